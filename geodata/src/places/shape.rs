//! Geometry packed into a row of whole numbers.
//!
//! A shape is: one number with the form and the count of its parts, the length of each part (negative for a hole of the
//! area before it), then longitude and latitude of every vertex. Rings are not closed. A lone point is not packed at
//! all: its box says where it is.

use geo_types::{Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};

use super::PlaceError;
use super::fixed::{FixedBox, Spot, degrees, spot};

/// What the parts of a shape are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Points,
    Lines,
    Areas,
}

/// A packed shape, read in place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape<'a> {
    pub(super) form: Form,
    lengths: &'a [i32],
    spots: &'a [Spot],
}

/// A point, a line or a ring of a shape.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) hole: bool,
    pub(super) spots: &'a [Spot],
}

impl<'a> Shape<'a> {
    pub(super) fn point(at: &'a Spot) -> Self {
        Self {
            form: Form::Points,
            lengths: &[1],
            spots: std::slice::from_ref(at),
        }
    }

    /// Reads the shape at the start of the words, which [`pack`] wrote.
    pub(super) fn read(words: &'a [i32]) -> Self {
        let form = match words[0] & 3 {
            0 => Form::Points,
            1 => Form::Lines,
            _ => Form::Areas,
        };
        let (lengths, rest) = words[1..].split_at((words[0] >> 2) as usize);
        let vertices: usize = lengths.iter().map(|l| l.unsigned_abs() as usize).sum();
        let (spots, _) = rest[..2 * vertices].as_chunks::<2>();
        Self { form, lengths, spots }
    }

    /// How many words the shape takes.
    pub(super) fn words(&self) -> usize {
        1 + self.lengths.len() + 2 * self.spots.len()
    }

    /// Has the processor fetch the vertices: one of each line of 64 bytes is read.
    pub(super) fn fetch(&self) {
        std::hint::black_box(self.spots.iter().step_by(8).fold(0, |all, s| all ^ s[0]));
    }

    pub(super) fn parts(self) -> impl Iterator<Item = Part<'a>> {
        let mut rest = self.spots;
        self.lengths.iter().map(move |length| {
            let (spots, after) = rest.split_at(length.unsigned_abs() as usize);
            rest = after;
            Part {
                hole: *length < 0,
                spots,
            }
        })
    }

    /// The geometry in degrees, to seven decimals.
    pub(super) fn geometry(self) -> Geometry<f64> {
        let line = |part: Part| LineString(part.spots.iter().map(|s| degrees(*s)).collect());
        match self.form {
            Form::Points if self.spots.len() == 1 => Geometry::Point(Point(degrees(self.spots[0]))),
            Form::Points => Geometry::MultiPoint(MultiPoint(
                self.spots.iter().map(|s| Point(degrees(*s))).collect(),
            )),
            Form::Lines => {
                let mut lines: Vec<_> = self.parts().map(line).collect();
                match lines.len() {
                    1 => Geometry::LineString(lines.remove(0)),
                    _ => Geometry::MultiLineString(MultiLineString(lines)),
                }
            }
            Form::Areas => {
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
pub(super) fn pack(geometry: &Geometry<f64>, words: &mut Vec<i32>) -> Result<FixedBox, PlaceError> {
    let start = words.len();
    let packed = Packing::of(geometry, words);
    if packed.is_err() {
        words.truncate(start);
    }
    packed
}

struct Packing<'a> {
    words: &'a mut Vec<i32>,
    around: FixedBox,
}

impl<'a> Packing<'a> {
    fn of(geometry: &Geometry<f64>, words: &'a mut Vec<i32>) -> Result<FixedBox, PlaceError> {
        let mut packing = Self {
            words,
            around: FixedBox::NONE,
        };
        match geometry {
            Geometry::Point(p) => return packing.lone(p.0),
            Geometry::MultiPoint(points) if points.0.len() == 1 => return packing.lone(points.0[0].0),
            Geometry::MultiPoint(points) => {
                packing.head(Form::Points, points.0.iter().map(|_| 1))?;
                packing.spots(points.0.iter().map(|p| p.0))?;
            }
            Geometry::Line(line) => packing.lines(&[LineString::from(*line)])?,
            Geometry::LineString(line) => packing.lines(std::slice::from_ref(line))?,
            Geometry::MultiLineString(lines) => packing.lines(&lines.0)?,
            Geometry::Polygon(polygon) => packing.areas(std::slice::from_ref(polygon))?,
            Geometry::MultiPolygon(polygons) => packing.areas(&polygons.0)?,
            Geometry::Rect(rect) => packing.areas(&[rect.to_polygon()])?,
            Geometry::Triangle(triangle) => packing.areas(&[triangle.to_polygon()])?,
            Geometry::GeometryCollection(_) => return Err(PlaceError::Mixed),
        }
        Ok(packing.around)
    }

    fn lone(mut self, c: Coord<f64>) -> Result<FixedBox, PlaceError> {
        self.around.grow(spot(c).ok_or(PlaceError::NoPlace(c.x, c.y))?);
        Ok(self.around)
    }

    fn lines(&mut self, lines: &[LineString<f64>]) -> Result<(), PlaceError> {
        let full = || lines.iter().filter(|l| !l.0.is_empty());
        self.head(Form::Lines, full().map(|l| l.0.len() as i32))?;
        self.spots(full().flat_map(|l| l.0.iter().copied()))
    }

    fn areas(&mut self, polygons: &[Polygon<f64>]) -> Result<(), PlaceError> {
        let full = || polygons.iter().filter(|p| p.exterior().0.len() > 3);
        let rings = || {
            full().flat_map(|p| {
                let holes = p.interiors().iter().filter(|r| r.0.len() > 3);
                std::iter::once((1, p.exterior())).chain(holes.map(|r| (-1, r)))
            })
        };
        self.head(
            Form::Areas,
            rings().map(|(sign, r)| sign * (r.0.len() as i32 - 1)),
        )?;
        self.spots(rings().flat_map(|(_, r)| r.0[..r.0.len() - 1].iter().copied()))
    }

    fn head(&mut self, form: Form, lengths: impl Iterator<Item = i32>) -> Result<(), PlaceError> {
        let start = self.words.len();
        self.words.push(0);
        self.words.extend(lengths);
        let parts = self.words.len() - start - 1;
        if parts == 0 {
            return Err(PlaceError::Empty);
        }
        self.words[start] = (parts as i32) << 2 | form as i32;
        Ok(())
    }

    fn spots(&mut self, coords: impl Iterator<Item = Coord<f64>>) -> Result<(), PlaceError> {
        for c in coords {
            let s = spot(c).ok_or(PlaceError::NoPlace(c.x, c.y))?;
            self.around.grow(s);
            self.words.extend(s);
        }
        Ok(())
    }
}
