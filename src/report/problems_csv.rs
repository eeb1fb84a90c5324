//! 问题清单.csv: one row a finding.

use std::collections::HashMap;
use std::io::{self, Write};

use super::cell::Cell;
use super::evidence::evidence_text;
use super::sheet::Sheet;
use super::titles::rule_title;
use crate::finding::Inspection;

const HEADER: [&str; 21] = [
    "序号",
    "问题编号",
    "站点编号",
    "站点名称",
    "栏目",
    "页面标题",
    "页面地址",
    "检查项",
    "问题类型",
    "严重程度",
    "问题描述",
    "问题位置",
    "问题链接",
    "证据",
    "首次发现",
    "发现时间",
    "责任单位",
    "整改建议",
    "整改期限",
    "整改状态",
    "检查依据",
];

pub(super) fn render(inspection: &Inspection, to: &mut dyn Write) -> io::Result<()> {
    let names: HashMap<&str, &str> = inspection.sites.iter().map(|s| (s.id.as_str(), s.name.as_str())).collect();
    let mut sheet = Sheet::new(to, HEADER)?;
    for record in &inspection.findings {
        let finding = &record.finding;
        sheet.row([
            sheet.next_number(),
            Cell::text(&record.id),
            Cell::text(&finding.site),
            Cell::text(names.get(&*finding.site).copied().unwrap_or(&finding.site)),
            Cell::maybe(finding.column.as_deref()),
            Cell::maybe(finding.page_title.as_deref()),
            Cell::text(&finding.page_url),
            Cell::text(&finding.rule),
            Cell::text(rule_title(&finding.rule)),
            Cell::text(finding.grade.chinese()),
            Cell::text(&finding.message),
            Cell::text(&finding.place),
            Cell::maybe(finding.target_url.as_deref()),
            Cell::text(&evidence_text(finding)),
            Cell::text(&record.first_seen.to_string()),
            Cell::time(&record.seen_at),
            Cell::text(&record.owner),
            Cell::text(&finding.advice),
            Cell::maybe(record.due.map(|d| d.to_string()).as_deref()),
            Cell::text(record.state.chinese()),
            Cell::text(&finding.basis),
        ])?;
    }
    sheet.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples::{small, written};

    #[test]
    fn the_sheet_byte_for_byte() {
        let text = written(|to| render(&small(), to));
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert_eq!(
            lines[0],
            "\u{feff}序号,问题编号,站点编号,站点名称,栏目,页面标题,页面地址,检查项,问题类型,严重程度,问题描述,问题位置,问题链接,证据,首次发现,发现时间,责任单位,整改建议,整改期限,整改状态,检查依据"
        );
        assert_eq!(
            lines[1],
            "1,LJ-0a1b2c3d-00000001,main,示例公安网,警务要闻,\"关于\"\"平安\"\"的通告, 第二期\",https://www.example.gov.cn/a.htm,link-broken,错链,一般,链接“附件”打不开：页面不存在（404）,正文链接“附件”,https://www.example.gov.cn/x.doc,状态码 404；尝试 3 次,2026-11-20,2026-11-23 09:05:00,宣传处,更正或删除该链接,2026-11-30,待整改,国办秘函〔2019〕19号 功能设计·可用性"
        );
        assert_eq!(lines.len(), 4);
        assert_eq!(lines[3], "");
    }
}
