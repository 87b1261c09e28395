//! What SQLite says, in words for who uses the program.

use ::words::{Words, said};
use rusqlite::{Error, ErrorCode, ffi};

/// What is said of a query that is not allowed.
fn forbidden() -> Words {
    said!(
        "sqlite.forbidden",
        "里面用到了不允许的查询或函数，可能是恶意文件",
        "it uses queries or functions that are not allowed; the file may be malicious"
    )
}

/// What went wrong and what can be done; what is not known stays as SQLite says it.
pub(crate) fn in_words(error: &Error) -> Words {
    if let Error::SqliteFailure(failure, _) = error {
        let known = match failure.extended_code {
            ffi::SQLITE_READONLY_ROLLBACK => Some(said!(
                "sqlite.unfinished",
                "里面有别的程序没有写完的修改（-journal），请先用那个程序打开一次，再关闭",
                "another program left a change unfinished (-journal); open it once in that program and close it"
            )),
            ffi::SQLITE_READONLY_RECOVERY | ffi::SQLITE_READONLY_CANTINIT | ffi::SQLITE_CANTOPEN => {
                Some(said!(
                    "sqlite.cannot_open",
                    "打不开；旁边若有同名的 -wal 文件，请把它们一起复制到可以写入的文件夹里再打开",
                    "it cannot be opened; if a -wal file of its name lies beside it, copy both to a folder that can be written to"
                ))
            }
            _ => None,
        };
        if let Some(words) = known {
            return words;
        }
    }
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => said!(
            "sqlite.busy",
            "别的程序正在写入这个文件，请稍后再试",
            "another program is writing to the file; try again later"
        ),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            said!(
                "sqlite.damaged",
                "文件已损坏或没有复制完整，请用备份，或重新复制一份",
                "the file is damaged or was not copied whole; use a backup or copy it again"
            )
        }
        Some(ErrorCode::DiskFull) => said!("disk.full", "磁盘已满", "the disk is full"),
        Some(ErrorCode::ReadOnly) => said!(
            "sqlite.read_only",
            "文件或文件夹只能读，不能写入",
            "the file or its folder can be read but not written to"
        ),
        Some(ErrorCode::OutOfMemory) => {
            said!("sqlite.out_of_memory", "内存不足", "there is not enough memory")
        }
        Some(ErrorCode::TooBig) => said!(
            "sqlite.too_large",
            "里面有过大的文本或数据，可能是恶意文件",
            "it holds texts or data that are too large; the file may be malicious"
        ),
        Some(ErrorCode::AuthorizationForStatementDenied) => forbidden(),
        Some(ErrorCode::OperationInterrupted) => said!(
            "sqlite.too_slow",
            "里面的查询久无结果，可能是恶意文件",
            "a query in it does not end; the file may be malicious"
        ),
        Some(ErrorCode::FileLockingProtocolFailed) => said!(
            "sqlite.cannot_lock",
            "文件所在的磁盘不能加锁，请复制到本机硬盘再打开",
            "its disk cannot lock files; copy it to a disk of this machine"
        ),
        Some(ErrorCode::SystemIoFailure) => said!("disk.error", "磁盘读写出错", "the disk failed"),
        // Of a function it says so in words alone.
        _ if error.to_string().contains("not authorized") => forbidden(),
        _ => Words::technical(error),
    }
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
