//! What earlier runs left: each site by the newest run that looked at it, since not every run looks at every site.

use std::collections::{HashMap, HashSet};

use crate::plan::{Again, Mode};
use crate::store::{OpenFinding, RunRow, Store, StoreError};

/// Runs looked back at most: a year of daily readings with the rest between them.
const LOOK_BACK: u32 = 500;

/// The findings that were open when each of these sites was last looked at, by whatever run.
pub(crate) async fn open_findings(store: &Store, sites: &[String]) -> Result<Vec<OpenFinding>, StoreError> {
    open_before(store, sites, None).await
}

/// The same as it was known to a run that ended at this moment (RFC 3339); to one that has not ended, as it is known now.
pub(super) async fn open_before(store: &Store, sites: &[String], end: Option<&str>) -> Result<Vec<OpenFinding>, StoreError> {
    let moment = |text: &str| text.parse::<jiff::Timestamp>().ok();
    let end = end.and_then(moment);
    let earlier = |run: &RunRow| end.is_none() || run.finished_at.as_deref().and_then(moment) < end;
    let mut open = Vec::new();
    for (run, sites) in newest_run_of(store, sites, earlier).await? {
        let findings = store.open_findings_of(&run).await?;
        open.extend(findings.into_iter().filter(|f| sites.contains(&f.site)));
    }
    Ok(open)
}

/// Which of these sites failed when all of it was last inspected: a finding that is grave or a veto, or a gap.
pub(crate) async fn failed_last_time(store: &Store, sites: &[String]) -> Result<HashSet<String>, StoreError> {
    let mut failed = HashSet::new();
    for (run, sites) in newest_run_of(store, sites, is_whole).await? {
        let grave = store.sites_with_grave_findings(&run).await?;
        let inspected = store.sites_of(&run).await?;
        let gaps = inspected.into_iter().filter(|s| !s.coverage.gaps.is_empty()).map(|s| s.id);
        failed.extend(grave.into_iter().chain(gaps).filter(|id| sites.contains(id)));
    }
    Ok(failed)
}

/// The first pages of the columns each of these sites had when all of it was last inspected.
pub(crate) async fn known_columns(store: &Store, sites: &[String]) -> Result<Vec<Again>, StoreError> {
    let mut columns = Vec::new();
    for (run, sites) in newest_run_of(store, sites, is_whole).await? {
        for site in store.sites_of(&run).await?.into_iter().filter(|s| sites.contains(&s.id)) {
            columns.extend(site.columns.into_iter().map(|c| Again {
                site: site.id.clone(),
                url: c.url,
            }));
        }
    }
    Ok(columns)
}

fn is_whole(run: &RunRow) -> bool {
    [Mode::Monthly, Mode::Quarterly].iter().any(|mode| mode.id() == run.mode)
}

/// The newest finished run of a kind that looked at each site, as run and its sites. One that was closed before its end
/// looked at whatever it had come to: what it does not tell of is neither mended nor gone.
async fn newest_run_of(
    store: &Store,
    sites: &[String],
    kind: impl Fn(&RunRow) -> bool,
) -> Result<HashMap<String, HashSet<String>>, StoreError> {
    let mut wanted: HashSet<&String> = sites.iter().collect();
    let mut newest: HashMap<String, HashSet<String>> = HashMap::new();
    for run in store
        .runs(LOOK_BACK)
        .await?
        .into_iter()
        .filter(|run| run.finished_at.is_some() && run.closed.is_none() && kind(run))
    {
        if wanted.is_empty() {
            break;
        }
        // The plan names the sites a run looked at; reading it is cheaper than reading what it found.
        let Ok(plan) = serde_json::from_value::<crate::plan::Plan>(run.plan) else {
            continue;
        };
        for site in plan.sites {
            if wanted.remove(&site) {
                newest.entry(run.id.clone()).or_default().insert(site);
            }
        }
    }
    Ok(newest)
}
