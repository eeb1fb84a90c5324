//! One row of a list: its title, address and date.

use std::ops::Range;

use jiff::civil::Date;

use super::groups::Group;
use super::rows::Row;
use super::{clickable, tooltip};
use crate::extract::Resolver;
use crate::extract::dates::{self, Day, Found};
use crate::extract::outline::{Outline, Run, Tag};
use crate::facts::{ListItem, Stamp, Target};
use crate::lexicon::{ARTICLE_WORDS, LIST_WORDS, Words};
use crate::text::folded;

/// Every date of the page's text, found text node by text node, so that a number at the end of a title and the date
/// behind it never run together.
#[derive(Debug, Default)]
pub(super) struct Dates {
    found: Vec<Found>,
    /// Whether the text node holds nothing else (a label or brackets aside), for each date.
    alone: Vec<bool>,
    /// Whether it stands in a link that holds other words too.
    linked: Vec<bool>,
}

impl Dates {
    pub(super) fn of(outline: &Outline<'_>) -> Self {
        let mut out = Dates::default();
        for run in &outline.runs {
            let span = run.span();
            let text = &outline.text[span.clone()];
            if !text.bytes().any(|b| b.is_ascii_digit()) && !text.contains(['年', '-', '－', '／']) {
                continue;
            }
            let before = out.found.len();
            dates::find_into(text, span.start, &mut out.found);
            if out.found.len() == before {
                let bare = bare_of_label(text);
                let at = span.end - bare.len();
                out.found.extend(dates::alone(bare, at).or_else(|| dates::unset(bare, at)));
            }
            for found in &out.found[before..] {
                let rest = text.len() - found.span.len();
                let alone = rest == 0
                    || rest <= 60 && {
                        let left = &text[..found.span.start - span.start];
                        let right = &text[found.span.end - span.start..];
                        is_wrapping(left) && is_wrapping(right)
                    };
                out.alone.push(alone);
                out.linked.push(run.linked && !is_whole_link(outline, run));
            }
        }
        out
    }

    /// The indexes of the dates inside a stretch of text.
    fn within(&self, span: Range<usize>) -> Range<usize> {
        let from = self.found.partition_point(|f| f.span.start < span.start);
        let to = self.found.partition_point(|f| f.span.start < span.end);
        from..to.max(from)
    }

    /// The dates in a stretch that stand alone in their text node, outside links.
    pub(super) fn own_in(&self, span: Range<usize>) -> impl Iterator<Item = &Found> + '_ {
        self.within(span)
            .filter(|i| self.alone[*i] && !self.linked[*i])
            .map(|i| &self.found[i])
    }

    /// Whether a stretch outside links shows a date, alone or among a few words.
    pub(super) fn shown_in(&self, outline: &Outline<'_>, span: Range<usize>) -> bool {
        let full = |i: usize| matches!(self.found[i].day, Day::Full(_));
        let shown = |i: usize| !self.linked[i] && (self.alone[i] || full(i) && near_words(outline, self, i));
        self.within(span).any(shown)
    }

    /// Whether a stretch holds a date and nothing else.
    pub(super) fn are_all(&self, outline: &Outline<'_>, span: Range<usize>) -> bool {
        !self.within(span.clone()).is_empty() && self.other_chars(outline, span) == 0
    }

    /// How many characters of a stretch belong to no date (white space and signs left out).
    pub(super) fn other_chars(&self, outline: &Outline<'_>, span: Range<usize>) -> usize {
        if span.start >= span.end {
            return 0;
        }
        let words = |range: Range<usize>| {
            outline
                .text
                .get(range)
                .map_or(0, |t| t.chars().filter(|c| c.is_alphanumeric()).take(60).count())
        };
        let mut at = span.start;
        let mut count = 0;
        for i in self.within(span.clone()) {
            let found = &self.found[i];
            count += words(at..found.span.start.max(at));
            at = found.span.end.min(span.end).max(at);
            if count > 60 {
                return count;
            }
        }
        count + words(at..span.end)
    }
}

/// Whether a text node is all that its link says.
fn is_whole_link(outline: &Outline<'_>, run: &Run) -> bool {
    let mut above = std::iter::successors(Some(run.el as usize), |el| outline.parent(*el)).take(4);
    above
        .find(|el| outline.els[*el].tag == Tag::A)
        .is_some_and(|link| outline.runs_of(link).len() == 1)
}

/// The text behind a label (时间：), where there is one.
pub(super) fn bare_of_label(text: &str) -> &str {
    text.split_once(['：', ':'])
        .filter(|(label, rest)| is_wrapping(label) && !rest.is_empty())
        .map_or(text, |(_, rest)| rest)
}

/// What may stand round a date in its text node: brackets, white space, a label that is not one of a term (截止时间); of two
/// characters a label may be misspelt (日间, 时问).
pub(super) fn is_wrapping(text: &str) -> bool {
    let text = text.trim_matches(|c: char| c.is_whitespace() || "()[]（）【】［］〔〕<>《》|｜:：/-—·•,，；;".contains(c));
    let count = text.chars().count();
    let label = (["时间", "時間", "日期"].iter().any(|w| text.ends_with(w)) && count <= 6
        || count == 2 && text.starts_with(['日', '时', '時']))
        && !text.starts_with(['截', '止', '开', '结', '有', '失', '报']);
    text.is_empty() || label || matches!(text, "发布" | "更新" | "發佈")
}

/// A date at the beginning or end of a link's own text, in brackets or parted by a blank.
static GLUED_SIGNS: &[char] = &['(', '（', '[', '【', '［', '〔'];

/// Reads the items of a group.
pub(super) fn read(outline: &Outline<'_>, resolver: &Resolver, dates: &Dates, group: &Group, today: Date) -> Vec<ListItem> {
    let column = published_column(outline, dates, group);
    group
        .rows
        .iter()
        .enumerate()
        .map(|(i, row)| {
            let written = outline.attr(row.link, "href").map(str::to_owned);
            let address = written.or_else(|| clickable::address(outline, *row));
            let url = address.and_then(|href| resolver.resolve(&href)).and_then(web);
            let cell = column.and_then(|column| dated_cell(outline, dates, *row, column));
            let reach = cell.unwrap_or_else(|| group.reach(outline, i));
            // A day that nobody sees makes no list of a column: only where the list is one, it dates its rows.
            let date =
                date_of(outline, dates, reach, *row, url.as_deref(), today).or_else(|| Some((tooltip::date(outline, *row)?, false).into()));
            let glued = date.as_ref().and_then(|d| d.glued.clone());
            ListItem {
                title: title_of(outline, dates, *row, glued.as_ref()),
                year_inferred: date.as_ref().is_some_and(|d| d.inferred),
                date: date.map(|d| d.stamp),
                pinned: is_pinned(outline, *row),
                url,
            }
        })
        .collect()
}

/// Which column of a table with several dates a row is that of publication, by the head of the table.
fn published_column(outline: &Outline<'_>, dates: &Dates, group: &Group) -> Option<usize> {
    static PUBLISHED: Words = Words::used(ARTICLE_WORDS, "published");
    let row = group.rows.first().filter(|row| outline.els[row.el].tag == Tag::Tr)?;
    if dates.own_in(outline.span(row.el)).count() < 2 {
        return None;
    }
    let mut above = std::iter::successors(outline.parent(row.el), |el| outline.parent(*el)).take(3);
    let table = above.find(|el| outline.els[*el].element.name() == "table")?;
    let head = outline.inside(table).take(40).find(|el| outline.els[*el].tag == Tag::Tr)?;
    cells(outline, head).position(|cell| {
        let words = outline.text_of(cell);
        words.len() <= 40 && words.contains(['期', '间']) && PUBLISHED.any_in(words)
    })
}

fn cells<'o>(outline: &'o Outline<'_>, row: usize) -> impl Iterator<Item = usize> + 'o {
    outline.children(row).filter(|el| outline.els[*el].tag == Tag::Cell)
}

/// The text of a cell of a row, where it is a full date.
fn dated_cell(outline: &Outline<'_>, dates: &Dates, row: Row, column: usize) -> Option<Range<usize>> {
    let cell = outline.span(cells(outline, row.el).nth(column)?);
    let full = dates.own_in(cell.clone()).any(|found| matches!(found.day, Day::Full(_)));
    full.then_some(cell)
}

/// The address, where a target is one.
pub(super) fn web(target: Target) -> Option<String> {
    match target {
        Target::Web { url, .. } => Some(url),
        Target::Local(_) | Target::Invalid(_) => None,
    }
}

/// Whether a row shows a date anywhere but in its title. `reach` is the text that belongs to it.
pub(super) fn is_dated(outline: &Outline<'_>, dates: &Dates, reach: &Range<usize>, row: Row) -> bool {
    date_of(outline, dates, reach.clone(), row, None, Date::constant(2026, 12, 31)).is_some()
}

/// The date read for a row.
#[derive(Debug, Clone, PartialEq, Eq)]
struct RowDate {
    stamp: Stamp,
    /// Whether its year was not printed.
    inferred: bool,
    /// Where it stands, if it is glued to the title.
    glued: Option<Range<usize>>,
}

impl From<(Stamp, bool)> for RowDate {
    fn from((stamp, inferred): (Stamp, bool)) -> Self {
        RowDate {
            stamp,
            inferred,
            glued: None,
        }
    }
}

/// The date of a row: outside the title before inside, whole before without year, alone before among words.
fn date_of(outline: &Outline<'_>, dates: &Dates, reach: Range<usize>, row: Row, url: Option<&str>, today: Date) -> Option<RowDate> {
    let link = outline.span(row.link);
    let within = dates.within(reach.clone());
    let full = |i: usize| matches!(dates.found[i].day, Day::Full(_));
    let outside = |i: usize| !(link.start <= dates.found[i].span.start && dates.found[i].span.end <= link.end);
    let pick = |i: usize| dates.found[i].stamp(url, today).map(RowDate::from);
    let mut short = None;
    let mut in_words = None;
    for i in within.clone() {
        if dates.alone[i] {
            if full(i) {
                return pick(i);
            }
            short = short.or(Some(i));
        } else if outside(i) && full(i) && in_words.is_none() && near_words(outline, dates, i) {
            in_words = Some(i);
        }
    }
    if let Some(stamp) = pieces(outline, &reach, &link, url, today) {
        return Some(stamp.into());
    }
    if let Some(i) = short.or(in_words) {
        return pick(i);
    }
    // Glued to the title: 标题(2020-12-16), [11-23]标题; or to a line of a link over several blocks.
    let glued = within.into_iter().rev().find(|i| {
        let span = &dates.found[*i].span;
        if span.start < link.start || span.end > link.end {
            return false;
        }
        let before = &outline.text[link.start..span.start];
        let before = before[before.rfind('\n').map_or(0, |at| at + 1)..].trim();
        let behind = outline.text[span.end..link.end].split('\n').next().unwrap_or_default();
        let opened = before.ends_with(GLUED_SIGNS);
        let at_end = behind
            .trim_matches(|c: char| c.is_whitespace() || ")）]】］〕".contains(c))
            .is_empty();
        let at_start = before.trim_matches(GLUED_SIGNS).is_empty();
        let parted_before = outline.text[..span.start].ends_with(char::is_whitespace);
        let parted_behind = behind.starts_with(|c: char| c.is_whitespace() || ")）]】］〕".contains(c));
        match (full(*i), opened) {
            (_, true) => at_end || at_start && parted_behind,
            (true, false) => at_end && parted_before || at_start && parted_behind,
            (false, false) => false,
        }
    });
    let Some(glued) = glued else {
        return for_machines(outline, row).or_else(|| before_today(outline, &reach, &link, today));
    };
    let (stamp, inferred) = dates.found[glued].stamp(url, today)?;
    Some(RowDate {
        stamp,
        inferred,
        glued: Some(dates.found[glued].span.clone()),
    })
}

/// A day told by how long ago it was (3天前, 昨天), outside the title.
fn before_today(outline: &Outline<'_>, reach: &Range<usize>, link: &Range<usize>, today: Date) -> Option<RowDate> {
    let runs = outline.runs[outline.run_at(reach.start)..].iter();
    let own = runs.take_while(|run| run.span().start < reach.end).take(40);
    own.filter(|run| run.span().end <= link.start || run.span().start >= link.end)
        .find_map(|run| dates::before_today(&outline.text[run.span()], today))
        .map(|date| RowDate::from((Stamp::from(date), true)))
}

/// The `<time datetime>` of a row whose words say no date (三天前, an icon).
fn for_machines(outline: &Outline<'_>, row: Row) -> Option<RowDate> {
    let inside = row.el..outline.inside(row.el).end;
    let time = inside.take(60).find(|i| outline.els[*i].element.name() == "time")?;
    let stamp = dates::machine(outline.attr(time, "datetime")?)?;
    Some((stamp, false).into())
}

/// A date among a few words outside the link (作者 2020-01-02 浏览), not in an abstract.
fn near_words(outline: &Outline<'_>, dates: &Dates, i: usize) -> bool {
    let run = &outline.runs[outline.run_at(dates.found[i].span.start)];
    run.chars <= 60 && !outline.text[run.span()].contains(['。', '，'])
}

/// A date cut into several blocks.
fn pieces(outline: &Outline<'_>, reach: &Range<usize>, link: &Range<usize>, url: Option<&str>, today: Date) -> Option<(Stamp, bool)> {
    let mut parts: Vec<&str> = Vec::new();
    let mut at = outline.run_at(reach.start);
    while let Some(run) = outline.runs.get(at).filter(|r| r.span().start < reach.end) {
        let text = outline.text[run.span()].trim_matches(|c: char| c.is_whitespace() || "[]()（）【】|".contains(c));
        let short = text.len() <= 14 && text.starts_with(|c: char| c.is_ascii_digit());
        // Inside the link only pieces that are numbers themselves count.
        let outside = run.span().end <= link.start || run.span().start >= link.end;
        if short && outside || dates::is_piece(text) {
            parts.push(text.trim_matches([' ', '/', '-']));
        }
        at += 1;
        if parts.len() > 4 {
            break;
        }
    }
    let (date, inferred) = dates::of_pieces(&parts)?.completed(url, today)?;
    Some((Stamp::from(date), inferred))
}

/// The title: the link's words without its date, the whole of it from `title` where the list cut it off.
fn title_of(outline: &Outline<'_>, dates: &Dates, row: Row, glued: Option<&Range<usize>>) -> String {
    let link = outline.span(row.link);
    let mut shown = String::new();
    let heading = outline
        .inside(row.link)
        .take(40)
        .find(|i| matches!(outline.els[*i].tag, Tag::Heading(_)) && outline.text_of(*i).chars().count() >= 4);
    let source = heading.map_or(link.clone(), |h| outline.span(h));
    let mut last_end: Option<usize> = None;
    let mut at = outline.run_at(source.start);
    while let Some(run) = outline.runs.get(at).filter(|r| r.span().start < source.end) {
        at += 1;
        let span = run.span();
        let own_dates = dates.within(span.clone());
        let is_date = own_dates.clone().any(|i| dates.alone[i]) && own_dates.len() == 1;
        let text = &outline.text[span.clone()];
        if is_date {
            continue;
        }
        if let Some(end) = last_end {
            let between = &outline.text[end..span.start.max(end)];
            // A second block inside the link is an abstract or a day of the month, once there is a title.
            if between.contains('\n') {
                if shown.chars().count() >= 4 && !shown.chars().all(|c| c.is_ascii_digit() || "-./年月日 ".contains(c)) {
                    break;
                }
                shown.clear();
            } else if !between.is_empty() {
                shown.push(' ');
            }
        }
        match glued.filter(|g| span.start <= g.start && g.end <= span.end) {
            Some(g) => {
                let left = outline.text[span.start..g.start].trim_end().trim_end_matches(GLUED_SIGNS);
                let right = outline.text[g.end..span.end].trim_start_matches([')', '）', ']', '】', '］', '〕']);
                shown.push_str(left);
                shown.push_str(right.trim_start());
            }
            None => shown.push_str(text),
        }
        last_end = Some(span.end);
        if shown.len() > 1_200 {
            break;
        }
    }
    let mut title = strip_marks(&shown).trim_end().to_owned();
    if let Some(whole) = tooltip::title(outline, row) {
        let whole = strip_marks(whole);
        let begin = title.trim_end_matches(['.', '…', '⋯', '·', '。']).trim_end();
        let cut = begin.len() < title.len();
        let begins_so = whole.starts_with(begin) || begin.chars().take(6).eq(whole.chars().take(6));
        if title.is_empty() || (whole.chars().count() > begin.chars().count() && (begins_so && !begin.is_empty() || cut)) {
            title = folded(whole);
        }
    }
    title
}

static PINNED: Words = Words::used(LIST_WORDS, "pinned");

/// Bullets and signs of pinning in front of a title.
fn strip_marks(text: &str) -> &str {
    let mut text = text.trim();
    loop {
        let stripped = text.trim_start_matches(|c: char| c.is_whitespace() || "·•●■◆▪►▶»›>○□◇★☆※-—|．.、・∙‧".contains(c));
        let stripped = PINNED.iter().find_map(|m| stripped.strip_prefix(m)).unwrap_or(stripped);
        if stripped.len() == text.len() {
            return text;
        }
        text = stripped;
    }
}

fn is_pinned(outline: &Outline<'_>, row: Row) -> bool {
    let text = outline.text_of(row.el);
    let near = |word: &str| text.find(word).is_some_and(|at| at < 60);
    if near("置顶") || near("[顶]") || near("【顶】") {
        return true;
    }
    outline
        .inside(row.el)
        .take(30)
        .filter(|i| outline.els[*i].tag == Tag::Img)
        .any(|i| {
            let mark = |name: &str| outline.attr(i, name).unwrap_or_default().to_ascii_lowercase();
            let file = mark("src");
            let file = file.rsplit('/').next().unwrap_or_default();
            file.contains("zhiding")
                || file.starts_with("top.")
                || file.starts_with("ding.")
                || file.contains("stick")
                || mark("alt").contains("置顶")
        })
}

#[cfg(test)]
mod tests {
    use encoding_rs::UTF_8;
    use scraper::Html;

    use super::super::read;
    use super::*;

    #[test]
    fn a_row_shows_its_date_in_many_ways() {
        for row in [
            "<li><a href=@><h3>甲事项公告@号(2026-11-20)</h3><p>甲事项公告的内容</p></a></li>",
            "<li><a href=@><b>[2026-11-20]甲事项公告@号</b><br>摘要</a></li>",
            "<li><a href=@>甲事项公告@号</a><span>26-11-20</span></li>",
            "<li><a href=@>甲事项公告@号</a><i>发布时间：20261120</i></li>",
            "<li><a href=@>甲事项公告@号</a><i>發佈時間：2026—11—20</i></li>",
            "<li><a href=@>甲事项公告@号</a> ２０２６－１１－２０</li>",
            "<li><a href=@>甲事项公告@号</a><time datetime='2026-11-20T08:00:00Z'>三天前</time></li>",
            "<li><i>20</i><i>Nov, 2026</i><a href=@>甲事项公告@号</a></li>",
            "<li><a href=@>甲事项公告@号</a><u>[11.20]</u></li>",
        ] {
            let rows: String = (1..4).map(|n| row.replace('@', &n.to_string())).collect();
            let html = Html::parse_document(&format!("<p class=dqwz>当前位置：<a href=/>首页</a> &gt; 公告</p><ul>{rows}</ul>"));
            let url: url::Url = "http://www.example.gov.cn/gg/".parse().unwrap();
            let main = read(
                &Outline::of(&html),
                &Resolver::new(&url, &html, UTF_8),
                &url,
                Date::constant(2026, 11, 23),
                super::super::Own::default(),
            )
            .main;
            let items = main.unwrap().items;
            let day = |i: &ListItem| i.date.map(|s| s.date) == Some(Date::constant(2026, 11, 20));
            assert!(items.len() == 3 && items.iter().all(day), "{row}: {items:?}");
            assert_eq!(items[1].title, "甲事项公告2号", "{row}");
        }
    }
}
