//! Pages of single messages.

use super::*;
use crate::facts::{InquiryForm, PageKind, Why};
use crate::standard::Channel;

fn message(content: &str) -> InquiryFacts {
    let page = page("局长信箱", "路灯不亮何时修复", content);
    assert_eq!(page.kind, PageKind::Reply, "{content}");
    let found = page.inquiries.unwrap_or_else(|| panic!("no message on {content}"));
    assert_eq!((found.form, found.items.len()), (InquiryForm::Message, 1), "{content}");
    found.items.into_iter().next().unwrap()
}

const QUESTION: &str = "我家门口的路灯已经三天不亮，请问何时修复？";
const ANSWER: &str = "您好！您反映的路灯已于昨日修复，感谢您的关注。";

/// The layouts: what each writes for asked, answered, office and answer.
fn layouts(asked: &str, answered: &str, office: &str, answer: &str) -> Vec<String> {
    vec![
        // TRS: a table of two columns.
        format!(
            "<h1>路灯不亮何时修复</h1><table class='xj'><tr><th>来信人</th><td>张某某</td></tr><tr><th>来信时间</th><td>{asked}</td></tr><tr><th>来信内容</th><td>{QUESTION}</td></tr>\
             <tr><th>答复单位</th><td>{office}</td></tr><tr><th>答复时间</th><td>{answered}</td></tr><tr><th>答复内容</th><td>{answer}</td></tr></table>"
        ),
        // Four columns.
        format!(
            "<table><tr><td>留言标题：</td><td colspan='3'>路灯不亮何时修复</td></tr><tr><td>留言人：</td><td>张某某</td><td>留言时间：</td><td>{asked}</td></tr>\
             <tr><td>留言内容：</td><td colspan='3'>{QUESTION}</td></tr><tr><td>回复单位：</td><td>{office}</td><td>回复时间：</td><td>{answered}</td></tr><tr><td>回复内容：</td><td colspan='3'>{answer}</td></tr></table>"
        ),
        // Definition lists.
        format!(
            "<h2>路灯不亮何时修复</h2><dl><dt>写信人</dt><dd>张某某</dd><dt>写信时间</dt><dd>{asked}</dd><dt>来信内容</dt><dd>{QUESTION}</dd><dt>办理单位</dt><dd>{office}</dd><dt>办结时间</dt><dd>{answered}</dd><dt>办理结果</dt><dd>{answer}</dd></dl>"
        ),
        // Labels in spans.
        format!(
            "<div class='t'>路灯不亮何时修复</div><div class='i'><span class='l'>提交时间：</span><span>{asked}</span><span class='l'>姓名：</span><span>张某某</span></div><div class='c'><span class='l'>咨询内容：</span><p>{QUESTION}</p></div>\
             <div class='i'><span class='l'>答复部门：</span><span>{office}</span><span class='l'>答复日期：</span><span>{answered}</span></div><div class='c'><span class='l'>答复内容：</span><p>{answer}</p></div>"
        ),
        // Headings over blocks.
        format!(
            "<div class='con'><h3>来信信息</h3><ul><li>标　　题：路灯不亮何时修复</li><li>来 信 人：张某某</li><li>来信日期：{asked}</li></ul><h3>来信内容</h3><div>{QUESTION}</div><h3>回复内容</h3><div>{answer}</div>\
             <ul><li>回复单位：{office}</li><li>回复日期：{answered}</li></ul></div>"
        ),
        // Lines of one paragraph.
        format!(
            "<p>信件标题：路灯不亮何时修复<br>来信人：张某某　来信时间：{asked}<br>信件内容：{QUESTION}<br>受理单位：{office}　反馈时间：{answered}<br>反馈内容：{answer}</p>"
        ),
        // Nested tables, brackets.
        format!(
            "<table><tr><td><table><tr><td>【来信主题】</td><td>路灯不亮何时修复</td></tr><tr><td>【来信时间】</td><td>{asked}</td></tr><tr><td>【来信内容】</td><td>{QUESTION}</td></tr></table></td></tr>\
             <tr><td><table><tr><td>【处理部门】</td><td>{office}</td></tr><tr><td>【处理时间】</td><td>{answered}</td></tr><tr><td>【处理结果】</td><td>{answer}</td></tr></table></td></tr></table>"
        ),
    ]
}

#[test]
fn an_answered_message_is_read_in_every_layout() {
    for (asked, answered) in [
        ("2026-11-02", "2026-11-05"),
        ("2026-11-02 09:15:00", "2026-11-05 16:00:21"),
        ("2026年11月2日", "2026年11月5日"),
        ("2026/11/2 9:15", "2026/11/5 16:00"),
    ] {
        for content in layouts(asked, answered, "鹭岛市某某局", ANSWER) {
            let m = message(&content);
            assert_eq!(line(&m), "路灯不亮何时修复 1102 1105 answered", "{content}");
            assert_eq!(m.answerer, Fact::Known("鹭岛市某某局".into()), "{content}");
            assert_eq!(m.answer, Fact::Known(true), "{content}");
            assert!(!format!("{m:?}").contains("张某"), "{content}");
        }
    }
}

#[test]
fn an_empty_answer_is_seen_in_every_layout() {
    for nothing in ["", "暂无回复", "正在办理中"] {
        for content in layouts("2026-08-02", "", "", nothing) {
            let m = message(&content);
            assert_eq!(m.is_answered(), Some(false), "{nothing:?} {m:?} {content}");
            assert_eq!(line(&m), "路灯不亮何时修复 0802 - open", "{content}");
        }
    }
}

#[test]
fn what_is_missing_of_an_answered_message_is_seen_in_every_layout() {
    for content in layouts("2026-11-02", "", "鹭岛市某某局", ANSWER) {
        let m = message(&content);
        assert_eq!((m.answered.known(), m.is_answered()), (None, Some(true)), "{content}");
    }
    for content in layouts("2026-11-02", "2026-11-05", "", ANSWER) {
        let m = message(&content);
        assert_eq!((m.answerer.known(), m.is_answered()), (None, Some(true)), "{content}");
    }
    for content in layouts("", "2026-11-05", "鹭岛市某某局", ANSWER) {
        assert_eq!(message(&content).asked.known(), None, "{content}");
    }
}

#[test]
fn a_signature_says_who_answered_and_when() {
    let m = message(
        "<h1>路灯不亮何时修复</h1><p>来信时间：2026-11-02</p><p>来信内容：</p><p>路灯坏了三天，何时修复？</p><p>答复内容：</p><p>您好，路灯已修复，感谢关注。</p><p>鹭岛市某某局</p><p>2026年11月5日</p><p>【打印】【关闭】</p>",
    );
    assert_eq!(line(&m), "路灯不亮何时修复 1102 1105 answered");
    assert_eq!(m.answerer, Fact::Known("鹭岛市某某局".into()));
}

#[test]
fn a_status_tells_where_no_answer_has_a_place() {
    let open =
        message("<h1>路灯不亮何时修复</h1><p>来信时间：2026-11-02　办理状态：办理中</p><p>来信内容：</p><p>路灯坏了三天，何时修复？</p>");
    assert_eq!((open.is_answered(), open.status), (Some(false), OPEN));
    let silent =
        message("<h1>路灯不亮何时修复</h1><p>来信人：张某　来信时间：2026-11-02</p><p>来信内容：</p><p>路灯坏了三天，何时修复？</p>");
    assert_eq!(silent.is_answered(), None);
    let refused = message(
        "<h1>路灯不亮何时修复</h1><p>来信时间：2026-11-02　办理状态：不予受理</p><p>来信内容：</p><p>路灯坏了三天，何时修复？</p><p>答复内容：</p><p></p>",
    );
    assert!(refused.is_closed() && refused.is_answered().is_none());
}

#[test]
fn an_answer_that_is_not_in_the_text_is_not_missing() {
    let before = "<h1>路灯不亮何时修复</h1><p>来信时间：2026-08-02</p><p>来信内容：路灯坏了三天，何时修复？</p>";
    for (answer, why) in [
        ("<p>答复内容：</p><p><img src='a.png' width='600'></p>", Why::NotText),
        (
            "<p>答复内容：</p><div id='replyBox'></div><script>$('#replyBox').load('/r?id=1')</script>",
            Why::ByScript,
        ),
        ("<p>答复内容：</p><div>{{ reply.content }}</div>", Why::ByScript),
        ("<p>答复内容：</p><div v-html='reply'></div>", Why::ByScript),
    ] {
        let m = message(&format!("{before}{answer}"));
        assert_eq!(m.answer, Fact::Unknown(why), "{answer}");
        assert_eq!(m.is_answered(), None, "{answer}");
    }
}

#[test]
fn the_title_of_a_message_does_not_make_it_a_petition() {
    let content =
        "<h1>投诉小区噪音扰民</h1><p>来信时间：2026-11-02</p><p>来信内容：小区夜间施工噪音很大。</p><p>答复内容：您好，已派人处理。</p>";
    assert_eq!(
        page("局长信箱", "投诉小区噪音扰民", content).inquiries.unwrap().channel,
        Channel::Consultation
    );
    assert_eq!(
        page("投诉举报", "小区噪音扰民", content).inquiries.unwrap().channel,
        Channel::Special
    );
}

#[test]
fn words_without_a_label_tell_too_and_lists_beside_do_not() {
    let before =
        "<h1>路灯不亮何时修复</h1><p>来信时间：2026-08-02</p><p>来信内容：路灯坏了三天，我打电话去，回复：不归他们管。何时修复？</p>";
    for words in [
        "<div class='state'>待回复</div>",
        "<div class='none'>该留言暂未回复</div>",
        "<p>等待答复</p>",
        "<p>答复情况：办理中（已转市政科）</p>",
    ] {
        let m = message(&format!("{before}{words}"));
        assert_eq!(m.is_answered(), Some(false), "{words} {m:?}");
    }
    let beside = "<div class='r'><h3>最新来信</h3><ul><li><a href='/x/2.html'>公园何时开门营业</a><span>2026-10-02</span><span>已回复</span></li>\
                  <li><a href='/x/3.html'>图书馆何时开门</a><span>2026-10-03</span><span>待回复</span></li></ul></div>";
    let m = message(&format!("{before}<p>答复内容：您好，已经修复。</p>{beside}"));
    assert_eq!((m.title.as_deref(), m.is_answered()), (Some("路灯不亮何时修复"), Some(true)));
    let m = message(&format!("{before}{beside}"));
    assert_eq!(m.is_answered(), None, "the words of other messages say nothing of this one");
}

#[test]
fn an_empty_answer_is_seen_beside_a_counter_of_visits() {
    let m = message(
        "<h1>路灯不亮何时修复</h1><p>来信时间：2026-08-02</p><p>来信内容：路灯坏了三天。</p><p>答复内容：</p><p></p><p>【打印】【关闭】</p><script>$.get('/count?id=1')</script>",
    );
    assert_eq!(m.is_answered(), Some(false));
}
