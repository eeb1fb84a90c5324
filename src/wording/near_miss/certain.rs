//! Which near misses nothing else explains: the changed form is no word and no phrase, and the place is whole.
//!
//! The weighing asks which of two readings is cheaper; official text is full of phrases one character away from a term that it has not
//! read (纪检监察机构, 依宪治国). What is told as a serious slip must therefore leave a fragment behind: a character that belongs to no
//! word, in a place that no word lies across and that is not cut short.

use std::ops::Range;

use super::super::confusion::{CONFUSION, UNLIKE};
use super::super::follow::FOLLOW;
use super::super::lexicon::{LEXICON, UNKNOWN};
use super::super::lists::SHORTEST_TERM;
use super::super::prepare::{CUT, EDGE, is_figure};
use super::names::is_title;
use super::weigh::{LOOSE, Weighing, is_fixed};
use super::{Edit, Miss, changed};
use crate::text::is_han;

/// A term so long has no other phrase one character away that sounds the same.
const FAIRLY_LONG: usize = 6;

/// Below it what is unlike by sound and shape is another phrase of the same form: 从严管党, 一厅通办.
const UNLIKE_AT_LEAST: usize = 6;

/// Below it a character is left out to say something else: 高质发展.
const MISSING_AT_LEAST: usize = 6;

/// The same of the first character, whose loss leaves a fragment of its word.
const FIRST_AT_LEAST: usize = 5;

/// Of a term so long two characters are left out by mistake only; of shorter ones there are phrases without them (社会主义经济体制).
const VERY_LONG: usize = 12;

/// A word in use (nats): 培育 and 云, not 饭厅.
const IN_USE: f32 = 11.0;

/// What quotation marks are read as.
const QUOTE: char = '“';

/// What may stand in a fixed name although it is not part of it.
const PARTICLES: &str = "的各";

/// A slip in a term of four must be as likely (nats): one of sound, or of characters that look very much alike.
const LIKELY: f32 = 1.8;

/// A slip so likely (nats) is one of sound.
const SAME_SOUND: f32 = 0.5;

impl Weighing<'_> {
    /// Whether no word lies across an edge of the place, but such as go on with a word of the term that nothing was changed in:
    /// the dictionary has 根据国务院 and 信息公开工作.
    fn is_whole(&self, m: &Miss<'_>) -> bool {
        let (from, to) = changed(m);
        let is_word = |part: Range<usize>| part.len() > 1 && LEXICON.word(self.symbols[part].iter().copied()).is_some();
        let begins = || {
            (m.from + 1..=from)
                .find(|k| self.lattice.is_seam(*k))
                .is_some_and(|end| is_word(m.from..end))
        };
        let ends = || {
            (to..m.to)
                .rev()
                .find(|k| self.lattice.is_seam(*k))
                .is_some_and(|start| is_word(start..m.to))
        };
        (self.lattice.is_seam(m.from) || begins()) && (self.lattice.is_seam(m.to) || ends())
    }

    /// Whether the text is cut short where what was changed would be explained by what follows: 中华人民共和国国… goes on as 国务院令, and
    /// a title in a list may be cut without a sign.
    fn is_cut(&self, m: &Miss<'_>) -> bool {
        let length = m.chars.len();
        let after = self.symbols.get(m.to).copied().unwrap_or(EDGE);
        let near_end = |i: usize| i + 2 >= length;
        match m.edit {
            Edit::Extra(i) | Edit::Missing(i) | Edit::TwoMissing(i) => near_end(i) && matches!(after, CUT | EDGE),
            Edit::Replaced(i) | Edit::Swapped(i) | Edit::TwoReplaced(i) => near_end(i) && after == CUT,
            Edit::TwoDoubled(_) => false,
        }
    }

    /// Whether one edit puts characters side by side, inside the place, that neither a word nor the statutes have so: 办饭 in
    /// 国务院办饭厅. That is a slip of something, though perhaps of another phrase. Of four characters there are phrases that nobody
    /// wrote before (依宪治国, 一厅通办); and what is left out or added must leave the place whole (创优|营商环境). A character unlike
    /// the one meant must leave a fragment: nothing but words is another phrase (理想信念|培育), and so is a word with a character before or
    /// behind it (交通运输|委).
    pub(super) fn is_unread(&self, m: &Miss<'_>) -> bool {
        let may_be = match m.edit {
            Edit::Replaced(i) => CONFUSION.price(self.symbols[m.from + i], m.chars[i]) < UNLIKE || !self.is_of_words(m, i),
            Edit::Missing(_) | Edit::Extra(_) | Edit::Swapped(_) => self.is_whole(m),
            Edit::TwoMissing(_) | Edit::TwoDoubled(_) | Edit::TwoReplaced(_) => false,
        };
        let (from, to) = changed(m);
        if !may_be || self.is_cut(m) || m.chars.len() == SHORTEST_TERM || self.symbols[from..to].iter().any(|c| is_figure(*c)) {
            return false;
        }
        let place = &self.symbols[from.saturating_sub(1).max(m.from)..(to + 1).min(m.to)];
        let unread = |two: &[char]| is_han(two[0]) && is_han(two[1]) && !LEXICON.has_pair(two[0], two[1]) && !FOLLOW.has(two[0], two[1]);
        place.windows(2).any(unread)
    }

    /// Whether the place is nothing but words, and what was put in is one in use or part of one; a first or last character stands by
    /// itself.
    fn is_of_words(&self, m: &Miss<'_>, replaced: usize) -> bool {
        let at = m.from + replaced;
        let is_word = |part: Range<usize>| LEXICON.word(self.symbols[part].iter().copied()).is_some();
        if (m.from + 1..m.to - 1).contains(&at) {
            return (m.from..m.to).all(|k| self.lattice.word(k).0 > 1) && self.lattice.word(at).1 < IN_USE;
        }
        let rest = if replaced == 0 { m.from + 1..m.to } else { m.from..m.to - 1 };
        LEXICON.single(self.symbols[at]) < IN_USE && is_word(rest)
    }

    /// Whether a near miss is certainly a slip.
    pub(super) fn is_certain(&self, m: &Miss<'_>) -> bool {
        let length = m.chars.len();
        let after = self.symbols.get(m.to).copied().unwrap_or(EDGE);
        let fixed = is_fixed(m.chars);
        // Of a fixed name enough is left to know it by, whatever its last character may begin.
        if self.is_cut(m) || !fixed && !self.is_whole(m) {
            return false;
        }
        match m.edit {
            Edit::Replaced(i) => self.replaced(m, i, fixed, after),
            Edit::Missing(i) => {
                let inside = i > 0 && i + 1 < length;
                let left = i > 0 && self.broken(m.from + i - 1);
                let broken = left || self.broken(m.from + i);
                inside && (broken && length >= MISSING_AT_LEAST || fixed && !PARTICLES.contains(m.chars[i]))
                    || i == 0 && broken && length >= FIRST_AT_LEAST
            }
            Edit::Extra(i) => {
                let new = self.symbols[m.from + i];
                let doubled = i > 0 && new == m.chars[i - 1] || i < length && new == m.chars[i];
                // 中国共产党党和国家机关: the second begins what follows.
                doubled && (i < length || !is_han(after)) || fixed && i > 0 && i + 1 < length && !PARTICLES.contains(new)
            }
            Edit::TwoDoubled(_) => true,
            Edit::TwoReplaced(i) => {
                let alike = |k: usize| CONFUSION.price(self.symbols[m.from + k], m.chars[k]) < UNLIKE;
                let broken = self.broken(m.from + i) && self.broken(m.from + i + 1);
                !is_title(m.chars) && (alike(i) && alike(i + 1) || broken && i > 0 && i + 2 < length)
            }
            Edit::TwoMissing(i) => {
                let broken = self.broken(m.from + i.saturating_sub(1)) || self.broken(m.from + i);
                // What is left on either side must be enough to know the term by: 党和国家|人力资源.
                (i > 1 || fixed && broken) && i + 3 < length && (broken || length >= VERY_LONG) && !is_title(m.chars)
            }
            Edit::Swapped(i) => length > SHORTEST_TERM || self.broken(m.from + i) || self.broken(m.from + i + 1),
        }
    }

    /// The same of one character for another.
    fn replaced(&self, m: &Miss<'_>, i: usize, fixed: bool, after: char) -> bool {
        let length = m.chars.len();
        let new = self.symbols[m.from + i];
        let price = CONFUSION.price(new, m.chars[i]);
        let (first, last) = (i == 0, i + 1 == length);
        let alone = self.lattice.word(m.from + i).0 == 1;
        let strange = LEXICON.single(new) >= UNKNOWN;
        if fixed && alone && (strange || !first && !last && !PARTICLES.contains(new)) {
            return true;
        }
        // 自然资源主… goes on as 主管部门.
        if last && after == CUT || LOOSE.contains(new) {
            return false;
        }
        // There is no second body of that name but for one character: 农药农村部.
        if m.term.body && length > SHORTEST_TERM && !first && !last {
            return true;
        }
        let broken = self.broken(m.from + i);
        if length == SHORTEST_TERM && price >= LIKELY {
            return false;
        }
        if price < UNLIKE {
            let quoted = after == QUOTE && self.symbols.get(m.from.wrapping_sub(1)) == Some(&QUOTE);
            return broken || price <= SAME_SOUND && (length >= FAIRLY_LONG || quoted);
        }
        let alone_too = |k: usize| self.lattice.word(k).0 == 1;
        let orphan = !first && alone_too(m.from + i - 1) || !last && alone_too(m.from + i + 1);
        broken && orphan && !last && length >= UNLIKE_AT_LEAST
    }

    /// Whether a symbol belongs to no word, and is no particle that stands alone.
    fn broken(&self, at: usize) -> bool {
        self.symbols.get(at).is_some_and(|c| is_han(*c) && !LOOSE.contains(*c)) && self.lattice.word(at).0 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::engine::Engine;

    fn serious(text: &str) -> Vec<String> {
        let engine = Engine::new(&[]).0.lists_only();
        let slips = engine.judge(text, None).into_iter();
        slips.filter(|s| s.serious).map(|s| s.right).collect()
    }

    #[test]
    fn what_leaves_a_fragment_is_a_slip() {
        for (text, right) in [
            ("庆祝中华人民共合国成立", "中华人民共和国"),
            ("深入贯彻习近平新时代特色社会主义思想", "习近平新时代中国特色社会主义思想"),
            ("中华人民人民共和国公民", "中华人民共和国"),
            ("来源：农药农村部农药检定所", "农业农村部"),
            ("国家移民营理局发布公告", "国家移民管理局"),
            ("高举中国特色社会注意伟大旗帜", "中国特色社会主义"),
            ("不断筑牢中华民族共同体意识，建设家园", "铸牢中华民族共同体意识"),
        ] {
            assert_eq!(serious(text), [right], "{text}");
        }
    }

    #[test]
    fn what_another_body_or_phrase_explains_is_not_told_at_all() {
        let engine = Engine::new(&[]).0.lists_only();
        for text in [
            "单位分别是：天津市交通运输委、山西省交通运输厅",
            "打造壮美广西·交通运输云平台",
            "新时代中华民族共同理想信念培育研究",
            "安全生产互检互查分组情况表",
        ] {
            assert_eq!(engine.judge(text, None), [], "{text}");
        }
    }

    #[test]
    fn other_phrases_and_what_is_cut_short_are_none() {
        for text in [
            "国有企业纪检监察机构按规定履行职责",
            "强化疫情管控",
            "从严管党治党",
            "新时代依宪治国研究",
            "《中国社会科学报》刊发",
            "市教育局离退休党员支部",
            "推进珠江—西江经济带发展",
            "国家卫生健康委会同财政部印发",
            "全国人大常委近日表决",
            "听取全国人民代表大会常务委员...",
            "习近平同社区工作者交谈，习近平主持召开会议",
            "白玉国 人民银行支行行长",
            "国务院总理李克强签署国务院令",
            "中国共产党党和国家机关基层组织工作条例",
            "中华人民共和国国…",
            "中华人民共和国国",
            "中华人民共和国国...",
            "全面建设社会主义现代化国…",
            "全面建设社会主义现代化国",
        ] {
            assert_eq!(serious(text), Vec::<String>::new(), "{text}");
        }
    }
}
