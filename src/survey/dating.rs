//! The dates of a site's pages: of each page only what does not agree is kept.

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use url::Url;

use super::kind_of_name;
use crate::facts::{DateFacts, DateKind, DatedPage, Fact, PageFacts, PageKind};
use crate::lexicon::{PAPER_TITLES, Words};
use crate::site::report_url;
use crate::standard::ColumnKind;

/// Odd pages that are kept of one site.
const MOST_ODD: usize = 20_000;
/// Hours that Beijing is ahead: Last-Modified is given in Greenwich time.
const BEIJING: i8 = 8;

/// Takes in the dates of one site's pages.
#[derive(Debug, Default)]
pub(super) struct Dating {
    facts: DateFacts,
}

impl Dating {
    /// Takes one page in. `last_modified` is the header it came with.
    pub(super) fn add(&mut self, facts: &PageFacts, last_modified: Option<&str>, today: Date) {
        let Fact::Known(stamp) = &facts.pub_date else { return };
        if !facts.kind.has_date_line() || facts.dates.kind == DateKind::Made {
            return;
        }
        let modified = last_modified.filter(|_| is_static(&facts.url)).and_then(day_of);
        let (traces, shown) = (&facts.dates, stamp.date);
        let counts = &mut self.facts;
        counts.dated += 1;
        counts.with_address += u64::from(traces.address.is_some());
        counts.with_label += u64::from(traces.label.is_some());
        counts.with_modified += u64::from(modified.is_some());
        counts.seen_before += u64::from(!traces.earlier.is_empty());
        let agree = shown <= today
            && traces.address.is_none_or(|d| d >= shown)
            && traces.label.is_none_or(|d| d == shown)
            && modified.is_none_or(|d| d >= shown)
            && traces.earlier.iter().all(|s| s.shown == Some(shown));
        if agree {
            return;
        }
        if counts.odd.len() >= MOST_ODD {
            counts.more += 1;
            return;
        }
        counts.odd.push(DatedPage {
            url: facts.url.parse::<Url>().map_or_else(|_| facts.url.clone(), |u| report_url(&u)),
            title: facts.title.clone(),
            column: facts.column.clone(),
            shown,
            traces: traces.clone(),
            modified,
            rolling: is_rolling(facts),
        });
    }

    /// The dates of the site with this home page.
    pub(super) fn finish(mut self, home: &str) -> DateFacts {
        home.clone_into(&mut self.facts.home);
        self.facts.odd.sort_by(|a, b| a.url.cmp(&b.url));
        self.facts
    }
}

/// Whether a page that is published on a day is kept up to date under one address.
fn is_rolling(facts: &PageFacts) -> bool {
    const KINDS: &[ColumnKind] = &[
        ColumnKind::Leaders,
        ColumnKind::Organisation,
        ColumnKind::Guide,
        ColumnKind::Faq,
        ColumnKind::Consultation,
        ColumnKind::Statistics,
    ];
    static TITLES: Words = Words::used(PAPER_TITLES, "rolling");
    facts.kind == PageKind::Guide
        || facts.column.as_deref().is_some_and(|c| KINDS.contains(&kind_of_name(c)))
        || facts.title.as_deref().is_some_and(|t| TITLES.any_in(t))
}

/// Whether an address is that of a file: of a page made when it is asked for the header says nothing.
fn is_static(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| {
        let path = url.path().to_ascii_lowercase();
        url.query().is_none() && [".htm", ".html", ".shtml"].iter().any(|e| path.ends_with(e))
    })
}

fn day_of(header: &str) -> Option<Date> {
    let time = jiff::Timestamp::try_from(httpdate::parse_http_date(header).ok()?).ok()?;
    let day = time.to_zoned(TimeZone::fixed(Offset::constant(BEIJING))).date();
    // A clock that was never set.
    (day.year() >= 1995).then_some(day)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::facts::DateTraces;

    fn page(url: &str, shown: Date, traces: DateTraces) -> PageFacts {
        PageFacts {
            pub_date: Fact::Known(shown.into()),
            dates: traces,
            title: Some("一则消息".into()),
            ..PageFacts::blank(url, PageKind::Article)
        }
    }

    #[test]
    fn only_what_does_not_agree_is_kept() {
        let mut dating = Dating::default();
        let (day, today) = (date(2026, 11, 10), date(2026, 11, 23));
        let published = || DateTraces {
            kind: DateKind::Published,
            ..DateTraces::default()
        };
        dating.add(
            &page("http://a.gov.cn/1.htm", day, published()),
            Some("Tue, 10 Nov 2026 10:00:00 GMT"),
            today,
        );
        // In Beijing the evening in Greenwich is the next day.
        dating.add(
            &page("http://a.gov.cn/2.htm", day, published()),
            Some("Mon, 09 Nov 2026 20:00:00 GMT"),
            today,
        );
        dating.add(
            &page("http://a.gov.cn/3.htm", day, published()),
            Some("Mon, 09 Nov 2026 10:00:00 GMT"),
            today,
        );
        dating.add(
            &page("http://a.gov.cn/4.jsp?id=1", day, published()),
            Some("Mon, 09 Nov 2020 10:00:00 GMT"),
            today,
        );
        dating.add(&page("http://a.gov.cn/5.htm", day, published()), Some("yesterday"), today);
        let made = DateTraces {
            kind: DateKind::Made,
            ..published()
        };
        dating.add(&page("http://a.gov.cn/6.htm", date(2099, 1, 1), made), None, today);
        let facts = dating.finish("http://a.gov.cn/");
        assert_eq!((facts.dated, facts.with_modified), (5, 3));
        let odd: Vec<_> = facts.odd.iter().map(|p| p.url.as_str()).collect();
        assert_eq!(odd, ["http://a.gov.cn/3.htm"]);
    }
}
