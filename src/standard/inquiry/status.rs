//! Status words of messages, and what says that there is no answer.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{InquiryStatus, normal};
use crate::lexicon::{INQUIRY_NO_ANSWER, INQUIRY_STATUS, Words, typed};

static STATUS: LazyLock<FxHashMap<&str, InquiryStatus>> = LazyLock::new(|| {
    let status = |field: &str| match field {
        "answered" => Some(InquiryStatus::Answered),
        "open" => Some(InquiryStatus::Open),
        "closed" => Some(InquiryStatus::Closed),
        "unclear" => Some(InquiryStatus::Unclear),
        _ => None,
    };
    typed(INQUIRY_STATUS, status).into_iter().collect()
});

/// What says that there is no answer: a text that is nothing else, and words of a short one.
static NOTHING: Words = Words::used(INQUIRY_NO_ANSWER, "whole");
static NO_ANSWER: Words = Words::used(INQUIRY_NO_ANSWER, "part");

/// What a status word means; none where it is no status word. `asked` is the label of the column, where there is one: 是否回复
/// is answered by 是 and 否, and words stand there that elsewhere are buttons.
pub(crate) fn status_of(word: &str, asked: Option<&str>) -> Option<InquiryStatus> {
    let known = |word: &str| STATUS.get(normal(word).as_str()).copied();
    let yes_or_no = asked.is_some_and(|a| normal(a).starts_with("是否"));
    match normal(word).as_str() {
        "是" | "√" | "✓" if yes_or_no => return Some(InquiryStatus::Answered),
        "否" | "×" if yes_or_no => return Some(InquiryStatus::Open),
        "回复" | "答复" if asked.is_some() => return Some(InquiryStatus::Answered),
        _ => {}
    }
    // 办理中（已转交通局）, 已回复 2026-11-05: the word is what stands before.
    known(word).or_else(|| {
        asked?;
        let first = word.trim().split(['（', '(', ' ', '，', ',', '\n', '\u{3000}', '\u{a0}']).next()?;
        known(first)
    })
}

/// Whether what stands where an answer should be says that there is none (yet).
pub(crate) fn says_nothing(text: &str) -> bool {
    let bare = normal(text);
    let bare = bare.trim_end_matches(['。', '！', '!', '.', '…', '~', '～']);
    if bare.chars().all(|c| matches!(c, '-' | '—' | '–' | '/' | '\\' | '_' | '*' | '－')) {
        return true;
    }
    NOTHING.contains(&bare) || status_of(bare, None) == Some(InquiryStatus::Open) || bare.chars().count() <= 24 && NO_ANSWER.any_in(bare)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::entries;

    #[test]
    fn every_entry_of_the_list_has_its_status() {
        assert_eq!(STATUS.len(), entries(INQUIRY_STATUS).count());
    }

    #[test]
    fn status_words_are_exact() {
        use InquiryStatus as S;
        for (word, status) in [
            ("已回复", Some(S::Answered)),
            ("[已办结]", Some(S::Answered)),
            ("待 回 复", Some(S::Open)),
            ("正在办理中", Some(S::Open)),
            ("不予受理", Some(S::Closed)),
            ("已转办", Some(S::Unclear)),
            ("路灯未处理", None),
            ("是", None),
        ] {
            assert_eq!(status_of(word, None), status, "{word}");
        }
        assert_eq!(status_of("否", Some("是否答复")), Some(S::Open));
        assert_eq!(status_of("是", Some("是否答复")), Some(S::Answered));
    }

    #[test]
    fn what_says_that_there_is_no_answer_is_known() {
        for text in ["", "--", "无", "暂无回复！", "您好，该留言尚未回复。", "正在办理中"] {
            assert!(says_nothing(text), "{text}");
        }
        for text in [
            "您好，您反映的问题已经处理。",
            "经核实，该路段路灯因线路检修暂时熄灭，此前确有群众反映没有回复，现已恢复照明。",
            "已回复",
        ] {
            assert!(!says_nothing(text), "{text}");
        }
    }
}
