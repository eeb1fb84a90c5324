//! Words for pages that nobody reads: the same for the same seed, different from page to page.

/// What sentences are made of.
const WORDS: [&str; 56] = [
    "全市公安机关",
    "各派出所",
    "社区民警",
    "巡特警",
    "户籍窗口",
    "出入境大厅",
    "车管所",
    "反诈中心",
    "网格员",
    "志愿者",
    "认真贯彻",
    "深入推进",
    "持续优化",
    "全面落实",
    "稳步提升",
    "有序开展",
    "联合组织",
    "及时通报",
    "主动对接",
    "集中整治",
    "会议精神",
    "重点工作",
    "办理流程",
    "服务效能",
    "便民措施",
    "专项行动",
    "消防检查",
    "夜间巡逻",
    "校园安全",
    "走访慰问",
    "居住证",
    "身份证",
    "驾驶证",
    "护照",
    "户口簿",
    "电动自行车",
    "大型车辆",
    "旅馆业",
    "剧毒物品",
    "无人机",
    "在早晚高峰",
    "在节日期间",
    "在辖区内",
    "在一周之内",
    "按照要求",
    "根据安排",
    "结合实际",
    "对照清单",
    "面向群众",
    "依托平台",
    "收到良好效果",
    "得到群众好评",
    "形成工作合力",
    "堵住安全漏洞",
    "减少跑动次数",
    "保持平稳态势",
];

/// A number that looks like chance, of a seed and a number: Steele and Lea's splitmix64.
pub(super) fn draw(seed: u64, n: u64) -> u64 {
    let state = seed.wrapping_add(n.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// So many words, without an end.
pub(super) fn words(seed: u64, count: u64) -> String {
    (0..count).map(|nth| WORDS[draw(seed, nth) as usize % WORDS.len()]).collect()
}

/// The paragraphs that articles are put together from.
pub(super) fn paragraphs(seed: u64) -> Vec<String> {
    let paragraph = |nth: u64| {
        let seed = draw(seed, nth);
        (0..3 + seed % 4)
            .map(|s| words(draw(seed, s), 5 + (seed >> 8) % 5) + "。")
            .collect()
    };
    (0..400).map(paragraph).collect()
}
