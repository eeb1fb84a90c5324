//! The labels of a message in a stretch of text, and what stands behind each.

use std::ops::Range;

use crate::extract::outline::{Outline, Tag, Zone};
use crate::standard::{InquiryField, field_of_label, speaks_of_messages};
use crate::text::count_written;

/// Labels read of one stretch: a message has a dozen, a list of messages written out in full some thousands.
const MOST: usize = 20_000;

/// Colons looked at in one text node: behind the first few stands running text.
const COLONS: usize = 12;

/// One label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) field: InquiryField,
    /// The label as printed.
    pub(super) label: Range<usize>,
    /// Everything up to the next label, a colon at its beginning left out.
    pub(super) value: Range<usize>,
    /// The text node the label stands in.
    pub(super) run: usize,
}

impl Mark {
    /// Whether only messages have this label.
    pub(super) fn is_of_messages(&self, outline: &Outline<'_>) -> bool {
        speaks_of_messages(&outline.text[self.label.clone()])
    }

    /// The first line of the value, at most 120 bytes or so of it.
    pub(super) fn line<'t>(&self, outline: &'t Outline<'_>) -> &'t str {
        let text = &outline.text[self.value.clone()];
        let text = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：'));
        let line = text.split('\n').next().unwrap_or_default().trim();
        &line[..line.floor_char_boundary(240)]
    }
}

/// The furniture in which no message stands.
pub(super) const OFF: Zone = Zone::NAV
    .and(Zone::FOOT)
    .and(Zone::CRUMB)
    .and(Zone::HIDDEN)
    .and(Zone::NOTICE)
    .and(Zone::RELATED);

/// The labels among these text nodes, in order.
pub(super) fn find(outline: &Outline<'_>, runs: Range<usize>) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut end = 0;
    for index in runs {
        let run = &outline.runs[index];
        if outline.els[run.el as usize].zone.any_of(OFF) {
            continue;
        }
        let span = run.span();
        end = span.end;
        let text = &outline.text[span.clone()];
        if marks.len() >= MOST {
            break;
        }
        let found = labels_in(text, run.linked);
        // A label may be cut by an element for every sign: 标<i></i>题. That is too rare to join text nodes for.
        for (field, label, behind) in found {
            marks.push(Mark {
                field,
                label: span.start + label.start..span.start + label.end,
                value: span.start + behind..span.start + behind,
                run: index,
            });
        }
    }
    // 时间 beside 来信时间 is that of the publication.
    let is_day = |m: &Mark| m.field == InquiryField::Asked;
    if marks.iter().any(|m| is_day(m) && m.is_of_messages(outline)) {
        for mark in &mut marks {
            let bare = count_written(&outline.text[mark.label.clone()]) <= 2;
            if is_day(mark) && bare {
                mark.field = InquiryField::Other;
            }
        }
    }
    for i in 0..marks.len() {
        let to = marks.get(i + 1).map_or(end, |next| next.label.start);
        marks[i].value.end = to.max(marks[i].value.start);
    }
    marks
}

/// The labels in one text node: those before a colon, or the whole of it.
fn labels_in(text: &str, linked: bool) -> Vec<(InquiryField, Range<usize>, usize)> {
    let mut found = Vec::new();
    let mut from = 0;
    for (at, colon) in text.char_indices().filter(|(_, c)| matches!(c, ':' | '：')).take(COLONS) {
        let behind = at + colon.len_utf8();
        // The colon of a time of day ends no label.
        let digit = text[..at].ends_with(|c: char| c.is_ascii_digit());
        if digit {
            continue;
        }
        if let Some((field, start)) = label_before(text, from, at) {
            found.push((field, start..at, behind));
        }
        from = behind;
    }
    // 【答复时间】2026-11-05
    if found.is_empty()
        && let Some(inner) = text.strip_prefix(['【', '['])
        && let Some(close) = inner.find(['】', ']']).filter(|at| *at <= 30)
        && let Some(field) = field_of_label(&inner[..close])
    {
        let open = text.len() - inner.len();
        let behind = open + close + inner[close..].chars().next().map_or(0, char::len_utf8);
        found.push((field, open..open + close, behind));
    }
    // A label on its own, without a colon. Links are menus and buttons.
    if found.is_empty()
        && !linked
        && text.len() <= 45
        && let Some(field) = field_of_label(text)
    {
        let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
        let only_a_word = matches!(field, InquiryField::Title | InquiryField::Other) && bare.chars().count() <= 2;
        if !only_a_word {
            found.push((field, 0..text.len(), text.len()));
        }
    }
    found
}

/// The label that ends at `at`: as much of the text behind `from` as is one, since labels may hold blanks (标 题).
fn label_before(text: &str, from: usize, at: usize) -> Option<(InquiryField, usize)> {
    let mut start = from;
    // A label is short: look at the end of what stands before the colon.
    let before = &text[from..at];
    if let Some((skip, _)) = before.char_indices().rev().nth(12) {
        start += skip;
    }
    let piece = &text[start..at];
    // In running text a comma parts no labels: 打电话去，回复：不归他们管.
    let short = text.len() <= 180;
    let starts = std::iter::once(0).chain(
        piece
            .char_indices()
            .filter(|(_, c)| c.is_whitespace() || "|｜【[】]".contains(*c) || short && "，,；;（(）)".contains(*c))
            .map(|(i, c)| i + c.len_utf8()),
    );
    for offset in starts {
        // The first piece counts only where it begins the text or follows the label before.
        if offset == 0 && start != from {
            continue;
        }
        if let Some(field) = field_of_label(&piece[offset..]) {
            let in_words = piece[..offset].ends_with(['，', ',', '；', ';', '（', '(', '）', ')']);
            if in_words && matches!(field, InquiryField::Answer | InquiryField::Question | InquiryField::Title) {
                continue;
            }
            let skipped = piece[offset..].len() - piece[offset..].trim_start().len();
            return Some((field, start + offset + skipped));
        }
    }
    None
}

/// The element that a label stands in, with nothing else in it.
pub(super) fn holder(outline: &Outline<'_>, mark: &Mark) -> usize {
    let mut el = outline.runs[mark.run].el as usize;
    while let Some(parent) = outline.parent(el) {
        if outline.text_of(parent).len() > mark.label.len() + 6 || outline.els[parent].tag == Tag::Body {
            break;
        }
        // An empty sibling is where the value would stand.
        if outline.children(parent).take(40).any(|c| c != el && is_slot(outline, c)) {
            break;
        }
        el = parent;
    }
    el
}

/// Whether an element is a place for a value that holds nothing.
pub(super) fn is_slot(outline: &Outline<'_>, el: usize) -> bool {
    let tag = outline.els[el].tag;
    let block = matches!(tag, Tag::Div | Tag::P | Tag::Cell | Tag::List | Tag::Li);
    let named = matches!(outline.els[el].element.name(), "dd" | "span" | "pre" | "em" | "b" | "font");
    (block || named)
        && outline.text_of(el).is_empty()
        && !outline
            .inside(el)
            .take(200)
            .any(|i| matches!(outline.els[i].tag, Tag::Img | Tag::Frame | Tag::Input))
}

#[cfg(test)]
mod tests {
    use super::*;
    use InquiryField as F;
    use scraper::Html;

    fn read(html: &str) -> Vec<(F, String)> {
        let html = Html::parse_document(html);
        let outline = Outline::of(&html);
        find(&outline, 0..outline.runs.len())
            .iter()
            .map(|m| (m.field, m.line(&outline).to_owned()))
            .collect()
    }

    #[test]
    fn labels_in_one_line_in_cells_and_in_spans_are_read_alike() {
        let want = [
            (F::Asked, "2026-11-02 09:15".to_owned()),
            (F::Sender, "张某".to_owned()),
            (F::Answered, "2026年11月5日".to_owned()),
        ];
        for html in [
            "<p>来信时间：2026-11-02 09:15　来信人：张某　答复时间：2026年11月5日</p>",
            "<table><tr><th>来信时间</th><td>2026-11-02 09:15</td></tr><tr><td>来信人</td><td>张某</td></tr><tr><td>答复时间:</td><td>2026年11月5日</td></tr></table>",
            "<ul><li><span>来信时间：</span><em>2026-11-02 09:15</em></li><li><b>来 信 人</b>：张某</li><li>【答复时间】2026年11月5日</li></ul>",
            "<dl><dt>来信时间</dt><dd>2026-11-02 09:15</dd><dt>来信人</dt><dd>张某</dd><dt>答复时间</dt><dd>2026年11月5日</dd></dl>",
        ] {
            assert_eq!(read(html), want, "{html}");
        }
    }

    #[test]
    fn running_text_and_menus_have_no_labels() {
        assert_eq!(
            read("<p>会议于上午9:00召开，会上强调：来信办理要及时。</p><a href='/x'>来信时间</a>"),
            []
        );
        assert_eq!(read("<div class='nav'><span>答复内容</span></div><p>办事时间：周一至周五</p>"), []);
    }
}
