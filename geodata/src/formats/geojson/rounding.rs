//! Fewer digits without broken shapes.

use crate::measure::rings;
use geo::MapCoords;
use geo_types::{Coord, Geometry, LineString, MultiLineString, MultiPolygon, Polygon, coord};

/// Rounds every coordinate; shapes that would collapse stay exact and are counted in `kept`.
pub(super) fn round(geometry: &Geometry<f64>, decimals: u8, kept: &mut usize) -> Geometry<f64> {
    match geometry {
        Geometry::LineString(l) => line(l, decimals, kept).into(),
        Geometry::MultiLineString(ls) => {
            MultiLineString(ls.iter().map(|l| line(l, decimals, kept)).collect()).into()
        }
        Geometry::Polygon(p) => polygon(p, decimals, kept).into(),
        Geometry::MultiPolygon(ps) => {
            MultiPolygon(ps.iter().map(|p| polygon(p, decimals, kept)).collect()).into()
        }
        Geometry::Line(l) => line(&LineString::from(*l), decimals, kept).into(),
        Geometry::Rect(r) => polygon(&r.to_polygon(), decimals, kept).into(),
        Geometry::Triangle(t) => polygon(&t.to_polygon(), decimals, kept).into(),
        Geometry::GeometryCollection(parts) => {
            Geometry::GeometryCollection(parts.iter().map(|g| round(g, decimals, kept)).collect())
        }
        points => points.map_coords(|c| coordinate(c, decimals)),
    }
}

fn coordinate(c: Coord<f64>, decimals: u8) -> Coord<f64> {
    coord! { x: number(c.x, decimals), y: number(c.y, decimals) }
}

/// The double nearest to the decimal text, so that it prints with no more digits than asked for.
fn number(v: f64, decimals: u8) -> f64 {
    let rounded: f64 = format!("{v:.0$}", usize::from(decimals.min(17)))
        .parse()
        .unwrap_or(v);
    // Minus zero would be written with its sign.
    rounded + 0.0
}

/// The rounded coordinates, those that fall together with the one before left out.
fn rounded(line: &LineString<f64>, decimals: u8) -> LineString<f64> {
    let mut coords: Vec<Coord<f64>> = line.0.iter().map(|c| coordinate(*c, decimals)).collect();
    let mut before = None;
    let mut at = 0;
    // Repeats that were there before rounding are the author's and stay.
    coords.retain(|c| {
        let falls_together = before == Some(*c) && line.0[at] != line.0[at - 1];
        before = Some(*c);
        at += 1;
        !falls_together
    });
    LineString(coords)
}

fn line(line: &LineString<f64>, decimals: u8, kept: &mut usize) -> LineString<f64> {
    let short = rounded(line, decimals);
    if short.0.len() < 2 && line.0.len() >= 2 {
        *kept += 1;
        return line.clone();
    }
    short
}

fn polygon(polygon: &Polygon<f64>, decimals: u8, kept: &mut usize) -> Polygon<f64> {
    let mut out = rings(polygon)
        .map(|r| ring(r, decimals, kept))
        .collect::<Vec<_>>()
        .into_iter();
    let shell = out.next().unwrap_or_else(|| LineString(Vec::new()));
    Polygon::new(shell, out.collect())
}

fn ring(ring: &LineString<f64>, decimals: u8, kept: &mut usize) -> LineString<f64> {
    let short = rounded(ring, decimals);
    if (short.0.len() < 4 || doubled_area(&short) == 0.0) && doubled_area(ring) != 0.0 {
        *kept += 1;
        return ring.clone();
    }
    short
}

/// Twice the signed area in square degrees, measured from the first point so that small rings keep their digits.
fn doubled_area(ring: &LineString<f64>) -> f64 {
    let Some(origin) = ring.0.first().copied() else {
        return 0.0;
    };
    ring.lines()
        .map(|s| {
            let (a, b) = (s.start - origin, s.end - origin);
            a.x * b.y - b.x * a.y
        })
        .sum()
}
