//! The one draw: what is looked at where not everything can be, chosen so that anybody can repeat it.
//!
//! Layer 0, pure. Everything that may be drawn has a ticket, a hash of the run's seed and of what it is known by (a site's id,
//! a page's address). The lowest tickets win. So a draw needs nothing but the seed and the keys, does not depend on the order
//! in which they come, and one more that joins moves no other's ticket. [`Sample`] draws from what comes one by one without
//! keeping all of it.

use sha2::{Digest, Sha256};

/// The ticket of a key under a seed: the first eight bytes of SHA-256 over `seed:key`, the highest first.
pub(crate) fn ticket(seed: u64, key: &str) -> u64 {
    let hash = Sha256::digest(format!("{seed}:{key}"));
    hash.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// What has the lowest tickets of all that was offered so far, at most so many. Memory grows with what is kept alone.
///
/// It is looked through at every offer: meant for a handful.
#[derive(Debug, Clone)]
pub(crate) struct Sample<T> {
    most: usize,
    population: u64,
    /// By ticket; where two are equal, by key.
    kept: Vec<Drawn<T>>,
}

/// One that is drawn as things stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Drawn<T> {
    /// The number that decided.
    pub ticket: u64,
    /// What it is known by: nothing is drawn twice.
    pub key: String,
    /// What was offered.
    pub value: T,
}

/// What became of an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Offered<T> {
    /// It is drawn as things stand; the one that had to go for it, where there was no more room, or where it came under
    /// the same key with a higher ticket.
    Kept(Option<Drawn<T>>),
    /// It is given back: others have lower tickets.
    TooHigh(T),
    /// It is given back: what has this key is drawn already, with a ticket no higher.
    Twice(T),
}

impl<T> Sample<T> {
    /// An empty draw of at most `most`.
    pub(crate) fn new(most: usize) -> Self {
        Sample {
            most,
            population: 0,
            kept: Vec::new(),
        }
    }

    /// Offers one. The key is what it is known by, mostly what the [`ticket`] was made of as well. A draw may also be of
    /// groups (pages of one title): then the key names the group, and the lowest ticket in it is the group's own.
    pub(crate) fn offer(&mut self, ticket: u64, key: &str, value: T) -> Offered<T> {
        let mut gone = None;
        if let Some(at) = self.kept.iter().position(|d| d.key == key) {
            if self.kept[at].ticket <= ticket {
                return Offered::Twice(value);
            }
            gone = Some(self.kept.remove(at));
        } else {
            self.population += 1;
        }
        let place = self.kept.partition_point(|d| (d.ticket, d.key.as_str()) < (ticket, key));
        if place >= self.most {
            return Offered::TooHigh(value);
        }
        let key = key.to_owned();
        self.kept.insert(place, Drawn { ticket, key, value });
        if self.kept.len() > self.most {
            gone = self.kept.pop();
        }
        Offered::Kept(gone)
    }

    /// What is drawn under a key, as things stand: nothing where it never was or has fallen out since.
    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut T> {
        self.kept.iter_mut().find(|d| d.key == key).map(|d| &mut d.value)
    }

    /// How many were offered: what this is a sample of. A key that comes again counts again only where it had fallen out.
    pub(crate) fn population(&self) -> u64 {
        self.population
    }

    /// What is drawn as things stand, the lowest ticket first.
    pub(crate) fn drawn(&self) -> &[Drawn<T>] {
        &self.kept
    }

    /// What was drawn, the lowest ticket first.
    pub(crate) fn into_drawn(self) -> Vec<Drawn<T>> {
        self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is drawn of the keys that come in this order; the value says where each came in it.
    fn keys_of(most: usize, seed: u64, order: impl IntoIterator<Item = u32>) -> Vec<String> {
        let mut sample = Sample::new(most);
        for n in order {
            let key = format!("k{n}");
            sample.offer(ticket(seed, &key), &key, n);
        }
        assert!(sample.drawn().iter().all(|d| d.key == format!("k{}", d.value)));
        sample.into_drawn().into_iter().map(|d| d.key).collect()
    }

    #[test]
    fn a_ticket_can_be_worked_out_by_hand() {
        // printf '7:siming' | sha256sum | head -c 16
        let siming = 0xd93b_937f_72a0_23c0;
        assert_eq!(ticket(7, "siming"), siming);
        assert_ne!(ticket(8, "siming"), siming);
    }

    #[test]
    fn the_lowest_tickets_win_in_whatever_order_they_come() {
        let all: Vec<u64> = (0..50).map(|n| ticket(7, &format!("k{n}"))).collect();
        let mut lowest = all.clone();
        lowest.sort_unstable();
        let drawn = keys_of(4, 7, 0..50);
        let tickets: Vec<u64> = drawn.iter().map(|k| ticket(7, k)).collect();
        assert_eq!(tickets, lowest[..4]);
        assert_eq!(drawn, keys_of(4, 7, (0..50).rev()));
        assert_eq!(drawn, keys_of(4, 7, (25..50).chain(0..25)));
        assert_ne!(drawn, keys_of(4, 8, 0..50));
        assert_eq!(keys_of(4, 7, 0..3).len(), 3);
        assert!(keys_of(0, 7, 0..3).is_empty());
    }

    #[test]
    fn what_falls_out_is_told_and_counts_all_the_same() {
        let mut sample = Sample::new(2);
        assert_eq!(sample.offer(30, "c", "third"), Offered::Kept(None));
        assert_eq!(sample.offer(10, "a", "first"), Offered::Kept(None));
        assert_eq!(sample.offer(40, "d", "fourth"), Offered::TooHigh("fourth"));
        let third = Drawn {
            ticket: 30,
            key: "c".to_owned(),
            value: "third",
        };
        assert_eq!(sample.offer(20, "b", "second"), Offered::Kept(Some(third)));
        assert_eq!(sample.get_mut("c"), None);
        *sample.get_mut("b").unwrap() = "second, changed";
        assert_eq!(sample.population(), 4);
        let values: Vec<&str> = sample.into_drawn().into_iter().map(|d| d.value).collect();
        assert_eq!(values, ["first", "second, changed"]);
    }

    #[test]
    fn a_key_is_drawn_once_by_its_lowest_ticket() {
        let mut sample = Sample::new(2);
        sample.offer(10, "a", 1);
        sample.offer(20, "b", 2);
        assert_eq!(sample.offer(10, "a", 3), Offered::Twice(3));
        assert_eq!(sample.offer(25, "b", 4), Offered::Twice(4));
        assert!(matches!(
            sample.offer(5, "b", 5),
            Offered::Kept(Some(Drawn { ticket: 20, value: 2, .. }))
        ));
        assert_eq!(sample.population(), 2);
        let all: Vec<(String, i32)> = sample.into_drawn().into_iter().map(|d| (d.key, d.value)).collect();
        assert_eq!(all, [("b".to_owned(), 5), ("a".to_owned(), 1)]);
    }

    #[test]
    fn of_groups_the_order_does_not_matter_either() {
        // Eight groups of five: a group is drawn by the lowest of its five tickets.
        let offers: Vec<(u64, String)> = (0..40).map(|n| (ticket(3, &n.to_string()), format!("g{}", n % 8))).collect();
        let drawn = |offers: &mut dyn Iterator<Item = &(u64, String)>| {
            let mut sample = Sample::new(3);
            offers.for_each(|(ticket, group)| {
                sample.offer(*ticket, group, ());
            });
            sample.into_drawn()
        };
        let mut lowest: Vec<(u64, &str)> = (0..8)
            .filter_map(|g| offers.iter().filter(|(_, o)| *o == format!("g{g}")).min())
            .map(|(ticket, group)| (*ticket, group.as_str()))
            .collect();
        lowest.sort_unstable();
        let found = drawn(&mut offers.iter());
        assert_eq!(found.iter().map(|d| (d.ticket, d.key.as_str())).collect::<Vec<_>>(), lowest[..3]);
        assert_eq!(found, drawn(&mut offers.iter().rev()));
    }
}
