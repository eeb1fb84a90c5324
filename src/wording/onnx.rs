//! A masked language model of the user's, as ONNX: the place is covered, and the model says what probably stands there.
//!
//! Character by character, as the Chinese BERT models read. Bytes in, a model out: any bytes are safe to give.

use rustc_hash::FxHashMap;
use thiserror::Error;
use tract_onnx::pb;
use tract_onnx::prelude::*;
use tract_onnx::tract_hir::infer::Factoid;

use super::prepare::FOREIGN;
use super::rerank::Reranker;
use crate::panics::survive;
use crate::text::first;

/// So many characters on either side of the place are read: with the two marks round them they fill the 128 positions that
/// the smallest of such models have, and what decides a character seldom stands further away.
const AROUND: usize = 62;

/// The number of positions that is tried where a model cannot be made ready for any: both sides, two marks, and the place.
const FIXED: usize = 2 * AROUND + 4;

/// What a model of fixed length must at least take to see anything of a sentence, and the longest that is tried: BERT has
/// 512 positions.
const LENGTHS: std::ops::RangeInclusive<usize> = 16..=512;

/// Why a model cannot be used.
#[derive(Debug, Error)]
pub enum NoReranker {
    /// The list of tokens lacks something.
    #[error("vocab.txt 里没有 {0}：须一行一个字符，含 [CLS]、[SEP]、[MASK]、[UNK]，且与模型配套")]
    Token(&'static str),
    /// The file is no ONNX model, or one that cannot be run here.
    #[error("model.onnx 不是 ONNX 模型，或者用了本程序不支持的算子（{0}）")]
    Unreadable(String),
    /// An input that is not known.
    #[error("model.onnx 的输入“{0}”不认识：只能有 input_ids、attention_mask、token_type_ids，且必须有 input_ids")]
    Input(String),
    /// The output is of another shape.
    #[error("model.onnx 的输出不是每个位置一行、每行 {tokens} 个数（vocab.txt 的行数）：{shape}")]
    Output {
        /// How many tokens the list has.
        tokens: usize,
        /// What came instead.
        shape: String,
    },
}

/// What a model wants to be given.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Input {
    Ids,
    Mask,
    Types,
}

/// The inputs in the order of the model, each with the type of its numbers.
type Inputs = Vec<(Input, DatumType)>;

/// The numbers of tokens.
#[derive(Debug)]
struct Vocabulary {
    of: FxHashMap<char, i64>,
    size: usize,
    begin: i64,
    end: i64,
    mask: i64,
    unknown: i64,
    pad: i64,
}

impl Vocabulary {
    fn read(text: &str) -> Result<Self, NoReranker> {
        let mut of = FxHashMap::default();
        let mut marks: FxHashMap<&str, i64> = FxHashMap::default();
        let mut size = 0;
        for (number, line) in (0i64..).zip(text.lines()) {
            let token = line.trim_start_matches('\u{feff}').trim_end_matches('\r');
            let mut chars = token.chars();
            match (chars.next(), chars.next()) {
                (Some(c), None) => drop(of.entry(c).or_insert(number)),
                (Some('['), _) => drop(marks.entry(token).or_insert(number)),
                _ => {}
            }
            size += 1;
        }
        let mark = |name: &'static str| marks.get(name).copied().ok_or(NoReranker::Token(name));
        Ok(Vocabulary {
            begin: mark("[CLS]")?,
            end: mark("[SEP]")?,
            mask: mark("[MASK]")?,
            unknown: mark("[UNK]")?,
            pad: marks.get("[PAD]").copied().unwrap_or(0),
            of,
            size,
        })
    }

    fn number(&self, c: char) -> i64 {
        // A run of letters is one symbol here and most lists of tokens are of small letters.
        let c = if c == FOREIGN { 'a' } else { c };
        self.of.get(&c).copied().unwrap_or(self.unknown)
    }

    /// The numbers of a candidate, where the model knows all its characters.
    fn known(&self, candidate: &[char]) -> Option<Vec<usize>> {
        let numbers = candidate.iter().map(|c| self.of.get(c).map(|n| *n as usize));
        numbers.collect()
    }
}

/// See the module.
pub struct MaskedModel {
    plan: Arc<TypedRunnableModel>,
    inputs: Inputs,
    /// How many positions the model has; `None` where it takes any number.
    length: Option<usize>,
    vocabulary: Vocabulary,
}

impl std::fmt::Debug for MaskedModel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MaskedModel({} tokens)", self.vocabulary.size)
    }
}

impl MaskedModel {
    /// Reads a model from the bytes of `model.onnx` and the text of `vocab.txt`, and runs it once: what does not fit together
    /// is known before anything is judged.
    pub fn load(model: &[u8], vocab: &str) -> Result<Self, NoReranker> {
        let vocabulary = Vocabulary::read(vocab)?;
        // The library means to answer every file with an error; where it does not, that is one more kind of error.
        survive(|| Self::build(model, vocabulary)).unwrap_or_else(|| Err(NoReranker::Unreadable("模型内部自相矛盾".to_owned())))
    }

    fn build(bytes: &[u8], mut vocabulary: Vocabulary) -> Result<Self, NoReranker> {
        let onnx = tract_onnx::onnx();
        let proto = onnx.proto_model_for_read(&mut &*bytes).map_err(|e| unreadable(&e))?;
        let (inputs, given) = inputs(&onnx, &proto)?;
        // A model that takes any number of positions is quickest; where the library cannot work that out, it is given a fixed
        // number, if it can be told where a shorter sentence ends.
        let fixed = inputs.iter().any(|(i, _)| *i == Input::Mask);
        let lengths = match given {
            Some(length) => vec![Some(length)],
            None if fixed => vec![None, Some(FIXED)],
            None => vec![None],
        };
        let mut why = None;
        for length in lengths {
            let model = match plan(&onnx, &proto, &inputs, length) {
                Ok(plan) => MaskedModel {
                    plan,
                    inputs: inputs.clone(),
                    length,
                    vocabulary,
                },
                Err(error) => {
                    why = Some(unreadable(&error));
                    continue;
                }
            };
            match model.proves_itself() {
                Ok(()) => return Ok(model),
                Err(error) => why = Some(error),
            }
            vocabulary = model.vocabulary;
        }
        Err(why.unwrap_or_else(|| NoReranker::Unreadable("没有可用的长度".to_owned())))
    }

    /// Two sentences of different length are answered as they should.
    fn proves_itself(&self) -> Result<(), NoReranker> {
        for length in [3, 9] {
            let ids = vec![self.vocabulary.mask; length];
            let (shape, logits) = self.run(&ids).map_err(|e| unreadable(&e))?;
            let positions = self.length.unwrap_or(length);
            if shape != [1, positions, self.vocabulary.size] || logits.iter().any(|n| n.is_nan()) {
                return Err(NoReranker::Output {
                    tokens: self.vocabulary.size,
                    shape: format!("{shape:?}"),
                });
            }
        }
        Ok(())
    }

    /// What the model answers to these tokens: the shape, and all numbers.
    fn run(&self, ids: &[i64]) -> TractResult<(Vec<usize>, Vec<f32>)> {
        let positions = self.length.unwrap_or(ids.len());
        let mut given = tvec![];
        for (input, kind) in &self.inputs {
            let values: Vec<i64> = (0..positions)
                .map(|i| match input {
                    Input::Ids => ids.get(i).copied().unwrap_or(self.vocabulary.pad),
                    Input::Mask => i64::from(i < ids.len()),
                    Input::Types => 0,
                })
                .collect();
            let tensor = Tensor::from_shape(&[1, positions], &values)?.cast_to_dt(*kind)?.into_owned();
            given.push(tensor.into_tvalue());
        }
        let answers = self.plan.run(given)?;
        let answer = answers.first().ok_or_else(|| TractError::msg("no output"))?;
        let shape = answer.shape().to_vec();
        let numbers = answer.cast_to::<f32>()?;
        let numbers = numbers.to_plain_array_view::<f32>()?.iter().copied().collect();
        Ok((shape, numbers))
    }
}

impl Reranker for MaskedModel {
    fn weigh(&self, sentence: &[char], at: usize, candidates: &[&[char]]) -> Option<Vec<f32>> {
        let words = &self.vocabulary;
        let length = candidates.first()?.len();
        // A character the model does not know it cannot compare with any other.
        let numbers: Vec<Vec<usize>> = candidates.iter().map(|c| words.known(c)).collect::<Option<_>>()?;
        if length == 0 || numbers.iter().any(|n| n.len() != length) || at + length > sentence.len() {
            return None;
        }
        let around = self.length.map_or(AROUND, |n| AROUND.min((n - 2 - length.min(n - 2)) / 2));
        let from = at.saturating_sub(around);
        let to = (at + length + around).min(sentence.len());
        let mut ids = vec![words.begin];
        ids.extend(sentence[from..to].iter().map(|c| words.number(*c)));
        ids.push(words.end);
        let first = at - from + 1;
        ids[first..first + length].fill(words.mask);
        if self.length.is_some_and(|n| ids.len() > n) {
            return None;
        }
        let (shape, logits) = survive(|| self.run(&ids))?.ok()?;
        if shape != [1, self.length.unwrap_or(ids.len()), words.size] {
            return None;
        }
        let rows: Vec<&[f32]> = logits.chunks_exact(words.size).skip(first).take(length).collect();
        let whole: Vec<f32> = rows.iter().map(|row| log_sum(row)).collect();
        let likely = |numbers: &Vec<usize>| -> f32 {
            let each = numbers.iter().zip(rows.iter().zip(&whole));
            each.map(|(number, (row, whole))| row[*number] - whole).sum()
        };
        Some(numbers.iter().map(likely).collect())
    }
}

/// The logarithm of the sum of exponentials, without overflow.
fn log_sum(row: &[f32]) -> f32 {
    let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    most + row.iter().map(|n| (n - most).exp()).sum::<f32>().ln()
}

fn unreadable(error: &TractError) -> NoReranker {
    // The chain of causes may quote the whole model.
    NoReranker::Unreadable(first(&error.root_cause().to_string(), 120).to_owned())
}

/// The inputs of a model in its order, each with its type, and the number of positions where the file fixes one.
fn inputs(onnx: &tract_onnx::Onnx, proto: &pb::ModelProto) -> Result<(Inputs, Option<usize>), NoReranker> {
    let model = onnx.model_for_proto_model(proto).map_err(|e| unreadable(&e))?;
    let mut found = Vec::new();
    let mut length = None;
    for outlet in model.input_outlets().map_err(|e| unreadable(&e))? {
        let name = &model.node(outlet.node).name;
        let input = match name.as_str() {
            "input_ids" => Input::Ids,
            "attention_mask" => Input::Mask,
            "token_type_ids" => Input::Types,
            _ => return Err(NoReranker::Input(first(name, 60).to_owned())),
        };
        let fact = model.outlet_fact(*outlet).map_err(|e| unreadable(&e))?;
        let kind = match fact.datum_type() {
            Some(kind @ (DatumType::I32 | DatumType::I64)) => kind,
            None => DatumType::I64,
            Some(_) => return Err(NoReranker::Input(name.clone())),
        };
        if let Some(positions) = fact
            .shape
            .dim(1)
            .and_then(|d| d.concretize())
            .and_then(|d| d.to_i64().ok())
            .and_then(|n| usize::try_from(n).ok())
        {
            if !LENGTHS.contains(&positions) {
                return Err(NoReranker::Unreadable(format!("只能读 {positions} 个字")));
            }
            length = Some(positions);
        }
        found.push((input, kind));
    }
    let has = |wanted: Input| found.iter().any(|(i, _)| *i == wanted);
    if length.is_some() && !has(Input::Mask) {
        // A shorter sentence would be read with what fills it up.
        return Err(NoReranker::Unreadable("长度固定，却没有 attention_mask".to_owned()));
    }
    if !has(Input::Ids) {
        return Err(NoReranker::Input("（没有 input_ids）".to_owned()));
    }
    Ok((found, length))
}

/// The model made ready to run for so many positions, or for any number.
fn plan(
    onnx: &tract_onnx::Onnx,
    proto: &pb::ModelProto,
    inputs: &[(Input, DatumType)],
    length: Option<usize>,
) -> TractResult<Arc<TypedRunnableModel>> {
    let mut model = onnx.model_for_proto_model(proto)?;
    let positions = length.map_or_else(|| model.symbols.sym("positions").to_dim(), |n| n.to_dim());
    for (at, (_, kind)) in inputs.iter().enumerate() {
        let shape = [1.to_dim(), positions.clone()];
        model.set_input_fact(at, InferenceFact::dt_shape(*kind, shape))?;
    }
    // Of several outputs (hidden states, attentions) the first is what the model says.
    let first = model.output_outlets()?.first().copied();
    model.select_output_outlets(first.as_slice())?;
    model.into_optimized()?.into_runnable()
}
