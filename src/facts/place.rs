//! Places within a page: what the part of an address behind `#` points to.

/// Names longer than this are told apart by their beginning, characters.
const LONGEST: usize = 500;

/// The number the name of a place is known by, the same in every run. Two names may share one: then a missing place is
/// taken to be there, and nobody is accused.
pub(crate) fn place_number(name: &str) -> u32 {
    // FNV-1a, folded: short names, no need of a seed.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for c in name.trim().chars().take(LONGEST) {
        hash = (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0000_0100_0000_01b3);
    }
    ((hash >> 32) ^ hash) as u32
}

/// The number of the place a fragment (percent-decoded) names; none where it names no place: the top of the page, a
/// state that a script reads (`#!/list`, `#tab=2`, a bare number of a slide), a text to be marked, bytes of no encoding.
pub(crate) fn place_named(fragment: &str) -> Option<u32> {
    // Words that stand for "nowhere" in links that only a script gives a meaning.
    const NOWHERE: &[&str] = &[
        "top",
        "none",
        "null",
        "no",
        "nogo",
        "nolink",
        "void",
        "void(0)",
        "void(0);",
        "this",
        "self",
        "blank",
        "_blank",
        "link",
        "url",
        "href",
        "more",
        "javascript",
        "javascript:;",
        "undefined",
    ];
    let name = fragment.split(":~:").next().unwrap_or_default().trim();
    let is_state = name.starts_with('!') || name.contains(['=', '&', '/', '?', '{', '}', '|', '<', '\u{fffd}']);
    let is_number = name.bytes().all(|b| b.is_ascii_digit());
    let is_mark = !name.chars().any(char::is_alphanumeric);
    let is_nowhere = NOWHERE.iter().any(|n| name.eq_ignore_ascii_case(n));
    (!is_state && !is_number && !is_mark && !is_nowhere).then(|| place_number(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart_and_blanks_around_them_do_not_count() {
        assert_eq!(place_number(" 第3条 "), place_number("第3条"));
        assert_ne!(place_number("a"), place_number("A"));
        assert_eq!(place_named("附件"), Some(place_number("附件")));
        assert_eq!(place_named("sec:~:text=x"), Some(place_number("sec")));
        assert_eq!(
            place_named("add(int,java.lang.Object)"),
            Some(place_number("add(int,java.lang.Object)"))
        );
    }

    #[test]
    fn what_scripts_read_is_no_place() {
        for fragment in [
            "",
            "top",
            "TOP",
            "!list",
            "!/list",
            "/list",
            "tab=2",
            "a&b",
            "3",
            "_",
            "##",
            ":~:text=x",
            "void(0)",
            "\u{fffd}\u{fffd}",
        ] {
            assert_eq!(place_named(fragment), None, "{fragment}");
        }
    }
}
