//! A fixture as crawled, and through the judgement of the program.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use url::Url;
use xuncha::testing::extract::{PageInput, extract_css, extract_page};
use xuncha::testing::facts::{LinkState, Outcome, PageFacts, PageKind, PageRow, Sighting, Why};
use xuncha::testing::judge::{Circumstances, Crawled, Judged, Judging, LinkTable, PageAt, SiteCrawled, Terms, judge_exchange};
use xuncha::testing::site::{RunDay, Site, shipped_workdays, url_key};
use xuncha::testing::wording::Proofreading;

use super::answer::Answered;
use super::format::{Fixture, Page};

static WORDING: LazyLock<Proofreading> = LazyLock::new(Proofreading::shipped);

/// What the program says of a fixture.
pub(super) struct Said(Judged);

impl Said {
    /// The messages of what a rule found.
    pub(super) fn wrong(&self, rule: &str) -> Vec<&str> {
        let found = self.0.findings.iter().filter(|f| &*f.rule == rule && !f.remark);
        found.map(|f| &*f.message).collect()
    }

    /// What a rule tells of what is right.
    pub(super) fn remarks(&self, rule: &str) -> Vec<&str> {
        let found = self.0.findings.iter().filter(|f| &*f.rule == rule && f.remark);
        found.map(|f| &*f.message).collect()
    }

    /// What a rule hands to a person.
    pub(super) fn look(&self, rule: &str) -> Vec<&str> {
        let open = self.0.reviews.iter().filter(|r| r.rule == rule);
        open.map(|r| r.message.as_str()).collect()
    }

    /// Whether a rule had anything to look at.
    pub(super) fn looked(&self, rule: &str) -> bool {
        let rows = self.0.sites.iter().flat_map(|s| &s.outcomes.rows);
        rows.filter(|r| r.rule == rule).any(|r| r.passed + r.failed + r.unjudged > 0)
    }

    /// What was not judged because the program has a fault.
    pub(super) fn faults(&self) -> impl Iterator<Item = &str> {
        let faulty = self.0.reviews.iter().filter(|r| r.message.contains(Why::Fault.chinese()));
        faulty.map(|r| r.rule.as_str())
    }
}

/// The pages of a fixture as a crawl keeps them.
pub(super) fn read(fixture: &Fixture) -> Result<Vec<PageRow>, String> {
    fixture.pages.iter().map(|page| row(page, fixture)).collect()
}

/// Judges a fixture with its pages.
pub(super) fn judge_fixture(fixture: &Fixture, rows: &[PageRow]) -> Said {
    let crawled = crawled(fixture, rows);
    let terms = Terms {
        group: &fixture.group,
        today: &RunDay::given(fixture.today),
        seed: 1,
        workdays: shipped_workdays(),
        wording: &WORDING,
        tables: &[],
    };
    let mut pages: Vec<&PageAt> = crawled.sites.iter().flat_map(|s| &s.pages).collect();
    pages.sort();
    let mut judging = Judging::new(terms, &crawled);
    for row in rows {
        judging.sheet(row);
    }
    for page in pages {
        judging.page(rows[page.seq as usize].clone());
    }
    Said(judging.finish())
}

/// What a crawl of these pages leaves.
fn crawled(fixture: &Fixture, rows: &[PageRow]) -> Crawled {
    let sites = fixture.group.sites.iter().enumerate().map(|(index, site)| {
        let own = || rows.iter().enumerate().filter(|(_, row)| row.head.site == site.id);
        let at = |(seq, row): (usize, &PageRow)| PageAt {
            key: row.head.key.clone(),
            seq: seq as u32,
        };
        let measured = Some(&fixture.measured).filter(|_| index == 0);
        SiteCrawled {
            home_read: own().any(|(_, row)| row.facts.kind == PageKind::Home),
            pages: own().map(at).collect(),
            measured: measured.cloned().unwrap_or_default(),
            ..SiteCrawled::unread(&site.id, fixture.extent)
        }
    });
    Crawled {
        sites: sites.collect(),
        links: links(fixture, rows),
        interrupted: false,
    }
}

/// Every address a crawl of these pages meets: those it begins with, the pages, and where they lead.
fn links(fixture: &Fixture, rows: &[PageRow]) -> LinkTable {
    let sites = &fixture.group.sites;
    let mut table = LinkTable::default();
    let mut met: BTreeSet<String> = BTreeSet::new();
    for (page, row) in fixture.pages.iter().zip(rows) {
        met.insert(url_key(&page.url));
        let state = state(sites, &page.url, &answered(fixture, &page.url));
        let number = table.insert(page.url.clone(), true, state, Some(row.head.exchange.clone()));
        table.add_places(number, row.facts.places.as_deref());
    }
    let begun = sites.iter().flat_map(|s| s.columns.iter().map(|c| &c.url).chain([&s.url])).cloned();
    let web = rows
        .iter()
        .flat_map(|row| &row.facts.links)
        .filter_map(|l| l.target.web()?.parse().ok());
    for url in begun.chain(web) {
        if !met.insert(url_key(&url)) {
            continue;
        }
        let answered = answered(fixture, &url);
        let (inside, state) = (owner(sites, &url).is_some(), state(sites, &url, &answered));
        let number = table.insert(url, inside, state, Some(answered.exchange));
        if let Some((_, probed)) = answered.soft {
            table.liken(number, probed);
        }
    }
    table
}

fn answered(fixture: &Fixture, url: &Url) -> Answered {
    let said = fixture.answers.get(url.as_str()).cloned();
    said.unwrap_or_else(|| Answered::well(url.as_str()))
}

fn state(sites: &[Site], url: &Url, answered: &Answered) -> LinkState {
    let circumstances = Circumstances {
        inside: owner(sites, url).is_some(),
        soft: answered.soft.as_ref().map(|(soft, _)| *soft),
    };
    judge_exchange(&answered.exchange, circumstances)
}

/// The site an address belongs to.
fn owner<'s>(sites: &'s [Site], url: &Url) -> Option<&'s Site> {
    let depths = sites.iter().filter_map(|s| Some((s.scope.depth_of(url)?, s)));
    depths.max_by_key(|(depth, _)| *depth).map(|(_, site)| site)
}

/// A page as a crawl keeps it.
fn row(page: &Page, fixture: &Fixture) -> Result<PageRow, String> {
    let (url, sites) = (&page.url, &fixture.group.sites);
    let site = owner(sites, url).ok_or_else(|| format!("{url} is on none of the sites"))?;
    let mut answered = answered(fixture, url);
    if state(sites, url, &answered) != LinkState::Alive {
        return Err(format!("{url} was read, so that it cannot have failed to open"));
    }
    let mut row = PageRow::read(&site.id, url_key(url), url.as_str(), facts(page, site, fixture));
    if let Some(Outcome::Answer(answer)) = answered.exchange.attempts.last_mut().map(|a| &mut a.outcome) {
        row.head.unchanged = answer.status == 304;
        row.head.last_modified.clone_from(&page.last_modified);
        // It need not be said again of what has not changed.
        answer.last_modified = page.last_modified.clone().filter(|_| !row.head.unchanged);
    }
    row.head.exchange = answered.exchange;
    Ok(row)
}

fn facts(page: &Page, site: &Site, fixture: &Fixture) -> PageFacts {
    if page.url.path().to_ascii_lowercase().ends_with(".css") {
        return extract_css(page.html.as_bytes(), None, &page.url);
    }
    let mut facts = extract_page(&PageInput {
        url: &page.url,
        bytes: page.html.as_bytes(),
        header_charset: None,
        today: fixture.today,
        is_home: url_key(&page.url) == url_key(&site.url),
        guide_hint: false,
        cut_off: page.cut_off,
    });
    if facts.kind.has_date_line() {
        let shown = facts.pub_date.known().map(|s| s.date);
        let now = Sighting {
            seen: fixture.today,
            shown,
            print: 1,
        };
        facts.dates.see(now, &page.seen);
    }
    facts
}
