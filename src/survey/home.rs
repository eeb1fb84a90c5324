//! What the home page shows of new items.

use std::collections::HashSet;

use jiff::civil::Date;
use url::Url;

use super::{Dates, HomePage, complete_dates};
use crate::facts::{ColumnFacts, Fact, HomeFacts, Why};
use crate::site::Site;

pub(super) fn home(
    page: Option<&HomePage>,
    columns: &[ColumnFacts],
    dates: &Dates,
    site: &Site,
    today: Date,
    failed: &dyn Fn(&Url) -> Why,
) -> HomeFacts {
    let Some(page) = page else {
        return HomeFacts {
            url: site.url.to_string(),
            title: None,
            item_dates: Fact::Unknown(failed(&site.url)),
            navigation_only: false,
            undated: 0,
            unreachable: None,
        };
    };
    // The same article often stands in two boxes: it is one item.
    let mut seen = HashSet::new();
    let mut item_dates = Vec::new();
    let mut undated = 0;
    for item in page.boxes.iter().flat_map(|b| complete_dates(&b.items, dates).items) {
        if seen.insert(item.url.clone().unwrap_or_else(|| item.title.clone())) {
            match item.date {
                Some(stamp) if stamp.date <= today => item_dates.push(stamp.date),
                Some(_) => {}
                None => undated += 1,
            }
        }
    }
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
    let unreadable = if page.script_filled { Some(Why::ByScript) } else { None };
    HomeFacts {
        url: page.url.clone(),
        title: page.title.clone(),
        // Without one dated item nothing can be said of a page whose items could not be dated.
        item_dates: match unreadable {
            Some(why) if item_dates.is_empty() => Fact::Unknown(why),
            _ if item_dates.is_empty() && undated > 0 => Fact::Unknown(Why::NotFetched),
            _ => Fact::Known(item_dates),
        },
        navigation_only,
        undated,
        unreachable: None,
    }
}
