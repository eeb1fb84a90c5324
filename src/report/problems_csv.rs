//! 问题清单.csv: one row a finding; what stands on a server that does not answer is one row a site.

use std::collections::{BTreeSet, HashMap};
use std::io::{self, Write};

use super::cell::Cell;
use super::evidence::evidence_text;
use super::sheet::Sheet;
use super::titles::rule_title;
use crate::finding::{Finding, Inspection};

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
    let servers = servers(inspection);
    let mut sheet = Sheet::new(to, HEADER)?;
    for record in &inspection.findings {
        let finding = &record.finding;
        let server = finding.subject.server().and_then(|server| servers.get(&(&*finding.site, server)));
        // The first row speaks for all of them.
        if server.is_some_and(|server| server.speaks != record.id) {
            continue;
        }
        let message = match server {
            Some(server) if server.links.len() + server.pages.len() > 2 => server.message(finding),
            _ => finding.message.to_string(),
        };
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
            Cell::text(&message),
            Cell::text(&finding.place),
            Cell::maybe(finding.target_url.as_deref()),
            Cell::text(&evidence_text(finding)),
            Cell::text(&record.first_seen.to_string()),
            Cell::time(&record.seen_at),
            Cell::text(&record.owner),
            Cell::text(&finding.advice),
            Cell::maybe(record.due.map(|d| d.to_string()).as_deref()),
            Cell::text(record.state_chinese()),
            Cell::text(&finding.basis),
        ])?;
    }
    sheet.finish()
}

/// The links of one site to a server that does not answer.
struct Server<'a> {
    /// The id of the first finding about it.
    speaks: &'a str,
    links: BTreeSet<&'a str>,
    pages: BTreeSet<&'a str>,
}

impl Server<'_> {
    /// What is said of all of them together.
    fn message(&self, finding: &Finding) -> String {
        let examples: Vec<&str> = self.pages.iter().take(EXAMPLES).copied().collect();
        format!(
            "{}；本站共有 {} 个这样的网址，出现在 {} 个页面，如 {}",
            finding.message,
            self.links.len(),
            self.pages.len(),
            examples.join("、")
        )
    }
}

/// Pages that are named of many.
const EXAMPLES: usize = 3;

/// The servers that do not answer, by site and server.
fn servers(inspection: &Inspection) -> HashMap<(&str, &str), Server<'_>> {
    let mut servers: HashMap<(&str, &str), Server<'_>> = HashMap::new();
    for record in &inspection.findings {
        let finding = &record.finding;
        let Some(server) = finding.subject.server() else { continue };
        let known = servers.entry((&finding.site, server)).or_insert_with(|| Server {
            speaks: &record.id,
            links: BTreeSet::new(),
            pages: BTreeSet::new(),
        });
        known.links.extend(finding.target_url.as_deref());
        known.pages.insert(&finding.page_url);
    }
    servers
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
