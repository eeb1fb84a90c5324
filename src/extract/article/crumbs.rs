//! 当前位置: the way from the home page down to this one.

use std::sync::LazyLock;

use regex::Regex;

use crate::extract::Resolver;
use crate::extract::outline::{Outline, Tag, Zone};
use crate::facts::Crumb;
use crate::lexicon::{ARTICLE_WORDS, Words};
use crate::text::{comparable, unspaced};

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:当\s?前|所\s?在|现\s?在|您)的?(?:所在)?的?位\s?置|当前栏目|(?m:^位置)\s?[:：]").expect("a constant pattern")
});

static HOME: Words = Words::used(ARTICLE_WORDS, "home");
/// What the last step is called that stands for the page itself.
static PAGE: Words = Words::used(ARTICLE_WORDS, "page");

/// Signs between the steps.
fn is_step(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '>' | '＞' | '›' | '»' | '/' | '\\' | '|' | '→' | '-' | '—' | '·' | '：' | ':' | '》' | '▸'
        )
}

/// Reads the steps, links and plain text, in order.
pub(super) fn find(outline: &Outline<'_>, resolver: &Resolver) -> Vec<Crumb> {
    let labelled = LABEL.find_iter(&outline.text).take(8).find_map(|hit| {
        let run = outline.run_at(hit.start());
        let el = outline.runs.get(run)?.el as usize;
        (!outline.els[el].zone.any_of(Zone::HIDDEN.and(Zone::FOOT)))
            .then(|| steps_after(outline, resolver, el, hit.end()))
            .filter(|s| !s.is_empty())
    });
    labelled.or_else(|| unlabelled(outline, resolver)).unwrap_or_default()
}

/// Without the words: a link 首页, then a sign, then more, all in a small element.
fn unlabelled(outline: &Outline<'_>, resolver: &Resolver) -> Option<Vec<Crumb>> {
    outline
        .runs
        .iter()
        .enumerate()
        .filter(|(_, run)| run.linked && run.chars <= 4)
        .find_map(|(i, run)| {
            if !HOME.contains(&unspaced(&outline.text[run.span()]).as_str()) {
                return None;
            }
            let next = outline.runs.get(i + 1)?;
            let sign = outline.text[next.span()].trim_start().chars().next()?;
            if !matches!(sign, '>' | '＞' | '›' | '»' | '→' | '/' | '》') || outline.text[run.span().end..next.span().start].contains('\n')
            {
                return None;
            }
            let steps = steps_after(outline, resolver, run.el as usize, run.span().start);
            (steps.len() > 1).then_some(steps)
        })
}

/// The steps from byte `from` to the end of the smallest ancestor that holds links behind it.
fn steps_after(outline: &Outline<'_>, resolver: &Resolver, mut el: usize, from: usize) -> Vec<Crumb> {
    for _ in 0..5 {
        let has_link = outline.runs_of(el).iter().any(|r| r.linked && r.span().end > from);
        if has_link && outline.els[el].tag != Tag::A {
            break;
        }
        match outline.parent(el) {
            Some(parent) if outline.span(parent).len() <= 600 || outline.els[el].tag == Tag::A => el = parent,
            _ => break,
        }
    }
    if outline.span(el).len() > 900 {
        return Vec::new();
    }
    let mut steps: Vec<Crumb> = Vec::new();
    let mut last_link = usize::MAX;
    for run in outline.runs_of(el) {
        let span = run.span();
        if span.end <= from {
            continue;
        }
        let piece = &outline.text[span.start.max(from)..span.end];
        if run.linked {
            let link = link_of(outline, run.el as usize);
            let text = piece.trim_matches(is_step);
            if text.is_empty() {
                continue;
            }
            if let (Some(link), Some(step)) = (link, steps.last_mut())
                && link == last_link
            {
                step.text.push_str(text);
                continue;
            }
            last_link = link.unwrap_or(usize::MAX);
            let url = link
                .and_then(|a| outline.attr(a, "href"))
                .and_then(|href| resolver.resolve(href))
                .and_then(|t| t.web().map(str::to_owned));
            steps.push(Crumb {
                text: text.to_owned(),
                url,
            });
        } else {
            for text in piece.split(['>', '＞', '›', '»', '→', '》', '/', '\\', '|']) {
                let text = text.trim_matches(is_step);
                if !text.is_empty() && text.chars().count() <= 80 && text.chars().any(char::is_alphanumeric) {
                    steps.push(Crumb {
                        text: text.to_owned(),
                        url: None,
                    });
                }
            }
        }
        if steps.len() >= 12 {
            break;
        }
    }
    steps
}

fn link_of(outline: &Outline<'_>, mut el: usize) -> Option<usize> {
    while outline.els[el].tag != Tag::A {
        el = outline.parent(el)?;
    }
    Some(el)
}

/// The column the steps end in: the last one that is neither the home page, nor the page's own headline, nor 正文.
pub(super) fn column(steps: &[Crumb], title: Option<&str>) -> Option<String> {
    let title = title.map(comparable).unwrap_or_default();
    steps
        .iter()
        .rev()
        .find(|step| {
            let text = comparable(&step.text);
            let is_page = PAGE.contains(&text.as_str())
                || HOME.iter().any(|h| text.eq_ignore_ascii_case(h))
                || (step.url.is_none()
                    && steps.len() > 1
                    && !title.is_empty()
                    && text.chars().count() > 8
                    && title.starts_with(&text[..text.floor_char_boundary(24)]));
            !is_page && !text.is_empty()
        })
        .map(|step| step.text.clone())
}

#[cfg(test)]
mod tests {
    use super::super::tests::parts;
    use super::*;

    fn texts(html: &str) -> Vec<String> {
        parts(html).breadcrumb.into_iter().map(|c| c.text).collect()
    }

    #[test]
    fn every_way_of_writing_it_is_read() {
        for html in [
            "<div>当前位置：<a href=/>首页</a>&nbsp;>&nbsp;<a href=/a/>公示公告</a></span></div>",
            "<p><span>您当前的位置：</span><a href=/>首页</a> &gt;&gt; <a href=/a/>公示公告</a></p>",
            "<ol><li>您所在的位置:</li><li><a href=/>首页</a></li><li><a href=/a/><span>公示</span>公告</a></li></ol>",
            "<td><a href='../index.html'>首 页</a> >>&nbsp;<a href='' class='l'>公示公告</a></td>",
        ] {
            let got = texts(html);
            assert_eq!(got.len(), 2, "{html}: {got:?}");
            assert_eq!(got[1], "公示公告", "{html}");
        }
    }

    #[test]
    fn plain_steps_count_and_menus_do_not() {
        assert_eq!(
            texts("<div>当前位置: <a href=/>首页</a> > 新闻动态 > <a href=/b/>地方</a> > 正文</div>"),
            ["首页", "新闻动态", "地方", "正文"]
        );
        assert!(texts("<ul><li><a href=/>首页</a></li><li><a href=/a>新闻</a></li></ul>").is_empty());
    }

    #[test]
    fn the_headline_and_the_word_for_text_are_no_column() {
        let step = |text: &str, url: Option<&str>| Crumb {
            text: text.into(),
            url: url.map(str::to_owned),
        };
        let steps = [
            step("首页", Some("/")),
            step("公告", Some("/a")),
            step("关于某事项的公告通知", None),
        ];
        assert_eq!(column(&steps, Some("关于某事项的公告通知")).as_deref(), Some("公告"));
        assert_eq!(column(&steps[..2], Some("公告")).as_deref(), Some("公告"));
        assert_eq!(column(&steps[..1], None), None);
        let mixed = [step("公告", Some("/a")), step("2026年11月23日暂无相关信息", None)];
        assert_eq!(column(&mixed, Some("2026年11月23日暂无相关信息")).as_deref(), Some("公告"));
    }
}
