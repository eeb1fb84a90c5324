//! What the state of a link rests on, as evidence: every try with its hops, which one decided, and the probe it was held
//! against.

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use serde_json::{Map, Value, json};

use crate::facts::{Attempt, CertificateFault, Exchange, Failure, Method, Outcome, Probed, TlsFault, TlsNote, names_document, names_image};
use crate::finding::{Evidence, Ids, Key, Shape};

/// The page that cannot exist and was answered alike.
const PROBE: Key = Key::written("probe", Shape::Text, |evidence| {
    let text = |key: &str| evidence.get(key).and_then(Value::as_str);
    let same = match text(PROBE_FINAL_URL.id) {
        Some(end) => format!("同样转到 {end}"),
        None => "返回同样的页面".to_owned(),
    };
    Some(format!("用一个不存在的地址 {} 试探，{same}", text("probe")?))
});
const PROBE_STATUS: Key = Key::for_programs("probe_status", Shape::Number);
const PROBE_FINAL_URL: Key = Key::for_programs("probe_final_url", Shape::Text);
const STATUS: Key = Key::shown("status", Shape::Number, "状态码 ", "");
const TRIES: Key = Key::shown("tries", Shape::Number, "尝试 ", " 次");
const MS: Key = Key::written("ms", Shape::Number, |evidence| Some(format!("用时 {}", took(evidence.get("ms")?)?)));
/// What on the page looks like an error or a challenge.
const WORDS: Key = Key::shown("words", Shape::Text, "页面文字 ", "");
const FINAL_URL: Key = Key::shown("final_url", Shape::Text, "最终网址 ", "");
const REDIRECTS: Key = Key::shown("redirects", Shape::List, "跳转过程 ", "");
/// Every try, where there were more than one.
const ATTEMPTS: Key = Key::written("attempts", Shape::Parts, |evidence| {
    let all: Vec<String> = evidence.get("attempts")?.as_array()?.iter().map(attempt_text).collect();
    Some(format!("各次尝试 {}", all.join("、")))
});
const CONTENT_TYPE: Key = Key::shown("content_type", Shape::Text, "文件类型 ", "");
/// What the first bytes are.
const CONTENT: Key = Key::written("content", Shape::Text, |evidence| {
    Some(format!("实际内容 {}", signature_text(evidence.get("content")?.as_str()?)))
});
const ADDRESS: Key = Key::shown("address", Shape::Text, "服务器 ", "");
const TLS: Key = Key::shown("tls", Shape::Text, "", "");
const CERTIFICATE_UNTIL: Key = Key::shown("certificate_until", Shape::Text, "证书有效期至 ", "");
const FAILURE: Key = Key::written("failure", Shape::Parts, |evidence| {
    let detail = evidence.get("failure")?.get("detail")?.as_str()?;
    (!detail.is_empty()).then(|| format!("系统提示 {detail}"))
});
const AT: Key = Key::for_programs("at", Shape::Text);
const METHOD: Key = Key::for_programs("method", Shape::Id(Ids::These(&[("GET", "取内容"), ("HEAD", "只问有没有")])));
const AS_BROWSER: Key = Key::for_programs("as_browser", Shape::Flag);
const BYTES: Key = Key::for_programs("bytes", Shape::Number);
/// The number of the try that counts.
const DECIDED: Key = Key::for_programs("decided", Shape::Number);

/// Every key of [`evidence`].
pub(crate) const KEYS: &[Key] = &[
    PROBE,
    STATUS,
    TRIES,
    MS,
    WORDS,
    FINAL_URL,
    REDIRECTS,
    ATTEMPTS,
    CONTENT_TYPE,
    CONTENT,
    ADDRESS,
    TLS,
    CERTIFICATE_UNTIL,
    FAILURE,
    PROBE_STATUS,
    PROBE_FINAL_URL,
    AT,
    METHOD,
    AS_BROWSER,
    BYTES,
    DECIDED,
];

/// Answers that took less than this many milliseconds are not said to have taken long.
const LONG: u64 = 1000;

/// Tries, and hops of one try, that are told one by one; of more, the first and the last ones.
const MOST: usize = 10;

/// What the tries say. One try is told plainly; where there were more, each is told in `attempts`, and `decided` is the number
/// of the one that counts.
pub(crate) fn evidence(exchange: Option<&Exchange>, probed: Option<&Probed>) -> Evidence {
    let mut evidence = Evidence::new();
    if let Some(probed) = probed {
        evidence.insert(PROBE.id.into(), json!(probed.url));
        evidence.insert(PROBE_STATUS.id.into(), json!(probed.status));
        if let Some(end) = &probed.final_url {
            evidence.insert(PROBE_FINAL_URL.id.into(), json!(end));
        }
    }
    let Some((exchange, last)) = exchange.and_then(|e| Some((e, e.last()?))) else {
        return evidence;
    };
    let attempts = counted(exchange);
    evidence.insert(TRIES.id.into(), json!(attempts.len()));
    evidence.extend(of_try(last));
    if !last.hops.is_empty() {
        evidence.insert(FINAL_URL.id.into(), json!(last.final_url(&exchange.url)));
    }
    if let Outcome::Answer(answer) = &last.outcome {
        if let Some(words) = answer.challenge.as_ref().or(answer.error_words.as_ref()) {
            evidence.insert(WORDS.id.into(), json!(words));
        }
        if let Some(kind) = &answer.content_type {
            evidence.insert(CONTENT_TYPE.id.into(), json!(kind));
        }
        if let Some(signature) = answer
            .signature
            .as_ref()
            .filter(|_| names_document(&exchange.url) || names_image(&exchange.url))
        {
            evidence.insert(CONTENT.id.into(), json!(signature));
        }
    }
    if attempts.len() > 1 {
        let told: Vec<Value> = ends(&attempts)
            .map(|(number, attempt)| {
                let mut fields = of_try(attempt);
                fields.insert("number".into(), json!(number));
                Value::Object(fields)
            })
            .collect();
        evidence.insert(ATTEMPTS.id.into(), Value::Array(told));
        evidence.insert(DECIDED.id.into(), json!(attempts.len()));
    }
    evidence
}

/// The tries that count. Where GET decided, what HEAD had said is none of them: whether HEAD was asked at all depends on what its
/// server had said of other files before, and so on the order of the run.
fn counted(exchange: &Exchange) -> Vec<&Attempt> {
    let by_get = exchange.last().is_some_and(|last| last.method == Method::Get);
    let counts = |attempt: &&Attempt| !by_get || attempt.method == Method::Get;
    exchange.attempts.iter().filter(counts).collect()
}

/// One try: when, how, where to, and what came.
fn of_try(attempt: &Attempt) -> Map<String, Value> {
    let mut fields = Map::new();
    // What was never sent has no time.
    if attempt.at > 0
        && let Ok(at) = Timestamp::from_millisecond(attempt.at)
    {
        let zoned = at.to_zoned(TimeZone::fixed(Offset::constant(8)));
        fields.insert(AT.id.into(), json!(zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()));
    }
    fields.insert(METHOD.id.into(), json!(attempt.method));
    if attempt.as_browser {
        fields.insert(AS_BROWSER.id.into(), json!(true));
    }
    if let Some(address) = &attempt.address {
        fields.insert(ADDRESS.id.into(), json!(address));
    }
    fields.insert(BYTES.id.into(), json!(attempt.bytes));
    fields.insert(MS.id.into(), json!(attempt.ms));
    if !attempt.hops.is_empty() {
        let hops: Vec<String> = ends(&attempt.hops)
            .map(|(_, hop)| format!("{} {} → {}", hop.status, hop.from, hop.to))
            .collect();
        fields.insert(REDIRECTS.id.into(), json!(hops));
    }
    match &attempt.outcome {
        Outcome::Answer(answer) => fields.insert(STATUS.id.into(), json!(answer.status)),
        Outcome::Failure(failure) => fields.insert(FAILURE.id.into(), json!(failure)),
    };
    if let Outcome::Failure(Failure::Tls { fault, .. }) = &attempt.outcome {
        fields.insert(TLS.id.into(), json!(fault.chinese()));
        let until = attempt.tls.as_ref().and_then(TlsNote::until);
        if let (TlsFault::Certificate(CertificateFault::Expired), Some(day)) = (fault, until) {
            fields.insert(CERTIFICATE_UNTIL.id.into(), json!(day));
        }
    }
    fields
}

/// The items with their numbers from one; of more than [`MOST`] the first and last half.
fn ends<T>(all: &[T]) -> impl Iterator<Item = (usize, &T)> {
    let (few, length) = (all.len() <= MOST, all.len());
    let kept = move |index: &usize| few || *index < MOST / 2 || *index >= length - MOST / 2;
    (0..length).filter(kept).map(|index| (index + 1, &all[index]))
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
    let took = took(&attempt["ms"]).map_or(String::new(), |time| format!("（{time}）"));
    format!("第{number}次{time}{browser} {came}{took}")
}

/// Milliseconds as seconds, where they are worth telling.
fn took(ms: &Value) -> Option<String> {
    let ms = ms.as_u64().filter(|ms| *ms >= LONG)?;
    Some(format!("{}.{} 秒", ms / 1000, ms % 1000 / 100))
}

/// The kind of a failure in Chinese.
pub(crate) fn failure_text(kind: &str) -> &'static str {
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
        "busy" => "服务器要求降低访问频率，暂停访问",
        "robots" => "robots.txt 禁止访问",
        "limit" => "达到上限，没有访问",
        _ => "没有结果",
    }
}

/// What the first bytes of a body showed, in words.
fn signature_text(signature: &str) -> &'static str {
    match signature {
        "pdf" => "PDF 文件",
        "ole" => "旧版 Office 文件",
        "zip" => "ZIP 压缩包或新版 Office 文件",
        "rar" | "7z" | "gzip" => "压缩包",
        "rtf" => "RTF 文件",
        "image" => "图片",
        "media" => "音视频",
        "json" => "程序数据（JSON）",
        "xml" => "XML 数据",
        "text" => "纯文本",
        "html" | "html_bare" | "html_viewer" | "html_stub" => "网页",
        "office_html" | "mht" => "另存为网页的文档",
        _ => "其他内容",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Answer, Hop, Method};
    use serde_json::json;

    fn attempt(outcome: Outcome, hops: usize) -> Attempt {
        let hop = |n: usize| Hop {
            from: format!("http://a/{n}"),
            status: 302,
            to: format!("http://a/{}", n + 1),
        };
        Attempt {
            at: 1_795_400_000_000,
            method: Method::Get,
            as_browser: false,
            hops: (0..hops).map(hop).collect(),
            outcome,
            ms: 12,
            bytes: 345,
            address: Some("203.0.113.7:80".into()),
            tls: None,
        }
    }

    fn status(status: u16) -> Outcome {
        Outcome::Answer(Answer {
            status,
            ..Answer::default()
        })
    }

    fn of(attempts: Vec<Attempt>) -> Evidence {
        let url = "http://a/0".into();
        evidence(Some(&Exchange { url, attempts }), None)
    }

    #[test]
    fn one_try_is_told_plainly() {
        let fields = of(vec![attempt(status(404), 1)]);
        assert_eq!(fields["at"], json!("2026-11-23T10:13:20+08:00"));
        assert_eq!(
            (&fields["status"], &fields["bytes"], &fields["ms"]),
            (&json!(404), &json!(345), &json!(12))
        );
        assert_eq!(
            (&fields["redirects"], &fields["final_url"]),
            (&json!(["302 http://a/0 → http://a/1"]), &json!("http://a/1"))
        );
        assert!(!fields.contains_key("attempts"));
    }

    #[test]
    fn every_try_is_told_and_which_one_decided() {
        let timeout = || Outcome::Failure(Failure::Timeout { phase: "idle".into() });
        let fields = of(vec![attempt(timeout(), 0), attempt(status(503), 0), attempt(timeout(), 0)]);
        assert_eq!((&fields["tries"], &fields["decided"]), (&json!(3), &json!(3)));
        assert_eq!(fields["attempts"][1]["status"], json!(503));
        assert_eq!(fields["attempts"][2]["failure"]["kind"], json!("timeout"));
    }

    #[test]
    fn tries_and_hops_are_bounded() {
        let fields = of((0..30).map(|_| attempt(status(503), 20)).collect());
        let numbers: Vec<_> = fields["attempts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|a| a["number"].as_u64().unwrap())
            .collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 26, 27, 28, 29, 30]);
        assert_eq!(fields["redirects"].as_array().unwrap().len(), MOST);
    }
}
