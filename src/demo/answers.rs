//! What a demonstration server answers: bodies, and the ways in which servers misbehave.

use std::time::Duration;

use super::model::escape;

/// The answer to one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub status: u16,
    pub content_type: &'static str,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
    pub manner: Manner,
}

/// How an answer is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// As it should be.
    Plain,
    /// HEAD is refused with 405.
    HeadRefused,
    /// After a while.
    Late(Duration),
    /// Never: the connection stays open and silent.
    Never,
    /// The body ends before its announced length.
    CutShort,
    /// 503 with `Retry-After: 1` the first time.
    BusyOnce,
    /// The connection breaks the first time.
    BreakOnce,
}

impl Entry {
    /// A good answer.
    pub(super) fn good(content_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Entry {
            status: 200,
            content_type,
            headers: vec![],
            body: body.into(),
            manner: Manner::Plain,
        }
    }

    /// An HTML page whose encoding is said in the page only.
    pub(super) fn page(body: impl Into<Vec<u8>>) -> Self {
        Entry::good("text/html", body)
    }

    /// An error page with its true status.
    pub(super) fn error(status: u16) -> Self {
        let words = match status {
            401 => "需要登录",
            403 => "禁止访问",
            404 => "页面不存在",
            405 => "不支持的请求方式",
            410 => "页面已删除",
            429 => "访问过于频繁",
            503 => "服务器忙",
            _ => "服务器内部错误",
        };
        Entry {
            status,
            ..Entry::good("text/html; charset=utf-8", small_page(&format!("{status} {words}"), words))
        }
    }

    /// A redirect.
    pub(super) fn redirect(to: &str) -> Self {
        Entry {
            status: 302,
            headers: vec![("Location", to.to_owned())],
            ..Entry::page("")
        }
    }

    fn given(self, manner: Manner) -> Self {
        Entry { manner, ..self }
    }
}

/// The error page of servers that give it with status 200.
pub(super) fn error_page_as_good() -> Entry {
    Entry::page(small_page(
        "错误提示",
        "抱歉，您访问的页面不存在或已被删除！请检查网址是否正确，或返回首页继续浏览。",
    ))
}

/// The entries that the word in a row's `answer` stands for, each with its path; the first is `path` itself.
/// `page` makes an ordinary page of the site around some HTML. None for an unknown word.
pub(super) fn entries(word: &str, path: &str, page: impl Fn(&str) -> Entry) -> Option<Vec<(String, Entry)>> {
    let own = |entry: Entry| vec![(path.to_owned(), entry)];
    let text = "<p>这里是相关资料的正文，内容完整，供群众查阅。</p><p>如有疑问，可在工作时间到办事窗口咨询。</p>";
    Some(match word {
        // Of a file's address, a page is the wrong content.
        "page" | "html-for-file" => own(page(text)),
        "anchors" => own(page(&format!(
            "<h3 id=\"time\">办公安排</h3>{text}<h3 id=\"fee\">费用说明</h3>{text}"
        ))),
        "gambling" => own(Entry::page(small_page(
            "澳门新葡京_真人百家乐官网",
            "时时彩、北京赛车、足球投注，注册送彩金。",
        ))),
        "porn" => own(Entry::page(small_page("成人电影_成人视频", "一级毛片、日韩无码，免费看片。"))),
        "parked" => own(Entry::page(small_page("域名出售", "您访问的域名正在出售，有意者请联系。"))),
        "against-gambling" => own(Entry::page(small_page(
            "打击网络赌博，守护美好生活",
            "民警提醒：时时彩、北京赛车、真人百家乐、足球投注、注册送彩金都是骗局。",
        ))),
        "lottery" => own(Entry::page(small_page(
            "福利彩票发行中心",
            "双色球、快乐8、3D、七乐彩开奖公告，开奖结果以公证为准。",
        ))),
        "registrar" => own(Entry::page(small_page(
            "域名注册_云主机",
            &"提供域名注册、域名交易、虚拟主机、云服务器等服务。".repeat(60),
        ))),
        "slow" => own(page(text).given(Manner::Late(Duration::from_secs(1)))),
        "once503" => own(page(text).given(Manner::BusyOnce)),
        "once-reset" => own(page(text).given(Manner::BreakOnce)),
        "doc" => own(word_file()),
        "head405" => own(pdf().given(Manner::HeadRefused)),
        "truncated" => own(pdf().given(Manner::CutShort)),
        "empty" => own(Entry::good("application/pdf", "")),
        "hang" => own(page(text).given(Manner::Never)),
        "soft404" => own(error_page_as_good()),
        "loop" => {
            let back = format!("{path}.back");
            vec![(path.to_owned(), Entry::redirect(&back)), (back, Entry::redirect(path))]
        }
        "chain" => {
            let (second, third, end) = (format!("{path}.2"), format!("{path}.3"), format!("{path}.end"));
            vec![
                (path.to_owned(), Entry::redirect(&second)),
                (second, Entry::redirect(&third)),
                (third, Entry::redirect(&end)),
                (end, page(text)),
            ]
        }
        "challenge" => own(Entry {
            status: 412,
            ..Entry::page(small_page(
                "安全验证",
                "正在进行安全验证，请稍候……<script>document.cookie='k='+location.pathname.length;location.reload();</script>",
            ))
        }),
        "429" => own(Entry {
            headers: vec![("Retry-After", "1".to_owned())],
            ..Entry::error(429)
        }),
        status => own(Entry::error(status.parse().ok().filter(|s| (400..600).contains(s))?)),
    })
}

/// A page with nothing but a title and a paragraph of HTML.
pub(super) fn small_page(title: &str, html: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>{0}</title></head><body><h1>{0}</h1><p>{html}</p></body></html>\n",
        escape(title)
    )
}

/// A picture of one white pixel.
pub(super) fn picture() -> Entry {
    const PNG: [u8; 67] = [
        0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00,
        0x00, 0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x3a, 0x7e, 0x9b, 0x55, 0x00, 0x00, 0x00, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63,
        0xf8, 0x0f, 0x00, 0x01, 0x01, 0x01, 0x00, 0xb1, 0x38, 0xf6, 0x14, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60,
        0x82,
    ];
    Entry::good("image/png", PNG)
}

/// A style sheet that loads a picture beside its folder.
pub(super) fn style_sheet() -> Entry {
    Entry::good(
        "text/css",
        "body{margin:0 auto;width:1000px}\n.header,header{background:url(../images/bg.png) repeat-x}\n",
    )
}

/// A script that does nothing worth looking at.
pub(super) fn script() -> Entry {
    Entry::good(
        "application/javascript",
        "function createPageHTML(){}\nfunction AddFavorite(){}\nfunction loadList(){}\n",
    )
}

/// The smallest PDF of one empty page.
fn pdf() -> Entry {
    Entry::good(
        "application/pdf",
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
         3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
    )
}

/// What begins as an old Word file does.
fn word_file() -> Entry {
    let mut body = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    body.resize(1536, 0);
    Entry::good("application/msword", body)
}
