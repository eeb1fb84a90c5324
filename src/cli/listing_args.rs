//! The options of the commands that list and explain rules and indicators.
//!
//! The doc comments of fields below are the help people read, and therefore Chinese.

use clap::{Args, ValueEnum};

use super::args::{ConfigOption, Format};

/// `xuncha rules`
#[derive(Debug, Clone, Args)]
pub(crate) struct RulesOptions {
    /// 结果格式：text 供人看，json 供程序读，markdown 为全部说明（docs/rules.md）（不写则为 text）
    #[arg(long, value_enum, value_name = "格式", env = "XUNCHA_FORMAT", default_value = "text")]
    pub format: Listing,
}

/// `xuncha indicators`
#[derive(Debug, Clone, Args)]
pub(crate) struct IndicatorsOptions {
    /// The configuration beside which the user's own tables lie.
    #[command(flatten)]
    pub config: ConfigOption,
    /// 结果格式：text 供人看，json 供程序读，markdown 为 docs/indicators.md（不写则为 text）
    #[arg(long, value_enum, value_name = "格式", env = "XUNCHA_FORMAT", default_value = "text")]
    pub format: Listing,
}

/// `xuncha explain`
#[derive(Debug, Clone, Args)]
pub(crate) struct ExplainOptions {
    /// 检查项的编号（如 column-stale）、中文名称，或指标的编号（如 P19-D13）
    #[arg(value_name = "检查项")]
    pub rule: String,
    /// 结果格式：text 供人看，json 供程序读（不写则为 text）
    #[arg(long, value_enum, value_name = "格式", env = "XUNCHA_FORMAT", default_value = "text")]
    pub format: Format,
}

/// How the rules are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Listing {
    /// A table for people.
    Text,
    /// For programs.
    Json,
    /// The document `docs/rules.md`.
    Markdown,
}
