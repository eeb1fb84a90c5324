//! What was measured of the first site, as a fixture says it in a line each.

use xuncha::testing::facts::{Fact, Hit, Ipv6, LoadFacts, MeasuredFacts, SearchTry, Why};
use xuncha::testing::site::Site;

use super::format::{address, split};

/// What was said so far.
#[derive(Default)]
pub(super) struct Measured {
    facts: MeasuredFacts,
    /// What came of a search, the address and the title of the article that was searched for.
    searched: Vec<(Result<Hit, Why>, String, String)>,
}

impl Measured {
    /// Takes one measurement in.
    pub(super) fn take(&mut self, text: &str) -> Result<(), String> {
        let (what, rest) = split(text);
        match what {
            "load" => {
                let number = |text: Option<&str>| text.and_then(|t| t.parse::<u32>().ok());
                let (time, pages) = rest.split_once(" of ").unwrap_or_default();
                let (Some(median_ms), Some(pages)) = (number(time.strip_suffix("ms")), number(pages.strip_suffix(" pages"))) else {
                    return Err(format!("“{rest}” is no load (4200ms of 12 pages)"));
                };
                self.facts.load = Some(LoadFacts {
                    pages,
                    median_ms,
                    slow: if median_ms > 3_000 { pages / 2 + 1 } else { 0 },
                    slowest: Vec::new(),
                });
            }
            "ipv6" => {
                self.facts.ipv6 = Some(match split(rest) {
                    ("answers", "") => Fact::Known(Ipv6::Answers),
                    ("no-address", "") => Fact::Known(Ipv6::NoAddress),
                    ("silent", why) if !why.is_empty() => Fact::Known(Ipv6::Silent(why.to_owned())),
                    ("unknown", "") => Fact::Unknown(Why::NoIpv6),
                    _ => return Err(format!("“{rest}” is none of answers, no-address, silent WHY, unknown")),
                });
            }
            "search" if rest == "nothing" => self.facts.search = Some(Vec::new()),
            "search" => {
                let (word, of) = split(rest);
                let (article, title) = split(of);
                let hit = match word {
                    "found" => Ok(Hit::Found),
                    "missing" => Ok(Hit::Missing),
                    "unknown" => Err(Why::ByScript),
                    status if status.parse::<u16>().is_ok() => Ok(Hit::Broken {
                        cause: format!("http_{status}"),
                        text: format!("服务器返回 {status}"),
                    }),
                    _ => return Err(format!("“{word}” is none of found, missing, unknown, nothing, a status")),
                };
                if title.is_empty() {
                    return Err("a search names an article: its address, then its title".into());
                }
                self.searched.push((hit, address(article)?.to_string(), title.to_owned()));
            }
            other => return Err(format!("“{other}” is none of load, ipv6, search")),
        }
        Ok(())
    }

    /// All of it, of this site.
    pub(super) fn finish(mut self, site: &Site) -> Result<MeasuredFacts, String> {
        if !self.searched.is_empty() {
            let search = site.search.clone();
            let search = search.ok_or("what was searched wants the address of the search: <!-- site search: … -->")?;
            let tries = self.searched.into_iter().map(|(hit, article, title)| SearchTry {
                asked: search.replace("{query}", &title),
                title,
                article,
                hit: hit.map_or_else(Fact::Unknown, Fact::Known),
            });
            self.facts.search = Some(tries.collect());
        }
        Ok(self.facts)
    }
}
