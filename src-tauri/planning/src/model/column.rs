//! How a Rust type stands in a table: one trait, so that the store, the text form and the checks of references
//! all read the same description of a record and no column is named twice.

use serde_json::Value;

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
    /// A footprint, longitude and latitude: GeoPackage blob in SQL, WKT in the text form, GeoJSON on the wire.
    Geometry,
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
    /// The words allowed, when it is an enumeration.
    pub words: Option<&'static [&'static str]>,
}

/// A Rust type that can be a column.
pub trait ColumnType {
    /// What it holds.
    const STORAGE: Storage;
    /// Whether it may be empty.
    const NULLABLE: bool = false;
    /// The table it points into.
    const REFERENCES: Option<&'static str> = None;
    /// The words allowed.
    const WORDS: Option<&'static [&'static str]> = None;
}

macro_rules! plain_columns {
    ($($t:ty => $s:ident),* $(,)?) => { $(impl ColumnType for $t { const STORAGE: Storage = Storage::$s; })* };
}
plain_columns!(String => Text, i64 => Integer, i32 => Integer, u32 => Integer, f64 => Real, bool => Boolean, Value => Json);

impl<T: ColumnType> ColumnType for Option<T> {
    const STORAGE: Storage = T::STORAGE;
    const NULLABLE: bool = true;
    const REFERENCES: Option<&'static str> = T::REFERENCES;
    const WORDS: Option<&'static [&'static str]> = T::WORDS;
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
        }
    )* };
}
pub(crate) use ids;

/// Declares an enumeration stored as an English word, with its Chinese and English labels.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal, $zh:literal, $en:literal;)* }) => {
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
        }
    };
}
pub(crate) use words;

/// Declares a record: the struct, its table and its columns. `id` is written by the macro.
macro_rules! record {
    ($(#[$doc:meta])* $name:ident : $table:literal, $label:literal, $id:ident {
        $($(#[$fdoc:meta])* $field:ident : $t:ty),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// Its id, unique in its table.
            pub id: $id,
            $($(#[$fdoc])* pub $field: $t,)*
        }
        impl $crate::model::Entity for $name {
            const TABLE: &'static str = $table;
            const LABEL: &'static str = $label;
            const COLUMNS: &'static [$crate::model::Column] = &[
                $crate::model::Column { name: "id", storage: $crate::model::Storage::Text, nullable: false, references: None, words: None },
                $($crate::model::Column {
                    name: stringify!($field),
                    storage: <$t as $crate::model::ColumnType>::STORAGE,
                    nullable: <$t as $crate::model::ColumnType>::NULLABLE,
                    references: <$t as $crate::model::ColumnType>::REFERENCES,
                    words: <$t as $crate::model::ColumnType>::WORDS,
                },)*
            ];
            fn id(&self) -> &str { &self.id.0 }
        }
    };
}
pub(crate) use record;
