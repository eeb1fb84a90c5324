//! `cargo bench --bench memory`: how much memory the program takes at most for a group of many pages, and for a site that
//! names many more addresses than are read. Unlike time, memory can be held against a bound: it ends with a failure where
//! one is passed, and where a link is not judged as it is.
//!
//! `XUNCHA_BENCH_PAGES` (100000) and `XUNCHA_BENCH_KNOWN` (1000000) set the sizes, `XUNCHA_BENCH_SEED` (1) which group,
//! `XUNCHA_OTHER` names another program to run beside this, `XUNCHA_BENCH_BINARY` one to take instead of this. The bounds
//! hold for the usual sizes and less. Linux only: elsewhere nothing tells the peak of a child.
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

#[path = "../group/mod.rs"]
mod group;
mod lists;

use std::path::PathBuf;

use anyhow::{Context as _, Result, ensure};

use self::group::inspection::{Inspection, inspect, this};
use self::group::{Group, setting};

/// What a run may take, MiB: for 100,000 pages, and for 1,000,000 known addresses.
const BOUND_PAGES: u64 = 400;
const BOUND_KNOWN: u64 = 1024;

fn main() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let other = std::env::var_os("XUNCHA_OTHER").map(PathBuf::from);

    let group = runtime.block_on(Group::serve(setting("PAGES", 100_000), setting("SEED", 1) as u64))?;
    println!("Every page is read. {group}");
    let (read, comparison) = group.inspected_by(&this())?;
    println!("  this program:\n{read}\n    {comparison}");
    if let Some(other) = &other {
        let (inspection, comparison) = group.inspected_by(other)?;
        println!("  {}:\n{inspection}\n    {comparison}", other.display());
        println!("  memory, this to the other: {:.3}", ratio(&read, &inspection));
    }

    let known = setting("KNOWN", 1_000_000);
    let address = runtime.block_on(lists::site(known))?;
    let limit = lists::lists(known) + 1;
    let configuration = format!(
        "group: 基准\ndefaults: {{concurrency: 32, max_pages: {limit}}}\nsites:\n  - {{id: main, name: 基准, url: \"http://{address}/\", role: main}}\n"
    );
    println!("Most addresses are only known: {known} of them, on {limit} pages");
    let listed = inspect(&this(), &configuration)?;
    println!("  this program:\n{listed}");
    if let Some(other) = &other {
        let inspection = inspect(other, &configuration)?;
        println!("  {}:\n{inspection}", other.display());
        println!("  memory, this to the other: {:.3}", ratio(&listed, &inspection));
    }

    comparison.ensure_true()?;
    within(&read, BOUND_PAGES)?;
    within(&listed, BOUND_KNOWN)
}

fn ratio(this: &Inspection, other: &Inspection) -> f64 {
    this.peak.unwrap_or_default() as f64 / other.peak.unwrap_or_default() as f64
}

fn within(inspection: &Inspection, bound: u64) -> Result<()> {
    let mib = inspection.peak.context("the system tells no peak")? >> 10;
    ensure!(mib <= bound, "{mib} MiB, more than {bound}");
    Ok(())
}
