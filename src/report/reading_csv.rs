//! 读网记录.csv: the reading log of a daily run. The last columns are for the person who reads.

use std::io::{self, Write};

use super::cell::Cell;
use super::sheet::Sheet;
use super::site_name;
use crate::finding::{Inspection, ReadingNote};

const HEADER: [&str; 14] = [
    "日期",
    "时段",
    "读网人",
    "网站",
    "首页能否访问",
    "更新条数",
    "错链",
    "错别字",
    "其他问题",
    "问题页面",
    "处理情况",
    "处理人",
    "完成时间",
    "复查",
];

/// Pages named in a row; the full list is 问题清单.
const PAGES: usize = 3;

pub(super) fn render(inspection: &Inspection, to: &mut dyn Write) -> io::Result<()> {
    let mut sheet = Sheet::new(to, HEADER)?;
    let head = &inspection.head;
    for note in &inspection.reading {
        let found = inspection.sites.iter().find(|s| s.id == note.site).map(|s| &s.findings);
        let count =
            |wanted: &dyn Fn(&str) -> bool| -> u64 { found.map_or(0, |f| f.iter().filter(|(id, _)| wanted(id)).map(|(_, n)| n).sum()) };
        let typos = count(&is_typo);
        sheet.row([
            Cell::text(&head.as_of.to_string()),
            Cell::text(half_of_day(&head.started_at)),
            Cell::blank(),
            Cell::text(site_name(inspection, &note.site)),
            Cell::text(if note.home_ok { "能" } else { "不能" }),
            Cell::number(note.new_items),
            Cell::number(count(&|id| id == "link-broken")),
            // A 0 would claim that the wording was read.
            if head.wording.is_none() {
                Cell::text("未检查")
            } else {
                Cell::number(typos)
            },
            Cell::number(count(&|id| id != "link-broken" && !is_typo(id))),
            Cell::text(&pages(inspection, &note.site)),
            Cell::text(&progress(note)),
            Cell::blank(),
            Cell::blank(),
            Cell::blank(),
        ])?;
    }
    sheet.finish()
}

fn is_typo(rule: &str) -> bool {
    matches!(rule, "typo" | "typo-serious")
}

/// 上午 or 下午 of an RFC 3339 time, by its own clock; nothing where it cannot be read.
fn half_of_day(rfc3339: &str) -> &'static str {
    match rfc3339.get(11..13).and_then(|hour| hour.parse::<u8>().ok()) {
        Some(0..=11) => "上午",
        Some(_) => "下午",
        None => "",
    }
}

fn pages(inspection: &Inspection, site: &str) -> String {
    let mut urls: Vec<&str> = Vec::new();
    let mut more = false;
    for record in inspection.findings.iter().filter(|r| &*r.finding.site == site) {
        let url = &*record.finding.page_url;
        if urls.contains(&url) {
            continue;
        }
        if urls.len() == PAGES {
            more = true;
            break;
        }
        urls.push(url);
    }
    format!("{}{}", urls.join(" "), if more { " 等，见问题清单" } else { "" })
}

fn progress(note: &ReadingNote) -> String {
    match (note.fixed, note.still_open) {
        (0, 0) => String::new(),
        (fixed, open) => format!("上次问题已解决 {fixed} 个，仍存在 {open} 个"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples::{small, written};

    #[test]
    fn a_row_says_what_was_read_and_leaves_room_for_the_reader() {
        let mut inspection = small();
        inspection.reading = vec![ReadingNote {
            site: "main".into(),
            home_ok: true,
            new_items: 5,
            read: 30,
            fixed: 2,
            still_open: 1,
        }];
        let text = written(|to| render(&inspection, to));
        assert_eq!(
            text.lines().nth(1).unwrap(),
            "2026-11-23,上午,,示例公安网,能,5,1,未检查,1,https://www.example.gov.cn/a.htm https://www.example.gov.cn/tzgg/,上次问题已解决 2 个，仍存在 1 个,,,"
        );
    }

    #[test]
    fn the_half_of_the_day_is_that_of_the_groups_clock() {
        assert_eq!(half_of_day("2026-11-23T11:59:59+08:00"), "上午");
        assert_eq!(half_of_day("2026-11-23T12:00:00+08:00"), "下午");
        assert_eq!(half_of_day("today"), "");
    }
}
