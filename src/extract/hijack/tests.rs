//! Pages that sell what they should not, and pages that only name it. All are invented.

use super::*;

fn judge_at(asked: &str, at: &str, title: &str, meta: &str, text: &str, source: &str) -> Option<(HijackSort, bool)> {
    let (asked, at) = (asked.parse().unwrap(), at.parse().unwrap());
    let seen = Seen {
        asked: &asked,
        at: &at,
        title,
        meta,
        text,
        source,
    };
    hijack(&seen).map(|s| (s.sort, s.certain))
}

fn judge(title: &str, text: &str) -> Option<(HijackSort, bool)> {
    judge_at("http://www.lapsed.com/", "http://www.lapsed.com/", title, "", text, "")
}

#[test]
fn pages_that_sell_are_told() {
    let sure = |sort| Some((sort, true));
    for (title, text) in [
        ("澳门新葡京_新葡京官网", "注册送彩金，真人百家乐、时时彩、北京赛车等您来"),
        ("bet365官网 - 足球投注", "皇冠体育 滚球 首存返水"),
        ("开云体育(中国)官方网站", "开云体育 亚博体育 乐鱼体育 APP下载"),
        ("威尼斯人官网-欢迎您", "线上娱乐城 老虎机 电子游艺"),
        ("Slot Gacor Hari Ini", "judi online, togel, casino"),
        ("六合彩开奖直播", "特码 一码中特 天天彩"),
    ] {
        assert_eq!(judge(title, text), sure(HijackSort::Gambling), "{title}");
    }
    for (title, text) in [
        ("成人电影_成人视频在线", "日韩无码 一级毛片 免费看片"),
        ("亚洲av在线", "国产精品久久 伊人久久 久久综合"),
        ("Free porn", "xxx video, sex cam, hentai"),
    ] {
        assert_eq!(judge(title, text), sure(HijackSort::Porn), "{title}");
    }
    // A page that sells in its text and says nothing in its title: a person looks.
    assert_eq!(
        judge("首页", "时时彩 北京赛车 幸运飞艇 六合彩 新葡京"),
        Some((HijackSort::Gambling, false))
    );
}

#[test]
fn pages_that_warn_report_and_teach_are_not() {
    for (title, text) in [
        (
            "警方捣毁一网络赌博窝点",
            "该团伙以时时彩、北京赛车、六合彩、真人百家乐、老虎机为名招揽赌客",
        ),
        ("打击跨境赌博专题", "新葡京 威尼斯人官网 时时彩 注册送彩金 足球投注 皇冠体育"),
        ("反赌宣传：这些都是骗局", "时时彩 北京赛车 幸运飞艇 六合彩"),
        (
            "一个赌徒的自白",
            "他迷上了时时彩和北京赛车，输光积蓄。民警提醒：远离赌博，警惕诈骗，举报犯罪。",
        ),
        ("中国福利彩票发行管理中心", "双色球 快乐8 3D 七乐彩 开奖公告 开奖结果"),
        ("中国体育彩票", "大乐透 竞彩足球 传统足彩 开奖结果"),
        ("青春期健康教育", "正确看待一夜情，预防艾滋病"),
        ("成人高考报名系统", "成人教育 成人在线学习"),
        ("某某文学网", "三级片 人妻 情色 评论"),
        ("澳门旅游攻略", "葡京酒店、威尼斯人酒店、大三巴"),
        ("某某棋牌游戏公司", "棋牌游戏 德州扑克 捕鱼游戏"),
        ("某某饭店", "欢迎光临"),
    ] {
        assert_eq!(judge(title, text), None, "{title}");
    }
    // A government page needs more: its own articles warn without saying so in the title.
    let gov = |title: &str, text: &str| judge_at("http://www.x.gov.cn/", "http://www.x.gov.cn/", title, "", text, "");
    assert_eq!(gov("新葡京", "时时彩 北京赛车"), None);
    assert_eq!(
        gov("澳门新葡京_时时彩_北京赛车", "幸运飞艇 六合彩 真人百家乐"),
        Some((HijackSort::Gambling, true))
    );
}

#[test]
fn parked_domains_are_told_by_what_only_they_say() {
    let sure = Some((HijackSort::Parked, true));
    assert_eq!(judge("lapsed.com", "您访问的域名正在出售，联系QQ 12345"), sure);
    assert_eq!(judge("lapsed.com is for sale", "Buy this domain"), sure);
    assert_eq!(judge("域名停放页", "该域名已过期，请联系注册商续费"), sure);
    let script = "<script src='//img.sedoparking.com/js/x.js'></script>";
    assert_eq!(
        judge_at("http://lapsed.com/", "http://lapsed.com/", "lapsed.com", "", "", script),
        sure
    );
    assert_eq!(
        judge_at(
            "http://lapsed.com/",
            "https://dan.com/buy-domain/lapsed.com",
            "lapsed.com",
            "",
            "",
            ""
        ),
        sure
    );
}

#[test]
fn registrars_and_pages_about_domains_are_not_parked() {
    let long = "域名注册、域名交易、虚拟主机、云服务器，服务百万用户。".repeat(80);
    for (title, text) in [
        ("某某域名注册商-域名交易平台", format!("{long}此域名出售")),
        ("域名过期了怎么办", "企业应按时续费，避免域名过期后被他人抢注。".to_owned()),
        ("某某公司", "欢迎光临".to_owned()),
    ] {
        assert_eq!(judge(title, &text), None, "{title}");
    }
    assert_eq!(
        judge_at("https://www.22.cn/", "https://www.22.cn/", "域名出售", "", "本域名出售 22.cn", ""),
        None
    );
    assert_eq!(
        judge_at("http://a.gov.cn/", "http://a.gov.cn/", "通知", "", "该域名已过期", ""),
        None
    );
}
