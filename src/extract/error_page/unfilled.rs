//! Pages whose template nobody filled in: an article of `null`, one of empty labels, or one whose title is still a mark of the
//! template. The server had no such article.

use std::sync::LazyLock;

use regex::Regex;

use super::words;
use crate::extract::outline::{Outline, Tag, Zone};
use crate::facts::names_document;

/// What stands round an article and says nothing of it.
static FRAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:发布|更新|编辑|录入|发表|添加)?(?:时间|日期)|(?:信息|文章|稿件|内容)?来源|(?:点击|浏览|阅读|访问)(?:次数|数|量|率)?|责任编辑|作者|编辑|审核",
        r"|字体|字号|大小|[【\[（(]?\s?[大中小]\s?[】\]）)]?|打印(?:本页|此页)?|关闭(?:窗口|本页)?|分享(?:到)?|收藏|当前位置|您的?位置|首页|正文|次|人次",
        r"|(?i:(?-u:\b)null(?-u:\b)|(?-u:\b)undefined(?-u:\b)|(?-u:\b)nan(?-u:\b))|(?:1970-01-01|1970年0?1月0?1日|0001-01-01|1900-01-01)(?:[ T]?\d\d:\d\d(?::\d\d)?)?|\d+|[\s:：|/>»·.,，。_\-]+",
    ))
    .expect("a constant pattern")
});
/// Labels of which one stands in every article.
static LABEL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?:时间|日期|来源|作者|编辑)\s*[:：]").expect("a constant pattern"));
/// What a program prints where it has nothing.
static NOTHING: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)(?-u:\b)null(?-u:\b)|(?-u:\b)undefined(?-u:\b)|1970-01-01|0001-01-01").expect("a constant pattern"));
/// Marks of templates that servers fill in. `{{…}}` is filled in by scripts as well.
static MARK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:\{\$[0-9A-Za-z_.\[\]']+\}|\[!--[0-9A-Za-z_]+--\]|\{dede:[^}]+\}|<%=.+%>|\{[0-9A-Za-z_]+:[0-9A-Za-z_]+[^{}]*/\})")
        .expect("a constant pattern")
});

/// The words by which a page shows an article that is not there.
pub(super) fn unfilled(title: &str, outline: &Outline<'_>) -> Option<String> {
    if MARK.is_match(title) {
        return Some(words(title));
    }
    let parts = Parts::of(outline)?;
    if !LABEL.is_match(&parts.text) || !FRAME.replace_all(&parts.text, "").trim().is_empty() {
        return None;
    }
    if let Some(nothing) = NOTHING.find(&parts.text) {
        return Some(words(nothing.as_str()));
    }
    // Without a word of the program's, a script may fill in what is empty.
    let empty_headline = parts.empty_headline && !parts.pictures && outline.els.iter().all(|e| e.tag != Tag::Script);
    let label = LABEL.find(&parts.text).filter(|_| empty_headline)?;
    Some(words(label.as_str()))
}

/// What of a page is its own.
struct Parts {
    /// The text that is no link and no furniture.
    text: String,
    empty_headline: bool,
    pictures: bool,
}

impl Parts {
    /// None where the page shows something else than text, or so much of it that it is an article.
    fn of(outline: &Outline<'_>) -> Option<Parts> {
        let mut parts = Parts {
            text: String::new(),
            empty_headline: false,
            pictures: false,
        };
        for run in &outline.runs {
            if !run.linked && !outline.els[run.el as usize].zone.any_of(Zone::FURNITURE) {
                parts.text.push_str(&outline.text[run.span()]);
                parts.text.push('\n');
                if parts.text.len() > MOST {
                    return None;
                }
            }
        }
        for (i, el) in outline.els.iter().enumerate().filter(|(_, el)| !el.zone.any_of(Zone::FURNITURE)) {
            match el.tag {
                Tag::Heading(1 | 2) => parts.empty_headline |= outline.runs_of(i).is_empty(),
                Tag::Frame => return None,
                Tag::Img => parts.pictures = true,
                Tag::A if outline.attr(i, "href").is_some_and(names_document) => return None,
                _ if matches!(el.element.name(), "video" | "audio" | "embed" | "object" | "canvas") => return None,
                _ => {}
            }
        }
        Some(parts)
    }
}

/// Bytes of text above which a page says something, whatever it is.
const MOST: usize = 600;

#[cfg(test)]
mod tests {
    use super::*;

    fn of(title: &str, page: &str) -> Option<String> {
        let dom = crate::extract::dom::parse(page);
        unfilled(title, &Outline::of(&dom.html))
    }

    #[test]
    fn articles_that_nobody_filled_in_are_none() {
        for (title, page) in [
            (
                "null_某局",
                "<a href=/>首页</a><h1>null</h1><p>日期：null　来源：null　阅读：0</p><div>null</div>",
            ),
            ("某局", "<h2>undefined</h2><div>更新时间：1970-01-01 08:00:00 【大 中 小】</div>"),
            ("某局", "<h1></h1><div>发布时间：&nbsp;来源：&nbsp;浏览次数：0 次</div><div></div>"),
            ("[!--pagetitle--]", "<p>[!--newstext--]</p>"),
            ("{dede:field.title/}", ""),
            ("{$info.title}", "<h1>{$info.title}</h1>"),
        ] {
            assert!(of(title, page).is_some(), "{title} {page}");
        }
    }

    #[test]
    fn articles_of_pictures_or_filled_by_scripts_are_left_alone() {
        for (title, page) in [
            ("某局", "<h1></h1><div>发布时间：2020-05-06 来源：</div><img src=a.jpg>"),
            (
                "某局",
                "<h1 id=t></h1><div>发布时间：<i id=d></i></div><script src=/show.js></script>",
            ),
            ("某局", "<h1>null 值的处理</h1><div>发布时间：2020-05-06</div>"),
            ("某局", "<h1>null</h1><div>来源：null</div><a href=/f/1.pdf>公示表</a>"),
            ("{{title}}", "<h1>{{title}}</h1><div>时间：{{date}}</div>"),
            ("某局", "<h1>任命</h1><div>发布时间：2020-05-06 来源：</div>"),
            ("通知公告", "<h1>通知公告</h1><ul></ul>"),
        ] {
            assert_eq!(of(title, page), None, "{title} {page}");
        }
    }
}
