//! Facts written by hand, for the tests of the rules.

use jiff::civil::{Date, date};

use super::{Context, GuideCase, InquiryCase, LinkFacts, PageRef, SlipAt, WordingCase};
use crate::facts::{
    ColumnFacts, ElementValue, Fact, FooterFacts, GuideBody, GuideFacts, InquiryFacts, Link, LinkFrom, LinkState, ListItem, PageFacts,
    PageKind, SiteInquiries, SiteInquiry, Target,
};
use crate::finding::Verdict;
use crate::site::Site;
use crate::standard::{ColumnKind, GuideElement, InquiryStatus};
use crate::wording::Slip;

pub(crate) fn site() -> Site {
    Site {
        owner: "宣传处".into(),
        ..Site::plain("a", "鹭岛市公安局", "http://a.gov.cn/".parse().unwrap())
    }
}

/// 23 November 2026.
pub(crate) fn context(site: &Site) -> Context<'_> {
    Context {
        site,
        today: date(2026, 11, 23),
        workdays: crate::site::shipped_workdays(),
    }
}

/// A page as it should be: menu, title, labels of the guideline and a whole footer.
pub(crate) fn page(kind: PageKind) -> PageFacts {
    let (url, title) = match kind {
        PageKind::Home => ("http://a.gov.cn/", "鹭岛市公安局"),
        _ => ("http://a.gov.cn/x/1.htm", "一则消息"),
    };
    let labels = [
        ("SiteName", "鹭岛市公安局"),
        ("SiteDomain", "a.gov.cn"),
        ("SiteIDCode", "3502000019"),
        ("ColumnName", "警务动态"),
        ("ColumnType", "警务动态"),
        ("ColumnKeywords", "警务"),
        ("ColumnDescription", "警务动态"),
        ("ArticleTitle", title),
        ("PubDate", "2026-11-20 09:00"),
        ("ContentSource", "鹭岛市公安局"),
    ];
    PageFacts {
        title: Some(title.into()),
        html_title: Some(format!("{title}_鹭岛市公安局")),
        labels: labels.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect(),
        links: ["/1/", "/2/", "/3/", "/4/", "/5/"].map(|raw| link(raw, "栏目")).into(),
        footer: FooterFacts {
            site_code: Some("3502000019".into()),
            site_codes: vec!["3502000019".into()],
            icp: vec!["闽ICP备05000001号-1".into()],
            police: vec!["闽公网安备 35020002000001号".into()],
            sponsor: Some("鹭岛市公安局".into()),
            contact: Some("0592-1234567".into()),
            mark: true,
            find_errors: true,
            site_map: true,
            seen: true,
            ..FooterFacts::default()
        },
        text_chars: 300,
        ..PageFacts::blank(url, kind)
    }
}

/// An unanswered message of this day on a page of its own that was read.
pub(crate) fn message(asked: Date) -> SiteInquiry {
    let url = format!("http://a.gov.cn/jzxx/{asked}.htm");
    SiteInquiry {
        facts: InquiryFacts {
            title: Some("路灯不亮何时修复".into()),
            url: Some(url.clone()),
            asked: Fact::Known(asked.into()),
            status: Fact::Known(InquiryStatus::Open),
            status_word: Some("待回复".into()),
            ..InquiryFacts::blank()
        },
        page_read: true,
        seen_on: url,
        column: Some("局长信箱".into()),
    }
}

/// One that was answered in full.
pub(crate) fn answered(asked: Date, on: Date) -> SiteInquiry {
    let mut message = message(asked);
    message.facts.answered = Fact::Known(on.into());
    message.facts.answer = Fact::Known(true);
    message.facts.answerer = Fact::Known("鹭岛市公安局".into());
    message.facts.status = Fact::Known(InquiryStatus::Answered);
    message
}

/// What a rule of messages says of these on a site without columns.
pub(crate) fn inquiries(check: fn(&InquiryCase<'_>, &Context<'_>) -> Vec<Verdict>, messages: Vec<SiteInquiry>) -> Vec<Verdict> {
    let inquiries = SiteInquiries {
        seen: messages.len(),
        messages,
        ..SiteInquiries::default()
    };
    let site = site();
    let case = InquiryCase {
        inquiries: &inquiries,
        columns: Vec::new(),
        whole: true,
    };
    check(&case, &context(&site))
}

pub(crate) fn column(kind: ColumnKind, dates: &[Option<Date>]) -> ColumnFacts {
    let item = |day: &Option<Date>| ListItem {
        title: "一则消息".into(),
        url: Some("http://a.gov.cn/x/1.htm".into()),
        date: day.map(Into::into),
        year_inferred: false,
        pinned: false,
    };
    ColumnFacts {
        items: Fact::Known(dates.iter().map(item).collect()),
        ..ColumnFacts::blank("警务动态", "http://a.gov.cn/x/", kind)
    }
}

pub(crate) fn link(raw: &str, text: &str) -> Link {
    Link {
        target: Target::Web {
            url: format!("http://a.gov.cn{raw}"),
            fragment: None,
        },
        from: LinkFrom::A,
        text: text.into(),
        raw: raw.into(),
    }
}

pub(crate) fn link_facts<'a>(link: &'a Link, state: &'a LinkState) -> LinkFacts<'a> {
    let page = PageRef {
        url: "http://a.gov.cn/",
        title: Some("首页"),
        column: None,
        is_home: true,
    };
    LinkFacts {
        target: link.target.web().unwrap_or_default(),
        state,
        exchange: None,
        probed: None,
        silent: None,
        link,
        page,
        inside: true,
    }
}

/// A guide that states these elements under their official names.
pub(crate) fn guide(present: &[GuideElement]) -> GuideFacts {
    let stated = |e: &GuideElement| {
        let value = ElementValue {
            heading: e.chinese().into(),
            value: "写明了的内容".into(),
        };
        (*e, value)
    };
    GuideFacts {
        name: Some("居住证申领".into()),
        elements: present.iter().map(stated).collect(),
        ..GuideFacts::blank(GuideBody::Text)
    }
}

/// What a rule says of such a guide, edited, on a page of its own.
pub(crate) fn judge_guide(
    check: fn(&GuideCase<'_>, &Context<'_>) -> Verdict,
    present: &[GuideElement],
    form_states: &[Option<LinkState>],
    edit: impl FnOnce(&mut GuideFacts, &mut PageFacts),
) -> Verdict {
    let mut page = PageFacts {
        title: Some("居住证申领".into()),
        column: Some("办事指南".into()),
        ..PageFacts::blank("http://a.gov.cn/bszn/1.htm", PageKind::Guide)
    };
    let mut guide = guide(present);
    edit(&mut guide, &mut page);
    let site = site();
    let case = GuideCase {
        page: &page,
        at: PageRef {
            url: &page.url,
            title: page.title.as_deref(),
            column: page.column.as_deref(),
            is_home: false,
        },
        guide: &guide,
        form_states,
    };
    check(&case, &context(&site))
}

/// What a rule of wording says of a text.
pub(crate) fn wording(check: fn(&WordingCase<'_>, &Context<'_>) -> Verdict, text: &str) -> Verdict {
    let engine = crate::wording::Engine::new(&[]).0;
    let slips: Vec<(String, Slip)> = crate::wording::sentences(text)
        .flat_map(|s| engine.judge(s, None).into_iter().map(|slip| (s.to_owned(), slip)))
        .collect();
    let site = site();
    check(&wording_case(&slips), &context(&site))
}

pub(crate) fn wording_case(slips: &[(String, Slip)]) -> WordingCase<'_> {
    WordingCase {
        page: PageRef {
            url: "http://a.gov.cn/x/1.htm",
            title: Some("一则消息"),
            column: None,
            is_home: false,
        },
        slips: slips.iter().map(|(sentence, slip)| SlipAt { sentence, slip }).collect(),
    }
}

/// So many weighed slips, all different.
pub(crate) fn slips(count: usize) -> Vec<(String, Slip)> {
    let one = |i: usize| Slip {
        from: 0,
        to: 1,
        wrong: i.to_string(),
        right: "对".into(),
        tier: crate::wording::Tier::Dictionary,
        serious: false,
        score: 1.0,
        reason: "音同".into(),
    };
    (0..count).map(|i| ("错字一处".to_owned(), one(i))).collect()
}
