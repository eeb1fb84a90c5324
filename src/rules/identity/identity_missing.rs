//! 网站标识信息缺失: the foot of a page does not say what it must say of its site.

use crate::facts::{PageFacts, Why};
use crate::finding::{Finding, Grade, Ids, Key, Shape, Subject, Verdict};
use crate::rules::keys::WHERE;
use crate::rules::page_class::{PageClass, class_of, is_foreign};
use crate::rules::{Check, Context, Fold, Rule, finding};
use crate::standard::{Clause, IdentityPart};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "identity-missing",
    title: "网站标识信息缺失",
    grade: Grade::Minor,
    basis: &[Clause::P19_D21, Clause::P19_D23A, Clause::G17_FOOT],
    explain: include_str!("../explain/identity-missing.md"),
    check: Check::Page(check),
    keys: &[&[MISSING, UNSURE, WHERE]],
    fold: Fold::Site("有此问题"),
};

const PARTS: Shape = Shape::Ids(Ids::Of {
    all: || IdentityPart::ALL.iter().map(|p| p.id().to_owned()).collect(),
    chinese: |id| Some(IdentityPart::ALL.iter().find(|p| p.id() == id)?.chinese().to_owned()),
});
/// What is missing.
const MISSING: Key = Key::shown("missing", PARTS, "缺少 ", "");
/// What may be missing besides.
const UNSURE: Key = Key::shown("unsure", PARTS, "不能断定 ", "");

fn check(facts: &PageFacts, cx: &Context<'_>) -> Verdict {
    let Some(class) = class_of(facts, cx) else {
        return Verdict::NotApplicable;
    };
    let footer = &facts.footer;
    let (doubtful, missing): (Vec<IdentityPart>, Vec<IdentityPart>) = IdentityPart::ALL
        .iter()
        .copied()
        .filter(|p| !footer.has(*p))
        .partition(|p| footer.doubtful.contains(p));
    if missing.is_empty() && doubtful.is_empty() {
        return Verdict::Pass;
    }
    match (footer.beyond, footer.seen) {
        _ if is_foreign(facts) => return Verdict::NotJudged(Why::Foreign),
        _ if facts.cut_off => return Verdict::NotJudged(Why::CutOff),
        (Some(Why::NotText), _) => {
            return look(facts, cx, class, &[], "页脚是图片，读不到其中的文字，请人工核查标识信息是否齐全");
        }
        (Some(why), _) => return Verdict::NotJudged(why),
        (None, false) if facts.script_filled => return Verdict::NotJudged(Why::ByScript),
        (None, false) => {
            return look(facts, cx, class, &[], "页面底部没有读到页脚，请人工核查标识信息是否齐全");
        }
        (None, true) => {}
    }
    if missing.is_empty() {
        let names = chinese(&doubtful).join("、");
        let message = format!("页脚有类似内容，不能断定是否写明了{names}，请人工核查");
        return look(facts, cx, class, &doubtful, &message);
    }
    let found = missing.into_iter().map(|part| of_part(facts, cx, class, part, &doubtful));
    Verdict::Fail(found.collect())
}

fn chinese(parts: &[IdentityPart]) -> Vec<&'static str> {
    parts.iter().map(|p| p.chinese()).collect()
}

fn ids(parts: &[IdentityPart]) -> Vec<&'static str> {
    parts.iter().map(|p| p.id()).collect()
}

fn of_part(facts: &PageFacts, cx: &Context<'_>, class: PageClass, part: IdentityPart, doubtful: &[IdentityPart]) -> Finding {
    let page = if class == PageClass::Home { "首页" } else { "页面" };
    let clauses: &[Clause] = match part {
        IdentityPart::FindErrors => &[Clause::P19_D23A, Clause::G17_FOOT],
        // Asked for by local bulletins only.
        IdentityPart::SiteMap => &[],
        _ => &[Clause::P19_D21, Clause::G17_FOOT],
    };
    finding(&RULE, cx, Subject::thing(part.id()))
        .formerly(part.chinese())
        .at(facts, "页面底部")
        .says(format!("{page}底部没有{}", part.chinese()))
        .because(MISSING, ids(&[part]))
        .because(WHERE, class.place())
        // A verdict is one thing; what could not be told beside what is wrong goes along with it.
        .because_known(UNSURE, (!doubtful.is_empty()).then(|| ids(doubtful)))
        .advice(format!("请在全站页面底部功能区列明{}", part.chinese()))
        .basis(clauses)
        .grade(if part == IdentityPart::SiteMap { Grade::Notice } else { RULE.grade })
        .done()
}

/// For a person: these parts may be missing, or where none is named nobody knows which.
fn look(facts: &PageFacts, cx: &Context<'_>, class: PageClass, parts: &[IdentityPart], message: &str) -> Verdict {
    let what = if parts.is_empty() {
        "footer".to_owned()
    } else {
        ids(parts).join(",")
    };
    let statement = finding(&RULE, cx, Subject::thing(what))
        .at(facts, "页面底部")
        .says(message)
        .because_known(MISSING, (!parts.is_empty()).then(|| ids(parts)))
        .because(WHERE, class.place());
    Verdict::NeedsReview(vec![statement.done()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::PageKind;
    use crate::rules::testing;
    use serde_json::json;

    fn verdict(kind: PageKind, edit: impl FnOnce(&mut PageFacts)) -> Verdict {
        let site = testing::site();
        let mut page = testing::page(kind);
        edit(&mut page);
        check(&page, &testing::context(&site))
    }

    #[test]
    fn each_missing_part_is_told_with_its_grade() {
        assert_eq!(verdict(PageKind::Home, |_| {}), Verdict::Pass);
        let Verdict::Fail(found) = verdict(PageKind::Home, |p| {
            p.footer.police.clear();
            p.footer.site_map = false;
        }) else {
            panic!("nothing found")
        };
        let told: Vec<(&str, Grade, bool)> = found.iter().map(|f| (f.subject.name(), f.grade, f.basis.is_empty())).collect();
        assert_eq!(told, [("police", Grade::Minor, false), ("site_map", Grade::Notice, true)]);
        assert_eq!(found[0].evidence["missing"], json!(["police"]));
        assert_eq!(found[0].evidence["where"], "home");
        let Verdict::Fail(found) = verdict(PageKind::List, |p| p.footer.find_errors = false) else {
            panic!("nothing found")
        };
        assert_eq!(found[0].evidence["where"], "inner");
        assert!(found[0].basis.contains("找错") && !found[0].basis.contains("网站标识"));
    }

    #[test]
    fn footers_that_are_not_read_are_not_judged() {
        let gone = |p: &mut PageFacts| p.footer.icp.clear();
        let by_script = verdict(PageKind::Home, |p| {
            gone(p);
            p.footer.beyond = Some(Why::ByScript);
        });
        assert_eq!(by_script, Verdict::NotJudged(Why::ByScript));
        let cut = verdict(PageKind::Home, |p| {
            gone(p);
            p.cut_off = true;
        });
        assert_eq!(cut, Verdict::NotJudged(Why::CutOff));
        for edit in [
            (|p| p.footer = crate::facts::FooterFacts::default()) as fn(&mut PageFacts),
            |p| {
                p.footer = crate::facts::FooterFacts {
                    beyond: Some(Why::NotText),
                    ..Default::default()
                };
            },
            |p| {
                p.footer.sponsor = None;
                p.footer.doubtful = vec![IdentityPart::Sponsor];
            },
        ] {
            assert!(matches!(verdict(PageKind::Home, edit), Verdict::NeedsReview(_)));
        }
        // A number of the wrong form is there: that it is wrong is another rule's.
        assert_eq!(
            verdict(PageKind::Home, |p| {
                p.footer.site_code = None;
                p.footer.malformed = vec!["网站标识码：12345".into()];
            }),
            Verdict::Pass
        );
    }

    #[test]
    fn a_page_in_another_language_is_not_held_to_chinese_words() {
        let english = |p: &mut PageFacts| {
            p.html_title = Some("Institute for the Control of Agrochemicals".into());
            p.title = None;
            p.text = "The institute is in charge of the registration of pesticides in the country.".into();
            p.links.iter_mut().for_each(|l| l.text = "Institute introduce".into());
        };
        let without = verdict(PageKind::List, |p| {
            english(p);
            p.footer.sponsor = None;
        });
        assert_eq!(without, Verdict::NotJudged(Why::Foreign));
        // What it has, it has.
        assert_eq!(verdict(PageKind::List, english), Verdict::Pass);
    }

    #[test]
    fn pages_without_the_template_are_left_alone() {
        for kind in [PageKind::Stub, PageKind::Error, PageKind::Attachment, PageKind::StyleSheet] {
            assert_eq!(verdict(kind, |p| p.footer.icp.clear()), Verdict::NotApplicable, "{kind:?}");
        }
        let printed = verdict(PageKind::Article, |p| {
            p.footer.icp.clear();
            p.links.clear();
        });
        assert_eq!(printed, Verdict::NotApplicable);
    }
}
