//! 空白栏目: a column that shows nothing and does not say why.

use serde_json::json;

use crate::facts::{ColumnFacts, Fact};
use crate::finding::{Evidence, Grade, Verdict};
use crate::rules::{Check, Context, Fold, Rule, page_text, page_text::At};
use crate::standard::Clause;

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "column-blank",
    title: "空白栏目",
    grade: Grade::Serious,
    basis: &[Clause::C15_V3C, Clause::P19_V4, Clause::P19_D9, Clause::G17_BLANK],
    explain: include_str!("../explain/column-blank.md"),
    check: Check::Column(check),
    fold: Fold::Page,
};

pub(super) fn check(column: &ColumnFacts, cx: &Context<'_>) -> Verdict {
    let items = match &column.items {
        Fact::Unknown(why) => return Verdict::NotJudged(*why),
        Fact::Known(items) => items,
    };
    if !items.is_empty() || column.exempt.is_some() {
        return Verdict::Pass;
    }
    // "应在该栏目信息展示页面上备注说明": a note makes it a column with nothing to report, not a blank one.
    if column.blank_note.is_some() {
        return Verdict::Pass;
    }
    let mut evidence = Evidence::new();
    evidence.insert("kind".into(), json!(column.kind.id()));
    if let Some(level) = column.level {
        evidence.insert("level".into(), json!(level));
    }
    let message = format!("“{}”为空白栏目：页面上没有任何信息，也没有说明", column.name);
    let place = format!("“{}”栏目第一页", column.name);
    let advice = "请补充信息；确实没有信息的，在页面上注明“暂无相关信息”，或撤并该栏目";
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
    use crate::facts::Why;
    use crate::rules::testing;
    use crate::standard::ColumnKind;

    #[test]
    fn a_note_is_an_answer_and_emptiness_is_not() {
        let site = testing::site();
        let cx = testing::context(&site);
        let mut column = testing::column(ColumnKind::Other, &[]);
        assert!(matches!(check(&column, &cx), Verdict::Fail(_)));
        column.blank_note = Some("暂无相关信息".into());
        assert_eq!(check(&column, &cx), Verdict::Pass);
        column.blank_note = None;
        column.level = Some(1);
        assert!(matches!(check(&column, &cx), Verdict::Fail(f) if f[0].evidence["level"] == 1 && f[0].evidence["kind"] == "other"));
        column.items = Fact::Unknown(Why::ByScript);
        assert_eq!(check(&column, &cx), Verdict::NotJudged(Why::ByScript));
    }
}
