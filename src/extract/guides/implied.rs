//! Elements that a guide states in its running text, without a heading for them.

use std::sync::LazyLock;

use regex::Regex;

use super::labels::{Style, flatten, marker};
use super::lines::Line;
use super::values::has_phone;
use crate::lexicon::{GUIDE_VALUES, Words};
use crate::standard::GuideElement;

/// An element found in the text: what stands in place of a heading, and the value.
pub(super) struct Implied {
    pub(super) element: GuideElement,
    pub(super) heading: String,
    pub(super) value: String,
    /// The line it was found on.
    pub(super) line: usize,
}

static MATERIALS_FOLLOW: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        "(?:提交|提供|携带|准备|出具|报送|递交|上传|备齐|持|带|交验|具备)(?:如下|以下|下列)[^,。;:]{0,10}?(?:材料|资料|证件|证明|文件|手续|要件)",
        "|(?:材料|资料|证件)(?:如下|包括|主要有|主要包括):?"
    ))
    .expect("a constant regex")
});

static DOCUMENTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("身份证|户口簿|户口本|户口薄|营业执照|申请表|申请书|登记表|复印件|结婚证|毕业证|驾驶证|行驶证|照片|委托书|证明")
        .expect("a constant regex")
});

static BRINGS: LazyLock<Regex> = LazyLock::new(|| Regex::new("携带|持本人|凭本人|持|带齐|提供|提交|出示").expect("a constant regex"));

static CLOCK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\d{1,2}[:时点]\d{0,2}分?[-—–~至到]+(?:[上下]午)?\d{1,2}[:时点]").expect("a constant regex"));

static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:咨询|联系|服务|办公|窗口|值班|查询)?(?:电话|热线|致电|拨打)[^,。;]{0,10}?[\d(]").expect("a constant regex")
});

static CITES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("《[^》]*(?:法|条例|办法|规定|细则|规则|决定|通知|意见|规程|令)[^》]*》.{0,24}第[一二三四五六七八九十百零〇\\d]+条")
        .expect("a constant regex")
});

/// Looks for one element in the lines of a guide. `titled` is the page's title; `headed` whether any heading was found.
pub(super) fn find(element: GuideElement, lines: &[Line], title: &str, headed: bool) -> Option<Implied> {
    let made = |at: usize, heading: &str, value: &str| {
        Some(Implied {
            element,
            heading: heading.to_owned(),
            value: value.to_owned(),
            line: at,
        })
    };
    match element {
        GuideElement::Materials => {
            for (at, line) in lines.iter().enumerate() {
                if let Some(found) = MATERIALS_FOLLOW.find(&line.flat) {
                    let rest = line.flat[found.end()..].trim_matches(|c: char| !c.is_alphanumeric());
                    let below = lines.get(at + 1).map_or("", |l| l.text.as_str());
                    if rest.chars().count() >= 4 || below.chars().count() >= 3 {
                        let value = if rest.chars().count() >= 4 { rest } else { below };
                        return made(at, found.as_str().trim_end_matches(':'), value);
                    }
                }
                let documents = DOCUMENTS.find_iter(&line.flat).take(3).count();
                if documents >= 2 && BRINGS.is_match(&line.flat) {
                    return made(at, "正文", &line.text);
                }
            }
            // 变更登记资料要求: the page is nothing but lists of materials.
            let title = flatten(title);
            let items = lines
                .iter()
                .filter(|l| marker(&l.flat).0.is_some_and(|m| m.style >= Style::Digit))
                .count();
            let about_materials = title.contains("材料") || title.contains("资料") || title.contains("证件");
            if about_materials && items >= 3 && !title.contains("培训") {
                let first = lines
                    .iter()
                    .position(|l| marker(&l.flat).0.is_some_and(|m| m.style >= Style::Digit));
                return first.and_then(|at| made(at.saturating_sub(1), "页面标题", &lines[at].text));
            }
            None
        }
        GuideElement::Hours => {
            static DAY: Words = Words::used(GUIDE_VALUES, "day");
            let (at, line) = lines
                .iter()
                .enumerate()
                .find(|(_, l)| CLOCK.is_match(&l.flat) && DAY.any_in(&l.flat))?;
            made(at, "正文", &line.text)
        }
        GuideElement::Phone => {
            let other = ["投诉", "监督", "举报", "传真"];
            let own = |(_, l): &(usize, &Line)| !other.iter().any(|o| l.flat.contains(o));
            lines.iter().enumerate().filter(own).find_map(|(at, line)| {
                let found = PHONE.find(&line.flat)?;
                let from = found.start();
                has_phone(&line.flat[from..]).then(|| made(at, "正文", &line.text)).flatten()
            })
        }
        GuideElement::Basis if !headed => {
            // The whole page is a paragraph of law.
            let total: usize = lines.iter().map(|l| l.flat.len()).sum();
            let (at, line) = lines.iter().enumerate().find(|(_, l)| CITES.is_match(&l.flat))?;
            (total <= 4_500).then(|| made(at, "正文", &line.text)).flatten()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(element: GuideElement, text: &[&str]) -> Option<String> {
        let lines: Vec<Line> = text.iter().map(|t| Line::of(t)).collect();
        find(element, &lines, "办证须知", false).map(|i| i.heading)
    }

    #[test]
    fn materials_nested_in_the_procedure() {
        let text = ["申请人登录系统申请，同时提交如下资料至我处：", "1.备案表；", "2.营业执照。"];
        assert_eq!(found(GuideElement::Materials, &text).as_deref(), Some("提交如下资料"));
        assert_eq!(
            found(GuideElement::Materials, &["请本人持身份证、户口簿到窗口办理。"]).as_deref(),
            Some("正文")
        );
        assert_eq!(found(GuideElement::Materials, &["请妥善保管身份证。"]), None);
    }

    #[test]
    fn hours_and_telephones_in_running_text() {
        assert!(found(GuideElement::Hours, &["请于工作日上午8:30-12:00到一楼大厅。"]).is_some());
        assert!(found(GuideElement::Hours, &["自受理之日起5个工作日内办结。"]).is_none());
        assert!(found(GuideElement::Phone, &["如有疑问请拨打电话0592-1234567。"]).is_some());
        assert!(found(GuideElement::Phone, &["投诉请拨打电话0592-1234567。"]).is_none());
    }
}
