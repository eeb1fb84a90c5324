//! Links to strangers that a page hides from its readers, and words for search engines in its title.
//!
//! Hiding by itself is nothing bad: menus, tabs, layers and notices are hidden until they are asked for. So what is read is
//! how something is hidden, whether it has a name by which a script could show it, and where it leads; the rule weighs it.
//! Links into the page's own domain, to governments and to what everybody uses do not count.

mod script;
mod sheet;
mod style;
mod title;

use rustc_hash::{FxHashMap, FxHashSet};
use scraper::Html;
use url::Url;

use self::script::deeds;
use self::sheet::Sheet;
use self::style::{Colour, Looks, colour};
use super::hijack::{against, hits, is_trusted, registered};
use super::outline::{Outline, Tag};
use super::resolve::Resolver;
use super::tag::Tags;
use crate::facts::{HiddenHow, HiddenLink, HiddenLinks};
use crate::text::first;

/// Blocks told of one page, and links kept of one block.
const MOST_BLOCKS: usize = 50;
const MOST_LINKS: usize = 10;
/// Links of one block that are counted.
const COUNTED: usize = 2_000;
/// Characters of a link's text that are kept.
const TEXT: usize = 40;
/// Elements beside a hidden box that are looked at, and the longest text somebody would point at, characters.
const MOST_BESIDE: usize = 200;
const A_WORD: usize = 30;
/// The weight of words from which they are an advertisement: one that nobody else writes, or two that are usual there.
const ADVERTISED: u32 = 3;
/// Reads the hidden links of a page, and its title and key words.
pub(super) fn read(html: &Html, outline: &Outline<'_>, resolver: &Resolver, page: &Url) -> Vec<HiddenLinks> {
    let mut found = Vec::new();
    found.extend(title::stuffed(outline));
    let mut reader = Reader {
        outline,
        resolver,
        own: registered(page),
        sheet: Sheet::of(html),
        by_script: FxHashSet::default(),
        blocks: Vec::new(),
        of_root: FxHashMap::default(),
    };
    let written = reader.scripts();
    reader.walk();
    for markup in written {
        let html = super::dom::parse(&markup).html;
        let inner = Outline::of(&html);
        let mut of_script = Reader {
            outline: &inner,
            resolver,
            own: reader.own.clone(),
            sheet: Sheet::of(&html),
            by_script: FxHashSet::default(),
            blocks: Vec::new(),
            of_root: FxHashMap::default(),
        };
        of_script.walk();
        reader.blocks.extend(of_script.blocks.into_iter().map(|b| Block {
            how: HiddenHow::ByScript,
            ..b
        }));
    }
    found.extend(reader.blocks.into_iter().take(MOST_BLOCKS).map(Block::into_facts));
    found
}

/// A hidden block with its links to strangers.
struct Block {
    how: HiddenHow,
    named: bool,
    links: Vec<HiddenLink>,
    count: usize,
    domains: FxHashSet<String>,
    text: String,
}

impl Block {
    fn into_facts(self) -> HiddenLinks {
        let found = hits(&self.text);
        let sort = found
            .heaviest()
            .filter(|s| found.weight(*s) >= ADVERTISED && against(&self.text) == 0);
        HiddenLinks {
            how: self.how,
            links: self.links,
            count: u32::try_from(self.count).unwrap_or(u32::MAX),
            domains: u32::try_from(self.domains.len()).unwrap_or(u32::MAX),
            words: found.words(None),
            sort,
            named: self.named,
        }
    }
}

/// What hides an element: how, where it begins, and whether that place has a name.
#[derive(Clone, Copy)]
struct Veil {
    how: HiddenHow,
    root: usize,
    named: bool,
}

struct Reader<'o, 'a> {
    outline: &'o Outline<'a>,
    resolver: &'o Resolver,
    /// The page's own domain.
    own: Option<String>,
    sheet: Sheet,
    /// Ids that scripts of the page hide.
    by_script: FxHashSet<String>,
    blocks: Vec<Block>,
    of_root: FxHashMap<usize, usize>,
}

impl Reader<'_, '_> {
    /// Reads the scripts: what they hide goes into `by_script`; gives what each of them writes.
    fn scripts(&mut self) -> Vec<String> {
        let mut written = Vec::new();
        for (_, code) in &self.outline.scripts {
            let deeds = deeds(code);
            self.by_script.extend(deeds.hides);
            if deeds.written.contains('<') && written.len() < MOST_BLOCKS {
                written.push(deeds.written);
            }
        }
        written
    }

    fn walk(&mut self) {
        let outline = self.outline;
        let mut veils: Vec<Option<Veil>> = vec![None; outline.els.len()];
        let curtains = self.curtains();
        for el in 0..outline.els.len() {
            let above = outline.parent(el).and_then(|p| veils[p]);
            let own = self.veil(el);
            let behind = curtains.iter().find(|(_, end)| *end > el).filter(|(veil, _)| veil.root < el);
            veils[el] = above.or(own).or(behind.map(|(veil, _)| *veil));
            // What a style hides well goes before what a menu would do as well.
            if let (Some(above), Some(own)) = (above, own)
                && own.how.is_sly()
                && !above.how.is_sly()
            {
                veils[el] = Some(own);
            }
            if outline.els[el].tag == Tag::A
                && let Some(veil) = veils[el].or_else(|| self.same_colour(el))
                && !self.is_no_part_of_the_page(el)
            {
                self.link(el, veil);
            }
        }
    }

    /// What stands between a script that writes the beginning of a hidden box and a later one that writes its end.
    fn curtains(&self) -> Vec<(Veil, usize)> {
        let mut curtains = Vec::new();
        let mut open: Option<Veil> = None;
        for (el, code) in self
            .outline
            .scripts
            .iter()
            .filter(|(_, code)| code.contains("write") || code.contains("eval"))
        {
            let written = deeds(code).written;
            match open {
                Some(veil) if written.contains("</") => {
                    curtains.push((veil, *el));
                    open = None;
                }
                Some(_) => {}
                None => {
                    open = opens_box(&written).map(|named| Veil {
                        how: HiddenHow::ByScript,
                        root: *el,
                        named,
                    });
                }
            }
        }
        curtains
    }

    /// How an element itself is hidden.
    fn veil(&self, el: usize) -> Option<Veil> {
        let element = self.outline.els[el].element;
        let (style, class, id) = (element.attr("style"), element.attr("class"), element.attr("id"));
        let is_marquee = element.name() == "marquee";
        let how = if id.is_some_and(|i| self.by_script.contains(i)) {
            Some(HiddenHow::ByScript)
        } else if style.is_some() || is_marquee {
            let mut looks = Looks::default();
            looks.read(style.unwrap_or_default());
            if is_marquee {
                looks.marquee([element.attr("height"), element.attr("width")]);
            }
            looks.how()
        } else {
            None
        };
        let how = how.or_else(|| self.sheet.looks(class, id)?.how())?;
        let is_name = |name: Option<&str>| name.is_some_and(|n| !n.trim().is_empty());
        Some(Veil {
            how,
            root: el,
            named: is_name(class) || is_name(id),
        })
    }

    /// Whether a box without a name stands as the boxes of menus and tabs do: in an item of a list, beside boxes of its kind,
    /// behind a word to point at, or in something that reacts to the mouse.
    fn is_part_of_a_menu(&self, el: usize) -> bool {
        // Links hidden one by one are looked at by what they stand in.
        let el = if self.outline.els[el].tag == Tag::A {
            self.outline.parent(el).unwrap_or(el)
        } else {
            el
        };
        let Some(parent) = self.outline.parent(el) else { return false };
        let name = |e: usize| self.outline.els[e].element.name();
        let reacts = |e: usize| {
            ["onmouseover", "onmouseenter", "onclick", "onmouseout"]
                .iter()
                .any(|h| self.outline.attr(e, h).is_some())
        };
        if matches!(name(el), "ul" | "ol" | "dl" | "dd" | "li" | "nav")
            || matches!(name(parent), "li" | "dl" | "dt" | "dd")
            || reacts(parent)
        {
            return true;
        }
        let mut before = None;
        for other in self.outline.children(parent).take(MOST_BESIDE) {
            let holds_links = self.outline.inside(other).any(|e| self.outline.els[e].tag == Tag::A);
            // The panels of one tab are dressed alike; the sections of a page have names, or stand in the body itself.
            let bare = self.outline.attr(other, "class").is_none() && self.outline.attr(other, "id").is_none();
            if other != el && name(other) == name(el) && holds_links && bare && name(parent) != "body" {
                return true;
            }
            if other < el {
                before = Some(other);
            }
        }
        let is_word =
            |e: usize| reacts(e) || is_label(self.outline.text_of(e)) && !matches!(name(e), "h1" | "select" | "script" | "style" | "form");
        before.is_some_and(is_word)
    }

    /// Letters and their background in one colour, both written on elements that no sheet can know by name.
    fn same_colour(&self, link: usize) -> Option<Veil> {
        let mut letters = None;
        let mut el = link;
        for _ in 0..6 {
            let element = self.outline.els[el].element;
            let mut looks = Looks::default();
            if let Some(value) = element.attr("color").filter(|_| element.name() == "font") {
                looks.colour = Some(colour(&value.to_ascii_lowercase()));
            }
            looks.background = element.attr("bgcolor").map(|v| colour(&v.to_ascii_lowercase()));
            looks.read(element.attr("style").unwrap_or_default());
            letters = letters.or(looks.colour);
            if let (Some(Colour::Known(letters)), Some(Colour::Known(ground))) = (letters, looks.background) {
                return (letters == ground).then_some(Veil {
                    how: HiddenHow::SameColour,
                    root: el,
                    named: false,
                });
            }
            if looks.background.is_some() || element.attr("class").is_some() || element.attr("id").is_some() {
                return None;
            }
            el = self.outline.parent(el)?;
        }
        None
    }

    /// Whether the element stands in something that is no part of the page (a template, a page without scripts).
    fn is_no_part_of_the_page(&self, el: usize) -> bool {
        let mut at = Some(el);
        while let Some(index) = at {
            if matches!(
                self.outline.els[index].element.name(),
                "template" | "noscript" | "textarea" | "select" | "svg" | "object"
            ) {
                return true;
            }
            at = self.outline.parent(index);
        }
        false
    }

    fn link(&mut self, el: usize, veil: Veil) {
        let Some(target) = self.outline.attr(el, "href").and_then(|h| self.resolver.resolve(h)) else {
            return;
        };
        let Some(url) = target.web().and_then(|u| Url::parse(u).ok()) else {
            return;
        };
        let Some(domain) = registered(&url).filter(|d| Some(d) != self.own.as_ref()) else {
            return;
        };
        if is_trusted(&url) {
            return;
        }
        // Links that are each hidden by themselves belong together where they stand side by side.
        let root = if veil.root == el {
            self.outline.parent(el).unwrap_or(el)
        } else {
            veil.root
        };
        let index = match self.of_root.get(&root) {
            Some(index) => *index,
            None if self.blocks.len() >= MOST_BLOCKS => return,
            None => {
                self.blocks.push(Block {
                    how: veil.how,
                    // Asked for a block with links only: it looks at all that stands beside it.
                    named: veil.named || !veil.how.is_sly() && self.is_part_of_a_menu(veil.root),
                    links: Vec::new(),
                    count: 0,
                    domains: FxHashSet::default(),
                    text: String::new(),
                });
                self.of_root.insert(root, self.blocks.len() - 1);
                self.blocks.len() - 1
            }
        };
        let block = &mut self.blocks[index];
        if block.count >= COUNTED {
            return;
        }
        block.count += 1;
        block.domains.insert(domain);
        let shown = self.outline.text_of(el);
        let title = self.outline.attr(el, "title").unwrap_or_default();
        let text = first(if shown.is_empty() { title } else { shown }, TEXT);
        block.text.push_str(text);
        block.text.push('\n');
        block.text.push_str(first(title, 200));
        block.text.push('\n');
        if block.links.len() < MOST_LINKS {
            block.links.push(HiddenLink {
                url: url.into(),
                text: text.to_owned(),
            });
        }
    }
}

/// Whether a text is a word to point at: short, and neither a sentence nor a line of data, as bodies of short articles, date
/// lines and lines of an imprint are.
fn is_label(said: &str) -> bool {
    let bare = said.trim().trim_end_matches(['：', ':']);
    let is_said = bare.contains(['。', '！', '？', '；', '，', '：', ':']);
    !bare.is_empty() && !is_said && said.chars().count() <= A_WORD
}

/// Whether markup begins a hidden box and does not end it, and if so whether the box has a name.
fn opens_box(markup: &str) -> Option<bool> {
    Tags::new(markup).find_map(|tag| {
        let mut looks = Looks::default();
        looks.read(tag.attr("style").unwrap_or_default());
        if tag.is("marquee") {
            looks.marquee([tag.attr("height"), tag.attr("width")]);
        }
        let named = tag.attr("id").is_some() || tag.attr("class").is_some();
        (looks.how().is_some() && !markup[tag.end..].contains("</")).then_some(named)
    })
}

#[cfg(test)]
mod tests;
