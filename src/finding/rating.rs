//! What a table of indicators says of a site.

use serde::{Deserialize, Serialize};

use crate::standard::Part;

/// One site by one table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rating {
    /// The table's id.
    pub table: String,
    /// Its name.
    pub name: String,
    /// The verdict.
    pub standing: Standing,
    /// The points, where there are any to tell.
    pub points: Points,
    /// Whether the points are told for reference only: the table scores other sites than this one.
    pub reference: bool,
    /// Why the standing is what it is, in Chinese, one a line.
    pub reasons: Vec<String>,
    /// Every item.
    pub items: Vec<ItemRating>,
}

/// The verdict of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// 不合格: a veto is proven, or the points cannot reach the mark.
    Failed,
    /// 未定: something that decides was not looked at, or a person must confirm it.
    Open,
    /// 初步合格: all that a machine judges is right; what only a person judges is listed.
    Provisional,
    /// 合格: nothing is left to look at.
    Passed,
}

impl Standing {
    /// The verdict as reports print it.
    pub fn chinese(self) -> &'static str {
        match self {
            Standing::Failed => "不合格",
            Standing::Open => "未定",
            Standing::Provisional => "初步合格",
            Standing::Passed => "合格",
        }
    }
}

/// Points, as far as they are known.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Points {
    /// What the site has if all that is open turns out against it; none where nothing bounds that.
    pub least: Option<f64>,
    /// What it has if all that is open turns out well: never told as its score alone.
    pub most: f64,
    /// Bonus points that were earned for certain, where the bonus part applies; they are in neither of the two.
    pub bonus: f64,
}

/// One item of a table on one site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemRating {
    /// Its id.
    pub id: String,
    /// Its part.
    pub part: Part,
    /// 一级指标
    pub group: String,
    /// 二级指标
    pub title: String,
    /// Points taken (or, in the bonus part, earned).
    pub points: f64,
    /// Points that may still be taken, where bounded.
    pub open: Option<f64>,
    /// How many problems its tests name, one that several name once; none in results of versions that did not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distinct: Option<u64>,
    /// Its tests.
    pub tests: Vec<TestRating>,
}

impl ItemRating {
    /// Whether it is a veto that stands.
    pub fn vetoed(&self) -> bool {
        self.part == Part::Veto && self.tests.iter().any(|t| t.state == TestState::Holds)
    }

    /// How many problems its tests name; one that several name counts once.
    pub fn problems(&self) -> u64 {
        self.distinct.unwrap_or_else(|| self.tests.iter().map(|t| t.problems).sum())
    }

    /// The number of a test of it as sheets print it, `（2）`; nothing where it is the only one.
    pub fn number(&self, test: usize) -> String {
        if self.tests.len() > 1 {
            format!("（{}）", test + 1)
        } else {
            String::new()
        }
    }
}

/// One test of an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TestRating {
    /// 评分细则
    pub text: String,
    /// What came of it.
    pub state: TestState,
    /// Points taken or earned, before the cap of its item.
    pub points: f64,
    /// Occurrences.
    pub problems: u64,
    /// The findings it rests on, by id; the first few where there are many.
    pub findings: Vec<String>,
    /// 检查情况, in Chinese.
    pub note: String,
    /// What a person has to look at, in Chinese; empty where nothing.
    pub remains: String,
    /// Whether it may still turn out otherwise once everything is looked at.
    pub open: bool,
    /// The pages that were drawn for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sample: Vec<String>,
}

/// What came of a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TestState {
    /// Looked at and right (as far as a machine judges it).
    Passed,
    /// It holds: points are taken, a veto stands, a bonus is earned.
    Holds,
    /// It would hold, but a person must confirm what was found.
    ToConfirm,
    /// It does not hold yet, but nearly.
    Warned,
    /// What it needs could not be looked at.
    Unjudged,
    /// Only a person judges it.
    Human,
    /// It does not apply to this site.
    NotApplicable,
}
