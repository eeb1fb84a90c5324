//! The table at the end of a run, for the person at the screen.

use std::fmt::Write as _;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::cell::Cell;
use super::titles::mode_title;
use crate::finding::{Grade, Inspection, SiteResult, Standing};

/// Columns of the screen a site's name may take.
const NAME_WIDTH: usize = 28;
/// Columns of the screen its state may take.
const STATE_WIDTH: usize = 48;
const HEADER: [&str; 9] = ["站点", "页面", "链接", "错链", "疑似", "栏目", "指南", "其他", "状态"];
/// The columns between name and state.
const NUMBERS: usize = 7;

/// The summary of a run: a row a site, a total, and where the reports lie (`folder`, as the person would type it).
/// Columns are aligned by display width: a Chinese character takes two places.
pub(crate) fn summary(inspection: &Inspection, folder: &str) -> String {
    let mut rows: Vec<[String; 9]> = vec![HEADER.map(str::to_owned)];
    let mut total = [0_u64; NUMBERS];
    for site in &inspection.sites {
        let numbers = count(site);
        for (sum, n) in total.iter_mut().zip(numbers) {
            *sum += n;
        }
        rows.push(row(&site.name, numbers, &state(site)));
    }
    let incomplete = inspection.sites.iter().filter(|s| !s.coverage.gaps.is_empty()).count();
    let all = match incomplete {
        0 if inspection.head.complete => "完整".to_owned(),
        0 => "不完整".to_owned(),
        n => format!("{n} 个站点不完整"),
    };
    rows.push(row(&format!("合计（{} 个站点）", inspection.sites.len()), total, &all));

    let head = &inspection.head;
    let mut text = format!("{} {} {}\n\n", fit(&head.group, 60), mode_title(&head.mode), head.as_of);
    text.push_str(&table(&rows));
    text.push('\n');
    text.push_str(&verdict(inspection));
    text.push_str(&ratings(inspection));
    for gap in &head.gaps {
        let _infallible = writeln!(text, "检查不完整：{}", Cell::text(gap).as_str());
    }
    if let Some(wording) = &head.wording {
        let _infallible = writeln!(text, "错别字按{}检查", wording.tiers_text);
    }
    let _infallible = writeln!(text, "报告已保存到：{folder}（先看 问题清单.csv）");
    text
}

fn row(name: &str, numbers: [u64; NUMBERS], state: &str) -> [String; 9] {
    let [pages, links, broken, suspect, columns, guides, others] = numbers.map(|n| n.to_string());
    [
        fit(name, NAME_WIDTH),
        pages,
        links,
        broken,
        suspect,
        columns,
        guides,
        others,
        fit(state, STATE_WIDTH),
    ]
}

fn count(site: &SiteResult) -> [u64; NUMBERS] {
    let (mut broken, mut suspect, mut columns, mut guides, mut others) = (0, 0, 0, 0, 0);
    for (rule, n) in &site.findings {
        let family = rule.split_once('-').map_or(rule.as_str(), |(family, _)| family);
        let place = match (rule.as_str(), family) {
            ("link-broken", _) => &mut broken,
            ("link-suspect", _) => &mut suspect,
            (_, "column") => &mut columns,
            (_, "guide") => &mut guides,
            _ => &mut others,
        };
        *place += n;
    }
    [site.pages, site.links, broken, suspect, columns, guides, others]
}

fn state(site: &SiteResult) -> String {
    match site.coverage.gaps.first() {
        None => "完整".to_owned(),
        Some(gap) => format!("不完整：{gap}"),
    }
}

fn verdict(inspection: &Inspection) -> String {
    let problems = || inspection.findings.iter().map(|r| &r.finding).filter(|f| !f.remark);
    let remarks = inspection.findings.len() - problems().count();
    let of = |grade: Grade| problems().filter(|f| f.grade == grade).count();
    let grades: Vec<String> = [Grade::Veto, Grade::Serious, Grade::Minor, Grade::Notice]
        .into_iter()
        .filter(|g| of(*g) > 0)
        .map(|g| format!("{} {}", g.chinese(), of(g)))
        .collect();
    let mut text = if grades.is_empty() {
        "没有发现问题".to_owned()
    } else {
        format!("共发现 {} 个问题：{}", problems().count(), grades.join("，"))
    };
    if remarks > 0 {
        let _infallible = write!(text, "；另有 {remarks} 条不计为问题的提示，列在 问题清单.csv");
    }
    if !inspection.reviews.is_empty() {
        let _infallible = write!(text, "；另有 {} 处机器无法判定，请看 人工核查.csv", inspection.reviews.len());
    }
    text.push_str("。\n");
    text
}

/// How many sites each table finds right and wrong; the sites that fail by name.
fn ratings(inspection: &Inspection) -> String {
    let mut text = String::new();
    let mut told: Vec<&str> = Vec::new();
    for rating in inspection.sites.iter().flat_map(|s| &s.ratings) {
        if told.contains(&rating.table.as_str()) {
            continue;
        }
        told.push(&rating.table);
        let of = |standing: Standing| -> Vec<&str> {
            let rated = |s: &&SiteResult| s.ratings.iter().any(|r| r.table == rating.table && r.standing == standing);
            inspection.sites.iter().filter(rated).map(|s| s.name.as_str()).collect()
        };
        let all = [Standing::Failed, Standing::Open, Standing::Provisional, Standing::Passed];
        let counts: Vec<String> = all
            .into_iter()
            .filter(|s| !of(*s).is_empty())
            .map(|s| format!("{} {} 个", s.chinese(), of(s).len()))
            .collect();
        let failed = of(Standing::Failed);
        let named = if failed.is_empty() {
            String::new()
        } else {
            format!("（不合格：{}）", fit(&failed.join("、"), 60))
        };
        let _infallible = writeln!(text, "{}：{}{named}", Cell::text(&rating.name).as_str(), counts.join("，"));
    }
    if !text.is_empty() {
        text.push_str("逐项检查情况见 指标检查表.csv\n");
    }
    text
}

/// Rows as lines: the first and last column left, numbers right, two blanks between; a rule under the header and
/// above the total. No box characters: many Chinese consoles draw them two places wide.
fn table(rows: &[[String; 9]]) -> String {
    let mut widths = [0; 9];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let line = "-".repeat(widths.iter().sum::<usize>() + 2 * (widths.len() - 1));
    let mut text = String::new();
    for (i, row) in rows.iter().enumerate() {
        if i == 1 || i + 1 == rows.len() {
            let _infallible = writeln!(text, "{line}");
        }
        let mut printed = String::new();
        for (n, (cell, width)) in row.iter().zip(widths).enumerate() {
            let blanks = " ".repeat(width - cell.width());
            let gap = if n == 0 { "" } else { "  " };
            let (before, after) = if (1..=NUMBERS).contains(&n) {
                (blanks.as_str(), "")
            } else {
                ("", blanks.as_str())
            };
            let _infallible = write!(printed, "{gap}{before}{cell}{after}");
        }
        text.push_str(printed.trim_end());
        text.push('\n');
    }
    text
}

/// Text on one line and at most `width` places wide, cut with an ellipsis.
fn fit(text: &str, width: usize) -> String {
    let clean = Cell::text(text);
    let clean = clean.as_str();
    if clean.width() <= width {
        return clean.to_owned();
    }
    let mut cut = String::new();
    let mut taken = 1;
    for c in clean.chars() {
        taken += c.width().unwrap_or(0);
        if taken > width {
            break;
        }
        cut.push(c);
    }
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples::{empty, hostile, small};

    #[test]
    fn the_table_of_a_small_run() {
        insta::assert_snapshot!(summary(&small(), "reports/2026-11-23-quarterly"), @r#"
        示例市公安局 季抽查 2026-11-23

        站点              页面  链接  错链  疑似  栏目  指南  其他  状态
        ----------------------------------------------------------------------------------------------------
        示例公安网         120  3400     1     0     1     0     0  完整
        思明分局           120  3400     0     0     0     0     0  不完整：超出页数上限，还有 30 页没有检查
        ----------------------------------------------------------------------------------------------------
        合计（2 个站点）   240  6800     1     0     1     0     0  1 个站点不完整

        共发现 2 个问题：严重 1，一般 1；另有 1 处机器无法判定，请看 人工核查.csv。
        检查不完整：思明分局没有检查完
        报告已保存到：reports/2026-11-23-quarterly（先看 问题清单.csv）
        "#);
    }

    #[test]
    fn a_clean_run_says_so() {
        let text = summary(&empty(), "reports/x");
        assert!(text.contains("没有发现问题。"), "{text}");
        assert!(text.contains("合计（1 个站点）"), "{text}");
    }

    #[test]
    fn names_are_cut_by_their_width_on_the_screen() {
        assert_eq!(fit("厦门市公安局", 12), "厦门市公安局");
        assert_eq!(fit("厦门市公安局", 11), "厦门市公安…");
        assert_eq!(fit("厦门市公安局", 10), "厦门市公…");
        let text = summary(&hostile(), "x");
        assert!(text.lines().all(|l| l.width() < 160), "{text}");
        assert!(!text.contains(['\u{1b}', '\u{202e}', '\0']), "{text:?}");
    }
}
