//! The elements a service guide (办事指南) must have.

use serde::{Deserialize, Serialize};

/// One of the ten element classes of 国办秘函〔2019〕19号 (the 2015 census asks for the first eight).
/// Serialised under its official Chinese name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum GuideElement {
    /// 事项名称
    #[serde(rename = "事项名称")]
    Name,
    /// 设定依据
    #[serde(rename = "设定依据")]
    Basis,
    /// 申请条件
    #[serde(rename = "申请条件")]
    Conditions,
    /// 办理材料
    #[serde(rename = "办理材料")]
    Materials,
    /// 办理地点
    #[serde(rename = "办理地点")]
    Place,
    /// 办理时间 (office hours; not 办理时限)
    #[serde(rename = "办理时间")]
    Hours,
    /// 联系电话
    #[serde(rename = "联系电话")]
    Phone,
    /// 办理流程
    #[serde(rename = "办理流程")]
    Procedure,
    /// 办理机构 (2019)
    #[serde(rename = "办理机构")]
    Agency,
    /// 收费标准 (2019)
    #[serde(rename = "收费标准")]
    Fees,
}

impl GuideElement {
    /// All ten, the eight of 2015 first.
    pub const ALL: [GuideElement; 10] = [
        Self::Name,
        Self::Basis,
        Self::Conditions,
        Self::Materials,
        Self::Place,
        Self::Hours,
        Self::Phone,
        Self::Procedure,
        Self::Agency,
        Self::Fees,
    ];

    /// The official name.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Name => "事项名称",
            Self::Basis => "设定依据",
            Self::Conditions => "申请条件",
            Self::Materials => "办理材料",
            Self::Place => "办理地点",
            Self::Hours => "办理时间",
            Self::Phone => "联系电话",
            Self::Procedure => "办理流程",
            Self::Agency => "办理机构",
            Self::Fees => "收费标准",
        }
    }

    /// The headings it stands under on real pages, the official name first. Counted on pages of county, city,
    /// bureau and provincial sites; matched without white space, numbering and brackets.
    pub fn headings(self) -> impl Iterator<Item = &'static str> {
        let words = match self {
            Self::Name => NAME,
            Self::Basis => BASIS,
            Self::Conditions => CONDITIONS,
            Self::Materials => MATERIALS,
            Self::Place => PLACE,
            Self::Hours => HOURS,
            Self::Phone => PHONE,
            Self::Procedure => PROCEDURE,
            Self::Agency => AGENCY,
            Self::Fees => FEES,
        };
        words.split_whitespace()
    }

    /// Whether the 2015 census table names it (`C15-S1a`).
    pub fn in_census_2015(self) -> bool {
        !matches!(self, Self::Agency | Self::Fees)
    }
}

/// Headings of 事项名称.
const NAME: &str = "\
    事项名称 办理事项 办事事项 服务事项 事务名称 服务名称 项目名称 许可事项名称 许可事项 审批事项 审批项目 \
    审批事项名称 服务事项名称 办理事项名称 办事项目 权力名称 业务名称 职权名称 许可项目 许可项目名称 主项名称 \
    子项名称";

/// Headings of 设定依据. 收费依据 is none of them.
const BASIS: &str = "\
    设定依据 法律依据 法定依据 办理依据 审批依据 实施依据 政策依据 设立依据 许可依据 法规依据 法律法规依据 法律法规 \
    法律法规及政策依据 相关法律法规 政策法规依据 法律政策依据 法律法规政策依据 行政依据 行使依据 职权依据 权力依据 \
    事项依据 办事依据 受理依据 办理政策依据 文件依据 依据文件 主要依据 设定和实施依据 实施的法律依据 设定的法律依据 \
    法律、法规依据 设定法律依据 政策法规";

/// Headings of 申请条件.
const CONDITIONS: &str = "\
    申请条件 受理条件 办理条件 申报条件 许可条件 审批条件 前置条件 准予条件 准予批准的条件 予以批准的条件 批准条件 \
    办事条件 申领条件 申办条件 登记条件 备案条件 享受条件 报名条件 报考条件 准入条件 办理要求 申请要求 受理要求 \
    申报要求 受理范围 申报范围 适用范围 办理范围 申请范围 受理对象 申请对象 申报对象 办理对象 申请资格 申请人资格 \
    申请人条件 申请主体 申请人范围 适用对象 资格条件 条件 具备条件 应具备的条件 应当具备的条件 办理条件及要求 \
    受理标准";

/// Headings of 办理材料.
const MATERIALS: &str = "\
    办理材料 申报材料 申请材料 所需材料 提交材料 材料清单 申请材料清单 申请材料目录 材料目录 申报材料清单 \
    办理所需证件 所需证件 所需资料 所需手续 应提交材料 应提交的材料 应提供材料 应提供的材料 需提交材料 需提交的材料 \
    需提供材料 需提供的材料 需要提交的材料 需要提供的材料 须提交材料 须提供材料 须提交的材料 提供材料 提供资料 \
    提交资料 应提供资料 应提交资料 应提供的资料 应提交的资料 需提供资料 需提交资料 需提供的资料 需提交的资料 \
    资料要求 材料要求 申请资料 申报资料 办理资料 办事材料 办事所需材料 办理所需材料 办理所需资料 所需申请材料 \
    所需提交材料 所需提供材料 所需提交的材料 申请人应提交材料 申请需提供材料 申请需提交材料 申请所需材料 申领材料 \
    申办材料 受理材料 报送材料 登记材料 备案材料 审批材料 报批材料 必备材料 需要材料 需要资料 需要的材料 所需要件 \
    申请要件 所需文件 提交文件 申请文件 应提交文件 材料 资料 携带材料 携带证件 申请人提交材料 申请人需提交的材料 \
    需要提供资料 须提供的材料 材料名称 申请材料名称 报名材料 准备材料 所需相关材料 要件清单 申请表及材料";

/// Headings of 办理地点.
const PLACE: &str = "\
    办理地点 受理地点 办公地点 办公地址 办理地址 办事地点 办事地址 受理地址 窗口地址 窗口位置 咨询窗口 办理窗口 \
    办事窗口 受理窗口 服务窗口 申请地点 申办地点 申报地点 报名地点 领取地点 咨询地点 咨询地址 联系地址 单位地址 \
    通讯地址 通信地址 邮寄地址 地址 地点 受理场所 办理场所 办公场所 服务地点 服务地址 窗口地点 办事大厅地址 大厅地址 \
    现场办理地点 线下办理地点 线下办理地址 交通指引 办理地点地址 详细地址 机构地址 部门地址 接收地址";

/// Headings of 办理时间, the hours in which somebody is there. 办理时限 is none of them.
const HOURS: &str = "\
    办理时间 工作时间 受理时间 办公时间 上班时间 办事时间 服务时间 对外办公时间 对外服务时间 窗口时间 窗口工作时间 \
    窗口服务时间 窗口办公时间 接待时间 开放时间 营业时间 申请时间 申报时间 报名时间 受理工作时间 办理工作时间 \
    工作日时间 业务办理时间 接件时间 收件时间 作息时间 上下班时间";

/// Headings of 联系电话. 监督电话 and 投诉电话 are none of them.
const PHONE: &str = "\
    联系电话 咨询电话 咨询方式 联系方式 服务电话 办公电话 查询电话 查证电话 受理电话 窗口电话 窗口联系电话 \
    咨询服务电话 咨询联系电话 业务咨询电话 业务电话 服务热线 咨询热线 热线电话 咨询服务热线 电话 电话号码 固定电话 \
    联系号码 咨询途径 咨询渠道 电话咨询 咨询监督电话 咨询投诉电话 咨询及投诉电话 咨询、投诉电话 办理电话 办事电话 \
    预约电话 预约咨询电话 单位电话 值班电话 座机 联系人电话 联系人及电话 联系人及联系电话 联系人和电话 窗口咨询电话 \
    政策咨询电话 部门电话 联系方法 办理咨询电话 联络方式 联络电话 咨询与联系方式 咨询联系方式";

/// Headings of 办理流程.
const PROCEDURE: &str = "\
    办理流程 办理程序 办事流程 办事程序 审批流程 审批程序 申请流程 申请程序 申报流程 申报程序 受理流程 受理程序 \
    工作流程 工作程序 业务流程 服务流程 申领流程 申领程序 申办流程 申办程序 登记流程 登记程序 许可程序 许可流程 \
    流程图 办理流程图 办事流程图 审批流程图 工作流程图 业务流程图 流程 程序 办理步骤 办事步骤 办理环节 办理过程 \
    办理方法 网上办理流程 窗口办理流程 现场办理流程 线上办理流程 线下办理流程 在线办理流程 网上申请流程 网上申报流程 \
    网上办事流程 办理基本流程 基本流程 外部流程图 内部流程图 权力运行流程图 运行流程图 报名流程 报到流程 操作流程 \
    办理手续 服务程序 审核程序 审核流程 备案流程 备案程序 许可流程图 办理流程说明 流程说明 流程信息";

/// Headings of 办理机构.
const AGENCY: &str = "\
    办理机构 办事机构 承办机构 受理机构 实施机构 实施机关 实施主体 办理机关 受理机关 决定机关 决定机构 审批机关 \
    审批机构 许可机关 承办部门 办理部门 受理部门 责任部门 审批部门 实施部门 主管部门 承办单位 办理单位 受理单位 \
    责任单位 实施单位 服务单位 单位名称 服务主体 办理主体 责任处室 承办处室 办理处室 受理处室 责任科室 承办科室 \
    办理科室 受理科室 业务科室 职能科室 经办机构 经办单位 经办部门 负责部门 负责单位 行使主体 权力主体 办理窗口名称 \
    所属部门 所属机构 事项实施主体 实施主体名称 实施机构名称 委托部门 管理部门 主管单位 执法主体 登记机关 发证机关 \
    发证机构";

/// Headings of 收费标准.
const FEES: &str = "\
    收费标准 收费依据 收费依据及标准 收费标准及依据 收费依据和标准 收费标准和依据 收费 收费情况 收费信息 收费项目 \
    收费金额 办理费用 费用 费用标准 是否收费 收费与否 收取费用 有无收费 收费项目及标准 收费项目及依据 收费标准与依据 \
    收费标准、依据 收费说明 收费方式及标准 缴费标准 收费办法 是否收取费用 办证费用 工本费 收费项目名称";

/// See [`guide_other_headings`].
const OTHER: &str = "\
    办理时限 办理期限 办结时限 办结期限 法定期限 法定时限 法定办结时限 法定办理时限 法定审批时限 承诺时限 承诺期限 \
    承诺办结时限 承诺办理时限 承诺审批时限 受理时限 受理期限 审批时限 审批期限 审核时限 许可期限 许可时限 办事时限 \
    办事期限 工作时限 时限 期限 时限要求 办件期限 有效期限 有效期 证件有效期 法定时间 承诺时间 办结时间 取件时间 \
    制证时间 送达时限 送达时间 送达方式 申请时限 申报时限 办理时效 审查期限 审批用时 公示时间 公示期 发布时间 \
    发布日期 更新时间 更新日期 生成时间 生成日期 信息来源 来源 作者 编辑 责任编辑 审核 浏览次数 阅读次数 点击数 字号 \
    字体 索引号 文号 发文字号 发布机构 发布单位 公开日期 成文日期 主题分类 监督投诉电话 投诉监督电话 投诉电话 \
    监督电话 举报电话 监督举报电话 投诉举报电话 举报投诉电话 纪检监督电话 廉政监督电话 行风监督电话 服务监督电话 \
    效能投诉电话 质量监督电话 监督热线 投诉热线 举报热线 传真电话 报警电话 监督方式 投诉方式 监督渠道 投诉渠道 \
    监督投诉 监督投诉方式 监督投诉渠道 投诉监督 投诉途径 举报方式 监督途径 投诉地址 监督地址 举报地址 监督投诉地址 \
    投诉举报地址 投诉部门 监督部门 监督机构 投诉机构 监督单位 监督机关 监督检查 传真 邮编 邮政编码 邮箱 电子邮箱 \
    电子邮件 网址 网站 官网 微信 微信公众号 联系人 收件人 开户行 开户银行 帐号 账号 帐户 账户 账户名 帐户名 户名 \
    收款单位 汇款事项 表格下载 相关表格 表格 附件 附件下载 相关附件 相关下载 资料下载 样表下载 空白表格 示范文本 \
    常见问题 常见问题解答 常见错误示例 问题解答 注意事项 温馨提示 特别提示 友情提示 办理提示 备注 说明 其他 其它 \
    其他事项 其他说明 办件类型 事项类型 事项类别 事项编码 基本编码 实施编码 事项版本 权力类型 权力来源 行使层级 \
    服务对象 服务类型 服务类别 服务内容 服务主题 通办范围 办理形式 办理方式 申请方式 受理方式 申报方式 办理渠道 \
    服务方式 咨询投诉 到办事现场次数 到现场次数 最多跑一次 跑动次数 网办深度 网上办理深度 是否网办 是否网上办理 \
    在线办理 网上办理 网上申请 在线申请 在线申报 预约办理 是否支持预约办理 是否支持物流快递 支付方式 \
    是否支持网上支付 数量限制 审批数量 有无数量限制 年检要求 年审要求 年审或年检 审批结果 办理结果 结果名称 结果样本 \
    审批证件 审批证件名称 证件名称 许可证件 办理进度查询 进度查询 结果查询 办理查询 结果送达 获证方式 领取方式 \
    行政救济 救济途径 救济渠道 法律救济 行政复议 行政诉讼 行政复议与行政诉讼 复议诉讼 权利义务 权利与义务 申请人权利 \
    申请人义务 申请人权利和义务 法律责任 中介服务 特殊环节 特别程序 联办机构 配合部门 联系部门 协办部门 基本信息 \
    基本情况 事项信息 办理信息 审批信息 评价 办事评价 好差评 相关政策 相关链接 相关信息 政策解读 名词解释 适用说明 \
    材料形式 材料类型 材料份数 材料样本 填报须知 填写说明 来源渠道 份数 纸质材料 电子材料 必要性 收费编码 收费主体 \
    收费性质 收费方式 收费单位 减免情形 减免政策 允许减免 附件材料 结果文件 投诉程序 投诉流程 监督程序 救济程序 \
    申诉渠道 办理证件 办理频次 面向对象";

/// See [`guide_columns`].
const COLUMNS: &str = "\
    办事指南 服务指南 办理指南 办事须知 办理须知 办证指南 办事指引 办理指引 服务指引";

/// Headings that stand in guides and are no element, however near they sound (办理时限, 监督电话, 表格下载 …): they end
/// the element above them and never count as one.
pub(crate) fn guide_other_headings() -> impl Iterator<Item = &'static str> {
    OTHER.split_whitespace()
}

/// Names of columns, labels and titles under which service guides are published.
pub(crate) fn guide_columns() -> impl Iterator<Item = &'static str> {
    COLUMNS.split_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn every_heading_means_one_thing() {
        let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
        let elements = GuideElement::ALL
            .into_iter()
            .flat_map(|e| e.headings().map(move |h| (h, e.chinese())));
        for (heading, owner) in elements.chain(guide_other_headings().map(|h| (h, "其他"))) {
            if let Some(before) = seen.insert(heading, owner) {
                panic!("{heading} stands under {before} and {owner}");
            }
        }
        assert_eq!(seen["办理时限"], "其他");
        assert_eq!(seen["监督电话"], "其他");
    }

    #[test]
    fn the_official_name_comes_first() {
        for element in GuideElement::ALL {
            assert_eq!(element.headings().next(), Some(element.chinese()));
        }
    }
}
