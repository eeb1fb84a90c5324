//! A second opinion from a model of the user's: a tiny one, made here.

mod tiny_model;

use std::fs;

use serde_json::Value;
use xuncha::testing::wording::{Engine, MaskedModel, NoReranker, Reranker};

use self::tiny_model::TinyModel;
use crate::desk::Desk;
use crate::site_server::{Answer, SiteServer};

/// Told without a second opinion: 报 for 抱.
const TOLD: &str = "青年要树立远大报负。";
/// Not told without one: 险 for 验.
const PASSED: &str = "进行身份险证后方可办理。";

/// Thinks that 树立 goes with 报 and 身份 with 验.
const CONTRARY: TinyModel<'_> = TinyModel {
    characters: "报抱险验树立身份，。",
    speaks: &[('树', '报', 14.0), ('身', '验', 14.0)],
    positions: None,
    masked: true,
    surplus: 0,
};

fn model(tiny: &TinyModel<'_>) -> MaskedModel {
    MaskedModel::load(&tiny.onnx(), &tiny.vocab()).unwrap()
}

fn slips(engine: &Engine, text: &str) -> Vec<(String, String)> {
    let slips = engine.judge(text, None).into_iter();
    slips.map(|s| (s.wrong, s.right)).collect()
}

#[test]
fn a_model_turns_a_verdict_both_ways() {
    let plain = Engine::new(&[]).0;
    let told = vec![("报".to_owned(), "抱".to_owned())];
    let lifted = vec![("险".to_owned(), "验".to_owned())];
    assert_eq!((slips(&plain, TOLD), slips(&plain, PASSED)), (told, vec![]));
    let without_mask = TinyModel { masked: false, ..CONTRARY };
    let fixed = TinyModel {
        positions: Some(32),
        ..CONTRARY
    };
    for tiny in [&CONTRARY, &without_mask, &fixed] {
        let engine = Engine::new(&[]).0.with_reranker(Box::new(model(tiny)));
        assert_eq!((slips(&engine, TOLD), slips(&engine, PASSED)), (vec![], lifted.clone()));
        let why = &engine.judge(PASSED, None)[0].reason;
        assert!(why.contains("复核模型也认为改后更像（+12.0）"), "{why}");
    }
}

#[test]
fn what_the_model_cannot_compare_it_leaves_alone() {
    let model = model(&CONTRARY);
    let sentence: Vec<char> = PASSED.chars().collect();
    let ask = |at: usize, candidates: &[&[char]]| model.weigh(&sentence, at, candidates);
    let scores = ask(4, &[&['险'], &['验']]).unwrap();
    assert!((scores[1] - scores[0] - 14.0).abs() < 1e-3, "{scores:?}");
    assert!(scores.iter().all(|s| *s <= 0.0), "a probability is at most one: {scores:?}");
    assert_eq!(ask(4, &[&['险'], &['部']]), None, "not in its list of tokens");
    assert_eq!(ask(4, &[&['险'], &[]]), None, "not as long as what stands there");
    assert_eq!(ask(4, &[&['险', '报'], &['验', '抱']]).map(|s| s.len()), Some(2));
    assert_eq!(ask(sentence.len(), &[&['险'], &['验']]), None, "beyond the sentence");
    let long: Vec<char> = "树立。".repeat(200).chars().collect();
    assert!(model.weigh(&long, 300, &[&['报'], &['抱']]).is_some());
}

#[test]
fn what_does_not_fit_together_is_said_before_anything_is_judged() {
    let (onnx, vocab) = (CONTRARY.onnx(), CONTRARY.vocab());
    let refused = |onnx: &[u8], vocab: &str| MaskedModel::load(onnx, vocab).unwrap_err();
    assert!(matches!(refused(&onnx, ""), NoReranker::Token("[CLS]")));
    assert!(matches!(
        refused(&onnx, &vocab.replace("[MASK]", "[M]")),
        NoReranker::Token("[MASK]")
    ));
    assert!(matches!(refused(&onnx, &format!("{vocab}多\n")), NoReranker::Output { .. }));
    let surplus = TinyModel { surplus: 1, ..CONTRARY };
    assert!(matches!(refused(&surplus.onnx(), &vocab), NoReranker::Output { .. }));
    assert!(matches!(refused(b"", &vocab), NoReranker::Unreadable(_)));
    assert!(matches!(refused(b"no model at all", &vocab), NoReranker::Unreadable(_)));
    let short = TinyModel {
        positions: Some(8),
        ..CONTRARY
    };
    assert!(matches!(refused(&short.onnx(), &vocab), NoReranker::Unreadable(_)));
    let strange: Vec<u8> = replaced(&onnx, b"attention_mask", b"attention_task");
    assert!(matches!(refused(&strange, &vocab), NoReranker::Input(name) if name == "attention_task"));
    let unknown: Vec<u8> = replaced(&onnx, b"ReduceSum", b"RejuceSum");
    assert!(matches!(refused(&unknown, &vocab), NoReranker::Unreadable(_)));
}

fn replaced(bytes: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for at in 0..bytes.len().saturating_sub(old.len()) {
        if bytes[at..].starts_with(old) {
            out[at..at + new.len()].copy_from_slice(new);
        }
    }
    out
}

#[test]
fn no_damage_to_a_model_goes_further_than_an_error() {
    let (onnx, vocab) = (CONTRARY.onnx(), CONTRARY.vocab());
    for end in (0..onnx.len()).step_by(7) {
        let _refused_or_not = MaskedModel::load(&onnx[..end], &vocab);
    }
    for at in (0..onnx.len()).step_by(3) {
        let mut damaged = onnx.clone();
        damaged[at] ^= 1 << (at % 8);
        if let Ok(model) = MaskedModel::load(&damaged, &vocab) {
            let _told_or_not = model.weigh(&['公', '险', '身'], 1, &[&['险'], &['验']]);
        }
    }
}

fn desk_with_model(url: &str) -> Desk {
    let desk = Desk::with_site(url, "");
    let folder = desk.folder.path().join("model");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("model.onnx"), CONTRARY.onnx()).unwrap();
    fs::write(folder.join("vocab.txt"), CONTRARY.vocab()).unwrap();
    desk
}

#[test]
fn a_run_says_that_it_had_a_second_opinion() {
    let server = SiteServer::start(|request| match request.path.as_str() {
        "/" => Answer::page("测试网", &format!("<p>{TOLD}</p><p>{PASSED}</p>")),
        _ => Answer::missing(),
    });
    let desk = desk_with_model(&server.url("/"));
    let arguments = ["monthly", "--rate", "off", "--reranker", "model"];
    let (_, run) = desk.inspect(&arguments);
    assert_eq!(run["wording"]["reranker"], "model");
    let typos = |run: &Value| -> Vec<String> {
        let all = desk.findings(run).into_iter().filter(|f| f["rule"] == "typo");
        all.map(|f| f["evidence"]["wrong"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(typos(&run), ["险"]);
    let (_, run) = desk.inspect(&["monthly", "--rate", "off"]);
    assert_eq!((&run["wording"]["reranker"], typos(&run)), (&Value::Null, vec!["报".to_owned()]));

    fs::write(
        desk.folder.path().join("a.jsonl"),
        format!("{{\"wrong\":\"{PASSED}\",\"right\":\"{}\"}}", PASSED.replace('险', "验")),
    )
    .unwrap();
    let ran = desk.run(&["wording", "eval", "a.jsonl", "--reranker", "model", "--format", "json"]);
    let told: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|e| panic!("{e} {ran:?}"));
    assert_eq!(
        (&told["reranker"], &told["files"][0]["char_correction"]["recall"]),
        (&"model".into(), &100.0.into())
    );
}

#[test]
fn a_model_that_cannot_be_used_stops_the_command_before_it_begins() {
    let desk = desk_with_model("http://127.0.0.1:9/");
    let folder = desk.folder.path().join("model");
    let refused = |why: &str, words: &str| {
        let ran = desk.run(&["monthly", "--rate", "off", "--no-progress", "--reranker", "model"]);
        assert_eq!(ran.code, Some(2), "{why} {ran:?}");
        assert!(
            ran.stderr.contains(words) && !ran.stderr.contains("程序内部出错"),
            "{why} {}",
            ran.stderr
        );
    };
    fs::write(folder.join("vocab.txt"), b"\xff\xfe\x00").unwrap();
    refused("no text", "不是 UTF-8");
    fs::write(folder.join("vocab.txt"), "字\n").unwrap();
    refused("no marks", "[CLS]");
    fs::write(folder.join("vocab.txt"), CONTRARY.vocab()).unwrap();
    fs::write(folder.join("model.onnx"), [0xffu8; 4096]).unwrap();
    refused("no model", "不是 ONNX 模型");
    fs::File::create(folder.join("model.onnx")).unwrap().set_len(3 << 30).unwrap();
    refused("too large", "太大，超过 2048 MB");
    fs::remove_file(folder.join("model.onnx")).unwrap();
    refused("missing", "model.onnx");
    fs::remove_dir_all(&folder).unwrap();
    refused("no folder", "不是目录");
}
