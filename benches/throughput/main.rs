//! `cargo bench --bench throughput`: what reading a page costs beside the bare parser, and a whole inspection of a group of
//! nine sites beside bare fetching and parsing, and beside another version of the program.
//!
//! Machines differ and are noisy, so all sides run in turn, medians are taken, and the ratios are what counts. It fails
//! where a link is not judged as it is, never because of a time. `-- reading`, `-- hostile` and `-- group` run one part. `XUNCHA_BENCH_PAGES` (10000) sets the size of the group,
//! `XUNCHA_BENCH_SEED` (1) which group, `XUNCHA_BENCH_ROUNDS` (3) how often each side runs, `XUNCHA_OTHER` names another
//! program, `XUNCHA_BENCH_BINARY` one to take instead of this.
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

#[path = "../group/mod.rs"]
mod group;
mod hostile;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Result;
use futures_util::StreamExt as _;
use scraper::{Html, Selector};
use tokio::runtime::Runtime;
use url::Url;
use xuncha::testing::extract::{PageInput, extract_page};

use self::group::inspection::{Comparison, Inspection, this};
use self::group::{Group, TODAY, setting};

/// As in the program itself, for the bare sides.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Times each side of the reading is measured.
const ROUNDS: usize = 5;
/// Requests under way at once, where there is only fetching.
const AT_ONCE: usize = 64;

fn main() -> Result<()> {
    // Cargo adds an option of its own.
    let chosen = std::env::args().skip(1).find(|a| !a.starts_with('-')).unwrap_or_default();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    // Only one provider is compiled in, so nothing else can have been installed before.
    drop(rustls::crypto::ring::default_provider().install_default());
    let group = runtime.block_on(Group::serve(setting("PAGES", 10_000), setting("SEED", 1) as u64))?;
    if "reading".contains(&chosen) {
        reading(&runtime.block_on(sample(&group.pages()))?)?;
    }
    if "hostile".contains(&chosen) {
        hostile_pages()?;
    }
    if "group".contains(&chosen) {
        inspecting(&runtime, &group)?;
    }
    Ok(())
}

/// A whole inspection of the group, beside bare fetching and parsing, and beside another program.
fn inspecting(runtime: &Runtime, group: &Group) -> Result<()> {
    let pages = group.pages();
    println!("{group}");
    let other = std::env::var_os("XUNCHA_OTHER").map(PathBuf::from);
    let (mut bare, mut these, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..setting("ROUNDS", 3).max(1) {
        let began = Instant::now();
        runtime.block_on(fetch_and_parse(&pages))?;
        bare.push(began.elapsed());
        these.push(group.inspected_by(&this())?);
        if let Some(other) = &other {
            others.push(group.inspected_by(other)?);
        }
    }
    let bare = pages.len() as f64 / median(bare).as_secs_f64();
    println!("  bare fetching and parsing:\n    {bare:.0} pages/s");
    let usual = told("this program", &these);
    println!(
        "  pages/s, this to bare fetching and parsing: {:.2}",
        usual.pages as f64 / usual.wall.as_secs_f64() / bare
    );
    if let Some(name) = &other {
        let other = told(&name.display().to_string(), &others);
        let share = |of: fn(&Inspection) -> f64| of(&usual) / of(&other);
        let (wall, cpu) = (share(|i| i.wall.as_secs_f64()), share(|i| i.cpu.as_secs_f64()));
        let memory = share(|i| i.peak.unwrap_or_default() as f64);
        println!("  this to the other: time {wall:.3}, processor {cpu:.3}, memory {memory:.3}");
    }
    these.iter().try_for_each(|(_, comparison)| comparison.ensure_true())
}

/// Prints the median of some inspections by the same program, and gives it back.
fn told(who: &str, all: &[(Inspection, Comparison)]) -> Inspection {
    let mut usual = all[0].0.clone();
    usual.wall = median(all.iter().map(|(i, _)| i.wall).collect());
    usual.cpu = median(all.iter().map(|(i, _)| i.cpu).collect());
    usual.peak = all.iter().filter_map(|(i, _)| i.peak).max();
    println!("  {who}:\n{usual}\n    {}", all[0].1);
    usual
}

/// Some four hundred of the pages, from all over the group.
async fn sample(pages: &[String]) -> Result<Vec<Vec<u8>>> {
    let mut all = Vec::new();
    for page in pages.iter().step_by((pages.len() / 400).max(1)) {
        all.push(reqwest::get(page).await?.bytes().await?.to_vec());
    }
    Ok(all)
}

/// One page: the bare parser, the bare parser with its links resolved, and all we read.
fn reading(all: &[Vec<u8>]) -> Result<()> {
    let bytes: usize = all.iter().map(Vec::len).sum();
    let base = Url::parse("http://www.example.gov.cn/jwyw/202611/t.html")?;
    let (mut parsing, mut linking, mut facts) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        parsing.push(time(|| all.iter().map(|page| Html::parse_document(&text(page)).errors.len()).sum()));
        linking.push(time(|| all.iter().map(|page| links(page, &base)).sum()));
        facts.push(time(|| all.iter().map(|page| read(page, &base).links.len()).sum()));
    }
    let (parsing, linking, facts) = (median(parsing), median(linking), median(facts));
    let rate = |time: Duration| all.len() as f64 / time.as_secs_f64();
    println!(
        "Reading {} pages, {} KB each, one thread:",
        all.len(),
        bytes / all.len().max(1) / 1024
    );
    println!("  bare parser               {:>8.0} pages/s", rate(parsing));
    println!("  bare parser and links     {:>8.0} pages/s", rate(linking));
    println!("  everything xuncha reads   {:>8.0} pages/s", rate(facts));
    println!("  ratio to the bare parser  {:>8.2}", ratio(parsing, facts));
    println!("  ratio to parser and links {:>8.2}\n", ratio(linking, facts));
    Ok(())
}

/// What the worst pages cost: the work is bounded, whatever is in them.
fn hostile_pages() -> Result<()> {
    let base = Url::parse("http://www.example.gov.cn/")?;
    println!("Hostile pages, once each:");
    for (name, page) in hostile::pages() {
        let began = Instant::now();
        let facts = read(&page, &base);
        let (ms, cut) = (began.elapsed().as_millis(), if facts.cut_off { ", cut off" } else { "" });
        println!("  {name:<25} {ms:>8} ms for {} MB{cut}", page.len() >> 20);
    }
    println!();
    Ok(())
}

/// Fetches and parses pages whose addresses are known in advance.
async fn fetch_and_parse(pages: &[String]) -> Result<()> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    let jobs = pages.iter().map(|url| {
        let client = client.clone();
        async move {
            let base = Url::parse(url)?;
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

fn read(page: &[u8], base: &Url) -> xuncha::testing::facts::PageFacts {
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
    let began = Instant::now();
    std::hint::black_box(work());
    began.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// How fast the second is, the first being 1.
fn ratio(first: Duration, second: Duration) -> f64 {
    first.as_secs_f64() / second.as_secs_f64()
}
