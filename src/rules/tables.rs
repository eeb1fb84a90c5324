//! A table of indicators, held against the rules: what it counts and filters by is what they say.
//!
//! A table knows rules by their ids only; here both are in view.

use super::{RULES, Rule, rule};
use crate::finding::{Ids, Key, Shape};
use crate::site::nearest;
use crate::standard::{Condition, Count, Table, TableMistake, Test, Wanted};

/// Checks that the rules a table names exist, and that each key and value of its filters is one of theirs.
///
/// # Errors
/// The first thing that no rule knows, with its place in the file and what to write instead.
pub(crate) fn check_table(table: &Table) -> Result<(), TableMistake> {
    for item in &table.items {
        for test in &item.tests {
            for id in test.rules.iter().chain(&test.doubts) {
                known_rule(&item.id, id)?;
            }
            for condition in test.filter.conditions() {
                condition_fits(test, condition)?;
            }
            let (Count::Sum(key) | Count::Distinct(key)) = &test.count.value else {
                continue;
            };
            let counts = |key: &Key| matches!(key.shape, Shape::Number | Shape::List | Shape::Ids(_) | Shape::Id(_));
            if !declared(test, key, test.count.at)?.iter().any(|key| counts(key)) {
                return Err(TableMistake::at(test.count.at, format!("「{key}」不是数字或列表，不能计数。")));
            }
        }
    }
    Ok(())
}

fn known_rule(item: &str, id: &str) -> Result<(), TableMistake> {
    if rule(id).is_some() {
        return Ok(());
    }
    let near = nearest(id, RULES.iter().map(|r| r.id)).map_or(String::new(), |near| format!("是不是“{near}”？"));
    Err(TableMistake::at(
        None,
        format!("指标 {item} 的 rules 里写了“{id}”，没有这个检查项。{near}全部检查项见 xuncha rules。"),
    ))
}

/// The declarations of a key by the rules of a test.
fn declared(test: &Test, id: &str, at: Option<(u64, u64)>) -> Result<Vec<&'static Key>, TableMistake> {
    let rules = || test.rules.iter().filter_map(|id| rule(id));
    let keys: Vec<&Key> = rules().flat_map(Rule::keys).filter(|key| key.id == id).collect();
    if !keys.is_empty() {
        return Ok(keys);
    }
    let mut all: Vec<&str> = rules().flat_map(Rule::keys).map(|key| key.id).collect();
    all.sort_unstable();
    all.dedup();
    let near = nearest(id, all.iter().copied()).map_or(String::new(), |near| format!("是不是「{near}」？"));
    let what = format!(
        "检查项 {} 的证据里没有「{id}」。{near}可以写的有：{}。",
        test.rules.join("、"),
        all.join("、")
    );
    Err(TableMistake::at(at, what))
}

fn condition_fits(test: &Test, condition: &Condition) -> Result<(), TableMistake> {
    let keys = declared(test, &condition.key, condition.key_at)?;
    let wrong = |what: String| Err(TableMistake::at(condition.wanted_at, what));
    let key = &condition.key;
    if matches!(condition.wanted, Wanted::AtLeast(_)) {
        let counted = |key: &&Key| matches!(key.shape, Shape::Number | Shape::List | Shape::Ids(_));
        return if keys.iter().any(counted) {
            Ok(())
        } else {
            wrong(format!("「{key}」不是数字或列表，不能写 >=。"))
        };
    }
    for value in condition.wanted.values() {
        if keys.iter().any(|key| may_be(key.shape, value)) {
            continue;
        }
        let sets: Vec<(String, String)> = keys.iter().filter_map(|key| ids(key.shape)).flat_map(Ids::all).collect();
        if let Some((id, _)) = sets.iter().find(|(_, chinese)| chinese == value) {
            return wrong(format!("「{value}」是报告中给人看的说法，这里要写它的代号：{id}。"));
        }
        let list: Vec<String> = sets.iter().map(|(id, chinese)| format!("{id}（{chinese}）")).collect();
        return wrong(if list.is_empty() {
            format!("「{key}」的取值不能是「{value}」；数字写数字，是非写 true 或 false。")
        } else {
            format!("「{key}」的取值没有「{value}」；可以写的有：{}。", list.join("、"))
        });
    }
    Ok(())
}

fn ids(shape: Shape) -> Option<Ids> {
    match shape {
        Shape::Id(ids) | Shape::Ids(ids) => Some(ids),
        _ => None,
    }
}

/// Whether a value as tables write it may stand under a key.
fn may_be(shape: Shape, value: &str) -> bool {
    match shape {
        Shape::Number => value.parse::<f64>().is_ok(),
        Shape::Flag => matches!(value, "true" | "false"),
        Shape::Date => value.parse::<jiff::civil::Date>().is_ok(),
        Shape::Text | Shape::List => true,
        Shape::Id(ids) | Shape::Ids(ids) => ids.chinese(value).is_some(),
        Shape::Parts => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_tables_filter_by_what_rules_say() {
        for table in Table::built_in() {
            assert_eq!(check_table(&table), Ok(()), "{}", table.id);
        }
    }

    fn mistake(test: &str) -> Option<TableMistake> {
        let text = format!(
            "version: 1\nid: local\nname: 某某\ndocument: 某某\nmarks: {{start: 100}}\nitems:\n  - id: L1\n    part: deduct\n    group: 某某\n    title: 某某\n    tests:\n      - text: 某某\n        points: 1\n{test}"
        );
        check_table(&Table::read(&text).unwrap()).err()
    }

    #[test]
    fn what_no_rule_says_is_refused_with_its_place_and_what_to_write() {
        for (test, place, words) in [
            (
                "        rules: [inquiry-unanswered]\n        where: {over: 3个月}\n",
                Some((15, 23)),
                "要写它的代号：months_3",
            ),
            (
                "        rules: [identity-missing]\n        where:\n          missing: [site_code, ICP备案编号]\n",
                Some((16, 20)),
                "代号：icp。",
            ),
            (
                "        rules: [inquiry-unanswered]\n        where: {over: months_6}\n",
                Some((15, 23)),
                "可以写的有：months_3（3个月）、workdays_5（5个工作日）",
            ),
            (
                "        rules: [column-stale]\n        where: {knd: news}\n",
                Some((15, 17)),
                "是不是「kind」？",
            ),
            (
                "        rules: [column-stale]\n        where: {kind: \"!news,动态新闻\"}\n",
                Some((15, 23)),
                "的取值没有「动态新闻」",
            ),
            (
                "        rules: [column-stale]\n        where: {level: 一级}\n",
                Some((15, 24)),
                "数字写数字",
            ),
            (
                "        rules: [column-stale]\n        where: [{kind: news}, {level: 一级}]\n",
                Some((15, 39)),
                "数字写数字",
            ),
            (
                "        rules: [column-stale]\n        where: {period: \">=2\"}\n",
                Some((15, 25)),
                "不能写 >=",
            ),
            (
                "        rules: [search-failed]\n        count: sum:missing\n",
                Some((15, 16)),
                "没有「missing」",
            ),
            (
                "        rules: [column-stale]\n        count: sum:period\n",
                Some((15, 16)),
                "不能计数",
            ),
            ("        rules: [colum-stale]\n", None, "是不是“column-stale”"),
        ] {
            let told = mistake(test).unwrap_or_else(|| panic!("not refused: {test}"));
            assert!(told.what.contains(words), "{test}: {told}");
            assert_eq!(told.place, place, "{test}: {told}");
        }
    }

    #[test]
    fn what_rules_say_may_be_filtered_by() {
        for test in [
            "        rules: [link-broken]\n        where: {cause: [http_404, http_418, dns], attachment: true}\n",
            "        rules: [guide-incomplete]\n        where: {missing: \">=4\", missing_2015: 设定依据}\n",
            "        rules: [label-missing]\n        where: {pages: \">=5\", missing: ContentSource}\n",
            "        rules: [column-stale, column-blank]\n        where: {level: \"?1\", newest: 2026-01-01}\n",
            "        rules: [identity-missing]\n        count: distinct:missing\n",
            "        rules: [column-stale]\n        where: [{kind: news}, {kind: notice, level: \"?1\"}]\n",
        ] {
            assert_eq!(mistake(test), None, "{test}");
        }
    }
}
