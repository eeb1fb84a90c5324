//! What the three link rules share: how a link, its place and its tries are put into words.

use serde_json::json;

use super::{LinkFacts, Rule};
use crate::facts::{Exchange, LinkFrom, Outcome};
use crate::finding::{Evidence, Finding, names_document, names_image};

/// The link as a person finds it on the page: `链接“相关报道”`, `图片“P012.jpg”`.
pub(super) fn name(facts: &LinkFacts<'_>) -> String {
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
pub(super) fn place(facts: &LinkFacts<'_>) -> String {
    let zone = match facts.link.from {
        LinkFrom::CssUrl | LinkFrom::CssImport => "样式代码",
        LinkFrom::Onclick | LinkFrom::Option | LinkFrom::DocumentWrite | LinkFrom::Pagination => "脚本代码",
        from if from.is_resource() && from != LinkFrom::Frame => "页面引用",
        _ => "页面",
    };
    format!("{zone}中的{}，地址写作 {}", name(facts), facts.link.raw)
}

/// What the tries say, for `evidence`.
pub(super) fn evidence(exchange: Option<&Exchange>) -> Evidence {
    let mut evidence = Evidence::new();
    let Some((exchange, last)) = exchange.and_then(|e| Some((e, e.last()?))) else {
        return evidence;
    };
    evidence.insert("tries".into(), json!(exchange.attempts.len()));
    evidence.insert("method".into(), json!(last.method));
    evidence.insert("ms".into(), json!(last.ms));
    if let Some(address) = &last.address {
        evidence.insert("address".into(), json!(address));
    }
    if !last.hops.is_empty() {
        evidence.insert("final_url".into(), json!(last.final_url(&exchange.url)));
        let chain: Vec<String> = last
            .hops
            .iter()
            .take(10)
            .map(|h| format!("{} {} → {}", h.status, h.from, h.to))
            .collect();
        evidence.insert("redirects".into(), json!(chain));
    }
    match &last.outcome {
        Outcome::Answer(answer) => {
            evidence.insert("status".into(), json!(answer.status));
            if let Some(words) = answer.challenge.as_ref().or(answer.error_words.as_ref()) {
                evidence.insert("words".into(), json!(words));
            }
            if let Some(kind) = &answer.content_type {
                evidence.insert("content_type".into(), json!(kind));
            }
            if let Some(signature) = answer
                .signature
                .as_ref()
                .filter(|_| names_document(&exchange.url) || names_image(&exchange.url))
            {
                evidence.insert("content".into(), json!(signature));
            }
        }
        Outcome::Failure(failure) => {
            evidence.insert("failure".into(), json!(failure));
        }
    }
    evidence
}

/// A finding about the link, but for what the rule itself says.
pub(super) fn finding(rule: &Rule, facts: &LinkFacts<'_>, site: &str, message: String, evidence: Evidence, advice: &str) -> Finding {
    Finding {
        rule: rule.id.to_owned(),
        grade: rule.grade,
        site: site.to_owned(),
        column: facts.page.column.map(str::to_owned),
        page_url: facts.page.url.to_owned(),
        page_title: facts.page.title.map(str::to_owned),
        message,
        place: place(facts),
        target_url: Some(facts.target.to_owned()),
        evidence,
        advice: advice.to_owned(),
        basis: crate::standard::basis_text(rule.basis),
        key: String::new(),
    }
}
