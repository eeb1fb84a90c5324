//! The messages of a site: rows of lists and the pages of single messages put together, a message once.

use std::collections::{BTreeMap, HashMap, HashSet};

use url::Url;

use super::date_key;
use crate::facts::{Fact, InquiriesOnPage, InquiryFacts, InquiryForm, PageFacts, SiteInquiries, SiteInquiry, Why};
use crate::site::Site;
use crate::site::page_identity;
use crate::standard::{Channel, ColumnKind};

/// Messages of a site that are kept: those of many years of a busy box, and a few megabytes.
const MOST: usize = 5_000;

/// Lists of messages that are remembered by address.
const MOST_LISTS: usize = 200;

/// An answer within so many days is of no interest to any deadline of the tables: five working days are more.
const SOON: i32 = 5;

/// Collects messages.
#[derive(Debug, Default)]
pub(super) struct Inquiries {
    known: HashMap<u64, Entry>,
    /// Messages that were let go, by key, and what is counted of them.
    gone: HashSet<u64>,
    gone_by_year: BTreeMap<i16, usize>,
    /// Messages that pages had beyond what is kept of one page.
    beyond: usize,
    lists: BTreeMap<String, (String, Option<String>)>,
}

#[derive(Debug, Default)]
struct Entry {
    row: Option<Side>,
    page: Option<Side>,
    /// The key of the address the page was served from.
    served: Option<u64>,
}

/// A message as one page shows it.
#[derive(Debug)]
struct Side {
    facts: InquiryFacts,
    seen_on: String,
    column: Option<String>,
    channel: Channel,
}

impl Inquiries {
    /// Takes the messages of one page in. `asked` is the address it was found under.
    pub(super) fn add(&mut self, asked: &Url, page: &PageFacts) {
        let Some(found) = &page.inquiries else { return };
        match found.form {
            InquiryForm::List => self.add_list(page, found),
            InquiryForm::Message => {
                if let Some(facts) = found.items.first() {
                    let entry = self.known.entry(date_key(asked.as_str())).or_default();
                    entry.served = Some(date_key(&page.url));
                    entry.page = Some(side(facts, page, found));
                }
            }
        }
        if self.known.len() > 2 * MOST {
            self.prune();
        }
    }

    fn add_list(&mut self, page: &PageFacts, found: &InquiriesOnPage) {
        let identity = page.url.parse().map_or_else(|_| page.url.clone(), |u| page_identity(&u));
        if self.lists.len() < MOST_LISTS {
            // The same list under a second address says nothing new of what it has beyond.
            if self
                .lists
                .insert(identity.clone(), (page.url.clone(), page.column.clone()))
                .is_none()
            {
                self.beyond += found.seen.saturating_sub(found.items.len());
            }
        }
        for facts in &found.items {
            let key = match &facts.url {
                Some(url) => date_key(url),
                None => date_key(&format!("{identity} {:?} {:?}", facts.title, facts.asked.known())),
            };
            if self.gone.contains(&key) {
                continue;
            }
            let entry = self.known.entry(key).or_default();
            // Of two rows of one message the one that knows more.
            let better = entry.row.as_ref().is_none_or(|old| old.facts.is_answered().is_none());
            if better {
                entry.row = Some(side(facts, page, found));
            }
        }
    }

    /// Lets messages go that no rule asks for: those answered soon, the oldest first.
    fn prune(&mut self) {
        let mut order: Vec<(bool, Option<jiff::civil::Date>, u64)> = self
            .known
            .iter()
            .map(|(key, entry)| {
                let facts = entry.facts();
                (!is_settled(&facts), facts.asked.known().map(|s| s.date), *key)
            })
            .collect();
        order.sort_unstable();
        for (_, asked, key) in order.into_iter().take(self.known.len() - MOST) {
            self.known.remove(&key);
            self.gone.insert(key);
            if let Some(day) = asked {
                *self.gone_by_year.entry(day.year()).or_default() += 1;
            }
        }
    }

    /// The messages of the site.
    pub(super) fn finish(&self, site: &Site) -> SiteInquiries {
        let listed: HashMap<String, ColumnKind> = site.columns.iter().map(|c| (page_identity(&c.url), c.kind)).collect();
        // A page that was asked under one address and served from another is the row's that names the second.
        let twice: HashMap<u64, &Entry> = self
            .known
            .iter()
            .filter_map(|(key, entry)| Some((entry.served.filter(|s| s != key && self.known.contains_key(s))?, entry)))
            .collect();
        let mut out = SiteInquiries {
            by_year: self.gone_by_year.clone(),
            seen: self.gone.len() + self.beyond,
            lists: self.lists.values().cloned().collect(),
            ..SiteInquiries::default()
        };
        for (key, entry) in &self.known {
            let other = twice.get(key).copied();
            if entry
                .served
                .is_some_and(|s| s != *key && self.known.get(&s).is_some_and(|e| e.page.is_none()))
            {
                continue; // told under the row's address
            }
            let page = entry.page.as_ref().or_else(|| other.and_then(|o| o.page.as_ref()));
            let row = entry.row.as_ref();
            if is_special(row, page, &listed) {
                out.left_out += 1;
                continue;
            }
            let Some(from) = page.or(row) else { continue };
            let facts = merged(row.map(|s| &s.facts), page.map(|s| &s.facts));
            out.seen += 1;
            if let Some(day) = facts.asked.known() {
                *out.by_year.entry(day.date.year()).or_default() += 1;
            }
            out.messages.push(SiteInquiry {
                facts,
                page_read: page.is_some(),
                seen_on: from.seen_on.clone(),
                column: row.and_then(|s| s.column.clone()).or_else(|| from.column.clone()),
            });
        }
        out.messages.sort_by(|a, b| {
            let key = |m: &SiteInquiry| {
                let day = m.facts.asked.known().copied();
                (day.is_none(), day, m.facts.url.clone(), m.facts.title.clone(), m.seen_on.clone())
            };
            key(a).cmp(&key(b))
        });
        out
    }
}

impl Entry {
    fn facts(&self) -> InquiryFacts {
        merged(self.row.as_ref().map(|s| &s.facts), self.page.as_ref().map(|s| &s.facts))
    }
}

fn side(facts: &InquiryFacts, page: &PageFacts, found: &InquiriesOnPage) -> Side {
    Side {
        facts: facts.clone(),
        seen_on: page.url.clone(),
        column: page.column.clone(),
        channel: found.channel,
    }
}

fn is_settled(facts: &InquiryFacts) -> bool {
    let soon = match (facts.asked.known(), facts.answered.known()) {
        (Some(asked), Some(answered)) => asked.date.until(answered.date).is_ok_and(|s| (0..=SOON).contains(&s.get_days())),
        _ => facts.is_answered() == Some(true),
    };
    facts.is_closed() || soon && facts.no_dates.is_empty()
}

/// Whether the message belongs to a channel that the tables leave out. What `sites.yaml` says of its list goes first.
fn is_special(row: Option<&Side>, page: Option<&Side>, listed: &HashMap<String, ColumnKind>) -> bool {
    let spec = row.and_then(|s| listed.get(&page_identity(&s.seen_on.parse().ok()?)));
    match spec {
        Some(ColumnKind::Consultation) => false,
        Some(ColumnKind::Survey | ColumnKind::Interview | ColumnKind::Faq) => true,
        _ => [row, page].into_iter().flatten().any(|s| s.channel == Channel::Special),
    }
}

/// What the first says, else the second; why it is not known by the first.
fn first<T: Clone>(a: &Fact<T>, b: &Fact<T>) -> Fact<T> {
    if a.known().is_some() || b.known().is_none() {
        a.clone()
    } else {
        b.clone()
    }
}

/// One message from its row and its page. The page goes first; an answer that either shows is there.
fn merged(row: Option<&InquiryFacts>, page: Option<&InquiryFacts>) -> InquiryFacts {
    let (row, page) = match (row, page) {
        (Some(row), Some(page)) => (row, page),
        (Some(one), None) | (None, Some(one)) => return one.clone(),
        (None, None) => return InquiryFacts::blank(),
    };
    let answer = match (&page.answer, &row.answer) {
        (Fact::Known(true), _) | (_, Fact::Known(true)) => Fact::Known(true),
        // The page says where the answer is that the list has no day for: in a picture, or brought by a script.
        (Fact::Unknown(Why::ByScript | Why::NotText), _) => page.answer.clone(),
        _ => first(&page.answer, &row.answer),
    };
    let (status, status_word) = if page.status.known().is_some() {
        (page.status.clone(), page.status_word.clone())
    } else {
        (row.status.clone(), row.status_word.clone())
    };
    let mut no_dates = page.no_dates.clone();
    if no_dates.is_empty() {
        no_dates.clone_from(&row.no_dates);
    }
    InquiryFacts {
        title: page.title.clone().or_else(|| row.title.clone()),
        url: page.url.clone().or_else(|| row.url.clone()),
        asked: first(&page.asked, &row.asked),
        answered: first(&page.answered, &row.answered),
        answerer: first(&page.answerer, &row.answerer),
        answer,
        status,
        status_word,
        no_dates,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::PageKind;
    use crate::standard::InquiryStatus;
    use jiff::civil::{Date, date};

    fn site() -> Site {
        Site::plain("a", "鹭岛市公安局", "http://a.gov.cn/".parse().unwrap())
    }

    fn message(url: &str, asked: Date) -> InquiryFacts {
        InquiryFacts {
            title: Some("路灯不亮".into()),
            url: Some(url.into()),
            asked: Fact::Known(asked.into()),
            ..InquiryFacts::blank()
        }
    }

    fn page(url: &str, form: InquiryForm, channel: Channel, items: Vec<InquiryFacts>) -> PageFacts {
        PageFacts {
            column: Some("局长信箱".into()),
            inquiries: Some(InquiriesOnPage {
                form,
                channel,
                seen: items.len(),
                items,
            }),
            ..PageFacts::blank(url, PageKind::Consultation)
        }
    }

    fn finish(pages: &[PageFacts]) -> SiteInquiries {
        let mut all = Inquiries::default();
        for p in pages {
            all.add(&p.url.parse().unwrap(), p);
        }
        all.finish(&site())
    }

    #[test]
    fn a_row_and_its_page_are_one_message_and_the_page_goes_first() {
        let mut row = message("http://a.gov.cn/xx/1.htm", date(2026, 11, 2));
        row.status = Fact::Known(InquiryStatus::Open);
        let mut own = message("http://a.gov.cn/xx/1.htm", date(2026, 11, 1));
        own.answer = Fact::Known(true);
        let list = page("http://a.gov.cn/xx/", InquiryForm::List, Channel::Consultation, vec![row]);
        let single = page("http://a.gov.cn/xx/1.htm", InquiryForm::Message, Channel::Unnamed, vec![own]);
        for pages in [[list.clone(), single.clone()], [single, list]] {
            let all = finish(&pages);
            let [one] = &all.messages[..] else { panic!("{all:?}") };
            assert!(one.page_read && one.facts.is_answered() == Some(true));
            assert_eq!(one.facts.asked, Fact::Known(date(2026, 11, 1).into()));
            assert_eq!((all.seen, all.by_year[&2026]), (1, 1));
        }
    }

    #[test]
    fn special_channels_are_counted_and_left_out_unless_the_configuration_says_otherwise() {
        let rows = vec![message("http://a.gov.cn/jb/1.htm", date(2026, 1, 2))];
        let list = page("http://a.gov.cn/jb/", InquiryForm::List, Channel::Special, rows);
        let all = finish(std::slice::from_ref(&list));
        assert_eq!((all.messages.len(), all.left_out), (0, 1));
        let mut site = site();
        site.columns.push(crate::site::ColumnSpec {
            name: "投诉".into(),
            url: "http://a.gov.cn/jb/index.html".parse().unwrap(),
            kind: ColumnKind::Consultation,
            max_age: None,
            exempt: None,
        });
        let mut gathered = Inquiries::default();
        gathered.add(&list.url.parse().unwrap(), &list);
        assert_eq!(gathered.finish(&site).messages.len(), 1);
    }

    #[test]
    fn a_box_of_many_thousand_messages_is_bounded_and_keeps_what_may_be_unanswered() {
        let mut all = Inquiries::default();
        let mut open = 0;
        for n in 0..150 {
            let items = (0..InquiriesOnPage::KEPT).map(|i| {
                let mut m = message(&format!("http://a.gov.cn/xx/{n}-{i}.htm"), date(2010 + (n / 10) as i16, 5, 6));
                if i == 7 {
                    m.status = Fact::Known(InquiryStatus::Open);
                    open += 1;
                } else {
                    m.answered = Fact::Known(date(2010 + (n / 10) as i16, 5, 8).into());
                }
                m
            });
            let items: Vec<_> = items.collect();
            let url = format!("http://a.gov.cn/xx/index_{n}.htm");
            all.add(&url.parse().unwrap(), &page(&url, InquiryForm::List, Channel::Consultation, items));
            assert!(all.known.len() <= 2 * MOST + InquiriesOnPage::KEPT);
        }
        let site = all.finish(&site());
        assert_eq!(site.seen, 150 * InquiriesOnPage::KEPT);
        assert_eq!(site.by_year.values().sum::<usize>(), site.seen);
        assert_eq!(site.messages.iter().filter(|m| m.facts.is_answered() == Some(false)).count(), open);
    }
}
