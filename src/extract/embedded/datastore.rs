//! Records in XML that the pagination of a content system shows: `<datastore>…<record><![CDATA[…]]></record>`.

use super::{Page, Piece};
use crate::extract::attributes::is_javascript;

/// The markup of all records of all stores, each where its store stands.
pub(super) fn find(page: &Page<'_, '_>) -> Vec<Piece> {
    page.scripts
        .iter()
        .filter(|script| script.code.contains("<record") && !is_javascript(page.outline.attr(script.el, "type")))
        .filter_map(|script| {
            let markup: String = records(script.code).collect();
            (!markup.is_empty()).then(|| Piece {
                spot: page.beside(script.el),
                markup,
            })
        })
        .collect()
}

/// The content of every record. The store is no document: it is taken as it comes, up to where it breaks off.
pub(super) fn records(store: &str) -> impl Iterator<Item = &str> {
    let mut rest = store;
    std::iter::from_fn(move || {
        loop {
            let open = rest.find("<record")?;
            let behind = &rest[open + "<record".len()..];
            // `<recordset>` is what they stand in.
            let Some((head, content)) = behind.split_once('>').filter(|(head, _)| head.is_empty() || head.starts_with(' ')) else {
                rest = behind;
                continue;
            };
            let _ = head;
            let (record, next) = content.split_once("</record>").unwrap_or((content, ""));
            rest = next;
            let record = record.trim();
            let record = record.strip_prefix("<![CDATA[").unwrap_or(record);
            return Some(record.strip_suffix("]]>").unwrap_or(record));
        }
    })
}
