//! The same shapes as GDAL reads.

use super::{READ, coords, rich};
use crate::gathering::{by_gdal, folder, put, read_path};
use geo_types::{Coord, Geometry, coord};
use geodata::formats::Value;

#[test]
fn gdal_reads_the_same_shapes() {
    let folder = folder();
    let text = rich();
    let (bytes, ..) = encoding_rs::GBK.encode(&text);
    let path = put(folder.path(), "a.dxf", bytes);
    let Some(theirs) = by_gdal(&path, &[]) else {
        return;
    };
    let ours = read_path(READ, &path);
    let layer = &ours.layers[0];
    let mut compared = 0;
    for i in 0..layer.features.len() {
        let handle = layer.text(i, "句柄");
        let Some(their) = theirs
            .iter()
            .find(|f| f["properties"]["EntityHandle"] == handle.as_str())
        else {
            panic!("{handle} is missing in {theirs:?}");
        };
        if layer.value(i, "块") != Value::Null {
            continue;
        }
        if let Some(name) = their["properties"]["Layer"].as_str() {
            assert_eq!(name, layer.text(i, "图层"));
        }
        match &layer.features[i].geometry {
            Some(Geometry::Point(p)) => {
                assert_eq!(their["geometry"]["coordinates"][0], p.x());
                assert_eq!(their["geometry"]["coordinates"][1], p.y());
            }
            // Both follow the same curve, each with its own chords.
            _ => {
                let (our_length, their_length) = (line_length(&coords(&ours, i)), length(&their["geometry"]));
                let kind = layer.text(i, "类型");
                assert!(
                    (our_length / their_length - 1.0).abs() < 2e-3,
                    "{kind}: {our_length}, {their_length}"
                );
            }
        }
        compared += 1;
    }
    assert_eq!(compared, 8);
    // The block: ours in pieces, theirs as collections.
    let extent = |points: &mut dyn Iterator<Item = Coord<f64>>| {
        points.fold([f64::MAX, f64::MIN], |[low, high], c| {
            [low.min(c.x), high.max(c.x)]
        })
    };
    let inserted = (0..layer.features.len()).filter(|i| layer.value(*i, "块") != Value::Null);
    let our_extent = extent(&mut inserted.flat_map(|i| coords(&ours, i)));
    let mut numbers = Vec::new();
    for f in theirs.iter().filter(|f| f["properties"]["EntityHandle"] == "F3") {
        all_positions(&f["geometry"], &mut numbers);
    }
    let their_extent = extent(&mut numbers.into_iter());
    for (a, b) in our_extent.iter().zip(their_extent) {
        assert!((a - b).abs() < 0.01, "{our_extent:?} and {their_extent:?}");
    }
}

fn all_positions(value: &serde_json::Value, out: &mut Vec<Coord<f64>>) {
    match value.as_array() {
        Some(list) if list.len() >= 2 && list[0].is_number() => {
            out.push(coord! { x: list[0].as_f64().unwrap(), y: list[1].as_f64().unwrap() });
        }
        Some(list) => list.iter().for_each(|v| all_positions(v, out)),
        None => {
            for key in ["coordinates", "geometries", "geometry"] {
                if let Some(inner) = value.get(key) {
                    all_positions(inner, out);
                }
            }
        }
    }
}

fn line_length(points: &[Coord<f64>]) -> f64 {
    points
        .windows(2)
        .map(|w| (w[1].x - w[0].x).hypot(w[1].y - w[0].y))
        .sum()
}

fn length(geometry: &serde_json::Value) -> f64 {
    let mut coordinates = &geometry["coordinates"];
    while coordinates[0][0].is_array() {
        coordinates = &coordinates[0];
    }
    let number = |c: &serde_json::Value, i: usize| c[i].as_f64().unwrap();
    let points: Vec<_> = coordinates
        .as_array()
        .unwrap()
        .iter()
        .map(|c| coord! { x: number(c, 0), y: number(c, 1) })
        .collect();
    line_length(&points)
}
