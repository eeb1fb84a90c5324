//! Footers, names, labels and printed times: from the markup to what an editor is told.

use xuncha::testing::facts::{PageFacts, Why};
use xuncha::testing::finding::Verdict;
use xuncha::testing::judge::LinkTable;
use xuncha::testing::judge::runner::{self, PageCase, Said as Ran};
use xuncha::testing::rules::{Context, RULES};
use xuncha::testing::site::{Role, Site};

use super::{TODAY, facts};

/// The rules of this file.
const OURS: &[&str] = &[
    "identity-missing",
    "identity-wrong",
    "name-missing",
    "label-missing",
    "label-wrong",
    "time-format",
];

#[derive(Debug, PartialEq)]
enum Said {
    Wrong(String),
    Look(String),
    Unknown(Why),
}

/// What the rules of this file say of a page: rule and key.
fn said(site: &Site, facts: &PageFacts) -> Vec<(&'static str, Said)> {
    let cx = Context {
        site,
        today: TODAY,
        workdays: xuncha::testing::site::shipped_workdays(),
    };
    let case = PageCase {
        facts,
        url: &runner::named(facts),
        slips: &[],
    };
    let mut all = Vec::new();
    runner::page(RULES, &case, &LinkTable::default(), &cx, &mut |rule, said| {
        let (Ran::Verdict(verdict), true) = (said, OURS.contains(&rule.id)) else {
            return;
        };
        match verdict {
            Verdict::Fail(found) => all.extend(found.iter().map(|f| (rule.id, Said::Wrong(f.subject.name().to_owned())))),
            Verdict::NeedsReview(found) => all.extend(found.iter().map(|f| (rule.id, Said::Look(f.message.to_string())))),
            Verdict::NotJudged(why) => all.push((rule.id, Said::Unknown(why))),
            Verdict::Pass | Verdict::Remark(_) | Verdict::NotApplicable => {}
        }
    });
    all
}

fn site() -> Site {
    Site {
        site_code: Some("3502000019".into()),
        ..Site::plain("a", "鹭岛市公安局", "http://www.a.gov.cn/".parse().unwrap())
    }
}

/// What is said of a page at this address: `rule key` of what is wrong, `?rule` of what is for a person.
#[track_caller]
fn is_said(url: &str, html: &str, want: &[&str]) {
    let got: Vec<String> = said(&site(), &facts(url, html))
        .into_iter()
        .map(|(rule, said)| match said {
            Said::Wrong(key) => format!("{rule} {key}"),
            Said::Look(_) => format!("?{rule}"),
            Said::Unknown(why) => format!("?{rule} {why:?}"),
        })
        .collect();
    assert_eq!(got, want, "{url}: {:?}", facts(url, html).footer);
}

const HOME: &str = "http://www.a.gov.cn/";
const ARTICLE: &str = "http://www.a.gov.cn/jwyw/202611/t20261120_1.html";

const SITE_LABELS: &str = r#"<meta name="SiteName" content="鹭岛市公安局"><meta name="SiteDomain" content="www.a.gov.cn"><meta name="SiteIDCode" content="3502000019">"#;
const CONTENT_LABELS: &str = r#"<meta name="ArticleTitle" content="市公安局召开工作会议"><meta name="PubDate" content="2026-11-20 09:05"><meta name="ContentSource" content="鹭岛市公安局">"#;

/// A footer with everything in it, as a TRS site writes it.
const FOOTER: &str = r#"<div class="footer"><p>主办单位：鹭岛市公安局　联系电话：0592-1234567　<a href="/wzdt/">网站地图</a></p>
<p>网站标识码：3502000019 <a href="https://beian.miit.gov.cn/">闽ICP备05000001号-1</a>
<a href="http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=35020302000001"><img src="/images/ghs.png">闽公网安备 35020302000001号</a></p>
<script src="//dcs.conac.cn/js/14/000/0000/1/CA140000000000001.js"></script>
<script id="_jiucuo_" sitecode="3502000019" src="https://zfwzgl.www.gov.cn/exposure/jiucuo.js"></script></div>"#;

fn page(labels: &str, body: &str, footer: &str) -> String {
    format!(
        r#"<!DOCTYPE html><html><head><meta charset="utf-8"><title>市公安局召开工作会议_鹭岛市公安局</title>{labels}</head>
<body><div class="header"><a href="/"><img src="/images/logo.png" alt="鹭岛市公安局"></a></div>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/jwyw/">警务要闻</a></li><li><a href="/tzgg/">通知公告</a></li><li><a href="/zwgk/">政务公开</a></li><li><a href="/bszn/">办事指南</a></li><li><a href="/hdjl/">互动交流</a></li></ul></div>
{body}{footer}</body></html>"#
    )
}

fn article(date: &str) -> String {
    let text = "<p>会议总结了前一阶段的工作，部署了下一阶段的任务，各单位负责同志参加会议。</p>".repeat(6);
    format!(
        r#"<div class="BreadcrumbNav">您的位置：<a href="/">首页</a> &gt; <a href="/jwyw/">警务要闻</a> &gt; 正文</div>
<div class="main"><h1>市公安局召开工作会议</h1><div class="info">发布时间：{date}　来源：鹭岛市公安局</div><div class="TRS_Editor">{text}</div></div>"#
    )
}

fn whole_article(footer: &str) -> String {
    page(&format!("{SITE_LABELS}{CONTENT_LABELS}"), &article("2026-11-20 09:05"), footer)
}

fn without(part: &str) -> String {
    assert!(FOOTER.contains(part), "{part}");
    FOOTER.replace(part, "")
}

#[test]
fn each_part_of_a_footer_is_read_and_missed() {
    is_said(ARTICLE, &whole_article(FOOTER), &[]);
    is_said(HOME, &page(SITE_LABELS, &article("2026-11-20 09:05"), FOOTER), &[]);
    for (part, names) in [
        ("网站标识码：3502000019", vec!["site_code"]),
        ("主办单位：鹭岛市公安局", vec!["sponsor"]),
        ("联系电话：0592-1234567", vec!["contact"]),
        (r#"<a href="/wzdt/">网站地图</a>"#, vec!["site_map"]),
        (
            r#"<script src="//dcs.conac.cn/js/14/000/0000/1/CA140000000000001.js"></script>"#,
            vec!["mark"],
        ),
        (
            r#"<script id="_jiucuo_" sitecode="3502000019" src="https://zfwzgl.www.gov.cn/exposure/jiucuo.js"></script>"#,
            vec!["find_errors"],
        ),
        (
            r#"<a href="http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=35020302000001"><img src="/images/ghs.png">闽公网安备 35020302000001号</a>"#,
            vec!["police"],
        ),
    ] {
        let want: Vec<String> = names.iter().map(|n| format!("identity-missing {n}")).collect();
        let want: Vec<&str> = want.iter().map(String::as_str).collect();
        is_said(ARTICLE, &whole_article(&without(part)), &want);
    }
    // The number of the police record may stand in the address alone.
    is_said(ARTICLE, &whole_article(&without("闽公网安备 35020302000001号")), &[]);
}

#[test]
fn footers_written_elsewhere_are_no_faults() {
    let bare = |footer: &str, want: &[&str]| is_said(ARTICLE, &whole_article(footer), want);
    bare(r#"<script src="/js/footer.js"></script>"#, &["?identity-missing ByScript"]);
    bare(
        r#"<iframe src="/common/foot.html" width="100%"></iframe>"#,
        &["?identity-missing ByScript"],
    );
    bare(r##"<img src="/images/bottom.jpg" usemap="#m">"##, &["?identity-missing"]);
    bare("<div id='nothing'></div>", &["?identity-missing"]);
    let written: String = FOOTER
        .lines()
        .filter(|l| !l.contains("<script"))
        .map(|l| format!("document.write('{l}');\n"))
        .collect();
    let scripts: String = FOOTER.lines().filter(|l| l.contains("<script")).collect();
    bare(&format!("<script>{written}</script>{scripts}"), &[]);
    bare(
        "<div class='footer'><p>版权所有：鹭岛市公安局　联系我们</p></div>",
        &[
            "identity-missing mark",
            "identity-missing site_code",
            "identity-missing icp",
            "identity-missing police",
            "identity-missing find_errors",
            "identity-missing site_map",
        ],
    );
    // A document saved as a page, a pop-up, a printed page: no menu, no template.
    let saved = format!(
        "<html><head><title>通知</title></head><body><p>{}</p><p>主办单位：培训中心</p></body></html>",
        "正文内容。".repeat(60)
    );
    is_said(ARTICLE, &saved, &[]);
}

#[test]
fn numbers_of_another_site_are_told() {
    is_said(
        ARTICLE,
        &whole_article(&FOOTER.replace("网站标识码：3502000019", "网站标识码：4400000089")),
        &["identity-wrong code:4400000089"],
    );
    is_said(
        ARTICLE,
        &whole_article(&FOOTER.replace("网站标识码：3502000019", "网站标识码：35020000191")),
        &["identity-wrong form:网站标识码：35020000191"],
    );
    is_said(
        ARTICLE,
        &whole_article(&FOOTER.replace("闽ICP备", "闽IPC备")),
        &["identity-wrong form:闽IPC备05000001号"],
    );
    let two = FOOTER.replace("闽ICP备05000001号-1</a>", "闽ICP备05000001号-1</a> 闽ICP备05000002号");
    is_said(ARTICLE, &whole_article(&two), &["?identity-wrong"]);
    let same = FOOTER.replace("闽ICP备05000001号-1</a>", "闽ICP备05000001号-1</a> 闽ICP备05000001号-2");
    is_said(ARTICLE, &whole_article(&same), &[]);
}

#[test]
fn labels_and_times_are_read_from_the_head_and_from_the_date_line() {
    let body = article("2026-11-20 09:05");
    is_said(
        ARTICLE,
        &page(SITE_LABELS, &body, FOOTER),
        &["label-missing content:ArticleTitle、PubDate、ContentSource"],
    );
    let lower = format!("{SITE_LABELS}{CONTENT_LABELS}")
        .replace("SiteName", "sitename")
        .replace("PubDate", "PUBDATE");
    is_said(ARTICLE, &page(&lower, &body, FOOTER), &[]);
    let copied = format!("{SITE_LABELS}{CONTENT_LABELS}").replace(
        "content=\"鹭岛市公安局\"><meta name=\"SiteDomain\" content=\"www.a.gov.cn\"",
        "content=\"云海市公安局\"><meta name=\"SiteDomain\" content=\"http://gaj.yunhai.gov.cn\"",
    );
    is_said(
        ARTICLE,
        &page(&copied, &body, FOOTER),
        &["label-wrong SiteDomain:other_site", "label-wrong SiteName:other_site"],
    );
    let labels = format!("{SITE_LABELS}{CONTENT_LABELS}");
    for (date, format) in [
        ("2026年11月20日", "YYYY年M月D日"),
        ("2026-11-20", "YYYY-MM-DD"),
        ("2026/11/20 09:05", "YYYY/MM/DD HH:MM"),
    ] {
        is_said(ARTICLE, &page(&labels, &article(date), FOOTER), &[&format!("time-format {format}")]);
    }
    is_said(ARTICLE, &page(&labels, &article("2026-11-20&nbsp;09:05:31"), FOOTER), &[]);
}

#[test]
fn the_name_belongs_to_the_top_of_the_page() {
    let whole = whole_article(FOOTER);
    let untitled = whole.replace("市公安局召开工作会议_鹭岛市公安局</title>", "召开工作会议</title>");
    is_said(ARTICLE, &untitled, &[]);
    is_said(ARTICLE, &untitled.replace(" alt=\"鹭岛市公安局\"", ""), &["?name-missing"]);
    is_said(
        ARTICLE,
        &untitled.replace(" alt=\"鹭岛市公安局\"", " alt=\"云海政务服务平台\""),
        &["name-missing name"],
    );
}

/// What site rules say of a site made of these pages, all of which were read: what is wrong, and `?rule` for a person.
fn of_site(pages: &[(&str, String)], site: &Site) -> Vec<String> {
    let mut all = Vec::new();
    for (id, verdict) in super::said_of(site, &super::read(site, pages)) {
        if !["identity-differs", "annual-report-missing", "domain-improper"].contains(&id) {
            continue;
        }
        match verdict {
            Verdict::Fail(_) => all.push(id.to_owned()),
            Verdict::NeedsReview(_) | Verdict::NotJudged(_) => all.push(format!("?{id}")),
            Verdict::Pass | Verdict::Remark(_) | Verdict::NotApplicable => {}
        }
    }
    all
}

#[test]
fn all_pages_together_say_whether_numbers_agree_and_the_report_is_there() {
    let mut main = site();
    main.role = Role::Main;
    let report = r#"<p><a href="/wznb/2025.html">2025年政府网站工作年度报表</a></p>"#;
    let home = |extra: &str| (HOME, page(SITE_LABELS, extra, FOOTER));
    let inner = |footer: &str| (ARTICLE, whole_article(footer));
    assert_eq!(of_site(&[home(report), inner(FOOTER)], &main), [""; 0]);
    assert_eq!(of_site(&[home(""), inner(FOOTER)], &main), ["annual-report-missing"]);
    let supervised = report.replace("工作", "监管");
    assert_eq!(of_site(&[home(&supervised), inner(FOOTER)], &main), ["annual-report-missing"]);
    assert_eq!(of_site(&[home(""), inner(FOOTER)], &site()), ["?annual-report-missing"]);
    let other = FOOTER.replace("闽ICP备05000001号-1", "京ICP备05008494号");
    assert_eq!(of_site(&[home(report), inner(&other)], &main), ["?identity-differs"]);
    let codes = FOOTER.replace("网站标识码：3502000019", "网站标识码：3502000020");
    main.site_code = None;
    assert_eq!(of_site(&[home(report), inner(&codes)], &main), ["?identity-differs"]);
    main.url = "http://www.a.com/".parse().unwrap();
    assert_eq!(of_site(&[home(report)], &main), ["domain-improper"]);
}

#[test]
#[ignore = "needs ../shared"]
fn real_pages_and_what_is_said_of_them() {
    let shared = std::env::var("XUNCHA_SHARED").unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").into());
    let pages = std::path::PathBuf::from(shared).join("data/pages");
    let index = std::fs::read_to_string(pages.join("index.jsonl")).unwrap();
    let mut count = 0;
    for line in index.lines() {
        let entry: serde_json::Value = serde_json::from_str(line).unwrap();
        let (id, file) = (entry["id"].as_str().unwrap(), entry["file"].as_str().unwrap());
        let Ok(bytes) = std::fs::read(pages.join(file)) else { continue };
        let home = id.starts_with("home/");
        let url: url::Url = if home {
            "http://www.example.gov.cn/"
        } else {
            "http://www.example.gov.cn/a/b/1.html"
        }
        .parse()
        .unwrap();
        let facts = xuncha::testing::extract::extract_page(&xuncha::testing::extract::PageInput {
            url: &url,
            bytes: &bytes,
            header_charset: None,
            today: TODAY,
            is_home: home,
            guide_hint: false,
            cut_off: false,
        });
        let site = Site::plain("page", "www.example.gov.cn", "http://www.example.gov.cn/".parse().unwrap());
        println!(
            "== {id} {} {:?} {:?} {:?}",
            entry["site"], facts.kind, facts.html_title, facts.header
        );
        println!("   {:?} printed {:?}", facts.footer, facts.printed_date);
        for (rule, what) in said(&site, &facts) {
            println!("   {rule} {what:?}");
        }
        count += 1;
    }
    assert!(count >= 60, "{count}");
}
