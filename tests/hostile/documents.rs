//! Files that are not what they say, and files that only look so.

use std::io::Write;

use super::answers::{about, answer, file, gbk, gzip, head, html, moved, page, send};
use super::case::Verdict::{Alive, Dead, Suspect};
use super::case::{Case, case};
use super::server::Step;

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n";
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// What Word and Excel write when they save as a web page.
const OFFICE_HTML: &str = "<html xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\" xmlns=\"http://www.w3.org/TR/REC-html40\"><head><meta name=ProgId content=Excel.Sheet><meta name=Generator content=\"Microsoft Excel 11\"></head><body><table><tr><td>单位</td><td>数量</td></tr></table></body></html>";

fn ole() -> Vec<u8> {
    let mut bytes = OLE.to_vec();
    bytes.resize(4096, 0);
    bytes
}

/// The first local header of a zip whose first file is called so.
fn zip(first: &str) -> Vec<u8> {
    let mut bytes = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec();
    bytes.extend_from_slice(&(first.len() as u16).to_le_bytes());
    bytes.extend_from_slice(b"\0\0");
    bytes.write_all(first.as_bytes()).unwrap();
    bytes.resize(600, 0);
    bytes
}

pub(crate) fn cases() -> Vec<Case> {
    let wrong = Dead("wrong_content");
    let octets = "application/octet-stream";
    vec![
        case("page-as-pdf", wrong, |ask| html(ask, 200, &page("提示", "<p>您要的附件正在整理。</p>"))).file("a.pdf"),
        case("page-as-pdf-of-type-pdf", wrong, |ask| file(ask, "application/pdf", page("提示", "<p>附件正在整理。</p>"))).file("a.pdf"),
        case("page-as-doc", wrong, |ask| html(ask, 200, &about("页面当作文档"))).file("a.doc"),
        case("page-as-zip", wrong, |ask| html(ask, 200, &about("页面当作压缩包"))).file("a.zip"),
        case("page-as-pdf-in-gbk", wrong, |ask| {
            let bytes = gbk("<html><head><title>提示</title></head><body>附件正在整理</body></html>");
            file(ask, "application/pdf", bytes)
        })
        .file("a.pdf"),
        case("json-as-pdf", wrong, |ask| file(ask, "application/json", "{\"code\":404,\"msg\":\"文件不存在\"}")).file("a.pdf"),
        case("json-as-doc-of-type-octets", wrong, |ask| file(ask, "application/octet-stream", "{\"code\":500,\"message\":\"null\"}")).file("a.doc"),
        case("words-as-pdf", wrong, |ask| file(ask, "text/plain; charset=utf-8", "null")).file("a.pdf"),
        case("page-as-picture", wrong, |ask| html(ask, 200, &about("页面当作图片"))).file("a.jpg").image(),
        case("empty-pdf", Dead("empty_file"), |ask| file(ask, "application/pdf", "")).file("a.pdf"),
        case("empty-doc-abroad", Dead("empty_file"), |ask| file(ask, "application/msword", "")).file("a.doc").abroad(),
        case("empty-pdf-by-closing", Dead("empty_file"), |_| vec![send("HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n")]).file("a.pdf"),
        case("pdf-cut-short", Dead("truncated"), |ask| {
            let head = "HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: 90000\r\n\r\n%PDF-1.4\n";
            if ask.is_head() { vec![send(head), Step::Again] } else { vec![send(head)] }
        })
        .file("a.pdf"),
        case("pdf-not-found", Dead("http_404"), super::answers::missing).file("a.pdf"),
        case("pdf-behind-a-password", Suspect("challenge"), |ask| {
            if ask.target.ends_with("a.pdf") {
                moved(ask, 302, "login.jsp")
            } else {
                html(ask, 200, &page("登录", "<form>密码<input type=\"password\" name=p></form>"))
            }
        })
        .file("a.pdf")
        .whole_folder(),
        case("good-pdf", Alive, |ask| file(ask, "application/pdf", PDF)).file("a.pdf"),
        case("pdf-of-type-html", Alive, |ask| file(ask, "text/html", PDF)).file("a.pdf"),
        case("pdf-of-type-text", Alive, |ask| file(ask, "text/plain", PDF)).file("a.pdf"),
        case("pdf-of-no-type", Alive, |ask| answer(ask, 200, "", PDF)).file("a.pdf"),
        case("pdf-of-odd-type", Alive, |ask| file(ask, "application/x-msdownload; name=a.pdf", PDF)).file("a.pdf"),
        case("pdf-with-gbk-name", Alive, |ask| {
            let mut bytes = b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"".to_vec();
            bytes.extend(gbk("附件一.pdf"));
            bytes.extend(format!("\"\r\nContent-Length: {}\r\n\r\n", PDF.len()).bytes());
            if !ask.is_head() {
                bytes.extend(PDF);
            }
            vec![Step::Send(bytes), Step::Again]
        })
        .file("a.pdf"),
        case("pdf-in-gzip", Alive, |ask| answer(ask, 200, "Content-Type: application/pdf\r\nContent-Encoding: gzip\r\n", gzip(PDF))).file("a.pdf"),
        case("pdf-behind-a-newline", Alive, |ask| file(ask, "application/pdf", [b"\r\n\r\n", PDF].concat())).file("a.pdf"),
        case("pdf-in-chunks", Alive, |ask| {
            if ask.is_head() {
                return file(ask, "application/pdf", "");
            }
            let body = [super::answers::chunk(PDF), b"0\r\n\r\n".to_vec()].concat();
            vec![head("Transfer-Encoding: chunked\r\n"), Step::Send(body), Step::Again]
        })
        .file("a.pdf"),
        case("pdf-from-a-program", Alive, |ask| file(ask, "application/octet-stream", PDF)).file("download.jsp?id=7"),
        case("old-word", Alive, move |ask| file(ask, "application/msword", ole())).file("a.doc"),
        case("old-word-of-type-octets", Alive, move |ask| file(ask, octets, ole())).file("a.wps"),
        case("new-word", Alive, move |ask| file(ask, octets, zip("[Content_Types].xml"))).file("a.docx"),
        case("new-word-called-doc", Alive, move |ask| file(ask, "application/msword", zip("[Content_Types].xml"))).file("a.doc"),
        case("old-word-called-docx", Alive, move |ask| file(ask, octets, ole())).file("a.docx"),
        case("rich-text-as-doc", Alive, |ask| file(ask, "application/msword", "{\\rtf1\\ansi\\ansicpg936 hello}")).file("a.doc"),
        case("ofd", Alive, move |ask| file(ask, octets, zip("OFD.xml"))).file("a.ofd"),
        case("excel-page-as-xls", Alive, |ask| file(ask, "application/vnd.ms-excel", OFFICE_HTML)).file("a.xls"),
        case("excel-page-of-type-html", Alive, |ask| file(ask, "text/html", OFFICE_HTML)).file("a.xls"),
        case("word-page-as-doc", Alive, |ask| file(ask, "application/msword", OFFICE_HTML.replace("excel", "word").replace("Excel", "Word"))).file("a.doc"),
        case("bare-table-as-xls", Alive, |ask| {
            let rows = "<table border=1><tr><td>单位</td><td>数量</td></tr></table>";
            file(ask, "application/vnd.ms-excel", rows)
        })
        .file("a.xls"),
        case("word-xml-as-doc", Alive, |ask| {
            let xml = "<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><w:wordDocument xmlns:w=\"http://schemas.microsoft.com/office/word/2003/wordml\"/>";
            file(ask, "application/msword", xml)
        })
        .file("a.doc"),
        case("mail-page-as-doc", Alive, |ask| {
            file(ask, "application/msword", "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"x\"\r\n\r\n--x\r\n")
        })
        .file("a.doc"),
        case("tabs-as-xls", Alive, |ask| file(ask, "application/vnd.ms-excel", gbk("单位\t数量\r\n一科\t3\r\n"))).file("a.xls"),
        case("rar", Alive, move |ask| file(ask, octets, b"Rar!\x1a\x07\x01\0aaaaaaaaaaaaaaaa")).file("a.rar"),
        case("7z", Alive, move |ask| file(ask, octets, b"7z\xbc\xaf\x27\x1c\0\x04aaaaaaaaaaaaaaaa")).file("a.7z"),
        case("svg", Alive, |ask| file(ask, "image/svg+xml", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")).file("a.svg").image(),
        case("webp-called-jpg", Alive, |ask| file(ask, "image/jpeg", b"RIFF\x24\0\0\0WEBPVP8 aaaaaaaaaaaaaaaa")).file("a.jpg").image(),
        case("document-abroad-of-type-html", Alive, |ask| file(ask, "text/html", PDF)).file("a.pdf").abroad(),
        case("page-as-pdf-abroad", wrong, |ask| html(ask, 200, &about("别处页面"))).file("a.pdf").abroad(),
    ]
}
