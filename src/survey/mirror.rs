//! The same columns once more under a folder of their own (`/m/`, `/wap/`, `/tw/`): a version of the site for telephones or in
//! another script. What is wrong with a column there is wrong with the one it shows, and is told of that.

use std::collections::BTreeMap;

use jiff::civil::Date;
use url::Url;

use crate::facts::{ColumnFacts, Fact};

/// Columns whose lists are the same from which a folder is a version of the site.
const LEAST: usize = 2;
/// Items with a date from which two lists are the same by no chance.
const DATED: usize = 3;

/// How the columns below a folder stand to those of the same address without it.
#[derive(Default)]
struct Pairs {
    same: usize,
    other: usize,
    /// Those that go with the folder: their places among all.
    held: Vec<usize>,
}

/// Leaves out the columns of such versions.
pub(super) fn leave_out(columns: &mut Vec<ColumnFacts>) {
    let address = |column: &ColumnFacts| Url::parse(&column.url).ok();
    let key = |url: &Url, path: &str| format!("{}{path}?{}", url.origin().ascii_serialization(), url.query().unwrap_or_default());
    let at: BTreeMap<String, usize> = columns
        .iter()
        .enumerate()
        .filter_map(|(i, column)| address(column).map(|url| (key(&url, url.path()), i)))
        .collect();
    let mut folders: BTreeMap<String, Pairs> = BTreeMap::new();
    for (i, column) in columns.iter().enumerate() {
        let Some(url) = address(column) else { continue };
        let Some((folder, rest)) = url.path().get(1..).and_then(|path| path.split_once('/')) else {
            continue;
        };
        let Some(&plain) = at.get(&key(&url, &format!("/{rest}"))).filter(|plain| **plain != i) else {
            continue;
        };
        let pairs = folders.entry(key(&url, folder)).or_default();
        match (days(column), days(&columns[plain])) {
            (Some(a), Some(b)) if a.is_empty() && b.is_empty() => pairs.held.push(i),
            (Some(a), Some(b)) if a == b && a.len() >= DATED => {
                pairs.same += 1;
                pairs.held.push(i);
            }
            // Too short to tell, or not read.
            (Some(a), Some(b)) if a == b => {}
            (None, _) | (_, None) => {}
            _ => pairs.other += 1,
        }
    }
    let mut out: Vec<usize> = folders
        .into_values()
        .filter(|pairs| pairs.same >= LEAST && pairs.same > 4 * pairs.other)
        .flat_map(|pairs| pairs.held)
        .collect();
    out.sort_unstable();
    let mut i = 0..;
    columns.retain(|_| i.next().is_none_or(|i: usize| out.binary_search(&i).is_err()));
}

/// The days of a column's items, the newest first; none where they are not known.
fn days(column: &ColumnFacts) -> Option<Vec<Date>> {
    let Fact::Known(items) = &column.items else { return None };
    let mut days: Vec<Date> = items.iter().filter_map(|item| item.date.map(|stamp| stamp.date)).collect();
    days.sort_unstable_by(|a, b| b.cmp(a));
    Some(days)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::facts::ListItem;
    use crate::standard::ColumnKind;

    fn column(path: &str, days: &[i8]) -> ColumnFacts {
        let item = |day: &i8| ListItem {
            title: format!("第{day}次会议"),
            url: None,
            date: Some(date(2026, 11, *day).into()),
            year_inferred: false,
            pinned: false,
        };
        ColumnFacts {
            items: Fact::Known(days.iter().map(item).collect()),
            ..ColumnFacts::blank("动态", &format!("http://a.gov.cn{path}"), ColumnKind::News)
        }
    }

    fn left(columns: &[(&str, &[i8])]) -> Vec<String> {
        let mut columns: Vec<ColumnFacts> = columns.iter().map(|(path, days)| column(path, days)).collect();
        leave_out(&mut columns);
        columns.iter().map(|c| c.url["http://a.gov.cn".len()..].to_owned()).collect()
    }

    #[test]
    fn a_version_for_telephones_is_told_of_once() {
        let plain: [(&str, &[i8]); 3] = [("/dt/", &[1, 2, 3]), ("/gg/", &[4, 5, 6]), ("/gh/", &[])];
        let with = |more: &[(&'static str, &'static [i8])]| left(&[&plain[..], more].concat());
        assert_eq!(
            with(&[("/m/dt/", &[1, 2, 3]), ("/m/gg/", &[4, 5, 6]), ("/m/gh/", &[])]),
            ["/dt/", "/gg/", "/gh/"]
        );
        // A column that only the version has is told of; so are those of a part of the site with the same folders.
        assert_eq!(
            with(&[("/m/dt/", &[1, 2, 3]), ("/m/gg/", &[4, 5, 6]), ("/m/zt/", &[7])]),
            ["/dt/", "/gg/", "/gh/", "/m/zt/"]
        );
        assert_eq!(with(&[("/zh/dt/", &[1, 2, 3]), ("/zh/gg/", &[7, 8, 9]), ("/zh/gh/", &[])]).len(), 6);
        assert_eq!(with(&[("/zh/gh/", &[])]).len(), 4);
        assert_eq!(with(&[("/m/dt/", &[1, 2, 3])]).len(), 4);
    }
}
