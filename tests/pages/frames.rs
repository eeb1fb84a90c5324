//! Page frames as content systems write them, with invented names.

/// A page of the TRS kind: the labels of the guideline, `createPageHTML`, dates in spans.
pub(super) fn trs(column: &str, kind: &str, body: &str) -> String {
    format!(
        r#"<!DOCTYPE html><html><head><meta charset="utf-8"><title>{column}_鹭岛市某某局</title>
<meta name="SiteName" content="鹭岛市某某局"><meta name="ColumnName" content="{column}"><meta name="ColumnType" content="{kind}"></head>
<body><div class="header"><h1><a href="/">鹭岛市某某局</a></h1></div>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zwdt/">政务动态</a></li><li><a href="/zfxxgk/">政府信息公开</a></li><li><a href="/bszn/">办事服务</a></li><li><a href="/hdjl/">互动交流</a></li></ul></div>
<div class="BreadcrumbNav">您的位置：<a href="/" class="CurrChnlCls">首页</a>&nbsp;&gt;&nbsp;<a href="/zfxxgk/" class="CurrChnlCls">政务公开</a>&nbsp;&gt;&nbsp;<a href="./" class="CurrChnlCls">{column}</a></div>
<div class="main"><div class="left"><h3>政务公开</h3><ul class="menu"><li><a href="/zfxxgk/jgzn/">机构职能</a></li><li><a href="/zfxxgk/ldxx/">领导信息</a></li><li><a href="/zfxxgk/zcwj/">政策文件</a></li></ul></div>
<div class="right">{body}</div></div>
<div class="footer"><p>主办：鹭岛市某某局　地址：鹭岛市环岛路1号　联系电话：0592-1234567</p><p>网站标识码：3502000099 闽ICP备12345678号-1 <a href="/wzdt/">网站地图</a></p></div></body></html>"#
    )
}

/// A page of the EmpireCMS kind: tables round everything, `当前位置` in a cell.
pub(super) fn empire(column: &str, body: &str) -> String {
    format!(
        r#"<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{column}-鹭岛县人民政府</title></head><body>
<table width="1000" class="top"><tr><td><a href="http://www.a.gov.cn/"><img src="/skin/logo.jpg"></a></td></tr></table>
<table width="1000" class="menu"><tr><td><a href="/">网站首页</a></td><td><a href="/zjld/">走进鹭岛</a></td><td><a href="/zwgk/">政务公开</a></td><td><a href="/wsbs/">网上办事</a></td></tr></table>
<table width="1000"><tr><td class="position">您当前的位置：<a href="http://www.a.gov.cn/">首页</a>&nbsp;>&nbsp;<a href="/zwgk/">政务公开</a>&nbsp;>&nbsp;<a href="./">{column}</a></td></tr>
<tr><td class="content">{body}</td></tr></table>
<table width="1000" class="foot"><tr><td>主办：鹭岛县人民政府办公室　承办：鹭岛县信息中心<br>闽ICP备12345678号　网站标识码3502000098</td></tr></table></body></html>"#
    )
}

/// A page of the DedeCMS kind: `div.place`, `ul.e2`, `div.dede_pages`.
pub(super) fn dede(column: &str, body: &str) -> String {
    format!(
        r#"<!DOCTYPE html><html><head><meta charset="utf-8"><title>{column}_鹭岛协会</title><meta name="keywords" content=""></head><body class="articlelist">
<div class="header"><div id="navMenu"><ul><li><a href="/">主页</a></li><li><a href="/a/xinwen/">新闻</a></li><li><a href="/a/gonggao/">公告</a></li></ul></div></div>
<div class="w960 center clear mt1"><div class="pleft"><div class="place"><strong>当前位置:</strong> <a href="/">主页</a> > <a href="./">{column}</a> > </div>{body}</div>
<div class="pright"><dl class="tbox"><dt><strong>栏目列表</strong></dt><dd><ul class="d6"><li><a href="/a/xinwen/">新闻</a></li><li><a href="/a/gonggao/">公告</a></li></ul></dd></dl></div></div>
<div class="footer">Copyright 鹭岛协会 版权所有 闽ICP备12345678号</div></body></html>"#
    )
}

/// A page of the provincial platform kind: `div.wrapper`, relative folders, numbered pages.
pub(super) fn platform(column: &str, body: &str) -> String {
    format!(
        r#"<!DOCTYPE html><html lang="zh-CN"><head><meta charset="UTF-8"><title>{column}-鹭岛省某某厅</title>
<meta name="SiteName" content="鹭岛省某某厅"><meta name="ColumnName" content="{column}"></head><body><div class="wrapper">
<div class="head"><div class="topbar"><a href="/">首页</a><a href="/gkmlpt/index">信息公开</a><a href="/hdjl/index.html">互动交流</a></div></div>
<div class="crumbs">当前位置 ： <a href="/">首页</a> &gt; <a href="/zwgk/index.html">政务公开</a> &gt; <span>{column}</span></div>
<div class="con">{body}</div></div><footer><div>主办：鹭岛省某某厅</div><div>粤公网安备 44010402000000号 粤ICP备12345678号</div></footer></body></html>"#
    )
}

/// A service guide with the named rows, in a table.
pub(super) fn guide(rows: &[(&str, &str)]) -> String {
    let rows: String = rows.iter().map(|(h, v)| format!("<tr><th>{h}</th><td>{v}</td></tr>")).collect();
    trs(
        "办事指南",
        "办事指南",
        &format!(r#"<h2 class="title">临时占道许可</h2><div class="info">发布时间：2026-03-01</div><table class="bszn">{rows}</table>"#),
    )
}
