//! The headline of a page.

use std::collections::BTreeMap;

use super::dateline::{LINE, day_in, has_field, is_date_line, is_foreign};
use super::title::Title;
use super::{crumbs, label, look};
use crate::extract::outline::{Outline, Tag, Zone};
use crate::extract::text::Content;
use crate::lexicon::{ARTICLE_WORDS, Words};
use crate::text::{comparable, first, folded, is_han, unspaced};

/// The headline and where it stands in the outline's text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Headline {
    /// Its words, white space folded.
    pub(super) title: Option<String>,
    /// Where it stands, in bytes, where an element shows it.
    pub(super) at: Option<(usize, usize)>,
}

struct Candidate {
    el: usize,
    score: i32,
}

/// Marks of the frame in which no headline stands, unless a date line follows at once (a `<header>` of the article).
const FRAME: Zone = Zone::NAV.and(Zone::FOOT);

/// What the line under a headline says, with a date or without.
static BYLINE: Words = Words::used(ARTICLE_WORDS, "byline");

/// Points of a main heading that is one: its mark, its place before the body, and a date line that does not follow at once.
const MAIN: i32 = 24;

/// Elements weighed on a page: a page has a few dozen short lines set out, a hostile one millions.
const TRIED: usize = 2_000;

/// Weighs the label, the elements that look like headlines and the `<title>` against each other.
pub(super) fn find(
    outline: &Outline<'_>,
    content: Option<Content>,
    html_title: Option<&str>,
    labels: &BTreeMap<String, String>,
) -> Headline {
    let labelled = label(labels, &["ArticleTitle"]);
    let labelled_key = labelled.map(comparable).unwrap_or_default();
    let site = label(labels, &["SiteName"]).unwrap_or_default();
    let head = html_title.map(|t| Title::of(t, site, outline));
    let mut best: Option<Candidate> = None;
    let (mut tried, mut below, mut headed) = (0, false, false);
    for el in 0..outline.els.len() {
        // 160 characters of three bytes, and line breaks.
        if !(2..=500).contains(&outline.span(el).len()) {
            continue;
        }
        let shown = outline.text_of(el);
        let length = shown.chars().count();
        if !(2..=160).contains(&length) || !may_be_headline(outline, el) {
            continue;
        }
        tried += 1;
        if tried > TRIED {
            break;
        }
        let key = comparable(shown);
        let long_enough = key.chars().count() >= 4;
        let by_label = long_enough && !labelled_key.is_empty() && (labelled_key.contains(&key) || key.contains(&labelled_key));
        let by_title = head.as_ref().filter(|_| long_enough).map_or(0, |h| h.agreement(&key));
        let marked = marks(outline, el);
        let span = outline.span(el);
        let in_body = content.is_some_and(|c| c.tight && outline.span(c.el).start < span.start);
        // In the body words are set large and bold for many reasons.
        let look = look::points(outline, el) / if in_body { 2 } else { 1 };
        let alone = !by_label && by_title < 20 && marked == 0;
        // What is only set out and stands below a headline with its date line is a title within the text.
        if alone && (look == 0 || below) || is_no_headline(shown, &key) || alone && shown.contains('。') {
            continue;
        }
        // A value in a table of fields (答复单位) that the title of the page names too is no headline below one.
        if headed && marked == 0 && look == 0 && !by_label {
            continue;
        }
        let dated = if alone && in_body {
            0
        } else {
            date_line_follows(outline, span.end)
        };
        if dated < 25 && outline.els[el].zone.any_of(FRAME) {
            continue;
        }
        let mut score = marked + look;
        score += if by_label { 40 } else { 0 } + by_title + dated;
        if outline.els[el].zone.any_of(Zone::FURNITURE) {
            score -= 10;
        }
        if let Some(content) = content {
            let body = outline.span(content.el);
            // The headline stands before the body, or at its top.
            if span.start <= body.start + 400 {
                score += 5;
            } else if content.tight {
                score -= 15;
            }
        }
        if length < 5 {
            score -= 15;
        }
        below |= score >= 39 && dated >= 25;
        headed |= matches!(outline.els[el].tag, Tag::Heading(1 | 2)) && length >= 5;
        if best.as_ref().is_none_or(|b| score > b.score) {
            best = Some(Candidate { el, score });
        }
    }
    // A main heading over a date line needs no other word for it: the `<title>` may name the column.
    let is_main = |el: usize| outline.els[el].tag == Tag::Heading(1);
    let best = best.filter(|b| b.score >= if is_main(b.el) { MAIN } else { 30 });
    let at = best.as_ref().map(|b| {
        let span = outline.span(b.el);
        (span.start, span.end)
    });
    let element = best.map(|b| folded(outline.text_of(b.el)));
    let head_key = html_title.map(comparable).unwrap_or_default();
    let in_head = head.as_ref().and_then(Title::headline).map(str::to_owned);
    let title = match (labelled, element) {
        (Some(l), Some(e)) => {
            let (lk, ek) = (labelled_key, comparable(&e));
            // A label that agrees is written without the line breaks of the headline.
            if lk == ek || lk.contains(&ek) || ek.contains(&lk) && lk.chars().count() * 2 > ek.chars().count() {
                Some(folded(l))
            } else {
                Some(e)
            }
        }
        (Some(l), None) if head_key.contains(&labelled_key) || head_key.is_empty() => Some(folded(l)),
        (None, Some(e)) => Some(e),
        (_, None) => in_head.or_else(|| labelled.map(folded)),
    };
    Headline {
        title: title.map(|t| closed_up(&t)),
        at,
    }
}

/// A name set with a blank between all its characters (通 知 公 告), as it is meant; any other as it is.
pub(super) fn closed_up(name: &str) -> String {
    let mut words = name.split_whitespace().peekable();
    let spread = words.clone().count() > 1 && words.all(|w| w.chars().count() == 1 && w.chars().all(is_han));
    if spread { unspaced(name) } else { name.to_owned() }
}

/// Whether an element can be a headline by what it is: no link, few pieces, no hidden layer.
fn may_be_headline(outline: &Outline<'_>, el: usize) -> bool {
    let e = &outline.els[el];
    let tag = matches!(
        e.tag,
        Tag::Heading(_) | Tag::Div | Tag::P | Tag::Cell | Tag::Inline | Tag::Block | Tag::Li
    );
    let hidden = Zone::HIDDEN.and(Zone::NOTICE).and(Zone::CRUMB);
    let runs = outline.runs_of(el);
    // A heading that is a link leads elsewhere; a block of many pieces is no headline.
    tag && !e.zone.any_of(hidden) && !runs.is_empty() && runs.len() <= 12 && !runs.iter().any(|r| r.linked)
}

/// Words that are none whatever their setting: a date line, the way to the page, the owner of the site.
fn is_no_headline(shown: &str, key: &str) -> bool {
    !key.chars().any(char::is_alphabetic)
        || shown
            .lines()
            .any(|l| is_date_line(l) || l.contains(['：', ':']) && l.chars().count() <= 40 && has_field(l))
        || ["版权所有", "ICP备", "Copyright"].iter().any(|w| shown.contains(w))
        || crumbs::begins(shown)
}

/// How much an element looks like a headline by its tag and marks.
fn marks(outline: &Outline<'_>, el: usize) -> i32 {
    let e = &outline.els[el];
    let by_tag = match e.tag {
        Tag::Heading(1) => 14,
        Tag::Heading(2) => 10,
        Tag::Heading(_) => 7,
        _ => 0,
    };
    let by_mark = e
        .element
        .attr("id")
        .into_iter()
        .chain(e.element.attr("class"))
        .flat_map(str::split_ascii_whitespace)
        .map(mark)
        .max()
        .unwrap_or(0);
    let by_name = if e.element.name() == "ucaptitle" { 16 } else { 0 };
    by_tag + by_mark + by_name
}

fn mark(word: &str) -> i32 {
    let word = word.to_ascii_lowercase();
    match word.as_str() {
        "title" | "tit" | "bt" | "biaoti" | "headline" => 10,
        _ if word.contains("subtitle") || word.contains("futitle") => 0,
        _ if (word.contains("content")
            || word.contains("article")
            || word.contains("art")
            || word.contains("news")
            || word.contains("info")
            || word.contains("detail")
            || word.contains("xl"))
            && (word.contains("tit") || word.ends_with("bt") || word.contains("biaoti")) =>
        {
            16
        }
        _ if word.contains("title") || word.starts_with("tit") || word.contains("biaoti") => 8,
        _ => 0,
    }
}

/// How much it speaks for a headline that a date line comes within the next lines: less where others stand between.
fn date_line_follows(outline: &Outline<'_>, end: usize) -> i32 {
    let near = outline.text[end..outline.text.floor_char_boundary(end + 360)].trim_start();
    let at = near.lines().take(4).position(|line| {
        let line = first(line, LINE);
        is_date_line(line) || BYLINE.any_in(line) || day_in(line).is_some_and(|f| f.span.start < 40 && !is_foreign(&line[..f.span.start]))
    });
    match at {
        Some(0 | 1) => 25,
        Some(_) => 10,
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{parts, parts_with};

    #[test]
    fn the_headline_is_found_where_the_title_names_the_column() {
        let html = "<title>工作动态——某协会网站</title><table><tr><td class='x_content_title'>关于某事项的公告</td></tr>\
            <tr><td><span class='x_time'>2020-06-08 15:53:06</span></td></tr><tr><td>正文若干。</td></tr></table>";
        assert_eq!(parts(html).title.as_deref(), Some("关于某事项的公告"));
    }

    #[test]
    fn a_label_that_agrees_has_no_line_breaks() {
        let html = "<title>关于举办活动的通知 - 某部</title><div><h1>关于举办<br>活动的通知</h1></div>";
        assert_eq!(
            parts_with(html, &[("ArticleTitle", "关于举办活动的通知")]).title.as_deref(),
            Some("关于举办活动的通知")
        );
    }

    #[test]
    fn a_label_left_over_from_another_page_loses() {
        let html = "<title>乙事项公告-某局</title><h1>乙事项公告</h1><p>发布时间：2020-01-02</p><p>正文。</p>";
        assert_eq!(
            parts_with(html, &[("ArticleTitle", "甲事项完全不同的标题")]).title.as_deref(),
            Some("乙事项公告")
        );
    }

    #[test]
    fn a_value_in_a_table_of_fields_is_no_headline() {
        let html = "<title>局长信箱_某某市公安局</title><div class=crumb>当前位置：首页 &gt; 局长信箱</div><h1>关于户口迁移的咨询</h1><table><tr><td>来信时间</td><td>2026-10-08</td></tr>\
            <tr><td>答复单位</td><td>某某市公安局</td></tr><tr><td>答复时间</td><td>2026-10-10</td></tr></table>";
        assert_eq!(parts(html).title.as_deref(), Some("关于户口迁移的咨询"));
    }

    #[test]
    fn side_headings_lose_to_the_title() {
        let html = "<title>某某培训通知 - 某网</title><div><h1>办事大厅</h1><a href=x>甲</a></div><div><h1>某某培训通知</h1>发布时间：2020-01-02</div>";
        assert_eq!(parts(html).title.as_deref(), Some("某某培训通知"));
    }
}
