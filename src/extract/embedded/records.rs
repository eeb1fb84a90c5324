//! Records of a list in JSON and in script literals: written as the markup a script would make of them.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{TimeZone, offset};
use serde_json::{Map, Value};

use super::{Page, Piece, Script, Spot, value};
use crate::extract::attributes::looks_relative;
use crate::extract::dates::{self, Day};
use crate::extract::outline::Tag;
use crate::extract::script_token::Token;
use crate::text::{first, folded_to};

/// Records taken of one page.
const RECORDS: usize = 500;

/// Lists taken of one page.
const LISTS: usize = 20;

/// Records from which an array is a list: one alone is mostly the settings of a page, or the article on it.
const FEWEST: usize = 2;

/// Characters of a title that are kept.
const TITLE: usize = 300;

/// Characters of a text beside the records from which the page is an article with lists beside it.
const ARTICLE: usize = 200;

/// Where frameworks put what they make, where no script names a place.
pub(super) const ROOTS: &[&str] = &["__next", "__nuxt", "app", "root", "main-app"];

/// One record: what a list shows of it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Record {
    title: String,
    address: Option<String>,
    day: Option<Date>,
}

/// The lists that stand in the scripts of a page.
pub(super) fn find(page: &Page<'_, '_>) -> Vec<Piece> {
    let mut found = Vec::new();
    for script in &page.scripts {
        let values = if script.tokens.is_empty() {
            let is_json = page
                .outline
                .attr(script.el, "type")
                .is_some_and(|t| t.to_ascii_lowercase().contains("json"));
            // Linked data describes the page to search engines; nothing of it is shown.
            let shown = is_json && !page.outline.attr(script.el, "type").is_some_and(|t| t.contains("ld+json"));
            let parsed = shown.then(|| serde_json::from_str(script.code).ok()).flatten();
            parsed.into_iter().collect()
        } else {
            literals(script)
        };
        let mut lists = Vec::new();
        if values.iter().any(|value| !gather("", value, &mut lists)) {
            return Vec::new();
        }
        lists.truncate(LISTS);
        let markup: String = lists.iter().map(|list| markup_of(list)).collect();
        if !markup.is_empty() {
            found.push(Piece {
                spot: place(page, script),
                markup,
            });
        }
    }
    found
}

/// The lists of one value, as markup: for a file that is nothing else.
pub(super) fn of_value(value: &Value) -> Option<String> {
    let mut lists = Vec::new();
    gather("", value, &mut lists);
    lists.truncate(LISTS);
    let markup: String = lists.iter().map(|list| markup_of(list)).collect();
    (!markup.is_empty()).then_some(markup)
}

/// Arrays of objects, and what is parsed from a string.
fn literals(script: &Script<'_>) -> Vec<Value> {
    let mut values = value::arrays(&script.tokens);
    for window in script.tokens.windows(3) {
        if let [Token::Name("parse"), open, Token::Text(text)] = window
            && open.is(b'(')
            && let Ok(value) = serde_json::from_str(text)
        {
            values.push(value);
        }
    }
    values
}

/// Where the records of a script are shown: an empty element it names, the root of its framework, else where it stands.
fn place(page: &Page<'_, '_>, script: &Script<'_>) -> Spot {
    let named = page.spot(script, script.el);
    if named != page.beside(script.el) {
        return named;
    }
    let root = ROOTS.iter().filter_map(|id| page.ids.get(id)).find(|el| page.is_empty_box(**el));
    let in_list = page
        .outline
        .parent(script.el)
        .is_some_and(|p| matches!(page.outline.els[p].tag, Tag::List | Tag::Table));
    root.filter(|_| !in_list).map_or(named, |el| Spot::Into(*el))
}

/// Adds the lists of a value; false where it holds an article, beside which lists are only company. As deep as its value,
/// which its parser bounds.
fn gather(key: &str, value: &Value, lists: &mut Vec<Vec<Record>>) -> bool {
    match value {
        Value::Array(items) => {
            let records: Vec<Record> = items.iter().take(RECORDS).filter_map(record).collect();
            let dated = records.iter().filter(|r| r.day.is_some()).count();
            if records.len() >= FEWEST && dated * 2 >= items.len().min(RECORDS) {
                if !is_company(key) {
                    lists.push(records);
                }
                return true;
            }
            items.iter().all(|item| gather(key, item, lists))
        }
        Value::Object(fields) => {
            let is_article = fields.iter().any(|(name, text)| {
                let name = name.to_ascii_lowercase();
                let text = text.as_str().unwrap_or_default();
                (name.ends_with("content") || name == "body" || name.ends_with("contenthtml")) && text.chars().nth(ARTICLE).is_some()
            });
            !is_article && fields.iter().all(|(name, field)| gather(name, field, lists))
        }
        _ => true,
    }
}

/// Whether a list of this name stands beside what a page is for.
fn is_company(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    [
        "banner",
        "slide",
        "swiper",
        "link",
        "nav",
        "menu",
        "tree",
        "recommend",
        "relat",
        "hot",
        "rank",
    ]
    .iter()
    .any(|word| key.contains(word))
}

fn record(value: &Value) -> Option<Record> {
    let fields = value.as_object()?;
    let title = text_of(fields, &is_title)?;
    Some(Record {
        title,
        address: address(fields),
        day: day(fields),
    })
}

/// The text of the best field, by the rank of its name: 0 is the best, none is no such field.
fn text_of(fields: &Map<String, Value>, rank: &dyn Fn(&str) -> Option<u8>) -> Option<String> {
    let mut best: Option<(u8, String)> = None;
    for (name, value) in fields {
        let Some(rank) = rank(&name.to_ascii_lowercase().replace(['_', '-'], "")) else {
            continue;
        };
        let Some(text) = value.as_str() else { continue };
        let text = folded_to(&without_tags(first(text, TITLE * 4)), TITLE);
        if text.chars().count() >= 4 && best.as_ref().is_none_or(|(b, _)| rank < *b) {
            best = Some((rank, text));
        }
    }
    best.map(|(_, text)| text)
}

fn is_title(name: &str) -> Option<u8> {
    match name {
        "title" => Some(0),
        "subtitle" | "sitetitle" | "pagetitle" | "seotitle" | "columntitle" | "shorttitle" => Some(9),
        "subject" | "headline" | "bt" | "biaoti" | "xxbt" | "wzbt" => Some(2),
        _ if name.ends_with("title") => Some(1),
        _ => None,
    }
}

/// How surely a field is the day something was published on.
fn is_day(name: &str) -> Option<u8> {
    let is_date = name.contains("date") || name.contains("time") || matches!(name, "fbsj" | "fbrq" | "rq" | "sj");
    if !is_date {
        return None;
    }
    let has = |words: &[&str]| words.iter().any(|w| name.contains(w));
    Some(match () {
        () if has(&["end", "expire", "begin", "start", "deadline"]) => return None,
        () if has(&["pub", "release", "show", "issue", "fb"]) => 0,
        () if matches!(name, "date" | "time" | "rq" | "sj") => 1,
        () if has(&["update", "modif", "edit", "last", "oper"]) => 4,
        () if has(&["creat", "crt", "add", "input", "write"]) => 3,
        () => 2,
    })
}

fn day(fields: &Map<String, Value>) -> Option<Date> {
    fields
        .iter()
        .filter_map(|(name, value)| Some((is_day(&name.to_ascii_lowercase().replace(['_', '-'], ""))?, day_of(value)?)))
        .min_by_key(|(rank, _)| *rank)
        .map(|(_, day)| day)
}

/// A printed day, or the seconds or milliseconds of one since 1970, as clocks in China show it.
fn day_of(value: &Value) -> Option<Date> {
    let number = match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) if matches!(text.len(), 10 | 13) => text.parse().ok(),
        _ => None,
    };
    let local = |instant: Timestamp| instant.to_zoned(TimeZone::fixed(offset(8))).date();
    if let Some(number) = number {
        return match number {
            // 1990 to 2100, in seconds or milliseconds.
            631_152_000..=4_102_444_800 => Timestamp::from_second(number).ok().map(local),
            631_152_000_000..=4_102_444_800_000 => Timestamp::from_millisecond(number).ok().map(local),
            _ => None,
        };
    }
    let text = first(value.as_str()?.trim(), 40);
    if text.ends_with('Z')
        && let Ok(instant) = text.parse::<Timestamp>()
    {
        return Some(local(instant));
    }
    let found = dates::find(text).into_iter().next().filter(|f| f.span.start <= 3)?;
    match found.day {
        Day::Full(date) => Some(date),
        Day::MonthDay(..) => None,
    }
}

/// Where a record leads, where it says so in full.
fn address(fields: &Map<String, Value>) -> Option<String> {
    let rank = |name: &str| match name {
        "url" | "href" | "link" => Some(0),
        _ if name.contains("img") || name.contains("pic") || name.contains("cover") || name.contains("thumb") => None,
        _ if name.ends_with("url") || name.ends_with("href") || name.ends_with("link") => Some(1),
        _ => None,
    };
    let named = fields.iter().filter_map(|(name, value)| {
        let rank = rank(&name.to_ascii_lowercase().replace(['_', '-'], ""))?;
        let text = value.as_str()?.trim();
        let is_address = text.starts_with("http://") || text.starts_with("https://") || looks_relative(text);
        (is_address && text.len() <= 2_000).then(|| (rank, text.to_owned()))
    });
    named.min_by_key(|(rank, _)| *rank).map(|(_, text)| text)
}

/// A title as text: search results mark words in it.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('<') {
        out.push_str(before);
        match behind.split_once('>') {
            Some((tag, after)) if tag.len() < 200 && tag.starts_with(|c: char| c == '/' || c.is_ascii_alphabetic()) => rest = after,
            _ => {
                out.push('<');
                rest = behind;
            }
        }
    }
    out.push_str(rest);
    out
}

/// A list as a script would write it. A record that does not say where it leads is opened by a script.
fn markup_of(list: &[Record]) -> String {
    let mut out = String::from("<div><ul>");
    for record in list {
        out.push_str("<li><a ");
        match &record.address {
            Some(address) => {
                out.push_str("href=\"");
                escape(address, &mut out);
            }
            None => out.push_str("onclick=\""),
        }
        out.push_str("\">");
        escape(&record.title, &mut out);
        out.push_str("</a>");
        if let Some(day) = record.day {
            out.push_str("<span>");
            out.push_str(&day.to_string());
            out.push_str("</span>");
        }
        out.push_str("</li>");
    }
    out.push_str("</ul></div>");
    out
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}
