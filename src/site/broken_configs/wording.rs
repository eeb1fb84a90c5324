//! Whole messages.

use super::{errors, site, sites};
use crate::site::parse_bytes;

/// The messages in their whole length, as an editor reads them.
#[test]
fn whole_messages() {
    insta::assert_snapshot!(errors(&site("colums: []")), @r"
    sites.yaml:5:5: 站点里没有「colums」这个键。
        5 |     colums: []
          |     ^
          改法：是不是「columns」？
    共 1 处错误。
    ");
    insta::assert_snapshot!(errors(&site("name：厦门")), @r"
    sites.yaml:5:9: 「name」后面用了全角冒号「：」。
        5 |     name：厦门
          |         ^
          改法：改成半角冒号加一个空格：name: 厦门
    共 1 处错误。
    ");
    insta::assert_snapshot!(errors(&site("site_code: 0502000019\nrole: 主站")), @r#"
    sites.yaml:5:16: 「site_code」的值「0502000019」没有加引号，会被当成数字（开头的 0 会丢失）。
        5 |     site_code: 0502000019
          |                ^
          改法：加上半角双引号：site_code: "0502000019"
    sites.yaml:6:11: 「role」不能是「主站」。
        6 |     role: 主站
          |           ^
          改法：是不是「main」？可以写的有：main（主站）、subsite（子站）、unit（单位网站）。
    共 2 处错误。
    "#);
    insta::assert_snapshot!(errors(&site("columns:\n  - {name: 要闻, url: /jwyw/}")), @r"
    sites.yaml:6:25: 栏目「/jwyw/」（即 https://a.gov.cn/jwyw/）不在本站范围内，不会被检查。
        6 |       - {name: 要闻, url: /jwyw/}
          |                           ^
          改法：本站范围是 a.gov.cn/ga/。确属本站的，把它所在的目录加进 include；不属于的，改到所属站点下面。
    共 1 处错误。
    ");
    insta::assert_snapshot!(errors(&sites(&["id: a, url: www.a.gov.cn"])), @r"
    sites.yaml:3:18: 网址「www.a.gov.cn」缺少开头的 https:// 。
        3 |   - {id: a, url: www.a.gov.cn}
          |                  ^
          改法：写成完整网址：https://www.a.gov.cn
    共 1 处错误。
    ");
    let (gbk, ..) = encoding_rs::GBK.encode("group: 厦门\nsites:\n");
    insta::assert_snapshot!(parse_bytes(&gbk, "sites.yaml").unwrap_err(), @r"
    sites.yaml:1:8: 文件是按 GBK（记事本里叫「ANSI」）保存的，程序只认 UTF-8。
        1 | group: 厦门
          |        ^
          改法：用记事本打开文件，选「文件 → 另存为」，把下方的「编码」改成「UTF-8」，保存后再试。
    共 1 处错误。
    ");
}
