//! What contradicts a date.

use jiff::civil::Date;

use super::days;
use super::{ADDRESS_DATE, AS_OF, EARLIER_DATE, LABEL_DATE, LAST_MODIFIED};
use crate::facts::{DateFacts, DateKind, DatedPage};
use crate::finding::Key;

/// Days a date may lie ahead: a server in another time zone, or an inspection just after midnight.
const AHEAD: i32 = 1;
/// Days the address may be older: a draft is filed and waits for its release, an article is published anew.
const FILED: i32 = 60;
/// Days two dates of one page may differ.
const APART: i32 = 1;
/// Days a file may have lain ready before its date: over a weekend.
const READY: i32 = 3;
/// Days by which a date must have moved: a correction soon after publication takes the new day.
const MOVED: i32 = 7;

/// One thing that contradicts the date of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Signal {
    pub(super) kind: Kind,
    /// The date that stands against the one shown.
    pub(super) other: Date,
    /// Whether it is not enough by itself.
    pub(super) weak: bool,
}

/// What may contradict a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// It lies in the future.
    Future,
    /// Each time the page was seen it bore the date of that day.
    AlwaysToday,
    /// An earlier run saw the same text under an earlier date, or before it was published.
    Redated,
    /// The address is older.
    Address,
    /// The PubDate label is older.
    LabelOlder,
    /// The PubDate label is newer.
    LabelNewer,
    /// The file was last changed before.
    Modified,
}

/// All that contradicts the date of a page, gravest first.
pub(super) fn signals(page: &DatedPage, today: Date) -> Vec<Signal> {
    let (shown, traces) = (page.shown, &page.traces);
    let mut found = Vec::new();
    let mut tell = |kind: Kind, other: Date, weak: bool| found.push(Signal { kind, other, weak });
    let future = days(today, shown) > AHEAD;
    if future {
        tell(Kind::Future, today, false);
    }
    // A date of an update may move, and one that is in no date line is the label itself.
    if page.rolling || traces.kind != DateKind::Published {
        return found;
    }
    let same_text = || traces.earlier.iter().filter(|s| traces.now.is_some_and(|now| now.print == s.print));
    if let Some(then) = same_text().find(|s| s.shown == Some(s.seen) && s.seen != shown)
        && shown == today
    {
        tell(Kind::AlwaysToday, then.seen, false);
    } else if let Some(then) = same_text().find(|s| moved(s.shown, s.seen, shown)) {
        tell(Kind::Redated, then.shown.filter(|d| *d < shown).unwrap_or(then.seen), false);
    }
    if let Some(address) = traces.address.filter(|d| !future && days(*d, shown) > FILED) {
        tell(Kind::Address, address, false);
    }
    match traces.label {
        Some(label) if days(label, shown) > APART => tell(Kind::LabelOlder, label, false),
        Some(label) if days(shown, label) > APART => tell(Kind::LabelNewer, label, true),
        _ => {}
    }
    if let Some(modified) = page.modified.filter(|d| !future && days(*d, shown) > APART) {
        tell(Kind::Modified, modified, days(modified, shown) <= READY);
    }
    found
}

/// Whether a page that an earlier run saw like this has been given a later date since. What was seen before the day it
/// now says it was published is as telling as the date it bore.
fn moved(was: Option<Date>, seen: Date, shown: Date) -> bool {
    match was {
        Some(was) => was < shown && days(was, shown) > MOVED && days(seen, shown) > APART,
        None => days(seen, shown) > MOVED,
    }
}

impl Kind {
    /// Every kind.
    pub(super) const ALL: [Kind; 7] = [
        Kind::Future,
        Kind::AlwaysToday,
        Kind::Redated,
        Kind::Address,
        Kind::LabelOlder,
        Kind::LabelNewer,
        Kind::Modified,
    ];

    /// The signal as an editor reads it.
    pub(super) fn chinese(self) -> &'static str {
        match self {
            Kind::Future => "晚于检查日",
            Kind::AlwaysToday => "总是访问当天",
            Kind::Redated => "改晚过",
            Kind::Address => "网址中的日期更早",
            Kind::LabelOlder => "PubDate 标签更早",
            Kind::LabelNewer => "PubDate 标签更晚",
            Kind::Modified => "文件最后修改更早",
        }
    }

    /// The word in `evidence.signals`.
    pub(super) fn id(self) -> &'static str {
        match self {
            Kind::Future => "future",
            Kind::AlwaysToday => "always_today",
            Kind::Redated => "redated",
            Kind::Address => "address_older",
            Kind::LabelOlder => "label_older",
            Kind::LabelNewer => "label_newer",
            Kind::Modified => "modified_before",
        }
    }

    /// The key of its date in the evidence.
    pub(super) fn key(self) -> Key {
        match self {
            Kind::Future => AS_OF,
            Kind::AlwaysToday | Kind::Redated => EARLIER_DATE,
            Kind::Address => ADDRESS_DATE,
            Kind::LabelOlder | Kind::LabelNewer => LABEL_DATE,
            Kind::Modified => LAST_MODIFIED,
        }
    }

    /// How many pages could have shown it.
    pub(super) fn out_of(self, facts: &DateFacts) -> u64 {
        match self {
            Kind::Future => facts.dated,
            Kind::AlwaysToday | Kind::Redated => facts.seen_before,
            Kind::Address => facts.with_address,
            Kind::LabelOlder | Kind::LabelNewer => facts.with_label,
            Kind::Modified => facts.with_modified,
        }
    }

    /// Whether it says nothing of the dates where it stands on many pages.
    pub(super) fn says_little_of_many(self) -> bool {
        matches!(self, Kind::Modified | Kind::Address)
    }

    /// What so many of them come from, as a rule.
    pub(super) fn why_many(self) -> &'static str {
        match self {
            Kind::Future => "可能是检查日定得早于网页保存的日期，也可能是批量误标或预先标注",
            _ => "可能是模板、服务器设置或网站迁移造成的",
        }
    }

    /// What is said of many pages.
    pub(super) fn of_many(self) -> &'static str {
        match self {
            Kind::Future => "注明的发布日期晚于检查日",
            Kind::AlwaysToday => "注明的发布日期总是访问当天",
            Kind::Redated => "的发布日期被改晚，而内容没有变",
            Kind::Address => "网址中的日期早于注明的发布日期两个月以上",
            Kind::LabelOlder => "的 PubDate 标签早于页面注明的发布日期",
            Kind::LabelNewer => "的 PubDate 标签晚于页面注明的发布日期",
            Kind::Modified => "的文件最后修改时间早于注明的发布日期",
        }
    }
}

impl Signal {
    /// What is said of one page, behind its date.
    pub(super) fn chinese(self) -> String {
        let other = self.other;
        match self.kind {
            Kind::Future => format!("晚于检查日{other}"),
            Kind::AlwaysToday => format!("总是访问当天：{other}检查时同一内容注明的是{other}"),
            Kind::Redated => format!("此前检查时（{other}）已有同样内容"),
            Kind::Address => format!("网址中的日期是{other}"),
            Kind::LabelOlder | Kind::LabelNewer => format!("页面 PubDate 标签写的是{other}"),
            Kind::Modified => format!("服务器给出的文件最后修改时间是{other}，早于发布日期"),
        }
    }
}
