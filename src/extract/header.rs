//! The top of a page, where the name of the site belongs.

use super::attributes::attr;
use super::outline::{El, Outline, Tag, Zone};
use crate::facts::HeaderFacts;
use crate::lexicon::{ARTICLE_WORDS, Words};
use crate::text::folded_to;

/// How far into the text of a page its top reaches, bytes: a long menu stands before the pictures of some.
const DEPTH: usize = 1_500;

/// Words that stand below the top.
static BELOW: Words = Words::used(ARTICLE_WORDS, "below-top");

/// Characters of text that are kept.
const TEXT: usize = 300;

/// Pictures that are kept, and characters of each.
const PICTURES: usize = 8;
const WORDS: usize = 60;

/// The words of class and id by which an empty element is room for a picture.
const ROOM: &[&str] = &["logo", "banner", "header", "head", "top"];

/// Reads the top of a page.
pub(super) fn read(outline: &Outline<'_>) -> HeaderFacts {
    let mut header = HeaderFacts::default();
    // 当前位置 stands between the top and the content.
    let crumbs = outline
        .els
        .iter()
        .position(|el| el.zone.any_of(Zone::CRUMB))
        .map(|i| outline.span(i).start);
    let begin = &outline.text[..outline.text.floor_char_boundary(DEPTH.min(outline.text.len()))];
    let words = BELOW.iter().filter_map(|w| begin.find(w)).min();
    let depth = [crumbs, words].into_iter().flatten().fold(DEPTH, usize::min);
    let mut text = String::new();
    for run in &outline.runs {
        let span = run.span();
        if span.start > depth {
            break;
        }
        if !outline.els[run.el as usize].zone.any_of(Zone::HIDDEN) {
            text.push_str(&outline.text[span]);
            text.push(' ');
        }
    }
    header.text = folded_to(&text, TEXT);
    for (i, el) in outline.els.iter().enumerate() {
        let place = outline.span(i);
        if place.start > depth {
            break;
        }
        if el.zone.any_of(Zone::HIDDEN) {
            continue;
        }
        let words = ["alt", "title"]
            .iter()
            .find_map(|name| attr(el.element, name).map(|v| folded_to(v, WORDS)).filter(|v| !v.is_empty()));
        match (el.tag, words) {
            (Tag::Img | Tag::A, Some(words)) if header.pictures.len() < PICTURES && !header.pictures.contains(&words) => {
                header.pictures.push(words);
            }
            (Tag::Img, None) => header.mute = true,
            (_, None) if place.is_empty() && is_room(el) && !holds_picture(outline, i) => header.mute = true,
            _ => {}
        }
    }
    header
}

fn holds_picture(outline: &Outline<'_>, el: usize) -> bool {
    outline.els[outline.inside(el)].iter().any(|e| e.tag == Tag::Img)
}

fn is_room(el: &El<'_>) -> bool {
    if matches!(el.element.name(), "object" | "embed" | "canvas" | "video") {
        return true;
    }
    let named = |value: &str| {
        value
            .split(|c: char| !c.is_ascii_alphabetic())
            .any(|word| ROOM.iter().any(|r| word.eq_ignore_ascii_case(r)))
    };
    ["class", "id"].iter().any(|name| attr(el.element, name).is_some_and(named))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(page: &str) -> HeaderFacts {
        read(&Outline::of(&crate::extract::dom::parse(page).html))
    }

    #[test]
    fn words_and_pictures_of_the_top_are_read() {
        let page =
            "<body><div style='display:none'>您即将离开某某网</div><a href=/><img src=l.png alt='鹭岛市公安局'></a><ul><li>首页</ul>";
        let top = header(&format!("{page}{}<img src=x alt='文内图'>", "<p>正文内容</p>".repeat(300)));
        assert!(top.text.starts_with("首页") && !top.text.contains("离开"));
        assert_eq!(top.pictures, ["鹭岛市公安局"]);
        assert!(!top.mute);
        assert!(header("<div class='logo'></div><p>首页").mute);
        assert!(header("<img src=l.png><p>首页").mute);
        assert!(!header("<div class='stop'></div><p>首页").mute);
    }
}
