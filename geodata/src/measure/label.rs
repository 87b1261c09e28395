//! Where to put a name, and where the middle is.

use super::{bounds, each_line, each_polygon, rings};
use geo::{Area, Centroid, CoordsIter, Euclidean, InterpolateLine, Length, MapCoords};
use geo_types::{Coord, Geometry, LineString, Point, Polygon, coord};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Returns the place for a name: inside the largest polygon and far from its boundary, or the middle of the
/// longest line, or the first point. Degrees; `None` for an empty geometry.
///
/// The inner point follows V. Agafonkin's polylabel method (a search in ever smaller squares), with lengths
/// taken true at the latitude of the geometry.
///
/// ```
/// use geo::Contains;
/// use geo_types::polygon;
/// use geodata::measure::{centroid, label_point};
///
/// // A U: its centre of gravity lies outside, the place for its name inside.
/// let shape = polygon![
///     (x: 0.0, y: 0.0), (x: 9.0, y: 0.0), (x: 9.0, y: 9.0), (x: 8.0, y: 9.0), (x: 8.0, y: 1.0), (x: 1.0, y: 1.0),
///     (x: 1.0, y: 9.0), (x: 0.0, y: 9.0)
/// ];
/// let inside = |point: Option<_>| shape.contains(&point.expect("it is not empty"));
/// assert!(inside(label_point(&shape.clone().into())));
/// assert!(!inside(centroid(&shape.clone().into())));
/// ```
pub fn label_point(geometry: &Geometry<f64>) -> Option<Point<f64>> {
    let stretch = InsideRun::of(geometry)?;
    let mut polygon: Option<(f64, Polygon<f64>)> = None;
    each_polygon(geometry, &mut |p| {
        let flat = p.map_coords(|c| stretch.flat(c));
        let area = flat.unsigned_area();
        if area > 0.0 && polygon.as_ref().is_none_or(|(best, _)| area > *best) {
            polygon = Some((area, flat));
        }
    });
    if let Some((_, flat)) = polygon {
        return pole_of_inaccessibility(&flat).map(|c| stretch.degrees(c).into());
    }
    let mut line: Option<(f64, LineString<f64>)> = None;
    each_line(geometry, &mut |l| {
        let flat = l.map_coords(|c| stretch.flat(c));
        let length = Euclidean.length(&flat);
        if length > 0.0 && line.as_ref().is_none_or(|(best, _)| length > *best) {
            line = Some((length, flat));
        }
    });
    if let Some((_, flat)) = line {
        return Euclidean
            .point_at_ratio_from_start(&flat, 0.5)
            .map(|p| stretch.degrees(p.0).into());
    }
    geometry.coords_iter().next().map(Point::from)
}

/// Returns the centre of gravity in degrees; it may lie outside. `None` for an empty geometry.
pub fn centroid(geometry: &Geometry<f64>) -> Option<Point<f64>> {
    let stretch = InsideRun::of(geometry)?;
    let flat = geometry.map_coords(|c| stretch.flat(c));
    flat.centroid().map(|p| stretch.degrees(p.0).into())
}

/// Degrees with longitudes shortened to the length they have at one latitude.
struct InsideRun {
    cos_lat: f64,
}

impl InsideRun {
    fn of(geometry: &Geometry<f64>) -> Option<Self> {
        let cos_lat = bounds(geometry)?.centre().y.to_radians().cos().max(1e-6);
        cos_lat.is_finite().then_some(Self { cos_lat })
    }

    fn flat(&self, c: Coord<f64>) -> Coord<f64> {
        coord! { x: c.x * self.cos_lat, y: c.y }
    }

    fn degrees(&self, c: Coord<f64>) -> Coord<f64> {
        coord! { x: c.x / self.cos_lat, y: c.y }
    }
}

/// A square to search, the best possible ones first.
struct SearchSquare {
    centre: Coord<f64>,
    half: f64,
    distance: f64,
}

impl SearchSquare {
    fn new(centre: Coord<f64>, half: f64, polygon: &Polygon<f64>) -> Self {
        Self {
            centre,
            half,
            distance: signed_distance(centre, polygon),
        }
    }

    fn best_possible(&self) -> f64 {
        self.distance + self.half * std::f64::consts::SQRT_2
    }
}

impl PartialEq for SearchSquare {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for SearchSquare {}
impl PartialOrd for SearchSquare {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for SearchSquare {
    fn cmp(&self, other: &Self) -> Ordering {
        self.best_possible().total_cmp(&other.best_possible())
    }
}

fn pole_of_inaccessibility(polygon: &Polygon<f64>) -> Option<Coord<f64>> {
    let b = bounds(&Geometry::Polygon(polygon.clone()))?;
    let size = (b.east - b.west).min(b.north - b.south);
    if !(size > 0.0 && size.is_finite()) {
        return polygon.exterior().0.first().copied();
    }
    let precision = (b.east - b.west).max(b.north - b.south) / 1000.0;
    let half = size / 2.0;
    // A long thin shape would otherwise begin with a great many squares.
    let columns = ((b.east - b.west) / size).ceil().min(1000.0) as usize;
    let rows = ((b.north - b.south) / size).ceil().min(1000.0) as usize;
    let mut cells = BinaryHeap::new();
    for i in 0..columns {
        for j in 0..rows {
            let centre = coord! { x: b.west + size * i as f64 + half, y: b.south + size * j as f64 + half };
            cells.push(SearchSquare::new(centre, half, polygon));
        }
    }
    let mut best = SearchSquare::new(b.centre(), 0.0, polygon);
    if let Some(c) = polygon.centroid() {
        let middle = SearchSquare::new(c.0, 0.0, polygon);
        if middle.distance > best.distance {
            best = middle;
        }
    }
    let mut budget = 20_000;
    while let Some(cell) = cells.pop() {
        budget -= 1;
        if cell.best_possible() - best.distance <= precision || budget == 0 {
            break;
        }
        let half = cell.half / 2.0;
        for (dx, dy) in [(-half, -half), (half, -half), (-half, half), (half, half)] {
            let centre = coord! { x: cell.centre.x + dx, y: cell.centre.y + dy };
            cells.push(SearchSquare::new(centre, half, polygon));
        }
        if cell.distance > best.distance {
            best = cell;
        }
    }
    Some(best.centre)
}

/// Distance to the boundary, negative outside.
fn signed_distance(c: Coord<f64>, polygon: &Polygon<f64>) -> f64 {
    let mut inside = false;
    let mut nearest = f64::INFINITY;
    for segment in rings(polygon).flat_map(|r| r.lines()) {
        let (a, b) = (segment.start, segment.end);
        if (a.y > c.y) != (b.y > c.y) && c.x < (b.x - a.x) * (c.y - a.y) / (b.y - a.y) + a.x {
            inside = !inside;
        }
        let d = b - a;
        let len2 = d.x * d.x + d.y * d.y;
        let t = if len2 > 0.0 {
            (((c.x - a.x) * d.x + (c.y - a.y) * d.y) / len2).clamp(0.0, 1.0)
        } else {
            0.0
        };
        let (ex, ey) = (a.x + t * d.x - c.x, a.y + t * d.y - c.y);
        nearest = nearest.min(ex * ex + ey * ey);
    }
    if inside { nearest.sqrt() } else { -nearest.sqrt() }
}
