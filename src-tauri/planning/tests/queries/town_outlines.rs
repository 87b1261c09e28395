//! Boundaries of towns, imported with the towns, and projects held against them.

use std::path::Path;

use crate::fixtures::imports::import_as;
use crate::fixtures::{created, edited, stamp, title};
use planning::atlas_file::AtlasFile;
use planning::change::{ChangeRequest, EditRequest};
use planning::import::{ImportRequest, Target};
use planning::model::Outline;
use planning::query::{Filter, Outside};
use serde_json::json;

fn atlas(path: &Path) -> AtlasFile {
    created(path, vec![title()]);
    edited(path)
}

fn import(file: &mut AtlasFile, path: &Path, target: Target) {
    let request = ImportRequest::of(path, target);
    import_as(file, &request);
}

/// A town of an L, so that the box around it says nothing.
const TOWNS: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"镇街":"甲镇","行政区划代码":"990101101"},"geometry":{"type":"Polygon","coordinates":[[[116.5,35.7],[116.6,35.7],[116.6,35.72],[116.52,35.72],[116.52,35.8],[116.5,35.8],[116.5,35.7]]]}},
{"type":"Feature","properties":{"镇街":"乙镇","行政区划代码":"990101102"},"geometry":{"type":"Polygon","coordinates":[[[116.52,35.72],[116.6,35.72],[116.6,35.8],[116.52,35.8],[116.52,35.72]]]}},
{"type":"Feature","properties":{"镇街":"丙镇","行政区划代码":"990101103"},"geometry":{"type":"Point","coordinates":[116.7,35.75]}}
]}"#;

const WIDE: &str = "POLYGON((116.5 35.7,116.6 35.7,116.6 35.8,116.5 35.8,116.5 35.7))";

const PROJECTS: &str = "项目名称,所在镇街,经度,纬度\n\
    甲镇的路,甲镇,116.51,35.79\n\
    画到乙镇的甲镇泵站,甲镇,116.55,35.75\n\
    乙镇的桥,乙镇,116.55,35.76\n\
    丙镇没有边界,丙镇,116.9,35.9\n";

fn said(outside: &[Outside]) -> Vec<(&str, &str, Option<&str>)> {
    outside
        .iter()
        .map(|o| (o.name.as_str(), o.county.as_str(), o.lies_in.as_deref()))
        .collect()
}

#[test]
fn projects_are_held_against_the_imported_boundary_of_their_town() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, towns, projects) = (
        folder.path().join("a.gpkg"),
        folder.path().join("镇界.geojson"),
        folder.path().join("p.csv"),
    );
    std::fs::write(&towns, TOWNS).expect("written");
    std::fs::write(&projects, PROJECTS).expect("written");
    let mut file = atlas(&path);
    import(&mut file, &towns, Target::Towns);
    import(&mut file, &projects, Target::Projects);
    file.close().expect("closed");

    let mut file = edited(&path);
    let town = |name: &str| {
        file.model()
            .regions
            .iter()
            .find(|r| r.name == name)
            .expect("a town")
            .clone()
    };
    let first = town("甲镇");
    let outline = first.outline.as_ref().expect("a boundary");
    assert_eq!(outline.polygons().0[0].exterior().0.len(), 7);
    assert!(matches!(
        first.geometry.as_ref().map(|g| &g.0),
        Some(geo_types::Geometry::Point(_))
    ));
    assert_eq!(town("丙镇").outline, None);
    let report = |file: &AtlasFile| {
        let found = file.ask(|index| index.check(&Filter::default(), &|| true));
        found.expect("read").expect("not stopped")
    };
    assert_eq!(
        said(&report(&file).outside),
        [("画到乙镇的甲镇泵站", "甲镇", Some("乙镇"))]
    );

    let drawn = |file: &AtlasFile, known: Option<&str>| file.ask(|index| index.town_outlines(known));
    let shown = drawn(&file, None).expect("all of them");
    let names: Vec<&str> = shown.towns.iter().map(|t| t.name.as_str()).collect();
    assert_eq!(names, ["甲镇", "乙镇"]);
    assert_eq!(drawn(&file, Some(&shown.version)), None, "nothing is sent twice");

    // The town moves its border by a change like any other; what is no boundary is refused.
    let change = |outline: &str| ChangeRequest {
        name: "改镇界".to_owned(),
        note: None,
        edits: vec![EditRequest::Set {
            table: "regions".to_owned(),
            id: first.id.0.clone(),
            columns: serde_json::from_value(json!({ "outline": outline })).expect("columns"),
        }],
    };
    let point = change("POINT(116.5 35.7)");
    assert!(file.apply(point, &stamp()).is_err());
    let wide = change(WIDE);
    file.apply(wide, &stamp()).expect("changed");
    assert!(report(&file).outside.is_empty());
    let changed = drawn(&file, Some(&shown.version)).expect("another version");
    assert_eq!(
        changed.towns[0].shape.0,
        geo_types::Geometry::from(WIDE.parse::<Outline>().expect("a boundary").polygons().clone())
    );
    file.undo(&stamp()).expect("taken back");
    assert_eq!(report(&file).outside.len(), 1);
}
