//! Every layout of a guide that occurs.

use super::*;
use crate::facts::GuideBody;

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
fn a_page_laid_out_in_tables() {
    let page = "<body><table width=1000><tr><td width=200><table><tr><td><a href=/1>办事指南</a></td></tr><tr><td><a href=/2>联系方式</a></td></tr></table></td>\
        <td><table><tr><td align=center><b>居住证申领</b></td></tr><tr><td><p>一、办理条件</p><p>居住半年</p><p>二、所需材料</p><p>1、身份证</p><p>2、照片</p>\
        <p>三、办理程序</p><p>申请、领证</p><p>四、办理地点</p><p>各派出所</p><p>五、收费</p><p>免费</p></td></tr></table></td></tr></table>\
        <table><tr><td>地址：某路1号 电话：0592-1234567</td></tr><tr><td>版权所有：某局</td></tr></table></body>";
    let found = guide_of(page, Some("居住证申领"), true).unwrap();
    assert_eq!(stated(&found), [E::Conditions, E::Materials, E::Place, E::Procedure, E::Fees]);
    assert_eq!(empties(&found), []);
}

#[test]
fn restarted_numbers_are_items_not_headings() {
    let found = guide(
        "<p>1、办理条件</p><p>1、年满十六周岁</p><p>2、有住所</p><p>2、办理材料</p><p>1、身份证</p><p>2、照片</p><p>3、办理流程</p><p>1、申请</p>\
         <p>2、审核</p><p>4、办理地点</p><p>市民中心</p>",
    );
    assert_eq!(stated(&found), [E::Conditions, E::Materials, E::Place, E::Procedure]);
    assert_eq!(empties(&found), []);
}

#[test]
fn headings_parted_by_line_breaks_in_one_block() {
    let found = guide(
        "<div>【事项名称】居住证申领<br>【设定依据】《居住证条例》<br>【申请条件】<br>　　居住半年以上。<br>【收费标准】无<br>【办理时间】<br>【联系电话】见公告</div>",
    );
    assert_eq!(stated(&found), [E::Basis, E::Conditions, E::Fees]);
    assert_eq!(empties(&found), [E::Hours, E::Phone]);
}

#[test]
fn a_platform_with_groups_of_pairs() {
    let found = guide(
        "<div class=box><h2>基本信息</h2><table><tr><th>实施主体</th><td>市公安局</td><th>办件类型</th><td>承诺件</td></tr>\
         <tr><th>法定办结时限</th><td>10个工作日</td><th>承诺办结时限</th><td>5个工作日</td></tr>\
         <tr><th>是否收费</th><td>否</td><th>咨询方式</th><td>0592-1234567</td></tr><tr><th>办理地点</th><td colspan=3>一楼</td></tr>\
         <tr><th>办理时间</th><td colspan=3>工作日</td></tr></table></div>\
         <div class=box><h2>设定依据</h2><div>依据名称：居住证条例</div></div><div class=box><h2>受理条件</h2><div>居住半年</div></div>\
         <div class=box><h2>申请材料</h2><table><tr><th>材料名称</th><th>材料类型</th><th>空白表格</th></tr>\
         <tr><td>居住证申领表</td><td>原件</td><td><a href=/f/1.doc>下载</a></td></tr><tr><td>住所登记表</td><td>原件</td><td>无</td></tr></table></div>\
         <div class=box><h2>办理流程</h2><img src=/u/lc.png width=700></div>",
    );
    assert_eq!(found.missing(), []);
    assert_eq!(empties(&found), []);
    let forms: Vec<(&str, bool)> = found.forms.iter().map(|f| (f.name.as_str(), f.url.is_some())).collect();
    assert_eq!(forms, [("居住证申领表", true), ("住所登记表", false)]);
}

#[test]
fn an_empty_panel_and_an_empty_box_are_empty() {
    let found = guide(
        "<div class=tabs><a href='#j1' class=on>设定依据</a><a href='#j2'>受理条件</a><a href='#j3'>办理流程</a></div>\
         <div id=j1></div><div id=j2>居住半年</div><div id=j3><p>&nbsp;</p></div>",
    );
    assert_eq!(stated(&found), [E::Conditions]);
    assert_eq!(empties(&found), [E::Basis, E::Procedure]);
}

#[test]
fn a_heading_and_its_value_in_sibling_blocks() {
    let found = guide(
        "<div class=row><div class=l>办理地点：</div><div class=r>市民中心</div></div><div class=row><div class=l>办公时间：</div><div class=r></div></div>\
         <div class=row><div class=l>咨询电话：</div><div class=r>12345</div></div><div class=row><div class=l>网上办理：</div><div class=r>可以</div></div>",
    );
    assert_eq!(stated(&found), [E::Place, E::Phone]);
    assert_eq!(empties(&found), [E::Hours]);
}

#[test]
fn a_paragraph_of_law_is_the_basis() {
    let found = guide("<p>《中华人民共和国某某法》第十二条：从事某某活动的，应当向主管部门申请。</p>");
    assert_eq!(stated(&found), [E::Basis]);
    assert_eq!(found.missing().len(), 8);
}

#[test]
fn empty_name_row_is_empty_though_the_page_has_a_title() {
    let found = guide("<table><tr><th>事项名称</th><td></td></tr><tr><th>办理地点</th><td>一楼</td></tr></table>");
    assert_eq!(empties(&found), [E::Name]);
}

#[test]
fn words_inside_sentences_are_no_headings() {
    let found = guide(
        "<p>申请人应当在办理时间内到达办理地点，符合申请条件的，提交申请后等待审核，不需要提供其他东西，详细情况以通知为准。</p>\
         <p>收费标准按照国家有关规定执行，设定依据由上级部门公布，办理流程另行通知。</p>",
    );
    assert_eq!(stated(&found), []);
    assert_eq!(empties(&found), []);
}

#[test]
fn the_name_may_repeat_the_title() {
    let found = guide("<dl><dt>事项名称</dt><dd>居住证申领</dd><dt>办理地点</dt><dd>派出所</dd></dl>");
    assert_eq!(heading(&found, E::Name), "事项名称");
    let found = guide("<p>一、事项名称</p><p>居住证申领</p><p>二、办理地点</p><p>派出所</p>");
    assert_eq!(value(&found, E::Name), "居住证申领");
}

/// Looked through once an element, a line of so many would not end.
#[test]
fn a_line_of_many_small_elements_is_read_in_one_pass() {
    for part in ["<b>x</b>", "<a href=>", "<b>：</b>"] {
        let page = format!("<h1>居住证申领</h1><p>办理地点：{}</p>", part.repeat(40_000));
        guide_of(&page, Some("居住证申领"), true);
    }
}

#[test]
fn a_long_line_is_not_kept_once_a_heading() {
    let page = format!("{}<p>{}</p>", "<p>办理材料</p>".repeat(60), "户口簿、".repeat(100_000));
    let found = guide(&page);
    assert!(value(&found, E::Materials).len() <= 10_000);
}
