//! What is told once a site: the same thing on many pages is one row, with the number of pages.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use crate::finding::{Finding, ReviewRecord, Subject, Text};
use crate::rules::{EACH, INNER_PAGES, PAGES};

/// How many of the pages of a remark it says one by one: what a person looks through, and a cell of a sheet takes.
const EACH_KEPT: usize = 100;

/// Rule, site and subject.
type Key = (Text, Text, Subject);

/// One row and the pages it stands for.
struct Folded<T> {
    shown: T,
    /// Whether `shown` is of the home page, which is where such a row is looked for first.
    at_home: bool,
    words: &'static str,
    pages: u64,
    /// How many of them are not the home page.
    inner: u64,
}

/// The rows so far: the one on the home page, else on the first page by address.
#[derive(Default)]
pub(super) struct Folds {
    findings: BTreeMap<Key, Folded<Finding>>,
    reviews: BTreeMap<Key, Folded<ReviewRecord>>,
}

impl Folds {
    /// Takes a finding on one more page; `words` stand behind the number of pages.
    pub(super) fn finding(&mut self, finding: Finding, words: &'static str, at_home: bool) {
        let key = (finding.rule.clone(), finding.site.clone(), finding.subject.clone());
        fold(&mut self.findings, key, finding, words, at_home, |f| &f.page_url);
    }

    /// Takes a remark on one more page: all of a site that say the same are one, with what each says under `each`.
    pub(super) fn remark(&mut self, finding: Finding, at_home: bool) {
        let key = (finding.rule.clone(), finding.site.clone(), finding.subject.clone());
        let mut said = each(&finding);
        if let Some(before) = self.findings.get(&key) {
            let mut all = each(&before.shown);
            all.append(&mut said);
            all.truncate(EACH_KEPT);
            said = all;
        }
        fold(
            &mut self.findings,
            key.clone(),
            finding.remarked(),
            "，逐个列在依据里",
            at_home,
            |f| &f.page_url,
        );
        if let Some(folded) = self.findings.get_mut(&key).filter(|_| !said.is_empty()) {
            Arc::make_mut(&mut folded.shown.evidence).insert(EACH.id.into(), said.into());
        }
    }

    /// Takes what a person has to look at on one more page.
    pub(super) fn review(&mut self, subject: Subject, review: ReviewRecord, at_home: bool) {
        let key = (review.rule.as_str().into(), review.site.as_str().into(), subject);
        fold(&mut self.reviews, key, review, "", at_home, |r| &r.page_url);
    }

    /// The rows, with the numbers of pages in them.
    pub(super) fn into_rows(self) -> (Vec<Finding>, Vec<ReviewRecord>) {
        let findings = self.findings.into_values().map(|folded| {
            let mut finding = folded.shown;
            let evidence = Arc::make_mut(&mut finding.evidence);
            evidence.insert(PAGES.id.into(), folded.pages.into());
            evidence.insert(INNER_PAGES.id.into(), folded.inner.into());
            if folded.pages > 1 {
                finding.message = format!("{}（共{}个页面{}）", finding.message, folded.pages, folded.words).into();
            }
            finding
        });
        let reviews = self.reviews.into_values().map(|folded| {
            let mut review = folded.shown;
            if folded.pages > 1 {
                review.message = format!("{}（同样的页面共{}个）", review.message, folded.pages);
            }
            review
        });
        (findings.collect(), reviews.collect())
    }
}

/// What a remark says of each of its pages.
fn each(finding: &Finding) -> Vec<Value> {
    finding.evidence.get(EACH.id).and_then(Value::as_array).cloned().unwrap_or_default()
}

fn fold<T>(kept: &mut BTreeMap<Key, Folded<T>>, key: Key, row: T, words: &'static str, at_home: bool, page: fn(&T) -> &str) {
    use std::collections::btree_map::Entry;
    match kept.entry(key) {
        Entry::Vacant(entry) => {
            entry.insert(Folded {
                shown: row,
                at_home,
                words,
                pages: 1,
                inner: u64::from(!at_home),
            });
        }
        Entry::Occupied(mut entry) => {
            let folded = entry.get_mut();
            folded.pages += 1;
            folded.inner += u64::from(!at_home);
            if (!at_home, page(&row)) < (!folded.at_home, page(&folded.shown)) {
                folded.shown = row;
                folded.at_home = at_home;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(page: &str) -> Finding {
        Finding {
            rule: "column-blank".into(),
            grade: crate::finding::Grade::Serious,
            site: "a".into(),
            column: None,
            page_url: page.into(),
            page_title: None,
            message: "写着没有".into(),
            place: "".into(),
            target_url: None,
            evidence: Arc::new([(EACH.id.to_owned(), vec![page].into())].into()),
            advice: "".into(),
            basis: "".into(),
            subject: Subject::thing("excused"),
            remark: false,
            former_key: "".into(),
        }
    }

    fn review(page: &str) -> ReviewRecord {
        ReviewRecord {
            rule: "identity-missing".into(),
            site: "a".into(),
            column: None,
            page_url: page.into(),
            page_title: None,
            message: "请人工核查".into(),
        }
    }

    #[test]
    fn a_remark_is_one_row_that_says_each_of_its_pages() {
        let mut folds = Folds::default();
        for page in ["http://a/2", "http://a/1"] {
            folds.remark(finding(page), false);
        }
        let (rows, _) = folds.into_rows();
        assert_eq!((rows.len(), &*rows[0].page_url, rows[0].remark), (1, "http://a/1", true));
        assert_eq!(rows[0].grade, crate::finding::Grade::Notice);
        assert_eq!(rows[0].evidence[EACH.id], serde_json::json!(["http://a/2", "http://a/1"]));
        assert_eq!(rows[0].evidence[PAGES.id], 2);
    }

    #[test]
    fn the_home_page_speaks_for_all_else_the_first_by_address() {
        let mut folds = Folds::default();
        for page in ["http://a/2", "http://a/1", "http://a/3"] {
            folds.review(Subject::thing("x"), review(page), false);
            folds.review(Subject::thing("y"), review(page), page.ends_with('3'));
        }
        let (_, rows) = folds.into_rows();
        assert_eq!(rows[0].page_url, "http://a/1");
        assert_eq!(rows[1].page_url, "http://a/3");
        assert_eq!(rows[0].message, "请人工核查（同样的页面共3个）");
    }
}
