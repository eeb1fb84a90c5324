//! Markup in the strings of scripts: arrays of rows, text that is put into an element, and what `document.write` writes.

use super::{Page, Piece, Script};
use crate::extract::script_links::{is_whole, written};
use crate::extract::script_token::Token;

/// The markup of every script that shows some.
pub(super) fn find(page: &Page<'_, '_>) -> Vec<Piece> {
    let mut found = Vec::new();
    for script in &page.scripts {
        let markup = writes(script);
        if has_link(&markup) {
            // It is written where the script stands, whatever the script names.
            found.push(Piece {
                spot: page.beside(script.el),
                markup,
            });
        } else if page.shows {
            let markup = strings(&script.tokens);
            if has_link(&markup) {
                found.push(Piece {
                    spot: page.spot(script, script.el),
                    markup,
                });
            }
        }
    }
    found
}

/// Whether a piece of markup holds a link.
pub(super) fn has_link(markup: &str) -> bool {
    let bytes = markup.as_bytes();
    bytes
        .windows(3)
        .any(|w| w[0] == b'<' && w[1].eq_ignore_ascii_case(&b'a') && w[2].is_ascii_whitespace())
}

/// What a script writes; a call of which a part is computed writes nothing that can be known.
fn writes(script: &Script<'_>) -> String {
    let tokens = &script.tokens;
    let mut out = String::new();
    let mut i = 0;
    while i < tokens.len() {
        match &tokens[i..] {
            [Token::Name("document"), dot, Token::Name("write" | "writeln"), open, ..] if dot.is(b'.') && open.is(b'(') => {
                let (markup, length) = written(&tokens[i + 4..]);
                if is_whole(&markup) {
                    out.push_str(&markup);
                }
                i += 4 + length;
            }
            _ => i += 1,
        }
    }
    out
}

/// The strings of a script that are markup and nothing but literal, one behind the other: rows of an array, and a text put
/// together line by line. A string that is joined to something computed is left out.
fn strings(tokens: &[Token<'_>]) -> String {
    let mut out = String::new();
    let mut i = 0;
    while i < tokens.len() {
        let Token::Text(first) = &tokens[i] else {
            i += 1;
            continue;
        };
        let mut markup = first.clone().into_owned();
        // `s += '…'` begins anew; `x + '…'` goes on from something computed.
        let mut whole = i == 0 || !tokens[i - 1].is(b'+');
        i += 1;
        while tokens.get(i).is_some_and(|t| t.is(b'+')) {
            let Some(Token::Text(more)) = tokens.get(i + 1) else {
                whole = false;
                i += 1;
                break;
            };
            markup.push_str(more);
            i += 2;
        }
        if whole && markup.trim_start().starts_with('<') {
            out.push_str(&markup);
        }
    }
    out
}
