//! Dates without a label: under the headline, on a line of the form of a date line, in `<time datetime>`.

use super::byline::{ELSEWHERE, NEAR, Page, Rank, Shown, kind_of_prefix};
use super::dateline::{day_in, has_field, is_date_line, is_foreign, is_short};
use crate::extract::dates::{self, Day};
use crate::extract::outline::{Run, Tag, Zone};
use crate::facts::Stamp;

/// How far from the headline a day in pieces stands, in bytes.
const PIECES: usize = 40;

impl Page<'_, '_> {
    /// A full date on a short line right under the headline (or on the line before it), without a label.
    pub(super) fn bare_date(&self) -> Option<(usize, Shown)> {
        let (from, to) = self.headline?;
        let text = &self.outline.text;
        let body = self.body.clone().unwrap_or(text.len()..text.len());
        // Where the body holds the headline too, its first lines are looked at, by their form.
        let inside = body.start <= from;
        let end = if inside { body.end } else { body.start.max(to) };
        for (start, line) in self
            .outline
            .lines(to..end.min(text.len()))
            .filter(|(_, l)| !l.trim().is_empty())
            .take(6)
        {
            if !is_short(line) {
                break;
            }
            let fits = !inside || is_date_line(line) && !line.trim_start().starts_with(['(', '（']);
            if let Some(shown) = self.bare_in(start, line).filter(|_| fits) {
                return Some((start, shown));
            }
        }
        let before = text[..from].trim_end();
        let line_at = before.rfind('\n').map_or(0, |i| i + 1);
        let line = &before[line_at..];
        if line.len() <= 120 && line.chars().count() <= 30 {
            self.bare_in(line_at, line).map(|shown| (line_at, shown))
        } else {
            None
        }
    }

    /// A line outside the body that is a date line by its form, wherever it stands.
    pub(super) fn line_alone(&self) -> Option<(usize, Shown)> {
        let in_body = |at: usize| self.body.as_ref().is_some_and(|b| b.contains(&at));
        let lines = self.outline.lines(0..self.outline.text.len());
        lines
            .filter(|(start, line)| line.len() >= 6 && !in_body(*start) && is_date_line(line) && has_field(line))
            .take(20)
            .find_map(|(start, line)| self.bare_in(start, line).map(|shown| (start, shown)))
    }

    /// A day in several elements right over or under the headline: a large day over its year and month.
    pub(super) fn in_pieces(&self) -> Option<(usize, Shown)> {
        let (from, to) = self.headline?;
        let outline = self.outline;
        let near = |run: &&Run| run.span().end + PIECES > from && run.span().start < to + PIECES;
        let text = |run: &Run| outline.text[run.span()].trim_matches(|c: char| c.is_whitespace() || "[]()（）|/".contains(c));
        let is_piece = |run: &&Run| !run.linked && dates::is_piece(text(run)) && !self.is_elsewhere(run.span().start, ELSEWHERE);
        let (before, behind) = (outline.run_at(from), outline.run_at(to));
        let over = outline.runs[..before]
            .iter()
            .rev()
            .take(4)
            .take_while(near)
            .take_while(is_piece)
            .count();
        let under = outline.runs[behind..].iter().take(4).take_while(near).take_while(is_piece).count();
        [before - over..before, behind..behind + under].into_iter().find_map(|runs| {
            let runs = outline.runs.get(runs).filter(|runs| runs.len() >= 2)?;
            let parts: Vec<&str> = runs.iter().map(text).collect();
            match dates::of_pieces(&parts)? {
                Day::Full(date) => Some((runs[0].span().start, (Stamp::from(date), parts.join(" ")))),
                Day::MonthDay(..) => None,
            }
        })
    }

    fn bare_in(&self, start: usize, line: &str) -> Option<Shown> {
        let Some(found) = day_in(line) else {
            return self.glued(start, line);
        };
        let prefix = line[..found.span.start].trim_end();
        // A word in front that ends in a label of another kind (有效期至, 施行日期：) makes it another date.
        if is_foreign(prefix) || prefix.chars().count() > 50 || kind_of_prefix(prefix).is_some_and(|k| k != Rank::Beside) {
            return None;
        }
        let at = start + found.span.start;
        let run = self.outline.runs.get(self.outline.run_at(at))?;
        let furniture = ELSEWHERE.and(Zone::SIDE).and(Zone::PAGER);
        if run.linked || self.is_elsewhere(at, furniture) || self.in_list_item(run.el as usize) {
            return None;
        }
        let rest = &line[found.span.end..];
        // Running text behind the date: 2019年5月6日，某局召开…
        if rest.starts_with(['，', ',', '起', '至', '前', '后', '在', '上', '下']) {
            return None;
        }
        let (stamp, _) = found.stamp(None, self.today)?;
        Some((stamp, line[found.span].to_owned()))
    }

    /// A day that is all of its text node, where pictures or nothing part it from other figures (2020-12-03 ◉33).
    fn glued(&self, start: usize, line: &str) -> Option<Shown> {
        let outline = self.outline;
        let runs = outline.runs[outline.run_at(start)..].iter();
        let mut own = runs.take_while(|run| run.span().end <= start + line.len()).take(6);
        own.find_map(|run| {
            let text = outline.text[run.span()].trim();
            let whole = dates::full_at_start(text).filter(|_| dates::at_start(text).is_some_and(|f| f.span.end == text.len()))?;
            let free = !run.linked && !self.is_elsewhere(run.span().start, ELSEWHERE.and(Zone::SIDE).and(Zone::PAGER));
            (free && !self.in_list_item(run.el as usize)).then(|| (whole, text.to_owned()))
        })
    }

    /// `<time datetime>` by the headline, where its words say no date: an icon, 三天前.
    pub(super) fn for_machines(&self) -> Option<(Rank, usize, Stamp)> {
        let (_, to) = self.headline?;
        self.outline.els.iter().enumerate().find_map(|(i, e)| {
            let at = self.outline.span(i).start;
            if e.element.name() != "time" || !(to..to + NEAR).contains(&at) || self.is_elsewhere(at, ELSEWHERE) {
                return None;
            }
            let stamp = dates::machine(e.element.attr("datetime")?)?;
            Some((Rank::Beside, at, stamp))
        })
    }

    fn in_list_item(&self, mut el: usize) -> bool {
        for _ in 0..4 {
            if self.outline.els[el].tag == Tag::Li {
                return self.outline.runs_of(el).iter().any(|r| r.linked);
            }
            match self.outline.parent(el) {
                Some(parent) => el = parent,
                None => break,
            }
        }
        false
    }
}
