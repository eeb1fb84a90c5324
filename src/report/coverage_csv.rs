//! 覆盖情况.csv: one row a site: what was looked at, what was not, and why.

use std::io::{self, Write};

use super::cell::Cell;
use super::sheet::Sheet;
use crate::facts::{SkipReason, cause_in_chinese};
use crate::finding::{Coverage, Inspection, StoppedTrap};

const BEFORE: [&str; 8] = [
    "站点编号",
    "站点名称",
    "网址",
    "发现地址数",
    "读取页面数",
    "检查文件数",
    "站外链接数",
    "未变化页面数",
];
const AFTER: [&str; 16] = [
    "失败地址数",
    "失败原因",
    "请求次数",
    "下载字节",
    "节省字节",
    "配置速率（次/秒）",
    "最高实测速率（次/秒）",
    "已判定栏目",
    "未能判定栏目",
    "已判定办事指南",
    "人工核查",
    "robots",
    "检查是否完整",
    "未覆盖说明",
    "「正文大部分未读」说明",
    "「疑似无限网址」说明",
];

pub(super) fn render(inspection: &Inspection, to: &mut dyn Write) -> io::Result<()> {
    let skips = SkipReason::ALL.map(|r| format!("跳过：{}", r.chinese()));
    let header = BEFORE.into_iter().chain(skips.iter().map(String::as_str)).chain(AFTER);
    let mut sheet = Sheet::new(to, header)?;
    for site in &inspection.sites {
        let c = &site.coverage;
        let mut row = vec![
            Cell::text(&site.id),
            Cell::text(&site.name),
            Cell::text(&site.url),
            Cell::number(c.found),
            Cell::number(c.pages),
            Cell::number(c.files),
            Cell::number(c.external),
            Cell::number(c.unchanged),
        ];
        row.extend(SkipReason::ALL.map(|r| Cell::number(c.skipped.get(&r).copied().unwrap_or(0))));
        row.extend([
            Cell::number(c.failed.values().sum()),
            Cell::text(&failures(c)),
            Cell::number(c.requests),
            Cell::number(c.bytes),
            Cell::number(c.bytes_saved),
            c.rate_limit.map_or_else(|| Cell::text("不限"), |r| Cell::text(&r.to_string())),
            Cell::number(u64::from(c.peak_rate)),
            Cell::number(c.columns),
            Cell::number(c.columns_unjudged),
            Cell::number(c.guides),
            Cell::number(c.reviews),
            Cell::text(if c.robots_ignored { "按配置未遵守" } else { "遵守" }),
            Cell::yes_no(c.gaps.is_empty()),
            Cell::text(&c.gaps.join("；")),
            Cell::text(&unread(c)),
            Cell::text(&traps(c)),
        ]);
        sheet.row(row)?;
    }
    sheet.finish()
}

fn failures(coverage: &Coverage) -> String {
    let text = |id: &str| cause_in_chinese(id).unwrap_or_else(|| "其他原因".to_owned());
    let told: Vec<String> = coverage.failed.iter().map(|(id, n)| format!("{} {n} 个", text(id))).collect();
    told.join("；")
}

/// Which families of addresses were stopped.
fn traps(coverage: &Coverage) -> String {
    let told: Vec<String> = coverage.traps.iter().map(StoppedTrap::chinese).collect();
    told.join("；")
}

/// Which pages were read, but not most of their text.
fn unread(coverage: &Coverage) -> String {
    if coverage.unread_text.is_empty() {
        String::new()
    } else {
        coverage.unread_text.chinese()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples::{small, written};

    #[test]
    fn nothing_found_can_be_told_from_not_looked() {
        let text = written(|to| render(&small(), to));
        insta::assert_snapshot!(text.trim_start_matches('\u{feff}').replace("\r\n", "\n"), @r#"
        站点编号,站点名称,网址,发现地址数,读取页面数,检查文件数,站外链接数,未变化页面数,跳过：配置排除,跳过：robots 禁止,跳过：本次不检查,跳过：超出页数上限,跳过：超出层数上限,跳过：站点无响应,跳过：疑似无限网址,跳过：中途停止,跳过：超出流量上限,跳过：超出时间上限,失败地址数,失败原因,请求次数,下载字节,节省字节,配置速率（次/秒）,最高实测速率（次/秒）,已判定栏目,未能判定栏目,已判定办事指南,人工核查,robots,检查是否完整,未覆盖说明,「正文大部分未读」说明,「疑似无限网址」说明
        main,示例公安网,https://main.example.gov.cn/,150,120,30,40,0,7,0,0,0,0,0,3,0,0,0,3,页面不存在（404） 1 个；超过规定时间仍打不开 2 个,210,1234567,0,2,2,8,1,12,1,遵守,是,,,/calendar?month=…：日历类网址超出合理日期范围（跳过 3 个）
        siming,思明分局,https://siming.example.gov.cn/,150,120,30,40,0,0,0,0,30,0,0,0,0,0,0,0,,210,1234567,0,不限,2,8,0,12,0,按配置未遵守,否,超出页数上限，还有 30 页没有检查,,
        "#);
    }
}
