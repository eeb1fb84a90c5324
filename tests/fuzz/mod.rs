//! Fuzzing: whatever a site sends, every reader answers, answers the same again, and answers no more than it was given.
//!
//! By proptest over bytes, one file a reader; `PROPTEST_CASES=20000` runs each longer. Work is measured by what comes out
//! of an input of known size, never by a clock. Readers that are private are fuzzed beside their code, with the same
//! `mutation`: headers in src/fetch, dates and error words in src/extract.

mod addresses;
mod answers;
mod charsets;
mod configuration;
mod mutation;
mod pages;
mod robots;
mod sentences;
mod sheets;
mod sitemaps;
mod wording;
