//! Whole pages through the whole judgement: what an editor would be told of them.
//!
//! Every page is invented, its markup is what content systems really write. A case is one page and the rules that must
//! speak of it; most are decoys of which nothing may be said.

mod columns;
mod frames;
mod guides;
mod homes;
mod safety;

use jiff::civil::{Date, date};
use url::Url;
use xuncha::extract::{PageInput, extract_page};
use xuncha::facts::{PageFacts, Why};
use xuncha::finding::Verdict;
use xuncha::inspect::judge_page;
use xuncha::rules::{Check, Context, RULES};
use xuncha::site::{Role, Site};
use xuncha::survey::Survey;
use xuncha::wording::Proofreading;

const TODAY: Date = date(2026, 11, 23);

fn site() -> Site {
    Site {
        role: Role::Main,
        ..Site::plain("a", "鹭岛市某某局", "http://www.a.gov.cn/".parse().unwrap())
    }
}

fn facts(url: &str, html: &str) -> PageFacts {
    let url: Url = url.parse().unwrap();
    extract_page(&PageInput {
        url: &url,
        bytes: html.as_bytes(),
        header_charset: None,
        today: TODAY,
        is_home: url.path() == "/",
        guide_hint: false,
        cut_off: false,
    })
}

/// Asserts which rules find something on a page; links are not looked at here.
#[track_caller]
fn is_told(url: &str, html: &str, want: &[&str]) {
    let facts = facts(url, html);
    let (findings, open) = judge_page(&site(), &facts, TODAY, &Proofreading::shipped());
    let got: Vec<&str> = findings.iter().map(|f| &*f.rule).filter(|r| !r.starts_with("link-")).collect();
    let said: Vec<&str> = findings.iter().map(|f| &*f.message).collect();
    assert_eq!(
        got, want,
        "{url}: {said:?} open {open:?}\nkind {:?} listing {:?}",
        facts.kind, facts.listing
    );
}

/// The rules that find something on a site made of these pages, sites and columns only.
fn of_site(pages: &[(&str, String)]) -> Vec<(String, String)> {
    let site = site();
    let mut survey = Survey::default();
    for (url, html) in pages {
        survey.add(&site, &url.parse().unwrap(), &facts(url, html));
    }
    let facts = survey.finish(&site, TODAY, &|_| Why::NotFetched);
    let cx = Context { site: &site, today: TODAY };
    let mut found = Vec::new();
    for rule in RULES {
        let verdicts = match rule.check {
            Check::Site(check) => vec![check(&facts, &cx)],
            Check::Column(check) => facts.columns.iter().map(|c| check(c, &cx)).collect(),
            _ => Vec::new(),
        };
        for verdict in verdicts {
            if let Verdict::Fail(list) = verdict {
                found.extend(list.into_iter().map(|f| (f.rule.to_string(), f.message.to_string())));
            }
        }
    }
    found
}

#[track_caller]
fn site_is_told(pages: &[(&str, String)], want: &[&str]) {
    let found = of_site(pages);
    let got: Vec<&str> = found.iter().map(|(rule, _)| rule.as_str()).collect();
    assert_eq!(got, want, "{found:?}");
}

/// Rows of a list, newest first, one every `step` days from `newest` on.
fn rows(newest: Date, step: i64, count: i64, row: impl Fn(i64, Date) -> String) -> String {
    use jiff::ToSpan;
    (0..count).map(|i| row(i, newest.saturating_sub((i * step).days()))).collect()
}
