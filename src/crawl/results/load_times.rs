//! How long the pages of a site took.

use std::collections::HashMap;

use crate::crawl::frontier::address_kind::AddressKind;
use crate::crawl::frontier::{Target, TargetId, Want};
use crate::facts::{Exchange, LoadFacts, Method};

/// "页面加载时长不宜超过3秒" (G17-LOAD).
const SLOW: u32 = 3_000;

/// So many of the slowest are named.
const NAMED: usize = 3;

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct LoadTimes(HashMap<TargetId, u32, rustc_hash::FxBuildHasher>);

impl LoadTimes {
    /// Notes how long a page took that was read whole. One that was asked twice counts with its better time: a moment's
    /// weather is not the page.
    pub(crate) fn take(&mut self, id: TargetId, target: &Target, exchange: &Exchange) {
        let (Some(last), Some(answer)) = (exchange.last(), exchange.answer()) else {
            return;
        };
        let is_page = target.want == Want::Read && target.kind == AddressKind::Page && last.method == Method::Get;
        let is_whole = answer.status == 200 && !answer.partial && answer.content_type.as_deref().is_none_or(|t| t.contains("html"));
        if is_page && is_whole {
            let best = self.0.entry(id).or_insert(last.ms);
            *best = last.ms.min(*best);
        }
    }

    /// What is to be said of the site; nothing where no page was read whole.
    pub(crate) fn facts(&self, targets: &[Target]) -> Option<LoadFacts> {
        let mut times: Vec<(u32, &str)> = self.0.iter().map(|(id, ms)| (*ms, targets[*id as usize].url.as_str())).collect();
        times.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        let slow = times.iter().filter(|(ms, _)| *ms > SLOW).count();
        Some(LoadFacts {
            pages: times.len() as u32,
            // Of an even number the quicker of the two in the middle: in doubt for the site.
            median_ms: times.get(times.len() / 2)?.0,
            slow: slow as u32,
            slowest: times.iter().take(NAMED.min(slow)).map(|(_, url)| (*url).to_owned()).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crawl::visits::not_asked;
    use crate::facts::{Answer, Failure, Outcome};

    fn target(n: usize, want: Want) -> Target {
        Target {
            url: format!("http://a.gov.cn/{n}.htm").parse().unwrap(),
            owner: None,
            kind: AddressKind::Page,
            want,
            depth: 1,
            progress: crate::crawl::frontier::Progress::Done,
            picture: false,
            clicked: false,
            kin: false,
            alone: false,
            named: true,
        }
    }

    fn answered(target: &Target, status: u16, ms: u32) -> Exchange {
        let mut exchange = not_asked(&target.url, Failure::Robots);
        exchange.attempts[0].ms = ms;
        exchange.attempts[0].outcome = Outcome::Answer(Answer {
            status,
            content_type: Some("text/html".to_owned()),
            ..Answer::default()
        });
        exchange
    }

    #[test]
    fn the_middle_of_whole_pages_counts_and_the_better_of_two_times() {
        let targets: Vec<Target> = (0..6).map(|n| target(n, if n == 5 { Want::Check } else { Want::Read })).collect();
        let mut loads = LoadTimes::default();
        for (id, ms) in [(0, 900), (1, 3_000), (2, 20_000), (2, 3_100), (3, 8_000), (5, 60_000)] {
            let target = &targets[id as usize];
            loads.take(id, target, &answered(target, 200, ms));
        }
        loads.take(4, &targets[4], &answered(&targets[4], 304, 50_000));
        loads.take(4, &targets[4], &not_asked(&targets[4].url, Failure::HostDown));
        assert_eq!(LoadTimes::default().facts(&targets), None);
        let facts = loads.facts(&targets).unwrap();
        assert_eq!((facts.pages, facts.median_ms, facts.slow), (4, 3_000, 2));
        assert_eq!(facts.slowest, ["http://a.gov.cn/3.htm", "http://a.gov.cn/2.htm"]);
    }
}
