//! The names that a site goes by. Whoever writes them knows how: what changes a character inside one is no slip.

use super::ends;
use super::places::ends_division;
use super::slip::Slip;

/// A place is called by so many characters before its ending, at most by those of 双江拉祜族佤族布朗族傣族自治县.
const STEM: std::ops::RangeInclusive<usize> = 2..=14;

/// A sub-bureau by the place between these two: 公安局东湖分局.
const BUREAU: char = '局';
const SUB_BUREAU: &str = "分局";

/// The names of a group of sites, of its sites and their owners, and the places in them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct OwnNames(Vec<Vec<char>>);

impl OwnNames {
    /// Of names that the configuration gives.
    pub(crate) fn given<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut all = Vec::new();
        for name in names {
            let name: Vec<char> = name.chars().collect();
            all.extend(places(&name));
            all.push(name);
        }
        all.retain(|name| name.len() >= *STEM.start());
        all.sort();
        all.dedup();
        Self(all)
    }

    /// Whether a slip changes something inside one of these names, or inside a place that a name which the page prints of itself
    /// (`printed`: its sponsor, its label SiteName) begins with. Of those no more than the place counts, and not where it is nearly one
    /// of these: a footer may hold the slip itself.
    pub(crate) fn cover(&self, printed: &[&str], sentence: &str, slip: &Slip) -> bool {
        let chars: Vec<char> = sentence.chars().collect();
        let (from, to) = changed(&chars, slip);
        let covers = |name: &[char]| {
            let first = to.saturating_sub(name.len());
            (first..=from).any(|at| {
                let inside = if from == to {
                    at < from && to < at + name.len()
                } else {
                    to <= at + name.len()
                };
                inside && chars[at..].starts_with(name)
            })
        };
        let nearly = |place: &[char]| self.0.iter().any(|own| own.len() == place.len() && differing(own, place) == 1);
        let of_page = || {
            let names = printed.iter().map(|name| name.chars().collect::<Vec<char>>());
            names.flat_map(|name| places(&name)).any(|place| !nearly(&place) && covers(&place))
        };
        self.0.iter().any(|name| covers(name)) || of_page()
    }
}

/// How many characters of two equally long names differ.
fn differing(a: &[char], b: &[char]) -> usize {
    a.iter().zip(b).filter(|(a, b)| a != b).count()
}

/// The places in a name, each with its ending and without.
fn places(name: &[char]) -> Vec<Vec<char>> {
    let mut found = Vec::new();
    let mut start = 0;
    let sub_bureau: Vec<char> = SUB_BUREAU.chars().collect();
    for (at, c) in name.iter().enumerate() {
        let stem = name.get(start..at).unwrap_or_default();
        if ends_division(*c) || matches!(c, '镇' | '乡') {
            if STEM.contains(&stem.len()) {
                found.push(name[start..=at].to_vec());
                found.push(stem.to_vec());
            }
            // 州 in 云州市 ends nothing yet.
            if stem.len() != 1 {
                start = at + 1;
            }
        } else if name[at..].starts_with(&sub_bureau) {
            if STEM.contains(&stem.len()) {
                found.push(stem.to_vec());
            }
            start = at + sub_bureau.len();
        } else if *c == BUREAU && at >= start {
            start = at + 1;
        }
    }
    found
}

/// Which characters of the sentence the slip changes: the place without what stays the same at either end.
fn changed(sentence: &[char], slip: &Slip) -> (usize, usize) {
    let right: Vec<char> = slip.right.chars().collect();
    let (from, to) = (slip.from.min(sentence.len()), slip.to.min(sentence.len()));
    let place = &sentence[from.min(to)..to];
    let (head, tail) = ends::alike(place, &right);
    (from + head, to - tail)
}

#[cfg(test)]
mod tests {
    use super::super::engine::Engine;
    use super::*;

    fn left(names: &[&str], printed: &[&str], text: &str) -> Vec<String> {
        let own = OwnNames::given(names.iter().copied());
        let slips = Engine::new(&[]).0.judge(text, None).into_iter();
        slips.filter(|s| !own.cover(printed, text, s)).map(|s| s.wrong).collect()
    }

    #[test]
    fn a_city_that_the_site_is_called_by_is_written_right() {
        let text = "太远市公安局发布公告，推进攻府信息公开";
        assert_eq!(left(&[], &[], text), ["太远", "攻府"]);
        assert_eq!(left(&["太远市公安局"], &[], text), ["攻府"]);
        assert_eq!(left(&["太远市人民政府门户网站", "某某局"], &[], text), ["攻府"]);
        // Its footer and its label count as far as the place goes.
        assert_eq!(left(&["门户网站"], &["太远市攻府办"], text), ["攻府"]);
    }

    #[test]
    fn a_footer_that_is_one_character_from_the_given_name_excuses_nothing() {
        assert_eq!(left(&["太原市公安局"], &["太远市公安局"], "太远市公安局发布公告"), ["太远"]);
    }

    #[test]
    fn places_are_found_in_names() {
        let of = |name: &str| -> Vec<String> {
            let chars: Vec<char> = name.chars().collect();
            places(&chars).iter().map(|p| p.iter().collect()).collect()
        };
        assert_eq!(of("云州市公安局东湖分局"), ["云州市", "云州", "东湖"]);
        assert_eq!(of("岚皋县市场监督管理局"), ["岚皋县", "岚皋"]);
        assert_eq!(of("城市管理局"), Vec::<String>::new());
        assert_eq!(of("道真仡佬族苗族自治县人民政府"), ["道真仡佬族苗族自治县", "道真仡佬族苗族自治"]);
    }

    #[test]
    fn what_stands_outside_the_name_is_told() {
        assert_eq!(left(&["攻府路派出所"], &[], "攻府路派出所推进攻府信息公开"), ["攻府"]);
        assert_eq!(left(&["攻府路派出所"], &[], "推进攻府信息公开"), ["攻府"]);
    }
}
