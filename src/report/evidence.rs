//! Evidence as a short Chinese text, `状态码 404；尝试 3 次`, from what the rule declares of its keys.

use serde_json::Value;

use crate::finding::{Evidence, Finding, Key, Shape, Words};
use crate::rules::{Rule, rule};

/// The evidence of one finding as a cell of 问题清单: its keys in the order of the rule's declaration. What no rule declares
/// (of an older version of it) is for programs.
pub(super) fn evidence_text(finding: &Finding) -> String {
    let keys = rule(&finding.rule).into_iter().flat_map(Rule::keys);
    listed_by("；", keys.filter_map(|key| in_words(key, &finding.evidence)))
}

/// What an editor reads of one key; nothing where it is not there, or is for programs.
fn in_words(key: &Key, evidence: &Evidence) -> Option<String> {
    let value = evidence.get(key.id)?;
    match key.words {
        Words::ForPrograms => None,
        Words::Written(words) => words(evidence),
        Words::Around(before, after) => plain(key.shape, value).map(|value| format!("{before}{value}{after}")),
    }
}

/// A value without marks of JSON, ids in Chinese; `None` where it is empty.
fn plain(shape: Shape, value: &Value) -> Option<String> {
    let text = match (shape, value) {
        (_, Value::Null | Value::Object(_)) => String::new(),
        (Shape::Id(ids), Value::String(id)) => ids.chinese(id).unwrap_or_default(),
        (Shape::Ids(ids), Value::Array(all)) => listed(all.iter().filter_map(|id| ids.chinese(id.as_str()?))),
        (_, Value::String(text)) => text.clone(),
        (_, Value::Bool(true)) => "是".to_owned(),
        (_, Value::Bool(false)) => "否".to_owned(),
        (_, Value::Number(number)) => number.to_string(),
        (_, Value::Array(all)) => listed(all.iter().filter_map(|one| plain(Shape::Text, one))),
    };
    (!text.is_empty()).then_some(text)
}

fn listed(texts: impl Iterator<Item = String>) -> String {
    listed_by("、", texts)
}

fn listed_by(between: &str, texts: impl Iterator<Item = String>) -> String {
    texts.collect::<Vec<_>>().join(between)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Ids, Key};
    use crate::report::samples::small;
    use crate::rules::RULES;
    use serde_json::json;

    fn told(rule: &str, evidence: Value) -> String {
        let mut finding = small().findings[0].finding.clone();
        finding.rule = rule.into();
        finding.evidence = serde_json::from_value::<Evidence>(evidence).unwrap().into();
        evidence_text(&finding)
    }

    #[test]
    fn evidence_reads_as_a_sentence_would() {
        for (rule, evidence, text) in [
            (
                "link-broken",
                json!({"tries": 3, "status": 404, "cause": "http_404"}),
                "状态码 404；尝试 3 次",
            ),
            ("link-broken", json!({"cause": "http_404"}), "原因 页面不存在（404）"),
            (
                "link-broken",
                json!({"cause": "soft_404", "status": 200}),
                "原因 返回的是错误提示页（状态码却为正常）；状态码 200",
            ),
            ("link-suspect", json!({"reason": "flaky"}), "原因 时通时断"),
            (
                "guide-incomplete",
                json!({"missing": ["办理时间", "联系电话"]}),
                "缺少 办理时间、联系电话",
            ),
            (
                "identity-missing",
                json!({"missing": ["site_code"], "where": "home"}),
                "缺少 网站标识码",
            ),
            ("date-forged", json!({"signals": ["address_older"]}), "疑点 网址中的日期更早"),
            (
                "interpretation-unlinked",
                json!({"direction": "to_policy", "policy": "http://a/"}),
                "政策文件 http://a/",
            ),
            (
                "page-slow",
                json!({"seconds": 3.4, "pages": 40, "slow": 22}),
                "用时中位数 3.4 秒；测了 40 个页面",
            ),
            ("link-broken", json!({}), ""),
        ] {
            assert_eq!(told(rule, evidence), text, "{rule}");
        }
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
            told("link-broken", tries),
            "原因 超过规定时间仍打不开；尝试 2 次；用时 15.0 秒；各次尝试 第1次 14:25:51 状态码 503、第2次 14:26:07，按浏览器的方式 超时（15.0 秒）"
        );
        let probe = json!({"cause": "soft_404", "status": 200, "tries": 1, "probe": "http://a/xuncha-1.htm", "probe_status": 200});
        assert!(told("link-broken", probe).contains("；用一个不存在的地址 http://a/xuncha-1.htm 试探，返回同样的页面；"));
        let home = json!({"cause": "redirect_home", "probe": "http://a/x", "probe_final_url": "http://a/"});
        assert!(told("link-broken", home).contains("试探，同样转到 http://a/"));
    }

    /// An editor reads the cell: no mark of JSON, and nothing that only programs need.
    #[test]
    fn nothing_for_programs_reaches_the_cell() {
        for (rule, evidence, text) in [
            (
                "link-broken",
                json!({
                    "cause": "connect", "tries": 4, "ms": 3, "failure": {"kind": "connect", "detail": "Connection refused"},
                    "from": "a", "inside": true, "method": "GET", "redirects": [],
                }),
                "原因 无法连接服务器；尝试 4 次；系统提示 Connection refused",
            ),
            (
                "guide-incomplete",
                json!({
                    "missing": ["办理时间"], "empty": [], "missing_2015": ["办理时间"],
                    "found": {"事项名称": "事项名称", "办理材料": "所需材料"},
                }),
                "缺少 办理时间；已写明 事项名称、办理材料（“所需材料”）",
            ),
            (
                "inquiry-unanswered",
                json!({
                    "inquiry": "路灯不亮", "asked": "2026-07-02", "answered": null, "status": "待回复", "days": 144, "working_days": 98,
                    "over": "months_3", "in_year": true, "page_read": true,
                }),
                "状态 待回复；留言时间 2026-07-02；98 个工作日；超过 3个月；距今 144 天",
            ),
            (
                "guide-phone",
                json!({"numbers": ["0592-226211"], "headings": ["咨询电话"]}),
                "号码 0592-226211",
            ),
            (
                "guide-vague",
                json!({"phrases": ["其他有关材料"], "phrase_count": 1, "elements": ["办理材料"]}),
                "含糊的说法 其他有关材料",
            ),
            (
                "link-broken",
                json!({"cause": "http_404", "status": 404, "on_home": true, "attachment": true, "system": true}),
                "状态码 404",
            ),
            (
                "column-undated",
                json!({"count": 2, "items": [{"title": "甲", "url": "http://a/"}, {"title": "乙", "url": null}]}),
                "未注明时间 2 篇；《甲》、《乙》",
            ),
        ] {
            assert_eq!(told(rule, evidence), text, "{rule}");
        }
    }

    /// Whatever a rule may say, and whatever an older version of it said: no key and no id ever reaches a reader.
    #[test]
    fn no_key_and_no_id_of_any_rule_reaches_a_reader() {
        let first = |ids: Ids| ids.all()[0].0.clone();
        let value = |key: &Key| match key.shape {
            Shape::Number => json!(7),
            Shape::Text => json!("某某"),
            Shape::Date => json!("2026-11-23"),
            Shape::Flag => json!(true),
            Shape::List => json!(["某某"]),
            Shape::Id(ids) => json!(first(ids)),
            Shape::Ids(ids) => json!([first(ids)]),
            Shape::Parts => json!({"某项": "某某"}),
        };
        for rule in RULES {
            let mut evidence: serde_json::Map<String, Value> = rule.keys().map(|key| (key.id.to_owned(), value(key))).collect();
            evidence.insert("of_an_older_version".into(), json!("some_id"));
            let text = told(rule.id, evidence.into()).replace("PubDate", "").replace("Connection", "");
            let marks = |c: char| matches!(c, '=' | '_' | '{' | '[' | '"') || c.is_ascii_lowercase();
            assert!(!text.contains(marks), "{}: {text}", rule.id);
        }
    }

    /// What tables filter by is words nowhere: the Chinese of every id is there.
    #[test]
    fn every_id_has_its_chinese() {
        for key in RULES.iter().flat_map(|rule| rule.keys()) {
            if let Shape::Id(ids) | Shape::Ids(ids) = key.shape {
                for (id, chinese) in ids.all() {
                    assert!(!chinese.is_empty() && ids.chinese(&id) == Some(chinese), "{}: {id}", key.id);
                }
            }
        }
    }
}
