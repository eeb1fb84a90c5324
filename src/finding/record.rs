//! A finding as a rule states it, and as a run records it.

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Evidence, Subject};
use crate::facts::Why;

/// How much a finding weighs, lightest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// 提示
    Notice,
    /// 一般
    Minor,
    /// 严重
    Serious,
    /// 单项否决
    Veto,
}

impl Grade {
    /// The grade as reports print it.
    pub fn chinese(self) -> &'static str {
        match self {
            Grade::Notice => "提示",
            Grade::Minor => "一般",
            Grade::Serious => "严重",
            Grade::Veto => "单项否决",
        }
    }
}

/// A text that findings may share: a dead link in the footer stands on every page of a site, and most of what is said of
/// it is the same each time. [`Pool`](super::Pool) makes equal texts one.
pub(crate) type Text = Arc<str>;

/// What a rule says of one place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule's id.
    pub rule: Text,
    /// The grade, usually the rule's own.
    pub grade: Grade,
    /// The id of the site the page belongs to.
    pub site: Text,
    /// The column the page belongs to, where known.
    pub column: Option<Text>,
    /// The page to look at, absolute and normalised.
    pub page_url: Text,
    /// Its title.
    pub page_title: Option<Text>,
    /// One sentence in Chinese that a person can forward.
    pub message: Text,
    /// Where on the page: 问题位置.
    pub place: Text,
    /// The address in question, for link rules.
    pub target_url: Option<Text>,
    /// What the judgement rests on.
    pub evidence: Arc<Evidence>,
    /// What to do: 整改建议.
    pub advice: Text,
    /// The official clauses: 检查依据.
    pub basis: Text,
    /// What it is about: with rule and site, its identity.
    pub subject: Subject,
    /// Whether it only says what a person should know of something that is right ([`Verdict::Remark`]): told, and counted by
    /// nothing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub remark: bool,
    /// What told it from others of the same rule, page and target before findings had subjects; for [`Finding::former_id`].
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub former_key: Text,
}

impl Finding {
    /// The stable id: `<kind>-<what is wrong>-<place>`, from rule, site and subject alone. What is wrong is the same on every
    /// row of one problem; the place tells the rows apart. Neither the run nor the page that speaks for many is in it.
    pub fn id(&self) -> String {
        let [kind, one, other] = self.subject.parts();
        let wrong = [&*self.rule, &*self.site, kind, one, other];
        let about = short_hash(&wrong);
        let place = short_hash(&[&wrong[..], &[self.subject.place(), "place"]].concat());
        format!("{}-{about}-{place}", self.prefix())
    }

    /// The id this finding had up to the first ids by subject, by which its first sighting in an older store is found.
    pub fn former_id(&self) -> String {
        let thing = self.target_url.as_deref().unwrap_or(&self.page_url);
        let about = short_hash(&[&self.rule, &self.site, thing]);
        let place = short_hash(&[&self.rule, &self.site, thing, &self.page_url, &self.former_key]);
        format!("{}-{about}-{place}", self.prefix())
    }

    /// The same as a remark: of the lowest grade, under no clause, and counted by nothing.
    #[must_use]
    pub(crate) fn remarked(self) -> Self {
        Finding {
            grade: Grade::Notice,
            basis: "不计入检查指标".into(),
            remark: true,
            ..self
        }
    }

    fn prefix(&self) -> &'static str {
        match self.rule.split_once('-').map_or(&*self.rule, |(head, _)| head) {
            "link" => "LJ",
            "home" | "column" => "LM",
            "guide" => "BS",
            "typo" => "WZ",
            "inquiry" => "ZW",
            _ => "QT",
        }
    }
}

/// Four bytes of a hash over all parts, as hexadecimal digits.
fn short_hash(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(4).map(|b| format!("{b:02x}")).collect()
}

/// Where a finding stands in the work of putting things right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 待整改: found, nothing done yet.
    Open,
}

impl State {
    /// The state as reports print it.
    pub fn chinese(self) -> &'static str {
        match self {
            State::Open => "待整改",
        }
    }
}

/// A finding in the record of a run: one line of `findings.jsonl`, one row of `问题清单.csv`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FindingRecord {
    /// [`Finding::id`].
    pub id: String,
    /// [`Finding::former_id`], where another than the id was in use before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former_id: Option<String>,
    /// The run's id.
    pub run: Text,
    /// What was found.
    #[serde(flatten)]
    pub finding: Finding,
    /// The day it was first found, in this or an earlier run.
    pub first_seen: Date,
    /// When this run saw it, RFC 3339 with offset.
    pub seen_at: Text,
    /// Who answers for the site.
    pub owner: Text,
    /// When it should be put right.
    pub due: Option<Date>,
    /// Where it stands.
    pub state: State,
}

impl FindingRecord {
    /// The state as reports print it: of a remark there is nothing to put right.
    pub fn state_chinese(&self) -> &'static str {
        if self.finding.remark {
            "不计为问题"
        } else {
            self.state.chinese()
        }
    }
}

/// What a rule could not judge, for a person to look at: one row of `人工核查.csv`. Never counted as a problem,
/// never as passed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReviewRecord {
    /// The rule.
    pub rule: String,
    /// The site's id.
    pub site: String,
    /// The column, where known.
    pub column: Option<String>,
    /// The page to look at.
    pub page_url: String,
    /// Its title.
    pub page_title: Option<String>,
    /// What to look for and why the machine could not tell, in Chinese.
    pub message: String,
}

impl ReviewRecord {
    /// What a rule would have a person look at.
    pub fn of(finding: &Finding) -> Self {
        ReviewRecord {
            rule: finding.rule.to_string(),
            site: finding.site.to_string(),
            column: finding.column.as_deref().map(str::to_owned),
            page_url: finding.page_url.to_string(),
            page_title: finding.page_title.as_deref().map(str::to_owned),
            message: finding.message.to_string(),
        }
    }
}

/// The outcomes of a rule, and the last: that it could not be judged.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Looked at and right.
    Pass,
    /// Looked at and right, for a reason that a person should see: what is excused is told, so that it is no gap. The findings
    /// are told once a site as remarks, whatever their grade, and no table, point or number counts them.
    Remark(Vec<Finding>),
    /// Wrong.
    Fail(Vec<Finding>),
    /// A person must look; the findings say at what. They go to 人工核查, not to 问题清单.
    NeedsReview(Vec<Finding>),
    /// The rule does not apply here.
    NotApplicable,
    /// The facts the rule needs are not known.
    NotJudged(Why),
}
