//! Addresses and sites that do not fit together, and what a good file comes to.

use super::{check, site, sites};
use crate::site::{Group, Hours, RobotsPolicy, parse_bytes};

#[test]
fn addresses() {
    check(&[
        ("no url", sites(&["id: a"]), &[(3, 5, &["站点「a」缺少「url」", "enabled: false"])]),
        ("blank url", sites(&["id: a, url: "]), &[(3, 13, &["后面是空的"])]),
        (
            "no scheme",
            sites(&["id: a, url: www.a.gov.cn/x"]),
            &[(3, 18, &["缺少开头的 https", "https://www.a.gov.cn/x"])],
        ),
        ("ftp", sites(&["id: a, url: 'ftp://a.cn/'"]), &[(3, 18, &["不是以 http"])]),
        ("full-width", sites(&["id: a, url: 'https：//a.cn/'"]), &[(3, 18, &["全角字符"])]),
        ("space", sites(&["id: a, url: 'https://a.cn/a b'"]), &[(3, 18, &["中间有空格"])]),
        ("no host", sites(&["id: a, url: 'https://'"]), &[(3, 18, &["不完整"])]),
        ("prose", sites(&["id: a, url: 官网"]), &[(3, 18, &["不是网址"])]),
        (
            "password",
            sites(&["id: a, url: 'https://u:p@a.cn/'"]),
            &[(3, 18, &["用户名或密码"])],
        ),
        (
            "port",
            sites(&["id: a, url: 'https://a.cn:99999/'"]),
            &[(3, 18, &["不完整或写错了"])],
        ),
        (
            "pasted twice",
            sites(&["id: a, url: 'https://a.cn/https://a.cn/'"]),
            &[(3, 18, &["粘贴了两次"])],
        ),
        (
            "script as guide",
            site("guides: [\"javascript:x()\"]"),
            &[(5, 14, &["不是以 http"])],
        ),
        (
            "column outside",
            site("columns:\n  - {name: a, url: /jwyw/}"),
            &[(
                6,
                24,
                &["栏目「/jwyw/」（即 https://a.gov.cn/jwyw/）不在本站范围内", "a.gov.cn/ga/"],
            )],
        ),
        (
            "guide elsewhere",
            site("guides: ['https://b.cn/x/']"),
            &[(5, 14, &["办事指南入口", "include"])],
        ),
        ("entry outside", site("entry_urls: [/map.html]"), &[(5, 18, &["入口「/map.html」"])]),
        (
            "search without a place for the words",
            site("search: 'https://a.gov.cn/so?q='"),
            &[(5, 13, &["没有 {query}", "地址栏"])],
        ),
        (
            "search in the host",
            site("search: 'https://{query}.gov.cn/so'"),
            &[(5, 13, &["写在了域名里"])],
        ),
        (
            "search without a scheme",
            site("search: 'www.a.gov.cn/so?q={query}'"),
            &[(5, 13, &["缺少开头的 https"])],
        ),
        ("search blank", site("search: "), &[(5, 5, &["「search」后面是空的"])]),
        ("home outside", site("include: [/other/]"), &[(4, 10, &["首页", "a.gov.cn/other/"])]),
        (
            "column excluded",
            site("exclude: [x/]\ncolumns:\n  - {name: a, url: x/y/}"),
            &[(7, 24, &["被本站的 exclude 排除"])],
        ),
        (
            "include no address",
            site("include: ['www.a.gov.cn/ga/']"),
            &[(5, 15, &["缺少开头的 https"])],
        ),
        (
            "column listed twice",
            site("columns:\n  - {name: a, url: x/}\n  - {name: b, url: ./x/}"),
            &[(7, 24, &["相同", "第 6 行"])],
        ),
        ("column without a url", site("columns:\n  - {name: a}"), &[(6, 9, &["缺少「url」"])]),
        (
            "column of the disabled is still checked",
            sites(&[
                "id: a, url: 'https://a.cn/'",
                "id: b, enabled: false, url: b.cn, role: x, colums: []",
            ]),
            &[(4, 34, &["缺少开头的 https"]), (4, 46, &["「role」"]), (4, 49, &["「colums」"])],
        ),
    ]);
}

#[test]
fn sites_that_do_not_fit_together() {
    check(&[
        (
            "same id",
            sites(&["id: a, url: 'https://a.cn/'", "id: A, url: 'https://b.cn/'"]),
            &[(4, 10, &["重复", "第 3 行"])],
        ),
        ("no id", sites(&["url: 'https://a.cn/'"]), &[(3, 5, &["缺少「id」"])]),
        (
            "id as a path",
            sites(&["id: '../a', url: 'https://a.cn/'"]),
            &[(3, 10, &["不能用的字符「.」", "文件名"])],
        ),
        (
            "id of a device",
            sites(&["id: NUL, url: 'https://a.cn/'"]),
            &[(3, 10, &["不能用作文件名"])],
        ),
        (
            "same scope",
            sites(&["id: a, url: 'https://a.cn/'", "id: b, url: 'http://a.cn/index.html'"]),
            &[(4, 18, &["站点「b」与站点「a」的范围", "停用一个"])],
        ),
        (
            "two mains",
            sites(&["id: a, role: main, url: 'https://a.cn/'", "id: b, role: main, url: 'https://b.cn/'"]),
            &[(4, 19, &["只能有一个", "第 3 行"])],
        ),
        (
            "all disabled",
            sites(&["id: a, enabled: false", "id: b, enabled: false"]),
            &[(2, 1, &["没有启用任何站点"])],
        ),
        (
            "a column of another site",
            sites(&["id: a, url: 'https://a.cn/', guides: [/b/x/]", "id: b, url: 'https://a.cn/b/'"]),
            &[(3, 44, &["属于站点「b」的范围"])],
        ),
    ]);
}

#[test]
fn all_mistakes_are_told_at_once_in_the_order_of_the_file() {
    check(&[(
        "many",
        "timezone: Mars\nsites:\n  - id: a b\n    urll: x\n    rate_per_second: 0\n  - id: b\n    url: b.cn\n    site_code: 1\n".into(),
        &[
            (1, 1, &["缺少「group」"]),
            (1, 11, &["时区"]),
            (3, 5, &["缺少「url」"]),
            (3, 9, &["不能用的字符"]),
            (4, 5, &["是不是「url」"]),
            (5, 22, &["值 0 不行"]),
            (7, 10, &["https://b.cn"]),
            (8, 16, &["没有加引号"]),
        ],
    )]);
}

fn good(text: &str) -> Group {
    parse_bytes(text.as_bytes(), "s").unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn what_is_not_written_has_its_default_and_what_is_written_holds() {
    let group = good(
        "\u{feff}group: g\r\ncontact: a@b.cn\r\ndefaults: {rate_per_second: 8, max_pages: 10, robots: ignore, hours: 20:00-07:00, max_hours: 1.5}\r\nsites:\r\n  \
         - id: 001\r\n    url: https://h.cn/ga/index.html\r\n    role: main\r\n    max_pages: 5\r\n    max_megabytes: 300\r\n    exclude: [/ga/search]\r\n    \
         include: [./, 'https://file.h.cn/']\r\n    columns:\r\n      - {name: 要闻, url: jwyw/, kind: news, max_age_days: 14, exempt: 无}\r\n      \
         - {name: 其他, url: 'https://file.h.cn/x/'}\r\n    guides: [/ga/bszn/]\r\n  - {id: b, name: 乙, enabled: false, url: }\r\n",
    );
    assert_eq!(group.timezone.iana_name(), Some("Asia/Shanghai"));
    assert_eq!(group.sites.len(), 1);
    let site = &group.sites[0];
    assert_eq!((site.id.as_str(), site.name.as_str()), ("001", "001"));
    assert_eq!(site.scope.include(), ["h.cn/ga/", "file.h.cn/"]);
    assert_eq!(site.limits.rate_per_second, Some(8.0));
    assert_eq!(site.limits.max_pages, 5);
    assert_eq!(site.limits.hours.map(Hours::text).as_deref(), Some("20:00-07:00"));
    assert_eq!((site.limits.max_megabytes, site.limits.max_time.as_secs()), (300, 5_400));
    assert_eq!(group.outside.hours, None, "a window is agreed with one's own operators");
    assert_eq!(site.columns[0].url.as_str(), "https://h.cn/ga/jwyw/");
    assert_eq!(site.guides[0].as_str(), "https://h.cn/ga/bszn/");
    assert_eq!(site.limits.robots, RobotsPolicy::Ignore);
    assert_eq!(group.outside.robots, RobotsPolicy::Respect, "others' robots.txt is always obeyed");
    assert_eq!(
        group.outside.rate_per_second,
        Some(2.0),
        "others' servers never get more than the default"
    );
    assert_eq!((group.disabled[0].id.as_str(), &group.disabled[0].url), ("b", &None));
}

#[test]
fn a_subsite_may_lie_under_a_path_of_the_main_site() {
    let group = good(
        "group: g\nsites:\n  - {id: a, url: 'https://a.cn/'}\n  - {id: b, url: 'https://a.cn/b/', guides: [x/]}\n  - {id: c, url: 'https://a.cn/bc'}\n",
    );
    assert_eq!(group.sites.len(), 3);
}
