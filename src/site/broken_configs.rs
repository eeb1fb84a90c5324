//! Broken configurations: each mistake is found at its very place and said in words an editor understands.

use super::{Group, parse, parse_bytes};

#[test]
fn probe() {
    for t in [
        "",
        "# x\n",
        "- a\n",
        "hello",
        "group: a\nsites:\n\t- id: x\n",
        "group：a\nsites: []\n",
        "a: [\n",
        "a: \"x\n",
        "group: a\nsites:\n  - id: 001\n    url: \n    rate_per_second: .nan\n    enabled: yes\n    name:\n    site_code: 3502000019\n",
        "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d]\n",
        "group: a\n---\ngroup: b\n",
        "group: x\nsites:\n  - id: a\n   url: x\n",
        "? [a]\n: b\n",
        "group: *x\n",
        "group: !x y\n",
        "group: @a\n",
    ] {
        match parse(t, "s.yaml") {
            Ok(g) => println!("OK {g:?}"),
            Err(e) => println!("----\n{t}\n>>>\n{e}"),
        }
    }
    println!("{}", parse(&"[".repeat(100_000), "s").unwrap_err());
    println!("{}", parse(&"a:\n ".repeat(10), "s").unwrap_err());
    println!("{}", parse_bytes(b"group: \xcf\xc3\xc3\xc5\nsites:\n", "s").unwrap_err());
}
