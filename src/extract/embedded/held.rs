//! Markup that is kept where it is not shown, until a script takes it from there: in a textarea, in a template that is
//! filled in already, in a comment.

use scraper::Node;

use super::literals::has_link;
use super::{Page, Piece, Script};
use crate::extract::attributes::is_javascript;
use crate::extract::script_token::Token;

/// The markup of all that some script names and shows. What no script names stays hidden: rows that were commented out are
/// no rows.
pub(super) fn find(page: &Page<'_, '_>) -> Vec<Piece> {
    let mut found = Vec::new();
    for (el, node) in page.nodes.iter().enumerate() {
        let name = page.outline.els[el].element.name();
        let is_held = match name {
            "textarea" => true,
            "script" => !is_javascript(page.outline.attr(el, "type")),
            _ => false,
        };
        if is_held {
            let text = node.first_child().and_then(|c| c.value().as_text().map(|t| &**t));
            let markup = text.filter(|t| has_link(t) && !is_template(t));
            let shown_by = markup.and_then(|_| shown_by(page, el, &|_| true));
            if let (Some(markup), Some(script)) = (markup, shown_by) {
                found.push(piece(page, script, el, markup));
            }
        }
        for comment in node.children().filter_map(|c| match c.value() {
            Node::Comment(comment) => Some(&**comment),
            _ => None,
        }) {
            if has_link(comment)
                && !is_template(comment)
                && let Some(script) = shown_by(page, el, &reads_comments)
            {
                found.push(piece(page, script, el, comment));
            }
        }
    }
    found
}

fn piece(page: &Page<'_, '_>, script: &Script<'_>, source: usize, markup: &str) -> Piece {
    Piece {
        spot: page.spot(script, source),
        markup: markup.to_owned(),
    }
}

/// Whether something is still to be filled in.
fn is_template(text: &str) -> bool {
    ["{{", "<%", "${", "[[", "{#", "{$"].iter().any(|mark| text.contains(mark))
}

/// The script that names the element by its id and shows what stands in it.
fn shown_by<'p, 'a>(page: &'p Page<'_, 'a>, el: usize, how: &dyn Fn(&Script<'_>) -> bool) -> Option<&'p Script<'a>> {
    let id = page.outline.attr(el, "id").filter(|id| !id.is_empty())?;
    page.scripts
        .iter()
        .find(|script| script.shows() && how(script) && script.named().any(|n| n == id))
}

/// Whether a script takes a comment apart.
fn reads_comments(script: &Script<'_>) -> bool {
    script.tokens.iter().any(|token| match token {
        Token::Text(text) => text.contains("!--"),
        Token::Name(name) => matches!(*name, "nodeValue" | "COMMENT_NODE"),
        Token::Opaque => script.code.contains("/<!--") || script.code.contains("/^<!--"),
        _ => false,
    })
}
