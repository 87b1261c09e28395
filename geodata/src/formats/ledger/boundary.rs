//! Tables whose rows are the corners of areas: 界址点 with the name of their parcel beside them.

use super::coordinates::{CoordinateReader, bare};
use crate::coords::{CoordinateTable, TableRing};
use crate::formats::Value;
use files::cells::Row;
use geo_types::{Coord, Geometry};

/// Fewest corners of an area.
const FEWEST: usize = 3;

/// The columns of such a table.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct BoundaryColumns {
    /// Name of the parcel; without one the whole table is one.
    pub parcel: Option<usize>,
    /// Number of the ring in the parcel.
    pub ring: Option<usize>,
    /// Name of the corner.
    pub corner: usize,
}

impl BoundaryColumns {
    /// Finds the columns by their names, if the rows of a sample bear them out.
    pub fn find(names: &[String], places: &CoordinateReader, sample: &[Row]) -> Option<Self> {
        places.xy?;
        let named = |words: &[&str]| {
            (0..names.len()).find(|c| {
                let name = bare(&names[*c]);
                !places.columns().any(|p| p == *c) && words.iter().any(|w| name.contains(w))
            })
        };
        let corner = named(&["界址点", "拐点", "点号", "顶点"])?;
        let numbered = |text: &str| {
            let digits = text.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '-');
            !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) && text.len() - digits.len() <= 4
        };
        if sample.len() < FEWEST || !sample.iter().all(|r| numbered(&r.cell(corner).shown())) {
            return None;
        }
        let ring = named(&["圈号", "环号"]).filter(|c| *c != corner);
        let parcel = (0..names.len()).find(|c| {
            let own = ![Some(corner), ring].contains(&Some(*c)) && !places.columns().any(|p| p == *c);
            let name = bare(&names[*c]);
            own && ["地块", "宗地", "图斑", "项目", "名称", "权利人"]
                .iter()
                .any(|w| name.contains(w))
                && has_runs(sample, *c)
        });
        // Points of a survey have numbers too; only corners are called so.
        let called_corners = ["界址点", "拐点"]
            .iter()
            .any(|w| bare(&names[corner]).contains(w));
        (parcel.is_some() || called_corners).then_some(Self { parcel, ring, corner })
    }
}

/// Whether a column has the same text in three rows or more each time; below a merged cell there is none.
fn has_runs(sample: &[Row], column: usize) -> bool {
    let mut runs: Vec<(String, usize)> = Vec::new();
    for row in sample {
        let text = row.cell(column).shown();
        match runs.last_mut() {
            Some((last, n)) if text.is_empty() || *last == text => *n += 1,
            _ => runs.push((text, 1)),
        }
    }
    // The sample may cut the last one.
    let whole = runs.len().saturating_sub(1).max(1);
    runs.iter()
        .take(whole)
        .all(|(text, n)| !text.is_empty() && *n >= FEWEST)
}

/// A parcel whose corners are being read.
#[derive(Debug)]
pub(super) struct Parcel {
    pub name: String,
    /// Row of its first corner.
    pub number: u64,
    pub values: Vec<Value>,
    ring: String,
    rings: Vec<Vec<Coord<f64>>>,
}

impl Parcel {
    pub fn new(name: String, number: u64, values: Vec<Value>) -> Self {
        Self {
            name,
            number,
            values,
            ring: String::new(),
            rings: vec![Vec::new()],
        }
    }

    /// Adds a corner of a ring.
    pub fn add(&mut self, ring: String, at: Coord<f64>) {
        let open = self.rings.last().is_some_and(|r| !r.is_empty());
        if open && ring != self.ring {
            self.rings.push(Vec::new());
        }
        self.ring = ring;
        if let Some(last) = self.rings.last_mut() {
            // The first corner again ends the ring.
            if last.len() >= FEWEST && last.first() == Some(&at) {
                self.rings.push(Vec::new());
            } else {
                last.push(at);
            }
        }
    }

    /// Returns the area; rings within rings are holes. `None` if the corners enclose nothing.
    pub fn area(&self) -> Option<Geometry<f64>> {
        areas(&self.rings)
    }
}

/// Returns the areas that rings enclose; rings within rings are holes. `None` if they enclose nothing.
pub(in crate::formats) fn areas(rings: &[Vec<Coord<f64>>]) -> Option<Geometry<f64>> {
    let rings = rings.iter().map(|points| TableRing {
        points: points.clone(),
        ..TableRing::default()
    });
    CoordinateTable {
        rings: rings.collect(),
        problems: Vec::new(),
    }
    .areas()
}
