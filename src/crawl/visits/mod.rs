//! One job, done: the address is asked, what came is read, and the row for the log is packed.

pub(crate) mod parse_pool;
pub(crate) mod read_page;
pub mod sitemap;

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;
use url::Url;

use crate::crawl::manners::budget::{bytes_of, limit_of};
use crate::crawl::frontier::address_kind::AddressKind;
use crate::crawl::frontier::placed::Territory;
use crate::crawl::frontier::{Job, Target, TargetId, Want};
use crate::crawl::manners::gatekeeper::Gatekeeper;
use crate::crawl::frontier::hosts::HostId;
use crate::crawl::visits::parse_pool::ParsePool;
use crate::crawl::visits::read_page::{Look, ReadPage, Reading, Sketch, is_page, is_readable, look_at};
use crate::crawl::manners::robots::Robots;
use self::sitemap::Sitemap;
use crate::crawl::results::soft404;
use crate::facts::{Attempt, Exchange, Failure, Method, Outcome, Sighting};
use crate::fetch::{Body, Client, Request, Validators, Want as FetchWant};
use crate::finding::{Circumstances, judge_exchange};
use crate::site::{Site, url_key};
use crate::store::{EncodedRow, Known, Store, TargetRow};

/// What is read of a robots.txt: RFC 9309 asks for at least 500 KiB.
const ROBOTS_LIMIT: usize = 512 << 10;

/// What every visit of a run needs.
pub(crate) struct Visitor {
    pub(crate) client: Client,
    pub(crate) gate: Gatekeeper,
    pub(crate) territory: Territory,
    pub(crate) store: Store,
    pub(crate) today: Date,
    /// What earlier runs know of pages, by key; empty where nothing is to be saved.
    pub(crate) known: HashMap<String, Known>,
    /// What earlier runs saw of the dates of pages, by key.
    pub(crate) sightings: HashMap<String, Box<[Sighting]>>,
    pub(crate) parse_pool: ParsePool,
}

/// A job that came back.
pub(crate) struct Visit {
    pub(crate) host: HostId,
    pub(crate) job: Job,
    pub(crate) result: Outcomes,
}

/// What came of it.
pub(crate) enum Outcomes {
    Robots {
        url: Url,
        robots: Robots,
        exchange: Exchange,
    },
    Sitemap {
        entries: Sitemap,
        exchange: Exchange,
    },
    Ping {
        url: Url,
        exchange: Exchange,
    },
    Probe {
        answer: soft404::Answer,
        exchange: Exchange,
    },
    Target {
        id: TargetId,
        url: Url,
        exchange: Exchange,
        read: Option<Box<ReadPage>>,
        sketch: Sketch,
        row: Option<EncodedRow>,
    },
}

impl Visit {
    /// All that happened on the wire.
    pub(crate) fn exchange(&self) -> &Exchange {
        match &self.result {
            Outcomes::Robots { exchange, .. }
            | Outcomes::Sitemap { exchange, .. }
            | Outcomes::Ping { exchange, .. }
            | Outcomes::Probe { exchange, .. }
            | Outcomes::Target { exchange, .. } => exchange,
        }
    }

    /// The address that was asked for.
    pub(crate) fn asked(&self) -> Url {
        match (&self.job, &self.result) {
            (Job::Sitemap { url, .. } | Job::Probe(url), _) | (_, Outcomes::Robots { url, .. } | Outcomes::Ping { url, .. }) => url.clone(),
            (_, Outcomes::Target { url, .. }) => url.clone(),
            (_, Outcomes::Sitemap { .. } | Outcomes::Probe { .. }) => unreachable!("they come of jobs that name their address"),
        }
    }
}

impl Visitor {
    /// Does one job for an address (`target` where it is one).
    pub(crate) async fn visit(self: Arc<Self>, host: HostId, job: Job, target: Option<Asked>) -> Visit {
        let result = match (&job, target) {
            (Job::Target(id), Some(asked)) => self.target(*id, asked).await,
            (Job::Sitemap { url, site, .. }, _) => {
                let (exchange, body) = self.fetch(url, FetchWant::Bytes(self.sitemap_limit(*site)), Some(*site)).await;
                Outcomes::Sitemap {
                    entries: body.map(|b| sitemap::parse(&b.bytes, url)).unwrap_or_default(),
                    exchange,
                }
            }
            (Job::Probe(url), _) => self.probe(url).await,
            (Job::Robots(_), Some(asked)) => self.robots(&asked.url).await,
            (Job::Ping(_), Some(asked)) => {
                let (exchange, _) = self.ask(&asked.url, FetchWant::Check, asked.owner, None, asked.again).await;
                Outcomes::Ping { url: asked.url, exchange }
            }
            (Job::Robots(_) | Job::Target(_) | Job::Ping(_), None) => {
                unreachable!("the crawl names the address of every target, robots and ping job")
            }
        };
        Visit { host, job, result }
    }

    fn site(&self, owner: Option<usize>) -> Option<&Site> {
        owner.map(|o| &self.territory.group().sites[o])
    }

    /// A sitemap may be as long as what the site has left.
    fn sitemap_limit(&self, site: usize) -> usize {
        let left = self.gate.budgets().left(Some(site));
        usize::try_from(left).unwrap_or(usize::MAX).clamp(1, sitemap::MAX_BYTES)
    }

    async fn fetch(&self, url: &Url, want: FetchWant, owner: Option<usize>) -> (Exchange, Option<Body>) {
        self.ask(url, want, owner, None, false).await
    }

    pub(crate) async fn ask(
        &self,
        url: &Url,
        want: FetchWant,
        owner: Option<usize>,
        validators: Option<Validators>,
        once: bool,
    ) -> (Exchange, Option<Body>) {
        let limits = self.site(owner).map_or(&self.territory.group().outside, |s| &s.limits);
        let request = Request {
            url: url.clone(),
            want,
            timeout: limits.timeout,
            validators,
            referer: None,
            inside: owner.is_some(),
            once,
        };
        let mut fetched = self.client.fetch(&self.gate, &request).await;
        self.gate.budgets().spend(owner, bytes_of(&fetched.exchange));
        self.gate.forgive(url, &mut fetched.exchange);
        (fetched.exchange, fetched.body)
    }

    pub(crate) async fn robots(&self, any: &Url) -> Outcomes {
        let mut url = any.clone();
        url.set_path("/robots.txt");
        url.set_query(None);
        let (exchange, body) = self.fetch(&url, FetchWant::Bytes(ROBOTS_LIMIT), self.territory.owner(&url)).await;
        let robots = match exchange.answer() {
            Some(answer) => Robots::from_answer(answer.status, body.as_ref().map_or(&[], |b| &b.bytes)),
            // A limit kept it back: what it says is not known.
            None if limit_of(&exchange).is_some() => Robots::unreachable(),
            // Nobody answers at all: the pages themselves will say so, and better.
            None => Robots::allow_all(),
        };
        Outcomes::Robots { url, robots, exchange }
    }

    async fn probe(&self, url: &Url) -> Outcomes {
        let (exchange, body) = self.fetch(url, FetchWant::Check, self.territory.owner(url)).await;
        let answer = match (exchange.answer(), body) {
            (Some(answer), _) if answer.status >= 400 => soft404::Answer::Honest,
            (Some(answer), Some(body)) if answer.status < 300 => {
                let at = final_url(&exchange, url);
                let (status, asked) = (answer.status, url.clone());
                let look = self.parse_pool.work(body.bytes.len(), move || look_at(&body, &asked, None)).await;
                soft404::Answer::Alike {
                    status,
                    print: look.sketch.print,
                    likeness: look.likeness,
                    final_url: (at != *url).then(|| at.to_string()),
                }
            }
            _ => soft404::Answer::Unknown,
        };
        Outcomes::Probe { answer, exchange }
    }

    async fn target(self: &Arc<Self>, id: TargetId, asked: Asked) -> Outcomes {
        let key = url_key(&asked.url);
        let read = asked.want == Want::Read;
        let known = self.known.get(&key).filter(|_| read);
        let validators = known.map(|k| Validators {
            etag: k.etag.clone(),
            last_modified: k.last_modified.clone(),
        });
        let want = if read { FetchWant::Page } else { FetchWant::Check };
        let (mut exchange, body) = self.ask(&asked.url, want, asked.owner, validators, asked.again).await;
        let at = final_url(&exchange, &asked.url);
        let place = self.territory.place(at.clone(), asked.class);
        let status = exchange.answer().map(|a| a.status);
        // A page of nobody we inspect is also looked at for what it has become.
        let stranger = (asked.owner.is_none() && place.owner.is_none()).then(|| asked.url.clone());
        let inside = place.owner.is_some_and(|o| self.territory.inspected().contains(&o));

        let reading = Reading {
            territory: self.territory.clone(),
            today: self.today,
            asked: asked.clone(),
            at: place,
            exchange: exchange.clone(),
            known: known.cloned(),
            sightings: self.sightings.get(&url_key(&at)).cloned().unwrap_or_default(),
        };
        if read
            && status == Some(304)
            && let Ok(Some(facts)) = self.store.page_facts(&key).await
        {
            let page = self.parse_pool.work(0, move || reading.unchanged(facts)).await;
            return Outcomes::Target {
                id,
                url: asked.url,
                exchange,
                read: Some(Box::new(page)),
                sketch: Sketch::default(),
                row: None,
            };
        }
        let mut sketch = Sketch::default();
        if let Some(body) = body.filter(|_| status.is_some_and(|s| s < 400)) {
            if read && inside && is_readable(&body) {
                match self.parse_pool.work(body.bytes.len(), move || reading.read(&body)).await {
                    Ok(page) => {
                        let sketch = Sketch {
                            print: page.digest.print,
                            error_page: false,
                        };
                        return Outcomes::Target {
                            id,
                            url: asked.url,
                            exchange,
                            read: Some(page),
                            sketch,
                            row: None,
                        };
                    }
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
            exchange: exchange.clone(),
            body_words: Some(crate::crawl::replay::remember(sketch, read)),
            verdict: Some(judge_exchange(
                &exchange,
                Circumstances {
                    inside: asked.owner.is_some(),
                    soft: None,
                },
            )),
        };
        Outcomes::Target {
            id,
            url: asked.url,
            exchange,
            read: None,
            sketch,
            row: Some(row.encode()),
        }
    }
}

/// What a visit is told of its target.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) url: Url,
    pub(crate) owner: Option<usize>,
    pub(crate) class: AddressKind,
    pub(crate) want: Want,
    pub(crate) depth: u32,
    pub(crate) is_home: bool,
    pub(crate) from_guide_list: bool,
    /// Whether it was asked before, and this is the last look.
    pub(crate) again: bool,
}

impl Asked {
    pub(crate) fn of(target: &Target, is_home: bool, from_guide_list: bool, again: bool) -> Self {
        Asked {
            url: target.url.clone(),
            owner: target.owner,
            class: target.class,
            want: target.want,
            depth: target.depth,
            is_home,
            from_guide_list,
            again,
        }
    }
}

/// The address an exchange ended at.
pub(crate) fn final_url(exchange: &Exchange, asked: &Url) -> Url {
    let end = exchange.last().and_then(|a| a.hops.last()).and_then(|h| Url::parse(&h.to).ok());
    let mut url = end.unwrap_or_else(|| asked.clone());
    url.set_fragment(None);
    url
}

/// Notes what the look at a body showed with its answer, where verdicts and evidence find it: the words of an error page,
/// and what a stranger's page has become.
fn take_words(exchange: &mut Exchange, look: Look) -> Sketch {
    if let Some(Attempt {
        outcome: Outcome::Answer(answer),
        ..
    }) = exchange.attempts.last_mut()
    {
        answer.error_words = look.error_words;
        answer.stain = look.stain;
    }
    look.sketch
}

/// The exchange of a target whose host is left alone.
pub(crate) fn not_asked(url: &Url, failure: Failure) -> Exchange {
    let attempt = Attempt {
        at: 0,
        method: Method::Get,
        as_browser: false,
        hops: Vec::new(),
        outcome: Outcome::Failure(failure),
        ms: 0,
        bytes: 0,
        address: None,
        tls: None,
    };
    Exchange {
        url: url.to_string(),
        attempts: vec![attempt],
    }
}
