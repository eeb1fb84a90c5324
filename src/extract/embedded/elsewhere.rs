//! Lists that stand elsewhere: in the page of a frame, or in a file that a script asks for. They are not called empty, and
//! where an address is literal, it is told.

use std::sync::LazyLock;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use regex::Regex;
use scraper::Html;
use url::Url;

use super::{Page, Script};
use crate::extract::listing::{Listings, labelled};
use crate::extract::outline::{Outline, Tag, Zone};
use crate::extract::script_token::Token;
use crate::extract::{PageInput, Resolver};
use crate::facts::{ListingFacts, names_document};

/// Addresses told of one page.
const MOST: usize = 4;

/// Frames smaller than this, in pixels, show a counter, a clock or a strip of menu.
const SMALL: u32 = 150;

/// Characters of text from which a page shows something by itself. The empty frames among 17 collected and rebuilt pages
/// of this kind show at most 12; a headline and a line that asks for patience fit.
const QUIET: usize = 60;

/// The same where a script is known to repeat or to fetch what is shown: frames of that kind show up to 218 characters of
/// filters and headings beside the empty list.
const NOISY: usize = 400;

/// Attributes by which scripts repeat an element for every record.
const REPEATS: &[&str] = &["v-for", "ng-repeat", "data-ng-repeat", "x-for", "*ngfor"];

/// What scripts call to fetch something.
pub(super) const ASKS: &[&str] = &[
    ".load(",
    "jpage(",
    "$.ajax",
    "jQuery.ajax",
    "$.get",
    "$.post",
    "getJSON",
    "fetch(",
    "axios",
    "XMLHttpRequest",
];

/// Names of frames that are the furniture of a frameset, and of frames that show something else than a list.
static OTHER_FRAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:^|[/_.?=-])(?:top|left|menu|nav|head(?:er)?|foot(?:er)?|bottom|banner|tree|logo|share|login|map|video|player|weather|tianqi|count|stat|ad|search)(?:\d|[/_.?=-]|$)",
    )
    .expect("a constant pattern")
});

/// Names and values that a content system of 大汉 asks its lists with: `'webId':'86ca…'`, in quotes of either kind.
static QUERY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"['"]([A-Za-z]+)['"]\s*:\s*['"]([^'"]*)['"]"#).expect("a constant pattern"));

/// What a browser leaves as it is in a query.
const IN_QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A list that is not on the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Elsewhere {
    /// The pages of frames that show it, or the files with its records; none where that cannot be told.
    at: Vec<String>,
    /// Whether a script fetches it.
    by_script: bool,
}

/// Where the list of a page stands that shows neither a list nor text of its own. A column is a list then, with items that
/// are not known. `chars` is the length of the main text.
pub(in crate::extract) fn read(
    html: &Html,
    outline: &Outline<'_>,
    resolver: &Resolver,
    input: &PageInput<'_>,
    chars: usize,
    lists: &mut Listings,
) -> Vec<String> {
    let shows = lists.main.iter().chain(&lists.boxes).any(|list| !list.items.is_empty());
    if input.is_home || shows || lists.blank_note.is_some() || lists.may_be_article || chars >= NOISY {
        return Vec::new();
    }
    let is_quiet = chars < QUIET;
    let frames = is_quiet.then(|| framed(outline, resolver, input.url)).flatten();
    let found = frames.or_else(|| fetched(&Page::of(html, outline), resolver, input.url, is_quiet));
    let Some(Elsewhere { at, by_script }) = found else {
        return Vec::new();
    };
    lists.script_filled |= by_script;
    if is_column(outline) && lists.main.is_none() {
        lists.main = Some(ListingFacts::empty(1, false));
    }
    at
}

/// Whether a page says of itself that it is a column.
fn is_column(outline: &Outline<'_>) -> bool {
    labelled(outline, "ColumnName")
        || outline.els.iter().any(|e| e.zone.any_of(Zone::CRUMB))
        || outline.text.contains("位置：")
        || outline.text.contains("位置:")
}

/// The frames that show the content.
fn framed(outline: &Outline<'_>, resolver: &Resolver, url: &Url) -> Option<Elsewhere> {
    let mut at = Vec::new();
    for (i, e) in outline.els.iter().enumerate() {
        if e.tag != Tag::Frame || e.zone.any_of(Zone::FURNITURE) {
            continue;
        }
        let attr = |name: &str| outline.attr(i, name).unwrap_or_default();
        let is_small = |name: &str| {
            let size = attr(name).trim().trim_end_matches("px");
            size.parse::<u32>().is_ok_and(|size| size < SMALL)
        };
        let named = [attr("src"), attr("name"), attr("id")];
        if is_small("width") || is_small("height") || named.iter().any(|n| OTHER_FRAME.is_match(n)) {
            continue;
        }
        let leads = resolver.resolve(attr("src")).and_then(|t| t.web().map(str::to_owned));
        // A document or a film in a frame is what the page shows, and no list.
        at.extend(leads.filter(|address| address != url.as_str() && !names_document(address) && !is_film(address)));
    }
    at.truncate(MOST);
    (!at.is_empty()).then_some(Elsewhere { at, by_script: false })
}

/// Whether an address names a film or a piece of music.
fn is_film(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    [".mp4", ".flv", ".mp3", ".m3u8", ".webm", ".swf"]
        .iter()
        .any(|end| path.ends_with(end))
}

/// What a script would fetch into an empty place of the page. On one that is not quiet, only what surely fetches counts.
fn fetched(page: &Page<'_, '_>, resolver: &Resolver, url: &Url, is_quiet: bool) -> Option<Elsewhere> {
    let outline = page.outline;
    let is_unit = |el: &usize| {
        let e = &outline.els[*el];
        e.tag == Tag::Script && !e.zone.any_of(Zone::FURNITURE) && e.element.attr("querydata").is_some()
    };
    let mut units = (0..outline.els.len()).filter(is_unit).peekable();
    if is_quiet && units.peek().is_some() {
        let addresses = units.filter_map(|el| unit_address(outline.attr(el, "url"), outline.attr(el, "querydata")));
        let at = addresses.filter_map(|unit| own(resolver, url, &unit)).take(MOST).collect();
        return Some(Elsewhere { at, by_script: true });
    }
    let content = |el: &usize| page.is_empty_box(*el) && !outline.els[*el].zone.any_of(Zone::FURNITURE);
    let fills = |script: &&Script<'_>| {
        (is_quiet && script.shows() || asks(script)) && script.named().any(|id| page.ids.get(id).is_some_and(content))
    };
    let filling: Vec<&Script<'_>> = page.scripts.iter().filter(fills).collect();
    let root = super::records::ROOTS.iter().filter_map(|id| page.ids.get(id)).any(content);
    let brought = is_quiet && (root || is_brought_by_file(outline));
    if filling.is_empty() && !brought && !is_repeated(outline) {
        return None;
    }
    let mut at: Vec<String> = filling
        .iter()
        .flat_map(|script| files(script))
        .filter_map(|file| own(resolver, url, file))
        .collect();
    at.dedup();
    at.truncate(MOST);
    Some(Elsewhere { at, by_script: true })
}

/// Whether an element of the content is repeated by a script for every record.
fn is_repeated(outline: &Outline<'_>) -> bool {
    let mut content = outline.els.iter().filter(|e| !e.zone.any_of(Zone::NAV.and(Zone::FOOT)));
    content.any(|e| e.element.attrs().any(|(name, _)| REPEATS.contains(&name)))
}

fn asks(script: &Script<'_>) -> bool {
    ASKS.iter().any(|a| script.code.contains(a))
}

/// Whether a script from a file stands alone where content would: `<ul class="list"><script src="…"></script></ul>`.
fn is_brought_by_file(outline: &Outline<'_>) -> bool {
    (0..outline.els.len()).any(|el| {
        let Some(host) = outline.parent(el) else { return false };
        outline.els[el].tag == Tag::Script
            && outline.attr(el, "src").is_some()
            && matches!(outline.els[host].tag, Tag::Div | Tag::List | Tag::Table | Tag::Cell)
            && outline.runs_of(host).is_empty()
            && outline.children(host).all(|child| outline.els[child].tag == Tag::Script)
            && !outline.els[host].zone.any_of(Zone::FURNITURE)
    })
}

/// The JSON files a script names in full and asks for.
fn files<'s>(script: &'s Script<'_>) -> impl Iterator<Item = &'s str> {
    script.tokens.iter().enumerate().filter_map(|(i, token)| {
        let Token::Text(text) = token else { return None };
        let path = text.split(['?', '#']).next().unwrap_or_default();
        let computed = [i.checked_sub(1), Some(i + 1)]
            .into_iter()
            .flatten()
            .any(|n| script.tokens.get(n).is_some_and(|t| t.is(b'+')));
        (asks(script) && !computed && path.to_ascii_lowercase().ends_with(".json")).then_some(&**text)
    })
}

/// An address on the page's own host: scripts of other people's services fetch other things than lists.
fn own(resolver: &Resolver, url: &Url, raw: &str) -> Option<String> {
    let target = resolver.resolve(raw)?;
    let address = Url::parse(target.web()?).ok()?;
    (address.host() == url.host()).then(|| address.to_string())
}

/// What the script of a unit asks for: its address, with its data as the query.
fn unit_address(address: Option<&str>, data: Option<&str>) -> Option<String> {
    let address = address.filter(|a| !a.is_empty() && !a.contains(['?', '#']))?;
    let query: Vec<String> = QUERY
        .captures_iter(data?)
        .take(20)
        .filter_map(|c| {
            let (name, value) = (c.get(1)?.as_str(), c.get(2)?.as_str());
            let value = (name.len() <= 40 && value.len() <= 600).then(|| utf8_percent_encode(value, IN_QUERY))?;
            Some(format!("{name}={value}"))
        })
        .collect();
    (!query.is_empty()).then(|| format!("{address}?{}", query.join("&")))
}
