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
    ("fragment-missing", "no page is searched for the place a link points to"),
    ("json-as-pdf", "a document that is data for a program is not seen"),
    ("json-as-doc-of-type-octets", "a document that is data for a program is not seen"),
    ("words-as-pdf", "a document that is a word of text is not seen"),
    ("page-as-picture", "a picture that is a web page is not seen"),
    ("bare-table-as-xls", "a table a system exports for Excel is taken for a web page"),
    ("soft-echo-a", "an error page that repeats the address differs from the probe's"),
    ("soft-echo-b", "an error page that repeats the address differs from the probe's"),
    (
        "soft-echo-a-in-an-old-folder",
        "an error page that repeats the address differs from the probe's",
    ),
    ("soft-clock-a", "an error page with a clock differs from the probe's"),
    ("soft-clock-b", "an error page with a clock differs from the probe's"),
    (
        "soft-clock-a-in-an-old-folder",
        "an error page with a clock differs from the probe's",
    ),
    (
        "answer-about-missing-pages",
        "a short answer to a letter that mentions a missing page is taken for an error page",
    ),
];
