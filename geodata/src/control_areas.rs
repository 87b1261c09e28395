//! Which footprints cross which control areas (三区三线), and by how much.
//!
//! Areas and lengths are geodesic on WGS 84, as in [`crate::measure`]; between corners a boundary is straight in degrees
//! where it is cut, as in [`crate::ops`]. Coordinates are longitude and latitude in degrees. Shapes are taken as
//! valid (see [`crate::validity`]): of a shape that crosses itself the figures are a guess.

mod common_area;
mod crossing;
mod ellipsoid_area;
mod outline;

use geo_types::{Coord, Geometry, LineString, MultiPolygon, Point, Polygon};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use crate::measure::{Bounds, Metres, SquareMetres, bounds, each_line, each_polygon};
use outline::{Outline, Side};

/// What of a footprint lies in one control area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overlap {
    /// The key of the control area.
    pub control: u32,
    /// The area in it; zero for lines and points.
    pub area: SquareMetres,
    /// The length in it; zero for areas and points.
    pub length: Metres,
    /// The part of the footprint in it, 0 to 1: of its area, of its length, or of the number of its points.
    pub share: f64,
    /// A place in the common part or on its boundary, degrees.
    pub at: Coord<f64>,
}

/// Control areas made ready for many footprints. It can be asked by several threads at once.
#[derive(Debug)]
pub struct ControlAreaIndex {
    control_areas: Vec<(u32, Outline)>,
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, u32>>,
}

/// A footprint in parts of one dimension.
enum FootprintParts {
    /// With their size in square metres.
    Areas(Outline, f64),
    /// With their length in metres.
    Lines(Vec<LineString<f64>>, f64),
    Points(Vec<Coord<f64>>),
}

impl ControlAreaIndex {
    /// Returns an index of control areas under the caller's keys; those without a ring of three corners are left out.
    pub fn new(control_areas: Vec<(u32, MultiPolygon<f64>)>) -> Self {
        let control_areas: Vec<(u32, Outline)> = control_areas
            .into_iter()
            .filter_map(|(key, areas)| Some((key, Outline::new(areas.iter())?)))
            .collect();
        let boxed = |(i, (_, outline)): (u32, &(u32, Outline))| {
            let b = outline.bounds;
            GeomWithData::new(Rectangle::from_corners([b.west, b.south], [b.east, b.north]), i)
        };
        Self {
            tree: RTree::bulk_load((0..).zip(&control_areas).map(boxed).collect()),
            control_areas,
        }
    }

    /// Returns how many control areas there are.
    pub fn len(&self) -> usize {
        self.control_areas.len()
    }

    /// Returns whether there is no control area.
    pub fn is_empty(&self) -> bool {
        self.control_areas.is_empty()
    }

    /// Returns the keys of the control areas whose boxes meet a box, in order.
    pub fn in_box(&self, b: Bounds) -> Vec<u32> {
        let mut keys: Vec<u32> = self.candidates(b).map(|(key, _)| *key).collect();
        keys.sort_unstable();
        keys
    }

    /// Returns what of a footprint lies in which control areas, by their keys.
    ///
    /// An area overlaps when they share area and a line when they share length; a line along the boundary counts as inside,
    /// and so does a point on it. Of a collection only the parts of the highest dimension count.
    ///
    /// ```
    /// use geo_types::{MultiPolygon, line_string, polygon};
    /// use geodata::control_areas::ControlAreaIndex;
    /// use geodata::measure::{area, length};
    ///
    /// let farmland = polygon![(x: 116.0, y: 35.0), (x: 116.1, y: 35.0), (x: 116.1, y: 35.1), (x: 116.0, y: 35.1)];
    /// let index = ControlAreaIndex::new(vec![(7, MultiPolygon(vec![farmland]))]);
    ///
    /// // Half of a field lies in it, to the east of which the farmland ends.
    /// let field = polygon![(x: 116.05, y: 35.02), (x: 116.15, y: 35.02), (x: 116.15, y: 35.04), (x: 116.05, y: 35.04)];
    /// let inside = polygon![(x: 116.05, y: 35.02), (x: 116.1, y: 35.02), (x: 116.1, y: 35.04), (x: 116.05, y: 35.04)];
    /// let found = index.check(&field.into());
    /// assert_eq!((found.len(), found[0].control), (1, 7));
    /// assert!((found[0].area.0 / area(&inside.into()).0 - 1.0).abs() < 1e-9 && (found[0].share - 0.5).abs() < 1e-6);
    ///
    /// let road = line_string![(x: 116.05, y: 35.05), (x: 116.05, y: 35.3)];
    /// let within = line_string![(x: 116.05, y: 35.05), (x: 116.05, y: 35.1)];
    /// assert!((index.check(&road.into())[0].length.0 / length(&within.into()).0 - 1.0).abs() < 1e-9);
    /// ```
    pub fn check(&self, footprint: &Geometry<f64>) -> Vec<Overlap> {
        let Some(b) = bounds(footprint) else {
            return Vec::new();
        };
        let mut candidates = self.candidates(b).peekable();
        if candidates.peek().is_none() {
            return Vec::new();
        }
        let Some(parts) = parts(footprint) else {
            return Vec::new();
        };
        let overlap = |(key, control): &(u32, Outline)| match &parts {
            FootprintParts::Areas(areas, size) => area_overlap(*key, control, areas, *size),
            FootprintParts::Lines(lines, total) => line_overlap(*key, control, lines, *total),
            FootprintParts::Points(points) => point_overlap(*key, control, points),
        };
        let mut overlaps: Vec<Overlap> = candidates.filter_map(overlap).collect();
        overlaps.sort_by_key(|o| o.control);
        overlaps
    }

    /// Returns the common area of a footprint and a control area as a shape to be drawn; `None` when there is none.
    pub fn common(&self, footprint: &Geometry<f64>, control: u32) -> Option<Geometry<f64>> {
        let (_, outline) = self.control_areas.iter().find(|(key, _)| *key == control)?;
        match parts(footprint)? {
            FootprintParts::Areas(areas, _) => common_area::common_shape(&areas, outline),
            _ => None,
        }
    }

    fn candidates(&self, b: Bounds) -> impl Iterator<Item = &(u32, Outline)> {
        let query = AABB::from_corners([b.west, b.south], [b.east, b.north]);
        self.tree
            .locate_in_envelope_intersecting(&query)
            .map(|entry| &self.control_areas[entry.data as usize])
    }
}

fn parts(footprint: &Geometry<f64>) -> Option<FootprintParts> {
    let mut polygons: Vec<Polygon<f64>> = Vec::new();
    each_polygon(footprint, &mut |polygon| polygons.push(polygon.clone()));
    if let Some(areas) = Outline::new(polygons.iter()) {
        let size = areas.area();
        return Some(FootprintParts::Areas(areas, size));
    }
    let mut lines = Vec::new();
    each_line(footprint, &mut |line| lines.push(line.clone()));
    if !lines.is_empty() {
        let steps = lines.iter().flat_map(LineString::lines);
        let total = steps
            .map(|step| ellipsoid_area::edge_length(step.start, step.end))
            .sum();
        return Some(FootprintParts::Lines(lines, total));
    }
    let mut points = Vec::new();
    each_point(footprint, &mut |p| points.push(p.0));
    (!points.is_empty()).then_some(FootprintParts::Points(points))
}

fn each_point(geometry: &Geometry<f64>, visit: &mut impl FnMut(&Point<f64>)) {
    match geometry {
        Geometry::Point(point) => visit(point),
        Geometry::MultiPoint(points) => points.iter().for_each(visit),
        Geometry::GeometryCollection(parts) => parts.iter().for_each(|part| each_point(part, visit)),
        _ => {}
    }
}

fn area_overlap(control: u32, outline: &Outline, areas: &Outline, size: f64) -> Option<Overlap> {
    let common_area = common_area::common_area(areas, size, outline)?;
    Some(Overlap {
        control,
        area: SquareMetres(common_area.area),
        length: Metres(0.0),
        share: (common_area.area / size).min(1.0),
        at: common_area.at,
    })
}

fn line_overlap(control: u32, outline: &Outline, lines: &[LineString<f64>], total: f64) -> Option<Overlap> {
    let (mut inside, mut at) = (0.0, None);
    for line in lines.iter().flat_map(LineString::lines) {
        let (a, b) = (line.start, line.end);
        if !outline.bounds.intersects(outline::widened(outline::box_of(a, b))) {
            continue;
        }
        let mut sum = LineSum::default();
        let plain = crossing::cuts(outline, a, b).is_some_and(|cuts| {
            let cuts = cuts.iter().map(|(_, at)| *at);
            crossing::inside_pieces(outline, (a, b), cuts, |p, q| sum.add(p, q))
        });
        if !plain {
            sum = LineSum::default();
            crossing::inside_pieces_by_middle(outline, (a, b), |p, q| sum.add(p, q));
        }
        inside += sum.length;
        at = at.or(sum.first);
    }
    Some(Overlap {
        control,
        area: SquareMetres(0.0),
        length: Metres(inside),
        share: if total > 0.0 {
            (inside / total).min(1.0)
        } else {
            0.0
        },
        at: at.filter(|_| inside > 0.0)?,
    })
}

/// What of a step of a line is inside.
#[derive(Default)]
struct LineSum {
    length: f64,
    first: Option<Coord<f64>>,
}

impl LineSum {
    fn add(&mut self, p: Coord<f64>, q: Coord<f64>) {
        self.length += ellipsoid_area::edge_length(p, q);
        self.first.get_or_insert((p + q) / 2.0);
    }
}

fn point_overlap(control: u32, outline: &Outline, points: &[Coord<f64>]) -> Option<Overlap> {
    let inside = || points.iter().filter(|p| outline.side(**p) != Side::Out);
    Some(Overlap {
        control,
        area: SquareMetres(0.0),
        length: Metres(0.0),
        share: inside().count() as f64 / points.len() as f64,
        at: *inside().next()?,
    })
}
