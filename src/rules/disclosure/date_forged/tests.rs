//! What is told of which dates.

use jiff::civil::date;

use super::*;
use crate::facts::{DateKind, DateTraces, Sighting};
use crate::rules::testing;

const TODAY: Date = date(2026, 11, 23);

fn page(shown: Date) -> DatedPage {
    DatedPage {
        url: "http://a.gov.cn/x/1.htm".into(),
        title: Some("一则消息".into()),
        column: None,
        shown,
        traces: DateTraces {
            kind: DateKind::Published,
            now: Some(Sighting {
                seen: TODAY,
                shown: Some(shown),
                print: 7,
            }),
            ..DateTraces::default()
        },
        modified: None,
        rolling: false,
    }
}

fn facts(pages: Vec<DatedPage>, dated: u64) -> DateFacts {
    DateFacts {
        home: "http://a.gov.cn/".into(),
        dated,
        with_address: dated,
        with_label: dated,
        with_modified: dated,
        seen_before: dated,
        odd: pages,
        more: 0,
    }
}

fn judge(pages: Vec<DatedPage>, dated: u64) -> Vec<Verdict> {
    let site = testing::site();
    check(&facts(pages, dated), &testing::context(&site))
}

/// What is said besides that all others are right.
fn judge_odd(pages: Vec<DatedPage>, dated: u64) -> Vec<Verdict> {
    let said = judge(pages, dated).into_iter();
    said.filter(|verdict| *verdict != Verdict::Pass).collect()
}

/// The signals told of a page, those for a person in brackets.
fn told(page: DatedPage) -> String {
    judge_odd(vec![page], 100)
        .iter()
        .map(|verdict| match verdict {
            Verdict::Fail(f) => f[0].evidence["signals"].to_string(),
            Verdict::NeedsReview(f) => format!("({})", f[0].evidence["signals"]),
            other => format!("{other:?}"),
        })
        .collect()
}

fn with(edit: impl FnOnce(&mut DatedPage)) -> String {
    let mut page = page(date(2026, 11, 20));
    edit(&mut page);
    told(page)
}

#[test]
fn a_date_in_the_future_is_told_from_the_second_day_on() {
    assert_eq!(told(page(date(2026, 11, 24))), "");
    assert_eq!(told(page(date(2026, 11, 25))), "[\"future\"]");
    assert_eq!(told(page(date(2099, 1, 1))), "[\"future\"]");
}

#[test]
fn an_address_two_months_older_is_told() {
    assert_eq!(with(|p| p.traces.address = Some(date(2019, 3, 12))), "[\"address_older\"]");
    assert_eq!(with(|p| p.traces.address = Some(date(2026, 10, 1))), "");
    // Imported: the address is newer.
    assert_eq!(
        with(|p| (p.shown, p.traces.address) = (date(2015, 1, 1), Some(date(2020, 3, 12)))),
        ""
    );
    assert_eq!(
        with(|p| {
            p.traces.address = Some(date(2019, 3, 12));
            p.traces.kind = DateKind::Updated;
        }),
        ""
    );
    assert_eq!(
        with(|p| {
            p.traces.address = Some(date(2019, 3, 12));
            p.rolling = true;
        }),
        ""
    );
}

#[test]
fn labels_and_the_time_of_the_file() {
    assert_eq!(with(|p| p.traces.label = Some(date(2026, 11, 18))), "[\"label_older\"]");
    assert_eq!(with(|p| p.traces.label = Some(date(2026, 11, 19))), "");
    assert_eq!(with(|p| p.traces.label = Some(date(2026, 11, 22))), "([\"label_newer\"])");
    assert_eq!(with(|p| p.modified = Some(date(2026, 11, 10))), "[\"modified_before\"]");
    assert_eq!(with(|p| p.modified = Some(date(2026, 11, 18))), "([\"modified_before\"])");
    assert_eq!(with(|p| p.modified = Some(date(2026, 11, 19))), "");
    assert_eq!(
        with(|p| {
            p.modified = Some(date(2026, 11, 18));
            p.traces.address = Some(date(2026, 8, 18));
        }),
        "[\"address_older\",\"modified_before\"]"
    );
}

#[test]
fn what_earlier_runs_saw() {
    let seen = |seen: Date, shown: Option<Date>, print: u64| Sighting { seen, shown, print };
    let at = |shown: Date, sighting: Sighting| with(|p| (p.shown, p.traces.earlier) = (shown, vec![sighting]));
    let before = date(2026, 10, 20);
    assert_eq!(at(TODAY, seen(before, Some(before), 7)), "[\"always_today\"]");
    // Published that day and rewritten today: the text is another.
    assert_eq!(at(TODAY, seen(before, Some(before), 8)), "");
    assert_eq!(at(date(2026, 11, 15), seen(before, Some(date(2026, 10, 1)), 7)), "[\"redated\"]");
    assert_eq!(at(date(2026, 11, 15), seen(before, None, 7)), "[\"redated\"]");
    // A correction within the week, a date that was put back, and one that never moved.
    assert_eq!(at(date(2026, 10, 24), seen(before, Some(date(2026, 10, 19)), 7)), "");
    assert_eq!(at(date(2026, 9, 1), seen(before, Some(date(2026, 10, 1)), 7)), "");
    assert_eq!(at(date(2026, 10, 20), seen(before, Some(before), 7)), "");
}

#[test]
fn what_stands_on_many_pages_is_told_once() {
    let many = |count: usize, edit: fn(&mut DatedPage)| -> Vec<DatedPage> {
        (0..count)
            .map(|n| {
                let mut page = page(date(2026, 11, 20));
                page.url = format!("http://a.gov.cn/x/{n}.htm");
                edit(&mut page);
                page
            })
            .collect()
    };
    let label = |p: &mut DatedPage| p.traces.label = Some(date(2026, 1, 1));
    let told = judge_odd(many(60, label), 200);
    assert!(matches!(&told[..], [Verdict::Fail(f)] if f[0].evidence["count"] == 60 && &*f[0].page_url == "http://a.gov.cn/"));
    // Few among many are told one by one.
    assert_eq!(judge_odd(many(40, label), 100).len(), 40);
    // A server whose clock says nothing, and a migrated site, are for a person.
    let modified = |p: &mut DatedPage| p.modified = Some(date(2020, 1, 1));
    assert!(matches!(&judge_odd(many(10, modified), 20)[..], [Verdict::NeedsReview(_)]));
}

#[test]
fn dates_that_nothing_contradicts_were_looked_at() {
    assert_eq!(judge(Vec::new(), 100), [Verdict::Pass]);
    assert!(judge(Vec::new(), 0).is_empty());
    let with_one = judge(vec![page(date(2099, 1, 1))], 100);
    assert!(matches!(&with_one[..], [Verdict::Pass, Verdict::Fail(_)]), "{with_one:?}");
    assert!(matches!(&judge(vec![page(date(2099, 1, 1))], 1)[..], [Verdict::Fail(_)]));
}

#[test]
fn dates_ahead_of_the_inspection_are_one_fact() {
    let ahead = |count: i8| -> Vec<DatedPage> {
        (1..=count)
            .map(|n| {
                let mut page = page(date(2027, 1, n));
                page.url = format!("http://a.gov.cn/x/{n}.htm");
                page
            })
            .collect()
    };
    let one = judge_odd(ahead(23), 500);
    let [Verdict::Fail(found)] = &one[..] else { panic!("{one:?}") };
    assert!(found.len() == 1 && found[0].evidence["count"] == 23);
    assert_eq!(found[0].evidence["examples"].as_array().unwrap().len(), 23);
    assert!(found[0].message.contains("检查日"), "{}", found[0].message);
    // A few are slips, each on its own page; and other signals on as few of many stay apart.
    assert_eq!(judge_odd(ahead(4), 500).len(), 4);
    let mut redated = ahead(23);
    for page in &mut redated {
        page.shown = date(2026, 11, 20);
        page.traces.address = Some(date(2019, 3, 12));
    }
    assert_eq!(judge_odd(redated, 500).len(), 23);
}
