//! What is read of a certificate: its time, who signed it, and where that one's certificate can be had.

use url::Url;
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::{GeneralName, ParsedExtension};
use x509_parser::oid_registry::OID_PKIX_ACCESS_DESCRIPTOR_CA_ISSUERS;
use x509_parser::prelude::FromDer;

/// How many certificates a chain is followed through; public chains have four at most.
const LONGEST_CHAIN: usize = 10;

/// The certificate at which a chain ends, going up from the server's own.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Top {
    /// Whether it names itself as its issuer.
    pub(super) self_issued: bool,
    /// Whether it is the server's own.
    pub(super) is_leaf: bool,
    /// Where its issuer's certificate can be had over plain HTTP.
    pub(super) issuer_at: Option<Url>,
}

/// Until when a certificate holds, in seconds since 1970-01-01 UTC.
pub(in crate::fetch) fn not_after(der: &[u8]) -> Option<i64> {
    Some(parse(der)?.validity().not_after.timestamp())
}

/// Follows the names of issuers upwards through what is at hand, in whatever order it was sent.
pub(super) fn top<'c>(leaf: &'c [u8], others: impl Iterator<Item = &'c [u8]>) -> Option<Top> {
    let mut here = parse(leaf)?;
    let mut others: Vec<X509Certificate<'c>> = others.take(LONGEST_CHAIN).filter_map(parse).collect();
    let mut is_leaf = true;
    while here.issuer() != here.subject()
        && let Some(next) = others.iter().position(|o| o.subject() == here.issuer())
    {
        // Taken out, so that two that name each other do not make an endless chain.
        here = others.swap_remove(next);
        is_leaf = false;
    }
    Some(Top {
        self_issued: here.issuer() == here.subject(),
        is_leaf,
        issuer_at: issuer_at(&here),
    })
}

fn parse(der: &[u8]) -> Option<X509Certificate<'_>> {
    X509Certificate::from_der(der).ok().map(|(_, certificate)| certificate)
}

/// The first caIssuers address over plain HTTP (RFC 5280, 4.2.2.1): TLS would need the very thing that is missing.
fn issuer_at(certificate: &X509Certificate<'_>) -> Option<Url> {
    certificate
        .extensions()
        .iter()
        .filter_map(|e| match e.parsed_extension() {
            ParsedExtension::AuthorityInfoAccess(access) => Some(access.iter()),
            _ => None,
        })
        .flatten()
        .filter(|d| d.access_method == OID_PKIX_ACCESS_DESCRIPTOR_CA_ISSUERS)
        .filter_map(|d| match &d.access_location {
            GeneralName::URI(uri) => Url::parse(uri).ok(),
            _ => None,
        })
        .find(|url| url.scheme() == "http" && url.has_host())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{CertificateParams, DnType, Issuer, KeyPair};

    /// A certificate of this name, signed in the name of another.
    fn certificate(name: &str, issuer: &str) -> Vec<u8> {
        let named = |name: &str| {
            let mut params = CertificateParams::new(Vec::new()).unwrap();
            params.distinguished_name.push(DnType::CommonName, name);
            params
        };
        let issuer = Issuer::new(named(issuer), KeyPair::generate().unwrap());
        let key = KeyPair::generate().unwrap();
        named(name).signed_by(&key, &issuer).unwrap().der().to_vec()
    }

    #[test]
    fn a_chain_is_followed_in_any_order_and_ends() {
        let leaf = certificate("leaf", "a");
        let (a, b, root) = (certificate("a", "b"), certificate("b", "root"), certificate("root", "root"));
        let end = |others: &[&Vec<u8>]| {
            let top = top(&leaf, others.iter().map(|c| c.as_slice())).unwrap();
            (top.is_leaf, top.self_issued)
        };
        assert_eq!(end(&[]), (true, false));
        assert_eq!(end(&[&root, &b]), (true, false), "the one next to it is missing");
        assert_eq!(end(&[&root, &b, &a]), (false, true));
        // Two that name each other.
        let (c, d) = (certificate("a", "d"), certificate("d", "a"));
        assert_eq!(end(&[&c, &d, &c, &d]), (false, false));
        assert_eq!(top(b"nothing", std::iter::empty()), None);
    }
}
