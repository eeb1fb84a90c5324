//! The command line. Only here is anything printed: results to standard output, everything else to standard error.
//!
//! One file a command; `args` holds the options, `usage` the messages for wrong ones, `exit` the exit codes.

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::FromArgMatches;
use clap::error::ErrorKind;

pub(crate) mod args;
pub(crate) mod check_config;
pub(crate) mod config_file;
pub(crate) mod demo;
mod estimate;
pub(crate) mod exit;
pub(crate) mod explain;
pub(crate) mod indicators;
pub(crate) mod inspect;
pub(crate) mod listing_args;
pub(crate) mod log;
pub(crate) mod page;
mod progress;
mod prose;
pub(crate) mod rejudge;
mod reranker;
pub(crate) mod rules;
mod session;
mod tables;
pub(crate) mod terminal;
pub(crate) mod train;
pub(crate) mod usage;
pub(crate) mod why;
pub(crate) mod wording_args;
pub(crate) mod wording_eval;
mod wording_except;
mod wording_files;
mod workday_file;

use crate::panics::survive;
use args::{Cli, Command};
use exit::{CliError, Exit};
use inspect::Occasion;
use terminal::{Screen, visible};
use wording_args::WordingCommand;

/// Runs the program: its arguments, its streams, its exit code. A bug ends as exit code 4 with a message, never as a
/// bare panic.
pub fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(|l| format!("{}:{}", l.file(), l.line())).unwrap_or_default();
        let what = info.payload_as_str().unwrap_or("无说明");
        complain(&format!(
            "程序内部出错，这不是您的操作造成的。请把下面一行连同所用的命令发给维护人员：\n{place} {what}"
        ));
    }));
    guarded(|| run(std::env::args_os(), &mut Screen::stdout())).into()
}

/// What `work` ends with; a panic in it is an internal error, and the hook has told of it.
fn guarded(work: impl FnOnce() -> Exit) -> Exit {
    survive(work).unwrap_or(Exit::Internal)
}

/// Runs one command line, its results going to `screen`.
pub(crate) fn run(args: impl IntoIterator<Item = OsString>, screen: &mut Screen<'_>) -> Exit {
    let mut root = args::command_line();
    let cli = match root.try_get_matches_from_mut(args).and_then(|m| Cli::from_arg_matches(&m)) {
        Ok(cli) => cli,
        Err(error) => return not_a_command(&error, &root, screen),
    };
    log::start(cli.global.quiet, cli.global.verbose);
    let done = dispatch(&cli, screen).and_then(|exit| {
        screen.flush()?;
        Ok(exit)
    });
    done.unwrap_or_else(|error| {
        complain(&error.to_string());
        error.exit()
    })
}

fn dispatch(cli: &Cli, screen: &mut Screen<'_>) -> Result<Exit, CliError> {
    let global = &cli.global;
    match &cli.command {
        Command::Demo(options) => demo::run(options, global, screen),
        Command::Daily(options) => inspect::run(Occasion::Daily, options, global, screen),
        Command::Monthly(options) => inspect::run(Occasion::Monthly, options, global, screen),
        Command::Quarterly(options) => inspect::run(Occasion::Quarterly(options.sample), &options.inspect, global, screen),
        Command::CheckConfig(options) => check_config::run(options, screen),
        Command::Page(options) => page::run(options, global, screen),
        Command::Why(options) => why::run(options, screen),
        Command::Rejudge(options) => rejudge::run(options, global, screen),
        Command::Rules(options) => rules::run(options, screen),
        Command::Indicators(options) => indicators::run(options, screen),
        Command::Explain(options) => explain::run(options, screen),
        Command::Train(options) => train::run(options, screen),
        Command::Wording(options) => match &options.command {
            WordingCommand::Eval(options) => wording_eval::run(options, screen),
            WordingCommand::Except(options) => wording_except::run(options, screen),
        },
        Command::Help(options) => Ok(help(options.command.as_deref(), screen)),
    }
}

fn help(command: Option<&str>, screen: &mut Screen<'_>) -> Exit {
    let args = ["xuncha"].into_iter().chain(command).chain(["--help"]).map(OsString::from);
    run(args, screen)
}

/// Help and version are results; everything else clap stops for is the user's mistake.
fn not_a_command(error: &clap::Error, root: &clap::Command, screen: &mut Screen<'_>) -> Exit {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let text = error.render();
        let shown = if screen.colour() {
            text.ansi().to_string()
        } else {
            text.to_string()
        };
        return match screen.write_all(shown.as_bytes()) {
            Ok(()) => Exit::Nothing,
            Err(_) => Exit::Internal,
        };
    }
    complain(&usage::explain(error, root));
    Exit::Usage
}

/// Something people should know while a command runs, to standard error.
fn notice(text: &str) {
    complain(text);
}

/// A message to standard error. Where even that is closed there is nobody left to tell.
fn complain(message: &str) {
    let mut stderr = std::io::stderr().lock();
    for line in message.lines() {
        let _ = writeln!(stderr, "{}", visible(line));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(line: &str) -> (Exit, String) {
        let mut bytes = Vec::new();
        let exit = run(line.split(' ').map(OsString::from), &mut Screen::plain(&mut bytes));
        (exit, String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn a_panic_is_an_internal_error() {
        assert_eq!(guarded(|| Exit::Findings), Exit::Findings);
        assert_eq!(guarded(|| std::panic::resume_unwind(Box::new("a bug"))), Exit::Internal);
    }

    #[test]
    fn help_and_version_are_results_and_everything_else_a_mistake() {
        for line in [
            "xuncha --help",
            "xuncha help",
            "xuncha -h",
            "xuncha help monthly",
            "xuncha monthly --help",
        ] {
            let (exit, text) = output(line);
            assert_eq!(exit, Exit::Nothing, "{line}");
            assert!(text.contains("用法：xuncha"), "{line}\n{text}");
        }
        assert_eq!(
            output("xuncha -V"),
            (Exit::Nothing, format!("xuncha {}\n", env!("CARGO_PKG_VERSION")))
        );
        for line in [
            "xuncha",
            "xuncha nonsense",
            "xuncha help nonsense",
            "xuncha monthly --rate 0",
            "xuncha monthly -c /nowhere/sites.yaml",
        ] {
            assert_eq!(output(line), (Exit::Usage, String::new()), "{line}");
        }
    }
}
