//! The parts of a footer that are no text: pictures, links and scripts, known by their addresses and words.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use regex::Regex;
use scraper::{Html, Node, node::Element};

use super::WEAK_WORDS;
use crate::extract::attributes::attr;
use crate::lexicon::{FOOTER_MARKS, FOOTER_WORDS, Words, typed};

/// What was seen of them.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// 党政机关网站标识.
    pub(super) mark: bool,
    /// “我为政府网站找错”.
    pub(super) find_errors: bool,
    /// 纠错 in words of the page's own, at its foot.
    pub(super) corrections: bool,
    pub(super) site_map: bool,
    pub(super) contact_link: bool,
    /// A link to the police record with its number.
    pub(super) police_number: bool,
    /// A link or picture of the police record without one.
    pub(super) police_sign: bool,
    pub(super) icp_link: bool,
    /// A script of its own writes the footer.
    pub(super) by_script: bool,
    /// The footer stands in a frame, or the whole page is one of frames.
    pub(super) framed: bool,
    /// The footer is a picture.
    pub(super) pictured: bool,
    /// A picture at the foot that says nothing of itself and leads nowhere: it may be 党政机关网站标识.
    pub(super) silent_picture: bool,
    /// One in a link that only a script follows: it may be the entry for errors as well.
    pub(super) silent_entry: bool,
    /// What pictures say in words of a footer (`alt`, `title`).
    pub(super) pictured_words: String,
    /// The text that inline scripts write of a footer, without tags.
    pub(super) written: String,
    /// Where texts name an entry for errors.
    named: Vec<Entry>,
    /// Where texts name a tool of the page (打印), by the text before.
    tools: Vec<usize>,
    /// Where texts say what a foot says, likewise.
    foot_words: Vec<usize>,
}

/// A text that names an entry for errors.
#[derive(Debug)]
struct Entry {
    /// How much text came before, bytes.
    at: usize,
    mark: Mark,
    /// Whether the name is all of the text.
    bare: bool,
    /// Whether it goes by the name of the national entry, as no tool of a page does.
    national: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Mark {
    Official,
    FindErrors,
    Corrections,
    SiteMap,
    Contact,
    Police,
    Icp,
}

/// Words and addresses, and what they mark. The picture and the script of 党政机关网站标识 come from conac.cn; the entry for
/// errors from kaipuyun.cn and zfwzgl.www.gov.cn, once under a bare IP address.
static SIGNS: LazyLock<Vec<(&str, Mark)>> = LazyLock::new(|| {
    let mark = |name: &str| match name {
        "official" => Some(Mark::Official),
        "find-errors" => Some(Mark::FindErrors),
        "corrections" => Some(Mark::Corrections),
        "site-map" => Some(Mark::SiteMap),
        "contact" => Some(Mark::Contact),
        "police" => Some(Mark::Police),
        "icp" => Some(Mark::Icp),
        _ => None,
    };
    typed(FOOTER_MARKS, mark)
});

static WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::DFA))
        .ascii_case_insensitive(true)
        .match_kind(aho_corasick::MatchKind::LeftmostFirst)
        .build(SIGNS.iter().map(|(word, _)| word))
        .expect("constant words")
});

/// The number of a police record in an address: `recordcode=35020302000001`, `code=35020302000001`.
static RECORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)code=[0-9]{8,16}").expect("a constant regex"));

/// A file that is a footer by its name.
static FOOT_FILE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:^|[/_.-])(?:[a-z]{0,12}[_-])?(?:foot(?:er)?|bottom|copyright|dibu|yejiao|banquan)[0-9_a-z-]{0,12}\.[a-z]{2,5}(?:[?#]|$)",
    )
    .expect("a constant regex")
});

/// Small pictures at the foot that are something else: codes to scan, emblems of the police record, logos, arrows.
static OTHER_PICTURE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)ewm|erweima|qr|code|weixin|wechat|wx|weibo|gongan|/ga|ghs|jinghui|beian|police|jiucuo|logo|icon|/ico|line|bg|arrow|top|close|blank|space|pixel|count|search|print|share")
        .expect("a constant regex")
});

/// How much text may stand behind a picture at the foot, bytes.
const FOOT: usize = 1_200;

/// Behind a foot of so much text no page is too short to have it, whatever comes before.
const SHORT_FOOT: usize = 120;

/// How near a tool of the page (打印, 关闭) makes a neighbour of it one too, bytes: unless a word of the foot is nearer.
const TOOLBAR: usize = 90;

/// The tools of an article.
static TOOLS: Words = Words::used(FOOTER_WORDS, "tool");

/// How many characters the name of an entry has with what is put around it (【我要纠错】, “我为政府网站找错”监督举报平台).
const NAME: usize = 16;

/// Entries and tools that are remembered of a page.
const MOST: usize = 500;

/// A script that loads a footer: `$("#footer").load("/foot.html")`, `include("bottom.html")`.
static LOADS_FOOT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)(?:load|include|get|ajax|fetch|import)\w*\s*\(\s*\{?[^;{}]{0,60}?["'][^"'\s]{0,100}(?:foot|bottom|copyright|dibu|yejiao)[^"'\s]{0,30}\.[a-z]{2,5}"#)
        .expect("a constant regex")
});

/// What inline scripts write is read from at most so many bytes.
const WRITTEN: usize = 16 << 10;

/// Labels that only a footer has.
const FOOT_LABELS: &[&str] = &["标识码", "ICP备", "公网安备", "主办单位", "主办："];

/// Longer inline scripts are libraries, not footers.
const SCRIPT: usize = 64 << 10;

/// Reads them in one walk.
pub(super) fn read(html: &Html) -> Marks {
    let mut marks = Marks::default();
    let mut unread = None;
    // How much text came before the last silent picture, and in all; and the link that is open.
    let (mut silent_at, mut text_read, mut leading) = (None, 0_usize, None);
    // The same for pictures in links that lead nowhere by their address, and such a link that is open.
    let (mut entry_at, mut scripted) = (None, None);
    // How much text came before the last box for text: what stands beside it is its button.
    let mut box_at = None;
    // The two places before the last of them.
    let mut before = (None, None);
    for edge in html.tree.root().traverse() {
        match edge {
            ego_tree::iter::Edge::Open(node) if unread.is_none() => match node.value() {
                Node::Text(text) => {
                    marks.text(text, text_read);
                    text_read += text.trim().len();
                }
                Node::Element(element) => match element.name() {
                    "script" => {
                        unread = Some(node.id());
                        marks.attributes(element);
                        marks.by_script |= attr(element, "src").is_some_and(|src| FOOT_FILE.is_match(clipped(src)));
                        for text in node.children().filter_map(|c| c.value().as_text().map(|t| &**t)) {
                            marks.script(text);
                        }
                    }
                    "style" | "noscript" | "template" => unread = Some(node.id()),
                    name => {
                        let source = attr(element, "src").or_else(|| attr(element, "data")).map_or("", |s| clipped(s));
                        match name {
                            "frameset" => marks.framed = true,
                            "iframe" | "object" | "embed" | "include" => marks.framed |= FOOT_FILE.is_match(source),
                            "input" if is_box(element) => {
                                box_at = Some(text_read);
                                // Its button may stand before it as well.
                                let beside = |at: Option<usize>, before| if at == Some(text_read) { before } else { at };
                                (silent_at, entry_at) = (beside(silent_at, before.0), beside(entry_at, before.1));
                            }
                            "a" if attr(element, "href").is_some_and(leads_somewhere) => leading = Some(node.id()),
                            "a" if attr(element, "href").is_some() => scripted = Some(node.id()),
                            "img" => {
                                marks.words_of_picture(element);
                                marks.pictured |= attr(element, "usemap").is_some() || FOOT_FILE.is_match(source);
                                let button = box_at == Some(text_read);
                                if leading.is_none() && !button && is_silent(element) && !OTHER_PICTURE.is_match(source) {
                                    let moved = |at: Option<usize>, old| if at == Some(text_read) { old } else { at };
                                    before = (moved(silent_at, before.0), moved(entry_at, before.1));
                                    silent_at = Some(text_read);
                                    entry_at = scripted.map(|_| text_read).or(entry_at);
                                }
                            }
                            _ => {}
                        }
                        marks.attributes(element);
                    }
                },
                _ => {}
            },
            ego_tree::iter::Edge::Close(node) if unread == Some(node.id()) => unread = None,
            ego_tree::iter::Edge::Close(node) if leading == Some(node.id()) => leading = None,
            ego_tree::iter::Edge::Close(node) if scripted == Some(node.id()) => scripted = None,
            _ => {}
        }
    }
    // On a short page the top is as near to the end: before a foot stand a menu and more, whatever the foot says besides.
    let at_foot = |at: usize| {
        let behind = text_read - at;
        behind <= FOOT && behind <= SHORT_FOOT.max(3 * at)
    };
    marks.settle_entries(text_read);
    marks.silent_picture = silent_at.is_some_and(at_foot);
    marks.silent_entry = entry_at.is_some_and(at_foot);
    marks
}

/// Remembers the last of many.
fn keep_last<T>(list: &mut Vec<T>, one: T) {
    if list.len() >= MOST {
        list.drain(..MOST / 2);
    }
    list.push(one);
}

fn leads_somewhere(href: &str) -> bool {
    let href = href.trim();
    !(href.is_empty() || href.starts_with('#') || href.get(..11).is_some_and(|s| s.eq_ignore_ascii_case("javascript:")))
}

/// Whether something is typed into it.
fn is_box(element: &Element) -> bool {
    attr(element, "type").is_none_or(|t| ["", "text", "search"].iter().any(|own| t.trim().eq_ignore_ascii_case(own)))
}

fn is_silent(element: &Element) -> bool {
    attr(element, "src").is_some()
        && ["alt", "title"]
            .iter()
            .all(|name| attr(element, name).is_none_or(|v| v.trim().is_empty()))
}

/// No address or attribute is looked at further than this.
fn clipped(text: &str) -> &str {
    &text[..text.floor_char_boundary(text.len().min(1_000))]
}

impl Marks {
    fn attributes(&mut self, element: &Element) {
        for (name, value) in element.attrs() {
            if matches!(
                name,
                "href" | "src" | "id" | "alt" | "title" | "onclick" | "data-src" | "data-original" | "aria-label"
            ) {
                self.take(clipped(value), true);
            }
        }
    }

    fn words_of_picture(&mut self, element: &Element) {
        for words in ["alt", "title"].into_iter().filter_map(|name| attr(element, name)) {
            if FOOT_LABELS.iter().any(|w| words.contains(w)) && self.pictured_words.len() + words.len() <= WRITTEN {
                self.pictured_words.push_str(words);
                self.pictured_words.push('\n');
            }
        }
    }

    /// Takes the signs in a text that stands behind so much other text.
    fn text(&mut self, text: &str, at: usize) {
        self.take(text, false);
        for (words, places) in [(&TOOLS, &mut self.tools), (&WEAK_WORDS, &mut self.foot_words)] {
            if words.any_in(text) {
                keep_last(places, at);
            }
        }
        let mark = |m: aho_corasick::Match| SIGNS[m.pattern().as_usize()].1;
        let entries = |m: &Mark| matches!(m, Mark::FindErrors | Mark::Corrections);
        if let Some(mark) = WORDS.find_iter(text).map(mark).find(entries) {
            // A sentence speaks of it.
            if text.contains('。') {
                return;
            }
            let entry = Entry {
                at,
                mark,
                bare: text.trim().chars().count() <= NAME,
                national: text.contains("找错"),
            };
            keep_last(&mut self.named, entry);
        }
    }

    /// What the named entries come to, where so much text was read: one that is a tool of the page (纠错 beside 打印) is none of
    /// the site, and what is no name by itself is one at the foot only.
    fn settle_entries(&mut self, text_read: usize) {
        for entry in std::mem::take(&mut self.named) {
            let at_foot = text_read - entry.at <= FOOT;
            let nearest = |places: &[usize]| places.iter().map(|at| at.abs_diff(entry.at)).min().unwrap_or(usize::MAX);
            let beside = nearest(&self.tools);
            let tool = !entry.national && beside <= TOOLBAR && beside < nearest(&self.foot_words);
            match entry.mark {
                _ if tool => {}
                Mark::FindErrors => self.find_errors |= entry.bare || at_foot,
                _ => self.corrections |= entry.bare || at_foot,
            }
        }
    }

    /// Takes the signs in a text, or in an address or other attribute.
    fn take(&mut self, text: &str, attribute: bool) {
        for found in WORDS.find_iter(text) {
            match SIGNS[found.pattern().as_usize()].1 {
                Mark::Official => self.mark = true,
                // In texts it matters where they stand.
                Mark::FindErrors if attribute => self.find_errors = true,
                Mark::Corrections if attribute => self.corrections = true,
                Mark::FindErrors | Mark::Corrections => {}
                Mark::SiteMap => self.site_map = true,
                Mark::Contact => self.contact_link = true,
                Mark::Police if attribute => {
                    self.police_sign = true;
                    self.police_number |= RECORD.is_match(text);
                }
                Mark::Icp if attribute => self.icp_link = true,
                // As plain words they only announce a number, which is looked for by itself.
                Mark::Police | Mark::Icp => {}
            }
        }
    }

    fn script(&mut self, source: &str) {
        if source.len() > SCRIPT {
            return;
        }
        self.take(source, false);
        for found in WORDS.find_iter(source) {
            self.find_errors |= SIGNS[found.pattern().as_usize()].1 == Mark::FindErrors;
            self.corrections |= SIGNS[found.pattern().as_usize()].1 == Mark::Corrections;
        }
        let names_foot = ["foot", "Foot", "bottom", "Bottom", "copyright", "dibu", "yejiao"]
            .iter()
            .any(|w| source.contains(w));
        self.by_script |= names_foot && LOADS_FOOT.is_match(source);
        let writes = ["document.write", "innerHTML", ".html(", ".append("]
            .iter()
            .any(|w| source.contains(w));
        let footer = FOOT_LABELS.iter().any(|w| source.contains(w));
        if writes && footer && self.written.len() + source.len() <= WRITTEN {
            for part in source.split('<') {
                let text = part.split_once('>').map_or(part, |(_, text)| text);
                self.written.push_str(text.split(['"', '\'']).next().unwrap_or_default());
                self.written.push('\n');
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::entries;

    #[test]
    fn every_entry_of_the_list_marks_something() {
        assert_eq!(SIGNS.len(), entries(FOOTER_MARKS).count());
    }

    fn marks(page: &str) -> Marks {
        read(&crate::extract::dom::parse(page).html)
    }

    #[test]
    fn pictures_links_and_scripts_stand_for_their_parts() {
        for page in [
            "<script src='//dcs.conac.cn/js/35/000/CA1.js'></script>",
            "<script>document.write(unescape(\"%3Cspan id='_ideConac' %3E%3C/span%3E\"))</script>",
            "<a href='http://bszs.conac.cn/sitename?method=show'><img src=red.png></a>",
            "<img src=1.png alt='党政机关网站标识'>",
        ] {
            assert!(marks(page).mark, "{page}");
        }
        for page in [
            "<script id='_jiucuo_' sitecode='3502000019' src='https://zfwzgl.www.gov.cn/exposure/jiucuo.js'></script>",
            "<script src=//pucha.kaipuyun.cn/x.js></script>",
            "<a href=x>我为政府网站找错</a>",
            "<img onclick=\"Link('3502000019')\" alt='政府网站找错'>",
        ] {
            assert!(marks(page).find_errors, "{page}");
        }
        let none = marks("<!-- conac.cn jiucuo --><style>.jiucuo{}</style><p>全市党政机关带头</p><a href=x>我要纠错</a>");
        assert!(!none.mark && !none.find_errors && none.corrections);
        let police = marks("<a href='http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=35020302000001'><img src=ba.png></a>");
        assert!(police.police_number);
        assert!(!marks("<p>公安备案：</p>").police_sign);
    }

    #[test]
    fn footers_elsewhere_are_known_by_their_names() {
        for page in [
            "<script src='/js/footer.js'></script>",
            "<script src='../common/new_bottom.js?v=2'></script>",
            "<script>$('#footer').load('/include/foot.html');</script>",
        ] {
            assert!(marks(page).by_script, "{page}");
        }
        for page in [
            "<script src='/js/common.js'></script>",
            "<script>var bottom = 3; $.get('/a.html')</script>",
            "<script src=/football/a.js></script>",
        ] {
            assert!(!marks(page).by_script, "{page}");
        }
        assert!(marks("<iframe src='/foot.html'></iframe>").framed);
        assert!(marks("<frameset cols=*><frame src=a.html></frameset>").framed);
        assert!(!marks("<iframe src='/video/play.html'></iframe>").framed);
        assert!(marks("<img src='/images/footer.jpg'>").pictured);
    }

    #[test]
    fn a_silent_picture_at_the_foot_may_be_the_mark() {
        for (page, silent) in [
            (
                "<p>正文</p><a href='javascript:;'><img src='images/shi.png'></a><p>版权所有</p>",
                true,
            ),
            ("<p>正文</p><img src='dzjg.png' alt=''>", true),
            ("<p>正文</p><a href='http://www.b.cn/'><img src='images/b.png'></a>", false),
            ("<p>正文</p><img src='ewm.png'><img src=x.png alt=微信>", false),
        ] {
            assert_eq!(marks(page).silent_picture, silent, "{page}");
            assert_eq!(marks(page).silent_entry, silent && page.contains("javascript"), "{page}");
        }
        let above = format!("<img src=x.png>{}", "<p>正文内容</p>".repeat(200));
        assert!(!marks(&above).silent_picture);
    }

    #[test]
    fn what_an_inline_script_writes_is_text() {
        let page = "<script>document.write('<p>主办单位：鹭岛市公安局</p><p>闽ICP备05000001号</p>');</script>";
        assert!(marks(page).written.contains("主办单位：鹭岛市公安局\n"));
    }
}
