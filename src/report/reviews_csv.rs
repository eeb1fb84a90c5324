//! 人工核查.csv: what the machine could not judge, one row a place.

use std::io::{self, Write};

use super::cell::Cell;
use super::sheet::Sheet;
use super::site_name;
use super::titles::rule_title;
use crate::finding::Inspection;

const HEADER: [&str; 8] = ["序号", "站点编号", "站点名称", "栏目", "页面标题", "页面地址", "检查项", "核查内容"];

pub(super) fn render(inspection: &Inspection, to: &mut dyn Write) -> io::Result<()> {
    let mut sheet = Sheet::new(to, HEADER)?;
    for review in &inspection.reviews {
        sheet.row([
            sheet.next_number(),
            Cell::text(&review.site),
            Cell::text(site_name(inspection, &review.site)),
            Cell::maybe(review.column.as_deref()),
            Cell::maybe(review.page_title.as_deref()),
            Cell::text(&review.page_url),
            Cell::text(rule_title(&review.rule)),
            Cell::text(&review.message),
        ])?;
    }
    sheet.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples::{small, written};

    #[test]
    fn a_place_to_look_at_is_named_in_words() {
        let text = written(|to| render(&small(), to));
        assert_eq!(
            text,
            "\u{feff}序号,站点编号,站点名称,栏目,页面标题,页面地址,检查项,核查内容\r\n\
             1,main,示例公安网,政策解读,,https://www.example.gov.cn/zcjd/,栏目更新不及时,栏目内容由脚本生成，请打开页面查看最新日期\r\n"
        );
    }
}
