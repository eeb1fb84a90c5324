//! 留言公开更新不及时: a box in which nothing was published for two months, or nothing was asked for a year.

use jiff::civil::Date;

use super::inquiry_text::{days, of_box, unread};
use crate::facts::{ColumnFacts, Fact, Why};
use crate::finding::{Finding, Grade, Key, Shape, Subject, Verdict};
use crate::rules::keys::{DAYS, NEWEST, NEWEST_TITLE, NEWEST_URL, PERIOD};
use crate::rules::{Check, Context, Fold, InquiryCase, Rule};
use crate::standard::{Clause, Period};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "inquiry-stale",
    title: "留言公开更新不及时",
    grade: Grade::Minor,
    basis: &[Clause::P19_D18, Clause::C15_I1],
    explain: include_str!("../explain/inquiry-stale.md"),
    check: Check::Inquiries(check),
    keys: &[&[NEWEST, NEWEST_TITLE, NEWEST_URL, DAYS, PERIOD, IN_YEAR, SEEN]],
    fold: Fold::Page,
};

/// How many messages there were within a year.
const IN_YEAR: Key = Key::for_programs("in_year", Shape::Number);
/// How many messages were seen.
const SEEN: Key = Key::for_programs("seen", Shape::Number);

/// "前2个月内未更新" (P19-D18).
const PUBLISHED: Period = Period::Months(2);
/// "前1年内栏目中无任何有效信件、留言" (C15-I1).
const ASKED: Period = Period::Months(12);

fn check(case: &InquiryCase<'_>, cx: &Context<'_>) -> Vec<Verdict> {
    let columns: Vec<&ColumnFacts> = case.columns.iter().copied().filter(|c| c.exempt.is_none()).collect();
    let messages = &case.inquiries.messages;
    if !case.whole || messages.is_empty() && columns.is_empty() || !case.columns.is_empty() && columns.is_empty() {
        return Vec::new();
    }
    // The box is what shows messages; without one that was read, the columns named so.
    let newest_message = case.inquiries.newest(cx.today);
    let in_columns = columns.iter().filter_map(|c| {
        let item = c.newest(cx.today).known().copied().flatten()?;
        Some((item.date?.date, item.title.as_str(), item.url.as_deref()))
    });
    let in_messages = newest_message.map(|(day, m)| (day, m.facts.title.as_deref().unwrap_or_default(), m.facts.url.as_deref()));
    let newest = in_columns.chain(in_messages).max_by_key(|(day, ..)| *day);
    if newest.is_some_and(|(day, ..)| PUBLISHED.contains(day, cx.today)) {
        return vec![Verdict::Pass];
    }
    // A box that was not read may hold newer ones.
    let unknown: Vec<_> = columns
        .iter()
        .filter_map(|c| match &c.items {
            Fact::Unknown(why) => Some(unread(&RULE, cx, c, why.chinese())),
            Fact::Known(_) => None,
        })
        .collect();
    if !unknown.is_empty() {
        return vec![Verdict::NeedsReview(unknown)];
    }
    let Some((day, title, url)) = newest else {
        // Nothing at all in it is a blank column, which is a rule of its own.
        let undated = columns.iter().copied().find(|c| c.items.known().is_some_and(|i| !i.is_empty()));
        return undated.map_or_else(Vec::new, |c| {
            vec![Verdict::NeedsReview(vec![unread(&RULE, cx, c, "中的留言没有注明时间")])]
        });
    };
    // Messages without a day whose pages were not read may be new.
    let open = messages
        .iter()
        .any(|m| m.facts.asked.known().is_none() && m.facts.answered.known().is_none() && !m.page_read);
    if open {
        return vec![Verdict::NotJudged(Why::ItemsUnread)];
    }
    vec![Verdict::Fail(vec![stale(case, cx, &columns, day, title, url)])]
}

fn stale(case: &InquiryCase<'_>, cx: &Context<'_>, columns: &[&ColumnFacts], newest: Date, title: &str, url: Option<&str>) -> Finding {
    let asked = |m: &&crate::facts::SiteInquiry| {
        let day = m.facts.asked.known().or(m.facts.answered.known()).map(|s| s.date);
        !m.facts.is_closed() && day.is_some_and(|d| ASKED.contains(d, cx.today))
    };
    let messages = case.inquiries.messages.iter().filter(asked).count();
    let in_year = if messages == 0 && ASKED.contains(newest, cx.today) {
        1
    } else {
        messages
    };
    let (page, name) = match (columns.first(), case.inquiries.lists.first()) {
        (Some(column), _) => (column.url.as_str(), Some(column.name.as_str())),
        (None, Some((list, name))) => (list.as_str(), name.as_deref()),
        (None, None) => (url.unwrap_or(cx.site.url.as_str()), None),
    };
    let age = days(newest, cx.today);
    let named = name.map_or("留言".to_owned(), |n| format!("“{n}”"));
    let text = if in_year == 0 {
        format!("{named}1年内没有任何留言：最新留言日期为{newest}，距检查日{age}天")
    } else {
        format!("{named}超过2个月没有公开新的留言：最新日期为{newest}，距检查日{age}天")
    };
    of_box(&RULE, cx, Subject::Site, page, name)
        .says(text)
        .because(NEWEST, newest.to_string())
        .because(NEWEST_TITLE, title)
        .because(NEWEST_URL, url)
        .because(DAYS, age)
        .because(PERIOD, PUBLISHED.chinese())
        .because(IN_YEAR, in_year)
        .because(SEEN, case.inquiries.seen)
        .advice("请及时公开新的留言及答复；留言较少的，请畅通咨询渠道并主动公开")
        .done()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{SiteInquiries, SiteInquiry};
    use crate::rules::testing::{answered, column, context, inquiries, message, site};
    use crate::standard::ColumnKind;
    use jiff::civil::date;

    fn in_year(messages: Vec<SiteInquiry>) -> Option<u64> {
        match &inquiries(check, messages)[..] {
            [Verdict::Fail(f)] => f[0].evidence["in_year"].as_u64(),
            [Verdict::Pass] => None,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn two_months_and_a_year_are_calendar_time() {
        assert_eq!(in_year(vec![message(date(2026, 9, 23))]), None);
        assert_eq!(in_year(vec![message(date(2026, 9, 22))]), Some(1));
        assert_eq!(in_year(vec![message(date(2025, 11, 23)), message(date(2024, 1, 1))]), Some(1));
        assert_eq!(in_year(vec![message(date(2025, 11, 22))]), Some(0));
    }

    #[test]
    fn an_answer_is_an_update_and_the_future_is_none() {
        assert_eq!(in_year(vec![answered(date(2026, 6, 1), date(2026, 11, 2))]), None);
        assert_eq!(in_year(vec![message(date(2099, 1, 1)), message(date(2026, 5, 1))]), Some(1));
    }

    #[test]
    fn sites_without_a_box_and_boxes_out_of_sight_are_not_accused() {
        assert!(inquiries(check, vec![]).is_empty());
        let site = site();
        let mut scripted = column(ColumnKind::Consultation, &[]);
        scripted.items = Fact::Unknown(Why::ByScript);
        let all = SiteInquiries {
            messages: vec![message(date(2026, 1, 2))],
            ..SiteInquiries::default()
        };
        let case = |whole| InquiryCase {
            inquiries: &all,
            columns: vec![&scripted],
            whole,
        };
        assert!(matches!(&check(&case(true), &context(&site))[..], [Verdict::NeedsReview(_)]));
        assert!(check(&case(false), &context(&site)).is_empty());
        let fresh = column(ColumnKind::Consultation, &[Some(date(2026, 11, 1))]);
        let case = InquiryCase {
            inquiries: &all,
            columns: vec![&fresh],
            whole: true,
        };
        assert_eq!(check(&case, &context(&site)), [Verdict::Pass]);
    }
}
