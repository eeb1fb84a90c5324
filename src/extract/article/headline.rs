//! The headline of a page.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::dateline::{LINE, day_in, has_field, is_date_line, is_foreign};
use super::title::{Title, split_parts};
use super::{crumbs, label, look};
use crate::extract::attributes::attr;
use crate::extract::outline::{Outline, Run, Tag, Zone};
use crate::extract::text::Content;
use crate::facts::Crumb;
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
    /// Where its own words end, in bytes: those of a heading end before the date line it holds.
    end: usize,
    score: i32,
}

/// Lines right over a date line that nothing sets out: the headline of a hand-made page, where there is one. Several are
/// the rows of a table.
#[derive(Default)]
struct Plain {
    first: Option<usize>,
    several: bool,
}

impl Plain {
    fn note(&mut self, outline: &Outline<'_>, el: usize) {
        match self.first {
            None => self.first = Some(el),
            // An element within it says the same.
            Some(first) => self.several |= outline.span(first).end != outline.span(el).end,
        }
    }

    fn only(&self) -> Option<usize> {
        self.first.filter(|_| !self.several)
    }
}

/// Marks of the frame in which no headline stands, unless a date line follows at once (a `<header>` of the article).
const FRAME: Zone = Zone::NAV.and(Zone::FOOT);

/// What the line under a headline says, with a date or without.
static BYLINE: Words = Words::used(ARTICLE_WORDS, "byline");

/// Points of a main heading that is one: its mark, its place before the body, and a date line that does not follow at once.
const MAIN: i32 = 24;

/// Characters of a line that is a headline by its place over the date line alone.
const PLAIN: usize = 6;
/// Points of words that a field of the page calls its title.
const FIELD: i32 = 20;
/// Points of such a line: those of one that a date line follows at once, before the body.
const PLAIN_SCORE: i32 = 30;
/// Bytes of a heading's own words in front of a date line that it holds: three characters.
const HELD: usize = 9;
/// Characters of the name of a column, at most, where it is told from a headline by its length.
const COLUMN: usize = 7;

/// Elements weighed on a page: a page has a few dozen short lines set out, a hostile one millions.
const TRIED: usize = 2_000;

/// Weighs the label, the elements that look like headlines and the `<title>` against each other. `leads_away` says whether
/// a link leads to another page.
pub(super) fn find(
    outline: &Outline<'_>,
    content: Option<Content>,
    html_title: Option<&str>,
    labels: &BTreeMap<String, String>,
    steps: &[Crumb],
    leads_away: &dyn Fn(usize) -> bool,
) -> Headline {
    let labelled = label(labels, &["ArticleTitle"]);
    let labelled_key = labelled.map(comparable).unwrap_or_default();
    let site = label(labels, &["SiteName"]).unwrap_or_default();
    let head = html_title.map(|t| Title::of(t, site, outline));
    let steps: Vec<String> = steps.iter().map(|step| comparable(&step.text)).collect();
    let way = way_begins(outline);
    let field_key = named_in_a_field(outline).map(comparable).unwrap_or_default();
    let mut plain = Plain::default();
    let (mut best, mut of_frame): (Option<Candidate>, Option<Candidate>) = (None, None);
    let (mut tried, mut below, mut headed) = (0, false, false);
    for el in 0..outline.els.len() {
        // 160 characters of three bytes, and line breaks.
        if !(2..=500).contains(&outline.span(el).len()) {
            continue;
        }
        let span = outline.span(el).start..own_end(outline, el);
        let shown = &outline.text[span.clone()];
        let length = shown.chars().count();
        if !(2..=160).contains(&length) || !may_be_headline(outline, el, leads_away) {
            continue;
        }
        tried += 1;
        if tried > TRIED {
            break;
        }
        let key = comparable(shown);
        let long_enough = key.chars().count() >= 4;
        let by_field = long_enough && key == field_key;
        let by_label = long_enough && !labelled_key.is_empty() && (labelled_key.contains(&key) || key.contains(&labelled_key));
        let by_title = head
            .as_ref()
            .map_or(0, |h| if long_enough { h.agreement(&key) } else { h.is_short_for(&key) });
        let marked = marks(outline, el);
        let in_body = content.is_some_and(|c| c.tight && outline.span(c.el).start < span.start);
        // In the body words are set large and bold for many reasons.
        let look = look::points(outline, el) / if in_body { 2 } else { 1 };
        let alone = !by_label && !by_field && by_title < 20 && marked == 0;
        // What is only set out and stands below a headline with its date line is a title within the text.
        if alone && below || is_no_headline(shown, &key) || alone && shown.contains('。') {
            continue;
        }
        if alone && look == 0 {
            // Not the office that signs the text, over its day: the headline has no sentence before it.
            let before = content.map_or("", |c| &outline.text[outline.span(c.el).start.min(span.start)..span.start]);
            let leads = before.len() <= 400 && !before.contains('。');
            if leads && key.chars().count() >= PLAIN && !steps.contains(&key) && is_over_a_date(outline, span.end) {
                plain.note(outline, el);
            }
            continue;
        }
        // A value in a table of fields (答复单位) that the title of the page names too is no headline below one.
        if headed && marked == 0 && look == 0 && !by_label {
            continue;
        }
        let is_short = key.chars().count() <= COLUMN;
        let date_line = date_line_behind(outline, span.end);
        let dated = match date_line {
            _ if alone && in_body => 0,
            // The name of a column over a headline: the date is the headline's.
            Some(1) if is_short => 10,
            Some(0 | 1) => 25,
            Some(_) => 10,
            None => 0,
        };
        // A step of the way, and what stands before the way, is of the frame of the page.
        let is_step = || is_short && (date_line == Some(1) || steps.contains(&key));
        let framed = !by_label && dated < 25 && (is_step() || way.is_some_and(|way| span.end <= way));
        if dated < 25 && outline.els[el].zone.any_of(FRAME) {
            continue;
        }
        let mut score = marked + look;
        score += if by_label { 40 } else { 0 } + if by_field { FIELD } else { 0 } + by_title + dated;
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
        let slot = if framed { &mut of_frame } else { &mut best };
        if slot.as_ref().is_none_or(|b| score > b.score) {
            *slot = Some(Candidate { el, end: span.end, score });
        }
    }
    // A main heading over a date line needs no other word for it: the `<title>` may name the column.
    let is_main = |el: usize| match outline.els[el].tag {
        Tag::Heading(1) => true,
        Tag::Heading(2) => outline.text_of(el).chars().nth(COLUMN).is_some(),
        _ => false,
    };
    let is_one = |b: &Candidate| b.score >= if is_main(b.el) { MAIN } else { 30 };
    let plain = plain.only().map(|el| Candidate {
        el,
        end: outline.span(el).end,
        score: PLAIN_SCORE,
    });
    let best = best.filter(is_one).or(plain).or_else(|| of_frame.filter(is_one));
    let at = best.as_ref().map(|b| (outline.span(b.el).start, b.end));
    let element = at.map(|(from, to)| folded(&outline.text[from..to]));
    let head_key = html_title.map(comparable).unwrap_or_default();
    let in_head = head.as_ref().and_then(Title::headline).map(str::to_owned);
    let title = match (labelled, element) {
        (Some(l), Some(e)) => {
            let (lk, ek) = (labelled_key, comparable(&e));
            // A label that agrees is written without the line breaks of the headline; the whole `<title>` as a label is not.
            if split_parts(l).first().is_some_and(|part| comparable(part) == ek && lk != ek) {
                Some(e)
            } else if lk == ek || lk.contains(&ek) || ek.contains(&lk) && lk.chars().count() * 2 > ek.chars().count() {
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

/// Where the words of an element end that are its own: a heading may hold its date line too, in an element behind them.
fn own_end(outline: &Outline<'_>, el: usize) -> usize {
    let span = outline.span(el);
    let is_line = |words: &str| is_date_line(words) || words.contains(['：', ':']) && has_field(words);
    let line = || {
        let behind = outline.children(el).take(6).filter(|c| outline.span(*c).start >= span.start + HELD);
        behind
            .filter(|c| is_line(outline.text_of(*c).trim()))
            .map(|c| outline.span(c).start)
            .next()
    };
    match outline.els[el].tag {
        Tag::Heading(_) => line().map_or(span.end, |at| span.start + outline.text[span.start..at].trim_end().len()),
        _ => span.end,
    }
}

/// Whether a heading of the page consists of these words, comparable.
pub(super) fn is_heading(outline: &Outline<'_>, key: &str) -> bool {
    let hidden = Zone::HIDDEN.and(Zone::NOTICE).and(Zone::CRUMB).and(Zone::SIDE).and(FRAME);
    let is_one = |el: &usize| {
        let e = &outline.els[*el];
        matches!(e.tag, Tag::Heading(_)) && !e.zone.any_of(hidden) && outline.span(*el).len() <= 120
    };
    !key.is_empty()
        && (0..outline.els.len())
            .filter(is_one)
            .take(60)
            .any(|el| comparable(outline.text_of(el)) == key)
}

/// Whether an element can be a headline by what it is: no link to another page, few pieces, no hidden layer.
fn may_be_headline(outline: &Outline<'_>, el: usize, leads_away: &dyn Fn(usize) -> bool) -> bool {
    let e = &outline.els[el];
    let tag = matches!(
        e.tag,
        Tag::Heading(_) | Tag::Div | Tag::P | Tag::Cell | Tag::Inline | Tag::Block | Tag::Li
    );
    let hidden = Zone::HIDDEN.and(Zone::NOTICE).and(Zone::CRUMB);
    let runs = outline.runs_of(el);
    let is_away = |run: &Run| {
        // A link round a heading is an item of a list, wherever it leads.
        let mut within = std::iter::successors(Some(run.el as usize), |at| outline.parent(*at)).take_while(|at| *at > el);
        run.linked && within.find(|at| outline.els[*at].tag == Tag::A).is_none_or(leads_away)
    };
    // A heading that is a link leads elsewhere; a block of many pieces is no headline.
    tag && !e.zone.any_of(hidden) && !runs.is_empty() && runs.len() <= 12 && !runs.iter().any(is_away)
}

/// Words that are none whatever their setting: a date line, the way to the page, the owner of the site.
fn is_no_headline(shown: &str, key: &str) -> bool {
    !key.chars().any(char::is_alphabetic)
        || shown
            .lines()
            .any(|l| is_date_line(l) || l.contains(['：', ':']) && l.chars().count() <= 40 && has_field(l))
        || ["版权所有", "ICP备", "Copyright"].iter().any(|w| shown.contains(w))
        || crumbs::begins(shown)
        || NUMBER.is_match(shown.trim())
}

/// The number of a document, alone on its line, brackets round it or not.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[（(]?\p{Han}{1,14}\s?[〔\[［（(【﹝]\s?(?:19|20)[0-9]{2}\s?年?[〕\]］）)】﹞]\s?第?\s?[0-9]{1,5}\s?号[)）]?$")
        .expect("a constant pattern")
});

/// How much an element looks like a headline by its tag and marks.
fn marks(outline: &Outline<'_>, el: usize) -> i32 {
    let e = &outline.els[el];
    let by_tag = match e.tag {
        Tag::Heading(1) => 14,
        Tag::Heading(2) => 10,
        Tag::Heading(_) => 7,
        _ => 0,
    };
    let by_mark = attr(e.element, "id")
        .into_iter()
        .chain(attr(e.element, "class"))
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

/// How many lines stand between a headline and a date line behind it; `None` where none comes within the next lines.
fn date_line_behind(outline: &Outline<'_>, end: usize) -> Option<usize> {
    let near = outline.text[end..outline.text.floor_char_boundary(end + 360)].trim_start();
    near.lines().take(4).position(|line| {
        let line = first(line, LINE);
        is_date_line(line) || BYLINE.any_in(line) || day_in(line).is_some_and(|f| f.span.start < 40 && !is_foreign(&line[..f.span.start]))
    })
}

/// Whether the next line is one of date and source.
fn is_over_a_date(outline: &Outline<'_>, end: usize) -> bool {
    let near = outline.text[end..outline.text.floor_char_boundary(end + 360)].trim_start();
    // A field of its own may stand between (来源：某局), and the number of the document.
    let is_field = |line: &str| line.contains(['：', ':']) && line.chars().count() <= 30 && has_field(line);
    let is_field = |line: &str| !line.bytes().any(|b| b.is_ascii_digit()) && is_field(line);
    let mut lines = near
        .lines()
        .take(2)
        .skip_while(|line| is_field(line) || line.len() <= 120 && NUMBER.is_match(line.trim()));
    lines
        .next()
        .is_some_and(|line| line.bytes().any(|b| b.is_ascii_digit()) && is_date_line(line))
}

/// The value of the field 标题 or 名称 in the table of what a document is.
fn named_in_a_field<'o>(outline: &'o Outline<'_>) -> Option<&'o str> {
    static NAME: Words = Words::used(ARTICLE_WORDS, "name-field");
    let text = |run: &Run| outline.text[run.span()].trim();
    outline.runs.windows(2).take(TRIED).find_map(|two| {
        let label = (two[0].chars <= 6 && !two[0].linked).then(|| unspaced(text(&two[0])))?;
        let value = text(&two[1]);
        let is_value = !two[1].linked && (8..=100).contains(&two[1].chars);
        (is_value && NAME.contains(&label.trim_end_matches([':', '：']))).then_some(value)
    })
}

/// Where the way down to the page begins, where one is marked as such outside of the footer.
fn way_begins(outline: &Outline<'_>) -> Option<usize> {
    let of_way = |run: &&Run| {
        let zone = outline.els[run.el as usize].zone;
        zone.any_of(Zone::CRUMB) && !zone.any_of(Zone::HIDDEN.and(Zone::FOOT))
    };
    outline.runs.iter().find(of_way).map(|run| run.span().start)
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
    fn a_label_that_holds_the_name_of_the_site_is_cut() {
        let html = "<title>某事项公告_某局</title><h1>某某事项的公告</h1><p>发布时间：2020-01-02</p><p>正文。</p>";
        assert_eq!(
            parts_with(html, &[("ArticleTitle", "某某事项的公告_通知公告_某局")])
                .title
                .as_deref(),
            Some("某某事项的公告")
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
    fn a_line_right_over_the_date_line_is_a_headline_without_any_mark() {
        let text = "<p>某局召开会议，部署下一阶段工作。各单位要认真落实。</p>";
        let crumb = "<div class=wz>当前位置：<a href=/>首页</a> &gt; <a href=/a/>通知公告</a> &gt; 正文</div>";
        let line = "<div class=b>2020-06-08 来源：某科</div>";
        for (title, head) in [
            ("某县林业局", "<div class=x>某局召开工作会议</div>"),
            ("某县林业局", "<table><tr><td>某局召开工作会议</td></tr></table>"),
            ("无标题文档", "<p>某局召开工作会议</p>"),
            ("通知公告-某县林业局", "<h2>通知公告</h2><span>某局召开工作会议</span>"),
            ("某县林业局-通知公告", "<h1>通知公告</h1><h3>某局召开工作会议</h3>"),
            ("某某林业", "<div>某局召开工作会议</div><div>来源：某某科</div>"),
        ] {
            let html = format!("<title>{title}</title>{crumb}{head}{line}<div>{text}</div>");
            assert_eq!(parts(&html).title.as_deref(), Some("某局召开工作会议"), "{head}");
        }
        // A banner before the way to the page is none, whatever its mark.
        let html = format!("<title>某县林业局</title><h1>某县林业局</h1>{crumb}<div>某局召开工作会议</div>{line}<div>{text}</div>");
        assert_eq!(parts(&html).title.as_deref(), Some("某局召开工作会议"));
        // The office that signs, and the rows of a table, are none.
        let signed = format!("<title>某县信息网</title><div>{text}<p>某某县林业局</p><p>2020-06-08</p></div>");
        assert_eq!(parts(&signed).title, None);
        let rows = "<p>某某县林业局</p><p>2020-06-08</p><p>某某县水利局</p><p>2020-06-09</p>";
        assert_eq!(parts(&format!("<title>某县信息网</title>{rows}")).title, None);
    }

    #[test]
    fn a_heading_may_be_a_link_that_leads_nowhere_else() {
        let text = "<p>某局召开会议，部署下一阶段工作。各单位要认真落实。</p>";
        let page = |link: &str| {
            format!(
                "<title>工作动态</title><div class=x><p class=tit>{link}</p><div><span>日期：</span><span>2020-06-08</span></div></div>{text}"
            )
        };
        for link in [
            "<a href='javascript:void(0);'>某局召开工作会议</a>",
            "<a href='javascript:;'>某局召开工作会议</a>",
            "<a href='#'><b>某局召开</b>工作会议</a>",
            "<a href='t20200302_1.html'>某局召开工作会议</a>",
        ] {
            assert_eq!(parts(&page(link)).title.as_deref(), Some("某局召开工作会议"), "{link}");
        }
        for link in [
            "<a href='t20200302_2.html'>某局召开工作会议</a>",
            "<a href='javascript:openPage(2)'>某局召开工作会议</a>",
            "<a href='#' onclick='openPage(2)'>某局召开工作会议</a>",
            "<a href='javascript:;'>某局召开工作会议</a><a href='javascript:;'>某局召开企业座谈会</a>",
        ] {
            assert_eq!(parts(&page(link)).title.as_deref(), Some("工作动态"), "{link}");
        }
    }

    #[test]
    fn a_heading_may_hold_its_date_line() {
        let text = "<p>某局召开会议，部署下一阶段工作。各单位要认真落实。</p>";
        for heading in [
            "<h2>某局召开工作会议<small>来源：某科 <span>发布时间：2020-06-08</span></small></h2>",
            "<h1>某局召开工作会议 <span>2020-06-08</span></h1>",
            "<h3><b>某局召开工作会议</b><p>时间：2020-06-08 浏览：12</p></h3>",
        ] {
            let p = parts(&format!("<title>某县：会议召开</title>{heading}{text}"));
            assert_eq!(p.title.as_deref(), Some("某局召开工作会议"), "{heading}");
            assert!(
                matches!(&p.pub_date, crate::facts::Fact::Known(day) if day.to_string() == "2020-06-08"),
                "{heading}"
            );
        }
        // A day that belongs to the headline stays in it.
        let p = parts(&format!(
            "<title>某县：要点</title><h1>某局工作要点<span>（2020年6月8日至12日）</span></h1><p>时间：2020-06-09</p>{text}"
        ));
        assert_eq!(p.title.as_deref(), Some("某局工作要点（2020年6月8日至12日）"));
    }

    #[test]
    fn the_number_of_a_document_under_its_title_is_no_headline() {
        let text = "<p>第一条　为加强管理，制定本办法。各单位要认真落实。</p>";
        for number in ["（某政〔2020〕11号）", "某政办发〔2020〕11号", "某政规 [2020] 第11号"] {
            let html =
                format!("<title>某县信息网</title><div>某县农村供水管理办法</div><div>{number}</div><div>发布时间：2020-06-08</div>{text}");
            assert_eq!(parts(&html).title.as_deref(), Some("某县农村供水管理办法"), "{number}");
        }
        let html = format!("<title>某县信息网</title><h1>关于印发某政〔2020〕11号文件的通知</h1><div>发布时间：2020-06-08</div>{text}");
        assert_eq!(parts(&html).title.as_deref(), Some("关于印发某政〔2020〕11号文件的通知"));
    }

    #[test]
    fn side_headings_lose_to_the_title() {
        let html = "<title>某某培训通知 - 某网</title><div><h1>办事大厅</h1><a href=x>甲</a></div><div><h1>某某培训通知</h1>发布时间：2020-01-02</div>";
        assert_eq!(parts(html).title.as_deref(), Some("某某培训通知"));
    }
}
