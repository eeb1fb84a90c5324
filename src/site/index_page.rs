//! Which addresses are one page: a folder and its index page, with http or https.

use url::Url;

use super::url_key;

/// What the file is called that a server shows for a folder: Apache's and nginx's `index.*`, the `Default.*` of IIS. Nothing
/// else is taken for a folder unless an administrator says so (`main`, `home` and `welcome` are pages of their own).
const STEMS: &[&str] = &["index", "default"];

/// Extensions of files that servers show for a folder: pages as they lie, pages with server-side includes, and programs whose
/// answer is a page. An extension that is not here names a style sheet, a script, a picture, a feed or data
/// (`/index.vsb1.css`, `/index.xml`, `/default.jpg`), or something nobody serves as an index.
const EXTENSIONS: &[&str] = &[
    "htm", "html", "xhtml", "dhtml", "jhtml", "shtml", "shtm", "stm", "php", "php5", "phtml", "asp", "aspx", "jsp", "jspx", "jspa", "do",
    "action", "cgi", "pl", "cfm",
];

/// Whether a file of this name, without query, is what a server shows for the folder it lies in. A name with a second dot is
/// another page (`index.en.html`) or no page (`index.vsb1.css`).
pub(crate) fn is_index_file(name: &str) -> bool {
    let is_one_of = |word: &str, all: &[&str]| all.iter().any(|one| word.eq_ignore_ascii_case(one));
    name.split_once('.')
        .is_some_and(|(stem, extension)| is_one_of(stem, STEMS) && is_one_of(extension, EXTENSIONS))
}

/// Whether an address is that of a folder or its index page, as those of columns are.
pub(crate) fn is_folder(url: &Url) -> bool {
    let file = url.path().rsplit('/').next().unwrap_or_default();
    url.query().is_none() && (file.is_empty() || is_index_file(file))
}

/// Whether an address is the front page of its host, under whatever query.
pub(crate) fn is_front(url: &Url) -> bool {
    url.path()
        .strip_prefix('/')
        .is_some_and(|file| file.is_empty() || is_index_file(file))
}

/// The address without scheme and without the name of an index page at its end: a folder and its index page are one.
pub(crate) fn page_identity(url: &Url) -> String {
    let key = url_key(url);
    let bare = key.split_once("://").map_or(key.as_str(), |(_, rest)| rest);
    match bare.rsplit_once('/') {
        Some((folder, file)) if is_index_file(file) => format!("{folder}/"),
        _ => bare.to_owned(),
    }
}

/// Whether two addresses are one page: http or https, with or without the name of an index page.
pub(crate) fn same_page(a: &Url, b: &Url) -> bool {
    page_identity(a) == page_identity(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(address: &str) -> String {
        page_identity(&address.parse().unwrap())
    }

    #[test]
    fn a_folder_and_its_index_page_are_one() {
        for file in [
            "index.html",
            "index.htm",
            "Index.HTM",
            "index.shtml",
            "index.php",
            "index.asp",
            "Default.aspx",
            "default.htm",
            "index.jsp",
            "index.jspx",
            "index.jhtml",
            "index.do",
            "index.action",
            "index.html;jsessionid=0123456789ABCDEF01",
        ] {
            assert_eq!(identity(&format!("https://a.gov.cn/x/{file}")), "a.gov.cn/x/", "{file}");
        }
    }

    #[test]
    fn what_is_no_page_or_another_page_is_no_index() {
        for file in [
            "index.vsb1.css",
            "index.vsb.css",
            "index.css",
            "index.js",
            "index.min.js",
            "default.css",
            "index.jpg",
            "index.png",
            "index.ico",
            "index.xml",
            "index.rss",
            "index.json",
            "index.txt",
            "index.pdf",
            "index.zip",
            "index.wasm",
            "default.ashx",
            "index.swf",
            "index.en.html",
            "index.bak.html",
            "index_1.html",
            "index-2.htm",
            "index",
            "indexes.html",
            "index.",
            "default.gif",
            "main.htm",
            "home.html",
            "index.html/x",
            "index.php?id=3",
            "?index.html",
            "xindex.html",
            ".index.html",
        ] {
            let url = format!("http://a.gov.cn/{file}");
            assert_ne!(identity(&url), "a.gov.cn/", "{file}");
            assert!(!same_page(&url.parse().unwrap(), &"http://a.gov.cn/".parse().unwrap()), "{file}");
        }
    }

    #[test]
    fn the_front_page_of_a_host_and_the_folders_below_it() {
        for (address, front, folder) in [
            ("http://a.gov.cn/", true, true),
            ("http://a.gov.cn/?x=1", true, false),
            ("http://a.gov.cn/Default.aspx", true, true),
            ("http://a.gov.cn/index.css", false, false),
            ("http://a.gov.cn/zcwj/", false, true),
            ("http://a.gov.cn/zcwj/index.html", false, true),
            ("http://a.gov.cn/zcwj/index.xml", false, false),
            ("http://a.gov.cn/zcwj/1.html", false, false),
        ] {
            let url = address.parse().unwrap();
            assert_eq!((is_front(&url), is_folder(&url)), (front, folder), "{address}");
        }
    }
}
