//! The words that tell what a long number is.

use crate::lexicon::{PRIVATE_LISTS as LISTS, PRIVATE_NUMBERS, Words};
use crate::text::{is_han, unspaced};

/// A number behind these is an identity number.
pub(super) static IDENTITY: Words = Words::used(PRIVATE_NUMBERS, "identity");

/// A number of eighteen digits behind these is something else, even where by chance it has a birthday and a check digit:
/// building permits, projects, plots and orders are numbered by region and day.
pub(super) static NO_IDENTITY: Words = Words::used(PRIVATE_NUMBERS, "no-identity");

/// Words of forms that show how to fill in: the person may be invented.
pub(super) static EXAMPLE: Words = Words::used(PRIVATE_NUMBERS, "example");

/// Heads of a column of names of persons.
pub(super) static NAME_HEADS: Words = Words::used(LISTS, "name-head");

/// Heads of a column of telephone numbers.
pub(super) static PHONE_HEADS: Words = Words::used(LISTS, "phone-head");

/// Heads and titles of lists that name people in their office, whose numbers are meant to be public.
pub(super) static OFFICE: Words = Words::used(LISTS, "office");

/// Titles of lists of private persons.
pub(super) static PRIVATE_LISTS: Words = Words::used(LISTS, "private-list");

/// A number behind these is that of a bank card or account.
pub(super) static BANK: Words = Words::used(PRIVATE_NUMBERS, "bank");

/// Accounts that are meant to be public: of agencies, companies, collections.
pub(super) static PUBLIC_ACCOUNT: Words = Words::used(PRIVATE_NUMBERS, "public-account");

/// Words before a telephone number that was given to be called.
pub(super) static CONTACT: Words = Words::used(LISTS, "contact");

/// What somebody who writes a letter says of himself.
pub(super) static OWN: Words = Words::used(PRIVATE_NUMBERS, "own");

/// Whether a cell holds the name of a person and nothing else.
pub(super) fn is_name(cell: &str) -> bool {
    let name = unspaced(cell);
    let length = name.chars().filter(|c| *c != '·').count();
    let han = name.chars().all(|c| is_han(c) || matches!(c, '·' | '*' | '某' | '×'));
    han && (2..=4).contains(&length) || han && name.contains('·') && length <= 15
}
