//! The style blocks of a page, as far as they hide what has a class or an id. Rules for printing or small screens, and
//! selectors of several steps, are left aside: what they mean depends on more than the element.

use rustc_hash::FxHashMap;
use scraper::Html;

use super::style::Looks;
use crate::extract::link_text::only_text;

/// Bytes of all style blocks, and rules, that are read.
const READ: usize = 256 << 10;
const MOST: usize = 5_000;

/// What the classes and ids of a page look like: `.name`, `#name`.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    by_name: FxHashMap<String, Looks>,
}

impl Sheet {
    pub(super) fn of(html: &Html) -> Self {
        let mut sheet = Sheet::default();
        let mut left = READ;
        for node in html.tree.root().descendants() {
            if node.value().as_element().is_some_and(|e| e.name() == "style")
                && let Some(text) = only_text(node)
                && text.len() <= left
            {
                left -= text.len();
                sheet.read(&without_comments(text));
            }
        }
        sheet
    }

    fn read(&mut self, css: &str) {
        let mut rest = css;
        for _ in 0..MOST {
            let Some((selectors, behind)) = rest.split_once('{') else { return };
            if selectors.trim_start().starts_with('@') {
                // A block of rules of its own: skipped to its end.
                rest = skip_block(behind);
                continue;
            }
            let (body, next) = behind.split_once('}').unwrap_or((behind, ""));
            for selector in selectors.split(',') {
                let name = selector.trim();
                let simple = name.starts_with(['.', '#']) && name[1..].chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
                if simple && name.len() > 1 {
                    self.by_name.entry(name.to_owned()).or_default().read(body);
                }
            }
            rest = next;
        }
    }

    /// Adds to `looks` what the classes and the id of an element say.
    pub(super) fn looks(&self, class: Option<&str>, id: Option<&str>) -> Option<&Looks> {
        if self.by_name.is_empty() {
            return None;
        }
        let by_class = class.unwrap_or_default().split_ascii_whitespace().map(|c| format!(".{c}"));
        let by_id = id.map(|i| format!("#{}", i.trim()));
        by_class
            .chain(by_id)
            .find_map(|name| self.by_name.get(&name).filter(|l| l.how().is_some()))
    }
}

fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, behind)) = rest.split_once("/*") {
        out.push_str(before);
        rest = behind.split_once("*/").map_or("", |(_, behind)| behind);
    }
    out + rest
}

fn skip_block(text: &str) -> &str {
    let mut depth = 1_u32;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => return &text[at + 1..],
            b'}' => depth -= 1,
            _ => {}
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::HiddenHow;

    #[test]
    fn classes_and_ids_that_hide_are_known_and_print_rules_are_not() {
        let html = Html::parse_document(
            "<style>/* .no{display:none} */ .a, #b{position:absolute;left:-9999px} @media print{.p{display:none}} .c .d{display:none}
             .e:hover{display:none} .f{color:red}</style>",
        );
        let sheet = Sheet::of(&html);
        let how = |class: &str, id: &str| sheet.looks(Some(class), Some(id)).and_then(Looks::how);
        assert_eq!(how("x a", ""), Some(HiddenHow::OffScreen));
        assert_eq!(how("", "b"), Some(HiddenHow::OffScreen));
        for class in ["no", "p", "d", "c", "e", "f"] {
            assert_eq!(how(class, ""), None, "{class}");
        }
    }
}
