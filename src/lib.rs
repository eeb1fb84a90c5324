//! xuncha (巡查): an inspector of Chinese government websites.
#![doc = include_str!("../docs/drawing.md")]

pub(crate) mod draw;
pub(crate) mod lexicon;
pub(crate) mod panics;
pub(crate) mod text;

pub(crate) mod standard;

pub(crate) mod facts;
pub(crate) mod site;

pub(crate) mod finding;
pub(crate) mod wording;

pub(crate) mod extract;
pub(crate) mod plan;
pub(crate) mod rules;
pub(crate) mod score;
pub(crate) mod survey;

pub(crate) mod judge;

pub(crate) mod report;

pub(crate) mod crawl;
pub(crate) mod fetch;
pub(crate) mod store;

pub(crate) mod inspect;

pub(crate) mod demo;

pub(crate) mod cli;

#[doc(hidden)]
pub mod testing;

pub use cli::main as run;

#[cfg(test)]
mod fuzzing;
