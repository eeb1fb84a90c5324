//! Hosts that answer missing pages with good ones, in every way they do.

use super::*;
use crate::facts::similarity::print;

/// What a page says: its title and its text.
type Text = (&'static str, String);

fn url(text: &str) -> Url {
    text.parse().unwrap()
}

/// A site on one host: what it shows under each path, and what it answers to a missing page.
struct Host {
    pages: Vec<(Url, u64, Option<Likeness>)>,
}

impl Host {
    fn new(pages: &[(&str, Text)]) -> Self {
        let read = |(path, (title, text)): &(&str, Text)| {
            (
                url(&format!("http://a.cn{path}")),
                print(title, text),
                Likeness::of(path, title, text),
            )
        };
        Host {
            pages: pages.iter().map(read).collect(),
        }
    }

    fn good(&self) -> impl Iterator<Item = GoodPage<'_>> {
        self.pages.iter().map(|(url, print, likeness)| GoodPage {
            url,
            print: *print,
            likeness: likeness.as_ref(),
            end: None,
            inside: true,
        })
    }

    /// Probes the host, which answers missing pages so, and compares all pages.
    fn probed(&self, answer: impl Fn(&Url) -> ProbeAnswer) -> Probes {
        let mut probes = Probes::default();
        let mut waiting = probes.plan(self.good(), true);
        while let Some(probe) = waiting.pop() {
            waiting.extend(probes.answered(&probe, true, answer(&probe)));
        }
        probes.compare(self.good());
        probes
    }

    /// The paths that turn out to be missing.
    fn missing(&self, answer: impl Fn(&Url) -> ProbeAnswer) -> Vec<&str> {
        let probes = self.probed(answer);
        let home = self
            .pages
            .iter()
            .find(|(url, ..)| url.path() == "/")
            .map(|(url, print, likeness)| Home {
                url,
                print: *print,
                likeness: likeness.as_ref(),
            });
        let judged = self
            .good()
            .filter(|page| probes.judge(*page, home.as_ref()) == Some(SoftError::ErrorPage));
        judged.map(|page| page.url.path()).collect()
    }
}

fn shown(at: &Url, (title, text): &Text) -> ProbeAnswer {
    ProbeAnswer::Alike {
        status: 200,
        print: print(title, text),
        likeness: Likeness::of(at.as_str(), title, text),
        final_url: None,
    }
}

fn moved_to(end: &str) -> ProbeAnswer {
    ProbeAnswer::Alike {
        status: 200,
        print: 7,
        likeness: None,
        final_url: Some(end.to_owned()),
    }
}

/// Articles that differ.
fn article(n: usize) -> Text {
    const THINGS: [&str; 6] = [
        "防汛演练在江边举行，各部门密切配合完成转移任务",
        "户籍窗口延长服务时间，群众周末也能办理业务",
        "交通整治行动查处多起违法行为，道路秩序明显好转",
        "反诈宣传走进校园，学生家长共同参与知识竞答",
        "消防安全检查覆盖全部商场，发现隐患当场督促整改",
        "志愿者走访社区独居老人，送去慰问品和节日问候",
    ];
    ("某某局", format!("{}。{}", THINGS[n % 6], THINGS[(n + 1) % 6]))
}

/// An error page that names no error a machine would know, with something of its own in it.
fn sorry(own: &str) -> Text {
    (
        "某某局",
        format!("很遗憾，您要看的内容我们这里没有，可能是地址写错了。{own}您可以回到首页，或者从栏目导航重新查找，给您带来不便请谅解。"),
    )
}

#[test]
fn the_same_pages_give_the_same_probes_in_any_order() {
    let urls: Vec<Url> = (0..30).map(|i| url(&format!("http://a.cn/{}/{i}.htm", i % 9))).collect();
    let page = |url, inside| GoodPage {
        url,
        print: 1,
        likeness: None,
        end: None,
        inside,
    };
    let forth = Probes::default().plan(urls.iter().map(|u| page(u, true)), true);
    let back = Probes::default().plan(urls.iter().rev().map(|u| page(u, true)), true);
    assert_eq!(forth, back);
    assert!(forth.len() <= MOST_PROBES_DOUBTFUL && forth.len() > 1);
    let outside = Probes::default().plan(urls.iter().map(|u| page(u, false)), true);
    assert_eq!(outside.len(), MOST_PROBES_OUTSIDE);
}

#[test]
fn a_second_look_is_taken_only_where_the_first_saw_a_page() {
    let host = Host::new(&[("/x/0.htm", article(0)), ("/x/1.htm", article(1))]);
    let mut probes = Probes::default();
    let planned = probes.plan(host.good(), true);
    for probe in &planned {
        assert_eq!(probes.answered(probe, true, ProbeAnswer::Honest), None);
    }
    let mut probes = Probes::default();
    let first = probes.plan(host.good(), true).pop().unwrap();
    let second = probes.answered(&first, true, shown(&first, &sorry(""))).expect("a second name");
    assert!(second != first && second.path().starts_with("/x/xuncha-"));
    assert_eq!(probes.answered(&second, true, shown(&second, &sorry(""))), None, "and no third");
}

#[test]
fn an_error_page_is_known_whatever_changes_in_it() {
    /// What the page says besides, by the path asked for and the turn of the visit.
    type Own = fn(&str, usize) -> String;
    let with: [(&str, Own); 5] = [
        ("nothing", |_, _| String::new()),
        ("the address", |path, _| path.to_owned()),
        ("a clock", |_, turn| {
            format!("现在是2026年11月23日{}{turn}点。", ["上午", "下午"][turn % 2])
        }),
        ("a token", |path, _| {
            path.bytes().map(|b| char::from(b'a' + b.wrapping_mul(7) % 26)).collect()
        }),
        ("a saying", |_, turn| {
            ["春风又绿江南岸。", "海内存知己，天涯若比邻。", "会当凌绝顶。"][turn % 3].to_owned()
        }),
    ];
    for (what, own) in with {
        let mut pages: Vec<(&str, Text)> = vec![
            ("/x/0.htm", article(0)),
            ("/x/1.htm", article(1)),
            ("/x/22.htm", article(2)),
            ("/x/3.htm", article(3)),
        ];
        pages.push(("/x/gone.htm", sorry(&own("/x/gone.htm", 1))));
        pages.push(("/x/away-too.htm", sorry(&own("/x/away-too.htm", 2))));
        let host = Host::new(&pages);
        let turn = std::cell::Cell::new(0);
        let answer = |probe: &Url| {
            turn.set(turn.get() + 1);
            shown(probe, &sorry(&own(probe.path(), turn.get())))
        };
        assert_eq!(host.missing(answer), ["/x/gone.htm", "/x/away-too.htm"], "{what}");
    }
}

#[test]
fn short_articles_in_one_frame_are_not_its_empty_page() {
    let frame = |own: &str| -> Text {
        (
            "某某局",
            format!("{own}发布时间：来源：本站浏览次数：【打印本页】【关闭窗口】分享到：微信微博"),
        )
    };
    let pages = [
        ("/x/0.htm", frame("图片：春耕")),
        ("/x/1.htm", frame("图片：夏收")),
        ("/x/2.htm", frame("视频：秋种")),
        ("/x/3.htm", article(3)),
        ("/y/4.htm", article(4)),
    ];
    let host = Host::new(&pages);
    assert_eq!(host.missing(|probe| shown(probe, &frame(probe.path()))), Vec::<&str>::new());
    assert_eq!(host.missing(|probe| shown(probe, &frame(""))), Vec::<&str>::new());
}

#[test]
fn a_site_that_shows_its_home_page_or_one_page_to_everything_proves_nothing() {
    let home: Text = (
        "某某局",
        "欢迎访问某某局网站，这里是首页，您可以查看新闻公告办事指南等内容。".into(),
    );
    let pages = [
        ("/", home.clone()),
        ("/x/0.htm", home.clone()),
        ("/x/1.htm", article(1)),
        ("/x/2.htm", article(2)),
    ];
    assert_eq!(Host::new(&pages).missing(|probe| shown(probe, &home)), Vec::<&str>::new());
    let all: Vec<String> = (0..12).map(|n| format!("/x/{n}.htm")).collect();
    let mut pages: Vec<(&str, Text)> = all.iter().map(|path| (path.as_str(), sorry(""))).collect();
    assert_eq!(
        Host::new(&pages).missing(|probe| shown(probe, &sorry(""))),
        Vec::<&str>::new(),
        "one program"
    );
    pages.push(("/x/a.htm", article(0)));
    assert_eq!(
        Host::new(&pages).missing(|probe| shown(probe, &sorry(""))),
        Vec::<&str>::new(),
        "nearly everything is alike"
    );
}

#[test]
fn one_honest_look_makes_the_other_an_accident() {
    let pages = [("/x/0.htm", sorry("")), ("/x/1.htm", article(1)), ("/x/2.htm", article(2))];
    let host = Host::new(&pages);
    assert_eq!(host.missing(|probe| shown(probe, &sorry(""))), ["/x/0.htm"]);
    let first = host
        .probed(|_| ProbeAnswer::Honest)
        .asked
        .values()
        .map(|k| k.first.clone())
        .collect::<Vec<_>>();
    let answer = |probe: &Url| {
        if first.contains(probe) {
            shown(probe, &sorry(""))
        } else {
            ProbeAnswer::Honest
        }
    };
    assert_eq!(host.missing(answer), Vec::<&str>::new());
}

/// The second look may stand before the first one in a log.
#[test]
fn two_looks_are_told_apart_in_whatever_order_they_come() {
    let first = url("http://a.cn/x/y/1.htm");
    let pattern = Pattern::of(&first);
    let looks = ["", "/2"].map(|which| sibling(&first, &pattern, which).unwrap());
    let known = |order: [usize; 2]| {
        let mut probes = Probes::default();
        for look in order {
            probes.answered(&looks[look], true, shown(&looks[look], &sorry(["a", "b"][look])));
        }
        let common = probes.asked[&pattern].common();
        (probes.probed(&first), format!("{common:?}"))
    };
    assert_eq!(known([0, 1]), known([1, 0]));
    assert_eq!(known([1, 0]).0.unwrap().url, looks[0].as_str());
}

#[test]
fn redirects_count_only_where_missing_pages_are_redirected_too() {
    let host = Host::new(&[("/x/0.htm", article(0)), ("/x/1.htm", article(1))]);
    let (asked, home, error) = (url("http://a.cn/x/9.htm"), url("http://a.cn/"), url("http://a.cn/error.htm"));
    let ended = |end| GoodPage {
        url: &asked,
        print: 7,
        likeness: None,
        end: Some(end),
        inside: true,
    };
    let probes = host.probed(|_| moved_to("http://a.cn/"));
    assert_eq!(probes.judge(ended(&home), None), Some(SoftError::Home));
    assert_eq!(host.probed(|_| ProbeAnswer::Honest).judge(ended(&home), None), None);
    // A folder that moved as a whole ends at one good page; the host's own error page is where missing pages elsewhere end.
    let folder = host.probed(|probe| {
        if probe.path().starts_with("/x/") {
            moved_to(error.as_str())
        } else {
            ProbeAnswer::Honest
        }
    });
    assert_eq!(folder.judge(ended(&error), None), None);
    let everywhere = host.probed(|_| moved_to(error.as_str()));
    assert_eq!(everywhere.judge(ended(&error), None), Some(SoftError::ErrorPage));
    let probed = everywhere.probed(&asked).unwrap();
    assert!(probed.url.contains("/x/xuncha-") && probed.final_url.as_deref() == Some(error.as_str()));
}
