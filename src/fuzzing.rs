//! The inputs of tests/fuzz, for the tests of readers that nothing outside sees.

#[path = "../tests/fuzz/mutation.rs"]
pub(crate) mod mutation;
#[path = "../tests/fuzz/words.rs"]
#[expect(dead_code, reason = "the other lists are for the readers that are public")]
pub(crate) mod words;
