//! The kinds of links that are planted, as `links.tsv` lists them.

use anyhow::{Context as _, Result, bail};

#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    pub(super) is: Is,
    pub(super) name: &'static str,
    /// One article in so many has it; 0 where the least is enough.
    pub(super) one_in: usize,
    pub(super) least: usize,
    pub(super) on: Encoding,
    /// Where it leads, as a browser resolves it, and how it is written: with places to fill.
    pub(super) address: &'static str,
    pub(super) html: &'static str,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Is {
    Broken,
    /// A place inside of a page that does not exist: a hint, no broken link.
    Place,
    Sound,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Encoding {
    Any,
    Utf8,
    Gbk,
}

pub(super) fn kinds() -> Result<Vec<Kind>> {
    let lines = include_str!("links.tsv").lines();
    let rows = lines.filter(|l| !l.is_empty() && !l.starts_with('#'));
    rows.map(|line| kind(line).with_context(|| format!("links.tsv: {line}"))).collect()
}

fn kind(line: &'static str) -> Result<Kind> {
    let [is, name, one_in, least, on, address, html] = line.split('\t').collect::<Vec<_>>()[..] else {
        bail!("not seven columns")
    };
    let is = match is {
        "broken" => Is::Broken,
        "place" => Is::Place,
        "sound" => Is::Sound,
        other => bail!("what is {other}?"),
    };
    let on = match on {
        "any" => Encoding::Any,
        "utf8" => Encoding::Utf8,
        "gbk" => Encoding::Gbk,
        other => bail!("what encoding is {other}?"),
    };
    let (one_in, least) = (one_in.parse()?, least.parse()?);
    Ok(Kind {
        is,
        name,
        one_in,
        least,
        on,
        address,
        html,
    })
}
