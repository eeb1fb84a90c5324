//! What is known, as plain data: nothing here fetches, judges or prints.
//!
//! Layer 1. `extract` fills [`PageFacts`], `fetch` fills [`Exchange`], and the survey folds pages into [`SiteFacts`],
//! which is what the rules see of a site.

pub(crate) mod bounds;
mod column;
mod dating;
mod document;
mod exchange;
mod extent;
mod file_kind;
mod guide;
pub(crate) mod handles;
mod hidden;
mod hijack;
mod identity;
mod inquiry;
mod late;
mod link;
mod link_state;
mod log_row;
mod measured;
mod naming;
mod page;
mod place;
mod policy;
mod port;
mod private;
mod search;
mod server;
pub(crate) mod similarity;
mod site;
mod skip;
mod stamp;
mod styled;
mod tls;

pub(crate) use column::{ColumnFacts, LaterPages, ListItem, ListingFacts};
pub use dating::Sighting;
pub(crate) use dating::{DateFacts, DateKind, DateTraces, DatedPage};
pub(crate) use document::DocumentFacts;
pub use exchange::{Answer, Attempt, Exchange, Failure, Hop, Method, Outcome, Probed};
pub use extent::{Extent, SiteEvidence};
pub(crate) use file_kind::{FileKind, extension_of};
pub(crate) use file_kind::{names_document, names_image};
pub(crate) use guide::{
    CitedPolicy, ElementValue, FormFacts, GuideBody, GuideFacts, MaterialFacts, MaterialItem, PhoneFacts, PolicyDetail, VaguePhrase,
};
pub(crate) use hidden::{HiddenHow, HiddenLink, HiddenLinks};
pub(crate) use hijack::{Hijack, HijackSort};
pub(crate) use identity::{FooterFacts, HeaderFacts, Printed, SiteIdentity, YearlyReport};
pub(crate) use inquiry::{InquiriesOnPage, InquiryFacts, InquiryForm, SiteInquiries, SiteInquiry};
pub use link::{Link, LinkFrom, Target};
pub use link_state::LinkState;
pub(crate) use link_state::{Cause, Reason, cause_in_chinese};
pub(crate) use log_row::{
    EndRow, Ipv6Row, PageHead, ProbeAnswer, ProbeRow, RateUsed, RobotsRow, SearchRow, SitemapRow, Sketch, TargetRow, UnaskedRow,
    text_of_bytes,
};
pub use log_row::{LogRow, PageRow};
pub use measured::{Hit, Ipv6, LoadFacts, MeasuredFacts, SearchTry};
pub(crate) use naming::{Led, Naming};
pub(crate) use page::{CharsetFacts, CharsetSource, Crumb, RunningText, StandIn};
pub use page::{PageFacts, PageKind};
pub(crate) use place::{place_named, place_number};
pub(crate) use policy::{InterpretationPage, Interpreted, KnownBy, Paper, PolicyFacts, PolicyPage, RepealedPage};
pub(crate) use port::blocked_port;
pub(crate) use private::{PrivateKind, PrivateNumber};
pub(crate) use search::{SearchPage, SearchSeen};
pub(crate) use server::SilentServer;
pub use site::SiteFacts;
pub(crate) use site::{HomeFacts, Unreachable};
pub use skip::SkipReason;
pub(crate) use stamp::Stamp;
pub(crate) use styled::{PageSheet, SheetFacts, StyledLinks, UnreadSheet};
pub(crate) use tls::TlsNote;
pub use tls::{CertificateFault, TlsFault};

use serde::{Deserialize, Serialize};

/// Something that is known, or the reason why it is not. `Unknown` never passes a rule and never fails one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact<T> {
    /// It was read.
    Known(T),
    /// It could not be read.
    Unknown(Why),
}

impl<T> Fact<T> {
    /// The value, where it is known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Fact::Known(value) => Some(value),
            Fact::Unknown(_) => None,
        }
    }

    /// Why it is not known, where it is not.
    pub fn unknown(&self) -> Option<Why> {
        match self {
            Fact::Known(_) => None,
            Fact::Unknown(why) => Some(*why),
        }
    }
}

/// Why something is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The page was read and does not show it.
    NotShown,
    /// The page fills it in by script, which is not run.
    ByScript,
    /// It is inside an image, or an attachment that is not read.
    NotText,
    /// The page was not fetched in this run (outside the plan, or a limit was hit).
    NotFetched,
    /// The page was read; the pages of its items, which alone bear their dates, were not all.
    ItemsUnread,
    /// The page was read; further pages of the same list were not all.
    MorePages,
    /// The page was read and does nothing but forward.
    Forwards,
    /// The list on the page stands the same on pages of other columns.
    OnManyPages,
    /// Nothing stands on the page, and it does not say that it is a column.
    NothingShown,
    /// The page was read, and no list was found on it.
    NoList,
    /// The page is in another language, and what is asked of pages is asked in Chinese.
    Foreign,
    /// The page answered with an error.
    FetchFailed,
    /// The page was cut off at a limit of size or work.
    CutOff,
    /// robots.txt forbids the page.
    Robots,
    /// The site was not read whole, so that nothing can be said to be missing on it.
    NotWhole,
    /// The program failed while it was judged.
    Fault,
    /// There is no IPv6 where the inspection runs, or nobody to say which names have it.
    NoIpv6,
    /// No article was read whose title could be searched for.
    NothingToAsk,
}

impl Why {
    /// The reason in Chinese, as reports print it.
    pub fn chinese(self) -> &'static str {
        match self {
            Why::NotShown => "页面上没有标注",
            Why::ByScript => "内容由脚本生成，静态页面中读不到",
            Why::NotText => "内容在图片或附件中，未读取",
            Why::NotFetched => "本次没有读取该页面",
            Why::ItemsUnread => "列表中多数信息没有标注日期，它们自己的页面本次没有全部读取",
            Why::MorePages => "列表的其余页本次没有全部读取",
            Why::Forwards => "页面只是跳转到别处",
            Why::OnManyPages => "页面上的列表与多个其他栏目的页面完全相同，不能确定是不是本栏目的信息",
            Why::NothingShown => "页面上除菜单和页脚外没有读到信息，或者只有几个字、链接、查询框，看不出是不是空白栏目",
            Why::NoList => "网站菜单中有这个栏目，页面读到了，但没有认出其中的信息列表",
            Why::Foreign => "外文或少数民族文字的页面，不按中文页面的要求检查",
            Why::FetchFailed => "页面打不开",
            Why::CutOff => "页面过大或结构异常，只读取了一部分",
            Why::Robots => "robots.txt 禁止访问",
            Why::NotWhole => "本次没有读完整个网站，或读到的页面太少",
            Why::Fault => "程序判断时出错",
            Why::NoIpv6 => "检查所在的网络没有 IPv6，或者查不到 IPv6 域名解析",
            Why::NothingToAsk => "没有读到可以用来试搜的稿件标题",
        }
    }
}
