//! `xuncha page`: what the tool sees on one page, and what the page rules say of it.

use std::path::Path;

use jiff::civil::Date;
use url::Url;

use super::args::{Format, GlobalOptions, PageOptions};
use super::exit::{CliError, Exit, FailOn};
use super::terminal::Screen;
use super::{config_file, session, wording_files, workday_file};
use crate::extract::{self, PageInput};
use crate::facts::{Exchange, LinkState, PageFacts};
use crate::fetch::{AddressGuard, Client, ClientSettings, Fetch as _, OpenGate, Request, Want, guard_for_named_sites};
use crate::inspect;
use crate::judge::{Circumstances, judge_exchange};
use crate::report;
use crate::site::{Group, Role, Site, is_front, same_page};

/// Bytes of a local file that are read: what a page may have.
const READ_AT_MOST: u64 = 8 << 20;

/// Shows one page.
pub(crate) fn run(options: &PageOptions, _global: &GlobalOptions, screen: &mut Screen<'_>) -> Result<Exit, CliError> {
    let group = options.config.as_deref().map(config_file::load).transpose()?;
    let shanghai = || jiff::tz::TimeZone::get("Asia/Shanghai").unwrap_or(jiff::tz::TimeZone::UTC);
    let today = options.as_of.unwrap_or_else(|| match &group {
        Some(group) => inspect::today_in(group),
        None => jiff::Timestamp::now().to_zoned(shanghai()).date(),
    });
    let asked = match Url::parse(&options.target) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Some(url),
        _ => None,
    };
    let page = match asked {
        Some(url) => session::run_for(async || from_web(url, group.as_ref(), today).await)?,
        None => from_file(Path::new(&options.target), options.base.as_ref(), group.as_ref(), today)?,
    };
    let site = site_of(group.as_ref(), &page.facts.url);
    let second = options.second.reranker.as_deref();
    let wording = match &options.config {
        Some(config) => wording_files::of_run(config, &options.data, second)?,
        None => wording_files::of_no_group(&options.data, second)?,
    };
    let workdays = match &options.config {
        Some(config) => workday_file::of_run(config)?,
        None => crate::site::shipped_workdays().clone(),
    };
    let (findings, open) = crate::judge::judge_page(&site, &page.facts, today, &wording, &workdays);
    match options.format {
        Format::Json => screen.json(&report::page_json(&page.asked, &page.facts, &findings))?,
        Format::Text => screen.text(&report::page_text(&page.asked, &page.facts, &findings, &open))?,
    }
    let problems = findings.iter().filter(|f| !f.remark);
    Ok(Exit::of_run(problems.map(|f| f.grade).max(), FailOn::Minor, true))
}

struct Page {
    asked: String,
    facts: PageFacts,
}

async fn from_web(url: Url, group: Option<&Group>, today: Date) -> Result<Page, CliError> {
    let guard = guard_for_named_sites(std::slice::from_ref(&url)).await;
    let client = client(guard, group)?;
    let fetched = client.fetch(&OpenGate, &Request::new(url.clone(), Want::Page)).await;
    let Some(body) = fetched.body.filter(|_| fetched.exchange.answer().is_some()) else {
        return Err(CliError::Usage(format!("{url} 没有读到网页：{}", reason(&fetched.exchange))));
    };
    let at = fetched.exchange.final_url(&url);
    let input = PageInput {
        url: &at,
        bytes: &body.bytes,
        header_charset: body.header_charset.as_deref(),
        today,
        is_home: is_home(group, &url),
        guide_hint: false,
        cut_off: fetched.exchange.answer().is_some_and(|a| a.partial),
    };
    Ok(Page {
        asked: url.to_string(),
        facts: extract::extract_page(&input),
    })
}

fn from_file(path: &Path, base: Option<&Url>, group: Option<&Group>, today: Date) -> Result<Page, CliError> {
    use std::io::Read;
    let shown = path.display();
    if path.is_dir() {
        return Err(CliError::Usage(format!("“{shown}”是一个目录。\n改法：写到网页文件名为止。")));
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(READ_AT_MOST).read_to_end(&mut bytes))
        .map_err(|error| {
            CliError::Usage(format!(
                "读不了“{shown}”（{error}）。\n改法：写完整的网址（以 http:// 或 https:// 开头），或者本机上存在的文件。"
            ))
        })?;
    let url = base.cloned().unwrap_or_else(nowhere);
    let input = PageInput {
        url: &url,
        bytes: &bytes,
        header_charset: None,
        today,
        is_home: base.is_some_and(|b| is_home(group, b)),
        guide_hint: false,
        cut_off: bytes.len() as u64 == READ_AT_MOST,
    };
    Ok(Page {
        asked: base.map_or_else(|| path.display().to_string(), Url::to_string),
        facts: extract::extract_page(&input),
    })
}

fn is_home(group: Option<&Group>, url: &Url) -> bool {
    match group {
        Some(group) => group.sites.iter().any(|s| same_page(&s.url, url)),
        None => is_front(url) && url.query().is_none(),
    }
}

fn client(guard: AddressGuard, group: Option<&Group>) -> Result<Client, CliError> {
    let settings = match group {
        Some(group) => inspect::client_settings(group, guard),
        None => ClientSettings::new(format!("Mozilla/5.0 (compatible; xuncha/{})", env!("CARGO_PKG_VERSION")), guard),
    };
    Client::new(settings).map_err(|error| CliError::Internal(anyhow::Error::new(error).context("网络组件无法启动")))
}

fn reason(exchange: &Exchange) -> String {
    match judge_exchange(exchange, Circumstances::default()) {
        LinkState::Dead(cause) => cause.chinese(),
        LinkState::Suspect(reason) | LinkState::Skipped(reason) => reason.chinese().to_owned(),
        LinkState::Local => "该网址在本机或内网，不允许访问".to_owned(),
        LinkState::Alive => "返回的不是网页".to_owned(),
    }
}

/// Where a page without an address stands: relative links lead nowhere real, and the reserved name says so.
fn nowhere() -> Url {
    Url::parse("http://page.invalid/").unwrap_or_else(|_| unreachable!("a constant address"))
}

/// The configured site the page belongs to, else one made up for it.
fn site_of(group: Option<&Group>, url: &str) -> Site {
    let address = Url::parse(url).ok();
    let configured = group.and_then(|g| {
        let address = address.as_ref()?;
        g.sites
            .iter()
            .filter(|s| s.scope.depth_of(address).is_some())
            .max_by_key(|s| s.scope.depth_of(address))
    });
    if let Some(site) = configured {
        return site.clone();
    }
    let mut home = address.unwrap_or_else(nowhere);
    home.set_path("/");
    home.set_query(None);
    let name = home.host_str().unwrap_or_default().to_owned();
    Site {
        role: Role::Main,
        ..Site::plain("page", &name, home)
    }
}
