//! Which list the page is for, and which stand beside it.

use std::ops::Range;

use super::groups::{Group, is_lone_item};
use super::pager;
use crate::extract::outline::{Outline, Zone};
use crate::extract::text;

/// Plain text outside every list from which a page is an article (characters).
const PROSE: usize = 120;

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
    let main = if let Some(best) = best_dated {
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
    } else {
        let date_line = ["发布时间：", "发布时间:", "发布日期：", "发布日期:"]
            .iter()
            .any(|w| outline.text.contains(w));
        let named = label("ColumnName");
        let column_page = (has_crumb || has_pager || named) && !date_line && !label("ArticleTitle");
        let plain: Vec<usize> = (0..groups.len())
            .filter(|i| {
                let g = &groups[*i];
                eligible(g) && !g.zone(outline).any_of(Zone::SIDE) && g.title_chars >= 6 && (g.rows.len() >= 3 || has_pager && has_crumb)
            })
            .collect();
        let weight = |i: &usize| groups[*i].rows.len() * groups[*i].title_chars;
        let total: usize = plain.iter().map(weight).sum();
        plain
            .iter()
            .copied()
            .max_by_key(|i| (weight(i), usize::MAX - i))
            .filter(|i| column_page && weight(i) * 2 > total && prose(Some(*i)) < PROSE)
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
