//! `xuncha rules`: the list of rules.

use serde_json::json;

use super::args::{Format, RulesOptions};
use super::exit::{CliError, Exit};
use super::terminal::Screen;
use crate::rules::{RULES, Rule};

/// Lists every rule with its official basis.
pub fn run(options: &RulesOptions, screen: &mut Screen<'_>) -> Result<Exit, CliError> {
    match options.format {
        Format::Json => screen.json(&RULES.iter().copied().map(as_json).collect())?,
        Format::Text if RULES.is_empty() => screen.line("还没有任何检查项。")?,
        Format::Text => {
            let rows = RULES.iter().map(|rule| {
                let basis: Vec<&str> = rule.basis.iter().map(|c| c.cite).collect();
                [
                    rule.id.to_owned(),
                    rule.title.to_owned(),
                    rule.grade.chinese().to_owned(),
                    if basis.is_empty() {
                        "（本程序自定）".to_owned()
                    } else {
                        basis.join("；")
                    },
                ]
            });
            screen.table(["编号", "问题类型", "严重程度", "检查依据"], rows)?;
            screen.line("")?;
            screen.line(format!("共 {} 项。某一项怎样判定：xuncha explain 编号", RULES.len()))?;
        }
    }
    Ok(Exit::Nothing)
}

/// A rule's metadata for programs.
pub(super) fn as_json(rule: &Rule) -> serde_json::Value {
    json!({
        "id": rule.id,
        "title": rule.title,
        "grade": rule.grade,
        "basis": rule.basis.iter().map(|c| json!({"id": c.id, "cite": c.cite})).collect::<Vec<_>>(),
        "explain": rule.explain,
    })
}
