//! `xuncha demo`: the built-in group on loopback, inspected as in `monthly`, and held against what was planted.

use std::sync::Arc;

use super::args::{DemoOptions, Format, GlobalOptions};
use super::exit::{CliError, Exit};
use super::terminal::Screen;
use super::{inspect as inspecting, session, wording_files};
use crate::inspect::Order;
use crate::plan::{Mode, Plan};
use crate::standard::Table;
use crate::store::Store;
use crate::wording::Proofreading;

/// Runs the demonstration. Its state is thrown away: every demonstration is the first.
pub(crate) fn run(options: &DemoOptions, global: &GlobalOptions, screen: &mut Screen<'_>) -> Result<Exit, CliError> {
    inspecting::writable(&options.run.out)?;
    let wording = wording_files::with_reranker(Proofreading::shipped(), options.run.second.reranker.as_deref())?;
    let state = std::env::temp_dir().join(format!("xuncha-demo-{}", std::process::id()));
    let done = session::run(async |stop| {
        let shanghai = jiff::tz::TimeZone::get("Asia/Shanghai").unwrap_or(jiff::tz::TimeZone::UTC);
        let today = options
            .run
            .as_of
            .unwrap_or_else(|| jiff::Timestamp::now().to_zoned(shanghai).date());
        let demo = crate::demo::start(today).await.map_err(|error| {
            CliError::Internal(anyhow::Error::new(error).context("演示网站无法在本机启动，请检查是否禁止程序监听 127.0.0.1"))
        })?;
        let group = demo.group();
        super::config_file::select(&mut group.clone(), &options.run.sites)?;
        let sites: Vec<String> = group
            .enabled()
            .filter(|s| options.run.sites.is_empty() || options.run.sites.contains(&s.id))
            .map(|s| s.id.clone())
            .collect();
        let whole = sites.len() == group.sites.len();
        let store = Store::open(&state).await.map_err(inspecting::store_error)?;
        let order = Order {
            group: Arc::new(group),
            plan: Plan::whole(Mode::Demo, sites, None),
            today,
            seed: options.run.seed.unwrap_or_default(),
            options: inspecting::shaping(&options.run),
            wording,
            tables: Table::built_in(),
            workdays: crate::demo::calendar(today),
        };
        let mut inspection = inspecting::carry_out(&store, order, global, stop).await?;
        let exit = inspecting::conclude(&store, &mut inspection, &options.run, screen).await?;
        store.close().await;
        if whole && inspection.head.complete && options.run.format == Format::Text {
            screen.line("")?;
            screen.text(&crate::demo::compare(&demo.planted(), &inspection).summary())?;
        }
        demo.stop().await;
        Ok(exit)
    });
    // Left behind it would only take up room; the system clears its temporary folder anyway.
    let _cleared = std::fs::remove_dir_all(&state);
    done
}
