//! Cutting texts and lists to size.

use super::{ADDRESS, LINE, THINGS};

/// Room for bytes, and whether it was too small.
pub(super) struct Room {
    all: usize,
    left: usize,
    pub(super) full: bool,
}

impl Room {
    pub(super) fn new(bytes: usize) -> Self {
        Room {
            all: bytes,
            left: bytes,
            full: false,
        }
    }

    /// Keeps the first things of a list, at most so many and as long as there is room; `bounded` bounds one and gives its size.
    pub(super) fn keep<T>(&mut self, things: &mut Vec<T>, most: usize, mut bounded: impl FnMut(&mut T) -> usize) {
        let mut kept = 0;
        for thing in things.iter_mut().take(most) {
            // What a thing takes besides its texts: field names and punctuation in its record.
            let bytes = bounded(thing) + 64;
            if bytes > self.left {
                break;
            }
            self.left -= bytes;
            kept += 1;
        }
        if kept < things.len() {
            self.full = true;
            things.truncate(kept);
            things.shrink_to_fit();
        }
    }

    pub(super) fn lines(&mut self, texts: &mut Vec<String>) {
        self.keep(texts, THINGS, |text| {
            line(text);
            text.len()
        });
    }

    pub(super) fn taken(&self) -> usize {
        self.all - self.left
    }
}

pub(super) fn size(text: Option<&str>) -> usize {
    text.map_or(0, str::len)
}

pub(super) fn maybe(text: &mut Option<String>) {
    if let Some(text) = text {
        line(text);
    }
}

/// An address that is too long leads nowhere: its beginning would be another one.
pub(super) fn address(url: &mut Option<String>) {
    url.take_if(|u| u.len() > ADDRESS);
}

pub(super) fn line(text: &mut String) {
    clip(text, LINE);
}

/// Cuts a text behind so many characters, and says so with an ellipsis.
pub(super) fn clip(text: &mut String, characters: usize) {
    if text.len() <= characters {
        return;
    }
    let cut = text.char_indices().nth(characters).map(|(end, _)| end);
    if let Some(end) = cut {
        text.truncate(end);
        text.push('…');
        text.shrink_to_fit();
    }
}
