//! `xuncha why`: everything that led to a finding.

use std::path::Path;

use clap::Args;

use super::args::{DataOption, Format};
use super::exit::{CliError, Exit};
use super::terminal::Screen;
use super::{prose, session};
use crate::finding::Trace;
use crate::inspect::{Traced, trace};
use crate::report;
use crate::rules::rule;
use crate::store::Store;

/// `xuncha why`
#[derive(Debug, Clone, Args)]
pub(crate) struct WhyOptions {
    /// 问题编号（问题清单.csv 的“问题编号”），写出能认出它的开头几位就行
    #[arg(value_name = "问题编号")]
    pub id: String,
    /// Where records are read from.
    #[command(flatten)]
    pub data: DataOption,
    /// 结果格式：text 供人看，json 供程序读（不写则为 text）
    #[arg(long, value_enum, value_name = "格式", env = "XUNCHA_FORMAT", default_value = "text")]
    pub format: Format,
}

/// What to do where the id is none.
const NO_ID: &str = "改法：问题编号在 问题清单.csv 的“问题编号”一列，如 LJ-0a1b2c3d-4e5f6071；别的目录里的记录用 --data 指定。\n\
    人工核查.csv 中的各行还没有编号：用 xuncha page 页面地址 看程序在那一页上看到了什么，用 xuncha explain 检查项 看判定办法。";

/// Tells what led to the finding that is meant.
pub(crate) fn run(options: &WhyOptions, screen: &mut Screen<'_>) -> Result<Exit, CliError> {
    let trace = found(&options.data.data, &options.id)?;
    match options.format {
        Format::Json => screen.json(&report::trace_json(&trace))?,
        Format::Text => show(&trace, screen)?,
    }
    Ok(Exit::Nothing)
}

/// The finding that is meant by an id, or by the beginning of one.
pub(super) fn found(data: &Path, id: &str) -> Result<Box<Trace>, CliError> {
    if id.trim().is_empty() {
        return Err(CliError::Usage(format!("没有写问题编号。\n{NO_ID}")));
    }
    let traced = session::run_for(async || {
        let store = Store::open_to_read(data).await.map_err(CliError::reading)?;
        let traced = trace(&store, id).await.map_err(CliError::reading);
        store.close().await;
        traced
    })?;
    match traced {
        Traced::Found(trace) => Ok(trace),
        Traced::Several(candidates, more) => {
            let mut list: Vec<String> = candidates.iter().map(|c| format!("  {}", report::candidate(c))).collect();
            list.extend(more.then(|| "  ……还有更多".to_owned()));
            Err(CliError::Usage(format!(
                "以「{}」开头的问题编号不止一个，请多写几位：\n{}",
                id.trim(),
                prose::indented(&list.join("\n"))
            )))
        }
        Traced::Unknown => Err(CliError::Usage(format!(
            "“{}”里没有编号为「{}」的问题。\n{NO_ID}",
            data.display(),
            id.trim()
        ))),
    }
}

fn show(trace: &Trace, screen: &mut Screen<'_>) -> Result<(), CliError> {
    for (heading, text) in report::trace_text(trace) {
        if !heading.is_empty() {
            screen.heading(&heading)?;
        }
        screen.text(&prose::indented(&text))?;
    }
    if let Some(rule) = rule(&trace.record.finding.rule) {
        screen.heading(&format!("怎样判定“{}”", rule.title))?;
        for clause in rule.basis {
            screen.text(&prose::indented(&format!("依据：{}（{}）", clause.cite, clause.id)))?;
        }
        screen.text(&prose::wrapped(rule.explain))?;
    }
    screen.heading("还可以看")?;
    for command in report::more(&trace.record) {
        screen.line(format!("  {command}"))?;
    }
    Ok(())
}
