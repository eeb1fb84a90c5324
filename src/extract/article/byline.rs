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

use super::label;
use crate::extract::dates::{self, Day};
use crate::extract::outline::{Outline, Tag, Zone};
use crate::extract::text::Content;
use crate::facts::{DateKind, DateTraces, Fact, Stamp, Why};
use crate::lexicon::{ARTICLE_WORDS, Words};
use crate::text::{folded_to, is_han};

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

static DATE_LABEL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"日\s?期|时\s?间|发布于|发表于|发布\s?[：:]").expect("a constant pattern"));
static WRITTEN_DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)\b\w*(?:date|data|time|rq|sj|shijian|riqi)\w*\s*=\s*["']([^"'\n]{6,40})["']"#).expect("a constant pattern")
});

/// Furniture in which no date line stands.
pub(super) const ELSEWHERE: Zone = Zone::NAV.and(Zone::FOOT).and(Zone::HIDDEN).and(Zone::RELATED).and(Zone::NOTICE);

/// How far a reading can be trusted, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// 发布日期：, written out or by an inline script.
    Published,
    /// 时间： or 日期： beside the headline.
    Beside,
    /// A date alone beside the headline.
    Bare,
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
            Rank::Published | Rank::Beside | Rank::Bare | Rank::InBody => DateKind::Published,
            Rank::Updated => DateKind::Updated,
            Rank::Label => DateKind::Hidden,
            Rank::Made => DateKind::Made,
        }
    }
}
/// A date and the text it was read from.
type Shown = (Stamp, String);

/// Characters of a printed date that are kept: the longest form with a weekday has some thirty.
const PRINTED: usize = 40;

/// A page as its date line is looked for.
pub(super) struct Page<'o, 'a> {
    pub(super) outline: &'o Outline<'a>,
    /// The body, where one is known for certain.
    pub(super) body: Option<Range<usize>>,
    headline: Option<(usize, usize)>,
    today: Date,
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
    let pub_date = label(labels, &["PubDate"]).and_then(dates::full_at_start);
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
        let mut offer = |rank: Rank, distance: usize, (stamp, printed): Shown| {
            if best.as_ref().is_none_or(|(r, d, ..)| (rank, distance) < (*r, *d)) {
                best = Some((rank, distance, stamp, printed));
            }
        };
        let mut empty_by_script = false;
        for hit in DATE_LABEL.find_iter(&self.outline.text).take(2_000) {
            let Some(rank) = self.rank_of(&hit) else { continue };
            match self.value_after(hit.end()) {
                Some(shown) => offer(rank, self.distance(hit.start()), shown),
                None if rank <= Rank::Beside => empty_by_script |= self.is_filled_later(hit.start(), hit.end()),
                None => {}
            }
        }
        if let Some(shown) = self.bare_date() {
            offer(Rank::Bare, 0, shown);
        }
        let full = |text: &str| {
            let stamp = dates::full_at_start(text)?;
            let span = dates::at_start(text)?.span;
            Some((stamp, text[span].to_owned()))
        };
        if let Some(shown) = self.written(&WRITTEN_DATE, full) {
            offer(Rank::Published, usize::MAX, shown);
        }
        let label_date = label(
            labels,
            &["PubDate", "publishdate", "article:published_time", "PublishTime", "others"],
        )
        .map(|v| v.trim_start_matches("页面生成时间"))
        .and_then(dates::full_at_start);
        if let Some(stamp) = label_date {
            offer(Rank::Label, 0, (stamp, String::new()));
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
        if self.outline.zone_at(hit.start()).any_of(ELSEWHERE) {
            return None;
        }
        // A window, since a hostile page may be one line of megabytes.
        let window = text.floor_char_boundary(hit.start().saturating_sub(480));
        let before = &text[window..hit.start()];
        let line = &before[before.rfind('\n').map_or(0, |i| i + 1)..];
        let word: String = {
            let mut last: Vec<char> = line.chars().rev().take_while(|c| is_han(*c)).take(4).collect();
            last.reverse();
            last.into_iter().collect()
        };
        let ends = |words: &Words| words.iter().any(|w| word.ends_with(w));
        let in_body = self.body.as_ref().is_some_and(|b| b.contains(&hit.start()));
        let edge = self
            .body
            .as_ref()
            .is_some_and(|b| hit.start() < b.start + 200 || hit.start() + 200 > b.end);
        let head_line = line.chars().count() <= 120 && !line.contains('。');
        if !head_line || (in_body && !edge) {
            return None;
        }
        let rank = if hit.as_str().starts_with("发") || ends(&PUBLISHED) {
            Rank::Published
        } else if ends(&UPDATED) {
            Rank::Updated
        } else if ends(&MADE) {
            Rank::Made
        } else if word.is_empty() {
            let (from, to) = self.headline?;
            if hit.start() + 300 < from || hit.start() > to + 900 {
                return None;
            }
            Rank::Beside
        } else {
            return None;
        };
        match (in_body, rank) {
            (true, Rank::Published) => Some(Rank::InBody),
            (true, _) => None,
            (false, rank) => Some(rank),
        }
    }

    /// The date behind a label that ends at `at`: on the same line, or alone on the next.
    fn value_after(&self, at: usize) -> Option<Shown> {
        let rest =
            self.outline.text[at..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '】' | ']' | '﹕' | '∶'));
        let skipped = &self.outline.text[at..self.outline.text.len() - rest.len()];
        let found = dates::at_start(rest)?;
        if skipped.contains('\n') {
            let line = rest.lines().next().unwrap_or_default();
            let start = self.outline.text.len() - rest.len();
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
                place.is_empty() && matches!(e.tag, Tag::Inline | Tag::Cell | Tag::Block) && e.element.attr("id").is_some();
            place.start > start && place.start <= at + 8 && (e.tag == Tag::Script || named_and_empty)
        })
    }

    /// A full date on a short line right under the headline (or on the line before it), without a label.
    fn bare_date(&self) -> Option<Shown> {
        let (from, to) = self.headline?;
        let text = &self.outline.text;
        let end = self.body.as_ref().map_or(text.len(), |b| b.start.max(to)).min(text.len());
        for (start, line) in self.outline.lines(to..end).filter(|(_, l)| !l.trim().is_empty()).take(6) {
            let length = line.chars().count();
            if line.contains('。') || length > 120 {
                break;
            }
            if let Some(shown) = self.bare_in(start, line) {
                return Some(shown);
            }
        }
        let before = text[..from].trim_end();
        let line_at = before.rfind('\n').map_or(0, |i| i + 1);
        let line = &before[line_at..];
        if line.chars().count() <= 30 {
            self.bare_in(line_at, line)
        } else {
            None
        }
    }

    fn bare_in(&self, start: usize, line: &str) -> Option<Shown> {
        let found = dates::find(line).into_iter().find(|f| matches!(f.day, Day::Full(_)))?;
        let prefix = line[..found.span.start].trim_end();
        // A word in front that ends in a label of another kind (有效期至, 施行日期：) makes it another date.
        let foreign = prefix.ends_with(['：', ':']) || ["自", "于", "至", "从", "截至"].iter().any(|w| prefix.ends_with(w));
        if foreign || prefix.chars().count() > 50 {
            return None;
        }
        let at = start + found.span.start;
        let run = self.outline.runs.get(self.outline.run_at(at))?;
        let zone = self.outline.els[run.el as usize].zone;
        if run.linked || zone.any_of(ELSEWHERE.and(Zone::SIDE).and(Zone::PAGER)) || self.in_list_item(run.el as usize) {
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

    /// `var pubdata='2017年06月01日'; document.write(pubdata)`: what a script on the page itself prints.
    pub(super) fn written<T>(&self, pattern: &Regex, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        self.outline
            .scripts
            .iter()
            .filter(|(_, source)| source.len() < 4_000 && source.contains("document.write"))
            .find_map(|(_, source)| pattern.captures_iter(source).find_map(|c| read(c.get(1)?.as_str())))
    }

    fn distance(&self, at: usize) -> usize {
        match self.headline {
            Some((_, to)) if at >= to => at - to,
            Some((from, _)) => 10_000 + from.saturating_sub(at),
            None => at,
        }
    }
}
