//! List pages that are another column once more, narrowed by a choice (by year, by kind, by region): what they show is the
//! column's, and that nothing was chosen is no fault of it.

use std::collections::{BTreeMap, HashMap};

use url::Url;

use super::list_page::ListPage;
use crate::site::page_identity;
use crate::text::comparable;

/// Choices of choices that are followed.
const MOST_STEPS: usize = 5;
/// Other pages of the same choices from which one that shows nothing is a choice as well, where no page shows them all.
const LEAST: usize = 3;

/// Which of the list pages are views of others, by their places.
pub(super) fn views(lists: &[ListPage]) -> Vec<bool> {
    let addresses: Vec<Option<Url>> = lists.iter().map(|page| Url::parse(&page.url).ok()).collect();
    let mut at: HashMap<String, usize> = HashMap::new();
    for (place, url) in addresses.iter().enumerate() {
        if let Some(url) = url {
            at.entry(page_identity(url)).or_insert(place);
        }
    }
    let mut by_path: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, url) in addresses.iter().enumerate() {
        if let Some(url) = url {
            by_path.entry(path_of(url)).or_default().push(place);
        }
    }
    let whole = |place: usize| -> Option<usize> {
        let page = &lists[place];
        let url = addresses[place].as_ref().filter(|_| !page.is_listed)?;
        let is_same = |other: &usize| *other != place && calls_itself_alike(page, &lists[*other]);
        let by_way = || {
            let way = Url::parse(page.way.as_deref()?).ok()?;
            at.get(&page_identity(&way)).copied()
        };
        // The fewer choices are made, the more of the column is shown.
        let by_question = || {
            let own = questions(url);
            let others = by_path.get(&path_of(url)).filter(|_| !own.is_empty())?.iter();
            let wider = others.filter(|other| is_same(other) && addresses[**other].as_ref().is_some_and(|o| is_wider(&questions(o), &own)));
            wider.min_by_key(|other| (lists[**other].url.len(), &lists[**other].url)).copied()
        };
        by_way().filter(&is_same).or_else(by_question)
    };
    let wholes: Vec<Option<usize>> = (0..lists.len()).map(whole).collect();
    // Two pages that name each other are no views: one of them is the column.
    let ends = |place: usize| {
        let mut at = place;
        for _ in 0..MOST_STEPS {
            match wholes[at] {
                Some(next) => at = next,
                None => return at != place,
            }
        }
        false
    };
    let mut views: Vec<bool> = (0..lists.len()).map(ends).collect();
    for place in empty_choices(lists, &addresses, &by_path) {
        views[place] = true;
    }
    views
}

/// Pages without items among pages of the same address that differ in their choices only, and show something.
fn empty_choices(lists: &[ListPage], addresses: &[Option<Url>], by_path: &HashMap<String, Vec<usize>>) -> Vec<usize> {
    let mut empty = Vec::new();
    for places in by_path.values().filter(|places| places.len() > LEAST) {
        // By what they are called, and by what is asked of all of them.
        let mut families: BTreeMap<(String, Vec<String>), Vec<usize>> = BTreeMap::new();
        for place in places {
            let Some(url) = &addresses[*place] else { continue };
            let questions = questions(url);
            if !questions.iter().any(|(key, _)| !names_a_column(key)) {
                continue;
            }
            let fixed = |(key, value): &(String, String)| {
                if names_a_column(key) {
                    format!("{key}={value}")
                } else {
                    key.clone()
                }
            };
            families
                .entry((own_name(&lists[*place]), questions.iter().map(fixed).collect()))
                .or_default()
                .push(*place);
        }
        for family in families.into_values() {
            let is_empty = |place: &usize| lists[*place].listing.items.is_empty() && !lists[*place].is_listed;
            let full: Vec<usize> = family.iter().copied().filter(|place| !is_empty(place)).collect();
            let alike = |place: &usize| {
                full.iter()
                    .filter(|other| calls_itself_alike(&lists[*place], &lists[**other]))
                    .take(LEAST)
                    .count()
                    >= LEAST
            };
            empty.extend(family.iter().copied().filter(|place| is_empty(place) && alike(place)));
        }
    }
    empty
}

/// Whether a page calls itself by the name of another one and by no other.
fn calls_itself_alike(page: &ListPage, other: &ListPage) -> bool {
    let name = own_name(page);
    let title = |page: &ListPage| page.page_title.as_deref().map(comparable).unwrap_or_default();
    !name.is_empty() && name == own_name(other) && (title(page) == title(other) || title(page).contains(&name))
}

fn own_name(page: &ListPage) -> String {
    page.name.as_deref().map(comparable).unwrap_or_default()
}

/// An address without what is asked.
fn path_of(url: &Url) -> String {
    url[..url::Position::AfterPath].to_owned()
}

/// What an address asks, in order, without what is asked by no value (`year=`, which is any).
fn questions(url: &Url) -> Vec<(String, String)> {
    let pairs = url.query_pairs().filter(|(_, value)| !value.is_empty());
    let mut all: Vec<(String, String)> = pairs.map(|(key, value)| (key.to_ascii_lowercase(), value.into_owned())).collect();
    all.sort();
    all
}

/// Whether one page asks only for what another asks as well, and for less; what names a column is the same for both.
fn is_wider(wide: &[(String, String)], narrow: &[(String, String)]) -> bool {
    let mut more = narrow.iter().filter(|pair| !wide.contains(pair)).peekable();
    wide.len() < narrow.len()
        && wide.iter().all(|pair| narrow.contains(pair))
        && more.peek().is_some()
        && more.all(|(key, _)| !names_a_column(key))
}

/// Whether a key of an address tells columns apart (`cid`, `classid`, `channel`, `lm`), as systems name them. What is chosen by a
/// number (`deptid`) is a choice all the same.
fn names_a_column(key: &str) -> bool {
    const CHOICES: [&str; 10] = [
        "dept", "area", "region", "city", "org", "year", "month", "theme", "subject", "level",
    ];
    const COLUMNS: [&str; 12] = [
        "id", "cat", "chan", "column", "class", "node", "lm", "lanmu", "menu", "code", "tree", "sort",
    ];
    let is_choice = CHOICES.iter().any(|word| key.starts_with(word));
    let is_short = matches!(key, "a" | "c" | "m" | "t");
    !is_choice && (is_short || COLUMNS.iter().any(|word| key.ends_with(word) || key.starts_with(word)))
}

#[cfg(test)]
mod tests {
    use crate::facts::{Crumb, PageFacts, PageKind};
    use crate::survey::testing::{finish, list_in};

    /// A list page of this address, name and `<title>`, with so many items, whose way down ends at an address.
    fn page(path: &str, name: &str, title: &str, items: usize, way: Option<&str>) -> PageFacts {
        let crumb = |text: &str, url: Option<String>| Crumb { text: text.into(), url };
        PageFacts {
            html_title: Some(title.into()),
            breadcrumb: vec![
                crumb("首页", Some("http://a.gov.cn/".into())),
                crumb(name, way.map(|way| format!("http://a.gov.cn{way}"))),
            ],
            listing: Some(list_in("/show", items)),
            column: Some(name.into()),
            ..PageFacts::blank(format!("http://a.gov.cn{path}"), PageKind::List)
        }
    }

    fn columns(pages: &[PageFacts]) -> Vec<String> {
        let columns = finish(pages).columns;
        columns.into_iter().map(|c| c.url["http://a.gov.cn".len()..].to_owned()).collect()
    }

    #[test]
    fn pages_whose_way_leads_to_the_column_they_are_called_by_are_views_of_it() {
        let whole = page("/dh/shtt/", "社会团体", "信息网", 20, Some("/dh/shtt/"));
        let view = |path: &str, items| page(path, "社会团体", "信息网", items, Some("/dh/shtt/index.html"));
        assert_eq!(
            columns(&[
                whole.clone(),
                view("/e/ListInfo-13_1_A.html", 3),
                view("/e/ListInfo-13_1_B.html", 0)
            ]),
            ["/dh/shtt/"]
        );
        // The column itself shows nothing: that is told, once.
        let empty = page("/dh/shtt/", "社会团体", "信息网", 0, None);
        assert_eq!(columns(&[empty, view("/e/ListInfo-13_1_B.html", 0)]), ["/dh/shtt/"]);
        // The way was copied from another column, whose name the page does not bear in its title; it was not read; both lead
        // to each other.
        let copied = page("/zpxx/", "社会团体", "招聘信息_某局", 0, Some("/dh/shtt/"));
        assert_eq!(columns(&[whole.clone(), copied]).len(), 2);
        assert_eq!(columns(&[view("/e/ListInfo-13_1_B.html", 0)]).len(), 1);
        let (a, b) = (
            page("/a/", "公告", "某局", 0, Some("/b/")),
            page("/b/", "公告", "某局", 3, Some("/a/")),
        );
        assert_eq!(columns(&[a, b]).len(), 2);
        // Below the column, under a name of its own.
        let below = page("/dh/shtt/xh/", "行业协会", "信息网", 0, Some("/dh/shtt/"));
        assert_eq!(columns(&[whole, below]).len(), 2);
    }

    #[test]
    fn choices_among_a_column_are_no_columns() {
        let of = |question: &str, items| page(&format!("/zcwj.jsp{question}"), "政策文件", "政策文件_某局", items, None);
        assert_eq!(
            columns(&[of("", 9), of("?year=2019", 4), of("?type=3&year=2019", 0)]),
            ["/zcwj.jsp"]
        );
        assert_eq!(columns(&[of("?cid=12", 9), of("?cid=12&year=2019", 0)]), ["/zcwj.jsp?cid=12"]);
        assert_eq!(columns(&[of("?cid=12", 9), of("?cid=12&deptId=5", 0)]), ["/zcwj.jsp?cid=12"]);
        assert_eq!(
            columns(&[of("?cid=12&year=", 9), of("?cid=12&year=2019&dept=7", 0)]),
            ["/zcwj.jsp?cid=12&year="]
        );
        // Nothing shows them all; those that show something stay.
        let some = [
            of("?y=1&type=1", 3),
            of("?y=1&type=2", 3),
            of("?y=2&type=1", 3),
            of("?y=2&type=2", 0),
        ];
        assert_eq!(columns(&some).len(), 3);
        assert!(!columns(&some).contains(&"/zcwj.jsp?y=2&type=2".to_owned()));
    }

    #[test]
    fn columns_that_a_question_addresses_stay_columns() {
        let of = |question: &str, name: &str, items| page(&format!("/list.jsp{question}"), name, "信息公开_某局", items, None);
        // Names of their own.
        assert_eq!(
            columns(&[of("", "信息公开", 9), of("?cid=12", "规划计划", 0), of("?type=3", "统计数据", 0)]).len(),
            3
        );
        // One name for all of them, which the template gave.
        assert_eq!(columns(&[of("", "信息公开", 9), of("?cid=12", "信息公开", 0)]).len(), 2);
        assert_eq!(
            columns(&[
                of("?classid=1", "信息公开", 9),
                of("?classid=2", "信息公开", 9),
                of("?classid=3", "信息公开", 9),
                of("?classid=4", "信息公开", 0)
            ])
            .len(),
            4
        );
        // Another column with the same choice.
        assert_eq!(
            columns(&[of("?cid=11&year=2019", "信息公开", 9), of("?cid=12&year=2019", "信息公开", 0)]).len(),
            2
        );
        // Only a few others: chance.
        assert_eq!(columns(&[of("?y=1", "信息公开", 9), of("?y=2", "信息公开", 0)]).len(), 2);
    }
}
