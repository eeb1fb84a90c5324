//! Which servers are asked by HEAD: those whose HEAD is worth the request.
//!
//! HEAD saves the bytes of pictures, scripts and videos where a server keeps files: such a server says with each when it was
//! changed, or marks it (`Last-Modified`, `ETag`), in the same words as for GET. Where a program answers, HEAD is often a matter
//! of its own: refused, or good for everything. What such a HEAD says is not believed, and after one of them its server is asked
//! by GET at once: one request more for a server, and not one for every picture.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashSet;
use url::Url;

use crate::facts::{Answer, Outcome};

/// The servers whose HEAD was in vain, by origin; no more than a run meets.
#[derive(Debug, Default)]
pub(super) struct Heads(Mutex<FxHashSet<String>>);

impl Heads {
    /// Whether HEAD may tell something of this address.
    pub(super) fn are_worth_it(&self, url: &Url) -> bool {
        let vain = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        vain.is_empty() || !vain.contains(&origin(url))
    }

    /// HEAD had said this, and GET that: where they differ, or HEAD proved nothing, the server is asked by GET from now on.
    pub(super) fn compare(&self, url: &Url, head: &Outcome, get: &Outcome) {
        if is_good(head) || is_good(get) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(origin(url));
        }
    }
}

fn is_good(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Answer(answer) if (200..400).contains(&answer.status))
}

/// Whether a good answer to HEAD is that of a server which keeps the file.
pub(super) fn proves_a_file(answer: &Answer) -> bool {
    let html = answer.content_type.as_deref().is_some_and(|t| t.contains("html"));
    !html && answer.content_length != Some(0) && (answer.last_modified.is_some() || answer.etag.is_some())
}

fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}
