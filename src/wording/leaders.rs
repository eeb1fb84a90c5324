//! Names of leaders written nearly right, beside the office they hold or held.
//!
//! Many people have a name one character away from a leader's; beside his office none has. A holder of any time is right.

use aho_corasick::AhoCorasick;
use rustc_hash::{FxHashMap, FxHashSet};

use super::confusion::{CONFUSION, UNLIKE};
use super::prepare::EDGE;
use crate::text::is_han;

/// A leader.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Leader {
    pub name: &'static str,
    /// Offices by which he is called.
    offices: Vec<Office>,
    /// When he held the first of them: 2013-03, and until when; empty where that is of no use.
    from: &'static str,
    to: &'static str,
}

/// An office by which a leader is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Office {
    pub name: &'static str,
    reach: Reach,
}

/// How much an office says of who holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// One in the state: beside it even a name that sounds and looks different is that of its holder.
    State,
    /// One of a few.
    High,
    /// One in a province: beside it a name of the same sound.
    Province,
    /// So called are many; but not after such a name.
    After,
}

/// A slip so likely (nats) is one of sound.
const SAME_SOUND: f32 = 0.5;

/// What makes another word of an office: 主席团.
const GOES_ON: char = '团';

/// A name of one of them nearly right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Misnamed<'a> {
    /// The first symbol.
    pub from: usize,
    /// The symbol after it.
    pub to: usize,
    pub leader: &'a Leader,
    /// The office that stands beside it.
    pub office: Office,
}

/// Everyone, found by the characters that one wrong one leaves.
#[derive(Debug)]
pub(super) struct Leaders {
    all: Vec<(Leader, Vec<char>)>,
    names: FxHashSet<Vec<char>>,
    /// A name with one character left out, as [`NONE`]: who it may be.
    gaps: FxHashMap<[char; 3], Vec<u32>>,
    /// All offices: a sentence without any is not looked at.
    titles: Option<AhoCorasick>,
}

/// No character.
const NONE: char = '\0';

impl Leader {
    /// Why a name beside the office is his, for the reader.
    pub(super) fn reason(&self, office: Office) -> String {
        let when = match (self.from, self.to) {
            ("", _) => String::new(),
            (from, "") => format!("（{from} 起任现职）"),
            (from, to) => format!("（任期 {from} 至 {to}）"),
        };
        format!("“{}”旁的姓名与“{}”{when}相比错一字", office.name, self.name)
    }
}

impl Leaders {
    /// The list of this program. What it marks with `!` (法治思想!) is said of one person only, as the offices of the state.
    pub(super) fn shipped() -> Self {
        Self::read(include_str!("data/leaders.txt"))
    }

    fn read(text: &'static str) -> Self {
        let reach_of = |kind: &str| {
            let line = text.lines().find_map(|l| l.strip_prefix(kind));
            line.map(|l| l.trim_start().split(' ').collect::<Vec<_>>()).unwrap_or_default()
        };
        let (state, province, after) = (reach_of("=state"), reach_of("=province"), reach_of("=after"));
        let mut found = Self {
            all: Vec::new(),
            names: FxHashSet::default(),
            gaps: FxHashMap::default(),
            titles: None,
        };
        for line in text.lines().filter(|l| !l.starts_with(['#', '='])) {
            let columns: Vec<&str> = line.split('\t').collect();
            let [name, offices, from, to, ..] = columns[..] else { continue };
            let chars: Vec<char> = name.chars().collect();
            found.names.insert(chars.clone());
            let offices = offices
                .split(' ')
                .map(|office| (office.trim_end_matches('!'), office))
                .map(|(name, office)| Office {
                    name,
                    reach: if state.contains(&name) || name != office {
                        Reach::State
                    } else if province.contains(&name) {
                        Reach::Province
                    } else if after.contains(&name) {
                        Reach::After
                    } else {
                        Reach::High
                    },
                });
            let id = found.all.len() as u32;
            for gap in 0..chars.len().min(3) {
                found.gaps.entry(key(&chars, gap)).or_default().push(id);
            }
            let date = |d: &'static str| if d == "-" { "" } else { d };
            let leader = Leader {
                name,
                offices: offices.collect(),
                from: date(from),
                to: date(to),
            };
            found.all.push((leader, chars));
        }
        let titles = found.all.iter().flat_map(|(leader, _)| leader.offices.iter().map(|o| o.name));
        found.titles = AhoCorasick::new(titles).ok();
        found
    }

    /// All names of theirs that are nearly right in these symbols, which are this text.
    pub(super) fn misses(&self, symbols: &[char], text: &str) -> Vec<Misnamed<'_>> {
        if !self.titles.as_ref().is_some_and(|t| t.is_match(text)) {
            return Vec::new();
        }
        let mut found: Vec<Misnamed<'_>> = Vec::new();
        for from in 0..symbols.len() {
            for length in [3, 2] {
                let Some(name) = symbols.get(from..from + length) else { continue };
                if !name.iter().all(|c| is_han(*c)) || self.names.contains(name) {
                    continue;
                }
                for gap in 0..length {
                    let held = self.gaps.get(&key(name, gap)).into_iter().flatten();
                    let named = held.filter_map(|id| self.named(*id, symbols, from, gap));
                    found.extend(named.take(1));
                }
            }
        }
        found.dedup_by(|b, a| b.from < a.to);
        found
    }

    /// This leader, if the name that begins here is his but for one character.
    fn named(&self, id: u32, symbols: &[char], from: usize, gap: usize) -> Option<Misnamed<'_>> {
        let (leader, chars) = &self.all[id as usize];
        let to = from + chars.len();
        let price = CONFUSION.price(symbols[from + gap], chars[gap]);
        let next = symbols.get(to).copied().unwrap_or(EDGE);
        let held = leader.offices.iter().find(|office| {
            let title: Vec<char> = office.name.chars().collect();
            let follows = symbols[to..].starts_with(&title) && symbols.get(to + title.len()) != Some(&GOES_ON);
            let precedes = office.reach != Reach::After && symbols[..from].ends_with(&title);
            let beside = if chars.len() > 2 {
                follows || precedes
            } else {
                // Of two characters a third may follow.
                follows && !symbols[..from].last().is_some_and(|c| is_han(*c)) || precedes && !is_han(next)
            };
            let likely = match office.reach {
                Reach::State if chars.len() > 2 => gap > 0 || price < UNLIKE,
                Reach::State | Reach::High | Reach::After => price < UNLIKE,
                Reach::Province => price <= SAME_SOUND && chars.len() > 2,
            };
            beside && likely
        });
        held.map(|office| Misnamed {
            from,
            to,
            leader,
            office: *office,
        })
    }
}

/// A name of two or three characters with one left out.
fn key(name: &[char], gap: usize) -> [char; 3] {
    let mut key = [NONE; 3];
    for (slot, (i, c)) in key.iter_mut().zip(name.iter().enumerate()) {
        *slot = if i == gap { '？' } else { *c };
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, &'static str)> {
        let leaders = Leaders::shipped();
        let symbols: Vec<char> = format!("\n{text}\n").chars().collect();
        let misses = leaders.misses(&symbols, text);
        misses
            .iter()
            .map(|m| (symbols[m.from..m.to].iter().collect(), m.leader.name))
            .collect()
    }

    #[test]
    fn a_name_beside_its_office_is_held_against_its_holders() {
        assert_eq!(found("学习习进平总书记讲话"), [("习进平".to_owned(), "习近平")]);
        assert_eq!(found("国务院总理温家保会见来宾"), [("温家保".to_owned(), "温家宝")]);
        assert_eq!(found("时任省委书记骆慧宁"), [("骆慧宁".to_owned(), "骆惠宁")]);
    }

    #[test]
    fn holders_of_any_time_and_other_people_are_left_alone() {
        for text in [
            "国务院总理李克强签署国务院令",
            "国务院总理李强主持会议",
            "李鹏总理视察工地",
            "村民习近文家中",
            "温家堡村党支部书记",
            "李克勤先生演唱",
            "主席团会议",
            "市委书记陈吉林",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
