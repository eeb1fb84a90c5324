//! 站内搜索搜不到: the site's own search does not find titles of its own articles.

use crate::facts::{Fact, Hit, SearchTry, SiteFacts, Why};
use crate::finding::{Finding, Grade, Key, Shape, Subject, Verdict};
use crate::rules::keys::CAUSE;
use crate::rules::{Check, Context, Fold, Rule, finding};
use crate::standard::Clause;

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "search-failed",
    title: "站内搜索搜不到",
    grade: Grade::Minor,
    basis: &[Clause::P19_D24],
    explain: include_str!("../explain/search-failed.md"),
    check: Check::Site(check),
    keys: &[&[CAUSE, SEARCHED, HITS, MISSED, USABLE, TITLES, QUERIES, ARTICLES]],
    fold: Fold::Page,
};

/// How many titles were searched for.
const SEARCHED: Key = Key::shown("searched", Shape::Number, "试搜 ", " 条标题");
/// How many were found.
const HITS: Key = Key::for_programs("found", Shape::Number);
/// How many were not, or cannot be told.
const MISSED: Key = Key::for_programs("missed", Shape::Number);
/// Whether the search answers at all.
const USABLE: Key = Key::for_programs("usable", Shape::Flag);
/// The titles that were not found.
const TITLES: Key = Key::shown("titles", Shape::List, "没有搜到 ", "");
/// Their addresses.
const ARTICLES: Key = Key::for_programs("articles", Shape::List);
/// What was asked.
const QUERIES: Key = Key::shown("queries", Shape::List, "所用网址 ", "");

fn check(facts: &SiteFacts, cx: &Context<'_>) -> Verdict {
    let Some(tries) = &facts.measured.search else {
        return Verdict::NotApplicable;
    };
    let Some(first) = tries.first() else {
        return Verdict::NotJudged(Why::NothingToAsk);
    };
    if let Fact::Known(Hit::Broken { text, .. }) = &first.hit
        && tries.iter().all(|t| matches!(t.hit, Fact::Known(Hit::Broken { .. })))
    {
        let message = format!("站内搜索打不开：{text}（试了{}条标题）", tries.len());
        return Verdict::Fail(vec![of_search(facts, cx, tries, message, |_| true, false)]);
    }
    let known = |wanted: &Hit| tries.iter().filter(|t| t.hit == Fact::Known(wanted.clone())).count();
    let (found, missing) = (known(&Hit::Found), known(&Hit::Missing));
    if missing > 0 {
        let message = format!("站内搜索的第一页搜不到本站稿件：试了{}条标题，{missing}条没有搜到", tries.len());
        return Verdict::Fail(vec![of_search(
            facts,
            cx,
            tries,
            message,
            |t| t.hit == Fact::Known(Hit::Missing),
            true,
        )]);
    }
    if found == tries.len() {
        return Verdict::Pass;
    }
    match &first.hit {
        Fact::Unknown(why) if found == 0 => Verdict::NotJudged(*why),
        _ => {
            let message = format!("站内搜索试了{}条标题，{found}条搜到，其余的判断不了，请打开看一看", tries.len());
            let open = |t: &SearchTry| t.hit != Fact::Known(Hit::Found);
            Verdict::NeedsReview(vec![of_search(facts, cx, tries, message, open, true)])
        }
    }
}

/// A finding about the search, with the titles that are meant.
fn of_search(
    facts: &SiteFacts,
    cx: &Context<'_>,
    tries: &[SearchTry],
    message: String,
    meant: impl Fn(&SearchTry) -> bool,
    usable: bool,
) -> Finding {
    let found = tries.iter().filter(|t| t.hit == Fact::Known(Hit::Found)).count();
    let meant: Vec<&SearchTry> = tries.iter().filter(|t| meant(t)).collect();
    let list = |of: fn(&SearchTry) -> &str| -> Vec<&str> { meant.iter().map(|t| of(t)).collect() };
    let broken = meant.first().and_then(|t| match &t.hit {
        Fact::Known(Hit::Broken { cause, .. }) => Some(cause.as_str()),
        _ => None,
    });
    finding(&RULE, cx, Subject::Site)
        .at(facts, "站内搜索")
        .says(message)
        .because(SEARCHED, tries.len())
        .because(HITS, found)
        .because(MISSED, meant.len())
        .because(USABLE, usable)
        .because(TITLES, list(|t| &t.title))
        .because(ARTICLES, list(|t| &t.article))
        .because(QUERIES, list(|t| &t.asked))
        .because_known(CAUSE, broken)
        .advice("请用证据中的网址核对；搜不到的检查搜索索引是否更新，打不开的检查搜索服务，搜索网址变了的请告诉维护检查配置的人")
        .done()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::HomeFacts;
    use crate::rules::testing;
    use serde_json::json;

    fn verdict(hits: Option<&[Fact<Hit>]>) -> Verdict {
        let mut facts = SiteFacts::of_home(HomeFacts::unknown("http://a.gov.cn/", Why::NotShown));
        let tries = |all: &[Fact<Hit>]| {
            let each = all.iter().enumerate().map(|(n, hit)| SearchTry {
                title: format!("标题{n}"),
                article: format!("http://a.gov.cn/{n}.htm"),
                asked: format!("http://a.gov.cn/so?q={n}"),
                hit: hit.clone(),
            });
            each.collect()
        };
        facts.measured.search = hits.map(tries);
        check(&facts, &testing::context(&testing::site()))
    }

    const FOUND: Fact<Hit> = Fact::Known(Hit::Found);
    const MISSING: Fact<Hit> = Fact::Known(Hit::Missing);
    const SCRIPT: Fact<Hit> = Fact::Unknown(Why::ByScript);

    fn broken() -> Fact<Hit> {
        Fact::Known(Hit::Broken {
            cause: "http_404".into(),
            text: "页面不存在（404）".into(),
        })
    }

    #[test]
    fn titles_that_are_not_found_are_named() {
        let Verdict::Fail(found) = verdict(Some(&[FOUND, MISSING, SCRIPT, MISSING])) else {
            panic!("nothing found")
        };
        let evidence = &found[0].evidence;
        assert_eq!(
            (&evidence["searched"], &evidence["found"], &evidence["usable"]),
            (&json!(4), &json!(1), &json!(true))
        );
        assert_eq!(evidence["titles"], json!(["标题1", "标题3"]));
    }

    #[test]
    fn a_search_that_does_not_open_is_of_no_use() {
        let Verdict::Fail(found) = verdict(Some(&[broken(), broken()])) else {
            panic!("nothing found")
        };
        assert_eq!(
            (&found[0].evidence["usable"], &found[0].evidence["cause"]),
            (&json!(false), &json!("http_404"))
        );
        assert!(matches!(verdict(Some(&[broken(), FOUND])), Verdict::NeedsReview(_)));
    }

    #[test]
    fn what_cannot_be_told_is_no_fault() {
        assert_eq!(verdict(None), Verdict::NotApplicable);
        assert_eq!(verdict(Some(&[])), Verdict::NotJudged(Why::NothingToAsk));
        assert_eq!(verdict(Some(&[SCRIPT, SCRIPT])), Verdict::NotJudged(Why::ByScript));
        assert!(matches!(verdict(Some(&[FOUND, SCRIPT])), Verdict::NeedsReview(_)));
        assert_eq!(verdict(Some(&[FOUND, FOUND])), Verdict::Pass);
    }
}
