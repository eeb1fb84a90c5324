//! What the demonstration promises: that all of it can be reached, and that nothing is wrong but what is planted.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use encoding_rs::GBK;
use jiff::civil::date;
use scraper::{Html, Selector};

use super::answers::{Entry, Manner};
use super::planted::PlantedKind;
use super::planted::normal;
use super::*;
use crate::facts::Cause;

fn addresses() -> Addresses {
    Addresses {
        hosts: (0..plans::HOSTS).map(|i| format!("127.0.0.1:{}", 20_001 + i)).collect(),
        outside: "127.0.0.1:20101".into(),
        other: "127.0.0.1:20102".into(),
        closed: "127.0.0.1:20103".into(),
    }
}

/// Days on which calendars are awkward, besides an ordinary one.
const DAYS: [Date; 4] = [date(2026, 11, 23), date(2026, 1, 2), date(2024, 2, 29), date(2026, 8, 31)];

fn content_of(today: Date) -> Content {
    content::content(today, &addresses()).unwrap()
}

fn entry<'a>(content: &'a Content, url: &str) -> Option<&'a Entry> {
    let url = Url::parse(url).ok()?;
    let host = content.hosts.get(&format!("{}:{}", url.host_str()?, url.port()?))?;
    let path = url.query().map_or(url.path().to_owned(), |q| format!("{}?{q}", url.path()));
    Some(host.entries.get(&path).unwrap_or(&host.missing))
}

fn text(entry: &Entry) -> String {
    match std::str::from_utf8(&entry.body) {
        Ok(text) => text.to_owned(),
        Err(_) => GBK.decode(&entry.body).0.into_owned(),
    }
}

/// What a page links to and loads, as a plain browser without scripts sees it, and TRS list pages.
fn links(page: &str, html: &str) -> Vec<String> {
    let document = Html::parse_document(html);
    let base = document
        .select(&Selector::parse("base[href]").unwrap())
        .next()
        .and_then(|b| b.attr("href"));
    let page = Url::parse(page).unwrap();
    let base = base.map_or(page.clone(), |b| page.join(b).unwrap());
    let mut found = Vec::new();
    for (selector, attribute) in [
        ("a[href]", "href"),
        ("link[href]", "href"),
        ("script[src]", "src"),
        ("img[src]", "src"),
        ("img[data-original]", "data-original"),
        ("iframe[src]", "src"),
    ] {
        for element in document.select(&Selector::parse(selector).unwrap()) {
            let raw = element.attr(attribute).unwrap().trim();
            if raw.is_empty() || raw.starts_with('#') || raw.starts_with("javascript:") {
                continue;
            }
            let gbk = html.contains("charset=gb2312");
            let encode: &dyn Fn(&str) -> Cow<'_, [u8]> = &|text| {
                if gbk {
                    Cow::Owned(GBK.encode(text).0.into_owned())
                } else {
                    Cow::Owned(text.as_bytes().to_vec())
                }
            };
            let url = Url::options().base_url(Some(&base)).encoding_override(Some(encode)).parse(raw);
            found.push(url.map_or(raw.to_owned(), |mut url| {
                url.set_fragment(None);
                url.to_string()
            }));
        }
    }
    if let Some((_, rest)) = html.split_once("createPageHTML(") {
        let pages: usize = rest.split(',').next().unwrap().parse().unwrap();
        found.extend((1..pages).map(|k| base.join(&format!("index_{k}.htm")).unwrap().to_string()));
    }
    if let Some((_, rest)) = html.split_once("url(") {
        found.push(base.join(rest.split(')').next().unwrap()).unwrap().to_string());
    }
    if let Some((_, rest)) = html.split_once("content=\"0;url=") {
        found.push(base.join(rest.split('"').next().unwrap()).unwrap().to_string());
    }
    found
}

#[test]
fn every_page_of_every_site_can_be_reached_from_its_home_page() {
    let content = content_of(DAYS[0]);
    assert_eq!(content.pages.len(), 9);
    for (site, pages) in &content.pages {
        let scope = crate::site::Scope::new(&[Url::parse(&pages[0]).unwrap()], &[]);
        let mut seen = BTreeSet::from([pages[0].clone()]);
        let mut waiting = vec![pages[0].clone()];
        while let Some(page) = waiting.pop() {
            let Some(entry) = entry(&content, &page).filter(|e| e.content_type.starts_with("text/html")) else {
                continue;
            };
            for link in links(&page, &text(entry)) {
                let inside = Url::parse(&link).is_ok_and(|u| scope.depth_of(&u).is_some());
                if inside && seen.insert(link.clone()) {
                    waiting.push(link);
                }
            }
        }
        let lost: Vec<_> = pages.iter().filter(|p| !seen.contains(*p)).collect();
        assert!(lost.is_empty(), "{site}: {lost:?}");
        assert!((25..=130).contains(&pages.len()), "{site} has {} pages", pages.len());
    }
}

/// Whether a browser that follows redirects ends on a page with status 200 that is not an error page or the home page.
fn opens(content: &Content, url: &str) -> bool {
    let mut at = url.to_owned();
    for _ in 0..8 {
        let Some(entry) = entry(content, &at) else { return false };
        if entry.status == 302 {
            let to = &entry.headers.iter().find(|h| h.0 == "Location").unwrap().1;
            if to == "/" {
                return false;
            }
            at = Url::parse(&at).unwrap().join(to).unwrap().to_string();
            continue;
        }
        let document = [".pdf", ".doc"].iter().any(|e| at.ends_with(e));
        let broken = matches!(entry.manner, Manner::Never | Manner::CutShort);
        return entry.status == 200
            && !broken
            && !text(entry).contains("您访问的页面不存在")
            && !(document && (entry.body.is_empty() || entry.content_type == "text/html"));
    }
    false
}

#[test]
fn no_link_is_dead_but_those_planted_and_all_those_planted_are() {
    for today in DAYS {
        let content = content_of(today);
        let mut faults: BTreeMap<(String, String), &str> = BTreeMap::new();
        for planted in content
            .planted
            .iter()
            .filter(|p| p.kind == PlantedKind::Fault && matches!(&*p.rule, "link-broken" | "link-suspect" | "link-local"))
        {
            for page in &planted.pages {
                faults.insert((page.clone(), planted.target_url.clone().unwrap()), &planted.id);
            }
        }
        let mut found = BTreeSet::new();
        for page in content.pages.values().flatten() {
            let html = text(entry(&content, page).unwrap());
            for link in links(page, &html) {
                if ["mailto:", "tel:"].iter().any(|s| link.starts_with(s)) || opens(&content, &link) {
                    continue;
                }
                let place = (normal(page), normal(&link));
                assert!(faults.contains_key(&place), "{place:?}");
                found.insert(place);
            }
        }
        let invisible: Vec<_> = faults.iter().filter(|(place, _)| !found.contains(*place)).collect();
        assert!(invisible.is_empty(), "{invisible:?}");
    }
}

#[test]
fn the_targets_of_decoys_open() {
    let content = content_of(DAYS[0]);
    for planted in content.planted.iter().filter(|p| p.kind == PlantedKind::Decoy) {
        // Two decoys are no links at all.
        if let Some(target) = planted
            .target_url
            .as_ref()
            .filter(|_| !["MH12", "MH13"].contains(&planted.id.as_str()))
        {
            assert!(opens(&content, target), "{} {target}", planted.id);
            assert!(
                links(&planted.pages[0], &text(entry(&content, &planted.pages[0]).unwrap()))
                    .iter()
                    .any(|l| normal(l) == *target),
                "{}",
                planted.id
            );
        }
    }
}

#[test]
fn columns_are_stale_blank_and_undated_only_where_planted() {
    for today in DAYS {
        let content = content_of(today);
        let at = |rule: &str, kind: PlantedKind, url: &str| {
            let url = normal(url);
            content
                .planted
                .iter()
                .any(|p| p.rule == rule && p.kind == kind && p.pages[0] == url)
        };
        for site in &content.sites {
            let fresh = |items: Vec<&model::Item>| items.iter().filter(|i| model::days(i.date, today) <= 14).count();
            let shown: usize = site
                .home_columns()
                .map(|c| fresh(site.home_items(c, if c.dir == "jwyw" { 10 } else { 6 })))
                .sum();
            let home_is = |rule| at(rule, PlantedKind::Fault, &site.url("/"));
            assert!(
                match (home_is("home-stale"), home_is("home-few")) {
                    (true, _) => shown == 0,
                    (false, true) => (1..10).contains(&shown),
                    (false, false) => shown >= 10,
                },
                "{} shows {shown}",
                site.id
            );
            for column in &site.columns {
                let url = site.url(&cms::list_path(site.cms, column, 1));
                if let (Some(period), Some(newest)) = (kind(column.dir).period(), column.items.iter().map(|i| i.date).max()) {
                    let stale = !period.contains(newest, today);
                    let exempt = at("column-stale", PlantedKind::Decoy, &url) && column.dir == "rsxx";
                    assert_eq!(stale, at("column-stale", PlantedKind::Fault, &url) || exempt, "{url} {newest}");
                }
                let blank = column.items.is_empty() && column.show == Show::Dated && column.note.is_empty();
                assert_eq!(blank, at("column-blank", PlantedKind::Fault, &url), "{url}");
                assert_eq!(
                    column.show == Show::Undated,
                    at("column-undated", PlantedKind::Fault, &url),
                    "{url}"
                );
            }
        }
    }
}

#[test]
fn every_article_says_when_and_whence_but_those_of_the_undated_column() {
    let content = content_of(DAYS[0]);
    for site in &content.sites {
        for column in &site.columns {
            for item in &column.items {
                let html = text(entry(&content, &site.url(&cms::item_path(site.cms, column, item))).unwrap());
                let plain = html.replace("<small>", "").replace("</small>", "");
                let page = normal(&site.url(&cms::item_path(site.cms, column, item)));
                if content.planted.iter().any(|p| p.rule == "time-format" && p.pages[0] == page) {
                    continue;
                }
                assert_eq!(plain.contains(&cms::stamp(item)), column.show != Show::Undated, "{}", item.title);
                assert!(["来源：", "来源:"].iter().any(|l| plain.contains(&format!("{l}{}", site.name))));
            }
        }
        let url = site.url("/");
        let home = text(entry(&content, &url).unwrap());
        if content
            .planted
            .iter()
            .any(|p| p.rule == "identity-missing" && p.pages[0] == normal(&url))
        {
            continue;
        }
        for said in [site.site_code(), site.icp(), site.police(), "主办单位：".to_owned()] {
            assert!(home.contains(&said), "{} lacks {said}", site.id);
        }
    }
}

#[test]
fn one_site_is_gbk_through_and_through_and_says_so_in_its_pages_only() {
    let content = content_of(DAYS[0]);
    for site in &content.sites {
        for page in &content.pages[site.id] {
            let entry = entry(&content, page).unwrap();
            assert_eq!(entry.content_type, "text/html");
            assert_eq!(std::str::from_utf8(&entry.body).is_err(), site.gbk, "{page}");
            if site.gbk {
                let (html, _, lossy) = GBK.decode(&entry.body);
                assert!(!lossy && html.contains("charset=gb2312") && !html.contains("&#"), "{page}");
            }
        }
    }
    assert_eq!(content.sites.iter().filter(|s| s.gbk).count(), 1);
}

#[test]
fn the_same_day_gives_the_same_bytes() {
    assert_eq!(content_of(DAYS[0]).hosts, content_of(DAYS[0]).hosts);
    assert_ne!(content_of(DAYS[0]).hosts, content_of(DAYS[1]).hosts);
}

#[test]
fn the_list_is_sound() {
    let content = content_of(DAYS[0]);
    let mut ids = HashSet::new();
    let mut places = HashSet::new();
    for planted in &content.planted {
        assert!(ids.insert(&planted.id), "{}", planted.id);
        assert!(
            places.insert((planted.rule.clone(), planted.pages.clone(), planted.target_url.clone())),
            "{} stands twice",
            planted.id
        );
        for page in &planted.pages {
            assert!(entry(&content, page).is_some_and(|e| e.status == 200), "{} {page}", planted.id);
        }
        assert!(planted.rule != "link-broken" || planted.kind != PlantedKind::Fault || planted.cause.is_some());
    }
    let causes: BTreeSet<&str> = content.planted.iter().filter_map(|p| p.cause.as_deref()).collect();
    let must = [
        Cause::Http(404),
        Cause::Http(410),
        Cause::Http(500),
        Cause::Http(403),
        Cause::Soft404,
        Cause::RedirectHome,
        Cause::RedirectLoop,
        Cause::Dns,
        Cause::Connect,
        Cause::Timeout,
        Cause::Truncated,
        Cause::InvalidUrl,
        Cause::EmptyFile,
        Cause::WrongContent,
    ];
    for cause in must {
        assert!(causes.contains(cause.id().as_str()), "{cause:?}");
    }
}

#[test]
fn every_swap_changes_its_page() {
    for today in DAYS {
        let content = content_of(today);
        for site in &content.sites {
            let idle = site.idle_swaps(|path| text(entry(&content, &site.url(path)).unwrap()));
            assert!(idle.is_empty(), "{}: {idle:?}", site.id);
        }
    }
}

#[test]
fn guides_lack_what_the_list_says() {
    let content = content_of(DAYS[0]);
    for planted in content.planted.iter().filter(|p| p.rule == "guide-incomplete") {
        let html = text(entry(&content, &planted.pages[0]).unwrap());
        let body = html.split("来源").nth(1).unwrap().split("上一篇").next().unwrap();
        let phone = body.contains("0592-000");
        let hours = body.contains("9:00");
        let fees = body.contains("收费");
        match planted.kind {
            PlantedKind::Decoy => assert!(phone && hours && fees, "{}", planted.id),
            PlantedKind::Review => assert!(body.contains("<img") && !phone && !hours && !fees),
            PlantedKind::Fault => {
                assert_eq!(phone, !planted.missing.contains(&"联系电话".to_owned()), "{}", planted.id);
                assert_eq!(hours, !planted.missing.contains(&"办理时间".to_owned()), "{}", planted.id);
                assert_eq!(fees, !planted.missing.contains(&"收费标准".to_owned()), "{}", planted.id);
            }
        }
    }
}
