//! Addresses under which systems for diaries (WordPress, Hexo, Typecho) show their articles once more, by word, author or month,
//! and those of a site for telephones: nobody made them columns.

use url::Url;

/// Folders of words, authors and months.
const FOLDERS: [&str; 6] = ["tag", "tags", "author", "authors", "archive", "archives"];
/// Keys of the same, where an address is a question.
const KEYS: [&str; 3] = ["tag", "author", "m"];
/// Folders of sites for telephones and tablets.
const HAND_HELD: [&str; 8] = ["m", "wap", "mobile", "phone", "3g", "pad", "ipad", "weixin"];

/// Whether an address, of a site at `base`, is that of such an archive.
pub(crate) fn is_archive(url: &Url, base: &Url) -> bool {
    let Some(steps) = steps(url, base) else { return false };
    // Further pages of one.
    let own = match steps.iter().position(|step| *step == "page") {
        Some(at) if steps.len() == at + 2 => &steps[..at],
        _ => &steps[..],
    };
    let is_folder = |step: &&str| FOLDERS.iter().any(|f| step.eq_ignore_ascii_case(f));
    let of_word = match own {
        [folder] | [folder, _] if is_folder(folder) => true,
        [folder, rest @ ..] if is_folder(folder) => is_day(rest),
        _ => is_day(own) && !own.is_empty(),
    };
    let is_asked = || own.is_empty() && url.query_pairs().any(|(key, value)| KEYS.contains(&&*key) && !value.is_empty());
    of_word || is_asked()
}

/// Whether an address, of a site at `base`, is the front of its site for telephones.
pub(crate) fn is_hand_held(url: &Url, base: &Url) -> bool {
    let steps = steps(url, base);
    steps.is_some_and(|steps| matches!(steps[..], [folder] if HAND_HELD.iter().any(|h| folder.eq_ignore_ascii_case(h))))
}

/// The parts of a path below the site's own, without the name of an index page.
fn steps<'u>(url: &'u Url, base: &Url) -> Option<Vec<&'u str>> {
    let folder = base.path().rsplit_once('/').map_or("", |(folder, _)| folder);
    let rest = url.path().strip_prefix(folder)?;
    let mut steps: Vec<&str> = rest.split('/').filter(|step| !step.is_empty()).collect();
    steps.pop_if(|last| {
        let name = last.to_ascii_lowercase();
        name.starts_with("index.") || name.starts_with("default.")
    });
    Some(steps)
}

/// Whether steps name a year, a month or a day, and nothing else.
fn is_day(steps: &[&str]) -> bool {
    let number = |text: &str, digits: usize| text.len() <= digits && text.bytes().all(|b| b.is_ascii_digit());
    let is_year = |text: &str| text.len() == 4 && number(text, 4) && (text.starts_with("19") || text.starts_with("20"));
    match steps {
        [] => true,
        [year, rest @ ..] => is_year(year) && rest.len() <= 2 && rest.iter().all(|step| number(step, 2)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn archives_are_told_from_columns() {
        let base: Url = "http://a.gov.cn/".parse().unwrap();
        let of = |path: &str| is_archive(&format!("http://a.gov.cn{path}").parse().unwrap(), &base);
        for archive in [
            "/tag/jinghui/",
            "/tags/",
            "/author/admin/index.html",
            "/archives/2019/05/",
            "/2019/05/",
            "/2019/",
            "/2019/05/20/page/2/",
            "/?tag=a",
            "/?m=201905",
            "/tag/a/page/3",
        ] {
            assert!(of(archive), "{archive}");
        }
        for column in [
            "/",
            "/tzgg/",
            "/zwgk/2019/",
            "/2019/05/tzgg/",
            "/2019/05/20/1234.html",
            "/author/a/b/",
            "/tagged/",
            "/danganju/archives/a/",
            "/20190/",
            "/list.jsp?m=1",
        ] {
            assert!(!of(column), "{column}");
        }
        let in_folder: Url = "http://a.gov.cn/blog/".parse().unwrap();
        assert!(is_archive(&"http://a.gov.cn/blog/2019/05/".parse().unwrap(), &in_folder));
        assert!(!is_archive(&"http://a.gov.cn/2019/05/".parse().unwrap(), &in_folder));
    }

    #[test]
    fn fronts_for_telephones_are_told_from_what_lies_below() {
        let base: Url = "http://a.gov.cn/".parse().unwrap();
        let of = |path: &str| is_hand_held(&format!("http://a.gov.cn{path}").parse().unwrap(), &base);
        assert!(of("/m/") && of("/m") && of("/wap/index.html") && of("/M/index.shtml"));
        assert!(!of("/") && !of("/m/tzgg/") && !of("/mm/") && !of("/m.html"));
    }
}
