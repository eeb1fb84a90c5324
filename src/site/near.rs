//! The nearest of several names to one that was mistyped.

/// Names longer than this are not compared: nobody mistypes a key that badly.
const LONGEST: usize = 40;

/// The candidate closest to `written` by edit distance (a swap of neighbours counts once; case, `-` and `_` do not
/// count), or none where all are too far away to be meant.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = folded(written);
    if wanted.is_empty() || wanted.len() > LONGEST {
        return None;
    }
    candidates
        .into_iter()
        .map(|name| (distance(&wanted, &folded(name)), name))
        .filter(|(steps, name)| *steps <= allowed(wanted.len().min(name.chars().count())))
        .min_by_key(|(steps, _)| *steps)
        .map(|(_, name)| name)
}

/// How many edits still look like a slip of the pen: one in short names, a third of long ones.
fn allowed(length: usize) -> usize {
    (length / 3).clamp(1, 4)
}

fn folded(name: &str) -> Vec<char> {
    name.chars()
        .filter(|c| !matches!(c, '-' | '_' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Optimal string alignment distance.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let differs = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + differs);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_recognised_and_strangers_are_not() {
        let keys = ["name", "url", "columns", "max_pages", "max_depth", "timeout_seconds"];
        for (written, meant) in [
            ("colums", Some("columns")),
            ("column", Some("columns")),
            ("nmae", Some("name")),
            ("URL", Some("url")),
            ("max-pages", Some("max_pages")),
            ("maxdepth", Some("max_depth")),
            ("timeout_second", Some("timeout_seconds")),
            ("password", None),
            ("", None),
        ] {
            assert_eq!(nearest(written, keys), meant, "{written}");
        }
        assert_eq!(nearest(&"x".repeat(100_000), keys), None);
    }
}
