//! Everything that led to a finding, gathered from the records of the runs.

use std::collections::HashSet;

use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::Offset;
use serde_json::Value;
use url::Url;

use crate::facts::{Exchange, Failure, LogRow, Outcome};
use crate::finding::{Finding, FindingRecord, Grade, LogState, RunNote, Trace};
use crate::plan::Plan;
use crate::site::url_key;
use crate::store::{RunRow, Store, StoreError};

/// Candidates that are named where the beginning of an id is not enough.
const MOST_CANDIDATES: u32 = 20;
/// Runs that are named of those that found it, and of those that did not any more.
const MOST_RUNS: u32 = 20;
/// Runs looked through for those that did not find it any more.
const LOOK_BACK: u32 = 200;
/// Addresses named by the evidence that are looked up.
const MOST_NAMED: usize = 10;

/// What an id led to.
pub(crate) enum Traced {
    /// This finding.
    Found(Box<Trace>),
    /// Several begin like it: each as the newest run recorded it, and whether there are more.
    Several(Vec<FindingRecord>, bool),
    /// No run found anything of such an id.
    Unknown,
}

/// Everything that led to the finding with this id, which may be cut short. Capitals and blanks around it do not matter.
pub(crate) async fn trace(store: &Store, written: &str) -> Result<Traced, StoreError> {
    let wanted = normal(written);
    let mut ids = store.ids_like(&wanted, MOST_CANDIDATES + 1).await?;
    if ids.is_empty() {
        ids = store.ids_once_like(&wanted, MOST_CANDIDATES + 1).await?;
    }
    // The whole id of one finding may be the beginning of another's.
    if ids.first().is_some_and(|id| *id == wanted) {
        ids.truncate(1);
    }
    match ids.as_slice() {
        [] => Ok(Traced::Unknown),
        [id] => {
            let Some(mut record) = store.newest_record(id).await? else {
                return Ok(Traced::Unknown);
            };
            // Recorded by the version before: since then it may have been found under the id it has now.
            if record.former_id.is_none()
                && let [now] = store.ids_once_like(id, 1).await?.as_slice()
                && let Some(newer) = store.newest_record(now).await?
            {
                record = newer;
            }
            Ok(Traced::Found(Box::new(gather(store, record).await?)))
        }
        many => {
            let mut candidates = Vec::new();
            for id in many.iter().take(MOST_CANDIDATES as usize) {
                candidates.extend(store.newest_record(id).await?);
            }
            candidates.sort_by(|a, b| b.seen_at.cmp(&a.seen_at));
            Ok(Traced::Several(candidates, many.len() > MOST_CANDIDATES as usize))
        }
    }
}

/// An id as findings have it: the kind in capitals, the rest small.
fn normal(written: &str) -> String {
    let written = written.trim();
    match written.split_once('-') {
        Some((kind, rest)) => format!("{}-{}", kind.to_uppercase(), rest.to_lowercase()),
        None => written.to_uppercase(),
    }
}

async fn gather(store: &Store, record: FindingRecord) -> Result<Trace, StoreError> {
    let (runs, found_by_all) = store.found_by(&known_as(&record), MOST_RUNS).await?;
    let missed_by = missed_by(store, &record, &runs).await?;
    let mut log = (record.run.to_string(), LogState::Gone);
    let mut started_at = String::new();
    for (run, _) in &runs {
        let state = store.log_state(run).await?;
        // The newest that can be read; else the newest, and why not.
        if started_at.is_empty() || state == LogState::Readable {
            log = (run.id.clone(), state);
            started_at.clone_from(&run.started_at);
        }
        if state == LogState::Readable {
            break;
        }
    }
    let sites = store.sites_of(&record.run).await?;
    let mut trace = Trace {
        site_name: sites.into_iter().find(|s| s.id == *record.finding.site).map(|s| s.name),
        found_by: runs.into_iter().map(|(run, grade)| note(run, Some(grade))).collect(),
        found_by_all,
        missed_by,
        offset: offset_of(&started_at),
        page: Vec::new(),
        target: Vec::new(),
        probe: Vec::new(),
        robots: Vec::new(),
        named: Vec::new(),
        site: Vec::new(),
        record,
        log,
    };
    if trace.log.1 == LogState::Readable {
        read_log(store, &mut trace).await?;
    }
    Ok(trace)
}

/// The ids this finding may be recorded under.
fn known_as(record: &FindingRecord) -> Vec<&str> {
    [Some(&record.id), record.former_id.as_ref()]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect()
}

/// The runs that came to their end after the last that found it, looked at its site, and did not find it.
async fn missed_by(store: &Store, record: &FindingRecord, found_by: &[(RunRow, Grade)]) -> Result<Vec<RunNote>, StoreError> {
    let Some((last, _)) = found_by.first() else { return Ok(Vec::new()) };
    let newer = store.runs(LOOK_BACK).await?.into_iter().take_while(|run| run.id != last.id);
    let looked = |run: &RunRow| {
        let plan = serde_json::from_value::<Plan>(run.plan.clone());
        run.finished_at.is_some() && plan.is_ok_and(|plan| plan.sites.iter().any(|id| *id == *record.finding.site))
    };
    Ok(newer.filter(looked).take(MOST_RUNS as usize).map(|run| note(run, None)).collect())
}

fn note(run: RunRow, grade: Option<Grade>) -> RunNote {
    RunNote {
        run: run.id,
        mode: run.mode,
        as_of: run.as_of,
        finished_at: run.finished_at,
        complete: run.complete,
        grade,
    }
}

/// The offset a moment was written with; that of Beijing where it says none.
fn offset_of(rfc3339: &str) -> Offset {
    let pieces = DateTimeParser::new().parse_pieces(rfc3339).ok();
    pieces.and_then(|p| p.to_numeric_offset()).unwrap_or(Offset::constant(8))
}

async fn read_log(store: &Store, trace: &mut Trace) -> Result<(), StoreError> {
    let sought = Sought::of(&trace.record.finding);
    let keys: Vec<&str> = sought.keys().collect();
    for row in store.rows_about(&trace.log.0, &keys).await? {
        let (own, asked) = (key_of_row(&row), asked(&row));
        let about = |key: &Option<String>| {
            key.as_deref()
                .is_some_and(|key| own.as_deref() == Some(key) || asked.as_deref() == Some(key))
        };
        match &row {
            LogRow::Robots(_) => trace.robots.push(row),
            LogRow::Ipv6(_) | LogRow::End(_) => trace.site.push(row),
            LogRow::Probe(_) => trace.probe.push(row),
            // A page may link to itself.
            _ if about(&sought.page) => {
                if about(&sought.target) {
                    trace.target.push(row.clone());
                }
                trace.page.push(row);
            }
            // What the target redirects to stands under its own address, as the page that was read.
            _ if about(&sought.target) => trace.target.push(row),
            _ if sought.named.iter().any(|key| about(&Some(key.clone()))) => trace.named.push(row),
            _ => {}
        }
    }
    let forbidden = trace
        .target
        .iter()
        .chain(&trace.page)
        .any(|row| row.exchange().is_some_and(is_forbidden));
    if !forbidden {
        trace.robots.clear();
    }
    Ok(())
}

fn is_forbidden(exchange: &Exchange) -> bool {
    exchange.last().is_some_and(|a| a.outcome == Outcome::Failure(Failure::Robots))
}

/// The keys that rows about a finding stand under.
struct Sought {
    site: String,
    page: Option<String>,
    target: Option<String>,
    /// Where the target led.
    end: Option<String>,
    probe: Option<String>,
    robots: Vec<String>,
    named: Vec<String>,
}

impl Sought {
    fn of(finding: &Finding) -> Self {
        let text = |key: &str| finding.evidence.get(key).and_then(Value::as_str);
        let (page, target) = (key(&finding.page_url), finding.target_url.as_deref().and_then(key));
        let mut named = Vec::new();
        finding.evidence.values().for_each(|value| addresses(value, &mut named));
        let mut seen: HashSet<String> = [&page, &target].into_iter().flatten().cloned().collect();
        named.retain(|key| seen.insert(key.clone()));
        named.truncate(MOST_NAMED);
        let robots_of = |url: &str| Some(Url::parse(url).ok()?.join("/robots.txt").ok()?.to_string());
        Sought {
            site: finding.site.to_string(),
            end: text("final_url").and_then(key),
            // Written into the log as it was asked for.
            probe: text("probe").map(str::to_owned),
            robots: [Some(&*finding.page_url), finding.target_url.as_deref()]
                .into_iter()
                .flatten()
                .filter_map(robots_of)
                .collect(),
            page,
            target,
            named,
        }
    }

    fn keys(&self) -> impl Iterator<Item = &str> {
        let one = [&self.page, &self.target, &self.end, &self.probe].into_iter().flatten();
        let keys = one.chain(&self.robots).chain(&self.named).chain([&self.site]);
        keys.map(String::as_str)
    }
}

/// The key of an address; none where it is none of the web.
fn key(url: &str) -> Option<String> {
    let url = Url::parse(url).ok().filter(|u| matches!(u.scheme(), "http" | "https"))?;
    Some(url_key(&url))
}

/// The keys of the addresses in a piece of evidence.
fn addresses(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.extend(key(text)),
        Value::Array(values) => values.iter().for_each(|v| addresses(v, found)),
        Value::Object(values) => values.values().for_each(|v| addresses(v, found)),
        _ => {}
    }
}

fn key_of_row(row: &LogRow) -> Option<String> {
    match row {
        LogRow::Page(page) => Some(page.head.key.clone()),
        LogRow::Target(target) => Some(target.key.clone()),
        LogRow::Search(search) => key(&search.url),
        LogRow::Sitemap(sitemap) => key(&sitemap.url),
        _ => None,
    }
}

/// The key of the address that was asked for.
fn asked(row: &LogRow) -> Option<String> {
    key(&row.exchange()?.url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_understood_however_it_was_typed() {
        for (written, wanted) in [
            ("LJ-0a1b2c3d-00000001", "LJ-0a1b2c3d-00000001"),
            (" lj-0A1B2C3D-0000 ", "LJ-0a1b2c3d-0000"),
            ("lj", "LJ"),
            ("", ""),
        ] {
            assert_eq!(normal(written), wanted);
        }
    }

    #[test]
    fn the_clock_of_a_run_is_the_one_it_wrote_with() {
        assert_eq!(offset_of("2026-11-23T09:00:00+08:00"), Offset::constant(8));
        assert_eq!(offset_of("2026-11-23T09:00:00-05:30").seconds(), -19_800);
        assert_eq!(offset_of("yesterday"), Offset::constant(8));
    }

    #[test]
    fn every_address_of_the_evidence_is_looked_up_once() {
        let evidence = serde_json::json!({"newest_url": "http://a.cn/1?", "items": [{"url": "http://a.cn/2"}], "pages": 3, "links": ["http://a.cn/1", "file:///c:/x"]});
        let mut found = Vec::new();
        addresses(&evidence, &mut found);
        assert_eq!(found, ["http://a.cn/2", "http://a.cn/1", "http://a.cn/1"]);
    }
}
