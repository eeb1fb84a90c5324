//! Who shares a lane, and what a lane holds back.

use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::tz::TimeZone;

use super::*;
use crate::site::Site;

fn url(text: &str) -> Url {
    text.parse().unwrap()
}

fn site(address: &str, rate: Option<f64>, platform: Option<&str>) -> Site {
    Site {
        limits: Limits {
            rate_per_second: rate,
            concurrency: 4,
            ..Limits::default()
        },
        platform: platform.map(str::to_owned),
        ..Site::plain(address, address, url(address))
    }
}

fn group(sites: Vec<Site>) -> Group {
    Group {
        name: "测试".to_owned(),
        timezone: TimeZone::UTC,
        contact: String::new(),
        sites,
        disabled: Vec::new(),
        outside: Limits {
            rate_per_second: Some(9.0),
            ..Limits::default()
        },
    }
}

/// `a`, `b` and `c` are on one server, `d` is alone, nothing else resolves.
fn resolver(asked: Arc<AtomicUsize>) -> Resolve {
    Arc::new(move |host| {
        asked.fetch_add(1, Ordering::SeqCst);
        let ip = match host {
            "a.test" | "b.test" | "c.test" => Some([203, 0, 113, 1].into()),
            "d.test" => Some([203, 0, 113, 2].into()),
            _ => None,
        };
        Box::pin(async move { ip })
    })
}

fn politeness(sites: Vec<Site>) -> Politeness {
    Politeness::with_resolver(&group(sites), resolver(Arc::default()))
}

#[tokio::test(start_paused = true)]
async fn hosts_on_one_address_share_a_lane_at_the_strictest_rate() {
    let sites = vec![
        site("http://a.test/", Some(4.0), None),
        site("http://b.test:8080/", Some(1.0), None),
        site("http://d.test/", Some(3.0), None),
    ];
    let politeness = politeness(sites.clone());
    politeness.prepare(&group(sites)).await;
    let before = Instant::now();
    for host in ["http://a.test/", "http://b.test:8080/x", "http://203.0.113.1:99/", "http://c.test/"] {
        drop(politeness.enter(&url(host), None).await);
    }
    assert!(before.elapsed() >= Duration::from_secs(3));
    let usage = politeness.usage(&url("http://c.test/other"));
    assert_eq!((usage.requests, usage.limit), (4, Some(1.0)));
    assert!(usage.peak_per_second <= 2);
    assert_eq!(politeness.usage(&url("http://d.test/")).limit, Some(3.0));
    assert_eq!(politeness.usage(&url("http://d.test/")).requests, 0);
}

#[tokio::test(start_paused = true)]
async fn a_platform_is_one_lane_whatever_the_addresses() {
    let politeness = politeness(vec![
        site("http://a.test/", Some(4.0), Some("集约化")),
        site("http://d.test/", Some(2.0), Some("集约化")),
    ]);
    drop(politeness.enter(&url("http://a.test/"), None).await);
    drop(politeness.enter(&url("http://d.test/"), None).await);
    drop(politeness.enter(&url("http://b.test/"), None).await); // a stranger on the platform's first address
    let usage = politeness.usage(&url("http://b.test/"));
    assert_eq!((usage.requests, usage.limit), (3, Some(2.0)));
}

#[tokio::test(start_paused = true)]
async fn strangers_get_the_limits_for_outside_until_a_site_shares_their_server() {
    let politeness = politeness(vec![site("http://a.test/", Some(2.0), None)]);
    drop(politeness.enter(&url("http://c.test/"), None).await);
    assert_eq!(politeness.usage(&url("http://c.test/")).limit, Some(9.0));
    drop(politeness.enter(&url("http://a.test/"), None).await);
    assert_eq!(politeness.usage(&url("http://c.test/")).limit, Some(2.0));
}

#[tokio::test(start_paused = true)]
async fn a_host_that_does_not_resolve_goes_by_its_name_and_is_asked_again_later() {
    let asked = Arc::new(AtomicUsize::new(0));
    let politeness = Politeness::with_resolver(&group(vec![]), resolver(Arc::clone(&asked)));
    for _ in 0..5 {
        drop(politeness.enter(&url("http://nowhere.test/"), None).await);
        drop(politeness.enter(&url("http://d.test/"), None).await);
    }
    assert_eq!(asked.load(Ordering::SeqCst), 2, "one question a host");
    assert_eq!(politeness.usage(&url("http://nowhere.test/")).requests, 5);
    tokio::time::advance(FAILURE_HOLDS).await;
    drop(politeness.enter(&url("http://nowhere.test/"), None).await);
    drop(politeness.enter(&url("http://d.test/"), None).await);
    assert_eq!(asked.load(Ordering::SeqCst), 3, "only the failure is asked again");
    assert_eq!(politeness.usage(&url("http://nowhere.test/")).requests, 6, "its lane stays its own");
}

#[tokio::test(start_paused = true)]
async fn a_delay_said_before_the_first_request_is_kept_and_bounded() {
    let politeness = politeness(vec![site("http://a.test/", Some(10.0), None)]);
    let obeyed = politeness.crawl_delay(&url("http://a.test/"), Duration::from_mins(2));
    assert_eq!(obeyed, LONGEST_CRAWL_DELAY);
    let before = Instant::now();
    drop(politeness.enter(&url("http://a.test/"), None).await);
    drop(politeness.enter(&url("http://a.test/x"), None).await);
    assert!(before.elapsed() >= LONGEST_CRAWL_DELAY);
    assert_eq!(politeness.usage(&url("http://a.test/")).crawl_delay, Some(LONGEST_CRAWL_DELAY));
}

#[tokio::test(start_paused = true)]
async fn the_delay_of_one_name_does_not_slow_its_neighbours_on_the_server() {
    let politeness = Arc::new(politeness(vec![
        site("http://a.test/", Some(10.0), None),
        site("http://b.test/", Some(10.0), None),
    ]));
    // robots.txt is asked for first, and says it then.
    drop(politeness.enter(&url("http://a.test/robots.txt"), None).await);
    politeness.crawl_delay(&url("http://a.test/"), Duration::from_secs(5));
    politeness.crawl_delay(&url("http://a.test/"), Duration::from_secs(2));
    let began = Instant::now();
    // More than there are slots, all waiting at once.
    let sent = |host: &'static str, count: usize| {
        let tasks: Vec<_> = (0..count)
            .map(|n| {
                let politeness = Arc::clone(&politeness);
                tokio::spawn(async move {
                    let pass = politeness.enter(&url(&format!("http://{host}/{n}")), None).await;
                    let at = Instant::now();
                    drop(pass);
                    at
                })
            })
            .collect();
        async move {
            let mut times = Vec::new();
            for task in tasks {
                times.push(task.await.unwrap());
            }
            times.sort_unstable();
            times
        }
    };
    let (slow, quick) = tokio::join!(sent("a.test", 6), sent("b.test", 20));
    assert!(quick[19] - began <= Duration::from_secs(3), "{:?}", quick[19] - began);
    assert!(slow[0] - began >= Duration::from_millis(4_900), "after robots.txt too");
    for pair in slow.windows(2) {
        let gap = (pair[1] - pair[0]).as_secs_f64();
        assert!((4.99..5.2).contains(&gap), "{gap}");
    }
    assert_eq!(politeness.usage(&url("http://b.test/")).crawl_delay, None);
}

#[tokio::test(start_paused = true)]
async fn with_the_limit_off_no_delay_is_kept() {
    let politeness = politeness(vec![site("http://a.test/", None, None)]);
    politeness.crawl_delay(&url("http://a.test/"), Duration::from_secs(5));
    let before = Instant::now();
    for _ in 0..3 {
        drop(politeness.enter(&url("http://a.test/"), None).await);
    }
    assert_eq!(before.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_complaint_counts_for_the_whole_server() {
    let politeness = politeness(vec![site("http://a.test/", Some(10.0), None)]);
    drop(politeness.enter(&url("http://a.test/"), None).await);
    drop(politeness.enter(&url("http://b.test/"), None).await);
    let before = Instant::now();
    politeness.slow_down(&url("http://a.test/"), Some(Duration::from_secs(20)));
    drop(politeness.enter(&url("http://b.test/"), None).await);
    assert!(before.elapsed() >= Duration::from_secs(20));
}

/// With the limit off the lanes must never be what holds a run up. Counted, not timed against a wall: ten thousand
/// passes need not one wait, so paused time stands still.
#[tokio::test(start_paused = true)]
async fn without_a_limit_nothing_waits() {
    let politeness = politeness(vec![site("http://a.test/", None, None)]);
    let address = url("http://a.test/x");
    let before = Instant::now();
    for _ in 0..10_000 {
        drop(politeness.enter(&address, None).await);
    }
    assert_eq!(before.elapsed(), Duration::ZERO);
    let usage = politeness.usage(&address);
    assert_eq!((usage.requests, usage.peak_per_second, usage.limit), (10_000, 10_000, None));
}
