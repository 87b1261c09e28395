//! Geometries as JSON text with seven decimals, fast. Gives what [`super::prepare`] gives; whatever it cannot do by
//! itself it leaves to that.

use super::{DEFAULT_DECIMALS, antimeridian, prepare};
use geo::CoordsIter;
use geo_types::{Coord, Geometry, LineString, Polygon};

const SCALE: f64 = 1e7;

/// Prints geometries. Keeps its memory from one to the next.
#[derive(Default)]
pub(super) struct Printer {
    scaled: Vec<(i64, i64)>,
    digits: itoa::Buffer,
    real: ryu::Buffer,
}

impl Printer {
    /// Appends the geometry as a GeoJSON object; false, with nothing appended, when a coordinate is no number.
    pub fn geometry(&mut self, out: &mut Vec<u8>, geometry: &Geometry<f64>) -> bool {
        if !geometry.coords_iter().all(|c| c.x.is_finite() && c.y.is_finite()) {
            return false;
        }
        let plain = matches!(
            geometry,
            Geometry::Point(_)
                | Geometry::MultiPoint(_)
                | Geometry::LineString(_)
                | Geometry::MultiLineString(_)
                | Geometry::Polygon(_)
                | Geometry::MultiPolygon(_)
        );
        let near = geometry
            .coords_iter()
            .all(|c| c.x.abs() <= 360.0 && c.y.abs() <= 360.0);
        if plain && near && !antimeridian::crosses(geometry) {
            self.object(out, geometry, false);
        } else {
            let prepared = prepare(geometry, DEFAULT_DECIMALS).geometry;
            self.object(out, &prepared, true);
        }
        true
    }

    /// Appends an object; `exact` when rounding and order of points are settled.
    fn object(&mut self, out: &mut Vec<u8>, geometry: &Geometry<f64>, exact: bool) {
        let head: &[u8] = match geometry {
            Geometry::Point(_) => b"Point",
            Geometry::MultiPoint(_) => b"MultiPoint",
            Geometry::LineString(_) | Geometry::Line(_) => b"LineString",
            Geometry::MultiLineString(_) => b"MultiLineString",
            Geometry::Polygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => b"Polygon",
            Geometry::MultiPolygon(_) => b"MultiPolygon",
            Geometry::GeometryCollection(parts) => {
                out.extend_from_slice(b"{\"type\":\"GeometryCollection\",\"geometries\":[");
                for (i, part) in parts.iter().enumerate() {
                    comma(out, i);
                    self.object(out, part, exact);
                }
                out.extend_from_slice(b"]}");
                return;
            }
        };
        out.extend_from_slice(b"{\"type\":\"");
        out.extend_from_slice(head);
        out.extend_from_slice(b"\",\"coordinates\":");
        match geometry {
            Geometry::Point(p) => self.position(out, p.0, exact),
            Geometry::MultiPoint(ps) => {
                out.push(b'[');
                for (i, p) in ps.iter().enumerate() {
                    comma(out, i);
                    self.position(out, p.0, exact);
                }
                out.push(b']');
            }
            Geometry::LineString(l) => self.line(out, l, exact),
            Geometry::Line(l) => self.line(out, &LineString::from(*l), exact),
            Geometry::MultiLineString(ls) => {
                out.push(b'[');
                for (i, l) in ls.iter().enumerate() {
                    comma(out, i);
                    self.line(out, l, exact);
                }
                out.push(b']');
            }
            Geometry::Polygon(p) => self.polygon(out, p, exact),
            Geometry::Rect(r) => self.polygon(out, &r.to_polygon(), exact),
            Geometry::Triangle(t) => self.polygon(out, &t.to_polygon(), exact),
            Geometry::MultiPolygon(ps) => {
                out.push(b'[');
                for (i, p) in ps.iter().enumerate() {
                    comma(out, i);
                    self.polygon(out, p, exact);
                }
                out.push(b']');
            }
            Geometry::GeometryCollection(_) => {}
        }
        out.push(b'}');
    }

    fn polygon(&mut self, out: &mut Vec<u8>, polygon: &Polygon<f64>, exact: bool) {
        out.push(b'[');
        if !polygon.exterior().0.is_empty() {
            self.ring(out, polygon.exterior(), exact, true);
            for hole in polygon.interiors() {
                out.push(b',');
                self.ring(out, hole, exact, false);
            }
        }
        out.push(b']');
    }

    fn line(&mut self, out: &mut Vec<u8>, line: &LineString<f64>, exact: bool) {
        if !exact {
            self.scale(&line.0);
            if self.scaled.len() >= 2 || line.0.len() < 2 {
                self.scaled_list(out, false);
                return;
            }
        }
        self.exact_list(out, &line.0, false);
    }

    /// A ring, counter-clockwise for a shell, clockwise for a hole.
    fn ring(&mut self, out: &mut Vec<u8>, ring: &LineString<f64>, exact: bool, shell: bool) {
        if exact {
            self.exact_list(out, &ring.0, false);
            return;
        }
        self.scale(&ring.0);
        let doubled = self.doubled_area();
        if self.scaled.len() < 4 || doubled == 0 {
            let area = doubled_area(&ring.0);
            if area != 0.0 {
                self.exact_list(out, &ring.0, (area > 0.0) != shell);
                return;
            }
        }
        self.scaled_list(out, doubled != 0 && (doubled > 0) != shell);
    }

    /// Rounds points, those left out that rounding brings together with the one before.
    fn scale(&mut self, points: &[Coord<f64>]) {
        self.scaled.clear();
        self.scaled.reserve(points.len());
        let mut before: Option<&Coord<f64>> = None;
        for c in points {
            let this = (
                (c.x * SCALE).round_ties_even() as i64,
                (c.y * SCALE).round_ties_even() as i64,
            );
            let falls_together = self.scaled.last() == Some(&this) && before != Some(c);
            if !falls_together {
                self.scaled.push(this);
            }
            before = Some(c);
        }
    }

    fn doubled_area(&self) -> i128 {
        let Some(&(x0, y0)) = self.scaled.first() else {
            return 0;
        };
        self.scaled
            .windows(2)
            .map(|w| {
                let (ax, ay) = (w[0].0 - x0, w[0].1 - y0);
                let (bx, by) = (w[1].0 - x0, w[1].1 - y0);
                i128::from(ax) * i128::from(by) - i128::from(bx) * i128::from(ay)
            })
            .sum()
    }

    fn scaled_list(&mut self, out: &mut Vec<u8>, backwards: bool) {
        let scaled = std::mem::take(&mut self.scaled);
        out.push(b'[');
        let mut one = |i: usize, p: &(i64, i64)| {
            comma(out, i);
            out.push(b'[');
            self.fixed(out, p.0);
            out.push(b',');
            self.fixed(out, p.1);
            out.push(b']');
        };
        if backwards {
            scaled.iter().rev().enumerate().for_each(|(i, p)| one(i, p));
        } else {
            scaled.iter().enumerate().for_each(|(i, p)| one(i, p));
        }
        out.push(b']');
        self.scaled = scaled;
    }

    fn exact_list(&mut self, out: &mut Vec<u8>, points: &[Coord<f64>], backwards: bool) {
        out.push(b'[');
        for i in 0..points.len() {
            comma(out, i);
            let at = if backwards { points.len() - 1 - i } else { i };
            self.position(out, points[at], true);
        }
        out.push(b']');
    }

    fn position(&mut self, out: &mut Vec<u8>, c: Coord<f64>, exact: bool) {
        out.push(b'[');
        if exact {
            self.real(out, c.x);
            out.push(b',');
            self.real(out, c.y);
        } else {
            self.fixed(out, (c.x * SCALE).round_ties_even() as i64);
            out.push(b',');
            self.fixed(out, (c.y * SCALE).round_ties_even() as i64);
        }
        out.push(b']');
    }

    /// A number in ten-millionths, without zeros at its end.
    fn fixed(&mut self, out: &mut Vec<u8>, scaled: i64) {
        if scaled < 0 {
            out.push(b'-');
        }
        let size = scaled.unsigned_abs();
        let (whole, mut part) = (size / 10_000_000, (size % 10_000_000) as u32);
        out.extend_from_slice(self.digits.format(whole).as_bytes());
        if part == 0 {
            return;
        }
        let mut text = *b".0000000";
        let mut end = 8;
        for at in (1..8).rev() {
            let digit = (part % 10) as u8;
            part /= 10;
            text[at] = b'0' + digit;
            if digit == 0 && end == at + 1 {
                end = at;
            }
        }
        out.extend_from_slice(&text[..end]);
    }

    /// A finite number with all its digits.
    pub fn real(&mut self, out: &mut Vec<u8>, v: f64) {
        // Minus zero would be written with its sign.
        out.extend_from_slice(self.real.format_finite(v + 0.0).as_bytes());
    }

    pub fn integer(&mut self, out: &mut Vec<u8>, v: i64) {
        out.extend_from_slice(self.digits.format(v).as_bytes());
    }
}

fn comma(out: &mut Vec<u8>, i: usize) {
    if i > 0 {
        out.push(b',');
    }
}

fn doubled_area(points: &[Coord<f64>]) -> f64 {
    let Some(origin) = points.first().copied() else {
        return 0.0;
    };
    points
        .windows(2)
        .map(|w| {
            let (a, b) = (w[0] - origin, w[1] - origin);
            a.x * b.y - b.x * a.y
        })
        .sum()
}

/// Appends a text with its quotes.
pub(super) fn quoted(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let bytes = text.as_bytes();
    let mut from = 0;
    for (i, b) in bytes.iter().enumerate() {
        let escape: &[u8] = match b {
            b'"' => b"\\\"",
            b'\\' => b"\\\\",
            b'\n' => b"\\n",
            b'\r' => b"\\r",
            b'\t' => b"\\t",
            0..=0x1F => b"",
            _ => continue,
        };
        out.extend_from_slice(&bytes[from..i]);
        from = i + 1;
        if escape.is_empty() {
            const HEX: &[u8; 16] = b"0123456789abcdef";
            out.extend_from_slice(b"\\u00");
            out.push(HEX[usize::from(b >> 4)]);
            out.push(HEX[usize::from(b & 15)]);
        } else {
            out.extend_from_slice(escape);
        }
    }
    out.extend_from_slice(&bytes[from..]);
    out.push(b'"');
}
