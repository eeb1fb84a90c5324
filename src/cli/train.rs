//! `xuncha train`: the model of the site's own texts, from the pages already read and from any folder of text.

use std::path::Path;

use url::Url;

use super::exit::{CliError, Exit};
use super::inspect::store_error;
use super::terminal::Screen;
use super::wording_args::TrainOptions;
use super::wording_files::{MODEL, read_capped};
use super::{config_file, session};
use crate::site::Group;
use crate::store::{Store, write_one};
use crate::wording::{Proofreading, Trainer};

/// The largest text file that is read.
const LARGEST_TEXT: u64 = 256 << 20;

/// Fewer symbols than this make no model: what it has not seen it would take for a slip.
const LEAST: usize = 100_000;

/// Runs the training.
pub(crate) fn run(options: &TrainOptions, screen: &mut Screen<'_>) -> Result<Exit, CliError> {
    let mut trainer = Trainer::default();
    let mut files = 0u64;
    for folder in &options.texts {
        files += add_folder(&mut trainer, folder)?;
    }
    let group = options.config.as_deref().map(config_file::load).transpose()?;
    let (pages, others) = if options.data.is_dir() {
        session::run_for(async || add_pages(&mut trainer, &options.data, group.as_ref()).await)?
    } else {
        (0, 0)
    };
    let left_out = if others > 0 {
        format!("另有 {others} 个网页不属于配置文件中的站点，没有用。")
    } else {
        String::new()
    };
    if trainer.symbols() < LEAST {
        return Err(CliError::Usage(format!(
            "可用的文字只有 {} 字（{pages} 个网页、{files} 个文件），太少，没有生成模型；至少要 {LEAST} 字。{left_out}\n改法：先做一次 xuncha monthly，或者用 --text 指定存有公文的目录。",
            trainer.symbols()
        )));
    }
    let full = trainer.is_full();
    let model = trainer.finish();
    let path = options.model.clone().unwrap_or_else(|| options.data.join(MODEL));
    let bytes = model.to_bytes();
    write_one(&path, &bytes, "--model").map_err(store_error)?;
    screen.line(format!(
        "用 {pages} 个网页和 {files} 个文件（共 {} 字，不计重复的句子）生成了语料模型：{}（{} 个字串，{} MB）",
        model.symbols(),
        path.display(),
        model.held(),
        bytes.len() >> 20
    ))?;
    if !left_out.is_empty() {
        screen.line(left_out)?;
    }
    if full {
        screen.line("文字太多，超出的部分没有用上。")?;
    }
    Ok(Exit::Nothing)
}

/// Adds the pages that were read: all, or those of the sites of a group. Gives how many, and how many were left out.
async fn add_pages(trainer: &mut Trainer, data: &Path, group: Option<&Group>) -> Result<(u64, u64), CliError> {
    let store = Store::open(data).await.map_err(store_error)?;
    let (mut pages, mut others) = (0, 0);
    store
        .every_page(|facts| {
            if group.is_some_and(|group| !is_of(group, &facts.url)) {
                others += 1;
                return;
            }
            pages += 1;
            trainer.add(&Proofreading::document(facts.title.as_deref(), &facts.text));
        })
        .await
        .map_err(store_error)?;
    store.close().await;
    Ok((pages, others))
}

/// Whether a page lies in one of the sites. By its address: several configurations may use one folder of records, and the same id.
fn is_of(group: &Group, url: &str) -> bool {
    let Ok(url) = Url::parse(url) else { return false };
    let mut scopes = group.sites.iter().map(|site| &site.scope);
    scopes.any(|scope| scope.depth_of(&url).is_some() && !scope.excludes(&url))
}

/// Every `*.txt` below a folder, in the order of names: the same folder makes the same model.
fn add_folder(trainer: &mut Trainer, folder: &Path) -> Result<u64, CliError> {
    let mut paths = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(path) = waiting.pop() {
        let entries = std::fs::read_dir(&path).map_err(|error| {
            CliError::Usage(format!(
                "读不了目录“{}”（{error}）。\n改法：--text 后写存有 .txt 文件的目录。",
                path.display()
            ))
        })?;
        for entry in entries.filter_map(Result::ok) {
            let path = entry.path();
            // A link to a file is as good as the file; a link to a folder above would never end.
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                waiting.push(path);
            } else if is_text(&path) && path.is_file() {
                paths.push(path);
            }
        }
    }
    paths.sort();
    for path in &paths {
        let bytes = read_capped(path, LARGEST_TEXT)?;
        match std::str::from_utf8(&bytes) {
            Ok(text) => trainer.add(text),
            Err(_) => trainer.add(&encoding_rs::GB18030.decode(&bytes).0),
        }
    }
    Ok(paths.len() as u64)
}

fn is_text(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("txt"))
}
