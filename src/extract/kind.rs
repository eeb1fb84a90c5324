//! What kind of page this is, from what was read of it.

use std::sync::LazyLock;

use regex::Regex;

use crate::facts::{Crumb, InquiryForm, ListingFacts, PageKind};
use crate::lexicon::{INQUIRY_PAGES, Words};
use crate::text::first;

/// What the decision is made from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen<'a> {
    /// Whether the address is the home page of a site.
    pub(super) is_home: bool,
    /// Whether the page forwards by meta refresh or by a script that does nothing else.
    pub(super) forwards: bool,
    /// Whether it looks like an error page.
    pub(super) is_error: bool,
    /// Whether the guide reader knew it as a service guide.
    pub(super) is_guide: bool,
    /// How the page shows messages of the public, where it shows any.
    pub(super) inquiries: Option<InquiryForm>,
    /// The headline.
    pub(super) title: Option<&'a str>,
    /// The column.
    pub(super) column: Option<&'a str>,
    /// 当前位置.
    pub(super) breadcrumb: &'a [Crumb],
    /// The main list.
    pub(super) listing: Option<&'a ListingFacts>,
    /// How many boxes it has.
    pub(super) boxes: usize,
    /// Whether what stands round the text marks the page as an article.
    pub(super) is_article: bool,
    /// The main text.
    pub(super) text: &'a str,
    /// Characters of the main text.
    pub(super) text_chars: usize,
    /// Whether a publication date was read.
    pub(super) has_date: bool,
    /// Whether it has a form to write into.
    pub(super) has_form: bool,
    /// How many links of the main text lead to documents (pdf, doc, xls, zip …).
    pub(super) attachments: usize,
}

static DOCUMENT_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[\p{Han}]{1,12}[〔\[［（(]\s?(?:19|20)\d\d\s?[〕\]］）)]\s?第?\s?\d{1,5}\s?号|发文字号|索\s?引\s?号|发文机[关构]|成文日期|(?:令|公告)\s?第\s?[\d〇零一二三四五六七八九十百]{1,8}\s?号")
        .expect("a constant pattern")
});
static POLICY_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:条例|办法|规定|规则|细则|规范|意见|决定|方案|规划|通知|批复|命令|令)(?:》)?(?:的?(?:通知|公告|决定|批复))?(?:[（(][^（()）]{1,40}[)）]+)?$").expect("a constant pattern")
});
static POLICY_COLUMN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"政策文件|规范性文件|法规|规章|政府文件|行政规范|政策法规|文件库|公文|法律|政府令|部门文件|其他文件")
        .expect("a constant pattern")
});

/// Decides.
pub(super) fn classify(seen: &Seen<'_>) -> PageKind {
    if seen.is_home {
        return PageKind::Home;
    }
    if seen.is_error {
        return PageKind::Error;
    }
    let bare = seen.title.is_none() && seen.listing.is_none() && seen.boxes == 0;
    if (seen.forwards && seen.text_chars < 200) || (bare && seen.text_chars < 10) {
        return PageKind::Stub;
    }
    match seen.inquiries {
        Some(InquiryForm::List) => return PageKind::Consultation,
        Some(InquiryForm::Message) => return PageKind::Reply,
        None => {}
    }
    if seen.listing.is_some() {
        let takes_messages = seen.has_form && is_for_messages(seen.title.unwrap_or_default());
        return if names(seen, &COLUMN) && asks(seen) || takes_messages {
            PageKind::Consultation
        } else {
            PageKind::List
        };
    }
    if seen.is_guide {
        return PageKind::Guide;
    }
    let title = seen.title.unwrap_or_default();
    if is_reply(seen) {
        return PageKind::Reply;
    }
    // What others wrote there gives it a text and days, and makes it no article.
    if seen.has_form && is_for_messages(title) {
        return PageKind::Consultation;
    }
    if title.contains("解读") || title.contains("图解") || title.contains("一图读懂") || seen.column.is_some_and(|c| c.contains("解读"))
    {
        return PageKind::Interpretation;
    }
    if seen.attachments > 0 && seen.text_chars < 60 {
        return PageKind::Attachment;
    }
    if is_policy(seen, title) {
        return PageKind::Policy;
    }
    if names(seen, &["网上咨询", "我要写信", "写信", "在线咨询", "意见征集"]) && seen.text_chars < 600 && !seen.has_date {
        return PageKind::Consultation;
    }
    if seen.has_date || seen.text_chars >= 150 || seen.is_article && seen.title.is_some() {
        return PageKind::Article;
    }
    PageKind::Other
}

/// Names of columns of messages.
static COLUMN: Words = Words::used(INQUIRY_PAGES, "column");

/// Whether a title is the name of a place for messages, and says nothing else.
fn is_for_messages(title: &str) -> bool {
    const LONGEST: usize = 8;
    let title = title.trim();
    let name = title.trim_end_matches(['板', '簿', '本', '区']);
    title.chars().count() <= LONGEST && COLUMN.iter().any(|word| name.ends_with(word))
}

fn names(seen: &Seen<'_>, words: &[&str]) -> bool {
    let has = |text: &str| words.iter().any(|w| text.contains(w));
    seen.column.is_some_and(has) || seen.breadcrumb.iter().any(|c| has(&c.text)) || seen.title.is_some_and(has)
}

/// Whether a list of letters shows what lists of letters show.
fn asks(seen: &Seen<'_>) -> bool {
    static LIST: Words = Words::used(INQUIRY_PAGES, "list");
    LIST.any_in(seen.text)
}

/// Labels of a message and of its answer.
static ASKED: Words = Words::used(INQUIRY_PAGES, "asked");
static ANSWERED: Words = Words::used(INQUIRY_PAGES, "answered");

fn is_reply(seen: &Seen<'_>) -> bool {
    let begin = first(seen.text, 3_000);
    ASKED.any_in(begin) && ANSWERED.any_in(begin)
}

fn is_policy(seen: &Seen<'_>, title: &str) -> bool {
    let titled = POLICY_TITLE.is_match(title.trim());
    let in_column =
        seen.column.is_some_and(|c| POLICY_COLUMN.is_match(c)) || seen.breadcrumb.iter().any(|c| POLICY_COLUMN.is_match(&c.text));
    let numbered = || DOCUMENT_NUMBER.is_match(first(seen.text, 600)) || DOCUMENT_NUMBER.is_match(title);
    // Two of the three make a document; the text is asked last.
    (titled && in_column) || ((titled || in_column) && numbered())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: Seen<'static> = Seen {
        is_home: false,
        forwards: false,
        is_error: false,
        is_guide: false,
        inquiries: None,
        title: None,
        column: None,
        breadcrumb: &[],
        listing: None,
        boxes: 0,
        is_article: false,
        text: "",
        text_chars: 0,
        has_date: false,
        has_form: false,
        attachments: 0,
    };

    #[test]
    fn each_kind_is_told() {
        let list = ListingFacts {
            column: None,
            more_url: None,
            items: Vec::new(),
            page_number: 1,
            paged: false,
        };
        let titled = Seen {
            title: Some("某局召开会议"),
            text_chars: 500,
            has_date: true,
            ..NOTHING
        };
        for (seen, want) in [
            (Seen { is_home: true, ..NOTHING }, PageKind::Home),
            (NOTHING, PageKind::Stub),
            (
                Seen {
                    forwards: true,
                    title: Some("x"),
                    ..NOTHING
                },
                PageKind::Stub,
            ),
            (Seen { is_error: true, ..titled }, PageKind::Error),
            (
                Seen {
                    listing: Some(&list),
                    title: Some("公示公告"),
                    ..NOTHING
                },
                PageKind::List,
            ),
            (Seen { is_guide: true, ..titled }, PageKind::Guide),
            (titled, PageKind::Article),
            (
                Seen {
                    title: Some("《某办法》政策解读"),
                    ..titled
                },
                PageKind::Interpretation,
            ),
            (
                Seen {
                    title: Some("关于印发某办法的通知"),
                    text: "某政发〔2020〕12号\n各单位：",
                    ..titled
                },
                PageKind::Policy,
            ),
            (
                Seen {
                    title: Some("关于停水的通知"),
                    text: "因检修停水。",
                    ..titled
                },
                PageKind::Article,
            ),
            (
                Seen {
                    title: Some("某条例"),
                    column: Some("政策法规"),
                    ..titled
                },
                PageKind::Policy,
            ),
            (
                Seen {
                    title: Some("路灯不亮"),
                    text: "来信内容：路灯不亮。\n回复内容：已修好。",
                    ..titled
                },
                PageKind::Reply,
            ),
            (
                Seen {
                    title: Some("2020年预算"),
                    text_chars: 20,
                    attachments: 1,
                    ..titled
                },
                PageKind::Attachment,
            ),
            (
                Seen {
                    title: Some("地图"),
                    text_chars: 20,
                    ..NOTHING
                },
                PageKind::Other,
            ),
        ] {
            assert_eq!(classify(&seen), want, "{:?}", seen.title);
        }
    }

    #[test]
    fn a_place_for_messages_is_no_article_whatever_was_written_there() {
        let of = |title: &'static str, has_form: bool| {
            classify(&Seen {
                title: Some(title),
                text: "大家好，请问办理时间？",
                text_chars: 600,
                has_date: true,
                has_form,
                ..NOTHING
            })
        };
        for title in ["留言", "留言板", "在线留言", "局长信箱", "网上咨询"] {
            assert_eq!(of(title, true), PageKind::Consultation, "{title}");
        }
        // An article with a form for comments below it; a page about messages without a form.
        assert_eq!(of("局长信箱开通", true), PageKind::Article);
        assert_eq!(of("关于网民在领导留言板反映问题的留言", true), PageKind::Article);
        assert_eq!(of("留言", false), PageKind::Article);
    }
}
