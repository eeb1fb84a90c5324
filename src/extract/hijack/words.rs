//! The words by which gambling, pornography and the like are known: a list with a weight and a reason each.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};

use crate::facts::HijackSort;
use crate::lexicon::{HIJACK, HIJACK_AGAINST, Words, entries};

/// One row of the list.
#[derive(Debug, Clone, Copy)]
struct Word {
    text: &'static str,
    sort: HijackSort,
    weight: u32,
}

/// What of the list stands in a text: each word once, in the order of the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::extract) struct Hits(Vec<(&'static str, HijackSort, u32)>);

impl Hits {
    /// The words of one sort, or of all.
    pub(in crate::extract) fn words(&self, sort: Option<HijackSort>) -> Vec<String> {
        let of = |s: HijackSort| sort.is_none_or(|sort| sort == s);
        self.0
            .iter()
            .filter(|(_, s, _)| of(*s))
            .map(|(w, ..)| (*w).to_owned())
            .take(10)
            .collect()
    }

    /// The weight of the words of one sort.
    pub(in crate::extract) fn weight(&self, sort: HijackSort) -> u32 {
        self.0.iter().filter(|(_, s, _)| *s == sort).map(|(.., w)| w).sum()
    }

    /// How many words of one sort only advertisers write.
    pub(in crate::extract) fn strong(&self, sort: HijackSort) -> usize {
        self.0.iter().filter(|(_, s, w)| *s == sort && *w == 3).count()
    }

    /// The sort that weighs most.
    pub(in crate::extract) fn heaviest(&self) -> Option<HijackSort> {
        let sorts = [HijackSort::Gambling, HijackSort::Porn, HijackSort::Trade];
        sorts.into_iter().max_by_key(|s| self.weight(*s)).filter(|s| self.weight(*s) > 0)
    }
}

/// The rows of the list; a line that is none is left out, and a test says so.
fn list() -> Vec<Word> {
    let row = |entry: Vec<&'static str>| {
        let [text, sort, weight, ..] = entry[..] else { return None };
        let sort = match sort {
            "gambling" => HijackSort::Gambling,
            "porn" => HijackSort::Porn,
            "trade" => HijackSort::Trade,
            _ => return None,
        };
        let weight = weight.parse().ok()?;
        Some(Word { text, sort, weight })
    };
    entries(HIJACK).filter_map(row).collect()
}

struct Table {
    words: Vec<Word>,
    finder: Option<AhoCorasick>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let words = list();
        let finder = AhoCorasickBuilder::new()
            .kind(Some(AhoCorasickKind::DFA))
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .build(words.iter().map(|w| w.text))
            .ok();
        Table { words, finder }
    })
}

/// The words of the list that stand in `text`. Latin words must stand for themselves.
pub(in crate::extract) fn hits(text: &str) -> Hits {
    let table = table();
    let mut found = Hits::default();
    let Some(finder) = &table.finder else { return found };
    for hit in finder.find_iter(text) {
        let word = table.words[hit.pattern().as_usize()];
        let is_latin = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
        let bytes = text.as_bytes();
        let first = word.text.as_bytes()[0];
        let inside_latin = first.is_ascii() && (hit.start() > 0 && is_latin(bytes.get(hit.start() - 1)) || is_latin(bytes.get(hit.end())));
        if !inside_latin && !found.0.iter().any(|(w, ..)| *w == word.text) {
            found.0.push((word.text, word.sort, word.weight));
        }
    }
    found
}

/// Words of those who fight it: a text that holds them speaks about the matter.
static AGAINST: Words = Words::of(HIJACK_AGAINST);

/// How many different words of those who fight it stand in a text.
pub(in crate::extract) fn against(text: &str) -> usize {
    AGAINST.iter().filter(|w| text.contains(**w)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_of_the_list_has_its_sort_and_its_weight() {
        assert_eq!(entries(HIJACK).count(), list().len());
        assert!(list().iter().all(|word| (1..=3).contains(&word.weight)));
        assert!(table().finder.is_some());
    }

    #[test]
    fn words_are_counted_once_and_official_lotteries_are_none() {
        let found = hits("澳门新葡京娱乐城官网，新葡京，澳门新葡京");
        assert_eq!(found.words(None), ["澳门新葡京", "娱乐城官网", "新葡京"]);
        assert_eq!(found.weight(HijackSort::Gambling), 9);
        assert_eq!(hits("BET365 Online Casino").strong(HijackSort::Gambling), 2);
        for fine in [
            "中国福利彩票双色球开奖公告",
            "中国体育彩票大乐透派奖",
            "popcorn",
            "Casinos abc casinox",
            "成人高考报名",
            "成人教育学院",
            "电子游戏厅",
        ] {
            assert_eq!(hits(fine), Hits::default(), "{fine}");
        }
    }
}
