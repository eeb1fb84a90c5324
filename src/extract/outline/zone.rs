//! The furniture of a page (menus, footers, paginations, hidden layers), as the marks of elements claim it.

use scraper::node::Element;

use super::Tag;
use crate::text::unspaced;

/// Which part of the page's furniture an element belongs to; a set of bits, inherited downwards.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(in crate::extract) struct Zone(u16);

impl Zone {
    pub(in crate::extract) const NAV: Zone = Zone(1);
    pub(in crate::extract) const FOOT: Zone = Zone(2);
    pub(in crate::extract) const SIDE: Zone = Zone(4);
    pub(in crate::extract) const HIDDEN: Zone = Zone(8);
    pub(in crate::extract) const RELATED: Zone = Zone(16);
    pub(in crate::extract) const PAGER: Zone = Zone(32);
    pub(in crate::extract) const NOTICE: Zone = Zone(64);
    pub(in crate::extract) const CRUMB: Zone = Zone(128);
    /// Everything that is not content.
    pub(in crate::extract) const FURNITURE: Zone = Zone(255);

    pub(in crate::extract) const fn and(self, other: Zone) -> Zone {
        Zone(self.0 | other.0)
    }

    /// Those of `other` that are in it.
    pub(super) const fn only(self, other: Zone) -> Zone {
        Zone(self.0 & other.0)
    }

    pub(super) const fn without(self, other: Zone) -> Zone {
        Zone(self.0 & !other.0)
    }

    pub(in crate::extract) fn any_of(self, other: Zone) -> bool {
        self.0 & other.0 != 0
    }
}

/// What an element's own marks claim.
pub(super) fn zone_of(element: &Element, tag: Tag) -> Zone {
    let mut zone = match element.name() {
        "nav" => Zone::NAV,
        "footer" => Zone::FOOT,
        "aside" => Zone::SIDE,
        _ => Zone::default(),
    };
    if matches!(tag, Tag::Script | Tag::Img) {
        return zone;
    }
    for (name, value) in element.attrs() {
        match name {
            "class" | "id" => zone = zone.and(zone_of_words(value)),
            "style" if hides(value) => zone = zone.and(Zone::HIDDEN),
            "hidden" => zone = zone.and(Zone::HIDDEN),
            _ => {}
        }
    }
    zone
}

/// Whether an element's own style hides it.
pub(in crate::extract) fn hides(style: &str) -> bool {
    let css = |style| unspaced(style).to_ascii_lowercase();
    style.contains("none") && css(style).contains("display:none") || style.contains("hidden") && css(style).contains("visibility:hidden")
}

/// Reads the words of a class or id: `main_Nav-top` is main, nav, top.
fn zone_of_words(value: &str) -> Zone {
    let mut zone = Zone::default();
    for word in value.split(|c: char| !c.is_ascii_alphanumeric()) {
        if word.len() < 3 || word.len() > 24 {
            continue;
        }
        let mut buffer = [0_u8; 24];
        let bytes = &mut buffer[..word.len()];
        bytes.copy_from_slice(word.as_bytes());
        bytes.make_ascii_lowercase();
        if let Ok(word) = std::str::from_utf8(bytes) {
            zone = zone.and(zone_of_word(word));
        }
    }
    zone
}

fn zone_of_word(word: &str) -> Zone {
    match word {
        "header" | "logo" | "topbar" | "toolbar" | "banner" | "dropdown" => Zone::NAV,
        "copyright" | "banquan" | "links" | "flink" | "yqlj" | "friendlink" | "bottom" | "dibu" => Zone::FOOT,
        "side" | "aside" | "leftmenu" | "leftnav" | "zuoce" => Zone::SIDE,
        "page" | "pages" | "pager" | "paging" | "pagination" | "pagediv" | "fenye" | "fanye" | "pagebar" | "pagelist" | "pagenum"
        | "pageturn" | "jspindex" | "turnpage" => Zone::PAGER,
        "related" | "relate" | "reldocuments" | "xgyd" | "xgxx" | "xgwz" | "xgbd" | "xglj" | "hotlist" | "hotnews" | "rdtj" | "tuijian"
        | "recommend" | "paihang" | "ranking" | "calendar" | "rili" | "prevnext" | "othernews" => Zone::RELATED,
        "crumb" | "crumbs" | "breadcrumb" | "breadcrumbs" | "curmb" | "dqwz" | "location" | "weizhi" | "wz" | "position" | "bread"
        | "mianbaoxie" | "mbx" | "szwz" => Zone::CRUMB,
        _ if word.contains("menu") || word.starts_with("nav") && !word.starts_with("navy") || word.ends_with("nav") => Zone::NAV,
        _ if word.starts_with("foot") || word.ends_with("footer") => Zone::FOOT,
        _ if word.starts_with("sidebar") || word.ends_with("sidebar") => Zone::SIDE,
        _ if word.ends_with("crumb") || word.starts_with("crumb") => Zone::CRUMB,
        _ if word.starts_with("hodepage") => Zone::PAGER,
        _ if word.contains("friendlink") => Zone::FOOT,
        _ => Zone::default(),
    }
}
