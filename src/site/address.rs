//! The addresses of `sites.yaml`: absolute ones, and paths relative to a site's home page.

use std::collections::HashSet;

use url::Url;

use super::fields::At;
use super::mistake::{Mistakes, shortened};
use crate::site::Scope;

/// The home page of a site as written, or the mistake.
pub(super) fn home(written: &At<String>, mistakes: &mut Mistakes) -> Option<Url> {
    checked(written, Url::parse(&written.value).ok(), mistakes)
}

/// An address of a site: absolute, or a path resolved against the directory of `home`.
pub(super) fn of_site(written: &At<String>, home: &Url, mistakes: &mut Mistakes) -> Option<Url> {
    let text = written.value.as_str();
    if text.starts_with("//") || has_scheme(text) || looks_like_host(text) {
        return checked(written, Url::parse(text).ok(), mistakes);
    }
    checked(written, directory(home).join(text).ok(), mistakes)
}

/// What a search template says in the place of the words.
const WORDS: &str = "{query}";

/// The address a site's search is asked at, absolute, with `{query}` where the words go.
pub(super) fn search(written: &At<String>, home: &Url, mistakes: &mut Mistakes) -> Option<String> {
    let text = written.value.as_str();
    let Some((before, after)) = text.split_once(WORDS) else {
        mistakes.add(
            written.place,
            text,
            format!("「{}」里没有 {WORDS}，不知道要搜的词写在哪里。", shortened(text)),
            format!("在网站上搜一个词，把地址栏里的那个词换成 {WORDS}，如 https://www.example.gov.cn/search?q={WORDS}"),
        );
        return None;
    };
    // Words that need no encoding and stand in no address by chance show where they end up.
    let stand_in = "xunchaxuncha";
    let tried = At {
        value: format!("{before}{stand_in}{after}"),
        place: written.place,
    };
    let url = of_site(&tried, home, mistakes)?;
    let (head, place) = (url.as_str(), url.as_str().find(stand_in)?);
    let host_ends = url[..url::Position::BeforePath].len();
    if place < host_ends {
        mistakes.add(
            written.place,
            text,
            format!("「{}」的 {WORDS} 写在了域名里。", shortened(text)),
            format!("{WORDS} 写在网址的路径或问号后面，如 https://www.example.gov.cn/search?q={WORDS}"),
        );
        return None;
    }
    Some(head.replacen(stand_in, WORDS, 1))
}

/// The hosts on which more than one of these addresses lie.
pub(super) fn shared_hosts<'a>(homes: impl Iterator<Item = &'a At<String>>) -> HashSet<String> {
    let (mut seen, mut shared) = (HashSet::new(), HashSet::new());
    for home in homes.filter_map(|written| Url::parse(written.value.trim()).ok()) {
        let host = Scope::place(&home);
        if !seen.insert(host.clone()) {
            shared.insert(host);
        }
    }
    shared
}

/// What belongs to a site that does not say: its host, or only its directory where other sites live on the same host.
pub(super) fn default_scope(home: &Url, shared: &HashSet<String>) -> Url {
    let mut scope = directory(home);
    if !shared.contains(&Scope::place(home)) {
        scope.set_path("/");
    }
    scope
}

/// The directory a site's pages lie in: `https://h/ga/index.html` and `https://h/ga` give `https://h/ga/`.
pub(super) fn directory(home: &Url) -> Url {
    let path = home.path();
    let (above, last) = path.rsplit_once('/').unwrap_or(("", path));
    let mut directory = home.clone();
    directory.set_query(None);
    directory.set_fragment(None);
    if last.contains('.') || last.is_empty() {
        directory.set_path(&format!("{above}/"));
    } else {
        directory.set_path(&format!("{path}/"));
    }
    directory
}

/// `parsed` if it is an address that can be inspected.
fn checked(written: &At<String>, parsed: Option<Url>, mistakes: &mut Mistakes) -> Option<Url> {
    let text = written.value.as_str();
    match fault(text, parsed.as_ref()) {
        None => parsed,
        Some((what, advice)) => {
            mistakes.add(written.place, text, format!("网址「{}」{what}", shortened(text)), advice);
            None
        }
    }
}

fn fault(text: &str, parsed: Option<&Url>) -> Option<(&'static str, String)> {
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Some(("中间有空格。", "删掉网址里的空格。".into()));
    }
    if let Some(wide) = text
        .chars()
        .find(|c| matches!(c, '：' | '／' | '．' | '。' | '，' | '\u{ff21}'..='\u{ff5a}'))
    {
        return Some(("里有全角字符。", format!("「{wide}」等字符要用英文输入法重新输入。")));
    }
    let Some(url) = parsed else {
        return Some(if looks_like_host(text) || text.starts_with("//") {
            (
                "缺少开头的 https:// 。",
                format!("写成完整网址：https://{}", shortened(text.trim_start_matches('/'))),
            )
        } else if text.starts_with("http") {
            (
                "不完整或写错了。",
                "从浏览器地址栏完整复制，形如 https://www.example.gov.cn/ 。".into(),
            )
        } else {
            ("不是网址。", "从浏览器地址栏完整复制，形如 https://www.example.gov.cn/ 。".into())
        });
    };
    if !matches!(url.scheme(), "http" | "https") {
        return Some((
            "不是以 http:// 或 https:// 开头。",
            "只能检查网页，写成 https://… 或 http://… 。".into(),
        ));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Some(("里带有用户名或密码。", "删掉「@」及其前面的用户名、密码；程序只看公开网页。".into()));
    }
    if text.starts_with("http") && text.matches("://").count() > 1 && url.query().is_none() {
        return Some(("里有两个「://」，像是粘贴了两次。", "只留一个网址。".into()));
    }
    None
}

fn has_scheme(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

/// `www.x.gov.cn/a/` is meant as a host, though a browser would take it for a path.
fn looks_like_host(text: &str) -> bool {
    let host = text.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default();
    let mut labels = host.rsplit('.');
    matches!(labels.next(), Some("cn" | "com" | "net" | "org" | "gov" | "localhost")) && labels.next().is_some_and(|l| !l.is_empty())
        || host == "localhost"
        || host.parse::<std::net::Ipv4Addr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::mistake::Place;

    fn at(text: &str) -> At<String> {
        At {
            value: text.into(),
            place: Place { line: 1, column: 1 },
        }
    }

    #[test]
    fn paths_are_resolved_against_the_directory_of_the_site() {
        let home: Url = "https://h.gov.cn/ga/index.html?x=1".parse().unwrap();
        for (written, meant) in [
            ("/search", "https://h.gov.cn/search"),
            ("jwyw/", "https://h.gov.cn/ga/jwyw/"),
            ("./jwyw/", "https://h.gov.cn/ga/jwyw/"),
            ("https://h.gov.cn/a b", ""),
            ("http://other.cn/x", "http://other.cn/x"),
            ("www.h.gov.cn/x/", ""),
            ("javascript:void(0)", ""),
            ("index.htm", "https://h.gov.cn/ga/index.htm"),
        ] {
            let mut mistakes = Mistakes::default();
            let url = of_site(&at(written), &home, &mut mistakes);
            assert_eq!(url.as_ref().map_or("", Url::as_str), meant, "{written}");
            assert_eq!(mistakes.is_empty(), url.is_some(), "{written}");
        }
    }

    #[test]
    fn a_home_page_names_its_directory() {
        for (home, dir) in [
            ("https://h.gov.cn", "https://h.gov.cn/"),
            ("https://h.gov.cn/ga", "https://h.gov.cn/ga/"),
            ("https://h.gov.cn/ga/", "https://h.gov.cn/ga/"),
            ("https://h.gov.cn/ga/index.htm?a#b", "https://h.gov.cn/ga/"),
        ] {
            assert_eq!(directory(&home.parse().unwrap()).as_str(), dir);
        }
    }

    #[test]
    fn a_site_has_its_host_unless_it_shares_it() {
        let ga: Url = "https://a.gov.cn/ga/index.html".parse().unwrap();
        assert_eq!(default_scope(&ga, &HashSet::new()).as_str(), "https://a.gov.cn/");
        assert_eq!(
            default_scope(&ga, &HashSet::from(["a.gov.cn".to_owned()])).as_str(),
            "https://a.gov.cn/ga/"
        );
    }
}
