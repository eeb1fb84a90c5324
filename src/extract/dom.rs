//! Text to a tree of elements, in bounded time and memory whatever the text.
//!
//! The parser's work grows with the square of the number of open elements and of attributes of one tag, and unclosed
//! formatting elements are copied into every later block. So it is fed tag by tag and stopped at a limit: what was read up
//! to there is kept, and the page says that it was cut off.

use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::TreeSink;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tokenizer, TokenizerOpts};
use scraper::Html;

use super::tree_limits::Counted;

/// At most this many separators in one tag that does not end; an inline image of 2 MB has fewer.
const MAX_SEPARATORS: usize = 40_000;

/// The longest piece given to the parser at once, bytes.
const PIECE: usize = 4096;

/// A parsed page.
pub struct Dom {
    /// The tree.
    pub html: Html,
    /// Whether reading stopped at a limit.
    pub cut_off: bool,
}

/// Parses `text`. Linear in its length; keeps the nesting to 512 levels, as browsers do, and stops at limits no honest page reaches.
pub fn parse(text: &str) -> Dom {
    let tokenizer = Tokenizer::new(Counted::new(), TokenizerOpts::default());
    let input = BufferQueue::default();
    let whole = StrTendril::from_slice(text);
    let mut in_tag = InTag::default();
    let mut cut_off = false;
    for (start, end) in pieces(text) {
        let before = tokenizer.sink.tokens.get();
        input.push_back(whole.subtendril(start as u32, (end - start) as u32));
        while let TokenizerResult::Script(_) = tokenizer.feed(&input) {}
        let finished = tokenizer.sink.tokens.get() != before;
        if in_tag.is_endless(&text[start..end], finished) || tokenizer.sink.tree.sink.is_over() {
            cut_off = true;
            break;
        }
    }
    tokenizer.end();
    let html = tokenizer.sink.tree.sink.finish();
    Dom { html, cut_off }
}

/// Cuts a text before every `<`, so that a piece holds the beginning of one tag at most, and into [`PIECE`]s.
fn pieces(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= text.len() {
            return None;
        }
        let start = at;
        // The first byte is skipped: it is the `<` this piece begins with.
        let limit = text.floor_char_boundary(start + PIECE);
        let bytes = &text.as_bytes()[start + 1..limit];
        at = bytes.iter().position(|b| *b == b'<').map_or(limit, |next| start + 1 + next);
        Some((start, at))
    })
}

/// Watches for one tag that goes on and on.
#[derive(Default)]
struct InTag {
    open: bool,
    separators: usize,
}

impl InTag {
    /// Whether the piece belongs to a tag with too many attributes. `finished`: some token ended within the piece.
    fn is_endless(&mut self, piece: &str, finished: bool) -> bool {
        if finished {
            *self = InTag::default();
            return false;
        }
        let bytes = piece.as_bytes();
        if !self.open {
            // Comments end somewhere and cost nothing; only tags collect attributes.
            let name = if bytes.get(1) == Some(&b'/') { bytes.get(2) } else { bytes.get(1) };
            self.open = bytes.first() == Some(&b'<') && name.is_some_and(u8::is_ascii_alphabetic);
        }
        if self.open {
            self.separators += bytes
                .iter()
                .filter(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'"' | b'\''))
                .count();
        }
        self.separators > MAX_SEPARATORS
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tree_limits::MAX_NODES;
    use super::*;

    fn depth(html: &Html) -> usize {
        let (mut now, mut most) = (0usize, 0);
        for edge in html.tree.root().traverse() {
            match edge {
                ego_tree::iter::Edge::Open(_) => now += 1,
                ego_tree::iter::Edge::Close(_) => now -= 1,
            }
            most = most.max(now);
        }
        most
    }

    fn numbered(before: &str, count: usize, after: &str) -> String {
        (0..count)
            .flat_map(|i| [before.to_owned(), i.to_string(), after.to_owned()])
            .collect()
    }

    #[test]
    fn an_ordinary_page_is_read_as_the_library_reads_it() {
        let text = "<!DOCTYPE html><title>a</title><body class=x><ul><li>一<li>二 &amp; <b>三</ul>\
            <table><tr><td>1<td>2<div>x</table><p>y<p>z<script>if (a<b) { c('<i>') }</script><template><p>t</template><!-- c -->"
            .repeat(20);
        let dom = parse(&text);
        let mut expected = Html::parse_document(&text);
        expected.errors.clear();
        assert!(!dom.cut_off);
        assert_eq!(dom.html, expected);
    }

    #[test]
    fn nesting_is_cut_and_costs_no_more_than_its_length() {
        for part in [
            "<ul><li>",
            "<div>",
            "<b>",
            "<a>",
            "<a href=x><div>",
            "<table>",
            "<table><tr><td>",
            "<span>",
            "<x>",
            "<svg>",
            "<template>",
            "<font color=1>",
            "<b><p>",
            "<dl><dd>",
            "<form><div>",
            "<select>",
            "<object>",
            "<nobr>",
            "<button>",
            "<h1>",
        ] {
            let size = if part == "<div>" { 512 << 10 } else { 16 << 10 };
            let dom = parse(&part.repeat(size / part.len()));
            // The limit, and what stands in a template at the limit; every node was made once.
            assert!(depth(&dom.html) < 520, "{part}: {}", depth(&dom.html));
            assert!(dom.html.tree.nodes().len() < 2 * MAX_NODES, "{part}");
        }
    }

    #[test]
    fn what_is_nested_too_deep_is_read_as_browsers_read_it() {
        for open in [
            "<div>",
            "<b><i><div>",
            "<table><tr><td>",
            "<template>",
            "<a><b><p>",
            "<font><div></font>",
        ] {
            let dom = parse(&format!(
                "{}<p>深处<a href=1>x</a>{}<a href=2>y</a>",
                open.repeat(2000),
                "</div>".repeat(2000)
            ));
            assert!(!dom.cut_off && depth(&dom.html) < 520, "{open}: {}", depth(&dom.html));
            let links = dom
                .html
                .tree
                .nodes()
                .filter(|n| n.value().as_element().is_some_and(|e| e.attr("href").is_some()));
            assert!(links.count() >= 2, "{open}");
        }
        let inert = parse(&format!("{}{}<a href=1>x</a>", "<div>".repeat(600), "<template>".repeat(600)));
        let link = inert
            .html
            .tree
            .nodes()
            .find(|n| n.value().as_element().is_some_and(|e| e.name() == "a"));
        assert!(
            link.unwrap().ancestors().any(|n| n.value().is_fragment()),
            "what stands in a template stays there"
        );
    }

    #[test]
    fn unclosed_formatting_is_not_copied_without_end() {
        let fonts = numbered("<font id=", 400, ">");
        let dom = parse(&format!("<div>{fonts}</div>{}", "<p>x</p>".repeat(200_000)));
        assert!(dom.cut_off && dom.html.tree.nodes().len() < 2 * MAX_NODES + 10_000);
    }

    #[test]
    fn a_tag_of_attributes_is_cut() {
        let attributes = numbered(" a", 200_000, "");
        assert!(parse(&format!("<p{attributes}>")).cut_off);
        assert!(parse(&format!("</p{}>", attributes.replace(' ', "/"))).cut_off);
        let bodies = numbered("<body a", 100_000, ">");
        let dom = parse(&bodies);
        assert!(dom.html.root_element().child_elements().next().unwrap().next_sibling().is_some());
        let inside_a_comment = format!("<p>a</p><!--{attributes}--><p>b</p>");
        assert!(!parse(&inside_a_comment).cut_off, "long comments are ordinary");
    }

    #[test]
    fn work_under_deep_elements_is_bounded() {
        let dom = parse(&format!("{}{}", "<x>".repeat(500), "</y>".repeat(400_000)));
        assert!(dom.cut_off, "two hundred million steps");
    }

    #[test]
    fn a_long_page_is_not_cut() {
        let row = "<li><a href=\"/art/2026/1.html\" title=\"t\">关于开展专项行动的通知</a><span>2026-11-23</span></li>\n";
        let dom = parse(&row.repeat(100_000));
        assert!(!dom.cut_off);
        assert_eq!(
            dom.html
                .tree
                .nodes()
                .filter(|n| n.value().as_element().is_some_and(|e| e.name() == "a"))
                .count(),
            100_000
        );
    }

    proptest! {
        #[test]
        fn any_text_can_be_parsed(text in "(<[a-z]{1,8}[ =\"'/]{0,3}>?|</[a-z]{1,6}>|[<>&中\\x00!-]{0,4}){0,60}") {
            let dom = parse(&text);
            prop_assert!(!dom.cut_off);
        }
    }
}
