//! What an answer is by its first bytes, and whether it is aimed at robots.

use proptest::prelude::*;
use xuncha::testing::fetch::{Clues, recognise_challenge, recognise_signature};

use super::mutation::{Words, fuzz, pick};

/// Pieces of what an answer begins with: signatures, challenge pages.
const WORDS: Words = &[
    b"PK\x03\x04",
    b"%PDF-",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"BM",
    b"RIFF",
    b"\0\0\0\0",
    b"WEBP",
    b"ftyp",
    b"\x1f\x8b\x08",
    b"\xff\xd8\xff",
    b"\xef\xbb\xbf",
    b"<!--",
    b"-->",
    b"<?xml",
    b"?>",
    b"<!DOCTYPE html>",
    b"<html xmlns:o=\"urn:schemas-microsoft-com:office:office\">",
    b"<script>",
    b"</script",
    b"<style>",
    b"<title>",
    b"<a ",
    b"<",
    b">",
    b"document.cookie",
    b"=",
    b"location.reload()",
    b"location.href=location",
    b"__jsl_clearance",
    "创宇盾".as_bytes(),
    "访问被拦截".as_bytes(),
    "滑动验证".as_bytes(),
    b"\xb7\xc3\xce\xca\xb1\xbb\xc0\xb9\xbd\xd8",
    b"type=\"password\"",
    "市公安局".as_bytes(),
    b" ",
    b"\n",
    b"\xff",
    b"\0",
];

/// Every name a signature has; its documentation lists them.
const NAMES: &[&str] = &[
    "pdf",
    "ole",
    "zip",
    "rar",
    "7z",
    "gzip",
    "rtf",
    "mht",
    "image",
    "media",
    "html",
    "office_html",
    "xml",
    "text",
];

#[test]
fn any_bytes_have_a_signature_or_none() {
    fuzz("answer", WORDS, |bytes, _| {
        let name = recognise_signature(bytes);
        prop_assert_eq!(recognise_signature(bytes), name);
        prop_assert!(name.is_none_or(|n| NAMES.contains(&n)), "{:?}", name);
        prop_assert!(name.is_none() || !bytes.is_empty());
        // Only the beginning counts: a signature is also known of a body of which only that was read.
        prop_assert_eq!(recognise_signature(&bytes[..bytes.len().min(4096)]), name);
        Ok(())
    });
}

#[test]
fn any_bytes_are_a_challenge_or_none() {
    fuzz("answer", WORDS, |bytes, dice| {
        let asked = "http://a.gov.cn/bszn/1.htm".parse().unwrap();
        let answered = pick(&["http://a.gov.cn/bszn/1.htm", "http://sso.a.gov.cn/cas/login?x"], dice, 0);
        let answered = answered.parse().unwrap();
        let clues = Clues {
            status: pick(&[200, 403, 412, 521, 404, 0], dice, 1),
            asked: &asked,
            answered: &answered,
            redirected: asked != answered,
            body: bytes,
            whole: dice >> 48 & 7 != 0,
        };
        let said = recognise_challenge(&clues);
        prop_assert_eq!(&recognise_challenge(&clues), &said, "another time");
        prop_assert!(said.as_ref().is_none_or(|s| !s.is_empty() && s.chars().count() <= 40));
        // What was not read whole is never called one: the rest may be the page.
        prop_assert!(said.is_none() || (clues.whole && bytes.len() <= 20 << 10));
        // An article around it makes it a page.
        let article = format!("<p>{}</p>", "今年以来，全市公安机关持续推进便民服务。".repeat(40));
        let page = [article.as_bytes(), bytes].concat();
        let within = recognise_challenge(&Clues {
            body: &page,
            status: 200,
            ..clues
        });
        prop_assert_eq!(within, None);
        Ok(())
    });
}
