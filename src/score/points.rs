//! From tests to the points of an item, and from items to the points of a site.

use std::collections::BTreeSet;

use super::judgement::Judged;
use super::{RatedSite, judgement};
use crate::finding::{ItemRating, Points, TestRating, TestState};
use crate::standard::{Count, Item, Part, Table, Test};

/// One item: "单项指标扣分之和不超过本项指标总分值" (P19), and what is open cannot cost more than what is left of it.
pub(super) fn item(item: &Item, rated: &RatedSite<'_>) -> ItemRating {
    let judged: Vec<Judged> = item.tests.iter().map(|test| judgement::judge(item, test, rated)).collect();
    let distinct = distinct(&item.tests, &judged);
    let mut tests: Vec<TestRating> = judged.into_iter().map(|judged| judged.rating).collect();
    for test in &mut tests {
        test.points = rounded(test.points);
    }
    let taken: f64 = tests.iter().map(|t| t.points).sum();
    let points = rounded(item.cap.map_or(taken, |cap| taken.min(cap)));
    // What a test may still cost: its points once, or without bound where each occurrence costs.
    let may_cost = item
        .tests
        .iter()
        .zip(&tests)
        .try_fold(0.0, |sum, (test, rating)| match (rating.open, test.each) {
            (false, _) => Some(sum),
            (true, false) => Some(sum + test.points),
            (true, true) => item.cap.map(|cap| sum + cap),
        });
    let left = item.cap.map(|cap| cap - points);
    let open = match (may_cost, left) {
        (Some(cost), Some(left)) => Some(cost.min(left)),
        (Some(cost), None) => Some(cost),
        (None, left) => left,
    };
    ItemRating {
        id: item.id.clone(),
        part: item.part,
        group: item.group.clone(),
        title: item.title.clone(),
        points,
        open: if item.part == Part::Veto { Some(0.0) } else { open.map(rounded) },
        distinct: Some(distinct),
        tests,
    }
}

/// How many problems the tests name. A finding that several of them count is one problem. What is drawn, summed up out of
/// findings or told apart in them is counted by each: one finding may be many there.
fn distinct(tests: &[Test], judged: &[Judged]) -> u64 {
    let mut seen: BTreeSet<&String> = BTreeSet::new();
    let mut sum = 0;
    for (test, Judged { rating, ids }) in tests.iter().zip(judged) {
        let told = ids.iter().filter(|id| !seen.insert(id)).count() as u64;
        let by_findings = test.count.value == Count::Findings && test.sample.is_none();
        sum += rating.problems - if by_findings { told.min(rating.problems) } else { 0 };
    }
    sum
}

/// All items. Those of services are left out for a site that has none, and the rest is multiplied as the table says
/// (75 × 4/3 in 2019).
pub(super) fn sum(table: &Table, items: &[ItemRating], services: bool) -> Points {
    let of = |part: Part| items.iter().filter(move |i| i.part == part);
    let left_out: f64 = table
        .items
        .iter()
        .filter(|i| i.part == Part::Deduct && i.services && !services)
        .filter_map(|i| i.cap)
        .sum();
    let factor = if left_out > 0.0 { table.marks.without_services } else { 1.0 };
    let base = table.marks.start - left_out;
    let taken: f64 = of(Part::Deduct).map(|i| i.points).sum();
    let open = of(Part::Deduct).try_fold(0.0, |sum, item| Some(sum + item.open?));
    let most = ((base - taken) * factor).max(0.0);
    let least = open.map(|open| ((base - taken - open) * factor).max(0.0));
    let bonus = match table.marks.bonus_above {
        Some(above) if most > above => of(Part::Bonus)
            .filter(|i| i.tests.iter().any(|t| t.state == TestState::Holds))
            .map(|i| i.points)
            .sum(),
        _ => 0.0,
    };
    Points {
        least: least.map(rounded),
        most: rounded(most),
        bonus: rounded(bonus),
    }
}

/// To the tables' own precision: tenths and halves of points, and thirds of what is multiplied. So they are read back from a
/// record as they were written: 152 times 0.1 is 15.2, and not 15.200000000000001.
fn rounded(points: f64) -> f64 {
    (points * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_read_back_as_they_were_written() {
        for n in 0..2_000 {
            let points = rounded(0.1 * f64::from(n));
            let written = serde_json::to_string(&points).unwrap();
            assert!(written.len() <= 5, "{written}");
            let read: f64 = serde_json::from_str(&written).unwrap();
            assert_eq!(read.to_bits(), points.to_bits(), "{written}");
        }
    }
}
