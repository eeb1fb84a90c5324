//! `sites.yaml` as meant: defaults applied, addresses resolved, and everything that does not fit together.

use std::collections::{HashMap, HashSet};

use jiff::tz::{TimeZone, TimeZoneDatabase};
use url::Url;

use super::address;
use super::belonging;
use super::config::{self, Written, WrittenColumn, WrittenSite};
use super::fields::At;
use super::group::{ColumnSpec, DisabledSite, Group, Limits, RobotsPolicy, Role, Site};
use super::limits::limits;
use super::mistake::{ConfigErrors, Mistakes, Place, shortened};
use super::near::nearest;
use super::scope::Scope;
use super::yaml;
use crate::standard::{ColumnKind, Period};

/// Reads a configuration. `file` is its name as messages give it.
pub fn parse(text: &str, file: &str) -> Result<Group, ConfigErrors> {
    let mut mistakes = Mistakes::default();
    let group = yaml::read(text, &mut mistakes)
        .and_then(|root| config::written(&root, &mut mistakes))
        .map(|written| group(&written, &mut mistakes));
    match group {
        Some(group) if mistakes.is_empty() => Ok(group),
        _ => Err(ConfigErrors::new(file, text, mistakes)),
    }
}

/// Reads a configuration as it lies on the disk: UTF-8, with or without a byte order mark.
pub fn parse_bytes(bytes: &[u8], file: &str) -> Result<Group, ConfigErrors> {
    parse(text_of(bytes, file)?, file)
}

/// The text of a configuration file: UTF-8, with or without a byte order mark.
pub(super) fn text_of<'a>(bytes: &'a [u8], file: &str) -> Result<&'a str, ConfigErrors> {
    let bare = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bare).map_err(|error| not_utf8(bare, error.valid_up_to(), file))
}

fn not_utf8(bytes: &[u8], good: usize, file: &str) -> ConfigErrors {
    let before = String::from_utf8_lossy(&bytes[..good]);
    let place = Place {
        line: before.matches('\n').count() + 1,
        column: before.rsplit('\n').next().unwrap_or_default().chars().count() + 1,
    };
    let (gbk, _, bad_gbk) = encoding_rs::GB18030.decode(bytes);
    let what = if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        "文件是按 UTF-16（记事本里叫「Unicode」）保存的，程序只认 UTF-8。"
    } else if bad_gbk {
        "文件不是文本，或者已经损坏：内容既不是 UTF-8，也不是 GBK 编码。"
    } else {
        "文件是按 GBK（记事本里叫「ANSI」）保存的，程序只认 UTF-8。"
    };
    let mut mistakes = Mistakes::default();
    mistakes.add(
        place,
        "",
        what,
        "用记事本打开文件，选「文件 → 另存为」，把下方的「编码」改成「UTF-8」，保存后再试。",
    );
    ConfigErrors::new(file, if bad_gbk { "" } else { &gbk }, mistakes)
}

fn group(written: &Written, mistakes: &mut Mistakes) -> Group {
    if written.group.is_none() {
        missing(
            Place { line: 1, column: 1 },
            "group",
            "group: 站群名称（如 group: 某某市公安局）",
            mistakes,
        );
    }
    let limits = limits(&written.defaults, &Limits::default(), mistakes);
    check_ids(&written.sites, mistakes);
    let mut group = Group {
        name: value(written.group.as_ref()),
        timezone: timezone(written.timezone.as_ref(), mistakes),
        contact: value(written.contact.as_ref()),
        sites: Vec::new(),
        disabled: Vec::new(),
        outside: outside(&limits),
    };
    // Positions in `written.sites` of the sites in `group.sites`.
    let mut origins = Vec::new();
    let shared = address::shared_hosts(written.sites.iter().filter(|s| s.enabled).filter_map(|s| s.url.as_ref()));
    for (index, from) in written.sites.iter().enumerate() {
        if from.enabled {
            if let Some(site) = site(from, &limits, &shared, mistakes) {
                group.sites.push(site);
                origins.push(index);
            }
        } else {
            group.disabled.push(disabled(from, mistakes));
        }
    }
    if !written.sites.is_empty() && written.sites.iter().all(|s| !s.enabled) {
        mistakes.add(
            written.sites_place,
            "sites",
            "没有启用任何站点：每个站点都写了 enabled: false。",
            "至少把一个站点改成 enabled: true，并填好网址。",
        );
    }
    check_main(&written.sites, mistakes);
    let origins: Vec<&WrittenSite> = origins.into_iter().map(|i| &written.sites[i]).collect();
    belonging::check_scopes(&group.sites, &origins, mistakes);
    group
}

fn missing(place: Place, key: &str, example: &str, mistakes: &mut Mistakes) {
    mistakes.add(place, "", format!("缺少「{key}」。"), format!("补上 {example}。"));
}

fn value(written: Option<&At<String>>) -> String {
    written.map(|w| w.value.clone()).unwrap_or_default()
}

/// Other people's servers get no more than the built-in defaults.
fn outside(limits: &Limits) -> Limits {
    let own = Limits::default();
    Limits {
        rate_per_second: limits.rate_per_second.map(|r| r.min(own.rate_per_second.unwrap_or(r))),
        concurrency: limits.concurrency.min(own.concurrency),
        robots: RobotsPolicy::Respect,
        // The window is agreed with our own sites' operators.
        hours: None,
        ..limits.clone()
    }
}

fn timezone(written: Option<&At<String>>, mistakes: &mut Mistakes) -> TimeZone {
    let name = written.map_or("Asia/Shanghai", |w| w.value.as_str());
    // The bundled database, not the machine's: the same file means the same everywhere.
    TimeZoneDatabase::bundled().get(name).unwrap_or_else(|_| {
        if let Some(w) = written {
            mistakes.add(
                w.place,
                name,
                format!("没有「{}」这个时区。", shortened(name)),
                "国内统一写 Asia/Shanghai（北京时间），也可以删掉这一行。",
            );
        }
        TimeZone::UTC
    })
}

/// One of a few words.
pub(super) fn choice<T: Copy>(written: Option<&At<String>>, key: &str, all: &[(&str, &str, T)], mistakes: &mut Mistakes) -> Option<T> {
    let w = written?;
    if let Some((.., meant)) = all.iter().find(|(word, ..)| *word == w.value) {
        return Some(*meant);
    }
    let words = all
        .iter()
        .map(|(word, chinese, _)| format!("{word}（{chinese}）"))
        .collect::<Vec<_>>()
        .join("、");
    let near = all
        .iter()
        .find(|(_, chinese, _)| *chinese == w.value)
        .map(|(word, ..)| *word)
        .or_else(|| nearest(&w.value, all.iter().map(|(word, ..)| *word)));
    mistakes.add(
        w.place,
        &w.value,
        format!("「{key}」不能是「{}」。", shortened(&w.value)),
        match near {
            Some(word) => format!("是不是「{word}」？可以写的有：{words}。"),
            None => format!("可以写的有：{words}。"),
        },
    );
    None
}

const ROLES: &[(&str, &str, Role)] = &[
    ("main", "主站", Role::Main),
    ("subsite", "子站", Role::Subsite),
    ("unit", "单位网站", Role::Unit),
];

/// Names Windows keeps for devices: no file may be called so.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul", "com1", "com2", "com3", "lpt1", "lpt2", "lpt3"];
/// Ids stand in file names beside other things.
const LONGEST_ID: usize = 40;

fn check_ids(sites: &[WrittenSite], mistakes: &mut Mistakes) {
    let mut seen: HashMap<String, Place> = HashMap::new();
    for site in sites {
        let Some(id) = &site.id else {
            missing(site.place, "id", "id: 站点编号（字母或数字，如 id: main）", mistakes);
            continue;
        };
        let folded = id.value.to_lowercase();
        if let Some(c) = id.value.chars().find(|c| !c.is_alphanumeric() && !matches!(c, '-' | '_')) {
            mistakes.add(
                id.place,
                &id.value,
                format!(
                    "站点编号「{}」里有不能用的字符「{}」（编号要用在文件名里）。",
                    shortened(&id.value),
                    shortened(&c.to_string())
                ),
                "只用字母、数字、汉字、「-」和「_」。",
            );
        } else if id.value.starts_with('-') || DEVICES.contains(&folded.as_str()) || id.value.chars().count() > LONGEST_ID {
            mistakes.add(
                id.place,
                &id.value,
                format!("站点编号「{}」不能用作文件名。", shortened(&id.value)),
                format!("换一个编号：不以「-」开头，不超过 {LONGEST_ID} 个字，也不是 con、nul 一类系统保留名。"),
            );
        }
        // On Windows `A` and `a` are one file.
        if let Some(first) = seen.get(&folded) {
            mistakes.add(
                id.place,
                &id.value,
                format!("站点编号「{}」与第 {} 行的重复（不分大小写）。", shortened(&id.value), first.line),
                "每个站点的编号要互不相同，改掉其中一个。",
            );
        } else {
            seen.insert(folded, id.place);
        }
    }
}

fn check_main(sites: &[WrittenSite], mistakes: &mut Mistakes) {
    let mut mains = sites
        .iter()
        .filter(|s| s.enabled)
        .filter_map(|s| s.role.as_ref())
        .filter(|r| r.value == "main");
    if let Some(first) = mains.next() {
        for another in mains {
            mistakes.add(
                another.place,
                "main",
                format!("主站（role: main）只能有一个，第 {} 行已经有了。", first.place.line),
                "子站写 role: subsite，其他单位网站写 role: unit。",
            );
        }
    }
}

fn name(from: &WrittenSite) -> String {
    from.name.as_ref().or(from.id.as_ref()).map(|w| w.value.clone()).unwrap_or_default()
}

fn check_site_code(from: &WrittenSite, mistakes: &mut Mistakes) -> Option<String> {
    let code = from.site_code.as_ref()?;
    if code.value.len() == 10 && code.value.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Some(code.value.clone());
    }
    mistakes.add(
        code.place,
        &code.value,
        format!(
            "网站标识码「{}」不对：应当是 10 位字母或数字，这里有 {} 位。",
            shortened(&code.value),
            code.value.chars().count()
        ),
        "对照网站底部的「网站标识码」填写，如 site_code: \"3501000000\"；不知道就删掉这一行。",
    );
    None
}

fn disabled(from: &WrittenSite, mistakes: &mut Mistakes) -> DisabledSite {
    check_site_code(from, mistakes);
    limits(&from.limits, &Limits::default(), mistakes);
    for column in &from.columns {
        kind(column, mistakes);
    }
    DisabledSite {
        id: value(from.id.as_ref()),
        name: name(from),
        role: choice(from.role.as_ref(), "role", ROLES, mistakes).unwrap_or(Role::Subsite),
        url: from
            .url
            .as_ref()
            .filter(|u| !u.value.is_empty())
            .and_then(|u| address::home(u, mistakes)),
    }
}

fn site(from: &WrittenSite, defaults: &Limits, shared: &HashSet<String>, mistakes: &mut Mistakes) -> Option<Site> {
    let role = choice(from.role.as_ref(), "role", ROLES, mistakes).unwrap_or(Role::Subsite);
    let site_code = check_site_code(from, mistakes);
    let limits = limits(&from.limits, defaults, mistakes);
    let kinds: Vec<ColumnKind> = from.columns.iter().map(|c| kind(c, mistakes)).collect();
    let Some(written_url) = from.url.as_ref().filter(|u| !u.value.is_empty()) else {
        let place = from.url.as_ref().map_or(from.place, |u| u.place);
        let what = if from.url.is_some() {
            "「url」后面是空的。"
        } else {
            "缺少「url」（网址）。"
        };
        mistakes.add(
            place,
            "",
            format!("站点「{}」{what}", shortened(&name(from))),
            "补上 url: https://… ；网址还不知道的，先写 enabled: false。",
        );
        return None;
    };
    let url = address::home(written_url, mistakes)?;
    let mut all = |list: &[At<String>]| -> Vec<Option<Url>> { list.iter().map(|w| address::of_site(w, &url, mistakes)).collect() };
    let include = all(&from.include);
    let exclude = all(&from.exclude);
    let guides = all(&from.guides);
    let entry_urls = all(&from.entry_urls);
    let search = from.search.as_ref().and_then(|w| address::search(w, &url, mistakes));
    let include_ok = include.iter().all(Option::is_some);
    let include: Vec<Url> = include.into_iter().flatten().collect();
    let include = if from.include.is_empty() {
        vec![address::default_scope(&url, shared)]
    } else {
        include
    };
    let scope = Scope::new(&include, &exclude.into_iter().flatten().collect::<Vec<_>>());
    let columns: Vec<(&At<String>, ColumnSpec)> = from
        .columns
        .iter()
        .zip(kinds)
        .filter_map(|(c, kind)| {
            let address = c.url.as_ref()?;
            let spec = ColumnSpec {
                name: value(c.name.as_ref()),
                url: address::of_site(address, &url, mistakes)?,
                kind,
                max_age: c.max_age_days.map(|n| Period::Days(n as u32)),
                exempt: c.exempt.as_ref().map(|e| e.value.clone()),
            };
            Some((address, spec))
        })
        .collect();
    belonging::check_twice(&columns, mistakes);
    // A mistyped `include` has been told already; everything would seem to lie outside what is left.
    if include_ok {
        let mut inside = |written: &At<String>, meant: &Url, what: &str| belonging::check_inside(&scope, written, meant, what, mistakes);
        inside(written_url, &url, "首页");
        for (written, spec) in &columns {
            inside(written, &spec.url, "栏目");
        }
        for (list, urls, what) in [(&from.guides, &guides, "办事指南入口"), (&from.entry_urls, &entry_urls, "入口")] {
            for (written, meant) in list.iter().zip(urls) {
                if let Some(meant) = meant {
                    inside(written, meant, what);
                }
            }
        }
    }
    Some(Site {
        id: value(from.id.as_ref()),
        name: name(from),
        role,
        owner: value(from.owner.as_ref()),
        site_code,
        scope,
        columns: columns.into_iter().map(|(_, spec)| spec).collect(),
        guides: guides.into_iter().flatten().collect(),
        entry_urls: entry_urls.into_iter().flatten().collect(),
        portal: from.portal,
        services: from.services,
        standards: from.standards.iter().map(|s| s.value.clone()).collect(),
        search,
        limits,
        platform: from.platform.as_ref().map(|p| p.value.clone()),
        enabled: true,
        url,
    })
}

fn kind(column: &WrittenColumn, mistakes: &mut Mistakes) -> ColumnKind {
    let all: Vec<(&str, &str, ColumnKind)> = ColumnKind::ALL.iter().map(|k| (k.id(), k.chinese(), *k)).collect();
    choice(column.kind.as_ref(), "kind", &all, mistakes).unwrap_or(ColumnKind::Other)
}
