//! 栏目更新不及时: a column without a new item inside its update period.

use super::LEVEL;
use crate::facts::{ColumnFacts, Fact, Why};
use crate::finding::{Grade, Subject, Verdict};
use crate::rules::keys::{DAYS, KIND, NEWEST, NEWEST_TITLE, NEWEST_URL, PERIOD, WINDOW_FROM};
use crate::rules::{Check, Context, Fold, Rule, finding};
use crate::standard::{Clause, ColumnKind};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "column-stale",
    title: "栏目更新不及时",
    grade: Grade::Minor,
    basis: &[Clause::C15_V3A, Clause::C15_B2, Clause::P19_V4, Clause::P19_D12],
    explain: include_str!("../explain/column-stale.md"),
    check: Check::Column(check),
    keys: &[&[NEWEST, NEWEST_TITLE, NEWEST_URL, DAYS, PERIOD, WINDOW_FROM, LEVEL, KIND]],
    fold: Fold::Page,
};

pub(super) fn check(column: &ColumnFacts, cx: &Context<'_>) -> Verdict {
    let Some(period) = column.period().filter(|_| column.exempt.is_none()) else {
        return Verdict::NotApplicable;
    };
    let newest = match column.newest(cx.today) {
        Fact::Unknown(why) => return Verdict::NotJudged(why),
        Fact::Known(newest) => newest,
    };
    // A column with nothing in it at all is blank, which is a rule of its own.
    if column.items.known().is_some_and(Vec::is_empty) {
        return Verdict::NotApplicable;
    }
    if newest.and_then(|i| i.date).is_some_and(|s| period.contains(s.date, cx.today)) {
        return Verdict::Pass;
    }
    // Items whose own pages were not read may be new: with more of them than dated ones nothing is certain.
    let dated = column.items.known().into_iter().flatten().filter(|i| i.date.is_some()).count();
    if column.undecided > dated {
        return Verdict::NotJudged(Why::ItemsUnread);
    }
    // Of a longer period that was missed too, the longer one is told: it costs more.
    let graver = column.kind.graver_period().filter(|_| column.own_period.is_none());
    let period = graver
        .filter(|longer| !newest.and_then(|i| i.date).is_some_and(|s| longer.contains(s.date, cx.today)))
        .unwrap_or(period);
    let basis: &[Clause] = match column.kind {
        ColumnKind::ServiceStatistics => &[Clause::P19_D12],
        _ => &[Clause::C15_V3A, Clause::C15_B2, Clause::P19_V4],
    };
    let statement = finding(&RULE, cx, Subject::column(&column.url))
        .at(column, format!("“{}”栏目第一页", column.name))
        .because(KIND, column.kind.id())
        .because_known(LEVEL, column.level)
        .because(PERIOD, period.chinese())
        .because(WINDOW_FROM, period.first_day(cx.today).to_string())
        .advice("请及时更新该栏目；确无新信息的，可调整栏目设置，或请维护检查配置的人登记免检理由")
        .basis(basis);
    let over = format!("“{}”栏目超过{}未更新", column.name, period.chinese());
    let statement = if let Some((item, day)) = newest.and_then(|i| i.date.map(|s| (i, s.date))) {
        let days = cx.today.since(day).map_or(0, |span| span.get_days());
        statement
            .because(NEWEST, day.to_string())
            .because(NEWEST_TITLE, item.title.as_str())
            .because(NEWEST_URL, item.url.clone())
            .because(DAYS, days)
            .says(format!("{over}：最新信息日期为{day}，距检查日{days}天"))
    } else {
        // Dates after the day of the check are no dates of an update, but they are dates.
        let future = column.items.known().into_iter().flatten().any(|i| i.date.is_some());
        let why = if future {
            "栏目中注明的发布时间都晚于检查日"
        } else {
            "栏目中的信息均未注明发布时间"
        };
        statement.says(format!("{over}：{why}"))
    };
    Verdict::Fail(vec![statement.done()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing;
    use crate::standard::Period;
    use jiff::civil::date;
    use serde_json::json;

    #[test]
    fn periods_are_those_of_the_tables() {
        let site = testing::site();
        let cx = testing::context(&site);
        for (kind, day, stale) in [
            (ColumnKind::News, date(2026, 11, 9), false),
            (ColumnKind::News, date(2026, 11, 8), true),
            (ColumnKind::Notice, date(2026, 5, 23), false),
            (ColumnKind::Notice, date(2026, 5, 22), true),
            (ColumnKind::Personnel, date(2025, 11, 23), false),
            (ColumnKind::Personnel, date(2025, 11, 22), true),
        ] {
            let verdict = check(&testing::column(kind, &[Some(day)]), &cx);
            assert_eq!(matches!(verdict, Verdict::Fail(_)), stale, "{kind:?} {day}");
        }
        assert_eq!(
            check(&testing::column(ColumnKind::Leaders, &[Some(date(2010, 1, 1))]), &cx),
            Verdict::NotApplicable
        );
    }

    #[test]
    fn pinned_old_and_future_items_do_not_decide() {
        let site = testing::site();
        let cx = testing::context(&site);
        let pinned = testing::column(ColumnKind::News, &[Some(date(2019, 1, 1)), Some(date(2026, 11, 20))]);
        assert_eq!(check(&pinned, &cx), Verdict::Pass);
        let future = testing::column(ColumnKind::News, &[Some(date(2099, 1, 1)), Some(date(2026, 10, 1))]);
        assert!(matches!(check(&future, &cx), Verdict::Fail(_)));
        let only_future = testing::column(ColumnKind::News, &[Some(date(2099, 1, 1))]);
        assert!(matches!(check(&only_future, &cx), Verdict::Fail(f) if f[0].message.contains("晚于检查日")));
    }

    #[test]
    fn service_statistics_tell_which_of_two_periods_was_missed() {
        let site = testing::site();
        let cx = testing::context(&site);
        let told = |day| match check(&testing::column(ColumnKind::ServiceStatistics, &[Some(day)]), &cx) {
            Verdict::Fail(found) => found[0].evidence["period"].as_str().map(str::to_owned),
            _ => None,
        };
        assert_eq!(told(date(2026, 10, 23)), None);
        assert_eq!(told(date(2026, 10, 22)).as_deref(), Some("1个月"));
        assert_eq!(told(date(2026, 8, 23)).as_deref(), Some("1个月"));
        assert_eq!(told(date(2026, 8, 22)).as_deref(), Some("3个月"));
    }

    #[test]
    fn the_level_is_told_where_it_is_known() {
        let site = testing::site();
        let mut column = testing::column(ColumnKind::Notice, &[Some(date(2025, 1, 1))]);
        let said = |column: &ColumnFacts| match check(column, &testing::context(&site)) {
            Verdict::Fail(found) => found[0].evidence.get("level").cloned(),
            _ => panic!("fresh"),
        };
        assert_eq!(said(&column), None);
        column.level = Some(2);
        assert_eq!(said(&column), Some(json!(2)));
    }

    #[test]
    fn own_periods_and_exemptions_go_first() {
        let site = testing::site();
        let cx = testing::context(&site);
        let mut column = testing::column(ColumnKind::News, &[Some(date(2026, 10, 30))]);
        column.own_period = Some(Period::Days(30));
        assert_eq!(check(&column, &cx), Verdict::Pass);
        column.own_period = None;
        column.exempt = Some("本年度无人事变动".into());
        assert_eq!(check(&column, &cx), Verdict::NotApplicable);
    }

    #[test]
    fn a_list_that_stands_oldest_first_is_judged_by_its_later_pages() {
        let site = testing::site();
        let cx = testing::context(&site);
        let days: Vec<_> = (1..=5).map(|month| Some(date(2025, month, 1))).collect();
        let mut column = testing::column(ColumnKind::News, &days);
        assert!(matches!(check(&column, &cx), Verdict::Fail(_)), "all of it stands on one page");
        column.later.may_stand = true;
        assert_eq!(check(&column, &cx), Verdict::NotJudged(Why::NotFetched));
        let newest = |day| testing::column(ColumnKind::News, &[Some(day)]).items.known().unwrap()[0].clone();
        column.later.newest = Some(newest(date(2026, 11, 20)));
        assert_eq!(check(&column, &cx), Verdict::Pass);
        column.later.newest = Some(newest(date(2026, 1, 20)));
        assert!(matches!(check(&column, &cx), Verdict::Fail(f) if f[0].evidence["newest"] == "2026-01-20"));
        // Newest first, the later pages do not matter.
        let mut falling = testing::column(ColumnKind::News, &days.into_iter().rev().collect::<Vec<_>>());
        falling.later.may_stand = true;
        assert!(matches!(check(&falling, &cx), Verdict::Fail(_)));
    }

    #[test]
    fn items_nobody_could_date_leave_it_open() {
        let site = testing::site();
        let mut column = testing::column(ColumnKind::News, &[None]);
        column.undecided = 1;
        assert!(matches!(check(&column, &testing::context(&site)), Verdict::NotJudged(_)));
    }
}
