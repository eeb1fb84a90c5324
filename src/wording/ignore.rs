//! What is not to be reported, site by site, each with a reason: a file under version control, so that it can be asked why.
//!
//! A line is 站点编号, 词句, 原因, with TABs between; `*` stands for every site.

use super::engine::ListFault;
use super::entry::Entry;
use super::slip::Slip;
use crate::text::{is_hostile, is_invisible};

/// The list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ignore(Vec<Entry>);

impl Ignore {
    /// Reads the list; `file` is its name for messages.
    pub fn read(file: &str, text: &str) -> (Self, Vec<ListFault>) {
        let mut list = Self::default();
        let mut faults = Vec::new();
        for (at, line) in text.lines().enumerate() {
            let line = line.trim_start_matches('\u{feff}').trim_end();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let columns: Vec<&str> = line.split('\t').map(str::trim).filter(|c| !c.is_empty()).collect();
            match columns.as_slice() {
                [site, text, _reason, ..] => list.0.push(Entry {
                    file: file.to_owned(),
                    line: at + 1,
                    site: (*site != "*").then(|| (*site).to_owned()),
                    text: (*text).to_owned(),
                }),
                _ => faults.push(ListFault {
                    file: file.to_owned(),
                    line: at + 1,
                    why: "每行要写站点编号（或 *）、词句、原因，三项之间用制表符隔开",
                }),
            }
        }
        (list, faults)
    }

    /// The lines of the list.
    pub fn entries(&self) -> &[Entry] {
        &self.0
    }

    /// The entries, by their number, that this slip lies within on this site: where there is any, it is not reported.
    pub fn covering(&self, site: &str, sentence: &str, slip: &Slip) -> Vec<usize> {
        let chars_before = |byte: usize| sentence[..byte].chars().count();
        let covers = |e: &Entry| {
            sentence.match_indices(&e.text).any(|(at, text)| {
                let from = chars_before(at);
                let to = from + text.chars().count();
                if slip.from == slip.to {
                    // Something is missing: what stands on one side of the gap may be punctuation, or nothing.
                    return from <= slip.from && slip.from <= to;
                }
                // A near miss names the whole term: it is enough that the two overlap.
                from < slip.to && slip.from < to
            })
        };
        let of_site = self
            .0
            .iter()
            .enumerate()
            .filter(|(_, e)| e.site.as_deref().is_none_or(|s| s == site));
        of_site.filter(|(_, e)| covers(e)).map(|(i, _)| i).collect()
    }
}

/// The words to write so that the slip at these characters of a sentence is not reported, and as little else as can be: a long
/// form by itself, a short one with what stands beside it, without punctuation at the ends. `None` where that makes no line.
pub(crate) fn words_for(sentence: &str, from: usize, to: usize) -> Option<String> {
    let chars: Vec<char> = sentence.chars().collect();
    let wrong = chars.get(from..to)?;
    let around = match wrong.len() {
        0 | 1 => 3,
        2 | 3 => 2,
        _ => 0,
    };
    let hidden = |c: &&char| is_hostile(**c) || is_invisible(**c);
    let before = chars[..from].iter().rev().take(around).take_while(|c| !hidden(c)).count();
    let after = chars[to..].iter().take(around).take_while(|c| !hidden(c)).count();
    let (mut start, mut end) = (from - before, to + after);
    while start < from && !chars[start].is_alphanumeric() {
        start += 1;
    }
    while end > to && !chars[end - 1].is_alphanumeric() {
        end -= 1;
    }
    let words: String = chars[start..end].iter().collect();
    // The reader takes white space off the ends, and then they would stand nowhere.
    (words.trim() == words && fault_of_words(&words).is_none()).then_some(words)
}

/// The fewest characters that are taken: a single one would cover a whole site.
const FEWEST: usize = 2;

/// What is wrong with words that are to be written into the list, in Chinese.
pub(crate) fn fault_of_words(words: &str) -> Option<&'static str> {
    if words.chars().count() < FEWEST {
        return Some("词句至少要两个字：只写一个字，整个站点的这个字都不再查");
    }
    fault_of_column(words)
}

/// What is wrong with the reason that is to be written into the list, in Chinese.
pub(crate) fn fault_of_reason(reason: &str) -> Option<&'static str> {
    if reason.is_empty() {
        return Some("没有写原因");
    }
    fault_of_column(reason)
}

fn fault_of_column(text: &str) -> Option<&'static str> {
    let parts = |c: char| is_hostile(c) || matches!(c, '\u{2028}' | '\u{2029}');
    text.chars()
        .any(parts)
        .then_some("里面有制表符、换行或看不见的控制字符，一条只能写成一行")
}

/// The text of the list with one more line, in the manner of those that stand there: the same ends of lines, and a last line
/// that was not ended is ended first. A list that begins says what its columns are.
pub(crate) fn with_line(text: &str, site: &str, words: &str, reason: &str) -> String {
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut all = text.to_owned();
    if text.is_empty() {
        all.push_str(HEAD);
        all.push_str(end);
    } else if !text.ends_with('\n') && text != "\u{feff}" {
        all.push_str(end);
    }
    for part in [site, "\t", words, "\t", reason, end] {
        all.push_str(part);
    }
    all
}

/// The first line of a new list.
const HEAD: &str = "# 不再报的词句：站点编号（* 为全部站点）、词句、原因，用制表符隔开";

#[cfg(test)]
mod tests {
    use super::super::engine::Engine;
    use super::*;

    #[test]
    fn a_string_is_ignored_where_it_is_said_and_nowhere_else() {
        let (list, faults) = Ignore::read("ignore.txt", "# 说明\nmain\t攻府\t历史材料原文\n*\t攻府山\t地名\nmain\t没有原因\n");
        assert_eq!(faults.iter().map(|f| f.line).collect::<Vec<_>>(), [4]);
        let engine = Engine::new(&[]).0.lists_only();
        let covering = |site: &str, text: &str| list.covering(site, text, &engine.judge(text, None)[0]);
        assert_eq!(covering("main", "推进攻府信息公开"), [0]);
        assert!(covering("huli", "推进攻府信息公开").is_empty());
        assert_eq!(covering("huli", "位于攻府山脚下"), [1]);
        assert_eq!(covering("main", "位于攻府山脚下"), [0, 1]);
        assert_eq!((list.entries()[1].line, list.entries()[1].site.as_deref()), (3, None));
    }

    #[test]
    fn what_is_written_for_a_slip_covers_it_and_little_else() {
        let words = |sentence: &str, wrong: &str| {
            let from = sentence[..sentence.find(wrong).unwrap()].chars().count();
            words_for(sentence, from, from + wrong.chars().count())
        };
        // A long form by itself, a short one with its neighbours, no punctuation at the ends.
        assert_eq!(
            words("庆祝中华人民共合国成立。", "中华人民共合国").as_deref(),
            Some("中华人民共合国")
        );
        assert_eq!(words("推进攻府信息公开。", "攻府").as_deref(), Some("推进攻府信息"));
        assert_eq!(words("会议作了布署，随后", "布署").as_deref(), Some("作了布署，随"));
        assert_eq!(words("由指挥情保中心负责", "保").as_deref(), Some("指挥情保中心负"));
        assert_eq!(words("（一）保。", "保").as_deref(), Some("一）保"));
        // What is wrong itself may be punctuation.
        assert_eq!(words("工作已经完成，，请", "，，").as_deref(), Some("完成，，请"));
        // Nothing but one character, what cannot stand in a line, what lies outside.
        assert_eq!(words("“保”。", "保"), None);
        assert_eq!(words("各地\t攻府信息", "攻府").as_deref(), Some("攻府信息"));
        assert_eq!(words("各地攻\t府信息", "攻\t府"), None);
        assert_eq!(words_for("短", 3, 5), None);
    }

    #[test]
    fn a_missing_character_is_covered_from_either_side() {
        let sentence = "按照合同定，另行通知";
        let gap = Slip {
            from: 5,
            to: 5,
            wrong: String::new(),
            right: "约".to_owned(),
            tier: super::super::slip::Tier::Model,
            serious: false,
            score: 1.0,
            reason: String::new(),
        };
        let words = words_for(sentence, gap.from, gap.to).unwrap();
        assert_eq!(words, "合同定，另行");
        let end = words_for("按照合同定，", 5, 5).unwrap();
        assert_eq!(end, "合同定");
        for words in [words, end] {
            let list = Ignore::read("ignore.txt", &with_line("", "main", &words, "原文如此")).0;
            assert_eq!(list.covering("main", sentence, &gap), [0], "{words}");
        }
        let elsewhere = Ignore::read("ignore.txt", "main\t按照\t原文如此\n").0;
        assert!(elsewhere.covering("main", sentence, &gap).is_empty());
    }

    #[test]
    fn a_line_is_written_as_the_file_is() {
        let added = |text: &str| with_line(text, "main", "攻府", "引文");
        assert_eq!(added(""), format!("{HEAD}\nmain\t攻府\t引文\n"));
        assert_eq!(added("a\t甲乙\t丙\n"), "a\t甲乙\t丙\nmain\t攻府\t引文\n");
        assert_eq!(added("a\t甲乙\t丙"), "a\t甲乙\t丙\nmain\t攻府\t引文\n");
        assert_eq!(
            added("\u{feff}a\t甲乙\t丙\r\nb\t丁戊\t己"),
            "\u{feff}a\t甲乙\t丙\r\nb\t丁戊\t己\r\nmain\t攻府\t引文\r\n"
        );
        assert_eq!(added("\u{feff}"), "\u{feff}main\t攻府\t引文\n");
        for text in ["", "\u{feff}", "a\t甲乙\t丙\r\n", "# 说明"] {
            let (list, faults) = Ignore::read("ignore.txt", &added(text));
            assert!(faults.is_empty(), "{text:?}");
            assert_eq!(list.entries().last().map(|e| e.text.as_str()), Some("攻府"), "{text:?}");
        }
    }

    #[test]
    fn what_makes_no_line_is_refused() {
        assert!(fault_of_words("攻").is_some_and(|f| f.contains("两个字")));
        for words in ["攻\t府", "攻\n府", "攻\u{85}府", "攻\u{2028}府", "攻\u{202e}府"] {
            assert!(fault_of_words(words).is_some(), "{words:?}");
        }
        assert_eq!(fault_of_words("攻府"), None);
        assert!(fault_of_reason("").is_some() && fault_of_reason("一\r\n二").is_some());
        assert_eq!(fault_of_reason("引文"), None);
    }
}
