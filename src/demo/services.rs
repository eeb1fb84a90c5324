//! The service guides of the demonstration: what is said of each service, in which layout, and with which gaps.

use std::fmt::Write as _;

use super::model::{Site, escape};

/// How the body of a guide is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// A table with the headings in its first column, official names.
    Table,
    /// A definition list, with the wordings many bureaus use instead.
    Definitions,
    /// Numbered headings, each followed by its paragraph.
    Headings,
    /// `受理时间：…` in running paragraphs.
    Inline,
}

/// What is not as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// The element is not mentioned at all.
    Without(&'static str),
    /// Its heading stands there with nothing behind it.
    Empty(&'static str),
    /// It says something that says nothing.
    Says(&'static str, &'static str),
    /// The whole guide is a picture.
    Image,
}

/// One guide as planned.
pub(super) struct GuidePlan {
    pub service: usize,
    pub layout: Layout,
    pub gaps: &'static [Gap],
    /// HTML added to the list of materials (a form); `{base}` is the site's base path.
    pub form: &'static str,
}

/// A complete guide.
pub(super) const fn complete(service: usize, layout: Layout) -> GuidePlan {
    incomplete(service, layout, &[])
}

/// A guide with gaps.
pub(super) const fn incomplete(service: usize, layout: Layout, gaps: &'static [Gap]) -> GuidePlan {
    GuidePlan {
        service,
        layout,
        gaps,
        form: "",
    }
}

/// A guide that is complete but for what is said of its form.
pub(super) const fn with_form(service: usize, layout: Layout, form: &'static str) -> GuidePlan {
    GuidePlan {
        service,
        layout,
        gaps: &[],
        form,
    }
}

struct Service {
    name: &'static str,
    basis: &'static str,
    conditions: &'static str,
    materials: &'static [&'static str],
    procedure: &'static str,
    office: &'static str,
    fees: &'static str,
    days: &'static str,
}

const SERVICES: &[Service] = &[
    Service {
        name: "居住证申领",
        basis: "《居住证暂行条例》第二条、第九条",
        conditions: "离开常住户口所在地到本市居住半年以上，有合法稳定就业、合法稳定住所或者连续就读的公民。",
        materials: &["居民身份证原件1份", "近期免冠照片1张（纸质）", "房屋租赁合同复印件1份"],
        procedure: "申请人到窗口提出申请，窗口当场受理，审核通过后制证，申请人凭回执领取证件。",
        office: "户政管理科",
        fees: "首次申领不收费",
        days: "15个工作日",
    },
    Service {
        name: "居民身份证换领",
        basis: "《中华人民共和国居民身份证法》第十一条",
        conditions: "居民身份证有效期满、登记项目变更或者证件严重损坏不能辨认的公民。",
        materials: &["居民户口簿原件1份", "原居民身份证原件1份"],
        procedure: "申请人到窗口提出申请并采集人像、指纹信息，审核通过后制证，申请人领取新证并交回原证。",
        office: "户政管理科",
        fees: "每证20元",
        days: "20个工作日",
    },
    Service {
        name: "户口市内移居",
        basis: "《中华人民共和国户口登记条例》第十条、第十三条",
        conditions: "本市户籍居民在市内取得合法稳定住所并实际居住的，可以申请户口市内移居。",
        materials: &["居民户口簿原件1份", "居民身份证原件1份", "不动产权证书复印件1份"],
        procedure: "申请人向迁入地派出所提出申请，派出所受理审核后办理迁移登记并换发户口簿。",
        office: "户政管理科",
        fees: "不收费",
        days: "5个工作日",
    },
    Service {
        name: "养犬登记",
        basis: "《鹭岛市养犬登记办法》第六条",
        conditions: "在本市有固定住所、具有完全民事行为能力的个人，所养犬只不属于禁养品种。",
        materials: &["居民身份证原件1份", "犬只免疫证明原件1份", "犬只照片2张（纸质）"],
        procedure: "申请人到窗口提出申请，工作人员现场查验犬只，符合条件的当场发放登记证和标识牌。",
        office: "治安管理科",
        fees: "不收费",
        days: "当场办结",
    },
    Service {
        name: "机动车驾驶证期满换证",
        basis: "《机动车驾驶证申领和使用规定》第六十三条",
        conditions: "持有本市核发的机动车驾驶证，有效期满前九十日内或者因故延期的驾驶人。",
        materials: &["居民身份证原件1份", "机动车驾驶证原件1份", "身体条件证明原件1份"],
        procedure: "申请人到窗口提出申请，窗口受理并审核，符合条件的当场换发机动车驾驶证。",
        office: "交通管理科",
        fees: "每证10元",
        days: "1个工作日",
    },
    Service {
        name: "电动自行车登记上牌",
        basis: "《鹭岛市电动自行车管理办法》第八条",
        conditions: "车辆符合国家标准，所有人为本市居民或者持有本市居住证的个人。",
        materials: &["居民身份证原件1份", "车辆合格证原件1份", "购车发票复印件1份"],
        procedure: "申请人带车到登记点提出申请，工作人员查验车辆，符合条件的当场核发号牌和行驶证。",
        office: "交通管理科",
        fees: "不收费",
        days: "当场办结",
    },
    Service {
        name: "普通护照换发",
        basis: "《中华人民共和国护照法》第十一条",
        conditions: "护照有效期即将届满、签证页即将使用完毕或者护照损毁不能使用的公民。",
        materials: &["居民身份证原件1份", "原护照原件1份", "近期免冠照片1张（电子）"],
        procedure: "申请人预约后到窗口提出申请并采集指纹，审核通过后制证，申请人自取或者选择邮寄。",
        office: "出入境接待大厅",
        fees: "每本120元",
        days: "7个工作日",
    },
    Service {
        name: "旅馆业特种行业许可",
        basis: "《旅馆业治安管理办法》第四条",
        conditions: "经营场所权属清晰，消防、治安防范设施符合规定要求的企业或者个体工商户。",
        materials: &["营业执照复印件1份", "经营场所平面图1份（纸质）", "治安管理制度文本1份（纸质）"],
        procedure: "申请人提出申请，窗口受理，现场勘查和审查合格后作出许可决定并送达许可证。",
        office: "治安管理科",
        fees: "不收费",
        days: "10个工作日",
    },
];

/// The name of the planned service.
pub(super) fn name(plan: &GuidePlan) -> &'static str {
    SERVICES[plan.service % SERVICES.len()].name
}

/// The body of a guide as HTML.
pub(super) fn body(plan: &GuidePlan, site: &Site) -> String {
    if plan.gaps.contains(&Gap::Image) {
        return format!(
            "<p style=\"text-align:center\"><img src=\"{}/images/bszn.png\" alt=\"\"></p>",
            site.base
        );
    }
    let service = &SERVICES[plan.service % SERVICES.len()];
    let mut materials: Vec<String> = service.materials.iter().map(|m| escape(m)).collect();
    if !plan.form.is_empty() {
        materials.push(plan.form.replace("{base}", site.base));
    }
    let elements: Vec<(&'static str, String)> = vec![
        ("事项名称", service.name.to_owned()),
        ("设定依据", service.basis.to_owned()),
        ("申请条件", service.conditions.to_owned()),
        ("办理材料", materials.join("；")),
        ("办理机构", format!("{}{}", site.name, service.office)),
        ("办理地点", format!("{}一楼办事大厅", site.address())),
        ("办理时间", "工作日上午9:00至12:00，下午14:30至17:30".to_owned()),
        ("办理时限", service.days.to_owned()),
        ("收费标准", service.fees.to_owned()),
        ("联系电话", site.phone(20 + plan.service)),
        ("办理流程", service.procedure.to_owned()),
    ];
    let rows: Vec<(&'static str, String)> = elements
        .into_iter()
        .filter(|(name, _)| !plan.gaps.contains(&Gap::Without(name)))
        .map(|(name, value)| {
            let said = plan.gaps.iter().find_map(|gap| match gap {
                Gap::Empty(element) if *element == name => Some(String::new()),
                Gap::Says(element, words) if *element == name => Some((*words).to_owned()),
                _ => None,
            });
            (name, said.unwrap_or(value))
        })
        .collect();
    match plan.layout {
        Layout::Table => table(&rows),
        Layout::Definitions => definitions(&rows),
        Layout::Headings => headings(&rows),
        Layout::Inline => inline(&rows),
    }
}

fn table(rows: &[(&str, String)]) -> String {
    let mut html = String::from("<table class=\"bszn\" border=\"1\" cellspacing=\"0\"><tbody>");
    for (name, value) in rows {
        let _ = write!(html, "<tr><td width=\"20%\"><strong>{name}</strong></td><td>{value}</td></tr>");
    }
    html + "</tbody></table>"
}

fn definitions(rows: &[(&str, String)]) -> String {
    let mut html = String::from("<dl class=\"guide\">");
    for (name, value) in rows {
        let heading = match *name {
            "设定依据" => "法律依据",
            "申请条件" => "受理条件",
            "办理材料" => "所需材料",
            "办理时间" => "办公时间",
            "联系电话" => "咨询电话",
            "办理流程" => "办理程序",
            other => other,
        };
        let _ = write!(html, "<dt>{heading}</dt><dd>{value}</dd>");
    }
    html + "</dl>"
}

fn headings(rows: &[(&str, String)]) -> String {
    const NUMBERS: [&str; 11] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一"];
    let mut html = String::new();
    for ((name, value), number) in rows.iter().zip(NUMBERS) {
        let heading = match *name {
            "办理材料" => "申请材料",
            "设定依据" => "办理依据",
            other => other,
        };
        let _ = write!(html, "<p><strong>{number}、{heading}</strong></p>");
        if *name == "办理材料" && !value.is_empty() {
            for (i, material) in value.split('；').enumerate() {
                let _ = write!(html, "<p>{}．{material}</p>", i + 1);
            }
        } else if !value.is_empty() {
            let _ = write!(html, "<p>{value}</p>");
        }
    }
    html
}

fn inline(rows: &[(&str, String)]) -> String {
    let mut html = String::new();
    for (name, value) in rows {
        let heading = match *name {
            "办理时间" => "受理时间",
            "办理地点" => "受理地点",
            "申请条件" => "办理条件",
            other => other,
        };
        let _ = write!(html, "<p>{heading}：{value}</p>");
    }
    html
}
