//! The pages of a run as they stand in its log: read back packed, and unpacked where they are judged.
//!
//! Unpacking costs more than reading (zstd, then JSON), so it is left to whoever has hands free for it.

use std::collections::HashMap;

use super::log::{Seq, place};
use super::packed::{plain_length, unpack};
use super::{Store, StoreError};
use crate::facts::{PageHead, PageRow};

/// One page, packed.
#[derive(Debug)]
pub(crate) struct PackedPage {
    head: Vec<u8>,
    facts: Vec<u8>,
}

impl PackedPage {
    /// How long what it says is as text, bytes; what it takes in memory is a small multiple.
    pub(crate) fn length(&self) -> usize {
        plain_length(&self.head) + plain_length(&self.facts)
    }
}

impl Store {
    /// The pages of a run that stand at these places, in this order; a place where no page stands is passed over.
    pub(crate) async fn pages_at(&self, run: &str, places: &[Seq]) -> Result<Vec<PackedPage>, StoreError> {
        let run = self.ordinal(run).await?;
        let at: Vec<i64> = places.iter().map(|seq| place(run, *seq)).collect();
        let rows = sqlx::query_as::<_, (i64, Vec<u8>, Option<Vec<u8>>)>(
            "SELECT at, record, facts FROM log WHERE kind = 'page' AND at IN (SELECT value FROM json_each(?))",
        )
        .bind(serde_json::json!(at).to_string())
        .fetch_all(&self.inner.reading)
        .await
        .map_err(|e| self.inner.err(e))?;
        let mut rows: HashMap<i64, PackedPage> = rows
            .into_iter()
            .map(|(at, head, facts)| {
                let facts = facts.unwrap_or_default();
                (at, PackedPage { head, facts })
            })
            .collect();
        Ok(at.iter().filter_map(|at| rows.remove(at)).collect())
    }

    /// What a packed page says.
    pub(crate) fn page(&self, packed: &PackedPage) -> Result<PageRow, StoreError> {
        let damaged = |error: String| self.inner.corrupt(error);
        Ok(PageRow {
            head: unpack::<PageHead>(&packed.head).map_err(damaged)?,
            facts: unpack(&packed.facts).map_err(damaged)?,
        })
    }
}
