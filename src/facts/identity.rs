//! Who a site says it is, at the top and at the foot of a page, and on all its pages together.

use serde::{Deserialize, Serialize};

use super::{Extent, Why};
use crate::standard::IdentityPart;

/// Identity facts of a page's footer. Numbers are as printed, white space folded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FooterFacts {
    /// 网站标识码 (ten digits for a site).
    pub site_code: Option<String>,
    /// ICP 备案号, each as printed (`豫ICP备15021526号-1`).
    pub icp: Vec<String>,
    /// 公安备案号, each as printed (`豫公网安备 41142402000535号`).
    pub police: Vec<String>,
    /// 主办单位.
    pub sponsor: Option<String>,
    /// Telephone, mail or postal address given as contact.
    pub contact: Option<String>,
    /// Every 网站标识码 the footer prints, `site_code` among them.
    #[serde(default)]
    pub site_codes: Vec<String>,
    /// What stands behind the label of a number and has not its form, as printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub malformed: Vec<String>,
    /// Whether 党政机关网站标识 is there: its link, picture or script.
    #[serde(default)]
    pub mark: bool,
    /// Whether the police record is there as a link with its number in the address only.
    #[serde(default)]
    pub police_link: bool,
    /// Whether the entry “我为政府网站找错” is there.
    #[serde(default)]
    pub find_errors: bool,
    /// Whether a link to the site map is there.
    #[serde(default)]
    pub site_map: bool,
    /// Parts of which something is there that may or may not be enough (版权所有 without 主办单位).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubtful: Vec<IdentityPart>,
    /// Whether any text of a footer was seen.
    #[serde(default)]
    pub seen: bool,
    /// Why part of the footer may stand where it is not read: written by a script of its own, in a frame, in a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beyond: Option<Why>,
}

impl FooterFacts {
    /// Whether a part of the identity is there. A number of the wrong form is there, if wrong.
    pub fn has(&self, part: IdentityPart) -> bool {
        let malformed = |label: &str| self.malformed.iter().any(|m| m.contains(label));
        match part {
            IdentityPart::Mark => self.mark,
            IdentityPart::SiteCode => self.site_code.is_some() || malformed("标识码"),
            IdentityPart::Icp => !self.icp.is_empty() || malformed("IPC"),
            IdentityPart::Police => !self.police.is_empty() || self.police_link,
            IdentityPart::Sponsor => self.sponsor.is_some(),
            IdentityPart::Contact => self.contact.is_some(),
            IdentityPart::FindErrors => self.find_errors,
            IdentityPart::SiteMap => self.site_map,
        }
    }
}

/// The top of a page, where the name of the site belongs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeaderFacts {
    /// Its visible text, at most 300 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// What its pictures say of themselves (`alt`, `title`), at most eight.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<String>,
    /// Whether it holds a picture, or room for one, that says nothing of itself.
    #[serde(default)]
    pub mute: bool,
}

/// What all pages of a site together say of its identity.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteIdentity {
    /// The site codes printed in footers, most frequent first.
    pub codes: Vec<Printed>,
    /// The ICP numbers printed in footers, most frequent first.
    pub icp: Vec<Printed>,
    /// Links and headings that name a yearly report of the website.
    pub reports: Vec<YearlyReport>,
    /// How much of the site was read.
    pub extent: Extent,
}

/// A number that footers print.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printed {
    /// As printed.
    pub value: String,
    /// On how many pages.
    pub pages: u64,
    /// The first of them by address.
    pub page: String,
}

/// A yearly report of a website (政府网站工作年度报表), as a link or a heading names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearlyReport {
    /// The words.
    pub text: String,
    /// The years in the words.
    pub years: Vec<i16>,
    /// The page it was seen on.
    pub page: String,
    /// Whether it stands on the main site of the group rather than on this one.
    pub elsewhere: bool,
}
