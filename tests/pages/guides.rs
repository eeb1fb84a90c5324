//! Service guides, and pages that only speak of services.

use super::assert_finds;
use super::frames::{guide, trs};

const FULL: &[(&str, &str)] = &[
    ("事项名称", "临时占道许可"),
    ("实施主体", "鹭岛市某某局"),
    ("法律依据", "《城市道路管理条例》第三十一条"),
    ("受理条件", "因特殊情况需要临时占用城市道路的单位和个人"),
    ("申请材料", "1.申请表原件1份；2.身份证复印件1份"),
    ("办理流程", "申请—受理—审查—决定—送达"),
    ("收费标准", "不收费"),
    ("办理地点", "鹭岛市环岛路1号政务中心3号窗口"),
    ("办公时间", "周一至周五9:00—12:00，14:30—17:30"),
    ("咨询电话", "0592-1234567"),
    ("办理时限", "5个工作日"),
];

const URL: &str = "http://www.a.gov.cn/bszn/1.html";

#[test]
fn a_full_guide_is_silent_and_each_missing_row_is_told() {
    assert_finds(URL, &guide(FULL), &[]);
    for gone in 1..FULL.len() - 1 {
        let rows: Vec<_> = FULL.iter().enumerate().filter(|(i, _)| *i != gone).map(|(_, r)| *r).collect();
        assert_finds(URL, &guide(&rows), &["guide-incomplete"]);
        // A heading with nothing behind it is missing as well.
        let mut empty = FULL.to_vec();
        empty[gone].1 = "";
        assert_finds(URL, &guide(&empty), &["guide-incomplete"]);
    }
}

#[test]
fn news_notices_and_directories_are_no_guides() {
    let text =
        "近日，市某某局优化办理流程，压减申请材料，将办理时限缩短至5个工作日，咨询电话0592-1234567，办理地点设在政务中心。".repeat(3);
    let article = |title: &str, text: &str| {
        trs(
            "工作动态",
            "",
            &format!("<h1>{title}</h1><div>发布时间：2026-11-20</div><div class='TRS_Editor'><p>{text}</p></div>"),
        )
        .replace("ColumnName", "ColumnTitle")
    };
    assert_finds(URL, &article("市某某局推行一窗办理", &text), &[]);
    let recruit = "<p>一、招聘条件</p><p>年龄35周岁以下，本科以上学历。</p><p>二、报名时间</p><p>2026年11月20日至12月1日。</p><p>三、报名地点</p><p>鹭岛市环岛路1号。</p><p>四、所需材料</p><p>身份证、学历证书原件及复印件。</p><p>五、联系电话</p><p>0592-1234567</p>";
    assert_finds(URL, &article("鹭岛市某某局2026年公开招聘工作人员公告", recruit), &[]);
    let contact = "<table><tr><th>办公地址</th><td>鹭岛市环岛路1号</td></tr><tr><th>办公时间</th><td>周一至周五9:00—17:00</td></tr><tr><th>联系电话</th><td>0592-1234567</td></tr></table>";
    assert_finds(URL, &trs("联系我们", "", contact), &[]);
    let function = "<h2>机构职能</h2><p>负责全市有关工作。</p><p>办公地址：鹭岛市环岛路1号</p><p>办公时间：周一至周五9:00—17:00</p><p>联系电话：0592-1234567</p><p>负责人：张某</p>";
    assert_finds("http://www.a.gov.cn/jgzn/", &trs("机构职能", "", function), &[]);
    let tender = "<p>一、项目名称：信息化运维服务</p><p>二、申请人资格条件：具有独立法人资格</p><p>三、获取文件时间：2026年11月20日9:00至17:00</p><p>四、地点：鹭岛市环岛路1号</p><p>五、联系电话：0592-1234567</p>";
    assert_finds(URL, &article("信息化运维服务项目竞争性磋商公告", tender), &[]);
    let foia = "<h2>依申请公开指南</h2><p>申请方式：信函、当面申请。</p><p>受理机构：鹭岛市某某局办公室</p><p>办公时间：周一至周五9:00—17:00</p><p>联系电话：0592-1234567</p><p>监督方式：可向上级机关举报。</p>";
    assert_finds("http://www.a.gov.cn/ysqgk/", &trs("依申请公开", "", foia), &[]);
}

/// The full guide with one row changed.
fn with(heading: &str, value: &str) -> String {
    let mut rows = FULL.to_vec();
    let row = rows.iter_mut().find(|(h, _)| *h == heading).expect("a row of the full guide");
    row.1 = value;
    guide(&rows)
}

#[test]
fn open_ended_wording_is_told_once_a_guide() {
    for value in [
        "<p>1.申请表原件1份</p><p>2.根据有关法律法规规定应提交的其他材料</p>",
        "1.申请表原件1份；2.其他有关材料。",
        "<ol><li>申请表原件1份</li><li>法律法规规定的其他材料</li><li>其他必要的材料</li></ol>",
        "申请表原件1份、身份证复印件等相关材料",
    ] {
        assert_finds(URL, &with("申请材料", value), &["guide-vague"]);
    }
    assert_finds(URL, &with("受理条件", "1.本市居民；2.符合有关规定的其他条件。"), &["guide-vague"]);
    for value in [
        "1.申请表原件1份；2.其他材料：户口簿复印件1份",
        "<p>1.申请表原件1份</p><p>2.无其他材料</p>",
        "1.申请表原件1份，不需要提供其他材料",
        "1.申请表原件1份；2.居民身份证等有效身份证件复印件1份",
        "<table><tr><th>序号</th><th>材料名称</th><th>材料形式</th><th>份数</th></tr><tr><td>1</td><td>申请表</td><td>纸质</td><td>1</td></tr><tr><td>2</td><td>身份证</td><td>复印件</td><td>1</td></tr></table>",
    ] {
        assert_finds(URL, &with("申请材料", value), &[]);
    }
    // The law's own words belong to the law, and a procedure goes by rules.
    assert_finds(
        URL,
        &with(
            "法律依据",
            "《城市道路管理条例》第三十一条：应当提交申请表和法律、法规规定的其他材料。",
        ),
        &[],
    );
    assert_finds(URL, &with("办理流程", "窗口受理后按照有关规定审查，需要补正的提交其他材料"), &[]);
}

#[test]
fn materials_without_any_form_are_told() {
    for value in [
        "1.营业执照；2.居民身份证",
        "<p>1、营业执照</p><p>2、居民身份证</p><p>3、占道平面图</p>",
        "<table><tr><td>序号</td><td>材料名称</td></tr><tr><td>1</td><td>营业执照</td></tr><tr><td>2</td><td>居民身份证</td></tr></table>",
    ] {
        assert_finds(URL, &with("申请材料", value), &["guide-material-format"]);
    }
    for value in [
        "1.营业执照；2.居民身份证。以上材料均需复印件一份。",
        "<p>1、营业执照</p><p>2、居民身份证</p><p>注：提交材料一式两份。</p>",
        "1.营业执照原件核验；2.居民身份证（电子档上传）",
        "无需提交材料",
        "<img src='/upload/202601/cailiao_full.jpg' width='700'>",
        "<table><tr><td>材料名称</td><td>份数</td></tr><tr><td>营业执照</td><td>1</td></tr></table>",
    ] {
        assert_finds(URL, &with("申请材料", value), &[]);
    }
}

#[test]
fn a_policy_by_its_name_alone_is_a_notice() {
    assert_finds(URL, &with("法律依据", "《城市道路管理条例》"), &["guide-policy-unstated"]);
    assert_finds(
        URL,
        &with("法律依据", "根据《城市道路管理条例》和《鹭岛市市容管理办法（试行）》的有关规定"),
        &["guide-policy-unstated"],
    );
    for value in [
        "<a href='/zcwj/1.html'>《城市道路管理条例》</a>",
        "<p>《城市道路管理条例》</p><p>未经市政工程行政主管部门和公安交通管理部门批准，任何单位或者个人不得占用或者挖掘城市道路。</p>",
        "《城市道路管理条例》（国务院令第198号）第三十一条",
        "按照国家有关法律执行",
    ] {
        assert_finds(URL, &with("法律依据", value), &[]);
    }
}

#[test]
fn telephones_that_cannot_be_dialled_are_told() {
    for value in ["0592-226211", "13805922", "XXXXXXXX", "12345678", "0592-*******"] {
        assert_finds(URL, &with("咨询电话", value), &["guide-phone"]);
    }
    for value in [
        "0592-2262110、2262111",
        "0592-2262110/2262111",
        "010-12345670转8001",
        "０５９２－２２６２１１０",
        "（0592）2262110（8:00-12:00）",
        "+86-592-2262110",
        "12345",
        "户政窗口（3楼305）2262110，邮编361000，QQ群123456",
        "0592-0000000",
    ] {
        assert_finds(URL, &with("咨询电话", value), &[]);
    }
    let mut rows = FULL.to_vec();
    rows.push(("监督投诉电话", "0592-22621"));
    assert_finds(URL, &guide(&rows), &["guide-phone"]);
    rows.pop();
    rows.push(("传真", "0592-22621"));
    assert_finds(URL, &guide(&rows), &[]);
}

#[test]
fn a_form_named_in_the_materials_has_to_be_had_somewhere() {
    let named = "1.《临时占道申请表》原件1份；2.身份证复印件1份";
    assert_finds(URL, &with("申请材料", named), &["guide-form-missing"]);
    let offered = "1.<a href='/upload/sqb.doc'>《临时占道申请表》</a>原件1份；2.身份证复印件1份";
    assert_finds(URL, &with("申请材料", offered), &[]);
    // The menu leads to the forms of the whole site.
    let library = with("申请材料", named).replace("<a href=\"/hdjl/\">互动交流</a>", "<a href=\"/bgxz/\">表格下载</a>");
    assert_finds(URL, &library, &[]);
    // 申请书 and 申请表 by themselves may be written freely, or be any.
    assert_finds(URL, &with("申请材料", "1.申请书原件1份；2.申请表1份"), &[]);
}
