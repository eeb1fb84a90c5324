//! TLS: the configuration of the client, and names for what goes wrong.

use std::error::Error;
use std::sync::{Arc, LazyLock};

use rustls::pki_types::CertificateDer;
use rustls::{AlertDescription, ClientConfig, InvalidMessage, RootCertStore};

use crate::facts::Failure;

use super::fault;

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

/// The TLS configuration: ring, TLS 1.2 and 1.3, HTTP/2 where the server has it.
pub(super) fn config(extra_roots: &[CertificateDer<'static>]) -> Result<ClientConfig, rustls::Error> {
    let mut roots = ROOTS.clone();
    roots.add_parsable_certificates(extra_roots.iter().cloned());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// The failure, where a TLS error stands anywhere in the chain of causes.
pub(super) fn classify(error: &(dyn Error + 'static)) -> Option<Failure> {
    let cause = fault::causes(error).find_map(|e| e.downcast_ref::<rustls::Error>())?;
    Some(Failure::Tls {
        certificate: is_about_certificate(cause),
        legacy: is_legacy(cause),
        detail: fault::shorten(&cause.to_string()),
    })
}

fn is_about_certificate(error: &rustls::Error) -> bool {
    matches!(
        error,
        rustls::Error::InvalidCertificate(_)
            | rustls::Error::NoCertificatesPresented
            | rustls::Error::UnsupportedNameType
            | rustls::Error::InvalidCertRevocationList(_)
    )
}

/// Whether the other side seems to speak only what this library left behind: TLS 1.0 and 1.1, RSA key exchange, CBC and
/// 国密 suites. A server that refuses the handshake without saying more is counted here: what it would say to an old or
/// a 国密 browser is not known.
fn is_legacy(error: &rustls::Error) -> bool {
    match error {
        rustls::Error::PeerIncompatible(_) => true,
        rustls::Error::AlertReceived(alert) => matches!(
            alert,
            AlertDescription::HandshakeFailure | AlertDescription::ProtocolVersion | AlertDescription::InsufficientSecurity
        ),
        rustls::Error::InvalidMessage(message) => {
            matches!(
                message,
                InvalidMessage::UnknownProtocolVersion | InvalidMessage::UnsupportedCurveType
            )
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustls::{CertificateError, PeerIncompatible};
    use std::io;

    fn classified(error: rustls::Error) -> (bool, bool) {
        // As it arrives: inside an io::Error, whose `source` would skip it.
        match classify(&io::Error::new(io::ErrorKind::InvalidData, error)) {
            Some(Failure::Tls { certificate, legacy, .. }) => (certificate, legacy),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn certificates_old_protocols_and_the_rest() {
        assert_eq!(
            classified(rustls::Error::InvalidCertificate(CertificateError::Expired)),
            (true, false)
        );
        assert_eq!(
            classified(rustls::Error::PeerIncompatible(PeerIncompatible::ServerDoesNotSupportTls12Or13)),
            (false, true)
        );
        assert_eq!(
            classified(rustls::Error::AlertReceived(AlertDescription::HandshakeFailure)),
            (false, true)
        );
        assert_eq!(
            classified(rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType)),
            (false, false)
        );
        assert_eq!(classify(&io::Error::other("something else")), None);
    }
}
