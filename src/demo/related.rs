//! Policies and their interpretations link to each other, but where the list of what is planted says otherwise.

use super::cms::item_path;
use super::model::{Site, escape};
use super::planted::{Row, Spot};

/// Puts 相关政策 under every interpretation and 相关解读 under its policy. A page for which a row speaks of this link has
/// what the row gives it.
pub(super) fn relate(site: &mut Site, rows: &[Row]) {
    let (policies, readings) = ("zcwj", "zcjd");
    let own: Vec<Spot<'_>> = rows
        .iter()
        .filter(|row| row.site == site.id && row.rule == "interpretation-unlinked" && row.own_links)
        .map(|row| Spot::of(&row.page))
        .collect();
    for (from, to, words) in [(readings, policies, "相关政策"), (policies, readings, "相关解读")] {
        let Some(others) = site.column(to) else { continue };
        // The interpretation of a policy has its number in the list.
        let links: Vec<(u32, String)> = others
            .items
            .iter()
            .map(|other| {
                let (path, title) = (item_path(site.cms, others, other), escape(&other.title));
                (
                    other.number % 100,
                    format!("<p>{words}：<a href=\"{}{path}\">{title}</a></p>", site.base),
                )
            })
            .collect();
        let Some(column) = site.columns.iter_mut().find(|c| c.dir == from) else {
            continue;
        };
        for (_, item) in column
            .items
            .iter_mut()
            .enumerate()
            .filter(|(at, _)| !own.contains(&Spot::Item(from, *at)))
        {
            if let Some((_, link)) = links.iter().find(|(number, _)| *number == item.number % 100) {
                item.body.push_str(link);
            }
        }
    }
}
