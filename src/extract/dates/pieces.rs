//! Dates cut into several elements: a large day over its year and month, a month over a day.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::{Day, at_start, english, full};

/// The orders in which the parts stand. Without its year or a 月, a pair of numbers may be anything.
static ORDERS: LazyLock<[Regex; 8]> = LazyLock::new(|| {
    [
        r"^(?P<d>\d{1,2})日?\s+(?P<y>(?:19|20)\d\d)\s?[-./年]\s?(?P<m>\d{1,2})月?$",
        r"^(?P<y>(?:19|20)\d\d)\s?[-./年]\s?(?P<m>\d{1,2})月?\s+(?P<d>\d{1,2})日?$",
        r"^(?P<m>\d{1,2})\s?[-./月]\s?(?P<d>\d{1,2})日?\s+(?P<y>(?:19|20)\d\d)年?$",
        r"^(?P<y>(?:19|20)\d\d)年?\s+(?P<m>\d{1,2})\s?[-./月]\s?(?P<d>\d{1,2})日?$",
        r"^(?P<y>(?:19|20)\d\d)年?\s+(?P<m>\d{1,2})月?\s+(?P<d>\d{1,2})日?$",
        r"^(?P<d>\d{1,2})日?\s+(?P<m>\d{1,2})月\s+(?P<y>(?:19|20)\d\d)年?$",
        r"^(?P<d>\d{1,2})日?\s+(?P<m>\d{1,2})月$",
        r"^(?P<m>\d{1,2})月\s+(?P<d>\d{1,2})日?$",
    ]
    .map(|p| Regex::new(p).expect("a constant pattern"))
});

/// Whether a text may be a part of a date.
pub(in crate::extract) fn is_piece(text: &str) -> bool {
    text.len() <= 24 && text.chars().all(|c| c.is_ascii_digit() || "-./年月日 ".contains(c)) || english::names_month(text)
}

/// The date of parts that follow each other.
pub(in crate::extract) fn of_pieces(parts: &[&str]) -> Option<Day> {
    let single = || parts.iter().filter(|p| p.contains(' ')).find_map(|p| ordered(p));
    let several = |n: usize| parts.windows(n).find_map(|some| ordered(&some.join(" ")));
    // Without a year, a month told by its name (20 Nov).
    let named = || {
        let (month, day) = parts.windows(2).find_map(|two| english::day_and_month(&two.join(" ")))?;
        Date::new(2000, month, day).ok().map(|_| Day::MonthDay(month, day))
    };
    single().or_else(|| several(3)).or_else(|| several(2)).or_else(named).or_else(|| {
        // One date over several text nodes: 2020-<em>11</em>-23.
        let joined = parts.concat();
        (parts.len() > 1).then(|| at_start(&joined).map(|f| f.day)).flatten()
    })
}

fn ordered(text: &str) -> Option<Day> {
    let by_order = ORDERS.iter().find_map(|order| {
        let c = order.captures(text)?;
        let part = |name: &str| c.name(name)?.as_str().parse::<i16>().ok();
        let (month, day) = (i8::try_from(part("m")?).ok()?, i8::try_from(part("d")?).ok()?);
        match part("y") {
            Some(year) => full(year, month, day).map(Day::Full),
            None => Date::new(2000, month, day).ok().map(|_| Day::MonthDay(month, day)),
        }
    });
    let whole = || at_start(text).filter(|f| f.span.end == text.len() && matches!(f.day, Day::Full(_)));
    by_order.or_else(|| whole().map(|f| f.day))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn parts_make_a_date_in_any_order() {
        let day = date(2026, 11, 20);
        for (parts, want) in [
            (&["20", "2026-11"][..], Some(Day::Full(day))),
            (&["20日", "2026年11月"], Some(Day::Full(day))),
            (&["2026/11", "20"], Some(Day::Full(day))),
            (&["11-20", "2026"], Some(Day::Full(day))),
            (&["2026", "11", "20"], Some(Day::Full(day))),
            (&["20", "11月", "2026"], Some(Day::Full(day))),
            (&["20", "Nov", "2026"], Some(Day::Full(day))),
            (&["Nov 20", "2026"], Some(Day::Full(day))),
            (&["2026-", "11", "-20"], Some(Day::Full(day))),
            (&["NEW", "20", "2026.11"], Some(Day::Full(day))),
            (&["20", "11月"], Some(Day::MonthDay(11, 20))),
            (&["11月", "20日"], Some(Day::MonthDay(11, 20))),
            (&["20", "Nov"], Some(Day::MonthDay(11, 20))),
            (&["Nov", "20"], Some(Day::MonthDay(11, 20))),
            (&["20", "11"], None),
            (&["20", "2026-13"], None),
            (&["20"], None),
            (&["3", "156"], None),
        ] {
            assert_eq!(of_pieces(parts), want, "{parts:?}");
        }
        assert!(is_piece("2026年11月") && is_piece("Nov") && is_piece("Nov 2026") && !is_piece("NEW") && !is_piece("第20期"));
    }
}
