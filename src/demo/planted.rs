//! The list of all that is planted, the files of `planted/`: what is wrong, what only looks wrong, and where.
//!
//! A row is the whole story: the HTML it adds to a page, the address in question and how the server answers it.
//! `page` is `/` (the home page), `*` (every page of the site), a column's folder (its first page), `folder@2`
//! (its second page) or `folder:3` (the third item of its list). A `target` that begins with a slash lies below the
//! site's base; `written` is how the page writes it, where that differs. `swap` puts other text in place of what the
//! page has (on `swap_on`, where that is another page), with the site's own facts filled in.

use std::io;

use jiff::civil::Date;
use serde::Deserialize;
use url::Url;

use super::cms::{item_path, list_path};
use super::model::{Addresses, Site};
use crate::site::report_url;

/// What a row of the list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlantedKind {
    /// 种下的问题: must be found.
    Fault,
    /// 迷惑项: looks wrong and is right; must not be found.
    Decoy,
    /// 人工核查: cannot be judged by a machine and must be handed to a person.
    Review,
}

/// One planted fault, decoy or review with its absolute addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planted {
    /// Its id in the list (`CL01`).
    pub id: String,
    /// What it is.
    pub kind: PlantedKind,
    /// The rule that must find it; of a decoy, the rule that would be deceived by it.
    pub rule: String,
    /// Another rule that may find it instead, depending on the machine.
    pub or_rule: Option<String>,
    /// The id of its site.
    pub site: String,
    /// Where it stands: one page, or all pages of the site where `everywhere`. Of an undated column, the column and
    /// its articles, any of which may be named. Absolute and normalised.
    pub pages: Vec<String>,
    /// Whether it stands on every page of its site.
    pub everywhere: bool,
    /// The address in question: absolute and normalised, or as written where it is no web address.
    pub target_url: Option<String>,
    /// `evidence.cause` or `evidence.reason`.
    pub cause: Option<String>,
    /// The name of the column.
    pub column: Option<String>,
    /// The official names of the elements that a guide lacks.
    pub missing: Vec<String>,
    /// What it is, in Chinese.
    pub note: String,
}

/// A row as it stands in the file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    pub id: String,
    pub kind: PlantedKind,
    pub rule: String,
    pub or_rule: Option<String>,
    pub site: String,
    pub page: String,
    pub target: Option<String>,
    pub written: Option<String>,
    pub cause: Option<String>,
    pub column: Option<String>,
    #[serde(default)]
    pub missing: Vec<String>,
    pub answer: Option<String>,
    pub head: Option<String>,
    pub html: Option<String>,
    pub dates: Option<Dates>,
    /// Whether the page has no link to its policy or interpretation but what `html` gives it.
    #[serde(default)]
    pub own_links: bool,
    #[serde(default)]
    pub swap: Vec<[String; 2]>,
    pub swap_on: Option<String>,
    /// Whether it is a fault from February on only, and planted only then.
    #[serde(default)]
    pub from_february: bool,
    pub note: String,
}

/// Dates of an article other than the one it would have, each in days before the day of the demonstration.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Dates {
    /// What it shows.
    pub shown: Option<i64>,
    /// What its address says.
    pub filed: Option<i64>,
    /// What its PubDate label says.
    pub label: Option<i64>,
    /// What its server says of when it was last changed.
    pub modified: Option<i64>,
}

/// The embedded files, one a family of rules.
const FILES: &[&str] = &[
    include_str!("planted/links.json"),
    include_str!("planted/columns.json"),
    include_str!("planted/kinds.json"),
    include_str!("planted/guides.json"),
    include_str!("planted/policy.json"),
    include_str!("planted/inquiries.json"),
    include_str!("planted/wording.json"),
    include_str!("planted/identity.json"),
    include_str!("planted/services.json"),
    include_str!("planted/safety.json"),
];

/// The rows of all files, as far as they hold on this day.
pub(super) fn rows(today: Date) -> io::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for file in FILES {
        rows.extend(serde_json::from_str::<Vec<Row>>(file).map_err(io::Error::other)?);
    }
    rows.retain(|row| !row.from_february || today.month() > 1);
    Ok(rows)
}

/// `text` with the places of the day filled in.
pub(super) fn fill_in(text: &str, addresses: &Addresses) -> String {
    text.replace("{outside}", &addresses.outside)
        .replace("{other}", &addresses.other)
        .replace("{closed}", &addresses.closed)
}

impl Row {
    /// How the page writes the address: a path from the root, or what the row says.
    pub(super) fn href(&self, site: &Site, addresses: &Addresses) -> String {
        let written = self.written.as_ref().or(self.target.as_ref());
        let Some(written) = written.map(|w| fill_in(w, addresses)) else {
            return String::new();
        };
        if written.starts_with('/') && !written.starts_with("//") {
            format!("{}{written}", site.base)
        } else {
            written
        }
    }

    /// The true address, where there is one: absolute, or as written where it is no address.
    pub(super) fn address(&self, site: &Site, addresses: &Addresses) -> Option<String> {
        let target = fill_in(self.target.as_ref()?, addresses);
        Some(if target.starts_with('/') { site.url(&target) } else { target })
    }
}

/// One way to say what a page is, of those named in the module's comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot<'a> {
    Home,
    Everywhere,
    List(&'a str, usize),
    Item(&'a str, usize),
}

impl<'a> Spot<'a> {
    /// Reads `/`, `*`, `tzgg`, `jwyw@2`, `jwyw:3`.
    pub(super) fn of(page: &'a str) -> Self {
        let number = |text: &str| text.parse::<usize>().unwrap_or(1).max(1);
        match page {
            "/" => Spot::Home,
            "*" => Spot::Everywhere,
            page => match (page.split_once(':'), page.split_once('@')) {
                (Some((dir, n)), _) => Spot::Item(dir, number(n) - 1),
                (None, Some((dir, n))) => Spot::List(dir, number(n)),
                (None, None) => Spot::List(page, 1),
            },
        }
    }

    /// The path without the site's base; none where the site has no such page, and for [`Spot::Everywhere`].
    pub(super) fn path(self, site: &Site) -> Option<String> {
        match self {
            Spot::Home => Some("/".to_owned()),
            Spot::Everywhere => None,
            Spot::List(dir, page) => Some(list_path(site.cms, site.column(dir)?, page)),
            Spot::Item(dir, at) => {
                let column = site.column(dir)?;
                Some(item_path(site.cms, column, column.items.get(at)?))
            }
        }
    }
}

/// The rows with absolute addresses. `pages_of` gives the addresses of all pages of a site.
pub(super) fn resolve(
    rows: &[Row],
    sites: &[Site],
    addresses: &Addresses,
    pages_of: impl Fn(&Site) -> Vec<String>,
) -> io::Result<Vec<Planted>> {
    rows.iter()
        .map(|row| {
            let missing = || io::Error::other(format!("planted: {} names no page of the demonstration", row.id));
            let site = sites.iter().find(|s| s.id == row.site).ok_or_else(missing)?;
            let spot = Spot::of(&row.page);
            let mut pages = match spot {
                Spot::Everywhere => pages_of(site),
                spot => vec![site.url(&spot.path(site).ok_or_else(missing)?)],
            };
            if let (Spot::List(dir, _), "column-undated") = (spot, row.rule.as_str())
                && let Some(column) = site.column(dir)
            {
                pages.extend(column.items.iter().map(|i| site.url(&item_path(site.cms, column, i))));
            }
            Ok(Planted {
                id: row.id.clone(),
                kind: row.kind,
                rule: row.rule.clone(),
                or_rule: row.or_rule.clone(),
                site: row.site.clone(),
                pages: pages.iter().map(|p| normal(p)).collect(),
                everywhere: spot == Spot::Everywhere,
                target_url: row.address(site, addresses).map(|a| normal(&a)),
                cause: row.cause.clone(),
                column: row.column.clone(),
                missing: row.missing.clone(),
                note: row.note.clone(),
            })
        })
        .collect()
}

/// The normalised form of a web address; anything else stays as it is.
pub(super) fn normal(address: &str) -> String {
    match Url::parse(address) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => report_url(&url),
        _ => address.trim().to_owned(),
    }
}
