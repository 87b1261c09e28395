//! Boundaries of a HATCH.

use super::record::{DxfRecord, integer, number};
use super::shape::EntityShape;
use crate::curves::{self, Spline, radians};
use geo::coordinate_position::{CoordPos, CoordinatePosition};
use geo_types::{Coord, LineString, MultiPolygon, Polygon, coord};

/// Most steps of comparing rings with each other.
const MAX_WORK: usize = 20_000_000;

/// Walks through the pairs of a record, whose order means something here.
struct PairCursor<'a> {
    record: &'a DxfRecord,
    at: usize,
}

impl PairCursor<'_> {
    /// Goes on to the next value of a code.
    fn seek(&mut self, code: i32) -> Option<&[u8]> {
        while let Some((found, _)) = self.record.pair(self.at) {
            self.at += 1;
            if found == code {
                return self.record.pair(self.at - 1).map(|(_, v)| v);
            }
        }
        None
    }

    fn number(&mut self, code: i32) -> Option<f64> {
        self.seek(code).map(number)
    }

    /// Returns a count, no greater than what can follow.
    fn count(&mut self, code: i32) -> Option<usize> {
        let count = self.seek(code).map(integer)?;
        let left = self.record.len() - self.at;
        usize::try_from(count).ok().map(|n| n.min(left))
    }

    fn place(&mut self, code: i32) -> Option<Coord<f64>> {
        Some(coord! { x: self.number(code)?, y: self.number(code + 10)? })
    }

    /// Returns the next value if it is of a code.
    fn optional(&mut self, code: i32) -> Option<f64> {
        let (found, value) = self.record.pair(self.at)?;
        if found != code {
            return None;
        }
        self.at += 1;
        Some(number(value))
    }
}

/// Returns the boundaries, each of pieces that join; those that can be read.
pub(super) fn boundaries(record: &DxfRecord) -> Vec<Vec<EntityShape>> {
    let mut cursor = PairCursor { record, at: 0 };
    let mut loops = Vec::new();
    let Some(count) = cursor.count(91) else {
        return loops;
    };
    for _ in 0..count {
        let Some(flags) = cursor.seek(92).map(integer) else {
            break;
        };
        let read = if flags & 2 != 0 {
            polyline(&mut cursor).map(|p| vec![p])
        } else {
            edges(&mut cursor)
        };
        match read {
            Some(pieces) => loops.push(pieces),
            None => break,
        }
    }
    loops
}

fn polyline(cursor: &mut PairCursor<'_>) -> Option<EntityShape> {
    let bulged = cursor.seek(72).map(integer)? != 0;
    let count = cursor.count(93)?;
    let mut vertices = Vec::with_capacity(count.min(1 << 16));
    for _ in 0..count {
        let place = cursor.place(10)?;
        let bulge = if bulged { cursor.optional(42) } else { None };
        vertices.push((place, bulge.unwrap_or(0.0)));
    }
    Some(EntityShape::Path {
        vertices,
        closed: true,
    })
}

fn edges(cursor: &mut PairCursor<'_>) -> Option<Vec<EntityShape>> {
    let count = cursor.count(93)?;
    let mut pieces = Vec::new();
    for _ in 0..count {
        pieces.push(match cursor.seek(72).map(integer)? {
            1 => EntityShape::Path {
                vertices: vec![(cursor.place(10)?, 0.0), (cursor.place(11)?, 0.0)],
                closed: false,
            },
            2 => {
                let centre = cursor.place(10)?;
                let radius = cursor.number(40)?;
                let (from, sweep) = angles(cursor)?;
                EntityShape::Ellipse {
                    centre,
                    major: coord! { x: radius, y: 0.0 },
                    minor: coord! { x: 0.0, y: radius },
                    from,
                    sweep,
                }
            }
            3 => {
                let centre = cursor.place(10)?;
                let major = cursor.place(11)?;
                let ratio = cursor.number(40)?;
                let (from, sweep) = angles(cursor)?;
                EntityShape::Ellipse {
                    centre,
                    major,
                    minor: coord! { x: -major.y * ratio, y: major.x * ratio },
                    from,
                    sweep,
                }
            }
            4 => spline(cursor)?,
            _ => return None,
        });
    }
    Some(pieces)
}

/// Reads both angles and the sense; clockwise ones are measured clockwise.
fn angles(cursor: &mut PairCursor<'_>) -> Option<(f64, f64)> {
    let from = radians(cursor.number(50)?);
    let to = radians(cursor.number(51)?);
    let sweep = curves::sweep(from, to);
    Some(if cursor.seek(73).map(integer)? != 0 {
        (from, sweep)
    } else {
        (-from, -sweep)
    })
}

fn spline(cursor: &mut PairCursor<'_>) -> Option<EntityShape> {
    let degree = cursor.count(94)?;
    let rational = cursor.seek(73).map(integer)? != 0;
    let knots = cursor.count(95)?;
    let control = cursor.count(96)?;
    let mut spline = Spline {
        degree,
        ..Spline::default()
    };
    for _ in 0..knots {
        spline.knots.push(cursor.number(40)?);
    }
    for _ in 0..control {
        spline.control.push(cursor.place(10)?);
        if rational {
            spline.weights.push(cursor.optional(42).unwrap_or(1.0));
        }
    }
    Some(EntityShape::Spline {
        spline,
        closed: false,
    })
}

/// Returns the ring that pieces make, each turned so that it goes on where the last one ended.
pub(super) fn ring(pieces: &[EntityShape], tolerance: f64) -> Vec<Coord<f64>> {
    let mut ring: Vec<Coord<f64>> = Vec::new();
    for piece in pieces {
        let mut points = piece.outline(tolerance);
        let (Some(&first), Some(&last)) = (points.first(), points.last()) else {
            continue;
        };
        if let Some(&end) = ring.last() {
            let far = |p: Coord<f64>| (p.x - end.x).hypot(p.y - end.y);
            if far(last) < far(first) {
                points.reverse();
            }
        }
        ring.extend(points);
    }
    ring.dedup();
    if let Some(&first) = ring.first().filter(|f| Some(*f) != ring.last()) {
        ring.push(first);
    }
    ring
}

/// Returns areas from rings by the even-odd rule: what lies in one ring is in, in two is out, and so on. `None` when
/// there are too many to compare.
pub(super) fn areas(rings: Vec<Vec<Coord<f64>>>) -> Option<MultiPolygon<f64>> {
    use geo::Area;
    let mut shapes: Vec<Polygon<f64>> = rings
        .into_iter()
        .filter(|r| r.len() >= 4)
        .map(|r| Polygon::new(LineString(r), Vec::new()))
        .filter(|p| p.unsigned_area() > 0.0)
        .collect();
    let vertices: usize = shapes.iter().map(|p| p.exterior().0.len()).sum();
    if shapes.len() > 1 && vertices.saturating_mul(shapes.len()) > MAX_WORK {
        return None;
    }
    shapes.sort_by(|a, b| b.unsigned_area().total_cmp(&a.unsigned_area()));
    // Each area with its depth; a hole belongs to the smallest that holds it.
    let mut depths: Vec<usize> = Vec::with_capacity(shapes.len());
    let mut owner: Vec<Option<usize>> = Vec::with_capacity(shapes.len());
    for (i, shape) in shapes.iter().enumerate() {
        let holders: Vec<usize> = (0..i).filter(|j| holds(&shapes[*j], shape)).collect();
        depths.push(holders.len());
        owner.push(holders.last().copied());
    }
    let mut holes: Vec<Vec<LineString<f64>>> = vec![Vec::new(); shapes.len()];
    for i in 0..shapes.len() {
        if let (1, Some(j)) = (depths[i] % 2, owner[i]) {
            holes[j].push(shapes[i].exterior().clone());
        }
    }
    let areas = shapes
        .into_iter()
        .zip(holes)
        .zip(depths)
        .filter(|(_, depth)| depth % 2 == 0)
        .map(|((shape, holes), _)| Polygon::new(shape.into_inner().0, holes));
    Some(MultiPolygon(areas.collect()))
}

fn holds(outer: &Polygon<f64>, inner: &Polygon<f64>) -> bool {
    use geo::BoundingRect;
    let (Some(a), Some(b)) = (outer.bounding_rect(), inner.bounding_rect()) else {
        return false;
    };
    let (low, high) = (a.min(), a.max());
    if b.min().x < low.x || b.min().y < low.y || b.max().x > high.x || b.max().y > high.y {
        return false;
    }
    let decisive = inner
        .exterior()
        .0
        .iter()
        .map(|c| outer.coordinate_position(c))
        .find(|p| *p != CoordPos::OnBoundary);
    decisive == Some(CoordPos::Inside)
}
