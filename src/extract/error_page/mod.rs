//! Error pages that are served as good ones: known by their title, by a short text that says little else, by what only programs
//! and servers say, by a script that says it, or by a template without content.

mod known;
mod script_message;
mod unfilled;

use std::sync::LazyLock;

use regex::Regex;

use super::outline::Outline;
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
        r"(?:404|410)[^0-9a-z_一-龥]{0,6}(?:not found|error|gone|错误|页面|找不到)",
        r"|not found",
        r"|the requested url .{0,300}? was not found",
        r"|(?:50[0-4])[^0-9a-z_一-龥]{0,6}(?:bad gateway|service (?:temporarily )?unavailable|gateway time-?out|internal server error|错误)",
        r"|bad gateway|internal server error|service (?:temporarily )?unavailable|gateway time-?out",
        r"|http status [345]\d\d|http error [45]\d\d|error 404|server error in '",
        r"|object not found|page (?:can(?:not|'t) be found|not found)|the page (?:you .{0,40} )?(?:cannot be found|does not exist|has been removed)",
        r"|the resource (?:you are looking for|cannot be found)|no such file or directory|file or directory not found",
        r"|(?:页面|网页|文件|文章|文档|信息|内容|栏目|资源|稿件|地址|链接|帖子|微博|视频|分享|公众号|帐号|账号|站点)[^。！!，,\n]{0,10}?(?:不存在|未找到|没有找到|找不到|(?:已|已被|已经|已经被|被)(?:发布者|发布人|作者|管理员|用户|系统)?(?:自行|自主)?(?:删除|移除|下架|下线|撤销|撤回|取消|停止|停用|注销|屏蔽|封禁|迁移|过期)(?:运行|访问|使用|分享)?|已失效|走丢|丢失|被外星人[^。]{0,6})(?:或[^。\n]{0,16}|了|啦)?(?:[\s。！!，,.…~；;]|$)",
        r"|(?:该|此|本|的|帐号|账号|，|,)\s?(?:内容|文章|信息|视频)(?:因[^。，\n]{1,12})?(?:暂时)?(?:无法|不能)(?:进行)?(?:查看|浏览|访问|显示)",
        r"|(?:文档|文章|信息|内容|稿件|帖子)[^。，,\n]{0,4}(?:尚未|还未|未|没有|正在)(?:被|通过|经过)?审核",
        r"|(?:您|你|用户)?(?:没有|无)(?:权限|权)(?:浏览|查看|访问|阅读)",
        r"|(?:页面|视频|内容|文章)(?:去哪|不见了|飞走|跑丢|走失)",
        r"|(?:网站|系统|平台|本站)[^。，,！!\n]{0,6}(?:升级|改版|维护|建设){1,3}中|(?:本网站|本站|网站)[^。，,\n]{0,6}暂停(?:服务|访问|使用|开放)",
        r"|(?:找不到|无法找到|没有找到|未找到)(?:该|此|相关|您|你|对应|指定)?[^。\n]{0,12}?(?:页面|网页|文件|文章|信息|内容|资源|网站|站点|服务器|目录)",
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

/// The words of which a page consists that a program printed instead of an article.
static BARE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^[^0-9a-z一-龥]*(?:(?:该|此)?(?:信息|文章|内容|页面|记录|文件)?(?:不存在|已删除|已被删除|参数错误)|false|null|undefined|none|error|nan)[^0-9a-z一-龥]*$",
        r#"|^\s*\{[^{}]*"(?:code|status|errcode|errno|error_?code|statuscode)"\s*:\s*"?(?:40[0134]|410|50[0-9]|-1)(?-u:\b)"#,
    ))
    .expect("a constant pattern")
});

/// A search, a filter or a list that has nothing to show: it works, and says so.
static NO_RESULT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"相关|相符|符合|匹配|条件|关键[词字]|查询|检索|搜索|数据|记录|结果|[“”‘’]").expect("a constant pattern"));
/// What is missing is named: the page or the article that was asked for.
static NAMED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"页面|服务器|站点|[该此]|[您你]要?(?:访问|请求|浏览|查看|打开)").expect("a constant pattern"));
/// What may happen, or will, or may be asked about.
static PERHAPS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[若如凡]|一旦|届时|将|问[:：]").expect("a constant pattern"));
static ASKED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"怎么办|怎样|如何|为什么|吗[?？]").expect("a constant pattern"));
/// What only a page says that speaks to a reader of itself.
static TO_READER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"对不起|抱歉|[您你](?:要)?(?:访问|请求|浏览|查看)的|40[34]").expect("a constant pattern"));

/// The words by which a page with this title, main text and outline looks like an error page; `None` where it does not.
pub(super) fn error_words(title: Option<&str>, text: &str, outline: &Outline<'_>) -> Option<String> {
    let name = title.unwrap_or_default().trim();
    known::known(name, &outline.text)
        .or_else(|| script_message::message(outline))
        .or_else(|| unfilled::unfilled(name, outline))
        .or_else(|| (outline.text.len() <= 4 * SHORT && BARE.is_match(&outline.text)).then(|| words(&outline.text)))
        .or_else(|| said(title, text))
}

/// The words by which title and main text say that a page is none.
/// An article that mentions a missing page is not one: its title is its own and its text is long.
pub(super) fn said(title: Option<&str>, text: &str) -> Option<String> {
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
    let moved = text.contains("域名") && (text.contains("变更") || text.contains("迁移"));
    let blank_list = text.contains("暂无") && !text.contains("不存在");
    if moved || blank_list || looks_dated(text) || reports_on_links(text) || is_notice(title, text, length) {
        return None;
    }
    let hit = WORDS
        .find_iter(text)
        .find(|hit| !is_about_something_else(title, text, hit.range()))?;
    // The message must be what the page is about: a short page, or the words near its beginning.
    let before = count_written(&text[..hit.start()]);
    let dominated = length <= 80 || before <= 60 || MESSAGE_TITLE.is_match(title);
    dominated.then(|| words(sentence(text, hit.start())))
}

/// Whether the words found say nothing of this page: a search without results, something that may happen, a right that a
/// login gives.
fn is_about_something_else(title: &str, text: &str, hit: std::ops::Range<usize>) -> bool {
    static SEARCH: Words = Words::used(ERROR_PAGES, "search");
    let found = &text[hit.clone()];
    let around = sentence(text, hit.start);
    let line = text[..hit.start].rfind(['\n', '。', '！', '!']).map_or(0, |i| i + 1);
    let before = text.get(line..hit.start).unwrap_or_default();
    if PERHAPS.is_match(before) || ASKED.is_match(around) || before.ends_with(['“', '「', '"']) {
        return true;
    }
    if found.contains('权') && text.contains("登录") {
        return true;
    }
    let begins = ["没有找到", "未找到", "找不到", "无法找到"].iter().any(|w| found.starts_with(w));
    let missing = begins || found.contains("不存在") || found.contains("找到");
    let searches = SEARCH.any_in(title)
        || text
            .lines()
            .next()
            .is_some_and(|line| count_written(line) <= 20 && SEARCH.any_in(line));
    missing && !NAMED.is_match(around) && (searches || begins && NO_RESULT.is_match(&text[hit.start..hit.start + after(text, hit.start)]))
}

/// The bytes from here to the end of the sentence.
fn after(text: &str, at: usize) -> usize {
    text[at..].find(['\n', '。', '！', '!']).unwrap_or(text.len() - at)
}

/// Whether a page is a notice by its headline, and not a message under the name of a column: it says more than a message
/// does, and does not speak to its reader.
fn is_notice(title: &str, text: &str, length: usize) -> bool {
    static NOTICE: Words = Words::used(ERROR_PAGES, "notice");
    let named = |line: &str| count_written(line) <= 40 && NOTICE.any_in(line);
    let line = text.lines().next().unwrap_or_default();
    (named(title) || named(line)) && !TO_READER.is_match(text) && length >= count_written(line) + 15
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
            assert!(said(Some(title), "").is_some(), "{title}");
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
            ("提示信息", "您没有权限浏览该信息"),
            ("某局", "某局 要闻\n该文章已下线"),
            ("提示", "文档尚未审核，非作者本人不能浏览"),
            ("", "该内容已被发布者删除"),
            ("", "此内容因违规无法查看"),
            ("", "此帐号已自主注销，内容无法查看"),
            ("", "该公众号已迁移"),
            ("", "链接已过期"),
            ("网盘", "来晚了，分享的文件已经被取消了，下次早点"),
            ("", "视频去哪了呢？"),
            ("微博", "抱歉，此微博已被作者删除。查看帮助"),
            ("某镇人民政府", "网站升级改版中，敬请期待\n因升级改版，本网站暂停服务。"),
            ("通知公告", "该信息已被删除"),
            ("搜索", "抱歉，您访问的页面不存在"),
            (
                "",
                "HTTP Error 404.0 - Not Found\nThe resource you are looking for has been removed",
            ),
        ] {
            assert!(said(Some(title), text).is_some(), "{title} {text}");
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
            ("搜索结果", "搜索结果\n没有找到与“消防”相关的信息"),
            ("站内搜索", "站内搜索\n抱歉，未找到相关内容，请更换关键词重试。"),
            ("规章库", "规章库\n年份：2019\n没有找到符合条件的文件"),
            ("人事信息", "没有找到相关信息"),
            ("证书查询", "证书查询\n您查询的信息不存在。"),
            ("某局", "若显示“信息不存在”，请稍后再试。"),
            ("常见问题", "问：打开时提示页面不存在怎么办？\n答案在下面。"),
            (
                "系统维护公告",
                "系统维护公告\n因系统升级，本网站暂停服务两小时，届时页面将无法访问，敬请谅解。",
            ),
            ("遗失声明", "遗失声明\n某某公司财务专用章及备案文件丢失，特此声明作废。"),
            ("免责声明", "本网站不保证链接的内容完全准确，其他网站的页面不存在的，与本站无关。"),
            ("某局", "关于清退的公告\n以下三人的考试信息已被删除，请有关人员知悉。"),
            ("某局", "请登录后使用，您没有权限访问该内容"),
            ("某市公安局办事大厅", "办事大厅\n请选择办理的事项"),
            ("局长信箱", "来信人：王先生\n点击下载显示页面不存在。\n答：已重新上传。"),
        ] {
            assert_eq!(said(Some(title), text), None, "{title}");
        }
    }
}
