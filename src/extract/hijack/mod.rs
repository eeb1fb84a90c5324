//! What a page outside the inspected sites is: parked, gambling, pornography, by the beginning that was read of it.
//!
//! The measure is an advertisement's own: its title sells. A page that warns, reports or teaches names the same things and
//! has other words beside them; the official lotteries are none of it.

mod domain;
mod parked;
mod words;

use url::Url;

pub(super) use self::domain::{is_trusted, registered};
pub(super) use self::words::{Hits, against, hits};
use crate::facts::{Hijack, HijackSort};
use crate::text::first;

/// Characters of the text that are looked at: what a page sells it says at once.
const LOOKED_AT: usize = 20_000;
/// Characters of the title that are kept.
const TITLE: usize = 80;

/// Weight of the words, all together, from which a page that sells by its title is certain: three different words that
/// only advertisers write.
const CERTAIN: u32 = 8;
/// The same of a site that is trusted: there it must be a page that was taken over.
const CERTAIN_OF_TRUSTED: u32 = 14;
/// From here on a person looks, whatever the title says.
const DOUBTFUL: u32 = 12;

/// What was read of an outside page.
pub(super) struct Seen<'a> {
    /// The address that the link names.
    pub(super) asked: &'a Url,
    /// The address the page was served from.
    pub(super) at: &'a Url,
    /// The `<title>`.
    pub(super) title: &'a str,
    /// Key words and description of the head.
    pub(super) meta: &'a str,
    /// All its text.
    pub(super) text: &'a str,
    /// The markup.
    pub(super) source: &'a str,
}

/// What the page is, where it is something a government site should not lead to.
pub(super) fn hijack(seen: &Seen<'_>) -> Option<Hijack> {
    let trusted = is_trusted(seen.at);
    let text = first(seen.text, LOOKED_AT);
    let found = advertised(seen.title, seen.meta, text, trusted);
    let (sort, words, certain) = match found {
        Some(found) => found,
        None if trusted => return None,
        None => {
            let (words, certain) = parked::parked(seen, text)?;
            (HijackSort::Parked, words, certain)
        }
    };
    Some(Hijack {
        sort,
        words,
        title: first(seen.title, TITLE).to_owned(),
        certain,
    })
}

fn advertised(title: &str, meta: &str, text: &str, trusted: bool) -> Option<(HijackSort, Vec<String>, bool)> {
    let in_title = hits(title);
    let all = hits(&format!("{title}\n{meta}\n{text}"));
    let sort = [HijackSort::Gambling, HijackSort::Porn]
        .into_iter()
        .max_by_key(|s| all.weight(*s))?;
    let (weight, strong, selling) = (all.weight(sort), all.strong(sort), in_title.strong(sort));
    // Who speaks against it in the title is not selling it.
    if against(title) > 0 {
        return None;
    }
    let against = against(meta) + against(text);
    let certain = if trusted {
        selling >= 2 && weight >= CERTAIN_OF_TRUSTED && against <= 1
    } else {
        selling >= 1 && strong >= 2 && weight >= CERTAIN && against <= 2
    };
    let doubtful = !trusted && against <= 3 && (strong >= 3 && weight >= DOUBTFUL || selling >= 1 && weight >= 5);
    (certain || doubtful).then(|| (sort, all.words(Some(sort)), certain))
}

#[cfg(test)]
mod tests;
