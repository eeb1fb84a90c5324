//! Policies, interpretations, repeals and dates: from markup to what is told.

use super::frames::{empire, platform, trs};
use super::*;

const POLICY: &str = "http://www.a.gov.cn/zcwj/202605/t20260501_1.html";
const READING: &str = "http://www.a.gov.cn/zcjd/202605/t20260502_2.html";

/// What is told of a site of these pages, as rule and page; what goes to a person in brackets.
fn told(pages: &[(&str, String)]) -> Vec<String> {
    let site = site();
    let mut told = Vec::new();
    for (id, verdict) in said_of(&site, &read(&site, pages)) {
        if !is_of_documents(id) {
            continue;
        }
        match verdict {
            Verdict::Fail(list) => told.extend(list.iter().map(|f| format!("{} {}", f.rule, f.page_url))),
            Verdict::NeedsReview(list) => told.extend(list.iter().map(|f| format!("({} {})", f.rule, f.page_url))),
            Verdict::NotJudged(why) => told.push(format!("{id} {why:?}")),
            Verdict::Pass | Verdict::Remark(_) | Verdict::NotApplicable => {}
        }
    }
    told
}

/// With the title that the head of an article has.
fn titled(html: &str, title: &str) -> String {
    html.replacen("<title>", &format!("<title>{title}_"), 1)
}

fn article(column: &str, title: &str, day: &str, body: &str) -> String {
    let head = format!("<h1>{title}</h1><div class='info'>发布时间：{day} 09:00　来源：鹭岛市某某局</div>");
    titled(&trs(column, "", &format!("{head}<div class='TRS_Editor'>{body}</div>")), title)
}

fn policy(body: &str) -> String {
    article(
        "政策文件",
        "鹭岛市某某局关于印发《鹭岛市养犬管理办法》的通知",
        "2026-05-01",
        &format!("<p>各单位：现将办法印发给你们，请遵照执行。</p>{body}"),
    )
}

fn reading(body: &str) -> String {
    article(
        "政策解读",
        "《鹭岛市养犬管理办法》政策解读",
        "2026-05-02",
        &format!("<p>现将办法的背景和主要内容解读如下。</p>{body}"),
    )
}

#[test]
fn links_between_policy_and_interpretation_count_wherever_they_stand() {
    let to = |url: &str| format!("<a href='{url}'>查看</a>");
    let unlinked = |page: &str| format!("interpretation-unlinked {page}");
    assert_eq!(
        told(&[(POLICY, policy("")), (READING, reading(""))]),
        [unlinked(READING), unlinked(POLICY)]
    );
    assert_eq!(told(&[(POLICY, policy(&to(READING))), (READING, reading(""))]), [unlinked(READING)]);
    assert_eq!(told(&[(POLICY, policy("")), (READING, reading(&to(POLICY)))]), [unlinked(POLICY)]);
    for block in [
        "<div class='xgwz'><h3>相关文档</h3><ul><li>{}</li></ul></div>",
        "<ul class='related'><li>{}</li></ul>",
        "<p>{}</p>",
    ] {
        let block = |url: &str| block.replace("{}", &to(url));
        assert_eq!(
            told(&[(POLICY, policy(&block(READING))), (READING, reading(&block(POLICY)))]),
            [""; 0]
        );
    }
    // Behind the text, outside of its container, and by a button.
    let behind = |page: String, more: &str| page.replace("<div class=\"footer\">", &format!("{more}<div class=\"footer\">"));
    let button = format!("<div onclick=\"window.open('{READING}')\">相关解读</div>");
    assert_eq!(
        told(&[(POLICY, behind(policy(""), &button)), (READING, behind(reading(""), &to(POLICY)))]),
        [""; 0]
    );
    let named = "<p>附件：<a href='/files/1.pdf'>鹭岛市养犬管理办法.pdf</a></p>";
    assert_eq!(told(&[(POLICY, policy(&to(READING))), (READING, reading(named))]), [""; 0]);
}

#[test]
fn policies_and_interpretations_of_other_systems() {
    let policy = empire(
        "规范性文件",
        "<h1>鹭岛县人民政府办公室关于印发养犬管理办法的通知</h1><p>鹭政办〔2026〕7号</p><p>时间：2026-05-01　来源：县政府办</p><p>各乡镇人民政府，县直各单位：现将养犬管理办法印发给你们，请认真组织实施。</p>",
    );
    let reading = platform(
        "政策解读",
        "<h2>一图读懂《鹭岛县养犬管理办法》</h2><div>发布时间：2026-05-02</div><p><img src='/1.jpg'></p><p>为便于公众了解办法的主要内容，制作图解。</p>",
    );
    assert_eq!(
        told(&[(POLICY, policy), (READING, reading)]),
        [
            format!("interpretation-unlinked {READING}"),
            format!("interpretation-unlinked {POLICY}")
        ]
    );
}

#[test]
fn what_is_interpreted_elsewhere_is_left_alone() {
    let other = |body: &str| {
        article(
            "政策解读",
            "《国务院关于某某工作的意见》解读",
            "2026-05-02",
            &format!("<p>解读如下。</p>{body}"),
        )
    };
    let link = "<a href='http://www.gov.cn/zhengce/1.htm'>国务院关于某某工作的意见</a>";
    assert_eq!(
        told(&[(POLICY, policy("")), (READING, other(link))]),
        ["(interpretation-missing http://www.a.gov.cn/)".replace(['(', ')'], "")]
    );
    let told = told(&[(READING, other(""))]);
    assert_eq!(told, [format!("(interpretation-unlinked {READING})")]);
}

#[test]
fn repealed_documents_and_their_marks() {
    const OLD: &str = "http://www.a.gov.cn/zcwj/201905/t20190501_9.html";
    const DECISION: &str = "http://www.a.gov.cn/tzgg/202601/t20260105_3.html";
    let old = |info: &str, title: &str| {
        let head = format!("<h1>{title}</h1><table class='xxgk'><tr><td>发文字号：</td><td>鹭某规〔2019〕5号</td>{info}</tr></table>");
        let text = "<p>第一条 为规范登记，制定本办法。</p><p>第二条 本办法有效期五年。</p>";
        let page = trs(
            "政策文件",
            "",
            &format!("{head}<div class='info'>发布时间：2019-05-01</div><div class='TRS_Editor'>{text}</div>"),
        );
        titled(&page, title)
    };
    let decision = article(
        "通知公告",
        "鹭岛市某某局关于废止部分规范性文件的决定",
        "2026-01-05",
        "<p>经研究，决定废止下列规范性文件：</p><table><tr><td>1</td><td>《鹭岛市养犬登记办法》（鹭某规〔2019〕5号）</td></tr></table>",
    );
    let repealed = |info: &str, title: &str| told(&[(OLD, old(info, title)), (DECISION, decision.clone())]);
    assert_eq!(repealed("", "鹭岛市养犬登记办法"), [format!("policy-repealed {OLD}")]);
    assert_eq!(
        repealed("<td>有效性：</td><td>有效</td>", "鹭岛市养犬登记办法"),
        [format!("policy-repealed {OLD}")]
    );
    assert_eq!(repealed("<td>有效性：</td><td>失效</td>", "鹭岛市养犬登记办法"), [""; 0]);
    assert_eq!(
        repealed("<td><img src='/images/yfz.png' alt='已废止'></td>", "鹭岛市养犬登记办法"),
        [""; 0]
    );
    assert_eq!(repealed("", "鹭岛市养犬登记办法（已废止）"), [""; 0]);
}

#[test]
fn dates_that_something_else_contradicts() {
    let news = |url: &str, day: &str, label: &str| {
        let html = article(
            "工作动态",
            "鹭岛市某某局召开工作会议",
            day,
            &format!("<p>{}</p>", "会议部署下一阶段重点工作。".repeat(20)),
        );
        let html = html.replace(
            "<meta name=\"ColumnType\"",
            &format!("<meta name=\"PubDate\" content=\"{label}\"><meta name=\"ColumnType\""),
        );
        told(&[(url, html)])
    };
    let plain = "http://www.a.gov.cn/gzdt/1.html";
    let forged = |url: &str| [format!("date-forged {url}")];
    assert_eq!(news(plain, "2026-11-20", "2026-11-20 09:00:00"), [""; 0]);
    assert_eq!(news(plain, "2099-01-01", ""), forged(plain));
    assert_eq!(news(plain, "0000-00-00", ""), [""; 0]);
    assert_eq!(news(plain, "2026-11-24", ""), [""; 0]);
    assert_eq!(news(plain, "2026-11-20", "2026-03-02"), forged(plain));
    assert_eq!(news(plain, "2026-03-02", "2026-11-20"), [format!("(date-forged {plain})")]);
    for old in [
        "http://www.a.gov.cn/gzdt/201903/t20190312_88.html",
        "http://www.a.gov.cn/gzdt/2019/0312/88.html",
    ] {
        assert_eq!(news(old, "2026-11-20", ""), forged(old));
    }
    assert_eq!(news("http://www.a.gov.cn/gzdt/202610/t20261018_88.html", "2026-11-20", ""), [""; 0]);
    let updated = trs(
        "工作动态",
        "",
        "<h1>鹭岛市某某局召开工作会议</h1><div>更新时间：2026-11-20</div><div class='TRS_Editor'><p>会议部署下一阶段工作。</p></div>",
    );
    assert_eq!(told(&[("http://www.a.gov.cn/gzdt/201903/t20190312_88.html", updated)]), [""; 0]);
    // By itself the page tells of its own date as well.
    assert_finds(
        plain,
        &article(
            "工作动态",
            "鹭岛市某某局召开工作会议",
            "2099-01-01",
            "<p>会议部署下一阶段重点工作，各单位要抓好落实。</p>",
        ),
        &["date-forged"],
    );
}

/// What is told of the collected pages, those of each site together, as if they were all it has.
#[test]
#[ignore = "needs the shared data"]
fn real_pages_are_told_of_nothing() {
    let shared = std::env::var("XUNCHA_SHARED").unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").into());
    let folder = std::path::Path::new(&shared).join("data/pages");
    let mut sites: std::collections::BTreeMap<String, Vec<(String, String)>> = std::collections::BTreeMap::new();
    for line in std::fs::read_to_string(folder.join("index.jsonl")).unwrap().lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let file = row["file"].as_str().unwrap();
        let Ok(html) = std::fs::read_to_string(folder.join(file)) else {
            continue;
        };
        let url = format!("http://www.a.gov.cn/{file}");
        sites.entry(row["site"].to_string()).or_default().push((url, html));
    }
    let mut certain = Vec::new();
    for (site, pages) in &sites {
        let pages: Vec<(&str, String)> = pages.iter().map(|(url, html)| (url.as_str(), html.clone())).collect();
        for told in told(&pages) {
            println!("{site} {told}");
            if !told.starts_with('(') {
                certain.push(told);
            }
        }
    }
    assert_eq!(certain, [""; 0]);
    assert!(sites.values().map(Vec::len).sum::<usize>() >= 70);
}
