//! Whole runs over pages whose links to strangers are hidden by style sheets in files of their own.

use crate::desk::Desk;
use crate::one_way::{alike, site};
use crate::resume::MONTHLY;
use crate::site_server::{Answer, Request, SiteServer};

const AWAY: &str = "{position:absolute;left:-9999px}";

/// Links to three strangers who say nothing bad.
const THREE: &str =
    "<a href='http://127.0.0.1:9/'>甲公司</a><a href='http://127.0.0.1:19/'>乙公司</a><a href='http://127.0.0.1:29/'>丙公司</a>";

fn page(title: &str, sheets: &[&str], body: &str) -> Answer {
    let sheets: String = sheets.iter().map(|s| format!("<link rel='stylesheet' href='/css/{s}'>")).collect();
    let text = "测试局工作人员近日到基层走访，听取群众意见，现场解答问题。".repeat(4);
    Answer::page(title, &format!("{sheets}<h1>{title}</h1><p>{text}</p>{body}"))
}

fn sheet(css: impl Into<String>) -> Answer {
    Answer::new(200, "text/css", css.into())
}

fn answer(request: &Request) -> Answer {
    let bet = |class: &str, port: u16| format!("<div class='{class}'><a href='http://127.0.0.1:{port}/'>时时彩平台开户</a></div>");
    match request.path.as_str() {
        "/robots.txt" => Answer::new(200, "text/plain", "User-agent: *\nDisallow: /css/closed\n"),
        "/" => {
            let menu = "<ul><li>机构<ul class='sub'><li><a href='/jg/'>内设机构</a></li><li><a href='http://www.gov.cn/'>中国政府网</a></li></ul></li></ul>";
            let links: String = ["farm", "away", "seen", "closed", "gone", "own", "elsewhere"]
                .iter()
                .map(|name| format!("<a href='/{name}.html'>{name}</a>"))
                .collect();
            page("测试局", &["site.css"], &format!("{menu}{links}"))
        }
        // One thing that was done, whatever number of sheets hide it.
        "/farm.html" => page("甲文", &["site.css", "plus.css"], &format!("{}{}", bet("q7x", 9), bet("r8y", 19))),
        "/away.html" => page("乙文", &["site.css"], &format!("<div class='w9z'>{THREE}</div>")),
        "/seen.html" => page(
            "丙文",
            &["site.css"],
            &format!("<div class='p'>{THREE}</div><div class='m'>{THREE}</div><div class='menu open'>{THREE}</div>"),
        ),
        "/closed.html" => page("丁文", &["closed.css"], THREE),
        "/gone.html" => page("戊文", &["gone.css"], THREE),
        "/own.html" => page(
            "己文",
            &["closed.css"],
            "<a href='/'>首页</a><a href='http://www.gov.cn/'>中国政府网</a>",
        ),
        "/elsewhere.html" => page(
            "庚文",
            &[],
            "<link rel='stylesheet' href='http://127.0.0.1:39/x.css'><p>没有站外链接</p>",
        ),
        "/jg/" => page("内设机构", &["site.css"], "<p>办公室</p>"),
        "/css/site.css" => sheet(format!(
            "@import url('more.css');\n.sub{{display:none}} .w9z{AWAY} @media print{{.p{AWAY}}} \
             @media (max-width:750px){{.m{AWAY}}} .menu{AWAY} .menu.open{{left:0}}"
        )),
        "/css/more.css" => sheet(format!(".q7x{AWAY}")),
        "/css/plus.css" => sheet(".r8y a{font-size:0}"),
        "/css/closed.css" => sheet(format!("a{AWAY}")),
        _ => Answer::missing(),
    }
}

#[test]
fn links_that_only_a_sheet_hides_are_told_live_and_resumed() {
    let (findings, reviews) = alike(&site(""), answer, &[4, 10]);
    let told: Vec<&str> = findings
        .iter()
        .filter(|(rule, _)| rule == "link-hidden")
        .map(|(_, message)| message.as_str())
        .collect();
    assert_eq!(told.len(), 1, "{findings:?}");
    assert!(
        told[0].contains("2个读者看不到的站外链接") && told[0].contains("涉及赌博"),
        "{told:?}"
    );
    let open: Vec<&str> = reviews
        .lines()
        .filter(|row| row.contains("暗链") || row.contains("link-hidden"))
        .collect();
    let of = |page: &str| open.iter().filter(|row| row.contains(page)).count();
    assert_eq!(open.len(), 2, "{reviews}");
    assert_eq!((of("/away.html"), of("/closed.html")), (1, 1), "{reviews}");
    assert!(
        open.iter().any(|row| row.contains("3个读者看不到的站外链接（移到屏幕之外）")),
        "{reviews}"
    );
    assert!(
        open.iter()
            .any(|row| row.contains("样式表没有读全") && row.contains("/css/closed.css：robots")),
        "{reviews}"
    );
}

/// A sheet that never ends costs what every body costs, and the page is told.
#[test]
fn a_sheet_without_end_is_read_in_part_and_told() {
    let server = SiteServer::start(|request: &Request| match request.path.as_str() {
        "/" => page("测试局", &["long.css"], &format!("<div class='w9z'>{THREE}</div>")),
        "/css/long.css" => sheet(format!("{}.w9z{AWAY}", ".a,.b{display:none}".repeat(200_000))),
        _ => Answer::missing(),
    });
    let desk = Desk::with_site(&server.url("/"), "");
    let (_, run) = desk.inspect(&MONTHLY);
    let reviews = desk.report(&run, "人工核查.csv");
    assert!(reviews.contains("long.css：样式表过大"), "{reviews}");
}
