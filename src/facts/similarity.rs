//! Whether two pages say the same: exactly, and nearly (a clock, an echo of the address, a token or a saying of the day in
//! between).

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;
use serde::{Deserialize, Serialize};

use crate::facts::PageFacts;

/// How much of a text is looked at, characters.
const LOOKED_AT: usize = 4000;
/// Characters of one shingle: enough that two texts of one language share few by chance.
const SHINGLE: usize = 4;
/// Shingles kept of a page, those with the smallest numbers: a fair sample, and the same of what two pages share.
const KEPT: usize = 48;
/// Fewer shingles in common say nothing: a menu word, the name of the site.
const FEWEST: usize = 8;
/// A page holds a text of which this share is there: the rest may be broken up by what stands between.
const HELD: f64 = 0.85;
/// How much more of its own a page may say than the answers to missing pages say of theirs.
const OWN_WORDS: f64 = 0.15;
/// Answers that differ in more than this have nothing in common to go by.
const MOST_OWN_WORDS: f64 = 0.6;

/// The characters that count, of title and text: no digits and no white space, so that counters, dates and echoed numbers do
/// not matter.
fn characters<'t>(title: &'t str, text: &'t str) -> impl Iterator<Item = char> + 't {
    let all = title.chars().chain(['\n']).chain(text.chars().take(LOOKED_AT));
    all.filter(|c| !c.is_ascii_digit() && !c.is_whitespace())
}

/// A print of a page's content, equal where title and the beginning of the text are. 0 where there is nothing to compare.
pub(crate) fn print_of(facts: &PageFacts) -> u64 {
    print(facts.html_title.as_deref().unwrap_or_default(), &facts.text)
}

/// A print of all a page says, numbers too: equal only where nothing but white space differs.
pub(crate) fn exact_print_of(facts: &PageFacts) -> u64 {
    let mut hash = FxHasher::default();
    let title = facts.html_title.as_deref().unwrap_or_default();
    let all = title.chars().chain(['\n']).chain(facts.text.chars());
    all.filter(|c| !c.is_whitespace()).for_each(|c| c.hash(&mut hash));
    hash.finish()
}

/// [`print_of`] for a title and text read otherwise.
pub(crate) fn print(title: &str, text: &str) -> u64 {
    let mut hash = FxHasher::default();
    let mut length = 0_u32;
    characters(title, text).for_each(|c| {
        c.hash(&mut hash);
        length += 1;
    });
    if length == 0 { 0 } else { hash.finish().max(1) }
}

/// A text without the path that was asked for, and without the name at its end, where the page echoes them. Shorter ones may be
/// words.
fn without_echo(text: &str, address: &str) -> String {
    const SHORTEST: usize = 4;
    let bare = address.split(['?', '#']).next().unwrap_or_default();
    let from_host = bare.split_once("://").map_or(bare, |(_, rest)| rest);
    let path = from_host.find('/').map_or("", |at| &from_host[at..]);
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let beginning: String = text.chars().take(LOOKED_AT).collect();
    [path, stem]
        .into_iter()
        .filter(|echo| echo.len() >= SHORTEST)
        .fold(beginning, |text, echo| text.replace(echo, ""))
}

/// A sample of what a page says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Likeness {
    /// The number of the title.
    title: u64,
    /// The smallest shingles of title and text, sorted.
    shingles: Box<[u32]>,
}

impl Likeness {
    /// The sample of a page at this address; none where it says next to nothing.
    pub(crate) fn of(address: &str, title: &str, text: &str) -> Option<Self> {
        let (title, text) = (without_echo(title, address), without_echo(text, address));
        let mut kept: Vec<char> = Vec::with_capacity(LOOKED_AT);
        // Pushed and not collected: a chain of iterators is much faster walked from inside.
        characters(&title, &text).filter(|c| !tells_time(*c)).for_each(|c| kept.push(c));
        let shingles = smallest(kept.windows(SHINGLE).map(number));
        (shingles.len() >= FEWEST).then(|| Likeness {
            title: print(&title, ""),
            shingles: shingles.into(),
        })
    }

    /// [`Likeness::of`] a page that was read.
    pub(crate) fn of_page(facts: &PageFacts) -> Option<Self> {
        Likeness::of(&facts.url, facts.html_title.as_deref().unwrap_or_default(), &facts.text)
    }

    /// Up to which number every shingle of the page is in the sample.
    fn reach(&self) -> u32 {
        if self.shingles.len() < KEPT {
            u32::MAX
        } else {
            self.shingles.last().copied().unwrap_or(u32::MAX)
        }
    }

    fn up_to(&self, reach: u32) -> &[u32] {
        &self.shingles[..self.shingles.partition_point(|s| *s <= reach)]
    }
}

/// Whether clocks and calendars are written with it, besides digits: a page that tells the time says nothing new by it.
#[rustfmt::skip]
fn tells_time(c: char) -> bool {
    matches!(c,
        '〇' | '零' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '廿' | '卅'
        | '年' | '月' | '日' | '号' | '时' | '点' | '分' | '秒' | '星' | '期' | '周'
        | '上' | '下' | '午' | '农' | '历' | '初' | '今' | '天')
}

/// The smallest [`KEPT`] different numbers, sorted. Of thousands few get in, so nothing but the sample is kept in order.
fn smallest(numbers: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut kept: Vec<u32> = Vec::with_capacity(KEPT + 1);
    for number in numbers {
        if kept.len() == KEPT && kept.last().is_some_and(|last| number >= *last) {
            continue;
        }
        if let Err(place) = kept.binary_search(&number) {
            kept.insert(place, number);
            kept.truncate(KEPT);
        }
    }
    kept
}

/// The number of one shingle, spread over all 32 bits.
fn number(shingle: &[char]) -> u32 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for c in shingle {
        hash = (hash ^ u64::from(u32::from(*c))).wrapping_mul(0x0000_0100_0000_01b3);
    }
    // The low bits of the product hardly know of the high ones of the last character.
    (hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
}

/// What the answers to two missing pages have in common: the error page without what changes from one time to the next.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Common {
    /// The title of both, where it is the same.
    title: u64,
    shingles: Vec<u32>,
    reach: u32,
    /// The share of an answer that is not common to both.
    own_words: f64,
}

impl Common {
    /// Of two answers; none where they share too little, or not their title: an article has one of its own.
    pub(crate) fn of(one: &Likeness, other: &Likeness) -> Option<Self> {
        let title = one.title;
        if other.title != title {
            return None;
        }
        let reach = one.reach().min(other.reach());
        let (one, other) = (one.up_to(reach), other.up_to(reach));
        let shingles: Vec<u32> = one.iter().copied().filter(|s| other.binary_search(s).is_ok()).collect();
        let own = |all: &[u32]| share(all.len() - shingles.len(), all.len());
        let own_words = own(one).max(own(other));
        (shingles.len() >= FEWEST && own_words <= MOST_OWN_WORDS).then_some(Common {
            title,
            shingles,
            reach,
            own_words,
        })
    }

    /// Whether the page says all this, whatever else it says; none where the samples do not tell.
    pub(crate) fn is_held_by(&self, page: &Likeness) -> Option<bool> {
        let (common, page) = self.beside(page);
        let held = common.iter().filter(|s| page.binary_search(s).is_ok()).count();
        (common.len() >= FEWEST / 2).then(|| share(held, common.len()) >= HELD)
    }

    /// Whether the page says this under the same title, and hardly more.
    pub(crate) fn is_all_of(&self, page: &Likeness) -> bool {
        if page.title != self.title {
            return false;
        }
        let (common, words) = self.beside(page);
        let own = words.iter().filter(|s| common.binary_search(s).is_err()).count();
        common.len() >= FEWEST && self.is_held_by(page) == Some(true) && share(own, words.len()) <= self.own_words + OWN_WORDS
    }

    /// Whether two error pages are the same one, as far as their samples tell.
    pub(crate) fn is_much_like(&self, other: &Common) -> bool {
        let reach = self.reach.min(other.reach);
        let up_to = |all: &[u32]| all.partition_point(|s| *s <= reach);
        let (one, other) = (&self.shingles[..up_to(&self.shingles)], &other.shingles[..up_to(&other.shingles)]);
        let both = one.iter().filter(|s| other.binary_search(s).is_ok()).count();
        both >= FEWEST / 2 && share(both, one.len().max(other.len())) >= HELD
    }

    fn beside<'a>(&'a self, page: &'a Likeness) -> (&'a [u32], &'a [u32]) {
        let reach = self.reach.min(page.reach());
        let end = self.shingles.partition_point(|s| *s <= reach);
        (&self.shingles[..end], page.up_to(reach))
    }
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(text: &str) -> Likeness {
        Likeness::of("http://a.cn/", "某某市某某局", text).unwrap()
    }

    /// An error page with something of its own in the middle.
    fn error(own: &str) -> Likeness {
        likeness(&format!(
            "很遗憾，您要看的内容我们这里没有，可能是地址写错了。{own}您可以回到首页，或者从栏目导航重新查找，给您带来不便请谅解。"
        ))
    }

    #[test]
    fn digits_do_not_make_a_difference() {
        assert_eq!(print("出错了", "编号 123"), print("出错了", "编号 98765"));
        assert_ne!(print("出错了", "a"), print("出错了", "b"));
        assert_eq!(print("", "  12 "), print("", ""));
        assert_eq!(Likeness::of("", "", "短"), None);
    }

    #[test]
    fn error_pages_are_alike_whatever_changes_in_them() {
        for [one, other, third] in [
            ["现在是八点零三分", "现在是九点五十分", "现在是十点四十六分"],
            ["/news/.htm", "/news/.htm", "/news/.html"],
            ["请求编号 kqzvwxj", "请求编号 pfmsbrt", "请求编号 ghtyunw"],
            [
                "今日一语：春风又绿江南岸",
                "今日一语：海内存知己天涯若比邻",
                "今日一语：会当凌绝顶一览众山小",
            ],
        ] {
            let common = Common::of(&error(one), &error(other)).expect("they share a text");
            assert!(common.is_all_of(&error(third)), "{third}");
        }
    }

    #[test]
    fn an_article_is_not_the_empty_template_it_stands_in() {
        let template = |own: &str| {
            likeness(&format!(
                "{own}发布时间：来源：本站浏览次数：【打印本页】【关闭窗口】分享到：微信微博扫一扫在手机打开当前页"
            ))
        };
        let common = Common::of(&template("aab"), &template("ddf")).unwrap();
        assert!(common.is_all_of(&template("ggh")));
        for article in [
            "关于开展户外广告整治工作的通知，请各单位遵照执行。",
            "我局召开年度工作总结会议，局长出席会议并讲话，会议部署了下一年度的重点任务。",
        ] {
            assert!(!common.is_all_of(&template(article)), "{article}");
            assert_eq!(common.is_held_by(&template(article)), Some(true), "the template is there");
        }
        assert_eq!(common.is_held_by(&error("")), Some(false));
    }

    #[test]
    fn a_long_page_is_not_taken_for_a_short_one_it_holds() {
        let common = Common::of(&error("甲"), &error("乙")).unwrap();
        let words = "全市公安机关持续推进便民服务窗口办理时间进一步缩短群众满意度明显提升";
        let turned = |n: usize| words.chars().cycle().skip(n * 7).step_by(n % 5 + 1).take(60).collect::<String>();
        let long: String = (0..30).map(turned).collect();
        assert!(!common.is_all_of(&error(&long)));
    }

    #[test]
    fn answers_that_share_nothing_are_no_error_page() {
        assert_eq!(
            Common::of(
                &error(""),
                &Likeness::of("", "x", "quite another thing altogether, in other words").unwrap()
            ),
            None
        );
    }
}
