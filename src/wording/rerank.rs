//! A second opinion on doubtful places: a model that reads the whole sentence says how much likelier a change is.

use std::fmt;

use super::general::Change;

/// A model that knows how likely a character stands at a place, from all that surrounds it.
pub trait Reranker: fmt::Debug + Send + Sync {
    /// How likely (ln) each candidate stands at this place of the sentence; the first is what stands there. All are as
    /// long as each other. `None` where the model cannot tell: then what was thought without it stands.
    fn weigh(&self, sentence: &[char], at: usize, candidates: &[&[char]]) -> Option<Vec<f32>>;
}

/// A change may lie so far below the threshold (nats) for a model to lift it. What lies lower was refused for reasons that no
/// reading of the sentence outweighs: it makes no word, or looks and sounds like nothing that stands there.
pub(super) const REACH: f32 = 3.0;

/// What the model's opinion weighs. Half, because the general tier has weighed the same context already.
const WEIGHT: f32 = 0.5;

/// Beyond this (nats) the model only says that it never saw the one or the other.
const SUREST: f32 = 12.0;

/// Places of a sentence that are asked about; each costs a run of the model.
const MOST_PLACES: usize = 16;

/// Changes of one place that are put before the model.
const MOST_CANDIDATES: usize = 8;

/// Puts the changes of each place in order by what a model says of them, and drops those it leaves below the threshold.
pub(super) fn rerank(by: &dyn Reranker, symbols: &[char], places: &mut [Vec<Change>]) {
    for changes in &mut *places {
        changes.sort_by(|a, b| b.score.total_cmp(&a.score));
        changes.truncate(MOST_CANDIDATES);
    }
    let mut order: Vec<usize> = (0..places.len()).filter(|i| !places[*i].is_empty()).collect();
    order.sort_by(|a, b| places[*b][0].score.total_cmp(&places[*a][0].score).then(a.cmp(b)));
    for place in order.into_iter().take(MOST_PLACES) {
        let changes = &mut places[place];
        for len in 1..=2 {
            ask(by, symbols, changes, len);
        }
    }
    for changes in places {
        changes.retain(|c| c.score > 0.0);
    }
}

/// Asks about the changes that put as many symbols as they take, of this number.
fn ask(by: &dyn Reranker, symbols: &[char], changes: &mut [Change], len: usize) {
    let mut alike: Vec<&mut Change> = changes.iter_mut().filter(|c| c.len == len && c.new.len() == len).collect();
    let Some(at) = alike.first().map(|c| c.at) else { return };
    let opinions = {
        let candidates: Vec<&[char]> = std::iter::once(&symbols[at..at + len])
            .chain(alike.iter().map(|c| c.new.as_slice()))
            .collect();
        // The model is shown the sentence without the edges that stand round it.
        by.weigh(&symbols[1..symbols.len() - 1], at - 1, &candidates)
            .filter(|o| o.len() == candidates.len() && o.iter().all(|n| n.is_finite()))
    };
    let Some(opinions) = opinions else { return };
    for (change, opinion) in alike.iter_mut().zip(&opinions[1..]) {
        let leaning = (opinion - opinions[0]).clamp(-SUREST, SUREST);
        change.score += WEIGHT * leaning;
        change.leaning = Some(leaning);
    }
}

#[cfg(test)]
mod tests {
    use super::super::engine::Engine;
    use super::*;

    /// Prefers one character to every other.
    #[derive(Debug)]
    struct Fond(char, f32);

    impl Reranker for Fond {
        fn weigh(&self, sentence: &[char], at: usize, candidates: &[&[char]]) -> Option<Vec<f32>> {
            assert_eq!(
                &sentence[at..at + candidates[0].len()],
                candidates[0],
                "the first candidate stands there"
            );
            Some(candidates.iter().map(|c| if c.contains(&self.0) { self.1 } else { 0.0 }).collect())
        }
    }

    /// Never knows.
    #[derive(Debug)]
    struct Silent;

    impl Reranker for Silent {
        fn weigh(&self, _: &[char], _: usize, _: &[&[char]]) -> Option<Vec<f32>> {
            None
        }
    }

    fn told(by: Option<Box<dyn Reranker>>, text: &str) -> Vec<(String, String)> {
        let engine = Engine::new(&[]).0;
        let engine = match by {
            Some(by) => engine.with_reranker(by),
            None => engine,
        };
        let slips = engine.judge(text, None).into_iter();
        slips.map(|s| (s.wrong, s.right)).collect()
    }

    fn slip(wrong: &str, right: &str) -> Vec<(String, String)> {
        vec![(wrong.to_owned(), right.to_owned())]
    }

    #[test]
    fn an_opinion_turns_a_verdict_both_ways() {
        let told_wrong = "青年要树立远大报负。";
        assert_eq!(told(None, told_wrong), slip("报", "抱"));
        assert_eq!(told(Some(Box::new(Fond('报', SUREST))), told_wrong), []);
        let passed = "进行身份险证后方可办理。";
        assert_eq!(told(None, passed), []);
        assert_eq!(told(Some(Box::new(Fond('验', SUREST))), passed), slip("险", "验"));
    }

    #[test]
    fn what_cannot_be_told_stays_as_it_was() {
        for text in ["青年要树立远大报负。", "进行身份险证后方可办理。", "推进攻府信息公开。"] {
            assert_eq!(told(Some(Box::new(Silent)), text), told(None, text), "{text}");
        }
        // What a list says is certain; no model is asked.
        let firm = "推进攻府信息公开。";
        assert_eq!(told(Some(Box::new(Fond('攻', SUREST))), firm), told(None, firm));
    }

    #[test]
    fn no_sentence_costs_more_than_so_many_runs() {
        use std::sync::Arc;
        use std::sync::atomic::{AtomicUsize, Ordering};

        #[derive(Debug)]
        struct Counting(Arc<AtomicUsize>);
        impl Reranker for Counting {
            fn weigh(&self, _: &[char], _: usize, candidates: &[&[char]]) -> Option<Vec<f32>> {
                assert!(candidates.len() <= MOST_CANDIDATES + 1);
                self.0.fetch_add(1, Ordering::Relaxed);
                None
            }
        }
        let runs = Arc::new(AtomicUsize::new(0));
        let engine = Engine::new(&[]).0.with_reranker(Box::new(Counting(runs.clone())));
        engine.judge(&"志按保章陪训主持住持服物".repeat(20), None);
        let runs = runs.load(Ordering::Relaxed);
        // Twice, since a sentence is read again with its first slips put right; a place may hold changes of two lengths.
        assert!(runs > 0 && runs <= MOST_PLACES * 4, "{runs}");
    }
}
