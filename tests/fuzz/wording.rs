//! The wording of any text: with the shipped lists and dictionary alone, and with a model.

use std::sync::LazyLock;

use proptest::prelude::*;
use xuncha::testing::wording::{Engine, NGram, Own, Trainer};

use super::mutation::{Words, fuzz};

/// Terms, slips of terms, names, what is skipped, and what lies between.
const WORDS: Words = &[
    "中华人民共和国".as_bytes(),
    "中华人民共合国".as_bytes(),
    "全心全意为人民服".as_bytes(),
    "最高人民检察院".as_bytes(),
    "厦门市公安局".as_bytes(),
    "荆门市".as_bytes(),
    "既使".as_bytes(),
    "布署".as_bytes(),
    "工作".as_bytes(),
    "的的".as_bytes(),
    "料".as_bytes(),
    "科".as_bytes(),
    "二〇二六年".as_bytes(),
    "國務院".as_bytes(),
    "。".as_bytes(),
    "，".as_bytes(),
    "《".as_bytes(),
    "》".as_bytes(),
    "\u{3000}".as_bytes(),
    "\u{200b}".as_bytes(),
    "\u{1f600}".as_bytes(),
    "\u{20000}".as_bytes(),
    b"http://a.gov.cn/",
    b"pinyin ",
    b"2026-11-23",
    b"\n",
    b" ",
    b"\xed\xa0\x80",
];

static PLAIN: LazyLock<Engine> = LazyLock::new(|| Engine::new(&[]).0);

static TRAINED: LazyLock<Engine> = LazyLock::new(|| {
    let mut trainer = Trainer::default();
    trainer.add("全市公安机关认真贯彻落实会议精神，扎实推进各项工作。民警向群众发放了宣传资料。");
    let model = {
        let bytes = trainer.finish().to_bytes();
        NGram::read_from(&mut bytes.as_slice(), bytes.len() as u64).unwrap()
    };
    Engine::new(&[]).0.with_model(model)
});

#[test]
fn any_text_is_proofread() {
    fuzz("wording", WORDS, |bytes, _| {
        let text = String::from_utf8_lossy(bytes);
        let chars: Vec<char> = text.chars().collect();
        let own = Own::of(&text);
        for (engine, own) in [(&*PLAIN, None), (&*TRAINED, None), (&*TRAINED, Some(&own))] {
            let slips = engine.judge_text(&text, own);
            prop_assert_eq!(&engine.judge_text(&text, own), &slips);
            // Places in their order, none in another, each with what really stands there.
            let mut end = 0;
            for slip in &slips {
                prop_assert!(end <= slip.from && slip.from <= slip.to && slip.to <= chars.len(), "{slip:?}");
                prop_assert_ne!(&slip.wrong, &slip.right);
                end = slip.to;
            }
        }
        Ok(())
    });
}

#[test]
fn any_bytes_are_a_model_or_none() {
    fuzz("wording", WORDS, |bytes, _| {
        // What is no model is refused; what happens to be one is used without harm.
        if let Ok(model) = NGram::read_from(&mut &*bytes, bytes.len() as u64) {
            Engine::new(&[]).0.with_model(model).judge_text("民警向群众发放了宣传资科。", None);
        }
        Ok(())
    });
}
