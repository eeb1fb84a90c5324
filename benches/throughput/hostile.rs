//! Pages that are nothing but trouble.

use std::fmt::Write as _;

/// Each 8 MiB or so, with a name.
pub(crate) fn pages() -> Vec<(&'static str, Vec<u8>)> {
    let repeated = |name, part: &str| (name, part.repeat((8 << 20) / part.len()).into_bytes());
    let numbered = |before: &str, after: &str| {
        let mut text = String::new();
        for n in 0..400_000 {
            let _infallible = write!(text, "{before}{n}{after}");
        }
        text.into_bytes()
    };
    vec![
        repeated("nested blocks", "<div>"),
        repeated("nested tables", "<table><tr><td>"),
        repeated("open formatting", "<p><b id=1>"),
        repeated("links", "<a href=x>y</a>"),
        repeated("entities", "&amp;"),
        ("attributes", [b"<p".to_vec(), numbered(" a", ""), b">".to_vec()].concat()),
        ("distinct links", numbered("<a href=", ">x</a>")),
        ("scripts", numbered("<a onclick=\"location='", "'\">x</a>")),
        ("unclosed url()", format!("<style>{}</style>", "url(".repeat(1 << 20)).into_bytes()),
    ]
}
