//! 首页不更新: no new item on the home page within two weeks.

use super::{NAVIGATION_ONLY, WINDOW};
use crate::facts::{Fact, SiteFacts};
use crate::finding::{Grade, Subject, Verdict};
use crate::rules::keys::{NEWEST, WINDOW_FROM};
use crate::rules::{Check, Context, Fold, Rule, finding};
use crate::standard::{Clause, HOME_WINDOW};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "home-stale",
    title: "首页不更新",
    grade: Grade::Veto,
    basis: &[Clause::C15_V2, Clause::P19_V3],
    explain: include_str!("../explain/home-stale.md"),
    check: Check::Site(check),
    keys: &[&[NEWEST, WINDOW, WINDOW_FROM, NAVIGATION_ONLY]],
    fold: Fold::Page,
};

fn check(facts: &SiteFacts, cx: &Context<'_>) -> Verdict {
    let dates = match &facts.home.item_dates {
        Fact::Unknown(why) => return Verdict::NotJudged(*why),
        Fact::Known(dates) => dates,
    };
    if dates.iter().any(|d| HOME_WINDOW.contains(*d, cx.today)) {
        return Verdict::Pass;
    }
    // What a script fills in, and columns that could not be read, may be new.
    if let Some(why) = facts.home.unread {
        return Verdict::NotJudged(why);
    }
    // Items whose own pages were not read may be new: with more of them than dated ones nothing is certain.
    if facts.home.undecided > dates.len() {
        return Verdict::NotJudged(crate::facts::Why::ItemsUnread);
    }
    let newest = dates.iter().max();
    let message = match newest {
        Some(newest) => {
            let days = cx.today.since(*newest).map_or(0, |span| span.get_days());
            format!("首页超过两周未更新：最新信息日期为{newest}，距检查日{days}天")
        }
        None => "首页超过两周未更新：没有任何注明发布时间的信息".to_owned(),
    };
    let statement = finding(&RULE, cx, Subject::Site)
        .at(facts, "首页各栏目")
        .says(message)
        .because(WINDOW, HOME_WINDOW.chinese())
        .because(WINDOW_FROM, HOME_WINDOW.first_day(cx.today).to_string())
        .because(NAVIGATION_ONLY, facts.home.navigation_only)
        .because_known(NEWEST, newest.map(ToString::to_string))
        .advice("请尽快在首页栏目发布新信息，并注明发布时间");
    Verdict::Fail(vec![statement.done()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{HomeFacts, Why};
    use crate::rules::testing;
    use jiff::civil::{Date, date};

    fn home(item_dates: Fact<Vec<Date>>) -> SiteFacts {
        let home = HomeFacts {
            item_dates,
            ..HomeFacts::unknown("http://a.gov.cn/", Why::NotShown)
        };
        SiteFacts::of_home(home)
    }

    fn verdict(item_dates: Fact<Vec<Date>>) -> Verdict {
        check(&home(item_dates), &testing::context(&testing::site()))
    }

    #[test]
    fn the_fourteenth_day_still_counts_and_the_future_does_not() {
        assert_eq!(verdict(Fact::Known(vec![date(2026, 11, 9)])), Verdict::Pass);
        assert!(matches!(verdict(Fact::Known(vec![date(2026, 11, 8)])), Verdict::Fail(_)));
        assert!(matches!(
            verdict(Fact::Known(vec![date(2099, 1, 1), date(2026, 1, 1)])),
            Verdict::Fail(_)
        ));
    }

    #[test]
    fn what_was_not_read_is_not_stale() {
        assert_eq!(verdict(Fact::Unknown(Why::ByScript)), Verdict::NotJudged(Why::ByScript));
    }
}
