//! The words of message boxes (信箱、留言、咨询): what a label says stands beside it, what a status word means, and which
//! channels the tables leave out.

mod channel;
mod labels;
mod status;

pub(crate) use channel::channel_of;
pub(crate) use labels::{field_of_label, speaks_of_messages};
pub(crate) use status::{says_nothing, status_of};

use serde::{Deserialize, Serialize};

/// What stands beside a label of a message, or below it in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum InquiryField {
    /// 标题
    Title,
    /// 来信时间
    Asked,
    /// 受理时间: the day it was asked, where nothing else says so.
    Accepted,
    /// 答复时间
    Answered,
    /// 来信/答复时间: both in one place.
    Both,
    /// 答复单位
    Answerer,
    /// 状态
    Status,
    /// 来信人: known so that it can be left out.
    Sender,
    /// 来信内容
    Question,
    /// 答复内容
    Answer,
    /// 来信类型
    Kind,
    /// Anything else that messages are labelled with: numbers, views, the box it was sent to.
    Other,
}

/// How far a message has come, by its status word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InquiryStatus {
    /// 已回复
    Answered,
    /// 待回复、办理中
    Open,
    /// 不予受理、已撤回: no answer is owed.
    Closed,
    /// 已转办: handed on, answered or not.
    Unclear,
}

/// Whether the tables ask for answers in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// 政务咨询类栏目
    Consultation,
    /// 在线访谈、调查征集、举报投诉、网上信访、纪检举报: left out.
    Special,
    /// Its name says neither.
    Unnamed,
}

/// A label or word without white space, colons and brackets.
fn normal(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !"：:【】[]［］（）()〔〕<>《》“”\"·•●■◆▪►▶»›○□☆※|｜,，；;".contains(*c))
        .take(64)
        .collect()
}
