//! A server that does not answer.

/// A server that answered nothing at all in a run: whichever of its addresses were asked before it was left alone, it is one
/// fact about all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SilentServer {
    /// Scheme, host and port: `https://www.example.gov.cn:8443`.
    pub origin: String,
    /// How many of its addresses were met.
    pub addresses: u64,
    /// Whether the same host answers under `http://`, where this is `https://`.
    pub http_answers: bool,
}
