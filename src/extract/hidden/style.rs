//! What declarations of styles do to the visibility of a box.

use super::value::{Colour, Length, Moved, clips_all, colour, length, moved, path_clips_all, points};
use crate::facts::HiddenHow;

/// Farther away than this, nothing is on any screen: points to the left and above; parts of a hundred, where the places of a
/// slider end; parts of a hundred of the window.
const FAR: f64 = 500.0;
const FAR_PARTS: f64 = 900.0;
const FAR_WINDOWS: f64 = 200.0;
/// The same to the right, where wide pages go on.
const FAR_RIGHT: f64 = 9_000.0;
/// Half of a page that is laid out from its middle, points.
const HALF_A_PAGE: f64 = 3_000.0;
/// A box or a marquee of at most so many points shows nothing.
const NOTHING: f64 = 1.0;
const NARROW: f64 = 3.0;
/// What is let through of a box that can hardly be seen.
const FAINT: f64 = 0.05;

/// One declaration that matters here, names and values in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Declaration {
    pub(super) name: &'static str,
    pub(super) value: String,
    pub(super) important: bool,
}

/// The declarations of a style (`display:none; color:#fff`) that matter here.
pub(super) fn declarations(style: &str) -> Vec<Declaration> {
    let mut out = Vec::new();
    for declaration in style.split(';').take(100) {
        let Some((name, value)) = declaration.split_once(':') else {
            continue;
        };
        let Some(name) = known(name.trim()) else { continue };
        let (value, important) = match value.split_once('!') {
            Some((value, behind)) => (value, behind.trim().eq_ignore_ascii_case("important")),
            None => (value, false),
        };
        let value = value.trim().to_ascii_lowercase();
        out.push(Declaration { name, value, important });
    }
    out
}

/// The names of what matters here.
const NAMES: [&str; 35] = [
    "display",
    "visibility",
    "content-visibility",
    "opacity",
    "filter",
    "left",
    "right",
    "top",
    "bottom",
    "text-indent",
    "margin",
    "margin-left",
    "margin-top",
    "height",
    "width",
    "max-height",
    "max-width",
    "line-height",
    "overflow",
    "overflow-x",
    "overflow-y",
    "clip",
    "clip-path",
    "-webkit-clip-path",
    "transform",
    "-webkit-transform",
    "-ms-transform",
    "translate",
    "scale",
    "font",
    "font-size",
    "color",
    "background",
    "background-color",
    "background-image",
];

/// The name as it stands in [`NAMES`], whatever its case.
fn known(name: &str) -> Option<&'static str> {
    NAMES.into_iter().find(|known| known.eq_ignore_ascii_case(name))
}

/// What of the declarations of one box matters here, the last of each name.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Looks {
    displayed: Option<bool>,
    /// `visibility`, which children may undo.
    pub(super) visible: Option<bool>,
    faint: bool,
    /// By the names that take a box away.
    far: u8,
    from_the_middle: bool,
    margin: f64,
    /// Whether the first line is far away, which children may undo.
    pub(super) indented: Option<bool>,
    flat: u8,
    clipped: bool,
    cut: u8,
    shrunk: bool,
    /// Whether letters have a size, which children may undo.
    pub(super) no_letters: Option<bool>,
    pub(super) colour: Option<Colour>,
    pub(super) background: Option<Colour>,
}

/// Sets or takes back one of some marks.
fn put(marks: &mut u8, bit: u8, is: bool) {
    *marks = if is { *marks | 1 << bit } else { *marks & !(1 << bit) };
}

impl Looks {
    /// Reads declarations one after the other, those of no importance first.
    #[cfg(test)]
    pub(super) fn read(&mut self, style: &str) {
        self.take(&declarations(style));
    }

    /// The same of declarations that were read.
    pub(super) fn take(&mut self, declarations: &[Declaration]) {
        for important in [false, true] {
            declarations
                .iter()
                .filter(|d| d.important == important)
                .for_each(|d| self.declare(d));
        }
    }

    pub(super) fn declare(&mut self, Declaration { name, value, .. }: &Declaration) {
        match *name {
            "display" => self.displayed = Some(value != "none"),
            "content-visibility" => put(&mut self.cut, 2, value == "hidden"),
            "visibility" => self.visible = Some(!matches!(value.as_str(), "hidden" | "collapse")),
            "opacity" => self.faint = value.parse::<f64>().is_ok_and(|n| n <= FAINT) || value == "0%",
            "filter" => self.faint |= matches!(value.replace(' ', "").as_str(), "opacity(0)" | "opacity(0%)"),
            "left" => {
                self.from_the_middle = matches!(length(value), Some(Length::Percent(n)) if n > 0.0);
                put(&mut self.far, 0, is_far(value, true));
            }
            "right" => put(&mut self.far, 1, is_far(value, false)),
            "top" => put(&mut self.far, 2, is_far(value, false)),
            "bottom" => put(&mut self.far, 3, is_far(value, false)),
            "margin" => {
                let sides: Vec<&str> = value.split_ascii_whitespace().collect();
                self.margin(sides.get(3).or(sides.get(1)).or(sides.first()).copied().unwrap_or_default());
                put(&mut self.far, 4, is_far(sides.first().copied().unwrap_or_default(), false));
            }
            "margin-left" => self.margin(value),
            "margin-top" => put(&mut self.far, 4, is_far(value, false)),
            "text-indent" => self.indented = Some(is_far(value, true)),
            "height" | "max-height" | "width" | "max-width" | "line-height" => {
                let bit = ["height", "max-height", "width", "max-width", "line-height"]
                    .iter()
                    .position(|n| n == name);
                // A line height without a unit is a share of the letters' size.
                let nothing = if *name == "line-height" { 0.0 } else { NOTHING };
                let flat = points(value).is_some_and(|n| n <= nothing);
                put(&mut self.flat, bit.unwrap_or_default() as u8, flat);
            }
            "overflow" | "overflow-x" | "overflow-y" => self.clipped = value.starts_with("hidden") || value.starts_with("clip"),
            "clip" => put(&mut self.cut, 0, clips_all(value)),
            "clip-path" | "-webkit-clip-path" => put(&mut self.cut, 1, path_clips_all(value)),
            "transform" | "-webkit-transform" | "-ms-transform" => {
                let moved = moved(value);
                self.shrunk = moved == Some(Moved::ToNothing);
                put(&mut self.far, 5, moved == Some(Moved::Away));
            }
            "translate" => put(&mut self.far, 6, moved(&format!("translate({value})")) == Some(Moved::Away)),
            "scale" => self.shrunk = moved(&format!("scale({value})")).is_some(),
            "font-size" => self.letters(value),
            "font" => {
                let size = value
                    .split_ascii_whitespace()
                    .find(|w| w.starts_with(|c: char| c.is_ascii_digit()) && points(w) != Some(400.0));
                if let Some(size) = size {
                    self.letters(size.split('/').next().unwrap_or_default());
                }
            }
            "color" => self.colour = Some(colour(value)).filter(|_| value != "inherit"),
            "background-color" => self.background = Some(colour(value)),
            "background" => {
                let plain = !value.contains("url") && !value.contains("gradient");
                let first = if value.contains('(') {
                    value.as_str()
                } else {
                    value.split_whitespace().next().unwrap_or_default()
                };
                self.background = Some(match first {
                    _ if !plain => Colour::Unknown,
                    "none" | "0" | "inherit" | "initial" | "unset" => Colour::Clear,
                    _ => colour(first),
                });
            }
            "background-image" if value != "none" => self.background = Some(Colour::Unknown),
            _ => {}
        }
    }

    fn margin(&mut self, value: &str) {
        self.margin = match length(value) {
            Some(Length::Points(n)) => n,
            _ if is_far(value, true) => -FAR_RIGHT,
            _ => 0.0,
        };
    }

    fn letters(&mut self, value: &str) {
        // A share of what is around it says nothing by itself.
        self.no_letters = match length(value) {
            Some(Length::Points(n)) => Some(n <= NOTHING),
            _ if value == "inherit" || matches!(length(value), Some(Length::Percent(_))) => self.no_letters,
            _ => Some(false),
        };
    }

    /// What an element is by itself, before all styles: the attribute `hidden`, a dialog that is not open.
    pub(super) fn undisplayed(&mut self) {
        self.displayed = Some(false);
    }

    /// The box of a marquee or a frame with these attributes, where at most so many points show nothing.
    pub(super) fn marquee(&mut self, sides: [Option<&str>; 2]) {
        if sides.into_iter().flatten().filter_map(points).any(|n| n <= NARROW) {
            (self.flat, self.clipped) = (1, true);
        }
    }

    /// Whether height and width both are nothing.
    pub(super) fn is_a_point(&self) -> bool {
        self.flat & 0b11 != 0 && self.flat & 0b1100 != 0
    }

    /// The height and width of a frame, as its attributes have them.
    pub(super) fn sides(&mut self, height: Option<&str>, width: Option<&str>) {
        let is_nothing = |side: Option<&str>| side.and_then(points).is_some_and(|n| n <= NOTHING);
        put(&mut self.flat, 0, is_nothing(height));
        put(&mut self.flat, 2, is_nothing(width));
    }

    /// Whether there is a picture, or more than one colour, behind what stands in the box: then it was dressed to be seen.
    pub(super) fn is_dressed(&self) -> bool {
        self.background == Some(Colour::Unknown)
    }

    /// How a box with these declarations is hidden, whatever its children say.
    pub(super) fn how(&self) -> Option<HiddenHow> {
        let aside = self.margin <= -if self.from_the_middle { HALF_A_PAGE } else { FAR } || self.margin >= FAR_RIGHT;
        match self {
            _ if self.far != 0 || aside => Some(HiddenHow::OffScreen),
            _ if self.flat != 0 && self.clipped || self.cut & 0b11 != 0 => Some(HiddenHow::NoSize),
            _ if self.displayed == Some(false) || self.cut != 0 => Some(HiddenHow::NotDisplayed),
            _ if self.faint || self.shrunk => Some(HiddenHow::Invisible),
            _ => None,
        }
    }

    /// How a box is hidden, with what children may undo.
    pub(super) fn how_at_all(&self) -> Option<HiddenHow> {
        let soft = match self {
            _ if self.indented == Some(true) && !self.is_dressed() => Some(HiddenHow::OffScreen),
            _ if self.no_letters == Some(true) => Some(HiddenHow::NoLetters),
            _ if self.visible == Some(false) => Some(HiddenHow::Invisible),
            _ => None,
        };
        self.how()
            .filter(|how| how.is_sly())
            .or(soft.filter(|how| how.is_sly()))
            .or(self.how())
            .or(soft)
    }
}

/// Whether a place is off every screen; `across`: to the right too.
fn is_far(value: &str, across: bool) -> bool {
    match length(value) {
        Some(Length::Points(n)) => n <= -FAR || across && n >= FAR_RIGHT,
        Some(Length::Percent(n)) => n <= -FAR_PARTS || across && n >= FAR_PARTS,
        Some(Length::Window(n)) => n <= -FAR_WINDOWS || across && n >= FAR_WINDOWS,
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn how(style: &str) -> Option<HiddenHow> {
        let mut looks = Looks::default();
        looks.read(style);
        looks.how_at_all()
    }

    #[test]
    fn styles_that_hide_are_told_from_those_that_do_not() {
        let away = Some(HiddenHow::OffScreen);
        let small = Some(HiddenHow::NoSize);
        let gone = Some(HiddenHow::NotDisplayed);
        let unseen = Some(HiddenHow::Invisible);
        for (style, want) in [
            ("display:none", gone),
            ("DISPLAY : none !important;", gone),
            ("display:none;display:block", None),
            ("display:none!important;display:block", gone),
            ("content-visibility:hidden", gone),
            ("visibility:hidden", unseen),
            ("visibility:collapse", unseen),
            ("opacity:0", unseen),
            ("opacity:0.01", unseen),
            ("filter:alpha(opacity=0);opacity:0.001", unseen),
            ("filter:alpha(opacity=80);opacity:.8", None),
            ("opacity:0.9", None),
            ("transform:scale(0)", unseen),
            ("scale:0", unseen),
            ("transform:scale(1)", None),
            ("position:absolute;left:-9999px", away),
            ("position:absolute;left:9999px", away),
            ("position:absolute;left:-300vw", away),
            ("position:absolute;left:-999%", away),
            ("position:absolute;left:calc(0px - 9999px)", away),
            ("text-indent:-999em", away),
            ("transform:translateX(-9999px)", away),
            ("margin-left:-2000px", away),
            ("margin:0 0 0 -9999px", away),
            // Sliders, layers at the side, pages laid out from the middle, pictures in place of words.
            ("left:-100%", None),
            ("left:-100vw", None),
            ("transform:translate3d(-100%,0,0)", None),
            ("left:50%;margin-left:-600px", None),
            ("margin:0 auto", None),
            ("top:-40px", None),
            ("text-indent:-999em;background:url(logo.png)", None),
            ("height:0;overflow:hidden", small),
            ("height:1px;width:1px;overflow:hidden", small),
            ("line-height:0;overflow:hidden", small),
            ("position:absolute;clip:rect(1px,1px,1px,1px)", small),
            ("clip-path:inset(100%)", small),
            ("height:0", None),
            ("line-height:1;overflow:hidden", None),
            ("overflow:hidden;height:200px", None),
            ("font-size:0", Some(HiddenHow::NoLetters)),
            ("font:0/0 a", Some(HiddenHow::NoLetters)),
            ("font:bold 12px/1.5 SimSun", None),
            ("font-size:12px", None),
            ("font-size:0;font-size:14px", None),
        ] {
            assert_eq!(how(style), want, "{style}");
        }
    }
}
