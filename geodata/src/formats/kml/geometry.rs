//! The geometry of one placemark, put together part by part.

use super::coordinates::Parsed;
use crate::formats::degrees::Outside;
use geo_types::{Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};

/// Most vertices of one placemark.
const MAX_VERTICES: usize = 10_000_000;

/// What is wrong with a geometry.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum GeometryFault {
    /// So many positions are no numbers, the first as given; they were left out.
    BadPositions(u64, String),
    /// A position that is no place: the geometry is left out.
    Outside(Outside),
    /// A ring that was not closed was closed.
    Unclosed,
    /// A part with too few points was left out.
    TooFewPoints,
    /// The placemark has too many vertices and was left without geometry.
    TooManyVertices,
}

/// A geometry in the making.
#[derive(Debug, Default)]
pub(super) struct Builder {
    parts: Vec<Geometry<f64>>,
    shell: Option<LineString<f64>>,
    holes: Vec<LineString<f64>>,
    vertices: usize,
    outside: bool,
    /// Whether a height was left out.
    pub height: bool,
    /// What was found, to be told.
    pub faults: Vec<GeometryFault>,
}

impl Builder {
    pub fn point(&mut self, parsed: Parsed) {
        let given = parsed.bad > 0 || !parsed.points.is_empty();
        let points = self.looked_over(parsed);
        match points.first() {
            Some(c) => self.parts.push(Point(*c).into()),
            None if given => self.fault(GeometryFault::TooFewPoints),
            None => {}
        }
    }

    pub fn line(&mut self, parsed: Parsed) {
        let points = self.looked_over(parsed);
        if points.len() >= 2 {
            self.parts.push(LineString(points).into());
        } else if !points.is_empty() {
            self.fault(GeometryFault::TooFewPoints);
        }
    }

    pub fn ring(&mut self, parsed: Parsed, outer: bool) {
        let mut points = self.looked_over(parsed);
        if points.is_empty() {
            return;
        }
        if points.first() != points.last() {
            points.push(points[0]);
            if points.len() >= 4 {
                self.fault(GeometryFault::Unclosed);
            }
        }
        if points.len() < 4 {
            self.fault(GeometryFault::TooFewPoints);
        } else if outer && self.shell.is_none() {
            self.shell = Some(LineString(points));
        } else {
            self.holes.push(LineString(points));
        }
    }

    pub fn end_polygon(&mut self) {
        let holes = std::mem::take(&mut self.holes);
        match self.shell.take() {
            Some(shell) => self.parts.push(Polygon::new(shell, holes).into()),
            None if holes.is_empty() || self.outside => {}
            None => self.fault(GeometryFault::TooFewPoints),
        }
    }

    /// Returns the geometry, plain where there is one part, multiple where all are of a kind.
    pub fn finish(&mut self) -> Option<Geometry<f64>> {
        if self.outside || self.vertices > MAX_VERTICES {
            return None;
        }
        let mut parts = std::mem::take(&mut self.parts);
        if parts.len() <= 1 {
            return parts.pop();
        }
        let (mut points, mut lines, mut areas) = (Vec::new(), Vec::new(), Vec::new());
        let n = parts.len();
        for part in &parts {
            match part {
                Geometry::Point(p) => points.push(*p),
                Geometry::LineString(l) => lines.push(l.clone()),
                Geometry::Polygon(p) => areas.push(p.clone()),
                _ => {}
            }
        }
        Some(if points.len() == n {
            MultiPoint(points).into()
        } else if lines.len() == n {
            MultiLineString(lines).into()
        } else if areas.len() == n {
            MultiPolygon(areas).into()
        } else {
            Geometry::GeometryCollection(parts.into_iter().collect())
        })
    }

    fn looked_over(&mut self, parsed: Parsed) -> Vec<Coord<f64>> {
        self.height |= parsed.height;
        if parsed.bad > 0 {
            self.fault(GeometryFault::BadPositions(parsed.bad, parsed.first_bad));
        }
        if let Some(outside) = parsed.outside {
            if !self.outside {
                self.fault(GeometryFault::Outside(outside));
            }
            self.outside = true;
            self.parts.clear();
            return Vec::new();
        }
        let before = self.vertices;
        self.vertices = self.vertices.saturating_add(parsed.points.len());
        if self.vertices > MAX_VERTICES {
            if before <= MAX_VERTICES {
                self.fault(GeometryFault::TooManyVertices);
            }
            self.parts.clear();
            self.holes.clear();
            return Vec::new();
        }
        parsed.points
    }

    /// One fault of each kind is enough for one placemark.
    fn fault(&mut self, fault: GeometryFault) {
        let same = |f: &GeometryFault| std::mem::discriminant(f) == std::mem::discriminant(&fault);
        match self.faults.iter_mut().find(|f| same(f)) {
            Some(GeometryFault::BadPositions(n, _)) => {
                if let GeometryFault::BadPositions(more, _) = fault {
                    *n += more;
                }
            }
            Some(_) => {}
            None => self.faults.push(fault),
        }
    }
}
