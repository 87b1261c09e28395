//! An atlas of an older version: what its tables do not have is read as empty, and made when it is opened to be changed.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use sqlx::Row;

use super::connection::{Connection, Value, quoted};
use super::schema;
use crate::model::{Cell, Column, Kind};
use crate::store::StoreError;
use crate::store::versions::{SCHEMA_VERSION, came_after, missing_value};

/// What an atlas does not have yet of the tables of the records.
#[derive(Debug, Clone, Default)]
pub(super) struct Absent(Arc<Missing>);

#[derive(Debug, Default)]
struct Missing {
    tables: HashSet<Kind>,
    columns: HashSet<(Kind, &'static str)>,
}

impl Absent {
    /// Looks which tables and columns an atlas of a version has.
    ///
    /// # Errors
    /// [`StoreError::Lacks`] naming one that was there already in that version; [`StoreError::Sql`].
    pub fn of(conn: &mut Connection, atlas: &str, version: i64) -> Result<Self, StoreError> {
        let there = conn.rows(
            "SELECT c.relname::text, a.attname::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid \
             JOIN pg_namespace n ON n.oid = c.relnamespace \
             WHERE n.nspname = $1 AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped",
            &[Value::Text(Some(atlas))],
        )?;
        let mut columns: HashSet<(String, String)> = HashSet::new();
        let mut tables: HashSet<String> = HashSet::new();
        for row in there {
            let table: String = row.try_get(0)?;
            columns.insert((table.clone(), row.try_get(1)?));
            tables.insert(table);
        }
        let lacks = |table: &str, column: Option<&str>| match came_after(version, table, column) {
            true => Ok(()),
            false => Err(StoreError::Lacks {
                path: PathBuf::from(atlas),
                table: table.to_owned(),
                column: column.map(ToOwned::to_owned),
            }),
        };
        let mut missing = Missing::default();
        for kind in Kind::ALL.iter().copied() {
            let table = kind.table();
            if !tables.contains(table) {
                lacks(table, None)?;
                missing.tables.insert(kind);
                continue;
            }
            for column in kind.columns() {
                if !columns.contains(&(table.to_owned(), column.name.to_owned())) {
                    lacks(table, Some(column.name))?;
                    missing.columns.insert((kind, column.name));
                }
            }
        }
        Ok(Self(Arc::new(missing)))
    }

    /// Whether there is no table of a kind.
    pub fn has_table(&self, kind: Kind) -> bool {
        !self.0.tables.contains(&kind)
    }

    fn has_column(&self, kind: Kind, column: &Column) -> bool {
        !self.0.columns.contains(&(kind, column.name))
    }

    /// What reads the rows of a table, with a condition and an order behind it: their keys and all columns of the record.
    pub fn select(&self, kind: Kind, rest: &str) -> String {
        let columns: Vec<String> = kind
            .columns()
            .iter()
            .map(|column| match self.has_column(kind, column) {
                true => quoted(column.name),
                false => format!("{}::{}", default(column), schema::sql_type(column)),
            })
            .collect();
        format!(
            "SELECT row_key, {} FROM {} {rest}",
            columns.join(", "),
            quoted(kind.table())
        )
    }

    /// Makes what is missing and raises the version, all or nothing.
    ///
    /// # Errors
    /// [`StoreError::Sql`]; the atlas is as before then.
    pub fn make(&self, conn: &mut Connection) -> Result<(), StoreError> {
        conn.step(|conn| {
            let mut sql = String::new();
            for kind in Kind::ALL.iter().copied() {
                if !self.has_table(kind) {
                    sql.push_str(&schema::tables_of(kind));
                }
                for column in kind.columns().iter().filter(|c| !self.has_column(kind, c)) {
                    let default = match column.nullable {
                        true => String::new(),
                        false => format!(" DEFAULT {}", default(column)),
                    };
                    // Rows are moved between the two with all their columns: both have them in one order.
                    for table in [kind.table().to_owned(), schema::undone(kind)] {
                        sql.push_str(&format!(
                            "ALTER TABLE {} ADD COLUMN {}{default};",
                            quoted(&table),
                            schema::column(column)
                        ));
                    }
                }
            }
            conn.script(&sql)?;
            schema::put_meta(conn, schema::VERSION, &SCHEMA_VERSION.to_string())
        })
    }
}

/// What stands in a column that is not there, as SQL has it.
fn default(column: &Column) -> String {
    match missing_value(column) {
        Cell::Text(text) => format!("'{}'", text.replace('\'', "''")),
        Cell::Integer(n) if schema::sql_type(column) == "boolean" => (n != 0).to_string(),
        Cell::Integer(n) => n.to_string(),
        Cell::Real(x) => x.to_string(),
        _ => "NULL".to_owned(),
    }
}
