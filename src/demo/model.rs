//! What a demonstration site is made of, before a content management system dresses it.

use jiff::civil::Date;

use super::swap::Swap;

/// The content management system whose habits a site imitates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cms {
    /// Relative addresses, month folders, `createPageHTML`.
    Trs,
    /// `/html/<column>/<date>/<number>.html`, `index_2.html`.
    Empire,
    /// `/a/<column>/list_3_1.html`, 来源 before 时间.
    Dede,
    /// A provincial platform: labels, breadcrumb, absolute addresses, `.jhtml`.
    Platform,
}

/// What the address of a page that does not exist answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    /// Status 404, as it should.
    NotFound,
    /// Status 200 with an error page.
    ErrorPage,
    /// A redirect to the home page.
    ToHome,
}

/// The places the pages of all sites know of, each `127.0.0.1:port`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Addresses {
    /// As many as [`super::plans::HOSTS`].
    pub hosts: Vec<String>,
    /// A well-behaved server of nobody's in the group.
    pub outside: String,
    /// A server of nobody's in the group that refuses, challenges and slows down.
    pub other: String,
    /// A port where nobody listens.
    pub closed: String,
}

/// One site with all that stands on it.
#[derive(Debug, Clone)]
pub(super) struct Site {
    pub id: &'static str,
    /// The full name: 鹭岛市公安局观潮分局.
    pub name: String,
    /// The short name: 观潮分局.
    pub short: &'static str,
    pub cms: Cms,
    /// Whether its bytes are GBK rather than UTF-8.
    pub gbk: bool,
    /// `127.0.0.1:port`.
    pub host: String,
    /// The path its pages lie under, without a slash at the end; empty for a site with a host of its own.
    pub base: &'static str,
    /// Where the outside server is.
    pub outside: String,
    /// Its number in the group, which makes its identity numbers.
    pub number: usize,
    pub missing: Missing,
    /// Home pages of the other sites: name and address. Only the main site links to them all.
    pub neighbours: Vec<(String, String)>,
    pub columns: Vec<Column>,
    /// Items younger than this many days are not on the home page (0: all are).
    pub home_lag: i64,
    /// HTML that stands at the end of the home page's content.
    pub home_extra: String,
    /// HTML that stands in the footer of every page.
    pub footer_extra: String,
    /// What stands in place of a page's own text.
    pub swaps: Vec<Swap>,
    pub today: Date,
}

impl Site {
    /// The address of a path that begins with a slash, below the site's own base.
    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{}{path}", self.host, self.base)
    }

    /// The column with this folder.
    pub(super) fn column(&self, dir: &str) -> Option<&Column> {
        self.columns.iter().find(|c| c.dir == dir)
    }

    /// The fictional telephone number of the site, with an extension that tells offices apart.
    pub(super) fn phone(&self, office: usize) -> String {
        format!("0592-000{}{office:02}", 11 + self.number)
    }

    /// The fictional street address of the site.
    pub(super) fn address(&self) -> String {
        format!("鹭岛市观海大道{}号", 18 + 20 * self.number)
    }

    /// Ten fictional digits: no such region code exists.
    pub(super) fn site_code(&self) -> String {
        format!("35990000{:02}", self.number + 1)
    }

    pub(super) fn icp(&self) -> String {
        format!("闽ICP备000000{:02}号-1", self.number + 1)
    }

    pub(super) fn police(&self) -> String {
        format!("闽公网安备 359999020000{:02}号", self.number + 1)
    }

    /// The columns a home page shows as boxes: those with items and a printed date.
    pub(super) fn home_columns(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|c| c.on_home && !c.items.is_empty())
    }

    /// The items of a column that stand on the home page, newest first.
    pub(super) fn home_items<'a>(&self, column: &'a Column, most: usize) -> Vec<&'a Item> {
        let mut items: Vec<&Item> = column.items.iter().filter(|i| days(i.date, self.today) >= self.home_lag).collect();
        items.sort_by_key(|i| std::cmp::Reverse(i.date));
        items.truncate(most);
        items
    }
}

/// How many days before `today` a date lies.
pub(super) fn days(date: Date, today: Date) -> i64 {
    today.since(date).map_or(0, |span| i64::from(span.get_days()))
}

/// How a list page shows its items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Show {
    /// With the full date.
    Dated,
    /// With month and day only.
    MonthDay,
    /// Without any date; the articles have theirs.
    TitlesOnly,
    /// Without any date, and the articles have none either.
    Undated,
    /// Not at all: a script fills the list.
    ByScript,
    /// The column is one page of text.
    Text,
    /// As letters with their answers.
    Letters(super::inquiries::Style),
    /// The column page only forwards to another column.
    ForwardsTo(&'static str),
}

/// One column.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub dir: &'static str,
    pub name: &'static str,
    pub number: u32,
    pub show: Show,
    /// The items in the order of the list.
    pub items: Vec<Item>,
    pub per_page: usize,
    /// What an empty column says of itself.
    pub note: &'static str,
    /// The content of a column that is one page of text.
    pub text: String,
    pub on_home: bool,
}

impl Column {
    /// How many list pages it has; at least one.
    pub(super) fn pages(&self) -> usize {
        self.items.len().div_ceil(self.per_page).max(1)
    }

    /// The items of list page `page` (1 is the first).
    pub(super) fn page_items(&self, page: usize) -> &[Item] {
        self.items.chunks(self.per_page).nth(page - 1).unwrap_or_default()
    }
}

/// One article or guide.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub number: u32,
    pub title: String,
    /// The date it shows.
    pub date: Date,
    /// The date in its address, where the system writes one.
    pub filed: Date,
    /// The date of its PubDate label.
    pub label: Date,
    /// What its server says of when it was last changed, where it says anything.
    pub modified: Option<Date>,
    /// Who is named as 来源.
    pub source: String,
    /// HTML.
    pub body: String,
    /// HTML for the head of the page.
    pub head: String,
    pub pinned: bool,
    pub letter: Option<Letter>,
}

/// A letter of the public as its list shows it.
#[derive(Debug, Clone)]
pub(super) struct Letter {
    /// When it was asked, as printed.
    pub asked: String,
    /// When it was answered.
    pub answered: Option<String>,
    /// Whether the list knows that.
    pub listed: bool,
    pub status: &'static str,
}

/// Text made safe for HTML content and for attribute values in double quotes.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}
