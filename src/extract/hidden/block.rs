//! A block of links to strangers that belong together, while it is being read.

use rustc_hash::FxHashSet;
use url::Url;

use crate::extract::hijack::{against, hits};
use crate::facts::{HiddenHow, HiddenLink, HiddenLinks, HijackSort};

/// Links kept of one block.
const MOST_LINKS: usize = 10;
/// The weight of words from which they are an advertisement: one that nobody else writes, or two that are usual there.
const ADVERTISED: u32 = 3;

/// A hidden block with its links to strangers.
pub(super) struct Block {
    how: HiddenHow,
    named: bool,
    asked: bool,
    links: Vec<HiddenLink>,
    pub(super) count: usize,
    domains: FxHashSet<String>,
    pub(super) text: String,
    /// What it advertises, where everybody can see it, and whether one link of it leaves no doubt.
    pub(super) advert: Option<(HijackSort, Vec<String>, bool)>,
}

impl Block {
    /// An empty one.
    pub(super) fn new(how: HiddenHow, named: bool, asked: bool) -> Self {
        Block {
            how,
            named,
            asked,
            links: Vec::new(),
            count: 0,
            domains: FxHashSet::default(),
            text: String::new(),
            advert: None,
        }
    }

    /// The same, where all it stands in is hidden so; what can be seen stays what it is.
    pub(super) fn hidden_by(mut self, how: HiddenHow) -> Self {
        if self.how != HiddenHow::Shown {
            self.how = how;
        }
        self
    }

    /// Adds a link that says this.
    pub(super) fn push(&mut self, url: Url, domain: String, said: &str) {
        self.count += 1;
        self.domains.insert(domain);
        if self.links.len() < MOST_LINKS {
            self.links.push(HiddenLink {
                url: url.into(),
                text: said.to_owned(),
            });
        }
    }

    /// How it is hidden.
    pub(super) fn how(&self) -> HiddenHow {
        self.how
    }

    /// Whether its words advertise something.
    pub(super) fn sells(&self) -> bool {
        self.said().1.is_some()
    }

    /// Takes the links of another block in.
    pub(super) fn join(&mut self, other: Block) {
        if !self.how.is_sly() && other.how.is_sly() {
            self.how = other.how;
        }
        self.named &= other.named;
        self.asked &= other.asked;
        self.count += other.count;
        self.domains.extend(other.domains);
        self.links.extend(other.links);
        self.links.truncate(MOST_LINKS);
        self.text.push_str(&other.text);
    }

    /// The words by which advertisements are known, and what they advertise.
    fn said(&self) -> (Vec<String>, Option<HijackSort>) {
        if let Some((sort, words, plain)) = &self.advert {
            // Two of them that lead to different places are no slip of the pen.
            return (words.clone(), Some(*sort).filter(|_| *plain || self.domains.len() > 1));
        }
        let found = hits(&self.text);
        let sort = found.heaviest();
        let sort = sort.filter(|s| found.weight(*s) >= ADVERTISED && against(&self.text) == 0);
        (found.words(None), sort)
    }

    /// What the rule is told of it.
    pub(super) fn into_facts(self) -> HiddenLinks {
        let (words, sort) = self.said();
        HiddenLinks {
            how: self.how,
            links: self.links,
            count: u32::try_from(self.count).unwrap_or(u32::MAX),
            domains: u32::try_from(self.domains.len()).unwrap_or(u32::MAX),
            words,
            sort,
            named: self.named,
            asked: self.asked,
        }
    }
}
