//! The SQL functions that the R-tree triggers of a GeoPackage call (OGC 12-128r17, annex F.3): `ST_IsEmpty`,
//! `ST_MinX`, `ST_MaxX`, `ST_MinY`, `ST_MaxY`. sqlx has no way to add a function, so this file
//! speaks to the C interface.
#![allow(unsafe_code, reason = "the C interface of SQLite")]

use std::ffi::{CStr, c_int};

use super::StoreError;
use super::db::Db;
use libsqlite3_sys as ffi;

/// Adds the functions to a connection.
///
/// # Errors
/// What SQLite says.
pub(super) async fn register(conn: &mut Db) -> Result<(), StoreError> {
    let raw = conn.raw().await?;
    let db = raw.handle.as_ptr();
    let functions: [(&CStr, Function); 5] = [
        (c"ST_IsEmpty", st_is_empty),
        (c"ST_MinX", st_bound::<0>),
        (c"ST_MaxX", st_bound::<1>),
        (c"ST_MinY", st_bound::<2>),
        (c"ST_MaxY", st_bound::<3>),
    ];
    let flags = ffi::SQLITE_UTF8 | ffi::SQLITE_DETERMINISTIC | ffi::SQLITE_INNOCUOUS;
    for (name, function) in functions {
        // SAFETY: the handle is ours while `raw` lives; the name is a C string that lives for ever;
        // the function keeps nothing, so no data and no destructor are given.
        let code = unsafe {
            ffi::sqlite3_create_function_v2(
                db,
                name.as_ptr(),
                1,
                flags as c_int,
                std::ptr::null_mut(),
                Some(function),
                None,
                None,
                None,
            )
        };
        if code != ffi::SQLITE_OK {
            return Err(sqlx::Error::Configuration(format!("SQLite 函数注册失败（{code}）").into()).into());
        }
    }
    Ok(())
}

type Function = unsafe extern "C" fn(*mut ffi::sqlite3_context, c_int, *mut *mut ffi::sqlite3_value);

/// The blob that was passed, if it is one.
///
/// # Safety
/// `values` must be the arguments SQLite gave, at least one.
unsafe fn blob<'a>(values: *mut *mut ffi::sqlite3_value) -> Option<&'a [u8]> {
    // SAFETY: the caller passes SQLite's own argument array of at least one value; the bytes live until the
    // function returns.
    unsafe {
        let value = *values;
        if ffi::sqlite3_value_type(value) != ffi::SQLITE_BLOB {
            return None;
        }
        let bytes = ffi::sqlite3_value_blob(value).cast::<u8>();
        let length = usize::try_from(ffi::sqlite3_value_bytes(value)).ok()?;
        if bytes.is_null() {
            None
        } else {
            Some(std::slice::from_raw_parts(bytes, length))
        }
    }
}

unsafe extern "C" fn st_is_empty(
    context: *mut ffi::sqlite3_context,
    _count: c_int,
    values: *mut *mut ffi::sqlite3_value,
) {
    // SAFETY: SQLite calls this with one argument and a live context.
    unsafe {
        match blob(values).and_then(geodata::formats::gpkg_blob::is_empty) {
            Some(empty) => ffi::sqlite3_result_int(context, c_int::from(empty)),
            None => ffi::sqlite3_result_null(context),
        }
    }
}

unsafe extern "C" fn st_bound<const I: usize>(
    context: *mut ffi::sqlite3_context,
    _count: c_int,
    values: *mut *mut ffi::sqlite3_value,
) {
    // SAFETY: SQLite calls this with one argument and a live context.
    unsafe {
        match blob(values).and_then(geodata::formats::gpkg_blob::envelope) {
            Some(bounds) => ffi::sqlite3_result_double(context, bounds[I]),
            None => ffi::sqlite3_result_null(context),
        }
    }
}
