//! 个人信息泄露: a page that shows numbers of private persons in the clear.

use crate::facts::{PageFacts, PageKind, PrivateKind, PrivateNumber};
use crate::finding::{Grade, Key, Shape, Subject, Verdict};
use crate::lexicon::{PRIVATE_LISTS, Words};
use crate::rules::statement::Statement;
use crate::rules::{Check, Context, Fold, Rule, finding};
use crate::standard::Clause;
use crate::text::unspaced;

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "privacy-leak",
    title: "个人信息泄露",
    grade: Grade::Serious,
    basis: &[Clause::P19_V1_2],
    explain: include_str!("../explain/privacy-leak.md"),
    check: Check::Page(check),
    keys: &[&[SAMPLES_SHOWN, IDS, PHONES, CARDS]],
    fold: Fold::Page,
};

/// Some of the numbers, masked.
const SAMPLES_SHOWN: Key = Key::shown("samples", Shape::List, "例如 ", "");
const IDS: Key = Key::for_programs("ids", Shape::Number);
const PHONES: Key = Key::for_programs("phones", Shape::Number);
const CARDS: Key = Key::for_programs("cards", Shape::Number);

/// So many numbers are shown of a page, masked: enough to find them by.
const SAMPLES: usize = 3;

fn check(page: &PageFacts, cx: &Context<'_>) -> Verdict {
    if page.private.is_empty() {
        return if matches!(page.kind, PageKind::StyleSheet | PageKind::Data) {
            Verdict::NotApplicable
        } else {
            Verdict::Pass
        };
    }
    let count = |kind: PrivateKind, certain: bool| page.private.iter().filter(|n| n.kind == kind && n.certain >= certain).count();
    if names_by_law(page) {
        let wanted = of_page(page, cx, false)
            .says("通缉、悬赏、协查、失信一类依法公布的公告写有身份证号码等个人信息，请核对是否已经撤销或者超出需要");
        return Verdict::NeedsReview(vec![wanted.done()]);
    }
    let grave = count(PrivateKind::Id, true) + count(PrivateKind::Card, true);
    let certain = grave + count(PrivateKind::Phone, true);
    let statement = of_page(page, cx, certain > 0);
    if certain == 0 {
        return Verdict::NeedsReview(vec![statement.done()]);
    }
    // A telephone number is less than what opens accounts in somebody's name.
    let grade = if grave > 0 { Grade::Serious } else { Grade::Minor };
    Verdict::Fail(vec![statement.grade(grade).done()])
}

/// Titles of notices that name people by law, and those of lists of payments, which do not.
static LAWFUL: Words = Words::used(PRIVATE_LISTS, "lawful");
static PAID: Words = Words::used(PRIVATE_LISTS, "paid");
/// Titles of lists of private persons.
static PRIVATE: Words = Words::used(PRIVATE_LISTS, "private-list");

/// Whether the page looks for somebody or names who owes what a court ordered: such a notice has to give the person's number
/// (公安机关办理刑事案件程序规定; 最高人民法院关于公布失信被执行人名单信息的若干规定). Its column may say so for it.
fn names_by_law(page: &PageFacts) -> bool {
    let title = unspaced(page.title.as_deref().unwrap_or_default());
    let column = unspaced(page.column.as_deref().unwrap_or_default());
    (LAWFUL.any_in(&title) || LAWFUL.any_in(&column)) && !PAID.any_in(&title) && !PRIVATE.any_in(&title)
}

fn of_page(page: &PageFacts, cx: &Context<'_>, certain: bool) -> Statement<'static> {
    let numbers: Vec<&PrivateNumber> = page.private.iter().filter(|n| n.certain || !certain).collect();
    let mut statement = finding(&RULE, cx, Subject::page(&page.url));
    let mut what = Vec::new();
    for (kind, key) in [(PrivateKind::Id, IDS), (PrivateKind::Phone, PHONES), (PrivateKind::Card, CARDS)] {
        let count = numbers.iter().filter(|n| n.kind == kind).count();
        statement = statement.because(key, count);
        if count > 0 {
            what.push(format!("{}{count}个", kind.chinese()));
        }
    }
    let samples: Vec<&str> = numbers.iter().map(|n| n.masked.as_str()).take(SAMPLES).collect();
    let what = what.join("、");
    let shown = samples.join("、");
    let message = if certain {
        format!("页面上有未作遮盖的{what}（如 {shown}，此处已遮盖）")
    } else {
        format!("页面上疑似有个人的{what}（如 {shown}，此处已遮盖），请核对是否属于应当遮盖的个人信息")
    };
    let place = numbers
        .iter()
        .find(|n| !n.context.is_empty())
        .map_or_else(|| "页面正文".to_owned(), |n| format!("“{}”处", n.context));
    statement
        .at(page, place)
        .says(message)
        .because(SAMPLES_SHOWN, samples)
        .advice("请立即撤下或遮盖身份证号码、手机号码、银行卡号的中间几位，附件和历史版本一并检查，并清除搜索引擎快照")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing;

    fn number(kind: PrivateKind, masked: &str, certain: bool) -> PrivateNumber {
        PrivateNumber {
            kind,
            masked: masked.into(),
            context: format!("张三 {masked}"),
            offset: 0,
            certain,
        }
    }

    fn judge(private: Vec<PrivateNumber>) -> Verdict {
        let page = PageFacts {
            private,
            ..PageFacts::blank("http://a.gov.cn/x/1.htm", PageKind::Article)
        };
        check(&page, &testing::context(&testing::site()))
    }

    #[test]
    fn one_finding_a_page_with_counts_and_three_samples() {
        let mut all: Vec<_> = (1..=5)
            .map(|i| number(PrivateKind::Id, &format!("3502**********123{i}"), true))
            .collect();
        all.push(number(PrivateKind::Phone, "138****1111", false));
        let Verdict::Fail(found) = judge(all) else { panic!("not told") };
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].grade, Grade::Serious);
        assert_eq!(found[0].evidence["ids"], 5);
        assert_eq!(found[0].evidence["phones"], 0);
        assert_eq!(found[0].evidence["samples"].as_array().unwrap().len(), 3);
        assert!(
            found[0].message.starts_with("页面上有未作遮盖的身份证号码5个"),
            "{}",
            found[0].message
        );
    }

    #[test]
    fn who_is_wanted_is_named_by_law() {
        for (title, wanted) in [
            ("通缉令", true),
            ("悬赏通告", true),
            ("关于协查张某的通报", true),
            ("通 缉 令", true),
            ("失信被执行人名单（第三批）", true),
            ("限制消费令", true),
            ("低保对象公示", false),
            ("悬赏举报奖金发放名单", false),
            ("协查核对后的低保对象名单", false),
            ("公告", false),
        ] {
            let page = PageFacts {
                title: Some(title.into()),
                private: vec![number(PrivateKind::Id, "3502**********1234", true)],
                ..PageFacts::blank("http://a.gov.cn/x/1.htm", PageKind::Article)
            };
            let verdict = check(&page, &testing::context(&testing::site()));
            assert_eq!(matches!(verdict, Verdict::NeedsReview(_)), wanted, "{title}");
            assert_eq!(matches!(verdict, Verdict::Fail(_)), !wanted, "{title}");
        }
    }

    #[test]
    fn telephone_numbers_alone_weigh_less_and_doubt_goes_to_a_person() {
        let Verdict::Fail(found) = judge(vec![number(PrivateKind::Phone, "138****1111", true)]) else {
            panic!("not told")
        };
        assert_eq!(found[0].grade, Grade::Minor);
        let review = judge(vec![number(PrivateKind::Id, "3502**********1234", false)]);
        assert!(matches!(review, Verdict::NeedsReview(found) if found[0].message.contains("疑似")));
        assert_eq!(judge(Vec::new()), Verdict::Pass);
    }
}
