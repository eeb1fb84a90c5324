//! Footers as sites write them, in invented pages.

use super::*;

fn facts(page: &str) -> FooterFacts {
    read(&crate::extract::dom::parse(page).html)
}

#[test]
fn numbers_are_found_however_the_markup_cuts_them() {
    let all = facts(
        "<div>网站标识码&nbsp;3502000001</div><p>ICP证号：<a href=x>闽ICP备05000001号-1</a></p><p>粤 ICP 备 05000002</p>\
         <p><span>闽公网安备</span><a href=y>35020000000001号</a></p><p>豫公网安备 41140000000002</p>",
    );
    assert_eq!(all.site_code.as_deref(), Some("3502000001"));
    assert_eq!(all.icp, ["闽ICP备05000001号-1", "粤 ICP 备 05000002"]);
    assert_eq!(all.police, ["闽公网安备 35020000000001号", "豫公网安备 41140000000002"]);
    let all = facts("<p>政府网站标识码：bm20000001 公安机关备案号：3502000000001</p>");
    assert_eq!(
        (all.site_code.as_deref(), &*all.police),
        (Some("bm20000001"), &["3502000000001".to_owned()][..])
    );
}

#[test]
fn a_page_in_english_prints_its_sponsor_and_code_in_its_own_words() {
    let f = facts(
        "<p>Sponsored by Ludao Municipal Bureau of Commerce. Tel: 0592-1234567</p><p>闽ICP备05000001号 Website Identification Code: 3502000019</p>",
    );
    assert_eq!(
        (f.sponsor.as_deref(), f.site_code.as_deref()),
        (Some("Ludao Municipal Bureau of Commerce"), Some("3502000019"))
    );
    let f = facts("<p>Sponsor: Information Office of Ludao | All rights reserved</p><p>闽ICP备05000001号 Site code bm23000001</p>");
    assert_eq!(
        (f.sponsor.as_deref(), f.site_code.as_deref()),
        (Some("Information Office of Ludao"), Some("bm23000001"))
    );
    // One word is no name, a telephone no code, and a code of something else none of the site.
    let f = facts("<p>Hosted by Aliyun</p><p>闽ICP备05000001号 Post code: 3610000000 Opposite code: 3502000019</p>");
    assert_eq!((f.sponsor, f.site_code), (None, None));
}

#[test]
fn letters_and_digits_may_be_wide_and_numbers_in_groups() {
    let all = facts(
        "<p>网站标识码：３５０２０００００１ 闽ＩＣＰ备０５０００００１号－１ 闽公网安备３５０２０３０２０００００１号 电话：０５９２－５１２３４５６</p>",
    );
    assert_eq!(all.site_code.as_deref(), Some("3502000001"));
    assert_eq!(
        (&*all.icp, &*all.police),
        (
            &["闽ICP备05000001号-1".to_owned()][..],
            &["闽公网安备35020302000001号".to_owned()][..]
        )
    );
    assert_eq!(all.contact.as_deref(), Some("0592-5123456"));
    let all = facts("<p>闽公网安备 3502 0302 0000 01 号 闽ICP备 0500 0001 号</p>");
    assert_eq!((all.police.len(), all.icp.len()), (1, 1));
    // Without 号 behind it the next number is another one.
    assert_eq!(facts("<p>闽ICP备05000001 35020302</p>").icp, ["闽ICP备05000001"]);
    // The number of the site ends where a word does.
    for (printed, number) in [
        ("闽ICP备05000001号-12 版权所有", "闽ICP备05000001号-12"),
        ("闽ICP备05000001号 － 3，版权所有", "闽ICP备05000001号 - 3"),
        ("闽ICP备05000001号-1版权所有", "闽ICP备05000001号"),
        ("闽ICP备05000001号-1234", "闽ICP备05000001号"),
        ("闽ICP备05000001号-1a", "闽ICP备05000001号"),
    ] {
        assert_eq!(facts(&format!("<p>{printed}</p>")).icp, [number], "{printed}");
    }
}

#[test]
fn a_code_in_a_sentence_is_not_the_footers() {
    let foot = "<p>主办单位：鹭岛市某局 网站标识码：3502000001 闽ICP备05000001号</p>";
    for said in [
        "<p>我局将关停原网站（网站标识码：3502000077），内容迁移到本站。</p>",
        "<p>原“某某网”（www.b.gov.cn，网站标识码3502000077）停止服务。<br>特此公告。</p>",
    ] {
        let all = facts(&format!("{said}{foot}"));
        assert_eq!(
            (all.site_code.as_deref(), &*all.site_codes),
            (Some("3502000001"), &["3502000001".to_owned()][..]),
            "{said}"
        );
    }
    // In a list of sites it stands in no sentence; the foot goes first all the same.
    let list = format!("<p>甲局 网站标识码：3502000077</p>{}{foot}", "<p>正文内容</p>".repeat(200));
    assert_eq!(facts(&list).site_code.as_deref(), Some("3502000001"));
    let foot = facts("<p>网站标识码：3502000001 版权所有，未经许可不得转载。</p>");
    assert_eq!(foot.site_code.as_deref(), Some("3502000001"));
}

#[test]
fn words_of_a_picture_are_for_a_person() {
    let all = facts("<div><img src=foot.jpg alt='主办单位：鹭岛市某局 网站标识码：3502000001 闽ICP备05000001号'><p>版权所有</p></div>");
    assert_eq!((all.site_code, all.sponsor), (None, None));
    assert!(
        [IdentityPart::SiteCode, IdentityPart::Icp, IdentityPart::Sponsor]
            .iter()
            .all(|p| all.doubtful.contains(p))
    );
    assert!(
        !facts("<img src=a.jpg alt='市局召开会议'><p>版权所有</p>")
            .doubtful
            .contains(&IdentityPart::SiteCode)
    );
}

#[test]
fn what_only_looks_like_a_number_is_none() {
    let all = facts("<p>苏IPC备16022877号 网站标识码：12345 网站标识码：35020000011 <!-- 网站标识码：3502000001 --> 闽ICP备号</p>");
    assert_eq!((all.site_code, all.icp, all.police), (None, vec![], vec![]));
    assert_eq!(all.malformed, ["网站标识码：12345", "网站标识码：35020000011", "苏IPC备16022877号"]);
}

#[test]
fn provinces_have_two_names_and_codes_may_be_cut_by_blanks() {
    let all = facts("<p>网站标识码：350200 0019 蜀ICP备05000001号 滇公网安备 53010202000001号</p>");
    assert_eq!(all.site_codes, ["3502000019"]);
    assert_eq!((all.icp.len(), all.police.len(), all.malformed.len()), (1, 1, 0));
    let two = facts("<p>网站标识码：3502000019　网站标识码：3502000020 闽ICP备05000001号</p>");
    assert_eq!(two.site_codes, ["3502000019", "3502000020"]);
}

#[test]
fn the_sponsor_ends_where_the_next_label_begins() {
    for (footer, name) in [
        (
            "主办单位：厦门市公安局 <a href=x>联系我们</a> 网站标识码：3502000001",
            "厦门市公安局",
        ),
        ("版权所有/主办单位：厦门市公安局&nbsp;&nbsp;地址：新华路", "厦门市公安局"),
        ("版权所有：甲  网站主办：厦门市公安局", "厦门市公安局"),
        ("主办:<a href=x>厦门市公安局</a><a href=y>网站地图</a>", "厦门市公安局"),
        (
            "主办单位：中共厦门市纪委 厦门市监委 承办单位：信息中心",
            "中共厦门市纪委 厦门市监委",
        ),
        ("主办：厦门市人民政府办公厅|承办：x", "厦门市人民政府办公厅"),
        ("网站主办：城乡建设管理中心 版权所有 x", "城乡建设管理中心"),
        ("主办单位：厦门市公安局承办单位：信息中心", "厦门市公安局"),
        ("主办单位：厦门市公安局 闽ICP备05000001号", "厦门市公安局"),
    ] {
        assert_eq!(facts(&format!("<p>{footer}</p>")).sponsor.as_deref(), Some(name), "{footer}");
    }
    assert_eq!(facts("<p>主办</p><p>主办单位：</p>").sponsor, None);
}

#[test]
fn articles_have_sponsors_and_telephones_of_their_own() {
    let article = format!(
        "<p>主办单位：培训中心有限公司 联系电话：0592-1234567</p>{}",
        "<p>正文内容</p>".repeat(200)
    );
    let all = facts(&format!("{article}<p>闽ICP备05000001号</p>"));
    assert_eq!((all.sponsor, all.contact), (None, None));
}

#[test]
fn contacts_are_telephones_mails_or_addresses() {
    for (footer, contact) in [
        ("地址：新华路45号 邮编：361003 电话：0592-2262110", "0592-2262110"),
        ("联系电话：(0592)2262110转", "(0592)2262110"),
        ("邮箱：webmaster@x.gov.cn", "webmaster@x.gov.cn"),
        ("地址：厦门市思明区新华路45号 技术支持：某公司", "厦门市思明区新华路45号"),
    ] {
        assert_eq!(facts(&format!("<p>{footer}</p>")).contact.as_deref(), Some(contact), "{footer}");
    }
    assert_eq!(facts("<p>联系电话：见各部门</p>").contact, None);
}

#[test]
fn the_police_record_has_older_names() {
    for label in ["公安备案号：", "公安机关备案编号", "公安局备案号 ", "网警备案号：", "网监备案: "] {
        let page = facts(&format!("<p>版权所有</p><p>{label}45010302000153 </p>"));
        assert_eq!(page.police, ["45010302000153"], "{label}");
    }
    assert_eq!(facts("<p>网警备案：12345</p>").police, [""; 0]);
}

#[test]
fn a_block_that_nobody_sees_stands_behind_no_footer() {
    let links: String = (0..40)
        .map(|i| format!("<a href='https://{i}-example.com/'>军事网与小说网站名称<a>"))
        .collect();
    let footer = "<div class='footer'><p>版权所有 鹭岛市公安局</p><p>主办单位：鹭岛市公安局　电话：0592-1234567</p></div>";
    let page = facts(&format!("<p>正文</p>{footer}<div style='display:none;'>{links}</div>"));
    assert!(page.seen);
    assert_eq!(page.sponsor.as_deref(), Some("鹭岛市公安局"));
    assert_eq!(page.contact.as_deref(), Some("0592-1234567"));
    // A footer that is hidden itself waits for a script to show it.
    let page = facts(&format!("<p>正文</p><div style='display:none'>{footer}</div>"));
    assert_eq!(page.sponsor.as_deref(), Some("鹭岛市公安局"));
}

#[test]
fn the_owner_of_the_rights_may_be_the_sponsor() {
    let unsure = |foot: &str| facts(foot).doubtful.contains(&IdentityPart::Sponsor);
    for foot in [
        "<p>鹭岛广播电视大学 版权所有</p>",
        "<p>Copyright © 2016-2019 鹭岛第一中学 All Rights Reserved</p>",
        "<p>版权所有：</p><p>鹭岛市农业科学研究所</p>",
        "<p>鹭岛职业技术学院 ©2020</p>",
        "<p>版权所有 鹭岛市自来水有限公司 闽ICP备05000001号</p>",
    ] {
        assert!(unsure(foot), "{foot}");
    }
    for foot in [
        "<p>版权所有，未经许可不得转载、复制</p>",
        "<p>版权所有</p><p>鹭岛市某某路12号</p>",
        "<p>Copyright 2020 闽ICP备05000001号</p>",
    ] {
        assert!(!unsure(foot), "{foot}");
    }
    let told = facts("<p>版权所有：鹭岛开放大学 主办单位：鹭岛市教育局</p>");
    assert!(told.sponsor.is_some() && !told.doubtful.contains(&IdentityPart::Sponsor));
}

#[test]
fn a_tool_of_an_article_is_no_entry_of_the_site() {
    let article = "<h1>关于停电的通知</h1><p>正文内容</p>".to_owned() + &"<p>正文内容</p>".repeat(10);
    let foot = "<div><a href=/m>网站地图</a> | 主办单位：鹭岛市公安局 闽ICP备05000001号</div>";
    let entry = |tools: &str, foot: &str| {
        let all = facts(&format!("{article}{tools}{foot}"));
        (all.find_errors, all.doubtful.contains(&IdentityPart::FindErrors))
    };
    for tools in [
        "<p><a href=/j>我要推荐</a> <a href=/j>网站纠错</a></p><p>上一篇：无</p><p>下一篇：无</p>",
        "<p>【<a href=#>打印此文</a>】 【<a href=#>我要纠错</a>】 【<a href=#>关闭窗口</a>】</p>",
        "<p>健全容错纠错机制，开展“我为政府网站找错”活动。</p>",
    ] {
        assert_eq!(entry(tools, foot), (false, false), "{tools}");
    }
    // At the foot, beside the tools above it or not; by the national name anywhere; by its address.
    let with = |more: &str| foot.replace("<div>", &format!("<div>{more} | "));
    assert_eq!(entry("", &with("<a href=/j>网站纠错</a>")), (true, false));
    assert_eq!(entry("<p>下一篇：没有了</p>", &with("<a href=/j>网站纠错</a>")), (true, false));
    assert_eq!(entry("<p>【打印】【关闭】</p>", &with("<a href=/j>我要纠错</a>")), (false, true));
    assert_eq!(entry("<p><a href=/j>我为政府网站找错</a></p><p>【打印】</p>", foot), (true, false));
    let by_address = "<p>【打印】<a href='http://121.43.68.40/exposure/jiucuo.html'>纠错</a></p>";
    assert!(entry(by_address, foot).0);
}

#[test]
fn the_button_of_a_search_box_on_a_short_page_is_no_entry() {
    let search = "<div><input id=q><a href='javascript:;'><img src='images/sous.png'></a></div>";
    let mark = "<a href='javascript:;'><img src='images/shi.png'></a>";
    let foot = "<p>网站地图 主办单位：鹭岛市公安局 电话：0592-1234567 技术支持：某某公司（建议使用1024分辨率，最佳浏览）</p>";
    let unsure = |page: &str| facts(page).doubtful.contains(&IdentityPart::FindErrors);
    assert!(!unsure(&format!("{search}<ul></ul>{foot}")));
    let before = "<div><a href='javascript:;'><img src='images/sous.png'></a><dd><input type=text value=关键词></dd></div>";
    let menu = format!("<p>{}</p>", "网站首页".repeat(15));
    assert!(!unsure(&format!("{menu}{before}<ul></ul>{foot}")));
    assert!(unsure(&format!("{menu}{mark}<p>版权</p>{before}{foot}")));
    assert!(!unsure(&format!("<div>设为首页</div>{mark}<p>当前位置：首页</p>{foot}")));
    assert!(unsure(&format!("<p>{}</p>{foot}{mark}", "正文内容".repeat(20))));
    assert!(unsure(&format!("{search}<p>{}</p>{mark}{foot}", "正文内容".repeat(40))));
}
