//! 首页更新预警: the newest item of the home page is so old that the veto of 首页不更新 is a few days away.

use crate::facts::{Fact, SiteFacts, Why};
use crate::finding::{Grade, Key, Shape, Subject, Verdict};
use crate::rules::keys::{DAYS, NEWEST};
use crate::rules::{Check, Context, Fold, Rule, finding};
use crate::standard::{Clause, HOME_WINDOW, Period};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "home-quiet",
    title: "首页更新预警",
    grade: Grade::Notice,
    basis: &[Clause::C15_V2, Clause::P19_V3],
    explain: include_str!("../explain/home-quiet.md"),
    check: Check::Site(check),
    keys: &[&[NEWEST, DAYS, DAYS_LEFT]],
    fold: Fold::Page,
};

/// Days until the last that still counts.
const DAYS_LEFT: Key = Key::for_programs("days_left", Shape::Number);

/// The early warning inspectors use before the 14 days of the tables: "首页超过10天未更新".
const WARNING: Period = Period::Days(10);

fn check(facts: &SiteFacts, cx: &Context<'_>) -> Verdict {
    // What cannot be told of the home page is told by 首页不更新.
    let Fact::Known(dates) = &facts.home.item_dates else {
        return Verdict::NotApplicable;
    };
    let Some(newest) = dates.iter().copied().filter(|d| *d <= cx.today).max() else {
        return Verdict::NotApplicable;
    };
    if WARNING.contains(newest, cx.today) || !HOME_WINDOW.contains(newest, cx.today) {
        return Verdict::Pass;
    }
    if let Some(why) = facts.home.unread {
        return Verdict::NotJudged(why);
    }
    // As with 首页不更新: with more items of unknown date than dated ones nothing is certain.
    if facts.home.undecided > dates.len() {
        return Verdict::NotJudged(Why::ItemsUnread);
    }
    let days = cx.today.since(newest).map_or(0, |span| span.get_days());
    let last = HOME_WINDOW.first_day(cx.today);
    let left = newest.since(last).map_or(0, |span| span.get_days());
    let statement = finding(&RULE, cx, Subject::Site)
        .at(facts, "首页各栏目")
        .says(format!(
            "首页已有{days}天未更新：最新信息日期为{newest}，再过{}天即构成首页不更新",
            left + 1
        ))
        .because(NEWEST, newest.to_string())
        .because(DAYS, days)
        .because(DAYS_LEFT, left)
        .advice("请在首页栏目发布新信息；满两周没有更新的，单项否决");
    Verdict::Fail(vec![statement.done()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::HomeFacts;
    use crate::rules::testing;
    use jiff::civil::{Date, date};

    fn verdict(newest: Date, undecided: usize) -> Verdict {
        let home = HomeFacts {
            item_dates: Fact::Known(vec![date(2099, 1, 1), newest, date(2020, 1, 1)]),
            undecided,
            ..HomeFacts::unknown("http://a.gov.cn/", Why::NotShown)
        };
        check(&SiteFacts::of_home(home), &testing::context(&testing::site()))
    }

    #[test]
    fn it_warns_between_the_eleventh_day_and_the_fourteenth() {
        assert_eq!(verdict(date(2026, 11, 13), 0), Verdict::Pass);
        assert!(matches!(verdict(date(2026, 11, 12), 0), Verdict::Fail(f) if f[0].evidence["days"] == 11 && f[0].grade == Grade::Notice));
        assert!(matches!(verdict(date(2026, 11, 9), 0), Verdict::Fail(f) if f[0].message.contains("再过1天")));
        // From here on it is the veto itself.
        assert_eq!(verdict(date(2026, 11, 8), 0), Verdict::Pass);
    }

    #[test]
    fn what_was_not_read_may_be_newer() {
        assert!(matches!(verdict(date(2026, 11, 12), 3), Verdict::Fail(_)));
        assert_eq!(verdict(date(2026, 11, 12), 4), Verdict::NotJudged(Why::ItemsUnread));
    }
}
