//! A language model in a few hundred bytes of ONNX, written by hand: each character of the sentence speaks for some others.

/// Shorter than any sentence of these tests is no list of tokens; the marks come first, as in those of BERT.
const MARKS: [&str; 5] = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

/// What the model has read: so strongly (ln) a character of the sentence speaks for another at the covered place.
pub(super) struct TinyModel<'a> {
    pub(super) characters: &'a str,
    pub(super) speaks: &'a [(char, char, f32)],
    /// The number of positions, where it is fixed.
    pub(super) positions: Option<u64>,
    /// Whether it wants to know where the sentence ends.
    pub(super) masked: bool,
    /// Rows of the table beyond what the list of tokens says.
    pub(super) surplus: usize,
}

impl TinyModel<'_> {
    pub(super) fn vocab(&self) -> String {
        let marks = MARKS.iter().map(|m| format!("{m}\n"));
        marks.chain(self.characters.chars().map(|c| format!("{c}\n"))).collect()
    }

    fn number(&self, c: char) -> usize {
        MARKS.len() + self.characters.chars().position(|k| k == c).unwrap()
    }

    /// `logits[i] = sum over the sentence of table[token]`, the tokens beyond its end left out.
    pub(super) fn onnx(&self) -> Vec<u8> {
        let size = MARKS.len() + self.characters.chars().count() + self.surplus;
        let mut table = vec![0.0f32; size * size];
        for (from, to, strength) in self.speaks {
            table[self.number(*from) * size + self.number(*to)] += strength;
        }
        let positions = match self.positions {
            Some(n) => Message::default().number(1, n),
            None => Message::default().text(2, "length"),
        };
        let tokens = |name: &str| value(name, 7, &[Message::default().number(1, 1), positions.clone()]);
        let mut graph = Message::default()
            .text(2, "tiny")
            .message(5, &floats("table", &[size, size], &table))
            .message(5, &floats("zeros", &[size, size], &vec![0.0; size * size]))
            .message(11, &tokens("input_ids"));
        if self.masked {
            graph = graph.message(11, &tokens("attention_mask"));
        }
        graph = graph.message(1, &node("Gather", &["table", "input_ids"], "spoken", &[]));
        let mut spoken = "spoken";
        if self.masked {
            graph = graph
                .message(1, &node("Cast", &["attention_mask"], "there", &[("to", Attribute::Int(1))]))
                .message(1, &node("Unsqueeze", &["there"], "column", &[("axes", Attribute::Ints(&[2]))]))
                .message(1, &node("Mul", &["spoken", "column"], "heard", &[]));
            spoken = "heard";
        }
        graph = graph
            .message(1, &node("ReduceSum", &[spoken], "sum", &[("axes", Attribute::Ints(&[1]))]))
            .message(1, &node("Gather", &["zeros", "input_ids"], "nothing", &[]))
            .message(1, &node("Add", &["nothing", "sum"], "logits", &[]))
            .message(12, &value("logits", 1, &[]));
        let opset = Message::default().text(1, "").number(2, 12);
        Message::default().number(1, 7).message(8, &opset).message(7, &graph).0
    }
}

/// The bytes of a protobuf message.
#[derive(Clone, Default)]
struct Message(Vec<u8>);

impl Message {
    fn varint(&mut self, mut n: u64) {
        while n >= 0x80 {
            self.0.push(n as u8 | 0x80);
            n >>= 7;
        }
        self.0.push(n as u8);
    }

    fn number(mut self, field: u64, n: u64) -> Self {
        self.varint(field << 3);
        self.varint(n);
        self
    }

    fn bytes(mut self, field: u64, bytes: &[u8]) -> Self {
        self.varint(field << 3 | 2);
        self.varint(bytes.len() as u64);
        self.0.extend(bytes);
        self
    }

    fn text(self, field: u64, text: &str) -> Self {
        self.bytes(field, text.as_bytes())
    }

    fn message(self, field: u64, inner: &Message) -> Self {
        self.bytes(field, &inner.0)
    }
}

enum Attribute<'a> {
    Int(u64),
    Ints(&'a [u64]),
}

fn node(kind: &str, inputs: &[&str], output: &str, attributes: &[(&str, Attribute<'_>)]) -> Message {
    let node = inputs.iter().fold(Message::default(), |node, input| node.text(1, input));
    let node = node.text(2, output).text(3, output).text(4, kind);
    attributes.iter().fold(node, |node, (name, attribute)| {
        let told = Message::default().text(1, name);
        let told = match attribute {
            Attribute::Int(n) => told.number(3, *n).number(20, 2),
            Attribute::Ints(all) => all.iter().fold(told, |told, n| told.number(8, *n)).number(20, 7),
        };
        node.message(5, &told)
    })
}

fn floats(name: &str, dims: &[usize], values: &[f32]) -> Message {
    let bytes: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
    let tensor = dims.iter().fold(Message::default(), |tensor, d| tensor.number(1, *d as u64));
    tensor.number(2, 1).text(8, name).bytes(9, &bytes)
}

/// The name of a value with its type and, where dimensions are given, its shape.
fn value(name: &str, kind: u64, dims: &[Message]) -> Message {
    let mut tensor = Message::default().number(1, kind);
    if !dims.is_empty() {
        let shape = dims.iter().fold(Message::default(), |shape, dim| shape.message(1, dim));
        tensor = tensor.message(2, &shape);
    }
    Message::default().text(1, name).message(2, &Message::default().message(1, &tensor))
}
