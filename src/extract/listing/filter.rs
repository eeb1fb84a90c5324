//! Choices over a list (全部, 2026年, 2025年): a row of short links as a tab bar is, whose links narrow the one list below it and
//! name none.

use super::groups::Group;
use crate::extract::outline::{Outline, Tag, Zone};
use crate::text::comparable;

/// Bytes between the name of the page and the choices under it: the names of what is chosen by.
const NEAR: usize = 200;
/// Links of a row that are looked at, and characters of one.
const MOST_LINKS: usize = 20;
const CHOICE: u32 = 8;
/// Elements before the first link of a row.
const BEFORE: usize = 6;

/// Takes the name away that a row of choices gave to the list below it. `names` are those of the page.
pub(super) fn unname(outline: &Outline<'_>, groups: &mut [Group], names: &[String]) {
    // Several lists behind one bar are the panels of its tabs; what stands in the footer is none of them.
    let off = Zone::NAV.and(Zone::FOOT);
    let is_panel = |g: &Group, bar: usize| g.bar == Some(bar) && g.rows.len() > 1 && g.dated > 0 && !g.zone(outline).any_of(off);
    let panels = |groups: &[Group], bar: usize| groups.iter().filter(|g| is_panel(g, bar)).count();
    for i in 0..groups.len() {
        let Some(first) = groups[i].rows.first().copied() else { continue };
        let Some(bar) = groups[i].bar.or_else(|| line_of_links(outline, &groups[i], first.el)) else {
            continue;
        };
        if panels(groups, bar) > 1 {
            continue;
        }
        // A word for all of them is no item, and may stand before the first that is.
        let around = bar.saturating_sub(BEFORE)..first.el;
        let mut words = around.filter(|el| outline.els[*el].tag == Tag::A).take(MOST_LINKS);
        let is_any = words.any(|el| is_any(outline.text_of(el)));
        let start = outline.span(bar).start;
        let above = outline.text.floor_char_boundary(start.saturating_sub(NEAR));
        let name = outline
            .lines(above..start)
            .map(|(_, line)| line.trim())
            .filter(|line| names.contains(&comparable(line)))
            .last();
        if is_any || name.is_some() {
            let group = &mut groups[i];
            group.heading = name.map(str::to_owned);
            group.more = None;
        }
    }
}

/// The first of several short links right before a list, where they were taken for its name together.
fn line_of_links(outline: &Outline<'_>, group: &Group, list: usize) -> Option<usize> {
    let heading = comparable(group.heading.as_deref()?);
    let before = &outline.runs[..outline.run_at(outline.span(list).start)];
    let line = before
        .iter()
        .rev()
        .take(MOST_LINKS)
        .take_while(|run| run.linked && run.chars <= CHOICE);
    let mut links: Vec<usize> = Vec::new();
    let mut words = Vec::new();
    for run in line {
        words.push(&outline.text[run.span()]);
        let link = std::iter::successors(Some(run.el as usize), |el| outline.parent(*el)).find(|el| outline.els[*el].tag == Tag::A)?;
        if links.last() != Some(&link) {
            links.push(link);
        }
    }
    words.reverse();
    let is_heading = comparable(&words.concat()).contains(&heading) && !heading.is_empty();
    // One link is a heading that leads to its column.
    (links.len() > 1 && is_heading).then(|| links.last().copied()).flatten()
}

/// Whether a choice is to make none.
fn is_any(text: &str) -> bool {
    matches!(text.trim(), "全部" | "不限" | "所有")
}

#[cfg(test)]
mod tests {
    use encoding_rs::UTF_8;
    use jiff::civil::date;
    use scraper::Html;

    use crate::extract::Resolver;
    use crate::extract::listing::{Own, read};
    use crate::extract::outline::Outline;

    #[test]
    fn choices_over_a_list_are_no_name_of_it_and_tabs_are() {
        let rows = (1..=8).map(|n| format!("<li><a href='/tzgg/{n}.html'>关于第{n}次停水的通知</a><span>2026-11-1{n}</span></li>"));
        let list = format!("<ul class=list>{}</ul>", rows.collect::<String>());
        let named = |above: &str| {
            let page = lists(&format!("{CRUMB}<div class=main>{above}{list}</div>{FOOT}"));
            page.main.map(|main| (main.column, main.items.len()))
        };
        let own = Some((Some("通知公告".to_owned()), 8));
        let years = "<a href='/tzgg/2026/'>2026年</a><a href='/tzgg/2025/'>2025年</a><a href='/tzgg/2024/'>2024年</a>";
        assert_eq!(named(&format!("<div class=tit>通知公告</div><div class=nf>{years}</div>")), own);
        assert_eq!(
            named("<h2>通知公告</h2><dl><dt>按部门</dt><dd><a href='?d=1'>刑侦支队</a><a href='?d=2'>治安支队</a></dd></dl>"),
            own
        );
        assert_eq!(
            named(&format!(
                "<ul class=f><li><a href='?y='>全部</a></li><li>{}</li></ul>",
                years.replace("</a>", "</a></li><li>")
            )),
            Some((None, 8))
        );
        assert_eq!(named("<p><a href='?y='>全部</a> <a href='?y=2026'>2026年</a></p>"), Some((None, 8)));
        // Two lists behind the names of two: neither is what the page is for.
        let tabs = format!("<div class=tab><a href='/yw/'>要闻</a><a href='/gg/'>公告</a></div><div>{list}</div>");
        assert_eq!(named(&format!("<p>欢迎</p>{tabs}<div>{}", list.replace("/tzgg/", "/gg/"))), None);
    }

    const CRUMB: &str = "<div class='dqwz'>当前位置：<a href='/'>首页</a> &gt; <a href='/tzgg/'>通知公告</a></div>";
    const FOOT: &str = "<div class='footer'>主办：某局 <a href='/map'>网站地图导航</a></div>";

    fn lists(body: &str) -> crate::extract::listing::Listings {
        let html = Html::parse_document(body);
        let url = "http://www.example.gov.cn/tzgg/index.html".parse().unwrap();
        let names = ["通知公告".to_owned()];
        let own = Own {
            names: &names,
            ..Own::default()
        };
        read(
            &Outline::of(&html),
            &Resolver::new(&url, &html, UTF_8),
            &url,
            date(2026, 11, 23),
            own,
        )
    }
}
