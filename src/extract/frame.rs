//! The frame of a page: what a visitor sees beside the main text that is no link. Banner, footer, boxes, buttons.
//!
//! A site shows the same frame on all its pages, so it is read once, on the home page; a slip in it is the most visible of all.

use super::outline::{Outline, Tag, Zone};
use super::text;
use crate::text::folded_to;

/// Characters that are kept; the frames of saved home pages have 20 to 900.
const KEEP: usize = 4_000;

/// Characters of what one picture or button says.
const WORDS: usize = 80;

/// The text of the frame, a line for each block, picture and button.
pub(super) fn text(outline: &Outline<'_>) -> String {
    let mut frame = String::new();
    let mut chars = 0;
    let mut last: Option<usize> = None;
    for (i, run) in outline.runs.iter().enumerate() {
        let hidden = outline.els[run.el as usize].zone.any_of(Zone::HIDDEN);
        if run.linked || hidden || text::holds(outline, i) {
            continue;
        }
        if chars >= KEEP {
            return frame;
        }
        let same_line =
            last.is_some_and(|before| before + 1 == i && !outline.text[outline.runs[before].span().end..run.span().start].contains('\n'));
        if !same_line && !frame.is_empty() {
            frame.push('\n');
        }
        let piece = folded_to(&outline.text[run.span()], KEEP - chars);
        chars += piece.chars().count();
        frame.push_str(&piece);
        last = Some(i);
    }
    for el in outline.els.iter().filter(|el| !el.zone.any_of(Zone::HIDDEN)) {
        let says = match (el.tag, el.element.name()) {
            (Tag::Img, _) => el.element.attr("alt"),
            (_, "input") if matches!(el.element.attr("type"), Some("button" | "submit" | "reset")) => el.element.attr("value"),
            _ => None,
        };
        let Some(words) = says.map(|words| folded_to(words, WORDS)).filter(|words| !words.is_empty()) else {
            continue;
        };
        chars += words.chars().count();
        if chars > KEEP {
            break;
        }
        frame.push('\n');
        frame.push_str(&words);
    }
    frame
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    fn frame(html: &str) -> String {
        text(&Outline::of(&Html::parse_document(html)))
    }

    #[test]
    fn what_stands_beside_the_text_is_read_once_and_links_and_hidden_parts_are_not() {
        let html = "<div class=banner><img src=a alt='厦门市公安局'>全心全意<b>为人民</b>服务</div>\
             <div class=TRS_Editor><p>正文第一段，说明本次会议的情况。</p><p>正文第二段，提出下一步的要求和安排。</p></div>\
             <div style='display:none'>看不见</div>\
             <form><input type=text value=不读><input type=submit value=登陆></form>\
             <div class=footer><p>主办单位：厦门市公安局 <a href=/>网站地图</a></p><p>联系电话</p></div>";
        assert_eq!(
            frame(html),
            "全心全意为人民服务\n主办单位：厦门市公安局\n联系电话\n厦门市公安局\n登陆"
        );
    }

    #[test]
    fn a_frame_of_any_length_is_bounded() {
        let html = format!("<div class=footer>{}</div>", "<p>主办单位</p>".repeat(100_000));
        assert!(frame(&html).chars().count() < 2 * KEEP);
    }
}
