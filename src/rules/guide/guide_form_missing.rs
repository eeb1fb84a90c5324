//! 办事表格缺失或打不开: a form a guide asks for that the page does not offer, or offers under a dead address.

use super::guide_text::quoted;
use crate::facts::{FormFacts, GuideBody, LinkState, PageKind};
use crate::finding::{Finding, Grade, Ids, Key, Shape, Subject, Verdict};
use crate::rules::keys::{CAUSE, REASON};
use crate::rules::{Check, Context, Fold, GuideCase, Rule, finding};
use crate::standard::Clause;

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "guide-form-missing",
    title: "办事表格缺失或打不开",
    grade: Grade::Minor,
    basis: &[Clause::C15_S2, Clause::P19_D15],
    explain: include_str!("../explain/guide-form-missing.md"),
    check: Check::Guide(check),
    keys: &[&[CAUSE, REASON, FORM, LIBRARY, STATE]],
    fold: Fold::Page,
};

/// The form as the guide calls it.
const FORM: Key = Key::shown("form", Shape::Text, "表格 ", "");
/// The site's collection of forms.
const LIBRARY: Key = Key::shown("library", Shape::Text, "网站的表格下载栏目 ", "");
/// What is wrong with it.
const STATE: Key = Key::for_programs(
    "state",
    Shape::Id(Ids::These(&[
        ("no_link", "没有下载链接"),
        ("dead", "打不开"),
        ("suspect", "不能确认能否打开"),
    ])),
);

fn check(case: &GuideCase<'_>, cx: &Context<'_>) -> Verdict {
    let guide = case.guide;
    if case.page.kind == PageKind::Error || guide.forms.is_empty() {
        return Verdict::NotApplicable;
    }
    let mut failed = Vec::new();
    let mut doubtful = Vec::new();
    for (at, form) in guide.forms.iter().enumerate() {
        match (&form.url, case.form_states.get(at).and_then(Option::as_ref)) {
            (None, _) => {
                let mut message = format!("办事指南中提到的{}未提供下载", quoted(&form.name));
                let library = guide.form_library.as_ref().map(|l| (LIBRARY, l.clone()));
                if library.is_some() {
                    message = format!("需人工核查：{message}，请核对网站的“表格下载”栏目中是否有这份表格");
                }
                let found = of_form(
                    case,
                    cx,
                    form,
                    ("no_link", library),
                    message,
                    "请在页面上提供该表格的下载链接，并附填写样表",
                );
                // What only names forms and leaves the rest to a script may offer them there; and so may the site's
                // collection of forms, which the page leads to.
                if guide.body == GuideBody::Script || guide.form_library.is_some() {
                    &mut doubtful
                } else {
                    &mut failed
                }
                .push(found);
            }
            (Some(_), Some(LinkState::Dead(cause))) => {
                let message = format!("办事表格{}无法下载（{}）", quoted(&form.name), cause.chinese());
                let why = Some((CAUSE, cause.id()));
                failed.push(of_form(
                    case,
                    cx,
                    form,
                    ("dead", why),
                    message,
                    "请修复该表格的下载地址，或重新上传文件",
                ));
            }
            (Some(_), Some(LinkState::Suspect(reason))) => {
                let message = format!("需人工核查：办事表格{}能否下载无法确认（{}）", quoted(&form.name), reason.chinese());
                let why = Some((REASON, reason.id().to_owned()));
                doubtful.push(of_form(case, cx, form, ("suspect", why), message, "请在浏览器中打开核对"));
            }
            _ => {}
        }
    }
    // One verdict a guide: what is certain goes first, what is doubtful waits until that is put right.
    if !failed.is_empty() {
        Verdict::Fail(failed)
    } else if !doubtful.is_empty() {
        Verdict::NeedsReview(doubtful)
    } else {
        Verdict::Pass
    }
}

/// What is said of one form; `why` is the cause or reason its link has, or where else it may stand.
fn of_form(
    case: &GuideCase<'_>,
    cx: &Context<'_>,
    form: &FormFacts,
    (state, why): (&str, Option<(Key, String)>),
    message: String,
    advice: &str,
) -> Finding {
    let statement = finding(&RULE, cx, Subject::on_page(case.at.url, form.name.as_str()))
        .at(case.at, format!("办事指南中的{}", quoted(&form.name)))
        .says(message)
        .because(FORM, form.name.as_str())
        .because(STATE, state)
        .advice(advice);
    let statement = match why {
        Some((key, why)) => statement.because(key, why),
        None => statement,
    };
    match &form.url {
        Some(url) => statement.link(url.as_str()).done(),
        None => statement.done(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Cause, Reason};
    use crate::rules::testing::judge_guide;
    use crate::standard::GuideElement;
    use serde_json::json;

    fn run(forms: &[(&str, Option<LinkState>, bool)]) -> Verdict {
        let verdicts: Vec<_> = forms.iter().map(|(_, v, _)| v.clone()).collect();
        judge_guide(check, &GuideElement::ALL, &verdicts, |guide, _| {
            for (name, _, linked) in forms {
                guide.forms.push(FormFacts {
                    name: (*name).to_owned(),
                    url: linked.then(|| format!("http://a.gov.cn/{name}.doc")),
                });
            }
        })
    }

    #[test]
    fn a_form_without_a_link_and_a_dead_one_fail_apart() {
        let dead = LinkState::Dead(Cause::Http(404));
        let Verdict::Fail(found) = run(&[
            ("《居住证申领表》", None, false),
            ("承诺书样本", Some(dead), true),
            ("委托书样本", Some(LinkState::Alive), true),
        ]) else {
            panic!("must fail");
        };
        assert_eq!(found.len(), 2);
        assert_eq!(&*found[0].message, "办事指南中提到的《居住证申领表》未提供下载");
        assert_eq!(found[1].evidence["cause"], json!("http_404"));
        assert_ne!(found[0].id(), found[1].id());
    }

    #[test]
    fn doubt_is_for_a_person() {
        let verdict = run(&[("申请表格", Some(LinkState::Suspect(Reason::Forbidden)), true)]);
        assert!(matches!(verdict, Verdict::NeedsReview(f) if f.len() == 1));
    }

    #[test]
    fn a_collection_of_forms_leaves_it_to_a_person() {
        let verdict = judge_guide(check, &GuideElement::ALL, &[None], |guide, _| {
            guide.forms.push(FormFacts {
                name: "《居住证申领表》".to_owned(),
                url: None,
            });
            guide.form_library = Some("http://a.gov.cn/bgxz/".to_owned());
        });
        assert!(matches!(verdict, Verdict::NeedsReview(f) if f[0].evidence["library"] == json!("http://a.gov.cn/bgxz/")));
    }

    #[test]
    fn what_opens_or_was_not_checked_is_no_fault() {
        assert_eq!(
            run(&[("申请表格", Some(LinkState::Alive), true), ("登记表格", None, true)]),
            Verdict::Pass
        );
        assert_eq!(run(&[]), Verdict::NotApplicable);
    }
}
