//! Numbers of private persons on a page: identity numbers, mobile numbers in lists of people, bank cards in such lists.
//!
//! A number counts by what it is (region, birthday, check digit) and by what stands around it. The telephone of an office,
//! the account of an agency, an order number are meant to be seen. What was found is masked at once, here and in the texts of
//! the page, so that no clear number is ever kept.

mod around;
mod citizen;
mod hide;
mod numbers;
mod words;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use self::around::{Around, CellAt, Heads};
use self::numbers::{Number, Run, masked, runs};
use super::attributes::attr;
use super::outline::{Outline, Tag};
use crate::facts::{PrivateKind, PrivateNumber};
use crate::text::last;

pub(super) use self::hide::{all_long_numbers, hide};

/// Numbers kept of one page.
const MOST: usize = 5_000;
/// Numbers of each kind that are kept with the words around them.
const WITH_WORDS: usize = 3;
/// Fewer mobile numbers in a table, or in running text, are no list of people.
const A_LIST: usize = 3;
/// Characters before a number in which its own label stands, and those in which it is said whose it is.
const LABEL: usize = 8;
const WHOSE: usize = 24;
/// Characters of a letter before a number in which the writer says who he is.
const LETTER: usize = 150;

/// What a page shows of private persons.
#[derive(Debug, Default)]
pub(super) struct Private {
    /// Every number once, masked, in the order of the page.
    pub(super) numbers: Vec<PrivateNumber>,
    /// The clear digits, to hide them in the texts of the page. Dropped with the reading.
    clear: FxHashSet<String>,
}

/// Reads a page with this outline and these titles; `letter`: people write there to an office.
pub(super) fn read(outline: &Outline<'_>, titles: &[Option<&str>], letter: bool, today: Date) -> Private {
    let titles = titles.iter().flatten().copied().collect::<Vec<_>>().join(" ");
    let mut reader = Reader {
        around: Around::new(outline),
        titles: &titles,
        today,
        cards: FxHashMap::default(),
        phones: FxHashMap::default(),
        letter,
        told: Vec::new(),
        found: Vec::new(),
        young: Vec::new(),
        seen: FxHashSet::default(),
    };
    runs(&outline.text, &mut |run| reader.run(run, &outline.text));
    // What a title or the description of a picture says stands by itself.
    for text in titles_and_pictures(outline, &titles) {
        runs(text, &mut |run| reader.bare(run, text));
    }
    reader.finish()
}

fn titles_and_pictures<'t>(outline: &'t Outline<'_>, titles: &'t str) -> impl Iterator<Item = &'t str> {
    let pictures = outline
        .els
        .iter()
        .filter(|e| e.tag == Tag::Img)
        .filter_map(|e| attr(e.element, "alt"));
    std::iter::once(titles).chain(pictures)
}

/// A number that was recognised, before it is known what the page makes of it.
struct Found {
    kind: PrivateKind,
    digits: String,
    written: String,
    before: String,
    behind: String,
    offset: usize,
    certain: bool,
}

struct Reader<'o, 'a, 't> {
    around: Around<'o, 'a>,
    titles: &'t str,
    today: Date,
    /// Numbers in columns of tables, judged when the table is read: cards by table and column, mobile numbers alike.
    cards: FxHashMap<(usize, usize), Vec<(Found, CellAt)>>,
    phones: FxHashMap<(usize, usize), Vec<Found>>,
    /// Whether the page shows what people wrote.
    letter: bool,
    /// Mobile numbers that running text gives with people.
    told: Vec<Found>,
    found: Vec<Found>,
    /// Right in all parts, and nothing says what they are: places in `found`.
    young: Vec<usize>,
    seen: FxHashSet<String>,
}

impl Reader<'_, '_, '_> {
    fn run(&mut self, run: &Run, text: &str) {
        if self.seen.len() >= MOST {
            return;
        }
        let mut ids = Vec::new();
        for number in run.numbers(18..19, 8).into_iter().chain(run.numbers(15..16, 1)) {
            if self.identity(&number, text) {
                ids.push(number.span.clone());
            }
        }
        let free = |n: &Number<'_>| !ids.iter().any(|id| id.start < n.span.end && n.span.start < id.end);
        for number in run.numbers(11..12, 3).iter().filter(|n| free(n)) {
            if number.groups == 1 || run.pattern(&number.span) == [3, 4, 4] {
                self.phone(number, text);
            }
        }
        for length in 16..20 {
            for number in run.numbers(length..length + 1, 5).iter().filter(|n| free(n)) {
                // In pieces it is a card only as a whole, by four digits as on the card itself.
                if number.groups == 1 || run.is_by_fours(number) {
                    self.card(number, text);
                }
            }
        }
    }

    fn take(&self, kind: PrivateKind, number: &Number<'_>, text: &str, certain: bool) -> Found {
        Found {
            kind,
            digits: number.digits.to_owned(),
            written: text[number.span.clone()].to_owned(),
            before: self.around.before(number.span.start, 20),
            behind: self.around.behind(number.span.end, 8).to_owned(),
            offset: number.span.start,
            certain,
        }
    }

    /// Takes an identity number; says whether it is one, whether or not it is told.
    fn identity(&mut self, number: &Number<'_>, text: &str) -> bool {
        let old = number.digits.len() == 15;
        let birthday = if old {
            citizen::birthday_of_old(number.digits, self.today)
        } else {
            citizen::birthday(number.digits, self.today)
        };
        let Some(birthday) = birthday else { return false };
        let before = self.around.before(number.span.start, 40);
        let heads = self.around.cell(number.span.start).map(|c| (self.around.heads(c.table), c.column));
        let head = heads.as_ref().map_or("", |(heads, column)| heads.of(*column));
        let named = words::IDENTITY.any_in(head) || words::IDENTITY.any_in(&before);
        // Without a check digit, or written in pieces, only its name tells it from other numbers.
        if !named && (old || number.groups > 1) {
            return false;
        }
        if !named && (words::NO_IDENTITY.any_in(head) || words::NO_IDENTITY.any_in(&before)) {
            return false;
        }
        if !self.seen.insert(number.digits.to_owned()) {
            return true;
        }
        let invented = words::EXAMPLE.any_in(&before) || words::EXAMPLE.any_in(self.titles);
        // Numbers of the day, of a permit or an order, look like birthdays of the young.
        let young = !named && birthday.year() >= 2000;
        if young {
            self.young.push(self.found.len());
        }
        let found = self.take(PrivateKind::Id, number, text, !invented && !young);
        self.found.push(found);
        true
    }

    fn phone(&mut self, number: &Number<'_>, text: &str) {
        let bytes = number.digits.as_bytes();
        if bytes[0] != b'1' || !(b'3'..=b'9').contains(&bytes[1]) {
            return;
        }
        if self.seen.contains(number.digits) {
            return;
        }
        // The cell of a letter is running text as well.
        let own = self.letter && words::OWN.any_in(self.around.line_before(number.span.start, LETTER));
        let cell = self.around.cell(number.span.start);
        let found = self.take(PrivateKind::Phone, number, text, own);
        match cell {
            _ if own => self.found.push(found),
            Some(cell) => self.phones.entry((cell.table, cell.column)).or_default().push(found),
            None if self.is_somebodys(number.span.start) => self.told.push(found),
            None => return,
        }
        self.seen.insert(number.digits.to_owned());
    }

    /// Whether running text labels a number as a telephone, and not as one that was given to be called.
    fn is_somebodys(&self, at: usize) -> bool {
        let whose = self.around.line_before(at, WHOSE);
        words::PHONE_HEADS.any_in(last(whose, LABEL)) && !words::OFFICE.any_in(whose) && !words::CONTACT.any_in(whose)
    }

    fn card(&mut self, number: &Number<'_>, text: &str) {
        let digits = number.digits;
        if !is_issued(digits) || !passes_luhn(digits) {
            return;
        }
        let before = self.around.before(number.span.start, 40);
        let cell = self.around.cell(number.span.start);
        let head = cell.map(|c| self.around.heads(c.table).of(c.column).to_owned()).unwrap_or_default();
        if !words::BANK.any_in(&head) && !words::BANK.any_in(&before) || !self.seen.insert(digits.to_owned()) {
            return;
        }
        let found = self.take(PrivateKind::Card, number, text, false);
        match cell.filter(|_| words::BANK.any_in(&head)) {
            Some(cell) => self.cards.entry((cell.table, cell.column)).or_default().push((found, cell)),
            // By itself in a text it may be the account of a collection; the payee's name stands close by.
            None if words::PUBLIC_ACCOUNT.any_in(&before) || words::PUBLIC_ACCOUNT.any_in(self.around.behind(number.span.end, 40)) => {}
            None => self.found.push(found),
        }
    }

    /// A number in a title or beside a picture: identity numbers only.
    fn bare(&mut self, run: &Run, text: &str) {
        for number in run.numbers(18..19, 1) {
            let right = citizen::birthday(number.digits, self.today);
            let named = words::IDENTITY.any_in(text);
            let right = right.filter(|day| named || day.year() < 2000 && !words::NO_IDENTITY.any_in(text));
            if right.is_some() && self.seen.insert(number.digits.to_owned()) {
                self.found.push(Found {
                    kind: PrivateKind::Id,
                    digits: number.digits.to_owned(),
                    written: text[number.span.clone()].to_owned(),
                    before: text[..number.span.start]
                        .chars()
                        .rev()
                        .take(20)
                        .collect::<Vec<_>>()
                        .into_iter()
                        .rev()
                        .collect(),
                    behind: String::new(),
                    offset: 0,
                    certain: true,
                });
            }
        }
    }

    fn finish(mut self) -> Private {
        // Beside numbers that are certain the others of the list are so too.
        if self.found.iter().any(|f| f.kind == PrivateKind::Id && f.certain) {
            for index in &self.young {
                self.found[*index].certain = true;
            }
        }
        for ((table, _), found) in std::mem::take(&mut self.phones) {
            let heads = self.around.heads(table);
            if let Some(certain) = self.list_of_people(&heads, &found) {
                self.found.extend(found.into_iter().map(|f| Found { certain, ..f }));
            }
        }
        // Who is named with a number in a text may be in office or not: a person looks.
        if self.told.len() >= A_LIST {
            self.found.append(&mut self.told);
        }
        for ((table, _), found) in std::mem::take(&mut self.cards) {
            let heads = self.around.heads(table);
            let public = words::PUBLIC_ACCOUNT.any_in(self.titles) || words::PUBLIC_ACCOUNT.any_in(heads.above());
            let names = heads.cells().any(|h| words::NAME_HEADS.any_in(h) || h.contains("户名"));
            for (card, cell) in found {
                let person = names && self.around.row(cell.row).any(words::is_name);
                let office = self
                    .around
                    .row(cell.row)
                    .any(|c| words::PUBLIC_ACCOUNT.any_in(c) && c.chars().count() > 4 && !c.contains("银行"));
                if !office && (person || !public) {
                    self.found.push(Found { certain: person, ..card });
                }
            }
        }
        self.found.sort_by_key(|f| f.offset);
        let mut with_words = [0_usize; 3];
        let mut private = Private::default();
        for found in self.found.into_iter().take(MOST) {
            let count = &mut with_words[found.kind as usize];
            *count += 1;
            private.numbers.push(PrivateNumber {
                kind: found.kind,
                context: if *count <= WITH_WORDS { context(&found) } else { String::new() },
                masked: masked(&found.written),
                offset: u32::try_from(found.offset).unwrap_or(u32::MAX),
                certain: found.certain,
            });
            private.clear.insert(found.digits);
        }
        private
    }

    /// Whether a column of mobile numbers belongs to a list of private people: certainly, perhaps, or not.
    fn list_of_people(&self, heads: &Heads, found: &[Found]) -> Option<bool> {
        let named = heads.cells().any(|h| words::NAME_HEADS.any_in(h)) && heads.cells().any(|h| words::PHONE_HEADS.any_in(h));
        if !named || found.len() < A_LIST {
            return None;
        }
        let private = words::PRIVATE_LISTS.any_in(self.titles) || words::PRIVATE_LISTS.any_in(heads.above());
        let office =
            words::OFFICE.any_in(self.titles) || words::OFFICE.any_in(heads.above()) || heads.cells().any(|h| words::OFFICE.any_in(h));
        match (private, office) {
            (true, office) => Some(!office),
            (false, true) => None,
            (false, false) => Some(false),
        }
    }
}

/// The words around a number, all long numbers in them hidden.
fn context(found: &Found) -> String {
    let words = format!("{}{}{}", found.before, masked(&found.written), found.behind);
    all_long_numbers(words.trim())
}

/// Whether a card number begins as those of issuers do: 62 (UnionPay), 4 and 51 to 55 (international, 16 digits), 9558
/// (an old series of 19 digits).
fn is_issued(digits: &str) -> bool {
    digits.starts_with("62")
        || digits.len() == 16 && (digits.starts_with('4') || matches!(digits.as_bytes(), [b'5', b'1'..=b'5', ..]))
        || digits.len() == 19 && digits.starts_with("9558")
}

/// The check digit of card numbers (ISO/IEC 7812).
fn passes_luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, b)| {
            let value = u32::from(b.saturating_sub(b'0'));
            match i % 2 {
                0 => value,
                _ if value > 4 => value * 2 - 9,
                _ => value * 2,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests;
