//! An error as the page gets it. Each room gives its own errors their codes.

use serde::Serialize;
use serde_json::{Map, Value};
use ts_rs::TS;
use words::{English, Words};

/// An error on the wire: the code is what the window branches on and turns into words.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct WireError {
    /// A stable word: file.not_found, atlas.in_use, change.conflict …
    pub code: String,
    /// Values for the words.
    #[ts(type = "Record<string, string | number>")]
    pub params: Box<Map<String, Value>>,
    /// What the core says of it beyond the code, in both languages; `None` if the code says it all.
    pub words: Option<Box<Words>>,
    /// Technical text of the operating system or a library; empty if there is none.
    pub detail: String,
    /// The Chinese message, for the console and for tests.
    #[serde(skip)]
    #[ts(skip)]
    pub message: String,
}

impl WireError {
    /// An error whose code says it all; the message is for the console only.
    pub fn new(code: &str, message: impl ToString) -> Self {
        Self {
            code: code.to_owned(),
            params: Box::default(),
            words: None,
            detail: String::new(),
            message: message.to_string(),
        }
    }

    /// An error with what can be said of it in both languages.
    pub fn said(code: &str, error: &impl English) -> Self {
        Self {
            words: Some(Box::new(error.words("error"))),
            ..Self::new(code, error)
        }
    }

    /// An error of the operating system or a library.
    pub fn technical(code: &str, error: impl ToString) -> Self {
        Self {
            detail: error.to_string(),
            ..Self::new(code, error)
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
        Self::technical("wire.unknown", name)
    }

    /// The values of a call do not fit.
    pub(crate) fn arguments(name: &str, error: &serde_json::Error) -> Self {
        Self::technical("wire.arguments", format!("{name}: {error}"))
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
