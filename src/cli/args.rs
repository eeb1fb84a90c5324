//! The command line: commands, options, and their help in Chinese.
//!
//! The doc comments of fields and commands below are the help people read, and therefore Chinese.

use std::path::PathBuf;

use clap::builder::FalseyValueParser;
use clap::{Arg, ArgAction, Args, CommandFactory, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use super::exit::FailOn;
pub(crate) use super::listing_args::{ExplainOptions, IndicatorsOptions, Listing, RulesOptions};
use super::rejudge::RejudgeOptions;
use super::why::WhyOptions;
use super::wording_args::{RerankerOption, TrainOptions, WordingOptions};

/// 巡查：检查政府网站的错链、不更新的栏目、缺要素的办事指南……，写出可以转发的问题清单
#[derive(Debug, Parser)]
#[command(name = "xuncha", version)]
pub(crate) struct Cli {
    /// What every command takes.
    #[command(flatten)]
    pub global: GlobalOptions,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// What every command takes.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct GlobalOptions {
    /// 少说：只显示错误
    #[arg(short, long, global = true, display_order = 900, env = "XUNCHA_QUIET", value_parser = FalseyValueParser::new())]
    pub quiet: bool,
    /// 多说：显示过程，可以重复（-vv 更详细）
    #[arg(short, long, global = true, display_order = 900, action = ArgAction::Count)]
    pub verbose: u8,
    /// 不显示进度条
    #[arg(long, global = true, display_order = 900, env = "XUNCHA_NO_PROGRESS", value_parser = FalseyValueParser::new())]
    pub no_progress: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// 演示：在本机启动一组带有已知问题的示例网站，并做一次月巡查；不需要网络和配置
    Demo(DemoOptions),
    /// 日读网：首页、各栏目首页、上次以来的新内容，以及尚未整改的问题
    Daily(InspectOptions),
    /// 月巡查：主站和全部子站，全部检查项
    Monthly(InspectOptions),
    /// 季抽查：随机抽取若干子站，加上一次不合格的站点，全部检查项
    Quarterly(QuarterlyOptions),
    /// 检查配置：核对 sites.yaml，列出将要检查的站点和大致用时
    CheckConfig(CheckConfigOptions),
    /// 单页：程序在一个网页（或本机文件）上看到了什么，按各检查项有什么问题
    Page(PageOptions),
    /// 追溯：一个问题从何而来，程序看到了什么、访问了几次、哪几次检查发现过它
    Why(WhyOptions),
    /// 重判：不访问网站，把一次检查的记录按现在的规则和配置再判断一次，列出有什么不同
    Rejudge(RejudgeOptions),
    /// 检查项一览：每项的名称、严重程度和依据
    Rules(RulesOptions),
    /// 指标一览：官方指标表逐项，程序怎样检查、什么要由人工核查
    Indicators(IndicatorsOptions),
    /// 解释：一个检查项或指标怎样判定、什么不算、举例
    Explain(ExplainOptions),
    /// 训练：用已读网页和自备文字生成本站语料模型，错别字查得更全
    Train(TrainOptions),
    /// 校对引擎：单独评测；写明什么不是错别字
    Wording(WordingOptions),
    /// 帮助：命令的用法
    Help(HelpOptions),
}

/// What an inspection takes, whatever its sites come from.
#[derive(Debug, Clone, Args)]
pub(crate) struct RunOptions {
    /// 报告写到这个目录（不写则为 reports）
    #[arg(short, long, value_name = "目录", env = "XUNCHA_OUT", default_value = "reports")]
    pub out: PathBuf,
    /// 只检查这个站点，可以重复（不写则为全部）
    #[arg(long = "site", value_name = "编号", env = "XUNCHA_SITE", value_delimiter = ',')]
    pub sites: Vec<String>,
    /// 按哪一天判断是否按时更新，如 2026-11-23（不写则为今天）
    #[arg(long, value_name = "日期", env = "XUNCHA_AS_OF", value_parser = day)]
    pub as_of: Option<Date>,
    /// 运行记录（历次结果、断点）存放的目录（不写则为 .xuncha）
    #[arg(long, value_name = "目录", env = "XUNCHA_DATA", default_value = ".xuncha")]
    pub data: PathBuf,
    /// 抽签的种子；种子相同，抽取的结果就相同（不写则为检查日，如 20261123）
    #[arg(long, value_name = "整数", env = "XUNCHA_SEED", value_parser = whole)]
    pub seed: Option<u64>,
    /// 覆盖每秒请求数；off 为不限速，只在全部站点都是本机地址时可用
    #[arg(long, value_name = "次数|off", env = "XUNCHA_RATE", value_parser = rate)]
    pub rate: Option<Rate>,
    /// The model that gives a second opinion on wording.
    #[command(flatten)]
    pub second: RerankerOption,
    /// 屏幕上的结果格式：text 供人看，json 供程序读（不写则为 text）
    #[arg(long, value_enum, value_name = "格式", env = "XUNCHA_FORMAT", default_value = "text")]
    pub format: Format,
    /// 问题达到哪个等级时退出码为 1：notice 提示、minor 一般、serious 严重、veto 单项否决、never 从不（不写则为 minor）
    #[arg(long, value_enum, value_name = "等级", env = "XUNCHA_FAIL_ON", default_value = "minor")]
    pub fail_on: FailOn,
}

/// `xuncha demo`
#[derive(Debug, Clone, Args)]
pub(crate) struct DemoOptions {
    /// What an inspection takes.
    #[command(flatten)]
    pub run: RunOptions,
}

/// The configuration file.
#[derive(Debug, Clone, Args)]
pub(crate) struct ConfigOption {
    /// 配置文件（不写则为 sites.yaml）
    #[arg(short, long, value_name = "文件", env = "XUNCHA_CONFIG", default_value = "sites.yaml")]
    pub config: PathBuf,
}

/// Where records are read from.
#[derive(Debug, Clone, Args)]
pub(crate) struct DataOption {
    /// 运行记录（历次结果、断点）所在的目录（不写则为 .xuncha）
    #[arg(long, value_name = "目录", env = "XUNCHA_DATA", default_value = ".xuncha")]
    pub data: PathBuf,
}

/// `xuncha daily`, `xuncha monthly`
#[derive(Debug, Clone, Args)]
pub(crate) struct InspectOptions {
    /// The configuration file.
    #[command(flatten)]
    pub config: ConfigOption,
    /// What an inspection takes.
    #[command(flatten)]
    pub run: RunOptions,
    /// 重新开始：上次没有做完的同一检查不再继续，按未完成结束
    #[arg(long, env = "XUNCHA_FRESH", value_parser = FalseyValueParser::new())]
    pub fresh: bool,
}

/// `xuncha quarterly`
#[derive(Debug, Clone, Args)]
pub(crate) struct QuarterlyOptions {
    /// What every inspection takes.
    #[command(flatten)]
    pub inspect: InspectOptions,
    /// 抽取多少子站：个数（如 3）或比例（如 30%）（不写则为 30%）
    #[arg(long, value_name = "个数|比例", env = "XUNCHA_SAMPLE", value_parser = sample)]
    pub sample: Option<SampleSize>,
}

/// `xuncha check-config`
#[derive(Debug, Clone, Args)]
pub(crate) struct CheckConfigOptions {
    /// The configuration file.
    #[command(flatten)]
    pub config: ConfigOption,
    /// 只看这个站点，可以重复（不写则为全部）
    #[arg(long = "site", value_name = "编号", env = "XUNCHA_SITE", value_delimiter = ',')]
    pub sites: Vec<String>,
    /// 覆盖每秒请求数；off 为不限速，只在全部站点都是本机地址时可用
    #[arg(long, value_name = "次数|off", env = "XUNCHA_RATE", value_parser = rate)]
    pub rate: Option<Rate>,
    /// 结果格式：text 供人看，json 供程序读（不写则为 text）
    #[arg(long, value_enum, value_name = "格式", env = "XUNCHA_FORMAT", default_value = "text")]
    pub format: Format,
}

/// `xuncha page`
#[derive(Debug, Clone, Args)]
pub(crate) struct PageOptions {
    /// 网址，或本机上的网页文件
    #[arg(value_name = "网址|文件")]
    pub target: String,
    /// 本机文件原来的网址，用来补全其中的相对链接
    #[arg(long, value_name = "网址", value_parser = address)]
    pub base: Option<url::Url>,
    /// 配置文件；写了就按其中的站点设置判断
    #[arg(short, long, value_name = "文件", env = "XUNCHA_CONFIG")]
    pub config: Option<PathBuf>,
    /// 运行记录所在的目录，其中有本站语料模型的，错别字也按它查（不写则为 .xuncha）
    #[arg(long, value_name = "目录", env = "XUNCHA_DATA", default_value = ".xuncha")]
    pub data: PathBuf,
    /// 按哪一天判断是否按时更新，如 2026-11-23（不写则为今天）
    #[arg(long, value_name = "日期", env = "XUNCHA_AS_OF", value_parser = day)]
    pub as_of: Option<Date>,
    /// The model that gives a second opinion on wording.
    #[command(flatten)]
    pub second: RerankerOption,
    /// 结果格式：text 供人看，json 供程序读（不写则为 text）
    #[arg(long, value_enum, value_name = "格式", env = "XUNCHA_FORMAT", default_value = "text")]
    pub format: Format,
}

/// `xuncha help`
#[derive(Debug, Clone, Args)]
pub(crate) struct HelpOptions {
    /// 看哪个命令的帮助
    #[arg(value_name = "命令")]
    pub command: Option<String>,
}

/// For whom standard output is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// `--rate`
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Rate {
    /// No limit; for loopback addresses only.
    Off,
    /// Requests per second to each politeness group.
    PerSecond(f64),
}

/// `--sample`: how many of the subsites are drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum SampleSize {
    /// So many.
    Count(usize),
    /// This share of them, in percent (0 < p ≤ 100); the plan rounds up.
    Percent(f64),
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "日期要写成 年-月-日，如 2026-11-23".to_owned())
}

fn whole(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| "要写不小于 0 的整数".to_owned())
}

pub(super) fn rate(text: &str) -> Result<Rate, String> {
    if text == "off" {
        return Ok(Rate::Off);
    }
    match text.parse::<f64>() {
        Ok(n) if n > 0.0 && n <= 100.0 => Ok(Rate::PerSecond(n)),
        _ => Err("要写 off，或者大于 0、不超过 100 的数字".to_owned()),
    }
}

fn sample(text: &str) -> Result<SampleSize, String> {
    let drawn = match text.strip_suffix(['%', '％']) {
        Some(share) => share.parse().ok().filter(|p| *p > 0.0 && *p <= 100.0).map(SampleSize::Percent),
        None => text.parse().ok().filter(|n| *n > 0).map(SampleSize::Count),
    };
    drawn.ok_or_else(|| "要写大于 0 的个数（如 3）或比例（如 30%）".to_owned())
}

fn address(text: &str) -> Result<url::Url, String> {
    match url::Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(url),
        _ => Err("要写完整的网址，以 http:// 或 https:// 开头".to_owned()),
    }
}

/// The Chinese names of the commands, which are accepted like their own. The help of each begins with the first of them.
const NAMES: &[(&str, &[&str])] = &[
    ("demo", &["演示"]),
    ("daily", &["日读网"]),
    ("monthly", &["月巡查"]),
    ("quarterly", &["季抽查"]),
    ("check-config", &["检查配置"]),
    ("page", &["单页"]),
    ("why", &["追溯"]),
    ("rejudge", &["重判"]),
    ("rules", &["检查项一览", "检查项"]),
    ("indicators", &["指标一览", "指标"]),
    ("explain", &["解释"]),
    ("train", &["训练"]),
    ("wording", &["校对引擎", "校对"]),
    ("help", &["帮助"]),
];

/// The command line as clap needs it, with nothing of clap's own English left in its help.
pub fn command_line() -> clap::Command {
    let named = |root: clap::Command, (name, chinese): &(&'static str, &'static [&'static str])| {
        root.mut_subcommand(name, |command| command.aliases(chinese.iter().copied()))
    };
    let root = NAMES.iter().fold(in_chinese(Cli::command(), None), named);
    root.after_help(
        "命令也可以写中文名，如 xuncha 月巡查。每个命令的选项：xuncha 命令 --help\n\
         选项也可以用环境变量给出，如 --fail-on 对应 XUNCHA_FAIL_ON；命令行上写的优先。\n\
         退出码：0 没有问题　1 有问题　2 命令或配置有误　3 没有检查完　4 程序出错",
    )
}

fn in_chinese(command: clap::Command, parent: Option<&str>) -> clap::Command {
    let path = match parent {
        None => command.get_name().to_owned(),
        Some(parent) => format!("{parent} {}", command.get_name()),
    };
    let positional: String = command
        .get_positionals()
        .map(|a| {
            let name = a.get_value_names().and_then(|n| n.first()).map_or("参数", |n| n.as_str());
            if a.is_required_set() {
                format!(" <{name}>")
            } else {
                format!(" [{name}]")
            }
        })
        .collect();
    let usage = match (parent, positional.as_str()) {
        (None, _) => format!("{path} <命令> [选项]"),
        (Some(_), "") if command.has_subcommands() => format!("{path} <命令> [选项]"),
        (Some(_), positional) => format!("{path}{positional} [选项]"),
    };
    let mut command = command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .args_override_self(true)
        .max_term_width(100)
        .override_usage(usage)
        .subcommand_help_heading("命令")
        .help_template("{about}\n\n用法：{usage}\n\n{all-args}{after-help}")
        .mut_args(|arg| {
            let heading = if arg.is_positional() { "参数" } else { "选项" };
            let arg = arg.help_heading(heading).hide_env(true);
            if arg.get_action().takes_values() {
                arg.hide_default_value(true).hide_possible_values(true)
            } else {
                arg
            }
        })
        .arg(option("help", 'h', "显示帮助", ArgAction::Help));
    if parent.is_none() {
        command = command.arg(option("version", 'V', "显示版本", ArgAction::Version));
    }
    command.mut_subcommands(|sub| in_chinese(sub, Some(&path)))
}

fn option(name: &'static str, short: char, help: &'static str, action: ArgAction) -> Arg {
    Arg::new(name)
        .short(short)
        .long(name)
        .help(help)
        .action(action)
        .help_heading("选项")
        .display_order(1_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::FromArgMatches;

    fn parsed(line: &str) -> Result<Cli, clap::Error> {
        let matches = command_line().try_get_matches_from(line.split(' '))?;
        Cli::from_arg_matches(&matches)
    }

    #[test]
    fn the_definition_holds() {
        command_line().debug_assert();
    }

    #[test]
    fn every_command_has_a_chinese_name_with_which_its_help_begins() {
        for command in command_line().get_subcommands() {
            let about = command.get_about().unwrap().to_string();
            let chinese: Vec<&str> = command.get_all_aliases().collect();
            let first = chinese
                .first()
                .unwrap_or_else(|| panic!("{} has no Chinese name", command.get_name()));
            assert!(about.starts_with(&format!("{first}：")), "{about}");
        }
        assert!(matches!(parsed("xuncha 月巡查 --seed 7").unwrap().command, Command::Monthly(_)));
        assert!(matches!(parsed("xuncha 检查项").unwrap().command, Command::Rules(_)));
    }

    #[test]
    fn options_are_read_before_and_after_the_command() {
        assert_eq!(parsed("xuncha -v rules").unwrap().global.verbose, 1);
        let line = "xuncha quarterly -c a.yaml --site a --site b,c --sample 30% --seed 7 --rate off --as-of 2026-11-23 -vv";
        let cli = parsed(line).unwrap();
        assert_eq!(cli.global.verbose, 2);
        let Command::Quarterly(quarterly) = cli.command else {
            panic!("{cli:?}")
        };
        assert_eq!(quarterly.sample, Some(SampleSize::Percent(30.0)));
        let run = quarterly.inspect.run;
        assert_eq!(run.sites, ["a", "b", "c"]);
        assert_eq!(run.rate, Some(Rate::Off));
        assert_eq!(run.seed, Some(7));
        assert_eq!(run.as_of, Some(jiff::civil::date(2026, 11, 23)));
        assert_eq!(run.out, PathBuf::from("reports"));
        assert_eq!(run.fail_on, FailOn::Minor);
    }

    #[test]
    fn values_out_of_range_are_refused() {
        for line in [
            "xuncha monthly --rate 0",
            "xuncha monthly --rate 101",
            "xuncha monthly --rate NaN",
            "xuncha quarterly --sample 0",
            "xuncha quarterly --sample 120%",
            "xuncha monthly --as-of 2026-02-30",
            "xuncha monthly --seed -1",
            "xuncha page x --base ftp://a/",
        ] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }
}
