//! Exceptions of the user's lists that nothing needed: said where the whole of what they are about was read.

use crate::finding::{IdleEntry, SiteResult};
use crate::plan::{Plan, Reach};
use crate::site::{Group, Role};
use crate::wording::Entry;

/// So many are named to people; run.json names all.
const NAMED: usize = 5;

/// Of the exceptions that nothing needed those of which that can be said, told in the notes of their sites as well. An
/// exception is idle only if every page it might be needed on was read.
pub(super) fn report(group: &Group, plan: &Plan, results: &mut [SiteResult], idle: Vec<Entry>) -> Vec<IdleEntry> {
    if plan.reach != Reach::Whole || results.is_empty() {
        return Vec::new();
    }
    let whole = |id: &str| results.iter().any(|r| r.id == id && r.coverage.gaps.is_empty());
    let everything = group.enabled().all(|s| whole(&s.id));
    let stranger = |id: &str| group.sites.iter().all(|s| s.id != id) && group.disabled.iter().all(|s| s.id != id);
    let reported: Vec<Entry> = idle
        .into_iter()
        .filter(|e| e.site.as_deref().map_or(everything, |id| whole(id) || stranger(id)))
        .collect();
    let main = results
        .iter()
        .position(|r| group.sites.iter().any(|s| s.id == r.id && s.role == Role::Main));
    for (at, result) in results.iter_mut().enumerate() {
        let here = |e: &&Entry| match &e.site {
            Some(id) if !stranger(id) => *id == result.id,
            // What is of no site in particular is told once.
            _ => at == main.unwrap_or(0),
        };
        let own: Vec<&Entry> = reported.iter().filter(here).collect();
        if !own.is_empty() {
            result.notes.push(note(&own, stranger));
        }
    }
    reported
        .into_iter()
        .map(|e| IdleEntry {
            file: e.file,
            line: e.line as u64,
            site: e.site,
            text: e.text,
        })
        .collect()
}

fn note(idle: &[&Entry], stranger: impl Fn(&str) -> bool) -> String {
    let each = idle.iter().take(NAMED).map(|e| {
        let unknown = match &e.site {
            Some(id) if stranger(id) => format!("，没有编号为 {id} 的站点"),
            _ => String::new(),
        };
        format!("{} 第 {} 行“{}”{unknown}", e.file, e.line, e.text)
    });
    let each: Vec<String> = each.collect();
    let more = if idle.len() > NAMED { "等" } else { "" };
    format!("{} 条校对例外本次没有用到，请核对后删去：{}{more}", idle.len(), each.join("、"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Coverage;
    use crate::plan::Mode;
    use crate::site::Site;

    fn entry(site: Option<&str>, text: &str) -> Entry {
        Entry {
            file: "wording/ignore.txt".to_owned(),
            line: 3,
            site: site.map(str::to_owned),
            text: text.to_owned(),
        }
    }

    fn result(id: &str, gaps: &[&str]) -> SiteResult {
        SiteResult {
            ratings: Vec::new(),
            id: id.to_owned(),
            name: id.to_owned(),
            url: format!("http://{id}.gov.cn/"),
            owner: String::new(),
            pages: 1,
            links: 0,
            findings: std::collections::BTreeMap::new(),
            coverage: Coverage {
                gaps: gaps.iter().map(|g| (*g).to_owned()).collect(),
                ..Coverage::default()
            },
            columns: Vec::new(),
            certificate_days: None,
            notes: Vec::new(),
        }
    }

    fn group() -> Group {
        let yaml = "group: 站群\nsites:\n  - id: huli\n    name: 湖里\n    url: http://huli.gov.cn/\n  - id: main\n    name: 主站\n    url: http://main.gov.cn/\n    role: main\n";
        crate::site::parse(yaml, "sites.yaml").unwrap()
    }

    fn texts(told: &[IdleEntry]) -> Vec<&str> {
        told.iter().map(|e| e.text.as_str()).collect()
    }

    #[test]
    fn an_exception_is_idle_where_all_it_may_be_needed_on_was_read() {
        let group = group();
        let sites = || group.sites.iter().map(|s: &Site| s.id.clone()).collect::<Vec<_>>();
        let monthly = Plan::whole(Mode::Monthly, sites(), None);
        let idle = || {
            vec![
                entry(Some("main"), "甲"),
                entry(Some("huli"), "乙"),
                entry(None, "丙"),
                entry(Some("xm"), "丁"),
            ]
        };

        let mut results = [result("huli", &[]), result("main", &[])];
        assert_eq!(texts(&report(&group, &monthly, &mut results, idle())), ["甲", "乙", "丙", "丁"]);
        assert_eq!(
            results[0].notes,
            ["1 条校对例外本次没有用到，请核对后删去：wording/ignore.txt 第 3 行“乙”"]
        );
        assert!(results[1].notes[0].starts_with("3 条校对例外") && results[1].notes[0].contains("没有编号为 xm 的站点"));

        let mut cut = [result("huli", &["超出页数上限"]), result("main", &[])];
        assert_eq!(texts(&report(&group, &monthly, &mut cut, idle())), ["甲", "丁"]);
        let mut one = [result("huli", &[])];
        assert_eq!(texts(&report(&group, &monthly, &mut one, idle())), ["乙", "丁"]);
        let daily = Plan::daily(sites(), Vec::new(), Vec::new());
        assert_eq!(report(&group, &daily, &mut results, idle()), []);
    }
}
