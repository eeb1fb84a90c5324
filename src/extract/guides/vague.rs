//! Wording that leaves open what is meant: 其他有关材料, 等相关材料, 法律法规规定的其他条件.

use std::sync::LazyLock;

use regex::Regex;

use super::labels::marker;
use super::materials::{Piece, parts};
use crate::facts::VaguePhrase;
use crate::standard::GuideElement;
use crate::text::{first, last};

const MOST_PHRASES: usize = 20;

/// 其他 with a word for documents behind it and nothing in between that says which.
static OTHER_MATERIALS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        "其[他它余](?:有关|相关|必要|必需|必须|必备|所需|需要?|应当?|须|要|提交|提供|交|报送|要求|规定|认为|证明|申请|申报|办理|书面|补充|辅助|佐证|类|各类|的)*",
        "(?:材料|资料|文件|证件|手续|要件|证明|凭证)(?:[、和及](?:材料|资料|文件|证件|证明|凭证))*"
    ))
    .expect("a constant regex")
});

static OTHER_CONDITIONS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("其[他它](?:有关|相关|必要|应当?|具备|规定|的)*(?:条件|要求|情形)").expect("a constant regex"));

static AND_SO_ON: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("等(?:(?P<vague>(?:其他|其它|有关|相关|必要)的?)(?:证明|申请|申报)?(?:材料|资料|文件|证件|证明)|(?:证明|申请|申报)?(?:材料|资料|文件))")
        .expect("a constant regex")
});

static ONLY_RELEVANT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?:提[交供]|携带|出具)?(?:有关|相关|必要|所需)的?(?:证明|申请)?(?:材料|资料|文件|证件|手续|证明)$")
        .expect("a constant regex")
});

static AS_RULED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:按照?|根据|依照|依据)(?:国家|现行)?(?:有关|相关)(?:法律法规|法律|法规|政策)?(?:规定|要求)(?:应当?|需要?|须)?(?:提交|提供|准备|报送)的?(?:有关|相关)?(?:材料|资料)")
        .expect("a constant regex")
});

static NEGATED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("无需|无须|不需|不得|不再|不用|不要求|不必|不能|没有|免[于交提]|未|^无|除|禁止|拒绝|取消").expect("a constant regex")
});

/// A remark behind the phrase that only says in which form, or how many.
static ONLY_FORM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:\((?:原件|复印件|影印件|扫描件|电子|纸质|加盖|盖章|公章|及|和|或|各|份|张|[一二两三\d]|1式|一式|、|,|[/])*\)|原件|复印件|及|和|各|[一二两三\d]+份|一式|[,、]|等|\.)").expect("a constant regex")
});

/// The law's own listing of laws, which a guide copies with the article.
static OF_THE_LAW: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("法律、|、(?:行政)?法规|国务院|公安部|[部省]级?|人民政府|第[一二三四五六七八九十百零〇\\d]+[条款项]")
        .expect("a constant regex")
});

/// Finds vague wording in the pieces of one element.
pub(super) fn read(pieces: &[Piece], element: GuideElement, phrases: &mut Vec<VaguePhrase>) {
    for (at, piece) in pieces.iter().enumerate() {
        for (cell, text) in piece.cells.iter().enumerate() {
            // What is named in another cell of the row is what the words stand for.
            let beside = piece
                .cells
                .iter()
                .enumerate()
                .any(|(i, c)| i != cell && c.chars().filter(|c| c.is_alphabetic()).count() >= 4);
            let listed = parts(text);
            for (nth, part) in listed.iter().enumerate() {
                let below = listed
                    .get(nth + 1)
                    .copied()
                    .or_else(|| pieces.get(at + 1).map(|p| p.cells[0].as_str()));
                if let Some(doubtful) = judge(part, below, beside, element) {
                    push(phrases, element, part, doubtful);
                }
            }
        }
    }
}

fn push(phrases: &mut Vec<VaguePhrase>, element: GuideElement, part: &str, doubtful: bool) {
    let (_, from) = marker(part);
    let text = part[from..].trim_matches([',', '、', '.', ':']);
    let found = OTHER_MATERIALS
        .find(text)
        .or_else(|| OTHER_CONDITIONS.find(text))
        .or_else(|| AND_SO_ON.find(text));
    // The end of a long sentence is where the phrase stands.
    let end = found.map_or(text.len(), |m| m.end());
    let phrase = [last(&text[..end], 50), first(&text[end..], 10)].concat();
    if phrases.len() < MOST_PHRASES && !phrases.iter().any(|p| p.phrase == phrase) {
        phrases.push(VaguePhrase { element, phrase, doubtful });
    }
}

/// Whether a part of a list is vague, and whether it may be meant well.
fn judge(part: &str, below: Option<&str>, beside: bool, element: GuideElement) -> Option<bool> {
    let (number, from) = marker(part);
    let text = &part[from..];
    if element == GuideElement::Conditions {
        return conditions(text);
    }
    for found in OTHER_MATERIALS.find_iter(text).take(4) {
        let before = last_clause(&text[..found.start()]);
        let after = &text[found.end()..];
        let ends = after.is_empty() || ONLY_FORM.is_match(after);
        if !ends || NEGATED.is_match(before) || names_it(before) {
            continue;
        }
        // （三）其他材料 above a list of its own, or beside the names in the next cell.
        let alone = before.trim_matches(|c: char| !c.is_alphanumeric()).is_empty() && after.is_empty();
        let deeper = after.is_empty()
            && number
                .zip(below.and_then(|b| marker(b).0))
                .is_some_and(|(own, next)| next.style > own.style);
        if deeper || (alone && (beside || heads_list(number.map(|m| m.style), below))) {
            continue;
        }
        let alternative = before.ends_with('或') || before.ends_with("或者") || before.ends_with("以及或");
        return Some(alternative || cites_article(text));
    }
    for found in AND_SO_ON.captures_iter(text).take(4) {
        let Some(all) = found.get(0) else { continue };
        let after = &text[all.end()..];
        let before = last_clause(&text[..all.start()]);
        if (after.is_empty() || ONLY_FORM.is_match(after)) && !NEGATED.is_match(before) {
            // 身份证、户口簿等材料 closes a list of names; 等相关材料 leaves it open.
            return Some(found.name("vague").is_none());
        }
    }
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    if !text.ends_with(':')
        && AS_RULED
            .find(text)
            .is_some_and(|m| m.end() == text.trim_end_matches(|c: char| !c.is_alphanumeric()).len())
    {
        return Some(cites_article(text));
    }
    let heads = heads_list(number.map(|m| m.style), below) || beside;
    (!text.ends_with(':') && !heads && ONLY_RELEVANT.is_match(bare)).then_some(true)
}

fn conditions(text: &str) -> Option<bool> {
    let found = OTHER_CONDITIONS.find(text)?;
    let after = text[found.end()..].trim_matches(|c: char| !c.is_alphanumeric());
    let before = last_clause(&text[..found.start()]);
    if !after.is_empty() || NEGATED.is_match(before) || found.as_str().ends_with("情形") {
        return None;
    }
    let ruled = ["有关", "相关", "法律法规", "规定"]
        .iter()
        .any(|w| before.contains(w) || found.as_str().contains(w));
    Some(!ruled || OF_THE_LAW.is_match(text))
}

/// The words since the last comma: a negation before it belongs to something else. 、 parts the members of one list.
fn last_clause(text: &str) -> &str {
    text.rfind([',', ':']).map_or(text, |at| &text[at + 1..])
}

/// 《某某办法》规定的其他材料 can be looked up, where its article is told.
fn cites_article(text: &str) -> bool {
    static ARTICLE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"》.{0,16}第[一二三四五六七八九十百零〇\d]+[条款项]").expect("a constant regex"));
    ARTICLE.is_match(text)
}

/// 其他 that goes on with what it names: 户口簿等其他 does not.
fn names_it(before: &str) -> bool {
    before.ends_with("包括") || before.ends_with("作为") || before.ends_with("称为") || before.ends_with('“')
}

/// Whether what comes next is a list of its own under a line that is numbered coarser, or not at all.
fn heads_list(own: Option<super::labels::Style>, below: Option<&str>) -> bool {
    let Some(below) = below else { return false };
    match (own, marker(below).0.map(|m| m.style)) {
        (Some(own), Some(next)) => next > own,
        (Some(_), None) => below.chars().filter(|c| c.is_alphabetic()).count() >= 2,
        (None, Some(_)) => true,
        (None, None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::Line;
    use super::super::materials::pieces;
    use super::*;

    fn told(heading: &str, element: GuideElement, text: &[&str]) -> Vec<(String, bool)> {
        let mut lines = vec![Line::of(heading)];
        lines.extend(text.iter().map(|l| Line::of(l)));
        let found = super::super::sections::read(&lines, true);
        let mut phrases = Vec::new();
        read(&pieces(&found, element, &lines), element, &mut phrases);
        phrases.into_iter().map(|p| (p.phrase, p.doubtful)).collect()
    }

    fn materials(text: &[&str]) -> Vec<(String, bool)> {
        told("办理材料", GuideElement::Materials, text)
    }

    #[test]
    fn open_ends_of_lists_are_vague() {
        for text in [
            "3.根据有关法律法规规定应提交的其他材料",
            "3、其他有关材料",
            "（3）法律、法规规定的其他材料。",
            "3.其他材料",
            "3.其它相关证明材料（复印件加盖公章）",
            "3.视具体情况所需其他材料（原件加盖公章）。",
            "3.公安机关认为需要提供的其他材料",
            "3.身份证、户口簿等相关材料",
            "3.按有关规定应提交的相关材料",
            "3.身份证及其他有关材料各一份",
            "机动车来历证明，合格证，法律、行政法规规定应当提交的其他证明、凭证。",
        ] {
            let found = materials(&["1.身份证", "2.户口簿", text]);
            assert!(matches!(&found[..], [(_, false)]), "{text}: {found:?}");
        }
        assert_eq!(
            materials(&["身份证；户口簿；其他必要的材料"]),
            [("其他必要的材料".to_owned(), false)]
        );
    }

    #[test]
    fn what_is_named_or_denied_is_not_vague() {
        for text in [
            &["1.其他材料：户口簿复印件"][..],
            &["1.身份证", "2.无其他材料"],
            &["1.身份证", "2.不需要提供其他材料"],
            &["1.身份证，不得要求申请人提供其他材料"],
            &["1.身份证等有效身份证件"],
            &["1.身份证", "（二）其他材料", "1.户口簿复印件"],
            &["1.其他材料清单见附件"],
            &["1.身份证", "2.申请人对申请材料的真实性负责，按照规定办理"],
            &["1.其他身份证明材料"],
            &["相关材料：", "1.身份证"],
            &["1.除身份证外无需其他证明材料"],
            &[
                "（五）《居留管理办法》规定的其他有关材料。",
                "1、投资人还需提交完税证明",
                "2、任职的还需提交职务证明",
            ],
            &["1.有效国际旅行证件，包括外交、公务护照等证件"],
        ] {
            assert_eq!(materials(text), [], "{text:?}");
        }
    }

    #[test]
    fn what_may_be_meant_well_is_doubtful() {
        for text in [
            "1.房产证或者其他证明材料",
            "1.身份证、户口簿等材料",
            "1.相关证明材料",
            "1.《某办法》第三条规定的其他材料",
        ] {
            let found = materials(&[text]);
            assert!(matches!(&found[..], [(_, true)]), "{text}: {found:?}");
        }
    }

    #[test]
    fn conditions_have_open_ends_too() {
        let conditions = |text: &str| told("申请条件", GuideElement::Conditions, &["1.年满十八周岁", text]);
        assert!(matches!(&conditions("2.符合有关规定的其他条件。")[..], [(_, false)]));
        assert!(matches!(&conditions("2.法律法规规定的其他条件。")[..], [(_, false)]));
        assert!(matches!(&conditions("2.法律、行政法规规定的其他条件。")[..], [(_, true)]));
        assert_eq!(conditions("2.其他条件具备后再行申请"), []);
        assert_eq!(conditions("2.没有其他条件"), []);
    }
}
