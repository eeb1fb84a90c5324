//! Which characters are taken for which: read alike, nearly alike, or looking alike.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::lexicon::LEXICON;

/// What may stand where another character was meant, with how unlikely the slip is (nats, above a slip of the same syllable and tone).
pub(super) static CONFUSION: LazyLock<Confusion> = LazyLock::new(Confusion::shipped);

/// Why two characters are taken for each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Likeness {
    /// The same syllable.
    Sound,
    /// Syllables that many speakers do not tell apart: zh and z, in and ing, n and l.
    NearSound,
    /// Alike in strokes.
    Shape,
    /// Neither.
    None,
}

/// Candidates for every character.
#[derive(Debug)]
pub(super) struct Confusion {
    sounds: FxHashMap<char, Vec<(u16, u8)>>,
    near: Vec<u16>,
    shapes: FxHashMap<char, Vec<(char, u8)>>,
    /// For each character written, what may have been meant, likeliest slip first.
    meant: FxHashMap<char, Vec<(char, f32)>>,
}

/// A candidate must be in use: the cost of the character as a word of its own lies under this, or it is not proposed.
const IN_USE: f32 = 17.2;

impl Confusion {
    fn shipped() -> Self {
        Self::read(include_str!("data/sounds.txt"), include_str!("data/shapes.txt"))
    }

    fn read(sounds: &str, shapes: &str) -> Self {
        let mut syllables: Vec<(String, Vec<(char, u8)>)> = Vec::new();
        for line in lines(sounds) {
            if let Some((syllable, chars)) = line.split_once(' ') {
                syllables.push((syllable.to_owned(), with_digits(chars)));
            }
        }
        let mut ids: FxHashMap<String, u16> = FxHashMap::default();
        let mut near = Vec::new();
        let mut read: FxHashMap<char, Vec<(u16, u8)>> = FxHashMap::default();
        for (id, (syllable, chars)) in syllables.iter().enumerate() {
            let next = ids.len() as u16;
            near.push(*ids.entry(blurred(syllable)).or_insert(next));
            for (c, tone) in chars {
                read.entry(*c).or_default().push((id as u16, *tone));
            }
        }
        let mut looks: FxHashMap<char, Vec<(char, u8)>> = FxHashMap::default();
        for line in lines(shapes) {
            let mut chars = line.chars();
            if let Some(c) = chars.next() {
                looks.insert(c, with_digits(chars.as_str()));
            }
        }
        let mut found = Self {
            sounds: read,
            near,
            shapes: looks,
            meant: FxHashMap::default(),
        };
        found.meant = found.all_meant(&syllables);
        found
    }

    fn all_meant(&self, syllables: &[(String, Vec<(char, u8)>)]) -> FxHashMap<char, Vec<(char, f32)>> {
        let mut by_blur: FxHashMap<u16, Vec<char>> = FxHashMap::default();
        for (id, (_, chars)) in syllables.iter().enumerate() {
            by_blur.entry(self.near[id]).or_default().extend(chars.iter().map(|(c, _)| *c));
        }
        let mut looked_at: FxHashMap<char, Vec<char>> = FxHashMap::default();
        for (c, others) in &self.shapes {
            for (o, _) in others {
                looked_at.entry(*o).or_default().push(*c);
            }
        }
        let mut meant = FxHashMap::default();
        for (c, readings) in &self.sounds {
            let mut others: Vec<char> = readings
                .iter()
                .flat_map(|(id, _)| by_blur[&self.near[usize::from(*id)]].iter().copied())
                .collect();
            others.extend(self.shapes.get(c).into_iter().flatten().map(|(o, _)| *o));
            others.extend(looked_at.get(c).into_iter().flatten());
            others.sort_unstable();
            others.dedup();
            let mut priced: Vec<(char, f32)> = others
                .into_iter()
                .filter(|o| o != c && LEXICON.single(*o) < IN_USE)
                .map(|o| (o, self.price(*c, o)))
                .collect();
            priced.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
            meant.insert(*c, priced);
        }
        meant
    }

    /// Every character whose reading is known.
    pub(super) fn characters(&self) -> impl Iterator<Item = char> {
        self.meant.keys().copied()
    }

    /// What may have been meant where this character stands.
    pub(super) fn meant(&self, written: char) -> &[(char, f32)] {
        self.meant.get(&written).map_or(&[], Vec::as_slice)
    }

    /// The syllables that a character is read as, as numbers.
    pub(super) fn syllables(&self, c: char) -> impl Iterator<Item = u16> {
        self.sounds.get(&c).into_iter().flatten().map(|(id, _)| *id)
    }

    /// How unlikely it is that one is written for the other.
    pub(super) fn price(&self, written: char, meant: char) -> f32 {
        let shape = self.look(written, meant).map_or(UNLIKE, |near| 2.6 - 0.2 * f32::from(near));
        let sound = match self.sound(written, meant) {
            Some(true) => 0.0,
            Some(false) => 0.4,
            None if self.nearly(written, meant) => 1.6,
            None => UNLIKE,
        };
        // Both at once is the commonest slip of all: 副 for 幅, 帐 for 账.
        if shape < UNLIKE && sound < UNLIKE {
            sound.min(shape) - 0.3
        } else {
            sound.min(shape)
        }
    }

    /// Why one is taken for the other.
    pub(super) fn likeness(&self, written: char, meant: char) -> Likeness {
        if self.sound(written, meant).is_some() {
            Likeness::Sound
        } else if self.look(written, meant).is_some() {
            Likeness::Shape
        } else if self.nearly(written, meant) {
            Likeness::NearSound
        } else {
            Likeness::None
        }
    }

    /// Read alike: `Some(true)` with the same tone.
    fn sound(&self, a: char, b: char) -> Option<bool> {
        let (a, b) = (self.sounds.get(&a)?, self.sounds.get(&b)?);
        let same = |toned: bool| a.iter().any(|x| b.iter().any(|y| x.0 == y.0 && (!toned || x.1 == y.1)));
        if same(true) { Some(true) } else { same(false).then_some(false) }
    }

    fn nearly(&self, a: char, b: char) -> bool {
        let blurs = |c: char| self.sounds.get(&c).into_iter().flatten().map(|(id, _)| self.near[usize::from(*id)]);
        blurs(a).any(|x| blurs(b).any(|y| x == y))
    }

    fn look(&self, a: char, b: char) -> Option<u8> {
        let of = |x: char, y: char| self.shapes.get(&x)?.iter().find(|(c, _)| *c == y).map(|(_, near)| *near);
        of(a, b).max(of(b, a))
    }
}

/// The price of a slip that neither sound nor shape explains.
pub(super) const UNLIKE: f32 = 6.0;

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|l| !l.is_empty() && !l.starts_with('#'))
}

fn with_digits(text: &str) -> Vec<(char, u8)> {
    let chars: Vec<char> = text.chars().collect();
    chars
        .chunks_exact(2)
        .map(|p| (p[0], p[1].to_digit(10).unwrap_or(0) as u8))
        .collect()
}

/// The syllable as a speaker of the south hears it.
fn blurred(syllable: &str) -> String {
    let mut s = syllable.to_owned();
    for (from, to) in [("zh", "z"), ("ch", "c"), ("sh", "s")] {
        if let Some(rest) = s.strip_prefix(from) {
            s = format!("{to}{rest}");
        }
    }
    if let Some(rest) = s.strip_prefix('l') {
        s = format!("n{rest}");
    }
    // 飞 and 灰, 风 and 烘, 房 and 黄.
    if let Some(rest) = s.strip_prefix('f') {
        s = match rest {
            "eng" => "hong".to_owned(),
            "en" => "hun".to_owned(),
            "ei" => "hui".to_owned(),
            "o" | "u" => format!("h{rest}"),
            _ => format!("hu{rest}"),
        };
    }
    if s.ends_with("ng") && !s.ends_with("ong") {
        s.pop();
    }
    s
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sounds_and_shapes_are_told() {
        let c = &*CONFUSION;
        assert_eq!(c.likeness('攻', '政'), Likeness::Shape);
        assert_eq!(c.likeness('暑', '署'), Likeness::Sound);
        assert_eq!(c.likeness('神', '申'), Likeness::Sound);
        assert_eq!(c.likeness('真', '正'), Likeness::NearSound);
        assert_eq!(c.likeness('大', '医'), Likeness::None);
        assert!(c.price('暑', '署') < c.price('真', '正'));
        assert!(c.meant('珐').iter().any(|(m, _)| *m == '法'));
        assert!(c.meant('😀').is_empty());
    }
}
