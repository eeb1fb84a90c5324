//! The log of a run judged again, by today's rules and the configuration as it is now. Nobody is asked anything, and nothing
//! in the store changes.

use thiserror::Error;

use super::{InspectError, Order, fingerprint, judge_again};
use crate::finding::{Comparing, Inspection, LogState, Rejudgement, Text};
use crate::plan::Reach;
use crate::store::{RunRow, Store, StoreError};

/// Why a run is not judged again.
#[derive(Debug, Error)]
pub enum RejudgeError {
    /// The state could not be read, or judging failed.
    #[error(transparent)]
    Inspect(#[from] InspectError),
    /// Its log was written by a program that may have read the same pages otherwise.
    #[error(
        "检查 {0} 的记录是另一个版本的程序（{1}）写成的，它读网页的方式可能与本程序不同，不能重判。\n改法：用本程序再检查一次，以后的检查都可以重判。"
    )]
    OtherFormat(String, String),
    /// It has no log.
    #[error("检查 {0} 的记录已经不在，或者它刚开始就停了，不能重判。\n改法：用 xuncha rejudge 换一次检查，或者再检查一次。")]
    Gone(String),
    /// None of its sites is configured.
    #[error("检查 {0} 查的站点（{1}）都不在现在的配置文件中，不能重判。\n改法：用 -c 指定那次检查所用的配置文件。")]
    NoSites(String, String),
}

impl From<StoreError> for RejudgeError {
    fn from(error: StoreError) -> Self {
        RejudgeError::Inspect(error.into())
    }
}

/// Judges a run again by an order that is the run's own in plan, day, seed and options, and compares. Gives the new
/// judgement, as if it had been made when the run was, and what changed.
pub async fn rejudge(store: &Store, run: &RunRow, order: &Order) -> Result<(Inspection, Rejudgement), RejudgeError> {
    match store.log_state(run).await? {
        LogState::Readable => {}
        LogState::OtherFormat => return Err(RejudgeError::OtherFormat(run.id.clone(), version_of(run))),
        LogState::Gone => return Err(RejudgeError::Gone(run.id.clone())),
    }
    let mut plan = order.plan.clone();
    let left_out: Vec<String> = plan
        .sites
        .extract_if(.., |id| !order.group.enabled().any(|s| s.id == *id))
        .collect();
    if plan.sites.is_empty() {
        return Err(RejudgeError::NoSites(run.id.clone(), left_out.join("、")));
    }
    let before = store.outline(&run.id).await?;
    let mut after = judge_again(store, order, run, plan, None).await?;
    as_then(&mut after, run, before.as_ref());

    let mut comparing = Comparing::with(&after);
    store.each_finding_of(&run.id, |record| comparing.earlier(record)).await?;
    let reviews = store.reviews_of(&run.id).await?;
    let comparison = comparing.finish(before.as_ref().map_or(&[], |b| &b.sites), reviews);
    let rejudgement = Rejudgement {
        head: after.head.clone(),
        ended: run.finished_at.is_some() && run.closed.is_none(),
        judged_before: before.is_some(),
        notes: notes(run, order, before.as_ref(), &after, &left_out),
        left_out,
        comparison,
    };
    Ok((after, rejudgement))
}

/// The version of the program that began a run, without the hash of its readers.
fn version_of(run: &RunRow) -> String {
    run.version.split('/').next().unwrap_or_default().to_owned()
}

/// What is judged now was seen then.
fn as_then(after: &mut Inspection, run: &RunRow, before: Option<&Inspection>) {
    let head = &mut after.head;
    head.finished_at.clone_from(match (before, &run.finished_at) {
        (Some(before), _) => &before.head.finished_at,
        (None, Some(end)) => end,
        (None, None) => &run.started_at,
    });
    let mut seen_at: Text = head.finished_at.as_str().into();
    if run.closed.is_some() {
        // Nobody goes on with it, and what it found was seen when it ran, not when it was closed.
        seen_at = run.started_at.as_str().into();
        head.stopped = false;
        head.gaps = before.map_or_else(|| vec!["这次检查没有做完就结束了".to_owned()], |b| b.head.gaps.clone());
    }
    for record in &mut after.findings {
        record.seen_at = seen_at.clone();
        // Later runs may have found it first.
        record.first_seen = record.first_seen.min(run.as_of);
    }
}

/// What is to be known of the comparison.
fn notes(run: &RunRow, order: &Order, before: Option<&Inspection>, after: &Inspection, left_out: &[String]) -> Vec<String> {
    let plan = &order.plan;
    let mut notes = Vec::new();
    if run.finished_at.is_none() {
        notes.push("这次检查没有做完，只判断已经读到的部分".to_owned());
    }
    if before.is_none() {
        notes.push("当时没有留下判断，无从比较，以下都是现在的判断".to_owned());
    }
    if !left_out.is_empty() {
        notes.push(format!("现在的配置中没有这些站点，没有重判：{}", left_out.join("、")));
    }
    let narrowed = plan.reach == Reach::Front || plan.draw.is_some() || run.options.contains_key("site");
    let added = order
        .group
        .enabled()
        .filter(|s| !narrowed && !plan.sites.contains(&s.id))
        .map(|s| s.id.as_str());
    let added: Vec<&str> = added.collect();
    if !added.is_empty() {
        notes.push(format!("现在的配置中新增的站点，当时没有检查：{}", added.join("、")));
    }
    for (was, is) in before
        .iter()
        .flat_map(|b| &b.sites)
        .filter_map(|was| Some((was, after.sites.iter().find(|s| s.id == was.id)?)))
    {
        if was.url != is.url {
            notes.push(format!(
                "站点 {} 的网址由 {} 改成了 {}，当时读到的网页可能不再算它的",
                was.id, was.url, is.url
            ));
        }
    }
    if fingerprint(order, &run.options) != run.fingerprint {
        notes.push("站点的设置（sites.yaml）与检查时不同，差别可能由此而来".to_owned());
    }
    let wording = |inspection: &Inspection| {
        let head = inspection.head.wording.clone()?;
        Some((head.tiers_text, head.pairs, head.terms, head.model, head.reranker))
    };
    if let (Some(was), Some(is)) = (before.and_then(wording), wording(after))
        && was != is
    {
        notes.push(format!(
            "错别字所用的词表或模型与检查时不同：当时是{}（错误写法 {} 个），现在是{}（{} 个）",
            was.0, was.1, is.0, is.1
        ));
    }
    notes
}
