//! Text that stands in place of what a page of the demonstration would have: a footer without a number, a label of
//! another site.

use super::cms;
use super::model::{Item, Site};
use super::planted::{Row, Spot};

/// What is put in place of what, and on which page of a site.
#[derive(Debug, Clone)]
pub(super) struct Swap {
    /// The path of the page without the site's base; none for every page.
    path: Option<String>,
    from: String,
    to: String,
}

impl Swap {
    /// The swaps of a row, with the facts of its site filled in.
    pub(super) fn of(row: &Row, site: &Site) -> Vec<Swap> {
        let spot = Spot::of(row.swap_on.as_ref().unwrap_or(&row.page));
        let item = match spot {
            Spot::Item(dir, at) => site.column(dir).and_then(|c| c.items.get(at)),
            _ => None,
        };
        row.swap
            .iter()
            .map(|[from, to]| Swap {
                path: spot.path(site),
                from: filled(from, site, item),
                to: filled(to, site, item),
            })
            .collect()
    }
}

fn filled(text: &str, site: &Site, item: Option<&Item>) -> String {
    let last = i32::from(site.today.year()) - 1;
    let mut text = text
        .replace("{identity}", &cms::identity(site))
        .replace("{outside}", &site.outside)
        .replace("{name}", &site.name)
        .replace("{domain}", &format!("{}{}", site.host, site.base))
        .replace("{base}", site.base)
        .replace("{code}", &site.site_code())
        .replace("{icp}", &site.icp())
        .replace("{police}", &site.police())
        .replace("{last_year}", &last.to_string())
        .replace("{year_before}", &(last - 1).to_string());
    if let Some(item) = item {
        text = text
            .replace("{stamp}", &cms::stamp(item))
            .replace("{chinese_date}", &item.date.strftime("%Y年%-m月%-d日").to_string());
    }
    text
}

impl Site {
    /// A page with what is planted in place of its own text.
    pub(super) fn swapped(&self, path: &str, html: String) -> String {
        let mine = self.swaps.iter().filter(|s| s.path.as_deref().is_none_or(|p| p == path));
        mine.fold(html, |html, swap| html.replace(&swap.from, &swap.to))
    }

    /// The swaps whose page has not what was to be put there, or still has what was to go; for the test that there are none.
    #[cfg(test)]
    pub(super) fn idle_swaps(&self, text_of: impl Fn(&str) -> String) -> Vec<String> {
        let idle = |s: &&Swap| {
            let Some(path) = &s.path else { return false };
            let page = text_of(path);
            !page.contains(&s.to) || (page.contains(&s.from) && !s.to.contains(&s.from))
        };
        self.swaps.iter().filter(idle).map(|s| format!("{:?} {}", s.path, s.from)).collect()
    }
}
