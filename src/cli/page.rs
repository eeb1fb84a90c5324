//! `xuncha page`: what the tool sees on one page.

use super::args::{GlobalOptions, PageOptions};
use super::exit::{CliError, Exit};
use super::terminal::Screen;

/// Shows one page.
pub fn run(_options: &PageOptions, _global: &GlobalOptions, _screen: &mut Screen<'_>) -> Result<Exit, CliError> {
    Err(CliError::NotYet("page"))
}
