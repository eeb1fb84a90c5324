//! One page by itself: what the page rules, and as far as one page allows the column rules, say of it.

use jiff::civil::Date;

use super::places;
use crate::facts::{PageFacts, PageKind, Target, Why};
use crate::finding::{Cause, Finding, LinkVerdict, Verdict};
use crate::rules::{Check, Context, GuideCase, InquiryCase, LinkFacts, PageRef, RULES, Rule};
use crate::site::{Site, report_url};
use crate::standard::Workdays;
use crate::survey::{Dating, Survey};
use crate::wording::Proofreading;

use super::proofread::{self, Reader};

/// What the rules say of one page without asking anybody: findings, and for what they could not judge the rule and why.
/// Links are judged only where their address alone decides.
pub fn judge_page(
    site: &Site,
    facts: &PageFacts,
    today: Date,
    wording: &Proofreading,
    workdays: &Workdays,
) -> (Vec<Finding>, Vec<(&'static str, String)>) {
    let cx = Context { site, today, workdays };
    let url = facts.url.parse::<url::Url>().map_or_else(|_| facts.url.clone(), |u| report_url(&u));
    let at = PageRef {
        url: &url,
        title: facts.shown_title(),
        column: facts.column.as_deref(),
        is_home: facts.kind == PageKind::Home,
    };
    let mut survey = Survey::default();
    if let Ok(address) = facts.url.parse() {
        survey.add(site, &address, facts);
    }
    let surveyed = survey.finish(site, today, &|_| Why::NotFetched);
    let columns: Vec<_> = surveyed.columns.into_iter().filter(|c| c.url == facts.url).collect();
    let slips = Reader::new(wording).page(&site.id, facts);
    let mut verdicts: Vec<(&'static Rule, Verdict)> = Vec::new();
    for rule in RULES {
        match rule.check {
            Check::Page(check) => verdicts.push((rule, check(facts, &cx))),
            Check::Wording(check) => verdicts.push((rule, check(&proofread::case(at, &slips), &cx))),
            Check::Guide(check) => {
                if let Some(guide) = &facts.guide {
                    let unchecked = vec![None; guide.forms.len()];
                    verdicts.push((
                        rule,
                        check(
                            &GuideCase {
                                page: facts,
                                at,
                                guide,
                                form_verdicts: &unchecked,
                            },
                            &cx,
                        ),
                    ));
                }
            }
            Check::Inquiries(check) => {
                let case = InquiryCase {
                    inquiries: &surveyed.inquiries,
                    columns: Vec::new(),
                    whole: false,
                };
                verdicts.extend(check(&case, &cx).into_iter().map(|v| (*rule, v)));
            }
            Check::Column(check) => verdicts.extend(columns.iter().map(|c| (*rule, check(c, &cx)))),
            Check::Link(check) => {
                for link in &facts.links {
                    let (target, verdict) = match &link.target {
                        Target::Web { .. } => continue,
                        Target::Local(raw) => (raw, LinkVerdict::Local),
                        Target::Invalid(raw) => (raw, LinkVerdict::Dead(Cause::InvalidUrl)),
                    };
                    let case = LinkFacts {
                        target,
                        verdict: &verdict,
                        exchange: None,
                        probed: None,
                        link,
                        page: at,
                        inside: false,
                    };
                    verdicts.push((rule, check(&case, &cx)));
                }
                // Of other pages nothing is known here.
                for lost in places::lost(facts, &|_, _| false) {
                    verdicts.push((rule, lost.told(check(&lost.case(at), &cx))));
                }
            }
            Check::Dates(check) => {
                let mut dating = Dating::default();
                dating.add(facts, None, today);
                verdicts.extend(check(&dating.finish(site.url.as_str()), &cx).into_iter().map(|v| (*rule, v)));
            }
            // The site as a whole is not in view.
            Check::Kind(_) | Check::Papers(_) | Check::Site(_) => {}
        }
    }
    let mut findings = Vec::new();
    let mut open = Vec::new();
    for (rule, verdict) in verdicts {
        match verdict {
            Verdict::Pass | Verdict::NotApplicable => {}
            Verdict::Fail(found) => findings.extend(found),
            Verdict::NeedsReview(found) => open.extend(found.into_iter().map(|f| (rule.id, f.message.to_string()))),
            Verdict::NotJudged(why) => open.push((rule.id, format!("无法判断：{}", why.chinese()))),
        }
    }
    (findings, open)
}
