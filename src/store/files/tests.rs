//! Report folders and files, among those of others.

use super::*;

fn files() -> Vec<ReportFile<'static>> {
    vec![
        ReportFile::new("问题清单.csv", |to| to.write_all(b"new")),
        ReportFile::new("run.json", |to| to.write_all(b"{}")),
    ]
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn head(run: &str, started_at: &str) -> RunHead {
    RunHead {
        run: run.into(),
        mode: "monthly".into(),
        group: "示例站群".into(),
        as_of: jiff::civil::date(2026, 11, 23),
        started_at: started_at.into(),
        finished_at: String::new(),
        complete: true,
        stopped: false,
        gaps: vec![],
        options: [].into(),
        version: String::new(),
        wording: None,
        folder: None,
    }
}

/// A run of a store, as its reports know it.
async fn begun(store: &Store) -> RunHead {
    let run = store.begin_run(crate::store::run::tests::monthly("a")).await.unwrap();
    head(&run.id, &run.started_at)
}

fn reports(head: &RunHead, list: &'static str) -> Vec<ReportFile<'static>> {
    let named = serde_json::json!({"run": head.run, "started_at": head.started_at, "group": head.group}).to_string();
    vec![
        ReportFile::new("问题清单.csv", move |to| to.write_all(list.as_bytes())),
        ReportFile::new("run.json", move |to| to.write_all(named.as_bytes())),
    ]
}

async fn write(store: &Store, out: &Path, head: &RunHead, list: &'static str) -> (String, Vec<Written>) {
    let folder = store.report_folder(out, head).await.unwrap();
    let written = folder.write(&reports(head, list)).await.unwrap();
    (folder.name, written)
}

#[tokio::test]
async fn a_folder_that_exists_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("reports");
    let one = Store::open(&dir.path().join("one")).await.unwrap();
    let first = begun(&one).await;
    assert_eq!(write(&one, &out, &first, "first").await.0, "2026-11-23-monthly");
    fs::write(out.join("2026-11-23-monthly/问题清单.csv"), "编辑的批注").unwrap();

    // The same day from another data folder, begun in the same second.
    let other = Store::open(&dir.path().join("other")).await.unwrap();
    let second = begun(&other).await;
    assert_eq!(write(&other, &out, &second, "second").await.0, "2026-11-23-monthly-2");
    assert_eq!(
        fs::read_to_string(out.join("2026-11-23-monthly/问题清单.csv")).unwrap(),
        "编辑的批注"
    );
    // A run of that number finds its name taken, by a file even.
    fs::write(out.join("2026-11-23-monthly-3"), "a file").unwrap();
    let third = begun(&one).await;
    assert_eq!(third.run, "2026-11-23-monthly-2");
    assert_eq!(write(&one, &out, &third, "third").await.0, "2026-11-23-monthly-4");
    assert_eq!(names(&out.join("2026-11-23-monthly-2")), ["run.json", "问题清单.csv"]);
}

#[tokio::test]
async fn a_run_that_goes_on_replaces_what_it_wrote_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(&dir.path().join("data")).await.unwrap();
    let (out, head) = (dir.path().join("reports"), begun(&store).await);
    let name = "2026-11-23-monthly";
    write(&store, &out, &head, "stopped").await;
    fs::write(out.join(name).join("备注.txt"), "mine").unwrap();
    let (again, written) = write(&store, &out, &head, "went on").await;
    assert_eq!((again.as_str(), written.iter().all(|w| w.instead_of.is_none())), (name, true));
    assert_eq!(names(&out.join(name)), ["run.json", "备注.txt", "问题清单.csv"]);
    assert_eq!(fs::read_to_string(out.join(name).join("问题清单.csv")).unwrap(), "went on");

    // Edited, it stays; the new one lies beside it, and is replaced by the next.
    fs::write(out.join(name).join("问题清单.csv"), "went on, 已转办").unwrap();
    for list in ["a third time", "a fourth time"] {
        let (_, written) = write(&store, &out, &head, list).await;
        assert_eq!(written[0].path, out.join(name).join("问题清单 (2).csv"));
        assert!(written[0].instead_of.as_ref().is_some_and(|kept| kept.edited));
        assert_eq!(written[1].instead_of, None);
        assert_eq!(fs::read_to_string(&written[0].path).unwrap(), list);
    }
    assert_eq!(fs::read_to_string(out.join(name).join("问题清单.csv")).unwrap(), "went on, 已转办");

    // Elsewhere it has nothing of its own, whatever lies there under its name.
    let elsewhere = dir.path().join("elsewhere");
    fs::create_dir_all(elsewhere.join(name)).unwrap();
    fs::write(elsewhere.join(name).join("run.json"), "{}").unwrap();
    assert_eq!(write(&store, &elsewhere, &head, "new").await.0, "2026-11-23-monthly-2");
    // What a kill in the middle of writing left is its own.
    let killed = dir.path().join("killed");
    let folder = store.report_folder(&killed, &head).await.unwrap();
    write_parts(folder.path(), &reports(&head, "half")).unwrap();
    assert_eq!(write(&store, &killed, &head, "whole").await.0, name);
    assert_eq!(names(&killed.join(name)), ["run.json", "问题清单.csv"]);
}

#[test]
fn a_file_that_cannot_be_replaced_gets_a_name_beside_it() {
    let dir = tempfile::tempdir().unwrap();
    // A folder stands in for a file another program holds: a rename onto it fails.
    for taken in ["问题清单.csv", "问题清单 (2).csv"] {
        fs::create_dir(dir.path().join(taken)).unwrap();
    }
    let files = files();
    write_parts(dir.path(), &files).unwrap();
    let written = take_names(dir.path(), &files, &HashSet::new()).unwrap();
    assert_eq!(written[0].path, dir.path().join("问题清单 (3).csv"));
    let kept = written[0].instead_of.as_ref().unwrap();
    assert_eq!((&kept.path, kept.edited), (&dir.path().join("问题清单.csv"), false));
    assert_eq!(fs::read(&written[0].path).unwrap(), b"new");
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_explained() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(&dir.path().join("data")).await.unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    let head = begun(&store).await;
    let Err(error) = store.report_folder(&file.join("x"), &head).await else {
        panic!("made a folder below a file")
    };
    assert!(matches!(error, StoreError::Unwritable { .. }), "{error:?}");
    assert!(error.to_string().contains("--out"), "{error}");
}

#[tokio::test]
#[cfg(target_os = "linux")]
async fn a_full_disk_leaves_the_old_reports_whole() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(&dir.path().join("data")).await.unwrap();
    let (out, head) = (dir.path().join("reports"), begun(&store).await);
    write(&store, &out, &head, "old").await;
    let folder = store.report_folder(&out, &head).await.unwrap();
    // The second file meets the kernel's own full disk.
    std::os::unix::fs::symlink("/dev/full", temporary(folder.path(), "run.json")).unwrap();
    let error = folder.write(&reports(&head, "new")).await.unwrap_err();
    assert!(error.to_string().starts_with("磁盘已满"), "{error}");
    assert_eq!(names(folder.path()), ["run.json", "问题清单.csv"]);
    assert_eq!(fs::read(folder.path().join("问题清单.csv")).unwrap(), b"old");
}
