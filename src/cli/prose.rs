//! The Chinese prose of rules for a terminal: Markdown marks taken out, lines broken by display width.

use unicode_width::UnicodeWidthChar;

/// The widest a line gets, in columns of the screen: half as many Chinese characters, about what is read at a glance.
const WIDTH: usize = 80;

/// Marks that must not begin a line (避头): they hang at the end of the line before.
const NEVER_FIRST: &str = "，。、；：？！”’）》】〕…,.;:?!)";

/// Marks that must not end a line (避尾): they go along with what follows.
const NEVER_LAST: &str = "“‘（《【〔";

/// Paragraphs and lists, wrapped; `**strong**` and `` `code` `` lose their marks, an item of a list keeps a dot and its
/// lines stand under each other.
pub(super) fn wrapped(markdown: &str) -> String {
    let mut out = String::new();
    for line in markdown.trim().lines() {
        let plain = line.replace("**", "").replace('`', "");
        let (first, rest, text) = match plain.strip_prefix("- ") {
            Some(item) => ("· ", "  ", item),
            None => ("", "", plain.as_str()),
        };
        wrap(text, first, rest, &mut out);
    }
    out
}

/// Lines as they are, wrapped: what follows of a line stands two columns further in than its beginning.
pub(super) fn indented(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let words = line.trim_start_matches(' ');
        let first = &line[..line.len() - words.len()];
        wrap(words, first, &format!("{first}  "), &mut out);
    }
    out
}

fn wrap(text: &str, first: &str, rest: &str, out: &mut String) {
    out.push_str(first);
    let mut column = rest.len();
    let mut pieces = pieces(text).peekable();
    while let Some(piece) = pieces.next() {
        let wide: usize = piece.chars().map(|c| c.width().unwrap_or(0)).sum();
        // What follows and must not begin a line needs its room here; one mark may stand out.
        let hangs = pieces.peek().is_some_and(|p| p.starts_with(|c| NEVER_FIRST.contains(c)));
        let needed = wide + if hangs { 2 } else { 0 };
        let stays = column == rest.len() || column + needed <= WIDTH || piece.starts_with(|c| NEVER_FIRST.contains(c));
        if !stays {
            let end = out.trim_end_matches(' ').len();
            out.truncate(end);
            out.push('\n');
            out.push_str(rest);
            column = rest.len();
            if piece == " " {
                continue;
            }
        }
        out.push_str(piece);
        column += wide;
    }
    out.push('\n');
}

/// A text in pieces that are not broken: a Chinese character each with the marks that open before it, a word of Latin
/// letters and digits whole.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let opened = rest.find(|c| !NEVER_LAST.contains(c)).unwrap_or(rest.len());
        let is_word = |c: char| c.is_ascii() && c != ' ';
        let word = rest[opened..].find(|c| !is_word(c)).unwrap_or(rest.len() - opened);
        let one = rest[opened..].chars().next().map_or(0, char::len_utf8);
        let end = opened + word.max(one);
        if end == 0 {
            return None;
        }
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;
    use crate::rules::RULES;

    #[test]
    fn marks_go_and_items_stand_under_each_other() {
        let text = format!("**怎样**写 `max_age_days`。\n\n- {}\n", "字".repeat(45));
        let shown = wrapped(&text);
        let lines: Vec<&str> = shown.lines().collect();
        assert_eq!(lines[..2], ["怎样写 max_age_days。", ""]);
        assert_eq!(lines[2], format!("· {}", "字".repeat(39)));
        assert_eq!(lines[3], format!("  {}", "字".repeat(6)));
    }

    #[test]
    fn what_follows_of_a_line_stands_further_in() {
        let shown = indented(&format!("  描述：{}\n短\n", "字".repeat(60)));
        let lines: Vec<&str> = shown.lines().collect();
        assert_eq!((lines.len(), lines[2]), (3, "短"), "{shown}");
        assert!(lines[0].starts_with("  描述：字") && lines[1].starts_with("    字"), "{shown}");
        assert!(lines.iter().all(|l| l.width() <= WIDTH), "{shown}");
    }

    #[test]
    fn a_mark_never_begins_a_line_and_a_word_is_never_broken() {
        let text = format!("{}，{}https://www.example.gov.cn/a/b", "字".repeat(40), "文".repeat(30));
        let shown = wrapped(&text);
        let lines: Vec<&str> = shown.lines().collect();
        assert!(lines.iter().all(|l| !l.starts_with('，')), "{shown}");
        let quoted = wrapped(&format!("{}“文", "字".repeat(39)));
        assert_eq!(quoted.lines().nth(1), Some("“文"), "{quoted}");
        assert!(lines.iter().any(|l| l.ends_with("https://www.example.gov.cn/a/b")), "{shown}");
    }

    #[test]
    fn every_explanation_fits_and_loses_nothing() {
        for rule in RULES {
            let shown = wrapped(rule.explain);
            for line in shown.lines() {
                assert!(line.width() <= WIDTH + 4, "{}: {line}", rule.id);
            }
            let bare = |text: &str| text.replace(['*', '`', '-', '·', '\n', ' '], "");
            assert_eq!(bare(&shown), bare(rule.explain), "{}", rule.id);
        }
    }
}
