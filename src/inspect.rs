//! The product in one file: a [`Plan`] in, an [`Inspection`] out.
//!
//! The crawl asks and reads, and all it learns stands in the log; then everything is judged at once from the log. Judging asks
//! nobody anything, so the same log always gives the same inspection.

mod cores;
mod history;
mod read_back;
mod rejudge;
mod trace;
mod unfinished;

pub(crate) use history::{failed_last_time, known_columns, open_findings};
pub(crate) use rejudge::RejudgeError;
pub use rejudge::rejudge;
pub(crate) use trace::{Traced, trace};
pub(crate) use unfinished::{Closing, close, finish_closed, unfinished};

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;
use jiff::{Timestamp, Zoned};
use sha2::{Digest, Sha256};
use thiserror::Error;
use tokio::sync::watch;

use crate::crawl::{self, CrawlError, Log, Patience, Progress, Setup, politeness::Politeness};
use crate::fetch::{AddressGuard, Client, ClientSettings, FetchError, guard_for_named_sites};
use crate::finding::{Draw, Finding, Inspection, RunHead};
use crate::judge::{self, Before, Crawled, Document, Earlier, Judging, PageAt, Terms};
use crate::plan::{Mode, Plan, Reach};
use crate::site::{Group, RunDay};
use crate::standard::{Table, Workdays};
use crate::store::{NewRun, OpenFinding, RunRow, Store, StoreError};
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
    let plan = Arc::new(plan);
    let group = &order.group;
    let addresses: Vec<url::Url> = group.enabled().map(|s| s.url.clone()).collect();
    let client = Client::new(client_settings(group, guard_for_named_sites(&addresses).await))?;
    let politeness = Politeness::new(group, client.resolver());
    politeness.prepare(group).await;
    let setup = Setup {
        group: group.clone(),
        plan: plan.clone(),
        // A run that goes on keeps its day and its draws, whatever day it is now.
        today: day_of(&run, group),
        seed: run.seed,
        client,
        politeness,
        store: store.clone(),
        writer: store.writer(&run.id).await?,
        run: run.id.clone(),
        patience: Patience::default(),
    };
    let crawled = crawl::crawl(setup, &mut |progress| tell(Event::Progress(progress.clone())), stop).await?;
    tell(Event::Judging);
    let inspection = judge_log(store, &order, &run, &plan, crawled, None).await?;
    keep(store, &inspection).await?;
    Ok(inspection)
}

async fn keep(store: &Store, inspection: &Inspection) -> Result<(), StoreError> {
    let run = &inspection.head.run;
    store.save_result(run, &inspection.findings, &inspection.reviews).await?;
    store.save_inspection(run, inspection).await?;
    tracing::info!("results saved");
    Ok(())
}

/// Judges a run by what its log holds, without a request, by the order's settings and lists and as of the run's own day.
async fn judge_again(
    store: &Store,
    order: &Order,
    run: &RunRow,
    plan: Plan,
    closing: Option<&Closing>,
) -> Result<Inspection, InspectError> {
    let plan = Arc::new(plan);
    let log = Log {
        group: &order.group,
        plan: &plan,
        today: run.as_of,
        seed: run.seed,
        store,
        run: &run.id,
    };
    let crawled = crawl::crawled_by(&log).await?;
    judge_log(store, order, run, &plan, crawled, closing).await
}

/// Judges what was crawled in a run, from its log. One that is being closed says why.
async fn judge_log(
    store: &Store,
    order: &Order,
    run: &RunRow,
    plan: &Plan,
    mut crawled: Crawled,
    closing: Option<&Closing>,
) -> Result<Inspection, InspectError> {
    let terms = Terms {
        group: &order.group,
        today: &day_of(run, &order.group),
        seed: run.seed,
        workdays: &order.workdays,
        wording: &order.wording,
        tables: &order.tables,
    };
    let untried = crawled.links.without_tries();
    let keys: HashSet<&str> = untried.keys().map(String::as_str).collect();
    for (key, exchange) in store.exchanges_of(&run.id, &keys).await? {
        crawled.links.recall(untried[&key], exchange);
    }
    tracing::info!(pages = crawled.sites.iter().map(|s| s.pages.len()).sum::<usize>(), "crawl over");
    let mut judging = Judging::new(terms, &crawled);
    // Site by site, in the order of their addresses: the order they came in must not matter. The style sheets first, and only
    // those of one site at a time.
    for site in &crawled.sites {
        let places = |pages: &[PageAt]| pages.iter().map(|p| p.seq).collect::<Vec<_>>();
        judging.other_sheets();
        read_back::take_sheets(store, &run.id, &places(&site.sheets), &mut judging).await?;
        read_back::judge_pages(store, &run.id, places(&site.pages), &mut judging).await?;
    }
    let judged = judging.finish();
    tracing::info!(findings = judged.findings.len(), reviews = judged.reviews.len(), "judged");
    let earlier = Earlier {
        first_seen: first_seen(store, &judged.findings).await?,
        open: match plan.reach {
            Reach::Front => {
                let open = history::open_before(store, &plan.sites, run.finished_at.as_deref()).await?;
                open.into_iter().map(before).collect()
            }
            Reach::Whole => Vec::new(),
        },
    };
    let head = RunHead {
        run: run.id.clone(),
        mode: run.mode.clone(),
        group: order.group.name.clone(),
        as_of: run.as_of,
        started_at: run.started_at.clone(),
        finished_at: rfc3339(&now_in(&order.group)),
        complete: false,
        stopped: crawled.interrupted && closing.is_none(),
        gaps: match closing {
            Some(closing) => closing.gaps(order),
            None if crawled.interrupted => vec!["检查中途停止；用同样的命令再次运行可继续".to_owned()],
            None => Vec::new(),
        },
        options: run.options.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        wording: None,
        folder: None,
    };
    // What a closed run found was seen when it ran, not when it was closed.
    let seen_at = closing.map_or_else(|| head.finished_at.clone(), |_| run.started_at.clone());
    let document = Document {
        head,
        seen_at: &seen_at,
        plan,
    };
    Ok(judge::inspection(document, &terms, &crawled, judged, &earlier))
}

/// The day each of these was first found, if any. What was last seen by the version before is known under the id it had
/// there.
async fn first_seen(store: &Store, findings: &[Finding]) -> Result<Vec<Option<Date>>, StoreError> {
    let ids: Vec<String> = findings.iter().map(Finding::id).collect();
    let mut days = store.first_seen(&ids).await?;
    let unseen: Vec<usize> = (0..days.len()).filter(|i| days[*i].is_none()).collect();
    let former: Vec<String> = unseen.iter().map(|i| findings[*i].former_id()).collect();
    for (i, day) in unseen.into_iter().zip(store.first_seen(&former).await?) {
        days[i] = day;
    }
    Ok(days)
}

fn before(open: OpenFinding) -> Before {
    Before {
        id: open.id,
        rule: open.rule,
        site: open.site,
        page_url: open.page_url,
        target_url: open.target_url,
    }
}

/// Closes the run of an inspection, once its reports are on the disk: had it been closed before, a run that was killed
/// or met a full disk in between would be over and have no reports. One that was stopped stays open.
pub async fn finish(store: &Store, inspection: &Inspection) -> Result<(), StoreError> {
    let head = &inspection.head;
    if head.stopped {
        return Ok(());
    }
    store.finish_run(&head.run, &head.finished_at, head.complete).await?;
    match Mode::of_id(&head.mode) {
        Some(mode) => store.forget_logs(&head.run, mode.logs_kept()).await,
        None => Ok(()),
    }
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

/// The option that names the day of a run.
pub(crate) const AS_OF: &str = "as_of";

/// The day of a run: the one that `--as-of` gave, else the one it began on.
fn day_of(run: &RunRow, group: &Group) -> RunDay {
    if run.options.contains_key(AS_OF) {
        RunDay::given(run.as_of)
    } else {
        RunDay::begun(run.as_of, group.timezone.clone())
    }
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
pub(crate) fn client_settings(group: &Group, guard: AddressGuard) -> ClientSettings {
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
pub(crate) fn today_in(group: &Group) -> Date {
    now_in(group).date()
}
