//! What the rules of messages share: a finding about one message or about a box of them.

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::facts::{ColumnFacts, Fact, SiteInquiry};
use crate::finding::{Evidence, Finding, Grade};
use crate::rules::{Context, Rule};
use crate::standard::basis_text;

/// The title as messages quote it.
pub(super) fn named(message: &SiteInquiry) -> String {
    let title = message.facts.title.as_deref().unwrap_or("（无标题）");
    let short: String = title.chars().take(40).collect();
    if short.len() < title.len() { format!("{short}…") } else { short }
}

/// A day of a message, where it is known.
pub(super) fn day(fact: &Fact<crate::facts::Stamp>) -> Option<Date> {
    fact.known().map(|s| s.date)
}

/// The days between two dates, none below zero.
pub(super) fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days()).max(0)
}

/// What every finding about a message carries: `title`, `asked`, `answered`, `status`, and where it was read.
pub(super) fn evidence(message: &SiteInquiry) -> Evidence {
    let facts = &message.facts;
    let day = |fact| day(fact).map_or(Value::Null, |d| json!(d.to_string()));
    Evidence::from([
        ("inquiry".to_owned(), json!(facts.title)),
        ("asked".to_owned(), day(&facts.asked)),
        ("answered".to_owned(), day(&facts.answered)),
        ("status".to_owned(), json!(facts.status_word)),
        ("page_read".to_owned(), json!(message.page_read)),
    ])
}

/// A finding about one message. It names the page of the message, read or not: so it keeps its number from run to run.
pub(super) fn finding(
    rule: &Rule,
    grade: Grade,
    cx: &Context<'_>,
    message: &SiteInquiry,
    text: String,
    evidence: Evidence,
    advice: &str,
) -> Finding {
    let facts = &message.facts;
    let url = facts.url.as_deref().unwrap_or(&message.seen_on);
    let place = match (&message.column, message.page_read) {
        (_, true) => "留言页面".to_owned(),
        (Some(column), false) => format!("“{column}”列表中的这条留言"),
        (None, false) => "留言列表中的这条留言".to_owned(),
    };
    // Messages without a page of their own are told apart by what the list says of them.
    let key = match &facts.url {
        Some(_) => String::new(),
        None => format!("{} {}", named(message), day(&facts.asked).map_or(String::new(), |d| d.to_string())),
    };
    Finding {
        rule: rule.id.into(),
        grade,
        site: cx.site.id.as_str().into(),
        column: message.column.as_deref().map(Into::into),
        page_url: address(url).into(),
        page_title: facts.title.as_deref().map(Into::into),
        message: text.into(),
        place: place.into(),
        target_url: None,
        evidence: evidence.into(),
        advice: advice.into(),
        basis: basis_text(rule.basis).into(),
        key: key.into(),
    }
}

/// A finding about a box as a whole: the page of its list.
pub(super) fn of_box(
    rule: &Rule,
    cx: &Context<'_>,
    url: &str,
    column: Option<&str>,
    text: String,
    evidence: Evidence,
    advice: &str,
) -> Finding {
    Finding {
        rule: rule.id.into(),
        grade: rule.grade,
        site: cx.site.id.as_str().into(),
        column: column.map(Into::into),
        page_url: address(url).into(),
        page_title: column.map(Into::into),
        message: text.into(),
        place: column.map_or("留言列表".to_owned(), |c| format!("“{c}”栏目第一页")).into(),
        target_url: None,
        evidence: evidence.into(),
        advice: advice.into(),
        basis: basis_text(rule.basis).into(),
        key: "".into(),
    }
}

/// What a person is to look at in a box that could not be read.
pub(super) fn unread(rule: &Rule, cx: &Context<'_>, column: &ColumnFacts, why: &str) -> Finding {
    let text = format!("无法判断“{}”：“{}”栏目{why}，请人工核查", rule.title, column.name);
    of_box(rule, cx, &column.url, Some(&column.name), text, Evidence::new(), "")
}

fn address(url: &str) -> String {
    url.parse().map_or_else(|_| url.to_owned(), |u| crate::site::report_url(&u))
}
