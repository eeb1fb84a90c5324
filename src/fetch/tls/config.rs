//! The usual lane: ring, TLS 1.2 and 1.3, HTTP/2 where the server has it.

use std::sync::{Arc, LazyLock};

use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};

use super::verifier::Verifier;

/// The roots everybody trusts: Mozilla's list, and whatever this machine was told to trust besides (an office's own CA).
/// Read once: the system's store is hundreds of files.
static ROOTS: LazyLock<RootCertStore> = LazyLock::new(|| {
    let mut roots = RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    // What cannot be read or parsed there is left out; the built-in list remains.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    roots
});

/// The trusted roots, and these besides.
pub(super) fn roots(extra: &[CertificateDer<'static>]) -> RootCertStore {
    let mut roots = ROOTS.clone();
    roots.add_parsable_certificates(extra.iter().cloned());
    roots
}

/// The configuration of the usual lane.
pub(super) fn usual(verifier: Arc<Verifier>) -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        // The verifier asks rustls's own one; it refuses everything that one refuses, but for a missing issuer.
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}
