//! Labels of messages: 来信时间, 答复单位, 办理状态 and their many other wordings.

use super::{InquiryField, normal};

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
pub(crate) fn speaks_of_messages(label: &str) -> bool {
    let bare = normal(label);
    [
        "来信", "留言", "咨询", "信件", "写信", "提问", "答复", "回复", "诉求", "问政", "网友", "网民",
    ]
    .iter()
    .any(|w| bare.contains(w))
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
}
