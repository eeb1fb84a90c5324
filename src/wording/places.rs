//! Names of provinces, cities, counties and nations written nearly right, and cities put in a province they do not lie in.
//!
//! A village, a road or a shop may be called anything; a city or a county may not. What ends as a division does (太远市) is held against
//! all of them; a name without its ending (夏门) only where a preposition leads to it and text of its own follows.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::confusion::{CONFUSION, UNLIKE};
use super::lattice::Lattice;
use super::lexicon::LEXICON;
use super::prepare::EDGE;
use super::surnames::COMMONEST;
use super::table::hash;
use crate::lexicon::{PLACE_NEIGHBOURS, entries};
use crate::text::is_han;

/// Whether a character ends the name of a division down to the county.
pub(super) fn ends_division(c: char) -> bool {
    matches!(c, '省' | '市' | '区' | '县' | '旗' | '州' | '盟')
}

/// A longer name is that of a people's own county.
const SELF_GOVERNED: usize = 5;

/// The longest name that is looked for.
const LONGEST: usize = 7;

/// A slip as likely as this (nats) is one of sound, a nearly equal sound, or shape.
const LIKELY: f32 = 2.7;

/// The same of a name of two characters without its ending, which more words look like,
const LIKELIER: f32 = 1.0;
/// where what stands beside it speaks of a city and of nothing else,
const LIKELY_BESIDE: f32 = 1.7;
/// and of a district, which is called as quarters and zones are (南天区), but inside its city.
const SAME_SOUND: f32 = 0.5;

/// What is of the same sound and of the same look.
const SAME_LOOK_TOO: f32 = -0.2;

/// A word that the dictionary has from careless text (荷泽) is no word beside one of the same sound and shape that costs so much less (nats).
const CARELESS: f32 = 1.0;

/// By how much (nats) the name must be cheaper than what stands there.
const CHEAPER: f32 = 5.0;

/// The same of a name without its ending.
const MUCH_CHEAPER: f32 = 6.0;

/// A word so common (nats) before an ending is that word: 工业区, 本市.
const COMMON: f32 = 13.0;

/// What ends the name of a river, a mountain, an office: no person is called so.
const FEATURES: &str = "江河湖海山岭岛局部厅院";

/// What leads to a place.
const LEADING: &str = "赴由从于往抵经至到驻飞离在";
/// The same, and to nobody.
const LEADING_AWAY: &str = "赴往抵经驻飞";
/// Particles that may stand beside a name.
const PARTICLES: &str = "的是为与和及、";

/// A place of a sentence where another name was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Misplaced {
    /// The first symbol.
    pub from: usize,
    /// The symbol after it.
    pub to: usize,
    /// What was meant.
    pub name: String,
    /// Whether the name is right and lies elsewhere.
    pub elsewhere: bool,
}

impl Misplaced {
    /// A name that is nearly this one.
    fn nearly(place: Range<usize>, name: String) -> Self {
        Self {
            from: place.start,
            to: place.end,
            name,
            elsewhere: false,
        }
    }
}

/// All names.
#[derive(Debug, Default)]
pub(super) struct Places {
    all: Vec<Vec<char>>,
    /// Whether a name has no ending: 厦门, 新加坡.
    bare: Vec<bool>,
    known: FxHashSet<Vec<char>>,
    /// Names without what they end with: a county becomes a city or a district and keeps the rest (铜山县, 铜山区).
    stems: FxHashSet<Vec<char>>,
    /// A name with one character left out: which it may be.
    gaps: FxHashMap<u64, Vec<u32>>,
    /// Provinces, by both their names, and cities with the province they lie in; `None` where there is one of the name in several.
    provinces: FxHashMap<Vec<char>, u16>,
    cities: FxHashMap<Vec<char>, Option<u16>>,
    /// What the names of provinces begin with: asked before anything dearer is.
    heads: FxHashSet<char>,
    /// The short name of each province.
    short: Vec<String>,
    /// What must not follow a name without its ending, and what may.
    not_after: Vec<Vec<char>>,
    after: Vec<Vec<char>>,
    /// What ends the name of a firm: its trade name may be that of a city.
    firms: Vec<Vec<char>>,
}

/// So many symbols ahead the name of a firm ends.
const FIRM: usize = 14;

/// Stands for the character that is left out.
const GAP: char = '？';

impl Places {
    /// The lists of this program.
    pub(super) fn shipped() -> Self {
        let mut found = Self::default();
        for line in include_str!("data/divisions.txt").lines().filter(|l| !l.starts_with('#')) {
            found.take(line);
        }
        for nation in include_str!("data/nations.txt").lines().filter(|l| !l.starts_with('#')) {
            nation.split(' ').for_each(|n| found.name(n, true));
        }
        for entry in entries(PLACE_NEIGHBOURS) {
            match entry[..] {
                [word, "not-after", ..] => found.not_after.push(word.chars().collect()),
                [word, "firm", ..] => found.firms.push(word.chars().collect()),
                [word, "after", ..] => found.after.push(word.chars().collect()),
                _ => {}
            }
        }
        found
    }

    /// Takes in a city with its province and its counties.
    fn take(&mut self, line: &str) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [province, city, counties] = columns[..] else { return };
        let short = short_province(province);
        let id = self.provinces.get(&chars(province)).copied().unwrap_or_else(|| {
            let id = self.short.len() as u16;
            self.short.push(short.clone());
            self.heads.extend(province.chars().next());
            // A city that is a province stands beside any other: 上海苏州河.
            if !province.ends_with('市') {
                self.provinces.insert(chars(&short), id);
            }
            self.provinces.insert(chars(province), id);
            self.name(province, false);
            self.name(&short, true);
            id
        });
        if city != "-" {
            self.name(city, false);
            let stem = city.trim_end_matches(['市']);
            if stem != city && stem.chars().count() >= 2 {
                self.name(stem, true);
                for name in [chars(city), chars(stem)] {
                    let held = self.cities.entry(name).or_insert(Some(id));
                    *held = held.filter(|h| *h == id);
                }
            }
        }
        counties
            .split(' ')
            .filter(|c| c.chars().count() >= 3)
            .for_each(|c| self.name(c, false));
    }

    fn name(&mut self, name: &str, bare: bool) {
        let name = chars(name);
        if name.len() > SELF_GOVERNED {
            // 天祝藏族自治县 is called 天祝县.
            self.stems.extend((2..=4).map(|l| name[..l].to_vec()));
        }
        if name.len() > LONGEST || !self.known.insert(name.clone()) {
            return;
        }
        let (_, rest) = name.split_last().unwrap_or((&GAP, &[]));
        if !bare {
            self.stems.insert(rest.to_vec());
        }
        let id = self.all.len() as u32;
        let stem = if bare { name.len() } else { name.len() - 1 };
        for gap in 0..stem {
            self.gaps.entry(key(&name, gap)).or_default().push(id);
        }
        self.bare.push(bare);
        self.all.push(name);
    }

    /// All names in these symbols that are nearly right, or out of their province.
    pub(super) fn misses(&self, symbols: &[char], lattice: &Lattice) -> Vec<Misplaced> {
        let mut found = Vec::new();
        for at in 0..symbols.len() {
            if !is_han(symbols[at]) {
                continue;
            }
            self.elsewhere(symbols, at, lattice, &mut found);
            if ends_division(symbols[at]) {
                self.ending(symbols, at, lattice, &mut found);
            }
            self.bare_at(symbols, at, lattice, &mut found);
        }
        // 太远市 and not 太远 alone.
        found.sort_by_key(|m| (m.from, std::cmp::Reverse(m.to)));
        found.dedup_by(|b, a| b.from < a.to);
        found
    }

    /// Names that end here as divisions do.
    fn ending(&self, symbols: &[char], at: usize, lattice: &Lattice, found: &mut Vec<Misplaced>) {
        let to = at + 1;
        if lattice.word(at).0 > 1 && !ends_rare(lattice, at) {
            return;
        }
        for from in (to.saturating_sub(LONGEST)..=at.saturating_sub(2)).rev() {
            let window = &symbols[from..to];
            if !window.iter().all(|c| is_han(*c)) || self.known.contains(window) {
                return;
            }
            let stands = lattice.total() - lattice.up_to(from) - lattice.from(to);
            let rest = &window[..window.len() - 1];
            if self.stems.contains(rest) {
                return;
            }
            let stem = LEXICON.word(rest.iter().copied());
            if !whole(lattice, from, to) || stem.is_some_and(|c| c < COMMON) {
                continue;
            }
            let before = symbols.get(from.wrapping_sub(1)).copied().unwrap_or(EDGE);
            // A name may begin further ahead.
            if is_han(before) && from > 0 && lattice.word(from - 1).0 == 1 && LEXICON.single(before) > COMMON {
                continue;
            }
            let inside = || (2..=LONGEST.min(from)).any(|l| self.known.contains(&symbols[from - l..from]));
            // 交回县以上机关: a word and a division.
            let same = stem.is_some() || symbols[at] == '区' && !inside();
            let likely = if same { SAME_SOUND } else { LIKELY };
            if let Some(name) = self.meant(window, stands, likely, CHEAPER, false) {
                found.push(Misplaced::nearly(from..to, name));
                return;
            }
        }
    }

    /// A name without its ending that begins here.
    fn bare_at(&self, symbols: &[char], from: usize, lattice: &Lattice, found: &mut Vec<Misplaced>) {
        if !lattice.is_seam(from) {
            return;
        }
        let before = symbols.get(from.wrapping_sub(1)).copied().unwrap_or(EDGE);
        let led = LEADING.contains(before);
        let mut single = 0;
        for length in 1..=LONGEST.min(symbols.len() - from) {
            let to = from + length;
            if !is_han(symbols[to - 1]) {
                return;
            }
            single += usize::from(lattice.word(to - 1).0 == 1);
            // A word that the dictionary has from careless text is one word there: 荷泽.
            let one = lattice.word(from).0 == length;
            let broken = one || single >= if length == 2 { 2 } else { 1 };
            if length == 1 || !broken || !lattice.is_seam(to) {
                continue;
            }
            let window = &symbols[from..to];
            let after = &symbols[to..];
            let follows = |list: &[Vec<char>]| list.iter().any(|w| after.starts_with(w));
            if !(0..length).any(|gap| self.gaps.contains_key(&key(window, gap)))
                || self.known.contains(window)
                || self.stems.contains(window)
            {
                continue;
            }
            let next = after.first().copied().unwrap_or(EDGE);
            let known = follows(&self.after);
            if length == 2 && !led && !known || follows(&self.not_after) {
                continue;
            }
            let person = length == 2 || length == 3 && !FEATURES.contains(window[2]);
            if person && COMMONEST.contains(window[0]) && !LEADING_AWAY.contains(before) && !known {
                continue;
            }
            let goes_on = is_han(next) && !PARTICLES.contains(next) && lattice.word(to).0 == 1 && !known;
            if goes_on {
                continue;
            }
            let stands = lattice.total() - lattice.up_to(from) - lattice.from(to);
            let likely = match length {
                2 if known || LEADING_AWAY.contains(before) => LIKELY_BESIDE,
                2 => LIKELIER,
                _ => LIKELY,
            };
            let cheaper = if known { CHEAPER } else { MUCH_CHEAPER };
            if let Some(name) = self.meant(window, stands, likely, cheaper, true) {
                found.push(Misplaced::nearly(from..to, name));
                return;
            }
        }
    }

    /// The name that was meant here: the likeliest slip of those that are cheap enough.
    fn meant(&self, window: &[char], stands: f32, likely: f32, cheaper: f32, bare: bool) -> Option<String> {
        let word = LEXICON.word(window.iter().copied());
        let mut best: Option<(f32, &Vec<char>)> = None;
        for gap in 0..window.len() {
            for id in self.gaps.get(&key(window, gap)).into_iter().flatten() {
                let name = &self.all[*id as usize];
                let price = CONFUSION.price(window[gap], name[gap]);
                if self.bare[*id as usize] != bare || price >= UNLIKE || price > likely {
                    continue;
                }
                let meant = LEXICON.word(name.iter().copied()).unwrap_or(COMMON + 2.0);
                let cheap = match word {
                    // Of the same sound or nearly, and the other in use.
                    Some(word) => price <= if bare { SAME_LOOK_TOO } else { SAME_SOUND } && word - meant > CARELESS,
                    None => stands - meant - price > cheaper,
                };
                if cheap && best.is_none_or(|(p, _)| price < p) {
                    best = Some((price, name));
                }
            }
        }
        best.map(|(_, name)| name.iter().collect())
    }

    /// A province here, and a city of another one behind it: 甘肃银川.
    fn elsewhere(&self, symbols: &[char], at: usize, lattice: &Lattice, found: &mut Vec<Misplaced>) {
        let longest = |names: &dyn Fn(&[char]) -> bool, from: usize| {
            let most = LONGEST.min(symbols.len() - from);
            (2..=most).rev().find(|l| names(&symbols[from..from + l]))
        };
        if !self.heads.contains(&symbols[at]) {
            return;
        }
        let Some(first) = longest(&|w| self.provinces.contains_key(w), at) else {
            return;
        };
        let behind = at + first;
        if behind >= symbols.len() {
            return;
        }
        let Some(second) = longest(&|w| self.cities.contains_key(w), behind) else {
            return;
        };
        let to = behind + second;
        let (province, city) = (self.provinces[&symbols[at..behind]], self.cities[&symbols[behind..to]]);
        let Some(lies) = city.filter(|c| *c != province) else { return };
        let ahead = &symbols[to..(to + FIRM).min(symbols.len())];
        let in_firm = || (0..ahead.len()).any(|i| self.firms.iter().any(|w| ahead[i..].starts_with(w)));
        if self.not_after.iter().any(|w| ahead.starts_with(w)) || in_firm() || !whole(lattice, behind, to) {
            return;
        }
        let city: String = symbols[behind..to].iter().collect();
        found.push(Misplaced {
            from: at,
            to,
            name: format!("{}{city}", self.short[usize::from(lies)]),
            elsewhere: true,
        });
    }
}

/// Whether no word lies across either edge of a place.
fn whole(lattice: &Lattice, from: usize, to: usize) -> bool {
    lattice.is_seam(from) && lattice.is_seam(to)
}

/// Whether a symbol ends a word that is rare.
fn ends_rare(lattice: &Lattice, at: usize) -> bool {
    lattice.is_seam(at + 1) && lattice.word(at).1 > COMMON
}

/// How a province is called for short.
fn short_province(name: &str) -> String {
    let stem = name.trim_end_matches(['省', '市']);
    // 广西壮族自治区 is 广西; of the five 内蒙古 alone has three characters.
    match stem.strip_suffix("自治区") {
        Some(region) => region.chars().take(if region == "内蒙古" { 3 } else { 2 }).collect(),
        None => stem.to_owned(),
    }
}

fn chars(text: &str) -> Vec<char> {
    text.chars().collect()
}

/// A name with one character left out.
fn key(name: &[char], gap: usize) -> u64 {
    hash(name.iter().enumerate().map(|(i, c)| if i == gap { GAP } else { *c }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let symbols: Vec<char> = format!("\n{text}\n").chars().collect();
        let misses = Places::shipped().misses(&symbols, &Lattice::new(&symbols));
        misses.into_iter().map(|m| m.name).collect()
    }

    #[test]
    fn a_division_that_is_none_is_held_against_all_of_them() {
        assert_eq!(found("太远市召开推进会"), ["太原市"]);
        assert_eq!(found("贵洲省发布预警"), ["贵州省"]);
        assert_eq!(found("代表团赴郑洲考察"), ["郑州"]);
        assert_eq!(found("毕业于兰洲大学"), ["兰州"]);
        assert_eq!(found("赴甘肃银川考察"), ["宁夏银川"]);
        assert_eq!(found("途经哈萨克斯但边境"), ["哈萨克斯坦"]);
    }

    #[test]
    fn villages_firms_people_and_older_names_are_left_alone() {
        for text in [
            "夏门镇召开调度会",
            "武汗淖尔湿地",
            "丰泰社区服务站",
            "安徽中山化工有限公司",
            "江苏省铜山县人",
            "天祝县救灾队伍",
            "必须交回县以上机关保管",
            "集安市委宣传部",
            "在沈洋的带领下",
            "上海苏州河沿岸",
            "观测南天区和北天区",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }
}
