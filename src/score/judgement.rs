//! One test of an item on one site.

use std::collections::BTreeSet;

use super::RatedSite;
use super::newest;
use super::occurrences::{self, Occurrences};
use crate::finding::{RuleOutcome, TestRating, TestState};
use crate::standard::{ColumnKind, Count, IdentityPart, Item, Newest, Part, Test};

/// Ids named in a rating at most; the list of problems has them all.
const NAMED: usize = 50;

/// The rule that says whether a site has a kind of column at all.
const ABSENT: &str = "column-absent";

/// A test with all the findings it rests on, by id.
pub(super) struct Judged {
    pub(super) rating: TestRating,
    pub(super) ids: BTreeSet<String>,
}

pub(super) fn judge(item: &Item, test: &Test, rated: &RatedSite<'_>) -> Judged {
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
    let mut ids = BTreeSet::new();
    if item.services && !rated.site.services {
        leave_out(&mut rating, "没有对外服务职能，不检查此项");
    } else if test.portal && !rated.site.portal && !has_newest_columns(test, rated) {
        of_portals_only(&mut rating, test, rated);
    } else if let Some(newest) = &test.newest {
        by_columns(&mut rating, item, test, newest, rated);
        if rating.state != TestState::NotApplicable {
            say_what_remains(&mut rating, test, None);
        }
    } else if !test.is_human() {
        let counted = occurrences::of(test, rated);
        by_findings(&mut rating, item, test, &counted, rated);
        rating.findings = counted.ids.iter().take(NAMED).cloned().collect();
        ids = counted.ids;
        if rating.state == TestState::NotApplicable {
            rating.findings.clear();
            ids.clear();
        }
    }
    Judged { rating, ids }
}

/// Whether the site has a column whose newest item the test asks for.
fn has_newest_columns(test: &Test, rated: &RatedSite<'_>) -> bool {
    let asked = |kind: &str| test.newest.iter().flat_map(|n| &n.kinds).any(|k| k.id() == kind);
    rated.result.columns.iter().any(|c| asked(&c.kind))
}

/// What only portals are asked for, of a site of which the configuration does not say that it is one.
fn of_portals_only(rating: &mut TestRating, test: &Test, rated: &RatedSite<'_>) {
    if !rated.is_named_as_portal() {
        leave_out(rating, "不适用：只要求政府门户网站，本站没有登记为门户网站");
        return;
    }
    rating.state = TestState::Unjudged;
    "未能判断：只要求政府门户网站；从名称看本站可能是，而没有登记为门户网站".clone_into(&mut rating.note);
    let remains = test.remains.as_deref().unwrap_or("机器未能判断，由人工核查");
    rating.remains = format!("本站是政府门户网站的，请告诉维护检查配置的人；{remains}");
}

/// The test does not apply.
fn leave_out(rating: &mut TestRating, why: &str) {
    rating.state = TestState::NotApplicable;
    rating.problems = 0;
    why.clone_into(&mut rating.note);
    rating.remains.clear();
    rating.open = false;
}

/// Puts together what a person has to look at: what was found, what could not be judged, and what no machine judges.
fn say_what_remains(rating: &mut TestRating, test: &Test, left: Option<&Occurrences>) {
    let mut all = Vec::new();
    if rating.state == TestState::ToConfirm {
        all.push("请确认所列问题是否属实".to_owned());
    }
    let said = all.len();
    if let Some(left) = left.filter(|left| left.open > 0) {
        all.push(format!("{} {}机器未能判断，由人工核查", left.open, left.unit));
    }
    if let Some(parts) = left.and_then(parts_unsure) {
        all.push(format!("是否列明{parts}由人工核查"));
    }
    if all.len() == said && rating.state == TestState::Unjudged && test.remains.is_none() {
        all.push("机器未能判断，由人工核查".to_owned());
    }
    // Once a test holds for good, the rest of it changes nothing.
    all.extend(test.remains.clone().filter(|_| rating.open));
    rating.remains = all.join("；");
}

/// Judged by findings.
fn by_findings(rating: &mut TestRating, item: &Item, test: &Test, counted: &Occurrences, rated: &RatedSite<'_>) {
    if let Some(why) = of_more_only(test, counted).or_else(|| without_column(item, test, counted, rated)) {
        leave_out(rating, &why);
        return;
    }
    rating.problems = counted.count;
    rating.sample = counted.sample.clone().unwrap_or_default();
    let drawn = drawn(counted);
    let among = test.among.as_ref().map_or(String::new(), |among| format!("{among}中"));
    let unit = match &test.count.value {
        Count::Distinct(_) => "项",
        _ => "处",
    };
    let some = counted.count > 0;
    let found = if some {
        format!("{among}发现 {} {unit}", counted.count)
    } else {
        format!("{among}未发现问题")
    };
    let all = test
        .all_below
        .map(|below| all_of_few(counted, below) && too_few_for_all(counted, rated).is_none());
    if all.unwrap_or(counted.count >= test.at_least) {
        rating.state = if test.confirm { TestState::ToConfirm } else { TestState::Holds };
        rating.note = if test.at_least > 1 {
            format!("{drawn}{found}，达到 {} {unit}", test.at_least)
        } else {
            format!("{drawn}{found}")
        };
        if test.confirm {
            rating.note.push_str("，须由人工确认");
        } else {
            rating.points = test.points * if test.each { counted.count as f64 } else { 1.0 };
        }
        // What is left can only make it worse where every occurrence costs.
        let left = unjudged(counted);
        let more = left.is_some() || !rated.is_whole() || test.remains.is_some();
        rating.open = test.confirm || (test.each && more);
        if let Some(left) = left {
            rating.note = format!("{}；另有{left}", rating.note);
        }
        say_what_remains(rating, test, Some(counted));
        return;
    }
    let unread = unread(test, counted, rated);
    rating.open = unread.is_some() || test.remains.is_some();
    let mut left = None;
    match unread {
        Some(why) => {
            rating.state = TestState::Unjudged;
            left = Some(counted);
            let found = if counted.looked > 0 {
                format!("已检查的部分{found}；")
            } else {
                String::new()
            };
            rating.note = format!("{drawn}{found}未能判断：{why}");
        }
        None if test.warn_from.is_some_and(|n| counted.count >= n) => {
            rating.state = TestState::Warned;
            rating.note = format!("{drawn}{found}，接近 {} {unit}的界限", test.at_least);
        }
        None => {
            rating.state = TestState::Passed;
            rating.note = if some && test.at_least > 1 {
                format!("{drawn}{found}，未达到 {} {unit}", test.at_least)
            } else {
                format!("{drawn}{found}")
            };
        }
    }
    say_what_remains(rating, test, left);
}

/// How many pages were drawn, where a test draws.
fn drawn(counted: &Occurrences) -> String {
    match &counted.sample {
        Some(pages) if !pages.is_empty() => {
            let over = match counted.passed_over {
                0 => String::new(),
                over => format!("（另抽中 {over} 个不在检查范围内，没有计入）"),
            };
            format!("抽查 {} 个页面{over}，", pages.len())
        }
        _ => String::new(),
    }
}

/// Why a test that is of few things only does not apply: there are more.
fn of_more_only(test: &Test, counted: &Occurrences) -> Option<String> {
    let (below, all) = (test.all_below?, counted.looked + counted.open);
    (all >= below).then(|| format!("不适用：共有 {all} 个检查对象，不是不足 {below} 个"))
}

/// Why nothing of a column is judged where another test of the same item costs its points because there is none.
fn without_column(item: &Item, test: &Test, counted: &Occurrences, rated: &RatedSite<'_>) -> Option<String> {
    if counted.all_below_level {
        return Some("不适用：本站这类栏目都不是一级栏目；它们按“其他栏目”检查".to_owned());
    }
    let kind = test.column.filter(|_| counted.looked + counted.open == 0)?;
    // Where columns were looked for at all.
    let looked_for = || rated.outcomes.rows.iter().any(|r| r.rule == ABSENT && r.passed + r.failed > 0);
    if test.optional && rated.is_whole() && looked_for() && rated.result.columns.iter().all(|c| c.kind != kind.id()) {
        return Some(
            test.unseen
                .clone()
                .unwrap_or_else(|| format!("没有{}类栏目，不开设不扣分", kind.chinese())),
        );
    }
    let absent = absence(kind, rated).is_some_and(|row| row.failed > 0);
    (absent && item.tests.iter().any(is_of_absence)).then(|| ABSENT_ANYWAY.to_owned())
}

/// What is said where another test of the item costs its points because there is no such column.
const ABSENT_ANYWAY: &str = "没有开设这类栏目，已按未开设计，此条不适用";

/// Whether a test costs its points where there is no column of a kind.
fn is_of_absence(test: &Test) -> bool {
    !test.confirm && test.rules.iter().any(|r| r == ABSENT)
}

/// What came of the question whether there is a kind of column.
fn absence<'r>(kind: ColumnKind, rated: &'r RatedSite<'_>) -> Option<&'r RuleOutcome> {
    rated.outcomes.rows.iter().find(|row| row.rule == ABSENT && row.facet == kind.id())
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
        return Some(nothing_seen(test, counted, rated));
    }
    if test.all_below.is_some_and(|below| all_of_few(counted, below)) {
        return too_few_for_all(counted, rated);
    }
    // As many as are open may still be occurrences.
    let left = counted.open + counted.unsure.len() as u64;
    let may_hold = if let Some(below) = test.all_below {
        counted.open > 0 && counted.looked + counted.open < below && counted.count == counted.looked
    } else {
        left > 0 && counted.count + left >= test.at_least
    };
    if may_hold && let Some(left) = unjudged(counted) {
        return Some(left.trim_start().to_owned());
    }
    (!rated.is_whole() && counted.sample.is_none()).then(|| "本站没有检查完".to_owned())
}

/// Why a test saw nothing at all: the truest reason that is known.
fn nothing_seen(test: &Test, counted: &Occurrences, rated: &RatedSite<'_>) -> String {
    if counted.sample.is_some() {
        return match counted.passed_over {
            0 => "没有读到可抽查的页面".to_owned(),
            over => format!("抽中的 {over} 个页面都不在检查范围内（如没有使用网站模板）"),
        };
    }
    if !rated.is_whole() {
        return "本站没有检查完".to_owned();
    }
    let of_column = test.column.and_then(|kind| {
        let (row, name) = (absence(kind, rated)?, kind.chinese());
        Some(match row {
            row if row.failed > 0 => format!("没有找到{name}类栏目"),
            row if row.unjudged > 0 => format!("有没有{name}类栏目尚不能断定"),
            _ => format!("网站有{name}类栏目，没有读到其中可以判断的内容"),
        })
    });
    of_column
        .or_else(|| test.unseen.clone())
        .unwrap_or_else(|| "没有识别到检查对象".to_owned())
}

/// How many could not be judged, and why; a number has a space before it.
fn unjudged(counted: &Occurrences) -> Option<String> {
    let why = if counted.why.is_empty() {
        String::new()
    } else {
        format!("（{}）", counted.why.join("；"))
    };
    let open = (counted.open > 0).then(|| format!(" {} {}无法自动判定{why}", counted.open, counted.unit));
    let parts = parts_unsure(counted).map(|parts| format!("不能断定是否列明的：{parts}"));
    match (open, parts) {
        (Some(open), Some(parts)) => Some(format!("{open}，{parts}")),
        (open, parts) => open.or(parts),
    }
}

/// The parts of which nobody can tell whether they are missing, in Chinese.
fn parts_unsure(counted: &Occurrences) -> Option<String> {
    let named = |id: &String| {
        IdentityPart::ALL
            .iter()
            .find(|p| p.id() == id)
            .map_or(id.clone(), |p| p.chinese().to_owned())
    };
    let names: Vec<String> = counted.unsure.iter().map(named).collect();
    (!names.is_empty()).then(|| names.join("、"))
}

/// Judged by the newest items of columns. What is a fault among deductions is a merit among bonuses.
fn by_columns(rating: &mut TestRating, item: &Item, test: &Test, newest: &Newest, rated: &RatedSite<'_>) {
    let part = item.part;
    let absent = |kind: &ColumnKind| absence(*kind, rated).is_some_and(|row| row.failed > 0);
    if newest.kinds.iter().all(absent) && item.tests.iter().any(is_of_absence) && !has_newest_columns(test, rated) {
        leave_out(rating, ABSENT_ANYWAY);
        return;
    }
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
