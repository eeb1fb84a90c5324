//! A fixture as written: pages, and between them directives, comments at the beginning of a line, which say what only a
//! crawl knows. See `tests/fixtures/README.md`.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use url::Url;
use xuncha::testing::facts::{Extent, MeasuredFacts, Sighting};
use xuncha::testing::site::{Group, nearest, parse};

use super::answer::Answered;
use super::measured::Measured;

/// The day of the inspection, unless the file says another.
const TODAY: Date = date(2026, 11, 23);

/// What a site has, unless the file says otherwise; the first site has all of it, any other has to say its own.
const SITE: &[(&str, &str)] = &[
    ("id", "a"),
    ("name", "鹭岛市公安局"),
    ("url", "http://www.a.gov.cn/"),
    ("role", "main"),
];

/// Every directive there is.
const DIRECTIVES: &[&str] = &[
    "today",
    "site",
    "read",
    "answer",
    "measured",
    "says",
    "rows",
    "silent",
    "pending",
    "page",
    "stranger",
    "cut-off",
    "last-modified",
    "seen",
];

/// See the module.
pub(super) struct Fixture {
    pub(super) today: Date,
    pub(super) group: Group,
    /// How much of the sites was read.
    pub(super) extent: Extent,
    pub(super) pages: Vec<Page>,
    /// What addresses answer, by address; all others answer 200.
    pub(super) answers: BTreeMap<String, Answered>,
    /// What was measured of the first site.
    pub(super) measured: MeasuredFacts,
    /// Parts of what an editor has to read.
    pub(super) says: Vec<String>,
    /// How many rows the rule is told in, where the file says it.
    pub(super) rows: Option<usize>,
    /// Whether the rule is expected to have nothing to look at.
    pub(super) silent: bool,
    /// Whether it says what the program lacks to be right here.
    pub(super) pending: bool,
}

/// A page that was read.
pub(super) struct Page {
    pub(super) url: Url,
    pub(super) html: String,
    pub(super) cut_off: bool,
    pub(super) last_modified: Option<String>,
    pub(super) seen: Vec<Sighting>,
}

/// A directive: its word, and what stands behind it.
struct Directive<'t> {
    word: &'t str,
    rest: &'t str,
}

/// What the lines of text belong to.
enum Text {
    Page(Page),
    Stranger(Url, String),
}

impl Fixture {
    /// Reads a file. The message of a mistake begins with its line.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let mut reader = Reader::default();
        let mut lines = text.lines().enumerate();
        while let Some((index, line)) = lines.next() {
            let at = |fault: String| format!("line {}: {fault}", index + 1);
            if !line.starts_with("<!-- ") {
                reader.line(line).map_err(at)?;
                continue;
            }
            let mut comment = line.to_owned();
            while !comment.contains("-->") {
                let (_, more) = lines.next().ok_or_else(|| at("this directive has no end (-->)".to_owned()))?;
                comment.push('\n');
                comment.push_str(more);
            }
            let directive = Directive::read(&comment).map_err(at)?;
            reader.take(&directive).map_err(at)?;
        }
        reader.finish()
    }
}

impl<'t> Directive<'t> {
    fn read(comment: &'t str) -> Result<Self, String> {
        let (inner, behind) = comment["<!-- ".len()..].split_once("-->").unwrap_or_default();
        if !behind.trim().is_empty() {
            return Err(format!("nothing may stand behind a directive, here “{}”", behind.trim()));
        }
        let inner = inner.trim();
        let (word, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        if DIRECTIVES.contains(&word) {
            return Ok(Directive {
                word,
                rest: rest.trim_end(),
            });
        }
        let meant = nearest(word, DIRECTIVES.iter().copied()).map(|n| format!(", perhaps “{n}”"));
        Err(format!(
            "“{word}” is no directive{} (a comment of the page itself is indented, or has no blank behind <!--)",
            meant.unwrap_or_default()
        ))
    }

    fn rest(&self, what: &str) -> Result<&'t str, String> {
        match self.rest.trim() {
            "" => Err(format!("“{}” wants {what}", self.word)),
            rest => Ok(rest),
        }
    }
}

/// What was read so far.
#[derive(Default)]
struct Reader {
    today: Option<Date>,
    sites: Vec<String>,
    extent: Option<Extent>,
    open: Option<Text>,
    pages: Vec<Page>,
    answers: BTreeMap<String, Answered>,
    measured: Measured,
    says: Vec<String>,
    rows: Option<usize>,
    silent: bool,
    pending: bool,
}

impl Reader {
    /// A line of a page.
    fn line(&mut self, line: &str) -> Result<(), String> {
        let html = match &mut self.open {
            Some(Text::Page(page)) => &mut page.html,
            Some(Text::Stranger(_, html)) => html,
            None if line.trim().is_empty() => return Ok(()),
            None => return Err("the text of a page stands behind its <!-- page ADDRESS -->".into()),
        };
        html.push_str(line);
        html.push('\n');
        Ok(())
    }

    fn take(&mut self, directive: &Directive<'_>) -> Result<(), String> {
        match directive.word {
            "today" => {
                let day = directive.rest("a day")?;
                self.today = Some(day.parse().map_err(|_| format!("“{day}” is no day (2026-11-23)"))?);
            }
            "site" => self.sites.push(directive.rest.to_owned()),
            "read" => {
                self.extent = Some(match directive.rest("how much was read")? {
                    "whole" => Extent::Whole,
                    "partly" => Extent::Partly,
                    "front" => Extent::Front,
                    other => return Err(format!("“{other}” is none of whole, partly, front")),
                });
            }
            "answer" => {
                let (url, what) = split(directive.rest("an address and its answer")?);
                let url = address(url)?;
                let answered = Answered::of(url.as_str(), what)?;
                if self.answers.insert(url.to_string(), answered).is_some() {
                    return Err(format!("{url} has two answers"));
                }
            }
            "measured" => self.measured.take(directive.rest("load, ipv6 or search")?)?,
            "says" => self.says.push(directive.rest("words of the message")?.to_owned()),
            "rows" => {
                let rows = directive.rest("how many rows there are")?;
                self.rows = Some(rows.parse().map_err(|_| format!("“{rows}” is no number of rows"))?);
            }
            "silent" => {
                directive.rest("a reason")?;
                self.silent = true;
            }
            "pending" => {
                directive.rest("what is wanting")?;
                self.pending = true;
            }
            "page" => {
                let url = address(directive.rest("an address")?)?;
                self.close()?;
                self.open = Some(Text::Page(Page {
                    url,
                    html: String::new(),
                    cut_off: false,
                    last_modified: None,
                    seen: Vec::new(),
                }));
            }
            "stranger" => {
                let url = address(directive.rest("an address")?)?;
                self.close()?;
                self.open = Some(Text::Stranger(url, String::new()));
            }
            word => self.of_page(word, directive)?,
        }
        Ok(())
    }

    /// A directive about the page that was begun last.
    fn of_page(&mut self, word: &str, directive: &Directive<'_>) -> Result<(), String> {
        let Some(Text::Page(page)) = &mut self.open else {
            return Err(format!("“{word}” stands behind the <!-- page ADDRESS --> it is about"));
        };
        match word {
            "cut-off" => page.cut_off = true,
            "last-modified" => page.last_modified = Some(directive.rest("the header")?.to_owned()),
            _ => {
                let (seen, shown) = split(directive.rest("the day of an earlier run and the date the page showed")?);
                let day = |text: &str| text.parse::<Date>().map_err(|_| format!("“{text}” is no day (2026-11-23)"));
                page.seen.push(Sighting {
                    seen: day(seen)?,
                    shown: if shown == "undated" { None } else { Some(day(shown)?) },
                    print: 1,
                });
            }
        }
        Ok(())
    }

    /// Ends the page or the stranger's page that was begun last.
    fn close(&mut self) -> Result<(), String> {
        match self.open.take() {
            None => {}
            Some(Text::Page(page)) => {
                for page in each(page)? {
                    if self.pages.iter().any(|other| other.url == page.url) {
                        return Err(format!("{} stands here twice", page.url));
                    }
                    self.pages.push(page);
                }
            }
            Some(Text::Stranger(url, html)) => {
                self.answers.insert(url.to_string(), Answered::page_of_a_stranger(&url, &html));
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Fixture, String> {
        self.close()?;
        let group = group(&self.sites)?;
        let measured = self.measured.finish(&group.sites[0])?;
        Ok(Fixture {
            today: self.today.unwrap_or(TODAY),
            group,
            extent: self.extent.unwrap_or(Extent::Whole),
            pages: self.pages,
            answers: self.answers,
            measured,
            says: self.says,
            rows: self.rows,
            silent: self.silent,
            pending: self.pending,
        })
    }
}

/// The group of the sites, read as `sites.yaml` is.
fn group(sites: &[String]) -> Result<Group, String> {
    let mut text = "group: 鹭岛市站群\ncontact: webmaster@example.gov.cn\nsites:\n".to_owned();
    let none = [String::new()];
    for (index, own) in if sites.is_empty() { &none } else { sites }.iter().enumerate() {
        let written = |key: &str| {
            own.lines()
                .any(|line| line.trim_start().starts_with(&format!("{key}:")) && !line.starts_with("  "))
        };
        let missing = SITE.iter().filter(|(key, _)| index == 0 && !written(key));
        let given: Vec<String> = missing.map(|(key, value)| format!("{key}: {value}")).collect();
        let lines = given.iter().map(String::as_str).chain(own.lines().filter(|l| !l.trim().is_empty()));
        for (at, line) in lines.enumerate() {
            text.push_str(if at == 0 { "  - " } else { "    " });
            text.push_str(line);
            text.push('\n');
        }
    }
    parse(&text, "site").map_err(|errors| {
        let told: Vec<String> = errors.mistakes.iter().map(|m| format!("{}{}", m.what, m.advice)).collect();
        format!("<!-- site … -->: {}", told.join(" "))
    })
}

/// The pages that one stands for: of an address with a range (`/zwdt/{1..9}.html`) one for each number, which `{n}` in
/// the text stands for.
fn each(page: Page) -> Result<Vec<Page>, String> {
    let address = page.url.as_str().replace("%7B", "{").replace("%7D", "}");
    let Some((before, rest)) = address.split_once('{') else {
        return Ok(vec![page]);
    };
    let range = rest
        .split_once('}')
        .and_then(|(range, behind)| Some((range.split_once("..")?, behind)))
        .and_then(|((from, to), behind)| Some((from.parse::<u32>().ok()?..=to.parse::<u32>().ok()?, behind)));
    let Some((range, behind)) = range else {
        return Err(format!("{address}: a range is written {{1..9}}"));
    };
    let one = |number: u32| -> Result<Page, String> {
        Ok(Page {
            url: self::address(&format!("{before}{number}{behind}"))?,
            html: page.html.replace("{n}", &number.to_string()),
            cut_off: page.cut_off,
            last_modified: page.last_modified.clone(),
            seen: page.seen.clone(),
        })
    };
    range.map(one).collect()
}

pub(super) fn address(text: &str) -> Result<Url, String> {
    text.parse().map_err(|_| format!("“{text}” is no address"))
}

/// The first word, and the rest.
pub(super) fn split(text: &str) -> (&str, &str) {
    let (word, rest) = text.trim().split_once(char::is_whitespace).unwrap_or((text.trim(), ""));
    (word, rest.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is_refused(text: &str, told: &str) {
        let fault = Fixture::read(text).err().unwrap_or_default();
        assert!(fault.contains(told), "{text}: {fault}");
    }

    #[test]
    fn mistakes_are_told_with_their_line() {
        is_refused("<p>text</p>", "line 1: the text of a page stands behind");
        is_refused(
            "\n<!-- pgae http://www.a.gov.cn/ -->",
            "line 2: “pgae” is no directive, perhaps “page”",
        );
        is_refused("<!-- today tomorrow -->", "line 1: “tomorrow” is no day");
        is_refused("<!-- answer http://x.cn/ gone -->", "line 1: “gone” is no answer");
        is_refused("<!-- cut-off -->", "line 1: “cut-off” stands behind");
        is_refused("<!-- page http://www.a.gov.cn/ --><html>", "nothing may stand behind a directive");
        is_refused("<!-- site\nportals: true\n-->", "portals");
        is_refused("<!-- says -->", "“says” wants words");
        is_refused("<!-- read all\n", "no end");
        is_refused("<!-- measured load fast -->", "is no load");
    }

    #[test]
    fn pages_sites_and_what_a_crawl_knows_are_read() {
        let fixture = Fixture::read(
            "<!-- today 2026-01-31 -->\n<!-- site portal: true -->\n<!-- site\nid: b\nname: 鹭岛市司法局\nurl: http://sfj.a.gov.cn/\nrole: subsite\n-->\n\
             <!-- answer http://x.cn/1.pdf 404 -->\n<!-- page http://www.a.gov.cn/a/{1..3}.html -->\n<!-- cut-off -->\n<p>{n}</p>\n  <!-- own -->\n",
        )
        .unwrap();
        assert_eq!(fixture.today, date(2026, 1, 31));
        assert_eq!(fixture.group.sites.len(), 2);
        assert!(fixture.group.sites[0].portal && fixture.group.sites[0].name == "鹭岛市公安局");
        let pages: Vec<(&str, &str, bool)> = fixture.pages.iter().map(|p| (p.url.path(), p.html.as_str(), p.cut_off)).collect();
        assert_eq!(pages[2], ("/a/3.html", "<p>3</p>\n  <!-- own -->\n", true));
        assert_eq!((pages.len(), fixture.answers.len()), (3, 1));
    }
}
