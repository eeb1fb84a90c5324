//! Column kinds and how often each must be updated.
//!
//! Periods are those of 国办发〔2015〕15号 and 国办秘函〔2019〕19号; kinds without a national period have none here,
//! and are judged only when `sites.yaml` gives `max_age_days`.

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

/// What a column is for. The English names are those of `sites.yaml` (`kind: news`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    /// 动态要闻
    News,
    /// 通知公告
    Notice,
    /// 政策文件
    Policy,
    /// 政策解读
    Interpretation,
    /// 领导信息
    Leaders,
    /// 机构职能
    Organisation,
    /// 人事信息
    Personnel,
    /// 财政预决算
    Budget,
    /// 工作报告、年度报告
    Report,
    /// 统计数据
    Statistics,
    /// 常见问题
    Faq,
    /// 咨询留言
    Consultation,
    /// 调查征集
    Survey,
    /// 办事指南
    Guide,
    /// 其他
    Other,
    /// 规划计划
    Planning,
    /// 在线访谈
    Interview,
    /// 概况信息
    Overview,
    /// 办事统计: how many matters were handled, which is not 统计数据
    ServiceStatistics,
}

/// A span of calendar time that ends today, both ends included
/// (the census table's own example: on 1 March, "前2个月内" is 1 January to 1 March).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// Calendar days.
    Days(u32),
    /// Calendar months.
    Months(u32),
}

impl Period {
    /// The first day that still lies inside the period ending on `today`.
    pub fn first_day(self, today: Date) -> Date {
        match self {
            Period::Days(n) => today.saturating_sub(i64::from(n).days()),
            Period::Months(n) => today.saturating_sub(i64::from(n).months()),
        }
    }

    /// Whether `date` lies inside the period ending on `today`. A date after `today` does not.
    pub fn contains(self, date: Date, today: Date) -> bool {
        self.first_day(today) <= date && date <= today
    }

    /// The period in the words of the tables: `2周`, `6个月`, `1年`, `30天`.
    pub fn chinese(self) -> String {
        match self {
            Period::Days(14) => "2周".into(),
            Period::Days(n) => format!("{n}天"),
            Period::Months(n) if n % 12 == 0 => format!("{}年", n / 12),
            Period::Months(n) => format!("{n}个月"),
        }
    }
}

/// How far back the news of a home page are looked for: "监测2周" (C15-V2, C15-B1, P19-V3).
pub(crate) const HOME_WINDOW: Period = Period::Days(14);

impl ColumnKind {
    /// Every kind, in the order of the configuration's documentation.
    pub const ALL: &'static [ColumnKind] = &[
        Self::News,
        Self::Notice,
        Self::Policy,
        Self::Interpretation,
        Self::Leaders,
        Self::Organisation,
        Self::Personnel,
        Self::Budget,
        Self::Report,
        Self::Statistics,
        Self::Faq,
        Self::Consultation,
        Self::Survey,
        Self::Guide,
        Self::Other,
        Self::Planning,
        Self::Interview,
        Self::Overview,
        Self::ServiceStatistics,
    ];

    /// The name used in `sites.yaml` and in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::Notice => "notice",
            Self::Policy => "policy",
            Self::Interpretation => "interpretation",
            Self::Leaders => "leaders",
            Self::Organisation => "organisation",
            Self::Personnel => "personnel",
            Self::Budget => "budget",
            Self::Report => "report",
            Self::Statistics => "statistics",
            Self::Faq => "faq",
            Self::Consultation => "consultation",
            Self::Survey => "survey",
            Self::Guide => "guide",
            Self::Other => "other",
            Self::Planning => "planning",
            Self::Interview => "interview",
            Self::Overview => "overview",
            Self::ServiceStatistics => "service_statistics",
        }
    }

    /// The kind of this name.
    pub(crate) fn of_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.id() == id)
    }

    /// The kind in Chinese, as reports print it.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::News => "动态要闻",
            Self::Notice => "通知公告",
            Self::Policy => "政策文件",
            Self::Interpretation => "政策解读",
            Self::Leaders => "领导信息",
            Self::Organisation => "机构职能",
            Self::Personnel => "人事信息",
            Self::Budget => "财政预决算",
            Self::Report => "工作报告",
            Self::Statistics => "统计数据",
            Self::Faq => "常见问题",
            Self::Consultation => "咨询留言",
            Self::Survey => "调查征集",
            Self::Guide => "办事指南",
            Self::Other => "其他",
            Self::Planning => "规划计划",
            Self::Interview => "在线访谈",
            Self::Overview => "概况信息",
            Self::ServiceStatistics => "办事统计",
        }
    }

    /// The official update period, where the tables give one:
    /// C15-V3a/B2 (news 2 weeks, notices and policy 6 months, personnel and planning 1 year),
    /// P19-D6 (interpretation 6 months), P19-D12 (service statistics 1 month).
    pub fn period(self) -> Option<Period> {
        match self {
            Self::News => Some(Period::Days(14)),
            Self::Notice | Self::Policy | Self::Interpretation => Some(Period::Months(6)),
            Self::Personnel | Self::Planning => Some(Period::Months(12)),
            Self::ServiceStatistics => Some(Period::Months(1)),
            _ => None,
        }
    }

    /// The longer period after which the tables take more off for the same column: P19-D12, "前1个月内未更新" and
    /// "3个月内未更新".
    pub fn graver_period(self) -> Option<Period> {
        (self == Self::ServiceStatistics).then_some(Period::Months(3))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn periods_are_calendar_arithmetic_with_both_ends_inside() {
        let today = date(2026, 3, 1);
        assert!(Period::Months(2).contains(date(2026, 1, 1), today));
        assert!(!Period::Months(2).contains(date(2025, 12, 31), today));
        assert!(Period::Days(14).contains(date(2026, 2, 15), today));
        assert!(!Period::Days(14).contains(date(2026, 2, 14), today));
        assert!(Period::Days(14).contains(today, today));
        assert!(!Period::Days(14).contains(date(2026, 3, 2), today));
    }
}
