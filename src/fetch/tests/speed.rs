//! How fast addresses are fetched where nothing but the client is slow.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use super::*;

/// Fetches the addresses of the file named by XUNCHA_SPEED_URLS, 128 at a time, and prints addresses a second.
/// `cargo test --release --lib fetch::tests::speed -- --ignored --nocapture`
#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement: needs XUNCHA_SPEED_URLS and a running server"]
async fn addresses_a_second() {
    let list = std::fs::read_to_string(std::env::var("XUNCHA_SPEED_URLS").unwrap()).unwrap();
    let urls: Arc<Vec<Url>> = Arc::new(list.lines().filter_map(|l| l.parse().ok()).collect());
    let client = Arc::new(
        Client::new(ClientSettings {
            pool_idle_per_host: 128,
            ..settings()
        })
        .unwrap(),
    );
    let (next, good) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let began = Instant::now();
    let workers: Vec<_> = (0..128)
        .map(|_| {
            let (urls, client, next, good) = (Arc::clone(&urls), Arc::clone(&client), Arc::clone(&next), Arc::clone(&good));
            tokio::spawn(async move {
                while let Some(url) = urls.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let fetched = get(&client, url.clone()).await;
                    if fetched.exchange.answer().is_some_and(|a| a.status == 200) {
                        good.fetch_add(1, Ordering::Relaxed);
                    }
                }
            })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap();
    }
    let seconds = began.elapsed().as_secs_f64();
    println!(
        "{} of {} good, {:.0} a second",
        good.load(Ordering::Relaxed),
        urls.len(),
        urls.len() as f64 / seconds
    );
    assert!(good.load(Ordering::Relaxed) * 2 > urls.len(), "the server does not serve these");
}
