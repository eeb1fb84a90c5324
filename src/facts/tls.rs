//! What TLS showed: what is worth knowing of a connection that stood, and why one did not.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// What is worth knowing of the TLS connection an attempt ended on, whether it served or failed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TlsNote {
    /// Until when the server's own certificate holds, in seconds since 1970-01-01 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_after: Option<i64>,
    /// Whether the server left out an intermediate certificate, which then was fetched as browsers do.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub incomplete_chain: bool,
    /// What was spoken (`TLS 1.0，AES128-SHA`), where it needed the lane for old servers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_protocol: Option<String>,
}

impl TlsNote {
    /// The last day of the certificate, on the clock of Beijing, where the offices sit whose sites these are.
    pub fn until(&self) -> Option<Date> {
        let end = Timestamp::from_second(self.not_after?).ok()?;
        Some(end.to_zoned(TimeZone::fixed(jiff::tz::offset(8))).date())
    }
}

/// Why a TLS connection did not come about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TlsFault {
    /// The certificate was refused. A browser warns, and lets a person through.
    Certificate(CertificateFault),
    /// The server wants what this tool does not speak: old protocols or ciphers, or it refuses without saying why.
    Legacy {
        /// The protocol and cipher it accepts (`TLS 1.0，TLS_RSA_WITH_AES_128_CBC_SHA`), where it could be learned.
        wants: Option<String>,
    },
    /// The server speaks only TLCP (国密, GB/T 38636).
    National,
    /// The server wants a certificate of the person who asks.
    ClientCertificate,
    /// The handshake breaks, in whatever protocol it is begun.
    Handshake,
}

impl TlsFault {
    /// Whether trying again later may give another answer. What a server said of itself it says again; a refusal may have
    /// been an accident, also of one that speaks to others.
    pub fn may_pass(&self) -> bool {
        matches!(self, TlsFault::Handshake | TlsFault::Legacy { .. })
    }

    /// The fault in Chinese, as evidence tells it.
    pub fn chinese(&self) -> String {
        match self {
            TlsFault::Certificate(fault) => fault.chinese(),
            TlsFault::Legacy { wants: Some(wants) } => return format!("服务器拒绝了本工具，它接受的加密方式是 {wants}"),
            TlsFault::Legacy { wants: None } => "服务器拒绝了本工具能用的各种加密方式，没有说明原因",
            TlsFault::National => "服务器只接受国密加密协议（TLCP）",
            TlsFault::ClientCertificate => "服务器要求访问者出示证书（如 U 盾）",
            TlsFault::Handshake => "加密握手失败",
        }
        .to_owned()
    }
}

/// What is wrong with a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CertificateFault {
    /// Its time is over.
    Expired,
    /// Its time has not begun.
    NotYetValid,
    /// It was made out for other names.
    WrongHost,
    /// It vouches for itself.
    SelfSigned,
    /// Whoever signed it is not trusted.
    UnknownIssuer,
    /// An intermediate certificate is missing and could not be fetched.
    IncompleteChain,
    /// It was called back.
    Revoked,
    /// Anything else: bad encoding, weak algorithms, a purpose it was not made for.
    Other,
}

impl CertificateFault {
    /// The fault in Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            CertificateFault::Expired => "证书已过期",
            CertificateFault::NotYetValid => "证书尚未生效",
            CertificateFault::WrongHost => "证书与域名不符",
            CertificateFault::SelfSigned => "自签名证书，不受信任",
            CertificateFault::UnknownIssuer => "证书由不受信任的机构签发",
            CertificateFault::IncompleteChain => "证书链不完整，缺少的中间证书也没有取到",
            CertificateFault::Revoked => "证书已被吊销",
            CertificateFault::Other => "证书不符合规范",
        }
    }
}
