//! `cargo bench --bench memory`: how much memory the program takes at most for a site of many pages, and for one that
//! names many more addresses than are read. Unlike time, memory can be held against a bound: it ends with a failure
//! where one is passed.
//!
//! `XUNCHA_BENCH_PAGES` (100000) and `XUNCHA_BENCH_KNOWN` (1000000) set the sizes, `XUNCHA_BENCH_BINARY` another
//! program. The bounds hold for the usual sizes and less. Linux only: elsewhere nothing tells the peak of a child.
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

mod site;

use std::io::Read as _;
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};

use self::site::Site;

/// What a run may take, MiB: for 100,000 pages, and for 1,000,000 known addresses.
const BOUND_PAGES: u64 = 400;
const BOUND_KNOWN: u64 = 1024;

fn main() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let pages = size("XUNCHA_BENCH_PAGES", 100_000);
    let known = size("XUNCHA_BENCH_KNOWN", 1_000_000);
    let address = runtime.block_on(site::serve(Site::Tree { pages }))?;
    let read = run("every page is read", address, pages * 2)?;
    let address = runtime.block_on(site::serve(Site::Lists { known }))?;
    let listed = run("most addresses are only known", address, site::lists(known) + 1)?;
    ensure!(read <= BOUND_PAGES, "{read} MiB for {pages} pages, more than {BOUND_PAGES}");
    ensure!(listed <= BOUND_KNOWN, "{listed} MiB for {known} addresses, more than {BOUND_KNOWN}");
    Ok(())
}

fn size(variable: &str, usual: usize) -> usize {
    std::env::var(variable).ok().and_then(|n| n.parse().ok()).unwrap_or(usual)
}

/// Runs the program on a site; gives back the most memory it took, in MiB.
fn run(what: &str, address: SocketAddr, max_pages: usize) -> Result<u64> {
    let desk = tempfile::tempdir()?;
    let yaml = format!(
        "group: 基准\ndefaults: {{concurrency: 32, max_pages: {max_pages}}}\nsites:\n  - {{id: main, name: 基准, url: \"http://{address}/\", role: main}}\n"
    );
    std::fs::write(desk.path().join("sites.yaml"), yaml)?;
    let binary = std::env::var("XUNCHA_BENCH_BINARY").unwrap_or_else(|_| env!("CARGO_BIN_EXE_xuncha").to_owned());
    let began = Instant::now();
    let mut child = Command::new(binary)
        .args([
            "monthly",
            "--rate",
            "off",
            "--as-of",
            "2026-11-23",
            "--no-progress",
            "--format",
            "json",
        ])
        .current_dir(desk.path())
        .stdout(Stdio::piped())
        .spawn()?;
    let peak = watch(&mut child)?;
    let elapsed = began.elapsed();
    let mut said = String::new();
    child.stdout.take().context("its output is a pipe")?.read_to_string(&mut said)?;
    let result: serde_json::Value = serde_json::from_str(&said).context("it gave no result")?;
    let (site, mib) = (&result["sites"][0], peak.context("the system tells no peak")? >> 10);
    let number = |value: &serde_json::Value| value.as_u64().unwrap_or_default();
    println!("{what}:");
    println!("  pages read      {:>9}", number(&site["pages"]));
    println!("  requests        {:>9}", number(&site["requests"]));
    println!("  not read        {:>9}", number(&site["coverage"]["skipped"]["page_limit"]));
    println!("  findings        {:>9}", number(&site["findings"]["link-broken"]));
    println!("  seconds         {:>9.1}", elapsed.as_secs_f64());
    println!("  pages a second  {:>9.0}", number(&site["pages"]) as f64 / elapsed.as_secs_f64());
    println!("  most memory     {mib:>9} MiB\n");
    Ok(mib)
}

/// Waits for the end of the program, and gives back the most it ever held, in KiB.
fn watch(child: &mut Child) -> Result<Option<u64>> {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    // The peak never falls, so only the last instant before the end may be missed.
    while child.try_wait()?.is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:"));
        peak = line.and_then(|l| l.trim().trim_end_matches(" kB").parse().ok()).or(peak);
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(peak)
}
