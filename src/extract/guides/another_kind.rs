//! Pages that have headings like those of a guide and are none: notices, recruitments, exams, price lists, manuals.
//!
//! What a page is follows from what it calls itself (title, headline), where it is published (its column), and how it
//! speaks (特此通知); that it names conditions, materials and a telephone makes no guide of it.

use std::sync::LazyLock;

use regex::Regex;

use super::labels::{self, flatten};
use super::lines::Line;
use crate::lexicon::{GUIDE_NOT, Words};
use crate::standard::guide_columns;

static NOTICE: Words = Words::used(GUIDE_NOT, "notice");
static PAPER: Words = Words::used(GUIDE_NOT, "paper");
static MANUAL: Words = Words::used(GUIDE_NOT, "manual");
static COLUMN: Words = Words::used(GUIDE_NOT, "column");

/// How certainly a title is that of something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Other {
    /// It may be anything.
    No,
    /// It is, unless the page is built as a guide: rules for a service may be its guide.
    UnlessBuilt,
    /// It is, whatever stands on the page.
    Surely,
}

/// What the title of a page that a column of guides publishes says it is.
pub(super) fn by_title(title: &str) -> Other {
    let flat = flatten(title);
    if calls_itself_guide(&flat) {
        return Other::No;
    }
    let bare = without_remarks(&flat);
    if MANUAL.any_in(&flat) || NOTICE.iter().any(|w| bare.ends_with(w) && bare.len() > w.len()) {
        Other::Surely
    } else if PAPER.iter().any(|w| bare.ends_with(w) && bare.len() > w.len()) {
        Other::UnlessBuilt
    } else {
        Other::No
    }
}

/// Whether the title is one that, outside a column of guides, only something else has.
pub(super) fn by_title_alone(title: &str) -> bool {
    static OTHER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            "通知|公告|公示|通告|招聘|招录|招考|招生|招标|采购|遴选|磋商|询价|比选|拍卖|挂牌|中标|成交|出让|意见|办法|规定|条例|细则|方案|",
            "报告|总结|解读|答复|问答|新闻|要点|规划|计划|目录|清单|一览表|汇总|年报|预算|决算|领导|机构|职能|职责|简介|关于.*的(?:函|批复|复函|决定|请示)|",
            "应聘|竞聘|选调|简章|启事|考试(?:报名|安排|时间|大纲|成绩)|(?:资格|统一|公开|录用|等级)考试|高考|中考|知道的(?:那些)?事|大赛|评选"
        ))
        .expect("a constant regex")
    });
    let flat = flatten(title);
    !calls_itself_guide(&flat) && (OTHER.is_match(&flat) || by_title(title) != Other::No)
}

/// Whether a column publishes something else by its name.
pub(super) fn by_column(column: &str, title: &str) -> bool {
    let flat = flatten(column);
    COLUMN.any_in(&flat) && !guide_columns().any(|c| flat.contains(c)) && !calls_itself_guide(&flatten(title))
}

/// Whether the page speaks as a notice does: under a headline of one (the title that was read may be no
/// more than the name of the site), or in the phrases with which one begins and ends.
pub(super) fn by_words(lines: &[Line]) -> bool {
    static PHRASE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new("^特此(?:通知|公告|通告|函告|公示)|(?:现将|现就|将有关|就有关|有关).{0,60}(?:通知|公告|通告|公示)如下")
            .expect("a constant regex")
    });
    let first_heading = lines
        .iter()
        .position(|l| labels::read_label(&l.flat, false).is_some())
        .unwrap_or(lines.len());
    lines.iter().enumerate().any(|(at, line)| {
        let headline = (line.level > 0 || at < first_heading) && !line.anchored && line.links.is_empty() && is_headline(&line.flat);
        headline || PHRASE.is_match(&line.flat)
    })
}

/// 关于开展…申报的通知: the headline of a notice, and not the heading of a box of notices.
fn is_headline(flat: &str) -> bool {
    let long = (8..=60).contains(&flat.chars().count());
    let bare = without_remarks(flat);
    // A cited document is in 《》 or stands behind a label.
    long && !flat.contains(['《', ':', '。', ';']) && !calls_itself_guide(flat) && NOTICE.iter().any(|w| bare.ends_with(w))
}

fn calls_itself_guide(flat: &str) -> bool {
    let bare = without_remarks(flat);
    guide_columns().any(|c| bare.ends_with(c))
}

/// The title without remarks in brackets behind it: …的通知(2020年修订).
fn without_remarks(flat: &str) -> &str {
    let mut bare = flat.trim_end_matches(['!', '.', '。', '"', '”']);
    while let Some(open) = bare.strip_suffix(')').and_then(|b| b.rfind('(')).filter(|open| *open > 0) {
        bare = &bare[..open];
    }
    // 某某办法.doc is the name of the file.
    match bare.rsplit_once('.') {
        Some((name, end)) if end.len() <= 4 && end.bytes().all(|b| b.is_ascii_alphanumeric()) => name,
        _ => bare,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_notices_manuals_and_papers() {
        for (title, other) in [
            ("关于停止办理旧版证件的通知", Other::Surely),
            ("云发改〔2019〕3号转发关于降低检测收费的通知（已废止）", Other::Surely),
            ("申报系统用户手册及常用账号", Other::Surely),
            ("网上申报培训课件", Other::UnlessBuilt),
            ("2020年公开招聘教师简章", Other::Surely),
            ("鹭岛市人才补贴政策", Other::UnlessBuilt),
            ("殡葬服务价目表", Other::UnlessBuilt),
            ("诚信经营承诺书.doc", Other::UnlessBuilt),
            ("户口迁移", Other::No),
            ("居住证申领须知", Other::No),
            ("公告栏设置审批", Other::No),
            ("城市规划许可办事指南", Other::No),
            ("通知书送达公告服务指南（试行）", Other::No),
        ] {
            assert_eq!(by_title(title), other, "{title}");
        }
    }

    #[test]
    fn columns_of_news_manuals_and_prices_publish_no_guides() {
        for column in ["业务要闻", "使用手册", "收费标准", "招考信息", "通知公告", "新闻详情"] {
            assert!(by_column(column, "人才引进"), "{column}");
        }
        assert!(!by_column("通知公告", "居住证办理指南"));
        for column in ["办事指南", "户政业务", "人事考试办事指南", "个人办事"] {
            assert!(!by_column(column, "人才引进"), "{column}");
        }
    }

    #[test]
    fn notices_speak_as_notices() {
        let says = |text: &[&str]| by_words(&text.iter().map(|t| Line::of(t)).collect::<Vec<_>>());
        assert!(says(&["关于组织申报本年度示范点的通知", "申报条件", "两年"]));
        assert!(says(&["示范点申报", "现将有关事项公告如下：", "申报条件"]));
        assert!(says(&["申报条件", "两年", "特此通知。"]));
        assert!(!says(&["通知公告", "申报条件", "《关于规范申报的通知》"]));
        assert!(!says(&["设定依据", "关于规范申报工作的通知", "办理材料", "身份证"]));
        assert!(!says(&["申请条件", "符合有关规定", "办理流程", "受理后通知申请人"]));
    }
}
