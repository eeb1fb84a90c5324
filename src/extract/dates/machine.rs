//! Dates written for machines: `<time datetime>`, labels in the head.

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

use super::full_at_start;
use crate::facts::Stamp;

/// Hours by which the clocks of China go ahead.
const CHINA: i8 = 8;

/// The date of an attribute. An instant of universal time (`2026-11-20T18:00:00Z`) is the day China had then.
pub(in crate::extract) fn machine(text: &str) -> Option<Stamp> {
    let text = text.trim();
    let universal = text.len() <= 40 && text.contains('T') && text.ends_with(['Z', 'z']);
    let Some(at) = universal.then(|| text.parse::<Timestamp>().ok()).flatten() else {
        return full_at_start(text);
    };
    let there = at.to_zoned(TimeZone::fixed(Offset::constant(CHINA))).datetime();
    let part = |value: i8| u8::try_from(value).ok();
    Some(Stamp {
        date: there.date(),
        clock: Some((part(there.hour())?, part(there.minute())?, Some(part(there.second())?))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn universal_time_is_told_in_chinas() {
        for (text, want) in [
            ("2026-11-20T18:00:05Z", Some("2026-11-21 02:00:05")),
            ("2026-11-20T09:33:39.000Z", Some("2026-11-20 17:33:39")),
            ("2026-11-20T09:33:39+08:00", Some("2026-11-20 09:33:39")),
            ("2026-11-20", Some("2026-11-20")),
            ("20261120", Some("2026-11-20")),
            ("yesterday", None),
        ] {
            assert_eq!(machine(text).map(|s| s.to_string()).as_deref(), want, "{text}");
        }
    }
}
