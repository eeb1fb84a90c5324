//! What clap finds wrong with a command line, said in Chinese.

use std::error::Error as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::site::nearest;

/// The message for a command line that cannot be used.
pub(crate) fn explain(error: &clap::Error, root: &clap::Command) -> String {
    let argument = strings(error, ContextKind::InvalidArg).join("、");
    let value = strings(error, ContextKind::InvalidValue).join(" ");
    let mut message = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let written = strings(error, ContextKind::InvalidSubcommand).join(" ");
            let meant = suggestion(error, &[ContextKind::SuggestedSubcommand])
                .or_else(|| nearest(&written, root.get_subcommands().flat_map(names_of)).map(str::to_owned));
            unknown("命令", &written, meant)
        }
        ErrorKind::UnknownArgument => match argument.strip_prefix('-') {
            Some(_) => unknown(
                "选项",
                &argument,
                suggestion(error, &[ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand]),
            ),
            None => format!("多出了一个参数「{argument}」。"),
        },
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 后面缺少值。"),
        ErrorKind::InvalidValue => {
            let valid = strings(error, ContextKind::ValidValue).join("、");
            let meant = suggestion(error, &[ContextKind::SuggestedValue])
                .map(|m| format!("是不是「{m}」？"))
                .unwrap_or_default();
            format!("{argument} 不能是「{value}」。{meant}可以写的有：{valid}。")
        }
        ErrorKind::ValueValidation => {
            let why = error.source().map(ToString::to_string).unwrap_or_default();
            format!("{argument} 的值「{value}」不对：{why}。")
        }
        ErrorKind::MissingRequiredArgument => format!("缺少参数 {argument}。"),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let names: Vec<&str> = root.get_subcommands().map(clap::Command::get_name).collect();
            format!(
                "没有写命令。可用的命令：{}。\n第一次使用可以先看演示：xuncha demo",
                names.join("、")
            )
        }
        ErrorKind::ArgumentConflict => {
            let prior = strings(error, ContextKind::PriorArg).join("、");
            format!("{argument} 不能与 {prior} 同时使用，或者写了两次。")
        }
        ErrorKind::NoEquals => format!("{argument} 与它的值之间要写等号「=」。"),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues if argument.is_empty() => {
            "某个选项的值的个数不对。".to_owned()
        }
        ErrorKind::TooManyValues => format!("{argument} 不需要值，或者值太多了（多出「{value}」）。"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("{argument} 的值的个数不对。"),
        ErrorKind::InvalidUtf8 => "命令行里有不是 UTF-8 编码的文字。".to_owned(),
        _ => "命令行无法识别。".to_owned(),
    };
    message.push_str("\n查看用法：xuncha --help，或 xuncha 命令 --help");
    message
}

/// The name of a command and its Chinese names.
fn names_of(command: &clap::Command) -> impl Iterator<Item = &str> {
    std::iter::once(command.get_name()).chain(command.get_all_aliases())
}

fn unknown(what: &str, written: &str, meant: Option<String>) -> String {
    match meant {
        Some(meant) => format!("没有「{written}」这个{what}，是不是「{meant}」？"),
        None => format!("没有「{written}」这个{what}。"),
    }
}

fn strings(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}

fn suggestion(error: &clap::Error, kinds: &[ContextKind]) -> Option<String> {
    kinds.iter().find_map(|kind| strings(error, *kind).into_iter().next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::command_line;
    use clap::Command;

    /// Words of clap's own that must never reach a reader.
    const ENGLISH: &[&str] = &[
        "usage",
        "options",
        "commands",
        "arguments",
        "error:",
        "for more information",
        "possible values",
        "default",
        "required",
        "print",
        "tip:",
        "try",
        "unexpected",
        "unrecognized",
        "invalid",
        "similar",
        "provided",
        "following",
        "help for",
        "env:",
        "alias",
        "version",
    ];

    fn in_chinese(what: &str, text: &str) {
        // `--version` is an option's name, not a word of the sentence.
        let lower = text.to_lowercase().replace("--version", "");
        for word in ENGLISH {
            assert!(!lower.contains(word), "{what}: {word}\n{text}");
        }
        assert!(text.chars().any(crate::text::is_han), "{what}\n{text}");
    }

    fn failure(line: &str) -> String {
        let mut root = command_line();
        match root.try_get_matches_from_mut(line.split_whitespace()) {
            Ok(_) => panic!("accepted: {line}"),
            Err(error) => explain(&error, &root),
        }
    }

    fn names() -> Vec<String> {
        command_line().get_subcommands().map(|c| c.get_name().to_owned()).collect()
    }

    #[test]
    fn every_help_is_chinese() {
        let mut root = command_line();
        root.build();
        in_chinese("root", &root.render_help().to_string());
        in_chinese("root", &root.render_long_help().to_string());
        assert!(names().len() >= 14, "{:?}", names());
        for sub in root
            .get_subcommands_mut()
            .map(|c: &mut Command| c.render_long_help().to_string())
            .collect::<Vec<_>>()
        {
            in_chinese("sub", &sub);
            for word in ["用法：xuncha ", "选项:", "--help", "显示帮助", "--no-progress"] {
                assert!(sub.contains(word), "{word}\n{sub}");
            }
        }
        for asked in ["--help", "-h"] {
            for name in names() {
                let error = command_line().try_get_matches_from(["xuncha", &name, asked]).unwrap_err();
                assert_eq!(error.kind(), ErrorKind::DisplayHelp, "{name} {asked}");
                in_chinese(&name, &error.render().to_string());
            }
        }
    }

    #[test]
    fn every_failure_is_chinese() {
        for name in names() {
            for rest in [
                "--nonsense",
                "--format",
                "--format xml",
                "-Z",
                "a b c",
                "--quiet=x=y",
                "--as-of x",
                "--config=",
            ] {
                let line = format!("xuncha {name} {rest}");
                if command_line().try_get_matches_from(line.split_whitespace()).is_err() {
                    in_chinese(&line, &failure(&line));
                }
            }
        }
        for line in [
            "xuncha",
            "xuncha montly",
            "xuncha --nonsense",
            "xuncha page",
            "xuncha explain",
            "xuncha quarterly --sample 0",
        ] {
            in_chinese(line, &failure(line));
        }
    }

    #[test]
    fn failures_say_what_to_do() {
        for (line, words) in [
            ("xuncha", "没有写命令。可用的命令：demo、daily"),
            ("xuncha montly", "没有「montly」这个命令，是不是「monthly」？"),
            ("xuncha 月寻查", "没有「月寻查」这个命令，是不是「月巡查」？"),
            ("xuncha xyz", "没有「xyz」这个命令。"),
            ("xuncha monthly --sit a", "没有「--sit」这个选项，是不是「--site」？"),
            ("xuncha monthly extra", "多出了一个参数「extra」"),
            (
                "xuncha monthly --format xml",
                "--format <格式> 不能是「xml」。可以写的有：text、json。",
            ),
            ("xuncha monthly --fail-on serius", "是不是「serious」？"),
            ("xuncha monthly --out", "--out <目录> 后面缺少值"),
            (
                "xuncha monthly --as-of 昨天",
                "--as-of <日期> 的值「昨天」不对：日期要写成 年-月-日",
            ),
            ("xuncha monthly --rate 0", "的值「0」不对：要写 off"),
            ("xuncha page", "缺少参数 <网址|文件>"),
            ("xuncha why", "缺少参数 <问题编号>"),
            ("xuncha rejudge --as-of 2026-11-23", "没有「--as-of」这个选项"),
            ("xuncha monthly --no-progress=1=2", "--no-progress"),
        ] {
            let message = failure(line);
            assert!(message.contains(words), "{line}: {words}\n{message}");
            assert!(message.contains("查看用法：xuncha --help"), "{message}");
        }
    }
}
