//! The words that tell what a long number is.

/// Whether any of the words stands in the text.
pub(super) fn any_of(text: &str, words: &[&str]) -> bool {
    words.iter().any(|w| text.contains(w))
}

/// A number behind these is an identity number.
pub(super) const IDENTITY: &[&str] = &["身份证", "身份号", "公民身份", "身份证件", "证件号", "证件码", "居民证"];

/// A number of eighteen digits behind these is something else, even where by chance it has a birthday and a check digit:
/// building permits, projects, plots and orders are numbered by region and day.
pub(super) const NO_IDENTITY: &[&str] = &[
    "许可", "编号", "编码", "文号", "代码", "项目", "备案", "订单", "单号", "流水", "条码", "条形码", "专利", "税号", "纳税", "准考", "学号",
    "学籍", "考号", "报名号", "报名序号", "ISBN", "发票", "合同", "案号", "登记", "证书", "批准", "图号", "宗地", "不动产", "地块", "产权", "批号",
    "序列", "设备", "型号", "坐标", "经度", "纬度", "标识码", "凭证", "运单", "工单", "受理号", "业务号", "户号", "表号", "报告号", "批次",
];

/// Words of forms that show how to fill in: the person may be invented.
pub(super) const EXAMPLE: &[&str] = &["示例", "样例", "样表", "样本", "例如", "范例", "范本", "模板", "填写说明", "填表说明", "填表示", "虚构", "（例）", "(例)"];

/// Heads of a column of names of persons.
pub(super) const NAME_HEADS: &[&str] = &[
    "姓名", "名字", "户主", "申请人", "获奖人", "考生", "学员", "学生", "家长", "村民", "居民", "农户", "养殖户", "种植户", "受益人", "补贴对象",
    "保障对象", "低保对象", "救助对象", "领取人", "人员", "家庭成员", "承租人", "残疾人", "老人", "当事人",
];

/// Heads of a column of telephone numbers.
pub(super) const PHONE_HEADS: &[&str] = &["电话", "手机", "联系方式", "号码", "电话号"];

/// Heads and titles of lists that name people in their office, whose numbers are meant to be public.
pub(super) const OFFICE: &[&str] = &[
    "单位", "部门", "职务", "职位", "职责", "科室", "机构", "联系人", "负责人", "责任人", "企业", "公司", "服务", "值班", "河长", "湖长", "林长", "路长",
    "田长", "段长", "网格", "驻村", "工作队", "帮扶", "主任", "书记", "校长", "园长", "所长", "站长", "警官", "民警", "辅警", "律师", "调解员", "仲裁",
    "公证", "医生", "医院", "诊所", "药店", "门店", "店名", "商户", "经营", "网点", "窗口", "通讯录", "名录", "联系表", "一览表", "热线", "咨询",
    "监督", "举报", "受理", "办公", "技师", "教练", "驾校", "开锁", "导游", "志愿", "专家", "合作社", "家庭农场", "管理员", "联络员", "安全员",
    "巡查员", "指导员", "信息员", "审批", "包保", "挂钩", "联系领导", "代表", "委员", "会员",
];

/// Titles of lists of private persons.
pub(super) const PRIVATE_LISTS: &[&str] = &[
    "低保", "最低生活保障", "特困", "五保", "救助", "补贴", "补助", "公租房", "廉租", "保障性住房", "住房保障", "经济适用", "中签", "摇号", "抽签",
    "抽奖", "中奖", "获奖", "残疾", "贫困", "脱贫", "低收入", "慰问", "危房", "直补", "优抚", "抚恤", "退役", "录取", "录用", "招聘", "招录", "面试",
    "笔试", "体检", "考察", "考试", "成绩", "报名", "入围", "学位", "入学", "积分", "落户", "失业", "养老", "高龄", "计划生育", "奖扶", "助学",
    "资助", "移民", "拆迁", "征收", "安置", "选房", "认定名单", "花名册",
];

/// A number behind these is that of a bank card or account.
pub(super) const BANK: &[&str] = &["银行卡", "卡号", "账号", "帐号", "银行账", "银行帐", "开户", "一卡通", "存折", "社保卡"];

/// Accounts that are meant to be public: of agencies, companies, collections.
pub(super) const PUBLIC_ACCOUNT: &[&str] = &[
    "对公", "单位", "缴费", "缴款", "缴纳", "专户", "财政", "国库", "公司", "企业", "中心", "委员会", "局", "学校", "大学", "学院", "医院", "法院",
    "检察院", "政府", "基金", "协会", "学会", "慈善", "红十字", "捐", "保证金", "罚款", "罚没", "指定账", "收款", "汇款", "汇入", "转账", "标书", "工会",
    "社区", "村民委", "合作社", "党费", "公安", "税",
];

/// Whether a cell holds the name of a person and nothing else.
pub(super) fn is_name(cell: &str) -> bool {
    let name: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
    let length = name.chars().filter(|c| *c != '·').count();
    let han = name.chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c) || matches!(c, '·' | '*' | '某' | '×'));
    han && (2..=4).contains(&length) || han && name.contains('·') && length <= 15
}
