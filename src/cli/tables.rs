//! The indicator tables of a run: those built in and those of the user, `standards/*.yaml` beside the configuration.

use std::io::Read;
use std::path::Path;

use super::exit::CliError;
use crate::rules::check_table;
use crate::site::Group;
use crate::standard::Table;

/// The folder of tables beside a configuration file.
const FOLDER: &str = "standards";

/// The largest file that is read.
const LARGEST: u64 = 1 << 20;

/// The tables a group may be rated by.
pub(super) fn of_run(config: &Path, group: &Group) -> Result<Vec<Table>, CliError> {
    let folder = folder(config);
    let tables = load(&folder)?;
    for site in &group.sites {
        if let Some(unknown) = site.standards.iter().find(|id| !tables.iter().any(|t| t.id == **id)) {
            let known: Vec<&str> = tables.iter().map(|t| t.id.as_str()).collect();
            return Err(CliError::Usage(format!(
                "站点「{}」的 standards 里写了“{unknown}”，没有这个指标表。\n可以写的有：{}；自己的指标表放在“{}”中。",
                site.id,
                known.join("、"),
                folder.display()
            )));
        }
    }
    Ok(tables)
}

/// The built-in tables and those beside a configuration, which need not be there itself.
pub(super) fn beside(config: &Path) -> Result<Vec<Table>, CliError> {
    load(&folder(config))
}

fn folder(config: &Path) -> std::path::PathBuf {
    config.parent().unwrap_or(Path::new("")).join(FOLDER)
}

/// The built-in tables and those in a folder, which may be missing.
fn load(folder: &Path) -> Result<Vec<Table>, CliError> {
    let mut tables = Table::built_in();
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(tables),
        Err(error) => {
            return Err(CliError::Usage(format!(
                "指标表目录“{}”读不了（{error}）。请检查权限，或者移走它。",
                folder.display()
            )));
        }
    };
    let mut files: Vec<_> = entries
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "yaml" || e == "yml"))
        .collect();
    files.sort();
    for file in files {
        let wrong = |what: String| CliError::Usage(format!("指标表“{}”：{what}", file.display()));
        let mut bytes = Vec::new();
        // One byte more than is taken: a file that was cut off is refused, not read as a shorter table.
        std::fs::File::open(&file)
            .and_then(|open| open.take(LARGEST + 1).read_to_end(&mut bytes))
            .map_err(|error| wrong(format!("读不了（{error}）。")))?;
        if bytes.len() as u64 > LARGEST {
            return Err(wrong("文件太大，不是指标表。".to_owned()));
        }
        let text = String::from_utf8(bytes).map_err(|_| wrong("不是按 UTF-8 保存的，请用记事本另存为 UTF-8。".to_owned()))?;
        let table = Table::read(&text).map_err(|mistake| wrong(mistake.to_string()))?;
        check_table(&table).map_err(|mistake| wrong(mistake.to_string()))?;
        if tables.iter().any(|t| t.id == table.id) {
            return Err(wrong(format!("id“{}”与另一个指标表相同，请换一个。", table.id)));
        }
        tables.push(table);
    }
    Ok(tables)
}
