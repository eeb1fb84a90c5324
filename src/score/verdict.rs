//! From items and points to 合格 or 不合格, or to why it cannot be said.

use crate::finding::{ItemRating, Points, Standing, TestState};
use crate::standard::{Part, Table};

/// The standing and its reasons. A veto that was not looked at, or that a person must confirm, leaves it open: it is
/// never taken for passed.
pub(super) fn of(table: &Table, items: &[ItemRating], points: Points, reference: bool, whole: bool) -> (Standing, Vec<String>) {
    let vetoes = || items.iter().filter(|i| i.part == Part::Veto);
    let named = |item: &ItemRating, note: &str| format!("{}（{}）：{note}", item.title, item.id);
    let standing: Vec<String> = vetoes()
        .flat_map(|i| {
            i.tests
                .iter()
                .filter(|t| t.state == TestState::Holds)
                .map(move |t| named(i, &t.note))
        })
        .collect();
    if !standing.is_empty() {
        return (Standing::Failed, standing);
    }
    let fails =
        |points: f64| table.marks.fail_below.is_some_and(|mark| points < mark) || table.marks.fail_at.is_some_and(|mark| points <= mark);
    if !reference && fails(points.most) {
        return (Standing::Failed, vec![format!("得分至多 {} 分", points.most)]);
    }
    let titles = |state: TestState| -> Vec<&str> {
        let of = vetoes().filter(|i| i.tests.iter().any(|t| t.state == state));
        of.map(|i| i.title.as_str()).collect()
    };
    let mut open: Vec<String> = vetoes()
        .flat_map(|i| {
            i.tests
                .iter()
                .filter(|t| t.state == TestState::ToConfirm)
                .map(move |t| named(i, &t.note))
        })
        .collect();
    if !whole {
        open.push("本站没有检查完".to_owned());
    }
    let unjudged = titles(TestState::Unjudged);
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
