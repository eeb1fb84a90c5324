//! Asking a site's own search for titles of its own articles: "随机选取4条信息标题" (P19-D24), drawn by the run's seed.

use jiff::ToSpan;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::crawl::manners::budget::limit_of;
use crate::crawl::frontier::placed::Place;
use crate::crawl::visits::{Outcomes, final_url};
use crate::crawl::{Crawl, CrawlError};
use crate::extract::{self, PageInput};
use crate::facts::{Exchange, Fact, Failure, Outcome, PageFacts, PageKind, SearchTry, Why};
use crate::fetch::{Body, Want};
use crate::finding::{Circumstances, LinkVerdict, judge_exchange};
use crate::site::{Site, url_key};
use crate::store::TargetRow;
use crate::survey::{COMMON_WORD, SearchPage, SearchSeen, settle_search};

/// Titles that are asked for.
const TITLES: usize = 4;

/// A search engine takes its time to learn of an article: younger ones are not asked for.
const OLD_ENOUGH: i64 = 7;

/// Shorter titles are words that stand in many.
const SHORTEST: usize = 8;
/// Longer ones are cut by searches.
const LONGEST: usize = 60;

/// Rows of the log about searches are told from targets by how their keys begin.
const KEY: &str = "search:";

/// What stands for itself in a query.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// The articles with the lowest tickets, whatever order they came in.
#[derive(Debug, Default)]
pub(super) struct Sample(Vec<(u64, String, Url)>);

impl Sample {
    fn offer(&mut self, seed: u64, title: &str, url: &Url) {
        let hash = Sha256::digest(format!("{seed}:{}", url_key(url)));
        let ticket = hash.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte));
        self.0.push((ticket, title.to_owned(), url.clone()));
        self.0.sort();
        // A title that stands twice is asked for once.
        let mut seen = std::collections::HashSet::new();
        self.0.retain(|(_, title, _)| seen.insert(title.clone()));
        self.0.truncate(TITLES);
    }
}

/// The address that asks a search for these words.
fn query(template: &str, words: &str) -> Option<Url> {
    let encoded = utf8_percent_encode(words, PLAIN).to_string();
    Url::parse(&template.replace("{query}", &encoded)).ok()
}

impl Crawl {
    /// Puts an article into the draw, where its site has a search that is known.
    pub(crate) fn offer_for_search(&mut self, at: &Place, facts: &PageFacts) {
        let Some(owner) = at.owner.filter(|o| self.visitor.territory.group().sites[*o].search.is_some()) else {
            return;
        };
        let is_article = matches!(facts.kind, PageKind::Article | PageKind::Policy | PageKind::Interpretation);
        let (Some(title), Fact::Known(published)) = (&facts.title, &facts.pub_date) else {
            return;
        };
        let old = published.date <= self.visitor.today.saturating_sub(OLD_ENOUGH.days());
        if is_article && old && (SHORTEST..=LONGEST).contains(&title.chars().count()) {
            self.measurements
                .samples
                .entry(owner)
                .or_default()
                .offer(self.measurements.seed, title, &at.url);
        }
    }

    /// Takes a row about a search out of the log; any other is given back.
    pub(crate) fn recall_search(&mut self, row: TargetRow) -> Option<TargetRow> {
        if !row.key.starts_with(KEY) {
            return Some(row);
        }
        if let Some((site, page)) = row
            .body_words
            .as_deref()
            .and_then(|w| serde_json::from_str::<(usize, SearchPage)>(w).ok())
        {
            self.results.count(Some(site), &row.exchange);
            self.measurements.recalled.insert(row.exchange.url, page);
        }
        None
    }

    pub(super) async fn ask_searches(&mut self) -> Result<(), CrawlError> {
        let territory = self.visitor.territory.clone();
        for index in territory.inspected() {
            let site = &territory.group().sites[*index];
            let Some(template) = &site.search else { continue };
            let sample = self.measurements.samples.remove(index).unwrap_or_default().0;
            let mut pages = Vec::new();
            for (_, title, article) in &sample {
                pages.push(self.search(*index, site, template, title, Some(article)).await?);
            }
            let mut told = settle_search(&pages, None);
            if told.contains(&Fact::Unknown(Why::ByScript)) {
                let control = self.search(*index, site, template, COMMON_WORD, None).await?;
                told = settle_search(&pages, Some(&control));
            }
            let tries = sample.into_iter().zip(told).map(|((_, title, article), told)| SearchTry {
                asked: query(template, &title).map_or_else(String::new, |u| u.to_string()),
                article: article.to_string(),
                title,
                told,
            });
            self.measurements.searched.insert(*index, tries.collect());
        }
        Ok(())
    }

    async fn search(
        &mut self,
        index: usize,
        site: &Site,
        template: &str,
        words: &str,
        article: Option<&Url>,
    ) -> Result<SearchPage, CrawlError> {
        let Some(url) = query(template, words) else {
            return Ok(SearchPage::Unknown(Why::FetchFailed));
        };
        if let Some(page) = self.measurements.recalled.get(url.as_str()) {
            return Ok(page.clone());
        }
        let visitor = self.visitor.clone();
        // A search may live on a host of its own, whose robots.txt nobody asked for yet.
        if !visitor.gate.knows(&url)
            && let Outcomes::Robots { url, robots, exchange } = visitor.robots(&url).await
        {
            self.results.count(Some(index), &exchange);
            visitor.gate.learn(&url, robots);
        }
        let (exchange, body) = visitor.ask(&url, Want::Page, Some(index), None, false).await;
        self.results.count(Some(index), &exchange);
        tracing::debug!(site = %site.id, %url, "search asked");
        let page = match (not_judged(&exchange), body) {
            (Some(page), _) => page,
            (None, None) => SearchPage::Unknown(Why::FetchFailed),
            (None, Some(body)) => {
                let at = final_url(&exchange, &url);
                let (asked, words, article) = (url.clone(), words.to_owned(), article.cloned());
                let today = visitor.today;
                let work = move || {
                    look(&body, &at, today).map_or(SearchPage::Unknown(Why::CutOff), |facts| {
                        SearchPage::Read(SearchSeen::of(&facts, &asked, &words, article.as_ref()))
                    })
                };
                visitor.parse_pool.work(exchange.last().map_or(0, |a| a.bytes as usize), work).await
            }
        };
        let row = TargetRow {
            key: format!("{KEY}{url}"),
            body_words: serde_json::to_string(&(index, &page)).ok(),
            verdict: None,
            exchange,
        };
        // What a limit kept back was not asked, and is asked when the run goes on.
        if limit_of(&row.exchange).is_none() {
            self.writer.put(row.encode()).await?;
        }
        Ok(page)
    }
}

/// What an exchange says without its body; nothing where the body has to be looked at.
fn not_judged(exchange: &Exchange) -> Option<SearchPage> {
    if limit_of(exchange).is_some() {
        return Some(SearchPage::Unknown(Why::NotFetched));
    }
    if matches!(exchange.last().map(|a| &a.outcome), Some(Outcome::Failure(Failure::Robots))) {
        return Some(SearchPage::Unknown(Why::Robots));
    }
    let within = Circumstances { inside: true, soft: None };
    match judge_exchange(exchange, within) {
        LinkVerdict::Alive => None,
        // Only what the server itself answers is certain; a network may have a bad moment.
        LinkVerdict::Dead(cause) if exchange.answer().is_some() => Some(SearchPage::Broken {
            cause: cause.id(),
            text: cause.chinese(),
        }),
        _ => Some(SearchPage::Unknown(Why::FetchFailed)),
    }
}

/// Reads a page of results; none where it was not read whole, or no reader got through it.
fn look(body: &Body, at: &Url, today: jiff::civil::Date) -> Option<PageFacts> {
    let read = || {
        extract::extract_page(&PageInput {
            url: at,
            bytes: &body.bytes,
            header_charset: body.header_charset.as_deref(),
            today,
            is_home: false,
            guide_hint: false,
            cut_off: false,
        })
    };
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read))
        .ok()
        .filter(|f| !f.cut_off)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_draws_and_the_order_does_not_matter() {
        let url = |n: u32| Url::parse(&format!("http://a.gov.cn/{n}.htm")).unwrap();
        let drawn = |seed: u64, order: &mut dyn Iterator<Item = u32>| -> Vec<String> {
            let mut sample = Sample::default();
            order.for_each(|n| sample.offer(seed, &format!("第{n}号公告的标题"), &url(n)));
            sample.0.into_iter().map(|(_, title, _)| title).collect()
        };
        let forwards = drawn(7, &mut (0..50));
        assert_eq!(forwards.len(), TITLES);
        assert_eq!(forwards, drawn(7, &mut (0..50).rev()));
        assert_ne!(forwards, drawn(8, &mut (0..50)));
    }

    #[test]
    fn words_are_encoded_into_the_template() {
        let url = query("https://so.gov.cn/s?q={query}&n=10", "通知 A&B").unwrap();
        assert_eq!(url.as_str(), "https://so.gov.cn/s?q=%E9%80%9A%E7%9F%A5%20A%26B&n=10");
    }
}
