//! Facts to verdicts: one file a rule, named as its id, in the folder of its family.
//!
//! Layer 3. A rule sees facts and a [`Context`]; it never sees HTML, a clock, the network, points or an output format.

mod column;
mod disclosure;
mod guide;
mod home;
mod identity;
mod inquiry;
mod keys;
#[cfg(test)]
mod known_again;
mod link;
mod page_class;
mod policy;
mod safety;
mod service;
mod statement;
mod tables;
#[cfg(test)]
mod testing;
mod wording;

use jiff::civil::Date;

pub(crate) use self::guide::guide_text::unread as unread_guide;
pub(crate) use self::keys::{CAUSE, EACH, INNER_PAGES, PAGES, STATUS, TRIES};
pub(crate) use self::link::link_broken::{OTHERS, dead_cause};
pub(crate) use self::link::link_evidence::failure_text;
pub(crate) use self::link::link_system::{ATTACHMENT, SYSTEM, leads_to_document, leads_to_system};
use self::policy::interpretation_unlinked::{INTERPRETATION, INTERPRETATIONS};
use self::statement::finding;
pub(crate) use self::tables::check_table;
pub(crate) use self::wording::typo_text::slip_told;
use crate::facts::{ColumnFacts, DateFacts, PageFacts, PolicyFacts, SiteFacts, SiteInquiries};
use crate::finding::{Finding, Grade, Key, Verdict};
use crate::site::Site;
use crate::standard::{Clause, ColumnKind, Workdays};

/// Every rule, in the order of reports.
pub const RULES: &[&Rule] = &[
    &link::link_broken::RULE,
    &link::link_suspect::RULE,
    &link::link_local::RULE,
    &safety::link_hidden::RULE,
    &safety::link_hijacked::RULE,
    &home::home_unreachable::RULE,
    &home::home_stale::RULE,
    &home::home_few::RULE,
    &home::home_quiet::RULE,
    &column::column_stale::RULE,
    &column::column_blank::RULE,
    &column::column_undated::RULE,
    &column::columns_near_veto::RULE,
    &column::column_absent::RULE,
    &column::activity_few::RULE,
    &disclosure::date_forged::RULE,
    &policy::interpretation_unlinked::RULE,
    &policy::interpretation_missing::RULE,
    &policy::policy_repealed::RULE,
    &guide::guide_incomplete::RULE,
    &guide::guide_vague::RULE,
    &guide::guide_material_format::RULE,
    &guide::guide_policy_unstated::RULE,
    &guide::guide_phone::RULE,
    &guide::guide_form_missing::RULE,
    &inquiry::inquiry_unanswered::RULE,
    &inquiry::inquiry_undisclosed::RULE,
    &inquiry::inquiry_stale::RULE,
    &safety::privacy_leak::RULE,
    &wording::typo_serious::RULE,
    &wording::typo::RULE,
    &service::page_slow::RULE,
    &service::search_failed::RULE,
    &service::ipv6_missing::RULE,
    &identity::identity_missing::RULE,
    &identity::identity_wrong::RULE,
    &identity::identity_differs::RULE,
    &identity::name_missing::RULE,
    &identity::domain_improper::RULE,
    &identity::label_missing::RULE,
    &identity::label_wrong::RULE,
    &disclosure::time_format::RULE,
    &disclosure::annual_report_missing::RULE,
];

/// The rule whose row says that part of a page was not read: its links are what is missed first.
pub(crate) const UNREAD_PART: &Rule = &link::link_broken::RULE;
/// The rule whose row says that the wording of a page was not read.
pub(crate) const UNREAD_WORDING: &Rule = &wording::typo::RULE;
/// The rule that names what style sheets would have shown of a page.
pub(crate) const UNREAD_SHEETS: &Rule = &safety::link_hidden::RULE;
/// The rule whose row says that nothing of a site as a whole is known.
pub(crate) const UNREAD_SITE: &Rule = &home::home_stale::RULE;
/// The rule that asks the network of the inspection, which is the same for all sites.
pub(crate) const OWN_NETWORK: &str = service::ipv6_missing::RULE.id;
/// The rule whose answer may stand where the office behind several subsites publishes for all of them.
pub(crate) const OFFICES_REPORT: &str = disclosure::annual_report_missing::RULE.id;

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
    /// What its findings rest on: every key of their evidence, in the order an editor reads them.
    pub keys: &'static [&'static [Key]],
    /// How the same thing on many pages is told.
    pub fold: Fold,
}

impl Rule {
    /// Every key its findings may have, in the order an editor reads them. A key of its own goes before one that it shares.
    pub fn keys(&self) -> impl Iterator<Item = &'static Key> {
        let folded: &'static [Key] = if matches!(self.fold, Fold::Site(_) | Fold::Places(_)) {
            &[PAGES, INNER_PAGES]
        } else {
            &[]
        };
        let groups = self.keys;
        let all = move || groups.iter().copied().flatten().chain(folded);
        all()
            .enumerate()
            .filter(move |(at, key)| !all().take(*at).any(|earlier| earlier.id == key.id))
            .map(|(_, key)| key)
    }

    /// Whether it says which link targets are dead: links that open are its subjects too, without its being called for them.
    pub fn finds_dead_links(&self) -> bool {
        matches!(self.check, Check::Link(_)) && self.keys().any(|key| key.id == CAUSE.id)
    }

    /// The pages that count as wrong for a finding of it, where pages are drawn: the interpretations where the rule names any,
    /// one of which may be found at fault on the page of its policy, else the page of the finding.
    pub(crate) fn faulty_pages<'f>(&self, finding: &'f Finding) -> Vec<&'f str> {
        let said = |key: &Key| {
            let declared = self.keys().any(|own| own.id == key.id);
            declared.then(|| finding.evidence.get(key.id)).flatten()
        };
        if let Some(many) = said(&INTERPRETATIONS).and_then(|v| v.as_array()) {
            return many.iter().filter_map(|v| v.as_str()).collect();
        }
        vec![said(&INTERPRETATION).and_then(|v| v.as_str()).unwrap_or(&finding.page_url)]
    }

    /// What its subjects are counted by, in Chinese; empty where they are things of several sorts.
    pub(crate) fn unit(&self) -> &'static str {
        match self.check {
            Check::Page(_) | Check::Guide(_) | Check::Wording(_) => "个页面",
            Check::Column(_) => "个栏目",
            Check::Link(_) => "个链接",
            Check::Kind(_) | Check::Papers(_) | Check::Dates(_) | Check::Inquiries(_) | Check::Site(_) => "",
        }
    }
}

/// The rule with this id.
pub(crate) fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}

/// How the same thing on many pages is told. The same thing is the same [`Subject`] of many pages; what is of one page by
/// itself is always told one by one.
///
/// [`Subject`]: crate::finding::Subject
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    /// One row a page: each has to be put right by itself.
    Page,
    /// One row a site, on the first page by address, with the number of pages in its evidence and behind its message
    /// (`共12个页面` and these words): a template is put right once.
    Site(&'static str),
    /// As [`Fold::Page`], but what is missed is told once a site where its finding is about the target alone: a place that a page
    /// lacks, which a template may link from every page.
    Places(&'static str),
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
    /// What became of it.
    pub state: &'a crate::facts::LinkState,
    /// Every try, where its state rests on any.
    pub exchange: Option<&'a crate::facts::Exchange>,
    /// The missing page whose answer it resembles, where its state rests on that.
    pub probed: Option<&'a crate::facts::Probed>,
    /// The server of the target, where it answered nothing at all.
    pub silent: Option<&'a crate::facts::SilentServer>,
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
    /// For each of `guide.forms`: what became of its address, where it has one and was checked.
    pub form_states: &'a [Option<crate::facts::LinkState>],
}
