//! Taking an area off a shape.

use super::crossings::{crossings, near, stretch};
use super::noding::make_valid;
use super::plane::{Keep, overlay};
use super::{
    OpError, ShapeKind, from_lines, from_polygons, kind, lines_of, polygons_of, require_valid, same_form,
};
use crate::measure::rings;
use geo::{Intersects, Relate};
use geo_types::{Coord, Geometry, LineString, MultiPoint, MultiPolygon, Point, Polygon};

/// Returns a shape without what lies in another area; parts that the area does not touch stay bit for bit.
///
/// Works on areas, lines and points; the boundary of the cutting area is left in lines and points.
///
/// # Errors
/// [`OpError::NotOverlapping`], [`OpError::NothingLeft`] when the area covers the whole shape,
/// [`OpError::WrongKind`] when `other` is no area or the shape is a collection, [`OpError::Invalid`].
pub fn cut(geometry: &Geometry<f64>, other: &Geometry<f64>) -> Result<Geometry<f64>, OpError> {
    require_valid(geometry)?;
    require_valid(other)?;
    let knife = polygons_of(other).ok_or(OpError::WrongKind {
        expected: ShapeKind::Areas,
        found: kind(other),
    })?;
    let knife = MultiPolygon(knife);
    let after = if let Some(polygons) = polygons_of(geometry) {
        cut_areas(polygons, &knife)?
    } else if let Some(lines) = lines_of(geometry) {
        cut_lines(&lines, &knife)?
    } else {
        cut_points(geometry, &knife)?
    };
    Ok(same_form(geometry, after))
}

fn cut_areas(polygons: Vec<Polygon<f64>>, knife: &MultiPolygon<f64>) -> Result<Geometry<f64>, OpError> {
    let mut out = Vec::new();
    let mut touched = false;
    for polygon in polygons {
        let overlaps = polygon.relate(knife).matches("T********").unwrap_or(false);
        if overlaps {
            touched = true;
            let left = overlay(std::slice::from_ref(&polygon), &knife.0, Keep::FirstOnly).0;
            out.extend(make_valid(left).0);
        } else {
            out.push(polygon);
        }
    }
    finish(touched, out.is_empty(), || from_polygons(out))
}

fn cut_lines(lines: &[LineString<f64>], knife: &MultiPolygon<f64>) -> Result<Geometry<f64>, OpError> {
    let mut out = Vec::new();
    let mut touched = false;
    for line in lines {
        let (kept, cut) = outside(line, knife);
        touched |= cut;
        out.extend(kept);
    }
    finish(touched, out.is_empty(), || from_lines(out))
}

/// The stretches of a line outside an area, and whether anything was inside.
fn outside(line: &LineString<f64>, knife: &MultiPolygon<f64>) -> (Vec<LineString<f64>>, bool) {
    let end = ((line.0.len() - 1) as f64, line.0[line.0.len() - 1]);
    let mut marks: Vec<(f64, Coord<f64>)> = knife
        .iter()
        .flat_map(rings)
        .flat_map(|r| crossings(line, r))
        .map(|c| (c.along_line, c.at))
        .chain([(0.0, line.0[0]), end])
        .collect();
    marks.sort_by(|a, b| a.0.total_cmp(&b.0));
    marks.dedup_by(|b, a| near(a.1, b.1) && b.0 - a.0 < 1.0);
    let mut kept: Vec<LineString<f64>> = Vec::new();
    let mut cut = false;
    let mut joins = false;
    for w in marks.windows(2) {
        let piece = LineString(stretch(line, w[0], w[1]));
        let middle = Point(piece.0[0] + (piece.0[1] - piece.0[0]) / 2.0);
        let inside = knife.relate(&middle).matches("0********").unwrap_or(false);
        if inside {
            cut = true;
        } else if let (true, Some(before)) = (joins, kept.last_mut()) {
            // Between two outer stretches the line only touched: take them together, without the touching point
            // unless it is a vertex of the line.
            let vertex = line.0.contains(&w[0].1);
            if !vertex {
                before.0.pop();
            }
            before.0.extend(piece.0.into_iter().skip(1));
        } else {
            kept.push(piece);
        }
        joins = !inside;
    }
    if cut {
        (kept, true)
    } else {
        (vec![line.clone()], false)
    }
}

fn cut_points(geometry: &Geometry<f64>, knife: &MultiPolygon<f64>) -> Result<Geometry<f64>, OpError> {
    let points: Vec<Point<f64>> = match geometry {
        Geometry::Point(p) => vec![*p],
        Geometry::MultiPoint(ps) => ps.0.clone(),
        other => {
            return Err(OpError::WrongKind {
                expected: ShapeKind::Areas,
                found: kind(other),
            });
        }
    };
    let inside =
        |p: &Point<f64>| knife.intersects(p) && knife.relate(p).matches("0********").unwrap_or(false);
    let kept: Vec<Point<f64>> = points.iter().copied().filter(|p| !inside(p)).collect();
    finish(kept.len() < points.len(), kept.is_empty(), || {
        MultiPoint(kept).into()
    })
}

fn finish(
    touched: bool,
    empty: bool,
    result: impl FnOnce() -> Geometry<f64>,
) -> Result<Geometry<f64>, OpError> {
    match (touched, empty) {
        (false, _) => Err(OpError::NotOverlapping),
        (true, true) => Err(OpError::NothingLeft),
        (true, false) => Ok(result()),
    }
}
