//! Exports as tables of fields: everything but the program's own GeoJSON. Lists (tasks, units, money) become text, one
//! item after the other, as a ledger has them.

use std::ops::ControlFlow;
use std::path::Path;

use geo_types::Geometry;
use geodata::crs::Crs;
use geodata::formats::{Field, FieldKind, Format, Loss, LossKind, Value as Cell, WriteOptions};
use planning::atlas_file::AtlasFile;
use planning::model::*;
use planning::query::Snapshot;
use serde_json::{Map, Value};

use super::projects::{self, Ready};
use super::system::System;
use super::{ExportError, Item, Layer, Options, labels};
use crate::wire::LeftOut;

/// An export as a table, about to be written.
pub struct Table {
    layer: String,
    fields: Vec<Field>,
    keys: Vec<String>,
    rows: Rows,
    format: Format,
    chinese: bool,
    practice: bool,
    with_unmapped: bool,
    /// Coordinate system the file will be in.
    pub system: System,
}

/// Where the rows come from.
enum Rows {
    /// There are few: they are here, with what was left out for want of a location.
    Here(Vec<Row>, Vec<LeftOut>),
    /// They are read from the atlas one by one.
    Projects(Box<Ready>),
}

/// Something with a place or without, its id and what is said of it.
type Row = (Option<Shape>, String, Map<String, Value>);

/// What was written.
#[derive(Debug, Clone)]
pub struct Written {
    /// The files, the main one first; none when it was only counted.
    pub files: Vec<std::path::PathBuf>,
    /// Features in them.
    pub features: u64,
    /// What the format could not carry.
    pub losses: Vec<Loss>,
    /// The first of the things left out for want of a location, as many as were asked for.
    pub left_out: Vec<LeftOut>,
    /// How many were left out in all.
    pub left_out_count: usize,
}

/// What is said of every project, in order; the practice atlas adds a mark.
const OF_PROJECTS: [&str; 29] = [
    "name",
    "kind",
    "stage",
    "plan",
    "plan_title",
    "town",
    "town_code",
    "starts",
    "ends",
    "quantity",
    "quantity_unit",
    "percent",
    "lead_unit",
    "tasks",
    "units",
    "money",
    "planned_wan_yuan",
    "allocated_wan_yuan",
    "spent_wan_yuan",
    "precision",
    "location",
    "alternative",
    "length_m",
    "area_m2",
    "area_mu",
    "content",
    "source",
    "read_at",
    "practice",
];

/// What a column of projects holds, whatever is in this export.
fn kind_of_key(key: &str) -> FieldKind {
    match key {
        "quantity" | "percent" | "planned_wan_yuan" | "allocated_wan_yuan" | "spent_wan_yuan"
        | "length_m" | "area_m2" | "area_mu" => FieldKind::Real,
        "alternative" | "practice" => FieldKind::Bool,
        _ => FieldKind::Text,
    }
}

/// Takes what an export needs of an atlas, which may change from now on.
///
/// # Errors
/// [`ExportError::NotAMap`] for layers without places in formats that need them, or what the atlas says.
pub fn prepare(
    atlas: &AtlasFile,
    options: &Options,
    format: Format,
    system: System,
) -> Result<Table, ExportError> {
    let practice = atlas.model().atlas.iter().next().is_some_and(|a| a.practice);
    let ledger = matches!(format, Format::Csv | Format::Spreadsheet);
    let chinese = options.chinese_labels || ledger;
    let (rows, keys) = match options.layer {
        Layer::Projects => {
            let keys = OF_PROJECTS.iter().filter(|key| **key != "practice" || practice);
            let rows = Rows::Projects(Box::new(Ready::take(atlas, options)?));
            (rows, keys.map(|key| (*key).to_owned()).collect())
        }
        _ => atlas.ask(|index| few(index, options, practice))?,
    };
    let keys: Vec<String> = std::iter::once("id".to_owned()).chain(keys).collect();
    let names = labels();
    let words = Words {
        names: &names,
        chinese,
    };
    let kind = |key: &str| match &rows {
        Rows::Projects(_) => kind_of_key(key),
        Rows::Here(rows, _) => {
            let mut lists = 0;
            let cells: Vec<Cell> = rows
                .iter()
                .map(|(_, _, said)| words.cell(key, said.get(key), &mut lists))
                .collect();
            kind_of(key, cells.iter())
        }
    };
    let fields = keys
        .iter()
        .map(|key| Field {
            name: if chinese { words.label(key) } else { key.clone() },
            kind: kind(key),
        })
        .collect();
    Ok(Table {
        layer: if practice && ledger {
            format!("演练-{}", options.layer.label())
        } else {
            options.layer.label().to_owned()
        },
        fields,
        keys,
        rows,
        format,
        chinese,
        practice,
        with_unmapped: options.with_unmapped,
        system,
    })
}

/// The rows of a table that is small, and what is said of them.
fn few(index: &Snapshot<'_>, options: &Options, practice: bool) -> Result<(Rows, Vec<String>), ExportError> {
    let items = match options.layer {
        Layer::Towns => super::town_items(index, &options.filter),
        Layer::Sites => super::site_items(index, &options.filter),
        Layer::ControlLines => super::control_items(index),
        Layer::Projects | Layer::Tasks | Layer::Indicators | Layer::Units => {
            return Err(ExportError::NotAMap {
                name: options.layer.label(),
            });
        }
    };
    let keep = |item: &Item<'_>| options.ids.is_empty() || options.ids.iter().any(|i| i == item.id);
    let (mut rows, mut left_out) = (Vec::new(), Vec::new());
    let mut keys: Vec<String> = Vec::new();
    for mut item in items.into_iter().filter(keep) {
        if item.shape.is_none() && !options.with_unmapped {
            left_out.push(LeftOut {
                id: item.id.to_owned(),
                name: item.name.to_owned(),
            });
            continue;
        }
        if practice {
            item.properties.insert("practice".to_owned(), Value::Bool(true));
        }
        for key in item.properties.keys().filter(|key| *key != "id") {
            if !keys.contains(key) {
                keys.push(key.clone());
            }
        }
        let shape = item.shape.map(std::borrow::Cow::into_owned);
        rows.push((shape, item.id.to_owned(), item.properties));
    }
    Ok((Rows::Here(rows, left_out), keys))
}

/// Takes a feature: geometry in the coordinates of the file, one value for each field.
type Put<'p> = dyn FnMut(Option<&Geometry<f64>>, &[Cell]) -> Result<(), ExportError> + 'p;

/// What was put: features, lists that became text, and what was left out.
struct Fed {
    features: u64,
    lists: u64,
    left_out: Vec<LeftOut>,
    left_out_count: usize,
}

impl Table {
    /// Writes it; the file appears when it is whole. Without a path it is only counted. At most `named` of the things
    /// left out are named.
    ///
    /// # Errors
    /// [`ExportError::Exists`] unless `overwrite`, or why it cannot be written; nothing is left behind then.
    pub fn write(self, path: Option<&Path>, overwrite: bool, named: usize) -> Result<Written, ExportError> {
        let Some(path) = path else {
            let (format, crs) = (self.format, self.system.written.clone());
            let fed = self.count(named)?;
            let losses = crs.loss(format, fed.features).into_iter().collect();
            return Ok(fed.written(Vec::new(), 0, losses));
        };
        if path.exists() && !overwrite {
            return Err(ExportError::Exists {
                path: path.to_owned(),
            });
        }
        let (layer, crs, fields) = (
            self.layer.clone(),
            self.system.written.clone(),
            self.fields.clone(),
        );
        let (format, said) = (self.format, crs.clone());
        let all = |losses: Vec<Loss>, features| {
            let told = (features > 0).then(|| said.loss(format, features)).flatten();
            told.into_iter().chain(losses).collect()
        };
        if self.format == Format::GeoPackage {
            let feed = |put: &mut planning::store::Put<'_>| {
                self.feed(named, &mut |geometry, cells| Ok(put(geometry, cells)?))
            };
            let (features, losses, fed) = planning::store::write_layers(path, &layer, &crs, &fields, feed)?;
            return Ok(fed.written(vec![path.to_owned()], features, all(losses, features)));
        }
        let options = WriteOptions { layer, fields, crs };
        let mut writer = geodata::formats::create(self.format, path, options)?;
        let fed = self.feed(named, &mut |geometry, cells| Ok(writer.write(geometry, cells)?))?;
        let done = writer.finish()?;
        let losses = all(done.losses, done.features);
        Ok(fed.written(done.files, done.features, losses))
    }

    /// What an export would hold.
    fn count(self, named: usize) -> Result<Fed, ExportError> {
        let mut features = 0;
        let (left_out, left_out_count) = match self.rows {
            Rows::Here(rows, mut left_out) => {
                features = rows.len() as u64;
                let count = left_out.len();
                left_out.truncate(named);
                (left_out, count)
            }
            Rows::Projects(mut ready) => ready.each(self.with_unmapped, named, &mut |_, _, _| {
                features += 1;
                ControlFlow::Continue(())
            })?,
        };
        Ok(Fed {
            features,
            lists: 0,
            left_out,
            left_out_count,
        })
    }

    /// Puts all features, one by one.
    fn feed(self, named: usize, put: &mut Put<'_>) -> Result<Fed, ExportError> {
        let converter = self.system.converter;
        let names = labels();
        let words = Words {
            names: &names,
            chinese: self.chinese,
        };
        let (mut features, mut lists) = (0, 0);
        let mut cells: Vec<Cell> = Vec::with_capacity(self.keys.len());
        let mut one = |shape: Option<&Shape>, id: &str, said: &Map<String, Value>| {
            let geometry = shape
                .map(|shape| converter.forward_geometry(&shape.0))
                .transpose()?;
            cells.clear();
            cells.extend(self.keys.iter().map(|key| match key.as_str() {
                "id" => Cell::Text(id.to_owned()),
                _ => words.cell(key, said.get(key), &mut lists),
            }));
            features += 1;
            put(geometry.as_ref(), &cells)
        };
        let (left_out, left_out_count) = match self.rows {
            Rows::Here(rows, mut left_out) => {
                for (shape, id, said) in &rows {
                    one(shape.as_ref(), id, said)?;
                }
                let count = left_out.len();
                left_out.truncate(named);
                (left_out, count)
            }
            Rows::Projects(mut ready) => {
                let (mut json, mut failed) = (Vec::new(), None);
                let walked = ready.each(self.with_unmapped, named, &mut |project, shape, facts| {
                    json.clear();
                    projects::properties(&mut json, project, shape.is_some(), facts, self.practice);
                    let said = serde_json::from_slice(&json).unwrap_or_default();
                    match one(shape, project.id.as_str(), &said) {
                        Ok(()) => ControlFlow::Continue(()),
                        Err(error) => {
                            failed = Some(error);
                            ControlFlow::Break(())
                        }
                    }
                });
                match failed {
                    Some(error) => return Err(error),
                    None => walked?,
                }
            }
        };
        Ok(Fed {
            features,
            lists,
            left_out,
            left_out_count,
        })
    }
}

impl Fed {
    fn written(self, files: Vec<std::path::PathBuf>, features: u64, mut losses: Vec<Loss>) -> Written {
        if self.lists > 0 {
            losses.push(Loss {
                kind: LossKind::Fields,
                count: self.lists,
                text: format!(
                    "任务、单位、资金等清单共 {} 处写成了文字，完整结构请用 GeoJSON",
                    self.lists
                ),
            });
        }
        Written {
            features: if files.is_empty() { self.features } else { features },
            files,
            losses,
            left_out: self.left_out,
            left_out_count: self.left_out_count,
        }
    }
}

fn kind_of<'c>(key: &str, cells: impl Iterator<Item = &'c Cell>) -> FieldKind {
    if matches!(key, "starts" | "ends" | "id" | "code" | "town_code") {
        return FieldKind::Text;
    }
    let mut kind: Option<FieldKind> = None;
    for cell in cells {
        let this = match cell {
            Cell::Null => continue,
            Cell::Bool(_) => FieldKind::Bool,
            Cell::Integer(_) => FieldKind::Integer,
            Cell::Real(_) => FieldKind::Real,
            Cell::Text(_) => FieldKind::Text,
        };
        kind = Some(match (kind, this) {
            (None, this) => this,
            (Some(a), b) if a == b => a,
            (Some(FieldKind::Integer | FieldKind::Real), FieldKind::Integer | FieldKind::Real) => {
                FieldKind::Real
            }
            _ => FieldKind::Text,
        });
    }
    kind.unwrap_or(FieldKind::Text)
}

/// Keys and words, in English or in Chinese.
struct Words<'a> {
    names: &'a Map<String, Value>,
    chinese: bool,
}

impl Words<'_> {
    fn label(&self, key: &str) -> String {
        match self.names.get(key) {
            Some(Value::String(label)) => label.clone(),
            _ if key == "id" => "编号".to_owned(),
            _ => key.to_owned(),
        }
    }

    /// A word of a key, in Chinese when asked for.
    fn word(&self, key: &str, word: &str) -> String {
        let found = self
            .names
            .get(&format!("{key}="))
            .and_then(|w| w.get(word))
            .and_then(Value::as_str);
        found.filter(|_| self.chinese).unwrap_or(word).to_owned()
    }

    fn cell(&self, key: &str, value: Option<&Value>, lists: &mut u64) -> Cell {
        match value {
            None | Some(Value::Null) => Cell::Null,
            Some(Value::Bool(b)) => Cell::Bool(*b),
            Some(Value::Number(n)) => match n.as_i64() {
                Some(n) => Cell::Integer(n),
                None => n.as_f64().map_or(Cell::Null, Cell::Real),
            },
            Some(Value::String(text)) => Cell::Text(self.word(key, text)),
            Some(Value::Array(items)) if items.is_empty() => Cell::Null,
            Some(Value::Array(items)) => {
                *lists += 1;
                let texts: Vec<String> = items.iter().map(|item| self.item(key, item)).collect();
                Cell::Text(texts.join("；"))
            }
            Some(other) => Cell::Text(other.to_string()),
        }
    }

    fn item(&self, key: &str, item: &Value) -> String {
        let get = |name: &str| match item.get(name) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Null) | None => String::new(),
            Some(other) => other.to_string(),
        };
        match key {
            "tasks" => format!("{} {}", get("number"), get("title")),
            "units" => format!("{}（{}）", get("name"), self.word("role", &get("role"))),
            "money" => {
                let year = if get("year").is_empty() {
                    String::new()
                } else {
                    format!("{}年", get("year"))
                };
                let (source, stage) = (
                    self.word("money.source", &get("source")),
                    self.word("money.stage", &get("stage")),
                );
                format!("{year}{source}{stage} {}万元", get("wan_yuan"))
            }
            _ => item.as_str().map_or_else(|| item.to_string(), str::to_owned),
        }
    }
}

/// The system an export is in when none is asked for: degrees, and for drawings the zone its places lie in.
pub fn usual_crs(format: Format, lon: Option<f64>) -> Crs {
    match format {
        Format::Dxf => lon.and_then(Crs::suggest_zone).unwrap_or(Crs::Cgcs2000),
        Format::Kml | Format::GeoJsonL => Crs::Wgs84,
        _ => Crs::Cgcs2000,
    }
}

/// What is said of a control line.
pub(super) fn control_properties(line: &ControlLine) -> Map<String, Value> {
    let mut out = Map::new();
    out.insert("name".to_owned(), serde_json::json!(line.name));
    out.insert("control_kind".to_owned(), serde_json::json!(line.kind));
    out.insert("source".to_owned(), serde_json::json!(line.source));
    out.insert("dated".to_owned(), serde_json::json!(line.dated));
    if let Some(shape) = &line.geometry {
        let m = planning::query::measures_of(shape);
        out.insert(
            "area_m2".to_owned(),
            serde_json::json!((m.area_m2 * 100.0).round() / 100.0),
        );
        out.insert(
            "area_mu".to_owned(),
            serde_json::json!((m.area_m2 * 0.0015 * 1000.0).round() / 1000.0),
        );
    }
    out
}

#[cfg(test)]
mod tests;
