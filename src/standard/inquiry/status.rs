//! Status words of messages, and what says that there is no answer.

use super::{InquiryStatus, normal};

const ANSWERED: &[&str] = &[
    "已回复",
    "已答复",
    "已办结",
    "已办理",
    "已反馈",
    "已处理",
    "已解决",
    "已完成",
    "已结案",
    "已办复",
    "已解答",
    "已回信",
    "办结",
    "处理完毕",
    "办理完毕",
    "办理完成",
    "处理完成",
    "回复完成",
    "答复完成",
    "回复完毕",
    "已评价",
    "已办结已公开",
    "已回复已公开",
];

const OPEN: &[&str] = &[
    "待回复",
    "未回复",
    "待答复",
    "未答复",
    "待办理",
    "未办理",
    "待处理",
    "未处理",
    "待办",
    "待受理",
    "未受理",
    "未办结",
    "待办结",
    "未反馈",
    "待反馈",
    "待回信",
    "未解决",
    "处理中",
    "办理中",
    "受理中",
    "回复中",
    "答复中",
    "已受理",
    "正在办理",
    "正在处理",
    "正在受理",
    "正在办理中",
    "正在处理中",
    "正在回复",
    "审核中",
    "待审核",
    "已提交",
    "已签收",
    "已接收",
    "已收到",
    "等待回复",
    "等待答复",
    "等待处理",
    "等待办理",
    "尚未回复",
    "尚未答复",
    "尚未办理",
    "暂未回复",
    "暂未答复",
    "暂无回复",
    "暂无答复",
];

const CLOSED: &[&str] = &[
    "不予受理",
    "不予处理",
    "不予答复",
    "不予回复",
    "不受理",
    "无效",
    "无效信件",
    "无效留言",
    "已撤销",
    "已撤回",
    "已关闭",
    "已取消",
    "重复",
    "重复件",
    "重复信件",
    "重复来信",
    "无需回复",
    "无需答复",
    "无须回复",
    "已退回",
    "退回",
    "不予公开",
    "已删除",
    "已作废",
    "作废",
    "测试",
];

const UNCLEAR: &[&str] = &[
    "已转办",
    "转办中",
    "转办",
    "已交办",
    "交办中",
    "交办",
    "已转交",
    "已分发",
    "已派单",
    "已转",
    "已读",
    "已查看",
    "已阅",
];

/// What a status word means; none where it is no status word. `asked` is the label of the column, where there is one: 是否回复
/// is answered by 是 and 否, and words stand there that elsewhere are buttons.
pub(crate) fn status_of(word: &str, asked: Option<&str>) -> Option<InquiryStatus> {
    let known = |word: &str| {
        let bare = normal(word);
        let bare = bare.as_str();
        [
            (ANSWERED, InquiryStatus::Answered),
            (OPEN, InquiryStatus::Open),
            (CLOSED, InquiryStatus::Closed),
            (UNCLEAR, InquiryStatus::Unclear),
        ]
        .iter()
        .find(|(words, _)| words.contains(&bare))
        .map(|(_, status)| *status)
    };
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
    matches!(
        bare,
        "无" | "暂无" | "空" | "null" | "NULL" | "undefined" | "暂无内容" | "暂无信息" | "暂无数据" | "暂无记录"
    ) || status_of(bare, None) == Some(InquiryStatus::Open)
        || bare.chars().count() <= 24
            && [
                "暂无回复",
                "暂无答复",
                "暂未回复",
                "暂未答复",
                "尚未回复",
                "尚未答复",
                "还未回复",
                "还没有回复",
                "未作回复",
                "没有回复",
                "暂无官方回复",
                "等待回复",
                "等待答复",
                "暂无反馈",
                "暂无办理结果",
                "暂无处理结果",
            ]
            .iter()
            .any(|w| bare.contains(w))
}

#[cfg(test)]
mod tests {
    use super::*;

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
