//! A page laid flat: its visible text in one string, and every element in document order with the stretch of text it
//! covers. Made in one walk without recursion; every reader of content works on it instead of walking the tree again.

mod element;
mod furniture;
mod zone;

use std::cell::OnceCell;
use std::ops::Range;

use scraper::{Html, Node, node::Element};

use self::element::{is_block, tag_of};
use super::attributes::attr;
use super::text::Content;
use crate::text::{folded_parts, is_invisible};

pub(super) use self::element::Tag;
pub(super) use self::furniture::{SIGNATURE, WAY_WORDS, begins_with_arrow, is_home};
pub(super) use self::zone::{Zone, hides};

/// Marks a place where an element has no parent in the outline.
const NONE: u32 = u32::MAX;

/// One element.
#[derive(Debug)]
pub(super) struct El<'a> {
    /// The element itself, for its attributes.
    pub(super) element: &'a Element,
    /// What it is.
    pub(super) tag: Tag,
    /// Its furniture.
    pub(super) zone: Zone,
    /// Its parent, or `u32::MAX`.
    parent: u32,
    /// One past its last descendant.
    end: u32,
    text: (u32, u32),
    runs: (u32, u32),
}

/// One stretch of text from one text node.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    from: u32,
    to: u32,
    /// The element it stands in.
    pub(super) el: u32,
    /// Characters without white space.
    pub(super) chars: u32,
    /// Whether it stands inside a link.
    pub(super) linked: bool,
}

impl Run {
    /// Its place in the text.
    pub(super) fn span(&self) -> Range<usize> {
        self.from as usize..self.to as usize
    }
}

/// A page laid flat.
#[derive(Debug)]
pub(super) struct Outline<'a> {
    /// The text outside scripts and forms' inner parts, hidden layers included: white space folded, a line break
    /// between blocks, nothing between inline pieces.
    pub(super) text: String,
    /// Every element, parents before children.
    pub(super) els: Vec<El<'a>>,
    /// The text nodes in order.
    pub(super) runs: Vec<Run>,
    /// Inline scripts: the element and its source.
    pub(super) scripts: Vec<(usize, &'a str)>,
    /// The `<title>` of the head, white space folded.
    pub(super) html_title: Option<String>,
    /// Where the content stands, once it was looked for (see [`super::text::content`]): several readers ask.
    pub(super) content: OnceCell<Option<Content>>,
}

#[derive(Clone, Copy, PartialEq)]
enum Gap {
    None,
    Space,
    Line,
}

impl<'a> Outline<'a> {
    /// Walks the page once.
    pub(super) fn of(html: &'a Html) -> Self {
        let mut out = Outline {
            text: String::new(),
            els: Vec::new(),
            runs: Vec::new(),
            scripts: Vec::new(),
            html_title: None,
            content: OnceCell::new(),
        };
        let mut open: Vec<usize> = Vec::new();
        let (mut skip, mut links) = (0_u32, 0_u32);
        let mut gap = Gap::None;
        for edge in html.tree.root().traverse() {
            match edge {
                ego_tree::iter::Edge::Open(node) => match node.value() {
                    Node::Element(element) => {
                        let (tag, skipped) = tag_of(element.name());
                        if is_block(tag) {
                            gap = Gap::Line;
                        }
                        if element.name() == "title" && out.html_title.is_none() && in_head(&out, &open) {
                            out.html_title = Some(folded_parts(node.children().filter_map(|c| c.value().as_text().map(|t| &**t))));
                        }
                        if tag == Tag::Script
                            && let Some(text) = node.first_child().and_then(|c| c.value().as_text().map(|t| &**t))
                        {
                            out.scripts.push((out.els.len(), text));
                        }
                        skip += u32::from(skipped);
                        links += u32::from(tag == Tag::A);
                        out.els.push(El {
                            element,
                            tag,
                            zone: Zone::default(),
                            parent: open.last().map_or(NONE, |p| *p as u32),
                            end: 0,
                            text: (out.text.len() as u32, 0),
                            runs: (out.runs.len() as u32, 0),
                        });
                        open.push(out.els.len() - 1);
                    }
                    Node::Text(text) if skip == 0 => {
                        if let Some(&el) = open.last() {
                            gap = out.push_text(text, el, links > 0, gap);
                        }
                    }
                    _ => {}
                },
                ego_tree::iter::Edge::Close(node) => {
                    if let Node::Element(_) = node.value()
                        && let Some(index) = open.pop()
                    {
                        let (text_end, run_end, end) = (out.text.len() as u32, out.runs.len() as u32, out.els.len() as u32);
                        let el = &mut out.els[index];
                        el.end = end;
                        el.text.1 = text_end;
                        el.runs.1 = run_end;
                        let tag = el.tag;
                        if is_block(tag) {
                            gap = Gap::Line;
                        }
                        skip -= u32::from(tag_of(el.element.name()).1);
                        links -= u32::from(tag == Tag::A);
                    }
                }
            }
        }
        furniture::mark(&mut out);
        out
    }

    fn push_text(&mut self, text: &str, el: usize, linked: bool, mut gap: Gap) -> Gap {
        let mut from = self.text.len();
        let mut chars = 0_u32;
        for c in text.chars() {
            if c.is_whitespace() {
                if gap == Gap::None {
                    gap = Gap::Space;
                }
                continue;
            }
            if is_invisible(c) {
                continue;
            }
            if gap != Gap::None && !self.text.is_empty() {
                self.text.push(if gap == Gap::Line { '\n' } else { ' ' });
                if chars == 0 {
                    from = self.text.len();
                }
            }
            gap = Gap::None;
            self.text.push(c);
            chars += 1;
        }
        if chars > 0 {
            self.runs.push(Run {
                from: from as u32,
                to: self.text.len() as u32,
                el: el as u32,
                chars,
                linked,
            });
        }
        gap
    }

    /// Adds furniture to an element and everything in it.
    fn mark_all(&mut self, el: usize, zone: Zone) {
        let end = self.els[el].end as usize;
        for el in &mut self.els[el..end] {
            el.zone = el.zone.and(zone);
        }
    }

    /// The parent of an element.
    pub(super) fn parent(&self, el: usize) -> Option<usize> {
        let parent = self.els[el].parent;
        (parent != NONE).then_some(parent as usize)
    }

    /// The elements under `el`, without itself.
    pub(super) fn inside(&self, el: usize) -> Range<usize> {
        el + 1..self.els[el].end as usize
    }

    /// The direct children of `el`.
    pub(super) fn children(&self, el: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.els[el].end as usize;
        let mut next = el + 1;
        std::iter::from_fn(move || {
            (next < end).then(|| {
                let this = next;
                next = self.els[this].end as usize;
                this
            })
        })
    }

    /// The text of an element, ends trimmed.
    pub(super) fn text_of(&self, el: usize) -> &str {
        self.text[self.span(el)].trim()
    }

    /// The place of an element's text (a leading separator may be inside).
    pub(super) fn span(&self, el: usize) -> Range<usize> {
        let (from, to) = self.els[el].text;
        from as usize..to as usize
    }

    /// The text nodes under an element.
    pub(super) fn runs_of(&self, el: usize) -> &[Run] {
        &self.runs[self.run_range(el)]
    }

    /// The indexes of the text nodes under an element.
    pub(super) fn run_range(&self, el: usize) -> Range<usize> {
        let (from, to) = self.els[el].runs;
        from as usize..to as usize
    }

    /// The index of the first text node that ends behind byte `at`.
    pub(super) fn run_at(&self, at: usize) -> usize {
        self.runs.partition_point(|r| r.to as usize <= at)
    }

    /// The zone at byte `at` of the text.
    pub(super) fn zone_at(&self, at: usize) -> Zone {
        self.runs
            .get(self.run_at(at))
            .map_or(Zone::default(), |r| self.els[r.el as usize].zone)
    }

    /// Whether `outer` holds `inner` or is it.
    pub(super) fn holds(&self, outer: usize, inner: usize) -> bool {
        outer <= inner && inner < self.els[outer].end as usize
    }

    /// An attribute of an element.
    pub(super) fn attr(&self, el: usize, name: &str) -> Option<&'a str> {
        attr(self.els[el].element, name)
    }

    /// The lines of the text with their places.
    pub(super) fn lines(&self, within: Range<usize>) -> impl Iterator<Item = (usize, &str)> + '_ {
        let mut at = within.start;
        self.text[within].split('\n').map(move |line| {
            let start = at;
            at += line.len() + 1;
            (start, line)
        })
    }
}

fn in_head(out: &Outline<'_>, open: &[usize]) -> bool {
    open.last().is_some_and(|p| out.els[*p].element.name() == "head")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(html: &str) -> String {
        Outline::of(&Html::parse_document(html)).text
    }

    #[test]
    fn inline_pieces_stay_together_and_blocks_part() {
        assert_eq!(
            text("<p>6月<span>22</span>日\n  上午&nbsp;&nbsp;开会</p><!--x--><div>甲<br>乙</div><script>丙</script>"),
            "6月22日 上午 开会\n甲\n乙"
        );
    }

    #[test]
    fn furniture_is_known_by_its_marks_and_never_swallows_the_page() {
        let html = Html::parse_document(
            "<div class='header'><ul class='mainNav'><li>首页</li></ul><div>正文很长很长很长很长很长很长很长很长很长很长很长很长</div>\
             <div class='Foot'>主办</div><div style='display : none'>隐</div></div>",
        );
        let outline = Outline::of(&html);
        let zone = |word: &str| outline.zone_at(outline.text.find(word).unwrap());
        assert!(zone("首页").any_of(Zone::NAV));
        assert!(!zone("正文").any_of(Zone::FURNITURE));
        assert!(zone("主办").any_of(Zone::FOOT));
        assert!(zone("隐").any_of(Zone::HIDDEN));
    }

    #[test]
    fn a_way_holds_steps_and_no_text() {
        let told = "<p>本站的宗旨是方便公众浏览各地社会组织的网站，本站设有新闻中心等栏目。</p><p>欢迎来电来信，提出宝贵意见和建议，我们将及时答复，并在本站公布。</p>";
        let steps = "<a href=/>首页</a> &gt; <a href=/a>关于我们</a>";
        for html in [
            format!("<div class=main>当前位置：{steps}{told}</div>"),
            format!("<div class=wz>{told}</div>"),
            format!("<div><span>您的位置：</span>{steps}{told}</div>"),
        ] {
            let html = Html::parse_document(&html);
            let outline = Outline::of(&html);
            assert!(
                !outline.zone_at(outline.text.find("宗旨").unwrap()).any_of(Zone::CRUMB),
                "{}",
                outline.text
            );
        }
        let long = "某某局组织召开专题会议，研究部署下一阶段重点工作，并对有关任务作出安排";
        let html = Html::parse_document(&format!(
            "<div class=a>当前位置：首页 &gt; 要闻 &gt; {long}，推动各项任务落到实处</div><p>正文。</p>"
        ));
        let outline = Outline::of(&html);
        assert!(outline.zone_at(outline.text.find("要闻").unwrap()).any_of(Zone::CRUMB));
    }

    #[test]
    fn the_leave_notice_is_marked_and_nothing_behind_it() {
        let html = Html::parse_document(
            "<div><div class='t'><p>您访问的链接即将离开本站，是否继续？</p><span>继续访问</span></div></div><p>正文</p>",
        );
        let outline = Outline::of(&html);
        let zone = |word: &str| outline.zone_at(outline.text.find(word).unwrap());
        assert!(zone("即将离开").any_of(Zone::NOTICE));
        assert!(zone("继续访问").any_of(Zone::NOTICE) || outline.text.contains("继续访问"));
        assert!(!zone("正文").any_of(Zone::NOTICE));
    }

    #[test]
    fn what_holds_the_way_or_begins_behind_it_is_no_pager_and_no_footer() {
        const WAY: &str = "当前位置：<a href=/>首页</a> &gt; 警务公开";
        const FOOT: &str = "<div class=foot>主办单位：某市公安局 电话：0592-1234567</div>";
        for (page, word, content) in [
            // A wrapper of few words, by whatever name.
            (
                format!("<div class='content-bottom page'><div>{WAY}</div><p>值班电话表</p></div>{FOOT}"),
                "值班",
                true,
            ),
            (
                format!("<div class='page-content'><p>{WAY}</p><ul><li><a href=a>户政</a></li></ul></div>{FOOT}"),
                "户政",
                true,
            ),
            (
                format!("<div>{WAY}</div><div class=bottom><a href=a>户政</a> <a href=b>交管</a></div>{FOOT}"),
                "户政",
                true,
            ),
            (
                format!("<div>{WAY}</div><div class=related><a href=a>户政</a> <a href=b>交管</a></div>{FOOT}"),
                "交管",
                true,
            ),
            // Links that turn no pages make no pagination, wherever they stand.
            (
                "<p>某局工作职责如下</p><div class=page><a href=a>户政</a><a href=b>交管</a></div>".to_owned(),
                "户政",
                true,
            ),
            // Those of a pagination, a footer behind a short page, and links of friends are what they are called.
            (
                format!(
                    "<div>{WAY}</div><ul><li><a href=a>关于某事的通知</a></li></ul><div class=page><a href=1>首页</a><a href=2>下一页</a><a href=3>2</a></div>"
                ),
                "下一页",
                false,
            ),
            (
                format!("<div>{WAY}</div><div class=bottom>主办单位：某市公安局</div>"),
                "主办",
                false,
            ),
            (
                format!(
                    "<div>{WAY}</div><p>本栏目的内容是一句话，它说明有关情况，并且写得足够长，使后面的块不是紧跟着当前位置的那一块，而是页面最后的一块，里面只有几个链接，指向别的网站</p><div class=bottom><a href=a>某省政府网</a></div>"
                ),
                "某省",
                false,
            ),
        ] {
            let html = Html::parse_document(&format!(
                "<body><div class=nav><a href=/>首页</a><a href=/a>动态</a></div>{page}</body>"
            ));
            let outline = Outline::of(&html);
            let at = outline.text.find(word).unwrap();
            assert_eq!(
                !outline.zone_at(at).any_of(Zone::FOOT.and(Zone::PAGER).and(Zone::RELATED)),
                content,
                "{page}"
            );
        }
    }
}
