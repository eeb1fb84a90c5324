//! Which documents belong together: an interpretation and its policy, a repeal and what it repeals.

use std::collections::HashMap;

use super::links::name_key;
use super::names::{behind_place, same_number};
use super::{Interpretation, Policy, Repeal};
use crate::facts::{Fact, InterpretationPage, Interpreted, KnownBy, RepealedPage, Why};

/// Characters at the end of a name by which longer and shorter forms of it are found.
const TAIL: usize = 6;
/// Policies of one name that are looked at; a site that has more has only copies.
const NAMESAKES: usize = 50;

/// The policies of a site by their names.
pub(super) struct Index<'p> {
    names: HashMap<&'p str, Vec<usize>>,
    tails: HashMap<String, Vec<(&'p str, usize)>>,
    /// By the key of the page, and by the keys of the names.
    keys: HashMap<u64, Vec<usize>>,
}

impl<'p> Index<'p> {
    pub(super) fn of(policies: &'p [Policy]) -> Self {
        let mut index = Index {
            names: HashMap::new(),
            tails: HashMap::new(),
            keys: HashMap::new(),
        };
        for (at, policy) in policies.iter().enumerate() {
            push(index.keys.entry(policy.linked.own).or_default(), at);
            for name in &policy.names {
                push(index.keys.entry(name_key(name)).or_default(), at);
                push(index.names.entry(name).or_default(), at);
                if let Some(tail) = tail(name) {
                    push(index.tails.entry(tail.to_owned()).or_default(), (name.as_str(), at));
                }
            }
        }
        index
    }

    /// The policies that go by one of these names.
    fn exactly(&self, names: &[String]) -> Vec<usize> {
        let mut found: Vec<usize> = names.iter().filter_map(|n| self.names.get(n.as_str())).flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The policies that a page links to, by address or by name.
    fn linked_from(&self, interpretation: &Interpretation) -> Vec<usize> {
        let keys = interpretation.linked.pages().iter().chain(interpretation.linked.names());
        let mut found: Vec<usize> = keys.filter_map(|key| self.keys.get(key)).flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The policies that go by one of these names, else those whose name differs by the place or office in front only.
    fn find(&self, names: &[String]) -> Vec<usize> {
        let exact = self.exactly(names);
        if !exact.is_empty() {
            return exact;
        }
        let mut found = Vec::new();
        for name in names {
            let near = tail(name).and_then(|t| self.tails.get(t)).into_iter().flatten();
            found.extend(near.filter(|(other, _)| differ_in_front(name, other)).map(|(_, at)| *at));
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

fn push<T>(list: &mut Vec<T>, item: T) {
    if list.len() < NAMESAKES {
        list.push(item);
    }
}

fn tail(name: &str) -> Option<&str> {
    name.char_indices().rev().nth(TAIL - 1).map(|(at, _)| &name[at..])
}

fn differ_in_front(a: &str, b: &str) -> bool {
    let (long, short) = if a.len() > b.len() { (a, b) } else { (b, a) };
    behind_place(long).any(|bare| bare == short)
}

/// What each interpretation interprets, and which policies are interpreted.
pub(super) fn interpretations(
    interpretations: &[Interpretation],
    policies: &[Policy],
    index: &Index<'_>,
) -> (Vec<InterpretationPage>, Vec<bool>) {
    let mut interpreted: Vec<bool> = policies.iter().map(|p| p.linked.names_interpretation).collect();
    let pages = interpretations
        .iter()
        .map(|interpretation| {
            let (interprets, meant) = interpreted_by(interpretation, policies, index);
            for at in meant {
                interpreted[at] = true;
            }
            InterpretationPage {
                paper: interpretation.paper.clone(),
                interprets,
            }
        })
        .collect();
    (pages, interpreted)
}

fn interpreted_by(interpretation: &Interpretation, policies: &[Policy], index: &Index<'_>) -> (Interpreted, Vec<usize>) {
    let named: Vec<Vec<usize>> = interpretation
        .about
        .iter()
        .map(|names| index.find(names))
        .filter(|f| !f.is_empty())
        .collect();
    if !named.is_empty() {
        // Of several policies in one title a link to any of them will do; told is the first.
        let linked = named.iter().find(|group| to_policy(interpretation, group, policies));
        let group = linked.unwrap_or(&named[0]);
        return (here(interpretation, group, policies, KnownBy::Title), named.concat());
    }
    let linked = index.linked_from(interpretation);
    let mentioned = index.exactly(&interpretation.mentions);
    if let Some(first) = interpretation.about.first() {
        let interprets = if !linked.is_empty()
            || interpretation.about.iter().any(|names| interpretation.linked.calls(names))
            || interpretation.linked.more
        {
            Interpreted::Elsewhere
        } else {
            Interpreted::Unfound(first.iter().max_by_key(|n| n.len()).cloned().unwrap_or_default())
        };
        return (interprets, linked);
    }
    let both: Vec<usize> = mentioned.iter().copied().filter(|at| linked.contains(at)).collect();
    match (&both[..], &mentioned[..]) {
        ([only], _) => (here(interpretation, &[*only], policies, KnownBy::Link), both),
        ([], [only]) if linked.is_empty() => (here(interpretation, &[*only], policies, KnownBy::Text), mentioned),
        _ if !linked.is_empty() => (Interpreted::Elsewhere, linked),
        _ => (Interpreted::Unnamed, Vec::new()),
    }
}

fn to_policy(interpretation: &Interpretation, group: &[usize], policies: &[Policy]) -> bool {
    group
        .iter()
        .any(|at| interpretation.linked.leads_to(&policies[*at].linked, &policies[*at].names))
}

fn here(interpretation: &Interpretation, group: &[usize], policies: &[Policy], known_by: KnownBy) -> Interpreted {
    let there = to_policy(interpretation, group, policies);
    let back = |at: &usize| policies[*at].linked.leads_to(&interpretation.linked, &interpretation.names);
    // Of several editions the one is meant that came last before the interpretation; one it links to goes before.
    let near = |at: &usize| {
        let (own, other) = (policies[*at].paper.date, interpretation.paper.date);
        let linked = to_policy(interpretation, &[*at], policies);
        (
            !linked,
            own.zip(other).map_or(i32::MAX, |(own, other)| (other - own).get_days().abs()),
        )
    };
    let first = group.iter().copied().min_by_key(|at| near(at)).unwrap_or_default();
    let fact = |known: bool, more: bool| {
        if known || !more {
            Fact::Known(known)
        } else {
            Fact::Unknown(Why::CutOff)
        }
    };
    Interpreted::Here {
        policy: policies[first].paper.clone(),
        known_by,
        to_policy: fact(there, interpretation.linked.more),
        to_interpretation: fact(group.iter().any(back), group.iter().any(|at| policies[*at].linked.more)),
    }
}

/// Policies that another page says no longer hold, while their own page does not.
pub(super) fn repealed(repeals: &[Repeal], policies: &[Policy], index: &Index<'_>) -> Vec<RepealedPage> {
    let mut found: Vec<RepealedPage> = Vec::new();
    let mut told: HashMap<usize, usize> = HashMap::new();
    for repeal in repeals {
        for gone in &repeal.gone {
            let namesakes = index.exactly(&gone.names);
            for at in namesakes.iter().copied().filter(|at| policies[*at].paper.url != repeal.paper.url) {
                let policy = &policies[at];
                let by_number = match (&gone.number, &policy.number) {
                    // Another number: another document of the same name, an older or a newer edition.
                    (Some(gone), Some(own)) if !same_number(gone, own) => continue,
                    (Some(_), Some(_)) => true,
                    _ => false,
                };
                // What came out after the repeal is a new edition, and without dates nobody can tell.
                let older = policy.paper.date.zip(repeal.paper.date).map(|(own, gone)| own <= gone);
                if policy.withdrawn || older == Some(false) || (older.is_none() && !by_number) {
                    continue;
                }
                let page = RepealedPage {
                    paper: policy.paper.clone(),
                    number: policy.number.clone(),
                    by: repeal.paper.clone(),
                    by_number,
                    namesakes: namesakes.len(),
                };
                match told.get(&at) {
                    Some(kept) if found[*kept].by_number || !by_number => {}
                    Some(kept) => found[*kept] = page,
                    None => {
                        told.insert(at, found.len());
                        found.push(page);
                    }
                }
            }
        }
    }
    found.sort_by(|a, b| a.paper.url.cmp(&b.paper.url));
    found
}
