//! The runtime a command runs in, and how it is stopped: once politely, twice at once.

use tokio::sync::watch;

use super::exit::{CliError, Exit};

/// Runs something short and asynchronous: it is not stopped, only killed.
pub(super) fn run_for<T>(work: impl AsyncFnOnce() -> Result<T, CliError>) -> Result<T, CliError> {
    runtime()?.block_on(work())
}

fn runtime() -> Result<tokio::runtime::Runtime, CliError> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::Internal(anyhow::Error::new(error).context("无法启动运行环境")))
}

/// Runs a command that is asynchronous. The receiver turns true at the first Ctrl-C, SIGTERM or closed console; the
/// second one ends the process, which loses nothing that was written.
pub(super) fn run(command: impl AsyncFnOnce(watch::Receiver<bool>) -> Result<Exit, CliError>) -> Result<Exit, CliError> {
    runtime()?.block_on(async {
        let (stop, stopped) = watch::channel(false);
        tokio::spawn(async move {
            signal().await;
            super::notice("收到停止信号，正在保存已有结果……再按一次 Ctrl-C 立即退出。用同样的命令再次运行可继续。");
            // The receiver lives as long as the command.
            let _ended = stop.send(true);
            signal().await;
            std::process::exit(Exit::Incomplete.code().into());
        });
        command(stopped).await
    })
}

#[cfg(unix)]
async fn signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut terminate), Ok(mut hangup)) = (signal(SignalKind::terminate()), signal(SignalKind::hangup())) else {
        return drop(tokio::signal::ctrl_c().await);
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
        _ = hangup.recv() => {}
    }
}

#[cfg(not(unix))]
async fn signal() {
    // Where Ctrl-C cannot be listened to, it ends the process at once, which loses nothing that was written.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
