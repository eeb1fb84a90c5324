//! The nine sites of the invented group 鹭岛市公安局: which columns each has, and which of them are not as they
//! should be. What is planted here and in `services.rs` is listed row by row in `planted.json`.

use jiff::ToSpan;
use jiff::civil::Date;

use super::dress::{self, SITE_MAP};
use super::estate::{Addresses, Cms, Column, Item, Missing, Show, Site};
use super::services::{self, Gap, GuidePlan, Layout, complete, incomplete, with_form};
use super::texts::{LEADERS, ORGANISATION, PARAGRAPHS, Subject};

/// The servers of the group, one port each. Two sites share the fifth.
pub(super) const HOSTS: usize = 8;

/// In which order a list stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    NewestFirst,
    OldestFirst,
    /// Newest first, after one pinned item of more than a year ago.
    PinnedOld,
}

#[derive(Clone, Copy)]
struct ColumnPlan {
    dir: &'static str,
    name: &'static str,
    subject: Subject,
    count: usize,
    show: Show,
    /// Days added to the age of every item.
    older: i64,
    order: Order,
    note: &'static str,
    /// Whether every title ends in a date of its own that says nothing of when it was published.
    dated_titles: bool,
    on_home: bool,
}

impl ColumnPlan {
    const fn older(mut self, days: i64) -> Self {
        self.older = days;
        self
    }

    const fn order(mut self, order: Order) -> Self {
        self.order = order;
        self
    }

    const fn show(mut self, show: Show) -> Self {
        self.show = show;
        self.on_home = matches!(show, Show::Dated);
        self
    }

    const fn note(mut self, note: &'static str) -> Self {
        self.note = note;
        self
    }

    const fn dated_titles(mut self) -> Self {
        self.dated_titles = true;
        self
    }
}

const fn column(dir: &'static str, name: &'static str, subject: Subject, count: usize) -> ColumnPlan {
    ColumnPlan {
        dir,
        name,
        subject,
        count,
        show: Show::Dated,
        older: 0,
        order: Order::NewestFirst,
        note: "",
        dated_titles: false,
        on_home: true,
    }
}

const NEWS: ColumnPlan = column("jwyw", "警务要闻", Subject::News, 12);
const LOCAL: ColumnPlan = column("jcdt", "基层动态", Subject::Local, 5);
const NOTICES: ColumnPlan = column("tzgg", "通知公告", Subject::Notice, 6);
const POLICIES: ColumnPlan = column("zcwj", "政策文件", Subject::Policy, 4);
const READINGS: ColumnPlan = column("zcjd", "政策解读", Subject::Interpretation, 3);
const PERSONNEL: ColumnPlan = column("rsxx", "人事信息", Subject::Personnel, 3);
const PLANS: ColumnPlan = column("ghjh", "规划计划", Subject::Planning, 2);
const NO_PLANS: ColumnPlan = column("ghjh", "规划计划", Subject::Planning, 0);
const TIPS: ColumnPlan = column("aqts", "安全提示", Subject::Tips, 4);
const QUESTIONS: ColumnPlan = column("cjwt", "常见问题", Subject::Faq, 3);
const LIVE: ColumnPlan = column("gzdt", "工作动态", Subject::None, 0).show(Show::ByScript);
const OPEN: ColumnPlan = column("zwgk", "政务公开", Subject::None, 0).show(Show::ForwardsTo("zcwj"));

struct SitePlan {
    id: &'static str,
    short: &'static str,
    cms: Cms,
    gbk: bool,
    host: usize,
    base: &'static str,
    missing: Missing,
    home_lag: i64,
    columns: &'static [ColumnPlan],
    guides: &'static [GuidePlan],
}

const fn site(id: &'static str, short: &'static str, cms: Cms, host: usize) -> SitePlan {
    SitePlan {
        id,
        short,
        cms,
        gbk: false,
        host,
        base: "",
        missing: Missing::NotFound,
        home_lag: 0,
        columns: &[],
        guides: &[],
    }
}

use Gap::{Empty, Image, Says, Without};
use Layout::{Definitions, Headings, Inline, Table};

const SITES: [SitePlan; 9] = [
    SitePlan {
        columns: &[
            NEWS,
            LOCAL,
            NOTICES.order(Order::PinnedOld),
            OPEN,
            POLICIES,
            READINGS,
            PERSONNEL,
            PLANS,
            QUESTIONS,
        ],
        guides: &[
            complete(0, Table),
            complete(1, Definitions),
            complete(2, Headings),
            complete(3, Inline),
            incomplete(4, Table, &[Without("收费标准")]),
        ],
        ..site("main", "市公安局", Cms::Trs, 0)
    },
    SitePlan {
        columns: &[NEWS, LOCAL.older(14), NOTICES, POLICIES, READINGS, PERSONNEL, TIPS],
        guides: &[
            complete(1, Table),
            incomplete(2, Definitions, &[Empty("办理材料")]),
            complete(3, Headings),
        ],
        ..site("guanchao", "观潮分局", Cms::Trs, 1)
    },
    SitePlan {
        missing: Missing::ErrorPage,
        columns: &[NEWS, LOCAL.older(13), NOTICES, POLICIES.older(200), READINGS, PERSONNEL],
        guides: &[
            complete(0, Inline),
            incomplete(1, Headings, &[Without("办理时间")]),
            complete(5, Table),
        ],
        ..site("tingtao", "听涛分局", Cms::Empire, 2)
    },
    SitePlan {
        gbk: true,
        columns: &[
            NEWS,
            LOCAL,
            NOTICES,
            POLICIES,
            READINGS.order(Order::OldestFirst),
            PERSONNEL.older(380),
            QUESTIONS,
        ],
        guides: &[
            complete(2, Table),
            incomplete(0, Inline, &[Without("联系电话")]),
            complete(3, Definitions),
            incomplete(5, Table, &[Image]),
        ],
        ..site("yunding", "云顶分局", Cms::Dede, 3)
    },
    SitePlan {
        base: "/wanghai",
        columns: &[
            NEWS,
            LOCAL.show(Show::MonthDay),
            NOTICES,
            POLICIES,
            READINGS,
            PERSONNEL,
            NO_PLANS.note("暂无相关信息"),
        ],
        guides: &[
            incomplete(4, Table, &[Without("设定依据"), Without("办理流程")]),
            complete(5, Headings),
            complete(3, Inline),
        ],
        ..site("wanghai", "望海分局", Cms::Platform, 4)
    },
    SitePlan {
        base: "/linxi",
        home_lag: 20,
        columns: &[NEWS, LOCAL.show(Show::TitlesOnly), NOTICES, POLICIES, READINGS, PERSONNEL],
        guides: &[
            complete(0, Definitions),
            incomplete(3, Definitions, &[Says("联系电话", "无")]),
            complete(1, Table),
        ],
        ..site("linxi", "临溪分局", Cms::Platform, 4)
    },
    SitePlan {
        missing: Missing::ToHome,
        columns: &[NEWS, LOCAL, NOTICES, POLICIES.dated_titles(), READINGS, PERSONNEL, NO_PLANS],
        guides: &[
            with_form(0, Table, "《居住证申领表》原件1份"),
            with_form(2, Definitions, "<a href=\"{base}/d/file/yjsqb.doc\">《户口移居申请表》</a>原件1份"),
            complete(7, Headings),
        ],
        ..site("jinsui", "金穗分局", Cms::Empire, 5)
    },
    SitePlan {
        columns: &[NEWS, LOCAL, LIVE, NOTICES.older(200), POLICIES, READINGS, PERSONNEL],
        guides: &[
            with_form(
                4,
                Headings,
                "<a href=\"/uploads/soft/hzsqb.doc\">《机动车驾驶证换证申请表》</a>原件1份",
            ),
            complete(5, Inline),
            complete(4, Table),
        ],
        ..site("jiaojing", "交通警察支队", Cms::Dede, 6)
    },
    SitePlan {
        columns: &[
            NEWS,
            LOCAL,
            NOTICES,
            POLICIES,
            READINGS.older(190),
            PERSONNEL.older(400),
            TIPS.show(Show::Undated),
        ],
        guides: &[
            complete(6, Table),
            incomplete(7, Headings, &[Empty("办理地点"), Without("收费标准")]),
            complete(0, Inline),
        ],
        ..site("churujing", "出入境管理支队", Cms::Platform, 7)
    },
];

/// The sites as they are on the day `today`, without what `planted.json` adds.
pub(super) fn sites(today: Date, addresses: &Addresses) -> Vec<Site> {
    let place = |plan: &SitePlan| (full_name(plan), format!("http://{}{}/", addresses.hosts[plan.host], plan.base));
    let all: Vec<(String, String)> = SITES.iter().map(place).collect();
    SITES
        .iter()
        .enumerate()
        .map(|(number, plan)| {
            let mut site = Site {
                id: plan.id,
                name: full_name(plan),
                short: plan.short,
                cms: plan.cms,
                gbk: plan.gbk,
                host: addresses.hosts[plan.host].clone(),
                base: plan.base,
                outside: addresses.outside.clone(),
                number,
                missing: plan.missing,
                neighbours: if number == 0 { all[1..].to_vec() } else { all[..1].to_vec() },
                columns: vec![],
                home_lag: plan.home_lag,
                home_extra: String::new(),
                footer_extra: String::new(),
                today,
            };
            fill(&mut site, plan);
            site
        })
        .collect()
}

fn full_name(plan: &SitePlan) -> String {
    match plan.id {
        "main" => "鹭岛市公安局".to_owned(),
        _ => format!("鹭岛市公安局{}", plan.short),
    }
}

fn fill(site: &mut Site, plan: &SitePlan) {
    for column in plan.columns {
        let number = site.columns.len() as u32 + 1;
        let items = articles(site, column, number);
        site.columns.push(Column {
            dir: column.dir,
            name: column.name,
            number,
            show: column.show,
            items,
            per_page: 10,
            note: column.note,
            on_home: column.on_home,
            text: String::new(),
        });
    }
    let number = site.columns.len() as u32 + 1;
    let guides = guide_items(site, plan.guides, number);
    site.columns.push(Column {
        dir: "bszn",
        name: "办事指南",
        number,
        show: Show::Dated,
        items: guides,
        per_page: 10,
        note: "",
        on_home: true,
        text: String::new(),
    });
    for (dir, name, text) in [
        ("jgzn", "机构职能", ORGANISATION),
        ("ldxx", "领导信息", LEADERS),
        (SITE_MAP, "网站地图", ""),
    ] {
        site.columns.push(Column {
            dir,
            name,
            number: site.columns.len() as u32 + 1,
            show: Show::Text,
            items: vec![],
            per_page: 10,
            note: "",
            on_home: false,
            text: text.replace("{局}", &site.name),
        });
    }
    let map = dress::site_map(site);
    if let Some(column) = site.columns.last_mut() {
        column.text = map;
    }
}

fn articles(site: &Site, plan: &ColumnPlan, column: u32) -> Vec<Item> {
    let mut items: Vec<Item> = (0..plan.count)
        .map(|i| {
            let (title, lead) = plan.subject.text(i, site.number * 2);
            let say = |text: &str| text.replace("{局}", site.short);
            let mut title = say(title);
            if plan.dated_titles {
                title.push_str(&format!("（修订{}年5月{}日文件）", 2012 + i, 7 + i));
            }
            let body = [lead, paragraph(i + site.number), paragraph(i + site.number + 3)]
                .map(|p| format!("<p>{}</p>", say(p)))
                .concat();
            item(site, column * 100 + i as u32 + 1, title, plan.subject.age(i) + plan.older, body)
        })
        .collect();
    match plan.order {
        Order::NewestFirst => {}
        Order::OldestFirst => items.reverse(),
        Order::PinnedOld => {
            let title = format!("关于公布{}便民服务电话的公告", site.short);
            let body = format!("<p>为方便群众，现公布服务电话：{}。</p><p>{}</p>", site.phone(1), paragraph(6));
            let mut pinned = item(site, column * 100, title, 412, body.replace("{局}", site.short));
            pinned.pinned = true;
            items.insert(0, pinned);
        }
    }
    items
}

fn paragraph(i: usize) -> &'static str {
    PARAGRAPHS[i % PARAGRAPHS.len()]
}

fn guide_items(site: &Site, plans: &[GuidePlan], column: u32) -> Vec<Item> {
    plans
        .iter()
        .enumerate()
        .map(|(i, plan)| {
            item(
                site,
                column * 100 + i as u32 + 1,
                services::name(plan).to_owned(),
                Subject::Guide.age(i),
                services::body(plan, site),
            )
        })
        .collect()
}

/// An article of the site that is `age` days old.
pub(super) fn item(site: &Site, number: u32, title: String, age: i64, body: String) -> Item {
    Item {
        number,
        title,
        date: site.today.saturating_sub(age.days()),
        source: site.name.clone(),
        body,
        head: String::new(),
        pinned: false,
    }
}
