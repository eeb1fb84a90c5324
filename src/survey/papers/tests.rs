//! Documents taken in page by page, and what comes of them.

use jiff::civil::date;

use super::*;
use crate::facts::{DocumentFacts, Fact, Interpreted, KnownBy};
use crate::survey::testing::link;

const TODAY: Date = date(2026, 11, 23);

fn site() -> Site {
    Site::plain("a", "鹭岛市公安局", "http://a.gov.cn/".parse().unwrap())
}

fn page(url: &str, column: &str, title: &str, day: Date, text: &str, links: &[&str]) -> PageFacts {
    PageFacts {
        title: Some(title.into()),
        column: Some(column.into()),
        pub_date: Fact::Known(day.into()),
        text: text.into(),
        links: links.iter().map(|to| link(to, "查看")).collect(),
        ..PageFacts::blank(url, PageKind::Article)
    }
}

const POLICY: &str = "http://a.gov.cn/zcwj/1.htm";
const READING: &str = "http://a.gov.cn/zcjd/1.htm";

fn policy(links: &[&str]) -> PageFacts {
    page(
        POLICY,
        "政策文件",
        "鹭岛市公安局关于印发《鹭岛市养犬管理办法》的通知",
        date(2026, 5, 1),
        "各单位：",
        links,
    )
}

fn interpretation(title: &str, text: &str, links: &[&str]) -> PageFacts {
    page(READING, "政策解读", title, date(2026, 5, 2), text, links)
}

fn facts(pages: &[PageFacts]) -> PolicyFacts {
    let mut papers = Papers::default();
    for page in pages {
        papers.add(&site(), page, TODAY, &|url| {
            url.path().starts_with("/go").then(|| POLICY.to_owned())
        });
    }
    papers.finish("http://a.gov.cn/", Extent::Whole)
}

/// What is known of the only interpretation: by what, and the two links.
fn known(pages: &[PageFacts]) -> Option<(KnownBy, bool, bool)> {
    match &facts(pages).interpretations[0].interprets {
        Interpreted::Here {
            policy,
            known_by,
            to_policy,
            to_interpretation,
        } => {
            assert_eq!(policy.url, POLICY);
            Some((*known_by, to_policy == &Fact::Known(true), to_interpretation == &Fact::Known(true)))
        }
        _ => None,
    }
}

#[test]
fn an_interpretation_and_its_policy_find_each_other() {
    for title in [
        "《鹭岛市养犬管理办法》政策解读",
        "《养犬管理办法》解读",
        "一图读懂鹭岛市养犬管理办法",
    ] {
        assert_eq!(
            known(&[policy(&[]), interpretation(title, "", &[])]),
            Some((KnownBy::Title, false, false)),
            "{title}"
        );
        assert_eq!(
            known(&[policy(&[READING]), interpretation(title, "", &[POLICY])]),
            Some((KnownBy::Title, true, true))
        );
        // The other scheme, and an address that only redirects there.
        let odd = interpretation(title, "", &["https://a.gov.cn/zcwj/1.htm"]);
        assert_eq!(known(&[policy(&[]), odd]), Some((KnownBy::Title, true, false)));
        assert_eq!(
            known(&[policy(&[]), interpretation(title, "", &["http://a.gov.cn/go?id=1"])]),
            Some((KnownBy::Title, true, false))
        );
    }
}

#[test]
fn a_link_that_names_the_document_will_do_and_the_column_will_not() {
    let title = "《鹭岛市养犬管理办法》政策解读";
    let mut attached = interpretation(title, "", &[]);
    attached.links = vec![
        link("http://a.gov.cn/files/1.pdf", "附件：鹭岛市养犬管理办法.pdf"),
        link("http://b.cn/1.htm", "《鹭岛市养犬管理办法》"),
    ];
    assert_eq!(known(&[policy(&[]), attached]), Some((KnownBy::Title, true, false)));
    let mut menu = policy(&["http://a.gov.cn/zcjd/"]);
    menu.links.push(link("http://a.gov.cn/zcjd/index.html", "政策解读"));
    assert_eq!(known(&[menu, interpretation(title, "", &[])]), Some((KnownBy::Title, false, false)));
    let mut titled = policy(&[]);
    titled.links.push(link("http://m.a.gov.cn/9", title));
    assert_eq!(
        known(&[titled, interpretation(title, "", &[])]),
        Some((KnownBy::Title, false, true))
    );
}

#[test]
fn copies_and_editions_of_a_policy_count_as_one() {
    let mut copy = policy(&[READING]);
    copy.url = "http://a.gov.cn/xxgk/9.htm".into();
    let title = "《鹭岛市养犬管理办法》政策解读";
    let linked = facts(&[policy(&[]), copy, interpretation(title, "", &["http://a.gov.cn/xxgk/9.htm"])]);
    assert!(matches!(
        &linked.interpretations[0].interprets,
        Interpreted::Here {
            to_policy: Fact::Known(true),
            to_interpretation: Fact::Known(true),
            ..
        }
    ));
}

#[test]
fn what_names_no_policy_of_the_site_is_not_guessed_at() {
    let interprets = |pages: &[PageFacts]| facts(pages).interpretations[0].interprets.clone();
    assert!(matches!(
        interprets(&[policy(&[]), interpretation("《某某意见和实施方案》解读", "", &[])]),
        Interpreted::Unfound(_)
    ));
    let mut linked = interpretation("《国务院关于某某的意见》解读", "", &[]);
    linked.links.push(link("http://www.gov.cn/1.htm", "国务院关于某某的意见"));
    assert_eq!(interprets(&[policy(&[]), linked]), Interpreted::Elsewhere);
    assert_eq!(
        interprets(&[policy(&[]), interpretation("专家谈文明养犬", "文明养犬，人人有责。", &[])]),
        Interpreted::Unnamed
    );
    assert_eq!(
        interprets(&[policy(&[]), interpretation("专家谈文明养犬", "文明养犬。", &[POLICY])]),
        Interpreted::Elsewhere
    );
    let text = "《鹭岛市养犬管理办法》今日施行。";
    assert_eq!(
        known(&[policy(&[]), interpretation("专家谈文明养犬", text, &[])]),
        Some((KnownBy::Text, false, false))
    );
    assert_eq!(
        known(&[policy(&[]), interpretation("专家谈文明养犬", text, &[POLICY])]),
        Some((KnownBy::Link, true, false))
    );
    // A news item of an event is no interpretation.
    let news = page(
        "http://a.gov.cn/jwyw/1.htm",
        "警务要闻",
        "我局开展政策解读进社区活动",
        TODAY,
        "",
        &[],
    );
    assert!(facts(&[policy(&[]), news]).interpretations.is_empty());
}

#[test]
fn who_issued_a_document_is_read_from_title_or_number() {
    let own = |title: &str, number: Option<&str>, source: Option<&str>| {
        let mut page = page(POLICY, "政策文件", title, TODAY, "", &[]);
        page.document = DocumentFacts {
            number: number.map(Into::into),
            withdrawn: None,
        };
        page.source = source.map(Into::into);
        facts(&[page]).policies[0].issued_here
    };
    assert!(own("鹭岛市公安局关于规范养犬的通知", None, None));
    assert!(own("关于规范养犬的通知", Some("鹭公规〔2026〕3号"), Some("鹭岛市公安局")));
    assert!(own("关于规范养犬的通知", Some("闽公综〔2026〕3号"), Some("鹭岛市公安局")));
    // What another authority issued is shown by a site under its own name as well.
    assert!(!own("关于规范养犬的通知", Some("民发〔2026〕3号"), Some("鹭岛市公安局")));
    assert!(!own("关于规范养犬的通知", Some("发改经体〔2026〕3号"), Some("鹭岛市公安局")));
    assert!(!own("鹭岛市公安局关于公布登高活动结果的通知", None, None));
    assert!(!own("关于规范养犬的通知", None, Some("鹭岛市公安局")));
    assert!(!own("公安部关于规范养犬的通知", Some("公通字〔2026〕3号"), Some("鹭岛市公安局")));
    assert!(!own("关于规范养犬的通知", Some("国办发〔2026〕3号"), Some("鹭岛市公安局")));
    // A draft is no document.
    assert!(
        facts(&[page(POLICY, "政策文件", "鹭岛市养犬管理办法（征求意见稿）", TODAY, "", &[])])
            .policies
            .is_empty()
    );
}

fn repealed(policy: &PageFacts, decision: &PageFacts) -> Vec<(String, bool, usize)> {
    let found = facts(&[policy.clone(), decision.clone()]).repealed;
    found.into_iter().map(|r| (r.paper.url, r.by_number, r.namesakes)).collect()
}

#[test]
fn a_repealed_document_is_known_by_number_or_by_name_and_date() {
    let old = |edit: fn(&mut PageFacts)| {
        let mut page = page(POLICY, "政策文件", "鹭岛市养犬登记办法", date(2019, 5, 1), "第一条", &[]);
        page.document.number = Some("鹭公规〔2019〕5号".into());
        edit(&mut page);
        page
    };
    let decision = |text: &str| {
        page(
            "http://a.gov.cn/tzgg/7.htm",
            "通知公告",
            "鹭岛市公安局关于废止部分规范性文件的决定",
            date(2026, 1, 5),
            text,
            &[],
        )
    };
    let numbered = decision("决定废止下列文件：\n1.《鹭岛市养犬登记办法》（鹭公规〔2019〕5号）");
    assert_eq!(repealed(&old(|_| {}), &numbered), [(POLICY.to_owned(), true, 1)]);
    assert_eq!(
        repealed(&old(|p| p.document.number = None), &numbered),
        [(POLICY.to_owned(), false, 1)]
    );
    let unnumbered = decision("决定废止《鹭岛市养犬登记办法》。");
    assert_eq!(repealed(&old(|_| {}), &unnumbered), [(POLICY.to_owned(), false, 1)]);
    for marked in [
        old(|p| p.document.withdrawn = Some("已废止".into())),
        old(|p| p.column = Some("失效文件".into())),
        old(|p| p.title = Some("鹭岛市养犬登记办法（已废止）".into())),
        // Newer than the repeal, and another edition by its number.
        old(|p| {
            p.pub_date = Fact::Known(date(2026, 6, 1).into());
            p.document.number = None;
        }),
        old(|p| p.document.number = Some("鹭公规〔2026〕9号".into())),
    ] {
        assert_eq!(repealed(&marked, &numbered), [], "{marked:?}");
    }
    // The decision itself, and the new document that repeals the old one of the same name.
    assert!(facts(std::slice::from_ref(&numbered)).repealed.is_empty());
    let new = page(
        "http://a.gov.cn/zcwj/9.htm",
        "政策文件",
        "鹭岛市养犬登记办法",
        date(2026, 1, 5),
        "本办法自2026年1月10日起施行。《鹭岛市养犬登记办法》（鹭公规〔2019〕5号）同时废止。",
        &[],
    );
    assert_eq!(repealed(&old(|_| {}), &new), [(POLICY.to_owned(), true, 2)]);
}

#[test]
fn a_number_begins_with_a_place_of_the_name() {
    for (name, own) in [
        ("鹭岛市公安局", "鹭岛"),
        ("鹭岛市公安局望海分局", "鹭岛望海"),
        ("重庆市合川区教育委员会", "重庆合川"),
        ("福建民间组织信息网", "福建"),
    ] {
        for first in own.chars() {
            assert!(is_number_of(&format!("{first}办规〔2026〕3号"), name), "{name} {first}");
        }
        for other in ["公通字〔2026〕3号", "民发〔2026〕3号", "教规〔2026〕3号"] {
            assert!(!is_number_of(other, name), "{name} {other}");
        }
    }
}
