//! The bones of a page: its links and frames that lead to strangers, with the elements around them and of those beside them
//! what selectors ask for. Read again with the sheets of the page, they are hidden by the same rules as in the page itself.

use std::fmt::Write as _;

use scraper::Html;

use super::condense::condense;
use super::reader::{MARK, Reader};
use super::sheet::applies;
use crate::extract::link_text::only_text;
use crate::extract::outline::{Outline, Tag};
use crate::extract::private;
use crate::extract::resolve::Resolver;
use crate::facts::{PageSheet, StyledLinks};
use crate::text::first;

/// Bytes of the bones of one page. A link with all around it comes to some 200.
const MOST: usize = 128 << 10;
/// Things that dress one page, and bytes of the rules in its style blocks.
const MOST_SHEETS: usize = 60;
const BLOCKS: usize = 128 << 10;
/// Elements beside those that are kept, of one parent, by which `+` and `~` count.
const MOST_BESIDE: usize = 20;
/// Elements of which it is asked what in the page can show them.
const MOST_ASKED: usize = 500;
/// Characters of an attribute, of a style, and of the words of a link.
const VALUE: usize = 200;
const STYLE: usize = 2_000;
const WORDS: usize = 200;
/// Elements of a link around its words.
const AROUND_WORDS: usize = 10;

/// A link or frame to be kept, with its absolute address.
pub(super) struct Kept {
    pub(super) el: usize,
    pub(super) url: String,
    /// The innermost element around all of its words.
    pub(super) words: usize,
}

/// What dresses a page, and whether that is more than is kept.
pub(super) fn sheets(html: &Html, resolver: &Resolver) -> (Vec<PageSheet>, bool) {
    let (mut sheets, mut left, mut cut) = (Vec::new(), BLOCKS, false);
    for node in html.tree.root().descendants() {
        let Some(element) = node.value().as_element() else { continue };
        let is_for_desk = || element.attr("media").is_none_or(applies) && element.attr("disabled").is_none();
        match element.name() {
            "link" if is_for_desk() => {
                let rel = element.attr("rel").unwrap_or_default().to_ascii_lowercase();
                let is = |word: &str| rel.split_ascii_whitespace().any(|w| w == word);
                let target = element.attr("href").filter(|_| is("stylesheet") && !is("alternate"));
                let target = target.and_then(|href| resolver.resolve(href));
                sheets.extend(target.as_ref().and_then(|t| t.web()).map(|url| PageSheet::File(url.to_owned())));
            }
            "style" if is_for_desk() => {
                let Some(text) = only_text(node) else { continue };
                let read = condense(text, resolver);
                cut |= read.cut || read.rules.len() > left;
                sheets.extend(read.imports.into_iter().map(PageSheet::File));
                if !read.rules.is_empty() && read.rules.len() <= left {
                    left -= read.rules.len();
                    sheets.push(PageSheet::Block(read.rules));
                }
            }
            _ => {}
        }
    }
    cut |= sheets.len() > MOST_SHEETS;
    sheets.truncate(MOST_SHEETS);
    (sheets, cut)
}

/// The bones of a page around these links and frames, which stand in the order of the page.
pub(super) fn of(reader: &Reader<'_, '_>, kept: &[Kept], (sheets, cut): (Vec<PageSheet>, bool)) -> StyledLinks {
    let outline = reader.outline();
    let mut around = vec![false; outline.els.len()];
    for link in kept {
        let mut at = outline.parent(link.el);
        while let Some(el) = at.filter(|el| !around[*el]) {
            around[el] = true;
            at = outline.parent(el);
        }
    }
    let mut writer = Writer {
        reader,
        outline,
        kept,
        around,
        out: String::new(),
        full: false,
        left: MOST_ASKED,
    };
    // Above all stands one element, without which nothing is kept.
    if writer.around.first() == Some(&true) {
        writer.element(0);
    }
    StyledLinks {
        sheets,
        cut: cut || writer.full,
        markup: writer.out,
        unread: Vec::new(),
    }
}

struct Writer<'o, 'a> {
    reader: &'o Reader<'o, 'a>,
    outline: &'o Outline<'a>,
    kept: &'o [Kept],
    around: Vec<bool>,
    out: String,
    full: bool,
    /// Elements of which it is still asked what can show them.
    left: usize,
}

impl Writer<'_, '_> {
    /// Writes an element around kept links. The parser keeps elements to 512 levels.
    fn element(&mut self, el: usize) {
        self.open(el, None);
        let outline = self.outline;
        let mut beside = Vec::new();
        let mut counted = 0;
        let mut is_first = true;
        for child in outline.children(el) {
            let kept = self.kept.binary_search_by_key(&child, |k| k.el).ok();
            if kept.is_none() && !self.around[child] {
                let has_name = ["id", "class"].iter().any(|name| outline.attr(child, name).is_some());
                if is_first || has_name && counted < MOST_BESIDE {
                    counted += 1;
                    beside.push(child);
                    self.beside(&mut beside);
                } else {
                    // The one right before what is kept, and the last of all, are asked for.
                    beside.clear();
                    beside.push(child);
                }
                is_first = false;
                continue;
            }
            is_first = false;
            self.beside(&mut beside);
            if self.out.len() > MOST {
                self.full = true;
                break;
            }
            match kept {
                Some(place) => self.link(&self.kept[place]),
                None => self.element(child),
            }
        }
        self.beside(&mut beside);
        self.close(el);
    }

    /// Writes elements that stand beside what is kept, without what is in them.
    fn beside(&mut self, els: &mut Vec<usize>) {
        for el in els.drain(..) {
            // The parser makes a head by itself.
            if self.outline.els[el].element.name() != "head" {
                self.open(el, None);
                self.close(el);
            }
        }
    }

    fn link(&mut self, link: &Kept) {
        self.open(link.el, Some(&link.url));
        let outline = self.outline;
        let mut chain = Vec::new();
        let mut at = link.words;
        while at != link.el && chain.len() < AROUND_WORDS {
            chain.push(at);
            at = outline.parent(at).unwrap_or(link.el);
        }
        for el in chain.iter().rev() {
            self.open(*el, None);
        }
        escape(&private::all_long_numbers(first(outline.text_of(link.el), WORDS)), &mut self.out);
        for el in &chain {
            self.close(*el);
        }
        if outline.inside(link.el).any(|el| outline.els[el].tag == Tag::Img) {
            self.out.push_str("<img>");
        }
        self.close(link.el);
    }

    fn open(&mut self, el: usize, address: Option<&str>) {
        let element = self.outline.els[el].element;
        let _infallible = write!(self.out, "<{}", element.name());
        for (name, value) in element.attrs() {
            let most = match name {
                "style" => STYLE,
                "class" => 3 * VALUE,
                "title" if address.is_none() => continue,
                "id" | "hidden" | "open" | "width" | "height" | "color" | "bgcolor" | "background" | "name" | "type" | "role" | "title"
                | "target" | "rel" => VALUE,
                // That it is there is asked for of frames.
                "onload" => 1,
                _ if name.starts_with("data-") => VALUE / 4,
                _ => continue,
            };
            self.attribute(name, &private::all_long_numbers(first(value, most)));
        }
        // Of items and cells without a name the bones say by themselves what stands beside them.
        let has_name = || ["id", "class"].iter().any(|name| self.outline.attr(el, name).is_some());
        let is_asked = (address.is_some() || self.around[el]) && (has_name() || !matches!(element.name(), "a" | "li" | "tr" | "td"));
        if is_asked && self.left > 0 {
            self.left -= 1;
            if self.reader.can_be_shown(el) {
                self.attribute(MARK, "");
            }
        }
        if let Some(address) = address {
            let name = if self.outline.els[el].tag == Tag::A { "href" } else { "src" };
            self.attribute(name, address);
        }
        self.out.push('>');
    }

    fn attribute(&mut self, name: &str, value: &str) {
        let is_plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        if is_plain {
            let _infallible = write!(self.out, " {name}=\"");
            escape(value, &mut self.out);
            self.out.push('"');
        }
    }

    fn close(&mut self, el: usize) {
        let name = self.outline.els[el].element.name();
        let is_void = matches!(
            name,
            "area" | "base" | "br" | "col" | "embed" | "hr" | "img" | "input" | "link" | "meta" | "param" | "source" | "track" | "wbr"
        );
        if !is_void {
            let _infallible = write!(self.out, "</{name}>");
        }
    }
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}
