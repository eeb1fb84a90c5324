//! The elements a service guide (办事指南) must have.

use serde::{Deserialize, Serialize};

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

    /// Whether the 2015 census table names it (`C15-S1a`).
    pub fn in_census_2015(self) -> bool {
        !matches!(self, Self::Agency | Self::Fees)
    }
}
