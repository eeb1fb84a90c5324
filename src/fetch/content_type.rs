//! Content-Type as servers write it, and what it claims the body is.

/// A Content-Type header, read leniently.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ContentType {
    /// `type/subtype`, lower case.
    pub(super) mime: Option<String>,
    /// The charset parameter, lower case, without quotes.
    pub(super) charset: Option<String>,
}

/// What a type claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    /// Text of some kind: a page, a script, data.
    Text,
    /// Anything a browser does not show as text.
    Binary,
    /// Nothing to go by.
    Unknown,
}

/// Longer values are not types but mischief.
const LONGEST: usize = 100;

impl ContentType {
    /// Reads a header value. What cannot be read is left out.
    pub(super) fn parse(value: &[u8]) -> Self {
        let text = String::from_utf8_lossy(value).to_ascii_lowercase();
        // Some servers join repeated headers by commas; a type never holds one.
        let mut parts = text.split([';', ',']).map(str::trim);
        let mime = parts
            .next()
            .filter(|m| m.contains('/') && m.len() <= LONGEST && m.is_ascii())
            .map(str::to_owned);
        let charset = text
            .split([';', ','])
            .filter_map(|p| p.trim().strip_prefix("charset"))
            // `charset:gbk` is seen too.
            .filter_map(|rest| rest.trim_start().strip_prefix(['=', ':']))
            .map(|v| v.trim().trim_matches(['"', '\'']).trim())
            .find(|v| !v.is_empty() && v.len() <= LONGEST && v.is_ascii())
            .map(str::to_owned);
        ContentType { mime, charset }
    }

    /// Whether it says it is a web page.
    pub(super) fn is_html(&self) -> bool {
        self.mime.as_deref().is_some_and(|m| m.contains("html"))
    }

    /// What the type claims the body is.
    pub(super) fn claim(&self) -> Claim {
        let Some(mime) = self.mime.as_deref() else {
            return Claim::Unknown;
        };
        let (kind, subtype) = mime.split_once('/').unwrap_or((mime, ""));
        match kind {
            "image" | "audio" | "video" | "font" => Claim::Binary,
            "text" => Claim::Text,
            _ if subtype.ends_with("xml") || subtype.ends_with("json") || subtype.contains("javascript") => Claim::Text,
            _ if subtype.starts_with("vnd.") || ["pdf", "zip", "msword", "ofd", "x-rar-compressed", "gzip"].contains(&subtype) => {
                Claim::Binary
            }
            _ => Claim::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_servers_write() {
        for (value, mime, charset) in [
            ("text/html", Some("text/html"), None),
            ("Text/HTML; Charset=\"GB2312\"", Some("text/html"), Some("gb2312")),
            ("text/html;charset:utf-8", Some("text/html"), Some("utf-8")),
            ("text/html; charset=utf-8, text/html; charset=gbk", Some("text/html"), Some("utf-8")),
            ("text/html; boundary=x; charset = 'gbk';", Some("text/html"), Some("gbk")),
            ("charset=gbk", None, Some("gbk")),
            (";;;", None, None),
            ("", None, None),
        ] {
            let read = ContentType::parse(value.as_bytes());
            assert_eq!((read.mime.as_deref(), read.charset.as_deref()), (mime, charset), "{value}");
        }
        assert_eq!(ContentType::parse(b"\xd6\xd0/\xce\xc4"), ContentType::default());
    }

    #[test]
    fn claims() {
        for (value, claim) in [
            ("application/xhtml+xml", Claim::Text),
            ("application/json", Claim::Text),
            ("image/svg+xml", Claim::Binary),
            ("application/vnd.ms-excel", Claim::Binary),
            ("application/octet-stream", Claim::Unknown),
            ("", Claim::Unknown),
        ] {
            assert_eq!(ContentType::parse(value.as_bytes()).claim(), claim, "{value}");
        }
    }
}
