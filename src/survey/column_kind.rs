//! What a column is for, by its name.

use std::sync::LazyLock;

use crate::lexicon::{COLUMN_KINDS, COLUMN_KINDS_NOT, COLUMN_NAMES, Words, typed};
use crate::standard::ColumnKind;

/// Words in a column's name and the kind they tell, most telling first: 政策解读 is no 政策文件, and the
/// 通知公告 of a 人事 branch is a notice column.
static WORDS: LazyLock<Vec<(&str, ColumnKind)>> = LazyLock::new(|| typed(COLUMN_KINDS, ColumnKind::of_id));

/// Words round a word of [`WORDS`] in which it does not mean its kind: 档案征集 asks nobody for an opinion, and the
/// statistics of letters are none of services.
static NOT_SO: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| typed(COLUMN_KINDS_NOT, Some));

/// Words that make 概况 the survey of something else than a place, and 走进 a series of reports.
static NO_PLACE: Words = Words::used(COLUMN_NAMES, "not-land");

/// Words that show a column need not be updated, whatever else its name says: collections for an occasion, archives,
/// and years gone by. The tables except 历史性工作专题栏目 by name.
static CLOSED: Words = Words::used(COLUMN_NAMES, "closed");

/// What an authority calls itself, and what a government calls the affairs of its place.
static BODIES: Words = Words::used(COLUMN_NAMES, "body");
static LANDS: Words = Words::used(COLUMN_NAMES, "land");

/// The kind a column's name tells; [`ColumnKind::Other`] where it tells none, or where the column is a closed one.
pub fn kind_of_name(name: &str) -> ColumnKind {
    if CLOSED.any_in(name) || names_a_year(name) || names_a_department(name) {
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
    NOT_SO.iter().any(|(other, of)| *of == word && name.contains(other))
}

/// 人事科, 政策法规处, 发展规划股: a department, whatever it is in charge of and whatever it publishes.
fn names_a_department(name: &str) -> bool {
    let is_one = name.ends_with(['科', '处', '股']) && name.chars().count() >= 3;
    is_one && !["百科", "学科", "专科", "出处"].iter().any(|word| name.ends_with(word))
}

/// 部门概况, 本局简介: what an authority says of itself.
fn names_a_body(name: &str) -> bool {
    ["概况", "简介", "介绍"]
        .iter()
        .any(|word| name.strip_suffix(word).is_some_and(|who| BODIES.contains(&who)))
}

/// 鹭岛概况, 市情, 走进鹭岛: what a government says of its place.
fn names_a_place(name: &str) -> bool {
    let of_place = LANDS
        .iter()
        .any(|word| name.ends_with(word) || name.strip_prefix(word).is_some_and(|rest| rest.starts_with(['概', '简', '介'])));
    (of_place || name.contains("概况") || name.starts_with("走进")) && !NO_PLACE.any_in(name)
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
    use crate::lexicon::entries;

    #[test]
    fn every_entry_names_a_kind_or_a_word_that_tells_one() {
        assert_eq!(WORDS.len(), entries(COLUMN_KINDS).count());
        assert!(NOT_SO.iter().all(|(_, of)| WORDS.iter().any(|(word, _)| word == of)));
    }

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
            // Below 互动交流: letters that were handled. A name of what is done in offices says so.
            ("办理统计", ColumnKind::Other),
            ("受理统计", ColumnKind::Other),
            ("网站访问统计", ColumnKind::Other),
            ("业务办理统计", ColumnKind::ServiceStatistics),
            ("统计信息", ColumnKind::Statistics),
            // Departments are called by what they do.
            ("人事科", ColumnKind::Other),
            ("政策法规处", ColumnKind::Other),
            ("发展规划股", ColumnKind::Other),
            ("机构科室", ColumnKind::Organisation),
            ("政策法规百科", ColumnKind::Policy),
            ("在线访谈室", ColumnKind::Interview),
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
