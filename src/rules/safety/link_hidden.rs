//! 暗链: links to strangers that a page hides from its readers, as those who break into sites leave them.

use super::SORT;
use crate::facts::{HiddenHow, HiddenLinks, HijackSort, PageFacts};
use crate::finding::{Finding, Grade, Ids, Key, Shape, Subject, Verdict};
use crate::rules::{Check, Context, Fold, Rule, finding};
use crate::standard::Clause;

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "link-hidden",
    title: "暗链",
    grade: Grade::Serious,
    basis: &[Clause::P19_V1_3, Clause::P19_V1_4],
    explain: include_str!("../explain/link-hidden.md"),
    check: Check::Page(check),
    keys: &[&[WORDS, LINKS, HOW, HIDDEN, SORT, PLACE]],
    fold: Fold::Site("有这些暗链"),
};

/// The words that show what is advertised.
const WORDS: Key = Key::shown("words", Shape::List, "页面文字 ", "");
/// Where the hidden links lead.
const LINKS: Key = Key::shown("links", Shape::List, "链接 ", "");
/// How they are hidden.
const HOW: Key = Key::for_programs(
    "how",
    Shape::Id(Ids::Of {
        all: || HiddenHow::ALL.iter().map(|how| how.id().to_owned()).collect(),
        chinese: |id| Some(HiddenHow::ALL.iter().find(|how| how.id() == id)?.chinese().to_owned()),
    }),
);
/// How many there are.
const HIDDEN: Key = Key::for_programs("hidden", Shape::Number);
/// Where they stand.
const PLACE: Key = Key::for_programs("place", Shape::Id(Ids::These(&[("title", "标题和关键词"), ("body", "正文")])));

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
        blocks.map(|b| of_block(page, b, wanted, cx)).collect()
    };
    let planted = of(Weight::Planted);
    if !planted.is_empty() {
        return Verdict::Fail(planted);
    }
    let mut doubtful = of(Weight::Doubtful);
    doubtful.extend(unread_sheets(page, cx));
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
    let is_sly = block.how.is_sly();
    match block.how {
        // Who hides an advertisement of gambling did not make a menu.
        _ if block.sort.is_some() => Weight::Planted,
        // What everybody can see was read because of its words. A frame loads what it leads to by itself.
        HiddenHow::Shown => Weight::Doubtful,
        HiddenHow::Frame if block.named => Weight::Doubtful,
        HiddenHow::Frame => Weight::Planted,
        // Who has no scripts may be given the links of the page once more.
        HiddenHow::NoScript if few => Weight::Nothing,
        HiddenHow::NoScript => Weight::Doubtful,
        // What waits to be shown is a menu, a tab, a layer, unless it is hidden as none of them is.
        _ if block.asked && is_sly && !few => Weight::Doubtful,
        _ if block.asked => Weight::Nothing,
        _ if !block.named && (is_sly && !few || many) => Weight::Planted,
        _ => Weight::Doubtful,
    }
}

/// Style sheets that are told by name.
const NAMED: usize = 3;

/// What a person has to see of a page with links to strangers whose style sheets are not all known.
fn unread_sheets(page: &PageFacts, cx: &Context<'_>) -> Option<Finding> {
    let styled = page.styled.as_ref().filter(|s| s.cut || !s.unread.is_empty())?;
    let sheets: Vec<String> = styled.unread.iter().map(|sheet| format!("{}：{}", sheet.url, sheet.why)).collect();
    let (named, many) = (sheets.iter().take(NAMED), sheets.len() > NAMED);
    let named = named.map(String::as_str).collect::<Vec<_>>().join("；");
    let what = if sheets.is_empty() {
        "页面中指向站外的链接过多，没有全部对照样式表".to_owned()
    } else {
        let more = if many { format!("等 {} 个", sheets.len()) } else { String::new() };
        format!("页面中有指向站外的链接，而它的样式表没有读全（{named}{more}）")
    };
    let statement = finding(&RULE, cx, Subject::thing("样式表"))
        .advice("请在浏览器中打开页面，查看源代码里指向站外的链接在页面上是否都看得到")
        .at(page, "网页代码引用的样式表")
        .says(format!("{what}，只由样式表藏起来的链接没有检查，请人工确认"));
    Some(statement.done())
}

fn of_block(page: &PageFacts, block: &HiddenLinks, weight: Weight, cx: &Context<'_>) -> Finding {
    let about = block
        .sort
        .map(|s| format!("，内容涉及{}（{}）", s.chinese(), block.words.join("、")));
    let about = about.unwrap_or_default();
    let first = block.links.first();
    // What was planted is known by where it leads. Of what is doubtful a person looks at one such block, whatever turns in it.
    let subject = match first {
        Some(link) if weight == Weight::Planted => Subject::target(&link.url),
        _ => Subject::thing(block.how.id()),
    };
    let words = (!block.words.is_empty()).then(|| block.words.clone());
    let statement = finding(&RULE, cx, subject)
        .formerly(block.how.id())
        .because(HOW, block.how.id())
        .because(HIDDEN, block.count)
        .because_known(WORDS, words)
        .because_known(SORT, block.sort.map(HijackSort::id))
        .advice("请立即查看网页源代码，确属被人植入的，删除这些内容，查清入侵途径并全站排查；确属网站自己的菜单或浮层的，不用处理");
    let statement = match first {
        Some(link) => statement.link(link.url.as_str()),
        None => statement,
    };
    if block.how == HiddenHow::InTitle {
        return statement
            .at(page, "网页代码的 <title>、keywords、description")
            .says(format!("页面标题或关键词中有非本站的推广词{about}，页面可能被篡改，请人工确认"))
            .because(PLACE, "title")
            .done();
    }
    let links: Vec<&str> = block.links.iter().map(|l| l.url.as_str()).collect();
    let text = first.map(|l| l.text.as_str()).filter(|t| !t.is_empty()).unwrap_or("（无文字）");
    let (count, hidden) = (block.count, block.how.chinese());
    let (place, message) = match block.how {
        HiddenHow::Shown => {
            let words = block.words.join("、");
            let said = if about.is_empty() {
                format!("，其中有“{words}”字样")
            } else {
                about
            };
            (
                format!("页面中的链接“{text}”"),
                format!("页面中有{count}个推广链接，指向站外{said}，请人工确认"),
            )
        }
        HiddenHow::Frame => (
            "网页代码中看不到的内嵌框（iframe）".to_owned(),
            format!("页面中有{count}个读者看不到的内嵌框，装入站外的网页{about}，请人工确认"),
        ),
        _ => (
            format!("网页代码中{hidden}的链接“{text}”"),
            format!("页面中有{count}个读者看不到的站外链接（{hidden}）{about}，请人工确认"),
        ),
    };
    statement
        .at(page, place)
        .says(message)
        .because(LINKS, links)
        .because(PLACE, "body")
        .done()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{HiddenLink, HijackSort, PageKind, StyledLinks, UnreadSheet};
    use crate::rules::testing;
    use serde_json::json;

    fn block(how: HiddenHow, domains: u32, named: bool, sort: Option<HijackSort>) -> HiddenLinks {
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
            asked: false,
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
        let sells = Some(HijackSort::Gambling);
        for planted in [
            block(HiddenHow::NotDisplayed, 1, true, sells),
            block(HiddenHow::OffScreen, 1, true, sells),
            block(HiddenHow::NoSize, 3, false, None),
            block(HiddenHow::ByScript, 5, false, None),
            block(HiddenHow::NotDisplayed, 10, false, None),
            block(HiddenHow::Shown, 1, false, sells),
            block(HiddenHow::Frame, 1, false, None),
            block(HiddenHow::NoScript, 1, false, sells),
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
    fn style_sheets_that_are_not_known_are_told_where_links_lead_to_strangers() {
        let styled = |unread: usize, cut: bool| PageFacts {
            styled: Some(StyledLinks {
                cut,
                unread: (0..unread)
                    .map(|n| UnreadSheet {
                        url: format!("http://a.gov.cn/{n}.css"),
                        why: "超时".to_owned(),
                    })
                    .collect(),
                ..StyledLinks::default()
            }),
            ..PageFacts::blank("http://a.gov.cn/x/1.htm", PageKind::Article)
        };
        let (site, said) = (testing::site(), |verdict: Verdict| match verdict {
            Verdict::NeedsReview(open) => open[0].message.to_string(),
            other => format!("{other:?}"),
        });
        let judged = |page: PageFacts| said(check(&page, &testing::context(&site)));
        assert_eq!(judged(styled(0, false)), "Pass");
        assert!(judged(styled(1, false)).contains("没有读全（http://a.gov.cn/0.css：超时）"));
        assert!(judged(styled(4, true)).contains("2.css：超时等 4 个）"));
        assert!(judged(styled(0, true)).contains("链接过多"));
        // What was found needs a person anyway, and is told by itself.
        let found = PageFacts {
            hidden: vec![block(HiddenHow::OffScreen, 1, true, Some(HijackSort::Gambling))],
            ..styled(1, false)
        };
        assert!(matches!(check(&found, &testing::context(&site)), Verdict::Fail(found) if found.len() == 1));
    }

    #[test]
    fn what_a_menu_may_be_is_a_persons_to_see_or_nothing() {
        let asked = |block: HiddenLinks| HiddenLinks { asked: true, ..block };
        for doubtful in [
            block(HiddenHow::OffScreen, 1, false, None),
            block(HiddenHow::OffScreen, 1, true, None),
            block(HiddenHow::NoSize, 3, true, None),
            asked(block(HiddenHow::NoSize, 3, true, None)),
            block(HiddenHow::NotDisplayed, 1, false, None),
            block(HiddenHow::NotDisplayed, 3, false, None),
            block(HiddenHow::NotDisplayed, 40, true, None),
            block(HiddenHow::Invisible, 2, true, None),
            block(HiddenHow::Shown, 1, false, None),
            block(HiddenHow::Frame, 1, true, None),
            block(HiddenHow::NoScript, 20, false, None),
        ] {
            assert!(matches!(judge(doubtful.clone()), Verdict::NeedsReview(_)), "{doubtful:?}");
        }
        for nothing in [
            asked(block(HiddenHow::NotDisplayed, 40, true, None)),
            asked(block(HiddenHow::NotDisplayed, 40, false, None)),
            asked(block(HiddenHow::Invisible, 2, false, None)),
            asked(block(HiddenHow::OffScreen, 2, true, None)),
            block(HiddenHow::NoScript, 2, false, None),
        ] {
            assert_eq!(judge(nothing.clone()), Verdict::Pass, "{nothing:?}");
        }
        let mut own = block(HiddenHow::NoSize, 3, false, None);
        own.links[0].url = "http://a.gov.cn/y".into();
        assert_eq!(judge(own), Verdict::Pass);
    }
}
