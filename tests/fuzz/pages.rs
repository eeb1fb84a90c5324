//! Pages to facts.

use std::fmt::Write as _;

use jiff::civil::date;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use xuncha::testing::extract::{PageInput, extract_page, sketch};
use xuncha::testing::facts::PageFacts;

use super::addresses::is_sound_link;
use super::mutation::{Words, fuzz, pick};

/// Pieces of pages.
const WORDS: Words = &[
    b"<a href=",
    b"<a href='",
    b"<a href=\"",
    b"x.html>",
    b"\">",
    b"'>",
    b">",
    b"<",
    b"</",
    b"</a>",
    b"<p>",
    b"<div>",
    b"</div>",
    b"<ul><li>",
    b"<table>",
    b"<tr><td>",
    b"</table>",
    b"<td colspan=99999 rowspan=9>",
    b"<b>",
    b"<font color=1>",
    b"<form>",
    b"<select onchange=\"location=this.value\">",
    b"<option value=/a.html>",
    b"<svg>",
    b"<math>",
    b"<template>",
    b"</template>",
    b"<frameset>",
    b"<iframe src=",
    b"<img src=",
    b" srcset=\"a 1x,,",
    b" data-src=",
    b"<base href=",
    b"<meta charset=",
    b"gb2312>",
    b"utf-8>",
    b"utf-16>",
    b"<meta http-equiv=refresh content=\"0;url=",
    b"<meta name=ColumnName content=",
    b"<title>",
    b"</title>",
    b"<h1>",
    b"<h2>",
    b"<style>",
    b"</style>",
    b"@import url(",
    b"<script>",
    b"</script>",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"<script type=text/xml><datastore><record>",
    b"</record>",
    b"<script type=application/json>",
    b"{\"list\":[{\"title\":\"",
    b"\",\"date\":1763600400,\"url\":\"/a\"},",
    b"=[{title:'",
    b"',time:'2026-11-23'},",
    b"]}",
    b"<textarea id=zoom>",
    b"$('#zoom').html(",
    b"JSON.parse('",
    b"fetch('/a.json')",
    b"<frame src=b.html>",
    b"<textarea>",
    b"<noscript>",
    b"<plaintext>",
    b"document.write('",
    b"location.href='",
    b"window.open(\"",
    b"setTimeout(\"",
    b"createPageHTML(",
    b"9999,0,\"index\",\"html\")",
    b"\\u4e2d",
    b"\\x",
    b"\\",
    b"/*",
    b"//",
    b"`${",
    b"/[/]/",
    b" onclick=\"",
    b" style=\"background:url(",
    b"&amp;",
    b"&#x110000;",
    b"&notit;",
    b"&",
    b"2026-11-23",
    "2026年11月23日".as_bytes(),
    b"[11-23]",
    "二〇二六年十一月二十三日".as_bytes(),
    "发布时间：".as_bytes(),
    "来源：".as_bytes(),
    "当前位置：".as_bytes(),
    "首页".as_bytes(),
    "更多".as_bytes(),
    "暂无相关信息".as_bytes(),
    "您访问的页面不存在".as_bytes(),
    "网站标识码：3500000000".as_bytes(),
    "闽ICP备00000000号".as_bytes(),
    "闽公网安备 35020000000000号".as_bytes(),
    "主办单位：".as_bytes(),
    "办事指南".as_bytes(),
    "设定依据".as_bytes(),
    "一、申请条件：".as_bytes(),
    "办理材料".as_bytes(),
    "（一）".as_bytes(),
    "附件：".as_bytes(),
    "申请表.doc".as_bytes(),
    "\u{3000}".as_bytes(),
    "\u{a0}".as_bytes(),
    "\u{202e}".as_bytes(),
    "。".as_bytes(),
    "警务要闻".as_bytes(),
    b"\xd6\xd0\xce\xc4",
    b"\xff",
    b"\0",
    b"\r\n",
    b" ",
    b"=",
    b"\"",
    b"'",
    b" class=news",
    b" class=footer",
    b" id=zoom",
    b" style=display:none",
    b" hidden",
    b"<li><a href=/a/1.html>",
];

const HEADERS: &[Option<&str>] = &[None, Some("utf-8"), Some("gbk"), Some("iso-8859-1"), Some("utf-16"), Some("x'\"=")];

/// What facts may weigh, as JSON: links carry their base of at most 2,048 bytes, everything else is a part of the text,
/// which is at most three bytes for one and written down in at most ten places (escapes included).
const BASE: usize = 2_048 + 700;
const PLACES: usize = 3 * 10;
/// The names of the fields.
const FRAME: usize = 4_096;

fn facts(bytes: &[u8], dice: u64) -> PageFacts {
    extract_page(&PageInput {
        url: &"http://www.x.gov.cn/zwgk/a/index.html".parse().unwrap(),
        bytes,
        header_charset: pick(HEADERS, dice, 0),
        today: date(2026, 11, 23),
        is_home: pick(&[false, false, true], dice, 1),
        guide_hint: pick(&[false, true], dice, 2),
        cut_off: pick(&[false, true], dice, 3),
    })
}

fn holds(bytes: &[u8], dice: u64) -> TestCaseResult {
    let read = facts(bytes, dice);
    prop_assert_eq!(&facts(bytes, dice), &read, "another time");
    let stored = serde_json::to_vec(&read).unwrap();
    prop_assert_eq!(
        &serde_json::from_slice::<PageFacts>(&stored).unwrap(),
        &read,
        "stored and read back"
    );
    prop_assert!(read.links.len() <= bytes.len() + 1000, "{} links", read.links.len());
    let heaviest = FRAME + PLACES * bytes.len() + BASE * read.links.len();
    prop_assert!(stored.len() <= heaviest, "{} bytes of {}", stored.len(), bytes.len());
    prop_assert!(read.text.chars().count() <= 200_000 && read.text_chars <= 3 * bytes.len());
    prop_assert!(read.error_words.as_ref().is_none_or(|w| !w.is_empty() && w.chars().count() <= 60));
    read.links.iter().try_for_each(is_sound_link)?;

    let stranger: url::Url = "http://www.lapsed.example/x".parse().expect("an address");
    let stranger = Some((&stranger, &stranger)).filter(|_| dice >> 40 & 1 == 0);
    let seen = sketch(bytes, pick(HEADERS, dice, 0), stranger);
    prop_assert_eq!(&seen, &sketch(bytes, pick(HEADERS, dice, 0), stranger), "sketched another time");
    if !pick(&[false, false, true], dice, 1) {
        prop_assert_eq!(&seen.error_words, &read.error_words, "a page that is checked and one that is read");
    }
    Ok(())
}

#[test]
fn any_bytes_are_a_page() {
    fuzz("page", WORDS, holds);
}

/// Texts and words of the other readers, in a page.
#[test]
fn any_sentence_may_stand_on_a_page() {
    fuzz("words", super::sentences::SENTENCE, |bytes, dice| {
        let shape = pick(
            &[
                ("<title>", "</title>"),
                ("<p>", "</p>"),
                ("<ul><li><a href=a>x</a>", "</ul>"),
                ("<td>", ""),
            ],
            dice,
            4,
        );
        holds(&[shape.0.as_bytes(), bytes, shape.1.as_bytes()].concat(), dice)
    });
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Only where it is really so: plain anchors, no script, no base, no encoding but ASCII.
    #[test]
    fn a_page_that_was_cut_has_the_first_links_of_the_whole(count in 1..60_usize, cut in any::<prop::sample::Index>()) {
        let mut page = String::from("<!DOCTYPE html><html><head><title>x</title></head><body>");
        for n in 0..count {
            writeln!(page, "<p><a href=\"/{n}.html\">link {n}</a></p>").unwrap();
        }
        let whole = facts(page.as_bytes(), 0).links;
        prop_assert_eq!(whole.len(), count);
        let part = facts(&page.as_bytes()[..cut.index(page.len() + 1)], 0).links;
        // The last one may have lost a part of its address or its text.
        let sure = part.len().saturating_sub(1);
        prop_assert_eq!(&part[..sure], &whole[..sure]);
    }
}
