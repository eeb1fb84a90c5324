//! Terms that are one of many of their form: a place and what is there, a law and the state's name before it.

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
    ("海关", 2),
    ("大学", 2),
];

/// The head that the titles of laws share.
const HEAD: &str = "中华人民共和国";

/// So many characters after that head are a title like many others; a longer one is a phrase of its own.
const SHORT_TITLE: usize = 4;

/// What ends a division that holds others, and what ends one that lies in it.
const LARGER: &str = "省市";
const SMALLER: &str = "市区县";

/// Where a division ends inside which the other lies: 福建省 of 福建省龙岩市.
pub(super) fn division(term: &[char]) -> Option<usize> {
    let (last, larger) = term.split_last()?;
    let end = larger.iter().skip(1).position(|c| LARGER.contains(*c))? + 2;
    SMALLER.contains(*last).then_some(end)
}

/// Where the name that this place of the term is part of ends, or where it begins: there are many of the kind.
pub(super) fn seam(term: &[char], i: usize) -> Option<usize> {
    let text: String = term.iter().collect();
    if let Some((tail, longest)) = TAILS.iter().find(|(tail, _)| text.ends_with(tail)) {
        let name = term.len() - tail.chars().count();
        return (i < name && name <= *longest).then_some(name);
    }
    let head = HEAD.chars().count();
    let title = term.len().saturating_sub(head);
    (text.starts_with(HEAD) && i >= head && i + 1 < term.len() && title <= SHORT_TITLE).then_some(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn a_name_ends_where_what_many_share_begins() {
        assert_eq!(seam(&chars("厦门市公安局"), 1), Some(3));
        assert_eq!(seam(&chars("厦门市公安局"), 4), None);
        assert_eq!(seam(&chars("中华人民共和国护照法"), 8), Some(7));
        // 法 is shared, and so is the head.
        assert_eq!(seam(&chars("中华人民共和国护照法"), 9), None);
        assert_eq!(seam(&chars("中华人民共和国护照法"), 2), None);
        assert_eq!(seam(&chars("中华人民共和国治安管理处罚法"), 9), None);
        assert_eq!(seam(&chars("乡村振兴战略"), 1), None);
    }

    #[test]
    fn a_division_lies_in_another() {
        assert_eq!(division(&chars("福建省龙岩市")), Some(3));
        assert_eq!(division(&chars("厦门市思明区")), Some(3));
        assert_eq!(division(&chars("厦门市")), None);
        assert_eq!(division(&chars("福建省财政厅")), None);
    }
}
