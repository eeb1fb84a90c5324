//! Greetings written by hand, in protocols the TLS library does not speak, and what a server answers to them.
//!
//! Nothing is agreed on and nothing is encrypted: the connection ends after the server's first word, which tells what it
//! would have spoken.

/// What a server's first record says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reply {
    /// A ServerHello: the protocol and the suite it chose.
    Hello {
        /// The version, as on the wire.
        version: u16,
        /// The suite, as on the wire.
        suite: u16,
    },
    /// A fatal alert.
    Alert(u8),
    /// Not enough bytes to tell.
    Unfinished,
    /// Something else.
    Other,
}

/// A greeting and the version it is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Greeting {
    /// TLS 1.0 to 1.2, with the suites browsers spoke in the last twenty years.
    Old,
    /// TLCP, with the name of the host.
    National,
    /// TLCP as its standard has it, which knows no extensions: some servers hang up at any.
    NationalBare,
}

/// The version of TLCP on the wire (GB/T 38636-2020, 6.3.2.1).
pub(super) const TLCP: u16 = 0x0101;

/// ECC and ECDHE with SM4 in GCM and CBC and SM3 (GB/T 38636-2020, table 2).
const NATIONAL_SUITES: &[u16] = &[0xE053, 0xE013, 0xE051, 0xE011];

/// Suites of TLS 1.0 to 1.2 with their IANA names but for the `TLS_` before them, those a server of today would prefer first.
const OLD_SUITES: &[(u16, &str)] = &[
    (0xC02B, "ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
    (0xC02F, "ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
    (0xC02C, "ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"),
    (0xC030, "ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
    (0x009E, "DHE_RSA_WITH_AES_128_GCM_SHA256"),
    (0x009F, "DHE_RSA_WITH_AES_256_GCM_SHA384"),
    (0xC023, "ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"),
    (0xC027, "ECDHE_RSA_WITH_AES_128_CBC_SHA256"),
    (0xC028, "ECDHE_RSA_WITH_AES_256_CBC_SHA384"),
    (0xC009, "ECDHE_ECDSA_WITH_AES_128_CBC_SHA"),
    (0xC00A, "ECDHE_ECDSA_WITH_AES_256_CBC_SHA"),
    (0xC013, "ECDHE_RSA_WITH_AES_128_CBC_SHA"),
    (0xC014, "ECDHE_RSA_WITH_AES_256_CBC_SHA"),
    (0x0067, "DHE_RSA_WITH_AES_128_CBC_SHA256"),
    (0x006B, "DHE_RSA_WITH_AES_256_CBC_SHA256"),
    (0x0033, "DHE_RSA_WITH_AES_128_CBC_SHA"),
    (0x0039, "DHE_RSA_WITH_AES_256_CBC_SHA"),
    (0x009C, "RSA_WITH_AES_128_GCM_SHA256"),
    (0x009D, "RSA_WITH_AES_256_GCM_SHA384"),
    (0x003C, "RSA_WITH_AES_128_CBC_SHA256"),
    (0x003D, "RSA_WITH_AES_256_CBC_SHA256"),
    (0x002F, "RSA_WITH_AES_128_CBC_SHA"),
    (0x0035, "RSA_WITH_AES_256_CBC_SHA"),
    (0x0041, "RSA_WITH_CAMELLIA_128_CBC_SHA"),
    (0xC012, "ECDHE_RSA_WITH_3DES_EDE_CBC_SHA"),
    (0x0016, "DHE_RSA_WITH_3DES_EDE_CBC_SHA"),
    (0x000A, "RSA_WITH_3DES_EDE_CBC_SHA"),
    (0xC011, "ECDHE_RSA_WITH_RC4_128_SHA"),
    (0x0005, "RSA_WITH_RC4_128_SHA"),
    (0x0004, "RSA_WITH_RC4_128_MD5"),
    (0x0009, "RSA_WITH_DES_CBC_SHA"),
];

/// Says that renegotiation is known, without an extension (RFC 5746, 3.3).
const RENEGOTIATION: u16 = 0x00FF;

/// The bytes of a greeting. `name` is the host's, where it has one; `random` need not be secret.
pub(super) fn write(greeting: Greeting, name: Option<&str>, random: [u8; 32]) -> Vec<u8> {
    let (record, version): (u16, u16) = match greeting {
        // The record of a first greeting says 1.0, for servers that look no further (RFC 5246, E.1).
        Greeting::Old => (0x0301, 0x0303),
        Greeting::National | Greeting::NationalBare => (TLCP, TLCP),
    };
    let suites: Vec<u16> = match greeting {
        Greeting::Old => OLD_SUITES.iter().map(|(id, _)| *id).chain([RENEGOTIATION]).collect(),
        Greeting::National | Greeting::NationalBare => NATIONAL_SUITES.to_vec(),
    };
    let mut extensions = Vec::new();
    if let Some(name) = name.filter(|_| greeting != Greeting::NationalBare) {
        // server_name: one host name (RFC 6066, 3).
        extension(&mut extensions, 0, &sized(&[&[0][..], &sized(name.as_bytes())].concat()));
    }
    if greeting == Greeting::Old {
        // supported_groups x25519, P-256, P-384, P-521; ec_point_formats uncompressed.
        extension(&mut extensions, 10, &sized(&words(&[29, 23, 24, 25])));
        extension(&mut extensions, 11, &[1, 0]);
        // signature_algorithms: ECDSA, RSA-PSS and RSA with SHA-2, then both with SHA-1.
        let signatures = [
            0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201,
        ];
        extension(&mut extensions, 13, &sized(&words(&signatures)));
    }
    let mut body = version.to_be_bytes().to_vec();
    body.extend(random);
    body.push(0); // no session to go on with
    body.extend(sized(&words(&suites)));
    body.extend([1, 0]); // no compression
    if !extensions.is_empty() {
        body.extend(sized(&extensions));
    }
    let mut message = vec![1, 0];
    message.extend(sized(&body)); // client_hello; its length has three bytes, of which the first is 0
    let mut bytes = vec![22];
    bytes.extend(record.to_be_bytes());
    bytes.extend(sized(&message));
    bytes
}

/// Reads what a server sent so far. Warnings before the answer are passed over.
pub(super) fn read(mut bytes: &[u8]) -> Reply {
    // Alerts are two bytes each: no honest server sends many before it answers.
    for _ in 0..4 {
        let Some(kind) = bytes.first() else { return Reply::Unfinished };
        match kind {
            21 => {
                let Some(alert) = bytes.get(5..7) else { return Reply::Unfinished };
                if alert[0] != 1 {
                    return Reply::Alert(alert[1]);
                }
                bytes = &bytes[7..];
            }
            22 => return read_hello(&bytes[1..]).unwrap_or(Reply::Unfinished),
            _ => return Reply::Other,
        }
    }
    Reply::Other
}

/// A handshake record after its first byte; `None` while it is short of what is needed.
fn read_hello(bytes: &[u8]) -> Option<Reply> {
    let word = |at: usize| Some(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
    // Version and length of the record, type and length of the message, version, random, session, suite.
    if *bytes.get(4)? != 2 {
        return Some(Reply::Other);
    }
    let version = word(8)?;
    let session = usize::from(*bytes.get(42)?);
    let suite = word(43 + session)?;
    Some(Reply::Hello { version, suite })
}

/// Protocol and suite in words.
pub(super) fn describe(version: u16, suite: u16) -> String {
    let protocol = match version {
        0x0300 => "SSL 3.0".to_owned(),
        0x0301 => "TLS 1.0".to_owned(),
        0x0302 => "TLS 1.1".to_owned(),
        0x0303 => "TLS 1.2".to_owned(),
        other => format!("0x{other:04X}"),
    };
    match OLD_SUITES.iter().find(|(id, _)| *id == suite) {
        Some((_, name)) => format!("{protocol}，TLS_{name}"),
        None => format!("{protocol}，0x{suite:04X}"),
    }
}

fn words(list: &[u16]) -> Vec<u8> {
    list.iter().flat_map(|w| w.to_be_bytes()).collect()
}

/// Bytes behind their length in two bytes. What is written here is far shorter.
fn sized(bytes: &[u8]) -> Vec<u8> {
    let mut out = (bytes.len() as u16).to_be_bytes().to_vec();
    out.extend_from_slice(bytes);
    out
}

fn extension(to: &mut Vec<u8>, kind: u16, content: &[u8]) {
    to.extend(kind.to_be_bytes());
    to.extend(sized(content));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_greeting_is_as_long_as_it_says() {
        for (greeting, name) in [
            (Greeting::Old, Some("www.example.gov.cn")),
            (Greeting::Old, None),
            (Greeting::National, Some("a.gov.cn")),
            (Greeting::NationalBare, Some("a.gov.cn")),
        ] {
            let bytes = write(greeting, name, [7; 32]);
            let length = |at: usize| usize::from(u16::from_be_bytes([bytes[at], bytes[at + 1]]));
            assert_eq!(length(3), bytes.len() - 5, "{greeting:?}: the record");
            assert_eq!(
                (bytes[5], bytes[6], length(7)),
                (1, 0, bytes.len() - 9),
                "{greeting:?}: the message"
            );
            let named = bytes.windows(8).any(|w| w == b"a.gov.cn");
            assert_eq!(named, greeting == Greeting::National, "{greeting:?}");
        }
    }

    #[test]
    fn the_first_word_of_a_server() {
        let mut hello = vec![22, 3, 1, 0, 74, 2, 0, 0, 70, 3, 1];
        hello.extend([9; 32]);
        hello.extend([2, 8, 8, 0, 0x2f, 0]);
        let said = Reply::Hello {
            version: 0x0301,
            suite: 0x002f,
        };
        assert_eq!(read(&hello), said);
        // unrecognized_name as a warning, before the answer.
        assert_eq!(read(&[&[21, 3, 1, 0, 2, 1, 112][..], &hello].concat()), said);
        for cut in 0..hello.len() - 1 {
            assert_eq!(read(&hello[..cut]), Reply::Unfinished, "{cut}");
        }
        assert_eq!(read(&[21, 3, 1, 0, 2, 2, 40]), Reply::Alert(40));
        assert_eq!(read(b"HTTP/1.1 400 Bad Request"), Reply::Other);
        assert_eq!(read(&[21, 3, 1, 0, 2, 1, 112].repeat(9)), Reply::Other);
        assert_eq!(describe(0x0301, 0x002f), "TLS 1.0，TLS_RSA_WITH_AES_128_CBC_SHA");
        assert_eq!(describe(0x0101, 0x1234), "0x0101，0x1234");
    }

    proptest::proptest! {
        #[test]
        fn any_answer_is_survived(kind in 20u8..24, bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let _ = read(&[&[kind][..], &bytes].concat());
        }
    }
}
