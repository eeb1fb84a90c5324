//! 栏目预警: so many blank or stale columns that a few more are a veto.

use super::{column_blank, column_stale};
use crate::facts::{ColumnFacts, SiteFacts};
use crate::finding::{Grade, Key, Shape, Subject, Verdict};
use crate::rules::{Check, Context, Fold, Rule, finding};
use crate::standard::Clause;

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "columns-near-veto",
    title: "栏目预警",
    grade: Grade::Notice,
    basis: &[Clause::C15_V3B, Clause::C15_V3C, Clause::P19_V4],
    explain: include_str!("../explain/columns-near-veto.md"),
    check: Check::Site(check),
    keys: &[&[BLANK_COLUMNS, STALE_COLUMNS]],
    fold: Fold::Page,
};

const BLANK_COLUMNS: Key = Key::for_programs("blank", Shape::Number);
const STALE_COLUMNS: Key = Key::for_programs("stale", Shape::Number);

/// The early warnings inspectors use ("空白栏目超过2个", "未更新栏目超过6个"), up to where the vetoes of the tables begin (5 and 10).
const BLANK: std::ops::Range<usize> = 3..5;
const STALE: std::ops::Range<usize> = 7..10;

fn check(facts: &SiteFacts, cx: &Context<'_>) -> Verdict {
    let failing = |check: fn(&ColumnFacts, &Context<'_>) -> Verdict| {
        facts.columns.iter().filter(|c| matches!(check(c, cx), Verdict::Fail(_))).count()
    };
    let (blank, stale) = (failing(column_blank::check), failing(column_stale::check));
    let mut said = Vec::new();
    if BLANK.contains(&blank) {
        said.push(format!("空白栏目已有{blank}个，达到{}个即单项否决", BLANK.end));
    }
    if STALE.contains(&stale) {
        said.push(format!("更新不及时的栏目已有{stale}个，达到{}个即单项否决", STALE.end));
    }
    if said.is_empty() {
        return Verdict::Pass;
    }
    let statement = finding(&RULE, cx, Subject::Site)
        .at(facts, "全站栏目")
        .says(said.join("；"))
        .because(BLANK_COLUMNS, blank)
        .because(STALE_COLUMNS, stale)
        .advice("请优先补充空白栏目、更新过期栏目，或撤并无力维护的栏目");
    Verdict::Fail(vec![statement.done()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{HomeFacts, Why};
    use crate::rules::testing;
    use crate::standard::ColumnKind;
    use jiff::civil::date;

    fn verdict(blank: usize, stale: usize) -> Verdict {
        let mut columns = vec![testing::column(ColumnKind::Other, &[]); blank];
        columns.extend(vec![testing::column(ColumnKind::News, &[Some(date(2020, 1, 1))]); stale]);
        columns.push(testing::column(ColumnKind::News, &[Some(date(2026, 11, 20))]));
        let facts = SiteFacts {
            columns,
            ..SiteFacts::of_home(HomeFacts::unknown("http://a.gov.cn/", Why::NotShown))
        };
        check(&facts, &testing::context(&testing::site()))
    }

    #[test]
    fn it_warns_before_the_veto_and_not_after() {
        for (blank, stale, told) in [
            (2, 6, false),
            (3, 0, true),
            (4, 0, true),
            (5, 0, false),
            (0, 7, true),
            (0, 9, true),
            (0, 10, false),
        ] {
            assert_eq!(matches!(verdict(blank, stale), Verdict::Fail(_)), told, "{blank} {stale}");
        }
        assert!(matches!(verdict(3, 8), Verdict::Fail(f) if f[0].evidence["blank"] == 3 && f[0].evidence["stale"] == 8));
    }

    #[test]
    fn columns_with_a_note_do_not_count() {
        let mut column = testing::column(ColumnKind::Other, &[]);
        column.blank_note = Some("暂无相关信息".into());
        let facts = SiteFacts {
            columns: vec![column; 4],
            ..SiteFacts::of_home(HomeFacts::unknown("http://a.gov.cn/", Why::NotShown))
        };
        assert_eq!(check(&facts, &testing::context(&testing::site())), Verdict::Pass);
    }
}
