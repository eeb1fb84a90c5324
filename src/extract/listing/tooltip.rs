//! What the tooltip of a row's link says: the whole of a title that the list cut off, and a date that stands nowhere else.

use super::item::{bare_of_label, is_wrapping};
use super::rows::Row;
use crate::extract::dates::{self, Day};
use crate::extract::outline::Outline;
use crate::facts::Stamp;

/// Lines of a tooltip that are looked at: title, author, date and number of readers are some five.
const LINES: usize = 12;

/// The lines of the tooltip of a row, trimmed.
fn lines<'a>(outline: &Outline<'a>, row: Row) -> impl Iterator<Item = &'a str> {
    let tooltip = outline.attr(row.link, "title").unwrap_or_default();
    tooltip.split(['\n', '\r']).map(str::trim).filter(|l| !l.is_empty()).take(LINES)
}

/// The title it gives, without the word 标题 in front.
pub(super) fn title<'a>(outline: &Outline<'a>, row: Row) -> Option<&'a str> {
    let line = lines(outline, row).next()?;
    let named = line
        .split_once(['：', ':'])
        .filter(|(label, rest)| label.chars().count() <= 6 && label.ends_with('题') && !rest.is_empty());
    Some(named.map_or(line, |(_, rest)| rest.trim_start()))
}

/// The date it gives: a line with nothing but a full date, or one behind a label (发表时间：18年01月28日).
pub(super) fn date(outline: &Outline<'_>, row: Row) -> Option<Stamp> {
    lines(outline, row).find_map(|line| {
        let bare = bare_of_label(line);
        let found = dates::alone(bare, 0).or_else(|| dates::find(bare).into_iter().next())?;
        let alone = is_wrapping(&bare[..found.span.start]) && is_wrapping(&bare[found.span.end..]);
        match found.day {
            Day::Full(date) if alone => Some(Stamp { date, clock: found.clock }),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{lists, main_of};

    /// Title and date of three rows that show this text, whose links have this tooltip: `@` is the number of the row.
    fn three(tooltip: &str, shown: &str) -> Vec<(String, String)> {
        let row = |n| format!("<li><a href={n}.html title='{}'>{shown}</a></li>", tooltip.replace('@', n));
        let rows: String = ["1", "2", "3"].map(row).concat();
        main_of(&format!("<ul>{rows}</ul>"))
    }

    #[test]
    fn a_tooltip_gives_the_day_and_the_whole_title() {
        for tooltip in [
            "标题：某局关于公布甲事项结果的公告第@号&#10;点击数：108&#10;发表时间：26年11月20日",
            "文章标题：某局关于公布甲事项结果的公告第@号&#13;&#10;作    者：佚名&#13;&#10;更新时间：2026-11-20 15:20:11",
            "某局关于公布甲事项结果的公告第@号&#10;2026年11月20日",
            "某局关于公布甲事项结果的公告第@号&#xD;&#xA;发布日期：2026/11/20",
        ] {
            let got = three(tooltip, "某局关于公布甲事项…");
            assert_eq!(got.len(), 3, "{tooltip}");
            assert_eq!(got[1].0, "某局关于公布甲事项结果的公告第2号", "{tooltip}");
            assert!(got[1].1.starts_with("2026-11-20"), "{tooltip}: {got:?}");
        }
    }

    #[test]
    fn a_list_whose_days_only_tooltips_tell_does_not_outweigh_a_short_article() {
        let row = |n: &str| {
            format!("<li><a href={n}.html title='标题：某某事项的公告{n}&#13;发表时间：26年11月2{n}日'>某某事项的公告{n}</a></li>")
        };
        let rows: String = ["0", "1", "2", "3"].map(row).concat();
        let page = lists(&format!(
            "<div class=dqwz>当前位置：<a href=/>首页</a> &gt; 动态</div><h2>某局开展主题活动</h2><p>2026-11-20 来源：某局</p>\
             <p>某局开展了主题活动。</p><div class=r280><h3>最新更新</h3><ul>{rows}</ul></div>"
        ));
        assert!(page.main.is_none(), "{page:?}");
    }

    #[test]
    fn a_day_among_words_or_of_a_term_is_no_date_of_the_row() {
        for tooltip in [
            "某局2026年11月20日关于甲事项的公告第@号",
            "某局关于甲事项的公告第@号&#10;报名截止时间：2026-11-20",
            "某局关于甲事项的公告第@号&#10;自2026年11月20日起施行",
        ] {
            let got = three(tooltip, "某局关于甲事项的公告…");
            assert!(got.iter().all(|(_, day)| day != "2026-11-20"), "{tooltip}: {got:?}");
        }
    }
}
