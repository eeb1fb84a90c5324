//! Values of declarations that hide: lengths, colours, clips, moves.

/// A screen, points: what lengths relative to the window, and questions of media, are measured by.
pub(super) const SCREEN: (f64, f64) = (1366.0, 768.0);

/// A length as far as it can be told without the page laid out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Length {
    /// Points.
    Points(f64),
    /// Parts of a hundred of something.
    Percent(f64),
    /// Parts of a hundred of the window.
    Window(f64),
}

/// A length; none for what is computed of more than points.
pub(super) fn length(value: &str) -> Option<Length> {
    let value = value.trim();
    if let Some(inner) = value.strip_prefix("calc(").and_then(|v| v.strip_suffix(')')) {
        return sum(inner).map(Length::Points);
    }
    let end = value
        .find(|c: char| !matches!(c, '0'..='9' | '.' | '-' | '+'))
        .unwrap_or(value.len());
    let (number, unit) = (value[..end].parse::<f64>().ok()?, value[end..].trim());
    match unit {
        "" | "px" => Some(Length::Points(number)),
        "pt" => Some(Length::Points(number * 4.0 / 3.0)),
        "em" | "rem" | "ch" | "ex" => Some(Length::Points(number * 16.0)),
        "cm" => Some(Length::Points(number * 37.8)),
        "mm" => Some(Length::Points(number * 3.78)),
        "in" => Some(Length::Points(number * 96.0)),
        "%" if number == 0.0 => Some(Length::Points(0.0)),
        "%" => Some(Length::Percent(number)),
        "vw" | "vh" | "vmin" | "vmax" => Some(Length::Window(number)),
        _ => None,
    }
}

/// The same in points only.
pub(super) fn points(value: &str) -> Option<f64> {
    match length(value)? {
        Length::Points(n) => Some(n),
        Length::Percent(_) | Length::Window(_) => None,
    }
}

/// A sum of points, as `calc()` has it: signs stand between blanks.
fn sum(terms: &str) -> Option<f64> {
    let mut total = 0.0;
    let mut sign = 1.0;
    for word in terms.split_ascii_whitespace().take(20) {
        match word {
            "+" => sign = 1.0,
            "-" => sign = -1.0,
            _ => total += sign * points(word)?,
        }
    }
    Some(total)
}

/// The arguments of `name(…)` in a value.
fn arguments<'v>(value: &'v str, name: &str) -> Option<&'v str> {
    let (_, behind) = value.split_once(name)?;
    let inner = behind.trim_start().strip_prefix('(')?;
    Some(inner.split_once(')').map_or(inner, |(inner, _)| inner))
}

fn numbers(arguments: &str) -> Vec<Option<Length>> {
    let parts = arguments.split([',', ' ']).filter(|p| !p.trim().is_empty());
    parts.take(20).map(length).collect()
}

/// Whether `clip: rect(…)` leaves nothing of a box.
pub(super) fn clips_all(value: &str) -> bool {
    let Some(inner) = arguments(value, "rect") else { return false };
    match numbers(inner)[..] {
        [
            Some(Length::Points(top)),
            Some(Length::Points(right)),
            Some(Length::Points(bottom)),
            Some(Length::Points(left)),
        ] => right - left <= 1.0 || bottom - top <= 1.0,
        _ => false,
    }
}

/// Whether `clip-path` leaves nothing of a box.
pub(super) fn path_clips_all(value: &str) -> bool {
    let share = |l: &Option<Length>| match l {
        Some(Length::Percent(n)) => *n,
        _ => 0.0,
    };
    if let Some(inner) = arguments(value, "inset") {
        let cut: Vec<f64> = numbers(inner).iter().map(share).collect();
        return match cut[..] {
            [all] => all >= 50.0,
            [upright, across, ..] => upright >= 50.0 || across >= 50.0,
            [] => false,
        };
    }
    if let Some(inner) = arguments(value, "circle") {
        return numbers(inner).first().is_some_and(|n| *n == Some(Length::Points(0.0)));
    }
    if let Some(inner) = arguments(value, "polygon") {
        let points = numbers(inner);
        return points.len() >= 2 && points.chunks(2).all(|p| p == &points[..2]);
    }
    false
}

/// What a `transform` does to where a box is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moved {
    /// Made as small as nothing.
    ToNothing,
    /// Taken far away; the places of a slider are not far.
    Away,
}

/// Reads a `transform` or `translate`, `scale` of its own.
pub(super) fn moved(value: &str) -> Option<Moved> {
    for scale in ["scale", "scalex", "scaley", "scale3d"] {
        if let Some(inner) = arguments(value, scale)
            && numbers(inner).contains(&Some(Length::Points(0.0)))
        {
            return Some(Moved::ToNothing);
        }
    }
    let far = |l: Option<Length>| match l {
        Some(Length::Points(n)) => n.abs() >= 5_000.0,
        Some(Length::Percent(n)) => n.abs() >= 1_000.0,
        Some(Length::Window(n)) => n.abs() >= 300.0,
        None => false,
    };
    let names = ["translate", "translatex", "translatey", "translate3d"];
    let is_far = names
        .iter()
        .filter_map(|name| arguments(value, name))
        .any(|inner| numbers(inner).into_iter().any(far));
    is_far.then_some(Moved::Away)
}

/// A colour, or that it cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Colour {
    Known(u32),
    /// One that lets everything through.
    Clear,
    Unknown,
}

impl Colour {
    /// Whether letters of this colour cannot be read on that ground: no part differs by more than ten of 255.
    pub(super) fn is_lost_on(self, ground: Colour) -> bool {
        let (Colour::Known(a), Colour::Known(b)) = (self, ground) else {
            return self == Colour::Clear;
        };
        [16, 8, 0].iter().all(|shift| (a >> shift & 0xFF).abs_diff(b >> shift & 0xFF) <= 10)
    }
}

/// A colour as styles and old attributes write it (in lower case).
pub(super) fn colour(value: &str) -> Colour {
    let value = value.trim();
    if value == "transparent" {
        return Colour::Clear;
    }
    if let Some(inner) = ["rgba", "rgb"].iter().find_map(|name| arguments(value, name)) {
        return of_parts(inner);
    }
    if let Some(inner) = arguments(value, "hsla").or_else(|| arguments(value, "hsl")) {
        let alpha = inner.split([',', '/', ' ']).rfind(|p| !p.trim().is_empty());
        let parts = inner.split([',', '/', ' ']).filter(|p| !p.trim().is_empty()).count();
        let is_clear = parts == 4 && alpha.and_then(part) == Some(0.0);
        return if is_clear { Colour::Clear } else { Colour::Unknown };
    }
    let digits = value.strip_prefix('#').unwrap_or(match value {
        "white" => "ffffff",
        "black" => "000000",
        "red" => "ff0000",
        _ => value,
    });
    if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Colour::Unknown;
    }
    let number = match digits.len() {
        8 if digits.ends_with("00") => return Colour::Clear,
        4 if digits.ends_with('0') => return Colour::Clear,
        6 => u32::from_str_radix(digits, 16).ok(),
        3 => u32::from_str_radix(&digits.chars().flat_map(|c| [c, c]).collect::<String>(), 16).ok(),
        _ => None,
    };
    number.map_or(Colour::Unknown, Colour::Known)
}

fn part(text: &str) -> Option<f64> {
    let text = text.trim();
    match text.strip_suffix('%') {
        Some(number) => number.parse::<f64>().ok().map(|n| n / 100.0),
        None => text.parse().ok(),
    }
}

fn of_parts(inner: &str) -> Colour {
    let parts: Vec<Option<f64>> = inner
        .split([',', '/', ' '])
        .filter(|p| !p.trim().is_empty())
        .map(|p| part(p).map(|n| if p.contains('%') { n * 255.0 } else { n }))
        .take(5)
        .collect();
    let byte = |n: f64| n.clamp(0.0, 255.0).round() as u32;
    match parts[..] {
        // Of a veil of some other strength nobody knows what is seen through it.
        [_, _, _, Some(0.0)] => Colour::Clear,
        [Some(red), Some(green), Some(blue)] | [Some(red), Some(green), Some(blue), Some(1.0 | 255.0)] => {
            Colour::Known(byte(red) << 16 | byte(green) << 8 | byte(blue))
        }
        _ => Colour::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_as_written() {
        let white = Colour::Known(0x00FF_FFFF);
        for (written, want) in [
            ("#fff", white),
            ("white", white),
            ("rgb(255, 255, 255)", white),
            ("rgb(100% 100% 100%)", white),
            ("rgba(255,255,255,1)", white),
            ("rgba(0,0,0,0)", Colour::Clear),
            ("rgb(0 0 0 / 0%)", Colour::Clear),
            ("hsla(0,0%,0%,0)", Colour::Clear),
            ("#ffffff00", Colour::Clear),
            ("transparent", Colour::Clear),
            ("rgba(0,0,0,.5)", Colour::Unknown),
            ("hsl(0,0%,0%)", Colour::Unknown),
            ("inherit", Colour::Unknown),
        ] {
            assert_eq!(colour(written), want, "{written}");
        }
        assert!(colour("#fffffe").is_lost_on(white) && !colour("#ccc").is_lost_on(white));
        assert!(!Colour::Unknown.is_lost_on(white) && colour("transparent").is_lost_on(Colour::Unknown));
    }

    #[test]
    fn lengths_are_told_as_far_as_they_can_be() {
        for (written, want) in [
            ("12px", Some(Length::Points(12.0))),
            ("-2em", Some(Length::Points(-32.0))),
            ("0%", Some(Length::Points(0.0))),
            ("-999%", Some(Length::Percent(-999.0))),
            ("-300vw", Some(Length::Window(-300.0))),
            ("calc(0px - 9999px)", Some(Length::Points(-9999.0))),
            ("calc(100% - 20px)", None),
            ("auto", None),
        ] {
            assert_eq!(length(written), want, "{written}");
        }
    }

    #[test]
    fn clips_and_moves_of_honest_pages_leave_something() {
        for (clip, all) in [
            ("rect(0,0,0,0)", true),
            ("rect(1px 1px 1px 1px)", true),
            ("rect(0px, 0px, 200px, 0px)", true),
            ("rect(0,200px,100px,0)", false),
            ("auto", false),
        ] {
            assert_eq!(clips_all(clip), all, "{clip}");
        }
        for (path, all) in [
            ("inset(100%)", true),
            ("inset(50% 50%)", true),
            ("circle(0)", true),
            ("polygon(0 0, 0 0, 0 0)", true),
            ("inset(10px)", false),
            ("circle(50%)", false),
            ("polygon(0 0, 100% 0, 50% 100%)", false),
        ] {
            assert_eq!(path_clips_all(path), all, "{path}");
        }
        for (transform, want) in [
            ("scale(0)", Some(Moved::ToNothing)),
            ("scale(1, 0)", Some(Moved::ToNothing)),
            ("translatex(-9999px)", Some(Moved::Away)),
            ("translate3d(0,-99999px,0)", Some(Moved::Away)),
            ("translate(-50%, -50%)", None),
            ("translate3d(-1920px,0,0)", None),
            ("scale(.9)", None),
        ] {
            assert_eq!(moved(transform), want, "{transform}");
        }
    }
}
