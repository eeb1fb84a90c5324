//! Layouts of guides as they occur, pages that only look like guides, and the measured sets.

use std::path::{Path, PathBuf};

use GuideElement as E;
use scraper::Html;
use serde_json::Value;
use url::Url;

use super::super::Resolver;
use super::read;
use crate::facts::{GuideBody, GuideFacts};
use crate::standard::GuideElement;

fn guide_of(html: &str, title: Option<&str>, hint: bool) -> Option<GuideFacts> {
    let html = Html::parse_document(html);
    let base = Url::parse("http://www.example.gov.cn/bszn/t1.html").unwrap();
    let resolver = Resolver::new(&base, &html, encoding_rs::UTF_8);
    read(&html, &resolver, title, hint)
}

fn guide(body: &str) -> GuideFacts {
    let page = format!("<html><head><title>居住证申领</title></head><body><div class=main><h1>居住证申领</h1>{body}</div></body></html>");
    guide_of(&page, Some("居住证申领"), true).expect("a guide")
}

fn stated(guide: &GuideFacts) -> Vec<E> {
    guide.elements.keys().copied().filter(|e| *e != E::Name).collect()
}

fn empties(guide: &GuideFacts) -> Vec<E> {
    guide.empty.iter().map(|(e, _)| *e).collect()
}

fn value(guide: &GuideFacts, element: E) -> &str {
    guide.elements.get(&element).map_or("", |v| v.value.as_str())
}

fn heading(guide: &GuideFacts, element: E) -> &str {
    guide.elements.get(&element).map_or("", |v| v.heading.as_str())
}

#[test]
fn table_rows() {
    let found = guide(
        "<table><tr><th>事项名称</th><td>居住证申领</td></tr><tr><th>法律依据</th><td>《居住证条例》</td></tr>\
         <tr><td>办理条件</td><td>居住半年以上</td></tr><tr><td>承诺时限</td><td>5个工作日</td></tr>\
         <tr><th>工作时间</th><td></td></tr><tr><td>办件类型</td><td>承诺件</td></tr>\
         <tr><td>咨询电话</td><td>0592-1234567</td><td>监督投诉电话</td><td>0592-7654321</td></tr>\
         <tr><td>办<br>理<br>地<br>点</td><td>各派出所</td><td>收费标准</td><td>不收费</td></tr></table>",
    );
    assert_eq!(stated(&found), [E::Basis, E::Conditions, E::Place, E::Phone, E::Fees]);
    assert_eq!(found.empty, [(E::Hours, "工作时间".to_owned())]);
    assert_eq!(value(&found, E::Phone), "0592-1234567");
    assert_eq!(value(&found, E::Place), "各派出所");
    assert_eq!(heading(&found, E::Basis), "法律依据");
    assert!(found.missing().contains(&E::Hours));
}

#[test]
fn a_decoy_does_not_fill_in_for_the_element() {
    let found = guide(
        "<table><tr><th>办理时限</th><td>即办</td></tr><tr><th>监督电话</th><td>0592-1234567</td></tr>\
         <tr><th>收费依据</th><td>发改价格〔2012〕1号</td></tr></table>",
    );
    assert_eq!(stated(&found), [E::Fees]);
    assert_eq!(empties(&found), []);
}

#[test]
fn a_blank_pair_in_a_row_of_two_pairs() {
    let found = guide(
        "<table><tr><td>办理地点</td><td></td><td>网办深度</td><td>一级</td></tr>\
         <tr><td>办公时间</td><td></td><td>特别办法</td><td>全程代办</td></tr>\
         <tr><td>实施主体</td><td>县公安局</td><td>联系电话</td><td>　</td></tr></table>",
    );
    assert_eq!(stated(&found), [E::Agency]);
    assert_eq!(empties(&found), [E::Place, E::Hours, E::Phone]);
}

#[test]
fn a_row_of_headings_above_a_row_of_values() {
    let found = guide(
        "<table><thead><tr><th>办理地点</th><th>办理时间</th><th>联系电话</th></tr></thead>\
         <tbody><tr><td>市民中心</td><td></td><td>12345</td></tr></tbody></table>",
    );
    assert_eq!(stated(&found), [E::Place, E::Phone]);
    assert_eq!(empties(&found), [E::Hours]);
}

#[test]
fn a_table_of_materials_inside_a_cell() {
    let found = guide(
        "<table><tr><th>申请材料</th><td><table><tr><th>序号</th><th>材料名称</th><th>份数</th></tr>\
         <tr><td>1</td><td>居民身份证</td><td>1</td></tr></table></td></tr>\
         <tr><th rowspan=2>咨询方式</th><td>窗口咨询</td><td>一楼3号窗口</td></tr><tr><td>电话咨询</td><td>0592-1234567</td></tr></table>",
    );
    assert_eq!(stated(&found), [E::Materials, E::Phone]);
    assert!(value(&found, E::Materials).contains("居民身份证"));
}

#[test]
fn definition_lists() {
    let found = guide(
        "<dl><dt>设定依据</dt><dd>《居住证条例》</dd><dt>受理时间</dt><dd></dd><dt>特色服务</dt><dd>上门办理</dd>\
         <dt>办理流程：</dt><dd><img src='/upload/lct.jpg'></dd></dl>",
    );
    assert_eq!(stated(&found), [E::Basis, E::Procedure]);
    assert_eq!(empties(&found), [E::Hours]);
}

#[test]
fn headings_and_paragraphs() {
    let found = guide(
        "<h3>一、办理依据</h3><p>《居住证条例》第二条</p><h3>二、办理条件</h3><p>（一）居住半年</p><h3>三、办理地点</h3>\
         <h3>四、温情服务</h3><p>提供老花镜。</p><h3>五、所需材料</h3><p>1.身份证</p><p>2.照片</p>",
    );
    assert_eq!(stated(&found), [E::Basis, E::Conditions, E::Materials]);
    assert_eq!(empties(&found), [E::Place]);
    assert_eq!(value(&found, E::Materials), "1.身份证 2.照片");
}

#[test]
fn bold_paragraphs_as_word_makes_them() {
    let found = guide(
        "<p class=MsoNormal><b><span>服务</span><span>事项</span></b></p><p class=MsoNormal>申领居住证</p>\
         <p class=MsoNormal><b>所需材料</b></p><p class=MsoNormal>个人：</p><p class=MsoNormal>身份证</p>\
         <p class=MsoNormal><strong>办事窗口</strong></p><p class=MsoNormal>城关派出所</p>\
         <p class=MsoNormal><strong>工作时间</strong>&nbsp;周一至周五</p>\
         <p class=MsoNormal><span style='font-weight: bold'>咨询电话：</span></p><p class=MsoNormal>0795-1234567</p>\
         <p class=MsoNormal><b>办理程序</b></p><p class=MsoNormal>受理、审核、制证。</p>",
    );
    assert_eq!(stated(&found), [E::Materials, E::Place, E::Hours, E::Phone, E::Procedure]);
    assert_eq!(value(&found, E::Name), "申领居住证");
    assert_eq!(empties(&found), []);
}

#[test]
fn tabs_with_panels_in_order() {
    let found = guide(
        "<div class='tab-nav'><ul class=tab><li class=on>设定依据</li><li>申请条件</li><li>申请材料</li><li>常见问题</li></ul></div>\
         <div class=panels><div>《居住证条例》</div><div style='display:none'>居住半年</div><div style='display:none'></div>\
         <div style='display:none'>问：在哪里办？</div></div>",
    );
    assert_eq!(stated(&found), [E::Basis, E::Conditions]);
    assert_eq!(empties(&found), [E::Materials]);
}

#[test]
fn tabs_with_panels_by_id() {
    let found = guide(
        "<ul class='nav nav-tabs'><li><a href='#t3'>办理流程</a></li><li><a href='#t1'>受理条件</a></li><li><a href='#t2'>申请材料</a></li></ul>\
         <div class=tab-content><div id=t1>居住半年</div><div id=t2><p>身份证</p></div><div id=t3>网上申请后领取</div></div>",
    );
    assert_eq!(stated(&found), [E::Conditions, E::Materials, E::Procedure]);
    assert_eq!(value(&found, E::Procedure), "网上申请后领取");
}

#[test]
fn a_table_of_contents_is_not_a_row_of_empty_headings() {
    let found = guide(
        "<ul><li><a href='#a1'>设定依据</a></li><li><a href='#a2'>申请条件</a></li><li><a href='#a3'>办理地点</a></li></ul>\
         <a name=a1 id=a1></a><h3>设定依据</h3><p>《居住证条例》</p><h3 id=a2>申请条件</h3><p>居住半年</p><h3 id=a3>办理地点</h3><p>派出所</p>",
    );
    assert_eq!(stated(&found), [E::Basis, E::Conditions, E::Place]);
    assert_eq!(empties(&found), []);
}

#[test]
fn tabs_whose_panels_a_script_fetches_are_not_judged() {
    let found = guide(
        "<ul class=tab><li onclick='load(1)'>设定依据</li><li onclick='load(2)'>申请条件</li><li onclick='load(3)'>办理材料</li></ul><p id=box></p>",
    );
    assert_eq!(found.body, GuideBody::Script);
}

#[test]
fn questions_as_headings() {
    let found = guide(
        "<p>1.什么是居住证？</p><p>居住证是凭证。</p><p>2.符合什么条件才能申领？</p><p>居住半年以上。</p>\
         <p>3、需要提供哪些资料？</p><p>身份证和住所证明。</p><p>4、到哪里申领？</p><p>居住地派出所。</p>\
         <p>5、多长时间可以领证？</p><p>十五日。</p><p>6、如何申领？</p><p>本人到窗口申请。</p>",
    );
    assert_eq!(stated(&found), [E::Conditions, E::Materials, E::Place, E::Procedure]);
}

#[test]
fn one_paragraph_with_everything_in_it() {
    let found = guide(
        "<p>受理时间:周一至周五8:30-12:00　受理地点:政务服务中心一楼<br>咨询电话：0592-1234567 投诉电话：0592-7654321</p>\
         <p>【收费标准】不收费</p><p>办理机构：城关派出所</p>",
    );
    assert_eq!(stated(&found), [E::Place, E::Hours, E::Phone, E::Agency, E::Fees]);
    assert_eq!(value(&found, E::Place), "政务服务中心一楼");
    assert_eq!(value(&found, E::Phone), "0592-1234567");
}

#[test]
fn contact_details_under_one_heading() {
    let found = guide(
        "<p><b>一、 受理范围</b></p><p>本市居民。</p><p><b>二、办理流程</b></p><p>网上申请后提交如下资料：</p><p>1.申请表</p><p>2.执照</p>\
         <p><b>三、 联系方式</b></p><p>邮寄地址：某市某路1号</p><p>电 话：0592-1234567</p><p>传 真：0592-7654321</p>",
    );
    assert_eq!(stated(&found), [E::Conditions, E::Materials, E::Place, E::Phone, E::Procedure]);
    assert_eq!(heading(&found, E::Materials), "提交如下资料");
    assert_eq!(value(&found, E::Place), "某市某路1号");
}

#[test]
fn spans_side_by_side() {
    let found = guide(
        "<ul><li><span>办理地点</span><span>市民中心</span></li><li><span>办理时间</span><span></span></li>\
         <li><label>咨询电话</label><em>12345</em></li><li><span>办件类型</span><span>即办件</span></li></ul>",
    );
    assert_eq!(stated(&found), [E::Place, E::Phone]);
    assert_eq!(empties(&found), [E::Hours]);
}

#[test]
fn boxes_with_a_class_for_headings() {
    let found = guide(
        "<div class=item><div class=tit>办理地点</div><div class=con></div></div><div class=item><div class=tit>服务特色</div>\
         <div class=con>全市通办</div></div><div class=item><div class=tit>办理时间</div><div class=con>工作日</div></div>\
         <div class=item><div class=tit>办理流程</div><div class=con>先申请，再审核，审核通过后发证，全程不超过三天，可以委托他人代办。</div></div>",
    );
    assert_eq!(stated(&found), [E::Hours, E::Procedure]);
    assert_eq!(empties(&found), [E::Place]);
}

#[test]
fn the_footer_and_the_side_column_are_not_the_guide() {
    let page = "<body><div class=left><ul><li><a href=/a>办事指南</a></li><li><a href=/b>联系电话</a></li></ul></div>\
        <div class=r><h1>居住证申领</h1><p>办理条件：居住半年</p><p>办理材料：身份证</p><p>办理流程：申请、领证</p></div>\
        <div><p>地址：某市某路1号 电话：0592-1234567</p><p>办公时间：9:00-17:00</p><p>主办：某局 闽ICP备05000000号</p></div></body>";
    let found = guide_of(page, Some("居住证申领"), true).unwrap();
    assert_eq!(stated(&found), [E::Conditions, E::Materials, E::Procedure]);
}

#[test]
fn bodies_that_hold_no_text() {
    assert_eq!(
        guide("<p><a href='x.doc'>居住证申领办理须知.doc</a></p>").body,
        GuideBody::Attachment
    );
    assert_eq!(guide("<p><img src='/upload/202301/W1.jpg'></p>").body, GuideBody::Image);
    assert_eq!(guide("<iframe src='/app/1'></iframe>").body, GuideBody::Script);
    assert_eq!(guide("<p>正在办理中，请稍候再来查看。</p>").body, GuideBody::Text);
}

#[test]
fn a_list_of_guides_is_no_guide() {
    let list = "<ul><li><a href=1.html>居住证申领</a></li><li><a href=2.html>身份证补办</a></li><li><a href=3.html>户口迁移</a></li></ul>";
    let page = format!("<head><title>办事指南</title><meta name=ColumnName content=办事指南></head><body>{list}</body>");
    assert_eq!(guide_of(&page, None, false), None);
    let page = format!("<body><h1>户政业务</h1>{list}</body>");
    assert_eq!(guide_of(&page, Some("户政业务"), true), None);
    assert_eq!(guide_of("<body><h1>办事指南</h1><p>暂无信息</p></body>", None, true), None);
}

#[test]
fn a_guide_is_known_by_its_column_or_its_trail() {
    let body = "<h1>居住证申领</h1><p>本市居民凭身份证到派出所办理即可，无需其他手续。</p>";
    let label = format!("<head><meta name=ColumnName content=办事指南></head><body>{body}</body>");
    assert!(guide_of(&label, None, false).is_some());
    let trail = format!("<body><div>您当前的位置：<a href=/>首页</a> &gt; <a href=../>办事指南</a> &gt; 正文</div>{body}</body>");
    assert!(guide_of(&trail, None, false).is_some());
    let menu = format!("<body><ul><li><a href=/bszn/>办事指南</a></li></ul>{body}</body>");
    assert_eq!(guide_of(&menu, None, false), None);
}

#[test]
fn a_guide_is_known_by_its_build() {
    let body =
        "<h1>居住证申领</h1><p>一、办理依据</p><p>《居住证条例》</p><p>二、申请条件</p><p>居住半年</p><p>三、办理材料</p><p>身份证</p>";
    assert!(guide_of(&format!("<body>{body}</body>"), None, false).is_some());
}

#[test]
fn other_pages_are_no_guides() {
    let pages = [
        (
            "某局2026年公开招聘工作人员公告",
            "<p>一、报名条件</p><p>本科</p><p>二、报名材料</p><p>身份证</p><p>三、报名流程</p><p>网上报名</p><p>四、联系电话</p><p>0592-1234567</p>",
        ),
        (
            "关于申报2026年科技项目的通知",
            "<p>一、申报条件</p><p>企业</p><p>二、申报材料</p><p>申请书</p><p>三、申报程序</p><p>网上</p><p>四、联系方式</p><p>0592-1234567</p>",
        ),
        (
            "警方抓获一名嫌疑人",
            "<p>市民可到办理地点提供线索，联系电话：0592-1234567，办公时间：9:00-17:00。</p>",
        ),
        (
            "机关概况",
            "<p>办公地址：某路1号</p><p>办公时间：9:00-17:00</p><p>联系电话：0592-1234567</p><p>受理机构：某局</p>",
        ),
        (
            "某项目施工",
            "<p>申请人的资格要求：略</p><p>投标地点：某楼</p><p>开标时间：九点</p><p>联系方式：0592-1234567</p>",
        ),
        (
            "某某许可管理办法",
            "<p>第二章 申请条件</p><p>办理依据</p><p>x</p><p>办理材料</p><p>x</p><p>办理程序</p><p>x</p>",
        ),
    ];
    for (title, body) in pages {
        let page = format!("<html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>");
        assert_eq!(guide_of(&page, Some(title), false), None, "{title}");
        assert_eq!(guide_of(&page, None, false), None, "{title}");
    }
}

#[test]
fn forms_and_where_they_are_offered() {
    let found = guide(
        "<table><tr><th>办理材料</th><td><p>1.《居住证申领表》</p><p>2.住所登记表（<a href='djb.xls'>点击下载</a>）</p>\
         <p>3.授权委托书</p><p>4.身份证、户口簿</p><p>5.备案申请表（窗口领取）</p></td></tr></table>\
         <p>附件：<a href='/upload/%E5%B1%85%E4%BD%8F%E8%AF%81%E7%94%B3%E9%A2%86%E8%A1%A8.doc'>附件1</a></p>",
    );
    let forms: Vec<(&str, Option<&str>)> = found.forms.iter().map(|f| (f.name.as_str(), f.url.as_deref())).collect();
    assert_eq!(forms[0].0, "《居住证申领表》");
    assert!(forms[0].1.is_some_and(|u| u.ends_with(".doc")));
    assert_eq!(forms[1], ("住所登记表", Some("http://www.example.gov.cn/bszn/djb.xls")));
    assert_eq!(forms.len(), 3, "{forms:?}");
}

#[test]
fn a_form_without_a_link() {
    let found = guide("<p>办理材料：</p><p>1、机动车登记申请表；2、身份证明</p><p>办理流程：申请、领证</p>");
    assert_eq!(found.forms.len(), 1);
    assert_eq!(found.forms[0].name, "机动车登记申请表");
    assert_eq!(found.forms[0].url, None);
    let offered = guide("<p>办理材料：</p><p>1、机动车登记申请表</p><p><a href=/bgxz.html>表格下载</a></p>");
    assert!(offered.forms[0].url.is_some());
}

#[test]
fn hostile_input_ends() {
    let deep = "<div><table><tr><td>办理材料".repeat(3_000);
    let _ = guide_of(&deep, None, true);
    let wide = "<p>办理材料：</p>".repeat(5_000) + &"联系电话：".repeat(5_000);
    let found = guide_of(&wide, Some("x事项"), true).unwrap();
    assert!(stated(&found).is_empty());
    let tabs = "<ul><li>设定依据</li><li>申请条件</li><li>办理材料</li></ul><div>".repeat(800);
    let _ = guide_of(&tabs, None, true);
}

fn shared() -> PathBuf {
    std::env::var_os("XUNCHA_SHARED").map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")), PathBuf::from)
}

fn open(path: &Path, hint: bool) -> Option<GuideFacts> {
    let bytes = std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2_000)]).to_lowercase();
    let encoding = if std::str::from_utf8(&bytes).is_err() && (head.contains("gb") || path.to_string_lossy().contains("gb")) {
        encoding_rs::GB18030
    } else {
        encoding_rs::UTF_8
    };
    guide_of(&encoding.decode(&bytes).0, None, hint)
}

fn rows(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    text.lines()
        .filter(|l| !l.is_empty())
        .map(|l| serde_json::from_str(l).unwrap())
        .collect()
}

#[test]
#[ignore = "needs ../shared"]
fn labelled_guides() {
    let pages = shared().join("data/pages");
    let names = |row: &Value, key: &str| -> Vec<String> {
        row[key]
            .as_array()
            .unwrap()
            .iter()
            .map(|v| v.as_str().unwrap().to_owned())
            .collect()
    };
    let (mut right, mut wrong, mut missed) = (0, 0, 0);
    for row in rows(&pages.join("labels.jsonl")).iter().filter(|r| r["kind"] == "guide") {
        let id = row["id"].as_str().unwrap();
        for hint in [true, false] {
            let facts = open(&pages.join(format!("{id}.html")), hint);
            let facts = facts.unwrap_or_else(|| panic!("{id} is not taken for a guide (hint {hint})"));
            if !hint {
                continue;
            }
            let borderline = names(row, "borderline");
            println!("{id} {:?} {:?} forms {:?}", facts.body, facts.elements, facts.forms);
            for element in E::ALL.into_iter().filter(|e| e.in_census_2015()) {
                let name = element.chinese().to_owned();
                let found = facts.elements.contains_key(&element);
                let present = names(row, "present").contains(&name);
                if borderline.contains(&name) {
                    continue;
                }
                match (found, present) {
                    (true, true) => right += 1,
                    (true, false) => {
                        wrong += 1;
                        println!("  {id}: {name} found and not there");
                    }
                    (false, true) => {
                        missed += 1;
                        println!("  {id}: {name} missed");
                    }
                    (false, false) => {}
                }
            }
        }
    }
    let precision = f64::from(right) / f64::from(right + wrong);
    let recall = f64::from(right) / f64::from(right + missed);
    println!("elements: {right} right, {wrong} wrong, {missed} missed; precision {precision:.3}, recall {recall:.3}");
    assert!(precision >= 0.97 && recall >= 0.9);
}

#[test]
#[ignore = "needs ../shared"]
fn no_other_page_is_a_guide() {
    let pages = shared().join("data/pages");
    let (mut seen, mut taken) = (0, Vec::new());
    let started = std::time::Instant::now();
    for row in rows(&pages.join("index.jsonl")) {
        let file = row["file"].as_str().unwrap();
        let path = pages.join(file);
        if file.starts_with("guide/") || !path.exists() {
            continue;
        }
        seen += 1;
        if let Some(facts) = open(&path, false) {
            taken.push(file.to_owned());
            println!("{file}: {:?} {:?}", facts.name, facts.elements);
        }
    }
    println!("{seen} other pages in {:?}, taken for guides: {taken:?}", started.elapsed());
    assert!(seen > 60 && taken.is_empty());
}

/// The generated sites lie where `XUNCHA_GENERATED` says: a folder with `truth.json` and one folder a site.
#[test]
#[ignore = "needs ../shared"]
fn generated_guides() {
    let Some(root) = std::env::var_os("XUNCHA_GENERATED").map(PathBuf::from) else {
        panic!("XUNCHA_GENERATED names no folder of generated sites");
    };
    let truth: Value = serde_json::from_slice(&std::fs::read(root.join("truth.json")).unwrap()).unwrap();
    let (mut guides, mut wrong) = (0, 0);
    for site in 0..9 {
        let folder = root.join(format!("s{site}/guide"));
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let facts = open(&path, false);
            if name == "index.html" {
                assert_eq!(facts, None, "{}", path.display());
                continue;
            }
            guides += 1;
            let facts = facts.unwrap_or_else(|| panic!("{} is no guide", path.display()));
            let url = format!("http://127.0.0.{}:8201/guide/{name}", site + 1);
            let lacking = truth["guides_incomplete"]
                .as_array()
                .unwrap()
                .iter()
                .find(|t| t["url"] == url.as_str());
            let listed = |key: &str| -> Vec<String> {
                let list = lacking.and_then(|t| t[key].as_array()).cloned().unwrap_or_default();
                list.iter().map(|v| v.as_str().unwrap().to_owned()).collect()
            };
            for element in E::ALL.into_iter().filter(|e| *e != E::Agency) {
                let name = element.chinese().to_owned();
                let should = !listed("missing").contains(&name) && !listed("empty").contains(&name);
                let empty = empties(&facts).contains(&element);
                if facts.elements.contains_key(&element) != should || empty != listed("empty").contains(&name) {
                    wrong += 1;
                    println!("{url}: {name} should be {should}, {facts:?}");
                }
            }
        }
    }
    println!("{guides} generated guides, {wrong} elements wrong");
    assert!(guides >= 30 && wrong == 0);
}
