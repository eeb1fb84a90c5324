//! The limit a system sets to how many files and connections one program has open.

use std::io;

/// What to do about it, in Chinese.
pub(crate) const ADVICE: &str =
    "本程序同时打开的文件和连接达到系统上限，请先运行 ulimit -n 4096 提高上限（用 systemd 运行的，设置 LimitNOFILE=4096），再检查";

/// Whether this is the fault of an error: the limit of the process, or that of the whole system.
pub(crate) fn is_out_of_handles(error: &io::Error) -> bool {
    error.raw_os_error().is_some_and(is_code)
}

/// Whether the words of an error name it: where only they were kept.
pub(crate) fn tells_out_of_handles(words: &str) -> bool {
    let code = words
        .rsplit_once("(os error ")
        .and_then(|(_, rest)| rest.split(')').next()?.parse().ok());
    code.is_some_and(is_code)
}

fn is_code(code: i32) -> bool {
    // EMFILE and ENFILE on every Unix; ERROR_TOO_MANY_OPEN_FILES and WSAEMFILE on Windows.
    if cfg!(windows) {
        matches!(code, 4 | 10024)
    } else {
        matches!(code, 23 | 24)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_told_from_other_faults() {
        let error = io::Error::from_raw_os_error(24);
        assert!(is_out_of_handles(&error) && tells_out_of_handles(&error.to_string()));
        for other in [2, 104, 111] {
            let error = io::Error::from_raw_os_error(other);
            assert!(!is_out_of_handles(&error) && !tells_out_of_handles(&error.to_string()));
        }
        assert!(!tells_out_of_handles("24 (os error"));
    }
}
