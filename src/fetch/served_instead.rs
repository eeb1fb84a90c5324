//! What kind of web page stands in the place of a document.

use super::challenge::measure;

/// From this many links on, a page is part of a site and no saved document.
const LINKS_OF_A_SITE: usize = 5;
/// A page that shows less than this and moves on is not meant to be read.
const NEXT_TO_NOTHING: usize = 60;

/// Names the page by what it is for: `html_viewer` (shows the document), `html_stub` (moves on to it), `html` (a page of a
/// site: links, a login), `html_bare` (neither: it may be the document itself, saved as a web page). What the server
/// itself calls a web page (`called_page`) is one, unless it holds the table a system exports for Excel.
pub(super) fn kind_of_page(body: &[u8], called_page: bool) -> &'static str {
    let page = String::from_utf8_lossy(body).to_ascii_lowercase();
    let has = |signs: &[&str]| signs.iter().any(|sign| page.contains(sign));
    if has(&[
        "application/pdf",
        "pdfjs",
        "pdf.js",
        "viewer.html",
        "flexpaper",
        "ofd.js",
        "ofdview",
    ]) {
        return "html_viewer";
    }
    let shown = measure(body);
    let moves_on = has(&["http-equiv=\"refresh\"", "http-equiv='refresh'", "http-equiv=refresh", "location"]);
    if shown.words < NEXT_TO_NOTHING && moves_on {
        return "html_stub";
    }
    let logs_in = has(&["type=\"password\"", "type='password'", "type=password"]);
    let is_shown = called_page && !has(&["<table"]);
    if logs_in || is_shown || shown.links >= LINKS_OF_A_SITE {
        "html"
    } else {
        "html_bare"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_told_by_what_they_are_for() {
        let nav = format!("<html><body>{}</body></html>", "<a href=/x>栏目</a>".repeat(6));
        for (page, kind) in [
            ("<html><table><tr><td>姓名<td>分数</table></html>", "html_bare"),
            ("<html><title>404</title>Not Found</html>", "html_bare"),
            (nav.as_str(), "html"),
            (
                "<html><form>用户名<input name=u>密码<input type=\"password\"></form></html>",
                "html",
            ),
            ("<html><embed src=/real type='application/pdf'></html>", "html_viewer"),
            ("<html><script src=/pdfjs/build/a.js></script></html>", "html_viewer"),
            ("<html><meta http-equiv=\"Refresh\" content='0;url=/y.pdf'></html>", "html_stub"),
            ("<html><script>location.href='/y.pdf'</script></html>", "html_stub"),
            ("", "html_bare"),
        ] {
            assert_eq!(kind_of_page(page.as_bytes(), false), kind, "{page}");
        }
        // Called a web page, it is shown as one; a table is what was to be exported.
        assert_eq!(kind_of_page(b"<html><p>sorry</html>", true), "html");
        assert_eq!(kind_of_page(b"<html><table><tr><td>1</table></html>", true), "html_bare");
    }
}
