//! Word lists of rules: the files of `lexicon/`, one entry a line with its reason.

/// What a template leaves in a label that nobody filled in.
pub(super) const LABEL_PLACEHOLDERS: &str = include_str!("../../lexicon/label-placeholders.tsv");
/// Words round the name of an organisation that make it the name of a website.
pub(super) const SITE_NAMES: &str = include_str!("../../lexicon/site-names.tsv");
/// Words of links that speak of a system and do not lead into one.
pub(super) const NOT_A_SYSTEM: &str = include_str!("../../lexicon/not-a-system.tsv");

/// The entries of a list, field by field, in the order of the file; lines that begin with `#` are comments.
pub(super) fn entries(list: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = list.lines().map(|line| line.trim_end_matches('\r'));
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

/// The words of a list: the first field of every entry.
pub(super) fn words(list: &'static str) -> impl Iterator<Item = &'static str> {
    entries(list).filter_map(|entry| entry.first().copied())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_word_stands_once_and_has_its_reason() {
        for (list, fields) in [(LABEL_PLACEHOLDERS, 3), (SITE_NAMES, 3), (NOT_A_SYSTEM, 2)] {
            let mut seen = HashSet::new();
            for entry in entries(list) {
                assert_eq!(entry.len(), fields, "{entry:?}");
                assert!(entry.iter().all(|field| !field.is_empty() && field.trim() == *field), "{entry:?}");
                assert!(seen.insert(entry[0]), "{entry:?} stands twice");
            }
            assert!(seen.len() > 10);
        }
    }
}
