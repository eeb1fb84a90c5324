//! Bodies: lengths that lie, chunks that break, codings that do not decode, bombs.

use super::answers::{about, answer, bytes_of, chunk, fine, flood, gzip, head, page, raw, send, zlib, zstd};
use super::case::Verdict::{Alive, Dead};
use super::case::{Case, case};
use super::server::{Ask, Step};

/// 64 MiB of one letter, made small by brotli at its best.
const BROTLI_BOMB: &str = "cbffff3f008c94a9eb53c1e1a54f1a9b631cb00eb78d7e0d3281ed31363d17c755aad46a421ffd239ddb116400f0bcfb3f92ffff7ff04b00c4611180eefd1fffffffe0970088c30200ddfb3ffeffffc12f0110870500baf77ffcffff835f02200e0b0074effff8ffff07bf04401c1600e8defff1ffff0f7e0980382c00d0bdffe3ffff1ffc1200715800a07bff173f00f82500e288004001";
/// How much a bomb unfolds to.
const BOMB: usize = 64 << 20;

/// A page that unfolds to [`BOMB`] bytes.
fn bomb() -> Vec<u8> {
    let mut bytes = b"<!DOCTYPE html><html><head><title>bomb</title></head><body><p>".to_vec();
    bytes.resize(BOMB, b'x');
    bytes
}

fn coded(ask: &Ask, coding: &str, body: impl AsRef<[u8]>) -> Vec<Step> {
    answer(
        ask,
        200,
        &format!("Content-Type: text/html; charset=utf-8\r\nContent-Encoding: {coding}\r\n"),
        body,
    )
}

fn chunked(pieces: &[Vec<u8>]) -> Vec<Step> {
    vec![head("Transfer-Encoding: chunked\r\n"), Step::Send(pieces.concat())]
}

/// The same, whole: the connection stays.
fn chunked_to_the_end(pieces: &[Vec<u8>]) -> Vec<Step> {
    let mut steps = chunked(pieces);
    steps.push(Step::Again);
    steps
}

fn half(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len() / 2]
}

pub(crate) fn cases() -> Vec<Case> {
    let bomb = bomb();
    let (gzip_bomb, zstd_bomb) = (gzip(&bomb), zstd(&bomb));
    let double_bomb = gzip(gzip(&bomb[..BOMB / 8]));
    drop(bomb);
    vec![
        case("announces-more-than-it-sends", Dead("truncated"), |_| {
            vec![head("Content-Length: 9999\r\n"), send("<html><p>cut")]
        }),
        case("announces-more-and-resets", Dead("truncated"), |_| {
            vec![
                head("Content-Length: 9999\r\n"),
                send("<html><p>cut"),
                Step::Pause(std::time::Duration::from_millis(100)),
                Step::Reset,
            ]
        }),
        case("announces-less-than-it-sends", Alive, |_| {
            let page = about("短报长");
            raw(format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n{page}{page}",
                page.len()
            ))
        })
        .alone(),
        case("announces-a-terabyte", Dead("truncated"), |_| {
            vec![head("Content-Length: 1099511627776\r\n"), send("<html><p>cut")]
        }),
        case("cut-once", Alive, |ask| {
            let cut = vec![head("Content-Length: 9999\r\n"), send("<html><p>cut")];
            super::answers::sometimes(ask, |n| n == 0, cut)
        }),
        case("chunks-break-off", Dead("truncated"), |_| chunked(&[chunk(about("断块"))])),
        case("chunk-shorter-than-said", Dead("truncated"), |_| {
            chunked(&[b"fff\r\n<html>short".to_vec()])
        }),
        case("chunk-size-is-no-number", Dead("truncated"), |_| {
            chunked(&[chunk("<html><p>good so far"), b"many\r\n<p>more".to_vec()])
        }),
        case("chunk-size-overflows", Dead("truncated"), |_| {
            chunked(&[chunk("<html>"), b"fffffffffffffffff\r\n<p>".to_vec()])
        }),
        case("chunks-with-extensions-and-trailers", Alive, |_| {
            let page = about("分块扩展");
            chunked_to_the_end(&[
                format!("{:x};name=\"value\"\r\n{page}\r\n", page.len()).into_bytes(),
                b"0\r\nX-Trailer: 1\r\n\r\n".to_vec(),
            ])
        }),
        case("chunks-of-one-byte", Alive, |_| {
            let bytes: Vec<Vec<u8>> = about("小块").bytes().map(|b| chunk([b])).chain([b"0\r\n\r\n".to_vec()]).collect();
            chunked_to_the_end(&bytes)
        }),
        case("gzip-bomb", Alive, move |ask| coded(ask, "gzip", &gzip_bomb)),
        case("zstd-bomb", Alive, move |ask| coded(ask, "zstd", &zstd_bomb)),
        case("brotli-bomb", Alive, |ask| coded(ask, "br", bytes_of(BROTLI_BOMB))),
        case("bomb-in-a-bomb", Alive, move |ask| coded(ask, "gzip, gzip", &double_bomb)),
        case("page-without-end", Alive, |_| {
            vec![head(""), flood("<p>很长很长的一段话。</p>\n".repeat(2000))]
        }),
        case("gzip-said-twice-and-done-twice", Alive, |ask| {
            coded(ask, "gzip, gzip", gzip(gzip(about("两层"))))
        }),
        case("two-coding-headers", Alive, |ask| {
            let headers = "Content-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\nContent-Encoding: gzip\r\n";
            answer(ask, 200, headers, gzip(about("两头")))
        }),
        case("gzip-said-and-not-done", Alive, |ask| coded(ask, "gzip", about("说压未压"))),
        case("gzip-done-and-not-said", Alive, |ask| {
            answer(ask, 200, "Content-Type: text/html\r\n", gzip(about("压了未说")))
        }),
        case("gzip-called-deflate", Alive, |ask| coded(ask, "deflate", gzip(about("张冠李戴")))),
        case("deflate", Alive, |ask| coded(ask, "deflate", zlib(about("紧缩")))),
        case("gzip-breaks-in-the-middle", Alive, |ask| {
            let whole = gzip(about("半截").repeat(40));
            if ask.header("accept-encoding") == Some("identity") {
                fine(ask)
            } else {
                coded(ask, "gzip", half(&whole))
            }
        }),
        case("rubbish-behind-gzip", Alive, |ask| {
            coded(ask, "gzip", [gzip(about("尾巴")), b"rubbish".repeat(20)].concat())
        }),
        case("coding-nobody-knows", Alive, |ask| coded(ask, "utf-8", about("怪编码"))),
        case("empty-page", Dead("empty_file"), |ask| {
            answer(ask, 200, "Content-Type: text/html\r\n", "")
        }),
        case("page-of-nul-bytes", Alive, |ask| {
            answer(ask, 200, "Content-Type: text/html\r\n", vec![0; 5000])
        }),
        case("page-of-any-bytes", Alive, |ask| {
            let bytes: Vec<u8> = (0..40_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
            answer(ask, 200, "Content-Type: text/html; charset=utf-8\r\n", bytes)
        }),
        case("charset-that-does-not-exist", Alive, |ask| {
            answer(ask, 200, "Content-Type: text/html; charset=klingon\r\n", about("怪字符集"))
        }),
        case("utf-16-page", Alive, |ask| {
            let page = page("统一码", "<p>联系地址：测试路一号。</p>");
            let bytes: Vec<u8> = "\u{feff}"
                .encode_utf16()
                .chain(page.encode_utf16())
                .flat_map(u16::to_le_bytes)
                .collect();
            answer(ask, 200, "Content-Type: text/html\r\n", bytes)
        }),
        case("100000-tags-deep", Alive, |ask| {
            answer(ask, 200, "Content-Type: text/html\r\n", page("很深", &"<div>".repeat(100_000)))
        }),
    ]
}
