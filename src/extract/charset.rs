//! Bytes to text: which encoding a page is really in, whatever it claims.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::tag::Tags;
use crate::facts::{CharsetFacts, CharsetSource};

/// How far into a page a `<meta>` with the encoding is looked for. The standard says 1,024 bytes; pages of several CMSs
/// put long comments and scripts before it.
const PRESCAN: usize = 4096;

/// Below this many non-ASCII bytes a statistical guess is a coin toss (short GB texts look like EUC-JP).
const ENOUGH_TO_GUESS: usize = 200;

/// The text of a page, how it was found, and the encoding that query strings of its links are written in.
///
/// Order: byte order mark, valid (or all but valid) UTF-8, `<meta>`, the header's `charset`, the content itself. A claim
/// that the bytes contradict loses. Never fails: what no encoding explains is replaced and `lossy` says so.
pub fn decode(bytes: &[u8], header: Option<&str>) -> (String, CharsetFacts, &'static Encoding) {
    let meta = meta_label(bytes);
    let claims = Claims {
        meta,
        header: header.map(clean_label).filter(|label| !label.is_empty()),
    };
    let (found, source, body) = choose(bytes, &claims);
    let (text, _) = found.decode_without_bom_handling(body);
    let (text, lossy) = tidy(text.into_owned());
    let facts = CharsetFacts {
        name: found.name().to_ascii_lowercase(),
        source,
        declared: claims.contradicting(found),
        lossy,
    };
    (text, facts, found)
}

/// What the page and the header say of themselves.
struct Claims {
    meta: Option<String>,
    header: Option<String>,
}

impl Claims {
    fn encodings(&self) -> impl Iterator<Item = (&'static Encoding, CharsetSource)> {
        let meta = self.meta.as_deref().and_then(encoding_of).map(|e| (e, CharsetSource::Meta));
        let header = self.header.as_deref().and_then(encoding_of).map(|e| (e, CharsetSource::Header));
        meta.into_iter().chain(header)
    }

    /// The first claim that is not what the page turned out to be.
    fn contradicting(&self, found: &'static Encoding) -> Option<String> {
        [&self.meta, &self.header]
            .into_iter()
            .flatten()
            .find(|label| encoding_of(label) != Some(found))
            .cloned()
    }
}

fn choose<'a>(bytes: &'a [u8], claims: &Claims) -> (&'static Encoding, CharsetSource, &'a [u8]) {
    let mut body = bytes;
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        body = &bytes[length..];
        // A UTF-8 mark in front of a GBK page comes from an included file and says nothing of the rest.
        if encoding != UTF_8 || is_like_utf8(body, true) {
            return (encoding, CharsetSource::Bom, body);
        }
    }
    if let Some(encoding) = utf16_without_mark(body) {
        return (encoding, CharsetSource::Detected, body);
    }
    let claims_utf8 = claims.encodings().any(|(e, _)| e == UTF_8);
    if is_like_utf8(body, claims_utf8) {
        return (UTF_8, CharsetSource::Utf8, body);
    }
    for (encoding, source) in claims.encodings() {
        // Every byte string is valid in a single-byte encoding, so such a claim (Tomcat's default) proves nothing.
        let empty_claim = encoding == UTF_8 || (encoding.is_single_byte() && is_like_gb2312(body));
        if !empty_claim && errors_are_few(encoding, body) {
            return (encoding, source, body);
        }
    }
    (by_content(body, claims), CharsetSource::Detected, body)
}

/// The encoding whose reading of `body` has the fewest errors, the detector's guess first among equals.
fn by_content(body: &[u8], claims: &Claims) -> &'static Encoding {
    let guess = if body.iter().filter(|b| !b.is_ascii()).count() < ENOUGH_TO_GUESS {
        GB18030
    } else {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        // Enough to know the language by; the rest would only cost time.
        detector.feed(&body[..body.len().min(256 << 10)], true);
        match detector.guess(Some(b"cn"), Utf8Detection::Allow) {
            e if e == BIG5 || e == UTF_8 => e,
            _ => GB18030,
        }
    };
    if nonsense(guess, body) == 0 {
        return guess;
    }
    let others = [GB18030, BIG5, UTF_8];
    let claimed = claims.encodings().map(|(e, _)| e).filter(|e| !e.is_single_byte());
    std::iter::once(guess)
        .chain(others)
        .chain(claimed)
        .min_by_key(|e| nonsense(e, body))
        .unwrap_or(GB18030)
}

/// Whether the bytes are UTF-8 but for a few characters cut in half (titles shortened by bytes) or a cut tail.
fn is_like_utf8(bytes: &[u8], claimed: bool) -> bool {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return claimed || !is_gb2312_by_chance(text);
    }
    let (mut good, mut bad, mut end_is_bad) = (0usize, 0usize, false);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|b| *b >= 0xC0).count();
        end_is_bad = !chunk.invalid().is_empty();
        bad += usize::from(end_is_bad);
    }
    let only_the_tail = bad == 1 && end_is_bad;
    (only_the_tail && (good > 0 || claimed)) || (good >= 20 && bad * 5 <= good) || (claimed && bad * 2 <= good)
}

/// Whether text that is valid UTF-8 is really GB 2312: 通知 and 联通 are valid in both. Chinese in UTF-8 takes three bytes
/// a character; two bytes make letters that stand on no Chinese page, apart from the Latin ones (©, ·, é).
fn is_gb2312_by_chance(text: &str) -> bool {
    let mut exotic = false;
    for lead in text.bytes().filter(|b| *b >= 0xC0) {
        if lead >= 0xE0 {
            return false;
        }
        exotic |= lead >= 0xC9;
    }
    exotic && is_like_gb2312(text.as_bytes())
}

/// UTF-16 without a mark: markup is ASCII, so every other byte is NUL there.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(2048) & !1];
    if head.len() < 16 {
        return None;
    }
    let (mut even, mut odd) = (0usize, 0usize);
    for pair in head.chunks_exact(2) {
        even += usize::from(pair[0] == 0);
        odd += usize::from(pair[1] == 0);
    }
    let pairs = head.len() / 2;
    match () {
        () if odd * 10 > pairs && odd > even * 3 => Some(UTF_16LE),
        () if even * 10 > pairs && even > odd * 3 => Some(UTF_16BE),
        () => None,
    }
}

/// Whether the non-ASCII bytes come in pairs as GB 2312 has them: what Chinese text is made of, and hardly anything else.
fn is_like_gb2312(bytes: &[u8]) -> bool {
    let (mut pairs, mut others, mut i) = (0usize, 0usize, 0);
    while i < bytes.len() {
        if bytes[i].is_ascii() {
            i += 1;
        } else if (0xA1..=0xF7).contains(&bytes[i]) && bytes.get(i + 1).is_some_and(|b| *b >= 0xA1) {
            pairs += 1;
            i += 2;
        } else {
            others += 1;
            i += 1;
        }
    }
    pairs > 0 && others * 10 <= pairs
}

fn errors(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    if had_errors { text.matches('\u{FFFD}').count() } else { 0 }
}

/// Errors and characters no text has: a wrong encoding of two bytes a character lands in the private area all the time.
fn nonsense(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    text.chars().filter(|c| matches!(c, '\u{FFFD}' | '\u{E000}'..='\u{F8FF}')).count()
}

/// At most one character in fifty, or a single one.
fn errors_are_few(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    let errors = errors(encoding, bytes);
    errors <= 1 || errors * 100 <= bytes.iter().filter(|b| !b.is_ascii()).count()
}

/// Without byte order marks in front, and without the half character a cut body ends in. Says whether anything was lost.
fn tidy(mut text: String) -> (String, bool) {
    if text.ends_with('\u{FFFD}') && text.matches('\u{FFFD}').take(2).count() == 1 {
        text.pop();
    }
    let start = text.len() - text.trim_start_matches(|c: char| c == '\u{FEFF}' || c.is_ascii_whitespace()).len();
    if start > 0 {
        text.drain(..start);
    }
    let lossy = text.contains('\u{FFFD}');
    (text, lossy)
}

/// The label a `<meta>` of the first bytes gives.
fn meta_label(bytes: &[u8]) -> Option<String> {
    // Every byte becomes one character: markup is ASCII in all encodings a meta can announce.
    let head: String = bytes[..bytes.len().min(PRESCAN)].iter().map(|b| char::from(*b)).collect();
    Tags::new(&head).filter(|tag| tag.is("meta")).find_map(|tag| {
        if let Some(label) = tag.attr("charset") {
            return Some(clean_label(label));
        }
        let equiv = tag.attr("http-equiv")?;
        if !equiv.trim().eq_ignore_ascii_case("content-type") {
            return None;
        }
        // `content=text/html; charset=gb2312` without quotes falls apart into two attributes; the first branch has it.
        let content = tag.attr("content")?.to_ascii_lowercase();
        let (_, label) = content.split_once("charset")?;
        Some(clean_label(label.trim_start().strip_prefix('=')?))
    })
}

/// A label without the quotes, blanks and further parameters people write around it.
fn clean_label(label: &str) -> String {
    label
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '='))
        .split(|c: char| c.is_whitespace() || matches!(c, ';' | ',' | '"' | '\''))
        .next()
        .unwrap_or_default()
        .chars()
        .take(40)
        .collect::<String>()
        .to_ascii_lowercase()
}

/// The encoding a label means, also for the misspellings seen. UTF-16 in a label readable as ASCII means UTF-8.
fn encoding_of(label: &str) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label_no_replacement(label.as_bytes());
    match encoding {
        Some(e) if e == UTF_16LE || e == UTF_16BE => Some(UTF_8),
        Some(e) => Some(e),
        None if label.starts_with("gb") => Some(GB18030),
        None if label.starts_with("utf8") || label.starts_with("utf-8") || label.starts_with("utf_8") => Some(UTF_8),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::GBK;
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "<p>市公安局召开全市公安工作会议，部署下一阶段重点任务。</p>";

    fn name(bytes: &[u8], header: Option<&str>) -> (String, CharsetSource, Option<String>) {
        let (_, facts, _) = decode(bytes, header);
        (facts.name, facts.source, facts.declared)
    }

    fn gbk(text: &str) -> Vec<u8> {
        GBK.encode(text).0.into_owned()
    }

    #[test]
    fn marks_decide_and_do_not_stay() {
        let twice = format!("\u{FEFF}\u{FEFF}{TEXT}");
        let (text, facts, _) = decode(twice.as_bytes(), Some("gbk"));
        assert_eq!((text.as_str(), facts.source), (TEXT, CharsetSource::Bom));
        assert_eq!(facts.declared.as_deref(), Some("gbk"));

        let mut wide = vec![0xFF, 0xFE];
        wide.extend(TEXT.encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(decode(&wide, None).0, TEXT);
        assert_eq!(decode(&wide[2..], None).0, TEXT, "without the mark");
        let big: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&big, None).0, TEXT);

        let mut mixed = vec![0xEF, 0xBB, 0xBF];
        mixed.extend(gbk(TEXT));
        assert_eq!(decode(&mixed, None).0, TEXT, "a mark from an included file before a GBK page");
    }

    #[test]
    fn utf8_wins_over_what_is_claimed() {
        let page = format!("<meta charset=gb2312>{TEXT}");
        assert_eq!(
            name(page.as_bytes(), None),
            ("utf-8".into(), CharsetSource::Utf8, Some("gb2312".into()))
        );
    }

    #[test]
    fn a_cut_character_does_not_turn_utf8_into_something_else() {
        let mut bytes = TEXT.repeat(3).into_bytes();
        bytes.truncate(40); // in the middle of a character
        let (text, facts, _) = decode(&bytes, None);
        assert!(!facts.lossy && facts.name == "utf-8" && TEXT.starts_with(&text), "{facts:?} {text}");

        let mut bytes = TEXT.as_bytes().to_vec();
        bytes.remove(15); // one character broken in the middle
        let (_, facts, _) = decode(&bytes, Some("gbk"));
        assert!(facts.lossy && facts.name == "utf-8", "{facts:?}");
    }

    #[test]
    fn every_way_to_write_a_meta_is_read() {
        for meta in [
            "<meta charset=\"gb2312\">",
            "<META CHARSET=gb2312/>",
            "<meta charset='GBK' />",
            "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=gb2312\">",
            "<meta content=\"text/html;charset = gb2312\" http-equiv=content-type>",
            "<meta http-equiv=Content-Type content=text/html; charset=gb2312>",
            "<!-- <meta charset=big5> --><meta charset=gbk>",
        ] {
            let (text, facts, _) = decode(&gbk(&format!("{meta}{TEXT}")), None);
            assert_eq!((facts.name.as_str(), facts.source), ("gbk", CharsetSource::Meta), "{meta}");
            assert!(text.ends_with(TEXT), "{meta}");
        }
        let keywords = "<meta name=keywords content='charset=big5'>";
        assert_eq!(name(&gbk(&format!("{keywords}{TEXT}")), None).1, CharsetSource::Detected);
    }

    #[test]
    fn claims_the_bytes_contradict_lose() {
        let (text, facts, _) = decode(&gbk(&format!("<meta charset=utf-8>{TEXT}")), None);
        assert!(text.ends_with(TEXT) && facts.name == "gb18030" && facts.declared.as_deref() == Some("utf-8"));
        let (text, facts, _) = decode(&gbk(TEXT), Some("ISO-8859-1"));
        assert!(text == TEXT && facts.source == CharsetSource::Detected, "{facts:?}");
        let (text, facts, _) = decode(&gbk(TEXT), Some("GBK"));
        assert!(text == TEXT && facts.source == CharsetSource::Header && facts.declared.is_none());
        let latin = b"<p>d\xE9j\xE0 vu, \xE9t\xE9</p>";
        assert_eq!(
            decode(latin, Some("iso-8859-1")).0,
            "<p>déjà vu, été</p>",
            "a claim nothing speaks against"
        );
    }

    #[test]
    fn short_and_traditional_texts_are_told_apart() {
        assert_eq!(decode(&gbk("<title>通知</title>"), None).0, "<title>通知</title>");
        let rare = "<p>㐀㐁𠀀公安</p>";
        let (bytes, ..) = GB18030.encode(rare);
        assert_eq!(decode(&bytes, Some("gb2312")).0, rare, "four-byte characters under a GB 2312 label");
        let long = "<p>臺北市政府警察局公告，有關道路交通管理處罰條例修正事項，請市民配合辦理。</p>".repeat(8);
        let (bytes, ..) = BIG5.encode(&long);
        assert_eq!(decode(&bytes, None).0, long);
    }

    #[test]
    fn binary_and_nul_bytes_break_nothing() {
        let (text, ..) = decode(b"<p>a\0b</p>", None);
        assert_eq!(text, "<p>a\0b</p>");
        assert!(decode(&[0xFF; 5000], None).1.lossy);
        assert_eq!(decode(b"", None).1.name, "utf-8");
    }

    proptest! {
        #[test]
        fn any_bytes_become_text(bytes in prop::collection::vec(any::<u8>(), 0..600), header in prop::option::of("[a-z0-9-]{0,8}")) {
            let (text, facts, _) = decode(&bytes, header.as_deref());
            let marked = text.starts_with('\u{FEFF}');
            prop_assert!(!marked);
            let replaced = text.contains('\u{FFFD}');
            prop_assert_eq!(facts.lossy, replaced);
        }
    }
}
