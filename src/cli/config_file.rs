//! From `-c sites.yaml` to the group that is inspected: reading the file, `--site`, `--rate`.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use super::args::Rate;
use super::exit::CliError;
use crate::site::{Group, nearest, parse_bytes};

/// Bytes read at most; the parser refuses what is longer than its own, smaller limit.
const READ_AT_MOST: u64 = 8 << 20;

/// Reads a configuration file.
pub(crate) fn load(path: &Path) -> Result<Group, CliError> {
    let shown = path.display();
    if path.is_dir() {
        return Err(CliError::Usage(format!(
            "「{shown}」是一个目录，不是配置文件。\n改法：写到文件名为止，如 -c {}",
            path.join("sites.yaml").display()
        )));
    }
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(READ_AT_MOST).read_to_end(&mut bytes))
        .map_err(|error| CliError::Usage(unreadable(path, &error)))?;
    Ok(parse_bytes(&bytes, &shown.to_string())?)
}

fn unreadable(path: &Path, error: &std::io::Error) -> String {
    let shown = path.display();
    match error.kind() {
        ErrorKind::NotFound => {
            let beside = path.with_extension(if path.extension().is_some_and(|e| e == "yml") {
                "yaml"
            } else {
                "yml"
            });
            let hint = if beside.is_file() {
                format!("旁边有一个「{}」，要用它就写 -c {}", beside.display(), beside.display())
            } else {
                "用 -c 指定配置文件，或者到 sites.yaml 所在的目录下运行；没有配置文件时可以先看演示：xuncha demo".to_owned()
            };
            format!("找不到配置文件「{shown}」。\n改法：{hint}")
        }
        ErrorKind::PermissionDenied => format!("没有权限读取配置文件「{shown}」。\n改法：检查文件的访问权限，或换一个用户运行。"),
        _ => format!(
            "读不了配置文件「{shown}」（系统错误码 {}）。\n改法：检查文件是否被占用、磁盘是否正常。",
            error.raw_os_error().unwrap_or(0)
        ),
    }
}

/// Keeps the sites named by `--site` only; all where none is named.
pub(crate) fn select(group: &mut Group, ids: &[String]) -> Result<(), CliError> {
    // An environment variable set to nothing names no site.
    let ids: Vec<&String> = ids.iter().filter(|id| !id.trim().is_empty()).collect();
    for &id in &ids {
        if group.sites.iter().any(|s| s.id == *id) {
            continue;
        }
        if let Some(site) = group.disabled.iter().find(|s| s.id == *id) {
            return Err(CliError::Usage(format!(
                "站点「{id}」（{}）没有启用。\n改法：在配置文件里填好它的网址，把 enabled 改成 true。",
                site.name
            )));
        }
        let known: Vec<&str> = group.sites.iter().map(|s| s.id.as_str()).collect();
        let hint = match nearest(id, known.iter().copied()) {
            Some(meant) => format!("是不是「{meant}」？"),
            None => format!("可用的站点编号：{}。", known.join("、")),
        };
        return Err(CliError::Usage(format!("配置文件里没有编号为「{id}」的站点。\n改法：{hint}")));
    }
    if !ids.is_empty() {
        group.sites.retain(|s| ids.contains(&&s.id));
    }
    Ok(())
}

/// Applies `--rate`. Call it before [`select`]: whether no limit is acceptable is a matter of all sites.
pub(crate) fn apply_rate(group: &mut Group, rate: Option<Rate>) -> Result<(), CliError> {
    let wanted = match rate {
        None => return Ok(()),
        Some(Rate::PerSecond(n)) => Some(n),
        Some(Rate::Off) if group.all_on_loopback() => None,
        Some(Rate::Off) => {
            return Err(CliError::Usage(
                "--rate off（不限速）只在全部站点都是本机地址（127.0.0.1、localhost）时可用，以免影响正在服务的网站。\n改法：去掉 --rate off；确需加快时写 --rate 5 之类的数字，并先与网站运维人员商量。"
                    .to_owned(),
            ));
        }
    };
    for site in &mut group.sites {
        site.limits.rate_per_second = wanted;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::parse;

    const TWO: &str = "group: g\nsites:\n  - {id: main, url: 'https://a.gov.cn/'}\n  - {id: siming, url: 'http://127.0.0.1:8080/'}\n  - {id: later, enabled: false, name: 湖里}\n";

    #[test]
    fn sites_are_selected_by_id() {
        let mut group = parse(TWO, "s").unwrap();
        select(&mut group, &[]).unwrap();
        assert_eq!(group.sites.len(), 2);
        for (id, word) in [("sming", "是不是「siming」"), ("later", "没有启用"), ("zzz", "main、siming")] {
            let error = select(&mut group, &[id.to_owned()]).unwrap_err().to_string();
            assert!(error.contains(word), "{error}");
        }
        select(&mut group, &["siming".to_owned()]).unwrap();
        assert_eq!(group.sites.len(), 1);
    }

    #[test]
    fn no_limit_is_for_loopback_only() {
        let mut group = parse(TWO, "s").unwrap();
        assert!(matches!(apply_rate(&mut group, Some(Rate::Off)), Err(CliError::Usage(_))));
        apply_rate(&mut group, Some(Rate::PerSecond(0.5))).unwrap();
        assert_eq!(group.sites[0].limits.rate_per_second, Some(0.5));
        group.sites.remove(0);
        apply_rate(&mut group, Some(Rate::Off)).unwrap();
        assert_eq!(group.sites[0].limits.rate_per_second, None);
    }

    #[test]
    fn files_that_cannot_be_read_are_explained() {
        let dir = tempfile::tempdir().unwrap();
        let directory = load(dir.path()).unwrap_err();
        assert!(directory.to_string().contains("是一个目录"), "{directory}");
        let missing = load(&dir.path().join("sites.yaml")).unwrap_err();
        assert!(missing.to_string().contains("找不到配置文件"), "{missing}");
        std::fs::write(dir.path().join("sites.yml"), "x").unwrap();
        let beside = load(&dir.path().join("sites.yaml")).unwrap_err();
        assert!(beside.to_string().contains("sites.yml」"), "{beside}");
        std::fs::write(dir.path().join("bom.yaml"), format!("\u{feff}{TWO}")).unwrap();
        assert_eq!(load(&dir.path().join("bom.yaml")).unwrap().sites.len(), 2);
    }
}
