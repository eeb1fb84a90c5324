//! Which parts of a page are furniture: what the marks of an element claim, held against what the element holds.
//!
//! A word in a class is a hint and no more: content systems call whole articles `page`, `bottom` or `related`. A claim falls
//! where the element holds what such furniture never holds.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::zone::zone_of;
use super::{Outline, Run, Tag, Zone};
use crate::lexicon::{ARTICLE_WORDS, Words};
use crate::text::unspaced;

/// What only a footer says.
pub(in crate::extract) static SIGNATURE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)ICP\s?[备证]|公网安备|版权所有|copyright|主办单位|主办[:：]|网站标识码|技术支持").expect("a constant pattern")
});
/// The words in front of the way down to a page; without a colon where the steps stand in elements of their own.
pub(in crate::extract) static WAY_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:[当當]\s?前|所\s?在|[现現]\s?在|[您你])的?(?:所在)?的?位\s?置是?|[您你](?:[现現]在)?在(?:这里|這裡|这儿)|[当當]前[栏欄]目|(?m:^(?:位置|导航|Location|Position))\s?[:：]|(?i:you are here)",
    )
    .expect("a constant pattern")
});
/// A day in numbers, by its year.
static DAY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:19|20)\d\d\s?[-./年]\s?[01]?\d\s?[-./月]\s?[0-3]?\d").expect("a constant pattern"));

/// What links of a pagination say.
static PAGE_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[页頁]|^[首末尾终]$|[上下前后首末](?:一|[条篇则])|转到|跳转|第\s?[0-9一二三四五六七八九十]|共\s?[0-9]|更多|返回|显示全部")
        .expect("a constant pattern")
});

/// Characters of a text node from which it may be a sentence.
const SENTENCE: u32 = 15;
/// The most characters of a pagination, and of a way down to the page: one of a dozen numbers and words has some 80.
const PAGER: u64 = 240;
const CRUMB: u64 = 300;
/// Characters of a link from which it is a title: those of a pagination are numbers and words of up to six (最后一页, 跳转到).
const TITLE: u32 = 12;
/// Characters of sentences in it from which it is no way: its last step may be a headline with a comma in it.
const STATED: u64 = 60;
/// Links in it, at most.
const STEPS: usize = 12;
/// Bytes of its steps, at most, behind the words that begin it: three or four of up to twenty characters.
const STEPS_BYTES: usize = 240;
/// Bytes in front of those words in their text node, at most: a sign or the word 导航.
const BEFORE_WAY: usize = 24;
/// Bytes of a footer, at most; the longest of the labelled pages has some 900.
const FOOTER: usize = 1_500;

/// Sums over the text nodes in front of each, so that what an element holds costs two look-ups.
struct Sums {
    all: Vec<u64>,
    plain: Vec<u64>,
    sentences: Vec<u64>,
    days: Vec<u64>,
}

impl Sums {
    fn of(outline: &Outline<'_>) -> Self {
        let empty = || {
            let mut sums = Vec::with_capacity(outline.runs.len() + 1);
            sums.push(0);
            sums
        };
        let mut sums = Sums {
            all: empty(),
            plain: empty(),
            sentences: empty(),
            days: empty(),
        };
        let push = |sums: &mut Vec<u64>, more: u64| sums.push(sums.last().copied().unwrap_or(0) + more);
        for run in &outline.runs {
            let (chars, text) = (u64::from(run.chars), &outline.text[run.span()]);
            let plain = if run.linked { 0 } else { chars };
            let is_sentence = !run.linked && is_sentence(text, run.chars);
            push(&mut sums.all, chars);
            push(&mut sums.plain, plain);
            push(&mut sums.sentences, if is_sentence { chars } else { 0 });
            // Most texts hold no figure, and need no closer look.
            let may_be_day = text.len() <= 120 && text.bytes().any(|b| b.is_ascii_digit());
            push(&mut sums.days, u64::from(may_be_day && DAY.is_match(text)));
        }
        sums
    }

    fn held(sums: &[u64], runs: &Range<usize>) -> u64 {
        sums[runs.end] - sums[runs.start]
    }
}

/// Whether a text node reads as running text, and not as the small print of a footer.
fn is_sentence(text: &str, chars: u32) -> bool {
    chars >= SENTENCE && text.contains(['。', '，', '；', '！', '？']) && !SIGNATURE.is_match(text)
}

/// Gives every element its furniture: by its own marks as far as they hold, by what furniture always says, and from its
/// parents.
pub(super) fn mark(outline: &mut Outline<'_>) {
    let sums = Sums::of(outline);
    let headings = headings(outline);
    let ways = ways(outline);
    let way = ways.iter().rfind(|way| way.hit.start <= BEFORE_WAY).map(|way| way.run);
    for i in 0..outline.els.len() {
        let inherited = outline.parent(i).map_or(Zone::default(), |p| outline.els[p].zone);
        let claimed = zone_of(outline.els[i].element, outline.els[i].tag);
        let held = if claimed == Zone::default() {
            claimed
        } else {
            upheld(outline, &sums, &headings, way, i, claimed)
        };
        outline.els[i].zone = inherited.and(held);
    }
    mark_way(outline, &sums, &ways);
    mark_unworded_way(outline, &sums);
    mark_footer(outline, &sums, &headings);
    mark_leave_notice(outline);
}

/// How many headings stand before each element.
fn headings(outline: &Outline<'_>) -> Vec<u32> {
    let mut before = Vec::with_capacity(outline.els.len() + 1);
    before.push(0);
    for (i, el) in outline.els.iter().enumerate() {
        before.push(before[i] + u32::from(matches!(el.tag, Tag::Heading(1..=4))));
    }
    before
}

/// What of a claim holds.
fn upheld(outline: &Outline<'_>, sums: &Sums, headings: &[u32], way: Option<usize>, el: usize, claimed: Zone) -> Zone {
    let hidden = claimed.only(Zone::HIDDEN);
    // What a whole page is called says nothing of its parts.
    if outline.els[el].tag == Tag::Body || outline.els[el].element.name() == "html" {
        return hidden;
    }
    let runs = outline.run_range(el);
    let held = |of: &[u64]| Sums::held(of, &runs);
    let total = |of: &[u64]| of[of.len() - 1];
    let (chars, plain, sentences, days) = (held(&sums.all), held(&sums.plain), held(&sums.sentences), held(&sums.days));
    // An unclosed header holds most of what follows it.
    let els = outline.els[el].end as usize - el;
    if plain * 10 > total(&sums.plain) * 6 && els * 10 > outline.els.len() * 6 {
        return hidden;
    }
    // The body of an article: most of what the page says in sentences.
    let is_body = sentences >= 40 && sentences * 10 >= total(&sums.sentences) * 4;
    let has_heading = headings[outline.els[el].end as usize] > headings[el];
    let mut zone = claimed;
    let titled = || outline.runs[runs.clone()].iter().any(|run| run.linked && run.chars >= TITLE);
    // What holds the words 当前位置, or stands right behind the way they begin, is what the page is for, however short.
    if way.is_some_and(|way| runs.contains(&way) || follows(outline, way, &runs)) && !is_signed(outline, &runs, way) {
        zone = zone.without(Zone::PAGER.and(Zone::FOOT).and(Zone::RELATED));
    }
    // Numbers of pages and words to turn them are no days.
    if sentences > 0 || days > 0 || has_heading || chars > PAGER || titled() || leads_elsewhere(outline, &runs) {
        zone = zone.without(Zone::PAGER);
    }
    if days > 1 || has_heading || chars > CRUMB || sentences >= STATED {
        zone = zone.without(Zone::CRUMB);
    }
    if is_body || days >= 3 {
        zone = zone.without(Zone::FOOT);
    }
    // Related pages are links; a line of date and source is not.
    if is_body || chars >= 20 && plain * 2 > chars {
        zone = zone.without(Zone::RELATED);
    }
    if is_body || days >= 3 || has_heading && days == 1 && chars < CRUMB {
        zone = zone.without(Zone::NAV);
    }
    if is_body && sentences >= 100 || chars * 10 > total(&sums.all) * 8 {
        zone = zone.without(Zone::SIDE);
    }
    zone
}

/// A text node with the words in front of the way down to the page.
struct Way {
    /// Its index.
    run: usize,
    /// Where in it the words stand; in a sentence they stand behind others.
    hit: Range<usize>,
}

/// All of them.
fn ways(outline: &Outline<'_>) -> Vec<Way> {
    let runs = outline.runs.iter().enumerate().filter(|(_, run)| !run.linked && run.chars <= 120);
    runs.filter_map(|(i, run)| {
        let hit = WAY_WORDS.find(&outline.text[run.span()])?.range();
        Some(Way { run: i, hit })
    })
    .collect()
}

/// Whether what holds these text nodes begins on the line behind the way: nothing but steps stands between.
fn follows(outline: &Outline<'_>, way: usize, runs: &Range<usize>) -> bool {
    let Some(first) = outline.runs.get(runs.start).filter(|_| !runs.is_empty() && runs.start > way) else {
        return false;
    };
    let between = outline.runs[way].span().end..first.span().start;
    between.len() <= STEPS_BYTES && outline.text[between].matches('\n').count() <= 1
}

/// Whether the small print of a footer stands among these text nodes, and not the words of the way.
fn is_signed(outline: &Outline<'_>, runs: &Range<usize>, way: Option<usize>) -> bool {
    let holds_way = way.is_some_and(|way| runs.contains(&way));
    !holds_way
        && outline.runs[runs.clone()]
            .iter()
            .any(|run| run.chars <= 200 && SIGNATURE.is_match(&outline.text[run.span()]))
}

/// Whether several links among these text nodes are no words to turn pages by: 户政, 出入境 and not 2, 下一页, 末页.
fn leads_elsewhere(outline: &Outline<'_>, runs: &Range<usize>) -> bool {
    let turns = |run: &Run| {
        let text = outline.text[run.span()].trim();
        run.chars < 2 || !text.chars().any(|c| matches!(c, '一'..='龥')) || PAGE_WORDS.is_match(text)
    };
    outline.runs[runs.clone()]
        .iter()
        .filter(|run| run.linked && !turns(run))
        .nth(1)
        .is_some()
}

/// The way down to the page is known by the words in front of it, whatever its element is called.
fn mark_way(outline: &mut Outline<'_>, sums: &Sums, ways: &[Way]) {
    let hits = ways.iter().take(4).map(|way| {
        let run = &outline.runs[way.run];
        // Steps in the same text node: nothing more belongs to them than what stands beside it.
        let behind = &outline.text[run.span()][way.hit.end..];
        let more = behind.chars().filter(|c| c.is_alphanumeric()).count() >= 2;
        (way.run, run.el as usize, more)
    });
    let hits: Vec<(usize, usize, bool)> = hits.collect();
    for (own, mut el, complete) in hits {
        // Words in an element of their own are followed by the steps in the next.
        while !complete && !outline.runs_of(el).iter().any(|r| r.linked) {
            match outline.parent(el).filter(|parent| is_way(outline, sums, own, *parent)) {
                Some(parent) => el = parent,
                None => break,
            }
        }
        if is_way(outline, sums, own, el) {
            outline.mark_all(el, Zone::CRUMB);
        }
    }
}

/// Whether an element holds nothing but the way that begins in text node `own`.
fn is_way(outline: &Outline<'_>, sums: &Sums, own: usize, el: usize) -> bool {
    let runs = outline.run_range(el);
    // The steps in the same text node may end with a headline; beside it nothing is told.
    let told = Sums::held(&sums.sentences, &runs) - Sums::held(&sums.sentences, &(own..own + 1));
    is_small(outline, el, CRUMB as usize * 3)
        && Sums::held(&sums.all, &runs) <= CRUMB
        && Sums::held(&sums.days, &runs) == 0
        && told < STATED
        && outline.runs[runs].iter().filter(|r| r.linked).count() <= STEPS
}

/// Whether words are those for the home page, brackets and blanks aside.
pub(in crate::extract) fn is_home(text: &str) -> bool {
    static HOME: Words = Words::used(ARTICLE_WORDS, "home");
    let bare = unspaced(text);
    let bare = bare.trim_matches(['[', ']', '【', '】']);
    HOME.iter().any(|h| bare.eq_ignore_ascii_case(h))
}

/// Whether a text begins with a sign between two steps: an arrow, which may have a shaft (`->`, `—>`).
pub(in crate::extract) fn begins_with_arrow(text: &str) -> bool {
    let head = text.trim_start().trim_start_matches(['-', '－', '—', '–', '=']);
    head.starts_with(['>', '＞', '›', '»', '→', '/', '》'])
}

/// Without words in front the way is known by its first step: a link home with an arrow behind it. A slash parts the links of
/// menus too.
fn mark_unworded_way(outline: &mut Outline<'_>, sums: &Sums) {
    let off = Zone::HIDDEN.and(Zone::FOOT).and(Zone::CRUMB);
    let hits: Vec<(usize, usize)> = outline
        .runs
        .windows(2)
        .enumerate()
        .filter(|(_, two)| two[0].linked && two[0].chars <= 6 && two[1].chars <= 120)
        .filter(|(_, two)| {
            let sign = &outline.text[two[1].span()];
            let beside = !outline.text[two[0].span().end..two[1].span().start].contains('\n');
            beside && begins_with_arrow(sign) && !sign.trim_start().starts_with('/') && is_home(&outline.text[two[0].span()])
        })
        .filter(|(_, two)| !outline.els[two[1].el as usize].zone.any_of(off))
        .map(|(i, two)| (i, two[1].el as usize))
        .take(4)
        .collect();
    for (own, mut el) in hits {
        // Up to what holds both, and on while the way does not end there.
        while let Some(parent) = outline.parent(el).filter(|parent| is_way(outline, sums, own, *parent)) {
            let whole = outline.run_range(el).contains(&own) && !outline.text_of(el).trim_end().ends_with(['>', '＞', '›', '»', '→', '》']);
            if whole {
                break;
            }
            el = parent;
        }
        if outline.run_range(el).contains(&own) && is_way(outline, sums, own, el) {
            outline.mark_all(el, Zone::CRUMB);
        }
    }
}

/// A footer is known by what it says, where it stands behind most of the page.
fn mark_footer(outline: &mut Outline<'_>, sums: &Sums, headings: &[u32]) {
    let half = outline.text.len() / 2;
    let hits: Vec<usize> = outline
        .runs
        .iter()
        .rev()
        .take_while(|run| run.span().start >= half)
        .filter(|run| {
            let text = &outline.text[run.span()];
            run.chars <= 200
                && !text.contains('。')
                && SIGNATURE.is_match(text)
                && !outline.els[run.el as usize].zone.any_of(Zone::FURNITURE)
        })
        .take(12)
        .map(|run| run.el as usize)
        .collect();
    let holds_content = |el: usize| {
        let runs = outline.run_range(el);
        Sums::held(&sums.sentences, &runs) >= 40
            || Sums::held(&sums.days, &runs) >= 2
            || headings[outline.els[el].end as usize] > headings[el]
    };
    let mut feet = Vec::new();
    for mut el in hits {
        while let Some(parent) = outline.parent(el) {
            let fits = is_small(outline, parent, FOOTER) && outline.span(parent).start >= half && !holds_content(parent);
            if !fits {
                break;
            }
            el = parent;
        }
        feet.push(el);
    }
    for el in feet {
        outline.mark_all(el, Zone::FOOT);
    }
}

/// The layer that asks before leaving the site stands on every page of many sites, hidden or not.
fn mark_leave_notice(outline: &mut Outline<'_>) {
    let hits: Vec<usize> = outline
        .runs
        .iter()
        .filter(|r| {
            let text = &outline.text[r.span()];
            text.contains("即将离开") || text.contains("正在离开") || text.contains("您将离开")
        })
        .take(8)
        .map(|r| r.el as usize)
        .collect();
    for mut el in hits {
        while let Some(parent) = outline.parent(el).filter(|p| is_small(outline, *p, 240)) {
            el = parent;
        }
        outline.mark_all(el, Zone::NOTICE);
    }
}

/// Whether an element is no page and holds at most so many bytes of text.
fn is_small(outline: &Outline<'_>, el: usize, bytes: usize) -> bool {
    outline.els[el].tag != Tag::Body && outline.span(el).len() <= bytes
}
