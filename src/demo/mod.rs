//! The built-in demonstration: an invented group of nine government sites, served on loopback, with planted faults
//! and with decoys that look wrong and are right. Every date on it is relative to the day it is given.
//!
//! The files of `planted/` list all that is planted; [`compare`] holds an inspection against it.

mod answers;
mod cms;
mod compare;
mod content;
mod dede;
mod empire;
mod inquiries;
mod model;
mod plans;
mod planted;
mod platform;
mod related;
mod search;
mod server;
mod services;
mod sites;
mod swap;
mod texts;
mod trs;

use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;
use jiff::tz::{TimeZone, offset};
use tokio::net::{TcpListener, TcpSocket};
use tokio::task::JoinSet;
use url::Url;

pub(crate) use compare::compare;
pub use inquiries::calendar;
pub(crate) use planted::Planted;

use crate::site::{self, ColumnSpec, Group, Limits, Role};
use crate::standard::ColumnKind;
use content::Content;
use model::{Addresses, Show};

/// The running demonstration. Dropping it ends its servers.
pub struct Demo {
    content: Content,
    group: Group,
    servers: JoinSet<()>,
    /// Bound and never listening, so that connections to its port are refused as long as the demonstration runs.
    _closed: TcpSocket,
}

/// Starts the servers on ports of 127.0.0.1 that the system chooses, with the pages as they are on the day `today`.
pub async fn start(today: Date) -> io::Result<Demo> {
    let mut listeners = Vec::new();
    for _ in 0..plans::HOSTS + 2 {
        listeners.push(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?);
    }
    let mut places = listeners
        .iter()
        .map(|l| l.local_addr().map(|a| a.to_string()))
        .collect::<io::Result<Vec<_>>>()?;
    let closed = TcpSocket::new_v4()?;
    closed.bind((Ipv4Addr::LOCALHOST, 0).into())?;
    let addresses = Addresses {
        closed: closed.local_addr()?.to_string(),
        outside: places[plans::HOSTS].clone(),
        other: places[plans::HOSTS + 1].clone(),
        hosts: places.drain(..plans::HOSTS).collect(),
    };
    let mut content = content::content(today, &addresses)?;
    let group = group(&content)?;
    let mut servers = JoinSet::new();
    for listener in listeners {
        let place = listener.local_addr()?.to_string();
        // The pages are the servers' from here on; only the plan is kept.
        if let Some(host) = content.hosts.remove(&place) {
            servers.spawn(server::serve(listener, Arc::new(host)));
        }
    }
    Ok(Demo {
        content,
        group,
        servers,
        _closed: closed,
    })
}

impl Demo {
    /// The group as `sites.yaml` would describe it: no rate limit, an answer within two seconds. Columns are left to
    /// recognition but for one site, which lists them.
    pub fn group(&self) -> Group {
        self.group.clone()
    }

    /// All that is planted, with absolute addresses.
    pub fn planted(&self) -> Vec<Planted> {
        self.content.planted.clone()
    }

    /// How many pages each site has, by site id.
    pub fn pages(&self) -> Vec<(&'static str, usize)> {
        self.content.pages.iter().map(|(site, pages)| (*site, pages.len())).collect()
    }

    /// Ends the servers and their connections.
    pub async fn stop(mut self) {
        self.servers.shutdown().await;
    }
}

fn group(content: &Content) -> io::Result<Group> {
    let limits = Limits {
        rate_per_second: None,
        concurrency: 8,
        timeout: Duration::from_secs(2),
        max_pages: 2_000,
        max_depth: 30,
        ..Limits::default()
    };
    let address = |text: String| Url::parse(&text).map_err(io::Error::other);
    let mut sites = Vec::new();
    for site in &content.sites {
        let url = address(site.url("/"))?;
        let mut columns = Vec::new();
        for column in site.columns.iter().filter(|c| site.id == "churujing" && c.show != Show::Text) {
            columns.push(ColumnSpec {
                name: column.name.to_owned(),
                url: address(site.url(&cms::list_path(site.cms, column, 1)))?,
                kind: kind(column.dir),
                max_age: None,
                exempt: (column.dir == "rsxx").then(|| "本年度无人事变动".to_owned()),
            });
        }
        sites.push(site::Site {
            role: if site.id == "main" { Role::Main } else { Role::Subsite },
            owner: format!("{}办公室", site.short),
            site_code: Some(site.site_code()),
            columns,
            search: search::template(site),
            limits: limits.clone(),
            ..site::Site::plain(site.id, &site.name, url)
        });
    }
    Ok(Group {
        name: "鹭岛市公安局网站群（演示）".to_owned(),
        timezone: TimeZone::get("Asia/Shanghai").unwrap_or_else(|_| TimeZone::fixed(offset(8))),
        contact: "demo@ludao.invalid".to_owned(),
        sites,
        disabled: Vec::new(),
        outside: limits,
    })
}

/// The kind of a column by its folder.
fn kind(dir: &str) -> ColumnKind {
    match dir {
        "jwyw" | "jcdt" => ColumnKind::News,
        "tzgg" => ColumnKind::Notice,
        "zcwj" => ColumnKind::Policy,
        "zcjd" => ColumnKind::Interpretation,
        "rsxx" => ColumnKind::Personnel,
        "ghjh" => ColumnKind::Planning,
        "bszn" => ColumnKind::Guide,
        "cjwt" => ColumnKind::Faq,
        "myzj" => ColumnKind::Survey,
        "zxft" => ColumnKind::Interview,
        "bjtj" => ColumnKind::ServiceStatistics,
        _ => ColumnKind::Other,
    }
}

#[cfg(test)]
mod tests;
