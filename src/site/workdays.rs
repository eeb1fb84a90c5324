//! The calendar of working days as written in YAML: the one that is shipped, and what a user adds in `workdays.yaml`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::fields::Fields;
use super::mistake::{ConfigErrors, Mistakes, Place, shortened};
use super::validate::text_of;
use super::yaml::{self, Node, Value};
use crate::standard::{WORKDAYS_YAML, WorkYear, Workdays};

/// The form of the file that is understood.
const VERSION: f64 = 1.0;

/// The longest holiday that is taken for one: the longest announced so far had ten days.
const LONGEST_HOLIDAY: i32 = 31;

static SHIPPED: LazyLock<Workdays> = LazyLock::new(|| {
    // A test reads the shipped file; should it be broken all the same, every count is unknown, which is loud.
    read_into(Workdays::default(), WORKDAYS_YAML, "workdays.yaml").unwrap_or_default()
});

/// The calendar that is shipped.
pub fn shipped_workdays() -> &'static Workdays {
    &SHIPPED
}

/// The shipped calendar with the years of a user's file put in, those of the file first. `file` is its name as messages
/// give it.
pub(crate) fn read_workdays(bytes: &[u8], file: &str) -> Result<Workdays, ConfigErrors> {
    read_into(SHIPPED.clone(), text_of(bytes, file)?, file)
}

fn read_into(mut calendar: Workdays, text: &str, file: &str) -> Result<Workdays, ConfigErrors> {
    let mut mistakes = Mistakes::default();
    if let Some(root) = yaml::read(text, &mut mistakes)
        && let Some(top) = Fields::open(&root, "工作日历", &["version", "years"], &mut mistakes)
    {
        top.require(&[("years", "「years:」和各年份")], &mut mistakes);
        top.number("version", VERSION, VERSION, true, &mut mistakes);
        let mut seen = BTreeSet::new();
        for node in top.list("years", &mut mistakes) {
            if let Some((year, days)) = one_year(node, &mut mistakes) {
                if !seen.insert(year) {
                    mistakes.add(node.place, "", format!("{year} 年写了两次。"), "合并成一项。");
                }
                calendar.insert(year, days);
            }
        }
    }
    if mistakes.is_empty() {
        Ok(calendar)
    } else {
        Err(ConfigErrors::new(file, text, mistakes))
    }
}

fn one_year(node: &Node, mistakes: &mut Mistakes) -> Option<(i16, WorkYear)> {
    let fields = Fields::open(node, "年份", &["year", "source", "holidays", "workdays"], mistakes)?;
    fields.require(
        &[
            ("year", "「year: 2027」"),
            ("source", "「source: 通知的文号」"),
            ("holidays", "「holidays:」和放假的日期"),
        ],
        mistakes,
    );
    let source = fields.text("source", mistakes)?.value;
    let year = fields.number("year", 2000.0, 2099.0, true, mistakes)? as i16;
    let mut days = WorkYear {
        source,
        ..WorkYear::default()
    };
    for item in fields.list("holidays", mistakes) {
        days.holidays.extend(dates(item, year, mistakes));
    }
    for item in fields.list("workdays", mistakes) {
        for day in dates(item, year, mistakes) {
            if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
                let what = format!("{day} 不是周六、周日，不会是调休上班日。");
                mistakes.add(item.place, &item.source, what, "对照放假通知核对日期；平日本来就上班，不用写。");
            }
            if days.holidays.contains(&day) {
                let what = format!("{day} 既写成放假，又写成上班。");
                mistakes.add(item.place, &item.source, what, "对照放假通知核对，删掉其中一处。");
            }
            days.workdays.insert(day);
        }
    }
    Some((year, days))
}

/// `2026-01-01`, or `2026-02-15 至 2026-02-23` with both ends.
fn dates(node: &Node, year: i16, mistakes: &mut Mistakes) -> Vec<Date> {
    let written = match &node.value {
        Value::Text(text) => text.trim(),
        _ => node.source.trim(),
    };
    let mut parts = written.split(['至', '~', '～']).map(str::trim);
    let (first, last, more) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
    let from = one_date(first, node.place, mistakes);
    let to = last.map_or(from, |last| one_date(last, node.place, mistakes));
    let (Some(from), Some(to)) = (from, to) else { return Vec::new() };
    let days = from.until(to).map_or(-1, |span| span.get_days());
    let wrong = if more.is_some() || !(0..LONGEST_HOLIDAY).contains(&days) {
        Some(format!("「{}」不是一段连续的日期。", shortened(written)))
    } else if from.year() != year || to.year() != year {
        Some(format!("「{}」不在 {year} 年里。", shortened(written)))
    } else {
        None
    };
    if let Some(what) = wrong {
        mistakes.add(
            node.place,
            written,
            what,
            format!("写成 {year}-10-01，或者 {year}-10-01 至 {year}-10-07；跨年的，两年各写各的。"),
        );
        return Vec::new();
    }
    (0..=days).map(|n| from.saturating_add(n.days())).collect()
}

fn one_date(text: &str, place: Place, mistakes: &mut Mistakes) -> Option<Date> {
    let strict = text.len() == 10 && text.is_ascii();
    let date = text.parse::<Date>().ok().filter(|_| strict);
    if date.is_none() {
        let what = format!("「{}」不是日期。", shortened(text));
        mistakes.add(place, text, what, "日期写成 2026-10-01 的样子：四位年、两位月、两位日。");
    }
    date
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::NoCount;
    use jiff::civil::date;

    #[test]
    fn the_shipped_years_are_those_of_the_notices() {
        let calendar = read_into(Workdays::default(), WORKDAYS_YAML, "workdays.yaml").unwrap();
        let years: Vec<(i16, &str)> = calendar.years().collect();
        assert_eq!(
            years,
            [
                (2024, "国办发明电〔2023〕7号"),
                (2025, "国办发明电〔2024〕12号"),
                (2026, "国办发明电〔2025〕7号")
            ]
        );
        // Working days a year: weekdays less holidays on weekdays, and the weekend days worked.
        for (year, count) in [(2024_i16, 251), (2025, 248), (2026, 248)] {
            let first = date(year - 1, 12, 31);
            assert_eq!(calendar.between(first, date(year, 12, 31)), Ok(count), "{year}");
        }
        assert_eq!(
            calendar.between(date(2026, 12, 30), date(2027, 1, 4)),
            Err(NoCount::MissingYear(2027))
        );
    }

    #[test]
    fn spring_festival_and_national_day_are_counted_as_offices_work() {
        let calendar = shipped_workdays();
        // Asked on Friday 13 February 2026: Saturday 14 is worked, then nine days off, Tuesday 24 is the second day.
        assert_eq!(calendar.add(date(2026, 2, 13), 2), Ok(date(2026, 2, 24)));
        // Saturday 28 February is worked in exchange: Tue 24 to Sat 28 are five days.
        assert_eq!(calendar.between(date(2026, 2, 14), date(2026, 2, 28)), Ok(5));
        assert_eq!(calendar.between(date(2026, 2, 14), date(2026, 2, 23)), Ok(0));
        // National Day 2025: 28 September is worked, eight days off, 11 October is worked.
        assert_eq!(calendar.between(date(2025, 9, 26), date(2025, 9, 30)), Ok(3));
        assert_eq!(calendar.between(date(2025, 9, 30), date(2025, 10, 11)), Ok(3));
        // National Day 2026: Sunday 20 September is worked.
        assert_eq!(calendar.works_on(date(2026, 9, 20)), Ok(true));
        assert_eq!(calendar.add(date(2026, 9, 30), 3), Ok(date(2026, 10, 10)));
        // New Year 2026: Friday 2 January is off, Sunday 4 is worked.
        assert_eq!(calendar.between(date(2025, 12, 31), date(2026, 1, 4)), Ok(1));
        // Before Spring Festival 2024 the eve (9 February) is a working day by the notice.
        assert_eq!(calendar.works_on(date(2024, 2, 9)), Ok(true));
    }

    #[test]
    fn a_users_year_is_added_and_goes_before_the_shipped_one() {
        let text = "version: 1\nyears:\n  - year: 2027\n    source: 某文号\n    holidays: [2027-01-01 至 2027-01-03]\n";
        let calendar = read_workdays(text.as_bytes(), "workdays.yaml").unwrap();
        assert!(calendar.covers(2026));
        assert_eq!(calendar.works_on(date(2027, 1, 1)), Ok(false));
        assert_eq!(calendar.between(date(2026, 12, 30), date(2027, 1, 4)), Ok(2));
        let own = "years:\n  - {year: 2026, source: 本地安排, holidays: [2026-03-02]}\n";
        let calendar = read_workdays(own.as_bytes(), "workdays.yaml").unwrap();
        assert_eq!(calendar.works_on(date(2026, 3, 2)), Ok(false));
        assert_eq!(calendar.works_on(date(2026, 1, 1)), Ok(true));
    }

    #[test]
    fn mistakes_have_their_place_and_are_told_in_chinese() {
        let head = "years:\n  - year: 2027\n    source: 某文号\n    holidays:\n";
        for (lines, line, words) in [
            ("      - 2027-13-01\n", 5, "不是日期"),
            ("      - 2027-1-1\n", 5, "不是日期"),
            ("      - 2026-12-31 至 2027-01-02\n", 5, "不在 2027 年里"),
            ("      - 2027-10-07 至 2027-10-01\n", 5, "不是一段连续的日期"),
            ("      - 2027-01-01\n    workdays: [2027-01-05]\n", 6, "不是周六、周日"),
            (
                "      - 2027-02-06\n    workdays:\n      - 2027-02-06\n",
                7,
                "既写成放假，又写成上班",
            ),
            ("      - 2027-01-01\n    假期: []\n", 6, "没有「假期」这个键"),
            (
                "      - 2027-01-01\n  - year: 2027\n    source: x\n    holidays: []\n",
                6,
                "写了两次",
            ),
        ] {
            let errors = read_workdays(format!("{head}{lines}").as_bytes(), "workdays.yaml").unwrap_err();
            let told = errors.mistakes.iter().any(|m| m.place.line == line && m.what.contains(words));
            assert!(told, "{lines:?}: {errors}");
        }
        for text in [
            "",
            "[]",
            "years: 3",
            "\u{0}",
            "years: [{}]",
            "years: [{year: 2027}]",
            "version: 2\nyears: []",
        ] {
            assert!(read_workdays(text.as_bytes(), "workdays.yaml").is_err(), "{text:?}");
        }
        assert!(read_workdays(b"\xff\xfe", "workdays.yaml").is_err());
    }
}
