//! What the evidence of an occurrence must say, key by key, and where in the file each condition stands.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use super::Wanted;

/// Line and column, from 1.
pub(crate) type Place = (u64, u64);

/// One condition on the evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The key of the evidence.
    pub key: String,
    /// What it must say.
    pub wanted: Wanted,
    /// Where the key stands.
    pub key_at: Option<Place>,
    /// Where what is wanted stands.
    pub wanted_at: Option<Place>,
}

/// The conditions of a test, in the order of the file: the evidence must fit all of one of these lists. Without any list
/// everything fits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter(pub Vec<Vec<Condition>>);

impl Filter {
    /// Whether all conditions of one list are met.
    pub fn is_met(&self, met: impl Fn(&Condition) -> bool) -> bool {
        self.0.is_empty() || self.0.iter().any(|all| all.iter().all(&met))
    }

    /// Every condition of every list.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.0.iter().flatten()
    }
}

/// What counts where numbers are summed or entries told apart, and where it says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Where it stands; none where it was not written.
    pub at: Option<Place>,
}

impl<T: Default> Default for Placed<T> {
    fn default() -> Self {
        Placed {
            value: T::default(),
            at: None,
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Placed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<T>::deserialize(deserializer)?;
        Ok(Placed {
            at: place(&spanned),
            value: spanned.value,
        })
    }
}

impl<'de> Deserialize<'de> for Filter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Lists;
        impl<'de> Visitor<'de> for Lists {
            type Value = Filter;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("a map of conditions, or a list of such maps")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Filter, A::Error> {
                Ok(Filter(vec![conditions(map)?]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Filter, A::Error> {
                let mut all = Vec::new();
                while let Some(OneMap(conditions)) = list.next_element()? {
                    all.push(conditions);
                }
                Ok(Filter(all))
            }
        }
        deserializer.deserialize_any(Lists)
    }
}

/// One map of conditions in a list of them.
struct OneMap(Vec<Condition>);

impl<'de> Deserialize<'de> for OneMap {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Conditions;
        impl<'de> Visitor<'de> for Conditions {
            type Value = OneMap;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("a map of conditions")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<OneMap, A::Error> {
                conditions(map).map(OneMap)
            }
        }
        deserializer.deserialize_map(Conditions)
    }
}

fn conditions<'de, A: MapAccess<'de>>(mut map: A) -> Result<Vec<Condition>, A::Error> {
    let mut all = Vec::new();
    while let Some((key, wanted)) = map.next_entry::<Spanned<String>, Spanned<Wanted>>()? {
        all.push(Condition {
            key_at: place(&key),
            wanted_at: place(&wanted),
            key: key.value,
            wanted: wanted.value,
        });
    }
    Ok(all)
}

fn place<T>(spanned: &Spanned<T>) -> Option<Place> {
    let at = spanned.referenced;
    (at.line() > 0).then(|| (at.line(), at.column()))
}
