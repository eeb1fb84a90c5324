//! The work of one visit that needs no network: a page is read, placed and packed for the log, on a thread of its own.

use jiff::civil::Date;
use url::Url;

use super::{Asked, Came, NewRow};
use crate::crawl::apply::Worked;
use crate::crawl::frontier::placed::{Place, Territory, place_page};
use crate::extract::{self, PageInput};
use crate::facts::similarity::{self, Likeness};
use crate::facts::{Exchange, FileKind, Hijack, LogRow, PageFacts, PageHead, PageKind, PageRow, Sighting, Sketch};
use crate::fetch::Body;
use crate::panics::survive;
use crate::site::url_key;
use crate::store::{KnownPage, encode};

/// All that is needed to read one page.
pub(crate) struct PageReading {
    pub(crate) territory: Territory,
    pub(crate) today: Date,
    pub(crate) asked: Asked,
    /// Where the page was finally served from.
    pub(crate) at: Place,
    pub(crate) exchange: Exchange,
    pub(crate) known: Option<KnownPage>,
    /// What earlier runs saw of its date.
    pub(crate) sightings: Box<[Sighting]>,
}

impl PageReading {
    /// Reads the page, or the style sheet; an error page served as a good one gives only its sketch, and the words that show
    /// it.
    pub(crate) fn read(self, body: &Body) -> Result<Came, Look> {
        let facts = survive(|| {
            let is_data = body.content_type.as_deref().is_some_and(|t| t.contains("json"));
            if is_sheet(body, &self.at.url) {
                extract::extract_css(&body.bytes, body.header_charset.as_deref(), &self.at.url)
            } else {
                let mut facts = extract::extract_page(&PageInput {
                    url: &self.at.url,
                    bytes: &body.bytes,
                    header_charset: body.header_charset.as_deref(),
                    today: self.today,
                    is_home: self.asked.is_home,
                    guide_hint: self.asked.from_guide_list,
                    cut_off: self.exchange.answer().is_some_and(|a| a.partial),
                });
                let refresh = self.exchange.answer().and_then(|a| a.refresh.as_deref());
                extract::add_refresh(&mut facts, refresh, &self.at.url);
                // What no list stands in is nothing a visitor sees as a page.
                if is_data && facts.kind != PageKind::Data {
                    PageFacts::blank(self.at.url.as_str(), PageKind::Data)
                } else {
                    facts
                }
            }
        })
        .unwrap_or_else(|| unread(&self.at.url));
        if facts.error_words.is_some() {
            return Err(Look {
                sketch: Sketch {
                    print: similarity::print_of(&facts),
                    error_page: true,
                },
                likeness: None,
                error_words: facts.error_words,
                hijack: None,
            });
        }
        Ok(self.row(facts, false))
    }

    /// Takes the facts of an earlier run for a page that has not changed since (answer 304).
    pub(crate) fn unchanged(self, facts: PageFacts) -> Came {
        self.row(facts, true)
    }

    /// The row of the page, with all that is worked out of it: where its links lead, and its bytes.
    fn row(self, mut facts: PageFacts, not_modified: bool) -> Came {
        let PageReading {
            territory,
            today,
            asked,
            at,
            exchange,
            known,
            sightings,
        } = self;
        let known = known.as_ref();
        if facts.kind.has_date_line() {
            let now = Sighting {
                seen: today,
                shown: facts.pub_date.known().map(|s| s.date),
                print: similarity::print_of(&facts),
            };
            facts.dates.see(now, &sightings);
        }
        let content_hash = content_hash(&facts);
        let unchanged = not_modified || known.is_some_and(|k| k.content_hash.as_deref() == Some(&content_hash));
        // Only a whole answer can be asked for again by its validators; an answer 304 need not repeat them.
        let answer = exchange.answer().filter(|a| matches!(a.status, 200 | 304) && !a.partial);
        let kept = |now: Option<&String>, before: Option<&String>| now.or(before.filter(|_| not_modified)).cloned();
        let head = PageHead {
            key: url_key(&at.url),
            site: at.owner.or(asked.owner).map_or(String::new(), |o| territory.site(o).id.clone()),
            depth: asked.depth,
            outages: Vec::new(),
            again: asked.again,
            etag: kept(answer.and_then(|a| a.etag.as_ref()), known.and_then(|k| k.etag.as_ref())),
            last_modified: kept(
                answer.and_then(|a| a.last_modified.as_ref()),
                known.and_then(|k| k.last_modified.as_ref()),
            ),
            content_hash,
            bytes: match known.filter(|_| not_modified) {
                Some(known) => known.bytes,
                None => exchange.last().map_or(0, |a| a.bytes),
            },
            unchanged,
            first_seen: known.map_or(today, |k| k.first_seen),
            exchange,
        };
        let placed = place_page(&facts, &territory);
        let row = LogRow::Page(Box::new(PageRow { head, facts }));
        Came::Row(Box::new(NewRow {
            encoded: encode(&row),
            worked: Worked::Page(at, placed),
            row,
        }))
    }
}

/// The facts of a page no reader got through: nothing but that it was not read, which hands it to a person.
fn unread(url: &Url) -> PageFacts {
    PageFacts {
        cut_off: true,
        ..PageFacts::blank(url.as_str(), PageKind::Other)
    }
}

/// What a look at a page shows that is only checked.
pub(crate) struct Look {
    pub(crate) sketch: Sketch,
    pub(crate) likeness: Option<Likeness>,
    /// The words by which it looks like an error page.
    pub(crate) error_words: Option<String>,
    /// What a stranger's page is, where it is nothing a government site should lead to.
    pub(crate) hijack: Option<Hijack>,
}

/// Looks at a page, served from this address, that is only checked. `asked` is given for the page of a stranger: the
/// address the link names.
pub(crate) fn look_at(body: &Body, at: &Url, asked: Option<&Url>) -> Look {
    let stranger = asked.map(|asked| (asked, at));
    let seen = survive(|| extract::sketch(&body.bytes, body.header_charset.as_deref(), stranger)).unwrap_or_default();
    Look {
        hijack: seen.hijack,
        sketch: Sketch {
            print: similarity::print(&seen.title, &seen.text),
            error_page: seen.error_words.is_some(),
        },
        likeness: Likeness::of(at.as_str(), &seen.title, &seen.text),
        error_words: seen.error_words,
    }
}

/// A hash of what a page says: title, text and links, so that counters and tokens do not make it a changed page.
fn content_hash(facts: &PageFacts) -> String {
    use sha2::{Digest as _, Sha256};
    let mut hash = Sha256::new();
    hash.update(facts.html_title.as_deref().unwrap_or_default());
    hash.update(&facts.text);
    for link in &facts.links {
        hash.update(link.target.web().unwrap_or_default());
    }
    hash.finalize().iter().take(16).map(|b| format!("{b:02x}")).collect()
}

/// Whether a body may be a web page, by its type, or by what its bytes were recognised as. A script is text that may hold the
/// words of an error page, to write them one day.
pub(crate) fn is_page(body: &Body, signature: Option<&str>) -> bool {
    let kind = body.content_type.as_deref();
    let is_code = kind.is_some_and(|t| ["script", "css"].iter().any(|code| t.contains(code)));
    kind.is_none_or(|t| t.contains("html") || t == "text/plain") || signature.is_some_and(|s| s.contains("html") || s == "text" && !is_code)
}

/// Whether a body is searched for links: web pages and style sheets, files of records, and what has no type at all.
pub(crate) fn is_readable(body: &Body, at: &Url) -> bool {
    let is_text = |t: &str| t.contains("html") || t.contains("json") || matches!(t, "application/xml" | "text/xml");
    body.content_type.as_deref().is_none_or(is_text) || is_sheet(body, at)
}

/// Whether a body is a style sheet: by its type, or, as pages of old take them, by its name where the server says no more than
/// that it is some text or some bytes.
fn is_sheet(body: &Body, at: &Url) -> bool {
    match body.content_type.as_deref() {
        Some("text/css") => true,
        None | Some("text/plain" | "application/octet-stream") => FileKind::of_address(at.path()) == Some(FileKind::StyleSheet),
        Some(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_that_holds_the_words_of_an_error_page_is_none() {
        let body = |kind: Option<&str>| Body {
            bytes: Vec::new(),
            header_charset: None,
            content_type: kind.map(str::to_owned),
        };
        for (kind, signature, is) in [
            (Some("application/javascript"), Some("text"), false),
            (Some("text/css"), Some("text"), false),
            (Some("application/javascript"), Some("html"), true),
            (Some("application/json"), Some("text"), true),
            (Some("text/plain"), None, true),
            (Some("text/html"), None, true),
            (None, Some("text"), true),
            (Some("image/gif"), Some("gif"), false),
        ] {
            assert_eq!(is_page(&body(kind), signature), is, "{kind:?} {signature:?}");
        }
    }

    #[test]
    fn style_sheets_are_known_by_type_or_name() {
        let is = |kind: Option<&str>, at: &str| {
            let body = Body {
                bytes: Vec::new(),
                header_charset: None,
                content_type: kind.map(str::to_owned),
            };
            let at = at.parse().unwrap();
            (is_sheet(&body, &at), is_readable(&body, &at))
        };
        assert_eq!(is(Some("text/css"), "http://a.gov.cn/css.jsp?id=1"), (true, true));
        assert_eq!(is(None, "http://a.gov.cn/a.css?v=1"), (true, true));
        assert_eq!(is(Some("text/plain"), "http://a.gov.cn/a.css"), (true, true));
        assert_eq!(is(Some("text/html"), "http://a.gov.cn/a.css"), (false, true));
        assert_eq!(is(Some("text/plain"), "http://a.gov.cn/a.txt"), (false, false));
        assert_eq!(is(None, "http://a.gov.cn/a"), (false, true));
    }

    #[test]
    fn a_fault_in_a_reader_hands_the_page_to_a_person() {
        let url: Url = "http://a.gov.cn/x.htm".parse().unwrap();
        let facts = survive(|| -> PageFacts { panic!("a bug") }).unwrap_or_else(|| unread(&url));
        assert!(facts.cut_off);
        assert_eq!((facts.kind, facts.url.as_str()), (PageKind::Other, "http://a.gov.cn/x.htm"));
    }
}
