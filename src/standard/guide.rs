//! The elements a service guide (办事指南) must have.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::lexicon::{GUIDE_COLUMNS, GUIDE_HEADINGS, Words, typed};

/// One of the ten element classes of 国办秘函〔2019〕19号 (the 2015 census asks for the first eight).
/// Serialised under its official Chinese name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum GuideElement {
    /// 事项名称
    #[serde(rename = "事项名称")]
    Name,
    /// 设定依据
    #[serde(rename = "设定依据")]
    Basis,
    /// 申请条件
    #[serde(rename = "申请条件")]
    Conditions,
    /// 办理材料
    #[serde(rename = "办理材料")]
    Materials,
    /// 办理地点
    #[serde(rename = "办理地点")]
    Place,
    /// 办理时间 (office hours; not 办理时限)
    #[serde(rename = "办理时间")]
    Hours,
    /// 联系电话
    #[serde(rename = "联系电话")]
    Phone,
    /// 办理流程
    #[serde(rename = "办理流程")]
    Procedure,
    /// 办理机构 (2019)
    #[serde(rename = "办理机构")]
    Agency,
    /// 收费标准 (2019)
    #[serde(rename = "收费标准")]
    Fees,
}

impl GuideElement {
    /// All ten, the eight of 2015 first.
    pub const ALL: [GuideElement; 10] = [
        Self::Name,
        Self::Basis,
        Self::Conditions,
        Self::Materials,
        Self::Place,
        Self::Hours,
        Self::Phone,
        Self::Procedure,
        Self::Agency,
        Self::Fees,
    ];

    /// The official name.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Name => "事项名称",
            Self::Basis => "设定依据",
            Self::Conditions => "申请条件",
            Self::Materials => "办理材料",
            Self::Place => "办理地点",
            Self::Hours => "办理时间",
            Self::Phone => "联系电话",
            Self::Procedure => "办理流程",
            Self::Agency => "办理机构",
            Self::Fees => "收费标准",
        }
    }

    /// The headings it stands under on real pages, the official name first. Counted on pages of county, city,
    /// bureau and provincial sites; matched without white space, numbering and brackets.
    pub fn headings(self) -> impl Iterator<Item = &'static str> {
        headings_of(Some(self))
    }

    /// Whether the 2015 census table names it (`C15-S1a`).
    pub fn in_census_2015(self) -> bool {
        !matches!(self, Self::Agency | Self::Fees)
    }
}

/// The headings of guides in the order of their list, each with its element; none for those that are no element.
static HEADINGS: LazyLock<Vec<(&str, Option<GuideElement>)>> = LazyLock::new(|| {
    let element = |name: &str| match name {
        "其他" => Some(None),
        name => GuideElement::ALL.into_iter().find(|e| e.chinese() == name).map(Some),
    };
    typed(GUIDE_HEADINGS, element)
});

fn headings_of(wanted: Option<GuideElement>) -> impl Iterator<Item = &'static str> {
    HEADINGS
        .iter()
        .filter(move |(_, element)| *element == wanted)
        .map(|(heading, _)| *heading)
}

/// Headings that stand in guides and are no element, however near they sound (办理时限, 监督电话, 表格下载 …): they end
/// the element above them and never count as one.
pub(crate) fn guide_other_headings() -> impl Iterator<Item = &'static str> {
    headings_of(None)
}

/// Names of columns, labels and titles under which service guides are published.
pub(crate) fn guide_columns() -> impl Iterator<Item = &'static str> {
    static COLUMNS: Words = Words::of(GUIDE_COLUMNS);
    COLUMNS.iter().copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::entries;
    use std::collections::BTreeMap;

    #[test]
    fn every_heading_means_one_thing() {
        let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
        let elements = GuideElement::ALL
            .into_iter()
            .flat_map(|e| e.headings().map(move |h| (h, e.chinese())));
        for (heading, owner) in elements.chain(guide_other_headings().map(|h| (h, "其他"))) {
            if let Some(before) = seen.insert(heading, owner) {
                panic!("{heading} stands under {before} and {owner}");
            }
        }
        assert_eq!(seen.len(), entries(GUIDE_HEADINGS).count());
        assert_eq!(seen["办理时限"], "其他");
        assert_eq!(seen["监督电话"], "其他");
        // A page is looked through for them only where it is not ASCII.
        assert!(seen.keys().copied().chain(guide_columns()).all(|word| !word.is_ascii()));
    }

    #[test]
    fn the_official_name_comes_first() {
        for element in GuideElement::ALL {
            assert_eq!(element.headings().next(), Some(element.chinese()));
        }
    }
}
