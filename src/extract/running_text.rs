//! The running text of a page, which makes sentences, and how much of it the main text holds.
//!
//! What is neither in the main text nor in the headline is read for no wrong word and no repealed policy. So the rest is
//! measured and told, and not passed over in silence.

use std::ops::Range;

use super::outline::{Outline, SIGNATURE, Zone};
use super::text;
use crate::facts::RunningText;

/// Characters of a line from which it may be running text; names and labels with a comma are shorter.
const LINE: u32 = 15;

/// For every text node its characters where it is part of a line of running text and no link, else 0. The small print of
/// a footer is none.
pub(super) fn chars(outline: &Outline<'_>) -> Vec<u32> {
    let mut chars = vec![0; outline.runs.len()];
    let mut from = 0;
    for to in 1..=outline.runs.len() {
        if !ends_line(outline, to) {
            continue;
        }
        let runs = from..to;
        from = to;
        let plain = |i: usize| Some(&outline.runs[i]).filter(|run| !run.linked).map_or(0, |run| run.chars);
        if runs.clone().map(plain).sum::<u32>() >= LINE && is_running(line(outline, &runs)) {
            for i in runs {
                chars[i] = plain(i);
            }
        }
    }
    chars
}

/// Whether a line ends before the text node at `to`.
fn ends_line(outline: &Outline<'_>, to: usize) -> bool {
    let before = outline.runs[to - 1].span().end;
    outline
        .runs
        .get(to)
        .is_none_or(|next| outline.text[before..next.span().start].contains('\n'))
}

fn line<'o>(outline: &'o Outline<'_>, runs: &Range<usize>) -> &'o str {
    &outline.text[outline.runs[runs.start].span().start..outline.runs[runs.end - 1].span().end]
}

fn is_running(line: &str) -> bool {
    line.contains(['。', '，', '；', '！', '？']) && !SIGNATURE.is_match(line)
}

/// How much of the running text that a visitor sees the main text holds. Furniture by the elements of HTML and what is
/// hidden are left out; furniture by the words of a class is not, since such a word may be wrong.
pub(super) fn measure(outline: &Outline<'_>) -> RunningText {
    let furniture = certain_furniture(outline);
    let mut found = RunningText::default();
    for (i, chars) in chars(outline).into_iter().enumerate() {
        if furniture[outline.runs[i].el as usize] {
            continue;
        }
        let side = if text::holds(outline, i) {
            &mut found.read
        } else {
            &mut found.unread
        };
        *side += chars;
    }
    found
}

fn certain_furniture(outline: &Outline<'_>) -> Vec<bool> {
    let mut furniture: Vec<bool> = Vec::with_capacity(outline.els.len());
    for (i, el) in outline.els.iter().enumerate() {
        let own = matches!(el.element.name(), "nav" | "header" | "footer") || el.zone.any_of(Zone::HIDDEN.and(Zone::NOTICE));
        furniture.push(own || outline.parent(i).is_some_and(|parent| furniture[parent]));
    }
    furniture
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    const SENTENCE: &str = "根据有关规定，现将本次考核的结果予以公示。";

    fn measured(html: &str) -> (u32, u32) {
        let html = Html::parse_document(html);
        let RunningText { read, unread } = measure(&Outline::of(&html));
        (read, unread)
    }

    #[test]
    fn sentences_count_and_menus_footers_and_hidden_parts_do_not() {
        let n = SENTENCE.chars().count() as u32;
        let frame = format!(
            "<nav>{SENTENCE}</nav><p><a href=/>{SENTENCE}</a></p><div style='display:none'>{SENTENCE}</div>\
             <ul><li>首页</li><li>通知，公告</li></ul>"
        );
        let foot = format!("<p>主办单位：某局，{SENTENCE}</p><footer>{SENTENCE}</footer>");
        let body = format!("<div><p>{SENTENCE}</p><p>根据<b>有关</b>规定，现将<span>本次</span>考核的结果予以公示。</p></div>");
        assert_eq!(measured(&format!("<body>{frame}{body}{foot}")), (2 * n, 0));
    }

    #[test]
    fn text_that_stands_apart_from_the_main_text_is_unread() {
        let n = SENTENCE.chars().count() as u32;
        let body = format!("<div class=TRS_Editor><p>{SENTENCE}</p></div>");
        let aside = format!("<div class=copyright><p>{SENTENCE}</p></div>");
        assert_eq!(measured(&format!("<body>{body}{body}{body}{aside}")), (n, 3 * n));
    }
}
