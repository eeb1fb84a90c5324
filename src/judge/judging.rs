//! Everything that is judged of a run: its pages batch by batch, then its sites.

use std::collections::{BTreeSet, HashSet};

use jiff::civil::Date;

use super::crawled::{Crawled, SiteCrawled};
use super::fold::Folds;
use super::hands::{Hands, OneByOne};
use super::look::{Looker, PageSeen};
use super::proofread::{PageRead, Reader};
use super::runner::{self, OfSite, Said, View};
use super::sheets::Sheets;
use super::tally::{Tally, Ticket};
use super::unread::Unread;
use crate::facts::{PageFacts, PageRow, SiteEvidence, SiteFacts, Why, YearlyReport};
use crate::finding::{Finding, Pool, ReviewRecord, RuleOutcomes, Subject, UnreadText, Verdict};
use crate::panics::survive;
use crate::rules::{self, Check, Context, Fold, RULES, Rule};
use crate::site::{Group, Role, RunDay, Site};
use crate::standard::{Table, Workdays};
use crate::survey::SiteReader;
use crate::wording::{Entry, OwnNames, Proofreading};

/// By what a run is judged.
#[derive(Clone, Copy)]
pub struct Terms<'a> {
    /// The sites with their settings.
    pub group: &'a Group,
    /// The day freshness is judged by, and those on which was read.
    pub today: &'a RunDay,
    /// The seed of the draw of pages.
    pub seed: u64,
    /// The calendar that working days are counted by.
    pub workdays: &'a Workdays,
    /// What the wording is read with.
    pub wording: &'a Proofreading,
    /// The tables of indicators its sites are rated by.
    pub tables: &'a [Table],
}

impl<'a> Terms<'a> {
    /// The keys of evidence that any table filters by.
    fn asked(&self) -> BTreeSet<String> {
        let tests = self.tables.iter().flat_map(|table| &table.items).flat_map(|item| &item.tests);
        tests.flat_map(|test| test.filter.conditions()).map(|c| c.key.clone()).collect()
    }

    /// The day of the run and the later one on which a page was read, where it was.
    fn late(&self, row: &PageRow) -> Option<(Date, Date)> {
        let day = self.today.date();
        let read_on = self.today.read_on(row.head.exchange.last()?.at);
        (read_on > day).then_some((day, read_on))
    }

    /// What a rule is given about a site.
    fn context(&self, site: &'a Site) -> Context<'a> {
        Context {
            site,
            today: self.today.date(),
            workdays: self.workdays,
        }
    }
}

/// What judging gives.
#[derive(Debug, Default)]
pub struct Judged {
    /// One a site that was crawled, in the same order.
    pub sites: Vec<SiteJudged>,
    /// What was found, of all sites.
    pub findings: Vec<Finding>,
    /// What a person has to look at.
    pub reviews: Vec<ReviewRecord>,
    /// What the user's lists except and no page had.
    pub idle: Vec<Entry>,
}

/// One site as judged.
#[derive(Debug, Clone, Default)]
pub struct SiteJudged {
    /// Its id.
    pub id: String,
    /// What was read of it as a whole; none where reading it failed.
    pub facts: Option<SiteFacts>,
    /// Columns judged.
    pub columns: u64,
    /// Columns that could not be judged.
    pub columns_unjudged: u64,
    /// Service guides judged.
    pub guides: u64,
    /// Pages of which most of the text went unread.
    pub unread_text: UnreadText,
    /// What came of the rules on it.
    pub outcomes: RuleOutcomes,
}

/// Judges a run: made from what was crawled, given its pages in the order of their addresses, and finished.
pub struct Judging<'a> {
    rules: &'a [&'static Rule],
    terms: Terms<'a>,
    crawled: &'a Crawled,
    sites: Vec<SiteJudging<'a>>,
    proofreader: Reader<'a>,
    found: SaidSoFar,
    /// The style sheets that the pages to come are dressed by.
    sheets: Sheets,
}

/// One site while it is judged.
struct SiteJudging<'a> {
    site: &'a Site,
    crawled: &'a SiteCrawled,
    reader: SiteReader<'a>,
    tally: Tally,
    unread: Unread,
    guides: u64,
}

/// What was found so far.
#[derive(Default)]
struct SaidSoFar {
    folds: Folds,
    pool: Pool,
    findings: Vec<Finding>,
    reviews: Vec<ReviewRecord>,
}

/// What a verdict is about: the page or column that reviews name, and where what came of it is counted.
struct Spot<'a> {
    site: &'a Site,
    url: &'a str,
    title: Option<&'a str>,
    column: Option<&'a str>,
    facet: &'static str,
    /// The page's place in the draw, where it is drawn.
    ticket: Option<&'a Ticket>,
}

impl<'a> Judging<'a> {
    /// Nothing judged yet.
    pub fn new(terms: Terms<'a>, crawled: &'a Crawled) -> Self {
        Self::by(RULES, terms, crawled)
    }

    /// By these rules.
    pub(super) fn by(rules: &'a [&'static Rule], terms: Terms<'a>, crawled: &'a Crawled) -> Self {
        let sites = crawled.sites.iter().filter_map(|crawled_site| {
            let site = terms.group.sites.iter().find(|s| s.id == crawled_site.id)?;
            Some(SiteJudging {
                site,
                crawled: crawled_site,
                reader: SiteReader::new(site, terms.today.date(), &crawled.links),
                tally: Tally::asking(terms.asked()),
                unread: Unread::default(),
                guides: 0,
            })
        });
        let sites: Vec<SiteJudging<'a>> = sites.collect();
        Judging {
            rules,
            terms,
            crawled,
            sites,
            proofreader: Reader::new(terms.wording, OwnNames::given(terms.group.names())),
            found: SaidSoFar::default(),
            sheets: Sheets::default(),
        }
    }

    /// Forgets the style sheets taken in: the pages of another site come.
    pub fn other_sheets(&mut self) {
        self.sheets = Sheets::default();
    }

    /// Takes a style sheet in, for the pages that come behind it.
    pub fn sheet(&mut self, row: &PageRow) {
        self.sheets.add(row);
    }

    /// Judges one page, and reads it into its site.
    pub fn page(&mut self, row: PageRow) {
        self.pages(vec![row], &OneByOne);
    }

    /// Judges pages, the next in order, and reads them into their sites. What a page says by itself is worked out by as many
    /// hands as there are; what is known of all pages together grows in between, in the order of the pages. So how many hands
    /// there are makes no difference.
    pub(crate) fn pages(&mut self, rows: Vec<PageRow>, hands: &impl Hands) {
        let place = |row: &PageRow| self.sites.iter().position(|own| own.site.id == row.head.site);
        let mut pages: Vec<(usize, PageRow)> = rows.into_iter().filter_map(|row| Some((place(&row)?, row))).collect();
        for (place, row) in &mut pages {
            self.complete(*place, row);
        }
        let pages: Vec<(usize, &PageRow)> = pages.iter().map(|(place, row)| (*place, row)).collect();
        let mut read = hands.each(&pages, |(_, row)| survive(|| self.proofreader.read(&row.facts)));
        for read in read.iter_mut().flatten() {
            self.proofreader.learn(std::mem::take(&mut read.new));
        }
        let looker = Looker {
            rules: self.rules,
            links: &self.crawled.links,
            proofreader: &self.proofreader,
        };
        let cases: Vec<(Context<'_>, &PageRow, Option<PageRead<'_>>)> = pages
            .iter()
            .zip(read)
            .map(|((place, row), read)| (self.terms.context(self.sites[*place].site), *row, read))
            .collect();
        let seen = hands.each(&cases, |(cx, row, read)| looker.look(cx, &row.facts, read.as_ref()));
        for ((place, row), seen) in pages.into_iter().zip(seen) {
            self.take(place, row, seen);
        }
    }

    /// Adds to what was read of a page what other answers of the run tell of it: what its style sheets hide, and that the run had gone on
    /// for days when it was read.
    fn complete(&mut self, place: usize, row: &mut PageRow) {
        let own = &self.sites[place];
        let (sheets, links) = (&self.sheets, &self.crawled.links);
        if survive(|| sheets.dress(&mut row.facts, links, own.crawled.extent)).is_none() {
            self.found
                .fault(rules::UNREAD_SHEETS, own.site, &runner::named(&row.facts), "样式表");
        }
        if let Some((day, read_on)) = self.terms.late(row) {
            row.facts.as_of(day, read_on);
        }
    }

    /// Takes in what was seen on a page, and reads the page into its site.
    fn take(&mut self, place: usize, row: &PageRow, seen: PageSeen) {
        let own = &mut self.sites[place];
        let (site, facts, url) = (own.site, &row.facts, seen.url.as_str());
        own.reader.add(row);
        match seen.ignored {
            Some(ignored) => self.proofreader.note(ignored),
            None => self.found.fault(rules::UNREAD_WORDING, site, url, "用字"),
        }
        let interprets = own.reader.interprets(facts);
        let ticket = own.tally.draw(self.terms.seed, url, facts, interprets);
        // What is unreadable for one rule about the text of a guide is so for every one.
        let unread = facts.guide.as_ref().and_then(|guide| rules::unread_guide(facts.kind, guide));
        let at = runner::at(facts, url);
        let spot = Spot {
            site,
            url,
            title: at.title,
            column: at.column,
            facet: if at.is_home { "home" } else { "inner" },
            ticket: ticket.as_ref(),
        };
        for (rule, said) in seen.said {
            match said {
                Said::Verdict(verdict) => {
                    let silent = matches!(verdict, Verdict::Pass | Verdict::NotApplicable) && matches!(rule.check, Check::Guide(_));
                    match unread.filter(|_| silent) {
                        Some(why) => own.tally.unread(rule, spot.facet, spot.ticket, why),
                        None => self.found.take(&mut own.tally, rule, &spot, verdict),
                    }
                }
                Said::Passed(count) => own.tally.passed(rule, spot.facet, count),
                Said::Marked(key, count) => own.tally.marked(rule, spot.facet, key, count),
            }
        }
        own.unread.add(site, facts, url);
        own.guides += u64::from(facts.guide.is_some());
        if facts.cut_off {
            self.found.cut_off(&spot, facts);
        }
    }

    /// Judges the sites, now that all their pages are read.
    pub fn finish(mut self) -> Judged {
        let on_main = self.reports_on_main();
        let mut judged = Vec::with_capacity(self.sites.len());
        for own in std::mem::take(&mut self.sites) {
            let is_main = own.site.role == Role::Main;
            let evidence = SiteEvidence {
                extent: own.crawled.extent,
                measured: own.crawled.measured.clone(),
                reports_elsewhere: if is_main { &[] } else { &on_main },
            };
            judged.push(self.found.site(self.rules, &self.terms, own, &evidence));
        }
        let (folded, reviews) = self.found.folds.into_rows();
        self.found.findings.extend(folded);
        self.found.reviews.extend(reviews);
        Judged {
            sites: judged,
            findings: self.found.findings,
            reviews: self.found.reviews,
            idle: self.proofreader.idle(),
        }
    }

    /// The yearly reports that the main sites of the group name: a bureau may publish there for its subsites.
    fn reports_on_main(&self) -> Vec<YearlyReport> {
        let mains = self.sites.iter().filter(|s| s.site.role == Role::Main);
        let elsewhere = |report: &YearlyReport| YearlyReport {
            elsewhere: true,
            ..report.clone()
        };
        mains.flat_map(|s| s.reader.reports().iter().map(elsewhere)).collect()
    }
}

impl SaidSoFar {
    /// Judges one site as read.
    fn site(&mut self, rules: &[&'static Rule], terms: &Terms<'_>, own: SiteJudging<'_>, evidence: &SiteEvidence<'_>) -> SiteJudged {
        let (site, mut tally, reader) = (own.site, own.tally, own.reader);
        self.reviews.extend(own.unread.review(&site.id));
        let mut judged = SiteJudged {
            id: site.id.clone(),
            guides: own.guides,
            unread_text: own.unread.text,
            ..SiteJudged::default()
        };
        let Some(read) = survive(|| reader.finish(evidence)) else {
            // Nothing is known of its columns, which is not the same as that it has none.
            self.fault(rules::UNREAD_SITE, site, site.url.as_str(), "整个站点的栏目和首页");
            judged.outcomes = tally.finish();
            return judged;
        };
        let said = runner::site(rules, &read, View::Site, &terms.context(site));
        let unjudged: HashSet<&String> = said
            .iter()
            .filter(|s| s.column.is_some() && matches!(s.verdict, Verdict::NotJudged(_)))
            .map(|s| &s.url)
            .collect();
        judged.columns_unjudged = unjudged.len() as u64;
        judged.columns = read.facts.columns.len() as u64 - judged.columns_unjudged;
        for OfSite {
            rule,
            url,
            column,
            facet,
            verdict,
        } in said
        {
            // A home page that did not open says so itself; that its items are unknown goes without saying.
            let title = column.clone().or_else(|| read.facts.home.title.clone());
            let spot = Spot {
                site,
                url: &url,
                title: title.as_deref(),
                column: column.as_deref(),
                facet,
                ticket: None,
            };
            tally.keep_by_address(rule, &verdict);
            self.take(&mut tally, rule, &spot, verdict);
        }
        judged.facts = Some(read.facts);
        judged.outcomes = tally.finish();
        judged
    }

    /// Hands to a person what a fault of the program kept from being judged.
    fn fault(&mut self, rule: &Rule, site: &Site, page_url: &str, what: &str) {
        self.reviews.push(ReviewRecord {
            rule: rule.id.to_owned(),
            site: site.id.clone(),
            column: None,
            page_url: page_url.to_owned(),
            page_title: None,
            message: format!("{what}没有检查：{}，请人工核查", Why::Fault.chinese()),
        });
    }

    /// Hands to a person what was not read of a page.
    fn cut_off(&mut self, spot: &Spot<'_>, facts: &PageFacts) {
        self.reviews.push(ReviewRecord {
            rule: rules::UNREAD_PART.id.to_owned(),
            site: spot.site.id.clone(),
            column: facts.column.clone(),
            page_url: spot.url.to_owned(),
            page_title: spot.title.map(str::to_owned),
            message: format!("{}，其余部分没有检查，请人工核查", Why::CutOff.chinese()),
        });
    }

    fn take(&mut self, tally: &mut Tally, rule: &'static Rule, spot: &Spot<'_>, verdict: Verdict) {
        tally.count(rule, spot.facet, &verdict);
        let at_home = spot.facet == "home";
        if let Some(ticket) = spot.ticket {
            tally.keep(ticket, rule, &verdict);
        }
        match verdict {
            Verdict::Pass | Verdict::NotApplicable => {}
            Verdict::Remark(findings) => {
                for finding in findings {
                    self.folds.remark(finding, at_home);
                }
            }
            Verdict::Fail(findings) => {
                for finding in findings {
                    self.finding(rule, finding, at_home);
                }
            }
            Verdict::NeedsReview(findings) => {
                for finding in findings {
                    let review = ReviewRecord::of(&finding);
                    self.review(rule, finding.subject, review, at_home);
                }
            }
            Verdict::NotJudged(why) => {
                let review = ReviewRecord {
                    rule: rule.id.to_owned(),
                    site: spot.site.id.clone(),
                    column: spot.column.map(str::to_owned),
                    page_url: spot.url.to_owned(),
                    page_title: spot.title.map(str::to_owned),
                    message: format!("无法判断“{}”：{}，请人工核查", rule.title, why.chinese()),
                };
                self.review(rule, Subject::thing(why.chinese()), review, at_home);
            }
        }
    }

    fn finding(&mut self, rule: &Rule, finding: Finding, at_home: bool) {
        match rule.fold {
            Fold::Site(words) | Fold::Places(words) if finding.subject.is_of_many_pages() => self.folds.finding(finding, words, at_home),
            Fold::Site(_) | Fold::Places(_) | Fold::Page => self.findings.push(self.pool.share(finding)),
        }
    }

    /// A template that cannot be judged is looked at once, not on every page.
    fn review(&mut self, rule: &Rule, subject: Subject, review: ReviewRecord, at_home: bool) {
        match rule.fold {
            Fold::Site(_) if subject.is_of_many_pages() => self.folds.review(subject, review, at_home),
            Fold::Site(_) | Fold::Places(_) | Fold::Page => self.reviews.push(review),
        }
    }
}
