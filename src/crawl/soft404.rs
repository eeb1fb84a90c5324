//! Error pages served as good ones: found by asking for a page that cannot exist and comparing.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::facts::PageFacts;
use crate::finding::SoftError;

/// Probes sent to one host at most: each costs the host a request.
const MOST_PROBES_INSIDE: usize = 6;
/// Outside hosts are not ours to explore.
const MOST_PROBES_OUTSIDE: usize = 1;
/// Extra probes where a redirect makes an answer doubtful.
const MOST_PROBES_DOUBTFUL: usize = 20;
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
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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
            host: url[url::Position::BeforeHost..url::Position::AfterPort].to_owned(),
            folder: if segments.next().is_some() {
                first.to_owned()
            } else {
                String::new()
            },
            extension: file.rsplit_once('.').map_or(String::new(), |(_, e)| e.to_ascii_lowercase()),
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

/// The probes of a run and what they were answered.
#[derive(Debug, Default)]
pub(crate) struct Probes {
    asked: HashMap<Pattern, Option<Answer>>,
    per_host: HashMap<String, usize>,
    /// Pages of a host whose print was seen, for the share of likeness.
    prints: HashMap<String, HashMap<u64, u32>>,
}

impl Probes {
    /// The address to ask so that `url`'s pattern is known, or `None` where it is known, being asked, or enough was asked.
    pub(crate) fn wanted(&mut self, url: &Url, inside: bool, doubtful: bool) -> Option<Url> {
        let pattern = Pattern::of(url);
        if self.asked.contains_key(&pattern) {
            return None;
        }
        let most = match (inside, doubtful) {
            (true, true) => MOST_PROBES_DOUBTFUL,
            (true, false) => MOST_PROBES_INSIDE,
            (false, _) => MOST_PROBES_OUTSIDE,
        };
        let asked = self.per_host.entry(pattern.host.clone()).or_default();
        if *asked >= most {
            return None;
        }
        *asked += 1;
        let probe = sibling(url, &pattern)?;
        self.asked.insert(pattern, None);
        Some(probe)
    }

    /// Takes in the answer to the probe at `url`.
    pub(crate) fn answered(&mut self, url: &Url, answer: Answer) {
        self.asked.insert(Pattern::of(url), Some(answer));
    }

    /// Counts a good page's print.
    pub(crate) fn saw(&mut self, url: &Url, print: u64) {
        if print != 0 {
            *self.prints.entry(Pattern::of(url).host).or_default().entry(print).or_default() += 1;
        }
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
            return self.ends_missing_pages_elsewhere(asked, final_url).then_some(SoftError::ErrorPage);
        }
        let is_home_print = home.is_some_and(|(_, home_print)| home_print == *error_print);
        let alike = print != 0 && print == *error_print && !is_home_print && !is_front(asked);
        if alike && !self.answers_everything_alike(asked, *error_print) {
            Some(SoftError::ErrorPage)
        } else {
            None
        }
    }

    fn ends_missing_pages_elsewhere(&self, asked: &Url, end: &Url) -> bool {
        let own = Pattern::of(asked);
        let ends_there =
            |answer: &Option<Answer>| matches!(answer, Some(Answer::Alike { final_url: Some(url), .. }) if url == end.as_str());
        self.asked
            .iter()
            .any(|(pattern, answer)| pattern.host == own.host && pattern.folder != own.folder && ends_there(answer))
    }

    fn answers_everything_alike(&self, url: &Url, print: u64) -> bool {
        let Some(prints) = self.prints.get(&Pattern::of(url).host) else {
            return false;
        };
        let all: u32 = prints.values().sum();
        let alike = prints.get(&print).copied().unwrap_or_default();
        // A handful of pages proves no habit.
        all >= 10 && f64::from(alike) > ALIKE_SHARE * f64::from(all)
    }
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
    let mut probe = url.clone();
    probe.set_query(None);
    probe.set_fragment(None);
    let dot = if pattern.extension.is_empty() { "" } else { "." };
    probe.set_path(&format!("{folder}xuncha-{name}{dot}{}", pattern.extension));
    Some(probe)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        text.parse().unwrap()
    }

    fn probed(answer: Answer) -> Probes {
        let mut probes = Probes::default();
        let probe = probes.wanted(&url("http://a.cn/x/1.htm"), true, false).unwrap();
        assert_eq!(Pattern::of(&probe), Pattern::of(&url("http://a.cn/x/1.htm")));
        assert!(probe.path().starts_with("/x/xuncha-"));
        assert!(
            probes.wanted(&url("http://a.cn/x/2.htm"), true, false).is_none(),
            "one probe a pattern"
        );
        probes.answered(&probe, answer);
        probes
    }

    #[test]
    fn a_page_like_the_answer_to_a_missing_one_is_missing() {
        let probes = probed(Answer::Alike { print: 7, final_url: None });
        let page = url("http://a.cn/x/1.htm");
        assert_eq!(probes.judge(&page, &page, 7, None), Some(SoftError::ErrorPage));
        assert_eq!(probes.judge(&page, &page, 8, None), None);
        assert_eq!(
            probes.judge(&page, &page, 7, Some((&url("http://a.cn/"), 7))),
            None,
            "a site that shows its home page to everything"
        );
    }

    #[test]
    fn a_redirect_home_counts_only_where_missing_pages_go_there_too() {
        let home = url("http://a.cn/");
        let page = url("http://a.cn/x/1.htm");
        let probes = probed(Answer::Alike {
            print: 7,
            final_url: Some(home.to_string()),
        });
        assert_eq!(probes.judge(&page, &home, 7, Some((&home, 7))), Some(SoftError::Home));
        let honest = probed(Answer::Honest);
        assert_eq!(honest.judge(&page, &home, 7, Some((&home, 7))), None);
    }

    #[test]
    fn a_folder_that_moved_is_not_the_error_page_of_its_host() {
        let page = url("http://a.cn/x/1.htm");
        let end = url("http://a.cn/error.htm");
        let mut probes = probed(Answer::Alike {
            print: 7,
            final_url: Some(end.to_string()),
        });
        assert_eq!(probes.judge(&page, &end, 9, None), None);
        let elsewhere = probes.wanted(&url("http://a.cn/1.htm"), true, true).unwrap();
        probes.answered(
            &elsewhere,
            Answer::Alike {
                print: 7,
                final_url: Some(end.to_string()),
            },
        );
        assert_eq!(probes.judge(&page, &end, 9, None), Some(SoftError::ErrorPage));
    }

    #[test]
    fn a_site_that_answers_everything_alike_is_not_judged_by_likeness() {
        let mut probes = probed(Answer::Alike { print: 7, final_url: None });
        for i in 0..12 {
            probes.saw(&url(&format!("http://a.cn/x/{i}.htm")), 7);
        }
        let page = url("http://a.cn/x/1.htm");
        assert_eq!(probes.judge(&page, &page, 7, None), None);
    }

    #[test]
    fn digits_do_not_make_a_difference() {
        assert_eq!(print("出错了", "编号 123"), print("出错了", "编号 98765"));
        assert_ne!(print("出错了", "a"), print("出错了", "b"));
        assert_eq!(print("", "  12 "), print("", ""));
    }
}
