//! The product in one file: a [`Plan`] in, an [`Inspection`] out.
//!
//! The crawl asks and reads; then everything is judged at once from what it left: link rules on every page that has a
//! doubtful link, guide rules on every guide, column and site rules on the surveys. Judging asks nobody anything, so
//! the same log always gives the same inspection.

mod certificate;
mod coverage;
mod fold;
mod gathered;
mod guard;
mod history;
mod idle;
mod judge;
mod outcomes;
mod places;
mod proofread;
mod ratings;
mod reach;
mod record;
mod single;
mod unfinished;

pub use history::{failed_last_time, known_columns, open_findings};
pub use single::judge_page;
pub use unfinished::{Closing, Ending, close, finish_closed, unfinished};

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;
use jiff::{Timestamp, Zoned};
use sha2::{Digest, Sha256};
use thiserror::Error;
use tokio::sync::watch;

use crate::crawl::{self, CrawlError, Patience, Progress, Setup, politeness::Politeness};
use crate::fetch::{AddressGuard, Client, ClientSettings, FetchError, guard_for_named_sites};
use crate::finding::{Draw, Inspection, RunHead};
use crate::plan::{Plan, Reach};
use crate::site::Group;
use crate::standard::{Table, Workdays};
use crate::store::{NewRun, RunRow, Store, StoreError};
use crate::wording::Proofreading;

/// What an inspection is given.
pub struct Order {
    /// The sites.
    pub group: Arc<Group>,
    /// What to do with them.
    pub plan: Plan,
    /// The day freshness is judged by.
    pub today: Date,
    /// The seed of every draw in it.
    pub seed: u64,
    /// The options that shape it, as given; they go into `run.json`.
    pub options: BTreeMap<String, String>,
    /// What the wording is read with.
    pub wording: Proofreading,
    /// The tables of indicators that sites are rated by.
    pub tables: Vec<Table>,
    /// The calendar of working days.
    pub workdays: Workdays,
}

/// What happens while an inspection runs. Listeners print, log or show it; nobody calls back.
#[derive(Debug, Clone)]
pub enum Event {
    /// A run begins, or a stopped one goes on.
    Began {
        /// The run's id.
        run: String,
        /// Whether it goes on where an earlier one was stopped.
        resumed: bool,
        /// The draw it follows: of a run that goes on, the one it began with.
        draw: Option<Draw>,
    },
    /// How far the crawl has come.
    Progress(Progress),
    /// Everything is asked; judging begins.
    Judging,
}

/// Why there is no inspection.
#[derive(Debug, Error)]
pub enum InspectError {
    /// The state could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The HTTP client could not be made.
    #[error(transparent)]
    Fetch(#[from] FetchError),
}

impl From<CrawlError> for InspectError {
    fn from(error: CrawlError) -> Self {
        match error {
            CrawlError::Store(error) => InspectError::Store(error),
        }
    }
}

/// Carries out a plan. When `stop` turns true, what was found so far is judged and marked incomplete; the same order
/// given again goes on from there. The run stays open until [`finish`] closes it.
pub async fn inspect(
    store: &Store,
    order: Order,
    tell: &mut (dyn FnMut(Event) + Send),
    stop: watch::Receiver<bool>,
) -> Result<Inspection, InspectError> {
    let (run, plan, resumed) = open_run(store, &order).await?;
    tell(Event::Began {
        run: run.id.clone(),
        resumed,
        draw: plan.draw.clone(),
    });
    carry_out(store, &order, (run, plan), None, tell, stop).await
}

/// Crawls, judges and keeps a run. One that is being closed asks nothing: its `closing` says why it ends.
async fn carry_out(
    store: &Store,
    order: &Order,
    (run, plan): (RunRow, Plan),
    closing: Option<&Closing>,
    tell: &mut (dyn FnMut(Event) + Send),
    stop: watch::Receiver<bool>,
) -> Result<Inspection, InspectError> {
    let Order {
        group,
        wording,
        tables,
        workdays,
        ..
    } = order;
    // A run that goes on keeps its day and its draws, whatever day it is now.
    let (today, seed) = (run.as_of, run.seed);
    let plan = Arc::new(plan);

    let addresses: Vec<url::Url> = group.enabled().map(|s| s.url.clone()).collect();
    let politeness = Politeness::new(group);
    let guard = if closing.is_some() {
        AddressGuard::for_sites(&addresses)
    } else {
        politeness.prepare(group).await;
        guard_for_named_sites(&addresses).await
    };
    let client = Client::new(client_settings(group, guard))?;
    let setup = Setup {
        group: group.clone(),
        plan: plan.clone(),
        today,
        seed,
        client,
        politeness,
        store: store.clone(),
        writer: store.writer(&run.id),
        run: run.id.clone(),
        patience: Patience::default(),
    };
    let outcome = crawl::crawl(setup, &mut |progress| tell(Event::Progress(progress.clone())), stop).await?;
    tell(Event::Judging);
    tracing::info!(pages = outcome.pages.len(), "crawl over");

    let terms = judge::Terms {
        today,
        seed,
        reach: plan.reach,
        workdays,
    };
    let judged = judge::judge(store, &run.id, group, terms, &outcome, wording).await?;
    tracing::info!(findings = judged.findings.len(), reviews = judged.reviews.len(), "judged");
    let now = now_in(group);
    // What a closed run found was seen when it ran, not when it was closed.
    let seen_at = closing.map_or_else(|| rfc3339(&now), |_| run.started_at.clone());
    let mut results = coverage::results(group, &plan, &outcome, &judged, today);
    let complete = !outcome.interrupted && results.iter().all(|r| r.coverage.gaps.is_empty());
    let idle = idle::tell(group, &plan, &mut results, judged.idle);
    let (findings, reviews) = record::records(store, &run, group, judged.findings, judged.reviews, &seen_at).await?;
    let reading = match plan.reach {
        Reach::Front => {
            // This run is not finished yet: the newest finished one is the one before.
            let before = history::open_findings(store, &plan.sites).await?;
            record::reading(group, &plan, &outcome, &judged.surveyed, today, (&findings, &reviews), &before)
        }
        Reach::Whole => Vec::new(),
    };
    let mut sites = record::count_findings(results, &findings);
    if plan.reach == Reach::Whole {
        ratings::rate(&mut sites, group, tables, &judged.outcomes, &findings, terms);
    }
    let gaps = match closing {
        Some(closing) => closing.gaps(order),
        None if outcome.interrupted => vec!["检查中途停止；用同样的命令再次运行可继续".to_owned()],
        None => Vec::new(),
    };
    let inspection = Inspection {
        head: RunHead {
            run: run.id.clone(),
            mode: run.mode.clone(),
            group: group.name.clone(),
            as_of: today,
            started_at: run.started_at.clone(),
            finished_at: rfc3339(&now),
            complete,
            stopped: outcome.interrupted && closing.is_none(),
            gaps,
            options: run.options.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            wording: Some(record::wording(wording, idle)),
            folder: None,
        },
        sites,
        dead_targets: record::dead_targets(&findings),
        findings,
        reviews,
        draw: plan.draw.clone(),
        reading,
    };
    tracing::info!("results counted");
    store.save_result(&run.id, &inspection.findings, &inspection.reviews).await?;
    store.save_inspection(&run.id, &inspection).await?;
    tracing::info!("results saved");
    Ok(inspection)
}

/// Closes the run of an inspection, once its reports are on the disk: had it been closed before, a run that was killed
/// or met a full disk in between would be over and have no reports. One that was stopped stays open.
pub async fn finish(store: &Store, inspection: &Inspection) -> Result<(), StoreError> {
    let head = &inspection.head;
    if head.stopped {
        return Ok(());
    }
    store.finish_run(&head.run, &head.finished_at, head.complete).await
}

/// Goes on with the run the same command left open in this period, else begins one. The plan of a run that goes on is the
/// one it began with: yesterday's open findings and the draw do not change in between.
async fn open_run(store: &Store, order: &Order) -> Result<(RunRow, Plan, bool), InspectError> {
    let mode = order.plan.mode;
    let fingerprint = fingerprint(order, &order.options);
    if let Some(run) = store.unfinished_run(mode.id(), &fingerprint).await?
        && mode.period_of(run.as_of) == mode.period_of(order.today)
        && let Ok(begun) = serde_json::from_value::<Plan>(run.plan.clone())
    {
        return Ok((run, begun, true));
    }
    let new = NewRun {
        mode: mode.id().to_owned(),
        group: order.group.name.clone(),
        as_of: order.today,
        fingerprint,
        started_at: rfc3339(&now_in(&order.group)),
        seed: order.seed,
        options: order.options.clone(),
        plan: serde_json::to_value(&order.plan).unwrap_or_default(),
    };
    Ok((store.begin_run(new).await?, order.plan.clone(), false))
}

/// A hash of what makes two commands the same: the sites with all their settings, the sites asked for and the options.
fn fingerprint(order: &Order, options: &BTreeMap<String, String>) -> String {
    let (group, plan) = (&order.group, &order.plan);
    let chosen = plan
        .draw
        .as_ref()
        .map_or_else(|| plan.sites.join(","), |d| format!("draw {}", d.percent));
    let hash = Sha256::digest(format!("{:?}|{}|{chosen}|{options:?}", group.sites, group.name));
    hash.iter().take(16).map(|b| format!("{b:02x}")).collect()
}

/// The client's settings for a group: time limits and connections as its sites allow, and who asks.
pub fn client_settings(group: &Group, guard: AddressGuard) -> ClientSettings {
    let agent = format!(
        "Mozilla/5.0 (compatible; xuncha/{}; +{})",
        env!("CARGO_PKG_VERSION"),
        header_safe(&group.contact)
    );
    let limits: Vec<_> = group.enabled().map(|s| &s.limits).collect();
    let timeout = limits.iter().map(|l| l.timeout).max().unwrap_or(Duration::from_secs(15));
    let unlimited = group.enabled().all(|s| s.limits.rate_per_second.is_none());
    ClientSettings {
        // Without a rate limit the sites are our own test sites on loopback: they need no rest between tries.
        retry_pause: if unlimited {
            Duration::from_millis(20)
        } else {
            Duration::from_secs(2)
        },
        pool_idle_per_host: limits.iter().map(|l| l.concurrency).max().unwrap_or(2),
        first_byte_timeout: timeout,
        idle_timeout: timeout,
        connect_timeout: timeout.min(Duration::from_secs(10)),
        ..ClientSettings::new(agent, guard)
    }
}

/// The contact as a header may carry it.
fn header_safe(contact: &str) -> String {
    contact.chars().filter(|c| c.is_ascii_graphic() || *c == ' ').collect()
}

fn now_in(group: &Group) -> Zoned {
    Timestamp::now().to_zoned(group.timezone.clone())
}

fn rfc3339(time: &Zoned) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// The day it is now in the group's time zone.
pub fn today_in(group: &Group) -> Date {
    now_in(group).date()
}
