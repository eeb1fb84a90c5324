//! The message boxes of the demonstration: letters with their answers, in four layouts. Nobody who wrote them exists.

use std::fmt::Write as _;

use jiff::ToSpan;
use jiff::civil::Date;

use super::cms::item_path;
use super::model::{Column, Letter, Show, Site, escape};
use super::sites::item;
use crate::site::shipped_workdays;
use crate::standard::{WorkYear, Workdays};

/// When a letter is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reply {
    Never,
    After(i64),
    /// On the very last day of the five working days.
    JustInTime,
    /// Answered after so many days, while the list still says that it is not.
    Unlisted(i64),
}

/// What is not as it should be on the page of a letter, or only looks so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Plain,
    /// Nobody says who answered.
    NoOffice,
    /// Who answered and when stands below the answer only.
    Signed,
    /// The day it was asked is the zero of a database.
    NoDay,
}

#[derive(Clone, Copy)]
struct Plan {
    title: &'static str,
    /// Days since it was asked.
    age: i64,
    reply: Reply,
    status: &'static str,
    turn: Turn,
}

const fn letter(title: &'static str, age: i64, reply: Reply, status: &'static str) -> Plan {
    Plan {
        title,
        age,
        reply,
        status,
        turn: Turn::Plain,
    }
}

const fn turned(turn: Turn, plan: Plan) -> Plan {
    Plan { turn, ..plan }
}

/// How a box is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// A table under a row of labels.
    Table,
    /// List items, each with its own labels.
    Labels,
    /// Blocks under a row of labels, without a status.
    Blocks,
    /// A script fills it.
    Script,
}

struct Plans {
    site: &'static str,
    dir: &'static str,
    name: &'static str,
    style: Style,
    letters: &'static [Plan],
}

use Reply::{After, JustInTime, Never, Unlisted};

const BOXES: &[Plans] = &[
    Plans {
        site: "main",
        dir: "jzxx",
        name: "局长信箱",
        style: Style::Table,
        letters: &[
            letter("夜间施工噪音该找谁处理", 2, Never, "受理中"),
            letter("补领居民身份证需要多长时间", 20, After(3), "已回复"),
            letter("网上预约办证时间能否增加", 40, JustInTime, "已回复"),
            letter("路口信号灯时间太短", 60, After(22), "已回复"),
            letter("小区门口能否增设减速带", 130, Never, "办理中"),
            letter("请求查询他人住址", 200, Never, "不予受理"),
        ],
    },
    Plans {
        site: "guanchao",
        dir: "wszx",
        name: "网上咨询",
        style: Style::Labels,
        letters: &[
            letter("居住证到期前多久可以签注", 12, After(2), "已回复"),
            letter("周末户籍窗口是否办公", 30, Never, "待回复"),
            letter("户口本遗失如何补办", 100, Never, "待回复"),
            letter("新生儿入户需要哪些材料", 110, Unlisted(2), "待回复"),
        ],
    },
    Plans {
        site: "tingtao",
        dir: "tsjb",
        name: "投诉举报",
        style: Style::Table,
        letters: &[
            letter("反映占道经营问题", 15, After(4), "已办结"),
            letter("反映无证摆摊问题", 150, Never, "办理中"),
        ],
    },
    Plans {
        site: "yunding",
        dir: "zxzx",
        name: "在线咨询",
        style: Style::Labels,
        letters: &[
            letter("养犬登记在哪里办理", 80, After(3), "已答复"),
            turned(Turn::NoOffice, letter("无犯罪记录证明能否网上申请", 95, After(2), "已答复")),
            turned(Turn::Signed, letter("机动车检验能否代办", 120, After(4), "已答复")),
        ],
    },
    Plans {
        site: "wanghai",
        dir: "zxly",
        name: "咨询留言",
        style: Style::Blocks,
        letters: &[
            letter("户口迁移是否需要本人到场", 10, After(1), ""),
            letter("海滩救生站开放到几点", 105, Never, ""),
            letter("暂住登记可以网上办理吗", 115, Unlisted(3), ""),
            turned(Turn::NoDay, letter("开具证明需要带户口本吗", 140, Never, "")),
        ],
    },
    Plans {
        site: "jiaojing",
        dir: "wlwz",
        name: "网络问政留言",
        style: Style::Script,
        letters: &[],
    },
];

/// The calendar of the demonstration: what is shipped, and plain weeks for the years it lacks, so that the demonstration
/// shows the same on any day. Real inspections never fill a year in.
pub fn calendar(today: Date) -> Workdays {
    let mut calendar = shipped_workdays().clone();
    for year in [today.year() - 1, today.year()] {
        if !calendar.covers(year) {
            calendar.insert(year, WorkYear::default());
        }
    }
    calendar
}

/// The boxes of a site as columns, numbered from `number` on.
pub(super) fn columns(site: &Site, number: u32) -> Vec<Column> {
    let calendar = calendar(site.today);
    let boxes = BOXES.iter().filter(|b| b.site == site.id).zip(number..);
    boxes
        .map(|(plans, number)| {
            let items = plans.letters.iter().enumerate().map(|(i, plan)| {
                let letter = written(plan, site, &calendar);
                let body = page(plan, &letter, plans.style, site);
                let mut item = item(site, number * 100 + i as u32 + 1, plan.title.to_owned(), plan.age, body);
                item.letter = Some(letter);
                item
            });
            Column {
                dir: plans.dir,
                name: plans.name,
                number,
                show: match plans.style {
                    Style::Script => Show::ByScript,
                    style => Show::Letters(style),
                },
                items: items.collect(),
                per_page: 20,
                note: "",
                text: String::new(),
                on_home: false,
            }
        })
        .collect()
}

fn written(plan: &Plan, site: &Site, calendar: &Workdays) -> Letter {
    let asked = site.today.saturating_sub(plan.age.days());
    let answered = match plan.reply {
        Never => None,
        After(days) | Unlisted(days) => Some(asked.saturating_add(days.days())),
        JustInTime => Some(calendar.add(asked, 5).unwrap_or(asked)),
    };
    Letter {
        asked: match plan.turn {
            Turn::NoDay => "0000-00-00".to_owned(),
            _ => format!("{asked} 09:30"),
        },
        answered: answered.map(|day| day.to_string()),
        listed: !matches!(plan.reply, Unlisted(_)),
        status: plan.status,
    }
}

/// The content of a letter's page.
fn page(plan: &Plan, letter: &Letter, style: Style, site: &Site) -> String {
    let question = format!("您好，想请问一下：{}？麻烦给予解答，谢谢。", plan.title);
    let answer = letter.answered.as_ref().map(|day| {
        let text = "您好，您反映的问题已收悉。请携带有效证件到就近窗口办理，也可以拨打窗口电话咨询。感谢您的关注。";
        match plan.turn {
            Turn::Signed => format!("<p>{text}</p><p>{}</p><p>{day}</p>", site.name),
            _ => format!("<p>{text}</p>"),
        }
    });
    let mut rows = vec![("来信时间", letter.asked.clone()), ("来信内容", question)];
    match (&letter.answered, plan.turn) {
        (Some(_), Turn::Signed) => {}
        (Some(day), Turn::NoOffice) => rows.push(("答复时间", day.clone())),
        (Some(day), _) => {
            rows.push(("答复单位", site.name.clone()));
            rows.push(("答复时间", day.clone()));
        }
        (None, _) => {}
    }
    rows.push(("答复内容", answer.unwrap_or_default()));
    rows.into_iter().fold(String::new(), |mut html, (label, value)| {
        let _ = match style {
            Style::Table => write!(html, "<table class=\"letter\"><tr><th>{label}</th><td>{value}</td></tr></table>"),
            Style::Blocks => write!(html, "<dl><dt>{label}</dt><dd>{value}</dd></dl>"),
            _ => write!(html, "<div class=\"row\"><span>{label}：</span><div>{value}</div></div>"),
        };
        html
    })
}

/// The list of a box.
pub(super) fn list(site: &Site, column: &Column, style: Style) -> String {
    let mut html = match style {
        Style::Table => {
            "<table class=\"letters\"><tr><th>序号</th><th>信件标题</th><th>来信时间</th><th>答复时间</th><th>办理状态</th></tr>\n"
        }
        Style::Blocks => "<div class=\"grid head\"><span>留言标题</span><span>留言时间</span><span>答复时间</span></div>\n",
        _ => "<ul class=\"letters\">\n",
    }
    .to_owned();
    for (i, item) in column.items.iter().enumerate() {
        let Some(letter) = &item.letter else { continue };
        let link = format!(
            "<a href=\"{}{}\">{}</a>",
            site.base,
            item_path(site.cms, column, item),
            escape(&item.title)
        );
        let answered = letter.answered.as_deref().filter(|_| letter.listed).unwrap_or_default();
        let (asked, status) = (&letter.asked, letter.status);
        let _ = match style {
            Style::Table => writeln!(
                html,
                "<tr><td>{}</td><td>{link}</td><td>{asked}</td><td>{answered}</td><td>{status}</td></tr>",
                i + 1
            ),
            Style::Blocks => writeln!(
                html,
                "<div class=\"grid\"><span>{link}</span><span>{asked}</span><span>{answered}</span></div>"
            ),
            _ => writeln!(
                html,
                "<li>{link}<p><span>留言时间：{asked}</span><span>办理状态：{status}</span></p></li>"
            ),
        };
    }
    html.push_str(match style {
        Style::Table => "</table>",
        Style::Blocks => "",
        _ => "</ul>",
    });
    html
}
