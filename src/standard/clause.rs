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
    P19_V2 = "P19-V2", "国办秘函〔2019〕19号 单项否决·站点无法访问";
    P19_V3 = "P19-V3", "国办秘函〔2019〕19号 单项否决·首页不更新";
    P19_V4 = "P19-V4", "国办秘函〔2019〕19号 单项否决·栏目不更新";
    P19_V6 = "P19-V6", "国办秘函〔2019〕19号 单项否决·服务不实用";
    P19_D9 = "P19-D9", "国办秘函〔2019〕19号 发布解读·其他栏目";
    P19_D13 = "P19-D13", "国办秘函〔2019〕19号 办事服务·办事指南";
    P19_D15 = "P19-D15", "国办秘函〔2019〕19号 办事服务·表格样表";
    P19_D20 = "P19-D20", "国办秘函〔2019〕19号 功能设计·域名名称";
    P19_D21 = "P19-D21", "国办秘函〔2019〕19号 功能设计·网站标识";
    P19_D22 = "P19-D22", "国办秘函〔2019〕19号 功能设计·可用性";
    P19_D23A = "P19-D23a", "国办秘函〔2019〕19号 功能设计·“我为政府网站找错”";
    P19_D26 = "P19-D26", "国办秘函〔2019〕19号 功能设计·页面标签";
    G17_DOM1 = "G17-DOM1", "国办发〔2017〕47号 使用以.gov.cn为后缀的英文域名和符合要求的中文域名";
    G17_DOM2 = "G17-DOM2", "国办发〔2017〕47号 部门网站使用门户网站的下级域名，不宜注册多个域名";
    G17_NAME = "G17-NAME", "国办发〔2017〕47号 在头部标识区显著展示网站全称";
    G17_TIME = "G17-TIME", "国办发〔2017〕47号 内容要清晰显示发布时间";
    G17_BLANK = "G17-BLANK", "国办发〔2017〕47号 避免出现空白栏目";
    G17_TAG_S = "G17-TAG-S", "国办发〔2017〕47号 站点标签";
    G17_TAG_C = "G17-TAG-C", "国办发〔2017〕47号 栏目标签";
    G17_TAG_A = "G17-TAG-A", "国办发〔2017〕47号 内容标签";
    G17_FOOT = "G17-FOOT", "国办发〔2017〕47号 底部功能区列明的内容";
    G17_RPT = "G17-RPT", "国办发〔2017〕47号 每年1月31日前发布政府网站工作年度报表";
}

/// The citations of several clauses as one cell of a report.
pub fn basis_text(clauses: &[Clause]) -> String {
    clauses.iter().map(|c| c.cite).collect::<Vec<_>>().join("；")
}
