//! Reading the wording of pages: every distinct sentence once a run, the slips handed to the rules page by page.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::{PageFacts, PageKind};
use crate::rules::{PageRef, SlipAt, WordingCase};
use crate::wording::{self, Own, Proofreading, Slip};

/// What a run remembers of the sentences it read.
pub(super) struct Reader<'a> {
    by: &'a Proofreading,
    /// Sentences without a slip, by their print: a large site has millions, so nothing else is kept of them.
    clean: FxHashSet<u64>,
    /// The slips of each sentence that has any.
    wrong: FxHashMap<u64, Vec<Slip>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(by: &'a Proofreading) -> Self {
        Self {
            by,
            clean: FxHashSet::default(),
            wrong: FxHashMap::default(),
        }
    }

    /// The slips on a page, each with its sentence.
    pub(super) fn page(&mut self, site: &str, facts: &PageFacts) -> Vec<(String, Slip)> {
        if matches!(facts.kind, PageKind::Error | PageKind::Stub | PageKind::StyleSheet) {
            return Vec::new();
        }
        let title = facts.title.as_deref().unwrap_or_default();
        let mut own: Option<Own> = None;
        let mut found = Vec::new();
        for sentence in wording::sentences(title).chain(wording::sentences(&facts.text)) {
            // Where bytes were lost nobody can say what was written.
            if sentence.contains('\u{fffd}') {
                continue;
            }
            let key = wording::print(sentence);
            if self.clean.contains(&key) {
                continue;
            }
            let slips = self.wrong.entry(key).or_insert_with(|| {
                let own = self.by.engine.has_model().then(|| {
                    let document = || Own::of(&Proofreading::document(facts.title.as_deref(), &facts.text));
                    &*own.get_or_insert_with(document)
                });
                self.by.engine.judge(sentence, own)
            });
            if slips.is_empty() {
                self.wrong.remove(&key);
                self.clean.insert(key);
                continue;
            }
            let told = slips.iter().filter(|s| !self.by.ignore.holds(site, sentence, s));
            found.extend(told.map(|s| (sentence.to_owned(), s.clone())));
        }
        found
    }
}

/// The case that the rules judge.
pub(super) fn case<'a>(page: PageRef<'a>, slips: &'a [(String, Slip)]) -> WordingCase<'a> {
    WordingCase {
        page,
        slips: slips.iter().map(|(sentence, slip)| SlipAt { sentence, slip }).collect(),
    }
}
