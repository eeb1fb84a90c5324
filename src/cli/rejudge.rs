//! `xuncha rejudge`: a run judged again by today's rules, without a request.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::args::{ConfigOption, DataOption, Format, GlobalOptions, rate};
use super::exit::{CliError, Exit};
use super::terminal::Screen;
use super::wording_args::RerankerOption;
use super::{config_file, prose, session, tables, wording_files, workday_file};
use crate::finding::{Inspection, Rejudgement};
use crate::inspect::{InspectError, Order, RejudgeError, rejudge, today_in};
use crate::plan::Plan;
use crate::report;
use crate::store::{RunRow, Store, write_apart};

/// `xuncha rejudge`
#[derive(Debug, Clone, Args)]
pub(crate) struct RejudgeOptions {
    /// 检查编号（报告目录的名字，如 2026-11-23-monthly），或者 last（上次，不写则为它）
    #[arg(value_name = "检查编号", default_value = "last")]
    pub run: String,
    /// The configuration file.
    #[command(flatten)]
    pub config: ConfigOption,
    /// Where records are read from.
    #[command(flatten)]
    pub data: DataOption,
    /// 把重判的结果另写一份报告，放在这个目录下新建的目录里；不写则不写报告
    #[arg(short, long, value_name = "目录")]
    pub out: Option<PathBuf>,
    /// The model that gives a second opinion on wording.
    #[command(flatten)]
    pub second: RerankerOption,
    /// 结果格式：text 供人看，json 供程序读（不写则为 text）
    #[arg(long, value_enum, value_name = "格式", env = "XUNCHA_FORMAT", default_value = "text")]
    pub format: Format,
}

/// Runs that are named where one is not known.
const MOST_NAMED: u32 = 10;

/// Judges the run that is meant again, and tells what changed.
pub(crate) fn run(options: &RejudgeOptions, global: &GlobalOptions, screen: &mut Screen<'_>) -> Result<Exit, CliError> {
    let config = &options.config.config;
    let mut group = config_file::load(config)?;
    let wording = wording_files::of_run(config, &options.data.data, options.second.reranker.as_deref())?;
    let tables = tables::of_run(config, &group)?;
    let workdays = workday_file::of_run(config)?;
    let (mut after, rejudged) = session::run_for(async || {
        let store = Store::open_to_read(&options.data.data).await.map_err(CliError::reading)?;
        let run = chosen(&store, &options.run).await?;
        if !workdays.covers(run.as_of.year()) && !global.quiet {
            super::notice(&workday_file::missing(run.as_of.year()));
        }
        if !global.quiet {
            super::notice(&format!("正在重判 {}……", run.id));
        }
        // What the run was given with --rate stands in its options. It judges nothing, and need not be possible any more.
        if let Some(rate) = run.options.get("rate").and_then(|text| rate(text).ok()) {
            let _impossible = config_file::apply_rate(&mut group, Some(rate));
        }
        let Ok(plan) = serde_json::from_value::<Plan>(run.plan.clone()) else {
            return Err(CliError::Usage(format!("检查 {} 的计划读不出来，不能重判。", run.id)));
        };
        let order = Order {
            group: Arc::new(group),
            plan,
            today: run.as_of,
            seed: run.seed,
            options: run.options.clone(),
            wording,
            tables,
            workdays,
        };
        // A whole judgement in one future is too large to be moved about.
        let judged = Box::pin(rejudge(&store, &run, &order)).await.map_err(refused);
        store.close().await;
        judged.map(|(mut after, rejudged)| {
            after.head.options.insert("rejudged".to_owned(), today_in(&order.group).to_string());
            (after, rejudged)
        })
    })?;
    let reports = options.out.as_deref().map(|out| write(out, &mut after)).transpose()?;
    show(&rejudged, reports.as_deref(), options.format, screen)?;
    let complete = after.head.complete && rejudged.left_out.is_empty();
    Ok(match (complete, rejudged.comparison.is_empty()) {
        (false, _) => Exit::Incomplete,
        (true, false) => Exit::Findings,
        (true, true) => Exit::Nothing,
    })
}

/// The run with this id, or the newest.
async fn chosen(store: &Store, written: &str) -> Result<RunRow, CliError> {
    let written = written.trim();
    let newest = store.runs(MOST_NAMED).await.map_err(CliError::reading)?;
    if matches!(written, "last" | "上次") {
        let none = || CliError::Usage("还没有检查过，没有可以重判的记录。\n改法：先做一次检查，如 xuncha monthly".to_owned());
        return newest.into_iter().next().ok_or_else(none);
    }
    if let Some(run) = store.run(written).await.map_err(CliError::reading)? {
        return Ok(run);
    }
    let list: Vec<String> = newest.iter().map(|run| format!("  {}", run.id)).collect();
    Err(CliError::Usage(format!(
        "没有编号为「{written}」的检查。可以写 last（上次），或者编号；最近的有：\n{}",
        list.join("\n")
    )))
}

fn refused(error: RejudgeError) -> CliError {
    match error {
        RejudgeError::Inspect(InspectError::Store(error)) => CliError::reading(error),
        RejudgeError::Inspect(error) => CliError::Internal(anyhow::Error::new(error)),
        error => CliError::Usage(error.to_string()),
    }
}

/// Writes the reports into a folder that was not there, and gives it.
fn write(out: &Path, inspection: &mut Inspection) -> Result<String, CliError> {
    let name = format!("{}-rejudged", inspection.head.run);
    let folder = write_apart(out, &name, move |folder| {
        inspection.head.folder = Some(folder.display().to_string());
        report::files(inspection)
    });
    folder.map(|folder| folder.display().to_string()).map_err(CliError::reading)
}

fn show(rejudged: &Rejudgement, reports: Option<&str>, format: Format, screen: &mut Screen<'_>) -> Result<(), CliError> {
    if format == Format::Json {
        return Ok(report::comparison_json(rejudged, reports, screen)?);
    }
    for (heading, text) in report::comparison_text(rejudged) {
        if !heading.is_empty() {
            screen.heading(&heading)?;
        }
        screen.text(&prose::indented(&text))?;
    }
    if let Some(folder) = reports {
        screen.line(format!("重判的报告写在：{folder}"))?;
    }
    Ok(())
}
