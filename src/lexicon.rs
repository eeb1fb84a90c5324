//! The word lists of `lexicon/`: one entry a line, the word first, its reason last. They are part of the program and are
//! read when they are first asked for, once.
//!
//! A reader takes a list by its constant, and says beside itself what it does with it.

use std::ops::Deref;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};

/// Words of the headline, the trail and the source of an article.
pub(crate) const ARTICLE_WORDS: &str = include_str!("../lexicon/article-words.tsv");
/// What firewalls and challenge services write into their pages, with the name reports give the page.
pub(crate) const CHALLENGE_PAGES: &str = include_str!("../lexicon/challenge-pages.tsv");
/// How addresses are written that may lead to a kind of column, where the link has no words.
pub(crate) const COLUMN_ADDRESSES: &str = include_str!("../lexicon/column-addresses.tsv");
/// Words in the name of a column and the kind they tell.
pub(crate) const COLUMN_KINDS: &str = include_str!("../lexicon/column-kinds.tsv");
/// Words beside which one of [`COLUMN_KINDS`] does not tell its kind.
pub(crate) const COLUMN_KINDS_NOT: &str = include_str!("../lexicon/column-kinds-not.tsv");
/// Words in the names of columns that need no updates, speak of an office or a place, or are none.
pub(crate) const COLUMN_NAMES: &str = include_str!("../lexicon/column-names.tsv");
/// Names in which a word of [`COLUMN_WORDS`] means something else.
pub(crate) const COLUMN_WORDS_NOT: &str = include_str!("../lexicon/column-words-not.tsv");
/// Words that may name a kind of column, and how surely.
pub(crate) const COLUMN_WORDS: &str = include_str!("../lexicon/column-words.tsv");
/// What people write instead of the keys of `sites.yaml`.
pub(crate) const CONFIG_KEYS: &str = include_str!("../lexicon/config-keys.tsv");
/// Words of short texts that speak of missing pages and are none.
pub(crate) const ERROR_PAGES: &str = include_str!("../lexicon/error-pages.tsv");
/// Words and addresses of a footer and the part of the identity they mark.
pub(crate) const FOOTER_MARKS: &str = include_str!("../lexicon/footer-marks.tsv");
/// Words by which a footer is known.
pub(crate) const FOOTER_WORDS: &str = include_str!("../lexicon/footer-words.tsv");
/// Names of columns, labels and titles under which service guides are published.
pub(crate) const GUIDE_COLUMNS: &str = include_str!("../lexicon/guide-columns.tsv");
/// Words by which a link offers a form.
pub(crate) const GUIDE_FORMS: &str = include_str!("../lexicon/guide-forms.tsv");
/// Headings of service guides and the element they stand for.
pub(crate) const GUIDE_HEADINGS: &str = include_str!("../lexicon/guide-headings.tsv");
/// Words in headings and titles of service guides.
pub(crate) const GUIDE_LABELS: &str = include_str!("../lexicon/guide-labels.tsv");
/// Heads of columns in lists of materials.
pub(crate) const GUIDE_MATERIALS: &str = include_str!("../lexicon/guide-materials.tsv");
/// Titles and columns of pages that are no guides, whatever headings they have.
pub(crate) const GUIDE_NOT: &str = include_str!("../lexicon/guide-not.tsv");
/// Words by which what stands under a heading of a guide says something or nothing.
pub(crate) const GUIDE_VALUES: &str = include_str!("../lexicon/guide-values.tsv");
/// Words of gambling, pornography and the like, with sort and weight.
pub(crate) const HIJACK: &str = include_str!("../lexicon/hijack.tsv");
/// Words of those who fight it.
pub(crate) const HIJACK_AGAINST: &str = include_str!("../lexicon/hijack-against.tsv");
/// Names of channels of messages.
pub(crate) const INQUIRY_CHANNELS: &str = include_str!("../lexicon/inquiry-channels.tsv");
/// Labels of messages and what stands beside them.
pub(crate) const INQUIRY_LABELS: &str = include_str!("../lexicon/inquiry-labels.tsv");
/// The halves that other labels of messages are made of.
pub(crate) const INQUIRY_LABEL_PARTS: &str = include_str!("../lexicon/inquiry-label-parts.tsv");
/// What stands where an answer should be and says that there is none.
pub(crate) const INQUIRY_NO_ANSWER: &str = include_str!("../lexicon/inquiry-no-answer.tsv");
/// Words of the pages that messages stand on.
pub(crate) const INQUIRY_PAGES: &str = include_str!("../lexicon/inquiry-pages.tsv");
/// Status words of messages.
pub(crate) const INQUIRY_STATUS: &str = include_str!("../lexicon/inquiry-status.tsv");
/// What a template leaves in a label that nobody filled in.
pub(crate) const LABEL_PLACEHOLDERS: &str = include_str!("../lexicon/label-placeholders.tsv");
/// Words in and beside lists that are no titles.
pub(crate) const LIST_WORDS: &str = include_str!("../lexicon/list-words.tsv");
/// Words by which a slip is spoken of and not made.
pub(crate) const MENTIONS: &str = include_str!("../lexicon/mentions.tsv");
/// What ends the names of firms, houses and villages, with how far ahead of it the name may begin.
pub(crate) const NAME_ENDS: &str = include_str!("../lexicon/name-ends.tsv");
/// Tails that names of offices and schools share, with the longest name before them and who gives such names.
pub(crate) const NAME_TAILS: &str = include_str!("../lexicon/name-tails.tsv");
/// Words of links that speak of a system and do not lead into one.
pub(crate) const NOT_A_SYSTEM: &str = include_str!("../lexicon/not-a-system.tsv");
/// Words by which a title or a sentence is that of a document, of an interpretation, of news.
pub(crate) const PAPER_TITLES: &str = include_str!("../lexicon/paper-titles.tsv");
/// Titles before and after the names of persons.
pub(crate) const PERSON_TITLES: &str = include_str!("../lexicon/person-titles.tsv");
/// What follows the name of a city, and what follows a name that is none.
pub(crate) const PLACE_NEIGHBOURS: &str = include_str!("../lexicon/place-neighbours.tsv");
/// What only the page of a domain says that is for sale, expired or parked.
pub(crate) const PARKED_DOMAINS: &str = include_str!("../lexicon/parked-domains.tsv");
/// Heads and titles of lists of private persons, and of people in their office.
pub(crate) const PRIVATE_LISTS: &str = include_str!("../lexicon/private-lists.tsv");
/// Words round long numbers that tell what they are, and whose.
pub(crate) const PRIVATE_NUMBERS: &str = include_str!("../lexicon/private-numbers.tsv");
/// Words round the name of an organisation that make it the name of a website.
pub(crate) const SITE_NAMES: &str = include_str!("../lexicon/site-names.tsv");
/// Surnames, and which of them are words as often.
pub(crate) const SURNAMES: &str = include_str!("../lexicon/surnames.tsv");
/// Offices, agencies and words of the state and the party: a slip in one is a serious one.
pub(crate) const WEIGHTY: &str = include_str!("../lexicon/weighty.tsv");

/// The entries of a list, field by field, in the order of the file; lines that begin with `#` are comments.
pub(crate) fn entries(list: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = list.lines().map(|line| line.trim_end_matches('\r'));
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

/// Word and second field of every entry, read by `of`; without what it does not know, in the order of the file.
pub(crate) fn typed<T>(list: &'static str, of: impl Fn(&'static str) -> Option<T>) -> Vec<(&'static str, T)> {
    entries(list)
        .filter_map(|entry| match entry[..] {
            [word, field, ..] => Some((word, of(field)?)),
            _ => None,
        })
        .collect()
}

/// The words of a list in the order of the file: all of them, or those of one use.
#[derive(Debug)]
pub(crate) struct Words {
    list: &'static str,
    used: Option<&'static str>,
    parsed: OnceLock<Box<[&'static str]>>,
    search: OnceLock<Option<AhoCorasick>>,
}

impl Words {
    /// All words of a list.
    pub(crate) const fn of(list: &'static str) -> Self {
        Words {
            list,
            used: None,
            parsed: OnceLock::new(),
            search: OnceLock::new(),
        }
    }

    /// The words of a list whose second field is this.
    pub(crate) const fn used(list: &'static str, used: &'static str) -> Self {
        Words {
            list,
            used: Some(used),
            parsed: OnceLock::new(),
            search: OnceLock::new(),
        }
    }

    /// Whether any of them stands in the text.
    pub(crate) fn any_in(&self, text: &str) -> bool {
        // All words in one pass; lists are short, and an automaton of them is never refused. Which word is found matters to
        // nobody, but only where the leftmost is asked for does the engine look for all of them with vector instructions
        // first: a list of ten words in the text of pages takes 0.1 ns a byte so, and 1.4 ns without (4.3 MB, AVX2).
        let build = || AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(self.iter());
        let search = self.search.get_or_init(|| build().ok());
        match search {
            Some(search) => search.is_match(text),
            None => self.iter().any(|word| text.contains(word)),
        }
    }
}

impl Deref for Words {
    type Target = [&'static str];

    fn deref(&self) -> &Self::Target {
        self.parsed.get_or_init(|| {
            let wanted = |entry: &Vec<&'static str>| self.used.is_none_or(|used| entry.get(1) == Some(&used));
            entries(self.list)
                .filter(wanted)
                .filter_map(|entry| entry.first().copied())
                .collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::*;

    /// Second fields that part a file into lists, so that a word may stand in several of them.
    const PARTS: &[&str] = &["用处", "可能的类别", "所指的词"];

    fn faults(text: &'static str) -> Vec<String> {
        let mut lines = text.lines();
        let (Some(title), Some(head)) = (lines.next(), lines.next()) else {
            return vec!["is empty".to_owned()];
        };
        let fields: Vec<&str> = head.trim_start_matches("# ").split('\t').collect();
        let reasoned = matches!(fields[..], ["词", .., "理由"] | ["词", .., "理由", "来源"]);
        if !title.starts_with("# ") || !head.starts_with("# ") || !reasoned {
            return vec!["does not begin with what it is and what its fields are".to_owned()];
        }
        let key = if PARTS.contains(&fields[1]) { 2 } else { 1 };
        let mut faults = Vec::new();
        let mut seen = HashSet::new();
        for entry in entries(text) {
            if entry.len() != fields.len() || entry.iter().any(|field| field.is_empty() || field.trim() != *field) {
                faults.push(format!("{entry:?} has not all its fields"));
            } else if !seen.insert(entry[..key].to_vec()) {
                faults.push(format!("{entry:?} stands twice"));
            }
        }
        if seen.len() < 5 {
            faults.push("is hardly a list".to_owned());
        }
        faults
    }

    /// The text of all sources but this one.
    fn code(folder: &Path) -> String {
        let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let others = paths.filter(|path| !path.ends_with("src/lexicon.rs"));
        let read = |path: PathBuf| {
            if path.is_dir() {
                code(&path)
            } else {
                fs::read_to_string(&path).unwrap_or_default()
            }
        };
        others.map(read).collect()
    }

    #[test]
    fn every_word_stands_once_with_its_reason_and_every_list_is_read() {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        let code = code(&package.join("src"));
        let mut faulty = Vec::new();
        let mut lists = 0;
        for file in fs::read_dir(package.join("lexicon")).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let text: &'static str = fs::read_to_string(&path).unwrap().leak();
            faulty.extend(faults(text).iter().map(|fault| format!("{name} {fault}")));
            let uses: HashSet<&str> = entries(text).filter_map(|entry| entry.get(1).copied()).collect();
            let parted = text.lines().nth(1).is_some_and(|head| head.starts_with("# 词\t用处\t"));
            for unread in uses.iter().filter(|used| parted && !code.contains(&format!("\"{used}\""))) {
                faulty.push(format!("{name} has words for {unread}, which nobody reads"));
            }
            if !include_str!("lexicon.rs").contains(&format!("include_str!(\"../lexicon/{name}\")")) {
                faulty.push(format!("{name} has no constant"));
            }
            lists += 1;
        }
        assert!(faulty.is_empty() && lists > 2, "{faulty:#?}");
    }

    #[test]
    fn that_test_can_fail() {
        let begun = "# 试验用\n# 词\t用处\t理由\n甲\t一\t甲\n乙\t一\t乙\n丙\t一\t丙\n丁\t一\t丁\n";
        let with = |more: &str| faults(format!("{begun}{more}").leak()).len();
        assert_eq!(
            [with("甲\t二\t甲\n"), with("甲\t一\t又\n"), with("戊\t一\n"), with("戊\t\t戊\n")],
            [0, 2, 2, 2]
        );
        assert_eq!(with(""), 1);
        assert_eq!(faults("# 词\t理由\n甲\t甲\n").len(), 1);
    }

    #[test]
    fn words_are_those_of_one_use_in_their_order() {
        const LIST: &str = "# 试验用\n# 词\t用处\t理由\r\n乙\tone\t甲\r\n丙\ttwo\t丙\n甲\tone\t乙\n";
        assert_eq!(*Words::of(LIST), ["乙", "丙", "甲"]);
        let one = Words::used(LIST, "one");
        assert_eq!(*one, ["乙", "甲"]);
        assert!(one.any_in("说甲的话") && !one.any_in("丙"));
        assert_eq!(typed(LIST, |sort| (sort == "two").then_some(2)), [("丙", 2)]);
    }
}
