//! Which words are the heading of which element.
//!
//! Everything here works on flat text: white space gone, full-width forms narrowed ([`flatten`]).

use std::sync::LazyLock;

use regex::Regex;
use rustc_hash::FxHashMap;

use crate::standard::{GuideElement, guide_other_headings};

/// What a heading stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// The elements it names; empty for a heading that is known to be none (办理时限, 监督电话).
    pub(super) elements: Vec<GuideElement>,
    /// Whether it is 联系方式, under which address and telephone stand with labels of their own.
    pub(super) contact: bool,
}

impl Label {
    fn one(element: GuideElement) -> Self {
        Label {
            elements: vec![element],
            contact: false,
        }
    }

    const OTHER: Label = Label {
        elements: Vec::new(),
        contact: false,
    };
}

/// The character as flat text has it: full-width forms narrowed, none for white space and invisible characters.
pub(super) fn flat_char(c: char) -> Option<char> {
    match c {
        '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' => None,
        c if c.is_whitespace() => None,
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
        '\u{fe55}' | '\u{fe30}' | '\u{2236}' | '\u{fe13}' => Some(':'),
        c => Some(c),
    }
}

/// The text without white space, full-width forms narrowed.
pub(super) fn flatten(text: &str) -> String {
    text.chars().filter_map(flat_char).collect()
}

static EXACT: LazyLock<FxHashMap<&'static str, Option<GuideElement>>> = LazyLock::new(|| {
    let elements = GuideElement::ALL.into_iter().flat_map(|e| e.headings().map(move |h| (h, Some(e))));
    elements.chain(guide_other_headings().map(|h| (h, None))).collect()
});

/// What the word means, where it is in the tables of [`GuideElement::headings`] and [`guide_other_headings`].
pub(super) fn exact(word: &str) -> Option<Label> {
    EXACT.get(word).map(|found| match found {
        None => Label::OTHER,
        Some(element) => Label {
            elements: vec![*element],
            contact: matches!(
                word,
                "联系方式" | "咨询方式" | "联系方法" | "联络方式" | "咨询联系方式" | "咨询途径" | "咨询渠道"
            ),
        },
    })
}

/// The headings of the tables that alone tell a guide from any other page, for the first look at a page.
pub(super) fn telling_headings() -> impl Iterator<Item = (&'static str, GuideElement)> {
    GuideElement::ALL
        .into_iter()
        .filter(|e| *e != GuideElement::Name)
        .flat_map(|e| e.headings().map(move |h| (h, e)))
        .filter(|(h, _)| h.chars().count() >= 4)
}

/// The kinds of numbering, coarse before fine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Style {
    /// 一、
    Chinese,
    /// （一）
    ChineseBracket,
    /// 1.
    Digit,
    /// （1）
    DigitBracket,
    /// ①
    Circle,
}

/// The number a line begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marker {
    pub(super) style: Style,
    pub(super) number: u32,
}

static MARKER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:",
        r"第?(?P<c>[一二三四五六七八九十]{1,3})[部分项]{0,2}[、.,:．·]",
        r"|\((?P<cb>[一二三四五六七八九十]{1,3})\)[、.]?",
        r"|(?P<d>\d{1,2})(?:[、.)．,]|\)、)",
        r"|\((?P<db>\d{1,2})\)[、.]?",
        r"|(?P<o>[①②③④⑤⑥⑦⑧⑨⑩])",
        r")"
    ))
    .expect("a constant regex")
});

/// The numbering at the start of flat text, and where the text after it begins.
pub(super) fn marker(flat: &str) -> (Option<Marker>, usize) {
    let Some(found) = MARKER.captures(flat) else {
        return (None, 0);
    };
    let end = found.get(0).map_or(0, |m| m.end());
    let made = |style, number| (Some(Marker { style, number }), end);
    if let Some(c) = found.name("c") {
        made(Style::Chinese, chinese_number(c.as_str()))
    } else if let Some(c) = found.name("cb") {
        made(Style::ChineseBracket, chinese_number(c.as_str()))
    } else if let Some(d) = found.name("d") {
        // 2.5 and 1.2024 are no numbering.
        if flat[end..].starts_with(|c: char| c.is_ascii_digit()) {
            return (None, 0);
        }
        made(Style::Digit, d.as_str().parse().unwrap_or(0))
    } else if let Some(d) = found.name("db") {
        made(Style::DigitBracket, d.as_str().parse().unwrap_or(0))
    } else {
        let number = flat.chars().next().map_or(0, |c| u32::from(c).saturating_sub(u32::from('①')) + 1);
        made(Style::Circle, number)
    }
}

fn chinese_number(text: &str) -> u32 {
    let mut total = 0;
    let mut digit = 0;
    for c in text.chars() {
        if c == '十' {
            total += if digit == 0 { 10 } else { digit * 10 };
            digit = 0;
        } else {
            digit = "一二三四五六七八九".chars().zip(1..).find(|(d, _)| *d == c).map_or(0, |(_, n)| n);
        }
    }
    total + digit
}

/// Strips what only decorates a heading: bullets and brackets around it, the colon behind it, a remark in brackets.
pub(super) fn bare(flat: &str) -> &str {
    let decorates = |c: char| !c.is_alphanumeric() && c != '(' && c != ')';
    let word = flat.trim_matches(decorates);
    match word.strip_suffix(')').and_then(|w| w.rfind('(').map(|at| &w[..at])) {
        Some(before) if !before.is_empty() => before.trim_end_matches(decorates),
        _ => word,
    }
}

/// What a heading means. `loose` also takes headings that are only made like those of the tables, which is right on
/// a page that is known to be a guide.
pub(super) fn read_label(flat: &str, loose: bool) -> Option<Label> {
    // Twenty characters: the longest headings of the tables with a remark still fit.
    if flat.len() > 120 {
        return None;
    }
    let (_, from) = marker(flat);
    let word = bare(&flat[from..]);
    let word = word.trim_start_matches(|c: char| c.is_ascii_digit());
    if word.is_empty() || word.chars().count() > 20 {
        return None;
    }
    exact(word)
        .or_else(|| combined(word))
        .or_else(|| if loose { affixed(word) } else { None })
}

static JOINTS: LazyLock<Regex> = LazyLock::new(|| Regex::new("[、/,;与和]|以及|及其|及").expect("a constant regex"));

/// 办理地点及时间, 联系方式和地址, 申请材料及要求.
fn combined(word: &str) -> Option<Label> {
    let parts: Vec<&str> = JOINTS.split(word).filter(|p| !p.is_empty()).collect();
    if !(2..=4).contains(&parts.len()) {
        return None;
    }
    let mut elements: Vec<GuideElement> = Vec::new();
    let mut contact = false;
    for (at, part) in parts.iter().enumerate() {
        let fees_first = elements.first() == Some(&GuideElement::Fees);
        match exact(part) {
            // 收费标准及依据: the basis of the fee is not the basis of the service.
            Some(_) if fees_first => {}
            Some(label) => {
                contact |= label.contact;
                for element in label.elements {
                    if !elements.contains(&element) {
                        elements.push(element);
                    }
                }
            }
            None => match *part {
                "时间" => elements.push(GuideElement::Hours),
                "依据" if !fees_first => elements.push(GuideElement::Basis),
                "标准" | "依据" | "要求" | "有关要求" | "相关要求" | "说明" | "方式" | "份数" | "数量" | "对象" | "范围" | "其他"
                | "样式" | "格式" | "内容" | "注意事项" | "办法"
                    if at > 0 => {}
                _ => return None,
            },
        }
    }
    Some(Label { elements, contact })
}

static AFFIXED: LazyLock<Vec<(Regex, Option<GuideElement>)>> = LazyLock::new(|| {
    use GuideElement as E;
    let table: &[(&str, Option<E>)] = &[
        (
            "(?:咨询|联系|服务).{0,4}(?:投诉|监督).{0,2}(?:电话|方式|热线)$|(?:投诉|监督).{0,2}(?:咨询|联系).{0,2}(?:电话|方式|热线)$",
            Some(E::Phone),
        ),
        (
            "投诉|监督|举报|救济|复议|传真|时限|期限|有效期|邮编|邮箱|网址|进度|结果|样本|样表|下载",
            None,
        ),
        ("(?:电话|(?:服务|咨询|联系)热线|(?:咨询|联系)方式|联系号码)$", Some(E::Phone)),
        (
            "(?:应当?|须|需要?|必须|所需?|要|请)(?:的|要)?(?:提交|提供|携带|准备|报送|递交|出具|带|交验?|具备)?的?(?:申请|申报|相关|有关|证明|书面|主要|全部|基本)?(?:材料|资料|证件|文件|手续|要件)(?:清单|目录|要求|如下|包括)?$",
            Some(E::Materials),
        ),
        (
            "^(?:申请|申报|办理|申领|报名|登记|备案|受理|审批|变更|注销|补办|换领|换发|年检|年审|补领|提交|提供|报送|携带|上报|递交).{0,6}(?:材料|资料|证件|要件|手续)(?:清单|目录|要求|如下|一览)?$",
            Some(E::Materials),
        ),
        ("(?:流程|程序|步骤)(?:图|说明|如下|介绍)?$", Some(E::Procedure)),
        ("条件(?:要求|如下)?$", Some(E::Conditions)),
        (
            "^(?:申请|办理|申报|申领|受理|报名|适用|补贴|补助|救助|扶持|资助|奖励|领取|享受|保障).{0,4}(?:对象|范围|资格|主体)$",
            Some(E::Conditions),
        ),
        (
            "^(?:办理|受理|办公|办事|申请|申报|申领|报名|咨询|窗口|服务|报送|提交|领取|现场|线下|大厅|中心|行政服务|政务服务).{0,6}(?:地点|地址|场所|位置)$",
            Some(E::Place),
        ),
        (
            "^(?:办理|受理|办公|办事|工作|上班|服务|对外|窗口|接待|开放|营业|接件|现场|夏季|冬季).{0,6}时间$",
            Some(E::Hours),
        ),
        (
            "(?:法律|法规|政策|设定|设立|审批|许可|办理|实施|法定|文件|行政).{0,6}依据$",
            Some(E::Basis),
        ),
        (
            "^(?:办理|受理|实施|承办|审批|决定|审核|许可|责任|主管|经办|发证|登记|执行|具体).{0,4}(?:机构|机关|部门|单位|主体|处室|科室|股室)(?:名称)?$",
            Some(E::Agency),
        ),
        ("^.{0,5}(?:收费|费用)(?:标准|情况|金额|说明|信息|及标准)?$", Some(E::Fees)),
    ];
    table
        .iter()
        .map(|(pattern, element)| (Regex::new(pattern).expect("a constant regex"), *element))
        .collect()
});

/// Headings made like those of the tables: 车管所窗口联系电话, 申请人须提交的材料.
fn affixed(word: &str) -> Option<Label> {
    if word.chars().count() > 14 || word.contains([',', '。', ';', '!', ':', '《', '%']) {
        return None;
    }
    let (_, element) = AFFIXED.iter().find(|(pattern, _)| pattern.is_match(word))?;
    Some(element.map_or(Label::OTHER, Label::one))
}

static QUESTIONS: LazyLock<Vec<(Regex, Option<GuideElement>)>> = LazyLock::new(|| {
    use GuideElement as E;
    let table: &[(&str, Option<E>)] = &[
        ("多长时间|多久|几天|几个工作日|有效期|什么是|何谓|投诉|监督|是什么意思", None),
        (
            "(?:什么|哪些|何种|啥)(?:样的)?条件|条件(?:是|有|为|包括)?(?:什么|哪些)|(?:哪些人|什么人|谁|哪些(?:企业|单位|对象|群体)).{0,6}(?:可以|可|能|能够|需要?|应当?)",
            Some(E::Conditions),
        ),
        (
            "(?:什么|哪些|何种|啥)(?:申请|申报|证明|相关|样的)?(?:材料|资料|证件|手续|文件|证明|东西)|(?:材料|资料|证件|手续)(?:是|有|为|包括)?(?:什么|哪些)",
            Some(E::Materials),
        ),
        ("(?:哪里|哪儿|何处|什么地方|哪个(?:部门|窗口|地方|单位)|哪些地方)", Some(E::Place)),
        ("(?:什么时候|什么时间|何时|哪些时间|几点)", Some(E::Hours)),
        ("(?:收费|费用|多少钱|要钱|缴费|交费)", Some(E::Fees)),
        ("(?:法律|政策|法规)?依据(?:是|有|为)?(?:什么|哪些)", Some(E::Basis)),
        ("(?:电话|咨询).{0,8}(?:多少|什么|哪)", Some(E::Phone)),
        (
            "(?:如何|怎么|怎样|怎么样).{0,10}(?:办|申|领|报|登记|补|换)|(?:流程|程序|步骤)",
            Some(E::Procedure),
        ),
    ];
    table
        .iter()
        .map(|(pattern, element)| (Regex::new(pattern).expect("a constant regex"), *element))
        .collect()
});

/// What a question used as a heading asks for: 需要提供哪些资料？
pub(super) fn read_question(flat: &str) -> Option<Label> {
    let chars = flat.chars().count();
    if !(4..=40).contains(&chars) || flat.contains(['。', ';']) {
        return None;
    }
    let (_, element) = QUESTIONS.iter().find(|(pattern, _)| pattern.is_match(flat))?;
    Some(element.map_or(Label::OTHER, Label::one))
}

#[cfg(test)]
mod tests {
    use super::*;
    use GuideElement as E;

    fn elements(heading: &str) -> Option<Vec<E>> {
        read_label(&flatten(heading), true).map(|l| l.elements)
    }

    #[test]
    fn numbering_brackets_and_blanks_do_not_hide_a_heading() {
        for heading in [
            "一、设定依据",
            "（一）设定依据：",
            "1．设定 依据",
            "【设定依据】",
            "★设定依据",
            "第一、设定依据",
            "01 设定依据",
            "设定依据（法律）",
        ] {
            assert_eq!(elements(heading), Some(vec![E::Basis]), "{heading}");
        }
    }

    #[test]
    fn headings_that_only_sound_alike_are_none() {
        for heading in [
            "办理时限",
            "法定期限",
            "承诺时限",
            "监督投诉电话",
            "市局举报电话",
            "表格下载",
            "常见问题",
            "投诉流程",
        ] {
            assert_eq!(elements(heading), Some(vec![]), "{heading}");
        }
        assert_eq!(elements("收费依据"), Some(vec![E::Fees]));
        assert_eq!(elements("收费标准及依据"), Some(vec![E::Fees]));
        assert_eq!(elements("本次活动圆满结束"), None);
        assert_eq!(elements("人大代表"), None);
    }

    #[test]
    fn one_heading_may_name_two_elements() {
        assert_eq!(elements("办理时间、地点"), Some(vec![E::Hours, E::Place]));
        assert_eq!(elements("办理地点及时间"), Some(vec![E::Place, E::Hours]));
        assert_eq!(elements("申请条件及材料"), Some(vec![E::Conditions, E::Materials]));
        assert_eq!(elements("受理机构和联系电话"), Some(vec![E::Agency, E::Phone]));
    }

    #[test]
    fn headings_made_alike_count_on_a_known_guide_only() {
        assert_eq!(elements("申请人须提交的材料"), Some(vec![E::Materials]));
        assert_eq!(elements("新生报到流程"), Some(vec![E::Procedure]));
        assert_eq!(elements("车管所窗口联系电话"), Some(vec![E::Phone]));
        assert_eq!(read_label("新生报到流程", false), None);
    }

    #[test]
    fn questions_are_headings() {
        let ask = |q: &str| read_question(&flatten(q)).map(|l| l.elements);
        assert_eq!(ask("符合什么条件才能申领？"), Some(vec![E::Conditions]));
        assert_eq!(ask("需要提供哪些资料？"), Some(vec![E::Materials]));
        assert_eq!(ask("在哪里办理？"), Some(vec![E::Place]));
        assert_eq!(ask("如何申领？"), Some(vec![E::Procedure]));
        assert_eq!(ask("多长时间可以办好？"), Some(vec![]));
        assert_eq!(ask("天气很好"), None);
    }

    #[test]
    fn numbering_is_read() {
        let style = |t: &str| marker(&flatten(t)).0.map(|m| (m.style, m.number));
        assert_eq!(style("十二、附则"), Some((Style::Chinese, 12)));
        assert_eq!(style("（三）其他"), Some((Style::ChineseBracket, 3)));
        assert_eq!(style("3. 其他"), Some((Style::Digit, 3)));
        assert_eq!(style("②其他"), Some((Style::Circle, 2)));
        assert_eq!(style("2.5米以下"), None);
    }
}
