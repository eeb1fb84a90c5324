//! Gathers the links of one page or style sheet, each once, in bounded memory.

use std::hash::{DefaultHasher, Hash, Hasher};

use rustc_hash::FxHashSet;

use super::resolve::{Resolver, cut};
use crate::facts::bounds;
use crate::facts::{Link, LinkFrom, Target};

/// Gathers links, each once.
pub(super) struct Collector<'r> {
    resolver: &'r Resolver,
    pub(super) links: Vec<Link>,
    seen: FxHashSet<u64>,
    bytes: usize,
    /// Those from styles.
    styles: usize,
}

impl<'r> Collector<'r> {
    pub(super) fn new(resolver: &'r Resolver) -> Self {
        Collector {
            resolver,
            links: Vec::new(),
            seen: FxHashSet::default(),
            bytes: 0,
            styles: 0,
        }
    }

    /// Adds the link `raw` stands for; says whether it stands for one.
    pub(super) fn add(&mut self, raw: &str, from: LinkFrom, text: String) -> bool {
        if self.links.len() >= bounds::LINKS || self.bytes > bounds::LINK_BYTES {
            return false;
        }
        let of_style = matches!(from, LinkFrom::CssUrl | LinkFrom::CssImport);
        if of_style && self.styles > bounds::STYLE_LINKS {
            return false;
        }
        let Some(target) = self.resolver.resolve(raw) else { return false };
        let mut hasher = DefaultHasher::new();
        match &target {
            Target::Web { url, fragment } => (url, fragment).hash(&mut hasher),
            Target::Local(raw) | Target::Invalid(raw) => raw.hash(&mut hasher),
        }
        (from, &text).hash(&mut hasher);
        if self.seen.insert(hasher.finish()) {
            let raw = cut(raw);
            self.styles += usize::from(of_style);
            self.bytes += raw.len() + text.len() + target.web().map_or(0, str::len);
            self.links.push(Link { target, from, text, raw });
        }
        true
    }

    /// Adds an attachment that its page names and that has no address: what stands where the address should.
    pub(super) fn add_unaddressed(&mut self, written: &str, text: String) {
        let mut hasher = DefaultHasher::new();
        (written, &text).hash(&mut hasher);
        if self.links.len() < bounds::LINKS && self.bytes <= bounds::LINK_BYTES && self.seen.insert(hasher.finish()) {
            let raw = cut(written);
            self.bytes += raw.len() * 2 + text.len();
            self.links.push(Link {
                target: Target::Invalid(raw.clone()),
                from: LinkFrom::Attachment,
                text,
                raw,
            });
        }
    }

    pub(super) fn links(self) -> Vec<Link> {
        self.links
    }
}
