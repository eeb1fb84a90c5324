//! Which documents a page says no longer hold: decisions and lists of repeal, and the last article of a new document
//! (《某办法》同时废止).

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::names::{forms, number_at_start, quoted};
use crate::lexicon::{PAPER_TITLES, Words};

/// Documents one page may repeal; a list of a whole city has some hundreds.
const MOST: usize = 1_000;
/// Characters within which 同时废止 must follow a title.
const REACH: usize = 90;

static DECISION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:废止|失效|停止执行).*(?:决定|公告|通知|通告|目录|清单|公布|文件)|(?:决定|公告|通知|通告|目录|清单|公布).*(?:废止|失效|停止执行)")
        .expect("a constant pattern")
});
static PLANNED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"征求意见|意见稿|草案|拟废止|拟宣布|拟失效|解读|图解|说明|建议|听证|召开|会议|部署|开展").expect("a constant pattern")
});
static IN_FORCE_FROM: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"自(\d{4})年(\d{1,2})月(\d{1,2})日起(?:正式)?(?:施行|实施|执行|生效)").expect("a constant pattern"));
/// What stands between a title and 同时废止, beside numbers and dates in brackets: nothing that keeps a part in force.
static PART: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"第.{1,12}[条款项章]|部分|中的|有关|条款|其中").expect("a constant pattern"));

/// One document that is said to hold no longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Gone {
    pub(super) names: Vec<String>,
    pub(super) number: Option<String>,
}

/// Whether a title is that of a decision or list of repeal. One that also keeps or changes documents is read by its parts.
pub(super) fn is_decision(title: &str) -> bool {
    DECISION.is_match(title) && !PLANNED.is_match(title)
}

/// What the page repeals.
pub(super) fn read(title: &str, text: &str, today: Date) -> Vec<Gone> {
    let mut gone = if is_decision(title) {
        of_decision(title, text)
    } else {
        of_last_article(text, today)
    };
    gone.truncate(MOST);
    gone
}

fn of_decision(title: &str, text: &str) -> Vec<Gone> {
    let mut gone: Vec<Gone> = quoted(title).iter().map(|q| one(title, q.inner, q.to)).collect();
    // Of a page that keeps or changes others besides, only what stands under a heading of repeal counts.
    let mixed = ["继续有效", "保留", "修改", "修订", "有效"].iter().any(|w| title.contains(w))
        || text.lines().any(|line| heading(line) == Some(false));
    let mut counts = !mixed;
    for line in text.lines() {
        let line = line.trim();
        if let Some(repeals) = heading(line) {
            counts = repeals;
            continue;
        }
        // 依据《某条例》，决定废止…: what stands before the word is the ground, and is not repealed.
        let start = ground(line);
        for q in quoted(line) {
            if gone.len() >= MOST {
                return gone;
            }
            let rest = &line[q.to..];
            let near = &rest[..rest.floor_char_boundary(REACH)];
            let near = near.split('《').next().unwrap_or_default();
            let says_so = ["废止", "失效", "停止执行"].iter().any(|w| near.contains(w));
            let kept = PART.is_match(near) || near.contains("修改") || near.contains("继续有效") || near.contains("精神");
            if q.from >= start && (counts || says_so) && !kept {
                gone.push(one(line, q.inner, q.to));
            }
        }
    }
    gone
}

/// Whether a line is the heading of a list of what is repealed (true) or of what stays or changes (false).
fn heading(line: &str) -> Option<bool> {
    let line = line.trim();
    if line.chars().count() > 50 || line.contains('《') || line.contains('。') {
        return None;
    }
    let is_list = ["目录", "清单", "名单", "附件"].iter().any(|w| line.contains(w))
        || line.ends_with("文件")
        || line.ends_with("规章")
        || line.ends_with('）')
        || line.ends_with(')');
    let stays = ["继续有效", "保留", "修改", "修订", "拟"].iter().any(|w| line.contains(w));
    let goes = ["废止", "失效", "停止执行"].iter().any(|w| line.contains(w));
    (is_list && (stays || goes)).then_some(goes && !stays)
}

/// Where the ground of a decision ends in a line: behind 决定 or 现将, and behind the comma after 根据….
fn ground(line: &str) -> usize {
    static GROUND: Words = Words::used(PAPER_TITLES, "ground");
    static DECIDES: Words = Words::used(PAPER_TITLES, "decides");
    if !GROUND.any_in(line) {
        return 0;
    }
    let behind = |word: &str| line.find(word).map(|at| at + word.len());
    DECIDES.iter().filter_map(|w| behind(w)).min().unwrap_or(line.len())
}

/// 《某办法》（文号）同时废止, in a document that holds already.
fn of_last_article(text: &str, today: Date) -> Vec<Gone> {
    let mut gone = Vec::new();
    for line in text.lines().filter(|l| l.contains("废止") && l.contains('《')) {
        let from = IN_FORCE_FROM.captures(line).and_then(|c| {
            let part = |i: usize| c.get(i).and_then(|m| m.as_str().parse::<i16>().ok());
            Date::new(part(1)?, i8::try_from(part(2)?).ok()?, i8::try_from(part(3)?).ok()?).ok()
        });
        if from.is_some_and(|from| from > today) {
            continue;
        }
        for sentence in line.split(['。', '；']).filter(|s| s.contains("废止")) {
            if gone.len() >= MOST {
                return gone;
            }
            let Some(end) = ["同时废止", "予以废止", "相应废止", "即行废止"]
                .iter()
                .filter_map(|w| sentence.find(w))
                .min()
            else {
                continue;
            };
            let titles = quoted(&sentence[..end]);
            let mut together = Vec::new();
            for (i, q) in titles.iter().enumerate() {
                let next = titles.get(i + 1).map_or(end, |n| n.from);
                let near = &sentence[q.to..next];
                // From the title to the word nothing may stand but a number, a date, another title and 和.
                if near.chars().count() > REACH || PART.is_match(near) || ["制定", "作出", "按该", "执行"].iter().any(|w| near.contains(w))
                {
                    together.clear();
                    continue;
                }
                together.push(one(sentence, q.inner, q.to));
            }
            gone.append(&mut together);
        }
    }
    gone
}

fn one(text: &str, name: &str, to: usize) -> Gone {
    Gone {
        names: forms(name),
        number: number_at_start(&text[to..]),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn gone(title: &str, text: &str) -> Vec<String> {
        let names = |g: &Gone| format!("{}{}", g.names[0], g.number.as_deref().map(|n| format!(" {n}")).unwrap_or_default());
        read(title, text, date(2026, 11, 23)).iter().map(names).collect()
    }

    #[test]
    fn decisions_and_lists_of_repeal() {
        assert_eq!(
            gone(
                "鹭岛市公安局关于废止部分规范性文件的决定",
                "根据《规章制定程序条例》，经研究，决定废止《养犬登记办法》（鹭公规〔2019〕5号）等文件。\n1.《户口登记细则》（鹭公规〔2018〕2号）\n2.《出租屋管理规定》第三条"
            ),
            ["养犬登记办法 鹭公规〔2019〕5号", "户口登记细则 鹭公规〔2018〕2号"]
        );
        assert_eq!(gone("关于废止《养犬登记办法》的决定", "本决定自公布之日起施行。"), ["养犬登记办法"]);
        assert!(gone("关于废止部分文件的决定（征求意见稿）", "《养犬登记办法》").is_empty());
        assert!(gone("《关于废止部分文件的决定》解读", "《养犬登记办法》").is_empty());
    }

    #[test]
    fn what_stays_in_force_is_kept_apart() {
        let text = "继续有效的规范性文件目录\n1.《养犬登记办法》\n废止的规范性文件目录\n1.《户口登记细则》\n修改的规范性文件目录\n1.《出租屋管理规定》";
        assert_eq!(gone("关于公布规范性文件清理结果的公告（废止、失效）", text), ["户口登记细则"]);
    }

    #[test]
    fn the_last_article_of_a_new_document() {
        assert_eq!(
            gone(
                "鹭岛市养犬管理办法",
                "根据《动物防疫法》，制定本办法。\n第二十条 本办法自2026年1月1日起施行。《养犬登记办法》（鹭公规〔2019〕5号）同时废止。"
            ),
            ["养犬登记办法 鹭公规〔2019〕5号"]
        );
        assert!(gone("鹭岛市养犬管理办法", "本办法自2027年1月1日起施行，《养犬登记办法》同时废止。").is_empty());
        assert!(gone("鹭岛市养犬管理办法", "《养犬登记办法》第三条同时废止。").is_empty());
        assert_eq!(
            gone(
                "某办法",
                "《养犬登记办法》同时废止。\n依照《动物防疫法》作出的处理，按该法执行，《户口登记细则》同时废止。"
            ),
            ["养犬登记办法", "户口登记细则"]
        );
    }
}
