//! Geometry as GeoJSON text with its box: the bytes of [`to_geojson`], quickly for what lies in this part of the world.

use geo_types::{Coord, Geometry, LineString, Polygon};
use geodata::formats::geojson::{DEFAULT_DECIMALS, to_geojson};

const SCALE: f64 = 1e7;

/// Writes geometries. Keeps its memory from one to the next.
#[derive(Default)]
pub(super) struct Pen {
    /// Points of the line at hand in ten-millionths of a degree.
    scaled: Vec<(i64, i64)>,
    /// The coordinates, before the box that stands before them is known.
    text: Vec<u8>,
    /// Least x, least y, greatest x, greatest y.
    bounds: [i64; 4],
}

/// A shape that has to be written with care.
struct NotPlain;

impl Pen {
    /// Appends the geometry as a JSON object.
    pub fn write(&mut self, out: &mut Vec<u8>, geometry: &Geometry<f64>) {
        self.text.clear();
        self.bounds = [i64::MAX, i64::MAX, i64::MIN, i64::MIN];
        let Ok(kind) = self.coordinates(geometry) else {
            // Writing to memory does not fail, and a geometry has no keys that JSON cannot have.
            let _ = serde_json::to_writer(out, &to_geojson(geometry, DEFAULT_DECIMALS));
            return;
        };
        out.extend_from_slice(b"{\"bbox\":[");
        for (i, bound) in self.bounds.into_iter().enumerate() {
            if i > 0 {
                out.push(b',');
            }
            number(out, bound);
        }
        out.extend_from_slice(b"],\"type\":\"");
        out.extend_from_slice(kind);
        out.extend_from_slice(b"\",\"coordinates\":");
        out.extend_from_slice(&self.text);
        out.push(b'}');
    }

    /// Writes coordinates into the text; the name of their kind.
    fn coordinates(&mut self, geometry: &Geometry<f64>) -> Result<&'static [u8], NotPlain> {
        match geometry {
            Geometry::Point(p) => {
                self.scale(&[p.0])?;
                self.position(self.scaled[0]);
                Ok(b"Point")
            }
            Geometry::LineString(line) => self.line(line).map(|()| b"LineString" as _),
            Geometry::MultiLineString(lines) => {
                self.list(&lines.0, Self::line).map(|()| b"MultiLineString" as _)
            }
            Geometry::Polygon(polygon) => self.polygon(polygon).map(|()| b"Polygon" as _),
            Geometry::MultiPolygon(polygons) => self
                .list(&polygons.0, Self::polygon)
                .map(|()| b"MultiPolygon" as _),
            _ => Err(NotPlain),
        }
    }

    fn list<T>(
        &mut self,
        parts: &[T],
        one: impl Fn(&mut Self, &T) -> Result<(), NotPlain>,
    ) -> Result<(), NotPlain> {
        if parts.is_empty() {
            return Err(NotPlain);
        }
        self.text.push(b'[');
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                self.text.push(b',');
            }
            one(self, part)?;
        }
        self.text.push(b']');
        Ok(())
    }

    fn line(&mut self, line: &LineString<f64>) -> Result<(), NotPlain> {
        self.scale(&line.0)?;
        if self.scaled.len() < 2 {
            return Err(NotPlain);
        }
        self.positions(false);
        Ok(())
    }

    fn polygon(&mut self, polygon: &Polygon<f64>) -> Result<(), NotPlain> {
        self.text.push(b'[');
        self.ring(polygon.exterior(), true)?;
        for hole in polygon.interiors() {
            self.text.push(b',');
            self.ring(hole, false)?;
        }
        self.text.push(b']');
        Ok(())
    }

    /// A ring, counter-clockwise for a shell, clockwise for a hole.
    fn ring(&mut self, ring: &LineString<f64>, shell: bool) -> Result<(), NotPlain> {
        self.scale(&ring.0)?;
        if self.scaled.len() < 4 || self.scaled.first() != self.scaled.last() || self.doubled_area() == 0 {
            return Err(NotPlain);
        }
        let turn = self.turn();
        if turn == 0 {
            return Err(NotPlain);
        }
        self.positions((turn > 0) != shell);
        Ok(())
    }

    /// Rounds points, those left out that rounding brings together with the one before.
    fn scale(&mut self, points: &[Coord<f64>]) -> Result<(), NotPlain> {
        self.scaled.clear();
        let mut before: Option<Coord<f64>> = None;
        for c in points {
            // One sign, no exponent, and far from the antimeridian and the poles.
            if !((1.0..179.0).contains(&c.x) && (1.0..89.0).contains(&c.y)) {
                return Err(NotPlain);
            }
            let this = (whole(c.x * SCALE)?, whole(c.y * SCALE)?);
            if self.scaled.last() != Some(&this) || before == Some(*c) {
                self.scaled.push(this);
            }
            before = Some(*c);
        }
        Ok(())
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

    /// Which way the closed ring turns at its westernmost, then southernmost point: positive for counter-clockwise. In a
    /// ring that rounding makes cross itself this need not be the sign of the area.
    fn turn(&self) -> i128 {
        let ring = &self.scaled[..self.scaled.len() - 1];
        let n = ring.len();
        let Some(at) = (0..n).min_by_key(|i| ring[*i]) else {
            return 0;
        };
        let other = |step: usize| (1..n).map(|i| ring[(at + i * step) % n]).find(|p| *p != ring[at]);
        let (Some(after), Some(before)) = (other(1), other(n - 1)) else {
            return 0;
        };
        let (ax, ay) = (ring[at].0 - before.0, ring[at].1 - before.1);
        let (bx, by) = (after.0 - ring[at].0, after.1 - ring[at].1);
        i128::from(ax) * i128::from(by) - i128::from(bx) * i128::from(ay)
    }

    fn positions(&mut self, backwards: bool) {
        let mut scaled = std::mem::take(&mut self.scaled);
        if backwards {
            scaled.reverse();
        }
        self.text.push(b'[');
        for (i, position) in scaled.iter().enumerate() {
            if i > 0 {
                self.text.push(b',');
            }
            self.position(*position);
        }
        self.text.push(b']');
        self.scaled = scaled;
    }

    fn position(&mut self, (x, y): (i64, i64)) {
        let b = &mut self.bounds;
        *b = [b[0].min(x), b[1].min(y), b[2].max(x), b[3].max(y)];
        self.text.push(b'[');
        number(&mut self.text, x);
        self.text.push(b',');
        number(&mut self.text, y);
        self.text.push(b']');
    }
}

/// The nearest whole number, unless it takes exact arithmetic to tell which that is.
fn whole(scaled: f64) -> Result<i64, NotPlain> {
    let near = scaled.round_ties_even();
    if (scaled - near).abs() > 0.499_99 {
        return Err(NotPlain);
    }
    Ok(near as i64)
}

/// A positive number of ten-millionths as JSON has a number with a fraction: `116.0`, `35.1234567`.
fn number(out: &mut Vec<u8>, scaled: i64) {
    let (whole, mut part) = (scaled / 10_000_000, scaled % 10_000_000);
    let mut text = [b'0'; 12];
    text[4] = b'.';
    let mut end = 6;
    for at in (5..12).rev() {
        text[at] = b'0' + (part % 10) as u8;
        part /= 10;
        if text[at] != b'0' && end == 6 {
            end = at + 1;
        }
    }
    let mut start = 4;
    let mut whole = whole;
    while whole > 0 {
        start -= 1;
        text[start] = b'0' + (whole % 10) as u8;
        whole /= 10;
    }
    out.extend_from_slice(&text[start..end.max(6)]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{coord, line_string, point, polygon};

    fn check(geometry: impl Into<Geometry<f64>>) {
        let geometry = geometry.into();
        let mut out = Vec::new();
        Pen::default().write(&mut out, &geometry);
        let expected = serde_json::to_string(&to_geojson(&geometry, DEFAULT_DECIMALS)).expect("JSON");
        assert_eq!(String::from_utf8(out).expect("text"), expected);
    }

    #[test]
    fn the_bytes_are_those_of_the_careful_way() {
        check(point! { x: 116.0, y: 35.5 });
        check(point! { x: 116.123_456_749_9, y: 35.000_000_05 });
        check(point! { x: 1.000_000_049, y: 88.999_999_96 });
        check(point! { x: -116.25, y: 0.0 });
        check(point! { x: 179.9, y: -35.5 });
        check(
            line_string![(x: 116.0, y: 35.0), (x: 116.1, y: 35.1), (x: 116.1, y: 35.1), (x: 116.2, y: 35.0)],
        );
        check(line_string![(x: 116.0, y: 35.0), (x: 116.000_000_01, y: 35.0)]);
        check(line_string![(x: 116.0, y: 35.0), (x: 116.000_000_01, y: 35.0), (x: 116.2, y: 35.0)]);
        check(line_string![(x: 179.0, y: 35.0), (x: -179.0, y: 36.0)]);
        // Clockwise shell, counter-clockwise hole: both are turned.
        check(polygon! {
            exterior: [(x: 116.0, y: 35.0), (x: 116.0, y: 36.0), (x: 117.0, y: 36.0), (x: 117.0, y: 35.0)],
            interiors: [[(x: 116.2, y: 35.2), (x: 116.4, y: 35.2), (x: 116.4, y: 35.4)]],
        });
        // A ring smaller than the seventh decimal keeps its digits.
        check(polygon![(x: 116.0, y: 35.0), (x: 116.000_000_001, y: 35.0), (x: 116.0, y: 35.000_000_001)]);
        check(Geometry::GeometryCollection(geo_types::GeometryCollection(vec![
            Geometry::Point(point! { x: 116.0, y: 35.0 }),
        ])));
        check(LineString::<f64>(Vec::new()));
    }

    #[test]
    fn any_small_shape_has_the_same_bytes_both_ways() {
        let mut state = 1_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        for turn in 0..3000 {
            let size = [1e-8, 1e-6, 1e-3, 2.0][turn % 4];
            let (x, y) = (100.0 + 20.0 * next(), 20.0 + 20.0 * next());
            let mut points: Vec<Coord<f64>> = (0..3 + turn % 9)
                .map(|_| coord! { x: x + size * next(), y: y + size * next() })
                .collect();
            check(LineString(points.clone()));
            // Seen from the middle, points by their angle make a ring that does not cross itself.
            points.sort_by(|a, b| {
                let angle = |c: &Coord<f64>| (c.y - y - size / 2.0).atan2(c.x - x - size / 2.0);
                angle(a).total_cmp(&angle(b))
            });
            if turn % 2 == 0 {
                points.reverse();
            }
            check(Polygon::new(LineString(points), Vec::new()));
        }
    }
}
