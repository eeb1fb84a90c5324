//! A site put together of made-up pages.

use jiff::civil::date;

use super::testing::{TODAY, finish, item};
use super::*;
use crate::facts::{ListItem, ListingFacts};
use crate::standard::ColumnKind;

fn page(url: &str, kind: PageKind) -> PageFacts {
    PageFacts::blank(url, kind)
}

fn list(url: &str, name: &str, items: Vec<ListItem>) -> PageFacts {
    PageFacts {
        column: Some(name.into()),
        listing: Some(ListingFacts {
            column: Some(name.into()),
            items,
            ..ListingFacts::empty(1, false)
        }),
        ..page(url, PageKind::List)
    }
}

#[test]
fn a_list_without_dates_takes_them_from_its_articles() {
    let mut article = page("http://a.gov.cn/tzgg/1.htm", PageKind::Article);
    article.pub_date = Fact::Known(date(2026, 11, 20).into());
    let undated = page("http://a.gov.cn/tzgg/2.htm", PageKind::Article);
    let items = vec![
        item("http://a.gov.cn/tzgg/1.htm", None),
        item("http://a.gov.cn/tzgg/2.htm", None),
        item("http://b.cn/3.htm", None),
    ];
    let facts = finish(&[list("http://a.gov.cn/tzgg/", "通知公告", items), article, undated]);
    let column = &facts.columns[0];
    assert_eq!(column.kind, ColumnKind::Notice);
    assert_eq!(
        column.newest(TODAY).known().unwrap().unwrap().date.unwrap().date,
        date(2026, 11, 20)
    );
    assert_eq!(column.undated.len(), 1);
    assert_eq!(column.undecided, 1);
}

#[test]
fn a_page_of_boxes_is_no_column_where_its_list_stands_whole_elsewhere() {
    let items = || vec![item("http://a.gov.cn/x/1.htm", Some(date(2026, 11, 1)))];
    let whole = || list("http://a.gov.cn/tsg/xwdt.html", "新闻动态", items());
    let front = |column: Option<&str>, title: &str, more: &str| {
        let mut facts = list("http://a.gov.cn/index2.html", "新闻动态", items());
        facts.column = column.map(str::to_owned);
        facts.html_title = Some(title.into());
        facts.listing.as_mut().unwrap().more_url = Some(more.into());
        facts
    };
    let columns = |pages: &[PageFacts]| finish(pages).columns.len();
    let more = "http://a.gov.cn/tsg/xwdt.html";
    assert_eq!(columns(&[whole(), front(None, "鹭岛市图书馆", more)]), 1);
    // The whole of it was not read; it is this very page; the page is called so itself.
    assert_eq!(columns(&[front(None, "鹭岛市图书馆", more)]), 1);
    assert_eq!(columns(&[whole(), front(None, "鹭岛市图书馆", "http://a.gov.cn/index2.html")]), 2);
    assert_eq!(columns(&[whole(), front(Some("图书馆工作"), "鹭岛市图书馆", more)]), 2);
    assert_eq!(columns(&[whole(), front(None, "新闻动态-鹭岛市图书馆", more)]), 2);
}

#[test]
fn a_column_and_its_index_page_are_one() {
    let items = || vec![item("http://a.gov.cn/x/1.htm", Some(date(2026, 11, 1)))];
    let facts = finish(&[
        list("http://a.gov.cn/x/index.html", "工作动态", items()),
        list("http://a.gov.cn/x/", "工作动态", items()),
    ]);
    assert_eq!(facts.columns.len(), 1);
    assert_eq!(facts.columns[0].url, "http://a.gov.cn/x/");
}

#[test]
fn a_style_sheet_is_never_the_home_page() {
    let home = PageFacts {
        boxes: list("", "", vec![item("http://a.gov.cn/1.htm", Some(date(2026, 11, 20)))])
            .listing
            .into_iter()
            .collect(),
        ..page("http://a.gov.cn/", PageKind::Home)
    };
    for address in [
        "http://a.gov.cn/index.vsb1.css",
        "http://a.gov.cn/index.css",
        "http://a.gov.cn/index.html",
    ] {
        let facts = finish(&[home.clone(), page(address, PageKind::StyleSheet)]);
        assert_eq!(facts.home.url, "http://a.gov.cn/", "{address}");
        assert_eq!(facts.home.item_dates, Fact::Known(vec![date(2026, 11, 20)]), "{address}");
    }
}

#[test]
fn a_home_page_that_is_only_a_way_in_is_judged_by_its_columns() {
    let home = page("http://a.gov.cn/", PageKind::Home);
    let column = list(
        "http://a.gov.cn/x/",
        "工作动态",
        vec![item("http://a.gov.cn/x/1.htm", Some(date(2026, 11, 1)))],
    );
    let facts = finish(&[home, column]);
    assert!(facts.home.navigation_only);
    assert_eq!(facts.home.item_dates, Fact::Known(vec![date(2026, 11, 1)]));
}

#[test]
fn one_article_in_two_boxes_is_one_item() {
    let mut home = page("http://a.gov.cn/", PageKind::Home);
    let boxed = || ListingFacts {
        items: vec![item("http://a.gov.cn/1.htm", Some(date(2026, 11, 20)))],
        ..ListingFacts::empty(1, false)
    };
    home.boxes = vec![boxed(), boxed()];
    assert_eq!(finish(&[home]).home.item_dates, Fact::Known(vec![date(2026, 11, 20)]));
}
