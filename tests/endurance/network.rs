//! A network that goes away in the middle of a run and comes back: the findings are those of an undisturbed one.
//!
//! The program runs in a network namespace of its own, joined to this one by a pair of virtual links; the site is served
//! on this side, and the link is taken down. Both addresses are of that pair and of nothing else.

use std::process::Command;
use std::thread;
use std::time::Duration;

use serde_json::Value;

use super::system;
use crate::desk::Desk;
use crate::one_way::is_the_same;
use crate::resume::{MONTHLY, judged, site_at};

/// How long the network is away.
const AWAY: Duration = Duration::from_secs(10);
/// Addresses of the two ends.
const HERE: &str = "10.213.77.1";
const THERE: &str = "10.213.77.2";

/// A namespace and the pair of links into it; gone with this value.
struct Wire {
    space: String,
    here: String,
}

impl Wire {
    fn new() -> Self {
        let id = std::process::id();
        let wire = Wire {
            space: format!("xuncha{id}"),
            here: format!("xu{id}"),
        };
        let there = format!("xv{id}");
        system("ip", &["netns", "add", &wire.space]);
        system(
            "ip",
            &[
                "link",
                "add",
                &wire.here,
                "type",
                "veth",
                "peer",
                "name",
                &there,
                "netns",
                &wire.space,
            ],
        );
        system("ip", &["addr", "add", &format!("{HERE}/30"), "dev", &wire.here]);
        system("ip", &["link", "set", &wire.here, "up"]);
        system("ip", &["-n", &wire.space, "addr", "add", &format!("{THERE}/30"), "dev", &there]);
        system("ip", &["-n", &wire.space, "link", "set", &there, "up"]);
        system("ip", &["-n", &wire.space, "link", "set", "lo", "up"]);
        wire
    }

    fn set(&self, state: &str) {
        system("ip", &["link", "set", &self.here, state]);
    }

    /// The program at a desk, on the other side.
    fn command(&self, desk: &Desk) -> Command {
        let inner = desk.command(&[]);
        let mut command = Command::new("ip");
        command
            .args(["netns", "exec", &self.space])
            .arg(inner.get_program())
            .args(MONTHLY_POLITE);
        command.args(["--format", "json", "--no-progress"]).current_dir(desk.folder.path());
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        command
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        // The pair goes with its namespace.
        system("ip", &["netns", "del", &self.space]);
    }
}

/// Without `--rate off`: that is for loopback alone.
const MONTHLY_POLITE: [&str; 3] = ["monthly", MONTHLY[3], MONTHLY[4]];

#[test]
#[ignore = "makes a network namespace: needs root and iproute2"]
fn a_network_that_goes_away_for_a_while_changes_nothing() {
    let wire = Wire::new();
    let server = site_at(HERE);
    let desk = || {
        Desk::with_site(
            &server.url("/"),
            "    concurrency: 4\n    rate_per_second: 50\n    timeout_seconds: 5\n",
        )
    };
    let result = |output: std::process::Output| -> (Option<i32>, Value) {
        let run = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"));
        (output.status.code(), run)
    };
    let undisturbed = desk();
    let (code, run) = result(wire.command(&undisturbed).output().unwrap());
    assert_eq!((code, &run["complete"]), (Some(1), &Value::Bool(true)), "{run:#}");
    let wanted = judged(&undisturbed, &run);

    server.forget();
    let desk = desk();
    let child = wire.command(&desk).spawn().unwrap();
    while server.requests().len() < 50 {
        thread::sleep(Duration::from_millis(1));
    }
    wire.set("down");
    thread::sleep(AWAY);
    wire.set("up");
    let (code, run) = result(child.wait_with_output().unwrap());
    assert_eq!((code, &run["complete"]), (Some(1), &Value::Bool(true)), "{run:#}");
    is_the_same(
        &without_tries(&judged(&desk, &run)),
        &without_tries(&wanted),
        "after the network was away",
    );
}

/// What is said without how often each was tried: more often, that is the point.
fn without_tries(said: &str) -> String {
    let line = |line: &str| match serde_json::from_str::<Value>(line) {
        Ok(mut finding) if finding["evidence"].is_object() => {
            finding["evidence"].as_object_mut().unwrap().remove("tries");
            finding.to_string()
        }
        _ => line.to_owned(),
    };
    said.lines().map(line).collect::<Vec<_>>().join("\n")
}
