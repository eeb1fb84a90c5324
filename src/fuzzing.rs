//! The inputs of tests/fuzz, for the tests of readers that nothing outside sees.

#[path = "../tests/fuzz/mutation.rs"]
pub(crate) mod mutation;
#[path = "../tests/fuzz/sentences.rs"]
pub(crate) mod sentences;
