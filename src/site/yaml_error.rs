//! What the YAML reader complains of, in Chinese.
//!
//! Most broken files are broken by the keyboard: a tab, a full-width colon, a missing space. Those are looked for
//! first, because the reader only notices them lines later and in words no editor knows.

use serde_saphyr::granit_parser::ErrorKind;
use serde_saphyr::{Error, ExternalMessageSource};

use super::mistake::{Mistakes, Place, shortened};

/// How many lines before the reported place a slip of the keyboard is looked for.
const LOOK_BACK: usize = 3;

/// Adds the mistake that `error` means in `text`.
pub(super) fn explain(error: &Error, text: &str, mistakes: &mut Mistakes) {
    let place = error
        .location()
        .filter(|l| l.line() > 0)
        .map_or(Place { line: 1, column: 1 }, |l| Place {
            line: l.line() as usize,
            column: l.column() as usize,
        });
    let (what, advice, may_be_a_slip) = sentence(error);
    let lines: Vec<&str> = text.lines().collect();
    if may_be_a_slip {
        // The place itself, the line after it (a value goes on until the next good line), then the lines before.
        let here = place.line.saturating_sub(1);
        let mut around = [here, here + 1].into_iter().chain((here.saturating_sub(LOOK_BACK)..here).rev());
        let slip = around.find_map(|i| Some((i + 1, slip_in(lines.get(i)?)?)));
        if let Some((line, slip)) = slip {
            let at = Place { line, column: slip.column };
            mistakes.add(at, lines[line - 1].trim(), slip.what, slip.advice);
            return;
        }
    }
    let written = lines.get(place.line.saturating_sub(1)).map_or("", |l| l.trim());
    mistakes.add(place, written, what, advice);
}

/// A slip of the keyboard in one line.
pub(super) struct Slip {
    /// The character it stands at, from 1.
    pub(super) column: usize,
    pub(super) what: String,
    pub(super) advice: String,
}

/// The slip in `line`, if there is one.
pub(super) fn slip_in(line: &str) -> Option<Slip> {
    let indent: String = line.chars().take_while(|c| c.is_whitespace()).collect();
    let content = line.trim_start();
    if content.is_empty() || content.starts_with('#') {
        return None;
    }
    if let Some(at) = indent.chars().position(|c| c == '\t') {
        return Some(Slip {
            column: at + 1,
            what: "行首用了制表符（Tab 键）缩进，YAML 只认空格。".into(),
            advice: "删掉行首的 Tab，改用空格对齐（每级两个空格）。".into(),
        });
    }
    if let Some(at) = indent.chars().position(|c| c == '\u{3000}' || c == '\u{a0}') {
        return Some(Slip {
            column: at + 1,
            what: "行首有全角空格，YAML 只认半角空格。".into(),
            advice: "切换到英文输入法，用半角空格重新对齐这一行。".into(),
        });
    }
    let mut column = indent.chars().count() + 1;
    let mut rest = content;
    if let Some(after) = rest.strip_prefix(['－', '—', '–']) {
        return Some(Slip {
            column,
            what: format!("列表项的横线「{}」不是半角的「-」。", &rest[..rest.len() - after.len()]),
            advice: "改成半角横线加一个空格：- ".into(),
        });
    }
    if let Some(after) = rest.strip_prefix('-').filter(|a| !a.starts_with('-')) {
        if after.starts_with(|c: char| c.is_ascii_alphabetic()) && after.contains(':') {
            return Some(Slip {
                column,
                what: "列表项的横线「-」后面少了空格。".into(),
                advice: format!("写成：- {}", shortened(after)),
            });
        }
        column += 1 + after.chars().take_while(|c| *c == ' ').count();
        rest = after.trim_start_matches(' ');
    }
    let key_length = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').count();
    let (key, after) = rest.split_at(key_length);
    if key.is_empty() {
        return None;
    }
    column += key_length;
    if let Some(value) = after.trim_start_matches(' ').strip_prefix('：') {
        return Some(Slip {
            column,
            what: format!("「{key}」后面用了全角冒号「：」。"),
            advice: format!("改成半角冒号加一个空格：{key}: {}", shortened(value.trim())),
        });
    }
    if let Some(value) = after
        .strip_prefix(':')
        .filter(|v| v.starts_with(|c: char| !c.is_whitespace() && c != '/'))
    {
        return Some(Slip {
            column,
            what: format!("「{key}:」的冒号后面少了空格。"),
            advice: format!("写成：{key}: {}", shortened(value.trim())),
        });
    }
    let value = after.strip_prefix(':')?.trim_start();
    let opened = value.chars().next().filter(|c| matches!(c, '“' | '”' | '‘' | '’'))?;
    Some(Slip {
        column: column + 1 + (after.chars().count() - 1 - value.chars().count()),
        what: format!("「{key}」的值用了中文引号「{opened}」。"),
        advice: "改成半角双引号 \"…\"，或者去掉引号。".into(),
    })
}

/// The error as (what is wrong, what to do, whether a slip of the keyboard may be behind it).
fn sentence(error: &Error) -> (String, String, bool) {
    let (what, advice, slip) = match error {
        Error::WithSnippet { error, .. } | Error::AliasError { error, .. } => return sentence(error),
        Error::ExternalMessage { source, .. } => match &**source {
            ExternalMessageSource::Parser(scan) => return syntax(scan.kind()),
            _ => UNREADABLE,
        },
        Error::Budget { .. }
        | Error::AliasReplayCounterOverflow { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. } => TOO_BIG,
        Error::MultipleDocuments { .. } => (
            "文件里有不止一份配置（出现了单独一行的「---」）。",
            "一个文件只写一份配置：删掉「---」及其后多余的内容。",
            false,
        ),
        Error::UnknownAnchor { .. } => UNKNOWN_ANCHOR,
        Error::RecursiveReferencesRequireWeakTypes { .. } => ("引用（*）指回了自己。", "删掉这个引用，直接写出内容。", false),
        Error::UnsupportedTag { .. } | Error::TaggedStructFieldName { .. } => UNKNOWN_TAG,
        Error::InvalidScalar { .. } | Error::InvalidBinaryBase64 { .. } | Error::BinaryNotUtf8 { .. } => {
            ("值与它前面的标记（!!）不符。", "去掉以「!」开头的标记，直接写值。", false)
        }
        Error::Eof { .. } => (
            "文件在不该结束的地方结束了。",
            "检查文件末尾是否漏写了内容，或文件没有保存完整。",
            true,
        ),
        _ => UNREADABLE,
    };
    (what.into(), advice.into(), slip)
}

const UNREADABLE: (&str, &str, bool) = (
    "这里的写法不符合 YAML 格式，无法读取。",
    "对照随程序提供的 sites.yaml 检查这一行及上一行：缩进、冒号后的空格、引号是否成对。",
    true,
);
const TOO_BIG: (&str, &str, bool) = (
    "内容展开后过大、嵌套过深或引用（& 与 *）过多，为安全起见没有读取。",
    "确认文件来源可靠；配置文件不需要引用，层级也不会超过五层。",
    false,
);
const UNKNOWN_ANCHOR: (&str, &str, bool) = (
    "以「*」开头的内容被当作引用，但没有找到它引用的内容。",
    "值以「*」开头时请加半角双引号：\"*…\"。",
    false,
);
const UNKNOWN_TAG: (&str, &str, bool) = (
    "以「!」开头的内容被当作类型标记，这里不支持。",
    "值以「!」开头时请加半角双引号：\"!…\"。",
    false,
);

/// A syntax error.
fn syntax(kind: &ErrorKind) -> (String, String, bool) {
    use ErrorKind as K;
    let (what, advice, slip) = match kind {
        K::TabNotAllowed | K::TabInBlockIndentation | K::TabInIndentation | K::TabAtBlockScalarStart | K::TabInPlainScalar => {
            ("这里有制表符（Tab 键），YAML 只认空格。", "删掉 Tab，改用空格。", true)
        }
        K::UnclosedQuotedScalar | K::DocumentIndicatorInQuotedScalar | K::InvalidQuotedScalarIndent => {
            ("引号没有成对：从这里开始的引号没有找到另一半。", "在值的末尾补上同样的引号。", true)
        }
        K::InvalidTrailingSingleQuotedScalar | K::InvalidTrailingDoubleQuotedScalar => (
            "引号结束之后还有多余的内容。",
            "把整个值放进一对引号里；值里本身有双引号时，外面用单引号。",
            true,
        ),
        K::UnknownQuotedScalarEscape
        | K::InvalidQuotedScalarHexEscape
        | K::InvalidLowSurrogateHexEscape
        | K::InvalidLowSurrogate
        | K::MissingLowSurrogate
        | K::UnpairedLowSurrogate
        | K::InvalidUnicodeEscape => (
            "双引号里的反斜杠「\\」是转义符，这里的转义写法不认识。",
            "把反斜杠写成两个「\\\\」，或者改用单引号。",
            true,
        ),
        K::UnclosedFlowCollection { .. }
        | K::UnexpectedEofFlowSequence
        | K::UnexpectedEofFlowMapping
        | K::UnexpectedEofImplicitFlowMapping => ("方括号或花括号没有成对。", "补上缺少的「]」或「}」（都用半角）。", true),
        K::MisplacedFlowCollectionEnd | K::MismatchedFlowCollectionEnd { .. } => (
            "括号不配对：多了一个，或者左右不是同一种。",
            "检查这一行的「[ ]」「{ }」是否成对。",
            true,
        ),
        K::ExpectedFlowMappingSeparator | K::ExpectedFlowSequenceSeparator => (
            "括号里的各项之间应当用半角逗号「,」隔开，这里没有。",
            "写成 [\"甲\", \"乙\"] 的样子；中文逗号「，」「、」不行。",
            true,
        ),
        K::SimpleKeyExpected | K::InvalidSimpleKey | K::ExpectedBlockMappingKey => (
            "这里应当是「键: 值」，但没有找到冒号，或者缩进与上下行没有对齐。",
            "键与值之间写半角冒号加一个空格，同一级的键左边对齐。",
            true,
        ),
        K::MappingValueNotAllowed | K::MappingKeyNotAllowed | K::InvalidColonPlacement | K::InvalidMappingValueWhitespace => (
            "这里不能出现冒号：多半是上一行的缩进不对，或者值里带有冒号。",
            "检查缩进是否对齐；值里有「: 」时给整个值加半角双引号。",
            true,
        ),
        K::BlockEntryInFlowCollection | K::BlockSequenceEntryNotAllowed | K::InvalidBlockEntryWhitespace => (
            "列表项「- 」没有对齐，或者不能写在这里。",
            "同一个列表的「- 」左边对齐，横线后面加一个空格。",
            true,
        ),
        K::ExpectedBlockSequenceEntry
        | K::InvalidIndentation
        | K::InvalidFlowScalarIndent
        | K::InvalidBlockScalarIndent
        | K::UnexpectedEofBlockMapping => ("缩进与上面各行都对不上。", "同一级的键左边对齐，下一级比上一级多两个空格。", true),
        K::UnexpectedCharacter {
            character: '@' | '`' | '%',
        } => ("值不能以「@」「`」「%」开头。", "给整个值加半角双引号。", false),
        K::UnexpectedCharacter { .. } | K::BomInsideDocument | K::InputDecoding { .. } => {
            ("这里有一个不能出现的字符（可能看不见）。", "删掉这一处重新输入。", true)
        }
        K::UnknownAnchor | K::MissingAnchorOrAliasName => UNKNOWN_ANCHOR,
        K::UndeclaredTagHandle | K::ExpectedTagBang | K::InvalidTagTerminator | K::MissingTagUri | K::UnclosedVerbatimTag => UNKNOWN_TAG,
        K::RecursionLimitExceeded | K::TooManyComments | K::AnchorCountOverflow | K::InputByteLimitExceeded { .. } => TOO_BIG,
        K::CommentNotSeparated | K::CommentInterceptedScalar => (
            "注释的「#」前面少了空格，或者注释打断了没有写完的值。",
            "「#」前面加一个空格；值里本身有「#」时给整个值加半角双引号。",
            true,
        ),
        _ => UNREADABLE,
    };
    (what.into(), advice.into(), slip)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_keyboard_are_seen_at_their_place() {
        for (line, column, word) in [
            ("\tname: x", 1, "制表符"),
            ("  \tname: x", 3, "制表符"),
            ("　name: x", 1, "全角空格"),
            ("  name：x", 7, "全角冒号"),
            ("  - id：x", 7, "全角冒号"),
            ("name:x", 5, "少了空格"),
            ("  -id: x", 3, "横线"),
            ("－ id: x", 1, "半角"),
            ("name: “x”", 7, "中文引号"),
        ] {
            let slip = slip_in(line).unwrap_or_else(|| panic!("{line:?}"));
            assert_eq!(slip.column, column, "{line:?}");
            assert!(slip.what.contains(word), "{line:?}: {}", slip.what);
        }
        for line in [
            "name: 通知：公告",
            "# name：x",
            "url: https://x.gov.cn/",
            "https://x.gov.cn/",
            "- /a:b/",
            "---",
            "- \"x\"",
            "",
        ] {
            assert!(slip_in(line).is_none(), "{line:?}");
        }
    }
}
