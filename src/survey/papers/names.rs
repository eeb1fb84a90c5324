//! What documents are called: one document goes by several names (关于印发《某办法》的通知, 某办法, 某市某局某办法), and two pages
//! speak of one document where one of the names is the same.

use std::sync::LazyLock;

use regex::Regex;

use crate::lexicon::{PAPER_TITLES, Words};

/// Names of fewer characters may mean anything.
const SHORTEST: usize = 5;
/// Characters of a title that are looked at.
const TITLE: usize = 200;
/// Characters that a name may have in front more than another: the place and the office.
const IN_FRONT: usize = 16;
/// Titles in brackets that are taken from one text.
const QUOTED: usize = 1_000;

static ISSUING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"关于(?:印发|发布|公布|颁布|转发|批转|下发|实施|修订印发)(.+?)(?:的(?:通知|公告|通告|决定|函|令|命令|意见))?$")
        .expect("a constant pattern")
});
static HEADED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[【\[]?(?:政策|文件|图文|文字|专家|视频|动漫|媒体|部门|负责人)*(?:解读|图解)[】\]]?|一图(?:读懂|看懂|解读|速览|了解)|图说|图文)\s*[|：:丨｜—\-·]*\s*(.{4,})$")
        .expect("a constant pattern")
});
static TAILED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(.{4,}?)的?(?:政策|文件|图文|文字|专家|视频|动漫|主要内容|有关情况)*(?:解读|图解|起草说明|政策问答|答记者问|一图读懂)(?:材料|稿|说明|之.{1,3}|[（(].{1,16}[)）])*$")
        .expect("a constant pattern")
});
static DOCUMENT_WORD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"办法|规定|规则|细则|规范|意见|方案|条例|通知|措施|决定|规划|计划|标准|制度|清单|公告|通告|准则|规程|基准|政策|若干|预案|章程",
    )
    .expect("a constant pattern")
});
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(\p{Han}{1,14})\s?[〔\[［（(【﹝]\s?((?:19|20)\d\d)\s?年?[〕\]］）)】﹞]\s?第?\s?(\d{1,5})\s?号")
        .expect("a constant pattern")
});

/// A title between 《 and 》.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quoted<'t> {
    /// What stands between the brackets.
    pub(super) inner: &'t str,
    /// Where the opening bracket stands.
    pub(super) from: usize,
    /// Where the text goes on behind it.
    pub(super) to: usize,
}

/// The titles between 《 and 》, outermost brackets only.
pub(super) fn quoted(text: &str) -> Vec<Quoted<'_>> {
    let mut found = Vec::new();
    let (mut depth, mut from) = (0_u32, 0);
    for (at, c) in text.char_indices() {
        match c {
            '《' => {
                if depth == 0 {
                    from = at;
                }
                depth += 1;
            }
            '》' if depth > 0 => {
                depth -= 1;
                let inner = &text[from + '《'.len_utf8()..at];
                // Nested titles often close one bracket for two.
                if depth == 0 || inner.ends_with("的通知") || inner.ends_with("的决定") {
                    depth = 0;
                    if !inner.is_empty() && inner.len() <= TITLE * 3 {
                        let to = at + c.len_utf8();
                        found.push(Quoted { inner, from, to });
                        if found.len() >= QUOTED {
                            break;
                        }
                    }
                }
            }
            '\n' => depth = 0,
            _ if depth > 0 && at - from > TITLE * 3 => depth = 0,
            _ => {}
        }
    }
    found
}

/// The characters of a name that carry meaning: letters, digits and Chinese characters.
pub(super) fn squeeze(name: &str) -> String {
    let plain = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c,
    };
    name.chars()
        .map(plain)
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The names by which a document with this title goes, in the form in which names are compared.
pub(super) fn forms(title: &str) -> Vec<String> {
    let title: String = title.trim().chars().take(TITLE).collect();
    let bare = without_brackets(&title);
    let mut names: Vec<String> = Vec::new();
    let mut add = |name: &str| {
        let squeezed = squeeze(name);
        let other = squeezed.strip_prefix("关于").map(str::to_owned);
        for form in [Some(squeezed), other].into_iter().flatten() {
            if form.chars().count() >= SHORTEST && !names.contains(&form) {
                names.push(form);
            }
        }
    };
    for whole in [title.as_str(), bare] {
        add(whole);
        add(without_issuer(whole));
    }
    if let Some(inner) = issued(bare) {
        add(inner);
        add(without_brackets(inner));
    }
    if bare.starts_with('《')
        && let Some(first) = quoted(bare).first().filter(|q| bare[q.to..].chars().count() <= 4)
    {
        add(first.inner);
        add(without_brackets(first.inner));
    }
    names
}

/// The document that a notice issues: 关于印发《某办法》的通知. One that is changed or repealed is another.
fn issued(title: &str) -> Option<&str> {
    let inner = ISSUING.captures(title)?.get(1)?.as_str();
    if ["废止", "失效", "修改", "清理"].iter().any(|w| inner.contains(w)) {
        return None;
    }
    Some(quoted(inner).first().map_or(inner, |q| q.inner))
}

/// A title without what stands in brackets at its end: a number, an edition, 试行.
fn without_brackets(title: &str) -> &str {
    let mut title = title.trim();
    for _ in 0..3 {
        let opening: &[char] = match title.chars().next_back() {
            Some('）' | ')') => &['（', '('],
            Some('】') => &['【'],
            Some('〕') => &['〔'],
            _ => break,
        };
        let Some(at) = title.rfind(opening) else { break };
        if at == 0 {
            break;
        }
        title = title[..at].trim_end();
    }
    title
}

/// Who issued the document, where its title begins with it: 鹭岛市公安局 of 鹭岛市公安局关于….
pub(super) fn issuer(title: &str) -> Option<&str> {
    let at = title.find("关于").filter(|at| *at > 0)?;
    let before = title[..at].trim();
    let ends = before.ends_with(['府', '室', '厅', '局', '会', '委', '部', '院', '心', '处', '队', '办', '署', '行']);
    (ends && before.chars().count() <= 60 && !before.contains(['《', '。', '：'])).then_some(before)
}

fn without_issuer(title: &str) -> &str {
    match issuer(title) {
        Some(_) => title.find("关于").map_or(title, |at| &title[at..]),
        None => title,
    }
}

/// The names of the documents that the title of an interpretation speaks of, one list a document.
pub(super) fn interpreted(title: &str) -> Vec<Vec<String>> {
    let title: String = title.trim().chars().take(TITLE).collect();
    let named: Vec<Vec<String>> = quoted(&title).iter().map(|q| forms(q.inner)).filter(|f| !f.is_empty()).collect();
    if !named.is_empty() {
        return named;
    }
    let inner = HEADED.captures(&title).or_else(|| TAILED.captures(&title)).and_then(|c| c.get(1));
    let Some(inner) = inner.map(|m| m.as_str().trim()).filter(|i| DOCUMENT_WORD.is_match(i)) else {
        return Vec::new();
    };
    // A headline in the manner of 政策解读：关于某办法的解读.
    let inner = TAILED.captures(inner).and_then(|c| c.get(1)).map_or(inner, |m| m.as_str());
    let names = forms(inner);
    if names.is_empty() { Vec::new() } else { vec![names] }
}

/// Forms that an interpretation has besides 解读 (国办发〔2016〕80号 names press conferences, interviews, charts, sound and pictures).
/// Their names mean other things as well, so that they count only beside the name of the document.
static FORM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"发布会|通气会|吹风会|访谈|专访|谈《|问答|[一百]问|读懂|看懂|速览|速读|详解|解析|释义|明白[卡纸]|起草说明|动漫|动画|漫画|长图|海报|视频",
    )
    .expect("a constant pattern")
});
/// What is done about a document after it came out, and explains nothing.
static DEEDS: Words = Words::used(PAPER_TITLES, "deed");

/// Whether the text of a link on a document speaks of an interpretation: by a word that means nothing else, or by the name of
/// this document beside another form. `own` are the names of the document.
pub(super) fn speaks_of_reading(text: &str, own: &[String]) -> bool {
    if text.ends_with("专栏") {
        return false;
    }
    if ["解读", "图解", "一图", "答记者问"].iter().any(|w| text.contains(w)) {
        return true;
    }
    let in_form = FORM.is_match(text) && !DEEDS.any_in(text);
    in_form && {
        let squeezed = squeeze(text);
        let named = |name: &String| squeezed.contains(name.as_str()) || behind_place(name).any(|bare| squeezed.contains(bare));
        own.iter().any(named)
    }
}

/// A name without the place or office it may begin with, one for each that may be one.
pub(super) fn behind_place(name: &str) -> impl Iterator<Item = &str> {
    const ENDS: &[char] = &['省', '市', '县', '区', '旗', '州', '盟', '乡', '镇', '局', '委', '厅', '府', '会'];
    let ends = name.char_indices().take(IN_FRONT).filter(|(_, c)| ENDS.contains(c));
    let bare = ends.map(|(at, c)| &name[at + c.len_utf8()..]);
    bare.filter(|bare| bare.chars().count() >= SHORTEST)
}

static TITLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:关于)?《.*》.{0,24}?(?:解读|图解|政策问答|答记者问|起草说明)(?:材料|稿|之.{1,3}|[（(].{1,16}[)）])*$")
        .expect("a constant pattern")
});
static DOCUMENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:条例|办法|规定|规则|细则|规范|意见|决定|方案|规划|通知|批复|命令|措施|标准|公告|通告)》?(?:的(?:通知|公告|决定|批复))?$",
    )
    .expect("a constant pattern")
});

/// Whether a title is that of an interpretation wherever it stands, and not that of news about one.
pub(super) fn is_interpretation(title: &str) -> bool {
    static NEWS: Words = Words::used(PAPER_TITLES, "news");
    let title = title.trim();
    let plain = || {
        let inner = HEADED.captures(title).or_else(|| TAILED.captures(title)).and_then(|c| c.get(1));
        inner.is_some_and(|i| !NEWS.any_in(i.as_str()))
    };
    TITLED.is_match(title) || (plain() && !interpreted(title).is_empty())
}

/// Whether a title is that of a document and says nothing of an interpretation: a copy that stands among interpretations.
pub(super) fn is_document(title: &str) -> bool {
    static INTERPRETS: Words = Words::used(PAPER_TITLES, "interprets");
    DOCUMENT.is_match(without_brackets(title)) && !INTERPRETS.any_in(title)
}

/// A 文号 at the very beginning of a text, in one form.
pub(super) fn number_at_start(text: &str) -> Option<String> {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || "（(，,、:：".contains(c));
    let beginning = &start[..start.floor_char_boundary(120)];
    NUMBER
        .captures(beginning)
        .filter(|c| c.get(0).is_some_and(|m| m.start() == 0))
        .map(|c| {
            let part = |i: usize| c.get(i).map_or("", |m| m.as_str());
            format!("{}〔{}〕{}号", part(1), part(2), part(3).trim_start_matches('0'))
        })
}

/// Whether two numbers are one: year and number are equal, and one says no less of its issuer than the other.
pub(super) fn same_number(a: &str, b: &str) -> bool {
    match (a.split_once('〔'), b.split_once('〔')) {
        (Some((code, rest)), Some((other, tail))) => rest == tail && (code.ends_with(other) || other.ends_with(code)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_document_goes_by_several_names() {
        let has = |title: &str, name: &str| forms(title).contains(&squeeze(name));
        assert!(has("鹭岛市公安局关于印发《鹭岛市养犬管理办法》的通知", "鹭岛市养犬管理办法"));
        assert!(has("关于印发养犬管理办法的通知（鹭公规〔2026〕3号）", "养犬管理办法"));
        assert!(has("关于印发居住证管理办法的通知（修订2012年5月7日文件）", "居住证管理办法"));
        assert!(has("鹭岛市养犬管理办法（试行）", "鹭岛市养犬管理办法"));
        assert!(has("鹭岛市公安局关于规范行政处罚裁量的意见", "关于规范行政处罚裁量的意见"));
        assert!(has("鹭岛市公安局关于规范行政处罚裁量的意见", "规范行政处罚裁量的意见"));
        // What is changed or repealed is no name of the decision, and what is carried out none of the notice.
        assert!(!has("关于废止《鹭岛市养犬管理办法》的决定", "鹭岛市养犬管理办法"));
        assert!(!has("关于公布废止养犬管理办法的公告", "养犬管理办法"));
        assert!(!has("关于修改《鹭岛市养犬管理办法》的决定", "鹭岛市养犬管理办法"));
        assert!(!has("关于贯彻落实《鹭岛市养犬管理办法》的通知", "鹭岛市养犬管理办法"));
    }

    #[test]
    fn interpretations_name_what_they_interpret() {
        let says = |title: &str, name: &str| interpreted(title).iter().flatten().any(|f| *f == squeeze(name));
        for title in [
            "《养犬管理办法》政策解读",
            "关于《养犬管理办法》的解读",
            "一图读懂养犬管理办法",
            "图解：养犬管理办法",
            "【图解】养犬管理办法",
            "政策解读：《关于印发〈养犬管理办法〉的通知》",
            "养犬管理办法政策解读",
            "养犬管理办法的解读说明",
            "政策解读丨养犬管理办法（试行）",
            "关于印发养犬管理办法的通知解读",
        ] {
            assert!(says(title, "养犬管理办法"), "{title} {:?}", interpreted(title));
        }
        for title in ["我局开展政策解读进社区活动", "我局召开新闻发布会", "政策解读会召开"] {
            assert!(interpreted(title).is_empty(), "{title} {:?}", interpreted(title));
        }
    }

    #[test]
    fn news_of_an_interpretation_is_none_and_neither_is_a_copy_of_the_document() {
        for title in [
            "《养犬管理办法》政策解读",
            "关于《养犬管理办法》的解读",
            "一图读懂养犬管理办法",
            "养犬管理办法解读（之一）",
            "政策解读：养犬管理办法",
        ] {
            assert!(is_interpretation(title) && !is_document(title), "{title}");
        }
        for title in [
            "我局举办《养犬管理办法》政策解读会",
            "我局组织开展《养犬管理办法》政策解读",
            "某街道开展养犬管理办法政策解读",
            "《养犬管理办法》知识竞赛",
        ] {
            assert!(!is_interpretation(title), "{title}");
        }
        for title in ["关于印发《养犬管理办法》的通知", "养犬管理办法（试行）", "鹭岛市养犬管理办法"] {
            assert!(is_document(title), "{title}");
        }
    }

    #[test]
    fn a_link_speaks_of_an_interpretation_in_any_form_that_names_the_document() {
        let own = forms("鹭岛市公安局关于印发《鹭岛市养犬管理办法》的通知");
        for text in [
            "市公安局有关负责人答记者问",
            "《鹭岛市养犬管理办法》新闻发布会实录",
            "养犬管理办法新闻通气会",
            "在线访谈：李局长谈《养犬管理办法》",
            "视频｜鹭岛市养犬管理办法来了",
        ] {
            assert!(speaks_of_reading(text, &own), "{text}");
        }
        for text in [
            "市公安局召开反诈工作新闻发布会",
            "《鹭岛市烟花爆竹管理规定》新闻发布会实录",
            "鹭岛市养犬管理办法.pdf",
            "《鹭岛市养犬管理办法》知识问答活动",
            "鹭岛市公安局政策解读专栏",
        ] {
            assert!(!speaks_of_reading(text, &own), "{text}");
        }
    }

    #[test]
    fn numbers_are_compared_without_regard_to_brackets() {
        assert_eq!(number_at_start("（鹭公规[2026]03号）").as_deref(), Some("鹭公规〔2026〕3号"));
        assert!(same_number("鹭公规〔2026〕3号", "公规〔2026〕3号"));
        assert!(!same_number("鹭公规〔2026〕3号", "鹭公规〔2025〕3号"));
        assert_eq!(number_at_start("同时废止"), None);
    }

    #[test]
    fn brackets_without_end_cost_little() {
        let text = "《".repeat(200_000) + &"《某某办法》".repeat(5_000);
        assert!(quoted(&text).len() <= QUOTED);
    }
}
