//! Ports no browser opens, whatever serves there.

use url::Url;

/// The bad ports of the WHATWG Fetch standard (section 2.9, "port blocking"), with port 0.
const BLOCKED: &[u16] = &[
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111, 113, 115,
    117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601,
    636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
    10080,
];

/// The port of an address that every browser refuses to open, where it has one.
pub(crate) fn blocked_port(url: &Url) -> Option<u16> {
    url.port().filter(|port| BLOCKED.binary_search(port).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_blocked_as_browsers_block_them() {
        assert!(BLOCKED.is_sorted());
        let port = |address: &str| blocked_port(&address.parse().unwrap());
        assert_eq!(port("http://a.gov.cn:25/"), Some(25));
        assert_eq!(port("https://a.gov.cn:0/"), Some(0));
        for open in [
            "http://a.gov.cn/",
            "http://a.gov.cn:8080/",
            "https://a.gov.cn:80/",
            "http://a.gov.cn:6001/",
        ] {
            assert_eq!(port(open), None, "{open}");
        }
    }
}
