//! Pages that leak and pages that only look so. All numbers are made up; check digits are computed.

use scraper::Html;

use super::*;
use crate::facts::{PageFacts, PageKind};
use jiff::civil::date;

/// An identity number with this region and birthday and a right check digit.
fn id(front: &str) -> String {
    let all = "0123456789X".chars().map(|c| format!("{front}{c}"));
    all.into_iter()
        .find(|n| citizen::birthday(n, date(2026, 11, 23)).is_some())
        .unwrap()
}

/// A card number of these digits with a right check digit.
fn card(front: &str) -> String {
    ('0'..='9').map(|c| format!("{front}{c}")).find(|n| passes_luhn(n)).unwrap()
}

fn found(title: &str, body: &str) -> Vec<(PrivateKind, bool)> {
    found_in(title, body, false)
}

fn found_in(title: &str, body: &str, letter: bool) -> Vec<(PrivateKind, bool)> {
    let html = Html::parse_document(&format!("<title>{title}</title><body><h1>{title}</h1>{body}"));
    let private = read(&Outline::of(&html), &[Some(title)], letter, date(2026, 11, 23));
    for number in &private.numbers {
        for clear in &private.clear {
            assert!(!number.masked.contains(clear.as_str()) && !number.context.contains(clear.as_str()));
        }
    }
    private.numbers.iter().map(|n| (n.kind, n.certain)).collect()
}

fn table(heads: &[&str], rows: &[&[&str]]) -> String {
    let row = |tag: &str, cells: &[&str]| cells.iter().map(|c| format!("<{tag}>{c}</{tag}>")).collect::<String>();
    let body: String = rows.iter().map(|r| format!("<tr>{}</tr>", row("td", r))).collect();
    format!("<table><tr>{}</tr>{body}</table>", row("th", heads))
}

const NAMES: [&str; 4] = ["张三", "李四光", "欧阳小明", "王五"];

/// A table with a number in the last column, four persons.
fn people(heads: &[&str], numbers: &[String]) -> String {
    let cells: Vec<Vec<String>> = numbers
        .iter()
        .enumerate()
        .map(|(i, n)| vec![(i + 1).to_string(), NAMES[i % 4].to_owned(), n.clone()])
        .collect();
    let rows: Vec<Vec<&str>> = cells.iter().map(|r| r.iter().map(String::as_str).collect()).collect();
    table(heads, &rows.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

fn mobiles(count: usize) -> Vec<String> {
    (0..count).map(|i| format!("1380000{:04}", 1111 + i)).collect()
}

#[test]
fn identity_numbers_are_found_in_whatever_dress() {
    let n = id("35021119900101123");
    let sure = [(PrivateKind::Id, true)];
    let wide: String = n.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect();
    for body in [
        format!("<p>公民身份号码：{n}</p>"),
        format!("<p>姓名：张三，身份证号码{n}，现住鹭岛市</p>"),
        format!("<p>张三（{n}）不予受理</p>"),
        format!("<table><tr><td>身份证号</td><td>{n}</td></tr></table>"),
        format!("<p>身份证：{wide}</p>"),
        format!("<p>身份证：{} {} {}</p>", &n[..6], &n[6..14], &n[14..]),
        format!("<p>身份证：{}-{}-{}</p>", &n[..6], &n[6..14], &n[14..]),
        format!("<p>身份证：{}<span>{}</span><b>{}</b></p>", &n[..3], &n[3..9], &n[9..]),
        format!("<ul><li><a href=x>关于张三{n}的公示</a></li></ul>"),
        format!("<p>证件号 {}</p>", id("43010120050101002").to_lowercase()),
        "<p>身份证号码：350211900101123</p>".to_owned(),
        format!("<img src=a.jpg alt='张三身份证{n}'>"),
    ] {
        assert_eq!(found("关于有关事项的公示", &body), sure, "{body}");
    }
    assert_eq!(found(&format!("关于张三（{n}）的公告"), "<p>正文</p>"), sure);
}

#[test]
fn lists_of_people_are_counted_each_number_once() {
    let ids: Vec<String> = (10..40).map(|i| id(&format!("350211199001011{i}"))).collect();
    let got = found("2026年11月低保公示名单", &people(&["序号", "姓名", "身份证号"], &ids));
    assert_eq!(got.len(), 30);
    // Without a word about what they are: the old ones say it for the young ones.
    let mixed = [id("35021119900101123"), id("35021120100101123")];
    assert_eq!(
        found("名单", &people(&["序号", "姓名", "备注"], &mixed)),
        [(PrivateKind::Id, true); 2]
    );
    let twice = [mixed[0].clone(), mixed[0].clone()];
    assert_eq!(found("名单", &people(&["序号", "姓名", "备注"], &twice)).len(), 1);
}

#[test]
fn masked_and_wrong_numbers_are_none() {
    let n = id("35021119900101123");
    let wrong = format!("{}{}", &n[..17], if n.ends_with('1') { '2' } else { '1' });
    for body in [
        "<p>身份证号：3502**********1234</p>".to_owned(),
        format!("<p>身份证号：{}****{}</p>", &n[..10], &n[14..]),
        format!("<p>身份证号：{wrong}</p>"),
        "<p>身份证号：11010519491231002X（示例）</p>".to_owned(),
        format!("<!-- 身份证号：{n} --><script>var s='{n}';</script>"),
        format!("<p><a href='/q?sfz={n}'>查询</a></p>"),
    ] {
        assert_eq!(found("公示", &body), [], "{body}");
    }
    // In a form that shows how to fill in, a person has to look.
    let form = format!("<p>例如：身份证号 {n}</p>");
    assert_eq!(found("申请表填写说明", &form), [(PrivateKind::Id, false)]);
}

#[test]
fn numbers_that_are_something_else_are_left_alone() {
    // Permits, orders and projects are numbered by region and day; here even the check digit is right.
    let by_day = id("35021120240115010");
    for (head, number) in [
        ("施工许可证号", by_day.as_str()),
        ("项目代码", &by_day),
        ("订单编号", &by_day),
        ("不动产单元代码", &by_day),
        ("统一社会信用代码", "91350200MA2XXXXX1X"),
        ("统一社会信用代码", "113502000041234567"),
        ("组织机构代码", "004123456"),
        ("专利号", "ZL202410123456.7"),
        ("纳税人识别号", "350211199001012"),
        ("准考证号", "350211202401150"),
        ("学籍号", "G350211199001011233"),
        ("条形码", "6901234567892"),
        ("ISBN", "9787010000000"),
        ("坐标", "118.089425350211199001"),
    ] {
        let body = people(&["序号", "名称", head], &[number.to_owned()]);
        assert_eq!(found("行政许可公示", &body), [], "{head} {number}");
        let line = format!("<p>{head}：{number}</p>");
        assert_eq!(found("行政许可公示", &line), [], "{head} {number}");
    }
    // Nothing says what it is: a person has to look.
    assert_eq!(found("公示", &format!("<p>张三 {by_day}</p>")), [(PrivateKind::Id, false)]);
}

#[test]
fn mobile_numbers_count_in_lists_of_private_people_only() {
    let heads = ["序号", "姓名", "手机号码"];
    let list = people(&heads, &mobiles(4));
    assert_eq!(found("公租房摇号结果公示", &list), [(PrivateKind::Phone, true); 4]);
    assert_eq!(found("名单公示", &list), [(PrivateKind::Phone, false); 4]);
    for title in ["全市河长名单", "网格员通讯录", "某某镇驻村工作队名单", "律师名录", "志愿服务站点"] {
        assert_eq!(found(title, &list), [], "{title}");
    }
    let offices = people(&["序号", "联系人", "联系电话"], &mobiles(4));
    assert_eq!(found("报名咨询电话", &offices), []);
    assert_eq!(found("公租房摇号结果公示", &people(&heads, &mobiles(2))), []);
    let hidden: Vec<String> = (0..4).map(|i| format!("138****{}", 1000 + i)).collect();
    assert_eq!(found("公租房摇号结果公示", &people(&heads, &hidden)), []);
    let notice = "<p>联系人：张三，联系电话：13800001111；李四 13800001112；王五 13800001113</p>";
    assert_eq!(found("2026年公开招聘公告", notice), []);
}

#[test]
fn cards_count_beside_persons_and_accounts_of_offices_do_not() {
    let cards: Vec<String> = (10..14).map(|i| card(&format!("6228480012345678{i}"))).collect();
    let list = people(&["序号", "姓名", "银行卡号"], &cards[..3]);
    assert_eq!(found("惠农补贴发放明细", &list), [(PrivateKind::Card, true); 3]);
    let spaced = format!(
        "<p>户名：张三，卡号：{} {} {} {} {}</p>",
        &cards[0][..4],
        &cards[0][4..8],
        &cards[0][8..12],
        &cards[0][12..16],
        &cards[0][16..]
    );
    assert_eq!(found("通知", &spaced), [(PrivateKind::Card, false)]);
    let wrong = cards[0][..18].to_owned() + if cards[0].ends_with('1') { "2" } else { "1" };
    for body in [
        format!("<p>缴款账户：某某市财政局，账号：{}</p>", cards[0]),
        format!("<p>开户名称：某某有限公司 账号 {}</p>", cards[0]),
        format!("<p>物流单号：{}</p>", cards[0]),
        format!("<p>银行卡号：{wrong}</p>"),
        "<p>银行账号：35001234567890123456</p>".to_owned(),
        "<p>卡号：6228 **** **** 1234</p>".to_owned(),
    ] {
        assert_eq!(found("通知", &body), [], "{body}");
    }
}

#[test]
fn nothing_clear_is_left_in_what_is_kept() {
    let n = id("35021119900101123");
    let html = Html::parse_document(&format!("<p>张三 身份证 {n}</p>"));
    let private = read(&Outline::of(&html), &[], false, date(2026, 11, 23));
    let spaced = format!("{} {} {}", &n[..6], &n[6..14], &n[14..]);
    let mut facts = PageFacts {
        title: Some(format!("张三{n}")),
        text: format!("身份证 {n} 或 {spaced}，电话 0592-1234567，编号 20261123001"),
        ..PageFacts::blank("http://a.gov.cn/", PageKind::Article)
    };
    hide(&private, &mut facts);
    assert!(!format!("{facts:?}").contains(&n[4..14]), "{facts:?}");
    assert!(facts.text.contains("0592-1234567") && facts.text.contains("20261123001"));
    assert!(
        facts.text.contains(&format!("{}** ******** {}", &n[..4], &n[14..])),
        "{}",
        facts.text
    );
}

#[test]
fn hostile_pages_cost_bounded_work() {
    let digits = "1".repeat(2_000_000);
    assert_eq!(found("x", &format!("<p>{digits}</p>")), []);
    let pieces = "1 ".repeat(500_000);
    assert_eq!(found("x", &format!("<p>身份证{pieces}</p>")), []);
    // One endless line of numbers that are looked around every time.
    let permits = format!("许可证号{}，", id("35021120240115010")).repeat(20_000);
    assert_eq!(found("x", &format!("<p>{permits}</p>")), []);
    let wide: String = format!("<td>{}</td>", "13800001111").repeat(20_000);
    assert_eq!(found("x", &format!("<table><tr>{wide}</tr></table>")), []);
}

#[test]
fn the_telephone_of_who_writes_a_letter_is_his_own() {
    let sure = [(PrivateKind::Phone, true)];
    let cell = |label: &str, text: &str| format!("<table><tr><td>{label}</td><td>{text}</td></tr></table>");
    for text in [
        "您好，我叫张三，住某路8号，电话13800001111，请问如何办理？",
        "我家门口路灯坏了，我的联系电话：13800001111。",
        "请尽快处理，本人手机13800001111",
    ] {
        assert_eq!(found_in("咨询", &cell("来信内容", text), true), sure, "{text}");
        assert_eq!(found_in("咨询", &format!("<p>{text}</p>"), true), sure, "{text}");
        // The same words in a story are nobody's letter.
        assert_eq!(found("先进事迹", &format!("<p>{text}</p>")), [], "{text}");
    }
    for text in [
        "张先生您好，请携带材料到派出所办理，联系电话13800001111。",
        "商家不退款，商家电话13800001111，请查处。",
        "请本人携带身份证到窗口办理，咨询电话13800001111。",
    ] {
        assert_eq!(found_in("咨询", &cell("答复内容", text), true), [], "{text}");
    }
}

#[test]
fn telephones_of_people_in_running_text_are_a_persons_to_see() {
    let doubt = [(PrivateKind::Phone, false); 3];
    let three = "<p>第一组张三，联系电话13800001111；李四，联系电话13900002222；第二组王五，手机15000003333。</p>";
    assert_eq!(found("关于开展督导的通知", three), doubt);
    for text in [
        // Two, to be called, or offices.
        "<p>张三，联系电话13800001111；李四，联系电话13900002222。</p>",
        "<p>咨询电话：13800001111、举报电话：13900002222、报名电话：15000003333</p>",
        "<p>联系人张三，电话13800001111；联系人李四，电话13900002222；联系人王五，电话15000003333</p>",
        "<p>甲公司，电话13800001111；乙公司，电话13900002222；丙公司，电话15000003333</p>",
        // No telephones at all.
        "<p>订单13800001111，订单13900002222，订单15000003333</p>",
    ] {
        assert_eq!(found("通知", text), [], "{text}");
    }
}
