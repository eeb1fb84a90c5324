//! Whether a link leads to a system in which things are applied for or looked up (在线申报或查询系统), by its words.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use crate::facts::{Link, LinkFrom, names_document, names_image};
use crate::finding::{Key, Shape};
use crate::lexicon::{NOT_A_SYSTEM, Words};

/// Marks of the evidence: the tables count a document that cannot be had, and an online system that does not open, each in its
/// own way.
pub(crate) const ATTACHMENT: Key = Key::for_programs("attachment", Shape::Flag);
pub(crate) const SYSTEM: Key = Key::for_programs("system", Shape::Flag);

/// Longer texts are titles of articles about such systems: 关于做好网上申报工作的通知.
const LONGEST_NAME: usize = 20;

/// The shortest are of three characters (我要办), three bytes each.
const SHORTEST_NAME: usize = 9;

/// What such systems are called.
static NAMES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        "(?:在线|网上|线上|掌上|网络|自助)(?:申报|申请|办理|办事|预约|报名|受理|填报|审批|缴费|缴款|查询|服务)|",
        "(?:网上|在线|政务)(?:办事|政务|服务)?(?:大厅|平台|服务网)|办事大厅|服务大厅|一网通办|一件事|我要办|立即办理|在线注册|",
        "(?:申报|申请|办理|办事|审批|预约|报名|受理|填报|查询|登记|备案|许可|缴费|服务|管理)(?:系统|平台|入口)|",
        "(?:进度|办件|结果|状态|受理|违法|违章|许可|证件|证照|信用|企业|成绩|档案|信息|数据|户籍|签证|车辆|驾驶证|一键|综合)查询"
    ))
    .expect("a constant regex")
});

/// Marks of sentences and titles.
const MARKS: &[char] = &['，', '。', '！', '？', '、', '：', '；', '《', '》'];

/// Names of articles, of talks with the public, and of guides on how to use such a system.
fn speaks_of_one(name: &str) -> bool {
    static WORDS: Words = Words::of(NOT_A_SYSTEM);
    name.contains(MARKS) || WORDS.any_in(name)
}

/// Whether a link leads to a document.
pub(crate) fn leads_to_document(link: &Link, target: &str) -> bool {
    link.from == LinkFrom::Attachment || names_document(target)
}

/// Whether the link is one to such a system.
pub(crate) fn leads_to_system(link: &Link, target: &str) -> bool {
    // Every living link is asked: of most the length tells it, and nothing is copied.
    if link.from.is_resource() || !(SHORTEST_NAME..=6 * LONGEST_NAME).contains(&link.text.len()) {
        return false;
    }
    if link.text.chars().filter(|c| !c.is_whitespace()).nth(LONGEST_NAME).is_some() {
        return false;
    }
    let name = if link.text.contains(char::is_whitespace) {
        Cow::Owned(link.text.split_whitespace().collect::<String>())
    } else {
        Cow::Borrowed(link.text.as_str())
    };
    let named = NAMES.is_match(&name) && !speaks_of_one(&name);
    named && !names_document(target) && !names_image(target)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing;

    fn system(address: &str, text: &str) -> bool {
        let link = testing::link(address, text);
        leads_to_system(&link, address)
    }

    #[test]
    fn systems_are_known_by_their_names() {
        for text in [
            "在线申报",
            "网上办事大厅",
            "办件进度查询",
            "进度查询",
            "在线办理",
            "出入境证件网上预约",
            "交通违法查询",
            "居住证申报系统",
            "原办事系统3",
            "福建省网上办事大厅",
            "政务服务网",
        ] {
            assert!(system("/x/", text), "{text}");
        }
    }

    #[test]
    fn articles_about_systems_documents_and_talks_are_none() {
        for text in [
            "关于开通网上申报系统的通知",
            "网上申报操作指南",
            "我局网上办事大厅上线",
            "在线访谈",
            "在线咨询",
            "网上调查",
            "网上信箱",
            "机构设置",
            "系统内党建",
            "",
        ] {
            assert!(!system("/x/", text), "{text}");
        }
        assert!(!system("/x/sbxt.doc", "在线申报"));
        assert!(!system("/x/sbxt.png", "在线申报"));
    }
}
