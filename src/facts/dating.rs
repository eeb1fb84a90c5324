//! When pages say they were published, and what else tells of it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What kind of date the shown one is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateKind {
    /// None is shown to readers; it comes from a label, or there is none at all.
    #[default]
    Hidden,
    /// 发布时间, or a date beside the headline.
    Published,
    /// 更新时间
    Updated,
    /// 成文日期, 生成日期
    Made,
}

/// Dates of a page besides the one it shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateTraces {
    /// What the shown date is called.
    #[serde(default)]
    pub kind: DateKind,
    /// The date in its address; of a month the last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Date>,
    /// The date of its PubDate label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Date>,
    /// What this run saw, of pages that are published on a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<Sighting>,
    /// What earlier runs saw, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Sighting>,
}

/// Sightings of one page that are kept: the first, and the last ones.
const KEPT: usize = 3;

impl DateTraces {
    /// Takes in what this run sees, and of what earlier runs saw all that lies before it.
    pub fn see(&mut self, now: Sighting, known: &[Sighting]) {
        self.earlier = known.iter().copied().filter(|s| s.seen < now.seen).collect();
        self.now = Some(now);
    }

    /// The sightings as the next run is to know them, oldest first.
    pub fn sightings(&self) -> Vec<Sighting> {
        let mut all: Vec<Sighting> = self.earlier.iter().copied().chain(self.now).collect();
        if all.len() > KEPT {
            all.drain(1..all.len() + 1 - KEPT);
        }
        all
    }
}

/// What a run saw of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sighting {
    /// The day of the run.
    pub seen: Date,
    /// The date the page showed.
    pub shown: Option<Date>,
    /// A print of its text without digits.
    pub print: u64,
}

impl Sighting {
    /// As one word for the store: `2026-11-20,2026-11-19,1f`.
    pub fn to_word(self) -> String {
        let shown = self.shown.map(|d| d.to_string()).unwrap_or_default();
        format!("{},{shown},{:x}", self.seen, self.print)
    }

    /// The sighting a word stands for; none for anything else.
    pub fn of_word(word: &str) -> Option<Self> {
        let mut parts = word.split(',');
        let (seen, shown, print) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Sighting {
            seen: seen.parse().ok()?,
            shown: if shown.is_empty() { None } else { Some(shown.parse().ok()?) },
            print: u64::from_str_radix(print, 16).ok()?,
        })
    }
}

/// The dates of one site's pages, as far as anything about them is odd.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DateFacts {
    /// The home page of the site.
    pub home: String,
    /// Pages that show when they were published.
    pub dated: u64,
    /// Of these, pages with a date in the address.
    pub with_address: u64,
    /// Pages with a date in the PubDate label.
    pub with_label: u64,
    /// Static pages whose server says when they were last changed.
    pub with_modified: u64,
    /// Pages that an earlier run has seen.
    pub seen_before: u64,
    /// Pages some of whose dates do not agree, or that lie in the future, sorted by address.
    pub odd: Vec<DatedPage>,
    /// Odd pages beyond those that are kept.
    pub more: u64,
}

/// A page whose dates do not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedPage {
    /// Its address, normalised.
    pub url: String,
    /// Its title.
    pub title: Option<String>,
    /// Its column.
    pub column: Option<String>,
    /// The date it shows.
    pub shown: Date,
    /// What else tells of it.
    pub traces: DateTraces,
    /// When its server says it was last changed, in Beijing time.
    pub modified: Option<Date>,
    /// Whether such a page is kept up to date under one address, so that its date may move: a directory, a list of duties.
    pub rolling: bool,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_sighting_survives_the_store() {
        for shown in [None, Some(date(2026, 11, 19))] {
            let sighting = Sighting {
                seen: date(2026, 11, 20),
                shown,
                print: u64::MAX - 1,
            };
            assert_eq!(Sighting::of_word(&sighting.to_word()), Some(sighting));
        }
        assert_eq!(Sighting::of_word("2026-11-20,yesterday,0"), None);
    }

    #[test]
    fn the_first_sighting_and_the_last_ones_are_kept() {
        let on = |day: i8| Sighting {
            seen: date(2026, 11, day),
            shown: None,
            print: 1,
        };
        let mut traces = DateTraces::default();
        let mut known = Vec::new();
        for day in 1..=6 {
            traces.see(on(day), &known);
            known = traces.sightings();
        }
        assert_eq!(known, [on(1), on(5), on(6)]);
        // Twice on one day is one sighting.
        traces.see(on(6), &known);
        assert_eq!(traces.sightings(), [on(1), on(5), on(6)]);
    }
}
