//! The words over a list, and the link to all of it.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::groups::Group;
use super::rows;
use crate::extract::outline::{Outline, Run, Tag, Zone};
use crate::lexicon::{LIST_WORDS, Words};

/// Text nodes before a list among which the head of its table is looked for: a table has some six columns.
const HEAD: usize = 10;

/// Looks upwards for words before the first row, until another list gets in between. A row of short links over several
/// lists is a tab bar: its first tab names the first of them, and so on (`panels` counts them by bar).
pub(super) fn find_heading(outline: &Outline<'_>, group: &mut Group, links: &[usize], panels: &mut FxHashMap<usize, usize>) {
    let (Some(first), Some(last)) = (group.rows.first().copied(), group.rows.last().copied()) else {
        return;
    };
    let start = outline.span(first.el).start;
    let mut around = first.list;
    let mut has_head = false;
    for _ in 0..6 {
        let before = links.partition_point(|l| *l < around);
        let own = links.partition_point(|l| *l < first.el).saturating_sub(before);
        // One link before the first item may be the heading itself; more are a tab bar or another list.
        if own > 1 {
            // Beyond the table they are the menu at its side.
            if has_head {
                return;
            }
            let over = &links[before..before + own];
            if let Some(tab) = tab_over(outline, over, first.el, panels) {
                group.heading = Some(outline.text_of(tab).to_owned());
                group.more = Some(tab);
                group.bar = over.first().copied();
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
        let (end, head) = before_head(outline, &span);
        has_head |= head;
        let lines = outline
            .lines(span.start..end)
            .filter(|(_, l)| !l.trim().is_empty() && !rows::is_service_word(l.trim()) && !l.contains("位置"));
        let is_name = |l: &str| !is_head(l) && (2..=16).contains(&l.chars().count()) && l.chars().any(char::is_alphabetic);
        let words = if has_head {
            // Above a table with a head stand search forms and, further up, the menu at the side.
            let nearest = lines.last();
            let own = nearest.filter(|(at, l)| is_name(l.trim()) && is_alone(outline, *at, l, first.el));
            if nearest.is_some() && own.is_none() {
                return;
            }
            own
        } else {
            lines.filter(|(_, l)| is_name(l.trim())).last()
        };
        let words = words.map(|(_, l)| l.trim());
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

static HEADS: Words = Words::used(LIST_WORDS, "head");

/// Whether a line is made of heads of a table's columns and nothing else: 序号 标题 发布时间, with or without blanks.
fn is_head(line: &str) -> bool {
    let between = |c: char| c.is_whitespace() || "|｜/、:：".contains(c);
    let mut rest = line.trim_matches(between);
    let mut any = false;
    while let Some(head) = HEADS
        .iter()
        .filter_map(|head| rest.strip_prefix(head))
        .min_by_key(|left| left.len())
    {
        rest = head.trim_start_matches(between);
        any = true;
    }
    any && rest.is_empty()
}

/// Where the text before a list ends for its name: before the row of a table that heads its columns, since what stands in such
/// a row is no name, whatever the column is called. And whether there is such a row.
fn before_head(outline: &Outline<'_>, span: &Range<usize>) -> (usize, bool) {
    let runs = outline.run_at(span.start)..outline.run_at(span.end);
    let heads = |run: &&Run| !run.linked && run.span().end <= span.end && is_head(&outline.text[run.span()]);
    let row = outline.runs[runs].iter().rev().take(HEAD).find(heads).and_then(|run| {
        let above = std::iter::successors(Some(run.el as usize), |el| outline.parent(*el));
        // A row that holds the list too is one of the layout.
        let is_row = |el: &usize| outline.els[*el].tag == Tag::Tr && outline.span(*el).end <= span.end;
        above.take(4).find(is_row)
    });
    match row {
        Some(row) => (outline.span(row).start.clamp(span.start, span.end), true),
        None => (span.end, false),
    }
}

/// Whether a line at `at` is neither a link nor the label of a field that is filled in before the list begins.
fn is_alone(outline: &Outline<'_>, at: usize, line: &str, list: usize) -> bool {
    let run = &outline.runs[outline.run_at(at)];
    let fields = (run.el as usize..list).rev().take(200).any(|el| outline.els[el].tag == Tag::Input);
    !run.linked && !line.contains(['：', ':']) && !fields
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
