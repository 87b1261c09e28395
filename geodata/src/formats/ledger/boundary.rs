//! Tables whose rows are the corners of areas: 界址点 with the name of their parcel beside them.

use super::coordinates::{CoordinateReader, bare};
use crate::coords::{CoordinateTable, TableRing};
use crate::formats::Value;
use files::cells::Row;
use geo::Intersects;
use geo_types::{Coord, Geometry, Line};

/// Fewest corners of an area.
const FEWEST: usize = 3;
/// How far corners of one parcel are apart at most, metres.
const WIDEST: f64 = 30_000.0;

/// The columns of such a table.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct BoundaryColumns {
    /// Name of the parcel; without one the whole table is one.
    pub parcel: Option<usize>,
    /// Number of the ring in the parcel.
    pub ring: Option<usize>,
    /// Name of the corner.
    pub corner: Option<usize>,
    /// Whether a blank line ends a ring, as in texts that hold corners and nothing else.
    pub parted_by_blanks: bool,
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
            .any(|w| bare(&names[corner]).contains(w))
            || sample
                .iter()
                .all(|r| r.cell(corner).shown().starts_with(['J', 'j']));
        (parcel.is_some() || called_corners).then_some(Self {
            parcel,
            ring,
            corner: Some(corner),
            parted_by_blanks: false,
        })
    }

    /// Takes a table without header for corners if it holds nothing but coordinates and numbers of corners, and the rings
    /// they make cross nowhere.
    pub fn without_header(places: &CoordinateReader, sample: &[Row]) -> Option<Self> {
        let (a, b) = places.xy?;
        let first = a.min(b);
        let width = sample.iter().map(|r| r.cells.len()).max().unwrap_or(0);
        let labels = |c: usize| sample.iter().map(move |r| r.cell(c).shown());
        let counted = |c: usize| {
            let digits = |t: &str| t.trim_start_matches(|l: char| l.is_ascii_alphabetic()).to_owned();
            let numbers: Vec<u64> = labels(c).map_while(|t| digits(&t).parse().ok()).collect();
            let follow = |w: &[u64]| w[1] == w[0] + 1 || w[1] <= numbers[0] + 1;
            numbers.len() == sample.len() && numbers.windows(2).all(follow)
        };
        let small = |c: usize| labels(c).all(|t| t.parse().is_ok_and(|n: u32| n < 1000));
        let (corner, ring) = match first {
            0 => (None, None),
            1 if counted(0) => (Some(0), None),
            2 if counted(0) && small(1) => (Some(0), Some(1)),
            _ => return None,
        };
        // Points of a survey have heights; corners only where they are called J1, J2.
        let is_j = corner.is_some_and(|c| labels(c).all(|t| t.starts_with(['J', 'j'])));
        if a.abs_diff(b) != 1 || width > first + 2 && !is_j {
            return None;
        }
        let found = Self {
            parcel: None,
            ring,
            corner,
            parted_by_blanks: true,
        };
        let mut parcel = ParcelBuilder::new(String::new(), 0, Vec::new());
        let mut blanks = Blanks::default();
        for row in sample {
            let Ok(Some(Geometry::Point(at))) = places.geometry(row) else {
                return None;
            };
            parcel.add(found.ring_of(row, blanks.before(row.number)), at.0);
        }
        // What the sample cuts off is not held against the rest.
        let whole = |r: &&Vec<Coord<f64>>| r.len() >= FEWEST;
        let rings: Vec<&Vec<Coord<f64>>> = parcel.rings.iter().filter(whole).collect();
        let corners: usize = rings.iter().map(|r| r.len()).sum();
        let fits = corners * 10 >= sample.len() * 7 && rings.iter().all(|r| is_parcel(r));
        fits.then_some(found)
    }

    /// The ring of a row, with so many blank lines above it.
    pub fn ring_of(&self, row: &Row, blanks: u64) -> String {
        let own = self.ring.map_or_else(String::new, |c| row.cell(c).shown());
        match self.parted_by_blanks {
            true => format!("{own}/{blanks}"),
            false => own,
        }
    }
}

/// Counts the gaps between rows.
#[derive(Debug, Default)]
pub(super) struct Blanks {
    last: u64,
    gaps: u64,
}

impl Blanks {
    /// Returns how many gaps there are above a row, given one row after the other.
    pub fn before(&mut self, number: u64) -> u64 {
        if self.last > 0 && number > self.last + 1 {
            self.gaps += 1;
        }
        self.last = number;
        self.gaps
    }
}

/// Whether a ring is of a size that parcels have, and its edges cross nowhere.
fn is_parcel(ring: &[Coord<f64>]) -> bool {
    let lines: Vec<Line<f64>> = (0..ring.len())
        .map(|i| Line::new(ring[i], ring[(i + 1) % ring.len()]))
        .collect();
    let far = |at: fn(&Coord<f64>) -> f64| {
        let values = || ring.iter().map(at);
        values().fold(f64::NEG_INFINITY, f64::max) - values().fold(f64::INFINITY, f64::min)
    };
    let most = if ring[0].x.abs() <= 180.0 {
        WIDEST / 1e5
    } else {
        WIDEST
    };
    let beside = |i: usize, j: usize| j == i + 1 || (i == 0 && j + 1 == lines.len());
    far(|c| c.x) <= most
        && far(|c| c.y) <= most
        && (0..lines.len())
            .all(|i| (i + 1..lines.len()).all(|j| beside(i, j) || !lines[i].intersects(&lines[j])))
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
pub(super) struct ParcelBuilder {
    pub name: String,
    /// Row of its first corner.
    pub number: u64,
    pub values: Vec<Value>,
    ring: String,
    rings: Vec<Vec<Coord<f64>>>,
}

impl ParcelBuilder {
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
