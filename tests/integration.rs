//! All integration tests, as one binary: one link, one place.

mod architecture;
mod documents;
mod pages;
