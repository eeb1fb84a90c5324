//! Runs that were left open and are not gone on with: which they are, and how they end.
//!
//! A run goes on only within its period (the day of a daily reading, the month of a monthly one, the quarter of a spot
//! check): what the next timer finds open after it is closed as incomplete, told as such, and followed by an inspection of
//! the new period. Closing asks no site anything; it judges what the log holds.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{InspectError, Order, fingerprint, judge_again, keep, now_in, rfc3339};
use crate::finding::Inspection;
use crate::plan::{Mode, Plan};
use crate::store::{FORMAT, RunRow, Store, StoreError};

/// Why a run that was left open is not gone on with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Its period is over.
    Overdue,
    /// Its day lies in a period that has not come: the clock was wrong when it began, or is now.
    Ahead,
    /// The same command was given with `--fresh`.
    Fresh,
    /// Another version of the program began it, which may have read pages otherwise.
    OtherVersion,
}

impl Ending {
    /// The word the store keeps.
    fn id(self) -> &'static str {
        match self {
            Ending::Overdue => "overdue",
            Ending::Ahead => "ahead",
            Ending::Fresh => "fresh",
            Ending::OtherVersion => "other_version",
        }
    }
}

/// A run that is to be closed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Closing {
    /// The run.
    pub run: RunRow,
    /// Why it is not gone on with.
    pub ending: Ending,
    /// Whether its command was another one in more than its day: other sites or settings in sites.yaml, or other options.
    pub changed: bool,
}

impl Closing {
    /// Why it ends, as half a sentence in Chinese.
    pub(crate) fn why(&self, order: &Order) -> String {
        let (mode, day) = (order.plan.mode, self.run.as_of);
        match self.ending {
            Ending::Overdue => format!(
                "超过检查周期（检查日 {day} 的{}没有在{}做完），按未完成结束",
                mode.chinese(),
                mode.period_name()
            ),
            Ending::Ahead => format!("检查日 {day} 晚于今天 {}（电脑的日期可能改过），按未完成结束", order.today),
            Ending::Fresh => "按 --fresh 的要求重新开始，原来的检查按未完成结束".to_owned(),
            Ending::OtherVersion => format!(
                "由另一版本的程序（{}）开始，不能继续，按未完成结束",
                self.run.version.split('/').next().unwrap_or_default()
            ),
        }
    }

    /// What its reports say is missing.
    pub(super) fn gaps(&self, order: &Order) -> Vec<String> {
        let mut gaps = vec![format!("{}；这里只有结束以前查到的内容", self.why(order))];
        if self.changed {
            gaps.push("开始以后配置或者选项改过，按现在的配置判断".to_owned());
        }
        let gone = self.plan().map_or(Vec::new(), |plan| unknown_sites(&plan, order));
        if !gone.is_empty() {
            gaps.push(format!("站点 {} 现在的配置中没有，没有判断", gone.join("、")));
        }
        gaps
    }

    fn plan(&self) -> Option<Plan> {
        serde_json::from_value(self.run.plan.clone()).ok()
    }
}

fn unknown_sites(plan: &Plan, order: &Order) -> Vec<String> {
    let unknown = |id: &&String| order.group.site(id).is_none();
    plan.sites.iter().filter(unknown).cloned().collect()
}

/// The runs left open that this order does not go on with and that nobody else will, oldest first. `fresh`: the order is
/// not to go on with any.
pub(crate) async fn unfinished(store: &Store, order: &Order, fresh: bool) -> Result<Vec<Closing>, StoreError> {
    let own = fingerprint(order, &order.options);
    let open = store.open_runs(order.plan.mode.id()).await?;
    let closing = open.into_iter().filter(|run| belongs(run, order)).filter_map(|run| {
        let same = run.fingerprint == own;
        let ending = ending(order.plan.mode, (run.as_of, order.today), same, run.version == FORMAT, fresh)?;
        let changed = run.fingerprint != fingerprint(order, &with_day_of(&order.options, &run.options));
        Some(Closing { run, ending, changed })
    });
    Ok(closing.collect())
}

/// Options with the `--as-of` of others, or without one.
fn with_day_of(options: &BTreeMap<String, String>, others: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut options = options.clone();
    options.remove("as_of");
    options.extend(others.get_key_value("as_of").map(|(k, v)| (k.clone(), v.clone())));
    options
}

/// Whether a run is of the order's group. Several groups may share a data folder; what another one left open is for its own
/// next command to close.
fn belongs(run: &RunRow, order: &Order) -> bool {
    run.group.is_empty() || run.group == order.group.name
}

/// Why an open run of a day ends, if it does. `same`: it was begun by the very command that is given now, which goes on
/// with it where nothing speaks against it. A run of another command (other sites, options or settings) may still be gone on
/// with by its own, as long as its period lasts; and a later day than today's is its own affair, since somebody may just be
/// looking back with `--as-of`.
fn ending(mode: Mode, (day, today): (Date, Date), same: bool, own_version: bool, fresh: bool) -> Option<Ending> {
    let (its, ours) = (mode.period_of(day), mode.period_of(today));
    if its < ours {
        Some(Ending::Overdue)
    } else if !same {
        None
    } else if its > ours {
        Some(Ending::Ahead)
    } else if !own_version {
        Some(Ending::OtherVersion)
    } else {
        fresh.then_some(Ending::Fresh)
    }
}

/// Judges a run as far as it came, by the order's settings and lists and as of its own day, without a request. None where
/// nothing can be judged: another version read its pages, its plan cannot be read, or none of its sites is left.
pub(crate) async fn close(store: &Store, order: &Order, closing: &Closing) -> Result<Option<Inspection>, InspectError> {
    let Some(mut plan) = closing.plan().filter(|_| closing.run.version == FORMAT) else {
        return Ok(None);
    };
    let gone = unknown_sites(&plan, order);
    plan.sites.retain(|id| !gone.contains(id));
    if plan.sites.is_empty() {
        return Ok(None);
    }
    let inspection = Box::pin(judge_again(store, order, &closing.run, plan, Some(closing))).await?;
    keep(store, &inspection).await?;
    Ok(Some(inspection))
}

/// Records that a run is closed, once its reports are on the disk: until then the next command closes it again.
pub(crate) async fn finish_closed(store: &Store, order: &Order, closing: &Closing) -> Result<(), StoreError> {
    let now = rfc3339(&now_in(&order.group));
    store.close_run(&closing.run.id, &now, closing.ending.id()).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const NOVEMBER: Date = date(2026, 11, 23);

    fn of(mode: Mode, day: Date, today: Date) -> Option<Ending> {
        ending(mode, (day, today), true, true, false)
    }

    #[test]
    fn a_run_goes_on_within_its_period_and_is_closed_after_it() {
        assert_eq!(of(Mode::Monthly, NOVEMBER, date(2026, 11, 30)), None);
        assert_eq!(of(Mode::Monthly, date(2026, 11, 30), date(2026, 12, 1)), Some(Ending::Overdue));
        // The same month of another year.
        assert_eq!(of(Mode::Monthly, NOVEMBER, date(2027, 11, 23)), Some(Ending::Overdue));
        assert_eq!(of(Mode::Daily, NOVEMBER, date(2026, 11, 24)), Some(Ending::Overdue));
        assert_eq!(of(Mode::Quarterly, date(2026, 10, 1), date(2026, 12, 31)), None);
        assert_eq!(of(Mode::Quarterly, date(2026, 12, 31), date(2027, 1, 1)), Some(Ending::Overdue));
    }

    #[test]
    fn a_clock_that_was_set_back_leaves_no_run_of_the_future() {
        assert_eq!(of(Mode::Monthly, date(2030, 1, 1), NOVEMBER), Some(Ending::Ahead));
        assert_eq!(of(Mode::Monthly, date(2026, 11, 24), NOVEMBER), None);
        // Somebody looks back with --as-of: the run of now stays.
        assert_eq!(ending(Mode::Monthly, (date(2030, 1, 1), NOVEMBER), false, true, false), None);
    }

    #[test]
    fn other_commands_keep_their_runs_while_the_period_lasts() {
        for (same, own_version, fresh, ends) in [
            (true, true, true, Some(Ending::Fresh)),
            (false, true, true, None),
            (true, false, false, Some(Ending::OtherVersion)),
            (false, false, false, None),
        ] {
            assert_eq!(
                ending(Mode::Monthly, (NOVEMBER, NOVEMBER), same, own_version, fresh),
                ends,
                "{same} {own_version} {fresh}"
            );
            let later = date(2026, 12, 23);
            let overdue = ending(Mode::Monthly, (NOVEMBER, later), same, own_version, fresh);
            assert_eq!(overdue, Some(Ending::Overdue));
        }
    }
}
