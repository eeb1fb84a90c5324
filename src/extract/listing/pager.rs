//! Which page of a list this is.

use std::sync::LazyLock;

use regex::Regex;
use url::Url;

use crate::extract::attributes::attr;
use crate::extract::outline::{Outline, Tag, Zone};
use crate::lexicon::{LIST_WORDS, Words};

static WRITTEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)createPage\w*\s*\(\s*['\x22]?(\d{1,6})['\x22]?\s*,\s*['\x22]?(\d{1,6})").expect("a constant pattern")
});
static SAID: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"第\s?(\d{1,5})\s?页|当前页?[：:]?\s?(\d{1,5})\b|(\d{1,5})\s?/\s?\d{1,5}\s?页|页次[：:]?\s?(\d{1,5})\s?/")
        .expect("a constant pattern")
});
/// How many items there are, and which page of how many this is: 共321条 22/33, 共 1 条 当前第 1 / 1 页.
static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"[共总]\s?(?:计|有|数)?\s?[:：]?\s?\d{1,7}\s?(?:条|页|篇|个|项)(?:记录|信息|数据)?\D{0,10}(\d{1,5})\s?/\s?(\d{1,5})(?:\D|$)",
    )
    .expect("a constant pattern")
});
static IN_QUERY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:^|&)(?:page|pageno|pagenum|pagenumber|curpage|currpage|currentpage|paged|p|pageindex)=(\d{1,5})(?:&|$)")
        .expect("a constant pattern")
});
static IN_NAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:(?P<list>list_\d+_(?P<l>\d{1,4}))|(?P<index>(?:index|list|default|node_\d+)_(?P<i>\d{1,4}))|(?P<num>\d{1,9}_(?P<n>\d{1,3})))\.(?:s?html?|jhtml|shtm|jsp|aspx?|php)$")
        .expect("a constant pattern")
});

/// That there are none: 共0条, 共 0 条记录, 总计0项.
static NONE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[共总]\s?(?:计|有|数)?\s?[:：]?\s?0\s?(?:条|篇|个|项)").expect("a constant pattern"));

/// Words that stand in every pagination.
static WORDS: Words = Words::used(LIST_WORDS, "pager");

/// Whether the pagination says that the list has no items.
pub(super) fn counts_none(outline: &Outline<'_>) -> bool {
    let says = |run: &crate::extract::outline::Run| run.chars <= 80 && NONE.is_match(&outline.text[run.span()]);
    outline.runs.iter().any(says)
}

/// Whether the page shows a pagination.
pub(super) fn stands(outline: &Outline<'_>) -> bool {
    WORDS.any_in(&outline.text)
        || outline
            .scripts
            .iter()
            .any(|(_, s)| s.contains("createPageHTML") || s.contains(".pagination(") || s.contains("laypage"))
        || outline.els.iter().any(|e| {
            // An empty frame with the id of a pagination, which a script fills, counts.
            matches!(e.tag, Tag::Div | Tag::List) && e.zone.any_of(Zone::PAGER)
        })
}

/// The number of this page, 1 for the first: by what the pagination says, then by the address.
pub(super) fn page_number(outline: &Outline<'_>, url: &Url) -> u32 {
    let written = outline
        .scripts
        .iter()
        .filter(|(_, s)| s.len() < 20_000 && s.contains("createPage") && !s.contains("function createPage"))
        .find_map(|(_, s)| WRITTEN.captures(s)?.get(2)?.as_str().parse::<u32>().ok());
    if let Some(current) = written {
        return current.saturating_add(1);
    }
    if let Some(current) = counted(outline) {
        return current;
    }
    let by_url = in_address(outline, url);
    if let Some(current) = highlighted(outline)
        && (by_url == 1 || current.abs_diff(by_url) <= 1)
    {
        return current;
    }
    // Numbered from the end (tzgg.htm, tzgg/30.htm, tzgg/29.htm), the address does not say which page it is, but that it
    // is not the first.
    if by_url == 1 && stands(outline) && is_below_first(outline, url) {
        return 2;
    }
    by_url
}

/// The page that the pagination says this is, beside the number of items.
fn counted(outline: &Outline<'_>) -> Option<u32> {
    let counts = |text: &&str| text.contains(['共', '总']);
    let texts = outline
        .runs
        .iter()
        .filter(|run| run.chars <= 80)
        .map(|run| &outline.text[run.span()]);
    texts.filter(counts).find_map(|text| {
        let found = COUNTED.captures(text)?;
        let number = |group: usize| found.get(group)?.as_str().parse::<u32>().ok();
        let (page, pages) = (number(1)?, number(2)?);
        (1 <= page && page <= pages).then_some(page)
    })
}

/// Whether the file is a number in the folder of a list (`tzgg/30.htm`) whose own page (`tzgg.htm`) the page links.
fn is_below_first(outline: &Outline<'_>, url: &Url) -> bool {
    let Some((folder, file)) = url.path().rsplit_once('/') else {
        return false;
    };
    let Some((number, extension)) = file.rsplit_once('.') else {
        return false;
    };
    if folder.is_empty() || number.is_empty() || number.len() > 4 || !number.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let first = format!("{folder}.{extension}");
    outline.els.iter().filter(|e| e.tag == Tag::A).any(|e| {
        let href = attr(e.element, "href").filter(|href| href.len() <= 400);
        href.and_then(|href| url.join(href).ok()).is_some_and(|to| to.path() == first)
    })
}

fn in_address(outline: &Outline<'_>, url: &Url) -> u32 {
    if let Some(n) = url.query().and_then(|q| IN_QUERY.captures(q)?.get(1)?.as_str().parse().ok()) {
        return u32::max(1, n);
    }
    let name = url.path().rsplit('/').next().unwrap_or_default();
    if let Some(found) = IN_NAME.captures(name) {
        let number = |group: &str| found.name(group).and_then(|m| m.as_str().parse::<u32>().ok());
        if let Some(n) = number("l").or_else(|| number("n")) {
            return n.max(1);
        }
        if let Some(n) = number("i") {
            // TRS counts from 0 (index, index_1 is the second), most others from 1 (index, index_2 is the second).
            let stem = name.rsplit_once('_').map_or(name, |(stem, _)| stem);
            if let Some(first_is_zero) = counts_from_zero(outline, stem) {
                return if first_is_zero { n.saturating_add(1) } else { n };
            }
            return if n <= 1 || links_to(outline, &format!("{stem}_1.")) {
                n.saturating_add(1)
            } else {
                n
            };
        }
    }
    let mut parts = url.path().trim_end_matches('/').rsplit('/');
    if let (Some(last), Some("page")) = (parts.next(), parts.next())
        && let Ok(n) = last.parse::<u32>()
    {
        return n.max(1);
    }
    1
}

/// Whether page k of a list is called k - 1, by the numbers the pagination prints on links of this name.
fn counts_from_zero(outline: &Outline<'_>, stem: &str) -> Option<bool> {
    outline.els.iter().enumerate().filter(|(_, e)| e.tag == Tag::A).find_map(|(i, e)| {
        let name = attr(e.element, "href")?.rsplit('/').next()?.strip_prefix(stem)?.strip_prefix('_')?;
        let number: u32 = name.split('.').next()?.parse().ok()?;
        let shown: u32 = outline.text_of(i).parse().ok()?;
        match shown.checked_sub(number) {
            Some(1) => Some(true),
            Some(0) => Some(false),
            _ => None,
        }
    })
}

fn links_to(outline: &Outline<'_>, name: &str) -> bool {
    outline.els.iter().any(|e| {
        e.tag == Tag::A && attr(e.element, "href").is_some_and(|h| h.rsplit('/').next().is_some_and(|last| last.starts_with(name)))
    })
}

/// The current number among the numbers of a pagination: the one that is no link, or is marked; or as said (第3页).
fn highlighted(outline: &Outline<'_>) -> Option<u32> {
    let is_number = |text: &str| !text.is_empty() && text.len() <= 5 && text.bytes().all(|b| b.is_ascii_digit());
    let mut tries = 0;
    for (i, run) in outline.runs.iter().enumerate() {
        let text = outline.text[run.span()].trim();
        let belongs = WORDS.contains(&text) || run.linked && is_number(text);
        if !belongs {
            continue;
        }
        tries += 1;
        if tries > 200 {
            return None;
        }
        // The runs round a pagination word, a dozen at most on each side.
        let near = &outline.runs[i.saturating_sub(14)..(i + 15).min(outline.runs.len())];
        let numbers = near.iter().filter(|r| is_number(&outline.text[r.span()])).count();
        if numbers < 2 {
            if let Some(said) = near.iter().find_map(|r| {
                let text = &outline.text[r.span()];
                let found = SAID.captures(text)?;
                (1..=4).find_map(|g| found.get(g)?.as_str().parse().ok())
            }) {
                return Some(said);
            }
            continue;
        }
        let parse = |r: &crate::extract::outline::Run| outline.text[r.span()].parse::<u32>().ok();
        if let Some(marked) = near
            .iter()
            .filter(|r| is_number(&outline.text[r.span()]))
            .find(|r| is_marked(outline, r.el as usize))
        {
            return parse(marked);
        }
        let mut bare = near.iter().filter(|r| !r.linked && is_number(&outline.text[r.span()]));
        if let (Some(only), None) = (bare.next(), bare.next()) {
            return parse(only);
        }
        return None;
    }
    None
}

/// Whether an element or one of its two parents is marked as the current one.
fn is_marked(outline: &Outline<'_>, el: usize) -> bool {
    let mut at = Some(el);
    for _ in 0..3 {
        let Some(i) = at else { return false };
        let marked = outline.attr(i, "class").is_some_and(|c| {
            c.split_ascii_whitespace().any(|w| {
                let w = w.to_ascii_lowercase();
                matches!(
                    w.as_str(),
                    "cur" | "current" | "active" | "on" | "now" | "selected" | "this" | "hover"
                ) || w.ends_with("current")
                    || w.contains("cur_page")
                    || w.ends_with("-cur")
            })
        });
        if marked {
            return true;
        }
        if outline.runs_of(i).len() > 1 {
            return false;
        }
        at = outline.parent(i);
    }
    false
}
