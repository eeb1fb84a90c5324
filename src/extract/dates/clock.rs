//! The time of day behind a date.

use super::digits;

/// Hour, minute and second, as printed.
pub(super) type Clock = (u8, u8, Option<u8>);

/// The time of day behind a date: `09:05`, `09:05:30`, broken `14:55:0`, `9时5分`. Gives the end of what was read.
pub(super) fn clock(text: &str, at: usize) -> (usize, Option<Clock>) {
    read_clock(text, at).map_or((at, None), |(end, clock)| (end, Some(clock)))
}

fn read_clock(text: &str, at: usize) -> Option<(usize, Clock)> {
    let bytes = text.as_bytes();
    let mut pos = at;
    let rest = text[pos..].trim_start_matches(|c: char| c.is_whitespace() || c == 'T' || c == ',');
    // A weekday may stand between: 2026年11月23日 星期一 09:05.
    let rest = ["星期", "周"]
        .iter()
        .find_map(|w| rest.strip_prefix(w))
        .and_then(|r| r.chars().next().map(|c| r[c.len_utf8()..].trim_start()))
        .unwrap_or(rest);
    if text.len() - rest.len() - at > 24 {
        return None;
    }
    pos = text.len() - rest.len();
    let mut part = |seps: &[char]| -> Option<u8> {
        let len = digits(bytes, pos);
        if !(1..=2).contains(&len) {
            return None;
        }
        let value = text[pos..pos + len].parse().ok()?;
        let sign = text[pos + len..].chars().next();
        match sign {
            Some(c) if seps.contains(&c) => {
                pos += len + c.len_utf8();
                Some(value)
            }
            _ if seps.is_empty() => {
                pos += len;
                Some(value)
            }
            _ => None,
        }
    };
    let hour = part(&[':', '：', '时', '点']).filter(|h| *h < 24)?;
    let minute = part(&[]).filter(|m| *m < 60)?;
    let mut end = pos;
    let mut second = None;
    if let Some(c @ (':' | '：' | '分')) = text[end..].chars().next() {
        let next = end + c.len_utf8();
        let len = digits(bytes, next);
        if (1..=2).contains(&len)
            && let Some(s) = text[next..next + len].parse().ok().filter(|s: &u8| *s < 60)
        {
            second = Some(s);
            end = next + len;
        } else if c == '分' {
            end = next;
        }
    }
    Some((end, (hour, minute, second)))
}
