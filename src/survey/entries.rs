//! Entries of the menus whose pages were read and made no column: a kind of column that only they name is told as one of which
//! nothing is known, and why, so that it is looked at and not passed over.

use std::collections::{BTreeMap, BTreeSet};

use url::Url;

use super::dates::{Dates, date_key};
use super::kind_of_name;
use crate::facts::{ColumnFacts, Fact, LinkFrom, ListingFacts, PageFacts, PageKind, Why};
use crate::site::{Site, page_identity};
use crate::standard::ColumnKind;

/// Entries kept of a kind, and links of a home page that are looked at.
const KEPT: usize = 6;
const MOST_LINKS: usize = 2_000;
/// Pages that are remembered for leading on.
const MOST_ASIDE: usize = 20_000;
/// The longest name, characters, and the longest that is hardly a title.
const LONGEST: usize = 12;
const LONGEST_NAME: usize = 6;

/// What is asked of the columns of these kinds stands in their lists; the pages of others are their own content.
const KINDS: [ColumnKind; 7] = [
    ColumnKind::News,
    ColumnKind::Notice,
    ColumnKind::Policy,
    ColumnKind::Interpretation,
    ColumnKind::Consultation,
    ColumnKind::Survey,
    ColumnKind::Guide,
];

/// What else was read of the site.
pub(super) struct Read<'a> {
    pub(super) dates: &'a Dates,
    /// Whether it shows messages of the public.
    pub(super) messages: bool,
    /// Where a redirect from an address ended.
    pub(super) end_of: &'a dyn Fn(&str) -> Option<String>,
}

/// The entries of one site that name such a kind.
#[derive(Debug, Default)]
pub(super) struct Entries {
    /// By kind: the address and the name, the shortest address first.
    of: BTreeMap<ColumnKind, Vec<(usize, String, String)>>,
    /// Pages that lead on, or failed, by identity: what they stand for is told elsewhere.
    aside: BTreeSet<String>,
    /// Whether a service guide was read.
    has_guides: bool,
}

impl Entries {
    /// Takes in the links of the home page.
    pub(super) fn of_home(&mut self, site: &Site, facts: &PageFacts) {
        // The title of an item is no name, be it short.
        let dated = |l: &ListingFacts| {
            l.items
                .iter()
                .filter(|i| i.date.is_some())
                .filter_map(|i| i.url.clone())
                .collect::<Vec<_>>()
        };
        let items: BTreeSet<String> = facts.listing.iter().chain(&facts.boxes).flat_map(dated).collect();
        for link in facts.links.iter().take(MOST_LINKS) {
            let is_clicked = matches!(link.from, LinkFrom::A | LinkFrom::Area | LinkFrom::Onclick);
            let name: String = link.text.chars().filter(|c| !c.is_whitespace()).take(LONGEST + 1).collect();
            if !is_clicked || !(2..=LONGEST).contains(&name.chars().count()) {
                continue;
            }
            let kind = kind_of_name(&name);
            let Some(url) = link.target.web().filter(|_| KINDS.contains(&kind)) else {
                continue;
            };
            if is_title(&name) && items.contains(url) {
                continue;
            }
            if Url::parse(url).is_ok_and(|u| site.scope.depth_of(&u).is_some() && page_identity(&u) != page_identity(&site.url)) {
                self.keep(kind, url, name);
            }
        }
    }

    fn keep(&mut self, kind: ColumnKind, url: &str, name: String) {
        let entry = (url.len(), url.to_owned(), name);
        let entries = self.of.entry(kind).or_default();
        if let Err(at) = entries.binary_search(&entry) {
            entries.insert(at, entry);
            entries.truncate(KEPT);
        }
    }

    /// Takes in a page that was read.
    pub(super) fn page(&mut self, facts: &PageFacts, own: &[String]) {
        self.has_guides |= facts.guide.is_some();
        if matches!(facts.kind, PageKind::Stub | PageKind::Error) && self.aside.len() < MOST_ASIDE {
            self.aside.extend(own.iter().cloned());
        }
    }

    /// The columns that are told as not known: one of each kind that no column is of.
    pub(super) fn unknown(&self, columns: &[ColumnFacts], read: &Read<'_>) -> Vec<ColumnFacts> {
        let identity = |url: &str| Url::parse(url).ok().map(|url| page_identity(&url));
        let known: Vec<String> = columns.iter().filter_map(|c| identity(&c.url)).collect();
        let mut unknown: Vec<ColumnFacts> = Vec::new();
        for (kind, entries) in &self.of {
            let is_told = match kind {
                ColumnKind::Guide => self.has_guides,
                ColumnKind::Consultation => read.messages,
                _ => false,
            };
            if is_told || columns.iter().any(|c| c.kind == *kind) {
                continue;
            }
            let left = entries.iter().find(|(_, url, name)| {
                // An article that is called so.
                if is_title(name) && matches!(read.dates.get(&date_key(url)), Some(Fact::Known(_))) {
                    return false;
                }
                let ids = [identity(url), (read.end_of)(url).as_deref().and_then(identity)];
                let is_told = |id: &String| known.contains(id) || self.aside.contains(id);
                read.dates.contains_key(&date_key(url)) && !ids.iter().flatten().any(is_told)
            });
            if let Some((_, url, name)) = left {
                unknown.push(ColumnFacts {
                    items: Fact::Unknown(Why::NoList),
                    ..ColumnFacts::blank(name, url, *kind)
                });
            }
        }
        unknown
    }
}

/// Whether a name is long enough to be a title.
fn is_title(name: &str) -> bool {
    name.chars().count() > LONGEST_NAME
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    use crate::facts::{InquiriesOnPage, InquiryForm};
    use crate::standard::Channel;
    use crate::survey::testing::{finish, link, list_in};

    /// What is not known of a site whose home page has these links, and of which these pages were read as well.
    fn unknown(links: &[(&str, &str)], pages: &[PageFacts]) -> Vec<(String, String, Why)> {
        let home = PageFacts {
            links: links
                .iter()
                .map(|(path, text)| link(&format!("http://a.gov.cn{path}"), text))
                .collect(),
            ..PageFacts::blank("http://a.gov.cn/", PageKind::Home)
        };
        let columns = finish(&[&[home], pages].concat()).columns;
        let unknown = columns
            .into_iter()
            .filter_map(|c| Some((c.name.clone(), c.url["http://a.gov.cn".len()..].to_owned(), c.items.unknown()?)));
        unknown.collect()
    }

    fn page(path: &str, kind: PageKind) -> PageFacts {
        PageFacts::blank(format!("http://a.gov.cn{path}"), kind)
    }

    #[test]
    fn an_entry_whose_page_makes_no_column_is_told_and_one_of_a_kind_is_enough() {
        let links = [("/wsdc/", "网上调查"), ("/dczj/index.html", "调查征集"), ("/tzgg/", "通知公告")];
        let told = unknown(
            &links,
            &[page("/wsdc/", PageKind::Other), page("/dczj/index.html", PageKind::Article)],
        );
        assert_eq!(told, [("网上调查".to_owned(), "/wsdc/".to_owned(), Why::NoList)]);
        // What was not read is told by its link.
        assert_eq!(unknown(&links, &[]), []);
        let column = PageFacts {
            column: Some("意见征集".into()),
            listing: Some(ListingFacts { ..list_in("/yj", 3) }),
            ..page("/yjzj/", PageKind::List)
        };
        assert_eq!(unknown(&links, &[page("/wsdc/", PageKind::Other), column]), []);
    }

    #[test]
    fn what_is_told_otherwise_or_is_no_list_is_left_alone() {
        let guide = PageFacts {
            guide: Some(crate::facts::GuideFacts::blank(crate::facts::GuideBody::Text)),
            ..page("/bszn/1.html", PageKind::Guide)
        };
        assert_eq!(unknown(&[("/bszn/", "办事指南")], &[page("/bszn/", PageKind::Other), guide]), []);
        assert_eq!(unknown(&[("/bszn/", "办事指南")], &[page("/bszn/", PageKind::Other)]).len(), 1);
        let mailbox = PageFacts {
            inquiries: Some(InquiriesOnPage {
                form: InquiryForm::List,
                channel: Channel::Consultation,
                items: Vec::new(),
                seen: 0,
            }),
            ..page("/jzxx/", PageKind::Consultation)
        };
        assert_eq!(unknown(&[("/zxly/", "咨询留言")], &[page("/zxly/", PageKind::Other), mailbox]), []);
        // It leads on; it is its own content; it stands elsewhere.
        assert_eq!(unknown(&[("/zcfg/", "政策文件")], &[page("/zcfg/", PageKind::Stub)]), []);
        assert_eq!(unknown(&[("/ldxx/", "领导信息")], &[page("/ldxx/", PageKind::Article)]), []);
        assert_eq!(unknown(&[("", "通知公告")], &[]), []);
        // An article that is called as a column may be.
        let article = PageFacts {
            pub_date: Fact::Known(date(2026, 11, 20).into()),
            ..page("/a/1.html", PageKind::Article)
        };
        assert_eq!(unknown(&[("/a/1.html", "关于停水的通知")], std::slice::from_ref(&article)), []);
        assert_eq!(unknown(&[("/a/1.html", "通知公告")], &[article]).len(), 1);
    }
}
