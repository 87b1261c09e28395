//! Tables of control points: the same places in a local system and in a known one.

use super::table::{ColumnAxis, axis, cells, number};
use super::{CoordError, PairOrder, RowProblem, to_lon_lat};
use crate::crs::Converter;
use geo_types::{Coord, coord};

/// Most control points that are read; a town has some dozens.
const MOST_POINTS: usize = 1_000;
/// No place in China is as high, in metres: a smaller number beside coordinates is a height.
const HIGHEST: f64 = 9_000.0;

/// A control point of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct ControlPointRow {
    /// Number of the row in the text, from 1.
    pub row: usize,
    /// Name of the point, empty where there is none.
    pub name: String,
    /// In the local system: x east, y north, metres.
    pub local: Coord<f64>,
    /// Stored longitude, latitude, from the known system.
    pub place: Coord<f64>,
}

/// What a table of control points holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ControlPointTable {
    /// The points in the order of the table.
    pub points: Vec<ControlPointRow>,
    /// Rows that were left out, with the reason.
    pub problems: Vec<RowProblem>,
    /// Rows beyond the thousand that are read.
    pub beyond: usize,
}

/// Returns the control points in a typed or pasted table: name, local X and Y, known X and Y (or longitude and
/// latitude) of each place.
///
/// Columns are parted by tabs, commas, semicolons or spaces. A header may say which column counts north and which
/// east, two of the local and then two of the known system; without one local X (north) stands before Y (east), as
/// in Chinese surveys, and the known pair is told apart as [`super::parse_point_in`] does. Heights in a third
/// column of each system are passed over.
pub fn parse_control_points(text: &str, known: &Converter) -> ControlPointTable {
    let mut table = ControlPointTable::default();
    let mut columns: Option<[(usize, ColumnAxis); 4]> = None;
    for (i, line) in text.lines().enumerate() {
        let plain: String = line.chars().map(super::angle::half_width).collect();
        if plain.trim().is_empty() {
            continue;
        }
        if table.points.len() + table.problems.len() >= MOST_POINTS {
            table.beyond += 1;
            continue;
        }
        let cells = cells(&plain);
        let numbers: Vec<usize> = (0..cells.len()).filter(|i| number(&cells, *i).is_ok()).collect();
        if numbers.len() < 4
            && let Some(found) = header(&cells)
        {
            columns = Some(found);
            continue;
        }
        match point(&cells, &numbers, columns.as_ref(), known) {
            Ok((name, local, place)) => table.points.push(ControlPointRow {
                row: i + 1,
                name,
                local,
                place,
            }),
            Err(error) => table.problems.push(RowProblem {
                row: i + 1,
                text: line.chars().take(80).collect(),
                error,
            }),
        }
    }
    table
}

fn point(
    cells: &[String],
    numbers: &[usize],
    columns: Option<&[(usize, ColumnAxis); 4]>,
    known: &Converter,
) -> Result<(String, Coord<f64>, Coord<f64>), CoordError> {
    let (at, local_order, known_order) = match columns {
        Some(columns) => {
            let order = |first: ColumnAxis| match first {
                ColumnAxis::North => PairOrder::NorthFirst,
                ColumnAxis::East => PairOrder::EastFirst,
            };
            (columns.map(|(i, _)| i), order(columns[0].1), order(columns[2].1))
        }
        None => (
            unnamed(cells, numbers).ok_or(CoordError::NotFourNumbers { found: numbers.len() })?,
            PairOrder::NorthFirst,
            PairOrder::Unknown,
        ),
    };
    let [a, b, c, d] = at;
    let (a, b) = (number(cells, a)?, number(cells, b)?);
    let local = match local_order {
        PairOrder::EastFirst => coord! { x: a, y: b },
        _ => coord! { x: b, y: a },
    };
    let place = to_lon_lat(number(cells, c)?, number(cells, d)?, known_order, known)?;
    let first = at.iter().min().copied().unwrap_or(0);
    let name = if first > 0 {
        cells[0].clone()
    } else {
        String::new()
    };
    Ok((name, local, place))
}

/// The four cells with coordinates in a row without a header: the last four numbers, heights taken out.
fn unnamed(cells: &[String], numbers: &[usize]) -> Option<[usize; 4]> {
    let n = numbers.len();
    let small = |at: usize| number(cells, numbers[at]).is_ok_and(|v| v.abs() < HIGHEST);
    // Of degrees every number is small, and a pair of them has no height beside it.
    let heights = n >= 6 && small(n - 4) && small(n - 1) && !(small(n - 3) && small(n - 2));
    let at = if heights {
        [n - 6, n - 5, n - 3, n - 2]
    } else {
        [n.checked_sub(4)?, n - 3, n - 2, n - 1]
    };
    Some(at.map(|i| numbers[i]))
}

/// The columns of a header that names two directions twice.
fn header(cells: &[String]) -> Option<[(usize, ColumnAxis); 4]> {
    let named: Vec<(usize, ColumnAxis)> = cells
        .iter()
        .enumerate()
        .filter_map(|(i, cell)| Some((i, axis(&cell.to_uppercase())?)))
        .collect();
    let four: [(usize, ColumnAxis); 4] = named.try_into().ok()?;
    let pairs = four[0].1 != four[1].1 && four[2].1 != four[3].1;
    pairs.then_some(four)
}
