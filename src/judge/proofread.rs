//! Reading the wording of pages: every distinct sentence once a run, the slips handed to the rules page by page.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::extract::split_parts;
use crate::facts::{PageFacts, PageKind, bounds};
use crate::rules::{PageRef, SlipAt, WordingCase};
use crate::wording::{self, Entry, Own, OwnNames, Proofreading, Slip, Tier};

/// The label by which a page names its site.
const SITE_NAME: &str = "SiteName";

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

/// A sentence of a page.
struct Sentence<'p> {
    text: Cow<'p, str>,
    print: u64,
    /// Whether it is a name or a fragment, of which only lists and patterns are sure.
    fragment: bool,
}

/// A page whose wording was read.
#[derive(Default)]
pub(super) struct PageRead<'p> {
    /// Its sentences, each once, but for those known to be right.
    sentences: Vec<Sentence<'p>>,
    /// What it prints of its own name.
    printed: Vec<&'p str>,
    /// What was said of those of which nothing was known.
    pub(super) new: Vec<Judged>,
}

/// What was said of a sentence.
pub(super) struct Judged {
    print: u64,
    slips: Vec<Slip>,
    /// Own exceptions that kept something from being reported.
    excepted: Vec<usize>,
}

/// The slips on a page.
#[derive(Default)]
pub(super) struct Slips {
    /// What is to be reported, each with its sentence.
    pub(super) found: Vec<(String, Slip)>,
    /// Entries of the ignore list that kept something from being reported.
    pub(super) ignored: Vec<usize>,
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

    /// Reads a page: judges those of its sentences of which nothing is known yet. What is learned from it is for [`Reader::learn`].
    pub(super) fn read<'p>(&self, facts: &'p PageFacts) -> PageRead<'p> {
        let mut read = PageRead::default();
        if matches!(facts.kind, PageKind::Error | PageKind::Stub | PageKind::StyleSheet | PageKind::Data) {
            return read;
        }
        let label = facts.labels.get(SITE_NAME).map(String::as_str);
        read.printed = facts.footer.sponsor.as_deref().into_iter().chain(label).collect();
        let mut own: Option<Own> = None;
        let mut seen = FxHashSet::default();
        for (sentence, fragment) in sentences(facts) {
            // Where bytes were lost nobody can say what was written.
            if sentence.contains('\u{fffd}') {
                continue;
            }
            let print = wording::print(&sentence);
            if self.clean.contains(&print) || !seen.insert(print) {
                continue;
            }
            if !self.wrong.contains_key(&print) {
                let own = self.by.engine.has_model().then(|| {
                    let document = || Own::of(&Proofreading::document(facts.title.as_deref(), &facts.text));
                    &*own.get_or_insert_with(document)
                });
                let mut excepted = Vec::new();
                let slips = self.by.engine.judge_noting(&sentence, own, &mut |i| excepted.push(i));
                read.new.push(Judged { print, slips, excepted });
            }
            read.sentences.push(Sentence {
                text: sentence,
                print,
                fragment,
            });
        }
        read
    }

    /// Learns what reading a page told. Of two pages with the same sentence the first speaks: a model reads a sentence in the
    /// light of its page.
    pub(super) fn learn(&mut self, new: Vec<Judged>) {
        for Judged { print, slips, excepted } in new {
            if self.clean.contains(&print) || self.wrong.contains_key(&print) {
                continue;
            }
            self.excepted.extend(excepted);
            if slips.is_empty() {
                self.clean.insert(print);
            } else {
                self.wrong.insert(print, slips);
            }
        }
    }

    /// The slips on a page that was read and learned from.
    pub(super) fn slips(&self, site: &str, read: &PageRead<'_>) -> Slips {
        let mut slips = Slips::default();
        for Sentence { text, print, fragment } in &read.sentences {
            let certain = |slip: &&Slip| !fragment || !matches!(slip.tier, Tier::Dictionary | Tier::Model);
            let found = self.wrong.get(print).into_iter().flatten().filter(certain);
            for slip in found.filter(|slip| !self.names.cover(&read.printed, text, slip)) {
                let ignored = self.by.ignore.covering(site, text, slip);
                if ignored.is_empty() {
                    slips.found.push((text.clone().into_owned(), slip.clone()));
                }
                slips.ignored.extend(ignored);
            }
        }
        slips
    }

    /// Takes note of what the ignore list kept from being reported.
    pub(super) fn note(&mut self, ignored: Vec<usize>) {
        self.ignored.extend(ignored);
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

/// The sentences of a page, and whether they are fragments: those of its title and its text, and what stands around them, its `<title>`,
/// its links, pictures and buttons.
fn sentences(facts: &PageFacts) -> impl Iterator<Item = (Cow<'_, str>, bool)> {
    let title = facts.title.as_deref().unwrap_or_default();
    let whole = [title, &facts.text].into_iter().flat_map(wording::sentences);
    // The name of the site and of the column in a `<title>` are of the template, the same on many pages.
    let names = split_parts(facts.html_title.as_deref().unwrap_or_default()).into_iter();
    let names = names.chain([facts.frame.as_str()]);
    let pictures = facts.header.pictures.iter().map(String::as_str);
    let (cut, links): (Vec<&str>, Vec<&str>) = facts
        .links
        .iter()
        .map(|link| link.text.as_str())
        .partition(|text| text.len() >= bounds::LINK_TEXT && text.chars().count() >= bounds::LINK_TEXT);
    let fragments = names.chain(pictures).chain(links).flat_map(wording::sentences);
    // What was cut may go on otherwise.
    let cut = cut.into_iter().map(|text| format!("{text}…"));
    let cut = cut.flat_map(|text| wording::sentences(&text).map(str::to_owned).collect::<Vec<_>>());
    let whole = whole.map(|text| (Cow::Borrowed(text), false));
    whole
        .chain(fragments.map(|text| (Cow::Borrowed(text), true)))
        .chain(cut.map(|text| (Cow::Owned(text), true)))
}

/// The case that the rules judge.
pub(super) fn case<'a>(page: PageRef<'a>, slips: &'a [(String, Slip)]) -> WordingCase<'a> {
    WordingCase {
        page,
        slips: slips.iter().map(|(sentence, slip)| SlipAt { sentence, slip }).collect(),
    }
}
