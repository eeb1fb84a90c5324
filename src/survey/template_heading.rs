//! What a template writes over every list alike: a heading, where the `<title>` says what the page is called, or words before
//! each name (`分类 - 林业动态`).

use std::collections::{BTreeSet, HashMap};

use super::list_page::ListPage;
use crate::text::comparable;

/// Pages of other titles from which a heading is the template's: two lists may well bear one name.
const TITLES: usize = 3;

/// Gives lists their own names.
pub(super) fn settle(lists: &mut [ListPage], site: &str) {
    by_title(lists, site);
    without_prefix(lists);
}

/// Takes away what stands before the names of several lists alike.
fn without_prefix(lists: &mut [ListPage]) {
    let parts = |page: &ListPage| {
        let (before, name) = page.name.as_deref()?.split_once(" - ")?;
        Some((before.to_owned(), name.to_owned()))
    };
    let mut names: HashMap<String, BTreeSet<String>> = HashMap::new();
    for (before, name) in lists.iter().filter_map(parts) {
        names.entry(before).or_default().insert(name);
    }
    for page in lists {
        if let Some((before, name)) = parts(page)
            && names[&before].len() >= TITLES
        {
            page.name = Some(name);
        }
    }
}

/// Gives lists the name of their `<title>` where the heading that named them stands over lists of several titles.
fn by_title(lists: &mut [ListPage], site: &str) {
    let site = comparable(site);
    let mut titles: HashMap<String, BTreeSet<String>> = HashMap::new();
    for page in lists.iter() {
        if let Some((heading, title)) = heading_and_title(page, &site) {
            titles.entry(heading).or_default().insert(title);
        }
    }
    titles.retain(|_, titles| titles.len() >= TITLES);
    for page in lists {
        if let Some((heading, _)) = heading_and_title(page, &site)
            && titles.contains_key(&heading)
        {
            page.name = page.html_title.as_deref().and_then(|title| head(title, &site)).map(str::to_owned);
        }
    }
}

/// The heading that names a page and the title that names it otherwise, comparable.
fn heading_and_title(page: &ListPage, site: &str) -> Option<(String, String)> {
    let heading = comparable(page.name.as_deref()?);
    let title = comparable(head(page.html_title.as_deref()?, site)?);
    (heading != title).then_some((heading, title))
}

/// The first part of a `<title>` that is not the site's name.
fn head<'a>(title: &'a str, site: &str) -> Option<&'a str> {
    let parts = title.split(['-', '－', '–', '—', '_', '|', '｜', '>', '»']).map(str::trim);
    parts.filter(|part| !part.is_empty()).find(|part| comparable(part) != site)
}

#[cfg(test)]
mod tests {
    use crate::facts::{ListingFacts, PageFacts, PageKind};
    use crate::survey::testing::{finish, list_in};

    /// The names of columns whose lists stand under one heading each, with these titles.
    fn names(pages: &[(&str, &str)]) -> Vec<String> {
        let page = |(i, (heading, title)): (usize, &(&str, &str))| PageFacts {
            html_title: Some((*title).to_owned()),
            listing: Some(ListingFacts {
                column: Some((*heading).to_owned()),
                ..list_in(&format!("/{i}"), 5)
            }),
            ..PageFacts::blank(format!("http://a.gov.cn/{i}.html"), PageKind::List)
        };
        let pages: Vec<PageFacts> = pages.iter().enumerate().map(page).collect();
        finish(&pages).columns.into_iter().map(|c| c.name).collect()
    }

    #[test]
    fn a_heading_over_lists_of_several_titles_is_the_templates() {
        let pages = [
            ("新 闻 中 心", "新闻发布-鹭岛市公安局"),
            ("新闻中心", "鹭岛市公安局 - 规范性文件"),
            ("新闻中心", "通知公告_鹭岛市公安局"),
            ("警务动态", "警务动态_鹭岛市公安局"),
        ];
        assert_eq!(names(&pages), ["新闻发布", "规范性文件", "通知公告", "警务动态"]);
    }

    #[test]
    fn what_stands_before_the_names_of_several_lists_is_the_templates() {
        let names_of = |names_of: &[&str]| {
            let pages: Vec<(&str, &str)> = names_of.iter().map(|name| (*name, "")).collect();
            names(&pages)
        };
        assert_eq!(
            names_of(&["分类 - 林业动态", "分类 - 通知公告", "分类 - 政策文件"]),
            ["林业动态", "通知公告", "政策文件"]
        );
        assert_eq!(
            names_of(&["鹭岛 - 警务动态", "分类 - 通知公告"]),
            ["鹭岛 - 警务动态", "分类 - 通知公告"]
        );
    }

    #[test]
    fn two_lists_may_bear_one_name_and_a_title_that_says_nothing_names_none() {
        let two = [
            ("通知公告", "公告-鹭岛市公安局"),
            ("通知公告", "通知-鹭岛市公安局"),
            ("通知公告", "通知公告"),
        ];
        assert_eq!(names(&two), ["通知公告"; 3]);
        let none = [
            ("警务动态", "鹭岛市公安局"),
            ("通知公告", "鹭岛市公安局"),
            ("政策文件", "鹭岛市公安局"),
        ];
        assert_eq!(names(&none), ["警务动态", "通知公告", "政策文件"]);
    }
}
