//! What the tool sees on one page, for `xuncha page`: JSON for programs, text for people.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::facts::{Fact, InquiriesOnPage, InquiryFacts, Link, PageFacts, Stamp, Target};
use crate::finding::Finding;
use crate::standard::{GuideElement, IdentityPart};
use crate::survey::kind_of_name;

/// The JSON of the contract: `url` is what was asked, `final_url` where it was served from.
pub(crate) fn page_json(asked: &str, facts: &PageFacts, findings: &[Finding]) -> Value {
    let listing = facts.listing.as_ref().map(|listing| {
        let name = listing.column.clone().or_else(|| facts.column.clone());
        json!({
            "column": name,
            "kind": name.as_deref().map(|n| kind_of_name(n).id()),
            "items": listing.items.iter().map(|i| json!({"title": i.title, "url": i.url, "date": i.date})).collect::<Vec<_>>(),
            "newest": listing.newest().map(|d| d.to_string()),
            "page_number": listing.page_number,
        })
    });
    let guide = facts.guide.as_ref().map(|guide| {
        let elements: serde_json::Map<String, Value> = GuideElement::ALL
            .iter()
            .filter_map(|e| Some((e.chinese().to_owned(), json!(guide.elements.get(e)?))))
            .collect();
        json!({
            "name": guide.name,
            "elements": elements,
            "missing": guide.missing().iter().map(|e| e.chinese()).collect::<Vec<_>>(),
            "empty": guide.empty.iter().map(|(e, heading)| json!({"element": e.chinese(), "heading": heading})).collect::<Vec<_>>(),
            "forms": guide.forms,
            "body": guide.body,
            "materials": guide.materials,
            "vague": guide.vague,
            "policies": guide.policies,
            "phones": guide.phones,
        })
    });
    json!({
        "url": asked,
        "final_url": facts.url,
        "charset": facts.charset.name,
        "kind": facts.kind,
        "title": facts.title,
        "pub_date": facts.pub_date.known().map(ToString::to_string),
        "source": facts.source,
        "column": facts.column,
        "labels": facts.labels,
        "footer": facts.footer,
        "listing": listing,
        "guide": guide,
        "inquiries": facts.inquiries.as_ref().map(inquiries_json),
        "links": facts.links.iter().map(link_json).collect::<Vec<_>>(),
        "blank": facts.listing.as_ref().map(|list| list.items.is_empty() && !facts.script_filled),
        "blank_note": facts.blank_note,
        "script_filled": facts.script_filled,
        "list_at": facts.list_at,
        "text_chars": facts.text_chars,
        "findings": findings,
    })
}

fn inquiries_json(found: &InquiriesOnPage) -> Value {
    let item = |m: &InquiryFacts| {
        json!({
            "title": m.title,
            "url": m.url,
            "asked": m.asked.known(),
            "answered": m.answered.known(),
            "answerer": m.answerer.known(),
            "status": m.status_word,
            "is_answered": m.is_answered(),
            "no_dates": m.no_dates,
        })
    };
    json!({
        "form": found.form,
        "channel": found.channel,
        "seen": found.seen,
        "items": found.items.iter().map(item).collect::<Vec<_>>(),
    })
}

pub(super) fn link_json(link: &Link) -> Value {
    let url = match &link.target {
        Target::Web {
            url,
            fragment: Some(fragment),
        } => format!("{url}#{fragment}"),
        Target::Web { url, fragment: None } => url.clone(),
        Target::Local(raw) | Target::Invalid(raw) => raw.clone(),
    };
    json!({"url": url, "from": link.from, "text": link.text, "raw": link.raw})
}

/// The same for people. `open` names rules that could not judge, and why.
pub(crate) fn page_text(asked: &str, facts: &PageFacts, findings: &[Finding], open: &[(&'static str, String)]) -> String {
    let mut out = String::new();
    let mut line = |name: &str, value: &str| {
        // Writing to a String does not fail.
        let _ = writeln!(out, "{name}：{}", plain(value));
    };
    line("网址", asked);
    if facts.url != asked {
        line("最终网址", &facts.url);
    }
    line("页面类型", kind(facts));
    line("编码", &facts.charset.name);
    line("标题", facts.title.as_deref().unwrap_or("（没有读到）"));
    line(
        "发布时间",
        &match &facts.pub_date {
            Fact::Known(stamp) => stamp.to_string(),
            Fact::Unknown(why) => format!("（{}）", why.chinese()),
        },
    );
    line("来源", facts.source.as_deref().unwrap_or("（没有标注）"));
    line("所属栏目", facts.column.as_deref().unwrap_or("（没有读到）"));
    line("正文字数", &facts.text_chars.to_string());
    let web = facts.links.iter().filter(|l| l.target.web().is_some()).count();
    line(
        "链接",
        &format!("{web} 个（另有本机地址或错误网址 {} 个）", facts.links.len() - web),
    );
    if let Some(listing) = &facts.listing {
        let newest = listing.newest().map_or("无日期".to_owned(), |d| d.to_string());
        line(
            "列表",
            &format!("{} 条，最新 {newest}，第 {} 页", listing.items.len(), listing.page_number),
        );
        for item in &listing.items {
            let date = item.date.map_or("无日期".to_owned(), |d| d.to_string());
            line(
                "  ",
                &format!("{date}  {}{}", item.title, if item.pinned { "（置顶）" } else { "" }),
            );
        }
    }
    if let Some(guide) = &facts.guide {
        line("办事指南", guide.name.as_deref().unwrap_or("（没有读到名称）"));
        for element in GuideElement::ALL {
            let value = match guide.elements.get(&element) {
                Some(value) => format!("【{}】{}", value.heading, value.value),
                None => match guide.empty.iter().find(|(e, _)| *e == element) {
                    Some((_, heading)) => format!("【{heading}】标题下没有内容"),
                    None => "缺失".to_owned(),
                },
            };
            line(&format!("  {}", element.chinese()), &value);
        }
        for form in &guide.forms {
            line(
                "  表格",
                &format!("{} → {}", form.name, form.url.as_deref().unwrap_or("没有下载链接")),
            );
        }
    }
    if let Some(found) = &facts.inquiries {
        line("留言", &format!("{} 条", found.seen));
        for message in &found.items {
            line("  ", &message_text(message));
        }
    }
    let footer = &facts.footer;
    line("网站标识码", footer.site_code.as_deref().unwrap_or("（没有读到）"));
    line("ICP备案", &footer.icp.join("，"));
    line("公安备案", &footer.police.join("，"));
    line("主办单位", footer.sponsor.as_deref().unwrap_or("（没有读到）"));
    let parts: Vec<&str> = IdentityPart::ALL.iter().filter(|p| footer.has(**p)).map(|p| p.chinese()).collect();
    line("页脚列明", &parts.join("，"));
    let problems = findings.iter().filter(|f| !f.remark).count();
    line("发现问题", &format!("{problems} 个（链接能否打开要在检查网站时才判断）"));
    for finding in findings {
        line(
            &format!("  [{}] {}", finding.grade.chinese(), super::rule_title(&finding.rule)),
            &finding.message,
        );
    }
    for (rule, why) in open {
        line(&format!("  [需人工核查] {}", super::rule_title(rule)), why);
    }
    out
}

fn message_text(message: &InquiryFacts) -> String {
    let day = |fact: &Fact<Stamp>| fact.known().map_or("无日期".to_owned(), ToString::to_string);
    let state = match (message.is_closed(), message.is_answered()) {
        (true, _) => "不需答复",
        (_, Some(true)) => "已答复",
        (_, Some(false)) => "未答复",
        (_, None) => "看不出是否答复",
    };
    let office = message
        .answerer
        .known()
        .filter(|o| !o.is_empty())
        .map_or(String::new(), |o| format!("，{o}"));
    format!(
        "{}  {}（{state}，答复时间：{}{office}）",
        day(&message.asked),
        message.title.as_deref().unwrap_or("（无标题）"),
        day(&message.answered)
    )
}

/// The kind of a page, in Chinese.
pub(super) fn kind(facts: &PageFacts) -> &'static str {
    use crate::facts::PageKind as K;
    match facts.kind {
        K::Home => "首页",
        K::List => "栏目列表",
        K::Article => "文章",
        K::Policy => "政策文件",
        K::Interpretation => "政策解读",
        K::Guide => "办事指南",
        K::Consultation => "咨询留言",
        K::Reply => "留言答复",
        K::Attachment => "附件页",
        K::Stub => "跳转页",
        K::Error => "错误页",
        K::Other => "其他",
        K::StyleSheet => "样式表",
        K::Data => "脚本数据",
    }
}

/// Text from a page, harmless on a terminal.
pub(super) fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
