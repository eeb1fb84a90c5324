//! How a run of the program ends: the exit codes, and the errors that lead to them.

use std::process::ExitCode;

use clap::ValueEnum;

use crate::finding::Grade;
use crate::site::ConfigErrors;
use crate::store::StoreError;

/// The exit codes scripts rely on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: nothing found at or above `--fail-on`.
    Nothing,
    /// 1: findings.
    Findings,
    /// 2: the command line or the configuration is wrong.
    Usage,
    /// 3: the run is incomplete.
    Incomplete,
    /// 4: the program failed.
    Internal,
}

impl Exit {
    /// How a run ends whose heaviest finding is `worst`. An incomplete run is 3 whatever it found: nobody may take the
    /// part that was seen for the whole.
    pub fn of_run(worst: Option<Grade>, fail_on: FailOn, complete: bool) -> Exit {
        let reached = match (worst, fail_on.grade()) {
            (Some(worst), Some(least)) => worst >= least,
            _ => false,
        };
        match (complete, reached) {
            (false, _) => Exit::Incomplete,
            (true, true) => Exit::Findings,
            (true, false) => Exit::Nothing,
        }
    }

    /// The number.
    pub fn code(self) -> u8 {
        match self {
            Exit::Nothing => 0,
            Exit::Findings => 1,
            Exit::Usage => 2,
            Exit::Incomplete => 3,
            Exit::Internal => 4,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.code())
    }
}

/// The grade from which findings make the exit code 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// 提示
    Notice,
    /// 一般
    Minor,
    /// 严重
    Serious,
    /// 单项否决
    Veto,
    /// No finding does.
    Never,
}

impl FailOn {
    /// The least grade that counts, if any does.
    pub fn grade(self) -> Option<Grade> {
        match self {
            FailOn::Notice => Some(Grade::Notice),
            FailOn::Minor => Some(Grade::Minor),
            FailOn::Serious => Some(Grade::Serious),
            FailOn::Veto => Some(Grade::Veto),
            FailOn::Never => None,
        }
    }
}

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    /// The command line asks for what cannot be; the message says what to do.
    #[error("{0}")]
    Usage(String),
    /// The configuration is wrong.
    #[error("配置文件有错，没有开始检查。\n\n{0}")]
    Config(#[from] ConfigErrors),
    /// The run could not go on; what it found so far is kept.
    #[error("检查没有做完：{0}\n已经查到的内容都已保存；排除原因后用同样的命令再次运行，会从断点继续。")]
    Stopped(String),
    /// Anything else.
    #[error("{0:#}")]
    Internal(#[from] anyhow::Error),
}

impl CliError {
    /// The exit code it leads to.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            CliError::Usage(_) | CliError::Config(_) => Exit::Usage,
            CliError::Stopped(_) => Exit::Incomplete,
            CliError::Internal(_) => Exit::Internal,
        }
    }

    /// Why records could not be read. Nothing was begun that could be gone on with.
    pub(super) fn reading(error: StoreError) -> Self {
        match error {
            StoreError::Database { .. } | StoreError::Stopped(_) => CliError::Internal(anyhow::Error::new(error)),
            error => CliError::Usage(error.to_string()),
        }
    }
}

impl From<std::io::Error> for CliError {
    fn from(error: std::io::Error) -> Self {
        CliError::Internal(anyhow::Error::new(error).context("无法写出结果"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn incomplete_wins_over_findings_and_the_threshold_is_inclusive() {
        for (worst, fail_on, complete, code) in [
            (None, FailOn::Minor, true, 0),
            (Some(Grade::Notice), FailOn::Minor, true, 0),
            (Some(Grade::Minor), FailOn::Minor, true, 1),
            (Some(Grade::Veto), FailOn::Serious, true, 1),
            (Some(Grade::Serious), FailOn::Veto, true, 0),
            (Some(Grade::Veto), FailOn::Never, true, 0),
            (Some(Grade::Veto), FailOn::Minor, false, 3),
            (None, FailOn::Never, false, 3),
        ] {
            assert_eq!(
                Exit::of_run(worst, fail_on, complete).code(),
                code,
                "{worst:?} {fail_on:?} {complete}"
            );
        }
    }
}
