//! What led to a finding, for `xuncha why`: JSON for programs, text for people.

use std::collections::HashSet;
use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use url::Url;

use super::evidence::evidence_text;
use super::findings_jsonl::Line;
use super::page_view::{kind, link_json, plain};
use super::titles::{mode_title, rule_title};
use crate::facts::{Attempt, Exchange, Failure, Link, LogRow, Method, Outcome, PageRow, ProbeAnswer, Target};
use crate::finding::{FindingRecord, LogState, RunNote, Trace};
use crate::rules::{failure_text, rule};
use crate::site::url_key;

/// Items of a list that are told, the newest.
const ITEMS: usize = 5;
/// Characters of a robots.txt that are told to programs.
const ROBOTS: usize = 2_000;

/// The JSON of `xuncha why`: the finding as in `findings.jsonl`, its history, and the rows of the log about it.
pub(crate) fn trace_json(trace: &Trace) -> Value {
    let finding = &trace.record.finding;
    let rule = rule(&finding.rule);
    let rows = |rows: &[LogRow]| -> Vec<Value> { in_order(rows).map(|(row, outages)| row_json(trace, row, &outages)).collect() };
    let links: Vec<Value> = links_to_target(trace).into_iter().map(link_json).collect();
    json!({
        "id": trace.record.id,
        "former_id": trace.record.former_id,
        "finding": Line::from(&trace.record),
        "site_name": trace.site_name,
        "rule": rule.map(|rule| json!({
            "id": rule.id,
            "title": rule.title,
            "grade": rule.grade,
            "basis": rule.basis.iter().map(|clause| json!({"id": clause.id, "cite": clause.cite})).collect::<Vec<_>>(),
            "explain": rule.explain,
        })),
        "found_by": trace.found_by.iter().map(run_json).collect::<Vec<_>>(),
        "found_by_all": trace.found_by_all,
        "missed_by": trace.missed_by.iter().map(run_json).collect::<Vec<_>>(),
        "log": {"run": trace.log.0, "state": trace.log.1.id()},
        "page": rows(&trace.page),
        "links": links,
        "target": rows(&trace.target),
        "probe": rows(&trace.probe),
        "robots": rows(&trace.robots),
        "named": rows(&trace.named),
        "site": rows(&trace.site),
        "more": more(&trace.record),
    })
}

fn run_json(run: &RunNote) -> Value {
    json!({
        "run": run.run,
        "mode": run.mode,
        "as_of": run.as_of,
        "finished_at": run.finished_at,
        "complete": run.complete,
        "grade": run.grade,
    })
}

/// The commands that show more.
pub(crate) fn more(record: &FindingRecord) -> Vec<String> {
    let finding = &record.finding;
    let pages = [Some(&finding.page_url), finding.target_url.as_ref()].into_iter().flatten();
    let pages = pages.filter(|url| Url::parse(url).is_ok_and(|u| matches!(u.scheme(), "http" | "https")));
    let mut commands: Vec<String> = pages.map(|url| format!("xuncha page \"{url}\"")).collect();
    commands.dedup();
    commands.push(format!("xuncha explain {}", finding.rule));
    commands.push(format!("xuncha rejudge {}", record.run));
    commands
}

/// The rows with what later ones know of their tries: the moments of those that met an outage.
fn in_order(rows: &[LogRow]) -> impl Iterator<Item = (&LogRow, HashSet<i64>)> {
    let outages: HashSet<i64> = rows
        .iter()
        .flat_map(|row| match row {
            LogRow::Page(page) => page.head.outages.as_slice(),
            LogRow::Target(target) => target.outages.as_slice(),
            _ => &[],
        })
        .copied()
        .collect();
    rows.iter().map(move |row| (row, outages.clone()))
}

fn row_json(trace: &Trace, row: &LogRow, outages: &HashSet<i64>) -> Value {
    let mut told = match row {
        LogRow::Page(page) => page_json(page),
        LogRow::Target(target) => json!({"row": "target", "again": target.again, "error_page": target.sketch.error_page}),
        LogRow::Unasked(_) => json!({"row": "unasked"}),
        LogRow::Probe(probe) => json!({"row": "probe", "answer": probe.answer}),
        LogRow::Robots(robots) => json!({"row": "robots", "text": robots.text.chars().take(ROBOTS).collect::<String>()}),
        LogRow::Sitemap(sitemap) => json!({"row": "sitemap", "pages": sitemap.pages.len(), "sitemaps": sitemap.sitemaps}),
        LogRow::Search(search) => json!({"row": "search", "page": search.page}),
        LogRow::Ipv6(ipv6) => json!({"row": "ipv6", "fact": ipv6.fact}),
        LogRow::End(end) => json!({"row": "end", "interrupted": end.interrupted, "closed": end.closed, "gaps": end.gaps, "rate": end.rate}),
    };
    if let Some(exchange) = row.exchange() {
        told["url"] = json!(exchange.url);
        told["tries"] = exchange.attempts.iter().map(|attempt| try_json(trace, attempt, outages)).collect();
    }
    told
}

fn page_json(page: &PageRow) -> Value {
    let (head, facts) = (&page.head, &page.facts);
    json!({
        "row": "page",
        "final_url": facts.url,
        "kind": facts.kind,
        "title": facts.title,
        "html_title": facts.html_title,
        "column": facts.column,
        "breadcrumb": facts.breadcrumb.iter().map(|c| &c.text).collect::<Vec<_>>(),
        "pub_date": facts.pub_date,
        "printed_date": facts.printed_date,
        "source": facts.source,
        "listing": facts.listing.as_ref().map(|list| json!({
            "column": list.column,
            "newest": list.newest(),
            "items": list.items,
        })),
        "guide": facts.guide,
        "text_chars": facts.text_chars,
        "links": facts.links.len(),
        "script_filled": facts.script_filled,
        "cut_off": facts.cut_off,
        "depth": head.depth,
        "first_seen": head.first_seen,
        "unchanged": head.unchanged,
        "again": head.again,
        "bytes": head.bytes,
    })
}

/// A try as the log has it, with its moment on the clock of the run.
fn try_json(trace: &Trace, attempt: &Attempt, outages: &HashSet<i64>) -> Value {
    let mut told = json!(attempt);
    told["time"] = json!(time(trace, attempt.at, "%Y-%m-%dT%H:%M:%S%:z"));
    if outages.contains(&attempt.at) {
        told["outage"] = json!(true);
    }
    told
}

/// A moment on the clock of the run; none of what was never sent.
fn time(trace: &Trace, at: i64, format: &str) -> Option<String> {
    let moment = Timestamp::from_millisecond(at).ok().filter(|_| at > 0)?;
    Some(moment.to_zoned(TimeZone::fixed(trace.offset)).strftime(format).to_string())
}

/// The links of the page that lead to the address in question.
fn links_to_target(trace: &Trace) -> Vec<&Link> {
    let (Some(target), Some(page)) = (trace.record.finding.target_url.as_deref(), page_of(trace)) else {
        return Vec::new();
    };
    let wanted = Url::parse(target).ok().map(|u| url_key(&u));
    let leads = |link: &&Link| match &link.target {
        Target::Web { url, .. } => wanted.is_some() && Url::parse(url).ok().map(|u| url_key(&u)) == wanted,
        Target::Local(raw) | Target::Invalid(raw) => raw == target,
    };
    let all = page.facts.links.iter().chain(&page.facts.lost);
    all.filter(leads).take(ITEMS).collect()
}

/// The page as it was read last.
fn page_of(trace: &Trace) -> Option<&PageRow> {
    trace.page.iter().rev().find_map(|row| match row {
        LogRow::Page(page) => Some(&**page),
        _ => None,
    })
}

/// The same for people: sections, each a heading and its lines.
pub(crate) fn trace_text(trace: &Trace) -> Vec<(String, String)> {
    let mut sections = vec![(String::new(), finding_text(trace)), history(trace)];
    let run = &trace.log.0;
    let lost = match trace.log.1 {
        LogState::Readable => "",
        LogState::OtherFormat => "是另一个版本的程序写成的，本程序不能读",
        LogState::Gone => "已经不在",
    };
    if !lost.is_empty() {
        let told = format!("检查 {run} 的记录{lost}：页面上有什么、每一次访问的经过看不到了，仍有的都在上面。");
        sections.push(("访问记录".to_owned(), told));
    }
    let mut section = |heading: String, rows: &[LogRow], more: String| {
        let text: String = in_order(rows).map(|(row, outages)| row_text(trace, row, &outages)).collect();
        if !text.is_empty() || !more.is_empty() {
            sections.push((heading, text + &more));
        }
    };
    section(format!("页面（检查 {run} 的记录）"), &trace.page, links_text(trace));
    section("问题链接的每一次访问".to_owned(), &trace.target, String::new());
    section("对照：一个不存在的地址".to_owned(), &trace.probe, String::new());
    section("robots.txt".to_owned(), &trace.robots, String::new());
    section("证据中提到的其他网址".to_owned(), &trace.named, String::new());
    section("站点".to_owned(), &trace.site, String::new());
    sections
}

/// One line of a list of candidates.
pub(crate) fn candidate(record: &FindingRecord) -> String {
    let finding = &record.finding;
    format!("{}　{}　{}", record.id, rule_title(&finding.rule), plain(&finding.message))
}

fn finding_text(trace: &Trace) -> String {
    let (record, finding) = (&trace.record, &trace.record.finding);
    let mut out = format!(
        "{}　{}（{}）　{}\n",
        record.id,
        rule_title(&finding.rule),
        finding.rule,
        finding.grade.chinese()
    );
    let site = match &trace.site_name {
        Some(name) => format!("{name}（{}）", finding.site),
        None => finding.site.to_string(),
    };
    let evidence = evidence_text(finding);
    for (name, value) in [
        ("描述", Some(&*finding.message)),
        ("站点", Some(site.as_str())),
        ("责任单位", Some(&*record.owner)),
        ("栏目", finding.column.as_deref()),
        ("页面", Some(&*finding.page_url)),
        ("页面标题", finding.page_title.as_deref()),
        ("位置", Some(&*finding.place)),
        ("问题链接", finding.target_url.as_deref()),
        ("证据", Some(evidence.as_str())),
        ("建议", Some(&*finding.advice)),
        ("依据", Some(&*finding.basis)),
        ("首次发现", Some(record.first_seen.to_string().as_str())),
        ("整改状态", Some(record.state_chinese())),
    ] {
        line(&mut out, name, value.unwrap_or_default());
    }
    out
}

fn history(trace: &Trace) -> (String, String) {
    let mut out = String::new();
    let runs = |out: &mut String, runs: &[RunNote]| {
        for run in runs {
            let state = match (&run.finished_at, run.complete) {
                (None, _) => "，没有做完",
                (Some(_), false) => "，不完整",
                (Some(_), true) => "",
            };
            let grade = run.grade.map_or(String::new(), |g| format!("　{}", g.chinese()));
            let _infallible = writeln!(out, "  {}　{}{grade}{state}", run.run, mode_title(&run.mode));
        }
    };
    runs(&mut out, &trace.found_by);
    let more = trace.found_by_all.saturating_sub(trace.found_by.len() as u64);
    if more > 0 {
        let _infallible = writeln!(out, "  另有更早的 {more} 次");
    }
    if !trace.missed_by.is_empty() {
        out.push_str("这以后的检查没有再发现它（日读网只看一部分页面，没有看到不等于已经整改）：\n");
        runs(&mut out, &trace.missed_by);
    }
    (format!("发现它的检查（共 {} 次，新的在前）", trace.found_by_all), out)
}

fn row_text(trace: &Trace, row: &LogRow, outages: &HashSet<i64>) -> String {
    let mut out = String::new();
    if let Some(exchange) = row.exchange() {
        line(&mut out, "网址", &exchange.url);
        tries(trace, exchange, outages, &mut out);
    }
    match row {
        LogRow::Page(page) => page_text(page, &mut out),
        LogRow::Target(target) if target.again => out.push_str("  这是检查快结束时的复查\n"),
        LogRow::Target(target) if target.sketch.error_page => out.push_str("  返回的内容是错误提示页\n"),
        LogRow::Probe(probe) => out.push_str(match &probe.answer {
            ProbeAnswer::Honest => "  服务器对不存在的地址返回错误，正常\n",
            ProbeAnswer::Alike { .. } => "  服务器对不存在的地址也返回正常的页面：与它相同的页面都不算打开\n",
            ProbeAnswer::Unknown => "  没有得到可以对照的回答\n",
        }),
        LogRow::Ipv6(ipv6) => match (ipv6.fact.known(), ipv6.fact.unknown()) {
            (_, Some(why)) => line(&mut out, "IPv6", why.chinese()),
            (Some(_), None) if ipv6.exchange.is_none() => line(&mut out, "IPv6", "域名没有 IPv6 地址"),
            _ => {}
        },
        LogRow::End(end) => {
            if end.interrupted {
                out.push_str("  检查中途停止\n");
            }
            line(&mut out, "提前结束", end.closed.map_or("", crate::facts::SkipReason::chinese));
            end.gaps.iter().for_each(|gap| line(&mut out, "没有查到的", gap));
        }
        _ => {}
    }
    out
}

fn page_text(page: &PageRow, out: &mut String) {
    let (head, facts) = (&page.head, &page.facts);
    if facts.url != head.exchange.url {
        line(out, "  最终网址", &facts.url);
    }
    line(out, "  标题", facts.shown_title().unwrap_or("（没有读到）"));
    line(out, "  类型", kind(facts));
    line(out, "  所属栏目", facts.column.as_deref().unwrap_or_default());
    let date = match (facts.pub_date.known(), facts.pub_date.unknown()) {
        (Some(stamp), _) => stamp.to_string(),
        (None, why) => format!("（{}）", why.map_or("", crate::facts::Why::chinese)),
    };
    line(out, "  发布时间", &date);
    line(out, "  正文字数", &facts.text_chars.to_string());
    if head.unchanged {
        out.push_str("  内容与上一次读到的相同\n");
    }
    line(out, "  程序最早读到它", &head.first_seen.to_string());
    if let Some(list) = &facts.listing {
        let newest = list.newest().map_or("无日期".to_owned(), |d| d.to_string());
        line(out, "  列表", &format!("{} 条，最新 {newest}", list.items.len()));
        let mut items: Vec<_> = list.items.iter().collect();
        items.sort_by_key(|item| std::cmp::Reverse(item.date.map(|d| d.date)));
        for item in items.into_iter().take(ITEMS) {
            let date = item.date.map_or("无日期".to_owned(), |d| d.to_string());
            let _infallible = writeln!(out, "    {date}　{}", plain(&item.title));
        }
    }
}

fn links_text(trace: &Trace) -> String {
    let mut out = String::new();
    for link in links_to_target(trace) {
        let text = if link.text.is_empty() { "（没有文字）" } else { &link.text };
        let told = format!("{}“{text}”，网页代码中写作 {}", link.from.chinese(), link.raw);
        line(&mut out, "页面上的这个链接", &told);
    }
    out
}

/// Every try, with its redirects.
fn tries(trace: &Trace, exchange: &Exchange, outages: &HashSet<i64>, out: &mut String) {
    for (number, attempt) in exchange.attempts.iter().enumerate() {
        let mut parts = vec![match &attempt.outcome {
            Outcome::Answer(answer) => format!("状态码 {}", answer.status),
            Outcome::Failure(failure) => with_detail(failure),
        }];
        // What was never sent took no time.
        if let Some(time) = time(trace, attempt.at, "%Y-%m-%d %H:%M:%S") {
            let how = match (attempt.method, attempt.as_browser) {
                (_, true) => "，按浏览器的方式",
                (Method::Head, false) => "，只问头部",
                (Method::Get, false) => "",
            };
            parts[0] = format!("{time}{how}：{}", parts[0]);
            parts.push(format!("{} 字节", attempt.bytes));
            parts.push(format!("用时 {}.{:02} 秒", attempt.ms / 1000, attempt.ms % 1000 / 10));
            parts.extend(attempt.address.as_ref().map(|a| format!("服务器 {a}")));
        }
        if let Outcome::Answer(answer) = &attempt.outcome {
            parts.extend(answer.content_type.as_ref().map(|kind| plain(kind)));
            let words = answer.challenge.as_ref().or(answer.error_words.as_ref());
            parts.extend(words.map(|words| format!("页面文字“{}”", plain(words))));
        }
        if outages.contains(&attempt.at) {
            parts.push("当时整个服务器没有响应，这一次不算".to_owned());
        }
        let _infallible = writeln!(out, "  第{}次 {}", number + 1, parts.join("，"));
        for hop in &attempt.hops {
            let _infallible = writeln!(out, "    跳转 {}：{} → {}", hop.status, plain(&hop.from), plain(&hop.to));
        }
    }
}

/// A failure, with what the system or the library said of it.
fn with_detail(failure: &Failure) -> String {
    let failure = json!(failure);
    let words = failure_text(failure["kind"].as_str().unwrap_or_default());
    let detail = ["detail", "phase", "location", "address", "what"]
        .iter()
        .find_map(|key| failure[key].as_str());
    match detail.filter(|detail| !detail.is_empty()) {
        Some(detail) => format!("{words}（{}）", plain(detail)),
        None => words.to_owned(),
    }
}

/// A line of a name and a value; none where there is no value.
fn line(out: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        let _infallible = writeln!(out, "{name}：{}", plain(value));
    }
}
