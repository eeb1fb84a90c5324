//! How far below the home page a column stands, by 当前位置.

use url::Url;

use crate::facts::{Crumb, PageFacts};
use crate::site::Site;
use crate::site::same_page;

/// The level of the column a page shows: 1 where its step follows that of the home page. None where the steps do not
/// begin with the home page or do not name the column.
pub(super) fn level(site: &Site, facts: &PageFacts, names: &[&str]) -> Option<u8> {
    let steps = &facts.breadcrumb;
    let above = steps.iter().take_while(|step| is_home(site, step)).count();
    let below = steps.get(above..).filter(|_| above > 0)?;
    let place = below
        .iter()
        .position(|step| names.iter().any(|name| bare(name) == bare(&step.text)))?;
    u8::try_from(place + 1).ok()
}

fn is_home(site: &Site, step: &Crumb) -> bool {
    let named = ["首页", "主页"].iter().any(|word| bare(&step.text).ends_with(word)) || step.text.trim().eq_ignore_ascii_case("home");
    let leads = step.url.as_deref().and_then(|u| Url::parse(u).ok());
    named || leads.is_some_and(|url| same_page(&url, &site.url))
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::PageKind;

    fn level_of(steps: &[(&str, Option<&str>)], name: &str) -> Option<u8> {
        let site = Site::plain("a", "鹭岛市公安局", "http://a.gov.cn/".parse().unwrap());
        let breadcrumb = steps
            .iter()
            .map(|(text, url)| Crumb {
                text: (*text).into(),
                url: url.map(str::to_owned),
            })
            .collect();
        let facts = PageFacts {
            breadcrumb,
            ..PageFacts::blank("http://a.gov.cn/x/", PageKind::List)
        };
        level(&site, &facts, &[name])
    }

    #[test]
    fn steps_are_counted_from_the_home_page_to_the_column() {
        let home = ("首 页", Some("http://a.gov.cn/"));
        assert_eq!(level_of(&[home, ("通知公告", None)], "通知公告"), Some(1));
        assert_eq!(level_of(&[home, ("政务公开", None), ("政策 文件", None)], "政策文件"), Some(2));
        // The name of the site stands for its home page where it leads there.
        assert_eq!(
            level_of(
                &[("鹭岛市公安局", Some("http://a.gov.cn/index.html")), ("通知公告", None)],
                "通知公告"
            ),
            Some(1)
        );
        assert_eq!(
            level_of(&[home, ("公开", None), ("通知公告", None), ("列表", None)], "通知公告"),
            Some(2)
        );
    }

    #[test]
    fn what_the_steps_do_not_say_is_not_known() {
        assert_eq!(level_of(&[("通知公告", None)], "通知公告"), None);
        assert_eq!(level_of(&[("首页", None), ("政务公开", None)], "政策文件"), None);
        assert_eq!(level_of(&[], "政策文件"), None);
    }
}
