//! Answers in bytes: whole ones, and the pieces broken ones are made of.

use std::io::Write;
use std::time::Duration;

use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};

use super::server::{Ask, Step};
use crate::site_server::SITE_LABELS;

/// Far more than anybody may read; where a client reads on, a flood ends here.
pub(crate) const FLOOD: usize = 200 << 20;

/// A status line, these header lines (each with its line end), the length, and the body: whole, and the connection stays.
pub(crate) fn answer(ask: &Ask, status: u16, headers: &str, body: impl AsRef<[u8]>) -> Vec<Step> {
    let body = body.as_ref();
    let mut bytes = format!("HTTP/1.1 {status} X\r\n{headers}Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    if !ask.is_head() {
        bytes.extend_from_slice(body);
    }
    vec![Step::Send(bytes), Step::Again]
}

/// An HTML page with this status.
pub(crate) fn html(ask: &Ask, status: u16, page: &str) -> Vec<Step> {
    answer(ask, status, "Content-Type: text/html; charset=utf-8\r\n", page)
}

/// A whole page in UTF-8 with this title and this inside its body.
pub(crate) fn page(title: &str, inside: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"zh\"><head><meta charset=\"utf-8\"><title>{title}</title>{SITE_LABELS}</head><body>{inside}</body></html>"
    )
}

/// A good page about `subject`, like no page about another.
pub(crate) fn about(subject: &str) -> String {
    page(
        &format!("{subject}工作"),
        &format!("<h1>{subject}工作</h1><p>今年以来，我局认真开展{subject}工作，窗口办理时间进一步缩短。联系地址：测试路一号。</p>"),
    )
}

/// A good page for whatever was asked.
pub(crate) fn fine(ask: &Ask) -> Vec<Step> {
    let text = format!(
        "<h1>便民服务</h1><p>您可以在这里办理{}。联系地址：测试路一号。</p>",
        ask.path().trim_matches('/')
    );
    html(ask, 200, &page("便民服务", &text))
}

/// A page with a bare status and next to no words.
pub(crate) fn status(ask: &Ask, status: u16) -> Vec<Step> {
    html(ask, status, &page("提示", "<p>提示信息</p>"))
}

/// There is no such page.
pub(crate) fn missing(ask: &Ask) -> Vec<Step> {
    html(ask, 404, "<html><title>404 Not Found</title><body>Not Found</body></html>")
}

/// A redirect; `{host}` in the target is filled in.
pub(crate) fn moved(ask: &Ask, status: u16, to: &str) -> Vec<Step> {
    answer(ask, status, &format!("Location: {}\r\n", ask.hosts.fill(to)), "")
}

/// A file of this type.
pub(crate) fn file(ask: &Ask, kind: &str, body: impl AsRef<[u8]>) -> Vec<Step> {
    answer(
        ask,
        200,
        &format!("Content-Type: {kind}\r\nLast-Modified: Mon, 23 Nov 2026 09:00:00 GMT\r\n"),
        body,
    )
}

/// Raw bytes, then the connection is closed.
pub(crate) fn raw(bytes: impl AsRef<[u8]>) -> Vec<Step> {
    vec![send(bytes)]
}

pub(crate) fn send(bytes: impl AsRef<[u8]>) -> Step {
    Step::Send(bytes.as_ref().to_vec())
}

/// The head of a good answer with these header lines, nothing of its body.
pub(crate) fn head(headers: &str) -> Step {
    send(format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{headers}\r\n"
    ))
}

/// These bytes over and over, as fast as they go.
pub(crate) fn flood(bytes: impl AsRef<[u8]>) -> Step {
    Step::Repeat(bytes.as_ref().to_vec(), Duration::ZERO, FLOOD)
}

/// These bytes over and over, ten times a second.
pub(crate) fn trickle(bytes: impl AsRef<[u8]>) -> Step {
    Step::Repeat(bytes.as_ref().to_vec(), Duration::from_millis(100), FLOOD)
}

/// Fails in the given way where `fails` says so for the number of the request, counted from 0; else a good page.
pub(crate) fn sometimes(ask: &Ask, fails: impl Fn(usize) -> bool, failure: Vec<Step>) -> Vec<Step> {
    if fails(ask.earlier) { failure } else { fine(ask) }
}

pub(crate) fn chunk(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let bytes = bytes.as_ref();
    [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat()
}

pub(crate) fn gzip(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes.as_ref()).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn zlib(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes.as_ref()).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn zstd(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    zstd::bulk::compress(bytes.as_ref(), 3).unwrap()
}

pub(crate) fn gbk(text: &str) -> Vec<u8> {
    let (bytes, _, lossy) = encoding_rs::GBK.encode(text);
    assert!(!lossy, "{text} has no place in GBK");
    bytes.into_owned()
}

/// The bytes that a string of hexadecimal digits spells.
pub(crate) fn bytes_of(hex: &str) -> Vec<u8> {
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
        .collect()
}
