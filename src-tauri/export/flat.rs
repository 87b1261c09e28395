//! Exports as tables of fields: everything but the program's own GeoJSON. Lists (tasks, units, money) become text, one
//! item after the other, as a ledger has them.

use std::path::Path;

use geo_types::Geometry;
use geodata::crs::{Converter, Crs};
use geodata::formats::{Field, FieldKind, Format, Loss, LossKind, Value as Cell, WriteOptions};
use planning::model::*;
use planning::query::Index;
use serde_json::{Map, Value};

use super::{ExportError, Item, Layer, Options, labels};
use crate::wire::LeftOut;

/// An export as a table.
#[derive(Debug, Clone)]
pub struct Table {
    layer: String,
    fields: Vec<Field>,
    rows: Vec<(Option<Geometry<f64>>, Vec<Cell>)>,
    /// Things left out for want of a location.
    pub left_out: Vec<LeftOut>,
    /// Coordinate system the file will be in.
    pub crs: Crs,
    lists: u64,
}

/// What was written.
#[derive(Debug, Clone)]
pub struct Written {
    /// The files, the main one first.
    pub files: Vec<std::path::PathBuf>,
    /// Features in them.
    pub features: u64,
    /// What the format could not carry.
    pub losses: Vec<Loss>,
}

/// Makes the table of an export; coordinates are turned into `crs`.
///
/// # Errors
/// [`ExportError::NotAMap`] for layers without places in formats that need them, [`ExportError::Crs`].
pub fn prepare(index: &Index<'_>, options: &Options, format: Format, crs: Crs) -> Result<Table, ExportError> {
    let items = match options.layer {
        Layer::Projects => super::project_items(index, &options.filter)?,
        Layer::Towns => super::town_items(index, &options.filter),
        Layer::Sites => super::site_items(index, &options.filter),
        Layer::ControlLines => super::control_items(index),
        Layer::Tasks | Layer::Indicators | Layer::Units => {
            return Err(ExportError::NotAMap {
                name: options.layer.label(),
            });
        }
    };
    let chinese = options.chinese_labels || matches!(format, Format::Csv | Format::Xlsx);
    let practice = index.model.atlas.iter().next().is_some_and(|a| a.practice);
    let ledger = matches!(format, Format::Csv | Format::Xlsx);
    let keep = |item: &Item<'_>| options.ids.is_empty() || options.ids.iter().any(|i| i == item.id);
    let converter = Converter::new(crs, None)?;
    let mut left_out = Vec::new();
    let mut kept = Vec::new();
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
        kept.push(item);
    }
    let mut keys: Vec<String> = vec!["id".to_owned()];
    for item in &kept {
        for key in item.properties.keys() {
            if !keys.contains(key) {
                keys.push(key.clone());
            }
        }
    }
    let names = labels();
    let words = Words {
        names: &names,
        chinese,
    };
    let mut lists = 0;
    let mut rows = Vec::with_capacity(kept.len());
    for item in &kept {
        let geometry = match &item.shape {
            None => None,
            Some(shape) => Some(converter.forward_geometry(&shape.0)?),
        };
        let cells: Vec<Cell> = keys
            .iter()
            .map(|key| match key.as_str() {
                "id" => Cell::Text(item.id.to_owned()),
                _ => words.cell(key, item.properties.get(key), &mut lists),
            })
            .collect();
        rows.push((geometry, cells));
    }
    let fields = keys
        .iter()
        .enumerate()
        .map(|(i, key)| Field {
            name: if chinese { words.label(key) } else { key.clone() },
            kind: kind_of(key, rows.iter().map(|(_, cells)| &cells[i])),
        })
        .collect();
    Ok(Table {
        layer: if practice && ledger {
            format!("演练-{}", options.layer.label())
        } else {
            options.layer.label().to_owned()
        },
        fields,
        rows,
        left_out,
        crs,
        lists,
    })
}

impl Table {
    /// Features in it.
    pub fn features(&self) -> usize {
        self.rows.len()
    }

    /// Writes it; the file appears when it is whole.
    ///
    /// # Errors
    /// [`ExportError::Exists`] unless `overwrite`, or why it cannot be written; nothing is left behind then.
    pub async fn write(&self, format: Format, path: &Path, overwrite: bool) -> Result<Written, ExportError> {
        if path.exists() && !overwrite {
            return Err(ExportError::Exists {
                path: path.to_owned(),
            });
        }
        let mut written = if format == Format::GeoPackage {
            let (features, losses) =
                planning::store::write_layers(path, &self.layer, self.crs, &self.fields, &self.rows).await?;
            Written {
                files: vec![path.to_owned()],
                features,
                losses,
            }
        } else {
            let options = WriteOptions {
                layer: self.layer.clone(),
                fields: self.fields.clone(),
                crs: self.crs,
            };
            let mut writer = geodata::formats::create(format, path, options)?;
            for (geometry, cells) in &self.rows {
                writer.write(geometry.as_ref(), cells)?;
            }
            let done = writer.finish()?;
            Written {
                files: done.files,
                features: done.features,
                losses: done.losses,
            }
        };
        if self.lists > 0 {
            written.losses.push(Loss {
                kind: LossKind::Fields,
                count: self.lists,
                text: format!(
                    "任务、单位、资金等清单共 {} 处写成了文字，完整结构请用 GeoJSON",
                    self.lists
                ),
            });
        }
        Ok(written)
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
