//! Reading the wording of pages: every distinct sentence once a run, the slips handed to the rules page by page.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::{PageFacts, PageKind, bounds};
use crate::rules::{PageRef, SlipAt, WordingCase};
use crate::wording::{self, Entry, Own, OwnNames, Proofreading, Slip, Tier};

/// The label by which a page names its site.
const SITE_NAME: &str = "SiteName";

/// What was found on one page so far.
#[derive(Default)]
struct Found {
    slips: Vec<(String, Slip)>,
    /// Sentences that were read on it, by their print: a title stands in the head, on the page and among its links.
    read: FxHashSet<u64>,
    /// What the page gave to the model.
    own: Option<Own>,
}

/// What a run remembers of the sentences it read.
pub(super) struct Reader<'a> {
    by: &'a Proofreading,
    /// What the sites are called.
    names: OwnNames,
    /// Sentences without a slip, by their print: a large site has millions, so nothing else is kept of them.
    clean: FxHashSet<u64>,
    /// The slips of each sentence that has any.
    wrong: FxHashMap<u64, Vec<Slip>>,
    /// Entries of the ignore list, and own exceptions, that kept something from being reported.
    ignored: FxHashSet<usize>,
    excepted: FxHashSet<usize>,
}

impl<'a> Reader<'a> {
    /// By these lists and models, of sites that are called so.
    pub(super) fn new(by: &'a Proofreading, names: OwnNames) -> Self {
        Self {
            by,
            names,
            clean: FxHashSet::default(),
            wrong: FxHashMap::default(),
            ignored: FxHashSet::default(),
            excepted: FxHashSet::default(),
        }
    }

    /// The slips on a page, each with its sentence: of its title and its text, and of what stands around them, its `<title>`, its links,
    /// pictures and buttons. Those are names and fragments, of which only lists and patterns are sure.
    pub(super) fn page(&mut self, site: &str, facts: &PageFacts) -> Vec<(String, Slip)> {
        if matches!(facts.kind, PageKind::Error | PageKind::Stub | PageKind::StyleSheet | PageKind::Data) {
            return Vec::new();
        }
        let mut found = Found::default();
        let title = facts.title.as_deref().unwrap_or_default();
        for text in [title, &facts.text] {
            self.text(site, facts, text, false, &mut found);
        }
        let links = facts.links.iter().map(|link| (link.text.as_str(), bounds::LINK_TEXT));
        let pictures = facts.header.pictures.iter().map(|words| (words.as_str(), usize::MAX));
        let names = [facts.html_title.as_deref().unwrap_or_default(), &facts.frame];
        for (text, most) in names.map(|text| (text, usize::MAX)).into_iter().chain(pictures).chain(links) {
            if text.chars().count() < most {
                self.text(site, facts, text, true, &mut found);
            } else {
                // What was cut may go on otherwise.
                self.text(site, facts, &format!("{text}…"), true, &mut found);
            }
        }
        found.slips
    }

    /// Adds the slips of one text of a page; of a `fragment` only what is certain.
    fn text(&mut self, site: &str, facts: &PageFacts, text: &str, fragment: bool, found: &mut Found) {
        for sentence in wording::sentences(text) {
            // Where bytes were lost nobody can say what was written.
            if sentence.contains('\u{fffd}') {
                continue;
            }
            let key = wording::print(sentence);
            if self.clean.contains(&key) || !found.read.insert(key) {
                continue;
            }
            let slips = self.wrong.entry(key).or_insert_with(|| {
                let own = self.by.engine.has_model().then(|| {
                    let document = || Own::of(&Proofreading::document(facts.title.as_deref(), &facts.text));
                    &*found.own.get_or_insert_with(document)
                });
                self.by.engine.judge_noting(sentence, own, &mut |i| {
                    self.excepted.insert(i);
                })
            });
            if slips.is_empty() {
                self.wrong.remove(&key);
                self.clean.insert(key);
                continue;
            }
            let label = facts.labels.get(SITE_NAME).map(String::as_str);
            let printed: Vec<&str> = facts.footer.sponsor.as_deref().into_iter().chain(label).collect();
            let certain = |slip: &&Slip| !fragment || !matches!(slip.tier, Tier::Dictionary | Tier::Model);
            for slip in slips
                .iter()
                .filter(certain)
                .filter(|slip| !self.names.cover(&printed, sentence, slip))
            {
                let ignored = self.by.ignore.covering(site, sentence, slip);
                if ignored.is_empty() {
                    found.slips.push((sentence.to_owned(), slip.clone()));
                }
                self.ignored.extend(ignored);
            }
        }
    }

    /// What the user's lists except and no page had.
    pub(super) fn idle(&self) -> Vec<Entry> {
        let ignore = self.by.ignore.entries().iter().enumerate();
        let exceptions = self.by.engine.own_exceptions().iter().enumerate();
        ignore
            .filter(|(i, _)| !self.ignored.contains(i))
            .chain(exceptions.filter(|(i, _)| !self.excepted.contains(i)))
            .map(|(_, entry)| entry.clone())
            .collect()
    }
}

/// The case that the rules judge.
pub(super) fn case<'a>(page: PageRef<'a>, slips: &'a [(String, Slip)]) -> WordingCase<'a> {
    WordingCase {
        page,
        slips: slips.iter().map(|(sentence, slip)| SlipAt { sentence, slip }).collect(),
    }
}
