//! Keys of evidence that rules of several families give.

use crate::facts::{Cause, Reason, cause_in_chinese};
use crate::finding::{Ids, Key, Shape};
use crate::standard::ColumnKind;

/// On how many pages the same stands; put in where findings are folded over a site.
pub(crate) const PAGES: Key = Key::shown("pages", Shape::Number, "出现在 ", " 个页面");

/// On how many of these pages that are not the home page of the site; put in likewise.
pub(crate) const INNER_PAGES: Key = Key::for_programs("inner_pages", Shape::Number);

/// What a remark says of each of the pages it stands for, as far as there is room.
pub(crate) const EACH: Key = Key::shown("each", Shape::List, "", "");

/// How many; the message says of what.
pub(super) const COUNT: Key = Key::for_programs("count", Shape::Number);
/// What stands there.
pub(super) const FOUND: Key = Key::shown("found", Shape::List, "写的是 ", "");
/// What should stand there.
pub(super) const EXPECTED: Key = Key::shown("expected", Shape::Text, "应为 ", "");
/// Pages to look at.
pub(super) const EXAMPLES: Key = Key::shown("examples", Shape::List, "例如 ", "");
/// Whether it is of the home page or of another.
pub(super) const WHERE: Key = Key::for_programs("where", Shape::Id(Ids::These(&[("home", "首页"), ("inner", "其他页面")])));

/// Why a target is dead, where the message or the status does not say so already.
pub(crate) const CAUSE: Key = Key::written("cause", Shape::Id(CAUSES), |evidence| {
    let cause = evidence.get("cause")?.as_str()?;
    // The status says the same as http_404.
    let said = cause.starts_with("http_") && evidence.contains_key("status");
    (!said).then(|| Some(format!("原因 {}", CAUSES.chinese(cause)?))).flatten()
});
/// The status of the answer that decided.
pub(crate) const STATUS: Key = Key::shown("status", Shape::Number, "状态码 ", "");
/// How often it was asked for.
pub(crate) const TRIES: Key = Key::shown("tries", Shape::Number, "尝试 ", " 次");
/// Why it cannot be told whether a target is dead.
pub(super) const REASON: Key = Key::shown("reason", Shape::Id(REASONS), "原因 ", "");

/// Every cause, and of a target that is given up the reason.
const CAUSES: Ids = Ids::Of {
    all: || {
        Cause::ALL
            .iter()
            .map(Cause::id)
            .chain(Reason::ALL.iter().map(|r| r.id().to_owned()))
            .collect()
    },
    chinese: cause_in_chinese,
};
const REASONS: Ids = Ids::Of {
    all: || Reason::ALL.iter().map(|r| r.id().to_owned()).collect(),
    chinese: |id| Some(Reason::ALL.iter().find(|r| r.id() == id)?.chinese().to_owned()),
};

/// The kind of the column.
pub(super) const KIND: Key = Key::for_programs(
    "kind",
    Shape::Id(Ids::Of {
        all: || ColumnKind::ALL.iter().map(|k| k.id().to_owned()).collect(),
        chinese: |id| Some(ColumnKind::ALL.iter().find(|k| k.id() == id)?.chinese().to_owned()),
    }),
);
/// The newest date.
pub(super) const NEWEST: Key = Key::shown("newest", Shape::Date, "最新日期 ", "");
/// What bears it.
pub(super) const NEWEST_TITLE: Key = Key::shown("newest_title", Shape::Text, "最新信息《", "》");
/// Where that stands.
pub(super) const NEWEST_URL: Key = Key::shown("newest_url", Shape::Text, "网址 ", "");
/// Days since then.
pub(super) const DAYS: Key = Key::shown("days", Shape::Number, "距今 ", " 天");
/// How often there must be something new.
pub(super) const PERIOD: Key = Key::shown("period", Shape::Text, "更新要求 ", "");
/// The first day that counts.
pub(super) const WINDOW_FROM: Key = Key::shown("window_from", Shape::Date, "期限从 ", " 算起");
