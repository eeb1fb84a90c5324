//! 政府网站工作年度报表未公布: after January no yearly report of the website for last year can be found on it.

use jiff::civil::date;

use crate::facts::{Extent, SiteFacts, Why, YearlyReport};
use crate::finding::{Grade, Key, Shape, Subject, Verdict};
use crate::rules::{Check, Context, Fold, Rule, finding};
use crate::site::Role;
use crate::standard::Clause;

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "annual-report-missing",
    title: "政府网站工作年度报表未公布",
    grade: Grade::Minor,
    basis: &[Clause::G17_RPT],
    explain: include_str!("../explain/annual-report-missing.md"),
    check: Check::Site(check),
    keys: &[&[YEAR, REPORTS]],
    fold: Fold::Page,
};

/// The year that is not reported on.
const YEAR: Key = Key::shown("year", Shape::Number, "年度 ", "");
/// What is named as such a report.
const REPORTS: Key = Key::shown("found", Shape::List, "网站上有 ", "");

fn check(facts: &SiteFacts, cx: &Context<'_>) -> Verdict {
    // "每年1月31日前发布" (G17-RPT): until then the year has not been reported on.
    if cx.today < date(cx.today.year(), 2, 1) {
        return Verdict::NotApplicable;
    }
    match facts.identity.extent {
        Extent::Front => return Verdict::NotApplicable,
        Extent::Partly => return Verdict::NotJudged(Why::NotWhole),
        Extent::Whole => {}
    }
    let year = cx.today.year() - 1;
    let of_year = |report: &&YearlyReport| report.years.contains(&year);
    let (elsewhere, own): (Vec<&YearlyReport>, Vec<&YearlyReport>) = facts.identity.reports.iter().partition(|r| r.elsewhere);
    if own.iter().any(of_year) {
        return Verdict::Pass;
    }
    // The bureau that answers for a subsite may publish for all of them on its main site.
    if elsewhere.iter().any(of_year) {
        return Verdict::NotApplicable;
    }
    let seen: Vec<&str> = own.iter().map(|r| r.text.as_str()).take(5).collect();
    let report = |message: String| {
        // Another year is another report.
        let statement = finding(&RULE, cx, Subject::thing(year.to_string()))
            .formerly("")
            .at(facts, "全站")
            .says(message)
            .because(YEAR, year)
            .because(REPORTS, seen)
            .advice("请在每年1月31日前公布上一年度的政府网站工作年度报表");
        vec![statement.done()]
    };
    // A link without a year, or with this one, may lead to it.
    let unclear = own.iter().any(|r| r.years.is_empty() || r.years.contains(&cx.today.year()));
    if unclear || cx.site.role != Role::Main {
        let message = format!("没有读到{year}年度的政府网站工作年度报表，主办单位也可能在别处统一公布，请人工核查");
        Verdict::NeedsReview(report(message))
    } else {
        Verdict::Fail(report(format!(
            "全站没有找到{year}年度的政府网站工作年度报表（应在{}年1月31日前公布）",
            year + 1
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::HomeFacts;
    use crate::rules::testing;
    use jiff::civil::Date;

    fn verdict(today: Date, role: Role, extent: Extent, reports: &[(&[i16], bool)]) -> Verdict {
        let mut site = testing::site();
        site.role = role;
        let mut facts = SiteFacts::of_home(HomeFacts::unknown("http://a.gov.cn/", Why::NotShown));
        facts.identity.extent = extent;
        facts.identity.reports = reports
            .iter()
            .map(|(years, elsewhere)| YearlyReport {
                text: "政府网站工作年度报表".into(),
                years: years.to_vec(),
                page: "http://a.gov.cn/1.htm".into(),
                elsewhere: *elsewhere,
            })
            .collect();
        check(
            &facts,
            &Context {
                today,
                ..testing::context(&site)
            },
        )
    }

    #[test]
    fn from_february_on_last_years_report_is_there() {
        let november = date(2026, 11, 23);
        let whole = Extent::Whole;
        assert_eq!(verdict(november, Role::Main, whole, &[(&[2025], false)]), Verdict::Pass);
        assert!(matches!(
            verdict(november, Role::Main, whole, &[(&[2024], false)]),
            Verdict::Fail(_)
        ));
        assert!(matches!(verdict(date(2026, 2, 1), Role::Main, whole, &[]), Verdict::Fail(_)));
        assert_eq!(verdict(date(2026, 1, 31), Role::Main, whole, &[]), Verdict::NotApplicable);
    }

    #[test]
    fn what_may_be_elsewhere_is_for_a_person() {
        let november = date(2026, 11, 23);
        let whole = Extent::Whole;
        assert!(matches!(
            verdict(november, Role::Main, whole, &[(&[], false)]),
            Verdict::NeedsReview(_)
        ));
        assert!(matches!(verdict(november, Role::Subsite, whole, &[]), Verdict::NeedsReview(_)));
        assert_eq!(verdict(november, Role::Subsite, whole, &[(&[2025], true)]), Verdict::NotApplicable);
        assert_eq!(
            verdict(november, Role::Main, Extent::Partly, &[]),
            Verdict::NotJudged(Why::NotWhole)
        );
        assert_eq!(verdict(november, Role::Main, Extent::Front, &[]), Verdict::NotApplicable);
    }
}
