//! What a judgement rests on: values under keys, and what each key means.
//!
//! A key is declared once, beside the rule that gives it: its type, and the words an editor reads. Reports, filters of
//! tables and documents all go by that declaration.

use std::collections::BTreeMap;

use serde_json::Value;

/// Machine-readable evidence: short keys, plain values, in a fixed order.
pub type Evidence = BTreeMap<String, Value>;

/// A key of the evidence.
#[derive(Clone, Copy)]
pub struct Key {
    /// Its name in `findings.jsonl` and in tables.
    pub id: &'static str,
    /// What its value is.
    pub shape: Shape,
    /// How an editor reads it.
    pub words: Words,
}

/// What the value of a key is. `null` stands for "not known" under any key.
#[derive(Clone, Copy)]
pub enum Shape {
    /// A number.
    Number,
    /// Any text.
    Text,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// Yes or no.
    Flag,
    /// Texts.
    List,
    /// One id of a closed set.
    Id(Ids),
    /// Ids of a closed set.
    Ids(Ids),
    /// Something with parts, which programs read.
    Parts,
}

/// A closed set of ids, each with its Chinese.
#[derive(Clone, Copy)]
pub enum Ids {
    /// These.
    These(&'static [(&'static str, &'static str)]),
    /// Those of a type of ours.
    Of {
        /// All of them.
        all: fn() -> Vec<String>,
        /// The Chinese of one; none where it is none of them.
        chinese: fn(&str) -> Option<String>,
    },
}

/// How an editor reads a value.
#[derive(Clone, Copy)]
pub enum Words {
    /// The value between these words.
    Around(&'static str, &'static str),
    /// What this says, which sees the rest of the evidence: a value whose words depend on its neighbours.
    Written(fn(&Evidence) -> Option<String>),
    /// For programs only: a reader is told the same in another column, or in other words.
    ForPrograms,
}

impl Key {
    /// A key whose value stands between these words.
    pub(crate) const fn shown(id: &'static str, shape: Shape, before: &'static str, after: &'static str) -> Self {
        Key {
            id,
            shape,
            words: Words::Around(before, after),
        }
    }

    /// A key whose value has words of its own.
    pub(crate) const fn written(id: &'static str, shape: Shape, words: fn(&Evidence) -> Option<String>) -> Self {
        Key {
            id,
            shape,
            words: Words::Written(words),
        }
    }

    /// A key for programs only.
    pub(crate) const fn for_programs(id: &'static str, shape: Shape) -> Self {
        Key {
            id,
            shape,
            words: Words::ForPrograms,
        }
    }
}

impl Ids {
    /// Every id with its Chinese.
    pub fn all(self) -> Vec<(String, String)> {
        match self {
            Ids::These(pairs) => pairs
                .iter()
                .map(|(id, chinese)| ((*id).to_owned(), (*chinese).to_owned()))
                .collect(),
            Ids::Of { all, chinese } => all()
                .into_iter()
                .map(|id| {
                    let words = chinese(&id).unwrap_or_default();
                    (id, words)
                })
                .collect(),
        }
    }

    /// The Chinese of an id; none where the set does not have it.
    pub fn chinese(self, id: &str) -> Option<String> {
        match self {
            Ids::These(pairs) => pairs.iter().find(|(own, _)| *own == id).map(|(_, chinese)| (*chinese).to_owned()),
            Ids::Of { chinese, .. } => chinese(id),
        }
    }
}

impl Shape {
    /// Whether a value is of this shape.
    pub fn takes(self, value: &Value) -> bool {
        let id = |ids: Ids, value: &Value| value.as_str().is_some_and(|id| ids.chinese(id).is_some());
        match (self, value) {
            (_, Value::Null) | (Shape::Parts, _) => true,
            (Shape::Number, value) => value.is_number(),
            (Shape::Text, value) => value.is_string(),
            (Shape::Date, value) => value.as_str().is_some_and(|day| day.parse::<jiff::civil::Date>().is_ok()),
            (Shape::Flag, value) => value.is_boolean(),
            (Shape::List, value) => value.as_array().is_some_and(|all| all.iter().all(Value::is_string)),
            (Shape::Id(ids), value) => id(ids, value),
            (Shape::Ids(ids), value) => value.as_array().is_some_and(|all| all.iter().all(|one| id(ids, one))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_value_is_held_against_its_shape() {
        const FRUIT: Ids = Ids::These(&[("apple", "苹果"), ("pear", "梨")]);
        for (shape, good, bad) in [
            (Shape::Number, json!(1.5), json!("1")),
            (Shape::Text, json!("a"), json!(1)),
            (Shape::Date, json!("2026-11-23"), json!("11月23日")),
            (Shape::Flag, json!(false), json!("no")),
            (Shape::List, json!(["a"]), json!([1])),
            (Shape::Id(FRUIT), json!("pear"), json!("梨")),
            (Shape::Ids(FRUIT), json!(["apple"]), json!(["plum"])),
        ] {
            assert!(shape.takes(&good) && shape.takes(&Value::Null), "{good}");
            assert!(!shape.takes(&bad), "{bad}");
        }
    }
}
