//! Rows in and out of SQL, by the columns of their record.

use std::path::Path;

use serde_json::{Map, Value};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments, Row, SqliteConnection, ValueRef};

use super::StoreError;
use super::schema::{Found, SRS, missing_value};
use crate::model::{Column, Kind, Model, Record, Shape, Storage};

/// Adds a row.
pub(super) async fn insert(conn: &mut SqliteConnection, record: &Record) -> Result<(), StoreError> {
    let kind = record.kind();
    let names: Vec<String> = kind.columns().iter().map(|c| format!("\"{}\"", c.name)).collect();
    let marks = vec!["?"; names.len()].join(", ");
    let sql = format!(
        "INSERT INTO \"{}\" ({}) VALUES ({marks})",
        kind.table(),
        names.join(", ")
    );
    sqlx::query_with(&sql, arguments(record)?).execute(conn).await?;
    Ok(())
}

/// Replaces the columns of a row.
pub(super) async fn update(conn: &mut SqliteConnection, record: &Record) -> Result<(), StoreError> {
    let kind = record.kind();
    let names: Vec<String> = kind
        .columns()
        .iter()
        .map(|c| format!("\"{}\" = ?", c.name))
        .collect();
    let sql = format!(
        "UPDATE \"{}\" SET {} WHERE id = ?",
        kind.table(),
        names.join(", ")
    );
    let mut arguments = arguments(record)?;
    arguments.add(record.id()).map_err(sqlx::Error::Encode)?;
    sqlx::query_with(&sql, arguments).execute(conn).await?;
    Ok(())
}

/// Removes a row.
pub(super) async fn delete(conn: &mut SqliteConnection, kind: Kind, id: &str) -> Result<(), StoreError> {
    sqlx::query(&format!("DELETE FROM \"{}\" WHERE id = ?", kind.table()))
        .bind(id)
        .execute(conn)
        .await?;
    Ok(())
}

fn arguments(record: &Record) -> Result<SqliteArguments<'static>, StoreError> {
    let mut out = SqliteArguments::default();
    let mut map = record.to_map();
    for column in record.kind().columns() {
        let added = match (column.storage, map.remove(column.name).unwrap_or(Value::Null)) {
            (Storage::Geometry, _) => match record.geometry() {
                None => out.add(Option::<Vec<u8>>::None),
                Some(shape) => {
                    let blob = geodata::formats::gpkg_blob::encode(&shape.0, SRS).map_err(|source| {
                        StoreError::Geometry {
                            table: record.kind().label(),
                            id: record.id().to_owned(),
                            source,
                        }
                    })?;
                    out.add(blob)
                }
            },
            (Storage::Json, value) => out.add(value.to_string()),
            (_, Value::Null) => out.add(Option::<String>::None),
            (_, Value::Bool(b)) => out.add(b),
            (Storage::Real, Value::Number(n)) => out.add(n.as_f64()),
            (_, Value::Number(n)) => out.add(n.as_i64()),
            (_, Value::String(s)) => out.add(s),
            (_, other) => out.add(other.to_string()),
        };
        added.map_err(sqlx::Error::Encode)?;
    }
    Ok(out)
}

/// Reads all rows of all tables.
///
/// # Errors
/// [`StoreError::Row`] naming the table and the row that cannot be read.
pub(super) async fn load(
    conn: &mut SqliteConnection,
    path: &Path,
    found: Found,
) -> Result<Model, StoreError> {
    let mut model = Model::default();
    for kind in Kind::ALL.iter().copied() {
        let Some(there) = found.columns.get(kind.table()).filter(|t| !t.is_empty()) else {
            continue;
        };
        let names: Vec<String> = kind
            .columns()
            .iter()
            .filter(|c| there.contains(c.name))
            .map(|c| format!("\"{}\"", c.name))
            .collect();
        let sql = format!(
            "SELECT fid, {} FROM \"{}\" ORDER BY fid",
            names.join(", "),
            kind.table()
        );
        for row in sqlx::query(&sql).fetch_all(&mut *conn).await? {
            let fid: i64 = row.try_get("fid")?;
            let bad = |reason: String| StoreError::Row {
                path: path.to_owned(),
                table: kind.label(),
                fid,
                reason,
            };
            let record = read(kind, &row, there).map_err(&bad)?;
            if model.put(record).is_some() {
                return Err(bad("编号 id 重复".to_owned()));
            }
        }
    }
    Ok(model)
}

fn read(kind: Kind, row: &SqliteRow, there: &std::collections::HashSet<String>) -> Result<Record, String> {
    let mut map = Map::new();
    for column in kind.columns() {
        let value = if there.contains(column.name) {
            value(row, column)?
        } else {
            missing_value(column)
        };
        map.insert(column.name.to_owned(), value);
    }
    Record::from_map(kind, map).map_err(|e| e.to_string())
}

fn value(row: &SqliteRow, column: &Column) -> Result<Value, String> {
    let name = column.name;
    let bad = |e: sqlx::Error| format!("列“{name}”：{e}");
    if row.try_get_raw(name).map_err(bad)?.is_null() {
        return Ok(Value::Null);
    }
    Ok(match column.storage {
        Storage::Text => Value::String(row.try_get(name).map_err(bad)?),
        Storage::Integer => Value::from(row.try_get::<i64, _>(name).map_err(bad)?),
        Storage::Real => Value::from(row.try_get::<f64, _>(name).map_err(bad)?),
        Storage::Boolean => Value::from(row.try_get::<bool, _>(name).map_err(bad)?),
        Storage::Json => {
            let text: String = row.try_get(name).map_err(bad)?;
            serde_json::from_str(&text).map_err(|e| format!("列“{name}”：{e}"))?
        }
        Storage::Geometry => {
            let blob: Vec<u8> = row.try_get(name).map_err(bad)?;
            let geometry =
                geodata::formats::gpkg_blob::decode(&blob).map_err(|e| format!("列“{name}”：{e}"))?;
            serde_json::to_value(Shape(geometry)).map_err(|e| format!("列“{name}”：{e}"))?
        }
    })
}
