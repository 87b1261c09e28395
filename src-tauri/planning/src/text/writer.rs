//! Writes the text form: a folder a plan, `common` for what belongs to none, `atlas` for the file's own row and views.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;
use words::{English, Words, said};

use super::reader::TextError;
use crate::model::{Entity, Kind, Model, Plan, Record, Storage};

/// Writes every row of an atlas below a folder, which must be absent or empty; returns how many rows.
///
/// # Errors
/// When the folder holds something or cannot be written; nothing is left behind then.
pub fn write_dir(model: &Model, dir: &Path) -> Result<usize, TextError> {
    let unread = |path: &Path, reason: Words| TextError::Io {
        path: path.to_owned(),
        reason,
    };
    let io = |path: &Path, reason: Words| TextError::Unwritten {
        path: path.to_owned(),
        reason,
    };
    let was_there = dir.exists();
    if was_there {
        let mut entries = std::fs::read_dir(dir).map_err(|e| unread(dir, Words::technical(e)))?;
        if entries.next().is_some() {
            return Err(io(
                dir,
                said!(
                    "folder.not_empty",
                    "文件夹不是空的，请换一个",
                    "the folder is not empty; choose another"
                ),
            ));
        }
    }
    let mut tables: BTreeMap<(String, Kind), Vec<Record>> = BTreeMap::new();
    for kind in Kind::ALL.iter().copied() {
        for row in model.rows(kind).map_err(|e| unread(dir, e.words("atlas.read")))? {
            tables
                .entry((folder_of(model, &row), kind))
                .or_default()
                .push(row);
        }
    }
    let write = || {
        let mut written = 0;
        for ((folder, kind), rows) in &tables {
            let folder = dir.join(folder);
            std::fs::create_dir_all(&folder).map_err(|e| io(&folder, Words::technical(e)))?;
            let path = folder.join(format!("{}.csv", kind.table()));
            let bytes = table_text(*kind, rows).map_err(|reason| io(&path, Words::technical(reason)))?;
            std::fs::write(&path, bytes).map_err(|e| io(&path, Words::technical(e)))?;
            written += rows.len();
        }
        Ok(written)
    };
    let written = write();
    if written.is_err() {
        // Half of it is of no use; what cannot be removed either is in nobody's way.
        let folders: BTreeSet<&String> = tables.keys().map(|(folder, _)| folder).collect();
        for folder in folders {
            let _ = std::fs::remove_dir_all(dir.join(folder));
        }
        if !was_there {
            let _ = std::fs::remove_dir(dir);
        }
    }
    written
}

/// The rows as CSV with the columns of the table in their order; UTF-8 with a BOM, so that spreadsheets read it.
fn table_text(kind: Kind, rows: &[Record]) -> Result<Vec<u8>, String> {
    let mut writer = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    writer
        .write_record(kind.columns().iter().map(|c| c.name))
        .map_err(|e| e.to_string())?;
    for row in rows {
        let map = row.to_map();
        let mut cells = Vec::with_capacity(kind.columns().len());
        for column in kind.columns() {
            cells.push(match (column.storage, map.get(column.name)) {
                (_, None | Some(Value::Null)) => String::new(),
                (Storage::Geometry, Some(_)) => match row.geometry() {
                    Some(shape) => geodata::wkt_text::to_wkt(&shape.0).map_err(|e| e.to_string())?,
                    None => String::new(),
                },
                (Storage::Text | Storage::Boundary, Some(Value::String(text))) => text.clone(),
                (_, Some(value)) => value.to_string(),
            });
        }
        writer.write_record(&cells).map_err(|e| e.to_string())?;
    }
    writer.into_inner().map_err(|e| e.to_string())
}

/// The folder a row is written to: its plan's, found through its references.
fn folder_of(model: &Model, row: &Record) -> String {
    let plan = match row {
        Record::AtlasInfo(_) | Record::View(_) => return "atlas".to_owned(),
        Record::Region(region) => plan_of_region(model, region.id.as_str()).map(ToOwned::to_owned),
        Record::Unit(unit) => plan_of_region(model, unit.region.as_str()).map(ToOwned::to_owned),
        _ => plan_of(model, row, 0),
    };
    plan.map_or_else(|| "common".to_owned(), |id| folder_name(&id))
}

/// A plan's id as a folder name that every file system takes.
fn folder_name(id: &str) -> String {
    let name: String = id
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || "-_".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    if ["atlas", "common"].contains(&name.as_str()) {
        format!("{name}_")
    } else {
        name
    }
}

fn plan_of(model: &Model, row: &Record, depth: u8) -> Option<String> {
    if let Record::Plan(plan) = row {
        return Some(plan.id.0.clone());
    }
    let map = row.to_map();
    if let Some((kind, owner)) = row.owner() {
        if depth >= 4 || kind == Kind::Region {
            return None;
        }
        return plan_of(model, &model.get(kind, owner).ok()??, depth + 1);
    }
    let mut references = row.kind().columns().iter().filter_map(|c| {
        let target = c.references?;
        Some((target, map.get(c.name)?.as_str()?))
    });
    if let Some((_, plan)) = references.clone().find(|(table, _)| *table == Plan::TABLE) {
        return Some(plan.to_owned());
    }
    references.find_map(|(table, id)| {
        let kind = Kind::from_table(table).ok()?;
        if depth >= 4 || matches!(kind, Kind::Region | Kind::Unit) {
            return None;
        }
        plan_of(model, &model.get(kind, id).ok()??, depth + 1)
    })
}

/// The first plan (in order) whose region is this one or one above it.
fn plan_of_region<'a>(model: &'a Model, region: &str) -> Option<&'a str> {
    let mut at = Some(region.to_owned());
    for _ in 0..8 {
        let id = at?;
        let mut plans = model.plans.sorted_by_key(|p| p.ordinal);
        plans.retain(|p| p.region.as_str() == id);
        if let Some(plan) = plans.first() {
            return Some(plan.id.as_str());
        }
        at = model
            .regions
            .get(&id)
            .and_then(|r| r.parent.as_ref())
            .map(|p| p.0.clone());
    }
    None
}
