//! What a test counts: which findings are occurrences of it, how many subjects were looked at, how many left open.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::RatedSite;
use crate::finding::{ColumnResult, Evidence, Finding, PageSample, Reviewed, RuleOutcome, SampledPage};
use crate::site::url_key;
use crate::standard::{Condition, Count, Test, Wanted, Where};

/// How many drawn pages of a kind are kept for the tables: the most that a table may draw.
pub(crate) const SAMPLES_KEPT: usize = 20;

/// What is said of subjects that are left to a person.
const REVIEW: &str = "原因见人工核查.csv";

/// What columns are counted by.
const COLUMNS: &str = "个栏目";

/// What is counted by nothing more telling.
const PLACES: &str = "处";

/// What was counted for one test.
#[derive(Debug, Default)]
pub(super) struct Occurrences {
    /// How often it occurs.
    pub(super) count: u64,
    /// The findings that say so, by id.
    pub(super) ids: BTreeSet<String>,
    /// Subjects that were looked at.
    pub(super) looked: u64,
    /// Subjects that could not be judged, and occurrences nobody can tell.
    pub(super) open: u64,
    /// What these are counted by, in Chinese.
    pub(super) unit: String,
    /// Why not.
    pub(super) why: Vec<String>,
    /// Parts that may be missing besides those that are, where a rule could not tell.
    pub(super) unsure: BTreeSet<String>,
    /// The pages that were drawn, for a test that draws.
    pub(super) sample: Option<Vec<String>>,
    /// Whether all columns of the kind lie deeper than the test asks.
    pub(super) all_below_level: bool,
    /// Pages that had been drawn and that the rules have nothing to say of.
    pub(super) passed_over: u64,
}

impl Occurrences {
    /// Adds subjects that are left open, counted by their unit: where there are several sorts, they are places.
    fn leave(&mut self, open: u64, unit: &str) {
        let unit = if unit.is_empty() { PLACES } else { unit };
        if self.open == 0 {
            unit.clone_into(&mut self.unit);
        } else if open > 0 && self.unit != unit {
            PLACES.clone_into(&mut self.unit);
        }
        self.open += open;
    }

    fn because(&mut self, why: &str) {
        if !self.why.iter().any(|w| w == why) {
            self.why.push(why.to_owned());
        }
    }
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
    let on_home = |f: &Finding| stands_on(f, Where::Home, &home);
    let stands = |f: &Finding| test.page.is_none_or(|wanted| stands_on(f, wanted, &home));
    let of_rule = |rules: &[String], f: &Finding| rules.iter().any(|r| **r == *f.rule);
    let fitting: Vec<(&str, &Finding)> = rated
        .findings
        .iter()
        .map(|r| (r.id.as_str(), &r.finding))
        .filter(|(_, f)| of_rule(&test.rules, f) && fits(test, f) && stands(f))
        .collect();
    // A dead or doubtful link that is counted on the home page is not counted again for the other pages.
    let at_home: BTreeSet<&str> = match (test.page, &test.count.value) {
        (Some(Where::Inner), Count::Targets) => rated
            .findings
            .iter()
            .map(|r| &r.finding)
            .filter(|f| (of_rule(&test.rules, f) || of_rule(&test.doubts, f)) && on_home(f))
            .filter_map(|f| f.target_url.as_deref())
            .collect(),
        _ => BTreeSet::new(),
    };
    let elsewhere = |f: &Finding| f.target_url.as_deref().is_some_and(|t| at_home.contains(t));
    let fitting = fitting.into_iter().filter(|(_, f)| !elsewhere(f));
    // What may be meant by the test is none of its occurrences, but may be one.
    let surely = |f: &Finding| {
        test.filter
            .is_met(|c| c.wanted.surely_fits(said(f.evidence.get(&c.key)).as_deref()))
    };
    let (fitting, perhaps): (Vec<(&str, &Finding)>, Vec<_>) = fitting.partition(|(_, f)| surely(f));
    // What only a mark tells apart (a link to a system) has the mark where it is doubtful too.
    let marked = |f: &Finding| marks_asked(test).all(|c| c.wanted.fits(said(f.evidence.get(&c.key)).as_deref()));
    let doubted = rated
        .findings
        .iter()
        .map(|r| &r.finding)
        .filter(|f| of_rule(&test.doubts, f) && stands(f) && !elsewhere(f) && marked(f))
        .count() as u64;
    let mut counted = counted(test, &fitting);
    let own = rated.findings.iter().map(|r| &r.finding);
    counted.unsure = unsure(test, own.filter(|f| of_rule(&test.rules, f) && stands(f)));
    let subjects = Subjects::of(test, rated, counted.count);
    counted.looked = subjects.looked;
    for (open, unit) in &subjects.open {
        counted.leave(*open, unit);
    }
    subjects.why.iter().for_each(|why| counted.because(why));
    if !perhaps.is_empty() {
        counted.leave(perhaps.len() as u64, PLACES);
        let asked = test.among.as_deref().unwrap_or("这一条所说的");
        counted.because(&format!("{} 处看不出是不是{asked}", perhaps.len()));
    }
    counted.all_below_level = counted.count == 0 && perhaps.is_empty() && are_below_level(test, rated);
    if doubted > 0 {
        counted.leave(doubted, "个链接");
        counted.because(&format!("{doubted} 个疑似错链从本机无法确认"));
    }
    counted
}

/// What the rules of a test looked at, and what they left open.
#[derive(Default)]
struct Subjects {
    looked: u64,
    /// How many are open, and what they are counted by.
    open: Vec<(u64, String)>,
    why: Vec<String>,
}

impl Subjects {
    /// Of a test that counts so many findings.
    fn of(test: &Test, rated: &RatedSite<'_>, counted: u64) -> Self {
        let mut subjects = Subjects::default();
        // Rules over columns look at the same ones: a column that neither can judge is one column.
        let mut columns: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        let marks: Vec<&str> = marks_asked(test).map(|c| c.key.as_str()).collect();
        let mut by_mark = false;
        for row in rated.outcomes.rows.iter().filter(|row| concerns(test, row)) {
            // Where the rule counts what bears the mark, only that was looked at for this test.
            let marked = marks.iter().filter_map(|key| row.marked.get(*key)).min();
            by_mark |= marked.is_some();
            let looked = marked.map_or(row.passed + row.failed, |marked| *marked);
            let aside: u64 = row.reviewed.iter().filter(|r| !may_fit(test, r)).map(|r| r.count).sum();
            let (unjudged, reviews) = (row.unjudged - row.reviews, row.reviews - aside);
            if row.unit == COLUMNS {
                let most = columns.entry(row.facet.as_str()).or_default();
                *most = (most.0.max(looked), most.1.max(unjudged + reviews));
            } else {
                subjects.looked += looked;
                subjects.open.push((unjudged + reviews, row.unit.clone()));
            }
            if unjudged > 0 {
                subjects.why.extend(row.why.iter().cloned());
            }
            if reviews > 0 {
                subjects.why.push(REVIEW.to_owned());
            }
        }
        for (looked, open) in columns.into_values() {
            subjects.looked += looked;
            subjects.open.push((open, COLUMNS.to_owned()));
        }
        if by_mark {
            subjects.looked += counted;
        }
        subjects
    }
}

/// The conditions of a test that are marks: what is not marked so is none of its subjects.
fn marks_asked(test: &Test) -> impl Iterator<Item = &Condition> {
    let so = |c: &&Condition| matches!(c.wanted.values(), [one] if one == "true");
    test.filter.conditions().filter(so)
}

/// Whether the site has columns of the kind that a test asks of, and none at the level it asks for.
fn are_below_level(test: &Test, rated: &RatedSite<'_>) -> bool {
    let about = |key: &str| key == "kind" || key == "level";
    let at_level = |c: &Condition| c.key == "level" && matches!(c.wanted, Wanted::OneOfOrUnsaid(_));
    if !test.filter.conditions().any(at_level) || !test.filter.conditions().all(|c| about(&c.key)) {
        return false;
    }
    let columns = || rated.result.columns.iter().filter(|c| c.exempt.is_none());
    let is = |column: &ColumnResult, with_level: bool| {
        let level = column.level.map(|l| vec![l.to_string()]);
        test.filter.is_met(|c| match c.key.as_str() {
            "kind" => c.wanted.fits(Some(std::slice::from_ref(&column.kind))),
            _ => !with_level || c.wanted.fits(level.as_deref()),
        })
    };
    columns().any(|c| is(c, false)) && !columns().any(|c| is(c, true))
}

/// What a test asks for by its being missing, and of which the findings about other missing things say that they cannot tell:
/// where the same is missing for certain somewhere, that is told instead.
fn unsure<'f>(test: &Test, own: impl Iterator<Item = &'f Finding>) -> BTreeSet<String> {
    let (mut missing, mut unsure) = (BTreeSet::new(), BTreeSet::new());
    for finding in own {
        missing.extend(said(finding.evidence.get("missing")).unwrap_or_default());
        unsure.extend(said(finding.evidence.get("unsure")).unwrap_or_default());
    }
    let wanted: Vec<&Wanted> = test.filter.conditions().filter(|c| c.key == "missing").map(|c| &c.wanted).collect();
    let asked = |part: &String| wanted.iter().any(|w| w.fits(Some(std::slice::from_ref(part))));
    unsure.into_iter().filter(|part| asked(part) && !missing.contains(part)).collect()
}

/// Whether a finding stands on the home page, or on another. One of a template stands wherever it is counted, whichever page it
/// is told on.
fn stands_on(finding: &Finding, wanted: Where, home: &str) -> bool {
    let (on_home, inner) = if let Some((pages, inner)) = folded(finding) {
        (pages > inner, inner > 0)
    } else {
        let said = finding.evidence.get("on_home").and_then(Value::as_bool).unwrap_or(false);
        let on_home = said || finding.page_url.parse().is_ok_and(|url| url_key(&url) == home);
        (on_home, !on_home)
    };
    match wanted {
        Where::Home => on_home,
        Where::Inner => inner,
    }
}

/// Of a finding that is told once for many pages: how many there are, and how many of them are not the home page.
fn folded(finding: &Finding) -> Option<(u64, u64)> {
    let number = |key: &str| finding.evidence.get(key).and_then(Value::as_u64);
    Some((number("pages")?, number("inner_pages")?))
}

/// Over the pages that were drawn.
fn drawn(test: &Test, sample: Option<&PageSample>, size: usize) -> Occurrences {
    let kept: &[SampledPage] = sample.map_or(&[], |s| &s.pages);
    // What none of the rules has anything to say of is no page of the sample, and none of it is good for that.
    let judged = |p: &&SampledPage| !test.rules.iter().all(|r| p.skipped.contains(r));
    let pages: Vec<&SampledPage> = kept.iter().filter(judged).take(size).collect();
    let fitting: Vec<(&str, &Finding)> = pages
        .iter()
        .flat_map(|p| &p.findings)
        .map(|f| (f.id.as_str(), &f.finding))
        .filter(|(_, f)| test.rules.iter().any(|r| **r == *f.rule) && fits(test, f))
        .collect();
    let mut counted = counted(test, &fitting);
    let unjudged = |p: &SampledPage| -> Vec<String> {
        let own = p.unjudged.iter().filter(|(rule, _)| test.rules.contains(rule));
        own.map(|(_, why)| why.clone()).collect()
    };
    let open: Vec<Vec<String>> = pages.iter().map(|p| unjudged(p)).filter(|why| !why.is_empty()).collect();
    counted.leave(open.len() as u64, "个页面");
    open.iter().flatten().for_each(|why| counted.because(why));
    counted.looked = pages.len() as u64 - counted.open;
    if pages.len() < size {
        counted.passed_over = (kept.len() - pages.len()) as u64;
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
        Count::Sum(key) => fitting.iter().map(|(_, f)| amount(test, f, key)).sum(),
        Count::Distinct(key) => distinct(&|f| {
            let mut said = said(f.evidence.get(key)).unwrap_or_default();
            let wanted: Vec<&Wanted> = test.filter.conditions().filter(|c| c.key == *key).map(|c| &c.wanted).collect();
            let fits = |value: &String| wanted.iter().any(|w| w.fits(Some(std::slice::from_ref(value))));
            said.retain(|value| wanted.is_empty() || fits(value));
            said
        }),
    };
    Occurrences {
        count,
        ids: fitting.iter().map(|(id, _)| (*id).to_owned()).collect(),
        ..Occurrences::default()
    }
}

/// Whether the evidence says all that the test asks of it.
fn fits(test: &Test, finding: &Finding) -> bool {
    test.filter.is_met(|c| c.wanted.fits(said(finding.evidence.get(&c.key)).as_deref()))
}

/// Whether what is left to a person may be an occurrence: what its evidence does not say may be so, but for marks, which are
/// only written where something is so.
fn may_fit(test: &Test, review: &Reviewed) -> bool {
    let marks = |wanted: &Wanted| !wanted.values().is_empty() && wanted.values().iter().all(|v| v == "true" || v == "false");
    let met = |c: &Condition, evidence: &Evidence| match said(evidence.get(&c.key)) {
        None => !marks(&c.wanted),
        said => c.wanted.fits(said.as_deref()),
    };
    review.said.is_empty() || review.said.iter().any(|evidence| test.filter.is_met(|c| met(c, evidence)))
}

/// Whether what came of a rule is about what the test asks.
fn concerns(test: &Test, row: &RuleOutcome) -> bool {
    let facet = std::slice::from_ref(&row.facet);
    let kind = test.filter.is_met(|c| c.key != "kind" || c.wanted.fits(Some(facet)));
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

/// A number of the evidence, or the length of a list of it. Of the pages of a template only those the test is about count.
fn amount(test: &Test, finding: &Finding, key: &str) -> u64 {
    if let (Some(wanted), "pages", Some((pages, inner))) = (test.page, key, folded(finding)) {
        return match wanted {
            Where::Home => pages - inner,
            Where::Inner => inner,
        };
    }
    match finding.evidence.get(key) {
        Some(Value::Array(values)) => values.len() as u64,
        Some(Value::Number(number)) => number.as_u64().unwrap_or(1),
        _ => 1,
    }
}
