//! How a Rust type stands in a table: one trait, so that the store, the text form and the checks of references
//! all read the same description of a record and no column is named twice.

use std::borrow::Cow;

use geo_types::Geometry;
use serde_json::Value;
use words::{Words, said};

/// What a column holds, in the terms of the file: SQL storage class and text form follow from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Storage {
    /// Text, ids, enumerations, partial dates.
    Text,
    /// Whole numbers: ordinals, years, money in 分.
    Integer,
    /// Measures and plain numbers.
    Real,
    /// true or false, 0 or 1 in SQL.
    Boolean,
    /// A structured value kept as JSON text.
    Json,
    /// A footprint, longitude and latitude: as each store encodes it, WKT in the text form, GeoJSON on the wire.
    Geometry,
    /// The boundary of a region: a layer of its own in a GeoPackage, WKT everywhere else.
    Boundary,
}

/// What the removal of a row does to one that refers to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnRemoval {
    /// It goes too.
    TakesAlong,
    /// It stays, and the column becomes empty.
    Empties,
    /// It stays, and the column names what the removed row names in its own column `parent`.
    Lifts,
    /// It stands in the way: it must be moved or removed first.
    Blocks,
}

impl OnRemoval {
    /// The first of a list, for columns that may say none.
    pub(crate) const fn first(said: &[Self]) -> Option<Self> {
        match said {
            [] => None,
            [first, ..] => Some(*first),
        }
    }
}

/// One column of one table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name in SQL, in the text form and in JSON.
    pub name: &'static str,
    /// What it holds.
    pub storage: Storage,
    /// Whether it may be empty.
    pub nullable: bool,
    /// The table whose `id` it names, when it is a reference.
    pub references: Option<&'static str>,
    /// What happens to the row when the one it names is removed; `None` if it names none.
    pub on_removal: Option<OnRemoval>,
    /// The words allowed, when it is an enumeration.
    pub words: Option<&'static [&'static str]>,
}

/// A value on its way into or out of a store.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "what has no line is said by its name")]
pub enum Cell<'a> {
    /// Nothing.
    Null,
    Text(Cow<'a, str>),
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// A footprint.
    Geometry(Cow<'a, Geometry<f64>>),
    /// What the store holds is none of these, or cannot be read: what it is, in words.
    Unreadable(Words),
}

impl<'a> Cell<'a> {
    /// The text.
    ///
    /// # Errors
    /// In words, when it is something else.
    pub fn text(self) -> Result<Cow<'a, str>, Words> {
        match self {
            Self::Text(text) => Ok(text),
            other => Err(said!(
                "value.not_text",
                "应为文本，现在是{}",
                "should be text, but is {}",
                other.kind()
            )),
        }
    }

    /// The whole number.
    ///
    /// # Errors
    /// In words, when it is something else.
    pub fn integer(self) -> Result<i64, Words> {
        match self {
            Self::Integer(n) => Ok(n),
            other => Err(said!(
                "value.not_integer",
                "应为整数，现在是{}",
                "should be a whole number, but is {}",
                other.kind()
            )),
        }
    }

    fn kind(&self) -> Words {
        match self {
            Self::Null => said!("value.empty", "空值", "empty"),
            Self::Text(_) => said!("value.text", "文本", "text"),
            Self::Integer(_) => said!("value.integer", "整数", "a whole number"),
            Self::Real(_) => said!("value.real", "小数", "a number"),
            Self::Geometry(_) => said!("value.geometry", "范围", "a footprint"),
            Self::Unreadable(what) => what.clone(),
        }
    }
}

/// The values of a row of a store, by column.
pub trait Cells {
    /// The value of a column, given by its number in [`Entity::COLUMNS`].
    fn cell(&self, column: usize) -> Cell<'_>;
}

/// A Rust type that can be a column.
pub trait ColumnType: Sized {
    /// What it holds.
    const STORAGE: Storage;
    /// Whether it may be empty.
    const NULLABLE: bool = false;
    /// The table it points into.
    const REFERENCES: Option<&'static str> = None;
    /// The words allowed.
    const WORDS: Option<&'static [&'static str]> = None;
    /// The value as stores take it.
    fn to_cell(&self) -> Cell<'_>;
    /// The value of what stands in a store.
    ///
    /// # Errors
    /// In words, when it is of another kind or not allowed.
    fn from_cell(cell: Cell<'_>) -> Result<Self, Words>;
}

impl ColumnType for String {
    const STORAGE: Storage = Storage::Text;
    fn to_cell(&self) -> Cell<'_> {
        Cell::Text(self.into())
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, Words> {
        cell.text().map(Cow::into_owned)
    }
}

macro_rules! whole_numbers {
    ($($t:ty),*) => { $(impl ColumnType for $t {
        const STORAGE: Storage = Storage::Integer;
        fn to_cell(&self) -> Cell<'_> {
            Cell::Integer(i64::from(*self))
        }
        fn from_cell(cell: Cell<'_>) -> Result<Self, Words> {
            let n = cell.integer()?;
            Self::try_from(n).map_err(|_| said!("value.out_of_range", "{n} 超出范围", "{n} is out of range"))
        }
    })* };
}
whole_numbers!(i64, i32, u32);

impl ColumnType for f64 {
    const STORAGE: Storage = Storage::Real;
    fn to_cell(&self) -> Cell<'_> {
        Cell::Real(*self)
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, Words> {
        match cell {
            Cell::Real(x) => Ok(x),
            Cell::Integer(n) => Ok(n as Self),
            other => Err(said!(
                "value.not_number",
                "应为数字，现在是{}",
                "should be a number, but is {}",
                other.kind()
            )),
        }
    }
}

impl ColumnType for bool {
    const STORAGE: Storage = Storage::Boolean;
    fn to_cell(&self) -> Cell<'_> {
        Cell::Integer(i64::from(*self))
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, Words> {
        match cell.integer()? {
            0 => Ok(false),
            1 => Ok(true),
            n => Err(said!(
                "value.not_boolean",
                "应为 0 或 1，现在是 {n}",
                "should be 0 or 1, but is {n}"
            )),
        }
    }
}

impl ColumnType for Value {
    const STORAGE: Storage = Storage::Json;
    fn to_cell(&self) -> Cell<'_> {
        Cell::Text(self.to_string().into())
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, Words> {
        match cell {
            Cell::Null => Ok(Self::Null),
            other => serde_json::from_str(&other.text()?).map_err(Words::technical),
        }
    }
}

impl<T: ColumnType> ColumnType for Option<T> {
    const STORAGE: Storage = T::STORAGE;
    const NULLABLE: bool = true;
    const REFERENCES: Option<&'static str> = T::REFERENCES;
    const WORDS: Option<&'static [&'static str]> = T::WORDS;
    fn to_cell(&self) -> Cell<'_> {
        self.as_ref().map_or(Cell::Null, T::to_cell)
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, Words> {
        match cell {
            Cell::Null => Ok(None),
            cell => T::from_cell(cell).map(Some),
        }
    }
}

/// A kind of record: its table and its columns.
pub trait Entity: Sized + Clone + PartialEq {
    /// Name of its table, also the file name of its text form.
    const TABLE: &'static str;
    /// Its Chinese name, for messages.
    const LABEL: &'static str;
    /// Its columns, `id` first.
    const COLUMNS: &'static [Column];
    /// Its id, unique in its table.
    fn id(&self) -> &str;
    /// Hands over its values as stores take them, in the order of [`Entity::COLUMNS`].
    fn cells<'a>(&'a self, each: &mut dyn FnMut(usize, Cell<'a>));
    /// A row of what stands in a store.
    ///
    /// # Errors
    /// In words, naming the column that is of another kind or not allowed.
    fn from_cells(cells: &dyn Cells) -> Result<Self, Words>;
    /// Columns whose values cannot be read, and why.
    fn unreadable(cells: &dyn Cells) -> Vec<(usize, ::words::Words)>;
}

/// Declares an id type that is text and names a row of one table.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident => $table:literal),* $(,)?) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize, ts_rs::TS)]
        #[serde(transparent)]
        pub struct $name(pub String);
        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) }
        }
        impl From<&str> for $name { fn from(s: &str) -> Self { Self(s.to_owned()) } }
        impl From<String> for $name { fn from(s: String) -> Self { Self(s) } }
        impl std::borrow::Borrow<str> for $name { fn borrow(&self) -> &str { &self.0 } }
        impl $crate::model::ColumnType for $name {
            const STORAGE: $crate::model::Storage = $crate::model::Storage::Text;
            const REFERENCES: Option<&'static str> = if $table.is_empty() { None } else { Some($table) };
            fn to_cell(&self) -> $crate::model::Cell<'_> {
                $crate::model::Cell::Text(self.as_str().into())
            }
            fn from_cell(cell: $crate::model::Cell<'_>) -> Result<Self, ::words::Words> {
                cell.text().map(|text| Self(text.into_owned()))
            }
        }
    )* };
}
pub(crate) use ids;

/// Declares an enumeration stored as an English word, with its Chinese and English labels.
macro_rules! vocabulary {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal, $zh:literal, $en:literal;)* })*) => {
        /// The name of every vocabulary, and for each of its values the word kept in files, the Chinese and the English label.
        pub fn vocabularies() -> Vec<(&'static str, Vec<(&'static str, &'static str, &'static str)>)> {
            vec![$((stringify!($name), vec![$(($word, $zh, $en)),*])),*]
        }
        $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize, ts_rs::TS)]
        pub enum $name { $($(#[$vdoc])* #[doc = $zh] #[serde(rename = $word)] #[ts(rename = $word)] $variant,)* }
        impl $name {
            /// Every value, in the order it is offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// The word kept in files.
            pub fn word(self) -> &'static str { match self { $(Self::$variant => $word),* } }
            /// The Chinese label.
            pub fn zh(self) -> &'static str { match self { $(Self::$variant => $zh),* } }
            /// The English label.
            pub fn en(self) -> &'static str { match self { $(Self::$variant => $en),* } }
            /// The value of a word of the file, a Chinese or an English label.
            pub fn parse(s: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|v| v.word() == s || v.zh() == s || v.en().eq_ignore_ascii_case(s))
            }
        }
        impl $crate::model::ColumnType for $name {
            const STORAGE: $crate::model::Storage = $crate::model::Storage::Text;
            const WORDS: Option<&'static [&'static str]> = Some(&[$($word),*]);
            fn to_cell(&self) -> $crate::model::Cell<'_> {
                $crate::model::Cell::Text(self.word().into())
            }
            fn from_cell(cell: $crate::model::Cell<'_>) -> Result<Self, ::words::Words> {
                let text = cell.text()?;
                let found = match &*text { $($word => Some(Self::$variant),)* _ => None };
                found.ok_or_else(|| {
                    let known: ::words::Listed = [$($word),*].into_iter().collect();
                    ::words::said!("value.unknown_word", "不认识“{text}”；可用：{}", "“{text}” is none of {}", known)
                })
            }
        }
        )*
    };
}
pub(crate) use vocabulary;

/// Declares a record: the struct, its table and its columns; behind a reference, what a removal does ([`OnRemoval`]).
/// `id` is written by the macro.
macro_rules! record {
    ($(#[$doc:meta])* $name:ident : $table:literal, $label:literal, $id:ident {
        $($(#[$fdoc:meta])* $field:ident : $t:ty $(=> $removal:ident)?),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
        #[serde(deny_unknown_fields)]
        #[allow(missing_docs, reason = "a column without a line is said by its name")]
        pub struct $name {
            /// Its id, unique in its table.
            pub id: $id,
            $($(#[$fdoc])* pub $field: $t,)*
        }
        impl $crate::model::Entity for $name {
            const TABLE: &'static str = $table;
            const LABEL: &'static str = $label;
            const COLUMNS: &'static [$crate::model::Column] = &[
                $crate::model::Column { name: "id", storage: $crate::model::Storage::Text, nullable: false, references: None, on_removal: None, words: None },
                $($crate::model::Column {
                    name: stringify!($field),
                    storage: <$t as $crate::model::ColumnType>::STORAGE,
                    nullable: <$t as $crate::model::ColumnType>::NULLABLE,
                    references: <$t as $crate::model::ColumnType>::REFERENCES,
                    on_removal: $crate::model::OnRemoval::first(&[$($crate::model::OnRemoval::$removal)?]),
                    words: <$t as $crate::model::ColumnType>::WORDS,
                },)*
            ];
            fn id(&self) -> &str { &self.id.0 }
            fn cells<'a>(&'a self, each: &mut dyn FnMut(usize, $crate::model::Cell<'a>)) {
                use $crate::model::ColumnType as _;
                each(0, self.id.to_cell());
                let mut column = 0;
                $(column += 1; each(column, self.$field.to_cell());)*
                let _ = column;
            }
            fn from_cells(cells: &dyn $crate::model::Cells) -> Result<Self, ::words::Words> {
                let named = |name: &str, reason: ::words::Words| ::words::said!("value.column", "列“{}”：{}", "column “{}”: {}", name, reason);
                let mut column = 0;
                let id = <$id as $crate::model::ColumnType>::from_cell(cells.cell(column)).map_err(|e| named("id", e))?;
                $(
                    column += 1;
                    let $field = <$t as $crate::model::ColumnType>::from_cell(cells.cell(column)).map_err(|e| named(stringify!($field), e))?;
                )*
                let _ = column;
                Ok(Self { id, $($field),* })
            }
            fn unreadable(cells: &dyn $crate::model::Cells) -> Vec<(usize, ::words::Words)> {
                let mut odd = Vec::new();
                let mut column = 0;
                if let Err(reason) = <$id as $crate::model::ColumnType>::from_cell(cells.cell(column)) {
                    odd.push((column, reason));
                }
                $(
                    column += 1;
                    if let Err(reason) = <$t as $crate::model::ColumnType>::from_cell(cells.cell(column)) {
                        odd.push((column, reason));
                    }
                )*
                let _ = column;
                odd
            }
        }
    };
}
pub(crate) use record;
