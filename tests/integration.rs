//! All integration tests, as one binary: one link, one place.

mod architecture;
mod cli;
mod desk;
mod documents;
mod pages;
mod pipeline;
mod resume;
mod site_server;
