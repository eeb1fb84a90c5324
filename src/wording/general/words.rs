//! A whole word written as another of the same sound: 机构贬值 for 机构编制, as an input method offers it. Both are words, so only a model of
//! the text can tell.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::super::confusion::CONFUSION;
use super::super::lexicon::words_of_two;
use super::candidates::{Change, Judge, Kind};

/// What a word costs at most that was meant (nats): rarer ones are hardly what anybody typed.
const IN_USE: f32 = 13.5;

/// Two characters are looked at where they are at least so unlikely (ln). In 421 official sentences, one and a half million characters of
/// official pages and as many of news the same is told without this bound, in more time.
const UNLIKELY: f32 = -11.0;

/// The words in use of two characters, by the syllables that they may be read as.
static BY_SOUND: LazyLock<FxHashMap<[u16; 2], Vec<[char; 2]>>> = LazyLock::new(|| {
    let mut found: FxHashMap<[u16; 2], Vec<[char; 2]>> = FxHashMap::default();
    for word in words_of_two(IN_USE) {
        for sound in sounds(word) {
            found.entry(sound).or_default().push(word);
        }
    }
    found
});

/// The ways in which two characters may be read.
fn sounds([a, b]: [char; 2]) -> impl Iterator<Item = [u16; 2]> {
    let second = move || CONFUSION.syllables(b);
    CONFUSION.syllables(a).flat_map(move |x| second().map(move |y| [x, y]))
}

impl Judge<'_> {
    /// The words that may have been meant by the two characters that begin here.
    pub(super) fn words_at(&self, i: usize) -> Vec<Change> {
        let written = [self.symbols[i], self.symbols[i + 1]];
        let whole = self.lattice.is_seam(i) && self.lattice.is_seam(i + 2);
        if !whole || self.as_it_stands(i, i + 2) > UNLIKELY {
            return Vec::new();
        }
        let alike = sounds(written).filter_map(|sound| BY_SOUND.get(&sound)).flatten();
        // One of the two alone is a slip of one character.
        let other = alike.filter(|[x, y]| *x != written[0] && *y != written[1]);
        let price = |word: &[char; 2]| CONFUSION.price(written[0], word[0]) + CONFUSION.price(written[1], word[1]);
        other.filter_map(|word| self.weigh(i, 2, word, price(word), Kind::Word)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::{Engine, Trainer};

    /// What is told in a sentence with a model of a few others.
    fn told(text: &str) -> Vec<(String, String)> {
        let mut trainer = Trainer::default();
        for who in [
            "特困人员",
            "低收入家庭",
            "残疾人员",
            "老年居民",
            "农村居民",
            "城镇居民",
            "孤儿",
            "优抚对象",
        ] {
            for what in ["最低生活保障标准", "基本生活保障标准", "社会保障标准"] {
                for verb in ["提高", "调整", "公布", "确定", "执行"] {
                    trainer.add(&format!("民政部门应当及时{verb}{who}的{what}，并向社会公开。"));
                }
            }
        }
        let engine = Engine::new(&[]).0.with_model(trainer.finish());
        let slips = engine.judge_text(text, None).into_iter();
        slips.map(|s| (s.wrong, s.right)).collect()
    }

    #[test]
    fn a_word_of_the_same_sound_is_told_where_the_model_knows_another_there() {
        let pair = |wrong: &str, right: &str| vec![(wrong.to_owned(), right.to_owned())];
        assert_eq!(told("民政部门应当及时提高农村居民的最低生活暴涨标准。"), pair("暴涨", "保障"));
        assert_eq!(told("民政部门应当及时提高农村居民的最低生活保障标准。"), []);
        // Where the model knows nothing of the place, both are words and nothing is said.
        assert_eq!(told("近期部分蔬菜价格出现暴涨。"), []);
        assert_eq!(told("一封信寄语青年朋友。"), []);
    }

    #[test]
    fn a_short_name_that_the_text_gives_is_no_slip() {
        assert_eq!(told("民政部门应当及时公布农村居民的最低生活暴涨标准。").len(), 1);
        assert_eq!(told("民政部门应当及时公布（以下简称最低生活暴涨标准）。"), []);
    }
}
