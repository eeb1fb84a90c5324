//! `sites.yaml` as written: which keys there are, of which type, each value with its place.
//!
//! Nothing here knows what the values mean to each other; that is `validate.rs`.

use super::fields::{At, Fields};
use super::mistake::{Mistakes, Place};
use super::yaml::{Node, Value};

/// The whole file.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) group: Option<At<String>>,
    pub(super) timezone: Option<At<String>>,
    pub(super) contact: Option<At<String>>,
    pub(super) defaults: WrittenLimits,
    pub(super) sites: Vec<WrittenSite>,
    /// Where `sites:` stands, for mistakes about all of them.
    pub(super) sites_place: Place,
}

/// One site.
#[derive(Debug)]
pub(super) struct WrittenSite {
    pub(super) place: Place,
    pub(super) id: Option<At<String>>,
    pub(super) name: Option<At<String>>,
    pub(super) url: Option<At<String>>,
    pub(super) role: Option<At<String>>,
    pub(super) owner: Option<At<String>>,
    pub(super) site_code: Option<At<String>>,
    pub(super) platform: Option<At<String>>,
    pub(super) enabled: bool,
    pub(super) include: Vec<At<String>>,
    pub(super) exclude: Vec<At<String>>,
    pub(super) columns: Vec<WrittenColumn>,
    pub(super) guides: Vec<At<String>>,
    pub(super) entry_urls: Vec<At<String>>,
    pub(super) portal: bool,
    pub(super) services: bool,
    pub(super) standards: Vec<At<String>>,
    pub(super) search: Option<At<String>>,
    pub(super) limits: WrittenLimits,
}

/// One column.
#[derive(Debug)]
pub(super) struct WrittenColumn {
    pub(super) name: Option<At<String>>,
    pub(super) url: Option<At<String>>,
    pub(super) kind: Option<At<String>>,
    pub(super) max_age_days: Option<f64>,
    pub(super) exempt: Option<At<String>>,
}

/// The limits, in `defaults` or of a site; their ranges are already checked.
#[derive(Debug, Default)]
pub(super) struct WrittenLimits {
    pub(super) rate_per_second: Option<f64>,
    pub(super) concurrency: Option<f64>,
    pub(super) timeout_seconds: Option<f64>,
    pub(super) max_pages: Option<f64>,
    pub(super) max_depth: Option<f64>,
    pub(super) robots: Option<At<String>>,
    pub(super) hours: Option<At<String>>,
    pub(super) max_megabytes: Option<f64>,
    pub(super) max_hours: Option<f64>,
}

pub(super) const TOP: &[&str] = &["group", "timezone", "contact", "defaults", "sites"];
const LIMITS: &[&str] = &[
    "rate_per_second",
    "concurrency",
    "timeout_seconds",
    "max_pages",
    "max_depth",
    "robots",
    "hours",
    "max_megabytes",
    "max_hours",
];
pub(super) const SITE: &[&str] = &[
    "id",
    "name",
    "url",
    "role",
    "owner",
    "site_code",
    "enabled",
    "platform",
    "include",
    "exclude",
    "columns",
    "guides",
    "entry_urls",
    "portal",
    "services",
    "standards",
    "search",
    "rate_per_second",
    "concurrency",
    "timeout_seconds",
    "max_pages",
    "max_depth",
    "robots",
    "hours",
    "max_megabytes",
    "max_hours",
];
const COLUMN: &[&str] = &["name", "url", "kind", "max_age_days", "exempt"];

/// What the tree says, with every key and type that is wrong added to `mistakes`.
pub(super) fn written(root: &Node, mistakes: &mut Mistakes) -> Option<Written> {
    let top = match &root.value {
        Value::Null => {
            mistakes.add(
                Place { line: 1, column: 1 },
                "",
                "文件是空的，或者只有注释。",
                "至少写上 group（站群名称）和 sites（站点列表），可以从随程序提供的 sites.yaml 改起。",
            );
            return None;
        }
        Value::List(_) => {
            mistakes.add(
                root.place,
                "-",
                "文件最外层是一个列表，应当是「键: 值」。",
                "站点列表要放在 sites: 下面，最外层写 group:、sites: 等键。",
            );
            return None;
        }
        _ => Fields::open(root, "文件最外层", TOP, mistakes)?,
    };
    let group = top.text("group", mistakes);
    let timezone = top.text("timezone", mistakes);
    let contact = top.text("contact", mistakes);
    let defaults = match top.take("defaults") {
        Some((_, node)) if !matches!(node.value, Value::Null) => {
            Fields::open(node, "defaults", LIMITS, mistakes).map_or_else(WrittenLimits::default, |f| limits(&f, mistakes))
        }
        _ => WrittenLimits::default(),
    };
    let sites_place = top.place_of("sites");
    if sites_place.is_none() {
        mistakes.add(
            top.place,
            "",
            "缺少 sites（站点列表）。",
            "加上 sites: ，下面每个站点以「- id: …」开头。",
        );
    }
    let sites = top.list("sites", mistakes);
    if let (true, true, Some(sites_place)) = (sites.is_empty(), mistakes.is_empty(), sites_place) {
        mistakes.add(
            sites_place,
            "sites",
            "sites 下面没有任何站点。",
            "在 sites: 下面以「- id: …」开头写上要检查的站点。",
        );
    }
    let sites = sites.iter().filter_map(|node| site(node, mistakes)).collect();
    Some(Written {
        group,
        timezone,
        contact,
        defaults,
        sites,
        sites_place: sites_place.unwrap_or(top.place),
    })
}

fn site(node: &Node, mistakes: &mut Mistakes) -> Option<WrittenSite> {
    let fields = Fields::open(node, "站点", SITE, mistakes)?;
    let f = &fields;
    Some(WrittenSite {
        place: node.place,
        id: f.text("id", mistakes),
        name: f.text("name", mistakes),
        enabled: f.flag("enabled", mistakes).unwrap_or(true),
        url: f.text_or_blank("url", mistakes),
        role: f.text("role", mistakes),
        owner: f.text_or_blank("owner", mistakes),
        site_code: f.quoted("site_code", mistakes),
        platform: f.text("platform", mistakes),
        include: f.texts("include", mistakes),
        exclude: f.texts("exclude", mistakes),
        columns: f.list("columns", mistakes).iter().filter_map(|n| column(n, mistakes)).collect(),
        guides: f.texts("guides", mistakes),
        entry_urls: f.texts("entry_urls", mistakes),
        portal: f.flag("portal", mistakes).unwrap_or(false),
        services: f.flag("services", mistakes).unwrap_or(true),
        standards: f.texts("standards", mistakes),
        search: f.text("search", mistakes),
        limits: limits(f, mistakes),
    })
}

fn column(node: &Node, mistakes: &mut Mistakes) -> Option<WrittenColumn> {
    let fields = Fields::open(node, "栏目", COLUMN, mistakes)?;
    let f = &fields;
    f.require(
        &[("name", "栏目名称，如 name: 警务要闻"), ("url", "栏目首页，如 url: /jwyw/")],
        mistakes,
    );
    Some(WrittenColumn {
        name: f.text("name", mistakes),
        url: f.text("url", mistakes),
        kind: f.text("kind", mistakes),
        max_age_days: f.number("max_age_days", 1.0, 3_660.0, true, mistakes),
        exempt: f.text("exempt", mistakes),
    })
}

fn limits(f: &Fields<'_>, mistakes: &mut Mistakes) -> WrittenLimits {
    WrittenLimits {
        rate_per_second: f.number("rate_per_second", 0.01, 100.0, false, mistakes),
        concurrency: f.number("concurrency", 1.0, 512.0, true, mistakes),
        timeout_seconds: f.number("timeout_seconds", 0.1, 600.0, false, mistakes),
        max_pages: f.number("max_pages", 1.0, 10_000_000.0, true, mistakes),
        max_depth: f.number("max_depth", 1.0, 1_000.0, true, mistakes),
        robots: f.text("robots", mistakes),
        hours: f.text("hours", mistakes),
        max_megabytes: f.number("max_megabytes", 1.0, 10_000_000.0, true, mistakes),
        // Down to a few seconds, so that a limit can be tried out; up to a year.
        max_hours: f.number("max_hours", 0.001, 8_784.0, false, mistakes),
    }
}
