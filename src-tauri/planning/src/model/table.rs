//! All tables of an atlas together: one list of record types from which the `Record`, the `Kind` and the `Model`
//! are made, so that a new record cannot be forgotten in one of them.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use super::*;

/// Rows of one table by id.
#[derive(Debug, Clone, PartialEq)]
pub struct Table<T>(BTreeMap<String, T>);

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T: Entity> Table<T> {
    /// The row with that id.
    pub fn get(&self, id: &str) -> Option<&T> {
        self.0.get(id)
    }
    /// All rows, by id.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.0.values()
    }
    /// How many rows.
    pub fn len(&self) -> usize {
        self.0.len()
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// All rows sorted by a key.
    pub fn sorted_by_key<K: Ord>(&self, key: impl Fn(&T) -> K) -> Vec<&T> {
        let mut rows: Vec<&T> = self.0.values().collect();
        rows.sort_by_key(|row| key(row));
        rows
    }
    fn put(&mut self, row: T) -> Option<T> {
        self.0.insert(row.id().to_owned(), row)
    }
    fn remove(&mut self, id: &str) -> Option<T> {
        self.0.remove(id)
    }
}

/// A table name that this version does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("没有名为“{0}”的数据表")]
pub struct UnknownTable(
    /// The name.
    pub String,
);

macro_rules! tables {
    ($($kind:ident => $field:ident),* $(,)?) => {
        /// Which table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "each is the record of the same name")]
        pub enum Kind { $($kind),* }

        impl Kind {
            /// Every table, those that are referred to before those that refer.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];
            /// Its name in the file.
            pub fn table(self) -> &'static str { match self { $(Self::$kind => $kind::TABLE),* } }
            /// Its Chinese name.
            pub fn label(self) -> &'static str { match self { $(Self::$kind => $kind::LABEL),* } }
            /// Its columns.
            pub fn columns(self) -> &'static [Column] { match self { $(Self::$kind => $kind::COLUMNS),* } }
            /// The table of that name.
            ///
            /// # Errors
            /// When there is none.
            pub fn from_table(name: &str) -> Result<Self, UnknownTable> {
                Self::ALL.iter().copied().find(|k| k.table() == name).ok_or_else(|| UnknownTable(name.to_owned()))
            }
        }

        /// A row of any table.
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[serde(untagged)]
        #[allow(missing_docs, reason = "each is the record of the same name")]
        #[allow(clippy::large_enum_variant, reason = "short-lived; a box would cost an allocation a row")]
        pub enum Record { $($kind($kind)),* }

        impl Record {
            /// Its table.
            pub fn kind(&self) -> Kind { match self { $(Self::$kind(_) => Kind::$kind),* } }
            /// Its id.
            pub fn id(&self) -> &str { match self { $(Self::$kind(row) => row.id()),* } }
            /// Its columns by name.
            pub fn to_map(&self) -> Map<String, Value> {
                let value = match self { $(Self::$kind(row) => serde_json::to_value(row)),* };
                match value { Ok(Value::Object(map)) => map, _ => Map::new() }
            }
            /// Hands over its values as SQL has them, in the order of its columns.
            ///
            /// # Errors
            /// When a footprint has more parts than can be kept.
            pub fn cells(&self, each: &mut dyn FnMut(usize, Cell<'_>)) -> Result<(), geodata::formats::gpkg_blob::BlobError> {
                match self { $(Self::$kind(row) => row.cells(each)),* }
            }
            /// A row of what stands in SQL.
            ///
            /// # Errors
            /// In words, naming the column that is of another kind or not allowed.
            pub fn from_cells(kind: Kind, cells: &dyn Cells) -> Result<Self, String> {
                match kind { $(Kind::$kind => $kind::from_cells(cells).map(Self::$kind)),* }
            }
            /// A row of a table from its columns.
            ///
            /// # Errors
            /// When a column is missing, unknown or of the wrong kind.
            pub fn from_map(kind: Kind, map: Map<String, Value>) -> Result<Self, serde_json::Error> {
                match kind { $(Kind::$kind => serde_json::from_value::<$kind>(Value::Object(map)).map(Self::$kind)),* }
            }
        }

        impl Record {
            /// Its footprint, when it has one.
            pub fn geometry(&self) -> Option<&Shape> {
                match self {
                    Self::Region(row) => row.geometry.as_ref(),
                    Self::Site(row) => row.geometry.as_ref(),
                    Self::Project(row) => row.geometry.as_ref(),
                    Self::ControlLine(row) => row.geometry.as_ref(),
                    _ => None,
                }
            }
        }

        $(impl From<$kind> for Record { fn from(row: $kind) -> Self { Self::$kind(row) } })*

        /// Everything an atlas holds, in memory.
        #[derive(Debug, Clone, Default, PartialEq)]
        #[allow(missing_docs, reason = "each is the table of the record of the same name")]
        pub struct Model { $(pub $field: Table<$kind>),* }

        impl Model {
            /// The row of that table and id.
            pub fn get(&self, kind: Kind, id: &str) -> Option<Record> {
                match kind { $(Kind::$kind => self.$field.get(id).cloned().map(Record::$kind)),* }
            }
            /// Whether there is such a row.
            pub fn contains(&self, kind: Kind, id: &str) -> bool {
                match kind { $(Kind::$kind => self.$field.get(id).is_some()),* }
            }
            /// All rows of a table, by id.
            pub fn rows(&self, kind: Kind) -> Vec<Record> {
                match kind { $(Kind::$kind => self.$field.iter().cloned().map(Record::$kind).collect()),* }
            }
            /// How many rows a table has.
            pub fn count(&self, kind: Kind) -> usize {
                match kind { $(Kind::$kind => self.$field.len()),* }
            }
            /// Puts a row in, whatever stood there; only `Change`s call it.
            pub(crate) fn put(&mut self, record: Record) -> Option<Record> {
                match record { $(Record::$kind(row) => self.$field.put(row).map(Record::$kind)),* }
            }
            /// Takes a row out; only `Change`s call it.
            pub(crate) fn remove(&mut self, kind: Kind, id: &str) -> Option<Record> {
                match kind { $(Kind::$kind => self.$field.remove(id).map(Record::$kind)),* }
            }
        }
    };
}

tables! {
    AtlasInfo => atlas,
    Region => regions,
    Plan => plans,
    Phase => phases,
    Section => sections,
    Unit => units,
    Task => tasks,
    Assignment => assignments,
    Designation => designations,
    Site => sites,
    Project => projects,
    ProjectTask => project_tasks,
    BudgetLine => budget_lines,
    FundingRule => funding_rules,
    Roster => rosters,
    Gate => gates,
    Indicator => indicators,
    Observation => observations,
    Progress => progress,
    ControlLine => control_lines,
    Criterion => criteria,
    Assessment => assessments,
    View => views,
}
