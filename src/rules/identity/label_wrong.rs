//! 标签内容与本网站不符: labels copied from another site, left as the template had them, or of another page.

use std::collections::HashSet;

use url::Url;

use super::site_name::{alike, is_name, place, stands_in};
use crate::facts::PageFacts;
use crate::finding::{Finding, Grade, Ids, Key, Shape, Subject, Verdict};
use crate::lexicon::{LABEL_PLACEHOLDERS, Words};
use crate::rules::keys::EXPECTED;
use crate::rules::page_class::{PageClass, class_of, in_a_folder, is_unreal, label};
use crate::rules::{Check, Context, Fold, Rule, finding};
use crate::standard::{Clause, is_site_code};
use crate::text::first;

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "label-wrong",
    title: "标签内容与本网站不符",
    grade: Grade::Minor,
    basis: &[Clause::P19_D26, Clause::G17_TAG_S, Clause::G17_TAG_A],
    explain: include_str!("../explain/label-wrong.md"),
    check: Check::Page(check),
    keys: &[&[LABEL, VALUE, EXPECTED, PROBLEM]],
    fold: Fold::Site("有此问题"),
};

const LABEL: Key = Key::shown("label", Shape::Text, "标签 ", "");
/// What it holds.
const VALUE: Key = Key::shown("found", Shape::Text, "写的是 ", "");
/// What is wrong with it.
const PROBLEM: Key = Key::for_programs(
    "problem",
    Shape::Id(Ids::These(&[
        ("placeholder", "模板文字没有替换"),
        ("form", "格式不对"),
        ("other_site", "是其他网站的"),
        ("other_page", "是其他页面的"),
    ])),
);

/// The labels whose values are looked at for what a template left.
const LABELS: &[&str] = &[
    "SiteName",
    "SiteDomain",
    "SiteIDCode",
    "ColumnName",
    "ColumnType",
    "ColumnKeywords",
    "ColumnDescription",
    "ArticleTitle",
    "PubDate",
    "ContentSource",
];

/// Values that only say what is to be filled in.
static PLACEHOLDERS: Words = Words::of(LABEL_PLACEHOLDERS);

/// Marks of template languages.
const TEMPLATES: &[&str] = &["{", "}", "<%", "%>", "[!--", "<!--", "$CMS", "#if", "[field:"];

fn check(facts: &PageFacts, cx: &Context<'_>) -> Verdict {
    let Some(class) = class_of(facts, cx) else {
        return Verdict::NotApplicable;
    };
    let case = Case { facts, cx };
    let mut faults = Faults::default();
    for name in LABELS {
        if let Some(value) = label(facts, name)
            && is_unfilled(value)
        {
            faults.wrong.push(case.fault(
                name,
                value,
                "实际内容",
                "placeholder",
                format!("标签 {name} 的内容“{value}”是模板文字，没有替换"),
            ));
        }
    }
    case.domain(&mut faults);
    case.code(&mut faults);
    case.name(&mut faults);
    if class == PageClass::Content {
        faults.wrong.extend(case.date());
        faults.wrong.extend(case.title());
    }
    match (faults.wrong.is_empty(), faults.unsure.is_empty()) {
        (false, _) => Verdict::Fail(faults.wrong),
        (true, false) => Verdict::NeedsReview(faults.unsure),
        (true, true) => Verdict::Pass,
    }
}

#[derive(Default)]
struct Faults {
    wrong: Vec<Finding>,
    unsure: Vec<Finding>,
    /// Whether the domain or the code is of another site.
    copied: bool,
}

/// Whether a label holds what a template left there.
pub(super) fn is_unfilled(value: &str) -> bool {
    let same_x = value.chars().count() >= 3 && value.chars().all(|c| matches!(c, 'x' | 'X' | '×' | 'Ｘ'));
    same_x || PLACEHOLDERS.iter().any(|e| value.eq_ignore_ascii_case(e)) || TEMPLATES.iter().any(|t| value.contains(t))
}

struct Case<'a> {
    facts: &'a PageFacts,
    cx: &'a Context<'a>,
}

impl Case<'_> {
    fn fault(&self, name: &str, found: &str, expected: &str, problem: &str, message: String) -> Finding {
        finding(&RULE, self.cx, Subject::thing(format!("{name}:{problem}")))
            .at(self.facts, "页面 <head> 中的 meta 标签")
            .says(message)
            .because(LABEL, name)
            .because(VALUE, found)
            .because(EXPECTED, expected)
            .because(PROBLEM, problem)
            .advice(format!("请在页面模板中把标签 {name} 改为本网站、本页面的内容"))
            .done()
    }

    /// A value that was filled in.
    fn value(&self, name: &str) -> Option<&str> {
        label(self.facts, name).filter(|v| !is_unfilled(v))
    }

    fn domain(&self, faults: &mut Faults) {
        let Some(value) = self.value("SiteDomain") else { return };
        let Some(page) = self.facts.url.parse::<Url>().ok().and_then(|u| u.host_str().map(str::to_owned)) else {
            return;
        };
        if is_unreal(&page) {
            return;
        }
        let said = host_of(value);
        if !said.contains('.') && said != "localhost" {
            let message = format!("标签 SiteDomain 的内容“{value}”不是域名");
            faults.wrong.push(self.fault("SiteDomain", value, &page, "form", message));
            return;
        }
        let hosts = [Some(page.as_str()), self.cx.site.url.host_str()];
        let mut own = hosts.into_iter().flatten().map(|h| h.trim_start_matches("www."));
        if own.clone().any(|h| h == said) {
            return;
        }
        let message = format!("标签 SiteDomain 的内容“{value}”不是本网站的域名 {page}");
        // The portal above, or a name below: perhaps another name of this site.
        // A Chinese domain is written otherwise on the wire.
        let related = !said.is_ascii() || own.any(|h| is_below(h, &said) || is_below(&said, h));
        let finding = self.fault("SiteDomain", value, &page, "other_site", message);
        if related {
            faults.unsure.push(finding);
        } else {
            faults.copied = true;
            faults.wrong.push(finding);
        }
    }

    fn code(&self, faults: &mut Faults) {
        let Some(value) = self.value("SiteIDCode") else { return };
        if !is_site_code(value) {
            let message = format!("标签 SiteIDCode 的内容“{value}”不是网站标识码");
            faults
                .wrong
                .push(self.fault("SiteIDCode", value, "10位网站标识码", "form", message));
            return;
        }
        let same = |code: &str| code.eq_ignore_ascii_case(value);
        let printed = &self.facts.footer.site_codes;
        let (expected, whose) = match (self.cx.site.site_code.as_deref(), printed.first()) {
            (Some(own), _) if !same(own) => (own, "sites.yaml 中的网站标识码"),
            (None, Some(first)) if !printed.iter().any(|c| same(c)) => (first.as_str(), "页脚的网站标识码"),
            _ => return,
        };
        let message = format!("标签 SiteIDCode 的内容“{value}”与{whose}{expected}不一致");
        let finding = self.fault("SiteIDCode", value, expected, "other_site", message);
        // A subsite in a folder of the main site may carry the main site's identity.
        if in_a_folder(self.cx) {
            faults.unsure.push(finding);
        } else {
            faults.copied = true;
            faults.wrong.push(finding);
        }
    }

    /// The name counts as another's where it is of another place, or where the domain or the code is another's too.
    fn name(&self, faults: &mut Faults) {
        let Some(value) = self.value("SiteName") else { return };
        let facts = self.facts;
        let own = Some(self.cx.site.name.as_str()).filter(|n| is_name(n));
        let mut shown = facts.html_title.iter().chain([&facts.header.text]).chain(&facts.header.pictures);
        let known = own.is_some_and(|n| alike(n, value))
            || shown.any(|text| stands_in(value, text))
            || facts.footer.sponsor.as_deref().is_some_and(|s| alike(s, value));
        if known || !is_name(value) {
            return;
        }
        let elsewhere = own.is_some_and(|own| match (place(own), place(value)) {
            (Some(a), Some(b)) => a != b && !own.contains(&b) && !value.contains(&a),
            _ => false,
        });
        let expected = own.unwrap_or("页面上显示的网站名称");
        let message = format!("标签 SiteName 的内容“{value}”与网站名称“{expected}”不符，页面标题和头部也没有这个名称");
        let finding = self.fault("SiteName", value, expected, "other_site", message);
        if elsewhere || faults.copied {
            faults.wrong.push(finding);
        } else {
            faults.unsure.push(finding);
        }
    }

    /// A publication date without a year is none.
    fn date(&self) -> Option<Finding> {
        let value = self.value("PubDate")?;
        let digits: Vec<char> = value.chars().collect();
        let dated = digits
            .windows(4)
            .any(|w| matches!(w, ['1', '9', c, d] | ['2', '0', c, d] if c.is_ascii_digit() && d.is_ascii_digit()));
        (!dated).then(|| {
            let message = format!("标签 PubDate 的内容“{value}”不是日期");
            self.fault("PubDate", value, "YYYY-MM-DD HH:MM", "form", message)
        })
    }

    /// An article's title that has next to nothing in common with what the page shows.
    fn title(&self) -> Option<Finding> {
        let value = self.value("ArticleTitle")?;
        let facts = self.facts;
        let shown = [facts.title.as_deref(), facts.html_title.as_deref(), Some(first(&facts.text, 2_000))];
        let own: HashSet<char> = value.chars().filter(|c| c.is_alphanumeric()).collect();
        let common = own.iter().filter(|c| shown.iter().flatten().any(|text| text.contains(**c))).count();
        // Two unrelated titles of news share a fifth of their characters or so with a page's beginning.
        if own.len() < 4 || common * 10 >= own.len() * 3 {
            return None;
        }
        let title = facts.title.as_deref().or(facts.html_title.as_deref())?;
        let message = format!("标签 ArticleTitle 的内容“{value}”与页面标题“{title}”完全不同");
        let mut finding = self.fault("ArticleTitle", value, title, "other_page", message);
        finding.grade = Grade::Notice;
        Some(finding)
    }
}

/// The host of a domain as labels write it: with or without scheme, `www.`, port and path.
fn host_of(value: &str) -> String {
    let lower = value.trim().to_lowercase();
    let bare = lower.split_once("//").map_or(lower.as_str(), |(_, rest)| rest);
    let host = bare.split(['/', '?', '#', ':', ' ', ',', ';']).next().unwrap_or_default();
    host.trim_start_matches("www.").trim_end_matches('.').to_owned()
}

fn is_below(name: &str, above: &str) -> bool {
    name.strip_suffix(above).is_some_and(|rest| rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::PageKind;
    use crate::rules::testing;

    /// Labels and problems that are wrong, and whether a person is asked, for a page with some labels set.
    fn told(labels: &[(&str, &str)], edit: impl FnOnce(&mut PageFacts, &mut crate::site::Site)) -> (Vec<String>, bool) {
        let mut site = testing::site();
        let mut page = testing::page(PageKind::Article);
        for (name, value) in labels {
            page.labels.insert((*name).into(), (*value).into());
        }
        edit(&mut page, &mut site);
        match check(&page, &testing::context(&site)) {
            Verdict::Fail(found) => (found.iter().map(|f| f.subject.name().to_owned()).collect(), false),
            Verdict::NeedsReview(_) => (vec![], true),
            _ => (vec![], false),
        }
    }

    fn wrong(labels: &[(&str, &str)]) -> Vec<String> {
        let (wrong, asked) = told(labels, |_, _| {});
        assert!(!asked, "{labels:?}");
        wrong
    }

    #[test]
    fn right_labels_are_right_however_they_are_written() {
        assert_eq!(wrong(&[]), [""; 0]);
        for domain in ["http://a.gov.cn", "https://www.a.gov.cn/", "A.GOV.CN", "www.a.gov.cn:80/index.html"] {
            assert_eq!(wrong(&[("SiteDomain", domain)]), [""; 0], "{domain}");
        }
        for name in ["鹭岛市公安局门户网站", "鹭岛公安局"] {
            assert_eq!(wrong(&[("SiteName", name)]), [""; 0], "{name}");
        }
        for date in ["2023-08-16 10:33:59", "2023年8月16日", "Wed Aug 16 10:33:59 CST 2023"] {
            assert_eq!(wrong(&[("PubDate", date)]), [""; 0], "{date}");
        }
    }

    #[test]
    fn labels_of_another_site_are_told() {
        let copied = [
            ("SiteName", "云海市公安局"),
            ("SiteDomain", "gaj.yunhai.gov.cn"),
            ("SiteIDCode", "4400000089"),
        ];
        assert_eq!(
            wrong(&copied),
            ["SiteDomain:other_site", "SiteIDCode:other_site", "SiteName:other_site"]
        );
        assert_eq!(wrong(&copied[..1]), ["SiteName:other_site"]);
        let configured = told(&[], |_, site| site.site_code = Some("3502000020".into()));
        assert_eq!(configured.0, ["SiteIDCode:other_site"]);
    }

    #[test]
    fn what_may_be_another_name_of_the_site_is_for_a_person() {
        for labels in [
            [("SiteName", "平安之窗")],
            [("SiteDomain", "gov.cn")],
            [("SiteDomain", "鹭岛公安.政务")],
        ] {
            assert!(told(&labels, |_, _| {}).1, "{labels:?}");
        }
        let folder = told(&[("SiteIDCode", "4400000089")], |_, site| {
            site.url = "http://a.gov.cn/gc/".parse().unwrap();
        });
        assert!(folder.1);
        // Without an address of its own a page is held against nothing.
        let file = told(&[("SiteDomain", "www.b.gov.cn")], |page, site| {
            page.url = "http://page.invalid/".into();
            *site = crate::site::Site::plain("page", "page.invalid", page.url.parse().unwrap());
        });
        assert_eq!(file, (vec![], false));
    }

    #[test]
    fn template_text_is_not_filled_in() {
        for (name, value) in [
            ("SiteName", "{SiteName}"),
            ("SiteIDCode", "政府网站标识码"),
            ("ColumnName", "[!--class.name--]"),
            ("SiteDomain", "xxx"),
            ("ColumnKeywords", "$CMS.keywords"),
        ] {
            assert_eq!(wrong(&[(name, value)]), [format!("{name}:placeholder")], "{value}");
        }
    }

    #[test]
    fn dates_and_titles_are_those_of_the_page() {
        assert_eq!(wrong(&[("PubDate", "1692153239000")]), ["PubDate:form"]);
        assert_eq!(
            wrong(&[("ArticleTitle", "市民政部门召开养老服务现场会")]),
            ["ArticleTitle:other_page"]
        );
        assert_eq!(wrong(&[("ArticleTitle", "一则消息（图）")]), [""; 0]);
    }
}
