//! The marks of documents and the dates of the real pages beside the repository; run with `--ignored --nocapture`.

use super::shared_pages::{facts_at, page_files};
use crate::facts::DateKind;

#[test]
#[ignore = "needs ../shared"]
fn marks_and_dates_of_real_pages() {
    let mut dated = 0;
    for (path, address, bytes) in page_files() {
        let facts = facts_at(&address, &bytes);
        let (dates, document) = (&facts.dates, &facts.document);
        let shown = facts.pub_date.known().map(|s| s.date);
        dated += usize::from(dates.kind == DateKind::Published);
        println!(
            "{path} {:?} {} {:?} shown {shown:?} {:?} label {:?} address {:?} number {:?} withdrawn {:?}",
            facts.kind,
            facts.title.as_deref().unwrap_or_default(),
            facts.column,
            dates.kind,
            dates.label,
            dates.address,
            document.number,
            document.withdrawn
        );
        // Every one of these pages was published long before the day the readers are given.
        assert!(shown.is_none_or(|d| d <= jiff::civil::date(2026, 11, 23)), "{path}");
    }
    assert!(dated >= 20, "{dated}");
}
