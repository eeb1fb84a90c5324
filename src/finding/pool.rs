//! One copy of every text that many findings share.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::{Evidence, Finding, Text};

/// Makes equal texts of findings one text in memory: 100,000 rows about one dead link in a footer then cost little more
/// than their page addresses.
#[derive(Debug, Default)]
pub struct Pool {
    texts: HashSet<Text>,
    /// By its JSON: evidence has no order or hash of its own.
    evidence: HashMap<String, Arc<Evidence>>,
}

impl Pool {
    /// The finding with its texts and evidence shared with those of equal wording that came before.
    #[must_use]
    pub fn share(&mut self, finding: Finding) -> Finding {
        Finding {
            rule: self.text(finding.rule),
            grade: finding.grade,
            site: self.text(finding.site),
            column: finding.column.map(|t| self.text(t)),
            page_url: self.text(finding.page_url),
            page_title: finding.page_title.map(|t| self.text(t)),
            message: self.text(finding.message),
            place: self.text(finding.place),
            target_url: finding.target_url.map(|t| self.text(t)),
            evidence: self.evidence(finding.evidence),
            advice: self.text(finding.advice),
            basis: self.text(finding.basis),
            subject: finding.subject.map(|t| self.text(t)),
            remark: finding.remark,
            former_key: self.text(finding.former_key),
        }
    }

    fn text(&mut self, text: Text) -> Text {
        if let Some(known) = self.texts.get(&text) {
            return Arc::clone(known);
        }
        self.texts.insert(Arc::clone(&text));
        text
    }

    fn evidence(&mut self, evidence: Arc<Evidence>) -> Arc<Evidence> {
        let Ok(json) = serde_json::to_string(&*evidence) else {
            return evidence;
        };
        Arc::clone(self.evidence.entry(json).or_insert(evidence))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Grade, Subject};

    fn finding(page: &str) -> Finding {
        Finding {
            rule: "link-broken".into(),
            grade: Grade::Minor,
            site: "main".into(),
            column: None,
            page_url: page.into(),
            page_title: Some("警务动态".into()),
            message: "链接“附件”打不开".into(),
            place: "页面中的链接".into(),
            target_url: Some("http://a.gov.cn/gone.htm".into()),
            evidence: Arc::new(Evidence::from([("status".to_owned(), 404.into())])),
            advice: "请更正".into(),
            basis: "依据".into(),
            subject: Subject::target_on("http://a.gov.cn/gone.htm", page),
            remark: false,
            former_key: "".into(),
        }
    }

    #[test]
    fn equal_texts_are_one_and_nothing_is_changed() {
        let mut pool = Pool::default();
        let (first, second) = (pool.share(finding("http://a/1")), pool.share(finding("http://a/2")));
        assert_eq!(second, finding("http://a/2"));
        assert!(Arc::ptr_eq(&first.message, &second.message) && Arc::ptr_eq(&first.evidence, &second.evidence));
        assert!(!Arc::ptr_eq(&first.page_url, &second.page_url));
    }
}
