//! Near-duplicate content: families of addresses whose pages say the same over and over and lead to nothing but more of
//! themselves. Calendars, pagination without an end, sessions, facets and ever-deeper paths all look like this, however
//! they are spelt.
//!
//! What is cut is only what such a family found itself: an address that any other page links to is asked all the same.
//! So a page that scripts fill in, and that looks like its neighbours to us, is never lost as long as a list names it.

use rustc_hash::{FxHashMap, FxHashSet};
use url::Url;

use super::family::{Nature, family, nature};

/// Pages of a family that must have been read, where its addresses count days, pages or folders, …
const LEAST_PAGES: u32 = 60;
/// … of which the last so many all repeated what the family had said before but for numbers, and led nowhere else.
const REPEATS: u32 = 50;
/// The same for any other family, whose pages must repeat each other to the letter: there `第 7 号` and `第 8 号` may be two
/// honest pages, and a family that never ends costs no more than this.
const LEAST_EQUAL: u32 = 300;
/// The same for families that carry a session, a time stamp or a way to show things in their parameters: there each
/// address is a family of its own, and every one of them must be seen through.
const LEAST_VARIANTS: u32 = 12;
/// Families of one site that are told apart; a site with more has no families.
const MOST_FAMILIES: usize = 100_000;

/// The pages of one site, by family.
#[derive(Debug, Default)]
pub(super) struct Echoes {
    families: FxHashMap<u64, Family>,
    /// Whether any family was closed: until then nothing needs to be looked up.
    any_closed: bool,
}

#[derive(Debug, Default)]
struct Family {
    pages: u32,
    prints: FxHashSet<u64>,
    /// Pages in a row whose print was seen before in the family.
    repeats: u32,
    /// Of these in a row, how many also brought no address of a family that still has something to say.
    barren: u32,
    least: u32,
    closed: bool,
}

impl Family {
    fn needed(&self) -> u32 {
        self.least.saturating_sub(LEAST_PAGES - REPEATS).max(LEAST_VARIANTS)
    }

    fn is_tired(&self) -> bool {
        self.pages >= self.least && self.repeats >= self.needed()
    }
}

impl Echoes {
    /// A page at `at` was read, with a print of what it says without numbers and one with them; `brought` are the
    /// addresses nobody had found before it. True where that closes its family.
    pub(super) fn read<'a>(&mut self, at: &Url, (print, exact): (u64, u64), brought: impl Iterator<Item = &'a Url>) -> bool {
        let key = family(at);
        if !self.families.contains_key(&key) && self.families.len() >= MOST_FAMILIES {
            return false;
        }
        let fruitful = brought
            .map(family)
            .any(|other| other != key && !self.families.get(&other).is_some_and(Family::is_tired));
        let least = match nature(at) {
            Nature::Variants => LEAST_VARIANTS,
            Nature::Counting => LEAST_PAGES,
            Nature::Plain => LEAST_EQUAL,
        };
        let own = self.families.entry(key).or_insert_with(|| Family {
            least,
            ..Family::default()
        });
        // `/x/` does not show yet what `/x/1/2/1/2/` does.
        own.least = own.least.min(least);
        own.pages = own.pages.saturating_add(1);
        let said = if own.least == LEAST_EQUAL { exact } else { print };
        if own.prints.insert(said) {
            own.repeats = 0;
            own.barren = 0;
            return false;
        }
        own.repeats = own.repeats.saturating_add(1);
        own.barren = if fruitful { 0 } else { own.barren.saturating_add(1) };
        let closes = !own.closed && own.pages >= own.least && own.barren >= own.needed();
        own.closed |= closes;
        self.any_closed |= closes;
        closes
    }

    /// Whether the family of an address is closed.
    pub(super) fn is_closed(&self, url: &Url) -> bool {
        self.any_closed && self.families.get(&family(url)).is_some_and(|f| f.closed)
    }

    /// Whether the family of an address counts days, pages or folders, or shows the same in many ways, and its last pages all
    /// repeated each other and led nowhere else.
    pub(super) fn is_idle(&self, url: &Url) -> bool {
        let family = self.families.get(&family(url)).filter(|f| f.least < LEAST_EQUAL);
        family.is_some_and(|f| f.barren >= LEAST_VARIANTS)
    }

    /// Whether what a page of the family `own` says of `to` is only an echo: found in its own family, or in one that has had
    /// nothing new to say for long.
    pub(super) fn is_kin(&self, own: u64, to: &Url) -> bool {
        own == family(to) || self.families.get(&own).is_some_and(Family::is_tired)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        url::Url::parse("http://a.test").unwrap().join(text).unwrap()
    }

    /// Follows a site page by page from `start`, each page giving its print and links, until nothing new is let through
    /// or `most` pages are read.
    fn follow(start: &str, most: usize, page: impl Fn(&str) -> (u64, Vec<String>)) -> usize {
        let mut echoes = Echoes::default();
        let mut found: FxHashSet<String> = FxHashSet::from_iter([start.to_owned()]);
        let mut queue = std::collections::VecDeque::from([(start.to_owned(), false)]);
        let mut read = 0;
        while let Some((here, kin)) = queue.pop_front() {
            if kin && echoes.is_closed(&url(&here)) {
                continue;
            }
            read += 1;
            if read == most {
                break;
            }
            let (print, links) = page(&here);
            let new: Vec<Url> = links.iter().filter(|l| !found.contains(*l)).map(|l| url(l)).collect();
            echoes.read(&url(&here), (print, print), new.iter());
            for link in links {
                if found.insert(link.clone()) {
                    let kin = echoes.is_kin(family(&url(&here)), &url(&link));
                    queue.push_back((link, kin));
                }
            }
        }
        read
    }

    fn number(path: &str) -> u64 {
        path.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0)
    }

    #[test]
    fn what_never_ends_is_ended() {
        let most = 3_000;
        let next = |path: &str, pattern: &str| vec![pattern.replace('N', &(number(path) + 1).to_string())];
        assert!(
            follow("/list?page=1", most, |p| (7, next(p, "/list?page=N"))) < 80,
            "the same last page for ever"
        );
        assert!(follow("/cal/1/", most, |p| (7, next(p, "/cal/N/"))) < 80, "a calendar in the path");
        let deeper = |p: &str| (7, vec![format!("{p}1/"), format!("{p}2/")]);
        assert!(follow("/x/", most, deeper) < 80, "ever-deeper paths");
        let months = |p: &str| (number(p) % 12, next(p, "/cal/N/"));
        assert!(follow("/cal/1/", most, months) < 100, "twelve texts in turn");
    }

    #[test]
    fn families_that_feed_each_other_end_together() {
        let page = |p: &str| {
            let n = number(p);
            (
                7,
                vec![
                    format!("/month?m={}", n + 1),
                    format!("/day?d={}", n + 1),
                    format!("/day?d={}", n + 7_000),
                ],
            )
        };
        assert!(follow("/month?m=1", 3_000, page) < 300);
        let plain = |p: &str| {
            (
                7,
                vec![format!("/doc/{}.html", number(p) * 2), format!("/doc/{}.html", number(p) * 2 + 1)],
            )
        };
        assert!(
            follow("/doc/1.html", 3_000, plain) < LEAST_EQUAL as usize + 10,
            "one page under any address"
        );
    }

    #[test]
    fn a_new_session_on_every_link_is_ended() {
        let page = |p: &str| {
            let n = number(p);
            let links = ["news", "about", "law"].iter().enumerate();
            (
                7,
                links.map(|(i, word)| format!("/{word}.jsp?sid={}", n * 3 + i as u64 + 1)).collect(),
            )
        };
        assert!(follow("/news.jsp?sid=0", 3_000, page) < 150);
    }

    #[test]
    fn pages_that_differ_in_their_number_alone_are_pages() {
        let mut echoes = Echoes::default();
        for n in 0..5_000 {
            let next = url(&format!("/p{}.html", n + 1));
            echoes.read(&url(&format!("/p{n}.html")), (7, n), [&next].into_iter());
        }
        assert!(!echoes.is_closed(&url("/p9999.html")));
    }

    #[test]
    fn articles_with_their_own_text_are_never_cut() {
        let page = |p: &str| (number(p), vec![format!("/a/{}.htm", number(p) + 1)]);
        assert_eq!(follow("/a/1.htm", 5_000, page), 5_000);
        // A list of 5,000 honest pages, every other of them the same for us.
        let list = |p: &str| (number(p) / 2 * 2, vec![format!("/l?page={}", number(p) + 1)]);
        assert_eq!(follow("/l?page=1", 5_000, list), 5_000);
    }

    #[test]
    fn pages_that_look_alike_and_lead_on_are_never_cut() {
        // A list that scripts fill in, whose raw links lead to articles.
        let page = |p: &str| {
            let n = number(p);
            if p.starts_with("/l") {
                (7, vec![format!("/l?page={}", n + 1), format!("/a/{n}.htm")])
            } else {
                (n, vec![])
            }
        };
        assert_eq!(follow("/l?page=1", 2_000, page), 2_000);
    }

    #[test]
    fn what_another_page_names_is_asked_all_the_same() {
        let list = |p: &str| {
            if p == "/list" {
                (1, (0..3_000).map(|n| format!("/a/{n}.htm")).collect())
            } else {
                // Filled in by scripts, with a link to the next.
                (7, vec![format!("/a/{}.htm", number(p) + 1)])
            }
        };
        assert_eq!(follow("/list", 9_000, list), 3_000 + 1);
    }
}
