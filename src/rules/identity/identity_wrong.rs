//! 网站标识信息有误: a footer prints numbers that are not this site's, or no numbers at all.

use crate::facts::PageFacts;
use crate::finding::{Finding, Grade, Subject, Verdict};
use crate::rules::keys::{EXPECTED, FOUND, WHERE};
use crate::rules::page_class::{PageClass, class_of, in_a_folder};
use crate::rules::{Check, Context, Fold, Rule, finding};
use crate::standard::{Clause, is_site_code};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "identity-wrong",
    title: "网站标识信息有误",
    grade: Grade::Minor,
    basis: &[Clause::P19_D21, Clause::G17_FOOT],
    explain: include_str!("../explain/identity-wrong.md"),
    check: Check::Page(check),
    keys: &[&[FOUND, EXPECTED, WHERE]],
    fold: Fold::Site("有此问题"),
};

/// More record numbers than this in one footer are a list of sites, not an identity.
const LIST: usize = 3;

fn check(facts: &PageFacts, cx: &Context<'_>) -> Verdict {
    let Some(class) = class_of(facts, cx) else {
        return Verdict::NotApplicable;
    };
    let case = Case { facts, cx, class };
    let (mut wrong, mut unsure) = (Vec::new(), Vec::new());
    for other in &facts.footer.malformed {
        wrong.push(case.malformed(other));
    }
    if facts.footer.site_codes.len() <= LIST {
        case.codes(&mut wrong, &mut unsure);
    }
    unsure.extend(case.icp());
    match (wrong.is_empty(), unsure.is_empty()) {
        (false, _) => Verdict::Fail(wrong),
        (true, false) => Verdict::NeedsReview(unsure),
        (true, true) => Verdict::Pass,
    }
}

struct Case<'a> {
    facts: &'a PageFacts,
    cx: &'a Context<'a>,
    class: PageClass,
}

impl Case<'_> {
    fn fault(&self, thing: String, message: String, found: &[&str], expected: &str) -> Finding {
        finding(&RULE, self.cx, Subject::thing(thing))
            .at(self.facts, "页面底部")
            .says(message)
            .because(FOUND, found)
            .because(EXPECTED, expected)
            .because(WHERE, self.class.place())
            .advice("请核对并更正页脚的标识信息，与备案登记一致")
            .done()
    }

    fn malformed(&self, other: &str) -> Finding {
        let (said, expected) = if other.contains("标识码") {
            ("网站标识码应为10位，页脚写的是", "10位网站标识码")
        } else {
            ("备案编号的“ICP”写错了，页脚写的是", "ICP")
        };
        self.fault(format!("form:{other}"), format!("{said}“{other}”"), &[other], expected)
    }

    /// Codes that are none, that are not the configured one, and more than one on a page.
    fn codes(&self, wrong: &mut Vec<Finding>, unsure: &mut Vec<Finding>) {
        let codes: Vec<&str> = self.facts.footer.site_codes.iter().map(String::as_str).collect();
        for code in codes.iter().filter(|c| !is_site_code(c)) {
            let message = format!("网站标识码“{code}”前两位不是省级行政区划代码");
            wrong.push(self.fault(format!("code:{code}"), message, &[code], "6位行政区划代码加4位顺序码"));
        }
        let well_formed: Vec<&str> = codes.into_iter().filter(|c| is_site_code(c)).collect();
        let configured = self.cx.site.site_code.as_deref();
        let is_own = |code: &str| configured.is_some_and(|own| own.eq_ignore_ascii_case(code));
        let fault = match (well_formed.as_slice(), configured) {
            ([], _) => return,
            (codes, Some(own)) if !codes.iter().any(|c| is_own(c)) => {
                let found = codes.join("、");
                let message = format!("页脚的网站标识码是{found}，与 sites.yaml 中的{own}不一致");
                self.fault(format!("code:{found}"), message, codes, own)
            }
            (codes @ [_, _, ..], _) => {
                let found = codes.join("、");
                let message = format!("同一页脚有{}个不同的网站标识码：{found}", codes.len());
                self.fault(format!("codes:{found}"), message, codes, configured.unwrap_or("只有一个网站标识码"))
            }
            _ => return,
        };
        // A subsite in a folder of the main site may carry the main site's identity.
        let heap = if in_a_folder(self.cx) { unsure } else { wrong };
        heap.push(fault);
    }

    /// Record numbers of one kind with different bases: another domain of the same unit, or another unit's number.
    fn icp(&self) -> Option<Finding> {
        let printed = &self.facts.footer.icp;
        if printed.len() > LIST {
            return None;
        }
        let found: Vec<&str> = printed.iter().map(String::as_str).collect();
        let bases: Vec<(char, char, String)> = found.iter().filter_map(|n| icp_base(n)).collect();
        let differ = bases
            .iter()
            .enumerate()
            .any(|(i, a)| bases[..i].iter().any(|b| a.1 == b.1 && (a.0, &a.2) != (b.0, &b.2)));
        differ.then(|| {
            let list = found.join("、");
            let message = format!("页脚有不同的ICP备案编号：{list}，请人工核查哪一个是本站的");
            self.fault(format!("icp:{list}"), message, &found, "同一主体的ICP备案编号")
        })
    }
}

/// Province, 备 or 证, and the digits before the number of the site.
fn icp_base(number: &str) -> Option<(char, char, String)> {
    let kind = number.chars().find(|c| matches!(c, '备' | '证'))?;
    let (head, tail) = number.split_once(kind)?;
    let digits: String = tail
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    Some((head.chars().next()?, kind, digits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::PageKind;
    use crate::rules::testing;
    use serde_json::json;

    fn verdict(own: Option<&str>, codes: &[&str], icp: &[&str]) -> Verdict {
        let mut site = testing::site();
        site.site_code = own.map(str::to_owned);
        let mut page = testing::page(PageKind::Home);
        page.footer.site_codes = codes.iter().map(|c| (*c).to_owned()).collect();
        page.footer.icp = icp.iter().map(|c| (*c).to_owned()).collect();
        check(&page, &testing::context(&site))
    }

    fn fails(verdict: &Verdict) -> bool {
        matches!(verdict, Verdict::Fail(_))
    }

    #[test]
    fn codes_are_held_against_the_configured_one() {
        let icp = ["闽ICP备05000001号-1"];
        assert_eq!(verdict(Some("3502000019"), &["3502000019"], &icp), Verdict::Pass);
        assert_eq!(verdict(Some("BM05000001"), &["bm05000001"], &icp), Verdict::Pass);
        assert_eq!(verdict(None, &["3502000019"], &icp), Verdict::Pass);
        assert_eq!(verdict(Some("3502000019"), &[], &icp), Verdict::Pass);
        let Verdict::Fail(found) = verdict(Some("3502000019"), &["4400000089"], &icp) else {
            panic!("nothing found")
        };
        assert_eq!(
            (&found[0].evidence["found"], &found[0].evidence["expected"]),
            (&json!(["4400000089"]), &json!("3502000019"))
        );
        assert!(fails(&verdict(None, &["9902000019"], &icp)));
        assert!(fails(&verdict(None, &["3502000019", "3502000020"], &icp)));
        // A list of codes is content.
        assert_eq!(
            verdict(None, &["3502000019", "3502000020", "3502000021", "3502000022"], &icp),
            Verdict::Pass
        );
    }

    #[test]
    fn a_subsite_in_a_folder_may_carry_the_main_sites_identity() {
        let mut site = testing::site();
        site.url = "http://a.gov.cn/gc/".parse().unwrap();
        site.site_code = Some("3502000020".into());
        let page = testing::page(PageKind::Home);
        assert!(matches!(check(&page, &testing::context(&site)), Verdict::NeedsReview(_)));
    }

    #[test]
    fn record_numbers_of_one_base_agree() {
        let code = ["3502000019"];
        for icp in [
            &["闽ICP备05000001号-1", "闽ICP备05000001号-3"][..],
            &["京ICP备05000001号", "京ICP证030173号"],
            &["闽ICP备05000001号", "闽ICP备 05000001号-2"],
        ] {
            assert_eq!(verdict(None, &code, icp), Verdict::Pass, "{icp:?}");
        }
        for icp in [
            &["闽ICP备05000001号-1", "闽ICP备05000002号-1"],
            &["闽ICP备05000001号", "粤ICP备05000001号"],
        ] {
            assert!(matches!(verdict(None, &code, icp), Verdict::NeedsReview(_)), "{icp:?}");
        }
    }

    #[test]
    fn misspelt_and_cut_numbers_are_wrong() {
        let site = testing::site();
        let mut page = testing::page(PageKind::Home);
        page.footer.malformed = vec!["网站标识码：35020000011".into(), "苏IPC备16022877号".into()];
        let Verdict::Fail(found) = check(&page, &testing::context(&site)) else {
            panic!("nothing found")
        };
        assert_eq!(found.len(), 2);
        assert!(found[1].message.contains("ICP"));
    }
}
