//! What is gone, new and changed.

use jiff::civil::date;

use super::*;
use crate::finding::{Evidence, Grade, State, Subject};

fn finding(n: u32, grade: Grade, message: &str) -> FindingRecord {
    FindingRecord {
        id: format!("LM-{n}"),
        former_id: None,
        run: "2026-11-23-monthly".into(),
        finding: Finding {
            rule: "column-stale".into(),
            grade,
            site: "main".into(),
            column: None,
            page_url: "http://a.cn/".into(),
            page_title: None,
            message: message.into(),
            place: "".into(),
            target_url: None,
            evidence: Evidence::new().into(),
            advice: "".into(),
            basis: "".into(),
            subject: Subject::Site,
            remark: false,
            former_key: "".into(),
        },
        first_seen: date(2026, 11, 23),
        seen_at: "".into(),
        owner: "".into(),
        due: None,
        state: State::Open,
    }
}

fn review(page: &str, message: &str) -> ReviewRecord {
    ReviewRecord {
        rule: "column-stale".into(),
        site: "main".into(),
        column: None,
        page_url: page.into(),
        page_title: None,
        message: message.into(),
    }
}

fn site(pages: u64) -> SiteResult {
    SiteResult {
        id: "main".into(),
        name: String::new(),
        url: String::new(),
        owner: String::new(),
        pages,
        links: 0,
        findings: [].into(),
        coverage: crate::finding::Coverage::default(),
        columns: vec![],
        certificate_days: None,
        notes: vec![],
        ratings: vec![],
    }
}

fn inspection(findings: Vec<FindingRecord>, reviews: Vec<ReviewRecord>) -> Inspection {
    Inspection {
        head: RunHead {
            run: "2026-11-23-monthly".into(),
            mode: "monthly".into(),
            group: String::new(),
            as_of: date(2026, 11, 23),
            started_at: String::new(),
            finished_at: String::new(),
            complete: true,
            stopped: false,
            gaps: vec![],
            options: [].into(),
            version: String::new(),
            wording: None,
            folder: None,
        },
        sites: vec![site(3)],
        findings,
        reviews,
        dead_targets: vec![],
        draw: None,
        reading: vec![],
    }
}

fn compared(before: &Inspection, after: &Inspection) -> Comparison {
    let mut comparing = Comparing::with(after);
    before.findings.iter().cloned().for_each(|record| comparing.earlier(record));
    comparing.finish(&before.sites, before.reviews.clone())
}

#[test]
fn findings_are_told_apart_by_id_the_gravest_first() {
    let before = [
        finding(1, Grade::Minor, "a"),
        finding(2, Grade::Minor, "a"),
        finding(3, Grade::Veto, "a"),
        finding(4, Grade::Minor, "a"),
        finding(5, Grade::Minor, "a"),
    ];
    let after = [
        finding(2, Grade::Minor, "b"),
        finding(4, Grade::Minor, "a"),
        finding(5, Grade::Veto, "a"),
        finding(6, Grade::Notice, "a"),
        finding(7, Grade::Serious, "a"),
    ];
    let (before, after) = (inspection(before.into(), vec![]), inspection(after.into(), vec![]));
    let found = compared(&before, &after).findings;
    let ids = |all: &[FindingRecord]| all.iter().map(|r| r.id.clone()).collect::<Vec<_>>();
    assert_eq!((found.before, found.after), (5, 5));
    assert_eq!(
        (ids(&found.gone), ids(&found.new)),
        (vec!["LM-3".into(), "LM-1".into()], vec!["LM-7".into(), "LM-6".into()])
    );
    let changed: Vec<_> = found
        .changed
        .iter()
        .map(|(was, is)| (is.id.as_str(), differing(&was.finding, &is.finding)))
        .collect();
    assert_eq!(changed, [("LM-5", vec!["grade"]), ("LM-2", vec!["message"])]);
    assert!(compared(&after, &after).is_empty());
    // Of a site that was not judged again nothing is said.
    let mut elsewhere = before.clone();
    elsewhere.findings.iter_mut().for_each(|r| r.finding.site = "other".into());
    let found = compared(&elsewhere, &after).findings;
    assert_eq!((found.before, found.gone.len(), found.new.len()), (0, 0, 5));
}

#[test]
fn reviews_are_the_same_where_they_are_about_the_same() {
    let before = inspection(
        vec![],
        vec![review("/1", "a"), review("/1", "b"), review("/2", "a"), review("/3", "a")],
    );
    let after = inspection(
        vec![],
        vec![review("/1", "b"), review("/1", "c"), review("/3", "a"), review("/4", "a")],
    );
    let reviews = compared(&before, &after).reviews;
    assert_eq!(reviews.gone, [review("/2", "a")]);
    assert_eq!(reviews.new, [review("/4", "a")]);
    assert_eq!(reviews.changed, [(review("/1", "a"), review("/1", "c"))]);
}

#[test]
fn ratings_differ_by_verdict_points_and_items() {
    let rating = |standing, points| Rating {
        table: "t".into(),
        name: "表".into(),
        standing,
        points: Points {
            least: None,
            most: points,
            bonus: 0.0,
        },
        reference: false,
        reasons: vec![],
        items: vec![],
    };
    let mut before = inspection(vec![], vec![]);
    let mut after = before.clone();
    before.sites[0].ratings = vec![rating(Standing::Failed, 90.0)];
    after.sites[0].ratings = vec![rating(Standing::Open, 90.0)];
    after.sites[0].pages = 4;
    let found = compared(&before, &after);
    let standings = |c: &RatingChange| (c.before.map(|b| b.0), c.after.map(|a| a.0));
    assert_eq!(
        found.ratings.iter().map(standings).collect::<Vec<_>>(),
        [(Some(Standing::Failed), Some(Standing::Open))]
    );
    assert_eq!(found.sites[0].after.as_ref().map(|a| a.pages), Some(4));
    assert!(compared(&after, &after).is_empty());
    // A table that is not used any more is a change too.
    after.sites[0].ratings.clear();
    assert_eq!(standings(&compared(&before, &after).ratings[0]), (Some(Standing::Failed), None));
}
