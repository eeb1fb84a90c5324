//! `xuncha rules`: the list of rules, for people, for programs, and as `docs/rules.md`.

use std::fmt::Write as _;

use serde_json::json;

use super::args::{Listing, RulesOptions};
use super::exit::{CliError, Exit};
use super::terminal::Screen;
use crate::finding::{Key, Shape};
use crate::rules::{RULES, Rule};

/// Lists every rule with its official basis.
pub(crate) fn run(options: &RulesOptions, screen: &mut Screen<'_>) -> Result<Exit, CliError> {
    match options.format {
        Listing::Json => screen.json(&RULES.iter().copied().map(as_json).collect())?,
        Listing::Markdown => screen.text(&markdown())?,
        Listing::Text => {
            screen.table(
                ["编号", "问题类型", "严重程度", "检查依据"],
                RULES.iter().flat_map(|rule| rows(rule)),
            )?;
            screen.line("")?;
            screen.line(format!("共 {} 项。某一项怎样判定：xuncha explain 编号", RULES.len()))?;
        }
    }
    Ok(Exit::Nothing)
}

/// A rule as rows of a table: a clause a row, so that the table fits a terminal.
fn rows(rule: &Rule) -> Vec<[String; 4]> {
    let own = ["（本程序自定）"];
    let cites: Vec<&str> = rule.basis.iter().map(|c| c.cite).collect();
    let cites = if cites.is_empty() { own.as_slice() } else { &cites };
    let row = |(n, cite): (usize, &&str)| {
        let once = |text: &str| if n == 0 { text.to_owned() } else { String::new() };
        [once(rule.id), once(rule.title), once(rule.grade.chinese()), (*cite).to_owned()]
    };
    cites.iter().enumerate().map(row).collect()
}

/// A rule's metadata for programs.
pub(super) fn as_json(rule: &Rule) -> serde_json::Value {
    json!({
        "id": rule.id,
        "title": rule.title,
        "grade": rule.grade,
        "basis": rule.basis.iter().map(|c| json!({"id": c.id, "cite": c.cite})).collect::<Vec<_>>(),
        "explain": rule.explain,
        "evidence": rule.keys().map(key_as_json).collect::<Vec<_>>(),
    })
}

/// A key of the evidence: what its value is, and the ids it may be.
fn key_as_json(key: &Key) -> serde_json::Value {
    let ids: serde_json::Map<String, serde_json::Value> = match key.shape {
        Shape::Id(ids) | Shape::Ids(ids) => ids.all().into_iter().map(|(id, chinese)| (id, chinese.into())).collect(),
        _ => serde_json::Map::new(),
    };
    json!({"key": key.id, "value": value_in_chinese(key.shape), "ids": ids})
}

fn value_in_chinese(shape: Shape) -> &'static str {
    match shape {
        Shape::Number => "数字",
        Shape::Text => "文字",
        Shape::Date => "日期",
        Shape::Flag => "是非",
        Shape::List => "列表",
        Shape::Id(_) => "代号",
        Shape::Ids(_) => "代号列表",
        Shape::Parts => "结构",
    }
}

/// The keys by which a table may filter and count, on one line.
fn keys_in_words(rule: &Rule) -> String {
    let words = |key: &Key| match key.shape {
        Shape::Id(ids) | Shape::Ids(ids) if ids.all().len() <= FEW => {
            let both = |(id, chinese): (String, String)| if id == chinese { id } else { format!("{id} {chinese}") };
            let all: Vec<String> = ids.all().into_iter().map(both).collect();
            format!("`{}`（{}）", key.id, all.join("、"))
        }
        shape => format!("`{}`（{}）", key.id, value_in_chinese(shape)),
    };
    rule.keys().map(words).collect::<Vec<_>>().join("，")
}

/// So many ids are listed; all of them are in `xuncha explain --format json`.
const FEW: usize = 10;

/// All rules as one Markdown document: what `docs/rules.md` holds.
pub fn markdown() -> String {
    let mut text = String::from(
        "# 检查项\n\n\
         程序里实际有的全部检查项，由 `xuncha rules --format markdown` 从各检查项自己的说明生成，请不要手工修改。\n\
         等级：单项否决、严重、一般、提示；个别问题按轻重另定等级的，说明里写明。\n\
         “证据的键”是 findings.jsonl 中 evidence 的键，自己的指标表按它们筛选和计数（见 indicators.md）。\n\n\
         | 编号 | 问题类型 | 严重程度 |\n|---|---|---|\n",
    );
    for rule in RULES {
        let _infallible = writeln!(
            text,
            "| [`{}`](#{}) | {} | {} |",
            rule.id,
            rule.id,
            rule.title,
            rule.grade.chinese()
        );
    }
    for rule in RULES {
        let _infallible = writeln!(
            text,
            "\n## {}\n\n**{}** · {}\n\n{}\n\n检查依据：\n",
            rule.id,
            rule.title,
            rule.grade.chinese(),
            rule.explain.trim().replace("\n正例", "\n\n正例")
        );
        if rule.basis.is_empty() {
            text.push_str("- 本程序自定\n");
        }
        for clause in rule.basis {
            let _infallible = writeln!(text, "- {}（`{}`）", clause.cite, clause.id);
        }
        let _infallible = writeln!(text, "\n证据的键：{}", keys_in_words(rule));
    }
    text
}
