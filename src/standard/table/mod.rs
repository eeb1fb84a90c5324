//! The indicator tables as data: what each item says, what it costs, and which rules feed it.
//!
//! Two tables are built in; a user adds others (a city's stricter rules) as files of the same form. A table knows rules
//! by their ids only; what a finding costs is said here and nowhere else.

mod filter;
mod read;
mod wanted;

pub(crate) use filter::{Condition, Filter, Place, Placed};
pub(crate) use read::TableMistake;
pub(crate) use wanted::Wanted;

use serde::{Deserialize, Serialize};

use super::{ColumnKind, Period};

/// The version of the form of these files.
pub(crate) const TABLE_VERSION: u32 = 1;

/// The built-in tables as they are written, for users who want to make their own from one.
pub(crate) const BUILT_IN: [(&str, &str); 2] = [
    ("census-2015", include_str!("census-2015.yaml")),
    ("indicators-2019", include_str!("indicators-2019.yaml")),
];

/// A table of indicators.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// The version of the form, `TABLE_VERSION`.
    pub version: u32,
    /// Short name used in `sites.yaml`, files and JSON.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// The document it stands in.
    pub document: String,
    /// How points become a verdict.
    pub marks: Marks,
    /// The items, in the order of the document.
    pub items: Vec<Item>,
}

/// How points become a verdict.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marks {
    /// The points a site begins with.
    pub start: f64,
    /// Fewer points than this fail.
    #[serde(default)]
    pub fail_below: Option<f64>,
    /// So many points or fewer fail.
    #[serde(default)]
    pub fail_at: Option<f64>,
    /// More points than this open the bonus part.
    #[serde(default)]
    pub bonus_above: Option<f64>,
    /// Whose points count; the points of others are told for reference.
    #[serde(default)]
    pub points_for: PointsFor,
    /// By what the points of a site without services are multiplied, items of services left out.
    #[serde(default = "one")]
    pub without_services: f64,
    /// What of this is not in a document that was read.
    #[serde(default)]
    pub unverified: Option<String>,
}

fn one() -> f64 {
    1.0
}

/// Whose points count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PointsFor {
    /// Every site's.
    #[default]
    All,
    /// Those of portals (政府门户网站).
    Portal,
}

/// Which part of a table an item belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// 单项否决
    Veto,
    /// 扣分
    Deduct,
    /// 加分
    Bonus,
}

/// One 二级指标.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its id (`P19-D13`).
    pub id: String,
    /// Its part.
    pub part: Part,
    /// 一级指标
    pub group: String,
    /// 二级指标
    pub title: String,
    /// The most it may cost or bring.
    #[serde(default)]
    pub cap: Option<f64>,
    /// Whether it is about services for the public: a site without any is not judged by it.
    #[serde(default)]
    pub services: bool,
    /// 评分细则
    pub tests: Vec<Test>,
}

/// One 评分细则.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Test {
    /// What it says.
    pub text: String,
    /// What it costs (or brings); nothing for a veto.
    #[serde(default)]
    pub points: f64,
    /// Whether every occurrence costs, and not only the first.
    #[serde(default)]
    pub each: bool,
    /// The rules whose findings are occurrences.
    #[serde(default)]
    pub rules: Vec<String>,
    /// The rules whose findings may be occurrences and cannot be told.
    #[serde(default)]
    pub doubts: Vec<String>,
    /// What the evidence of an occurrence must say.
    #[serde(default, rename = "where")]
    pub filter: Filter,
    /// What it looks among in Chinese, where that is less than its rules judge (`一级栏目`): a bare 未发现问题 would say more.
    #[serde(default)]
    pub among: Option<String>,
    /// The kind of column it asks something of: where there is none, or none that was read, that is why it sees nothing.
    #[serde(default)]
    pub column: Option<ColumnKind>,
    /// Whether only portals (政府门户网站) are asked for it: to another site it does not apply, unless that has such a column.
    #[serde(default)]
    pub portal: bool,
    /// Whether nothing is asked of a site that does not have `column` (不开设不扣分).
    #[serde(default)]
    pub optional: bool,
    /// Why its rules saw nothing, in Chinese, where that is known beforehand: what they leave alone.
    #[serde(default)]
    pub unseen: Option<String>,
    /// On which pages an occurrence must stand.
    #[serde(default)]
    pub page: Option<Where>,
    /// What is counted.
    #[serde(default)]
    pub count: Placed<Count>,
    /// From how many occurrences it holds.
    #[serde(default = "first")]
    pub at_least: u64,
    /// From how many occurrences a warning is due.
    #[serde(default)]
    pub warn_from: Option<u64>,
    /// It holds where every subject looked at is an occurrence and there are fewer than so many.
    #[serde(default)]
    pub all_below: Option<u64>,
    /// Only occurrences on pages that were drawn count.
    #[serde(default)]
    pub sample: Option<Sampling>,
    /// Judged by the newest item of columns instead of findings.
    #[serde(default)]
    pub newest: Option<Newest>,
    /// Whether a person must confirm what was found before it counts.
    #[serde(default)]
    pub confirm: bool,
    /// What no machine can judge of it, where anything.
    #[serde(default)]
    pub remains: Option<String>,
}

fn first() -> u64 {
    1
}

impl Test {
    /// Whether nothing of it is judged by machine.
    pub fn is_human(&self) -> bool {
        self.rules.is_empty() && self.newest.is_none()
    }
}

/// The home page or all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Where {
    /// The home page.
    Home,
    /// All other pages.
    Inner,
}

/// What is counted of the findings that fit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Count {
    /// Findings.
    #[default]
    Findings,
    /// Pages with a finding.
    Pages,
    /// Distinct link targets.
    Targets,
    /// The sum of a number in the evidence, or of the lengths of a list.
    Sum(String),
    /// The distinct entries of a list in the evidence.
    Distinct(String),
}

/// A draw of pages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sampling {
    /// Of which pages: a page kind as `xuncha page` prints it.
    pub of: String,
    /// How many.
    pub size: usize,
}

/// Columns whose newest item must be inside a period; exactly one of the periods is given.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Newest {
    /// Columns of these kinds.
    pub kinds: Vec<ColumnKind>,
    /// Calendar days.
    #[serde(default)]
    pub days: Option<u32>,
    /// Calendar months.
    #[serde(default)]
    pub months: Option<u32>,
    /// Working days: the newest item must not be older than the last so many working days before today.
    #[serde(default)]
    pub workdays: Option<u32>,
}

impl Newest {
    /// The calendar period, unless it is counted in working days.
    pub fn period(&self) -> Option<Period> {
        self.days.map(Period::Days).or(self.months.map(Period::Months))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(id: &str) -> Table {
        let (_, text) = BUILT_IN.iter().find(|(own, _)| *own == id).unwrap();
        Table::read(text).unwrap()
    }

    fn sums(table: &Table, part: Part) -> Vec<(String, f64)> {
        let mut sums: Vec<(String, f64)> = Vec::new();
        for item in table.items.iter().filter(|i| i.part == part) {
            let cap = item.cap.expect("every item of 2019 has its points");
            match sums.iter_mut().find(|(group, _)| *group == item.group) {
                Some((_, sum)) => *sum += cap,
                None => sums.push((item.group.clone(), cap)),
            }
        }
        sums
    }

    #[test]
    fn the_points_of_2019_add_up() {
        let table = table("indicators-2019");
        let whole = |part| sums(&table, part).into_iter().map(|(_, sum)| sum).collect::<Vec<_>>();
        assert_eq!(whole(Part::Deduct), [31.0, 25.0, 23.0, 21.0]);
        assert_eq!(whole(Part::Bonus), [7.0, 6.0, 8.0, 6.0, 3.0]);
    }

    #[test]
    fn every_item_is_fed_by_a_rule_or_left_to_a_person() {
        for (id, _) in BUILT_IN {
            for item in &table(id).items {
                for test in &item.tests {
                    assert!(!test.is_human() || test.remains.is_some(), "{}: {}", item.id, test.text);
                    assert!(item.part != Part::Veto || test.points == 0.0, "{}", item.id);
                    assert!(item.part == Part::Veto || test.points > 0.0, "{}", item.id);
                }
            }
        }
    }

    #[test]
    fn a_table_is_known_by_the_name_in_it() {
        for (id, _) in BUILT_IN {
            assert_eq!(table(id).id, id);
        }
    }
}
