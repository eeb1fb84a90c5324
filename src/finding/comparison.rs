//! Two judgements of the same sites, compared: what is gone, new or changed.
//!
//! The earlier judgement comes piece by piece ([`Comparing::earlier`]), so that of two long lists only one is in memory.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::{Finding, FindingRecord, Inspection, ItemRating, Points, Rating, ReviewRecord, RunHead, SiteResult, Standing};

/// A run judged again.
#[derive(Debug, Clone)]
pub struct Rejudgement {
    /// The head of the run as it is judged now.
    pub(crate) head: RunHead,
    /// Whether the run came to its end.
    pub(crate) ended: bool,
    /// Whether the run was judged before: one that was killed was not.
    pub(crate) judged_before: bool,
    /// What is to be known of the comparison, in Chinese.
    pub(crate) notes: Vec<String>,
    /// The ids of the sites of the run that could not be judged again.
    pub(crate) left_out: Vec<String>,
    /// What changed.
    pub(crate) comparison: Comparison,
}

impl Rejudgement {
    /// Whether all is judged as it was.
    pub fn is_unchanged(&self) -> bool {
        self.comparison.is_empty()
    }
}

/// What differs between two judgements.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Comparison {
    /// The findings.
    pub(crate) findings: Changes<FindingRecord>,
    /// What a person has to look at.
    pub(crate) reviews: Changes<ReviewRecord>,
    /// The ratings that differ, in the order of the sites.
    pub(crate) ratings: Vec<RatingChange>,
    /// The sites of which another amount was read, in their order.
    pub(crate) sites: Vec<SiteChange>,
}

/// What differs between two lists.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Changes<T> {
    /// How many there were.
    pub(crate) before: u64,
    /// How many there are.
    pub(crate) after: u64,
    /// Those that are not there any more, as they were.
    pub(crate) gone: Vec<T>,
    /// Those that were not there.
    pub(crate) new: Vec<T>,
    /// Those that are there otherwise: as they were, and as they are.
    pub(crate) changed: Vec<(T, T)>,
}

/// One table on one site, rated twice.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RatingChange {
    /// The id of the site.
    pub(crate) site: String,
    /// The id of the table.
    pub(crate) table: String,
    /// Its name.
    pub(crate) name: String,
    /// Verdict and points as they were; none where the site was not rated by this table.
    pub(crate) before: Option<(Standing, Points)>,
    /// The same as they are.
    pub(crate) after: Option<(Standing, Points)>,
    /// The items that differ, as they were and as they are, vetoes first.
    pub(crate) items: Vec<(Option<ItemRating>, Option<ItemRating>)>,
}

/// How much was read of a site, as two judgements have it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SiteChange {
    /// Its id.
    pub(crate) site: String,
    /// As it was; none where it was not looked at.
    pub(crate) before: Option<Amount>,
    /// As it is.
    pub(crate) after: Option<Amount>,
}

/// How much was read of a site.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Amount {
    /// Pages.
    pub(crate) pages: u64,
    /// Distinct link targets whose state is known.
    pub(crate) links: u64,
    /// Columns judged.
    pub(crate) columns: u64,
    /// Service guides judged.
    pub(crate) guides: u64,
    /// What makes it incomplete, in Chinese.
    pub(crate) gaps: Vec<String>,
}

impl<T> Default for Changes<T> {
    fn default() -> Self {
        Changes {
            before: 0,
            after: 0,
            gone: Vec::new(),
            new: Vec::new(),
            changed: Vec::new(),
        }
    }
}

impl<T> Changes<T> {
    /// Whether nothing differs.
    pub(crate) fn is_empty(&self) -> bool {
        self.gone.is_empty() && self.new.is_empty() && self.changed.is_empty()
    }
}

impl Comparison {
    /// Whether nothing differs.
    pub(crate) fn is_empty(&self) -> bool {
        self.findings.is_empty() && self.reviews.is_empty() && self.ratings.is_empty() && self.sites.is_empty()
    }
}

/// The fields in which two states of a finding differ, by the names of `findings.jsonl`; none of when and by whom it was
/// seen.
pub(crate) fn differing(before: &Finding, after: &Finding) -> Vec<&'static str> {
    let fields = [
        ("grade", before.grade != after.grade),
        ("message", before.message != after.message),
        ("evidence", before.evidence != after.evidence),
        ("column", before.column != after.column),
        ("page_url", before.page_url != after.page_url),
        ("page_title", before.page_title != after.page_title),
        ("place", before.place != after.place),
        ("target_url", before.target_url != after.target_url),
        ("advice", before.advice != after.advice),
        ("basis", before.basis != after.basis),
    ];
    fields.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
}

/// A comparison on its way: the later judgement is known, the earlier one is handed in.
pub(crate) struct Comparing<'a> {
    after: &'a Inspection,
    known: HashMap<&'a str, &'a FindingRecord>,
    met: HashSet<&'a str>,
    findings: Changes<FindingRecord>,
}

impl<'a> Comparing<'a> {
    /// With this judgement. Of sites it does not have nothing is compared.
    pub(crate) fn with(after: &'a Inspection) -> Self {
        Comparing {
            after,
            known: after.findings.iter().flat_map(|r| ids(r).map(move |id| (id, r))).collect(),
            met: HashSet::new(),
            findings: Changes::default(),
        }
    }

    /// Takes in a finding of the earlier judgement.
    pub(crate) fn earlier(&mut self, record: FindingRecord) {
        if !self.has_site(&record.finding.site) {
            return;
        }
        self.findings.before += 1;
        let Some(now) = ids(&record).find_map(|id| self.known.get(id).copied()) else {
            self.findings.gone.push(record);
            return;
        };
        self.met.insert(&now.id);
        if !differing(&record.finding, &now.finding).is_empty() {
            self.findings.changed.push((record, now.clone()));
        }
    }

    fn has_site(&self, id: &str) -> bool {
        self.after.sites.iter().any(|s| s.id == id)
    }

    /// What differs, the gravest first, given the rest of the earlier judgement.
    pub(crate) fn finish(mut self, sites: &[SiteResult], reviews: Vec<ReviewRecord>) -> Comparison {
        let after = &self.after.findings;
        self.findings.after = after.len() as u64;
        let met = &self.met;
        self.findings.new = after.iter().filter(|r| !met.contains(r.id.as_str())).cloned().collect();
        let grade = |record: &FindingRecord| Reverse(record.finding.grade);
        self.findings.gone.sort_by_key(grade);
        self.findings.new.sort_by_key(grade);
        self.findings.changed.sort_by_key(|(before, after)| grade(before).min(grade(after)));
        let reviews: Vec<ReviewRecord> = reviews.into_iter().filter(|r| self.has_site(&r.site)).collect();
        Comparison {
            reviews: compare_reviews(&reviews, &self.after.reviews),
            ratings: self
                .after
                .sites
                .iter()
                .flat_map(|now| ratings(sites.iter().find(|s| s.id == now.id), now))
                .collect(),
            sites: self
                .after
                .sites
                .iter()
                .filter_map(|now| amounts(sites.iter().find(|s| s.id == now.id), now))
                .collect(),
            findings: self.findings,
        }
    }
}

/// The ids a finding is known by.
fn ids(record: &FindingRecord) -> impl Iterator<Item = &str> {
    [Some(&record.id), record.former_id.as_ref()]
        .into_iter()
        .flatten()
        .map(String::as_str)
}

/// A row of 人工核查 has no id: what a rule says of a page is the same one, in whatever words.
fn compare_reviews(before: &[ReviewRecord], after: &[ReviewRecord]) -> Changes<ReviewRecord> {
    let mut changes = Changes {
        before: before.len() as u64,
        after: after.len() as u64,
        ..Changes::default()
    };
    let mut open: HashMap<[&str; 4], Vec<&ReviewRecord>> = HashMap::new();
    for review in after {
        open.entry(about(review)).or_default().push(review);
    }
    let mut differing = Vec::new();
    for review in before {
        let alike = open.get_mut(&about(review));
        match alike.and_then(|all| all.iter().position(|r| *r == review).map(|at| all.remove(at))) {
            Some(_same) => {}
            None => differing.push(review),
        }
    }
    for review in differing {
        match open.get_mut(&about(review)).filter(|all| !all.is_empty()).map(|all| all.remove(0)) {
            Some(now) => changes.changed.push((review.clone(), now.clone())),
            None => changes.gone.push(review.clone()),
        }
    }
    let is_left = |review: &&ReviewRecord| open[&about(review)].iter().any(|left| std::ptr::eq(*left, *review));
    changes.new = after.iter().filter(is_left).cloned().collect();
    changes
}

fn about(review: &ReviewRecord) -> [&str; 4] {
    [
        &review.rule,
        &review.site,
        review.column.as_deref().unwrap_or_default(),
        &review.page_url,
    ]
}

fn ratings(before: Option<&SiteResult>, after: &SiteResult) -> Vec<RatingChange> {
    let earlier = before.map_or(&[][..], |s| &s.ratings);
    let find = |all: &[Rating], table: &str| all.iter().find(|r| r.table == table).cloned();
    let gone = earlier.iter().filter(|r| find(&after.ratings, &r.table).is_none());
    let change = |rating: &Rating| {
        let (was, is) = (find(earlier, &rating.table), find(&after.ratings, &rating.table));
        let points = |r: &Option<Rating>| r.as_ref().map(|r| (r.standing, r.points));
        let items = items(was.as_ref(), is.as_ref());
        (points(&was) != points(&is) || !items.is_empty()).then(|| RatingChange {
            site: after.id.clone(),
            table: rating.table.clone(),
            name: rating.name.clone(),
            before: points(&was),
            after: points(&is),
            items,
        })
    };
    after.ratings.iter().chain(gone).filter_map(change).collect()
}

fn items(before: Option<&Rating>, after: Option<&Rating>) -> Vec<(Option<ItemRating>, Option<ItemRating>)> {
    let all = |rating: Option<&Rating>| rating.map_or(Vec::new(), |r| r.items.clone());
    let (was, is) = (all(before), all(after));
    let find = |all: &[ItemRating], id: &str| all.iter().find(|i| i.id == id).cloned();
    let gone = was.iter().filter(|i| find(&is, &i.id).is_none()).map(|i| i.id.clone());
    let ids: Vec<String> = is.iter().map(|i| i.id.clone()).chain(gone).collect();
    let pairs = ids.iter().map(|id| (find(&was, id), find(&is, id)));
    let mut items: Vec<_> = pairs.filter(|(was, is)| was != is).collect();
    let vetoed = |item: &Option<ItemRating>| item.as_ref().is_some_and(ItemRating::vetoed);
    items.sort_by_key(|(was, is)| Reverse(vetoed(was) || vetoed(is)));
    items
}

fn amounts(before: Option<&SiteResult>, after: &SiteResult) -> Option<SiteChange> {
    let amount = |site: &SiteResult| Amount {
        pages: site.pages,
        links: site.links,
        columns: site.coverage.columns,
        guides: site.coverage.guides,
        gaps: site.coverage.gaps.clone(),
    };
    let change = SiteChange {
        site: after.id.clone(),
        before: before.map(amount),
        after: Some(amount(after)),
    };
    (change.before != change.after).then_some(change)
}

#[cfg(test)]
mod tests;
