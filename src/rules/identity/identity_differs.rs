//! 各页面标识信息不一致: the pages of one site print different site codes or record numbers.

use crate::facts::{Printed, SiteFacts};
use crate::finding::{Finding, Grade, Subject, Verdict};
use crate::rules::keys::{EXPECTED, FOUND};
use crate::rules::statement::At;
use crate::rules::{Check, Context, Fold, Rule, finding};
use crate::standard::Clause;

/// The rule. Which of the numbers is wrong, and whether a folder belongs to another unit, a person must say.
pub(crate) const RULE: Rule = Rule {
    id: "identity-differs",
    title: "各页面标识信息不一致",
    grade: Grade::Notice,
    basis: &[Clause::P19_D21],
    explain: include_str!("../explain/identity-differs.md"),
    check: Check::Site(check),
    keys: &[&[FOUND, EXPECTED]],
    fold: Fold::Page,
};

fn check(facts: &SiteFacts, cx: &Context<'_>) -> Verdict {
    let mut found = Vec::new();
    // Where the code is configured, every page is held against it by itself.
    if cx.site.site_code.is_none() {
        found.extend(differ(&facts.identity.codes, "网站标识码", cx, |code| {
            Some(code.to_ascii_lowercase())
        }));
    }
    found.extend(differ(&facts.identity.icp, "ICP备案编号", cx, icp_base));
    if found.is_empty() {
        Verdict::Pass
    } else {
        Verdict::NeedsReview(found)
    }
}

/// The number of the unit: province, kind and digits, without the number of the site behind it.
fn icp_base(number: &str) -> Option<String> {
    let squeezed: String = number.chars().filter(|c| !c.is_whitespace()).collect();
    let end = squeezed.find(|c: char| c.is_ascii_digit())?;
    let digits = squeezed[end..].chars().take_while(char::is_ascii_digit);
    Some(squeezed[..end].chars().filter(|c| *c != '案').chain(digits).collect())
}

fn differ(printed: &[Printed], what: &str, cx: &Context<'_>, base: impl Fn(&str) -> Option<String>) -> Option<Finding> {
    let most = printed.first()?;
    let own = base(&most.value)?;
    let others: Vec<&Printed> = printed
        .iter()
        .skip(1)
        .filter(|p| base(&p.value).is_some_and(|b| b != own))
        .collect();
    let first = others.first()?;
    let list: Vec<String> = others
        .iter()
        .take(5)
        .map(|p| format!("{}（{}个页面，如 {}）", p.value, p.pages, p.page))
        .collect();
    let message = format!(
        "多数页面的{what}是{}（{}个页面），另有{}，请人工核查",
        most.value,
        most.pages,
        list.join("、")
    );
    let statement = finding(&RULE, cx, Subject::thing(what))
        .at(At::url(&first.page), "页面底部")
        .says(message)
        .because(FOUND, others.iter().map(|p| p.value.as_str()).collect::<Vec<_>>())
        .because(EXPECTED, most.value.as_str());
    Some(statement.done())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{HomeFacts, Why};
    use crate::rules::testing;

    fn told(own: Option<&str>, codes: &[&str], icp: &[&str]) -> usize {
        let list = |values: &[&str]| values.iter().map(|v| printed(v)).collect();
        let mut facts = SiteFacts::of_home(HomeFacts::unknown("http://a.gov.cn/", Why::NotShown));
        facts.identity.codes = list(codes);
        facts.identity.icp = list(icp);
        let mut site = testing::site();
        site.site_code = own.map(str::to_owned);
        match check(&facts, &testing::context(&site)) {
            Verdict::NeedsReview(list) => list.len(),
            _ => 0,
        }
    }

    fn printed(value: &str) -> Printed {
        Printed {
            value: value.to_owned(),
            pages: 3,
            page: "http://a.gov.cn/1.htm".into(),
        }
    }

    #[test]
    fn different_numbers_on_different_pages_are_for_a_person() {
        assert_eq!(
            told(
                None,
                &["3502000019"],
                &["闽ICP备05000001号-1", "闽ICP备05000001号-2", "闽ICP备 05000001号"]
            ),
            0
        );
        assert_eq!(told(None, &["3502000019", "3502000020"], &[]), 1);
        assert_eq!(told(Some("3502000019"), &["3502000019", "3502000020"], &[]), 0);
        assert_eq!(told(None, &[], &["京ICP备18011029号-1", "京ICP备05008494号"]), 1);
    }
}
