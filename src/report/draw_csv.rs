//! 抽查样本.csv: the draw of a quarterly run, which anybody can repeat from its seed.

use std::io::{self, Write};

use super::cell::Cell;
use super::sheet::Sheet;
use crate::finding::Draw;

const HEADER: [&str; 7] = ["序号", "站点编号", "站点名称", "抽签号", "结果", "随机种子", "抽查比例"];

pub(super) fn render(draw: &Draw, to: &mut dyn Write) -> io::Result<()> {
    let mut sheet = Sheet::new(to, HEADER)?;
    for row in &draw.rows {
        sheet.row([
            sheet.next_number(),
            Cell::text(&row.site),
            Cell::text(&row.name),
            // All of one width, so that sorting the column as text sorts the tickets.
            Cell::text(&format!("#{:020}", row.ticket)),
            Cell::text(outcome(&row.outcome)),
            Cell::number(draw.seed),
            Cell::text(&format!("{}%", draw.percent)),
        ])?;
    }
    sheet.finish()
}

fn outcome(id: &str) -> &str {
    match id {
        "drawn" => "抽中",
        "failed_last_time" => "上次不合格，必查",
        "not_drawn" => "未抽中",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples::{small, written};

    #[test]
    fn the_draw_can_be_repeated_from_the_sheet() {
        let text = written(|to| render(&small().draw.unwrap(), to));
        assert_eq!(
            text,
            "\u{feff}序号,站点编号,站点名称,抽签号,结果,随机种子,抽查比例\r\n\
             1,siming,思明分局,#00000000000000000042,抽中,20261123,30%\r\n\
             2,huli,湖里分局,#18446744073709551615,\"上次不合格，必查\",20261123,30%\r\n"
                .replace('"', "")
        );
    }
}
