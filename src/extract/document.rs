//! The marks of an official document: its number (文号), and whether the page says that it no longer holds.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::attributes::attr;
use super::outline::{Outline, Tag, Zone};
use crate::facts::DocumentFacts;
use crate::text::{first, unspaced};

/// Where a page speaks of others than the document on it.
const ELSEWHERE: Zone = Zone::NAV
    .and(Zone::FOOT)
    .and(Zone::SIDE)
    .and(Zone::RELATED)
    .and(Zone::NOTICE)
    .and(Zone::HIDDEN);
/// Lines looked at for a number that stands alone: it stands at the head of a document.
const HEAD_LINES: usize = 120;

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(\p{Han}{1,14})\s?[〔\[［（(【﹝]\s?((?:19|20)\d\d)\s?年?[〕\]］）)】﹞]\s?第?\s?(\d{1,5})\s?号")
        .expect("a constant pattern")
});
static NUMBER_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:发文字号|发文文号|文件编号|文件字号|发\s?文\s?号|文\s?号|字\s?号)\s*[：:】\]]?\s*").expect("a constant pattern")
});
/// 有效性：失效, in a line or in two cells. 状态 alone may be that of anything, so it needs its colon.
static STANDING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:有\s?效\s?性|时\s?效\s?性|效力状态|效力级别|文件状态|有效状态|是否有效|文件效力|状态\s?[：:]|效力\s?[：:]|时效\s?[：:])\s*[：:】\]]?\s*(?:现|全文|部分)?(?:已)?(?:被)?(?:失效|废止|无效|修改|修订|停止执行|作废|否)",
    )
    .expect("a constant pattern")
});
static BRACKETED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"[（(【\[〔]\s*(?:(?:本文件?|此文件?|该文件?)?(?:全文|部分)?(?:现已|已经|已被|已|现)?(?:废止|失效|停止执行|作废)|(?:已|已被|现已)(?:修改|修订))[^（(【\[〔）)】\]〕\n]{0,16}[）)】\]〕]",
    )
    .expect("a constant pattern")
});
static SENTENCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:本|此|该)(?:文件|文|办法|规定|通知|公文|规范性文件|决定|细则|意见|公告|通告|方案|措施)(?:现|均|业|全文)?已(?:经|于|被|由)?[^。；\n]{0,40}(?:废止|失效|停止执行|作废|不再执行)",
    )
    .expect("a constant pattern")
});
static ALONE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:该文件|本文件|文件)?(?:现已|已经|已被|已|全文)?(?:废止|失效|停止执行|作废)$").expect("a constant pattern")
});
/// How files and classes of stamps are called.
const STAMPS: &[&str] = &["feizhi", "shixiao", "zuofei"];

/// Reads the marks of the document on a page with this headline.
pub(super) fn read(outline: &Outline<'_>, title: Option<&str>, labels: &BTreeMap<String, String>) -> DocumentFacts {
    DocumentFacts {
        number: number(outline, title),
        withdrawn: withdrawn(outline, title, labels),
    }
}

fn number(outline: &Outline<'_>, title: Option<&str>) -> Option<String> {
    let text = &outline.text;
    let labelled = NUMBER_LABEL.find_iter(text).take(50).find_map(|label| {
        let own = !outline.zone_at(label.start()).any_of(ELSEWHERE);
        let rest = &text[label.end()..];
        let found = NUMBER
            .captures_at(&rest[..rest.floor_char_boundary(120)], 0)
            .filter(|c| c.get(0).is_some_and(|m| m.start() == 0));
        found.filter(|_| own).map(|c| written(&c))
    });
    let alone = || {
        let mut lines = outline
            .lines(0..text.len())
            .map(|(at, line)| (at, line.trim()))
            .filter(|(_, l)| !l.is_empty());
        lines.by_ref().take(HEAD_LINES).find_map(|(at, line)| {
            let bare = line.trim_matches(|c: char| "（()）　 ".contains(c));
            // A number ends so; most lines do not, and need no closer look.
            let bare = Some(bare).filter(|bare| bare.ends_with('号'))?;
            let found = NUMBER
                .captures(bare)
                .filter(|c| line.len() <= 120 && c.get(0).is_some_and(|m| m.len() == bare.len()))?;
            (!outline.zone_at(at).any_of(ELSEWHERE)).then(|| written(&found))
        })
    };
    labelled.or_else(|| NUMBER.captures(title?).map(|c| written(&c))).or_else(alone)
}

fn written(found: &regex::Captures<'_>) -> String {
    let part = |i: usize| found.get(i).map_or("", |m| m.as_str());
    format!("{}〔{}〕{}号", part(1), part(2), part(3).trim_start_matches('0'))
}

fn withdrawn(outline: &Outline<'_>, title: Option<&str>, labels: &BTreeMap<String, String>) -> Option<String> {
    let text = &outline.text;
    let said = |pattern: &Regex| {
        let mut hits = pattern.find_iter(text).take(200);
        hits.find(|hit| !outline.zone_at(hit.start()).any_of(ELSEWHERE))
            .map(|hit| unspaced(hit.as_str()))
    };
    let titled = title.and_then(|t| BRACKETED.find(t)).map(|hit| hit.as_str().to_owned());
    let labelled = || {
        labels
            .iter()
            .find(|(name, value)| ["有效", "时效", "效力"].iter().any(|w| name.contains(w)) && ALONE.is_match(value.trim()))
            .map(|(name, value)| format!("{name}：{value}"))
    };
    let alone = || {
        let mut lines = outline.lines(0..text.len());
        lines
            .find(|(at, line)| {
                line.len() <= 40 && may_be_alone(line) && ALONE.is_match(line.trim()) && !outline.zone_at(*at).any_of(ELSEWHERE)
            })
            .map(|(_, line)| line.trim().to_owned())
    };
    titled
        .or_else(|| said(&STANDING))
        .or_else(|| said(&BRACKETED))
        .or_else(|| said(&SENTENCE))
        .or_else(labelled)
        .or_else(alone)
        .or_else(|| stamp(outline))
}

/// Whether a line ends as [`ALONE`] does; most do not, and need no closer look.
fn may_be_alone(line: &str) -> bool {
    line.trim_end().ends_with(['止', '效', '行', '废'])
}

/// A stamp laid over the document: a picture that says so, or one whose file or class is called so.
fn stamp(outline: &Outline<'_>) -> Option<String> {
    outline.els.iter().find_map(|el| {
        if el.zone.any_of(Zone::NAV.and(Zone::FOOT)) {
            return None;
        }
        let attr = |name: &str| attr(el.element, name).unwrap_or_default();
        if el.tag == Tag::Img {
            let words = [attr("alt"), attr("title")]
                .into_iter()
                .find(|w| w.contains("废止") || w.contains("失效"));
            if let Some(words) = words {
                return Some(format!("图片：{}", first(words.trim(), 40)));
            }
        }
        let named = [attr("src"), attr("class"), attr("id")]
            .into_iter()
            .map(|n| n[n.floor_char_boundary(n.len().saturating_sub(200))..].to_ascii_lowercase())
            .find(|n| STAMPS.iter().any(|s| n.contains(s)))?;
        Some(format!("标记：{}", named.rsplit('/').next().unwrap_or(&named)))
    })
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    fn marks(html: &str) -> (Option<String>, Option<String>) {
        let html = Html::parse_document(html);
        let facts = read(&Outline::of(&html), Some("鹭岛市养犬管理办法"), &BTreeMap::new());
        (facts.number, facts.withdrawn)
    }

    #[test]
    fn the_number_is_the_documents_own() {
        for (html, want) in [
            (
                "<div>发文字号：鹭公规〔2026〕3号</div><p>根据国发〔2020〕1号</p>",
                Some("鹭公规〔2026〕3号"),
            ),
            (
                "<table><tr><td>文 号</td><td>鹭公规[2026]03号</td></tr></table>",
                Some("鹭公规〔2026〕3号"),
            ),
            ("<h1>办法</h1><p>鹭公规（2026）3号</p><p>各单位：</p>", Some("鹭公规〔2026〕3号")),
            ("<p>根据国发〔2020〕1号的要求，制定本办法。</p>", None),
            ("<div class='related'><p>鹭公规〔2019〕5号</p></div><p>正文</p>", None),
        ] {
            assert_eq!(marks(html).0.as_deref(), want, "{html}");
        }
    }

    #[test]
    fn a_document_that_no_longer_holds_says_so_in_many_ways() {
        for html in [
            "<div>有效性：失效</div>",
            "<table><tr><td>时效性</td><td>已废止</td></tr></table>",
            "<h1>办法（已废止）</h1>",
            "<p>【失效】</p>",
            "<p>本文件已于2025年3月1日起废止。</p>",
            "<div><span>已失效</span></div>",
            "<img src='/images/x.png' alt='已废止'>",
            "<img src='/images/feizhi.png'>",
            "<div class='stamp shixiao'></div>",
            "<h1>办法（已修改）</h1>",
        ] {
            assert!(marks(html).1.is_some(), "{html}");
        }
        for html in [
            "<div>有效性：有效</div>",
            "<p>本办法自2026年1月1日起施行，《鹭岛市养犬规定》同时废止。</p>",
            "<h1>办法（2020年修订）</h1>",
            "<h1>办法（修订稿）</h1>",
            "<p>本办法有效期五年，期满自动失效。</p>",
            "<div class='footer'>【失效】</div>",
        ] {
            assert_eq!(marks(html).1, None, "{html}");
        }
    }

    #[test]
    fn labels_without_values_are_looked_at_so_often_and_no_more() {
        let html = "<p>发文字号：有效性：（已".to_owned() + &"文号：（已 有效性".repeat(50_000) + "文号：鹭公规〔2026〕3号";
        assert_eq!(marks(&html), (None, None));
    }
}
