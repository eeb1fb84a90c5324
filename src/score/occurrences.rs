//! What a test counts: which findings are occurrences of it, how many subjects were looked at, how many left open.

use std::collections::BTreeSet;

use serde_json::Value;

use super::RatedSite;
use crate::finding::{Evidence, Finding, PageSample, RuleOutcome, SampledPage};
use crate::site::url_key;
use crate::standard::{Count, Test, Where};

/// How many drawn pages of a kind are kept for the tables: the most that a table may draw.
pub(crate) const SAMPLES_KEPT: usize = 20;

/// Ids named in a rating at most; the list of problems has them all.
const NAMED: usize = 50;

/// What was counted for one test.
#[derive(Debug, Default)]
pub(super) struct Occurrences {
    /// How often it occurs.
    pub(super) count: u64,
    /// The findings that say so, the first few by id.
    pub(super) ids: Vec<String>,
    /// Subjects that were looked at.
    pub(super) looked: u64,
    /// Subjects that could not be judged, and occurrences nobody can tell.
    pub(super) open: u64,
    /// Why not.
    pub(super) why: Vec<String>,
    /// The pages that were drawn, for a test that draws.
    pub(super) sample: Option<Vec<String>>,
}

pub(super) fn of(test: &Test, rated: &RatedSite<'_>) -> Occurrences {
    match &test.sample {
        Some(sampling) => {
            let sample = rated.outcomes.samples.iter().find(|s| s.of == sampling.of);
            drawn(test, sample, sampling.size)
        }
        None => whole(test, rated),
    }
}

/// Over everything the site has.
fn whole(test: &Test, rated: &RatedSite<'_>) -> Occurrences {
    let home = url_key(&rated.site.url);
    let on_home = |f: &Finding| is_true(&f.evidence, "on_home") || f.page_url.parse().is_ok_and(|url| url_key(&url) == home);
    let stands = |f: &Finding| match test.page {
        None => true,
        Some(Where::Home) => on_home(f),
        Some(Where::Inner) => !on_home(f),
    };
    let of_rule = |rules: &[String], f: &Finding| rules.iter().any(|r| **r == *f.rule);
    let fitting: Vec<(&str, &Finding)> = rated
        .findings
        .iter()
        .map(|r| (r.id.as_str(), &r.finding))
        .filter(|(_, f)| of_rule(&test.rules, f) && fits(test, f) && stands(f))
        .collect();
    // A dead link that is counted on the home page is not counted again for the other pages.
    let elsewhere: BTreeSet<&str> = match (test.page, &test.count.value) {
        (Some(Where::Inner), Count::Targets) => rated
            .findings
            .iter()
            .map(|r| &r.finding)
            .filter(|f| of_rule(&test.rules, f) && on_home(f))
            .filter_map(|f| f.target_url.as_deref())
            .collect(),
        _ => BTreeSet::new(),
    };
    let fitting: Vec<(&str, &Finding)> = fitting
        .into_iter()
        .filter(|(_, f)| !f.target_url.as_deref().is_some_and(|t| elsewhere.contains(t)))
        .collect();
    let doubted = rated
        .findings
        .iter()
        .map(|r| &r.finding)
        .filter(|f| of_rule(&test.doubts, f) && stands(f))
        .count() as u64;
    let mut counted = counted(test, &fitting);
    for row in rated.outcomes.rows.iter().filter(|row| concerns(test, row)) {
        counted.looked += row.passed + row.failed;
        counted.open += row.unjudged;
        for why in &row.why {
            if !counted.why.contains(why) {
                counted.why.push(why.clone());
            }
        }
    }
    if doubted > 0 {
        counted.open += doubted;
        counted.why.push(format!("{doubted} 处疑似问题从本机无法确认"));
    }
    counted
}

/// Over the pages that were drawn.
fn drawn(test: &Test, sample: Option<&PageSample>, size: usize) -> Occurrences {
    let pages: &[SampledPage] = sample.map_or(&[], |s| &s.pages[..s.pages.len().min(size)]);
    let fitting: Vec<(&str, &Finding)> = pages
        .iter()
        .flat_map(|p| &p.findings)
        .map(|f| (f.id.as_str(), &f.finding))
        .filter(|(_, f)| test.rules.iter().any(|r| **r == *f.rule) && fits(test, f))
        .collect();
    let mut counted = counted(test, &fitting);
    counted.open = pages.iter().filter(|p| p.unjudged.iter().any(|r| test.rules.contains(r))).count() as u64;
    counted.looked = pages.len() as u64 - counted.open;
    if counted.open > 0 {
        counted.why.push(format!("抽中的页面有 {} 个机器无法判断", counted.open));
    }
    counted.sample = Some(pages.iter().map(|p| p.url.clone()).collect());
    counted
}

fn counted(test: &Test, fitting: &[(&str, &Finding)]) -> Occurrences {
    let distinct = |of: &dyn Fn(&Finding) -> Vec<String>| fitting.iter().flat_map(|(_, f)| of(f)).collect::<BTreeSet<_>>().len() as u64;
    let count = match &test.count.value {
        Count::Findings => fitting.len() as u64,
        Count::Pages => distinct(&|f| vec![f.page_url.to_string()]),
        Count::Targets => distinct(&|f| vec![f.target_url.as_deref().unwrap_or(&f.page_url).to_owned()]),
        Count::Sum(key) => fitting.iter().map(|(_, f)| amount(f.evidence.get(key))).sum(),
        Count::Distinct(key) => distinct(&|f| {
            let mut said = said(f.evidence.get(key)).unwrap_or_default();
            if let Some(wanted) = test.filter.get(key) {
                said.retain(|value| wanted.fits(Some(std::slice::from_ref(value))));
            }
            said
        }),
    };
    let ids: BTreeSet<&str> = fitting.iter().map(|(id, _)| *id).collect();
    Occurrences {
        count,
        ids: ids.into_iter().take(NAMED).map(str::to_owned).collect(),
        ..Occurrences::default()
    }
}

/// Whether the evidence says all that the test asks of it.
fn fits(test: &Test, finding: &Finding) -> bool {
    test.filter
        .0
        .iter()
        .all(|c| c.wanted.fits(said(finding.evidence.get(&c.key)).as_deref()))
}

/// Whether what came of a rule is about what the test asks.
fn concerns(test: &Test, row: &RuleOutcome) -> bool {
    let facet = std::slice::from_ref(&row.facet);
    let kind = test.filter.get("kind").is_none_or(|wanted| wanted.fits(Some(facet)));
    let page = match test.page {
        Some(Where::Home) => row.facet == "home",
        Some(Where::Inner) => row.facet == "inner",
        None => true,
    };
    test.rules.contains(&row.rule) && kind && page
}

/// An entry of the evidence as texts: the entries of a list, or the one value.
fn said(value: Option<&Value>) -> Option<Vec<String>> {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match value? {
        Value::Null => None,
        Value::Array(values) => Some(values.iter().map(text).collect()),
        value => Some(vec![text(value)]),
    }
}

fn amount(value: Option<&Value>) -> u64 {
    match value {
        Some(Value::Array(values)) => values.len() as u64,
        Some(Value::Number(number)) => number.as_u64().unwrap_or(1),
        _ => 1,
    }
}

fn is_true(evidence: &Evidence, key: &str) -> bool {
    evidence.get(key).and_then(Value::as_bool).unwrap_or(false)
}
