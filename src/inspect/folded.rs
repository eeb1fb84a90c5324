//! What stands on many pages and is told once a site: doubtful links, slips in a template, faults of a template.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use crate::finding::{Finding, Text};
use crate::rules::Fold;

/// Equal findings by rule, site and thing.
#[derive(Debug, Default)]
pub(super) struct Folded {
    kept: BTreeMap<(Text, Text, Text), Kept>,
}

/// The finding on the first page by address, and on how many it stands.
#[derive(Debug)]
struct Kept {
    finding: Finding,
    /// The words behind the number of pages.
    words: &'static str,
    pages: u64,
}

impl Folded {
    /// Takes a finding that is told once a site; gives any other back.
    pub(super) fn take(&mut self, fold: Fold, finding: Finding) -> Option<Finding> {
        let key = key(&finding);
        let Fold::Site(words) = fold else { return Some(finding) };
        if key.2.is_empty() {
            return Some(finding);
        }
        match self.kept.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(Kept { finding, words, pages: 1 });
            }
            Entry::Occupied(mut entry) => {
                let kept = entry.get_mut();
                kept.pages += 1;
                if finding.page_url < kept.finding.page_url {
                    kept.finding = finding;
                }
            }
        }
        None
    }

    /// The id under which a finding is told: that of the first page where it stands on many.
    pub(super) fn id_of(&self, finding: &Finding) -> String {
        self.kept.get(&key(finding)).map_or_else(|| finding.id(), |kept| kept.finding.id())
    }

    /// What was taken, with the numbers of pages.
    pub(super) fn finish(self) -> impl Iterator<Item = Finding> {
        self.kept.into_values().map(|Kept { mut finding, words, pages }| {
            Arc::make_mut(&mut finding.evidence).insert("pages".into(), pages.into());
            if pages > 1 {
                finding.message = format!("{}（共{pages}个页面{words}）", finding.message).into();
            }
            finding
        })
    }
}

/// By what equal findings of a site are known.
fn key(finding: &Finding) -> (Text, Text, Text) {
    let thing = finding.target_url.clone().unwrap_or_else(|| finding.key.clone());
    (finding.rule.clone(), finding.site.clone(), thing)
}
