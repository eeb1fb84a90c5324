//! What the servers of the group answer: its pages, and under `/svc/` all that servers do to links.

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::server::{Answer, Request};
use super::{Group, pages, text};

/// Sites whose style sheet names a picture that is not there.
pub(super) fn lacks_banner(site: usize) -> bool {
    site % 3 == 1
}

/// The picture that the style sheet of a site names.
pub(super) fn banner(site: usize) -> String {
    format!("/img/banner{site}.png")
}

/// An address of one of the nine.
pub(super) fn of_site(group: &Group, site: usize, request: &Request) -> Answer {
    let (path, query) = request.path.split_once('?').unwrap_or((request.path, ""));
    if let Some(service) = path.strip_prefix("/svc/") {
        return of_service(group, service, query, request);
    }
    if let Some(html) = group.between.get(&(site, path.to_owned())) {
        return Answer::page(html.clone());
    }
    match path {
        "/robots.txt" => Answer::new(200, "text/plain", "User-agent: *\nDisallow: /closed/\n"),
        "/css/site.css" => Answer::new(200, "text/css", pages::style_sheet(site)),
        "/js/site.js" => Answer::new(200, "text/javascript", "function home() { return '/'; }\n".repeat(200)),
        "/img/logo.png" => picture(),
        _ if path == banner(site) && !lacks_banner(site) => picture(),
        _ if path.starts_with("/files/ok/") && path.ends_with("pdf") => file(FileKind::Pdf),
        _ if path.starts_with("/files/ok/") => file(FileKind::Office),
        _ => group.page(site, path).map_or_else(|| missing(path), Answer::page),
    }
}

/// An address of the host outside: its own pages are looked at, and no link of theirs is followed.
pub(super) fn of_outside(group: &Group, request: &Request) -> Answer {
    let behind: String = (0..20).map(|n| format!("<a href=\"/deep/{n}.html\">第{n}页</a>")).collect();
    match request.path {
        "/robots.txt" => Answer::new(404, "text/plain", ""),
        "/" | "/index.html" => Answer::page(pages::small("省级门户", &behind)),
        path if path.starts_with("/403/") => Answer::new(403, "text/html", pages::small("禁止访问", "")),
        path => {
            if path.starts_with("/deep/") {
                group.strayed.fetch_add(1, Ordering::Relaxed);
            }
            missing(path)
        }
    }
}

/// What a link meets that leads to `/svc/<how>/…`.
fn of_service(group: &Group, service: &str, query: &str, request: &Request) -> Answer {
    let (how, name) = service.split_once('/').unwrap_or((service, query));
    let sound = || {
        Answer::page(pages::small(
            &format!("服务{name}"),
            &format!("<p>{}。</p>", text::words(number(name), 40)),
        ))
    };
    match how {
        "ok" => sound(),
        "403" | "410" | "500" | "503" => Answer::new(how.parse().unwrap_or(500), "text/html", pages::small("出错了", "")),
        "to-ok" => Answer::redirect(&format!("/svc/ok/{name}")),
        "chain" => Answer::redirect(&format!("/svc/chain2/{name}")),
        "chain2" => Answer::redirect(&format!("/svc/to-ok/{name}")),
        "to-missing" => Answer::redirect(&format!("/nowhere/{name}")),
        "to-home" => Answer::redirect("/"),
        "circle" => Answer::redirect(&format!("/svc/circle2/{name}")),
        "circle2" => Answer::redirect(&format!("/svc/circle/{name}")),
        "soft" => Answer::page(pages::small(
            "提示信息",
            "<h1>您访问的页面不存在或已被删除</h1><p><a href=\"/\">返回首页</a></p>",
        )),
        "empty" => Answer::new(200, "application/pdf", ""),
        "cut" => Answer {
            lacking: 2000,
            ..file(FileKind::Pdf)
        },
        "no-head" if request.method == "HEAD" => Answer::new(405, "text/html", ""),
        "no-head" => file(FileKind::Pdf),
        "busy" if group.is_new(service) => Answer::new(503, "text/html", pages::small("繁忙", "")).with("Retry-After", "1"),
        "busy" => sound(),
        "cookie" if !request.head.to_ascii_lowercase().contains("\r\ncookie: seen=") => {
            Answer::redirect(request.path).with("Set-Cookie", "seen=1; Path=/")
        }
        "cookie" => sound(),
        "slow" => Answer {
            after: Duration::from_millis(400),
            ..sound()
        },
        "untyped" => Answer {
            head: String::new(),
            ..sound()
        },
        _ => missing(service),
    }
}

impl Group {
    /// Whether this is asked for the first time (by GET or HEAD) since the last inspection began.
    fn is_new(&self, what: &str) -> bool {
        self.asked.lock().is_ok_and(|mut asked| asked.insert(what.to_owned()))
    }

    /// As before the first request: for the next inspection.
    pub(super) fn forget(&self) {
        if let Ok(mut asked) = self.asked.lock() {
            asked.clear();
        }
    }
}

fn missing(path: &str) -> Answer {
    // Some servers say back what was asked for, so that no two error pages are equal.
    Answer::new(
        404,
        "text/html",
        pages::small("404", &format!("<h1>404 Not Found</h1><p>{}</p>", path.len())),
    )
}

fn number(name: &str) -> u64 {
    name.bytes().fold(7, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)))
}

#[derive(Debug, Clone, Copy)]
enum FileKind {
    Pdf,
    Office,
}

/// A file that begins as its kind does.
fn file(kind: FileKind) -> Answer {
    let (content_type, head): (_, &[u8]) = match kind {
        FileKind::Pdf => (
            "application/pdf",
            b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
        ),
        FileKind::Office => ("application/vnd.ms-excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    };
    let mut body = head.to_vec();
    body.resize(4096, b'\n');
    Answer::new(200, content_type, body)
}

/// The head of a PNG of one point, and as much after it as a small picture has.
fn picture() -> Answer {
    let mut body = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89".to_vec();
    body.resize(3000, 0);
    Answer::new(200, "image/png", body)
}
