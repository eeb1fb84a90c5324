//! Selectors of style sheets, as far as they speak of what stands in the page: names, classes, ids, attributes, and the
//! steps between elements. A selector with anything else in it (a state, a piece of text) selects nothing here.

use std::borrow::Cow;
use std::cell::Cell;

use crate::extract::attributes::attr;
use crate::extract::outline::{Outline, Tag};

/// Steps and parts of a selector, at most.
const MOST_STEPS: usize = 8;
const MOST_PARTS: usize = 12;

/// What one element must be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Compound {
    name: Option<String>,
    id: Option<String>,
    classes: Vec<String>,
    attributes: Vec<(String, String, String)>,
    is_link: bool,
    is_first: bool,
    is_last: bool,
}

/// How an element stands to the one that the next step to the left names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Inside,
    ChildOf,
    Behind,
    NextTo,
}

/// A selector, from right to left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Selector {
    last: Compound,
    steps: Vec<(Step, Compound)>,
}

/// How much a selector outweighs others.
pub(super) type Weight = (usize, usize, usize);

/// By what an element must be known that a selector can mean.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Handle<'s> {
    Id(Cow<'s, str>),
    Class(Cow<'s, str>),
    Name(Cow<'s, str>),
    Any,
}

impl Selector {
    /// Reads one selector (no list).
    pub(super) fn of(text: &str) -> Option<Self> {
        let mut compounds: Vec<(Step, Compound)> = Vec::new();
        let mut step = Step::Inside;
        let mut rest = text.trim();
        let mut begun = false;
        while !rest.is_empty() {
            let (compound, behind) = compound(rest)?;
            compounds.push((step, compound));
            if compounds.len() > MOST_STEPS {
                return None;
            }
            begun = true;
            let next = behind.trim_start();
            step = match next.as_bytes().first() {
                None => break,
                Some(b'>') => Step::ChildOf,
                Some(b'~') => Step::Behind,
                Some(b'+') => Step::NextTo,
                Some(_) if next.len() < behind.len() => Step::Inside,
                Some(_) => return None,
            };
            rest = if step == Step::Inside { next } else { next[1..].trim_start() };
            begun = false;
        }
        if !begun {
            return None;
        }
        // A step belongs to the element on its right: moved one to the left, read from the right.
        let (mut way, last) = compounds.pop()?;
        let mut steps = Vec::with_capacity(compounds.len());
        while let Some((before, compound)) = compounds.pop() {
            steps.push((way, compound));
            way = before;
        }
        Some(Selector { last, steps })
    }

    /// Reads the selector of a rule. One that asks for what a reader does (`li:hover ul`) is read without that, and said to hold
    /// only then.
    pub(super) fn of_rule(text: &str) -> Option<(Self, bool)> {
        let as_written = Selector::of(text).map(|selector| (selector, false));
        as_written.or_else(|| {
            let left = without_doings(text)?;
            Selector::of(&left).map(|selector| (selector, true))
        })
    }

    /// How much it outweighs others: ids, then classes, then names.
    pub(super) fn weight(&self) -> Weight {
        let all = || self.steps.iter().map(|(_, c)| c).chain(std::iter::once(&self.last));
        (
            all().filter(|c| c.id.is_some()).count(),
            all()
                .map(|c| c.classes.len() + c.attributes.len() + usize::from(c.is_link) + usize::from(c.is_first) + usize::from(c.is_last))
                .sum(),
            all().filter(|c| c.name.is_some()).count(),
        )
    }

    /// What the elements it means are known by.
    pub(super) fn handle(&self) -> Handle<'static> {
        match &self.last {
            Compound { id: Some(id), .. } => Handle::Id(id.clone().into()),
            Compound { classes, .. } if !classes.is_empty() => Handle::Class(classes[0].clone().into()),
            Compound { name: Some(name), .. } => Handle::Name(name.clone().into()),
            _ => Handle::Any,
        }
    }

    /// Whether it means an element; every look costs one of `left`.
    pub(super) fn means(&self, outline: &Outline<'_>, el: usize, left: &Cell<usize>) -> bool {
        self.last.is(outline, el, left) && leads(&self.steps, outline, el, left)
    }
}

fn leads(steps: &[(Step, Compound)], outline: &Outline<'_>, el: usize, left: &Cell<usize>) -> bool {
    let Some(((step, compound), steps)) = steps.split_first() else {
        return true;
    };
    let fits = |other: usize| compound.is(outline, other, left) && leads(steps, outline, other, left);
    let Some(parent) = outline.parent(el) else { return false };
    match step {
        Step::ChildOf => fits(parent),
        Step::Inside => {
            let mut at = Some(parent);
            while let Some(other) = at.filter(|_| left.get() > 0) {
                if fits(other) {
                    return true;
                }
                at = outline.parent(other);
            }
            false
        }
        Step::Behind | Step::NextTo => {
            let mut before = None;
            for other in outline.children(parent).take_while(|other| *other < el && left.get() > 0) {
                left.set(left.get().saturating_sub(1));
                if *step == Step::Behind && fits(other) {
                    return true;
                }
                before = Some(other);
            }
            *step == Step::NextTo && before.is_some_and(fits)
        }
    }
}

impl Compound {
    fn is(&self, outline: &Outline<'_>, el: usize, left: &Cell<usize>) -> bool {
        if left.get() == 0 {
            return false;
        }
        left.set(left.get() - 1);
        let element = outline.els[el].element;
        self.name.as_deref().is_none_or(|name| element.name() == name)
            && self
                .id
                .as_deref()
                .is_none_or(|id| attr(element, "id").is_some_and(|i| i.trim() == id))
            && self.classes.iter().all(|class| {
                let has = attr(element, "class").unwrap_or_default().split_ascii_whitespace();
                has.take(50).any(|c| c == class)
            })
            && self.attributes.iter().all(|(name, how, value)| {
                attr(element, name).is_some_and(|has| match how.as_str() {
                    "" => true,
                    "=" => has == value,
                    "^=" => !value.is_empty() && has.starts_with(value.as_str()),
                    "$=" => !value.is_empty() && has.ends_with(value.as_str()),
                    "*=" => !value.is_empty() && has.contains(value.as_str()),
                    _ => has.split_ascii_whitespace().any(|w| w == value),
                })
            })
            && (!self.is_link || outline.els[el].tag == Tag::A && attr(element, "href").is_some())
            && (!self.is_first || outline.parent(el).is_some_and(|p| outline.children(p).next() == Some(el)))
            && (!self.is_last || outline.parent(el).is_some_and(|p| outline.inside(p).end == outline.inside(el).end))
    }
}

/// What a reader does to an element that styles answer to.
const DOINGS: [&str; 6] = ["focus-within", "hover", "focus", "active", "target", "checked"];

/// A selector without what it says of a reader's doings; none where it says nothing of them.
fn without_doings(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((front, behind)) = rest.split_once(':') {
        out.push_str(front);
        let doing = DOINGS.iter().find_map(|doing| {
            let left = behind.strip_prefix(doing)?;
            (!left.starts_with(is_letter)).then_some(left)
        });
        if let Some(left) = doing {
            // `:hover` by itself stands for any element.
            if out.is_empty() || out.ends_with([' ', '>', '+', '~']) {
                out.push('*');
            }
            rest = left;
        } else {
            out.push(':');
            rest = behind;
        }
    }
    out.push_str(rest);
    (out != text).then_some(out)
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_')
}

/// Takes the letters of a name off a text.
fn name(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c| !is_letter(c)).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// Reads what is said of one element.
fn compound(text: &str) -> Option<(Compound, &str)> {
    let mut out = Compound::default();
    let mut rest = text;
    for _ in 0..MOST_PARTS {
        let Some(first) = rest.chars().next() else { break };
        match first {
            '*' if rest.len() == text.len() => rest = &rest[1..],
            '.' => {
                let (class, behind) = name(&rest[1..])?;
                out.classes.push(class.to_owned());
                rest = behind;
            }
            '#' => {
                let (id, behind) = name(&rest[1..])?;
                out.id = Some(id.to_owned());
                rest = behind;
            }
            '[' => {
                let (inner, behind) = rest[1..].split_once(']')?;
                out.attributes.push(attribute(inner)?);
                rest = behind;
            }
            ':' => {
                let (state, behind) = name(&rest[1..])?;
                match state {
                    "link" | "any-link" => out.is_link = true,
                    "first-child" => out.is_first = true,
                    "last-child" => out.is_last = true,
                    "only-child" => (out.is_first, out.is_last) = (true, true),
                    _ => return None,
                }
                if behind.starts_with('(') {
                    return None;
                }
                rest = behind;
            }
            c if is_letter(c) && rest.len() == text.len() => {
                let (word, behind) = name(rest)?;
                out.name = Some(word.to_ascii_lowercase());
                rest = behind;
            }
            _ => break,
        }
    }
    (rest.len() < text.len()).then_some((out, rest))
}

fn attribute(inner: &str) -> Option<(String, String, String)> {
    let Some((front, value)) = inner.split_once('=') else {
        return Some((inner.trim().to_ascii_lowercase(), String::new(), String::new()));
    };
    let name = front.trim_end_matches(['^', '$', '*', '~', '|']);
    let how = match &front[name.len()..] {
        "|" => return None,
        mark => format!("{mark}="),
    };
    let value = value.trim().trim_matches(['"', '\'']);
    Some((name.trim().to_ascii_lowercase(), how, value.to_owned()))
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    #[test]
    fn selectors_mean_what_they_mean_to_a_browser() {
        let html = Html::parse_document(
            "<div class='w v' id=top><p>a</p><section><p class=x title='one two'><a href=/>b</a></p><p>c</p></section></div>",
        );
        let outline = Outline::of(&html);
        let meant = |selector: &str| -> Vec<String> {
            let left = Cell::new(10_000);
            let Some(selector) = Selector::of(selector) else {
                return vec!["?".to_owned()];
            };
            let els = 0..outline.els.len();
            els.filter(|el| selector.means(&outline, *el, &left))
                .map(|el| format!("{}{}", outline.els[el].element.name(), outline.text_of(el).replace('\n', "")))
                .collect()
        };
        for (selector, want) in [
            ("p", &["pa", "pb", "pc"][..]),
            (".w p", &["pa", "pb", "pc"]),
            (".w>p", &["pa"]),
            ("div.w.v > section > .x", &["pb"]),
            ("#top .x a:link", &["ab"]),
            (".x+p", &["pc"]),
            (".x ~ p", &["pc"]),
            ("section > p:first-child", &["pb"]),
            ("section > p:last-child", &["pc"]),
            ("[title]", &["pb"]),
            ("[title^=one]", &["pb"]),
            ("p[title~='two'] *", &["ab"]),
            (".v section p", &["pb", "pc"]),
            (".y p", &[]),
            ("p .w", &[]),
            ("a:hover", &["?"]),
            ("p::before", &["?"]),
            ("p:not(.x)", &["?"]),
            (".a\\:b", &["?"]),
            ("> p", &["?"]),
            ("p >", &["?"]),
        ] {
            assert_eq!(meant(selector), want, "{selector}");
        }
    }

    #[test]
    fn what_holds_while_a_reader_does_something_is_told_from_what_holds_always() {
        for (rule, want) in [
            ("li:hover > .sub", Some((".sub", true))),
            ("li > .sub", Some((".sub", false))),
            (":hover .sub", Some((".sub", true))),
            ("#t:target", Some(("#t", true))),
            (".b:checked ~ .sub", Some((".sub", true))),
            ("li:not(:hover) .sub", None),
            ("li:hovered .sub", None),
            ("a:hover::before", None),
        ] {
            let read = Selector::of_rule(rule).map(|(selector, passing)| (selector.handle(), passing));
            let want = want.map(|(last, passing)| {
                let handle = match last.split_at(1) {
                    (".", class) => Handle::Class(class.into()),
                    (_, id) => Handle::Id(id.into()),
                };
                (handle, passing)
            });
            assert_eq!(read, want, "{rule}");
        }
    }

    #[test]
    fn what_weighs_more_is_known() {
        let weight = |text: &str| Selector::of(text).unwrap().weight();
        assert!(weight("#a") > weight(".a .b .c") && weight(".a") > weight("div p a") && weight("div.a") > weight(".a"));
    }
}
