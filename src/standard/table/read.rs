//! A table's file to a [`Table`]; what is wrong with it is told with line and column.

use std::collections::HashSet;
use std::fmt;

use super::{Part, Place, TABLE_VERSION, Table};

/// The largest file read: the table of 2019 has twenty kilobytes.
const LARGEST: usize = 1 << 20;

/// The most pages a test may draw: what is kept of drawn pages is bounded by it.
pub(super) const LARGEST_SAMPLE: usize = 20;

/// What is wrong with a table's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableMistake {
    /// Line and column, from 1, where a place is known.
    pub place: Option<Place>,
    /// What is wrong and what to do, in Chinese.
    pub what: String,
}

impl fmt::Display for TableMistake {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Some((line, column)) => write!(to, "第 {line} 行第 {column} 列：{}", self.what),
            None => to.write_str(&self.what),
        }
    }
}

impl Table {
    /// Reads a table.
    ///
    /// # Errors
    /// What is no YAML, no table, of another version, or contradicts itself.
    pub fn read(text: &str) -> Result<Table, TableMistake> {
        if text.len() > LARGEST {
            return Err(somewhere("文件太大，不是指标表。"));
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let table: Table = serde_saphyr::from_str(text).map_err(|error| {
            let place = error.location().filter(|l| l.line() > 0).map(|l| (l.line(), l.column()));
            TableMistake {
                place,
                what: in_chinese(&error.to_string()),
            }
        })?;
        table.checked()
    }

    /// The built-in tables.
    pub fn built_in() -> Vec<Table> {
        super::BUILT_IN.iter().filter_map(|(_, text)| Table::read(text).ok()).collect()
    }

    fn checked(self) -> Result<Table, TableMistake> {
        if self.version != TABLE_VERSION {
            return Err(somewhere(format!(
                "version 是 {}，本程序只认 {TABLE_VERSION}；请用与本程序同版本的指标表。",
                self.version
            )));
        }
        if self.id.is_empty() || !self.id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')) {
            return Err(somewhere("id 要用英文字母、数字和横线，如 id: local-2026。"));
        }
        let mut seen = HashSet::new();
        for item in &self.items {
            let at = |what: &str| Err(somewhere(format!("指标 {}：{what}", item.id)));
            if item.id.is_empty() || !seen.insert(item.id.as_str()) {
                return at("id 为空或重复；每个指标的 id 不能相同。");
            }
            if item.tests.is_empty() {
                return at("没有评分细则（tests）。");
            }
            let numbers = item.tests.iter().map(|t| t.points).chain(item.cap);
            if numbers.into_iter().any(|n| !(0.0..=1_000.0).contains(&n)) {
                return at("points 和 cap 应当是 0 到 1000 的数字，扣分也写正数。");
            }
            for test in &item.tests {
                if test.is_human() && test.remains.is_none() {
                    return at("细则没有写由哪些检查项（rules）判断，也没有写由人工核查什么（remains）。");
                }
                if test.optional && test.column.is_none() {
                    return at("optional 要同时写明是哪一类栏目（column）。");
                }
                if item.part != Part::Veto && test.points == 0.0 {
                    return at("扣分或加分的细则没有写 points。");
                }
                if test.sample.as_ref().is_some_and(|s| s.size == 0 || s.size > LARGEST_SAMPLE) {
                    return at("抽查数量 size 应当是 1 到 20。");
                }
                if let Some(newest) = &test.newest {
                    let given = [newest.days, newest.months, newest.workdays];
                    if given.iter().flatten().count() != 1 || given.iter().flatten().any(|n| *n == 0 || *n > 3_660) {
                        return at("newest 要写 days、months、workdays 中的一个，从 1 起。");
                    }
                    if !test.rules.is_empty() {
                        return at("newest 和 rules 只能写一个。");
                    }
                }
            }
        }
        Ok(self)
    }
}

impl TableMistake {
    /// A mistake at a place of the file, where that is known.
    pub fn at(place: Option<Place>, what: impl Into<String>) -> Self {
        TableMistake { place, what: what.into() }
    }
}

fn somewhere(what: impl Into<String>) -> TableMistake {
    TableMistake::at(None, what)
}

/// What the reader says, in Chinese where it is one of the usual things.
fn in_chinese(error: &str) -> String {
    let first = error.split('`').nth(1).unwrap_or_default();
    let known = error
        .split_once("expected ")
        .map_or("", |(_, list)| list.lines().next().unwrap_or(list));
    let known = known.trim_start_matches("one of ").replace(['`', ' '], "").replace(',', "、");
    if error.contains("unknown field") {
        format!("没有「{first}」这个键；可以写的有：{known}。")
    } else if error.contains("missing field") {
        format!("这里缺少「{first}」。")
    } else if error.contains("unknown variant") {
        format!("「{first}」不能写在这里；可以写的有：{known}。")
    } else if error.contains(": invalid ") {
        "这里的值不是应有的类型（数字、文字或列表）；请对照自带的指标表改写。".to_owned()
    } else {
        format!(
            "不是正确的 YAML，请检查这一行的缩进、冒号和引号（{}）。",
            error.lines().next().unwrap_or_default()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "version: 1\nid: local\nname: 本市加严\ndocument: 某某市文件\nmarks: {start: 100}\nitems:\n  - id: L1\n    part: deduct\n    group: 更新\n    title: 动态\n    tests:\n      - text: 每个工作日至少一条\n        points: 1\n        newest: {kinds: [news], workdays: 1}\n";

    #[test]
    fn a_table_of_ones_own_is_read() {
        let table = Table::read(SMALL).unwrap();
        assert_eq!(table.items[0].tests[0].newest.as_ref().unwrap().workdays, Some(1));
        assert!(Table::read(&format!("\u{feff}{SMALL}")).is_ok());
    }

    #[test]
    fn mistakes_are_told_with_their_place_and_what_to_do() {
        for (from, to, place, words) in [
            ("points: 1", "point: 1", Some(13), "没有「point」这个键"),
            ("part: deduct", "part: minus", Some(8), "「minus」不能写在这里"),
            ("name: 本市加严\n", "", None, "缺少「name」"),
            ("kinds: [news]", "kinds: [new]", Some(14), "「new」不能写在这里"),
            ("points: 1", "points: 很多", Some(13), "应有的类型"),
            ("version: 1", "version: 7", None, "只认 1"),
            ("workdays: 1", "workdays: 1, days: 2", None, "中的一个"),
            ("        points: 1\n", "", None, "没有写 points"),
            ("id: local", "id: \"../x\"", None, "英文字母"),
        ] {
            let mistake = Table::read(&SMALL.replacen(from, to, 1)).unwrap_err();
            assert!(mistake.what.contains(words), "{to}: {mistake}");
            if let Some(line) = place {
                assert_eq!(mistake.place.map(|p| p.0), Some(line), "{to}: {mistake}");
            }
        }
    }

    #[test]
    fn what_is_no_table_is_refused_whatever_it_is() {
        for text in ["", "[", "a: b: c", "- 1\n- 2", "\u{0}", "version: 1\nversion: 1", "&a [*a]"] {
            assert!(Table::read(text).is_err(), "{text:?}");
        }
        assert!(Table::read(&"#".repeat(LARGEST + 1)).is_err());
    }
}
