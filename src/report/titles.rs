//! Rule ids and modes in Chinese.

use crate::rules::RULES;

/// The rules whose column stands in every 站点汇总, found or not, in the order of the columns.
pub(super) const STANDING: &[&str] = &[
    "link-broken",
    "link-suspect",
    "link-local",
    "home-unreachable",
    "home-stale",
    "column-stale",
    "column-blank",
    "column-undated",
    "guide-incomplete",
    "guide-form-missing",
];

/// 问题类型 of a rule, or the id itself where no rule has it.
pub(crate) fn rule_title(id: &str) -> &str {
    RULES.iter().find(|rule| rule.id == id).map_or(id, |rule| rule.title)
}

/// A mode as people call it.
pub(super) fn mode_title(mode: &str) -> &str {
    match mode {
        "daily" => "日读网",
        "monthly" => "月巡查",
        "quarterly" => "季抽查",
        "demo" => "演示",
        other => other,
    }
}
