//! 错链汇总.csv: one row a dead target, however many pages it stands on.

use std::io::{self, Write};

use super::cell::Cell;
use super::sheet::Sheet;
use super::site_name;
use crate::finding::Inspection;

const HEADER: [&str; 10] = [
    "序号",
    "错链地址",
    "原因",
    "状态码",
    "尝试次数",
    "所在站点",
    "出现页面数",
    "示例页面1",
    "示例页面2",
    "示例页面3",
];

pub(super) fn render(inspection: &Inspection, to: &mut dyn Write) -> io::Result<()> {
    let mut sheet = Sheet::new(to, HEADER)?;
    for target in &inspection.dead_targets {
        let sites: Vec<&str> = target.sites.iter().map(|id| site_name(inspection, id)).collect();
        let example = |n: usize| Cell::maybe(target.examples.get(n).map(String::as_str));
        sheet.row([
            sheet.next_number(),
            Cell::text(&target.url),
            Cell::text(&target.cause_text),
            target.status.map_or_else(Cell::blank, |s| Cell::number(u64::from(s))),
            // An address that is none was never asked.
            if target.tries == 0 {
                Cell::blank()
            } else {
                Cell::number(u64::from(target.tries))
            },
            Cell::text(&sites.join("、")),
            Cell::number(target.pages),
            example(0),
            example(1),
            example(2),
        ])?;
    }
    sheet.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples::{small, written};

    #[test]
    fn a_dead_target_stands_once_with_its_pages() {
        let text = written(|to| render(&small(), to));
        let row = text.lines().nth(1).unwrap();
        assert_eq!(
            row,
            "1,https://www.example.gov.cn/x.doc,页面不存在（404）,404,3,示例公安网、gone,2,https://www.example.gov.cn/a.htm,https://www.example.gov.cn/b.htm,"
        );
    }
}
