//! Asking a site's own search for titles of its own articles: "随机选取4条信息标题" (P19-D24), drawn by the run's seed.

use std::collections::HashMap;

use jiff::ToSpan;
use jiff::civil::Date;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

use super::Measurements;
use crate::crawl::frontier::placed::Territory;
use crate::crawl::manners::budget::limit_of;
use crate::crawl::visits::Visitor;
use crate::draw::{Drawn, Offered, Sample, ticket};
use crate::extract::{self, PageInput};
use crate::facts::{Exchange, Fact, Failure, LinkState, LogRow, Outcome, PageFacts, PageKind, SearchPage, SearchRow, SearchTry, Why};
use crate::fetch::{Body, Want};
use crate::judge::{Circumstances, judge_exchange};
use crate::panics::survive;
use crate::site::{SiteIndex, url_key};
use crate::survey::{COMMON_WORD, search_seen, settle_search};

/// Titles that are asked for.
const TITLES: usize = 4;

/// A search engine takes its time to learn of an article: younger ones are not asked for.
const OLD_ENOUGH: i64 = 7;

/// Shorter titles are words that stand in many.
const SHORTEST: usize = 8;
/// Longer ones are cut by searches.
const LONGEST: usize = 60;

/// What stands for itself in a query.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// Articles of a site, drawn by their addresses; a title that stands twice is asked for once.
pub(super) type Articles = Sample<Url>;

/// Nothing drawn yet.
pub(super) fn articles() -> Articles {
    Sample::new(TITLES)
}

/// Puts an article into the draw.
pub(super) fn offer(articles: &mut Articles, seed: u64, title: &str, url: &Url) {
    let key = url_key(url);
    // Of one page under two spellings the lower one is kept, whichever came first.
    if let Offered::Twice(_) = articles.offer(ticket(seed, &key), title, url.clone())
        && let Some(kept) = articles.get_mut(title)
        && url_key(kept) == key
        && url < kept
    {
        *kept = url.clone();
    }
}

/// The address that asks a search for these words.
fn query(template: &str, words: &str) -> Option<Url> {
    let encoded = utf8_percent_encode(words, PLAIN).to_string();
    Url::parse(&template.replace("{query}", &encoded)).ok()
}

/// The title a search can be asked for, where the page is an article old enough to be known to it.
pub(super) fn title_to_ask(facts: &PageFacts, today: Date) -> Option<&str> {
    let is_article = matches!(facts.kind, PageKind::Article | PageKind::Policy | PageKind::Interpretation);
    let (Some(title), Fact::Known(published)) = (&facts.title, &facts.pub_date) else {
        return None;
    };
    let old = published.date <= today.saturating_sub(OLD_ENOUGH.days());
    (is_article && old && (SHORTEST..=LONGEST).contains(&title.chars().count())).then_some(title)
}

/// A question to a site's search.
pub(in crate::crawl) struct Question {
    site: SiteIndex,
    url: Url,
    words: String,
    article: Option<Url>,
}

/// The next question nobody has asked yet: the titles drawn, then, where they show nothing, a common word.
pub(in crate::crawl) fn next_question(territory: &Territory, measurements: &Measurements) -> Option<Question> {
    territory.inspected().find_map(|index| {
        let template = territory.site(index).search.as_ref()?;
        let sample = measurements.sites[index].articles.drawn();
        let open = |url: &Url| !measurements.answers.contains_key(url.as_str());
        let titles = sample.iter().filter_map(|drawn| {
            Some(Question {
                site: index,
                url: query(template, &drawn.key)?,
                words: drawn.key.clone(),
                article: Some(drawn.value.clone()),
            })
        });
        titles.into_iter().find(|q| open(&q.url)).or_else(|| {
            let hits = settle_search(&pages(template, sample, &measurements.answers), None);
            let url = query(template, COMMON_WORD).filter(|url| open(url))?;
            hits.contains(&Fact::Unknown(Why::ByScript)).then(|| Question {
                site: index,
                url,
                words: COMMON_WORD.to_owned(),
                article: None,
            })
        })
    })
}

/// What the search answered to each of the titles.
fn pages(template: &str, sample: &[Drawn<Url>], answers: &HashMap<String, SearchPage>) -> Vec<SearchPage> {
    let answer = |title: &String| {
        query(template, title).map_or(SearchPage::Unknown(Why::FetchFailed), |url| {
            answers.get(url.as_str()).cloned().unwrap_or(SearchPage::Unknown(Why::NotFetched))
        })
    };
    sample.iter().map(|drawn| answer(&drawn.key)).collect()
}

/// What became of each title; nothing where the search was not asked at all.
pub(super) fn settled(template: &str, articles: Articles, answers: &HashMap<String, SearchPage>) -> Option<Vec<SearchTry>> {
    let sample = articles.into_drawn();
    let asked = sample
        .iter()
        .any(|drawn| query(template, &drawn.key).is_some_and(|u| answers.contains_key(u.as_str())));
    if !asked && !sample.is_empty() {
        return None;
    }
    let control = query(template, COMMON_WORD).and_then(|url| answers.get(url.as_str()));
    let hits = settle_search(&pages(template, &sample, answers), control);
    let tries = sample.into_iter().zip(hits).map(|(drawn, hit)| SearchTry {
        asked: query(template, &drawn.key).map_or_else(String::new, |u| u.to_string()),
        article: drawn.value.to_string(),
        title: drawn.key,
        hit,
    });
    Some(tries.collect())
}

impl Question {
    /// Asks it. What came of the robots.txt of a host nobody asked for it yet stands before the answer.
    pub(in crate::crawl) async fn ask(self, visitor: &Visitor) -> (Option<LogRow>, LogRow) {
        let site = visitor.territory.site(self.site);
        // A search may live on a host of its own, whose robots.txt nobody asked for yet.
        let robots = if visitor.gate.knows(&self.url) {
            None
        } else {
            let row = visitor.robots(&self.url, false).await;
            visitor.gate.learn_row(&row);
            Some(LogRow::Robots(row))
        };
        let (exchange, body) = visitor.ask(&self.url, Want::Page, Some(self.site), None, false).await;
        tracing::debug!(site = %site.id, url = %self.url, "search asked");
        let page = match (not_judged(&exchange), body) {
            (Some(page), _) => page,
            (None, None) => SearchPage::Unknown(Why::FetchFailed),
            (None, Some(body)) => {
                let at = exchange.final_url(&self.url);
                let (asked, today) = (self.url.clone(), visitor.today.date());
                let (words, article) = (self.words, self.article);
                let work = move || {
                    look(&body, &at, today).map_or(SearchPage::Unknown(Why::CutOff), |facts| {
                        SearchPage::Read(search_seen(&facts, &asked, &words, article.as_ref()))
                    })
                };
                visitor.parse_pool.work(exchange.last().map_or(0, |a| a.bytes as usize), work).await
            }
        };
        let row = SearchRow {
            site: site.id.clone(),
            url: self.url.to_string(),
            exchange,
            page,
        };
        (robots, LogRow::Search(row))
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
        LinkState::Alive => None,
        // Only what the server itself answers is certain; a network may have a bad moment.
        LinkState::Dead(cause) if exchange.answer().is_some() => Some(SearchPage::Broken {
            cause: cause.id(),
            text: cause.chinese(),
        }),
        _ => Some(SearchPage::Unknown(Why::FetchFailed)),
    }
}

/// Reads a page of results; none where it was not read whole, or no reader got through it.
fn look(body: &Body, at: &Url, today: jiff::civil::Date) -> Option<PageFacts> {
    survive(|| {
        extract::extract_page(&PageInput {
            url: at,
            bytes: &body.bytes,
            header_charset: body.header_charset.as_deref(),
            today,
            is_home: false,
            guide_hint: false,
            cut_off: false,
        })
    })
    .filter(|f| !f.cut_off)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_draws_and_the_order_does_not_matter() {
        let url = |n: u32| Url::parse(&format!("http://a.gov.cn/{n}.htm")).unwrap();
        let drawn = |seed: u64, order: &mut dyn Iterator<Item = u32>| -> Vec<String> {
            let mut sample = articles();
            order.for_each(|n| offer(&mut sample, seed, &format!("第{n}号公告的标题"), &url(n)));
            sample.into_drawn().into_iter().map(|drawn| drawn.key).collect()
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
