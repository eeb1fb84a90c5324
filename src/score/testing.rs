//! A site written by hand, for the tests of scoring.

use std::collections::BTreeMap;

use jiff::civil::date;
use serde_json::{Value, json};

use super::{RatedSite, rate};
use crate::finding::{
    ColumnResult, Coverage, Evidence, Finding, FindingRecord, Grade, PageSample, Rating, Reviewed, RuleOutcome, RuleOutcomes,
    SampledFinding, SampledPage, SiteResult, State,
};
use crate::site::Site;
use crate::standard::Table;

/// A site on which nothing was found yet.
pub(super) struct Case {
    pub(super) site: Site,
    pub(super) result: SiteResult,
    pub(super) outcomes: RuleOutcomes,
    pub(super) findings: Vec<FindingRecord>,
}

impl Case {
    /// A site that was read whole, with nothing judged.
    pub(super) fn new() -> Self {
        let result = SiteResult {
            id: "a".into(),
            name: "鹭岛市公安局".into(),
            url: "http://a.gov.cn/".into(),
            owner: String::new(),
            pages: 100,
            links: 1_000,
            findings: BTreeMap::new(),
            coverage: Coverage::default(),
            columns: Vec::new(),
            certificate_days: None,
            notes: Vec::new(),
            ratings: Vec::new(),
        };
        Case {
            site: Site::plain("a", "鹭岛市公安局", "http://a.gov.cn/".parse().unwrap()),
            result,
            outcomes: RuleOutcomes::default(),
            findings: Vec::new(),
        }
    }

    /// Says that so many subjects of rules were looked at and right.
    pub(super) fn passed(mut self, facet: &str, rules: &[&str]) -> Self {
        for rule in rules {
            self.outcomes.rows.push(RuleOutcome {
                rule: (*rule).into(),
                facet: facet.into(),
                passed: 3,
                ..RuleOutcome::default()
            });
        }
        self
    }

    /// Says that one subject of a rule could not be judged.
    pub(super) fn unjudged(mut self, facet: &str, rule: &str) -> Self {
        self.outcomes.rows.push(RuleOutcome {
            rule: rule.into(),
            facet: facet.into(),
            unjudged: 1,
            why: vec!["内容由脚本生成".into()],
            ..RuleOutcome::default()
        });
        self
    }

    /// Says that subjects of a rule are left to a person, and what its evidence says of them.
    pub(super) fn reviewed(mut self, facet: &str, rule: &str, count: u64, said: &Value) -> Self {
        self.outcomes.rows.push(RuleOutcome {
            rule: rule.into(),
            facet: facet.into(),
            unit: "个链接".into(),
            unjudged: count,
            reviews: count,
            reviewed: vec![Reviewed {
                said: vec![evidence(said)],
                count,
            }],
            ..RuleOutcome::default()
        });
        self
    }

    /// Finds something on a page.
    pub(super) fn found(mut self, rule: &str, page: &str, target: Option<&str>, evidence: &Value) -> Self {
        let finding = finding(rule, page, target, evidence);
        self.outcomes.rows.push(RuleOutcome {
            rule: rule.into(),
            facet: evidence["kind"].as_str().unwrap_or_default().into(),
            failed: 1,
            ..RuleOutcome::default()
        });
        self.findings.push(FindingRecord {
            id: format!("{}-{}", rule, self.findings.len()),
            former_id: None,
            run: "r".into(),
            finding,
            first_seen: date(2026, 11, 23),
            seen_at: "".into(),
            owner: "".into(),
            due: None,
            state: State::Open,
        });
        self
    }

    /// Draws pages of a kind, each with what was found on it.
    pub(super) fn drawn(mut self, of: &str, pages: &[&[(&str, Value)]]) -> Self {
        let page = |(n, found): (usize, &&[(&str, Value)])| {
            let url = format!("http://a.gov.cn/{of}/{n}.htm");
            SampledPage {
                findings: found
                    .iter()
                    .map(|(rule, evidence)| SampledFinding {
                        id: format!("{rule}-{n}"),
                        finding: finding(rule, &url, None, evidence),
                    })
                    .collect(),
                url,
                title: None,
                unjudged: Vec::new(),
                skipped: Vec::new(),
            }
        };
        self.outcomes.samples.push(PageSample {
            of: of.into(),
            population: 40,
            pages: pages.iter().enumerate().map(page).collect(),
        });
        self
    }

    pub(super) fn column(mut self, kind: &str, newest: Option<jiff::civil::Date>) -> Self {
        self.result.columns.push(ColumnResult {
            name: "某某栏目".into(),
            url: "http://a.gov.cn/x/".into(),
            kind: kind.into(),
            level: None,
            newest,
            exempt: None,
        });
        self
    }

    /// Adds a column of this kind so deep below the home page.
    pub(super) fn column_at(self, kind: &str, level: Option<u8>) -> Self {
        let mut case = self.column(kind, None);
        if let Some(column) = case.result.columns.last_mut() {
            column.level = level;
        }
        case
    }

    /// Says that so many right subjects of a rule bear a mark.
    pub(super) fn marked(mut self, rule: &str, key: &str, count: u64) -> Self {
        for row in self.outcomes.rows.iter_mut().filter(|r| r.rule == rule) {
            row.marked.insert(key.into(), count);
        }
        self
    }

    /// The rating by a built-in table on 23 November 2026.
    pub(super) fn rated(&self, table: &str) -> Rating {
        self.rated_by(Table::built_in().iter().find(|t| t.id == table).unwrap())
    }

    pub(super) fn rated_by(&self, table: &Table) -> Rating {
        let findings: Vec<&FindingRecord> = self.findings.iter().collect();
        rate(
            table,
            &RatedSite {
                site: &self.site,
                result: &self.result,
                outcomes: &self.outcomes,
                findings: &findings,
                today: date(2026, 11, 23),
                workdays: crate::site::shipped_workdays(),
            },
        )
    }
}

fn finding(rule: &str, page: &str, target: Option<&str>, evidence: &Value) -> Finding {
    let evidence = self::evidence(evidence);
    Finding {
        rule: rule.into(),
        grade: Grade::Minor,
        site: "a".into(),
        column: None,
        page_url: page.into(),
        page_title: None,
        message: "".into(),
        place: "".into(),
        target_url: target.map(Into::into),
        evidence: evidence.into(),
        advice: "".into(),
        basis: "".into(),
        subject: crate::finding::Subject::page(page),
        remark: false,
        former_key: "".into(),
    }
}

fn evidence(said: &Value) -> Evidence {
    let map = said.as_object().into_iter().flatten();
    map.map(|(k, v)| (k.clone(), v.clone())).collect()
}

/// Nothing said.
pub(super) fn none() -> Value {
    json!({})
}
