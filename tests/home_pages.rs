//! Sites whose home page shows nothing of them: followed where a browser goes on by itself, and told as incomplete otherwise.

use crate::desk::{Desk, MENU};
use crate::site_server::{Answer, Request, SiteServer};

/// A page of the site behind its home page.
fn inner(path: &str) -> Answer {
    let text = "近日，我局组织开展冬季安全检查，发现的隐患已经全部督促整改。".repeat(8);
    match path {
        "/portal/" => Answer::page(
            "鹭岛市公安局",
            &format!("{MENU}<ul><li><a href=/portal/n1.html>我局开展冬季检查</a> 2026-11-20</li></ul>"),
        ),
        "/portal/n1.html" => Answer::page(
            "我局开展冬季检查",
            &format!("<h1>我局开展冬季检查</h1>发布时间：2026-11-20<p>{text}</p>"),
        ),
        _ => Answer::missing(),
    }
}

fn bare(inside: &str) -> Answer {
    Answer::new(
        200,
        "text/html; charset=utf-8",
        format!("<html><head><title>鹭岛市公安局</title></head><body>{inside}</body></html>"),
    )
}

/// Inspects a site with this home page: the exit code, how many pages were read, and what is missing.
fn inspected(home: impl Fn() -> Answer + Send + Sync + 'static) -> (Option<i32>, u64, String) {
    let server = SiteServer::start(move |request: &Request| match request.path.as_str() {
        "/" => home(),
        path => inner(path),
    });
    let desk = Desk::with_site(&server.url("/"), "");
    let (code, run) = desk.inspect(&["monthly", "--rate", "off", "--as-of", "2026-11-23"]);
    let coverage = &run["sites"][0]["coverage"];
    (code, coverage["pages"].as_u64().unwrap(), coverage["gaps"].to_string())
}

#[test]
fn a_home_page_that_goes_on_by_itself_is_followed() {
    let bodies = [
        "<script>var base='/portal', page='x'; location.href='/portal/';</script>",
        "<script>var to = '/por' + 'tal/'; window.location = to;</script>",
        "<script>self.location.replace(location.origin + '/portal/')</script>",
        "<script>window.open('/portal/', '_top');</script>",
        "<form name=go action=/portal/></form><script>document.go.submit();</script>",
    ];
    for body in bodies {
        let (_, pages, gaps) = inspected(move || bare(body));
        assert_eq!((pages, gaps.as_str()), (3, "[]"), "{body}");
    }
    let (_, pages, gaps) = inspected(|| bare("").with("Refresh", "1; url=portal/"));
    assert_eq!((pages, gaps.as_str()), (3, "[]"), "by a header");
}

#[test]
fn a_home_page_with_nothing_behind_it_is_no_complete_inspection() {
    for (body, said) in [
        ("<div id=root></div><script src=/portal/n1.html></script>", "脚本"),
        ("<object data=intro.swf type='application/x-shockwave-flash'></object>", "Flash"),
        (
            "<form action=/in method=post>账号<input name=u>口令<input type=password></form>",
            "登录框",
        ),
        (
            "<form action=/portal/ method=post name=f></form><script>f.submit()</script>",
            "脚本",
        ),
        ("<h1>网站系统升级中，请稍后再来</h1>", "升级中"),
        ("<h1>It works!</h1>", "It works!"),
        ("<p>ORA-01034: ORACLE not available</p>", "ORA-01034"),
        ("", "没有内容"),
    ] {
        let (code, pages, gaps) = inspected(move || bare(body));
        assert_eq!((code, pages), (Some(3), 1), "{body}: {gaps}");
        assert!(gaps.contains(said), "{body}: {gaps}");
    }
    let (code, _, gaps) = inspected(|| Answer::new(200, "text/html", ""));
    assert_eq!(code, Some(3), "{gaps}");
}

#[test]
fn a_home_page_that_leads_to_another_host_says_which() {
    let other = SiteServer::start_on("127.0.0.2", |request: &Request| match request.path.as_str() {
        "/" => Answer::page("鹭岛市公安局", MENU),
        path => inner(path),
    });
    let front = other.url("/");
    let ways: [(&str, String); 4] = [
        ("a script", format!("<script>location.href='{front}'</script>")),
        ("a refresh", format!("<meta http-equiv=refresh content='0;url={front}'>")),
        ("a frame", format!("<iframe src='{front}'></iframe>")),
        (
            "all links",
            format!("{MENU}<a href='{front}'>首页</a><a href='{front}portal/'>要闻</a><a href='{front}portal/n1.html'>检查</a>"),
        ),
    ];
    for (way, body) in ways {
        let (code, _, gaps) = inspected(move || bare(&body));
        assert_eq!(code, Some(3), "{way}: {gaps}");
        assert!(gaps.contains(&front) && gaps.contains("请把 url 改为"), "{way}: {gaps}");
    }
    let to = front.clone();
    let (code, _, gaps) = inspected(move || Answer::redirect(&to));
    assert!(
        code == Some(3) && gaps.contains(&format!("跳转到 {front}，请把 url 改为它")),
        "{gaps}"
    );
}

#[test]
fn a_small_site_that_shows_itself_is_complete() {
    let (_, pages, gaps) = inspected(|| {
        bare(&format!(
            "{MENU}<p>本网站只有一页，介绍我局的职责和办公地址，其他内容请看市政府网站。</p><a href=http://127.0.0.3:9/>市政府</a>"
        ))
    });
    assert_eq!((pages, gaps.as_str()), (1, "[]"));
    let login = "<form><input name=u><input type=password></form>";
    let (_, pages, gaps) = inspected(move || bare(&format!("<a href=/portal/>进入网站</a>{login}")));
    assert_eq!((pages, gaps.as_str()), (3, "[]"), "a login beside the way in");
}

/// A page of no bytes is a white window to whoever follows a link to it; what scripts ask for may be empty.
#[test]
fn an_empty_page_behind_a_link_is_dead() {
    let server = SiteServer::start(|request: &Request| match request.path.as_str() {
        "/" => Answer::page(
            "鹭岛市公安局",
            &format!(
                "{MENU}<a href=/gone.html>公告</a><a href=/portal/n1.html>检查</a><iframe src=/count.html></iframe><script src=/hit.html></script>"
            ),
        ),
        "/gone.html" | "/count.html" | "/hit.html" => Answer::new(200, "text/html", ""),
        path => inner(path),
    });
    let desk = Desk::with_site(&server.url("/"), "");
    let (_, run) = desk.inspect(&["monthly", "--rate", "off", "--as-of", "2026-11-23"]);
    let dead = desk.links(&run, "link-broken", &server.url(""));
    assert_eq!(dead, [("/gone.html".to_owned(), "empty_file".to_owned())]);
}

/// Every address that is not there is sent home, in more folders than a host is asked about.
#[test]
fn pages_sent_home_are_dead_in_every_folder() {
    let server = SiteServer::start(|request: &Request| match request.path.as_str() {
        "/" => {
            let links: String = (0..40).map(|n| format!("<a href=/f{n}/d/{n}.html>第{n}号公告</a>")).collect();
            Answer::page("鹭岛市公安局", &format!("{MENU}{links}<a href=/portal/n1.html>检查</a>"))
        }
        path if path.starts_with("/portal/") => inner(path),
        "/robots.txt" | "/sitemap.xml" => Answer::missing(),
        _ => Answer::redirect("/"),
    });
    let desk = Desk::with_site(&server.url("/"), "");
    let (_, run) = desk.inspect(&["monthly", "--rate", "off", "--as-of", "2026-11-23"]);
    let dead = desk.links(&run, "link-broken", &server.url(""));
    assert_eq!(dead.len(), 40, "{dead:?}");
    assert!(dead.iter().all(|(_, cause)| cause == "redirect_home"), "{dead:?}");
}
