//! Rule ids and modes in Chinese.

/// The rules whose column stands in every 站点汇总, found or not, in the order of the columns.
pub(super) const STANDING: &[&str] = &[
    "link-broken",
    "link-suspect",
    "link-local",
    "home-unreachable",
    "home-stale",
    "column-stale",
    "column-blank",
    "column-undated",
    "guide-incomplete",
    "guide-form-missing",
];

/// 问题类型 of a rule, or the id itself where it is not known here.
pub fn rule_title(id: &str) -> &str {
    match id {
        "link-broken" => "错链",
        "link-suspect" => "疑似错链",
        "link-local" => "本机或内网链接",
        "home-unreachable" => "首页无法访问",
        "home-stale" => "首页不更新",
        "column-stale" => "栏目更新不及时",
        "column-blank" => "空白栏目",
        "column-undated" => "稿件未注明发布时间",
        "guide-incomplete" => "办事指南要素缺失",
        "guide-form-missing" => "办事表格缺失或打不开",
        "typo-serious" => "严重错别字",
        "typo" => "错别字",
        "inquiry-unanswered" => "留言未回应",
        "identity-missing" => "网站标识信息缺失",
        "identity-wrong" => "网站标识信息有误",
        "identity-differs" => "各页面标识信息不一致",
        "name-missing" => "头部未显示网站名称",
        "domain-improper" => "域名不规范",
        "label-missing" => "网页标签缺失",
        "label-wrong" => "标签内容与本网站不符",
        "time-format" => "发布时间格式不规范",
        "annual-report-missing" => "政府网站工作年度报表未公布",
        "link-hidden" => "暗链",
        "link-hijacked" => "外链疑似被劫持",
        "privacy-leak" => "个人信息泄露",
        "interpretation-unlinked" => "政策解读未关联",
        other => other,
    }
}

/// A mode as people call it.
pub(super) fn mode_title(mode: &str) -> &str {
    match mode {
        "daily" => "日读网",
        "monthly" => "月巡查",
        "quarterly" => "季抽查",
        "demo" => "演示",
        other => other,
    }
}
