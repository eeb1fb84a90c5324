//! Messages open, late, refused, undated and in their thousands.

use super::*;
use crate::facts::SiteInquiries;
use crate::rules::testing::{answered, column, context, inquiries, message, site};
use crate::standard::{ColumnKind, InquiryStatus, Workdays};
use jiff::civil::date;
use serde_json::json;

fn run(messages: Vec<SiteInquiry>) -> (Vec<Finding>, Vec<Finding>) {
    let (mut failed, mut reviews) = (Vec::new(), Vec::new());
    for verdict in inquiries(check, messages) {
        match verdict {
            Verdict::Fail(found) => failed.extend(found),
            Verdict::NeedsReview(found) => reviews.extend(found),
            _ => {}
        }
    }
    (failed, reviews)
}

/// The grade one message gets; none where nothing is said.
fn grade(message: SiteInquiry) -> Option<Grade> {
    let (failed, reviews) = run(vec![message]);
    assert!(reviews.is_empty(), "{reviews:?}");
    failed.first().map(|f| f.grade)
}

// Today is Monday, 23 November 2026.
#[test]
fn the_terms_are_calendar_months_and_working_days() {
    for (asked, want) in [
        (date(2026, 11, 23), None),
        (date(2026, 11, 16), None),               // Tuesday to Monday: five working days
        (date(2026, 11, 13), Some(Grade::Minor)), // six
        (date(2026, 8, 23), Some(Grade::Minor)),  // three months to the day
        (date(2026, 8, 22), Some(Grade::Veto)),
        (date(2025, 11, 23), Some(Grade::Veto)),    // a year to the day
        (date(2025, 11, 22), Some(Grade::Serious)), // older than the table looks
    ] {
        assert_eq!(grade(message(asked)), want, "{asked}");
    }
}

#[test]
fn an_answer_may_be_late() {
    for (asked, on, want) in [
        (date(2026, 11, 2), date(2026, 11, 9), None),
        (date(2026, 11, 2), date(2026, 11, 10), Some(Grade::Notice)),
        // Over National Day: asked on 30 September, eight days off, answered on the fifth working day behind.
        (date(2026, 9, 30), date(2026, 10, 13), None),
        (date(2026, 9, 30), date(2026, 10, 14), Some(Grade::Notice)),
        // Over Spring Festival.
        (date(2026, 2, 13), date(2026, 2, 27), None),
        (date(2026, 2, 13), date(2026, 2, 28), Some(Grade::Notice)),
        (date(2026, 3, 2), date(2026, 6, 3), Some(Grade::Serious)),
        // Two years ago.
        (date(2024, 3, 2), date(2024, 6, 3), None),
    ] {
        assert_eq!(grade(answered(asked, on)), want, "{asked} {on}");
    }
}

#[test]
fn the_finding_says_what_it_rests_on() {
    let (failed, _) = run(vec![message(date(2026, 7, 2))]);
    let finding = &failed[0];
    assert_eq!(
        &*finding.message,
        "留言“路灯不亮何时修复”超过3个月未回应：2026-07-02提出，至今144天，状态为“待回复”"
    );
    assert_eq!(&*finding.page_url, "http://a.gov.cn/jzxx/2026-07-02.htm");
    for (key, value) in [
        ("asked", json!("2026-07-02")),
        ("answered", json!(null)),
        ("days", json!(144)),
        ("status", json!("待回复")),
        ("over", json!("months_3")),
        ("in_year", json!(true)),
    ] {
        assert_eq!(finding.evidence[key], value, "{key}");
    }
    assert_eq!(finding.evidence["working_days"], json!(98));
}

#[test]
fn an_answer_goes_before_a_status_that_lags_behind() {
    let mut lagging = message(date(2026, 7, 2));
    lagging.facts.answer = Fact::Known(true);
    assert_eq!(grade(lagging), None);
    let mut refused = message(date(2026, 7, 2));
    refused.facts.status = Fact::Known(InquiryStatus::Closed);
    assert_eq!(grade(refused), None);
    let mut empty = message(date(2026, 7, 2));
    empty.facts.status = Fact::Unknown(Why::NotShown);
    empty.facts.status_word = None;
    empty.facts.answer = Fact::Known(false);
    assert_eq!(grade(empty), Some(Grade::Veto));
}

#[test]
fn what_shows_nothing_and_what_cannot_be_goes_to_a_person() {
    let mut silent = message(date(2026, 7, 2));
    silent.facts.status = Fact::Unknown(Why::NotShown);
    silent.page_read = false;
    let mut other = silent.clone();
    other.facts.url = Some("http://a.gov.cn/jzxx/2.htm".into());
    let (failed, reviews) = run(vec![silent, other]);
    assert!(failed.is_empty());
    assert_eq!(reviews.len(), 1, "one row a box: {reviews:?}");
    assert!(reviews[0].message.contains("有2条留言无法判断是否答复"), "{}", reviews[0].message);
    let mut nowhere = message(date(2026, 7, 2));
    nowhere.facts.asked = Fact::Unknown(Why::NotShown);
    nowhere.facts.no_dates = vec!["来信时间 0000-00-00".into()];
    let future = message(date(2099, 1, 1));
    let backwards = answered(date(2026, 7, 2), date(2026, 7, 1));
    for (one, words) in [
        (nowhere, "0000-00-00"),
        (future, "留言时间晚于检查日"),
        (backwards, "答复时间早于留言时间"),
    ] {
        let (failed, reviews) = run(vec![one]);
        assert!(failed.is_empty() && reviews.len() == 1, "{words}");
        assert!(reviews[0].message.contains(words), "{}", reviews[0].message);
    }
}

#[test]
fn a_year_without_a_calendar_is_told_once_and_nothing_counted() {
    let site = site();
    let empty = Workdays::default();
    let cx = Context {
        workdays: &empty,
        ..context(&site)
    };
    let all = SiteInquiries {
        messages: vec![message(date(2026, 7, 2)), message(date(2026, 11, 2)), message(date(2026, 11, 3))],
        ..SiteInquiries::default()
    };
    let case = InquiryCase {
        inquiries: &all,
        columns: vec![],
        whole: true,
    };
    let verdicts = check(&case, &cx);
    let [Verdict::Fail(failed), Verdict::NeedsReview(reviews)] = &verdicts[..] else {
        panic!("{verdicts:?}")
    };
    // Three calendar months need no calendar of working days.
    assert_eq!(failed.len(), 1);
    assert_eq!(reviews.len(), 1);
    assert!(reviews[0].message.contains("没有2026年，2条留言"), "{}", reviews[0].message);
}

#[test]
fn hundreds_of_messages_are_told_by_their_number() {
    let many: Vec<SiteInquiry> = (1..=9)
        .flat_map(|m| (1..=20).map(move |d| date(2026, m, d)))
        .filter(|d| *d < date(2026, 8, 1))
        .map(message)
        .collect();
    let count = many.len();
    let (failed, _) = run(many);
    assert_eq!(failed.len(), UNANSWERED);
    assert!(
        failed
            .iter()
            .all(|f| f.grade == Grade::Veto && f.evidence["in_all"] == json!(count))
    );
    assert!(failed[UNANSWERED - 1].message.contains(&format!("另有{}条", count - UNANSWERED)));
    let ids: BTreeSet<String> = failed.iter().map(Finding::id).collect();
    assert_eq!(ids.len(), UNANSWERED);
}

#[test]
fn a_box_filled_in_by_script_goes_to_a_person() {
    let site = site();
    let mut scripted = column(ColumnKind::Consultation, &[]);
    scripted.items = Fact::Unknown(Why::ByScript);
    let none = SiteInquiries::default();
    let case = |columns| InquiryCase {
        inquiries: &none,
        columns,
        whole: true,
    };
    let verdicts = check(&case(vec![&scripted]), &context(&site));
    assert!(
        matches!(&verdicts[..], [Verdict::NeedsReview(f)] if f[0].message.contains("脚本")),
        "{verdicts:?}"
    );
    assert!(check(&case(vec![]), &context(&site)).is_empty());
}

#[test]
fn a_box_that_its_messages_call_otherwise_is_one_box() {
    let site = site();
    let columns = [column(ColumnKind::Consultation, &[Some(date(2026, 11, 9))])];
    let reviews = |url: &str| {
        let mut letter = answered(date(2026, 11, 9), date(2026, 11, 11));
        letter.column = Some("我要写信".into());
        letter.seen_on = url.into();
        letter.facts.url = Some(url.into());
        let inquiries = SiteInquiries {
            seen: 1,
            messages: vec![letter],
            ..SiteInquiries::default()
        };
        let case = InquiryCase {
            inquiries: &inquiries,
            columns: columns.iter().collect(),
            whole: true,
        };
        check(&case, &context(&site))
    };
    // The one row of 局长信箱 is the letter that was read.
    assert_eq!(reviews("http://a.gov.cn/x/1.htm"), [Verdict::Pass]);
    // Another letter says nothing of this row: it was read and answered, and the row was not.
    assert!(matches!(&reviews("http://a.gov.cn/y/2.htm")[..], [Verdict::NeedsReview(f), Verdict::Pass] if f.len() == 1));
}

#[test]
fn what_needs_a_calendar_is_no_question_of_three_months() {
    let site = site();
    let calendar = Workdays::default();
    let inquiries = SiteInquiries {
        seen: 1,
        messages: vec![message(date(2026, 11, 2))],
        ..SiteInquiries::default()
    };
    let case = InquiryCase {
        inquiries: &inquiries,
        columns: Vec::new(),
        whole: true,
    };
    let cx = Context {
        workdays: &calendar,
        ..context(&site)
    };
    let verdicts = check(&case, &cx);
    assert!(
        matches!(&verdicts[..], [Verdict::NeedsReview(f), Verdict::Pass] if f[0].evidence["over"] == "workdays_5"),
        "{verdicts:?}"
    );
}
