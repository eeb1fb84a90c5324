//! Boxes that are hidden until they are asked for: the parts of menus and tabs.

use crate::extract::outline::{Outline, Tag};

/// Elements beside a hidden box that are looked at, and the longest text somebody would point at, characters.
const MOST_BESIDE: usize = 200;
const A_WORD: usize = 30;

/// Whether a box without a name is a list, as menus are, or stands as the boxes of menus and tabs do.
pub(super) fn is_part_of_a_menu(outline: &Outline<'_>, el: usize) -> bool {
    let el = whole(outline, el);
    matches!(outline.els[el].element.name(), "ul" | "ol" | "dl" | "dd" | "li" | "nav") || is_shown_by_what_is_around(outline, el)
}

/// The box that is looked at: links hidden one by one are looked at by what they stand in.
fn whole(outline: &Outline<'_>, el: usize) -> usize {
    if outline.els[el].tag == Tag::A {
        outline.parent(el).unwrap_or(el)
    } else {
        el
    }
}

/// Whether a box stands where menus and tabs have theirs: in an item of a list, beside boxes of its kind, behind a word to
/// point at, or in something that reacts to the mouse.
pub(super) fn is_shown_by_what_is_around(outline: &Outline<'_>, el: usize) -> bool {
    let el = whole(outline, el);
    let Some(parent) = outline.parent(el) else { return false };
    let name = |e: usize| outline.els[e].element.name();
    let reacts = |e: usize| {
        ["onmouseover", "onmouseenter", "onclick", "onmouseout"]
            .iter()
            .any(|h| outline.attr(e, h).is_some())
    };
    if matches!(name(el), "dd" | "nav") || matches!(name(parent), "li" | "dl" | "dt" | "dd") || reacts(parent) {
        return true;
    }
    for other in outline.children(parent).take(MOST_BESIDE) {
        let holds_links = outline.inside(other).any(|e| outline.els[e].tag == Tag::A);
        // The panels of one tab are dressed alike; the sections of a page have names, or stand in the body itself.
        let bare = outline.attr(other, "class").is_none() && outline.attr(other, "id").is_none();
        if other != el && name(other) == name(el) && holds_links && bare && name(parent) != "body" {
            return true;
        }
    }
    let is_word = |e: usize| reacts(e) || is_label(outline.text_of(e)) && !matches!(name(e), "h1" | "select" | "script" | "style" | "form");
    // What ends right before it, however many stand before that.
    let last = el.checked_sub(1).filter(|last| *last != parent);
    let before =
        last.and_then(|last| std::iter::successors(Some(last), |e| outline.parent(*e)).find(|e| outline.parent(*e) == Some(parent)));
    before.is_some_and(is_word)
}

/// Whether a text is a word to point at: short, and neither a sentence nor a line of data, as bodies of short articles, date
/// lines and lines of an imprint are.
fn is_label(said: &str) -> bool {
    let bare = said.trim().trim_end_matches(['：', ':']);
    let is_said = bare.contains(['。', '！', '？', '；', '，', '：', ':']);
    !bare.is_empty() && !is_said && said.chars().count() <= A_WORD
}
