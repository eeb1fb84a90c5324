//! What all scripts of a page do to it together: what they write, the styles they give, and whether these stay.

use super::script::{Given, deeds};
use crate::extract::attributes::attr;
use crate::extract::outline::{El, Outline};

/// Pieces of markup that scripts write, at most.
const MOST_WRITTEN: usize = 50;
/// Styles that scripts give, and those of them whose elements are looked for in all that the page does.
const MOST_GIVEN: usize = 100;
const MOST_ASKED: usize = 20;

/// Reads the scripts: what each of them writes, and the styles they give.
pub(super) fn done_by_scripts(outline: &Outline<'_>) -> (Vec<String>, Vec<Given>) {
    let (mut written, mut given) = (Vec::new(), Vec::new());
    for (_, code) in &outline.scripts {
        let deeds = deeds(code);
        given.extend(deeds.given.into_iter().take(MOST_GIVEN.saturating_sub(given.len())));
        let markup = [deeds.written, deeds.placed].into_iter().filter(|m| m.contains('<'));
        written.extend(markup.take(MOST_WRITTEN.saturating_sub(written.len())));
    }
    for (nth, given) in given.iter_mut().filter(|g| !g.by_library).enumerate() {
        given.by_library = nth >= MOST_ASKED || is_named_again(outline, &given.selector);
    }
    (written, given)
}

/// Whether scripts speak of an element more than once, as those that show and hide it do.
fn is_named_again(outline: &Outline<'_>, selector: &str) -> bool {
    let Some(id) = selector.strip_prefix('#') else { return true };
    let in_scripts = outline.scripts.iter().flat_map(|(_, code)| code.match_indices(id)).take(2).count();
    let reacts = |e: &El<'_>| {
        let handlers = ["onclick", "onmouseover", "onmouseenter", "href"];
        handlers.iter().any(|h| {
            let code = attr(e.element, h).filter(|code| *h != "href" || code.starts_with("javascript"));
            code.is_some_and(|code| code.contains(id))
        })
    };
    in_scripts > 1 || outline.els.iter().any(reacts)
}
