//! All that dresses a page, one sheet behind the other, weighed as browsers weigh it.

use std::cell::Cell;
use std::sync::Arc;

use super::sheet::Sheet;
use super::style::Looks;
use crate::extract::outline::Outline;

/// Looks at elements, for all selectors of a page.
const LOOKS: usize = 3_000_000;

/// Sheets in the order of the page.
#[derive(Debug)]
pub(super) struct Cascade {
    sheets: Vec<Arc<Sheet>>,
    left: Cell<usize>,
    /// Whether there are more sheets, of which nothing is known.
    pub(super) has_more: bool,
}

/// A rule, by the place of its sheet and its own.
pub(super) type RuleAt = (usize, usize);

impl Cascade {
    /// Of these sheets.
    pub(super) fn of(sheets: Vec<Arc<Sheet>>) -> Self {
        Cascade {
            has_more: sheets.iter().any(|sheet| sheet.has_more),
            left: Cell::new(LOOKS),
            sheets,
        }
    }

    /// The rules that mean an element, what outweighs behind what it outweighs.
    pub(super) fn rules_of(&self, outline: &Outline<'_>, el: usize) -> Vec<RuleAt> {
        self.found(outline, el, false)
    }

    /// The same of rules that hold while a reader points at something, or has clicked it.
    pub(super) fn passing_rules_of(&self, outline: &Outline<'_>, el: usize) -> Vec<RuleAt> {
        self.found(outline, el, true)
    }

    fn found(&self, outline: &Outline<'_>, el: usize, passing: bool) -> Vec<RuleAt> {
        let mut found: Vec<RuleAt> = Vec::new();
        for (place, sheet) in self.sheets.iter().enumerate() {
            let rules = sheet.rules_of(outline, el, passing, &self.left);
            found.extend(rules.into_iter().map(|rule| (place, rule)));
        }
        found.sort_by_key(|(place, rule)| (self.sheets[*place].weight_of(*rule), *place, *rule));
        found
    }

    /// Dresses an element by these rules, as far as they are important or not.
    pub(super) fn dress(&self, looks: &mut Looks, rules: &[RuleAt], important: bool) {
        for (place, rule) in rules {
            self.sheets[*place].dress(looks, *rule, important);
        }
    }
}
