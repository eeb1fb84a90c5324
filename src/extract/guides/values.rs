//! Whether what stands behind a heading says anything.

use std::sync::LazyLock;

use regex::Regex;

use super::labels::{exact, flatten, marker};
use super::phones;
use super::sections::Section;
use crate::lexicon::{GUIDE_VALUES, Words};
use crate::standard::GuideElement;

/// What a value may lean on besides its own words.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Support {
    /// The page offers attachments, so 见附件 leads somewhere.
    pub(super) attachments: bool,
}

static NOTHING: Words = Words::used(GUIDE_VALUES, "nothing");
static FREE: Words = Words::used(GUIDE_VALUES, "free");

static POINTS_ELSEWHERE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?:请)?(?:详情|具体|内容|材料|流程)?(?:请)?(?:详见|见|参见|参照|参阅|查看|点击|查阅|参考|登录|咨询)(?:.{0,24})$")
        .expect("a constant regex")
});

static ONLY_AS_REQUIRED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        "^(?:按照?|根据|依据|依照|符合|详见)?(?:《[^》]*》|[^,。;《]{0,16})?(?:中|所|里)?(?:规定|要求|需要|应当?提交|应当?提供)?的?",
        "(?:应提交|应提供|需提交|需要提交)?的?(?:其他|其它|相关|有关|必要|全部|所有)?(?:的)?(?:材料|资料|文件|证件|手续)$"
    ))
    .expect("a constant regex")
});

/// Whether the section says something for the element.
pub(super) fn says(element: GuideElement, section: &Section, support: Support) -> bool {
    let flat = flatten(&section.value);
    let word = flat.trim_matches(|c: char| !c.is_alphanumeric() && c != '《');
    match element {
        // A number that cannot be one is wrong, not missing: `guide-phone` tells it.
        GuideElement::Phone => return has_phone(&flat) || (!section.label.contact && phones::numbers(&section.value).meant()),
        GuideElement::Fees if FREE.contains(&word) => return true,
        _ => {}
    }
    if section.image && element != GuideElement::Name {
        return true;
    }
    if word.is_empty() || NOTHING.contains(&word.to_lowercase().as_str()) {
        return section.link && !word.is_empty() && element != GuideElement::Name;
    }
    if exact(word).is_some() {
        return false;
    }
    if POINTS_ELSEWHERE.is_match(word) {
        return section.link || (support.attachments && word.contains("附"));
    }
    if element == GuideElement::Materials {
        // Vague, which `guide-vague` tells, and not missing.
        if word.contains("其他") || word.contains("其它") {
            return true;
        }
        // Numbers alone name nothing: the row numbers of an empty table.
        let named = word.chars().filter(|c| c.is_alphabetic()).count();
        return named >= 2 && !(ONLY_AS_REQUIRED.is_match(word) && marker(&flat).0.is_none() && !section.link && names_nothing(word));
    }
    true
}

/// 《…规定》中要求的材料 names nothing; 身份证明材料 does.
fn names_nothing(word: &str) -> bool {
    static VAGUE: Words = Words::used(GUIDE_VALUES, "vague");
    static THING: Words = Words::used(GUIDE_VALUES, "thing");
    VAGUE.any_in(word) && !THING.any_in(&without_titles(word))
}

fn without_titles(text: &str) -> String {
    static TITLES: LazyLock<Regex> = LazyLock::new(|| Regex::new("《[^》]*》").expect("a constant regex"));
    TITLES.replace_all(text, "").into_owned()
}

/// Whether flat text holds what can be a telephone number: seven digits and more, or a hotline.
pub(super) fn has_phone(flat: &str) -> bool {
    static DATES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:19|20)\d{2}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?|\d{1,2}[:.]\d{2}[-—~至]+\d{1,2}[:.]\d{2}")
            .expect("a constant regex")
    });
    let text = DATES.replace_all(flat, "。");
    let mut digits = String::new();
    let ends_run = |digits: &mut String| {
        let found = (7..=20).contains(&digits.len()) || is_hotline(digits);
        digits.clear();
        found
    };
    for c in text.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
        } else if !matches!(c, '-' | '—' | '–' | '―' | '－' | '(' | ')' | '*' | '~' | '_') && ends_run(&mut digits) {
            return true;
        }
    }
    ends_run(&mut digits)
}

fn is_hotline(digits: &str) -> bool {
    matches!(digits, "110" | "114" | "119" | "120" | "122" | "999")
        || (matches!(digits.len(), 5 | 6) && ["12", "95", "96", "100", "106", "118", "16"].iter().any(|p| digits.starts_with(p)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use GuideElement as E;

    fn value(element: E, text: &str) -> bool {
        let section = Section {
            label: exact(element.chinese()).unwrap(),
            heading: element.chinese().into(),
            asked: false,
            value: text.into(),
            first: text.into(),
            lines: (0, 1),
            image: false,
            link: false,
        };
        says(element, &section, Support::default())
    }

    #[test]
    fn a_telephone_has_digits() {
        for good in [
            "0592-0000000",
            "（0595）2288 1234",
            "12345",
            "110",
            "13800001111",
            "0795—8812345/8812346",
            "８８１２３４５６",
            // Never filled in, or cut short: wrong, and not missing.
            "0592-xxxxxxx",
            "0592",
        ] {
            assert!(value(E::Phone, good), "{good}");
        }
        for bad in ["", "无", "全省主管部门联系电话", "2019-12-01", "邮编361000号", "8:30-11:30"] {
            assert!(!value(E::Phone, bad), "{bad}");
        }
    }

    #[test]
    fn a_value_of_no_meaning_is_none() {
        for bad in ["", " 　", "无", "—", "略", "见附件", "详见附件1", "办理地点", "暂无数据。"] {
            assert!(!value(E::Place, bad), "{bad}");
        }
        assert!(value(E::Place, "市民中心一楼"));
        assert!(!value(E::Conditions, "无"));
        assert!(value(E::Conditions, "无条件限制"));
        assert!(value(E::Fees, "无"));
        assert!(value(E::Fees, "不收费"));
        assert!(!value(E::Fees, ""));
    }

    #[test]
    fn materials_name_a_thing() {
        for bad in ["《企业登记管理规定》中要求的材料", "按规定应提交的相关材料", "有关材料", "1 2 3"] {
            assert!(!value(E::Materials, bad), "{bad}");
        }
        for good in [
            "身份证",
            "1、居民身份证原件；2、户口簿",
            "身份证明材料",
            "会议材料贯彻落实透明防范安全至上",
        ] {
            assert!(value(E::Materials, good), "{good}");
        }
    }

    #[test]
    fn a_link_or_an_attachment_makes_a_reference_good() {
        let mut section = Section {
            label: exact("办理流程").unwrap(),
            heading: "办理流程".into(),
            asked: false,
            value: "见附件".into(),
            first: "见附件".into(),
            lines: (0, 1),
            image: false,
            link: false,
        };
        assert!(says(E::Procedure, &section, Support { attachments: true }));
        assert!(!says(E::Procedure, &section, Support::default()));
        section.link = true;
        assert!(says(E::Procedure, &section, Support::default()));
        section.link = false;
        section.image = true;
        section.value.clear();
        assert!(says(E::Procedure, &section, Support::default()));
    }
}
