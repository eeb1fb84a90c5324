//! YAML text to a tree of values that know their places.
//!
//! The tree is untyped on purpose: a typed reader stops at the first surprise, and an editor wants to hear of every
//! mistake at once. What the values mean is said in `config.rs`.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::options::AliasLimits;
use serde_saphyr::{DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy, Options, Spanned};

use super::mistake::{Mistakes, Place};
use super::yaml_error;

/// The largest file read: a thousand sites with thirty columns each take about three megabytes.
const MAX_BYTES: usize = 4 << 20;
/// Values (lists, maps, scalars) at most.
const MAX_NODES: usize = 400_000;
/// Nesting: a site's column is at depth five.
const MAX_DEPTH: usize = 16;
/// What aliases may unfold to in all.
const MAX_ALIAS_EVENTS: usize = 20_000;

/// A value and where it stands.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) value: Value,
    pub(super) place: Place,
    /// A scalar exactly as written, with its quotes; empty for lists and maps.
    pub(super) source: String,
}

#[derive(Debug)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
}

impl Value {
    /// What it is, for a sentence that says it should be something else.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Value::Null => "空白",
            Value::Bool(_) => "true/false",
            Value::Number(_) => "数字",
            Value::Text(_) => "文字",
            Value::List(_) => "列表",
            Value::Map(_) => "一组键值",
        }
    }
}

/// The document in `text`, or what is wrong with it as YAML.
pub(super) fn read(text: &str, mistakes: &mut Mistakes) -> Option<Node> {
    if text.len() > MAX_BYTES {
        mistakes.add(
            Place { line: 1, column: 1 },
            "",
            format!("文件有 {} 字节，超过了 {MAX_BYTES} 字节的上限。", text.len()),
            "确认文件没有选错；站点确实很多时，请拆成几个配置文件分别运行。",
        );
        return None;
    }
    match serde_saphyr::from_str_with_options::<Spanned<Raw>>(text, options()) {
        Ok(raw) => Some(placed(raw, text)),
        Err(error) => {
            yaml_error::explain(&error, text, mistakes);
            None
        }
    }
}

fn options() -> Options {
    let mut limits = AliasLimits::default();
    limits.max_total_replayed_events = MAX_ALIAS_EVENTS;
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_nodes: MAX_NODES,
            max_events: MAX_NODES * 2,
            max_depth: MAX_DEPTH,
            flow_nesting_limit: MAX_DEPTH,
            max_documents: 2,
            max_aliases: 2_000,
            max_anchors: 2_000,
            max_recorded_anchor_events: MAX_NODES,
            max_recorded_anchor_bytes: MAX_BYTES,
            max_total_scalar_bytes: MAX_BYTES,
            enforce_alias_anchor_ratio: false,
        },
        alias_limits: limits,
        emit_comments: false,
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        strict_booleans: true,
        reject_unsupported_tags: true,
        with_snippet: false,
    }
}

/// A value as the YAML reader hands it over.
enum Raw {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("任意值")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(Raw::Number(value as f64))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Raw, E> {
        Ok(Raw::Number(value as f64))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Raw, E> {
        Ok(Raw::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Raw, E> {
        Ok(Raw::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Map(entries))
    }
}

/// Gives every value its place and its spelling. The depth is bounded by [`MAX_DEPTH`].
fn placed(raw: Spanned<Raw>, text: &str) -> Node {
    let span = raw.defined.span();
    let written = span
        .byte_offset()
        .zip(span.byte_len())
        .and_then(|(start, length)| text.get(start as usize..(start + length) as usize));
    let (value, is_scalar) = match raw.value {
        Raw::Null => (Value::Null, true),
        Raw::Bool(b) => (Value::Bool(b), true),
        Raw::Number(n) => (Value::Number(n), true),
        Raw::Text(t) => (Value::Text(t), true),
        Raw::List(items) => (Value::List(items.into_iter().map(|i| placed(i, text)).collect()), false),
        Raw::Map(entries) => (
            Value::Map(entries.into_iter().map(|(k, v)| (placed(k, text), placed(v, text))).collect()),
            false,
        ),
    };
    let source = match (&value, written) {
        (_, Some(written)) if is_scalar => written.trim().to_owned(),
        (Value::Text(t), None) => t.clone(),
        (Value::Bool(b), None) => b.to_string(),
        (Value::Number(n), None) => n.to_string(),
        _ => String::new(),
    };
    Node {
        value,
        place: Place {
            line: raw.defined.line() as usize,
            column: raw.defined.column() as usize,
        },
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str) -> Node {
        let mut mistakes = Mistakes::default();
        let node = read(text, &mut mistakes);
        assert!(mistakes.is_empty(), "{mistakes:?}");
        node.unwrap()
    }

    #[test]
    fn values_know_their_place_and_spelling() {
        let node = tree("名: \"x\"\n列:\n  - 0350\n  - {a: true, a: no}\n");
        let Value::Map(entries) = &node.value else { panic!("{node:?}") };
        assert_eq!(entries[0].0.source, "名");
        assert_eq!(entries[0].1.place, Place { line: 1, column: 4 });
        assert_eq!(entries[0].1.source, "\"x\"");
        let Value::List(items) = &entries[1].1.value else {
            panic!("{node:?}")
        };
        assert_eq!((items[0].source.as_str(), items[0].place), ("0350", Place { line: 3, column: 5 }));
        let Value::Map(inner) = &items[1].value else { panic!("{node:?}") };
        assert_eq!(inner.len(), 2, "duplicate keys are kept, to be reported with both places");
        assert_eq!(inner[1].0.place, Place { line: 4, column: 15 });
        assert!(matches!(&inner[1].1.value, Value::Text(t) if t == "no"), "{inner:?}");
    }

    #[test]
    fn an_alias_stands_where_its_value_is_written() {
        let node = tree("a: &x 3\nb: *x\n");
        let Value::Map(entries) = &node.value else { panic!("{node:?}") };
        assert!(matches!(entries[1].1.value, Value::Number(n) if (n - 3.0).abs() < f64::EPSILON));
        assert_eq!(entries[1].1.place, Place { line: 1, column: 7 });
    }
}
