//! `xuncha daily`, `monthly`, `quarterly`: an inspection of the configured group.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use super::args::{Format, GlobalOptions, InspectOptions, Rate, RunOptions, SampleSize};
use super::config_file;
use super::exit::{CliError, Exit};
use super::progress::Display;
use super::session;
use super::tables;
use super::terminal::Screen;
use super::{wording_files, workday_file};
use crate::finding::Inspection;
use crate::inspect::{self, Event, InspectError, Order};
use crate::plan::{Again, Mode, Plan, Size, draw};
use crate::report;
use crate::site::{Group, Role};
use crate::store::{Kept, Store, StoreError, Written};

/// Which inspection.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Occasion {
    /// 日读网
    Daily,
    /// 月巡查
    Monthly,
    /// 季抽查, with the size of the sample where one is asked for.
    Quarterly(Option<SampleSize>),
}

/// The share of subsites a spot check draws where nothing is said: 30 % is what the regime's papers report.
const USUAL_SHARE: f64 = 30.0;

/// Runs the inspection.
pub(crate) fn run(occasion: Occasion, options: &InspectOptions, global: &GlobalOptions, screen: &mut Screen<'_>) -> Result<Exit, CliError> {
    let mut group = config_file::load(&options.config.config)?;
    config_file::apply_rate(&mut group, options.run.rate)?;
    // Only checked, not cut: whose page an address is depends on all sites of the group.
    config_file::select(&mut group.clone(), &options.run.sites)?;
    let today = options.run.as_of.unwrap_or_else(|| inspect::today_in(&group));
    writable(&options.run.out)?;
    let wording = wording_files::of_run(&options.config.config, &options.run.data, options.run.second.reranker.as_deref())?;
    let tables = tables::of_run(&options.config.config, &group)?;
    let workdays = workday_file::of_run(&options.config.config)?;
    if !workdays.covers(today.year()) && !global.quiet {
        super::notice(&workday_file::missing(today.year()));
    }
    let sites = chosen(&group, &options.run.sites);
    session::run(async |stop| {
        let store = Store::open(&options.run.data).await.map_err(store_error)?;
        let seed = options.run.seed.unwrap_or_else(|| seed_of(today));
        let plan = plan(occasion, &group, sites, seed, &store).await.map_err(store_error)?;
        let order = Order {
            group: Arc::new(group),
            plan,
            today,
            seed,
            options: shaping(&options.run),
            wording,
            tables,
            workdays,
        };
        close_unfinished(&store, &order, options).await?;
        if *stop.borrow() {
            store.close().await;
            return Err(CliError::Stopped("收到停止信号，新的检查没有开始".to_owned()));
        }
        let mut inspection = carry_out(&store, order, global, stop).await?;
        let exit = match conclude(&store, &mut inspection, &options.run, screen).await {
            Ok(exit) => inspect::finish(&store, &inspection).await.map(|()| exit).map_err(store_error),
            Err(error) => Err(error),
        };
        store.close().await;
        exit
    })
}

/// Runs an order with the progress display on.
pub(super) async fn carry_out(
    store: &Store,
    order: Order,
    global: &GlobalOptions,
    stop: tokio::sync::watch::Receiver<bool>,
) -> Result<Inspection, CliError> {
    let mut display = Display::new(&order.group, global);
    // A whole inspection in one future is too large to be moved about.
    let mut tell = |event| {
        display.show(&event);
        if let Event::Began { draw: Some(draw), .. } = &event {
            announce(draw, global);
        }
    };
    let inspection = Box::pin(inspect::inspect(store, order, &mut tell, stop)).await;
    display.clear();
    inspection.map_err(inspect_error)
}

/// Closes the runs that were left open and that this command does not go on with, and writes their reports. They are told of
/// even with `--quiet`: somebody waits for an inspection that will not come.
async fn close_unfinished(store: &Store, order: &Order, options: &InspectOptions) -> Result<(), CliError> {
    for closing in inspect::unfinished(store, order, options.fresh).await.map_err(store_error)? {
        super::notice(&format!(
            "上次没有做完的{}（编号 {}）{}……",
            order.plan.mode.chinese(),
            closing.run.id,
            closing.why(order)
        ));
        match inspect::close(store, order, &closing).await {
            Ok(Some(mut inspection)) => {
                for (path, why) in beside(&write(store, &mut inspection, &options.run.out).await?) {
                    super::notice(&format!("　{why}，新结果写在 {path}"));
                }
                let folder = inspection.head.folder.as_deref().unwrap_or_default();
                super::notice(&format!("　已查到的内容写在 {folder}，注明没有做完"));
            }
            Ok(None) => super::notice("　它的记录本程序不能判断，没有写报告"),
            // What hinders the new run as well is told as such; a record that cannot be judged must not hinder it.
            Err(InspectError::Store(error @ (StoreError::DiskFull { .. } | StoreError::Unwritable { .. }))) => {
                return Err(store_error(error));
            }
            Err(error) => super::notice(&format!("　它的记录不能判断，没有写报告：{error}")),
        }
        inspect::finish_closed(store, order, &closing).await.map_err(store_error)?;
    }
    Ok(())
}

fn inspect_error(error: InspectError) -> CliError {
    match error {
        InspectError::Store(error) => store_error(error),
        InspectError::Fetch(error) => CliError::Internal(anyhow::Error::new(error).context("网络组件无法启动")),
    }
}

/// Writes the report files of an inspection, which then knows where they lie.
async fn write(store: &Store, inspection: &mut Inspection, out: &Path) -> Result<Vec<Written>, CliError> {
    let folder = store.report_folder(out, &inspection.head).await.map_err(store_error)?;
    inspection.head.folder = Some(folder.path().display().to_string());
    folder.write(&report::files(inspection)).await.map_err(store_error)
}

/// The files that were written under another name than their own, and why.
fn beside(written: &[Written]) -> Vec<(String, String)> {
    let why = |kept: &Kept| {
        let path = kept.path.display();
        if kept.edited {
            format!("{path} 已被改动过，没有覆盖")
        } else {
            format!("{path} 正被其他程序打开")
        }
    };
    let pair = |w: &Written| Some((w.path.display().to_string(), why(w.instead_of.as_ref()?)));
    written.iter().filter_map(pair).collect()
}

/// Writes the report files, shows the result, and gives the exit code.
pub(super) async fn conclude(
    store: &Store,
    inspection: &mut Inspection,
    options: &RunOptions,
    screen: &mut Screen<'_>,
) -> Result<Exit, CliError> {
    let written = write(store, inspection, &options.out).await?;
    match options.format {
        Format::Text => {
            screen.text(&report::summary(inspection, inspection.head.folder.as_deref().unwrap_or_default()))?;
            for (path, why) in beside(&written) {
                screen.line(format!("注意：{why}，新结果写在 {path}"))?;
            }
        }
        Format::Json => {
            report::run_json(inspection, &mut screen.lines())?;
            for (path, why) in beside(&written) {
                super::notice(&format!("注意：{why}，新结果写在 {path}"));
            }
        }
    }
    let problems = inspection.findings.iter().map(|r| &r.finding).filter(|f| !f.remark);
    let worst = problems.map(|f| f.grade).max();
    Ok(Exit::of_run(worst, options.fail_on, inspection.head.complete))
}

async fn plan(occasion: Occasion, group: &Group, sites: Vec<String>, seed: u64, store: &Store) -> Result<Plan, StoreError> {
    Ok(match occasion {
        Occasion::Monthly => Plan::whole(Mode::Monthly, sites, None),
        Occasion::Daily => {
            let mut again = Vec::new();
            for open in inspect::open_findings(store, &sites).await? {
                again.extend([Some(open.page_url), open.target_url].into_iter().flatten().map(|url| Again {
                    site: open.site.clone(),
                    url,
                }));
            }
            let columns = inspect::known_columns(store, &sites).await?;
            Plan::daily(sites, again, columns)
        }
        Occasion::Quarterly(sample) => {
            let subsites: Vec<(String, String)> = group
                .enabled()
                .filter(|s| s.role == Role::Subsite && sites.contains(&s.id))
                .map(|s| (s.id.clone(), s.name.clone()))
                .collect();
            let ids: Vec<String> = subsites.iter().map(|(id, _)| id.clone()).collect();
            let failed = inspect::failed_last_time(store, &ids).await?;
            let size = match sample {
                None => Size::Percent(USUAL_SHARE),
                Some(SampleSize::Percent(percent)) => Size::Percent(percent),
                Some(SampleSize::Count(count)) => Size::Count(count),
            };
            let draw = draw(&subsites, size, seed, &failed);
            let taken = draw
                .rows
                .iter()
                .filter(|r| r.outcome != "not_drawn")
                .map(|r| r.site.as_str())
                .collect::<HashSet<_>>();
            let sites = sites.into_iter().filter(|id| taken.contains(id.as_str())).collect();
            Plan::whole(Mode::Quarterly, sites, Some(draw))
        }
    })
}

fn announce(draw: &crate::finding::Draw, global: &GlobalOptions) {
    if global.quiet {
        return;
    }
    let say = |text: String| super::notice(&text);
    say(format!(
        "抽查种子 {}，抽取比例 {}%（个数向上取整）；用 --seed {} 可以重复这次抽取",
        draw.seed, draw.percent, draw.seed
    ));
    for row in &draw.rows {
        let outcome = match row.outcome.as_str() {
            "drawn" => "抽中",
            "failed_last_time" => "上次不合格，必查",
            _ => "未抽中",
        };
        say(format!("  {}（{}）：{outcome}", row.name, row.site));
    }
}

/// The ids of the sites asked for, in the order of the file.
fn chosen(group: &Group, asked: &[String]) -> Vec<String> {
    group
        .enabled()
        .filter(|s| asked.is_empty() || asked.contains(&s.id))
        .map(|s| s.id.clone())
        .collect()
}

/// The seed of a day, where none is given: the day itself, so that everybody can say what it was.
fn seed_of(day: Date) -> u64 {
    u64::from(day.year().unsigned_abs()) * 10_000 + u64::from(day.month().unsigned_abs()) * 100 + u64::from(day.day().unsigned_abs())
}

/// The options that shape a run, for `run.json` and to know the same command again.
pub(super) fn shaping(options: &RunOptions) -> BTreeMap<String, String> {
    let mut shaping = BTreeMap::new();
    if !options.sites.is_empty() {
        shaping.insert("site".to_owned(), options.sites.join(","));
    }
    if let Some(day) = options.as_of {
        shaping.insert(inspect::AS_OF.to_owned(), day.to_string());
    }
    if let Some(seed) = options.seed {
        shaping.insert("seed".to_owned(), seed.to_string());
    }
    match options.rate {
        Some(Rate::Off) => drop(shaping.insert("rate".to_owned(), "off".to_owned())),
        Some(Rate::PerSecond(rate)) => drop(shaping.insert("rate".to_owned(), rate.to_string())),
        None => {}
    }
    shaping
}

/// Makes sure now that reports can be written later: a night's work should not end at a missing permission.
pub(super) fn writable(out: &Path) -> Result<(), CliError> {
    let probe = out.join(format!(".xuncha-{}", std::process::id()));
    std::fs::create_dir_all(out)
        .and_then(|()| std::fs::write(&probe, b""))
        .and_then(|()| std::fs::remove_file(&probe))
        .map_err(|error| {
            CliError::Usage(format!(
                "报告目录“{}”写不进去（{error}），没有开始检查。\n改法：检查目录权限和磁盘空间，或者用 -o 换一个目录。",
                out.display()
            ))
        })
}

pub(super) fn store_error(error: StoreError) -> CliError {
    match error {
        StoreError::Busy { .. } | StoreError::Locked { .. } | StoreError::Unwritable { .. } | StoreError::Newer { .. } => {
            CliError::Usage(error.to_string())
        }
        error => CliError::Stopped(error.to_string()),
    }
}
