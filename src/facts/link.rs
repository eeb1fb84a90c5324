//! One link of a page: what a browser would load or a person would click.

use serde::{Deserialize, Serialize};

/// A link as it stands on a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Where it leads.
    pub target: Target,
    /// What kind of place it was found in.
    pub from: LinkFrom,
    /// Its text (anchor text, `alt` or `title`), white space folded, at most 80 characters; may be empty.
    pub text: String,
    /// The address as written in the page, at most 500 characters.
    pub raw: String,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// An http or https address: absolute, without fragment, as it is to be fetched.
    Web {
        /// The absolute address.
        url: String,
        /// The fragment, percent-decoded, where there is one and it is not empty.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fragment: Option<String>,
    },
    /// A `file:` address, a drive letter or a UNC path: it exists on somebody's computer only.
    Local(String),
    /// No browser could open this address.
    Invalid(String),
}

impl Target {
    /// The address to fetch, for web targets.
    pub fn web(&self) -> Option<&str> {
        match self {
            Target::Web { url, .. } => Some(url),
            Target::Local(_) | Target::Invalid(_) => None,
        }
    }
}

/// The kind of place a link stands in. The serialised name is the `from` of `xuncha page --format json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkFrom {
    /// `<a href>`
    A,
    /// `<area href>`
    Area,
    /// `<link href>` of a style sheet
    Stylesheet,
    /// other `<link href>` a browser loads (icon, preload)
    Link,
    /// `<script src>`
    Script,
    /// `<img src>`, `<input type=image src>`, `background=`
    Img,
    /// `srcset` of `<img>` or `<source>`
    Srcset,
    /// lazy-loading attributes: `data-src`, `data-original` …
    Lazy,
    /// `<iframe src>` or `<frame src>`
    Frame,
    /// `<video>`, `<audio>`, `<source>`, `<track>`, poster
    Media,
    /// `<embed src>` or `<object data>`
    Object,
    /// `<meta http-equiv=refresh>`
    Refresh,
    /// CSS `url()` in a style element, a style attribute or a style sheet
    CssUrl,
    /// CSS `@import`
    CssImport,
    /// `location` in an `onclick` or another handler, or in a script that runs at once
    Onclick,
    /// an `<option value>` of a select that navigates
    Option,
    /// a literal anchor inside `document.write`
    DocumentWrite,
    /// a page of a list, from the arguments of a pagination script
    Pagination,
    /// an attachment that a page names without an address
    Attachment,
    /// what a record names that a script makes a row of, or the file such records come from: the script may put something
    /// before the address
    Data,
}

impl LinkFrom {
    /// Whether the browser loads it by itself, as part of the page.
    pub fn is_resource(self) -> bool {
        !matches!(
            self,
            Self::A
                | Self::Area
                | Self::Onclick
                | Self::Option
                | Self::DocumentWrite
                | Self::Pagination
                | Self::Attachment
                | Self::Refresh
                | Self::Data
        )
    }

    /// The place in Chinese, for 问题位置.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::A => "链接",
            Self::Area => "图片热区链接",
            Self::Stylesheet | Self::CssImport => "样式表",
            Self::Link => "页面头部引用",
            Self::Script => "脚本文件",
            Self::Img | Self::Srcset | Self::Lazy => "图片",
            Self::Frame => "内嵌页面",
            Self::Media => "音视频",
            Self::Object => "嵌入对象",
            Self::Refresh => "自动跳转",
            Self::CssUrl => "样式中引用的文件",
            Self::Onclick => "按钮链接",
            Self::Option => "下拉框链接",
            Self::DocumentWrite => "脚本写出的链接",
            Self::Pagination => "翻页链接",
            Self::Attachment => "附件",
            Self::Data => "脚本数据",
        }
    }
}
