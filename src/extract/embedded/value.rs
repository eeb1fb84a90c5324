//! Literals of scripts to values: arrays and objects as they stand in code, keys with or without quotes. What is computed
//! is null.

use serde_json::{Map, Number, Value};

use crate::extract::script_token::Token;

/// How deep a literal may be nested; state of real pages is some ten levels deep.
const DEEPEST: usize = 48;

/// The arrays of objects that stand in a script, in order. Each token is looked at a bounded number of times.
pub(super) fn arrays(tokens: &[Token<'_>]) -> Vec<Value> {
    let mut found = Vec::new();
    let mut at = 0;
    while at + 1 < tokens.len() {
        if tokens[at].is(b'[') && tokens[at + 1].is(b'{') {
            let mut reader = Reader { tokens, at };
            found.push(reader.value(0));
            at = reader.at.max(at + 1);
        } else {
            at += 1;
        }
    }
    found
}

struct Reader<'t, 'a> {
    tokens: &'t [Token<'a>],
    at: usize,
}

impl<'t, 'a> Reader<'t, 'a> {
    fn peek(&self) -> Option<&'t Token<'a>> {
        self.tokens.get(self.at)
    }

    /// The mark under the reader.
    fn mark(&self) -> Option<u8> {
        match self.peek() {
            Some(Token::Mark(b)) => Some(*b),
            _ => None,
        }
    }

    /// One value, up to the comma or bracket behind it.
    fn value(&mut self, depth: usize) -> Value {
        let read = match self.peek() {
            Some(Token::Text(text)) => {
                self.at += 1;
                Value::String(text.clone().into_owned())
            }
            Some(Token::Number(digits)) => {
                self.at += 1;
                let integer = digits.parse::<i64>().ok().map(Value::from);
                let float = || digits.parse::<f64>().ok().and_then(Number::from_f64).map(Value::Number);
                integer.or_else(float).unwrap_or(Value::Null)
            }
            Some(Token::Mark(b'{')) if depth < DEEPEST => self.object(depth),
            Some(Token::Mark(b'[')) if depth < DEEPEST => self.array(depth),
            _ => Value::Null,
        };
        // Something follows that is no end of a value: all of it is computed.
        if self.skip() { Value::Null } else { read }
    }

    fn array(&mut self, depth: usize) -> Value {
        let mut out = Vec::new();
        self.at += 1;
        loop {
            match self.mark() {
                Some(b']') => {
                    self.at += 1;
                    return Value::Array(out);
                }
                Some(b',') => self.at += 1,
                _ if self.at >= self.tokens.len() => return Value::Array(out),
                // A bracket of another kind: the code is broken.
                Some(b'}' | b')' | b';') => {
                    self.at += 1;
                    return Value::Array(out);
                }
                _ => out.push(self.value(depth + 1)),
            }
        }
    }

    fn object(&mut self, depth: usize) -> Value {
        let mut out = Map::new();
        self.at += 1;
        loop {
            let key = match self.peek() {
                Some(Token::Mark(b'}')) => {
                    self.at += 1;
                    return Value::Object(out);
                }
                None => return Value::Object(out),
                Some(Token::Mark(b']' | b')' | b';')) => {
                    self.at += 1;
                    return Value::Object(out);
                }
                Some(Token::Text(text)) => text.to_string(),
                Some(Token::Name(name) | Token::Number(name)) => (*name).to_owned(),
                Some(_) => String::new(),
            };
            self.at += 1;
            if self.mark() == Some(b':') {
                self.at += 1;
                let value = self.value(depth + 1);
                if !key.is_empty() {
                    out.entry(key).or_insert(value);
                }
            } else {
                // `method() { … }`, `...rest`, a comma.
                self.skip();
            }
            if self.mark() == Some(b',') {
                self.at += 1;
            }
        }
    }

    /// Goes to the comma or bracket that ends this value, over brackets that open in between. Whether there was anything.
    fn skip(&mut self) -> bool {
        let (from, mut open) = (self.at, 0_usize);
        while let Some(token) = self.peek() {
            match token {
                Token::Mark(b',' | b';') if open == 0 => break,
                Token::Mark(b'}' | b']' | b')') if open == 0 => break,
                Token::Mark(b'{' | b'[' | b'(') => open += 1,
                Token::Mark(b'}' | b']' | b')') => open -= 1,
                _ => {}
            }
            self.at += 1;
        }
        self.at > from
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::extract::script_token::tokens;

    #[test]
    fn literals_are_read_and_computations_are_null() {
        let script = "var a = [{title:'甲', \"date\": \"2026-1-2\", n: 3, f: g(1, [2]), s: 'x' + y, o: {k: [1, 2]}, m() { return [1] }, last: true}, {title: '乙'}]; b = [1]; c = [{d: 1}";
        let last = json!(null);
        assert_eq!(
            arrays(&tokens(script)),
            [
                json!([
                    {"title": "甲", "date": "2026-1-2", "n": 3, "f": null, "s": null, "o": {"k": [1, 2]}, "last": last},
                    {"title": "乙"}
                ]),
                json!([{"d": 1}]),
            ]
        );
    }

    #[test]
    fn deep_and_broken_literals_end() {
        let deep = "[{a:".repeat(50_000);
        assert!(!arrays(&tokens(&deep)).is_empty());
        for broken in ["[{", "[{a", "[{a:", "[{a:}", "[{]}", "[{)", "[{a:1]", "[{,,,}]", "[{a:1};"] {
            arrays(&tokens(broken));
        }
    }

    proptest! {
        #[test]
        fn any_script_can_be_read(script in "([\\[\\]{}():,;+'\"]|[a-z]{1,2}|[0-9]|中){0,80}") {
            arrays(&tokens(&script));
        }
    }
}
