//! Evidence as a short Chinese text: `状态码 404；尝试 3 次`.

use serde_json::Value;

use crate::finding::{Cause, Evidence, Reason, signature_text};

/// Known keys in the order they are told, with the words before and after the value.
const WORDS: &[(&str, &str, &str)] = &[
    ("status", "状态码 ", ""),
    ("tries", "尝试 ", " 次"),
    ("ms", "用时 ", ""),
    ("words", "页面文字 ", ""),
    ("final_url", "最终网址 ", ""),
    ("redirects", "跳转过程 ", ""),
    ("attempts", "各次尝试 ", ""),
    ("content_type", "文件类型 ", ""),
    ("content", "实际内容 ", ""),
    ("address", "服务器 ", ""),
    ("tls", "", ""),
    ("certificate_until", "证书有效期至 ", ""),
    ("failure", "系统提示 ", ""),
    ("pages", "出现在 ", " 个页面"),
    ("others", "本页还有同样的链接 ", " 处"),
    ("asked", "留言时间 ", ""),
    ("answered", "答复时间 ", ""),
    ("working_days", "", " 个工作日"),
    ("over", "超过 ", ""),
    ("no_dates", "", ""),
    ("in_all", "同类留言共 ", " 条"),
    ("newest", "最新日期 ", ""),
    ("newest_title", "最新信息《", "》"),
    ("newest_url", "网址 ", ""),
    ("days", "距今 ", " 天"),
    ("period", "更新要求 ", ""),
    ("window", "更新要求 ", ""),
    ("window_from", "期限从 ", " 算起"),
    ("level", "第 ", " 级栏目"),
    ("columns", "栏目 ", ""),
    ("named_by", "网站上的名称 ", ""),
    ("count", "未注明时间 ", " 篇"),
    ("items", "", ""),
    ("missing", "缺少 ", ""),
    ("empty", "有标题没有内容 ", ""),
    ("found", "已写明 ", ""),
    ("form", "表格 ", ""),
    ("library", "网站的表格下载栏目 ", ""),
    ("phrases", "含糊的说法 ", ""),
    ("without", "没有说明形式的材料 ", ""),
    ("policies", "只有名称的文件 ", ""),
    ("numbers", "号码 ", ""),
    ("seconds", "用时中位数 ", " 秒"),
    ("examples", "最慢的 ", ""),
    ("searched", "试搜 ", " 条标题"),
    ("titles", "没有搜到 ", ""),
    ("queries", "所用网址 ", ""),
    ("shown", "写作 ", ""),
    ("format", "格式 ", ""),
    ("expected", "应为 ", ""),
    ("unsure", "不能断定 ", ""),
    ("year", "年度 ", ""),
    ("label", "标签 ", ""),
    ("samples", "例如 ", ""),
    ("title", "网页标题《", "》"),
    ("links", "链接 ", ""),
    ("why", "", ""),
];

/// Keys for programs: the report says the same in another column, or in other words.
const FOR_PROGRAMS: &[&str] = &[
    "cause",
    "reason",
    "from",
    "inside",
    "method",
    "kind",
    "clauses",
    "portal_only",
    "in_year",
    "needed",
    "days_left",
    "blank",
    "stale",
    "missing_2015",
    "state",
    "navigation_only",
    "at",
    "bytes",
    "as_browser",
    "decided",
    "probe",
    "probe_status",
    "probe_final_url",
    "wrong",
    "right",
    "tier",
    "score",
    "sentence",
    "doubtful",
    "on_home",
    "attachment",
    "system",
    "materials",
    "elements",
    "phrase_count",
    "headings",
    "slow",
    "aaaa",
    "usable",
    "missed",
    "articles",
    "where",
    "page_kind",
    "absent_groups",
    "problem",
    "page_read",
    "in_year",
    "inquiry",
    "seen",
    "ids",
    "phones",
    "cards",
    "how",
    "hidden",
    "place",
    "sort",
];

/// Answers that took less than this many milliseconds are not told to have taken long.
const SLOW: u64 = 1000;

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
    if let Some(probe) = text("probe") {
        let same = match text("probe_final_url") {
            Some(end) => format!("同样转到 {end}"),
            None => "返回同样的页面".to_owned(),
        };
        parts.push(format!("用一个不存在的地址 {probe} 试探，{same}"));
    }
    for (key, before, after) in WORDS {
        // Of undated articles the number is told with their titles; every other number stands in the message.
        let in_message = *key == "count" && !evidence.contains_key("items");
        // Of a message: how far it has come.
        let before = if *key == "status" && text(key).is_some() {
            &"状态 "
        } else {
            before
        };
        let told = evidence.get(*key).filter(|_| !in_message).and_then(|value| told(key, value));
        parts.extend(told.map(|value| format!("{before}{value}{after}")));
    }
    for (key, value) in evidence {
        let known = FOR_PROGRAMS.contains(&key.as_str()) || WORDS.iter().any(|(word, ..)| word == key);
        if !known {
            parts.extend(plain(value).map(|value| format!("{key}={value}")));
        }
    }
    parts.join("；")
}

/// The value of a known key in words; `None` where it says nothing.
fn told(key: &str, value: &Value) -> Option<String> {
    match (key, value) {
        ("ms", Value::Number(ms)) => {
            let ms = ms.as_u64().filter(|ms| *ms >= SLOW)?;
            Some(format!("{}.{} 秒", ms / 1000, ms % 1000 / 100))
        }
        ("content", Value::String(signature)) => Some(signature_text(signature).to_owned()),
        ("attempts", Value::Array(attempts)) => plain(&Value::from(attempts.iter().map(attempt_text).collect::<Vec<_>>())),
        ("failure", Value::Object(failure)) => failure.get("detail").and_then(plain),
        // How many titles were found is told by how many were not.
        ("found", Value::Number(_)) => None,
        // Element to the heading it stands under; the heading is told where it is another.
        ("found", Value::Object(found)) => {
            let heading = |(element, heading): (&String, &Value)| match heading.as_str() {
                Some(heading) if heading != element && !heading.is_empty() => format!("{element}（“{heading}”）"),
                _ => element.clone(),
            };
            plain(&Value::from(found.iter().map(heading).collect::<Vec<_>>()))
        }
        ("items", Value::Array(items)) => {
            let titles = items.iter().filter_map(|i| Some(format!("《{}》", i.get("title")?.as_str()?)));
            plain(&Value::from(titles.collect::<Vec<_>>()))
        }
        _ => plain(value),
    }
}

/// One try as an editor reads it: `第2次 14:25:51 超时（15.0 秒）`.
fn attempt_text(attempt: &Value) -> String {
    let number = attempt["number"].as_u64().unwrap_or_default();
    // `2026-11-23T14:25:51+08:00`
    let time = attempt["at"]
        .as_str()
        .and_then(|at| at.get(11..19))
        .map_or(String::new(), |t| format!(" {t}"));
    let came = match (attempt["status"].as_u64(), attempt["failure"]["kind"].as_str()) {
        (Some(status), _) => format!("状态码 {status}"),
        (None, Some(kind)) => failure_text(kind).to_owned(),
        (None, None) => "没有结果".to_owned(),
    };
    let browser = if attempt["as_browser"] == true {
        "，按浏览器的方式"
    } else {
        ""
    };
    let ms = attempt["ms"].as_u64().unwrap_or_default();
    let took = if ms < SLOW {
        String::new()
    } else {
        format!("（{}.{} 秒）", ms / 1000, ms % 1000 / 100)
    };
    format!("第{number}次{time}{browser} {came}{took}")
}

/// The kind of a failure in Chinese.
fn failure_text(kind: &str) -> &str {
    match kind {
        "dns" => "域名解析失败",
        "connect" => "无法连接",
        "tls" => "加密连接失败",
        "timeout" => "超时",
        "broken" => "连接中断",
        "truncated" => "内容没有传完",
        "redirect_loop" => "循环跳转",
        "bad_redirect" => "跳转地址无效",
        "local_address" => "指向内网，没有访问",
        "invalid_url" => "网址无效",
        "host_down" => "服务器没有响应，暂停访问",
        "robots" => "robots.txt 禁止访问",
        "limit" => "达到上限，没有访问",
        other => other,
    }
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
        Cause::Fragment,
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
        Reason::TlsNational,
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

/// A value without marks of JSON; `None` where it is empty.
fn plain(value: &Value) -> Option<String> {
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(true) => "是".to_owned(),
        Value::Bool(false) => "否".to_owned(),
        Value::Array(values) => values.iter().map(flat_text).collect::<Vec<_>>().join("、"),
        other => other.to_string(),
    };
    (!text.is_empty()).then_some(text)
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
        assert_eq!(told(json!({"cause": "fragment"})), "原因 页面上没有链接所指的位置");
        assert_eq!(told(json!({"missing": ["办理时间", "联系电话"]})), "缺少 办理时间、联系电话");
        assert_eq!(told(json!({"zz": true, "aa": 1, "status": null})), "aa=1；zz=是");
        assert_eq!(told(json!({})), "");
    }

    #[test]
    fn tries_and_probes_are_told_in_an_editors_words() {
        let tries = json!({
            "cause": "timeout", "tries": 2, "decided": 2, "ms": 15_000, "failure": {"kind": "timeout", "phase": "total"}, "bytes": 0,
            "attempts": [
                {"number": 1, "at": "2026-11-23T14:25:51+08:00", "method": "GET", "status": 503, "ms": 210, "bytes": 3},
                {"number": 2, "at": "2026-11-23T14:26:07+08:00", "method": "GET", "failure": {"kind": "timeout"}, "ms": 15_000, "as_browser": true},
            ],
        });
        assert_eq!(
            told(tries),
            "原因 超过规定时间仍打不开；尝试 2 次；用时 15.0 秒；各次尝试 第1次 14:25:51 状态码 503、第2次 14:26:07，按浏览器的方式 超时（15.0 秒）"
        );
        let probe = json!({"cause": "soft_404", "status": 200, "tries": 1, "probe": "http://a/xuncha-1.htm", "probe_status": 200});
        assert!(told(probe).contains("；用一个不存在的地址 http://a/xuncha-1.htm 试探，返回同样的页面；"));
        let home = json!({"cause": "redirect_home", "probe": "http://a/x", "probe_final_url": "http://a/"});
        assert!(told(home).contains("试探，同样转到 http://a/"));
    }

    /// An editor reads the cell: no mark of JSON, and nothing that only programs need.
    #[test]
    fn nothing_for_programs_reaches_the_cell() {
        let refused = json!({
            "cause": "connect", "tries": 4, "ms": 3, "failure": {"kind": "connect", "detail": "Connection refused"},
            "from": "a", "inside": true, "method": "GET", "redirects": [],
        });
        assert_eq!(told(refused), "原因 无法连接服务器；尝试 4 次；系统提示 Connection refused");
        assert_eq!(told(json!({"ms": 15_020, "failure": {"kind": "timeout"}})), "用时 15.0 秒");
        let guide = json!({
            "missing": ["办理时间"], "empty": [], "missing_2015": ["办理时间"],
            "found": {"事项名称": "事项名称", "办理材料": "所需材料"},
        });
        assert_eq!(told(guide), "缺少 办理时间；已写明 事项名称、办理材料（“所需材料”）");
        let letter = json!({
            "inquiry": "路灯不亮", "asked": "2026-07-02", "answered": null, "status": "待回复", "days": 144, "working_days": 98,
            "over": "3个月", "in_year": true, "page_read": true,
        });
        assert_eq!(
            told(letter),
            "状态 待回复；留言时间 2026-07-02；98 个工作日；超过 3个月；距今 144 天"
        );
        let phone = json!({"numbers": ["0592-226211"], "headings": ["咨询电话"]});
        assert_eq!(told(phone), "号码 0592-226211");
        let vague = json!({"phrases": ["其他有关材料"], "phrase_count": 1, "elements": ["办理材料"]});
        assert_eq!(told(vague), "含糊的说法 其他有关材料");
        assert_eq!(
            told(json!({"cause": "http_404", "status": 404, "on_home": true, "attachment": true, "system": true})),
            "状态码 404"
        );
        let undated = json!({"count": 2, "items": [{"title": "甲", "url": "http://a/"}, {"title": "乙", "url": null}]});
        assert_eq!(told(undated), "未注明时间 2 篇；《甲》、《乙》");
    }

    #[test]
    fn every_reason_has_words() {
        for id in ["dns", "timeout", "wrong_content", "tls_certificate", "tls_national", "excluded"] {
            assert_ne!(cause_text(id), id);
        }
    }
}
