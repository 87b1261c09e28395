//! Geometry packed into a row of whole numbers.
//!
//! A shape is: one number with the form and the count of its parts, the length of each part (negative for a hole of the
//! area before it), then longitude and latitude of every vertex. Rings are not closed. A lone point is not packed at
//! all: its box says where it is.

use geo_types::{Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};

use super::FootprintError;
use super::fixed::{FixedBox, FixedCoord, degrees, fixed};

/// What the parts of a shape are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PackedForm {
    Points,
    Lines,
    Areas,
}

/// A packed shape, read in place.
#[derive(Debug, Clone, Copy)]
pub(super) struct PackedShape<'a> {
    pub(super) form: PackedForm,
    lengths: &'a [i32],
    coords: &'a [FixedCoord],
}

/// A point, a line or a ring of a shape.
#[derive(Debug, Clone, Copy)]
pub(super) struct ShapePart<'a> {
    pub(super) hole: bool,
    pub(super) coords: &'a [FixedCoord],
}

impl<'a> PackedShape<'a> {
    pub(super) fn point(at: &'a FixedCoord) -> Self {
        Self {
            form: PackedForm::Points,
            lengths: &[1],
            coords: std::slice::from_ref(at),
        }
    }

    /// Reads the shape at the start of the words, which [`pack`] wrote.
    pub(super) fn read(words: &'a [i32]) -> Self {
        let form = match words[0] & 3 {
            0 => PackedForm::Points,
            1 => PackedForm::Lines,
            _ => PackedForm::Areas,
        };
        let (lengths, rest) = words[1..].split_at((words[0] >> 2) as usize);
        let vertices: usize = lengths.iter().map(|l| l.unsigned_abs() as usize).sum();
        let (coords, _) = rest[..2 * vertices].as_chunks::<2>();
        Self {
            form,
            lengths,
            coords,
        }
    }

    /// How many words the shape takes.
    pub(super) fn words(&self) -> usize {
        1 + self.lengths.len() + 2 * self.coords.len()
    }

    /// Has the processor fetch the vertices: one of each line of 64 bytes is read.
    pub(super) fn fetch(&self) {
        std::hint::black_box(self.coords.iter().step_by(8).fold(0, |all, s| all ^ s[0]));
    }

    pub(super) fn parts(self) -> impl Iterator<Item = ShapePart<'a>> {
        let mut rest = self.coords;
        self.lengths.iter().map(move |length| {
            let (coords, after) = rest.split_at(length.unsigned_abs() as usize);
            rest = after;
            ShapePart {
                hole: *length < 0,
                coords,
            }
        })
    }

    /// The geometry in degrees, to seven decimals.
    pub(super) fn geometry(self) -> Geometry<f64> {
        let line = |part: ShapePart| LineString(part.coords.iter().map(|s| degrees(*s)).collect());
        match self.form {
            PackedForm::Points if self.coords.len() == 1 => Geometry::Point(Point(degrees(self.coords[0]))),
            PackedForm::Points => Geometry::MultiPoint(MultiPoint(
                self.coords.iter().map(|s| Point(degrees(*s))).collect(),
            )),
            PackedForm::Lines => {
                let mut lines: Vec<_> = self.parts().map(line).collect();
                match lines.len() {
                    1 => Geometry::LineString(lines.remove(0)),
                    _ => Geometry::MultiLineString(MultiLineString(lines)),
                }
            }
            PackedForm::Areas => {
                let mut areas: Vec<Polygon<f64>> = Vec::new();
                for part in self.parts() {
                    match areas.last_mut() {
                        Some(area) if part.hole => area.interiors_push(line(part)),
                        _ => areas.push(Polygon::new(line(part), Vec::new())),
                    }
                }
                match areas.len() {
                    1 => Geometry::Polygon(areas.remove(0)),
                    _ => Geometry::MultiPolygon(MultiPolygon(areas)),
                }
            }
        }
    }
}

/// Packs a geometry onto the end of the words and returns its box. Nothing is written for a lone point or on an error.
pub(super) fn pack(geometry: &Geometry<f64>, words: &mut Vec<i32>) -> Result<FixedBox, FootprintError> {
    let start = words.len();
    let packed = ShapePacker::of(geometry, words);
    if packed.is_err() {
        words.truncate(start);
    }
    packed
}

struct ShapePacker<'a> {
    words: &'a mut Vec<i32>,
    around: FixedBox,
}

impl<'a> ShapePacker<'a> {
    fn of(geometry: &Geometry<f64>, words: &'a mut Vec<i32>) -> Result<FixedBox, FootprintError> {
        let mut packing = Self {
            words,
            around: FixedBox::NONE,
        };
        match geometry {
            Geometry::Point(p) => return packing.lone(p.0),
            Geometry::MultiPoint(points) if points.0.len() == 1 => return packing.lone(points.0[0].0),
            Geometry::MultiPoint(points) => {
                packing.head(PackedForm::Points, points.0.iter().map(|_| 1))?;
                packing.coords(points.0.iter().map(|p| p.0))?;
            }
            Geometry::Line(line) => packing.lines(&[LineString::from(*line)])?,
            Geometry::LineString(line) => packing.lines(std::slice::from_ref(line))?,
            Geometry::MultiLineString(lines) => packing.lines(&lines.0)?,
            Geometry::Polygon(polygon) => packing.areas(std::slice::from_ref(polygon))?,
            Geometry::MultiPolygon(polygons) => packing.areas(&polygons.0)?,
            Geometry::Rect(rect) => packing.areas(&[rect.to_polygon()])?,
            Geometry::Triangle(triangle) => packing.areas(&[triangle.to_polygon()])?,
            Geometry::GeometryCollection(_) => return Err(FootprintError::Mixed),
        }
        Ok(packing.around)
    }

    fn lone(mut self, c: Coord<f64>) -> Result<FixedBox, FootprintError> {
        self.around
            .grow(fixed(c).ok_or(FootprintError::NoPlace(c.x, c.y))?);
        Ok(self.around)
    }

    fn lines(&mut self, lines: &[LineString<f64>]) -> Result<(), FootprintError> {
        let full = || lines.iter().filter(|l| !l.0.is_empty());
        self.head(PackedForm::Lines, full().map(|l| l.0.len() as i32))?;
        self.coords(full().flat_map(|l| l.0.iter().copied()))
    }

    fn areas(&mut self, polygons: &[Polygon<f64>]) -> Result<(), FootprintError> {
        let full = || polygons.iter().filter(|p| p.exterior().0.len() > 3);
        let rings = || {
            full().flat_map(|p| {
                let holes = p.interiors().iter().filter(|r| r.0.len() > 3);
                std::iter::once((1, p.exterior())).chain(holes.map(|r| (-1, r)))
            })
        };
        self.head(
            PackedForm::Areas,
            rings().map(|(sign, r)| sign * (r.0.len() as i32 - 1)),
        )?;
        self.coords(rings().flat_map(|(_, r)| r.0[..r.0.len() - 1].iter().copied()))
    }

    fn head(&mut self, form: PackedForm, lengths: impl Iterator<Item = i32>) -> Result<(), FootprintError> {
        let start = self.words.len();
        self.words.push(0);
        self.words.extend(lengths);
        let parts = self.words.len() - start - 1;
        if parts == 0 {
            return Err(FootprintError::Empty);
        }
        self.words[start] = (parts as i32) << 2 | form as i32;
        Ok(())
    }

    fn coords(&mut self, coords: impl Iterator<Item = Coord<f64>>) -> Result<(), FootprintError> {
        for c in coords {
            let s = fixed(c).ok_or(FootprintError::NoPlace(c.x, c.y))?;
            self.around.grow(s);
            self.words.extend(s);
        }
        Ok(())
    }
}
