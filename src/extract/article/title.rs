//! The `<title>` of a page: which of its parts is the headline, and which the name of the site.

use crate::extract::attributes::attr;
use crate::extract::outline::{Outline, Tag, Zone};
use crate::lexicon::{ARTICLE_WORDS, Words};
use crate::text::{comparable, first, is_han};

/// What stands in a `<title>` that nobody filled in.
static NO_TITLE: Words = Words::used(ARTICLE_WORDS, "no-title");

/// A `<title>`, cut into its parts.
pub(super) struct Title<'t> {
    /// The parts that do not name the site.
    own: Vec<&'t str>,
    /// All of it, its own parts and the others, comparable.
    whole_key: String,
    own_keys: Vec<String>,
    site_keys: Vec<String>,
}

/// Characters from which a part of a `<title>` is a headline rather than the name of a column.
const SENTENCE: usize = 9;
/// Characters of the longest name of an office.
const OFFICE: usize = 16;

/// Characters of a `<title>` that are looked at.
const TITLE: usize = 300;

impl<'t> Title<'t> {
    /// `site` is the label SiteName.
    pub(super) fn of(title: &'t str, site: &str, outline: &Outline<'_>) -> Self {
        let whole = first(title.trim_start_matches('\u{FEFF}').trim(), TITLE);
        let site = comparable(site);
        let parts: Vec<&str> = split_parts(whole)
            .into_iter()
            .flat_map(|part| parted_by_blank(part, &site))
            .collect();
        let key = |part: &&str| comparable(part);
        let is_site = |part: &&str| {
            let key = key(part);
            key.is_empty() || key == site || names_a_site(part) || NO_TITLE.contains(&part.trim().to_lowercase().as_str())
        };
        let mut own: Vec<&str> = parts.iter().copied().filter(|p| !is_site(p)).collect();
        // 某县林业局-某县林业局, or 某县林业局 alone, which the frame of the page shows as the site's name.
        own.retain(|p| {
            let twice = parts.iter().filter(|q| key(q) == key(p)).count() > 1;
            !(twice || parts.len() == 1 && frame_names(outline, p))
        });
        Title {
            site_keys: parts.iter().filter(|p| !own.contains(p)).map(key).collect(),
            own_keys: own.iter().map(key).collect(),
            whole_key: comparable(whole),
            own,
        }
    }

    /// The headline it holds; `None` where it only names the site.
    pub(super) fn headline(&self) -> Option<&'t str> {
        let first = *self.own.first()?;
        // 某县林业局-关于某事的通知: a sentence behind the name of an office is what the page is about.
        let behind = || self.own[1..].iter().copied().find(|part| part.chars().count() >= SENTENCE);
        if names_an_office(first) {
            behind().or(Some(first))
        } else {
            Some(first)
        }
    }

    /// The agreement of words too short to be looked for in it: only where they are all of its first part.
    pub(super) fn is_short_for(&self, key: &str) -> i32 {
        if !key.is_empty() && self.own_keys.first().is_some_and(|own| own == key) {
            30
        } else {
            0
        }
    }

    /// How much words, comparable, are what it says of the page rather than of the site: 30 where they are most of its
    /// first part or it of them, less for a later part, 5 for a fragment.
    pub(super) fn agreement(&self, key: &str) -> i32 {
        if self.site_keys.iter().any(|s| s == key) {
            return 0;
        }
        let most = |of: &str, part: &str| of.contains(part) && part.len() * 2 > of.len();
        if self.own_keys.first().is_some_and(|p| most(p, key) || most(key, p)) || most(&self.whole_key, key) {
            30
        } else if self.own_keys.iter().skip(1).any(|p| most(p, key) || most(key, p)) {
            // 甲网 | 标题 and 标题 | 甲局 are told apart by the page only.
            20
        } else if self.whole_key.contains(key) {
            5
        } else {
            0
        }
    }
}

/// Whether the frame of the page gives these words as the site's name: the description of a picture in the head, or the
/// footer's owner; and no line of the content consists of them.
fn frame_names(outline: &Outline<'_>, words: &str) -> bool {
    let key = comparable(words);
    let Some(begin) = key.chars().next().filter(|_| key.chars().count() >= 3) else {
        return false;
    };
    // A Chinese character is compared as it is, so most lines need no closer look.
    let may_hold = |line: &str| !is_han(begin) || line.contains(begin);
    let pictured = || {
        outline.els.iter().take(600).filter(|e| e.tag == Tag::Img).any(|e| {
            let named = |name: &str| attr(e.element, name).is_some_and(|v| v.len() <= 200 && comparable(v) == key);
            named("alt") || named("title")
        })
    };
    let mut owned = false;
    for (at, line) in outline.lines(0..outline.text.len()) {
        if line.len() < words.len() || line.len() > 600 || !may_hold(line) {
            continue;
        }
        let owner = ["版权所有", "版權所有", "主办", "Copyright"].iter().any(|w| line.contains(w));
        let furniture = || {
            outline
                .zone_at(at)
                .any_of(Zone::NAV.and(Zone::FOOT).and(Zone::CRUMB).and(Zone::HIDDEN))
        };
        if owner || outline.zone_at(at).any_of(Zone::FOOT) {
            owned |= comparable(line).contains(&key);
        } else if line.len() <= words.len() + 40 && comparable(line) == key && !furniture() {
            return false;
        }
    }
    owned || pictured()
}

/// Cuts at the signs that join a headline to a site's name, but not inside brackets or between digits (2019-2020).
pub(crate) fn split_parts(title: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut from, mut depth) = (0, 0_i32);
    let mut before = ' ';
    let mut chars = title.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let after = chars.peek().map_or(' ', |(_, n)| *n);
        match c {
            '《' | '（' | '(' | '“' | '【' => depth += 1,
            '》' | '）' | ')' | '”' | '】' => depth -= 1,
            // These join words in a headline too, where no blanks part them from it.
            '·' | '/' | '•' if depth <= 0 && before == ' ' && after == ' ' => {
                parts.push(title[from..i].trim());
                from = i + c.len_utf8();
            }
            '_' | '|' | '｜' | '-' | '–' | '—' | '>' | '＞' | '»' | '›' | '«' | '‹' if depth <= 0 => {
                let joins_words = before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric();
                if !joins_words {
                    parts.push(title[from..i].trim());
                    from = i + c.len_utf8();
                }
            }
            _ => {}
        }
        before = c;
    }
    parts.push(title[from..].trim());
    parts.retain(|p| !p.is_empty());
    if parts.is_empty() {
        parts.push(title);
    }
    parts
}

/// The name of the site and the headline behind it, where nothing but a blank parts them (某市政府网站 关于某事的通知). `site` is the
/// label SiteName, comparable: a site may be called as its office is (某市公安局 居住证申领).
fn parted_by_blank<'p>(part: &'p str, site: &str) -> impl Iterator<Item = &'p str> {
    let is_site = |words: &str| names_a_site(words) || comparable(words) == site;
    let parted = part
        .split_once(char::is_whitespace)
        .filter(|(before, behind)| is_site(before) && before.chars().count() > 4 && !is_site(behind));
    let (before, behind) = parted.map_or((part, None), |(before, behind)| (before, Some(behind.trim())));
    std::iter::once(before).chain(behind)
}

/// Whether a part is the name of an office: short, with its ending, and no sentence about one.
fn names_an_office(part: &str) -> bool {
    static ENDS: Words = Words::used(ARTICLE_WORDS, "office-end");
    let part = part.trim();
    part.chars().count() <= OFFICE && !part.starts_with("关于") && ENDS.iter().any(|w| part.ends_with(w))
}

fn names_a_site(part: &str) -> bool {
    static ENDS: Words = Words::used(ARTICLE_WORDS, "site-end");
    let part = part.trim();
    ENDS.iter().any(|w| part.ends_with(w)) && part.chars().count() <= 24
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    fn clean(title: &str, site: &str, body: &str) -> Option<String> {
        let html = Html::parse_document(body);
        Title::of(title, site, &Outline::of(&html)).headline().map(str::to_owned)
    }

    #[test]
    fn a_title_loses_the_name_of_the_site() {
        for (title, site, want) in [
            ("关于某事的通知-某某市人民政府", "", "关于某事的通知"),
            ("某某县人民政府 | 某县统计公报", "", "某县统计公报"),
            ("某某县 | 某县统计公报", "某某县", "某县统计公报"),
            ("工作动态——某某网站", "", "工作动态"),
            ("2019-2020学年收费标准_某局", "", "2019-2020学年收费标准"),
            ("转发《甲-乙条例》的通知 - 某信息网_农药,药品", "", "转发《甲-乙条例》的通知"),
            ("机构职能", "", "机构职能"),
            ("某县林业局_某县召开防火工作会议", "", "某县召开防火工作会议"),
            ("机构职能-某县林业局", "", "机构职能"),
            ("某县林业局 - 关于某某事项的通知 - 工作动态", "", "关于某某事项的通知"),
            ("关于成立某某工作委员会-工作动态栏目的名称", "", "关于成立某某工作委员会"),
            ("关于某事的通知 >> 某县信息网", "", "关于某事的通知"),
            ("关于某事的通知 · 某县信息网", "", "关于某事的通知"),
            ("某某·某某旅游节开幕", "", "某某·某某旅游节开幕"),
            ("2020/2021学年校历", "", "2020/2021学年校历"),
            ("某县政府门户网站 关于某事的通知", "", "关于某事的通知"),
            ("某县 关于某事的通知", "", "某县 关于某事的通知"),
            // A site that is called as its office is, by its label.
            ("鹭岛市公安局 居住证申领", "鹭岛市公安局", "居住证申领"),
            ("鹭岛市公安局 局长信箱 路灯不亮", "鹭岛市公安局", "局长信箱 路灯不亮"),
        ] {
            assert_eq!(clean(title, site, "").as_deref(), Some(want), "{title}");
        }
    }

    #[test]
    fn a_title_that_names_the_site_is_no_headline() {
        let foot = "<p>正文</p><div class=foot>版权所有：鹭岛市林业局</div>";
        for (title, site, body) in [
            ("鹭岛市林业局", "", foot),
            ("鹭岛市林业局", "", "<img src=a alt='鹭岛市林业局'><p>正文"),
            ("鹭岛市林业局-鹭岛市林业局", "", "<p>正文"),
            ("鹭岛市政府信息网", "", "<p>正文"),
            ("鹭岛林业", "鹭岛林业", "<p>正文"),
        ] {
            assert_eq!(clean(title, site, body), None, "{title}");
        }
        // What a line of the content says is said of the page.
        let shown = format!("<p>鹭岛市林业局</p>{foot}");
        assert_eq!(clean("鹭岛市林业局", "", &shown).as_deref(), Some("鹭岛市林业局"));
        assert_eq!(clean("造林公告", "", foot).as_deref(), Some("造林公告"));
    }
}
