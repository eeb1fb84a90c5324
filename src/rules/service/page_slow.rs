//! 页面打开慢: the pages of a site take longer than three seconds.

use crate::facts::SiteFacts;
use crate::finding::{Grade, Key, Shape, Subject, Verdict};
use crate::rules::keys::EXAMPLES;
use crate::rules::{Check, Context, Fold, Rule, finding};
use crate::standard::Clause;

/// The rule. The guideline advises ("不宜"), so it is a hint.
pub(crate) const RULE: Rule = Rule {
    id: "page-slow",
    title: "页面打开慢",
    grade: Grade::Notice,
    basis: &[Clause::G17_LOAD],
    explain: include_str!("../explain/page-slow.md"),
    check: Check::Site(check),
    keys: &[&[SECONDS, MEASURED, SLOW, EXAMPLES]],
    fold: Fold::Page,
};

/// The median.
const SECONDS: Key = Key::shown("seconds", Shape::Number, "用时中位数 ", " 秒");
/// How many pages were measured.
const MEASURED: Key = Key::shown("pages", Shape::Number, "测了 ", " 个页面");
/// How many of them were slow.
const SLOW: Key = Key::for_programs("slow", Shape::Number);

/// "页面加载时长不宜超过3秒"
const LIMIT: u32 = 3_000;

/// One slow page is weather; the middle of so many is the site, or the way to it.
const ENOUGH: u32 = 5;

fn check(facts: &SiteFacts, cx: &Context<'_>) -> Verdict {
    let Some(load) = &facts.measured.load else {
        return Verdict::NotApplicable;
    };
    if load.median_ms <= LIMIT {
        return Verdict::Pass;
    }
    let seconds = f64::from(load.median_ms / 100) / 10.0;
    let statement = finding(&RULE, cx, Subject::Site)
        .at(facts, "全站")
        .says(format!(
            "页面打开慢：读到的{}个页面有一半以上超过{seconds:.1}秒（从检查所在的网络测得，不含图片、脚本）",
            load.pages
        ))
        .because(SECONDS, seconds)
        .because(MEASURED, load.pages)
        .because(SLOW, load.slow)
        .because(EXAMPLES, load.slowest.clone())
        .advice("请在不同网络上打开几个页面核对；确实慢的，检查服务器负载、数据库查询和出口带宽");
    let found = vec![statement.done()];
    if load.pages < ENOUGH {
        return Verdict::NeedsReview(found);
    }
    Verdict::Fail(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{HomeFacts, LoadFacts, Why};
    use crate::rules::testing;
    use serde_json::json;

    fn verdict(load: Option<(u32, u32)>) -> Verdict {
        let mut facts = SiteFacts::of_home(HomeFacts::unknown("http://a.gov.cn/", Why::NotShown));
        facts.measured.load = load.map(|(pages, median_ms)| LoadFacts {
            pages,
            median_ms,
            slow: pages,
            slowest: vec![],
        });
        check(&facts, &testing::context(&testing::site()))
    }

    #[test]
    fn the_middle_of_several_pages_decides() {
        assert_eq!(verdict(None), Verdict::NotApplicable);
        assert_eq!(verdict(Some((100, 3_000))), Verdict::Pass);
        assert!(matches!(verdict(Some((4, 9_000))), Verdict::NeedsReview(_)));
        let Verdict::Fail(found) = verdict(Some((5, 3_460))) else {
            panic!("nothing found")
        };
        assert_eq!(
            (&found[0].evidence["seconds"], &found[0].evidence["pages"]),
            (&json!(3.4), &json!(5))
        );
        assert_eq!(found[0].grade, Grade::Notice);
    }
}
