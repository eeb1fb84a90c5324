//! Site and column rules, over what the surveys found.

use std::collections::HashSet;

use url::Url;

use super::super::guard::{self, survive};
use super::super::{coverage, reach};
use super::{Judge, Spot};
use crate::facts::{Reading, Unreachable, Why, YearlyReport};
use crate::finding::{LinkVerdict, Reason, Verdict};
use crate::plan::Reach;
use crate::rules::{Check, InquiryCase, KindCase, Rule};
use crate::site::{Role, Site};
use crate::standard::ColumnKind;

impl Judge<'_> {
    /// Site and column rules, over the surveys.
    pub(super) fn sites(&mut self) {
        let on_main = self.reports_on_main();
        for (index, survey) in &self.outcome.surveys {
            let site = &self.group.sites[*index];
            let failed = |url: &Url| self.why_unread(url);
            let Some(mut facts) = survive(|| survey.finish(site, self.terms.today, &failed)) else {
                // Nothing is known of its columns, which is not the same as that it has none.
                self.fault("home-stale", site, site.url.as_str(), "整个站点的栏目和首页");
                continue;
            };
            facts.home.unreachable = self.home_failure(site);
            facts.identity.reading = match self.terms.reach {
                Reach::Front => Reading::Front,
                Reach::Whole if coverage::is_whole(self.group, *index, self.outcome) => Reading::Whole,
                Reach::Whole => Reading::Cut,
            };
            if site.role != Role::Main {
                facts.identity.reports.extend(on_main.iter().cloned());
            }
            facts.measured = self.outcome.measured.get(index).cloned().unwrap_or_default();
            reach::complete(&mut facts, self.outcome, self.terms.reach, *index, site);
            let cx = self.terms.context(site);
            let (policies, dates) = self.gathered.take(*index, &facts.home.url, self.outcome);
            let mut verdicts: Vec<(&'static Rule, String, Option<String>, &'static str, Verdict)> = Vec::new();
            for rule in self.rules.iter().copied() {
                match rule.check {
                    Check::Site(check) => verdicts.push((rule, facts.home.url.clone(), None, "", guard::verdict(|| check(&facts, &cx)))),
                    Check::Papers(check) => {
                        let found = guard::verdicts(|| check(&policies, &cx));
                        verdicts.extend(found.into_iter().map(|v| (rule, facts.home.url.clone(), None, "", v)));
                    }
                    Check::Dates(check) => {
                        let found = guard::verdicts(|| check(&dates, &cx));
                        verdicts.extend(found.into_iter().map(|v| (rule, facts.home.url.clone(), None, "", v)));
                    }
                    Check::Column(check) => {
                        for column in &facts.columns {
                            let name = Some(column.name.clone());
                            verdicts.push((
                                rule,
                                column.url.clone(),
                                name,
                                column.kind.id(),
                                guard::verdict(|| check(column, &cx)),
                            ));
                        }
                    }
                    Check::Inquiries(check) => {
                        let case = InquiryCase {
                            inquiries: &facts.inquiries,
                            columns: facts.columns.iter().filter(|c| c.kind == ColumnKind::Consultation).collect(),
                            whole: true,
                        };
                        let said = guard::verdicts(|| check(&case, &cx));
                        verdicts.extend(said.into_iter().map(|v| (rule, facts.home.url.clone(), None, "", v)));
                    }
                    Check::Kind(check) => {
                        for kind in ColumnKind::ALL.iter().copied() {
                            let case = KindCase {
                                kind,
                                columns: facts.columns.iter().filter(|c| c.kind == kind).collect(),
                                site: &facts,
                            };
                            verdicts.push((rule, facts.home.url.clone(), None, kind.id(), guard::verdict(|| check(&case, &cx))));
                        }
                    }
                    Check::Page(_) | Check::Link(_) | Check::Guide(_) | Check::Wording(_) => {}
                }
            }
            let unjudged: HashSet<&String> = verdicts
                .iter()
                .filter(|(_, _, column, _, v)| column.is_some() && matches!(v, Verdict::NotJudged(_)))
                .map(|(_, url, ..)| url)
                .collect();
            let counts = self.judged.counts.entry(*index).or_default();
            counts.columns_unjudged = unjudged.len() as u64;
            counts.columns = facts.columns.len() as u64 - counts.columns_unjudged;
            for (rule, url, column, facet, verdict) in verdicts {
                // A home page that did not open says so itself; that its items are unknown goes without saying.
                let title = column.clone().or_else(|| facts.home.title.clone());
                let spot = Spot {
                    index: *index,
                    site,
                    url: &url,
                    title: title.as_deref(),
                    column: column.as_deref(),
                    facet,
                    ticket: None,
                };
                self.tally.keep_by_address(*index, rule, &verdict);
                self.take(rule, &spot, verdict);
            }
            self.judged.surveyed.insert(*index, facts);
        }
    }

    /// The yearly reports that the main sites of the group name: a bureau may publish there for its subsites.
    fn reports_on_main(&self) -> Vec<YearlyReport> {
        let mains = self
            .outcome
            .surveys
            .iter()
            .filter(|(i, _)| self.group.sites[**i].role == Role::Main);
        let elsewhere = |report: &YearlyReport| YearlyReport {
            elsewhere: true,
            ..report.clone()
        };
        mains.flat_map(|(_, survey)| survey.reports().iter().map(elsewhere)).collect()
    }

    fn why_unread(&self, url: &Url) -> Why {
        match self.outcome.target(url).map(|t| t.verdict) {
            Some(LinkVerdict::Skipped(Reason::Robots)) => Why::Robots,
            Some(LinkVerdict::Dead(_) | LinkVerdict::Suspect(_) | LinkVerdict::Local) => Why::FetchFailed,
            _ => Why::NotFetched,
        }
    }

    fn home_failure(&self, site: &Site) -> Option<Unreachable> {
        let target = self.outcome.target(&site.url)?;
        let tries = target.exchange.map_or(1, |e| e.attempts.len()) as u32;
        match target.verdict {
            LinkVerdict::Dead(cause) => Some(Unreachable {
                cause: cause.id(),
                cause_text: cause.chinese(),
                tries,
            }),
            LinkVerdict::Suspect(reason @ Reason::HostDown) => Some(Unreachable {
                cause: reason.id().to_owned(),
                cause_text: reason.chinese().to_owned(),
                tries,
            }),
            _ => None,
        }
    }
}
