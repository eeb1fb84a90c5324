//! The limits of `sites.yaml` as meant: what is not written is as its `defaults` have it.

use std::time::Duration;

use super::config::WrittenLimits;
use super::fields::At;
use super::group::{Limits, RobotsPolicy};
use super::hours::Hours;
use super::mistake::{Mistakes, shortened};
use super::validate::choice;

const ROBOTS: &[(&str, &str, RobotsPolicy)] = &[
    ("respect", "遵守", RobotsPolicy::Respect),
    ("ignore", "不理会，只限自己管理的站点", RobotsPolicy::Ignore),
];

pub(super) fn limits(written: &WrittenLimits, base: &Limits, mistakes: &mut Mistakes) -> Limits {
    Limits {
        rate_per_second: written.rate_per_second.or(base.rate_per_second),
        concurrency: written.concurrency.map_or(base.concurrency, |n| n as usize),
        timeout: written.timeout_seconds.map_or(base.timeout, Duration::from_secs_f64),
        max_pages: written.max_pages.map_or(base.max_pages, |n| n as u64),
        max_depth: written.max_depth.map_or(base.max_depth, |n| n as u32),
        robots: choice(written.robots.as_ref(), "robots", ROBOTS, mistakes).unwrap_or(base.robots),
        hours: written.hours.as_ref().map_or(base.hours, |text| hours(text, mistakes)),
        max_megabytes: written.max_megabytes.map_or(base.max_megabytes, |n| n as u64),
        max_time: written
            .max_hours
            .map_or(base.max_time, |hours| Duration::from_secs_f64(hours * 3_600.0)),
    }
}

fn hours(written: &At<String>, mistakes: &mut Mistakes) -> Option<Hours> {
    let found = Hours::parse(&written.value);
    if found.is_none() {
        let halves: Vec<&str> = written.value.split('-').map(str::trim).collect();
        let advice = match halves[..] {
            _ if Hours::parse(&half_width(&written.value)).is_some() => {
                format!("冒号和横线要用半角：hours: \"{}\"", half_width(&written.value))
            }
            [from, to] if from == to => {
                "起止时间相同。全天都可以访问的，删掉这一行；要覆盖 defaults 里的时段，写 hours: \"00:00-24:00\"。".to_owned()
            }
            _ => "写成「起-止」两个 24 小时制的时间，可以跨过半夜，如 hours: \"20:00-07:00\"。".to_owned(),
        };
        mistakes.add(
            written.place,
            &written.value,
            format!("「hours」的值「{}」不是一段时间。", shortened(&written.value)),
            advice,
        );
    }
    found
}

/// With the marks of Chinese input methods made plain.
fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '：' => ':',
            '－' | '—' | '–' | '~' | '～' | '至' => '-',
            c => c,
        })
        .collect::<String>()
        .replace("--", "-")
}
