//! Numbers of private persons that a page shows. The clear number is never kept: only what is left of it behind stars.

use serde::{Deserialize, Serialize};

/// One number of a private person as it stands on a page, masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrivateNumber {
    /// What it is.
    pub kind: PrivateKind,
    /// The number with its middle hidden: `3502**********1234`.
    pub masked: String,
    /// The words around it, every long number in them masked; only given for the first few of a page.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub context: String,
    /// Where it begins in the text of the page, in bytes.
    pub offset: u32,
    /// Whether the page leaves no doubt that it is the number of a private person.
    pub certain: bool,
}

/// What a number of a private person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrivateKind {
    /// 公民身份号码
    Id,
    /// 手机号码
    Phone,
    /// 银行卡号
    Card,
}

impl PrivateKind {
    /// The number as people call it.
    pub fn chinese(self) -> &'static str {
        match self {
            PrivateKind::Id => "身份证号码",
            PrivateKind::Phone => "手机号码",
            PrivateKind::Card => "银行卡号",
        }
    }
}
