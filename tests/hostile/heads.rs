//! Heads of answers: endless, huge, malformed, in the wrong bytes.

use super::answers::{about, answer, fine, flood, gbk, raw, send};
use super::case::Verdict::{Alive, Dead};
use super::case::{Case, case};
use super::server::Step;

/// A good page about something, with a head of these bytes before the empty line.
fn headed(subject: &str, lines: impl AsRef<[u8]>) -> Vec<Step> {
    vec![Step::Send(
        [
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n",
            lines.as_ref(),
            b"\r\n",
            about(subject).as_bytes(),
        ]
        .concat(),
    )]
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case("headers-without-end", Dead("connect"), |_| {
            vec![send("HTTP/1.1 200 OK\r\n"), flood("X-Filler: abcdefgh\r\n".repeat(4000))]
        }),
        case("one-header-of-100-mb", Dead("connect"), |_| {
            vec![send("HTTP/1.1 200 OK\r\nX-Filler: "), flood(vec![b'x'; 1 << 16])]
        }),
        case("status-line-without-end", Dead("connect"), |_| {
            vec![send("HTTP/1.1 200 "), flood(vec![b'O'; 1 << 16])]
        }),
        // Browsers read up to 256 KiB of head.
        case("header-of-100-kb", Alive, |_| {
            headed("长头", format!("X-Long: {}\r\n", "x".repeat(100 << 10)))
        }),
        case("150-headers", Alive, |_| {
            headed("多头", (0..150).map(|n| format!("X-Number-{n}: {n}\r\n")).collect::<String>())
        }),
        case("60-cookies", Alive, |_| {
            headed(
                "多饼",
                (0..60).map(|n| format!("Set-Cookie: c{n}={n}; path=/\r\n")).collect::<String>(),
            )
        }),
        // Chromium refuses the whole answer.
        case("nul-in-a-header", Dead("connect"), |_| headed("空字符", "X-Powered-By: a\0b\r\n")),
        case("control-in-a-header-name", Alive, |_| headed("控制符", "X-Bad\x01Name: 1\r\n")),
        case("header-without-colon", Alive, |_| headed("无冒号", "this is no header\r\n")),
        case("space-before-colon", Alive, |_| headed("空格", "X-Powered-By : ASP\r\n")),
        case("folded-header", Alive, |_| headed("折行", "X-Folded: a\r\n  b\r\n")),
        case("empty-header-value", Alive, |_| headed("空值", "X-Empty:\r\nServer: \r\n")),
        case("gbk-in-a-header", Alive, |_| {
            headed("国标", [b"X-Unit: ", gbk("测试市公安局").as_slice(), b"\r\n"].concat())
        }),
        case("gbk-reason-phrase", Alive, |_| {
            let page = about("国标原因");
            raw([
                b"HTTP/1.1 200 ",
                gbk("成功").as_slice(),
                b"\r\nContent-Type: text/html; charset=utf-8\r\n\r\n",
                page.as_bytes(),
            ]
            .concat())
        }),
        case("gbk-reason-of-404", Dead("http_404"), |_| {
            raw([b"HTTP/1.1 404 ", gbk("未找到").as_slice(), b"\r\nContent-Length: 0\r\n\r\n"].concat())
        })
        .alone(),
        case("gbk-content-type", Alive, |ask| {
            let bytes = [
                b"HTTP/1.1 200 OK\r\nContent-Type: ",
                gbk("文本/网页").as_slice(),
                b"\r\n\r\n",
                about("类型").as_bytes(),
            ]
            .concat();
            if ask.is_head() { fine(ask) } else { raw(bytes) }
        }),
        case("no-content-type", Alive, |ask| answer(ask, 200, "", about("没有类型"))),
        case("empty-content-type", Alive, |ask| {
            answer(ask, 200, "Content-Type:\r\n", about("空类型"))
        }),
        case("two-lengths-that-differ", Dead("connect"), |_| {
            headed("两长", "Content-Length: 5\r\nContent-Length: 9\r\n")
        }),
        case("length-said-twice", Alive, |_| {
            let page = about("长度两遍");
            let length = format!("Content-Length: {}\r\n", page.len());
            headed("长度两遍", length.repeat(2))
        })
        .alone(),
        // Browsers take a length that is no number for none.
        case("length-is-no-number", Alive, |_| headed("长度不明", "Content-Length: many\r\n")),
        case("negative-length", Alive, |_| headed("负长度", "Content-Length: -1\r\n")),
        case("chunked-beats-length", Alive, |_| {
            let page = about("分块为准");
            let chunked = [super::answers::chunk(&page), b"0\r\n\r\n".to_vec()].concat();
            vec![
                send(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 10\r\nTransfer-Encoding: chunked\r\n\r\n",
                ),
                Step::Send(chunked),
                Step::Again,
            ]
        }),
        case("odd-dates-and-tags", Alive, |_| {
            headed(
                "怪日期",
                "Last-Modified: yesterday\r\nETag: no quotes here\r\nDate: 0\r\nExpires: -1\r\nAge: -5\r\n",
            )
        }),
        case("poisoned-validators", Alive, |ask| {
            let etag = format!("ETag: \"{}\"\r\nContent-Type: text/html; charset=utf-8\r\n", "e".repeat(9000));
            answer(ask, 200, &etag, about("超长标签"))
        }),
    ]
}
