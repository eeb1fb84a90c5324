//! A made-up group of nine government sites, served on loopback, of which it is known what is wrong.
//!
//! Everything follows from a seed and a number of pages, but for the ports: pages are made as they are asked for, so that
//! a hundred thousand of them take no memory. Broken links of many kinds (`faults`) and links that only look broken
//! (`traps`) are dealt out to articles; `Truth` knows all of them.

mod answers;
pub(crate) mod inspection;
mod links;
mod pages;
pub(crate) mod server;
mod text;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::{self, Write as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use anyhow::{Context as _, Result};
use jiff::civil::{Date, date};
use tokio::net::TcpListener;
use url::Url;

use links::{Encoding, Is, Kind};
use text::draw;

/// The day of the pages, to be given as `--as-of`.
pub(crate) const TODAY: Date = date(2026, 11, 23);

/// The sites: main site first.
const NAMES: [&str; 9] = [
    "青屿市公安局",
    "城东分局",
    "城西分局",
    "北岸分局",
    "南浦分局",
    "白石分局",
    "柳河分局",
    "港区分局",
    "高新分局",
];

/// The columns of every site: folder, name, and how many of a hundred articles it has.
const COLUMNS: [(&str, &str, usize); 9] = [
    ("jwyw", "警务要闻", 30),
    ("tzgg", "通知公告", 16),
    ("zcwj", "政策文件", 9),
    ("xxgk", "信息公开", 14),
    ("fzxc", "法治宣传", 9),
    ("rsxx", "人事信息", 5),
    ("jffw", "警方服务", 8),
    ("pajs", "平安建设", 6),
    ("ztzl", "专题专栏", 3),
];

/// Articles on one page of a list.
const PER_LIST: usize = 20;
/// Articles of a column that appear on one day.
const A_DAY: usize = 3;
/// Of a hundred pages, how many belong to the main site, and to each of the others.
const SHARE: [usize; 2] = [36, 8];

/// What is wrong with the group, and what only looks so: address to kind.
#[derive(Debug, Default)]
pub(crate) struct Truth {
    pub(crate) broken: BTreeMap<String, &'static str>,
    /// Places inside of pages that do not exist: hints, not broken links.
    pub(crate) places: BTreeSet<String>,
    pub(crate) traps: BTreeMap<String, &'static str>,
}

/// The group as it is served.
pub(crate) struct Group {
    seed: u64,
    sites: Vec<Site>,
    outside: SocketAddr,
    /// What was planted on an article, by its number.
    planted: HashMap<usize, String>,
    /// Pages between, by site and path.
    between: HashMap<(usize, String), String>,
    paragraphs: Vec<String>,
    pub(crate) truth: Truth,
    /// Addresses that were busy when they were asked first.
    asked: Mutex<HashSet<String>>,
    /// Requests for pages that lie behind those of the outside host: a crawler has no business there.
    strayed: AtomicUsize,
}

/// One of the nine.
struct Site {
    name: &'static str,
    address: SocketAddr,
    /// The numbers of its articles, by column; the first is the newest.
    columns: Vec<Range<usize>>,
    guides: usize,
}

/// One article: where it stands.
#[derive(Debug, Clone, Copy)]
struct Article {
    number: usize,
    site: usize,
    column: usize,
    date: Date,
    gbk: bool,
}

impl Group {
    /// Lays out about so many pages and serves them on loopback as long as the runtime lives.
    pub(crate) async fn serve(pages: usize, seed: u64) -> Result<Arc<Self>> {
        let mut listeners = Vec::new();
        let mut sites = Vec::new();
        let mut number = 0;
        for (at, name) in NAMES.into_iter().enumerate() {
            let listener = listen(at).await?;
            let of_site = pages * SHARE[at.min(1)] / 100;
            let guides = (of_site / 40).max(2);
            let articles = (of_site.saturating_sub(guides + COLUMNS.len() + 3) * PER_LIST / (PER_LIST + 1)).max(40);
            let mut columns = Vec::new();
            for (_, _, share) in COLUMNS {
                let end = number + (articles * share / 100).max(1);
                columns.push(number..end);
                number = end;
            }
            let address = listener.local_addr()?;
            sites.push(Site {
                name,
                address,
                columns,
                guides,
            });
            listeners.push(listener);
        }
        let outside = listen(NAMES.len()).await?;
        let mut group = Group {
            seed,
            sites,
            outside: outside.local_addr()?,
            planted: HashMap::new(),
            between: HashMap::new(),
            paragraphs: text::paragraphs(seed),
            truth: Truth::default(),
            asked: Mutex::default(),
            strayed: AtomicUsize::new(0),
        };
        // Bound for a moment, so that nobody else has it; then given back, so that nobody answers.
        let closed = listen(NAMES.len() + 1).await?.local_addr()?;
        group.plant(closed)?;
        let group = Arc::new(group);
        for (at, listener) in listeners.into_iter().enumerate() {
            let group = Arc::clone(&group);
            server::serve(listener, move |request| answers::of_site(&group, at, request));
        }
        let of_outside = Arc::clone(&group);
        server::serve(outside, move |request| answers::of_outside(&of_outside, request));
        Ok(group)
    }

    /// Deals the links out to the articles.
    fn plant(&mut self, closed: SocketAddr) -> Result<()> {
        let mut n = 100_000;
        for kind in links::kinds()? {
            let wanted = self.articles().checked_div(kind.one_in).unwrap_or(0).max(kind.least);
            for _ in 0..wanted {
                n += 1;
                self.plant_one(kind, n, closed)?;
            }
        }
        for (at, site) in self.sites.iter().enumerate().filter(|(at, _)| answers::lacks_banner(*at)) {
            let banner = format!("http://{}{}", site.address, answers::banner(at));
            self.truth.broken.insert(banner, "picture of a style sheet");
        }
        Ok(())
    }

    fn plant_one(&mut self, kind: Kind, n: usize, closed: SocketAddr) -> Result<()> {
        let article = self.drawn(n, kind.on)?;
        let site = &self.sites[article.site];
        let near = self
            .article(site.columns[article.column].start)
            .context("a column has an article")?;
        let fill = |text: &str, address: &str| {
            text.replace("{a}", address)
                .replace("{n}", &n.to_string())
                .replace("{near}", &near.path())
                .replace("{outside}", &self.outside.to_string())
                .replace("{closed}", &closed.to_string())
                .replace("{host}", &site.address.to_string())
                .replace("\\n", "\n")
                .replace("\\t", "\t")
        };
        let address = fill(kind.address, "");
        let target = Url::parse(&format!("http://{}{}", site.address, article.path()))?
            .join(&address)?
            .to_string();
        let mut html = fill(kind.html, &address);
        if html.starts_with("<!DOCTYPE") {
            let path = format!("/jump/{n}.html");
            let link = format!("<a href=\"{path}\">专题{n}</a>");
            self.between.insert((article.site, path), html);
            html = link;
        }
        writeln!(self.planted.entry(article.number).or_default(), "<p>{html}</p>")?;
        match kind.is {
            Is::Broken => drop(self.truth.broken.insert(target, kind.name)),
            Is::Place => drop(self.truth.places.insert(target)),
            Is::Sound => drop(self.truth.traps.insert(target, kind.name)),
        }
        Ok(())
    }

    /// An article of this encoding, drawn by the seed.
    fn drawn(&self, n: usize, on: Encoding) -> Result<Article> {
        let fits = |article: &Article| match on {
            Encoding::Any => true,
            Encoding::Utf8 => !article.gbk,
            Encoding::Gbk => article.gbk,
        };
        let count = self.articles() as u64;
        let mut tries = (0..1000).filter_map(|again| self.article((draw(self.seed, n as u64 + (again << 32)) % count) as usize));
        tries.find(fits).context("an article of each encoding")
    }

    fn articles(&self) -> usize {
        self.sites.last().and_then(|s| s.columns.last()).map_or(0, |c| c.end)
    }

    fn article(&self, number: usize) -> Option<Article> {
        let site = self.sites.partition_point(|s| s.columns.last().is_some_and(|c| c.end <= number));
        let columns = &self.sites.get(site)?.columns;
        let column = columns.partition_point(|c| c.end <= number);
        let days = i32::try_from((number - columns[column].start) / A_DAY).ok()?;
        let gbk = site + 1 == NAMES.len() || draw(self.seed, number as u64).is_multiple_of(16);
        let date = TODAY.checked_sub(jiff::Span::new().days(days)).ok()?;
        Some(Article {
            number,
            site,
            column,
            date,
            gbk,
        })
    }

    /// Every page of the group that is to be read, without those that only a planted link names.
    pub(crate) fn pages(&self) -> Vec<String> {
        let mut all = Vec::new();
        for site in &self.sites {
            let mut add = |path: &str| all.push(format!("http://{}{path}", site.address));
            add("/");
            add("/about.html");
            add("/bszn/");
            (0..site.guides).for_each(|guide| add(&format!("/bszn/{guide}.html")));
            for ((folder, ..), articles) in COLUMNS.iter().zip(&site.columns) {
                (0..articles.len().div_ceil(PER_LIST)).for_each(|page| add(&pages::list_path(folder, page)));
                articles.clone().filter_map(|n| self.article(n)).for_each(|a| add(&a.path()));
            }
        }
        all
    }

    /// The configuration that inspects all of it, as fast as it goes.
    pub(crate) fn configuration(&self) -> String {
        let mut yaml =
            "group: 基准\ndefaults: {concurrency: 128, max_pages: 2000000, max_depth: 1000, max_megabytes: 1000000}\nsites:\n".to_owned();
        for (at, site) in self.sites.iter().enumerate() {
            let role = if at == 0 { "main" } else { "subsite" };
            let (name, address) = (site.name, site.address);
            let site = format!("  - {{id: s{at}, name: {name}, url: \"http://{address}/\", role: {role}}}\n");
            yaml += &site;
        }
        yaml
    }

    /// How many requests went to pages behind those of the outside host, since this was asked last.
    pub(crate) fn strayed(&self) -> usize {
        self.strayed.swap(0, Ordering::Relaxed)
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let kinds = |of: &BTreeMap<String, &'static str>| of.values().collect::<BTreeSet<_>>().len();
        let (pages, Truth { broken, places, traps }) = (self.pages().len(), &self.truth);
        write!(
            f,
            "A group of {} sites on loopback, {pages} pages, served by this process: ",
            self.sites.len()
        )?;
        write!(
            f,
            "{} broken links of {} kinds, {} places, ",
            broken.len(),
            kinds(broken),
            places.len()
        )?;
        write!(f, "{} traps of {} kinds", traps.len(), kinds(traps))
    }
}

impl Article {
    fn path(&self) -> String {
        let (folder, ..) = COLUMNS[self.column];
        format!(
            "/{folder}/{}/t{}_{}.html",
            self.date.strftime("%Y%m"),
            self.date.strftime("%Y%m%d"),
            self.number
        )
    }
}

/// A number that the environment sets, as `XUNCHA_BENCH_<name>`.
pub(crate) fn setting(name: &str, usual: usize) -> usize {
    let set = std::env::var(format!("XUNCHA_BENCH_{name}")).ok();
    set.and_then(|n| n.parse().ok()).unwrap_or(usual)
}

/// A port on an address of its own, where the system has more than one on loopback.
async fn listen(nth: usize) -> Result<TcpListener> {
    let own = Ipv4Addr::new(127, 0, 0, u8::try_from(nth + 1)?);
    Ok(match TcpListener::bind((own, 0)).await {
        Ok(listener) => listener,
        Err(_) => TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?,
    })
}
