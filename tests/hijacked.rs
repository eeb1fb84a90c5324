//! Whole runs over pages that lead to strangers: what has become of their sites is told, and what only speaks of it is not.

use serde_json::Value;

use crate::desk::Desk;
use crate::resume::{MONTHLY, judged, until};
use crate::site_server::{Answer, Request, SiteServer};

/// Path, title, text, and what it is: the sort where it must be told, `review` where a person must look, none for innocents.
const STRANGERS: &[(&str, &str, &str, Option<&str>)] = &[
    (
        "/g1",
        "澳门新葡京_新葡京官网",
        "注册送彩金，真人百家乐、时时彩等您来",
        Some("gambling"),
    ),
    ("/g2", "bet365官网 - 足球投注", "皇冠体育 滚球 首存返水", Some("gambling")),
    ("/g3", "开云体育(中国)官方网站", "亚博体育 乐鱼体育 APP下载", Some("gambling")),
    ("/g4", "威尼斯人官网-欢迎您", "线上娱乐城 老虎机 电子游艺", Some("gambling")),
    ("/g5", "Slot Gacor Hari Ini", "judi online, togel, casino", Some("gambling")),
    ("/g6", "六合彩开奖直播", "特码 一码中特 天天彩", Some("gambling")),
    ("/x1", "成人电影_成人视频在线", "日韩无码 一级毛片 免费看片", Some("porn")),
    ("/x2", "亚洲av在线", "国产精品久久 伊人久久 久久综合", Some("porn")),
    ("/x3", "Free porn", "xxx video, sex cam, hentai", Some("porn")),
    ("/d1", "域名出售", "您访问的域名正在出售，联系QQ 12345", Some("parked")),
    ("/d2", "Welcome", "This domain is for sale. Buy this domain today.", Some("parked")),
    ("/d3", "域名停放", "该域名已过期，请联系注册商续费", Some("parked")),
    ("/r1", "首页", "时时彩 北京赛车 幸运飞艇 六合彩 新葡京", Some("review")),
    (
        "/i1",
        "警方捣毁一网络赌博窝点",
        "该团伙以时时彩、北京赛车、六合彩、真人百家乐为名招揽赌客",
        None,
    ),
    (
        "/i2",
        "打击跨境赌博专题",
        "新葡京 威尼斯人官网 时时彩 注册送彩金 足球投注 皇冠体育",
        None,
    ),
    ("/i3", "反赌宣传：这些都是骗局", "时时彩 北京赛车 幸运飞艇 六合彩", None),
    (
        "/i4",
        "一个赌徒的自白",
        "他迷上了时时彩和北京赛车，输光积蓄。民警提醒：远离赌博，警惕诈骗，举报犯罪。",
        None,
    ),
    ("/i5", "福利彩票发行管理中心", "双色球 快乐8 3D 七乐彩 开奖公告 开奖结果", None),
    ("/i6", "体育彩票", "大乐透 竞彩足球 传统足彩 开奖结果", None),
    ("/i7", "青春期健康教育", "正确看待一夜情，预防艾滋病", None),
    ("/i8", "成人高考报名系统", "成人教育 成人在线学习", None),
    ("/i9", "某某文学网", "三级片 人妻 情色 评论", None),
    ("/i10", "澳门旅游攻略", "葡京酒店、威尼斯人酒店、大三巴", None),
    ("/i11", "域名过期了怎么办", "企业应按时续费，避免域名过期后被他人抢注。", None),
    ("/i12", "某某棋牌俱乐部", "棋牌游戏 德州扑克 捕鱼游戏 比赛", None),
];

fn strangers() -> SiteServer {
    SiteServer::start(|request: &Request| {
        let found = STRANGERS.iter().find(|s| s.0 == request.path);
        found.map_or_else(Answer::missing, |(_, title, text, _)| {
            Answer::page(title, &format!("<p>{text}</p>"))
        })
    })
}

/// The findings of the rule as (path, sort), sorted.
fn told(desk: &Desk, run: &Value, base: &str) -> Vec<(String, String)> {
    let mut told: Vec<(String, String)> = desk
        .findings(run)
        .iter()
        .filter(|f| f["rule"] == "link-hijacked")
        .map(|f| {
            let path = f["target_url"].as_str().unwrap().replace(base, "");
            (path, f["evidence"]["sort"].as_str().unwrap().to_owned())
        })
        .collect();
    told.sort();
    told
}

#[test]
fn what_became_of_strangers_is_told_and_innocents_are_left_alone() {
    let outside = strangers();
    let base = outside.url("");
    let links: String = STRANGERS
        .iter()
        .map(|s| format!("<p><a href=\"{base}{}\">相关链接</a></p>", s.0))
        .collect();
    let server = SiteServer::start(move |request: &Request| match request.path.as_str() {
        // The same links on two pages are told once.
        "/" => Answer::page("测试网", &format!("{links}<a href=\"/2.html\">第二页</a>")),
        "/2.html" => Answer::page("第二页", &links),
        // On our own pages the words are the editor's own.
        _ => Answer::missing(),
    });
    let desk = Desk::with_site(&server.url("/"), "");
    let (_, run) = desk.inspect(&MONTHLY);
    let mut wanted: Vec<(String, String)> = STRANGERS
        .iter()
        .filter_map(|s| Some((s.0.to_owned(), s.3.filter(|sort| *sort != "review")?.to_owned())))
        .collect();
    wanted.sort();
    assert_eq!(told(&desk, &run, &outside.url("")), wanted);
    let found = desk.findings(&run);
    let first = found
        .iter()
        .find(|f| f["target_url"].as_str().is_some_and(|t| t.ends_with("/g1")))
        .unwrap();
    assert_eq!(
        (&first["grade"], &first["evidence"]["pages"]),
        (&"serious".into(), &2.into()),
        "{first:#}"
    );
    assert_eq!(first["evidence"]["title"], "澳门新葡京_新葡京官网");
    assert!(desk.report(&run, "人工核查.csv").contains("疑似是赌博推广页面"));
    // Each was asked once, as every link is: nothing more is fetched to know it.
    for (path, ..) in STRANGERS {
        let asked = outside.requests().iter().filter(|r| r.path == *path).count();
        assert_eq!(asked, 1, "{path}");
    }
}

const PAGES: usize = 40;

/// A chain of pages, every fourth of which leads to one of the strangers.
fn chain(base: String) -> SiteServer {
    SiteServer::start(move |request: &Request| {
        let page = match request.path.as_str() {
            "/" => Some(0),
            path => path.trim_start_matches("/p").trim_end_matches(".html").parse::<usize>().ok(),
        };
        let Some(n) = page.filter(|n| *n < PAGES) else {
            return Answer::missing();
        };
        let mut links: String = (n + 1..=n + 3)
            .filter(|m| *m < PAGES)
            .map(|m| format!("<a href=\"/p{m}.html\">第{m}页</a>"))
            .collect();
        if n % 4 == 0 {
            links = format!("{links}<a href=\"{base}{}\">相关链接</a>", STRANGERS[n / 4].0);
        }
        Answer::page(&format!("第{n}页"), &links).after(std::time::Duration::from_millis(5))
    })
}

#[test]
fn a_run_that_was_killed_still_knows_what_became_of_strangers() {
    let outside = strangers();
    let server = chain(outside.url(""));
    let desk_of = || Desk::with_site(&server.url("/"), "    concurrency: 4\n");
    let undisturbed = desk_of();
    let (_, run) = undisturbed.inspect(&MONTHLY);
    assert_eq!(told(&undisturbed, &run, &outside.url("")).len(), PAGES / 4);
    let wanted = judged(&undisturbed, &run);
    for moment in [5, 20, 35] {
        server.forget();
        let desk = desk_of();
        let mut child = until(&desk, &server, moment);
        child.kill().unwrap();
        child.wait().unwrap();
        let (_, run) = desk.inspect(&MONTHLY);
        assert_eq!(judged(&desk, &run), wanted, "killed at {moment}");
    }
}
