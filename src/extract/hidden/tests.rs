//! Blocks as those who break into sites leave them, and what honest pages hide. All are invented.

use super::reader::COUNTED;
use super::*;
use crate::facts::HiddenHow::{
    ByScript, Frame, InTitle, Invisible, NoLetters, NoScript, NoSize, NotDisplayed, OffScreen, SameColour, Shown,
};

fn read_page(html: &str) -> Vec<HiddenLinks> {
    let url: Url = "http://www.x.gov.cn/a/1.htm".parse().unwrap();
    let html = super::super::dom::parse(html).html;
    let resolver = Resolver::new(&url, &html, encoding_rs::UTF_8);
    let outline = Outline::of(&html);
    read(&html, &outline, &resolver, &url).0
}

/// How, links, domains, sells, named.
fn seen(html: &str) -> Vec<(HiddenHow, u32, u32, bool, bool)> {
    read_page(html)
        .iter()
        .map(|b| (b.how, b.count, b.domains, b.sort.is_some(), b.named))
        .collect()
}

const THREE: &str = "<a href='http://www.a1.com/'>甲</a><a href='http://www.b2.net/'>乙</a><a href='https://c3.com.cn/x'>丙</a>";
const BET: &str = "<a href='http://bet.example.com/'>时时彩</a>";

#[test]
fn blocks_that_are_hidden_are_seen_however_it_is_done() {
    let block = |how| vec![(how, 3, 3, false, false)];
    for (style, how) in [
        ("position:absolute;left:-9999px", OffScreen),
        ("text-indent:-5000px", OffScreen),
        ("height:0;overflow:hidden", NoSize),
        ("width:1px;height:1px;overflow:hidden", NoSize),
        ("font-size:0px", NoLetters),
        ("display:none", NotDisplayed),
        ("visibility:hidden", Invisible),
    ] {
        assert_eq!(seen(&format!("<div style='{style}'><p>{THREE}</p></div>")), block(how), "{style}");
    }
    assert_eq!(seen(&format!("<marquee height=1 width=5>{THREE}</marquee>")), block(NoSize));
    let one_by_one = THREE.replace("<a ", "<a style='display:none' ");
    assert_eq!(seen(&format!("<div>{one_by_one}</div>")), block(NotDisplayed));
    let white = THREE.replace("<a ", "<a style='color:#FFFFFF' ");
    assert_eq!(seen(&format!("<div style='background:#fff'>{white}</div>")), block(SameColour));
}

/// Three links that each carry a style.
fn each(style: &str) -> String {
    THREE.replace("<a ", &format!("<a style='{style}' "))
}

#[test]
fn rules_attributes_colours_and_scripts_hide_as_well() {
    let far = "{position:absolute;left:-9999px}";
    for (html, how, named) in [
        // Style blocks: a script could give the name to something else, or take it away.
        (
            format!("<style>.w .q{far}</style><div class=w><div class=q>{THREE}</div></div>"),
            OffScreen,
            true,
        ),
        (
            format!("<style>section>div{far}</style><section><div>{THREE}</div></section>"),
            OffScreen,
            true,
        ),
        (format!("<style>.q a{far}</style><div class=q>{THREE}</div>"), OffScreen, true),
        (
            format!("<style>@media screen{{#q{far}}}</style><div id=q>{THREE}</div>"),
            OffScreen,
            true,
        ),
        (
            format!("<style>.q{{font-size:0}}</style><div class=q><p><b>{THREE}</b></p></div>"),
            NoLetters,
            true,
        ),
        // Attributes and elements.
        (format!("<p>x</p><script></script><div hidden>{THREE}</div>"), NotDisplayed, false),
        (format!("<dialog>{THREE}</dialog>"), NotDisplayed, true),
        // Colours.
        (each("color:transparent"), SameColour, false),
        (each("color:rgba(0,0,0,0)"), SameColour, false),
        (each("color:#fff"), SameColour, false),
        (
            THREE.replace("'>", "'><font color=#FFFFFF>").replace("</a>", "</font></a>"),
            SameColour,
            false,
        ),
        (
            format!("<table bgcolor=#eeeeee><tr><td>{}</table>", each("color:#efefef")),
            SameColour,
            false,
        ),
        // Scripts.
        (
            format!("<div id=q>{THREE}</div><script>$('#q').css('left','-9999px')</script>"),
            ByScript,
            true,
        ),
        (
            format!("<div id=q>{THREE}</div><script>var d=document.getElementById('q');d.style.cssText='left:-9999px'</script>"),
            ByScript,
            true,
        ),
        (
            format!("<div id=q>{THREE}</div><script>document.getElementById('q').setAttribute('style','display:none')</script>"),
            ByScript,
            true,
        ),
        // As tabs do it: shown again in as few words, there or in another file.
        (
            format!("<div id=q>{THREE}</div><script>$('#q').hide()</script>"),
            NotDisplayed,
            true,
        ),
        (
            format!(
                "<div id=q>{THREE}</div><b onclick=\"s('q')\">更多</b><script>document.getElementById('q').style.display='none'</script>"
            ),
            NotDisplayed,
            true,
        ),
        (format!("<noscript>{THREE}</noscript>"), NoScript, false),
        (format!("<noframes><body>{THREE}</body></noframes>"), NoScript, false),
    ] {
        assert_eq!(seen(&html), [(how, 3, 3, false, named)], "{html}");
    }
}

#[test]
fn what_is_dressed_up_or_shown_after_all_is_not_hidden() {
    for html in [
        // Children that undo what their parents say: gaps between boxes, layers with one part shown.
        format!("<style>ul{{font-size:0}}ul li{{font-size:14px}}</style><ul><li>{THREE}</ul>"),
        format!("<div style='visibility:hidden'><p style='visibility:visible'>{THREE}</p></div>"),
        format!("<style>.t{{display:none}}.t.on{{display:block}}</style><div class='t on'>{THREE}</div>"),
        format!("<style>.t{{display:none}}</style><div class=t style='display:block'>{THREE}</div>"),
        // Pictures in place of words.
        format!("<style>.s a{{text-indent:-9999px;background:url(i.png)}}</style><div class=s>{THREE}</div>"),
        format!("<div style='font-size:0'>{}</div>", THREE.replace("'>", "'><img src=a.png>")),
        // Letters on a ground that is not theirs, or that nobody knows.
        format!("<style>.h{{background:#036}}.h a{{color:#fff}}</style><div class=h>{THREE}</div>"),
        format!("<link rel=stylesheet href=a.css><div>{}</div>", each("color:#fff")),
        format!("<table background=bg.jpg><tr><td>{}</table>", each("color:#fff")),
        format!("<div style='background:linear-gradient(red,blue)'>{}</div>", each("color:#fff")),
        each("color:transparent;background:linear-gradient(red,blue)"),
        // The middle of a page; the places of a slider.
        format!("<style>.c{{position:absolute;left:50%;margin-left:-600px}}</style><div class=c>{THREE}</div>"),
        format!("<div style='transform:translate3d(-1920px,0,0)'>{THREE}</div>"),
        // For print, for small screens, for the mouse.
        format!("<style media=print>.p{{display:none}}</style><div class=p>{THREE}</div>"),
        format!("<style>@media (max-width:600px){{.p{{display:none}}}}.p:hover{{opacity:0}}</style><div class=p>{THREE}</div>"),
        // Scripts that wait, or show.
        format!("<div id=q>{THREE}</div><script>$('#x').click(function(){{$('#q').hide()}})</script>"),
        format!("<div id=q>{THREE}</div><script>$('#q').css({{left:0,opacity:1}})</script>"),
        "<noscript>请启用脚本，或<a href='https://www.mozilla.org/'>换一个浏览器</a></noscript>".to_owned(),
    ] {
        assert_eq!(seen(&html), [], "{html}");
    }
}

#[test]
fn frames_that_nobody_sees_are_told_by_size_and_name() {
    let told = |named| vec![(Frame, 1, 1, false, named)];
    let frame = |rest: &str| format!("<iframe src='http://www.a1.com/x.htm' {rest}></iframe>");
    for (html, want) in [
        (frame("width=0 height=0"), told(false)),
        (frame("style='width:1px;height:1px;border:0'"), told(false)),
        (
            "<frameset rows='*,0'><frame src='/a.htm'><frame src='http://www.a1.com/'></frameset>".to_owned(),
            told(false),
        ),
        (
            format!("<div style='position:absolute;left:-9999px'>{}</div>", frame("")),
            told(false),
        ),
        // Perhaps somebody's own.
        (frame("width=0 height=0 name=load"), told(true)),
        (frame("style='display:none'"), told(true)),
        (frame("style='display:none' id=down"), told(true)),
        (
            "<iframe src='http://www.a1.com/tongji?id=1' width=0 height=0></iframe>".to_owned(),
            told(true),
        ),
        // Seen, the site's own, known to everybody, or of a script.
        (frame("width=600 height=400"), vec![]),
        (frame("width='100%' height=0 id=auto"), vec![]),
        (format!("<div class=video-layer style='display:none'>{}</div>", frame("")), vec![]),
        (
            frame("style='display:none' id=down") + "<script>function f(){document.getElementById('down').style.display='block'}</script>",
            vec![],
        ),
        (
            "<iframe src='http://www.a1.com/tongji?id=1' style='display:none'></iframe>".to_owned(),
            vec![],
        ),
        (
            "<frameset cols='200,*'><frame src='/a.htm'><frame src='http://www.a1.com/'></frameset>".to_owned(),
            vec![],
        ),
        ("<iframe src='/count.htm' width=0 height=0></iframe>".to_owned(), vec![]),
        (
            "<iframe src='http://www.fujian.gov.cn/a' width=0 height=0></iframe>".to_owned(),
            vec![],
        ),
        ("<iframe src='https://hm.baidu.com/x' width=0 height=0></iframe>".to_owned(), vec![]),
        ("<iframe src='about:blank' width=0 height=0></iframe>".to_owned(), vec![]),
    ] {
        assert_eq!(seen(&html), want, "{html}");
    }
}

#[test]
fn advertisements_that_everybody_sees_are_told_and_news_is_not() {
    let link = |text: &str| format!("<a href='http://www.a1.com/'>{text}</a>");
    for (html, want) in [
        (BET.to_owned(), vec![(Shown, 1, 1, true, false)]),
        (
            format!("<div class=foot>{}</div>", link("澳门新葡京官网")),
            vec![(Shown, 1, 1, true, false)],
        ),
        (link("<img src=a.gif alt=成人电影>"), vec![(Shown, 1, 1, true, false)]),
        (
            "<a href='http://www.bet365.com/'>点击进入</a>".to_owned(),
            vec![(Shown, 1, 1, true, false)],
        ),
        (
            format!(
                "{}<a href='http://b2.com/'>六合彩历史记录查询结果一览表</a>",
                link("北京赛车手机版下载安装方法大全")
            ),
            vec![(Shown, 2, 2, true, false)],
        ),
        // One, among other words: a person looks.
        (link("澳门新葡京赌王与他的四个家庭"), vec![(Shown, 1, 1, false, false)]),
        // Not of this trade, spoken against, the site's own, of the state.
        (link("代开发票"), vec![]),
        (link("中国福利彩票双色球"), vec![]),
        (link("警方打击时时彩网络赌博"), vec![]),
        (link("真人百家乐骗局"), vec![]),
        ("<a href='/x'>时时彩</a>".to_owned(), vec![]),
        ("<a href='http://news.gov.cn/'>六合彩案</a>".to_owned(), vec![]),
        (format!("<p>民警提醒：所谓{}都是网络赌博，切勿参与。</p>", link("时时彩")), vec![]),
        (
            format!("<title>打击网络赌博专项行动</title><ul><li>{}</ul>", link("时时彩")),
            vec![],
        ),
        // The name of an office, or of another report, is not about it.
        (
            format!("<title>通报_鹭岛市教育局</title>{}", link("时时彩")),
            vec![(Shown, 1, 1, true, false)],
        ),
        (
            format!("<div>{} 违法和不良信息举报电话：12377</div>", link("时时彩")),
            vec![(Shown, 1, 1, true, false)],
        ),
    ] {
        assert_eq!(seen(&html), want, "{html}");
    }
}

#[test]
fn scripts_that_write_or_hide_are_read() {
    let block = vec![(ByScript, 3, 3, false, false)];
    let between = format!(
        "<script>document.write('<div style=\"position:absolute;left:-9000px\">')</script>{THREE}<script>document.write('</div>')</script>"
    );
    assert_eq!(seen(&between), block);
    let whole = format!("<script>document.write(\"<div style='display:none'>{THREE}</div>\")</script>");
    assert_eq!(seen(&whole), block);
    let spelled: String = format!("<div style='display:none'>{THREE}</div>")
        .bytes()
        .map(|b| format!("%{b:02X}"))
        .collect();
    assert_eq!(seen(&format!("<script>document.write(unescape('{spelled}'))</script>")), block);
    for (code, end) in [
        ("$('#x').append(", ")"),
        ("document.getElementById('x').innerHTML=", ""),
        ("document.body.insertAdjacentHTML('beforeend',", ")"),
    ] {
        let placed = format!("<p id=x></p><script>{code}\"<div style='display:none'>{THREE}</div>\"{end};</script>");
        assert_eq!(seen(&placed), block, "{code}");
    }
    let by_id = format!("<div id=q>{THREE}</div><script>document.getElementById('q').style.display='none'</script>");
    assert_eq!(seen(&by_id), [(ByScript, 3, 3, false, true)]);
    let sheet = format!("<style>.q{{position:absolute;top:-999px}}</style><div class=q>{THREE}</div>");
    assert_eq!(seen(&sheet), [(OffScreen, 3, 3, false, true)]);
    // The script does not end what it began: then nobody knows where it ends.
    let open = format!("<script>document.write('<div style=\"display:none\">')</script>{THREE}");
    assert_eq!(seen(&open), []);
}

#[test]
fn words_of_advertisements_are_told_and_words_against_them_are_not() {
    assert_eq!(
        seen(&format!("<ul class=menu style='display:none'><li>{BET}</li></ul>")),
        [(NotDisplayed, 1, 1, true, true)]
    );
    let news = "<div class=tab style='display:none'><a href='http://news.example.com/1'>警方打击时时彩网络赌博</a></div>";
    assert_eq!(seen(news), [(NotDisplayed, 1, 1, false, true)]);
    let lottery = "<div style='display:none'><a href='http://www.cwl-x.com/'>福利彩票双色球</a><a href='http://b.com/'>体育彩票</a></div>";
    assert!(read_page(lottery).iter().all(|b| b.sort.is_none()));
}

#[test]
fn titles_for_search_engines_are_told() {
    let told = seen("<title>澳门新葡京_时时彩平台_真人百家乐</title><p>通知公告</p>");
    assert_eq!(told, [(InTitle, 0, 0, true, false)]);
    let again = "<title>鹭岛市公安局</title><meta name=keywords content=公安><meta name=Keywords content='澳门新葡京,真人百家乐,时时彩'>";
    assert_eq!(seen(again), [(InTitle, 0, 0, true, false)]);
    for fine in [
        "厦门市公安局打击时时彩、六合彩、北京赛车等网络赌博",
        "关于六合彩危害的宣传",
        "市福利彩票中心双色球开奖公告",
        "通知公告_鹭岛市某某局",
        "打击网络赌博_鹭岛市公安局</title><meta name=keywords content='澳门新葡京,真人百家乐,时时彩'><title>",
    ] {
        assert_eq!(seen(&format!("<title>{fine}</title>")), [], "{fine}");
    }
}

#[test]
fn what_honest_pages_hide_leads_home_or_has_a_name() {
    for html in [
        // Menus, layers, tools: into the site, to governments, to what everybody uses.
        "<ul class=sub style='display:none'><li><a href='/a/'>机构</a><li><a href='http://www.gov.cn/'>中国政府网</a></ul>",
        "<div style='display:none'><a href='http://xm.x.gov.cn/'>甲</a><a href='http://www.fujian.gov.cn/'>乙</a><a href='http://www.people.com.cn/'>丙</a></div>",
        "<div style='display:none'><a href='https://weibo.com/x'>微博</a><a href='https://mp.weixin.qq.com/s'>微信</a></div>",
        "<div style='position:absolute;left:-9999px'><a href='#main'>跳到正文</a><a href='javascript:;'>无障碍</a></div>",
        "<div style='display:none'><a href='http://www.51.la/?1'>统计</a><script src='http://s.cnzz.com/x.js'></script></div>",
        "<div style='display:none'><a href='https://bszs.conac.cn/sitename?x'>标识</a><a href='https://zfwzgl.www.gov.cn/exposure/jiucuo.html'>找错</a></div>",
        "<div style='display:none'>您即将离开本网站<a href='javascript:go()'>继续</a></div>",
        // Seen by everybody.
        "<marquee height=30><a href='http://www.a1.com/'>甲</a><a href='http://b2.net/'>乙</a><a href='http://c3.com/'>丙</a></marquee>",
        "<div style='overflow:hidden;height:200px'><a href='http://www.a1.com/'>甲</a></div>",
        "<link rel=stylesheet href=a.css><a style='color:#fff' href='http://www.a1.com/'>甲</a>",
        "<link rel=stylesheet href=a.css><div style='background:#fff'><p class=top><a style='color:#fff' href='http://www.a1.com/'>甲</a></p></div>",
        // No part of the page.
        "<!-- <div style='display:none'><a href='http://bet.example.com/'>时时彩</a></div> -->",
        "<template><div style='display:none'><a href='http://www.a1.com/'>时时彩</a></div></template>",
        "<select style='display:none'><option value='http://www.a1.com/'>甲</select>",
        "<style>@media print{.p{display:none}}</style><div class=p><a href='http://www.a1.com/'>甲</a></div>",
        "<script>function f(){document.getElementById('q').style.display='none'}</script><div id=q><a href='http://www.a1.com/'>甲</a></div>",
    ] {
        assert_eq!(seen(html), [], "{html}");
    }
    // Tabs of friendly links and the parts of menus can be shown: the rule leaves them alone.
    for html in [
        format!("<div id=con_2 style='display:none'>{THREE}</div>"),
        format!("<div><div><a href=/a>甲</a></div><div style='display:none'>{THREE}</div></div>"),
        format!("<ul><li>友情链接<div style='display:none'>{THREE}</div></li></ul>"),
        format!("<p onmouseover='s(this)'><span style='display:none'>{THREE}</span></p>"),
        format!("<div><h3>媒体网站</h3><div style='display:none'>{THREE}</div></div>"),
        format!("<ul style='display:none'><li>{THREE}</ul>"),
    ] {
        assert_eq!(seen(&html), [(NotDisplayed, 3, 3, false, true)], "{html}");
    }
    let alone = format!("<td><select><option>其他</option></select><div style='display:none'>{THREE}</div></td>");
    assert_eq!(seen(&alone), [(NotDisplayed, 3, 3, false, false)]);
    // Left at the end of a page, beside its sections.
    for html in [
        format!("<body><div><a href=/a>甲</a></div><script>f()</script><div style='display:none'>{THREE}</div>"),
        format!("<div><div class=foot><a href=/a>甲</a></div><script>f()</script><div style='display:none'>{THREE}</div></div>"),
    ] {
        assert_eq!(seen(&html), [(NotDisplayed, 3, 3, false, false)], "{html}");
    }
}

#[test]
fn hostile_pages_cost_bounded_work() {
    let many = format!(
        "<div style='display:none'>{}</div>",
        "<a href='http://www.a1.com/'>甲</a>".repeat(50_000)
    );
    let blocks = read_page(&many);
    assert_eq!((blocks.len(), blocks[0].links.len(), blocks[0].count), (1, 10, COUNTED as u32));
    let separate = "<div style='display:none'><p><a href='http://www.a1.com/'>甲</a></p></div>".repeat(5_000);
    assert_eq!(read_page(&separate).len(), MOST_BLOCKS);
    // Boxes without names beside much that holds no link: what stands beside is looked at once a block.
    let beside = format!(
        "<div>{}<p>{}</p></div>",
        "<p style='display:none'>x</p>".repeat(5_000),
        "<b>x</b>".repeat(50_000)
    );
    assert_eq!(read_page(&beside), []);
    let scripts = format!(
        "<script>document.write('{}')</script>",
        "<div style=\"display:none\">".repeat(20_000)
    );
    assert_eq!(read_page(&scripts), []);
    let sheet = format!("<style>{}</style>", ".a{".repeat(80_000));
    assert_eq!(read_page(&sheet), []);
    // Selectors that ask every element about everything around it.
    let steps = format!(
        "<style>{}</style>{}",
        "p ~ p a, div div div b{display:none}".repeat(2_000),
        "<div><p><b>x</b>".repeat(3_000)
    );
    assert_eq!(read_page(&steps), []);
}
