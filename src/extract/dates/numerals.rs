//! Dates in Chinese numerals, as documents end.

use super::{Day, Hit, full};

/// `二○一七年十一月二十四日`
pub(super) fn with_numerals(text: &str, at: usize) -> Option<Hit> {
    let mut chars = text[at..].chars();
    let mut year = 0_i16;
    for _ in 0..4 {
        year = year * 10 + i16::from(numeral(chars.next()?)?);
    }
    if chars.next()? != '年' {
        return None;
    }
    let month = small_number(&mut chars, '月')?;
    let rest = chars.as_str();
    let day = small_number(&mut chars, '日').or_else(|| {
        chars = rest.chars();
        small_number(&mut chars, '号')
    })?;
    let end = text.len() - chars.as_str().len();
    Some((end, Day::Full(full(year, month, day)?), None))
}

/// Whether a character is a numeral, so that one behind it is the rest of a number.
pub(super) fn is_numeral(c: char) -> bool {
    c == '十' || numeral(c).is_some()
}

fn numeral(c: char) -> Option<i8> {
    Some(match c {
        '〇' | '○' | '零' | 'Ｏ' | '０' | 'О' | 'O' | '◯' => 0,
        '一' | '１' => 1,
        '二' | '２' => 2,
        '三' | '３' => 3,
        '四' | '４' => 4,
        '五' | '５' => 5,
        '六' | '６' => 6,
        '七' | '７' => 7,
        '八' | '８' => 8,
        '九' | '９' => 9,
        _ => return None,
    })
}

/// A number below a hundred in numerals up to the sign `close`.
pub(super) fn small_number(chars: &mut std::str::Chars<'_>, close: char) -> Option<i8> {
    let (mut tens, mut ones, mut any_ten) = (0_i8, 0_i8, false);
    for _ in 0..4 {
        let c = chars.next()?;
        if c == close {
            let value = if any_ten { tens * 10 + ones } else { ones };
            return (value > 0).then_some(value);
        }
        match c {
            '十' => {
                tens = if ones == 0 { 1 } else { ones };
                if tens > 9 {
                    return None;
                }
                ones = 0;
                any_ten = true;
            }
            '廿' => {
                tens = 2;
                any_ten = true;
            }
            // Full-width digits stand two by two: １２月.
            _ => {
                ones = if any_ten || ones == 0 {
                    numeral(c)?
                } else {
                    ones.checked_mul(10)?.checked_add(numeral(c)?)?
                }
            }
        }
        if ones > 9 && any_ten {
            return None;
        }
    }
    None
}
