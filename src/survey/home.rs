//! What the home page shows of new items.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use url::Url;

use super::dates::{Dates, complete_dates, date_key};
use super::list_page::ListPage;
use crate::facts::{ColumnFacts, Fact, HomeFacts, LinkFrom, ListItem, ListingFacts, PageFacts, Why};
use crate::site::Site;
use crate::site::page_identity;
use crate::standard::HOME_WINDOW;

/// Undated items from which a home page is held to show no dates at all, and to be more than a way in.
const ENOUGH: usize = 5;

/// Links of a home page that are followed to a date; real ones have a few hundred.
const MOST_LINKS: usize = 3_000;

/// What is kept of a home page.
#[derive(Debug, Clone)]
pub(super) struct HomePage {
    url: String,
    title: Option<String>,
    boxes: Vec<ListingFacts>,
    /// Where its links lead on the site itself, as keys of the table of dates.
    links: Vec<u64>,
    /// Why something of it could not be read.
    pub(super) unread: Option<Why>,
}

impl HomePage {
    pub(super) fn of(site: &Site, facts: &PageFacts) -> Self {
        let inside = |address: &&str| is_inside(site, address);
        let anchors = facts.links.iter().filter(|l| matches!(l.from, LinkFrom::A | LinkFrom::Area));
        HomePage {
            url: facts.url.clone(),
            title: facts.title.clone(),
            boxes: facts.boxes.iter().chain(facts.listing.as_ref()).cloned().collect(),
            links: anchors
                .filter_map(|l| l.target.web())
                .filter(inside)
                .take(MOST_LINKS)
                .map(date_key)
                .collect(),
            unread: match (facts.script_filled, facts.cut_off) {
                (true, _) => Some(Why::ByScript),
                (false, true) => Some(Why::CutOff),
                (false, false) => None,
            },
        }
    }
}

/// What else of the site the home page is read with.
pub(super) struct RestOfSite<'a> {
    pub(super) lists: &'a [ListPage],
    pub(super) columns: &'a [ColumnFacts],
    pub(super) dates: &'a Dates,
    /// Dates that lists print, by key of the items' addresses.
    pub(super) printed: &'a HashMap<u64, Date>,
}

pub(super) fn home(page: Option<&HomePage>, known: &RestOfSite<'_>, site: &Site, today: Date, failed: &dyn Fn(&Url) -> Why) -> HomeFacts {
    let Some(page) = page else {
        return HomeFacts::unknown(site.url.as_str(), failed(&site.url));
    };
    // A box of nothing but new items shows the newest of a column that may have more of them: its own page is asked.
    let full = page.boxes.iter().filter(|b| is_full(b, today));
    let behind: Vec<Option<&ListPage>> = full.map(|b| list_behind(b, known.lists)).collect();
    let more = behind.iter().any(Option::is_none);
    let behind = behind.into_iter().flatten().flat_map(|l| &l.listing.items);
    let new = behind.filter(|i| i.date.is_some_and(|s| HOME_WINDOW.contains(s.date, today)));
    // The same article often stands in two boxes: it is one item.
    let mut seen = HashSet::new();
    let mut items: Vec<ListItem> = page.boxes.iter().flat_map(|b| &b.items).chain(new).cloned().collect();
    items.retain(|item| seen.insert(item.url.as_deref().map_or_else(|| item.title.clone(), str::to_owned)));
    for item in items.iter_mut().filter(|i| i.date.is_none()) {
        let key = item.url.as_deref().map(date_key).filter(|key| !known.dates.contains_key(key));
        item.date = key.and_then(|key| known.printed.get(&key)).map(|date| (*date).into());
    }
    let dated = complete_dates(&items, known.dates);
    let (undated, mut undecided) = (dated.undated.len(), dated.undecided);
    let past = |items: &mut dyn Iterator<Item = &ListItem>| -> Vec<Date> {
        items.filter_map(|i| i.date).map(|s| s.date).filter(|d| *d <= today).collect()
    };
    let mut item_dates = past(&mut dated.items.iter());
    let own_open = undated + open_inside(&dated.items, known.dates, site);
    let mut unread = page.unread;
    let navigation_only = item_dates.is_empty() && own_open < ENOUGH && !known.columns.is_empty();
    if navigation_only {
        // "如首页仅为网站栏目导航入口，则检查所有二级页面栏目信息的更新情况" (C15-V2, P19-V3)
        let mut seen = HashSet::new();
        let mut all = known
            .columns
            .iter()
            .filter_map(|c| c.items.known())
            .flatten()
            .filter(|i| seen.insert(i.url.as_deref().unwrap_or(&i.title)));
        item_dates = past(&mut all);
        undecided += known.columns.iter().map(|c| c.undecided).sum::<usize>();
        unread = unread.or_else(|| known.columns.iter().find_map(|c| c.items.unknown()));
    }
    // News in pictures and in lines of their own stand in no list; where they are new they count no less.
    let in_lists: HashSet<u64> = dated.items.iter().filter_map(|i| i.url.as_deref()).map(date_key).collect();
    let mut linked = HashSet::new();
    let nothing_dated = item_dates.is_empty();
    item_dates.extend(
        page.links
            .iter()
            .filter(|key| !navigation_only && !in_lists.contains(key) && linked.insert(**key))
            .filter_map(|key| known.dates.get(key)?.known().copied())
            .filter(|date| HOME_WINDOW.contains(*date, today)),
    );
    item_dates.sort_unstable_by(|a, b| b.cmp(a));
    HomeFacts {
        url: page.url.clone(),
        title: page.title.clone(),
        // Without one dated item something can be said only where enough items were seen to carry none.
        item_dates: match (item_dates.is_empty(), unread) {
            (true, Some(why)) => Fact::Unknown(why),
            (true, None) if undecided > 0 => Fact::Unknown(Why::ItemsUnread),
            (true, None) if nothing_dated && undated < ENOUGH => Fact::Unknown(Why::NotShown),
            _ => Fact::Known(item_dates),
        },
        navigation_only,
        undated,
        undecided,
        unread,
        more,
        unreachable: None,
    }
}

/// Whether a box shows new items and no others.
fn is_full(shown: &ListingFacts, today: Date) -> bool {
    let new = |item: &ListItem| item.date.is_some_and(|s| HOME_WINDOW.contains(s.date, today));
    !shown.items.is_empty() && shown.items.iter().all(new)
}

/// The list a box shows the beginning of: where 更多 leads, else the one of the same name.
fn list_behind<'a>(shown: &ListingFacts, lists: &'a [ListPage]) -> Option<&'a ListPage> {
    let leads = shown
        .more_url
        .as_deref()
        .and_then(|u| Url::parse(u).ok())
        .map(|u| page_identity(&u));
    let at = |l: &&ListPage| leads.is_some() && Url::parse(&l.url).ok().map(|u| page_identity(&u)) == leads;
    let named = |l: &&ListPage| shown.column.is_some() && l.name == shown.column;
    lists.iter().find(at).or_else(|| lists.iter().find(named))
}

/// How many items lead to pages of the site itself that were not read, so that their dates are open.
fn open_inside(items: &[ListItem], dates: &Dates, site: &Site) -> usize {
    items
        .iter()
        .filter(|i| i.date.is_none())
        .filter_map(|i| i.url.as_deref())
        .filter(|url| is_inside(site, url) && !dates.contains_key(&date_key(url)))
        .count()
}

fn is_inside(site: &Site, address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| site.scope.depth_of(&url).is_some())
}
