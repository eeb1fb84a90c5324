//! Slips that depend on what stands beside them: 截止 before a day, 登陆 before a website.
//!
//! Each is a line of data with its reason, its source, what it finds and what it must not.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use regex::Regex;

/// A pattern.
#[derive(Debug)]
struct Pattern {
    expression: Regex,
    right: &'static str,
    serious: bool,
    /// Strings in the sentence beside which nothing is said.
    unless: Vec<&'static str>,
    reason: &'static str,
}

/// What a pattern found, in bytes of the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Matched {
    pub from: usize,
    pub to: usize,
    /// What was meant; empty where what stands there is too much.
    pub right: &'static str,
    pub serious: bool,
    pub reason: &'static str,
}

/// All patterns.
#[derive(Debug)]
pub(super) struct Patterns {
    all: Vec<Pattern>,
    /// The strings of which every match holds one, and whose they are.
    keys: Option<AhoCorasick>,
    owners: Vec<usize>,
}

/// What is meant where it is no string to put there.
const REMOVED: &str = "（删）";

/// The columns of a line.
const COLUMNS: usize = 9;

/// The lines of the list: its columns.
fn lines() -> impl Iterator<Item = [&'static str; COLUMNS]> {
    let lines = include_str!("data/patterns.txt").lines().filter(|l| !l.starts_with('#'));
    lines.filter_map(|line| line.split('\t').collect::<Vec<_>>().try_into().ok())
}

impl Patterns {
    /// The list of this program; with what is a matter of house style too, if that is asked for.
    pub(super) fn shipped(variants: bool) -> Self {
        let mut all = Vec::new();
        let (mut keys, mut owners) = (Vec::new(), Vec::new());
        for [key, expression, right, class, unless, reason, ..] in lines() {
            if class == "variant" && !variants {
                continue;
            }
            let Ok(expression) = Regex::new(expression) else { continue };
            for key in key.split('|') {
                keys.push(key);
                owners.push(all.len());
            }
            all.push(Pattern {
                expression,
                right: if right == REMOVED { "" } else { right },
                serious: class == "serious",
                unless: unless.split('|').filter(|u| !u.is_empty()).collect(),
                reason,
            });
        }
        let search = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(keys);
        Self {
            all,
            keys: search.ok(),
            owners,
        }
    }

    /// What they find in a sentence.
    pub(super) fn find(&self, sentence: &str) -> Vec<Matched> {
        let Some(keys) = &self.keys else { return Vec::new() };
        let mut asked: Vec<usize> = Vec::new();
        for held in keys.find_overlapping_iter(sentence) {
            let owner = self.owners[held.pattern().as_usize()];
            if !asked.contains(&owner) {
                asked.push(owner);
            }
        }
        let mut found = Vec::new();
        for pattern in asked.into_iter().map(|i| &self.all[i]) {
            if pattern.unless.iter().any(|u| sentence.contains(u)) {
                continue;
            }
            for captured in pattern.expression.captures_iter(sentence) {
                if let Some(wrong) = captured.iter().skip(1).flatten().next() {
                    found.push(Matched {
                        from: wrong.start(),
                        to: wrong.end(),
                        right: pattern.right,
                        serious: pattern.serious,
                        reason: pattern.reason,
                    });
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_finds_its_examples_and_not_its_counter_examples() {
        let text = include_str!("data/patterns.txt");
        let written = text.lines().filter(|l| !l.starts_with('#')).count();
        assert_eq!(lines().count(), written, "a line has not as many columns as it should");
        let all = Patterns::shipped(true);
        assert_eq!(all.all.len(), written, "an expression cannot be read");
        for ([key, _, _, class, _, reason, source, examples, counter], pattern) in lines().zip(&all.all) {
            assert!(["serious", "general", "variant"].contains(&class), "{key}");
            assert!(!reason.is_empty() && !source.is_empty() && !examples.is_empty(), "{key}");
            let told = |text: &str| {
                all.find(text)
                    .iter()
                    .any(|m| m.reason == pattern.reason && m.right == pattern.right)
            };
            for example in examples.split('|') {
                assert!(told(example), "{key}: {example}");
            }
            for right in counter.split('|').filter(|c| !c.is_empty()) {
                assert!(!told(right), "{key}: {right}");
            }
        }
    }
}
