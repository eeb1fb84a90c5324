//! What the page itself has to show a hidden box when a reader asks for it: scripts and handlers that speak of it by name, links
//! into it, a box of its kind beside it, or a name as the parts of menus, tabs and layers bear it.

use std::cell::OnceCell;

use rustc_hash::FxHashSet;

use super::menu::is_shown_by_what_is_around;
use crate::extract::outline::Outline;
use crate::extract::script_token::{Token, tokens};

/// Bytes of scripts and handlers that are searched for names, and names kept.
const READ: usize = 512 << 10;
const MOST_NAMES: usize = 20_000;
/// Elements beside a box that are looked at.
const MOST_BESIDE: usize = 100;
/// The shortest piece of a name that a script completes (`"con_" + n`), bytes.
const A_PIECE: usize = 3;

/// What authors of pages call boxes that wait to be shown by a script in a file of its own, which is not read.
const CALLED: &str = "tab menu nav sub drop pop modal dialog layer mask overlay share slide swiper banner carousel scroll roll toggle \
    collapse accordion fold panel more select float drift tip hover show hide window confirm leave jump mobile phone wap lightbox \
    preview zoom search login qrcode weixin wechat loading print";

/// Attributes that name what a reader opens, and handlers.
const OPENERS: &[&str] = &[
    "onclick",
    "onmouseover",
    "onmouseenter",
    "onmouseout",
    "onmouseleave",
    "onfocus",
    "onchange",
    "onload",
    "href",
    "for",
    "aria-controls",
    "aria-owns",
];

/// What can show the boxes of one page.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// The names that scripts and handlers say once, and more than once; made when first asked for.
    names: OnceCell<(FxHashSet<String>, FxHashSet<String>)>,
}

impl Asked {
    /// Whether something can show this box. `hidden_by_script`: one of the scripts that speak of it hides it.
    pub(super) fn can_show(&self, outline: &Outline<'_>, el: usize, hidden_by_script: bool) -> bool {
        let around = outline
            .parent(el)
            .filter(|p| !matches!(outline.els[*p].element.name(), "body" | "html"));
        let is_called = |el: usize| names_of(outline, el).any(is_called_so);
        is_called(el)
            || around.is_some_and(is_called)
            || is_shown_by_what_is_around(outline, el)
            || has_its_like_beside(outline, el)
            || self.is_spoken_of(outline, el, hidden_by_script)
            || around.is_some_and(|around| self.is_spoken_of(outline, around, false))
    }

    fn is_spoken_of(&self, outline: &Outline<'_>, el: usize, more_than_once: bool) -> bool {
        let mut names = names_of(outline, el).peekable();
        if names.peek().is_none() {
            return false;
        }
        let (once, more) = self.names.get_or_init(|| spoken(outline));
        let said = if more_than_once { more } else { once };
        names.any(|name| {
            let is_piece = |at: usize, mark: u8| match mark {
                b'-' | b'_' => said.contains(&name[..=at]),
                b'0'..=b'9' => said.contains(&name[..at]),
                _ => false,
            };
            said.contains(name) || name.bytes().enumerate().skip(A_PIECE).take(60).any(|(at, mark)| is_piece(at, mark))
        })
    }
}

/// The names an element bears.
fn names_of<'o>(outline: &'o Outline<'_>, el: usize) -> impl Iterator<Item = &'o str> {
    let of = |name: &str| outline.attr(el, name).unwrap_or_default();
    of("id")
        .split_ascii_whitespace()
        .chain(of("class").split_ascii_whitespace())
        .take(20)
}

/// Whether a name is one of those of parts of menus, tabs and layers. Attackers may use them too: what they sell tells them.
fn is_called_so(name: &str) -> bool {
    let name = name.to_ascii_lowercase().replace("table", "");
    name.len() < 100 && CALLED.split_ascii_whitespace().any(|word| name.contains(word))
}

/// Whether a box like this one stands beside it: the panels of a tab, the places of a slider, the items of a list.
fn has_its_like_beside(outline: &Outline<'_>, el: usize) -> bool {
    let Some(parent) = outline.parent(el) else { return false };
    let name = outline.els[el].element.name();
    let mine: Vec<&str> = outline
        .attr(el, "class")
        .unwrap_or_default()
        .split_ascii_whitespace()
        .take(10)
        .collect();
    outline.children(parent).take(MOST_BESIDE).any(|other| {
        let is_like = other != el && outline.els[other].element.name() == name;
        let class = || outline.attr(other, "class").unwrap_or_default();
        is_like && (matches!(name, "li" | "ul" | "dd" | "tr" | "td") || class().split_ascii_whitespace().any(|c| mine.contains(&c)))
    })
}

/// All names in the strings of scripts and handlers.
fn spoken(outline: &Outline<'_>) -> (FxHashSet<String>, FxHashSet<String>) {
    let (mut once, mut more) = (FxHashSet::default(), FxHashSet::default());
    let mut left = READ;
    let mut take = |text: &str| {
        for name in text.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_')) {
            if name.is_empty() || name.len() > 100 || once.len() >= MOST_NAMES {
                continue;
            }
            if once.contains(name) {
                more.insert(name.to_owned());
            } else {
                once.insert(name.to_owned());
            }
        }
    };
    let mut read = |code: &str| {
        if code.len() > left {
            return;
        }
        left -= code.len();
        for token in tokens(code) {
            if let Token::Text(text) = token {
                take(&text);
            }
        }
    };
    for (_, code) in &outline.scripts {
        read(code);
    }
    let mut named = String::new();
    for el in &outline.els {
        for (name, value) in el.element.attrs() {
            if !OPENERS.contains(&name) && !name.starts_with("data-") {
                continue;
            }
            match value.trim_start() {
                target if target.starts_with('#') || name == "for" || name.starts_with("aria-") || name.starts_with("data-") => {
                    named.push_str(target);
                    named.push(' ');
                }
                code if name != "href" || code.starts_with("javascript") => read(code),
                _ => {}
            }
            if named.len() > READ {
                break;
            }
        }
    }
    take(&named);
    (once, more)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::dom;

    /// Whether the box `class=q id=box_1` can be shown, in a page with this before it.
    fn shown(before: &str, behind: &str) -> bool {
        let html = dom::parse(&format!("{before}<div class=q id=box_1><a href=/x>x</a></div>{behind}")).html;
        let outline = Outline::of(&html);
        let el = (0..outline.els.len()).find(|el| outline.attr(*el, "id") == Some("box_1")).unwrap();
        Asked::default().can_show(&outline, el, false)
    }

    #[test]
    fn what_speaks_of_a_box_or_stands_like_it_can_show_it() {
        for (before, behind) in [
            (
                "",
                "<script>function f(){document.getElementById('box_1').style.display='block'}</script>",
            ),
            ("", "<script>function f(n){$('#box_'+n).show()}</script>"),
            ("", "<script>$('h3').click(function(){$('div .q').toggle()})</script>"),
            ("<p>一段文字，说明这个页面。</p><b onclick=\"s('box_1')\">x</b><p>又一段。</p>", ""),
            ("<p>一段文字，说明这个页面。</p><a href='#box_1'>x</a><p>又一段。</p>", ""),
            ("<b data-target='.q'>x</b><p>一段文字，说明这个页面。</p>", ""),
            ("", "<div class='q on'>x</div>"),
            ("<section class=tab-con>", ""),
            ("<h3>友情链接</h3>", ""),
        ] {
            assert!(shown(before, behind), "{before} {behind}");
        }
        for (before, behind) in [
            ("", ""),
            ("", "<div class=r>x</div>"),
            ("", "<script>var q=1; // 'q'\nf('qq','bo')</script>"),
            ("<p>一段文字，说明这个页面。</p>", "<a href='/box_1'>x</a>"),
        ] {
            assert!(!shown(before, behind), "{before} {behind}");
        }
    }

    #[test]
    fn scripts_without_end_cost_bounded_work() {
        let names: String = (0..200_000).map(|n| format!("'n{n}',")).collect();
        assert!(!shown("", &format!("<script>f({names}1)</script>")));
        let many = "<p onclick=\"f('a')\">一段文字，说明。</p>".repeat(20_000);
        assert!(!shown(&format!("{many}<p>又一段文字，说明。</p>"), ""));
    }
}
