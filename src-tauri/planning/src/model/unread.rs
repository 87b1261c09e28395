//! Values that another program wrote and this one cannot read.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use words::Words;

/// A value that cannot be read. It stays in the file as it is until another one is put in its place; until then the row
/// is shown without it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct UnreadValue {
    /// Table of the row.
    pub table: String,
    /// Id of the row.
    pub id: String,
    /// Name of the row, if it has one.
    pub name: String,
    pub column: String,
    /// What stands there, shortened.
    pub value: String,
    /// What is wrong with it.
    pub reason: Words,
}
