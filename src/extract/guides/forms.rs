//! The forms a guide names, and where the page offers them.

use std::sync::LazyLock;

use ego_tree::NodeId;
use percent_encoding::percent_decode_str;
use regex::Regex;
use rustc_hash::FxHashSet;

use super::labels::flatten;
use super::lines::{Line, LineLink};
use crate::extract::Resolver;
use crate::facts::{FileKind, FormFacts, extension_of};
use crate::lexicon::{GUIDE_FORMS, Words};
use crate::text::{first, last};

/// A guide with more forms than this is a list of forms.
const MOST_FORMS: usize = 60;

static QUOTED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("《([^《》]{2,48}?(?:表|申请书|申报书|承诺书|委托书))》").expect("a constant regex"));

/// Kinds of forms an authority hands out. 表 alone is not enough: 代表, 水表, 时间表, 体检表 are none.
static NOUN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"[\p{Han}A-Za-z()]{1,28}?",
        "(?:申请|登记|申报|审批|备案|申领|审核|报名|推荐|确认|变更|呈报|报审|认定|采集|注销|补办|受理|申办|承诺|审查|申请审批|登记备案)表",
        r"|[\p{Han}A-Za-z()]{2,28}?(?:申请书|申报书|承诺书|委托书)"
    ))
    .expect("a constant regex")
});

/// Words before the name that say what to do with the form.
static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        "^.*(?:填写|填报|提交|提供|填妥|领取|下载|打印|出具|签署|签订|携带|准备|上传|报送|递交|填好|填制|盖章的|加盖公章的|签字的|签名的|完整的|规范的|真实的|以下|下列|一式[一二两三四五六]份|每一?[份张单])的?",
        "|^(?:并|和|以及|及|与|或|的|须|需|应|由|将|按|凭|持|其|该|本|如实|其他|相关|有关|附|含|经|书面|有效的?)+"
    ))
    .expect("a constant regex")
});

static NO_FORM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("代表|图表|一览表|时间表|列表|仪表|水表|电表|日程表|课程表|价目表|公示表|进度表|报表|体检表|成绩表|负债表|利润表|流量表|名单|对照表|清单表|汇总表|统计表|户籍证明|档案|表格[及和、]|[及和](?:申请|申报)书$")
        .expect("a constant regex")
});

/// Beside the name: the applicant gets the form another way.
static PROVIDED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("系统(?:自动)?(?:生成|打印|填)|网上(?:填|下载|打印)|在线(?:填|下载|打印)|自动生成|(?:窗口|现场|大厅|中心|派出所|柜台|前台)(?:免费)?(?:领取|提供|填写|填|索取|打印|发放)|可到.{0,20}领取|自拟|自备|自行(?:书写|撰写|拟定)|(?:网站|官网|平台|系统|公众号).{0,8}下载|公安机关(?:提供|制作)")
        .expect("a constant regex")
});

/// A sentence of its own that tells where the forms are to be had: 此表格可在办证窗口领取.
static PROVIDED_ELSEWHERE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:[此该本]|以上|上述|相关|有关|所需|各类|申请)表格?(?:均|都)?(?:可以?|请)?(?:在|到|由|从|于|向|通过|登录).{0,40}?(?:领取|下载|索取|提供|打印|获取)")
        .expect("a constant regex")
});

/// 组织专人对申请书进行核对: the object of a sentence and no name.
static IN_A_SENTENCE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("[对将把由向从凭持交写签收见按](?:申请|申报|承诺|委托)书$").expect("a constant regex"));

struct Offer<'a> {
    link: &'a LineLink,
    /// What it is called, decorations gone.
    name: String,
    /// The name of its file, decoded, extension gone.
    file: String,
    is_file: bool,
    line: usize,
    /// Whether it stands beside the name of a form, on its line or in its row.
    owned: bool,
}

/// Reads the forms from the lines of a guide.
pub(super) fn read(lines: &[Line], resolver: &Resolver) -> Vec<FormFacts> {
    let named: Vec<Vec<(String, String)>> = lines.iter().map(names_in).collect();
    // A row whose first cell is 办理材料 holds the whole list: there the line alone counts.
    let listed: FxHashSet<NodeId> = lines.iter().filter(|l| l.pinned).filter_map(|l| l.row).collect();
    let rows: FxHashSet<NodeId> = lines
        .iter()
        .zip(&named)
        .filter(|(_, names)| !names.is_empty())
        .filter_map(|(l, _)| l.row.filter(|r| !listed.contains(r)))
        .collect();
    let owned = |at: usize| !named[at].is_empty() || lines[at].row.is_some_and(|r| rows.contains(&r));
    let offers: Vec<Offer<'_>> = lines
        .iter()
        .enumerate()
        .flat_map(|(line, l)| l.links.iter().map(move |link| offer(link, line)))
        .take(300)
        .map(|o| Offer { owned: owned(o.line), ..o })
        .collect();
    let told_elsewhere = lines.iter().any(|l| PROVIDED_ELSEWHERE.is_match(&l.flat));
    let keys: Vec<String> = named.iter().flatten().map(|(name, _)| essence(name)).collect();
    let mut forms: Vec<FormFacts> = Vec::new();
    let mut seen: FxHashSet<String> = FxHashSet::default();
    for (at, names) in named.iter().enumerate() {
        for (name, around) in names {
            let key = essence(name);
            // 《空白表格》 is the name of no form.
            if key.chars().count() < 3 {
                continue;
            }
            if forms.len() >= MOST_FORMS || seen.iter().any(|s| s.contains(&key) || key.contains(s.as_str())) {
                continue;
            }
            let found = best(&offers, &key, &keys, at, lines);
            // A script hands it out, or the text says where it is to be had: nothing to check.
            let told = found.is_none() && (told_elsewhere || PROVIDED.is_match(around));
            if told || found.is_some_and(|o| o.link.is_void() && o.link.scripted) {
                seen.insert(key);
                continue;
            }
            let url = found
                .and_then(|o| resolver.resolve(&o.link.href))
                .and_then(|t| t.web().map(str::to_owned));
            seen.insert(key);
            forms.push(FormFacts { name: name.clone(), url });
        }
    }
    for offer in offers.iter().filter(|o| o.is_file && is_form_name(&o.link.text)) {
        let Some(url) = resolver.resolve(&offer.link.href).and_then(|t| t.web().map(str::to_owned)) else {
            continue;
        };
        if forms.len() < MOST_FORMS && !forms.iter().any(|f| f.url.as_deref() == Some(&url)) {
            let name = first(&offer.link.text, 60).to_owned();
            forms.push(FormFacts { name, url: Some(url) });
        }
    }
    forms
}

fn is_form_name(text: &str) -> bool {
    static FORM: Words = Words::used(GUIDE_FORMS, "form");
    FORM.any_in(&flatten(text))
}

fn offer(link: &LineLink, line: usize) -> Offer<'_> {
    let path = link.href.split(['?', '#']).next().unwrap_or("");
    let last = path.rsplit('/').next().unwrap_or("");
    let decoded = percent_decode_str(last).decode_utf8_lossy().into_owned();
    let stem = decoded.rsplit_once('.').map_or(decoded.as_str(), |(stem, _)| stem);
    Offer {
        link,
        name: essence(&link.text),
        file: essence(stem),
        is_file: is_file_link(link),
        line,
        owned: false,
    }
}

/// Whether a link leads to a file by its address or its text: a document, or a form as a picture.
pub(super) fn is_file_link(link: &LineLink) -> bool {
    extension_of(&link.href).is_some_and(is_form_file) || link.text.rsplit_once('.').is_some_and(|(_, e)| is_form_file(e.trim()))
}

fn is_form_file(extension: &str) -> bool {
    FileKind::of_extension(extension).is_some_and(|kind| kind.is_document() || kind == FileKind::Picture)
}

/// A name without what differs between the text and the link: quotes, numbering, remarks, extension.
fn essence(name: &str) -> String {
    static NOISE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^附件?\d*[:.、]?|\([^()]*\)|下载|空白|样表|样本|样式|模板|范本|点击|填写|示范文本|表格").expect("a constant regex")
    });
    let flat = flatten(name);
    let bare = flat
        .rsplit_once('.')
        .filter(|(_, e)| is_form_file(e))
        .map_or(flat.as_str(), |(bare, _)| bare);
    let cleaned = NOISE.replace_all(bare, "");
    cleaned.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The link that offers a form: by its text, by the name of its file, by standing beside the name, or because it
/// offers all forms of the page.
fn best<'a, 'b>(offers: &'a [Offer<'b>], key: &str, keys: &[String], at: usize, lines: &[Line]) -> Option<&'a Offer<'b>> {
    let fits = |name: &str| name.chars().count() >= 3 && (name.contains(key) || (name.chars().count() >= 4 && key.contains(name)));
    // A link that leads somewhere goes before one that does not; both before none.
    let ranked = |o: &&Offer<'_>| (o.link.is_void() && !o.link.scripted, o.line.abs_diff(at));
    if let Some(named) = offers
        .iter()
        .filter(|o| fits(&o.name) || (o.is_file && fits(&o.file)))
        .min_by_key(ranked)
        && (!named.link.is_void() || named.link.scripted)
    {
        return Some(named);
    }
    let leads = |o: &&Offer<'_>| !o.link.is_void() || o.link.scripted;
    // The next cell of the row is beside the name, the next paragraph of the same cell is not.
    let (row, cell) = (lines[at].row, lines[at].cell);
    let named = |o: &Offer<'_>| o.file.chars().filter(|c| !c.is_ascii()).count() >= 4;
    let beside = |o: &Offer<'_>| {
        o.line == at
            || (row.is_some() && lines[o.line].row == row && lines[o.line].cell != cell)
            || (o.line > at && o.line - at <= 1 && o.name.is_empty() && !named(o))
    };
    let hands_out = |o: &Offer<'_>| o.is_file || HANDS_OUT.any_in(&flatten(&o.link.text));
    // A link with the name of another form of the page is that one's, though it stand on the same line.
    let anothers = |o: &Offer<'_>| {
        let name = o.name.as_str();
        let same = |k: &String| k != key && k.chars().count() >= 4 && (name.contains(k.as_str()) || k.contains(name));
        // 居住证申请表 beside 《居住证申领表》 is the same form, named by another hand.
        let common = name.chars().filter(|c| key.contains(*c)).count();
        name.chars().count() >= 4 && common * 2 < name.chars().count() && keys.iter().any(same)
    };
    // A link that stands beside another form, or is named after one, is not for all.
    let for_all = |o: &Offer<'_>| {
        let text = flatten(&o.link.text);
        let general = GENERAL_OFFERS
            .iter()
            .any(|w| text == *w || (o.is_file && text.contains(w) && o.name.chars().count() < 3));
        (general || (o.is_file && o.name.is_empty())) && !named(o) && !o.owned
    };
    let offers = || offers.iter().filter(leads);
    offers()
        .find(|o| beside(o) && hands_out(o) && !anothers(o))
        .or_else(|| offers().find(|o| for_all(o)))
}

/// Links that offer all the forms of a page.
static GENERAL_OFFERS: Words = Words::used(GUIDE_FORMS, "general");
/// A link beside the name of a form that hands it out.
static HANDS_OUT: Words = Words::used(GUIDE_FORMS, "hands-out");

/// The names of forms on a line, each with the words around it.
fn names_in(line: &Line) -> Vec<(String, String)> {
    let flat = line.flat.as_str();
    let mut found: Vec<(String, String)> = Vec::new();
    if flat.is_empty() || !(flat.contains('表') || flat.contains('书')) {
        return found;
    }
    for m in QUOTED.captures_iter(flat).filter_map(|c| c.get(0)).take(20) {
        if !NO_FORM.is_match(m.as_str()) {
            found.push((m.as_str().to_owned(), around(flat, m.start(), m.end())));
        }
    }
    let unquoted = |at: usize| {
        !found
            .iter()
            .any(|(n, _)| flat.find(n.as_str()).is_some_and(|s| (s..s + n.len()).contains(&at)))
    };
    let mut more = Vec::new();
    for piece in pieces(flat) {
        let (from, text) = piece;
        for m in NOUN.find_iter(text).take(10) {
            let name = LEAD.replace(m.as_str(), "");
            let name = LEAD.replace(&name, "");
            let name = LEAD.replace(behind_the_sentence(&name), "");
            let name = name.trim_start_matches(['的', '(', ')']).trim();
            let depth = name.matches('(').count() == name.matches(')').count();
            // Cut off in the middle of a longer word: 申请表格, 申请书写.
            let after = text[m.end()..].chars().next();
            let goes_on = after.is_some_and(|c| matches!(c, '格' | '写' | '面' | '示' | '现' | '述' | '上' | '中' | '所' | '内'));
            if name.chars().count() >= 4
                && depth
                && !goes_on
                && !IN_A_SENTENCE.is_match(name)
                && !NO_FORM.is_match(name)
                && unquoted(from + m.start())
            {
                more.push((name.to_owned(), around(flat, from + m.start(), from + m.end())));
            }
        }
    }
    found.extend(more);
    found
}

fn around(flat: &str, from: usize, to: usize) -> String {
    [last(&flat[..from], 6), &flat[from..to], first(&flat[to..], 24)].concat()
}

/// The name without the sentence it stands in: of 委托他人办理的要有委托书 it is 委托书, which is the name of no form.
fn behind_the_sentence(name: &str) -> &str {
    static BEFORE: Words = Words::used(GUIDE_FORMS, "before");
    let ends = BEFORE.iter().filter_map(|w| name.rfind(w).map(|at| at + w.len()));
    ends.max().map_or(name, |end| &name[end..])
}

/// The text between separators, with where each piece begins.
fn pieces(flat: &str) -> Vec<(usize, &str)> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for (at, c) in flat.char_indices() {
        if matches!(
            c,
            '、' | ',' | '。' | ';' | ':' | '.' | '"' | '“' | '”' | '/' | '》' | '《' | '①'..='⑳'
        ) || c.is_ascii_digit()
        {
            pieces.push((from, &flat[from..at]));
            from = at + c.len_utf8();
        }
    }
    pieces.push((from, &flat[from..]));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        names_in(&Line::of(text)).into_iter().map(|(n, _)| n).collect()
    }

    #[test]
    fn forms_are_named_in_many_ways() {
        assert_eq!(names("1、填写《居住证申领表》一式两份"), ["《居住证申领表》"]);
        assert_eq!(names("1.备案变更申请表(加盖公章)；2.营业执照"), ["备案变更申请表"]);
        assert_eq!(names("如实填写机动车登记申请表、授权委托书"), ["机动车登记申请表", "授权委托书"]);
    }

    #[test]
    fn a_sentence_is_no_name() {
        for text in [
            "由他人代办的须有委托书",
            "管理中心组织专家对申报书进行评审",
            "领取证件的还需要承诺书",
            "窗口安排专人对申请书予以核对",
            "窗口收到申请书后五日内答复",
        ] {
            assert!(names(text).is_empty(), "{text}: {:?}", names(text));
        }
        assert_eq!(names("代办的还需有本人签名的特种行业授权委托书"), ["特种行业授权委托书"]);
        assert_eq!(names("对外劳务合作申请表"), ["对外劳务合作申请表"]);
    }

    #[test]
    fn what_is_no_form_is_not_taken_for_one() {
        for text in [
            "法定代表人身份证复印件",
            "户口簿、结婚证、毕业证书",
            "见收费一览表",
            "上下班时间表",
            "水表、电表读数",
            "由双方代表签字",
            "体检表一份",
            "填写申请表格",
            "财务报表",
        ] {
            assert!(names(text).is_empty(), "{text}: {:?}", names(text));
        }
    }
}
