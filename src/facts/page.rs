//! What one page says.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    DateTraces, DocumentFacts, Fact, FooterFacts, GuideFacts, HeaderFacts, HiddenLinks, InquiriesOnPage, Link, LinkFrom, ListingFacts,
    PrivateNumber, SheetFacts, Stamp, StyledLinks, Why, bounds,
};

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
    /// The publication time as the page prints it, white space folded, at most 40 characters; none where it was read
    /// from a label that readers do not see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printed_date: Option<String>,
    /// 来源, where it is given and not a placeholder.
    pub source: Option<String>,
    /// The name of the column the page belongs to (or is): ColumnName label, breadcrumb, or list heading.
    pub column: Option<String>,
    /// 当前位置, from the home page down.
    pub breadcrumb: Vec<Crumb>,
    /// `<meta name content>`, names as written on the page, first occurrence of a name (case-insensitive) wins.
    pub labels: BTreeMap<String, String>,
    /// What the top of the page calls the site.
    #[serde(default)]
    pub header: HeaderFacts,
    /// Identity numbers and names in the footer.
    pub footer: FooterFacts,
    /// The main list of a list page.
    pub listing: Option<ListingFacts>,
    /// What the list would be if `listing` stood beside the page's own, which only the site's other pages can tell; without items
    /// where the frame of a list stands empty, none where there is nothing else or the list bears the page's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listing_otherwise: Option<ListingFacts>,
    /// Whether, without `listing` and where no other list stands, the page still has text, pictures or a form of its own.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub says_own: bool,
    /// The boxes of a home or portal page, each a short list under a heading.
    pub boxes: Vec<ListingFacts>,
    /// What stands beside the main text of a home page and is no link: banner, footer, boxes, buttons, a line each; at most about 4,000
    /// characters. Empty of other pages.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub frame: String,
    /// The short words of a home page, each once: what its menus and headings name, links or not. None of other pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// The elements, where the page is a service guide.
    pub guide: Option<GuideFacts>,
    /// The messages of the public it shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inquiries: Option<InquiriesOnPage>,
    /// Every link of the page in document order, duplicates (same target, same place kind, same text) removed.
    pub links: Vec<Link>,
    /// The texts of its links that name a yearly report of a website, at most ten.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub report_names: Vec<String>,
    /// The main text: content without navigation, footer, scripts and hidden layers; at most 200,000 characters.
    pub text: String,
    /// The number of characters (white space not counted) of the main text before it was cut.
    pub text_chars: usize,
    /// How much of what a visitor sees as running text the main text holds.
    #[serde(default)]
    pub running: RunningText,
    /// A sentence that says a column has nothing to show on purpose (暂无相关信息), where one stands.
    pub blank_note: Option<String>,
    /// The words by which the page looks like an error page served as a good one, where it does.
    pub error_words: Option<String>,
    /// What a home page shows where the site should be; none of other pages, and where it shows the site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stand_in: Option<StandIn>,
    /// Whether the main content seems to be filled in by script (an empty frame with a script template).
    pub script_filled: bool,
    /// Whether nothing stands on it but a name, menus and a footer, and it does not say that it is a column.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shows_nothing: bool,
    /// Where the list of the page stands, where it shows one from elsewhere: the pages of its frames, or the files with
    /// records that its script asks for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub list_at: Vec<String>,
    /// The numbers of the names a fragment can point to (`place_number`), sorted; none where they
    /// cannot be told from the markup.
    #[serde(default)]
    pub places: Option<Vec<u32>>,
    /// Links to a place on this very page that is not there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<Link>,
    /// What else the page and earlier runs tell of its date.
    #[serde(default)]
    pub dates: DateTraces,
    /// The marks of an official document.
    #[serde(default, skip_serializing_if = "DocumentFacts::is_empty")]
    pub document: DocumentFacts,
    /// Numbers of private persons, each once, masked; they are masked in the texts above as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub private: Vec<PrivateNumber>,
    /// Links to strangers that are hidden from readers, by block.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hidden: Vec<HiddenLinks>,
    /// Its other links to strangers, where style sheets in files of their own may hide them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub styled: Option<StyledLinks>,
    /// Of a style sheet: what it says. None of pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<SheetFacts>,
    /// Whether parsing stopped early at a limit of size or work.
    pub cut_off: bool,
}

impl PageFacts {
    /// Whether its styles load more addresses than are kept of them.
    pub(crate) fn styles_left_out(&self) -> bool {
        let of_style = |link: &&Link| matches!(link.from, LinkFrom::CssUrl | LinkFrom::CssImport);
        self.links.iter().filter(of_style).count() > bounds::STYLE_LINKS
    }

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
            printed_date: None,
            source: None,
            column: None,
            breadcrumb: Vec::new(),
            labels: BTreeMap::new(),
            header: HeaderFacts::default(),
            footer: FooterFacts::default(),
            listing: None,
            listing_otherwise: None,
            says_own: false,
            boxes: Vec::new(),
            frame: String::new(),
            words: Vec::new(),
            guide: None,
            inquiries: None,
            links: Vec::new(),
            report_names: Vec::new(),
            text: String::new(),
            text_chars: 0,
            running: RunningText::default(),
            blank_note: None,
            error_words: None,
            stand_in: None,
            script_filled: false,
            shows_nothing: false,
            list_at: Vec::new(),
            places: None,
            lost: Vec::new(),
            dates: DateTraces::default(),
            document: DocumentFacts::default(),
            private: Vec::new(),
            hidden: Vec::new(),
            styled: None,
            sheet: None,
            cut_off: false,
        }
    }

    /// The title as findings name the page: of a service guide the name of the service, else the headline, else the
    /// `<title>`.
    pub fn shown_title(&self) -> Option<&str> {
        // A longer name is a paragraph under 事项名称.
        let service = self.guide.as_ref().and_then(|g| g.name.as_deref());
        let service = service.filter(|n| (1..=60).contains(&n.chars().count()));
        service.or(self.title.as_deref()).or(self.html_title.as_deref())
    }
}

/// The running text of a page: lines that make sentences, links and furniture left out, in characters without white space.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunningText {
    /// What stands in the main text.
    pub read: u32,
    /// What stands elsewhere.
    pub unread: u32,
}

impl RunningText {
    /// Characters from which unread text is more than an abstract, a headline and a disclaimer. Of 2,574 pages of ten real
    /// sites with more unread than read, 115 had 30 characters or more of it and 22 had 100, all of them
    /// misread: sentences above a long table, beside the way down to the page, on a home page. Since those are read, no
    /// page of them is left with 60 or more.
    const MUCH: u32 = 100;

    /// Whether most of it went unread.
    pub fn is_mostly_unread(self) -> bool {
        self.unread >= Self::MUCH && self.unread > self.read
    }
}

/// What a home page shows where the site should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StandIn {
    /// A message of its server or about the whole site, in these words: an error, maintenance, a server without a site.
    Message(String),
    /// A login.
    Login,
    /// A film for a player that browsers no longer have.
    Film,
    /// An empty frame that a script fills.
    Script,
    /// Nothing.
    Nothing,
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
    /// No page at all but a file of records, from which a script fills a list.
    Data,
}

impl PageKind {
    /// Whether such a page is published on a day.
    pub fn has_date_line(self) -> bool {
        use PageKind::{Article, Attachment, Guide, Interpretation, Policy};
        matches!(self, Article | Policy | Interpretation | Attachment | Guide)
    }
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
