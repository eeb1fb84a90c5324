//! Whose domain an address belongs to, as far as its name tells.

use url::{Host, Url};

/// The second level of countries that register names at the third.
const SECOND_LEVELS: &[&str] = &[
    "com", "net", "org", "gov", "edu", "ac", "mil", "co", "or", "ne", "go", "bj", "sh", "tj", "cq", "he", "sx", "nm", "ln", "jl", "hl",
    "js", "zj", "ah", "fj", "jx", "sd", "ha", "hb", "hn", "gd", "gx", "hi", "sc", "gz", "yn", "xz", "sn", "gs", "qh", "nx", "xj", "tw",
    "hk", "mo",
];

/// The name under which the host of an address is registered (`a.b.com.cn` → `b.com.cn`); an address of numbers with its port.
pub(in crate::extract) fn registered(url: &Url) -> Option<String> {
    match url.host()? {
        Host::Domain(name) => {
            let labels: Vec<&str> = name.trim_end_matches('.').rsplit('.').collect();
            let third = labels.len() > 2 && labels[0].len() == 2 && SECOND_LEVELS.contains(&labels[1]);
            let kept = labels.len().min(if third { 3 } else { 2 });
            Some(labels[..kept].iter().rev().copied().collect::<Vec<_>>().join("."))
        }
        Host::Ipv4(_) | Host::Ipv6(_) => Some(url[url::Position::BeforeHost..url::Position::AfterPort].to_owned()),
    }
}

/// Names that belong to governments, to those who serve their sites, to the press and to services everybody uses: a hidden
/// link to them is no one's advertisement.
const TRUSTED: &[&str] = &[
    // 党政机关、事业单位（含“.政务”“.公益”）、教育、军队
    "gov.cn",
    "xn--zfr164b",
    "xn--55qw42g",
    "edu.cn",
    "mil.cn",
    "ac.cn",
    "gov.hk",
    "gov.mo",
    "cas.cn",
    // 为政府网站服务的：标识、找错、统计、无障碍
    "conac.cn",
    "kaipuyun.cn",
    "ucap.com.cn",
    "jpaas.cn",
    "yunaq.com",
    "itrust.org.cn",
    "cnzz.com",
    "51.la",
    "51yes.com",
    "umeng.com",
    "google-analytics.com",
    "wza.isc.org.cn",
    "silufan.com",
    "wawza.cn",
    // 新闻单位
    "people.com.cn",
    "people.cn",
    "peopleapp.com",
    "xinhuanet.com",
    "news.cn",
    "cctv.com",
    "cctv.cn",
    "cntv.cn",
    "cri.cn",
    "cnr.cn",
    "gmw.cn",
    "chinadaily.com.cn",
    "chinanews.com",
    "chinanews.com.cn",
    "ce.cn",
    "china.com.cn",
    "china.org.cn",
    "youth.cn",
    "cyol.com",
    "xuexi.cn",
    "legaldaily.com.cn",
    "chinacourt.org",
    "qstheory.cn",
    "taiwan.cn",
    "tibet.cn",
    "banyuetan.org",
    "workercn.cn",
    "huanqiu.com",
    "12371.cn",
    "12377.cn",
    "piyao.org.cn",
    "jcrb.com",
    "cpd.com.cn",
    "southcn.com",
    "fjsen.com",
    "xmnn.cn",
    // 人人都用的服务
    "qq.com",
    "weixin.com",
    "wechat.com",
    "weibo.com",
    "weibo.cn",
    "sina.com.cn",
    "sina.com",
    "baidu.com",
    "bdstatic.com",
    "douyin.com",
    "toutiao.com",
    "kuaishou.com",
    "bilibili.com",
    "zhihu.com",
    "163.com",
    "sohu.com",
    "ifeng.com",
    "douban.com",
    "renren.com",
    "kaixin001.com",
    "jiathis.com",
    "bshare.cn",
    "sharethis.com",
    "addthis.com",
    "twitter.com",
    "facebook.com",
    "linkedin.com",
    "youtube.com",
    "google.com",
    "bing.com",
    "so.com",
    "360.cn",
    "sogou.com",
    "amap.com",
    "alipay.com",
    "taobao.com",
    "apple.com",
    "microsoft.com",
    "adobe.com",
    "mozilla.org",
    "firefox.com.cn",
    "12306.cn",
    "chsi.com.cn",
    "ctrip.com",
    "weather.com.cn",
    "tianqi.com",
    "w3.org",
    "schema.org",
    "ogp.me",
    "github.com",
    "jquery.com",
    "bootcdn.net",
    "bootcss.com",
    "aliyun.com",
    "aliyuncs.com",
];

/// Whether the host of an address is one of those, or below one.
pub(in crate::extract) fn is_trusted(url: &Url) -> bool {
    let Some(Host::Domain(name)) = url.host() else { return false };
    TRUSTED
        .iter()
        .any(|t| name.strip_suffix(t).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_to_what_is_registered() {
        for (url, name) in [
            ("http://www.a.com/x", "a.com"),
            ("http://x.y.b.com.cn/", "b.com.cn"),
            ("http://www.xm.gov.cn/", "xm.gov.cn"),
            ("http://www.xm.fj.cn/", "xm.fj.cn"),
            ("http://com.cn/", "com.cn"),
            ("http://127.0.0.1:81/", "127.0.0.1:81"),
        ] {
            assert_eq!(registered(&url.parse().unwrap()).as_deref(), Some(name), "{url}");
        }
    }

    #[test]
    fn trust_is_by_whole_labels() {
        let trusted = |u: &str| is_trusted(&u.parse().unwrap());
        assert!(trusted("http://a.gov.cn/") && trusted("https://bszs.conac.cn/sitename") && trusted("http://weibo.com/x"));
        assert!(!trusted("http://a-gov.cn/") && !trusted("http://gov.cn.example.com/") && !trusted("http://myqq.com/"));
    }
}
