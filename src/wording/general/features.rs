//! What the general tier looks at, and how much each thing weighs.
//!
//! The weights are a logistic regression over half of a set of official sentences with their slips and over clean official text with
//! made slips; docs/wording.md says which, and what was kept apart to measure.

/// What is known of a change.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Features {
    /// How much likelier the model holds the changed sentence (nats).
    pub llr: f32,
    /// How much less the changed sentence costs in words (nats), between -10 and 20.
    pub gain: f32,
    /// How unlikely the slip is by sound and shape.
    pub price: f32,
    /// The change makes a word of two characters,
    pub two: f32,
    /// of three,
    pub three: f32,
    /// of four or more,
    pub four: f32,
    /// What stands there is no part of a word;
    pub lone: f32,
    /// is part of a word of three or more.
    pub inside_long: f32,
    /// What the word costs that it is part of.
    pub word_cost: f32,
    /// How often (ln) it stands after its left neighbour in the model,
    pub old_left: f32,
    /// before its right one,
    pub old_right: f32,
    /// between the two.
    pub old_both: f32,
    /// The same of what was meant.
    pub new_left: f32,
    /// As above.
    pub new_right: f32,
    /// As above.
    pub new_both: f32,
    /// Two characters are changed,
    pub pair: f32,
    /// two are swapped.
    pub swap: f32,
    /// What the character costs as a word of its own.
    pub old_single: f32,
    /// How many of its neighbours are no part of a word.
    pub lone_neighbours: f32,
    /// How well the model knows the rest of the sentence (ln a symbol).
    pub mean: f32,
    /// of six or more besides.
    pub six: f32,
    /// It stands where a person's name may stand.
    pub named: f32,
    /// It stands beside punctuation, a number or an edge.
    pub edge: f32,
    /// The most symbols around the place that it knows together with the change,
    pub known: f32,
    /// and without.
    pub known_before: f32,
}

/// What each feature adds to the logarithm of the odds that the change is right.
pub(super) struct Weights {
    bias: f32,
    of: Features,
}

/// Without a model: what rests on counts weighs nothing.
pub(super) const DICTIONARY: Weights = Weights {
    bias: -4.75,
    of: Features {
        llr: 0.0,
        gain: 0.613,
        price: -0.962,
        two: 0.804,
        three: 0.272,
        four: 2.082,
        lone: 0.259,
        inside_long: 0.0,
        word_cost: -0.112,
        old_left: 0.0,
        old_right: 0.0,
        old_both: 0.0,
        new_left: 0.0,
        new_right: 0.0,
        new_both: 0.0,
        pair: -3.652,
        swap: -2.068,
        old_single: -0.092,
        lone_neighbours: -0.62,
        mean: 0.0,
        six: -0.098,
        named: -3.628,
        edge: -0.427,
        known: 0.0,
        known_before: 0.0,
    },
};

/// With the site's own model.
pub(super) const MODEL: Weights = Weights {
    bias: -3.65,
    of: Features {
        llr: 0.217,
        gain: 0.353,
        price: -1.168,
        two: 0.778,
        three: 1.108,
        four: 1.582,
        lone: 1.007,
        inside_long: -0.756,
        word_cost: 0.057,
        old_left: -0.153,
        old_right: -0.131,
        old_both: -0.903,
        new_left: 0.028,
        new_right: 0.035,
        new_both: -0.014,
        pair: -3.112,
        swap: -1.425,
        old_single: -0.039,
        lone_neighbours: 0.063,
        mean: 0.985,
        six: 0.312,
        named: -1.408,
        edge: -0.044,
        known: 0.735,
        known_before: -0.715,
    },
};

/// With a model, a word for another of the same sound. A logistic regression over 5,700 words so exchanged in statutes, official pages and
/// news, and 52,000 that rightly stand there in two and a half million characters of these; the threshold is where 22 of the latter are
/// told, and 46 % of the former.
pub(super) const WORD: Weights = Weights {
    bias: -7.625 - 1.7,
    of: Features {
        llr: 0.243,
        gain: 0.228,
        price: -0.405,
        two: 0.0,
        three: 0.0,
        four: 0.0,
        lone: 0.0,
        inside_long: -3.415,
        word_cost: 0.339,
        old_left: -0.207,
        old_right: -0.096,
        old_both: 0.0,
        new_left: 0.036,
        new_right: 0.07,
        new_both: 0.0,
        pair: 0.0,
        swap: 0.0,
        old_single: -0.174,
        lone_neighbours: -0.047,
        mean: 0.565,
        six: 0.0,
        named: -2.495,
        edge: -0.484,
        known: 0.757,
        known_before: 0.189,
    },
};

impl Weights {
    /// How far the odds of a change lie above the threshold (nats): above 0 it is reported.
    pub(super) fn score(&self, f: &Features) -> f32 {
        let w = &self.of;
        let parts = [
            w.llr * f.llr,
            w.gain * f.gain,
            w.price * f.price,
            w.two * f.two,
            w.three * f.three,
            w.four * f.four,
            w.lone * f.lone,
            w.inside_long * f.inside_long,
            w.word_cost * f.word_cost,
            w.old_left * f.old_left,
            w.old_right * f.old_right,
            w.old_both * f.old_both,
            w.new_left * f.new_left,
            w.new_right * f.new_right,
            w.new_both * f.new_both,
            w.pair * f.pair,
            w.swap * f.swap,
            w.old_single * f.old_single,
            w.lone_neighbours * f.lone_neighbours,
            w.mean * f.mean,
            w.six * f.six,
            w.named * f.named,
            w.edge * f.edge,
            w.known * f.known,
            w.known_before * f.known_before,
        ];
        self.bias + parts.iter().sum::<f32>()
    }
}
