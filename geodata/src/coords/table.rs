//! Tables of boundary points, 界址点, pasted from a spreadsheet or a survey's text file.

use super::angle::{half_width, read_numbers};
use super::{CoordError, PairOrder, to_lon_lat};
use crate::crs::{Converter, Crs, CrsError};
use geo::{Area, BoundingRect, Relate};
use geo_types::{Coord, Geometry, LineString, MultiPolygon, Polygon, Rect};

/// Most rows that are read; more than any parcel has.
const MOST_ROWS: usize = 200_000;
/// Rings inside one another that are told apart; a table that nests deeper repeats itself.
const DEEPEST: usize = 8;
/// Closer than this, in degrees, a point is the ring's first point again: 1 mm.
const SAME_POINT: f64 = 1e-8;

/// A ring of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableRing {
    /// Number of the parcel, from 0, where the table tells parcels apart.
    pub part: usize,
    /// Stored longitude, latitude of each point; the first is not repeated at the end.
    pub points: Vec<Coord<f64>>,
    /// Names of the points (J1, J2 …), empty where there are none.
    pub names: Vec<String>,
}

/// A row that could not be used.
#[derive(Debug, Clone, PartialEq)]
pub struct RowProblem {
    /// Number of the row in the pasted text, from 1.
    pub row: usize,
    /// The row as pasted, cut at 80 characters.
    pub text: String,
    /// What is wrong with it.
    pub error: CoordError,
}

/// What a pasted table holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CoordinateTable {
    /// Rings in the order of the table.
    pub rings: Vec<TableRing>,
    /// Rows that were left out, with the reason.
    pub problems: Vec<RowProblem>,
}

/// Meaning of the columns.
#[derive(Debug, Clone, Default)]
struct PointColumns {
    name: Option<usize>,
    ring: Option<usize>,
    part: Option<usize>,
    north: Option<usize>,
    east: Option<usize>,
}

/// Returns the rings in a pasted table of points in a chosen system, and the rows that could not be used.
///
/// Columns are parted by tabs, commas, semicolons or spaces. A header may name them (点号, 圈号, 地块, X, Y, 经度,
/// 纬度, 东坐标, 北坐标); without one, the two neighbouring numbers that can be coordinates are taken. A ring ends at a
/// blank row, at its first point, at another ring or parcel number, and at a parcel line ending in `@` as in
/// the survey's exchange text; its sections in brackets and its `key=value` lines are passed over.
pub fn parse_table(text: &str, crs: Crs) -> CoordinateTable {
    read(text, Converter::new(crs, None))
}

/// Returns the same for a system with parameters: Beijing 1954, Xian 1980, or a local one.
pub fn parse_table_in(text: &str, system: &Converter) -> CoordinateTable {
    read(text, Ok(*system))
}

fn read(text: &str, system: Result<Converter, CrsError>) -> CoordinateTable {
    let mut reader = TableReader {
        system,
        columns: PointColumns::default(),
        table: CoordinateTable::default(),
        open: None,
        key: None,
        part: 0,
    };
    for (i, line) in text.lines().take(MOST_ROWS).enumerate() {
        if let Err(error) = reader.row(line) {
            let text = line.chars().take(80).collect();
            reader.table.problems.push(RowProblem {
                row: i + 1,
                text,
                error,
            });
        }
    }
    reader.close();
    reader.table
}

impl CoordinateTable {
    /// Returns the areas that the rings enclose: rings inside others are holes, and rings inside holes are parts
    /// again. `None` when no ring encloses anything.
    pub fn areas(&self) -> Option<Geometry<f64>> {
        let mut shapes: Vec<Polygon<f64>> = self
            .rings
            .iter()
            .filter(|r| r.points.len() > 2)
            .map(|r| Polygon::new(LineString(r.points.clone()), Vec::new()))
            .filter(|p| p.unsigned_area() > 0.0)
            .collect();
        // Larger ones first, so that whatever holds a ring stands before it.
        shapes.sort_by(|a, b| b.unsigned_area().total_cmp(&a.unsigned_area()));
        let boxes: Vec<Option<Rect<f64>>> = shapes.iter().map(Polygon::bounding_rect).collect();
        let covers = |j: usize, i: usize| {
            let (Some(outer), Some(inner)) = (boxes[j], boxes[i]) else {
                return false;
            };
            let within = outer.min().x <= inner.min().x
                && outer.min().y <= inner.min().y
                && outer.max().x >= inner.max().x
                && outer.max().y >= inner.max().y;
            within && (shapes[j] == shapes[i] || shapes[j].relate(&shapes[i]).is_covers())
        };
        let mut depth = vec![0_usize; shapes.len()];
        let mut parts: Vec<(usize, Polygon<f64>)> = Vec::new();
        for i in 0..shapes.len() {
            let holders: Vec<usize> = (0..i).filter(|j| covers(*j, i)).take(DEEPEST).collect();
            depth[i] = holders.len();
            if depth[i].is_multiple_of(2) {
                parts.push((i, shapes[i].clone()));
            } else if let Some(owner) = holders.iter().rev().find(|j| depth[**j] + 1 == depth[i])
                && let Some((_, polygon)) = parts.iter_mut().find(|(j, _)| j == owner)
            {
                polygon.interiors_push(shapes[i].exterior().clone());
            }
        }
        let mut polygons: Vec<Polygon<f64>> = parts.into_iter().map(|(_, p)| p).collect();
        match polygons.len() {
            0 => None,
            1 => polygons.pop().map(Geometry::from),
            _ => Some(MultiPolygon(polygons).into()),
        }
    }
}

struct TableReader {
    /// Without one, each row of coordinates says why.
    system: Result<Converter, CrsError>,
    columns: PointColumns,
    table: CoordinateTable,
    open: Option<TableRing>,
    /// Ring and parcel cells of the row before.
    key: Option<(String, String)>,
    part: usize,
}

impl TableReader {
    fn row(&mut self, line: &str) -> Result<(), CoordError> {
        let plain: String = line.chars().map(half_width).collect();
        let trimmed = plain.trim();
        if trimmed.is_empty() {
            self.close();
            return Ok(());
        }
        if trimmed.ends_with('@') {
            self.close();
            if !self.table.rings.is_empty() {
                self.part += 1;
            }
            self.key = None;
            return Ok(());
        }
        let section = trimmed.starts_with('[') && trimmed.ends_with(']');
        if section || trimmed.contains('=') && !trimmed.starts_with(['X', 'x', 'Y', 'y']) {
            return Ok(());
        }
        let cells = cells(&plain);
        if let Some(columns) = header(&cells) {
            self.columns = columns;
            return Ok(());
        }
        let (a, b, order) = self.pair(&cells)?;
        let point = to_lon_lat(
            number(&cells, a)?,
            number(&cells, b)?,
            order,
            self.system.as_ref().map_err(Clone::clone)?,
        )?;
        let before = a.min(b);
        let cell = |i: Option<usize>| i.and_then(|i| cells.get(i)).cloned().unwrap_or_default();
        let (name, key) = if self.columns.north.is_some() {
            (
                cell(self.columns.name),
                (cell(self.columns.part), cell(self.columns.ring)),
            )
        } else {
            let ring = if before >= 2 {
                cell(Some(before - 1))
            } else {
                String::new()
            };
            (
                if before > 0 { cell(Some(0)) } else { String::new() },
                (String::new(), ring),
            )
        };
        self.add(point, name, key);
        Ok(())
    }

    /// The two cells with coordinates and their order.
    fn pair(&self, cells: &[String]) -> Result<(usize, usize, PairOrder), CoordError> {
        if let (Some(north), Some(east)) = (self.columns.north, self.columns.east) {
            let order = if north < east {
                PairOrder::NorthFirst
            } else {
                PairOrder::EastFirst
            };
            return Ok((north.min(east), north.max(east), order));
        }
        let numbers: Vec<usize> = (0..cells.len()).filter(|i| number(cells, *i).is_ok()).collect();
        let neighbours: Vec<(usize, usize)> = numbers
            .windows(2)
            .filter(|w| w[1] == w[0] + 1)
            .map(|w| (w[0], w[1]))
            .collect();
        let fits = |(a, b): &(usize, usize)| {
            let (Ok(a), Ok(b)) = (number(cells, *a), number(cells, *b)) else {
                return false;
            };
            self.system.as_ref().is_ok_and(|system| {
                to_lon_lat(a, b, PairOrder::Unknown, system)
                    .is_ok_and(|c| (70.0..140.0).contains(&c.x) && (0.0..56.0).contains(&c.y))
            })
        };
        let chosen = neighbours.iter().rev().find(|p| fits(p)).or(neighbours.last());
        let (a, b) = *chosen.ok_or(CoordError::NotTwoNumbers { found: numbers.len() })?;
        let letters = |i: usize| {
            read_numbers(&cells[i])
                .ok()
                .and_then(|r| r.first().and_then(|r| r.half))
        };
        let order = match (letters(a), letters(b)) {
            (Some(super::Hemisphere::Latitude), _) | (_, Some(super::Hemisphere::Longitude)) => {
                PairOrder::NorthFirst
            }
            (Some(super::Hemisphere::Longitude), _) | (_, Some(super::Hemisphere::Latitude)) => {
                PairOrder::EastFirst
            }
            _ => PairOrder::Unknown,
        };
        Ok((a, b, order))
    }

    fn add(&mut self, point: Coord<f64>, name: String, key: (String, String)) {
        if let Some(before) = self.key.replace(key.clone())
            && before != key
        {
            self.close();
            if before.0 != key.0 {
                self.part += 1;
            }
        }
        let part = self.part;
        let ring = self.open.get_or_insert_with(|| TableRing {
            part,
            ..TableRing::default()
        });
        let back = ring.points.first().is_some_and(|f| same(*f, point)) && ring.points.len() > 2;
        if back {
            self.close();
            return;
        }
        ring.points.push(point);
        ring.names.push(name);
    }

    fn close(&mut self) {
        if let Some(ring) = self.open.take() {
            self.table.rings.push(ring);
        }
    }
}

fn same(a: Coord<f64>, b: Coord<f64>) -> bool {
    (a.x - b.x).abs() < SAME_POINT && (a.y - b.y).abs() < SAME_POINT
}

pub(super) fn cells(line: &str) -> Vec<String> {
    let line = line.trim_matches(['\r', '\n', ' ']);
    let parts: Vec<&str> = if line.contains('\t') {
        line.split('\t').collect()
    } else if line.contains([',', ';']) {
        line.split([',', ';']).collect()
    } else {
        line.split_whitespace().collect()
    };
    parts
        .into_iter()
        .map(|c| c.trim().trim_matches('"').trim().to_owned())
        .collect()
}

/// The one number in a cell.
pub(super) fn number(cells: &[String], i: usize) -> Result<f64, CoordError> {
    let cell = cells.get(i).map(String::as_str).unwrap_or_default();
    match read_numbers(cell)?.as_slice() {
        [one] => Ok(one.value),
        more => Err(CoordError::NotTwoNumbers { found: more.len() }),
    }
}

/// Columns by their names, if the row names both coordinates.
fn header(cells: &[String]) -> Option<PointColumns> {
    let mut columns = PointColumns::default();
    for (i, cell) in cells.iter().enumerate() {
        let name = cell.to_uppercase();
        if name.chars().any(|c| c.is_ascii_digit()) {
            continue;
        }
        let has = |words: &[&str]| words.iter().any(|w| name.contains(w));
        let slot = if let Some(axis) = axis(&name) {
            match axis {
                ColumnAxis::East => &mut columns.east,
                ColumnAxis::North => &mut columns.north,
            }
        } else if has(&["圈", "RING", "环"]) {
            &mut columns.ring
        } else if has(&["地块", "宗地", "图斑", "PART", "部分"]) {
            &mut columns.part
        } else if has(&["点", "名", "编号", "序号", "NAME", "ID"]) {
            &mut columns.name
        } else {
            continue;
        };
        slot.get_or_insert(i);
    }
    (columns.north.is_some() && columns.east.is_some()).then_some(columns)
}

/// Which of the two directions a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColumnAxis {
    East,
    North,
}

/// The direction that the name of a column, in capitals, speaks of: X counts north and Y east, as in Chinese surveys.
pub(super) fn axis(name: &str) -> Option<ColumnAxis> {
    let has = |words: &[&str]| words.iter().any(|w| name.contains(w));
    let has_letter = |letter: char| name.starts_with(letter) || name.ends_with(letter);
    if has(&["经", "LON", "LNG", "东", "EAST"]) || name == "E" {
        Some(ColumnAxis::East)
    } else if has(&["纬", "LAT", "北", "NORTH"]) || name == "N" || has_letter('X') || name.starts_with('纵')
    {
        Some(ColumnAxis::North)
    } else if has_letter('Y') || name.starts_with('横') {
        Some(ColumnAxis::East)
    } else {
        None
    }
}
