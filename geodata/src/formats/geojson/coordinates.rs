//! Coordinates of GeoJSON into geometries, whichever of `type` and `coordinates` comes first.

use super::cursor::{CursorStop, JsonCursor, JsonNumber};
use crate::formats::geometry_fixes::{GeometryFixes, closed};
use geo_types::{
    Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon, coord,
};

/// The numbers of one `coordinates`, flat. Kept between geometries so that its memory is used again.
#[derive(Default)]
pub(super) struct Coordinates {
    points: Vec<Coord<f64>>,
    /// Ends of lines or rings among the points.
    lines: Vec<usize>,
    /// Ends of polygons among the lines.
    polygons: Vec<usize>,
    /// How deep the positions lie: 1 for a point, 4 for a multi-polygon; 0 when there is none.
    depth: usize,
    ragged: bool,
    heights: bool,
    bad: usize,
    /// Whether there are brackets within the brackets, such as those of a ring without points.
    hollow: bool,
}

impl Coordinates {
    /// Forgets what was read.
    pub fn clear(&mut self) {
        self.points.clear();
        self.lines.clear();
        self.polygons.clear();
        (self.depth, self.bad) = (0, 0);
        (self.ragged, self.heights, self.hollow) = (false, false, false);
    }

    /// Reads the value of `coordinates`, which lies at this depth of the file.
    pub fn read(&mut self, cursor: &mut JsonCursor<'_>, outer: usize) -> Result<(), CursorStop> {
        self.clear();
        if cursor.peek()? != b'[' {
            self.ragged = cursor.peek()? != b'n';
            return cursor.skip(outer);
        }
        let start = cursor.at;
        cursor.at += 1;
        let mut depth = 1;
        // Whether anything stands before the next value at this level.
        while depth > 0 {
            match cursor.peek()? {
                b'[' => {
                    depth += 1;
                    self.hollow = true;
                    cursor.at += 1;
                    if depth > 4 {
                        self.ragged = true;
                        cursor.at = start;
                        return cursor.skip(outer);
                    }
                }
                b']' => {
                    if depth == self.depth {
                        // A position without numbers.
                        self.bad += 1;
                    }
                    self.close(depth);
                    depth -= 1;
                    cursor.at += 1;
                }
                b',' => cursor.at += 1,
                b'{' | b'}' | b':' => {
                    self.ragged = true;
                    cursor.at = start;
                    return cursor.skip(outer);
                }
                _ => {
                    if self.depth != depth {
                        if self.depth != 0 {
                            self.ragged = true;
                            cursor.at = start;
                            return cursor.skip(outer);
                        }
                        self.depth = depth;
                    }
                    if self.position(cursor)? {
                        depth -= 1;
                    } else {
                        self.ragged = true;
                        cursor.at = start;
                        return cursor.skip(outer);
                    }
                }
            }
        }
        Ok(())
    }

    /// The numbers of a position and its bracket; false when something else stands among them.
    fn position(&mut self, cursor: &mut JsonCursor<'_>) -> Result<bool, CursorStop> {
        let mut c = coord! { x: 0.0, y: 0.0 };
        let mut n = 0;
        let mut bad = false;
        loop {
            let value = match cursor.peek()? {
                b'0'..=b'9' | b'-' => match cursor.number()? {
                    JsonNumber::Real(v) | JsonNumber::Long(v) => Some(v),
                    JsonNumber::Integer(v) => Some(v as f64),
                    JsonNumber::None => None,
                },
                b'[' | b'{' | b'}' | b':' => return Ok(false),
                _ => {
                    cursor.skip(0)?;
                    None
                }
            };
            match (n, value) {
                (0, Some(v)) => c.x = v,
                (1, Some(v)) => c.y = v,
                (0 | 1, None) => bad = true,
                _ => self.heights = true,
            }
            n += 1;
            match cursor.peek()? {
                b',' => {
                    cursor.at += 1;
                }
                b']' => {
                    cursor.at += 1;
                    break;
                }
                _ => return Ok(false),
            }
        }
        if bad || n < 2 {
            self.bad += 1;
        } else {
            self.points.push(c);
        }
        Ok(true)
    }

    /// A bracket at this depth closes what stands above the positions; empty lines and polygons leave no trace.
    fn close(&mut self, depth: usize) {
        if self.depth == depth + 1 {
            if self.points.len() > self.lines.last().copied().unwrap_or(0) {
                self.lines.push(self.points.len());
            }
        } else if self.depth == depth + 2 && self.lines.len() > self.polygons.last().copied().unwrap_or(0) {
            self.polygons.push(self.lines.len());
        }
    }

    /// Returns the geometry of this type, `None` for an empty or an unusable one.
    pub fn build(&self, kind: GeometryType, fixes: &mut GeometryFixes) -> Option<Geometry<f64>> {
        fixes.heights |= self.heights;
        fixes.bad_positions += self.bad;
        if self.ragged {
            fixes.left_out = Some("坐标的括号层次不一致");
            return None;
        }
        if self.depth == 0 {
            if self.hollow {
                fixes.left_out = Some("环或线里没有点");
            }
            return None;
        }
        if self.depth != kind.depth() {
            fixes.left_out = Some("坐标的括号层次与几何类型不符");
            return None;
        }
        let short = fixes.too_short;
        let geometry = match kind {
            GeometryType::Point => self.points.first().map(|c| Point(*c).into()),
            GeometryType::MultiPoint => {
                let points: Vec<Point<f64>> = self.points.iter().map(|c| Point(*c)).collect();
                (!points.is_empty()).then(|| MultiPoint(points).into())
            }
            GeometryType::LineString => self.line(0, fixes).map(Geometry::from),
            GeometryType::MultiLineString => {
                let lines: Vec<_> = (0..self.lines.len())
                    .filter_map(|i| self.line(i, fixes))
                    .collect();
                (!lines.is_empty()).then(|| MultiLineString(lines).into())
            }
            GeometryType::Polygon => self.polygon(0, self.lines.len(), fixes).map(Geometry::from),
            GeometryType::MultiPolygon => {
                let mut from = 0;
                let mut polygons = Vec::with_capacity(self.polygons.len());
                for to in &self.polygons {
                    polygons.extend(self.polygon(from, *to, fixes));
                    from = *to;
                }
                (!polygons.is_empty()).then(|| MultiPolygon(polygons).into())
            }
        };
        if geometry.is_none() && (fixes.too_short > short || self.bad > 0) {
            fixes.left_out = Some("可用的点太少");
        }
        geometry
    }

    fn slice(&self, i: usize) -> &[Coord<f64>] {
        let from = if i == 0 { 0 } else { self.lines[i - 1] };
        self.lines.get(i).map_or(&[], |to| &self.points[from..*to])
    }

    fn line(&self, i: usize, fixes: &mut GeometryFixes) -> Option<LineString<f64>> {
        let points = self.slice(i);
        if points.len() < 2 {
            fixes.too_short += usize::from(!points.is_empty());
            return None;
        }
        Some(LineString(points.to_vec()))
    }

    fn polygon(&self, from: usize, to: usize, fixes: &mut GeometryFixes) -> Option<Polygon<f64>> {
        let shell = closed(self.slice(from), fixes);
        let mut holes = Vec::new();
        for i in from + 1..to {
            holes.extend(closed(self.slice(i), fixes));
        }
        // Without its shell the holes mean nothing.
        Some(Polygon::new(shell?, holes))
    }
}

/// A type of geometry with coordinates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum GeometryType {
    Point,
    MultiPoint,
    LineString,
    MultiLineString,
    Polygon,
    MultiPolygon,
}

impl GeometryType {
    pub fn named(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"Point" => Self::Point,
            b"MultiPoint" => Self::MultiPoint,
            b"LineString" => Self::LineString,
            b"MultiLineString" => Self::MultiLineString,
            b"Polygon" => Self::Polygon,
            b"MultiPolygon" => Self::MultiPolygon,
            _ => return None,
        })
    }

    fn depth(self) -> usize {
        match self {
            Self::Point => 1,
            Self::MultiPoint | Self::LineString => 2,
            Self::MultiLineString | Self::Polygon => 3,
            Self::MultiPolygon => 4,
        }
    }
}
