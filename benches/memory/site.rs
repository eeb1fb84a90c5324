//! Sites that are made up as they are asked for: as many pages as wanted, none of them held in memory.

use std::fmt::Write as _;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Pages a page leads to.
const CHILDREN: usize = 10;
/// Addresses on one list.
const PER_LIST: usize = 1_000;
/// One page in so many has a dead link.
const SOUND: usize = 100;

const WORDS: [&str; 24] = [
    "全市公安机关",
    "认真贯彻",
    "会议精神",
    "深入推进",
    "重点工作",
    "提升",
    "服务效能",
    "优化",
    "办理流程",
    "维护",
    "辖区平安",
    "居住证",
    "出入境",
    "交通管理",
    "治安防控",
    "户籍窗口",
    "反诈宣传",
    "消防检查",
    "夜间巡逻",
    "校园安全",
    "走访慰问",
    "专项行动",
    "便民措施",
    "联合执法",
];

/// What is served.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Site {
    /// So many articles, each leading to ten more.
    Tree { pages: usize },
    /// A home page of lists that name so many addresses in all.
    Lists { known: usize },
}

/// How many lists name so many addresses.
pub(crate) fn lists(known: usize) -> usize {
    known.div_ceil(PER_LIST)
}

/// Serves the site on loopback as long as the runtime lives; tells where.
pub(crate) async fn serve(site: Site) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // A client that goes away is no fault of ours.
            tokio::spawn(async move { drop(converse(stream, site).await) });
        }
    });
    Ok(address)
}

async fn converse(mut stream: TcpStream, site: Site) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut head = Vec::new();
    loop {
        while !head.ends_with(b"\r\n\r\n") {
            if stream.read_buf(&mut head).await? == 0 {
                return Ok(());
            }
        }
        let text = String::from_utf8_lossy(&head);
        let body = site.page(text.split(' ').nth(1).unwrap_or_default());
        let status = if body.is_some() { "200 OK" } else { "404 Not Found" };
        let body = body.unwrap_or_default();
        let mut answer = format!(
            "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        if text.starts_with("GET") {
            answer.push_str(&body);
        }
        head.clear();
        stream.write_all(answer.as_bytes()).await?;
    }
}

impl Site {
    fn page(self, path: &str) -> Option<String> {
        let number = |end: &str| {
            path.strip_prefix("/zwgk/tzgg/202611/t20261120_")?
                .strip_suffix(end)?
                .parse::<usize>()
                .ok()
        };
        match self {
            Site::Tree { pages } => {
                let n = if path == "/" {
                    0
                } else {
                    number(".html").filter(|n| *n > 0 && *n < pages)?
                };
                Some(article(n, pages))
            }
            Site::Lists { known } if path == "/" => Some(list(0, (0..lists(known)).map(|l| (l, "_list")))),
            Site::Lists { known } => {
                let l = number("_list.html").filter(|l| *l < lists(known))?;
                Some(list(l + 1, (l * PER_LIST..((l + 1) * PER_LIST).min(known)).map(|n| (n, ""))))
            }
        }
    }
}

/// Words that differ from page to page, the same at every asking.
fn sentence(page: usize, nth: usize) -> String {
    let mut state = (page as u64) << 8 | nth as u64;
    let words: String = (0..12)
        .map(|_| {
            // Steele and Lea's splitmix64.
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            WORDS[((mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 40) as usize % WORDS.len()]
        })
        .collect();
    words + "。"
}

fn article(n: usize, pages: usize) -> String {
    let mut links = String::new();
    let first = n * CHILDREN + 1;
    for m in (first..first + CHILDREN)
        .chain([n.wrapping_sub(1), n + 1])
        .filter(|m| *m > 0 && *m < pages)
    {
        let _infallible = writeln!(
            links,
            "<li><a href=\"/zwgk/tzgg/202611/t20261120_{m}.html\">{}</a><span>2026-11-20</span></li>",
            sentence(m, 0)
        );
    }
    if n.is_multiple_of(SOUND) {
        let _infallible = writeln!(links, "<li><a href=\"/gone/{n}.html\">旧闻</a></li>");
    }
    let paragraphs: String = (1..10).map(|nth| format!("<p>{}</p>\n", sentence(n, nth))).collect();
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>{title}</title></head><body><div class=\"nav\"><a href=\"/\">首页</a></div>\
         <h1>{title}</h1><div class=\"info\">发布时间：2026-11-20 09:30　来源：示例市公安局</div><div class=\"content\">{paragraphs}</div>\
         <ul class=\"list\">{links}</ul><div class=\"footer\">主办单位：示例市公安局</div></body></html>",
        title = sentence(n, 0)
    )
}

fn list(number: usize, entries: impl Iterator<Item = (usize, &'static str)>) -> String {
    let mut links = String::new();
    for (n, kind) in entries {
        let _infallible = writeln!(
            links,
            "<li><a href=\"/zwgk/tzgg/202611/t20261120_{n}{kind}.html\">{}</a><span>2026-11-20</span></li>",
            sentence(n, 0)
        );
    }
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>目录{}</title></head><body><ul class=\"list\">{links}</ul></body></html>",
        sentence(number, 1)
    )
}
