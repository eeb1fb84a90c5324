//! Numbers of a date: digits as keyboards have them, or as wide as characters (２０２６).

use crate::text::narrow;

/// A run of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number<'t> {
    text: &'t str,
    /// How many digits it has.
    pub(super) digits: usize,
    /// Where it ends, in bytes.
    pub(super) end: usize,
}

impl Number<'_> {
    /// What it says.
    pub(super) fn value<T: TryFrom<i32>>(&self) -> Option<T> {
        let value = self.text.chars().try_fold(0_i32, |sum, c| {
            let digit = i32::try_from(narrow(c).to_digit(10)?).ok()?;
            sum.checked_mul(10)?.checked_add(digit)
        })?;
        T::try_from(value).ok()
    }
}

/// The run of digits at byte `at`, where there is one.
pub(super) fn number(text: &str, at: usize) -> Option<Number<'_>> {
    let bytes = text.as_bytes();
    let (mut end, mut digits) = (at, 0);
    loop {
        match bytes.get(end) {
            Some(b) if b.is_ascii_digit() => end += 1,
            // ０ to ９ are EF BC 90 to EF BC 99.
            Some(0xEF) if bytes.get(end + 1) == Some(&0xBC) && bytes.get(end + 2).is_some_and(|b| (0x90..=0x99).contains(b)) => end += 3,
            _ => break,
        }
        digits += 1;
    }
    (digits > 0).then(|| Number {
        text: &text[at..end],
        digits,
        end,
    })
}

/// How many digits of the keyboard begin at byte `at`.
pub(super) fn digits(bytes: &[u8], at: usize) -> usize {
    bytes[at.min(bytes.len())..].iter().take_while(|b| b.is_ascii_digit()).count()
}
