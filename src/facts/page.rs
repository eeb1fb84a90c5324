//! What one page says.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Fact, GuideFacts, HiddenLinks, Link, ListingFacts, PrivateNumber, Stamp, Why};

/// Everything read from one page. Small enough to keep on disk for every page of a site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageFacts {
    /// The address the page was finally served from; its links are resolved against it (or its `<base href>`).
    pub url: String,
    /// How the bytes became text.
    pub charset: CharsetFacts,
    /// What kind of page it is.
    pub kind: PageKind,
    /// The title of the content: the article's headline, or the cleaned `<title>` of a page without one.
    pub title: Option<String>,
    /// The `<title>` element of the head, white space folded.
    pub html_title: Option<String>,
    /// When the content says it was published.
    pub pub_date: Fact<Stamp>,
    /// 来源, where it is given and not a placeholder.
    pub source: Option<String>,
    /// The name of the column the page belongs to (or is): ColumnName label, breadcrumb, or list heading.
    pub column: Option<String>,
    /// 当前位置, from the home page down.
    pub breadcrumb: Vec<Crumb>,
    /// `<meta name content>`, names as written on the page, first occurrence of a name (case-insensitive) wins.
    pub labels: BTreeMap<String, String>,
    /// Identity numbers and names in the footer.
    pub footer: FooterFacts,
    /// The main list of a list page.
    pub listing: Option<ListingFacts>,
    /// The boxes of a home or portal page, each a short list under a heading.
    pub boxes: Vec<ListingFacts>,
    /// The elements, where the page is a service guide.
    pub guide: Option<GuideFacts>,
    /// Every link of the page in document order, duplicates (same target, same place kind, same text) removed.
    pub links: Vec<Link>,
    /// The main text: content without navigation, footer, scripts and hidden layers; at most 200,000 characters.
    pub text: String,
    /// The number of characters (white space not counted) of the main text before it was cut.
    pub text_chars: usize,
    /// A sentence that says a column has nothing to show on purpose (暂无相关信息), where one stands.
    pub blank_note: Option<String>,
    /// The words by which the page looks like an error page served as a good one, where it does.
    pub error_words: Option<String>,
    /// Whether the main content seems to be filled in by script (an empty frame with a script template).
    pub script_filled: bool,
    /// The numbers of the names a fragment can point to ([`place_number`](super::place_number)), sorted; none where they
    /// cannot be told from the markup.
    #[serde(default)]
    pub places: Option<Vec<u32>>,
    /// Links to a place on this very page that is not there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<Link>,
    /// Numbers of private persons, each once, masked; they are masked in the texts above as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub private: Vec<PrivateNumber>,
    /// Links to strangers that are hidden from readers, by block.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hidden: Vec<HiddenLinks>,
    /// Whether parsing stopped early at a limit of size or work.
    pub cut_off: bool,
}

impl PageFacts {
    /// A page of which nothing is known but its address and its kind.
    pub fn blank(url: impl Into<String>, kind: PageKind) -> Self {
        PageFacts {
            url: url.into(),
            charset: CharsetFacts {
                name: "utf-8".to_owned(),
                source: CharsetSource::Utf8,
                declared: None,
                lossy: false,
            },
            kind,
            title: None,
            html_title: None,
            pub_date: Fact::Unknown(Why::NotShown),
            source: None,
            column: None,
            breadcrumb: Vec::new(),
            labels: BTreeMap::new(),
            footer: FooterFacts::default(),
            listing: None,
            boxes: Vec::new(),
            guide: None,
            links: Vec::new(),
            text: String::new(),
            text_chars: 0,
            blank_note: None,
            error_words: None,
            script_filled: false,
            places: None,
            lost: Vec::new(),
            private: Vec::new(),
            hidden: Vec::new(),
            cut_off: false,
        }
    }
}

/// The kind of a page, as `xuncha page` prints it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageKind {
    /// A home page of a site.
    Home,
    /// A list of items: a column page.
    List,
    /// An article.
    Article,
    /// A policy document.
    Policy,
    /// An interpretation of a policy.
    Interpretation,
    /// A service guide.
    Guide,
    /// A form or list for questions from the public.
    Consultation,
    /// One question with its answer.
    Reply,
    /// A page that holds nothing but attachments.
    Attachment,
    /// A page that only forwards elsewhere, or a fragment written by script.
    Stub,
    /// An error page, whatever its status.
    Error,
    /// Anything else.
    Other,
    /// No page at all but a style sheet, read for what it loads.
    StyleSheet,
}

/// How the bytes of a page became text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CharsetFacts {
    /// The encoding used, lower-case WHATWG name (`utf-8`, `gb18030`, `gbk`, `big5` …).
    pub name: String,
    /// What decided it.
    pub source: CharsetSource,
    /// What the page or the header claimed, where that differs from `name`.
    pub declared: Option<String>,
    /// Whether some bytes could not be decoded and were replaced.
    pub lossy: bool,
}

/// What decided the encoding of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CharsetSource {
    /// A byte order mark.
    Bom,
    /// The bytes are valid UTF-8.
    Utf8,
    /// A `<meta>` in the page.
    Meta,
    /// The Content-Type header.
    Header,
    /// Detection by content.
    Detected,
}

/// One step of 当前位置.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Crumb {
    /// Its text.
    pub text: String,
    /// Its absolute address, where it is a link.
    pub url: Option<String>,
}

/// Identity facts of a page's footer. Numbers are as printed, white space folded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FooterFacts {
    /// 网站标识码 (ten digits for a site).
    pub site_code: Option<String>,
    /// ICP 备案号, each as printed (`豫ICP备15021526号-1`).
    pub icp: Vec<String>,
    /// 公安备案号, each as printed (`豫公网安备 41142402000535号`).
    pub police: Vec<String>,
    /// 主办单位.
    pub sponsor: Option<String>,
    /// Telephone, mail or postal address given as contact.
    pub contact: Option<String>,
}
