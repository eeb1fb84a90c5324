//! Which kinds of column a site names, by its links, headings and pages, whether or not a list was recognised there.
//!
//! Columns are named freely: what is not named here at all may be said to be missing, so that the words are many.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use url::Url;

use super::dates::{Dates, date_key};
use super::{kind_of_name, label};
use crate::facts::{Led, LinkFrom, Naming, PageFacts, PageKind, Why};
use crate::site::Site;
use crate::standard::ColumnKind;

/// Words that may name a kind of column, and whether they can hardly mean anything else.
const WORDS: &[(ColumnKind, bool, &[&str])] = &[
    (
        ColumnKind::Organisation,
        true,
        &[
            "机构设置",
            "机构职能",
            "组织机构",
            "内设机构",
            "主要职责",
            "单位职责",
            "部门职责",
            "机构概况",
            "机构简介",
            "组织架构",
        ],
    ),
    (
        ColumnKind::Organisation,
        false,
        &[
            "机构",
            "职能",
            "职责",
            "科室",
            "处室",
            "关于我们",
            "介绍",
            "简介",
            "概况",
            "架构",
            "本局",
            "我局",
            "三定",
        ],
    ),
    (
        ColumnKind::Leaders,
        true,
        &["领导信息", "领导之窗", "领导介绍", "领导分工", "领导班子", "局领导", "负责人信息"],
    ),
    (
        ColumnKind::Leaders,
        false,
        &[
            "领导",
            "负责人",
            "班子",
            "局长",
            "市长",
            "县长",
            "区长",
            "镇长",
            "书记",
            "主任",
            "厅长",
            "支队长",
        ],
    ),
    (ColumnKind::News, true, &["新闻", "要闻", "动态", "快讯", "工作进展"]),
    (
        ColumnKind::News,
        false,
        &["资讯", "头条", "简讯", "时讯", "播报", "信息", "今日", "报道", "风采", "警讯"],
    ),
    (
        ColumnKind::Policy,
        true,
        &[
            "政策文件",
            "政策法规",
            "法律法规",
            "规范性文件",
            "法规文件",
            "政府文件",
            "部门文件",
            "行政规范",
        ],
    ),
    (ColumnKind::Policy, false, &["政策", "法规", "文件", "规章", "公文", "公开"]),
    (
        ColumnKind::Interpretation,
        true,
        &["政策解读", "文件解读", "解读回应", "一图读懂", "图解"],
    ),
    (
        ColumnKind::Interpretation,
        false,
        &["解读", "解析", "读懂", "释义", "图说", "政策问答", "政策解答"],
    ),
    (
        ColumnKind::Consultation,
        true,
        &[
            "局长信箱",
            "领导信箱",
            "市长信箱",
            "县长信箱",
            "区长信箱",
            "主任信箱",
            "在线咨询",
            "网上咨询",
            "咨询留言",
            "我要咨询",
            "我要写信",
            "我要留言",
            "网民留言",
            "公众留言",
        ],
    ),
    (
        ColumnKind::Consultation,
        false,
        &[
            "咨询", "留言", "信箱", "来信", "写信", "信访", "互动", "问政", "投诉", "举报", "热线", "12345", "建言", "诉求", "交流",
            "反馈", "民生", "邮箱", "问答", "答疑",
        ],
    ),
    (
        ColumnKind::Survey,
        true,
        &[
            "意见征集",
            "民意征集",
            "网上调查",
            "在线调查",
            "问卷调查",
            "民意调查",
            "调查征集",
            "征求意见",
            "征集调查",
            "网上征集",
        ],
    ),
    (
        ColumnKind::Survey,
        false,
        &[
            "征集", "调查", "问卷", "征询", "征求", "投票", "评议", "民意", "听证", "测评", "你说", "您说",
        ],
    ),
    (
        ColumnKind::Guide,
        true,
        &[
            "办事指南",
            "服务指南",
            "办事服务",
            "网上办事",
            "政务服务",
            "办事大厅",
            "在线办事",
            "服务事项",
            "办事事项",
        ],
    ),
    (
        ColumnKind::Guide,
        false,
        &[
            "办事",
            "指南",
            "服务",
            "审批",
            "便民",
            "办理",
            "一网通办",
            "许可",
            "权责",
            "权力",
            "事项",
            "大厅",
            "预约",
        ],
    ),
    (
        ColumnKind::Overview,
        false,
        &[
            "概况", "市情", "县情", "区情", "省情", "镇情", "乡情", "走进", "简介", "概览", "魅力", "名片",
        ],
    ),
    (
        ColumnKind::ServiceStatistics,
        false,
        &["办件", "统计", "办理量", "受理量", "办结", "数据", "晒"],
    ),
];

/// What addresses are called whose links have no words: pictures that lead to services elsewhere.
const ADDRESSES: &[(ColumnKind, &[&str])] = &[
    (ColumnKind::Guide, &["zwfw", "wsbs", "bsdt", "bszn", "bsfw", "ywtb", "wsdt", "spj"]),
    (
        ColumnKind::Consultation,
        &["12345", "hdjl", "zxts", "xinxiang", "liuyan", "jzxx", "szxx", "zmhd"],
    ),
    (ColumnKind::Survey, &["wjdc", "yjzj", "dczj", "myzj", "zjdc", "diaocha", "hdjl"]),
    (ColumnKind::Leaders, &["ldxx", "ldzc", "leader"]),
    (ColumnKind::Organisation, &["jgsz", "jgzn", "zzjg", "jggk"]),
    (ColumnKind::Policy, &["zcfg", "zcwj", "flfg", "zfxxgk", "gkmlpt"]),
    (ColumnKind::Interpretation, &["zcjd", "gkmlpt"]),
    (ColumnKind::News, &["xwzx", "xwdt", "news"]),
];

/// All words with the row of [`WORDS`] each belongs to.
static READER: LazyLock<(AhoCorasick, Vec<usize>)> = LazyLock::new(|| {
    let words = WORDS
        .iter()
        .enumerate()
        .flat_map(|(row, (_, _, words))| words.iter().map(move |w| (row, *w)));
    let (rows, words): (Vec<usize>, Vec<&str>) = words.unzip();
    let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(words);
    (automaton.expect("words make no automaton too large"), rows)
});

/// The longest name, characters: longer ones are titles.
const LONGEST: usize = 12;
/// Characters up to which a link is held to be a name even where it stands in a list beside a date.
const SHORTEST_TITLE: usize = 6;
/// Places kept a kind.
const KEPT: usize = 6;
/// Links of one page that are looked at.
const MOST_LINKS: usize = 2_000;

/// Collects the names of one site.
#[derive(Debug, Default)]
pub(super) struct Names {
    of: BTreeMap<ColumnKind, BTreeSet<Place>>,
}

/// One place that names a kind; the most telling come first, whatever the order of the pages.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    vague: bool,
    stand: Stand,
    text: String,
    url: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stand {
    /// A page that was read is or belongs to it.
    Page,
    /// A link on the site itself.
    Inside,
    /// A link to another site.
    Outside,
    /// Words without a link.
    Nowhere,
}

impl Names {
    /// Takes in what one page names.
    pub(super) fn add(&mut self, site: &Site, facts: &PageFacts) {
        match facts.kind {
            PageKind::StyleSheet | PageKind::Error | PageKind::Attachment => return,
            PageKind::Guide => self.keep(ColumnKind::Guide, place(false, Stand::Page, title(facts), Some(&facts.url))),
            PageKind::Consultation | PageKind::Reply => {
                self.keep(ColumnKind::Consultation, place(false, Stand::Page, title(facts), Some(&facts.url)));
            }
            PageKind::Interpretation => self.keep(ColumnKind::Interpretation, place(true, Stand::Page, title(facts), Some(&facts.url))),
            PageKind::Policy => self.keep(ColumnKind::Policy, place(true, Stand::Page, title(facts), Some(&facts.url))),
            _ => {}
        }
        let is_article = matches!(
            facts.kind,
            PageKind::Article | PageKind::Policy | PageKind::Interpretation | PageKind::Reply
        );
        let labels = ["ColumnName", "ColumnType"].into_iter().filter_map(|name| label(facts, name));
        let own_title = facts.title.clone().filter(|_| !is_article);
        let headings = facts.listing.iter().chain(&facts.boxes).filter_map(|l| l.column.clone());
        let crumbs = facts.breadcrumb.iter().map(|c| c.text.clone());
        for text in labels.chain(facts.column.clone()).chain(own_title).chain(headings).chain(crumbs) {
            self.name(&text, Stand::Page, Some(&facts.url));
        }
        if is_article {
            return;
        }
        self.links(site, facts);
        for text in &facts.words {
            self.name(text, Stand::Nowhere, None);
        }
    }

    fn links(&mut self, site: &Site, facts: &PageFacts) {
        // A short title in a list is no name.
        let items: BTreeSet<&str> = facts
            .listing
            .iter()
            .chain(&facts.boxes)
            .flat_map(|l| &l.items)
            .filter(|i| i.date.is_some())
            .filter_map(|i| i.url.as_deref())
            .collect();
        for link in facts.links.iter().take(MOST_LINKS) {
            let is_clicked = matches!(link.from, LinkFrom::A | LinkFrom::Area | LinkFrom::Onclick);
            let is_title = link.text.chars().count() > SHORTEST_TITLE;
            let Some(target) = link.target.web().filter(|t| is_clicked && !(is_title && items.contains(t))) else {
                continue;
            };
            let Ok(url) = Url::parse(target) else { continue };
            let stand = if site.scope.depth_of(&url).is_some() {
                Stand::Inside
            } else {
                Stand::Outside
            };
            self.name(&link.text, stand, Some(target));
            if link.text.is_empty() {
                let address = target.to_ascii_lowercase();
                for (kind, _) in ADDRESSES.iter().filter(|(_, words)| words.iter().any(|w| address.contains(w))) {
                    self.keep(*kind, place(true, stand, target, Some(target)));
                }
            }
        }
    }

    /// Keeps a text under every kind it may name.
    fn name(&mut self, text: &str, stand: Stand, url: Option<&str>) {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).take(LONGEST + 1).collect();
        if !(2..=LONGEST).contains(&text.chars().count()) {
            return;
        }
        let (automaton, rows) = &*READER;
        let own = kind_of_name(&text);
        let mut told: BTreeMap<ColumnKind, bool> = BTreeMap::new();
        for found in automaton.find_overlapping_iter(&text) {
            let (kind, plain, _) = WORDS[rows[found.pattern().as_usize()]];
            *told.entry(kind).or_default() |= plain || own == kind;
        }
        // The mailbox of a chief says nothing of the chief.
        if text.contains("信箱") {
            told.remove(&ColumnKind::Leaders);
        }
        for (kind, plain) in told {
            self.keep(kind, place(!plain, stand, &text, url));
        }
    }

    fn keep(&mut self, kind: ColumnKind, place: Place) {
        let places = self.of.entry(kind).or_default();
        if places.len() >= KEPT && places.last().is_some_and(|last| *last < place) {
            return;
        }
        places.insert(place);
        if places.len() > KEPT {
            places.pop_last();
        }
    }

    /// What is named, and where it led.
    pub(super) fn finish(&self, dates: &Dates, failed: &dyn Fn(&Url) -> Why) -> BTreeMap<ColumnKind, Vec<Naming>> {
        let naming = |place: &Place| Naming {
            text: place.text.clone(),
            url: place.url.clone(),
            plain: !place.vague,
            led: match (place.stand, place.url.as_deref()) {
                (Stand::Page, _) => Led::Read,
                (Stand::Inside, Some(url)) if dates.contains_key(&date_key(url)) => Led::Read,
                (Stand::Inside, Some(url)) => Led::Unread(Url::parse(url).map_or(Why::NotFetched, |u| failed(&u))),
                (Stand::Outside, _) => Led::Outside,
                (Stand::Inside | Stand::Nowhere, _) => Led::Nowhere,
            },
        };
        self.of
            .iter()
            .map(|(kind, places)| (*kind, places.iter().map(naming).collect()))
            .collect()
    }
}

fn title(facts: &PageFacts) -> &str {
    facts.title.as_deref().unwrap_or_default()
}

fn place(vague: bool, stand: Stand, text: &str, url: Option<&str>) -> Place {
    Place {
        vague,
        stand,
        text: text.chars().take(40).collect(),
        url: url.map(str::to_owned),
    }
}
