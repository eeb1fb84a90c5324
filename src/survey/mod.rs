//! From the facts of single pages to the facts of a site: its home page and its columns.
//!
//! Layer 3, pure. A [`SiteReader`] takes the pages of a site one by one and keeps only what is judged of all of them
//! together: first pages of lists, the date of every other page, its documents, its messages, its identity.

mod column_kind;
mod dates;
mod dating;
mod elsewhere;
mod entries;
mod home;
mod identity;
mod inquiries;
mod later;
mod level;
mod list_page;
mod listed;
mod mirror;
mod naming;
mod naming_words;
mod old_site;
mod papers;
mod recognise;
mod repeated;
mod search;
mod template_heading;
mod view;

pub use column_kind::kind_of_name;
pub(crate) use search::{COMMON_WORD, search_seen, settle as settle_search};

use jiff::civil::Date;
use url::Url;

use self::dates::{Dates, date_key};
use self::dating::Dating;
use self::entries::Entries;
use self::home::HomePage;
use self::inquiries::Inquiries;
use self::later::Later;
use self::list_page::ListPage;
use self::naming::Names;
use self::old_site::OldSite;
use self::papers::Papers;
use self::repeated::Repeated;
use crate::facts::{
    DateFacts, Extent, Fact, Led, Naming, PageFacts, PageKind, PageRow, PolicyFacts, SiteEvidence, SiteFacts, Unreachable, Why,
    YearlyReport,
};
use crate::site::{Site, page_identity};

/// Pages of a site from which it is held to have been seen: one whose menus are made by script shows fewer.
const SEEN: usize = 10;

/// What only a crawl knows of addresses.
pub trait LinkEvidence {
    /// Why nothing was read at an address.
    fn why_unread(&self, url: &Url) -> Why;
    /// How a page failed to open, where it was asked for and did.
    fn failure_of(&self, url: &Url) -> Option<Unreachable>;
    /// Where a redirect from an address ended, where one did.
    fn end_of(&self, url: &Url) -> Option<String>;
    /// Whether an address opens.
    fn opens(&self, url: &Url) -> bool;
}

/// Of a page by itself nothing is known but what stands on it.
pub struct NoLinks;

impl LinkEvidence for NoLinks {
    fn why_unread(&self, _: &Url) -> Why {
        Why::NotFetched
    }

    fn failure_of(&self, _: &Url) -> Option<Unreachable> {
        None
    }

    fn end_of(&self, _: &Url) -> Option<String> {
        None
    }

    fn opens(&self, _: &Url) -> bool {
        false
    }
}

/// A site as read: what the rules over sites, columns, documents and dates judge.
#[derive(Debug, Clone)]
pub struct SiteRead {
    /// Home page, columns, messages, identity.
    pub facts: SiteFacts,
    /// How its documents stand to each other.
    pub policies: PolicyFacts,
    /// The dates of its pages.
    pub dates: DateFacts,
}

/// Reads the pages of one site, one by one: the only fold of facts there is. Their order does not matter but for what is kept
/// of very many; they come in the order of their addresses.
pub struct SiteReader<'a> {
    site: &'a Site,
    today: Date,
    links: &'a dyn LinkEvidence,
    /// The home page under all its addresses, by identity.
    homes: Vec<String>,
    /// The listed columns, likewise.
    listed: Vec<Vec<String>>,
    dates: Dates,
    lists: Vec<ListPage>,
    /// Lists that others may show, and that are no first pages by their address.
    bare: Vec<ListPage>,
    repeated: Repeated,
    later: Later,
    names: Names,
    old: OldSite,
    entries: Entries,
    home: Option<HomePage>,
    pages: usize,
    identity: identity::Collected,
    inquiries: Inquiries,
    papers: Papers,
    dating: Dating,
}

impl<'a> SiteReader<'a> {
    /// Of a site, as of this day.
    pub fn new(site: &'a Site, today: Date, links: &'a dyn LinkEvidence) -> Self {
        // An address and where a redirect from it ends are one page.
        let identities = |url: &Url| -> Vec<String> {
            let end = links.end_of(url).and_then(|end| Url::parse(&end).ok());
            [Some(url.clone()), end].into_iter().flatten().map(|u| page_identity(&u)).collect()
        };
        SiteReader {
            homes: identities(&site.url),
            listed: site.columns.iter().map(|c| identities(&c.url)).collect(),
            site,
            today,
            links,
            dates: Dates::default(),
            lists: Vec::new(),
            bare: Vec::new(),
            repeated: Repeated::default(),
            later: Later::default(),
            names: Names::default(),
            old: OldSite::default(),
            entries: Entries::default(),
            home: None,
            pages: 0,
            identity: identity::Collected::default(),
            inquiries: Inquiries::default(),
            papers: Papers::default(),
            dating: Dating::default(),
        }
    }

    /// Takes one page in.
    pub fn add(&mut self, page: &PageRow) {
        let facts = &page.facts;
        let Ok(at) = Url::parse(&facts.url) else { return };
        let asked = Url::parse(&page.head.exchange.url).unwrap_or_else(|_| at.clone());
        let links = self.links;
        self.papers.add(self.site, facts, self.today, &|url| links.end_of(url));
        // An answer 304 need not repeat when the page was changed.
        let modified = page.head.exchange.answer().and_then(|a| a.last_modified.as_deref());
        let modified = modified.or(page.head.last_modified.as_deref());
        self.dating.add(facts, modified, self.today);
        self.pages += usize::from(page.is_web_page());
        self.names.add(self.site, facts);
        self.old.add(self.site, facts);
        self.identity.add(facts);
        self.inquiries.add(&at, facts);
        let own = [page_identity(&at), page_identity(&asked)];
        let is_home = page.is_web_page() && own.iter().any(|id| self.homes.contains(id));
        if is_home && (self.home.is_none() || asked == self.site.url) {
            self.home = Some(HomePage::of(self.site, facts));
        }
        if is_home {
            self.entries.of_home(self.site, facts);
        } else {
            self.repeated.add(facts);
            self.entries.page(facts, &own);
        }
        for address in [asked.as_str(), facts.url.as_str()] {
            self.dates.entry(date_key(address)).or_insert(Fact::Unknown(Why::NotText));
        }
        let listed = self.listed.iter().position(|ids| own.iter().any(|id| ids.contains(id)));
        let listed = listed.filter(|_| page.is_web_page()).map(|index| &self.site.columns[index]);
        let url = listed.map_or_else(|| facts.url.clone(), |spec| spec.url.to_string());
        match (&facts.listing, listed) {
            // What is listed is the first page of its column, whatever its pagination says.
            (Some(listing), spec) if (listing.page_number == 1 || spec.is_some()) && !is_home => {
                self.lists.push(ListPage::of(self.site, url, facts, listing, spec));
            }
            (None, None) if facts.shows_nothing && facts.title.is_some() && !is_home => {
                self.lists.push(ListPage::showing_nothing(self.site, facts));
            }
            (None, Some(spec)) => self.lists.push(ListPage::without_list(self.site, url, facts, spec)),
            (Some(listing), _) if !is_home => {
                let name = list_page::name(facts, Some(listing));
                if elsewhere::may_be_framed(facts) {
                    self.bare.push(ListPage::of(self.site, url, facts, listing, None));
                }
                self.later.add(self.site, &at, name.as_deref(), listing);
            }
            _ => self.date(&asked, facts),
        }
    }

    /// Keeps when a page was published that is no list.
    fn date(&mut self, asked: &Url, facts: &PageFacts) {
        let date = match &facts.pub_date {
            Fact::Known(stamp) if dates::is_real(stamp.date) => Fact::Known(stamp.date),
            Fact::Known(_) => Fact::Unknown(Why::NotShown),
            // Not an article: a form, a picture page, a list inside a list. Its date says nothing.
            Fact::Unknown(_) if !is_content(facts) => Fact::Unknown(Why::NotText),
            Fact::Unknown(why) => Fact::Unknown(*why),
        };
        for address in [asked.as_str(), facts.url.as_str()] {
            self.dates.insert(date_key(address), date.clone());
        }
    }

    /// Whether a page is an interpretation of a policy, as the documents of the site are told apart.
    pub fn interprets(&self, facts: &PageFacts) -> bool {
        papers::interprets(self.site, facts)
    }

    /// The yearly reports of the website that its pages name.
    pub fn reports(&self) -> &[YearlyReport] {
        self.identity.reports()
    }

    /// The facts of the site.
    pub fn finish(mut self, evidence: &SiteEvidence<'_>) -> SiteRead {
        let (site, links) = (self.site, self.links);
        let failed = |url: &Url| links.why_unread(url);
        let mut lists = std::mem::take(&mut self.lists);
        lists.retain_mut(|page| self.repeated.settle(page));
        template_heading::settle(&mut lists, &site.name);
        self.lists = elsewhere::joined(lists, &self.bare, &self.dates, &self.listed, &failed);
        let mut columns = if site.columns.is_empty() {
            recognise::recognise(&self.lists, &self.dates, &self.later, &self.old, &site.url)
        } else {
            listed::listed(&self.lists, &self.dates, &self.later, site, &failed)
        };
        let inquiries = self.inquiries.finish(site);
        columns.sort_by(|a, b| a.url.cmp(&b.url));
        if site.columns.is_empty() {
            mirror::leave_out(&mut columns);
        }
        let printed = dates::printed(self.lists.iter().flat_map(|l| &l.listing.items));
        let known = home::RestOfSite {
            lists: &self.lists,
            columns: &columns,
            dates: &self.dates,
            printed: &printed,
        };
        let mut home = home::home(self.home.as_ref(), &known, site, self.today, &failed);
        if site.columns.is_empty() {
            let read = entries::Read {
                dates: &self.dates,
                messages: inquiries.seen > 0 || !inquiries.lists.is_empty(),
                end_of: &|url| links.end_of(&Url::parse(url).ok()?),
            };
            columns.extend(self.entries.unknown(&columns, &read));
            columns.sort_by(|a, b| a.url.cmp(&b.url));
        }
        home.unreachable = links.failure_of(&site.url);
        let mut named = self.names.finish(&self.dates, &failed);
        for naming in named.values_mut().flatten() {
            naming.led = led(naming, site, links);
        }
        let mut identity = self.identity.finish(evidence.extent);
        identity.reports.extend(evidence.reports_elsewhere.iter().cloned());
        let whole = match (&self.home, evidence.extent) {
            (_, Extent::Front | Extent::Partly) => Fact::Unknown(Why::NotWhole),
            (None, Extent::Whole) => Fact::Unknown(failed(&site.url)),
            (Some(home), Extent::Whole) => match home.unread {
                Some(why) => Fact::Unknown(why),
                None if self.pages < SEEN => Fact::Unknown(Why::NotWhole),
                None => Fact::Known(()),
            },
        };
        let (dating, papers) = (std::mem::take(&mut self.dating), std::mem::take(&mut self.papers));
        SiteRead {
            policies: papers.finish(&home.url, evidence.extent),
            dates: dating.finish(&home.url),
            facts: SiteFacts {
                named,
                whole,
                columns,
                identity,
                inquiries,
                measured: evidence.measured.clone(),
                ..SiteFacts::of_home(home)
            },
        }
    }
}

/// Where a name of a column leads, by what the crawl knows of its address as well. A redirect on the site itself, or a file:
/// it opens, under whatever address; one that ends elsewhere leads there.
fn led(naming: &Naming, site: &Site, links: &dyn LinkEvidence) -> Led {
    let url = naming.url.as_deref().and_then(|u| Url::parse(u).ok());
    let Some(url) = url.filter(|url| naming.led == Led::Unread(Why::NotFetched) && links.opens(url)) else {
        return naming.led;
    };
    let end = links.end_of(&url).and_then(|end| Url::parse(&end).ok());
    let leaves = end.is_some_and(|end| site.scope.depth_of(&end).is_none());
    if leaves { Led::Outside } else { Led::Read }
}

/// Whether a page is an article that ought to carry a date. One without any mark of an article still is one when it is
/// plain text of some length under a title.
fn is_content(facts: &PageFacts) -> bool {
    let plain_text = facts.kind == PageKind::Other && facts.title.is_some() && facts.boxes.is_empty() && facts.text_chars >= PLAIN_TEXT;
    plain_text || matches!(facts.kind, PageKind::Article | PageKind::Policy | PageKind::Interpretation)
}

/// Characters from which plain text counts as an article.
const PLAIN_TEXT: usize = 100;

fn label(facts: &PageFacts, name: &str) -> Option<String> {
    facts
        .labels
        .iter()
        .find(|(n, _)| n.eq_ignore_ascii_case(name))
        .map(|(_, v)| v.trim().to_owned())
        .filter(|v| !v.is_empty())
}

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
