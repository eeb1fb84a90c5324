//! 暗链: links to strangers that a page hides from its readers, as those who break into sites leave them.

use serde_json::json;

use crate::facts::{HiddenHow, HiddenLinks, PageFacts};
use crate::finding::{Evidence, Finding, Grade, Verdict};
use crate::rules::{Check, Context, Fold, Rule, page_text, page_text::At};
use crate::standard::Clause;

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "link-hidden",
    title: "暗链",
    grade: Grade::Serious,
    basis: &[Clause::P19_V1_3, Clause::P19_V1_4],
    explain: include_str!("../explain/link-hidden.md"),
    check: Check::Page(check),
    fold: Fold::Site("有这些暗链"),
};

/// So many strangers' domains in one hidden block are nobody's menu.
const A_BLOCK: u32 = 3;
/// So many in a block that is only not displayed, and that nothing on the page could show, were put there: what real sites
/// hide so and mean to show leads to a handful of strangers.
const A_CROWD: u32 = 10;

/// What a hidden block means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// It was put there to be found by search engines only.
    Planted,
    /// A person has to look.
    Doubtful,
    /// A menu, a tab, a layer.
    Nothing,
}

fn check(page: &PageFacts, cx: &Context<'_>) -> Verdict {
    let of = |wanted: Weight| -> Vec<Finding> {
        let blocks = page.hidden.iter().filter(|b| leads_out(b, cx) && weigh(b) == wanted);
        blocks.map(|b| finding(page, b, cx)).collect()
    };
    let planted = of(Weight::Planted);
    if !planted.is_empty() {
        return Verdict::Fail(planted);
    }
    let doubtful = of(Weight::Doubtful);
    if doubtful.is_empty() {
        Verdict::Pass
    } else {
        Verdict::NeedsReview(doubtful)
    }
}

/// Not where every link told of leads into the site itself, under another of its domains.
fn leads_out(block: &HiddenLinks, cx: &Context<'_>) -> bool {
    let inside = |url: &str| url.parse().is_ok_and(|u| cx.site.scope.depth_of(&u).is_some());
    block.how == HiddenHow::InTitle || !block.links.iter().all(|l| inside(&l.url))
}

fn weigh(block: &HiddenLinks) -> Weight {
    let (few, many) = (block.domains < A_BLOCK, block.domains >= A_CROWD);
    match (block.how.is_sly(), block.named) {
        // Who hides an advertisement of gambling did not make a menu.
        _ if block.sort.is_some() => Weight::Planted,
        (true, false) if !few => Weight::Planted,
        (false, false) if many => Weight::Planted,
        (true, false) => Weight::Doubtful,
        (true, true) | (false, false) if !few => Weight::Doubtful,
        _ => Weight::Nothing,
    }
}

fn finding(page: &PageFacts, block: &HiddenLinks, cx: &Context<'_>) -> Finding {
    let mut evidence = Evidence::new();
    evidence.insert("how".into(), json!(block.how.id()));
    evidence.insert("hidden".into(), json!(block.count));
    if !block.words.is_empty() {
        evidence.insert("words".into(), json!(block.words));
    }
    if let Some(sort) = block.sort {
        evidence.insert("sort".into(), json!(sort.id()));
    }
    let about = block
        .sort
        .map(|s| format!("，内容涉及{}（{}）", s.chinese(), block.words.join("、")));
    let about = about.unwrap_or_default();
    let (message, place) = if block.how == HiddenHow::InTitle {
        evidence.insert("place".into(), json!("title"));
        (
            format!("页面标题或关键词中有非本站的推广词{about}，页面可能被篡改，请人工确认"),
            "网页代码的 <title>、keywords、description".to_owned(),
        )
    } else {
        let links: Vec<&str> = block.links.iter().map(|l| l.url.as_str()).collect();
        evidence.insert("links".into(), json!(links));
        evidence.insert("place".into(), json!("body"));
        let first = block.links.first();
        let text = first.map(|l| l.text.as_str()).filter(|t| !t.is_empty()).unwrap_or("（无文字）");
        (
            format!(
                "页面中有{}个读者看不到的站外链接（{}）{about}，请人工确认",
                block.count,
                block.how.chinese()
            ),
            format!("网页代码中{}的链接“{text}”", block.how.chinese()),
        )
    };
    let advice = "请立即查看网页源代码，确属被人植入的，删除这些内容，查清入侵途径并全站排查；确属网站自己的菜单或浮层的，不用处理";
    let found = page_text::finding(
        &RULE,
        cx,
        &At::page(&crate::rules::page_class::address(page), page, &place),
        message,
        evidence,
        advice,
    );
    Finding {
        target_url: block.links.first().map(|l| l.url.as_str().into()),
        key: block.how.id().into(),
        ..found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{HiddenLink, PageKind, StainSort};
    use crate::rules::testing;

    fn block(how: HiddenHow, domains: u32, named: bool, sort: Option<StainSort>) -> HiddenLinks {
        HiddenLinks {
            how,
            links: vec![HiddenLink {
                url: "http://www.x.example/".into(),
                text: "推广".into(),
            }],
            count: domains,
            domains,
            words: sort.iter().map(|_| "时时彩".to_owned()).collect(),
            sort,
            named,
        }
    }

    fn judge(block: HiddenLinks) -> Verdict {
        let page = PageFacts {
            hidden: vec![block],
            ..PageFacts::blank("http://a.gov.cn/x/1.htm", PageKind::Article)
        };
        check(&page, &testing::context(&testing::site()))
    }

    #[test]
    fn advertisements_and_sly_blocks_are_told() {
        let sells = Some(StainSort::Gambling);
        for planted in [
            block(HiddenHow::NotDisplayed, 1, true, sells),
            block(HiddenHow::OffScreen, 1, true, sells),
            block(HiddenHow::NoSize, 3, false, None),
            block(HiddenHow::ByScript, 5, false, None),
            block(HiddenHow::NotDisplayed, 10, false, None),
            HiddenLinks {
                links: vec![],
                ..block(HiddenHow::InTitle, 0, false, sells)
            },
        ] {
            assert!(matches!(judge(planted.clone()), Verdict::Fail(_)), "{planted:?}");
        }
        let Verdict::Fail(found) = judge(block(HiddenHow::NotDisplayed, 1, true, sells)) else {
            panic!()
        };
        assert_eq!(found[0].evidence["words"], json!(["时时彩"]));
        assert_eq!(found[0].target_url.as_deref(), Some("http://www.x.example/"));
        assert!(found[0].message.contains("涉及赌博"), "{}", found[0].message);
    }

    #[test]
    fn what_a_menu_may_be_is_a_persons_to_see_or_nothing() {
        for doubtful in [
            block(HiddenHow::OffScreen, 1, false, None),
            block(HiddenHow::NoSize, 3, true, None),
            block(HiddenHow::NotDisplayed, 3, false, None),
        ] {
            assert!(matches!(judge(doubtful.clone()), Verdict::NeedsReview(_)), "{doubtful:?}");
        }
        for nothing in [
            block(HiddenHow::NotDisplayed, 40, true, None),
            block(HiddenHow::Invisible, 2, false, None),
            block(HiddenHow::OffScreen, 2, true, None),
        ] {
            assert_eq!(judge(nothing.clone()), Verdict::Pass, "{nothing:?}");
        }
        let mut own = block(HiddenHow::NoSize, 3, false, None);
        own.links[0].url = "http://a.gov.cn/y".into();
        assert_eq!(judge(own), Verdict::Pass);
    }
}
