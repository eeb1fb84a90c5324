//! The pages of the group: home page, lists, articles, service guides, in UTF-8 or GBK.

use std::fmt::Write as _;

use super::text::{draw, words};
use super::{Article, COLUMNS, Group, NAMES, PER_LIST};

/// Articles of a column that the home page shows.
const ON_HOME: usize = 8;

/// The address of a page of a list.
pub(super) fn list_path(folder: &str, page: usize) -> String {
    if page == 0 {
        format!("/{folder}/")
    } else {
        format!("/{folder}/index_{page}.html")
    }
}

/// A page without the dress of the site.
pub(super) fn small(title: &str, body: &str) -> String {
    format!("<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>{title}</title></head><body>{body}</body></html>")
}

pub(super) fn style_sheet(site: usize) -> String {
    let mut css = format!(
        "body {{ margin: 0 }}\n.top {{ background: url({}) }}\n",
        super::answers::banner(site)
    );
    for n in 0..80 {
        let _infallible = writeln!(css, ".c{n} {{ margin: {n}px; color: #4{}4 }}", n % 10);
    }
    css
}

impl Group {
    /// The page at a path, in the encoding it says it has; nothing where there is none.
    pub(super) fn page(&self, site: usize, path: &str) -> Option<Vec<u8>> {
        let parts: Vec<&str> = path.split('/').skip(1).collect();
        let whole = |title: &str, body: &str| Some(self.dressed(site, title, "", body, site + 1 == NAMES.len()));
        match parts[..] {
            [""] => whole("首页", &self.home(site)),
            ["about.html"] => whole(
                "关于我们",
                &format!("<p>{}</p><p>联系电话：0592-0000000</p>", self.paragraphs[site]),
            ),
            ["bszn", ""] => {
                let links = (0..self.sites[site].guides).map(|g| format!("<li><a href=\"{g}.html\">{}</a></li>", guide_name(g)));
                whole(
                    "办事指南",
                    &format!("<h2>办事指南</h2><ul class=\"list\">{}</ul>", links.collect::<String>()),
                )
            }
            ["bszn", name] => {
                let guide = name.strip_suffix(".html")?.parse().ok().filter(|g| *g < self.sites[site].guides)?;
                whole(&guide_name(guide), &guide_body(guide))
            }
            [folder, name] => {
                let column = COLUMNS.iter().position(|(f, ..)| *f == folder)?;
                let page = match name {
                    "" => 0,
                    name => name
                        .strip_prefix("index_")?
                        .strip_suffix(".html")?
                        .parse()
                        .ok()
                        .filter(|p| *p > 0)?,
                };
                whole(COLUMNS[column].1, &self.list(site, column, page)?)
            }
            [_, _, name] => {
                let number = name.strip_suffix(".html")?.rsplit('_').next()?.parse().ok()?;
                let article = self.article(number).filter(|a| a.site == site && a.path() == path)?;
                let title = self.title(article);
                let labels = format!(
                    "<meta name=\"ColumnName\" content=\"{}\"><meta name=\"ArticleTitle\" content=\"{title}\"><meta name=\"PubDate\" content=\"{} 09:30\">",
                    COLUMNS[article.column].1, article.date
                );
                Some(self.dressed(site, &title, &labels, &self.text_of(article), article.gbk))
            }
            _ => None,
        }
    }

    fn title(&self, article: Article) -> String {
        let chance = draw(self.seed, article.number as u64);
        format!("{}（第{}号）", words(chance, 3 + chance % 3), article.number)
    }

    /// One line of a list.
    fn line(&self, number: usize) -> String {
        let Some(article) = self.article(number) else {
            return String::new();
        };
        let title = self.title(article);
        format!(
            "<li><a href=\"{}\" title=\"{title}\">{title}</a><span>{}</span></li>\n",
            article.path(),
            article.date
        )
    }

    fn home(&self, site: usize) -> String {
        let mut blocks = String::new();
        for ((folder, name, _), articles) in COLUMNS.iter().zip(&self.sites[site].columns) {
            let lines: String = articles.clone().take(ON_HOME).map(|n| self.line(n)).collect();
            let _infallible = writeln!(
                blocks,
                "<div class=\"block\"><h3><a href=\"/{folder}/\">{name}</a></h3><ul>{lines}</ul></div>"
            );
        }
        blocks
    }

    fn list(&self, site: usize, column: usize, page: usize) -> Option<String> {
        let (folder, name, _) = COLUMNS[column];
        let articles = self.sites[site].columns[column].clone();
        let count = articles.len().div_ceil(PER_LIST);
        let lines: String = articles.skip(page * PER_LIST).take(PER_LIST).map(|n| self.line(n)).collect();
        let near = page.saturating_sub(3)..(page + 4).min(count);
        let others: String = near
            .map(|p| format!("<a href=\"{}\">{}</a> ", list_path(folder, p), p + 1))
            .collect();
        (page < count).then(|| format!("<div class=\"crumb\"><a href=\"/\">首页</a> &gt; {name}</div><h2>{name}</h2><ul class=\"list\">{lines}</ul><div class=\"pages\">{others}</div>"))
    }

    fn text_of(&self, article: Article) -> String {
        let chance = draw(self.seed ^ 1, article.number as u64);
        let mut body = String::new();
        for nth in 0..5 + chance % 9 {
            let chosen = draw(chance, nth) as usize % self.paragraphs.len();
            let _infallible = writeln!(body, "<p style=\"text-indent: 2em\">{}</p>", self.paragraphs[chosen]);
        }
        body += self.planted.get(&article.number).map_or("", String::as_str);
        let articles = self.sites[article.site].columns[article.column].clone();
        let beside: String = articles.take(6).map(|n| self.line(n)).collect();
        let (folder, name, _) = COLUMNS[article.column];
        format!(
            "<div class=\"crumb\"><a href=\"/\">首页</a> &gt; <a href=\"/{folder}/\">{name}</a></div><h1>{}</h1>\
             <div class=\"info\">发布时间：{} 09:30　来源：{}</div><div id=\"content\"><a name=\"正文\" id=\"正文\"></a>{body}</div>\
             <div class=\"beside\"><h3>最新</h3><ul>{beside}</ul></div>",
            self.title(article),
            article.date,
            self.sites[article.site].name,
        )
    }

    /// A page in the dress of its site: head, menus, footer.
    fn dressed(&self, site: usize, title: &str, labels: &str, body: &str, gbk: bool) -> Vec<u8> {
        let name = self.sites[site].name;
        let charset = if gbk { "gb2312" } else { "utf-8" };
        let menu: String = COLUMNS
            .iter()
            .map(|(folder, name, _)| format!("<li><a href=\"/{folder}/\">{name}</a></li>"))
            .collect();
        let group = self
            .sites
            .iter()
            .map(|s| format!("<li><a href=\"http://{}/\" target=\"_blank\">{}</a></li>", s.address, s.name));
        let html = format!(
            "<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"{charset}\"><title>{title}-{name}</title>\n\
             <meta name=\"SiteName\" content=\"{name}\"><meta name=\"SiteDomain\" content=\"127.0.0.{}\"><meta name=\"SiteIDCode\" content=\"350000000{site}\">{labels}\n\
             <link rel=\"stylesheet\" href=\"/css/site.css\"><script src=\"/js/site.js\"></script>{STYLE}</head>\n\
             <body><div class=\"top\"><a href=\"/\"><img src=\"/img/logo.png\" alt=\"{name}\"></a></div>\n\
             <ul class=\"nav\"><li><a href=\"/\">首页</a></li>{menu}<li><a href=\"/bszn/\">办事指南</a></li></ul>\n<div class=\"main\">{body}</div>\n\
             <div class=\"links\"><ul>{}</ul><a href=\"http://{}/index.html\">省级门户</a></div>\n\
             <div class=\"footer\"><a href=\"/about.html\">关于我们</a><p>主办单位：{name}　网站标识码：350000000{site}　闽ICP备00000000号</p></div></body></html>\n",
            site + 1,
            group.collect::<String>(),
            self.outside,
        );
        if gbk {
            encoding_rs::GBK.encode(&html).0.into_owned()
        } else {
            html.into_bytes()
        }
    }
}

/// A style element as templates have them: weight that says nothing.
const STYLE: &str = "<style>.top{height:90px}.nav li{float:left;padding:0 12px}.main{width:1180px;margin:0 auto}.list li{line-height:32px;border-bottom:1px dashed #ddd}\
     .list span{float:right;color:#999}.crumb{font-size:13px;color:#666}.footer{clear:both;text-align:center;padding:20px 0;background:#f2f2f2}\
     .block{float:left;width:370px;margin:10px}.beside{float:right;width:260px}.pages a{display:inline-block;padding:2px 8px}.info{color:#888}</style>";

fn guide_name(guide: usize) -> String {
    const WHAT: [&str; 6] = [
        "居民身份证换领",
        "居住证签注",
        "机动车驾驶证补领",
        "旅馆业许可",
        "户口迁移",
        "普通护照换发",
    ];
    format!("{}（事项{guide}）", WHAT[guide % WHAT.len()])
}

fn guide_body(guide: usize) -> String {
    let name = guide_name(guide);
    let rows = [
        ("事项名称", name.as_str()),
        ("设定依据", "《中华人民共和国居民身份证法》第十一条"),
        ("申请条件", "证件有效期满的公民"),
        ("办理材料", "居民户口簿原件1份"),
        ("办理地点", "青屿市中心路1号户籍窗口"),
        ("办理时间", "工作日8:30—11:30，14:30—17:30"),
        ("联系电话", "0592-2000000"),
        ("办理流程", "申请、受理、审核、发证"),
        ("办理时限", "20个工作日"),
        ("收费标准", "每证20元"),
    ];
    let rows = rows
        .map(|(element, value)| format!("<tr><th>{element}</th><td>{value}</td></tr>"))
        .concat();
    format!("<h1>{name}</h1><table class=\"guide\">{rows}</table><p>附件：<a href=\"/files/ok/form{guide}.xls\">申请表.xls</a></p>")
}
