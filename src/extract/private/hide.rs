//! Takes the clear numbers out of everything that is kept of a page.

use super::Private;
use super::numbers::{Run, masked, runs};
use crate::facts::{ListingFacts, PageFacts};

/// Hides the numbers that were found wherever the page's texts repeat them. Addresses stay as they are: hidden, they would
/// lead nowhere.
pub(in crate::extract) fn hide(private: &Private, facts: &mut PageFacts) {
    if private.clear.is_empty() {
        return;
    }
    let hidden = |text: &mut String| {
        if let Some(clean) = without(text, |digits| private.clear.contains(digits)) {
            *text = clean;
        }
    };
    hidden(&mut facts.text);
    hidden(&mut facts.frame);
    for text in [
        &mut facts.title,
        &mut facts.html_title,
        &mut facts.column,
        &mut facts.footer.contact,
    ] {
        text.iter_mut().for_each(hidden);
    }
    facts.labels.values_mut().for_each(hidden);
    facts.breadcrumb.iter_mut().for_each(|c| hidden(&mut c.text));
    facts.links.iter_mut().chain(&mut facts.lost).for_each(|l| hidden(&mut l.text));
    let titles = |list: &mut ListingFacts| list.items.iter_mut().for_each(|i| hidden(&mut i.title));
    let lists = facts.boxes.iter_mut().chain(&mut facts.listing).chain(&mut facts.listing_otherwise);
    lists.for_each(titles);
    if let Some(guide) = &mut facts.guide {
        guide.elements.values_mut().for_each(|e| hidden(&mut e.value));
        guide.name.iter_mut().for_each(hidden);
        guide
            .materials
            .iter_mut()
            .flat_map(|m| &mut m.items)
            .for_each(|i| hidden(&mut i.text));
        guide.vague.iter_mut().for_each(|v| hidden(&mut v.phrase));
    }
    for message in facts.inquiries.iter_mut().flat_map(|i| &mut i.items) {
        let texts = message
            .title
            .iter_mut()
            .chain(&mut message.status_word)
            .chain(&mut message.no_dates);
        texts.for_each(hidden);
    }
    facts.words.iter_mut().chain(&mut facts.report_names).for_each(hidden);
    hidden(&mut facts.header.text);
    facts.header.pictures.iter_mut().for_each(hidden);
}

/// The text with the middle of every long number hidden.
pub(in crate::extract) fn all_long_numbers(text: &str) -> String {
    without(text, |_| true).unwrap_or_else(|| text.to_owned())
}

/// The text with the middle of every number hidden of which `told` is true; none where it has none.
fn without(text: &str, told: impl Fn(&str) -> bool) -> Option<String> {
    let mut spans = Vec::new();
    runs(text, &mut |run: &Run| {
        // The longest first: the first groups of an identity number are a number too.
        for length in (11..20).rev() {
            for number in run.numbers(length..length + 1, 8) {
                if told(number.digits) {
                    spans.push(number.span);
                }
            }
        }
    });
    if spans.is_empty() {
        return None;
    }
    spans.sort_by_key(|s| (s.start, std::cmp::Reverse(s.end)));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for span in spans {
        if span.start >= at {
            out.push_str(&text[at..span.start]);
            out.push_str(&masked(&text[span.clone()]));
            at = span.end;
        }
    }
    out.push_str(&text[at..]);
    Some(out)
}
