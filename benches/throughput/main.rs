//! `cargo bench`: what reading a page costs beside the bare parser, and a whole inspection beside bare fetching and
//! parsing. Machines differ and are noisy, so both sides run in turn in one process, medians are taken, and the ratio
//! is what counts. `XUNCHA_BENCH_PAGES` sets the size of the site (default 3000).
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

mod pages;
mod server;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use futures_util::StreamExt as _;
use jiff::civil::{Date, date};
use scraper::{Html, Selector};
use url::Url;
use xuncha::cli::args::Rate;
use xuncha::cli::config_file::apply_rate;
use xuncha::extract::{PageInput, extract_page};
use xuncha::inspect::{Order, inspect};
use xuncha::plan::{Mode, Plan};
use xuncha::site::Group;
use xuncha::store::Store;
use xuncha::wording::Proofreading;

/// As in the program itself, for both sides.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The day of the invented pages.
const TODAY: Date = date(2026, 11, 23);
/// Times each side is measured; the median counts.
const ROUNDS: usize = 5;
/// Requests under way at once, on both sides.
const AT_ONCE: usize = 64;

fn main() -> Result<()> {
    let wanted = std::env::var("XUNCHA_BENCH_PAGES").ok().and_then(|n| n.parse().ok());
    let size = wanted.unwrap_or(3000);
    reading()?;
    hostile()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(crawling(size))
}

/// One page: the bare parser, the bare parser with its links resolved, and all we read.
fn reading() -> Result<()> {
    let all: Vec<Vec<u8>> = pages::site(400).into_values().collect();
    let bytes: usize = all.iter().map(Vec::len).sum();
    let base = Url::parse("http://www.example.gov.cn/lm0/t0.html")?;
    let (mut parsing, mut linking, mut facts) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        parsing.push(time(|| all.iter().map(|page| Html::parse_document(&text(page)).errors.len()).sum()));
        linking.push(time(|| all.iter().map(|page| links(page, &base)).sum()));
        facts.push(time(|| all.iter().map(|page| read(page, &base).links.len()).sum()));
    }
    let (parsing, linking, facts) = (median(parsing), median(linking), median(facts));
    let rate = |time: Duration| all.len() as f64 / time.as_secs_f64();
    println!("Reading {} pages, {} KB each, one thread:", all.len(), bytes / all.len() / 1024);
    println!("  bare parser               {:>8.0} pages/s", rate(parsing));
    println!("  bare parser and links     {:>8.0} pages/s", rate(linking));
    println!("  everything xuncha reads   {:>8.0} pages/s", rate(facts));
    println!("  ratio to the bare parser  {:>8.2}", ratio(parsing, facts));
    println!("  ratio to parser and links {:>8.2}\n", ratio(linking, facts));
    Ok(())
}

/// What the worst pages cost: the work is bounded, whatever is in them.
fn hostile() -> Result<()> {
    let base = Url::parse("http://www.example.gov.cn/")?;
    println!("Hostile pages, once each:");
    for (name, page) in pages::hostile() {
        let begun = Instant::now();
        let facts = read(&page, &base);
        let (ms, cut) = (begun.elapsed().as_millis(), if facts.cut_off { ", cut off" } else { "" });
        println!("  {name:<25} {ms:>8} ms for {} MB{cut}", page.len() >> 20);
    }
    println!();
    Ok(())
}

/// A whole inspection of a site on loopback beside fetching and parsing the same pages, known in advance.
async fn crawling(size: usize) -> Result<()> {
    // Only one provider is compiled in, so nothing else can have been installed before.
    drop(rustls::crypto::ring::default_provider().install_default());
    let site = pages::site(size);
    let paths: Vec<String> = site.keys().cloned().collect();
    let address = server::serve(site).await?;
    let (mut bare, mut whole, mut read) = (Vec::new(), Vec::new(), 0);
    for _ in 0..3 {
        let begun = Instant::now();
        fetch_and_parse(address, &paths).await?;
        bare.push(begun.elapsed());
        let begun = Instant::now();
        read = inspected(address).await?;
        whole.push(begun.elapsed());
    }
    let (bare, whole) = (median(bare), median(whole));
    let rate = |pages: usize, time: Duration| pages as f64 / time.as_secs_f64();
    println!("A site of {} addresses on loopback, server in this process:", paths.len());
    println!("  bare fetching and parsing {:>8.0} pages/s", rate(paths.len(), bare));
    println!(
        "  whole inspection          {:>8.0} pages/s ({read} pages read)",
        rate(paths.len(), whole)
    );
    println!("  ratio                     {:>8.2}", ratio(bare, whole));
    Ok(())
}

async fn fetch_and_parse(address: SocketAddr, paths: &[String]) -> Result<()> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    let jobs = paths.iter().map(|path| {
        let (client, url) = (client.clone(), format!("http://{address}{path}"));
        async move {
            let base = Url::parse(&url)?;
            let body = client.get(url).send().await?.bytes().await?;
            anyhow::Ok(tokio::task::spawn_blocking(move || links(&body, &base)).await?)
        }
    });
    let mut answers = futures_util::stream::iter(jobs).buffer_unordered(AT_ONCE);
    while let Some(answer) = answers.next().await {
        answer?;
    }
    Ok(())
}

/// Inspects the site with an empty state; gives back how many pages were read.
async fn inspected(address: SocketAddr) -> Result<u64> {
    let state = tempfile::tempdir()?;
    let store = Store::open(state.path()).await?;
    let order = Order {
        group: Arc::new(group(address)?),
        plan: Plan::whole(Mode::Monthly, vec!["main".to_owned()], None),
        today: TODAY,
        seed: 0,
        options: BTreeMap::new(),
        wording: Proofreading::shipped(),
        tables: xuncha::standard::Table::built_in(),
        workdays: xuncha::site::shipped_workdays().clone(),
    };
    let (_never, stop) = tokio::sync::watch::channel(false);
    let inspection = inspect(&store, order, &mut drop, stop).await?;
    store.close().await;
    Ok(inspection.sites.iter().map(|s| s.pages).sum())
}

fn group(address: SocketAddr) -> Result<Group> {
    let yaml = format!(
        "group: 基准\ndefaults: {{concurrency: {AT_ONCE}, max_pages: 1000000}}\nsites:\n  - {{id: main, name: 基准, url: \"http://{address}/\", role: main}}\n"
    );
    let mut group = xuncha::site::parse(&yaml, "benchmark").context("the configuration of the benchmark")?;
    apply_rate(&mut group, Some(Rate::Off))?;
    Ok(group)
}

fn read(page: &[u8], base: &Url) -> xuncha::facts::PageFacts {
    extract_page(&PageInput {
        url: base,
        bytes: page,
        header_charset: None,
        today: TODAY,
        is_home: false,
        guide_hint: false,
        cut_off: false,
    })
}

fn links(page: &[u8], base: &Url) -> usize {
    let Ok(selector) = Selector::parse("a[href], img[src], link[href], script[src]") else {
        return 0;
    };
    let html = Html::parse_document(&text(page));
    let addresses = html.select(&selector).filter_map(|e| e.attr("href").or_else(|| e.attr("src")));
    addresses.filter(|a| base.join(a).is_ok()).count()
}

fn text(page: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(page)
}

fn time(work: impl FnOnce() -> usize) -> Duration {
    let begun = Instant::now();
    std::hint::black_box(work());
    begun.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// How fast the second is, the first being 1.
fn ratio(first: Duration, second: Duration) -> f64 {
    first.as_secs_f64() / second.as_secs_f64()
}
