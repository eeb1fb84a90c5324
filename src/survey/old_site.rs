//! The parts of a site that are a former site, kept as it was: nobody is to keep their columns up to date.

use std::collections::BTreeSet;

use url::Url;

use super::list_page::ListPage;
use crate::facts::{LinkFrom, PageFacts};
use crate::lexicon::{COLUMN_NAMES, Words};
use crate::site::{Site, page_identity};

/// How a former site is called, at the end of a title or of the text of a link that leads to it.
static OLD: Words = Words::used(COLUMN_NAMES, "old-site");

/// How many characters the text of such a link has at most (点击这里返回旧版网站): what is longer speaks of something else.
const LINK_TEXT: usize = 12;

/// How many fronts of former sites are remembered.
const MOST: usize = 50;

/// Where links lead that are called so.
#[derive(Debug, Default)]
pub(super) struct OldSite {
    /// The pages, by identity.
    fronts: BTreeSet<String>,
    /// The folders of those that are the front page of a folder below the site's own.
    folders: BTreeSet<String>,
    /// Whether the home page calls itself so: then all of it is what is inspected, and titles tell nothing.
    is_all: bool,
}

impl OldSite {
    /// Takes the links of a page in.
    pub(super) fn add(&mut self, site: &Site, page: &PageFacts) {
        let is_home = Url::parse(&page.url).is_ok_and(|url| page_identity(&url) == page_identity(&site.url));
        self.is_all |= is_home && page.html_title.as_deref().is_some_and(in_title);
        for link in page.links.iter().filter(|l| l.from == LinkFrom::A && is_old(&l.text)) {
            let short = link.text.trim().chars().count() <= LINK_TEXT;
            let target = link.target.web().filter(|_| short).and_then(|t| Url::parse(t).ok());
            let Some(target) = target.filter(|t| site.scope.depth_of(t).is_some()) else {
                continue;
            };
            // The home page may be named so on the former site.
            if self.fronts.len() >= MOST || page_identity(&target) == page_identity(&site.url) {
                continue;
            }
            if let Some(folder) = own_folder(site, &target) {
                self.folders.insert(folder);
            }
            self.fronts.insert(page_identity(&target));
        }
    }

    /// Whether a list stands on a former site: a link called so leads to it or to its folder, or its title says so.
    pub(super) fn has(&self, page: &ListPage) -> bool {
        let titled = page.page_title.as_deref().is_some_and(in_title);
        titled && !self.is_all
            || Url::parse(&page.url).is_ok_and(|url| {
                let identity = page_identity(&url);
                self.fronts.contains(&identity) || self.folders.iter().any(|f| url.as_str().starts_with(f.as_str()))
            })
    }
}

/// What stands between the parts of a title.
const BETWEEN: [char; 9] = ['-', '_', '|', '—', '–', '·', '｜', '（', '('];

fn in_title(title: &str) -> bool {
    title.split(BETWEEN).any(is_old)
}

/// Whether a name ends as those of former sites do.
fn is_old(name: &str) -> bool {
    let bare = name.trim_end_matches(|c: char| c.is_whitespace() || "）)】]>»".contains(c));
    OLD.iter().any(|word| bare.ends_with(word))
}

/// The folder an address is the front page of (`/old/`, `/old/index.html`), where that is not the site's own.
fn own_folder(site: &Site, url: &Url) -> Option<String> {
    let (folder, file) = url.path().rsplit_once('/')?;
    let front = file.is_empty() || ["index.", "default.", "main."].iter().any(|n| file.starts_with(n));
    let mut whole = url.clone();
    whole.set_query(None);
    whole.set_fragment(None);
    whole.set_path(&format!("{folder}/"));
    let (above, _) = site.url.path().rsplit_once('/')?;
    (front && url.query().is_none() && folder.len() > above.len() && !site.url.as_str().starts_with(whole.as_str()))
        .then(|| whole.to_string())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::facts::{ListingFacts, PageFacts, PageKind};
    use crate::standard::ColumnKind;
    use crate::survey::testing::{finish, item, link};

    fn list(url: &str, title: &str) -> PageFacts {
        PageFacts {
            column: Some("通知公告".into()),
            html_title: Some(title.into()),
            listing: Some(ListingFacts {
                column: Some("通知公告".into()),
                items: vec![item("http://a.gov.cn/x/1.htm", Some(date(2017, 11, 1)))],
                ..ListingFacts::empty(1, false)
            }),
            ..PageFacts::blank(url, PageKind::List)
        }
    }

    fn home(title: &str, links: &[(&str, &str)]) -> PageFacts {
        PageFacts {
            html_title: Some(title.into()),
            links: links.iter().map(|(text, url)| link(url, text)).collect(),
            ..PageFacts::blank("http://a.gov.cn/", PageKind::Home)
        }
    }

    /// The kind of the one column of a site with this home page.
    fn kind(home: PageFacts, column: PageFacts) -> ColumnKind {
        finish(&[home, column]).columns[0].kind
    }

    #[test]
    fn a_former_site_is_known_by_its_titles_or_by_the_way_to_it() {
        let plain = || home("鹭岛市公安局", &[]);
        let old = "http://a.gov.cn/old_index.html";
        assert_eq!(kind(plain(), list(old, "怀旧版-鹭岛市公安局图书馆")), ColumnKind::Other);
        assert_eq!(kind(plain(), list(old, "通知公告-鹭岛市公安局（旧版）")), ColumnKind::Other);
        assert_eq!(
            kind(home("鹭岛市公安局", &[("怀恋旧版", old)]), list(old, "鹭岛市公安局")),
            ColumnKind::Other
        );
        let front = &[("返回旧版网站 >>", "http://a.gov.cn/2015/index.html")];
        assert_eq!(
            kind(home("鹭岛市公安局", front), list("http://a.gov.cn/2015/tzgg/", "通知公告")),
            ColumnKind::Other
        );
    }

    #[test]
    fn what_only_speaks_of_old_things_is_judged_as_ever() {
        let column = "http://a.gov.cn/tzgg/index.html";
        for title in ["通知公告-鹭岛市公安局", "旧版居住证换领公告-鹭岛市公安局", "老站路派出所"] {
            assert_eq!(kind(home("鹭岛市公安局", &[]), list(column, title)), ColumnKind::Notice, "{title}");
        }
        // A long text, another page, the home page itself.
        for (text, url) in [
            ("关于停止发放居民身份证旧版的公告，请互相转告旧版", column),
            ("旧版", "http://a.gov.cn/tz/1.html"),
            ("旧版", "http://a.gov.cn/"),
            ("旧版申请表", column),
        ] {
            assert_eq!(
                kind(home("鹭岛市公安局", &[(text, url)]), list(column, "通知公告")),
                ColumnKind::Notice,
                "{text}"
            );
        }
        // Of a site that is the old one itself nothing else is inspected.
        let old_title = list(column, "通知公告-鹭岛市公安局（旧版）");
        assert_eq!(kind(home("鹭岛市公安局（旧版）", &[]), old_title), ColumnKind::Notice);
    }
}
