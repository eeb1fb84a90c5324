//! Days told by how long ago they were: `3天前`, `昨天 10:20`.

use jiff::ToSpan;
use jiff::civil::Date;

/// Figures of the number in front: nobody writes more than 999天前.
const FIGURES: usize = 3;
/// Characters of the longest form (刚刚, 123 分钟前, 昨天 10:20).
const LENGTH: usize = 12;

/// The day of a text that tells it by how long before `today` it was, and says nothing else. Weeks, months and years are
/// as rough as they are told.
pub(in crate::extract) fn before_today(text: &str, today: Date) -> Option<Date> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || "[]()（）【】|·".contains(c));
    if text.len() > LENGTH * 3 || text.chars().count() > LENGTH {
        return None;
    }
    let ago = |days: i64| today.checked_sub(days.days()).ok();
    let named = [("刚刚", 0), ("今天", 0), ("昨天", 1), ("前天", 2)];
    if let Some((days, rest)) = named.iter().find_map(|(word, days)| Some((*days, text.strip_prefix(word)?))) {
        let is_clock = rest
            .chars()
            .all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, ':' | '：'));
        return is_clock.then(|| ago(days)).flatten();
    }
    let figures = text.bytes().take_while(u8::is_ascii_digit).count();
    let number: i64 = text.get(..figures).filter(|n| (1..=FIGURES).contains(&n.len()))?.parse().ok()?;
    let unit = text[figures..].trim_start().strip_suffix('前')?;
    match unit.trim_start_matches('个').trim_end_matches('钟') {
        "秒" | "分" | "小时" => Some(today),
        "天" | "日" => ago(number),
        "周" | "星期" => today.checked_sub(number.weeks()).ok(),
        "月" => today.checked_sub(number.months()).ok(),
        "年" => today.checked_sub(number.years()).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_is_told_by_how_long_ago_it_was() {
        let today = date(2026, 11, 23);
        for (text, want) in [
            ("3小时前", Some(date(2026, 11, 23))),
            ("刚刚", Some(date(2026, 11, 23))),
            ("昨天 10:20", Some(date(2026, 11, 22))),
            ("[3天前]", Some(date(2026, 11, 20))),
            ("2 周前", Some(date(2026, 11, 9))),
            ("1个月前", Some(date(2026, 10, 23))),
            ("昨天的会议", None),
            ("3天前的通知", None),
            ("3天", None),
            ("前", None),
            ("日前", None),
            ("12345天前", None),
        ] {
            assert_eq!(before_today(text, today), want, "{text}");
        }
    }
}
