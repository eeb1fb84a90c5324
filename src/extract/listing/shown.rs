//! What stands where a list would and is no text: films and drawings, files, fields, rows of a table, places that scripts
//! fill. Beside any of it the empty frame of a list does not prove that a column is empty.

use std::ops::Range;

use url::Url;

use super::besides::{is_empty_list, is_sign, side};
use super::blank::{is_off, own_runs};
use super::choice::Choice;
use super::rows;
use crate::extract::outline::{Outline, Tag, Zone};
use crate::facts::names_document;
use crate::lexicon::{LIST_WORDS, Words};
use crate::text::unspaced;

/// Names of columns in the head of a list that stands empty.
static HEADS: Words = Words::used(LIST_WORDS, "head");

/// What a script file shows in a place of the page: maps, trees, charts, films, books. A file is known by its name alone.
const WIDGETS: &[&str] = &[
    "ztree",
    "jstree",
    "dtree",
    "treeview",
    "api.map.baidu",
    "webapi.amap",
    "map.qq.com",
    "tianditu",
    "leaflet",
    "openlayers",
    "echarts",
    "highcharts",
    "ckplayer",
    "jwplayer",
    "flowplayer",
    "video.js",
    "videojs",
    "swfobject",
    "turn.js",
    "turn.min",
    "pdfobject",
    "pdf.js",
];

/// What script files are called that are for every page: libraries, counters, tools for sharing and reading aloud, the frame of
/// the page. None of them brings a list.
const FOR_EVERY_PAGE: &[&str] = &[
    "jquery",
    "zepto",
    "bootstrap",
    "layui",
    "layer",
    "vue",
    "swiper",
    "slide",
    "scroll",
    "share",
    "hm.js",
    "count",
    "hits",
    "click",
    "stat",
    "tongji",
    "analytics",
    "barrier",
    "wza",
    "html5",
    "respond",
    "common",
    "global",
    "public",
    "base",
    "head",
    "top",
    "foot",
    "bottom",
    "menu",
    "nav",
    "search",
    "page",
    "print",
    "font",
    "date",
    "float",
];

/// Hosts whose scripts count, share or mark a page.
const OF_OTHERS: &[&str] = &[
    "bdstatic",
    "jiathis",
    "addthis",
    "bshare",
    "cnzz",
    "hm.baidu",
    "conac",
    "kaipuyun",
    "gov.cn/wza",
];

/// Films and music by the end of their addresses.
const FILMS: &[&str] = &[".mp4", ".flv", ".m3u8", ".mp3", ".wmv", ".webm"];

/// What is looked at of scripts, in bytes of one and of all, and of places they may fill: more is no page of a column.
const SCRIPT: usize = 100_000;
const SCRIPTS: usize = 1_000_000;
const PLACES: usize = 20;
/// The same of empty lists, and of the links round one.
const FRAMES: usize = 5;
const LINKS: usize = 40;

/// Least height of a place with a picture behind it, in pixels, from which it is what the page shows: bars behind headings have
/// 30 to 60, banners up to 240 and are as wide as the page.
const SHEET: u32 = 250;
/// Least side of a drawing, in pixels: signs have up to 64.
const DRAWING: u32 = 100;
/// Least side of a picture of a person or a thing, in pixels; of signs see `is_sign`.
const PICTURE: u32 = 80;
/// Digits that a telephone number has at least.
const NUMBER: usize = 7;
/// Characters of a few words, none of which says anything alone, that together do.
const WORDS: u32 = 12;
/// Fields from which a form is more than the search of a list: that has one, and a button.
const FIELDS: usize = 2;

/// What stands there.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// Something that is what the page shows, for certain.
    pub(super) certain: bool,
    /// Something that may be: a form to ask by, a few links or words, buttons.
    pub(super) perhaps: bool,
    /// A place that a script fills, which was not run.
    pub(super) by_script: bool,
}

impl Shown {
    /// Reads the part of a page behind the way down to it, without its furniture. `names` is what the page calls itself.
    pub(super) fn of(outline: &Outline<'_>, url: &Url, choice: &Choice, names: &[String]) -> Shown {
        let part = part(outline, choice);
        // The list that is left out of account belongs to other pages.
        let left_out = |el: usize| choice.without.as_ref().is_some_and(|list| list.contains(&outline.span(el).start));
        let is_own = |el: &usize| part.contains(el) && !is_off(outline, *el) && !left_out(*el);
        let own = || part.clone().filter(is_own);
        let mut shown = Shown::default();
        // Fields, lists to choose from, buttons, pictures that lead nowhere.
        let (mut fields, mut choices, mut buttons, mut pictures) = (0, 0, 0, 0);
        for el in own() {
            match outline.els[el].element.name() {
                "svg" => {
                    shown.certain |= is_wide(outline, el, DRAWING);
                    shown.perhaps |= outline.inside(el).any(|inner| outline.els[inner].element.name() == "text");
                }
                "img" => {
                    shown.certain |= outline.attr(el, "usemap").is_some();
                    let stands_in = |fits: &dyn Fn(usize) -> bool| outline.parent(el).is_some_and(fits);
                    let leads = stands_in(&|p| outline.els[p].tag == Tag::A);
                    // A code to be scanned is a square; one of unknown size in a paragraph was put there by an editor.
                    let (width, height) = (side(outline, el, "width"), side(outline, el, "height"));
                    let is_put = width.is_none() && stands_in(&|p| outline.els[p].element.name() == "p");
                    let shows = is_put || width != height && is_wide(outline, el, PICTURE);
                    pictures += usize::from(shows && !leads && !is_sign(outline, el));
                }
                "canvas" => shown.by_script = true,
                "textarea" => shown.certain = true,
                // One that goes where it is set is a menu.
                "select" => choices += usize::from(outline.attr(el, "onchange").is_none()),
                "button" => buttons += usize::from(outline.attr(el, "onclick").is_some()),
                "input" => match outline.attr(el, "type").unwrap_or("text").to_ascii_lowercase().as_str() {
                    "radio" | "password" | "file" => shown.certain = true,
                    "button" => buttons += usize::from(outline.attr(el, "value").is_some_and(|v| !is_tool(v))),
                    "hidden" | "submit" | "image" | "reset" | "checkbox" => {}
                    _ => fields += 1,
                },
                "a" => {
                    shown.certain |= outline
                        .attr(el, "href")
                        .is_some_and(|href| names_document(href.trim()) || href.starts_with("mailto:"));
                }
                "table" => shown.certain |= has_rows(outline, el, names),
                "dl" => shown.certain |= is_card(outline, el),
                _ => {}
            }
            shown.certain |= is_sheet(outline, el);
            shown.perhaps |= is_kept_free(outline, el);
        }
        shown.certain |= own_runs(outline, choice, names).any(|run| !run.linked && is_number(&outline.text[run.span()]));
        let asks = fields >= FIELDS || fields > 0 && choices > 0;
        shown.perhaps |= asks || buttons >= FIELDS || pictures > 0 || says_words(outline, choice, names) || leads(outline, url, &is_own);
        let scripts = Scripts::of(outline, &part);
        shown.certain |= scripts.film;
        let filled = || places(outline, part.clone()).iter().any(|place| scripts.fill(place));
        shown.by_script |= scripts.inside || filled();
        shown
    }
}

/// Whether a picture is as wide and as high as this, in pixels, as far as it says.
fn is_wide(outline: &Outline<'_>, el: usize, least: u32) -> bool {
    ["width", "height"].iter().all(|s| side(outline, el, s).is_some_and(|v| v >= least))
}

/// Whether a button belongs to the search of a list, or to a page.
fn is_tool(text: &str) -> bool {
    let text = unspaced(text);
    rows::is_service_word(&text) || ["查询", "搜索", "检索", "提交", "重置"].contains(&&*text)
}

/// Whether the names and values of a list of terms are both there, and no links.
fn is_card(outline: &Outline<'_>, list: usize) -> bool {
    let runs = outline.runs_of(list);
    let says = |tag: &str| {
        let named = |el: &usize| outline.els[*el].element.name() == tag;
        outline.inside(list).filter(named).any(|el| !outline.runs_of(el).is_empty())
    };
    runs.len() <= 60 && runs.iter().all(|run| !run.linked) && says("dt") && says("dd")
}

/// The elements from the way down to the page to its foot.
fn part(outline: &Outline<'_>, choice: &Choice) -> Range<usize> {
    let way = choice.way.unwrap_or_default();
    let from = (0..outline.els.len()).find(|el| outline.span(*el).start >= way).unwrap_or_default();
    let foots = |el: &usize| {
        let is_foot = |el: usize| outline.els[el].zone.any_of(Zone::FOOT);
        is_foot(*el) && !outline.runs_of(*el).is_empty() && !outline.parent(*el).is_some_and(is_foot)
    };
    let to = (from..outline.els.len()).rev().find(foots);
    from..to.unwrap_or(outline.els.len())
}

/// Whether a place has a picture behind it and is as high as one.
fn is_sheet(outline: &Outline<'_>, el: usize) -> bool {
    let pictured = |style: &str| style.contains("background") && style.contains("url(");
    outline.attr(el, "style").is_some_and(pictured) && side(outline, el, "height").is_some_and(|height| height >= SHEET)
}

/// Whether a place with a name is kept free for something as high as a picture: a map, a chart.
fn is_kept_free(outline: &Outline<'_>, el: usize) -> bool {
    let is_empty = outline.inside(el).is_empty() && outline.runs_of(el).is_empty();
    let is_named = outline.els[el].element.name() == "div" && outline.attr(el, "id").is_some();
    is_named && is_empty && side(outline, el, "height").is_some_and(|height| height >= SHEET)
}

/// Whether a text is a number to call.
fn is_number(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let dialled = |c: char| c.is_ascii_digit() || c.is_whitespace() || "-—－()（）+、，,/转".contains(c);
    digits >= NUMBER && text.chars().all(dialled)
}

/// Whether a table without others in it has rows that say something: two with a text in more than one cell, or one with a number.
fn has_rows(outline: &Outline<'_>, table: usize, names: &[String]) -> bool {
    let inside = outline.inside(table);
    if inside.len() > 400 || inside.clone().any(|el| outline.els[el].element.name() == "table") {
        return false;
    }
    let says = |cell: usize| {
        let runs = outline.runs_of(cell);
        let text = outline.text_of(cell).trim();
        let is_figure = text.bytes().all(|b| b.is_ascii_digit());
        let is_tool = rows::is_service_word(text) && !is_figure;
        let is_label = text.ends_with(['：', ':']) || HEADS.contains(&&*unspaced(text)) || is_tool;
        !runs.is_empty() && !is_label && runs.iter().all(|run| !run.linked) && !names.contains(&crate::text::comparable(text))
    };
    let mut full = 0;
    for row in inside.filter(|el| outline.els[*el].tag == Tag::Tr) {
        let cells: Vec<usize> = outline
            .children(row)
            .filter(|el| outline.els[*el].tag == Tag::Cell && says(*el))
            .collect();
        if cells.len() < 2 {
            continue;
        }
        full += 1;
        let digits = |cell: &usize| outline.text_of(*cell).bytes().any(|b| b.is_ascii_digit());
        if full >= 2 || cells.iter().any(digits) {
            return true;
        }
    }
    false
}

/// Whether a few words stand there that say something together: no names of fields, no head of a list.
fn says_words(outline: &Outline<'_>, choice: &Choice, names: &[String]) -> bool {
    let plain = own_runs(outline, choice, names).filter(|run| {
        let text = outline.text[run.span()].trim();
        !run.linked && !text.ends_with(['：', ':']) && !HEADS.contains(&&*unspaced(text)) && text.chars().any(char::is_alphabetic)
    });
    plain.map(|run| run.chars).sum::<u32>() >= WORDS
}

/// Whether links stand beside the empty frame of a list that lead on: in the same box, or round a box with nothing but it, and
/// then not to the pages beside this one, as the menus at the sides of pages do.
fn leads(outline: &Outline<'_>, url: &Url, is_own: &dyn Fn(&usize) -> bool) -> bool {
    let frames = (0..outline.els.len()).filter(|el| is_own(el) && is_empty_list(outline, *el));
    frames.take(FRAMES).any(|frame| {
        let Some(mut around) = outline.parent(frame) else { return false };
        let alone = |el: usize| outline.children(el).nth(1).is_none();
        let direct = outline.els[around].tag != Tag::Body;
        if direct && leads_from(outline, url, around, is_own, false) {
            return true;
        }
        while alone(around) {
            match outline.parent(around) {
                Some(parent) => around = parent,
                None => return false,
            }
        }
        leads_from(outline, url, around, is_own, true)
    })
}

/// Whether links in a box lead on from this page: to no menu with this page in it nor one that is called so and, where menus
/// may stand there, to no pages beside this one.
fn leads_from(outline: &Outline<'_>, url: &Url, around: usize, is_own: &dyn Fn(&usize) -> bool, menus: bool) -> bool {
    let beside = url
        .path()
        .rsplit_once('/')
        .map_or("", |(folder, file)| match file.split('.').next() {
            Some("" | "index" | "default" | "list") => folder.rsplit_once('/').map_or("", |(above, _)| above),
            _ => folder,
        });
    let leading = |el: &usize| outline.els[*el].tag == Tag::A || outline.attr(*el, "onclick").is_some();
    let own = outline.inside(around).filter(is_own);
    let mut on = false;
    for el in own.filter(leading).take(LINKS) {
        let text = outline.text_of(el).trim();
        let is_year = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
        let says = text.chars().count() >= 2 && text.chars().count() <= 40 && (is_year || !rows::is_service_word(text));
        let href = outline.attr(el, "href").unwrap_or_default().trim();
        let script = outline.els[el].tag != Tag::A || href.to_ascii_lowercase().starts_with("javascript:") && href.contains('(');
        if script {
            on |= says;
            continue;
        }
        let is_place =
            href.is_empty() || href.starts_with('#') || href.len() > 1_000 || href.to_ascii_lowercase().starts_with("javascript:");
        let Some(to) = url.join(href).ok().filter(|to| !is_place && to.host() == url.host()) else {
            continue;
        };
        if to.path() == url.path() && to.query() == url.query() {
            return false;
        }
        let is_beside = menus && to.path().strip_prefix(beside).is_some_and(|rest| rest.starts_with('/'));
        on |= says && !is_beside && !in_menu(outline, el);
    }
    on
}

/// What menus at the side of a page are called.
const MENUS: &[&str] = &["导航", "栏目", "分类", "目录"];

/// Whether a link stands in a box under the name of a menu.
fn in_menu(outline: &Outline<'_>, link: usize) -> bool {
    let mut around = link;
    for _ in 0..4 {
        let Some(parent) = outline.parent(around) else { return false };
        around = parent;
        if let Some(first) = outline.runs_of(around).first().filter(|run| !run.linked) {
            return first.chars <= 8 && MENUS.iter().any(|name| outline.text[first.span()].contains(name));
        }
    }
    false
}

/// The ids of empty places.
fn places<'o>(outline: &'o Outline<'_>, part: Range<usize>) -> Vec<&'o str> {
    let is_empty = |el: usize| {
        let within = &outline.els[outline.inside(el)];
        outline.runs_of(el).is_empty()
            && within
                .iter()
                .all(|e| !matches!(e.tag, Tag::Img | Tag::Input | Tag::Frame | Tag::Script))
    };
    let is_place = |el: &usize| matches!(outline.els[*el].tag, Tag::Div | Tag::List | Tag::Table | Tag::Cell) && is_empty(*el);
    // A place may be called as furniture is (calendar), and be the page's own: only menus and the foot are none.
    let off = Zone::NAV.and(Zone::FOOT).and(Zone::HIDDEN).and(Zone::CRUMB).and(Zone::PAGER);
    part.filter(|el| !outline.els[*el].zone.any_of(off))
        .filter(is_place)
        .filter_map(|el| outline.attr(el, "id"))
        .filter(|id| id.len() >= 2)
        .take(PLACES)
        .collect()
}

/// The scripts of a page, as far as they may fill a place of it.
struct Scripts<'o> {
    written: Vec<&'o str>,
    /// Whether one of them shows maps, trees, charts or films.
    widget: bool,
    /// Whether one stands where the list would and is of this page alone.
    inside: bool,
    /// Whether one names a film.
    film: bool,
}

impl<'o> Scripts<'o> {
    fn of(outline: &'o Outline<'_>, part: &Range<usize>) -> Self {
        let mut left = SCRIPTS;
        let mut written = Vec::new();
        let mut film = false;
        for (el, source) in &outline.scripts {
            if source.len() > SCRIPT.min(left) {
                continue;
            }
            left -= source.len();
            written.push(*source);
            film |= part.contains(el) && FILMS.iter().any(|end| source.contains(end));
        }
        let mut scripts = Scripts {
            written,
            widget: false,
            inside: false,
            film,
        };
        for el in (0..outline.els.len()).filter(|el| outline.els[*el].tag == Tag::Script) {
            let Some(file) = outline
                .attr(el, "src")
                .filter(|src| src.len() <= 1_000)
                .map(str::to_ascii_lowercase)
            else {
                continue;
            };
            let is_widget = WIDGETS.iter().any(|name| file.contains(name));
            scripts.widget |= is_widget;
            let path = file.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
            let last = path.rsplit('/').next().unwrap_or_default();
            let of_all = FOR_EVERY_PAGE.iter().any(|name| last.contains(name)) || OF_OTHERS.iter().any(|name| file.contains(name));
            scripts.inside |= part.contains(&el) && !is_off(outline, el) && !of_all && !is_widget;
        }
        scripts
    }

    /// Whether one of them fills the place with this id, or may: it shows such things, or names the place.
    fn fill(&self, place: &str) -> bool {
        self.widget || self.written.iter().any(|source| names(source, place))
    }
}

/// Whether a script names a place by its id, in quotes.
fn names(source: &str, id: &str) -> bool {
    source.match_indices(id).any(|(at, _)| {
        let before = source[..at].trim_end_matches('#').chars().next_back();
        let after = source[at + id.len()..].chars().next();
        matches!(before, Some('"' | '\'' | '`')) && !after.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
    })
}

#[cfg(test)]
mod tests {
    use super::super::Listings;
    use super::super::tests::lists;

    fn page(body: &str) -> Listings {
        lists(&format!(
            "<div class='dqwz'>当前位置：<a href='/'>首页</a> &gt; <a href='/tzgg/'>通知公告</a></div>{body}\
             <div class='footer'>主办：某局 <a href='/about'>关于我们的网站</a></div>"
        ))
    }

    fn is_blank(body: &str) -> bool {
        let page = page(body);
        !page.script_filled && page.main.is_some_and(|list| list.items.is_empty())
    }

    #[test]
    fn what_stands_beside_an_empty_list_keeps_it_from_being_called_blank() {
        for shown in [
            // For certain what the page shows.
            "<table><tr><td>监督电话</td><td>0595-22118110</td></tr></table>",
            "<table><tr><th>岗位</th><th>人数</th></tr><tr><td>文员</td><td>3</td></tr></table>",
            "<a href='/f/1.doc'>申请表</a><a href='/f/2.doc'>样表</a>",
            "<img src='/map.png' usemap='#m'>",
            "<form>姓名<input name='a'> 电话<input name='b'><textarea name='c'></textarea></form>",
            "<svg width='600' height='400'><path d='M0 0'></path></svg>",
            "<div style='background:url(/s.png);height:600px'></div>",
            // What may be.
            "<span onclick='go(1)'>网约车</span><span onclick='go(2)'>货运年审</span>",
            "<a href='javascript:go(1)'>户政业务</a><a href='javascript:go(2)'>出入境业务</a>",
            "<input placeholder='编号'><input placeholder='密码'><button>查询</button>",
            "<img data-original='/u/1.jpg' src='/grey.gif'>",
            "<p><img src='/i/org.png'></p>",
            "<div id='baidumap' style='height:400px'></div>",
            // Filled by a script that is not run.
            "<canvas id='c'></canvas>",
            "<div id='mapbox'></div><script>new Map('mapbox')</script>",
            "<div id='tree'></div><script src='/js/jquery.ztree.all.js'></script>",
        ] {
            assert!(!is_blank(&format!("{shown}<ul></ul>")), "{shown}");
        }
    }

    #[test]
    fn what_stands_on_every_page_does_not() {
        for furniture in [
            "",
            "<div class='title'><h2>通知公告</h2></div>",
            "<img src='/images/tit.png' width='700' height='40'>",
            "<svg class='icon' viewBox='0 0 1024 1024'><path d='M0 0'></path></svg>",
            "<a href='javascript:;'>字号</a><a href='javascript:window.print()'>打印</a>",
            "<form><input name='q'><input type='submit' value='搜索'></form>",
            "<div class='bdsharebuttonbox' id='share'></div><script src='http://bdimg.share.baidu.com/static/api/js/share.js'></script>",
            "<div id='space' style='height:20px'></div>",
            "<script src='/js/common.js'></script><script src='http://s11.cnzz.com/stat.php?id=1'></script>",
            "<table class='list'><thead><tr><th>索引号</th><th>标题</th><th>发布日期</th></tr></thead><tbody></tbody></table>",
        ] {
            assert!(is_blank(&format!("{furniture}<ul></ul>")), "{furniture}");
        }
    }
}
