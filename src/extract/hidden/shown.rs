//! Links of advertisements that everybody can see: somebody put them there all the same.

use url::Url;

use crate::extract::hijack::{Hits, against, hits};
use crate::extract::outline::{Outline, Tag};
use crate::facts::HijackSort;
use crate::text::first;

/// The weight of words from which they are an advertisement.
const ADVERTISED: u32 = 3;
/// Characters around a link that are asked whether they speak against what it says.
const AROUND: usize = 600;

/// What a link advertises.
pub(super) struct Advert {
    /// Gambling or pornography.
    pub(super) sort: HijackSort,
    /// The words of it.
    pub(super) words: Vec<String>,
    /// Whether it says next to nothing else, or its address says so too.
    pub(super) is_plain: bool,
}

/// What a title is about that speaks of the matter; it may as well name what is advertised.
const MATTER: [&str; 5] = ["赌", "色情", "淫", "诈", "扫黄"];

/// Whether a title speaks of the matter and against it. Many a title of a page that was tampered with has a word of those
/// who fight it: an office is named so, or a notice reports something else.
fn speaks_against(title: &str) -> bool {
    against(title) > 0 && (MATTER.iter().any(|w| title.contains(w)) || hits(title) != Hits::default())
}

/// Whether a page's own titles speak against what its links may say.
pub(super) fn is_against(outline: &Outline<'_>) -> bool {
    let headings = outline.els.iter().enumerate().filter(|(_, e)| matches!(e.tag, Tag::Heading(1 | 2)));
    outline.html_title.as_deref().is_some_and(speaks_against)
        || headings.take(5).any(|(el, _)| speaks_against(first(outline.text_of(el), 200)))
}

/// What a link with this text and this address advertises, if that is what it does.
pub(super) fn advert(outline: &Outline<'_>, el: usize, said: &str, url: &Url) -> Option<Advert> {
    let (said_of, named) = (hits(said), hits(url.host_str().unwrap_or_default()));
    let of = |sort: HijackSort| said_of.weight(sort) + if named.strong(sort) > 0 { ADVERTISED } else { 0 };
    let sort = [HijackSort::Gambling, HijackSort::Porn].into_iter().max_by_key(|s| of(*s))?;
    if of(sort) < ADVERTISED || against(said) > 0 || is_said_of_it(outline, el) {
        return None;
    }
    let mut words = said_of.words(Some(sort));
    words.extend(
        named
            .words(Some(sort))
            .into_iter()
            .filter(|w| !words.contains(w))
            .collect::<Vec<_>>(),
    );
    Some(Advert {
        sort,
        is_plain: named.strong(sort) > 0 || said_of.strong(sort) >= 2 || fills(&said_of, sort, said),
        words,
    })
}

/// Whether the words are at least half of what is said.
fn fills(found: &Hits, sort: HijackSort, said: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    found.words(Some(sort)).iter().map(|w| letters(w)).sum::<usize>() * 2 >= letters(said)
}

/// Whether a link stands in running text that speaks against what it says: news, warnings, judgments.
fn is_said_of_it(outline: &Outline<'_>, el: usize) -> bool {
    let mut at = outline.parent(el);
    while let Some(other) = at {
        if matches!(
            outline.els[other].tag,
            Tag::P | Tag::Li | Tag::Cell | Tag::Div | Tag::Block | Tag::Body | Tag::Heading(_)
        ) {
            let around = first(outline.text_of(other), AROUND);
            return around.contains(['。', '；', '！']) && against(around) > 0;
        }
        at = outline.parent(other);
    }
    false
}
