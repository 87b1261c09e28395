//! An error as the page gets it. Each room gives its own errors their codes.

use serde::Serialize;
use serde_json::{Map, Value};
use ts_rs::TS;

/// An error on the wire: the code is what the window branches on and turns into words.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct WireError {
    /// A stable word: file.not_found, atlas.in_use, change.conflict …
    pub code: String,
    /// Values for the words.
    #[ts(type = "Record<string, string | number>")]
    pub params: serde_json::Map<String, Value>,
    /// The full Chinese message of the core.
    pub detail: String,
}

impl WireError {
    /// An error with a code and the message of what went wrong.
    pub fn new(code: &str, detail: impl ToString) -> Self {
        Self {
            code: code.to_owned(),
            params: Map::new(),
            detail: detail.to_string(),
        }
    }

    /// The same with a value for the words.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.params.insert(key.to_owned(), value.into());
        self
    }

    /// The call named no command.
    pub(crate) fn unknown_command(name: &str) -> Self {
        Self::new("wire.unknown", format!("没有名为“{name}”的命令"))
    }

    /// The values of a call do not fit.
    pub(crate) fn arguments(name: &str, error: &serde_json::Error) -> Self {
        Self::new("wire.arguments", format!("命令“{name}”：{error}"))
    }

    /// A change broke off in the middle.
    pub(crate) fn broken() -> Self {
        Self::new(
            "wire.failed",
            "上一次修改中途出错，请重新打开图册；已保存的内容都在文件里",
        )
    }

    /// No atlas is open.
    pub(crate) fn no_atlas() -> Self {
        Self::new("atlas.none", "还没有打开图册")
    }
}
