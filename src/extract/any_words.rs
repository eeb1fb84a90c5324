//! Fuzzing of the readers of text that nothing outside sees: dates and the words of error pages.

use jiff::civil::Date;
use proptest::prelude::*;

use super::dates::{self, Day};
use super::error_page::said;
use crate::fuzzing::mutation::{fuzz, pick};
use crate::fuzzing::sentences::SENTENCE;
use crate::text::folded;

#[test]
fn any_text_holds_dates_in_order_or_none() {
    fuzz("words", SENTENCE, |bytes, dice| {
        let text = String::from_utf8_lossy(bytes);
        let found = dates::find(&text);
        prop_assert_eq!(&dates::find(&text), &found, "another time");
        let today = pick(
            &[Date::MIN, Date::MAX, Date::constant(2026, 11, 23), Date::constant(2028, 2, 29)],
            dice,
            0,
        );
        let address = (dice >> 48 & 1 == 0).then_some(&*text);
        let mut end = 0;
        for date in &found {
            prop_assert!(date.span.start >= end && date.span.end > date.span.start, "{:?}", found);
            prop_assert!(text.get(date.span.clone()).is_some(), "{:?}", date);
            end = date.span.end;
            if let Day::Full(day) = date.day {
                prop_assert!((1990..=2100).contains(&day.year()));
            }
            if let Some((hour, minute, second)) = date.clock {
                prop_assert!(hour < 24 && minute < 60 && second.is_none_or(|s| s < 60));
            }
            if let Some((stamp, inferred)) = date.stamp(address, today) {
                prop_assert_eq!(inferred, matches!(date.day, Day::MonthDay(..)));
                prop_assert!(
                    !inferred || address.is_some() || stamp.date <= today,
                    "{} is later than {}",
                    stamp.date,
                    today
                );
            }
        }
        let mut shifted = Vec::new();
        dates::find_into(&text, 1_000, &mut shifted);
        let spans = |all: &[dates::Found], by: usize| all.iter().map(|f| f.span.start + by..f.span.end + by).collect::<Vec<_>>();
        prop_assert_eq!(spans(&shifted, 0), spans(&found, 1_000));
        Ok(())
    });
}

#[test]
fn any_text_is_an_error_page_or_none() {
    fuzz("words", SENTENCE, |bytes, dice| {
        let text = String::from_utf8_lossy(bytes);
        let (title, text) = text.split_at(text.char_indices().nth(dice as usize % 40).map_or(text.len(), |(at, _)| at));
        for (title, text) in [(Some(title), text), (Some(text), title), (None, text)] {
            let words = said(title, text);
            prop_assert_eq!(&said(title, text), &words, "another time");
            prop_assert!(
                words.as_ref().is_none_or(|w| !w.is_empty() && w.chars().count() <= 60),
                "{:?}",
                words
            );
            // The words are there to be looked up by a person.
            let shown = words.unwrap_or_default();
            prop_assert!(
                folded(text).contains(&shown) || folded(title.unwrap_or_default()).contains(&shown),
                "{:?}",
                shown
            );
        }
        Ok(())
    });
}
