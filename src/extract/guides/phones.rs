//! Telephone numbers under their headings: which can be one, which cannot, and which were never filled in.

use std::sync::LazyLock;

use regex::Regex;

use super::labels::flatten;
use super::sections::Section;
use crate::facts::PhoneFacts;
use crate::standard::GuideElement;
use crate::text::{count_written, folded, narrow};

/// A guide names a handful; a page with more is a telephone book.
const MOST_PHONES: usize = 20;
const MOST_NUMBERS: usize = 10;
/// Longer values are running text, whose figures mean anything.
const LONGEST_VALUE: usize = 80;

/// What the figures of a text are.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Numbers {
    /// How many can be a telephone.
    pub(super) good: usize,
    pub(super) wrong: Vec<String>,
    pub(super) placeholders: Vec<String>,
    pub(super) doubtful: Vec<String>,
}

impl Numbers {
    /// Whether something stands there that was meant as a number.
    pub(super) fn meant(&self) -> bool {
        self.good > 0 || !self.wrong.is_empty() || !self.placeholders.is_empty() || !self.doubtful.is_empty()
    }
}

/// Reads what stands under the headings of telephones.
pub(super) fn read(found: &[Section]) -> Vec<PhoneFacts> {
    let mut phones = Vec::new();
    for section in found.iter().filter(|s| is_phone(s)) {
        let all = numbers(&section.value);
        let first = if section.first.trim().is_empty() {
            &section.value
        } else {
            &section.first
        };
        let Numbers {
            wrong,
            placeholders,
            doubtful,
            ..
        } = numbers(first);
        // 联系方式 holds addresses and postcodes as well.
        let certain = !section.label.contact;
        let phone = PhoneFacts {
            heading: section.heading.clone(),
            reachable: all.good > 0,
            wrong: if certain { wrong } else { Vec::new() },
            placeholders,
            doubtful,
        };
        if all.meant() && phones.len() < MOST_PHONES {
            phones.push(phone);
        }
    }
    phones
}

fn is_phone(section: &Section) -> bool {
    let heading = flatten(&section.heading);
    let complaint = section.label.elements.is_empty() && (heading.contains("电话") || heading.contains("热线"));
    (section.label.elements.contains(&GuideElement::Phone) || complaint) && !heading.contains("传真") && !heading.contains("报警")
}

/// Figures that are no telephone, with the words that say so.
static OTHER_FIGURES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)[0-9a-z_.+-]+@[0-9a-z_.-]+|https?://\S+|www\.\S+",
        r"|(?:19|20)\d{2}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?|\d{1,2}[:.]\d{2}(?::\d{2})?",
        r"|(?:QQ|Q群|微信|群号|邮编|邮政编码|传真|警号|工号|编号|信箱)[^\d。;]{0,6}\d[\d -]*",
        r"|(?:转|分机|内线|短号)[^\d。;]{0,3}\d{1,6}",
        r"|\d{1,4}(?:号|室|楼|层|栋|座|幢|窗|路|弄|年|月|日|元|人|个|点|分|天|条|项|部门|级)",
        r"|[A-Za-z]{1,3}\d+"
    ))
    .expect("a constant regex")
});

/// One number for both.
static BOTH: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"电话[/、及和( ]*传真").expect("a constant regex"));

static UNFILLED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[\d()-]*[xX×＊*✕]{4,}[\d()xX×*-]*").expect("a constant regex"));

static NUMBER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[+(]?\d[\d()+ -]*").expect("a constant regex"));

/// Sorts the figures of a text.
pub(super) fn numbers(text: &str) -> Numbers {
    let text = narrowed(text);
    let mut found = Numbers::default();
    let short = count_written(&text) <= LONGEST_VALUE;
    let text = OTHER_FIGURES.replace_all(&text, "。");
    if short {
        for unfilled in UNFILLED.find_iter(&text).take(MOST_NUMBERS) {
            let word = unfilled.as_str().trim().to_owned();
            // 138****1234 hides a number that exists.
            let masked = word.starts_with(|c: char| c.is_ascii_digit()) && word.ends_with(|c: char| c.is_ascii_digit());
            if masked {
                found.doubtful.push(word);
            } else {
                found.placeholders.push(word);
            }
        }
    }
    let text = UNFILLED.replace_all(&text, "。");
    let whole = text.trim_matches(|c: char| !c.is_alphanumeric() && c != '(');
    for token in NUMBER.find_iter(&text).take(60) {
        let word = token.as_str().trim_matches([' ', '-', '(', ')', '+']);
        let digits: String = word.chars().filter(char::is_ascii_digit).collect();
        let kind = kind_of(token.as_str(), &digits);
        match kind {
            Kind::Good => found.good += 1,
            Kind::Placeholder if short => found.placeholders.push(word.to_owned()),
            Kind::Doubtful if short => found.doubtful.push(word.to_owned()),
            // 2262110/11 and 2262110转8001; a room number in brackets.
            Kind::Wrong if short && (digits.len() >= 5 || (digits.len() >= 3 && whole == token.as_str().trim())) => {
                found.wrong.push(word.to_owned());
            }
            _ => {}
        }
    }
    for list in [&mut found.wrong, &mut found.placeholders, &mut found.doubtful] {
        list.truncate(MOST_NUMBERS);
    }
    found
}

/// Full-width forms and the many dashes made plain, white space to single blanks.
fn narrowed(text: &str) -> String {
    let plain = text.chars().take(400).map(|c| match c {
        '—' | '–' | '―' | '‐' | '‑' | '~' | '～' => '-',
        c => narrow(c),
    });
    BOTH.replace_all(&folded(&plain.collect::<String>()), "电话").into_owned()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Good,
    Wrong,
    Placeholder,
    Doubtful,
    Unknown,
}

fn kind_of(token: &str, digits: &str) -> Kind {
    let zeros = |d: &str| d.chars().all(|c| c == '0');
    let counted = |d: &str| matches!(d, "1234567" | "12345678" | "123456789" | "1234567890" | "123456");
    if digits.len() >= 5 && (zeros(digits) || counted(digits) || digits.chars().all(|c| c == '1')) {
        return Kind::Placeholder;
    }
    // Foreign numbers follow other rules.
    if (token.starts_with('+') && !digits.starts_with("86")) || (digits.starts_with("00") && !digits.starts_with("0086")) {
        return Kind::Good;
    }
    let digits = if token.starts_with('+') {
        &digits[2..]
    } else {
        digits.strip_prefix("0086").unwrap_or(digits)
    };
    if let Some(local) = after_area(digits)
        && (zeros(local) || counted(local))
    {
        return Kind::Doubtful;
    }
    let groups: Vec<&str> = token
        .split(|c: char| !c.is_ascii_digit())
        .filter(|g| !g.is_empty())
        .take(12)
        .collect();
    let joined = (0..groups.len()).any(|from| (from + 1..=groups.len()).any(|to| is_number(&groups[from..to].concat())));
    if joined || is_number(digits) || falls_apart(digits) {
        return Kind::Good;
    }
    match digits.len() {
        0..3 => Kind::Unknown,
        3..=13 => Kind::Wrong,
        _ => Kind::Unknown,
    }
}

/// What follows an area code, where the digits are such a number.
fn after_area(digits: &str) -> Option<&str> {
    let bytes = digits.as_bytes();
    if bytes.first() != Some(&b'0') {
        return None;
    }
    let code = match bytes.get(1)? {
        b'1' | b'2' => 3,
        b'3'..=b'9' => 4,
        _ => return None,
    };
    digits.get(code..).filter(|local| matches!(local.len(), 7 | 8))
}

/// Whether the digits can be dialled: a local number with or without its area code, a mobile one, a service number.
fn is_number(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    let starts = |prefixes: &[&str]| prefixes.iter().any(|p| digits.starts_with(p));
    match bytes.len() {
        3 => starts(&["11", "12"]) || digits == "999",
        5 => starts(&["12", "95", "96", "100", "118", "116", "16", "101", "106"]),
        6 => starts(&["95", "96", "118", "116", "125", "121", "106"]),
        // A local number begins with 2 to 9; 0 and 1 lead to other services.
        7 | 8 => !starts(&["0", "1"]),
        10 => starts(&["400", "800"]) || after_area(digits).is_some(),
        11 => (bytes[0] == b'1' && (b'3'..=b'9').contains(&bytes[1])) || after_area(digits).is_some(),
        12 => after_area(digits).is_some() || (bytes[0] == b'0' && is_number(&digits[1..]) && bytes[1] == b'1'),
        _ => false,
    }
}

/// Whether a long run is two to four numbers that lost what stood between them.
fn falls_apart(digits: &str) -> bool {
    if !(14..=48).contains(&digits.len()) {
        return false;
    }
    (7..=12).any(|at| digits.is_char_boundary(at) && is_number(&digits[..at]) && rest_is_numbers(&digits[at..], 3))
}

fn rest_is_numbers(digits: &str, most: usize) -> bool {
    is_number(digits)
        || (most > 1 && (7..=12).any(|at| digits.len() > at && is_number(&digits[..at]) && rest_is_numbers(&digits[at..], most - 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_dialled_is_good() {
        for text in [
            "0592-2262110",
            "（0592）2262110",
            "0592—2262110、2262111",
            "0592-2262110/2262111",
            "0592-2262110/11",
            "010-12345670转8001",
            "010-62262110-8001",
            "０５９２－２２６２１１０",
            "+86-592-2262110",
            "0086 592 2262110",
            "+852 2262 1100",
            "138 0592 2110",
            "13805922110（张警官）",
            "400-808-0592",
            "12345",
            "0592-12345",
            "12389；0592-2262110",
            "110",
            "968890",
            "95598",
            "2262110（上午8:00-12:00，下午14:30-17:30）",
            "户政窗口（3楼305室）：2262110 QQ群：123456",
            "邮编361000，电话2262110",
            "电话/传真：0592-2262110 0592-2262112",
            "05922262110 13805922110",
        ] {
            let found = numbers(text);
            assert!(found.good > 0, "{text}: {found:?}");
            assert!(found.wrong.is_empty() && found.placeholders.is_empty(), "{text}: {found:?}");
        }
    }

    #[test]
    fn what_cannot_be_dialled_is_wrong() {
        for text in [
            "0592-226211",
            "059222621",
            "0592-226211012",
            "1380592211",
            "23805922110",
            "22621",
            "1234",
            "0592",
            "13805922",
            "窗口：226211",
        ] {
            let found = numbers(text);
            assert_eq!(found.good, 0, "{text}: {found:?}");
            assert_eq!(found.wrong.len(), 1, "{text}: {found:?}");
        }
    }

    #[test]
    fn what_was_never_filled_in_is_a_placeholder() {
        for text in [
            "00000000",
            "12345678",
            "XXXXXXXX",
            "0592-xxxxxxx",
            "********",
            "0592-*******",
            "11111111111",
            "＊＊＊＊＊＊＊＊",
        ] {
            let found = numbers(text);
            assert_eq!(found.placeholders.len(), 1, "{text}: {found:?}");
            assert_eq!((found.good, found.wrong.len()), (0, 0), "{text}: {found:?}");
        }
        for text in ["0592-0000000", "0592-1234567", "138****1234"] {
            let found = numbers(text);
            assert_eq!(found.doubtful.len(), 1, "{text}: {found:?}");
            assert!(found.wrong.is_empty() && found.placeholders.is_empty(), "{text}: {found:?}");
        }
    }

    #[test]
    fn other_figures_are_left_alone() {
        for text in [
            "",
            "无",
            "全省主管部门联系电话",
            "2019-12-01",
            "邮编361000",
            "8:30-11:30",
            "市局3楼305",
            "3号窗口",
            "见A12号窗口",
            "市民中心B区2号楼",
            "QQ：123456789",
            // The blank of a form that is printed on the page.
            "__________",
            "xm110@example.gov.cn",
        ] {
            assert!(!numbers(text).meant(), "{text}: {:?}", numbers(text));
        }
        // An account number is no telephone, and not meant as one.
        assert!(!numbers("7111110189800000289").meant());
    }
}
