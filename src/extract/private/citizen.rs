//! Resident identity numbers: region, birthday and check digit (GB 11643).

use jiff::civil::Date;

/// The numbers that the standard itself prints as examples.
const EXAMPLES: &[&str] = &["11010519491231002X", "440524188001010014"];

/// First two digits: provinces, autonomous regions, municipalities, and the residence permits of Hong Kong, Macao and Taiwan.
const PROVINCES: &[u8] = &[
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82,
    83,
];

/// The birthday in a number of 18 characters that is right in all its parts.
pub(super) fn birthday(digits: &str, today: Date) -> Option<Date> {
    let bytes = digits.as_bytes();
    if bytes.len() != 18 || EXAMPLES.contains(&digits) || !is_region(digits) || check_letter(bytes)? != bytes[17] {
        return None;
    }
    let part = |from: usize, to: usize| digits.get(from..to)?.parse::<i16>().ok();
    born(part(6, 10)?, part(10, 12)?, part(12, 14)?, today)
}

/// The birthday in a number of the old form of 15 digits, which has no check digit.
pub(super) fn birthday_of_old(digits: &str, today: Date) -> Option<Date> {
    if digits.len() != 15 || !is_region(digits) {
        return None;
    }
    let part = |from: usize| digits.get(from..from + 2)?.parse::<i16>().ok();
    born(1900 + part(6)?, part(8)?, part(10)?, today)
}

fn born(year: i16, month: i16, day: i16, today: Date) -> Option<Date> {
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    (year >= 1900 && date <= today).then_some(date)
}

/// Whether the first digits name a place: a province and, behind it, a city as they are numbered (01 to 20 and 51 to 70
/// cities, 21 to 50 prefectures, 90 counties of the province itself; municipalities have 01 to 03).
fn is_region(digits: &str) -> bool {
    let part = |from: usize| digits.get(from..from + 2).and_then(|p| p.parse::<u8>().ok());
    let (Some(province), Some(city)) = (part(0), part(2)) else {
        return false;
    };
    PROVINCES.contains(&province)
        && match province {
            11 | 12 | 31 | 50 => (1..=3).contains(&city),
            71 | 81 | 82 | 83 => city == 0,
            _ => (1..=70).contains(&city) || city == 90,
        }
}

/// The check character of ISO 7064 MOD 11-2.
fn check_letter(bytes: &[u8]) -> Option<u8> {
    let mut rest = 0_u32;
    for byte in &bytes[..17] {
        rest = (rest + u32::from(byte.checked_sub(b'0').filter(|d| *d < 10)?)) * 2 % 11;
    }
    Some(match (12 - rest) % 11 {
        10 => b'X',
        digit => b'0' + u8::try_from(digit).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 23);

    #[test]
    fn only_numbers_right_in_all_parts_are_numbers_of_persons() {
        // The check digit of 35021119900101123 by hand: weights 7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2.
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        let sum: u32 = "35021119900101123".bytes().zip(weights).map(|(b, w)| u32::from(b - b'0') * w).sum();
        let last = ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][(sum % 11) as usize];
        let right = format!("35021119900101123{last}");
        assert_eq!(birthday(&right, TODAY), Some(date(1990, 1, 1)));
        for digit in 0..10 {
            let other = format!("35021119900101123{digit}");
            assert_eq!(birthday(&other, TODAY).is_some(), other == right, "{other}");
        }
        // Standing examples, a day that is none, a day to come, no such region.
        for wrong in ["11010519491231002X", "440524188001010014"] {
            assert_eq!(birthday(wrong, TODAY), None);
        }
        let with_check = |front: &str| format!("{front}{}", char::from(check_letter(format!("{front}0").as_bytes()).unwrap()));
        assert!(birthday(&with_check("11010519491231003"), TODAY).is_some());
        for front in ["35021119900231123", "35021120270101123", "99021119900101123", "35911119900101123"] {
            assert_eq!(birthday(&with_check(front), TODAY), None, "{front}");
        }
    }

    #[test]
    fn the_old_form_has_a_region_and_a_birthday() {
        assert_eq!(birthday_of_old("350211900101123", TODAY), Some(date(1990, 1, 1)));
        assert_eq!(birthday_of_old("350211901301123", TODAY), None);
        assert_eq!(birthday_of_old("990211900101123", TODAY), None);
    }
}
