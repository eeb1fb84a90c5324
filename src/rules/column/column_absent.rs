//! 应设栏目未开设: a kind of column the tables ask for, of which the site has none and names none.

use crate::facts::{Fact, Led, Naming, Why};
use crate::finding::{Finding, Grade, Key, Shape, Subject, Verdict};
use crate::rules::keys::KIND;
use crate::rules::{Check, Context, Fold, KindCase, Rule, finding};
use crate::standard::{Clause, ColumnKind};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "column-absent",
    title: "应设栏目未开设",
    grade: Grade::Minor,
    basis: &[
        Clause::C15_I1,
        Clause::C15_I2,
        Clause::P19_V5,
        Clause::P19_V6,
        Clause::P19_D1,
        Clause::P19_D2,
        Clause::P19_D3,
        Clause::P19_D4,
        Clause::P19_D5,
        Clause::P19_D6,
        Clause::P19_D12,
    ],
    explain: include_str!("../explain/column-absent.md"),
    check: Check::Kind(check),
    keys: &[&[NAMED_BY, KIND, CLAUSES, PORTAL_ONLY]],
    fold: Fold::Page,
};

/// Names on the site that come near.
const NAMED_BY: Key = Key::shown("named_by", Shape::List, "网站上的名称 ", "");
/// The clauses that ask for it, by id.
const CLAUSES: Key = Key::for_programs("clauses", Shape::List);
/// Whether only portals are asked for it.
const PORTAL_ONLY: Key = Key::for_programs("portal_only", Shape::Flag);

/// What the tables say of one kind of column.
struct Demand {
    clauses: &'static [Clause],
    /// How much it weighs that it is missing.
    grade: Grade,
    /// Whether only portals are asked for it.
    portals: bool,
}

/// What a site is asked for; nothing where the kind is none of the tables', or plainly not for this site.
fn demand(case: &KindCase<'_>, cx: &Context<'_>) -> Option<Demand> {
    let guides = || case.site.columns.iter().any(|c| c.kind == ColumnKind::Guide) || has_page(case.site.named.get(&ColumnKind::Guide));
    let (clauses, grade, portals): (&[Clause], Grade, bool) = match case.kind {
        ColumnKind::Organisation => (&[Clause::P19_D2], Grade::Minor, true),
        ColumnKind::Leaders => (&[Clause::P19_D3], Grade::Minor, true),
        ColumnKind::News => (&[Clause::P19_D4], Grade::Minor, true),
        ColumnKind::Policy => (&[Clause::P19_D5], Grade::Minor, true),
        ColumnKind::Interpretation => (&[Clause::P19_D6], Grade::Minor, true),
        // Only governments have a place to tell of, and only those who serve have services to count.
        ColumnKind::Overview if cx.site.portal => (&[Clause::P19_D1], Grade::Minor, true),
        ColumnKind::ServiceStatistics if cx.site.portal && cx.site.services && guides() => (&[Clause::P19_D12], Grade::Minor, true),
        ColumnKind::Survey => (&[Clause::C15_I2], Grade::Minor, false),
        // "未提供网上有效咨询建言渠道" and "未提供办事服务" are vetoes of every site.
        ColumnKind::Consultation => (&[Clause::C15_I1, Clause::P19_V5], Grade::Serious, false),
        ColumnKind::Guide if cx.site.services => (&[Clause::P19_V6], Grade::Serious, false),
        _ => return None,
    };
    Some(Demand { clauses, grade, portals })
}

fn has_page(named: Option<&Vec<Naming>>) -> bool {
    named.is_some_and(|places| places.iter().any(|n| n.plain && n.led == Led::Read))
}

fn check(case: &KindCase<'_>, cx: &Context<'_>) -> Verdict {
    let Some(demand) = demand(case, cx) else {
        return Verdict::NotApplicable;
    };
    // A column that is listed and could not be opened is neither there nor missing.
    let shut = |why: &Why| matches!(why, Why::FetchFailed | Why::NotFetched | Why::Forwards | Why::Robots);
    let unread = case.columns.iter().map(|c| c.items.unknown().filter(shut));
    if let Some(why) = unread.clone().flatten().next().filter(|_| unread.clone().all(|u| u.is_some())) {
        return Verdict::NotJudged(why);
    }
    let named = case.site.named.get(&case.kind);
    // A box for messages is a channel, whatever it is called.
    let messages = &case.site.inquiries;
    let box_seen = case.kind == ColumnKind::Consultation && (messages.seen > 0 || !messages.lists.is_empty());
    if !case.columns.is_empty() || has_page(named) || box_seen {
        return Verdict::Pass;
    }
    if let Fact::Unknown(why) = case.site.whole {
        return Verdict::NotJudged(why);
    }
    let named = named.map(Vec::as_slice).unwrap_or_default();
    let unread = named.iter().filter(|n| n.plain).find_map(|n| match n.led {
        Led::Unread(why) => Some(why),
        _ => None,
    });
    if let Some(why) = unread {
        return Verdict::NotJudged(why);
    }
    let found = absent(case, cx, &demand, named);
    if !named.is_empty() {
        return Verdict::NeedsReview(vec![found]);
    }
    Verdict::Fail(vec![found])
}

fn absent(case: &KindCase<'_>, cx: &Context<'_>, demand: &Demand, named: &[Naming]) -> Finding {
    let kind = case.kind.chinese();
    let words: Vec<&str> = named.iter().map(|n| n.text.as_str()).collect();
    let outside = named.iter().find(|n| n.plain && n.led == Led::Outside);
    let message = match (outside, named.first()) {
        (Some(link), _) => format!("本站没有见到{kind}类栏目，“{}”的链接指向其他网站，请核对是否算作已开设", link.text),
        // A menu whose entries a script opens: nobody knows where they lead, and the name is plain.
        (None, Some(place)) if place.plain && place.led == Led::Nowhere => {
            format!(
                "网站上有“{}”，没有读到它的页面（没有链接，或链接由脚本打开），请打开核对是否已开设{kind}类栏目",
                place.text
            )
        }
        (None, Some(place)) => format!("没有认出{kind}类栏目，网站上有“{}”，请核对是不是这一类", place.text),
        (None, None) => format!("全站没有{kind}类栏目，也没有名称相近的链接或页面"),
    };
    // What only portals are asked for is good advice to any other site.
    let grade = if demand.portals && !cx.site.portal {
        Grade::Notice
    } else {
        demand.grade
    };
    let clauses: Vec<&str> = demand.clauses.iter().map(|c| c.id).collect();
    finding(&RULE, cx, Subject::thing(case.kind.id()))
        .at(case.site, "全站栏目")
        .says(message)
        .because(KIND, case.kind.id())
        .because(CLAUSES, clauses)
        .because(PORTAL_ONLY, demand.portals)
        .because_known(NAMED_BY, (!words.is_empty()).then_some(words))
        .advice("请开设该栏目；已经开设而没有认出来的，请把它的网址告诉维护检查配置的人（登记在 sites.yaml 的 columns 中）")
        .grade(grade)
        .basis(demand.clauses)
        .done()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{ColumnFacts, HomeFacts, SiteFacts};
    use crate::rules::testing;
    use crate::site::Site;

    fn place(text: &str, plain: bool, led: Led) -> Naming {
        Naming {
            text: text.into(),
            url: None,
            plain,
            led,
        }
    }

    fn on(site: &Site, kind: ColumnKind, edit: impl FnOnce(&mut SiteFacts)) -> Verdict {
        let mut facts = SiteFacts {
            whole: Fact::Known(()),
            ..SiteFacts::of_home(HomeFacts::unknown("http://a.gov.cn/", Why::NotShown))
        };
        edit(&mut facts);
        let case = KindCase {
            kind,
            columns: facts.columns.iter().filter(|c| c.kind == kind).collect(),
            site: &facts,
        };
        check(&case, &testing::context(site))
    }

    fn named(places: Vec<Naming>) -> impl FnOnce(&mut SiteFacts) {
        |facts| _ = facts.named.insert(ColumnKind::Survey, places)
    }

    fn portal() -> Site {
        Site {
            portal: true,
            name: "鹭岛市人民政府".into(),
            ..testing::site()
        }
    }

    #[test]
    fn what_is_nowhere_named_is_missing() {
        let site = testing::site();
        let found = on(&site, ColumnKind::Survey, |_| {});
        assert!(
            matches!(found, Verdict::Fail(f) if f[0].evidence["kind"] == "survey" && f[0].grade == Grade::Minor && !f[0].evidence.contains_key("named_by"))
        );
        // Only portals must have these.
        assert!(matches!(on(&site, ColumnKind::Leaders, |_| {}), Verdict::Fail(f) if f[0].grade == Grade::Notice));
        let main = portal();
        assert!(matches!(on(&main, ColumnKind::Leaders, |_| {}), Verdict::Fail(f) if f[0].grade == Grade::Minor));
        assert!(matches!(on(&site, ColumnKind::Guide, |_| {}), Verdict::Fail(f) if f[0].grade == Grade::Serious));
        assert_eq!(on(&main, ColumnKind::Personnel, |_| {}), Verdict::NotApplicable);
    }

    #[test]
    fn a_column_or_a_page_of_that_name_is_enough() {
        let site = testing::site();
        let column = |facts: &mut SiteFacts| {
            facts
                .columns
                .push(ColumnFacts::blank("民意征集", "http://a.gov.cn/x/", ColumnKind::Survey));
        };
        assert_eq!(on(&site, ColumnKind::Survey, column), Verdict::Pass);
        let read = named(vec![place("民意征集", true, Led::Read)]);
        assert_eq!(on(&site, ColumnKind::Survey, read), Verdict::Pass);
    }

    #[test]
    fn what_is_named_and_leads_elsewhere_is_for_a_person() {
        let site = testing::site();
        let says = |places: Vec<Naming>| match on(&site, ColumnKind::Survey, named(places)) {
            Verdict::NeedsReview(found) => found[0].message.to_string(),
            other => panic!("{other:?}"),
        };
        assert!(says(vec![place("网上调查", true, Led::Outside)]).contains("指向其他网站"));
        assert!(says(vec![place("网上调查", true, Led::Nowhere)]).contains("“网上调查”，没有读到它的页面（没有链接，或链接由脚本打开）"));
        assert!(says(vec![place("民意", false, Led::Read)]).contains("请核对是不是这一类"));
        let unread = named(vec![place("网上调查", true, Led::Unread(Why::FetchFailed))]);
        assert_eq!(on(&site, ColumnKind::Survey, unread), Verdict::NotJudged(Why::FetchFailed));
    }

    #[test]
    fn what_was_not_read_is_not_missing() {
        let site = testing::site();
        for why in [Why::NotWhole, Why::ByScript] {
            let verdict = on(&site, ColumnKind::Survey, |facts| facts.whole = Fact::Unknown(why));
            assert_eq!(verdict, Verdict::NotJudged(why));
        }
        let shut = |facts: &mut SiteFacts| {
            facts.columns.push(ColumnFacts {
                listed: true,
                items: Fact::Unknown(Why::FetchFailed),
                ..ColumnFacts::blank("民意征集", "http://a.gov.cn/x/", ColumnKind::Survey)
            });
        };
        assert_eq!(on(&site, ColumnKind::Survey, shut), Verdict::NotJudged(Why::FetchFailed));
        let by_script = |facts: &mut SiteFacts| {
            shut(facts);
            facts.columns[0].items = Fact::Unknown(Why::ByScript);
        };
        assert_eq!(on(&site, ColumnKind::Survey, by_script), Verdict::Pass);
    }

    #[test]
    fn overview_and_statistics_are_asked_of_portals_and_guides_of_those_who_serve() {
        let (site, mut portal) = (testing::site(), portal());
        let guides = |facts: &mut SiteFacts| {
            _ = facts.named.insert(ColumnKind::Guide, vec![place("办事指南", true, Led::Read)]);
        };
        for kind in [ColumnKind::Overview, ColumnKind::ServiceStatistics] {
            assert_eq!(on(&site, kind, guides), Verdict::NotApplicable);
            assert!(matches!(on(&portal, kind, guides), Verdict::Fail(_)));
        }
        assert_eq!(on(&portal, ColumnKind::ServiceStatistics, |_| {}), Verdict::NotApplicable);
        portal.services = false;
        assert_eq!(on(&portal, ColumnKind::Guide, |_| {}), Verdict::NotApplicable);
    }
}
