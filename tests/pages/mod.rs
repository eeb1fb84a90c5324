//! Whole pages through the whole judgement: what an editor would be told of them.
//!
//! Every page is invented, its markup is what content systems really write. A case is one page and the rules that must
//! speak of it; most are decoys of which nothing may be said.

mod columns;
mod columns_by_kind;
mod frames;
mod guides;
mod homes;
mod identity;
mod inquiries;
mod labelled_columns;
mod policy;
mod safety;

use jiff::civil::{Date, date};
use url::Url;
use xuncha::testing::extract::{PageInput, extract_page};
use xuncha::testing::facts::{Extent, PageFacts, PageRow, SiteEvidence, SiteFacts};
use xuncha::testing::finding::{Finding, Verdict};
use xuncha::testing::judge::judge_page;
use xuncha::testing::judge::runner::{self, View};
use xuncha::testing::rules::{Context, RULES};
use xuncha::testing::site::{Role, Site, shipped_workdays};
use xuncha::testing::survey::{NoLinks, SiteRead, SiteReader};
use xuncha::testing::wording::Proofreading;

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

/// Rules over templates, which have files of their own: the pages here wear no whole one.
const TEMPLATES: &[&str] = &["link-", "identity-", "label-", "name-", "time-", "domain-", "annual-"];

/// Asserts which rules find something on a page; links and templates are not looked at here.
#[track_caller]
fn assert_finds(url: &str, html: &str, want: &[&str]) {
    let facts = facts(url, html);
    let (findings, open) = judge_page(&site(), &facts, TODAY, &Proofreading::shipped(), shipped_workdays());
    let got: Vec<&str> = findings
        .iter()
        // A remark says that something is right.
        .filter(|f| !f.remark)
        .map(|f| &*f.rule)
        .filter(|r| !TEMPLATES.iter().any(|t| r.starts_with(t)))
        .collect();
    let said: Vec<&str> = findings.iter().map(|f| &*f.message).collect();
    assert_eq!(
        got, want,
        "{url}: {said:?} open {open:?}\nkind {:?} listing {:?}",
        facts.kind, facts.listing
    );
}

/// How much is told of a page by itself that is right.
fn remarks(url: &str, html: &str) -> usize {
    let (findings, _) = judge_page(&site(), &facts(url, html), TODAY, &Proofreading::shipped(), shipped_workdays());
    findings.iter().filter(|f| f.remark).count()
}

/// A site made of these pages, as read; nothing is known of addresses that are none of them.
fn read(site: &Site, pages: &[(&str, String)]) -> SiteRead {
    let mut reader = SiteReader::new(site, TODAY, &NoLinks);
    for (url, html) in pages {
        reader.add(&PageRow::read(&site.id, (*url).to_owned(), url, facts(url, html)));
    }
    reader.finish(&SiteEvidence::read(Extent::Whole))
}

/// The facts of a site made of these pages.
fn facts_of_site(site: &Site, pages: &[(&str, String)]) -> SiteFacts {
    read(site, pages).facts
}

/// What the rules over sites say of a site as read, with their ids.
fn said_of(site: &Site, read: &SiteRead) -> Vec<(&'static str, Verdict)> {
    let cx = Context {
        site,
        today: TODAY,
        workdays: shipped_workdays(),
    };
    let said = runner::site(RULES, read, View::Site, &cx);
    said.into_iter().map(|s| (s.rule.id, s.verdict)).collect()
}

/// Rules over documents and their dates, and over messages and identity, which have files of their own.
const DOCUMENTS: &[&str] = &["interpretation-", "policy-", "date-"];
const OTHERS: &[&str] = &["inquiry-", "identity-", "annual-", "domain-"];

/// Whether a rule is about documents and their dates.
fn is_of_documents(rule: &str) -> bool {
    DOCUMENTS.iter().any(|d| rule.starts_with(d))
}

/// What the rules over sites, columns and kinds of columns say of a site made of these pages.
fn verdicts_of(site: &Site, pages: &[(&str, String)]) -> Vec<(&'static str, Verdict)> {
    let mut said = said_of(site, &read(site, pages));
    said.retain(|(rule, _)| !is_of_documents(rule) && !OTHERS.iter().any(|o| rule.starts_with(o)));
    said
}

/// The rules that find something on a site made of these pages, with what they say.
fn of_site(pages: &[(&str, String)]) -> Vec<(String, String)> {
    let failing = |(rule, verdict)| match verdict {
        Verdict::Fail(list) => Some(list.into_iter().map(move |f: Finding| (String::from(rule), f.message.to_string()))),
        _ => None,
    };
    let verdicts: Vec<(&str, Verdict)> = verdicts_of(&site(), pages);
    verdicts.into_iter().filter_map(failing).flatten().collect()
}

/// Asserts what the rules on freshness say of a site; how much of it there is, is left aside.
#[track_caller]
fn assert_site_finds(pages: &[(&str, String)], want: &[&str]) {
    let amounts = ["home-few", "home-quiet", "columns-near-veto", "column-absent", "activity-few"];
    assert_site_finds_besides(&amounts, pages, want);
}

/// Asserts what the rules but for some say of a site.
#[track_caller]
fn assert_site_finds_besides(aside: &[&str], pages: &[(&str, String)], want: &[&str]) {
    let mut found = of_site(pages);
    found.retain(|(rule, _)| !aside.contains(&rule.as_str()));
    let got: Vec<&str> = found.iter().map(|(rule, _)| rule.as_str()).collect();
    assert_eq!(got, want, "{found:?}");
}

/// Rows of a list, newest first, one every `step` days from `newest` on.
fn rows(newest: Date, step: i64, count: i64, row: impl Fn(i64, Date) -> String) -> String {
    use jiff::ToSpan;
    (0..count).map(|i| row(i, newest.saturating_sub((i * step).days()))).collect()
}
