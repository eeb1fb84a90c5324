//! All integration tests, as one binary: one link, one place.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod architecture;
mod bounds;
mod cli;
mod dates;
mod desk;
mod documents;
mod encryption;
mod endurance;
mod fuzz;
#[path = "../benches/group/mod.rs"]
#[expect(dead_code, reason = "the benchmarks measure with the rest of it")]
mod group;
mod hidden_sheets;
mod hijacked;
mod home_pages;
mod hostile;
mod index_pages;
mod indicators;
mod inquiries;
mod known_again;
mod links;
mod log_format;
mod manners;
mod one_way;
mod page_times;
mod pages;
mod pipeline;
mod plans;
mod report_folders;
#[cfg(feature = "onnx")]
mod reranker;
mod resume;
mod rule_fixtures;
mod searches;
mod service_guides;
mod shuffled;
mod site_server;
mod trace;
mod unfinished;
mod wording;
mod wording_except;
mod wording_run;
