//! Cases whose verdict is right and whose program is not there yet. The test requires each of them to fail today, so that
//! this list cannot rot: whoever mends one strikes it out.

/// Name of the case, and what is wanting.
pub(crate) const PENDING: &[(&str, &str)] = &[
    (
        "length-is-no-number",
        "the HTTP library refuses the head; browsers read to the end of the connection",
    ),
    (
        "negative-length",
        "the HTTP library refuses the head; browsers read to the end of the connection",
    ),
];
