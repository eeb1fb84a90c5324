//! Whole runs over sites with service guides: those `sites.yaml` lists and those that are found, and what is told of them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::desk::Desk;
use crate::site_server::{Answer, Request, SiteServer};

const MONTHLY: [&str; 5] = ["monthly", "--rate", "off", "--as-of", "2026-11-23"];

const ROWS: &[(&str, &str)] = &[
    ("事项名称", "{name}"),
    ("设定依据", "《鹭岛市市容管理办法》第三十一条"),
    ("申请条件", "本市居民"),
    ("办理材料", "居民身份证原件1份；户口簿复印件1份"),
    ("办理机构", "鹭岛市某某局"),
    ("办理地点", "鹭岛市环岛路1号政务中心3号窗口"),
    ("办理时间", "周一至周五9:00—12:00，14:30—17:30"),
    ("联系电话", "0592-2262110"),
    ("办理流程", "申请、受理、审查、决定、送达"),
    ("收费标准", "不收费"),
];

/// A guide as a table, some rows other than they should be; an empty value leaves the row out.
fn table(name: &str, changed: &[(&str, &str)]) -> String {
    let rows: String = ROWS
        .iter()
        .map(|(heading, value)| (heading, changed.iter().find(|(h, _)| h == heading).map_or(*value, |(_, v)| *v)))
        .filter(|(_, value)| !value.is_empty())
        .map(|(heading, value)| format!("<tr><th>{heading}</th><td>{}</td></tr>", value.replace("{name}", name)))
        .collect();
    format!("<h1>{name}</h1><table>{rows}</table>")
}

/// The bodies of the guides by number, each with its name.
fn guides() -> BTreeMap<usize, (&'static str, String)> {
    let sentences = "<h1>犬只登记</h1><p>居民到派出所窗口登记，带身份证原件和犬只照片。</p><p>咨询电话：0592-2262111</p>";
    [
        ("临时占道许可", table("临时占道许可", &[])),
        ("养犬登记", table("养犬登记", &[("设定依据", ""), ("收费标准", "")])),
        (
            "居住证申领",
            table("居住证申领", &[("办理材料", "居民身份证原件1份；根据有关法律法规规定应提交的其他材料")]),
        ),
        ("户口迁移", table("户口迁移", &[("办理材料", "居民身份证；户口簿"), ("联系电话", "0592-22621")])),
        ("护照换发", table("护照换发", &[("设定依据", "《鹭岛市市容管理办法》")])),
        (
            "居民身份证换领",
            table(
                "居民身份证换领",
                &[(
                    "办理材料",
                    "《身份证申领表》原件1份；<a href='/upload/hkb.doc'>《户口登记表》</a>原件1份；<a href='/upload/gone.doc'>《换领登记表》</a>原件1份",
                )],
            ),
        ),
        ("无犯罪记录证明", "<h1>无犯罪记录证明</h1><p><img src='/upload/wfz.jpg' width='800'></p>".to_owned()),
        ("旅馆业许可", "<h1>旅馆业许可</h1><p><a href='/upload/lgy.doc'>旅馆业许可办事指南.doc</a></p>".to_owned()),
        ("边境通行证", "<h1>边境通行证</h1><div><iframe src='/app/guide?id=9'></iframe></div>".to_owned()),
        ("犬只登记", sentences.to_owned()),
    ]
    .into_iter()
    .enumerate()
    .collect()
}

/// A site whose guides stand in a column that says so, or in one that only the configuration knows.
fn site(request: &Request, said: bool) -> Answer {
    let head = "<meta name='ColumnName' content='办事指南'>";
    let trail = "<div>当前位置：<a href='/'>首页</a> &gt; <a href='/fw/'>办事指南</a> &gt; 正文</div>";
    let guides = guides();
    match request.path.as_str() {
        "/" => Answer::page(
            "鹭岛市某某局",
            "<a href='/fw/'>办事服务</a><a href='/cx/'>办件进度查询</a><a href='/xw.html'>一则消息</a>",
        ),
        "/fw/" => {
            let items: String = guides
                .iter()
                .map(|(n, (name, _))| format!("<li><a href='/fw/{n}.html'>{name}</a></li>"))
                .collect();
            Answer::page("办事服务", &format!("<h2>办事服务</h2><ul>{items}</ul>"))
        }
        "/xw.html" => Answer::page(
            "一则消息",
            "<h1>一则消息</h1><p>近日，某某局优化办理流程，群众办事更加方便。</p><a href='/gone.html'>相关报道</a>",
        ),
        "/upload/hkb.doc" | "/upload/lgy.doc" => {
            Answer::new(200, "application/msword", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 a document".as_slice())
        }
        "/upload/wfz.jpg" => Answer::new(200, "image/jpeg", b"\xff\xd8\xff\xe0 a picture".as_slice()),
        "/app/guide?id=9" => Answer::page("", "<script>render()</script>"),
        path => {
            let number = path
                .strip_prefix("/fw/")
                .and_then(|p| p.strip_suffix(".html"))
                .and_then(|n| n.parse::<usize>().ok());
            match number.and_then(|n| guides.get(&n)) {
                Some((name, body)) if said => Answer::page(name, &format!("{head}{trail}<div class='con'>{body}</div>")),
                Some((name, body)) => Answer::page(name, &format!("<div class='con'>{body}</div>")),
                None => Answer::missing(),
            }
        }
    }
}

/// What is told of guides: page, rule, title of the page.
fn told(findings: &[Value], base: &str) -> Vec<(String, String, String)> {
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    let mut told: Vec<_> = findings
        .iter()
        .filter(|f| f["rule"].as_str().is_some_and(|r| r.starts_with("guide-")))
        .map(|f| (text(&f["page_url"]).replace(base, ""), text(&f["rule"]), text(&f["page_title"])))
        .collect();
    told.sort();
    told
}

fn judge(said: bool, config: &str) {
    let server = SiteServer::start(move |request: &Request| site(request, said));
    let desk = Desk::with_site(&server.url("/"), config);
    let (code, run) = desk.inspect(&MONTHLY);
    assert_eq!((code, &run["complete"]), (Some(1), &Value::Bool(true)), "{run:#}");
    let findings = desk.findings(&run);
    let base = server.url("");
    let want: Vec<(String, String, String)> = [
        ("/fw/1.html", "guide-incomplete", "养犬登记"),
        ("/fw/2.html", "guide-vague", "居住证申领"),
        ("/fw/3.html", "guide-material-format", "户口迁移"),
        ("/fw/3.html", "guide-phone", "户口迁移"),
        ("/fw/4.html", "guide-policy-unstated", "护照换发"),
        ("/fw/5.html", "guide-form-missing", "居民身份证换领"),
        ("/fw/5.html", "guide-form-missing", "居民身份证换领"),
        ("/fw/9.html", "guide-incomplete", "犬只登记"),
    ]
    .map(|(page, rule, title)| (page.to_owned(), rule.to_owned(), title.to_owned()))
    .into();
    assert_eq!(told(&findings, &base), want);

    let evidence = |page: &str, rule: &str, key: &str| -> Vec<Value> {
        let on = |f: &&Value| f["rule"] == rule && f["page_url"] == format!("{base}{page}").as_str();
        findings.iter().filter(on).map(|f| f["evidence"][key].clone()).collect()
    };
    assert_eq!(
        evidence("/fw/1.html", "guide-incomplete", "missing"),
        [json!(["设定依据", "收费标准"])]
    );
    assert_eq!(evidence("/fw/1.html", "guide-incomplete", "missing_2015"), [json!(["设定依据"])]);
    assert_eq!(
        evidence("/fw/2.html", "guide-vague", "phrases"),
        [json!(["根据有关法律法规规定应提交的其他材料"])]
    );
    assert_eq!(
        evidence("/fw/3.html", "guide-material-format", "without"),
        [json!(["居民身份证", "户口簿"])]
    );
    assert_eq!(evidence("/fw/3.html", "guide-phone", "numbers"), [json!(["0592-22621"])]);
    assert_eq!(
        evidence("/fw/4.html", "guide-policy-unstated", "policies"),
        [json!(["《鹭岛市市容管理办法》"])]
    );
    let mut states = evidence("/fw/5.html", "guide-form-missing", "state");
    states.sort_by_key(ToString::to_string);
    assert_eq!(states, [json!("dead"), json!("no_link")]);

    // The links: the dead form counts as a document, the dead query as a system, and the plain page as neither.
    let broken: BTreeMap<String, [bool; 3]> = findings
        .iter()
        .filter(|f| f["rule"] == "link-broken")
        .map(|f| {
            let marks = ["on_home", "attachment", "system"].map(|key| f["evidence"][key] == true);
            (f["target_url"].as_str().unwrap_or_default().replace(&base, ""), marks)
        })
        .collect();
    let want = [
        ("/cx/", [true, false, true]),
        ("/gone.html", [false; 3]),
        ("/upload/gone.doc", [false, true, false]),
    ];
    assert_eq!(broken, want.map(|(target, marks)| (target.to_owned(), marks)).into());

    // An image, an attachment and an inner frame are for a person.
    let reviews = desk.report(&run, "人工核查.csv");
    for number in [6, 7, 8] {
        assert!(reviews.contains(&format!("/fw/{number}.html")), "guide {number}: {reviews}");
    }
    for number in [0, 1, 2] {
        assert!(!reviews.contains(&format!("/fw/{number}.html")), "guide {number}: {reviews}");
    }
}

#[test]
fn guides_that_say_so_are_found_and_judged() {
    judge(true, "");
}

#[test]
fn guides_that_the_configuration_lists_are_judged_alike() {
    judge(false, "    guides: [\"/fw/\"]\n");
}
