//! 留言未回应: a message of the public that is not answered, or was answered late.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::inquiry_text::{OF_MESSAGE, day, days, named, of_box, of_message, unread};
use crate::facts::{ColumnFacts, Fact, ListItem, SiteInquiry, Why};
use crate::finding::{Finding, Grade, Ids, Key, Shape, Subject, Verdict};
use crate::rules::keys::{COUNT, DAYS};
use crate::rules::{Check, Context, Fold, InquiryCase, Rule};
use crate::standard::{Clause, NoCount, Period};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "inquiry-unanswered",
    title: "留言未回应",
    grade: Grade::Minor,
    basis: &[Clause::C15_V5, Clause::P19_V5, Clause::P19_D19],
    explain: include_str!("../explain/inquiry-unanswered.md"),
    check: Check::Inquiries(check),
    keys: &[OF_MESSAGE, &[WORKING_DAYS, OVER, NO_DATES, DAYS, IN_ALL, YEAR, IN_YEAR, COUNT]],
    fold: Fold::Page,
};

const WORKING_DAYS: Key = Key::shown("working_days", Shape::Number, "", " 个工作日");
/// The term that was missed.
const OVER: Key = Key::shown(
    "over",
    Shape::Id(Ids::These(&[(OVER_MONTHS, "3个月"), (OVER_WORKDAYS, "5个工作日")])),
    "超过 ",
    "",
);
const OVER_MONTHS: &str = "months_3";
const OVER_WORKDAYS: &str = "workdays_5";
/// What stands where a date should.
const NO_DATES: Key = Key::shown("no_dates", Shape::List, "", "");
/// How many such messages there are, told one by one or not.
const IN_ALL: Key = Key::shown("in_all", Shape::Number, "同类留言共 ", " 条");
/// The year that the calendar of working days lacks.
const YEAR: Key = Key::shown("year", Shape::Number, "年度 ", "");
/// Whether it was asked within a year.
const IN_YEAR: Key = Key::for_programs("in_year", Shape::Flag);

/// "监测时间点前1年内……超过三个月未回应" (C15-V5, P19-V5.2).
const VETO: Period = Period::Months(3);
const LOOKED_AT: Period = Period::Months(12);

/// "未在5个工作日内收到网上答复" (P19-D19).
const SOON: u32 = 5;

/// Days in which no term can have run out.
const YOUNG: i32 = 5;

/// Findings a site at most: of a box with hundreds the first ones make the case, the number is told.
const UNANSWERED: usize = 50;
const LATE: usize = 20;
const REVIEWS: usize = 20;

const ADVICE: &str = "请尽快答复该留言并公开答复内容；确属无效留言的，请注明不予受理及理由";
const ADVICE_LATE: &str = "请完善留言办理机制，普通咨询应在5个工作日内答复";
const ADVICE_DATES: &str = "请更正留言或答复的时间";

/// What is to be said of one message.
enum Said {
    Nothing,
    Open(Finding),
    Late(Finding),
    Review(Finding),
    /// Nothing on its row or page says whether it was answered.
    Silent,
    /// The calendar of working days lacks this year.
    NoCalendar(i16),
}

fn check(case: &InquiryCase<'_>, cx: &Context<'_>) -> Vec<Verdict> {
    let (mut open, mut late, mut reviews) = (Vec::new(), Vec::new(), Vec::new());
    let mut silent: BTreeMap<(&str, Option<&str>), (usize, usize)> = BTreeMap::new();
    let (mut uncounted, mut years) = (0_usize, BTreeSet::new());
    // Messages of which nobody can tell whether they were answered in time.
    let mut left = 0_usize;
    for message in &case.inquiries.messages {
        match judge(message, cx) {
            Said::Nothing => {}
            Said::Open(finding) => open.push(finding),
            Said::Late(finding) => late.push(finding),
            Said::Review(finding) => {
                left += 1;
                reviews.push(finding);
            }
            Said::Silent => {
                left += 1;
                let (all, unread) = silent.entry((&message.seen_on, message.column.as_deref())).or_default();
                *all += 1;
                *unread += usize::from(!message.page_read);
            }
            Said::NoCalendar(year) => {
                uncounted += 1;
                years.insert(year);
            }
        }
    }
    // The gravest first; those of a grade stay in the order of the days they were asked.
    open.sort_by_key(|f| std::cmp::Reverse(f.grade));
    cut(&mut open, UNANSWERED);
    cut(&mut late, LATE);
    cut(&mut reviews, REVIEWS);
    reviews.extend(silent_boxes(&silent, cx));
    if let Some(year) = years.first() {
        reviews.push(without_calendar(case, cx, uncounted, *year));
    }
    reviews.extend(unread_boxes(case, cx));
    open.append(&mut late);
    let settled = case.inquiries.messages.len() - left;
    let mut verdicts = Vec::new();
    if !open.is_empty() {
        verdicts.push(Verdict::Fail(open));
    }
    if !reviews.is_empty() {
        verdicts.push(Verdict::NeedsReview(reviews));
    }
    // What is left beside messages that were judged does not make these unseen.
    let fails = verdicts.iter().any(|v| matches!(v, Verdict::Fail(_)));
    if !fails && settled > 0 {
        verdicts.push(Verdict::Pass);
    }
    verdicts
}

fn judge(message: &SiteInquiry, cx: &Context<'_>) -> Said {
    let facts = &message.facts;
    if facts.is_closed() {
        return Said::Nothing;
    }
    let (asked, answered) = (day(&facts.asked), day(&facts.answered));
    let state = facts.is_answered();
    let wrong = match (asked, answered) {
        (Some(asked), _) if asked > cx.today => Some("留言时间晚于检查日"),
        (_, Some(answered)) if answered > cx.today => Some("答复时间晚于检查日"),
        (Some(asked), Some(answered)) if answered < asked => Some("答复时间早于留言时间"),
        (None, _) if !facts.no_dates.is_empty() && state != Some(true) => Some("留言时间不是日期"),
        _ if !facts.no_dates.is_empty() && state.is_none() => Some("答复时间不是日期"),
        _ => None,
    };
    if let Some(wrong) = wrong {
        return Said::Review(bad_dates(message, cx, wrong));
    }
    match (state, asked, answered) {
        (Some(false), Some(asked), _) => open(message, cx, asked),
        (Some(false), None, _) => Said::Review(bad_dates(message, cx, "尚未答复，但没有注明留言时间")),
        (Some(true), Some(asked), Some(answered)) => late(message, cx, asked, answered),
        (Some(true), ..) => Said::Nothing,
        // Too young, or so old that no table asks: nothing hangs on it.
        (None, Some(asked), _) if !LOOKED_AT.contains(asked, cx.today) || days(asked, cx.today) <= YOUNG => Said::Nothing,
        (None, ..) => Said::Silent,
    }
}

fn open(message: &SiteInquiry, cx: &Context<'_>, asked: Date) -> Said {
    let age = days(asked, cx.today);
    let in_year = LOOKED_AT.contains(asked, cx.today);
    let counted = cx.workdays.between(asked, cx.today);
    let no_dates = &message.facts.no_dates;
    let statement = of_message(&RULE, cx, message)
        .because(DAYS, age)
        .because(IN_YEAR, in_year)
        .because_known(NO_DATES, (!no_dates.is_empty()).then(|| no_dates.clone()))
        .because_known(WORKING_DAYS, counted.as_ref().ok().copied())
        .advice(ADVICE);
    let state = match &message.facts.status_word {
        Some(word) => format!("状态为“{word}”"),
        None => "答复栏为空".to_owned(),
    };
    let name = named(message);
    if asked < VETO.first_day(cx.today) {
        let remark = if in_year { "" } else { "（一年以前的留言）" };
        let text = format!("留言“{name}”超过3个月未回应：{asked}提出，至今{age}天，{state}{remark}");
        let grade = if in_year { Grade::Veto } else { Grade::Serious };
        return Said::Open(statement.says(text).because(OVER, OVER_MONTHS).grade(grade).done());
    }
    match counted {
        Ok(count) if count > SOON => {
            let text = format!("留言“{name}”超过5个工作日未回应：{asked}提出，至今{count}个工作日，{state}");
            Said::Open(statement.says(text).because(OVER, OVER_WORKDAYS).done())
        }
        Ok(_) | Err(NoCount::TooLong) => Said::Nothing,
        Err(NoCount::MissingYear(year)) => Said::NoCalendar(year),
    }
}

fn late(message: &SiteInquiry, cx: &Context<'_>, asked: Date, answered: Date) -> Said {
    if !LOOKED_AT.contains(asked, cx.today) {
        return Said::Nothing;
    }
    let name = named(message);
    let counted = cx.workdays.between(asked, answered);
    let statement = of_message(&RULE, cx, message)
        .because(DAYS, days(asked, answered))
        .because(IN_YEAR, true)
        .because_known(WORKING_DAYS, counted.as_ref().ok().copied())
        .advice(ADVICE_LATE);
    if asked < VETO.first_day(answered) {
        let text = format!("留言“{name}”超过3个月才答复：{asked}提出，{answered}答复");
        return Said::Late(statement.says(text).because(OVER, OVER_MONTHS).grade(Grade::Serious).done());
    }
    match counted {
        Ok(count) if count > SOON => {
            let text = format!("留言“{name}”超过5个工作日才答复：{asked}提出，{answered}答复，用了{count}个工作日");
            Said::Late(statement.says(text).because(OVER, OVER_WORKDAYS).grade(Grade::Notice).done())
        }
        Ok(_) | Err(NoCount::TooLong) => Said::Nothing,
        Err(NoCount::MissingYear(year)) => Said::NoCalendar(year),
    }
}

fn bad_dates(message: &SiteInquiry, cx: &Context<'_>, wrong: &str) -> Finding {
    let facts = &message.facts;
    let shown = |name: &str, fact: &Fact<_>| day(fact).map(|d| format!("{name} {d}"));
    let mut printed: Vec<String> = [shown("留言时间", &facts.asked), shown("答复时间", &facts.answered)]
        .into_iter()
        .flatten()
        .collect();
    printed.extend(facts.no_dates.iter().cloned());
    let printed = if printed.is_empty() {
        String::new()
    } else {
        format!("（{}）", printed.join("，"))
    };
    let text = format!("留言“{}”{wrong}{printed}，无法判断是否及时答复，请人工核查", named(message));
    of_message(&RULE, cx, message)
        .says(text)
        .because(NO_DATES, facts.no_dates.clone())
        .advice(ADVICE_DATES)
        .done()
}

/// Keeps the first findings, and says in the last how many more there are. All of them carry the number.
fn cut(findings: &mut Vec<Finding>, most: usize) {
    let all = findings.len();
    if all <= most {
        return;
    }
    findings.truncate(most);
    for finding in findings.iter_mut() {
        std::sync::Arc::make_mut(&mut finding.evidence).insert(IN_ALL.id.into(), all.into());
    }
    if let Some(last) = findings.last_mut() {
        last.message = format!("{}（另有{}条同类留言没有逐条列出）", last.message, all - most).into();
    }
}

fn silent_boxes(silent: &BTreeMap<(&str, Option<&str>), (usize, usize)>, cx: &Context<'_>) -> Vec<Finding> {
    // Pages of single messages are told under their column, lists by their address.
    let mut by_column: BTreeMap<Option<&str>, (usize, usize, &str)> = BTreeMap::new();
    for ((url, column), (all, unread)) in silent {
        let entry = by_column.entry(*column).or_insert((0, 0, url));
        entry.0 += all;
        entry.1 += unread;
    }
    by_column
        .into_iter()
        .map(|(column, (all, not_read, url))| {
            let why = if not_read * 2 >= all {
                "列表中没有办理状态，留言页面本次没有读取"
            } else {
                "页面上看不出是否已经答复"
            };
            let of = column.map_or(String::new(), |c| format!("“{c}”栏目"));
            let text = format!("{of}有{all}条留言无法判断是否答复：{why}，请人工核查");
            of_box(&RULE, cx, Subject::column(url), url, column)
                .says(text)
                .because(COUNT, all)
                .done()
        })
        .collect()
}

/// A year that nobody told the program: said aloud, and nothing is counted over it.
fn without_calendar(case: &InquiryCase<'_>, cx: &Context<'_>, count: usize, year: i16) -> Finding {
    let (url, column) = match case.inquiries.lists.first() {
        Some((url, column)) => (url.as_str(), column.as_deref()),
        None => (cx.site.url.as_str(), None),
    };
    let text = format!(
        "工作日历中没有{year}年，{count}条留言无法按5个工作日判断；请人工核查，或请维护检查配置的人按国务院办公厅的放假通知补上{year}年（workdays.yaml）"
    );
    of_box(&RULE, cx, Subject::Site, url, column)
        .says(text)
        .because(COUNT, count)
        .because(YEAR, year)
        // Whether three months have passed needs no calendar.
        .because(OVER, OVER_WORKDAYS)
        .done()
}

/// Boxes of which no message was read.
fn unread_boxes(case: &InquiryCase<'_>, cx: &Context<'_>) -> Vec<Finding> {
    if !case.whole {
        return Vec::new();
    }
    let messages = &case.inquiries.messages;
    let known: BTreeSet<&str> = messages
        .iter()
        .flat_map(|m| [Some(m.seen_on.as_str()), m.facts.url.as_deref()])
        .flatten()
        .collect();
    // The page of a message may call its box by another name (我要写信) than the list does (局长信箱) that leads to it.
    let leads_to_messages =
        |items: &[ListItem]| !items.is_empty() && items.iter().all(|i| i.url.as_deref().is_some_and(|u| known.contains(u)));
    let shown = |c: &ColumnFacts| {
        case.inquiries.lists.iter().any(|(list, _)| *list == c.url)
            || messages.iter().any(|m| m.column.as_deref() == Some(c.name.as_str()))
            || c.items.known().is_some_and(|items| leads_to_messages(items))
    };
    case.columns
        .iter()
        .filter(|c| c.exempt.is_none() && !shown(c))
        .filter_map(|column| match &column.items {
            Fact::Unknown(why) => Some(unread(&RULE, cx, column, why.chinese())),
            Fact::Known(items) if items.is_empty() => None,
            Fact::Known(_) => Some(unread(
                &RULE,
                cx,
                column,
                Why::NotShown.chinese().replace("标注", "留言的办理情况").as_str(),
            )),
        })
        .collect()
}

#[cfg(test)]
mod tests;
