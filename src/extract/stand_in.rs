//! What a home page shows where the site should be: a message, a login, a film, an empty frame for a script, nothing.

use super::outline::{Outline, Tag, Zone};
use crate::facts::StandIn;

/// A page with less to see than this, characters, leaves everything to its scripts, where it has any.
const FRAME: u32 = 40;
/// A page with less to see than this, characters, shows nothing.
const NOTHING: u32 = 20;
/// A page with more to see than this, characters, has a message beside much else.
const MUCH: u32 = 400;

/// Reads what stands in for the content of a home page. `message` is what it would be told by if it were another page: the
/// words of an error, of maintenance, of a server without a site.
pub(super) fn read(outline: &Outline<'_>, message: Option<String>, script_filled: bool) -> Option<StandIn> {
    let shown = |run: &&super::outline::Run| !outline.els[run.el as usize].zone.any_of(Zone::HIDDEN);
    let visible: u32 = outline.runs.iter().filter(shown).map(|run| run.chars).sum();
    if visible > MUCH {
        return script_filled.then_some(StandIn::Script);
    }
    if let Some(words) = message {
        return Some(StandIn::Message(words));
    }
    let any = |of: &dyn Fn(usize) -> bool| (0..outline.els.len()).any(of);
    let is = |i: usize, name: &str, value: &str| outline.attr(i, name).is_some_and(|v| v.trim().to_ascii_lowercase().contains(value));
    if any(&|i| outline.els[i].tag == Tag::Input && is(i, "type", "password")) {
        return Some(StandIn::Login);
    }
    let film = |i: usize| {
        matches!(outline.els[i].element.name(), "object" | "embed" | "param")
            && (["src", "data", "movie", "value"].iter().any(|name| is(i, name, ".swf")) || is(i, "type", "flash"))
    };
    if any(&film) {
        return Some(StandIn::Film);
    }
    if script_filled || visible < FRAME && any(&|i| outline.els[i].tag == Tag::Script) {
        return Some(StandIn::Script);
    }
    (visible < NOTHING).then_some(StandIn::Nothing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::error_page::error_words;

    fn of(page: &str) -> Option<StandIn> {
        let dom = crate::extract::dom::parse(page);
        let outline = Outline::of(&dom.html);
        let message = error_words(outline.html_title.as_deref(), &outline.text, &outline);
        read(&outline, message, false)
    }

    #[test]
    fn what_stands_in_for_a_site_is_told() {
        let says = |words: &str| Some(StandIn::Message(words.to_owned()));
        for (page, want) in [
            ("", Some(StandIn::Nothing)),
            ("<title>某局</title><img src=a.jpg>", Some(StandIn::Nothing)),
            (
                "<title>某局</title><div id=app></div><script src=/a.js></script>",
                Some(StandIn::Script),
            ),
            ("<title>某局</title><p>正在加载</p><script>start()</script>", Some(StandIn::Script)),
            ("<form>用户名<input name=u>密码<input type=Password></form>", Some(StandIn::Login)),
            ("<object><param name=movie value='main.swf'></object>", Some(StandIn::Film)),
            ("<embed type='application/x-shockwave-flash' src=/m>", Some(StandIn::Film)),
            (
                "<title>Welcome to tengine!</title><h1>Welcome to tengine!</h1>",
                says("Welcome to tengine!"),
            ),
            (
                "<title>某局</title><p>网站正在维护中，请稍后访问</p>",
                says("网站正在维护中，请稍后访问"),
            ),
            ("<h1>本站点已停止运行</h1>", says("本站点已停止运行")),
        ] {
            assert_eq!(of(page), want, "{page}");
        }
    }

    #[test]
    fn home_pages_show_something() {
        let news = "<li><a href=1.html>我局召开警务工作会议</a></li>".repeat(8);
        for page in [
            format!("<title>某局</title><ul>{news}</ul><script src=a.js></script>"),
            format!(
                "<title>某局</title><ul>{news}</ul><form><input type=password></form>{}",
                "<p>近日，我局开展检查。</p>".repeat(40)
            ),
            "<h1>某某市公安局警务公开网欢迎您的访问和监督</h1>".to_owned(),
        ] {
            assert_eq!(of(&page), None, "{page}");
        }
    }
}
