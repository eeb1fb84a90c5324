//! Addresses as they really stand on pages, and what a browser asks for when one is clicked.

use super::answers::{fine, missing, status};
use super::case::Verdict::{Alive, Dead, Local, NotAsked, Suspect};
use super::case::{Case, case, written};
use super::server::Ask;

/// A link that no request may come of: the server would answer it.
fn never(name: &'static str, verdict: super::case::Verdict, href: &str) -> Case {
    case(name, verdict, fine).whole_folder().href(href).forbidden()
}

/// A page with two places to point to.
const WITH_PLACES: &str = "<h1 id=\"there\">目录</h1><p><a name=\"第1\"></a>第一条</p><p>联系地址：测试路一号。</p>";

/// Needs the name and password that stand in the address.
fn with_password(ask: &Ask) -> Vec<super::server::Step> {
    if ask.header("authorization") == Some("Basic dXNlcjpwYXNz") {
        fine(ask)
    } else {
        status(ask, 401)
    }
}

/// Links on a page in UTF-8.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        written(
            "raw-chinese-path",
            Alive,
            "/raw-chinese-path/附件.html",
            "/raw-chinese-path/%E9%99%84%E4%BB%B6.html",
        ),
        written(
            "raw-chinese-query",
            Alive,
            "/raw-chinese-query/?k=附件",
            "/raw-chinese-query/?k=%E9%99%84%E4%BB%B6",
        ),
        written(
            "gbk-escapes",
            Alive,
            "/gbk-escapes/%B8%BD%BC%FE.html",
            "/gbk-escapes/%B8%BD%BC%FE.html",
        ),
        written(
            "gbk-escapes-in-small",
            Alive,
            "/gbk-escapes-in-small/%b8%bd.html",
            "/gbk-escapes-in-small/%b8%bd.html",
        ),
        written("half-escaped", Alive, "/half-escaped/%C8A%C8B.html", "/half-escaped/%C8A%C8B.html"),
        written(
            "escapes-and-raw",
            Alive,
            "/escapes-and-raw/%B8%BD件.html",
            "/escapes-and-raw/%B8%BD%E4%BB%B6.html",
        ),
        written("stray-percent", Alive, "/stray-percent/100%.html", "/stray-percent/100%.html"),
        written(
            "percent-of-nothing",
            Alive,
            "/percent-of-nothing/%zz%.html",
            "/percent-of-nothing/%zz%.html",
        ),
        written(
            "escaped-twice",
            Alive,
            "/escaped-twice/%25E9%2599%2584.html",
            "/escaped-twice/%25E9%2599%2584.html",
        ),
        written("escaped-slash", Alive, "/escaped-slash/a%2Fb.html", "/escaped-slash/a%2Fb.html"),
        written(
            "escaped-letters",
            Alive,
            "/escaped-letters/%61%2Ehtml",
            "/escaped-letters/%61%2Ehtml",
        ),
        written(
            "spaces-inside",
            Alive,
            "/spaces-inside/a b  c.html",
            "/spaces-inside/a%20b%20%20c.html",
        ),
        written("spaces-around", Alive, "  \t/spaces-around/a.html \n ", "/spaces-around/a.html"),
        written(
            "newlines-inside",
            Alive,
            "/newlines-inside/a\n\t.ht\r\nml",
            "/newlines-inside/a.html",
        ),
        written("backslashes", Alive, "\\backslashes\\a.html", "/backslashes/a.html"),
        written(
            "backslashes-after-scheme",
            Alive,
            "http:\\\\{site}\\backslashes-after-scheme\\a.html",
            "/backslashes-after-scheme/a.html",
        ),
        written(
            "one-slash-after-scheme",
            Alive,
            "http:/one-slash-after-scheme/a.html",
            "/one-slash-after-scheme/a.html",
        ),
        written(
            "no-slash-after-scheme",
            Alive,
            "http:no-slash-after-scheme/a.html",
            "/no-slash-after-scheme/a.html",
        ),
        written(
            "many-slashes-after-scheme",
            Alive,
            "http:////{site}/many-slashes-after-scheme/a.html",
            "/many-slashes-after-scheme/a.html",
        ),
        written("no-scheme", Alive, "//{site}/no-scheme/a.html", "/no-scheme/a.html"),
        written(
            "double-slashes",
            Alive,
            "/double-slashes//b///a.html",
            "/double-slashes//b///a.html",
        ),
        written(
            "dot-segments",
            Alive,
            "/x/../dot-segments/./b/%2e%2e/a.html",
            "/dot-segments/a.html",
        ),
        written("above-the-root", Alive, "../../../above-the-root/a.html", "/above-the-root/a.html"),
        written(
            "ampersand-escaped",
            Alive,
            "/ampersand-escaped/?a=1&amp;b=2",
            "/ampersand-escaped/?a=1&b=2",
        ),
        written(
            "ampersand-bare",
            Alive,
            "/ampersand-bare/?a=1&copy=2&lt=3",
            "/ampersand-bare/?a=1&copy=2&lt=3",
        ),
        written(
            "ampersand-twice",
            Alive,
            "/ampersand-twice/?a=1&amp;amp;b=2",
            "/ampersand-twice/?a=1&amp;b=2",
        ),
        written(
            "numeric-references",
            Alive,
            "/numeric-references/&#x9644;&#20214;.html",
            "/numeric-references/%E9%99%84%E4%BB%B6.html",
        ),
        written(
            "characters-of-use",
            Alive,
            "/characters-of-use/a|b{d}`e[f]'g;h,i!j.html",
            "/characters-of-use/a|b%7Bd%7D%60e[f]'g;h,i!j.html",
        ),
        written(
            "question-marks",
            Alive,
            "/question-marks/a.html?b?c=d?",
            "/question-marks/a.html?b?c=d?",
        ),
        written("empty-query", Alive, "/empty-query/a.html?", "/empty-query/a.html?"),
        written("with-fragment", Alive, "/with-fragment/a.html#", "/with-fragment/a.html"),
        written(
            "long-address",
            Alive,
            &format!("/long-address/{}.html", "长".repeat(100)),
            &format!("/long-address/{}.html", "%E9%95%BF".repeat(100)),
        ),
        written("with-user", Alive, "http://user:pass@{site}/with-user/a.html", "/with-user/a.html"),
        written("fragment-there", Alive, "/fragment-there/a.html#there", "/fragment-there/a.html").page(WITH_PLACES),
        written(
            "fragment-by-name",
            Alive,
            "/fragment-by-name/a.html#%E7%AC%AC1",
            "/fragment-by-name/a.html",
        )
        .page(WITH_PLACES),
        written(
            "fragment-to-the-top",
            Alive,
            "/fragment-to-the-top/a.html#top",
            "/fragment-to-the-top/a.html",
        )
        .page(WITH_PLACES),
        written(
            "fragment-of-text",
            Alive,
            "/fragment-of-text/a.html#:~:text=%E6%B5%8B",
            "/fragment-of-text/a.html",
        )
        .page(WITH_PLACES),
        written(
            "fragment-missing",
            Dead("fragment"),
            "/fragment-missing/a.html#nowhere",
            "/fragment-missing/a.html",
        )
        .page(WITH_PLACES),
        // Names and passwords of links are kept nowhere, so this server cannot be told what it wants to hear.
        case("with-user-that-matters", Suspect("forbidden"), with_password).href("http://user:pass@{site}/with-user-that-matters/a.html"),
        never("user-like-a-host", Dead("http_404"), "http://{canary}@{site}/no-such-folder/a.html"),
        written(
            "capitals",
            Alive,
            "HTTP://LOCALHOST:{site.port}/capitals/a.html",
            "/capitals/a.html",
        ),
        written(
            "host-with-dot",
            Alive,
            "http://localhost.:{site.port}/host-with-dot/a.html",
            "/host-with-dot/a.html",
        ),
        written(
            "address-with-dot",
            Alive,
            "http://127.0.0.1.:{site.port}/address-with-dot/a.html",
            "/address-with-dot/a.html",
        ),
        written(
            "address-as-a-number",
            Alive,
            "http://2130706433:{site.port}/address-as-a-number/a.html",
            "/address-as-a-number/a.html",
        ),
        written(
            "address-in-hex",
            Alive,
            "http://0x7f.1:{site.port}/address-in-hex/a.html",
            "/address-in-hex/a.html",
        ),
        written(
            "address-in-wide-digits",
            Alive,
            "http://１２７．０．０．１:{site.port}/address-in-wide-digits/a.html",
            "/address-in-wide-digits/a.html",
        ),
        written(
            "port-with-zeros",
            Alive,
            "http://127.0.0.1:000{site.port}/port-with-zeros/a.html",
            "/port-with-zeros/a.html",
        ),
        written(
            "address-of-version-6",
            Alive,
            "http://[::1]:{six.port}/address-of-version-6/a.html",
            "/address-of-version-6/a.html",
        )
        .on("six"),
        case("colon-forgotten", Dead("http_404"), missing).href("http//127.0.0.1/a.html"),
        never("port-0", Dead("invalid_url"), "http://127.0.0.1:0/a.html"),
        // Were the number to wrap round, it would be the canary's.
        never("port-beyond-65535", Dead("invalid_url"), "http://127.0.0.1:{canary.beyond}/a.html"),
        never("port-in-words", Dead("invalid_url"), "http://127.0.0.1:http/a.html"),
        never(
            "wide-colon-before-port",
            Dead("invalid_url"),
            "http://127.0.0.1：{canary.port}/a.html",
        ),
        never("host-of-nothing", Dead("invalid_url"), "http://"),
        never("host-with-space", Dead("invalid_url"), "http://127.0.0.1 /a.html"),
        never("host-with-percent", Dead("invalid_url"), "http://%zz/a.html"),
        never("bracket-left-open", Dead("invalid_url"), "http://[::1/a.html"),
        never("template-left-over", Dead("invalid_url"), "http://[!--url--]/a.html"),
        never("scheme-misspelt", Dead("invalid_url"), "htttp://{canary}/a.html"),
        never("unknown-name", Dead("dns"), "http://no-such-name.invalid/a.html"),
        never("unknown-chinese-name", Dead("dns"), "http://没有这个域名.invalid/a.html"),
        case("unknown-chinese-page", Dead("http_404"), missing).href("/unknown-chinese-page/没有.html"),
        never("disk-by-file", Local, "file:///C:/Users/editor/Desktop/1.doc"),
        never("disk-by-letter", Local, "D:\\资料\\1.doc"),
        never("share", Local, "\\\\fileserver\\share\\1.doc"),
        never("private-10", Local, "http://10.1.2.3/a.html"),
        never("private-172", Local, "http://172.16.9.9:8080/a.html"),
        never("private-192", Local, "http://192.168.1.200/a.html"),
        never("private-in-short", Local, "http://192.168.513/a.html"),
        never("private-in-hex", Local, "http://0x0a000001/a.html"),
        never("private-of-carriers", Local, "http://100.64.0.1/a.html"),
        never("metadata", Local, "http://169.254.169.254/latest/meta-data/"),
        never("any-address", Local, "http://0.0.0.0:{canary.port}/a.html"),
        never("any-address-of-version-6", Local, "http://[::]:{canary.port}/a.html"),
        never("private-of-version-6", Local, "http://[fc00::1]/a.html"),
        never("link-local-of-version-6", Local, "http://[fe80::1]/a.html"),
        never("private-inside-version-6", Local, "http://[::ffff:10.0.0.1]/a.html"),
        never("nothing", NotAsked, ""),
        never("only-a-fragment", Dead("fragment"), "#only-a-fragment"),
        never("script", NotAsked, "javascript:void(0)"),
        never("script-in-disguise", NotAsked, " java\nscript:location='http://{canary}/'"),
        never("mail", NotAsked, "mailto:a@example.gov.cn"),
        never("telephone", NotAsked, "tel:110"),
        never("data", NotAsked, "data:text/html,http://{canary}/"),
        never("app", NotAsked, "weixin://dl/business/?t=x"),
        never("for-a-script-to-fill", NotAsked, "http://{canary}/{{item.url}}"),
        never("in-a-comment", NotAsked, "").markup("<!-- <a href=\"http://{canary}/in-a-comment/a.html\">x</a> -->"),
        never("in-a-template", NotAsked, "").markup("<template><a href=\"http://{canary}/in-a-template/a.html\">x</a></template>"),
        never("form-to-send", NotAsked, "")
            .markup("<form action=\"http://{canary}/form-to-send/\"><input name=q value=1><button>提交</button></form>"),
        never("form-to-post", NotAsked, "").markup("<form method=post action=\"http://{canary}/form-to-post/\"><input name=q></form>"),
        never("name-lookup-hint", NotAsked, "")
            .markup("<link rel=\"dns-prefetch\" href=\"//{canary}\"><link rel=\"preconnect\" href=\"http://{canary}\">"),
    ]
}

/// Links on a page in GBK.
pub(crate) fn cases_in_gbk() -> Vec<Case> {
    vec![
        // Paths go out in UTF-8 whatever the page is in, queries in the page's encoding.
        written(
            "gbk-page-path",
            Alive,
            "/gbk-page-path/附件.html",
            "/gbk-page-path/%E9%99%84%E4%BB%B6.html",
        ),
        written(
            "gbk-page-query",
            Alive,
            "/gbk-page-query/?k=附件",
            "/gbk-page-query/?k=%B8%BD%BC%FE",
        ),
        written(
            "gbk-page-escapes",
            Alive,
            "/gbk-page-escapes/%B8%BD%BC%FE.doc.html",
            "/gbk-page-escapes/%B8%BD%BC%FE.doc.html",
        ),
        written(
            "gbk-page-wide-blank",
            Alive,
            "/gbk-page-wide-blank/a.html　",
            "/gbk-page-wide-blank/a.html",
        ),
        case("gbk-page-missing", Dead("http_404"), missing).href("/gbk-page-missing/附件二.html"),
    ]
}
