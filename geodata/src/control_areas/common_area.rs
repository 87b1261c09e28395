//! What an area shares with another, without building it: the boundary of the common part is what of either boundary
//! lies inside the other, and its area is a sum along that boundary (Green's theorem).
//!
//! That holds as long as the boundaries cross in plain crossings. Where a corner lies on the other boundary, or an edge
//! along it, the common part is built with the overlay on a grid that [`crate::overlap`] uses.

use geo_types::{Coord, Geometry, coord};

use super::crossing::{EdgeIntersection, inside_pieces, meeting};
use super::ellipsoid_area::edge_area;
use super::outline::{Outline, Side, box_of, widened};
use crate::measure::{self, Bounds};
use crate::ops::from_polygons;
use crate::ops::plane::{Keep, overlay};

/// The common part of two areas.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct CommonArea {
    /// Square metres.
    pub(super) area: f64,
    /// A place in it or on its boundary.
    pub(super) at: Coord<f64>,
}

/// Returns the common part of two areas, the first of them of a known size; `None` when they share no area.
pub(super) fn common_area(a: &Outline, size: f64, b: &Outline) -> Option<CommonArea> {
    if !a.bounds.intersects(b.bounds) {
        return None;
    }
    match along_boundaries(a, size, b) {
        Some(common_area) => common_area,
        None => by_overlay(a, b),
    }
}

struct BoundarySum {
    area: f64,
    /// First moments on the plane of degrees about `origin`, to find the middle.
    twice: f64,
    moments: [f64; 2],
    origin: Coord<f64>,
    /// The longest piece and its length.
    piece: Option<(f64, Coord<f64>)>,
}

impl BoundarySum {
    fn add(&mut self, p: Coord<f64>, q: Coord<f64>) {
        self.area += edge_area(p, q);
        let (u, v) = (p - self.origin, q - self.origin);
        let cross = u.x * v.y - u.y * v.x;
        self.twice += cross;
        self.moments[0] += (u.x + v.x) * cross;
        self.moments[1] += (u.y + v.y) * cross;
        let length = (q.x - p.x).abs() + (q.y - p.y).abs();
        if self.piece.is_none_or(|(longest, _)| length > longest) {
            self.piece = Some((length, (p + q) / 2.0));
        }
    }
}

/// The sum along the boundaries; the outer `None` when they touch or the shapes are not as they should be.
fn along_boundaries(a: &Outline, size: f64, b: &Outline) -> Option<Option<CommonArea>> {
    let frame = common(a.bounds, b.bounds);
    let mut crossings: Vec<(u32, f64, u32, f64, Coord<f64>)> = Vec::new();
    let mut touches = false;
    a.edges_in(widened(frame), |i, p, q| {
        b.edges_in(widened(box_of(p, q)), |j, r, s| match meeting(p, q, r, s) {
            EdgeIntersection::Apart => {}
            EdgeIntersection::Cross(t, u, at) => crossings.push((i, t, j, u, at)),
            EdgeIntersection::Touch => touches = true,
        });
    });
    if touches {
        return None;
    }
    let mut sum = BoundarySum {
        area: 0.0,
        twice: 0.0,
        moments: [0.0; 2],
        origin: frame.centre(),
        piece: None,
    };
    crossings.sort_by(|p, q| p.0.cmp(&q.0).then(p.1.total_cmp(&q.1)));
    let of_a: Vec<_> = crossings.iter().map(|c| (c.0, c.4)).collect();
    crossings.sort_by(|p, q| p.2.cmp(&q.2).then(p.3.total_cmp(&q.3)));
    let of_b: Vec<_> = crossings.iter().map(|c| (c.2, c.4)).collect();
    if !inside_of(a, b, frame, &of_a, &mut sum) || !inside_of(b, a, frame, &of_b, &mut sum) {
        return None;
    }
    let Some((_, on_boundary)) = sum.piece else {
        return Some(None);
    };
    if !(sum.area > 0.0 && sum.area <= size * (1.0 + 1e-9)) {
        return None;
    }
    let middle = sum.origin + coord! { x: sum.moments[0], y: sum.moments[1] } / (3.0 * sum.twice);
    let inside = a.side(middle) == Side::In && b.side(middle) == Side::In;
    Some(Some(CommonArea {
        area: sum.area,
        at: if inside { middle } else { on_boundary },
    }))
}

/// Adds what of the edges of one outline is inside the other; the crossings are sorted along the edges.
fn inside_of(
    one: &Outline,
    other: &Outline,
    frame: Bounds,
    crossings: &[(u32, Coord<f64>)],
    sum: &mut BoundarySum,
) -> bool {
    let mut good = true;
    one.edges_in(widened(frame), |i, p, q| {
        let first = crossings.partition_point(|c| c.0 < i);
        let cuts = crossings[first..].iter().take_while(|c| c.0 == i).map(|c| c.1);
        good &= inside_pieces(other, (p, q), cuts, |p, q| sum.add(p, q));
    });
    good
}

fn common(a: Bounds, b: Bounds) -> Bounds {
    Bounds {
        west: a.west.max(b.west),
        south: a.south.max(b.south),
        east: a.east.min(b.east),
        north: a.north.min(b.north),
    }
}

/// The common part built on the grid of the overlay, whose steps are about 1e-9 of the extent.
fn by_overlay(a: &Outline, b: &Outline) -> Option<CommonArea> {
    let common: Geometry<f64> = common_shape(a, b)?;
    let area = measure::area(&common).0;
    let at = measure::label_point(&common)?.0;
    (area > 0.0).then_some(CommonArea { area, at })
}

/// The common part as a shape.
pub(super) fn common_shape(a: &Outline, b: &Outline) -> Option<Geometry<f64>> {
    let common = overlay(&a.polygons().0, &b.polygons().0, Keep::Both).0;
    (!common.is_empty()).then(|| from_polygons(common))
}
