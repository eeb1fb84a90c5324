//! What a failed TLS connection says of a target: a browser's warning can be clicked away, so hardly any of it is death.

use super::link_verdict::{Cause, LinkVerdict, Reason};
use crate::facts::TlsFault;

/// Judges a target whose last try ended in TLS.
pub(super) fn judge_tls(fault: &TlsFault) -> LinkVerdict {
    LinkVerdict::Suspect(match fault {
        TlsFault::Certificate(_) => Reason::TlsCertificate,
        TlsFault::Legacy { .. } => Reason::TlsLegacy,
        TlsFault::National => Reason::TlsNational,
        // Whoever has one can log in.
        TlsFault::ClientCertificate => Reason::Forbidden,
        TlsFault::Handshake => return LinkVerdict::Dead(Cause::Tls),
    })
}

/// Whether trying again later may give another answer. What a server said of itself it says again; a refusal may have been
/// an accident, also of one that speaks to others.
pub(super) fn may_pass(fault: &TlsFault) -> bool {
    matches!(fault, TlsFault::Handshake | TlsFault::Legacy { .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::CertificateFault;

    #[test]
    fn only_a_handshake_that_breaks_for_everybody_is_dead() {
        let certificates = [
            CertificateFault::Expired,
            CertificateFault::NotYetValid,
            CertificateFault::WrongHost,
            CertificateFault::SelfSigned,
            CertificateFault::UnknownIssuer,
            CertificateFault::IncompleteChain,
            CertificateFault::Revoked,
            CertificateFault::Other,
        ];
        let certificates = certificates.map(|fault| (TlsFault::Certificate(fault), Reason::TlsCertificate, false));
        let wants = Some("TLS 1.0".to_owned());
        for (fault, reason, again) in certificates.into_iter().chain([
            (TlsFault::Legacy { wants: None }, Reason::TlsLegacy, true),
            (TlsFault::Legacy { wants }, Reason::TlsLegacy, true),
            (TlsFault::National, Reason::TlsNational, false),
            (TlsFault::ClientCertificate, Reason::Forbidden, false),
        ]) {
            assert_eq!(judge_tls(&fault), LinkVerdict::Suspect(reason), "{fault:?}");
            assert_eq!(may_pass(&fault), again, "{fault:?}");
            assert!(!fault.chinese().is_empty());
        }
        assert_eq!(judge_tls(&TlsFault::Handshake), LinkVerdict::Dead(Cause::Tls));
        assert!(may_pass(&TlsFault::Handshake));
    }
}
