//! Holds what an inspection found against what was planted.

use std::collections::{BTreeMap, BTreeSet};

use url::Url;

use super::planted::{Planted, PlantedKind};
use crate::finding::{FindingRecord, Inspection, ReviewRecord};
use crate::site::url_key;

/// How an inspection of the demonstration did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DemoScore {
    /// Ids of planted faults that were found.
    pub found: Vec<String>,
    /// Planted faults that were not.
    pub missed: Vec<Planted>,
    /// Faults that were found but described otherwise than they are (another cause, other elements, not on every
    /// page): one sentence each, in Chinese.
    pub differences: Vec<String>,
    /// Ids of findings that nothing planted explains, decoys left aside.
    pub unplanned: Vec<String>,
    /// Decoys that deceived: id of the decoy and id of the finding.
    pub decoys_hit: Vec<(String, String)>,
    /// How many decoys there are.
    pub decoys: usize,
    /// Ids of planted reviews that were handed to a person.
    pub reviews_found: Vec<String>,
    /// Planted reviews that were not.
    pub reviews_missed: Vec<Planted>,
}

impl DemoScore {
    /// Whether all was found and nothing else.
    #[cfg(test)]
    pub(crate) fn is_perfect(&self) -> bool {
        self.missed.is_empty()
            && self.differences.is_empty()
            && self.unplanned.is_empty()
            && self.decoys_hit.is_empty()
            && self.reviews_missed.is_empty()
    }

    /// The result in Chinese, several lines.
    pub(crate) fn summary(&self) -> String {
        let mut lines = vec![
            format!(
                "种下的问题 {} 处，找到 {} 处",
                self.found.len() + self.missed.len(),
                self.found.len()
            ),
            format!("未种下却报告的 {} 处", self.unplanned.len()),
            format!("迷惑项 {} 处，误报 {} 处", self.decoys, self.decoys_hit.len()),
            format!(
                "应转人工核查的 {} 处，已转 {} 处",
                self.reviews_found.len() + self.reviews_missed.len(),
                self.reviews_found.len()
            ),
        ];
        for planted in &self.missed {
            lines.push(format!("  没有找到：{}", describe(planted)));
        }
        lines.extend(self.differences.iter().map(|d| format!("  说法不一致：{d}")));
        for planted in &self.reviews_missed {
            lines.push(format!("  没有转人工核查：{}", describe(planted)));
        }
        lines.extend(self.unplanned.iter().map(|id| format!("  未种下却报告：{id}")));
        for (decoy, finding) in &self.decoys_hit {
            lines.push(format!("  迷惑项误报：{decoy}（问题编号 {finding}）"));
        }
        lines.join("\n")
    }
}

fn describe(planted: &Planted) -> String {
    let page = match (planted.everywhere, planted.pages.first()) {
        (true, Some(page)) => format!("{page} 等全站页面"),
        (_, page) => page.cloned().unwrap_or_default(),
    };
    let target = planted.target_url.as_deref().map(|t| format!(" → {t}")).unwrap_or_default();
    format!("{} {} {}（{}）{target}", planted.id, planted.rule, planted.note, page)
}

/// Compares. A finding belongs to a planted fault of its rule (or the rule that may stand in for it) on the same page
/// with the same target, where both name one.
pub(crate) fn compare(planted: &[Planted], inspection: &Inspection) -> DemoScore {
    let mut matched: BTreeMap<&str, Vec<&FindingRecord>> = BTreeMap::new();
    let mut score = DemoScore {
        found: vec![],
        missed: vec![],
        differences: vec![],
        unplanned: vec![],
        decoys_hit: vec![],
        decoys: planted.iter().filter(|p| p.kind == PlantedKind::Decoy).count(),
        reviews_found: vec![],
        reviews_missed: vec![],
    };
    let faults: Vec<&Planted> = planted.iter().filter(|p| p.kind == PlantedKind::Fault).collect();
    for record in &inspection.findings {
        let mut explained = false;
        for fault in faults.iter().filter(|p| answers(p, record)) {
            matched.entry(fault.id.as_str()).or_default().push(record);
            explained = true;
        }
        if explained {
            continue;
        }
        match planted.iter().find(|p| p.kind == PlantedKind::Decoy && answers(p, record)) {
            // What is told as right was not taken for a fault.
            Some(_) if record.finding.remark => {}
            Some(decoy) => score.decoys_hit.push((decoy.id.clone(), record.id.clone())),
            None => score.unplanned.push(record.id.clone()),
        }
    }
    for fault in faults {
        match matched.get(fault.id.as_str()) {
            Some(records) => {
                score.found.push(fault.id.clone());
                score.differences.extend(difference(fault, records));
            }
            None => score.missed.push(fault.clone()),
        }
    }
    for review in planted.iter().filter(|p| p.kind == PlantedKind::Review) {
        if inspection.reviews.iter().any(|r| hands_over(review, r)) {
            score.reviews_found.push(review.id.clone());
        } else {
            score.reviews_missed.push(review.clone());
        }
    }
    score
}

fn answers(planted: &Planted, record: &FindingRecord) -> bool {
    let finding = &record.finding;
    let rule = *finding.rule == *planted.rule || planted.or_rule.as_deref() == Some(&*finding.rule);
    rule && stands_on(planted, &finding.site, &finding.page_url)
        && match (&planted.target_url, &finding.target_url) {
            (Some(planted), Some(found)) => same_place(planted, found),
            _ => true,
        }
}

/// A person who is sent to the page finds what there is to see, whichever rule sent them.
fn hands_over(planted: &Planted, review: &ReviewRecord) -> bool {
    stands_on(planted, &review.site, &review.page_url)
}

fn stands_on(planted: &Planted, site: &str, page: &str) -> bool {
    planted.site == site && (planted.everywhere || planted.pages.iter().any(|p| same_place(p, page)))
}

fn same_place(a: &str, b: &str) -> bool {
    let key = |text: &str| match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => url_key(&url),
        _ => text.trim().to_owned(),
    };
    a == b || key(a) == key(b)
}

/// In what the findings say otherwise than the fault is.
fn difference(fault: &Planted, records: &[&FindingRecord]) -> Option<String> {
    let usual: Vec<&&FindingRecord> = records.iter().filter(|r| *r.finding.rule == *fault.rule).collect();
    let said = |key: &str| -> BTreeSet<String> {
        usual
            .iter()
            .filter_map(|r| r.finding.evidence.get(key))
            .flat_map(|value| match value {
                serde_json::Value::Array(values) => values.clone(),
                value => vec![value.clone()],
            })
            .filter_map(|value| value.as_str().map(str::to_owned))
            .collect()
    };
    let list = |set: &BTreeSet<String>| set.iter().cloned().collect::<Vec<_>>().join("、");
    if let Some(cause) = &fault.cause {
        let causes: BTreeSet<String> = said("cause").union(&said("reason")).cloned().collect();
        if !causes.is_empty() && !causes.contains(cause) {
            return Some(format!("{} 原因应为 {cause}，报告为 {}", fault.id, list(&causes)));
        }
    }
    if !fault.missing.is_empty() {
        let expected: BTreeSet<String> = fault.missing.iter().cloned().collect();
        let mut elements = said("missing");
        if elements.is_empty() {
            elements = said("form");
        }
        if !elements.is_empty() && elements != expected {
            return Some(format!(
                "{} 缺失的要素应为 {}，报告为 {}",
                fault.id,
                list(&expected),
                list(&elements)
            ));
        }
    }
    if fault.everywhere {
        let pages = fault
            .pages
            .iter()
            .filter(|p| records.iter().any(|r| same_place(p, &r.finding.page_url)))
            .count();
        if pages < fault.pages.len() {
            return Some(format!("{} 应在 {} 个页面，报告了 {pages} 个", fault.id, fault.pages.len()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Evidence, Finding, Grade, RunHead, State, Subject};
    use jiff::civil::date;

    fn planted(id: &str, kind: PlantedKind, target: Option<&str>) -> Planted {
        Planted {
            id: id.into(),
            kind,
            rule: "link-broken".into(),
            or_rule: None,
            site: "main".into(),
            pages: vec![format!("http://a/{id}.htm")],
            everywhere: false,
            target_url: target.map(str::to_owned),
            cause: target.map(|_| "http_404".to_owned()),
            column: None,
            missing: vec![],
            note: "说明".into(),
        }
    }

    fn record(page: &str, target: &str, cause: &str) -> FindingRecord {
        let finding = Finding {
            rule: "link-broken".into(),
            grade: Grade::Minor,
            site: "main".into(),
            column: None,
            page_url: page.into(),
            page_title: None,
            message: "".into(),
            place: "".into(),
            target_url: Some(target.into()),
            evidence: Evidence::from([("cause".to_owned(), cause.into())]).into(),
            advice: "".into(),
            basis: "".into(),
            subject: Subject::target_on(target, page),
            remark: false,
            former_key: "".into(),
        };
        FindingRecord {
            id: finding.id(),
            former_id: None,
            run: "r".into(),
            finding,
            first_seen: date(2026, 11, 23),
            seen_at: "".into(),
            owner: "".into(),
            due: None,
            state: State::Open,
        }
    }

    fn inspection(findings: Vec<FindingRecord>) -> Inspection {
        Inspection {
            head: RunHead {
                run: "r".into(),
                mode: "demo".into(),
                group: "g".into(),
                as_of: date(2026, 11, 23),
                started_at: String::new(),
                finished_at: String::new(),
                complete: true,
                stopped: false,
                gaps: vec![],
                options: BTreeMap::new(),
                version: String::new(),
                wording: None,
                folder: None,
            },
            sites: vec![],
            findings,
            reviews: vec![],
            dead_targets: vec![],
            draw: None,
            reading: vec![],
        }
    }

    #[test]
    fn every_finding_goes_to_one_of_three_heaps() {
        let list = [
            planted("f1", PlantedKind::Fault, Some("http://a/gone.htm")),
            planted("f2", PlantedKind::Fault, Some("http://a/gone.htm")),
            planted("d1", PlantedKind::Decoy, None),
            planted("r1", PlantedKind::Review, None),
        ];
        let found = record("HTTP://A/f1.htm", "http://a/x/../gone.htm", "http_404");
        let deceived = record("http://a/d1.htm", "http://a/y.htm", "http_404");
        let stray = record("http://a/f2.htm", "http://a/other.htm", "http_404");
        let score = compare(&list, &inspection(vec![found, deceived.clone(), stray.clone()]));
        assert_eq!(score.found, ["f1"]);
        assert_eq!(score.missed.iter().map(|p| p.id.as_str()).collect::<Vec<_>>(), ["f2"]);
        assert_eq!(score.decoys_hit, [("d1".to_owned(), deceived.id)]);
        assert_eq!(score.unplanned, [stray.id]);
        assert_eq!(score.reviews_missed.len(), 1);
        assert!(score.differences.is_empty() && !score.is_perfect());
        assert!(
            score
                .summary()
                .starts_with("种下的问题 2 处，找到 1 处\n未种下却报告的 1 处\n迷惑项 1 处，误报 1 处\n")
        );
    }

    #[test]
    fn a_wrong_cause_is_told() {
        let list = [planted("f1", PlantedKind::Fault, Some("http://a/gone.htm"))];
        let score = compare(&list, &inspection(vec![record("http://a/f1.htm", "http://a/gone.htm", "timeout")]));
        assert_eq!(score.differences, ["f1 原因应为 http_404，报告为 timeout"]);
    }

    #[test]
    fn a_fault_of_the_whole_site_is_one_fault_and_asks_for_all_pages() {
        let mut fault = planted("f1", PlantedKind::Fault, Some("http://a/gone.htm"));
        fault.everywhere = true;
        fault.pages.push("http://a/second.htm".into());
        let pages = ["http://a/f1.htm", "http://a/second.htm", "http://a/unlisted.htm"];
        let records: Vec<_> = pages.map(|p| record(p, "http://a/gone.htm", "http_404")).into();
        assert!(compare(std::slice::from_ref(&fault), &inspection(records.clone())).is_perfect());
        let score = compare(&[fault], &inspection(records[..1].to_vec()));
        assert_eq!(score.differences, ["f1 应在 2 个页面，报告了 1 个"]);
    }
}
