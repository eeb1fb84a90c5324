//! Which addresses belong to a site: host, port and path prefix.

use url::Url;

/// The addresses of one site: everything under one of its `include` prefixes and under none of its `exclude` paths.
/// A prefix is `http(s)://host[:port]/path`; http and https are the same place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    include: Vec<Prefix>,
    exclude: Vec<Prefix>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Prefix {
    host: String,
    path: String,
}

impl Prefix {
    fn new(url: &Url) -> Self {
        Prefix {
            host: Scope::place(url),
            path: url.path().to_owned(),
        }
    }

    fn contains(&self, host: &str, path: &str) -> bool {
        // `/ga` takes in `/ga`, `/ga/…`, `/ga?…`, not `/gashi/`; `/ga/` also its own bare form `/ga`.
        host == self.host
            && match path.strip_prefix(self.path.trim_end_matches('/')) {
                Some(rest) => rest.is_empty() || rest.starts_with('/'),
                None => false,
            }
    }
}

/// The prefixes an address lies under in the form of [`Scope::prefix_keys`], the longest first.
pub(super) fn keys_above(url: &Url) -> impl Iterator<Item = String> {
    let full = format!("{}{}", Scope::place(url), url.path().trim_end_matches('/'));
    let host_ends = full.find('/').unwrap_or(full.len());
    std::iter::successors(Some(full), move |key| {
        let cut = key.rfind('/').filter(|cut| *cut >= host_ends)?;
        Some(key[..cut].to_owned())
    })
}

impl Scope {
    /// A scope of these prefixes.
    pub fn new(include: &[Url], exclude: &[Url]) -> Self {
        Scope {
            include: include.iter().map(Prefix::new).collect(),
            exclude: exclude.iter().map(Prefix::new).collect(),
        }
    }

    /// How long the longest matching `include` prefix is, or `None` where the address is not of this site.
    /// Where scopes nest (a subsite under a path of the main site's host), the longest match owns the address.
    pub fn depth_of(&self, url: &Url) -> Option<usize> {
        self.depth_at(&Scope::place(url), url.path())
    }

    /// [`Scope::depth_of`] for a [`Scope::place`] and path: where one address is held against many scopes.
    pub fn depth_at(&self, place: &str, path: &str) -> Option<usize> {
        self.include.iter().filter(|p| p.contains(place, path)).map(|p| p.path.len()).max()
    }

    /// Host and port without the scheme: http and https on their default ports are one place.
    pub fn place(url: &Url) -> String {
        let host = url.host_str().unwrap_or_default().trim_end_matches('.');
        match url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }

    /// The hosts of its `include` prefixes, with the port where it is not the default one.
    pub fn hosts(&self) -> impl Iterator<Item = &str> {
        self.include.iter().map(|p| p.host.as_str())
    }

    /// Whether `exclude` leaves the address out.
    pub fn excludes(&self, url: &Url) -> bool {
        if self.exclude.is_empty() {
            return false;
        }
        let host = Scope::place(url);
        self.exclude.iter().any(|p| p.contains(&host, url.path()))
    }

    /// The `include` prefixes as `host[:port]/path/`, for people to read.
    pub fn include(&self) -> Vec<String> {
        self.include.iter().map(|p| format!("{}{}", p.host, p.path)).collect()
    }

    /// The `exclude` prefixes as `host[:port]/path`, for people to read.
    pub fn exclude(&self) -> Vec<String> {
        self.exclude.iter().map(|p| format!("{}{}", p.host, p.path)).collect()
    }

    /// The `include` prefixes in the form in which two scopes overlap when they share one.
    pub(super) fn prefix_keys(&self) -> impl Iterator<Item = String> {
        self.include.iter().map(|p| format!("{}{}", p.host, p.path.trim_end_matches('/')))
    }

    /// Whether an `include` prefix of one scope is exactly one of the other: then nobody could say whose page it is.
    pub fn overlaps(&self, other: &Scope) -> bool {
        self.include.iter().any(|a| {
            other
                .include
                .iter()
                .any(|b| a.host == b.host && a.path.trim_end_matches('/') == b.path.trim_end_matches('/'))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        text.parse().unwrap()
    }

    #[test]
    fn a_prefix_ends_at_a_path_segment() {
        let scope = Scope::new(&[url("https://a.gov.cn/ga/")], &[url("https://a.gov.cn/ga/search")]);
        assert!(scope.depth_of(&url("http://a.gov.cn/ga/x.htm")).is_some());
        assert!(scope.depth_of(&url("https://a.gov.cn/ga")).is_some());
        assert!(scope.depth_of(&url("https://a.gov.cn/gashi/")).is_none());
        assert!(scope.depth_of(&url("https://b.gov.cn/ga/")).is_none());
        assert!(scope.excludes(&url("https://a.gov.cn/ga/search?q=1")));
        assert!(!scope.excludes(&url("https://a.gov.cn/ga/searching")));
    }

    #[test]
    fn the_deeper_prefix_owns_the_page() {
        let main = Scope::new(&[url("https://a.gov.cn/")], &[]);
        let sub = Scope::new(&[url("https://a.gov.cn/siming/")], &[]);
        let page = url("https://a.gov.cn/siming/x.htm");
        assert!(sub.depth_of(&page) > main.depth_of(&page));
        assert!(!main.overlaps(&sub));
        assert!(main.overlaps(&Scope::new(&[url("http://a.gov.cn")], &[])));
    }
}
