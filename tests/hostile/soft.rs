//! Error pages behind a good status, and good pages that look like them.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::answers::{about, fine, html, moved, page};
use super::case::Verdict::{Alive, Dead};
use super::case::{Case, Verdict, case};
use super::server::{Ask, Step};

/// Subjects that make pages of one host unlike each other.
const SUBJECTS: [&str; 6] = ["春耕", "防汛", "普法", "禁毒", "户籍", "消防"];

/// A host with good news, and links to pages that it does not have.
struct SoftHost {
    host: &'static str,
    good: [&'static str; 6],
    gone: &'static [&'static str],
    verdict: Verdict,
    missing: fn(&Ask) -> Vec<Step>,
}

fn not_found_in_chinese(ask: &Ask) -> Vec<Step> {
    html(
        ask,
        200,
        &page(
            "提示信息",
            "<div>抱歉，您访问的页面不存在或已删除！</div><a href=\"/\">返回首页</a>",
        ),
    )
}

fn not_found_in_english(ask: &Ask) -> Vec<Step> {
    html(
        ask,
        200,
        &page(
            "Oops",
            "<h1>404 Not Found</h1><p>The requested URL was not found on this server.</p>",
        ),
    )
}

/// Says nothing that gives it away, and repeats what was asked for.
fn echo(ask: &Ask) -> Vec<Step> {
    let text = format!(
        "<p>您输入的地址是 {}</p><p>请核对后重新输入，或从网站导航进入相应栏目。</p>",
        ask.target
    );
    html(ask, 200, &page("温馨提示", &text))
}

/// Says nothing that gives it away, and tells the time; the page is as long at any time.
fn clock(ask: &Ask) -> Vec<Step> {
    static SEEN: AtomicUsize = AtomicUsize::new(0);
    let n = SEEN.fetch_add(1, Ordering::SeqCst);
    let numeral = |n: usize| ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"][n % 10];
    let half = if n.is_multiple_of(2) { "上午" } else { "下午" };
    let today = format!(
        "{}年{:02}月 星期{} 农历{}月初{}",
        2020 + n % 9,
        1 + n % 12,
        numeral(n % 6),
        numeral(n),
        numeral(n / 10)
    );
    let text = format!("<p>{today} {half}{:02}:{:02}</p><p>请从网站导航进入相应栏目。</p>", n % 12, n % 60);
    html(ask, 200, &page("温馨提示", &text))
}

fn to_the_home_page(ask: &Ask) -> Vec<Step> {
    moved(ask, 302, "/")
}

/// An error page of its own address that does not say what it is.
fn to_a_shared_page(ask: &Ask) -> Vec<Step> {
    if ask.path() == "/tips/index.html" {
        html(ask, 200, &page("温馨提示", "<p>请从网站导航进入相应栏目。</p>"))
    } else {
        moved(ask, 302, "/tips/index.html")
    }
}

fn home_page_for_everything(ask: &Ask) -> Vec<Step> {
    html(ask, 200, &about("门户首页"))
}

const HOSTS: &[SoftHost] = &[
    SoftHost {
        host: "soft-chinese",
        good: ["sc1", "sc2", "sc3", "sc4", "sc5", "sc6"],
        gone: &["soft-chinese-a", "soft-chinese-b"],
        verdict: Dead("soft_404"),
        missing: not_found_in_chinese,
    },
    SoftHost {
        host: "soft-english",
        good: ["se1", "se2", "se3", "se4", "se5", "se6"],
        gone: &["soft-english-a"],
        verdict: Dead("soft_404"),
        missing: not_found_in_english,
    },
    SoftHost {
        host: "soft-echo",
        good: ["so1", "so2", "so3", "so4", "so5", "so6"],
        gone: &["soft-echo-a", "soft-echo-b"],
        verdict: Dead("soft_404"),
        missing: echo,
    },
    SoftHost {
        host: "soft-clock",
        good: ["sk1", "sk2", "sk3", "sk4", "sk5", "sk6"],
        gone: &["soft-clock-a", "soft-clock-b"],
        verdict: Dead("soft_404"),
        missing: clock,
    },
    SoftHost {
        host: "soft-home",
        good: ["sh1", "sh2", "sh3", "sh4", "sh5", "sh6"],
        gone: &["soft-home-a", "soft-home-b"],
        verdict: Dead("redirect_home"),
        missing: to_the_home_page,
    },
    SoftHost {
        host: "soft-shared",
        good: ["ss1", "ss2", "ss3", "ss4", "ss5", "ss6"],
        gone: &["soft-shared-a", "soft-shared-b"],
        verdict: Dead("soft_404"),
        missing: to_a_shared_page,
    },
    // One program draws everything in the browser: what is missing cannot be told, and nothing is.
    SoftHost {
        host: "all-alike",
        good: ["aa1", "aa2", "aa3", "aa4", "aa5", "aa6"],
        gone: &[
            "all-alike-a",
            "all-alike-b",
            "all-alike-c",
            "all-alike-d",
            "all-alike-e",
            "all-alike-f",
            "all-alike-g",
        ],
        verdict: Alive,
        missing: home_page_for_everything,
    },
];

/// What the hosts above do with what they do not have.
pub(crate) fn missing_on(host: &str) -> Option<fn(&Ask) -> Vec<Step>> {
    HOSTS.iter().find(|h| h.host == host).map(|h| h.missing)
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for soft in HOSTS {
        for (name, subject) in soft.good.iter().zip(SUBJECTS) {
            let answer = if soft.host == "all-alike" {
                case(name, Alive, home_page_for_everything)
            } else {
                case(name, Alive, move |ask| html(ask, 200, &about(subject)))
            };
            let mut good = answer.on(soft.host);
            good.wants = format!("/news/{name}.html");
            cases.push(good.href(&format!("http://{{{}}}/news/{name}.html", soft.host)));
        }
        for name in soft.gone {
            let mut gone = case(name, soft.verdict, soft.missing).on(soft.host);
            gone.wants = format!("/news/{name}.html");
            cases.push(gone.href(&format!("http://{{{}}}/news/{name}.html", soft.host)));
        }
        // Elsewhere on the host, what is missing is answered the same.
        let elsewhere: &'static str = soft.gone[0];
        let name: &'static str = Box::leak(format!("{elsewhere}-in-an-old-folder").into_boxed_str());
        let mut old = case(name, soft.verdict, soft.missing).on(soft.host);
        old.wants = format!("/old/2016/{name}.html");
        cases.push(old.href(&format!("http://{{{}}}/old/2016/{name}.html", soft.host)));
    }
    cases.extend([
        case("soft-abroad", Dead("soft_404"), not_found_in_chinese).abroad(),
        case("soft-title-only", Dead("soft_404"), |ask| {
            html(ask, 200, &page("404 - 找不到文件或目录", "<h2>找不到文件或目录</h2><h3>您要查找的资源可能已被删除。</h3>"))
        }),
        case("soft-tomcat", Dead("soft_404"), |ask| {
            html(ask, 200, &page("HTTP Status 404 – Not Found", "<h1>HTTP Status 404 – Not Found</h1><hr><p>Type Status Report</p>"))
        }),
        case("soft-database-error", Dead("soft_404"), |ask| {
            html(ask, 200, &page("系统发生错误", "<h1>系统发生错误</h1><p>SQLSTATE[HY000] [2002] Connection refused</p>"))
        }),
        case("article-about-missing-pages", Alive, |ask| {
            let text = "<p>发布时间：2026-11-02</p><p>近期有群众反映，部分链接打开后提示“页面不存在”。经查，系系统升级后旧网址失效所致，现已全部修复。</p>".to_owned()
                + &"<p>各单位要举一反三，定期检查本单位网站，确保栏目更新及时、链接有效可用，切实方便群众办事。</p>".repeat(8);
            html(ask, 200, &page("关于整改网站“页面不存在”问题的通报", &text))
        }),
        case("answer-about-missing-pages", Alive, |ask| {
            let text = "<p>来信人：王先生</p><p>来信时间：2026-10-08</p><p>问：点击表格下载，显示页面不存在，怎么办？</p><p>答：您好，该表格已重新上传，请刷新后下载。</p>";
            html(ask, 200, &page("局长信箱", text))
        }),
        case("the-404-story", Alive, |ask| {
            html(ask, 200, &page("404房间的守夜人——记派出所民警老李", &"<p>四楼尽头的房间亮着灯，老李又在值班。</p>".repeat(15)))
        }),
        case("list-with-nothing-in-it", Alive, |ask| html(ask, 200, &page("征集调查", "<h1>征集调查</h1><p>暂无相关信息。</p>"))),
        case("moved-house", Alive, |ask| {
            html(ask, 200, &page("网站迁移公告", "<p>本网站已整合至市政府门户网站，原页面不存在的请访问新域名，域名变更如下。</p>"))
        }),
        case("folder-that-moved", Alive, |ask| {
            if ask.path().starts_with("/folder-that-moved/new/") { fine(ask) } else { moved(ask, 301, "/folder-that-moved/new/index.html") }
        })
        .whole_folder(),
    ]);
    cases
}
