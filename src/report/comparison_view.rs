//! A run judged again, for `xuncha rejudge`: what changed, as JSON for programs and as text for people.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value, json};

use super::evidence::evidence_text;
use super::findings_jsonl::Line;
use super::page_view::plain;
use super::titles::{mode_title, rule_title};
use crate::finding::{Amount, Changes, FindingRecord, ItemRating, Points, RatingChange, Rejudgement, ReviewRecord, Standing, differing};

/// Rows of one kind that are told to people; programs get all.
const SHOWN: usize = 20;

/// The JSON of `xuncha rejudge`; `reports` is the folder its reports were written to. Written piece by piece: there may be
/// very many.
pub(crate) fn comparison_json(rejudged: &Rejudgement, reports: Option<&str>, to: &mut dyn Write) -> io::Result<()> {
    let (head, comparison) = (&rejudged.head, &rejudged.comparison);
    let findings = &comparison.findings;
    let all = All {
        run: &head.run,
        mode: &head.mode,
        group: &head.group,
        as_of: head.as_of,
        ended: rejudged.ended,
        complete: head.complete && rejudged.left_out.is_empty(),
        judged_before: rejudged.judged_before,
        version: &head.version,
        notes: &rejudged.notes,
        left_out: &rejudged.left_out,
        unchanged: comparison.is_empty(),
        findings: Rows {
            before: findings.before,
            after: findings.after,
            gone: findings.gone.iter().map(Line::from).collect(),
            new: findings.new.iter().map(Line::from).collect(),
            changed: findings
                .changed
                .iter()
                .map(|(was, is)| Pair {
                    fields: differing(&was.finding, &is.finding),
                    before: Line::from(was),
                    after: Line::from(is),
                })
                .collect(),
        },
        reviews: Rows {
            before: comparison.reviews.before,
            after: comparison.reviews.after,
            gone: comparison.reviews.gone.iter().collect(),
            new: comparison.reviews.new.iter().collect(),
            changed: comparison
                .reviews
                .changed
                .iter()
                .map(|(before, after)| Pair {
                    fields: vec![if before.message == after.message { "page_title" } else { "message" }],
                    before,
                    after,
                })
                .collect(),
        },
        ratings: comparison.ratings.iter().map(rating_json).collect(),
        sites: comparison
            .sites
            .iter()
            .map(|s| json!({"site": s.site, "before": s.before.as_ref().map(amount_json), "after": s.after.as_ref().map(amount_json)}))
            .collect(),
        reports,
    };
    super::json::pretty(to, &all)
}

#[derive(Serialize)]
struct All<'a> {
    run: &'a str,
    mode: &'a str,
    group: &'a str,
    as_of: jiff::civil::Date,
    ended: bool,
    complete: bool,
    judged_before: bool,
    version: &'a str,
    notes: &'a [String],
    left_out: &'a [String],
    unchanged: bool,
    findings: Rows<Line<'a>>,
    reviews: Rows<&'a ReviewRecord>,
    ratings: Vec<Value>,
    sites: Vec<Value>,
    reports: Option<&'a str>,
}

#[derive(Serialize)]
struct Rows<T> {
    before: u64,
    after: u64,
    gone: Vec<T>,
    new: Vec<T>,
    changed: Vec<Pair<T>>,
}

#[derive(Serialize)]
struct Pair<T> {
    fields: Vec<&'static str>,
    before: T,
    after: T,
}

fn rating_json(change: &RatingChange) -> Value {
    let rated = |rated: &Option<(Standing, Points)>| rated.map(|(standing, points)| json!({"standing": standing, "points": points}));
    json!({
        "site": change.site,
        "table": change.table,
        "name": change.name,
        "before": rated(&change.before),
        "after": rated(&change.after),
        "items": change.items.iter().map(|(before, after)| json!({"before": before, "after": after})).collect::<Vec<_>>(),
    })
}

fn amount_json(amount: &Amount) -> Value {
    json!({"pages": amount.pages, "links": amount.links, "columns": amount.columns, "guides": amount.guides, "gaps": amount.gaps})
}

/// The same for people: the counts, then what is gone, new and changed, the gravest first. Sections, each a heading and its
/// lines.
pub(crate) fn comparison_text(rejudged: &Rejudgement) -> Vec<(String, String)> {
    let (head, comparison) = (&rejudged.head, &rejudged.comparison);
    let mut top = format!(
        "重判 {}（{}，检查日 {}）：按现在的规则和配置再判断一次，没有访问网站\n",
        head.run,
        mode_title(&head.mode),
        head.as_of
    );
    for note in &rejudged.notes {
        let _infallible = writeln!(top, "注意：{}", plain(note));
    }
    for gap in &head.gaps {
        let _infallible = writeln!(top, "检查不完整：{}", plain(gap));
    }
    top.push_str(&count("问题", &comparison.findings, rejudged.judged_before));
    top.push_str(&count("人工核查", &comparison.reviews, rejudged.judged_before));
    if rejudged.judged_before {
        let ratings = match comparison.ratings.len() {
            0 => "没有变化".to_owned(),
            n => format!("{n} 个有变化"),
        };
        let _infallible = writeln!(top, "指标结论：{ratings}");
        if comparison.is_empty() {
            top.push_str("结果与当时完全相同。\n");
        }
    }
    let findings = &comparison.findings;
    let mut sections = vec![(String::new(), top)];
    let mut section = |what: &str, count: usize, rows: String| {
        if count > 0 {
            let more = match count.saturating_sub(SHOWN) {
                0 => String::new(),
                more => format!("另有 {more} 个，用 --format json 看全部\n"),
            };
            sections.push((format!("{what}（{count}）"), rows + &more));
        }
    };
    // A verdict is what everybody asks for first.
    section("变化的指标结论", comparison.ratings.len(), rows(&comparison.ratings, rating_text));
    section("消失的问题", findings.gone.len(), rows(&findings.gone, finding_text));
    let new = if rejudged.judged_before { "新增的问题" } else { "问题" };
    section(new, findings.new.len(), rows(&findings.new, finding_text));
    section("改变的问题", findings.changed.len(), rows(&findings.changed, changed_text));
    let reviews = &comparison.reviews;
    section("不再需要人工核查的", reviews.gone.len(), rows(&reviews.gone, review_text));
    let new = if rejudged.judged_before {
        "新增的人工核查"
    } else {
        "人工核查"
    };
    section(new, reviews.new.len(), rows(&reviews.new, review_text));
    section(
        "改变的人工核查",
        reviews.changed.len(),
        rows(&reviews.changed, |(was, is)| {
            format!("{}  原为：{}\n", review_text(is), plain(&was.message))
        }),
    );
    if rejudged.judged_before {
        section(
            "读到的数量有变化的站点",
            comparison.sites.len(),
            rows(&comparison.sites, |s| {
                let told = |amount: &Option<Amount>| amount.as_ref().map_or("没有".to_owned(), amount_text);
                format!("站点 {}\n  原为：{}\n  现为：{}\n", s.site, told(&s.before), told(&s.after))
            }),
        );
    }
    sections
}

fn count<T>(what: &str, changes: &Changes<T>, judged_before: bool) -> String {
    if !judged_before {
        return format!("{what}：现在 {}\n", changes.after);
    }
    let told = if changes.is_empty() {
        "没有变化".to_owned()
    } else {
        format!(
            "消失 {}，新增 {}，改变 {}",
            changes.gone.len(),
            changes.new.len(),
            changes.changed.len()
        )
    };
    format!("{what}：当时 {}，现在 {}；{told}\n", changes.before, changes.after)
}

fn rows<T>(all: &[T], told: impl Fn(&T) -> String) -> String {
    all.iter().take(SHOWN).map(told).collect()
}

fn finding_text(record: &FindingRecord) -> String {
    let finding = &record.finding;
    let mut out = head_line(record, finding.grade.chinese());
    for text in [&finding.message, &finding.page_url] {
        let _infallible = writeln!(out, "  {}", plain(text));
    }
    out
}

fn head_line(record: &FindingRecord, grade: &str) -> String {
    let finding = &record.finding;
    format!("[{grade}] {}　{}　站点 {}\n", record.id, rule_title(&finding.rule), finding.site)
}

fn changed_text((was, is): &(FindingRecord, FindingRecord)) -> String {
    let (before, after) = (&was.finding, &is.finding);
    let grade = if before.grade == after.grade {
        after.grade.chinese().to_owned()
    } else {
        format!("{}→{}", before.grade.chinese(), after.grade.chinese())
    };
    let fields = differing(before, after);
    let mut out = head_line(is, &grade);
    let same = if fields.contains(&"message") { None } else { Some(&after.message) };
    for text in same.into_iter().chain([&after.page_url]) {
        let _infallible = writeln!(out, "  {}", plain(text));
    }
    let mut others = Vec::new();
    let evidence = apart(&evidence_text(before), &evidence_text(after));
    for field in fields {
        let (name, old, new) = match field {
            "grade" => continue,
            "message" => ("描述", before.message.to_string(), after.message.to_string()),
            "evidence" if evidence.0 != evidence.1 => ("证据", evidence.0.clone(), evidence.1.clone()),
            "evidence" => {
                others.push("供程序读的证据");
                continue;
            }
            field => {
                others.push(chinese(field));
                continue;
            }
        };
        let _infallible = writeln!(out, "  {name}原为：{}\n  {name}现为：{}", plain(&old), plain(&new));
    }
    if !others.is_empty() {
        let _infallible = writeln!(out, "  也有不同：{}", others.join("、"));
    }
    out
}

/// Of two texts of evidence what is in one and not in the other.
fn apart(before: &str, after: &str) -> (String, String) {
    let only = |own: &str, other: &str| {
        let others: Vec<&str> = other.split('；').collect();
        let parts: Vec<&str> = own.split('；').filter(|part| !others.contains(part)).collect();
        if parts.is_empty() {
            "（没有这一项）".to_owned()
        } else {
            parts.join("；")
        }
    };
    (only(before, after), only(after, before))
}

/// A field of a finding, as the column of 问题清单 is called.
fn chinese(field: &str) -> &'static str {
    match field {
        "column" => "栏目",
        "page_url" => "页面地址",
        "page_title" => "页面标题",
        "place" => "问题位置",
        "target_url" => "问题链接",
        "advice" => "整改建议",
        "basis" => "检查依据",
        _ => "其他",
    }
}

fn review_text(review: &ReviewRecord) -> String {
    format!(
        "{}　站点 {}\n  {}\n  {}\n",
        rule_title(&review.rule),
        review.site,
        plain(&review.message),
        plain(&review.page_url)
    )
}

fn rating_text(change: &RatingChange) -> String {
    let rated = |rated: &Option<(Standing, Points)>| match rated {
        None => "没有评定".to_owned(),
        Some((standing, points)) => format!("{}，{}", standing.chinese(), points_text(points)),
    };
    let mut out = format!(
        "站点 {}　{}\n  {} → {}\n",
        change.site,
        plain(&change.name),
        rated(&change.before),
        rated(&change.after)
    );
    for (was, is) in change.items.iter().take(SHOWN) {
        let Some(item) = is.as_ref().or(was.as_ref()) else { continue };
        let told = |item: &Option<ItemRating>| item.as_ref().map_or("没有".to_owned(), item_text);
        let _infallible = writeln!(out, "  {} {}：{} → {}", item.id, plain(&item.title), told(was), told(is));
    }
    out
}

fn points_text(points: &Points) -> String {
    match points.least {
        Some(least) if (least - points.most).abs() > f64::EPSILON => format!("{least}～{} 分", points.most),
        Some(least) => format!("{least} 分"),
        None => format!("至多 {} 分", points.most),
    }
}

fn item_text(item: &ItemRating) -> String {
    let veto = if item.vetoed() { "单项否决，" } else { "" };
    let open = item
        .open
        .filter(|open| *open > 0.0)
        .map_or(String::new(), |open| format!("，未定 {open} 分"));
    format!("{veto}问题 {} 个，{} 分{open}", item.problems(), item.points)
}

fn amount_text(amount: &Amount) -> String {
    let gaps = if amount.gaps.is_empty() {
        String::new()
    } else {
        format!("；不完整：{}", plain(&amount.gaps.join("；")))
    };
    format!(
        "网页 {}，链接 {}，栏目 {}，办事指南 {}{gaps}",
        amount.pages, amount.links, amount.columns, amount.guides
    )
}
