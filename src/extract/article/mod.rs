//! What stands round the body of a page: headline, date line, source, and the way to it from the home page.

mod bare;
mod byline;
mod crumbs;
mod dateline;
mod headline;
mod look;
mod source;
mod title;

pub(crate) use title::split_parts;

pub(super) use self::dateline::is_date_line;

use std::cell::OnceCell;
use std::collections::BTreeMap;

use jiff::civil::Date;
use url::Url;

use super::outline::{Outline, Tag};
use super::{Resolver, text};
use crate::facts::{Crumb, DateTraces, Fact, Stamp};
use crate::lexicon::{ARTICLE_WORDS, Words};
use crate::text::{comparable, first};

/// What was read round the body of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ArticleParts {
    /// The headline, or the cleaned `<title>`.
    pub(super) title: Option<String>,
    /// The `<title>` of the head, white space folded.
    pub(super) html_title: Option<String>,
    /// The publication date as shown, else as the labels give it.
    pub(super) pub_date: Fact<Stamp>,
    /// What kind of date that is, and what else the page tells of it.
    pub(super) traces: DateTraces,
    /// The same as the page prints it, where it does.
    pub(super) printed_date: Option<String>,
    /// 来源, placeholders left out.
    pub(super) source: Option<String>,
    /// The column the page belongs to.
    pub(super) column: Option<String>,
    /// 当前位置 from the home page down.
    pub(super) breadcrumb: Vec<Crumb>,
    /// Where the headline stands in the outline's text, in bytes, where an element shows one of the page's own: no step of
    /// 当前位置, and longer than names of columns are.
    pub(super) headline: Option<(usize, usize)>,
}

/// Characters of a headline from which it is no name of a column.
const HEADLINE: usize = 8;

impl ArticleParts {
    /// What the page calls itself, comparable: its headline, its column and the steps down to it.
    pub(super) fn names(&self) -> Vec<String> {
        let steps = self.breadcrumb.iter().map(|step| step.text.as_str());
        let own = [self.title.as_deref(), self.column.as_deref()].into_iter().flatten();
        own.chain(steps).map(comparable).filter(|name| !name.is_empty()).collect()
    }

    /// The column of a list whose own name ends the steps down to it.
    pub(super) fn own_step(&self) -> Option<String> {
        crumbs::own_step(&self.breadcrumb, self.title.as_deref()?).map(str::to_owned)
    }

    /// Whether the way to the page ends in a word for the text of an article (正文).
    pub(super) fn is_text(&self) -> bool {
        self.breadcrumb.last().is_some_and(crumbs::stands_for_text)
    }
}

/// Reads them. `labels` are the page's meta labels, `today` bounds nothing but short dates without a year.
pub(super) fn read(outline: &Outline<'_>, resolver: &Resolver, url: &Url, today: Date, labels: &BTreeMap<String, String>) -> ArticleParts {
    let content = text::content(outline);
    let html_title = outline.html_title.clone().filter(|t| !t.is_empty());
    let breadcrumb = crumbs::find(outline, resolver);
    // A link that leads nowhere is the dress of a headline, unless others do so too: then a script opens what they name.
    let void_titles = OnceCell::new();
    let leads_away = |link: usize| {
        if is_void(outline, link) {
            return *void_titles.get_or_init(|| has_void_titles(outline));
        }
        let target = outline.attr(link, "href").and_then(|href| resolver.resolve(href));
        target.and_then(|t| t.web().map(|web| web != url.as_str())).unwrap_or(true)
    };
    let headline = headline::find(outline, content, html_title.as_deref(), labels, &breadcrumb, &leads_away);
    // The front page of a site is called what the site is called.
    let front = url.query().is_none() && url.path_segments().is_some_and(|s| s.count() == 1);
    let title = headline.title.or_else(|| html_title.clone().filter(|_| front));
    let byline = byline::read(outline, content, headline.at, labels, url, today);
    // Of a list, the last step is its own name and no headline.
    let is_text = byline.date.known().is_some() || content.is_some_and(|c| c.tight);
    // Templates are copied with their labels: what readers see names the column first, unless the label says what the
    // page is called too (the way to it may end in 正文).
    let labelled = label(labels, &["ColumnName"]).map(headline::closed_up);
    let called = |name: &str| {
        let key = comparable(name);
        let parts = html_title.iter().flat_map(|t| title::split_parts(first(t, 300)));
        parts.chain(title.as_deref()).any(|part| comparable(part) == key)
    };
    // Nor does the label count that calls the page what all pages of a site are called, over a heading that the way ends in.
    let headed = crumbs::column(&breadcrumb, None).filter(|step| {
        let key = comparable(step);
        let is_step = |name: &String| breadcrumb.iter().any(|step| comparable(&step.text) == comparable(name));
        !labelled.as_ref().is_some_and(is_step) && headline::is_heading(outline, &key)
    });
    let column = headed
        .or_else(|| labelled.clone().filter(|name| called(name)))
        .or_else(|| crumbs::column(&breadcrumb, title.as_deref().filter(|_| is_text)))
        .or(labelled);
    let own_headline = headline.at.filter(|_| {
        let key = title.as_deref().map(comparable).unwrap_or_default();
        let is_step = || breadcrumb.iter().any(|step| step.url.is_some() && comparable(&step.text) == key);
        key.chars().count() >= HEADLINE && column.as_deref().map(comparable) != Some(key.clone()) && !is_step()
    });
    ArticleParts {
        headline: own_headline,
        title,
        html_title,
        pub_date: byline.date,
        traces: byline.traces,
        printed_date: byline.printed,
        source: byline.source,
        column,
        breadcrumb,
    }
}

/// Whether a link has no address and no code: `#`, `javascript:;`, `javascript:void(0)`.
fn is_void(outline: &Outline<'_>, link: usize) -> bool {
    let href = outline.attr(link, "href").unwrap_or_default().trim();
    let code = href
        .get(..11)
        .filter(|scheme| scheme.eq_ignore_ascii_case("javascript:"))
        .map(|_| &href[11..]);
    let void = code.map_or(href.is_empty() || href.starts_with('#'), |code| {
        let code = code.trim_matches(|c: char| c.is_whitespace() || c == ';');
        code.is_empty() || code.starts_with("void")
    });
    void && outline.attr(link, "onclick").is_none()
}

/// Whether several links of a title's length lead nowhere.
fn has_void_titles(outline: &Outline<'_>) -> bool {
    let is_title = |el: &usize| outline.els[*el].tag == Tag::A && outline.span(*el).len() >= TITLE && is_void(outline, *el);
    (0..outline.els.len()).filter(is_title).nth(1).is_some()
}

/// Bytes of a link that may be a title: eight characters.
const TITLE: usize = 24;

/// The first filled label of these names, whatever their case; template text is not a value.
fn label<'l>(labels: &'l BTreeMap<String, String>, names: &[&str]) -> Option<&'l str> {
    names.iter().find_map(|name| {
        labels
            .iter()
            .find(|(key, value)| key.eq_ignore_ascii_case(name) && is_filled(value))
            .map(|(_, value)| value.trim())
    })
}

static UNFILLED: Words = Words::used(ARTICLE_WORDS, "unfilled");

/// Whether a label was filled in: not empty, no template variable, not the explanation of itself.
fn is_filled(value: &str) -> bool {
    let value = value.trim();
    !value.is_empty() && !["{", "[!--", "<%", "${", "<!--"].iter().any(|t| value.contains(t)) && !UNFILLED.contains(&value)
}

#[cfg(test)]
mod tests {
    use encoding_rs::UTF_8;
    use jiff::civil::date;
    use scraper::Html;

    use super::*;
    use crate::facts::Why;

    pub(super) fn parts(html: &str) -> ArticleParts {
        parts_with(html, &[])
    }

    pub(super) fn parts_with(html: &str, labels: &[(&str, &str)]) -> ArticleParts {
        let url: Url = "http://www.example.gov.cn/xw/202003/t20200302_1.html".parse().unwrap();
        let html = Html::parse_document(html);
        let resolver = Resolver::new(&url, &html, UTF_8);
        let labels = labels.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        read(&Outline::of(&html), &resolver, &url, date(2026, 11, 23), &labels)
    }

    fn day(p: &ArticleParts) -> String {
        match &p.pub_date {
            Fact::Known(stamp) => stamp.to_string(),
            Fact::Unknown(why) => format!("{why:?}"),
        }
    }

    const BODY: &str = "<div class='TRS_Editor'><p>某局于2019年5月6日召开会议，部署下一阶段工作。会议时间：2019年5月7日。</p>\
        <p>各单位要认真落实。</p><p>某局</p><p>2019年5月8日</p></div>";

    #[test]
    fn a_labelled_date_line_is_read() {
        for (line, want, source) in [
            (
                "<div>发布日期：<b>2020-03-01 08:33:01</b> 来源：<b>某局办公室</b> 浏览次数：</div>",
                "2020-03-01 08:33:01",
                Some("某局办公室"),
            ),
            (
                "<div><span>时间 : 2020-03-01 10:15</span><span>来源：某县委办</span><span>作者：张某</span></div>",
                "2020-03-01 10:15",
                Some("某县委办"),
            ),
            (
                "<p>【信息发布时间：2020-03-01阅读次数：<span id=c></span>】</p>",
                "2020-03-01",
                None,
            ),
            (
                "<div>来源：新华社&nbsp;&nbsp;2020-03-01&#32;15:00</div>",
                "2020-03-01 15:00",
                Some("新华社"),
            ),
            (
                "<div>发布日期：\n   2020年3月1日</div><div>来源：</div><div>作者：</div>",
                "2020-03-01",
                None,
            ),
            (
                "<table><tr><td>发布时间：</td><td>2020-03-01</td><td>来源：</td><td>某街道</td></tr></table>",
                "2020-03-01",
                Some("某街道"),
            ),
            ("<span class=x>2020/03/01</span>", "2020-03-01", None),
            ("<div>2020-03-01 某市日报 字号：[大 中 小]</div>", "2020-03-01", None),
            ("<div>来源：未知 发布时间：2020-03-01</div>", "2020-03-01", None),
            (
                "<div>信息来源：市应急局【字体：大 中 小】 更新时间：2020-03-01</div>",
                "2020-03-01",
                Some("市应急局"),
            ),
            (
                "<div><span>Release time：2020-03-01</span><span>page views：</span></div>",
                "2020-03-01",
                None,
            ),
            ("<div>發佈時間：2020年3月1日 點擊：12</div>", "2020-03-01", None),
            ("<div>| 20-03-01 | 【大 中 小】【打印】</div>", "2020-03-01", None),
            ("<div>发 布 时 间：20200301</div>", "2020-03-01", None),
            (
                "<div class=xgxx><span><a href=/>[某局]</a></span><span>发布时间：2020-03-01</span></div>",
                "2020-03-01",
                None,
            ),
            (
                "<div><time datetime='2020-02-29T18:00:00Z'>三天前</time></div>",
                "2020-03-01 02:00:00",
                None,
            ),
            ("<div><em>03-01</em><span>2020</span></div>", "2020-03-01", None),
            ("<div><b>01</b><i>2020-03</i></div>", "2020-03-01", None),
            ("<div><img src=a>2020-03-01<img src=b>33</div>", "2020-03-01", None),
            ("<div>添加日期：[2020-03-01] 浏览[12]</div>", "2020-03-01", None),
            ("<div>Sun Mar 01 09:32:00 CST 2020</div>", "2020-03-01 09:32:00", None),
            ("<div><script>document.write('2020-03-01');</script></div>", "2020-03-01", None),
            (
                "<ul><li>2020年03月01日 09时32分</li><li>浏览：5</li></ul>",
                "2020-03-01 09:32",
                None,
            ),
            (
                "<div>来源：<script>var source='某报';document.write(source)</script>时间：<script>var pubdata='2020年03月01日';document.write(pubdata)</script></div>",
                "2020-03-01",
                Some("某报"),
            ),
        ] {
            let p = parts(&format!(
                "<title>某工作会议召开-某局</title><body><h1>某工作会议召开</h1>{line}{BODY}</body>"
            ));
            assert_eq!(day(&p), want, "{line}");
            assert_eq!(p.source.as_deref(), source, "{line}");
            assert_eq!(p.title.as_deref(), Some("某工作会议召开"), "{line}");
        }
    }

    #[test]
    fn a_shown_date_goes_before_the_label_and_the_address_never_counts() {
        let shown = format!("<title>甲事项公告</title><h1>甲事项公告</h1><p>发布时间：2017-05-15 10:49:00</p>{BODY}");
        assert_eq!(
            day(&parts_with(&shown, &[("PubDate", "2022-04-24 10:00:43")])),
            "2017-05-15 10:49:00"
        );
        let hidden = format!("<title>甲事项公告</title><h1>甲事项公告</h1>{BODY}");
        assert_eq!(
            day(&parts_with(&hidden, &[("PubDate", "2022-04-24 10:00:43")])),
            "2022-04-24 10:00:43"
        );
        assert_eq!(day(&parts(&hidden)), format!("{:?}", Why::NotShown));
        let made = format!("<title>甲事项公告</title><h1>甲事项公告</h1><p>生成日期：2023-05-11</p>{BODY}");
        assert_eq!(day(&parts_with(&made, &[("PubDate", "2023-08-16")])), "2023-08-16");
        assert_eq!(day(&parts(&made)), "2023-05-11");
    }

    #[test]
    fn a_date_line_filled_by_script_is_not_known() {
        let html =
            format!("<title>甲事项公告</title><h1>甲事项公告</h1><div>发布时间：<span id='pubtime'></span> 来源：<i></i></div>{BODY}");
        assert_eq!(day(&parts(&html)), format!("{:?}", Why::ByScript));
        let html = format!("<title>甲事项公告</title><h1>甲事项公告</h1><div>发布时间：{{{{item.time}}}}</div>{BODY}");
        assert_eq!(day(&parts(&html)), format!("{:?}", Why::ByScript));
    }

    #[test]
    fn a_day_in_pieces_may_stand_over_the_headline_and_numbers_alone_are_none() {
        let with = |over: &str| {
            day(&parts(&format!(
                "<title>某某事项公告</title><div>{over}</div><h2>某某事项公告</h2>{BODY}"
            )))
        };
        assert_eq!(with("<span>01</span><span>2020/03</span>"), "2020-03-01");
        assert_eq!(with("<span>12</span><span>345</span>"), format!("{:?}", Why::NotShown));
    }

    #[test]
    fn the_day_from_which_something_holds_is_no_date_line() {
        for line in ["实施日期：2020-03-01", "截止时间：2020-03-01", "有效期至：2020-03-01"] {
            let html = format!("<title>某某事项公告</title><h2>某某事项公告</h2><div>{line}</div>{BODY}");
            assert_eq!(day(&parts(&html)), format!("{:?}", Why::NotShown), "{line}");
        }
        let short = "<title>公示-某县</title><h2>公示</h2><div>2020-03-01</div><p>正文。</p>";
        assert_eq!(day(&parts(short)), "2020-03-01");
    }

    #[test]
    fn when_and_where_something_takes_place_is_no_date_line() {
        let body = "<p>时间：2020年3月20日上午9:00</p><p>地点：某图书馆</p><p>欢迎市民参加。</p>";
        let html = format!("<title>关于举办讲座的通知</title><h2>关于举办讲座的通知</h2><div>{body}</div>");
        assert_eq!(day(&parts(&html)), format!("{:?}", Why::NotShown));
    }

    #[test]
    fn related_links_with_dates_are_not_the_date_line() {
        let html = format!(
            "<title>甲事项公告</title><h1>甲事项公告</h1><div>访问量：12</div><h3>关联稿件：</h3><ul><li><a href=x>图解</a><span>2023-07-12</span></li></ul>{BODY}"
        );
        assert_eq!(day(&parts(&html)), format!("{:?}", Why::NotShown));
    }

    #[test]
    fn a_headline_without_marks_is_known_by_its_look_and_its_date_line() {
        let foot = "<div class=foot>版权所有：某县林业局</div>";
        for head in [
            "<p align=center style='font-size:24px'>甲事项的公告</p><div>时间：2020-03-01 来源：</div>",
            "<center><font size=5>甲事项的公告</font></center><div>2020-03-01 浏览：5</div>",
            "<table><tr><td align=center style='font-size:18px;font-weight:bold'>甲事项的公告</td></tr><tr><td>日期：2020-03-01</td></tr></table>",
            "<header><h1>甲事项的公告</h1><div>发表于<time>2020-03-01</time>|更新于2020-03-02</div></header>",
            "<div class=page__bd><h1>甲事项的公告</h1><p>发布时间：2020-03-01</p></div>",
        ] {
            let p = parts(&format!(
                "<title>某县林业局</title><p class=dqwz>当前位置：<a href=/>首页</a></p>{head}{BODY}{foot}"
            ));
            assert_eq!(
                (p.title.as_deref(), day(&p).as_str()),
                (Some("甲事项的公告"), "2020-03-01"),
                "{head}"
            );
        }
        let glued = "<p><span>Release time：2020-03-01</span><span>views：</span></p>";
        assert_eq!(day(&parts(&format!("<title>某县林业局</title>{glued}{BODY}{foot}"))), "2020-03-01");
        let bare = parts(&format!("<title>某县林业局</title>{BODY}{foot}"));
        assert_eq!((bare.title.as_deref(), day(&bare)), (None, format!("{:?}", Why::NotShown)));
    }

    #[test]
    fn the_date_line_may_stand_behind_the_text() {
        let html = format!("<title>甲事项公告</title><h1>甲事项公告</h1>{BODY}<div>发布日期：2020-03-01 来源：教育处</div>");
        let p = parts(&html);
        assert_eq!((day(&p).as_str(), p.source.as_deref()), ("2020-03-01", Some("教育处")));
    }

    #[test]
    fn the_column_comes_from_the_label_or_the_way_to_the_page() {
        let crumbs = "<div>您现在的位置：<a href='/'>首页</a> &gt; <a href='/xw/'>新闻中心</a> > 正文</div>";
        let html = format!("<title>甲事项公告</title>{crumbs}<h1>甲事项公告</h1>{BODY}");
        assert_eq!(parts(&html).column.as_deref(), Some("新闻中心"));
        assert_eq!(parts_with(&html, &[("ColumnName", "要闻")]).column.as_deref(), Some("新闻中心"));
        let called = html.replace("</title>", "_要闻_某局</title>");
        assert_eq!(parts_with(&called, &[("ColumnName", "要闻")]).column.as_deref(), Some("要闻"));
        let bare = format!("<title>甲事项公告</title><h1>甲事项公告</h1>{BODY}");
        assert_eq!(parts_with(&bare, &[("ColumnName", "要 闻")]).column.as_deref(), Some("要闻"));
        assert_eq!(parts_with(&html, &[("ColumnName", "{$Name}")]).column.as_deref(), Some("新闻中心"));
        assert_eq!(parts(&html).breadcrumb.len(), 3);
        assert_eq!(parts(&html).breadcrumb[1].url.as_deref(), Some("http://www.example.gov.cn/xw/"));
    }

    #[test]
    fn a_label_that_every_page_of_a_site_shares_yields_to_the_heading_that_ends_the_way() {
        let site = [("ColumnName", "某市政府信息公开")];
        let page = |heading: &str, way: &str| format!("<title>某市政府信息公开</title><div>{heading}</div>{way}<ul></ul>");
        let way = "<div><a href=/>首页</a>-&gt;<a href=/z/>政府文件</a>-&gt;<a href=/z/j/>近期公开</a></div>";
        for heading in ["<h1>近期公开</h1>", "<h2> 近期公开 </h2>", "<h3><b>近期</b>公开</h3>"] {
            assert_eq!(
                parts_with(&page(heading, way), &site).column.as_deref(),
                Some("近期公开"),
                "{heading}"
            );
        }
        // Without that heading, or where it is a step itself, the label that the page is called by stays.
        for heading in ["<h1>某市政府信息公开</h1>", "<div>近期公开</div>"] {
            assert_eq!(
                parts_with(&page(heading, way), &site).column.as_deref(),
                Some("某市政府信息公开"),
                "{heading}"
            );
        }
        let with_site = way.replace("政府文件", "某市政府信息公开");
        assert_eq!(
            parts_with(&page("<h1>近期公开</h1>", &with_site), &site).column.as_deref(),
            Some("某市政府信息公开")
        );
    }

    #[test]
    fn one_line_of_megabytes_costs_little() {
        let html = format!(
            "<title>x</title><h1>某事项的公告</h1><p>{}</p>",
            "时间 来源：甲乙丙 2020-01-02 ".repeat(30_000)
        );
        let start = std::time::Instant::now();
        parts(&html);
        assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    }
}
