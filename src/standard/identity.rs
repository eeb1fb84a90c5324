//! What the foot of a page must say of its site.

use serde::{Deserialize, Serialize};

/// One part of the identity in a footer: the six of 国办秘函〔2019〕19号 (网站标识), the entry for reports of errors
/// (“我为政府网站找错”), and the site map, which local bulletins ask for. Serialised under its Chinese name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum IdentityPart {
    /// 党政机关网站标识
    #[serde(rename = "党政机关网站标识")]
    Mark,
    /// 网站标识码
    #[serde(rename = "网站标识码")]
    SiteCode,
    /// ICP备案编号
    #[serde(rename = "ICP备案编号")]
    Icp,
    /// 公安机关备案标识
    #[serde(rename = "公安机关备案标识")]
    Police,
    /// 网站主办单位
    #[serde(rename = "网站主办单位")]
    Sponsor,
    /// 联系方式
    #[serde(rename = "联系方式")]
    Contact,
    /// “我为政府网站找错”入口
    #[serde(rename = "“我为政府网站找错”入口")]
    FindErrors,
    /// 网站地图
    #[serde(rename = "网站地图")]
    SiteMap,
}

impl IdentityPart {
    /// Every part, in the order of the table.
    pub const ALL: &[IdentityPart] = &[
        IdentityPart::Mark,
        IdentityPart::SiteCode,
        IdentityPart::Icp,
        IdentityPart::Police,
        IdentityPart::Sponsor,
        IdentityPart::Contact,
        IdentityPart::FindErrors,
        IdentityPart::SiteMap,
    ];

    /// The part as evidence and tables of indicators name it.
    pub fn id(self) -> &'static str {
        match self {
            IdentityPart::Mark => "mark",
            IdentityPart::SiteCode => "site_code",
            IdentityPart::Icp => "icp",
            IdentityPart::Police => "police",
            IdentityPart::Sponsor => "sponsor",
            IdentityPart::Contact => "contact",
            IdentityPart::FindErrors => "find_errors",
            IdentityPart::SiteMap => "site_map",
        }
    }

    /// The part as the official texts call it.
    pub fn chinese(self) -> &'static str {
        match self {
            IdentityPart::Mark => "党政机关网站标识",
            IdentityPart::SiteCode => "网站标识码",
            IdentityPart::Icp => "ICP备案编号",
            IdentityPart::Police => "公安机关备案标识",
            IdentityPart::Sponsor => "网站主办单位",
            IdentityPart::Contact => "联系方式",
            IdentityPart::FindErrors => "“我为政府网站找错”入口",
            IdentityPart::SiteMap => "网站地图",
        }
    }
}

/// The characters that record numbers (ICP备案, 公安备案) begin with: one a province, by either of its short names.
pub(crate) const RECORD_PROVINCES: &str = "京津沪渝冀豫云滇辽黑湘皖鲁新兵苏浙赣鄂桂甘陇晋蒙陕秦吉闽贵黔粤青藏川蜀宁琼";

/// Whether a text is a 网站标识码: ten digits, the first two a province of 国标 2260 (31 of them, and 71, 81, 82); for
/// departments of the State Council `bm` and eight digits, for the construction corps of 新疆 `bt`.
pub(crate) fn is_site_code(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if lower.len() != 10 || !lower.is_ascii() {
        return false;
    }
    let (head, tail) = lower.split_at(2);
    match head {
        "bm" | "bt" => digits(tail),
        _ => {
            let province = head.parse::<u8>().unwrap_or(0);
            let known = matches!(province, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81 | 82);
            digits(tail) && known
        }
    }
}

/// Whether a text names the yearly report of a website (政府网站工作年度报表). That of those who supervise websites
/// (政府网站监管年度报表) is another.
pub(crate) fn names_yearly_report(text: &str) -> bool {
    let table = text.contains("报表") && text.contains('年');
    // Some call it a report; that on openness (政府信息公开工作年度报告) is another too.
    let report = (text.contains("年度报告") || text.contains("年报")) && !text.contains("信息公开");
    text.contains("网站") && (table || report) && (text.contains("工作") || !text.contains("监管"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_code_begins_with_a_province_or_a_department() {
        for good in [
            "3502000019",
            "4400000089",
            "6204020001",
            "bm05000001",
            "BM05000001",
            "bt10000031",
            "3599000001",
        ] {
            assert!(is_site_code(good), "{good}");
        }
        for bad in [
            "350200001",
            "35020000190",
            "9902000019",
            "0000000000",
            "1602000019",
            "xx05000001",
            "bm0500000x",
            "网站标识",
        ] {
            assert!(!is_site_code(bad), "{bad}");
        }
    }

    #[test]
    fn the_report_of_the_supervisor_is_another() {
        for yes in [
            "政府网站工作年度报表（2025年度）",
            "2025年度政府网站工作报表",
            "2025年政府网站工作、监管年度报表",
            "网站年报",
        ] {
            assert!(names_yearly_report(yes), "{yes}");
        }
        for no in [
            "2025年政府网站监管年度报表",
            "政府信息公开工作年度报告",
            "2025年度部门决算报表",
            "政府网站信息公开工作年度报告",
        ] {
            assert!(!names_yearly_report(no), "{no}");
        }
    }

    #[test]
    fn parts_are_stored_under_their_names() {
        for part in IdentityPart::ALL {
            assert_eq!(serde_json::to_value(part).unwrap(), part.chinese());
        }
    }
}
