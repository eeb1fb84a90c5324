//! Facts written by hand, for the tests of the rules.

use jiff::civil::{Date, date};
use url::Url;

use super::{Context, LinkFacts, PageRef};
use crate::facts::{ColumnFacts, Fact, Link, LinkFrom, ListItem, Target};
use crate::finding::LinkVerdict;
use crate::site::{Limits, Role, Scope, Site};
use crate::standard::ColumnKind;

pub(crate) fn site() -> Site {
    let url: Url = "http://a.gov.cn/".parse().unwrap();
    Site {
        id: "a".into(),
        name: "鹭岛市公安局".into(),
        url: url.clone(),
        role: Role::Main,
        owner: "宣传处".into(),
        site_code: None,
        scope: Scope::new(&[url], &[]),
        columns: vec![],
        guides: vec![],
        entry_urls: vec![],
        limits: Limits::default(),
        platform: None,
        enabled: true,
    }
}

/// 23 November 2026.
pub(crate) fn context(site: &Site) -> Context<'_> {
    Context {
        site,
        today: date(2026, 11, 23),
    }
}

pub(crate) fn column(kind: ColumnKind, dates: &[Option<Date>]) -> ColumnFacts {
    let item = |day: &Option<Date>| ListItem {
        title: "一则消息".into(),
        url: Some("http://a.gov.cn/x/1.htm".into()),
        date: day.map(Into::into),
        year_inferred: false,
        pinned: false,
    };
    ColumnFacts {
        name: "警务动态".into(),
        url: "http://a.gov.cn/x/".into(),
        kind,
        listed: false,
        own_period: None,
        exempt: None,
        items: Fact::Known(dates.iter().map(item).collect()),
        blank_note: None,
        undated: vec![],
        undecided: 0,
    }
}

pub(crate) fn link(raw: &str, text: &str) -> Link {
    Link {
        target: Target::Web {
            url: format!("http://a.gov.cn{raw}"),
            fragment: None,
        },
        from: LinkFrom::A,
        text: text.into(),
        raw: raw.into(),
    }
}

pub(crate) fn link_facts<'a>(link: &'a Link, verdict: &'a LinkVerdict) -> LinkFacts<'a> {
    let page = PageRef {
        url: "http://a.gov.cn/",
        title: Some("首页"),
        column: None,
        is_home: true,
    };
    LinkFacts {
        target: link.target.web().unwrap_or_default(),
        verdict,
        exchange: None,
        link,
        page,
        inside: true,
    }
}
