//! `xuncha wording except`: a person says that a writing is none of the slips, and no run tells it any more.
//!
//! What is said is a line of `wording/ignore.txt` beside the configuration: it can be read, corrected and taken back there.

use std::fs::{self, File};
use std::path::Path;

use super::exit::{CliError, Exit};
use super::terminal::Screen;
use super::wording_args::ExceptOptions;
use super::wording_files::{self, IGNORE};
use super::{config_file, why};
use crate::rules::slip_told;
use crate::site::Group;
use crate::store::{StoreError, write_one};
use crate::wording::{Ignore, Slip, fault_of_reason, fault_of_words, with_line, words_for};

/// How every site is written.
const EVERY_SITE: &str = "*";

/// What is locked where the system does not lock folders. Always empty; left where it is, so that all lock the same file.
const LOCK: &str = ".ignore.lock";

/// Writes what is excepted.
pub(crate) fn run(options: &ExceptOptions, screen: &mut Screen<'_>) -> Result<Exit, CliError> {
    let reason = options.reason.trim();
    if let Some(fault) = fault_of_reason(reason) {
        return Err(CliError::Usage(format!(
            "{fault}。\n改法：--reason 后面写一句话，如 --reason 引文原文如此"
        )));
    }
    let config = &options.config.config;
    let group = config_file::load(config)?;
    let folder = wording_files::folder_beside(config);
    let (site, asked) = match (&options.id, &options.words) {
        (Some(id), _) => told(options, id, &folder)?,
        (None, words) => (options.site.clone(), vec![Asked::words(words.as_deref().unwrap_or_default())?]),
    };
    let site = known_site(&group, site.as_deref())?;
    let file = folder.join(IGNORE);
    let shown = file.display();
    let whose = if site == EVERY_SITE {
        "全部站点".to_owned()
    } else {
        format!("站点 {site} ")
    };
    let done = add(&folder, &site, reason, &asked)?;
    for Done { words, line, new } in &done {
        screen.line(if *new {
            format!("已写入 {shown} 第 {line} 行：{whose}的“{words}”不是错别字（原因：{reason}）。")
        } else {
            format!("{shown} 第 {line} 行已经有了“{words}”，没有再写。")
        })?;
    }
    if done.iter().any(|d| d.new) {
        screen.line("从下次检查起不再报；已经写好的报告不变。写错了的，打开这个文件删去那一行。")?;
        if let Some(wider) = asked.iter().find_map(Asked::wider) {
            screen.line(format!(
                "只有这样写的地方不报。“{wider}”在哪里都不算错的，再写：xuncha wording except --site {} {wider} --reason 原因",
                quoted(&site)
            ))?;
        }
    }
    Ok(Exit::Nothing)
}

/// As it has to be written for a shell.
fn quoted(site: &str) -> String {
    if site == EVERY_SITE {
        format!("\"{site}\"")
    } else {
        site.to_owned()
    }
}

/// What is to be excepted.
struct Asked {
    words: String,
    /// The slip it was taken from, and its sentence.
    slip: Option<(String, Slip)>,
}

impl Asked {
    /// The words that a person wrote.
    fn words(written: &str) -> Result<Self, CliError> {
        let words = written.trim().to_owned();
        match fault_of_words(&words) {
            Some(fault) => Err(CliError::Usage(format!("{fault}。\n改法：照网页上的写法，带上前后几个字。"))),
            None => Ok(Self { words, slip: None }),
        }
    }

    /// The number of the entry that covers it already.
    fn covered(&self, list: &Ignore, site: &str) -> Option<usize> {
        if let Some((sentence, slip)) = &self.slip {
            return list.covering(site, sentence, slip).first().copied();
        }
        let same = |own: Option<&str>| own.is_none_or(|own| own == site);
        list.entries().iter().position(|e| e.text == self.words && same(e.site.as_deref()))
    }

    /// The wrong form, where more than that was written and it can stand by itself.
    fn wider(&self) -> Option<&str> {
        let (_, slip) = self.slip.as_ref()?;
        (slip.wrong != self.words && fault_of_words(&slip.wrong).is_none()).then_some(slip.wrong.as_str())
    }
}

/// The site and the places of the slip that a finding tells.
fn told(options: &ExceptOptions, id: &str, folder: &Path) -> Result<(Option<String>, Vec<Asked>), CliError> {
    let record = why::found(&options.data.data, id)?.record;
    let by_hand = "改法：直接写词句，如 xuncha wording except --site 编号 网页上的写法 --reason 原因";
    let Some((sentence, slip)) = slip_told(&record.finding) else {
        return Err(CliError::Usage(format!(
            "{} 不是一处错别字，写不成例外：{}\n{by_hand}",
            record.id, record.finding.message
        )));
    };
    let site = options.site.clone().unwrap_or_else(|| record.finding.site.to_string());
    let mut slips = again(folder, sentence, &slip)?;
    slips.insert(0, slip);
    let mut asked: Vec<Asked> = Vec::new();
    for slip in slips {
        match words_for(sentence, slip.from, slip.to) {
            Some(words) if asked.iter().any(|a| a.words == words) => {}
            Some(words) => asked.push(Asked {
                words,
                slip: Some((sentence.to_owned(), slip)),
            }),
            None => {
                return Err(CliError::Usage(format!(
                    "{} 所在的文字写不成一行：{}\n{by_hand}",
                    record.id, record.finding.message
                )));
            }
        }
    }
    Ok((Some(site), asked))
}

/// The other places of the same slip in its sentence. A finding tells the first of them, and would tell the next one under the
/// same number. The trained model is not asked: it has read the page, and a slip must not speak for itself.
fn again(folder: &Path, sentence: &str, slip: &Slip) -> Result<Vec<Slip>, CliError> {
    if slip.wrong.is_empty() || sentence.matches(&slip.wrong).count() < 2 {
        return Ok(Vec::new());
    }
    let engine = wording_files::load(None, None, folder, Path::new(""))?.engine;
    let same = |s: &Slip| s.wrong == slip.wrong && s.right == slip.right && s.from != slip.from;
    Ok(engine.judge(sentence, None).into_iter().filter(same).collect())
}

/// The site that is meant, as the list has it.
fn known_site(group: &Group, written: Option<&str>) -> Result<String, CliError> {
    let enabled = group.sites.iter().map(|s| s.id.as_str());
    let known: Vec<&str> = enabled.chain(group.disabled.iter().map(|s| s.id.as_str())).collect();
    let list = known.join("、");
    match (written.map(str::trim), known.as_slice()) {
        (Some(EVERY_SITE), _) => Ok(EVERY_SITE.to_owned()),
        (Some(id), known) if known.contains(&id) => Ok(id.to_owned()),
        (Some(id), _) => Err(CliError::Usage(format!(
            "配置文件里没有编号为「{id}」的站点。\n改法：可用的站点编号：{list}；全部站点写 --site \"*\"。"
        ))),
        (None, [only]) => Ok((*only).to_owned()),
        (None, _) => Err(CliError::Usage(format!(
            "没有写是哪个站点。\n改法：加上 --site 编号，可用的站点编号：{list}；全部站点写 --site \"*\"。"
        ))),
    }
}

/// The line of the file that says it, and whether it was written now.
struct Done {
    words: String,
    line: usize,
    new: bool,
}

/// Adds what the list does not cover yet. Who adds to the same list at the same time waits for this.
fn add(folder: &Path, site: &str, reason: &str, asked: &[Asked]) -> Result<Vec<Done>, CliError> {
    let refused = |error: std::io::Error| {
        CliError::Usage(format!(
            "不能写入目录“{}”（{error}）。\n改法：检查这个目录的访问权限。",
            folder.display()
        ))
    };
    fs::create_dir_all(folder).map_err(refused)?;
    let _held = held(folder).map_err(refused)?;
    let named = folder.join(IGNORE);
    // A link stays one: what it leads to is replaced.
    let path = fs::canonicalize(&named).unwrap_or_else(|_| named.clone());
    let before = if named.exists() {
        wording_files::text(&named)?
    } else {
        String::new()
    };
    let mut text = before.clone();
    let mut done = Vec::new();
    for one in asked {
        let list = wording_files::ignored(&named, &text)?;
        let known = one.covered(&list, site).map(|i| &list.entries()[i]);
        if known.is_none() {
            text = with_line(&text, site, &one.words, reason);
        }
        done.push(Done {
            words: known.map_or(&one.words, |e| &e.text).clone(),
            line: known.map_or_else(|| text.lines().count(), |e| e.line),
            new: known.is_none(),
        });
    }
    if text != before {
        write_one(&path, text.as_bytes(), "-c").map_err(|error| match error {
            StoreError::Unwritable { reason, .. } => CliError::Usage(format!(
                "不能写入“{}”：{reason}。\n改法：检查文件和目录的访问权限，关闭打开着它的程序。",
                named.display()
            )),
            error => CliError::Internal(anyhow::Error::new(error)),
        })?;
    }
    Ok(done)
}

/// Holds the list until it is dropped. The folder itself is locked, not the list, which is replaced; some systems lock only
/// files.
fn held(folder: &Path) -> std::io::Result<File> {
    let locked = |file: File| file.lock().map(|()| file);
    let of_folder = File::open(folder).and_then(locked);
    of_folder.or_else(|_| File::create(folder.join(LOCK)).and_then(locked))
}
