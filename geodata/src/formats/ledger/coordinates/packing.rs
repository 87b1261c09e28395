//! Degrees, minutes and seconds in one number.

use super::cell_values::values;
use crate::coords::packed_pair;
use files::cells::{Cell, Row};
use files::numbers::plain_number;

/// Degrees, minutes and seconds in one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::formats::ledger) enum Packing {
    /// 1163021.5 for 116°30′21.5″.
    Whole,
    /// 116.30215 for the same, where the header says so.
    AfterPoint,
}

impl Packing {
    /// Longitude and latitude in degrees; `None` if these are not so written.
    pub(super) fn degrees(self, a: f64, b: f64) -> Option<(f64, f64)> {
        match self {
            Self::Whole => packed_pair(a, b),
            Self::AfterPoint => packed_pair(a * 1e4, b * 1e4),
        }
    }
}

/// Whether pairs of numbers are degrees, minutes and seconds in one number each, but for a few and for degrees among them.
pub(super) fn is_whole(pairs: &[(f64, f64)]) -> bool {
    let whole = pairs.iter().filter(|p| packed_pair(p.0, p.1).is_some()).count();
    let degrees = pairs
        .iter()
        .filter(|p| p.0.abs() <= 180.0 && p.1.abs() <= 180.0)
        .count();
    whole > 0 && (whole + degrees) * 10 >= pairs.len() * 9
}

/// Whether all numbers of two columns can be degrees with minutes and seconds after the point.
pub(super) fn are_after_point(a: usize, b: usize, sample: &[Row]) -> bool {
    let plain = |cell: &Cell| match cell {
        Cell::Number(v) => Some(*v),
        Cell::Text(t) => plain_number(t),
        _ => None,
    };
    let cells = sample.iter().map(|r| (r.cell(a), r.cell(b)));
    let given: Vec<(&Cell, &Cell)> = cells.filter(|(a, b)| !a.is_empty() && !b.is_empty()).collect();
    let fits = |(a, b): &(&Cell, &Cell)| {
        let pair = plain(a).zip(plain(b));
        pair.is_some_and(|(a, b)| Packing::AfterPoint.degrees(a, b).is_some())
    };
    !given.is_empty() && given.iter().all(fits)
}

/// The numbers of two columns, as degrees where they are degrees, minutes and seconds in one number.
pub(super) fn unpacked_values(a: usize, b: usize, sample: &[Row]) -> (Vec<(f64, f64)>, Option<Packing>) {
    let mut pairs = values(a, b, sample);
    if !is_whole(&pairs) {
        return (pairs, None);
    }
    for pair in &mut pairs {
        *pair = packed_pair(pair.0, pair.1).unwrap_or(*pair);
    }
    (pairs, Some(Packing::Whole))
}
