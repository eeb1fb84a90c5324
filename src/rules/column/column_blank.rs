//! 空白栏目: a column that shows nothing and does not say why.

use super::LEVEL;
use crate::facts::{ColumnFacts, Fact};
use crate::finding::{Grade, Subject, Verdict};
use crate::rules::keys::{EACH, INNER_PAGES, KIND, PAGES};
use crate::rules::{Check, Context, Fold, Rule, finding};
use crate::standard::{Clause, ColumnKind};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "column-blank",
    title: "空白栏目",
    grade: Grade::Serious,
    basis: &[Clause::C15_V3C, Clause::P19_V4, Clause::P19_D9, Clause::G17_BLANK],
    explain: include_str!("../explain/column-blank.md"),
    check: Check::Column(check),
    keys: &[&[LEVEL, KIND], &[EACH, PAGES, INNER_PAGES]],
    fold: Fold::Page,
};

/// What all columns are about that say why they show nothing.
const EXCUSED: &str = "excused";

pub(super) fn check(column: &ColumnFacts, cx: &Context<'_>) -> Verdict {
    let items = match &column.items {
        Fact::Unknown(why) => return Verdict::NotJudged(*why),
        Fact::Known(items) => items,
    };
    if !items.is_empty() || column.exempt.is_some() {
        return Verdict::Pass;
    }
    // "应在该栏目信息展示页面上备注说明": a note makes it a column with nothing to report, not a blank one.
    // It is told all the same: nobody else looks whether it is true.
    if let Some(note) = &column.blank_note {
        let remark = finding(&RULE, cx, Subject::thing(EXCUSED))
            .at(column, format!("“{}”栏目第一页", column.name))
            .says(format!(
                "“{}”栏目没有信息，页面上注明了“{note}”，不计为空白栏目，请核对是否属实",
                column.name
            ))
            .because(EACH, vec![format!("{}（{}）：{note}", column.name, column.url)])
            .advice("属实的不必整改；已有信息的请补充，并去掉页面上的说明");
        return Verdict::Remark(vec![remark.done()]);
    }
    let statement = finding(&RULE, cx, Subject::column(&column.url))
        .at(column, format!("“{}”栏目第一页", column.name))
        .says(format!("“{}”为空白栏目：页面上没有任何信息，也没有说明", column.name))
        .because(KIND, column.kind.id())
        .because_known(LEVEL, column.level)
        .advice("请补充信息；确实没有信息的，在页面上注明“暂无相关信息”，或撤并该栏目");
    // What stands in a box for letters is what others write: it may be that nobody wrote.
    if column.kind == ColumnKind::Consultation {
        let text = format!(
            "“{}”里没有一条公开的信件、留言，请人工核查：是没有人来信，还是没有公开",
            column.name
        );
        return Verdict::NeedsReview(vec![statement.says(text).done()]);
    }
    Verdict::Fail(vec![statement.done()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Why;
    use crate::rules::testing;

    #[test]
    fn a_note_is_an_answer_and_emptiness_is_not() {
        let site = testing::site();
        let cx = testing::context(&site);
        let mut column = testing::column(ColumnKind::Other, &[]);
        assert!(matches!(check(&column, &cx), Verdict::Fail(_)));
        column.blank_note = Some("暂无相关信息".into());
        let Verdict::Remark(told) = check(&column, &cx) else {
            panic!("not told")
        };
        assert!(
            told[0].message.contains("页面上注明了“暂无相关信息”，不计为空白栏目"),
            "{}",
            told[0].message
        );
        column.exempt = Some("专题已结束".into());
        assert_eq!(check(&column, &cx), Verdict::Pass);
        (column.exempt, column.blank_note) = (None, None);
        column.level = Some(1);
        assert!(matches!(check(&column, &cx), Verdict::Fail(f) if f[0].evidence["level"] == 1 && f[0].evidence["kind"] == "other"));
        column.kind = ColumnKind::Consultation;
        assert!(matches!(check(&column, &cx), Verdict::NeedsReview(f) if f[0].message.contains("没有一条公开的信件")));
        column.items = Fact::Unknown(Why::ByScript);
        assert_eq!(check(&column, &cx), Verdict::NotJudged(Why::ByScript));
    }
}
