//! Service guides, and pages that only speak of services.

use super::frames::{guide, trs};
use super::is_told;

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
    is_told(URL, &guide(FULL), &[]);
    for gone in 1..FULL.len() - 1 {
        let rows: Vec<_> = FULL.iter().enumerate().filter(|(i, _)| *i != gone).map(|(_, r)| *r).collect();
        is_told(URL, &guide(&rows), &["guide-incomplete"]);
        // A heading with nothing behind it is missing as well.
        let mut empty = FULL.to_vec();
        empty[gone].1 = "";
        is_told(URL, &guide(&empty), &["guide-incomplete"]);
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
    is_told(URL, &article("市某某局推行一窗办理", &text), &[]);
    let recruit = "<p>一、招聘条件</p><p>年龄35周岁以下，本科以上学历。</p><p>二、报名时间</p><p>2026年11月20日至12月1日。</p><p>三、报名地点</p><p>鹭岛市环岛路1号。</p><p>四、所需材料</p><p>身份证、学历证书原件及复印件。</p><p>五、联系电话</p><p>0592-1234567</p>";
    is_told(URL, &article("鹭岛市某某局2026年公开招聘工作人员公告", recruit), &[]);
    let contact = "<table><tr><th>办公地址</th><td>鹭岛市环岛路1号</td></tr><tr><th>办公时间</th><td>周一至周五9:00—17:00</td></tr><tr><th>联系电话</th><td>0592-1234567</td></tr></table>";
    is_told(URL, &trs("联系我们", "", contact), &[]);
    let function = "<h2>机构职能</h2><p>负责全市有关工作。</p><p>办公地址：鹭岛市环岛路1号</p><p>办公时间：周一至周五9:00—17:00</p><p>联系电话：0592-1234567</p><p>负责人：张某</p>";
    is_told("http://www.a.gov.cn/jgzn/", &trs("机构职能", "", function), &[]);
    let tender = "<p>一、项目名称：信息化运维服务</p><p>二、申请人资格条件：具有独立法人资格</p><p>三、获取文件时间：2026年11月20日9:00至17:00</p><p>四、地点：鹭岛市环岛路1号</p><p>五、联系电话：0592-1234567</p>";
    is_told(URL, &article("信息化运维服务项目竞争性磋商公告", tender), &[]);
    let foia = "<h2>依申请公开指南</h2><p>申请方式：信函、当面申请。</p><p>受理机构：鹭岛市某某局办公室</p><p>办公时间：周一至周五9:00—17:00</p><p>联系电话：0592-1234567</p><p>监督方式：可向上级机关举报。</p>";
    is_told("http://www.a.gov.cn/ysqgk/", &trs("依申请公开", "", foia), &[]);
}
