//! The hostile server: what a browser would do decides the verdict each link must get, and the whole program must give
//! it, no more and no less.
//!
//! The rows stand in one file a kind of mischief. All of them are one run: one page a file, all links of its rows on it.

mod addresses;
mod answers;
mod bodies;
mod case;
mod documents;
mod elsewhere;
mod heads;
mod kills;
mod pending;
mod politeness;
mod redirects;
mod refusals;
mod retries;
mod server;
mod soft;
mod statuses;
mod tls;
mod wire;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

use self::answers::{fine, html, missing, page};
use self::case::{Case, Front, SITE, Verdict};
use self::pending::PENDING;
use self::server::{Act, Ask, Host, Server, Speech, Step};
use crate::desk::{Desk, site_yaml, sites_yaml};

/// The time one try may take: short, since some rows use all of it; long enough for a machine that is busy compiling.
const TIMEOUT_SECONDS: u32 = 3;
/// No answer is read further than this: the largest page (8 MiB), and what lies in the sockets' buffers on the way.
const MOST_PER_TARGET: u64 = 32 << 20;

/// All answers together: five pages without end or bombs, and some ten floods that are stopped at their beginning.
const MOST_AT_ALL: u64 = 256 << 20;

const MONTHLY: [&str; 8] = [
    "monthly",
    "--rate",
    "off",
    "--as-of",
    "2026-11-23",
    "--format",
    "json",
    "--no-progress",
];

/// The rows of one file, which stand on one page.
struct Group {
    name: &'static str,
    /// Whether its page is in GBK.
    gbk: bool,
    cases: Vec<Case>,
}

fn groups(authority: &tls::Authority) -> Vec<Group> {
    let group = |name, cases| Group { name, gbk: false, cases };
    vec![
        group("wire", wire::cases()),
        group("heads", heads::cases()),
        group("bodies", bodies::cases()),
        group("statuses", statuses::cases()),
        group("retries", retries::cases()),
        group("refusals", refusals::cases()),
        group("redirects", redirects::cases()),
        group("documents", documents::cases()),
        group("addresses", addresses::cases()),
        Group {
            name: "addresses-in-gbk",
            gbk: true,
            cases: addresses::cases_in_gbk(),
        },
        group("soft", soft::cases()),
        group("tls", tls::cases(authority)),
    ]
}

/// The site's own pages: the home page, and one page a group.
fn own_page(ask: &Ask, groups: &[(&'static str, bool, String)]) -> Option<Vec<Step>> {
    if ask.path() == "/" {
        let links: String = groups
            .iter()
            .map(|(name, ..)| format!("<p><a href=\"/{name}.html\">{name}</a></p>"))
            .collect();
        return Some(html(ask, 200, &page("测试网", &format!("<h1>测试网</h1>{links}"))));
    }
    let (name, gbk, links) = groups.iter().find(|(name, ..)| ask.path() == format!("/{name}.html"))?;
    let beyond = ask.hosts.0["canary"].port();
    let links = links.replace("{canary.beyond}", &(u32::from(beyond) + 65536).to_string());
    let text = page(name, &format!("<h1>{name}</h1>\n{}", ask.hosts.fill(&links)));
    Some(if *gbk {
        answers::answer(
            ask,
            200,
            "Content-Type: text/html; charset=gbk\r\n",
            answers::gbk(&text.replace("utf-8", "gbk")),
        )
    } else {
        html(ask, 200, &text)
    })
}

fn start(groups: &[Group]) -> Server {
    let pages: Vec<(&'static str, bool, String)> = groups
        .iter()
        .map(|g| (g.name, g.gbk, g.cases.iter().map(|c| format!("<p>{}</p>\n", c.markup)).collect()))
        .collect();
    let cases: Arc<Vec<Case>> = Arc::new(groups.iter().flat_map(|g| g.cases.clone()).collect());
    let act: Act = {
        let cases = Arc::clone(&cases);
        Arc::new(move |ask| {
            let own = cases.iter().find(|c| c.owns(ask.host, &ask.target));
            if let Some(case) = own {
                return (case.act)(ask);
            }
            if ask.host == SITE
                && let Some(page) = own_page(ask, &pages)
            {
                return page;
            }
            match soft::missing_on(ask.host).filter(|_| ask.path() != "/robots.txt") {
                Some(_) if ask.path() == "/" => html(ask, 200, &answers::about(&format!("{}门户", ask.host))),
                Some(missing) => missing(ask),
                None if ask.host == "neighbour" => fine(ask),
                None => missing(ask),
            }
        })
    };
    let mut hosts: BTreeMap<&'static str, Host> = BTreeMap::new();
    for (name, ip) in [("canary", "127.0.0.1"), ("neighbour", "127.0.0.10"), ("six", "::1")] {
        let speech = Speech::Plain(Arc::clone(&act));
        let ip = if ip.contains(':') { format!("[{ip}]") } else { ip.to_owned() };
        hosts.insert(name, Host { name, ip, speech });
    }
    for case in cases.iter() {
        hosts.entry(case.host).or_insert_with(|| Host {
            name: case.host,
            ip: case.ip.to_owned(),
            speech: match &case.front {
                Front::Plain => Speech::Plain(Arc::clone(&act)),
                Front::Tls(config) => Speech::Tls(Arc::clone(config), Arc::clone(&act)),
                Front::Raw(steps) => Speech::Raw(steps.clone()),
            },
        });
    }
    Server::start(hosts.into_values().collect())
}

/// The configuration: one site that takes in every host of the rows that are inside.
fn config(server: &Server, cases: &[&Case]) -> String {
    let home = format!("http://{}/", server.hosts.place(SITE));
    let inside: BTreeSet<String> = cases
        .iter()
        .filter(|c| c.inside)
        .map(|c| format!("\"http://{}/\"", server.hosts.place(c.host)))
        .collect();
    let include = inside.into_iter().collect::<Vec<_>>().join(", ");
    let more = format!("    include: [{include}]\n    concurrency: 64\n    timeout_seconds: {TIMEOUT_SECONDS}\n");
    sites_yaml(&site_yaml("main", "main", &home, &more))
}

/// What the run says of each link, by its text: rule and cause of every finding about it.
fn said(findings: &[Value], cases: &[&Case]) -> (BTreeMap<&'static str, String>, Vec<String>) {
    let (mut by_name, mut strangers): (BTreeMap<&'static str, String>, Vec<String>) = (BTreeMap::new(), Vec::new());
    for finding in findings
        .iter()
        .filter(|f| f["rule"].as_str().is_some_and(|rule| rule.starts_with("link-")))
    {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let why = finding["evidence"]["cause"]
            .as_str()
            .or(finding["evidence"]["reason"].as_str())
            .unwrap_or_default();
        let words = format!("{} {why}", text(&finding["rule"])).trim_end().to_owned();
        let message = text(&finding["message"]);
        match cases.iter().find(|c| message.contains(&format!("“{}”", c.name))) {
            Some(case) => {
                let all = by_name.entry(case.name).or_default();
                *all = if all.is_empty() { words } else { format!("{all} + {words}") };
            }
            None => strangers.push(format!("{words}: {message} on {}", text(&finding["page_url"]))),
        }
    }
    (by_name, strangers)
}

#[test]
fn every_hostile_link_gets_its_verdict_and_no_link_another() {
    let authority = tls::Authority::new();
    let groups = groups(&authority);
    let server = start(&groups);
    let cases: Vec<&Case> = groups.iter().flat_map(|g| &g.cases).collect();
    let names: BTreeSet<&str> = cases.iter().map(|c| c.name).collect();
    assert_eq!(names.len(), cases.len(), "two rows of one name");
    let desk = Desk::with(config(&server, &cases));
    let trusted = desk.folder.path().join("ca.pem");
    std::fs::write(&trusted, &authority.pem).unwrap();

    let began = std::time::Instant::now();
    let output = desk.command(&MONTHLY).env("SSL_CERT_FILE", &trusted).output().unwrap();
    let run: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {output:?}"));
    eprintln!("{} rows in {:?}", cases.len(), began.elapsed());
    assert_eq!((output.status.code(), &run["complete"]), (Some(1), &Value::Bool(true)), "{run:#}");

    let (said, strangers) = said(&desk.findings(&run), &cases);
    let asks = server.asks();
    let mut wrong = Vec::new();
    for case in &cases {
        let said = said.get(case.name).cloned().unwrap_or_default();
        let asked = asks.iter().filter(|a| case.owns(a.host, &a.target)).count();
        let mut faults = Vec::new();
        if said != case.verdict.said() {
            faults.push(format!("should be {:?}, is {said:?}", case.verdict));
        }
        match case.verdict {
            Verdict::Alive if asked == 0 => faults.push("was never asked".to_owned()),
            _ if case.forbidden && asked > 0 => faults.push("was asked".to_owned()),
            _ => {}
        }
        let pending = PENDING.iter().find(|(name, _)| *name == case.name);
        match (pending, faults.is_empty()) {
            (None, false) => wrong.push(format!("{}: {}", case.name, faults.join("; "))),
            (Some((_, why)), true) => wrong.push(format!("{}: is mended ({why}); strike it out of PENDING", case.name)),
            _ => {}
        }
    }
    wrong.extend(strangers);
    wrong.extend(
        PENDING
            .iter()
            .filter(|(name, _)| !names.contains(name))
            .map(|(name, _)| format!("PENDING names no row: {name}")),
    );
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), cases.len(), wrong.join("\n"));

    // What must never be asked was never connected to, and no flood was drunk.
    assert_eq!(
        server.connections("canary"),
        0,
        "{:?}",
        asks.iter().filter(|a| a.host == "canary").collect::<Vec<_>>()
    );
    let (most, target, all) = server.sent();
    assert!(most < MOST_PER_TARGET, "{most} bytes sent for {target}");
    assert!(all < MOST_AT_ALL, "{all} bytes sent");
    let read = run["sites"][0]["bytes"].as_u64().unwrap();
    assert!(read < MOST_AT_ALL, "{read} bytes read");
}
