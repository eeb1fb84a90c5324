//! What the frontier needs of a page, worked out where the page was parsed: keys hashed, owners looked up.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use url::Url;

use crate::crawl::frontier::address_kind::{AddressKind, address_kind};
use crate::facts::similarity::{self, Likeness};
use crate::facts::{LinkFrom, PageFacts};
use crate::site::{Group, Limits, Site, SiteIndex, url_key};

/// The sites of a run, and the seeded hash their addresses are known by.
#[derive(Clone)]
pub(crate) struct Territory {
    group: Arc<Group>,
    /// The sites this run inspects, in the order of the group.
    inspected: Arc<Vec<SiteIndex>>,
    hasher: RandomState,
}

impl Territory {
    pub(crate) fn new(group: Arc<Group>, inspected: Vec<SiteIndex>) -> Self {
        Territory {
            group,
            inspected: Arc::new(inspected),
            hasher: RandomState::new(),
        }
    }

    pub(crate) fn group(&self) -> &Group {
        &self.group
    }

    /// One of its sites.
    pub(crate) fn site(&self, site: SiteIndex) -> &Site {
        &self.group[site]
    }

    /// What limits the requests to an address of this site, or to one that is nobody's.
    pub(crate) fn limits_of(&self, owner: Option<SiteIndex>) -> &Limits {
        owner.map_or(&self.group.outside, |site| &self.site(site).limits)
    }

    /// The sites this run inspects, in the order of the group.
    pub(crate) fn inspected(&self) -> impl Iterator<Item = SiteIndex> + '_ {
        self.inspected.iter().copied()
    }

    /// Whether this run inspects a site.
    pub(crate) fn inspects(&self, site: SiteIndex) -> bool {
        self.inspected.contains(&site)
    }

    /// The site of the group an address belongs to, inspected in this run or not; where scopes nest, the deepest.
    pub(crate) fn owner(&self, url: &Url) -> Option<SiteIndex> {
        let place = crate::site::Scope::place(url);
        let sites = self.group.indexes();
        let owners = sites.filter_map(|site| Some((self.site(site).scope.depth_at(&place, url.path())?, site)));
        owners.max().map(|(_, site)| site)
    }

    /// The place of a site in the group, by its id; none where it is not inspected in this run.
    pub(crate) fn index_of(&self, id: &str) -> Option<SiteIndex> {
        self.inspected().find(|site| self.site(*site).id == id)
    }

    /// The hash that addresses are known by.
    pub(crate) fn hasher(&self) -> &RandomState {
        &self.hasher
    }

    /// The inspected sites whose home page is on the host of this address.
    pub(crate) fn on_host(&self, url: &Url) -> Vec<SiteIndex> {
        let on_host = |site: &SiteIndex| self.site(*site).url.origin() == url.origin();
        self.inspected().filter(on_host).collect()
    }

    /// The number an address is known by. A hostile page cannot aim at collisions: the hash is seeded per run.
    pub(crate) fn id(&self, url: &Url) -> u64 {
        self.hasher.hash_one(url_key(url))
    }

    /// An address with all the frontier wants to know of it.
    pub(crate) fn place(&self, url: Url, kind: AddressKind) -> Place {
        let owner = self.owner(&url);
        let excluded = owner.is_some_and(|o| self.site(o).scope.excludes(&url));
        Place {
            id: self.id(&url),
            url,
            owner,
            excluded,
            kind,
            picture: false,
            clicked: false,
            sheet: false,
        }
    }
}

/// One address, placed.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) id: u64,
    pub(crate) url: Url,
    pub(crate) owner: Option<SiteIndex>,
    pub(crate) excluded: bool,
    pub(crate) kind: AddressKind,
    /// Whether the page shows it as a picture and does not link to it otherwise.
    pub(crate) picture: bool,
    /// Whether a link of the page leads its readers there.
    pub(crate) clicked: bool,
    /// Whether it dresses the page.
    pub(crate) sheet: bool,
}

/// The links and list items of a page, placed.
#[derive(Debug, Default)]
pub(crate) struct PlacedPage {
    /// Every distinct web target.
    pub(crate) links: Vec<Place>,
    /// The ids of the items of its list.
    pub(crate) items: Vec<u64>,
    /// Whether it is the first page of a list.
    pub(crate) first_of_list: bool,
    /// The numbers of the places on it, sorted; none where they cannot be told.
    pub(crate) places: Option<Box<[u32]>>,
    /// The print of its content, by which duplicates and shared error pages are known.
    pub(crate) print: u64,
    /// The print of all it says, numbers too.
    pub(crate) exact: u64,
    /// A sample of it, by which error pages with something of their own are known.
    pub(crate) likeness: Option<Likeness>,
}

/// Places the links of a page.
pub(crate) fn place_page(facts: &PageFacts, territory: &Territory) -> PlacedPage {
    let mut links: Vec<Place> = Vec::with_capacity(facts.links.len());
    let mut seen = HashMap::with_capacity_and_hasher(facts.links.len(), rustc_hash::FxBuildHasher);
    for link in &facts.links {
        let Some(url) = link.target.web() else { continue };
        let Ok(url) = Url::parse(url) else { continue };
        let kind = address_kind(&url, link.from);
        let mut place = territory.place(url, kind);
        place.picture = matches!(link.from, LinkFrom::Img | LinkFrom::Srcset | LinkFrom::Lazy | LinkFrom::CssUrl);
        place.clicked = !link.from.is_resource() && !matches!(link.from, LinkFrom::Data | LinkFrom::Attachment);
        place.sheet = matches!(link.from, LinkFrom::Stylesheet | LinkFrom::CssImport);
        match seen.entry(place.id) {
            Entry::Vacant(entry) => {
                entry.insert(links.len());
                links.push(place);
            }
            Entry::Occupied(entry) => {
                let known = &mut links[*entry.get()];
                known.picture &= place.picture;
                known.clicked |= place.clicked;
                known.sheet |= place.sheet;
            }
        }
    }
    let listing = facts.listing.as_ref();
    let items = listing.map(|l| {
        l.items
            .iter()
            .filter_map(|i| Url::parse(i.url.as_deref()?).ok())
            .map(|u| territory.id(&u))
            .collect()
    });
    PlacedPage {
        links,
        places: facts.places.as_deref().map(Box::from),
        first_of_list: listing.is_some_and(|l| l.page_number == 1),
        items: items.unwrap_or_default(),
        likeness: Likeness::of_page(facts),
        print: similarity::print_of(facts),
        exact: similarity::exact_print_of(facts),
    }
}
