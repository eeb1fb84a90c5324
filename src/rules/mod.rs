//! Facts to verdicts: one file a rule, named as its id.
//!
//! Layer 3. A rule sees facts and a [`Context`]; it never sees HTML, a clock, the network, points or an output format.

mod activity_few;
mod annual_report_missing;
mod column_absent;
mod column_blank;
mod column_stale;
mod column_undated;
mod columns_near_veto;
mod date_forged;
mod domain_improper;
mod guide_form_missing;
mod guide_incomplete;
mod guide_material_format;
mod guide_phone;
mod guide_policy_unstated;
mod guide_text;
mod guide_vague;
mod home_few;
mod home_quiet;
mod home_stale;
mod home_unreachable;
mod identity_differs;
mod identity_missing;
mod identity_wrong;
mod inquiry_stale;
mod inquiry_text;
mod inquiry_unanswered;
mod inquiry_undisclosed;
mod interpretation_missing;
mod interpretation_unlinked;
mod ipv6_missing;
mod label_missing;
mod label_wrong;
mod link_broken;
mod link_evidence;
mod link_hidden;
mod link_hijacked;
mod link_local;
mod link_suspect;
mod link_system;
mod link_text;
mod name_missing;
mod page_class;
mod page_slow;
mod page_text;
mod policy_repealed;
mod privacy_leak;
mod search_failed;
mod site_name;
#[cfg(test)]
mod testing;
mod time_format;
mod typo;
mod typo_serious;
mod typo_text;

use jiff::civil::Date;

use crate::facts::{ColumnFacts, DateFacts, PageFacts, PolicyFacts, SiteFacts, SiteInquiries};
use crate::finding::{Grade, Verdict};
use crate::site::Site;
use crate::standard::{Clause, ColumnKind, Workdays};

/// Every rule, in the order of reports.
pub const RULES: &[&Rule] = &[
    &link_broken::RULE,
    &link_suspect::RULE,
    &link_local::RULE,
    &link_hidden::RULE,
    &link_hijacked::RULE,
    &home_unreachable::RULE,
    &home_stale::RULE,
    &home_few::RULE,
    &home_quiet::RULE,
    &column_stale::RULE,
    &column_blank::RULE,
    &column_undated::RULE,
    &columns_near_veto::RULE,
    &column_absent::RULE,
    &activity_few::RULE,
    &date_forged::RULE,
    &interpretation_unlinked::RULE,
    &interpretation_missing::RULE,
    &policy_repealed::RULE,
    &guide_incomplete::RULE,
    &guide_vague::RULE,
    &guide_material_format::RULE,
    &guide_policy_unstated::RULE,
    &guide_phone::RULE,
    &guide_form_missing::RULE,
    &inquiry_unanswered::RULE,
    &inquiry_undisclosed::RULE,
    &inquiry_stale::RULE,
    &privacy_leak::RULE,
    &typo_serious::RULE,
    &typo::RULE,
    &page_slow::RULE,
    &search_failed::RULE,
    &ipv6_missing::RULE,
    &identity_missing::RULE,
    &identity_wrong::RULE,
    &identity_differs::RULE,
    &name_missing::RULE,
    &domain_improper::RULE,
    &label_missing::RULE,
    &label_wrong::RULE,
    &time_format::RULE,
    &annual_report_missing::RULE,
];

/// One rule: its metadata and its check.
pub struct Rule {
    /// The stable id (`column-stale`).
    pub id: &'static str,
    /// 问题类型
    pub title: &'static str,
    /// The grade of its findings, unless a finding says otherwise.
    pub grade: Grade,
    /// 检查依据
    pub basis: &'static [Clause],
    /// How it judges, for `xuncha explain` and `docs/rules.md`: what it looks at, when it fails, what it leaves alone,
    /// with an example of each. Markdown in Chinese.
    pub explain: &'static str,
    /// What it looks at, and the function that judges.
    pub check: Check,
    /// How the same thing on many pages is told.
    pub fold: Fold,
}

/// How the same thing on many pages is told. The same thing is the same target, or the same [`Finding::key`]; findings
/// with neither are always told one by one.
///
/// [`Finding::key`]: crate::finding::Finding::key
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    /// One row a page: each has to be put right by itself.
    Page,
    /// One row a site, on the first page by address, with the number of pages in its evidence and behind its message
    /// (`共12个页面` and these words): a template is put right once.
    Site(&'static str),
}

/// What a rule may see.
pub enum Check {
    /// One page.
    Page(fn(&PageFacts, &Context<'_>) -> Verdict),
    /// One link target and the pages it stands on.
    Link(fn(&LinkFacts<'_>, &Context<'_>) -> Verdict),
    /// All columns of one kind, also where there is none.
    Kind(fn(&KindCase<'_>, &Context<'_>) -> Verdict),
    /// One column.
    Column(fn(&ColumnFacts, &Context<'_>) -> Verdict),
    /// One service guide.
    Guide(fn(&GuideCase<'_>, &Context<'_>) -> Verdict),
    /// The slips in the wording of one page.
    Wording(fn(&WordingCase<'_>, &Context<'_>) -> Verdict),
    /// How the documents of a site stand to each other; one verdict a thing that is judged.
    Papers(fn(&PolicyFacts, &Context<'_>) -> Vec<Verdict>),
    /// The dates of a site's pages, or of one page by itself; one verdict a thing that is judged.
    Dates(fn(&DateFacts, &Context<'_>) -> Vec<Verdict>),
    /// The messages of the public on a site; each message may have a verdict of its own.
    Inquiries(fn(&InquiryCase<'_>, &Context<'_>) -> Vec<Verdict>),
    /// The whole site.
    Site(fn(&SiteFacts, &Context<'_>) -> Verdict),
}

/// What every rule is given besides its facts.
pub struct Context<'a> {
    /// The site that is judged.
    pub site: &'a Site,
    /// The day freshness is judged by.
    pub today: Date,
    /// The calendar that working days are counted by.
    pub workdays: &'a Workdays,
}

/// The messages of a site.
pub struct InquiryCase<'a> {
    /// The messages.
    pub inquiries: &'a SiteInquiries,
    /// The columns for them, listed and recognised.
    pub columns: Vec<&'a ColumnFacts>,
    /// Whether the whole site was looked at, and not a single page of it.
    pub whole: bool,
}

/// The columns of one kind on a site.
pub struct KindCase<'a> {
    /// The kind.
    pub kind: ColumnKind,
    /// Its columns, listed and recognised; none where the site has none that were seen.
    pub columns: Vec<&'a ColumnFacts>,
    /// The site.
    pub site: &'a SiteFacts,
}

/// One link target with its exchange, and one page it stands on.
pub struct LinkFacts<'a> {
    /// The target, absolute and normalised.
    pub target: &'a str,
    /// The verdict.
    pub verdict: &'a crate::finding::LinkVerdict,
    /// Every try, where the verdict rests on any.
    pub exchange: Option<&'a crate::facts::Exchange>,
    /// The missing page whose answer it resembles, where the verdict rests on that.
    pub probed: Option<&'a crate::facts::Probed>,
    /// The link as it stands on the page.
    pub link: &'a crate::facts::Link,
    /// The page it stands on: address, title, column.
    pub page: PageRef<'a>,
    /// Whether the target belongs to one of the inspected sites.
    pub inside: bool,
}

/// A page as findings name it.
#[derive(Clone, Copy)]
pub struct PageRef<'a> {
    /// Its address, normalised.
    pub url: &'a str,
    /// Its title.
    pub title: Option<&'a str>,
    /// Its column.
    pub column: Option<&'a str>,
    /// Whether it is the home page of its site.
    pub is_home: bool,
}

/// The slips that the proofreading engine saw on one page.
pub struct WordingCase<'a> {
    /// The page as findings name it.
    pub page: PageRef<'a>,
    /// The slips in the order of the text, those that stand there twice twice.
    pub slips: Vec<SlipAt<'a>>,
}

/// One slip and the sentence it stands in.
pub struct SlipAt<'a> {
    /// The sentence.
    pub sentence: &'a str,
    /// The slip, its places counted in characters of the sentence.
    pub slip: &'a crate::wording::Slip,
}

/// One service guide with what is known of its forms.
pub struct GuideCase<'a> {
    /// The page.
    pub page: &'a PageFacts,
    /// The page as findings name it.
    pub at: PageRef<'a>,
    /// The guide on it.
    pub guide: &'a crate::facts::GuideFacts,
    /// For each of `guide.forms`: the verdict on its address, where it has one and was checked.
    pub form_verdicts: &'a [Option<crate::finding::LinkVerdict>],
}
