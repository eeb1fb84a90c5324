//! What a column is for, by its name.

use crate::standard::ColumnKind;

/// Words in a column's name and the kind they tell, most telling first: 政策解读 is no 政策文件, and the
/// 通知公告 of a 人事 branch is a notice column.
const WORDS: &[(&str, ColumnKind)] = &[
    ("办件统计", ColumnKind::ServiceStatistics),
    ("办事统计", ColumnKind::ServiceStatistics),
    ("办事数据", ColumnKind::ServiceStatistics),
    ("办件数据", ColumnKind::ServiceStatistics),
    ("办件量", ColumnKind::ServiceStatistics),
    ("业务办理量", ColumnKind::ServiceStatistics),
    ("业务办理统计", ColumnKind::ServiceStatistics),
    ("事项办理统计", ColumnKind::ServiceStatistics),
    ("政务服务统计", ColumnKind::ServiceStatistics),
    ("解读", ColumnKind::Interpretation),
    ("图解", ColumnKind::Interpretation),
    ("办事指南", ColumnKind::Guide),
    ("服务指南", ColumnKind::Guide),
    ("办事大厅", ColumnKind::Guide),
    ("常见问题", ColumnKind::Faq),
    ("热点问答", ColumnKind::Faq),
    ("征集", ColumnKind::Survey),
    ("网上调查", ColumnKind::Survey),
    ("在线调查", ColumnKind::Survey),
    ("网络调查", ColumnKind::Survey),
    ("民意调查", ColumnKind::Survey),
    ("公众调查", ColumnKind::Survey),
    ("满意度调查", ColumnKind::Survey),
    ("问卷", ColumnKind::Survey),
    ("调查投票", ColumnKind::Survey),
    ("访谈", ColumnKind::Interview),
    ("咨询", ColumnKind::Consultation),
    ("留言", ColumnKind::Consultation),
    ("信箱", ColumnKind::Consultation),
    ("来信", ColumnKind::Consultation),
    ("人事", ColumnKind::Personnel),
    ("任免", ColumnKind::Personnel),
    ("招录", ColumnKind::Personnel),
    ("规划", ColumnKind::Planning),
    ("工作计划", ColumnKind::Planning),
    ("预决算", ColumnKind::Budget),
    ("预算", ColumnKind::Budget),
    ("决算", ColumnKind::Budget),
    ("财政信息", ColumnKind::Budget),
    ("年度报告", ColumnKind::Report),
    ("工作报告", ColumnKind::Report),
    ("年报", ColumnKind::Report),
    ("统计", ColumnKind::Statistics),
    ("数据发布", ColumnKind::Statistics),
    ("领导", ColumnKind::Leaders),
    ("机构", ColumnKind::Organisation),
    ("职能", ColumnKind::Organisation),
    ("通知", ColumnKind::Notice),
    ("公告", ColumnKind::Notice),
    ("公示", ColumnKind::Notice),
    ("通告", ColumnKind::Notice),
    ("规范性文件", ColumnKind::Policy),
    ("政策文件", ColumnKind::Policy),
    ("政策法规", ColumnKind::Policy),
    ("法规文件", ColumnKind::Policy),
    ("法规政策", ColumnKind::Policy),
    ("部门文件", ColumnKind::Policy),
    ("政府文件", ColumnKind::Policy),
    ("动态", ColumnKind::News),
    ("要闻", ColumnKind::News),
    ("新闻", ColumnKind::News),
    ("快讯", ColumnKind::News),
    ("工作进展", ColumnKind::News),
];

/// Words round a word of [`WORDS`] in which it does not mean its kind: 档案征集 asks nobody for an opinion, and the
/// statistics of letters are none of services. (调查 by itself is no word of it: 审查调查, 事故调查.)
const NOT_SO: &[(&str, &[&str])] = &[
    ("征集", &["档案", "文物", "史料", "藏品", "志愿者", "结果"]),
    ("领导", &["领导小组", "领导干部", "领导讲话", "领导活动", "领导批示"]),
    (
        "机构",
        &[
            "机构改革",
            "金融机构",
            "医疗机构",
            "中介机构",
            "培训机构",
            "检测机构",
            "服务机构",
            "养老机构",
        ],
    ),
    ("办件量", LETTERS),
    ("办件统计", LETTERS),
    ("办件数据", LETTERS),
    ("统计", &["统计局"]),
];

/// Names of what is sent in by people rather than applied for.
const LETTERS: &[&str] = &["信件", "来信", "留言", "信访", "咨询", "诉求", "热线", "建议", "提案"];

/// Words that make 概况 the survey of something else than a place, and 走进 a series of reports.
const NO_PLACE: &[&str] = &[
    "机构", "部门", "单位", "本局", "我局", "本委", "本厅", "工作", "工程", "项目", "案件", "会议", "学校", "企业", "景区", "基地", "基层",
    "校园", "社区", "一线", "警营", "军营", "乡村", "农村", "车间", "直播",
];

/// Words that show a column need not be updated, whatever else its name says: collections for an occasion, archives,
/// and years gone by. The tables except 历史性工作专题栏目 by name.
const CLOSED: &[&str] = &[
    "专题",
    "专栏",
    "往期",
    "历史",
    "归档",
    "存档",
    "旧版",
    "回顾",
    "已废止",
    "失效",
    "招标",
    "采购",
    "中标",
];

/// The kind a column's name tells; [`ColumnKind::Other`] where it tells none, or where the column is a closed one.
pub fn kind_of_name(name: &str) -> ColumnKind {
    if CLOSED.iter().any(|word| name.contains(word)) || names_a_year(name) {
        return ColumnKind::Other;
    }
    WORDS
        .iter()
        .find(|(word, _)| name.contains(word) && !is_not_so(name, word))
        .map(|(_, kind)| *kind)
        .or_else(|| names_a_body(name).then_some(ColumnKind::Organisation))
        .or_else(|| names_a_place(name).then_some(ColumnKind::Overview))
        .unwrap_or(ColumnKind::Other)
}

fn is_not_so(name: &str, word: &str) -> bool {
    NOT_SO
        .iter()
        .any(|(of, round)| *of == word && round.iter().any(|other| name.contains(other)))
}

/// 部门概况, 本局简介: what an authority says of itself.
fn names_a_body(name: &str) -> bool {
    ["概况", "简介", "介绍"].iter().any(|word| {
        name.strip_suffix(word)
            .is_some_and(|who| ["部门", "单位", "本局", "我局", "本委", "本厅", "本院"].contains(&who))
    })
}

/// 鹭岛概况, 市情, 走进鹭岛: what a government says of its place.
fn names_a_place(name: &str) -> bool {
    let of_place = ["市情", "县情", "区情", "省情", "州情", "镇情", "乡情"]
        .iter()
        .any(|word| name.ends_with(word) || name.strip_prefix(word).is_some_and(|rest| rest.starts_with(['概', '简', '介'])));
    (of_place || name.contains("概况") || name.starts_with("走进")) && !NO_PLACE.iter().any(|word| name.contains(word))
}

/// Whether the name carries a year or a term (`2019年`, `十三五`): such a column ends with it.
fn names_a_year(name: &str) -> bool {
    let bytes = name.as_bytes();
    let year = bytes
        .windows(4)
        .any(|w| (w.starts_with(b"19") || w.starts_with(b"20")) && w.iter().all(u8::is_ascii_digit));
    year || ["十一五", "十二五", "十三五", "十四五", "十五五"]
        .iter()
        .any(|term| name.contains(term))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_kinds() {
        for (name, kind) in [
            ("警务动态", ColumnKind::News),
            ("警务要闻", ColumnKind::News),
            ("通知公告", ColumnKind::Notice),
            ("公示公告", ColumnKind::Notice),
            ("政策法规", ColumnKind::Policy),
            ("规范性文件", ColumnKind::Policy),
            ("政策解读", ColumnKind::Interpretation),
            ("人事信息", ColumnKind::Personnel),
            ("人事任免", ColumnKind::Personnel),
            ("规划计划", ColumnKind::Planning),
            ("机构职能", ColumnKind::Organisation),
            ("领导信息", ColumnKind::Leaders),
            ("财政预决算", ColumnKind::Budget),
            ("在线访谈", ColumnKind::Interview),
            ("民意征集", ColumnKind::Survey),
            ("网上调查", ColumnKind::Survey),
            ("调查征集", ColumnKind::Survey),
            ("问卷调查", ColumnKind::Survey),
            ("咨询留言", ColumnKind::Consultation),
            ("办事指南", ColumnKind::Guide),
            ("概况信息", ColumnKind::Overview),
            ("鹭岛概况", ColumnKind::Overview),
            ("市情简介", ColumnKind::Overview),
            ("走进鹭岛", ColumnKind::Overview),
            ("办件统计", ColumnKind::ServiceStatistics),
            ("政务服务办件量公示", ColumnKind::ServiceStatistics),
            ("业务办理量", ColumnKind::ServiceStatistics),
            ("统计数据", ColumnKind::Statistics),
            ("部门概况", ColumnKind::Organisation),
            ("便民服务", ColumnKind::Other),
            ("扫黑除恶专题动态", ColumnKind::Other),
            ("2019年通知公告", ColumnKind::Other),
            ("“十三五”规划", ColumnKind::Other),
        ] {
            assert_eq!(kind_of_name(name), kind, "{name}");
        }
    }

    #[test]
    fn words_of_a_kind_that_mean_something_else_do_not_tell_it() {
        for (name, kind) in [
            ("走进基层", ColumnKind::Other),
            ("工程概况", ColumnKind::Other),
            ("城市情缘", ColumnKind::Other),
            ("股市情况", ColumnKind::Other),
            ("信件办件统计", ColumnKind::Statistics),
            ("来信统计", ColumnKind::Consultation),
            ("统计数据发布", ColumnKind::Statistics),
            ("市统计局动态", ColumnKind::News),
            ("事故调查报告", ColumnKind::Other),
            ("审查调查", ColumnKind::Other),
            ("价格预期调查", ColumnKind::Other),
            ("征集结果反馈", ColumnKind::Other),
            ("领导活动", ColumnKind::Other),
            ("培训机构名单", ColumnKind::Other),
            ("2025年办件统计", ColumnKind::Other),
        ] {
            assert_eq!(kind_of_name(name), kind, "{name}");
        }
    }
}
