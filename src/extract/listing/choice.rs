//! Which list the page is for, and which stand beside it.

use std::ops::Range;

use super::Own;
use super::groups::{Group, is_lone_item};
use super::pager;
use super::signs::{CERTAIN, Signs, labelled};
use crate::extract::outline::{Outline, Zone};
use crate::extract::text;
use crate::text::comparable;

/// Plain text outside every list from which a page is an article (characters).
const PROSE: usize = 120;

/// Plain text between a headline and a list from which it is the text under that headline (characters).
const TEXT: usize = 60;
/// What that weighs beside the other signs of an article.
const TOLD: usize = 3;

/// Zones in which no list of the page's own stands.
const OFF: Zone = Zone::NAV
    .and(Zone::FOOT)
    .and(Zone::HIDDEN)
    .and(Zone::RELATED)
    .and(Zone::CRUMB)
    .and(Zone::PAGER);
/// Zones in which no box stands.
const NO_BOX: Zone = Zone::NAV.and(Zone::FOOT).and(Zone::CRUMB).and(Zone::PAGER);

/// Which group is the page's own list, and which are boxes.
#[derive(Debug, Default)]
pub(super) struct Choice {
    pub(super) main: Option<usize>,
    /// Where the list stands that was left out of account.
    pub(super) without: Option<Range<usize>>,
    pub(super) boxes: Vec<usize>,
    /// How many of the boxes show dates and stand where the page's own list would.
    pub(super) dated_boxes: usize,
    /// Where the way down to the page ends, where one is marked as such: what stands before it is not of the page itself.
    pub(super) way: Option<usize>,
    /// Characters of plain text in running sentences outside all lists.
    pub(super) prose: usize,
}

/// A page whose lists are weighed.
struct Page<'o, 'a> {
    outline: &'o Outline<'a>,
    groups: &'o [Group],
    signs: Signs,
    own: Own<'o>,
    has_pager: bool,
    /// Where the way down to the page ends, where one is marked as such.
    way: Option<usize>,
    /// Which list is left out of account.
    without: Option<usize>,
}

/// Chooses.
pub(super) fn choose(outline: &Outline<'_>, groups: &[Group], signs: Signs, own: Own<'_>) -> Choice {
    Page::of(outline, groups, signs, own, None).choose()
}

/// What would be chosen if the list that was stood beside the page's own: none where it certainly is its own, since it bears
/// the page's name.
pub(super) fn otherwise(outline: &Outline<'_>, groups: &[Group], signs: Signs, own: Own<'_>, chosen: usize) -> Option<Choice> {
    let page = Page::of(outline, groups, signs, own, Some(chosen));
    (!page.is_named(&groups[chosen])).then(|| page.choose())
}

/// Where the last element that is marked as the way down to the page ends.
fn way(outline: &Outline<'_>) -> Option<usize> {
    let marked = |run: &&crate::extract::outline::Run| {
        let zone = outline.els[run.el as usize].zone;
        zone.any_of(Zone::CRUMB) && !zone.any_of(Zone::HIDDEN.and(Zone::FOOT))
    };
    outline.runs.iter().filter(marked).map(|run| run.span().end).next_back()
}

/// Where the first row of a list begins.
fn outline_start(outline: &Outline<'_>, g: &Group) -> usize {
    g.rows.first().map_or(0, |row| outline.span(row.el).start)
}

impl<'o, 'a> Page<'o, 'a> {
    fn of(outline: &'o Outline<'a>, groups: &'o [Group], signs: Signs, own: Own<'o>, without: Option<usize>) -> Self {
        Page {
            outline,
            groups,
            signs,
            own,
            has_pager: pager::stands(outline),
            way: way(outline),
            without,
        }
    }

    fn choose(&self) -> Choice {
        let (outline, groups) = (self.outline, self.groups);
        let main = self.dated().or_else(|| self.undated());
        let boxes: Vec<usize> = self
            .taken()
            .filter(|i| {
                let g = &groups[*i];
                let lone_link = g.rows.len() == 1 && !is_lone_item(outline, g.rows[0]);
                Some(*i) != main
                    && !lone_link
                    && !g.zone(outline).any_of(NO_BOX)
                    && (g.dated > 0 || g.heading.is_some() && g.title_chars >= 7)
            })
            .collect();
        let in_place = |i: &&usize| groups[**i].dated > 0 && !self.is_off(&groups[**i]);
        Choice {
            dated_boxes: boxes.iter().filter(in_place).count(),
            main,
            without: self.without.and_then(|i| groups[i].span(outline)),
            boxes,
            prose: self.prose(main),
            way: self.way,
        }
    }

    /// The lists that are taken into account.
    fn taken(&self) -> impl Iterator<Item = usize> + use<> {
        let without = self.without;
        (0..self.groups.len()).filter(move |i| Some(*i) != without)
    }

    fn is_eligible(&self, g: &Group) -> bool {
        let lone = |g: &Group| is_lone_item(self.outline, g.rows[0]) || g.dated == 1 && self.has_pager;
        !g.zone(self.outline).any_of(OFF) && !g.is_companion() && (g.rows.len() > 1 || lone(g))
    }

    /// Whether the words over a list are a name of the page.
    fn is_named(&self, g: &Group) -> bool {
        let heading = g.heading.as_deref().map(comparable).unwrap_or_default();
        !heading.is_empty() && self.own.names.contains(&heading)
    }

    /// Whether a list stands beside the page's own: it has a name of its own and more of it elsewhere, it is marked as
    /// standing at the side, or it stands before the way down to the page.
    fn is_beside(&self, g: &Group) -> bool {
        let named_otherwise = g.heading.is_some() && g.more.is_some() && !self.is_named(g);
        named_otherwise && self.way.is_some() || self.is_off(g)
    }

    /// Whether a list stands at the side, or before the way down to the page.
    fn is_off(&self, g: &Group) -> bool {
        let end = g.rows.last().map_or(0, |row| self.outline.span(row.el).end);
        g.is_companion() || g.zone(self.outline).any_of(Zone::SIDE) || self.way.is_some_and(|way| end <= way)
    }

    /// How much speaks for a list being what the page is for.
    fn weight(&self, g: &Group) -> usize {
        let rows = if g.is_dated() {
            match g.dated {
                0 => 0,
                1 => 1,
                2..=4 => 2,
                5..=9 => 4,
                _ => 5,
            }
        } else {
            match g.rows.len() {
                0..=2 => 0,
                3..=7 => 1,
                _ => 2,
            }
        };
        rows + if self.has_pager { 3 } else { 0 } + if self.is_named(g) { 2 } else { 0 }
    }

    /// The list with dates, where one is what the page is for.
    fn dated(&self) -> Option<usize> {
        let groups = self.groups;
        let best_of = |fits: &dyn Fn(&Group) -> bool| {
            self.taken()
                .filter(|i| groups[*i].is_dated() && self.is_eligible(&groups[*i]) && fits(&groups[*i]))
                .max_by_key(|i| (self.weight(&groups[*i]), groups[*i].dated, usize::MAX - i))
        };
        // Where every list has a name of its own, a pagination still belongs to one of them.
        let own = best_of(&|g| !self.is_beside(g));
        let best = own.or_else(|| best_of(&|g| self.has_pager && !self.is_off(g)))?;
        // Panels behind tabs are hidden, but they are lists of the page like the one in front.
        let all = || {
            self.taken()
                .map(|i| &groups[i])
                .filter(|g| g.is_dated() && g.rows.len() >= 2 && !g.zone(self.outline).any_of(NO_BOX) && !g.is_companion())
        };
        let total: usize = all().map(|g| g.dated).sum();
        let others = all().count().saturating_sub(1);
        let own = groups[best].dated;
        // Several lists of a size under headings of their own: a portal, whatever else it has.
        let portal = others >= 2 && (own * 3 <= total || !self.has_pager && (own * 2 < total || self.way.is_none()));
        let prose = self.prose(Some(best));
        let list = &groups[best];
        let told = self.tells(list);
        // Under a headline of its own and its text, a list of any length accompanies; under its own name and over a
        // pagination, a short one outweighs the words about it.
        let own_list = self.has_pager && self.is_named(list) && self.signs.weight() == 0;
        let long = own >= 5 && own * 30 > prose && !told;
        let article = prose >= PROSE && !long && !own_list || self.weight(list) <= self.signs.weight() + if told { TOLD } else { 0 };
        (!portal && !article).then_some(best)
    }

    /// Whether a headline of the page's own and a text, a picture or a film under it stand before a list without a
    /// pagination.
    fn tells(&self, g: &Group) -> bool {
        let Some((_, to)) = self.own.headline else { return false };
        let (outline, start) = (self.outline, outline_start(self.outline, g));
        if self.has_pager || to >= start {
            return false;
        }
        let runs = &outline.runs[outline.run_at(to)..outline.run_at(start)];
        let plain = |run: &&crate::extract::outline::Run| {
            !run.linked && run.chars >= 12 && !outline.els[run.el as usize].zone.any_of(Zone::FURNITURE)
        };
        let chars: usize = runs.iter().filter(plain).map(|run| run.chars as usize).sum();
        chars >= TEXT
    }

    /// A list without dates: only where nothing says that the page is an article.
    fn undated(&self) -> Option<usize> {
        let column_page = self.way.is_some() || self.has_pager || labelled(self.outline, "ColumnName");
        if !column_page || self.signs.weight() >= CERTAIN || pager::counts_none(self.outline) {
            return None;
        }
        let groups = self.groups;
        let plain: Vec<usize> = self
            .taken()
            .filter(|i| {
                let g = &groups[*i];
                let short = self.has_pager && self.way.is_some() || self.is_named(g);
                self.is_eligible(g) && !self.is_beside(g) && g.title_chars >= 6 && (g.rows.len() >= 3 || short)
            })
            .collect();
        let size = |i: &usize| groups[*i].rows.len() * groups[*i].title_chars;
        let total: usize = plain.iter().map(size).sum();
        plain
            .iter()
            .copied()
            .max_by_key(|i| (size(i), usize::MAX - i))
            .filter(|i| size(i) * 2 > total && self.prose(Some(*i)) < PROSE)
    }

    /// Running text outside links, furniture and the rows of the main list.
    fn prose(&self, main: Option<usize>) -> usize {
        let outline = self.outline;
        let lists: Vec<Range<usize>> = main
            .into_iter()
            .chain(self.without)
            .filter_map(|i| self.groups[i].span(outline))
            .collect();
        let Some(content) = text::content(outline) else { return 0 };
        outline
            .runs_of(content.el)
            .iter()
            .filter(|r| {
                !r.linked
                    && r.chars >= 12
                    && !outline.els[r.el as usize].zone.any_of(Zone::FURNITURE)
                    && !lists.iter().any(|list| list.contains(&r.span().start))
            })
            .map(|r| r.chars as usize)
            .sum()
    }
}
