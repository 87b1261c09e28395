//! Well-known text and GeoJSON in cells.

use super::bad_coordinates::{BadCoordinates, unreadable};
use super::cell_values::{is_nothing, points};
use crate::formats::WarningKind;
use crate::wkt_text::{WktError, from_wkt};
use geo_types::Geometry;
use words::{Words, said};

pub(super) fn well_known(text: &str) -> Result<Option<Geometry<f64>>, BadCoordinates> {
    if is_nothing(text) {
        return Ok(None);
    }
    let body = match text.split_once(';') {
        Some((head, rest))
            if head.len() < 20 && head.trim_start().to_ascii_uppercase().starts_with("SRID") =>
        {
            rest
        }
        _ => text,
    };
    use geo::CoordsIter;
    if body.trim_start().starts_with('{') {
        let json = body.parse::<geojson::Geometry>().ok();
        let geometry = json.and_then(|json| Geometry::try_from(json).ok());
        return geometry.map(Some).ok_or_else(|| unreadable(text));
    }
    match from_wkt(body) {
        Ok(g) => Ok(Some(g).filter(|g| g.coords_iter().next().is_some())),
        Err(WktError::Unsupported { .. }) => Ok(None),
        Err(e) => Err(BadCoordinates {
            kind: WarningKind::GeometryLeftOut,
            what: "几何（WKT）无法识别",
            text: said!(
                "ledger.bad_wkt",
                "几何（WKT）无法识别，没有上图：{}",
                "the geometry (WKT) cannot be read; it is not on the map: {}",
                wkt_fault(&e)
            ),
        }),
    }
}

/// What is wrong with a text, and what to do.
fn wkt_fault(error: &WktError) -> Words {
    match error {
        WktError::TooDeep => said!(
            "wkt.too_deep",
            "集合套得太深",
            "collections are nested too deeply"
        ),
        WktError::NotFinite => said!("wkt.not_finite", "坐标不是数", "a coordinate is not a number"),
        WktError::Malformed { .. } | WktError::Unsupported { .. } => said!(
            "wkt.malformed",
            "应写成 POINT(116.5 35.7) 这样",
            "write it like POINT(116.5 35.7)"
        ),
    }
}

/// Whether a text is coordinates, so that it names no column.
pub(in crate::formats::ledger) fn is_coordinate_text(text: &str) -> bool {
    is_wkt(text) || (text.bytes().any(|b| b.is_ascii_digit()) && points(text).is_some())
}

pub(super) fn is_wkt(text: &str) -> bool {
    if text.starts_with('{') && text.contains("\"coordinates\"") {
        return true;
    }
    let head: String = text.chars().take(40).collect::<String>().to_ascii_uppercase();
    let head = match head.split_once(';') {
        Some((srid, rest)) if srid.starts_with("SRID=") => rest.trim_start(),
        _ => &head,
    };
    [
        "POINT",
        "LINESTRING",
        "POLYGON",
        "MULTI",
        "GEOMETRYCOLLECTION",
        "CIRCULARSTRING",
        "COMPOUNDCURVE",
        "CURVEPOLYGON",
    ]
    .iter()
    .any(|tag| head.starts_with(tag))
        && (head.contains('(') || head.contains("EMPTY"))
}
