//! Exports in a coordinate system of the user: what the file says of it, and that it comes back to the millimetre.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

use geo_types::{Coord, Geometry, LineString, Polygon};
use geodata::formats::{Feature, Field, LayerHead, ReadOptions, Sink, Value, Warning};
use serde_json::json;

use crate::home::Home;
use crate::tools;

const LOCAL: &str = "县城独立坐标系";
const OLD: &str = "县里的西安80";

/// A home whose user made two systems: a local one turned by two degrees against the zone at 117° E, and Xian 1980 by
/// seven parameters.
fn home() -> Home {
    let home = Home::fresh();
    let turn = 2f64.to_radians();
    let systems = json!({"next": 2, "systems": [
        {"id": "own:1", "name": LOCAL, "made": {"kind": "local", "known": "EPSG:4548", "table": "", "swapped": false,
            "fitted": {"base": "EPSG:4548", "a": 1.00004 * turn.cos(), "b": 1.00004 * turn.sin(), "x0": 412_000.0, "y0": 3_860_000.0}}},
        {"id": "own:2", "name": OLD, "made": {"kind": "old", "base": "EPSG:2384", "frame": false,
            "shift": [15.8, -154.4, -82.3, 1.2, -0.8, 2.1, -1.5]}},
    ]});
    let folder = home.path("config").join("zhentu");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("coordinate-systems.json"), systems.to_string()).expect("written");
    home
}

fn ok(home: &Home, args: &[&str]) -> String {
    let output = home.zhentu(args);
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{args:?}: {words}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn vertices(geometry: &Geometry<f64>) -> Vec<Coord<f64>> {
    let rings = |p: &Polygon<f64>| -> Vec<Coord<f64>> {
        let holes = p.interiors().iter().flat_map(|h| h.0.clone());
        p.exterior().0.iter().copied().chain(holes).collect()
    };
    match geometry {
        Geometry::Point(p) => vec![p.0],
        Geometry::LineString(l) => l.0.clone(),
        Geometry::Polygon(p) => rings(p),
        Geometry::MultiPoint(ps) => ps.iter().map(|p| p.0).collect(),
        Geometry::MultiLineString(ls) => ls.iter().flat_map(|l| l.0.clone()).collect(),
        Geometry::MultiPolygon(ps) => ps.iter().flat_map(rings).collect(),
        other => panic!("projects have no {other:?}"),
    }
}

/// Vertices of everything in a file, by id.
#[derive(Default)]
struct Vertices {
    id: Option<usize>,
    by_id: BTreeMap<String, Vec<Coord<f64>>>,
}

impl Sink for Vertices {
    fn layer(&mut self, head: LayerHead) -> ControlFlow<()> {
        self.id = head.fields.iter().position(|f| f.name == "id");
        ControlFlow::Continue(())
    }
    fn field(&mut self, _: Field) {}
    fn feature(&mut self, feature: Feature) -> ControlFlow<()> {
        let id = self.id.and_then(|i| feature.values.get(i));
        if let (Some(Value::Text(id)), Some(geometry)) = (id, &feature.geometry) {
            self.by_id.insert(id.clone(), vertices(geometry));
        }
        ControlFlow::Continue(())
    }
    fn warning(&mut self, _: Warning) {}
}

/// Vertices of the projects of an atlas, in degrees as they are stored.
fn stored(home: &Home, atlas: &str) -> BTreeMap<String, Vec<Coord<f64>>> {
    let out = format!("{atlas}.fgb");
    ok(home, &["export", atlas, "-o", &out]);
    read(&home.path(&out))
}

fn read(path: &Path) -> BTreeMap<String, Vec<Coord<f64>>> {
    let mut vertices = Vertices::default();
    geodata::formats::flatgeobuf::read(path, &ReadOptions::default(), &mut vertices).expect("it is read");
    vertices.by_id
}

/// The farthest a vertex moved, metres.
fn farthest(a: &BTreeMap<String, Vec<Coord<f64>>>, b: &BTreeMap<String, Vec<Coord<f64>>>) -> f64 {
    assert!(a.len() > 50, "{} things with a place", a.len());
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    let mut most: f64 = 0.0;
    for (id, there) in a {
        let here = &b[id];
        assert_eq!(here.len(), there.len(), "{id}");
        for (p, q) in there.iter().zip(here) {
            most = most.max(geodata::measure::length(&LineString(vec![*p, *q]).into()).0);
        }
    }
    most
}

fn there_and_back(system: &str, format: &str) -> f64 {
    let home = home();
    home.atlas("a.gpkg", &["--practice"]);
    let out = format!("out.{format}");
    let told = ok(&home, &["export", "a.gpkg", "-o", &out, "--crs", system]);
    assert!(told.contains(system), "{told}");
    let before = stored(&home, "a.gpkg");
    // Moved away first, so that what stands there afterwards came from the file.
    let moved = ok(&home, &["import", "a.gpkg", &out, "--crs", "EPSG:4549", "--json"]);
    assert!(!moved.contains("\"updated\":0"), "{moved}");
    ok(&home, &["import", "a.gpkg", &out, "--crs", system]);
    farthest(&before, &stored(&home, "a.gpkg"))
}

#[test]
fn what_is_exported_in_a_local_system_comes_back_within_a_millimetre() {
    for format in ["gpkg", "fgb", "csv", "xlsx"] {
        let moved = there_and_back(LOCAL, format);
        assert!(moved <= 0.001, "{format}: {moved} m");
    }
}

#[test]
fn what_is_exported_in_an_older_system_by_parameters_comes_back_within_a_millimetre() {
    for format in ["gpkg", "csv"] {
        let moved = there_and_back(OLD, format);
        assert!(moved <= 0.001, "{format}: {moved} m");
    }
}

#[test]
fn a_file_says_what_it_can_of_a_local_system_and_the_rest_is_told() {
    let home = home();
    home.atlas("a.gpkg", &["--practice"]);
    for format in ["gpkg", "shp", "fgb", "csv", "xlsx", "dxf"] {
        let out = format!("o.{format}");
        let told = ok(
            &home,
            &["export", "a.gpkg", "-o", &out, "--crs", LOCAL, "--kind", "road"],
        );
        assert!(
            told.contains(&format!("再导入时请选“{LOCAL}”")) || told.contains("请选它"),
            "{told}"
        );
        let path = if format == "shp" { "o-line.shp" } else { &out };
        let read = ok(&home, &["inspect", path, "--json"]);
        let named = if format == "dxf" { "unstated" } else { LOCAL };
        assert!(read.contains(named), "{format}: {read}");
        let refused = home.zhentu(&["import", "a.gpkg", path, "--dry-run"]);
        assert!(
            !refused.status.success(),
            "{format} is not taken for a system it is not in"
        );
    }
    tools::validate_gpkg(&home.path("o.gpkg")).unwrap_or_else(|problems| panic!("{problems}"));
    let layers = tools::gdal("layers.py", &home.path("o.gpkg"));
    assert_eq!(layers[0]["local"], true, "{layers}");
    assert_eq!(layers[0]["system_name"], LOCAL, "{layers}");
}

#[test]
fn an_older_system_is_refused_without_parameters_and_written_as_what_it_is_with_them() {
    let home = home();
    home.atlas("a.gpkg", &["--practice"]);
    let bare = home.zhentu(&["export", "a.gpkg", "-o", "o.gpkg", "--crs", "EPSG:2384"]);
    let words = String::from_utf8_lossy(&bare.stderr).into_owned();
    assert!(!bare.status.success() && words.contains("转换参数"), "{words}");
    let told = ok(&home, &["export", "a.gpkg", "-o", "o.gpkg", "--crs", OLD]);
    assert!(told.contains("写不下转 CGCS2000 的参数"), "{told}");
    let layers = tools::gdal("layers.py", &home.path("o.gpkg"));
    assert_eq!(layers[0]["system"], "EPSG:2384", "{layers}");
}

#[test]
fn coordinates_of_chinese_web_maps_are_never_written_under_the_number_of_another_system() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    ok(&home, &["export", "a.gpkg", "-o", "o.gpkg", "--crs", "GCJ-02"]);
    tools::validate_gpkg(&home.path("o.gpkg")).unwrap_or_else(|problems| panic!("{problems}"));
    let layers = tools::gdal("layers.py", &home.path("o.gpkg"));
    assert_eq!(layers[0]["system_name"], "GCJ-02", "{layers}");
    let read = ok(&home, &["inspect", "o.gpkg", "--json"]);
    assert!(read.contains("\"crs\":\"GCJ-02\""), "{read}");
}

#[test]
fn formats_with_a_system_of_their_own_refuse_another() {
    let home = home();
    home.atlas("a.gpkg", &["--practice"]);
    for format in ["geojson", "kml"] {
        let out = format!("o.{format}");
        let output = home.zhentu(&["export", "a.gpkg", "-o", &out, "--crs", LOCAL]);
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            !output.status.success() && words.contains(LOCAL),
            "{format}: {words}"
        );
        assert!(!home.path(&out).exists());
    }
}
