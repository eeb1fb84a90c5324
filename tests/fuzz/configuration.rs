//! sites.yaml: a person's file, but it may be anything.

use std::collections::HashSet;

use proptest::prelude::*;
use xuncha::testing::site::parse_bytes;

use super::mutation::{Words, fuzz};

/// Pieces of sites.yaml.
const WORDS: Words = &[
    b"group: ",
    b"timezone: ",
    b"defaults:\n",
    b"sites:\n",
    b"  - id: a\n",
    b"    url: ",
    b"http://a.gov.cn/\n",
    b"    name: ",
    b"    role: main\n",
    b"    columns:\n",
    b"      - name: ",
    b"        max_age_days: ",
    b"    include: [",
    b"\"/x\"",
    b"rate_per_second: ",
    b"concurrency: ",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b": ",
    b"\n",
    b"  ",
    b"\t",
    b"- ",
    b"? ",
    b"&a ",
    b"*a",
    b"<<: ",
    b"!!str ",
    b"!x ",
    b"|\n",
    b">-\n",
    b"---\n",
    b"...\n",
    b"#",
    b"\"",
    b"'",
    b"\\u0000",
    b"0x1F",
    b"1e999",
    b".nan",
    b"-1",
    b"0010",
    b"null",
    b"~",
    b"yes",
    b"true",
    b"%YAML 1.1\n",
    b"\r",
    b"\0",
    b"\xef\xbb\xbf",
    b"\xff",
    b"\xd6\xd0",
    "：".as_bytes(),
    "站".as_bytes(),
    "\u{2028}".as_bytes(),
    "\u{85}".as_bytes(),
    b"onwer: x\n",
    b"Asia/Shanghai\n",
];

#[test]
fn any_bytes_are_a_configuration_or_say_what_is_wrong() {
    fuzz("config", WORDS, |bytes, _| {
        // To YAML a carriage return alone ends a line too.
        let lines = bytes.iter().filter(|b| matches!(b, b'\n' | b'\r')).count();
        match (parse_bytes(bytes, "sites.yaml"), parse_bytes(bytes, "sites.yaml")) {
            (Ok(group), Ok(again)) => {
                prop_assert_eq!(format!("{:?}", group), format!("{:?}", again), "another time");
                prop_assert!(!group.name.trim().is_empty());
                let ids: HashSet<&str> = group.sites.iter().map(|s| s.id.as_str()).collect();
                prop_assert!(!group.sites.is_empty() && ids.len() == group.sites.len());
                prop_assert!(
                    group
                        .sites
                        .iter()
                        .all(|s| matches!(s.url.scheme(), "http" | "https") && s.url.has_host())
                );
            }
            (Err(errors), Err(again)) => {
                prop_assert_eq!(&errors, &again, "another time");
                prop_assert!(!errors.mistakes.is_empty() && errors.mistakes.len() <= 1_000);
                for mistake in &errors.mistakes {
                    // One more: the end of a file behind its last line end.
                    prop_assert!((1..=lines + 1).contains(&mistake.place.line), "{:?} of {} lines", mistake, lines);
                    prop_assert!(mistake.place.column >= 1 && !mistake.what.is_empty() && !mistake.advice.is_empty());
                }
                let kept: usize = errors
                    .mistakes
                    .iter()
                    .map(|m| m.line_text.len() + m.text.len() + m.what.len())
                    .sum();
                prop_assert!(kept <= 2_000 * errors.mistakes.len(), "{} bytes kept", kept);
                let shown = errors.to_string();
                let harmless = shown.len() <= 100_000 && !shown.contains('\u{1b}');
                prop_assert!(harmless, "{} bytes", shown.len());
            }
            _ => prop_assert!(false, "read once and not again"),
        }
        Ok(())
    });
}
