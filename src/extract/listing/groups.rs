//! Rows that make one list, and which list the page is for.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::item::{self, Dates};
use super::pager;
use super::rows::{self, Row};
use crate::extract::outline::{Outline, Tag, Zone};
use crate::extract::text;

/// Plain text outside every list from which a page is an article (characters).
const PROSE: usize = 120;

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
    /// Mean number of characters of a title.
    title_chars: usize,
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

    fn is_dated(&self) -> bool {
        self.dated > 0 && self.dated * 2 >= self.rows.len()
    }

    fn zone(&self, outline: &Outline<'_>) -> Zone {
        outline.els[self.list].zone
    }

    /// Whether its heading says that it accompanies the page rather than being it.
    fn is_companion(&self) -> bool {
        self.heading.as_deref().is_some_and(|h| {
            [
                "相关",
                "关联",
                "热点",
                "热门",
                "推荐",
                "排行",
                "猜你",
                "延伸",
                "上一篇",
                "下一篇",
                "友情链接",
                "附件",
                "浏览最多",
                "点击最多",
                "导航",
                "网站链接",
            ]
            .iter()
            .any(|w| h.contains(w))
        })
    }
}

/// Puts rows of one parent together, then lists that were cut in several under one ancestor.
pub(super) fn find(outline: &Outline<'_>, rows: &[Row], dates: &Dates) -> Vec<Group> {
    let mut by_list: FxHashMap<(usize, Tag, &str), usize> = FxHashMap::default();
    let mut groups: Vec<Vec<Row>> = Vec::new();
    for row in rows {
        let index = *by_list
            .entry((row.list, outline.els[row.el].tag, kind_of_row(outline, row.el)))
            .or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
        groups[index].push(*row);
    }
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
    outline
        .attr(el, "class")
        .and_then(|c| c.split_ascii_whitespace().next())
        .unwrap_or_default()
        .trim_end_matches(|c: char| c.is_ascii_digit())
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

/// Whether a lone row is a list item by its element, with little beside the title.
fn is_lone_item(outline: &Outline<'_>, row: Row) -> bool {
    matches!(outline.els[row.el].tag, Tag::Li | Tag::Tr) && outline.span(row.el).len() <= outline.span(row.link).len() + 240
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
        let gap_dates = |i: usize, gap: Gap| {
            let own = outline.span(group.rows[i].el);
            let list = outline.span(group.rows[i].list);
            let span = match gap {
                Gap::Before => {
                    (if i == 0 {
                        list.start
                    } else {
                        outline.span(group.rows[i - 1].el).end
                    })..own.start
                }
                _ => own.end..group.rows.get(i + 1).map_or(list.end, |n| outline.span(n.el).start),
            };
            span.start < span.end && dates.own_in(span).next().is_some()
        };
        let last = group.rows.len() - 1;
        let (first_before, last_after) = (gap_dates(0, Gap::Before), gap_dates(last, Gap::After));
        let gap = if first_before && !last_after { Gap::Before } else { Gap::After };
        let dated_by_gap = (0..group.rows.len()).filter(|i| gap_dates(*i, gap)).count();
        if dated_by_gap > group.dated {
            group.gap = gap;
            group.dated = count(&group);
        }
    }
    group
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
    if hidden(last) != hidden(group) || outline.els[a.el].tag != outline.els[b.el].tag {
        return false;
    }
    if dates.other_chars(outline, a_end..b_start) > 2 {
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

/// Looks upwards for words before the first row, until another list gets in between. A row of short links over several
/// lists is a tab bar: its first tab names the first of them, and so on (`panels` counts them by bar).
fn find_heading(outline: &Outline<'_>, group: &mut Group, links: &[usize], panels: &mut FxHashMap<usize, usize>) {
    let (Some(first), Some(last)) = (group.rows.first().copied(), group.rows.last().copied()) else {
        return;
    };
    let start = outline.span(first.el).start;
    let mut around = first.list;
    for _ in 0..6 {
        let before = links.partition_point(|l| *l < around);
        let own = links.partition_point(|l| *l < first.el).saturating_sub(before);
        // One link before the first item may be the heading itself; more are a tab bar or another list.
        if own > 1 {
            if let Some(tab) = tab_over(outline, &links[before..before + own], first.el, panels) {
                group.heading = Some(outline.text_of(tab).to_owned());
                group.more = Some(tab);
                return;
            }
            match outline.parent(around) {
                Some(parent) if outline.els[parent].tag != Tag::Body => around = parent,
                _ => return,
            }
            continue;
        }
        if own == 0 && outline.span(around).start < start.saturating_sub(400) {
            return;
        }
        let span = outline.span(around).start..start;
        if span.len() > 400 {
            return;
        }
        let words = outline.text[span.clone()]
            .split('\n')
            .map(str::trim)
            .filter(|l| !l.is_empty() && !rows::is_service_word(l) && !l.contains("位置"))
            .rfind(|l| (2..=16).contains(&l.chars().count()) && l.chars().any(char::is_alphabetic));
        if let Some(words) = words {
            group.heading = Some(strip_more(words).to_owned());
            group.more = more_link(outline, around, first.el, last.el, words);
            return;
        }
        match outline.parent(around) {
            Some(parent) if outline.els[parent].tag != Tag::Body => around = parent,
            _ => return,
        }
    }
}

/// The tab that names the list which begins at `first`, where `links` before it are a tab bar.
fn tab_over(outline: &Outline<'_>, links: &[usize], first: usize, panels: &mut FxHashMap<usize, usize>) -> Option<usize> {
    // Links of the panels before this one stand between the bar and it: the bar is the run of short ones in front.
    let is_tab = |l: &usize| (2..=8).contains(&outline.text_of(*l).chars().count());
    let bar: Vec<usize> = links.iter().copied().take_while(is_tab).take(9).collect();
    if !(2..=8).contains(&bar.len()) {
        return None;
    }
    let furniture = Zone::NAV.and(Zone::FOOT).and(Zone::CRUMB).and(Zone::SIDE);
    if bar.iter().any(|t| outline.els[*t].zone.any_of(furniture)) || outline.text_of(bar[0]) == "首页" {
        return None;
    }
    // The first list must follow the bar closely; the others follow the first.
    let gap = outline.span(first).start.saturating_sub(outline.span(bar[bar.len() - 1]).end);
    let count = panels.get(&bar[0]).copied().unwrap_or(0);
    if count == 0 && (gap > 400 || bar.len() != links.len()) {
        return None;
    }
    panels.insert(bar[0], count + 1);
    bar.get(count).copied()
}

fn strip_more(words: &str) -> &str {
    let bare = words.trim_end_matches(|c: char| c.is_whitespace() || ">＞》»+…:：".contains(c));
    bare.strip_suffix("更多")
        .or_else(|| bare.strip_suffix("more"))
        .or_else(|| bare.strip_suffix("MORE"))
        .unwrap_or(bare)
        .trim()
}

fn more_link(outline: &Outline<'_>, around: usize, first: usize, last: usize, heading: &str) -> Option<usize> {
    let before = around..first;
    let after = outline.inside(last).end..outline.inside(around).end;
    let candidates = || {
        before
            .clone()
            .take(80)
            .chain(after.clone().take(80))
            .filter(|i| outline.els[*i].tag == Tag::A)
    };
    candidates()
        .find(|a| {
            let text = outline.text_of(*a);
            let by_text = if text.is_empty() {
                outline.attr(*a, "title").is_some_and(rows::is_more)
                    || outline.attr(*a, "class").is_some_and(|c| c.to_ascii_lowercase().contains("more"))
            } else {
                rows::is_more(text)
            };
            by_text
                || outline.inside(*a).take(6).any(|i| {
                    outline.els[i].tag == Tag::Img
                        && outline
                            .attr(i, "src")
                            .is_some_and(|s| s.rsplit('/').next().unwrap_or_default().to_ascii_lowercase().contains("more"))
                })
        })
        .or_else(|| candidates().find(|a| *a < first && outline.text_of(*a) == heading))
}

/// Which group is the page's own list, and which are boxes.
#[derive(Debug, Default)]
pub(super) struct Choice {
    pub(super) main: Option<usize>,
    pub(super) boxes: Vec<usize>,
    /// Characters of plain text in running sentences outside all lists.
    pub(super) prose: usize,
}

/// Chooses.
pub(super) fn choose(outline: &Outline<'_>, groups: &[Group]) -> Choice {
    let off = Zone::NAV
        .and(Zone::FOOT)
        .and(Zone::HIDDEN)
        .and(Zone::RELATED)
        .and(Zone::CRUMB)
        .and(Zone::PAGER);
    let no_box = Zone::NAV.and(Zone::FOOT).and(Zone::CRUMB).and(Zone::PAGER);
    let eligible = |g: &Group| !g.zone(outline).any_of(off) && !g.is_companion() && (g.rows.len() > 1 || is_lone_item(outline, g.rows[0]));
    let dated: Vec<usize> = (0..groups.len())
        .filter(|i| groups[*i].is_dated() && eligible(&groups[*i]))
        .collect();
    let best_dated = dated
        .iter()
        .copied()
        .max_by_key(|i| (!groups[*i].zone(outline).any_of(Zone::SIDE), groups[*i].dated, usize::MAX - i));
    let has_pager = pager::stands(outline);
    let label = |name: &str| {
        outline.els.iter().any(|e| {
            e.element.name() == "meta"
                && e.element.attr("name").is_some_and(|n| n.eq_ignore_ascii_case(name))
                && e.element.attr("content").is_some_and(|c| !c.trim().is_empty())
        })
    };
    let has_crumb =
        outline.els.iter().any(|e| e.zone.any_of(Zone::CRUMB)) || outline.text.contains("位置：") || outline.text.contains("位置:");
    let prose = |main: Option<usize>| prose(outline, groups, main);
    let main = match best_dated {
        Some(best) => {
            // Panels behind tabs are hidden, but they are lists of the page like the one in front.
            let all = || {
                groups
                    .iter()
                    .filter(|g| g.is_dated() && g.rows.len() >= 2 && !g.zone(outline).any_of(no_box) && !g.is_companion())
            };
            let total: usize = all().map(|g| g.dated).sum();
            let others = all().count().saturating_sub(1);
            let own = groups[best].dated;
            // Several lists of a size under headings of their own: a portal, whatever else it has.
            let portal = others >= 2 && (own * 3 <= total || !has_pager && (own * 2 < total || !has_crumb));
            let article = prose(Some(best)) >= PROSE && !(own >= 5 && own * 30 > prose(Some(best)));
            (!portal && !article).then_some(best)
        }
        None => {
            let date_line = ["发布时间：", "发布时间:", "发布日期：", "发布日期:"]
                .iter()
                .any(|w| outline.text.contains(w));
            let named = label("ColumnName");
            let column_page = (has_crumb || has_pager || named) && !date_line && !label("ArticleTitle");
            let plain: Vec<usize> = (0..groups.len())
                .filter(|i| {
                    let g = &groups[*i];
                    eligible(g)
                        && !g.zone(outline).any_of(Zone::SIDE)
                        && g.title_chars >= 6
                        && (g.rows.len() >= 3 || has_pager && has_crumb)
                })
                .collect();
            let weight = |i: &usize| groups[*i].rows.len() * groups[*i].title_chars;
            let total: usize = plain.iter().map(weight).sum();
            plain
                .iter()
                .copied()
                .max_by_key(|i| (weight(i), usize::MAX - i))
                .filter(|i| column_page && weight(i) * 2 > total && prose(Some(*i)) < PROSE)
        }
    };
    let boxes = (0..groups.len())
        .filter(|i| {
            let g = &groups[*i];
            let lone_link = g.rows.len() == 1 && !is_lone_item(outline, g.rows[0]);
            Some(*i) != main && !lone_link && !g.zone(outline).any_of(no_box) && (g.dated > 0 || g.heading.is_some() && g.title_chars >= 7)
        })
        .collect();
    Choice {
        main,
        boxes,
        prose: prose(main),
    }
}

/// Running text outside links, furniture and the rows of the main list.
fn prose(outline: &Outline<'_>, groups: &[Group], main: Option<usize>) -> usize {
    let own: Option<Range<usize>> = main.and_then(|m| {
        let rows = &groups[m].rows;
        Some(outline.span(rows.first()?.el).start..outline.span(rows.last()?.el).end)
    });
    let Some(content) = text::content(outline) else { return 0 };
    outline
        .runs_of(content.el)
        .iter()
        .filter(|r| {
            !r.linked
                && r.chars >= 12
                && !outline.els[r.el as usize].zone.any_of(Zone::FURNITURE)
                && own.as_ref().is_none_or(|o| !o.contains(&r.span().start))
        })
        .map(|r| r.chars as usize)
        .sum()
}
