//! What the three link rules share: how a link and its place are put into words.

use crate::facts::LinkFrom;
use crate::finding::{Evidence, Finding, Text};
use crate::rules::{LinkFacts, Rule};

/// The link as a person finds it on the page: `链接“相关报道”`, `图片“P012.jpg”`.
pub(crate) fn name(facts: &LinkFacts<'_>) -> String {
    let kind = facts.link.from.chinese();
    let text = facts.link.text.trim();
    if !text.is_empty() {
        return format!("{kind}“{text}”");
    }
    let path = facts.link.raw.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    match path.rsplit('/').next().filter(|f| !f.is_empty()) {
        Some(file) => format!("{kind}“{file}”"),
        None => kind.to_owned(),
    }
}

/// Where to look on the page, and how the address is written there.
pub(crate) fn place(facts: &LinkFacts<'_>) -> String {
    let zone = match facts.link.from {
        LinkFrom::CssUrl | LinkFrom::CssImport => "样式代码",
        LinkFrom::Onclick | LinkFrom::Option | LinkFrom::DocumentWrite | LinkFrom::Pagination => "脚本代码",
        from if from.is_resource() && from != LinkFrom::Frame => "页面引用",
        _ => "页面",
    };
    format!("{zone}中的{}，地址写作 {}", name(facts), facts.link.raw)
}

/// A finding about the link, but for what the rule itself says.
pub(crate) fn finding(rule: &Rule, facts: &LinkFacts<'_>, site: &str, message: String, evidence: Evidence, advice: &str) -> Finding {
    Finding {
        rule: rule.id.into(),
        grade: rule.grade,
        site: site.into(),
        column: facts.page.column.map(Into::into),
        page_url: facts.page.url.into(),
        page_title: facts.page.title.map(Into::into),
        message: message.into(),
        place: place(facts).into(),
        target_url: Some(facts.target.into()),
        evidence: evidence.into(),
        advice: advice.into(),
        basis: crate::standard::basis_text(rule.basis).into(),
        key: Text::default(),
    }
}
