//! What declarations of a style do to the visibility of a box.

use crate::facts::HiddenHow;

/// Farther away than this, points, nothing is on any screen.
const FAR: f64 = 500.0;
/// A box or a marquee of at most so many points shows nothing.
const NOTHING: f64 = 1.0;
const NARROW: f64 = 3.0;

/// The declarations of one box that matter here.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Looks {
    displayed: Option<bool>,
    visible: Option<bool>,
    far: bool,
    flat: bool,
    clipped: bool,
    no_letters: Option<bool>,
    pub(super) colour: Option<Colour>,
    pub(super) background: Option<Colour>,
}

/// A colour, or that it cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Colour {
    Known(u32),
    Unknown,
}

impl Looks {
    /// Reads declarations (`display:none; color:#fff`), later ones over earlier ones.
    pub(super) fn read(&mut self, declarations: &str) {
        for declaration in declarations.split(';').take(100) {
            let Some((name, value)) = declaration.split_once(':') else {
                continue;
            };
            let name = name.trim().to_ascii_lowercase();
            let value = value.to_ascii_lowercase().replace("!important", "");
            self.declare(&name, value.trim());
        }
    }

    fn declare(&mut self, name: &str, value: &str) {
        match name {
            "display" => self.displayed = Some(value != "none"),
            "visibility" => self.visible = Some(value != "hidden"),
            "opacity" => self.visible = Some(value.parse::<f64>() != Ok(0.0)),
            "left" | "right" | "top" | "bottom" | "text-indent" | "margin-left" | "margin-top" => {
                self.far |= length(value).is_some_and(|n| n <= -FAR);
            }
            "height" | "width" | "max-height" | "max-width" => self.flat |= length(value).is_some_and(|n| n <= NOTHING),
            "overflow" => self.clipped = value.starts_with("hidden"),
            "font-size" => self.no_letters = Some(length(value).is_some_and(|n| n <= NOTHING)),
            "color" => self.colour = Some(colour(value)),
            "background-color" => self.background = Some(colour(value)),
            "background" => {
                let plain = !value.contains("url") && !value.contains("gradient");
                let first = value.split_whitespace().next().unwrap_or_default();
                self.background = Some(if plain { colour(first) } else { Colour::Unknown });
            }
            "background-image" if value != "none" => self.background = Some(Colour::Unknown),
            _ => {}
        }
    }

    /// The box of a marquee with these attributes.
    pub(super) fn marquee(&mut self, sides: [Option<&str>; 2]) {
        if sides.into_iter().flatten().filter_map(length).any(|n| n <= NARROW) {
            (self.flat, self.clipped) = (true, true);
        }
    }

    /// How a box with these declarations is hidden.
    pub(super) fn how(&self) -> Option<HiddenHow> {
        match self {
            _ if self.far => Some(HiddenHow::OffScreen),
            _ if self.flat && self.clipped => Some(HiddenHow::NoSize),
            _ if self.no_letters == Some(true) => Some(HiddenHow::NoLetters),
            _ if self.displayed == Some(false) => Some(HiddenHow::NotDisplayed),
            _ if self.visible == Some(false) => Some(HiddenHow::Invisible),
            _ => None,
        }
    }
}

/// A length in points; none for percentages and what is computed.
fn length(value: &str) -> Option<f64> {
    let end = value
        .find(|c: char| !matches!(c, '0'..='9' | '.' | '-' | '+'))
        .unwrap_or(value.len());
    let (number, unit) = (value[..end].parse::<f64>().ok()?, value[end..].trim());
    match unit {
        "" | "px" => Some(number),
        "pt" => Some(number * 4.0 / 3.0),
        "em" | "rem" => Some(number * 16.0),
        "%" if number == 0.0 => Some(0.0),
        _ => None,
    }
}

/// A colour as styles and old attributes write it.
pub(super) fn colour(value: &str) -> Colour {
    let value = value.trim();
    let digits = value.strip_prefix('#').unwrap_or(match value {
        "white" => "ffffff",
        "black" => "000000",
        "red" => "ff0000",
        _ => value,
    });
    let all_hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
    let number = match digits.len() {
        6 if all_hex => u32::from_str_radix(digits, 16).ok(),
        3 if all_hex => u32::from_str_radix(&digits.chars().flat_map(|c| [c, c]).collect::<String>(), 16).ok(),
        _ => None,
    };
    number.map_or(Colour::Unknown, Colour::Known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn how(style: &str) -> Option<HiddenHow> {
        let mut looks = Looks::default();
        looks.read(style);
        looks.how()
    }

    #[test]
    fn styles_that_hide_are_told_from_those_that_do_not() {
        for (style, want) in [
            ("display:none", Some(HiddenHow::NotDisplayed)),
            ("DISPLAY : none !important;", Some(HiddenHow::NotDisplayed)),
            ("display:none;display:block", None),
            ("visibility:hidden", Some(HiddenHow::Invisible)),
            ("position:absolute;left:-9999px", Some(HiddenHow::OffScreen)),
            ("text-indent:-999em", Some(HiddenHow::OffScreen)),
            ("top:-40px", None),
            ("height:0;overflow:hidden", Some(HiddenHow::NoSize)),
            ("height:1px;width:1px;overflow:hidden", Some(HiddenHow::NoSize)),
            ("height:0", None),
            ("overflow:hidden;height:200px", None),
            ("font-size:0", Some(HiddenHow::NoLetters)),
            ("font-size:12px", None),
            ("left:-100%", None),
            ("opacity:0", Some(HiddenHow::Invisible)),
            ("opacity:0.9", None),
        ] {
            assert_eq!(how(style), want, "{style}");
        }
    }

    #[test]
    fn colours_are_read_as_written() {
        assert_eq!(colour("#FFF".to_lowercase().as_str()), colour("white"));
        assert_eq!(colour("rgba(0,0,0,.5)"), Colour::Unknown);
    }
}
