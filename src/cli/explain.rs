//! `xuncha explain RULE|INDICATOR`: how one rule judges, or how an item of a table is looked at.

use super::args::{ExplainOptions, Format};
use super::exit::{CliError, Exit};
use super::indicators;
use super::prose;
use super::rules::as_json;
use super::terminal::Screen;
use crate::rules::{RULES, Rule};
use crate::site::nearest;

/// Explains the rule or the item that is meant.
pub(crate) fn run(options: &ExplainOptions, screen: &mut Screen<'_>) -> Result<Exit, CliError> {
    if let Some((table, item)) = indicators::find(&options.rule) {
        match options.format {
            Format::Json => screen.json(&indicators::as_json(&item))?,
            Format::Text => screen.text(&prose::wrapped(&indicators::explained(&table, &item)))?,
        }
        return Ok(Exit::Nothing);
    }
    let rule = find(&options.rule, RULES)?;
    match options.format {
        Format::Json => screen.json(&as_json(rule))?,
        Format::Text => {
            screen.line(format!("{}　{}（{}）", rule.title, rule.id, rule.grade.chinese()))?;
            for clause in rule.basis {
                screen.line(format!("依据：{}", clause.cite))?;
            }
            screen.line("")?;
            screen.text(&prose::wrapped(rule.explain))?;
        }
    }
    Ok(Exit::Nothing)
}

/// The rule with this id or Chinese title; `_` for `-`, a part of the title and a slip of the pen are understood where
/// only one rule can be meant.
fn find<'a>(written: &str, rules: &[&'a Rule]) -> Result<&'a Rule, CliError> {
    let id = written.trim().to_lowercase().replace('_', "-");
    if let Some(rule) = rules.iter().find(|r| r.id == id || r.title == written) {
        return Ok(rule);
    }
    let alike: Vec<&&Rule> = rules
        .iter()
        .filter(|r| !id.is_empty() && (r.id.contains(&id) || r.title.contains(&id)))
        .collect();
    match (alike.as_slice(), nearest(&id, rules.iter().map(|r| r.id))) {
        ([only], _) => return Ok(only),
        ([], Some(near)) => {
            if let Some(rule) = rules.iter().find(|r| r.id == near) {
                return Ok(rule);
            }
        }
        _ => {}
    }
    let shown = if alike.is_empty() { rules.iter().collect() } else { alike };
    let list: Vec<String> = shown.iter().map(|r| format!("  {}　{}", r.id, r.title)).collect();
    Err(CliError::Usage(format!(
        "没有「{written}」这个检查项，或者不止一个。可以写的有：\n{}",
        list.join("\n")
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Grade, Verdict};
    use crate::rules::{Check, Fold};

    const fn rule(id: &'static str, title: &'static str) -> Rule {
        Rule {
            id,
            title,
            grade: Grade::Minor,
            basis: &[],
            explain: "",
            check: Check::Page(|_, _| Verdict::Pass),
            keys: &[],
            fold: Fold::Page,
        }
    }

    #[test]
    fn a_rule_is_found_by_id_title_part_or_near_miss() {
        let all = [
            rule("column-stale", "栏目更新不及时"),
            rule("column-blank", "空白栏目"),
            rule("link-broken", "错链"),
        ];
        let rules: Vec<&Rule> = all.iter().collect();
        for (written, id) in [
            ("column-stale", "column-stale"),
            ("Column_Stale", "column-stale"),
            ("空白栏目", "column-blank"),
            ("空白", "column-blank"),
            ("broken", "link-broken"),
            ("link-brokn", "link-broken"),
        ] {
            assert_eq!(find(written, &rules).ok().map(|r| r.id), Some(id), "{written}");
        }
        for written in ["column", "zzzz", ""] {
            let error = find(written, &rules).err().unwrap().to_string();
            assert!(error.contains("column-stale"), "{error}");
        }
    }
}
