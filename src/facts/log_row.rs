//! The log of a run: one row for everything that became known, in the order in which it did.
//!
//! A row is all there is: whatever a crawl knows, it knows by having applied rows, and a row that comes from the network
//! is the same as one that is read back. So a run that was stopped goes on as if nothing had happened, and a run that is
//! over can be judged again without a request.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::similarity::Likeness;
use super::{Exchange, Fact, Ipv6, PageFacts, PageKind, SearchPage, SkipReason};

/// One thing that became known.
#[derive(Debug, Clone, PartialEq)]
pub enum LogRow {
    /// What a host asks robots to leave alone.
    Robots(RobotsRow),
    /// What a sitemap names.
    Sitemap(SitemapRow),
    /// How a host answers a page that cannot exist.
    Probe(ProbeRow),
    /// What a site's own search answers.
    Search(SearchRow),
    /// Whether a site answers over IPv6.
    Ipv6(Ipv6Row),
    /// A page that was read.
    Page(Box<PageRow>),
    /// An address that was asked for and is no page that was read.
    Target(TargetRow),
    /// An address that will not be asked for in this run.
    Unasked(UnaskedRow),
    /// The crawl came to its end.
    End(EndRow),
}

impl LogRow {
    /// All that happened on the wire for it, where anything did.
    pub fn exchange(&self) -> Option<&Exchange> {
        match self {
            LogRow::Robots(row) => Some(&row.exchange),
            LogRow::Sitemap(row) => Some(&row.exchange),
            LogRow::Probe(row) => Some(&row.exchange),
            LogRow::Search(row) => Some(&row.exchange),
            LogRow::Ipv6(row) => row.exchange.as_ref(),
            LogRow::Page(row) => Some(&row.head.exchange),
            LogRow::Target(row) => Some(&row.exchange),
            LogRow::Unasked(row) => Some(&row.exchange),
            LogRow::End(_) => None,
        }
    }
}

/// A robots.txt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RobotsRow {
    /// Its address.
    pub url: String,
    /// Every try.
    pub exchange: Exchange,
    /// What it says, where it was answered with anything; bytes that are no UTF-8 stand as `%XX`.
    pub text: String,
    /// Whether the host is known to answer other requests.
    pub host_answers: bool,
}

/// A sitemap.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SitemapRow {
    /// The id of the site it was asked for.
    pub site: String,
    /// Its address.
    pub url: String,
    /// How many index files stand above it.
    pub level: u8,
    /// Every try.
    pub exchange: Exchange,
    /// The pages it names.
    pub pages: Vec<String>,
    /// The further sitemaps it names.
    pub sitemaps: Vec<String>,
}

/// A page that cannot exist, asked for to see how missing pages are answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProbeRow {
    /// Its address.
    pub url: String,
    /// Every try.
    pub exchange: Exchange,
    /// What came.
    pub answer: ProbeAnswer,
}

/// What a host answers to a page that cannot exist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProbeAnswer {
    /// An error status, as it should.
    Honest,
    /// A good status: a page with this print and likeness, served from this address.
    Alike {
        /// The status.
        status: u16,
        /// The print of what it says.
        print: u64,
        /// A sample of what it says.
        likeness: Option<Likeness>,
        /// Where a redirect led, if one did.
        final_url: Option<String>,
    },
    /// Nothing that could be compared.
    Unknown,
}

/// One question to a site's own search.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SearchRow {
    /// The id of the site.
    pub site: String,
    /// The address that was asked.
    pub url: String,
    /// Every try.
    pub exchange: Exchange,
    /// What the page of results showed.
    pub page: SearchPage,
}

/// A site over IPv6.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ipv6Row {
    /// The id of the site.
    pub site: String,
    /// Every try, where it was asked.
    pub exchange: Option<Exchange>,
    /// What came of it.
    pub fact: Fact<Ipv6>,
}

/// One page as a run read it.
#[derive(Debug, Clone, PartialEq)]
pub struct PageRow {
    /// All but what was read from it.
    pub head: PageHead,
    /// What was read from it.
    pub facts: PageFacts,
}

/// How a page was come by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageHead {
    /// Its key: the canonical form of the address it was served from.
    pub key: String,
    /// The id of the site it belongs to.
    pub site: String,
    /// Clicks from the nearest entry page.
    pub depth: u32,
    /// Every try. The address asked for stands in it; the one it was served from in the facts.
    pub exchange: Exchange,
    /// Tries of earlier rows about this address that met an outage and say nothing of it, by their moments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outages: Vec<i64>,
    /// Whether this is the last look at an address that was asked before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
    /// For `If-None-Match`, where the answer was a whole page.
    pub etag: Option<String>,
    /// For `If-Modified-Since`, as the server sent it, likewise.
    pub last_modified: Option<String>,
    /// A hash of what it says, to tell a changed page from one that only claims to be.
    pub content_hash: String,
    /// Body bytes; of an answer 304 those of the body it saved.
    pub bytes: u64,
    /// Whether it says what an earlier run read, whether the server said so (304) or the content did.
    pub unchanged: bool,
    /// The day this or an earlier run first saw it.
    pub first_seen: Date,
}

impl PageRow {
    /// A page of this key that was asked for at `asked` and read, of which nothing else is known.
    pub fn read(site: &str, key: String, asked: &str, facts: PageFacts) -> Self {
        PageRow {
            head: PageHead {
                key,
                site: site.to_owned(),
                depth: 0,
                exchange: Exchange {
                    url: asked.to_owned(),
                    attempts: Vec::new(),
                },
                outages: Vec::new(),
                again: false,
                etag: None,
                last_modified: None,
                content_hash: String::new(),
                bytes: 0,
                unchanged: false,
                first_seen: Date::ZERO,
            },
            facts,
        }
    }

    /// Whether it is a web page, and not a style sheet.
    pub fn is_web_page(&self) -> bool {
        !matches!(self.facts.kind, PageKind::StyleSheet | PageKind::Data)
    }
}

/// One address as a run checked it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TargetRow {
    /// Its key: the canonical form of the address.
    pub key: String,
    /// Every try.
    pub exchange: Exchange,
    /// Tries of earlier rows about this address that met an outage and say nothing of it, by their moments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outages: Vec<i64>,
    /// Whether this is the last look at an address that was asked before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
    /// Whether it was to be read, had it been a page; else only to be checked.
    pub to_read: bool,
    /// What a look at its body showed.
    pub sketch: Sketch,
}

/// What is remembered of a body that was only checked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sketch {
    /// The print of what it says; 0 where it was not looked at.
    pub print: u64,
    /// Whether it is an error page.
    pub error_page: bool,
}

/// An address that will not be asked for: its host was left alone. Only the end of a run can know it, so that a run that
/// goes on does not heed it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnaskedRow {
    /// The tries it had, if any, and why there are no more.
    pub exchange: Exchange,
}

/// What only the end of a crawl knows of a site. A run that goes on does not heed it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EndRow {
    /// The id of the site.
    pub site: String,
    /// Whether the crawl was stopped before it was through.
    pub interrupted: bool,
    /// The limit that closed the site, where one did.
    pub closed: Option<SkipReason>,
    /// What could not be looked at because the site fell silent, in Chinese.
    pub gaps: Vec<String>,
    /// The rate its politeness group was asked at.
    pub rate: RateUsed,
}

/// How fast the politeness group of a site was asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct RateUsed {
    /// The configured rate, requests per second; none where the limit was off.
    pub limit: Option<f64>,
    /// The highest number of requests in any one second.
    pub peak_per_second: u32,
}

/// Bytes as text: what is no UTF-8 stands as `%XX`, which in an address means the same.
pub(crate) fn text_of_bytes(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _infallible = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_another_encoding_become_escapes() {
        assert_eq!(text_of_bytes("Disallow: /内部".as_bytes()), "Disallow: /内部");
        assert_eq!(text_of_bytes(b"Disallow: /\xc4\xda\r\n"), "Disallow: /%C4%DA\r\n");
        assert_eq!(text_of_bytes(b"\xe4\xb8"), "%E4%B8");
    }
}
