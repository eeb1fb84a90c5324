//! Who a site says it is: site code, record numbers, sponsor and contact, as its footer prints them, and the pictures,
//! links and scripts (`marks`) that stand for the rest.

mod marks;

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;
use scraper::Html;

use self::marks::Marks;
use super::visible::{self, LINK_EDGE, WIDE_BLANK};
use crate::facts::{FooterFacts, Why};
use crate::lexicon::{FOOTER_WORDS, Words};
use crate::standard::{IdentityPart, RECORD_PROVINCES as PROVINCES, is_site_code};
use crate::text::{count_han, first, folded_to, last, narrow};

/// How much of the end of a page is looked at, bytes. Friend links and the footer of the largest home pages fit in.
const TAIL: usize = 64 << 10;

/// How many characters at the end of a page count as its footer, where no record number marks one.
const FOOTER: usize = 500;

/// How many characters before and behind a record number belong to the same footer.
const AROUND: usize = 250;

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant regex")
}

/// 网站标识码: ten digits, for ministries `bm` and eight, for the corps of 新疆 `bt` and eight.
static SITE_CODE: LazyLock<Regex> = LazyLock::new(|| regex(r"标识码\s*[：:]?\s*([0-9]{10}|(?i:bm|bt)[0-9]{8})(?:[^0-9]|$)"));

/// What stands behind the label instead: digits, perhaps cut by blanks, or letters and digits.
static OTHER_CODE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"标识码\s*[：:]?\s*([0-9]{2,10}(?: [0-9]{2,8}){1,4}|[A-Za-z]{0,2}[0-9]{5,20})(?:[^0-9A-Za-z-]|$)"));

/// ICP written wrongly, with a number behind it as a record has.
static MISSPELT_ICP: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"[{PROVINCES}]\s*(?i:IPC|IOCP|ICIP)\s*备\s*(?:案\s*)?[0-9]{{5,10}}(?:\s*号)?"
    ))
});

/// How ICP is written there.
const MISSPELT: [&str; 4] = ["IPC", "ipc", "IOCP", "ICIP"];
static ANY_MISSPELT: LazyLock<AhoCorasick> = LazyLock::new(|| AhoCorasick::new(MISSPELT).expect("constant words"));

static ICP: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"[{PROVINCES}]\s*(?i:ICP)\s*[备证]\s*(?:案\s*)?(?:[0-9](?: ?[0-9]){{4,9}}\s*号|[0-9]{{5,10}})"
    ))
});

/// The number of the site behind that of its owner (`-1`), before what is no part of a word. It stands in a pattern of its own:
/// with a Unicode `\b` at the end of [`ICP`] the engine leaves its fast path at the first Chinese character.
static SITE_OF_ICP: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(\s?[-－—–]\s?[0-9]{1,3})(?:[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]|$)"));

static POLICE: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"[{PROVINCES}]\s*公\s*网\s*安\s*备\s*(?:案?号?\s*[：:]?\s*)?(?:[0-9](?: ?[0-9]){{7,15}}\s*号|[0-9]{{8,16}})"
    ))
});

/// The older forms, without the province: 公安备案号：4403300000000, 网警备案号.
static POLICE_PLAIN: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?:公安(?:机关|部|局|网)?|网警|网监|网安)备案(?:编?号)?\s*[：:]?\s*([0-9]{10,16})(?:\s*号)?"));

static SPONSOR: LazyLock<Regex> = LazyLock::new(|| regex(r"(?:网站)?主\s*办(?:\s*单\s*位\s*[：:]?|\s*[：:])[\s\u{A0}]*([^\n]{2,120})"));

/// Where a name or an address ends: a bracket, a new label, a link of the footer's menu. Most of these words are also parts
/// of names (管理中心, 建设局), so they count behind a blank only.
static END: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"[|｜；;（(【\[]|\s(?:承办|协办|主管|合作|联系|关于|网站|政府网站|版权|技术|制作|维护|运维|管理|建设|开发|备案|地\s*址|电\s*话|邮\s*[编箱政]|传真|隐私|设为|加入|E-?mail)|(?:承办|协办|主管)(?:单位)?[：:]|(?:地址|电话|邮编|邮箱|传真|技术支持|标识码|备案号)[：:]|(?i:copyright)|©|[{PROVINCES}]\s*(?:ICP|公网安备)",
    ))
});

/// The sponsor and the site code as pages in English print them.
static SPONSOR_ENGLISH: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?i)(?:sponsored|hosted|organi[sz]ed)\s+by\s*[:：]?\s*|(?:^|[^A-Za-z])sponsor\s*[:：]\s*"));
static CODE_ENGLISH: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)(?:^|[^a-z])(?:web)?site\s*(?:identification\s*|id\s*)?code\s*(?:no\.?|number)?\s*[:：]?\s*((?:bm|[0-9]{2})[0-9]{8})(?:[^0-9a-z]|$)",
    )
});

static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:联系|咨询|服务|值班|办公|总机)?(?:电\s*话|热\s*线|联系方式)\s*[：:]?\s*((?:[（(]?0[0-9]{2,3}[）)]?[-－—–\s]?)?[0-9]{7,8}|[48]00[-0-9]{7,10}|1[0-9]{10}|1[0-9]{4}|110)(?:[^0-9]|$)",
    )
});

static MAIL: LazyLock<Regex> = LazyLock::new(|| regex(r"[A-Za-z0-9._-]{1,64}[@＠][A-Za-z0-9-]{1,64}(?:\.[A-Za-z0-9-]{1,32}){1,4}"));

/// A telephone number without a label.
static PLAIN_PHONE: LazyLock<Regex> = LazyLock::new(|| regex(r"(?:^|[^0-9-])(0[0-9]{2,3}[-－—–][0-9]{7,8})(?:[^0-9]|$)"));

/// 某某局主办, and 主办 某某局 with nothing but a blank between.
static SPONSOR_BESIDE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"([\p{Han}]{3,30}[局府厅委办会室院部署心处队站所社团校行馆])[\s\u{3000}]*主办(?:[^单方：:\p{Han}]|承办|协办|$)|主办[ \u{3000}]+([\p{Han}]{4,30})",
    )
});

/// Words of a copyright line that names an organisation, which may or may not be meant as the sponsor. Behind a colon the
/// name may stand on the next line.
static OWNER: LazyLock<Regex> = LazyLock::new(|| {
    let end = "[局府厅委办会室院部署心处队站所社团校行馆网学园司]";
    regex(&format!(
        r"(?i)版\s*权\s*所\s*有\s*[：:]\s*\p{{Han}}{{3,30}}{end}|(?:版\s*权\s*所\s*有|版权归|copyright|©|主管(?:单位)?)[^\n]{{0,40}}?\p{{Han}}{{2,30}}{end}|\p{{Han}}{{3,30}}{end}[^\n\p{{Han}}]{{0,10}}(?:版\s*权\s*所\s*有|©)",
    ))
});

/// Words by which the end of a page is its footer.
static FOOT_WORDS: LazyLock<Regex> = LazyLock::new(|| regex(r"(?i)版\s*权\s*所\s*有|copyright|©|标识码"));

/// Words that articles end with as well: two different ones make a footer.
static WEAK_WORDS: Words = Words::used(FOOTER_WORDS, "identity");

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| regex(r"地\s*址\s*[：:]\s*([^\n\u{2002}\u{3000}|]{5,60})"));

/// The identity facts of a page. Numbers are looked for in the visible text of the end of the page, sponsor and contact
/// in its footer only: articles name sponsors and telephones of their own. Where the end of a page prints nothing, what an
/// inline script writes counts.
pub(super) fn read(html: &Html) -> FooterFacts {
    let marks = marks::read(html);
    let seen = read_of(&marks, &visible::tail(html, TAIL, false));
    // Behind a footer there may be blocks that nobody sees; a footer that is hidden itself is one that a script shows.
    if seen.seen {
        seen
    } else {
        read_of(&marks, &visible::tail(html, TAIL, true))
    }
}

/// What the text of the end of a page and its marks say.
fn read_of(marks: &Marks, text: &str) -> FooterFacts {
    let mut text = narrowed(text);
    let mut facts = printed(&text);
    if !marks.written.is_empty() && facts.site_code.is_none() && facts.icp.is_empty() && facts.police.is_empty() {
        text.push('\n');
        text.push_str(&narrowed(&marks.written));
        facts = printed(&text);
    }
    let end = last(&text, FOOTER);
    let numbered = facts.site_code.is_some() || !facts.icp.is_empty() || !facts.police.is_empty();
    let weak = WEAK_WORDS.iter().filter(|w| end.contains(**w)).count();
    facts.seen = numbered || marks.mark || marks.find_errors || FOOT_WORDS.is_match(end) || weak > 1;
    facts.beyond = beyond(marks, facts.seen);
    facts.mark = marks.mark;
    facts.police_link = marks.police_number;
    facts.find_errors = marks.find_errors;
    facts.site_map = marks.site_map;
    facts.doubtful = doubtful(&facts, marks, &text);
    facts
}

/// The text with letters and digits of full width (ＩＣＰ, ３５０２) narrowed; signs and blanks as they are.
fn narrowed(text: &str) -> String {
    let narrow = |c: char| Some(narrow(c)).filter(|n| n.is_ascii_alphanumeric() || *n == '-').unwrap_or(c);
    text.chars().map(narrow).collect()
}

/// A picture is looked at only where there is no text: footers of text have pictures of all kinds.
fn beyond(marks: &Marks, seen: bool) -> Option<Why> {
    if marks.by_script || marks.framed {
        Some(Why::ByScript)
    } else {
        (marks.pictured && !seen).then_some(Why::NotText)
    }
}

fn doubtful(facts: &FooterFacts, marks: &Marks, text: &str) -> Vec<IdentityPart> {
    let end = last(text, 2 * FOOTER);
    let mut parts = in_a_picture(facts, marks);
    if !marks.mark && marks.silent_picture {
        parts.push(IdentityPart::Mark);
    }
    if facts.icp.is_empty() && (marks.icp_link || end.contains("ICP") && end.contains(|c: char| c.is_ascii_digit())) {
        parts.push(IdentityPart::Icp);
    }
    if facts.police.is_empty() && marks.police_sign {
        parts.push(IdentityPart::Police);
    }
    if facts.sponsor.is_none() && OWNER.is_match(end) {
        parts.push(IdentityPart::Sponsor);
    }
    if facts.contact.is_none() && (marks.contact_link || ["地址", "邮编", "传真", "信箱"].iter().any(|w| end.contains(w))) {
        parts.push(IdentityPart::Contact);
    }
    if !marks.find_errors && (marks.corrections || marks.silent_entry) {
        parts.push(IdentityPart::FindErrors);
    }
    parts
}

/// Where the words of a picture say what a footer says, all that no text tells may stand in the picture: a person has to
/// look whether it still says what they do, and what else.
fn in_a_picture(facts: &FooterFacts, marks: &Marks) -> Vec<IdentityPart> {
    if marks.pictured_words.is_empty() {
        return Vec::new();
    }
    let told = printed(&narrowed(&marks.pictured_words));
    if !IdentityPart::ALL.iter().any(|part| told.has(*part)) {
        return Vec::new();
    }
    IdentityPart::ALL.iter().copied().filter(|part| !facts.has(*part)).collect()
}

/// What a text prints of a site's identity.
fn printed(text: &str) -> FooterFacts {
    let mut marks: Vec<Range<usize>> = Vec::new();
    let mut facts = FooterFacts::default();
    for word in ["ICP", "icp", "Icp"] {
        numbers(text, word, icp, &mut facts.icp, &mut marks);
    }
    // 网 stands on every page many times, and a number is announced by 备.
    let police = |near: &str| near.contains('备').then(|| POLICE.find(near)).flatten().map(|m| m.range());
    numbers(text, "网", police, &mut facts.police, &mut marks);
    if facts.police.is_empty() {
        let found = POLICE_PLAIN.captures(text);
        if let Some((whole, number)) = found.and_then(|c| Some((c.get(0)?, c.get(1)?))) {
            facts.police.push(number.as_str().to_owned());
            marks.push(around(text, whole.start()));
        }
    }
    let foot = foot_of(text, &marks);
    let mut outside = None;
    for near in windows(text, "标识码") {
        if is_prose(text, near.start) {
            continue;
        }
        let in_foot = foot.iter().any(|f| f.contains(&near.start));
        match site_code(&text[near.clone()]) {
            Some(Ok(code)) => {
                if in_foot && facts.site_codes.len() < 20 && !facts.site_codes.iter().any(|c| c.eq_ignore_ascii_case(&code)) {
                    facts.site_codes.push(code.clone());
                }
                if in_foot {
                    facts.site_code.get_or_insert(code);
                } else {
                    outside.get_or_insert(code);
                }
                marks.push(near);
            }
            Some(Err(other)) if in_foot => keep(&mut facts.malformed, other),
            Some(Err(_)) | None => {}
        }
    }
    facts.site_code = facts.site_code.or(outside);
    if facts.site_code.is_none()
        && let Some(code) = CODE_ENGLISH.captures(last(text, 2 * FOOTER)).and_then(|c| c.get(1))
    {
        facts.site_code = Some(code.as_str().to_owned());
        facts.site_codes.push(code.as_str().to_owned());
    }
    // None of them stands on most pages, which one look for all of them tells.
    for word in MISSPELT.iter().filter(|_| ANY_MISSPELT.is_match(text)) {
        let misspelt = |near: &str| Some(MISSPELT_ICP.find(near)?.range());
        numbers(text, word, misspelt, &mut facts.malformed, &mut marks);
    }
    for footer in footers(text, &marks) {
        facts.sponsor = facts.sponsor.or_else(|| sponsor(footer));
        facts.contact = facts.contact.or_else(|| contact(footer));
    }
    facts
}

/// Whether a place lies in a sentence of an article (我局将关停原网站（网站标识码：…）。): it ends with a full stop, and
/// says nothing else that a footer says.
fn is_prose(text: &str, at: usize) -> bool {
    let from = text[..at].rfind('\n').map_or(0, |n| n + 1);
    let to = text[at..].find('\n').map_or(text.len(), |n| at + n);
    let line = &text[from..to];
    let footer = ["ICP", "公网安备", "版权", "主办", "©"].iter().any(|w| line.contains(w));
    line.contains('。') && !footer
}

fn keep(list: &mut Vec<String>, value: String) {
    if list.len() < 20 && !list.contains(&value) {
        list.push(value);
    }
}

/// The code behind its label, or what else stands there: digits that are too few or too many.
fn site_code(near: &str) -> Option<Result<String, String>> {
    if let Some(found) = SITE_CODE.captures(near).and_then(|c| c.get(1)) {
        return Some(Ok(found.as_str().to_owned()));
    }
    let found = OTHER_CODE.captures(near)?.get(1)?.as_str();
    let joined: String = found.split(' ').collect();
    Some(if is_site_code(&joined) {
        Ok(joined)
    } else {
        Err(format!("网站标识码：{}", folded_to(found, 40)))
    })
}

/// Where the footers of a text lie: round the record numbers of its last part, and its very end.
fn foot_of(text: &str, marks: &[Range<usize>]) -> Vec<Range<usize>> {
    let mark = marks.iter().map(|m| m.start).max();
    let around = mark.map(|m| back(text, m, 2 * AROUND)..forth(text, m, AROUND));
    let end = back(text, text.len(), FOOTER)..text.len();
    around.into_iter().chain(std::iter::once(end)).collect()
}

/// The surroundings of every occurrence of `word`, where a number with its label must lie.
fn windows(text: &str, word: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices(word).map(|(at, _)| around(text, at))
}

/// The surroundings of a place.
fn around(text: &str, at: usize) -> Range<usize> {
    back(text, at, 8)..forth(text, at, 48)
}

/// The place of a record number in its surroundings.
fn icp(near: &str) -> Option<Range<usize>> {
    let own = ICP.find(near)?.range();
    let site = SITE_OF_ICP.captures(&near[own.end..]).and_then(|c| c.get(1));
    Some(own.start..own.end + site.map_or(0, |site| site.len()))
}

/// Collects the numbers that `find` sees in the surroundings of every occurrence of `word`.
fn numbers(text: &str, word: &str, find: impl Fn(&str) -> Option<Range<usize>>, out: &mut Vec<String>, marks: &mut Vec<Range<usize>>) {
    for near in windows(text, word) {
        let around = &text[near.clone()];
        // The number this occurrence belongs to: one that only begins in the window would be cut at its end.
        let whole = |at: &Range<usize>| around[at.clone()].contains(word) && near.start + at.end < near.end || near.end == text.len();
        let Some(found) = find(around).filter(whole) else {
            continue;
        };
        let number = folded_to(&around[found], 60);
        if out.len() < 20 && !out.contains(&number) {
            out.push(number);
        }
        marks.push(near);
    }
}

/// The parts of the text that are footers: around record numbers, the last first; then the very end.
fn footers<'t>(text: &'t str, marks: &[Range<usize>]) -> Vec<&'t str> {
    let mut at: Vec<usize> = marks.iter().map(|m| m.start).collect();
    at.sort_unstable();
    at.dedup();
    let around = at
        .iter()
        .rev()
        .take(4)
        .map(|m| &text[back(text, *m, AROUND)..forth(text, *m, AROUND)]);
    around.chain([last(text, FOOTER)]).collect()
}

fn back(text: &str, at: usize, chars: usize) -> usize {
    at - last(&text[..at], chars).len()
}

fn forth(text: &str, at: usize, chars: usize) -> usize {
    at + first(&text[at..], chars).len()
}

fn sponsor(footer: &str) -> Option<String> {
    let beside = || {
        let found = SPONSOR_BESIDE.captures(footer)?;
        let name = found.get(1).or_else(|| found.get(2))?;
        Some(folded_to(name.as_str(), 60))
    };
    labelled_sponsor(footer).or_else(beside).or_else(|| english_sponsor(footer))
}

/// The name behind Sponsored by: several words, up to the end of the line or of the sentence.
fn english_sponsor(footer: &str) -> Option<String> {
    let behind = &footer[SPONSOR_ENGLISH.find(footer)?.end()..];
    let name = behind.split(['\n', '.', '|', '；', ';', LINK_EDGE, WIDE_BLANK]).next()?.trim();
    (name.split_ascii_whitespace().count() >= 2 || count_han(name) >= 4).then(|| folded_to(name, 60))
}

fn labelled_sponsor(footer: &str) -> Option<String> {
    SPONSOR.captures_iter(footer).filter_map(|c| c.get(1)).find_map(|found| {
        let mut name = found.as_str().trim_start();
        // A link or a wide gap behind the name ends it; one blank may stand between two sponsors.
        for edge in [LINK_EDGE.to_string(), WIDE_BLANK.to_string().repeat(2)] {
            name = name.split(edge.as_str()).next().unwrap_or(name);
        }
        name = up_to_a_label(name);
        let name = folded_to(
            name.trim_matches(|c: char| matches!(c, '：' | ':' | '，' | ',' | '。' | '-') || c.is_whitespace()),
            60,
        );
        (count_han(&name) >= 4).then_some(name)
    })
}

fn up_to_a_label(text: &str) -> &str {
    END.find_iter(text).find(|m| m.start() > 0).map_or(text, |end| &text[..end.start()])
}

fn contact(footer: &str) -> Option<String> {
    let phone = PHONE.captures(footer).and_then(|c| c.get(1)).map(|m| m.as_str());
    let mail = || MAIL.find(footer).map(|m| m.as_str());
    let address = || ADDRESS.captures(footer).and_then(|c| c.get(1)).map(|m| up_to_a_label(m.as_str()));
    let plain = || PLAIN_PHONE.captures(footer).and_then(|c| c.get(1)).map(|m| m.as_str());
    phone.or_else(mail).or_else(address).or_else(plain).map(|c| folded_to(c, 100))
}

#[cfg(test)]
mod tests;
