//! A program sent over what is served: how long it takes, how much memory, and what it says beside what is true.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use super::{Group, TODAY};

/// What an inspection took, and what it said.
#[derive(Debug, Clone, Default)]
pub(crate) struct Inspection {
    pub(crate) wall: Duration,
    /// Time of the processor, over all threads; where the system tells (Linux).
    pub(crate) cpu: Duration,
    /// The most memory ever held, in KiB; where the system tells (Linux).
    pub(crate) peak: Option<u64>,
    /// The sum over the sites, as run.json has it.
    pub(crate) pages: u64,
    pub(crate) requests: u64,
    /// Pages that were known and not read, because a limit was reached.
    pub(crate) beyond: u64,
    /// Targets called broken, and places inside of pages.
    broken: BTreeSet<String>,
    places: BTreeSet<String>,
}

/// What was said beside what is true.
#[derive(Debug, Default)]
pub(crate) struct Comparison {
    found: usize,
    planted: usize,
    places: (usize, usize),
    /// Broken links that were not named, by kind, with an example.
    missed: BTreeMap<&'static str, (usize, String)>,
    /// Links called broken that are not, with the kind of trap.
    wrong: Vec<(String, &'static str)>,
    /// Requests for pages behind those of the outside host.
    strayed: usize,
}

/// The program that was built with the benchmark, or the one that `XUNCHA_BENCH_BINARY` names.
pub(crate) fn this() -> PathBuf {
    std::env::var_os("XUNCHA_BENCH_BINARY").map_or_else(|| env!("CARGO_BIN_EXE_xuncha").into(), PathBuf::from)
}

/// Runs a program over what a configuration names, with an empty state.
///
/// # Errors
/// Where it cannot be started or gives no result.
pub(crate) fn inspect(binary: &Path, configuration: &str) -> Result<Inspection> {
    let desk = tempfile::tempdir()?;
    fs::write(desk.path().join("sites.yaml"), configuration)?;
    let (said, complained) = (desk.path().join("said.json"), desk.path().join("complained"));
    let began = Instant::now();
    let mut child = Command::new(binary)
        .args(["monthly", "--rate", "off", "--no-progress", "--format", "json", "--as-of"])
        .arg(TODAY.to_string())
        .current_dir(desk.path())
        .stdout(File::create(&said)?)
        .stderr(File::create(&complained)?)
        .spawn()
        .with_context(|| format!("{} cannot be started", binary.display()))?;
    let mut inspection = Inspection::default();
    watch(&mut child, &mut inspection)?;
    inspection.wall = began.elapsed();
    let result: Value = serde_json::from_slice(&fs::read(&said)?)
        .with_context(|| fs::read_to_string(&complained).unwrap_or_default())
        .context("it gave no result")?;
    for site in result["sites"].as_array().into_iter().flatten() {
        let number = |value: &Value| value.as_u64().unwrap_or_default();
        inspection.pages += number(&site["pages"]);
        inspection.requests += number(&site["requests"]);
        inspection.beyond += number(&site["coverage"]["skipped"]["page_limit"]);
    }
    let report = fs::read_dir(desk.path().join("reports"))?.next().context("it wrote no report")??;
    for line in fs::read_to_string(report.path().join("findings.jsonl"))?.lines() {
        let finding: Value = serde_json::from_str(line)?;
        if let (Some("link-broken"), Some(target)) = (finding["rule"].as_str(), finding["target_url"].as_str()) {
            let is_place = finding["evidence"]["cause"] == "fragment";
            let kind = if is_place { &mut inspection.places } else { &mut inspection.broken };
            kind.insert(target.to_owned());
        }
    }
    Ok(inspection)
}

/// Waits for the end of a program, and keeps what the system tells of it. The last instant before the end may be missed,
/// which matters to neither figure: the peak never falls, and the time is told in hundredths of a second.
fn watch(child: &mut Child, inspection: &mut Inspection) -> Result<()> {
    let own = PathBuf::from(format!("/proc/{}", child.id()));
    loop {
        let status = fs::read_to_string(own.join("status")).unwrap_or_default();
        let peak = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
        inspection.peak = peak.and_then(|l| l.trim().trim_end_matches(" kB").parse().ok()).or(inspection.peak);
        // Behind the name in brackets, the twelfth and thirteenth: time in the program and in the kernel (proc(5)).
        let stat = fs::read_to_string(own.join("stat")).unwrap_or_default();
        let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
        let ticks: u64 = fields.skip(11).take(2).filter_map(|f| f.parse::<u64>().ok()).sum();
        inspection.cpu = inspection.cpu.max(Duration::from_millis(ticks * 10));
        if child.try_wait()?.is_some() {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

impl Group {
    /// Sends a program over the group, and holds what it says against the truth.
    ///
    /// # Errors
    /// Where it cannot be started or gives no result.
    pub(crate) fn inspected_by(&self, binary: &Path) -> Result<(Inspection, Comparison)> {
        self.forget();
        let inspection = inspect(binary, &self.configuration())?;
        let truth = &self.truth;
        let mut comparison = Comparison {
            planted: truth.broken.len(),
            places: (truth.places.intersection(&inspection.places).count(), truth.places.len()),
            strayed: self.strayed(),
            ..Comparison::default()
        };
        for (address, kind) in &truth.broken {
            if inspection.broken.contains(address) {
                comparison.found += 1;
            } else {
                comparison.missed.entry(kind).or_insert_with(|| (0, address.clone())).0 += 1;
            }
        }
        let wrong = inspection.broken.iter().filter(|a| !truth.broken.contains_key(*a));
        let wrong = wrong.chain(inspection.places.difference(&truth.places));
        comparison.wrong = wrong
            .map(|a| (a.clone(), truth.traps.get(a).copied().unwrap_or("planted nowhere")))
            .collect();
        Ok((inspection, comparison))
    }
}

impl fmt::Display for Inspection {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (wall, cpu, memory) = (self.wall.as_secs_f64(), self.cpu.as_secs_f64(), self.peak.unwrap_or_default() >> 10);
        write!(
            f,
            "    {} pages in {wall:.1} s ({:.0} pages/s), ",
            self.pages,
            self.pages as f64 / wall
        )?;
        write!(f, "{} requests, {} addresses beyond the limit, ", self.requests, self.beyond)?;
        write!(f, "{cpu:.1} s of processor, {memory} MiB at most")
    }
}

impl Comparison {
    /// # Errors
    /// Where something was missed, or called broken without being so.
    pub(crate) fn ensure_true(&self) -> Result<()> {
        let places = self.places.0 == self.places.1;
        ensure!(
            self.missed.is_empty() && self.wrong.is_empty() && places && self.strayed == 0,
            "the links were not judged as they are"
        );
        Ok(())
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (places, of) = self.places;
        write!(
            f,
            "{} of {} broken links, {places} of {of} places, {} false",
            self.found,
            self.planted,
            self.wrong.len()
        )?;
        if self.strayed > 0 {
            write!(f, ", {} requests behind outside pages", self.strayed)?;
        }
        for (kind, (count, example)) in &self.missed {
            write!(f, "\n    missed {count}: {kind}, such as {example}")?;
        }
        for (address, trap) in self.wrong.iter().take(10) {
            write!(f, "\n    false: {address} ({trap})")?;
        }
        Ok(())
    }
}
