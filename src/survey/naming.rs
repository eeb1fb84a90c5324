//! Which kinds of column a site names, by its links, headings and pages, whether or not a list was recognised there.
//!
//! Columns are named freely: what is not named here at all may be said to be missing, so that the words are many.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use url::Url;

use super::dates::{Dates, date_key};
use super::naming_words::{ADDRESSES, WORDS, is_not_so};
use super::{kind_of_name, label};
use crate::facts::{Led, LinkFrom, Naming, PageFacts, PageKind, Why};
use crate::site::Site;
use crate::standard::ColumnKind;

/// Finds [`WORDS`] by their places there.
static READER: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let mut builder = AhoCorasick::builder();
    let automaton = builder.match_kind(MatchKind::Standard).build(WORDS.iter().map(|w| w.word));
    automaton.expect("words make no automaton too large")
});

/// The longest name, characters: longer ones are titles.
const LONGEST: usize = 12;
/// Characters up to which a link is held to be a name even where it stands in a list beside a date.
const SHORTEST_TITLE: usize = 6;
/// Places kept a kind.
const KEPT: usize = 6;
/// Links of one page that are looked at.
const MOST_LINKS: usize = 2_000;

/// Collects the names of one site.
#[derive(Debug, Default)]
pub(super) struct Names {
    of: BTreeMap<ColumnKind, BTreeSet<Place>>,
}

/// One place that names a kind; the most telling come first, whatever the order of the pages.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    vague: bool,
    stand: Stand,
    text: String,
    url: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stand {
    /// A page that was read is or belongs to it.
    Page,
    /// A link on the site itself.
    Inside,
    /// A link to another site.
    Outside,
    /// Words without a link.
    Nowhere,
}

impl Names {
    /// Takes in what one page names.
    pub(super) fn add(&mut self, site: &Site, facts: &PageFacts) {
        match facts.kind {
            PageKind::StyleSheet | PageKind::Data | PageKind::Error | PageKind::Attachment => return,
            PageKind::Guide => self.keep(ColumnKind::Guide, place(false, Stand::Page, title(facts), Some(&facts.url))),
            PageKind::Consultation | PageKind::Reply => {
                self.keep(ColumnKind::Consultation, place(false, Stand::Page, title(facts), Some(&facts.url)));
            }
            PageKind::Interpretation => self.of_document(ColumnKind::Interpretation, facts),
            PageKind::Policy => self.of_document(ColumnKind::Policy, facts),
            _ => {}
        }
        let is_article = matches!(
            facts.kind,
            PageKind::Article | PageKind::Policy | PageKind::Interpretation | PageKind::Reply
        );
        let labels = ["ColumnName", "ColumnType"].into_iter().filter_map(|name| label(facts, name));
        let own_title = facts.title.clone().filter(|_| !is_article);
        let headings = facts.listing.iter().chain(&facts.boxes).filter_map(|l| l.column.clone());
        let crumbs = facts.breadcrumb.iter().map(|c| c.text.clone());
        for text in labels.chain(facts.column.clone()).chain(own_title).chain(headings).chain(crumbs) {
            self.name(&text, Stand::Page, Some(&facts.url));
        }
        if is_article {
            return;
        }
        self.links(site, facts);
        for text in &facts.words {
            self.name(text, Stand::Nowhere, None);
        }
    }

    /// Keeps a page that looks like a document of a kind. One document is not the column of its kind; but one that is called
    /// by the column's name and by nothing else is the column's own page, of which no list was read.
    fn of_document(&mut self, kind: ColumnKind, facts: &PageFacts) {
        let title = title(facts);
        let name: String = title.chars().filter(|c| !c.is_whitespace()).collect();
        let is_column = WORDS.iter().any(|word| word.kind == kind && word.word == name) && kind_of_name(&name) == kind;
        let named = if is_column { title } else { column(facts) };
        self.keep(kind, place(!is_column, Stand::Page, named, Some(&facts.url)));
    }

    fn links(&mut self, site: &Site, facts: &PageFacts) {
        // A short title in a list is no name.
        let items: BTreeSet<&str> = facts
            .listing
            .iter()
            .chain(&facts.boxes)
            .flat_map(|l| &l.items)
            .filter(|i| i.date.is_some())
            .filter_map(|i| i.url.as_deref())
            .collect();
        for link in facts.links.iter().take(MOST_LINKS) {
            let is_clicked = matches!(link.from, LinkFrom::A | LinkFrom::Area | LinkFrom::Onclick);
            let is_title = link.text.chars().count() > SHORTEST_TITLE;
            let Some(target) = link.target.web().filter(|t| is_clicked && !(is_title && items.contains(t))) else {
                continue;
            };
            let Ok(url) = Url::parse(target) else { continue };
            let stand = if site.scope.depth_of(&url).is_some() {
                Stand::Inside
            } else {
                Stand::Outside
            };
            self.name(&link.text, stand, Some(target));
            if link.text.is_empty() {
                let address = target.to_ascii_lowercase();
                for (_, kind) in ADDRESSES.iter().filter(|(word, _)| address.contains(word)) {
                    self.keep(*kind, place(true, stand, target, Some(target)));
                }
            }
        }
    }

    /// Keeps a text under every kind it may name.
    fn name(&mut self, text: &str, stand: Stand, url: Option<&str>) {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).take(LONGEST + 1).collect();
        if !(2..=LONGEST).contains(&text.chars().count()) {
            return;
        }
        let own = kind_of_name(&text);
        let mut told: BTreeMap<ColumnKind, bool> = BTreeMap::new();
        for found in READER.find_overlapping_iter(&text) {
            let word = WORDS[found.pattern().as_usize()];
            if !word.sure && is_not_so(&text, word.word) {
                continue;
            }
            *told.entry(word.kind).or_default() |= word.sure || own == word.kind;
        }
        // The mailbox of a chief says nothing of the chief.
        if text.contains("信箱") {
            told.remove(&ColumnKind::Leaders);
        }
        for (kind, plain) in told {
            self.keep(kind, place(!plain, stand, &text, url));
        }
    }

    fn keep(&mut self, kind: ColumnKind, place: Place) {
        let places = self.of.entry(kind).or_default();
        if places.len() >= KEPT && places.last().is_some_and(|last| *last < place) {
            return;
        }
        places.insert(place);
        if places.len() > KEPT {
            places.pop_last();
        }
    }

    /// What is named, and where it led.
    pub(super) fn finish(&self, dates: &Dates, failed: &dyn Fn(&Url) -> Why) -> BTreeMap<ColumnKind, Vec<Naming>> {
        let naming = |place: &Place| Naming {
            text: place.text.clone(),
            url: place.url.clone(),
            plain: !place.vague,
            led: match (place.stand, place.url.as_deref()) {
                (Stand::Page, _) => Led::Read,
                (Stand::Inside, Some(url)) if dates.contains_key(&date_key(url)) => Led::Read,
                (Stand::Inside, Some(url)) => Led::Unread(Url::parse(url).map_or(Why::NotFetched, |u| failed(&u))),
                (Stand::Outside, _) => Led::Outside,
                (Stand::Inside | Stand::Nowhere, _) => Led::Nowhere,
            },
        };
        self.of
            .iter()
            .map(|(kind, places)| (*kind, places.iter().map(naming).collect()))
            .collect()
    }
}

fn title(facts: &PageFacts) -> &str {
    facts.title.as_deref().unwrap_or_default()
}

/// The column an article stands in, which may be the one that is looked for; its headline where it names none.
fn column(facts: &PageFacts) -> &str {
    let step = || facts.breadcrumb.last().map(|step| step.text.as_str());
    facts.column.as_deref().or_else(step).unwrap_or_else(|| title(facts))
}

fn place(vague: bool, stand: Stand, text: &str, url: Option<&str>) -> Place {
    Place {
        vague,
        stand,
        text: text.chars().take(40).collect(),
        url: url.map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::testing::link;

    fn site() -> Site {
        Site::plain("a", "鹭岛市公安局", "http://a.gov.cn/".parse().unwrap())
    }

    fn page(links: &[(&str, &str)]) -> PageFacts {
        PageFacts {
            links: links.iter().map(|(url, text)| link(url, text)).collect(),
            ..PageFacts::blank("http://a.gov.cn/", PageKind::Home)
        }
    }

    fn named(pages: &[PageFacts]) -> BTreeMap<ColumnKind, Vec<Naming>> {
        let mut names = Names::default();
        for page in pages {
            names.add(&site(), page);
        }
        names.finish(&Dates::default(), &|_| Why::FetchFailed)
    }

    #[test]
    fn the_order_of_pages_does_not_matter_and_little_is_kept() {
        let many: Vec<PageFacts> = (0..40)
            .map(|i| {
                page(&[
                    (&format!("http://a.gov.cn/{i}/"), "领导信息"),
                    (&format!("http://b.gov.cn/{i}/"), "领导介绍"),
                ])
            })
            .collect();
        let forth = named(&many);
        let back = named(&many.into_iter().rev().collect::<Vec<_>>());
        assert_eq!(forth, back);
        assert_eq!(forth[&ColumnKind::Leaders].len(), KEPT);
        assert_eq!(forth[&ColumnKind::Leaders][0].led, Led::Unread(Why::FetchFailed));
    }

    #[test]
    fn a_page_called_by_the_columns_name_is_the_column_and_a_document_is_not() {
        let of = |title: &str| {
            let page = PageFacts {
                title: Some(title.into()),
                ..PageFacts::blank("http://a.gov.cn/x.htm", PageKind::Interpretation)
            };
            let found = named(&[page]);
            let place = found[&ColumnKind::Interpretation][0].clone();
            (place.plain, place.led)
        };
        assert_eq!(of("政策解读"), (true, Led::Read));
        assert_eq!(of("政 策 解 读"), (true, Led::Read));
        assert_eq!(of("林权制度政策解读"), (false, Led::Read));
        assert_eq!(of("《养犬管理办法》政策解读"), (false, Led::Read));
    }

    #[test]
    fn plain_words_go_before_vague_ones_and_long_ones_are_no_names() {
        let of = |text: &str, kind| {
            let found = named(&[page(&[("http://a.gov.cn/x/", text)])]);
            found.get(&kind).map(|places: &Vec<Naming>| places[0].plain)
        };
        assert_eq!(of("领导之窗", ColumnKind::Leaders), Some(true));
        assert_eq!(of("班子成员", ColumnKind::Leaders), Some(false));
        assert_eq!(of("局长信箱", ColumnKind::Leaders), None);
        assert_eq!(of("局长信箱", ColumnKind::Consultation), Some(true));
        assert_eq!(of("市领导到某某街道调研指导基层治理工作", ColumnKind::Leaders), None);
        assert_eq!(of("调查问询", ColumnKind::Survey), Some(false));
        for (far, kind) in [
            ("审查调查", ColumnKind::Survey),
            ("事故调查", ColumnKind::Survey),
            ("合作交流", ColumnKind::Consultation),
            ("政务邮箱", ColumnKind::Consultation),
            ("社会服务机构", ColumnKind::Guide),
        ] {
            assert_eq!(of(far, kind), None, "{far}");
        }
        // What it means besides still counts.
        assert_eq!(of("审查调查民意征集", ColumnKind::Survey), Some(true));
        assert_eq!(of("办件统计", ColumnKind::ServiceStatistics), Some(true));
        assert_eq!(of("走进鹭岛", ColumnKind::Overview), Some(true));
    }

    #[test]
    fn a_picture_that_leads_to_services_names_them_by_its_address() {
        let found = named(&[page(&[("http://zwfw.b.gov.cn/index", "")])]);
        assert_eq!(found[&ColumnKind::Guide][0].led, Led::Outside);
        assert!(!found[&ColumnKind::Guide][0].plain);
    }
}
