//! The laws and policies a guide cites, and whether it tells more of them than their names.

use std::sync::LazyLock;

use regex::Regex;
use rustc_hash::FxHashSet;

use super::labels::flatten;
use super::lines::Line;
use super::sections::Section;
use crate::facts::{CitedPolicy, PolicyDetail};
use crate::standard::GuideElement;
use crate::text::{first, unspaced};

const MOST_POLICIES: usize = 30;
/// What a quotation has at least: 的有关规定办理 and 等规定执行 say nothing of the content.
const SHORTEST_CONTENT: usize = 12;

/// Reads the policies under the headings of 设定依据.
pub(super) fn read(found: &[Section], lines: &[Line]) -> Vec<CitedPolicy> {
    let mut policies: Vec<CitedPolicy> = Vec::new();
    let mut seen: FxHashSet<String> = FxHashSet::default();
    for section in found.iter().filter(|s| s.label.elements.contains(&GuideElement::Basis)) {
        let text = section.value.as_str();
        let names = names_in(text);
        for (at, (from, to)) in names.iter().enumerate() {
            let name = &text[*from..*to];
            let key = flatten(name);
            if policies.len() >= MOST_POLICIES || !seen.insert(key.clone()) || !is_policy(&key) {
                continue;
            }
            let until = names.get(at + 1).map_or(text.len(), |next| next.0);
            let detail = if is_linked(&key, lines) {
                PolicyDetail::Content
            } else {
                detail_of(&flatten(&text[*to..until]))
            };
            let name = first(&unspaced(name), 80).to_owned();
            policies.push(CitedPolicy { name, detail });
        }
    }
    policies
}

/// Where titles in 《》 stand, outermost ones only.
fn names_in(text: &str) -> Vec<(usize, usize)> {
    let mut names = Vec::new();
    let (mut depth, mut from) = (0_usize, 0);
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
                if depth == 0 && names.len() < 200 {
                    names.push((from, at + c.len_utf8()));
                }
            }
            _ => {}
        }
    }
    names
}

/// Whether a title is that of a law or a policy, and not of a form or a certificate.
fn is_policy(flat: &str) -> bool {
    static KIND: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            "(?:法|条例|办法|规定|细则|规则|决定|通知|意见|规程|令|方案|规范|标准|通则|公告|通告|公约|协定|解释|批复|纲要|",
            r"准则|制度|措施|若干政策|暂行)(?:\([^()]*\)|〔[^〕]*〕|\[[^\]]*\])*》$"
        ))
        .expect("a constant regex")
    });
    KIND.is_match(flat)
}

/// Whether a link on the page leads to the text: its words are the title, or hold it.
fn is_linked(flat: &str, lines: &[Line]) -> bool {
    let title = flat.trim_matches(['《', '》']);
    let links = lines.iter().flat_map(|l| &l.links).filter(|l| !l.is_void() || l.scripted);
    links.take(400).any(|l| flatten(&l.text).contains(title))
}

/// What the text behind a title tells of it.
fn detail_of(rest: &str) -> PolicyDetail {
    static ARTICLE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"第?[一二三四五六七八九十百千零〇\d]+(?:条|款|章|节)|第[一二三四五六七八九十百零〇\d、至-]+[条款项章节]")
            .expect("a constant regex")
    });
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"[〔\[\(【]?(?:19|20)\d{2}[〕\]\)】]?年?第?\d+号|第[\d一二三四五六七八九十百零〇]+号").expect("a constant regex")
    });
    static BRACKETS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\([^()]*\)|\[[^\]]*\]|〔[^〕]*〕|【[^】]*】").expect("a constant regex"));
    if ARTICLE.is_match(rest) {
        return PolicyDetail::Content;
    }
    let plain = NUMBER.replace_all(rest, "");
    let plain = BRACKETS.replace_all(&plain, "");
    if plain.chars().filter(|c| c.is_alphabetic()).count() >= SHORTEST_CONTENT {
        PolicyDetail::Content
    } else if NUMBER.is_match(rest) {
        PolicyDetail::Number
    } else {
        PolicyDetail::NameOnly
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn details(text: &str) -> Vec<PolicyDetail> {
        let lines = [Line::of(&format!("设定依据：{text}"))];
        let found = super::super::sections::read(&lines, true);
        read(&found, &lines).into_iter().map(|p| p.detail).collect()
    }

    #[test]
    fn a_name_alone_and_more_than_a_name() {
        use PolicyDetail::{Content, NameOnly, Number};
        for (text, want) in [
            ("《居住证暂行条例》", &[NameOnly][..]),
            ("《居住证暂行条例》第二条、第九条", &[Content]),
            ("《居住证暂行条例》2条", &[Content]),
            (
                "根据《居住证暂行条例》和《鹭岛市居住证办法（试行）》的有关规定办理。",
                &[NameOnly, NameOnly],
            ),
            (
                "《居住证暂行条例》规定：公民离开常住户口所在地，到其他城市居住半年以上的，可以申领。",
                &[Content],
            ),
            ("《关于做好居住证工作的通知》（鹭公〔2020〕15号）", &[Number]),
            ("《居住证暂行条例》（国务院令第663号）第三条", &[Content]),
            ("《国务院关于修改〈居住证暂行条例〉的决定》", &[NameOnly]),
            ("《居住证申领表》见附件", &[]),
            ("按照有关法律执行", &[]),
        ] {
            assert_eq!(details(text), want, "{text}");
        }
    }
}
