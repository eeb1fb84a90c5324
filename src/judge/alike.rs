//! 人工核查 without the same thing twice: what is to be looked at for one reason is one row, with the other places in it.

use std::collections::HashMap;

use crate::finding::ReviewRecord;
use crate::rules;
use crate::site::{Group, Role};

/// Places named in one row besides its own; of more the number is told.
const NAMED: usize = 20;

/// Rules whose question has one answer for many sites: whether the network of the inspection knows IPv6, and where the
/// office behind several subsites publishes its yearly report.
fn is_of_many_sites(review: &ReviewRecord, group: &Group) -> bool {
    let is_main = || group.sites.iter().any(|s| s.id == review.site && s.role == Role::Main);
    review.rule == rules::OWN_NETWORK || (review.rule == rules::OFFICES_REPORT && !is_main())
}

/// The rows: those of one site, rule and wording are one, at the place of the first; likewise those of many sites.
pub(super) fn as_rows(reviews: Vec<ReviewRecord>, group: &Group) -> Vec<ReviewRecord> {
    let mut place: HashMap<(String, String, String), usize> = HashMap::new();
    let mut rows: Vec<(ReviewRecord, Vec<String>)> = Vec::new();
    for review in reviews {
        let many = is_of_many_sites(&review, group);
        let site = if many { String::new() } else { review.site.clone() };
        let key = (site, review.rule.clone(), review.message.clone());
        if let Some(at) = place.get(&key) {
            let other = if many { site_name(&review, group) } else { named(&review) };
            if !rows[*at].1.contains(&other) {
                rows[*at].1.push(other);
            }
        } else {
            place.insert(key, rows.len());
            rows.push((review, Vec::new()));
        }
    }
    rows.into_iter().map(|(row, others)| with_others(row, &others, group)).collect()
}

fn with_others(mut row: ReviewRecord, others: &[String], group: &Group) -> ReviewRecord {
    if others.is_empty() {
        return row;
    }
    let unit = if is_of_many_sites(&row, group) { "个网站" } else { "处" };
    let names = others.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join("、");
    let rest = if others.len() > NAMED { "等" } else { "" };
    row.message = format!("{}（另有{}{unit}也是这样：{names}{rest}）", row.message, others.len());
    row
}

fn site_name(review: &ReviewRecord, group: &Group) -> String {
    let site = group.sites.iter().find(|s| s.id == review.site);
    site.map_or_else(|| review.site.clone(), |s| s.name.clone())
}

/// A place as a person finds it: what it is called, and its address.
fn named(review: &ReviewRecord) -> String {
    match review.page_title.as_deref().or(review.column.as_deref()) {
        Some(name) => format!("“{name}”{}", review.page_url),
        None => review.page_url.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Site;

    fn group() -> Group {
        let site = |id: &str, role| Site {
            role,
            ..Site::plain(id, &format!("{id}局"), format!("http://{id}.gov.cn/").parse().unwrap())
        };
        Group {
            sites: vec![site("a", Role::Subsite), site("b", Role::Subsite), site("m", Role::Main)],
            name: "甲".to_owned(),
            timezone: jiff::tz::TimeZone::UTC,
            contact: String::new(),
            disabled: Vec::new(),
            outside: crate::site::Limits::default(),
        }
    }

    fn review(rule: &str, site: &str, page: &str, message: &str) -> ReviewRecord {
        ReviewRecord {
            rule: rule.into(),
            site: site.into(),
            column: None,
            page_url: format!("http://{site}.gov.cn/{page}"),
            page_title: Some("开标计划".into()),
            message: message.into(),
        }
    }

    #[test]
    fn one_reason_on_many_pages_of_a_site_is_one_row() {
        let script = |site: &str, page: &str| review("column-blank", site, page, "内容由脚本生成");
        let rows = as_rows(
            vec![
                script("a", "1"),
                script("a", "2"),
                script("a", "3"),
                script("b", "1"),
                review("column-blank", "a", "4", "页面打不开"),
            ],
            &group(),
        );
        let said: Vec<&str> = rows.iter().map(|r| r.message.as_str()).collect();
        assert_eq!(
            said,
            [
                "内容由脚本生成（另有2处也是这样：“开标计划”http://a.gov.cn/2、“开标计划”http://a.gov.cn/3）",
                "内容由脚本生成",
                "页面打不开"
            ]
        );
        let many = as_rows((0..50).map(|i| script("a", &i.to_string())).collect(), &group());
        assert!(many.len() == 1 && many[0].message.contains("另有49处") && many[0].message.ends_with("等）"));
    }

    #[test]
    fn the_network_of_the_inspection_and_an_offices_report_are_one_row_for_all_sites() {
        for (rule, main_apart) in [(rules::OWN_NETWORK, false), (rules::OFFICES_REPORT, true)] {
            let rows = as_rows(["a", "b", "m"].map(|s| review(rule, s, "", "请人工核查")).into(), &group());
            assert_eq!(rows.len(), 1 + usize::from(main_apart), "{rule}: {rows:?}");
            assert!(rows[0].message.starts_with("请人工核查（另有"), "{rows:?}");
            assert!(rows[0].message.contains("b局"));
        }
        let other = as_rows(["a", "b"].map(|s| review("page-slow", s, "", "请人工核查")).into(), &group());
        assert_eq!(other.len(), 2);
    }
}
