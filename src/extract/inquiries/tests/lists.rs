//! Lists of messages.

use super::*;
use crate::facts::{InquiryForm, PageKind};
use crate::standard::Channel;

#[test]
fn a_table_with_heads_in_any_order_is_read_by_its_labels() {
    let found = list(
        "<table class='list'><thead><tr><th>序号</th><th>信件标题</th><th>来信时间</th><th>答复单位</th><th>答复时间</th><th>办理状态</th></tr></thead><tbody>\
         <tr><td>1</td><td><a href='/x/11.html' title='关于人行道破损的问题'>关于人行道破…</a></td><td>2026-11-02</td><td>市政科</td><td>2026-11-05</td><td>已回复</td></tr>\
         <tr><td>2</td><td><a href='/x/12.html'>路灯不亮</a></td><td>2026-11-01 08:30</td><td></td><td></td><td><font color='red'>待回复</font></td></tr>\
         <tr><td>3</td><td><a href='/x/13.html'>与本局无关</a></td><td>2026-10-20</td><td>--</td><td>--</td><td>不予受理</td></tr></tbody></table>",
    );
    assert_eq!(found.form, InquiryForm::List);
    assert_eq!(found.channel, Channel::Consultation);
    assert_eq!(
        lines(&found),
        [
            "关于人行道破损的问题 1102 1105 answered",
            "路灯不亮 1101 - open",
            "与本局无关 1020 - closed"
        ]
    );
    assert_eq!(found.items[0].url.as_deref(), Some("http://www.a.gov.cn/x/11.html"));
    assert_eq!(found.items[0].answerer, Fact::Known("市政科".into()));
    assert_eq!(found.items[1].status_word.as_deref(), Some("待回复"));
    let turned = list(
        "<table><tr><td>状态</td><td>留言时间</td><td>主题</td></tr><tr><td>处理中</td><td>2026年9月3日</td><td><a href='a.html'>办证要多久</a></td></tr>\
         <tr><td>已办结</td><td>2026年9月1日</td><td><a href='b.html'>身份证丢了怎么办</a></td></tr></table>",
    );
    assert_eq!(lines(&turned), ["办证要多久 0903 - open", "身份证丢了怎么办 0901 - answered"]);
}

#[test]
fn an_empty_place_of_the_answer_says_something_only_where_others_are_filled() {
    let row = |n: u32, answered: &str| {
        format!("<tr><td><a href='/x/{n}.html'>办事要带什么材料</a></td><td>2026-06-0{n}</td><td>{answered}</td></tr>")
    };
    let head = "<tr><th>标题</th><th>来信日期</th><th>回复日期</th></tr>";
    let some = list(&format!("<table>{head}{}{}</table>", row(1, "2026-06-03"), row(2, "&nbsp;")));
    assert_eq!(
        lines(&some),
        ["办事要带什么材料 0601 0603 answered", "办事要带什么材料 0602 - open"]
    );
    let none = list(&format!("<table>{head}{}{}</table>", row(1, ""), row(2, "")));
    assert_eq!(lines(&none), ["办事要带什么材料 0601 - ?", "办事要带什么材料 0602 - ?"]);
}

#[test]
fn lists_of_items_and_of_blocks_stand_like_tables() {
    let want = ["路灯不亮何时修复 1101 - open", "公园何时开门 1002 1003 answered"];
    for content in [
        // A row of labels in a list of its own.
        "<ul class='tit'><li>标题</li><li>来信时间</li><li>答复时间</li><li>状态</li></ul>\
         <ul class='row'><li><a href='1.html'>路灯不亮何时修复</a></li><li>2026-11-01</li><li></li><li>待回复</li></ul>\
         <ul class='row'><li><a href='2.html'>公园何时开门</a></li><li>2026-10-02</li><li>2026-10-03</li><li>已回复</li></ul>",
        // Labels in a block, rows in a list.
        "<div class='th'><span>主题</span><span>提交时间</span><span>回复时间</span><span>办理状态</span></div>\
         <ul><li><span><a href='1.html'>路灯不亮何时修复</a></span><span>2026-11-01 10:00:00</span><span>-</span><span>办理中</span></li>\
         <li><span><a href='2.html'>公园何时开门</a></span><span>2026-10-02 10:00:00</span><span>2026-10-03 09:00:00</span><span>已办结</span></li></ul>",
        // Blocks in blocks.
        "<div class='box'><div class='head'><div>信件主题</div><div>写信时间</div><div>回复时间</div><div>处理状态</div></div>\
         <div class='body'><div class='tr'><div><a href='1.html'>路灯不亮何时修复</a></div><div>2026/11/01</div><div></div><div>未回复</div></div>\
         <div class='tr'><div><a href='2.html'>公园何时开门</a></div><div>2026/10/02</div><div>2026/10/03</div><div>已回复</div></div></div></div>",
        // The status is a picture.
        "<table><tr><th>标题</th><th>留言日期</th><th>答复日期</th><th>状态</th></tr>\
         <tr><td><a href='1.html'>路灯不亮何时修复</a></td><td>2026-11-01</td><td></td><td><img src='s0.gif' alt='未处理'></td></tr>\
         <tr><td><a href='2.html'>公园何时开门</a></td><td>2026-10-02</td><td>2026-10-03</td><td><img src='s1.gif' alt='已处理'></td></tr></table>",
        // Each row with its own labels.
        "<ul class='mail'><li><h3><a href='1.html'>路灯不亮何时修复</a></h3><p><span>来信时间：2026-11-01 10:00</span><span>办理状态：受理中</span></p></li>\
         <li><h3><a href='2.html'>公园何时开门</a></h3><p><span>来信时间：2026-10-02 10:00</span><span>答复时间：2026-10-03 11:00</span><span>办理状态：已答复</span></p></li></ul>",
        // Labels and values in elements of their own.
        "<div class='item'><a href='1.html'>路灯不亮何时修复</a><div><label>留言时间：</label><em>2026年11月1日</em><label>状态：</label><em>待处理</em></div></div>\
         <div class='item'><a href='2.html'>公园何时开门</a><div><label>留言时间：</label><em>2026年10月2日</em><label>回复时间：</label><em>2026年10月3日</em><label>状态：</label><em>已处理</em></div></div>",
        // No labels at all.
        "<h2>局长信箱</h2><ul><li><a href='1.html'>路灯不亮何时修复</a><span>2026-11-01</span><span>[待回复]</span></li>\
         <li><a href='2.html'>公园何时开门</a><span>2026-10-02</span><span>2026-10-03</span><span>[已回复]</span></li></ul>",
        // Both days in one place.
        "<table><tr><th>标题</th><th>来信/答复时间</th><th>状态</th></tr>\
         <tr><td><a href='1.html'>路灯不亮何时修复</a></td><td>2026-11-01 09:00</td><td>待回复</td></tr>\
         <tr><td><a href='2.html'>公园何时开门</a></td><td>2026-10-02 09:00 至 2026-10-03 17:30</td><td>已回复</td></tr></table>",
        // A word where the day should be, and remarks behind a status.
        "<table><tr><th>标题</th><th>来信时间</th><th>回复时间</th></tr>\
         <tr><td><a href='1.html'>路灯不亮何时修复</a></td><td>2026-11-01</td><td>未回复</td></tr>\
         <tr><td><a href='2.html'>公园何时开门</a></td><td>2026-10-02</td><td>2026-10-03</td></tr></table>",
        "<table><tr><th>工单编号</th><th>诉求标题</th><th>诉求时间</th><th>承办单位</th><th>办结时间</th><th>办理状态</th></tr>\
         <tr><td>GD1</td><td><a href='1.html'>路灯不亮何时修复</a></td><td>2026-11-01</td><td>市政科</td><td></td><td>办理中（已转市政科）</td></tr>\
         <tr><td>GD2</td><td><a href='2.html'>公园何时开门</a></td><td>2026-10-02</td><td>园林科</td><td>2026-10-03</td><td>已办结 2026-10-03</td></tr></table>",
        // 是否回复.
        "<table><tr><th>标题</th><th>来信时间</th><th>回复时间</th><th>是否回复</th></tr>\
         <tr><td><a href='1.html'>路灯不亮何时修复</a></td><td>2026-11-01</td><td></td><td>否</td></tr>\
         <tr><td><a href='2.html'>公园何时开门</a></td><td>2026-10-02</td><td>2026-10-03</td><td>是</td></tr></table>",
    ] {
        let found = list(content);
        assert_eq!(lines(&found), want, "{content}");
        assert_eq!(found.items[1].url.as_deref(), Some("http://www.a.gov.cn/x/2.html"), "{content}");
    }
}

#[test]
fn a_row_that_is_a_link_as_a_whole_keeps_its_title_apart() {
    let want = ["路灯不亮：何时修复？ 1101 1103 answered", "公园何时开门 1002 1003 answered"];
    for row in [
        "<li><a href='javascript:;'><p>T</p><span>[提交时间：A]</span><span>回复人：O</span><span>[回复时间：B]</span></a></li>",
        "<li><a href='1.html'><h4>T</h4><p>来信时间：A</p><p>答复单位：O</p><p>答复时间：B</p></a></li>",
        "<li><a href='1.html'>T <em>提交时间：A</em> <em>回复单位：O</em> <em>回复时间：B</em></a></li>",
        "<li><a href='1.html'><i>已回复</i><b>T</b><span>来信时间：A</span><span>回复单位：O</span><span>回复时间：B</span></a></li>",
        "<li><a href='1.html'>T</a><span>[提交时间：A]</span><span>回复人：O</span><span>[回复时间：B]</span></li>",
    ] {
        let of = |title: &str, asked: &str, office: &str, answered: &str| {
            let row = row.replace('T', title).replace('A', asked);
            row.replace('O', office).replace('B', answered)
        };
        let rows = [
            of("路灯不亮：何时修复？", "2026-11-01", "鹭岛市民委编辑", "2026-11-03"),
            of("公园何时开门", "2026-10-02", "李编辑", "2026-10-03"),
        ];
        let found = list(&format!("<ul>{}</ul>", rows.concat()));
        assert_eq!(lines(&found), want, "{row}");
        let offices = [&found.items[0].answerer, &found.items[1].answerer];
        assert_eq!(offices, [&Fact::Known("鹭岛市民委".into()), &Fact::Known(String::new())], "{row}");
    }
}

#[test]
fn questions_written_out_with_their_answers_are_a_list() {
    let found = list(
        "<div class='qa'><p>留言标题：办证要多久</p><p>留言时间：2026-10-08 10:00　网友：张某某</p><p>留言内容：请问办证要多久？</p><p>回复：您好，办证需要五个工作日。</p><p>回复时间：2026-10-09</p></div>\
         <div class='qa'><p>留言标题：周末办公吗</p><p>留言时间：2026-09-08 10:00　网友：李某某</p><p>留言内容：请问周末办公吗？</p><p>回复：暂无回复</p><p>回复时间：</p></div>",
    );
    assert_eq!(lines(&found), ["办证要多久 1008 1009 answered", "周末办公吗 0908 - open"]);
    let json = serde_json::to_string(&found).unwrap();
    assert!(
        !json.contains("张某") && !json.contains("李某"),
        "names of people are never kept: {json}"
    );
}

#[test]
fn what_should_be_a_date_and_is_none_is_kept_as_it_stands() {
    let found = list(
        "<table><tr><th>标题</th><th>来信时间</th><th>回复时间</th><th>状态</th></tr>\
         <tr><td><a href='1.html'>路灯不亮何时修复</a></td><td>0000-00-00</td><td></td><td>待回复</td></tr>\
         <tr><td><a href='2.html'>公园何时开门</a></td><td>2026-10-02</td><td>0000-00-00 00:00:00</td><td>待回复</td></tr></table>",
    );
    assert_eq!(found.items[0].asked.known(), None);
    assert_eq!(found.items[0].no_dates, ["来信时间 0000-00-00"]);
    assert_eq!(found.items[1].no_dates, ["回复时间 0000-00-00 00:00:00"]);
    assert!(found.items.iter().all(|m| m.status == OPEN));
}

#[test]
fn other_lists_are_no_messages() {
    for (column, content) in [
        (
            "通知公告",
            "<ul><li><a href='1.html'>关于做好群众来信办理工作的通知</a><span>2026-11-01</span></li><li><a href='2.html'>关于答复时间的通知</a><span>2026-10-01</span></li></ul>",
        ),
        (
            "办件公示",
            "<table><tr><th>事项名称</th><th>申请时间</th><th>办结时间</th><th>状态</th></tr><tr><td>居住证申领</td><td>2026-11-01</td><td>2026-11-03</td><td>已办结</td></tr></table><p>如有咨询请来电</p>",
        ),
        (
            "招标公告",
            "<ul><li><a href='1.html'>信息化项目招标公告</a><span>2026-11-01</span><span>办理中</span></li><li><a href='2.html'>物业服务招标公告</a><span>2026-10-01</span><span>已完成</span></li></ul><p>咨询电话：0592-1</p>",
        ),
        (
            "办事指南",
            "<table><tr><td>办理时间</td><td>工作日9:00—17:00</td></tr><tr><td>受理部门</td><td>户政科</td></tr><tr><td>咨询方式</td><td>0592-1234567</td></tr><tr><td>办理结果</td><td>居住证</td></tr></table>",
        ),
        (
            "局长信箱",
            "<form><table><tr><td>来信标题：</td><td><input name='t'></td></tr><tr><td>来信人：</td><td><input name='n'></td></tr><tr><td>来信内容：</td><td><textarea></textarea></td></tr></table></form>",
        ),
        (
            "工作动态",
            "<h1>我局开展群众来信答复工作</h1><div>发布时间：2026-11-02　来源：办公室</div><p>近日，我局集中答复群众来信，答复时间比规定缩短三天。</p>",
        ),
    ] {
        let page = page(column, column, content);
        assert_eq!(page.inquiries, None, "{column}");
        assert!(!matches!(page.kind, PageKind::Reply), "{column}");
    }
}

#[test]
fn five_thousand_messages_are_counted_and_the_unanswered_kept() {
    let rows: String = (0..5_000)
        .map(|i| {
            let (day, status) = if i % 500 == 3 {
                ("", "待回复")
            } else {
                ("2026-10-03", "已回复")
            };
            format!("<tr><td><a href='{i}.html'>第{i}封来信的标题</a></td><td>2026-10-01</td><td>{day}</td><td>{status}</td></tr>")
        })
        .collect();
    let found = list(&format!(
        "<table><tr><th>标题</th><th>来信时间</th><th>答复时间</th><th>状态</th></tr>{rows}</table>"
    ));
    assert_eq!((found.seen, found.items.len()), (5_000, InquiriesOnPage::KEPT));
    assert_eq!(found.items.iter().filter(|m| m.is_answered() == Some(false)).count(), 10);
}
