//! The log: Chinese level names, one line an event, on standard error.

use std::fmt;

use tracing::{Event, Level, Subscriber, field::Field};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

use super::terminal::visible;

/// Starts the log. `-q` leaves errors only, each `-v` shows more; `XUNCHA_LOG` takes the filters of
/// `tracing-subscriber` (`xuncha=debug`) and wins over both.
pub(crate) fn start(quiet: bool, verbose: u8) {
    let filter = std::env::var("XUNCHA_LOG")
        .ok()
        .and_then(|text| EnvFilter::try_new(text).ok())
        .unwrap_or_else(|| EnvFilter::new(directives(quiet, verbose)));
    // A second start (tests run commands in one process) keeps the first log.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // Told on standard error, which is what failed: where nobody listens there is nobody to tell, and no panic.
        .log_internal_errors(false)
        .event_format(Line)
        .try_init();
}

/// What libraries say is English and for developers: it is shown to who asks for more, twice.
fn directives(quiet: bool, verbose: u8) -> &'static str {
    match (quiet, verbose) {
        (true, _) => "off,xuncha=error",
        (_, 0) => "off,xuncha=warn",
        (_, 1) => "off,xuncha=info",
        (_, 2) => "info,xuncha=debug",
        _ => "debug,xuncha=trace",
    }
}

/// One event on one line. Values may come from any page, so control characters never reach the terminal.
struct Line;

impl<S, N> FormatEvent<S, N> for Line
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, _: &FmtContext<'_, S, N>, mut writer: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let mut line = Fields::default();
        event.record(&mut line);
        let level = chinese(*event.metadata().level());
        let time = jiff::Zoned::now().strftime("%H:%M:%S").to_string();
        writeln!(writer, "{time} [{level}] {}{}", visible(&line.message), visible(&line.rest))
    }
}

fn chinese(level: Level) -> &'static str {
    match level {
        Level::ERROR => "错误",
        Level::WARN => "警告",
        Level::INFO => "信息",
        Level::DEBUG => "调试",
        Level::TRACE => "跟踪",
    }
}

#[derive(Default)]
struct Fields {
    message: String,
    rest: String,
}

impl tracing::field::Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        use fmt::Write;
        // Writing to a String cannot fail.
        let _ = if field.name() == "message" {
            write!(self.message, "{value:?}")
        } else {
            write!(self.rest, " {}={value:?}", field.name())
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Sink(Arc<Mutex<Vec<u8>>>);

    impl std::io::Write for Sink {
        fn write(&mut self, buf: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(buf);
            Ok(buf.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn an_event_is_one_harmless_line() {
        let sink = Sink::default();
        let writer = sink.clone();
        let log = tracing_subscriber::fmt()
            .with_writer(move || writer.clone())
            // Told on standard error, which is what failed: where nobody listens there is nobody to tell, and no panic.
            .log_internal_errors(false)
            .event_format(Line)
            .finish();
        tracing::subscriber::with_default(log, || tracing::warn!(url = "http://a/\u{1b}[31m\nb", "标题 {}", "\u{7}甲"));
        let text = String::from_utf8(sink.0.lock().unwrap().clone()).unwrap();
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(text.contains("[警告] 标题 \\u{7}甲 url=http://a/\\u{1b}[31m\\nb"), "{text}");
    }
}
