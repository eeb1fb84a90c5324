//! Which addresses are one page.

use url::Url;

use super::url_key;

/// The address without scheme and without `index.*`/`default.*` at its end: a folder and its index page are one.
pub fn page_identity(url: &Url) -> String {
    let key = url_key(url);
    let bare = key.split_once("://").map_or(key.as_str(), |(_, rest)| rest);
    match bare.rsplit_once('/') {
        Some((folder, file))
            if file.contains('.')
                && ["index.", "default."].iter().any(|p| file.to_ascii_lowercase().starts_with(p))
                && !file.contains('?') =>
        {
            format!("{folder}/")
        }
        _ => bare.to_owned(),
    }
}
