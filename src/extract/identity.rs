//! Who a site says it is: site code, record numbers, sponsor and contact, as its footer prints them.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use scraper::Html;

use super::dom::folded;
use super::visible::{self, LINK_EDGE, WIDE_BLANK};
use crate::facts::FooterFacts;

/// How much of the end of a page is looked at, bytes. Friend links and the footer of the largest home pages fit in.
const TAIL: usize = 64 << 10;

/// How many characters at the end of a page count as its footer, where no record number marks one.
const FOOTER: usize = 500;

/// How many characters before and behind a record number belong to the same footer.
const AROUND: usize = 250;

const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant regex")
}

/// 网站标识码: ten digits, for ministries `bm` and eight.
static SITE_CODE: LazyLock<Regex> = LazyLock::new(|| regex(r"标识码\s*[：:]?\s*([0-9]{10}|(?i:bm)[0-9]{8})(?:[^0-9]|$)"));

static ICP: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"[{PROVINCES}]\s*(?i:ICP)\s*[备证]\s*(?:案\s*)?[0-9]{{5,10}}(?:\s*号)?(?:\s?[-－—–]\s?[0-9]{{1,3}}\b)?"
    ))
});

static POLICE: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"[{PROVINCES}]\s*公\s*网\s*安\s*备\s*(?:案?号?\s*[：:]?\s*)?[0-9]{{8,16}}(?:\s*号)?"
    ))
});

/// The older form, without the province: 公安备案号：4403300000000.
static POLICE_PLAIN: LazyLock<Regex> = LazyLock::new(|| regex(r"公安(?:机关|网)?备案(?:编?号)?\s*[：:]?\s*([0-9]{10,16})(?:\s*号)?"));

static SPONSOR: LazyLock<Regex> = LazyLock::new(|| regex(r"(?:网站)?主\s*办(?:\s*单\s*位\s*[：:]?|\s*[：:])[\s\u{A0}]*([^\n]{2,120})"));

/// Where a name or an address ends: a bracket, a new label, a link of the footer's menu. Most of these words are also parts
/// of names (管理中心, 建设局), so they count behind a blank only.
static END: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"[|｜；;（(【\[]|\s(?:承办|协办|主管|合作|联系|关于|网站|政府网站|版权|技术|制作|维护|运维|管理|建设|开发|备案|地\s*址|电\s*话|邮\s*[编箱政]|传真|隐私|设为|加入|E-?mail)|(?:承办|协办|主管)(?:单位)?[：:]|(?:地址|电话|邮编|邮箱|传真|技术支持|标识码|备案号)[：:]|(?i:copyright)|©|[{PROVINCES}]\s*(?:ICP|公网安备)",
    ))
});

static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:联系|咨询|服务|值班|办公|总机)?(?:电\s*话|热\s*线|联系方式)\s*[：:]?\s*((?:[（(]?0[0-9]{2,3}[）)]?[-－—–\s]?)?[0-9]{7,8}|[48]00[-0-9]{7,10}|1[0-9]{10}|1[0-9]{4}|110)(?:[^0-9]|$)",
    )
});

static MAIL: LazyLock<Regex> = LazyLock::new(|| regex(r"[A-Za-z0-9._-]{1,64}[@＠][A-Za-z0-9-]{1,64}(?:\.[A-Za-z0-9-]{1,32}){1,4}"));

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| regex(r"地\s*址\s*[：:]\s*([^\n\u{2002}\u{3000}|]{5,60})"));

/// The identity facts a page prints. Numbers are looked for in the visible text of the end of the page, sponsor and contact
/// in its footer only: articles name sponsors and telephones of their own.
pub(super) fn read(html: &Html) -> FooterFacts {
    let text = visible::tail(html, TAIL);
    let mut marks: Vec<Range<usize>> = Vec::new();
    let mut facts = FooterFacts::default();
    for near in windows(&text, "标识码") {
        if let Some(found) = SITE_CODE.captures(&text[near.clone()]).and_then(|c| c.get(1)) {
            facts.site_code.get_or_insert_with(|| found.as_str().to_owned());
            marks.push(near);
        }
    }
    for word in ["ICP", "icp", "Icp"] {
        numbers(&text, word, &ICP, &mut facts.icp, &mut marks);
    }
    numbers(&text, "网", &POLICE, &mut facts.police, &mut marks);
    if facts.police.is_empty() {
        for near in windows(&text, "公安") {
            if let Some(found) = POLICE_PLAIN.captures(&text[near.clone()]).and_then(|c| c.get(1)) {
                facts.police.push(found.as_str().to_owned());
                marks.push(near);
                break;
            }
        }
    }
    for footer in footers(&text, &marks) {
        facts.sponsor = facts.sponsor.or_else(|| sponsor(footer));
        facts.contact = facts.contact.or_else(|| contact(footer));
    }
    facts
}

/// The surroundings of every occurrence of `word`, where a number with its label must lie.
fn windows(text: &str, word: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices(word).map(|(at, _)| {
        let start = back(text, at, 8);
        start..forth(text, at, 48)
    })
}

fn numbers(text: &str, word: &str, pattern: &Regex, out: &mut Vec<String>, marks: &mut Vec<Range<usize>>) {
    for near in windows(text, word) {
        let Some(found) = pattern.find(&text[near.clone()]) else { continue };
        let number = folded(found.as_str(), 60);
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
    around.chain([&text[back(text, text.len(), FOOTER)..]]).collect()
}

fn back(text: &str, at: usize, chars: usize) -> usize {
    text[..at].char_indices().rev().take(chars).last().map_or(at, |(i, _)| i)
}

fn forth(text: &str, at: usize, chars: usize) -> usize {
    text[at..].char_indices().nth(chars).map_or(text.len(), |(i, _)| at + i)
}

fn sponsor(footer: &str) -> Option<String> {
    SPONSOR.captures_iter(footer).filter_map(|c| c.get(1)).find_map(|found| {
        let mut name = found.as_str().trim_start();
        // A link or a wide gap behind the name ends it; one blank may stand between two sponsors.
        for edge in [LINK_EDGE.to_string(), WIDE_BLANK.to_string().repeat(2)] {
            name = name.split(edge.as_str()).next().unwrap_or(name);
        }
        name = up_to_a_label(name);
        let name = folded(
            name.trim_matches(|c: char| matches!(c, '：' | ':' | '，' | ',' | '。' | '-') || c.is_whitespace()),
            60,
        );
        let chinese = name.chars().filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c)).count();
        (chinese >= 4).then_some(name)
    })
}

fn up_to_a_label(text: &str) -> &str {
    END.find_iter(text).find(|m| m.start() > 0).map_or(text, |end| &text[..end.start()])
}

fn contact(footer: &str) -> Option<String> {
    let phone = PHONE.captures(footer).and_then(|c| c.get(1)).map(|m| m.as_str());
    let mail = || MAIL.find(footer).map(|m| m.as_str());
    let address = || ADDRESS.captures(footer).and_then(|c| c.get(1)).map(|m| up_to_a_label(m.as_str()));
    phone.or_else(mail).or_else(address).map(|c| folded(c, 100))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(page: &str) -> FooterFacts {
        read(&super::super::dom::parse(page).html)
    }

    #[test]
    fn numbers_are_found_however_the_markup_cuts_them() {
        let all = facts(
            "<div>网站标识码&nbsp;3502000001</div><p>ICP证号：<a href=x>闽ICP备05000001号-1</a></p><p>粤 ICP 备 05000002</p>\
             <p><span>闽公网安备</span><a href=y>35020000000001号</a></p><p>豫公网安备 41140000000002</p>",
        );
        assert_eq!(all.site_code.as_deref(), Some("3502000001"));
        assert_eq!(all.icp, ["闽ICP备05000001号-1", "粤 ICP 备 05000002"]);
        assert_eq!(all.police, ["闽公网安备 35020000000001号", "豫公网安备 41140000000002"]);
        let all = facts("<p>政府网站标识码：bm20000001 公安机关备案号：3502000000001</p>");
        assert_eq!(
            (all.site_code.as_deref(), &*all.police),
            (Some("bm20000001"), &["3502000000001".to_owned()][..])
        );
    }

    #[test]
    fn what_only_looks_like_a_number_is_none() {
        let all = facts("<p>苏IPC备16022877号 网站标识码：12345 网站标识码：35020000011 <!-- 网站标识码：3502000001 --> 闽ICP备号</p>");
        assert_eq!(all, FooterFacts::default());
    }

    #[test]
    fn the_sponsor_ends_where_the_next_label_begins() {
        for (footer, name) in [
            (
                "主办单位：厦门市公安局 <a href=x>联系我们</a> 网站标识码：3502000001",
                "厦门市公安局",
            ),
            ("版权所有/主办单位：厦门市公安局&nbsp;&nbsp;地址：新华路", "厦门市公安局"),
            ("版权所有：甲  网站主办：厦门市公安局", "厦门市公安局"),
            ("主办:<a href=x>厦门市公安局</a><a href=y>网站地图</a>", "厦门市公安局"),
            (
                "主办单位：中共厦门市纪委 厦门市监委 承办单位：信息中心",
                "中共厦门市纪委 厦门市监委",
            ),
            ("主办：厦门市人民政府办公厅|承办：x", "厦门市人民政府办公厅"),
            ("网站主办：城乡建设管理中心 版权所有 x", "城乡建设管理中心"),
            ("主办单位：厦门市公安局承办单位：信息中心", "厦门市公安局"),
            ("主办单位：厦门市公安局 闽ICP备05000001号", "厦门市公安局"),
        ] {
            assert_eq!(facts(&format!("<p>{footer}</p>")).sponsor.as_deref(), Some(name), "{footer}");
        }
        assert_eq!(facts("<p>主办</p><p>主办单位：</p>").sponsor, None);
    }

    #[test]
    fn articles_have_sponsors_and_telephones_of_their_own() {
        let article = format!(
            "<p>主办单位：培训中心有限公司 联系电话：0592-1234567</p>{}",
            "<p>正文内容</p>".repeat(200)
        );
        let all = facts(&format!("{article}<p>闽ICP备05000001号</p>"));
        assert_eq!((all.sponsor, all.contact), (None, None));
    }

    #[test]
    fn contacts_are_telephones_mails_or_addresses() {
        for (footer, contact) in [
            ("地址：新华路45号 邮编：361003 电话：0592-2262110", "0592-2262110"),
            ("联系电话：(0592)2262110转", "(0592)2262110"),
            ("邮箱：webmaster@x.gov.cn", "webmaster@x.gov.cn"),
            ("地址：厦门市思明区新华路45号 技术支持：某公司", "厦门市思明区新华路45号"),
        ] {
            assert_eq!(facts(&format!("<p>{footer}</p>")).contact.as_deref(), Some(contact), "{footer}");
        }
        assert_eq!(facts("<p>联系电话：见各部门</p>").contact, None);
    }
}
