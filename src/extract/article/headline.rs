//! The headline of a page.

use std::collections::BTreeMap;

use super::label;
use crate::extract::dates;
use crate::extract::outline::{Outline, Tag, Zone};
use crate::extract::text::Content;
use crate::lexicon::{ARTICLE_WORDS, Words};
use crate::text::{comparable, folded};

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

/// Weighs the label, the elements that look like headlines and the `<title>` against each other.
pub(super) fn find(
    outline: &Outline<'_>,
    content: Option<Content>,
    html_title: Option<&str>,
    labels: &BTreeMap<String, String>,
) -> Headline {
    let labelled = label(labels, &["ArticleTitle"]);
    let head = html_title.map(comparable).unwrap_or_default();
    let labelled_key = labelled.map(comparable).unwrap_or_default();
    let site = label(labels, &["SiteName"]).unwrap_or_default();
    let mut best: Option<Candidate> = None;
    let mut tried = 0;
    for el in 0..outline.els.len() {
        let Some(base) = looks_like_headline(outline, el) else { continue };
        let shown = outline.text_of(el);
        let length = shown.chars().count();
        if !(2..=160).contains(&length) {
            continue;
        }
        tried += 1;
        if tried > 400 {
            break;
        }
        let key = comparable(shown);
        let long_enough = key.chars().count() >= 4;
        let mut score = base;
        if long_enough && !labelled_key.is_empty() && (labelled_key.contains(&key) || key.contains(&labelled_key)) {
            score += 40;
        }
        if long_enough && !head.is_empty() && (head.contains(&key) || (key.contains(&head) && head.chars().count() >= 4)) {
            score += 30;
        }
        let end = outline.span(el).end;
        if date_line_follows(outline, end) {
            score += 25;
        }
        if let Some(content) = content {
            let body = outline.span(content.el);
            // The headline stands before the body, or at its top.
            if outline.span(el).start <= body.start + 400 {
                score += 5;
            } else if content.tight {
                score -= 15;
            }
        }
        if length < 5 {
            score -= 15;
        }
        if best.as_ref().is_none_or(|b| score > b.score) {
            best = Some(Candidate { el, score });
        }
    }
    let best = best.filter(|b| b.score >= 30);
    let at = best.as_ref().map(|b| {
        let span = outline.span(b.el);
        (span.start, span.end)
    });
    let element = best.map(|b| folded(outline.text_of(b.el)));
    let head_clean = html_title.map(|t| clean(t, site)).filter(|t| !t.is_empty());
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
        (Some(l), None) if head.contains(&labelled_key) || head.is_empty() => Some(folded(l)),
        (None, Some(e)) => Some(e),
        (_, None) => head_clean.or_else(|| labelled.map(folded)),
    };
    Headline { title, at }
}

/// How much an element looks like a headline by its tag and marks; `None` where it cannot be one.
fn looks_like_headline(outline: &Outline<'_>, el: usize) -> Option<i32> {
    let e = &outline.els[el];
    let by_tag = match e.tag {
        Tag::Heading(1) => 14,
        Tag::Heading(2) => 10,
        Tag::Heading(_) => 7,
        Tag::Div | Tag::P | Tag::Cell | Tag::Inline | Tag::Block | Tag::Li => 0,
        _ => return None,
    };
    if e.zone.any_of(Zone::FURNITURE) {
        return None;
    }
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
    let score = by_tag + by_mark + by_name;
    if score == 0 {
        return None;
    }
    let runs = outline.runs_of(el);
    // A heading that is a link leads elsewhere; a block of many pieces is no headline.
    if runs.is_empty() || runs.len() > 12 || runs.iter().any(|r| r.linked) {
        return None;
    }
    Some(score)
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

/// Whether a date or the words of a date line come within the next three lines.
fn date_line_follows(outline: &Outline<'_>, end: usize) -> bool {
    let near = outline.text[end..outline.text.floor_char_boundary(end + 260)].trim_start();
    near.lines().take(4).any(|line| {
        line.chars().count() <= 120
            && (["发布日期", "发布时间", "来源：", "来源:", "作者："]
                .iter()
                .any(|w| line.contains(w))
                || dates::find(line)
                    .iter()
                    .any(|f| matches!(f.day, dates::Day::Full(_)) && f.span.start < 40))
    })
}

/// A `<title>` without the name of the site and other tails.
pub(super) fn clean(title: &str, site: &str) -> String {
    let title = title.trim_start_matches('\u{FEFF}').trim();
    let parts: Vec<&str> = split_parts(title);
    if parts.len() == 1 {
        return title.to_owned();
    }
    let site_key = comparable(site);
    parts
        .iter()
        .find(|p| {
            let key = comparable(p);
            !key.is_empty() && (site_key.is_empty() || key != site_key) && !names_a_site(p)
        })
        .map_or_else(|| parts[0].to_owned(), |p| (*p).to_owned())
}

/// Cuts at the signs that join a headline to a site's name, but not inside brackets or between digits (2019-2020).
fn split_parts(title: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut from, mut depth) = (0, 0_i32);
    let mut before = ' ';
    let mut chars = title.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let after = chars.peek().map_or(' ', |(_, n)| *n);
        match c {
            '《' | '（' | '(' | '“' | '【' => depth += 1,
            '》' | '）' | ')' | '”' | '】' => depth -= 1,
            '_' | '|' | '｜' | '-' | '–' | '—' if depth <= 0 => {
                let joins_words = before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric();
                if !joins_words {
                    parts.push(title[from..i].trim());
                    from = i + c.len_utf8();
                }
            }
            _ => {}
        }
        before = c;
    }
    parts.push(title[from..].trim());
    parts.retain(|p| !p.is_empty());
    if parts.is_empty() {
        parts.push(title);
    }
    parts
}

fn names_a_site(part: &str) -> bool {
    static ENDS: Words = Words::used(ARTICLE_WORDS, "site-end");
    let part = part.trim();
    ENDS.iter().any(|w| part.ends_with(w)) && part.chars().count() <= 24
}

#[cfg(test)]
mod tests {
    use super::super::tests::{parts, parts_with};
    use super::*;

    #[test]
    fn a_title_loses_the_name_of_the_site() {
        for (title, site, want) in [
            ("关于某事的通知-某某市人民政府", "", "关于某事的通知"),
            ("某某县人民政府 | 某县统计公报", "", "某县统计公报"),
            ("某某县 | 某县统计公报", "某某县", "某县统计公报"),
            ("工作动态——某某网站", "", "工作动态"),
            ("2019-2020学年收费标准_某局", "", "2019-2020学年收费标准"),
            ("转发《甲-乙条例》的通知 - 某信息网_农药,药品", "", "转发《甲-乙条例》的通知"),
            ("机构职能", "", "机构职能"),
            ("-", "", "-"),
        ] {
            assert_eq!(clean(title, site), want, "{title}");
        }
    }

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
    fn side_headings_lose_to_the_title() {
        let html = "<title>某某培训通知 - 某网</title><div><h1>办事大厅</h1><a href=x>甲</a></div><div><h1>某某培训通知</h1>发布时间：2020-01-02</div>";
        assert_eq!(parts(html).title.as_deref(), Some("某某培训通知"));
    }
}
