//! The pages of a run, read back from its log in batches and judged side by side.
//!
//! While one batch is judged the next is read. How much is in memory is bounded by [`PAGES`] and [`TEXT`], not by what a
//! site serves.

use tokio::sync::mpsc;

use super::cores::Cores;
use crate::judge::{Hands, Judging};
use crate::store::{PackedPage, Seq, Store, StoreError};

/// Pages read at once. Each batch costs three turns of all cores, which a few dozen pages make up for; packed, one page takes
/// some 3 KB (4,000 pages of a generated group: 11 MB).
const PAGES: usize = 64;

/// How much text of pages, packed as JSON, is unpacked and judged at once, bytes; one page that is longer goes alone.
const TEXT: usize = 4 << 20;

/// Gives every style sheet at these places to `judging`: of a site a few, so one after another.
pub(super) async fn take_sheets(store: &Store, run: &str, places: &[Seq], judging: &mut Judging<'_>) -> Result<(), StoreError> {
    for batch in places.chunks(PAGES) {
        for packed in store.pages_at(run, batch).await? {
            judging.sheet(&store.page(&packed)?);
        }
    }
    Ok(())
}

/// Gives every page at these places to `judging`, in this order.
pub(super) async fn judge_pages(store: &Store, run: &str, places: Vec<Seq>, judging: &mut Judging<'_>) -> Result<(), StoreError> {
    let cores = Cores::all();
    let (put, mut batches) = mpsc::channel(1);
    tokio::spawn(read(store.clone(), run.to_owned(), places, put));
    while let Some(batch) = batches.recv().await {
        let mut pages: &[PackedPage] = &batch?;
        while !pages.is_empty() {
            let (now, later) = pages.split_at(fitting(pages));
            let rows = cores.each(now, |packed| store.page(packed));
            judging.pages(rows.into_iter().collect::<Result<Vec<_>, _>>()?, &cores);
            pages = later;
        }
    }
    Ok(())
}

/// Reads batch by batch, until nobody takes them any more.
async fn read(store: Store, run: String, places: Vec<Seq>, put: mpsc::Sender<Result<Vec<PackedPage>, StoreError>>) {
    for batch in places.chunks(PAGES) {
        if put.send(store.pages_at(&run, batch).await).await.is_err() {
            return;
        }
    }
}

/// How many of these pages are unpacked at once: at least one.
fn fitting(pages: &[PackedPage]) -> usize {
    let mut text = 0;
    let fits = |page: &&PackedPage| {
        text += page.length();
        text <= TEXT
    };
    pages.iter().take_while(fits).count().max(1)
}
