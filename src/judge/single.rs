//! One page by itself: what the page rules, and as far as one page allows the rules over sites, say of it.

use jiff::civil::Date;

use super::crawled::LinkTable;
use super::proofread::Reader;
use super::runner::{self, PageCase, Said, View};
use crate::facts::{Extent, PageFacts, PageRow, SiteEvidence};
use crate::finding::{Finding, Verdict};
use crate::rules::{Context, RULES, Rule};
use crate::site::Site;
use crate::standard::Workdays;
use crate::survey::{NoLinks, SiteReader};
use crate::wording::{OwnNames, Proofreading};

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
    let url = runner::named(facts);
    let mut proofreader = Reader::new(wording, OwnNames::given([site.name.as_str(), &site.owner]));
    let mut read = proofreader.read(facts);
    proofreader.learn(std::mem::take(&mut read.new));
    let slips = proofreader.slips(&site.id, &read).found;
    let case = PageCase {
        facts,
        url: &url,
        slips: &slips,
    };
    let mut verdicts: Vec<(&'static Rule, Verdict)> = Vec::new();
    runner::page(RULES, &case, &LinkTable::default(), &cx, &mut |rule, said| {
        if let Said::Verdict(verdict) = said {
            verdicts.push((rule, verdict));
        }
    });
    let mut reader = SiteReader::new(site, today, &NoLinks);
    reader.add(&PageRow::read(&site.id, String::new(), &facts.url, facts.clone()));
    let read = reader.finish(&SiteEvidence::read(Extent::Front));
    let of_site = runner::site(RULES, &read, View::Page(&facts.url), &cx);
    verdicts.extend(of_site.into_iter().map(|said| (said.rule, said.verdict)));
    let place = |rule: &Rule| RULES.iter().position(|r| r.id == rule.id);
    verdicts.sort_by_key(|(rule, _)| place(rule));
    let mut findings = Vec::new();
    let mut open = Vec::new();
    for (rule, verdict) in verdicts {
        match verdict {
            Verdict::Pass | Verdict::NotApplicable => {}
            Verdict::Fail(found) => findings.extend(found),
            Verdict::Remark(found) => findings.extend(found.into_iter().map(Finding::remarked)),
            Verdict::NeedsReview(found) => open.extend(found.into_iter().map(|f| (rule.id, f.message.to_string()))),
            Verdict::NotJudged(why) => open.push((rule.id, format!("无法判断：{}", why.chinese()))),
        }
    }
    (findings, open)
}
