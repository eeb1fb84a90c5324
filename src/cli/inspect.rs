//! `xuncha daily`, `monthly`, `quarterly`: an inspection of the configured group.

use super::args::{GlobalOptions, InspectOptions, Sample};
use super::exit::{CliError, Exit};
use super::terminal::Screen;
use super::{config_file, exit};

/// Which inspection.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Occasion {
    /// 日读网
    Daily,
    /// 月巡查
    Monthly,
    /// 季抽查, with the size of the sample where one is asked for.
    Quarterly(Option<Sample>),
}

/// Runs the inspection.
pub fn run(occasion: Occasion, options: &InspectOptions, _global: &GlobalOptions, _screen: &mut Screen<'_>) -> Result<Exit, CliError> {
    let mut group = config_file::load(&options.config.config)?;
    config_file::apply_rate(&mut group, options.run.rate)?;
    config_file::select(&mut group, &options.run.sites)?;
    Err(exit::CliError::NotYet(match occasion {
        Occasion::Daily => "daily",
        Occasion::Monthly => "monthly",
        Occasion::Quarterly(_) => "quarterly",
    }))
}
