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
    /// two are swapped,
    pub swap: f32,
    /// one is too much.
    pub surplus: f32,
    /// What the character costs as a word of its own.
    pub old_single: f32,
    /// How many of its neighbours are no part of a word.
    pub lone_neighbours: f32,
    /// How well the model knows the sentence as a whole (ln a symbol).
    pub mean: f32,
    /// of six or more besides.
    pub six: f32,
    /// It stands where a person's name may stand.
    pub named: f32,
    /// It stands beside punctuation, a number or an edge.
    pub edge: f32,
}

/// What each feature adds to the logarithm of the odds that the change is right.
pub(super) struct Weights {
    bias: f32,
    of: Features,
}

/// Without a model: what rests on counts weighs nothing.
pub(super) const DICTIONARY: Weights = Weights {
    bias: -8.46,
    of: Features {
        llr: 0.0,
        gain: 0.622,
        price: -0.297,
        two: 0.328,
        three: 0.254,
        four: 1.773,
        lone: 0.59,
        inside_long: 0.0,
        word_cost: 0.047,
        old_left: 0.0,
        old_right: 0.0,
        old_both: 0.0,
        new_left: 0.0,
        new_right: 0.0,
        new_both: 0.0,
        pair: -2.962,
        swap: -1.158,
        surplus: -0.128,
        old_single: 0.036,
        lone_neighbours: -0.396,
        mean: 0.0,
        six: -0.939,
        named: -0.809,
        edge: -0.144,
    },
};

/// With the site's own model.
pub(super) const MODEL: Weights = Weights {
    bias: -5.29,
    of: Features {
        llr: 0.303,
        gain: 0.278,
        price: -0.495,
        two: 0.78,
        three: 0.724,
        four: 1.546,
        lone: 0.587,
        inside_long: -1.304,
        word_cost: 0.026,
        old_left: -0.266,
        old_right: -0.114,
        old_both: -1.259,
        new_left: 0.098,
        new_right: 0.046,
        new_both: 0.081,
        pair: -2.413,
        swap: -1.534,
        surplus: -0.327,
        old_single: 0.164,
        lone_neighbours: -0.083,
        mean: 0.742,
        six: 0.641,
        named: -1.446,
        edge: -0.455,
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
            w.surplus * f.surplus,
            w.old_single * f.old_single,
            w.lone_neighbours * f.lone_neighbours,
            w.mean * f.mean,
            w.six * f.six,
            w.named * f.named,
            w.edge * f.edge,
        ];
        self.bias + parts.iter().sum::<f32>()
    }
}
