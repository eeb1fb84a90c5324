//! Servers that refuse the tool and not the reader: challenges, firewalls, captchas, login walls; and pages that only
//! look like them.

use super::answers::{about, answer, fine, gbk, html, moved, page, status};
use super::case::Verdict::{Alive, Dead, Suspect};
use super::case::{Case, case};
use super::server::{Ask, Step};

/// A page of a firewall: the words and nothing else.
fn wall(ask: &Ask, code: u16, words: &str) -> Vec<Step> {
    html(ask, code, &page("访问提示", &format!("<div>{words}</div><p>请求编号：7f3a</p>")))
}

/// A page that is nothing but this script.
fn script(ask: &Ask, code: u16, code_text: &str) -> Vec<Step> {
    html(
        ask,
        code,
        &format!("<html><head><script>{code_text}</script></head><body></body></html>"),
    )
}

const LOGIN: &str = "<form method=post action=/do>用户名<input name=u>密码<input type=\"password\" name=p><button>登录</button></form>";

pub(crate) fn cases() -> Vec<Case> {
    let challenge = Suspect("challenge");
    vec![
        case("412-with-script", challenge, |ask| script(ask, 412, "var _$a=[1,2,3];")),
        case("412-empty", challenge, |ask| answer(ask, 412, "", "")),
        case("521-with-script", challenge, |ask| {
            script(ask, 521, "document.cookie='__jsl_clearance=1';location.href=location.pathname")
        }),
        case("202-with-script", challenge, |ask| {
            script(ask, 202, "document.cookie='k='+f();window.location.reload();")
        }),
        case("cookie-script", challenge, |ask| {
            script(ask, 200, "document.cookie = 'key=' + Math.random() + ';path=/'; location.reload();")
        }),
        case("waf-403", challenge, |ask| wall(ask, 403, "当前访问疑似攻击行为，已被创宇盾拦截")),
        case("waf-405", challenge, |ask| {
            wall(ask, 405, "很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。")
        }),
        case("waf-200", challenge, |ask| {
            wall(ask, 200, "您的请求带有不合法参数，已被网站管理员设置拦截！")
        }),
        case("waf-404", challenge, |ask| {
            wall(ask, 404, "您的请求存在安全风险，已被网站防火墙拦截")
        }),
        case("waf-502", challenge, |ask| wall(ask, 502, "访问已被拦截，请稍后再试（玄武盾）")),
        case("waf-in-gbk", challenge, |ask| {
            let words = gbk("<html><head><title>网站防火墙</title></head><body>您的请求被拦截，请联系管理员</body></html>");
            answer(ask, 403, "Content-Type: text/html; charset=gb2312\r\n", words)
        }),
        case("503-of-a-challenge", challenge, |ask| {
            html(
                ask,
                503,
                "<html><title>Just a moment...</title><body><div class=\"cf-browser-verification\">Checking your browser</div><script src=\"/cdn-cgi/challenge-platform/h/b\"></script></body></html>",
            )
        }),
        case("too-often-200", challenge, |ask| wall(ask, 200, "您的访问过于频繁，请稍后再试")),
        case("captcha", challenge, |ask| {
            wall(ask, 200, "请完成安全验证后继续访问<input name=code>")
        }),
        case("slider", challenge, |ask| wall(ask, 200, "为保护您的信息安全，请拖动滑块完成验证")),
        case("waf-page-as-pdf", challenge, |ask| wall(ask, 403, "请求已被拦截：人机识别")).file("a.pdf"),
        case("behind-a-password", challenge, |ask| {
            if ask.path().ends_with("a.html") {
                moved(ask, 302, "http://{site}/behind-a-password/cas/login?service=x")
            } else {
                html(ask, 200, &page("统一身份认证", LOGIN))
            }
        })
        .whole_folder(),
        case("login-page-itself", Alive, |ask| html(ask, 200, &page("用户登录", LOGIN))).file("login.html"),
        case("basic-login", Suspect("forbidden"), |ask| {
            answer(
                ask,
                401,
                "Content-Type: text/html\r\nWWW-Authenticate: Basic realm=\"x\"\r\n",
                page("401", "Unauthorized"),
            )
        }),
        case("403-to-robots", Alive, |ask| {
            let browser = ask.header("user-agent").is_some_and(|agent| agent.contains("Chrome/"));
            if browser { fine(ask) } else { status(ask, 403) }
        }),
        case("403-without-referer", Alive, |ask| {
            if ask.header("referer").is_some() {
                fine(ask)
            } else {
                status(ask, 403)
            }
        }),
        case("403-to-robots-abroad", Suspect("forbidden"), |ask| {
            let browser = ask.header("user-agent").is_some_and(|agent| agent.contains("Chrome/"));
            if browser { fine(ask) } else { status(ask, 403) }
        })
        .abroad(),
        case("404-to-robots-abroad", Dead("http_404"), |ask| status(ask, 404)).abroad(),
        case("letter-form-with-captcha", Alive, |ask| {
            let form = "<h1>局长信箱</h1><form>姓名<input name=n>内容<textarea name=t></textarea>验证码<input name=c></form>";
            html(ask, 200, &page("局长信箱", form))
        }),
        case("article-about-firewalls", Alive, |ask| {
            let text = "<p>本局门户网站部署了网站防火墙，对异常请求进行人机验证，访问过于频繁的地址会被暂时限制。</p>".repeat(12);
            html(ask, 200, &page("关于加强网站安全防护的通知", &text))
        }),
        case("article-behind-a-shield", Alive, |ask| {
            let text = format!(
                "{}<p>本站由创宇盾提供防护</p>",
                "<p>今年以来，全市窗口办理时间进一步缩短，群众满意度不断提高。</p>".repeat(20)
            );
            html(ask, 200, &page("便民服务", &text))
        }),
        case("page-that-counts-visits", Alive, |ask| {
            let text = format!(
                "<script>document.cookie='seen=1';function again(){{location.reload()}}</script>{}",
                about("访客计数")
            );
            html(ask, 200, &text)
        }),
    ]
}
