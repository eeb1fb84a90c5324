//! Error pages that are served as good ones: known by their title, or by a short text that says little else.

use std::sync::LazyLock;

use regex::Regex;

use crate::lexicon::{ERROR_PAGES, Words};
use crate::text::{count_written, folded_to};

/// A page whose title says it is an error may explain it at this length (frequently asked questions of a shield).
const EXPLAINED: usize = 4_000;
/// A text up to this many characters may be nothing but an error message.
const SHORT: usize = 300;

/// Titles that only an error page has. Anchored: an article may well be called 《404 的故事》.
static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^\W*(?:",
        r"(?:error|错误|http(?:\s+status)?|iis[\d. ]*)?\W*(?:40[0134]|410|50[0-4])(?:\.\d+)?(?:\W+(?:not found|forbidden|bad gateway|bad request|gone|unauthorized|service (?:temporarily )?unavailable|gateway time-?out|internal server error|error|错误|错误页面?|错误提示|页面|提示|页)|错误页?面?)?(?:\W*(?:nginx|apache|tomcat|-.{0,40}))?\W*",
        r"|(?:http status |error(?: report)?|错误代码)\W*(?:40[0134]|410|50[0-4]).{0,60}",
        r"|(?:40[04]|50[0-4])\W.{0,4}(?:找不到|未找到|没有找到|不存在|无法|出错|抱歉|对不起|页面|错误).{0,40}",
        r"|(?:object |page |file )?not found(?:\W.{0,40})?",
        r"|(?:bad gateway|service unavailable|internal server error|gateway time-?out|runtime error|server error|directory listing denied|the page cannot be (?:found|displayed)|web server is down|sorry,? page not found|object not found!?)(?:\W.{0,40})?",
        r"|iis [\d.]{1,6} ?(?:详细错误|detailed error).{0,60}",
        r"|apache tomcat/?[\d.]* ?[-–] ?error report",
        r"|(?:您|你)?(?:访问|查看|请求|浏览|打开|查找)?的?(?:页面|网页|文件|内容|信息|栏目|文章|资源)(?:不存在|未找到|没有找到|找不到了?|已删除|已被删除|已经删除|已失效|走丢了|丢失了?|出错了?|无法访问|不存在或已删除)(?:\W.{0,40})?",
        r"|(?:找不到|无法找到|没有找到|未找到)(?:该|此|相关|您要的|您访问的|请求的)?(?:页面|网页|文件|内容|资源|服务器).{0,20}",
        r"|(?:页面|系统|服务器|网站|访问|程序)(?:出错|错误|异常|发生错误|内部错误)(?:了|页|页面|提示)?(?:\W.{0,40})?",
        r"|(?:出错|错误|报错)(?:了|页|页面|啦)(?:\W.{0,40})?",
        r"|(?:源站|网站)(?:出现问题|暂时无法访问|无法访问).{0,30}",
        r"|(?:无法(?:访问|显示)(?:此|该)?(?:页面?|网页|网站)).{0,30}",
        r")$"
    ))
    .expect("a constant pattern")
});

/// Words that say a page is missing or broken, in a short text.
static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)",
        r"(?:404|410)[^\w一-龥]{0,6}(?:not found|error|gone|错误|页面|找不到)",
        r"|not found",
        r"|the requested url .{0,300}? was not found",
        r"|(?:50[0-4])[^\w一-龥]{0,6}(?:bad gateway|service (?:temporarily )?unavailable|gateway time-?out|internal server error|错误)",
        r"|bad gateway|internal server error|service (?:temporarily )?unavailable|gateway time-?out",
        r"|http status [345]\d\d|http error [45]\d\d|error 404|server error in '",
        r"|object not found|page (?:can(?:not|'t) be found|not found)|the page (?:you .{0,40} )?(?:cannot be found|does not exist|has been removed)",
        r"|the resource (?:you are looking for|cannot be found)|no such file or directory|file or directory not found",
        r"|(?:页面|网页|文件|文章|信息|内容|栏目|资源|稿件|地址|链接)[^。！!，,\n]{0,10}?(?:不存在|未找到|没有找到|找不到|(?:已|已被|已经|已经被|被)(?:删除|移除|下架|撤销)|已失效|走丢|丢失|被外星人[^。]{0,6})(?:或[^。\n]{0,16}|了|啦)?(?:[\s。！!，,.…~；;]|$)",
        r"|(?:找不到|无法找到|没有找到|未找到)(?:该|此|相关|您|你|对应|指定)?[^。\n]{0,12}?(?:页面|网页|文件|文章|信息|内容|资源|网站|服务器|目录)",
        r"|(?:页面|系统|服务器|网站)(?:内部)?(?:出错|发生错误|错误|异常|繁忙)",
        r"|(?:源站|网站)(?:出现问题|暂时无法访问|无法访问)|暂时无法访问|无法显示(?:此|该)?(?:页面|网页)|无法访问(?:此|该)(?:页面|网站)",
        r"|您(?:访问|请求|查看|浏览)的.{0,20}?(?:不存在|已删除|找不到|未找到|已失效)",
        r"|非法(?:访问|请求|参数)|参数错误|(?:该|此)信息已(?:经)?(?:被)?删除|数据库连接(?:失败|错误)"
    ))
    .expect("a constant pattern")
});

/// Titles that say only that there is a message; what the message is decides.
static MESSAGE_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^\W*(?:提示信息|提示|信息提示|系统提示|温馨提示|友情提示|错误信息|错误提示|消息提示|error|message|信息)(?:\W.{0,30})?$",
    )
    .expect("a constant pattern")
});

/// The words by which a page with this title and main text looks like an error page; `None` where it does not.
/// An article that mentions a missing page is not one: its title is its own and its text is long.
pub(super) fn error_words(title: Option<&str>, text: &str) -> Option<String> {
    let title = title.unwrap_or_default().trim();
    let length = text.chars().filter(|c| !c.is_whitespace()).take(EXPLAINED + 1).count();
    // Waiting for content or moving house is no error.
    if title.contains("变更") || title.contains("迁移") || title.contains("关停") || title.contains("敬请期待") {
        return None;
    }
    let in_title = !title.is_empty() && title.chars().count() <= 90 && TITLE.is_match(title);
    if in_title && length <= EXPLAINED {
        return Some(words(title));
    }
    if length > SHORT && !MESSAGE_TITLE.is_match(title) {
        return None;
    }
    if length > 4 * SHORT {
        return None;
    }
    let hit = WORDS.find(text)?;
    let around = sentence(text, hit.start());
    // The message must be what the page is about: a short page, or the words near its beginning.
    let before = count_written(&text[..hit.start()]);
    let dominated = length <= 80 || before <= 60 || MESSAGE_TITLE.is_match(title);
    let moved = text.contains("域名") && (text.contains("变更") || text.contains("迁移"));
    let blank_list = text.contains("暂无") && !text.contains("不存在");
    (dominated && !moved && !blank_list && !looks_dated(text) && !reports_on_links(text)).then(|| words(around))
}

/// Words of a report about broken links, which no error page uses of itself.
fn reports_on_links(text: &str) -> bool {
    static REPORT: Words = Words::used(ERROR_PAGES, "report");
    REPORT.any_in(text)
}

/// A date line marks an article, and question and answer a letter: their texts may speak of missing pages.
fn looks_dated(text: &str) -> bool {
    static SIGNS: Words = Words::used(ERROR_PAGES, "dated");
    SIGNS.any_in(text)
}

fn sentence(text: &str, at: usize) -> &str {
    let from = text[..at]
        .rfind(['\n', '。', '！', '!'])
        .map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8));
    let to = text[at..].find(['\n', '。', '！', '!']).map_or(text.len(), |i| at + i);
    text[from..to].trim()
}

fn words(text: &str) -> String {
    folded_to(text, 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_pages_are_known_by_title() {
        for title in [
            "404 Not Found",
            "404",
            "404-页面不存在",
            "404错误页面",
            "502 Bad Gateway",
            "页面不存在",
            "您访问的页面不存在或已删除",
            "找不到页面",
            "Object not found!",
            "HTTP Status 404 – Not Found",
            "Apache Tomcat/7.0.52 - Error report",
            "IIS 8.5 详细错误 - 404.0 - Not Found",
            "Error 404--Not Found",
            "出错啦",
            "服务器错误",
        ] {
            assert!(error_words(Some(title), "").is_some(), "{title}");
        }
    }

    #[test]
    fn error_pages_are_known_by_a_short_text() {
        for (title, text) in [
            ("某某市人民政府", "您访问的页面不存在或已删除！\n返回首页"),
            ("某某网", "源站出现问题，暂时无法访问"),
            ("提示信息", "提示信息\n502 Bad Gateway"),
            ("", "Object not found!\nThe requested URL was not found on this server."),
            ("", "The requested URL /a/b.gif was not found on this server."),
            ("某局", "抱歉，找不到您要访问的页面"),
            ("某局", "该信息已删除"),
            ("某局", "404\n对不起，您查看的文章已被删除"),
            (
                "",
                "HTTP Error 404.0 - Not Found\nThe resource you are looking for has been removed",
            ),
        ] {
            assert!(error_words(Some(title), text).is_some(), "{title} {text}");
        }
    }

    #[test]
    fn ordinary_pages_are_left_alone() {
        let long = "我局对网站错链进行了清理，部分链接打开后显示页面不存在，已全部整改到位。".repeat(12);
        for (title, text) in [
            ("关于网站错链整改的通报", long.as_str()),
            ("某局2020年404项任务完成情况", "全部完成。"),
            ("网站域名变更公告", "我单位网站已迁移，原页面不存在的请使用新域名访问。"),
            ("某网", "敬请期待"),
            ("通知公告", "暂无相关信息"),
            ("通知公告", ""),
            ("关于拆除违章建筑的通告", "经查，该处房屋登记信息不存在争议，现予公告。"),
            ("错误百出的假证件被查获", "民警查获假证件一批。"),
            ("500强企业名单", "名单见附件。"),
            ("某某局", "有网友反映部分链接打开后提示页面不存在，我们已经逐一核对并更正。"),
            ("某某公告", "发布时间：2020-01-02\n部分网页找不到的问题已解决。"),
            ("局长信箱", "来信人：王先生\n点击下载显示页面不存在。\n答：已重新上传。"),
        ] {
            assert_eq!(error_words(Some(title), text), None, "{title}");
        }
    }
}
