//! Pages that programs and servers make by themselves: a program's error in the place of a page, the page of a server on which
//! nobody has put a site yet, a list of files, a site that its host has stopped.

use std::sync::LazyLock;

use regex::Regex;

use super::{EXPLAINED, looks_dated, sentence, words};
use crate::text::{count_written, first};

/// So far from the beginning of a page an error may stand that is all it shows: behind a small head.
const BEFORE: usize = 60;

/// Characters of a title or a first line that may say that no site stands there.
const LINE: usize = 250;

/// What only a program says that broke off. Its words are ASCII, and so are their bounds: with those of Unicode the engine
/// leaves its fast path at the first Chinese character: a third of the time of an inspection of 10,000 pages (perf).
static PROGRAM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)microsoft ole db provider for|odbc (?:drivers?|microsoft access driver)(?-u:\b).*(?:错误|error)",
        r"|microsoft (?:vbscript|jscript) *(?:运行时|编译器|runtime|compilation)",
        r"|(?-u:\b)ado(?:db\.[a-z]+|x?\.[a-z]+) *(?:错误|error)|active server pages *(?:错误|error)",
        r"|(?-u:\b)ora-\d{5}(?-u:\b)|(?-u:\b)sqlstate\[|you have an error in your sql syntax|unclosed quotation mark|(?-u:\b)db2 sql error",
        r"|(?:fatal|parse|catchable fatal) error:? .*(?: on line |:)\d+|uncaught (?:error|exception|typeerror|[0-9a-z_\\]+exception)(?-u:\b)",
        r"|call to (?:undefined|a member) function",
        r"|(?-u:\b)(?:java|javax|jakarta|org|com|cn|net)(?:\.(?-u:\w)+){1,8}\.(?-u:\w)*(?:exception|error)(?-u:\b)",
        r"|(?-u:\b)at (?:[0-9a-z_$]+\.){2,10}[0-9a-z_$<>]+\([0-9a-z_$]+\.java:\d+\)",
        r"|whitelabel error page|traceback \(most recent call last\)",
        r"|应用程序中的服务器错误|server error in '.*' application|(?-u:\b)system(?:\.(?-u:\w)+){1,6}exception(?-u:\b)",
        r"|无法加载(?:控制器|模块|模板)|模板(?:文件)?不存在|控制器不存在",
    ))
    .expect("a constant pattern")
});

/// Titles, or first lines, of what stands on a server without a site. They are short (see [`LINE`]): a count in the pattern
/// would only make it large.
static NO_SITE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^[^0-9a-z一-龥]*(?:",
        r"welcome to (?:nginx|tengine|openresty|caddy|centos|apache|iis)(?-u:\b).*",
        r"|(?:test page for|apache2? .*default page|apache http server test page|nginx test page).*",
        r"|it works!?|iis(?: windows(?: server)?|\d(?:\.\d)?| 欢迎)|internet information services",
        r"|index of /.*|directory listing (?:for|of) .*|.* - /.*/? ?-? ?\[?to parent directory\]?.*",
        r"|(?:恭喜[，,]?\s*)?站点创建成功.*|没有找到站点|default (?:web site|parallels.*) page",
        r"|(?:抱歉[，,！!]?\s*)?(?:该|此|本)?(?:站点|网站)(?:已经被|已被|已经|已|被)(?:管理员|服务商|系统)?(?:停止|暂停|停用|关闭|冻结|到期|过期)(?:运行|访问|服务|使用)?(?:[，,。！!\s].*)?",
        r")$",
    ))
    .expect("a constant pattern")
});

/// Sentences of such a page, where its title names only a product, or nothing.
static NO_SITE_TEXT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)if you(?:'|’)?(?: a)?re? see(?:ing)? this.{0,40}(?:successfully (?:installed|set ?up)|installed)|nginx web server is successfully installed",
        r"|您想要查看的站点当前没有默认页|没有默认页。可能正在",
        r"|(?:站点|网站)(?:已|已经)被?(?:管理员|服务商|系统)?停止运行|没有找到对应的站点",
        r"|this is the default (?:welcome|server|web)? ?page",
    ))
    .expect("a constant pattern")
});

/// The words by which a page with this `<title>` and all of this visible text is none that anybody wrote.
pub(super) fn known(title: &str, text: &str) -> Option<String> {
    let begin = first(text, EXPLAINED);
    if let Some(hit) = PROGRAM.find(begin)
        && count_written(&begin[..hit.start()]) <= BEFORE
        && !looks_dated(begin)
    {
        return Some(words(sentence(begin, hit.start())));
    }
    no_site(title, begin, text)
}

/// The words by which a server shows that no site stands there. `begin` is where the text begins.
fn no_site(title: &str, begin: &str, text: &str) -> Option<String> {
    // A page with more to say is about such pages, and none.
    if count_written(begin) > EXPLAINED / 4 || looks_dated(text) {
        return is_listing(title, text).then(|| words(title));
    }
    // Moving house is no error.
    if text.contains("请访问") || text.contains("迁移") || text.contains("新网站") {
        return None;
    }
    let line = text.lines().next().unwrap_or_default().trim();
    for said in [title, line] {
        if said.chars().count() <= LINE && NO_SITE.is_match(said) {
            return Some(words(said));
        }
    }
    NO_SITE_TEXT.find(text).map(|hit| words(sentence(text, hit.start())))
}

/// Whether a server shows the files of a folder, however many.
fn is_listing(title: &str, text: &str) -> bool {
    title.starts_with("Index of /") && text.trim_start().starts_with("Index of /")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_programs_and_servers_say_by_themselves_is_known() {
        for (title, text) in [
            (
                "",
                "Microsoft OLE DB Provider for ODBC Drivers 错误 '80004005'\n[Microsoft][ODBC 驱动程序] 找不到表。\n/info/view.asp，行 31",
            ),
            ("", "某局\nADODB.Field 错误 '800a0bcd'\nBOF 或 EOF 中有一个是“真”。"),
            ("提示", "ORA-00942: table or view does not exist"),
            ("", "Parse error: syntax error, unexpected '}' in /home/www/view.php on line 7"),
            (
                "",
                "org.springframework.dao.DataAccessResourceFailureException: timeout\nat org.a.b.C.d(C.java:12)",
            ),
            ("", "Whitelabel Error Page\nThis application has no explicit mapping for /error"),
            ("", "Traceback (most recent call last):\nFile \"view.py\", line 3"),
            ("Welcome to OpenResty!", "Welcome to OpenResty!\nIf you see this page, it works."),
            ("Index of /upload/2018", "Index of /upload/2018\nName Last modified"),
            (
                "Apache Tomcat/9.0.1",
                "If you're seeing this, you've successfully installed Tomcat.",
            ),
            ("站点已暂停", "您好，请联系管理员。"),
            ("恭喜，站点创建成功！", "这是默认index.html，本页面由系统自动生成"),
            ("", "该网站已被服务商停止访问"),
        ] {
            assert!(known(title, text).is_some(), "{title} {text}");
        }
    }

    #[test]
    fn pages_about_programs_and_servers_are_none() {
        let long = "本次培训讲解了日志的阅读方法。".repeat(10);
        for (title, text) in [
            ("数据库运维培训", format!("{long}例如 ORA-01555 出现时应当扩大回滚段。")),
            ("系统故障说明", "发布时间：2020-03-04\nORA-12541 已排除。".to_owned()),
            ("网站关闭公告", format!("按照集约化要求，{long}")),
            ("某局", "网站地图".to_owned()),
            ("某某网", "本网站已通过无障碍检测。".to_owned()),
            ("某某网", "本网站已关闭，请访问某市人民政府门户网站".to_owned()),
            ("Index of Services", "办事目录".to_owned()),
        ] {
            assert_eq!(known(title, &text), None, "{title}");
        }
    }
}
