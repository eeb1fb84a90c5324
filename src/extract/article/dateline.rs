//! The line under a headline, known by its form: a date, and fields beside it.

use crate::extract::dates::{self, Day, Found};
use crate::lexicon::{ARTICLE_WORDS, Words};
use crate::text::{is_han, last, unspaced};

/// Characters of the longest date line: with source, author, counter and buttons one has a hundred.
pub(super) const LINE: usize = 120;

/// What stands on the line of the date besides it.
static FIELDS: Words = Words::used(ARTICLE_WORDS, "date-field");
/// How a label of a date ends.
static LABELS: Words = Words::used(ARTICLE_WORDS, "date-label");

/// What happens on a day that is not that of publication.
static OTHER_DAYS: Words = Words::used(ARTICLE_WORDS, "other-day");

/// Whether a line is short enough to be a date line, and no sentence.
pub(super) fn is_short(line: &str) -> bool {
    line.len() <= LINE * 4 && line.chars().count() <= LINE && !line.contains('。')
}

/// Whether it names a field that stands beside dates (来源, 作者, 浏览).
pub(super) fn has_field(line: &str) -> bool {
    let bare = unspaced(line).to_lowercase();
    FIELDS.iter().any(|field| bare.contains(field))
}

/// The first full date of a line; a loose one (26-11-20) where it stands between blanks, bars or brackets.
pub(super) fn day_in(line: &str) -> Option<Found> {
    // Most lines hold no figure at all; numerals (二〇二〇年) stand before 年.
    if !line.chars().any(|c| c == '年' || !is_han(c) && c.is_numeric()) {
        return None;
    }
    let full = |found: &Found| matches!(found.day, Day::Full(_));
    let whole = dates::find(line).into_iter().find(full);
    whole.or_else(|| {
        let mut at = 0;
        line.split_inclusive(|c: char| c.is_whitespace() || "|｜【】[]［］（）()：:".contains(c))
            .find_map(|piece| {
                let from = at;
                at += piece.len();
                let bare = piece.trim_end_matches(|c: char| "：:".contains(c));
                dates::alone(bare, from).filter(full)
            })
    })
}

/// Whether the words before a date make it another one than that of publication: 有效期至, 截止日期：, 今天是.
pub(super) fn is_foreign(before: &str) -> bool {
    let before = before.trim_end();
    let label = before.trim_end_matches(['：', ':']);
    let tail = unspaced(last(label, 24)).to_lowercase();
    let ends = |words: &[&str]| words.iter().any(|w| tail.ends_with(w));
    // 实施日期, 截止日期: a day in the life of what the text tells of.
    let word = ["日期", "时间"].iter().find_map(|w| tail.strip_suffix(w)).unwrap_or(&tail);
    if OTHER_DAYS.iter().any(|w| word.ends_with(w)) {
        return true;
    }
    let of_publication = LABELS.iter().any(|w| tail.ends_with(w)) || ends(&["time", "date", "published", "posted", "updated"]);
    let until = ends(&["自", "于", "至", "从"]) && !ends(&["发表于", "发布于", "更新于", "發佈於"]);
    (label.len() < before.len() && !of_publication) || until || ends(&["今天是", "今天"])
}

/// Whether a line is a date line: the date with a field, or alone.
pub(in crate::extract) fn is_date_line(line: &str) -> bool {
    if !is_short(line) {
        return false;
    }
    let Some(found) = day_in(line) else { return false };
    let (before, behind) = (&line[..found.span.start], &line[found.span.end..]);
    if is_foreign(before) || behind.trim_start().starts_with("星期") {
        return false;
    }
    let others = before.chars().chain(behind.chars()).filter(|c| c.is_alphanumeric()).count();
    others == 0 || has_field(line) || others <= 12 && LABELS.any_in(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_line_is_known_by_its_form() {
        for line in [
            "2026-11-20",
            "[2026年11月20日]",
            "| 26-11-20 | 【大 中 小】【打印】",
            "日期：2026-11-20 09:30 来 源：某局",
            "发布时间：２０２６－１１－２０",
            "发表于2026-11-20|更新于2026-11-21|阅读量：",
            "某日报 2026/11/20 浏览：12 次",
            "Nov 20, 2026  Views: 12",
            "Release time：2026-11-20 Author：",
            "發佈時間：2026-11-20",
        ] {
            assert!(is_date_line(line), "{line}");
        }
        for line in [
            "今天是2026年11月20日",
            "2026年11月20日 星期五 访问量：12",
            "有效期至2026-11-20 阅读",
            "截止：2026-11-20",
            "实施日期：2026-11-20 来源：某局",
            "征集时间：2026-11-20",
            "2026年11月20日，某局召开会议，传达学习。来源很多",
            "2026年11月20日某局某某会议",
            "来源：某局 浏览：12",
            "电话 10-20-30 来源",
        ] {
            assert!(!is_date_line(line), "{line}");
        }
    }
}
