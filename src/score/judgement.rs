//! One test of an item on one site.

use super::RatedSite;
use super::newest;
use super::occurrences::{self, Occurrences};
use crate::finding::{TestRating, TestState};
use crate::standard::{Item, Newest, Part, Test};

pub(super) fn judge(item: &Item, test: &Test, rated: &RatedSite<'_>) -> TestRating {
    let mut rating = TestRating {
        text: test.text.clone(),
        state: TestState::Human,
        points: 0.0,
        problems: 0,
        findings: Vec::new(),
        note: "机器不能判断".to_owned(),
        remains: test.remains.clone().unwrap_or_default(),
        open: true,
        sample: Vec::new(),
    };
    if item.services && !rated.site.services {
        rating.state = TestState::NotApplicable;
        "没有对外服务职能，不检查此项".clone_into(&mut rating.note);
        rating.remains.clear();
        rating.open = false;
        return rating;
    }
    if let Some(newest) = &test.newest {
        by_columns(&mut rating, item.part, test, newest, rated);
    } else if !test.is_human() {
        by_findings(&mut rating, test, rated);
    }
    rating
}

/// Judged by findings.
fn by_findings(rating: &mut TestRating, test: &Test, rated: &RatedSite<'_>) {
    let counted = occurrences::of(test, rated);
    rating.problems = counted.count;
    rating.findings.clone_from(&counted.ids);
    rating.sample = counted.sample.clone().unwrap_or_default();
    let drawn = match &counted.sample {
        Some(pages) if !pages.is_empty() => format!("抽查 {} 个页面，", pages.len()),
        _ => String::new(),
    };
    let found = format!("{drawn}发现 {} 处", counted.count);
    let some = counted.count > 0;
    let all = test
        .all_below
        .map(|below| all_of_few(&counted, below) && too_few_for_all(&counted, rated).is_none());
    if all.unwrap_or(counted.count >= test.at_least) {
        rating.state = if test.confirm { TestState::ToConfirm } else { TestState::Holds };
        rating.note = if test.at_least > 1 {
            format!("{found}，达到 {} 处", test.at_least)
        } else {
            found
        };
        if test.confirm {
            rating.note.push_str("，须由人工确认");
        } else {
            rating.points = test.points * if test.each { counted.count as f64 } else { 1.0 };
        }
        // What is left can only make it worse where every occurrence costs.
        let more = counted.open > 0 || !rated.is_whole() || test.remains.is_some();
        rating.open = test.confirm || (test.each && more);
        add_reasons(rating, &counted);
        return;
    }
    let unread = unread(test, &counted, rated);
    rating.open = unread.is_some() || test.remains.is_some();
    let found = if some { found } else { format!("{drawn}未发现问题") };
    match unread {
        Some(why) => {
            rating.state = TestState::Unjudged;
            let found = if counted.looked > 0 {
                format!("已检查的部分{found}；")
            } else {
                String::new()
            };
            rating.note = format!("{found}未能判断：{why}");
        }
        None if test.warn_from.is_some_and(|n| counted.count >= n) => {
            rating.state = TestState::Warned;
            rating.note = format!("{found}，接近 {} 处的界限", test.at_least);
        }
        None => {
            rating.state = TestState::Passed;
            rating.note = found;
        }
    }
}

/// Whether everything that was seen is an occurrence, and so little was seen that this counts.
fn all_of_few(counted: &Occurrences, below: u64) -> bool {
    let subjects = counted.looked + counted.open;
    counted.count > 0 && counted.count == subjects && subjects < below
}

/// Why nothing is said of all, though all that was seen is wrong: a single page, or a part of a site, is not all.
fn too_few_for_all(counted: &Occurrences, rated: &RatedSite<'_>) -> Option<String> {
    if !rated.is_whole() {
        Some("本站没有检查完，不能断定全部如此".to_owned())
    } else if counted.looked + counted.open < 2 {
        Some("只读到 1 个，不能断定全部如此".to_owned())
    } else {
        None
    }
}

/// Why it cannot be said that a test does not hold, where it cannot.
fn unread(test: &Test, counted: &Occurrences, rated: &RatedSite<'_>) -> Option<String> {
    if counted.looked + counted.open == 0 {
        return Some(match &counted.sample {
            Some(_) => "没有读到可抽查的页面".to_owned(),
            None if !rated.is_whole() => "本站没有检查完".to_owned(),
            None => "没有识别到检查对象".to_owned(),
        });
    }
    if test.all_below.is_some_and(|below| all_of_few(counted, below)) {
        return too_few_for_all(counted, rated);
    }
    // As many as are open may still be occurrences.
    let may_hold = match test.all_below {
        Some(below) => counted.open > 0 && counted.looked + counted.open < below && counted.count == counted.looked,
        None => counted.open > 0 && counted.count + counted.open >= test.at_least,
    };
    if may_hold {
        let why = if counted.why.is_empty() {
            String::new()
        } else {
            format!("（{}）", counted.why.join("；"))
        };
        return Some(format!("{} 处无法自动判定{why}", counted.open));
    }
    (!rated.is_whole() && counted.sample.is_none()).then(|| "本站没有检查完".to_owned())
}

fn add_reasons(rating: &mut TestRating, counted: &Occurrences) {
    if counted.open > 0 && !counted.why.is_empty() {
        rating.note = format!(
            "{}；另有 {} 处无法自动判定（{}）",
            rating.note,
            counted.open,
            counted.why.join("；")
        );
    }
}

/// Judged by the newest items of columns. What is a fault among deductions is a merit among bonuses.
fn by_columns(rating: &mut TestRating, part: Part, test: &Test, newest: &Newest, rated: &RatedSite<'_>) {
    let freshness = newest::of(newest, rated);
    let since = freshness.from.map_or(String::new(), |day| format!("（{day}以来）"));
    let holds = match part {
        Part::Bonus => freshness.fresh > 0,
        Part::Veto | Part::Deduct => !freshness.old.is_empty(),
    };
    rating.open = false;
    if holds {
        rating.state = TestState::Holds;
        let times = if test.each && part != Part::Bonus {
            freshness.old.len() as f64
        } else {
            1.0
        };
        rating.points = test.points * times;
        rating.problems = if part == Part::Bonus { 0 } else { freshness.old.len() as u64 };
        rating.note = match part {
            Part::Bonus => format!("有更新{since}"),
            Part::Veto | Part::Deduct => format!("{}，未按期更新{since}", freshness.old.join("；")),
        };
    } else if !freshness.unknown.is_empty() || (freshness.old.is_empty() && freshness.fresh == 0) {
        rating.state = TestState::Unjudged;
        rating.open = true;
        rating.note = if freshness.unknown.is_empty() {
            "未能判断：没有识别到这类栏目".to_owned()
        } else {
            format!("未能判断：{}", freshness.unknown.join("；"))
        };
    } else {
        rating.state = TestState::Passed;
        rating.note = match part {
            Part::Bonus => format!("没有更新{since}"),
            Part::Veto | Part::Deduct => format!("按期更新{since}"),
        };
    }
}
