//! What is said of a page by itself, whoever looks at it and when.

use super::crawled::LinkTable;
use super::proofread::{PageRead, Reader};
use super::runner::{self, PageCase, Said};
use crate::facts::PageFacts;
use crate::panics::survive;
use crate::rules::{Context, Rule};

/// What a page is judged by that no other page changes.
pub(super) struct Looker<'a> {
    /// The rules.
    pub(super) rules: &'a [&'static Rule],
    /// Every address that was met.
    pub(super) links: &'a LinkTable,
    /// What is known of sentences.
    pub(super) proofreader: &'a Reader<'a>,
}

/// What was seen on a page by itself.
pub(super) struct PageSeen {
    /// The address of the page as findings name it.
    pub(super) url: String,
    /// Entries of the ignore list that kept something from being reported; none where reading the wording failed.
    pub(super) ignored: Option<Vec<usize>>,
    /// What each rule said.
    pub(super) said: Vec<(&'static Rule, Said)>,
}

impl Looker<'_> {
    /// Judges a page of the site of this context, whose wording was read unless that failed.
    pub(super) fn look(&self, cx: &Context<'_>, facts: &PageFacts, read: Option<&PageRead<'_>>) -> PageSeen {
        let url = runner::named(facts);
        let slips = read.and_then(|read| survive(|| self.proofreader.slips(&cx.site.id, read)));
        let (slips, ignored) = slips.map_or_else(Default::default, |s| (s.found, Some(s.ignored)));
        let case = PageCase {
            facts,
            url: &url,
            slips: &slips,
        };
        let mut said = Vec::new();
        runner::page(self.rules, &case, self.links, cx, &mut |rule, what| said.push((rule, what)));
        PageSeen { url, ignored, said }
    }
}
