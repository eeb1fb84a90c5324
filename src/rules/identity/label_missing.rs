//! 网页标签缺失: the meta labels of the guideline of 2017 are missing or empty.

use crate::facts::{PageFacts, PageKind, Why};
use crate::finding::{Grade, Ids, Key, Shape, Subject, Verdict};
use crate::rules::page_class::{PageClass, class_of, is_foreign, label};
use crate::rules::{Check, Context, Fold, Rule, finding};
use crate::standard::Clause;
use crate::text::comparable;

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "label-missing",
    title: "网页标签缺失",
    grade: Grade::Minor,
    basis: &[Clause::P19_D26, Clause::G17_TAG_S, Clause::G17_TAG_C, Clause::G17_TAG_A],
    explain: include_str!("../explain/label-missing.md"),
    check: Check::Page(check),
    keys: &[&[MISSING, PAGE_KIND, ABSENT_GROUPS]],
    fold: Fold::Site("缺少同样的标签"),
};

/// Labels that are missing.
const MISSING: Key = Key::shown("missing", Shape::List, "缺少 ", "");
/// What the page is.
const PAGE_KIND: Key = Key::for_programs(
    "page_kind",
    Shape::Id(Ids::Of {
        all: || PageClass::ALL.iter().map(|class| class.id().to_owned()).collect(),
        chinese: |id| Some(PageClass::ALL.iter().find(|class| class.id() == id)?.chinese().to_owned()),
    }),
);
/// Which sets of labels are wholly absent: site labels, and those of the page's own class.
const ABSENT_GROUPS: Key = Key::for_programs(
    "absent_groups",
    Shape::Ids(Ids::These(&[("site", "站点标签"), ("column", "栏目标签"), ("content", "内容标签")])),
);

const SITE: &[&str] = &["SiteName", "SiteDomain", "SiteIDCode"];
const COLUMN: &[&str] = &["ColumnName", "ColumnType", "ColumnKeywords", "ColumnDescription"];
const CONTENT: &[&str] = &["ArticleTitle", "PubDate", "ContentSource"];

/// Labels that only describe: a page without them is told, and loses no points by itself.
const DESCRIPTIVE: &[&str] = &["ColumnKeywords", "ColumnDescription"];

fn check(facts: &PageFacts, cx: &Context<'_>) -> Verdict {
    let Some(class) = class_of(facts, cx).filter(|_| !is_foreign(facts)) else {
        return Verdict::NotApplicable;
    };
    // A list inside an article does not make it a column, nor a missing date anything else: what a page calls itself
    // goes first.
    let class = match facts.kind {
        PageKind::List | PageKind::Other if label(facts, "ArticleTitle").is_some() => PageClass::Content,
        _ if class == PageClass::Content && is_labelled_column(facts) => PageClass::Column,
        _ => class,
    };
    let own: &[&str] = match class {
        PageClass::Column => COLUMN,
        PageClass::Content => CONTENT,
        PageClass::Home | PageClass::Other => &[],
    };
    let missing: Vec<&str> = SITE
        .iter()
        .chain(own)
        .copied()
        .filter(|name| label(facts, name).is_none())
        .collect();
    if missing.is_empty() {
        return Verdict::Pass;
    }
    if facts.cut_off {
        return Verdict::NotJudged(Why::CutOff);
    }
    let group = |name: &str, labels: &[&str]| labels.iter().all(|l| missing.contains(l)).then(|| name.to_owned());
    let groups: Vec<String> = [group("site", SITE), group(class.id(), own).filter(|_| !own.is_empty())]
        .into_iter()
        .flatten()
        .collect();
    let list = missing.join("、");
    let only_described = missing.iter().all(|m| DESCRIPTIVE.contains(m));
    let statement = finding(&RULE, cx, Subject::thing(format!("{}:{list}", class.id())))
        .at(facts, "页面 <head> 中的 meta 标签")
        .says(format!("{}没有填写网页标签 {list}", class.chinese()))
        .because(MISSING, missing)
        .because(PAGE_KIND, class.id())
        .because(ABSENT_GROUPS, groups)
        .advice("请在页面模板的 <head> 中补上所缺的 meta 标签并填写内容")
        .grade(if only_described { Grade::Notice } else { RULE.grade });
    Verdict::Fail(vec![statement.done()])
}

/// Whether an undated page bears the labels of a column and its name: the front page of a column, or one whose text is all it
/// has. An article bears its column's labels under a headline of its own.
fn is_labelled_column(facts: &PageFacts) -> bool {
    let own = |name: &str| {
        facts
            .title
            .as_deref()
            .is_some_and(|title| comparable(title).ends_with(&comparable(name)))
    };
    facts.pub_date.known().is_none()
        && CONTENT.iter().all(|name| label(facts, name).is_none())
        && label(facts, "ColumnName").is_some_and(own)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing;

    fn missing(kind: PageKind, gone: &[&str]) -> Option<(Vec<String>, Grade, String)> {
        let site = testing::site();
        let mut page = testing::page(kind);
        page.labels.retain(|name, _| !gone.contains(&name.as_str()));
        match check(&page, &testing::context(&site)) {
            Verdict::Fail(found) => {
                let list = serde_json::from_value(found[0].evidence["missing"].clone()).unwrap();
                Some((list, found[0].grade, found[0].evidence["page_kind"].as_str().unwrap().to_owned()))
            }
            _ => None,
        }
    }

    #[test]
    fn each_class_of_pages_is_asked_for_its_own() {
        for kind in [PageKind::Home, PageKind::List, PageKind::Article, PageKind::Guide] {
            assert_eq!(missing(kind, &[]), None, "{kind:?}");
            assert_eq!(missing(kind, &["SiteIDCode"]).unwrap().0, ["SiteIDCode"]);
        }
        let (list, grade, kind) = missing(PageKind::Policy, &["PubDate", "ColumnName"]).unwrap();
        assert_eq!((list, grade, kind.as_str()), (vec!["PubDate".to_owned()], Grade::Minor, "content"));
        let (list, grade, kind) = missing(PageKind::List, &["ColumnKeywords", "ArticleTitle", "PubDate"]).unwrap();
        assert_eq!(
            (list, grade, kind.as_str()),
            (vec!["ColumnKeywords".to_owned()], Grade::Notice, "column")
        );
        assert_eq!(missing(PageKind::Home, &["ColumnName", "PubDate"]), None);
        assert_eq!(missing(PageKind::Guide, &["PubDate"]), None);
        // An article with a list in it stays an article.
        assert_eq!(missing(PageKind::List, &["ColumnName"]), None);
        assert_eq!(missing(PageKind::Other, &["PubDate"]).unwrap().0, ["PubDate"]);
        assert_eq!(missing(PageKind::Other, &["ArticleTitle", "PubDate"]), None);
    }

    #[test]
    fn an_undated_page_with_the_labels_of_a_column_and_its_name_is_one() {
        let site = testing::site();
        let cx = testing::context(&site);
        let mut page = testing::page(PageKind::Article);
        page.pub_date = crate::facts::Fact::Unknown(Why::NotShown);
        page.labels.retain(|name, _| !CONTENT.contains(&name.as_str()));
        page.labels.extend(COLUMN.iter().map(|name| ((*name).into(), "公开指南".into())));
        page.title = Some("鹭岛市公安局 公开指南".into());
        assert_eq!(check(&page, &cx), Verdict::Pass);
        // A headline of its own makes it an article of that column, and so does a date.
        page.title = Some("公开指南修订说明".into());
        assert!(matches!(check(&page, &cx), Verdict::Fail(_)));
        page.title = Some("公开指南".into());
        page.pub_date = crate::facts::Fact::Known(jiff::civil::date(2026, 11, 20).into());
        assert!(matches!(check(&page, &cx), Verdict::Fail(_)));
    }

    #[test]
    fn names_know_no_case_and_an_empty_value_is_missing() {
        let site = testing::site();
        let mut page = testing::page(PageKind::Home);
        let value = page.labels.remove("SiteName").unwrap();
        page.labels.insert("sitename".into(), value);
        assert_eq!(check(&page, &testing::context(&site)), Verdict::Pass);
        page.labels.insert("SiteDomain".into(), "  ".into());
        assert!(matches!(check(&page, &testing::context(&site)), Verdict::Fail(_)));
        page.links.clear();
        page.kind = PageKind::Article;
        assert_eq!(check(&page, &testing::context(&site)), Verdict::NotApplicable);
    }
}
