//! How far an inspection has come: bars on a terminal, plain lines in a log.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use super::args::GlobalOptions;
use crate::crawl::Progress;
use crate::inspect::Event;
use crate::site::{Group, PerSite};

/// How often a line is written where there is no terminal.
const LINE_EVERY: Duration = Duration::from_secs(30);

/// Shows events to people.
pub(super) struct Display {
    sites: PerSite<Shown>,
    mode: Mode,
    began: Instant,
}

/// What is shown of one site.
struct Shown {
    name: String,
    /// What was said last of why it waits.
    note: Option<String>,
    /// Its bar, once there is one.
    bar: Option<ProgressBar>,
}

enum Mode {
    Silent,
    Lines { last: Instant },
    Bars(MultiProgress),
}

impl Display {
    /// For the sites of a group.
    pub(super) fn new(group: &Group, options: &GlobalOptions) -> Self {
        let mode = if options.quiet {
            Mode::Silent
        } else if options.no_progress || !std::io::stderr().is_terminal() {
            Mode::Lines { last: Instant::now() }
        } else {
            Mode::Bars(MultiProgress::new())
        };
        let shown = |site| Shown {
            name: group[site].name.clone(),
            note: None,
            bar: None,
        };
        Display {
            sites: PerSite::new(group, shown),
            mode,
            began: Instant::now(),
        }
    }

    /// Takes in what happens.
    pub(super) fn show(&mut self, event: &Event) {
        match event {
            Event::Began { run, resumed: false, .. } => self.say(&format!("开始检查，编号 {run}")),
            Event::Began { run, resumed: true, .. } => self.say(&format!("继续上次中断的检查，编号 {run}")),
            Event::Judging => self.say("网页已读完，正在汇总判断……"),
            Event::Progress(progress) => self.progress(progress),
        }
    }

    /// Takes the bars off the screen.
    pub(super) fn clear(&mut self) {
        if let Mode::Bars(all) = &self.mode {
            // A terminal that went away needs no clearing.
            let _gone = all.clear();
        }
    }

    fn say(&mut self, text: &str) {
        match &self.mode {
            Mode::Silent => {}
            Mode::Lines { .. } => super::notice(text),
            Mode::Bars(all) => drop(all.println(text)),
        }
    }

    /// Says once that a site waits, why, and that it goes on.
    fn print_notes(&mut self, progress: &Progress) {
        for site in &progress.sites {
            let shown = &mut self.sites[site.site];
            if shown.note == site.note {
                continue;
            }
            shown.note.clone_from(&site.note);
            let line = format!("{}：{}", shown.name, site.note.as_deref().unwrap_or("继续检查"));
            self.say(&line);
        }
    }

    fn progress(&mut self, progress: &Progress) {
        self.print_notes(progress);
        let seconds = self.began.elapsed().as_secs_f64().max(0.001);
        let line = |name: &str, site: &crate::crawl::SiteProgress| {
            if let Some(note) = &site.note {
                return format!("{name}：已读 {} 页，待查 {}，{note}", site.pages, site.waiting);
            }
            let rate = site.pages as f64 / seconds;
            let left = if rate > 0.0 {
                duration(site.waiting as f64 / rate)
            } else {
                "未知".to_owned()
            };
            format!(
                "{name}：已读 {} 页，待查 {}，{rate:.1} 页/秒，错链 {}，约剩 {left}",
                site.pages, site.waiting, site.broken
            )
        };
        match &mut self.mode {
            Mode::Silent => {}
            Mode::Lines { last } => {
                if last.elapsed() >= LINE_EVERY {
                    *last = Instant::now();
                    // What waits has said so.
                    for site in progress.sites.iter().filter(|s| s.note.is_none()) {
                        super::notice(&line(&self.sites[site.site].name, site));
                    }
                }
            }
            Mode::Bars(all) => {
                for site in &progress.sites {
                    let Shown { name, bar, .. } = &mut self.sites[site.site];
                    let bar = bar.get_or_insert_with(|| {
                        let bar = all.add(ProgressBar::new(0));
                        if let Ok(style) = ProgressStyle::with_template("{bar:20} {wide_msg}") {
                            bar.set_style(style);
                        }
                        bar
                    });
                    bar.set_length(site.pages + site.waiting);
                    bar.set_position(site.pages);
                    bar.set_message(line(name, site));
                }
            }
        }
    }
}

/// Seconds as people say them.
fn duration(seconds: f64) -> String {
    let seconds = seconds.round() as u64;
    match seconds {
        0..60 => format!("{seconds} 秒"),
        60..3600 => format!("{} 分钟", seconds.div_ceil(60)),
        _ => format!("{} 小时 {} 分钟", seconds / 3600, seconds % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_left_is_said_as_people_say_it() {
        assert_eq!(duration(12.4), "12 秒");
        assert_eq!(duration(61.0), "2 分钟");
        assert_eq!(duration(3_700.0), "1 小时 1 分钟");
    }
}
