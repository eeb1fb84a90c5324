//! Links to strangers that a page hides from its readers, and words for search engines in its title.
//!
//! Hiding by itself is nothing bad: menus, tabs, layers and notices are hidden until they are asked for. So what is read is
//! how something is hidden, whether it has a name by which a script could show it, and where it leads; the rule weighs it.
//! Links into the page's own domain, to governments and to what everybody uses do not count.

mod asked;
mod block;
mod cascade;
mod condense;
mod doings;
mod frames;
mod joined;
mod menu;
mod reader;
mod script;
mod select;
mod sheet;
mod shown;
mod skeleton;
mod style;
mod title;
mod value;

pub(crate) use self::joined::{ReadSheet, hidden_by_sheets};

use std::sync::Arc;

use scraper::Html;
use url::Url;

use self::block::Block;
use self::cascade::Cascade;
use self::doings::done_by_scripts;
use self::reader::Reader;
use self::sheet::Sheet;
use super::hijack::registered;
use super::link_text::only_text;
use super::outline::Outline;
use super::resolve::Resolver;
use crate::facts::{HiddenHow, HiddenLinks, PageSheet, SheetFacts, StyledLinks};

/// Blocks told of one page.
const MOST_BLOCKS: usize = 50;
/// Bytes for browsers without scripts that are read.
const NO_SCRIPT: usize = 64 << 10;

/// What a style sheet from a file of its own says.
pub(super) fn sheet(css: &str, resolver: &Resolver) -> SheetFacts {
    condense::condense(css, resolver)
}

/// Reads the hidden links of a page, its title and key words, and the advertisements that anybody can see; with what its style
/// sheets from other files must be asked about.
pub(super) fn read(html: &Html, outline: &Outline<'_>, resolver: &Resolver, page: &Url) -> (Vec<HiddenLinks>, Option<StyledLinks>) {
    let own = registered(page);
    let mut found = Vec::new();
    found.extend(title::stuffed(outline));
    let (written, given) = done_by_scripts(outline);
    let mut reader = Reader::new(outline, resolver, own.clone(), Cascade::of(Vec::new()), &given);
    // Most pages lead to no stranger: what their style sheets hide is nothing that is looked for.
    if reader.leads_to_strangers() {
        reader.sheet = dressed_by(html);
        reader.walk();
    }
    let styled = styled(html, &reader, resolver);
    let read_inner = |markup: &str, how: HiddenHow, all: bool| {
        let html = super::dom::parse(markup).html;
        let inner = Outline::of(&html);
        let mut reader_of = Reader::new(&inner, resolver, own.clone(), dressed_by(&html), &[]);
        reader_of.all = all.then_some(how);
        reader_of.walk();
        let blocks = reader_of.blocks.into_iter();
        blocks.map(|b| b.hidden_by(how)).collect::<Vec<_>>()
    };
    for markup in written {
        reader.blocks.extend(read_inner(&markup, HiddenHow::ByScript, false));
    }
    for text in for_no_scripts(html) {
        reader.blocks.extend(read_inner(text, HiddenHow::NoScript, true));
    }
    found.extend(reader.blocks.into_iter().take(MOST_BLOCKS).map(Block::into_facts));
    (found, styled)
}

fn dressed_by(html: &Html) -> Cascade {
    Cascade::of(vec![Arc::new(Sheet::of(html))])
}

/// What other files may hide of a page that was walked over.
fn styled(html: &Html, reader: &Reader<'_, '_>, resolver: &Resolver) -> Option<StyledLinks> {
    let open = reader.open_to_strangers();
    if open.is_empty() || !reader.sheet.has_more {
        return None;
    }
    let sheets = skeleton::sheets(html, resolver);
    let has_files = sheets.0.iter().any(|sheet| matches!(sheet, PageSheet::File(_)));
    has_files.then(|| skeleton::of(reader, &open, sheets))
}

/// What browsers that run scripts keep as a text: markup with links for others.
fn for_no_scripts(html: &Html) -> Vec<&str> {
    let mut left = NO_SCRIPT;
    let elements = html.tree.nodes().filter(|n| {
        n.value()
            .as_element()
            .is_some_and(|e| matches!(e.name(), "noscript" | "noframes" | "noembed"))
    });
    let texts = elements
        .filter_map(|n| only_text(n))
        .filter(|text| text.contains("<a") || text.contains("<A"));
    texts
        .take_while(|text| {
            let fits = text.len() <= left;
            left -= text.len().min(left);
            fits
        })
        .take(MOST_BLOCKS)
        .collect()
}

#[cfg(test)]
mod tests;
