//! What an editor wrote into a report folder is never lost, whoever writes reports next.

use std::fs;

use serde_json::Value;

use crate::desk::{Desk, MENU};
use crate::site_server::{Answer, Request, SiteServer};

const MONTHLY: [&str; 5] = ["monthly", "--rate", "off", "--as-of", "2026-11-23"];

fn small_site() -> SiteServer {
    SiteServer::start(|request: &Request| match request.path.as_str() {
        "/" => Answer::page("测试网", &format!("{MENU}<a href=\"/gone.html\">旧闻</a>")),
        _ => Answer::missing(),
    })
}

#[test]
fn another_data_folder_takes_the_next_free_name() {
    let server = small_site();
    let desk = Desk::with_site(&server.url("/"), "");
    let (_, first) = desk.inspect(&MONTHLY);
    assert_eq!(first["folder"], "reports/2026-11-23-monthly");
    let list = desk.reports(&first).join("问题清单.csv");
    let noted = format!("{}已转办\r\n", fs::read_to_string(&list).unwrap());
    fs::write(&list, &noted).unwrap();

    let (_, second) = desk.inspect(&[&MONTHLY[..], &["--data", "another"]].concat());
    assert_eq!(
        (&second["run"], &second["folder"]),
        (&first["run"], &"reports/2026-11-23-monthly-2".into())
    );
    assert_eq!(fs::read_to_string(&list).unwrap(), noted);
    assert!(desk.report(&second, "问题清单.csv").contains("/gone.html"));
    let kept: Value = serde_json::from_str(&desk.report(&second, "run.json")).unwrap();
    assert_eq!(kept["folder"], second["folder"]);

    // Where the data folder was lost, and for people at the screen.
    fs::remove_dir_all(desk.folder.path().join(".xuncha")).unwrap();
    let third = desk.run(&[&MONTHLY[..], &["--no-progress"]].concat());
    assert!(third.stdout.contains("报告已保存到：reports/2026-11-23-monthly-3（"), "{third:?}");
    assert_eq!(fs::read_to_string(&list).unwrap(), noted);
}

#[cfg(unix)]
#[test]
fn a_run_that_goes_on_replaces_its_own_reports_but_not_an_edited_one() {
    let server = crate::resume::site();
    let desk = crate::resume::desk(&server);
    let stopped = |requests: usize| {
        server.forget();
        let child = crate::resume::until(&desk, &server, requests);
        let pid = child.id().to_string();
        assert!(std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{output:?}");
        serde_json::from_slice::<Value>(&output.stdout).unwrap()
    };
    let first = stopped(30);
    // Nobody touched it: replaced.
    assert_eq!(stopped(30)["folder"], first["folder"]);
    let folder = desk.reports(&first);
    let list = folder.join("问题清单.csv");
    let noted = format!("{}已转办\r\n", fs::read_to_string(&list).unwrap());
    fs::write(&list, &noted).unwrap();
    fs::write(folder.join("批注.docx"), "给领导").unwrap();

    let ran = desk.run(&[&MONTHLY[..], &["--no-progress"]].concat());
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.stdout
            .contains("已被改动过，没有覆盖，新结果写在 reports/2026-11-23-monthly/问题清单 (2).csv"),
        "{ran:?}"
    );
    assert_eq!(fs::read_to_string(&list).unwrap(), noted);
    assert_eq!(fs::read_to_string(folder.join("批注.docx")).unwrap(), "给领导");
    let whole: Value = serde_json::from_str(&desk.report(&first, "run.json")).unwrap();
    assert_eq!(whole["complete"], true);
    let rows = fs::read_to_string(folder.join("问题清单 (2).csv")).unwrap();
    assert!(rows.contains("/gone/140.html"), "{rows}");
    assert_eq!(fs::read_dir(desk.folder.path().join("reports")).unwrap().count(), 1);
}
