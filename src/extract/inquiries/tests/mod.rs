//! Lists and pages of messages in the layouts that content systems write, and pages that only look like them.

mod lists;
mod messages;
mod real;

use jiff::civil::{Date, date};

use crate::extract::{PageInput, extract_page};
use crate::facts::{Fact, InquiriesOnPage, InquiryFacts, PageFacts};
use crate::standard::InquiryStatus;

const TODAY: Date = date(2026, 11, 23);

/// A page of a site with menu, way and foot round the content.
fn page(column: &str, title: &str, content: &str) -> PageFacts {
    let html = format!(
        "<html><head><title>{title}-鹭岛市某某局</title></head><body><div class='header'><ul class='nav'><li><a href='/'>首页</a></li>\
         <li><a href='/zxts/'>咨询投诉</a></li><li><a href='/jzxx/'>局长信箱</a></li></ul></div>\
         <div class='position'>当前位置：<a href='/'>首页</a> &gt; <a href='/hd/'>互动交流</a> &gt; <a href='/x/'>{column}</a></div>\
         <div class='main'>{content}</div><div class='footer'>主办单位：鹭岛市某某局　联系电话：0592-1234567</div></body></html>"
    );
    facts(&html)
}

fn facts(html: &str) -> PageFacts {
    extract_page(&PageInput {
        url: &"http://www.a.gov.cn/x/1.html".parse().unwrap(),
        bytes: html.as_bytes(),
        header_charset: None,
        today: TODAY,
        is_home: false,
        guide_hint: false,
        cut_off: false,
    })
}

fn list(content: &str) -> InquiriesOnPage {
    let page = page("局长信箱", "局长信箱", content);
    page.inquiries.unwrap_or_else(|| panic!("no messages on {content}"))
}

/// Title, asked, answered, answered or not, as one line.
fn line(m: &InquiryFacts) -> String {
    let day = |f: &Fact<crate::facts::Stamp>| f.known().map_or("-".to_owned(), |s| s.date.strftime("%m%d").to_string());
    let state = match (m.is_answered(), m.is_closed()) {
        (_, true) => "closed",
        (Some(true), _) => "answered",
        (Some(false), _) => "open",
        (None, _) => "?",
    };
    format!(
        "{} {} {} {state}",
        m.title.as_deref().unwrap_or("-"),
        day(&m.asked),
        day(&m.answered)
    )
}

fn lines(found: &InquiriesOnPage) -> Vec<String> {
    found.items.iter().map(line).collect()
}

const OPEN: Fact<InquiryStatus> = Fact::Known(InquiryStatus::Open);
