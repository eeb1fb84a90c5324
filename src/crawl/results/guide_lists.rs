//! Lists of service guides: which pages they name, so that these are read as guides whatever they say of themselves.

use url::Url;

use crate::crawl::frontier::placed::{Place, PlacedPage, Territory};
use crate::facts::PageFacts;
use crate::site::Site;
use crate::standard::ColumnKind;
use crate::survey::kind_of_name;

/// The pages that a page names as guides, where it is a list of them; and what is to be said where it was to be one and
/// names none.
pub(crate) fn items(site: &Site, territory: &Territory, at: &Place, facts: &PageFacts, digest: &PlacedPage) -> (Vec<u64>, Option<String>) {
    let listed = site.guides.iter().find(|g| territory.id(g) == at.id);
    let recognised = facts.listing.is_some() && facts.column.as_deref().is_some_and(|c| kind_of_name(c) == ColumnKind::Guide);
    let further = facts.listing.as_ref().is_some_and(|l| l.page_number > 1) && site.guides.iter().any(|g| is_beside(g, &at.url));
    if listed.is_none() && !recognised && !further {
        return (Vec::new(), None);
    }
    if !digest.items.is_empty() {
        return (digest.items.clone(), None);
    }
    let Some(entry) = listed else { return (Vec::new(), None) };
    // A page that is a guide itself, or was not read whole, is no empty list.
    if facts.guide.is_some() {
        return (Vec::new(), None);
    }
    // Links without dates in a layout of their own are no list to the reader; what lies in the same folder belongs to it.
    let beside: Vec<u64> = digest.links.iter().filter(|p| is_beside(entry, &p.url)).map(|p| p.id).collect();
    let gap = format!(
        "办事指南入口 {} 里没有认出事项列表，其中的指南可能没有检查",
        crate::site::report_url(entry)
    );
    let gap = beside.is_empty().then_some(gap);
    (beside, gap)
}

/// Whether an address is that of a page in the folder of the list, or in a folder of it that is named by a date.
fn is_beside(list: &Url, page: &Url) -> bool {
    let folder = list.path().rsplit_once('/').map_or("/", |(folder, _)| folder);
    let rest = page.path().strip_prefix(folder).and_then(|r| r.strip_prefix('/'));
    let (Some(rest), false) = (rest, folder.is_empty()) else {
        return false;
    };
    let (dated, file) = rest.rsplit_once('/').unwrap_or(("", rest));
    list.origin() == page.origin()
        && !file.is_empty()
        && !file.starts_with("index")
        && dated.chars().all(|c| c.is_ascii_digit() || matches!(c, '/' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_beside_a_list_is_in_its_folder_or_below_a_date() {
        let list: Url = "http://a.gov.cn/bszn/".parse().unwrap();
        for (page, beside) in [
            ("http://a.gov.cn/bszn/1.html", true),
            ("http://a.gov.cn/bszn/202301/t20230105_1.html", true),
            ("http://a.gov.cn/bszn/2023-01/05/1.html", true),
            ("http://a.gov.cn/bszn/", false),
            ("http://a.gov.cn/bszn/index_1.html", false),
            ("http://a.gov.cn/bszn/tzgg/1.html", false),
            ("http://a.gov.cn/xwzx/1.html", false),
            ("http://b.gov.cn/bszn/1.html", false),
        ] {
            assert_eq!(is_beside(&list, &page.parse().unwrap()), beside, "{page}");
        }
        // In the root everything would lie beside it.
        assert!(!is_beside(
            &"http://a.gov.cn/bszn.html".parse().unwrap(),
            &"http://a.gov.cn/x.html".parse().unwrap()
        ));
    }
}
