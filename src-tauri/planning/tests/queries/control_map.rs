//! Control lines on the map: tiles that stay small whatever there is, counts of what is in view, changes followed.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::fixtures::imports::import_as;
use crate::fixtures::{self, stamp, title};
use geodata::measure::Bounds;
use planning::atlas_file::AtlasFile;
use planning::change::{ChangeRequest, EditRequest};
use planning::import::{ImportRequest, Target};
use planning::model::ControlKind;

const SIDE: usize = 142;

/// Some 20,000 fields of 250 m with twenty corners each, over half a degree of a county.
fn fields(folder: &Path) -> PathBuf {
    let mut text = String::from("{\"type\":\"FeatureCollection\",\"features\":[");
    for i in 0..SIDE * SIDE {
        let (x, y) = ((i % SIDE) as f64, (i / SIDE) as f64);
        let (lon, lat) = (116.0 + x * 0.0036, 35.0 + y * 0.0030);
        let corners = (0..=20).map(|n| {
            let angle = f64::from(n % 20) * std::f64::consts::TAU / 20.0;
            let far = if n % 2 == 0 { 1.0 } else { 0.8 };
            format!(
                "[{:.6},{:.6}]",
                lon + 0.0014 * far * angle.cos(),
                lat + 0.0012 * far * angle.sin()
            )
        });
        let ring = corners.collect::<Vec<_>>().join(",");
        let comma = if i > 0 { "," } else { "" };
        let _ = write!(
            text,
            "{comma}{{\"type\":\"Feature\",\"properties\":{{\"name\":\"图斑{i}\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[{ring}]]}}}}"
        );
    }
    text.push_str("]}");
    let path = folder.join("基本农田.geojson");
    std::fs::write(&path, text).expect("written");
    path
}

fn atlas(folder: &Path) -> AtlasFile {
    fixtures::atlas(folder, vec![title()])
}

/// The tile in which a place lies.
fn tile_at(z: u8, lon: f64, lat: f64) -> (u32, u32) {
    let n = f64::from(1_u32 << z);
    let lat = lat.to_radians();
    let y = (1.0 - (lat.tan() + 1.0 / lat.cos()).ln() / std::f64::consts::PI) / 2.0;
    (((lon + 180.0) / 360.0 * n) as u32, (y * n) as u32)
}

#[test]
fn tiles_of_twenty_thousand_fields_are_small_at_every_zoom_and_follow_every_change() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = fields(folder.path());
    let whole = std::fs::metadata(&data).expect("a file").len();
    let mut file = atlas(folder.path());
    let before = file.controls().version();
    let request = ImportRequest {
        control: Some(ControlKind::Farmland),
        ..ImportRequest::of(data, Target::ControlLines)
    };
    import_as(&mut file, &request);
    let controls = std::sync::Arc::clone(file.controls());
    assert!(controls.version() > before);
    let all = u32::try_from(SIDE * SIDE).expect("a small number");
    assert_eq!(controls.counts(None).get(&ControlKind::Farmland), Some(&all));
    let corner = Bounds {
        west: 115.99,
        south: 34.99,
        east: 116.0126,
        north: 35.0076,
    };
    assert_eq!(
        controls.counts(Some(corner)).get(&ControlKind::Farmland),
        Some(&12)
    );

    let mut largest = 0;
    for z in 4..=16 {
        let (x, y) = tile_at(z, 116.25, 35.2);
        let begun = Instant::now();
        let tile = controls.tile(z, x, y);
        let ms = begun.elapsed().as_secs_f64() * 1e3;
        println!(
            "z{z}: {} bytes, {ms:.1} ms (as GeoJSON {whole} bytes)",
            tile.len()
        );
        assert!(!tile.is_empty(), "fields are seen at zoom {z}");
        assert!(tile.len() <= 500_000, "{} bytes at zoom {z}", tile.len());
        largest = largest.max(tile.len());
        let covered = tile.windows(5).any(|w| w == b"cover");
        assert!(covered || z >= 11, "at zoom {z} fields are covered ground");
        let outlined = tile.windows(4).any(|w| w == b"area");
        assert!(outlined || z <= 10, "at zoom {z} fields have outlines");
    }
    assert!(
        u64::try_from(largest).expect("a size") * 20 < whole,
        "{largest} of {whole}"
    );

    let far = tile_at(14, 116.25, 35.2);
    file.undo(&stamp()).expect("the import is taken back");
    assert_eq!(file.model().control_lines.iter().count(), 0);
    assert_eq!(controls.counts(None), std::collections::BTreeMap::new());
    assert!(controls.tile(14, far.0, far.1).is_empty());
    file.redo(&stamp()).expect("done again");
    assert_eq!(controls.counts(None).get(&ControlKind::Farmland), Some(&all));
    assert!(!controls.tile(14, far.0, far.1).is_empty());

    // One of them is removed: its tile is another, and so is the number of the version.
    let (z, (x, y)) = (14, tile_at(14, 116.25, 35.2));
    let (tile, version) = (controls.tile(z, x, y), controls.version());
    let inside = file.model().control_lines.iter().find(|l| {
        let b = l.geometry.as_ref().and_then(|g| geodata::measure::bounds(&g.0));
        b.is_some_and(|b| tile_at(z, b.centre().x, b.centre().y) == (x, y))
    });
    let id = inside.expect("one in the tile").id.0.clone();
    let change = ChangeRequest {
        name: "删除管控线".to_owned(),
        note: None,
        edits: vec![EditRequest::Remove {
            table: "control_lines".to_owned(),
            id,
        }],
    };
    file.apply(change, &stamp()).expect("removed");
    assert!(controls.version() > version);
    assert_ne!(controls.tile(z, x, y), tile);
    assert_eq!(
        controls.counts(None).get(&ControlKind::Farmland),
        Some(&(all - 1))
    );
    file.undo(&stamp()).expect("taken back");
    assert_eq!(controls.counts(None).get(&ControlKind::Farmland), Some(&all));
}
