//! run.json: the run as a whole, for programs.

use std::collections::BTreeMap;
use std::io::{self, Write};

use jiff::civil::Date;
use serde::Serialize;

use super::json;
use crate::finding::{Coverage, Draw, Inspection, Rating, ReviewRecord, WordingHead};

/// The version of the shape of `run.json`. Keys are only ever added; a changed or removed key raises it.
pub(crate) const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    run: &'a str,
    mode: &'a str,
    group: &'a str,
    as_of: Date,
    started_at: &'a str,
    finished_at: &'a str,
    complete: bool,
    sites: Vec<Site<'a>>,
    options: &'a BTreeMap<String, String>,
    version: &'a str,
    gaps: &'a [String],
    reviews: &'a [ReviewRecord],
    draw: Option<&'a Draw>,
    wording: Option<&'a WordingHead>,
    folder: Option<&'a str>,
}

#[derive(Serialize)]
struct Site<'a> {
    id: &'a str,
    url: &'a str,
    pages: u64,
    links: u64,
    requests: u64,
    bytes: u64,
    findings: &'a BTreeMap<String, u64>,
    /// By the id of the table; empty in runs that do not read whole sites.
    scores: BTreeMap<&'a str, &'a Rating>,
    coverage: &'a Coverage,
    /// Days until the certificate expires; null without HTTPS.
    certificate_days: Option<i64>,
    notes: &'a [String],
}

pub(super) fn render(inspection: &Inspection, to: &mut dyn Write) -> io::Result<()> {
    let head = &inspection.head;
    let document = Document {
        schema_version: SCHEMA_VERSION,
        run: &head.run,
        mode: &head.mode,
        group: &head.group,
        as_of: head.as_of,
        started_at: &head.started_at,
        finished_at: &head.finished_at,
        complete: head.complete,
        sites: inspection
            .sites
            .iter()
            .map(|site| Site {
                id: &site.id,
                url: &site.url,
                pages: site.pages,
                links: site.links,
                requests: site.coverage.requests,
                bytes: site.coverage.bytes,
                findings: &site.findings,
                scores: site.ratings.iter().map(|r| (r.table.as_str(), r)).collect(),
                coverage: &site.coverage,
                certificate_days: site.certificate_days,
                notes: &site.notes,
            })
            .collect(),
        options: &head.options,
        version: &head.version,
        gaps: &head.gaps,
        reviews: &inspection.reviews,
        draw: inspection.draw.as_ref(),
        wording: head.wording.as_ref(),
        folder: head.folder.as_deref(),
    };
    json::pretty(to, &document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples::{small, written};

    #[test]
    fn the_run_as_programs_read_it() {
        let mut inspection = small();
        inspection.sites.truncate(1);
        insta::assert_snapshot!(written(|to| render(&inspection, to)), @r#"
        {
          "schema_version": 1,
          "run": "2026-11-23-quarterly",
          "mode": "quarterly",
          "group": "示例市公安局",
          "as_of": "2026-11-23",
          "started_at": "2026-11-23T09:00:00+08:00",
          "finished_at": "2026-11-23T09:30:00+08:00",
          "complete": false,
          "sites": [
            {
              "id": "main",
              "url": "https://main.example.gov.cn/",
              "pages": 120,
              "links": 3400,
              "requests": 210,
              "bytes": 1234567,
              "findings": {
                "column-stale": 1,
                "link-broken": 1
              },
              "scores": {},
              "coverage": {
                "found": 150,
                "pages": 120,
                "files": 30,
                "external": 40,
                "unchanged": 0,
                "skipped": {
                  "excluded": 7,
                  "trap": 3
                },
                "failed": {
                  "http_404": 1,
                  "timeout": 2
                },
                "requests": 210,
                "bytes": 1234567,
                "bytes_saved": 0,
                "rate_limit": 2.0,
                "peak_rate": 2,
                "columns": 8,
                "columns_unjudged": 1,
                "guides": 12,
                "reviews": 1,
                "robots_ignored": false,
                "gaps": [],
                "traps": [
                  {
                    "pattern": "/calendar?month=…",
                    "why": "日历类网址超出合理日期范围",
                    "addresses": 3
                  }
                ]
              },
              "certificate_days": 97,
              "notes": []
            }
          ],
          "options": {
            "seed": "20261123"
          },
          "version": "0.1.0",
          "gaps": [
            "思明分局没有检查完"
          ],
          "reviews": [
            {
              "rule": "column-stale",
              "site": "main",
              "column": "政策解读",
              "page_url": "https://www.example.gov.cn/zcjd/",
              "page_title": null,
              "message": "栏目内容由脚本生成，请打开页面查看最新日期"
            }
          ],
          "draw": {
            "seed": 20261123,
            "percent": 30,
            "rows": [
              {
                "site": "siming",
                "name": "思明分局",
                "ticket": 42,
                "outcome": "drawn"
              },
              {
                "site": "huli",
                "name": "湖里分局",
                "ticket": 18446744073709551615,
                "outcome": "failed_last_time"
              }
            ]
          },
          "wording": null,
          "folder": null
        }
        "#);
    }
}
