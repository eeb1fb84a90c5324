//! Invented pages of a government site: a home page, lists, articles and service guides that link to each other.

use std::collections::HashMap;
use std::fmt::Write as _;

/// Articles on one page of a list.
const PER_LIST: usize = 20;

/// A site of about so many pages: path to body.
pub(crate) fn site(pages: usize) -> HashMap<String, Vec<u8>> {
    let lists = (pages / (PER_LIST + 1)).max(1);
    let mut site = HashMap::new();
    let mut home = String::new();
    for list in 0..lists {
        let _infallible = writeln!(
            home,
            "<li><a href=\"/lm{list}/\">警务动态第{list}组</a><span>2026-11-20</span></li>"
        );
        let mut items = String::new();
        for item in 0..PER_LIST {
            let path = format!("/lm{list}/t{item}.html");
            let _infallible = writeln!(
                items,
                "<li><a href=\"t{item}.html\" title=\"关于第{list}组第{item}项工作的通报\">关于第{list}组第{item}项工作的通报</a><span>2026-11-{:02}</span></li>",
                1 + item % 20
            );
            let body = if item % 10 == 9 { guide(list, item) } else { article(list, item) };
            site.insert(path, page(&format!("关于第{list}组第{item}项工作的通报"), &body));
        }
        let body = format!("<div class=\"crumb\"><a href=\"/\">首页</a> &gt; 警务动态</div><ul class=\"list\">{items}</ul>");
        site.insert(format!("/lm{list}/"), page("警务动态", &body));
    }
    site.insert("/".to_owned(), page("首页", &format!("<div class=\"news\"><ul>{home}</ul></div>")));
    site.insert("/css/site.css".to_owned(), b"body { margin: 0 }".to_vec());
    site
}

fn page(title: &str, body: &str) -> Vec<u8> {
    let mut menu = String::new();
    for n in 0..40 {
        let _infallible = write!(menu, "<li><a href=\"/lm{}/\">频道{n}</a></li>", n % 4);
    }
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>{title}-示例市公安局</title>\
         <link rel=\"stylesheet\" href=\"/css/site.css\"></head><body>\
         <div class=\"nav\"><ul>{menu}</ul></div><div class=\"main\">{body}</div>\
         <div class=\"footer\"><p>主办单位：示例市公安局　网站标识码：3500000000</p><p>闽ICP备00000000号</p></div></body></html>"
    )
    .into_bytes()
}

fn article(list: usize, item: usize) -> String {
    let mut text = String::new();
    for paragraph in 0..12 {
        let _infallible = writeln!(
            text,
            "<p style=\"text-indent:2em\">第{paragraph}段。全市公安机关认真贯彻会议精神，深入推进第{list}组第{item}项重点工作，提升服务效能，优化办理流程，维护辖区平安稳定。</p>"
        );
    }
    format!(
        "<h1>关于第{list}组第{item}项工作的通报</h1><div class=\"info\">发布时间：2026-11-{:02} 09:30　来源：示例市公安局</div><div class=\"content\">{text}</div>",
        1 + item % 20
    )
}

fn guide(list: usize, item: usize) -> String {
    let rows = [
        ("事项名称", "居民身份证换领"),
        ("设定依据", "《中华人民共和国居民身份证法》第十一条"),
        ("申请条件", "证件有效期满的公民"),
        ("办理材料", "居民户口簿原件"),
        ("办理地点", "户籍窗口"),
        ("办理时间", "工作日 8:30—17:30"),
        ("联系电话", "0592-0000000"),
        ("办理流程", "申请、受理、审核、发证"),
        ("办理机构", "户籍派出所"),
        ("收费标准", "20元"),
    ];
    let cells: String = rows
        .map(|(name, value)| format!("<tr><th>{name}</th><td>{value}（{list}-{item}）</td></tr>"))
        .concat();
    format!("<h1>居民身份证换领办事指南</h1><table>{cells}</table>")
}

/// Pages that are nothing but trouble, each 8 MiB or so, with a name.
pub(crate) fn hostile() -> Vec<(&'static str, Vec<u8>)> {
    let repeated = |name, part: &str| (name, part.repeat((8 << 20) / part.len()).into_bytes());
    let numbered = |before: &str, after: &str| {
        let mut text = String::new();
        for n in 0..400_000 {
            let _infallible = write!(text, "{before}{n}{after}");
        }
        text.into_bytes()
    };
    vec![
        repeated("nested blocks", "<div>"),
        repeated("nested tables", "<table><tr><td>"),
        repeated("open formatting", "<p><b id=1>"),
        repeated("links", "<a href=x>y</a>"),
        repeated("entities", "&amp;"),
        ("attributes", [b"<p".to_vec(), numbered(" a", ""), b">".to_vec()].concat()),
        ("distinct links", numbered("<a href=", ">x</a>")),
        ("scripts", numbered("<a onclick=\"location='", "'\">x</a>")),
        ("unclosed url()", format!("<style>{}</style>", "url(".repeat(1 << 20)).into_bytes()),
    ]
}
