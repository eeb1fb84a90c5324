//! 已废止文件未标注: a document that another page of the site repeals, whose own page does not say so.

use crate::facts::{PolicyFacts, RepealedPage};
use crate::finding::{Finding, Grade, Ids, Key, Shape, Subject, Verdict};
use crate::rules::{Check, Context, Fold, Rule, finding};
use crate::standard::Clause;

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "policy-repealed",
    title: "已废止文件未标注",
    grade: Grade::Minor,
    basis: &[Clause::G17_COL],
    explain: include_str!("../explain/policy-repealed.md"),
    check: Check::Papers(check),
    keys: &[&[REPEALED_BY, MATCHED_BY, NUMBER, NAMESAKES, REPEALED_BY_TITLE]],
    fold: Fold::Page,
};

/// The page that repeals it.
const REPEALED_BY: Key = Key::shown("repealed_by", Shape::Text, "作出决定的文件 ", "");
const REPEALED_BY_TITLE: Key = Key::for_programs("repealed_by_title", Shape::Text);
/// By what the two were matched.
const MATCHED_BY: Key = Key::shown(
    "matched_by",
    Shape::Id(Ids::These(&[("number", "文号"), ("title", "标题")])),
    "按",
    "对应",
);
const NUMBER: Key = Key::shown("number", Shape::Text, "文号 ", "");
/// How many pages have the same name.
const NAMESAKES: Key = Key::shown("namesakes", Shape::Number, "同名页面 ", " 个");

fn check(facts: &PolicyFacts, cx: &Context<'_>) -> Vec<Verdict> {
    facts.repealed.iter().map(|page| of_page(page, cx)).collect()
}

fn of_page(page: &RepealedPage, cx: &Context<'_>) -> Verdict {
    let certain = page.by_number || page.namesakes == 1;
    let finding = one(page, certain, cx);
    if certain {
        Verdict::Fail(vec![finding])
    } else {
        Verdict::NeedsReview(vec![finding])
    }
}

fn one(page: &RepealedPage, certain: bool, cx: &Context<'_>) -> Finding {
    let (own, by) = (&page.paper, &page.by);
    let message = if certain {
        format!("“{}”已由“{}”废止或宣布失效，页面没有标注", own.title, by.title)
    } else {
        format!(
            "“{}”废止了一个同名文件，本站有{}个页面用这个名称；请核查“{}”是否就是被废止的，是否需要标注",
            by.title, page.namesakes, own.title
        )
    };
    finding(&RULE, cx, Subject::page(&own.url))
        .at(own, "标题或文件信息栏")
        .says(message)
        .because(REPEALED_BY, by.url.as_str())
        .because(REPEALED_BY_TITLE, by.title.as_str())
        .because(MATCHED_BY, if page.by_number { "number" } else { "title" })
        .because_known(NUMBER, page.number.as_deref())
        .because_known(NAMESAKES, (!certain).then_some(page.namesakes))
        .advice("请在该文件页面显著位置标注“已废止”或“已失效”，并链接到作出决定的文件")
        .done()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Paper;
    use crate::rules::testing;

    #[test]
    fn a_number_or_a_name_that_only_one_page_has_is_certain() {
        let site = testing::site();
        let page = |by_number: bool, namesakes: usize| RepealedPage {
            paper: Paper::plain("http://a.gov.cn/zcwj/1.htm", "养犬登记办法"),
            number: Some("鹭公规〔2019〕5号".into()),
            by: Paper::plain("http://a.gov.cn/tzgg/1.htm", "关于废止部分文件的决定"),
            by_number,
            namesakes,
        };
        let judged = |by_number: bool, namesakes: usize| of_page(&page(by_number, namesakes), &testing::context(&site));
        assert!(matches!(judged(true, 3), Verdict::Fail(f) if f[0].evidence["matched_by"] == "number"));
        assert!(matches!(judged(false, 1), Verdict::Fail(f) if f[0].evidence["matched_by"] == "title"));
        assert!(matches!(judged(false, 2), Verdict::NeedsReview(_)));
    }
}
