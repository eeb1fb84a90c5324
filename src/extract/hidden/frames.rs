//! Frames without a size: they load a stranger's page into the reader's browser and show nothing of it.

use url::Url;

use crate::extract::outline::Outline;

/// Frames of a set that are counted.
const MOST: usize = 50;

/// Parts of addresses that count readers or know who is logged in: frames without a size are the old way of doing that.
const SERVICES: &[&str] = &[
    "stat", "count", "tongji", "track", "analy", "login", "logout", "sso", "auth", "/cas", "passport", "session", "cookie", "token",
    "monitor",
];

/// Whether an address may be that of a service that counts or knows readers.
pub(super) fn may_be_a_service(url: &Url) -> bool {
    let address = url.as_str().to_ascii_lowercase();
    SERVICES.iter().any(|s| address.contains(s))
}

/// Whether a frame has no share of the window among the frames of its set (`rows="0,*"`).
pub(super) fn has_no_share(outline: &Outline<'_>, el: usize) -> bool {
    let Some(set) = outline.parent(el).filter(|set| outline.els[*set].element.name() == "frameset") else {
        return false;
    };
    let Some(place) = outline.children(set).take(MOST).position(|frame| frame == el) else {
        return false;
    };
    ["rows", "cols"].iter().any(|side| {
        let shares = outline.attr(set, side).unwrap_or_default();
        shares
            .split(',')
            .nth(place)
            .is_some_and(|share| matches!(share.trim(), "0" | "0%" | "1"))
    })
}
