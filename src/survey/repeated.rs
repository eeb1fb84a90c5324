//! Lists that stand the same on pages of many names: at the side of a page, or on a template's every page. Only the pages of
//! a site together tell them from the list a page is for.

use std::collections::{BTreeSet, HashMap};
use std::hash::{BuildHasher, BuildHasherDefault};

use super::list_page::ListPage;
use crate::facts::{ListingFacts, PageFacts, PageKind, Why};
use crate::site::url_key;
use crate::text::comparable;

/// Items from which the same list is no chance: two links stand together on many pages.
const LEAST_ITEMS: usize = 3;
/// Pages of other names from which a list belongs to none of them. Two may be a column and the one above it, which shows its
/// first branch; with an alias of either there are three.
const OTHERS: usize = 3;
/// Different lists that are remembered of a site, and what is remembered of each.
const MOST_LISTS: usize = 50_000;
const MOST_NAMES: usize = 8;

/// Collects where each list stands.
#[derive(Debug, Default)]
pub(super) struct Repeated {
    seen: HashMap<u64, Places>,
}

/// Where a list was seen.
#[derive(Debug, Default)]
struct Places {
    /// The names of the columns whose pages show it.
    names: BTreeSet<u64>,
    /// Whether it stands beside an article.
    beside_article: bool,
    /// What it is called there, and where more of it is: by these it is known where it is at home.
    headings: BTreeSet<u64>,
    more: BTreeSet<u64>,
}

impl Repeated {
    /// Takes in the lists of a page. A home page shows the lists of all.
    pub(super) fn add(&mut self, facts: &PageFacts) {
        let Some(name) = facts.column.as_deref().or_else(|| facts.breadcrumb.last().map(|c| c.text.as_str())) else {
            return;
        };
        let name = hash(&comparable(name));
        let article = matches!(facts.kind, PageKind::Article | PageKind::Policy | PageKind::Interpretation);
        for list in facts.listing.iter().chain(&facts.boxes) {
            let Some(key) = key(list) else { continue };
            if !self.seen.contains_key(&key) && self.seen.len() >= MOST_LISTS {
                continue;
            }
            let places = self.seen.entry(key).or_default();
            places.beside_article |= article;
            keep(&mut places.names, Some(name));
            keep(
                &mut places.headings,
                list.column.as_deref().map(|heading| hash(&comparable(heading))),
            );
            keep(&mut places.more, list.more_url.as_deref().and_then(address));
        }
    }

    /// The page with its own list, where the one that was taken for it stands on pages of other names as well. Gives whether it
    /// is a list page at all: one that says something of its own beside that list, and has no other, is a text.
    #[must_use]
    pub(super) fn settle(&self, page: &mut ListPage) -> bool {
        let otherwise = page.otherwise.take();
        let Some(places) = key(&page.listing).and_then(|key| self.seen.get(&key)) else {
            return true;
        };
        if !places.are_of_others(page, otherwise.as_ref()) {
            return true;
        }
        match otherwise {
            Some(own) if places.beside_article => page.listing = own,
            None if page.says_own && !page.is_listed => return false,
            // Pages of a template that all show one list: which of them it is for cannot be told.
            _ => page.unreadable = Some(Why::OnManyPages),
        }
        true
    }
}

impl Places {
    /// Whether a list that stands in these places is not that of the page.
    fn are_of_others(&self, page: &ListPage, otherwise: Option<&ListingFacts>) -> bool {
        let own: Vec<u64> = page
            .name
            .iter()
            .chain(page.crumbs.last())
            .map(|name| hash(&comparable(name)))
            .collect();
        let others = self.names.iter().filter(|name| !own.contains(name)).count();
        let at_home = own.iter().any(|name| self.headings.contains(name)) || address(&page.url).is_some_and(|at| self.more.contains(&at));
        // The page shows it twice: once as its own, and once at the side.
        let twice = otherwise.is_some_and(|other| key(other) == key(&page.listing));
        others >= OTHERS && !at_home && !twice && !holds_its_items(page)
    }
}

/// Whether most items of a page's list stand below the page's own folder.
fn holds_its_items(page: &ListPage) -> bool {
    let Some((folder, _)) = page.url.rsplit_once('/') else {
        return false;
    };
    // The folder of the whole site holds everything.
    if folder.matches('/').count() < 3 {
        return false;
    }
    let items = &page.listing.items;
    let below = |url: &str| url.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    items.iter().filter(|item| item.url.as_deref().is_some_and(below)).count() * 2 > items.len()
}

/// What makes a list the same: where its items lead, in order.
fn key(list: &ListingFacts) -> Option<u64> {
    let addresses: Vec<&str> = list.items.iter().filter_map(|item| item.url.as_deref()).collect();
    (addresses.len() >= LEAST_ITEMS).then(|| hash(&addresses))
}

fn keep(set: &mut BTreeSet<u64>, value: Option<u64>) {
    if set.len() < MOST_NAMES {
        set.extend(value);
    }
}

fn address(url: &str) -> Option<u64> {
    url.parse().ok().map(|url| hash(&url_key(&url)))
}

fn hash<T: std::hash::Hash + ?Sized>(value: &T) -> u64 {
    BuildHasherDefault::<rustc_hash::FxHasher>::default().hash_one(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{ColumnFacts, Fact};
    use crate::survey::testing::{finish, list_in};

    /// A page of this column with a list of five whose items lie in this folder.
    fn page(url: &str, kind: PageKind, column: &str, items: &str) -> PageFacts {
        let list = list_in(items, 5);
        PageFacts {
            column: Some(column.to_owned()),
            listing: (kind == PageKind::List).then(|| list.clone()),
            boxes: (kind != PageKind::List).then_some(list).into_iter().collect(),
            ..PageFacts::blank(format!("http://a.gov.cn{url}"), kind)
        }
    }

    /// The columns of which it is known what they show, by name.
    fn known(pages: &[PageFacts]) -> Vec<String> {
        let is_known = |c: &ColumnFacts| match c.items {
            Fact::Known(_) => true,
            Fact::Unknown(why) => {
                assert_eq!(why, Why::OnManyPages);
                false
            }
        };
        finish(pages).columns.into_iter().filter(is_known).map(|c| c.name).collect()
    }

    fn articles() -> impl Iterator<Item = PageFacts> {
        (1..=4).map(|i| page(&format!("/show/{i}.html"), PageKind::Article, &format!("专栏{i}"), "/show/9"))
    }

    #[test]
    fn a_list_at_the_side_of_articles_is_no_column() {
        let mut pages: Vec<_> = articles().collect();
        pages.push(page("/list/1.html", PageKind::List, "人事信息", "/show/9"));
        assert_eq!(known(&pages), [""; 0]);
    }

    #[test]
    fn a_list_is_at_home_where_it_is_called_so_or_more_of_it_is() {
        let mut pages: Vec<_> = articles().collect();
        pages[0].boxes[0].column = Some("最新 动态".into());
        pages[1].boxes[0].more_url = Some("http://a.gov.cn/list/2.html".into());
        pages.push(page("/list/1.html", PageKind::List, "最新动态", "/show/9"));
        pages.push(page("/list/2.html", PageKind::List, "新闻", "/show/9"));
        pages.push(page("/list/3.html", PageKind::List, "人事信息", "/show/9"));
        assert_eq!(known(&pages), ["最新动态", "新闻"]);
    }

    #[test]
    fn a_column_holds_what_lies_below_it() {
        let mut pages: Vec<_> = articles()
            .map(|mut a| {
                a.boxes = page("", PageKind::Article, "", "/jwdt/2026").boxes;
                a
            })
            .collect();
        pages.push(page("/jwdt/index.html", PageKind::List, "警务动态", "/jwdt/2026"));
        assert_eq!(known(&pages), ["警务动态"]);
    }

    #[test]
    fn a_column_the_one_above_it_and_an_alias_show_one_list() {
        let pages = [("/list/1.html", "政务公开"), ("/list/2.html", "通知公告"), ("/list/3.html", "公告")];
        let pages = pages.map(|(url, name)| page(url, PageKind::List, name, "/show/9"));
        assert_eq!(known(&pages).len(), 3);
    }

    #[test]
    fn a_text_beside_the_menu_of_its_part_of_the_site_is_no_column() {
        let pages =
            ["公开指南", "公开制度", "机构职能", "依申请公开"].map(|name| page(&format!("/gk/{name}/"), PageKind::List, name, "/show/9"));
        let columns = |pages: &[PageFacts]| finish(pages).columns.len();
        // Nothing of their own stands on them: a person looks. Three tell something.
        assert_eq!((columns(&pages), known(&pages).len()), (4, 0));
        let mut told = pages.clone();
        told[..3].iter_mut().for_each(|page| page.says_own = true);
        assert_eq!((columns(&told), known(&told).len()), (1, 0));
    }

    #[test]
    fn the_order_of_pages_does_not_matter() {
        let mut pages: Vec<_> = articles().collect();
        pages.push(page("/list/1.html", PageKind::List, "人事信息", "/show/9"));
        for _ in 0..pages.len() {
            pages.rotate_left(1);
            assert_eq!(known(&pages), [""; 0]);
        }
    }
}
