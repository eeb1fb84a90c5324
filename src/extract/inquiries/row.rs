//! What is kept of one message, and how its parts are read.

use jiff::civil::Date;

use super::cells::{dates_in, is_no_date};
use crate::extract::Resolver;
use crate::extract::outline::{Outline, Tag};
use crate::facts::{Fact, InquiryFacts, Target};
use crate::lexicon::{INQUIRY_PAGES, Words};
use crate::standard::{InquiryField, InquiryStatus, says_nothing, status_of};
use crate::text::{first, folded};

/// Characters of a title that are kept.
const TITLE: usize = 120;

/// One message of a list while it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) facts: InquiryFacts,
    /// Whether the place of the answer or its date is there and empty.
    pub(super) empty_answered: bool,
    /// Whether its kind (举报) belongs to a channel of its own.
    pub(super) special_kind: bool,
}

impl Default for Row {
    fn default() -> Self {
        Row {
            facts: InquiryFacts::blank(),
            empty_answered: false,
            special_kind: false,
        }
    }
}

/// Reads a date into its field; what should be one and is none is kept as it is printed.
pub(super) fn note_date(facts: &mut InquiryFacts, field: InquiryField, label: &str, text: &str, today: Date) {
    let into = if field == InquiryField::Asked {
        &mut facts.asked
    } else {
        &mut facts.answered
    };
    if into.known().is_some() {
        return;
    }
    match dates_in(text, None, today).first() {
        Some(stamp) => *into = Fact::Known(*stamp),
        None if is_no_date(text) && facts.no_dates.len() < 4 => {
            let label: String = label.chars().filter(|c| !c.is_whitespace() && !"：:【】[]".contains(*c)).collect();
            facts.no_dates.push(format!("{label} {}", text.trim()));
        }
        None => {}
    }
}

/// Takes a status word, where it is one.
pub(super) fn set_status(facts: &mut InquiryFacts, text: &str, label: Option<&str>) {
    if let Some(status) = status_of(text, label)
        && facts.status.known().is_none()
    {
        facts.status = Fact::Known(status);
        facts.status_word = Some(first(text.trim(), 20).to_owned());
    }
}

/// How the names of offices end.
static OFFICES: Words = Words::used(INQUIRY_PAGES, "office");
/// What people are called behind the name of the office they answer for.
static ROLES: Words = Words::used(INQUIRY_PAGES, "role");

/// An office by name; empty where what stands there may be the name of a person.
pub(super) fn office(text: &str) -> String {
    let text = first(text.trim().trim_start_matches([':', '：']).trim(), 40);
    // Of 市民委编辑 the office is kept; what is left of 李编辑 is none.
    let text = ROLES.iter().find_map(|role| text.strip_suffix(role)).map_or(text, str::trim_end);
    // 信访局 and 办公室 are offices; 王建委 may be a man.
    let length = text.chars().count();
    let sure = length >= 3 && text.ends_with(['局', '厅', '处', '科', '办', '室']);
    if sure || length >= 4 && OFFICES.iter().any(|e| text.ends_with(e)) {
        text.to_owned()
    } else {
        String::new()
    }
}

/// The longest link in an element.
pub(super) fn longest_link(outline: &Outline<'_>, el: usize) -> Option<usize> {
    std::iter::once(el)
        .chain(outline.inside(el).take(120))
        .filter(|i| outline.els[*i].tag == Tag::A)
        .max_by_key(|i| (outline.text_of(*i).len(), usize::MAX - i))
}

/// The title and address of the longest link in an element; the text itself where it has none.
pub(super) fn link_of(outline: &Outline<'_>, resolver: &Resolver, el: usize, text: &str) -> (Option<String>, Option<String>) {
    let link = longest_link(outline, el);
    let url = link.and_then(|a| {
        let href = outline.attr(a, "href")?;
        match resolver.resolve(href)? {
            Target::Web { url, .. } if !href.trim_start().starts_with('#') => Some(url),
            _ => None,
        }
    });
    let shown = link.map_or(text, |a| outline.text_of(a));
    let whole = link.and_then(|a| outline.attr(a, "title")).map(str::trim).unwrap_or_default();
    let cut = shown.trim_end_matches(['.', '…', '⋯']);
    // The whole title stands in an attribute where the list shows its beginning.
    let best = if cut.len() < shown.len() && whole.starts_with(cut.trim_end()) || shown.is_empty() {
        whole
    } else {
        shown
    };
    (title(best), url)
}

/// A title as it is kept.
pub(super) fn title(text: &str) -> Option<String> {
    let folded = folded(text);
    let folded = folded.trim_matches(|c: char| c.is_whitespace() || "·•●■◆▪►▶»›○□☆※".contains(c));
    (!folded.is_empty() && !says_nothing(folded)).then(|| first(folded, TITLE).to_owned())
}

/// Settles the rows of one list: an empty place for the answer says something only where others are filled.
pub(super) fn finish_rows(rows: &mut [Row]) {
    let filled = rows.iter().any(|r| r.facts.answered.known().is_some());
    for row in rows {
        if filled && row.empty_answered && row.facts.no_dates.is_empty() && row.facts.answer.known().is_none() {
            row.facts.answer = Fact::Known(false);
        }
        finish_row(&mut row.facts);
    }
}

/// Settles what the parts of a row say of each other.
pub(super) fn finish_row(facts: &mut InquiryFacts) {
    // 已回复 with an empty place for the date: the status says that there is an answer somewhere.
    if facts.status == Fact::Known(InquiryStatus::Answered) && facts.answer == Fact::Known(false) {
        facts.answer = Fact::Unknown(crate::facts::Why::NotShown);
    }
}
