//! Pages that leak numbers of persons or hide links to strangers, and pages that only look so. All is invented.

use super::frames::trs;
use super::{TODAY, facts, site};
use xuncha::testing::finding::Grade;
use xuncha::testing::judge::judge_page;
use xuncha::testing::wording::Proofreading;

const URL: &str = "http://www.a.gov.cn/tzgg/1.html";

/// What is found, as rule and grade, and the rules that send a person to the page.
fn judged(html: &str) -> (Vec<(String, Grade)>, Vec<&'static str>) {
    let (findings, open) = judge_page(
        &site(),
        &facts(URL, html),
        TODAY,
        &Proofreading::shipped(),
        xuncha::testing::site::shipped_workdays(),
    );
    let of = |rule: &str| matches!(rule, "privacy-leak" | "link-hidden");
    let text = format!("{findings:?}{open:?}");
    for clear in [FIRST, SECOND, "13800001111", CARD] {
        assert!(!text.contains(clear), "{clear} in {text}");
    }
    (
        findings
            .iter()
            .filter(|f| of(&f.rule))
            .map(|f| (f.rule.to_string(), f.grade))
            .collect(),
        open.into_iter().map(|(rule, _)| rule).filter(|r| of(r)).collect(),
    )
}

/// Invented numbers with right check digits.
const FIRST: &str = "35021119900101123X";
const SECOND: &str = "110101198503072510";
const CARD: &str = "6228480012345678903";

fn article(title: &str, body: &str) -> String {
    trs(
        "通知公告",
        "",
        &format!("<h1>{title}</h1><div>发布时间：2026-11-20</div><div class='TRS_Editor'>{body}</div>"),
    )
}

#[track_caller]
fn is_found(html: &str, want: &[(&str, Grade)]) {
    let (found, open) = judged(html);
    let want: Vec<(String, Grade)> = want.iter().map(|(r, g)| ((*r).to_owned(), *g)).collect();
    assert_eq!((found, open), (want, vec![]), "{html}");
}

#[track_caller]
fn goes_to_a_person(html: &str, rule: &'static str) {
    assert_eq!(judged(html), (vec![], vec![rule]), "{html}");
}

fn rows(heads: &str, cells: &[[&str; 3]]) -> String {
    let row = |c: &[&str; 3]| format!("<tr><td>{}</td><td>{}</td><td>{}</td></tr>", c[0], c[1], c[2]);
    let heads: String = heads.split(' ').map(|h| format!("<td><b>{h}</b></td>")).collect();
    format!(
        "<table border=1><tr>{heads}</tr>{}</table>",
        cells.iter().map(row).collect::<String>()
    )
}

#[test]
fn lists_with_clear_numbers_are_told() {
    let ids = rows("序号 姓名 身份证号", &[["1", "张三", FIRST], ["2", "李四", SECOND]]);
    is_found(&article("2026年11月城乡低保对象公示", &ids), &[("privacy-leak", Grade::Serious)]);
    let cards = rows("姓名 补贴金额 银行卡号", &[["张三", "1000", CARD]]);
    is_found(&article("耕地地力保护补贴发放公示", &cards), &[("privacy-leak", Grade::Serious)]);
    let phones = rows(
        "序号 姓名 联系电话",
        &[
            ["1", "张三", "13800001111"],
            ["2", "李四", "13900002222"],
            ["3", "王五", "15000003333"],
        ],
    );
    is_found(&article("公租房摇号结果公示", &phones), &[("privacy-leak", Grade::Minor)]);
    goes_to_a_person(&article("有关人员名单", &phones), "privacy-leak");
    let served = format!("<p>张三（身份证号码：{FIRST}）：因其他方式无法送达，现依法公告送达。</p>");
    is_found(&article("行政处罚决定书送达公告", &served), &[("privacy-leak", Grade::Serious)]);
}

#[test]
fn masked_numbers_offices_and_other_numbers_are_silent() {
    let phones = rows(
        "单位 联系人 联系电话",
        &[
            ["办公室", "张三", "13800001111"],
            ["人事科", "李四", "13900002222"],
            ["财务科", "王五", "15000003333"],
        ],
    );
    for (title, body) in [
        (
            "2026年11月城乡低保对象公示",
            rows(
                "序号 姓名 身份证号",
                &[["1", "张三", "3502**********1236"], ["2", "李四", "11010119850307****"]],
            ),
        ),
        ("报名咨询电话", phones),
        (
            "关于公开招聘的公告",
            "<p>联系人：陈先生，联系电话：13800001111、0592-1234567。</p>".into(),
        ),
        ("关于缴纳罚款的通知", format!("<p>收款单位：鹭岛市财政局，账号：{CARD}</p>")),
        (
            "建筑工程施工许可公示",
            rows(
                "序号 项目名称 施工许可证号",
                &[["1", "道路工程", "350203202401150101"], ["2", "学校工程", "350203202401150102"]],
            ),
        ),
        (
            "行政许可公示",
            rows(
                "序号 单位名称 统一社会信用代码",
                &[["1", "某某公司", "91350200MA2XXXXX1X"], ["2", "某某局", "113502000041234567"]],
            ),
        ),
    ] {
        is_found(&article(title, &body), &[]);
    }
}

const STRANGERS: &str =
    "<a href='http://www.a1.com/'>某某网</a><a href='http://www.b2.net/'>某某站</a><a href='http://www.c3.org/'>某某家园</a>";

#[test]
fn hidden_advertisements_are_told() {
    let told = [("link-hidden", Grade::Serious)];
    let bet = "<a href='http://x.example.com/'>澳门新葡京</a>";
    for block in [
        format!("<div style='position:absolute;left:-9999px'>{STRANGERS}</div>"),
        format!("<marquee height=1 width=4>{STRANGERS}</marquee>"),
        format!("<div style='display:none'>{bet}</div>"),
        format!("<div class='menu' style='display:none'>{bet}</div>"),
        format!("<div style='height:0px;overflow:hidden'>{STRANGERS}</div>"),
        format!("<script>document.write(\"<div style='display:none'>\")</script>{bet}<script>document.write('</div>')</script>"),
    ] {
        is_found(&article("通知", &format!("<p>正文。</p>{block}")), &told);
    }
    let stuffed = article("通知", "<p>正文。</p>").replacen("<title>", "<title>澳门新葡京_真人百家乐_时时彩_", 1);
    is_found(&stuffed, &told);
}

#[test]
fn menus_tabs_notices_and_campaigns_are_silent() {
    for block in [
        "<ul class=sub style='display:none'><li><a href='/a/'>机构设置</a></li></ul>".to_owned(),
        format!("<div class=tab-con style='display:none'>{STRANGERS}</div>"),
        "<div id=leave style='display:none'><p>您即将离开本网站</p><a href='http://www.a1.com/'>继续访问</a></div>".to_owned(),
        "<div style='display:none'><a href='http://www.gov.cn/'>中国政府网</a><a href='http://www.people.com.cn/'>人民网</a></div>"
            .to_owned(),
        "<div class=qr style='position:absolute;left:-9999px'><a href='https://weibo.com/a'>微博</a></div>".to_owned(),
        "<p>民警提醒：时时彩、六合彩、真人百家乐都是网络赌博，<a href='http://news.example.com/1'>查看详情</a>。</p>".to_owned(),
        "<p>双色球开奖公告见<a href='http://www.cwl.gov.cn/'>中国福利彩票网</a>。</p>".to_owned(),
    ] {
        is_found(&article("关于打击跨境赌博的通告", &format!("<p>正文。</p>{block}")), &[]);
    }
    let one = "<div style='position:absolute;left:-9999px'><a href='http://www.a1.com/'>某某网</a></div>";
    goes_to_a_person(&article("通知", one), "link-hidden");
}

#[test]
fn no_reader_keeps_a_clear_number() {
    let said = format!("身份证号{FIRST}");
    let guide = format!(
        "<h1>居住证申领</h1><div>当前位置：<a href='/'>首页</a> &gt; <a href='/bszn/'>办事指南</a></div><p>事项名称：居住证申领</p>\
         <p>设定依据：《居住证暂行条例》第二条</p><p>申请条件：居住半年以上</p><p>办理材料：张三{said}的身份证复印件1份；其他有关材料（{said}）</p>\
         <p>办理地点：新华路1号</p><p>办理时间：工作日</p><p>联系电话：0592-2262110</p><p>办理流程：申请、受理、发证</p>"
    );
    let letters = format!(
        "<table><tr><th>标题</th><th>来信时间</th><th>状态</th><th>答复时间</th></tr>\
         <tr><td><a href='1.htm'>张三{said}怎样补办</a></td><td>2026-11-01</td><td>已回复</td><td>2026-11-03</td></tr>\
         <tr><td><a href='2.htm'>路灯不亮</a></td><td>2026-11-02</td><td>已回复</td><td>2026-11-04</td></tr>\
         <tr><td><a href='3.htm'>道路积水</a></td><td>2026-11-02</td><td>已回复</td><td>2026-11-04</td></tr></table>"
    );
    let home = format!("<div class='header'>{said}</div><div><a href='/x/'>张三{said}</a></div>");
    for (url, html) in [
        ("http://www.a.gov.cn/bszn/1.htm", guide),
        ("http://www.a.gov.cn/jzxx/", letters),
        ("http://www.a.gov.cn/", home),
    ] {
        let kept = format!("{:?}", facts(url, &html));
        assert!(kept.contains("3502"), "the number was seen: {url}");
        assert!(!kept.contains(FIRST), "{url}: {kept}");
    }
}
