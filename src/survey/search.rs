//! What the pages of results of a site's own search say: whether an article stands there that its title was asked for.
//!
//! A page of results that is filled by script shows the same to every question. Nothing is said to be missing before it is
//! proven that the server itself puts results into the page: another title that is found, or a common word that brings links.

use std::hash::{BuildHasher, BuildHasherDefault};

use percent_encoding::percent_decode_str;
use rustc_hash::FxHashSet;
use url::Url;

use crate::facts::{Fact, Hit, PageFacts, SearchPage, SearchSeen, Why};
use crate::site::{same_page, url_key};

/// What every site has articles about: asked for where no title is found, to see whether the search answers anything at all.
pub(crate) const COMMON_WORD: &str = "通知";

/// So many links about the common word prove that results stand in the page. One or two may be news beside it.
const ENOUGH: usize = 3;

/// Text of a link that is cut off stands for a title from so many characters on.
const SHORTEST: usize = 10;

/// Looks for an article on a page of results, or without one for links whose text holds the words asked for.
pub(crate) fn search_seen(facts: &PageFacts, asked: &Url, words: &str, article: Option<&Url>) -> SearchSeen {
    let mut seen = SearchSeen::default();
    let words = plain(words);
    for link in facts.links.iter().filter(|l| !l.from.is_resource()) {
        let Some(target) = link.target.web().and_then(|t| Url::parse(t).ok()) else {
            continue;
        };
        let key = key(&target);
        let leads_there = article.is_some_and(|a| leads_to(&target, a));
        // Pages, orders and filters of the search itself carry the question with them.
        if !leads_there && asks_again(&target, asked, &words) {
            continue;
        }
        if leads_there || speaks_of(&plain(&link.text), &words, article.is_some()) {
            seen.hits.push(key);
        }
        seen.links.push(key);
    }
    seen
}

/// What became of each title. `control` is the answer to the common word, where it was asked.
pub(crate) fn settle(pages: &[SearchPage], control: Option<&SearchPage>) -> Vec<Fact<Hit>> {
    let read: Vec<&SearchSeen> = pages
        .iter()
        .filter_map(|p| if let SearchPage::Read(seen) = p { Some(seen) } else { None })
        .collect();
    // What stands on every page of results (latest news, navigation) is no result.
    let mut common: FxHashSet<u64> = FxHashSet::default();
    if let [first, others @ ..] = read.as_slice()
        && !others.is_empty()
    {
        common.extend(first.links.iter().copied().filter(|l| others.iter().all(|o| o.links.contains(l))));
    }
    let finds = |seen: &SearchSeen| seen.hits.iter().any(|h| !common.contains(h));
    let elsewhere: FxHashSet<u64> = read.iter().flat_map(|seen| seen.links.iter().copied()).collect();
    let answers = control.is_some_and(|control| match control {
        SearchPage::Read(seen) => seen.hits.iter().filter(|h| !elsewhere.contains(h)).collect::<FxHashSet<_>>().len() >= ENOUGH,
        _ => false,
    });
    let proven = answers || read.iter().any(|seen| finds(seen));
    pages
        .iter()
        .map(|page| match page {
            SearchPage::Broken { cause, text } => Fact::Known(Hit::Broken {
                cause: cause.clone(),
                text: text.clone(),
            }),
            SearchPage::Unknown(why) => Fact::Unknown(*why),
            SearchPage::Read(seen) if finds(seen) => Fact::Known(Hit::Found),
            // It stands among what every page shows: whether it was found as well cannot be told.
            SearchPage::Read(seen) if !seen.hits.is_empty() => Fact::Unknown(Why::NotShown),
            SearchPage::Read(_) if proven => Fact::Known(Hit::Missing),
            SearchPage::Read(_) => Fact::Unknown(Why::ByScript),
        })
        .collect()
}

fn key(url: &Url) -> u64 {
    BuildHasherDefault::<rustc_hash::FxHasher>::default().hash_one(url_key(url))
}

/// Whether a link leads to the article, itself or through a page that counts clicks.
fn leads_to(target: &Url, article: &Url) -> bool {
    let decoded = || {
        percent_decode_str(target.query().unwrap_or_default())
            .decode_utf8_lossy()
            .into_owned()
    };
    same_page(target, article) || decoded().contains(article.as_str())
}

fn asks_again(target: &Url, asked: &Url, words: &str) -> bool {
    let same_place = target.host_str() == asked.host_str() && target.path() == asked.path();
    let decoded = percent_decode_str(target.as_str()).decode_utf8_lossy();
    same_place || !words.is_empty() && plain(&decoded).contains(words)
}

/// Whether the text of a link is the title, perhaps cut off, or holds the word.
fn speaks_of(text: &str, words: &str, is_title: bool) -> bool {
    let long = |t: &str| t.chars().count() >= SHORTEST;
    !words.is_empty() && (text.contains(words) || is_title && long(text) && words.starts_with(text))
}

/// Letters and figures only: titles are set in other quotes, with other spaces, with dots where they are cut.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Link, LinkFrom, PageKind, Target};

    const TITLE: &str = "关于开展2026年度消防安全检查的公告";

    fn url(path: &str) -> Url {
        Url::parse("http://a.gov.cn/").unwrap().join(path).unwrap()
    }

    /// A page of results with these links.
    fn page(links: &[(&str, &str)]) -> PageFacts {
        let link = |(to, text): &(&str, &str)| Link {
            target: Target::Web {
                url: url(to).to_string(),
                fragment: None,
            },
            from: LinkFrom::A,
            text: (*text).to_owned(),
            raw: (*to).to_owned(),
        };
        PageFacts {
            links: links.iter().map(link).collect(),
            ..PageFacts::blank("http://a.gov.cn/so?q=x", PageKind::Other)
        }
    }

    fn sought(links: &[(&str, &str)]) -> SearchPage {
        SearchPage::Read(search_seen(&page(links), &url("/so?q=x"), TITLE, Some(&url("/tzgg/1.htm"))))
    }

    fn control(links: &[(&str, &str)]) -> SearchPage {
        SearchPage::Read(search_seen(&page(links), &url("/so?q=x"), COMMON_WORD, None))
    }

    const NEWS: (&str, &str) = ("/jwyw/9.htm", "民警上门服务");

    #[test]
    fn an_article_is_found_by_address_title_or_a_title_cut_off() {
        let other = sought(&[NEWS, ("/tzgg/8.htm", "另一篇")]);
        for link in [
            ("/tzgg/1.htm", "点击查看"),
            ("/jump?url=http%3A%2F%2Fa.gov.cn%2Ftzgg%2F1.htm", "查看"),
            ("/x/1.htm", "【公告】关于开展2026年度消防安全检查的公告"),
            ("/x/1.htm", "关于开展2026年度消防安全…"),
        ] {
            let hits = settle(&[sought(&[NEWS, link]), other.clone()], None);
            assert_eq!(hits, [Fact::Known(Hit::Found), Fact::Known(Hit::Missing)], "{link:?}");
        }
    }

    #[test]
    fn nothing_is_missing_from_a_page_that_a_script_fills() {
        let empty = || {
            sought(&[
                NEWS,
                ("/so?q=x&page=2", TITLE),
                ("/tj?t=关于开展2026年度消防安全检查的公告", "图片"),
            ])
        };
        let unknown = Fact::Unknown(Why::ByScript);
        assert_eq!(settle(&[empty(), empty()], None), [unknown.clone(), unknown.clone()]);
        // A common word that brings nothing, or no more than news beside it, proves nothing either.
        for links in [vec![NEWS], vec![NEWS, ("/a/1.htm", "通知一"), ("/a/2.htm", "通知二")]] {
            assert_eq!(
                settle(&[empty(), empty()], Some(&control(&links))),
                [unknown.clone(), unknown.clone()]
            );
        }
        let results = [("/a/1.htm", "通知一"), ("/a/2.htm", "通知二"), ("/a/3.htm", "关于某事的通知")];
        let missing = Fact::Known(Hit::Missing);
        assert_eq!(settle(&[empty(), empty()], Some(&control(&results))), [missing.clone(), missing]);
    }

    #[test]
    fn an_article_among_what_every_page_shows_is_neither_found_nor_missing() {
        let latest = ("/tzgg/1.htm", TITLE);
        let hits = settle(&[sought(&[latest]), sought(&[latest])], None);
        assert_eq!(hits, [Fact::Unknown(Why::NotShown), Fact::Unknown(Why::NotShown)]);
        // With one page there is nothing to compare with.
        assert_eq!(settle(&[sought(&[latest])], None), [Fact::Known(Hit::Found)]);
    }

    #[test]
    fn what_did_not_open_says_so() {
        let broken = SearchPage::Broken {
            cause: "http_404".to_owned(),
            text: "页面不存在".to_owned(),
        };
        let hits = settle(&[broken, SearchPage::Unknown(Why::Robots)], None);
        assert!(matches!(&hits[0], Fact::Known(Hit::Broken { cause, .. }) if cause == "http_404"));
        assert_eq!(hits[1], Fact::Unknown(Why::Robots));
    }
}
