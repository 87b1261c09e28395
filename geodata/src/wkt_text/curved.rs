//! Well-known text with arcs (ISO/IEC 13249-3, also written by PostGIS and QGIS) as geometry of chords.

use super::{MAX_DEPTH, WktError};
use crate::curves::circular_string;
use geo_types::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPolygon, Polygon, coord,
};

/// Whether a text names a kind of geometry that may have arcs.
pub(super) fn is_curved(text: &str) -> bool {
    let upper = text.to_ascii_uppercase();
    [
        "CIRCULARSTRING",
        "COMPOUNDCURVE",
        "CURVEPOLYGON",
        "MULTICURVE",
        "MULTISURFACE",
    ]
    .iter()
    .any(|tag| upper.contains(tag))
}

/// Returns the geometry of a text; its arcs are chords that lie within a centimetre of them.
///
/// # Errors
/// [`WktError::Malformed`] and [`WktError::TooDeep`].
pub(super) fn read(text: &str) -> Result<Geometry<f64>, WktError> {
    let mut reader = Reader { rest: text };
    let geometry = reader.geometry(0)?;
    match reader.rest.trim() {
        "" => Ok(geometry),
        rest => Err(malformed(rest)),
    }
}

fn malformed(rest: &str) -> WktError {
    WktError::Malformed {
        reason: format!("not expected: {}", rest.chars().take(20).collect::<String>()),
    }
}

/// A text of which the first part has been read.
struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn geometry(&mut self, depth: usize) -> Result<Geometry<f64>, WktError> {
        if depth > MAX_DEPTH {
            return Err(WktError::TooDeep);
        }
        let before = self.rest;
        let tag = self.tag();
        Ok(match tag.as_str() {
            "CIRCULARSTRING" | "COMPOUNDCURVE" => LineString(self.curve_of(&tag, depth)?).into(),
            "CURVEPOLYGON" => self.rings(depth)?.into(),
            "MULTICURVE" => MultiLineString(self.list(|r| Ok(LineString(r.curve(depth + 1)?)))?).into(),
            "MULTISURFACE" => MultiPolygon(self.list(|r| r.surface(depth + 1))?).into(),
            "GEOMETRYCOLLECTION" => {
                Geometry::GeometryCollection(GeometryCollection(self.list(|r| r.geometry(depth + 1))?))
            }
            _ => {
                self.rest = before;
                self.straight()?
            }
        })
    }

    /// A geometry without arcs, which the reader of plain text knows.
    fn straight(&mut self) -> Result<Geometry<f64>, WktError> {
        let mut depth = 0_usize;
        let mut end = self.rest.len();
        for (at, byte) in self.rest.bytes().enumerate() {
            match byte {
                b'(' => depth += 1,
                b')' if depth == 1 => {
                    end = at + 1;
                    break;
                }
                b')' if depth > 0 => depth -= 1,
                b',' | b')' if depth == 0 => {
                    end = at;
                    break;
                }
                _ => {}
            }
        }
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        super::from_plain_wkt(text)
    }

    /// A ring, a line or an arc: with its tag, or bare coordinates of a line.
    fn curve(&mut self, depth: usize) -> Result<Vec<Coord<f64>>, WktError> {
        if depth > MAX_DEPTH {
            return Err(WktError::TooDeep);
        }
        let tag = self.tag();
        self.curve_of(&tag, depth)
    }

    fn curve_of(&mut self, tag: &str, depth: usize) -> Result<Vec<Coord<f64>>, WktError> {
        match tag {
            "" | "LINESTRING" => self.list(Self::place),
            "CIRCULARSTRING" => Ok(circular_string::chords(&self.list(Self::place)?)),
            "COMPOUNDCURVE" => {
                let mut chain: Vec<Coord<f64>> = Vec::new();
                for next in self.list(|r| r.curve(depth + 1))? {
                    let again = usize::from(chain.last().is_some_and(|last| next.first() == Some(last)));
                    chain.extend(&next[again..]);
                }
                Ok(chain)
            }
            _ => Err(malformed(tag)),
        }
    }

    fn surface(&mut self, depth: usize) -> Result<Polygon<f64>, WktError> {
        match self.tag().as_str() {
            "" | "POLYGON" | "CURVEPOLYGON" => self.rings(depth),
            tag => Err(malformed(tag)),
        }
    }

    fn rings(&mut self, depth: usize) -> Result<Polygon<f64>, WktError> {
        let mut rings = self.list(|r| Ok(LineString(r.curve(depth + 1)?)))?.into_iter();
        let outer = rings.next().unwrap_or(LineString(Vec::new()));
        Ok(Polygon::new(outer, rings.collect()))
    }

    /// What stands in brackets between commas; nothing for `EMPTY`.
    fn list<T>(
        &mut self,
        mut item: impl FnMut(&mut Self) -> Result<T, WktError>,
    ) -> Result<Vec<T>, WktError> {
        let mut items = Vec::new();
        if self.word().eq_ignore_ascii_case("EMPTY") {
            self.rest = &self.rest["EMPTY".len()..];
            return Ok(items);
        }
        self.expect('(')?;
        loop {
            items.push(item(self)?);
            if self.expect(')').is_ok() {
                return Ok(items);
            }
            self.expect(',')?;
        }
    }

    /// A place: x, y, and further numbers that are not kept.
    fn place(&mut self) -> Result<Coord<f64>, WktError> {
        let end = self.rest.find([',', ')']).ok_or_else(|| malformed(self.rest))?;
        let (text, rest) = self.rest.split_at(end);
        let numbers: Result<Vec<f64>, _> = text.split_whitespace().map(str::parse::<f64>).collect();
        match numbers.as_deref() {
            Ok([x, y] | [x, y, _] | [x, y, _, _]) => {
                self.rest = rest;
                Ok(coord! { x: *x, y: *y })
            }
            _ => Err(malformed(text)),
        }
    }

    /// The next word, which is left where it is.
    fn word(&mut self) -> &'a str {
        self.rest = self.rest.trim_start();
        let end = self.rest.find(|c: char| !c.is_ascii_alphabetic());
        &self.rest[..end.unwrap_or(self.rest.len())]
    }

    /// Takes the kind of a geometry and its Z, M or ZM; empty if none stands here.
    fn tag(&mut self) -> String {
        let tag = self.word().to_ascii_uppercase();
        if tag == "EMPTY" {
            return String::new();
        }
        self.rest = &self.rest[tag.len()..];
        if ["Z", "M", "ZM"]
            .iter()
            .any(|d| self.word().eq_ignore_ascii_case(d))
        {
            let dimensions = self.word().len();
            self.rest = &self.rest[dimensions..];
        }
        for ending in ["ZM", "Z", "M"] {
            if let Some(plain) = tag.strip_suffix(ending).filter(|t| t.len() > 3) {
                return plain.to_owned();
            }
        }
        tag
    }

    fn expect(&mut self, mark: char) -> Result<(), WktError> {
        self.rest = self.rest.trim_start();
        self.rest = self.rest.strip_prefix(mark).ok_or_else(|| malformed(self.rest))?;
        Ok(())
    }
}
