//! The files the proofreading engine is made of besides what it ships: the user's lists and the trained model.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::exit::CliError;
use super::reranker;
use crate::wording::{Engine, Ignore, ListFault, NGram, Proofreading};

/// The folder of lists beside a configuration file.
const FOLDER: &str = "wording";

/// The model's name in the folder of state.
pub(super) const MODEL: &str = "wording.model";

/// The largest list that is read: a list of names is a few hundred kilobytes.
const LARGEST_LIST: u64 = 16 << 20;

/// The largest model that is read: memory stays under 120 MB with it.
const LARGEST_MODEL: u64 = 256 << 20;

/// What was loaded.
pub(super) struct Loaded {
    pub engine: Engine,
    /// The model, where there is one.
    pub model: Option<PathBuf>,
}

/// Makes the engine from a folder of lists and a model. What was named must be there; what stands by default may be missing.
pub(super) fn load(lists: Option<&Path>, model: Option<&Path>, usual_lists: &Path, usual_model: &Path) -> Result<Loaded, CliError> {
    let own = match lists {
        Some(folder) => read_lists(folder)?,
        None if usual_lists.is_dir() => read_lists(usual_lists)?,
        None => Vec::new(),
    };
    let (engine, faults) = Engine::new(&own);
    if let Some(fault) = faults.first() {
        return Err(fault_in_list(fault, faults.len()));
    }
    let path = match model {
        Some(path) => Some(path.to_path_buf()),
        None => usual_model.is_file().then(|| usual_model.to_path_buf()),
    };
    let Some(path) = path else {
        return Ok(Loaded { engine, model: None });
    };
    let unreadable = |error| CliError::Usage(format!("读不了“{}”（{error}）。", path.display()));
    let file = std::fs::File::open(&path).map_err(unreadable)?;
    let length = file.metadata().map_err(unreadable)?.len().min(LARGEST_MODEL);
    let read = NGram::read_from(&mut std::io::BufReader::new(file), length).map_err(|_| {
        CliError::Usage(format!(
            "“{}”不是本版本程序的语料模型。\n改法：用 xuncha train 重新生成，或者删去这个文件。",
            path.display()
        ))
    })?;
    Ok(Loaded {
        engine: engine.with_model(read),
        model: Some(path),
    })
}

/// The folder of lists beside this configuration file.
pub(super) fn folder_beside(config: &Path) -> PathBuf {
    config.parent().unwrap_or(Path::new("")).join(FOLDER)
}

/// What an inspection reads wording with: the lists beside the configuration and the model in the folder of state.
pub(super) fn of_run(config: &Path, data: &Path, reranker: Option<&Path>) -> Result<Proofreading, CliError> {
    let folder = folder_beside(config);
    let loaded = load(None, None, &folder, &data.join(MODEL))?;
    let list = folder.join(IGNORE);
    let ignore = if list.is_file() {
        ignored(&list, &text(&list)?)?
    } else {
        Ignore::default()
    };
    proofreading(loaded, ignore, reranker)
}

/// The same where there is no configuration: the shipped lists and the model in the folder of state.
pub(super) fn of_no_group(data: &Path, reranker: Option<&Path>) -> Result<Proofreading, CliError> {
    let loaded = load(None, None, Path::new(""), &data.join(MODEL))?;
    proofreading(loaded, Ignore::default(), reranker)
}

/// What stands in the file of what is not to be reported.
pub(super) fn ignored(path: &Path, text: &str) -> Result<Ignore, CliError> {
    let (list, faults) = Ignore::read(&path.display().to_string(), text);
    match faults.first() {
        Some(fault) => Err(fault_in_list(fault, faults.len())),
        None => Ok(list),
    }
}

fn proofreading(loaded: Loaded, ignore: Ignore, reranker: Option<&Path>) -> Result<Proofreading, CliError> {
    let by = Proofreading {
        engine: loaded.engine,
        ignore,
        model: loaded.model.map(|m| m.display().to_string()),
        reranker: None,
    };
    with_reranker(by, reranker)
}

/// With the model of `--reranker`, where one is named.
pub(super) fn with_reranker(by: Proofreading, folder: Option<&Path>) -> Result<Proofreading, CliError> {
    let Some(folder) = folder else { return Ok(by) };
    Ok(Proofreading {
        engine: by.engine.with_reranker(reranker::load(folder)?),
        reranker: Some(folder.display().to_string()),
        ..by
    })
}

fn fault_in_list(fault: &ListFault, all: usize) -> CliError {
    let more = if all > 1 {
        format!("（另有 {} 处）", all - 1)
    } else {
        String::new()
    };
    CliError::Usage(format!("{} 第 {} 行：{}{more}", fault.file, fault.line, fault.why))
}

/// Every `*.txt` of the folder but the ignore list, by name.
fn read_lists(folder: &Path) -> Result<Vec<(String, String)>, CliError> {
    let entries =
        std::fs::read_dir(folder).map_err(|error| CliError::Usage(format!("读不了词表目录“{}”（{error}）。", folder.display())))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "txt") && p.file_name().is_some_and(|n| n != IGNORE));
    paths.sort();
    let mut lists = Vec::new();
    for path in paths {
        lists.push((path.display().to_string(), text(&path)?));
    }
    Ok(lists)
}

/// The file of the folder that says what is not to be reported.
pub(super) const IGNORE: &str = "ignore.txt";

/// The text of a list.
pub(super) fn text(path: &Path) -> Result<String, CliError> {
    String::from_utf8(read_capped(path, LARGEST_LIST)?)
        .map_err(|_| CliError::Usage(format!("“{}”不是 UTF-8 编码。\n改法：另存为 UTF-8 编码。", path.display())))
}

/// The bytes of a file that is no larger than it may be.
pub(super) fn read_capped(path: &Path, most: u64) -> Result<Vec<u8>, CliError> {
    let too_large = || CliError::Usage(format!("“{}”太大，超过 {} MB。", path.display(), most >> 20));
    let unreadable = |error: std::io::Error| CliError::Usage(format!("读不了“{}”（{error}）。", path.display()));
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let length = file.metadata().map_err(unreadable)?.len();
    if length > most {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(length as usize);
    // It may grow while it is read, and a device has no length.
    file.take(most + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > most {
        return Err(too_large());
    }
    Ok(bytes)
}
