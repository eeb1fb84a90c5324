//! `hours`: when a site may be asked, as times of the day in the group's zone.

use std::time::Duration;

use jiff::civil::Time;

/// Minutes of a day.
const DAY: u32 = 24 * 60;

/// A daily window, from its first minute to the minute before its end; it may cross midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hours {
    from: u32,
    to: u32,
}

impl Hours {
    /// Reads `20:00-07:00`. The end may be `24:00`; what begins and ends at the same time is no window.
    pub fn parse(text: &str) -> Option<Hours> {
        let (from, to) = text.split_once('-')?;
        let (from, to) = (minute_of_day(from)?, minute_of_day(to)?);
        (from < DAY && from != to).then_some(Hours { from, to })
    }

    /// Whether the window is open at this time.
    pub fn contains(self, time: Time) -> bool {
        let now = minutes(time);
        if self.from < self.to {
            (self.from..self.to).contains(&now)
        } else {
            now >= self.from || now < self.to
        }
    }

    /// How many hours a day it is open.
    pub fn hours_a_day(self) -> f64 {
        f64::from((self.to + DAY - self.from - 1) % DAY + 1) / 60.0
    }

    /// How long until all of these windows are open together: nothing where they are, `None` where they never are.
    pub fn opens_in(all: &[Hours], time: Time) -> Option<Duration> {
        let open_at = |minute: u32| {
            let time = Time::new((minute / 60) as i8, (minute % 60) as i8, 0, 0).unwrap_or_default();
            all.iter().all(|h| h.contains(time))
        };
        if all.iter().all(|h| h.contains(time)) {
            return Some(Duration::ZERO);
        }
        // The moment they are all open begins with the opening of one of them.
        let until = |from: u32| (from + DAY - minutes(time) - 1) % DAY + 1;
        let minutes = all.iter().filter(|h| open_at(h.from)).map(|h| until(h.from)).min()?;
        let into_this_minute = u64::from(time.second().unsigned_abs());
        Some(Duration::from_secs(u64::from(minutes) * 60 - into_this_minute))
    }

    /// As written: `20:00-07:00`.
    pub fn text(self) -> String {
        let clock = |m: u32| format!("{:02}:{:02}", m / 60, m % 60);
        format!("{}-{}", clock(self.from), clock(self.to))
    }
}

fn minutes(time: Time) -> u32 {
    u32::from(time.hour().unsigned_abs()) * 60 + u32::from(time.minute().unsigned_abs())
}

fn minute_of_day(text: &str) -> Option<u32> {
    let (hour, minute) = text.trim().split_once(':')?;
    let number = |part: &str| -> Option<u32> {
        let good = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        good.then(|| part.parse().ok())?
    };
    let (hour, minute) = (number(hour)?, number(minute)?);
    (minute < 60 && hour * 60 + minute <= DAY).then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::*;

    fn hours(text: &str) -> Hours {
        Hours::parse(text).unwrap()
    }

    #[test]
    fn a_window_may_cross_midnight_and_ends_before_its_end() {
        let night = hours("20:00-07:00");
        for (hour, minute, open) in [
            (19, 59, false),
            (20, 0, true),
            (0, 0, true),
            (6, 59, true),
            (7, 0, false),
            (12, 0, false),
        ] {
            assert_eq!(night.contains(time(hour, minute, 30, 0)), open, "{hour}:{minute}");
        }
        let day = hours("8:30-18:00");
        assert!(day.contains(time(8, 30, 0, 0)) && !day.contains(time(18, 0, 0, 0)) && !day.contains(time(3, 0, 0, 0)));
        assert!(hours("00:00-24:00").contains(time(23, 59, 59, 0)));
        assert_eq!(
            (night.text().as_str(), night.hours_a_day(), hours("0:00-24:00").hours_a_day()),
            ("20:00-07:00", 11.0, 24.0)
        );
    }

    #[test]
    fn what_is_no_window_is_not_read() {
        for text in [
            "",
            "20:00",
            "20-7",
            "20:00-20:00",
            "24:00-07:00",
            "20:60-07:00",
            "25:00-07:00",
            "a:00-b:00",
            "+1:00-2:00",
            "001:00-2:00",
        ] {
            assert_eq!(Hours::parse(text), None, "{text}");
        }
    }

    #[test]
    fn several_windows_are_open_when_all_are() {
        let all = [hours("20:00-07:00"), hours("22:00-09:00")];
        assert_eq!(Hours::opens_in(&all, time(23, 0, 0, 0)), Some(Duration::ZERO));
        assert_eq!(Hours::opens_in(&all, time(21, 59, 30, 0)), Some(Duration::from_secs(30)));
        assert_eq!(Hours::opens_in(&all, time(8, 0, 0, 0)), Some(Duration::from_hours(14)));
        assert_eq!(
            Hours::opens_in(&[hours("20:00-07:00")], time(7, 0, 0, 0)),
            Some(Duration::from_hours(13))
        );
        assert_eq!(Hours::opens_in(&[hours("1:00-2:00"), hours("3:00-4:00")], time(1, 30, 0, 0)), None);
        assert_eq!(Hours::opens_in(&[], time(1, 30, 0, 0)), Some(Duration::ZERO));
    }
}
