//! The three plans after one another: what a daily reading asks after a monthly inspection, and what a spot check draws.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use serde_json::Value;

use crate::desk::{Desk, MENU, site_yaml, sites_yaml};
use crate::site_server::{Answer, Request, SiteServer};

const ARTICLES: usize = 12;
const MONTHLY: [&str; 5] = ["monthly", "--rate", "off", "--as-of", "2026-11-23"];
const DAILY: [&str; 5] = ["daily", "--rate", "off", "--as-of", "2026-11-24"];

/// Whether a number is odd decides which of the two columns an article stands in.
fn address(article: usize) -> String {
    format!("/{}/{article}.html", if article % 2 == 1 { "gzdt" } else { "tzgg" })
}

/// A dated list of these articles; the higher the number, the newer.
fn list(articles: impl Iterator<Item = usize>) -> String {
    let rows: String = articles
        .map(|n| {
            format!(
                "<li><a href=\"{}\">鹭岛市公安局开展第{n}次专项行动工作部署</a><span>2026-11-{:02}</span></li>",
                address(n),
                10 + n
            )
        })
        .collect();
    format!("<ul class=\"list\">{rows}</ul>")
}

fn home(articles: usize) -> Answer {
    home_with(MENU, articles)
}

fn home_with(menu: &str, articles: usize) -> Answer {
    let rows = list((1..=articles).rev());
    Answer::page(
        "鹭岛市公安局",
        &format!(
            "<div class=\"nav\"><a href=\"/\">首页</a><a href=\"/gzdt/\">工作动态</a><a href=\"/tzgg/\">通知公告</a></div>\
             {menu}<div class=\"box\"><h3>最新信息</h3>{rows}</div>"
        ),
    )
}

fn column(name: &str, articles: impl Iterator<Item = usize>) -> Answer {
    let head = "<div class=\"position\">当前位置：<a href=\"/\">首页</a> &gt; ";
    let labels = format!(
        "<meta name=ColumnName content={name}><meta name=ColumnType content={name}><meta name=ColumnKeywords content={name}><meta name=ColumnDescription content={name}>"
    );
    Answer::page(name, &format!("{labels}{head}<a href=\"./\">{name}</a></div>{}", list(articles)))
}

/// An article; `link` is an address it leads to besides.
fn article(n: usize, link: Option<&str>) -> Answer {
    let (name, column) = if n % 2 == 1 {
        ("工作动态", "/gzdt/")
    } else {
        ("通知公告", "/tzgg/")
    };
    let text = format!("近日，第{n}大队检查重点场所{n}处，发现并整改一批隐患，取得了阶段性成效。").repeat(30);
    let link = link.map_or(String::new(), |to| format!("<p><a href=\"{to}\">相关附件之{n}</a></p>"));
    let title = format!("鹭岛市公安局开展第{n}次专项行动工作部署");
    Answer::page(
        &title,
        &format!(
            "<div class=\"position\">当前位置：<a href=\"/\">首页</a> &gt; <a href=\"{column}\">{name}</a> &gt; 正文</div>\
             <h1>{title}</h1><div class=\"info\">发布时间：2026-11-{:02} 09:00</div><div class=\"TRS_Editor\"><p>{text}</p>{link}</div>",
            10 + n
        ),
    )
}

/// The number of the article an address is, of so many.
fn number(path: &str, articles: usize) -> Option<usize> {
    (1..=articles).find(|n| address(*n) == path)
}

#[test]
fn a_daily_reading_of_an_unchanged_site_is_answered_without_bodies() {
    let unchanged = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&unchanged);
    let server = SiteServer::start(move |request: &Request| {
        let answer = match request.path.as_str() {
            "/" => home(ARTICLES),
            "/gzdt/" => column("工作动态", (1..=ARTICLES).rev().filter(|n| n % 2 == 1)),
            "/tzgg/" => column("通知公告", (1..=ARTICLES).rev().filter(|n| n % 2 == 0)),
            path => match number(path, ARTICLES) {
                Some(n) => article(n, None),
                None => return Answer::missing(),
            },
        };
        let etag = format!("v1{}", request.path);
        if request.header("if-none-match") == Some(format!("\"{etag}\"").as_str()) {
            counted.fetch_add(1, Ordering::SeqCst);
        }
        answer.or_unchanged(request, &etag)
    });
    let desk = Desk::with_site(&server.url("/"), "");
    let (code, run) = desk.inspect(&MONTHLY);
    assert_eq!(code, Some(0), "{run:#}\n{:#?}", desk.findings(&run));
    let pages = ARTICLES + 3;
    assert_eq!(run["sites"][0]["pages"], pages, "{run:#}");
    let whole = server.sent();
    let asked_with = |server: &SiteServer| server.requests().iter().filter(|r| r.header("if-none-match").is_some()).count();
    assert_eq!((asked_with(&server), unchanged.load(Ordering::SeqCst)), (0, 0));
    assert_eq!(run["sites"][0]["coverage"]["bytes_saved"], 0);

    server.forget();
    let (code, run) = desk.inspect(&DAILY);
    assert_eq!(code, Some(0), "{run:#}\n{:#?}", desk.findings(&run));
    let coverage = &run["sites"][0]["coverage"];
    // The home page, both columns and every article on the home page: each asked with what was kept, each unchanged.
    assert_eq!((asked_with(&server), unchanged.load(Ordering::SeqCst)), (pages, pages), "{run:#}");
    assert_eq!(coverage["unchanged"], pages, "{run:#}");
    assert_eq!(run["sites"][0]["pages"], pages, "{run:#}");
    for path in ["/", "/gzdt/", "/tzgg/", "/gzdt/1.html"] {
        assert_eq!(server.count(path), 1, "{path}");
    }
    let saved = coverage["bytes_saved"].as_u64().unwrap() as usize;
    assert!(saved > whole / 2 && saved <= whole, "{saved} of {whole}");
    assert!(server.sent() * 10 < whole, "{} after {whole}", server.sent());
}

#[test]
fn a_daily_reading_finds_the_new_and_says_what_was_fixed() {
    // A broken link is fixed by taking it out of its page, or by bringing back what it leads to.
    for link_removed in [true, false] {
        let later = Arc::new(AtomicBool::new(false));
        let switch = Arc::clone(&later);
        let server = SiteServer::start(move |request: &Request| {
            let later = switch.load(Ordering::SeqCst);
            let articles = if later { ARTICLES + 1 } else { ARTICLES };
            let (answer, version) = match request.path.as_str() {
                "/" => (home(articles), usize::from(later)),
                "/gzdt/" => (column("工作动态", (1..=ARTICLES).rev().filter(|n| n % 2 == 1)), 0),
                "/tzgg/" => (column("通知公告", (1..=ARTICLES).rev().filter(|n| n % 2 == 0)), 0),
                "/lost/fixed.html" if later && !link_removed => (article(100, None), 0),
                path => match number(path, articles) {
                    Some(3) if later && link_removed => (article(3, None), 1),
                    Some(3) => (article(3, Some("/lost/fixed.html")), 0),
                    Some(4) => (article(4, Some("/lost/stays.html")), 0),
                    Some(13) => (article(13, Some("/lost/new.html")), 0),
                    Some(n) => (article(n, None), 0),
                    None => return Answer::missing(),
                },
            };
            answer.or_unchanged(request, &format!("v{version}{}", request.path))
        });
        let base = server.url("");
        let desk = Desk::with_site(&server.url("/"), "");
        let broken = |run: &Value| -> Vec<(String, String)> {
            let mut links: Vec<(String, String)> = desk
                .findings(run)
                .iter()
                .map(|f| {
                    assert_eq!(f["rule"], "link-broken", "{f:#}");
                    let path = |field: &str| f[field].as_str().unwrap().strip_prefix(&base).unwrap().to_owned();
                    (path("page_url"), path("target_url"))
                })
                .collect();
            links.sort();
            links
        };
        let found = |page: &str, target: &str| (page.to_owned(), target.to_owned());
        let (code, run) = desk.inspect(&MONTHLY);
        assert_eq!(code, Some(1), "{run:#}");
        let stays = found("/tzgg/4.html", "/lost/stays.html");
        assert_eq!(broken(&run), [found("/gzdt/3.html", "/lost/fixed.html"), stays.clone()]);
        assert_eq!(server.count("/gzdt/13.html"), 0);

        later.store(true, Ordering::SeqCst);
        server.forget();
        let (code, run) = desk.inspect(&DAILY);
        assert_eq!(code, Some(1), "{run:#}");
        let new = found("/gzdt/13.html", "/lost/new.html");
        assert_eq!(broken(&run), [new, stays], "link removed: {link_removed}");
        let log = desk.report(&run, "读网记录.csv");
        assert!(
            log.contains(",上次问题已解决 1 个，仍存在 1 个,"),
            "link removed: {link_removed}: {log}"
        );
        // Nothing that is as it was is sent again: a page still lies behind each of these links.
        let pages = ARTICLES + 3;
        let changed = if link_removed { 2 } else { 1 };
        assert_eq!(run["sites"][0]["coverage"]["unchanged"], pages - changed, "{run:#}");
    }
}

#[test]
fn what_a_daily_reading_cannot_judge_is_not_said_to_be_fixed() {
    let server = SiteServer::start(move |request: &Request| match request.path.as_str() {
        "/" => home_with("", ARTICLES),
        "/gzdt/" => column("工作动态", (1..=ARTICLES).rev().filter(|n| n % 2 == 1)),
        "/tzgg/" => column("通知公告", (1..=ARTICLES).rev().filter(|n| n % 2 == 0)),
        path => number(path, ARTICLES).map_or_else(Answer::missing, |n| article(n, None)),
    });
    let desk = Desk::with_site(&server.url("/"), "");
    let (_, run) = desk.inspect(&MONTHLY);
    assert!(desk.findings(&run).iter().any(|f| f["rule"] == "column-absent"), "{run:#}");
    let (_, run) = desk.inspect(&DAILY);
    assert!(desk.findings(&run).is_empty(), "{:#?}", desk.findings(&run));
    let log = desk.report(&run, "读网记录.csv");
    assert!(!log.contains("已解决") || log.contains("已解决 0 个"), "{log}");
}

/// The draw of a quarterly run, and the sites it went on to inspect.
fn quarterly(desk: &Desk) -> (String, Vec<String>) {
    let (code, run) = desk.inspect(&["quarterly", "--seed", "7", "--rate", "off", "--as-of", "2026-11-24"]);
    assert_eq!(code, Some(0), "{run:#}");
    let sites = run["sites"].as_array().unwrap().iter();
    let sites = sites.map(|s| s["id"].as_str().unwrap().to_owned()).collect();
    (desk.report(&run, "抽查样本.csv"), sites)
}

/// The ids of the sites that were drawn with this outcome, in the order of `sites.yaml`.
fn ids(draw: &str, outcome: &str) -> Vec<String> {
    let rows = draw.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    let mut ids: Vec<String> = rows.filter(|row| row[4] == outcome).map(|row| row[1].to_owned()).collect();
    ids.sort();
    ids
}

#[test]
fn a_spot_check_can_be_repeated_and_takes_who_failed_besides() {
    let down: Vec<Arc<AtomicBool>> = (0..8).map(|_| Arc::default()).collect();
    let servers: Vec<SiteServer> = down
        .iter()
        .map(|down| {
            let down = Arc::clone(down);
            SiteServer::start(move |request: &Request| match request.path.as_str() {
                "/" if down.load(Ordering::SeqCst) => Answer::cut(),
                "/" => home(ARTICLES),
                "/gzdt/" => column("工作动态", (1..=ARTICLES).rev().filter(|n| n % 2 == 1)),
                "/tzgg/" => column("通知公告", (1..=ARTICLES).rev().filter(|n| n % 2 == 0)),
                path => number(path, ARTICLES).map_or_else(Answer::missing, |n| article(n, None)),
            })
        })
        .collect();
    let sites: String = servers
        .iter()
        .enumerate()
        .map(|(i, server)| site_yaml(&format!("s{i}"), "subsite", &server.url("/"), ""))
        .collect();
    let config = sites_yaml(&sites);

    let (draw, inspected) = quarterly(&Desk::with(&config));
    assert_eq!(quarterly(&Desk::with(&config)), (draw.clone(), inspected.clone()));
    // 30 % of eight, rounded up.
    assert_eq!((ids(&draw, "抽中").len(), ids(&draw, "未抽中").len()), (3, 5), "{draw}");
    assert_eq!(inspected, ids(&draw, "抽中"));

    let unlucky = ids(&draw, "未抽中").remove(0);
    let index: usize = unlucky[1..].parse().unwrap();
    let desk = Desk::with(&config);
    down[index].store(true, Ordering::SeqCst);
    let (code, run) = desk.inspect(&MONTHLY);
    assert_eq!(code, Some(3), "{run:#}");
    for (i, site) in run["sites"].as_array().unwrap().iter().enumerate() {
        assert_eq!(site["coverage"]["gaps"].as_array().unwrap().is_empty(), i != index, "{site:#}");
    }
    assert_eq!(desk.findings(&run)[0]["rule"], "home-unreachable");

    down[index].store(false, Ordering::SeqCst);
    let (again, inspected) = quarterly(&desk);
    assert_eq!(ids(&again, "抽中"), ids(&draw, "抽中"));
    assert_eq!(ids(&again, "上次不合格，必查"), [unlucky], "{again}");
    // But for the one who failed it is the same draw.
    assert_eq!(again.replace("上次不合格，必查", "未抽中"), draw);
    let mut taken = [ids(&again, "抽中"), ids(&again, "上次不合格，必查")].concat();
    taken.sort();
    assert_eq!(inspected, taken);
}
