//! Writes every footprint of the demo atlas into one GeoJSON file, for a look at it in QGIS.
//!
//! usage: cargo run -p demo_atlas --example footprints_geojson FILE

use std::error::Error;

use planning::model::{Record, Shape};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let Some(path) = std::env::args_os().nth(1) else {
        return Err("name the file to write".into());
    };
    let features: Vec<Value> = demo_atlas::records().iter().filter_map(feature).collect();
    let count = features.len();
    let collection = json!({ "type": "FeatureCollection", "features": features });
    std::fs::write(&path, collection.to_string())?;
    println!("{count} footprints in {}", path.display());
    Ok(())
}

/// A row as a GeoJSON feature with its table, kind and name; `None` if it has no footprint.
fn feature(row: &Record) -> Option<Value> {
    let (kind, name, shape): (&str, &str, &Option<Shape>) = match row {
        Record::Project(p) => (p.kind.word(), &p.name, &p.geometry),
        Record::Site(s) => (s.kind.word(), &s.name, &s.geometry),
        Record::ControlLine(c) => (c.kind.word(), c.id.as_str(), &c.geometry),
        Record::Region(r) => (r.level.word(), &r.name, &r.geometry),
        _ => return None,
    };
    Some(json!({
        "type": "Feature",
        "properties": { "table": row.kind().table(), "kind": kind, "name": name },
        "geometry": shape.as_ref()?,
    }))
}
