//! What is kept of a style sheet: the rules by which something is hidden, or shown again, as text.

use super::select::Selector;
use super::sheet::{MOST_SELECTORS, Part, applies, parts, without_comments};
use super::style::declarations;
use crate::extract::css;
use crate::extract::resolve::Resolver;
use crate::facts::SheetFacts;
use crate::text::first;

/// Bytes of rules kept of one sheet, and rules read of it. The sheets of Bootstrap 3 and layui, the largest that many sites
/// have, come to a third of it.
const KEPT: usize = 192 << 10;
pub(super) const MOST: usize = 20_000;
/// Bytes of a sheet that are read.
const READ: usize = 2 << 20;
/// Sheets that one imports.
const MOST_IMPORTS: usize = 50;
/// Characters of a value: longer ones are pictures.
const VALUE: usize = 120;

/// The part of a sheet that can hide something or show it again, for a reader at a desk.
pub(super) fn condense(css: &str, resolver: &Resolver) -> SheetFacts {
    let read = &css[..css.floor_char_boundary(READ)];
    let mut out = SheetFacts {
        cut: read.len() < css.len(),
        ..SheetFacts::default()
    };
    let mut rules = 0;
    parts(&without_comments(read), MOST, 0, &mut |part| match part {
        Part::Statements(text) => imports(text, resolver, &mut out),
        Part::Rule(selectors, body) => {
            let Some(rule) = rule(selectors, body) else { return };
            rules += 1;
            if rules >= MOST || out.rules.len() + rule.len() > KEPT {
                out.cut = true;
            } else {
                out.rules.push_str(&rule);
            }
        }
    });
    out
}

/// A rule in short; none where it says nothing that matters, or nothing that is understood.
fn rule(selectors: &str, body: &str) -> Option<String> {
    let body = declarations(body);
    let body: Vec<String> = body
        .iter()
        .filter(|d| !d.value.contains(['{', '}']))
        .map(|d| {
            // A picture or a play of colours behind words: which one does not matter.
            let many = ["url", "gradient"].into_iter().find(|w| d.value.contains(w));
            let value = many.filter(|_| d.name.starts_with("background"));
            let value = value.unwrap_or_else(|| first(&d.value, VALUE));
            format!("{}:{value}{}", d.name, if d.important { "!important" } else { "" })
        })
        .collect();
    if body.is_empty() {
        return None;
    }
    let known = selectors.split(',').take(MOST_SELECTORS).map(str::trim);
    let known: Vec<&str> = known.filter(|text| Selector::of_rule(text).is_some()).collect();
    (!known.is_empty()).then(|| format!("{}{{{}}}\n", known.join(","), body.join(";")))
}

/// The sheets that statements import for a reader at a desk.
fn imports(statements: &str, resolver: &Resolver, out: &mut SheetFacts) {
    css::imports(statements, &mut |address, media| {
        let is_layer = media.starts_with("layer") || media.starts_with("supports");
        if !is_layer && !applies(media) {
            return;
        }
        let target = resolver.resolve(address);
        if let Some(url) = target.as_ref().and_then(|t| t.web()) {
            if out.imports.len() < MOST_IMPORTS {
                out.imports.push(url.to_owned());
            } else {
                out.cut = true;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn condensed(css: &str) -> SheetFacts {
        condense(css, &Resolver::of_file(&"http://a.gov.cn/css/site.css".parse().unwrap()))
    }

    #[test]
    fn what_hides_or_shows_is_kept_and_nothing_else() {
        let css = "@charset 'utf-8'; @import 'a.css'; @import url(../b.css) screen; @import url(\"p.css\") print;
            /* .no{display:none} */ body{font-family:SimSun;padding:0}
            .q , a:not(.x), .w li:hover .q { LEFT : -9999PX ; border:0; background:#fff url(data:image/png;base64,AA==) }
            .r{background:linear-gradient(red,blue);color:#fff!important}
            @media print{.p{display:none}} @media screen and (min-width:800px){.d{display:none}}
            @font-face{src:url(x)} a::before{display:none}";
        assert_eq!(
            condensed(css),
            SheetFacts {
                rules: ".q,.w li:hover .q{left:-9999px;background:url}\n\
                        .r{background:gradient;color:#fff!important}\n.d{display:none}\n"
                    .to_owned(),
                imports: vec!["http://a.gov.cn/css/a.css".to_owned(), "http://a.gov.cn/b.css".to_owned()],
                cut: false,
            }
        );
        // Sheets that only import, and what is broken.
        assert_eq!(condensed("@IMPORT URL(c.css);").imports, ["http://a.gov.cn/css/c.css"]);
        // The end of a sheet ends a string, as in browsers.
        assert_eq!(condensed("@import 'c.css").imports, ["http://a.gov.cn/css/c.css"]);
        // As the links of the sheet have them: escapes undone, marks within an address, comments before it.
        assert_eq!(
            condensed("@import url(\"f.css?a=1;b=2\");@import/**/'g\\ h.css' all;.a{display:none}").imports,
            ["http://a.gov.cn/css/f.css?a=1;b=2", "http://a.gov.cn/css/g%20h.css"]
        );
        for broken in ["@import", "@import url(", "@import ur中", "}{", "a{", "{}", "@media{"] {
            assert_eq!(condensed(broken), SheetFacts::default(), "{broken}");
        }
    }

    #[test]
    fn what_was_condensed_is_read_as_the_sheet_itself() {
        let css = ".a{display:none!important;color:#FFF}.b , .c>li{margin:0 0 0 -9999px;font:0/0 a}@media all{.d{clip:rect(0,0,0,0)}}";
        let once = condensed(css).rules;
        assert_eq!(condensed(&once).rules, once);
    }

    #[test]
    fn sheets_without_end_cost_bounded_work_and_say_that_they_were_cut() {
        let long = condensed(&".a{display:none}".repeat(100_000));
        assert!(long.cut && long.rules.len() <= KEPT);
        assert!(condensed(&format!("/*{}", "x".repeat(READ))).cut);
        let nested = condensed(&"@media screen{".repeat(100_000));
        assert_eq!(nested.rules, "");
        let commas = condensed(&format!("{}.b{{display:none}}", ".a,".repeat(500_000)));
        assert!(commas.rules.len() < 1_000);
        let imports = condensed(&"@import 'x.css';".repeat(10_000));
        assert_eq!((imports.imports.len(), imports.cut), (MOST_IMPORTS, true));
        let values = condensed(&format!(".a{{color:{}}}", "x".repeat(100_000)));
        assert!(values.rules.len() < 200);
    }
}
