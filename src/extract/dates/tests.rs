//! The grammar of dates, form by form.

use jiff::civil::date;
use proptest::prelude::*;

use super::address::in_url;
use super::*;

fn shown(text: &str) -> Vec<String> {
    find(text)
        .iter()
        .map(|f| match f.day {
            Day::Full(date) => Stamp { date, clock: f.clock }.to_string(),
            Day::MonthDay(m, d) => format!("{m:02}-{d:02}"),
        })
        .collect()
}

#[test]
fn every_printed_form_is_read() {
    for (text, want) in [
        ("2026-11-23", "2026-11-23"),
        ("发布日期：2026-11-03 09:05:30 浏览", "2026-11-03 09:05:30"),
        ("2026/1/3", "2026-01-03"),
        ("2026.1.3", "2026-01-03"),
        ("时间:2026年1月3日", "2026-01-03"),
        ("2026 年 1 月 3 日", "2026-01-03"),
        ("2026年11月23日 星期一 14:05", "2026-11-23 14:05"),
        ("2020-08-26 14:55:0", "2020-08-26 14:55:00"),
        ("2026年3月5日9时30分", "2026-03-05 09:30"),
        ("【信息发布时间：2020-10-27阅读次数：】", "2020-10-27"),
        ("2020-10-27T08:00:01+08:00", "2020-10-27 08:00:01"),
        ("通告(2020-12-16)", "2020-12-16"),
        ("[11-23]", "11-23"),
        ("(12-29)", "12-29"),
        ("06/08", "06-08"),
        ("6月8日", "06-08"),
        ("二○一七年十一月二十四日", "2017-11-24"),
        ("２０２６－１１－２０", "2026-11-20"),
        ("２０２６／１／３ 浏览", "2026-01-03"),
        ("２０２６年１１月２０日", "2026-11-20"),
        ("2026—11—20", "2026-11-20"),
        ("2026–11‐20", "2026-11-20"),
        ("2026 - 11 - 20 08:00", "2026-11-20 08:00"),
        ("2026- 1-3", "2026-01-03"),
        ("2026年11.20", "2026-11-20"),
        ("2026年11-20 09:10", "2026-11-20 09:10"),
        ("2026-11月20日", "2026-11-20"),
        ("Nov 20, 2026", "2026-11-20"),
        ("Posted on November 3rd, 2026 by", "2026-11-03"),
        ("Sept. 3 2026", "2026-09-03"),
        ("20 Nov 2026", "2026-11-20"),
        ("5月 28, 2026", "2026-05-28"),
        ("发布于 11 月 3, 2026由某人", "2026-11-03"),
        ("十一月 20, 2026 09:30", "2026-11-20 09:30"),
        ("五月 8,2026", "2026-05-08"),
        ("[11/20/2026]", "2026-11-20"),
        ("Posted: 3/8/2026 09:15", "2026-03-08 09:15"),
        ("20/11/2026", "2026-11-20"),
        ("11-20-2026", "2026-11-20"),
        ("11.20.2026 Views", "2026-11-20"),
        ("20-Nov-2026 14:05", "2026-11-20 14:05"),
        ("發佈日期：2026年3月5號", "2026-03-05"),
        ("二〇二〇年十二月三十一日", "2020-12-31"),
        ("二零一九年二月十日", "2019-02-10"),
    ] {
        assert_eq!(shown(text), [want], "{text}");
    }
}

#[test]
fn what_only_looks_like_a_date_is_left_alone() {
    for text in [
        "2020-13-01",
        "2023-02-29",
        "2020年2月30日",
        "1899-01-01",
        "0000-00-00",
        "v2020.1.3.4",
        "192.168.10.12",
        "0592-12-2012",
        "13/13/2026",
        "1-5-2026",
        "1/2/20261",
        "11/20/2026/1",
        "11-20/2026",
        "010-56803635",
        "12-30%",
        "1-5",
        "3.15",
        "24-12",
        "2019-2020学年",
        "京ICP备13026484",
        "a2020-01-01",
        "20200101",
        "六月二十二日",
        "二〇二六年一二三月一日",
        "二〇二六年九九九月一日",
        "二〇二六年十一月二三十日",
        "2020年1-5月经济运行",
        "2020年11-12月",
        "2020年1.25亿元",
        "2020年 11.50 元",
        "2020 — 2021",
        "2020-11\n-20",
        "2020  -  11  -  20",
        "Market 20, 2026",
        "May 2026",
        "20 Novel 2026",
        "1月2,2000元",
        "5月 28 2026",
        "五月 28, 202",
        "十三月 3, 2026",
        "２０２０１１２０",
        "26-11-20",
        "11.20",
    ] {
        assert_eq!(shown(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn the_year_of_a_short_date_comes_from_the_address_or_from_today() {
    let today = date(2026, 11, 23);
    for (m, d, url, want) in [
        (11, 20, Some("http://a.gov.cn/x/202511/t20251120_1.htm"), date(2025, 11, 20)),
        (12, 29, Some("http://a.gov.cn/x/2021-01-03/1.htm"), date(2020, 12, 29)),
        (11, 20, Some("http://a.gov.cn/x/202502/t20250220_1.htm"), date(2026, 11, 20)),
        (12, 1, None, date(2025, 12, 1)),
        (11, 23, None, date(2026, 11, 23)),
        (2, 29, None, date(2024, 2, 29)),
    ] {
        assert_eq!(year_for(m, d, url, today), Some(want), "{m}-{d} {url:?}");
    }
}

#[test]
fn addresses_carry_dates_in_folders_and_names() {
    for (url, want) in [
        ("http://a.cn/x/202006/t20200623_11.html", Some(date(2020, 6, 23))),
        ("http://a.cn/2018-07-25/5.html", Some(date(2018, 7, 25))),
        ("http://a.cn/2018/7/25/5.html", Some(date(2018, 7, 25))),
        ("http://a.cn/art/2018/7/5.html", Some(date(2018, 7, 5))),
        ("http://a.cn/202013/5.html", None),
        ("http://a.cn/5867.html", None),
        ("http://20200101.cn/", None),
    ] {
        assert_eq!(in_url(url), want, "{url}");
    }
}

proptest! {
    #[test]
    fn any_text_is_safe_and_spans_are_in_order(text in "\\PC{0,60}") {
        let mut end = 0;
        for f in find(&text) {
            prop_assert!(f.span.start >= end && f.span.end > f.span.start);
            prop_assert!(text.get(f.span.clone()).is_some());
            end = f.span.end;
        }
    }

    #[test]
    fn dateish_text_is_safe(text in "[0-9０-９年月日 :./十二○TNov,—-]{0,30}") {
        for f in find(&text) {
            prop_assert!(text.get(f.span.clone()).is_some());
        }
    }

    #[test]
    fn a_real_day_is_read_in_every_form(y in 1990_i16..=2100, ordinal in 1_i16..=365, form in 0_usize..4) {
        let day = date(y, 1, 1).saturating_add(jiff::Span::new().days(ordinal - 1));
        let (m, d) = (day.month(), day.day());
        let text = match form {
            0 => format!("（{y}-{m:02}-{d:02}）"),
            1 => format!("x {y}/{m}/{d},"),
            2 => format!("{y}.{m}.{d}"),
            _ => format!("于{y}年{m}月{d}日起"),
        };
        let found = find(&text);
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(found[0].day, Day::Full(day));
    }
}
