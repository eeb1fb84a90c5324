//! `tests/fixtures/rules/<id>/{fail,pass,review}-*.html`: every rule against pages as content systems write them, through the
//! readers and rules of the program. What a file says beside its pages is told in `tests/fixtures/README.md`.

mod answer;
mod format;
mod judging;
mod measured;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use url::Url;
use xuncha::testing::facts::PageRow;
use xuncha::testing::rules::RULES;

use self::format::Fixture;
use self::judging::{judge_fixture, read};

/// What no fixture can show, because the rule never says it. A fixture that shows it all the same is named by the test.
const NEVER: &[(&str, Expected, &str)] = &[
    (
        "link-suspect",
        Expected::Review,
        "it is itself the question to a person, told as a finding of the lowest grade",
    ),
    ("link-local", Expected::Review, "the address alone decides"),
    ("home-unreachable", Expected::Review, "the home page opened or it did not"),
    ("column-undated", Expected::Review, "an article that was not read is not counted"),
    ("columns-near-veto", Expected::Review, "it counts what two other rules said"),
    (
        "inquiry-undisclosed",
        Expected::Review,
        "an answer that cannot be read is left alone",
    ),
    ("typo-serious", Expected::Review, "a slip is told or it is not"),
    (
        "typo",
        Expected::Review,
        "a page full of doubts is told as a finding of the lowest grade",
    ),
    (
        "identity-differs",
        Expected::Fail,
        "which of two numbers is wrong only a person can say",
    ),
];

/// What the name of a file says of its rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Expected {
    /// It finds something.
    Fail,
    /// It looked, and found nothing.
    Pass,
    /// It hands something to a person, and finds nothing.
    Review,
    /// It looked, found it right, and tells so. Few rules do.
    Remark,
}

impl Expected {
    const ALL: [Expected; 4] = [Expected::Fail, Expected::Pass, Expected::Review, Expected::Remark];
    /// What every rule shows.
    const USUAL: [Expected; 3] = [Expected::Fail, Expected::Pass, Expected::Review];

    fn word(self) -> &'static str {
        match self {
            Expected::Fail => "fail",
            Expected::Pass => "pass",
            Expected::Review => "review",
            Expected::Remark => "remark",
        }
    }
}

/// One file.
struct Case {
    /// As the test names it: `page-slow/fail-five-pages.html`.
    name: String,
    rule: String,
    expected: Expected,
    /// Whether the program is known to be wrong here: the file says what is right and must not hold yet.
    pending: bool,
    text: String,
}

#[test]
fn every_rule_fails_passes_and_asks_as_its_fixtures_say() {
    let (cases, mut faults) = cases();
    faults.extend(missing(&cases));
    for case in &cases {
        match (held(case), case.pending) {
            (Ok(()), false) => {}
            (Ok(()), true) => faults.push(format!("{} is right now: take pending- out of its name", case.name)),
            (Err(Fault::Format(fault)), _) => faults.push(format!("{}: {fault}", case.name)),
            (Err(Fault::Verdict(_)), true) => {}
            (Err(Fault::Verdict(fault)), false) => faults.push(format!("{}: {fault}", case.name)),
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

/// The files below `rules/`, and what is wrong with the folders and names themselves.
fn cases() -> (Vec<Case>, Vec<String>) {
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/rules"));
    let (mut cases, mut faults) = (Vec::new(), Vec::new());
    for (rule, folder) in sorted(&root) {
        if !RULES.iter().any(|r| r.id == rule) {
            faults.push(format!("rules/{rule} is the folder of no rule"));
            continue;
        }
        for (file, path) in sorted(&folder) {
            let name = format!("{rule}/{file}");
            let pending = file.strip_prefix("pending-");
            let rest = pending.unwrap_or(&file).strip_suffix(".html").unwrap_or_default();
            let word = rest.split_once('-').map(|(word, _)| word);
            let expected = Expected::ALL.into_iter().find(|e| word == Some(e.word()));
            match expected {
                Some(expected) => cases.push(Case {
                    name,
                    rule: rule.clone(),
                    expected,
                    pending: pending.is_some(),
                    text: fs::read_to_string(path).unwrap(),
                }),
                None => faults.push(format!(
                    "{name}: a fixture is named [pending-]fail-….html, pass-….html, review-….html or remark-….html"
                )),
            }
        }
    }
    (cases, faults)
}

/// What is in a folder, by name.
fn sorted(folder: &PathBuf) -> BTreeMap<String, PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|e| e.unwrap());
    entries.map(|e| (e.file_name().into_string().unwrap(), e.path())).collect()
}

/// The fixtures that should be there and are not, and the exceptions that are none.
fn missing(cases: &[Case]) -> Vec<String> {
    let there: BTreeSet<(&str, Expected)> = cases.iter().filter(|c| !c.pending).map(|c| (c.rule.as_str(), c.expected)).collect();
    let mut faults = Vec::new();
    for rule in RULES {
        if !cases.iter().any(|c| c.rule == rule.id) {
            faults.push(format!("the rule {} has no folder of fixtures", rule.id));
            continue;
        }
        for expected in Expected::USUAL {
            let never = NEVER.iter().any(|(id, e, _)| *id == rule.id && *e == expected);
            let word = expected.word();
            match (never, there.contains(&(rule.id, expected))) {
                (false, false) => faults.push(format!("rules/{} has no {word} fixture", rule.id)),
                (true, true) => faults.push(format!("rules/{} has a {word} fixture: strike it out of NEVER", rule.id)),
                _ => {}
            }
        }
    }
    let unknown = NEVER.iter().filter(|(id, ..)| !RULES.iter().any(|r| r.id == *id));
    faults.extend(unknown.map(|(id, ..)| format!("NEVER names {id}, which is no rule")));
    faults
}

/// Why a file is not as its name says.
enum Fault {
    /// It cannot be read.
    Format(String),
    /// The rule says something else.
    Verdict(String),
}

/// Whether a file is as its name says.
fn held(case: &Case) -> Result<(), Fault> {
    let fixture = Fixture::read(&case.text).map_err(Fault::Format)?;
    if fixture.pending != case.pending {
        return Err(Fault::Format(
            "what is named pending- says what is wanting, and nothing else does: <!-- pending … -->".into(),
        ));
    }
    match case.expected {
        Expected::Fail | Expected::Remark if fixture.says.is_empty() => {
            return Err(Fault::Format(
                "a fail or remark fixture pins what an editor reads: <!-- says … -->".into(),
            ));
        }
        Expected::Pass if !fixture.says.is_empty() => {
            return Err(Fault::Format("a pass fixture says nothing: take <!-- says … --> out".into()));
        }
        Expected::Pass if fixture.rows.is_some() => {
            return Err(Fault::Format("a pass fixture has no rows: take <!-- rows … --> out".into()));
        }
        Expected::Fail | Expected::Review | Expected::Remark if fixture.silent => {
            return Err(Fault::Format("only a pass fixture can be <!-- silent … -->".into()));
        }
        _ => {}
    }
    let pages = read(&fixture).map_err(Fault::Format)?;
    if let Some(url) = unasked(&fixture, &pages) {
        return Err(Fault::Format(format!(
            "nothing leads to {url}, so that its answer is never asked for"
        )));
    }
    let said = judge_fixture(&fixture, &pages);
    if let Some(rule) = said.faults().next() {
        return Err(Fault::Verdict(format!("the rule {rule} panicked")));
    }
    let (wrong, look, remarks) = (said.wrong(&case.rule), said.look(&case.rule), said.remarks(&case.rule));
    let told = match case.expected {
        Expected::Fail if wrong.is_empty() => Err(format!("finds nothing; a person is told {look:?}")),
        Expected::Fail => Ok(wrong),
        Expected::Review if !wrong.is_empty() => Err(format!("finds {wrong:?}")),
        Expected::Review if look.is_empty() => Err("asks nothing of a person".to_owned()),
        Expected::Review => Ok(look),
        Expected::Remark if !wrong.is_empty() || !look.is_empty() => Err(format!("finds {wrong:?}; a person is told {look:?}")),
        Expected::Remark if remarks.is_empty() => Err("tells nothing".to_owned()),
        Expected::Remark => Ok(remarks),
        Expected::Pass if !remarks.is_empty() => Err(format!("tells {remarks:?}")),
        Expected::Pass if !wrong.is_empty() || !look.is_empty() => Err(format!("finds {wrong:?}; a person is told {look:?}")),
        Expected::Pass => match (said.looked(&case.rule), fixture.silent) {
            (false, false) => Err("the rule had nothing to look at; where that is right, say <!-- silent WHY -->".to_owned()),
            (true, true) => Err("the rule looked and passed: take <!-- silent … --> out".to_owned()),
            _ => Ok(Vec::new()),
        },
    };
    let told = told.map_err(Fault::Verdict)?;
    if let Some(rows) = fixture.rows.filter(|rows| *rows != told.len()) {
        return Err(Fault::Verdict(format!("is told in {} rows, not in {rows}: {told:?}", told.len())));
    }
    match fixture.says.iter().find(|says| !told.iter().any(|t| t.contains(says.as_str()))) {
        Some(says) => Err(Fault::Verdict(format!("does not say “{says}” but {told:?}"))),
        None => Ok(()),
    }
}

/// An address whose answer the file gives, and that no page has or leads to: a slip of the pen, and the case shows nothing.
fn unasked<'f>(fixture: &'f Fixture, pages: &[PageRow]) -> Option<&'f str> {
    let links = pages.iter().flat_map(|row| &row.facts.links).filter_map(|l| l.target.web());
    let begun = fixture
        .group
        .sites
        .iter()
        .flat_map(|s| s.columns.iter().map(|c| &c.url).chain([&s.url]));
    let known = begun.chain(fixture.pages.iter().map(|p| &p.url)).map(Url::as_str);
    let asked: BTreeSet<&str> = links.chain(known).collect();
    fixture.answers.keys().map(String::as_str).find(|url| !asked.contains(url))
}
