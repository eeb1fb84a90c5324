//! `xuncha check-config`: whether `sites.yaml` holds, and what would be inspected.

use serde_json::{Value, json};

use super::args::{CheckConfigOptions, Format};
use super::config_file;
use super::estimate::{Polite, in_words, politeness_groups};
use super::exit::{CliError, Exit};
use super::tables;
use super::terminal::Screen;
use crate::site::{ConfigErrors, Group, Hours, Limits, RobotsPolicy, Role, Site};
use crate::standard::Period;

/// Sizes a run's time is given for.
const PAGES: [u64; 2] = [1_000, 10_000];

/// Checks the configuration and shows it.
pub(crate) fn run(options: &CheckConfigOptions, screen: &mut Screen<'_>) -> Result<Exit, CliError> {
    let checked = check(options);
    let file = options.config.config.display().to_string();
    match (checked, options.format) {
        (Ok(group), Format::Text) => {
            show(&file, &group, screen)?;
            Ok(Exit::Nothing)
        }
        (Ok(group), Format::Json) => {
            screen.json(&as_json(&file, &group))?;
            Ok(Exit::Nothing)
        }
        (Err(CliError::Config(errors)), Format::Json) => {
            screen.json(&errors_as_json(&errors))?;
            Err(CliError::Config(errors))
        }
        (Err(error), _) => Err(error),
    }
}

fn check(options: &CheckConfigOptions) -> Result<Group, CliError> {
    let mut group = config_file::load(&options.config.config)?;
    config_file::apply_rate(&mut group, options.rate)?;
    config_file::select(&mut group, &options.sites)?;
    tables::of_run(&options.config.config, &group)?;
    Ok(group)
}

/// What a person should know or do, though nothing is wrong.
fn notes(group: &Group) -> Vec<String> {
    let mut notes = Vec::new();
    if group.contact.is_empty() {
        notes.push("没有写 contact（联系方式）。建议填上本单位的邮箱或电话，被检查的网站发现访问异常时可以找到您。".to_owned());
    } else if is_example(&group.contact) {
        notes.push(format!(
            "contact 还是示例「{}」，请改成本单位的邮箱或电话：它会写进每次访问的标识里，便于对方联系。",
            group.contact
        ));
    }
    if !group.disabled.is_empty() {
        let names: Vec<&str> = group.disabled.iter().map(|s| s.id.as_str()).collect();
        notes.push(format!(
            "有 {} 个站点未启用，不会检查：{}。填好 url 并把 enabled 改成 true 即可启用。",
            names.len(),
            names.join("、")
        ));
    }
    if !group.enabled().any(|s| s.role == Role::Main) {
        notes.push("没有主站（role: main）。主站与子站的指标不同，请确认是否写对。".to_owned());
    }
    for site in group.enabled() {
        if site.url.host_str().is_some_and(is_example) {
            notes.push(format!("站点「{}」的网址 {} 是示例，请改成真实网址。", site.id, site.url));
        }
        if site.name == site.id {
            notes.push(format!("站点「{}」没有写 name（网站名称），报告里会用编号代替。", site.id));
        }
        if site.owner.is_empty() {
            notes.push(format!("站点「{}」没有写 owner（责任单位），报告里这一栏会是空的。", site.id));
        }
        if let Some(hours) = site.limits.hours {
            notes.push(format!(
                "站点「{}」只在 {} 访问，每天 {:.1} 小时；上面的用时只算访问的时间，时段外的等候另计。",
                site.id,
                hours.text(),
                hours.hours_a_day()
            ));
        }
        if site.limits.robots == RobotsPolicy::Ignore {
            notes.push(format!(
                "站点「{}」写了 robots: ignore，只能用于自己管理的网站，报告里会注明。",
                site.id
            ));
        }
    }
    notes
}

fn is_example(text: &str) -> bool {
    text.to_ascii_lowercase().split(['.', '@', ' ', '/']).any(|part| part == "example")
}

fn show(file: &str, group: &Group, screen: &mut Screen<'_>) -> Result<(), CliError> {
    screen.line(format!("配置文件 {file} 没有错误。"))?;
    screen.line(format!("站群：{}　将检查 {} 个站点", group.name, group.sites.len()))?;
    screen.heading("将要检查的站点")?;
    let header = [
        "编号",
        "名称",
        "类型",
        "责任单位",
        "网址",
        "范围",
        "栏目",
        "每秒请求",
        "访问时段",
        "上限",
    ];
    screen.table(header, group.enabled().map(row))?;
    if !group.disabled.is_empty() {
        screen.heading("未启用的站点")?;
        let rows = group.disabled.iter().map(|s| {
            let url = s.url.as_ref().map_or_else(|| "（未填）".to_owned(), ToString::to_string);
            [s.id.clone(), s.name.clone(), s.role.chinese().to_owned(), url]
        });
        screen.table(["编号", "名称", "类型", "网址"], rows)?;
    }
    screen.heading("一次月巡查大致用时（只按限速计算；网站响应慢时更久，检查站外链接另计）")?;
    let header = ["共用限速的站点", "站点", "每秒请求", "1000 页", "10000 页", "到页数上限"];
    let groups = politeness_groups(group);
    screen.table(header, groups.iter().map(time_row))?;
    screen.line("同一主机或同一平台（platform）的站点共用一个限速，页数相加；不同的同时进行，总用时看最久的一行。")?;
    let notes = notes(group);
    if !notes.is_empty() {
        screen.heading("提示")?;
        for note in notes {
            screen.line(format!(" · {note}"))?;
        }
    }
    Ok(())
}

fn row(site: &Site) -> [String; 10] {
    let columns = match site.columns.len() {
        0 => "自动识别".to_owned(),
        n => format!("{n} 个"),
    };
    let include = site.scope.include();
    let more = match include.len() {
        0 | 1 => String::new(),
        n => format!(" 等 {n} 处"),
    };
    let left_out = match site.scope.exclude().len() {
        0 => String::new(),
        n => format!("（除去 {n} 处）"),
    };
    let scope = format!("{}{more}{left_out}", include.first().map_or("", String::as_str));
    [
        site.id.clone(),
        site.name.clone(),
        site.role.chinese().to_owned(),
        site.owner.clone(),
        site.url.to_string(),
        scope,
        columns,
        rate(site.limits.rate_per_second),
        site.limits.hours.map_or_else(|| "全天".to_owned(), Hours::text),
        upper_limits(&site.limits),
    ]
}

/// What ends the inspection of a site early.
fn upper_limits(limits: &Limits) -> String {
    let hours = limits.max_time.as_secs_f64() / 3_600.0;
    format!(
        "{} 页、{} MB、{} 小时",
        limits.max_pages,
        limits.max_megabytes,
        (hours * 100.0).round() / 100.0
    )
}

fn rate(rate: Option<f64>) -> String {
    rate.map_or_else(|| "不限".to_owned(), |r| r.to_string())
}

fn time_row(polite: &Polite) -> [String; 6] {
    let time = |pages: u64| polite.time_for(pages).map_or_else(|| "不限速".to_owned(), in_words);
    let sites = match polite.sites.len() {
        0..=3 => polite.sites.join("、"),
        n => format!("{} 等 {n} 个", polite.sites[..3].join("、")),
    };
    [
        polite.name.clone(),
        sites,
        rate(polite.rate),
        time(PAGES[0]),
        time(PAGES[1]),
        format!("{}（{} 页）", time(polite.max_pages), polite.max_pages),
    ]
}

fn as_json(file: &str, group: &Group) -> Value {
    let sites: Vec<Value> = group.enabled().map(site_as_json).collect();
    let disabled: Vec<Value> = group
        .disabled
        .iter()
        .map(|s| json!({"id": s.id, "name": s.name, "role": role(s.role), "url": s.url.as_ref().map(ToString::to_string)}))
        .collect();
    let politeness: Vec<Value> = politeness_groups(group)
        .iter()
        .map(|p| {
            let seconds = |pages: u64| p.time_for(pages).map(|t| t.as_secs());
            json!({
                "name": p.name, "sites": p.sites, "rate_per_second": p.rate, "max_pages": p.max_pages,
                "seconds": {"1000": seconds(PAGES[0]), "10000": seconds(PAGES[1]), "max_pages": seconds(p.max_pages)},
            })
        })
        .collect();
    json!({
        "ok": true, "file": file, "group": group.name, "timezone": group.timezone.iana_name(), "contact": group.contact,
        "sites": sites, "disabled": disabled, "politeness_groups": politeness, "notes": notes(group), "errors": [],
    })
}

fn site_as_json(site: &Site) -> Value {
    let columns: Vec<Value> = site
        .columns
        .iter()
        .map(|c| {
            let days = c.max_age.map(Period::chinese);
            json!({"name": c.name, "url": c.url.as_str(), "kind": c.kind.id(), "max_age": days, "exempt": c.exempt})
        })
        .collect();
    let l = &site.limits;
    json!({
        "id": site.id, "name": site.name, "url": site.url.as_str(), "role": role(site.role), "owner": site.owner,
        "site_code": site.site_code, "platform": site.platform, "include": site.scope.include(), "exclude": site.scope.exclude(),
        "columns": columns,
        "guides": site.guides.iter().map(url::Url::as_str).collect::<Vec<_>>(),
        "entry_urls": site.entry_urls.iter().map(url::Url::as_str).collect::<Vec<_>>(),
        "search": site.search,
        "limits": {
            "rate_per_second": l.rate_per_second, "concurrency": l.concurrency, "timeout_seconds": l.timeout.as_secs_f64(),
            "max_pages": l.max_pages, "max_depth": l.max_depth, "hours": l.hours.map(Hours::text),
            "max_megabytes": l.max_megabytes, "max_hours": l.max_time.as_secs_f64() / 3_600.0,
            "robots": if l.robots == RobotsPolicy::Ignore { "ignore" } else { "respect" },
        },
    })
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Main => "main",
        Role::Subsite => "subsite",
        Role::Unit => "unit",
    }
}

fn errors_as_json(errors: &ConfigErrors) -> Value {
    let all: Vec<Value> = errors
        .mistakes
        .iter()
        .map(|m| json!({"line": m.place.line, "column": m.place.column, "text": m.text, "message": m.what, "advice": m.advice}))
        .collect();
    json!({"ok": false, "file": errors.file, "errors": all})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::run as run_line;
    use std::ffi::OsString;

    fn output(args: &[&str]) -> (Exit, String) {
        let mut bytes = Vec::new();
        let exit = run_line(args.iter().map(OsString::from), &mut Screen::plain(&mut bytes));
        (exit, String::from_utf8(bytes).unwrap())
    }

    const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sites.yaml");

    #[test]
    fn the_shipped_configuration_holds_and_says_what_to_change() {
        let (exit, text) = output(&["xuncha", "check-config", "-c", SHIPPED]);
        assert_eq!(exit, Exit::Nothing, "{text}");
        for word in [
            "厦门公安公众服务网",
            "https://ga.xm.gov.cn/",
            "宣传处",
            "自动识别",
            "将检查 1 个站点",
            "contact 还是示例",
            "有 8 个站点未启用",
            "siming",
            "（未填）",
            "小时",
        ] {
            assert!(text.contains(word), "{word}\n{text}");
        }
    }

    #[test]
    fn the_same_for_programs() {
        let (exit, text) = output(&["xuncha", "check-config", "-c", SHIPPED, "--format", "json"]);
        assert_eq!(exit, Exit::Nothing);
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["sites"][0]["id"], "main");
        assert_eq!(value["sites"][0]["include"][0], "ga.xm.gov.cn/");
        assert_eq!(value["disabled"].as_array().unwrap().len(), 8);
        assert_eq!(value["politeness_groups"][0]["seconds"]["1000"], 500);
        assert!(value["sites"][0]["site_code"].is_null(), "no number of another site may be shipped");
    }

    #[test]
    fn mistakes_are_exit_code_2_and_readable_by_programs() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("sites.yaml");
        std::fs::write(&file, "group: g\nsites:\n  - id: a\n    url: https://a.cn/\n    colums: []\n").unwrap();
        let (exit, text) = output(&["xuncha", "check-config", "-c", file.to_str().unwrap(), "--format", "json"]);
        assert_eq!(exit, Exit::Usage);
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            (value["errors"][0]["line"].as_u64(), value["errors"][0]["column"].as_u64()),
            (Some(5), Some(5))
        );
        assert!(value["errors"][0]["advice"].as_str().unwrap().contains("columns"));
        let (exit, text) = output(&["xuncha", "check-config", "-c", dir.path().to_str().unwrap()]);
        assert_eq!((exit, text.as_str()), (Exit::Usage, ""));
    }
}
