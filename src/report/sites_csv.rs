//! 站点汇总.csv: one row a site, also for sites without a finding.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::cell::Cell;
use super::sheet::Sheet;
use super::titles::{STANDING, rule_title};
use crate::finding::{Inspection, ItemRating, Points, Rating, SiteResult};

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
    let tables = tables(inspection);
    let verdicts: Vec<String> = tables
        .iter()
        .flat_map(|(_, name)| ["结论", "得分", "单项否决", "结论说明"].map(|what| format!("{name}{what}")))
        .collect();
    let header = before.into_iter().chain(titles).chain(after);
    let mut sheet = Sheet::new(to, header.chain(verdicts.iter().map(String::as_str)))?;
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
        for (table, _) in &tables {
            row.extend(verdict(site.ratings.iter().find(|r| r.table == *table)));
        }
        sheet.row(row)?;
    }
    sheet.finish()
}

/// The tables sites were rated by, id and name, in the order in which they first stand.
fn tables(inspection: &Inspection) -> Vec<(&str, &str)> {
    let mut tables: Vec<(&str, &str)> = Vec::new();
    for rating in inspection.sites.iter().flat_map(|s| &s.ratings) {
        if !tables.iter().any(|(id, _)| *id == rating.table) {
            tables.push((&rating.table, &rating.name));
        }
    }
    tables
}

/// Verdict, points, vetoes that stand, and why.
fn verdict(rating: Option<&Rating>) -> [Cell; 4] {
    let Some(rating) = rating else {
        return [Cell::blank(), Cell::blank(), Cell::blank(), Cell::blank()];
    };
    let vetoes: Vec<&str> = rating.items.iter().filter(|i| i.vetoed()).map(|i| i.title.as_str()).collect();
    [
        Cell::text(rating.standing.chinese()),
        Cell::text(&points(rating)),
        Cell::text(&vetoes.join("；")),
        Cell::text(&rating.reasons.join("；")),
    ]
}

/// The points as a span: what is open may still be taken.
pub(super) fn points(rating: &Rating) -> String {
    let Points { least, most, bonus } = rating.points;
    let span = match least {
        Some(least) if (least - most).abs() < f64::EPSILON => format!("{most}"),
        Some(least) => format!("{least}～{most}"),
        None => format!("不高于{most}"),
    };
    let bonus = if bonus > 0.0 { format!("，另加{bonus}") } else { String::new() };
    let reference = if rating.reference { "（参考分）" } else { "" };
    if rating.items.iter().any(ItemRating::vetoed) {
        format!("单项否决，不再评分（参考：{span}）")
    } else {
        format!("{span}{bonus}{reference}")
    }
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
    use crate::report::samples::{rated, small, written};

    #[test]
    fn each_table_adds_its_verdict() {
        let text = written(|to| render(&rated(), to));
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        let width = rows.headers().unwrap().len();
        let header: Vec<String> = rows.headers().unwrap().iter().skip(width - 4).map(str::to_owned).collect();
        assert_eq!(header, ["本市加严结论", "本市加严得分", "本市加严单项否决", "本市加严结论说明"]);
        let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
        let verdict = |row: usize| rows[row].iter().skip(width - 4).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(
            verdict(0),
            ["未定", "91～96（参考分）", "", "严重错误（L1）：发现 2 处，须由人工确认"]
        );
        assert_eq!(verdict(1), ["", "", "", ""]);
    }

    #[test]
    fn a_rule_without_a_standing_column_is_counted_too() {
        let mut inspection = small();
        inspection.sites[0].findings.insert("typo-serious".into(), 4);
        let text = written(|to| render(&inspection, to));
        insta::assert_snapshot!(text.trim_start_matches('\u{feff}').replace("\r\n", "\n"), @r#"
        站点编号,站点名称,网址,责任单位,页面数,链接数,错链,疑似错链,本机或内网链接,首页无法访问,首页不更新,栏目更新不及时,空白栏目,稿件未注明发布时间,办事指南要素缺失,办事表格缺失或打不开,严重错别字,待人工核查,问题总数,检查是否完整,说明,证书剩余天数
        main,示例公安网,https://main.example.gov.cn/,宣传处,120,3400,1,0,0,0,0,1,0,0,0,0,4,1,6,是,1 个栏目无法自动判定,97
        siming,思明分局,https://siming.example.gov.cn/,宣传处,120,3400,0,0,0,0,0,0,0,0,0,0,0,0,0,否,超出页数上限，还有 30 页没有检查；网站证书有问题：证书已过期；按配置未遵守 robots.txt,-3
        "#);
    }
}
