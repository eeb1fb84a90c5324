//! The words of message boxes (信箱、留言、咨询): what a label says stands beside it, what a status word means, and which
//! channels the tables leave out.

use serde::{Deserialize, Serialize};

/// What stands beside a label of a message, or below it in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InquiryField {
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

/// What people do when they write.
const ASKING: &[&str] = &[
    "来信",
    "留言",
    "咨询",
    "提问",
    "提交",
    "写信",
    "投诉",
    "反映",
    "诉求",
    "发表",
    "来件",
    "信件",
    "登记",
    "投递",
    "发信",
    "发送",
    "问题",
    "求助",
    "建议",
    "创建",
    "来访",
    "问政",
    "寄信",
    "寄件",
    "来电",
    "网友留言",
    "网民留言",
    "群众来信",
    "留言提交",
    "来信提交",
    "信件提交",
    "反映问题",
    "写信人",
];

/// What an office does with it.
const ANSWERING: &[&str] = &[
    "答复",
    "回复",
    "反馈",
    "办结",
    "处理",
    "办理",
    "回信",
    "解答",
    "完成",
    "办复",
    "回答",
    "官方回复",
    "官方答复",
    "单位回复",
    "部门回复",
    "单位答复",
    "部门答复",
    "网站回复",
    "管理员回复",
    "最新回复",
    "最后回复",
    "答复办结",
    "领导回复",
    "局长回复",
    "回复发布",
];

/// Headings of an answer that follow no pattern.
const ANSWERS: &[&str] = &[
    "答复",
    "回复",
    "官方回复",
    "官方答复",
    "单位回复",
    "部门回复",
    "单位答复",
    "部门答复",
    "网站回复",
    "管理员回复",
    "领导回复",
    "局长回复",
    "来信回复",
    "来信答复",
    "留言回复",
    "留言答复",
    "信件回复",
    "信件答复",
    "咨询回复",
    "咨询答复",
    "答",
    "答复如下",
    "回复如下",
    "处理意见",
    "办理意见",
    "答复意见",
    "回复意见",
    "反馈意见",
];

/// What messages are called, where a word stands alone over a column of titles.
const TITLES: &[&str] = &[
    "标题",
    "主题",
    "题目",
    "名称",
    "事由",
    "来信",
    "信件",
    "留言",
    "咨询",
    "问题",
    "诉求",
    "内容",
    "事项",
    "咨询事项",
];

const OTHERS: &[&str] = &[
    "序号",
    "编号",
    "查询码",
    "查询号",
    "查询编号",
    "受理号",
    "单号",
    "工单号",
    "流水号",
    "信件号",
    "浏览",
    "点击",
    "阅读",
    "浏览量",
    "点击量",
    "点击数",
    "浏览数",
    "浏览次数",
    "点击次数",
    "阅读次数",
    "评价",
    "满意度",
    "满意度评价",
    "操作",
    "查看",
    "地区",
    "区域",
    "是否公开",
    "公开",
    "信箱",
    "信箱名称",
    "收信单位",
    "收信部门",
    "收信人",
    "写信对象",
    "留言对象",
    "来信对象",
    "受信人",
    "附件",
    "联系电话",
    "手机号码",
    "电子邮箱",
    "邮箱",
    "地址",
    "联系地址",
    "发布时间",
    "发布日期",
    "公开时间",
    "更新时间",
    "转办时间",
    "交办时间",
    "办理时限",
    "办理期限",
    "来源",
    "信息来源",
    "来信来源",
    "办理过程",
    "办理流程",
    "字号",
    "字体",
];

/// What a label announces; none where it is no label of messages. White space, colons and brackets round it do not count.
pub fn field_of_label(label: &str) -> Option<InquiryField> {
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
    if OTHERS.contains(&bare) {
        return Some(F::Other);
    }
    if ANSWERS.contains(&bare) {
        return Some(F::Answer);
    }
    if TITLES.contains(&bare) {
        return Some(F::Title);
    }
    if matches!(bare, "时间" | "日期") {
        return Some(F::Asked);
    }
    if matches!(bare, "受理时间" | "受理日期") {
        return Some(F::Accepted);
    }
    if bare.ends_with("状态")
        || bare.ends_with("进度")
        || matches!(
            bare,
            "是否回复"
                | "是否答复"
                | "是否办结"
                | "是否已回复"
                | "回复情况"
                | "答复情况"
                | "办理情况"
                | "处理情况"
                | "受理情况"
                | "反馈情况"
        )
    {
        return Some(F::Status);
    }
    let before = |endings: &[&str]| endings.iter().find_map(|e| bare.strip_suffix(e));
    let asks = |head: &str| ASKING.contains(&head);
    let answers = |head: &str| ANSWERING.contains(&head);
    if let Some(head) = before(&["时间", "日期", "于"]) {
        return if asks(head) {
            Some(F::Asked)
        } else if answers(head) {
            Some(F::Answered)
        } else {
            None
        };
    }
    if let Some(head) = before(&["单位", "部门", "机构", "机关", "科室", "处室"]) {
        let offices = answers(head) || matches!(head, "承办" | "受理" | "经办" | "责任" | "主办" | "协办");
        return offices.then_some(F::Answerer);
    }
    if let Some(head) = before(&["人姓名", "姓名", "昵称", "人", "者"]) {
        if answers(head) || matches!(head, "承办" | "受理" | "经办") {
            return Some(F::Answerer);
        }
        let senders = asks(head) || matches!(head, "" | "网友" | "网民" | "用户" | "申请" | "联系" | "姓名");
        return senders.then_some(F::Sender);
    }
    if matches!(bare, "网友" | "网民" | "昵称" | "用户") {
        return Some(F::Sender);
    }
    if let Some(head) = before(&["内容", "正文", "详情", "详细内容", "结果", "信息", "描述"]) {
        return if answers(head) {
            Some(F::Answer)
        } else if asks(head) {
            Some(F::Question)
        } else {
            None
        };
    }
    if let Some(head) = before(&["标题", "主题", "题目", "名称", "事项"]) {
        return asks(head).then_some(F::Title);
    }
    if let Some(head) = before(&["类型", "类别", "分类", "性质", "目的"]) {
        return (asks(head) || head.is_empty()).then_some(F::Kind);
    }
    if let Some(head) = before(&["编号", "单号", "号"]) {
        return (asks(head) || head == "受理" || head == "办件").then_some(F::Other);
    }
    None
}

/// Whether a label is one that only messages have: 来信时间, 答复单位; not 标题, 时间, 状态.
pub fn speaks_of_messages(label: &str) -> bool {
    let bare = normal(label);
    [
        "来信", "留言", "咨询", "信件", "写信", "提问", "答复", "回复", "诉求", "问政", "网友", "网民",
    ]
    .iter()
    .any(|w| bare.contains(w))
}

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
pub fn status_of(word: &str, asked: Option<&str>) -> Option<InquiryStatus> {
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
pub fn says_nothing(text: &str) -> bool {
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

/// Words of the channels that the tables leave out.
const SPECIAL: &[&str] = &[
    "举报",
    "信访",
    "纪检",
    "纪委",
    "监察",
    "检举",
    "控告",
    "廉政",
    "访谈",
    "征集",
    "调查",
    "听证",
    "投诉",
    "曝光",
    "巡察",
    "巡视",
    "扫黑",
    "依申请公开",
    "申请公开",
    "找错",
    "纠错",
    "办件",
    "提案",
    "议案",
    "失物",
    "招聘",
    "行政复议",
    "监督平台",
];

/// Words of 政务咨询类 channels.
const CONSULTATION: &[&str] = &[
    "咨询", "留言", "信箱", "问政", "建言", "问答", "提问", "来信", "信件", "写信", "互动", "民声", "民意",
];

/// What a channel's name says of it. A name that joins both (咨询投诉) is a 政务咨询类 one: questions are asked there too.
fn channel_word(name: &str) -> Channel {
    if name.contains("咨询") || name.contains("留言") {
        return Channel::Consultation;
    }
    if SPECIAL.iter().any(|w| name.contains(w)) {
        return Channel::Special;
    }
    if CONSULTATION.iter().any(|w| name.contains(w)) {
        return Channel::Consultation;
    }
    Channel::Unnamed
}

/// What the names of a channel and of those above it say, the nearest first. 来信选登 below 举报平台 belongs to it: words that
/// only say that people write do not decide against a special channel above.
pub fn channel_of<'a>(names: impl IntoIterator<Item = &'a str>) -> Channel {
    let mut open = Channel::Unnamed;
    for name in names {
        let own = ["咨询", "留言", "信箱", "问政", "建言"].iter().any(|w| name.contains(w));
        match channel_word(name) {
            Channel::Special => return Channel::Special,
            Channel::Consultation if own => return Channel::Consultation,
            Channel::Consultation => open = Channel::Consultation,
            Channel::Unnamed => {}
        }
    }
    open
}

/// A label or word without white space, colons and brackets.
fn normal(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !"：:【】[]［］（）()〔〕<>《》“”\"·•●■◆▪►▶»›○□☆※|｜,，；;".contains(*c))
        .take(64)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn channels_the_tables_leave_out_are_known_by_their_names() {
        for (names, channel) in [
            (&["局长信箱", "互动交流"][..], Channel::Consultation),
            (&["咨询投诉"], Channel::Consultation),
            (&["投诉举报"], Channel::Special),
            (&["举报信箱"], Channel::Special),
            (&["来信选登", "纪检监察"], Channel::Special),
            (&["来信选登", "互动交流"], Channel::Consultation),
            (&["局长信箱", "信访举报"], Channel::Consultation),
            (&["民意征集"], Channel::Special),
            (&["在线访谈"], Channel::Special),
            (&["网上信访"], Channel::Special),
            (&["依申请公开"], Channel::Special),
            (&["办事大厅"], Channel::Unnamed),
        ] {
            assert_eq!(channel_of(names.iter().copied()), channel, "{names:?}");
        }
    }
}
