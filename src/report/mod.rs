//! The inspection as files: one module an output, each a plain view of the one result document.
//!
//! Layer 5, pure: [`files`] gives names and what writes their bytes, `store::ReportFolder` puts them on the disk. Nothing here judges.
//! Files for people are CSV that opens right in Excel and WPS (`sheet`, `cell`); files for programs are JSON.

mod cell;
mod comparison_view;
mod coverage_csv;
mod dead_links_csv;
mod draw_csv;
mod evidence;
mod findings_jsonl;
mod indicators_csv;
mod json;
mod page_view;
mod problems_csv;
mod reading_csv;
mod reviews_csv;
mod run_json;
mod sheet;
mod sites_csv;
mod terminal;
mod titles;
mod trace_view;

#[cfg(test)]
mod samples;

pub(crate) use comparison_view::{comparison_json, comparison_text};
pub(crate) use json::json_text;
pub(crate) use page_view::{page_json, page_text};
pub(crate) use terminal::summary;
pub(crate) use titles::rule_title;
pub(crate) use trace_view::{candidate, more, trace_json, trace_text};

use std::io::{self, Write};

use crate::finding::Inspection;

type Render<'i> = dyn Fn(&mut dyn Write) -> io::Result<()> + 'i;

/// A report file: its name inside the folder of the run, and what writes its content, piece by piece: a list of a
/// hundred thousand problems never stands in memory as a whole.
pub struct ReportFile<'i> {
    /// The name, as the documentation gives it.
    pub name: &'static str,
    render: Box<Render<'i>>,
}

impl<'i> ReportFile<'i> {
    /// A file of this name with what `render` writes.
    pub fn new(name: &'static str, render: impl Fn(&mut dyn Write) -> io::Result<()> + 'i) -> Self {
        ReportFile {
            name,
            render: Box::new(render),
        }
    }

    /// Writes the content, encoded. The only errors are those of `to`.
    pub fn write(&self, to: &mut dyn Write) -> io::Result<()> {
        (self.render)(to)
    }
}

/// Every file of a run. 读网记录 belongs to daily runs, 抽查样本 to runs with a draw, and 指标检查表 to runs that
/// read whole sites; the others are always written,
/// with nothing but their header where there is nothing to say.
pub fn files(inspection: &Inspection) -> Vec<ReportFile<'_>> {
    type View = fn(&Inspection, &mut dyn Write) -> io::Result<()>;
    let file = |name, view: View| ReportFile::new(name, move |to| view(inspection, to));
    let mut files = vec![
        file("问题清单.csv", problems_csv::render),
        file("站点汇总.csv", sites_csv::render),
        file("覆盖情况.csv", coverage_csv::render),
        file("错链汇总.csv", dead_links_csv::render),
        file("人工核查.csv", reviews_csv::render),
    ];
    if inspection.head.mode == "daily" {
        files.push(file("读网记录.csv", reading_csv::render));
    }
    if let Some(draw) = &inspection.draw {
        files.push(ReportFile::new("抽查样本.csv", |to| draw_csv::render(draw, to)));
    }
    if inspection.sites.iter().any(|s| !s.ratings.is_empty()) {
        files.push(file("指标检查表.csv", indicators_csv::render));
    }
    files.push(file("findings.jsonl", findings_jsonl::render));
    files.push(file("run.json", run_json::render));
    files
}

/// Writes what is in `run.json`. The only errors are those of `to`.
pub fn run_json(inspection: &Inspection, to: &mut dyn Write) -> io::Result<()> {
    run_json::render(inspection, to)
}

/// The name of a site, or its id where the inspection does not hold it.
fn site_name<'a>(inspection: &'a Inspection, id: &'a str) -> &'a str {
    inspection.sites.iter().find(|s| s.id == id).map_or(id, |s| s.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples::{empty, hostile, small, written};

    fn names(inspection: &Inspection) -> Vec<&'static str> {
        files(inspection).iter().map(|f| f.name).collect()
    }

    #[test]
    fn every_run_has_its_files_and_some_modes_one_more() {
        let always = [
            "问题清单.csv",
            "站点汇总.csv",
            "覆盖情况.csv",
            "错链汇总.csv",
            "人工核查.csv",
            "findings.jsonl",
            "run.json",
        ];
        let mut inspection = empty();
        assert_eq!(names(&inspection), always);
        inspection.head.mode = "daily".into();
        assert!(names(&inspection).contains(&"读网记录.csv"));
        assert!(names(&small()).contains(&"抽查样本.csv"));
    }

    #[test]
    fn every_sheet_has_the_mark_one_width_and_no_living_cell() {
        for inspection in [empty(), small(), hostile()] {
            for file in files(&inspection)
                .iter()
                .filter(|f| std::path::Path::new(f.name).extension().is_some_and(|e| e == "csv"))
            {
                let text = written(|to| file.write(to));
                let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
                assert!(text.ends_with("\r\n"));
                // Every line end is CRLF, and none stands inside a cell.
                let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
                let mut count = 0;
                for row in rows.records() {
                    count += 1;
                    for cell in &row.unwrap() {
                        // A number below zero is a number.
                        assert!(
                            cell.parse::<i64>().is_ok()
                                || !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\0', '＝', '＋', '－', '＠']),
                            "{cell:?}"
                        );
                        assert!(!cell.contains(char::is_control), "{}: {cell:?}", file.name);
                        assert!(cell.encode_utf16().count() < 32_767);
                    }
                }
                assert_eq!(text.matches("\r\n").count(), count, "{}", file.name);
                assert_eq!(text.matches('\n').count(), count, "{}", file.name);
            }
        }
    }

    #[test]
    fn a_run_without_findings_still_says_what_was_looked_at() {
        let inspection = empty();
        let files = files(&inspection);
        let lines = |name: &str| {
            let file = files.iter().find(|f| f.name == name).unwrap();
            written(|to| file.write(to)).lines().count()
        };
        assert_eq!(lines("问题清单.csv"), 1);
        assert_eq!(lines("站点汇总.csv"), 2);
        assert_eq!(lines("覆盖情况.csv"), 2);
    }
}
