//! One map of `sites.yaml`, its entries taken by key and type; what does not fit is a mistake with its place.

use std::sync::LazyLock;

use super::config::{SITE, TOP};
use super::mistake::{Mistakes, Place, shortened};
use super::near::nearest;
use super::yaml::{Node, Value};
use super::yaml_error::slip_in;
use crate::lexicon::{CONFIG_KEYS, typed};

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(super) struct At<T> {
    pub(super) value: T,
    pub(super) place: Place,
}

/// What people write instead of the keys, Chinese names first.
static OTHER_NAMES: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| typed(CONFIG_KEYS, Some));

/// The entries of one map, taken by key.
pub(super) struct Fields<'a> {
    entries: Vec<(&'static str, Place, &'a Node)>,
    pub(super) place: Place,
}

impl<'a> Fields<'a> {
    /// The map in `node`; unknown and repeated keys are mistakes. `of` names it in messages.
    pub(super) fn open(node: &'a Node, of: &str, known: &'static [&'static str], mistakes: &mut Mistakes) -> Option<Self> {
        let Value::Map(map) = &node.value else {
            match slip_in(&node.source) {
                Some(slip) => {
                    let column = node.place.column + slip.column - 1;
                    mistakes.add(Place { column, ..node.place }, &node.source, slip.what, slip.advice);
                }
                None => mistakes.add(
                    node.place,
                    &node.source,
                    format!("{of}应当是一组「键: 值」，这里却是{}。", node.value.kind()),
                    format!("写成「键: 值」，可用的键：{}。", known.join("、")),
                ),
            }
            return None;
        };
        let mut fields = Fields {
            entries: Vec::new(),
            place: node.place,
        };
        for (key, value) in map {
            let written = match &key.value {
                Value::Text(text) => text.as_str(),
                Value::List(_) | Value::Map(_) => key.value.kind(),
                _ => key.source.as_str(),
            };
            let Some(name) = known.iter().find(|k| **k == written) else {
                Self::unknown(key.place, written, of, known, mistakes);
                continue;
            };
            match fields.place_of(name) {
                Some(first) => mistakes.add(
                    key.place,
                    name,
                    format!("「{name}」写了两次（第一次在第 {} 行）。", first.line),
                    "删掉其中一个；如果是想写下一个站点或栏目，要以「- 」另起一项。",
                ),
                None => fields.entries.push((name, key.place, value)),
            }
        }
        Some(fields)
    }

    fn unknown(place: Place, written: &str, of: &str, known: &'static [&'static str], mistakes: &mut Mistakes) {
        if let Some(slip) = slip_in(written) {
            let column = place.column + slip.column - 1;
            mistakes.add(Place { column, ..place }, written, slip.what, slip.advice);
            return;
        }
        let meant = OTHER_NAMES
            .iter()
            .find(|(other, name)| written.eq_ignore_ascii_case(other) && known.contains(name))
            .map(|(_, name)| *name)
            .or_else(|| nearest(written, known.iter().copied()));
        let advice = match meant {
            Some(name) => format!("是不是「{name}」？"),
            None if written == "<<" => "这里不支持「<<」合并，请把内容直接写出来。".into(),
            None if TOP.contains(&written) => format!("「{written}」要写在文件最外层，行首不留空格。"),
            None if SITE.contains(&written) => format!("「{written}」要写在某个站点下面，检查这一行的缩进。"),
            None => format!("删掉它，或改成可用的键：{}。", known.join("、")),
        };
        mistakes.add(place, written, format!("{of}里没有「{}」这个键。", shortened(written)), advice);
    }

    pub(super) fn place_of(&self, name: &str) -> Option<Place> {
        self.entries.iter().find(|(key, ..)| *key == name).map(|(_, place, _)| *place)
    }

    pub(super) fn take(&self, name: &str) -> Option<(Place, &'a Node)> {
        self.entries
            .iter()
            .find(|(key, ..)| *key == name)
            .map(|(_, place, node)| (*place, *node))
    }

    pub(super) fn require(&self, names: &[(&str, &str)], mistakes: &mut Mistakes) {
        for (name, example) in names {
            if self.place_of(name).is_none() {
                mistakes.add(self.place, "", format!("这里缺少「{name}」。"), format!("补上{example}。"));
            }
        }
    }

    /// A text; numbers and true/false are taken as they are spelt. Blank is a mistake.
    pub(super) fn text(&self, name: &str, mistakes: &mut Mistakes) -> Option<At<String>> {
        let place = self.place_of(name)?;
        let before = self.text_or_blank(name, mistakes)?;
        if before.value.is_empty() {
            mistakes.add(
                place,
                name,
                format!("「{name}」后面是空的。"),
                format!("在「{name}: 」后面写上内容，或者删掉这一行。"),
            );
            return None;
        }
        Some(before)
    }

    /// A text that may be left blank.
    pub(super) fn text_or_blank(&self, name: &str, mistakes: &mut Mistakes) -> Option<At<String>> {
        let (key_place, node) = self.take(name)?;
        let Some(value) = scalar(node) else {
            mistakes.add(
                node.place,
                name,
                format!("「{name}」应当是文字，这里却是{}。", node.value.kind()),
                format!("写成一行：{name}: …"),
            );
            return None;
        };
        let place = if value.is_empty() { key_place } else { node.place };
        Some(At { value, place })
    }

    /// A text that must stand in quotes when it consists of digits, lest the zeros in front be lost.
    pub(super) fn quoted(&self, name: &str, mistakes: &mut Mistakes) -> Option<At<String>> {
        let (_, node) = self.take(name)?;
        if matches!(node.value, Value::Number(_)) {
            mistakes.add(
                node.place,
                &node.source,
                format!(
                    "「{name}」的值「{}」没有加引号，会被当成数字（开头的 0 会丢失）。",
                    shortened(&node.source)
                ),
                format!("加上半角双引号：{name}: \"{}\"", shortened(&node.source)),
            );
            return None;
        }
        self.text(name, mistakes)
    }

    pub(super) fn flag(&self, name: &str, mistakes: &mut Mistakes) -> Option<bool> {
        let (place, node) = self.take(name)?;
        if let Value::Bool(value) = node.value {
            return Some(value);
        }
        let at = if matches!(node.value, Value::Null) { place } else { node.place };
        mistakes.add(
            at,
            &node.source,
            format!(
                "「{name}」只能是 true（启用）或 false（不启用），这里却是「{}」。",
                shortened(&node.source)
            ),
            format!("写成 {name}: true 或 {name}: false（不加引号）。"),
        );
        None
    }

    pub(super) fn number(&self, name: &str, least: f64, most: f64, whole: bool, mistakes: &mut Mistakes) -> Option<f64> {
        let (place, node) = self.take(name)?;
        let range = format!("{}（{least} 到 {most}）", if whole { "整数" } else { "数字" });
        let example = format!(
            "写成不加引号、不带单位的{range}，如 {name}: {}",
            EXAMPLES.iter().find(|(k, _)| *k == name).map_or("1", |e| e.1)
        );
        let Value::Number(value) = node.value else {
            let at = if matches!(node.value, Value::Null) { place } else { node.place };
            let what = match &node.value {
                Value::Text(_) => format!("「{name}」应当是{range}，这里的「{}」不是数字。", shortened(&node.source)),
                other => format!("「{name}」应当是{range}，这里却是{}。", other.kind()),
            };
            mistakes.add(at, &node.source, what, example);
            return None;
        };
        if value.is_finite() && value >= least && value <= most && (!whole || value.fract() == 0.0) {
            return Some(value);
        }
        mistakes.add(
            node.place,
            &node.source,
            format!("「{name}」的值 {} 不行，应当是{range}。", shortened(&node.source)),
            example,
        );
        None
    }

    pub(super) fn list(&self, name: &str, mistakes: &mut Mistakes) -> &'a [Node] {
        let Some((_, node)) = self.take(name) else { return &[] };
        match &node.value {
            Value::List(items) => items,
            Value::Null => &[],
            other => {
                mistakes.add(
                    node.place,
                    &node.source,
                    format!("「{name}」应当是列表，这里却是{}。", other.kind()),
                    if matches!(other, Value::Map(_)) {
                        format!("「{name}:」下面的每一项要以「- 」开头。")
                    } else {
                        format!("每项一行以「- 」开头，或者写成 {name}: [{}]", shortened(&node.source))
                    },
                );
                &[]
            }
        }
    }

    pub(super) fn texts(&self, name: &str, mistakes: &mut Mistakes) -> Vec<At<String>> {
        let mut texts = Vec::new();
        for item in self.list(name, mistakes) {
            match scalar(item) {
                Some(value) if !value.is_empty() => texts.push(At { value, place: item.place }),
                _ => mistakes.add(
                    item.place,
                    &item.source,
                    format!("「{name}」的每一项应当是文字，这里却是{}。", item.value.kind()),
                    if name == "standards" {
                        "写成 standards: [indicators-2019]".to_owned()
                    } else {
                        format!("每一项是一个网址或路径，写成 {name}: [\"/路径/\"]")
                    },
                ),
            }
        }
        texts
    }
}

const EXAMPLES: &[(&str, &str)] = &[
    ("rate_per_second", "2"),
    ("concurrency", "2"),
    ("timeout_seconds", "15"),
    ("max_pages", "50000"),
    ("max_depth", "30"),
    ("max_megabytes", "20000"),
    ("max_hours", "72"),
    ("max_age_days", "14"),
];

/// A scalar as text: quoted ones by value, bare ones as they are spelt.
fn scalar(node: &Node) -> Option<String> {
    match &node.value {
        Value::Null => Some(String::new()),
        Value::Bool(_) | Value::Number(_) => Some(node.source.clone()),
        Value::Text(text) => Some(text.trim().to_owned()),
        Value::List(_) | Value::Map(_) => None,
    }
}
