//! `xuncha wording eval`: how well the engine does on sentences whose slips are known.

use std::path::Path;

use serde::Deserialize;
use serde_json::{Value, json};

use super::args::Format;
use super::exit::{CliError, Exit};
use super::terminal::Screen;
use super::wording_args::EvalOptions;
use super::wording_files::{self, MODEL, read_capped};
use super::{config_file, reranker};
use crate::wording::{Measured, Score};

/// The largest file that is read.
const LARGEST: u64 = 512 << 20;

/// One line: a pair, or text that is right.
#[derive(Deserialize)]
struct Line {
    wrong: Option<String>,
    right: Option<String>,
    text: Option<String>,
}

/// Measures.
pub(super) fn run(options: &EvalOptions, screen: &mut Screen<'_>) -> Result<Exit, CliError> {
    let source = &options.source;
    // Nothing else of it is used; but a file that was named and is none would quietly stand for no lists at all.
    source.config.as_deref().map(config_file::load).transpose()?;
    let usual_lists = wording_files::folder_beside(source.config.as_deref().unwrap_or(Path::new("")));
    let usual_model = source.data.join(MODEL);
    let loaded = wording_files::load(source.lists.as_deref(), source.model.as_deref(), &usual_lists, &usual_model)?;
    let second = source.second.reranker.as_deref().filter(|_| !options.lists_only);
    let engine = if options.lists_only {
        loaded.engine.lists_only()
    } else if let Some(folder) = second {
        loaded.engine.with_reranker(reranker::load(folder)?)
    } else {
        loaded.engine
    };
    let mut files = Vec::new();
    for path in &options.files {
        let mut measured = Measured::default();
        let bytes = read_capped(path, LARGEST)?;
        for (at, line) in bytes.split(|b| *b == b'\n').enumerate() {
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let (wrong, right) = read(line).ok_or_else(|| {
                CliError::Usage(format!(
                    "“{}”第 {} 行读不懂。\n改法：每行一条 JSON，{{\"wrong\":…,\"right\":…}} 或 {{\"text\":…}}。",
                    path.display(),
                    at + 1
                ))
            })?;
            measured.take(&engine, &wrong, &right);
        }
        files.push((path.display().to_string(), measured));
    }
    match options.format {
        Format::Json => screen.json(&json!({
            "tiers": engine.tiers(),
            "model": loaded.model.map(|m| m.display().to_string()),
            "reranker": second.map(|r| r.display().to_string()),
            "files": files.iter().map(|(file, m)| as_json(file, m)).collect::<Vec<_>>(),
        }))?,
        Format::Text => {
            let tiers: Vec<&str> = engine.tiers().iter().map(|t| t.chinese()).collect();
            let reranked = if engine.has_reranker() { "，由复核模型复核" } else { "" };
            screen.line(format!("校对依据：{}{reranked}", tiers.join("、")))?;
            let head = [
                "文件",
                "句数",
                "字数",
                "查出 准/全/F1",
                "改对 准/全/F1",
                "整句 准/全/F1",
                "误报/万字",
            ];
            screen.table(head, files.iter().map(|(file, m)| row(file, m)))?;
        }
    }
    Ok(Exit::Nothing)
}

fn read(line: &[u8]) -> Option<(String, String)> {
    let line: Line = serde_json::from_slice(line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line)).ok()?;
    match line {
        Line {
            wrong: Some(wrong),
            right: Some(right),
            ..
        } => Some((wrong, right)),
        Line { text: Some(text), .. } => Some((text.clone(), text)),
        _ => None,
    }
}

fn as_json(file: &str, m: &Measured) -> Value {
    let score = |s: &Score| json!({"precision": rounded(s.precision()), "recall": rounded(s.recall()), "f1": rounded(s.f1())});
    json!({
        "file": file,
        "sentences": m.sentences,
        "chars": m.chars,
        "char_detection": score(&m.detection),
        "char_correction": score(&m.correction),
        "sentence_correction": score(&m.sentence),
        "false_alarms_per_10k": m.false_alarms_per_10k().map(|n| (n * 1000.0).round() / 1000.0),
    })
}

fn rounded(number: Option<f64>) -> Option<f64> {
    number.map(|n| (n * 100.0).round() / 100.0)
}

fn row(file: &str, m: &Measured) -> [String; 7] {
    let one = |n: Option<f64>| n.map_or("—".to_owned(), |n| format!("{n:.1}"));
    let score = |s: &Score| format!("{} / {} / {}", one(s.precision()), one(s.recall()), one(s.f1()));
    [
        file.to_owned(),
        m.sentences.to_string(),
        m.chars.to_string(),
        score(&m.detection),
        score(&m.correction),
        score(&m.sentence),
        m.false_alarms_per_10k().map_or("—".to_owned(), |n| format!("{n:.2}")),
    ]
}
