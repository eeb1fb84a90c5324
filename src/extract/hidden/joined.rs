//! The links of a page to strangers, read again together with its style sheets from files of their own.

use std::sync::Arc;

use url::Url;

use super::block::Block;
use super::cascade::Cascade;
use super::condense::MOST;
use super::reader::Reader;
use super::sheet::Sheet;
use crate::extract::dom;
use crate::extract::hijack::registered;
use crate::extract::outline::Outline;
use crate::extract::resolve::Resolver;
use crate::facts::{HiddenHow, HiddenLinks, StyledLinks};

/// A style sheet as read, cheap to hand on.
#[derive(Debug, Clone)]
pub(crate) struct ReadSheet(Arc<Sheet>);

impl ReadSheet {
    /// Of rules as [`SheetFacts::rules`](crate::facts::SheetFacts::rules) has them.
    pub(crate) fn of(rules: &str) -> Self {
        ReadSheet(Arc::new(Sheet::of_text(rules, MOST)))
    }
}

/// The blocks of links that these sheets hide, in the order of the page.
pub(crate) fn hidden_by_sheets(styled: &StyledLinks, page: &Url, sheets: &[ReadSheet]) -> Vec<HiddenLinks> {
    let html = dom::parse(&styled.markup).html;
    let outline = Outline::of(&html);
    let resolver = Resolver::of_file(page);
    let mut cascade = Cascade::of(sheets.iter().map(|sheet| sheet.0.clone()).collect());
    // What boxes lie behind others is nowhere said: a ground must be given to what bears the letters, or to what is around it.
    cascade.has_more = true;
    let mut reader = Reader::new(&outline, &resolver, registered(page), cascade, &[]);
    reader.walk();
    let blocks = reader.blocks.into_iter().filter(|block| block.how() != HiddenHow::Shown);
    let (adverts, others): (Vec<_>, Vec<_>) = blocks.partition(|block| block.how() != HiddenHow::Frame && block.sells());
    // Whatever sheets hide them, they were put there together.
    let adverts = adverts.into_iter().reduce(|mut all, block| {
        all.join(block);
        all
    });
    adverts.into_iter().chain(others).map(Block::into_facts).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::HiddenHow::{Frame, Invisible, NoLetters, NoSize, NotDisplayed, OffScreen, SameColour};
    use crate::facts::PageSheet;

    const THREE: &str = "<a href='http://www.a1.com/'>甲</a><a href='http://www.b2.net/'>乙</a><a href='https://c3.com.cn/x'>丙</a>";

    fn page_url() -> Url {
        "http://www.x.gov.cn/a/1.htm".parse().unwrap()
    }

    fn bones(html: &str) -> Option<StyledLinks> {
        let html = dom::parse(html).html;
        let resolver = Resolver::new(&page_url(), &html, encoding_rs::UTF_8);
        super::super::read(&html, &Outline::of(&html), &resolver, &page_url()).1
    }

    /// How, links, domains, sells, named, of a page with this body and this sheet in a file of its own.
    fn seen(css: &str, body: &str) -> Vec<(HiddenHow, u32, u32, bool, bool)> {
        let page = format!("<html><head><link rel=stylesheet href=/a.css></head><body>{body}</body></html>");
        let Some(styled) = bones(&page) else { return Vec::new() };
        let facts = super::super::sheet(css, &Resolver::of_file(&page_url()));
        let sheets: Vec<ReadSheet> = styled
            .sheets
            .iter()
            .map(|sheet| match sheet {
                PageSheet::File(_) => ReadSheet::of(&facts.rules),
                PageSheet::Block(rules) => ReadSheet::of(rules),
            })
            .collect();
        let found = hidden_by_sheets(&styled, &page_url(), &sheets);
        found
            .iter()
            .map(|b| (b.how, b.count, b.domains, b.sort.is_some(), b.named))
            .collect()
    }

    #[test]
    fn what_a_sheet_hides_is_seen_as_if_its_rules_stood_in_the_page() {
        for (css, body, how) in [
            (
                ".q{position:absolute;left:-9999px}",
                format!("<div class=q>{THREE}</div>"),
                OffScreen,
            ),
            ("#q{display:none}", format!("<div id=q><p>{THREE}</p></div>"), NotDisplayed),
            (
                ".w>.q a{font-size:0}",
                format!("<div class=w><div class=q>{THREE}</div></div>"),
                NoLetters,
            ),
            (
                ".q{height:0;overflow:hidden}",
                format!("<table><tr><td class=q>{THREE}</table>"),
                NoSize,
            ),
            (
                ".q{opacity:0!important}",
                format!("<div class=q style='opacity:1'>{THREE}</div>"),
                Invisible,
            ),
            (
                "div + .q{left:-999px}",
                format!("<div>x</div><div class=q>{THREE}</div>"),
                OffScreen,
            ),
            (
                ".h ~ .q{left:-999px}",
                format!("<b class=h></b><p>x</p><p>y</p><div class=q>{THREE}</div>"),
                OffScreen,
            ),
            (
                "div:last-child{left:-999px}",
                format!("<div><p>x</p><p>y</p><div>{THREE}</div></div>"),
                OffScreen,
            ),
            (
                "div:first-child{left:-999px}",
                format!("<section><div>{THREE}</div><p>x</p></section>"),
                OffScreen,
            ),
            ("[data-q]{left:-999px}", format!("<div data-q=1>{THREE}</div>"), OffScreen),
            (
                ".q{background:#fff}.q a{color:#fff}",
                format!("<div class=q>{THREE}</div>"),
                SameColour,
            ),
            (
                "a span{text-indent:-999em}",
                format!("<p>{}</p>", THREE.replace("'>", "'><span>").replace("</a>", "</span></a>")),
                OffScreen,
            ),
        ] {
            assert_eq!(seen(css, &body), [(how, 3, 3, false, true)], "{css} {body}");
        }
        let frame = "<iframe class=q src='http://www.a1.com/x.htm'></iframe>";
        assert_eq!(seen(".q{width:0;height:0}", frame), [(Frame, 1, 1, false, true)]);
    }

    #[test]
    fn what_is_for_others_or_shown_after_all_is_not_hidden() {
        let far = "{position:absolute;left:-9999px}";
        let block = format!("<div class=q>{THREE}</div>");
        for (css, body) in [
            (format!("@media print{{.q{far}}}"), block.clone()),
            (format!("@media (max-width:768px){{.q{far}}}"), block.clone()),
            (format!(".q{far}.w .q{{left:0}}"), format!("<div class=w>{block}</div>")),
            (
                ".q{display:none}.q.on{display:block}".to_owned(),
                format!("<div class='q on'>{THREE}</div>"),
            ),
            (format!(".q{far}"), format!("<style>.q{{left:0}}</style>{block}")),
            (format!(".q{far}"), format!("<div class=q style='left:0'>{THREE}</div>")),
            (format!("p:first-child{far}"), format!("<div><b>x</b><p>{THREE}</p></div>")),
            (format!("p:last-child{far}"), format!("<div><p>{THREE}</p><b>x</b></div>")),
            (format!("h2 + p{far}"), format!("<h2>x</h2><b>y</b><p>{THREE}</p>")),
            (".q a{text-indent:-999em;background:url(i.png)}".to_owned(), block.clone()),
            (".q a{color:#fff}".to_owned(), block.clone()),
            (
                ".q{font-size:0}".to_owned(),
                format!("<div class=q>{}</div>", THREE.replace("'>", "'><img src=a.png>")),
            ),
            (format!("a:hover{far}"), block.clone()),
        ] {
            assert_eq!(seen(&css, &body), [], "{css} {body}");
        }
        // Home, and to governments.
        let known = "<div class=q><a href='/x'>甲</a><a href='http://www.fujian.gov.cn/'>乙</a></div>";
        assert_eq!(bones(&format!("<link rel=stylesheet href=a.css>{known}")), None);
        assert_eq!(bones(&block), None, "no sheet in a file of its own");
        assert_eq!(bones(&format!("<link rel=stylesheet media=print href=a.css>{block}")), None);
        assert_eq!(bones(&format!("<link rel='alternate stylesheet' href=a.css>{block}")), None);
    }

    #[test]
    fn what_a_menu_shows_when_it_is_pointed_at_is_a_menu() {
        let menu = format!("<ul><li>友情链接<div class=sub>{THREE}</div></ul>");
        let away = ".sub{position:absolute;left:-9999px}";
        assert_eq!(seen(away, &menu), [(OffScreen, 3, 3, false, true)]);
        assert_eq!(
            seen(&format!("{away}li:hover .sub{{left:0}}"), &menu),
            [(NotDisplayed, 3, 3, false, true)]
        );
    }

    #[test]
    fn advertisements_are_one_block_whatever_hides_them() {
        let bet = |n: u32, class: &str| format!("<div class={class}><a href='http://www.b{n}.com/'>时时彩平台</a></div>");
        let body = format!("{}<p>x</p>{}<p>{THREE}</p>", bet(1, "q"), bet(2, "r"));
        let css = ".q{display:none}.r{text-indent:-999em}";
        assert_eq!(seen(css, &body), [(OffScreen, 2, 2, true, true)]);
    }

    #[test]
    fn bones_hold_nothing_else_of_the_page_and_are_bounded() {
        let page = format!(
            "<link rel=stylesheet href=a.css><body class=p onload=f()><div id=c title='说明'><p>正文，联系人张三</p>\
             <ul><li>一</li><li class=k>二</li><li>三</li><li><a href='http://www.a1.com/?a=1&b=2' onclick=g()><b>张 13905921234</b></a></li><li>四</li></ul></div>\
             <div>{}</div>",
            "<p>x</p>".repeat(1_000)
        );
        let bones = bones(&page).unwrap();
        assert_eq!(bones.sheets, [PageSheet::File("http://www.x.gov.cn/a/a.css".into())]);
        assert_eq!(
            bones.markup,
            "<html><body class=\"p\" onload=\"f\"><div id=\"c\"><p></p><ul><li></li><li class=\"k\"></li><li></li><li>\
             <a href=\"http://www.a1.com/?a=1&amp;b=2\"><b>张 139****1234</b></a></li><li></li></ul></div><div></div></body></html>"
        );
        let many = format!(
            "<link rel=stylesheet href=a.css>{}",
            "<p><a href='http://www.a1.com/'>甲</a></p>".repeat(20_000)
        );
        let cut = super::tests::bones(&many).unwrap();
        assert!(cut.cut && cut.markup.len() < 200 << 10);
        let deep = format!("<link rel=stylesheet href=a.css>{}{THREE}", "<div>".repeat(5_000));
        assert!(super::tests::bones(&deep).is_some());
        let sheets = format!("{}{THREE}", "<link rel=stylesheet href=a.css>".repeat(1_000));
        assert!(super::tests::bones(&sheets).is_some_and(|bones| bones.cut && bones.sheets.len() < 100));
        // Selectors that ask every element about everything around it.
        let css = ".a ~ .a a, .a .a .a b{left:-999px}".repeat(2_000);
        seen(&css, &format!("<div class=a>{THREE}</div>").repeat(2_000));
    }
}
