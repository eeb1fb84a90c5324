//! Options of the commands that are about wording.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::args::{ConfigOption, DataOption, Format};

/// `xuncha wording`
#[derive(Debug, Clone, Args)]
pub(crate) struct WordingOptions {
    /// The command.
    #[command(subcommand)]
    pub command: WordingCommand,
}

/// What can be done with the proofreading engine by itself.
#[derive(Debug, Clone, Subcommand)]
pub(crate) enum WordingCommand {
    /// 评测校对效果：文件每行一条 JSON，{"wrong","right"} 为错句和正句，{"text"} 为没有错的文字
    Eval(EvalOptions),
    /// 不是错别字：写进 sites.yaml 旁边的 wording/ignore.txt，这个站点以后不再报
    Except(ExceptOptions),
}

/// `xuncha wording except`
#[derive(Debug, Clone, Args)]
pub(crate) struct ExceptOptions {
    /// 不是错别字的词句，至少两个字；只写一个常见的词，别处真写错的也不报了，宜带上前后几个字
    #[arg(value_name = "词句", required_unless_present = "id", conflicts_with = "id")]
    pub words: Option<String>,
    /// 问题编号（问题清单.csv 的“问题编号”）：站点和词句照这个问题的，不用再写
    #[arg(long, value_name = "问题编号")]
    pub id: Option<String>,
    /// 站点编号，* 为全部站点（配置文件里只有一个站点的、写了 --id 的可以不写）
    #[arg(long, value_name = "编号|*")]
    pub site: Option<String>,
    /// 为什么不是错别字，一起写进文件，以后有人问得着
    #[arg(long, value_name = "原因", required = true)]
    pub reason: String,
    /// The configuration file.
    #[command(flatten)]
    pub config: ConfigOption,
    /// Where findings are looked up.
    #[command(flatten)]
    pub data: DataOption,
}

/// `xuncha wording eval`
#[derive(Debug, Clone, Args)]
pub(crate) struct EvalOptions {
    /// 评测文件，可以写多个
    #[arg(value_name = "文件", required = true)]
    pub files: Vec<PathBuf>,
    /// Where lists and model are.
    #[command(flatten)]
    pub source: WordingSource,
    /// 只用词表（错误写法和规范用语），不作一般校对
    #[arg(long)]
    pub lists_only: bool,
    /// 结果格式：text 供人看，json 供程序读（不写则为 text）
    #[arg(long, value_enum, value_name = "格式", env = "XUNCHA_FORMAT", default_value = "text")]
    pub format: Format,
}

/// Where the user's own lists and the trained model are: those of the configuration and of the folder of records, as an
/// inspection takes them, or those that are named.
#[derive(Debug, Clone, Args)]
pub(crate) struct WordingSource {
    /// 配置文件：用它旁边的自备词表（不写则为当前目录下的 sites.yaml）
    #[arg(short, long, value_name = "文件", env = "XUNCHA_CONFIG")]
    pub config: Option<PathBuf>,
    /// 运行记录所在的目录：用其中的本站语料模型（不写则为 .xuncha）
    #[arg(long, value_name = "目录", env = "XUNCHA_DATA", default_value = ".xuncha")]
    pub data: PathBuf,
    /// 自备词表所在的目录，读其中的 *.txt（不写则为配置文件旁边的 wording，没有就不用）
    #[arg(long, value_name = "目录", env = "XUNCHA_LISTS")]
    pub lists: Option<PathBuf>,
    /// 本站语料模型，由 xuncha train 生成（不写则用运行记录目录下的 wording.model，没有就不用）
    #[arg(long, value_name = "文件", env = "XUNCHA_MODEL")]
    pub model: Option<PathBuf>,
    /// The model that gives a second opinion on wording.
    #[command(flatten)]
    pub second: RerankerOption,
}

/// The model that gives a second opinion on wording.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct RerankerOption {
    /// 复核模型所在的目录（model.onnx 和 vocab.txt）：一般校对的疑点再由它复核；要用带 onnx 编译的程序
    #[arg(long, value_name = "目录", env = "XUNCHA_RERANKER")]
    pub reranker: Option<PathBuf>,
}

/// `xuncha train`
#[derive(Debug, Clone, Args)]
pub(crate) struct TrainOptions {
    /// 再加上这个目录里的全部 .txt 文件（UTF-8 或 GBK），可以重复
    #[arg(long = "text", value_name = "目录", env = "XUNCHA_TEXT")]
    pub texts: Vec<PathBuf>,
    /// 配置文件：只用其中站点的网页（不写则用运行记录里的全部网页）
    #[arg(short, long, value_name = "文件", env = "XUNCHA_CONFIG")]
    pub config: Option<PathBuf>,
    /// 运行记录存放的目录，用其中已读网页的正文；模型也写在这里（不写则为 .xuncha）
    #[arg(long, value_name = "目录", env = "XUNCHA_DATA", default_value = ".xuncha")]
    pub data: PathBuf,
    /// 模型写到这个文件（不写则为运行记录目录下的 wording.model）
    #[arg(long, value_name = "文件", env = "XUNCHA_MODEL")]
    pub model: Option<PathBuf>,
}
