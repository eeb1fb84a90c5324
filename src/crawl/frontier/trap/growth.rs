//! Grounds that only grow: places whose pages say something new every time, name ever more of themselves, and lead nowhere
//! else. Pages that a program makes up, and filters that can be combined without end, look like this.
//!
//! Only pages that nobody else vouches for are counted, and only such addresses are cut: what any page of another ground
//! names, or a list that others lead to, is read all the same, however late that page is found.

use std::collections::VecDeque;
use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};
use url::Url;

use super::family::{fold, folded};

/// Pages in a row that decide. With those that are under way when the ground is closed, a ground costs fewer than 300 requests.
/// On the ten collected sites and on a manual of 10,138 pages no ground has ever so many that bring nothing but more of itself.
const WINDOW: usize = 120;
/// How many of them may have led elsewhere all the same: one in twenty.
const ASTRAY: usize = WINDOW / 20;
/// How many must each have named something of their ground that no page had named before: nine in ten. Articles of a closed
/// set stop doing so when the set is known.
const GREW: usize = WINDOW * 9 / 10;
/// Grounds of one site that are told apart; a site with more has none.
const MOST: usize = 10_000;

/// What one page did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step {
    /// Links to addresses of its own ground.
    links: u32,
    /// How many of these no page had named before.
    new: u32,
    /// Whether it named something elsewhere that no page had named before.
    astray: bool,
}

#[derive(Debug, Default)]
struct Ground {
    steps: VecDeque<Step>,
    closed: bool,
}

/// The pages of one site, by ground.
#[derive(Debug, Default)]
pub(super) struct Growth {
    grounds: FxHashMap<u64, Ground>,
    any_closed: bool,
}

impl Growth {
    /// A page was read that only pages of its own ground name. `links` are the addresses it links to, each with whether no
    /// page had named it before; `combined` says whether the ground shows combinations of the same few choices. True where
    /// that closes the ground.
    pub(super) fn read<'a>(&mut self, at: &Url, links: impl Iterator<Item = (&'a Url, bool)>, combined: bool) -> bool {
        let key = ground(at);
        if !self.grounds.contains_key(&key) && self.grounds.len() >= MOST {
            return false;
        }
        let mut step = Step {
            links: 0,
            new: 0,
            astray: false,
        };
        for (to, is_new) in links {
            if ground(to) == key {
                step.links = step.links.saturating_add(1);
                step.new = step.new.saturating_add(u32::from(is_new));
            } else {
                step.astray |= is_new;
            }
        }
        let own = self.grounds.entry(key).or_default();
        if own.steps.len() == WINDOW {
            own.steps.pop_front();
        }
        own.steps.push_back(step);
        let closes = !own.closed && own.leads_nowhere() && (combined || own.only_grows());
        own.closed |= closes;
        self.any_closed |= closes;
        closes
    }

    /// Whether the ground of an address is closed.
    pub(super) fn is_closed(&self, url: &Url) -> bool {
        self.any_closed && self.grounds.get(&ground(url)).is_some_and(|g| g.closed)
    }
}

impl Ground {
    fn leads_nowhere(&self) -> bool {
        self.steps.len() == WINDOW && self.steps.iter().filter(|s| s.astray).count() <= ASTRAY
    }

    /// Whether the pages named new ones as fast at the end as at the beginning, and more of them than known ones. A closed set of
    /// pages that link each other slows down: one of 2,000 pages with five links each by 14 % from half to half, one of 3,000
    /// by 10 %.
    fn only_grows(&self) -> bool {
        let new = |steps: std::collections::vec_deque::Iter<'_, Step>| steps.map(|s| u64::from(s.new)).sum::<u64>();
        let (first, second) = (new(self.steps.range(..WINDOW / 2)), new(self.steps.range(WINDOW / 2..)));
        let links: u64 = self.steps.iter().map(|s| u64::from(s.links)).sum();
        let all = first + second;
        let grew = self.steps.iter().filter(|s| s.new > 0).count();
        grew >= GREW && all * 2 >= WINDOW as u64 * 3 && all * 2 >= links && second * 100 >= first * 97
    }
}

/// The ground of an address: its folder, what counts in it folded, and the ending of its file; the file itself where it has
/// parameters.
pub(super) fn ground(url: &Url) -> u64 {
    let mut hash = FxHasher::default();
    (url.host_str(), url.port()).hash(&mut hash);
    let (folder, file) = url.path().rsplit_once('/').unwrap_or_default();
    let mut part = String::with_capacity(folder.len());
    for segment in folder.split('/') {
        part.clear();
        fold(segment, &mut part);
        part.hash(&mut hash);
    }
    match url.query() {
        Some(_) => (true, folded(file)).hash(&mut hash),
        None => (false, file.rsplit_once('.').map(|(_, ending)| ending)).hash(&mut hash),
    }
    hash.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    use rustc_hash::FxHashSet;

    fn url(text: &str) -> Url {
        url::Url::parse("http://a.test").unwrap().join(text).unwrap()
    }

    /// Reads a ground page by page until it is closed, there is no more, or `most` pages are read; gives how many were.
    fn follow(start: &str, most: usize, combined: bool, page: impl Fn(&str) -> Vec<String>) -> usize {
        let mut growth = Growth::default();
        let mut found: FxHashSet<String> = FxHashSet::from_iter([start.to_owned()]);
        let mut queue = VecDeque::from([start.to_owned()]);
        let mut read = 0;
        while let Some(here) = queue.pop_front() {
            if read == most || growth.is_closed(&url(&here)) {
                break;
            }
            read += 1;
            let links: Vec<(String, bool)> = page(&here).into_iter().map(|l| (l.clone(), !found.contains(&l))).collect();
            let urls: Vec<(Url, bool)> = links.iter().map(|(l, new)| (url(l), *new)).collect();
            growth.read(&url(&here), urls.iter().map(|(u, new)| (u, *new)), combined);
            for (link, new) in links {
                if new && found.insert(link.clone()) {
                    queue.push_back(link);
                }
            }
        }
        read
    }

    /// A number that looks like no other, of a word and a number.
    fn scattered(word: &str, n: u64) -> u64 {
        let mut hash = FxHasher::default();
        (word, n).hash(&mut hash);
        hash.finish()
    }

    #[test]
    fn what_is_made_up_ends() {
        for pattern in ["/r/N.html", "/view.jsp?id=N", "/maze/N", "/show?key=N&from=list"] {
            let page = |p: &str| (0..3).map(|n| pattern.replace('N', &format!("{:x}", scattered(p, n)))).collect();
            assert_eq!(follow(&pattern.replace('N', "0"), 5_000, false, page), WINDOW, "{pattern}");
        }
        // A way back to the beginning on every page changes nothing.
        let page = |p: &str| {
            let made_up = (0..3).map(|n| format!("/r/{:x}.html", scattered(p, n)));
            made_up.chain(["/r/0.html".to_owned(), "/".to_owned()]).collect()
        };
        assert_eq!(follow("/r/0.html", 5_000, false, page), WINDOW + 1, "and the home page");
    }

    #[test]
    fn combined_filters_end_where_they_show_nothing_new() {
        let page = |p: &str| {
            let of = |name: &str| {
                p.split(&format!("{name}="))
                    .nth(1)
                    .and_then(|v| v.split('&').next()?.parse().ok())
                    .unwrap_or(0_u32)
            };
            let (a, b, c) = (of("a"), of("b"), of("c"));
            let change = |n: u32| [(n, b, c), (a, n, c), (a, b, n)];
            (0..9)
                .flat_map(change)
                .map(|(a, b, c)| format!("/s.jsp?a={a}&b={b}&c={c}"))
                .collect()
        };
        assert_eq!(follow("/s.jsp?a=0&b=0&c=0", 5_000, true, page), WINDOW);
    }

    #[test]
    fn sets_of_pages_that_know_each_other_are_read_to_their_end() {
        for (pages, links) in [(300, 3), (1_000, 5), (2_000, 5)] {
            let page = |p: &str| (0..links).map(|n| format!("/wiki/{}", scattered(p, n) % pages)).collect();
            assert!(follow("/wiki/0", 5_000, false, page) > WINDOW * 2, "{pages} pages of {links} links");
        }
    }

    #[test]
    fn articles_and_their_neighbours_are_read_to_their_end() {
        let number = |p: &str| {
            p.chars()
                .filter(char::is_ascii_digit)
                .collect::<String>()
                .parse::<i64>()
                .unwrap_or(0)
        };
        let chain = |p: &str| {
            let n = number(p);
            vec![format!("/a/{}.htm", n - 1), format!("/a/{}.htm", n + 1)]
        };
        assert_eq!(follow("/a/1000.htm", 3_000, false, chain), 3_000);
        let with_pictures = |p: &str| {
            let mut links: Vec<String> = (0..4).map(|n| format!("/b/{}.htm", scattered(p, n))).collect();
            links.push(format!("/picture/{}.jpg", scattered(p, 9)));
            links
        };
        assert_eq!(
            follow("/b/1.htm", 3_000, false, with_pictures),
            3_000,
            "each with something of its own"
        );
        // A list in the folder of its articles: it grows fast, and the articles do not.
        let list = |p: &str| match p.strip_prefix("/c/index_") {
            Some(_) => {
                let n = number(p);
                let mut links: Vec<String> = (0..20).map(|i| format!("/c/t{}.htm", n * 20 + i)).collect();
                links.push(format!("/c/index_{}.htm", n + 1));
                links
            }
            None => Vec::new(),
        };
        assert_eq!(follow("/c/index_1.htm", 3_000, false, list), 3_000);
    }
}
