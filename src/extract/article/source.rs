//! Where a page says it comes from (来源).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::byline::{ELSEWHERE, Page};
use super::label;
use crate::extract::dates;
use crate::extract::outline::{Outline, Tag};
use crate::lexicon::{ARTICLE_WORDS, Words};
use crate::text::{folded, is_han};

static SOURCE_LABEL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(信息|文章|稿件|新闻|内容)?来\s?源\s?[：:﹕]|稿源\s?[：:]").expect("a constant pattern"));
static WRITTEN_SOURCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)(?-u:\b)(?:[0-9a-z_]*source[0-9a-z_]*|laiyuan|ly|xxly|wzly)\s*=\s*["']([^"'\n]{1,60})["']"#)
        .expect("a constant pattern")
});

impl Page<'_, '_> {
    /// The source: on the date line, at the edge of the body, written by script, or from the label.
    pub(super) fn source(&self, labels: &BTreeMap<String, String>) -> Option<String> {
        let text = &self.outline.text;
        for hit in SOURCE_LABEL.captures_iter(text).take(200) {
            let Some(all) = hit.get(0) else { continue };
            if self.is_elsewhere(all.start(), ELSEWHERE) {
                continue;
            }
            let before = text[..all.start()].chars().next_back();
            // 资料来源, 资金来源 are something else.
            if hit.get(1).is_none() && before.is_some_and(is_han) && !self.own_run(all.start()) {
                continue;
            }
            let in_body = self.body.as_ref().is_some_and(|b| b.contains(&all.start()));
            if in_body && !(before.is_none() || before == Some('\n')) {
                continue;
            }
            if let Some(value) = self.source_after(all.end(), in_body) {
                return Some(value);
            }
        }
        self.written(&WRITTEN_SOURCE, tidy_source)
            .or_else(|| label(labels, &["ContentSource"]).and_then(tidy_source))
    }

    /// Whether a run begins at `at`: the word stands in an element of its own.
    fn own_run(&self, at: usize) -> bool {
        self.outline.runs.get(self.outline.run_at(at)).is_some_and(|r| r.span().start == at)
    }

    fn source_after(&self, at: usize, in_body: bool) -> Option<String> {
        let outline = self.outline;
        let index = outline.run_at(at.checked_sub(1)?);
        let run = outline.runs.get(index)?;
        let rest = outline.text[at..run.span().end].trim();
        if in_body {
            let line_end = outline.text[at..].find('\n').map_or(outline.text.len(), |i| at + i);
            let line = outline.text[at..line_end].trim();
            return (line.chars().count() <= 30).then(|| tidy_source(line)).flatten();
        }
        if !rest.is_empty() {
            return tidy_source(rest);
        }
        let next = outline.runs.get(index + 1)?;
        let between = &outline.text[run.span().end..next.span().start];
        let same_line = !between.contains('\n');
        let cells = is_cell(outline, run.el as usize) && is_cell(outline, next.el as usize);
        if !(same_line || cells) || self.body.as_ref().is_some_and(|b| b.contains(&next.span().start)) {
            return None;
        }
        tidy_source(&outline.text[next.span()])
    }
}

/// Whether the nearest block of an element is a cell of a table or of a definition list.
fn is_cell(outline: &Outline<'_>, mut el: usize) -> bool {
    for _ in 0..4 {
        match outline.els[el].tag {
            Tag::Cell => return true,
            Tag::Block => return matches!(outline.els[el].element.name(), "dd" | "dt"),
            Tag::Inline | Tag::A => {}
            _ => return false,
        }
        match outline.parent(el) {
            Some(parent) => el = parent,
            None => return false,
        }
    }
    false
}

/// Words that begin the next field of a date line.
static NEXT_FIELD: Words = Words::used(ARTICLE_WORDS, "next-field");
/// What says as much as no source.
static NO_SOURCE: Words = Words::used(ARTICLE_WORDS, "no-source");

/// A source without what follows it on the line; `None` for placeholders and what is no name.
fn tidy_source(value: &str) -> Option<String> {
    let value = value.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：'));
    let value = &value[..value.floor_char_boundary(300)];
    let mut end = value.len();
    for word in NEXT_FIELD.iter() {
        if let Some(at) = value.find(word) {
            end = end.min(at);
        }
    }
    if let Some(found) = dates::find(&value[..end]).first() {
        end = end.min(found.span.start);
    }
    let tidy = value[..end].trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '：' | ':' | '|' | '】' | ']' | ')' | '）' | '，' | ',' | '、' | '-' | '—')
    });
    let length = tidy.chars().count();
    let placeholder = NO_SOURCE.contains(&tidy.to_ascii_lowercase().as_str());
    let template = ["{", "<%", "!--", "$", "document.write"].iter().any(|t| tidy.contains(t));
    (!placeholder && !template && (2..=40).contains(&length) && !tidy.contains('。') && tidy.chars().any(char::is_alphanumeric))
        .then(|| folded(tidy))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_ends_where_the_next_field_begins() {
        for (value, want) in [
            ("某局办公室 作者：张某", Some("某局办公室")),
            ("某日报2020-01-02", Some("某日报")),
            ("某市政府网【字体：大 中 小】", Some("某市政府网")),
            ("未知", None),
            ("  ", None),
            ("浏览次数：12", None),
            ("{$source}", None),
            ("本站原创", Some("本站原创")),
        ] {
            assert_eq!(tidy_source(value).as_deref(), want, "{value}");
        }
    }
}
