//! Text made ready: sentences of units that keep where they stood, without what is no Chinese prose.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::text::{is_han, is_invisible};

/// One symbol of a sentence: a character, or a run of digits or Latin letters as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    /// What it is read as.
    pub sym: char,
    /// The first character of the text it stands for.
    pub from: u32,
    /// The character after it.
    pub to: u32,
}

/// A run of digits.
pub(super) const DIGITS: char = '0';
/// A run of Latin letters, an address, an emoji: whatever is not Chinese.
pub(super) const FOREIGN: char = 'A';
/// Where a text is cut short: an ellipsis, or dots in its place.
pub(super) const CUT: char = '…';
/// Where a sentence begins and ends.
pub(super) const EDGE: char = '\n';

/// Figures written as characters.
pub(super) const FIGURES: &str = "一二三四五六七八九十百千万亿两零〇";

/// Whether a character is a figure: asked of every change that is weighed.
pub(super) fn is_figure(c: char) -> bool {
    matches!(
        c,
        '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '千' | '万' | '亿' | '两' | '零' | '〇'
    )
}

/// The longest sentence that is judged as one; a longer one is cut at a comma, or else where it stands.
pub(super) const LONGEST: usize = 300;

/// The units of one sentence.
pub(super) fn units(text: &[char]) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::with_capacity(text.len());
    let mut i = 0;
    while i < text.len() {
        let from = i;
        let sym = match kind(text[i]) {
            Kind::Space => {
                i += 1;
                continue;
            }
            Kind::Char(CUT) => {
                i = run(text, i, |c| matches!(kind(c), Kind::Char(CUT)));
                CUT
            }
            Kind::Char(_) if dots(&text[i..]) >= FEWEST_DOTS => {
                i += dots(&text[i..]);
                CUT
            }
            Kind::Char(c) => {
                i += 1;
                c
            }
            Kind::Digit => {
                i = run(text, i, |c| {
                    matches!(kind(c), Kind::Digit) || matches!(c, '.' | ',' | '%' | '．' | '％')
                });
                DIGITS
            }
            Kind::Foreign => {
                i = run(text, i, |c| {
                    matches!(kind(c), Kind::Foreign | Kind::Digit) || matches!(c, '.' | '/' | ':' | '-' | '_' | '@' | '?' | '=' | '&')
                });
                FOREIGN
            }
        };
        out.push(Unit {
            sym,
            from: from as u32,
            to: i as u32,
        });
    }
    out
}

/// So many full stops side by side are an ellipsis.
const FEWEST_DOTS: usize = 2;

/// How many full stops begin this text.
fn dots(text: &[char]) -> usize {
    text.iter().take_while(|c| matches!(c, '.' | '．')).count()
}

fn run(text: &[char], from: usize, inside: impl Fn(char) -> bool) -> usize {
    from + text[from..].iter().take_while(|c| inside(**c)).count().max(1)
}

enum Kind {
    Space,
    Char(char),
    Digit,
    Foreign,
}

fn kind(c: char) -> Kind {
    match c {
        _ if is_han(c) || c == '〇' => Kind::Char(c),
        _ if c.is_whitespace() || c.is_control() || is_invisible(c) => Kind::Space,
        '0'..='9' | '０'..='９' => Kind::Digit,
        ',' | '，' | '、' | '﹐' => Kind::Char('，'),
        ';' | '；' | '。' | '．' | '.' | '！' | '!' | '？' | '?' => Kind::Char('。'),
        CUT | '⋯' => Kind::Char(CUT),
        ':' | '：' => Kind::Char('：'),
        '(' | '（' | '〔' | '［' | '[' | '【' => Kind::Char('（'),
        ')' | '）' | '〕' | '］' | ']' | '】' => Kind::Char('）'),
        '《' | '〈' | '<' => Kind::Char('《'),
        '》' | '〉' | '>' => Kind::Char('》'),
        '"' | '“' | '”' | '‘' | '’' | '\'' | '「' | '」' | '『' | '』' => Kind::Char('“'),
        '·' | '•' | '-' | '—' | '－' | '~' | '～' | '/' | '|' => Kind::Char('—'),
        _ => Kind::Foreign,
    }
}

/// Whether a sentence is Chinese prose: not mostly letters and numbers, not in traditional characters.
pub(super) fn is_prose(units: &[Unit]) -> bool {
    let han = units.iter().filter(|u| is_han(u.sym)).count();
    let foreign = units.iter().filter(|u| u.sym == FOREIGN).count();
    let traditional = units.iter().filter(|u| IS_TRADITIONAL.contains(&u.sym)).count();
    han >= 2 && foreign <= han && (traditional < 2 || traditional * 12 < han)
}

/// Characters of the traditional script that stand in nearly every sentence of it and in none of the simplified script.
const TRADITIONAL: &str = "這個們為國會說來時對過還學發現開關長門問間見東車馬語話請讓認識論議務業個從當後應電動點開總經濟體實與區縣廣廳審權證護產聯網書條數據單員頭處據錄變報進選運達邊";

/// The same as a set: it is asked of every character.
static IS_TRADITIONAL: LazyLock<FxHashSet<char>> = LazyLock::new(|| TRADITIONAL.chars().collect());

/// The sentences of a text, each as a range of characters. A line break ends one, and so does a full stop.
pub(super) fn sentences(text: &[char]) -> Vec<std::ops::Range<usize>> {
    let mut out = Vec::new();
    let mut from = 0;
    let mut comma = 0;
    for (i, c) in text.iter().enumerate() {
        let stop = matches!(c, '。' | '！' | '？' | '；' | '\n' | '\r' | '!' | ';' | '…');
        if matches!(c, '，' | ',' | '、') {
            comma = i + 1;
        }
        // 。。 is one place.
        let again = stop && text.get(i + 1) == Some(c);
        let cut = if stop && !again {
            i + 1
        } else if i + 1 - from >= LONGEST {
            if comma > from { comma } else { i + 1 }
        } else {
            continue;
        };
        push(&mut out, text, from..cut);
        from = cut;
    }
    push(&mut out, text, from..text.len());
    out
}

fn push(out: &mut Vec<std::ops::Range<usize>>, text: &[char], mut range: std::ops::Range<usize>) {
    while range.start < range.end && text[range.start].is_whitespace() {
        range.start += 1;
    }
    while range.start < range.end && text[range.end - 1].is_whitespace() {
        range.end -= 1;
    }
    if text[range.clone()].iter().filter(|c| is_han(**c)).count() >= 2 {
        out.push(range);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        units(&chars).iter().map(|u| u.sym).collect()
    }

    #[test]
    fn runs_become_one_unit_and_keep_their_place() {
        assert_eq!(read("2023年 3月，见www.xm.gov.cn/a.htm（附件）"), "0年0月，见A（附件）");
        let chars: Vec<char> = "共 1,234 件".chars().collect();
        let all = units(&chars);
        assert_eq!(
            all[1],
            Unit {
                sym: DIGITS,
                from: 2,
                to: 7
            }
        );
        assert_eq!((all[2].sym, all[2].from), ('件', 8));
        assert_eq!(read("常务委员...会议……开"), "常务委员…会议…开");
        assert_eq!(read("完。"), "完。");
        assert!(FIGURES.chars().all(is_figure) && !is_figure('年'));
    }

    #[test]
    fn sentences_end_at_stops_and_are_never_endless() {
        let text: Vec<char> = "第一句。第二句！\n 第三句 \n…\nabc\n".chars().collect();
        let found: Vec<String> = sentences(&text).into_iter().map(|r| text[r].iter().collect()).collect();
        assert_eq!(found, ["第一句。", "第二句！", "第三句"]);
        let long = vec!['字'; 10_000];
        assert!(sentences(&long).iter().all(|r| r.len() <= LONGEST));
        assert_eq!(sentences(&long).iter().map(ExactSizeIterator::len).sum::<usize>(), 10_000);
    }
}
