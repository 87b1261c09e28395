//! DXF: what is read, what is refused, and whether GDAL agrees.

mod blocks;
mod by_gdal;
mod documents;
mod entities;
mod faults;
mod writing;

use crate::collect::{Collect, Reader};
use crate::gathering::read_bytes;
use geo::Area;
use geo_types::{Coord, Geometry};
use geodata::formats::dxf;

const READ: Reader = dxf::read;

/// Makes a drawing of lines "code value".
fn pairs(text: &str) -> String {
    text.lines()
        .map(str::trim_start)
        .filter(|l| !l.is_empty())
        .map(|l| {
            let (code, value) = l.split_once(' ').unwrap_or((l, ""));
            format!("{code:>3}\r\n{value}\r\n")
        })
        .collect()
}

fn drawing(header: &str, blocks: &str, entities: &str) -> String {
    pairs(&format!(
        "0 SECTION\n2 HEADER\n{header}\n0 ENDSEC\n0 SECTION\n2 TABLES\n0 TABLE\n2 LAYER\n0 LAYER\n2 道路\n62 -3\n0 LAYER\n2 水\n62 5\n\
         420 1193046\n0 ENDTAB\n0 ENDSEC\n0 SECTION\n2 BLOCKS\n{blocks}\n0 ENDSEC\n0 SECTION\n2 ENTITIES\n{entities}\n0 ENDSEC\n0 EOF"
    ))
}

const UTF8: &str = "9 $ACADVER\n1 AC1021";

fn read(entities: &str) -> Collect {
    read_bytes(READ, "图.dxf", drawing(UTF8, "", entities))
}

fn check(entity: &str, expected: &str) {
    let got = read(entity);
    assert_eq!(got.layers[0].wkt(0), expected, "{entity}\n{:?}", got.warnings);
}

fn coords(got: &Collect, feature: usize) -> Vec<Coord<f64>> {
    match &got.layers[0].features[feature].geometry {
        Some(Geometry::LineString(l)) => l.0.clone(),
        Some(Geometry::Polygon(p)) => p.exterior().0.clone(),
        other => panic!("{other:?}"),
    }
}

fn area(got: &Collect, feature: usize) -> f64 {
    match &got.layers[0].features[feature].geometry {
        Some(g @ (Geometry::Polygon(_) | Geometry::MultiPolygon(_))) => g.unsigned_area(),
        other => panic!("{other:?}"),
    }
}

fn rich() -> String {
    let blocks = "0 BLOCK\n2 井\n10 1\n20 1\n0 LINE\n8 0\n10 1\n20 1\n11 2\n21 1\n0 CIRCLE\n8 水\n10 1\n20 1\n40 1\n0 ENDBLK";
    let entities = "0 POINT\n5 F1\n8 道路\n10 1\n20 2\n0 LWPOLYLINE\n5 F2\n90 3\n70 1\n10 0\n20 0\n42 0.5\n10 4\n20 0\n10 4\n20 3\n\
        0 INSERT\n5 F3\n2 井\n10 5\n20 5\n41 2\n50 30\n70 2\n71 2\n44 3\n45 3\n0 HATCH\n5 F4\n91 1\n92 3\n72 0\n73 1\n93 4\n10 0\n20 0\n10 9\n20 0\n10 9\n20 9\n10 0\n20 9\n97 0\n\
        0 SPLINE\n5 F5\n70 0\n71 3\n40 0\n40 0\n40 0\n40 0\n40 1\n40 1\n40 1\n40 1\n10 0\n20 0\n10 1\n20 2\n10 3\n20 2\n10 4\n20 0\n\
        0 MTEXT\n5 F6\n10 1\n20 2\n1 {\\H2;镇区\\P\\U+9547}\n0 ELLIPSE\n5 F7\n10 0\n20 0\n11 3\n21 1\n40 0.5\n41 0\n42 3\n\
        0 POLYLINE\n5 F8\n70 1\n0 VERTEX\n10 0\n20 0\n0 VERTEX\n10 1\n20 0\n42 1\n0 VERTEX\n10 1\n20 1\n0 SEQEND\n0 ARC\n5 F9\n10 0\n20 0\n40 3\n50 10\n51 200";
    drawing(
        "9 $ACADVER\n1 AC1015\n9 $DWGCODEPAGE\n3 ANSI_936\n9 $INSUNITS\n70 6",
        blocks,
        entities,
    )
}
