//! What is not to be reported, site by site, each with a reason: a file under version control, so that it can be asked why.
//!
//! A line is 站点编号, 词句, 原因, with TABs between; `*` stands for every site.

use super::engine::ListFault;
use super::entry::Entry;
use super::slip::Slip;

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
                // A near miss names the whole term: it is enough that the two overlap.
                from < slip.to.max(slip.from + 1) && slip.from < to
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
}
