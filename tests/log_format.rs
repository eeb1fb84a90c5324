//! The log's format follows from the sources: what another program read is never taken for what this one would have read.

#[path = "../build.rs"]
#[expect(dead_code, clippy::print_stdout, reason = "a build script has a main, which speaks to cargo")]
mod build_script;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use regex::Regex;
use xuncha::testing::store::FORMAT;

use self::build_script::{LEFT_OUT, SOURCES, format_of};
use crate::architecture::{compiled, root, without_tests};
use crate::desk::Desk;
use crate::resume::MONTHLY;
use crate::site_server::{Answer, Request, SiteServer};
use crate::unfinished::sql;

/// What the sources of the format import and what decides nothing of a row all the same.
const DECIDES_NO_ROW: &[(&str, &str)] = &[
    (
        "src/crawl/apply.rs",
        "works out anew what a row means, whether it was just written or is read back",
    ),
    (
        "src/crawl/frontier",
        "says what is asked next; a row says what was asked, however that came about",
    ),
    ("src/crawl/manners", "says when something is asked, and keeps nothing of what came"),
    ("src/draw.rs", "draws what is asked; a row says what was asked"),
    (
        "src/judge/exchange",
        "judges the tries of an address, which stand in the row beside what was made of them",
    ),
    ("src/panics.rs", "makes a fault of a reader a page that was not read"),
    ("src/store", "keeps the bytes of rows and does not look into them"),
];

#[test]
fn the_format_of_this_program_is_that_of_its_sources() {
    assert_eq!(FORMAT, format!("{}/{}", env!("CARGO_PKG_VERSION"), format_of(root())));
}

#[test]
fn a_character_changed_where_something_is_read_is_another_format_and_elsewhere_is_not() {
    let copy = tempfile::tempdir().unwrap();
    for source in ["Cargo.lock", "lexicon", "src"] {
        copy_to(&root().join(source), &copy.path().join(source));
    }
    let format = format_of(copy.path());
    assert_eq!(format, format_of(root()), "the place of the sources means nothing");
    let changed = |path: &str, change: &dyn Fn(&str) -> String| {
        let path = copy.path().join(path);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, change(&text)).unwrap();
        let changed = format_of(copy.path());
        fs::write(&path, text).unwrap();
        changed
    };
    for path in [
        "Cargo.lock",
        "lexicon/hijack.tsv",
        "src/crawl/visits/read_page.rs",
        "src/extract/links.rs",
        "src/facts/page.rs",
        "src/fetch/body.rs",
        "src/standard/column.rs",
        "src/store/log.rs",
        "src/text.rs",
    ] {
        assert_ne!(changed(path, &one_character), format, "{path}");
    }
    for path in [
        "lexicon/site-names.tsv",
        "src/crawl/apply.rs",
        "src/judge/judging.rs",
        "src/report/cell.rs",
        "src/rules/home/home_stale.rs",
        "src/standard/table/indicators-2019.yaml",
        "src/wording/mod.rs",
    ] {
        assert_eq!(changed(path, &one_character), format, "{path}");
    }
    // Git may write them so on Windows.
    let windows = |text: &str| text.replace('\n', "\r\n");
    assert_eq!(changed("src/extract/links.rs", &windows), format);
    // What one file loses and another gains is a change too.
    fs::rename(copy.path().join("src/extract/links.rs"), copy.path().join("src/extract/linky.rs")).unwrap();
    assert_ne!(format_of(copy.path()), format);
}

/// Some letter in the middle of a text made another.
fn one_character(text: &str) -> String {
    let half = text.len() / 2;
    let (at, letter) = text.char_indices().find(|(at, c)| *at >= half && c.is_ascii_lowercase()).unwrap();
    let other = if letter == 'a' { "b" } else { "a" };
    format!("{}{other}{}", &text[..at], &text[at + 1..])
}

fn copy_to(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            copy_to(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::copy(from, to).unwrap();
    }
}

/// The list of sources is whole: what one of them imports is a source itself, or is known to decide nothing of a row.
#[test]
fn what_the_sources_import_is_a_source_or_decides_no_row() {
    let (mut unknown, mut needed) = (BTreeSet::new(), BTreeSet::new());
    let files = compiled();
    let sources: Vec<_> = files.iter().filter(|file| is_source(&file.path)).collect();
    assert!(sources.len() > 100, "{} files", sources.len());
    for file in sources {
        for import in imports(&file.path, &file.text) {
            if is_source(&import) {
                continue;
            }
            match DECIDES_NO_ROW.iter().find(|(path, _)| lies_in(&import, path)) {
                Some((path, _)) => drop(needed.insert(*path)),
                None => drop(unknown.insert(format!("{} imports {import}", file.path))),
            }
        }
    }
    assert!(
        unknown.is_empty(),
        "neither in SOURCES of build.rs nor in DECIDES_NO_ROW: {unknown:#?}"
    );
    let idle: Vec<&str> = DECIDES_NO_ROW
        .iter()
        .map(|(path, _)| *path)
        .filter(|p| !needed.contains(p))
        .collect();
    assert!(idle.is_empty(), "no source imports {idle:?} any more");
    for path in SOURCES.iter().chain(LEFT_OUT) {
        assert!(root().join(path).exists(), "{path} is not there");
    }
}

/// That test is only as good as what it sees.
#[test]
fn imports_are_followed_to_the_file_that_has_them() {
    let code = "use crate::text::{self, folded};\nuse super::placed::Place;\nuse crate::survey::{kind_of_name, settle_search};\npub(in crate::crawl) fn x() {}\n\
                fn f() { crate::judge::judge_exchange(); super::super::apply::Worked::Nothing; crate::facts::similarity::x(); }\n\
                #[cfg(test)]\nmod tests {\n    use crate::report::x;\n}\n// crate::judge::x\n";
    let found = imports("src/crawl/frontier/site.rs", code);
    let wanted = [
        "src/crawl/apply.rs",
        "src/crawl/frontier/placed.rs",
        "src/facts/similarity.rs",
        "src/judge/exchange/mod.rs",
        "src/survey/column_kind.rs",
        "src/survey/search.rs",
        "src/text.rs",
    ];
    assert_eq!(found, wanted.map(str::to_owned).into());
}

fn lies_in(path: &str, place: &str) -> bool {
    path.strip_prefix(place)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn is_source(path: &str) -> bool {
    let any = |places: &[&str]| places.iter().any(|place| lies_in(path, place));
    any(SOURCES) && !any(LEFT_OUT)
}

/// The files of ours that hold what a file names, wherever it is handed on from.
fn imports(path: &str, text: &str) -> BTreeSet<String> {
    let way = Regex::new(r"(in )?\b(crate|super(?:::super)*)((?:::\w+)+)").unwrap();
    let own: Vec<&str> = path
        .trim_start_matches("src/")
        .trim_end_matches(".rs")
        .trim_end_matches("/mod")
        .split('/')
        .collect();
    let mut files = BTreeSet::new();
    // `pub(in crate::crawl)` says who may see something.
    for found in way.captures_iter(&without_tests(text)).filter(|found| found.get(1).is_none()) {
        let up = found[2].matches("super").count();
        let base = if up == 0 { &[] } else { &own[..own.len().saturating_sub(up)] };
        let names = found[3].split("::").filter(|name| !name.is_empty());
        let names: Vec<&str> = base.iter().copied().chain(names).collect();
        files.extend(file_of(&names));
    }
    files.remove(path);
    files
}

/// The file that holds what goes by this name within the crate; none where that is the crate itself.
fn file_of(names: &[&str]) -> Option<String> {
    let mut folder = root().join("src");
    let (mut file, mut depth) = (None, 0);
    for name in names {
        let inner = folder.join(name);
        let Some(found) = [inner.with_extension("rs"), inner.join("mod.rs")].into_iter().find(|f| f.exists()) else {
            break;
        };
        (folder, file, depth) = (inner, Some(found), depth + 1);
    }
    let file = file?;
    // Not a module: something in this one, or something it hands on.
    if let Some(item) = names.get(depth) {
        let handed_on = Regex::new(&format!(r"\b((?:\w+::)+)(?:{item}|(\w+) as {item})\b[,;]")).unwrap();
        let code = without_tests(&fs::read_to_string(&file).unwrap());
        let uses = code
            .split_inclusive(';')
            .filter(|s| s.trim_start().starts_with("pub") && s.contains(" use "));
        let found = uses
            .flat_map(|s| handed_on.captures_iter(s).map(|c| c[1].to_owned()).collect::<Vec<_>>())
            .next();
        if let Some(found) = found {
            let way: Vec<&str> = found.split("::").filter(|name| !name.is_empty()).collect();
            let way: Vec<&str> = match way[0] {
                "crate" => way[1..].to_vec(),
                _ => names[..depth].iter().copied().chain(way).collect(),
            };
            // What stands there under this very name, or what holds it.
            return file_of(&way);
        }
    }
    Some(file.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/"))
}

const DAILY: [&str; 5] = ["daily", "--rate", "off", "--as-of", "2026-11-24"];

/// Pages that another program read are asked for as if nobody had read them, and no answer 304 comes of that.
#[test]
fn facts_of_another_format_never_stand_in_for_a_page() {
    let server = SiteServer::start(|request: &Request| {
        let page = match request.path.as_str() {
            "/" => Answer::page(
                "测试局",
                "<ul><li><a href='/1.html'>第一次会议召开</a></li><li><a href='/2.html'>第二次会议召开</a></li></ul>",
            ),
            "/1.html" | "/2.html" => Answer::page("会议召开", "<p>近日，测试局召开会议。</p>"),
            _ => return Answer::missing(),
        };
        page.or_unchanged(request, &format!("v1{}", request.path))
    });
    let desk = Desk::with_site(&server.url("/"), "");
    desk.inspect(&MONTHLY);
    let daily = || {
        server.forget();
        let (_, run) = desk.inspect(&DAILY);
        let conditional = server.requests().iter().filter(|r| r.header("if-none-match").is_some()).count();
        let pages = run["sites"][0]["pages"].as_u64().unwrap();
        (
            pages,
            conditional as u64,
            run["sites"][0]["coverage"]["unchanged"].as_u64().unwrap(),
        )
    };
    let (pages, conditional, unchanged) = daily();
    assert!(
        pages > 0 && (conditional, unchanged) == (pages, pages),
        "{pages} {conditional} {unchanged}"
    );
    let another = |format: &'static str| sql(&desk.folder.path().join(".xuncha"), format);
    // The same version with other readers, and an older version with none of its own.
    for format in [
        "UPDATE page SET format = substr(format, 1, instr(format, '/')) || '0123456789abcdef'",
        "UPDATE page SET format = '0.0.9/' || substr(format, instr(format, '/') + 1)",
        "UPDATE page SET format = ''",
    ] {
        another(format);
        assert_eq!(daily(), (pages, 0, 0), "{format}");
        // Read by this program, they can stand in again.
        assert_eq!(daily(), (pages, pages, pages), "{format}");
    }
}
