//! Evidence as a short Chinese text: `状态码 404；尝试 3 次`.

use serde_json::Value;

use crate::finding::{Cause, Evidence, Reason};

/// Known keys in the order they are told, with the words before and after the value.
const WORDS: &[(&str, &str, &str)] = &[
    ("status", "状态码 ", ""),
    ("tries", "尝试 ", " 次"),
    ("final_url", "最终网址 ", ""),
    ("hops", "跳转 ", " 次"),
    ("ms", "用时 ", " 毫秒"),
    ("seconds", "用时 ", " 秒"),
    ("address", "地址 ", ""),
    ("content_type", "文件类型 ", ""),
    ("bytes", "大小 ", " 字节"),
    ("newest", "最新日期 ", ""),
    ("days", "距今 ", " 天"),
    ("period", "更新要求 ", ""),
    ("undated", "无日期 ", " 条"),
    ("missing", "缺少 ", ""),
    ("element", "要素 ", ""),
    ("heading", "标题 ", ""),
    ("form", "表格 ", ""),
    ("text", "链接文字 ", ""),
    ("raw", "页面写法 ", ""),
    ("words", "页面文字 ", ""),
    ("redirects", "跳转过程 ", ""),
    ("newest_title", "最新信息 ", ""),
    ("newest_url", "最新信息网址 ", ""),
    ("window_from", "应有更新起始日 ", ""),
    ("pages", "出现在 ", " 个页面"),
    ("count", "共 ", " 篇"),
];

/// Keys that are for programs: what they say stands in the message, or helps nobody to put things right.
const FOR_PROGRAMS: &[&str] = &[
    "from",
    "inside",
    "method",
    "failure",
    "kind",
    "window",
    "navigation_only",
    "missing_2015",
    "empty",
    "found",
    "state",
    "items",
];

/// The evidence of one finding as a cell of 问题清单.
pub(super) fn evidence_text(evidence: &Evidence) -> String {
    let mut parts = Vec::with_capacity(evidence.len());
    let text = |key: &str| evidence.get(key).and_then(Value::as_str);
    if let Some(cause) = text("cause") {
        // The status says the same as http_404.
        let said = cause.starts_with("http_") && evidence.contains_key("status");
        if !said {
            parts.push(format!("原因 {}", cause_text(cause)));
        }
    }
    if let Some(reason) = text("reason") {
        parts.push(format!("原因 {}", cause_text(reason)));
    }
    for (key, before, after) in WORDS {
        match evidence.get(*key) {
            None | Some(Value::Null) => {}
            Some(value) => parts.push(format!("{before}{}{after}", value_text(value))),
        }
    }
    let told = |key: &str| WORDS.iter().any(|(known, ..)| *known == key) || (matches!(key, "cause" | "reason") && text(key).is_some());
    for (key, value) in evidence {
        if !told(key) && !value.is_null() && !FOR_PROGRAMS.contains(&key.as_str()) {
            parts.push(format!("{key}={}", value_text(value)));
        }
    }
    parts.join("；")
}

/// A `cause` or `reason` in Chinese, or the id itself where it is not known.
pub(super) fn cause_text(id: &str) -> String {
    if let Some(status) = id.strip_prefix("http_").and_then(|s| s.parse().ok()) {
        return Cause::Http(status).chinese();
    }
    let causes = [
        Cause::Soft404,
        Cause::RedirectHome,
        Cause::RedirectLoop,
        Cause::Dns,
        Cause::Connect,
        Cause::Tls,
        Cause::Timeout,
        Cause::Truncated,
        Cause::InvalidUrl,
        Cause::EmptyFile,
        Cause::WrongContent,
    ];
    let reasons = [
        Reason::Forbidden,
        Reason::Challenge,
        Reason::RateLimited,
        Reason::Robots,
        Reason::Flaky,
        Reason::HostDown,
        Reason::TlsLegacy,
        Reason::TlsCertificate,
        Reason::OwnNetwork,
        Reason::Limit,
        Reason::Interrupted,
        Reason::Excluded,
    ];
    let cause = causes.iter().find(|c| c.id() == id).map(Cause::chinese);
    cause
        .or_else(|| reasons.iter().find(|r| r.id() == id).map(|r| r.chinese().to_owned()))
        .unwrap_or_else(|| id.to_owned())
}

fn value_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "是".to_owned(),
        Value::Bool(false) => "否".to_owned(),
        Value::Array(values) => values.iter().map(flat_text).collect::<Vec<_>>().join("、"),
        other => other.to_string(),
    }
}

/// A value inside a list; deeper lists are printed as JSON.
fn flat_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told(evidence: Value) -> String {
        evidence_text(&serde_json::from_value(evidence).unwrap())
    }

    #[test]
    fn evidence_reads_as_a_sentence_would() {
        assert_eq!(
            told(json!({"tries": 3, "status": 404, "cause": "http_404"})),
            "状态码 404；尝试 3 次"
        );
        assert_eq!(told(json!({"cause": "http_404"})), "原因 页面不存在（404）");
        assert_eq!(
            told(json!({"cause": "soft_404", "status": 200})),
            "原因 返回的是错误提示页（状态码却为正常）；状态码 200"
        );
        assert_eq!(told(json!({"reason": "flaky"})), "原因 时通时断");
        assert_eq!(told(json!({"cause": "fragment"})), "原因 fragment");
        assert_eq!(told(json!({"missing": ["办理时间", "联系电话"]})), "缺少 办理时间、联系电话");
        assert_eq!(told(json!({"zz": true, "aa": 1, "status": null})), "aa=1；zz=是");
        assert_eq!(told(json!({})), "");
    }

    #[test]
    fn every_reason_has_words() {
        for id in ["dns", "timeout", "wrong_content", "tls_certificate", "excluded"] {
            assert_ne!(cause_text(id), id);
        }
    }
}
