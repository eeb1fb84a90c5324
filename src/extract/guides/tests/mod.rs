//! Layouts of guides as they occur, pages that only look like guides, and the measured sets.

mod layouts;
mod measured;
mod recognition;

use GuideElement as E;
use scraper::Html;
use url::Url;

use super::super::Resolver;
use super::read;
use crate::facts::GuideFacts;
use crate::standard::GuideElement;

fn guide_of(html: &str, title: Option<&str>, hint: bool) -> Option<GuideFacts> {
    guide_in(None, html, title, hint)
}

fn guide_in(column: Option<&str>, html: &str, title: Option<&str>, hint: bool) -> Option<GuideFacts> {
    let html = Html::parse_document(html);
    let base = Url::parse("http://www.example.gov.cn/bszn/t1.html").unwrap();
    let resolver = Resolver::new(&base, &html, encoding_rs::UTF_8);
    read(&html, &resolver, title, column, hint)
}

fn guide(body: &str) -> GuideFacts {
    let page = format!("<html><head><title>居住证申领</title></head><body><div class=main><h1>居住证申领</h1>{body}</div></body></html>");
    guide_of(&page, Some("居住证申领"), true).expect("a guide")
}

fn stated(guide: &GuideFacts) -> Vec<E> {
    guide.elements.keys().copied().filter(|e| *e != E::Name).collect()
}

fn empties(guide: &GuideFacts) -> Vec<E> {
    guide.empty.iter().map(|(e, _)| *e).collect()
}

fn value(guide: &GuideFacts, element: E) -> &str {
    guide.elements.get(&element).map_or("", |v| v.value.as_str())
}

fn heading(guide: &GuideFacts, element: E) -> &str {
    guide.elements.get(&element).map_or("", |v| v.heading.as_str())
}
