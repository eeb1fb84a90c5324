//! The words by which columns are named, of their own free will, on government sites: far more than those by which a list
//! is taken for a column of a kind ([`super::kind_of_name`]), since here a word too few would be an accusation.

use crate::standard::ColumnKind;

/// Words that may name a kind of column, parted by blanks, and whether they can hardly mean anything else.
pub(super) const WORDS: &[(ColumnKind, bool, &str)] = &[
    (
        ColumnKind::Organisation,
        true,
        "机构设置 机构职能 组织机构 内设机构 主要职责 单位职责 部门职责 机构概况 机构简介 组织架构",
    ),
    (
        ColumnKind::Organisation,
        false,
        "机构 职能 职责 科室 处室 关于我们 介绍 简介 概况 架构 本局 我局 三定",
    ),
    (
        ColumnKind::Leaders,
        true,
        "领导信息 领导之窗 领导介绍 领导分工 领导班子 局领导 负责人信息",
    ),
    (
        ColumnKind::Leaders,
        false,
        "领导 负责人 班子 局长 市长 县长 区长 镇长 书记 主任 厅长 支队长",
    ),
    (ColumnKind::News, true, "新闻 要闻 动态 快讯 工作进展"),
    (ColumnKind::News, false, "资讯 头条 简讯 时讯 播报 信息 今日 报道 风采 警讯"),
    (
        ColumnKind::Policy,
        true,
        "政策文件 政策法规 法律法规 规范性文件 法规文件 政府文件 部门文件 行政规范",
    ),
    (ColumnKind::Policy, false, "政策 法规 文件 规章 公文 公开"),
    (ColumnKind::Interpretation, true, "政策解读 文件解读 解读回应 一图读懂 图解"),
    (ColumnKind::Interpretation, false, "解读 解析 读懂 释义 图说 政策问答 政策解答"),
    (
        ColumnKind::Consultation,
        true,
        "局长信箱 领导信箱 市长信箱 县长信箱 区长信箱 主任信箱 在线咨询 网上咨询 咨询留言 我要咨询 我要写信 我要留言 网民留言 公众留言",
    ),
    (
        ColumnKind::Consultation,
        false,
        "咨询 留言 信箱 来信 写信 信访 互动 问政 投诉 举报 热线 12345 建言 诉求 交流 反馈 民生 邮箱 问答 答疑",
    ),
    (
        ColumnKind::Survey,
        true,
        "意见征集 民意征集 网上调查 在线调查 问卷调查 民意调查 调查征集 征求意见 征集调查 网上征集",
    ),
    (
        ColumnKind::Survey,
        false,
        "征集 调查 问卷 征询 征求 投票 评议 民意 听证 测评 你说 您说",
    ),
    (
        ColumnKind::Guide,
        true,
        "办事指南 服务指南 办事服务 网上办事 政务服务 办事大厅 在线办事 服务事项 办事事项",
    ),
    (
        ColumnKind::Guide,
        false,
        "办事 指南 服务 审批 便民 办理 一网通办 许可 权责 权力 事项 大厅 预约",
    ),
    (
        ColumnKind::Overview,
        false,
        "概况 市情 县情 区情 省情 镇情 乡情 走进 简介 概览 魅力 名片",
    ),
    (ColumnKind::ServiceStatistics, false, "办件 统计 办理量 受理量 办结 数据 晒"),
];

/// What addresses are called whose links have no words: pictures that lead to services elsewhere.
pub(super) const ADDRESSES: &[(ColumnKind, &str)] = &[
    (ColumnKind::Guide, "zwfw wsbs bsdt bszn bsfw ywtb wsdt spj"),
    (ColumnKind::Consultation, "12345 hdjl zxts xinxiang liuyan jzxx szxx zmhd"),
    (ColumnKind::Survey, "wjdc yjzj dczj myzj zjdc diaocha hdjl"),
    (ColumnKind::Leaders, "ldxx ldzc leader"),
    (ColumnKind::Organisation, "jgsz jgzn zzjg jggk"),
    (ColumnKind::Policy, "zcfg zcwj flfg zfxxgk gkmlpt"),
    (ColumnKind::Interpretation, "zcjd gkmlpt"),
    (ColumnKind::News, "xwzx xwdt news"),
];
