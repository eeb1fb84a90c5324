//! 办事指南要素缺失: a service guide without one of the elements the tables ask for.

use serde_json::{Value, json};

use super::{Check, Context, GuideCase, Rule};
use crate::facts::{GuideBody, PageKind};
use crate::finding::{Evidence, Finding, Grade, Verdict};
use crate::standard::{Clause, GuideElement, basis_text};

/// The rule.
pub const RULE: Rule = Rule {
    id: "guide-incomplete",
    title: "办事指南要素缺失",
    grade: Grade::Minor,
    basis: &[Clause::C15_S1, Clause::P19_D13, Clause::P19_V6],
    explain: EXPLAIN,
    check: Check::Guide(check),
};

/// 国办秘函〔2019〕19号 counts a guide for its veto when four classes or more are missing.
const VETO_COUNTS_FROM: usize = 4;

const EXPLAIN: &str = "\
检查每个办事指南是否写明十类要素：事项名称、设定依据、申请条件、办理材料、办理地点、办理时间、联系电话、办理流程\
（2015年普查评分表的八类），以及办理机构、收费标准（2019年检查指标新增的两类）。

**怎样判断**

- 按标题识别，常见的同义标题都算：如“法律依据”算设定依据，“所需材料”算办理材料，“工作时间”算办理时间，“咨询电话”算联系电话。\
表格、分段标题、选项卡、一问一答、写在一行里的“受理时间：……”都能读。
- 只有标题没有内容，或内容没有意义（“无”“略”“见附件”而页面上没有附件、电话一栏没有号码、材料一栏没有列出任何一样材料），按缺失计。\
“收费标准：无”“不收费”算有内容。
- 听上去相近但不算的：办理时限、法定期限不是办理时间；监督投诉电话不是联系电话；收费依据不是设定依据；页脚的地址、电话不算指南的地址、电话。
- 没有单列事项名称时，页面标题就是事项名称。

**等级**：缺一至三类为一般；缺四类及以上为严重（2019年指标中，这样的事项超过5个即单项否决）；只缺2019年新增的办理机构、收费标准的，为提示。

**不报的情况**：正文是图片、附件或由脚本填入的，机器读不到要素，转人工核查；不是办事指南的页面不检查。

**会报的例子**：一个指南有办理依据、所需材料、办理流程，“工作时间”后面空着，没有收费标准 → `办事指南要素【办理时间】【收费标准】缺失`。

**不报的例子**：表格里依次写着事项名称、法律依据、受理条件、申报材料、受理地点、办公时间、咨询电话、办理程序、实施主体、是否收费，每一栏都有内容。";

fn check(case: &GuideCase<'_>, cx: &Context<'_>) -> Verdict {
    if case.page.kind == PageKind::Error {
        return Verdict::NotApplicable;
    }
    let guide = case.guide;
    let missing = guide.missing();
    if missing.is_empty() {
        return Verdict::Pass;
    }
    let unread = match guide.body {
        GuideBody::Text => None,
        GuideBody::Image => Some("正文为图片"),
        GuideBody::Attachment => Some("正文只有附件"),
        GuideBody::Script => Some("正文由脚本或内嵌页面填入"),
    };
    if let Some(why) = unread {
        let message = format!(
            "需人工核查：办事指南{why}，机器读不到要素；请对照核对{}是否齐全",
            bracketed(&missing)
        );
        return Verdict::NeedsReview(vec![finding(case, cx, &missing, Grade::Minor, message)]);
    }
    let only_2019 = missing.iter().all(|e| !e.in_census_2015());
    let grade = if missing.len() >= VETO_COUNTS_FROM {
        Grade::Serious
    } else if only_2019 {
        Grade::Notice
    } else {
        RULE.grade
    };
    let mut message = format!("办事指南要素{}缺失", bracketed(&missing));
    let mut remarks: Vec<String> = guide
        .empty
        .iter()
        .map(|(element, heading)| {
            if heading == element.chinese() {
                format!("“{heading}”有标题但没有有效内容")
            } else {
                format!("【{}】所在的“{heading}”有标题但没有有效内容", element.chinese())
            }
        })
        .collect();
    let new: Vec<GuideElement> = missing.iter().copied().filter(|e| !e.in_census_2015()).collect();
    if !new.is_empty() {
        remarks.push(format!("{}为2019年检查指标新增要素", bracketed(&new)));
    }
    if !remarks.is_empty() {
        message = format!("{message}（{}）", remarks.join("；"));
    }
    Verdict::Fail(vec![finding(case, cx, &missing, grade, message)])
}

fn bracketed(elements: &[GuideElement]) -> String {
    elements.iter().map(|e| format!("【{}】", e.chinese())).collect()
}

fn names<'a>(elements: impl Iterator<Item = &'a GuideElement>) -> Value {
    elements.map(|e| e.chinese()).collect::<Vec<_>>().into()
}

fn finding(case: &GuideCase<'_>, cx: &Context<'_>, missing: &[GuideElement], grade: Grade, message: String) -> Finding {
    let guide = case.guide;
    let found: serde_json::Map<String, Value> = guide
        .elements
        .iter()
        .map(|(e, v)| (e.chinese().to_owned(), json!(v.heading)))
        .collect();
    let evidence = Evidence::from([
        ("missing".to_owned(), names(missing.iter())),
        ("missing_2015".to_owned(), names(missing.iter().filter(|e| e.in_census_2015()))),
        ("empty".to_owned(), names(guide.empty.iter().map(|(e, _)| e))),
        ("found".to_owned(), Value::Object(found)),
    ]);
    let basis: &[Clause] = if missing.iter().any(|e| e.in_census_2015()) {
        RULE.basis
    } else {
        &[Clause::P19_D13, Clause::P19_V6]
    };
    Finding {
        rule: RULE.id.to_owned(),
        grade,
        site: cx.site.id.clone(),
        column: case.at.column.map(str::to_owned),
        page_url: case.at.url.to_owned(),
        page_title: case.at.title.map(str::to_owned),
        message,
        place: "办事指南正文".to_owned(),
        target_url: None,
        evidence,
        advice: format!("请在该办事指南中补充{}的具体内容", bracketed(missing)),
        basis: basis_text(basis),
        key: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::guide_fixtures::{guide, verdict};
    use super::*;

    fn run(present: &[GuideElement], edit: impl FnOnce(&mut crate::facts::GuideFacts, &mut crate::facts::PageFacts)) -> Verdict {
        verdict(check, present, &[], edit)
    }

    fn all_but(missing: &[GuideElement]) -> Vec<GuideElement> {
        GuideElement::ALL.into_iter().filter(|e| !missing.contains(e)).collect()
    }

    #[test]
    fn a_complete_guide_passes_whatever_its_body() {
        assert_eq!(run(&GuideElement::ALL, |_, _| {}), Verdict::Pass);
        assert_eq!(run(&GuideElement::ALL, |g, _| g.body = GuideBody::Image), Verdict::Pass);
        assert!(guide(&GuideElement::ALL).missing().is_empty());
    }

    #[test]
    fn one_finding_names_all_that_is_missing() {
        let present = all_but(&[GuideElement::Hours, GuideElement::Fees]);
        let Verdict::Fail(found) = run(&present, |g, _| g.empty.push((GuideElement::Hours, "工作时间".into()))) else {
            panic!("must fail");
        };
        let [finding] = &found[..] else { panic!("one finding a guide") };
        assert_eq!(finding.grade, Grade::Minor);
        assert_eq!(
            finding.message,
            "办事指南要素【办理时间】【收费标准】缺失（【办理时间】所在的“工作时间”有标题但没有有效内容；【收费标准】为2019年检查指标新增要素）"
        );
        assert_eq!(finding.evidence["missing"], json!(["办理时间", "收费标准"]));
        assert_eq!(finding.evidence["missing_2015"], json!(["办理时间"]));
        assert_eq!(finding.evidence["empty"], json!(["办理时间"]));
        assert_eq!(finding.evidence["found"]["联系电话"], json!("联系电话"));
    }

    #[test]
    fn four_missing_are_serious_and_two_new_ones_a_notice() {
        let four = all_but(&[GuideElement::Hours, GuideElement::Fees, GuideElement::Basis, GuideElement::Place]);
        assert!(matches!(run(&four, |_, _| {}), Verdict::Fail(f) if f[0].grade == Grade::Serious));
        let new = all_but(&[GuideElement::Agency, GuideElement::Fees]);
        assert!(matches!(run(&new, |_, _| {}), Verdict::Fail(f) if f[0].grade == Grade::Notice && !f[0].basis.contains("2015")));
    }

    #[test]
    fn what_cannot_be_read_goes_to_a_person() {
        for body in [GuideBody::Image, GuideBody::Attachment, GuideBody::Script] {
            let verdict = run(&[GuideElement::Name], |g, _| g.body = body);
            assert!(matches!(&verdict, Verdict::NeedsReview(f) if f[0].message.starts_with("需人工核查")), "{verdict:?}");
        }
    }

    #[test]
    fn an_error_page_is_not_judged() {
        assert_eq!(run(&[], |_, p| p.kind = PageKind::Error), Verdict::NotApplicable);
    }
}
