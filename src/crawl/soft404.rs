//! Error pages served as good ones: found by asking for a page that cannot exist and comparing.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::facts::PageFacts;
use crate::finding::SoftError;

/// Probes sent to one host of our own at most: each costs the host a request.
const MOST_PROBES_INSIDE: usize = 6;
/// Probes sent to one host of our own where redirects and repeated contents make more of its answers doubtful.
const MOST_PROBES_DOUBTFUL: usize = 20;
/// Outside hosts are not ours to explore.
const MOST_PROBES_OUTSIDE: usize = 1;
/// Where more than this share of a host's pages look like its answer to a missing page, the host answers everything
/// alike (a script-driven site), and likeness proves nothing.
const ALIKE_SHARE: f64 = 0.5;

/// A print of a page's content: the title and the beginning of the text, without digits and white space, so that
/// counters, dates and echoed numbers do not matter. 0 where there is nothing to compare.
pub(crate) fn print_of(facts: &PageFacts) -> u64 {
    print(facts.html_title.as_deref().unwrap_or_default(), &facts.text)
}

/// [`print_of`] for a title and text read otherwise.
pub(crate) fn print(title: &str, text: &str) -> u64 {
    let mut hash = FxHasher::default();
    let mut length = 0_u32;
    for c in title.chars().chain(['\n']).chain(text.chars().take(4000)) {
        if !c.is_ascii_digit() && !c.is_whitespace() {
            c.hash(&mut hash);
            length += 1;
        }
    }
    if length == 0 { 0 } else { hash.finish().max(1) }
}

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

/// What a host answers to a page that cannot exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    /// An error status, as it should.
    Honest,
    /// A good status: this print, served from this address.
    Alike { print: u64, final_url: Option<String> },
    /// Nothing that could be compared.
    Unknown,
}

/// A good answer of the crawl, as far as probing is concerned.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GoodPage<'a> {
    pub(crate) url: &'a Url,
    /// The print of its content; 0 where it was not read.
    pub(crate) print: u64,
    /// Whether a redirect led away from the address.
    pub(crate) redirected: bool,
    /// Whether it belongs to one of the sites.
    pub(crate) inside: bool,
}

/// The probes of a run and what they were answered.
#[derive(Debug, Default)]
pub(crate) struct Probes {
    asked: HashMap<Pattern, Option<Answer>>,
    /// How often each print was seen among the pages of a pattern.
    prints: HashMap<Pattern, HashMap<u64, u32>>,
}

impl Probes {
    /// Which addresses to ask, once all pages are known: the same pages always give the same probes, in whatever order
    /// they came. With `all` false only what is doubtful is probed.
    pub(crate) fn plan<'a>(&mut self, pages: impl Iterator<Item = GoodPage<'a>>, all: bool) -> Vec<Url> {
        self.prints.clear();
        let mut patterns: BTreeMap<Pattern, (&Url, bool, bool)> = BTreeMap::new();
        let mut seen: HashMap<(String, u64), u32> = HashMap::new();
        let pages: Vec<GoodPage<'a>> = pages.filter(|p| !is_front(p.url)).collect();
        for page in &pages {
            if page.print != 0 && !page.redirected {
                *self.prints.entry(Pattern::of(page.url)).or_default().entry(page.print).or_default() += 1;
                *seen.entry((host_of(page.url), page.print)).or_default() += 1;
            }
        }
        for page in &pages {
            let repeated = seen.get(&(host_of(page.url), page.print)).is_some_and(|count| *count > 1);
            let entry = patterns.entry(Pattern::of(page.url)).or_insert((page.url, false, page.inside));
            entry.0 = entry.0.min(page.url);
            entry.1 |= page.redirected || repeated;
        }
        let mut per_host: BTreeMap<&str, Vec<(bool, &Pattern, &Url)>> = BTreeMap::new();
        for (pattern, (url, doubtful, inside)) in &patterns {
            if all || (*doubtful && *inside) {
                per_host.entry(&pattern.host).or_default().push((!doubtful, pattern, url));
            }
        }
        let mut probes = Vec::new();
        for candidates in per_host.values_mut() {
            candidates.sort();
            let inside = candidates.first().is_some_and(|(_, pattern, _)| patterns[*pattern].2);
            let doubtful = candidates.iter().filter(|(plain, ..)| !plain).count();
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
                let probe = sibling(&url, &pattern);
                if let Entry::Vacant(entry) = self.asked.entry(pattern) {
                    entry.insert(None);
                    probes.extend(probe);
                }
            }
        }
        probes
    }

    /// Takes in the answer to the probe at `url`.
    pub(crate) fn answered(&mut self, url: &Url, answer: Answer) {
        self.asked.insert(Pattern::of(url), Some(answer));
    }

    /// What a good answer hides. `home` is the home page of the address's host: its address and print.
    pub(crate) fn judge(&self, asked: &Url, final_url: &Url, print: u64, home: Option<(&Url, u64)>) -> Option<SoftError> {
        let Some(Some(Answer::Alike {
            print: error_print,
            final_url: error_url,
        })) = self.asked.get(&Pattern::of(asked))
        else {
            return None;
        };
        let redirected = asked.as_str() != final_url.as_str();
        let to_home = home.is_some_and(|(home, _)| home.as_str() == final_url.as_str()) || final_url.path() == "/";
        if redirected && error_url.as_deref() == Some(final_url.as_str()) && !is_front(asked) {
            if to_home {
                return Some(SoftError::Home);
            }
            // A folder that moved sends everything in it to one good page. Only where missing pages elsewhere on the host
            // end there too is it the host's error page.
            return self
                .missing_elsewhere(asked, |_, end| end == Some(final_url.as_str()))
                .then_some(SoftError::ErrorPage);
        }
        let is_home_print = home.is_some_and(|(_, home_print)| home_print == *error_print);
        let alike = print != 0 && print == *error_print && !is_home_print && !is_front(asked);
        let proves = self.is_one_of_many(asked, print) || self.missing_elsewhere(asked, |other, _| other == print);
        (alike && proves && !self.answers_everything_alike(asked, *error_print)).then_some(SoftError::ErrorPage)
    }

    /// Whether missing pages in other folders of the host get an answer of which `same` is true.
    fn missing_elsewhere(&self, asked: &Url, same: impl Fn(u64, Option<&str>) -> bool) -> bool {
        let own = Pattern::of(asked);
        let answered_so =
            |answer: &Option<Answer>| matches!(answer, Some(Answer::Alike { print, final_url }) if same(*print, final_url.as_deref()));
        self.asked
            .iter()
            .any(|(pattern, answer)| pattern.host == own.host && pattern.folder != own.folder && answered_so(answer))
    }

    /// Whether the folder also serves pages that differ: where everything in it is alike, one program answers it all, and
    /// likeness to a missing page proves nothing.
    fn is_one_of_many(&self, asked: &Url, print: u64) -> bool {
        self.prints
            .get(&Pattern::of(asked))
            .is_some_and(|prints| prints.keys().any(|other| *other != print))
    }

    fn answers_everything_alike(&self, url: &Url, print: u64) -> bool {
        let host = host_of(url);
        let (mut all, mut alike) = (0, 0);
        for prints in self
            .prints
            .iter()
            .filter(|(pattern, _)| pattern.host == host)
            .map(|(_, prints)| prints)
        {
            all += prints.values().sum::<u32>();
            alike += prints.get(&print).copied().unwrap_or_default();
        }
        // A handful of pages proves no habit.
        all >= 10 && f64::from(alike) > ALIKE_SHARE * f64::from(all)
    }
}

fn host_of(url: &Url) -> String {
    url[url::Position::BeforeHost..url::Position::AfterPort].to_owned()
}

/// Whether an address is a front page (root or its index): that one may well be what a redirect leads to.
fn is_front(url: &Url) -> bool {
    url.path() == "/"
        || url
            .path()
            .strip_prefix('/')
            .is_some_and(|p| p.starts_with("index.") && !p.contains('/'))
}

/// A sibling that cannot exist: same folder, same extension, a name nobody gives. The same for every run, so that a
/// server's log shows one strange name and not many.
fn sibling(url: &Url, pattern: &Pattern) -> Option<Url> {
    let hash = Sha256::digest(format!("{}/{}", pattern.host, pattern.folder));
    let name: String = hash.iter().take(6).map(|b| format!("{b:02x}")).collect();
    let folder = &url.path()[..=url.path().rfind('/')?];
    let mut probe = super::hosts::without_user(url);
    probe.set_query(None);
    probe.set_fragment(None);
    probe.set_path(&format!("{folder}xuncha-{name}{}", pattern.dot_extension()));
    Some(probe)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        text.parse().unwrap()
    }

    fn page(url: &Url, print: u64) -> GoodPage<'_> {
        GoodPage {
            url,
            print,
            redirected: false,
            inside: true,
        }
    }

    /// Probes over pages `/x/0.htm`… with these prints, of which those in `/x/` are answered so; the root is honest.
    fn probed(prints: &[u64], answer: &Answer) -> Probes {
        let urls: Vec<Url> = (0..prints.len()).map(|i| url(&format!("http://a.cn/x/{i}.htm"))).collect();
        let mut probes = Probes::default();
        for probe in probes.plan(urls.iter().zip(prints).map(|(url, print)| page(url, *print)), true) {
            let in_folder = probe.path().starts_with("/x/xuncha-");
            probes.answered(&probe, if in_folder { answer.clone() } else { Answer::Honest });
        }
        probes
    }

    fn alike(print: u64, end: Option<&str>) -> Answer {
        Answer::Alike {
            print,
            final_url: end.map(str::to_owned),
        }
    }

    #[test]
    fn the_same_pages_give_the_same_probes_in_any_order() {
        let urls: Vec<Url> = (0..30).map(|i| url(&format!("http://a.cn/{}/{i}.htm", i % 9))).collect();
        let forth = Probes::default().plan(urls.iter().map(|u| page(u, 1)), true);
        let back = Probes::default().plan(urls.iter().rev().map(|u| page(u, 1)), true);
        assert_eq!(forth, back);
        assert!(forth.len() <= MOST_PROBES_DOUBTFUL && forth.len() > 1);
        let outside = Probes::default().plan(
            urls.iter().map(|u| GoodPage {
                inside: false,
                ..page(u, 1)
            }),
            true,
        );
        assert_eq!(outside.len(), MOST_PROBES_OUTSIDE);
    }

    #[test]
    fn a_page_like_the_answer_to_a_missing_one_is_missing() {
        let probes = probed(&[7, 1, 2], &alike(7, None));
        let missing = url("http://a.cn/x/0.htm");
        assert_eq!(probes.judge(&missing, &missing, 7, None), Some(SoftError::ErrorPage));
        assert_eq!(probes.judge(&missing, &missing, 8, None), None);
        assert_eq!(
            probes.judge(&missing, &missing, 7, Some((&url("http://a.cn/"), 7))),
            None,
            "a site that shows its home page to everything"
        );
    }

    #[test]
    fn a_folder_that_answers_everything_alike_proves_nothing() {
        let probes = probed(&[7, 7, 7], &alike(7, None));
        let page = url("http://a.cn/x/0.htm");
        assert_eq!(probes.judge(&page, &page, 7, None), None);
        let mut prints = vec![7; 12];
        prints.push(1);
        let probes = probed(&prints, &alike(7, None));
        assert_eq!(
            probes.judge(&page, &page, 7, None),
            None,
            "nor does a host where nearly everything is alike"
        );
    }

    #[test]
    fn a_redirect_home_counts_only_where_missing_pages_go_there_too() {
        let home = url("http://a.cn/");
        let page = url("http://a.cn/x/0.htm");
        let probes = probed(&[1, 2], &alike(7, Some(home.as_str())));
        assert_eq!(probes.judge(&page, &home, 7, Some((&home, 7))), Some(SoftError::Home));
        let honest = probed(&[1, 2], &Answer::Honest);
        assert_eq!(honest.judge(&page, &home, 7, Some((&home, 7))), None);
    }

    #[test]
    fn a_folder_that_moved_is_not_the_error_page_of_its_host() {
        let page = url("http://a.cn/x/0.htm");
        let end = url("http://a.cn/error.htm");
        let mut probes = probed(&[1, 2], &alike(7, Some(end.as_str())));
        assert_eq!(probes.judge(&page, &end, 9, None), None);
        probes.answered(&url("http://a.cn/xuncha-1.htm"), alike(7, Some(end.as_str())));
        assert_eq!(probes.judge(&page, &end, 9, None), Some(SoftError::ErrorPage));
    }

    #[test]
    fn digits_do_not_make_a_difference() {
        assert_eq!(print("出错了", "编号 123"), print("出错了", "编号 98765"));
        assert_ne!(print("出错了", "a"), print("出错了", "b"));
        assert_eq!(print("", "  12 "), print("", ""));
    }
}
