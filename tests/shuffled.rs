//! A log whose rows stand in another order: what is told of one address keeps its order, all else is shuffled by a seed.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::path::Path;

use sqlx::Connection as _;
use xuncha::testing::facts::LogRow;
use xuncha::testing::store::{Seq, Store};

use crate::desk::Desk;
use crate::one_way::Dice;

/// Shuffles the log of the one run of a data folder.
pub(crate) async fn shuffle_log(data: &Path, dice: Dice) {
    let store = Store::open(data).await.unwrap();
    let [run] = &store.runs(2).await.unwrap()[..] else {
        panic!("more than one run")
    };
    let mut rows = Vec::new();
    store.replay(&run.id, |seq, row| rows.push((seq, address_of(&row)))).await.unwrap();
    store.close().await;
    drop(store);

    let mut connection = sqlx::SqliteConnection::connect(&format!("sqlite://{}", data.join("xuncha.db").display()))
        .await
        .unwrap();
    let (base,): (i64,) = sqlx::query_as("SELECT min(at) >> 32 << 32 FROM log")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    let mut change = connection.begin().await.unwrap();
    sqlx::query("UPDATE log SET at = -at").execute(&mut *change).await.unwrap();
    for (seq, place) in shuffled(&rows, dice).into_iter().zip(1..) {
        let moved = sqlx::query("UPDATE log SET at = ? WHERE at = ?")
            .bind(base + place)
            .bind(-(base + i64::from(seq)));
        assert_eq!(moved.execute(&mut *change).await.unwrap().rows_affected(), 1);
    }
    change.commit().await.unwrap();
    connection.close().await.unwrap();
}

/// The log of the one run at a desk, shuffled, is judged as it was when it was crawled.
#[track_caller]
pub(crate) fn says_the_same_shuffled(desk: &Desk, seed: u64) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(shuffle_log(&desk.folder.path().join(".xuncha"), Dice(seed)));
    let ran = desk.run(&["rejudge", "last", "-q", "--format", "json"]);
    assert_eq!(ran.code, Some(0), "its log shuffled by seed {seed}: {ran:?}");
}

/// The address a row tells of.
fn address_of(row: &LogRow) -> String {
    match row {
        LogRow::End(row) => row.site.clone(),
        row => row.exchange().map(|exchange| exchange.url.clone()).unwrap_or_default(),
    }
}

/// Rows are given as they stand, each with its address; their places come in the order they are to have.
fn shuffled(rows: &[(Seq, String)], mut dice: Dice) -> Vec<Seq> {
    let mut tickets: HashMap<&str, Vec<u64>> = HashMap::new();
    for (_, address) in rows {
        tickets.entry(address).or_default().push(dice.below(u64::MAX));
    }
    for of_one in tickets.values_mut() {
        of_one.sort_unstable_by_key(|ticket| Reverse(*ticket));
    }
    let mut drawn: Vec<(Option<u64>, Seq)> = rows
        .iter()
        .map(|(seq, address)| (tickets.get_mut(address.as_str()).and_then(Vec::pop), *seq))
        .collect();
    drawn.sort_unstable();
    drawn.into_iter().map(|(_, seq)| seq).collect()
}

#[test]
fn rows_are_shuffled_and_those_of_one_address_are_not() {
    let rows: Vec<(Seq, String)> = (1..=60).map(|n| (n, format!("/{}", n % 20))).collect();
    let order = shuffled(&rows, Dice(1));
    assert_ne!(order, shuffled(&rows, Dice(2)));
    assert!(
        !order.is_sorted() && order.iter().zip(1..).filter(|(a, b)| **a == *b).count() < 20,
        "{order:?}"
    );
    for address in 0..20 {
        let of_one: Vec<Seq> = order.iter().copied().filter(|n| n % 20 == address).collect();
        assert_eq!(of_one.len(), 3);
        assert!(of_one.is_sorted(), "{order:?}");
    }
}
