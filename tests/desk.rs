//! The desk the program is run at: a folder with sites.yaml, state and reports, and what came of a run.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The names of the columns every site must have, for home pages of sites that have nothing else to be told of.
pub(crate) const MENU: &str = "<ul><li>机构职能</li><li>领导信息</li><li>工作动态</li><li>政策文件</li><li>政策解读</li>\
    <li>咨询留言</li><li>民意征集</li><li>办事指南</li></ul>";

/// A folder to run the program in.
pub(crate) struct Desk {
    pub(crate) folder: TempDir,
}

/// What a run of the program left.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A configuration: the group's head, then the sites as given.
pub(crate) fn sites_yaml(sites: &str) -> String {
    format!("group: 测试站群\ntimezone: Asia/Shanghai\ncontact: test@example.gov.cn\nsites:\n{sites}")
}

/// One site of a configuration; `more` are further lines of it.
pub(crate) fn site_yaml(id: &str, role: &str, url: &str, more: &str) -> String {
    format!("  - id: {id}\n    name: 测试网{id}\n    url: {url}\n    role: {role}\n    owner: 办公室\n{more}")
}

impl Desk {
    /// With one site. Of a main site yearly reports are expected, which the sites of tests have not.
    pub(crate) fn with_site(url: &str, more: &str) -> Self {
        Desk::with(sites_yaml(&site_yaml("main", "subsite", url, more)))
    }

    /// With this configuration.
    pub(crate) fn with(config: impl AsRef<[u8]>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("sites.yaml"), config).unwrap();
        Desk { folder }
    }

    /// The program, in this folder and in no other environment than its own.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xuncha"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("XUNCHA_") || name.to_lowercase().ends_with("_proxy")) {
            command.env_remove(name);
        }
        command.args(arguments).current_dir(self.folder.path()).stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        let output = self.command(arguments).output().unwrap();
        Ran {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Runs an inspection whose result is wanted as JSON, and gives it with the exit code.
    pub(crate) fn inspect(&self, arguments: &[&str]) -> (Option<i32>, Value) {
        let ran = self.run(&[arguments, &["--format", "json", "--no-progress"]].concat());
        let result = serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {ran:?}"));
        (ran.code, result)
    }

    /// The report folder of a run.
    pub(crate) fn reports(&self, run: &Value) -> PathBuf {
        self.folder.path().join(run["folder"].as_str().unwrap())
    }

    /// A report file of a run.
    pub(crate) fn report(&self, run: &Value, name: &str) -> String {
        let path = self.reports(run).join(name);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// The findings of a run.
    pub(crate) fn findings(&self, run: &Value) -> Vec<Value> {
        let lines = self.report(run, "findings.jsonl");
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The findings of some rule as `target path → cause or reason`, sorted, without the server's address.
    pub(crate) fn links(&self, run: &Value, rule: &str, base: &str) -> Vec<(String, String)> {
        let mut links: Vec<(String, String)> = self
            .findings(run)
            .iter()
            .filter(|f| f["rule"] == rule)
            .map(|f| {
                let target = f["target_url"].as_str().unwrap_or_default();
                let why = f["evidence"]["cause"].as_str().or(f["evidence"]["reason"].as_str());
                (
                    target.strip_prefix(base).unwrap_or(target).to_owned(),
                    why.unwrap_or_default().to_owned(),
                )
            })
            .collect();
        links.sort();
        links.dedup();
        links
    }
}
