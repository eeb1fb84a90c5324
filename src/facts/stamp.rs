//! A date as a page prints it, with the time of day where one stands beside it.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// A printed date: `2026-11-23`, `2026-11-23 09:05` or `2026-11-23 09:05:30`.
///
/// The time of day is kept as printed (`hour, minute, second?`), since only the date is ever judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// The calendar day.
    pub date: Date,
    /// Hour, minute and, where printed, second.
    pub clock: Option<(u8, u8, Option<u8>)>,
}

impl From<Date> for Stamp {
    fn from(date: Date) -> Self {
        Stamp { date, clock: None }
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date)?;
        match self.clock {
            None => Ok(()),
            Some((h, m, None)) => write!(f, " {h:02}:{m:02}"),
            Some((h, m, Some(s))) => write!(f, " {h:02}:{m:02}:{s:02}"),
        }
    }
}

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Stamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let (day, clock) = match text.split_once(' ') {
            Some((day, clock)) => (day, Some(clock)),
            None => (text.as_str(), None),
        };
        let date = day.parse::<Date>().map_err(D::Error::custom)?;
        let clock = match clock {
            None => None,
            Some(clock) => {
                let parts = clock
                    .split(':')
                    .map(|p| p.parse::<u8>().map_err(D::Error::custom))
                    .collect::<Result<Vec<_>, _>>()?;
                match parts[..] {
                    [h, m] => Some((h, m, None)),
                    [h, m, s] => Some((h, m, Some(s))),
                    _ => return Err(D::Error::custom("a time is HH:MM or HH:MM:SS")),
                }
            }
        };
        Ok(Stamp { date, clock })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_survives_json() {
        for text in ["2026-11-23", "2026-11-23 09:05", "2026-11-23 09:05:30"] {
            let json = format!("\"{text}\"");
            let stamp: Stamp = serde_json::from_str(&json).unwrap();
            assert_eq!(serde_json::to_string(&stamp).unwrap(), json);
        }
    }
}
