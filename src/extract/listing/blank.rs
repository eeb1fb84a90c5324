//! A list without items: an empty column, one that says why, or one that a script fills.

use std::sync::LazyLock;

use regex::Regex;
use url::Url;

use super::besides::Besides;
use super::choice::Choice;
use super::shown::Shown;
use super::signs::{CERTAIN, Signs};
use super::{pager, rows};
use crate::extract::outline::{Outline, Run, Tag, Zone};
use crate::text::comparable;

/// Sentences that say on purpose that there is nothing. 敬请期待 and 建设中 are no excuse and no note.
static NOTE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"暂无(?:任何|相关|符合|对应|此类|该类|可公开的?)?[^。，\n]{0,8}(?:信息|内容|数据|记录|文章|新闻|资料|公告|文件|结果|事项|稿件|动态)",
        r"|尚(?:无|未发布|没有)[^。\n]{0,6}(?:信息|内容|数据|记录|文章|资料|公告|文件|结果|事项)",
        r"|暂(?:时)?(?:没有|未发布|未产生|未公开|无此类?)[^。\n]{0,12}(?:信息|内容|数据|记录|文章|资料|公告|文件|结果|事项)",
        r"|(?:当前|目前|现在?|近期|暂时?)(?:没有|无)(?:正在)?(?:进行|开展|开放)(?:中|之中)?的[^。，\n]{1,12}",
        r"|没有(?:找到|查询到|检索到)?(?:任何|相关|符合条件的?|对应的?)?[^。，\n]{0,6}(?:数据|信息|内容|记录|文章|结果)",
        r"|(?:本|该|此)栏目(?:目前|现)?(?:暂无|没有|无)[^。\n]{0,10}",
        r"|(?:本年度?|目前|截至目前|今年|本单位|我(?:局|单位|区|县|市|镇|街道|办|委))[^。\n]{0,12}(?:未产生|没有产生|未发生|无此项|不涉及|没有此类|无相关|无此类)[^。\n]{0,20}",
        r"|(?:^|[^0-9A-Za-z一-龥])(?:本(?:年度?|季度|月|单位|部门|机关)|目前|截至目前|今年|当年|我(?:局|单位|区|县|市|镇|乡|街道|办|委))",
        r"(?:尚|暂|均)?无[^。，、；\n]{0,12}(?:信息|内容|数据|记录|文件|结果|事项|项目|情况|业务|变动)\W*$",
        r"|^\W*(?:当前|目前|现在?|近期|最近|今年|此处|这里|本(?:站|年度?|季度|月|单位|部门)|我(?:局|单位|区|县|市|镇|乡|街道|办|委))?\W*(?:暂|尚)无[^。，、；？\n]{1,14}[。！!）)】\s…~]*$",
        // 不涉及该项内容, 暂未涉及此项工作: as the whole of what is said.
        r"|^\W*(?:本|我)(?:单位|部门|机关|局|区|县|市|镇|乡|街道|办|委)?(?:目前|暂时?)?(?:尚|暂)?(?:不|未|没有)涉及(?:该|此|本|这)?[项类]?[^。，；\n]{0,8}\W*$",
        r"|(?:无|未查到)(?:相关|符合条件的?)(?:信息|数据|内容|记录)"
    ))
    .expect("a constant pattern")
});

/// All that stands where a list would: a promise that there will be something. It is no note, but shows that a list is wanting.
static PROMISE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^\W*(?:(?:本|该|此)?(?:栏目|频道|板块|版块|页面|内容|信息|资料)?",
        r"(?:(?:正在|尚在|仍在)(?:抓紧)?(?:建设|筹建|制作|改版|更新|整理|完善|补充|录入)(?:之?中)?|(?:建设|筹建|制作|改版|更新|整理|完善|补充|录入)之?中)",
        r"\W*(?:敬请(?:期待|关注|谅解)|请稍[候后])?|敬请期待)\W*$"
    ))
    .expect("a constant pattern")
});

/// What scripts that fill a list look like.
const FILLERS: &[&str] = &[
    "$.ajax",
    "$.get(",
    "$.post(",
    "getJSON",
    "jQuery.ajax",
    "fetch(",
    "axios",
    "XMLHttpRequest",
    ".pagination(",
    "laypage",
    "template(",
    "new Vue",
    "juicer(",
    "doT.template",
    "Handlebars",
    "queryList",
    "loadList",
    "getList",
    "initList",
];

/// What scripts say that fill an empty table with rows (layui, bootstrap-table, DataTables, jqGrid, EasyUI).
const GRIDS: &[&str] = &[
    "table.render(",
    "bootstrapTable(",
    ".DataTable(",
    ".dataTable(",
    "jqGrid(",
    ".datagrid(",
];

/// What was judged.
#[derive(Debug, Default)]
pub(super) struct Empty {
    pub(super) is_column: bool,
    pub(super) note: Option<String>,
    pub(super) script_filled: bool,
    /// Whether nothing stands on the page but its frame, though it is no column by what it says of itself.
    pub(super) bare: bool,
    /// Whether the page has text, pictures or a form of its own.
    pub(super) says_own: bool,
}

/// Judges a page at `url` on which no main list was found. `names` is what the page calls itself.
pub(super) fn judge(outline: &Outline<'_>, url: &Url, choice: &Choice, signs: Signs, names: &[String]) -> Empty {
    let note = note(outline, choice);
    let visible: usize = outline
        .runs
        .iter()
        .filter(|r| !outline.els[r.el as usize].zone.any_of(Zone::HIDDEN.and(Zone::NOTICE)))
        .map(|r| r.chars as usize)
        .sum();
    let besides = Besides::of(outline);
    let written = (choice.prose >= 40 || says_something(outline, choice, names)) && note.is_none();
    let article = signs.weight() >= CERTAIN;
    let other_content = article || written || choice.dated_boxes > 0 || choice.boxes.len() > 2 || besides.media || besides.form;
    let template = outline.text.contains("{{") || outline.text.contains("[!--") || besides.template;
    let skeleton = visible < 20 && besides.parts >= 12 && besides.marks && outline.html_title.as_deref().is_some_and(|t| !t.is_empty());
    let counts_none = pager::counts_none(outline);
    let column_page = besides.column_label || besides.crumb || counts_none || pager::stands(outline);
    let says = |words: &[&str]| outline.scripts.iter().any(|(_, s)| words.iter().any(|w| s.contains(w)));
    let grid = besides.empty_table && says(GRIDS);
    let list_stands =
        counts_none || besides.empty_list || grid || note.is_some() || template || pager::stands(outline) || promises(outline);
    // An entry page shows the way to what lies below it. An empty frame beside that may be a list that is wanting, or nothing.
    let leads = leads_on(outline, choice, url);
    let stray = leads && besides.empty_list && !(counts_none || note.is_some() || template || promises(outline));
    let weak = !(counts_none || grid || note.is_some() || template || pager::stands(outline) || promises(outline));
    // The frame of a list that stands empty may be any other (附件, 相关信息, 评论): a word or a picture is what the page is for.
    let shown = if other_content {
        Shown::default()
    } else {
        Shown::of(outline, url, choice, names)
    };
    let shows = weak && (besides.photographs > 0 || shown.certain || says_a_word(outline, choice, names));
    // Nor does it say anything beside what may be the page's own, and a form of many fields asks for what there is.
    let may_show = weak && shown.perhaps || besides.inputs >= MANY_FIELDS;
    let may_be = !other_content && !stray && !shows && column_page && list_stands;
    let is_column = !other_content && !stray && (skeleton || may_be && !may_show);
    let fills = template || grid || says(FILLERS) || weak && !skeleton && shown.by_script;
    let app_root = visible < 40 && besides.app_root;
    let script_filled = note.is_none()
        && ((is_column || may_be && shown.by_script || besides.empty_list && !other_content) && fills || app_root && !other_content);
    let unfilled = !is_column && !other_content && !shown.certain && !fills && !script_filled && note.is_none();
    Empty {
        is_column,
        script_filled,
        says_own: article
            || besides.media
            || besides.form
            || besides.inputs >= MANY_FIELDS
            || note.is_none() && (choice.prose >= 40 || is_told(outline, choice, names)),
        bare: may_be && may_show && note.is_none() && !script_filled
            || unfilled
                && (stray || !leads && !is_told(outline, choice, names))
                && besides.parts >= FRAME_PARTS
                && choice.boxes.is_empty()
                && besides.pictures == besides.banners
                && besides.unsized_pictures == 0
                && besides.inputs <= 1,
        note,
    }
}

/// Fields from which a form is no search of a list: by title, number and two dates.
const MANY_FIELDS: usize = 4;

/// Parts of a page that are no place of its content.
const OFF: Zone = Zone::NAV.and(Zone::FOOT).and(Zone::HIDDEN).and(Zone::RELATED).and(Zone::NOTICE);

/// The texts of the content that are no links and of a sentence's length, with where they begin.
fn sentences<'o>(outline: &'o Outline<'_>) -> impl Iterator<Item = (usize, &'o str)> {
    let fits = |run: &&Run| !run.linked && (3..=80).contains(&run.chars) && !outline.els[run.el as usize].zone.any_of(OFF);
    outline
        .runs
        .iter()
        .filter(fits)
        .map(|run| (run.span().start, outline.text[run.span()].trim()))
}

/// What the page says of its being empty, behind the way down to it: what stands before that is said on every page (暂无预警信息).
fn note(outline: &Outline<'_>, choice: &Choice) -> Option<String> {
    let mut behind_way = sentences(outline).filter(|(at, _)| choice.way.is_none_or(|way| *at >= way));
    behind_way.find(|(_, text)| NOTE.is_match(text)).map(|(_, text)| text.to_owned())
}

/// Characters of text that make a page one that shows something, without a single sentence: a handful of labels of a search
/// form has some 15.
const SOMETHING: u32 = 40;

/// Whether anything stands on the page, behind the way down to it, besides its own name, its furniture, what every list has,
/// and the list that is left out of account.
fn says_something(outline: &Outline<'_>, choice: &Choice, names: &[String]) -> bool {
    let mut plain = 0;
    for run in own_runs(outline, choice, names) {
        // A link of the length of a title leads to something; a menu is of short ones.
        if run.linked {
            plain += if run.chars >= 12 { SOMETHING } else { 0 };
        } else {
            plain += run.chars;
        }
    }
    plain >= SOMETHING
}

/// Characters of words that say something by themselves, where nothing but the frame of a list speaks for an empty column: the
/// names of fields, and of the parts of a side, have up to four.
const WORD: u32 = 5;
/// Characters of a link from which it is no step of a menu.
const LINK: u32 = 8;

/// Whether a few words of the page's own stand where the list would, that are no name of a field.
fn says_a_word(outline: &Outline<'_>, choice: &Choice, names: &[String]) -> bool {
    own_runs(outline, choice, names).any(|run| {
        let text = outline.text[run.span()].trim();
        let least = if run.linked { LINK } else { WORD };
        run.chars >= least && !text.ends_with(['：', ':']) && text.chars().filter(|c| c.is_alphabetic()).count() >= 2
    })
}

/// The text nodes behind the way down to the page that are neither furniture nor its own name nor of the list left out.
pub(super) fn own_runs<'o>(outline: &'o Outline<'_>, choice: &Choice, names: &[String]) -> impl Iterator<Item = &'o Run> {
    let behind_way = |run: &&Run| choice.way.is_none_or(|way| run.span().start >= way);
    let left_out = |run: &&Run| choice.without.as_ref().is_some_and(|list| list.contains(&run.span().start));
    let is_own = move |run: &&Run| {
        let text = outline.text[run.span()].trim();
        !(is_off(outline, run.el as usize)
            || rows::is_service_word(text)
            || text.contains("{{")
            || heads_menu(outline, run)
            || PROMISE.is_match(text)
            || names.contains(&comparable(text)))
    };
    outline
        .runs
        .iter()
        .filter(move |run| behind_way(run) && !left_out(run) && is_own(run))
}

/// Links from which a box is a menu, and what its name has at most, in characters.
const MENU: (usize, u32) = (3, 10);

/// Whether a text is the name of a menu: the first in a box with nothing but short links behind it.
fn heads_menu(outline: &Outline<'_>, run: &Run) -> bool {
    let mut around = run.el as usize;
    while outline.runs_of(around).len() <= 1 {
        match outline.parent(around) {
            Some(parent) => around = parent,
            None => return false,
        }
    }
    let runs = outline.runs_of(around);
    let links = runs.get(1..).unwrap_or_default();
    !run.linked
        && run.chars <= MENU.1
        && runs.first().is_some_and(|first| first.span() == run.span())
        && links.len() >= MENU.0
        && links.iter().all(|link| link.linked && link.chars < 12)
}

/// Whether an element is furniture, the side of a page included.
pub(super) fn is_off(outline: &Outline<'_>, el: usize) -> bool {
    outline.els[el].zone.any_of(OFF.and(Zone::CRUMB).and(Zone::PAGER).and(Zone::SIDE))
}

/// Characters of a sentence from which it tells something: an empty column under a slogan has shorter ones.
const TELLS: u32 = 18;

/// Whether a whole sentence stands on the page that is of its own.
fn is_told(outline: &Outline<'_>, choice: &Choice, names: &[String]) -> bool {
    own_runs(outline, choice, names).any(|run| {
        let text = &outline.text[run.span()];
        !run.linked && run.chars >= TELLS && text.contains(['。', '；']) && !NOTE.is_match(text)
    })
}

/// Links from which a page is the way to others.
const WAYS: usize = 2;

/// Whether what stands on the page behind the way down to it leads on: to pages below its own folder, or to other hosts. A menu
/// at its side leads to the pages beside it, and to itself.
fn leads_on(outline: &Outline<'_>, choice: &Choice, url: &Url) -> bool {
    let Some(way) = choice.way else { return false };
    let Some((folder, file)) = url.path().rsplit_once('/') else {
        return false;
    };
    let stem = file.split('.').next().unwrap_or_default();
    let is_index = ["", "index", "default", "main"].iter().any(|name| stem.eq_ignore_ascii_case(name));
    let own = |target: &Url| target.host() == url.host() && target.path() == url.path() && target.query() == url.query();
    let below = |target: &Url| {
        let rest = target.path().strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
        is_index && !folder.is_empty() && target.host() == url.host() && rest.is_some_and(|rest| !rest.is_empty())
    };
    let mut on: Vec<Url> = Vec::new();
    for el in (0..outline.els.len()).filter(|el| outline.els[*el].tag == Tag::A && !is_off(outline, *el)) {
        let href = outline.attr(el, "href").filter(|href| href.len() <= 1_000);
        let Some(target) = href
            .filter(|_| outline.span(el).end >= way)
            .and_then(|href| url.join(href.trim()).ok())
        else {
            continue;
        };
        if own(&target) && target.fragment().is_none() {
            return false;
        }
        let leaves = matches!(target.scheme(), "http" | "https") && target.host() != url.host();
        if on.len() < WAYS && (leaves || below(&target)) && !on.contains(&target) && !rows::is_service_word(outline.text_of(el)) {
            on.push(target);
        }
    }
    on.len() >= WAYS
}

/// Whether nothing but a promise stands where a list would.
fn promises(outline: &Outline<'_>) -> bool {
    sentences(outline).any(|(_, text)| PROMISE.is_match(text))
}

/// Structural elements from which a page is one of a site's template, and no window or fragment of it.
const FRAME_PARTS: usize = 5;

#[cfg(test)]
mod tests {
    use super::super::tests::lists;
    use super::*;

    #[test]
    fn a_note_may_name_what_there_is_none_of() {
        for (note, is) in [
            ("本年度无行政征收事项。", true),
            ("当前暂无正在进行的调查。", true),
            ("目前暂无征集活动！", true),
            ("本单位无下属事业单位变动情况", true),
            ("我局暂无行政检查计划", true),
            // What is said of something else, and what is no statement.
            ("本年度无行政征收事项的单位应当于月底前报送情况说明", false),
            ("据了解，事故暂无人员伤亡，救援正在进行", false),
            ("暂无", false),
        ] {
            assert_eq!(NOTE.is_match(note), is, "{note}");
        }
    }

    const FOOT: &str = "<div class=footer>主办：某局</div>";

    #[test]
    fn a_way_without_words_makes_a_page_with_an_empty_list_an_empty_column() {
        for way in [
            "<div class=ny_pos><a href=/>首页</a> &gt; <a href=/zwgk/>政务公开</a> &gt; <a href=/tzgg/>通知公告</a></div>",
            "<div class=breadNav><a href=/>首页</a> &gt; 通知公告</div>",
            "<p><span><a href=/>首页</a>-&gt;</span><span><a href=/zwgk/>政务公开</a>-&gt;</span><span>通知公告</span></p>",
        ] {
            let page = lists(&format!(
                "{way}<div class=con><h3>通知公告</h3><div class=newslist><ul></ul></div></div>{FOOT}"
            ));
            assert_eq!(page.main.map(|list| list.items.len()), Some(0), "{way}");
        }
        for menu in [
            "<div><a href=/>首页</a> | <a href=/zwgk/>政务公开</a> | <a href=/tzgg/>通知公告</a></div>",
            "<div><a href=/>首页</a> / <a href=/zwgk/>政务公开</a> / <a href=/tzgg/>通知公告</a></div>",
            "<div><a href=/zwgk/>政务公开</a> &gt;&gt; <a href=/tzgg/>通知公告</a></div>",
        ] {
            let page = lists(&format!("{menu}<div class=con><h3>某局</h3><div class=box></div></div>{FOOT}"));
            assert_eq!(page.main, None, "{menu}");
        }
    }

    #[test]
    fn an_empty_table_that_a_library_fills_is_no_empty_column() {
        let way = "<div class=dqwz>当前位置：<a href=/>首页</a> &gt; 双公示</div>";
        for script in [
            "layui.use('table',function(){layui.table.render({elem:'#t',url:'/api/list'})})",
            "$('#t').bootstrapTable({url:'/api/list'})",
            "$('#t').DataTable({ajax:'/api/list'})",
            "$('#t').datagrid({url:'/api/list'})",
        ] {
            let page = lists(&format!("{way}<table id=t></table><script>{script}</script>{FOOT}"));
            assert!(page.script_filled, "{script}");
        }
        let page = lists(&format!("{way}<table id=t></table><script>layui.use('form')</script>{FOOT}"));
        assert!(!page.script_filled);
        let told = "某局依法履行职责，公开行政许可和行政处罚信息，接受社会监督。".repeat(4);
        let page = lists(&format!(
            "{way}<p>{told}</p><table></table><script>$('#t').datagrid()</script>{FOOT}"
        ));
        assert!(!page.script_filled);
    }

    #[test]
    fn an_empty_frame_beside_words_or_a_picture_of_the_page_is_no_empty_column() {
        let way = "<div class=dqwz>当前位置：<a href=/>首页</a> &gt; 通知公告</div>";
        let page = |own: &str| {
            lists(&format!(
                "{way}<div class=con><h2>通知公告</h2>{own}<ul class=res></ul></div>{FOOT}"
            ))
        };
        for own in [
            "<h3>张某</h3><p>县委副书记、县长</p>",
            "<p>地址：某县人民路1号</p>",
            "<p>贯彻执行国家水利方针政策。</p>",
            "<a href=http://zwfw.example.cn/>点击进入政务服务网</a>",
            "<p><img src=m.jpg></p>",
            "<div><img src=qr.png width=200 height=200></div>",
        ] {
            assert_eq!(page(own).main, None, "{own}");
        }
        for own in [
            "",
            "<p>信息标题：<input></p>",
            "<div class=gzh><img src=a.jpg width=120 height=120></div>",
            "<div><img src=images/ewm.jpg alt=微信公众号></div>",
            "<div class=side><h3>栏目列表</h3><a href=/a/>部门动态</a><a href=/b/>图片新闻</a></div>",
            "<img src=line.gif>",
            "<p><a href=javascript:;>打印</a> <a href=javascript:;>关闭</a></p>",
        ] {
            assert_eq!(page(own).main.map(|list| list.items.len()), Some(0), "{own}");
        }
        // What counts to none says it, whatever else stands there.
        let counted = page("<p>请选择查询的年度和主题</p><div class=page>共0条</div>");
        assert_eq!(counted.main.map(|list| list.items.len()), Some(0));
        assert!(page("<p>当前没有正在进行的征集活动</p>").blank_note.is_some());
    }
}
