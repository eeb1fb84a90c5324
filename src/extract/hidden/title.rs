//! Words for search engines: a page that was tampered with sells in its title and its key words what it does not show.

use crate::extract::attributes::attr;
use crate::extract::hijack::{against, hits};
use crate::extract::outline::Outline;
use crate::facts::{HiddenHow, HiddenLinks, HijackSort};
use crate::text::first;

/// Key words and descriptions that are read, and characters of each.
const MOST_METAS: usize = 20;
const META: usize = 2_000;
/// The weight of words from which they are an advertisement: news has its words in a title too, so three that nobody else
/// writes.
const STUFFED: u32 = 8;

/// The title, or key words or a description (also those that were put there a second time), made of words that only
/// advertisements of gambling and the like are made of. None where the title or the words themselves speak against it.
pub(super) fn stuffed(outline: &Outline<'_>) -> Option<HiddenLinks> {
    let title = outline.html_title.as_deref().unwrap_or_default();
    // The police is named in the title of every page of its sites.
    let speaks_against = |text: &str| against(&text.replace("公安", "").replace("警察", "")) > 0;
    if speaks_against(title) {
        return None;
    }
    let metas = outline.els.iter().filter(|e| e.element.name() == "meta");
    let told = metas.filter(|e| {
        let name = attr(e.element, "name").unwrap_or_default().trim();
        name.eq_ignore_ascii_case("keywords") || name.eq_ignore_ascii_case("description")
    });
    let contents = told.filter_map(|e| attr(e.element, "content")).take(MOST_METAS);
    std::iter::once(title).chain(contents).find_map(|text| {
        let text = first(text, META);
        let found = hits(text);
        let sort = found.heaviest().filter(|s| *s != HijackSort::Trade)?;
        let sells = found.strong(sort) >= 2 && found.weight(sort) >= STUFFED && !speaks_against(text);
        sells.then(|| HiddenLinks {
            how: HiddenHow::InTitle,
            links: Vec::new(),
            count: 0,
            domains: 0,
            words: found.words(Some(sort)),
            sort: Some(sort),
            named: false,
            asked: false,
        })
    })
}
