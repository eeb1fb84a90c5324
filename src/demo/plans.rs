//! The nine sites of the invented group 鹭岛市公安局 as a table: which columns each has, and which of them are not as
//! they should be. What is planted here and in `services.rs` is listed row by row in `planted/`.

use super::model::{Cms, Missing, Show};
use super::services::Gap::{Empty, Image, Says, Without};
use super::services::Layout::{Definitions, Headings, Inline, Table};
use super::services::{GuidePlan, complete, incomplete, with_form};
use super::texts::Topic;

/// The servers of the group, one port each. Two sites share the fifth.
pub(super) const HOSTS: usize = 8;

/// In which order a list stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    NewestFirst,
    OldestFirst,
    /// Newest first, after one pinned item of more than a year ago.
    PinnedOld,
}

#[derive(Clone, Copy)]
pub(super) struct ColumnPlan {
    pub dir: &'static str,
    pub name: &'static str,
    pub topic: Topic,
    pub count: usize,
    pub show: Show,
    /// Days added to the age of every item.
    pub older: i64,
    pub order: Order,
    pub note: &'static str,
    /// Whether every title ends in a date of its own that says nothing of when it was published.
    pub dated_titles: bool,
    pub on_home: bool,
}

impl ColumnPlan {
    pub(super) const fn older(mut self, days: i64) -> Self {
        self.older = days;
        self
    }

    pub(super) const fn order(mut self, order: Order) -> Self {
        self.order = order;
        self
    }

    pub(super) const fn show(mut self, show: Show) -> Self {
        self.show = show;
        self.on_home = matches!(show, Show::Dated);
        self
    }

    pub(super) const fn note(mut self, note: &'static str) -> Self {
        self.note = note;
        self
    }

    pub(super) const fn off_home(mut self) -> Self {
        self.on_home = false;
        self
    }

    pub(super) const fn dated_titles(mut self) -> Self {
        self.dated_titles = true;
        self
    }
}

pub(super) const fn column(dir: &'static str, name: &'static str, topic: Topic, count: usize) -> ColumnPlan {
    ColumnPlan {
        dir,
        name,
        topic,
        count,
        show: Show::Dated,
        older: 0,
        order: Order::NewestFirst,
        note: "",
        dated_titles: false,
        on_home: true,
    }
}

const NEWS: ColumnPlan = column("jwyw", "警务要闻", Topic::News, 12);
const LOCAL: ColumnPlan = column("jcdt", "基层动态", Topic::Local, 5);
const NOTICES: ColumnPlan = column("tzgg", "通知公告", Topic::Notice, 6);
const POLICIES: ColumnPlan = column("zcwj", "政策文件", Topic::Policy, 4);
const READINGS: ColumnPlan = column("zcjd", "政策解读", Topic::Interpretation, 3);
const PERSONNEL: ColumnPlan = column("rsxx", "人事信息", Topic::Personnel, 3);
const PLANS: ColumnPlan = column("ghjh", "规划计划", Topic::Planning, 2);
const NO_PLANS: ColumnPlan = column("ghjh", "规划计划", Topic::Planning, 0);
const TIPS: ColumnPlan = column("aqts", "安全提示", Topic::Tips, 4);
const QUESTIONS: ColumnPlan = column("cjwt", "常见问题", Topic::Faq, 3);
const SURVEYS: ColumnPlan = column("myzj", "民意征集", Topic::Survey, 4).off_home();
const INTERVIEWS: ColumnPlan = column("zxft", "在线访谈", Topic::Interview, 4).off_home();
const HANDLED: ColumnPlan = column("bjtj", "办件统计", Topic::Handled, 3).off_home();
const LIVE: ColumnPlan = column("gzdt", "工作动态", Topic::None, 0).show(Show::ByScript);
const OPEN: ColumnPlan = column("zwgk", "政务公开", Topic::None, 0).show(Show::ForwardsTo("zcwj"));

pub(super) struct SitePlan {
    pub id: &'static str,
    pub short: &'static str,
    pub cms: Cms,
    pub gbk: bool,
    pub host: usize,
    pub base: &'static str,
    pub missing: Missing,
    pub home_lag: i64,
    pub columns: &'static [ColumnPlan],
    pub guides: &'static [GuidePlan],
}

pub(super) const fn site(id: &'static str, short: &'static str, cms: Cms, host: usize) -> SitePlan {
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

/// The group, main site first.
pub(super) const SITES: [SitePlan; 9] = [
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
            column("myzj", "民意征集", Topic::Survey, 7).off_home(),
            column("zxft", "在线访谈", Topic::Interview, 12).off_home(),
            HANDLED,
        ],
        guides: &[
            complete(0, Table),
            complete(1, Definitions),
            complete(2, Headings),
            complete(3, Inline),
            incomplete(4, Table, &[Without("收费标准")]),
            incomplete(6, Definitions, &[Says("联系电话", "12345；0592-0001126")]),
        ],
        ..site("main", "市公安局", Cms::Trs, 0)
    },
    SitePlan {
        home_lag: 11,
        columns: &[
            NEWS,
            LOCAL.older(14),
            NOTICES,
            POLICIES,
            READINGS,
            PERSONNEL,
            TIPS,
            SURVEYS,
            INTERVIEWS.older(300),
        ],
        guides: &[
            complete(1, Table),
            incomplete(2, Definitions, &[Empty("办理材料")]),
            complete(3, Headings),
            with_form(1, Table, "根据有关法律法规规定应提交的其他材料"),
            with_form(3, Headings, "其他材料：房屋租赁合同复印件1份"),
        ],
        ..site("guanchao", "观潮分局", Cms::Trs, 1)
    },
    SitePlan {
        missing: Missing::ErrorPage,
        columns: &[
            NEWS,
            LOCAL.older(13),
            NOTICES,
            POLICIES.older(200),
            READINGS,
            PERSONNEL,
            column("myzj", "民意征集", Topic::Survey, 3).off_home(),
        ],
        guides: &[
            complete(0, Inline),
            incomplete(1, Headings, &[Without("办理时间")]),
            complete(5, Table),
            incomplete(3, Definitions, &[Says("申请条件", "在本市有固定住所，并符合有关规定的其他条件。")]),
            with_form(2, Inline, "无其他材料"),
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
            SURVEYS.older(300),
        ],
        guides: &[
            complete(2, Table),
            incomplete(0, Inline, &[Without("联系电话")]),
            complete(3, Definitions),
            incomplete(5, Table, &[Image]),
            incomplete(1, Table, &[Says("设定依据", "《中华人民共和国居民身份证法》")]),
            incomplete(
                3,
                Headings,
                &[Says(
                    "设定依据",
                    "《鹭岛市养犬登记办法》规定，个人饲养犬只的，应当自饲养之日起三十日内办理登记。",
                )],
            ),
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
            incomplete(
                5,
                Table,
                &[Says("办理材料", "居民身份证；购车发票；车辆合格证。以上材料均需复印件一份")],
            ),
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
            incomplete(0, Table, &[Says("办理材料", "居民身份证；房屋租赁合同；居住证明")]),
            incomplete(1, Inline, &[Says("办理材料", "居民户口簿原件1份；居民身份证")]),
        ],
        ..site("linxi", "临溪分局", Cms::Platform, 4)
    },
    SitePlan {
        missing: Missing::ToHome,
        columns: &[
            NEWS,
            LOCAL,
            NOTICES,
            POLICIES.dated_titles(),
            READINGS,
            PERSONNEL,
            NO_PLANS,
            column("zlxx", "招录信息", Topic::Personnel, 0),
            column("czxx", "财政信息", Topic::Planning, 0),
            column("nswt", "您说我听", Topic::Survey, 4).off_home(),
        ],
        guides: &[
            with_form(0, Table, "《居住证申领表》原件1份"),
            with_form(2, Definitions, "<a href=\"{base}/d/file/yjsqb.doc\">《户口移居申请表》</a>原件1份"),
            complete(7, Headings),
            incomplete(
                0,
                Headings,
                &[Says("设定依据", "《居住证暂行条例》、《鹭岛市居住证管理办法（试行）》")],
            ),
        ],
        ..site("jinsui", "金穗分局", Cms::Empire, 5)
    },
    SitePlan {
        columns: &[
            NEWS,
            LOCAL,
            LIVE,
            NOTICES.older(200),
            POLICIES,
            READINGS,
            PERSONNEL,
            SURVEYS,
            HANDLED.older(20),
        ],
        guides: &[
            with_form(
                4,
                Headings,
                "<a href=\"/uploads/soft/hzsqb.doc\">《机动车驾驶证换证申请表》</a>原件1份",
            ),
            complete(5, Inline),
            complete(4, Table),
            incomplete(4, Table, &[Says("联系电话", "0592-00018")]),
            incomplete(
                5,
                Definitions,
                &[Says("联系电话", "（0592）0001824转8001、0592—0001825（8:00至12:00）")],
            ),
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
            SURVEYS,
        ],
        guides: &[
            complete(6, Table),
            incomplete(7, Headings, &[Empty("办理地点"), Without("收费标准")]),
            complete(0, Inline),
            incomplete(6, Headings, &[Says("联系电话", "XXXXXXXX")]),
            incomplete(7, Inline, &[Says("办理材料", "无需提交材料")]),
        ],
        ..site("churujing", "出入境管理支队", Cms::Platform, 7)
    },
];
