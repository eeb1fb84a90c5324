//! A fixture through the readers and rules of the program.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use url::Url;
use xuncha::extract::{PageInput, extract_page};
use xuncha::facts::{self, Fact, PageFacts, PageKind, Reading, Sighting, Target, Unreachable, Why, YearlyReport};
use xuncha::finding::{Cause, Circumstances, LinkVerdict, Reason, Verdict, judge_exchange};
use xuncha::rules::{Check, Context, GuideCase, InquiryCase, KindCase, LinkFacts, PageRef, RULES, SlipAt, WordingCase};
use xuncha::site::{Role, Site, report_url, shipped_workdays, url_key};
use xuncha::standard::ColumnKind;
use xuncha::survey::{Dating, Papers, Survey, has_date_line};
use xuncha::wording::{self, Proofreading};

use super::answer::Answered;
use super::format::{Extent, Fixture, Page};

static WORDING: LazyLock<Proofreading> = LazyLock::new(Proofreading::shipped);

/// What a rule says of one thing it looked at.
#[derive(Debug)]
pub(super) enum Said {
    Right,
    Wrong(String),
    Look(String),
}

impl Said {
    pub(super) fn wrong(&self) -> Option<&str> {
        match self {
            Said::Wrong(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn look(&self) -> Option<&str> {
        match self {
            Said::Look(text) => Some(text),
            _ => None,
        }
    }

    fn of(verdict: Verdict) -> Vec<Self> {
        match verdict {
            Verdict::NotApplicable => Vec::new(),
            Verdict::Pass => vec![Said::Right],
            Verdict::Fail(found) => found.iter().map(|f| Said::Wrong(f.message.to_string())).collect(),
            Verdict::NeedsReview(found) => found.iter().map(|f| Said::Look(f.message.to_string())).collect(),
            Verdict::NotJudged(why) => vec![Said::Look(why.chinese().to_owned())],
        }
    }
}

/// The facts of the pages, with the number of the site each belongs to.
pub(super) fn read(fixture: &Fixture) -> Result<Vec<(usize, PageFacts)>, String> {
    let of = |page: &Page| {
        let owner = owner(&fixture.group.sites, &page.url);
        let index = owner.ok_or_else(|| format!("{} is on none of the sites", page.url))?;
        Ok((index, read_page(page, &fixture.group.sites[index], fixture)))
    };
    fixture.pages.iter().map(of).collect()
}

/// The site an address belongs to.
fn owner(sites: &[Site], url: &Url) -> Option<usize> {
    let depths = sites.iter().enumerate().filter_map(|(i, s)| Some((s.scope.depth_of(url)?, i)));
    depths.max().map(|(_, index)| index)
}

/// What the rules say of a fixture and its pages.
pub(super) fn judge_fixture(fixture: &Fixture, read: &[(usize, PageFacts)]) -> Vec<(&'static str, Said)> {
    let mut said = Vec::new();
    let mut of = |rule: &'static str, verdict: Verdict| said.extend(Said::of(verdict).into_iter().map(|s| (rule, s)));
    let sites = &fixture.group.sites;
    let answered = |url: &Url| {
        fixture
            .answers
            .get(url.as_str())
            .cloned()
            .unwrap_or_else(|| Answered::well(url.as_str()))
    };
    let owner = |url: &Url| owner(sites, url);
    let verdict_on = |url: &Url, answered: &Answered| {
        let circumstances = Circumstances {
            inside: owner(url).is_some(),
            soft: answered.soft.as_ref().map(|(soft, _)| *soft),
        };
        judge_exchange(&answered.exchange, circumstances)
    };
    let why_unread = |url: &Url| match verdict_on(url, &answered(url)) {
        LinkVerdict::Skipped(Reason::Robots) => Why::Robots,
        LinkVerdict::Dead(_) | LinkVerdict::Suspect(_) | LinkVerdict::Local => Why::FetchFailed,
        _ => Why::NotFetched,
    };
    let mut of_site: BTreeMap<usize, (Survey, Papers, Dating)> = (0..sites.len()).map(|i| (i, Default::default())).collect();
    for (page, (index, facts)) in fixture.pages.iter().zip(read) {
        let (index, site) = (*index, &sites[*index]);
        let cx = Context {
            site,
            today: fixture.today,
            workdays: shipped_workdays(),
        };
        let url = report_url(&page.url);
        let at = PageRef {
            url: &url,
            title: facts.shown_title(),
            column: facts.column.as_deref(),
            is_home: facts.kind == PageKind::Home,
        };
        let (survey, papers, dating) = of_site.get_mut(&index).unwrap();
        survey.add(site, &page.url, facts);
        papers.add(site, facts, fixture.today, &|u| {
            answered(u).exchange.last()?.hops.last().map(|h| h.to.clone())
        });
        dating.add(facts, page.last_modified.as_deref(), fixture.today);
        if facts.cut_off {
            of("link-broken", Verdict::NotJudged(Why::CutOff));
        }
        let text = wording::sentences(facts.title.as_deref().unwrap_or_default()).chain(wording::sentences(&facts.text));
        let slips: Vec<(&str, wording::Slip)> = text
            .flat_map(|s| WORDING.engine.judge(s, None).into_iter().map(move |slip| (s, slip)))
            .collect();
        for rule in RULES {
            match rule.check {
                Check::Page(check) => of(rule.id, check(facts, &cx)),
                Check::Wording(check) => {
                    let slips = slips.iter().map(|(sentence, slip)| SlipAt { sentence, slip }).collect();
                    of(rule.id, check(&WordingCase { page: at, slips }, &cx));
                }
                Check::Guide(check) => {
                    let Some(guide) = &facts.guide else { continue };
                    let verdict = |u: &Option<String>| u.as_deref()?.parse().ok().map(|u| verdict_on(&u, &answered(&u)));
                    let form_verdicts: Vec<_> = guide.forms.iter().map(|f| verdict(&f.url)).collect();
                    of(
                        rule.id,
                        check(
                            &GuideCase {
                                page: facts,
                                at,
                                guide,
                                form_verdicts: &form_verdicts,
                            },
                            &cx,
                        ),
                    );
                }
                Check::Link(check) => {
                    for link in &facts.links {
                        let (target, verdict, answered, inside) = match &link.target {
                            Target::Web { url, .. } => {
                                let url: Url = url.parse().unwrap();
                                let answered = answered(&url);
                                (report_url(&url), verdict_on(&url, &answered), Some(answered), owner(&url).is_some())
                            }
                            Target::Local(raw) => (raw.clone(), LinkVerdict::Local, None, false),
                            Target::Invalid(raw) => (raw.clone(), LinkVerdict::Dead(Cause::InvalidUrl), None, false),
                        };
                        let answered = answered.as_ref();
                        let case = LinkFacts {
                            target: &target,
                            verdict: &verdict,
                            exchange: answered.map(|a| &a.exchange),
                            probed: answered.and_then(|a| a.soft.as_ref()).map(|(_, probed)| probed),
                            link,
                            page: at,
                            inside,
                        };
                        of(rule.id, check(&case, &cx));
                    }
                    for link in &facts.lost {
                        let target = link.target.web().unwrap_or_default();
                        let verdict = &LinkVerdict::Dead(Cause::Fragment);
                        let case = LinkFacts {
                            target,
                            verdict,
                            exchange: None,
                            probed: None,
                            link,
                            page: at,
                            inside: true,
                        };
                        of(rule.id, check(&case, &cx));
                    }
                }
                _ => {}
            }
        }
    }
    let on_main: Vec<YearlyReport> = sites
        .iter()
        .enumerate()
        .filter(|(_, s)| s.role == Role::Main)
        .flat_map(|(i, _)| of_site[&i].0.reports().to_vec())
        .map(|report| YearlyReport { elsewhere: true, ..report })
        .collect();
    for (index, (survey, papers, dating)) in of_site {
        let site = &sites[index];
        let cx = Context {
            site,
            today: fixture.today,
            workdays: shipped_workdays(),
        };
        let mut facts = survey.finish(site, fixture.today, &why_unread);
        let home = answered(&site.url);
        let failed = match verdict_on(&site.url, &home) {
            LinkVerdict::Dead(cause) => Some((cause.id(), cause.chinese())),
            LinkVerdict::Suspect(reason @ Reason::HostDown) => Some((reason.id().to_owned(), reason.chinese().to_owned())),
            _ => None,
        };
        let tries = home.exchange.attempts.len() as u32;
        facts.home.unreachable = failed.map(|(cause, cause_text)| Unreachable { cause, cause_text, tries });
        let (reading, extent) = match fixture.extent {
            Extent::Whole => (Reading::Whole, facts::Extent::Whole),
            Extent::Partly => (Reading::Cut, facts::Extent::Partly),
            Extent::Front => (Reading::Front, facts::Extent::Front),
        };
        facts.identity.reading = reading;
        if fixture.extent != Extent::Whole {
            facts.whole = Fact::Unknown(Why::NotWhole);
        }
        if site.role != Role::Main {
            facts.identity.reports.extend(on_main.iter().cloned());
        }
        if index == 0 {
            facts.measured = fixture.measured.clone();
        }
        let policies = papers.finish(&facts.home.url, extent);
        let dates = dating.finish(&facts.home.url);
        let columns_of = |kind: ColumnKind| facts.columns.iter().filter(|c| c.kind == kind).collect();
        for rule in RULES {
            let verdicts: Vec<Verdict> = match rule.check {
                Check::Site(check) => vec![check(&facts, &cx)],
                Check::Papers(check) => check(&policies, &cx),
                Check::Dates(check) => check(&dates, &cx),
                Check::Column(check) => facts.columns.iter().map(|c| check(c, &cx)).collect(),
                Check::Inquiries(check) => {
                    let columns = columns_of(ColumnKind::Consultation);
                    check(
                        &InquiryCase {
                            inquiries: &facts.inquiries,
                            columns,
                            whole: true,
                        },
                        &cx,
                    )
                }
                Check::Kind(check) => {
                    let case = |kind: ColumnKind| KindCase {
                        kind,
                        columns: columns_of(kind),
                        site: &facts,
                    };
                    ColumnKind::ALL.iter().map(|kind| check(&case(*kind), &cx)).collect()
                }
                Check::Page(_) | Check::Link(_) | Check::Guide(_) | Check::Wording(_) => Vec::new(),
            };
            for verdict in verdicts {
                of(rule.id, verdict);
            }
        }
    }
    said
}

/// The facts of a page, as the crawl reads it.
fn read_page(page: &Page, site: &Site, fixture: &Fixture) -> PageFacts {
    let mut facts = extract_page(&PageInput {
        url: &page.url,
        bytes: page.html.as_bytes(),
        header_charset: None,
        today: fixture.today,
        is_home: url_key(&page.url) == url_key(&site.url),
        guide_hint: false,
        cut_off: page.cut_off,
    });
    if has_date_line(&facts) {
        let shown = facts.pub_date.known().map(|s| s.date);
        facts.dates.see(
            Sighting {
                seen: fixture.today,
                shown,
                print: 1,
            },
            &page.seen,
        );
    }
    facts
}
