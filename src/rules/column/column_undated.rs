//! 稿件未注明发布时间: items of a column that carry no date, neither on the list nor on their own page.

use serde_json::json;

use crate::facts::ColumnFacts;
use crate::finding::{Grade, Key, Shape, Subject, Verdict};
use crate::rules::{Check, Context, Fold, Rule, finding};
use crate::standard::{Clause, ColumnKind};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "column-undated",
    title: "稿件未注明发布时间",
    grade: Grade::Minor,
    basis: &[Clause::C15_V2, Clause::P19_V3, Clause::G17_TIME],
    explain: include_str!("../explain/column-undated.md"),
    check: Check::Column(check),
    keys: &[&[UNDATED, ITEMS]],
    fold: Fold::Page,
};

/// How many articles have no date.
const UNDATED: Key = Key::shown("count", Shape::Number, "未注明时间 ", " 篇");
/// Some of them, with title and address.
const ITEMS: Key = Key::written("items", Shape::Parts, |evidence| {
    let items = evidence.get("items")?.as_array()?;
    let titles: Vec<String> = items
        .iter()
        .filter_map(|item| Some(format!("《{}》", item.get("title")?.as_str()?)))
        .collect();
    (!titles.is_empty()).then(|| titles.join("、"))
});

/// Items named in the evidence at most.
const NAMED: usize = 20;

/// Undated articles from which a column of unknown kind is held to leave out dates.
const HABIT: usize = 3;

fn check(column: &ColumnFacts, cx: &Context<'_>) -> Verdict {
    // Descriptions of leaders, offices and services are no news items and need no date.
    let dated_kind = column.period().is_some() || matches!(column.kind, ColumnKind::Budget | ColumnKind::Report | ColumnKind::Statistics);
    // Of a column of unknown kind only a whole list of articles without dates says that dates are its habit to leave out.
    let habit = column.kind == ColumnKind::Other
        && column.undated.len() >= HABIT
        && column.items.known().is_some_and(|items| items.iter().all(|i| i.date.is_none()));
    if !(dated_kind || habit) || column.exempt.is_some() {
        return Verdict::NotApplicable;
    }
    if column.undated.is_empty() {
        return Verdict::Pass;
    }
    let named: Vec<_> = column
        .undated
        .iter()
        .take(NAMED)
        .map(|i| json!({"title": i.title, "url": i.url}))
        .collect();
    let first = &column.undated[0];
    let place = first.url.clone().unwrap_or_else(|| format!("“{}”栏目第一页", column.name));
    let statement = finding(&RULE, cx, Subject::column(&column.url))
        .at(column, place)
        .says(format!(
            "“{}”栏目第一页有{}篇稿件未注明发布时间，如《{}》",
            column.name,
            column.undated.len(),
            first.title
        ))
        .because(UNDATED, column.undated.len())
        .because(ITEMS, named)
        .advice("请在稿件页面注明发布时间（年-月-日 时:分）；未注明的按未更新计算");
    Verdict::Fail(vec![statement.done()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing;

    #[test]
    fn only_items_whose_pages_were_read_count() {
        let site = testing::site();
        let cx = testing::context(&site);
        let mut column = testing::column(ColumnKind::News, &[None]);
        column.undecided = 1;
        assert_eq!(check(&column, &cx), Verdict::Pass);
        column.undated = column.items.known().cloned().unwrap_or_default();
        assert!(matches!(check(&column, &cx), Verdict::Fail(_)));
        column.kind = ColumnKind::Leaders;
        assert_eq!(check(&column, &cx), Verdict::NotApplicable);
    }
}
