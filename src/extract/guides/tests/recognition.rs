//! What is a guide, what is part of it, and which forms it names.

use super::*;
use crate::facts::GuideBody;

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

const BUILT: &str =
    "<p>一、申请条件：年满十八周岁</p><p>二、申请材料：身份证、照片</p><p>三、办理流程：网上申请</p><p>四、联系电话：0592-1234567</p>";

#[test]
fn a_notice_below_the_name_of_its_site_is_no_guide() {
    for headline in [
        "<h2>关于组织开展年度示范企业申报的通知</h2>",
        "<p>鹭岛市职业学院2026年单独招生简章</p>",
        "<div class=t>鹭岛市某某局拟奖励单位公示</div>",
    ] {
        let page = format!("<head><title>鹭岛市教育平台</title></head><body><div>{headline}{BUILT}</div></body>");
        assert_eq!(guide_of(&page, Some("鹭岛市教育平台"), false), None, "{headline}");
    }
    let page = format!("<body><h1>居住证申领</h1>{BUILT}</body>");
    assert!(guide_of(&page, Some("居住证申领"), false).is_some());
}

#[test]
fn an_article_of_a_column_of_news_is_no_guide() {
    let page = format!("<body><h1>新生入学报到须知</h1>{BUILT}</body>");
    let read = |column| guide_in(Some(column), &page, Some("新生入学报到须知"), false);
    assert!(read("业务要闻").is_none() && read("招考信息").is_none() && read("通知公告").is_none());
    assert!(read("户政业务").is_some());
}

#[test]
fn notices_prices_and_manuals_among_guides_are_no_guides() {
    let attached = "<p>附件：<a href='1.docx'>1.docx</a></p>";
    for title in [
        "云价费〔2019〕3号关于降低检测收费标准的通知",
        "申报系统操作手册及账号说明",
        "诚信经营承诺书模板",
        "鹭岛市人才补贴政策",
    ] {
        let page = format!("<body><h1>{title}</h1>{attached}</body>");
        assert_eq!(guide_of(&page, Some(title), true), None, "{title}");
    }
    let trail = "<div>当前位置：<a href=/>首页</a> &gt; <a href=/f/>办事指南</a> &gt; 操作手册</div>";
    let page = format!("<body>{trail}<h1>支付平台开户行</h1>{attached}</body>");
    assert_eq!(guide_in(Some("操作手册"), &page, Some("支付平台开户行"), false), None);
    assert!(guide_in(Some("办事指南"), &page, Some("支付平台开户"), false).is_some());
    // Rules that are built as the guide of their service are it.
    let page = format!("<body><h1>护照申请办法</h1>{BUILT}</body>");
    assert!(guide_of(&page, Some("护照申请办法"), true).is_some());
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
    assert!(forms[0].1.is_some_and(|u| u.contains("/upload/")));
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
fn a_sentence_may_tell_where_the_forms_are_to_be_had() {
    let found = guide("<p>五、申请材料</p><p>1、《通行证申请表》</p><p>六、申请表格及申请书</p><p>此表格可在办证窗口领取</p>");
    assert_eq!(found.forms, []);
    let found = guide("<p>申请材料：《牌证申请表》</p><p>该表格可在车辆管理所及便民服务点领取，或在网上免费下载。</p>");
    assert_eq!(found.forms, []);
}

#[test]
fn a_link_named_after_another_form_is_that_ones() {
    let found = guide("<p>办理材料：《居住证申领表》1份；<a href='djb.doc'>《户口登记表》</a>1份</p>");
    let urls: Vec<Option<&str>> = found.forms.iter().map(|f| f.url.as_deref()).collect();
    assert_eq!(urls, [None, Some("http://www.example.gov.cn/bszn/djb.doc")]);
    // Named a little otherwise, it is still the only one there.
    let found = guide("<p>办理材料：《居住证申领表》（<a href='sqb.doc'>居住证申请表.doc</a>）</p>");
    assert!(found.forms[0].url.is_some(), "{:?}", found.forms);
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

#[test]
fn pictures_beside_the_words_may_say_what_these_do_not() {
    let picture = "<p><img src='/upload/202301/W1.jpg'></p>";
    let phone = "<p>联系电话：0592-1234567</p>";
    let conditions = "<p>申请条件：离开常住户口所在地半年以上</p>";
    let basis = "<p>设定依据：《居住证暂行条例》第二条</p>";
    let intro = "<p>居住证是流动人口在居住地居住、作为常住人口享受基本公共服务和便利的证明，申请人到居住地派出所办理，十五个工作日内发放，步骤见下图。</p>";
    // Above the words, behind the last of them, with hardly a heading.
    assert_eq!(guide(&format!("{picture}{basis}{conditions}{phone}")).body, GuideBody::Image);
    assert_eq!(
        guide(&format!("{basis}{conditions}{phone}{picture}{picture}")).body,
        GuideBody::Image
    );
    assert_eq!(guide(&format!("{intro}{picture}{phone}")).body, GuideBody::Image);
    // What a heading announces is what stands under it, and what is told in words needs no picture.
    let steps = "<p>办理流程：</p>";
    assert_eq!(guide(&format!("{basis}{conditions}{phone}{steps}{picture}")).body, GuideBody::Text);
    let told = "<p>办理材料：身份证原件1份</p><p>办理流程：申请、受理、审核、领证</p>";
    assert_eq!(guide(&format!("{basis}{conditions}{told}{phone}{picture}")).body, GuideBody::Text);
    // Icons, and pictures inside a line.
    let icon = "<p><img src='/images/icon_1.png' width=20></p><p><img src='/images/a.gif'>请准时到场</p>";
    assert_eq!(guide(&format!("{basis}{conditions}{phone}{icon}")).body, GuideBody::Text);
}
