//! What the program says to a person, in Chinese and in English, under one code. The command line speaks Chinese; the
//! window takes the language it is set to. Both sentences stand side by side where they are made, see [`said!`]; what a
//! system or a library says is told as it is, see [`Words::technical`].

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The language of whoever is spoken to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "what has no line is said by its name")]
pub enum Language {
    /// That of the command line, and of the window unless it is set to another.
    #[default]
    Chinese,
    English,
}

/// A sentence, or a part of one, in both languages. `Display` is the Chinese one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct Words {
    /// Which sentence it is, such as `kml.not_closed`; it stays the same when the wording changes.
    pub code: Cow<'static, str>,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// The code of what is not said by this program.
const TECHNICAL: &str = "technical";

impl Words {
    /// A sentence in both languages.
    pub fn new(code: &'static str, zh: String, en: String) -> Self {
        let code = Cow::Borrowed(code);
        Self { code, zh, en }
    }

    /// What the operating system or a library says, in its own language.
    pub fn technical(text: impl fmt::Display) -> Self {
        let text = text.to_string();
        Self::new(TECHNICAL, text.clone(), text)
    }

    /// Whether it is what the operating system or a library says.
    pub fn is_technical(&self) -> bool {
        self.code == TECHNICAL
    }

    /// Several sentences in a row, under the code of the first; `None` if there are none.
    pub fn joined(all: &[Self]) -> Option<Self> {
        let of = |text: fn(&Self) -> &str, between: &str| {
            let texts: Vec<&str> = all.iter().map(text).collect();
            texts.join(between)
        };
        Some(Self {
            code: all.first()?.code.clone(),
            zh: of(|w| &w.zh, "；"),
            en: of(|w| &w.en, "; "),
        })
    }

    /// The one of a language.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }

    /// The same with both sentences changed.
    #[must_use]
    pub fn map(self, change: impl Fn(String) -> String) -> Self {
        Self {
            code: self.code,
            zh: change(self.zh),
            en: change(self.en),
        }
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.zh)
    }
}

/// What can be said in English; its `Display` is what stands in a Chinese sentence.
pub trait English: fmt::Display {
    /// Returns what stands in an English sentence.
    fn english(&self) -> String;

    /// Returns both under a code.
    fn words(&self, code: &'static str) -> Words {
        Words::new(code, self.to_string(), self.english())
    }
}

impl English for Words {
    fn english(&self) -> String {
        self.en.clone()
    }
}

/// Names one after the other as a part of a sentence: “甲、乙” in Chinese, “甲, 乙” in English.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed(Vec<String>);

impl<S: Into<String>> FromIterator<S> for Listed {
    fn from_iter<I: IntoIterator<Item = S>>(names: I) -> Self {
        Self(names.into_iter().map(Into::into).collect())
    }
}

impl fmt::Display for Listed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("、"))
    }
}

impl English for Listed {
    fn english(&self) -> String {
        self.0.join(", ")
    }
}

impl<T: English + ?Sized> English for &T {
    fn english(&self) -> String {
        (**self).english()
    }
}

/// Names, numbers and the like are the same in both languages.
macro_rules! same_in_both {
    ($($t:ty),*) => {$(
        impl English for $t {
            fn english(&self) -> String {
                self.to_string()
            }
        }
    )*};
}

same_in_both!(
    str,
    String,
    Cow<'_, str>,
    char,
    u8,
    u16,
    u32,
    u64,
    usize,
    i32,
    i64,
    f32,
    f64
);
same_in_both!(std::path::Display<'_>);

/// Makes [`Words`]: `said!("code", "中文", "English", values…)`. Values fill the `{}` of both sentences, each in its
/// language; names in scope may stand in braces if they are the same in both.
///
/// ```
/// use words::said;
///
/// let rows = 3;
/// let words = said!("table.short", "“{}”只有 {rows} 行", "“{}” has {rows} rows", "项目");
/// assert_eq!((words.zh.as_str(), words.en.as_str()), ("“项目”只有 3 行", "“项目” has 3 rows"));
/// assert_eq!(said!("outer", "读不了：{}", "unreadable: {}", words).en, "unreadable: “项目” has 3 rows");
/// ```
#[macro_export]
macro_rules! said {
    ($code:literal, $zh:literal, $en:literal $(, $value:expr)* $(,)?) => {
        $crate::Words::new(
            $code,
            format!($zh $(, $value)*),
            format!($en $(, $crate::English::english(&$value))*),
        )
    };
}
