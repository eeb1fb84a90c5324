//! The words over a list, and the link to all of it.

use rustc_hash::FxHashMap;

use super::groups::Group;
use super::rows;
use crate::extract::outline::{Outline, Tag, Zone};

/// Looks upwards for words before the first row, until another list gets in between. A row of short links over several
/// lists is a tab bar: its first tab names the first of them, and so on (`panels` counts them by bar).
pub(super) fn find_heading(outline: &Outline<'_>, group: &mut Group, links: &[usize], panels: &mut FxHashMap<usize, usize>) {
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
