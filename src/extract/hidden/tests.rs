//! Blocks as those who break into sites leave them, and what honest pages hide. All are invented.

use super::*;
use crate::facts::HiddenHow::{ByScript, InTitle, Invisible, NoLetters, NoSize, NotDisplayed, OffScreen, SameColour};

fn read_page(html: &str) -> Vec<HiddenLinks> {
    let url: Url = "http://www.x.gov.cn/a/1.htm".parse().unwrap();
    let html = super::super::dom::parse(html).html;
    let resolver = Resolver::new(&url, &html, encoding_rs::UTF_8);
    let outline = Outline::of(&html);
    read(&html, &outline, &resolver, &url)
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
        "<a style='color:#fff' href='http://www.a1.com/'>甲</a>",
        "<div style='background:#fff'><p class=top><a style='color:#fff' href='http://www.a1.com/'>甲</a></p></div>",
        // No part of the page.
        "<!-- <div style='display:none'><a href='http://bet.example.com/'>时时彩</a></div> -->",
        "<template><div style='display:none'><a href='http://www.a1.com/'>时时彩</a></div></template>",
        "<noscript><div style='display:none'><a href='http://www.a1.com/'>甲</a></div></noscript>",
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
    assert_eq!(
        (blocks.len(), blocks[0].links.len(), blocks[0].count),
        (1, MOST_LINKS, COUNTED as u32)
    );
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
}
