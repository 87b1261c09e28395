//! The workbook library panics when its own file of rows cannot be written, as on a full disk
//! ([decision 0029](../../../../docs/decisions/0029-a-panic-of-the-workbook-library-is-an-error.md)). Here that is an error
//! again.

use rust_xlsxwriter::XlsxError;
use std::cell::Cell;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    /// Whether this thread is within [`caught`], where a panic is not told on the error stream.
    static EXPECTED: Cell<bool> = const { Cell::new(false) };
}

/// Calls the library; a panic becomes an error. What was being written must be dropped then.
pub(super) fn caught<T>(work: impl FnOnce() -> Result<T, XlsxError>) -> Result<T, XlsxError> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |info| {
            if !EXPECTED.get() {
                before(info);
            }
        }));
    });
    EXPECTED.set(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    EXPECTED.set(false);
    done.unwrap_or_else(|payload| {
        let text = payload.downcast_ref::<String>().map_or("", String::as_str);
        Err(XlsxError::IoError(system_error(text)))
    })
}

/// The error of the system that stands in a message such as
/// `Couldn't write to xml file: Os { code: 28, kind: StorageFull, message: "No space left on device" }`.
fn system_error(text: &str) -> io::Error {
    let code = text.split("Os { code: ").nth(1);
    let code = code.and_then(|rest| rest.split(',').next()?.parse().ok());
    code.map_or_else(
        || io::Error::other("临时文件写不进去"),
        io::Error::from_raw_os_error,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_the_error_of_the_system_it_tells_of() {
        let full = io::Error::from_raw_os_error(28);
        let done: Result<(), XlsxError> = caught(|| panic!("Couldn't write to xml file: {full:?}"));
        let Err(XlsxError::IoError(error)) = done else {
            panic!("an error of the system: {done:?}");
        };
        assert_eq!(error.raw_os_error(), Some(28));
        assert_eq!(caught(|| Ok(7)).ok(), Some(7));
    }

    #[test]
    fn any_other_panic_is_an_error_too() {
        let done: Result<(), XlsxError> = caught(|| panic!("no reason"));
        assert!(matches!(done, Err(XlsxError::IoError(_))));
    }
}
