//! One job, done: the address is asked, what came is read, and the row for the log is packed.

pub(crate) mod parse_pool;
pub(crate) mod read_page;
pub mod sitemap;

use std::collections::HashMap;
use std::sync::Arc;

use url::Url;

use self::parse_pool::ParsePool;
use self::read_page::{Look, PageReading, is_page, is_readable, look_at};
use crate::crawl::apply::Worked;
use crate::crawl::frontier::address_kind::AddressKind;
use crate::crawl::frontier::hosts::HostId;
use crate::crawl::frontier::placed::Territory;
use crate::crawl::frontier::{Job, Target, Want};
use crate::crawl::manners::budget::bytes_of;
use crate::crawl::manners::gatekeeper::Gatekeeper;
use crate::crawl::manners::robots;
use crate::facts::{
    Attempt, Exchange, Failure, LogRow, Outcome, ProbeAnswer, ProbeRow, RobotsRow, Sighting, SitemapRow, Sketch, TargetRow,
};
use crate::fetch::{Body, Client, Fetch as _, Request, Validators, Want as FetchWant};
use crate::site::{RunDay, SiteIndex, url_key};
use crate::store::{EncodedRow, KnownPage, Store, encode};

/// What is read of a robots.txt: RFC 9309 asks for at least 500 KiB.
const ROBOTS_LIMIT: usize = 512 << 10;

/// What every visit of a run needs.
pub(crate) struct Visitor {
    pub(crate) client: Client,
    pub(crate) gate: Gatekeeper,
    pub(crate) territory: Territory,
    pub(crate) store: Store,
    pub(crate) today: RunDay,
    /// What earlier runs know of pages, by key; empty where nothing is to be saved.
    pub(crate) known: HashMap<String, KnownPage>,
    /// What earlier runs saw of the dates of pages, by key.
    pub(crate) sightings: HashMap<String, Box<[Sighting]>>,
    pub(crate) parse_pool: ParsePool,
}

/// A job that came back.
pub(crate) struct Visit {
    pub(crate) host: HostId,
    pub(crate) job: Job,
    /// The address that was asked for.
    pub(crate) asked: Url,
    pub(crate) came: Came,
}

/// What came of it.
pub(crate) enum Came {
    /// Something for the log.
    Row(Box<NewRow>),
    /// A host was asked whether it is back; that is not for the log.
    Ping(Exchange),
}

/// A row for the log, with what was worked out of it and its bytes.
pub(crate) struct NewRow {
    pub(crate) row: LogRow,
    pub(crate) worked: Worked,
    pub(crate) encoded: EncodedRow,
}

impl Came {
    /// A row from which little is to be worked out.
    fn of(row: LogRow, territory: &Territory) -> Self {
        Came::Row(Box::new(NewRow {
            encoded: encode(&row),
            worked: Worked::of(&row, territory),
            row,
        }))
    }
}

impl Visit {
    /// All that happened on the wire.
    pub(crate) fn exchange(&self) -> &Exchange {
        match &self.came {
            Came::Ping(exchange) => exchange,
            Came::Row(new) => new.row.exchange().unwrap_or(&NOTHING),
        }
    }
}

/// The exchange of what was not asked for.
static NOTHING: Exchange = Exchange {
    url: String::new(),
    attempts: Vec::new(),
};

impl Visitor {
    /// Does one job. `asked` names the address of every job that does not name it itself.
    pub(crate) async fn visit(self: Arc<Self>, host: HostId, job: Job, asked: Asked) -> Visit {
        let came = match &job {
            Job::Target(_) => self.target(&asked).await,
            Job::Sitemap { url, site, level } => self.sitemap(url, *site, *level).await,
            Job::Probe(url) => self.probe(url).await,
            Job::Robots(_) => Came::of(LogRow::Robots(self.robots(&asked.url, asked.host_answers).await), &self.territory),
            Job::Ping(_) => Came::Ping(self.ask(&asked.url, FetchWant::Check, asked.owner, None, asked.again).await.0),
        };
        let asked = match &job {
            Job::Robots(_) => robots_of(&asked.url),
            _ => asked.url,
        };
        Visit { host, job, asked, came }
    }

    /// A sitemap may be as long as what the site has left.
    fn sitemap_limit(&self, site: SiteIndex) -> usize {
        let left = self.gate.budgets().left(Some(site));
        usize::try_from(left).unwrap_or(usize::MAX).clamp(1, sitemap::MAX_BYTES)
    }

    async fn fetch(&self, url: &Url, want: FetchWant, owner: Option<SiteIndex>) -> (Exchange, Option<Body>) {
        self.ask(url, want, owner, None, false).await
    }

    pub(crate) async fn ask(
        &self,
        url: &Url,
        want: FetchWant,
        owner: Option<SiteIndex>,
        validators: Option<Validators>,
        once: bool,
    ) -> (Exchange, Option<Body>) {
        let limits = self.territory.limits_of(owner);
        let request = Request {
            url: url.clone(),
            want,
            timeout: limits.timeout,
            validators,
            inside: owner.is_some(),
            once,
        };
        let mut fetched = self.client.fetch(&self.gate, &request).await;
        self.gate.budgets().spend(owner, bytes_of(&fetched.exchange));
        self.gate.forgive(url, &mut fetched.exchange);
        (fetched.exchange, fetched.body)
    }

    /// Asks for the robots.txt of the host of any address; `host_answers` says whether it is known to answer others.
    pub(crate) async fn robots(&self, any: &Url, host_answers: bool) -> RobotsRow {
        let url = robots_of(any);
        let (exchange, body) = self.fetch(&url, FetchWant::Bytes(ROBOTS_LIMIT), self.territory.owner(&url)).await;
        RobotsRow {
            url: url.into(),
            text: body.map_or(String::new(), |body| robots::text_of(&body.bytes)),
            exchange,
            host_answers,
        }
    }

    async fn sitemap(&self, url: &Url, site: SiteIndex, level: u8) -> Came {
        let (exchange, body) = self.fetch(url, FetchWant::Bytes(self.sitemap_limit(site)), Some(site)).await;
        let id = self.territory.site(site).id.clone();
        let (address, at) = (url.to_string(), url.clone());
        let work = move || {
            let entries = body.map(|b| sitemap::parse(&b.bytes, &at)).unwrap_or_default();
            let row = LogRow::Sitemap(SitemapRow {
                site: id,
                url: address,
                level,
                exchange,
                pages: entries.pages.iter().map(Url::to_string).collect(),
                sitemaps: entries.sitemaps.iter().map(Url::to_string).collect(),
            });
            Came::Row(Box::new(NewRow {
                encoded: encode(&row),
                worked: Worked::Sitemap(entries.pages, entries.sitemaps),
                row,
            }))
        };
        self.parse_pool.work(0, work).await
    }

    async fn probe(&self, url: &Url) -> Came {
        let (exchange, body) = self.fetch(url, FetchWant::Check, self.territory.owner(url)).await;
        let answer = match (exchange.answer(), body) {
            (Some(answer), _) if answer.status >= 400 => ProbeAnswer::Honest,
            (Some(answer), Some(body)) if answer.status < 300 => {
                let at = exchange.final_url(url);
                let (status, asked) = (answer.status, url.clone());
                let look = self.parse_pool.work(body.bytes.len(), move || look_at(&body, &asked, None)).await;
                ProbeAnswer::Alike {
                    status,
                    print: look.sketch.print,
                    likeness: look.likeness,
                    final_url: (at != *url).then(|| at.to_string()),
                }
            }
            _ => ProbeAnswer::Unknown,
        };
        let url = url.to_string();
        Came::of(LogRow::Probe(ProbeRow { url, exchange, answer }), &self.territory)
    }

    async fn target(&self, asked: &Asked) -> Came {
        let key = url_key(&asked.url);
        let read = asked.want == Want::Read;
        let want = if read { FetchWant::Page } else { FetchWant::Check };
        let known = self.known.get(&key).filter(|_| read);
        let validators = known.map(|k| Validators {
            etag: k.etag.clone(),
            last_modified: k.last_modified.clone(),
        });
        let (mut exchange, mut body) = self.ask(&asked.url, want, asked.owner, validators, asked.again).await;
        let mut stored = None;
        if exchange.answer().is_some_and(|a| a.status == 304) {
            stored = match known.and_then(|k| k.at) {
                Some(at) => self.store.facts_at(at).await.unwrap_or_default(),
                None => None,
            };
            // What was read of it is gone: it is read again.
            if stored.is_none() && read {
                (exchange, body) = self.ask(&asked.url, want, asked.owner, None, asked.again).await;
            }
        }
        let at = exchange.final_url(&asked.url);
        let place = self.territory.place(at.clone(), asked.kind);
        let status = exchange.answer().map(|a| a.status);
        // A page of nobody we inspect is also looked at for what it has become.
        let stranger = (asked.owner.is_none() && place.owner.is_none()).then(|| asked.url.clone());
        let inside = place.owner.is_some_and(|o| self.territory.inspects(o));
        let reading = PageReading {
            territory: self.territory.clone(),
            today: self.today.read_on(exchange.last().map_or(0, |attempt| attempt.at)),
            asked: asked.clone(),
            at: place,
            exchange: exchange.clone(),
            known: known.cloned(),
            sightings: self.sightings.get(&url_key(&at)).cloned().unwrap_or_default(),
        };
        if let Some(facts) = stored.filter(|_| read) {
            return self.parse_pool.work(0, move || reading.unchanged(facts)).await;
        }
        let mut sketch = Sketch::default();
        if let Some(body) = body.filter(|_| status.is_some_and(|s| s < 400)) {
            if read && inside && is_readable(&body, &at) {
                match self.parse_pool.work(body.bytes.len(), move || reading.read(&body)).await {
                    Ok(page) => return page,
                    Err(look) => sketch = take_words(&mut exchange, look),
                }
            } else if is_page(&body, exchange.answer().and_then(|a| a.signature.as_deref())) {
                let look = self
                    .parse_pool
                    .work(body.bytes.len(), move || look_at(&body, &at, stranger.as_ref()))
                    .await;
                sketch = take_words(&mut exchange, look);
            }
        }
        let row = TargetRow {
            key,
            exchange,
            outages: Vec::new(),
            again: asked.again,
            to_read: read,
            sketch,
        };
        Came::of(LogRow::Target(row), &self.territory)
    }
}

/// The address of the robots.txt that speaks for an address.
fn robots_of(any: &Url) -> Url {
    let mut url = any.clone();
    url.set_path("/robots.txt");
    url.set_query(None);
    url
}

/// What a visit is told of its target.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) url: Url,
    pub(crate) owner: Option<SiteIndex>,
    pub(crate) kind: AddressKind,
    pub(crate) want: Want,
    pub(crate) depth: u32,
    pub(crate) is_home: bool,
    pub(crate) from_guide_list: bool,
    /// Whether it was asked before, and this is the last look.
    pub(crate) again: bool,
    /// Whether its host is known to answer; told where its robots.txt is asked for.
    pub(crate) host_answers: bool,
}

impl Asked {
    /// An address that is only asked for, whoever it belongs to.
    pub(crate) fn plain(url: Url, owner: Option<SiteIndex>) -> Self {
        Asked {
            url,
            owner,
            kind: AddressKind::Page,
            want: Want::Check,
            depth: 0,
            is_home: false,
            from_guide_list: false,
            again: false,
            host_answers: false,
        }
    }

    pub(crate) fn of(target: &Target, is_home: bool, from_guide_list: bool, again: bool) -> Self {
        Asked {
            url: target.url.clone(),
            owner: target.owner,
            kind: target.kind,
            want: target.want,
            depth: target.depth,
            is_home,
            from_guide_list,
            again,
            host_answers: false,
        }
    }
}

/// Notes what the look at a body showed with its answer, where judging and evidence find it: the words of an error page,
/// and what a stranger's page has become.
fn take_words(exchange: &mut Exchange, look: Look) -> Sketch {
    if let Some(Attempt {
        outcome: Outcome::Answer(answer),
        ..
    }) = exchange.attempts.last_mut()
    {
        answer.error_words = look.error_words;
        answer.hijack = look.hijack;
    }
    look.sketch
}

/// The exchange of a target whose host is left alone.
pub(crate) fn not_asked(url: &Url, failure: Failure) -> Exchange {
    Exchange {
        url: url.to_string(),
        attempts: vec![Attempt::never_sent(failure)],
    }
}
