//! From items and points to 合格 or 不合格, or to why it cannot be said.

use crate::finding::{ItemRating, Points, Standing, TestRating, TestState};
use crate::standard::{Part, Table};

/// The standing and its reasons. A veto that was not looked at, or that a person must confirm, leaves it open: it is
/// never taken for passed.
pub(super) fn of(table: &Table, items: &[ItemRating], points: Points, reference: bool, whole: bool) -> (Standing, Vec<String>) {
    let vetoes = || items.iter().filter(|i| i.part == Part::Veto);
    let standing: Vec<String> = vetoes().flat_map(|i| said(i, TestState::Holds)).collect();
    if !standing.is_empty() {
        return (Standing::Failed, standing);
    }
    let fails =
        |points: f64| table.marks.fail_below.is_some_and(|mark| points < mark) || table.marks.fail_at.is_some_and(|mark| points <= mark);
    if !reference && fails(points.most) {
        return (Standing::Failed, vec![format!("得分至多 {} 分", points.most)]);
    }
    let mut open: Vec<String> = vetoes().flat_map(|i| said(i, TestState::ToConfirm)).collect();
    if !whole {
        open.push("本站没有检查完".to_owned());
    }
    let unjudged: Vec<String> = vetoes()
        .filter(|i| i.tests.iter().any(|t| t.state == TestState::Unjudged))
        .map(|i| named(i, |t| t.state == TestState::Unjudged))
        .collect();
    if !unjudged.is_empty() {
        open.push(format!("未能判断的单项否决指标：{}（原因见指标检查表）", unjudged.join("、")));
    }
    if !open.is_empty() {
        return (Standing::Open, open);
    }
    let left = items
        .iter()
        .filter(|i| i.part != Part::Bonus && (i.part == Part::Veto || !reference))
        .filter(|i| i.tests.iter().any(|t| t.open))
        .count();
    if left == 0 && (reference || points.least.is_some_and(|least| !fails(least))) {
        return (Standing::Passed, Vec::new());
    }
    (
        Standing::Provisional,
        vec![format!("机器检查的部分没有发现不合格情形，还有 {left} 项指标需人工核查")],
    )
}

/// An item with the numbers of these of its tests: `安全、泄密事故等严重问题（P19-V1（3）（4））`.
fn named(item: &ItemRating, of: impl Fn(&TestRating) -> bool) -> String {
    let tests = item.tests.iter().enumerate().filter(|(_, test)| of(test));
    let numbers: String = tests.map(|(n, _)| item.number(n)).collect();
    format!("{}（{}{numbers}）", item.title, item.id)
}

/// What the tests of an item in this state say, those that rest on the same findings once.
fn said(item: &ItemRating, state: TestState) -> Vec<String> {
    let mut told: Vec<&TestRating> = Vec::new();
    let same = |a: &TestRating, b: &TestRating| a.note == b.note && !a.findings.is_empty() && a.findings == b.findings;
    for test in item.tests.iter().filter(|t| t.state == state) {
        if !told.iter().any(|other| same(other, test)) {
            told.push(test);
        }
    }
    let one = |test: &&TestRating| {
        let name = named(item, |t| t.state == state && (std::ptr::eq(t, *test) || same(t, test)));
        format!("{name}：{}", test.note)
    };
    told.iter().map(one).collect()
}
