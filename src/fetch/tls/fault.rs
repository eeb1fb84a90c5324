//! Names for what goes wrong in a handshake.

use std::error::Error;

use rustls::{AlertDescription, CertificateError, InvalidMessage};

use super::super::fault;
use super::verifier::{self, Refusal};
use crate::facts::{CertificateFault, Failure, TlsFault};

/// The failure, where a TLS error stands anywhere in the chain of causes.
pub(in crate::fetch) fn classify(error: &(dyn Error + 'static)) -> Option<Failure> {
    let cause = tls_error(error)?;
    Some(Failure::Tls {
        fault: match refusal(error) {
            Some(refusal) => TlsFault::Certificate(refusal.fault),
            None => fault_of(cause),
        },
        detail: fault::shorten(&refusal(error).map_or_else(|| cause.to_string(), ToString::to_string)),
    })
}

/// What our own verifier said, where it was the one to refuse.
pub(in crate::fetch) fn refusal<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e Refusal> {
    match tls_error(error)? {
        rustls::Error::InvalidCertificate(CertificateError::Other(other)) => {
            let inner: &'e (dyn Error + Send + Sync + 'static) = other.0.as_ref();
            inner.downcast_ref()
        }
        _ => None,
    }
}

fn tls_error<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e rustls::Error> {
    fault::causes(error).find_map(|e| e.downcast_ref())
}

fn fault_of(error: &rustls::Error) -> TlsFault {
    match error {
        rustls::Error::InvalidCertificate(error) => TlsFault::Certificate(verifier::fault_of(error)),
        rustls::Error::NoCertificatesPresented | rustls::Error::UnsupportedNameType | rustls::Error::InvalidCertRevocationList(_) => {
            TlsFault::Certificate(CertificateFault::Other)
        }
        // Sent to who came without one; with TLS 1.3 only after the handshake.
        rustls::Error::AlertReceived(
            AlertDescription::CertificateRequired
            | AlertDescription::NoCertificate
            | AlertDescription::BadCertificate
            | AlertDescription::UnsupportedCertificate
            | AlertDescription::UnknownCA
            | AlertDescription::AccessDenied,
        ) => TlsFault::ClientCertificate,
        error if is_legacy(error) => TlsFault::Legacy { wants: None },
        _ => TlsFault::Handshake,
    }
}

/// Whether the other side seems to speak only what this library left behind: TLS 1.0 and 1.1, RSA key exchange, CBC and
/// 国密 suites. A server that refuses the handshake without saying more is counted here: what it would say to an old or
/// a 国密 browser is not known. So is one that answered in TLS and broke a rule of it: browsers are not all as strict.
fn is_legacy(error: &rustls::Error) -> bool {
    match error {
        rustls::Error::PeerIncompatible(_)
        | rustls::Error::PeerMisbehaved(_)
        | rustls::Error::InappropriateMessage { .. }
        | rustls::Error::InappropriateHandshakeMessage { .. } => true,
        rustls::Error::AlertReceived(alert) => matches!(
            alert,
            AlertDescription::HandshakeFailure | AlertDescription::ProtocolVersion | AlertDescription::InsufficientSecurity
        ),
        // The first bytes were no TLS record at all: a plain web server, a mail server.
        rustls::Error::InvalidMessage(message) => !matches!(message, InvalidMessage::InvalidContentType),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustls::{PeerIncompatible, PeerMisbehaved};
    use std::io;

    fn classified(error: rustls::Error) -> TlsFault {
        // As it arrives: inside an io::Error, whose `source` would skip it.
        match classify(&io::Error::new(io::ErrorKind::InvalidData, error)) {
            Some(Failure::Tls { fault, .. }) => fault,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn certificates_old_protocols_and_the_rest() {
        let unclear = TlsFault::Legacy { wants: None };
        for (error, fault) in [
            (
                rustls::Error::InvalidCertificate(CertificateError::Expired),
                TlsFault::Certificate(CertificateFault::Expired),
            ),
            (
                rustls::Error::PeerIncompatible(PeerIncompatible::ServerDoesNotSupportTls12Or13),
                unclear.clone(),
            ),
            (
                rustls::Error::PeerMisbehaved(PeerMisbehaved::SelectedUnofferedCipherSuite),
                unclear.clone(),
            ),
            (rustls::Error::AlertReceived(AlertDescription::HandshakeFailure), unclear.clone()),
            (rustls::Error::InvalidMessage(InvalidMessage::UnknownProtocolVersion), unclear),
            (
                rustls::Error::AlertReceived(AlertDescription::CertificateRequired),
                TlsFault::ClientCertificate,
            ),
            (
                rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType),
                TlsFault::Handshake,
            ),
            (
                rustls::Error::AlertReceived(AlertDescription::UnrecognisedName),
                TlsFault::Handshake,
            ),
        ] {
            assert_eq!(classified(error.clone()), fault, "{error}");
        }
        assert_eq!(classify(&io::Error::other("something else")), None);
    }
}
