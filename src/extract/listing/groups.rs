//! Rows that make one list, and which list the page is for.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use rustc_hash::FxHashMap;

use super::heading::find_heading;
use super::item::{self, Dates};
use super::rows::{self, Row};
use crate::extract::dates;
use crate::extract::outline::{Outline, Tag, Zone};
use crate::lexicon::{LIST_WORDS, Words};

/// Where the dates of a group stand, where they are not inside the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Before,
    After,
}

/// One list.
#[derive(Debug)]
pub(super) struct Group {
    /// The element whose children the (first) rows are.
    pub(super) list: usize,
    /// The rows in page order.
    pub(super) rows: Vec<Row>,
    /// How many of them show a date.
    pub(super) dated: usize,
    /// The words over the list.
    pub(super) heading: Option<String>,
    /// The link behind 更多, or that of the heading.
    pub(super) more: Option<usize>,
    /// The first link of the row of short links that named it, where one did.
    pub(super) bar: Option<usize>,
    /// Mean number of characters of a title.
    pub(super) title_chars: usize,
    gap: Gap,
}

impl Group {
    /// The text that belongs to row `i`: its own, and the gap before or behind it where the dates stand there.
    pub(super) fn reach(&self, outline: &Outline<'_>, i: usize) -> Range<usize> {
        let own = outline.span(self.rows[i].el);
        // A date in a gap stands close; the gap after the last row ends with the list.
        let list = outline.span(self.rows[i].list);
        match self.gap {
            Gap::None => own,
            Gap::Before => {
                let from = if i == 0 {
                    list.start
                } else {
                    outline.span(self.rows[i - 1].el).end
                };
                from.min(own.start)..own.end
            }
            Gap::After => {
                let to = self.rows.get(i + 1).map_or(list.end, |next| outline.span(next.el).start);
                own.start..to.max(own.end)
            }
        }
    }

    /// Where it stands, from its first row to its last.
    pub(super) fn span(&self, outline: &Outline<'_>) -> Option<Range<usize>> {
        Some(outline.span(self.rows.first()?.el).start..outline.span(self.rows.last()?.el).end)
    }

    /// Whether most of its rows show a date.
    pub(super) fn is_dated(&self) -> bool {
        self.dated > 0 && self.dated * 2 >= self.rows.len()
    }

    /// The furniture it stands in.
    pub(super) fn zone(&self, outline: &Outline<'_>) -> Zone {
        outline.els[self.list].zone
    }

    /// Whether its heading says that it accompanies the page rather than being it.
    pub(super) fn is_companion(&self) -> bool {
        static COMPANION: Words = Words::used(LIST_WORDS, "companion");
        self.heading.as_deref().is_some_and(|h| COMPANION.any_in(h))
    }
}

/// Puts rows of one parent together, then lists that were cut in several under one ancestor.
pub(super) fn find(outline: &Outline<'_>, rows: &[Row], dates: &Dates) -> Vec<Group> {
    let mut by_list: FxHashMap<(usize, Tag, &str, Zone), usize> = FxHashMap::default();
    let mut groups: Vec<Vec<Row>> = Vec::new();
    for row in rows {
        let index = *by_list
            .entry((
                row.list,
                outline.els[row.el].tag,
                kind_of_row(outline, row.el),
                outline.els[row.el].zone,
            ))
            .or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
        groups[index].push(*row);
    }
    weave(outline, &mut groups);
    let mut merged: Vec<Group> = Vec::with_capacity(groups.len());
    for mut rows in groups {
        if let [row] = &mut rows[..] {
            *row = narrowed(outline, *row);
        }
        let group = weigh(outline, dates, rows);
        match merged.last_mut() {
            Some(last) if belongs_to(outline, dates, last, &group) => {
                last.dated += group.dated;
                let (a, b) = (last.rows.len(), group.rows.len());
                last.title_chars = (last.title_chars * a + group.title_chars * b) / (a + b);
                last.rows.extend(group.rows);
            }
            _ => merged.push(group),
        }
    }
    let links: Vec<usize> = rows.iter().map(|r| r.link).collect();
    let mut panels: FxHashMap<usize, usize> = FxHashMap::default();
    for group in &mut merged {
        find_heading(outline, group, &links, &mut panels);
    }
    merged
}

/// What rows of one list have in common: nothing but the tag for list items and table rows, else the first class without
/// its number (`item1`, `item2`).
fn kind_of_row<'a>(outline: &Outline<'a>, el: usize) -> &'a str {
    if matches!(outline.els[el].tag, Tag::Li | Tag::Tr | Tag::Cell | Tag::A | Tag::Inline | Tag::P) {
        return "";
    }
    rows::first_class(outline, el)
}

/// Puts together the rows of two kinds that take turns under one parent (odd and even ones).
fn weave(outline: &Outline<'_>, groups: &mut Vec<Vec<Row>>) {
    let mut i = 0;
    while i + 1 < groups.len() {
        let (a, b) = (&groups[i], &groups[i + 1]);
        let alike = a[0].list == b[0].list && outline.els[a[0].el].tag == outline.els[b[0].el].tag;
        let zone = |rows: &[Row]| outline.els[rows[0].el].zone;
        let turns = a.len() >= 2
            && (b.len() == a.len() || b.len() + 1 == a.len())
            && a.iter().zip(b).all(|(a, b)| a.el < b.el)
            && b.iter().zip(&a[1..]).all(|(b, a)| b.el < a.el);
        if alike && zone(a) == zone(b) && turns {
            let even = groups.remove(i + 1);
            groups[i].extend(even);
            groups[i].sort_unstable_by_key(|row| row.el);
        }
        i += 1;
    }
}

/// The row of a lone item is its list item, not everything up to the page's frame.
fn narrowed(outline: &Outline<'_>, row: Row) -> Row {
    let mut el = row.link;
    loop {
        if matches!(outline.els[el].tag, Tag::Li | Tag::Tr) {
            return Row {
                link: row.link,
                el,
                list: outline.parent(el).unwrap_or(row.list),
            };
        }
        match outline.parent(el) {
            Some(parent) if el != row.el => el = parent,
            _ => break,
        }
    }
    // No list item: the link with what stands on its line, so that the text round it is not taken for a row.
    let list = outline.parent(row.link).unwrap_or(row.list);
    let line = outline.span(list).len() <= outline.span(row.link).len() + 60 && list != row.list && outline.els[list].tag != Tag::Body;
    match outline.parent(list) {
        Some(above) if line => Row {
            link: row.link,
            el: list,
            list: above,
        },
        _ => Row {
            link: row.link,
            el: row.link,
            list,
        },
    }
}

/// Whether a lone row is a list item by its element, with little beside the title. Without neighbours a row reaches far beyond
/// its own line of a table: that line counts where it shows the date too.
pub(super) fn is_lone_item(outline: &Outline<'_>, row: Row) -> bool {
    let is_line = |el: usize| matches!(outline.els[el].tag, Tag::Li | Tag::Tr);
    let is_short = |el: usize| outline.span(el).len() <= outline.span(row.link).len() + 240;
    if is_line(row.el) {
        return is_short(row.el);
    }
    let mut inside = std::iter::successors(Some(row.link), |el| outline.parent(*el)).take_while(|el| *el != row.el);
    inside
        .find(|el| is_line(*el))
        .is_some_and(|el| is_short(el) && !dates::find(outline.text_of(el)).is_empty())
}

fn weigh(outline: &Outline<'_>, dates: &Dates, rows: Vec<Row>) -> Group {
    let title_chars: usize = rows
        .iter()
        .map(|r| {
            let shown = outline.text_of(r.link).chars().count();
            shown.max(outline.attr(r.link, "title").map_or(0, |t| t.chars().count())).min(60)
        })
        .sum();
    let mut group = Group {
        list: rows[0].list,
        title_chars: title_chars / rows.len(),
        rows,
        dated: 0,
        heading: None,
        more: None,
        bar: None,
        gap: Gap::None,
    };
    let count = |g: &Group| {
        (0..g.rows.len())
            .filter(|i| item::is_dated(outline, dates, &g.reach(outline, *i), g.rows[*i]))
            .count()
    };
    group.dated = count(&group);
    let may_have_gaps = group.rows.len() > 1 || outline.els[group.rows[0].el].tag == Tag::Li;
    if group.dated * 2 < group.rows.len() && may_have_gaps {
        let gap_span = |i: usize, gap: Gap| {
            let own = outline.span(group.rows[i].el);
            let list = outline.span(group.rows[i].list);
            match gap {
                Gap::Before => {
                    (if i == 0 {
                        list.start
                    } else {
                        outline.span(group.rows[i - 1].el).end
                    })..own.start
                }
                _ => own.end..group.rows.get(i + 1).map_or(list.end, |n| outline.span(n.el).start),
            }
        };
        let last = group.rows.len() - 1;
        // On which side they show dates, and how many rows show a date so.
        let by = |shows: &dyn Fn(Range<usize>) -> bool| {
            let dated = |i: usize, gap: Gap| Some(gap_span(i, gap)).is_some_and(|span| span.start < span.end && shows(span));
            let gap = if dated(0, Gap::Before) && !dated(last, Gap::After) {
                Gap::Before
            } else {
                Gap::After
            };
            (gap, (0..group.rows.len()).filter(|i| dated(*i, gap)).count())
        };
        let alone = by(&|span| dates.own_in(span).next().is_some());
        // With words beside it (2026-11-20 某办公室) a day is one of each of several rows; one alone signs what stands before it.
        let worded = || by(&|span| dates.shown_in(outline, span));
        let found = [alone].into_iter().find(|(_, n)| *n > group.dated).or_else(|| {
            let rows = group.rows.len();
            (rows >= 3).then(worded).filter(|(_, n)| n * 2 >= rows)
        });
        if let Some((gap, _)) = found.filter(|(_, n)| *n > group.dated) {
            group.gap = gap;
            group.dated = count(&group);
        }
    }
    group
}

/// Whether words name a year or a month and nothing else: a column that is parted by them is one list.
fn is_period(words: &str) -> bool {
    static PERIOD: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:(?:19|20)[0-9]{2}\s?年?(?:\s?[0-9]{1,2}\s?月份?)?|[0-9]{1,2}\s?月份?)$").expect("a constant pattern")
    });
    words.len() <= 24 && PERIOD.is_match(words)
}

/// Whether `group` goes on where `last` ends: nothing but dates between them, one near ancestor, the same nature.
fn belongs_to(outline: &Outline<'_>, dates: &Dates, last: &Group, group: &Group) -> bool {
    let (Some(a), Some(b)) = (last.rows.last(), group.rows.first()) else {
        return false;
    };
    let (a_end, b_start) = (outline.span(a.el).end, outline.span(b.el).start);
    if a_end > b_start || last.is_dated() != group.is_dated() || last.gap != group.gap {
        return false;
    }
    let hidden = |g: &Group| g.zone(outline).any_of(Zone::HIDDEN);
    if last.zone(outline) != group.zone(outline) || outline.els[a.el].tag != outline.els[b.el].tag {
        return false;
    }
    if dates.other_chars(outline, a_end..b_start) > 2 && !is_period(outline.text[a_end..b_start].trim()) {
        return false;
    }
    // A list cut in several stands side by side; only rows with a list of their own each, and tables, may lie deeper.
    // Panels behind one another are lists of their own.
    if a.list != b.list && hidden(last) {
        return false;
    }
    let deep = outline.els[a.el].tag == Tag::Tr || group.rows.len() <= 2;
    let mut near = a.list;
    for _ in 0..if deep { 4 } else { 1 } {
        if outline.holds(near, b.el) {
            return true;
        }
        match outline.parent(near) {
            Some(parent) if outline.els[parent].tag != Tag::Body => near = parent,
            _ => return false,
        }
    }
    outline.holds(near, b.el)
}
