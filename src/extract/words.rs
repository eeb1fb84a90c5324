//! The short words of a page: what its menus, tabs and headings name, whether they are links or are made to be by script.

use rustc_hash::FxHashSet;

use super::outline::Outline;
use crate::text::is_han;

/// Words kept of one page at most; a home page has some two hundred.
const MOST: usize = 600;
/// The length of a name of a column, characters without white space.
const NAME: std::ops::RangeInclusive<u32> = 2..=12;

/// Every different stretch of text that is short enough to be a name, in page order.
pub(super) fn short(outline: &Outline<'_>) -> Vec<String> {
    let mut seen = FxHashSet::default();
    outline
        .runs
        .iter()
        .filter(|run| NAME.contains(&run.chars))
        .map(|run| outline.text[run.span()].trim())
        .filter(|text| text.chars().any(is_han) && seen.insert(*text))
        .take(MOST)
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::Html;

    fn words(html: &str) -> Vec<String> {
        short(&Outline::of(&Html::parse_document(html)))
    }

    #[test]
    fn names_are_kept_once_whatever_carries_them() {
        let html = "<ul><li onclick='go(1)'>领导信息</li><li><a href='javascript:;'>机构职能</a></li><li>领导信息</li></ul>\
                    <p>某某局召开全市道路交通安全工作会议，部署下一阶段任务。</p><b>2026-11-23</b><script>var a='咨询留言';</script>";
        assert_eq!(words(html), ["领导信息", "机构职能"]);
    }

    #[test]
    fn a_page_of_nothing_but_words_gives_so_many() {
        let html: String = (0..5_000).map(|i| format!("<b>栏目{i}</b>")).collect();
        assert_eq!(words(&html).len(), MOST);
    }
}
