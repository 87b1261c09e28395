//! What SQLite says, in words for who uses the program.

use rusqlite::{Error, ErrorCode, ffi};

const FORBIDDEN: &str = "里面用到了不允许的查询或函数，可能是恶意文件";

/// What went wrong and what can be done; what is not known stays as SQLite says it.
pub(crate) fn in_words(error: &Error) -> String {
    if let Error::SqliteFailure(failure, _) = error {
        let known = match failure.extended_code {
            ffi::SQLITE_READONLY_ROLLBACK => {
                Some("里面有别的程序没有写完的修改（-journal），请先用那个程序打开一次，再关闭")
            }
            ffi::SQLITE_READONLY_RECOVERY | ffi::SQLITE_READONLY_CANTINIT | ffi::SQLITE_CANTOPEN => {
                Some("打不开；旁边若有同名的 -wal 文件，请把它们一起复制到可以写入的文件夹里再打开")
            }
            _ => None,
        };
        if let Some(words) = known {
            return words.to_owned();
        }
    }
    let words = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => "别的程序正在写入这个文件，请稍后再试",
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            "文件已损坏或没有复制完整，请用备份，或重新复制一份"
        }
        Some(ErrorCode::DiskFull) => "磁盘已满",
        Some(ErrorCode::ReadOnly) => "文件或文件夹只能读，不能写入",
        Some(ErrorCode::OutOfMemory) => "内存不足",
        Some(ErrorCode::TooBig) => "里面有过大的文本或数据，可能是恶意文件",
        Some(ErrorCode::AuthorizationForStatementDenied) => FORBIDDEN,
        Some(ErrorCode::OperationInterrupted) => "里面的查询久无结果，可能是恶意文件",
        Some(ErrorCode::FileLockingProtocolFailed) => "文件所在的磁盘不能加锁，请复制到本机硬盘再打开",
        Some(ErrorCode::SystemIoFailure) => "磁盘读写出错",
        // Of a function it says so in words alone.
        _ if error.to_string().contains("not authorized") => FORBIDDEN,
        _ => return error.to_string(),
    };
    words.to_owned()
}

/// Whether another program has the file locked.
pub(crate) fn is_busy(error: &Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
    )
}

/// Whether a change that another program left half done has to be rolled back before the file can be read.
pub(crate) fn needs_rollback(error: &Error) -> bool {
    matches!(error, Error::SqliteFailure(failure, _) if failure.extended_code == ffi::SQLITE_READONLY_ROLLBACK)
}

/// Whether the disk that the file is on cannot be locked.
pub(super) fn cannot_lock(error: &Error) -> bool {
    let Error::SqliteFailure(failure, _) = error else {
        return false;
    };
    matches!(
        failure.extended_code,
        ffi::SQLITE_IOERR_RDLOCK | ffi::SQLITE_IOERR_LOCK | ffi::SQLITE_IOERR_UNLOCK | ffi::SQLITE_PROTOCOL
    )
}
