//! What clap finds wrong with a command line, said in Chinese.

use std::error::Error as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::site::nearest;

/// The message for a command line that cannot be used.
pub fn explain(error: &clap::Error, root: &clap::Command) -> String {
    let argument = strings(error, ContextKind::InvalidArg).join("、");
    let value = strings(error, ContextKind::InvalidValue).join(" ");
    let mut message = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let written = strings(error, ContextKind::InvalidSubcommand).join(" ");
            let meant = suggestion(error, &[ContextKind::SuggestedSubcommand])
                .or_else(|| nearest(&written, root.get_subcommands().map(clap::Command::get_name)).map(str::to_owned));
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
