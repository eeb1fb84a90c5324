//! Links of a page to places that are not there: on other pages, and on the page itself.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use url::Url;

use crate::facts::{Cause, Link, LinkState, PageFacts, Target};
use crate::finding::Verdict;
use crate::rules::{LinkFacts, OTHERS, PageRef};
use crate::site::report_url;

/// Where one page misses more places of another, only the first is told, with their number: it is one fault, not many.
const MOST_SINGLE: usize = 10;

/// A link to a place that is not there.
pub(super) struct Lost<'a> {
    pub(super) link: &'a Link,
    /// Page and place, as reports print them.
    pub(super) target: String,
    /// How many more places of the same page are missed here.
    pub(super) others: usize,
}

impl<'a> Lost<'a> {
    /// The case as the link rules see it.
    pub(super) fn case(&'a self, page: PageRef<'a>) -> LinkFacts<'a> {
        LinkFacts {
            target: &self.target,
            state: &LinkState::Dead(Cause::Fragment),
            exchange: None,
            probed: None,
            silent: None,
            link: self.link,
            page,
            inside: true,
        }
    }

    /// The verdict with the places that are not told one by one.
    pub(super) fn with_others(&self, mut verdict: Verdict) -> Verdict {
        if let Verdict::Fail(findings) = &mut verdict
            && self.others > 0
        {
            for finding in findings {
                finding.message = format!("{}，这一页上还有{}处这样的链接指向同一个页面", finding.message, self.others).into();
                Arc::make_mut(&mut finding.evidence).insert(OTHERS.id.into(), self.others.into());
            }
        }
        verdict
    }
}

/// The links of a page to places that are not there. `lacks` knows the places of other pages.
pub(super) fn lost<'a>(facts: &'a PageFacts, lacks: &dyn Fn(&Url, &str) -> bool) -> Vec<Lost<'a>> {
    let mut of_page: BTreeMap<&str, Vec<Lost<'a>>> = BTreeMap::new();
    let mut seen = HashSet::new();
    let own = facts.lost.iter().map(|link| (link, true));
    for (link, is_own) in facts.links.iter().map(|link| (link, false)).chain(own) {
        let Target::Web {
            url,
            fragment: Some(place),
        } = &link.target
        else {
            continue;
        };
        let Ok(mut page) = url.parse::<Url>() else { continue };
        if !is_own && !lacks(&page, place) {
            continue;
        }
        page.set_fragment(Some(place));
        let target = format!("{}#{}", report_url(&page), page.fragment().unwrap_or_default());
        if seen.insert(target.clone()) {
            of_page.entry(url).or_default().push(Lost { link, target, others: 0 });
        }
    }
    for places in of_page.values_mut().filter(|places| places.len() > MOST_SINGLE) {
        let others = places.len() - 1;
        places.truncate(1);
        places[0].others = others;
    }
    of_page.into_values().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::LinkFrom;

    fn page(places: usize) -> PageFacts {
        let url: Url = "http://a.gov.cn/x.htm".parse().unwrap();
        let link = |n: usize| Link {
            target: Target::Web {
                url: "http://a.gov.cn/y.htm".into(),
                fragment: Some(format!("第{n}条")),
            },
            from: LinkFrom::A,
            text: format!("第{n}条"),
            raw: format!("y.htm#第{n}条"),
        };
        let own = Link {
            target: Target::Web {
                url: url.as_str().into(),
                fragment: Some("z".into()),
            },
            ..link(0)
        };
        PageFacts {
            links: (0..places).chain([0]).map(link).collect(),
            lost: vec![own],
            ..crate::extract::extract_css(&[], None, &url)
        }
    }

    #[test]
    fn each_missing_place_is_told_once_and_very_many_as_one() {
        let targets =
            |n: usize| -> Vec<(String, usize)> { lost(&page(n), &|_, _| true).iter().map(|l| (l.target.clone(), l.others)).collect() };
        let own = ("http://a.gov.cn/x.htm#z".to_owned(), 0);
        let first = "http://a.gov.cn/y.htm#%E7%AC%AC0%E6%9D%A1".to_owned();
        assert_eq!(targets(1), [own.clone(), (first.clone(), 0)]);
        assert_eq!(targets(MOST_SINGLE).len(), 1 + MOST_SINGLE);
        assert_eq!(targets(MOST_SINGLE + 1), [own, (first, MOST_SINGLE)]);
    }

    #[test]
    fn a_place_nobody_misses_is_not_told() {
        assert_eq!(lost(&page(3), &|_, place| place == "第1条").len(), 2);
    }
}
