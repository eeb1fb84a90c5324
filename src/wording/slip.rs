//! What the engine says of a place in a sentence.

use serde::{Deserialize, Serialize};

/// How a slip was found, and so how sure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// A wrong string from a list.
    Pair,
    /// A near miss of a protected term.
    Term,
    /// A string that is wrong beside what stands there.
    Pattern,
    /// Weighed by the dictionary alone.
    Dictionary,
    /// Weighed with the site's own model.
    Model,
}

impl Tier {
    /// The tier as reports print it.
    pub fn chinese(self) -> &'static str {
        match self {
            Tier::Pair => "错误写法词表",
            Tier::Term => "规范用语",
            Tier::Pattern => "搭配规则",
            Tier::Dictionary => "词典",
            Tier::Model => "词典和本站语料",
        }
    }
}

/// A slip in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Slip {
    /// The first character of the place, counted in characters of the sentence.
    pub from: usize,
    /// The character after it.
    pub to: usize,
    /// What stands there. Empty where something is missing.
    pub wrong: String,
    /// What was probably meant. Empty where something is too much.
    pub right: String,
    /// How it was found.
    pub tier: Tier,
    /// Whether it is a 严重错别字: a state or party term, a name, a title, an agency.
    pub serious: bool,
    /// How sure, in nats above the threshold; the lists are surer than any weighing and say 20.
    pub score: f32,
    /// Why, in Chinese, for the reader.
    pub reason: String,
}
