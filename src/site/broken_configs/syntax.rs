//! Files that are no configuration, no YAML, no text, or meant to hurt.

use super::{check, errors, in_chinese, site, top};
use crate::site::parse_bytes;

#[test]
fn files_that_are_no_configuration() {
    check(&[
        ("empty", String::new(), &[(1, 1, &["文件是空的", "group"])]),
        ("only comments", "# 说明\n\n".into(), &[(1, 1, &["文件是空的"])]),
        ("only a marker", "---\n".into(), &[(1, 1, &["文件是空的"])]),
        (
            "a list",
            "- id: a\n  url: https://a.cn/\n".into(),
            &[(1, 1, &["最外层是一个列表", "sites:"])],
        ),
        ("prose", "你好\n".into(), &[(1, 1, &["最外层应当是一组", "文字"])]),
        ("two documents", "group: a\n---\ngroup: b\n".into(), &[(3, 1, &["不止一份", "---"])]),
        (
            "nothing of ours",
            "a: 1\n".into(),
            &[(1, 1, &["没有「a」这个键"]), (1, 1, &["缺少 sites"]), (1, 1, &["缺少「group」"])],
        ),
        ("no sites", "group: g\nsites:\n".into(), &[(2, 1, &["没有任何站点"])]),
        (
            "sites is a map",
            "group: g\nsites:\n  main:\n    url: x\n".into(),
            &[(3, 3, &["应当是列表", "以「- 」开头"])],
        ),
        (
            "a site is a word",
            "group: g\nsites:\n  - main\n".into(),
            &[(3, 5, &["站点应当是一组", "可用的键"])],
        ),
    ]);
}

#[test]
fn slips_of_the_keyboard() {
    check(&[
        ("tab", "group: g\nsites:\n\t- id: a\n".into(), &[(3, 1, &["制表符", "两个空格"])]),
        ("tab later", site("\tname: x"), &[(5, 5, &["制表符"])]),
        ("full-width colon", site("name：厦门"), &[(5, 9, &["全角冒号", "name: 厦门"])]),
        ("full-width colon alone", "group：g\n".into(), &[(1, 6, &["全角冒号"])]),
        (
            "full-width colon in an item",
            "group: g\nsites:\n  - id：a\n".into(),
            &[(3, 7, &["全角冒号"])],
        ),
        ("no space after the colon", site("name:厦门"), &[(5, 9, &["少了空格"])]),
        (
            "full-width indent",
            "group: g\nsites:\n　　- id: a\n".into(),
            &[(3, 1, &["全角空格"])],
        ),
        (
            "crooked indent",
            "group: g\nsites:\n  - id: a\n   url: https://a.cn/\n".into(),
            &[(4, 4, &["缩进"])],
        ),
        ("open quote", site("name: \"厦门"), &[(5, 11, &["引号没有成对"])]),
        ("rest after a quote", site("name: \"厦门\"公安"), &[(5, 15, &["引号结束之后"])]),
        (
            "open bracket",
            format!(
                "group: g\nsites:\n  - id: main\n    url: https://a.gov.cn/ga/\n    {}\n",
                "exclude: [\"/a\""
            ),
            &[(5, 14, &["方括号"])],
        ),
        ("unknown escape", site("name: \"a\\q\""), &[(5, 11, &["反斜杠"])]),
        ("at sign", top("group: g\ncontact: @me"), &[(2, 10, &["不能以「@」", "双引号"])]),
        ("star", site("name: *重要"), &[(5, 11, &["引用", "双引号"])]),
        ("tag", site("name: !重要 x"), &[(5, 11, &["类型标记"])]),
        (
            "colon in a value",
            site("name: 厦门: 公安"),
            &[(5, 13, &["不能出现冒号", "双引号"])],
        ),
    ]);
}

#[test]
fn hostile_files_end_quickly_with_a_message() {
    let bomb: String = (0..9).fold("a0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned(), |all, i| {
        let items = vec![format!("*a{i}"); 9].join(",");
        format!("{all}a{}: &a{} [{items}]\n", i + 1, i + 1)
    });
    for (text, line) in [
        (bomb, 5),
        ("[".repeat(1_000_000), 1),
        ("- ".repeat(100_000), 1),
        ("{a: ".repeat(100_000), 1),
        ("x".repeat(5 << 20), 1),
        (format!("group: g\nsites: [{}]", "a,".repeat(1_000_000)), 2),
    ] {
        let found = errors(&text);
        assert!(
            found.mistakes[0].what.contains("过大") || found.mistakes[0].what.contains("上限"),
            "{found}"
        );
        assert_eq!(found.mistakes[0].place.line, line);
        assert!(found.to_string().len() < 20_000);
        in_chinese(&found);
    }
}

#[test]
fn many_wrong_keys_cost_little() {
    let text: String = (0..50_000).fold("group: g\nsites: []\n".to_owned(), |all, i| all + &format!("key{i}: x\n"));
    let found = errors(&text);
    assert_eq!(found.mistakes.len(), 1_000);
    assert!(found.to_string().contains("另有 950 处"));
}

#[test]
fn bytes_that_are_not_utf8() {
    let (gbk, ..) = encoding_rs::GBK.encode("group: 厦门\nsites:\n");
    let utf16: Vec<u8> = "\u{feff}group: g\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, place, word) in [
        (gbk.to_vec(), (1, 8), "GBK"),
        (utf16, (1, 1), "UTF-16"),
        (b"group: \xff\xff\xff".to_vec(), (1, 8), "已经损坏"),
    ] {
        let found = parse_bytes(&bytes, "s").unwrap_err();
        let mistake = &found.mistakes[0];
        assert_eq!((mistake.place.line, mistake.place.column), place);
        assert!(mistake.what.contains(word) && mistake.advice.contains("另存为"), "{found}");
    }
}
