//! Working days of mainland China: weekends, public holidays and the weekend days worked in exchange (调休).
//!
//! The days are announced year by year and cannot be computed. A year that is not listed is not known, and a count that
//! touches it is refused rather than guessed.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// The years this program ships, as the file that users extend is written: `site::workdays` reads both.
pub(crate) const WORKDAYS_YAML: &str = include_str!("workdays.yaml");

/// The longest stretch that is counted, in days: deadlines of these tables are days and months, and a hostile page must
/// not make work by a question of 1990.
const LONGEST: i32 = 1_100;

/// One year of the calendar.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkYear {
    /// The document that announced it.
    pub source: String,
    /// Days off, weekends among them or not.
    pub holidays: BTreeSet<Date>,
    /// Saturdays and Sundays that are worked.
    pub workdays: BTreeSet<Date>,
}

/// The calendar.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Workdays {
    years: BTreeMap<i16, WorkYear>,
}

/// Why a count of working days is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoCount {
    /// The calendar has not this year.
    MissingYear(i16),
    /// The days lie too far apart to be counted.
    TooLong,
}

impl Workdays {
    /// Puts a year in, in place of the one that was there.
    pub fn insert(&mut self, year: i16, days: WorkYear) {
        self.years.insert(year, days);
    }

    /// Whether a year is known.
    pub fn covers(&self, year: i16) -> bool {
        self.years.contains_key(&year)
    }

    /// The years that are known, with the documents that announced them.
    pub fn years(&self) -> impl Iterator<Item = (i16, &str)> {
        self.years.iter().map(|(year, days)| (*year, days.source.as_str()))
    }

    /// Whether people work on a day.
    pub fn works_on(&self, day: Date) -> Result<bool, NoCount> {
        let year = self.years.get(&day.year()).ok_or(NoCount::MissingYear(day.year()))?;
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        Ok(year.workdays.contains(&day) || !weekend && !year.holidays.contains(&day))
    }

    /// The working days behind `from`, up to and with `to`: what was asked on a Friday and answered on the Monday after it
    /// took one. None where `to` does not lie behind `from`.
    pub fn between(&self, from: Date, to: Date) -> Result<u32, NoCount> {
        if from.until(to).map_or(LONGEST, |span| span.get_days()) >= LONGEST {
            return Err(NoCount::TooLong);
        }
        let mut count = 0;
        let mut day = from;
        while day < to {
            day = day.saturating_add(1.days());
            count += u32::from(self.works_on(day)?);
        }
        Ok(count)
    }

    /// The `count`th working day behind `from`: the last day of a deadline.
    pub fn add(&self, from: Date, count: u32) -> Result<Date, NoCount> {
        let (mut day, mut left) = (from, count);
        for _ in 0..LONGEST {
            if left == 0 {
                return Ok(day);
            }
            day = day.saturating_add(1.days());
            left -= u32::from(self.works_on(day)?);
        }
        Err(NoCount::TooLong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// A year with one week off round the first days of October and the Saturday behind it worked.
    fn calendar() -> Workdays {
        let mut calendar = Workdays::default();
        let days = WorkYear {
            source: "某号".into(),
            holidays: (1..=7).map(|d| date(2026, 10, d)).collect(),
            workdays: [date(2026, 10, 10)].into(),
        };
        calendar.insert(2026, days);
        calendar
    }

    #[test]
    fn weekends_holidays_and_exchanged_days_are_told_apart() {
        let calendar = calendar();
        for (day, works) in [
            (date(2026, 9, 30), true),
            (date(2026, 10, 1), false),
            (date(2026, 10, 8), true),
            (date(2026, 10, 10), true),
            (date(2026, 10, 11), false),
        ] {
            assert_eq!(calendar.works_on(day), Ok(works), "{day}");
        }
        assert_eq!(calendar.between(date(2026, 9, 30), date(2026, 10, 8)), Ok(1));
        assert_eq!(calendar.between(date(2026, 9, 30), date(2026, 10, 13)), Ok(5));
        assert_eq!(calendar.add(date(2026, 9, 30), 5), Ok(date(2026, 10, 13)));
        assert_eq!(calendar.add(date(2026, 9, 30), 0), Ok(date(2026, 9, 30)));
        assert_eq!(calendar.between(date(2026, 10, 13), date(2026, 10, 1)), Ok(0));
    }

    #[test]
    fn a_year_that_is_not_listed_is_refused_and_never_guessed() {
        let calendar = calendar();
        assert_eq!(calendar.works_on(date(2027, 1, 4)), Err(NoCount::MissingYear(2027)));
        // The last days of a known year do not help over the border, and days of the year before do not ask for it.
        assert_eq!(
            calendar.between(date(2026, 12, 30), date(2027, 1, 2)),
            Err(NoCount::MissingYear(2027))
        );
        assert_eq!(calendar.add(date(2026, 12, 30), 5), Err(NoCount::MissingYear(2027)));
        assert_eq!(calendar.between(date(2025, 12, 31), date(2026, 1, 2)), Ok(2));
        assert_eq!(calendar.between(date(1990, 1, 1), date(2026, 1, 2)), Err(NoCount::TooLong));
    }
}
