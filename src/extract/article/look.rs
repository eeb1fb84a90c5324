//! How an element is set out: large, bold, in the middle. Headlines of hand-made pages carry no other mark.

use crate::extract::outline::{Outline, Tag};

/// How much the setting of an element speaks for a headline. What holds the same text or is held by it counts with it:
/// `<td align=center><b><font size=5>` is one headline.
pub(super) fn points(outline: &Outline<'_>, el: usize) -> i32 {
    let own = outline.text_of(el).len();
    let mut look = Look::default();
    look.add(outline, el);
    for inner in outline.inside(el).take(3) {
        if outline.text_of(inner).len() == own {
            look.add(outline, inner);
        }
    }
    let mut at = el;
    for _ in 0..3 {
        match outline.parent(at) {
            Some(parent) if outline.span(parent).len() <= own + 4 => {
                look.add(outline, parent);
                at = parent;
            }
            _ => break,
        }
    }
    look.size + if look.bold { 4 } else { 0 } + if look.middle { 4 } else { 0 }
}

#[derive(Default)]
struct Look {
    size: i32,
    bold: bool,
    middle: bool,
}

impl Look {
    fn add(&mut self, outline: &Outline<'_>, el: usize) {
        let e = &outline.els[el];
        if e.tag == Tag::Body {
            return;
        }
        let name = e.element.name();
        self.bold |= matches!(name, "b" | "strong" | "th");
        self.middle |= name == "center" || outline.attr(el, "align").is_some_and(|a| a.trim().eq_ignore_ascii_case("center"));
        if name == "font"
            && let Some(size) = outline.attr(el, "size")
        {
            let size = size.trim();
            let steps = size.trim_start_matches('+').parse::<i32>().unwrap_or(0);
            let large = if size.starts_with('+') { steps + 3 } else { steps };
            self.size = self.size.max(match large {
                ..=3 => 0,
                4 => 9,
                _ => 12,
            });
        }
        if let Some(style) = outline.attr(el, "style").filter(|s| s.len() <= 1_000) {
            let style: String = style.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
            self.middle |= style.contains("text-align:center");
            self.bold |= ["bold", "600", "700", "800"]
                .iter()
                .any(|w| style.contains(&format!("font-weight:{w}")));
            let pixels = style.split("font-size:").skip(1).filter_map(pixels).max().unwrap_or(0);
            // The text of these pages is 12 to 16 pixels high.
            self.size = self.size.max(match pixels {
                ..=15 => 0,
                16..=17 => 4,
                18..=19 => 9,
                20..=27 => 12,
                _ => 14,
            });
        }
    }
}

/// The size at the beginning of a style's value, in pixels.
fn pixels(value: &str) -> Option<i32> {
    let end = value.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let number: f32 = value[..end].parse().ok()?;
    let unit = &value[end..];
    let factor = [("px", 1.0), ("pt", 4.0 / 3.0), ("rem", 16.0), ("em", 16.0), ("%", 0.16)]
        .iter()
        .find(|(name, _)| unit.starts_with(name))
        .map(|(_, factor)| factor)?;
    Some((number * factor).clamp(0.0, 1_000.0) as i32)
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    #[test]
    fn large_bold_words_in_the_middle_stand_out() {
        for (html, want) in [
            ("<p align=center style='FONT-SIZE: 22pt'><b>甲</b></p>", 22),
            ("<center><font size=+2>甲</font></center>", 16),
            ("<td style='text-align : center;font-size:18px;font-weight:bold'>甲</td>", 17),
            ("<p style='font-size:1.5em'>甲</p>", 12),
            ("<p style='font-size:14px'>甲</p>", 0),
            ("<p>甲</p>", 0),
        ] {
            let html_text = if html.starts_with("<td") {
                format!("<table><tr>{html}</tr></table>")
            } else {
                html.to_owned()
            };
            let page = Html::parse_document(&format!("<body>{html_text}<p>乙乙乙乙乙乙</p></body>"));
            let outline = Outline::of(&page);
            let el = (0..outline.els.len()).rfind(|i| outline.text_of(*i) == "甲").unwrap();
            assert_eq!(points(&outline, el), want, "{html}");
        }
    }
}
