//! 活动开展次数少: too few surveys or interviews within a year, over all columns of the kind.

use std::collections::BTreeSet;

use super::IN_YEAR;
use crate::facts::{ColumnFacts, Fact, Led, Why};
use crate::finding::{Grade, Key, Shape, Subject, Verdict};
use crate::rules::keys::{COUNT, KIND, WINDOW_FROM};
use crate::rules::{Check, Context, Fold, KindCase, Rule, finding};
use crate::standard::{Clause, ColumnKind, Period};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "activity-few",
    title: "活动开展次数少",
    grade: Grade::Minor,
    basis: &[Clause::C15_I2, Clause::C15_I3, Clause::P19_B7],
    explain: include_str!("../explain/activity-few.md"),
    check: Check::Kind(check),
    keys: &[&[WINDOW_FROM, COLUMNS, KIND, COUNT, IN_YEAR, WANTED]],
    fold: Fold::Page,
};

/// The columns they were counted over.
const COLUMNS: Key = Key::shown("columns", Shape::List, "栏目 ", "");
/// How many there should be.
const WANTED: Key = Key::for_programs("needed", Shape::Number);

/// "监测时间点前1年内" (C15-I2, C15-I3).
const YEAR: Period = Period::Months(12);
/// "地方政府及国务院各部门门户网站少于6次，其他政府网站少于3次" (C15-I2, C15-I3).
const NEEDED: usize = 3;
const NEEDED_OF_PORTALS: usize = 6;

/// Items that no page of a list has fewer of: a shorter one is the whole list, whatever pagination stands below it.
const PAGE: usize = 5;

fn check(case: &KindCase<'_>, cx: &Context<'_>) -> Verdict {
    let (words, clauses): (&[&str], &[Clause]) = match case.kind {
        ColumnKind::Survey => (&["征集", "调查"], &[Clause::C15_I2, Clause::P19_B7]),
        ColumnKind::Interview => (&["访谈"], &[Clause::C15_I3]),
        _ => return Verdict::NotApplicable,
    };
    let Some(first) = case.columns.iter().find(|c| c.exempt.is_none()) else {
        return without_column(case);
    };
    // 往期访谈 and 2026年意见征集 are closed columns of no kind, but what they list took place.
    let closed = case
        .site
        .columns
        .iter()
        .filter(|c| c.kind == ColumnKind::Other && words.iter().any(|word| c.name.contains(word)));
    let (mut held, mut open, mut unseen) = (BTreeSet::new(), BTreeSet::new(), None);
    for column in case.columns.iter().copied().chain(closed) {
        if let Some(why) = count(column, case, cx, &mut held, &mut open) {
            unseen = Some(why);
        }
    }
    let count = held.len();
    let wanted = if cx.site.portal { NEEDED_OF_PORTALS } else { NEEDED };
    if count >= wanted {
        return Verdict::Pass;
    }
    if let Some(why) = unseen {
        return Verdict::NotJudged(why);
    }
    if count + open.difference(&held).count() >= wanted {
        return Verdict::NotJudged(Why::NotShown);
    }
    let names: Vec<&str> = case.columns.iter().map(|c| c.name.as_str()).collect();
    let kind = case.kind.chinese();
    let message = match count {
        0 => format!("{kind}类栏目“{}”一年内没有开展活动", names.join("”“")),
        _ => format!("{kind}类栏目“{}”一年内只开展了{count}次活动，少于{wanted}次", names.join("”“")),
    };
    let statement = finding(&RULE, cx, Subject::thing(case.kind.id()))
        .at(*first, format!("“{}”栏目", first.name))
        .says(message)
        .because(KIND, case.kind.id())
        .because(COUNT, count)
        .because(IN_YEAR, count)
        .because(WANTED, wanted)
        .because(WINDOW_FROM, YEAR.first_day(cx.today).to_string())
        .because(COLUMNS, names)
        .advice("请按规定次数开展活动，并在栏目中注明时间；线下或其他栏目中的活动也应在此公开")
        .basis(clauses);
    Verdict::Fail(vec![statement.done()])
}

/// Where no column of the kind was recognised. That there is none of surveys is told by another rule; of interviews a site need
/// have none, and what its menus name and nobody read may be one.
fn without_column(case: &KindCase<'_>) -> Verdict {
    let named = case.site.named.get(&case.kind).map(Vec::as_slice).unwrap_or_default();
    let unread = named.iter().filter(|n| n.plain).find_map(|n| match n.led {
        Led::Unread(why) => Some(why),
        Led::Outside | Led::Nowhere => Some(Why::NotFetched),
        Led::Read => None,
    });
    match unread.filter(|_| case.kind == ColumnKind::Interview && case.columns.is_empty()) {
        Some(why) => Verdict::NotJudged(why),
        None => Verdict::NotApplicable,
    }
}

/// Counts the activities of one column: those within the year, and those of unknown date. Gives the reason where there may be more.
fn count<'a>(
    column: &'a ColumnFacts,
    case: &KindCase<'_>,
    cx: &Context<'_>,
    held: &mut BTreeSet<&'a str>,
    open: &mut BTreeSet<&'a str>,
) -> Option<Why> {
    let first = match &column.items {
        Fact::Unknown(why) => return Some(*why),
        Fact::Known(items) => items,
    };
    for item in first.iter().chain(&column.later.items) {
        let name = item.url.as_deref().unwrap_or(&item.title);
        match item.date {
            None => _ = open.insert(name),
            Some(stamp) if YEAR.contains(stamp.date, cx.today) => _ = held.insert(name),
            Some(_) => {}
        }
    }
    let complete = !column.later.may_stand || first.len() < PAGE || reaches_back(column, cx) || {
        let seen = column.later.read > 0 || first.iter().any(|i| !i.pinned && is_older(i.date.map(|s| s.date), cx));
        seen && case.site.whole.known().is_some()
    };
    (!complete).then_some(Why::MorePages)
}

/// Whether the list, newest first, reaches back over the whole year.
fn reaches_back(column: &ColumnFacts, cx: &Context<'_>) -> bool {
    let items = column.items.known().into_iter().flatten();
    // Pages behind a gap say nothing of what stands in the gap.
    let later = column.later.items.iter().filter(|_| column.later.read > 0);
    let dates: Vec<_> = items
        .chain(later)
        .filter(|i| !i.pinned)
        .filter_map(|i| i.date)
        .map(|s| s.date)
        .collect();
    dates.is_sorted_by(|a, b| a >= b) && is_older(dates.last().copied(), cx)
}

fn is_older(date: Option<jiff::civil::Date>, cx: &Context<'_>) -> bool {
    date.is_some_and(|d| d < YEAR.first_day(cx.today))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{HomeFacts, ListItem, SiteFacts};
    use crate::rules::testing;
    use crate::site::Site;
    use jiff::civil::{Date, date};

    fn column(kind: ColumnKind, dates: &[Option<Date>]) -> ColumnFacts {
        let mut column = testing::column(kind, dates);
        column.name = "民意征集".into();
        column.items = Fact::Known(items(0, dates));
        column
    }

    fn items(from: usize, dates: &[Option<Date>]) -> Vec<ListItem> {
        let Fact::Known(mut items) = testing::column(ColumnKind::Other, dates).items else {
            unreachable!()
        };
        for (i, item) in items.iter_mut().enumerate() {
            item.url = Some(format!("http://a.gov.cn/x/{}.htm", from + i));
        }
        items
    }

    fn on(portal: bool, whole: bool, columns: Vec<ColumnFacts>) -> Verdict {
        let site = Site { portal, ..testing::site() };
        let facts = SiteFacts {
            columns,
            whole: if whole { Fact::Known(()) } else { Fact::Unknown(Why::NotWhole) },
            ..SiteFacts::of_home(HomeFacts::unknown("http://a.gov.cn/", Why::NotShown))
        };
        let case = KindCase {
            kind: ColumnKind::Survey,
            columns: facts.columns.iter().filter(|c| c.kind == ColumnKind::Survey).collect(),
            site: &facts,
        };
        check(&case, &testing::context(&site))
    }

    fn verdict(dates: &[Option<Date>]) -> Verdict {
        on(false, true, vec![column(ColumnKind::Survey, dates)])
    }

    const NEW: Option<Date> = Some(date(2025, 11, 23));
    const OLD: Option<Date> = Some(date(2025, 11, 22));

    #[test]
    fn three_a_year_are_enough_and_six_on_a_portal() {
        assert!(matches!(verdict(&[NEW, NEW, OLD]), Verdict::Fail(f) if f[0].evidence["count"] == 2 && f[0].grade == Grade::Minor));
        assert_eq!(verdict(&[NEW, NEW, NEW, OLD]), Verdict::Pass);
        let five = vec![column(ColumnKind::Survey, &[NEW, NEW, NEW, NEW, NEW, OLD])];
        assert_eq!(on(false, true, five.clone()), Verdict::Pass);
        assert!(matches!(on(true, true, five), Verdict::Fail(f) if f[0].evidence["needed"] == 6));
        assert_eq!(on(true, true, vec![column(ColumnKind::Survey, &[NEW; 6])]), Verdict::Pass);
    }

    #[test]
    fn none_at_all_is_told_as_none_and_no_column_is_another_matter() {
        assert!(
            matches!(verdict(&[OLD, Some(date(2099, 1, 1))]), Verdict::Fail(f) if f[0].evidence["count"] == 0 && f[0].evidence["kind"] == "survey")
        );
        assert!(matches!(verdict(&[]), Verdict::Fail(_)));
        assert_eq!(on(false, true, vec![]), Verdict::NotApplicable);
        let mut exempt = column(ColumnKind::Survey, &[OLD]);
        exempt.exempt = Some("无对外职能".into());
        assert_eq!(on(false, true, vec![exempt]), Verdict::NotApplicable);
    }

    #[test]
    fn activities_of_unknown_date_leave_it_open_where_they_would_be_enough() {
        assert_eq!(verdict(&[NEW, None, None]), Verdict::NotJudged(Why::NotShown));
        assert!(matches!(verdict(&[NEW, None, OLD]), Verdict::Fail(_)));
        let mut script = column(ColumnKind::Survey, &[]);
        script.items = Fact::Unknown(Why::ByScript);
        assert_eq!(on(false, true, vec![script]), Verdict::NotJudged(Why::ByScript));
    }

    #[test]
    fn what_stands_on_later_pages_counts_and_what_was_not_read_is_not_missing() {
        let mut paged = column(ColumnKind::Survey, &[Some(date(2099, 1, 1)), NEW, NEW, None, None]);
        paged.items = Fact::Known(items(
            0,
            &[Some(date(2099, 1, 1)), Some(date(2099, 1, 2)), Some(date(2099, 1, 3)), NEW, NEW],
        ));
        paged.later.may_stand = true;
        assert_eq!(on(false, false, vec![paged.clone()]), Verdict::NotJudged(Why::MorePages));
        assert_eq!(on(false, true, vec![paged.clone()]), Verdict::NotJudged(Why::MorePages));
        paged.later.read = 1;
        paged.later.items = items(10, &[OLD]);
        assert!(matches!(on(false, true, vec![paged.clone()]), Verdict::Fail(_)));
        paged.later.items = items(10, &[NEW, OLD]);
        assert_eq!(on(false, true, vec![paged]), Verdict::Pass);
        // Newest first and back over the year: the rest is older still.
        let mut sorted = column(ColumnKind::Survey, &[NEW, OLD, OLD, OLD, OLD]);
        sorted.later.may_stand = true;
        assert!(matches!(on(false, false, vec![sorted]), Verdict::Fail(_)));
        // Oldest first: the new ones are on the last page.
        let mut rising = column(ColumnKind::Survey, &[Some(date(2020, 1, 1)), OLD, OLD, OLD, NEW]);
        rising.later.may_stand = true;
        assert_eq!(on(false, false, vec![rising]), Verdict::NotJudged(Why::MorePages));
    }

    #[test]
    fn all_columns_count_together_and_one_activity_counts_once() {
        let twice = vec![column(ColumnKind::Survey, &[NEW, NEW]), column(ColumnKind::Survey, &[NEW, NEW])];
        assert!(matches!(on(false, true, twice), Verdict::Fail(f) if f[0].evidence["count"] == 2));
        let mut past = column(ColumnKind::Other, &[]);
        past.items = Fact::Known(items(20, &[NEW, NEW]));
        past.name = "往期征集".into();
        assert_eq!(on(false, true, vec![column(ColumnKind::Survey, &[NEW]), past]), Verdict::Pass);
    }
}
