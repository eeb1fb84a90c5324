//! findings.jsonl: one finding a line, for programs.

use std::io::{self, Write};

use jiff::civil::Date;
use serde::Serialize;

use super::json;
use crate::finding::{Evidence, FindingRecord, Grade, Inspection, State};

/// The keys of a line, in their order: other tools read them.
#[derive(Serialize)]
pub(super) struct Line<'a> {
    id: &'a str,
    run: &'a str,
    site: &'a str,
    column: Option<&'a str>,
    page_url: &'a str,
    page_title: Option<&'a str>,
    rule: &'a str,
    grade: Grade,
    message: &'a str,
    place: &'a str,
    target_url: Option<&'a str>,
    evidence: &'a Evidence,
    first_seen: Date,
    seen_at: &'a str,
    owner: &'a str,
    advice: &'a str,
    due: Option<Date>,
    state: State,
    basis: &'a str,
    /// Set where it only says what a person should know of something that is right.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    remark: bool,
    /// The id up to the first ids by subject; for one version.
    #[serde(skip_serializing_if = "Option::is_none")]
    former_id: Option<&'a str>,
}

impl<'a> From<&'a FindingRecord> for Line<'a> {
    fn from(record: &'a FindingRecord) -> Self {
        let finding = &record.finding;
        Line {
            id: &record.id,
            run: &record.run,
            site: &finding.site,
            column: finding.column.as_deref(),
            page_url: &finding.page_url,
            page_title: finding.page_title.as_deref(),
            rule: &finding.rule,
            grade: finding.grade,
            message: &finding.message,
            place: &finding.place,
            target_url: finding.target_url.as_deref(),
            evidence: &finding.evidence,
            first_seen: record.first_seen,
            seen_at: &record.seen_at,
            owner: &record.owner,
            advice: &finding.advice,
            due: record.due,
            state: record.state,
            basis: &finding.basis,
            remark: finding.remark,
            former_id: record.former_id.as_deref(),
        }
    }
}

pub(super) fn render(inspection: &Inspection, to: &mut dyn Write) -> io::Result<()> {
    for record in &inspection.findings {
        json::line(&mut *to, &Line::from(record))?;
        to.write_all(b"\n")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples::{hostile, small, written};

    #[test]
    fn a_line_has_the_promised_keys_in_their_order_and_no_other() {
        let text = written(|to| render(&small(), to));
        assert_eq!(
            text.lines().next().unwrap(),
            concat!(
                r#"{"id":"LJ-0a1b2c3d-00000001","run":"2026-11-23-quarterly","site":"main","column":"警务要闻","#,
                r#""page_url":"https://www.example.gov.cn/a.htm","page_title":"关于\"平安\"的通告,\n第二期","rule":"link-broken","#,
                r#""grade":"minor","message":"链接“附件”打不开：页面不存在（404）","place":"正文链接“附件”","#,
                r#""target_url":"https://www.example.gov.cn/x.doc","evidence":{"cause":"http_404","status":404,"tries":3},"#,
                r#""first_seen":"2026-11-20","seen_at":"2026-11-23T09:05:00+08:00","owner":"宣传处","advice":"更正或删除该链接","#,
                r#""due":"2026-11-30","state":"open","basis":"国办秘函〔2019〕19号 功能设计·可用性"}"#
            )
        );
        assert!(text.lines().nth(1).unwrap().contains(r#""column":null"#));
    }

    #[test]
    fn one_line_a_finding_whatever_the_page_says() {
        let inspection = hostile();
        let text = written(|to| render(&inspection, to));
        assert_eq!(text.lines().count(), inspection.findings.len());
        for (line, record) in text.lines().zip(&inspection.findings) {
            let back: serde_json::Value = serde_json::from_str(line).unwrap();
            assert_eq!(back["page_title"].as_str(), record.finding.page_title.as_deref());
        }
    }
}
