//! Shapes across longitude 180°.

use crate::measure::{Bounds, bounds};
use crate::ops::plane::{Keep, overlay};
use geo::{CoordsIter, MapCoords};
use geo_types::{Coord, Geometry, LineString, MultiLineString, MultiPolygon, Rect, coord};

/// Returns a geometry without parts across the antimeridian: those are cut at it, and become several parts.
///
/// A line or ring whose neighbouring points lie more than 180° apart in longitude is taken to go the short way
/// round; longitudes beyond ±180° are brought back. Everything else is returned as it was.
pub fn cut_at_antimeridian(geometry: &Geometry<f64>) -> Geometry<f64> {
    if !crosses(geometry) {
        return geometry.clone();
    }
    match geometry {
        Geometry::LineString(l) => lines(std::slice::from_ref(l)),
        Geometry::MultiLineString(ls) => lines(&ls.0),
        Geometry::Line(l) => lines(&[LineString::from(*l)]),
        Geometry::Polygon(p) => polygons(&MultiPolygon(vec![p.clone()])),
        Geometry::MultiPolygon(ps) => polygons(ps),
        Geometry::Rect(r) => polygons(&MultiPolygon(vec![r.to_polygon()])),
        Geometry::Triangle(t) => polygons(&MultiPolygon(vec![t.to_polygon()])),
        Geometry::GeometryCollection(parts) => {
            Geometry::GeometryCollection(parts.iter().map(cut_at_antimeridian).collect())
        }
        points => points.map_coords(|c| coord! { x: wrap(c.x), y: c.y }),
    }
}

/// Whether a part goes across 180°, or a longitude lies beyond it.
pub(super) fn crosses(geometry: &Geometry<f64>) -> bool {
    let jumps = |l: &LineString<f64>| l.lines().any(|s| (s.start.x - s.end.x).abs() > 180.0);
    let beyond = |x: f64| x.abs() > 180.0 && x.abs() <= 540.0;
    if geometry.coords_iter().any(|c| beyond(c.x)) {
        return true;
    }
    match geometry {
        Geometry::LineString(l) => jumps(l),
        Geometry::MultiLineString(ls) => ls.iter().any(jumps),
        Geometry::Line(l) => jumps(&LineString::from(*l)),
        Geometry::Polygon(p) => jumps(p.exterior()),
        Geometry::MultiPolygon(ps) => ps.iter().any(|p| jumps(p.exterior())),
        Geometry::GeometryCollection(parts) => parts.iter().any(crosses),
        _ => false,
    }
}

/// Box of a geometry that was cut: west edge of the eastern half first (RFC 7946, 5.2).
pub(super) fn wrapped_box(geometry: &Geometry<f64>) -> Option<Vec<f64>> {
    let whole = bounds(geometry)?;
    let west = geometry
        .coords_iter()
        .map(|c| c.x)
        .filter(|x| *x > 0.0)
        .fold(f64::INFINITY, f64::min);
    let east = geometry
        .coords_iter()
        .map(|c| c.x)
        .filter(|x| *x < 0.0)
        .fold(f64::NEG_INFINITY, f64::max);
    if whole.west > -180.0 || whole.east < 180.0 || !west.is_finite() || !east.is_finite() {
        return Some(vec![whole.west, whole.south, whole.east, whole.north]);
    }
    Some(vec![west, whole.south, east, whole.north])
}

fn wrap(x: f64) -> f64 {
    if (-180.0..=180.0).contains(&x) {
        x
    } else {
        (x + 180.0).rem_euclid(360.0) - 180.0
    }
}

/// Longitudes without jumps, the first one as it was.
fn unrolled(line: &LineString<f64>) -> LineString<f64> {
    let mut turn = 0.0;
    let mut before: Option<f64> = None;
    let mut coords = Vec::with_capacity(line.0.len());
    for c in &line.0 {
        if let Some(b) = before {
            if c.x - b > 180.0 {
                turn -= 360.0;
            } else if c.x - b < -180.0 {
                turn += 360.0;
            }
        }
        before = Some(c.x);
        coords.push(coord! { x: c.x + turn, y: c.y });
    }
    LineString(coords)
}

fn lines(input: &[LineString<f64>]) -> Geometry<f64> {
    let mut out: Vec<LineString<f64>> = Vec::new();
    for line in input.iter().map(unrolled) {
        let mut piece: Vec<Coord<f64>> = Vec::new();
        for segment in line.lines() {
            if piece.is_empty() {
                piece.push(segment.start);
            }
            let (a, b) = (segment.start, segment.end);
            let (low, high) = (a.x.min(b.x), a.x.max(b.x));
            let mut cuts: Vec<f64> = [-540.0, -180.0, 180.0, 540.0]
                .into_iter()
                .filter(|m| low < *m && *m < high)
                .collect();
            if a.x > b.x {
                cuts.reverse();
            }
            for m in cuts {
                let at = coord! { x: m, y: a.y + (b.y - a.y) * (m - a.x) / (b.x - a.x) };
                piece.push(at);
                out.push(LineString(std::mem::replace(&mut piece, vec![at])));
            }
            piece.push(b);
        }
        if !piece.is_empty() {
            out.push(LineString(piece));
        }
    }
    let out: Vec<_> = out.iter().map(back_in_range).collect();
    match <[LineString<f64>; 1]>::try_from(out) {
        Ok([one]) => one.into(),
        Err(many) => MultiLineString(many).into(),
    }
}

/// Moves a piece that lies in another turn of the earth back, keeping +180 and −180 on their side.
fn back_in_range(line: &LineString<f64>) -> LineString<f64> {
    let turns = middle_turn(line);
    LineString(
        line.0
            .iter()
            .map(|c| coord! { x: c.x - 360.0 * turns, y: c.y })
            .collect(),
    )
}

fn middle_turn(line: &LineString<f64>) -> f64 {
    let (low, high) = line
        .0
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), c| {
            (l.min(c.x), h.max(c.x))
        });
    ((low + high) / 2.0 / 360.0).round()
}

fn polygons(input: &MultiPolygon<f64>) -> Geometry<f64> {
    let mut out = Vec::new();
    for polygon in input {
        let shell = unrolled(polygon.exterior());
        let holes = polygon.interiors().iter().map(|hole| {
            // A hole is unrolled by itself; bring it into the turn of its shell.
            let hole = unrolled(hole);
            let shift = 360.0 * turn_between(&shell, &hole);
            LineString(hole.0.iter().map(|c| coord! { x: c.x + shift, y: c.y }).collect())
        });
        let whole = geo_types::Polygon::new(shell.clone(), holes.collect());
        let Some(Bounds {
            west,
            south,
            east,
            north,
        }) = bounds(&whole.clone().into())
        else {
            continue;
        };
        if west >= -180.0 && east <= 180.0 {
            out.push(whole);
            continue;
        }
        for turn in [-1.0, 0.0, 1.0] {
            let (low, high) = (360.0 * turn - 180.0, 360.0 * turn + 180.0);
            if west >= high || east <= low {
                continue;
            }
            // No wider than needed: the overlay's grid follows the extent.
            let band = Rect::new(
                (low.max(west - 1.0), south - 1.0),
                (high.min(east + 1.0), north + 1.0),
            );
            let inside = overlay(std::slice::from_ref(&whole), &[band.to_polygon()], Keep::Both);
            out.extend(
                inside
                    .into_iter()
                    .map(|p| p.map_coords(|c| coord! { x: snap(c.x - 360.0 * turn), y: c.y })),
            );
        }
    }
    match <[geo_types::Polygon<f64>; 1]>::try_from(out) {
        Ok([one]) => one.into(),
        Err(many) => MultiPolygon(many).into(),
    }
}

/// Whole turns that bring a hole nearest to its shell.
fn turn_between(shell: &LineString<f64>, hole: &LineString<f64>) -> f64 {
    let middle = |l: &LineString<f64>| bounds(&l.clone().into()).map_or(0.0, |b| b.centre().x);
    ((middle(shell) - middle(hole)) / 360.0).round()
}

/// The overlay works on a fine grid: a cut that fell beside ±180 by a billionth is put on it.
fn snap(x: f64) -> f64 {
    if (x.abs() - 180.0).abs() < 1e-6 {
        180.0_f64.copysign(x)
    } else {
        x
    }
}
