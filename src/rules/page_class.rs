//! Which pages wear the template of their site, and as what: only these are asked for footers, names and labels.

use std::collections::HashSet;

use url::Url;

use super::Context;
use crate::facts::{LinkFrom, PageFacts, PageKind};
use crate::site::{is_archive, is_hand_held, report_url};
use crate::text::{count_han, first};

/// What a page of a template is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PageClass {
    Home,
    Column,
    Content,
    Other,
}

impl PageClass {
    /// Every class.
    pub(super) const ALL: [PageClass; 4] = [PageClass::Home, PageClass::Column, PageClass::Content, PageClass::Other];

    /// As evidence has it.
    pub(super) fn id(self) -> &'static str {
        match self {
            PageClass::Home => "home",
            PageClass::Column => "column",
            PageClass::Content => "content",
            PageClass::Other => "other",
        }
    }

    pub(super) fn chinese(self) -> &'static str {
        match self {
            PageClass::Home => "首页",
            PageClass::Column => "栏目页",
            PageClass::Content => "内容页",
            PageClass::Other => "其他页面",
        }
    }

    /// `home` or `inner`, as evidence has it.
    pub(super) fn place(self) -> &'static str {
        match self {
            PageClass::Home => "home",
            _ => "inner",
        }
    }
}

/// Links to other pages of its own host from which a page is held to wear the site's menu. Printed pages, pop-ups and
/// documents saved as pages have none to three; the shortest real menu has more than five entries.
const MENU: usize = 5;

/// Characters of text below which a page with hardly a link is no page of its own.
const BARE: usize = 50;

/// The class of a page, or none where it is a fragment, a pop-up, a saved document, an error, or not of this site.
pub(super) fn class_of(facts: &PageFacts, cx: &Context<'_>) -> Option<PageClass> {
    let url: Url = facts.url.parse().ok()?;
    cx.site.scope.depth_of(&url)?;
    let class = match facts.kind {
        PageKind::Home if facts.text_chars < BARE && facts.links.len() < MENU => return None,
        PageKind::Home => return Some(PageClass::Home),
        PageKind::Stub | PageKind::Error | PageKind::Attachment | PageKind::StyleSheet | PageKind::Data => return None,
        PageKind::List => PageClass::Column,
        PageKind::Article | PageKind::Policy | PageKind::Interpretation => PageClass::Content,
        PageKind::Guide | PageKind::Consultation | PageKind::Reply | PageKind::Other => PageClass::Other,
    };
    let class = match class {
        PageClass::Content if introduces(facts) => PageClass::Other,
        PageClass::Content | PageClass::Column if is_of_a_leader(facts) => PageClass::Other,
        PageClass::Content | PageClass::Column if is_home_again(facts, &url, cx) => PageClass::Other,
        PageClass::Content | PageClass::Column if is_made_by_itself(facts, &url, cx) => PageClass::Other,
        class => class,
    };
    (facts.html_title.is_some() && has_menu(facts, &url)).then_some(class)
}

/// Letters from which a page with hardly a menu can be told to be in another language.
const LETTERS: usize = 60;

/// Whether a page is in another language (English, Tibetan): its headline and its menus are. A page in Chinese has menus in
/// Chinese, whatever the article on it is written in; the title of one in English often ends with the site's name in Chinese.
pub(super) fn is_foreign(facts: &PageFacts) -> bool {
    let headline = facts.title.as_deref().unwrap_or_default();
    if count_han(headline) > 0 {
        return false;
    }
    let letters_of = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count().saturating_sub(count_han(text));
    let links = || facts.links.iter().filter(|l| l.from == LinkFrom::A).map(|l| l.text.as_str());
    let chinese = links().filter(|text| count_han(text) > 0).count();
    let others = links().filter(|text| count_han(text) == 0 && letters_of(text) >= 3).count();
    if others >= MENU {
        // 中文版, 返回旧版 and the like stand in every menu.
        return chinese * 3 <= others;
    }
    let all = || links().chain([headline, first(&facts.text, 2_000)]);
    let (han, letters): (usize, usize) = (all().map(count_han).sum(), all().map(letters_of).sum());
    // A Chinese word is as long as five letters.
    letters >= LETTERS && han * 20 < letters
}

/// Whether an undated page tells of leaders or of the authority itself: a column page, or part of one, and no article.
fn introduces(facts: &PageFacts) -> bool {
    let column = facts.column.as_deref().unwrap_or_default();
    facts.pub_date.known().is_none() && ["领导", "机构", "职能", "概况", "简介"].iter().any(|w| column.contains(w))
}

/// Whether an undated page stands below a column of leaders and is called otherwise: the page of one of them, whatever list of
/// what he did stands on it.
fn is_of_a_leader(facts: &PageFacts) -> bool {
    let names_leaders = |words: &str| words.contains("领导");
    let Some((own, above)) = facts.breadcrumb.split_last() else {
        return false;
    };
    let title = facts.title.as_deref().unwrap_or_default();
    let is_name = (2..=6).contains(&title.chars().filter(|c| !c.is_whitespace()).count());
    let labelled = label(facts, "ColumnName").is_some();
    let below = above.iter().any(|step| names_leaders(&step.text)) && !names_leaders(&own.text);
    below && is_name && !names_leaders(title) && !labelled && facts.pub_date.known().is_none()
}

/// Whether the address is that of the home page with a query (`/?a=1`), and the page has no headline or date of its own.
fn is_home_again(facts: &PageFacts, url: &Url, cx: &Context<'_>) -> bool {
    let home = &cx.site.url;
    let at_home = url.query().is_some() && url.path() == home.path() && url.host() == home.host();
    let title = facts.title.as_deref().unwrap_or_default();
    let names_site = title.is_empty() || title.contains(&cx.site.name) || cx.site.name.contains(title);
    at_home && names_site && facts.pub_date.known().is_none()
}

/// Whether an unlabelled page is what the system of a site makes of its articles by itself (by word, author, month), or the front
/// of its site for telephones: nobody named it as a column.
fn is_made_by_itself(facts: &PageFacts, url: &Url, cx: &Context<'_>) -> bool {
    let labelled = ["ColumnName", "ColumnType", "ArticleTitle"]
        .iter()
        .any(|name| label(facts, name).is_some());
    !labelled && (is_archive(url, &cx.site.url) || is_hand_held(url, &cx.site.url))
}

/// Whether a page wears the menu of its site: what a frame shows, and a bare list, has no links besides its rows.
fn has_menu(facts: &PageFacts, page: &Url) -> bool {
    let mut seen: Vec<&str> = Vec::with_capacity(MENU);
    let rows: HashSet<&str> = facts
        .listing
        .iter()
        .flat_map(|l| &l.items)
        .filter_map(|i| i.url.as_deref())
        .collect();
    // Records of a script are a list or the way to one, and no menu.
    for link in facts.links.iter().filter(|l| !l.from.is_resource() && l.from != LinkFrom::Data) {
        let Some(target) = link.target.web() else { continue };
        let own_host = target
            .parse::<Url>()
            .is_ok_and(|t| t.host() == page.host() && t.path() != page.path());
        if own_host && !rows.contains(target) && !seen.contains(&target) {
            seen.push(target);
            if seen.len() >= MENU {
                return true;
            }
        }
    }
    false
}

/// The address of a page as findings name it.
pub(super) fn address(facts: &PageFacts) -> String {
    facts.url.parse::<Url>().map_or_else(|_| facts.url.clone(), |u| report_url(&u))
}

/// The value of a label, whatever the case of its name; none where it is missing or empty.
pub(super) fn label<'f>(facts: &'f PageFacts, name: &str) -> Option<&'f str> {
    let (_, value) = facts.labels.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
    Some(value.trim()).filter(|v| !v.is_empty())
}

/// Whether the site lives in a folder of a host that it shares, where it may carry the identity of the host's own site.
pub(super) fn in_a_folder(cx: &Context<'_>) -> bool {
    cx.site.url.path().rsplit_once('/').is_some_and(|(folder, _)| !folder.is_empty())
}

/// Whether a host is no public name: an address of this machine or a name reserved for tests, examples and files.
pub(super) fn is_unreal(host: &str) -> bool {
    let reserved = [".invalid", ".test", ".example", ".localhost"];
    host == "localhost" || reserved.iter().any(|r| host.ends_with(r) || host == &r[1..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Fact, Why};
    use crate::rules::testing;

    #[test]
    fn the_page_of_a_leader_is_no_column_for_what_he_did() {
        let site = testing::site();
        let cx = testing::context(&site);
        let below = |steps: &[&str], title: &str| PageFacts {
            breadcrumb: steps
                .iter()
                .map(|text| crate::facts::Crumb {
                    text: (*text).into(),
                    url: None,
                })
                .collect(),
            title: Some(title.into()),
            url: "http://a.gov.cn/ldzc/1.html".into(),
            labels: std::collections::BTreeMap::new(),
            pub_date: Fact::Unknown(Why::NotShown),
            ..testing::page(PageKind::List)
        };
        assert_eq!(class_of(&below(&["首页", "领导之窗", "张三"], "张三"), &cx), Some(PageClass::Other));
        // The column itself, a column of what all of them did, and one of anything else.
        assert_eq!(class_of(&below(&["首页", "领导之窗"], "领导之窗"), &cx), Some(PageClass::Column));
        assert_eq!(
            class_of(&below(&["首页", "领导之窗", "领导活动"], "领导活动"), &cx),
            Some(PageClass::Column)
        );
        assert_eq!(
            class_of(&below(&["首页", "政务公开", "通知公告"], "通知公告"), &cx),
            Some(PageClass::Column)
        );
    }

    #[test]
    fn leaders_and_the_home_page_with_a_query_are_no_articles() {
        let site = testing::site();
        let cx = testing::context(&site);
        let undated = |column: &str, url: &str, title: &str| PageFacts {
            column: Some(column.into()),
            url: url.into(),
            title: Some(title.into()),
            pub_date: Fact::Unknown(Why::NotShown),
            ..testing::page(PageKind::Article)
        };
        let article = "http://a.gov.cn/ld/1.htm";
        assert_eq!(class_of(&undated("领导信息", article, "张三"), &cx), Some(PageClass::Other));
        assert_eq!(class_of(&undated("内设机构", article, "办公室"), &cx), Some(PageClass::Other));
        assert_eq!(class_of(&undated("警务动态", article, "巡逻"), &cx), Some(PageClass::Content));
        let home = format!("{}?a=1", site.url);
        assert_eq!(class_of(&undated("首页", &home, &site.name), &cx), Some(PageClass::Other));
        assert_eq!(class_of(&undated("首页", &home, "关于停电的公告"), &cx), Some(PageClass::Content));
    }

    #[test]
    fn what_a_system_makes_by_itself_is_no_column() {
        let site = testing::site();
        let cx = testing::context(&site);
        let at = |path: &str, kind: PageKind| PageFacts {
            url: format!("http://a.gov.cn{path}"),
            labels: std::collections::BTreeMap::new(),
            ..testing::page(kind)
        };
        for path in ["/m/", "/tag/jinghui/", "/author/admin/", "/2019/05/"] {
            assert_eq!(class_of(&at(path, PageKind::List), &cx), Some(PageClass::Other), "{path}");
        }
        assert_eq!(class_of(&at("/m/", PageKind::Article), &cx), Some(PageClass::Other));
        for path in ["/m/tzgg/", "/tzgg/", "/zwgk/2019/"] {
            assert_eq!(class_of(&at(path, PageKind::List), &cx), Some(PageClass::Column), "{path}");
        }
        let labelled = PageFacts {
            labels: [("ColumnName".to_owned(), "大事记".to_owned())].into(),
            ..at("/archives/", PageKind::List)
        };
        assert_eq!(class_of(&labelled, &cx), Some(PageClass::Column));
    }

    #[test]
    fn a_bare_list_as_a_frame_shows_it_wears_no_menu() {
        let site = testing::site();
        let cx = testing::context(&site);
        let mut page = testing::page(PageKind::List);
        let rows = page.links.iter().filter_map(|l| l.target.web());
        let items: Vec<crate::facts::ListItem> = rows
            .map(|url| crate::facts::ListItem {
                title: "一".into(),
                url: Some(url.into()),
                date: None,
                year_inferred: false,
                pinned: false,
            })
            .collect();
        assert!(class_of(&page, &cx).is_some());
        page.listing = Some(crate::facts::ListingFacts {
            items,
            ..crate::facts::ListingFacts::empty(1, false)
        });
        assert_eq!(class_of(&page, &cx), None);
    }

    #[test]
    fn another_language_is_told_by_the_whole_page() {
        let page = |links: &[&str], text: &str| PageFacts {
            html_title: Some("Market information".into()),
            title: None,
            text: text.into(),
            links: links
                .iter()
                .map(|text| crate::facts::Link {
                    text: (*text).into(),
                    ..testing::page(PageKind::List).links[0].clone()
                })
                .collect(),
            ..testing::page(PageKind::List)
        };
        let english = [
            "Home",
            "Institute introduce",
            "Data center",
            "Registration",
            "Residual Limit information",
        ];
        assert!(is_foreign(&page(&english, "")));
        let back = [&english[..], &["中文版"]].concat();
        assert!(is_foreign(&page(&back, "")));
        assert!(is_foreign(&page(
            &["Home", "中文版", "Contact"],
            &"The bureau protects the people. ".repeat(10)
        )));
        assert!(is_foreign(&page(&["གཙོ་ངོས།"], &"བོད་སྐད་ ".repeat(30))));
        // Menus in Chinese, a page with hardly a word, product names.
        assert!(!is_foreign(&page(
            &["首页", "政务公开", "办事服务", "互动交流"],
            &"The bureau protects the people. ".repeat(5)
        )));
        assert!(!is_foreign(&page(&["Home"], "")));
        let news = ["Home", "News", "Rules", "Notices", "Bureau", "首页", "政务公开", "办事服务"];
        assert!(!is_foreign(&page(&news, &"The bureau protects the people. ".repeat(20))));
        let headline = PageFacts {
            title: Some("关于举办英语角的通知".into()),
            ..page(&english, "")
        };
        assert!(!is_foreign(&headline));
        assert!(!is_foreign(&page(
            &["IPv6", "RSS", "首页", "CNNIC", "联系我们"],
            "EI 2,4-D WP TC SC SL EC"
        )));
    }

    #[test]
    fn a_page_without_a_menu_is_not_asked() {
        let site = testing::site();
        let cx = testing::context(&site);
        let mut page = testing::page(PageKind::Article);
        assert_eq!(class_of(&page, &cx), Some(PageClass::Content));
        page.links.truncate(4);
        assert_eq!(class_of(&page, &cx), None);
        let mut fragment = testing::page(PageKind::List);
        assert_eq!(class_of(&fragment, &cx), Some(PageClass::Column));
        fragment.html_title = None;
        assert_eq!(class_of(&fragment, &cx), None);
        let elsewhere = PageFacts {
            url: "http://b.gov.cn/x.htm".into(),
            ..testing::page(PageKind::Article)
        };
        assert_eq!(class_of(&elsewhere, &cx), None);
        assert_eq!(class_of(&testing::page(PageKind::Attachment), &cx), None);
    }
}
