//! 稿件未注明发布时间: items of a column that carry no date, neither on the list nor on their own page.

use serde_json::json;

use crate::facts::ColumnFacts;
use crate::finding::{Evidence, Grade, Verdict};
use crate::rules::{Check, Context, Fold, Rule, page_text, page_text::At};
use crate::standard::{Clause, ColumnKind};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "column-undated",
    title: "稿件未注明发布时间",
    grade: Grade::Minor,
    basis: &[Clause::C15_V2, Clause::P19_V3, Clause::G17_TIME],
    explain: include_str!("../explain/column-undated.md"),
    check: Check::Column(check),
    fold: Fold::Page,
};

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
    let mut evidence = Evidence::new();
    evidence.insert("count".into(), json!(column.undated.len()));
    let named: Vec<_> = column
        .undated
        .iter()
        .take(NAMED)
        .map(|i| json!({"title": i.title, "url": i.url}))
        .collect();
    evidence.insert("items".into(), json!(named));
    let first = &column.undated[0];
    let message = format!(
        "“{}”栏目第一页有{}篇稿件未注明发布时间，如《{}》",
        column.name,
        column.undated.len(),
        first.title
    );
    let place = first.url.clone().unwrap_or_else(|| format!("“{}”栏目第一页", column.name));
    let advice = "请在稿件页面注明发布时间（年-月-日 时:分）；未注明的按未更新计算";
    Verdict::Fail(vec![page_text::finding(
        &RULE,
        cx,
        &At::column(column, &place),
        message,
        evidence,
        advice,
    )])
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
