//! Geometries as JSON text with seven decimals, fast. Gives what [`super::prepare`] gives; whatever it cannot do by
//! itself it leaves to that.

use super::{DEFAULT_DECIMALS, antimeridian, prepare, to_geojson};
use geo::CoordsIter;
use geo_types::{Coord, Geometry, LineString, Polygon};
use geojson::GeometryValue;

const SCALE: f64 = 1e7;

/// Prints geometries as GeoJSON objects with at most seven decimals, rings by the right-hand rule (RFC 7946, 3.1.6).
/// Keeps its memory from one to the next.
///
/// ```
/// # use geo_types::point;
/// # use geodata::formats::geojson::GeometryPrinter;
/// let mut text = Vec::new();
/// GeometryPrinter::with_box().geometry(&mut text, &point! { x: 116.5, y: 35.0 }.into());
/// assert_eq!(text, br#"{"bbox":[116.5,35.0,116.5,35.0],"type":"Point","coordinates":[116.5,35.0]}"#);
/// ```
#[derive(Default)]
pub struct GeometryPrinter {
    /// The box stands before the coordinates, and whole numbers have a fraction, as in [`to_geojson`].
    boxed: bool,
    /// Least x, least y, greatest x, greatest y of what is printed, in ten-millionths of a degree.
    bounds: [i64; 4],
    /// Points of the line at hand in ten-millionths of a degree.
    scaled: Vec<(i64, i64)>,
    /// The coordinates, before the box that stands before them is known.
    text: Vec<u8>,
    digits: itoa::Buffer,
    real: ryu::Buffer,
}

/// A shape that has to be written with care.
struct NotPlain;

impl GeometryPrinter {
    /// Returns a printer of objects with their boxes (`bbox`), the bytes of [`to_geojson`].
    pub fn with_box() -> Self {
        Self {
            boxed: true,
            ..Self::default()
        }
    }

    /// Appends the geometry (longitude, latitude, degrees) as a GeoJSON object; false, with nothing appended, when a
    /// coordinate is no number and no box was asked for.
    pub fn geometry(&mut self, out: &mut Vec<u8>, geometry: &Geometry<f64>) -> bool {
        let is_number = |c: Coord<f64>| c.x.is_finite() && c.y.is_finite();
        if !self.boxed && !geometry.coords_iter().all(is_number) {
            return false;
        }
        self.text.clear();
        self.bounds = [i64::MAX, i64::MAX, i64::MIN, i64::MIN];
        let mut text = std::mem::take(&mut self.text);
        match self.plain(&mut text, geometry) {
            Ok(kind) => {
                out.push(b'{');
                if self.boxed {
                    out.extend_from_slice(b"\"bbox\":[");
                    for (i, bound) in self.bounds.into_iter().enumerate() {
                        comma(out, i);
                        self.fixed(out, bound);
                    }
                    out.extend_from_slice(b"],");
                }
                out.extend_from_slice(b"\"type\":\"");
                out.extend_from_slice(kind.as_bytes());
                out.extend_from_slice(b"\",\"coordinates\":");
                out.extend_from_slice(&text);
                out.push(b'}');
            }
            Err(NotPlain) => {
                let careful = if self.boxed {
                    to_geojson(geometry, DEFAULT_DECIMALS)
                } else {
                    geojson::Geometry::new(GeometryValue::from(&prepare(geometry, DEFAULT_DECIMALS).geometry))
                };
                // Writing to memory does not fail, and a geometry has no keys that JSON cannot have.
                let _ = serde_json::to_writer(&mut *out, &careful);
            }
        }
        self.text = text;
        true
    }

    /// Appends the coordinates of a geometry whose numbers can be rounded as whole ten-millionths; its kind.
    fn plain(&mut self, out: &mut Vec<u8>, geometry: &Geometry<f64>) -> Result<&'static str, NotPlain> {
        if !self.boxed && antimeridian::crosses(geometry) {
            return Err(NotPlain);
        }
        match geometry {
            Geometry::Point(p) => self.scale(&[p.0]).map(|()| {
                self.position(out, self.scaled[0]);
                "Point"
            }),
            Geometry::MultiPoint(points) if !self.boxed => {
                let one = |printer: &mut Self, out: &mut Vec<u8>, p: &geo_types::Point<f64>| {
                    printer.scale(&[p.0])?;
                    printer.position(out, printer.scaled[0]);
                    Ok(())
                };
                self.list(out, &points.0, one).map(|()| "MultiPoint")
            }
            Geometry::LineString(line) => self.line(out, line).map(|()| "LineString"),
            Geometry::MultiLineString(lines) => {
                self.list(out, &lines.0, Self::line).map(|()| "MultiLineString")
            }
            Geometry::Polygon(polygon) => self.polygon(out, polygon).map(|()| "Polygon"),
            Geometry::MultiPolygon(polygons) => self
                .list(out, &polygons.0, Self::polygon)
                .map(|()| "MultiPolygon"),
            _ => Err(NotPlain),
        }
    }

    fn list<T>(
        &mut self,
        out: &mut Vec<u8>,
        parts: &[T],
        one: impl Fn(&mut Self, &mut Vec<u8>, &T) -> Result<(), NotPlain>,
    ) -> Result<(), NotPlain> {
        if self.boxed && parts.is_empty() {
            return Err(NotPlain);
        }
        out.push(b'[');
        for (i, part) in parts.iter().enumerate() {
            comma(out, i);
            one(self, out, part)?;
        }
        out.push(b']');
        Ok(())
    }

    fn polygon(&mut self, out: &mut Vec<u8>, polygon: &Polygon<f64>) -> Result<(), NotPlain> {
        if polygon.exterior().0.is_empty() && !self.boxed {
            out.extend_from_slice(b"[]");
            return Ok(());
        }
        out.push(b'[');
        self.ring(out, polygon.exterior(), true)?;
        for hole in polygon.interiors() {
            out.push(b',');
            self.ring(out, hole, false)?;
        }
        out.push(b']');
        Ok(())
    }

    fn line(&mut self, out: &mut Vec<u8>, line: &LineString<f64>) -> Result<(), NotPlain> {
        self.scale(&line.0)?;
        if self.scaled.len() < 2 {
            return Err(NotPlain);
        }
        self.positions(out, false);
        Ok(())
    }

    /// A ring, counter-clockwise for a shell, clockwise for a hole.
    fn ring(&mut self, out: &mut Vec<u8>, ring: &LineString<f64>, shell: bool) -> Result<(), NotPlain> {
        self.scale(&ring.0)?;
        if self.scaled.len() < 4 || self.scaled.first() != self.scaled.last() || self.doubled_area() == 0 {
            return Err(NotPlain);
        }
        let turn = self.turn();
        if turn == 0 {
            return Err(NotPlain);
        }
        self.positions(out, (turn > 0) != shell);
        Ok(())
    }

    /// Rounds points, those left out that rounding brings together with the one before.
    fn scale(&mut self, points: &[Coord<f64>]) -> Result<(), NotPlain> {
        self.scaled.clear();
        self.scaled.reserve(points.len());
        let mut before: Option<Coord<f64>> = None;
        for c in points {
            if !self.is_near(*c) {
                return Err(NotPlain);
            }
            let this = (whole(c.x * SCALE)?, whole(c.y * SCALE)?);
            let falls_together = self.scaled.last() == Some(&this) && before != Some(*c);
            if !falls_together {
                self.scaled.push(this);
            }
            before = Some(*c);
        }
        Ok(())
    }

    /// Whether the numbers of a position can be rounded as whole ten-millionths and printed without an exponent.
    fn is_near(&self, c: Coord<f64>) -> bool {
        if self.boxed {
            // One sign, no exponent, and far from the antimeridian and the poles.
            (1.0..179.0).contains(&c.x) && (1.0..89.0).contains(&c.y)
        } else {
            c.x.abs() <= 360.0 && c.y.abs() <= 360.0
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

    fn positions(&mut self, out: &mut Vec<u8>, backwards: bool) {
        let mut scaled = std::mem::take(&mut self.scaled);
        if backwards {
            scaled.reverse();
        }
        out.push(b'[');
        for (i, position) in scaled.iter().enumerate() {
            comma(out, i);
            self.position(out, *position);
        }
        out.push(b']');
        self.scaled = scaled;
    }

    fn position(&mut self, out: &mut Vec<u8>, (x, y): (i64, i64)) {
        let b = &mut self.bounds;
        *b = [b[0].min(x), b[1].min(y), b[2].max(x), b[3].max(y)];
        out.push(b'[');
        self.fixed(out, x);
        out.push(b',');
        self.fixed(out, y);
        out.push(b']');
    }

    /// A number in ten-millionths, without zeros at its end; `35.0` with boxes, `35` without.
    fn fixed(&mut self, out: &mut Vec<u8>, scaled: i64) {
        if scaled < 0 {
            out.push(b'-');
        }
        let size = scaled.unsigned_abs();
        let (whole, mut part) = (size / 10_000_000, (size % 10_000_000) as u32);
        out.extend_from_slice(self.digits.format(whole).as_bytes());
        if part == 0 {
            out.extend_from_slice(if self.boxed { b".0" } else { b"" });
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

    /// Appends a finite number with all its digits.
    pub(super) fn real(&mut self, out: &mut Vec<u8>, v: f64) {
        // Minus zero would be written with its sign.
        out.extend_from_slice(self.real.format_finite(v + 0.0).as_bytes());
    }

    pub(super) fn integer(&mut self, out: &mut Vec<u8>, v: i64) {
        out.extend_from_slice(self.digits.format(v).as_bytes());
    }
}

fn comma(out: &mut Vec<u8>, i: usize) {
    if i > 0 {
        out.push(b',');
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

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{coord, line_string, point, polygon};

    fn check(geometry: impl Into<Geometry<f64>>) {
        let geometry = geometry.into();
        let mut out = Vec::new();
        GeometryPrinter::with_box().geometry(&mut out, &geometry);
        let expected = serde_json::to_string(&to_geojson(&geometry, DEFAULT_DECIMALS)).expect("JSON");
        assert_eq!(String::from_utf8(out).expect("text"), expected);
        // Without a box it is the same shape: whole numbers may be printed without a fraction.
        let mut out = Vec::new();
        assert!(GeometryPrinter::default().geometry(&mut out, &geometry));
        let careful = geojson::Geometry::new(GeometryValue::from(
            &prepare(&geometry, DEFAULT_DECIMALS).geometry,
        ));
        let printed: geojson::Geometry = serde_json::from_slice(&out).expect("GeoJSON");
        assert_eq!(printed, careful);
    }

    #[test]
    fn with_a_box_the_bytes_are_those_of_the_careful_way() {
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
