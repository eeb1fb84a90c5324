//! Why an address that was found was not asked for.

use serde::{Deserialize, Serialize};

/// Why an address was found and not fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    /// `exclude` in sites.yaml.
    Excluded,
    /// robots.txt forbids it.
    Robots,
    /// `max_pages` was reached.
    PageLimit,
    /// `max_depth` was reached.
    DepthLimit,
    /// The plan does not ask for it (a daily run reads only part of a site).
    Plan,
    /// The site stopped answering.
    HostDown,
    /// The run was stopped before it came to it.
    Interrupted,
    /// It looks like an endless family of addresses (a calendar, a counter).
    Trap,
    /// `max_megabytes` was reached.
    ByteLimit,
    /// `max_hours` was reached.
    TimeLimit,
}

impl SkipReason {
    /// Every reason, in the order of the columns of `覆盖情况.csv`.
    pub const ALL: [SkipReason; 10] = [
        SkipReason::Excluded,
        SkipReason::Robots,
        SkipReason::Plan,
        SkipReason::PageLimit,
        SkipReason::DepthLimit,
        SkipReason::HostDown,
        SkipReason::Trap,
        SkipReason::Interrupted,
        SkipReason::ByteLimit,
        SkipReason::TimeLimit,
    ];

    /// The reason in Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            SkipReason::Excluded => "配置排除",
            SkipReason::Robots => "robots 禁止",
            SkipReason::PageLimit => "超出页数上限",
            SkipReason::DepthLimit => "超出层数上限",
            SkipReason::Plan => "本次不检查",
            SkipReason::HostDown => "站点无响应",
            SkipReason::Interrupted => "中途停止",
            SkipReason::Trap => "疑似无限网址",
            SkipReason::ByteLimit => "超出流量上限",
            SkipReason::TimeLimit => "超出时间上限",
        }
    }

    /// Whether skipping for this reason leaves the inspection incomplete (exit code 3).
    pub fn leaves_gap(self) -> bool {
        matches!(
            self,
            SkipReason::PageLimit
                | SkipReason::DepthLimit
                | SkipReason::HostDown
                | SkipReason::Interrupted
                | SkipReason::ByteLimit
                | SkipReason::TimeLimit
        )
    }
}
