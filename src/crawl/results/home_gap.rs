//! A home page behind which nothing is read: what is said of it, and what to do.

use std::collections::BTreeMap;

use url::Url;

use crate::crawl::frontier::placed::Territory;
use crate::facts::{Link, LinkFrom, PageFacts, PageKind, StandIn};
use crate::site::{SiteIndex, is_front};

/// What is missing where this home page is all that was read of its site; none where it shows what it has itself.
pub(super) fn of_home(facts: &PageFacts, site: SiteIndex, territory: &Territory) -> Option<String> {
    if facts.kind != PageKind::Home {
        return None;
    }
    if let Some(url) = sent_to(facts, site, territory) {
        return Some(format!("首页跳转到 {url}，请把 url 改为它"));
    }
    if let Some((host, front)) = lives_at(facts, site, territory) {
        return Some(format!("首页的链接都指向 {host}，请把 url 改为 {front}"));
    }
    Some(match facts.stand_in.as_ref()? {
        StandIn::Message(words) => {
            format!("首页只显示“{words}”，没有读到网站的内容；请确认网站是否正常、url 是否正确，恢复以后再检查")
        }
        StandIn::Login => "首页只有登录框，登录以后的内容没有检查；请人工检查，或者把 url 改为不用登录的网页".to_owned(),
        StandIn::Film => "首页是 Flash 动画，里面的内容读不到；请把 url 改为动画指向的网页".to_owned(),
        StandIn::Script => {
            "首页的内容由脚本生成，检查时不执行脚本，没有读到内容；请把 url 改为浏览器最后打开的网址，或者人工检查".to_owned()
        }
        // What its links lead to was looked at, whatever came of it.
        StandIn::Nothing if has_links(facts, site, territory) => return None,
        StandIn::Nothing => "首页上没有内容；请用浏览器打开核对，把 url 改为最后打开的网址".to_owned(),
    })
}

/// The foreign address a home page without content sends its readers to, by itself or in a frame.
fn sent_to(facts: &PageFacts, site: SiteIndex, territory: &Territory) -> Option<Url> {
    let shows_nothing = matches!(facts.stand_in, Some(StandIn::Script | StandIn::Nothing));
    let by_itself = |link: &&Link| match link.from {
        LinkFrom::Refresh => true,
        LinkFrom::Onclick => shows_nothing && link.text.is_empty(),
        LinkFrom::Frame => shows_nothing,
        _ => false,
    };
    facts
        .links
        .iter()
        .filter(by_itself)
        .filter_map(|link| Url::parse(link.target.web()?).ok())
        .find(|url| territory.owner(url) != Some(site))
}

/// Whether a home page links to other pages of its site.
fn has_links(facts: &PageFacts, site: SiteIndex, territory: &Territory) -> bool {
    let links = facts.links.iter().filter(|link| !link.from.is_resource());
    let mut targets = links.filter_map(|link| Url::parse(link.target.web()?).ok());
    targets.any(|url| territory.owner(&url) == Some(site) && !is_front(&url))
}

/// The foreign host that a home page calls its own: its front page is named, and hardly any link leads elsewhere.
fn lives_at(facts: &PageFacts, site: SiteIndex, territory: &Territory) -> Option<(String, Url)> {
    let mut hosts: BTreeMap<String, (usize, Option<Url>)> = BTreeMap::new();
    let mut all = 0;
    for link in facts.links.iter().filter(|link| !link.from.is_resource()) {
        let Some(url) = link.target.web().and_then(|url| Url::parse(url).ok()) else {
            continue;
        };
        if territory.owner(&url) == Some(site) {
            if is_front(&url) {
                continue;
            }
            return None;
        }
        all += 1;
        let host = url[url::Position::BeforeHost..url::Position::AfterPort].to_owned();
        let (count, front) = hosts.entry(host).or_default();
        *count += 1;
        if is_front(&url) {
            front.get_or_insert(url);
        }
    }
    let (host, (count, front)) = hosts.into_iter().max_by_key(|(_, (count, _))| *count)?;
    (count >= 2 && count * 3 >= all * 2).then_some((host, front?))
}
