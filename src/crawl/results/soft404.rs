//! Error pages served as good ones: found by asking for a page that cannot exist and comparing.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use sha2::{Digest as _, Sha256};
use url::Url;

use crate::facts::similarity::{Common, Likeness};
use crate::facts::{ProbeAnswer, Probed};
use crate::judge::SoftError;
use crate::site::is_front;

/// Probes sent to one host of our own at most: each costs the host a request.
const MOST_PROBES_INSIDE: usize = 6;
/// Probes sent to one host of our own where redirects and repeated contents make more of its answers doubtful.
const MOST_PROBES_DOUBTFUL: usize = 20;
/// Outside hosts are not ours to explore.
const MOST_PROBES_OUTSIDE: usize = 1;
/// Where more than this share of a host's pages look like its answer to a missing page, the host answers everything
/// alike (a script-driven site), and likeness proves nothing.
const ALIKE_SHARE: f64 = 0.5;

/// Where missing pages of one kind may be answered alike: one host, one first folder, one extension.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Pattern {
    host: String,
    folder: String,
    extension: String,
}

impl Pattern {
    pub(crate) fn of(url: &Url) -> Self {
        let mut segments = url.path_segments().into_iter().flatten();
        let first = segments.next().unwrap_or_default();
        let file = url.path().rsplit('/').next().unwrap_or_default();
        Pattern {
            host: host_of(url),
            folder: if segments.next().is_some() {
                first.to_owned()
            } else {
                String::new()
            },
            extension: file.rsplit_once('.').map_or(String::new(), |(_, e)| e.to_ascii_lowercase()),
        }
    }

    fn dot_extension(&self) -> String {
        if self.extension.is_empty() {
            String::new()
        } else {
            format!(".{}", self.extension)
        }
    }
}

/// A good answer of the crawl, as far as probing is concerned.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GoodPage<'a> {
    pub(crate) url: &'a Url,
    /// The print of its content; 0 where it was not read.
    pub(crate) print: u64,
    /// What it says, where it was read.
    pub(crate) likeness: Option<&'a Likeness>,
    /// Where it was served from, if a redirect led away from the address.
    pub(crate) end: Option<&'a Url>,
    /// Whether it belongs to one of the sites.
    pub(crate) inside: bool,
}

impl GoodPage<'_> {
    /// Whether it shows what the host has to say: not where it only leads on, and not a front page.
    fn counts(&self) -> bool {
        self.print != 0 && self.end.is_none() && !is_front(self.url)
    }
}

/// How much a pattern needs a probe; the first come first, where a host has more patterns than it is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// A page of it ended on a front page: with a probe that is a fault, without one it would be taken for good.
    SentHome,
    /// A page of it led elsewhere, or says what others say.
    Doubtful,
    Plain,
}

/// What is known of missing pages of one pattern.
#[derive(Debug)]
struct PatternProbes {
    first: Url,
    answer: Option<ProbeAnswer>,
    /// The second look, where the first one was answered with a page.
    second: Option<ProbeAnswer>,
}

impl PatternProbes {
    /// The answers with a good status. None where one of two looks was answered honestly: then the other was an accident.
    fn alike(&self) -> impl Iterator<Item = &ProbeAnswer> {
        let honest = [&self.answer, &self.second]
            .into_iter()
            .flatten()
            .any(|a| *a == ProbeAnswer::Honest);
        let answers = [&self.answer, &self.second].into_iter().flatten();
        answers.filter(move |a| !honest && matches!(a, ProbeAnswer::Alike { .. }))
    }

    /// What two answers that stayed at their addresses have in common.
    fn common(&self) -> Option<Common> {
        let mut at_home = self.alike().filter_map(|a| match a {
            ProbeAnswer::Alike {
                likeness: Some(likeness),
                final_url: None,
                ..
            } => Some(likeness),
            _ => None,
        });
        Common::of(at_home.next()?, at_home.next()?)
    }

    fn has_print(&self, wanted: u64) -> bool {
        wanted != 0
            && self
                .alike()
                .any(|a| matches!(a, ProbeAnswer::Alike { print, .. } if *print == wanted))
    }

    fn ends_at(&self, url: &Url) -> bool {
        self.alike()
            .any(|a| matches!(a, ProbeAnswer::Alike { final_url: Some(end), .. } if end == url.as_str()))
    }
}

/// How the pages of a pattern and its host compare with the answer to a missing page.
#[derive(Debug, Default)]
struct Census {
    common: Option<Common>,
    /// Pages of the pattern that are another page, by their print.
    other: u32,
    /// Pages of the pattern that hold what the answers have in common, and that do not.
    own: CommonCount,
    /// The same of all pages of the host.
    host: CommonCount,
    host_pages: u32,
    host_alike: u32,
}

#[derive(Debug, Default)]
struct CommonCount {
    holding: u32,
    without: u32,
}

impl CommonCount {
    fn add(&mut self, held: Option<bool>) {
        self.holding += u32::from(held == Some(true));
        self.without += u32::from(held == Some(false));
    }

    /// Whether most pages that tell do not hold it: what most pages hold is the frame they stand in.
    fn is_uncommon(&self) -> bool {
        self.without > self.holding
    }
}

impl Census {
    /// Whether the host shows the same to nearly everything: then likeness proves nothing.
    fn answers_everything_alike(&self) -> bool {
        // A handful of pages proves no habit.
        self.host_pages >= 10 && f64::from(self.host_alike) > ALIKE_SHARE * f64::from(self.host_pages)
    }
}

/// The probes of a run and what they were answered.
#[derive(Debug, Default)]
pub(crate) struct Probes {
    asked: HashMap<Pattern, PatternProbes>,
    census: HashMap<Pattern, Census>,
}

impl Probes {
    /// Which addresses to ask, once all pages are known: the same pages always give the same probes, in whatever order
    /// they came. With `all` false only what is doubtful is probed.
    pub(crate) fn plan<'a>(&mut self, pages: impl Iterator<Item = GoodPage<'a>>, all: bool) -> Vec<Url> {
        let mut patterns: BTreeMap<Pattern, (&Url, Rank, bool)> = BTreeMap::new();
        let mut seen: HashMap<(String, u64), u32> = HashMap::new();
        let pages: Vec<GoodPage<'a>> = pages.filter(|p| !is_front(p.url)).collect();
        for page in &pages {
            if page.counts() {
                *seen.entry((host_of(page.url), page.print)).or_default() += 1;
            }
        }
        for page in &pages {
            let repeated = seen.get(&(host_of(page.url), page.print)).is_some_and(|count| *count > 1);
            let rank = match page.end {
                Some(end) if is_front(end) => Rank::SentHome,
                Some(_) => Rank::Doubtful,
                None if repeated => Rank::Doubtful,
                None => Rank::Plain,
            };
            let entry = patterns.entry(Pattern::of(page.url)).or_insert((page.url, rank, page.inside));
            entry.0 = entry.0.min(page.url);
            entry.1 = entry.1.min(rank);
        }
        let mut per_host: BTreeMap<&str, Vec<(Rank, &Pattern, &Url)>> = BTreeMap::new();
        for (pattern, (url, rank, inside)) in &patterns {
            if all || (*rank != Rank::Plain && *inside) {
                per_host.entry(&pattern.host).or_default().push((*rank, pattern, url));
            }
        }
        let mut probes = Vec::new();
        for candidates in per_host.values_mut() {
            candidates.sort();
            let inside = candidates.first().is_some_and(|(_, pattern, _)| patterns[*pattern].2);
            let doubtful = candidates.iter().filter(|(rank, ..)| *rank != Rank::Plain).count();
            let most = if inside {
                doubtful.clamp(MOST_PROBES_INSIDE, MOST_PROBES_DOUBTFUL)
            } else {
                MOST_PROBES_OUTSIDE
            };
            // The host's own way with missing pages shows at its root.
            let root = candidates
                .first()
                .and_then(|(_, pattern, url)| url.join(&format!("/index{}", pattern.dot_extension())).ok());
            let wanted = root
                .into_iter()
                .filter(|_| inside)
                .chain(candidates.iter().map(|(_, _, url)| (*url).clone()));
            for url in wanted.take(most) {
                let pattern = Pattern::of(&url);
                let probe = sibling(&url, &pattern, "");
                if let (Entry::Vacant(entry), Some(first)) = (self.asked.entry(pattern), probe) {
                    probes.push(first.clone());
                    entry.insert(PatternProbes {
                        first,
                        answer: None,
                        second: None,
                    });
                }
            }
        }
        probes
    }

    /// Takes in the answer to the probe at `url`. Gives another one to ask where the first was answered with a page: what two
    /// of them share is the error page, and what they do not share is a clock, an echo, a token.
    pub(crate) fn answered(&mut self, url: &Url, inside: bool, answer: ProbeAnswer) -> Option<Url> {
        let pattern = Pattern::of(url);
        let second = sibling(url, &pattern, "/2");
        let is_second = second.as_ref() == Some(url);
        // A run that goes on knows the answer before it knows the pages it was asked for.
        let known = self.asked.entry(pattern.clone()).or_insert_with(|| PatternProbes {
            first: sibling(url, &pattern, "").filter(|_| is_second).unwrap_or_else(|| url.clone()),
            answer: None,
            second: None,
        });
        if is_second {
            known.second = Some(answer);
            return None;
        }
        let stays = matches!(answer, ProbeAnswer::Alike { final_url: None, .. });
        known.answer = Some(answer);
        second.filter(|_| stays && inside)
    }

    /// Compares every good page with the answers to missing ones, before any is judged.
    pub(crate) fn compare<'a>(&mut self, pages: impl Iterator<Item = GoodPage<'a>>) {
        let mut by_host: HashMap<String, Vec<(Pattern, GoodPage<'a>)>> = HashMap::new();
        for page in pages.filter(GoodPage::counts) {
            by_host.entry(host_of(page.url)).or_default().push((Pattern::of(page.url), page));
        }
        for (pattern, known) in self.asked.iter().filter(|(_, known)| known.alike().next().is_some()) {
            let mut census = Census {
                common: known.common(),
                ..Census::default()
            };
            for (own, page) in by_host.get(&pattern.host).into_iter().flatten() {
                let common = census.common.as_ref().zip(page.likeness);
                let held = common.and_then(|(common, page)| common.is_held_by(page));
                census.host_pages += 1;
                census.host_alike += u32::from(known.has_print(page.print) || held == Some(true));
                census.host.add(held);
                if own == pattern {
                    census.other += u32::from(!known.has_print(page.print));
                    census.own.add(held);
                }
            }
            self.census.insert(pattern.clone(), census);
        }
    }

    /// What a good answer hides, once all were compared. `home` is the home page of the address's host: its address, print
    /// and likeness.
    pub(crate) fn judge(&self, page: GoodPage<'_>, home: Option<&Home<'_>>) -> Option<SoftError> {
        let pattern = Pattern::of(page.url);
        if is_front(page.url) {
            return None;
        }
        if !self.asked.contains_key(&pattern) {
            let end = page
                .end
                .filter(|end| end.path() == "/" || home.is_some_and(|home| home.url == *end))?;
            return self.sends_home(&pattern, end).then_some(SoftError::Home);
        }
        let (known, census) = (self.asked.get(&pattern)?, self.census.get(&pattern)?);
        if let Some(end) = page.end
            && known.ends_at(end)
        {
            if end.path() == "/" || home.is_some_and(|home| home.url == end) {
                return Some(SoftError::Home);
            }
            // A folder that moved sends everything in it to one good page. Only where missing pages elsewhere on the host
            // end there too is it the host's error page.
            return self
                .is_so_elsewhere(&pattern, |other| other.ends_at(end))
                .then_some(SoftError::ErrorPage);
        }
        if census.answers_everything_alike() {
            return None;
        }
        let same = known.has_print(page.print) && !home.is_some_and(|home| known.has_print(home.print));
        // The folder must also serve pages that differ: where everything in it is alike, one program answers it all, and
        // likeness to a missing page proves nothing.
        if same && (census.other > 0 || self.is_so_elsewhere(&pattern, |other| other.has_print(page.print))) {
            return Some(SoftError::ErrorPage);
        }
        let (common, likeness) = (census.common.as_ref()?, page.likeness.filter(|_| page.end.is_none())?);
        let is_home = home
            .and_then(|home| home.likeness)
            .is_some_and(|home| common.is_held_by(home) != Some(false));
        let holds = |other: &PatternProbes| other.common().is_some_and(|o| common.is_much_like(&o));
        // A folder that is all alike needs a witness: missing pages elsewhere, and pages elsewhere that are not so.
        let lonely = census.own.without == 0 && census.host.is_uncommon() && self.is_so_elsewhere(&pattern, holds);
        let proves = census.own.is_uncommon() || lonely;
        (common.is_all_of(likeness) && !is_home && proves).then_some(SoftError::ErrorPage)
    }

    /// The probe that the state of this address rests on.
    pub(crate) fn probed(&self, url: &Url) -> Option<Probed> {
        let known = self.asked.get(&Pattern::of(url))?;
        let Some(ProbeAnswer::Alike { status, final_url, .. }) = &known.answer else {
            return None;
        };
        Some(Probed {
            url: known.first.to_string(),
            status: *status,
            final_url: final_url.clone(),
        })
    }

    /// Whether the host sends readers of missing pages home wherever it was asked for one of this extension: it has more
    /// patterns than probes, and what was not asked is like the rest.
    fn sends_home(&self, own: &Pattern, end: &Url) -> bool {
        let alike = |pattern: &&Pattern| pattern.host == own.host && pattern.extension == own.extension;
        let mut asked = self
            .asked
            .iter()
            .filter(|(pattern, _)| alike(pattern))
            .map(|(_, known)| known)
            .peekable();
        asked.peek().is_some() && asked.all(|known| known.ends_at(end))
    }

    /// Whether missing pages in other folders of the host get an answer of which `same` is true.
    fn is_so_elsewhere(&self, own: &Pattern, same: impl Fn(&PatternProbes) -> bool) -> bool {
        self.asked
            .iter()
            .any(|(pattern, known)| pattern.host == own.host && pattern.folder != own.folder && same(known))
    }
}

/// The home page of a host.
#[derive(Debug, Clone)]
pub(crate) struct Home<'a> {
    pub(crate) url: &'a Url,
    pub(crate) print: u64,
    pub(crate) likeness: Option<&'a Likeness>,
}

fn host_of(url: &Url) -> String {
    url[url::Position::BeforeHost..url::Position::AfterPort].to_owned()
}

/// A sibling that cannot exist: same folder, same extension, a name nobody gives. The same for every run, so that a
/// server's log shows one strange name (or two, by `which`) and not many.
fn sibling(url: &Url, pattern: &Pattern, which: &str) -> Option<Url> {
    let hash = Sha256::digest(format!("{}/{}{which}", pattern.host, pattern.folder));
    let name: String = hash.iter().take(6).map(|b| format!("{b:02x}")).collect();
    let folder = &url.path()[..=url.path().rfind('/')?];
    let mut probe = crate::crawl::frontier::hosts::without_user(url);
    probe.set_query(None);
    probe.set_fragment(None);
    probe.set_path(&format!("{folder}xuncha-{name}{}", pattern.dot_extension()));
    Some(probe)
}

#[cfg(test)]
mod tests;
