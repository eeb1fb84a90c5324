//! The day a run is judged by, and the days on which it reads.
//!
//! A run that was stopped goes on days later under the day it began on. What appeared in between has come, however: read as of the first
//! day, it would be a date in the future, or with its year left out one of last year, and a column full of news would be called stale.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The day of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunDay {
    date: Date,
    /// Where the clock counts; none where the day was given, which is then the day of everything.
    zone: Option<TimeZone>,
}

impl RunDay {
    /// A day that somebody asked for: whatever the clock says, everything is read as of it.
    pub fn given(date: Date) -> Self {
        Self { date, zone: None }
    }

    /// The day on which a run began, by the clock of this zone.
    pub fn begun(date: Date, zone: TimeZone) -> Self {
        Self { date, zone: Some(zone) }
    }

    /// The day periods are counted back from.
    pub fn date(&self) -> Date {
        self.date
    }

    /// The day on which what was asked for at this moment (milliseconds since 1970-01-01 UTC) is read: that of the run, or a later one.
    pub fn read_on(&self, at: i64) -> Date {
        let zone = self.zone.as_ref().zip(Timestamp::from_millisecond(at).ok());
        zone.map_or(self.date, |(zone, at)| at.to_zoned(zone.clone()).date().max(self.date))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_clock_counts_from_the_day_of_the_run_on_and_not_where_a_day_was_given() {
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        let at = |day: i8, hour: i8| {
            date(2026, 11, day)
                .at(hour, 0, 0, 0)
                .to_zoned(zone.clone())
                .unwrap()
                .timestamp()
                .as_millisecond()
        };
        let begun = RunDay::begun(date(2026, 11, 23), zone.clone());
        assert_eq!(begun.read_on(at(23, 9)), date(2026, 11, 23));
        assert_eq!(begun.read_on(at(28, 1)), date(2026, 11, 28));
        assert_eq!(begun.read_on(at(1, 1)), date(2026, 11, 23));
        assert_eq!(RunDay::given(date(2018, 6, 1)).read_on(at(28, 1)), date(2018, 6, 1));
        assert_eq!(begun.read_on(i64::MAX), date(2026, 11, 23));
    }
}
