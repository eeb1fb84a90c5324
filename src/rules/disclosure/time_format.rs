//! 发布时间格式不规范: the publication time is not printed as YYYY-MM-DD HH:MM.

use crate::facts::{Fact, PageFacts, Why};
use crate::finding::{Grade, Key, Shape, Subject, Verdict};
use crate::rules::keys::EXPECTED;
use crate::rules::page_class::{PageClass, class_of};
use crate::rules::{Check, Context, Fold, Rule, finding};
use crate::standard::Clause;
use crate::text::is_han;

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "time-format",
    title: "发布时间格式不规范",
    grade: Grade::Notice,
    basis: &[Clause::G17_TIME],
    explain: include_str!("../explain/time-format.md"),
    check: Check::Page(check),
    keys: &[&[SHOWN, FORMAT, EXPECTED]],
    fold: Fold::Site("是这种写法"),
};

/// The time as it is printed.
const SHOWN: Key = Key::shown("shown", Shape::Text, "写作 ", "");
/// Its form.
const FORMAT: Key = Key::shown("format", Shape::Text, "格式 ", "");

const PROPER: &str = "YYYY-MM-DD HH:MM";

fn check(facts: &PageFacts, cx: &Context<'_>) -> Verdict {
    if class_of(facts, cx) != Some(PageClass::Content) {
        return Verdict::NotApplicable;
    }
    let Some(printed) = facts.printed_date.as_deref() else {
        // Where there is none at all, column-undated says so.
        return match facts.pub_date {
            Fact::Unknown(Why::ByScript) => Verdict::NotJudged(Why::ByScript),
            _ => Verdict::NotApplicable,
        };
    };
    if is_foreign(printed, facts) {
        return Verdict::NotApplicable;
    }
    let format = format_of(printed);
    if format == PROPER || format == "YYYY-MM-DD HH:MM:SS" {
        return Verdict::Pass;
    }
    let statement = finding(&RULE, cx, Subject::thing(format.as_str()))
        .at(facts, "稿件的发布时间")
        .says(format!("发布时间写作“{printed}”，格式应为“年-月-日 时:分”（{PROPER}）"))
        .because(FORMAT, format.as_str())
        .because(SHOWN, printed)
        .because(EXPECTED, PROPER)
        .advice("请在稿件模板中把发布时间的格式改为 YYYY-MM-DD HH:MM");
    Verdict::Fail(vec![statement.done()])
}

/// Whether a day is printed with the name of its month (Nov. 20, 2026) on a page whose headline has no Chinese: the form is that
/// of its language.
fn is_foreign(printed: &str, facts: &PageFacts) -> bool {
    let named = printed.split(|c: char| !c.is_ascii_alphabetic()).any(|word| word.len() >= 3);
    named && !facts.title.as_deref().unwrap_or_default().chars().any(is_han)
}

/// What the numbers of a date stand for: the year leads, is cut to two digits, ends an English date, or is not there.
fn date_of(printed: &str) -> &'static [&'static str] {
    let date = printed.split_whitespace().next().unwrap_or_default();
    let lengths: Vec<usize> = date
        .split(|c: char| !c.is_ascii_digit())
        .map(str::len)
        .filter(|length| *length > 0)
        .collect();
    match lengths[..] {
        [first, ..] if first >= 4 => &["YYYY", "MM", "DD"],
        [_, _, 4] => &["MM", "DD", "YYYY"],
        [_, _, 2] => &["YY", "MM", "DD"],
        _ => &["MM", "DD"],
    }
}

/// The form of a printed time, alike for all times printed by one template: `2023年8月6日` and `2023年12月16日` are
/// `YYYY年M月D日`. Seconds are as good as none.
fn format_of(printed: &str) -> String {
    let mut out = String::new();
    let mut letters = date_of(printed).iter().chain(&["HH", "MM", "SS"]);
    let mut rest = printed;
    while let Some(c) = rest.chars().next() {
        if c.is_ascii_digit() {
            let length = rest.bytes().take_while(u8::is_ascii_digit).count();
            let two = letters.next().copied().unwrap_or("N");
            // In Chinese one digit is as good as two, and both come from one template.
            let chinese = rest[length..].starts_with(['年', '月', '日', '号', '时', '点', '分']);
            let short = two.len() == 2 && two != "YY" && (length == 1 || chinese);
            out.push_str(if short { &two[..1] } else { two });
            rest = &rest[length..];
            continue;
        }
        match c {
            '－' | '–' | '—' => out.push('-'),
            '：' => out.push(':'),
            'T' => out.push('T'),
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
        rest = &rest[c.len_utf8()..];
    }
    out.trim().chars().take(30).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::PageKind;
    use crate::rules::testing;
    use serde_json::json;

    #[test]
    fn forms_are_told_apart() {
        for (printed, format) in [
            ("2026-11-23 09:05", PROPER),
            ("2026—11—23 09：05", PROPER),
            ("2026-11-23  09:05:30", "YYYY-MM-DD HH:MM:SS"),
            ("2026-11-23", "YYYY-MM-DD"),
            ("2026/11/23", "YYYY/MM/DD"),
            ("2026.11.23", "YYYY.MM.DD"),
            ("2026年8月6日", "YYYY年M月D日"),
            ("2026年12月16日", "YYYY年M月D日"),
            ("2026年12月16日 09:05", "YYYY年M月D日 HH:MM"),
            ("2026-8-6 9:05", "YYYY-M-D H:MM"),
            ("2020-08-26 14:55:0", "YYYY-MM-DD HH:MM:S"),
            ("08-26", "MM-DD"),
            ("08-26 09:05", "MM-DD HH:MM"),
            ("13-04-22", "YY-MM-DD"),
            ("13年4月22日 09:05", "YY年M月D日 HH:MM"),
            ("07/03/2019", "MM/DD/YYYY"),
            ("7/3/2019", "M/D/YYYY"),
            ("二〇二六年八月六日", "二〇二六年八月六日"),
        ] {
            assert_eq!(format_of(printed), format, "{printed}");
        }
    }

    #[test]
    fn only_printed_times_of_articles_count() {
        let site = testing::site();
        let cx = testing::context(&site);
        let mut page = testing::page(PageKind::Article);
        assert_eq!(check(&page, &cx), Verdict::NotApplicable);
        page.printed_date = Some("2026-11-20 09:00".into());
        assert_eq!(check(&page, &cx), Verdict::Pass);
        page.printed_date = Some("2026年11月20日".into());
        let Verdict::Fail(found) = check(&page, &cx) else {
            panic!("nothing found")
        };
        assert_eq!(
            (&found[0].evidence["format"], found[0].subject.name()),
            (&json!("YYYY年M月D日"), "YYYY年M月D日")
        );
        page.kind = PageKind::Guide;
        assert_eq!(check(&page, &cx), Verdict::NotApplicable);
        page.kind = PageKind::Article;
        // The name of a month is the form of a page in English, and of no other.
        page.printed_date = Some("Nov. 20, 2026".into());
        assert!(matches!(check(&page, &cx), Verdict::Fail(_)));
        page.title = Some("New freight line opens".into());
        assert_eq!(check(&page, &cx), Verdict::NotApplicable);
        page.printed_date = Some("20/11/2026".into());
        assert!(matches!(check(&page, &cx), Verdict::Fail(_)));
        page.printed_date = None;
        page.pub_date = Fact::Unknown(Why::ByScript);
        assert_eq!(check(&page, &cx), Verdict::NotJudged(Why::ByScript));
    }
}
