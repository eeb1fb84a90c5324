//! Pages that stand in an attribute of a frame (`<iframe srcdoc="…">`): a reader sees them where the frame is, so they are read
//! there, as if they had been written into the page.

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::Html;

use super::attributes::attr;
use super::dom;

/// Such frames of one page, and bytes of all that stands in them.
const MOST: usize = 20;
const BYTES: usize = 1 << 20;
/// Levels of elements in all, as the parser keeps them.
const LEVELS: usize = 512;

/// Puts what stands in such frames before them. What is left out for these bounds makes the page one that was cut off.
pub(super) fn with_inner_pages(mut page: dom::Dom) -> dom::Dom {
    let mut left = BYTES;
    for (nth, (frame, depth, markup)) in frames(&page.html).into_iter().enumerate() {
        let inner = (nth < MOST && markup.len() <= left).then(|| dom::parse(&markup));
        let Some(inner) = inner.filter(|inner| depth + levels(&inner.html) <= LEVELS) else {
            page.cut_off = true;
            continue;
        };
        left -= markup.len();
        page.cut_off |= inner.cut_off;
        let root = page.html.tree.extend_tree(inner.html.tree).id();
        for child in in_body(&page.html, root) {
            if let Some(mut at) = page.html.tree.get_mut(frame) {
                at.insert_id_before(child);
            }
        }
    }
    page
}

/// The frames, how deep they stand, and what stands in them.
fn frames(html: &Html) -> Vec<(NodeId, usize, String)> {
    let named = html.tree.nodes().filter_map(|node| {
        let element = node.value().as_element().filter(|e| e.name() == "iframe")?;
        let markup = attr(element, "srcdoc").filter(|m| !m.trim().is_empty())?;
        Some((node.id(), node.ancestors().count(), markup.to_owned()))
    });
    named.take(MOST + 1).collect()
}

/// How many levels a tree has.
fn levels(html: &Html) -> usize {
    let (mut deep, mut most) = (0_usize, 0);
    for edge in html.tree.root().traverse() {
        match edge {
            Edge::Open(_) => {
                deep += 1;
                most = most.max(deep);
            }
            Edge::Close(_) => deep -= 1,
        }
    }
    most
}

/// What stands in the body of a tree with this root.
fn in_body(html: &Html, root: NodeId) -> Vec<NodeId> {
    let children = html.tree.get(root).into_iter().flat_map(|root| root.children());
    let elements = children.flat_map(|html| html.children());
    let body = elements.filter(|node| node.value().as_element().is_some_and(|e| e.name() == "body"));
    body.flat_map(|body| body.children()).map(|child| child.id()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(html: &str) -> (String, bool) {
        let page = with_inner_pages(dom::parse(html));
        (page.html.root_element().text().collect(), page.cut_off)
    }

    #[test]
    fn what_stands_in_a_frame_is_read_where_it_is_shown() {
        let page = "<p>甲</p><iframe srcdoc='<html><body><p>乙</p><a href=&quot;/x&quot;>丙</a></body></html>'></iframe><p>丁</p>";
        assert_eq!(text(page), ("甲乙丙丁".to_owned(), false));
        // Frames without, and one within another, of which the outer one is read.
        assert_eq!(text("<p>甲</p><iframe src=/a.htm srcdoc=''></iframe>"), ("甲".to_owned(), false));
        let within = "<iframe srcdoc=\"乙<iframe srcdoc='丙'></iframe>\"></iframe>";
        assert_eq!(text(within).0, "乙");
    }

    #[test]
    fn what_has_no_end_is_cut_off_and_told() {
        let many = "<iframe srcdoc='<p>乙</p>'></iframe>".repeat(5_000);
        assert_eq!(text(&many), ("乙".repeat(MOST), true));
        let deep = format!("{}<iframe srcdoc='{}乙'></iframe>", "<div>".repeat(400), "<div>".repeat(400));
        assert_eq!(text(&deep), (String::new(), true));
        let long = format!("<iframe srcdoc='{}'></iframe>", "乙".repeat(BYTES));
        assert!(text(&long).1);
    }
}
