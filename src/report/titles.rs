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
        "inquiry-undisclosed" => "留言公开要素不全",
        "inquiry-stale" => "留言公开更新不及时",
        "identity-missing" => "网站标识信息缺失",
        "label-missing" => "网页标签缺失",
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
