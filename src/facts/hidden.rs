//! Links to strangers that a page hides from its readers.

use serde::{Deserialize, Serialize};

use super::HijackSort;

/// A block of links that readers do not see and that lead to strangers: neither into the page's own domain, nor to
/// governments, nor to what everybody uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HiddenLinks {
    /// How they are hidden.
    pub how: HiddenHow,
    /// The first of them, at most ten.
    pub links: Vec<HiddenLink>,
    /// How many there are.
    pub count: u32,
    /// How many different domains they lead to.
    pub domains: u32,
    /// The words in them by which advertisements of gambling and the like are known.
    #[serde(default)]
    pub words: Vec<String>,
    /// What these words advertise, where only an advertisement would say so.
    #[serde(default)]
    pub sort: Option<HijackSort>,
    /// Whether the block has a name (`id`, `class`) by which a script of the page could show it, or stands as the parts of a
    /// menu do.
    pub named: bool,
    /// Whether something on the page can show it when a reader asks for it, or its name says that it waits for that.
    #[serde(default)]
    pub asked: bool,
}

/// One hidden link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HiddenLink {
    /// Its absolute address.
    pub url: String,
    /// Its text, at most 40 characters.
    pub text: String,
}

/// How links are hidden from readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HiddenHow {
    /// `display: none`
    NotDisplayed,
    /// `visibility: hidden`, `opacity: 0`
    Invisible,
    /// Far outside the window
    OffScreen,
    /// In a box of no size, or a marquee of a few points
    NoSize,
    /// Letters of no size
    NoLetters,
    /// Letters in the colour of their background, or in none
    SameColour,
    /// Written or hidden by a script of the page
    ByScript,
    /// For programs only that run no scripts
    NoScript,
    /// Not links: frames without a size, or that are not displayed
    Frame,
    /// Not hidden at all: advertisements that everybody can see
    Shown,
    /// Not links at all: words in the title and key words that only search engines read
    InTitle,
}

impl HiddenHow {
    /// Every way.
    pub const ALL: [HiddenHow; 11] = [
        HiddenHow::NotDisplayed,
        HiddenHow::Invisible,
        HiddenHow::OffScreen,
        HiddenHow::NoSize,
        HiddenHow::NoLetters,
        HiddenHow::SameColour,
        HiddenHow::ByScript,
        HiddenHow::NoScript,
        HiddenHow::Frame,
        HiddenHow::Shown,
        HiddenHow::InTitle,
    ];

    /// The stable name, `evidence.how`.
    pub fn id(self) -> &'static str {
        match self {
            HiddenHow::NotDisplayed => "not_displayed",
            HiddenHow::Invisible => "invisible",
            HiddenHow::OffScreen => "off_screen",
            HiddenHow::NoSize => "no_size",
            HiddenHow::NoLetters => "no_letters",
            HiddenHow::SameColour => "same_colour",
            HiddenHow::ByScript => "by_script",
            HiddenHow::NoScript => "no_script",
            HiddenHow::Frame => "frame",
            HiddenHow::Shown => "shown",
            HiddenHow::InTitle => "in_title",
        }
    }

    /// How they are hidden, in Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            HiddenHow::NotDisplayed => "设为不显示",
            HiddenHow::Invisible => "设为不可见",
            HiddenHow::OffScreen => "移到屏幕之外",
            HiddenHow::NoSize => "放在没有大小的框里",
            HiddenHow::NoLetters => "字号设为零",
            HiddenHow::SameColour => "字透明或与背景同色",
            HiddenHow::ByScript => "由脚本写入或隐藏",
            HiddenHow::NoScript => "写在 noscript 里",
            HiddenHow::Frame => "放在看不到的内嵌框里",
            HiddenHow::Shown => "没有隐藏",
            HiddenHow::InTitle => "写在标题和关键词里",
        }
    }

    /// Whether this is never done to something that is to be shown later. Menus, tabs and layers are not displayed or
    /// invisible until they are asked for.
    pub fn is_sly(self) -> bool {
        !matches!(
            self,
            HiddenHow::NotDisplayed | HiddenHow::Invisible | HiddenHow::NoScript | HiddenHow::Shown
        )
    }
}
