//! A site of made-up pages, for the tests of what is put together of many.

use jiff::civil::{Date, date};

use super::{NoLinks, SiteReader};
use crate::facts::{Extent, Link, LinkFrom, ListItem, ListingFacts, PageFacts, PageRow, SiteEvidence, SiteFacts, Target};
use crate::site::Site;

/// The day of the inspection.
pub(super) const TODAY: Date = date(2026, 11, 23);

/// The facts of a site of which these pages were read.
pub(super) fn finish(pages: &[PageFacts]) -> SiteFacts {
    let site = Site::plain("a", "鹭岛市公安局", "http://a.gov.cn/".parse().unwrap());
    let mut reader = SiteReader::new(&site, TODAY, &NoLinks);
    for facts in pages {
        reader.add(&PageRow::read("a", String::new(), &facts.url, facts.clone()));
    }
    reader.finish(&SiteEvidence::read(Extent::Whole)).facts
}

/// An item of a list that leads to this address.
pub(super) fn item(url: &str, day: Option<Date>) -> ListItem {
    ListItem {
        title: url.into(),
        url: Some(url.into()),
        date: day.map(Into::into),
        year_inferred: false,
        pinned: false,
    }
}

/// A list of so many items of three days ago that lie in this folder of the site (`/jwdt`).
pub(super) fn list_in(folder: &str, items: usize) -> ListingFacts {
    let day = Some(date(2026, 11, 20));
    ListingFacts {
        items: (0..items)
            .map(|i| item(&format!("http://a.gov.cn{folder}/{i}.html"), day))
            .collect(),
        ..ListingFacts::empty(1, false)
    }
}

/// A link with this text to this address of the web.
pub(super) fn link(url: &str, text: &str) -> Link {
    Link {
        target: Target::Web {
            url: url.into(),
            fragment: None,
        },
        from: LinkFrom::A,
        text: text.into(),
        raw: url.into(),
    }
}
