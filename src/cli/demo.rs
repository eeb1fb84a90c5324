//! `xuncha demo`: the built-in group on loopback, inspected as in `monthly`.

use super::args::{DemoOptions, GlobalOptions};
use super::exit::{CliError, Exit};
use super::terminal::Screen;

/// Runs the demonstration.
pub fn run(_options: &DemoOptions, _global: &GlobalOptions, _screen: &mut Screen<'_>) -> Result<Exit, CliError> {
    Err(CliError::NotYet("demo"))
}
