//! One style sheet, or the style blocks of a page: which of its rules hide or dress an element. Rules for printing or small
//! screens are left aside.

use std::borrow::Cow;
use std::cell::Cell;

use rustc_hash::FxHashMap;

use super::select::{Handle, Selector, Weight};
use super::style::{Declaration, Looks, declarations};
use super::value::{Length, SCREEN, length};
use crate::extract::attributes::attr;
use crate::extract::link_text::only_text;
use crate::extract::outline::Outline;
use scraper::Html;

/// Bytes of all style blocks, and rules, that are read.
const READ: usize = 256 << 10;
const MOST: usize = 5_000;
/// Blocks of rules within each other.
const DEEP: usize = 4;
/// Selectors of one rule.
pub(super) const MOST_SELECTORS: usize = 100;

/// One selector with its declarations.
#[derive(Debug)]
struct Rule {
    selector: Selector,
    body: usize,
    /// Whether it holds only while a reader points at something, or has clicked it.
    passing: bool,
}

/// The rules of a sheet that matter here.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    rules: Vec<Rule>,
    bodies: Vec<Vec<Declaration>>,
    by_handle: FxHashMap<Handle<'static>, Vec<usize>>,
    /// Whether there are sheets in other files, of which nothing is known.
    pub(super) has_more: bool,
}

impl Sheet {
    /// The style blocks of a page.
    pub(super) fn of(html: &Html) -> Self {
        let mut sheet = Sheet::default();
        let mut left = READ;
        for node in html.tree.root().descendants() {
            let Some(element) = node.value().as_element() else { continue };
            if element.name() == "link" && attr(element, "rel").is_some_and(|r| r.to_ascii_lowercase().contains("stylesheet")) {
                sheet.has_more = true;
            }
            if element.name() == "style"
                && attr(element, "media").is_none_or(applies)
                && let Some(text) = only_text(node)
                && text.len() <= left
            {
                left -= text.len();
                sheet.read(&without_comments(text), MOST);
            }
        }
        sheet
    }

    /// The rules that a script makes: a selector and declarations each.
    pub(super) fn of_rules<'r>(rules: impl Iterator<Item = (&'r str, &'r str)>) -> Self {
        let mut sheet = Sheet::default();
        for (selectors, body) in rules {
            sheet.rule(selectors, body, MOST);
        }
        sheet
    }

    /// Rules without comments, at most so many.
    pub(super) fn of_text(rules: &str, most: usize) -> Self {
        let mut sheet = Sheet::default();
        sheet.read(rules, most);
        sheet
    }

    fn read(&mut self, css: &str, most: usize) {
        parts(css, most, 0, &mut |part| match part {
            Part::Rule(selectors, body) => self.rule(selectors, body, most),
            Part::Statements(text) => self.has_more |= text.contains("@import"),
        });
    }

    fn rule(&mut self, selectors: &str, body: &str, most: usize) {
        let body = declarations(body);
        if body.is_empty() {
            return;
        }
        for text in selectors.split(',').take(MOST_SELECTORS) {
            if self.rules.len() >= most {
                return;
            }
            let Some((selector, passing)) = Selector::of_rule(text) else {
                continue;
            };
            self.by_handle.entry(selector.handle()).or_default().push(self.rules.len());
            let body = self.bodies.len();
            self.rules.push(Rule { selector, body, passing });
        }
        self.bodies.push(body);
    }

    /// The places of the rules that mean an element: those that hold always, or those that hold while a reader does something.
    /// Every look costs one of `left`.
    pub(super) fn rules_of(&self, outline: &Outline<'_>, el: usize, passing: bool, left: &Cell<usize>) -> Vec<usize> {
        if self.rules.is_empty() {
            return Vec::new();
        }
        let element = outline.els[el].element;
        let classes = attr(element, "class").unwrap_or_default().split_ascii_whitespace();
        let handles = classes
            .take(50)
            .map(|c| Handle::Class(c.into()))
            .chain(attr(element, "id").map(|i| Handle::Id(i.trim().into())))
            .chain([Handle::Name(element.name().into()), Handle::Any]);
        let mut found: Vec<usize> = handles
            .filter_map(|h| self.by_handle.get(&h))
            .flatten()
            .copied()
            .filter(|rule| self.rules[*rule].passing == passing && self.rules[*rule].selector.means(outline, el, left))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// How much a rule outweighs others.
    pub(super) fn weight_of(&self, rule: usize) -> Weight {
        self.rules[rule].selector.weight()
    }

    /// Dresses an element by a rule, as far as it is important or not.
    pub(super) fn dress(&self, looks: &mut Looks, rule: usize, important: bool) {
        for declaration in &self.bodies[self.rules[rule].body] {
            if declaration.important == important {
                looks.declare(declaration);
            }
        }
    }
}

/// A part of a style sheet.
pub(super) enum Part<'s> {
    /// Selectors and declarations that hold for a reader at a desk.
    Rule(&'s str, &'s str),
    /// What stands before them (`@charset "utf-8"; @import "a.css"`).
    Statements(&'s str),
}

/// Calls `found` for the parts of a sheet without comments, at most so many a block, in order.
pub(super) fn parts(css: &str, most: usize, depth: usize, found: &mut dyn FnMut(Part<'_>)) {
    let mut rest = css;
    for _ in 0..most {
        let Some((front, behind)) = rest.split_once('{') else {
            found(Part::Statements(rest));
            return;
        };
        // `@charset`, `@import` and the like end before what follows them.
        let (statements, selectors) = front.rsplit_once(';').unwrap_or(("", front));
        if !statements.is_empty() {
            found(Part::Statements(statements));
        }
        let selectors = selectors.trim();
        if let Some(rule) = selectors.strip_prefix('@') {
            let (inner, next) = block(behind);
            let (kind, asked) = rule.split_once(|c: char| !c.is_ascii_alphabetic()).unwrap_or((rule, ""));
            let goes = match kind.to_ascii_lowercase().as_str() {
                "media" => applies(asked),
                "supports" => !asked.trim_start().starts_with("not"),
                "layer" => true,
                _ => false,
            };
            if goes && depth < DEEP {
                parts(inner, most, depth + 1, found);
            }
            rest = next;
            continue;
        }
        let (body, next) = behind.split_once('}').unwrap_or((behind, ""));
        found(Part::Rule(selectors, body));
        rest = next;
    }
}

/// Whether rules for such media are for a reader at a desk.
pub(super) fn applies(media: &str) -> bool {
    let media = media.to_ascii_lowercase();
    media.trim().is_empty() || media.split(',').any(|query| query.split(" and ").all(is_met))
}

/// Whether a part of a question of media is met; what is not known is not.
fn is_met(part: &str) -> bool {
    let part = part.trim();
    let part = part.strip_prefix("only ").unwrap_or(part).trim();
    let Some(inner) = part.strip_prefix('(').and_then(|p| p.strip_suffix(')')) else {
        return matches!(part, "screen" | "all");
    };
    let Some((name, value)) = inner.split_once(':') else { return false };
    let Some(Length::Points(points)) = length(value) else {
        return false;
    };
    match name.trim() {
        "min-width" | "min-device-width" => points <= SCREEN.0,
        "max-width" | "max-device-width" => points >= SCREEN.0,
        "min-height" => points <= SCREEN.1,
        "max-height" => points >= SCREEN.1,
        _ => false,
    }
}

/// A sheet without its comments.
pub(super) fn without_comments(css: &str) -> Cow<'_, str> {
    let mut css = Cow::Borrowed(css);
    for mark in ["<!--", "-->"] {
        if css.contains(mark) {
            css = Cow::Owned(css.replace(mark, ""));
        }
    }
    if !css.contains("/*") {
        return css;
    }
    let mut out = String::with_capacity(css.len());
    let mut rest = &*css;
    while let Some((before, behind)) = rest.split_once("/*") {
        out.push_str(before);
        rest = behind.split_once("*/").map_or("", |(_, behind)| behind);
    }
    Cow::Owned(out + rest)
}

/// The inside of a block that begins here, and what is behind it.
fn block(text: &str) -> (&str, &str) {
    let mut depth = 1_u32;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => return (&text[..at], &text[at + 1..]),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    (text, "")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::cascade::Cascade;
    use super::*;
    use crate::facts::HiddenHow;

    fn how(css: &str, body: &str) -> Option<HiddenHow> {
        let html = Html::parse_document(&format!(
            "<style>{css}</style><body class=page><div class='w v'><div id=b class=x>{body}</div></div>"
        ));
        let outline = Outline::of(&html);
        let el = (0..outline.els.len()).find(|el| outline.attr(*el, "id").is_some()).unwrap();
        let cascade = Cascade::of(vec![Arc::new(Sheet::of(&html))]);
        let rules = cascade.rules_of(&outline, el);
        let mut looks = Looks::default();
        cascade.dress(&mut looks, &rules, false);
        cascade.dress(&mut looks, &rules, true);
        looks.how_at_all()
    }

    #[test]
    fn rules_that_hide_are_known_whatever_they_are_said_of() {
        let far = "{position:absolute;left:-9999px}";
        for css in [
            format!(".x{far}"),
            format!("#b{far}"),
            format!(".w .x{far}"),
            format!(".w>.x{far}"),
            format!("div.x{far}"),
            format!(".a, .w #b, .c{far}"),
            format!("@charset 'utf-8';.x{far}"),
            format!("<!-- .x{far} -->"),
            format!("@media screen{{.x{far}}}"),
            format!("@media only screen and (min-width:1000px){{.x{far}}}"),
            format!("@media print,screen{{.x{far}}}"),
            format!("@media screen{{@supports (display:grid){{.x{far}}}}}"),
            format!("@font-face{{src:url(x)}}.x{far}"),
            ".x{POSITION:ABSOLUTE;LEFT:-9999PX}".to_owned(),
            ".x{left:-9999px!important}.w #b{left:0}".to_owned(),
            ".x{left:0}.x{left:-9999px}".to_owned(),
        ] {
            assert_eq!(how(&css, "a"), Some(HiddenHow::OffScreen), "{css}");
        }
    }

    #[test]
    fn rules_for_others_and_rules_outweighed_hide_nothing() {
        for css in [
            "/* .x{display:none} */",
            "@media print{.x{display:none}}",
            "@media screen and (max-width:768px){.x{display:none}}",
            "@media (prefers-reduced-motion:reduce){.x{display:none}}",
            "@supports not (display:grid){.x{display:none}}",
            "@keyframes k{from{opacity:0}}",
            ".x:hover{display:none}",
            ".x::before{display:none}",
            ".X{display:none}",
            ".y .x{display:none}",
            "p.x{display:none}",
            ".x{display:none}.w .x{display:block}",
            "#b{display:block}.x{display:none}",
            ".x{display:none}.x{display:block!important}",
        ] {
            assert_eq!(how(css, "a"), None, "{css}");
        }
    }
}
