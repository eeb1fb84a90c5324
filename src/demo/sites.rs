//! From the table of sites to sites with articles, guides and dates.

use std::fmt::Write as _;

use jiff::ToSpan;
use jiff::civil::Date;

use super::cms::{self, SITE_MAP, WEBSITE_REPORT};
use super::inquiries;
use super::model::{Addresses, Column, Item, Show, Site};
use super::plans::{ColumnPlan, Order, SITES, SitePlan};
use super::services::{self, GuidePlan};
use super::texts::{LEADERS, LETTERS, ORGANISATION, PARAGRAPHS, Topic, YEARLY_REPORT};

/// The sites as they are on the day `today`, without what `planted/` adds.
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
                swaps: vec![],
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
    site.columns.extend(inquiries::columns(site, number + 1));
    for (dir, name, text) in [
        ("jgzn", "机构职能", ORGANISATION),
        ("ldxx", "领导信息", LEADERS),
        ("zxly", "咨询留言", LETTERS),
        (WEBSITE_REPORT, "网站工作", YEARLY_REPORT),
        (SITE_MAP, "网站地图", ""),
    ] {
        // A site with a box for messages needs no page that says where to send them.
        if site.column(dir).is_some() {
            continue;
        }
        site.columns.push(Column {
            dir,
            name,
            number: site.columns.len() as u32 + 1,
            show: Show::Text,
            items: vec![],
            per_page: 10,
            note: "",
            on_home: false,
            text: text
                .replace("{局}", &site.name)
                .replace("{年}", &(site.today.year() - 1).to_string()),
        });
    }
    let map = cms::site_map(site);
    if let Some(column) = site.columns.last_mut() {
        column.text = map;
    }
}

fn articles(site: &Site, plan: &ColumnPlan, column: u32) -> Vec<Item> {
    let mut items: Vec<Item> = (0..plan.count)
        .map(|i| {
            let (title, lead) = plan.topic.text(i, site.number * 2);
            let say = |text: &str| text.replace("{局}", site.short);
            let mut title = say(title);
            if plan.dated_titles {
                let _ = write!(title, "（修订{}年5月{}日文件）", 2012 + i, 7 + i);
            }
            let body = [lead, paragraph(i + site.number), paragraph(i + site.number + 3)]
                .map(|p| format!("<p>{}</p>", say(p)))
                .concat();
            item(site, column * 100 + i as u32 + 1, title, plan.topic.age(i) + plan.older, body)
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
                Topic::Guide.age(i),
                services::body(plan, site),
            )
        })
        .collect()
}

/// An article of the site that is `age` days old.
pub(super) fn item(site: &Site, number: u32, title: String, age: i64, body: String) -> Item {
    let date = site.today.saturating_sub(age.days());
    Item {
        number,
        title,
        date,
        filed: date,
        label: date,
        modified: None,
        source: site.name.clone(),
        body,
        head: String::new(),
        pinned: false,
        letter: None,
    }
}
