//! xuncha (巡查): an inspector of Chinese government websites.
#![doc = include_str!("../docs/drawing.md")]

pub mod draw;
pub(crate) mod panics;
pub mod standard;
pub mod text;

pub mod facts;
pub mod site;

pub mod finding;
pub mod wording;

pub mod extract;
pub mod plan;
pub mod rules;
pub mod score;
pub mod survey;

pub mod judge;

pub mod report;

pub mod crawl;
pub mod fetch;
pub mod store;

pub mod inspect;

pub mod demo;

pub mod cli;

#[cfg(test)]
mod fuzzing;
