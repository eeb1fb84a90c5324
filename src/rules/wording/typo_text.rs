//! What both rules of wording share: a finding about a slip in a sentence.

use serde_json::json;

use crate::finding::{Evidence, Finding, Grade};
use crate::rules::{Context, Rule, SlipAt, WordingCase};

/// So much of a sentence is shown on either side of the place.
const AROUND: usize = 24;

/// The slips of one kind on a page, each once however often it stands there.
pub(super) fn distinct<'a>(case: &'a WordingCase<'a>, serious: bool) -> Vec<&'a SlipAt<'a>> {
    let mut seen: Vec<(&str, &str)> = Vec::new();
    let wanted = case.slips.iter().filter(|s| s.slip.serious == serious);
    wanted
        .filter(|s| {
            let pair = (s.slip.wrong.as_str(), s.slip.right.as_str());
            let new = !seen.contains(&pair);
            if new {
                seen.push(pair);
            }
            new
        })
        .collect()
}

/// The sentence round the place, with the place in marks.
pub(super) fn marked(at: &SlipAt<'_>) -> String {
    let chars: Vec<char> = at.sentence.chars().collect();
    let (from, to) = (at.slip.from.min(chars.len()), at.slip.to.min(chars.len()));
    let start = from.saturating_sub(AROUND);
    let end = (to + AROUND).min(chars.len());
    let text = |range: std::ops::Range<usize>| chars[range].iter().collect::<String>();
    format!(
        "{}{}【{}】{}{}",
        if start > 0 { "…" } else { "" },
        text(start..from),
        text(from..to),
        text(to..end),
        if end < chars.len() { "…" } else { "" }
    )
}

/// The finding of a slip.
pub(super) fn finding(rule: &Rule, case: &WordingCase<'_>, cx: &Context<'_>, at: &SlipAt<'_>, certainly: bool) -> Finding {
    let slip = at.slip;
    let marked = marked(at);
    let what = match (slip.wrong.as_str(), slip.right.as_str()) {
        (wrong, "") => format!("“{wrong}”疑为多余"),
        ("", right) => format!("此处疑漏“{right}”"),
        (wrong, right) if certainly => format!("“{wrong}”应为“{right}”"),
        (wrong, right) => format!("“{wrong}”疑为“{right}”"),
    };
    let mut evidence = Evidence::new();
    evidence.insert("wrong".into(), json!(slip.wrong));
    evidence.insert("right".into(), json!(slip.right));
    evidence.insert("tier".into(), json!(slip.tier));
    evidence.insert("score".into(), json!((f64::from(slip.score) * 10.0).round() / 10.0));
    evidence.insert("why".into(), json!(slip.reason));
    evidence.insert("sentence".into(), json!(at.sentence));
    let mut found = page(rule, case, cx, format!("{what}：{marked}"), &marked, evidence);
    // The same slip in the same sentence is one thing, on however many pages a template repeats it.
    found.key = format!("{}→{} {}", slip.wrong, slip.right, at.sentence).into();
    found
}

/// A finding about the wording of a page.
pub(super) fn page(rule: &Rule, case: &WordingCase<'_>, cx: &Context<'_>, message: String, place: &str, evidence: Evidence) -> Finding {
    Finding {
        rule: rule.id.into(),
        grade: rule.grade,
        site: cx.site.id.as_str().into(),
        column: case.page.column.map(Into::into),
        page_url: case.page.url.into(),
        page_title: case.page.title.map(Into::into),
        message: message.into(),
        place: place.into(),
        target_url: None,
        evidence: evidence.into(),
        advice: if rule.grade >= Grade::Serious {
            "请立即核对并改正，同时检查其他页面有无同样的错误".into()
        } else {
            "请核对原文，确有错误的改正；没有错的可以写进 wording/ignore.txt，以后不再报".into()
        },
        basis: crate::standard::basis_text(rule.basis).into(),
        key: crate::finding::Text::default(),
    }
}
