//! The lists that people keep: wrong strings, protected terms, what is right after all. Shipped ones and the user's own have one form.
//!
//! A line is `错 => 对` (a wrong string and what is meant), a term that is protected, or `! 词` (what is never reported).
//! What follows a TAB is class, source, or a reason; a line that begins with `#` is a comment.

use super::exceptions::{MOST_FORMS, forms_of};
use crate::text::is_han;

/// A wrong string with what was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    pub wrong: String,
    pub right: String,
    /// Whether it makes a statement wrong, not only a word: state and party terms, names, titles.
    pub serious: bool,
    /// Whether it is one of two ways to write the word, of which a house may want the other.
    pub variant: bool,
    /// Strings that hold the wrong one and are right: nothing is said inside them.
    pub within: Vec<String>,
}

/// A protected term.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Term {
    pub text: String,
    /// What follows its first character stands nowhere without it: a change there is a slip as much as one inside.
    pub head: bool,
    /// The same of its last character.
    pub tail: bool,
    /// Whether it names a body of the state or the party, of which there is one of its kind.
    pub body: bool,
    /// Whether it is a set phrase of laws and official letters: a slip in it is no serious one.
    pub formula: bool,
}

/// Classes of terms that name such bodies.
const BODIES: [&str; 3] = ["国家机构", "国务院机构与群团", "党中央机构"];

/// The class of terms that are set phrases.
const FORMULA: &str = "公文套语";

/// What the lists say together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Lists {
    pub pairs: Vec<Pair>,
    pub terms: Vec<Term>,
    /// Whether variants of words are told too.
    pub variants: bool,
    /// Strings that are right although they look like a slip, each with its line.
    pub right: Vec<(usize, String)>,
    /// Lines that could not be read: where, and what is wrong with them.
    pub faults: Vec<(usize, &'static str)>,
}

/// The line by which a list asks for variants too.
const VARIANTS: &str = "+ 异形词";

/// The shortest term that is protected: below it too much of the language lies one character away.
pub(super) const SHORTEST_TERM: usize = 4;

/// What follows the first character of a name so long is said without it only by mistake (735 of the 842 shipped terms; the others are short
/// or begin with the name of a place, which is looked at by itself).
const LONG_NAME: usize = 6;

impl Lists {
    /// The lists of this program.
    pub(super) fn shipped() -> Self {
        let mut all = Self::default();
        all.read(include_str!("data/pairs.txt"));
        all.read(include_str!("data/terms.txt"));
        all.read(include_str!("data/right.txt"));
        all
    }

    /// Takes in the lines of one of the user's files, whose terms nobody has counted in any text.
    pub(super) fn read_own(&mut self, text: &str) {
        let known = self.terms.len();
        self.read(text);
        for term in &mut self.terms[known..] {
            term.head |= term.text.chars().count() >= LONG_NAME;
        }
    }

    /// The wrong strings that are told: variants only where a list asks for them.
    pub(super) fn in_use(&mut self) -> Vec<Pair> {
        let mut pairs = std::mem::take(&mut self.pairs);
        pairs.retain(|p| self.variants || !p.variant);
        pairs
    }

    /// The ways to write a word that are not told.
    pub(super) fn untold(&self) -> impl Iterator<Item = &Pair> {
        self.pairs.iter().filter(|p| p.variant && !self.variants)
    }

    /// Takes in the lines of one file.
    fn read(&mut self, text: &str) {
        for (at, line) in text.lines().enumerate() {
            let line = line.trim_start_matches('\u{feff}').trim_end();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let mut columns = line.split('\t').map(str::trim);
            let first = columns.next().unwrap_or_default();
            if first == VARIANTS {
                self.variants = true;
            } else if let Some(right) = first.strip_prefix('!') {
                if !(1..=MOST_FORMS).contains(&forms_of(right)) {
                    self.faults
                        .push((at + 1, "方括号里至少写一个字，几处方括号合起来不能超过一千种写法；请分成几行"));
                    continue;
                }
                self.right.push((at + 1, right.trim().to_owned()));
            } else if let Some((wrong, right)) = first.split_once("=>") {
                let (wrong, right) = (wrong.trim(), right.trim());
                if wrong.chars().count() < 2 || right.is_empty() || wrong == right {
                    self.faults.push((at + 1, "错误写法至少两个字，且与正确写法不同"));
                    continue;
                }
                let class = columns.next().unwrap_or("serious");
                let within = columns.nth(1).unwrap_or_default();
                self.pairs.push(Pair {
                    wrong: wrong.to_owned(),
                    right: right.to_owned(),
                    serious: class == "serious",
                    variant: class == "variant",
                    within: within.split_whitespace().map(str::to_owned).collect(),
                });
            } else if first.chars().count() < SHORTEST_TERM || !first.chars().all(is_han) {
                self.faults
                    .push((at + 1, "受保护的词须为四个以上汉字；更短的词请用“错 => 对”逐条列出"));
            } else {
                let class = columns.next().unwrap_or_default();
                let tight = columns.nth(1).unwrap_or_default();
                self.terms.push(Term {
                    text: first.to_owned(),
                    body: BODIES.contains(&class),
                    formula: class == FORMULA,
                    head: tight.contains('^'),
                    tail: tight.contains('$'),
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_may_hold_all_three_and_its_faults_are_told_by_line() {
        let mut lists = Lists::default();
        lists.read("# 本单位\n思明分局指挥情报中心\n\n中山所 => 中山路派出所\n! 中山所长\t别名\n短词\n错 => 错误\n! [一二三四五六七八九十][一二三四五六七八九十][一二三四五六七八九十]号[甲乙]\n! 空[]\n做为 => 作为\tgeneral\t来源\t多做为民\n");
        assert_eq!(
            lists.terms.iter().map(|t| t.text.as_str()).collect::<Vec<_>>(),
            ["思明分局指挥情报中心"]
        );
        assert_eq!(lists.right, [(5, "中山所长".to_owned())]);
        assert_eq!(lists.pairs.len(), 2);
        assert!(lists.pairs[0].serious && !lists.pairs[1].serious);
        assert_eq!(lists.pairs[1].within, ["多做为民"]);
        assert_eq!(lists.faults.iter().map(|f| f.0).collect::<Vec<_>>(), [6, 7, 8, 9]);
    }
}
