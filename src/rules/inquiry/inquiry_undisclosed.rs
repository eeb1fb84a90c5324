//! 留言公开要素不全: a published answer without its day, its office or its text.

use jiff::civil::Date;

use super::inquiry_text::{OF_MESSAGE, day, named, of_message};
use crate::facts::{Fact, SiteInquiry, Why};
use crate::finding::{Finding, Grade, Ids, Key, Shape, Verdict};
use crate::rules::{Check, Context, Fold, InquiryCase, Rule};
use crate::standard::Clause;

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "inquiry-undisclosed",
    title: "留言公开要素不全",
    grade: Grade::Minor,
    basis: &[Clause::P19_D18],
    explain: include_str!("../explain/inquiry-undisclosed.md"),
    check: Check::Inquiries(check),
    keys: &[&[MISSING], OF_MESSAGE],
    fold: Fold::Page,
};

/// What is not published of it.
const MISSING: Key = Key::shown("missing", Shape::Ids(Ids::These(PARTS)), "没有公开 ", "");
/// What must be published (P19-D18).
const PARTS: &[(&str, &str)] = &[
    ("asked", "留言时间"),
    ("answered", "答复时间"),
    ("answerer", "答复单位"),
    ("answer", "答复内容"),
];

/// The newest answered messages that are looked at: the table draws five, and an editor mends what is new.
const LOOKED_AT: usize = 50;

fn check(case: &InquiryCase<'_>, cx: &Context<'_>) -> Vec<Verdict> {
    let mut answered: Vec<(Date, &SiteInquiry)> = case
        .inquiries
        .messages
        .iter()
        // A list alone settles nothing: the answer stands on the page.
        .filter(|m| m.page_read && m.facts.is_answered() == Some(true) && !m.facts.is_closed())
        // Days that cannot be are told by 留言未回应.
        .filter(|m| m.facts.no_dates.is_empty())
        .map(|m| {
            let newest = day(&m.facts.answered).or_else(|| day(&m.facts.asked));
            (newest.filter(|d| *d <= cx.today).unwrap_or(cx.today), m)
        })
        .collect();
    answered.sort_by_key(|(newest, _)| std::cmp::Reverse(*newest));
    answered.truncate(LOOKED_AT);
    let found: Vec<_> = answered.iter().filter_map(|(_, m)| judge(m, cx)).collect();
    match (answered.is_empty(), found.is_empty()) {
        (true, _) => Vec::new(),
        (_, true) => vec![Verdict::Pass],
        _ => vec![Verdict::Fail(found)],
    }
}

fn judge(message: &SiteInquiry, cx: &Context<'_>) -> Option<Finding> {
    let facts = &message.facts;
    // An answer in a picture, or brought by a script, may be dated and signed there.
    if matches!(facts.answer, Fact::Unknown(Why::ByScript | Why::NotText | Why::CutOff)) {
        return None;
    }
    let lacks = [
        facts.asked.known().is_none(),
        facts.answered.known().is_none(),
        facts.answerer.known().is_none(),
        facts.answer == Fact::Known(false),
    ];
    let missing: Vec<&(&str, &str)> = PARTS.iter().zip(lacks).filter_map(|(part, lacks)| lacks.then_some(part)).collect();
    if missing.is_empty() {
        return None;
    }
    let list: String = missing.iter().map(|(_, name)| format!("【{name}】")).collect();
    let statement = of_message(&RULE, cx, message)
        .says(format!("已答复的留言“{}”没有公开{list}", named(message)))
        .because(MISSING, missing.iter().map(|(id, _)| *id).collect::<Vec<_>>())
        .advice(format!("请在该留言页面公开{list}"));
    Some(statement.done())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{answered, inquiries, message};
    use jiff::civil::date;
    use serde_json::json;

    fn missing(edit: impl FnOnce(&mut SiteInquiry)) -> Option<serde_json::Value> {
        let mut one = answered(date(2026, 11, 2), date(2026, 11, 5));
        edit(&mut one);
        match &inquiries(check, vec![one])[..] {
            [Verdict::Fail(f)] => Some(f[0].evidence["missing"].clone()),
            _ => None,
        }
    }

    #[test]
    fn one_finding_names_all_that_is_missing() {
        let none = || Why::NotShown;
        assert_eq!(missing(|_| {}), None);
        assert_eq!(missing(|m| m.facts.asked = Fact::Unknown(none())), Some(json!(["asked"])));
        assert_eq!(missing(|m| m.facts.answerer = Fact::Unknown(none())), Some(json!(["answerer"])));
        assert_eq!(
            missing(|m| {
                m.facts.answered = Fact::Unknown(none());
                m.facts.answerer = Fact::Unknown(none());
            }),
            Some(json!(["answered", "answerer"]))
        );
        assert_eq!(missing(|m| m.facts.answer = Fact::Known(false)), Some(json!(["answer"])));
    }

    #[test]
    fn lists_open_messages_and_answers_out_of_sight_are_left_alone() {
        assert_eq!(
            missing(|m| {
                m.page_read = false;
                m.facts.answerer = Fact::Unknown(Why::NotShown);
            }),
            None
        );
        assert_eq!(
            missing(|m| {
                m.facts.answer = Fact::Unknown(Why::NotText);
                m.facts.answerer = Fact::Unknown(Why::NotShown);
            }),
            None
        );
        assert!(inquiries(check, vec![message(date(2026, 7, 2))]).is_empty());
    }

    #[test]
    fn only_the_newest_are_looked_at() {
        let old = |n: i8| {
            let mut m = answered(date(2020, 1, n), date(2020, 1, n));
            m.facts.answerer = Fact::Unknown(Why::NotShown);
            m
        };
        let mut all: Vec<SiteInquiry> = (1..=20).map(old).collect();
        all.extend((1..=10).flat_map(|m| (1..=5).map(move |d| answered(date(2026, m, d), date(2026, m, d + 1)))));
        assert_eq!(inquiries(check, all), [Verdict::Pass]);
    }
}
