//! What the pages of a site together say of its identity.

use std::collections::BTreeMap;

use crate::facts::{Extent, PageFacts, PageKind, Printed, SiteIdentity, YearlyReport};
use crate::standard::names_yearly_report;

/// Distinct numbers and reports that are kept of a site; more than a handful is already remarkable.
const KEPT: usize = 50;

/// Collects it page by page.
#[derive(Debug, Default)]
pub(super) struct Collected {
    codes: Numbers,
    icp: Numbers,
    reports: Vec<YearlyReport>,
}

type Numbers = BTreeMap<String, (u64, String)>;

impl Collected {
    pub(super) fn add(&mut self, facts: &PageFacts) {
        if facts.footer.seen && facts.kind != PageKind::Error {
            // A page with several numbers says nothing of which is the site's.
            if let [code] = facts.footer.site_codes.as_slice() {
                count(&mut self.codes, &code.to_ascii_lowercase(), &facts.url);
            }
            if let [icp] = facts.footer.icp.as_slice() {
                count(&mut self.icp, icp, &facts.url);
            }
        }
        let items = facts.listing.iter().chain(&facts.boxes).flat_map(|l| &l.items);
        let texts = facts.report_names.iter().map(String::as_str);
        for text in texts.chain(items.map(|i| i.title.as_str())).chain(facts.title.as_deref()) {
            if names_yearly_report(text) {
                self.report(text, &facts.url);
            }
        }
    }

    fn report(&mut self, text: &str, page: &str) {
        if self.reports.len() >= KEPT {
            return;
        }
        if self.reports.iter().all(|r| r.text != text) {
            self.reports.push(YearlyReport {
                text: text.to_owned(),
                years: years(text),
                page: page.to_owned(),
                elsewhere: false,
            });
        }
    }

    pub(super) fn reports(&self) -> &[YearlyReport] {
        &self.reports
    }

    /// What is known, of a site that was read this far.
    pub(super) fn finish(&self, extent: Extent) -> SiteIdentity {
        let mut reports = self.reports.clone();
        reports.sort_by(|a, b| (&a.text, &a.page).cmp(&(&b.text, &b.page)));
        SiteIdentity {
            codes: ranked(&self.codes),
            icp: ranked(&self.icp),
            reports,
            extent,
        }
    }
}

fn count(numbers: &mut Numbers, value: &str, page: &str) {
    if let Some((pages, first)) = numbers.get_mut(value) {
        *pages += 1;
        if page < first.as_str() {
            page.clone_into(first);
        }
    } else if numbers.len() < KEPT {
        numbers.insert(value.to_owned(), (1, page.to_owned()));
    }
}

/// The most frequent first; equals in the order of their digits.
fn ranked(numbers: &Numbers) -> Vec<Printed> {
    let mut all: Vec<Printed> = numbers
        .iter()
        .map(|(value, (pages, page))| Printed {
            value: value.clone(),
            pages: *pages,
            page: page.clone(),
        })
        .collect();
    all.sort_by_key(|p| std::cmp::Reverse(p.pages));
    all
}

/// The years of this century in a text, each once.
fn years(text: &str) -> Vec<i16> {
    let mut found = Vec::new();
    for number in text.split(|c: char| !c.is_ascii_digit()).filter(|n| n.len() == 4) {
        match number.parse() {
            Ok(year @ 2000..=2099) if !found.contains(&year) => found.push(year),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(url: &str, code: &str, title: &str) -> PageFacts {
        let mut facts = PageFacts::blank(url, PageKind::Article);
        facts.footer.seen = true;
        facts.footer.site_codes = vec![code.to_owned()];
        facts.title = Some(title.to_owned());
        facts
    }

    #[test]
    fn the_most_frequent_number_comes_first_and_reports_are_told_once() {
        let mut all = Collected::default();
        all.add(&page("http://a/2", "3502000002", "政府网站工作年度报表（2025年度）"));
        all.add(&page("http://a/3", "3502000001", "政府网站工作年度报表（2025年度）"));
        all.add(&page("http://a/1", "3502000001", "2025年政府网站监管年度报表"));
        let identity = all.finish(Extent::Whole);
        let codes: Vec<(&str, u64, &str)> = identity
            .codes
            .iter()
            .map(|p| (p.value.as_str(), p.pages, p.page.as_str()))
            .collect();
        assert_eq!(codes, [("3502000001", 2, "http://a/1"), ("3502000002", 1, "http://a/2")]);
        assert_eq!(identity.reports.len(), 1);
        assert_eq!(identity.reports[0].years, [2025]);
    }
}
