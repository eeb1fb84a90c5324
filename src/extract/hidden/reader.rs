//! The walk over a page: what hides each element, and what the links and frames behind it are.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use url::Url;

use super::asked::Asked;
use super::block::Block;
use super::cascade::Cascade;
use super::menu::is_part_of_a_menu;
use super::script::{Given, deeds};
use super::sheet::Sheet;
use super::skeleton::Kept;
use super::style::{Declaration, Looks, declarations};
use super::value::{Colour, colour};
use super::{MOST_BLOCKS, frames, shown};
use crate::extract::attributes::attr;
use crate::extract::hijack::{Hits, hits, is_trusted, registered};
use crate::extract::outline::{Outline, Tag};
use crate::extract::resolve::Resolver;
use crate::extract::tag::Tags;
use crate::facts::HiddenHow;
use crate::text::first;

/// Links of one block that are counted.
pub(super) const COUNTED: usize = 2_000;
/// Characters of a link's text that are kept.
const TEXT: usize = 40;
/// The attribute that the bones of a page have where the page itself can show an element; no page's own attributes become it.
pub(super) const MARK: &str = "x-asked";
/// Elements around a link that are asked for its background.
const MOST_AROUND: usize = 60;

/// What hides an element: how, where it begins, and whether that place has a name.
#[derive(Debug, Clone, Copy)]
struct Veil {
    how: HiddenHow,
    root: usize,
    named: bool,
    /// Whether a rule shows it as soon as a reader points at something.
    waits: bool,
    /// Whether a script of the page hides it.
    by_script: bool,
}

impl Veil {
    /// One over something without a name that nothing shows again.
    fn bare(how: HiddenHow, root: usize) -> Self {
        Veil {
            how,
            root,
            named: false,
            waits: false,
            by_script: false,
        }
    }
}

/// What an element looks like, and who made it so.
#[derive(Debug, Default)]
struct Dressed {
    looks: Looks,
    /// Whether rules for names made it so, which scripts change with a name.
    by_name: bool,
    /// Whether a script did, and whether it may as well show it again.
    by_script: Option<bool>,
    /// Whether it is shown as soon as a reader points at something: a menu.
    waits: bool,
}

/// What hides the inside of an element: what nothing inside can undo, and what it can.
#[derive(Debug, Clone, Copy, Default)]
struct Hidden {
    hard: Option<Veil>,
    unseen: Option<Veil>,
    indented: Option<Veil>,
    no_letters: Option<Veil>,
}

/// A page that is walked over.
pub(super) struct Reader<'o, 'a> {
    outline: &'o Outline<'a>,
    resolver: &'o Resolver,
    /// The page's own domain.
    own: Option<String>,
    /// Whether its addresses are resolved against one of another domain.
    has_strange_base: bool,
    pub(super) sheet: Cascade,
    /// Styles that scripts of the page give: those that stay, and those of tabs and layers.
    staying: Cascade,
    passing: Cascade,
    /// How all of it is hidden, where it is.
    pub(super) all: Option<HiddenHow>,
    /// Colours of letters and grounds, and whether rules for names gave the former.
    colours: Vec<(Option<Colour>, Option<Colour>, bool)>,
    pub(super) blocks: Vec<Block>,
    of_root: FxHashMap<usize, usize>,
    shown: Option<Block>,
    /// What can show hidden boxes again.
    asked: Asked,
    /// Links and frames that nothing hides.
    open: Vec<usize>,
}

impl<'o, 'a> Reader<'o, 'a> {
    pub(super) fn new(outline: &'o Outline<'a>, resolver: &'o Resolver, own: Option<String>, sheet: Cascade, given: &[Given]) -> Self {
        let rules = |passing: bool| {
            let given = given.iter().filter(move |g| g.by_library == passing);
            let sheet = Sheet::of_rules(given.map(|g| (g.selector.as_str(), g.style.as_str())));
            Cascade::of(vec![Arc::new(sheet)])
        };
        let base = resolver.resolve(".").and_then(|t| Url::parse(t.web()?).ok());
        Reader {
            outline,
            resolver,
            has_strange_base: base.as_ref().and_then(registered) != own,
            own,
            sheet,
            staying: rules(false),
            passing: rules(true),
            all: None,
            colours: Vec::with_capacity(outline.els.len()),
            blocks: Vec::new(),
            of_root: FxHashMap::default(),
            shown: None,
            asked: Asked::default(),
            open: Vec::new(),
        }
    }

    /// The page.
    pub(super) fn outline(&self) -> &'o Outline<'a> {
        self.outline
    }

    pub(super) fn walk(&mut self) {
        let outline = self.outline;
        let mut hidden: Vec<Hidden> = Vec::with_capacity(outline.els.len());
        let curtains = self.curtains();
        for el in 0..outline.els.len() {
            let above = outline.parent(el).map_or_else(Hidden::default, |p| hidden[p]);
            hidden.push(self.hidden(el, above, &curtains));
        }
        let mut is_against = None;
        for el in 0..outline.els.len() {
            match outline.els[el].tag {
                Tag::A if self.is_no_part_of_the_page(el) => {}
                Tag::A => {
                    if let Some(veil) = self.veil_of_link(el, &hidden) {
                        self.link(el, veil);
                        continue;
                    }
                    self.open.push(el);
                    if !*is_against.get_or_insert_with(|| shown::is_against(outline)) {
                        self.shown(el);
                    }
                }
                Tag::Frame => self.frame(el, hidden[el].hard),
                _ => {}
            }
        }
        self.blocks.extend(self.shown.take());
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
                        named,
                        ..Veil::bare(HiddenHow::ByScript, *el)
                    });
                }
            }
        }
        curtains
    }

    /// What hides the inside of an element.
    fn hidden(&mut self, el: usize, above: Hidden, curtains: &[(Veil, usize)]) -> Hidden {
        let dressed = self.dressed(el);
        let looks = &dressed.looks;
        let veil = |how: HiddenHow| self.veil(el, how, &dressed);
        let own = looks.how().map(veil);
        // They stand one behind the other: only the last that begins before it can reach so far.
        let begun = curtains.partition_point(|(veil, _)| veil.root < el);
        let behind = curtains[..begun].last().filter(|(_, end)| *end > el).map(|(veil, _)| *veil);
        // What a style hides well goes before what a menu would do as well.
        let hard = match (above.hard, own) {
            (Some(above), Some(own)) if own.how.is_sly() && !above.how.is_sly() => Some(own),
            (above, own) => above.or(own).or(behind),
        };
        let undone = |said: Option<bool>, above: Option<Veil>, how: HiddenHow| match said {
            Some(true) => Some(veil(how)),
            Some(false) => None,
            None => above,
        };
        let unseen = undone(looks.visible.map(|v| !v), above.unseen, HiddenHow::Invisible);
        // A picture stands in place of the words.
        let indented = undone(looks.indented, above.indented, HiddenHow::OffScreen).filter(|_| !looks.is_dressed());
        let no_letters = undone(looks.no_letters, above.no_letters, HiddenHow::NoLetters).filter(|_| !looks.is_dressed());
        let colours = (looks.colour, looks.background, dressed.by_name);
        self.colours.push(colours);
        Hidden {
            hard,
            unseen,
            indented,
            no_letters,
        }
    }

    fn veil(&self, el: usize, how: HiddenHow, dressed: &Dressed) -> Veil {
        let is_name = |name: &str| self.outline.attr(el, name).is_some_and(|n| !n.trim().is_empty());
        let is_dialog = self.outline.els[el].element.name() == "dialog";
        let passing = dressed.by_script == Some(true);
        Veil {
            how: match dressed.by_script {
                Some(passing) if !passing || how.is_sly() => HiddenHow::ByScript,
                _ if dressed.waits => HiddenHow::NotDisplayed,
                _ => how,
            },
            root: el,
            named: is_name("class") || is_name("id") || dressed.by_name || is_dialog || passing,
            waits: dressed.waits,
            by_script: dressed.by_script.is_some(),
        }
    }

    /// What an element looks like.
    fn dressed(&self, el: usize) -> Dressed {
        let element = self.outline.els[el].element;
        let mut hints = Looks::default();
        if attr(element, "hidden").is_some() || element.name() == "dialog" && attr(element, "open").is_none() {
            hints.undisplayed();
        }
        if let Some(value) = attr(element, "color").filter(|_| element.name() == "font") {
            hints.colour = Some(colour(&value.to_ascii_lowercase()));
        }
        if attr(element, "background").is_some_and(|b| !b.trim().is_empty()) {
            hints.background = Some(Colour::Unknown);
        } else {
            hints.background = attr(element, "bgcolor").map(|v| colour(&v.to_ascii_lowercase()));
        }
        if self.outline.els[el].tag == Tag::Frame {
            hints.sides(attr(element, "height"), attr(element, "width"));
        }
        let style: Vec<Declaration> = attr(element, "style").map(declarations).unwrap_or_default();
        let rules = self.sheet.rules_of(self.outline, el);
        let mut looks = hints.clone();
        for important in [false, true] {
            self.sheet.dress(&mut looks, &rules, important);
            style.iter().filter(|d| d.important == important).for_each(|d| looks.declare(d));
        }
        if element.name() == "marquee" {
            looks.marquee([attr(element, "height"), attr(element, "width")]);
        }
        let by_name = !rules.is_empty() && {
            hints.take(&style);
            looks.how_at_all() != hints.how_at_all() || looks.colour != hints.colour
        };
        let waits = by_name && looks.how_at_all().is_some() && {
            let rules = self.sheet.passing_rules_of(self.outline, el);
            let mut then = looks.clone();
            for important in [false, true] {
                self.sheet.dress(&mut then, &rules, important);
            }
            then.how_at_all().is_none()
        };
        let mut by_script = None;
        for (sheet, passing) in [(&self.staying, false), (&self.passing, true)] {
            let rules = sheet.rules_of(self.outline, el);
            if rules.is_empty() {
                continue;
            }
            let before = looks.how_at_all();
            sheet.dress(&mut looks, &rules, false);
            sheet.dress(&mut looks, &rules, true);
            if looks.how_at_all() != before {
                by_script = Some(passing);
            }
        }
        Dressed {
            looks,
            by_name,
            by_script,
            waits,
        }
    }

    /// What hides a link, in one way or another: that which hides best.
    fn veil_of_link(&self, el: usize, hidden: &[Hidden]) -> Option<Veil> {
        if let Some(how) = self.all {
            return Some(Veil::bare(how, 0));
        }
        let words = self.words_of(el);
        let of = &hidden[words];
        let has_picture = || self.outline.inside(el).any(|e| self.outline.els[e].tag == Tag::Img);
        let of_letters = of
            .indented
            .or(of.no_letters)
            .or_else(|| self.same_colour(el, words))
            .filter(|_| !has_picture());
        let all = [hidden[el].hard, of.hard, of_letters, of.unseen];
        let mut all = all.into_iter().flatten();
        let first = all.next()?;
        Some(if first.how.is_sly() {
            first
        } else {
            all.find(|v| v.how.is_sly()).unwrap_or(first)
        })
    }

    /// The element around all words of a link: the link, or one in it.
    fn words_of(&self, link: usize) -> usize {
        let mut el = link;
        for _ in 0..MOST_AROUND {
            let Some(inner) = self.outline.children(el).next() else { break };
            if self.outline.text_of(inner) != self.outline.text_of(el) {
                break;
            }
            el = inner;
        }
        el
    }

    /// Letters that cannot be told from their background, where the page itself says both: of what has a name, sheets in other
    /// files may say more.
    fn same_colour(&self, link: usize, words: usize) -> Option<Veil> {
        let up = |from: usize| std::iter::successors(Some(from), |el| self.outline.parent(*el)).take(MOST_AROUND);
        let (letters, by_name) = up(words)
            .take_while(|el| *el >= link)
            .find_map(|el| self.colours[el].0.map(|letters| (letters, self.colours[el].2)))?;
        let mut ground = None;
        for el in up(words) {
            let element = self.outline.els[el].element;
            let has_name = attr(element, "class").is_some() || attr(element, "id").is_some();
            match self.colours[el].1 {
                Some(Colour::Unknown) => return None,
                Some(known @ Colour::Known(_)) => {
                    ground = Some((known, el));
                    break;
                }
                _ if letters == Colour::Clear && el == link => {
                    ground = Some((Colour::Clear, el));
                    break;
                }
                _ if has_name && self.sheet.has_more => return None,
                _ => {}
            }
        }
        let (ground, root) = match ground {
            Some(ground) => ground,
            // A page without any style is white.
            None if !self.sheet.has_more => (Colour::Known(0x00FF_FFFF), link),
            None => return None,
        };
        letters.is_lost_on(ground).then_some(Veil {
            named: by_name,
            ..Veil::bare(HiddenHow::SameColour, root)
        })
    }

    /// Whether the element stands in something that is no part of the page (a template, a page without scripts).
    fn is_no_part_of_the_page(&self, el: usize) -> bool {
        let mut at = Some(el);
        while let Some(index) = at {
            if matches!(
                self.outline.els[index].element.name(),
                "template" | "noscript" | "textarea" | "select" | "svg"
            ) {
                return true;
            }
            at = self.outline.parent(index);
        }
        false
    }

    /// Whether any link or frame leads to a stranger.
    pub(super) fn leads_to_strangers(&self) -> bool {
        if self.has_strange_base {
            return true;
        }
        let may_lead = |el: usize, attribute: &str| self.may_lead_away(el, attribute) && self.stranger(el, attribute).is_some();
        (0..self.outline.els.len()).any(|el| match self.outline.els[el].tag {
            Tag::A => may_lead(el, "href"),
            Tag::Frame => may_lead(el, "src"),
            _ => false,
        })
    }

    /// The links and frames to strangers that nothing was found to hide.
    pub(super) fn open_to_strangers(&self) -> Vec<Kept> {
        let address = |el: usize| {
            let attribute = if self.outline.els[el].tag == Tag::A { "href" } else { "src" };
            self.may_lead_away(el, attribute).then(|| self.stranger(el, attribute)).flatten()
        };
        let kept = |el: &usize| {
            let (url, _) = address(*el)?;
            Some(Kept {
                el: *el,
                url: url.into(),
                words: self.words_of(*el),
            })
        };
        self.open.iter().filter_map(kept).collect()
    }

    /// Whether an address may lead to another host: one of the site itself mostly has neither a scheme nor a host.
    fn may_lead_away(&self, el: usize, attribute: &str) -> bool {
        let value = self.outline.attr(el, attribute);
        value.is_some_and(|v| self.has_strange_base || v.contains(':') || v.contains("//") || v.contains('\\'))
    }

    /// The address of a stranger that an attribute names, and the domain.
    fn stranger(&self, el: usize, attribute: &str) -> Option<(Url, String)> {
        let target = self.outline.attr(el, attribute).and_then(|h| self.resolver.resolve(h))?;
        let url = target.web().and_then(|u| Url::parse(u).ok())?;
        let domain = registered(&url).filter(|d| Some(d) != self.own.as_ref())?;
        (!is_trusted(&url)).then_some((url, domain))
    }

    /// Whether something on the page can show what a veil hides.
    fn can_show(&self, veil: Veil) -> bool {
        self.outline.attr(veil.root, MARK).is_some() || self.asked.can_show(self.outline, veil.root, veil.by_script)
    }

    /// The same of an element, whatever hides it.
    pub(super) fn can_be_shown(&self, el: usize) -> bool {
        self.asked.can_show(self.outline, el, false)
    }

    fn link(&mut self, el: usize, veil: Veil) {
        let Some((url, domain)) = self.stranger(el, "href") else { return };
        // Links that are each hidden by themselves belong together where they stand side by side.
        let root = if self.outline.holds(el, veil.root) {
            self.outline.parent(el).unwrap_or(el)
        } else {
            veil.root
        };
        let index = match self.of_root.get(&root) {
            Some(index) => *index,
            None if self.blocks.len() >= MOST_BLOCKS => return,
            None => {
                // Asked for a block with links only: it looks at all that stands beside it.
                let named = veil.named || !veil.how.is_sly() && self.all.is_none() && is_part_of_a_menu(self.outline, veil.root);
                let asked = veil.waits || self.all.is_none() && self.can_show(veil);
                self.blocks.push(Block::new(veil.how, named, asked));
                self.of_root.insert(root, self.blocks.len() - 1);
                self.blocks.len() - 1
            }
        };
        if self.blocks[index].count >= COUNTED {
            return;
        }
        let shown = self.outline.text_of(el);
        let title = self.outline.attr(el, "title").unwrap_or_default();
        let text = first(if shown.is_empty() { title } else { shown }, TEXT);
        let block = &mut self.blocks[index];
        block.text.push_str(text);
        block.text.push('\n');
        block.text.push_str(first(title, 200));
        block.text.push('\n');
        block.text.push_str(url.host_str().unwrap_or_default());
        block.text.push('\n');
        block.push(url, domain, text);
    }

    /// A link that everybody can see.
    fn shown(&mut self, el: usize) {
        let pictures = self.outline.inside(el).filter(|e| self.outline.els[*e].tag == Tag::Img).take(4);
        let described = pictures.filter_map(|e| self.outline.attr(e, "alt"));
        let texts = std::iter::once(self.outline.text_of(el))
            .chain(described)
            .chain(self.outline.attr(el, "title"));
        let said = texts.map(str::trim).find(|t| !t.is_empty()).unwrap_or_default();
        let said = first(said, 200);
        // Most links say nothing of the kind: their addresses need not be resolved.
        let href = self.outline.attr(el, "href").unwrap_or_default();
        if hits(said) == Hits::default() && hits(first(href, 300)) == Hits::default() {
            return;
        }
        let Some((url, domain)) = self.stranger(el, "href") else { return };
        let Some(advert) = shown::advert(self.outline, el, said, &url) else {
            return;
        };
        let block = self.shown.get_or_insert_with(|| Block::new(HiddenHow::Shown, false, false));
        let (_, words, plain) = block.advert.get_or_insert((advert.sort, Vec::new(), false));
        *plain |= advert.is_plain;
        for word in advert.words {
            if words.len() < 10 && !words.contains(&word) {
                words.push(word);
            }
        }
        if block.count < COUNTED {
            block.push(url, domain, first(said, TEXT));
        }
    }

    /// A frame that nobody sees.
    fn frame(&mut self, el: usize, veil: Option<Veil>) {
        let is_point =
            self.dressed(el).looks.is_a_point() || frames::has_no_share(self.outline, el) || veil.is_some_and(|v| v.how.is_sly());
        if self.blocks.len() >= MOST_BLOCKS || self.is_no_part_of_the_page(el) {
            return;
        }
        if !is_point && veil.is_none() {
            self.open.push(el);
            return;
        }
        let Some((url, domain)) = self.stranger(el, "src") else { return };
        let names = ["id", "name", "class", "onload"];
        let named = names.iter().any(|n| self.outline.attr(el, n).is_some_and(|v| !v.trim().is_empty()));
        let serves = frames::may_be_a_service(&url);
        let is_layer = !is_point && veil.is_some_and(|v| v.waits || self.can_show(v));
        let is_doubtful = named || serves || !is_point;
        let mut block = Block::new(HiddenHow::Frame, is_doubtful, is_layer);
        block.text.push_str(url.host_str().unwrap_or_default());
        let is_known = is_layer || serves && (named || !is_point);
        if !is_known || hits(&block.text) != Hits::default() {
            block.push(url, domain, "");
            self.blocks.push(block);
        }
    }
}

/// Whether markup begins a hidden box and does not end it, and if so whether the box has a name.
fn opens_box(markup: &str) -> Option<bool> {
    Tags::new(markup).find_map(|tag| {
        let mut looks = Looks::default();
        looks.take(&declarations(tag.attr("style").unwrap_or_default()));
        if tag.is("marquee") {
            looks.marquee([tag.attr("height"), tag.attr("width")]);
        }
        let named = tag.attr("id").is_some() || tag.attr("class").is_some();
        (looks.how_at_all().is_some() && !markup[tag.end..].contains("</")).then_some(named)
    })
}
