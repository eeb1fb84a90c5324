//! The proofreading engine: which characters in a Chinese sentence are wrong, and what was meant.
//!
//! Layer 2, pure. Exact strings and protected terms, whose findings are near certain; and a general tier that weighs what
//! stands there against what may have been meant, by a dictionary and, where one was trained, by a model of the site's own
//! texts. docs/wording.md says how, how well, and where the lists come from.

mod beside;
mod confusion;
mod ends;
mod engine;
mod entry;
mod evaluate;
mod exact;
mod exceptions;
mod follow;
mod general;
mod idioms;
mod ignore;
mod lattice;
mod leaders;
mod lexicon;
mod lists;
mod mention;
mod near_miss;
mod ngram;
#[cfg(feature = "onnx")]
mod onnx;
mod own_names;
mod patterns;
mod places;
mod prepare;
mod rerank;
mod sentence;
mod slip;
mod surnames;
mod table;
mod weighty;

pub use engine::Engine;
pub(crate) use engine::ListFault;
pub(crate) use entry::Entry;
pub use evaluate::Measured;
pub(crate) use evaluate::Score;
pub(crate) use ignore::{Ignore, fault_of_reason, fault_of_words, with_line, words_for};
pub use ngram::{NGram, Own, Trainer};
#[cfg(feature = "onnx")]
pub use onnx::{MaskedModel, NoReranker};
pub(crate) use own_names::OwnNames;
#[cfg(not(feature = "onnx"))]
pub(crate) use rerank::Reranker;
#[cfg(feature = "onnx")]
pub use rerank::Reranker;
pub(crate) use slip::Slip;
pub use slip::Tier;

/// What a run proofreads with.
#[derive(Debug)]
pub struct Proofreading {
    /// The engine with its lists and, where there is one, its model.
    pub engine: Engine,
    /// What is not to be reported.
    pub ignore: Ignore,
    /// Where the model was read from.
    pub model: Option<String>,
    /// Where the model that gives a second opinion was read from.
    pub reranker: Option<String>,
}

impl Proofreading {
    /// With what the program ships and nothing of the user's.
    pub fn shipped() -> Self {
        Self {
            engine: Engine::new(&[]).0,
            ignore: Ignore::default(),
            model: None,
            reranker: None,
        }
    }

    /// A page as the model knows it: what is trained from a page and what is taken away while it is judged are the same text.
    pub fn document(title: Option<&str>, text: &str) -> String {
        format!("{}\n{text}", title.unwrap_or_default())
    }
}

/// The sentences of a text, as the engine judges them.
pub(crate) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let chars: Vec<char> = text.chars().collect();
    let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    bytes.push(text.len());
    prepare::sentences(&chars)
        .into_iter()
        .map(move |r| &text[bytes[r.start]..bytes[r.end]])
}

/// A number that tells a sentence from every other.
pub(crate) fn print(sentence: &str) -> u64 {
    table::hash(sentence.chars())
}
