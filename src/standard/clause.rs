//! The clauses of the official tables that findings cite as 检查依据.

/// One clause of an official table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clause {
    /// Our stable id, e.g. `C15-A2a` (2015 census) or `P19-D22` (2019 indicators).
    pub id: &'static str,
    /// The document and item as an inspector would cite it, in Chinese.
    pub cite: &'static str,
}

macro_rules! clauses {
    ($($name:ident = $id:literal, $cite:literal;)*) => {
        impl Clause {
            $(#[doc = concat!("`", $id, "`: ", $cite)]
            pub const $name: Clause = Clause { id: $id, cite: $cite };)*
            /// Every clause, in the order of the tables.
            pub const ALL: &[Clause] = &[$(Clause::$name),*];
        }
    };
}

clauses! {
    C15_V1 = "C15-V1", "国办发〔2015〕15号 单项否决·站点无法访问";
    C15_V2 = "C15-V2", "国办发〔2015〕15号 单项否决·网站不更新";
    C15_V3A = "C15-V3a", "国办发〔2015〕15号 单项否决·栏目不更新";
    C15_V3B = "C15-V3b", "国办发〔2015〕15号 单项否决·应更新但长期未更新";
    C15_V3C = "C15-V3c", "国办发〔2015〕15号 单项否决·空白栏目";
    C15_V4 = "C15-V4", "国办发〔2015〕15号 单项否决·严重错误";
    C15_A2 = "C15-A2", "国办发〔2015〕15号 网站可用性·链接可用性";
    C15_B1 = "C15-B1", "国办发〔2015〕15号 信息更新情况·首页栏目";
    C15_B2 = "C15-B2", "国办发〔2015〕15号 信息更新情况·基本信息";
    C15_S1 = "C15-S1", "国办发〔2015〕15号 服务实用情况·办事指南";
    C15_S2 = "C15-S2", "国办发〔2015〕15号 服务实用情况·附件下载";
    P19_V1 = "P19-V1", "国办秘函〔2019〕19号 单项否决·安全、泄密事故等严重问题（严重表述错误）";
    P19_V1_2 = "P19-V1.2", "国办秘函〔2019〕19号 单项否决·安全、泄密事故等严重问题（泄密）";
    P19_V1_3 = "P19-V1.3", "国办秘函〔2019〕19号 单项否决·安全、泄密事故等严重问题（发布或链接反动、暴力、色情等内容）";
    P19_V1_4 = "P19-V1.4", "国办秘函〔2019〕19号 单项否决·安全、泄密事故等严重问题（安全攻击处置不及时）";
    P19_V2 = "P19-V2", "国办秘函〔2019〕19号 单项否决·站点无法访问";
    P19_V3 = "P19-V3", "国办秘函〔2019〕19号 单项否决·首页不更新";
    P19_V4 = "P19-V4", "国办秘函〔2019〕19号 单项否决·栏目不更新";
    P19_V6 = "P19-V6", "国办秘函〔2019〕19号 单项否决·服务不实用";
    P19_D9 = "P19-D9", "国办秘函〔2019〕19号 发布解读·其他栏目";
    P19_D13 = "P19-D13", "国办秘函〔2019〕19号 办事服务·办事指南";
    P19_D15 = "P19-D15", "国办秘函〔2019〕19号 办事服务·表格样表";
    P19_D22 = "P19-D22", "国办秘函〔2019〕19号 功能设计·可用性";
    G17_TIME = "G17-TIME", "国办发〔2017〕47号 内容要清晰显示发布时间";
    G17_BLANK = "G17-BLANK", "国办发〔2017〕47号 避免出现空白栏目";
    G17_AD = "G17-AD", "国办发〔2017〕47号 严禁刊登、链接商业广告页面";
}

/// The citations of several clauses as one cell of a report.
pub fn basis_text(clauses: &[Clause]) -> String {
    clauses.iter().map(|c| c.cite).collect::<Vec<_>>().join("；")
}
