//! Terms that are one of many of their form: a place and what is there, a law and the state's name before it.

use std::sync::LazyLock;

use crate::lexicon::{NAME_TAILS, entries};

/// Of what kind a name is: how many there may be that no dictionary has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A division inside one that stands beside it, or whose office is named: all of them are known.
    Inner,
    /// A province, city, county or district by itself.
    Division,
    /// A branch, a street, a school: anybody may found one.
    Founded,
    /// A law after the name of the state.
    Title,
}

/// A part of a term that is one of many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Name {
    /// Where it ends, or where it begins.
    pub seam: usize,
    pub kind: Kind,
}

/// Tails that many names share: what stands before them is the name itself, up to so many characters, and another name is no slip.
static TAILS: LazyLock<Vec<(&str, usize, Kind)>> = LazyLock::new(|| {
    let read = |entry: Vec<&'static str>| {
        let [tail, longest, kind, ..] = entry[..] else { return None };
        let kind = match kind {
            "division" => Kind::Division,
            "founded" => Kind::Founded,
            _ => return None,
        };
        Some((tail, longest.parse().ok()?, kind))
    };
    entries(NAME_TAILS).filter_map(read).collect()
});

/// Characters that names of places are written with, commonest first.
static PLACES: LazyLock<&str> = LazyLock::new(|| {
    let mut lines = include_str!("../data/places.txt").lines();
    lines.find(|l| !l.starts_with('#')).unwrap_or_default()
});

/// So many of them stand in eight hundred names and more: a division that is made up, or new, is written with these.
const COMMONEST: usize = 383;

impl Name {
    /// Whether a name of the kind that nobody has heard of may well be written with this character.
    pub(super) fn may_hold(self, c: char) -> bool {
        match self.kind {
            Kind::Division => PLACES.chars().take(COMMONEST).any(|p| p == c),
            Kind::Founded => PLACES.contains(c),
            Kind::Inner | Kind::Title => false,
        }
    }
}

/// The head that the titles of laws share.
const HEAD: &str = "中华人民共和国";

/// So many characters after that head are a title like many others; a longer one is a phrase of its own.
const SHORT_TITLE: usize = 4;

/// Whether a term is the title of a law after the name of the state: there are many, one in a few characters from another.
pub(super) fn is_title(term: &[char]) -> bool {
    let text: String = term.iter().collect();
    text.len() > HEAD.len() && text.starts_with(HEAD)
}

/// What ends a division that holds others, and what ends one that lies in it.
const LARGER: &str = "省市";
const SMALLER: &str = "市区县";

/// What ends a division, and how long its name is at most: 黑龙江省.
const SUFFIXES: &str = "省市区县";
const LONGEST_DIVISION: usize = 4;

/// A division inside which another lies: 福建省 of 福建省龙岩市.
pub(super) fn division(term: &[char]) -> Option<Name> {
    let (last, larger) = term.split_last()?;
    let end = larger.iter().skip(1).position(|c| LARGER.contains(*c))? + 2;
    SMALLER.contains(*last).then_some(Name {
        seam: end,
        kind: Kind::Inner,
    })
}

/// The division that a term begins with, as 厦门市 of 厦门市教育局: as many others have such an office.
pub(super) fn leading_division(term: &[char]) -> Option<Name> {
    let mut suffixed = term.iter().take(LONGEST_DIVISION).skip(2);
    let seam = suffixed.position(|c| SUFFIXES.contains(*c))? + 3;
    (seam < term.len()).then_some(Name { seam, kind: Kind::Inner })
}

/// The name that this place of the term is part of, where what follows or stands before it is shared by many.
pub(super) fn name_at(term: &[char], i: usize) -> Option<Name> {
    let text: String = term.iter().collect();
    if let Some((tail, longest, kind)) = TAILS.iter().find(|(tail, ..)| text.ends_with(tail)) {
        let seam = term.len() - tail.chars().count();
        return (i < seam && seam <= *longest).then_some(Name { seam, kind: *kind });
    }
    let seam = HEAD.chars().count();
    let title = term.len().saturating_sub(seam);
    (text.starts_with(HEAD) && i >= seam && i + 1 < term.len() && title <= SHORT_TITLE).then_some(Name { seam, kind: Kind::Title })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_of_the_list_is_read() {
        assert_eq!(TAILS.len(), entries(NAME_TAILS).count());
    }

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    fn seam_at(term: &[char], i: usize) -> Option<usize> {
        name_at(term, i).map(|n| n.seam)
    }

    #[test]
    fn a_name_nobody_has_heard_of_is_written_as_names_are() {
        let kind = |term: &str| name_at(&chars(term), 0).unwrap();
        assert!(kind("集美分局").may_hold('杏') && !kind("集美分局").may_hold('腿'));
        assert!(kind("泉州市公安局").may_hold('江') && !kind("泉州市公安局").may_hold('杏'));
        assert!(!name_at(&chars("中华人民共和国护照法"), 8).unwrap().may_hold('江'));
    }

    #[test]
    fn a_name_ends_where_what_many_share_begins() {
        assert_eq!(seam_at(&chars("厦门市公安局"), 1), Some(3));
        assert_eq!(seam_at(&chars("厦门市公安局"), 4), None);
        assert_eq!(seam_at(&chars("闽南师范大学"), 1), Some(2));
        assert_eq!(seam_at(&chars("中华人民共和国护照法"), 8), Some(7));
        // 法 is shared, and so is the head.
        assert_eq!(seam_at(&chars("中华人民共和国护照法"), 9), None);
        assert_eq!(seam_at(&chars("中华人民共和国护照法"), 2), None);
        assert_eq!(seam_at(&chars("中华人民共和国治安管理处罚法"), 9), None);
        assert_eq!(seam_at(&chars("乡村振兴战略"), 1), None);
    }

    #[test]
    fn an_office_belongs_to_a_division() {
        let seam = |term: &str| leading_division(&chars(term)).map(|n| n.seam);
        assert_eq!(seam("厦门市教育局"), Some(3));
        assert_eq!(seam("黑龙江省人民政府"), Some(4));
        assert_eq!(seam("城市管理制度"), None);
        assert_eq!(seam("武夷山市"), None);
        assert_eq!(seam("自由贸易试验区"), None);
    }

    #[test]
    fn a_division_lies_in_another() {
        assert_eq!(division(&chars("福建省龙岩市")).map(|n| n.seam), Some(3));
        assert_eq!(division(&chars("厦门市思明区")).map(|n| n.seam), Some(3));
        assert_eq!(division(&chars("厦门市")), None);
        assert_eq!(division(&chars("福建省财政厅")), None);
    }
}
