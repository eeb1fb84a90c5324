//! A slip that is spoken of and not made: 把“政府”错写为“攻府”.

use std::sync::LazyLock;

use crate::lexicon::{MENTIONS, entries};

/// Words before what is spoken of, and after it.
static WORDS: LazyLock<Vec<Word>> = LazyLock::new(|| {
    let read = |entry: Vec<&'static str>| {
        let [word, side, ..] = entry[..] else { return None };
        let (side, quoted) = side.strip_suffix("-quoted").map_or((side, false), |s| (s, true));
        Some(Word {
            chars: word.chars().collect(),
            before: side == "before",
            quoted,
        })
    };
    entries(MENTIONS).filter_map(read).collect()
});

/// One of them.
struct Word {
    chars: Vec<char>,
    /// Whether it stands before what is spoken of.
    before: bool,
    /// Whether a sign must stand between the two.
    quoted: bool,
}

/// Signs that may stand between the words and what is spoken of.
const BETWEEN: &str = "“”‘’\"'「」『』《》〈〉（）()【】[]：:，, \u{3000}";

/// So many characters of the same quotation may stand beside the slip: 把“厦门市”错写为“夏门市”.
const QUOTED: usize = 12;

/// Whether the characters from here to there are what somebody wrote, and not how this text is written. Quotation marks alone say nothing.
pub(super) fn is_spoken_of(chars: &[char], from: usize, to: usize) -> bool {
    let is_mark = |c: &char| BETWEEN.contains(*c);
    // To the edges of the quotation that it stands in.
    let open = chars[..from].iter().rev().take(QUOTED).position(is_mark);
    let close = chars[to..].iter().take(QUOTED).position(is_mark);
    let (first, last) = (from - open.unwrap_or(0), to + close.unwrap_or(0));
    let ahead = first - chars[..first].iter().rev().take_while(|c| is_mark(c)).count();
    let behind = last + chars[last..].iter().take_while(|c| is_mark(c)).count();
    WORDS.iter().any(|word| {
        if word.before {
            let plain = !word.quoted && chars[..from].ends_with(&word.chars);
            plain || ahead < first && chars[..ahead].ends_with(&word.chars)
        } else {
            let plain = !word.quoted && chars[to..].starts_with(&word.chars);
            plain || behind > last && chars[behind..].starts_with(&word.chars)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoken_of(text: &str, wrong: &str) -> bool {
        let chars: Vec<char> = text.chars().collect();
        let from = text[..text.find(wrong).unwrap()].chars().count();
        is_spoken_of(&chars, from, from + wrong.chars().count())
    }

    #[test]
    fn a_mention_is_no_use_and_quotation_marks_alone_are_no_mention() {
        assert!(spoken_of("有的网站把“政府”错写为“攻府”。", "攻府"));
        assert!(spoken_of("“亳州”不能写作“毫州”", "毫州"));
        assert!(spoken_of("“布署”应为“部署”", "布署"));
        assert!(spoken_of("将“厦门市”误写成“夏门市”", "夏门"));
        assert!(!spoken_of("推进“攻府信息公开”", "攻府"));
        assert!(!spoken_of("攻府应为群众办实事", "攻府"));
    }
}
