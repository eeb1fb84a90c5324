//! What to do this time: 日读网, 月巡查 and 季抽查 as three values of one type.
//!
//! Layer 3, pure: the draw of a spot check depends on its seed alone, so that anybody can repeat it.

mod draw;

pub use draw::{Size, draw};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::finding::Draw;

/// What one run does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The name of the plan.
    pub mode: Mode,
    /// How far into each site it goes.
    pub reach: Reach,
    /// The ids of the sites it inspects, in the order of `sites.yaml`.
    pub sites: Vec<String>,
    /// The draw that chose the subsites, for a spot check.
    pub draw: Option<Draw>,
    /// Pages and link targets of findings that were open after the last run and are looked at again.
    pub again: Vec<Again>,
    /// First pages of columns that the last whole inspection recognised; a daily run reads them.
    pub columns: Vec<Again>,
}

/// An address of one site that a plan names itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Again {
    /// The site's id.
    pub site: String,
    /// The address, absolute.
    pub url: String,
}

/// The plans by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// 日读网
    Daily,
    /// 月巡查
    Monthly,
    /// 季抽查
    Quarterly,
    /// 演示: a monthly inspection of the built-in group
    Demo,
}

impl Mode {
    /// The name in run ids, folders and JSON.
    pub fn id(self) -> &'static str {
        match self {
            Mode::Daily => "daily",
            Mode::Monthly => "monthly",
            Mode::Quarterly => "quarterly",
            Mode::Demo => "demo",
        }
    }

    /// The mode of this name.
    pub(crate) fn of_id(id: &str) -> Option<Self> {
        [Mode::Daily, Mode::Monthly, Mode::Quarterly, Mode::Demo]
            .into_iter()
            .find(|mode| mode.id() == id)
    }

    /// How many finished runs of this kind keep their logs, so that they can be judged again and their findings explained: a
    /// month of daily readings, a quarter of monthly inspections, a year of spot checks. What was found is kept for ever; a log
    /// holds the facts of every page, some 5 KB each, and would fill a disk.
    pub fn logs_kept(self) -> u32 {
        match self {
            Mode::Daily => 31,
            Mode::Monthly | Mode::Demo => 3,
            Mode::Quarterly => 4,
        }
    }

    /// The name people use.
    pub fn chinese(self) -> &'static str {
        match self {
            Mode::Daily => "日读网",
            Mode::Monthly => "月巡查",
            Mode::Quarterly => "季抽查",
            Mode::Demo => "演示",
        }
    }

    /// The first day of the period this day lies in: the day itself, its month or its quarter, as the regime counts them. What
    /// is not done within its period is not made up for in the next one, which has an inspection of its own.
    pub(crate) fn period_of(self, day: Date) -> Date {
        match self {
            Mode::Daily | Mode::Demo => day,
            Mode::Monthly => day.first_of_month(),
            Mode::Quarterly => {
                let months_in = (day.month() - 1) % 3;
                // Going back within a year never leaves the calendar.
                let first = day.first_of_month();
                first.checked_sub(jiff::Span::new().months(months_in)).unwrap_or(first)
            }
        }
    }

    /// Its period as people say it: 当天, 当月, 当季.
    pub(crate) fn period_name(self) -> &'static str {
        match self {
            Mode::Daily | Mode::Demo => "当天",
            Mode::Monthly => "当月",
            Mode::Quarterly => "当季",
        }
    }
}

/// How far a plan goes into a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Every page in scope.
    Whole,
    /// Home pages with all their links, first pages of columns, and what is new or changed there.
    Front,
}

impl Plan {
    /// A plan over whole sites.
    pub fn whole(mode: Mode, sites: Vec<String>, draw: Option<Draw>) -> Self {
        Plan {
            mode,
            reach: Reach::Whole,
            sites,
            draw,
            again: Vec::new(),
            columns: Vec::new(),
        }
    }

    /// The daily reading: `again` are the open findings' addresses, `columns` the known first pages of columns.
    pub fn daily(sites: Vec<String>, mut again: Vec<Again>, mut columns: Vec<Again>) -> Self {
        for list in [&mut again, &mut columns] {
            list.sort();
            list.dedup();
        }
        Plan {
            mode: Mode::Daily,
            reach: Reach::Front,
            sites,
            draw: None,
            again,
            columns,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_period_is_a_day_a_month_or_a_quarter_of_the_calendar() {
        for (mode, day, first) in [
            (Mode::Daily, date(2026, 11, 23), date(2026, 11, 23)),
            (Mode::Monthly, date(2026, 11, 30), date(2026, 11, 1)),
            (Mode::Monthly, date(2028, 2, 29), date(2028, 2, 1)),
            (Mode::Quarterly, date(2026, 12, 31), date(2026, 10, 1)),
            (Mode::Quarterly, date(2027, 1, 1), date(2027, 1, 1)),
            (Mode::Quarterly, date(2026, 5, 31), date(2026, 4, 1)),
        ] {
            assert_eq!(mode.period_of(day), first, "{mode:?} {day}");
        }
    }
}
