//! Every link of a page: what a browser would load and what a person would click, from markup, styles and scripts.

use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use scraper::{Html, Node};
use url::Url;

use super::attributes::{
    Attributes, attr, code_of, is_click_counter, is_javascript, link_kind, looks_relative, refresh_target, srcset_addresses,
};
use super::collector::Collector;
use super::css;
use super::link_text::{TEXT, is_visible, only_text, text_of};
use super::resolve::Resolver;
use super::script_goes;
use super::script_links::{self, OptionAddresses, Shown};
use crate::facts::{Link, LinkFrom, names_document};
use crate::text::folded_to;

/// A page with less visible text than this, bytes, is a stub whose script redirects count.
const STUB_TEXT: usize = 2048;

/// The links of a page in document order, each (same target, kind of place and text) once.
pub(super) fn links(html: &Html, resolver: &Resolver) -> Vec<Link> {
    let mut reader = Reader {
        found: Collector::new(resolver),
        base: resolver.base(),
        text_bytes: 0,
        redirects: Vec::new(),
        form: None,
        options: OptionAddresses::None,
    };
    let mut skipped = None;
    for edge in html.tree.root().traverse() {
        match edge {
            Edge::Open(_) if skipped.is_some() => {}
            Edge::Open(node) => match node.value() {
                // What stands in a template is not part of the page.
                Node::Fragment => skipped = Some(node.id()),
                Node::Element(element) => reader.element(node, element.name(), &Attributes::of(element)),
                Node::Text(text) if reader.text_bytes < STUB_TEXT && is_visible(node) => {
                    reader.text_bytes += text.split_whitespace().map(str::len).sum::<usize>();
                }
                _ => {}
            },
            Edge::Close(node) => {
                if skipped == Some(node.id()) {
                    skipped = None;
                } else if node.value().as_element().is_some_and(|e| e.name() == "select") {
                    reader.options = OptionAddresses::None;
                }
            }
        }
    }
    reader.finish()
}

/// One pass over a page.
struct Reader<'r, 'h> {
    found: Collector<'r>,
    /// What relative addresses are resolved against.
    base: &'r Url,
    /// Bytes of visible text so far.
    text_bytes: usize,
    /// Scripts that may redirect, and how many links were found before each.
    redirects: Vec<(usize, &'h str)>,
    /// Where the first form leads that is sent by its address alone.
    form: Option<&'h str>,
    /// What the options of the select around are.
    options: OptionAddresses,
}

impl<'h> Reader<'_, 'h> {
    fn element(&mut self, node: NodeRef<'h, Node>, name: &str, at: &Attributes<'h>) {
        match name {
            "a" => self.anchor(node, at),
            "area" => self.take(at.href, LinkFrom::Area, at.alt.or(at.title)),
            "link" => {
                if let Some(from) = at.rel.and_then(link_kind) {
                    self.take(at.href, from, at.title);
                }
            }
            "script" if is_javascript(at.kind) => self.script(node, at),
            "style" => {
                if let Some(text) = only_text(node) {
                    self.style(text);
                }
            }
            "img" | "image" => self.image(at),
            "input" if at.kind.is_some_and(|k| k.trim().eq_ignore_ascii_case("image")) => {
                self.take(at.src, LinkFrom::Img, at.alt.or(at.title));
            }
            "iframe" | "frame" => self.take(at.src, LinkFrom::Frame, at.title),
            "video" | "audio" | "track" => self.take(at.src, LinkFrom::Media, at.title),
            "source" => {
                self.take(at.src, LinkFrom::Media, None);
                self.srcset(at.srcset, None);
            }
            "embed" => self.take(at.src, LinkFrom::Object, at.title),
            "object" => self.take(at.data, LinkFrom::Object, at.title),
            "meta" if at.http_equiv.is_some_and(|e| e.trim().eq_ignore_ascii_case("refresh")) => {
                self.take(at.content.and_then(refresh_target), LinkFrom::Refresh, None);
            }
            "select" => self.options = at.onchange.map_or(OptionAddresses::None, script_links::option_addresses),
            "option" => self.option(node, at),
            "form" if self.form.is_none() => self.form = form_action(node),
            _ => {}
        }
        if name == "video" {
            self.take(at.poster, LinkFrom::Media, at.title);
        }
        if matches!(name, "body" | "table" | "thead" | "tbody" | "tfoot" | "tr" | "td" | "th") {
            self.take(at.background, LinkFrom::Img, None);
        }
        if let Some(style) = at.style.filter(|s| s.contains('(')) {
            self.style(style);
        }
        for code in at.handlers() {
            self.handler(node, at, code);
        }
    }

    fn take(&mut self, raw: Option<&str>, from: LinkFrom, text: Option<&str>) {
        if let Some(raw) = raw {
            self.found.add(raw, from, text.map(|t| folded_to(t, TEXT)).unwrap_or_default());
        }
    }

    fn anchor(&mut self, node: NodeRef<'h, Node>, at: &Attributes<'h>) {
        let Some(href) = at.href else { return };
        let text = text_of(node, at);
        if self.found.add(href, LinkFrom::A, text.clone()) {
            return;
        }
        // The link leads nowhere by itself: a script behind it may.
        if let Some(code) = code_of(href) {
            self.handler(node, at, code);
        }
        if leads_nowhere(href, at.noted) && !at.is_for_scripts && at.handlers().next().is_none() && names_document(&text) {
            let written = href.trim();
            self.found
                .add_unaddressed(if written.is_empty() { "href=\"\"" } else { written }, text);
        }
    }

    fn image(&mut self, at: &Attributes<'h>) {
        let text = at.alt.filter(|a| !a.trim().is_empty()).or(at.title);
        self.take(at.src, LinkFrom::Img, text);
        self.srcset(at.srcset, text);
        for lazy in at.lazy.iter().flatten().filter(|l| l.contains(['/', '.'])) {
            self.take(Some(lazy), LinkFrom::Lazy, text);
        }
    }

    fn srcset(&mut self, srcset: Option<&str>, text: Option<&str>) {
        for address in srcset_addresses(srcset.unwrap_or_default()) {
            self.take(Some(address), LinkFrom::Srcset, text);
        }
    }

    fn style(&mut self, css: &str) {
        let found = &mut self.found;
        css::references(css, &mut |from, raw| {
            found.add(raw, from, String::new());
        });
    }

    fn script(&mut self, node: NodeRef<'h, Node>, at: &Attributes<'h>) {
        if let Some(src) = at.src {
            if !is_click_counter(src) {
                self.take(Some(src), LinkFrom::Script, None);
            }
            return;
        }
        let Some(code) = only_text(node) else { return };
        for shown in script_links::shown(code) {
            match shown {
                Shown::Anchor(href, text) => self.take(Some(&href), LinkFrom::DocumentWrite, Some(&text)),
                Shown::Frame(src) => self.take(Some(&src), LinkFrom::Frame, None),
                Shown::Page(href, text) => self.take(Some(&href), LinkFrom::Pagination, Some(&text)),
            }
        }
        if self.text_bytes < STUB_TEXT && ["location", "open", "submit"].iter().any(|word| code.contains(word)) {
            self.redirects.push((self.found.links.len(), code));
        }
    }

    fn handler(&mut self, node: NodeRef<'h, Node>, at: &Attributes<'h>, code: &str) {
        let targets = script_links::handler_targets(code);
        if !targets.is_empty() {
            let text =
                if node.has_children() && !matches!(node.value().as_element().map(scraper::node::Element::name), Some("body" | "select")) {
                    text_of(node, at)
                } else {
                    folded_to(at.value.or(at.alt).or(at.title).unwrap_or_default(), TEXT)
                };
            for target in targets {
                self.found.add(&target, LinkFrom::Onclick, text.clone());
            }
        }
    }

    fn option(&mut self, node: NodeRef<'h, Node>, at: &Attributes<'h>) {
        let Some(value) = at.value.map(str::trim) else { return };
        let lower = value.get(..8).unwrap_or(value).to_ascii_lowercase();
        let is_absolute = lower.starts_with("http://") || lower.starts_with("https://");
        let is_address = match self.options {
            OptionAddresses::None => false,
            // Some systems put an address and a number into one value and take it apart in the function they call.
            OptionAddresses::Absolute => is_absolute && !value.contains(['^', '|', ' ']),
            OptionAddresses::Any => is_absolute || looks_relative(value),
        };
        if is_address {
            let text = text_of(node, at);
            self.found.add(value, LinkFrom::Option, text);
        }
    }

    fn finish(mut self) -> Vec<Link> {
        if self.text_bytes < STUB_TEXT && !self.redirects.is_empty() {
            let all = std::mem::take(&mut self.found.links);
            let mut redirects = self.redirects.into_iter().peekable();
            let mut all = all.into_iter();
            for index in 0..=all.len() {
                while let Some((_, code)) = redirects.next_if(|(at, _)| *at == index) {
                    let sent = self.form.filter(|_| script_goes::submits(code)).map(str::to_owned);
                    for target in script_goes::goes(code, self.base).into_iter().chain(sent) {
                        self.found.add(&target, LinkFrom::Onclick, String::new());
                    }
                }
                self.found.links.extend(all.next());
            }
        }
        self.found.links()
    }
}

/// Whether an address is none: nothing at all or the top of the page; and code that does nothing, where an editor's system noted a
/// file (`noted`). Without that note it is how scripts take a link over.
fn leads_nowhere(href: &str, noted: bool) -> bool {
    match code_of(href) {
        Some(code) => noted && matches!(code.trim().trim_end_matches(';'), "" | "void(0)" | "void 0" | "void()"),
        None => matches!(href.trim(), "" | "#" | "##"),
    }
}

/// Where a form leads that sends nothing but its address: one of method GET.
fn form_action(node: NodeRef<'_, Node>) -> Option<&str> {
    let element = node.value().as_element()?;
    let posts = attr(element, "method").is_some_and(|m| m.trim().eq_ignore_ascii_case("post"));
    attr(element, "action").filter(|a| !posts && !a.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use encoding_rs::UTF_8;
    use proptest::prelude::*;

    use super::*;
    use crate::facts::Target;

    fn found(page: &str) -> Vec<Link> {
        let url = "http://x.gov.cn/a/index.html".parse().unwrap();
        let html = super::super::dom::parse(page).html;
        links(&html, &Resolver::new(&url, &html, UTF_8))
    }

    /// `kind address text` of every link, addresses without the host.
    fn lines(page: &str) -> Vec<String> {
        let line = |link: Link| {
            let from = serde_json::to_value(link.from).unwrap();
            let place = match &link.target {
                Target::Web { url, .. } => url.trim_start_matches("http://x.gov.cn").to_owned(),
                Target::Local(raw) => format!("local:{raw}"),
                Target::Invalid(raw) => format!("invalid:{raw}"),
            };
            format!("{} {place} {}", from.as_str().unwrap(), link.text).trim().to_owned()
        };
        found(page).into_iter().map(line).collect()
    }

    #[test]
    fn every_place_of_a_link_is_read() {
        let page = r#"<html><head><link rel="shortcut icon" href=/i.ico><link rel=StyleSheet href=s.css><link rel=canonical href=/no>
            <link rel=dns-prefetch href=//no.cn><link rel="alternate" href=/rss><script src=/j.js></script>
            <script src="/e/public/ViewClick/?classid=1&addclick=1"></script><script type="text/template" src=/no.js></script>
            <style>@import "b.css"; body{background:url(b.png)}</style><meta http-equiv=Refresh content="3; URL='r.html'"></head>
            <body background=bg.gif><a href=1.html> 一 <b>二</b></a><map><area href=2.html alt=区></map>
            <img src=3.png alt=图 srcset="3a.png 1x, 3b.png 2x"><img data-src=4.png src="data:image/gif;base64,R0"><input type=image src=5.png>
            <iframe src=6.html></iframe><video src=7.mp4 poster=7.jpg><source src=8.mp4><track src=9.vtt></video><embed src=10.swf>
            <object data=11.pdf></object><table><tr><td background=12.gif style="background:url('13.png')"></td></tr></table>
            <picture><source srcset="14.webp"></picture><button onclick="location.href='15.html'">去</button>
            <a href=file:///C:/a.png>x</a><a href="http://:1/">y</a></body></html>"#;
        assert_eq!(
            lines(page),
            [
                "link /i.ico",
                "stylesheet /a/s.css",
                "script /j.js",
                "css-import /a/b.css",
                "css-url /a/b.png",
                "refresh /a/r.html",
                "img /a/bg.gif",
                "a /a/1.html 一 二",
                "area /a/2.html 区",
                "img /a/3.png 图",
                "srcset /a/3a.png 图",
                "srcset /a/3b.png 图",
                "lazy /a/4.png",
                "img /a/5.png",
                "frame /a/6.html",
                "media /a/7.mp4",
                "media /a/7.jpg",
                "media /a/8.mp4",
                "media /a/9.vtt",
                "object /a/10.swf",
                "object /a/11.pdf",
                "img /a/12.gif",
                "css-url /a/13.png",
                "srcset /a/14.webp",
                "onclick /a/15.html 去",
                "a local:file:///C:/a.png x",
                "a invalid:http://:1/ y",
            ]
        );
    }

    #[test]
    fn what_is_not_shown_or_not_a_link_gives_none() {
        let page = r##"<!-- <a href=1>x</a> --><textarea><a href=2>x</a></textarea><noscript><img src=3></noscript><template><a href=4>x</a></template>
            <script>var s="<a href="/5">x</a>";</script><a href="#">x</a><a href="">x</a><a>x</a><a href="javascript:void(0)">x</a>
            <a href="mailto:a@b.cn">x</a><a _fcksavedurl="/6" href="javascript:;">x</a><a onclick="window.print()">x</a><form action=/7></form>
            <script type="text/html"><a href="/8">x</a></script><base href="">"##;
        assert_eq!(lines(page), Vec::<String>::new());
    }

    #[test]
    fn an_attachment_without_an_address_is_told_and_what_an_editor_noted_is_none() {
        let named = |tag: &str| lines(&format!("<a {tag}>名单.xlsx</a>"));
        for href in ["javascript:;", "#", "", "javascript:void(0)", " JavaScript:void(0); "] {
            let written = Some(href.trim()).filter(|h| !h.is_empty()).unwrap_or("href=\"\"");
            let told = format!("attachment invalid:{written} 名单.xlsx");
            assert_eq!(named(&format!("href=\"{href}\" oldsrc=W0202611.xlsx")), [told.as_str()], "{href}");
            let bare = if href.to_ascii_lowercase().contains("script") {
                Vec::new()
            } else {
                vec![told]
            };
            assert_eq!(named(&format!("href=\"{href}\" data-x=W0202611.xlsx")), bare, "{href}");
        }
        // An address, a script that may open it, or no link at all.
        assert_eq!(named("href=/a.xlsx oldsrc=W0202611.xlsx"), ["a /a.xlsx 名单.xlsx"]);
        for other in [
            "href=javascript:; data-url=/a.xlsx",
            "href=javascript:; data-href=/a.xlsx",
            "href=javascript:; onclick=down(3)",
            "href=javascript:down(3)",
            "href=#top",
            "href=mailto:a@b.cn",
            "name=top",
            "oldsrc=W0202611.xlsx",
        ] {
            assert_eq!(named(other), Vec::<String>::new(), "{other}");
        }
        assert_eq!(
            lines("<a href=javascript:;>收起附件</a><img oldsrc=W0202611.jpg><img src=/a.jpg oldsrc=W0202611.jpg>"),
            ["img /a.jpg"]
        );
    }

    #[test]
    fn the_text_of_a_link_is_what_a_person_sees() {
        let long = "长".repeat(200);
        let page = format!(
            "<a href=1 title=t>\n 文\u{a0}字 <script>no</script></a><a href=2 title=t><img src=i alt=图></a><a href=3 title=题><i></i></a><a href=4>{long}</a>"
        );
        let texts: Vec<_> = found(&page).into_iter().filter(|l| l.from == LinkFrom::A).map(|l| l.text).collect();
        assert_eq!(texts, ["文 字", "图", "题", &"长".repeat(80)]);
    }

    #[test]
    fn the_same_link_is_listed_once_with_each_text() {
        assert_eq!(
            lines("<a href=1>x</a><a href=1>x</a><a href=./1>x</a><a href=1>y</a>"),
            ["a /a/1 x", "a /a/1 y"]
        );
    }

    #[test]
    fn scripts_and_handlers_give_their_literal_links() {
        let page = r##"<a href="#" onclick="location.href=encodeURI('2.jhtml');">2</a><a href="javascript:window.open('3.html')">三</a>
            <select onchange="window.open(this.value)"><option>友情链接<option value="http://a.gov.cn/">甲<option value=../b.html>乙<option value=3></select>
            <select><option value="http://no.gov.cn/">x</select><select onchange="go(this)"><option value="https://c.gov.cn/">丙<option value="/no">x<option value="http://no.gov.cn/^7">x</select>
            <script>document.write('<a href="/w/">写</a><iframe src="/f.html?a=1&amp;b=2"></iframe><iframe src="/'+n+'"></iframe>')</script><script>createPageHTML(3, 0, "index", "html");</script>"##;
        assert_eq!(
            lines(page),
            [
                "onclick /a/2.jhtml 2",
                "onclick /a/3.html 三",
                "option http://a.gov.cn/ 甲",
                "option /b.html 乙",
                "option https://c.gov.cn/ 丙",
                "document-write /w/ 写",
                "frame /f.html?a=1&b=2",
                "pagination /a/index_1.html 2",
                "pagination /a/index_2.html 3",
            ]
        );
    }

    #[test]
    fn only_stubs_are_redirected_by_script() {
        let page = "<a href=1>x</a><script>location.href='/m/'</script><a href=2>y</a>";
        assert_eq!(lines(page), ["a /a/1 x", "onclick /m/", "a /a/2 y"]);
        let long = format!("{page}<p>{}</p>", "正文".repeat(400));
        assert_eq!(lines(&long), ["a /a/1 x", "a /a/2 y"]);
    }

    #[test]
    fn a_page_of_many_links_is_read_to_the_end() {
        let page: String = (0..100_000)
            .flat_map(|i: u32| ["<a href=".to_owned(), i.to_string(), ">x</a>".to_owned()])
            .collect();
        assert_eq!(found(&page).len(), 100_000);
        let nested = "<a href=x><table><tr><td>".repeat(20_000);
        assert!(found(&nested).len() < 2, "one link, whatever the nesting");
    }

    proptest! {
        #[test]
        fn any_bytes_can_be_read(bytes in prop::collection::vec(any::<u8>(), 0..400), words in "(<(a|img|script|style|select|option|meta)( (href|src|style|onclick|content)=['\"]?)?|[a-z'\">/(){};:=+ 中]){0,40}") {
            let mut all = bytes;
            all.extend_from_slice(words.as_bytes());
            let (text, ..) = super::super::charset::decode(&all, None);
            for link in found(&text) {
                prop_assert!(link.text.chars().count() <= TEXT && link.raw.chars().count() <= 500);
            }
        }
    }
}
