//! Addresses that scripts hold as literals and lead a visitor to. Nothing is run and nothing is put together: an address
//! of which a part is computed gives no link.

use super::script_token::{Token, tokens};
use super::tag::Tags;

/// Stands for a computed part of written markup.
const COMPUTED: char = '\u{FFFC}';

/// How many pages of a list are linked from one page; from a page in the middle, the nearest ones.
const MAX_PAGES_LINKED: u32 = 500;

/// A list with more pages than this is a mistake in the template.
const MAX_PAGES: u32 = 10_000;

/// Something a script shows when the page is loaded.
#[derive(Debug, PartialEq)]
pub(super) enum Shown {
    /// An anchor written by `document.write`: address and text.
    Anchor(String, String),
    /// A frame written by `document.write`: its address.
    Frame(String),
    /// A page of a list, and its number as printed.
    Page(String, String),
}

/// The addresses an event handler (or a `javascript:` link) goes to: `location = '…'`, `window.open('…')`.
pub(super) fn handler_targets(code: &str) -> Vec<String> {
    if !code.contains("location") && !code.contains("open") {
        return Vec::new();
    }
    let tokens = tokens(code);
    (0..tokens.len())
        .filter_map(|i| location_literal(&tokens, i).or_else(|| opened_literal(&tokens, i)))
        .map(str::to_owned)
        .collect()
}

/// Whether options of a select with this `onchange` are addresses: of any kind, only absolute ones, or none.
pub(super) fn option_addresses(code: &str) -> OptionAddresses {
    let code = code.to_ascii_lowercase();
    if code.trim().is_empty() {
        OptionAddresses::None
    } else if (code.contains("location") || code.contains("open(")) && !code.contains('+') && !code.contains("split") {
        OptionAddresses::Any
    } else {
        OptionAddresses::Absolute
    }
}

/// See [`option_addresses`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OptionAddresses {
    None,
    Absolute,
    Any,
}

/// The anchors, frames and list pages a script writes into the page.
pub(super) fn shown(script: &str) -> Vec<Shown> {
    if !script.contains("document.write") && !script.contains("createPageHTML") {
        return Vec::new();
    }
    let tokens = tokens(script);
    let mut found = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        match &tokens[i..] {
            [Token::Name("document"), dot, Token::Name("write" | "writeln"), open, ..] if dot.is(b'.') && open.is(b'(') => {
                let (markup, length) = written(&tokens[i + 4..]);
                anchors(&markup, &mut found);
                i += 4 + length;
            }
            [Token::Name("createPageHTML"), open, arguments @ ..] if open.is(b'(') => {
                pages(arguments, &mut found);
                i += 2;
            }
            _ => i += 1,
        }
    }
    found
}

/// The literal of `location = '…'`, `location.href = '…'`, `location.replace('…')` at token `i`.
pub(super) fn location_literal<'t>(tokens: &'t [Token<'_>], i: usize) -> Option<&'t str> {
    literal(location_value(tokens, i)?)
}

/// What `location` is set to at token `i`: where the expression begins.
pub(super) fn location_value<'t, 's>(tokens: &'t [Token<'s>], i: usize) -> Option<&'t [Token<'s>]> {
    if !tokens[i].is_name("location") || !has_window(tokens, i) {
        return None;
    }
    match &tokens[i + 1..] {
        [equals, value @ ..] if equals.is(b'=') => Some(value),
        [dot, Token::Name("href"), equals, value @ ..] if dot.is(b'.') && equals.is(b'=') => Some(value),
        [dot, Token::Name("replace" | "assign"), open, value @ ..] if dot.is(b'.') && open.is(b'(') => Some(value),
        _ => None,
    }
}

/// `window.open('…')` at token `i`.
pub(super) fn opened_literal<'t>(tokens: &'t [Token<'_>], i: usize) -> Option<&'t str> {
    match &tokens[i..] {
        [Token::Name("open"), open, value @ ..] if open.is(b'(') && has_window(tokens, i) => literal(value),
        _ => None,
    }
}

/// Whether the name at `i` stands alone or belongs to a window, and is not a property of something else.
fn has_window(tokens: &[Token<'_>], i: usize) -> bool {
    if i == 0 || !tokens[i - 1].is(b'.') {
        return i == 0 || !matches!(tokens[i - 1], Token::Name("var" | "let" | "const" | "function"));
    }
    i >= 2
        && matches!(
            tokens[i - 2],
            Token::Name("window" | "document" | "self" | "top" | "parent" | "opener" | "this")
        )
}

/// The string an expression consists of, bare or inside `encodeURI(…)`.
fn literal<'t>(value: &'t [Token<'_>]) -> Option<&'t str> {
    let (text, behind) = match value {
        [Token::Text(text), behind @ ..] => (text, behind),
        [Token::Name("encodeURI"), open, Token::Text(text), close, behind @ ..] if open.is(b'(') && close.is(b')') => (text, behind),
        _ => return None,
    };
    let goes_on = matches!(
        behind.first(),
        Some(Token::Mark(b'+' | b'.' | b'?' | b'[' | b'(' | b'&' | b'|' | b'='))
    );
    (!goes_on).then_some(text)
}

/// For every token whether it stands in a function that is not run when the page is loaded.
pub(super) fn deferred(tokens: &[Token<'_>]) -> Vec<bool> {
    let mut out = Vec::with_capacity(tokens.len());
    let mut braces: Vec<bool> = Vec::new();
    let mut next_is = None;
    for (i, token) in tokens.iter().enumerate() {
        let here = braces.last().copied().unwrap_or(false);
        out.push(here);
        match token {
            Token::Name("function") => next_is = Some(!runs_at_once(tokens, i)),
            Token::Mark(b'{') => {
                // `=> {` is handed to somebody; whether it is ever run cannot be seen from here.
                let arrow = i >= 2 && tokens[i - 1].is(b'>') && tokens[i - 2].is(b'=');
                braces.push(here || next_is.take().unwrap_or(arrow));
            }
            Token::Mark(b'}') => {
                braces.pop();
            }
            _ => {}
        }
    }
    out
}

/// Whether the function that begins at `i` runs when the page is loaded: called on the spot, by a timer, or when ready.
fn runs_at_once(tokens: &[Token<'_>], i: usize) -> bool {
    let before = |n: usize| i.checked_sub(n).map(|at| &tokens[at]);
    match before(1) {
        Some(Token::Mark(b'(')) => match before(2) {
            Some(Token::Name(callee)) => matches!(*callee, "setTimeout" | "setInterval" | "$" | "jQuery" | "ready"),
            _ => true,
        },
        Some(Token::Mark(b'!' | b'+')) => true,
        Some(Token::Mark(b'=')) => before(2).is_some_and(|t| t.is_name("onload")),
        _ => false,
    }
}

/// The markup an argument list puts together, with [`COMPUTED`] for what is not literal, and how many tokens it takes.
pub(super) fn written(arguments: &[Token<'_>]) -> (String, usize) {
    let mut markup = String::new();
    let mut depth = 0usize;
    for (i, token) in arguments.iter().enumerate() {
        match token {
            Token::Mark(b'(' | b'[') => depth += 1,
            Token::Mark(b')' | b']' | b';') if depth == 0 => return (markup, i),
            Token::Mark(b')' | b']') => depth -= 1,
            Token::Text(text) if depth == 0 => markup.push_str(text),
            Token::Mark(b'+' | b',') if depth == 0 => {}
            _ => markup.push(COMPUTED),
        }
    }
    (markup, arguments.len())
}

/// Whether nothing of a written markup is computed.
pub(super) fn is_whole(markup: &str) -> bool {
    !markup.contains(COMPUTED)
}

fn anchors(markup: &str, found: &mut Vec<Shown>) {
    let whole = |address: &str| (!address.contains(COMPUTED)).then(|| address.replace("&amp;", "&"));
    for tag in Tags::new(markup) {
        if tag.is("iframe") || tag.is("frame") {
            found.extend(tag.attr("src").and_then(whole).map(Shown::Frame));
        }
        if !tag.is("a") && !tag.is("area") {
            continue;
        }
        let Some(href) = tag.attr("href").and_then(whole) else { continue };
        // The text ends at the next tag; anchors around an image keep none.
        let behind = &markup[tag.end..];
        let text = behind.split('<').next().unwrap_or_default().replace(COMPUTED, "");
        found.push(Shown::Anchor(href, text));
    }
}

/// `createPageHTML(count, current, "index", "html")`: the pages are `index_1.html` to `index_{count-1}.html`.
fn pages(arguments: &[Token<'_>], found: &mut Vec<Shown>) {
    let [
        Token::Number(count),
        c1,
        Token::Number(current),
        c2,
        Token::Text(name),
        c3,
        Token::Text(extension),
        ..,
    ] = arguments
    else {
        return;
    };
    let (Ok(count), Ok(current)) = (count.parse::<u32>(), current.parse::<u32>()) else {
        return;
    };
    if ![c1, c2, c3].iter().all(|t| t.is(b',')) || name.is_empty() || extension.is_empty() || count > MAX_PAGES {
        return;
    }
    let first = current.saturating_sub(MAX_PAGES_LINKED / 2).max(1);
    for page in (first..count).take(MAX_PAGES_LINKED as usize) {
        found.push(Shown::Page(format!("{name}_{page}.{extension}"), (page + 1).to_string()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchor(href: &str, text: &str) -> Shown {
        Shown::Anchor(href.into(), text.into())
    }

    #[test]
    fn handlers_lead_where_they_say() {
        for (code, address) in [
            ("location='a.html'", "a.html"),
            ("window.location.href = \"a.html\"; return false;", "a.html"),
            ("location.href=encodeURI('index_2.jhtml');", "index_2.jhtml"),
            ("window.open('a.html','_blank')", "a.html"),
            ("open('a.html')", "a.html"),
            ("top.location.replace('a.html')", "a.html"),
            ("javascript:document.location='a.html'", "a.html"),
        ] {
            assert_eq!(handler_targets(code), [address], "{code}");
        }
    }

    #[test]
    fn computed_addresses_and_other_calls_lead_nowhere() {
        for code in [
            "location='/x/'+this.value",
            "location=this.value",
            "location.href='a'.concat(b)",
            "window.open('a.html?id='+id)",
            "if(location.href=='a.html'){}",
            "location.hash='a'",
            "xhr.open('GET','a.html')",
            "map.location='a.html'",
            "var location='a.html'",
            "/* location='a.html' */",
            "window.print()",
            "AddFavorite('http://a.gov.cn','x')",
            "setHomePage(this,'http://a.gov.cn')",
        ] {
            assert_eq!(handler_targets(code), Vec::<String>::new(), "{code}");
        }
    }

    #[test]
    fn literal_anchors_are_written_and_computed_ones_not() {
        let script = "document.write('<a href=\"/x/\" target=_blank>'+t+'新闻</a><a href=\"'+u+'\">n</a>'); var s=\"<a href=\\\"/no\\\">\";
            document.writeln(\"<a href='../y/?a=1&amp;b=2'><img src=i></a>\"); document.write(unescape('%3Ca href=no%3E'), f('<a href=no>'));
            // document.write('<a href=\"/no\">')";
        assert_eq!(shown(script), [anchor("/x/", "新闻"), anchor("../y/?a=1&b=2", "")]);
    }

    #[test]
    fn pages_of_a_list_are_counted_out() {
        let found = shown("createPageHTML(4, 0, \"index\", \"html\");");
        let page = |n: u32| Shown::Page(format!("index_{n}.html"), (n + 1).to_string());
        assert_eq!(found, [page(1), page(2), page(3)]);
        assert!(shown("function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){}").is_empty());
        assert!(shown("createPageHTML(1, 0, 'index', 'html')").is_empty());
        assert!(shown("createPageHTML(99999999, 0, 'index', 'html')").is_empty());
        assert_eq!(shown("createPageHTML(9000, 0, 'index', 'html')").len(), 500);
        assert_eq!(
            shown("createPageHTML(9000, 600, 'index', 'html')")[0],
            page(350),
            "and from there on to the end"
        );
    }

    #[test]
    fn options_are_addresses_where_the_select_goes_there() {
        assert_eq!(option_addresses("window.open(this.value)"), OptionAddresses::Any);
        assert_eq!(option_addresses("if(this.value!='')location.href=this.value"), OptionAddresses::Any);
        assert_eq!(option_addresses("location='/a/'+this.value"), OptionAddresses::Absolute);
        assert_eq!(option_addresses("window.open(this.value.split('^')[0])"), OptionAddresses::Absolute);
        assert_eq!(option_addresses("jump(this)"), OptionAddresses::Absolute);
        assert_eq!(option_addresses(""), OptionAddresses::None);
    }
}
