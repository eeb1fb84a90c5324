//! 指标检查表.csv: one row an item of a table and site: what was looked at, what it costs, and what a person has to look at.

use std::io::{self, Write};

use super::cell::Cell;
use super::sheet::Sheet;
use crate::finding::{Inspection, ItemRating, Rating, SiteResult, TestRating, TestState};
use crate::standard::Part;

const HEADER: [&str; 17] = [
    "站点编号",
    "站点名称",
    "指标体系",
    "指标编号",
    "指标类别",
    "一级指标",
    "二级指标",
    "评分细则",
    "检查情况",
    "扣分",
    "是否单项否决",
    "问题数",
    "需人工核查",
    "加分",
    "结论",
    "问题编号",
    "抽查页面",
];

/// Ids of findings in a cell: enough to look them up, few enough to read.
const IDS: usize = 20;

pub(super) fn render(inspection: &Inspection, to: &mut dyn Write) -> io::Result<()> {
    let mut sheet = Sheet::new(to, HEADER)?;
    for site in &inspection.sites {
        for rating in &site.ratings {
            for item in &rating.items {
                sheet.row(row(site, rating, item))?;
            }
        }
    }
    sheet.finish()
}

fn row(site: &SiteResult, rating: &Rating, item: &ItemRating) -> Vec<Cell> {
    let (deducted, earned) = match item.part {
        Part::Bonus => (None, Some(item.points)),
        Part::Deduct => (Some(item.points), None),
        Part::Veto => (None, None),
    };
    let points = |points: Option<f64>| points.map_or_else(|| Cell::maybe(None), |p| Cell::text(&p.to_string()));
    vec![
        Cell::text(&site.id),
        Cell::text(&site.name),
        Cell::text(&rating.name),
        Cell::text(&item.id),
        Cell::text(part(item.part)),
        Cell::text(&item.group),
        Cell::text(&item.title),
        Cell::text(&numbered(item, |t| t.text.clone())),
        Cell::text(&numbered(item, |t| t.note.clone())),
        points(deducted),
        if item.part == Part::Veto {
            Cell::text(veto(item))
        } else {
            Cell::maybe(None)
        },
        Cell::number(item.problems()),
        Cell::text(&numbered(item, |t| t.remains.clone())),
        points(earned),
        Cell::text(conclusion(item)),
        Cell::text(&ids(item)),
        Cell::text(&sample(item)),
    ]
}

/// The part of a table in Chinese.
pub(super) fn part(part: Part) -> &'static str {
    match part {
        Part::Veto => "单项否决",
        Part::Deduct => "扣分",
        Part::Bonus => "加分",
    }
}

fn veto(item: &ItemRating) -> &'static str {
    let has = |state: TestState| item.tests.iter().any(|t| t.state == state);
    if item.vetoed() {
        "是"
    } else if has(TestState::ToConfirm) {
        "待确认"
    } else if has(TestState::Unjudged) || item.tests.iter().all(|t| t.state == TestState::Human) {
        "未能判断"
    } else {
        "否"
    }
}

/// The worst, or the least certain, of its tests: nothing that is open is told as right.
fn conclusion(item: &ItemRating) -> &'static str {
    let has = |state: TestState| item.tests.iter().any(|t| t.state == state);
    match item.part {
        Part::Bonus if has(TestState::Holds) => "有加分",
        _ if has(TestState::Holds) => "有问题",
        _ if has(TestState::ToConfirm) => "待人工确认",
        _ if has(TestState::Warned) => "预警",
        _ if has(TestState::Unjudged) => "未能判断",
        _ if item.tests.iter().all(|t| t.state == TestState::NotApplicable) => "不适用",
        _ if item
            .tests
            .iter()
            .all(|t| matches!(t.state, TestState::Human | TestState::NotApplicable)) =>
        {
            "需人工核查"
        }
        _ if item.tests.iter().any(|t| t.open) => "机检未发现问题，部分需人工核查",
        _ => "未发现问题",
    }
}

/// The tests of an item in one cell, numbered where there are several.
fn numbered(item: &ItemRating, text: impl Fn(&TestRating) -> String) -> String {
    let told = item.tests.iter().enumerate().map(|(n, test)| (n, text(test)));
    let told: Vec<String> = told
        .filter(|(_, text)| !text.is_empty())
        .map(|(n, text)| format!("{}{text}", item.number(n)))
        .collect();
    told.join("；")
}

fn ids(item: &ItemRating) -> String {
    let mut ids: Vec<&str> = item.tests.iter().flat_map(|t| t.findings.iter().map(String::as_str)).collect();
    ids.sort_unstable();
    ids.dedup();
    let more = if ids.len() > IDS || item.problems() > ids.len() as u64 {
        " 等"
    } else {
        ""
    };
    format!("{}{more}", ids[..ids.len().min(IDS)].join(" "))
}

fn sample(item: &ItemRating) -> String {
    let mut pages: Vec<&str> = item.tests.iter().flat_map(|t| t.sample.iter().map(String::as_str)).collect();
    let mut seen = std::collections::HashSet::new();
    pages.retain(|page| seen.insert(*page));
    pages.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples::{rated, written};

    #[test]
    fn an_item_a_row() {
        let text = written(|to| render(&rated(), to));
        insta::assert_snapshot!(text.trim_start_matches('\u{feff}').replace("\r\n", "\n"));
    }
}
