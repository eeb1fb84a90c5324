//! Whether the sites answer over IPv6 (P19-D28): an address in the name system, and a home page that comes from it.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::future::BoxFuture;
use url::{Host, Url};

use super::Measurements;
use crate::crawl::manners::gatekeeper::Gatekeeper;
use crate::crawl::visits::Visitor;
use crate::facts::{Exchange, Fact, Failure, Ipv6, Ipv6Row, LinkState, LogRow, Outcome, Why};
use crate::fetch::{Fetch as _, Gate, Names, Pass, Request, Want};
use crate::judge::{Circumstances, judge_exchange};
use crate::site::SiteIndex;

/// What one name came to, before it is known whether IPv6 works here at all.
#[derive(Debug, Clone, PartialEq)]
enum Seen {
    Answers,
    NoAddress,
    Silent(String),
    /// The name system could not be asked, or knows the name from inside only.
    Unasked,
}

/// Lets requests over IPv6 stand in line like all others, and learns nothing from how they end: silence there says nothing of
/// the host that everybody else reaches.
struct SideDoor<'a>(&'a Gatekeeper);

impl Gate for SideDoor<'_> {
    fn enter<'a>(&'a self, url: &'a Url) -> BoxFuture<'a, Result<Pass, Failure>> {
        self.0.enter(url)
    }

    fn leave(&self, _: &Url, _: &Outcome, _: Duration) {}
}

/// What is to be said once all names were asked. That nothing answers is the site's fault only if others answer; that a name
/// has no address, only if the resolver gives such addresses for other names.
fn settle(seen: &Seen, someone_answers: bool, resolver_gives: bool) -> Fact<Ipv6> {
    match seen {
        Seen::Answers => Fact::Known(Ipv6::Answers),
        Seen::NoAddress if someone_answers || resolver_gives => Fact::Known(Ipv6::NoAddress),
        Seen::Silent(why) if someone_answers => Fact::Known(Ipv6::Silent(why.clone())),
        Seen::NoAddress | Seen::Silent(_) | Seen::Unasked => Fact::Unknown(Why::NoIpv6),
    }
}

/// Asks every inspected site whose answer is not known yet; the rows for the log.
pub(in crate::crawl) async fn ask(visitor: &Visitor, measurements: &Measurements) -> Vec<LogRow> {
    let territory = &visitor.territory;
    // A name is asked about once, whatever number of sites live on it. A site at a bare address has no name to move, and
    // one of this machine is nobody's business.
    let mut names: BTreeMap<&str, Seen> = BTreeMap::new();
    let mut of_site: Vec<(SiteIndex, &str, Option<Exchange>)> = Vec::new();
    for index in territory.inspected().filter(|index| !measurements.knows_ipv6(*index)) {
        let url = &territory.site(index).url;
        let Some(Host::Domain(name)) = url.host() else { continue };
        if name == "localhost" || name.ends_with(".localhost") {
            continue;
        }
        let mut exchange = None;
        if !names.contains_key(name) {
            let seen;
            (seen, exchange) = look(visitor, index, url, name).await;
            names.insert(name, seen);
        }
        of_site.push((index, name, exchange));
    }
    let someone_answers = names.values().any(|s| *s == Seen::Answers);
    let doubtful = !someone_answers && names.values().any(|s| *s == Seen::NoAddress);
    let resolver_gives = doubtful && visitor.client.resolver().gives_ipv6().await;
    let row = |(index, name, exchange): (SiteIndex, &str, Option<Exchange>)| {
        LogRow::Ipv6(Ipv6Row {
            site: territory.site(index).id.clone(),
            exchange,
            fact: settle(&names[name], someone_answers, resolver_gives),
        })
    };
    of_site.into_iter().map(row).collect()
}

async fn look(visitor: &Visitor, index: SiteIndex, home: &Url, name: &str) -> (Seen, Option<Exchange>) {
    match visitor.client.resolver().names(name).await {
        Names::Both => {}
        Names::Ipv4Only => return (Seen::NoAddress, None),
        Names::Unknown => return (Seen::Unasked, None),
    }
    let Ok(client) = visitor.client.over_ipv6() else {
        return (Seen::Unasked, None);
    };
    let limits = &visitor.territory.site(index).limits;
    let request = Request {
        timeout: limits.timeout,
        ..Request::new(home.clone(), Want::Check)
    };
    let exchange = client.fetch(&SideDoor(&visitor.gate), &request.inside()).await.exchange;
    let kept_back = matches!(
        exchange.last().map(|a| &a.outcome),
        Some(Outcome::Failure(Failure::Limit { .. } | Failure::Robots))
    );
    // Whatever it answers: it is the same server with the same pages.
    let seen = if exchange.answer().is_some() {
        Seen::Answers
    } else if kept_back {
        Seen::Unasked
    } else {
        let within = Circumstances { inside: true, soft: None };
        Seen::Silent(match judge_exchange(&exchange, within) {
            LinkState::Dead(cause) => cause.chinese(),
            LinkState::Suspect(reason) | LinkState::Skipped(reason) => reason.chinese().to_owned(),
            LinkState::Alive | LinkState::Local => "没有应答".to_owned(),
        })
    };
    (seen, Some(exchange))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_at_fault_only_where_ipv6_is_known_to_work() {
        let silent = Seen::Silent("连接被拒绝".to_owned());
        let unknown = Fact::Unknown(Why::NoIpv6);
        assert_eq!(settle(&Seen::NoAddress, false, false), unknown);
        assert_eq!(settle(&Seen::NoAddress, false, true), Fact::Known(Ipv6::NoAddress));
        assert_eq!(settle(&Seen::NoAddress, true, false), Fact::Known(Ipv6::NoAddress));
        assert_eq!(settle(&silent, false, true), unknown);
        assert_eq!(settle(&silent, true, false), Fact::Known(Ipv6::Silent("连接被拒绝".to_owned())));
        assert_eq!(settle(&Seen::Unasked, true, true), unknown);
        assert_eq!(settle(&Seen::Answers, true, false), Fact::Known(Ipv6::Answers));
    }
}
