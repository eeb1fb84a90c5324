//! Labels of messages: 来信时间, 答复单位, 办理状态 and their many other wordings.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{InquiryField, normal};
use crate::lexicon::{INQUIRY_LABEL_PARTS, INQUIRY_LABELS, Words, typed};

/// Labels that are known as a whole.
static LABELS: LazyLock<FxHashMap<&str, InquiryField>> = LazyLock::new(|| {
    let field = |field: &str| match field {
        "title" => Some(InquiryField::Title),
        "answer" => Some(InquiryField::Answer),
        "status" => Some(InquiryField::Status),
        "other" => Some(InquiryField::Other),
        _ => None,
    };
    typed(INQUIRY_LABELS, field).into_iter().collect()
});

const fn parts(used: &'static str) -> Words {
    Words::used(INQUIRY_LABEL_PARTS, used)
}

/// What people do when they write, and what an office does with it.
static ASKING: Words = parts("asking");
static ANSWERING: Words = parts("answering");
/// Who works on a message: an office or a person; and an office only.
static HANDLING: Words = parts("handling");
static RESPONSIBLE: Words = parts("responsible");
/// Who sends one.
static SENDERS: Words = parts("sender");

/// How labels end, by what they ask for.
static WHEN: Words = parts("when-end");
static OFFICE: Words = parts("office-end");
static PERSON: Words = parts("person-end");
static TEXT: Words = parts("text-end");
static TITLE: Words = parts("title-end");
static KIND: Words = parts("kind-end");
static NUMBER: Words = parts("number-end");

/// What a label announces; none where it is no label of messages. White space, colons and brackets round it do not count.
pub(crate) fn field_of_label(label: &str) -> Option<InquiryField> {
    use InquiryField as F;
    // Two labels in one: 来信/答复时间, 留言时间（回复时间）.
    if let Some((first, second)) = label.split_once(['/', '／', '|', '、', '和', '及'])
        && field_of_label(second) == Some(F::Answered)
    {
        let bare = normal(first);
        return (ASKING.contains(&bare.as_str()) || field_of_label(first) == Some(F::Asked)).then_some(F::Both);
    }
    let bare = normal(label);
    let bare = bare.as_str();
    if bare.is_empty() || bare.chars().count() > 9 {
        return None;
    }
    if let Some(field) = LABELS.get(bare) {
        return Some(*field);
    }
    if matches!(bare, "时间" | "日期") {
        return Some(F::Asked);
    }
    if matches!(bare, "受理时间" | "受理日期") {
        return Some(F::Accepted);
    }
    if bare.ends_with("状态") || bare.ends_with("进度") {
        return Some(F::Status);
    }
    let before = |endings: &Words| endings.iter().find_map(|e| bare.strip_suffix(e));
    let asks = |head: &str| ASKING.contains(&head);
    let answers = |head: &str| ANSWERING.contains(&head);
    if let Some(head) = before(&WHEN) {
        return if asks(head) {
            Some(F::Asked)
        } else if answers(head) {
            Some(F::Answered)
        } else {
            None
        };
    }
    if let Some(head) = before(&OFFICE) {
        let offices = answers(head) || HANDLING.contains(&head) || RESPONSIBLE.contains(&head);
        return offices.then_some(F::Answerer);
    }
    if let Some(head) = before(&PERSON) {
        if answers(head) || HANDLING.contains(&head) {
            return Some(F::Answerer);
        }
        let senders = asks(head) || head.is_empty() || SENDERS.contains(&head);
        return senders.then_some(F::Sender);
    }
    if matches!(bare, "网友" | "网民" | "昵称" | "用户") {
        return Some(F::Sender);
    }
    if let Some(head) = before(&TEXT) {
        return if answers(head) {
            Some(F::Answer)
        } else if asks(head) {
            Some(F::Question)
        } else {
            None
        };
    }
    if let Some(head) = before(&TITLE) {
        return asks(head).then_some(F::Title);
    }
    if let Some(head) = before(&KIND) {
        return (asks(head) || head.is_empty()).then_some(F::Kind);
    }
    if let Some(head) = before(&NUMBER) {
        return (asks(head) || head == "受理" || head == "办件").then_some(F::Other);
    }
    None
}

/// Whether a label is one that only messages have: 来信时间, 答复单位; not 标题, 时间, 状态.
pub(crate) fn speaks_of_messages(label: &str) -> bool {
    static OF_MESSAGES: Words = parts("message");
    OF_MESSAGES.any_in(&normal(label))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::entries;

    #[test]
    fn every_entry_of_the_list_has_its_field() {
        assert_eq!(LABELS.len(), entries(INQUIRY_LABELS).count());
    }

    #[test]
    fn labels_say_what_stands_beside_them() {
        use InquiryField as F;
        for (label, field) in [
            ("来信时间：", Some(F::Asked)),
            ("【留言日期】", Some(F::Asked)),
            ("提交时间", Some(F::Asked)),
            ("日　期", Some(F::Asked)),
            ("受理时间", Some(F::Accepted)),
            ("答复时间", Some(F::Answered)),
            ("回复于", Some(F::Answered)),
            ("办结日期", Some(F::Answered)),
            ("来信/答复时间", Some(F::Both)),
            ("留言时间/回复时间", Some(F::Both)),
            ("答复单位", Some(F::Answerer)),
            ("承办部门", Some(F::Answerer)),
            ("回复人", Some(F::Answerer)),
            ("来信人", Some(F::Sender)),
            ("姓 名", Some(F::Sender)),
            ("办理状态", Some(F::Status)),
            ("是否回复", Some(F::Status)),
            ("信件标题", Some(F::Title)),
            ("主题", Some(F::Title)),
            ("来信内容", Some(F::Question)),
            ("答复内容", Some(F::Answer)),
            ("办理结果", Some(F::Answer)),
            ("官方回复：", Some(F::Answer)),
            ("来信类型", Some(F::Kind)),
            ("信件编号", Some(F::Other)),
            ("浏览次数", Some(F::Other)),
            ("开会时间", None),
            ("招标单位", None),
            ("会议内容", None),
            ("关于路灯不亮的问题", None),
            ("", None),
        ] {
            assert_eq!(field_of_label(label), field, "{label}");
        }
    }
}
