//! What a column is for, by its name.

use crate::standard::ColumnKind;

/// Words in a column's name and the kind they tell, most telling first: 政策解读 is no 政策文件, and the
/// 通知公告 of a 人事 branch is a notice column.
const WORDS: &[(&str, ColumnKind)] = &[
    ("解读", ColumnKind::Interpretation),
    ("图解", ColumnKind::Interpretation),
    ("办事指南", ColumnKind::Guide),
    ("服务指南", ColumnKind::Guide),
    ("办事大厅", ColumnKind::Guide),
    ("常见问题", ColumnKind::Faq),
    ("热点问答", ColumnKind::Faq),
    ("征集", ColumnKind::Survey),
    ("调查", ColumnKind::Survey),
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
        .find(|(word, _)| name.contains(word))
        .map_or(ColumnKind::Other, |(_, kind)| *kind)
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
            ("咨询留言", ColumnKind::Consultation),
            ("办事指南", ColumnKind::Guide),
            ("便民服务", ColumnKind::Other),
            ("扫黑除恶专题动态", ColumnKind::Other),
            ("2019年通知公告", ColumnKind::Other),
            ("“十三五”规划", ColumnKind::Other),
        ] {
            assert_eq!(kind_of_name(name), kind, "{name}");
        }
    }
}
