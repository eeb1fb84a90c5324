//! What the home page shows of new items.

use std::collections::HashSet;

use jiff::civil::Date;
use url::Url;

use super::{Dates, HomePage, complete_dates};
use crate::facts::{ColumnFacts, Fact, HomeFacts, ListItem, Why};
use crate::site::Site;

/// Undated items from which a home page is held to show no dates at all.
const ENOUGH: usize = 5;

pub(super) fn home(
    page: Option<&HomePage>,
    columns: &[ColumnFacts],
    dates: &Dates,
    site: &Site,
    today: Date,
    failed: &dyn Fn(&Url) -> Why,
) -> HomeFacts {
    let Some(page) = page else {
        return HomeFacts::unknown(site.url.as_str(), failed(&site.url));
    };
    // The same article often stands in two boxes: it is one item.
    let mut seen = HashSet::new();
    let mut items: Vec<ListItem> = page.boxes.iter().flat_map(|b| b.items.iter().cloned()).collect();
    items.retain(|item| seen.insert(item.url.clone().unwrap_or_else(|| item.title.clone())));
    let dated = complete_dates(&items, dates);
    let (undated, undecided) = (dated.undated.len(), dated.undecided);
    let mut item_dates: Vec<Date> = dated
        .items
        .iter()
        .filter_map(|i| i.date)
        .map(|s| s.date)
        .filter(|d| *d <= today)
        .collect();
    let navigation_only = item_dates.is_empty() && !columns.is_empty();
    if navigation_only {
        // "如首页仅为网站栏目导航入口，则检查所有二级页面栏目信息的更新情况" (C15-V2, P19-V3)
        item_dates = columns
            .iter()
            .filter_map(|c| c.items.known())
            .flatten()
            .filter_map(|i| i.date)
            .map(|s| s.date)
            .filter(|d| *d <= today)
            .collect();
    }
    item_dates.sort_unstable_by(|a, b| b.cmp(a));
    HomeFacts {
        url: page.url.clone(),
        title: page.title.clone(),
        // Without one dated item something can be said only where enough items were seen to carry none.
        item_dates: match (item_dates.is_empty(), page.script_filled) {
            (true, true) => Fact::Unknown(Why::ByScript),
            (true, false) if undecided > 0 => Fact::Unknown(Why::NotFetched),
            (true, false) if undated < ENOUGH => Fact::Unknown(Why::NotShown),
            _ => Fact::Known(item_dates),
        },
        navigation_only,
        undated,
        undecided,
        unreachable: None,
    }
}
