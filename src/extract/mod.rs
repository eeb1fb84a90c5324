//! A page's bytes to [`PageFacts`]: never fails, says what it could not read.
//!
//! Layer 3, and the only place with a DOM. One file a reader; [`extract_page`] puts them together:
//! `charset` bytes to text · `dom` text to a tree, in bounded work · `resolve` an address as written to where it leads ·
//! `links` (with `css`, `script_links`) · `labels` · `header` · `identity` · `words` (what a home page names) · and
//! the readers of content.

mod article;
mod attributes;
mod charset;
mod collector;
mod css;
mod dates;
mod document;
mod dom;
mod embedded;
mod error_page;
mod frame;
mod guides;
mod header;
mod hidden;
mod hijack;
mod identity;
mod inquiries;
mod kind;
mod labels;
mod link_text;
mod links;
mod listing;
mod outline;
mod places;
mod private;
mod resolve;
mod running_text;
mod script_goes;
mod script_links;
mod script_token;
mod srcdoc;
mod stand_in;
mod tag;
mod text;
mod tree_limits;
mod visible;
mod words;

pub(crate) use article::split_parts;
pub use charset::decode;
pub use css::css_links;
pub use dom::parse;
pub(crate) use hidden::{ReadSheet, hidden_by_sheets};
pub use resolve::Resolver;

use encoding_rs::Encoding;
use jiff::civil::Date;
use scraper::Html;
use url::Url;

use self::kind::Seen;
use self::listing::Listings;
use self::outline::Outline;
use self::places::Places;
use self::text::MainText;
use crate::facts::{CharsetFacts, Fact, Hijack, Link, LinkFrom, ListingFacts, PageFacts, PageKind, Target, Why, bounds, names_document};
use crate::standard::names_yearly_report;
use crate::text::first;

/// Names of yearly reports that are kept of a page: a list of more is a list of years gone by.
const REPORTS: usize = 10;

/// What is known of a page before it is read.
#[derive(Debug, Clone, Copy)]
pub struct PageInput<'a> {
    /// The address it was finally served from.
    pub url: &'a Url,
    /// Its body, decompressed.
    pub bytes: &'a [u8],
    /// The `charset` of the Content-Type header.
    pub header_charset: Option<&'a str>,
    /// Today, by which dates without a year are completed.
    pub today: Date,
    /// Whether it is the home page of its site.
    pub is_home: bool,
    /// Whether it is expected to be a service guide: linked from a list of guides, or named as one in `sites.yaml`.
    pub guide_hint: bool,
    /// Whether the body was cut off at the size limit.
    pub cut_off: bool,
}

/// Everything one page says. Never fails: what cannot be read is unknown, and why.
pub fn extract_page(input: &PageInput<'_>) -> PageFacts {
    let (decoded, charset, encoding) = charset::decode(input.bytes, input.header_charset);
    if let Some(markup) = embedded::of_file(&decoded) {
        return extract_data(input, &dom::parse(&markup), charset);
    }
    page_facts(input, &srcdoc::with_inner_pages(dom::parse(&decoded)), charset, encoding, None)
}

/// The facts of a file of records that a script reads: the list in it, and nothing that is asked of a page.
fn extract_data(input: &PageInput<'_>, dom: &dom::Dom, charset: CharsetFacts) -> PageFacts {
    let resolver = Resolver::of_file(input.url);
    let outline = Outline::of(&dom.html);
    let lists = listing::read(&outline, &resolver, input.url, input.today, listing::Own::default());
    let mut private = private::read(&outline, &[], false, input.today);
    let mut facts = PageFacts {
        charset,
        pub_date: Fact::Unknown(Why::NotText),
        links: embedded::as_records(links::links(&dom.html, &resolver), &[]),
        listing: lists.main.map(|list| ListingFacts { paged: true, ..list }),
        private: std::mem::take(&mut private.numbers),
        cut_off: input.cut_off || dom.cut_off,
        ..PageFacts::blank(input.url.as_str(), PageKind::Data)
    };
    private::hide(&private, &mut facts);
    bounds::page(&mut facts);
    facts
}

/// Whether the list is missing that the page is for; of a home page, whether it shows nothing with a date.
fn wants_list(lists: &Listings, is_home: bool) -> bool {
    let dated = |list: &ListingFacts| list.newest().is_some();
    if is_home {
        !lists.main.iter().chain(&lists.boxes).any(dated)
    } else {
        lists.main.as_ref().is_none_or(|list| list.items.is_empty())
    }
}

/// Reads a tree. `shown` is given for one that holds what scripts show: the links that stood in it before.
fn page_facts(
    input: &PageInput<'_>,
    dom: &dom::Dom,
    charset: CharsetFacts,
    encoding: &'static Encoding,
    shown: Option<&embedded::Shown>,
) -> PageFacts {
    let html = &dom.html;
    let resolver = Resolver::new(input.url, html, encoding);
    let outline = Outline::of(html);
    let links = links::links(html, &resolver);
    let (_, labels) = labels::read(html);
    let parts = article::read(&outline, &resolver, input.url, input.today, &labels);
    let names = parts.names();
    let own = listing::Own {
        names: &names,
        headline: parts.headline,
        is_text: parts.is_text(),
    };
    let mut lists = listing::read(&outline, &resolver, input.url, input.today, own);
    if let (Some(_), Some(list)) = (shown, &mut lists.main) {
        // What a page carries for its scripts is mostly the first part of more.
        list.paged = true;
    }
    let wanting = wants_list(&lists, input.is_home);
    if wanting && shown.is_none() && !lists.may_be_article {
        let is_list = |tree: &Html| {
            // In another tree the headline stands elsewhere.
            let own = listing::Own { headline: None, ..own };
            let lists = listing::read(&Outline::of(tree), &resolver, input.url, input.today, own);
            !wants_list(&lists, input.is_home)
        };
        // An error page is one, whatever its scripts hold: a link to it is checked by what it says without them.
        let is_error =
            || !input.is_home && error_page::error_words(parts.html_title.as_deref(), &text::main_text(&outline).text, &outline).is_some();
        if let Some((html, shown)) = embedded::rendered(html, &outline, &links, &is_list)
            && !is_error()
        {
            let cut_off = dom.cut_off;
            return page_facts(input, &dom::Dom { html, cut_off }, charset, encoding, Some(&shown));
        }
    }
    let mut links = match shown {
        Some(shown) => shown.links(links),
        None => links,
    };
    let footer = identity::read(html);
    let MainText { text, chars } = text::main_text(&outline);
    let list_at = embedded::elsewhere::read(html, &outline, &resolver, input, chars, &mut lists);
    for address in &list_at {
        // A script asks for it, and no markup leads there.
        if !links.iter().any(|l| l.target.web() == Some(address)) {
            links.push(Link {
                target: Target::Web {
                    url: address.clone(),
                    fragment: None,
                },
                from: LinkFrom::Data,
                text: String::new(),
                raw: first(address, bounds::LINE).to_owned(),
            });
        }
    }
    if input.is_home {
        // However large one of its lists is, a home page is no column.
        lists.boxes.extend(lists.main.take());
        lists.otherwise = None;
        lists.says_own = false;
    }
    let message = error_page::error_words(parts.html_title.as_deref(), &text, &outline);
    // A home page is judged by what is behind it.
    let (error_words, stand_in) = if input.is_home {
        (None, stand_in::read(&outline, message, lists.script_filled))
    } else {
        (message, None)
    };
    let is_plain = !input.is_home && error_words.is_none();
    let guide = if is_plain {
        guides::read(html, &resolver, parts.title.as_deref(), parts.column.as_deref(), input.guide_hint)
    } else {
        None
    };
    // A list with items is a column page, whatever words its titles hold.
    let guide = guide.filter(|_| lists.main.as_ref().is_none_or(|list| list.items.is_empty()));
    let inquiries = if is_plain && guide.is_none() {
        inquiries::read(
            &outline,
            &resolver,
            &inquiries::Seen {
                url: input.url.as_str(),
                today: input.today,
                title: parts.title.as_deref(),
                column: parts.column.as_deref(),
                breadcrumb: &parts.breadcrumb,
            },
        )
    } else {
        None
    };
    let kind = kind::classify(&Seen {
        is_home: input.is_home,
        forwards: links.iter().any(|l| l.from == LinkFrom::Refresh),
        is_error: error_words.is_some(),
        is_guide: guide.is_some(),
        inquiries: inquiries.as_ref().map(|i| i.form),
        title: parts.title.as_deref(),
        column: parts.column.as_deref(),
        breadcrumb: &parts.breadcrumb,
        listing: lists.main.as_ref(),
        boxes: lists.boxes.len(),
        is_article: lists.article,
        text: &text,
        text_chars: chars,
        has_form: outline.els.iter().any(|e| e.element.name() == "textarea"),
        has_date: parts.pub_date.known().is_some(),
        attachments: links.iter().filter(|l| is_document(l)).count(),
    });
    let own_step = (kind == PageKind::List).then(|| parts.own_step()).flatten();
    let cut_off = input.cut_off || dom.cut_off;
    // Of a page that was not read whole, or that is none of its own, nothing is missing.
    let ordinary = !cut_off && !lists.script_filled && error_words.is_none() && !matches!(kind, PageKind::Stub | PageKind::Error);
    let Places { names: places, lost } = if ordinary {
        places::read(html, input.url, &resolver)
    } else {
        Places::default()
    };
    let document = document::read(&outline, parts.title.as_deref(), &labels);
    let titles = [parts.title.as_deref(), parts.html_title.as_deref()];
    let mut private = private::read(&outline, &titles, inquiries.is_some(), input.today);
    let (hidden, styled) = hidden::read(html, &outline, &resolver, input.url);
    let mut facts = PageFacts {
        url: input.url.to_string(),
        charset,
        kind,
        title: parts.title,
        html_title: parts.html_title,
        pub_date: parts.pub_date,
        printed_date: parts.printed_date,
        source: parts.source,
        // The steps down to a list end in its own name, which of an article is its headline.
        column: own_step.or(parts.column),
        breadcrumb: parts.breadcrumb,
        labels,
        header: header::read(&outline),
        footer,
        listing: lists.main,
        listing_otherwise: lists.otherwise,
        says_own: lists.says_own,
        boxes: lists.boxes,
        frame: if input.is_home { frame::text(&outline) } else { String::new() },
        words: if input.is_home { words::short(&outline) } else { Vec::new() },
        guide,
        report_names: links
            .iter()
            .filter(|l| names_yearly_report(&l.text))
            .take(REPORTS)
            .map(|l| l.text.clone())
            .collect(),
        inquiries,
        links,
        text,
        text_chars: chars,
        running: running_text::measure(&outline),
        blank_note: lists.blank_note,
        error_words,
        stand_in,
        script_filled: lists.script_filled,
        shows_nothing: lists.bare && kind == PageKind::Other && !cut_off && list_at.is_empty(),
        list_at,
        places,
        lost,
        dates: parts.traces,
        document,
        hidden,
        styled,
        sheet: None,
        private: std::mem::take(&mut private.numbers),
        cut_off,
    };
    private::hide(&private, &mut facts);
    bounds::page(&mut facts);
    facts
}

/// Adds where the `Refresh` header of the answer sends a browser, as it would stand in the page.
pub(crate) fn add_refresh(facts: &mut PageFacts, header: Option<&str>, url: &Url) {
    let Some(raw) = header.and_then(attributes::refresh_target) else {
        return;
    };
    if facts.links.len() < bounds::LINKS
        && let Some(target) = Resolver::of_file(url).resolve(raw)
    {
        facts.links.push(Link {
            target,
            from: LinkFrom::Refresh,
            text: String::new(),
            raw: first(raw, bounds::LINE).to_owned(),
        });
    }
}

/// The facts of a style sheet: what it loads.
pub fn extract_css(bytes: &[u8], header_charset: Option<&str>, url: &Url) -> PageFacts {
    let (text, charset, _) = charset::decode(bytes, header_charset);
    let mut facts = PageFacts {
        charset,
        pub_date: Fact::Unknown(Why::NotText),
        links: css::css_links(&text, url),
        sheet: Some(hidden::sheet(&text, &Resolver::of_file(url))),
        ..PageFacts::blank(url.as_str(), PageKind::StyleSheet)
    };
    bounds::page(&mut facts);
    facts
}

/// What is looked at of a page that is only checked: whether it is an error page, and what it would be known by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sketch {
    /// The `<title>` of the head.
    pub title: String,
    /// The main text.
    pub text: String,
    /// The words by which it looks like an error page.
    pub error_words: Option<String>,
    /// What it is, where it is a stranger's and nothing a government site should lead to.
    pub hijack: Option<Hijack>,
}

/// Looks at a page that is only checked. `stranger` is given where it lies outside the inspected sites: the address that
/// was asked for, and the one it was served from.
pub fn sketch(bytes: &[u8], header_charset: Option<&str>, stranger: Option<(&Url, &Url)>) -> Sketch {
    let (decoded, _, _) = charset::decode(bytes, header_charset);
    let dom = dom::parse(&decoded);
    let outline = Outline::of(&dom.html);
    let title = outline.html_title.clone().unwrap_or_default();
    let text = text::main_text(&outline).text;
    let hijack = stranger.and_then(|(asked, at)| {
        let (_, labels) = labels::read(&dom.html);
        let of = |name: &str| {
            labels
                .iter()
                .find(|(n, _)| n.eq_ignore_ascii_case(name))
                .map_or("", |(_, v)| v.as_str())
        };
        hijack::hijack(&hijack::Seen {
            asked,
            at,
            title: &title,
            meta: &format!("{}\n{}", of("keywords"), of("description")),
            text: &outline.text,
            source: &decoded,
        })
    });
    Sketch {
        hijack,
        error_words: error_page::error_words(Some(&title), &text, &outline),
        title,
        text,
    }
}

fn is_document(link: &Link) -> bool {
    link.from == LinkFrom::Attachment || link.target.web().is_some_and(names_document)
}

#[cfg(test)]
mod any_words;
#[cfg(test)]
mod shared_content;
#[cfg(test)]
mod shared_documents;
#[cfg(test)]
mod shared_pages;
