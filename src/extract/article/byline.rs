//! The date line: when a page says it was published, and where it says it comes from.
//!
//! A date shown to readers goes before the meta labels, and the address of the page is never asked: it carries the day
//! of import (on one site 148 of 263 articles differ from the date shown).

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;
use url::Url;

use super::dateline::{LINE, has_field, is_date_line};
use super::label;
use crate::extract::attributes::attr;
use crate::extract::dates::{self, Day};
use crate::extract::outline::{Outline, Tag, Zone};
use crate::extract::text::Content;
use crate::facts::{DateKind, DateTraces, Fact, Stamp, Why};
use crate::lexicon::{ARTICLE_WORDS, Words};
use crate::text::{first, folded_to, is_han};

/// What was done on a day, by the words before it.
static PUBLISHED: Words = Words::used(ARTICLE_WORDS, "published");
static UPDATED: Words = Words::used(ARTICLE_WORDS, "updated");
static MADE: Words = Words::used(ARTICLE_WORDS, "made");

/// What the date line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Byline {
    pub(super) date: Fact<Stamp>,
    pub(super) traces: DateTraces,
    /// The date as printed, where readers see it.
    pub(super) printed: Option<String>,
    pub(super) source: Option<String>,
}

static DATE_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"日\s?期|[时時]\s?[间間]|[发發][布佈表]于|[发發][布佈]\s?[：:]|更新于|(?i:(?-u:\b)(?:(?:release|publish|posted|post|issue|update|updated|published|released|issued)\s?(?:time|date|on|at|:)|date|time)\s?[:：]?)",
    )
    .expect("a constant pattern")
});
static WRITTEN_DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)(?-u:\b)[0-9a-z_]*(?:date|data|time|rq|sj|shijian|riqi)[0-9a-z_]*\s*=\s*["']([^"'\n]{6,40})["']|document\.write(?:ln)?\(\s*["']([^"'<\n]{6,40})["']\s*\)"#)
        .expect("a constant pattern")
});

/// Furniture in which no date line stands.
pub(super) const ELSEWHERE: Zone = Zone::NAV.and(Zone::FOOT).and(Zone::HIDDEN).and(Zone::RELATED).and(Zone::NOTICE);

/// How far behind the headline, in bytes, its date line stands at most.
pub(super) const NEAR: usize = 900;

/// How far a reading can be trusted, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// 发布日期：, written out or by an inline script.
    Published,
    /// 时间：, 日期： or a date alone beside the headline, or on a line that is a date line by its form.
    Beside,
    /// 发布日期： at the very edge of the body.
    InBody,
    /// 更新时间：
    Updated,
    /// The PubDate label, shown to nobody.
    Label,
    /// 生成日期、成文日期: of the document rather than of its publication.
    Made,
}

impl Rank {
    fn kind(self) -> DateKind {
        match self {
            Rank::Published | Rank::Beside | Rank::InBody => DateKind::Published,
            Rank::Updated => DateKind::Updated,
            Rank::Label => DateKind::Hidden,
            Rank::Made => DateKind::Made,
        }
    }
}
/// A date and the text it was read from.
pub(super) type Shown = (Stamp, String);

/// Characters of a printed date that are kept: the longest form with a weekday has some thirty.
const PRINTED: usize = 40;

/// A page as its date line is looked for.
pub(super) struct Page<'o, 'a> {
    pub(super) outline: &'o Outline<'a>,
    /// The body, where one is known for certain.
    pub(super) body: Option<Range<usize>>,
    pub(super) headline: Option<(usize, usize)>,
    pub(super) today: Date,
    url: &'o Url,
}

/// Reads date and source.
pub(super) fn read(
    outline: &Outline<'_>,
    content: Option<Content>,
    headline: Option<(usize, usize)>,
    labels: &BTreeMap<String, String>,
    url: &Url,
    today: Date,
) -> Byline {
    let page = Page {
        outline,
        body: content.filter(|c| c.tight).map(|c| outline.span(c.el)),
        headline,
        today,
        url,
    };
    let (date, kind, printed) = page.date(labels);
    let pub_date = label(labels, &["PubDate"]).and_then(dates::machine);
    Byline {
        date,
        printed,
        traces: DateTraces {
            kind,
            address: dates::written_in(url),
            label: pub_date.map(|stamp| stamp.date),
            ..DateTraces::default()
        },
        source: page.source(labels),
    }
}

impl Page<'_, '_> {
    fn date(&self, labels: &BTreeMap<String, String>) -> (Fact<Stamp>, DateKind, Option<String>) {
        let mut best: Option<(Rank, usize, Stamp, String)> = None;
        let offer = |best: &mut Option<(Rank, usize, Stamp, String)>, rank: Rank, distance: usize, (stamp, printed): Shown| {
            if best.as_ref().is_none_or(|(r, d, ..)| (rank, distance) < (*r, *d)) {
                *best = Some((rank, distance, stamp, printed));
            }
        };
        let mut empty_by_script = false;
        for hit in date_labels(&self.outline.text).take(2_000) {
            let Some(rank) = self.rank_of(&hit) else { continue };
            match self.value_after(hit.end(), rank) {
                Some(shown) => offer(&mut best, rank, self.distance(hit.start()), shown),
                None if rank <= Rank::Beside => empty_by_script |= self.is_filled_later(hit.start(), hit.end()),
                None => {}
            }
        }
        // Behind a label that says so no date without one counts.
        let is_labelled = best.as_ref().is_some_and(|(rank, ..)| *rank < Rank::Beside);
        let bare = || self.bare_date().or_else(|| self.in_pieces()).or_else(|| self.line_alone());
        if let Some((at, shown)) = (!is_labelled).then(bare).flatten() {
            offer(&mut best, Rank::Beside, self.distance(at), shown);
        }
        if let Some((rank, at, stamp)) = self.for_machines() {
            offer(&mut best, rank, self.distance(at), (stamp, String::new()));
        }
        let full = |text: &str| {
            let stamp = dates::full_at_start(text)?;
            let span = dates::at_start(text)?.span;
            Some((stamp, text[span].to_owned()))
        };
        if let Some(shown) = self.written(&WRITTEN_DATE, full) {
            offer(&mut best, Rank::Published, usize::MAX, shown);
        }
        let label_date = label(
            labels,
            &["PubDate", "publishdate", "article:published_time", "PublishTime", "others"],
        )
        .map(|v| v.trim_start_matches("页面生成时间"))
        .and_then(dates::machine);
        if let Some(stamp) = label_date {
            offer(&mut best, Rank::Label, 0, (stamp, String::new()));
        }
        match best {
            Some((rank, _, stamp, printed)) => {
                let printed = Some(folded_to(&printed, PRINTED)).filter(|p| !p.is_empty());
                (Fact::Known(stamp), rank.kind(), printed)
            }
            None if empty_by_script => (Fact::Unknown(Why::ByScript), DateKind::Hidden, None),
            None => (Fact::Unknown(Why::NotShown), DateKind::Hidden, None),
        }
    }

    /// What a label is worth by the word before it and the place it stands in; `None` where it is no date label
    /// (办理时间, 截止日期) or stands in running text.
    fn rank_of(&self, hit: &regex::Match<'_>) -> Option<Rank> {
        let text = &self.outline.text;
        if self.is_elsewhere(hit.start(), ELSEWHERE) {
            return None;
        }
        // A window, since a hostile page may be one line of megabytes.
        let window = text.floor_char_boundary(hit.start().saturating_sub(480));
        let before = &text[window..hit.start()];
        let line = &before[before.rfind('\n').map_or(0, |i| i + 1)..];
        let in_body = self.body.as_ref().is_some_and(|b| b.contains(&hit.start()));
        let edge = self
            .body
            .as_ref()
            .is_some_and(|b| hit.start() < b.start + 200 || hit.start() + 200 > b.end);
        let head_line = line.chars().count() <= 120 && !line.contains('。');
        if !head_line || (in_body && !edge) {
            return None;
        }
        let rank = match kind_of_label(line, hit.as_str())? {
            // Behind the text and beside the headline: a field of the page, not of what the text tells of.
            Rank::Beside => {
                let near = self
                    .headline
                    .is_some_and(|(from, to)| hit.start() + 300 >= from && hit.start() <= to + NEAR);
                let whole = first(&text[window + before.len() - line.len()..], LINE + 1)
                    .lines()
                    .next()
                    .unwrap_or_default();
                let after_body = || {
                    self.body
                        .as_ref()
                        .is_some_and(|b| b.end <= hit.start() && hit.start() < b.end + NEAR)
                };
                if !(near || is_date_line(whole) && (has_field(whole) || after_body())) {
                    return None;
                }
                Rank::Beside
            }
            // The last change of the page below a known headline, of the site anywhere else.
            Rank::Updated if self.headline.is_some_and(|(_, to)| hit.start() > to + 4 * NEAR) && self.body.is_none() => return None,
            rank => rank,
        };
        match (in_body, rank) {
            (true, Rank::Published) => Some(Rank::InBody),
            (true, _) => None,
            (false, rank) => Some(rank),
        }
    }

    /// Whether a place is furniture in which no date line stands. What the headline itself stands in is none, and a
    /// small box right under it that a template calls related is the date line all the same.
    pub(super) fn is_elsewhere(&self, at: usize, furniture: Zone) -> bool {
        let zone = self.outline.zone_at(at);
        if !zone.any_of(furniture) {
            return false;
        }
        let Some((from, to)) = self.headline else { return true };
        let own = self.outline.zone_at(from);
        let foreign = [
            Zone::NAV,
            Zone::FOOT,
            Zone::HIDDEN,
            Zone::RELATED,
            Zone::NOTICE,
            Zone::SIDE,
            Zone::PAGER,
        ]
        .into_iter()
        .filter(|z| furniture.any_of(*z) && zone.any_of(*z) && !own.any_of(*z));
        foreign
            .into_iter()
            .any(|z| z != Zone::RELATED || !(to..to + NEAR).contains(&at) || self.is_large_box(at))
    }

    /// Whether the related box at `at` holds more than a date line does.
    fn is_large_box(&self, at: usize) -> bool {
        let outline = self.outline;
        let Some(run) = outline.runs.get(outline.run_at(at)) else {
            return true;
        };
        let mut el = run.el as usize;
        while let Some(parent) = outline.parent(el).filter(|p| outline.els[*p].zone.any_of(Zone::RELATED)) {
            el = parent;
        }
        let text = outline.text_of(el);
        let long_link = || outline.runs_of(el).iter().any(|r| r.linked && r.chars > 12);
        text.len() > LINE * 3 || long_link() || dates::find(text).iter().filter(|f| matches!(f.day, Day::Full(_))).count() > 1
    }

    /// The date behind a label that ends at `at`: on the same line, or alone on the next.
    fn value_after(&self, at: usize, rank: Rank) -> Option<Shown> {
        let sign = |c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    ':' | '：' | '】' | ']' | '﹕' | '∶' | '|' | '｜' | '[' | '【' | '［' | '(' | '（'
                )
        };
        let rest = self.outline.text[at..].trim_start_matches(sign);
        let start = self.outline.text.len() - rest.len();
        let skipped = &self.outline.text[at..start];
        let token = first(rest, 40)
            .split(|c: char| c.is_whitespace() || "|｜【[（(".contains(c))
            .next()
            .unwrap_or_default();
        // The text node first: beside it another may stand without a blank (2026-11-20Views).
        let own = self.outline.runs.get(self.outline.run_at(start)).map_or(start, |r| r.span().end);
        let found = self.outline.text.get(start..own).and_then(dates::at_start);
        let found = found.or_else(|| dates::at_start(rest)).or_else(|| dates::alone(token, 0))?;
        // A day without its year belongs to what the text tells of, unless the label is one of publication.
        if rank == Rank::Beside && !matches!(found.day, Day::Full(_)) {
            return None;
        }
        let after = first(&rest[found.span.end..], 12).trim_start_matches(|c: char| c.is_whitespace() || "，,；;".contains(c));
        // 时间 and 地点, on one line or two, are of what the text announces.
        let next = || {
            rest[found.span.end..]
                .split_once('\n')
                .is_some_and(|(_, line)| line.trim_start().starts_with("地"))
        };
        if rank == Rank::Beside && (after.starts_with("地") || next()) {
            return None;
        }
        if skipped.contains('\n') {
            let line = first(rest, 41).lines().next().unwrap_or_default();
            if line.chars().count() > 40 || self.body.as_ref().is_some_and(|b| b.contains(&start)) {
                return None;
            }
        }
        let (stamp, _) = found.stamp(Some(self.url.as_str()), self.today)?;
        Some((stamp, rest[found.span].to_owned()))
    }

    /// Whether the empty value of a label is something a script will fill in: a template variable, an empty element with
    /// a name, or a script of its own.
    fn is_filled_later(&self, start: usize, at: usize) -> bool {
        let rest = self.outline.text[at..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：'));
        if ["{", "[!--", "<%", "$"].iter().any(|t| rest.starts_with(t)) {
            return true;
        }
        let Some(run) = self.outline.runs.get(self.outline.run_at(start)) else {
            return false;
        };
        let el = run.el as usize;
        // The label's own element, or the next one beside it.
        let beside = el..(el + 8).min(self.outline.els.len());
        beside.into_iter().any(|i| {
            let e = &self.outline.els[i];
            let place = self.outline.span(i);
            let named_and_empty =
                place.is_empty() && matches!(e.tag, Tag::Inline | Tag::Cell | Tag::Block) && attr(e.element, "id").is_some();
            place.start > start && place.start <= at + 8 && (e.tag == Tag::Script || named_and_empty)
        })
    }

    /// `var pubdata='2017年06月01日'; document.write(pubdata)`: what a script on the page itself prints.
    pub(super) fn written<T>(&self, pattern: &Regex, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        self.outline
            .scripts
            .iter()
            .filter(|(_, source)| source.len() < 4_000 && source.contains("document.write"))
            .find_map(|(_, source)| {
                pattern
                    .captures_iter(source)
                    .find_map(|c| read(c.iter().skip(1).flatten().next()?.as_str()))
            })
    }

    fn distance(&self, at: usize) -> usize {
        match self.headline {
            Some((_, to)) if at >= to => at - to,
            Some((from, _)) => 10_000 + from.saturating_sub(at),
            None => at,
        }
    }
}

/// The labels of dates in a text. English ones begin a word: that is asked of the few hits, since bounds of Unicode words in
/// the pattern cost the engine its fast path on Chinese text.
fn date_labels(text: &str) -> impl Iterator<Item = regex::Match<'_>> {
    let is_whole = |hit: &regex::Match<'_>| {
        let before = text[..hit.start()].chars().next_back();
        !hit.as_str().starts_with(|c: char| c.is_ascii_alphabetic()) || !before.is_some_and(char::is_alphanumeric)
    };
    DATE_LABEL.find_iter(text).filter(is_whole)
}

/// What a label says by the word before it on its line; `None` where it is of another kind (会议时间).
fn kind_of_label(line: &str, label: &str) -> Option<Rank> {
    if label.starts_with(|c: char| c.is_ascii_alphabetic()) {
        let label = label.to_ascii_lowercase();
        let foreign = line.trim_end().ends_with(|c: char| c.is_ascii_alphabetic());
        return match label.as_bytes().first()? {
            b'u' => Some(Rank::Updated),
            b'd' | b't' => (!foreign).then_some(Rank::Beside),
            _ => Some(Rank::Published),
        };
    }
    let mut word: Vec<char> = line.chars().rev().take_while(|c| is_han(*c)).take(4).collect();
    if word.len() <= 1 {
        // 发 布 时 间, set with blanks between.
        let spread = line.rsplit(' ').skip_while(|w| w.is_empty()).take(4);
        let single = |w: &&str| w.chars().count() == 1 && w.chars().all(is_han);
        word = spread.take_while(single).flat_map(str::chars).collect();
    }
    word.reverse();
    let word: String = word.into_iter().collect();
    let ends = |words: &Words| words.iter().any(|w| word.ends_with(w));
    if label.starts_with(['发', '發']) || ends(&PUBLISHED) {
        Some(Rank::Published)
    } else if label.starts_with("更新") || ends(&UPDATED) {
        Some(Rank::Updated)
    } else if ends(&MADE) {
        Some(Rank::Made)
    } else if word.is_empty() {
        Some(Rank::Beside)
    } else {
        None
    }
}

/// What the label at the end of a line's beginning says, where there is one.
pub(super) fn kind_of_prefix(prefix: &str) -> Option<Rank> {
    let hit = date_labels(prefix).last()?;
    kind_of_label(&prefix[..hit.start()], hit.as_str())
}
