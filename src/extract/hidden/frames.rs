//! Frames without a size: they load a stranger's page into the reader's browser and show nothing of it.

use url::Url;

/// Parts of addresses that count readers or know who is logged in: frames without a size are the old way of doing that.
const SERVICES: &[&str] = &[
    "stat", "count", "tongji", "track", "analy", "login", "logout", "sso", "auth", "/cas", "passport", "session", "cookie", "token", "monitor",
];

/// Whether an address may be that of a service that counts or knows readers.
pub(super) fn may_be_a_service(url: &Url) -> bool {
    let address = url.as_str().to_ascii_lowercase();
    SERVICES.iter().any(|s| address.contains(s))
}
