//! Service guides (办事指南): which elements a page states, under which headings, and which forms it names.
//!
//! The page becomes lines ([`layout`]) without what stands around the guide ([`surroundings`]); lines become sections
//! ([`sections`]) by the headings on them ([`labels`]); a section counts when its value says something ([`values`]).

mod another_kind;
mod forms;
mod implied;
mod labels;
mod layout;
mod lines;
mod marks;
mod materials;
mod patterns;
mod phones;
mod policies;
mod rows;
mod sections;
mod surroundings;
mod tabs;
#[cfg(test)]
mod tests;
mod vague;
mod values;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use regex::Regex;
use scraper::{Html, Node};

use self::another_kind::Other;
use self::forms::is_file_link;
use self::labels::flatten;
use self::layout::{Plan, lay_out};
use self::lines::{Layout, Line};
use self::sections::Section;
use self::surroundings::{is_core, names_service};
use self::values::Support;
use super::Resolver;
use crate::facts::{ElementValue, GuideBody, GuideFacts};
use crate::standard::{GuideElement, guide_columns};
use crate::text::folded_to;

/// Reads the service guide on a page, where there is one.
///
/// `title` is the title of the content where it is known, `column` the name of its column; `hint` says that the page is known to be a guide (its list
/// is configured or was recognised). Without a hint, a page is a guide when it says so itself (ColumnName label,
/// 当前位置) or when it is built as one; an article that mentions a telephone is not.
pub(super) fn read(html: &Html, resolver: &Resolver, title: Option<&str>, column: Option<&str>, hint: bool) -> Option<GuideFacts> {
    let scan = if hint { Scan::default() } else { Scan::of(html) };
    let known = hint || (scan.column_word && surroundings::in_guide_column(html));
    if !known && scan.elements < 3 {
        return None;
    }
    let title = surroundings::title_of(html, title);
    let name = title.as_deref().unwrap_or("");
    let other = another_kind::by_title(name);
    if other == Other::Surely || (!known && another_kind::by_title_alone(name)) {
        return None;
    }
    // A list of guides that names the page knows better than the label of its column.
    if !hint && column.is_some_and(|c| another_kind::by_column(c, name)) {
        return None;
    }
    let measures = surroundings::measure(html, name);
    let pruned = surroundings::outside(html, &measures);
    let tabs = tabs::find(&html.tree, &measures.sizes, known);
    let plan = Plan {
        pruned: &pruned,
        tabs: &tabs,
        sizes: &measures.sizes,
        loose: known,
    };
    let mut layout = lay_out(html.tree.root(), &plan);
    if another_kind::by_words(&layout.lines) {
        return None;
    }
    keep_content(&mut layout.lines, name);
    let found = sections::read(&layout.lines, known);
    if (!known || other != Other::No) && !is_built_as_guide(&found) {
        return None;
    }
    let mut guide = assemble(&layout, &found, name, resolver, hint)?;
    guide.form_library = surroundings::form_library(html, resolver);
    Some(guide)
}

/// A first look at the text: cheap enough for every page of a site.
#[derive(Default)]
struct Scan {
    /// How many elements have a heading word somewhere.
    elements: usize,
    /// Whether 办事指南 or the like stands somewhere.
    column_word: bool,
}

impl Scan {
    fn of(html: &Html) -> Self {
        static WORDS: LazyLock<(AhoCorasick, Vec<Option<GuideElement>>)> = LazyLock::new(|| {
            let headings = labels::distinctive_headings().map(|(h, e)| (h, Some(e)));
            let all: Vec<_> = headings.chain(guide_columns().map(|c| (c, None))).collect();
            let automaton = AhoCorasick::builder()
                .kind(Some(AhoCorasickKind::DFA))
                .match_kind(MatchKind::LeftmostLongest)
                .build(all.iter().map(|(w, _)| w))
                .expect("constant patterns");
            (automaton, all.into_iter().map(|(_, e)| e).collect())
        });
        let (automaton, meanings) = &*WORDS;
        let mut seen = [false; GuideElement::ALL.len()];
        let mut column_word = false;
        for node in html.tree.values() {
            let text: &str = match node {
                Node::Text(text) => text,
                Node::Element(e) if e.name() == "meta" => e.attr("content").unwrap_or(""),
                _ => continue,
            };
            // The shortest heading has four characters, and none is without a Chinese one: scripts and styles are passed over.
            if text.len() < 12 || text.is_ascii() {
                continue;
            }
            for found in automaton.find_iter(text) {
                match meanings[found.pattern().as_usize()] {
                    Some(element) => seen[element as usize] = true,
                    None => column_word = true,
                }
            }
        }
        Scan {
            elements: seen.iter().filter(|s| **s).count(),
            column_word,
        }
    }
}

/// Whether the headings are those of a guide: three elements, two of them such as hardly any other page has.
fn is_built_as_guide(found: &[Section]) -> bool {
    let mut elements: Vec<GuideElement> = Vec::new();
    for section in found {
        if section.heading.chars().count() >= 4 {
            elements.extend(section.label.elements.iter().filter(|e| **e != GuideElement::Name));
        }
    }
    elements.sort_unstable();
    elements.dedup();
    elements.len() >= 3 && elements.iter().filter(|e| is_core(**e)).count() >= 2
}

/// Cuts what stands before the headline and after the content.
fn keep_content(lines: &mut [Line], title: &str) {
    static AFTER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new("^(?:上一篇|下一篇|上一条|下一条|相关(?:信息|链接|阅读|文章|稿件|新闻|推荐|事项|办事|内容)|推荐阅读|热点(?:信息|新闻|推荐|排行)|您可能感兴趣|扫一扫|分享到|网站地图|主办单位|联系我们$)")
            .expect("a constant regex")
    });
    static ABOUT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new("^(?:[【\\[(]?(?:发布|更新|创建)?(?:时间|日期)[:]|来源:|信息来源:|作者:|浏览次数|阅读次数|点击数|字号|【?打印|【?关闭|当前位置|您?当前的位置|您现在的位置|所在位置|保护视力色|分享)")
            .expect("a constant regex")
    });
    let title = flatten(title);
    let is_title = |l: &Line| !title.is_empty() && !l.anchored && l.flat == title;
    let start = lines
        .iter()
        .position(|l| is_title(l) && l.level > 0)
        .or_else(|| lines.iter().position(is_title));
    let cut = start.unwrap_or(0);
    // Scopes are positions in the list of lines: blank lines out instead of removing them.
    for line in &mut lines[..cut] {
        *line = Line::default();
    }
    let last_heading = lines
        .iter()
        .rposition(|l| labels::read_label(&l.flat, false).is_some_and(|l| l.elements.iter().any(|e| is_core(*e))))
        .unwrap_or(0);
    let end = lines
        .iter()
        .enumerate()
        .skip(cut + 1)
        .find(|(at, l)| *at > last_heading && AFTER.is_match(&l.flat))
        .map_or(lines.len(), |(at, _)| at);
    for line in &mut lines[end..] {
        *line = Line::default();
    }
    // Below the first heading a line that repeats the title is the value of 事项名称.
    let first_heading = lines.iter().position(|l| labels::read_label(&l.flat, false).is_some());
    for (at, line) in lines.iter_mut().enumerate() {
        let headline = !title.is_empty() && line.flat == title && line.links.is_empty() && first_heading.is_none_or(|h| at < h);
        if headline || (ABOUT.is_match(&line.flat) && line.flat.len() < 240) {
            *line = Line::default();
        }
    }
}

fn assemble(layout: &Layout, found: &[Section], title: &str, resolver: &Resolver, hint: bool) -> Option<GuideFacts> {
    let lines = &layout.lines;
    let support = Support {
        attachments: lines.iter().flat_map(|l| &l.links).any(|l| !l.is_void() && is_file_link(l)),
    };
    let mut elements: BTreeMap<GuideElement, ElementValue> = BTreeMap::new();
    let mut empty: BTreeMap<GuideElement, String> = BTreeMap::new();
    // 咨询电话 under 联系方式 is the better place to look at than 联系方式 as a whole.
    let (whole, exact): (Vec<&Section>, Vec<&Section>) = found.iter().partition(|s| s.label.contact);
    for section in exact.into_iter().chain(whole) {
        for element in &section.label.elements {
            if values::says(*element, section, support) {
                elements.entry(*element).or_insert_with(|| ElementValue {
                    heading: section.heading.clone(),
                    value: beginning(&section.value),
                });
            } else if !section.asked {
                empty.entry(*element).or_insert_with(|| section.heading.clone());
            }
        }
    }
    let asked = |element| materials::pieces(found, element, lines);
    let mut listed = asked(GuideElement::Materials);
    let headed = found.iter().any(|s| s.label.elements.iter().any(|e| *e != GuideElement::Name));
    for element in GuideElement::ALL {
        if !elements.contains_key(&element)
            && let Some(implied) = implied::find(element, lines, title, headed)
        {
            if element == GuideElement::Materials {
                listed = materials::implied_pieces(&implied, lines);
            }
            elements.insert(
                implied.element,
                ElementValue {
                    heading: implied.heading,
                    value: beginning(&implied.value),
                },
            );
        }
    }
    let stated = elements.keys().filter(|e| **e != GuideElement::Name).count();
    let shown_apart = [GuideElement::Procedure, GuideElement::Materials]
        .iter()
        .any(|e| !elements.contains_key(e) && !empty.contains_key(e));
    let body = match body_of(layout, stated) {
        GuideBody::Text if shown_apart && has_pictures_apart(lines, found) => GuideBody::Image,
        body => body,
    };
    let titled = names_service(title);
    if stated == 0 && !headed && !stands_alone(lines, title, titled, body, hint) {
        return None;
    }
    if titled && !elements.contains_key(&GuideElement::Name) && !empty.contains_key(&GuideElement::Name) {
        elements.insert(
            GuideElement::Name,
            ElementValue {
                heading: "页面标题".to_owned(),
                value: beginning(title),
            },
        );
    }
    empty.retain(|element, _| !elements.contains_key(element));
    let name = elements.get(&GuideElement::Name).map(|n| n.value.clone());
    let mut vague = Vec::new();
    vague::read(&listed, GuideElement::Materials, &mut vague);
    vague::read(&asked(GuideElement::Conditions), GuideElement::Conditions, &mut vague);
    let headings: String = found
        .iter()
        .filter(|s| s.label.elements.contains(&GuideElement::Materials))
        .map(|s| s.heading.as_str())
        .collect();
    let says_materials = elements.contains_key(&GuideElement::Materials);
    Some(GuideFacts {
        materials: materials::read(&listed, &headings, lines).filter(|_| says_materials),
        vague,
        policies: policies::read(found, lines),
        phones: phones::read(found),
        form_library: None,
        name: name.or_else(|| Some(beginning(title)).filter(|t| !t.is_empty())),
        elements,
        empty: empty.into_iter().collect(),
        forms: forms::read(lines, resolver),
        body,
    })
}

/// The first 200 characters, white space folded.
fn beginning(text: &str) -> String {
    folded_to(text, 200)
}

/// Bytes of text that are not links.
fn plain_bytes(lines: &[Line]) -> usize {
    let linked = |l: &Line| l.links.iter().map(|k| flatten(&k.text).len()).sum::<usize>();
    lines.iter().map(|l| l.flat.len().saturating_sub(linked(l))).sum()
}

fn body_of(layout: &Layout, stated: usize) -> GuideBody {
    if stated >= 3 {
        return GuideBody::Text;
    }
    if layout.tabs_elsewhere >= 2 {
        return GuideBody::Script;
    }
    // Fifty characters cannot be a guide.
    if plain_bytes(&layout.lines) > 150 || stated >= 2 {
        return GuideBody::Text;
    }
    let links = || layout.lines.iter().flat_map(|l| &l.links);
    if links().any(|l| is_file_link(l) || l.is_void()) {
        GuideBody::Attachment
    } else if layout.lines.iter().any(|l| l.images > 0) {
        GuideBody::Image
    } else if layout.frames > 0 || template_marks(&layout.lines) {
        GuideBody::Script
    } else {
        GuideBody::Text
    }
}

/// Whether pictures stand on lines of their own that are not what stands under a heading of steps or materials, or under one that
/// has nothing else: a chart of the steps, a scanned list. What the words do not say may be said there.
fn has_pictures_apart(lines: &[Line], found: &[Section]) -> bool {
    let shows = |s: &Section| {
        let drawn = [GuideElement::Procedure, GuideElement::Materials];
        s.value.trim().is_empty() || s.label.elements.iter().any(|e| drawn.contains(e))
    };
    let claimed = |at: usize| found.iter().any(|s| (s.lines.0..s.lines.1).contains(&at) && shows(s));
    let mut pictures = lines.iter().enumerate().filter(|(_, l)| l.images > 0 && l.flat.is_empty());
    pictures.any(|(at, _)| !claimed(at))
}

/// Places that a script has yet to fill.
fn template_marks(lines: &[Line]) -> bool {
    lines
        .iter()
        .any(|l| l.flat.contains("{{") || l.flat.contains("${") || l.flat.contains("加载中"))
}

/// Whether a page of the guides' column without one heading of a guide is a guide all the same, and not the list of
/// them, an empty column, or a page of links.
fn stands_alone(lines: &[Line], title: &str, titled: bool, body: GuideBody, hint: bool) -> bool {
    let title = flatten(title);
    let onward = lines
        .iter()
        .flat_map(|l| &l.links)
        .filter(|l| !l.is_void() && !is_file_link(l) && flatten(&l.text) != title && l.text.chars().count() >= 4)
        .count();
    let plain = plain_bytes(lines);
    let linked: usize = lines.iter().flat_map(|l| &l.links).map(|l| flatten(&l.text).len()).sum();
    match body {
        GuideBody::Attachment | GuideBody::Image => titled && onward < 3,
        GuideBody::Script => titled || hint,
        // Ten characters are a body cut off; a list has little else than links.
        GuideBody::Text => titled && plain >= 24 && (onward < 3 || plain > 2 * linked),
    }
}
