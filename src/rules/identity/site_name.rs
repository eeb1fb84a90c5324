//! Whether two names are names of one site.

use crate::lexicon::{SITE_NAMES, Words};
use crate::text::{comparable, count_han};

/// Words before the name of an organisation, and behind it, that make it the name of a website.
static BEFORE: Words = Words::used(SITE_NAMES, "before");
static BEHIND: Words = Words::used(SITE_NAMES, "behind");

/// The fewest characters that tell one name from another.
const SHORTEST: usize = 3;

/// The name without what is said round it, without marks, and without 省市县区, which are left out as people like.
fn core(name: &str) -> Vec<char> {
    let squeezed = comparable(name);
    let mut rest = squeezed.as_str();
    while let Some(shorter) = BEFORE.iter().find_map(|w| rest.strip_prefix(w)).filter(|r| long_enough(r)) {
        rest = shorter;
    }
    while let Some(shorter) = BEHIND.iter().find_map(|w| rest.strip_suffix(w)).filter(|r| long_enough(r)) {
        rest = shorter;
    }
    let light: Vec<char> = rest.chars().filter(|c| !matches!(c, '省' | '市' | '县' | '区')).collect();
    if light.len() >= SHORTEST { light } else { rest.chars().collect() }
}

fn long_enough(text: &str) -> bool {
    text.chars().count() >= SHORTEST
}

/// Whether a text is a name at all: some Chinese characters.
pub(super) fn is_name(text: &str) -> bool {
    count_han(text) >= SHORTEST
}

/// Whether two names may be of one site: one holds the other, or all characters of the shorter stand in the longer in
/// their order and make up half of it (厦门公安网 and 厦门市公安局).
pub(super) fn alike(a: &str, b: &str) -> bool {
    let (a, b) = (core(a), core(b));
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    if short.len() < SHORTEST {
        return short == long;
    }
    let held = long.windows(short.len()).any(|w| w == short.as_slice());
    held || (2 * short.len() >= long.len() && in_order(short, long))
}

fn in_order(short: &[char], long: &[char]) -> bool {
    let mut rest = long.iter();
    short.iter().all(|c| rest.any(|r| r == c))
}

/// Whether a name, or a close variant of it, stands in a text: a title, the words of a page's top.
pub(super) fn stands_in(name: &str, text: &str) -> bool {
    let wanted = core(name);
    if wanted.len() < SHORTEST {
        return text.contains(name.trim());
    }
    let whole: Vec<char> = comparable(text)
        .chars()
        .filter(|c| !matches!(c, '省' | '市' | '县' | '区'))
        .collect();
    whole.windows(wanted.len()).any(|w| w == wanted.as_slice())
        || text
            .split(|c: char| c.is_whitespace() || matches!(c, '_' | '-' | '—' | '|' | '－' | '>' | '·' | ',' | '，'))
            .filter(|piece| is_name(piece) && piece.chars().count() <= 40)
            .any(|piece| alike(name, piece))
}

/// The place a name begins with (鹭岛 of 鹭岛市公安局), where it names one.
pub(super) fn place(name: &str) -> Option<String> {
    let name = name.trim_start_matches("中国").trim_start_matches(|c: char| !c.is_alphanumeric());
    let chars: Vec<char> = name.chars().take(8).collect();
    let end = chars.iter().position(|c| matches!(c, '省' | '市' | '县' | '区'))?;
    (2..=6).contains(&end).then(|| chars[..end].iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_of_a_name_are_alike_and_other_names_are_not() {
        for (a, b) in [
            ("厦门公安公众服务网", "厦门市公安局"),
            ("厦门市公安局", "福建省厦门市公安局门户网站"),
            ("鹭岛市公安局", "鹭岛公安局官网"),
            ("中国·厦门", "中国·厦门"),
            ("思明区人民政府", "厦门市思明区人民政府"),
        ] {
            assert!(alike(a, b), "{a} {b}");
        }
        for (a, b) in [
            ("鹭岛市公安局", "云海市公安局"),
            ("鹭岛市公安局", "鹭岛市教育局"),
            ("观潮分局", "听涛分局"),
        ] {
            assert!(!alike(a, b), "{a} {b}");
        }
    }

    #[test]
    fn a_name_is_found_in_titles() {
        assert!(stands_in("鹭岛市公安局", "关于停水的公告_鹭岛市公安局门户网站"));
        assert!(stands_in("厦门公安公众服务网", "警务要闻-厦门市公安局"));
        assert!(!stands_in("鹭岛市公安局", "关于停水的公告-云海市公安局"));
        assert!(!stands_in("鹭岛市公安局", "警务要闻"));
    }

    #[test]
    fn places_are_what_stands_before_their_rank() {
        assert_eq!(place("鹭岛市公安局").as_deref(), Some("鹭岛"));
        assert_eq!(place("中国·厦门市"), Some("厦门".to_owned()));
        assert_eq!(place("公安部"), None);
    }
}
