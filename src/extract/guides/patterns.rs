//! Headings that stand in no table but are made like those that do, and questions that stand for headings.

use std::sync::LazyLock;

use regex::Regex;

use super::labels::Label;
use crate::standard::GuideElement;

static AFFIXED: LazyLock<Vec<(Regex, Option<GuideElement>)>> = LazyLock::new(|| {
    use GuideElement as E;
    let table: &[(&str, Option<E>)] = &[
        (
            "(?:咨询|联系|服务).{0,4}(?:投诉|监督).{0,2}(?:电话|方式|热线)$|(?:投诉|监督).{0,2}(?:咨询|联系).{0,2}(?:电话|方式|热线)$",
            Some(E::Phone),
        ),
        (
            "(?:投诉|监督|举报|救济|复议|纪检|廉政).{0,4}(?:电话|方式|渠道|途径|机构|部门|单位|热线|地址|邮箱|信箱|流程|程序|网址)$",
            None,
        ),
        (
            "(?:传真|时限|期限|有效期|邮编|邮箱|网址|进度查询|结果查询|结果名称|样本|样表|表格下载|附件下载)$",
            None,
        ),
        ("(?:电话|(?:服务|咨询|联系)热线|(?:咨询|联系)方式|联系号码)$", Some(E::Phone)),
        (
            "(?:应当?|须|需要?|必须|所需?|要|请)(?:的|要)?(?:提交|提供|携带|准备|报送|递交|出具|带|交验?|具备)?的?(?:申请|申报|相关|有关|证明|书面|主要|全部|基本)?(?:材料|资料|证件|文件|手续|要件)(?:清单|目录|要求|如下|包括)?$",
            Some(E::Materials),
        ),
        (
            "^(?:申请|申报|办理|申领|报名|登记|备案|受理|审批|变更|注销|补办|换领|换发|年检|年审|补领|提交|提供|报送|携带|上报|递交).{0,6}(?:材料|资料|证件|要件|手续)(?:清单|目录|要求|如下|一览)?$",
            Some(E::Materials),
        ),
        ("(?:流程|程序|步骤)(?:图|说明|如下|介绍)?$", Some(E::Procedure)),
        ("条件(?:要求|如下)?$", Some(E::Conditions)),
        (
            "^(?:申请|办理|申报|申领|受理|报名|适用|补贴|补助|救助|扶持|资助|奖励|领取|享受|保障).{0,4}(?:对象|范围|资格|主体)$",
            Some(E::Conditions),
        ),
        (
            "^(?:办理|受理|办公|办事|申请|申报|申领|报名|咨询|窗口|服务|报送|提交|领取|现场|线下|大厅|中心|行政服务|政务服务).{0,6}(?:地点|地址|场所|位置)$",
            Some(E::Place),
        ),
        (
            "^(?:办理|受理|办公|办事|工作|上班|服务|对外|窗口|接待|开放|营业|接件|现场|夏季|冬季).{0,6}时间$",
            Some(E::Hours),
        ),
        (
            "(?:法律|法规|政策|设定|设立|审批|许可|办理|实施|法定|文件|行政).{0,6}依据$",
            Some(E::Basis),
        ),
        (
            "^(?:行政许可|行政审批)?(?:申请)?(?:办理|受理|实施|承办|审批|决定|审核|许可|责任|主管|经办|发证|登记|执行|具体).{0,4}(?:机构|机关|部门|单位|主体|处室|科室|股室)(?:名称)?$",
            Some(E::Agency),
        ),
        (
            "^(?:办理|办证|办事|行政|事业性|行政事业性|服务|证照|申请|报名|考试|是否|有无)?(?:收费|费用)(?:标准|情况|金额|说明|信息|及标准|项目)?$",
            Some(E::Fees),
        ),
    ];
    table
        .iter()
        .map(|(pattern, element)| (Regex::new(pattern).expect("a constant regex"), *element))
        .collect()
});

/// Headings made like those of the tables: 车管所窗口联系电话, 申请人须提交的材料.
pub(super) fn affixed(word: &str) -> Option<Label> {
    if word.chars().count() > 14 || word.contains([',', '。', ';', '!', ':', '《', '%']) {
        return None;
    }
    // 符合法定条件, 按规定程序, 无需材料, 见办理流程: what stands behind a heading, not a heading.
    if word.starts_with([
        '符', '满', '按', '依', '经', '见', '无', '不', '未', '免', '详', '凭', '参', '已', '同', '以', '在', '到', '由', '其', '通', '可',
    ]) {
        return None;
    }
    let (_, element) = AFFIXED.iter().find(|(pattern, _)| pattern.is_match(word))?;
    Some(element.map_or(Label::OTHER, Label::one))
}

static QUESTIONS: LazyLock<Vec<(Regex, Option<GuideElement>)>> = LazyLock::new(|| {
    use GuideElement as E;
    let table: &[(&str, Option<E>)] = &[
        ("多长时间|多久|几天|几个工作日|有效期|什么是|何谓|投诉|监督|是什么意思", None),
        (
            "(?:什么|哪些|何种|啥)(?:样的)?条件|条件(?:是|有|为|包括)?(?:什么|哪些)|(?:哪些人|什么人|谁|哪些(?:企业|单位|对象|群体)).{0,6}(?:可以|可|能|能够|需要?|应当?)",
            Some(E::Conditions),
        ),
        (
            "(?:什么|哪些|何种|啥)(?:申请|申报|证明|相关|样的)?(?:材料|资料|证件|手续|文件|证明|东西)|(?:材料|资料|证件|手续)(?:是|有|为|包括)?(?:什么|哪些)",
            Some(E::Materials),
        ),
        ("(?:哪里|哪儿|何处|什么地方|哪个(?:部门|窗口|地方|单位)|哪些地方)", Some(E::Place)),
        ("(?:什么时候|什么时间|何时|哪些时间|几点)", Some(E::Hours)),
        ("(?:收费|费用|多少钱|要钱|缴费|交费)", Some(E::Fees)),
        ("(?:法律|政策|法规)?依据(?:是|有|为)?(?:什么|哪些)", Some(E::Basis)),
        ("(?:电话|咨询).{0,8}(?:多少|什么|哪)", Some(E::Phone)),
        (
            "(?:如何|怎么|怎样|怎么样).{0,10}(?:办|申|领|报|登记|补|换)|(?:流程|程序|步骤)",
            Some(E::Procedure),
        ),
    ];
    table
        .iter()
        .map(|(pattern, element)| (Regex::new(pattern).expect("a constant regex"), *element))
        .collect()
});

/// What a question used as a heading asks for: 需要提供哪些资料？
pub(super) fn read_question(flat: &str) -> Option<Label> {
    let chars = flat.chars().count();
    if !(4..=40).contains(&chars) || flat.contains(['。', ';']) {
        return None;
    }
    let (_, element) = QUESTIONS.iter().find(|(pattern, _)| pattern.is_match(flat))?;
    Some(element.map_or(Label::OTHER, Label::one))
}

#[cfg(test)]
mod tests {
    use super::super::labels::flatten;
    use super::*;
    use GuideElement as E;

    #[test]
    fn questions_are_headings() {
        let ask = |q: &str| read_question(&flatten(q)).map(|l| l.elements);
        assert_eq!(ask("符合什么条件才能申领？"), Some(vec![E::Conditions]));
        assert_eq!(ask("需要提供哪些资料？"), Some(vec![E::Materials]));
        assert_eq!(ask("在哪里办理？"), Some(vec![E::Place]));
        assert_eq!(ask("如何申领？"), Some(vec![E::Procedure]));
        assert_eq!(ask("多长时间可以办好？"), Some(vec![]));
        assert_eq!(ask("天气很好"), None);
    }

    #[test]
    fn what_stands_behind_a_heading_is_no_heading() {
        for value in ["不收费", "符合法定条件", "按规定程序", "无需材料", "出入监督公开办理", "见办理流程"] {
            assert_eq!(affixed(value), None, "{value}");
        }
        for agency in ["行政许可申请受理机关", "申请决定机关", "行政许可决定机关"] {
            assert_eq!(affixed(agency).map(|l| l.elements), Some(vec![E::Agency]), "{agency}");
        }
        assert_eq!(affixed("办证费用").map(|l| l.elements), Some(vec![E::Fees]));
    }
}
