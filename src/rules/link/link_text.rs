//! What the link rules share: how a link and its place are put into words.

use crate::facts::{Cause, LinkFrom, LinkState};
use crate::finding::{Key, Shape, Subject};
use crate::rules::statement::Statement;
use crate::rules::{Context, Fold, LinkFacts, Rule, finding};

/// What kind of place the link stands in.
const FROM: Key = Key::for_programs("from", Shape::Text);
/// Whether the target belongs to one of the inspected sites.
pub(crate) const INSIDE: Key = Key::for_programs("inside", Shape::Flag);

/// The keys of every finding about a link.
pub(crate) const KEYS: &[Key] = &[FROM];

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
        LinkFrom::Onclick | LinkFrom::Option | LinkFrom::DocumentWrite | LinkFrom::Pagination | LinkFrom::Data => "脚本代码",
        from if from.is_resource() && from != LinkFrom::Frame => "页面引用",
        _ => "页面",
    };
    format!("{zone}中的{}，地址写作 {}", name(facts), facts.link.raw)
}

/// A finding about the link: of its target on this page, or wherever it stands where that is told once a site.
pub(crate) fn of_link<'r>(rule: &'r Rule, facts: &LinkFacts<'_>, cx: &Context<'_>) -> Statement<'r> {
    let subject = match (rule.fold, facts.silent) {
        // A place that a page lacks is one fault of that page or of one link in a template.
        (Fold::Places(_), _) if matches!(facts.state, LinkState::Dead(Cause::Fragment)) => Subject::target(facts.target),
        (Fold::Page | Fold::Places(_), Some(server)) => Subject::server_on(&server.origin, facts.target, facts.page.url),
        (Fold::Page | Fold::Places(_), None) => Subject::target_on(facts.target, facts.page.url),
        (Fold::Site(_), _) => Subject::target(facts.target),
    };
    finding(rule, cx, subject)
        .at(facts.page, place(facts))
        .link(facts.target)
        .because(FROM, serde_json::json!(facts.link.from))
}
