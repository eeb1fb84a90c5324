//! What the rules of messages share: a finding about one message or about a box of them.

use jiff::civil::Date;

use crate::facts::{ColumnFacts, Fact, SiteInquiry};
use crate::finding::{Finding, Key, Shape, Subject};
use crate::rules::statement::{At, Statement};
use crate::rules::{Context, Rule, finding};

const INQUIRY: Key = Key::for_programs("inquiry", Shape::Text);
const ASKED: Key = Key::shown("asked", Shape::Date, "留言时间 ", "");
const ANSWERED: Key = Key::shown("answered", Shape::Date, "答复时间 ", "");
/// How far it has come, in the site's words.
const STATUS: Key = Key::shown("status", Shape::Text, "状态 ", "");
const PAGE_READ: Key = Key::for_programs("page_read", Shape::Flag);

/// The keys of every finding about one message.
pub(super) const OF_MESSAGE: &[Key] = &[STATUS, ASKED, ANSWERED, INQUIRY, PAGE_READ];

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

/// A finding about one message. It names the page of the message, read or not: so it keeps its number from run to run.
pub(super) fn of_message<'r>(rule: &'r Rule, cx: &Context<'_>, message: &SiteInquiry) -> Statement<'r> {
    let facts = &message.facts;
    let place = match (&message.column, message.page_read) {
        (_, true) => "留言页面".to_owned(),
        (Some(column), false) => format!("“{column}”列表中的这条留言"),
        (None, false) => "留言列表中的这条留言".to_owned(),
    };
    let on = |fact| day(fact).map(|d| d.to_string());
    // Messages without a page of their own are known by what the list says of them: they move from page to page of it.
    let subject = match &facts.url {
        Some(url) => Subject::page(url),
        None => Subject::thing(format!("{} {}", named(message), on(&facts.asked).unwrap_or_default())),
    };
    let url = facts.url.as_deref().unwrap_or(&message.seen_on);
    let page = At::url(&address(url))
        .titled(facts.title.as_deref())
        .of_column(message.column.as_deref());
    finding(rule, cx, subject)
        .at(page, place)
        .because(INQUIRY, facts.title.as_deref())
        .because(ASKED, on(&facts.asked))
        .because(ANSWERED, on(&facts.answered))
        .because(STATUS, facts.status_word.as_deref())
        .because(PAGE_READ, message.page_read)
}

/// A finding about a box of messages, on the page of its list.
pub(super) fn of_box<'r>(rule: &'r Rule, cx: &Context<'_>, subject: Subject, url: &str, column: Option<&str>) -> Statement<'r> {
    let place = column.map_or("留言列表".to_owned(), |c| format!("“{c}”栏目第一页"));
    finding(rule, cx, subject).at(At::url(&address(url)).titled(column).of_column(column), place)
}

/// What a person is to look at in a box that could not be read.
pub(super) fn unread(rule: &Rule, cx: &Context<'_>, column: &ColumnFacts, why: &str) -> Finding {
    of_box(rule, cx, Subject::column(&column.url), &column.url, Some(&column.name))
        .says(format!("无法判断“{}”：“{}”栏目{why}，请人工核查", rule.title, column.name))
        .done()
}

fn address(url: &str) -> String {
    url.parse().map_or_else(|_| url.to_owned(), |u| crate::site::report_url(&u))
}
