//! The places within a page that an address may point to, and the page's own links to places it does not have.
//!
//! What cannot be told is not told: a page whose script makes places or reads the fragment has no known places.

use ego_tree::NodeRef;
use percent_encoding::percent_decode_str;
use scraper::{Html, Node};
use url::Url;

use super::attributes::{Attributes, is_javascript};
use super::link_text::{only_text, text_of};
use super::resolve::{Resolver, cut};
use crate::facts::{Link, LinkFrom, Target, place_named, place_number};
use crate::text::first;

/// A page with more names is a table somebody numbered; its places are not kept.
const MOST_NAMES: usize = 50_000;
/// How many of a page's own links to missing places are kept.
const MOST_LOST: usize = 50;
/// How many of a page's own links are looked at.
const MOST_OWN: usize = 5_000;

/// See the module.
#[derive(Default)]
pub(super) struct Places {
    /// The numbers of all names, sorted; none where they cannot be told.
    pub(super) names: Option<Vec<u32>>,
    /// Links of the page to a place on it that is not there.
    pub(super) lost: Vec<Link>,
}

/// Reads the places of a page served from `page`.
pub(super) fn read(html: &Html, page: &Url, resolver: &Resolver) -> Places {
    let mut names = Vec::new();
    let mut own = Vec::new();
    let mut scripts = Vec::new();
    for node in html.tree.nodes() {
        let Node::Element(element) = node.value() else { continue };
        for (name, value) in element.attrs() {
            match name {
                _ if is_of_a_program(name, value) => return Places::default(),
                "id" => add(&mut names, value),
                "name" if matches!(element.name(), "a" | "map") => add(&mut names, value),
                "href" if value.trim_start().starts_with('#') && element.name() == "a" && own.len() < MOST_OWN => own.push((node, value)),
                _ => {}
            }
        }
        if names.len() > MOST_NAMES {
            return Places::default();
        }
        if element.name() == "script"
            && is_javascript(element.attr("type"))
            && let Some(code) = only_text(node)
        {
            if makes_places(code) {
                return Places::default();
            }
            scripts.push(code);
        }
    }
    names.sort_unstable();
    names.dedup();
    names.shrink_to_fit();
    let lost = lost(&own, &names, &scripts, page, resolver);
    Places { names: Some(names), lost }
}

fn add(names: &mut Vec<u32>, name: &str) {
    names.push(place_number(name));
    if name.contains('%') {
        // Browsers look for the fragment as it stands first, then decoded.
        names.push(place_number(&percent_decode_str(name).decode_utf8_lossy()));
    }
}

/// Attributes by which the frameworks of script-made pages are known, and names a template fills in.
fn is_of_a_program(name: &str, value: &str) -> bool {
    name.starts_with("v-")
        || name.starts_with("ng-")
        || name.starts_with([':', '@'])
        || matches!(name, "x-data" | "data-reactroot" | "data-server-rendered" | "onhashchange")
        || name == "id" && (value.contains("{{") || value.contains("${"))
}

/// Whether a script gives elements their names, or reads the fragment itself.
fn makes_places(code: &str) -> bool {
    [
        ".hash",
        "hashchange",
        " id=",
        ".id=",
        ".id =",
        "\"id\"",
        "'id'",
        " name=",
        ".name=",
        ".name =",
        "\"name\"",
        "'name'",
    ]
    .iter()
    .any(|sign| code.contains(sign))
}

/// The page's own links to places that are not there. Tabs and menus are written the same way and mean a script, so a link
/// counts only where nothing about it speaks of one.
fn lost(own: &[(NodeRef<'_, Node>, &str)], names: &[u32], scripts: &[&str], page: &Url, resolver: &Resolver) -> Vec<Link> {
    let mut lost: Vec<Link> = Vec::new();
    // Behind a base address `#x` leads away from the page.
    let here = |url: &Url| url[..url::Position::AfterQuery].to_owned();
    if own.is_empty() || here(page) != here(resolver.base()) || scripts.iter().any(|code| code.contains("href")) {
        return lost;
    }
    for (node, href) in own {
        let Node::Element(element) = node.value() else { continue };
        let raw = href.trim();
        let fragment = percent_decode_str(&raw[1..]).decode_utf8_lossy().into_owned();
        let Some(number) = place_named(&fragment) else { continue };
        if names.binary_search(&number).is_ok() || lost.iter().any(|l| l.raw == raw) || is_for_a_script(*node) {
            continue;
        }
        let text = text_of(*node, &Attributes::of(element));
        if text.is_empty() || scripts.iter().any(|code| code.contains(fragment.trim())) {
            continue;
        }
        let fragment = Some(first(&fragment, 500).to_owned());
        lost.push(Link {
            target: Target::Web { url: here(page), fragment },
            from: LinkFrom::A,
            text,
            raw: cut(raw),
        });
        if lost.len() == MOST_LOST {
            break;
        }
    }
    lost
}

/// Whether the element, or what stands closely around it, is one a script listens to.
fn is_for_a_script(node: NodeRef<'_, Node>) -> bool {
    /// Tabs and menus are lists: the link, its item, its list, the box around.
    const AROUND: usize = 4;
    let listens = |name: &str| name.starts_with("on") || name.starts_with("data-") || matches!(name, "role") || name.starts_with("aria-");
    std::iter::once(node)
        .chain(node.ancestors())
        .take(AROUND)
        .filter_map(|n| n.value().as_element())
        .any(|e| e.attrs().any(|(name, _)| listens(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_page(page: &str) -> Places {
        let url: Url = "http://x.gov.cn/a/index.html?p=1".parse().unwrap();
        let html = super::super::dom::parse(page).html;
        read(&html, &url, &Resolver::new(&url, &html, encoding_rs::UTF_8))
    }

    fn has(page: &str, name: &str) -> bool {
        read_page(page).names.unwrap().binary_search(&place_number(name)).is_ok()
    }

    fn lost_of(page: &str) -> Vec<String> {
        read_page(page).lost.into_iter().map(|l| format!("{} {}", l.raw, l.text)).collect()
    }

    #[test]
    fn every_name_a_browser_scrolls_to_is_known() {
        let page = "<p id=one><a name=two></a><map name=three></map><svg><g id=four /></svg><h2 id='第 五'></h2><a name='%E5%85%AD'></a><img name=no>";
        for name in ["one", "two", "three", "four", "第 五", "六", "%E5%85%AD"] {
            assert!(has(page, name), "{name}");
        }
        assert!(!has(page, "no") && !has(page, "One"));
    }

    #[test]
    fn pages_made_by_script_have_no_known_places() {
        for page in [
            "<script>if (location.hash) show()</script>",
            "<script>window.addEventListener('hashchange', f)</script>",
            "<script>document.write('<div id=\"x\">')</script>",
            "<script>e.id = 'x' + i</script>",
            "<script>e.setAttribute('id', x)</script>",
            "<div v-for='x in y'></div>",
            "<div id='{{x}}'></div>",
            "<body onhashchange=f()>",
        ] {
            assert_eq!(read_page(page).names, None, "{page}");
        }
        assert!(
            read_page("<script>location.href='x.jsp?id='+n</script><script type=text/template>.hash</script>")
                .names
                .is_some()
        );
    }

    #[test]
    fn a_link_to_a_missing_place_of_its_page_is_lost() {
        assert_eq!(lost_of("<a href='#x'>第三条</a><a href='#y'>有</a><p id=y>"), ["#x 第三条"]);
        assert_eq!(lost_of("<a href='#%E4%B8%AD'>中</a><p id=中>"), Vec::<String>::new());
        let link = read_page("<a href=' #x'>第三条</a>").lost.remove(0);
        let (url, fragment) = ("http://x.gov.cn/a/index.html?p=1".to_owned(), Some("x".to_owned()));
        assert_eq!(link.target, Target::Web { url, fragment });
    }

    #[test]
    fn tabs_and_menus_are_left_to_their_scripts() {
        for page in [
            "<a href='#x' onclick='f()'>甲</a>",
            "<a href='#x' data-toggle=tab>甲</a>",
            "<a href='#x' role=tab>甲</a>",
            "<ul role=tablist><li><a href='#x'>甲</a></ul>",
            "<ul><li onmouseover='f()'><a href='#x'>甲</a></ul>",
            "<a href='#x'></a>",
            "<a href='#top'>甲</a><a href='#'>甲</a><a href='#1'>甲</a><a href='#!x'>甲</a><a href='#none'>甲</a>",
            "<a href='#x'>甲</a><script>$('a[href^=\"#\"]').click(f)</script>",
            "<a href='#xyz'>甲</a><script>open('xyz')</script>",
            "<base href=/b/><a href='#x'>甲</a>",
        ] {
            assert_eq!(lost_of(page), Vec::<String>::new(), "{page}");
        }
    }
}
