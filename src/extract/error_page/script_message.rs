//! Pages that show nothing but a message of a script, and send the reader away: `alert('…'); history.back();`.

use url::Url;

use super::{WORDS, words};
use crate::extract::outline::{Outline, Zone};
use crate::extract::script_links::{deferred, location_literal};
use crate::extract::script_token::{Token, tokens};
use crate::lexicon::{ERROR_PAGES, Words};
use crate::site::is_front;

/// A page with more to read than this, characters, shows something besides the message.
const NOTHING: u32 = 40;

/// What such a message says where nothing is missing: it asks for a login, or is about the reader's browser.
static NO_ERROR: Words = Words::used(ERROR_PAGES, "no-error");

/// The message of a page that shows only it and then sends the reader back, home or away.
pub(super) fn message(outline: &Outline<'_>) -> Option<String> {
    let shown = |run: &&_| !zone_of(outline, run).any_of(Zone::HIDDEN);
    let visible: u32 = outline.runs.iter().filter(shown).map(|run| run.chars).sum();
    if visible > NOTHING {
        return None;
    }
    outline.scripts.iter().find_map(|(_, script)| said(script))
}

fn zone_of(outline: &Outline<'_>, run: &crate::extract::outline::Run) -> Zone {
    outline.els[run.el as usize].zone
}

fn said(script: &str) -> Option<String> {
    if !script.contains("alert") {
        return None;
    }
    let tokens = tokens(script);
    let deferred = deferred(&tokens);
    let mut message: Option<&str> = None;
    for i in 0..tokens.len() {
        if deferred[i] {
            continue;
        }
        match (&tokens[i..], message) {
            // Only some readers meet it.
            ([Token::Name("if" | "switch" | "confirm") | Token::Mark(b'?'), ..], None) => return None,
            ([Token::Name("alert"), open, Token::Text(text), ..], None) if open.is(b'(') => {
                if NO_ERROR.any_in(text) || text.trim().is_empty() {
                    return None;
                }
                message = Some(text);
            }
            (rest, Some(text)) if goes_back(rest) => return Some(words(text)),
            (_, Some(text)) => {
                if let Some(address) = location_literal(&tokens, i)
                    && (leads_home(address) || WORDS.is_match(text))
                {
                    return Some(words(text));
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether these tokens send the reader back where he came from, or close the page.
fn goes_back(tokens: &[Token<'_>]) -> bool {
    match tokens {
        [Token::Name("history"), dot, Token::Name("back" | "go"), ..] => dot.is(b'.'),
        [
            Token::Name("window" | "self" | "top" | "parent"),
            dot,
            Token::Name("close"),
            open,
            ..,
        ] => dot.is(b'.') && open.is(b'('),
        [Token::Name("setTimeout"), open, Token::Text(code), ..] => open.is(b'(') && (code.contains("history.") || code.contains("close(")),
        _ => false,
    }
}

/// Whether an address, as written, is a front page.
fn leads_home(address: &str) -> bool {
    let address = address.trim();
    let Ok(base) = Url::parse("http://a.invalid/b/c/d/e") else {
        return false;
    };
    // Upwards and nothing more is the way home as well.
    let up = !address.is_empty() && address.split('/').all(|part| matches!(part, "" | "." | ".."));
    up || base.join(address).is_ok_and(|url| is_front(&url))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(page: &str) -> Option<String> {
        let dom = crate::extract::dom::parse(page);
        message(&Outline::of(&dom.html))
    }

    #[test]
    fn a_message_and_the_way_out_are_all_there_is() {
        for page in [
            "<script>alert('您查看的内容已经撤下');history.back();</script>",
            "<script type='text/javascript'>window.alert(\"记录不存在\");window.history.go(-1);</script>",
            "<html><body><script>alert('文章编号错误');self.close()</script></body></html>",
            "<script>alert('没有这条信息');window.location.href='/';</script>",
            "<script>alert('没有这条信息');parent.location.replace('../../');</script>",
            "<script>alert('该页面不存在');location='list.asp?id=3';</script>",
            "<script>alert('出错');setTimeout('history.back()',100)</script><a href=/>返回</a>",
        ] {
            assert!(of(page).is_some(), "{page}");
        }
    }

    #[test]
    fn other_messages_are_part_of_a_page() {
        let text = "我局对辖区内的重点场所开展检查，发现的隐患已经全部整改到位，并对相关负责人进行了提醒谈话和业务培训。";
        for page in [
            format!("<script>alert('您查看的内容已经撤下');history.back();</script><p>{text}</p>"),
            "<script>alert('请先登录');history.back();</script>".to_owned(),
            "<script>alert('您的浏览器版本过低');window.close();</script>".to_owned(),
            "<script>if(old){alert('不支持');window.close();}</script><div id=app></div>".to_owned(),
            "<script>function no(){alert('没有权限');history.back();}</script>".to_owned(),
            "<script>alert('欢迎光临');location.href='main.html'</script>".to_owned(),
            "<script>alert('网站已经改版');location.href='new/list.html'</script>".to_owned(),
        ] {
            assert_eq!(of(&page), None, "{page}");
        }
    }
}
