//! Which near misses are slips: not other words that lie beside the term, not another name of the same form.

use super::super::confusion::{CONFUSION, Likeness};
use super::super::lexicon::LEXICON;
use super::super::prepare::is_han;
use super::reads::{Reading, reads};
use super::{Edit, Miss, changed};

/// Tails that many names share: what stands before them is the name itself, up to so many characters, and another name is no slip.
const TAILS: &[(&str, usize)] = &[
    ("人民政府", 4),
    ("人民法院", 4),
    ("人民检察院", 4),
    ("公安局", 4),
    ("公安分局", 4),
    ("分局", 2),
    ("街道", 2),
    ("自治区", 2),
    ("委员会", 2),
    ("税务局", 2),
];

/// Such tails, and what stands before one, where no name of a place stands: what reads as no words is a slip there too.
const KINDS: &[&str] = &["自治区", "委员会"];
const RANKS: &[&str] = &["最高", "高级", "基层"];

/// The head that the titles of laws share.
const HEAD: &str = "中华人民共和国";

/// Characters that may be there or not, or one for the other, in a name that is right.
const LOOSE: &str =
    "的地得和与及或等在为是有对由向将从以并并且之其各所者中上下内外总某该本省市县区镇乡部厅局委办处科站组一二三四五六七八九十百千两〇";

/// Whether it may be there or not.
pub(super) fn loose(c: char) -> bool {
    LOOSE.contains(c)
}

/// A character that often stands as a word of its own: beside a term it is the next word and no slip.
fn free(c: char) -> bool {
    loose(c) || LEXICON.single(c) < FREE
}

/// Some 400 characters stand alone more often than once in 22,000 words.
const FREE: f32 = 10.0;

/// The cost of a word that stands more often than once in 200,000 words.
const COMMON_WORD: f32 = 12.2;

/// That of one that stands more often than once in 1,200,000: 居留 is among them.
const UNCOMMON_WORD: f32 = 14.0;

/// Whether the near miss is a slip rather than other words that happen to lie beside the term.
pub(super) fn plausible(symbols: &[char], m: &Miss<'_>) -> bool {
    let term: Vec<char> = m.term.text.chars().collect();
    let length = term.len();
    let (from, to) = changed(m);
    // In a long term only a common word explains the change: 全才 is a word, but 全才人民代表大会 is a slip.
    let missing = matches!(m.edit, Edit::Missing(_));
    let swapped = matches!(m.edit, Edit::Swapped(_));
    let across = is_word_across(
        symbols,
        from,
        to,
        if length >= 6 || swapped || length >= 5 && missing {
            COMMON_WORD
        } else {
            f32::INFINITY
        },
    );
    let inner = |i: usize| (i > 0 || m.term.head) && (i + 1 < length || m.term.tail);
    // The name itself: another name is no slip, so only what looks or sounds like it counts.
    let name = m.edit.places(length).all(|i| names(&term, i));
    match m.edit {
        Edit::Extra(i) => {
            let inside = i > 0 && i < length;
            let doubled = i > 0 && symbols[from] == term[i - 1] || i < length && symbols[from] == term[i];
            if doubled && inside {
                true
            } else if doubled {
                // At an edge the second may begin the next word: 人民法院院长.
                !joins_outside(symbols, m)
            } else {
                inside && length >= 6 && !across && !free(symbols[from])
            }
        }
        Edit::Replaced(i) => {
            let (new, old) = (symbols[from], term[i]);
            let inside = inner(i);
            if loose(new) && loose(old) && !(inside && length > 4) {
                return false;
            }
            let like = CONFUSION.likeness(new, old) != Likeness::None;
            // What looks or sounds like the right one is a slip, unless it makes a word; anything else must also read as no words.
            if like && (inside || !loose(new)) && (!across || length > 4 && inside && !name) {
                return true;
            }
            let strict = Reading {
                dearest: COMMON_WORD,
                loose: false,
            };
            let within = |dearest: f32| Reading { dearest, loose: true };
            let any = within(f32::INFINITY);
            let odd = |how: Reading, stands: &dyn Fn(char) -> bool| reads(symbols, m.from, m.to, from, how, stands);
            let own = |c| loose(c) || LEXICON.single(c) < ENDING;
            // 为居民服务, 科教兴市: one level for another; 第四条 省人民政府: an article before the term.
            let level = length < 7 && LEVELS.contains(new) && LEVELS.contains(old);
            let article = ARTICLES.contains(new) && from > 0 && NUMERALS.contains(symbols[from - 1]);
            if level || article {
                return false;
            }
            let text = &m.term.text;
            let kind = KINDS.iter().any(|k| text.ends_with(k)) || RANKS.iter().any(|r| text.starts_with(r));
            if name && !kind {
                // Provinces and cities are known, every one, and laws: what is no word of the dictionary is none.
                let place = text.contains("省人民") || text.contains("市人民") || text.contains("市公安局");
                let law = text.starts_with(HEAD) && length >= 10 && i + 1 < length;
                (place || law) && !loose(new) && !is_word_across(symbols, from, to, f32::INFINITY) && !odd(any, &|c| i == 0 && free(c))
            } else if inside {
                !match length {
                    ..=4 if i == 0 || i == 3 => odd(any, &own),
                    ..=4 => loose(new) || odd(any, &free),
                    5 => odd(within(UNCOMMON_WORD), &own),
                    6 => odd(within(COMMON_WORD), &loose),
                    _ => odd(strict, &loose),
                }
            } else {
                !across && !ends(symbols, m, new, length < 6)
            }
        }
        Edit::Missing(i) => {
            let inside = inner(i);
            let optional = length < 7 && OPTIONAL.contains(term[i]);
            let first = i == 0 && length >= 6 && !is_word_across(symbols, from, to, f32::INFINITY);
            let edge = i == 0 || i + 1 == length;
            let closed = !edge && m.term.head && m.term.tail && alone(symbols, m);
            let within = inside && (!across || length >= 7);
            (length > 4 || closed) && !name && !optional && (within || first)
        }
        Edit::Swapped(_) => length >= 6 || (!across && !name),
    }
}

/// Characters that a name may do without.
const OPTIONAL: &str = "和与及的等各市省区县型性";

/// What the number of an article is written with.
const NUMERALS: &str = "一二三四五六七八九十百千万零〇";

/// Whether what stands too much at an edge of the term makes a word with what lies outside.
fn joins_outside(symbols: &[char], m: &Miss<'_>) -> bool {
    let (from, to) = changed(m);
    let word = |a: usize, b: usize| symbols.get(a..b).is_some_and(|w| LEXICON.word(w.iter().copied()).is_some());
    if from == m.from {
        (from.saturating_sub(3)..from).any(|start| word(start, to))
    } else {
        (to + 1..to + 4).any(|end| word(from, end))
    }
}

/// Levels of government, which stand for each other.
const LEVELS: &str = "国省市区县州盟旗镇乡村港岛";

/// What ends the number of an article.
const ARTICLES: &str = "条款项章节";

/// Whether what stands in the place of the first or last character of a term belongs to what lies outside, or may end a name.
fn ends(symbols: &[char], m: &Miss<'_>, new: char, short: bool) -> bool {
    let outer = if changed(m).0 == m.from {
        m.from.checked_sub(1)
    } else {
        Some(m.to)
    };
    let inside_text = outer.and_then(|o| symbols.get(o)).is_some_and(|c| is_han(*c));
    let last = changed(m).0 != m.from;
    loose(new)
        || last && short && SUFFIXES.contains(new)
        || inside_text && LEXICON.single(new) < FREE
        || LEXICON.single(new) < ENDING
        || joins_outside(symbols, m)
}

/// The cost below which a character is taken for a word of its own even before a stop.
const ENDING: f32 = 8.0;

/// Characters that make a longer word of any: 科学技术奖, 应急管理岗.
const SUFFIXES: &str = "罪股所队奖馆类型化法史学员观界网报群库岗课证险家人者性力量率费税权案线台厂场校院园楼店厅会社团党军业长官师生工士民题点面度式品物件图表书典志卡款金价额期日年月周季节号版册章条路街港岛山河湖海城村乡国警船车机器药战派层级套项次种";

/// Whether neither end of the place belongs to a word that lies partly outside.
fn alone(symbols: &[char], m: &Miss<'_>) -> bool {
    let word = |a: usize, b: usize| symbols.get(a..b).is_some_and(|w| LEXICON.word(w.iter().copied()).is_some());
    !(m.from.saturating_sub(3)..m.from).any(|start| word(start, m.from + 1)) && !(m.to + 1..m.to + 4).any(|end| word(m.to - 1, end))
}

/// Whether this place of the term is a name before a tail that many share.
fn names(term: &[char], i: usize) -> bool {
    let text: String = term.iter().collect();
    for (tail, longest) in TAILS {
        if text.ends_with(tail) {
            let name = term.len() - tail.chars().count();
            return i < name && name <= *longest;
        }
    }
    let head = HEAD.chars().count();
    text.starts_with(HEAD) && i >= head && term.len() - head <= 4
}

/// Whether a word of the dictionary covers the changed symbols.
fn is_word_across(symbols: &[char], from: usize, to: usize, dearest: f32) -> bool {
    (from.saturating_sub(3)..=from).any(|start| {
        (to.max(start + 2)..=(start + 4).min(symbols.len()))
            .any(|end| end > from && LEXICON.word(symbols[start..end].iter().copied()).is_some_and(|cost| cost < dearest))
    })
}
