//! The promises to servers and to the run itself, over whole runs, with the server's own log as the witness.

mod limits;
mod outages;
mod pace;
mod traps;

use std::sync::Arc;

use jiff::Zoned;
use serde_json::Value;
use tempfile::TempDir;
use tokio::sync::watch;
use xuncha::testing::crawl::politeness::Politeness;
use xuncha::testing::crawl::{Patience, Setup, crawl};
use xuncha::testing::fetch::{AddressGuard, Client, ClientSettings};
use xuncha::testing::judge::Crawled;
use xuncha::testing::plan::{Mode, Plan};
use xuncha::testing::site::{RunDay, parse};
use xuncha::testing::store::{NewRun, Store};

use crate::desk::{site_yaml, sites_yaml};
use crate::site_server::{Answer, Request};

/// As fast as it goes.
const FAST: [&str; 5] = ["monthly", "--rate", "off", "--as-of", "2026-11-23"];
/// Words that differ from page to page: pages that differ in digits only count as the same page.
const WORDS: [&str; 10] = ["春耕", "夏收", "秋种", "冬藏", "防汛", "抗旱", "普法", "禁毒", "户籍", "消防"];

/// A text that no other page has.
fn own_text(n: usize) -> String {
    n.to_string().bytes().map(|b| WORDS[usize::from(b - b'0')]).collect()
}

/// A site of so many pages: each leads to the next nine, every tenth has a dead link.
fn book(pages: usize) -> impl Fn(&Request) -> Answer + Send + Sync + Clone + 'static {
    move |request| {
        let page = match request.path.as_str() {
            "/" => Some(0),
            path => path.trim_start_matches("/p").trim_end_matches(".html").parse::<usize>().ok(),
        };
        let Some(n) = page.filter(|n| *n < pages) else {
            return Answer::missing();
        };
        let mut links: String = (n + 1..=n + 9)
            .filter(|m| *m < pages)
            .map(|m| format!("<a href=\"/p{m}.html\">{}</a>", own_text(m)))
            .collect();
        if n % 10 == 0 {
            links = format!("{links}<a href=\"/gone/{n}.html\">旧闻{}</a>", own_text(n));
        }
        Answer::page(&own_text(n), &format!("<p>{}</p>{links}", own_text(n)))
    }
}

/// A crawl inside this process, where the clock and the patience are the test's.
async fn crawl_here(url: &str, more: &str, patience: Patience, clock: Option<Arc<dyn Fn() -> Zoned + Send + Sync>>) -> Crawled {
    let folder: TempDir = tempfile::tempdir().unwrap();
    let mut group = parse(&sites_yaml(&site_yaml("main", "main", url, more)), "sites.yaml").unwrap();
    for site in &mut group.sites {
        site.limits.rate_per_second = None;
    }
    let group = Arc::new(group);
    let plan = Plan::whole(Mode::Monthly, vec!["main".to_owned()], None);
    let store = Store::open(folder.path()).await.unwrap();
    let today = jiff::civil::date(2026, 11, 23);
    let run = store
        .begin_run(NewRun {
            mode: "monthly".to_owned(),
            group: "测试站群".to_owned(),
            as_of: today,
            fingerprint: "test".to_owned(),
            started_at: "2026-11-23T09:00:00+08:00".to_owned(),
            seed: 1,
            options: std::collections::BTreeMap::new(),
            plan: serde_json::to_value(&plan).unwrap(),
        })
        .await
        .unwrap();
    let mut settings = ClientSettings::new("xuncha test", AddressGuard::for_sites(&[url.parse().unwrap()]));
    settings.retry_pause = std::time::Duration::from_millis(10);
    let client = Client::new(settings).unwrap();
    let mut politeness = Politeness::new(&group, client.resolver());
    if let Some(clock) = clock {
        politeness = politeness.with_clock(clock);
    }
    politeness.prepare(&group).await;
    let setup = Setup {
        seed: 0,
        group,
        plan: Arc::new(plan),
        today: RunDay::given(today),
        client,
        politeness,
        writer: store.writer(&run.id).await.unwrap(),
        store,
        run: run.id,
        patience,
    };
    let (_stop, stopped) = watch::channel(false);
    crawl(setup, &mut |_| {}, stopped).await.unwrap()
}

/// The number of a skip reason in a run's first site.
fn skipped(run: &Value, reason: &str) -> u64 {
    run["sites"][0]["coverage"]["skipped"][reason].as_u64().unwrap_or(0)
}

/// What makes a run's first site incomplete.
fn gaps(run: &Value) -> String {
    run["sites"][0]["coverage"]["gaps"].to_string()
}
