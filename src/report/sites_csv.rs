//! 站点汇总.csv: one row a site, also for sites without a finding.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::cell::Cell;
use super::sheet::Sheet;
use super::titles::{STANDING, rule_title};
use crate::finding::{Inspection, SiteResult};

pub(super) fn render(inspection: &Inspection, to: &mut dyn Write) -> io::Result<()> {
    // A rule without a standing column gets one in the run in which it finds something: no finding goes uncounted.
    let others: BTreeSet<&str> = inspection
        .sites
        .iter()
        .flat_map(|s| s.findings.keys().map(String::as_str))
        .filter(|id| !STANDING.contains(id))
        .collect();
    let rules: Vec<&str> = STANDING.iter().copied().chain(others).collect();

    let before = ["站点编号", "站点名称", "网址", "责任单位", "页面数", "链接数"];
    let after = ["待人工核查", "问题总数", "检查是否完整", "说明", "证书剩余天数"];
    let titles = rules.iter().map(|id| rule_title(id));
    let mut sheet = Sheet::new(to, before.into_iter().chain(titles).chain(after))?;
    for site in &inspection.sites {
        let mut row = vec![
            Cell::text(&site.id),
            Cell::text(&site.name),
            Cell::text(&site.url),
            Cell::text(&site.owner),
            Cell::number(site.pages),
            Cell::number(site.links),
        ];
        row.extend(rules.iter().map(|id| Cell::number(site.findings.get(*id).copied().unwrap_or(0))));
        row.extend([
            Cell::number(site.coverage.reviews),
            Cell::number(site.findings.values().sum()),
            Cell::yes_no(site.coverage.gaps.is_empty()),
            Cell::text(&notes(site)),
            site.certificate_days.map_or_else(|| Cell::maybe(None), Cell::days),
        ]);
        sheet.row(row)?;
    }
    sheet.finish()
}

fn notes(site: &SiteResult) -> String {
    let mut notes = site.coverage.gaps.clone();
    notes.extend(site.notes.iter().cloned());
    if site.coverage.robots_ignored {
        notes.push("按配置未遵守 robots.txt".to_owned());
    }
    if site.coverage.columns_unjudged > 0 {
        notes.push(format!("{} 个栏目无法自动判定", site.coverage.columns_unjudged));
    }
    notes.join("；")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples::{small, written};

    #[test]
    fn a_rule_without_a_standing_column_is_counted_too() {
        let mut inspection = small();
        inspection.sites[0].findings.insert("privacy-leak".into(), 4);
        let text = written(|to| render(&inspection, to));
        insta::assert_snapshot!(text.trim_start_matches('\u{feff}').replace("\r\n", "\n"), @r#"
        站点编号,站点名称,网址,责任单位,页面数,链接数,错链,疑似错链,本机或内网链接,首页无法访问,首页不更新,栏目更新不及时,空白栏目,稿件未注明发布时间,办事指南要素缺失,办事表格缺失或打不开,个人信息泄露,待人工核查,问题总数,检查是否完整,说明,证书剩余天数
        main,示例公安网,https://main.example.gov.cn/,宣传处,120,3400,1,0,0,0,0,1,0,0,0,0,4,1,6,是,1 个栏目无法自动判定,97
        siming,思明分局,https://siming.example.gov.cn/,宣传处,120,3400,0,0,0,0,0,0,0,0,0,0,0,0,0,否,超出页数上限，还有 30 页没有检查；网站证书有问题：证书已过期；按配置未遵守 robots.txt,-3
        "#);
    }
}
