//! Broken configurations: each mistake is found at its very place and said in words an editor understands.

use std::fmt::Write;

use super::{ConfigErrors, parse};

mod meaning;
mod syntax;
mod wording;

/// Each case: what is wrong, the text, and the mistakes in order: line, column, words of the message or the advice.
type Case = (&'static str, String, &'static [(usize, usize, &'static [&'static str])]);

/// A configuration of one good site with `lines` added to the site.
fn site(lines: &str) -> String {
    let head = "group: g\nsites:\n  - id: main\n    url: https://a.gov.cn/ga/\n";
    // The neighbour on the same host is what keeps the first site to its directory.
    let neighbour = "  - id: neighbour\n    url: https://a.gov.cn/qita/\n";
    lines.lines().fold(head.to_owned(), |all, line| all + "    " + line + "\n") + neighbour
}

/// The same with `lines` before `sites:`.
fn top(lines: &str) -> String {
    format!("{lines}\nsites:\n  - {{id: main, url: 'https://a.gov.cn/'}}\n")
}

/// A configuration of these sites, one flow mapping a line, from line 3.
fn sites(lines: &[&str]) -> String {
    lines
        .iter()
        .fold("group: g\nsites:\n".to_owned(), |all, line| all + "  - {" + line + "}\n")
}

fn errors(text: &str) -> ConfigErrors {
    match parse(text, "sites.yaml") {
        Ok(group) => panic!("taken for good: {text}\n{group:?}"),
        Err(errors) => errors,
    }
}

fn check(cases: &[Case]) {
    let mut wrong = String::new();
    for (what, text, expected) in cases {
        let found = errors(text);
        let as_expected = found.mistakes.len() == expected.len()
            && found.mistakes.iter().zip(*expected).all(|(mistake, (line, column, words))| {
                (mistake.place.line, mistake.place.column) == (*line, *column)
                    && words.iter().all(|w| mistake.what.contains(w) || mistake.advice.contains(w))
            });
        if !as_expected {
            writeln!(wrong, "== {what}: {expected:?}\n{found}").unwrap();
        }
        in_chinese(&found);
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// No word of a library's English shows through: sentences consist of Chinese, keys, values and file names.
fn in_chinese(found: &ConfigErrors) {
    for mistake in &found.mistakes {
        for word in [
            "expected",
            "invalid",
            "unknown",
            "found",
            "missing",
            "mapping",
            "while",
            "error",
            "duplicate",
            "parse",
        ] {
            let said = format!("{} {}", mistake.what, mistake.advice).to_lowercase();
            assert!(!said.contains(word), "{word}: {said}");
        }
    }
}

#[test]
fn keys_that_are_not_there() {
    check(&[
        (
            "top",
            top("group: g\ntimezon: Asia/Shanghai"),
            &[(2, 1, &["没有「timezon」这个键", "是不是「timezone」"])],
        ),
        (
            "site",
            site("colums: []"),
            &[(5, 5, &["站点里没有「colums」", "是不是「columns」"])],
        ),
        (
            "column",
            site("columns:\n  - {name: a, url: a/, max_age: 3}"),
            &[(6, 28, &["栏目里没有", "「max_age_days」"])],
        ),
        (
            "defaults",
            top("group: g\ndefaults:\n  timeout: 3"),
            &[(3, 3, &["defaults里没有", "「timeout_seconds」"])],
        ),
        ("in Chinese", site("责任单位: x"), &[(5, 5, &["是不是「owner」"])]),
        (
            "wrong level",
            top("group: g\ndefaults:\n  owner: x"),
            &[(3, 3, &["要写在某个站点下面"])],
        ),
        ("stranger", site("password: x"), &[(5, 5, &["没有「password」", "可用的键：id"])]),
        ("merge", site("<<: x"), &[(5, 5, &["不支持「<<」"])]),
        ("a key that is a list", site("? [a, b]\n: c"), &[(5, 7, &["没有「列表」"])]),
        ("twice", site("name: a\nname: b"), &[(6, 5, &["「name」写了两次", "第 5 行"])]),
        (
            "twice on top",
            top("group: g\ngroup: h"),
            &[(2, 1, &["「group」写了两次", "第 1 行"])],
        ),
    ]);
}

#[test]
fn values_of_the_wrong_kind() {
    check(&[
        (
            "no number",
            site("rate_per_second: 快"),
            &[(5, 22, &["「快」不是数字", "rate_per_second: 2"])],
        ),
        ("a unit", site("timeout_seconds: 15秒"), &[(5, 22, &["「15秒」不是数字"])]),
        ("a quoted number", site("max_pages: \"100\""), &[(5, 16, &["不是数字", "不加引号"])]),
        ("rate zero", site("rate_per_second: 0"), &[(5, 22, &["值 0 不行", "100"])]),
        ("rate below zero", site("rate_per_second: -2"), &[(5, 22, &["值 -2 不行"])]),
        (
            "rate too high",
            top("group: g\ndefaults: {rate_per_second: 101}"),
            &[(2, 29, &["值 101 不行"])],
        ),
        ("rate not a number", site("rate_per_second: .nan"), &[(5, 22, &["「.nan」"])]),
        ("timeout zero", site("timeout_seconds: 0"), &[(5, 22, &["值 0 不行"])]),
        ("half a page", site("max_pages: 1.5"), &[(5, 16, &["整数", "值 1.5 不行"])]),
        (
            "hours in words",
            site("hours: 晚上"),
            &[(5, 12, &["「晚上」不是一段时间", "20:00-07:00"])],
        ),
        (
            "hours full-width",
            site("hours: 20：00-07：00"),
            &[(5, 12, &["半角", "\"20:00-07:00\""])],
        ),
        (
            "hours of nothing",
            top("group: g\ndefaults: {hours: '8:00-8:00'}"),
            &[(2, 19, &["起止时间相同", "00:00-24:00"])],
        ),
        ("hours of a number", site("hours: 20"), &[(5, 12, &["「20」不是一段时间"])]),
        ("hours beyond the day", site("hours: '20:00-25:00'"), &[(5, 12, &["24 小时制"])]),
        ("hours blank", site("hours:"), &[(5, 5, &["「hours」后面是空的"])]),
        (
            "megabytes",
            site("max_megabytes: 0"),
            &[(5, 20, &["值 0 不行", "max_megabytes: 20000"])],
        ),
        ("a unit of bytes", site("max_megabytes: 2GB"), &[(5, 20, &["「2GB」不是数字"])]),
        ("no time at all", site("max_hours: 0"), &[(5, 16, &["值 0 不行", "max_hours: 72"])]),
        ("depth", site("max_depth: 99999999999999999999"), &[(5, 16, &["不行"])]),
        (
            "age",
            site("columns:\n  - {name: a, url: a/, max_age_days: 0}"),
            &[(6, 42, &["值 0 不行"])],
        ),
        ("enabled", site("enabled: 是"), &[(5, 14, &["true（启用）", "「是」"])]),
        ("enabled blank", site("enabled:"), &[(5, 5, &["true"])]),
        ("name is a list", site("name: [a]"), &[(5, 11, &["「name」应当是文字", "列表"])]),
        ("name blank", site("name:"), &[(5, 5, &["「name」后面是空的"])]),
        (
            "include is a word",
            site("include: /ga/"),
            &[(5, 14, &["应当是列表", "include: [/ga/]"])],
        ),
        ("include of maps", site("include: [{a: b}]"), &[(5, 15, &["每一项应当是文字"])]),
        ("columns of words", site("columns: [要闻]"), &[(5, 15, &["栏目应当是一组"])]),
        (
            "defaults is a list",
            top("group: g\ndefaults: [a]"),
            &[(2, 11, &["defaults应当是一组"])],
        ),
        (
            "code without quotes",
            site("site_code: 0502000019"),
            &[(5, 16, &["没有加引号", "\"0502000019\""])],
        ),
        ("code too short", site("site_code: \"350200001\""), &[(5, 16, &["10 位", "9 位"])]),
        (
            "code of other letters",
            site("site_code: \"350200001九\""),
            &[(5, 16, &["10 位字母或数字"])],
        ),
        (
            "role",
            site("role: subsit"),
            &[(5, 11, &["「role」不能是「subsit」", "是不是「subsite」"])],
        ),
        ("role in Chinese", site("role: 主站"), &[(5, 11, &["是不是「main」"])]),
        ("robots", site("robots: off"), &[(5, 13, &["「robots」不能是「off」", "respect"])]),
        (
            "kind",
            site("columns:\n  - {name: a, url: a/, kind: 通知公告}"),
            &[(6, 34, &["是不是「notice」"])],
        ),
        (
            "time zone",
            top("group: g\ntimezone: Beijing"),
            &[(2, 11, &["没有「Beijing」这个时区", "Asia/Shanghai"])],
        ),
    ]);
}
