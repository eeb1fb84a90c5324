//! What the evidence of a finding must say to count for a test.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, SeqAccess, Visitor};

use super::Count;

/// A condition on one entry of the evidence, as tables write it:
/// `news` or `[news, notice]` one of these · `"!news,policy"` none of these · `"?1"` this, or nothing said ·
/// `">=4"` a number, or the length of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// One of these.
    OneOf(Vec<String>),
    /// One of these, or the evidence does not say.
    OneOfOrUnsaid(Vec<String>),
    /// None of these.
    NoneOf(Vec<String>),
    /// At least so much, or so many entries.
    AtLeast(u64),
}

impl Wanted {
    /// Whether texts fit: the entries of a list, or the one value; none where the evidence does not say.
    pub fn fits(&self, said: Option<&[String]>) -> bool {
        let any = |list: &[String]| said.is_some_and(|s| s.iter().any(|v| list.contains(v)));
        match self {
            Wanted::OneOf(list) => any(list),
            Wanted::OneOfOrUnsaid(list) => said.is_none() || any(list),
            Wanted::NoneOf(list) => said.is_some() && !any(list),
            Wanted::AtLeast(least) => said.is_some_and(|s| match s {
                [one] => one.parse::<u64>().unwrap_or(1) >= *least,
                many => many.len() as u64 >= *least,
            }),
        }
    }

    /// The same, where nothing that is asked for is left unsaid.
    pub fn surely_fits(&self, said: Option<&[String]>) -> bool {
        self.fits(said) && !(said.is_none() && matches!(self, Wanted::OneOfOrUnsaid(_)))
    }

    /// The values it names; none where it asks for a number of them.
    pub fn values(&self) -> &[String] {
        match self {
            Wanted::OneOf(list) | Wanted::OneOfOrUnsaid(list) | Wanted::NoneOf(list) => list,
            Wanted::AtLeast(_) => &[],
        }
    }

    fn of(text: &str) -> Self {
        let list = |text: &str| text.split(',').map(|t| t.trim().to_owned()).collect();
        match (text.strip_prefix('!'), text.strip_prefix('?'), text.strip_prefix(">=")) {
            (Some(rest), _, _) => Wanted::NoneOf(list(rest)),
            (_, Some(rest), _) => Wanted::OneOfOrUnsaid(list(rest)),
            (_, _, Some(number)) if number.trim().parse::<u64>().is_ok() => Wanted::AtLeast(number.trim().parse().unwrap_or_default()),
            _ => Wanted::OneOf(vec![text.to_owned()]),
        }
    }
}

impl<'de> Deserialize<'de> for Wanted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Values;
        impl<'de> Visitor<'de> for Values {
            type Value = Wanted;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("a value or a list of values")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Wanted, E> {
                Ok(Wanted::of(text))
            }

            fn visit_bool<E: de::Error>(self, value: bool) -> Result<Wanted, E> {
                Ok(Wanted::OneOf(vec![value.to_string()]))
            }

            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Wanted, E> {
                Ok(Wanted::OneOf(vec![value.to_string()]))
            }

            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Wanted, E> {
                Ok(Wanted::OneOf(vec![value.to_string()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Wanted, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = list.next_element::<String>()? {
                    values.push(value);
                }
                Ok(Wanted::OneOf(values))
            }
        }
        deserializer.deserialize_any(Values)
    }
}

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match (text.as_str(), text.split_once(':')) {
            ("findings", _) => Ok(Count::Findings),
            ("pages", _) => Ok(Count::Pages),
            ("targets", _) => Ok(Count::Targets),
            (_, Some(("sum", key))) if !key.is_empty() => Ok(Count::Sum(key.to_owned())),
            (_, Some(("distinct", key))) if !key.is_empty() => Ok(Count::Distinct(key.to_owned())),
            _ => Err(de::Error::unknown_variant(
                &text,
                &["findings", "pages", "targets", "sum:…", "distinct:…"],
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(values: &[&str]) -> Vec<String> {
        values.iter().map(|v| (*v).to_owned()).collect()
    }

    #[test]
    fn conditions_are_read_as_they_are_written() {
        let news = said(&["news"]);
        assert!(Wanted::of("news").fits(Some(&news)) && !Wanted::of("news").fits(None));
        assert!(!Wanted::of("!news,policy").fits(Some(&news)) && Wanted::of("!notice").fits(Some(&news)));
        assert!(Wanted::of("?1").fits(None) && Wanted::of("?1").fits(Some(&said(&["1"]))) && !Wanted::of("?1").fits(Some(&said(&["2"]))));
        let four = said(&["a", "b", "c", "d"]);
        assert!(Wanted::of(">=4").fits(Some(&four)) && !Wanted::of(">=5").fits(Some(&four)));
        assert!(Wanted::of(">=4").fits(Some(&said(&["7"]))) && !Wanted::of(">=4").fits(Some(&said(&["3"]))));
        // A list of one name is one entry.
        assert!(!Wanted::of(">=2").fits(Some(&said(&["收费标准"]))));
    }
}
