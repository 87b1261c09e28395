//! Geometries as the records of a shapefile hold them.

use geo_types::{Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Polygon};

/// A kind of geometry that has a file of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ShapeType {
    Point,
    MultiPoint,
    Line,
    Polygon,
}

impl ShapeType {
    pub(super) fn code(self) -> u32 {
        match self {
            Self::Point => 1,
            Self::MultiPoint => 8,
            Self::Line => 3,
            Self::Polygon => 5,
        }
    }

    pub(super) fn ending(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::MultiPoint => "multipoint",
            Self::Line => "line",
            Self::Polygon => "polygon",
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Point => "点",
            Self::MultiPoint => "多点",
            Self::Line => "线",
            Self::Polygon => "面",
        }
    }

    pub(super) fn english(self) -> &'static str {
        match self {
            Self::Point => "points",
            Self::MultiPoint => "multipoints",
            Self::Line => "lines",
            Self::Polygon => "areas",
        }
    }
}

/// Points of each part: one for points, lines, rings.
pub(super) type PointLists = Vec<Vec<Coord<f64>>>;

/// A geometry by the kinds it has parts of.
pub(super) fn shapes_of(geometry: &Geometry<f64>) -> Vec<(ShapeType, PointLists)> {
    let mut shapes: Vec<(ShapeType, PointLists)> = Vec::new();
    let mut add = |kind: ShapeType, parts: PointLists| {
        if parts.iter().all(Vec::is_empty) {
            return;
        }
        match shapes.iter_mut().find(|(k, _)| *k == kind) {
            Some((_, all)) if matches!(kind, ShapeType::MultiPoint) => {
                all[0].extend(parts.into_iter().flatten())
            }
            Some((_, all)) => all.extend(parts),
            None => shapes.push((kind, parts)),
        }
    };
    match geometry {
        Geometry::Point(p) => add(ShapeType::Point, vec![vec![p.0]]),
        Geometry::GeometryCollection(_) => each_part(geometry, &mut |part| {
            let (kind, parts) = simple(part);
            // Several points of one feature are one shape.
            add(
                if kind == ShapeType::Point {
                    ShapeType::MultiPoint
                } else {
                    kind
                },
                parts,
            );
        }),
        other => {
            let (kind, parts) = simple(other);
            add(kind, parts);
        }
    }
    shapes
}

fn each_part(geometry: &Geometry<f64>, work: &mut impl FnMut(&Geometry<f64>)) {
    match geometry {
        Geometry::GeometryCollection(parts) => parts.iter().for_each(|p| each_part(p, work)),
        other => work(other),
    }
}

fn simple(geometry: &Geometry<f64>) -> (ShapeType, PointLists) {
    let line = |l: &LineString<f64>| l.0.clone();
    match geometry {
        Geometry::Point(p) => (ShapeType::Point, vec![vec![p.0]]),
        Geometry::MultiPoint(MultiPoint(ps)) => {
            (ShapeType::MultiPoint, vec![ps.iter().map(|p| p.0).collect()])
        }
        Geometry::Line(l) => (ShapeType::Line, vec![vec![l.start, l.end]]),
        Geometry::LineString(l) => (ShapeType::Line, vec![line(l)]),
        Geometry::MultiLineString(MultiLineString(ls)) => (ShapeType::Line, ls.iter().map(line).collect()),
        Geometry::Polygon(p) => (ShapeType::Polygon, rings(p)),
        Geometry::MultiPolygon(MultiPolygon(ps)) => (ShapeType::Polygon, ps.iter().flat_map(rings).collect()),
        Geometry::Rect(r) => (ShapeType::Polygon, rings(&r.to_polygon())),
        Geometry::Triangle(t) => (ShapeType::Polygon, rings(&t.to_polygon())),
        Geometry::GeometryCollection(_) => (ShapeType::Polygon, Vec::new()),
    }
}

/// Rings as a shapefile wants them: shells clockwise, holes counter-clockwise.
fn rings(polygon: &Polygon<f64>) -> PointLists {
    let turned = |ring: &LineString<f64>, clockwise: bool| {
        let mut points = ring.0.clone();
        let origin = points.first().copied().unwrap_or_default();
        let area: f64 = points
            .windows(2)
            .map(|w| {
                let (a, b) = (w[0] - origin, w[1] - origin);
                a.x * b.y - b.x * a.y
            })
            .sum();
        if (area < 0.0) != clockwise {
            points.reverse();
        }
        points
    };
    let mut out = vec![turned(polygon.exterior(), true)];
    out.extend(polygon.interiors().iter().map(|r| turned(r, false)));
    out.retain(|r| !r.is_empty());
    out
}

/// The content of one record.
pub(super) fn record(kind: ShapeType, parts: &PointLists) -> Vec<u8> {
    let points: usize = parts.iter().map(Vec::len).sum();
    let mut out = Vec::with_capacity(44 + parts.len() * 4 + points * 16);
    out.extend_from_slice(&kind.code().to_le_bytes());
    if kind != ShapeType::Point {
        let all = || parts.iter().flatten();
        let low = |f: fn(&Coord<f64>) -> f64| all().map(f).fold(f64::INFINITY, f64::min);
        let high = |f: fn(&Coord<f64>) -> f64| all().map(f).fold(f64::NEG_INFINITY, f64::max);
        for v in [low(|c| c.x), low(|c| c.y), high(|c| c.x), high(|c| c.y)] {
            out.extend_from_slice(&v.to_le_bytes());
        }
        if kind != ShapeType::MultiPoint {
            out.extend_from_slice(&(parts.len() as u32).to_le_bytes());
        }
        out.extend_from_slice(&(points as u32).to_le_bytes());
        if kind != ShapeType::MultiPoint {
            let mut start = 0_u32;
            for part in parts {
                out.extend_from_slice(&start.to_le_bytes());
                start += part.len() as u32;
            }
        }
    }
    for c in parts.iter().flatten() {
        out.extend_from_slice(&c.x.to_le_bytes());
        out.extend_from_slice(&c.y.to_le_bytes());
    }
    out
}
