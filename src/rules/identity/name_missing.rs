//! 头部未显示网站名称: the name of the site stands neither in the title nor at the top of a page.

use super::label_wrong::is_unfilled;
use super::site_name::{is_name, stands_in};
use crate::facts::PageFacts;
use crate::finding::{Grade, Subject, Verdict};
use crate::rules::keys::{EXPECTED, FOUND, WHERE};
use crate::rules::page_class::{class_of, is_foreign, label};
use crate::rules::{Check, Context, Fold, Rule, finding};
use crate::standard::Clause;

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "name-missing",
    title: "头部未显示网站名称",
    grade: Grade::Minor,
    basis: &[Clause::P19_D20, Clause::G17_NAME],
    explain: include_str!("../explain/name-missing.md"),
    check: Check::Page(check),
    keys: &[&[FOUND, EXPECTED, WHERE]],
    fold: Fold::Site("有此问题"),
};

fn check(facts: &PageFacts, cx: &Context<'_>) -> Verdict {
    let Some(class) = class_of(facts, cx).filter(|_| !is_foreign(facts)) else {
        return Verdict::NotApplicable;
    };
    let labelled = label(facts, "SiteName").filter(|name| !is_unfilled(name));
    let names: Vec<&str> = [Some(cx.site.name.as_str()), labelled]
        .into_iter()
        .flatten()
        .filter(|n| is_name(n))
        .collect();
    let Some(name) = names.first() else {
        return Verdict::NotApplicable;
    };
    let header = &facts.header;
    let mut places = facts.html_title.iter().chain([&header.text]).chain(&header.pictures);
    if places.any(|text| names.iter().any(|n| stands_in(n, text))) {
        return Verdict::Pass;
    }
    // A picture that calls itself something else is the logo of something else; any other picture may show the name.
    let named: Vec<&String> = header.pictures.iter().filter(|p| is_name(p)).collect();
    let report = |message: String, advice: &str| {
        let statement = finding(&RULE, cx, Subject::thing("name"))
            .at(facts, "页面头部")
            .says(message)
            .because(FOUND, [facts.html_title.as_deref().unwrap_or_default()].as_slice())
            .because(EXPECTED, *name)
            .because(WHERE, class.place())
            .advice(advice);
        vec![statement.done()]
    };
    if header.mute || named.is_empty() {
        let message = format!("页面标题和头部文字中没有网站名称“{name}”，头部图片没有文字说明，请人工核查图片上是否显示了名称");
        Verdict::NeedsReview(report(message, ""))
    } else {
        let message = format!("页面标题、头部文字和图片说明中都没有网站名称“{name}”");
        Verdict::Fail(report(message, "请在全站页面头部区域显著展示网站名称，并写进页面标题"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::PageKind;
    use crate::rules::testing;

    fn verdict(edit: impl FnOnce(&mut PageFacts)) -> Verdict {
        let site = testing::site();
        let mut page = testing::page(PageKind::Article);
        edit(&mut page);
        check(&page, &testing::context(&site))
    }

    #[test]
    fn a_name_in_title_text_or_logo_is_enough() {
        assert_eq!(verdict(|_| {}), Verdict::Pass);
        let bare = |p: &mut PageFacts| p.html_title = Some("一则消息".into());
        assert_eq!(
            verdict(|p| {
                bare(p);
                p.header.pictures = vec!["鹭岛公安局网站".into()];
            }),
            Verdict::Pass
        );
        assert_eq!(
            verdict(|p| {
                bare(p);
                p.header.text = "无障碍 鹭岛市公安局门户网站 首页".into();
            }),
            Verdict::Pass
        );
    }

    #[test]
    fn a_silent_logo_is_for_a_person_and_another_name_is_wrong() {
        let bare = |p: &mut PageFacts| p.html_title = Some("一则消息".into());
        assert!(matches!(verdict(bare), Verdict::NeedsReview(_)));
        let other = verdict(|p| {
            bare(p);
            p.header.pictures = vec!["云海市政务服务平台".into()];
        });
        assert!(matches!(other, Verdict::Fail(_)));
        let one_silent = verdict(|p| {
            bare(p);
            p.header.pictures = vec!["云海市政务服务平台".into()];
            p.header.mute = true;
        });
        assert!(matches!(one_silent, Verdict::NeedsReview(_)));
    }
}
