//! `xuncha indicators`: the official tables item by item: what the program does, how far it judges, what a person must do.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use super::args::{IndicatorsOptions, Listing};
use super::exit::{CliError, Exit};
use super::tables;
use super::terminal::Screen;
use crate::report::rule_title;
use crate::standard::{Item, Part, Sampling, Table, Test};

/// Lists every item of every table.
pub(crate) fn run(options: &IndicatorsOptions, screen: &mut Screen<'_>) -> Result<Exit, CliError> {
    let tables = tables::beside(&options.config.config)?;
    match options.format {
        Listing::Json => screen.json(&tables.iter().map(|t| json!({"id": t.id, "name": t.name, "document": t.document, "items": t.items.iter().map(as_json).collect::<Vec<_>>()})).collect())?,
        Listing::Markdown => screen.text(&markdown(&tables))?,
        Listing::Text => {
            for table in &tables {
                screen.line(format!("{}（{}）　{}", table.name, table.id, table.document))?;
                screen.table(["编号", "类别", "指标", "机器检查"], table.items.iter().map(row))?;
                screen.line("")?;
            }
            screen.line("某一项怎样判定：xuncha explain 编号")?;
        }
    }
    Ok(Exit::Nothing)
}

fn row(item: &Item) -> [String; 4] {
    [item.id.clone(), part(item.part).to_owned(), named(item), extent(item).to_owned()]
}

/// The part in Chinese.
fn part(part: Part) -> &'static str {
    match part {
        Part::Veto => "单项否决",
        Part::Deduct => "扣分",
        Part::Bonus => "加分",
    }
}

/// 一级指标 and 二级指标; the vetoes have no first level of their own.
fn named(item: &Item) -> String {
    if item.group == part(item.part) {
        item.title.clone()
    } else {
        format!("{}·{}", item.group, item.title)
    }
}

/// How far a machine judges an item.
fn extent(item: &Item) -> &'static str {
    let human = item.tests.iter().filter(|t| t.is_human()).count();
    let partly = item.tests.iter().any(|t| t.remains.is_some());
    if human == item.tests.len() {
        "需人工核查"
    } else if human > 0 || partly {
        "机器检查一部分"
    } else {
        "机器检查"
    }
}

/// What the program does for a test.
fn done(test: &Test) -> String {
    if let Some(newest) = &test.newest {
        let kinds: Vec<&str> = newest.kinds.iter().map(|k| k.chinese()).collect();
        return format!("看{}类栏目最新一条信息的日期", kinds.join("、"));
    }
    if test.is_human() {
        return "不检查".to_owned();
    }
    let rules: Vec<String> = test.rules.iter().map(|id| format!("{}（{id}）", rule_title(id))).collect();
    let mut text = rules.join("、");
    if let Some(Sampling { of, size }) = &test.sample {
        let _infallible = write!(text, "，按种子抽 {size} 个{}", page_kind(of));
    }
    if test.confirm {
        text.push_str("；发现后须由人工确认");
    }
    text
}

fn page_kind(of: &str) -> &str {
    match of {
        "guide" => "办事指南",
        "article" => "内容页面",
        "list" => "栏目页面",
        "interpretation" => "解读稿",
        "policy" => "政策文件",
        "reply" => "已答复留言",
        other => other,
    }
}

/// One item for a reader, as `xuncha explain` prints it.
pub(super) fn explained(table: &Table, item: &Item) -> String {
    let mut text = format!(
        "{}　{}·{}（{}）\n依据：{}\n",
        item.id,
        item.group,
        item.title,
        part(item.part),
        table.document
    );
    if let Some(cap) = item.cap {
        let _infallible = writeln!(text, "{}：{cap} 分", if item.part == Part::Bonus { "最多加分" } else { "本项分值" });
    }
    if item.services {
        text.push_str("没有对外服务职能的部门不检查此项（sites.yaml 的 services: false）\n");
    }
    for (n, test) in item.tests.iter().enumerate() {
        let _infallible = write!(text, "\n（{}）{}\n　程序：{}\n", n + 1, test.text, done(test));
        if let Some(remains) = &test.remains {
            let _infallible = writeln!(text, "　人工：{remains}");
        }
    }
    text
}

/// One item for programs.
pub(super) fn as_json(item: &Item) -> Value {
    json!({
        "id": item.id,
        "part": item.part,
        "group": item.group,
        "title": item.title,
        "cap": item.cap,
        "services": item.services,
        "extent": extent(item),
        "tests": item.tests.iter().map(|t| json!({
            "text": t.text,
            "points": t.points,
            "each": t.each,
            "rules": t.rules,
            "machine": done(t),
            "remains": t.remains,
        })).collect::<Vec<_>>(),
    })
}

/// All tables as one Markdown document: what `docs/indicators.md` holds.
pub fn markdown(tables: &[Table]) -> String {
    let mut text = String::from(include_str!("indicators.md"));
    for table in tables {
        let judged = |wanted: &str| table.items.iter().filter(|i| extent(i) == wanted).count();
        let _infallible = write!(
            text,
            "\n## {}（`{}`）\n\n{}。共 {} 项指标：机器检查 {} 项，机器检查一部分 {} 项，需人工核查 {} 项。\n",
            table.name,
            table.id,
            table.document,
            table.items.len(),
            judged("机器检查"),
            judged("机器检查一部分"),
            judged("需人工核查"),
        );
        if let Some(unverified) = &table.marks.unverified {
            let _infallible = write!(text, "\n未经核实：{unverified}。\n");
        }
        text.push_str("\n| 编号 | 指标 | 评分细则 | 程序怎样检查 | 留给人工的 |\n|---|---|---|---|---|\n");
        for item in &table.items {
            for (n, test) in item.tests.iter().enumerate() {
                let name = if n == 0 {
                    let cap = item.cap.map_or(String::new(), |cap| format!("，{cap} 分"));
                    format!("{}（{}{cap}）", named(item), part(item.part))
                } else {
                    String::new()
                };
                let id = if n == 0 { item.id.as_str() } else { "" };
                let remains = test.remains.as_deref().unwrap_or("—");
                let _infallible = writeln!(text, "| {id} | {name} | {} | {} | {remains} |", test.text, done(test));
            }
        }
    }
    text
}

/// The item with this id in the built-in tables and those beside the usual configuration.
pub(super) fn find(written: &str) -> Option<(Table, Item)> {
    let tables = tables::beside(Path::new("sites.yaml")).unwrap_or_else(|_| Table::built_in());
    tables.into_iter().find_map(|table| {
        let item = table.items.iter().find(|i| i.id.eq_ignore_ascii_case(written.trim()))?.clone();
        Some((table, item))
    })
}
