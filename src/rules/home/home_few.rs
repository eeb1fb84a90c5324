//! 首页信息更新少: some new items on the home page within two weeks, but too few.

use super::{NAVIGATION_ONLY, WINDOW};
use crate::facts::{Fact, SiteFacts, Why};
use crate::finding::{Grade, Key, Shape, Subject, Verdict};
use crate::rules::keys::{COUNT, NEWEST, WINDOW_FROM};
use crate::rules::{Check, Context, Fold, Rule, finding};
use crate::standard::{Clause, HOME_WINDOW};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "home-few",
    title: "首页信息更新少",
    grade: Grade::Minor,
    basis: &[Clause::C15_B1],
    explain: include_str!("../explain/home-few.md"),
    check: Check::Site(check),
    keys: &[&[WINDOW, WINDOW_FROM, NEWEST, COUNT, NEEDED_KEY, NAVIGATION_ONLY]],
    fold: Fold::Page,
};

/// How many there should be.
const NEEDED_KEY: Key = Key::for_programs("needed", Shape::Number);

/// "首页栏目信息更新总量少于10条的" (C15-B1).
const NEEDED: usize = 10;

fn check(facts: &SiteFacts, cx: &Context<'_>) -> Verdict {
    let home = &facts.home;
    let dates = match &home.item_dates {
        Fact::Unknown(why) => return Verdict::NotJudged(*why),
        Fact::Known(dates) => dates,
    };
    let count = dates.iter().filter(|d| HOME_WINDOW.contains(**d, cx.today)).count();
    // None at all is 首页不更新, a veto and a rule of its own.
    if count == 0 || count >= NEEDED {
        return Verdict::Pass;
    }
    if let Some(why) = home.unread {
        return Verdict::NotJudged(why);
    }
    if home.more || count + home.undecided + home.undated >= NEEDED {
        let why = if home.undecided > 0 {
            Why::ItemsUnread
        } else if home.more {
            Why::MorePages
        } else {
            Why::NotShown
        };
        return Verdict::NotJudged(why);
    }
    let place = if home.navigation_only {
        "各栏目第一页"
    } else {
        "首页各栏目"
    };
    let statement = finding(&RULE, cx, Subject::Site)
        .at(facts, place)
        .says(format!("首页两周内只更新了{count}条信息，少于{NEEDED}条"))
        .because(COUNT, count)
        .because(NEEDED_KEY, NEEDED)
        .because(WINDOW, HOME_WINDOW.chinese())
        .because(WINDOW_FROM, HOME_WINDOW.first_day(cx.today).to_string())
        .because(NEWEST, dates.iter().filter(|d| **d <= cx.today).max().map(ToString::to_string))
        .because(NAVIGATION_ONLY, home.navigation_only)
        .advice("请增加首页栏目的信息更新，并注明发布时间");
    Verdict::Fail(vec![statement.done()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::HomeFacts;
    use crate::rules::testing;
    use jiff::civil::{Date, date};

    fn verdict(fresh: usize, edit: impl FnOnce(&mut HomeFacts)) -> Verdict {
        let mut dates: Vec<Date> = vec![date(2026, 11, 9); fresh];
        dates.extend([date(2099, 1, 1), date(2026, 11, 8), date(2020, 1, 1)]);
        let mut home = HomeFacts {
            item_dates: Fact::Known(dates),
            ..HomeFacts::unknown("http://a.gov.cn/", Why::NotShown)
        };
        edit(&mut home);
        check(&SiteFacts::of_home(home), &testing::context(&testing::site()))
    }

    #[test]
    fn one_to_nine_are_few_and_none_is_another_matter() {
        assert_eq!(verdict(0, |_| {}), Verdict::Pass);
        assert!(matches!(verdict(1, |_| {}), Verdict::Fail(f) if f[0].evidence["count"] == 1));
        assert!(matches!(verdict(9, |_| {}), Verdict::Fail(f) if f[0].evidence["count"] == 9));
        assert_eq!(verdict(10, |_| {}), Verdict::Pass);
    }

    #[test]
    fn items_that_could_make_it_enough_leave_it_open() {
        assert_eq!(verdict(7, |h| h.undecided = 3), Verdict::NotJudged(Why::ItemsUnread));
        assert!(matches!(verdict(7, |h| h.undecided = 2), Verdict::Fail(_)));
        assert_eq!(verdict(7, |h| h.undated = 3), Verdict::NotJudged(Why::NotShown));
        assert_eq!(verdict(7, |h| h.more = true), Verdict::NotJudged(Why::MorePages));
        assert_eq!(verdict(7, |h| h.unread = Some(Why::ByScript)), Verdict::NotJudged(Why::ByScript));
        assert_eq!(
            verdict(0, |h| h.item_dates = Fact::Unknown(Why::ByScript)),
            Verdict::NotJudged(Why::ByScript)
        );
    }
}
