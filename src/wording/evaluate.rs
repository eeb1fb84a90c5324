//! How good the engine is: over sentences whose slips are known, and over text that has none.

use super::ends;
use super::engine::Engine;
use super::slip::Slip;
use crate::text::is_han;

/// Right and wrong, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Score {
    /// Said and true.
    pub hits: u64,
    /// Said.
    pub said: u64,
    /// True.
    pub truths: u64,
}

impl Score {
    /// The share of what was said that is true, percent; `None` when nothing was said.
    pub fn precision(&self) -> Option<f64> {
        percent(self.hits, self.said)
    }

    /// The share of what is true that was said, percent; `None` when nothing is true.
    pub fn recall(&self) -> Option<f64> {
        percent(self.hits, self.truths)
    }

    /// The harmonic mean of both.
    pub fn f1(&self) -> Option<f64> {
        percent(2 * self.hits, self.said + self.truths)
    }
}

fn percent(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| 100.0 * part as f64 / whole as f64)
}

/// What was measured over one file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Measured {
    /// Lines read.
    pub sentences: u64,
    /// Chinese characters in them.
    pub chars: u64,
    /// Wrong characters found, whatever was suggested.
    pub detection: Score,
    /// Wrong characters put right.
    pub correction: Score,
    /// Sentences put right as a whole.
    pub sentence: Score,
    /// Findings at places that are right.
    pub false_alarms: u64,
}

impl Measured {
    /// Findings at places that are right, per 10,000 Chinese characters.
    pub fn false_alarms_per_10k(&self) -> Option<f64> {
        (self.chars > 0).then(|| self.false_alarms as f64 * 10_000.0 / self.chars as f64)
    }

    /// Judges one line and counts it in. `right` is the line as it should be.
    pub fn take(&mut self, engine: &Engine, wrong: &str, right: &str) {
        let written: Vec<char> = wrong.chars().collect();
        let meant: Vec<char> = right.chars().collect();
        let slips = engine.judge_text(wrong, None);
        let fixed = corrected(&written, &slips);
        let truths = changes(&written, &meant);
        let said = changes(&written, &fixed);
        self.sentences += 1;
        self.chars += written.iter().filter(|c| is_han(**c)).count() as u64;
        // By truths: two things said of one place are one hit.
        let found = truths.iter().filter(|t| said.iter().any(|c| c.0 == t.0)).count() as u64;
        let righted = said.iter().filter(|c| truths.contains(c)).count() as u64;
        for (score, hits) in [(&mut self.detection, found), (&mut self.correction, righted)] {
            score.hits += hits;
            score.said += said.len() as u64;
            score.truths += truths.len() as u64;
        }
        self.sentence.hits += u64::from(!truths.is_empty() && fixed == meant);
        self.sentence.said += u64::from(!said.is_empty());
        self.sentence.truths += u64::from(!truths.is_empty());
        let beside = |s: &&Slip| !truths.iter().any(|t| s.from <= t.0 && t.0 < s.to.max(s.from + 1));
        self.false_alarms += slips.iter().filter(beside).count() as u64;
    }
}

/// The text with every suggestion taken.
fn corrected(text: &[char], slips: &[Slip]) -> Vec<char> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    for slip in slips {
        out.extend(&text[at..slip.from]);
        out.extend(slip.right.chars());
        at = slip.to;
    }
    out.extend(&text[at..]);
    out
}

/// Whether new symbols stand in the place of an old one or before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Put {
    Instead,
    Before,
}

/// A place of the old text and what stands there or before it.
type Change = (usize, Put, Vec<char>);

/// The longest middle that is compared symbol by symbol in square time; a longer one is one change.
const LONGEST_MIDDLE: usize = 2_000;

/// The smallest set of changes that makes one text of the other.
fn changes(old: &[char], new: &[char]) -> Vec<Change> {
    if old.len() == new.len() {
        let differing = old.iter().zip(new).enumerate().filter(|(_, (a, b))| a != b);
        return differing.map(|(i, (_, b))| (i, Put::Instead, vec![*b])).collect();
    }
    let (head, tail) = ends::alike(old, new);
    let (a, b) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    if a.len().max(b.len()) > LONGEST_MIDDLE {
        return vec![(head, Put::Instead, b.to_vec())];
    }
    align(a, b).into_iter().map(|(i, put, c)| (i + head, put, c)).collect()
}

/// The changes of least number, by the usual table.
fn align(a: &[char], b: &[char]) -> Vec<Change> {
    let width = b.len() + 1;
    let mut cost = vec![0u32; (a.len() + 1) * width];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            cost[i * width + j] = match (i, j) {
                (0, _) => j as u32,
                (_, 0) => i as u32,
                _ => {
                    let same = cost[(i - 1) * width + j - 1] + u32::from(a[i - 1] != b[j - 1]);
                    same.min(cost[(i - 1) * width + j] + 1).min(cost[i * width + j - 1] + 1)
                }
            };
        }
    }
    let mut out: Vec<Change> = Vec::new();
    let (mut i, mut j) = (a.len(), b.len());
    let mut put: Vec<char> = Vec::new();
    while i > 0 || j > 0 {
        let here = cost[i * width + j];
        if i > 0 && j > 0 && here == cost[(i - 1) * width + j - 1] + u32::from(a[i - 1] != b[j - 1]) {
            if a[i - 1] != b[j - 1] {
                out.push((i - 1, Put::Instead, vec![b[j - 1]]));
            }
            (i, j) = (i - 1, j - 1);
        } else if i > 0 && here == cost[(i - 1) * width + j] + 1 {
            out.push((i - 1, Put::Instead, Vec::new()));
            i -= 1;
        } else {
            put.insert(0, b[j - 1]);
            j -= 1;
            let more = j > 0 && cost[i * width + j] == cost[i * width + j - 1] + 1;
            if !more {
                out.push((i, Put::Before, std::mem::take(&mut put)));
            }
        }
    }
    out.reverse();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(a: &str, b: &str) -> Vec<(usize, Put, String)> {
        let chars = |s: &str| s.chars().collect::<Vec<_>>();
        changes(&chars(a), &chars(b))
            .into_iter()
            .map(|(i, put, c)| (i, put, c.into_iter().collect()))
            .collect()
    }

    #[test]
    fn changes_are_few_and_at_their_place() {
        assert_eq!(change("攻府信息", "政府信息"), [(0, Put::Instead, "政".to_owned())]);
        assert_eq!(change("政府府信息", "政府信息"), [(2, Put::Instead, String::new())]);
        assert_eq!(change("政信息", "政府信息"), [(1, Put::Before, "府".to_owned())]);
        assert_eq!(change("同", "同"), []);
    }

    #[test]
    fn a_file_is_measured_by_characters_and_by_sentences() {
        let engine = Engine::new(&[]).0.lists_only();
        let mut m = Measured::default();
        m.take(&engine, "推进攻府信息公开。", "推进政府信息公开。");
        m.take(&engine, "省级以下人大政协。", "省级以上人大政协。");
        m.take(&engine, "依法办理。", "依法办理。");
        m.take(&engine, "中华人民共合国。", "中华人民共合国。");
        assert_eq!((m.sentences, m.chars), (4, 27));
        assert_eq!(
            m.correction,
            Score {
                hits: 1,
                said: 2,
                truths: 2
            }
        );
        assert_eq!(
            m.sentence,
            Score {
                hits: 1,
                said: 2,
                truths: 2
            }
        );
        assert_eq!(m.false_alarms, 1);
        assert_eq!(m.correction.recall(), Some(50.0));
        assert_eq!(Score::default().precision(), None);
    }
}
