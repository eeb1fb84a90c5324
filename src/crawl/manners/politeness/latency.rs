//! Whether a server has become slower than it was: seen in how long its answers take, without clock or network.

use std::collections::VecDeque;
use std::time::Duration;

/// Answers that are looked at together. Their median counts, so that fewer than half of them may be slow pages without
/// any consequence: a search, a big list, a document.
const TOGETHER: usize = 8;
/// Slow is what takes longer than this many times the usual …
const TIMES_USUAL: u32 = 4;
/// … and longer than this: a server that goes from 20 ms to 100 ms is not in distress.
const LEAST: Duration = Duration::from_secs(1);
/// What is usual drifts up by this share with every answer: a server that stays as it is now is no longer slower than
/// usual after some hundred answers, and a site whose articles are slower than its front page is not held back for good.
const DRIFT: f64 = 1.01;

/// How long the answers of one lane take.
#[derive(Debug, Default)]
pub(super) struct Latency {
    recent: VecDeque<Duration>,
    /// The least median so far, drifting up.
    usual: Option<Duration>,
}

impl Latency {
    /// Takes in one answer; true where the server has clearly become slower. After that it takes a fresh set of answers
    /// before it can be true again.
    pub(super) fn took(&mut self, elapsed: Duration) -> bool {
        self.recent.push_back(elapsed);
        if self.recent.len() < TOGETHER {
            return false;
        }
        let median = self.median();
        self.recent.pop_front();
        let usual = self.usual.map_or(median, |u| u.mul_f64(DRIFT).min(median));
        self.usual = Some(usual);
        let slower = median > LEAST && median > usual.saturating_mul(TIMES_USUAL);
        if slower {
            self.recent.clear();
        }
        slower
    }

    /// Whether an answer is quick enough to speed up on.
    pub(super) fn is_quick(&self, elapsed: Duration) -> bool {
        elapsed <= self.usual.unwrap_or_default().saturating_mul(TIMES_USUAL).max(LEAST)
    }

    fn median(&self) -> Duration {
        let mut sorted: Vec<Duration> = self.recent.iter().copied().collect();
        sorted.sort_unstable();
        // The lower of the two in the middle: half of the answers slow is not yet most of them.
        sorted[(sorted.len() - 1) / 2]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    /// How often these answers say "slower".
    fn slower(latency: &mut Latency, answers: impl IntoIterator<Item = u64>) -> usize {
        answers.into_iter().filter(|n| latency.took(ms(*n))).count()
    }

    #[test]
    fn most_answers_must_be_slow_and_clearly_so() {
        let mut latency = Latency::default();
        assert_eq!(slower(&mut latency, [80; 30]), 0);
        assert_eq!(slower(&mut latency, [15_000]), 0, "one slow page");
        assert_eq!(slower(&mut latency, [80, 9_000, 80].repeat(10)), 0, "every third page");
        assert_eq!(slower(&mut latency, [900; 30]), 0, "slower, and still quick");
        assert_eq!(slower(&mut latency, [1_500; 8]), 1);
        assert!(!latency.is_quick(ms(1_500)) && latency.is_quick(ms(700)));
    }

    #[test]
    fn every_slowdown_needs_its_own_answers() {
        let mut latency = Latency::default();
        assert_eq!(slower(&mut latency, [50; 20]), 0);
        assert_eq!(slower(&mut latency, [2_000; 5]), 1, "five of the last eight");
        assert_eq!(slower(&mut latency, [2_000; 7]), 0);
        assert_eq!(slower(&mut latency, [2_000; 1]), 1);
    }

    #[test]
    fn a_server_that_always_was_slow_is_as_it_is() {
        let mut latency = Latency::default();
        assert_eq!(slower(&mut latency, [3_000; 100]), 0);
        assert!(latency.is_quick(ms(3_500)));
    }

    #[test]
    fn what_stays_slow_becomes_usual() {
        let mut latency = Latency::default();
        slower(&mut latency, [300; 20]);
        assert!(slower(&mut latency, [1_500; 60]) > 0);
        slower(&mut latency, [1_500; 200]);
        assert_eq!(slower(&mut latency, [1_500; 100]), 0);
    }
}
