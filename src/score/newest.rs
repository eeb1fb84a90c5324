//! Tests that are judged by the newest item of columns.

use jiff::civil::Date;

use super::RatedSite;
use crate::finding::ColumnResult;
use crate::standard::{Newest, Workdays};

/// What the columns of a test say.
#[derive(Debug, Default)]
pub(super) struct Freshness {
    /// Columns whose newest item is too old.
    pub(super) old: Vec<String>,
    /// Columns with a new one.
    pub(super) fresh: u64,
    /// Columns of which nobody can tell.
    pub(super) unknown: Vec<String>,
    /// The first day that is still inside.
    pub(super) from: Option<Date>,
}

pub(super) fn of(newest: &Newest, rated: &RatedSite<'_>) -> Freshness {
    let from = match (newest.period(), newest.workdays) {
        (Some(period), _) => Some(period.first_day(rated.today)),
        (None, Some(days)) => back(rated.today, days, rated.workdays),
        (None, None) => None,
    };
    let mut freshness = Freshness {
        from,
        ..Freshness::default()
    };
    let columns = rated.result.columns.iter().filter(|c| of_kind(c, newest) && c.exempt.is_none());
    for column in columns {
        match (column.newest, from) {
            (Some(day), Some(from)) if day >= from => freshness.fresh += 1,
            (Some(day), Some(_)) => freshness.old.push(format!("“{}”最新信息日期为{day}", column.name)),
            (_, None) => freshness.unknown.push("工作日历缺少所需年份".to_owned()),
            (None, Some(_)) => freshness.unknown.push(format!("“{}”没有读到最新信息日期", column.name)),
        }
    }
    freshness
}

fn of_kind(column: &ColumnResult, newest: &Newest) -> bool {
    newest.kinds.iter().any(|k| k.id() == column.kind)
}

/// The day so many working days before today; none where the calendar lacks a year.
fn back(today: Date, days: u32, calendar: &Workdays) -> Option<Date> {
    let mut day = today;
    let mut left = days;
    while left > 0 {
        day = day.yesterday().ok()?;
        left -= u32::from(calendar.works_on(day).ok()?);
    }
    Some(day)
}
